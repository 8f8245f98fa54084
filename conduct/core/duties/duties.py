"""Duties and facts make breaches, pending duties and met ones, found by the database in the temporary table ``duty_state``.

A met duty has a row only where something still depends on it; the rest are counted in ``duty_met`` by duty and unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from attrs import evolve, field

from ..base.calendar import FIRST_YEAR, Calendar
from ..base.connection import Connection
from ..base.faults import Fault, Problem
from ..base.frozen import define, frozen
from ..base.periods import Period
from ..law.caseload import CaseFigures
from ..law.conditions import name
from ..law.duty import (
    After,
    AfterFirst,
    AllDecided,
    Duty,
    EveryAction,
    EveryPeriod,
    Opened,
    Sanctioned,
)
from ..law.law import Regulation
from ..law.sector import Sector
from ..ledger.schema import table
from .action_duties import keep_first, set_by_action
from .case_duties import set_by_case
from .case_facts import CaseFacts
from .case_figures import CaseCount, Undated, calendar_unknown, put_figures
from .case_sums import CaseState, CaseSums, SomeCases, amiss, can_be_summed, figures_of, met_of, of_case, put_met, put_states
from .changes import mark
from .duty_sql import BREACHED, MET, Deadlines, Judging
from .let_off import settle
from .period_duties import owed_by_period
from .sanction import Sanctions
from .sanction_duties import owed_by_sanction, owed_decisions
from .sanctions import sanctions_of
from .some_cases import SOME, choose, choose_of_units, choose_related, chosen, only
from .window import Window

STATES = ("duty_state", "duty_met", "closing")
TABLES = (
    *STATES,
    *(f"{made}_aside" for made in STATES),
    *("suspect", "deadline", "moved", "called", SOME),
)
"""The temporary tables in which duties are judged."""


@define
class DutiesFound:
    """What `find` gives beside the tables that it fills: the sanctions, and where nothing keeps from it the sums of all cases.

    ``known`` are states of cases that were not judged, and have no row yet.
    """

    sanctions: Sanctions
    sums: CaseSums | None = None
    known: list[CaseState] = field(factory=list)


Duties = Sequence[tuple[int, Duty]]


def find(
    facts: CaseFacts,
    regulation: Regulation,
    calendar: Calendar,
    window: Window,
    period: Period | None,
    *,
    unknown: list[Problem] | None = None,
    undated: list[Undated] | None = None,
    some: SomeCases | None = None,
) -> DutiesFound:
    """Fills the temporary tables with the duties of a window, those of a ``period`` where it is one.

    Where what all cases come to is known, their duties are judged of ``some`` alone.
    """
    active = _active(regulation, period is not None)
    if window.summing:
        active = [(n, duty) for n, duty in active if of_case(duty, facts.sector)]
    sanctions = Sanctions([], []) if window.summing else sanctions_of(facts, regulation, period, window.case)
    finding = _DutyFinder(facts, regulation, calendar, window, period, unknown, undated, sanctions)
    _prepare(facts.connection)
    if some is None:
        return DutiesFound(sanctions, finding.judge(active))
    mine = [(n, duty) for n, duty in active if of_case(duty, facts.sector)]
    judged = set() if some.units is None else finding.judge_of_units(mine, some.units)
    known = finding.know(mine, [state for state in some.sums.states if state.incident not in judged])
    finding.judge([one for one in active if one not in mine], figures=False, of_cases=False)
    if some.units is None:
        put_met(facts.connection, mine, some.sums.met)
        if regulation.of(CaseFigures):
            put_figures(facts.connection, some.sums.figures)
    return DutiesFound(sanctions, known=known)


@frozen
class _DutyFinder:
    """The duties of one window as they are found: of all at once, or of some duties and then of the others."""

    facts: CaseFacts
    regulation: Regulation
    calendar: Calendar
    window: Window
    period: Period | None
    unknown: list[Problem] | None
    undated: list[Undated] | None
    sanctions: Sanctions

    def judge(self, duties: Duties, figures: bool = True, of_cases: bool = True) -> CaseSums | None:
        """Judges some duties, any or none ``of_cases``, with the ``figures`` of cases; gives what the cases of a period come to
        in sum, where nothing keeps from it.
        """
        connection, sector, regulation = self.facts.connection, self.facts.sector, self.regulation
        assessed = self.period is not None
        window = _informed(self.facts, regulation, self.window, assessed, of_cases)
        self._set(window, duties, self.period, figures)
        counts = [
            CaseCount(self.facts, f, duties, window, self.undated) for f in regulation.of(CaseFigures) if figures and assessed
        ]
        for count in counts:
            count.due()
        settle(connection, sector, duties, window)
        _leave_unknown(connection, window.as_of, self.unknown)
        mine = [(n, duty) for n, duty in duties if of_case(duty, sector)]
        summed = figures and assessed and window.met_of is None and can_be_summed(regulation, duties)
        wrong = amiss(connection, sector, mine, window) if summed else []
        self._mark(duties)
        self._rest(counts, duties)
        if not summed or self.undated:
            return None
        return CaseSums(met_of(connection, mine), figures_of(connection) if counts else {}, wrong).tidy()

    def know(self, duties: Duties, states: list[CaseState]) -> list[CaseState]:
        """Lets duties of cases stand as they are known to; gives those that need no row until somebody asks for each."""
        rows = states if any(duty.mark for _, duty in duties) else [state for state in states if state.status == MET]
        put_states(self.facts.connection, rows)
        self._mark(duties)
        return [state for state in states if state.status != MET and state.bearer is None] if rows is not states else []

    def judge_of_units(self, duties: Duties, units: Sequence[str]) -> set[str]:
        """Judges the cases of some units, and those related to them, and gives their ids."""
        connection, sector = self.facts.connection, self.facts.sector
        choose(connection, ())
        choose_of_units(connection, sector, units)
        choose_related(connection, sector)
        with only(connection, sector):
            self.judge(duties)
        return chosen(connection)

    def _mark(self, duties: Duties) -> None:
        """Marks the cases on which duties were broken; what others owe is then left out of results."""
        connection = self.facts.connection
        for n, duty in duties:
            if duty.mark:
                breached = f"duty = {n} AND status = '{BREACHED}' AND incident IS NOT NULL"
                mark(connection, duty.mark, f"SELECT incident FROM temp.duty_state WHERE {breached}")
        if self.period is not None and any(duty.bearer for _, duty in duties):
            connection.execute("DELETE FROM temp.duty_state WHERE bearer IS NOT NULL")

    def _rest(self, counts: Sequence[CaseCount], duties: Duties) -> None:
        """The figures of cases, once all is judged."""
        connection, sector = self.facts.connection, self.facts.sector
        numbers = {n for n, _ in duties}
        every = [(n, d) for n, d in _active(self.regulation, False) if n in numbers or of_case(d, sector)]

        def judge(earlier: Window) -> None:
            _prepare(connection)
            self._set(earlier, every, None)
            settle(connection, sector, duties, earlier)

        for count in counts:
            count.rest()
            if count.any_earlier():
                with _aside(connection):
                    count.earlier(judge)
            count.close()

    def _set(self, window: Window, duties: Duties, period: Period | None, closings: bool = True) -> None:
        """Some duties of the window, met in time, breached or pending."""
        facts, regulation, sanctions = self.facts, self.regulation, self.sanctions.standing if not window.earlier else ()
        deadlines = Deadlines(facts.connection, facts.sector, self.calendar, window)
        at = Judging(facts.connection, facts.sector, window, deadlines)
        by_trigger: dict[Opened | AfterFirst, list[tuple[int, Duty]]] = {}
        for closing in (f.closing for f in regulation.of(CaseFigures) if closings):
            by_trigger.setdefault(closing, [])
        for n, duty in duties:
            match duty.trigger:
                case EveryPeriod():
                    if window.of_units:
                        owed_by_period(at, regulation, n, duty, period)
                case Opened() if isinstance(duty.expect, AllDecided):
                    owed_decisions(at, n, duty, duty.expect, sanctions)
                case Opened(kinds, _, as_entered):
                    by_trigger.setdefault(Opened(kinds, None, as_entered), []).append((n, duty))
                case Sanctioned():
                    owed_by_sanction(at, n, duty, duty.trigger, sanctions)
                case AfterFirst():
                    by_trigger.setdefault(duty.trigger, []).append((n, duty))
                case After(step) if step.by_unit and not window.of_units:
                    pass  # what a unit owes of itself is no part of any case
                case After(step) if window.units_only and not step.by_unit:
                    pass
                case EveryAction() if window.units_only:
                    pass
                case After() | EveryAction():
                    set_by_action(at, n, duty)
                    if duty.once and period is not None:
                        keep_first(at, n, duty, duty.trigger)
        for trigger, group in by_trigger.items() if not window.units_only else ():
            set_by_case(at, trigger, group)


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


def _informed(facts: CaseFacts, regulation: Regulation, window: Window, assessed: bool, of_cases: bool) -> Window:
    """The window, knowing what lets the database look in the cheapest way; at the cases themselves where duties are of any."""
    connection, sector, any_out = facts.connection, facts.sector, facts.any_out
    if window.case is not None:
        return evolve(window, any_out=any_out)
    answers = not assessed or window.keep is not None
    each = frozenset(code for f in regulation.of(CaseFigures) for code in f.due) if window.met_of is not None else window.each
    window = evolve(window, any_out=any_out, answers=answers, counts=not answers and not regulation.of(CaseFigures), each=each)
    if not of_cases:
        return window
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
