"""Duties that are owed for every period, by each unit."""

from __future__ import annotations

import sqlite3
from datetime import date

from .conditions import name, quoted
from .duty import Done, Duty, EveryPeriod, FromPeriod
from .duty_sql import BREACHED, MET, PENDING, Window, name_bearers
from .guard import asked
from .law import Regulation
from .passed_over import passed_over
from .periods import Period
from .schema import table
from .sector import Sector
from .tally import span_of_facts
from .words import Words


def owed_by_period(
    connection: sqlite3.Connection,
    sector: Sector,
    regulation: Regulation,
    n: int,
    duty: Duty,
    period: Period | None,
    window: Window,
) -> None:
    """Sets what each assessed unit owes for each period: of the parts of one, or of all there are by the day.

    A miss belongs to the period that it is for; the deadline follows from that period.
    """
    assert isinstance(duty.trigger, EveryPeriod)
    assert isinstance(duty.by, FromPeriod)
    assert isinstance(duty.expect, Done)
    assert duty.expect.period is not None
    trigger = duty.trigger
    periods = _running(connection, sector, regulation, trigger, window) if period is None else period.parts(trigger.kinds)
    units, actions = name(table(sector, "units")), name(table(sector, "actions"))
    kinds = ", ".join(quoted(k) for k in sector.assessed)
    for part in periods:
        what = Words(f"“{duty.words.zh}”{part.id} 的期限", f"the deadline of {duty.words.en} for {part.id}")
        due = asked(duty.by.fn, part, what=what, clause=duty.clause, want=date).isoformat()
        passed = ", ".join(
            map(quoted, passed_over(connection, sector, regulation, part))
        )  # who is not assessed owes nothing for it
        connection.execute(
            f"""INSERT INTO temp.duty_state (duty, unit, period, since, due, provisional, answered, status, belongs)
                SELECT {n}, unit, :period, :start, :due, 0, answered,
                       CASE WHEN :due > :as_of THEN '{PENDING}' WHEN answered <= :due THEN '{MET}' ELSE '{BREACHED}' END, :end
                FROM (SELECT u.unit, (SELECT min(r.date) FROM {actions} r WHERE r.unit = u.unit
                          AND r.step = {quoted(duty.expect.step.code)}
                          AND r.{name(duty.expect.period.code)} = :period AND r.date <= :as_of) AS answered
                      FROM {units} u WHERE u.kind IN ({kinds}) AND u.unit NOT IN ({passed})
                          AND coalesce(u."from", '') <= :end AND coalesce(u.until, '9999-12-31') >= :start)""",
            {
                "period": part.id,
                "start": part.start.isoformat(),
                "end": part.end.isoformat(),
                "due": due,
                "as_of": window.as_of,
            },
        )
    name_bearers(connection, sector, n, duty)


def _running(
    connection: sqlite3.Connection, sector: Sector, regulation: Regulation, trigger: EveryPeriod, window: Window
) -> list[Period]:
    """The periods from the first fact, or from the first that the text governs, to the one that holds the day."""
    as_of = date.fromisoformat(window.as_of)
    span = span_of_facts(connection, sector)
    start = span[0] if span else as_of
    periods = [p for year in range(start.year, as_of.year + 1) for kind in trigger.kinds for p in Period.of_kind(kind, year)]
    governed = regulation.in_force_from or start
    return [p for p in periods if p.end >= max(start, governed) and p.start <= as_of]
