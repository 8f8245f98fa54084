"""What is due, by whom, by when, and what is overdue, as of a day. On its last day a duty is due, and not yet overdue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from .calendar import Calendar
from .duties import find_open
from .law import AllDone, Done, Duty
from .ledger import Ledger
from .model import Step
from .periods import Period
from .readings import readings_in_force, resolve
from .sector import Sector
from .tally import units_of


@frozen
class OpenDuty:
    """A duty that is set and not yet done. ``days`` are those since its deadline; ``provisional`` (暂定) an unsure deadline.

    One without a deadline has no ``due``.
    """

    unit: str
    unit_name: str
    duty: Duty
    incident: str | None
    action: str | None
    period: str | None
    since: str
    due: str | None
    provisional: bool
    overdue: bool
    days: int

    @property
    def step(self) -> Step | None:
        """The step that would answer it."""
        return self.duty.step


def agenda(
    sector: Sector,
    ledger: Ledger,
    as_of: date,
    *,
    readings: Mapping[str, Any] | None = None,
    calendar: Calendar | None = None,
    origin: str = "readings",
) -> list[OpenDuty]:
    """Every open duty, overdue ones first, then by deadline. Raises `Fault` as `assess` does."""
    ledger.need(sector)
    holding = [p.end for kind in sector.periods for p in Period.of_kind(kind, as_of.year) if p.start <= as_of <= p.end]
    regulation = sector.regulation_on(max(holding, default=as_of))  # the edition that will judge the day
    regulation = resolve(regulation, readings_in_force(regulation, readings or {}, origin))
    with ledger.view():
        units = units_of(ledger.connection, sector)
        find_open(ledger.connection, sector, regulation, calendar or Calendar(), as_of)
        rows = ledger.connection.execute(
            """SELECT duty, unit, incident, action, period, since, due, provisional, status FROM temp.duty_state
               WHERE answered IS NULL AND (status = 'pending' OR (status = 'breached' AND NOT merged))"""
        ).fetchall()
    today = as_of.isoformat()
    found = []
    for duty, unit, incident, action, period, since, due, provisional, status in rows:
        declared = regulation.duties[duty]
        if status == "breached" and not isinstance(declared.expect, Done | AllDone):
            continue  # what the trigger itself had to show cannot be done any more
        overdue = due is not None and due < today
        days = max((as_of - date.fromisoformat(due)).days, 0) if due is not None else 0
        found.append(
            OpenDuty(unit, units[unit].name, declared, incident, action, period, since, due, bool(provisional), overdue, days)
        )
    found.sort(
        key=lambda d: (
            not d.overdue,
            d.due or "9999-12-31",
            d.unit,
            d.duty.clause,
            d.duty.code,
            d.incident or d.action or d.period or "",
        )
    )
    return found
