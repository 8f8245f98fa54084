"""Duties and facts make breaches, pending duties and met ones, found by the database in the temporary table ``duty_state``.

A met duty has a row only where something still depends on it; the rest are counted in ``duty_met`` by duty and unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from attrs import evolve

from ..base.calendar import FIRST_YEAR, Calendar
from ..base.connection import Connection
from ..base.faults import Fault, Problem
from ..base.periods import Period
from ..law.caseload import CaseFigures
from ..law.conditions import name, quoted
from ..law.duty import (
    After,
    AfterFirst,
    AllDecided,
    AllDone,
    AllPreceded,
    Done,
    Duty,
    EveryAction,
    EveryPeriod,
    Given,
    Has,
    Never,
    NotBy,
    Opened,
    Preceded,
    Sanctioned,
)
from ..law.law import Regulation
from ..law.sector import Sector
from ..ledger.schema import has_lacking_index, lacking_index, table
from .called import mark_called
from .case_duties import count_met, insert, insert_unmet, set_by_case
from .case_facts import CaseFacts
from .case_figures import CaseCount, Undated, calendar_unknown
from .changes import cases_sql, mark
from .duty_sql import BREACHED, Deadlines, Judging, Source, by_action, met_sql, others_sql, replaced_sql
from .let_off import settle
from .period_duties import owed_by_period
from .sanction import Sanctions
from .sanction_duties import owed_by_sanction, owed_decisions
from .sanctions import sanctions_of
from .settled import FIRST, move_terms
from .window import Window

STATES = ("duty_state", "duty_met", "closing")
TABLES = (
    *STATES,
    *(f"{made}_aside" for made in STATES),
    *("suspect", "deadline", "moved", "called"),
)
"""The temporary tables in which duties are judged."""
FIRST_DAY = "0000-01-01"


def find(
    facts: CaseFacts,
    regulation: Regulation,
    calendar: Calendar,
    window: Window,
    period: Period | None,
    *,
    unknown: list[Problem] | None = None,
    undated: list[Undated] | None = None,
) -> Sanctions:
    """Fills the temporary tables with the duties of a window, those of a ``period`` where it is one; returns its sanctions."""
    connection, sector = facts.connection, facts.sector
    active = _active(regulation, period is not None)
    window = _informed(facts, regulation, window, period is not None)
    if window.met_of is not None:
        window = evolve(window, each=frozenset(code for f in regulation.of(CaseFigures) for code in f.due))
    sanctions = sanctions_of(facts, regulation, period, window.case)
    _set(facts, regulation, calendar, window, period, sanctions)
    counts = [CaseCount(facts, f, active, window, undated) for f in regulation.of(CaseFigures) if period is not None]
    for count in counts:
        count.due()
    settle(connection, sector, active, window)
    _leave_unknown(connection, window.as_of, unknown)
    for n, duty in active:
        if duty.mark:
            breached = f"SELECT incident FROM temp.duty_state WHERE duty = {n} AND status = '{BREACHED}' AND incident IS NOT NULL"
            mark(connection, duty.mark, breached)
    if period is not None and any(duty.bearer for _, duty in active):
        connection.execute("DELETE FROM temp.duty_state WHERE bearer IS NOT NULL")

    def judge(earlier: Window) -> None:
        _set(facts, regulation, calendar, earlier, None, Sanctions([], []))
        settle(connection, sector, active, earlier)

    for count in counts:
        count.rest()
        if count.any_earlier():
            with _aside(connection):
                count.earlier(judge)
        count.close()
    return sanctions


def _active(regulation: Regulation, assessed: bool) -> list[tuple[int, Duty]]:
    """The duties that the readings leave standing; of a result only those that count there.

    What another than the unit owes is in no unit's result, unless it leaves a mark on the case.
    """
    found = [(n, duty) for n, duty in enumerate(regulation.duties) if duty.active is True]
    return [(n, duty) for n, duty in found if not assessed or not duty.by_others or duty.mark]


@contextmanager
def _aside(connection: Connection) -> Iterator[None]:
    """Keeps the states while those of other cases are looked at."""
    for made in STATES:
        connection.execute(f"ALTER TABLE temp.{made} RENAME TO {made}_aside")
    yield
    for made in STATES:
        connection.execute(f"DROP TABLE IF EXISTS temp.{made}")
        connection.execute(f"ALTER TABLE temp.{made}_aside RENAME TO {made}")


def _set(
    facts: CaseFacts,
    regulation: Regulation,
    calendar: Calendar,
    window: Window,
    period: Period | None,
    sanctions: Sanctions,
) -> None:
    """Every duty of the window, met in time, breached or pending."""
    _prepare(facts.connection)
    at = Judging(facts.connection, facts.sector, window, Deadlines(facts.connection, facts.sector, calendar, window))
    by_trigger: dict[Opened | AfterFirst, list[tuple[int, Duty]]] = {}
    for closing in (f.closing for f in regulation.of(CaseFigures)):
        by_trigger.setdefault(closing, [])
    for n, duty in _active(regulation, period is not None):
        match duty.trigger:
            case EveryPeriod():
                if window.of_units:
                    owed_by_period(at, regulation, n, duty, period)
            case Opened() if isinstance(duty.expect, AllDecided):
                owed_decisions(at, n, duty, duty.expect, sanctions.standing)
            case Opened(kinds, _, as_entered):
                by_trigger.setdefault(Opened(kinds, None, as_entered), []).append((n, duty))
            case Sanctioned():
                owed_by_sanction(at, n, duty, duty.trigger, sanctions.standing)
            case AfterFirst():
                by_trigger.setdefault(duty.trigger, []).append((n, duty))
            case After(step) if step.by_unit and not window.of_units:
                pass  # what a unit owes of itself is no part of any case
            case After(step) if window.units_only and not step.by_unit:
                pass
            case EveryAction() if window.units_only:
                pass
            case After() | EveryAction():
                _set_by_action(at, n, duty)
                if duty.once and period is not None:
                    _keep_first(at, n, duty, duty.trigger)
    for trigger, group in by_trigger.items() if not window.units_only else ():
        set_by_case(at, trigger, group)


def _informed(facts: CaseFacts, regulation: Regulation, window: Window, assessed: bool) -> Window:
    """The window, knowing what lets the database look in the cheapest way."""
    connection, sector, any_out = facts.connection, facts.sector, facts.any_out
    if window.case is not None:
        return evolve(window, any_out=any_out)
    answers = not assessed or window.keep is not None
    window = evolve(window, any_out=any_out, answers=answers, counts=not answers and not regulation.of(CaseFigures))
    if not sector.by_case:  # else the cases of the window lead
        return evolve(window, frequent=_frequent(connection, sector, regulation.duties))
    count = f"SELECT count(*) FROM {name(table(sector, 'incidents'))}"
    inside = connection.execute(f"{count} WHERE date BETWEEN :since AND :until", window.values).fetchone()[0]
    whole = connection.execute(count).fetchone()[0]
    return evolve(window, holds_most=2 * inside > whole)


def _frequent(connection: Connection, sector: Sector, duties: Sequence[Duty]) -> frozenset[str]:
    """The triggering steps that make up more than an eighth of all actions."""
    actions = name(table(sector, "actions"))
    enough = connection.execute(f"SELECT coalesce(max(seq), 0) / 8 FROM {actions}").fetchone()[0] + 1
    steps = {duty.trigger.step.code for duty in duties if isinstance(duty.trigger, After)}
    some = f"SELECT count(*) FROM (SELECT 1 FROM {actions} WHERE step = ? LIMIT {enough})"
    return frozenset(step for step in steps if connection.execute(some, (step,)).fetchone()[0] == enough)


def marks_of(regulation: Regulation) -> tuple[str, ...]:
    """The marks that duties put on cases."""
    return tuple(dict.fromkeys(d.mark for d in regulation.duties if d.mark))


def _prepare(connection: Connection) -> None:
    for made in STATES:
        connection.execute(f"DROP TABLE IF EXISTS temp.{made}")
    connection.execute(
        """CREATE TEMP TABLE duty_state (
            duty INTEGER NOT NULL, unit TEXT NOT NULL, incident TEXT, action TEXT, period TEXT, since TEXT NOT NULL,
            due TEXT, provisional INTEGER NOT NULL, answered TEXT, status TEXT NOT NULL, belongs TEXT NOT NULL,
            merged INTEGER NOT NULL DEFAULT 0, bearer INTEGER)"""
    )
    connection.execute("CREATE TEMP TABLE duty_met (duty INTEGER NOT NULL, unit TEXT NOT NULL, n INTEGER NOT NULL)")


# ---- duties that an action sets


def _set_by_action(at: Judging, n: int, duty: Duty, only: Sequence[str] = ()) -> None:
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


def _keep_first(at: Judging, n: int, duty: Duty, trigger: object) -> None:
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
    last = connection.execute("SELECT coalesce(max(rowid), 0) FROM temp.duty_state").fetchone()[0]
    if before:
        _set_by_action(evolve(at, window=earlier), n, duty, only=(f"t.incident IN ({breached_cases})",))
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


def _leave_unknown(connection: Connection, as_of: str, unknown: list[Problem] | None) -> None:
    """Raises `Fault` where a deadline must be judged and cannot be; one that runs from a day before the calendar's first year is
    left out and ``unknown`` told of it, if there is any to tell: it is most likely a mistyped year.
    """
    rows = connection.execute(
        """SELECT coalesce(incident, action), min(due), min(since) FROM temp.duty_state WHERE provisional AND due <= ?
           GROUP BY 1 ORDER BY 2, 1""",
        (as_of,),
    ).fetchall()
    first = f"{FIRST_YEAR}-01-01" if unknown is not None else ""
    if judged := [(case, day) for case, day, since in rows if since >= first]:
        raise Fault([calendar_unknown(*judged[0])])
    if unknown is not None and rows:
        unknown.extend(calendar_unknown(case, day, never=True) for case, day, _ in rows)
        connection.execute("DELETE FROM temp.duty_state WHERE provisional AND since < ?", (first,))
