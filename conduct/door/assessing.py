"""Runs, explanations and publications, asked of an office."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from conduct.core.base.faults import wrong_usage
from conduct.core.base.periods import Period
from conduct.core.base.words import Lang, Words
from conduct.core.ledger.source import FactSource
from conduct.core.scores.asked import Beyond
from conduct.core.scores.assess import assess as assess_sector
from conduct.core.scores.assess import day_of, record_run
from conduct.core.scores.results import Assessment
from conduct.report.numbers import Exactly
from conduct.report.standings import as_dict, unit_dict

from .assessed import Assessed, CitedLaw, IncidentsEnded
from .deployment import Deployment, Engine, Where
from .values import Rows, typed

if TYPE_CHECKING:
    from .assessed_units import AssessedUnit

Asked = Period | str | int | None
"""A period: as a value, or as it is written."""
DayGiven = date | str | None


def assess(
    at: Deployment, period: Asked, as_of: DayGiven, trace: bool, record: bool, recount: bool, *, facts: Where, engine: Engine
) -> Assessed:
    """As `Office.assess`."""
    sector, day = at.sector(of_ledger=facts is None), day_of(as_of)
    ledger = at.source(sector, facts, engine)
    chosen, today = at.period(sector, period), at.config.today()
    how = partial(assess_sector, sector, ledger, chosen, as_of=day, trace=trace, record=record, today=today, recount=recount)
    made = how(beyond=beyond_of(at, ledger, chosen), **at.settings(sector))
    return said_of(at, made)


def said_of(at: Deployment, made: Assessment) -> Assessed:
    """A run as an office says it in its language."""
    warnings, today = [], at.config.today()
    if made.as_of > today:  # beside the result, which does not depend on the clock
        later = Words(
            f"截至日 {made.as_of} 在今天之后，期限均按当日已到判断",
            f"{made.as_of} is after today: deadlines up to it are judged as if that day had come",
        )
        warnings.append(later.said(at.lang))
    return _assessed(made, at.lang, tuple(warnings), made.recorded)


def beyond_of(at: Deployment, source: FactSource, period: Period | None) -> Beyond | None:
    """Who looks at cases that a place of facts does not hold itself; it shows on which days there are facts, if that matters."""
    if (apart := at.apart(source)) is None:
        return None
    if period is None:
        apart.show_days()
    return apart.beyond


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
        units=Rows(lambda: _units(made, exactly)),
    )
    return found.made_of(made, lambda: as_dict(made, lang))


def _units(made: Assessment, exactly: Exactly) -> list[AssessedUnit]:
    from .assessed_units import AssessedUnit

    return [typed(AssessedUnit, unit_dict(made, unit, exactly)) for unit in made.units]


def keep(at: Deployment, made: Assessed) -> bool:
    """As `Office.keep`."""
    run = getattr(made, "made", None)
    if not isinstance(run, Assessment):
        raise wrong_usage("run-values-alone")
    if not at.ledger.rests_on(run.sector, run.batch, run.head):
        raise wrong_usage("run-of-another-ledger", path=at.file, period=run.period.id, sector=run.sector.title)
    return record_run(at.ledger, run)
