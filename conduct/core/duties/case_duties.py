"""States of duties found by the database, and duties that a case sets: by its own day, or by the day it was closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from attrs import evolve

from ..base.connection import Connection
from ..law.conditions import Condition, Stored, name, quoted, tested
from ..law.duty import AfterFirst, Deadline, Done, Duty, Given, Opened
from ..law.sector import Sector
from ..ledger.schema import table
from .duty_sql import (
    BREACHED,
    EXCUSED,
    MET,
    PENDING,
    Due,
    Judging,
    Source,
    answered_sql,
    by_case,
    closed_cases,
    excuse_sql,
    met_sql,
    name_bearers,
    stated_sql,
)
from .out import WHOLLY_OUT
from .window import Window


def insert(
    at: Judging, n: int, duty: Duty, source: Source, only: Sequence[str] = (), wanted: str = "1", *, by: Due | None = None
) -> None:
    """Adds the duty's states for the source's triggers that meet ``only``, those whose state meets ``wanted``.

    ``by`` is the deadline, where it is known already.
    """
    sector, window = at.sector, at.window
    by = at.deadlines.of(duty, source) if by is None else by
    due, provisional, join = by.day, by.provisional, by.join
    conditions = " AND ".join((*source.conditions, *only)) or "1"
    # the day of the answer is looked up only where it can matter: most duties are met, and then it does not
    settled = "0" if window.keep is not None else "met AND due <= :as_of" if window.answers else "1"
    found = evolve(source, row="q", since="q.since")
    answered = "NULL" if settled == "1" else f"CASE WHEN {settled} THEN NULL ELSE {answered_sql(sector, duty, found)} END"
    if window.met_of is not None:
        wanted = f"({wanted}) AND (status <> '{MET}' OR unit IN ({', '.join(map(quoted, window.met_of))}))"
    at.connection.execute(
        f"""INSERT INTO temp.duty_state (duty, unit, incident, action, since, due, provisional, answered, status, belongs)
            SELECT {n}, unit, incident, action, since, due, provisional, answered, status, coalesce(belongs, due, since) FROM (
                SELECT q.*, {answered} AS answered,
                       CASE WHEN due > :as_of OR (due IS NULL AND NOT met) THEN '{PENDING}' WHEN met THEN '{MET}'
                            WHEN {excuse_sql(sector, duty, found)} THEN '{EXCUSED}' ELSE '{BREACHED}' END AS status
                FROM (SELECT {source.unit} AS unit, {source.incident} AS incident, {source.action} AS action,
                             {source.since} AS since, {due} AS due, {provisional} AS provisional, {stated_sql(duty)} AS stated,
                             {met_sql(sector, duty, source, due)} AS met, {source.belongs or "NULL"} AS belongs
                      FROM {source.tables} {join} WHERE {conditions} LIMIT -1) q
                WHERE {_concerns(duty, source)} LIMIT -1) WHERE {wanted}""",
        window.values,
    )
    name_bearers(at.connection, sector, n, duty)


def _concerns(duty: Duty, source: Source) -> str:
    """Whether a state concerns the window, by its deadline: it is due in it, or set by its end and not due yet."""
    scope = "1" if source.belongs else "(due BETWEEN :since AND :until OR (due > :as_of AND since <= :until))"
    return f"due IS NOT NULL AND {scope}" if isinstance(duty.by, Given) else scope


_SAMPLE, _MUCH = 1000, 6


def insert_unmet(at: Judging, n: int, duty: Duty, source: Source) -> None:
    """Adds the states of the triggers that are not met in time, or whose deadline is not known for sure; the rest is counted.

    These are then looked at twice: where a sample shows that they are many, all states are added. Elsewhere than in SQLite, where
    a look at all rows costs little more than one at few, they always are.
    """
    connection, window = at.connection, at.window
    by = at.deadlines.of(duty, source)
    if not isinstance(connection, sqlite3.Connection):
        insert(at, n, duty, source, by=by)
        return
    met = met_sql(at.sector, duty, source, by.day)
    triggers_sql = f"""SELECT {source.unit} AS unit, {source.since} AS since, {by.day} AS due,
            CASE WHEN NOT ({met} AND coalesce({by.day}, '') <= :as_of AND NOT {by.provisional}) THEN {source.row}.seq END AS key
        FROM {source.tables} {by.join} WHERE {source.where}"""
    sample = f"SELECT count(key), count(*) FROM ({triggers_sql} LIMIT {_SAMPLE})"
    amiss, looked_at = connection.execute(sample, window.values).fetchone()
    if amiss * _MUCH > looked_at:
        insert(at, n, duty, source, by=by)
        return
    query = f"SELECT unit, key, count(*) FROM ({triggers_sql} LIMIT -1) WHERE {_concerns(duty, source)} GROUP BY unit, key"
    rows = connection.execute(query, window.values)
    triggers: dict[str, int] = {}
    unmet = []
    for unit, key, k in rows:
        triggers[unit] = triggers.get(unit, 0) + k
        if key is not None:
            unmet.append((key,))
    connection.execute("DROP TABLE IF EXISTS temp.suspect")
    connection.execute("CREATE TEMP TABLE suspect (key INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO temp.suspect VALUES (?)", unmet)
    keyed = (f"{source.row}.seq = s.key", *source.conditions)
    insert(at, n, duty, evolve(source, tables=f"temp.suspect s CROSS JOIN {source.tables}", conditions=keyed), by=by)
    count_met(connection, n, triggers)


def count_met(connection: Connection, n: int, triggers: Mapping[str, int]) -> None:
    """Counts the met duties by unit: all that it owed, less those whose state has a row; these are the last ones."""
    first = connection.execute("SELECT coalesce(max(rowid), -1) FROM temp.duty_state WHERE duty <> ?", (n,)).fetchone()[0]
    rows = connection.execute(
        "SELECT unit, count(*) FROM temp.duty_state WHERE rowid > ? AND bearer IS NULL GROUP BY unit", (first,)
    ).fetchall()
    left = dict(triggers)
    for unit, k in rows:
        left[unit] = left.get(unit, 0) - k
    connection.executemany("INSERT INTO temp.duty_met VALUES (?, ?, ?)", [(n, unit, k) for unit, k in left.items() if k > 0])


def set_by_case(at: Judging, trigger: Opened | AfterFirst, group: Sequence[tuple[int, Duty]]) -> None:
    """One look at all cases finds those in which anything is amiss; each duty is then judged on these alone."""
    connection, sector, window, deadlines = at.connection, at.sector, at.window, at.deadlines
    if isinstance(trigger, AfterFirst):
        prepare_closing(connection, sector, trigger, window)
        source = closed_cases(sector)
    else:
        source = by_case(sector, tuple(k.code for k in trigger.kinds), window, trigger.as_entered)
    if not group:
        return
    connection.execute("DROP TABLE IF EXISTS temp.suspect")
    key_type = "INTEGER" if isinstance(trigger, AfterFirst) else "TEXT"
    connection.execute(f"CREATE TEMP TABLE suspect (key {key_type} PRIMARY KEY) WITHOUT ROWID")
    together = _together([duty for _, duty in group])
    aliases: dict[Deadline, str] = {}
    joins: list[str] = []
    fine: list[str] = []
    on_cases: dict[Condition, list[str]] = {}  # what is fine about cases that meet a condition, which is then tested once
    for _, duty in group:
        known = duty.by in aliases
        by = deadlines.of(duty, source, aliases.setdefault(duty.by, f"d{len(aliases)}"))
        if not known:
            joins.append(by.join)
        good = [] if duty in together else [met_sql(sector, duty, source, by.day)]
        good += [] if by.day == "NULL" else [f"{by.day} <= :as_of"]
        good += [] if by.provisional == "0" else [f"NOT {by.provisional}"]
        case = _case_of(duty)
        (fine if case is None else on_cases.setdefault(case, [])).extend(good)
        if duty in together and not known:
            fine.append(_each_once(sector, [d for d in together if d.by == duty.by], source, by.day))
    fine += [f"(NOT {case.sql('i')} OR ({' AND '.join(good)}))" for case, good in on_cases.items() if good]
    told_of = f"{source.unit} IN ({', '.join(map(quoted, window.met_of or ()))})"
    each = {duty.code for _, duty in group} & window.each
    amiss = "1" if window.keep is not None else f"NOT ({' AND '.join(fine)})" + (f" OR {told_of}" if each else "")
    connection.execute(
        f"""INSERT INTO temp.suspect SELECT {source.key} FROM {source.tables} {" ".join(joins)}
            WHERE {source.where} AND {window.in_sight} AND ({amiss})""",
        window.values,
    )
    suspects = evolve(source, tables=f"temp.suspect s CROSS JOIN {source.tables} ON {source.key} = s.key", whole=source)
    kept = f"status <> '{MET}' OR provisional"
    if window.keep is not None:
        kept += f" OR coalesce(due, since) >= {quoted(window.keep)}"
    told = [c for _, duty in group for c in (_case_of(duty), *(b.when for b in duty.bearer)) if c is not None]
    cells = _cells(connection, sector, trigger, told, window)
    for n, duty in group:
        case = _case_of(duty)
        only = () if case is None else (case.sql("i"),)
        insert(at, n, duty, suspects, only, "1" if duty.code in each else kept)
        if window.keep is None and not duty.by_others:
            count_met(connection, n, _triggers(cells, case, [b.when for b in duty.bearer if b.when is not None]))


_FEW, _MANY, _WEIGHT = 3, 6, 1 << 10
NEVER = "9999-12-31"


def _together(duties: Sequence[Duty]) -> list[Duty]:
    """Duties that are answered by one step each, all within one time: cheaper to look for together than one by one."""
    alike: dict[Deadline, list[Duty]] = {}
    for duty in duties:
        expect = duty.expect
        plain = isinstance(expect, Done) and expect.when is None and expect.stated is None and not expect.other
        if plain and _case_of(duty) is None:
            alike.setdefault(duty.by, []).append(duty)
    return [duty for found in alike.values() if _FEW <= len({d.step for d in found}) == len(found) <= _MANY for duty in found]


def _each_once(sector: Sector, duties: Sequence[Duty], source: Source, due: str) -> str:
    """Whether each step was taken exactly once in the time, in one look at the case's actions.

    The steps weigh 1, 1024, 1024², …: fewer than 1024 actions come to the sum of all weights only if each was taken once. A case
    in which one was taken twice is looked at duty by duty, as is one in which one is missing.
    """
    weights = {duty.step.code: _WEIGHT**k for k, duty in enumerate(duties) if duty.step is not None}
    listed = " ".join(f"WHEN {quoted(step)} THEN {weight}" for step, weight in weights.items())
    limit = due if due != "NULL" else ":as_of"
    return f"""(SELECT coalesce(sum(CASE r.step {listed} END) = {sum(weights.values())} AND count(*) < {_WEIGHT}, 0)
        FROM {name(table(sector, "actions"))} r
        WHERE r.{source.link} = {source.row}.{source.link} AND r.date BETWEEN {source.since} AND {limit})"""


def _case_of(duty: Duty) -> Condition | None:
    return duty.trigger.case if isinstance(duty.trigger, Opened) else None


CaseCounts = list[tuple[str, dict[str, Stored], int]]


def _cells(
    connection: Connection,
    sector: Sector,
    trigger: Opened | AfterFirst,
    conditions: Sequence[Condition],
    window: Window,
) -> CaseCounts:
    """All cases in sight by unit and by what the conditions tell apart, from the index that covers it; open ones taken off."""
    if window.keep is not None:
        return []
    kinds = trigger.kinds if isinstance(trigger, Opened) else (trigger.kind,)
    codes, as_entered = tuple(k.code for k in kinds), isinstance(trigger, Opened) and trigger.as_entered
    source = by_case(sector, codes, window, as_entered)
    covered = by_case(sector, codes, window, as_entered, by_kind=True)
    columns = sorted({c for condition in conditions for c in condition.columns()}, key=sector.columns("incidents").index)
    listed = "".join(f", i.{name(c)}" for c in columns)
    queries = [
        (1, f"SELECT i.unit{listed}, count(*) FROM {covered.tables} WHERE {covered.where}"),
        (
            -1,
            f"""SELECT i.unit{listed}, count(*) FROM {WHOLLY_OUT} o
                CROSS JOIN {source.tables} ON i.incident = o.incident WHERE {source.where}""",
        ),
    ]
    if isinstance(trigger, AfterFirst):
        queries.append((-1, f"SELECT i.unit{listed}, count(*) FROM temp.closing i WHERE i.since IS NULL"))
    found: CaseCounts = []
    for sign, query in queries:
        for unit, *values, n in connection.execute(f"{query} GROUP BY i.unit{listed}", window.values):
            found.append((unit, dict(zip(columns, values, strict=True)), sign * n))
    return found


def _triggers(cells: CaseCounts, case: Condition | None, others: Sequence[Condition]) -> dict[str, int]:
    """How many cases of each unit meet a duty's condition, and none of those under which others owe it."""
    found: dict[str, int] = {}
    for unit, row, n in cells:
        if tested(case, row) and not any(other.holds(row) for other in others):
            found[unit] = found.get(unit, 0) + n
    return found


def prepare_closing(connection: Connection, sector: Sector, trigger: AfterFirst, window: Window) -> None:
    """Fills ``closing``: the cases of the window with the day of the first closing step since their own, NULL while open."""
    actions = name(table(sector, "actions"))
    source = by_case(sector, (trigger.kind.code,), window)
    days = []
    for step, condition in trigger.steps:
        day = f"""(SELECT min(r.date) FROM {actions} r WHERE r.incident = i.incident
            AND r.step = {quoted(step.code)} AND r.date BETWEEN i.date AND :as_of)"""
        days.append(day if condition is None else f"CASE WHEN {condition.sql('i')} THEN {day} END")
    never = quoted(NEVER)
    first = days[0] if len(days) == 1 else f"nullif(min({', '.join(f'coalesce({day}, {never})' for day in days)}), {never})"
    connection.execute("DROP TABLE IF EXISTS temp.closing")
    connection.execute("CREATE TEMP TABLE closing (incident TEXT NOT NULL, unit TEXT NOT NULL, date TEXT NOT NULL, since TEXT)")
    connection.execute(
        f"""INSERT INTO temp.closing SELECT i.incident, i.unit, i.date, {first}
            FROM {source.tables} WHERE {source.where} AND {window.in_sight}""",
        window.values,
    )
