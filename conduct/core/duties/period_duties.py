"""Duties that are owed for every period, by each unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..base.connection import Connection
from ..base.guard import asked
from ..base.periods import Period
from ..base.words import Words
from ..law.conditions import name
from ..law.duty import Done, Duty, EveryPeriod, FromPeriod
from ..law.law import Regulation
from ..law.sector import Sector
from ..ledger.schema import table
from ..ledger.units import Unit, homes, span_of_facts, units_of
from .duty_sql import BREACHED, MET, PENDING, Judging, name_bearers
from .passed_over import passed_over
from .window import Window


def owed_by_period(at: Judging, regulation: Regulation, n: int, duty: Duty, period: Period | None) -> None:
    """Sets what each assessed unit owes for each period: of the parts of one, or of all there are by the day.

    A miss belongs to the period that it is for; the deadline follows from that period.
    """
    assert isinstance(duty.trigger, EveryPeriod)
    assert isinstance(duty.by, FromPeriod)
    assert isinstance(duty.expect, Done)
    connection, sector, window, trigger = at.connection, at.sector, at.window, duty.trigger
    periods = _running(connection, sector, regulation, trigger, window) if period is None else period.parts(trigger.kinds)
    units = [u for u in units_of(connection, sector).values() if u.kind in sector.assessed]
    for part in periods:
        what = Words(f"“{duty.words.zh}”{part.id} 的期限", f"the deadline of {duty.words.en} for {part.id}")
        due = asked(duty.by.fn, part, what=what, clause=duty.clause, want=date).isoformat()
        answers = _within if duty.expect.period is None else _named
        done = answers(connection, sector, duty.expect, part, window)
        connection.executemany(
            """INSERT INTO temp.duty_state (duty, unit, period, since, due, provisional, answered, status, belongs)
               VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)""",
            [
                (n, unit, part.id, part.start.isoformat(), due, day, _status(due, day, window.as_of), part.end.isoformat())
                for unit, day in _owing(connection, sector, regulation, units, part, done)
            ],
        )
    name_bearers(connection, sector, n, duty)


DaysOf = dict[str, str]


def _owing(
    connection: Connection,
    sector: Sector,
    regulation: Regulation,
    units: Sequence[Unit],
    part: Period,
    done: DaysOf,
) -> Iterator[tuple[str, str | None]]:
    """The units that stand in a period, but for those that are not to be assessed, each with the day of its answer."""
    passed = passed_over(connection, sector, regulation, part)
    for unit in units:
        if unit.stands_in(part) and unit.id not in passed:
            yield unit.id, done.get(unit.id)


def _status(due: str, answered: str | None, as_of: str) -> str:
    if due > as_of:
        return PENDING
    return MET if answered is not None and answered <= due else BREACHED


def _named(connection: Connection, sector: Sector, expect: Done, part: Period, window: Window) -> DaysOf:
    """By unit the first day of an action that says that it is for the period."""
    assert expect.period is not None
    rows = connection.execute(
        f"""SELECT r.unit, min(r.date) FROM {name(table(sector, "actions"))} r
            WHERE r.step = ? AND r.date <= ? AND r.{name(expect.period.code)} = ? AND {_when(expect)} GROUP BY r.unit""",
        (expect.step.code, window.as_of, part.id),
    )
    return dict(rows.fetchall())


def _within(connection: Connection, sector: Sector, expect: Done, part: Period, window: Window) -> DaysOf:
    """By assessed unit the first day of an action within the period, at the unit or at one that counts for it."""
    rows = connection.execute(
        f"""SELECT r.unit, min(r.date) FROM {name(table(sector, "actions"))} r
            WHERE r.step = ? AND r.date BETWEEN ? AND ? AND r.date <= ? AND {_when(expect)} GROUP BY r.unit""",
        (expect.step.code, part.start.isoformat(), part.end.isoformat(), window.as_of),
    )
    home = homes(units_of(connection, sector), sector)
    found: DaysOf = {}
    for unit, day in rows:
        if unit in home:
            found[home[unit]] = min(day, found.get(home[unit], day))
    return found


def _when(expect: Done) -> str:
    return expect.when.sql("r") if expect.when is not None else "1"


def _running(
    connection: Connection, sector: Sector, regulation: Regulation, trigger: EveryPeriod, window: Window
) -> list[Period]:
    """The periods from the first fact, or from the first that the text governs, to the one that holds the day."""
    as_of = date.fromisoformat(window.as_of)
    span = span_of_facts(connection, sector)
    start = span[0] if span else as_of
    periods = [p for year in range(start.year, as_of.year + 1) for kind in trigger.kinds for p in Period.of_kind(kind, year)]
    governed = regulation.in_force_from or start
    return [p for p in periods if p.end >= max(start, governed) and p.start <= as_of]
