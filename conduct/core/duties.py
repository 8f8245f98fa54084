"""Duties and facts make breaches, pending duties and met ones, found by the database in the temporary table ``duty_state``."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from attrs import frozen

from .calendar import Calendar
from .conditions import name, quoted
from .faults import fault
from .law import After, Done, Duty, EveryPeriod, FromPeriod, Given, Has, Months, WorkingDays
from .out import mark_out
from .periods import Period
from .schema import table
from .sector import Sector
from .tally import span_of_facts

MET, BREACHED, PENDING, EXCUSED = "met", "breached", "pending", "excused"


@frozen
class Window:
    """Which duties are judged: those due from ``since`` to ``until`` and, as of the day, those still pending."""

    since: str
    until: str
    as_of: str


def find_duties(
    connection: sqlite3.Connection, sector: Sector, duties: Sequence[Duty], calendar: Calendar, period: Period, as_of: date
) -> None:
    """Fills ``duty_state`` for a period: a row for each duty met, breached, excused or pending; marks what is out first.

    A breach belongs to the period that holds its deadline, or that it is owed for. Raises `Fault` ``calendar-unknown`` where a
    deadline that must be judged rests on a year whose calendar is not known.
    """
    mark_out(connection, sector)
    _prepare(connection)
    window = Window(period.start.isoformat(), period.end.isoformat(), as_of.isoformat())
    for n, duty in enumerate(duties):
        if duty.active is not True:
            continue
        if isinstance(duty.trigger, EveryPeriod):
            _owed_by_period(connection, sector, n, duty, list(period.parts(duty.trigger.kinds)), window)
        else:
            _set_by_action(connection, sector, n, duty, duty.trigger, calendar, window)
            if duty.once:
                _keep_first(connection, sector, n, duty, duty.trigger, calendar, window)
        _merge_recorded(connection, sector, n, duty, window)
    _refuse_unknown(connection, window.as_of)


def find_open(connection: sqlite3.Connection, sector: Sector, duties: Sequence[Duty], calendar: Calendar, as_of: date) -> None:
    """Fills ``duty_state`` with everything set by the day, whatever its period."""
    mark_out(connection, sector)
    _prepare(connection)
    window = Window("0000-01-01", "9999-12-31", as_of.isoformat())
    for n, duty in enumerate(duties):
        if duty.active is not True:
            continue
        if isinstance(duty.trigger, EveryPeriod):
            _owed_by_period(connection, sector, n, duty, _running(connection, sector, duty.trigger, as_of), window)
        else:
            _set_by_action(connection, sector, n, duty, duty.trigger, calendar, window)
        _merge_recorded(connection, sector, n, duty, window)
    _refuse_unknown(connection, window.as_of)


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE IF EXISTS temp.duty_state")
    connection.execute(
        """CREATE TEMP TABLE duty_state (
            duty INTEGER NOT NULL, unit TEXT NOT NULL, incident TEXT, action TEXT, period TEXT, since TEXT NOT NULL,
            due TEXT NOT NULL, provisional INTEGER NOT NULL, answered TEXT, status TEXT NOT NULL, belongs TEXT NOT NULL,
            merged INTEGER NOT NULL DEFAULT 0)"""
    )
    connection.execute("DROP TABLE IF EXISTS temp.deadline")
    connection.execute(
        """CREATE TEMP TABLE deadline (duty INTEGER, start TEXT, n INTEGER, due TEXT NOT NULL, provisional INTEGER NOT NULL,
            PRIMARY KEY (duty, start, n)) WITHOUT ROWID"""
    )


def _deadlines(
    connection: sqlite3.Connection, sector: Sector, n: int, duty: Duty, trigger: After, calendar: Calendar, as_of: str
) -> tuple[str, str]:
    """Works out each deadline that the calendar decides, once for each starting day; returns its SQL and its join."""
    by = duty.by
    if isinstance(by, Given) and by.workdays is None:
        return f"t.{name(by.due.code)}", ""
    if isinstance(by, Given):
        assert by.workdays is not None
        days, due = f"t.{name(by.workdays.code)}", f"coalesce(t.{name(by.due.code)}, d.due)"
        wanted = f"AND t.{name(by.due.code)} IS NULL AND {days} IS NOT NULL"
    elif isinstance(by, WorkingDays | Months):
        days, due, wanted = str(int(by.n)), "d.due", ""
    else:
        raise TypeError(f"{duty.code}: a deadline by period needs a duty owed by period")
    actions = name(table(sector, "actions"))
    starts = connection.execute(
        f"SELECT DISTINCT t.date, {days} FROM {actions} t WHERE t.step = ? AND t.date <= ? {wanted}", (trigger.step.code, as_of)
    ).fetchall()
    rows = []
    for start, number in starts:
        day = date.fromisoformat(start)
        end = calendar.add_months(day, number) if isinstance(by, Months) else calendar.add_working_days(day, number)
        rows.append((n, start, number, end.day.isoformat(), end.provisional))
    connection.executemany("INSERT OR IGNORE INTO temp.deadline VALUES (?, ?, ?, ?, ?)", rows)
    return due, f"LEFT JOIN temp.deadline d ON d.duty = {n} AND d.start = t.date AND d.n = {days}"


def _set_by_action(
    connection: sqlite3.Connection,
    sector: Sector,
    n: int,
    duty: Duty,
    trigger: After,
    calendar: Calendar,
    window: Window,
    only: str = "",
) -> None:
    actions, incidents = name(table(sector, "actions")), name(table(sector, "incidents"))
    due, join = _deadlines(connection, sector, n, duty, trigger, calendar, window.as_of)
    link = "unit" if trigger.step.by_unit else "incident"
    if trigger.step.by_unit:
        owner, case, source = "t.unit", "NULL", f"{actions} t"
    else:
        owner, case = "i.unit", "t.incident"
        source = f"{actions} t JOIN {incidents} i ON i.incident = t.incident"
    # steps on incidents are read in the order in which they were loaded, that of their incidents, not by the index on steps
    plus = "" if trigger.step.by_unit else "+"
    conditions = [f"{plus}t.step = {quoted(trigger.step.code)}", "t.date <= :as_of"]
    if trigger.when is not None:
        conditions.append(trigger.when.sql("t"))
    if not trigger.step.by_unit:
        conditions.append("NOT EXISTS (SELECT 1 FROM temp.out o WHERE o.incident = t.incident AND o.kind IS NULL)")
    if only:
        conditions.append(only)
    provisional = "coalesce(d.provisional, 0)" if join else "0"
    if isinstance(duty.expect, Has):
        answered = "NULL"
        status = f"""CASE WHEN due > :as_of THEN '{PENDING}' WHEN held THEN '{MET}' ELSE '{BREACHED}' END"""
        held = duty.expect.condition.sql("t")
    else:
        answered = _answer(actions, link, duty.expect)
        held = _excuse(actions, link, duty.excuse) if duty.excuse else "0"
        status = f"""CASE WHEN answered <= due THEN '{MET}' WHEN due > :as_of THEN '{PENDING}'
                     WHEN held THEN '{EXCUSED}' ELSE '{BREACHED}' END"""
    connection.execute(
        f"""INSERT INTO temp.duty_state (duty, unit, incident, action, since, due, provisional, answered, status, belongs)
            SELECT {n}, unit, incident, action, since, due, provisional, answered, {status}, due FROM (
                SELECT {owner} AS unit, {case} AS incident, t.action, t.date AS since, {due} AS due,
                       {provisional} AS provisional, {answered} AS answered, {held} AS held
                FROM {source} {join} WHERE {" AND ".join(conditions)} LIMIT -1)
            WHERE due IS NOT NULL AND (due BETWEEN :since AND :until OR (due > :as_of AND since <= :until))""",
        {"as_of": window.as_of, "since": window.since, "until": window.until},
    )
    # a breach that an appeal took out is no breach; the rest of its case stands
    connection.execute(
        f"""DELETE FROM temp.duty_state WHERE duty = {n} AND status = '{BREACHED}' AND EXISTS (
            SELECT 1 FROM temp.out o WHERE o.incident = duty_state.incident AND o.kind = {quoted(duty.breach.code)})"""
    )


def _answer(actions: str, link: str, expect: Done) -> str:
    extra = f" AND {expect.when.sql('r')}" if expect.when is not None else ""
    return f"""(SELECT min(r.date) FROM {actions} r WHERE r.{link} = t.{link} AND r.step = {quoted(expect.step.code)}
                AND r.date BETWEEN t.date AND :as_of{extra})"""


def _excuse(actions: str, link: str, excuse: Done) -> str:
    extra = f" AND {excuse.when.sql('r')}" if excuse.when is not None else ""
    return f"""EXISTS (SELECT 1 FROM {actions} r WHERE r.{link} = t.{link} AND r.step = {quoted(excuse.step.code)}
               AND r.date BETWEEN t.date AND :as_of{extra})"""


def _keep_first(
    connection: sqlite3.Connection, sector: Sector, n: int, duty: Duty, trigger: After, calendar: Calendar, window: Window
) -> None:
    """Leaves one breach of a case: the earliest, which may lie before the window and then was charged there."""
    breached = f"duty = {n} AND status = '{BREACHED}'"
    cases = f"SELECT incident FROM temp.duty_state WHERE {breached}"
    due = f" OR {name(duty.by.due.code)} < :since" if isinstance(duty.by, Given) else ""
    before = connection.execute(
        f"""SELECT 1 FROM {name(table(sector, "actions"))} WHERE incident IN ({cases}) AND step = :step AND (date < :since{due})
            LIMIT 1""",
        {"step": trigger.step.code, "since": window.since},
    ).fetchone()
    earlier = Window("0000-01-01", _day_before(window.since), window.as_of)
    last = connection.execute("SELECT coalesce(max(rowid), 0) FROM temp.duty_state").fetchone()[0]
    if before:
        _set_by_action(connection, sector, n, duty, trigger, calendar, earlier, only=f"t.incident IN ({cases})")
    connection.execute(
        f"""DELETE FROM temp.duty_state WHERE rowid IN (
            SELECT rowid FROM (SELECT rowid, row_number() OVER (PARTITION BY incident ORDER BY due, action) AS place
                FROM temp.duty_state WHERE {breached} AND incident IN (
                    SELECT incident FROM temp.duty_state WHERE {breached} GROUP BY incident HAVING count(*) > 1))
            WHERE place > 1)"""
    )
    connection.execute("DELETE FROM temp.duty_state WHERE rowid > ?", (last,))


def _day_before(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()


def _running(connection: sqlite3.Connection, sector: Sector, trigger: EveryPeriod, as_of: date) -> list[Period]:
    """The periods from the first fact to the one that holds the day."""
    span = span_of_facts(connection, sector)
    start = span[0] if span else as_of
    periods = [p for year in range(start.year, as_of.year + 1) for kind in trigger.kinds for p in Period.of_kind(kind, year)]
    return [p for p in periods if p.end >= start and p.start <= as_of]


def _owed_by_period(
    connection: sqlite3.Connection, sector: Sector, n: int, duty: Duty, periods: list[Period], window: Window
) -> None:
    assert isinstance(duty.by, FromPeriod)
    assert isinstance(duty.expect, Done)
    assert duty.expect.period is not None
    units, actions = name(table(sector, "units")), name(table(sector, "actions"))
    kinds = ", ".join(quoted(k) for k in sector.assessed)
    for period in periods:
        due = duty.by.fn(period).isoformat()
        connection.execute(
            f"""INSERT INTO temp.duty_state (duty, unit, period, since, due, provisional, answered, status, belongs)
                SELECT {n}, unit, :period, :start, :due, 0, answered,
                       CASE WHEN answered <= :due THEN '{MET}' WHEN :due > :as_of THEN '{PENDING}' ELSE '{BREACHED}' END, :end
                FROM (SELECT u.unit, (SELECT min(r.date) FROM {actions} r WHERE r.unit = u.unit
                          AND r.step = {quoted(duty.expect.step.code)}
                          AND r.{name(duty.expect.period.code)} = :period AND r.date <= :as_of) AS answered
                      FROM {units} u WHERE u.kind IN ({kinds})
                          AND coalesce(u."from", '') <= :end AND coalesce(u.until, '9999-12-31') >= :start)""",
            {
                "period": period.id,
                "start": period.start.isoformat(),
                "end": period.end.isoformat(),
                "due": due,
                "as_of": window.as_of,
            },
        )


def _merge_recorded(connection: sqlite3.Connection, sector: Sector, n: int, duty: Duty, window: Window) -> None:
    """A recorded incident of the breach's kind about the same case stands for the breach; an excused one removes it.

    It stands for the breach only where it counts itself, in the period; an excuse holds whenever it was recorded.
    """
    incidents = name(table(sector, "incidents"))
    references = [a.code for a in duty.breach.attributes if a.code in sector.case_references]
    for reference in references:
        about = f"""FROM {incidents} r WHERE r.{name(reference)} = duty_state.incident AND r.kind = {quoted(duty.breach.code)}
            AND NOT EXISTS (SELECT 1 FROM temp.out o WHERE o.incident = r.incident AND o.kind IS NULL)"""
        breached = f"duty = {n} AND status = '{BREACHED}'"
        if duty.breach.excused is not None:
            connection.execute(
                f"UPDATE temp.duty_state SET status = '{EXCUSED}' WHERE {breached} "
                f"AND EXISTS (SELECT 1 {about} AND {duty.breach.excused.sql('r')})"
            )
        connection.execute(
            f"UPDATE temp.duty_state SET merged = 1 WHERE {breached} AND EXISTS (SELECT 1 {about} AND r.date BETWEEN ? AND ?)",
            (window.since, window.until),
        )


def _refuse_unknown(connection: sqlite3.Connection, as_of: str) -> None:
    row = connection.execute(
        "SELECT due, coalesce(incident, action) FROM temp.duty_state WHERE provisional AND due <= ? ORDER BY due LIMIT 1",
        (as_of,),
    ).fetchone()
    if row:
        raise fault("calendar-unknown", day=row[0], year=int(row[0][:4]), case=row[1])
