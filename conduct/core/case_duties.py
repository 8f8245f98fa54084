"""States of duties found by the database, and duties that a case sets: by its own day, or by the day it was closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from .conditions import name, quoted
from .duty import AfterFirst, Deadline, Duty, Given, Opened
from .duty_sql import (
    BREACHED,
    EXCUSED,
    MET,
    NOT_OUT,
    PENDING,
    Deadlines,
    Source,
    Window,
    answered_sql,
    by_case,
    closed_cases,
    excuse_sql,
    met_sql,
)
from .schema import table
from .sector import Sector


def insert(
    connection: sqlite3.Connection,
    sector: Sector,
    n: int,
    duty: Duty,
    source: Source,
    deadlines: Deadlines,
    window: Window,
    only: Sequence[str] = (),
    wanted: str = "1",
) -> None:
    """Adds the duty's states for the source's triggers that meet ``only``, those whose state meets ``wanted``."""
    due, provisional, join = deadlines.of(duty, source)
    scope = "1" if source.belongs else "(due BETWEEN :since AND :until OR (due > :as_of AND since <= :until))"
    given = "due IS NOT NULL AND" if isinstance(duty.by, Given) else ""
    conditions = " AND ".join((*source.conditions, *only)) or "1"
    connection.execute(
        f"""INSERT INTO temp.duty_state (duty, unit, incident, action, since, due, provisional, answered, status, belongs)
            SELECT {n}, unit, incident, action, since, due, provisional, answered, status, belongs FROM (
                SELECT unit, incident, action, since, due, provisional, answered, coalesce(belongs, due, since) AS belongs,
                       CASE WHEN due > :as_of OR (due IS NULL AND NOT met) THEN '{PENDING}' WHEN met THEN '{MET}'
                            WHEN excused THEN '{EXCUSED}' ELSE '{BREACHED}' END AS status
                FROM (SELECT {source.unit} AS unit, {source.incident} AS incident, {source.action} AS action,
                             {source.since} AS since, {due} AS due, {provisional} AS provisional,
                             {met_sql(sector, duty, source, due)} AS met, {answered_sql(sector, duty, source)} AS answered,
                             {excuse_sql(sector, duty, source)} AS excused, {source.belongs or "NULL"} AS belongs
                      FROM {source.tables} {join} WHERE {conditions} LIMIT -1)
                WHERE {given} {scope}) WHERE {wanted}""",
        window.values,
    )


def count(connection: sqlite3.Connection, n: int, window: Window, *selects: str) -> None:
    """Counts the met duties by unit: the triggers of the first query, less those of the others and less those with a row."""
    rows = f"SELECT unit FROM temp.duty_state WHERE duty = {n}"
    less = " ".join(f"UNION ALL SELECT unit, -count(*) AS k FROM ({select}) GROUP BY unit" for select in (*selects[1:], rows))
    connection.execute(
        f"""INSERT INTO temp.duty_met SELECT {n}, unit, sum(k) FROM (
            SELECT unit, count(*) AS k FROM ({selects[0]}) GROUP BY unit {less}) GROUP BY unit HAVING sum(k) > 0""",
        window.values,
    )


def set_by_case(
    connection: sqlite3.Connection,
    sector: Sector,
    trigger: Opened | AfterFirst,
    group: Sequence[tuple[int, Duty]],
    deadlines: Deadlines,
    window: Window,
) -> None:
    """One look at all cases finds those in which anything is amiss; each duty is then judged on these alone."""
    if isinstance(trigger, AfterFirst):
        prepare_closing(connection, sector, trigger, window)
        source = closed_cases(sector)
    else:
        source = by_case(sector, tuple(k.code for k in trigger.kinds), window, trigger.as_entered)
    if not group:
        return
    conditions = {n: _case_condition(duty) for n, duty in group}
    connection.execute("DROP TABLE IF EXISTS temp.suspect")
    connection.execute("CREATE TEMP TABLE suspect (incident TEXT PRIMARY KEY) WITHOUT ROWID")
    aliases: dict[Deadline, str] = {}
    joins, fine = [], []
    for n, duty in group:
        known = duty.by in aliases
        due, provisional, join = deadlines.of(duty, source, aliases.setdefault(duty.by, f"d{len(aliases)}"))
        if not known:
            joins.append(join)
        ended = "1" if due == "NULL" else f"{due} <= :as_of"
        fine.append(f"(NOT {conditions[n]} OR ({met_sql(sector, duty, source, due)} AND {ended} AND NOT {provisional}))")
    amiss = "1" if window.keep is not None else f"NOT ({' AND '.join(fine)})"
    connection.execute(
        f"""INSERT INTO temp.suspect SELECT i.incident FROM {source.tables} {" ".join(joins)}
            WHERE {source.where} AND {window.in_sight} AND {amiss}""",
        window.values,
    )
    for n, duty in group:
        kept = f"status <> '{MET}' OR provisional"
        if duty.spoiled is not None:
            kept = "1"
        elif window.keep is not None:
            kept += f" OR coalesce(due, since) >= {quoted(window.keep)}"
        only = ("i.incident IN (SELECT s.incident FROM temp.suspect s)", conditions[n])
        insert(connection, sector, n, duty, source, deadlines, window, only, kept)
        if window.keep is None:
            count(connection, n, window, *_totals(sector, trigger, conditions[n], window))


def _case_condition(duty: Duty) -> str:
    trigger = duty.trigger
    return trigger.case.sql("i") if isinstance(trigger, Opened) and trigger.case is not None else "1"


def _totals(sector: Sector, trigger: Opened | AfterFirst, condition: str, window: Window) -> tuple[str, ...]:
    """All cases, read from the index that covers what tells them apart; and those out, or not yet closed, to be taken off."""
    kinds = trigger.kinds if isinstance(trigger, Opened) else (trigger.kind,)
    source = by_case(sector, tuple(k.code for k in kinds), window, isinstance(trigger, Opened) and trigger.as_entered)
    everything = f"SELECT i.unit FROM {source.tables} WHERE {source.where.replace('i.date', '+i.date')} AND {condition}"
    out = f"""SELECT i.unit FROM (SELECT DISTINCT incident FROM temp.out WHERE kind IS NULL) o
              JOIN {source.tables} ON i.incident = o.incident WHERE {source.where} AND {condition}"""
    if isinstance(trigger, Opened):
        return everything, out
    return everything, out, f"SELECT i.unit FROM temp.closing i WHERE i.since IS NULL AND {NOT_OUT}"


def prepare_closing(connection: sqlite3.Connection, sector: Sector, trigger: AfterFirst, window: Window) -> None:
    """Fills ``closing``: each case of the window with the day of its first closing step, NULL while it is open."""
    actions = name(table(sector, "actions"))
    source = by_case(sector, (trigger.kind.code,), window)
    first = " ".join(
        f"""WHEN {condition.sql("i")} THEN (SELECT min(r.date) FROM {actions} r WHERE r.incident = i.incident
            AND r.step = {quoted(step.code)} AND r.date <= :as_of)"""
        for step, condition in trigger.steps
    )
    connection.execute("DROP TABLE IF EXISTS temp.closing")
    connection.execute("CREATE TEMP TABLE closing (incident TEXT NOT NULL, unit TEXT NOT NULL, date TEXT NOT NULL, since TEXT)")
    connection.execute(
        f"""INSERT INTO temp.closing SELECT i.incident, i.unit, i.date, CASE {first} END
            FROM {source.tables} WHERE {source.where} AND {window.in_sight}""",
        window.values,
    )
