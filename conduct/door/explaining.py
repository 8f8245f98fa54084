"""One unit explained, asked of an office."""

from __future__ import annotations

from copy import deepcopy

from conduct.core.questions.explain import Explanation
from conduct.core.questions.explain import explain as explain_unit
from conduct.core.scores.assess import day_of
from conduct.core.scores.results import Assessment
from conduct.loading.unit_names import unit_meant
from conduct.report.explained import explained as as_explained

from .assessed import CitedLaw
from .assessing import Asked, DayGiven, beyond_of
from .deployment import Deployment, FileName
from .explained import (
    Explained,
    ExplainedBreach,
    ExplainedDistance,
    ExplainedEffect,
    ExplainedLine,
    ExplainedOut,
    ExplainedOutcome,
    ExplainedSanction,
    ExplainedSection,
    ExplainedVeto,
)
from .values import typed


def explain(
    at: Deployment, unit: str, period: Asked, as_of: DayGiven, *, facts: FileName | None, engine: str | None
) -> Explained:
    """As `Office.explain`."""
    sector, day = at.sector(of_ledger=facts is None), day_of(as_of)
    ledger = at.source(sector, facts, engine)
    meant = unit_meant(ledger, sector, unit) or unit
    chosen = at.period(sector, period)
    beyond = beyond_of(at, ledger, chosen)
    return _said(at, explain_unit(sector, ledger, meant, chosen, as_of=day, beyond=beyond, **at.settings(sector)))


def explain_from(at: Deployment, whole: Assessment, unit: str) -> Explained:
    """A unit, by its id, explained from a run that was assessed with ``keep``, as that has it.

    Raises `FactsCame` where more came since than cases and actions, and it may be about the unit.
    """
    return _said(at, explain_unit(whole.sector, at.ledger, unit, whole.period, calendar=whole.calendar, whole=whole))


def _said(at: Deployment, made: Explanation) -> Explained:
    """An explanation as an office says it in its language."""
    sector, whole = made.assessment.sector, as_explained(made, at.lang)
    law = made.assessment.regulation
    found = Explained(
        sector=sector.name,
        regulation=CitedLaw(id=law.id, title=law.title.zh, in_force_from=law.in_force_from),
        period=whole["period"],
        as_of=made.assessment.as_of,
        unit=whole["unit"],
        name=whole["name"],
        kind=whole["kind"],
        score=whole["score"],
        rank=whole["rank"],
        of=whole["of"],
        notes=tuple(whole["notes"]),
        readings=whole["readings"],
        excused=tuple(whole["excused"]),
        pending=tuple(whole["pending"]),
        without_rule=tuple(whole["without_rule"]),
        sections=tuple(typed(ExplainedSection, one) for one in whole["sections"]),
        lines=tuple(typed(ExplainedLine, one) for one in whole["lines"]),
        vetoes=tuple(typed(ExplainedVeto, one) for one in whole["vetoes"]),
        sanctions=tuple(typed(ExplainedSanction, one) for one in whole["sanctions"]),
        outcomes=tuple(typed(ExplainedOutcome, one) for one in whole["outcomes"]),
        breached=tuple(typed(ExplainedBreach, one) for one in whole["breached"]),
        effects=tuple(typed(ExplainedEffect, one) for one in whole["effects"]),
        distances=tuple(typed(ExplainedDistance, one) for one in whole["distances"]),
        out=tuple(typed(ExplainedOut, one) for one in whole["out"]),
    )
    return found.made_of(made, lambda: deepcopy(whole))
