"""Duties that an action sets: states of those that are broken or pending, the met ones counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import evolve

from ..law.conditions import name, quoted
from ..law.duty import After, AllDone, AllPreceded, Done, Duty, EveryAction, Given, Has, Never, NotBy, Preceded
from ..ledger.schema import has_lacking_index, lacking_index, table
from .called import mark_called
from .case_duties import count_met, insert, insert_unmet
from .changes import cases_sql
from .duty_sql import BREACHED, Judging, Source, by_action, met_sql, others_sql, replaced_sql
from .settled import FIRST, move_terms
from .window import Window

FIRST_DAY = "0000-01-01"


def set_by_action(at: Judging, n: int, duty: Duty, only: Sequence[str] = ()) -> None:
    """Adds the states of a duty for the actions that set it and meet ``only``."""
    connection, sector, window, trigger = at.connection, at.sector, at.window, duty.trigger
    assert isinstance(trigger, After | EveryAction)
    if isinstance(trigger, EveryAction):
        but = duty.expect.but if isinstance(duty.expect, NotBy) else ()
        of_kind = (f"+i.kind = {quoted(trigger.kind.code)}", *(f"t.step <> {quoted(step.code)}" for step in but))
        source = by_action(sector, "", window, of_kind, by=duty.expect.attribute if isinstance(duty.expect, NotBy) else None)
    else:
        conditions = [c for c in (trigger.when and trigger.when.sql("t"), trigger.case and trigger.case.sql("i")) if c]
        # what the trigger itself had to show has an index of its own, which a scan in the order of entry would not use
        seen = evolve(window, frequent=frozenset()) if isinstance(duty.expect, Has) else window
        if _runs(duty) and not sector.step_by_code[trigger.step.code].by_unit:
            conditions.append("t.date >= i.date")
        source = by_action(sector, trigger.step.code, seen, tuple(conditions), trigger.as_entered)
    on_case = source.incident != "NULL"
    if isinstance(duty.expect, NotBy):  # a prohibition is kept by doing nothing: its breaches alone are worth a row
        mark_called(connection, sector)
        insert(at, n, duty, source)
    elif isinstance(duty.expect, Has) and on_case and window.keep is None and isinstance(trigger, After):
        _lacking(at, n, duty, source)
    elif isinstance(trigger, After) and trigger.moves:  # each as if it were the only one, then those of which there are several
        alone = evolve(duty, trigger=evolve(trigger, moves=False))
        insert(evolve(at, window=evolve(window, met_of=None)), n, alone, source, only)
        if move_terms(connection, sector, n, duty, window):
            insert(at, n, duty, source, (*only, FIRST))
    else:
        if duty.replaced is True:
            only = (*only, f"NOT {replaced_sql(sector, source, at.deadlines.of(duty, source).day)}")
        if not only and on_case and _counts_alone(duty, window):
            insert_unmet(at, n, duty, source)
        else:
            insert(at, n, duty, source, only)


def _counts_alone(duty: Duty, window: Window) -> bool:
    """Whether the met ones of a duty that actions set need no row: nothing but their number depends on them."""
    plain = isinstance(duty.expect, Done | AllDone | Preceded | AllPreceded) and not duty.bearer
    return plain and window.counts and window.met_of is None


def _runs(duty: Duty) -> bool:
    """Whether a time runs from the action that sets it: no time runs on a case from a day before the case."""
    return duty.can_be_late and not isinstance(duty.by, Never)


def _lacking(at: Judging, n: int, duty: Duty, source: Source) -> None:
    """What the trigger itself had to show: those that lack it stand in an index of their own, the others are counted."""
    connection, sector, window = at.connection, at.sector, at.window
    actions = name(table(sector, "actions"))
    lacking = f"NOT {met_sql(sector, duty, source, 'NULL')}"
    few = source
    if has_lacking_index(connection, sector, duty):
        indexed = f"{actions} t INDEXED BY {name(lacking_index(sector, duty))}"
        tables = f"{indexed} CROSS JOIN {cases_sql(sector)} i ON i.incident = t.incident"
        few = evolve(source, tables=tables)
    insert(at, n, duty, few, (lacking,))
    if duty.by_others:
        return
    own = f"AND {others_sql(duty, 'i')} IS NULL" if duty.bearer else ""
    rows = connection.execute(
        f"""SELECT {source.unit}, count(*) FROM {cases_sql(sector)} i CROSS JOIN {actions} t ON t.incident = i.incident
            WHERE {source.where} {own} GROUP BY {source.unit}""",
        window.values,
    )
    count_met(connection, n, dict(rows.fetchall()))


def keep_first(at: Judging, n: int, duty: Duty, trigger: object) -> None:
    """Leaves one breach of a case: the earliest, which may lie before the window and then was charged there."""
    connection, sector, window = at.connection, at.sector, at.window
    assert isinstance(trigger, After)
    breached = f"duty = {n} AND status = '{BREACHED}'"
    breached_cases = f"SELECT incident FROM temp.duty_state WHERE {breached}"
    due = f" OR {name(duty.by.due.code)} < :since" if isinstance(duty.by, Given) else ""
    before = connection.execute(
        f"""SELECT 1 FROM {name(table(sector, "actions"))} WHERE incident IN ({breached_cases}) AND step = :step
            AND (date < :since{due}) LIMIT 1""",
        {"step": trigger.step.code, "since": window.since},
    ).fetchone()
    earlier = evolve(window, since=FIRST_DAY, until=_day_before(window.since))
    last = connection.execute("SELECT coalesce(max(rowid), -1) FROM temp.duty_state").fetchone()[0]
    if before:
        set_by_action(evolve(at, window=earlier), n, duty, only=(f"t.incident IN ({breached_cases})",))
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
