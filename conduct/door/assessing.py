"""Runs, explanations and publications, asked of an office."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import asdict

from conduct.core.base.faults import Fault, fault, wrong_usage
from conduct.core.base.periods import Period
from conduct.core.base.words import Lang, Words
from conduct.core.ledger.chain import head
from conduct.core.ledger.publish import publish as seal
from conduct.core.ledger.publish import published_as
from conduct.core.ledger.publish import runs as runs_of
from conduct.core.questions.explain import explain as explain_unit
from conduct.core.scores import unsettled
from conduct.core.scores.assess import assess as assess_sector
from conduct.core.scores.assess import day_of, record_run
from conduct.core.scores.results import Assessment
from conduct.report.explained import explained as as_explained
from conduct.report.numbers import Exactly
from conduct.report.standings import as_dict, unit_dict
from conduct.report.stored import sealed

from .assessed import (
    Assessed,
    AssessedUnit,
    CitedLaw,
    Explained,
    ExplainedDistance,
    ExplainedEffect,
    ExplainedLine,
    ExplainedOut,
    ExplainedOutcome,
    ExplainedSanction,
    ExplainedSection,
    ExplainedVeto,
    IncidentsEnded,
)
from .deployment import Deployment
from .kept import RunKept, RunPublished, RunsKept
from .values import each, typed

Asked = Period | str | int | None
"""A period: as a value, or as it is written."""
Day = date | str | None


def assess(at: Deployment, period: Asked, as_of: Day, trace: bool, record: bool) -> Assessed:
    """As `Office.assess`."""
    sector, day = at.sector(), day_of(as_of)
    ledger = at.ledger
    chosen, today = at.period(sector, period), at.config.today()
    made = assess_sector(sector, ledger, chosen, as_of=day, trace=trace, record=record, today=today, **at.settings(sector))
    warnings = []
    if made.as_of > today:  # beside the result, which does not depend on the clock
        later = Words(
            f"截至日 {made.as_of} 在今天之后，期限均按当日已到判断",
            f"{made.as_of} is after today: deadlines up to it are judged as if that day had come",
        )
        warnings.append(later.said(at.lang))
    return _assessed(made, at.lang, tuple(warnings), made.recorded)


def _assessed(made: Assessment, lang: Lang, warnings: tuple[str, ...], recorded: bool) -> Assessed:
    law, exactly = made.regulation, Exactly(made)
    found = Assessed(
        sector=made.sector.name,
        regulation=CitedLaw(id=law.id, title=law.title.zh, in_force_from=law.in_force_from),
        period=made.period,
        as_of=made.as_of,
        readings=dict(made.readings),
        incidents=IncidentsEnded(
            charged=made.incidents.charged,
            excused=made.incidents.excused,
            pending=made.incidents.pending,
            without_rule=made.incidents.without_rule,
            case=made.incidents.case,
        ),
        notes=tuple(note.said(lang) for note in made.notes),
        run=made.run,
        batch=made.batch,
        chain=made.head,
        recorded=recorded,
        warnings=warnings,
        units=each(AssessedUnit, lambda: (unit_dict(made, unit, exactly) for unit in made.units)),
    )
    return found.made_of(made, lambda: as_dict(made, lang))


def keep(at: Deployment, made: Assessed) -> bool:
    """As `Office.keep`."""
    return record_run(at.ledger, made.made)


def explain(at: Deployment, unit: str, period: Asked, as_of: Day) -> Explained:
    """As `Office.explain`."""
    sector, day = at.sector(), day_of(as_of)
    ledger = at.ledger
    made = explain_unit(sector, ledger, unit, at.period(sector, period), as_of=day, **at.settings(sector))
    whole: dict[str, Any] = as_explained(made, at.lang)
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
        effects=tuple(typed(ExplainedEffect, one) for one in whole["effects"]),
        distances=tuple(typed(ExplainedDistance, one) for one in whole["distances"]),
        out=tuple(typed(ExplainedOut, one) for one in whole["out"]),
    )
    return found.made_of(made, lambda: as_explained(made, at.lang))


def publish(at: Deployment, period: Asked, as_of: Day, note: str | None, despite: str | None) -> RunPublished:
    """As `Office.publish`."""
    if despite is not None and not despite.strip():
        raise wrong_usage("despite-blank")
    sector, day = at.sector(), day_of(as_of)
    ledger = at.ledger
    if not ledger.writable:
        raise fault("ledger-read-only", path=at.file)
    chosen, today = at.period(sector, period), at.config.today()
    made = assess_sector(sector, ledger, chosen, as_of=day, trace=True, record=False, today=today, **at.settings(sector))
    warnings = []
    if made.period.end > today:
        ends = f"{made.period.id}, {made.period.end}"
        warnings.append(Words(f"考核期尚未结束（{ends}）", f"the period has not ended yet ({ends})"))
    found = unsettled.open_of(ledger, made)
    listed = list(unsettled.said(found)) if published_as(ledger, sector, made.run) is None else []
    try:
        number, new = seal(ledger, sector, sealed(made, found, despite), note, despite)
    except Fault as error:
        raise error.besides(*(Words(f"注意：{one.zh}", f"note: {one.en}") for one in warnings), *listed) from None
    published = RunPublished(
        number=number,
        new=new,
        regulation=made.regulation.id,
        period=made.period.id,
        run=made.run,
        head=head(ledger.connection),
        open=tuple(words.said(at.lang) for words in listed),
        warnings=tuple(words.said(at.lang) for words in warnings),
    )
    return published.made_of(made)


def runs(at: Deployment) -> RunsKept:
    """As `Office.runs`."""
    found = [run for run in runs_of(at.ledger) if at.name in (None, run.sector)]
    return RunsKept(runs=tuple(RunKept(**asdict(run)) for run in found)).made_of(found)
