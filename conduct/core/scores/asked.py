"""What is asked of a run: the law, the day and the readings, the same for every part of its period."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import NamedTuple

from ...version import __version__
from ..base.calendar import Calendar
from ..base.exact import Exact
from ..base.periods import Period
from ..duties.passed_over import passed_over
from ..law.law import Regulation
from ..law.sector import Sector
from ..ledger.source import FactSource
from ..ledger.units import homes, measures_of, units_of
from . import tally as tallying
from .counted import VERSION, Counting
from .rest import Rest
from .slots import Scope

Beyond = Callable[["Terms", Period], Mapping[Period, Rest]]
"""Looks at cases that lie elsewhere: puts those that are to be looked at one by one into the ledger, and says, by part of the
period, what the rest counts."""


class Terms(NamedTuple):
    """What is asked of every part of a period alike: the law as ``declared``, and with the readings in place."""

    sector: Sector
    declared: Regulation
    regulation: Regulation
    readings: dict[str, str | Exact]
    as_of: date
    calendar: Calendar
    trace: bool
    without: Collection[str]
    about: str | None
    keep: bool = False


def scope_of(ledger: FactSource, asked: Terms, period: Period, rest: Rest | None = None) -> Scope:
    """What the assessment of one period is about; ``rest`` is what cases count there that the ledger does not hold."""
    sector, regulation = asked.sector, asked.regulation
    units = units_of(ledger.connection, sector)
    standing = [u for u in units.values() if u.kind in sector.assessed and u.stands_in(period)]
    passed = passed_over(ledger.connection, sector, regulation, period)
    passed = {u.id: passed[u.id] for u in standing if u.id in passed}
    assessed = [u for u in standing if u.id not in passed]
    measures = measures_of(ledger.connection, sector, period)
    counting_for = homes(units, sector)
    ids = {u.id for u in assessed}
    under = {unit: home for unit, home in counting_for.items() if home in ids}
    taken = tallying.taken_at(ledger.connection, sector, regulation, period, asked.as_of, under)
    return Scope(
        sector,
        regulation,
        period,
        asked.as_of,
        ledger.connection,
        units,
        counting_for,
        assessed,
        measures,
        asked.trace,
        asked.without,
        asked.about,
        asked.keep,
        passed,
        taken,
        rest or Rest(),
    )


def inputs_of(asked: Terms, digest: str, period: Period, head: str) -> str:
    """What a run rests on, as JSON: runs of equal inputs are one run. ``digest`` is that of the law."""
    calendar = asked.calendar
    days = sorted(d.isoformat() for d in calendar.holidays | calendar.workdays) + sorted(map(str, calendar.years))
    return json.dumps({**_identity(asked, digest, period), "calendar": days, "batch": head}, ensure_ascii=False, sort_keys=True)


def _identity(asked: Terms, digest: str, period: Period) -> dict[str, object]:
    """What a run rests on but its calendar and its facts."""
    sector = asked.sector
    return {
        "sector": sector.name,
        "edition": asked.declared.id,
        "period": period.id,
        "as_of": asked.as_of.isoformat(),
        "readings": {k: str(v) for k, v in asked.readings.items()},
        "sheet": sector.sheet,
        "version": __version__,
        "law": digest,
        "package": sector.version,
    }


def counting_of(asked: Terms, digest: str, part: Period) -> Counting:
    """What is counted of a part of a run's period, with all that its counts rest on."""
    days = {of: sorted(map(str, getattr(asked.calendar, of))) for of in ("holidays", "workdays", "years")}
    inputs = {**_identity(asked, digest, part), "calendar": days, "counting": VERSION}
    said = json.dumps(inputs, ensure_ascii=False, sort_keys=True)
    return Counting(asked.sector, asked.regulation, asked.calendar, part, asked.as_of, said)
