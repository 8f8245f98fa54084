"""What the duties of cases come to in sum: all that a run needs of the cases in which nothing is amiss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from attrs import field

from ..base.connection import Connection
from ..base.frozen import define, frozen
from ..law.caseload import CaseFigures
from ..law.conditions import name
from ..law.duty import After, AfterFirst, AllDecided, Duty, EveryAction, Opened, Sanctioned, Settled
from ..law.law import Regulation
from ..law.sector import Sector
from ..ledger.schema import table
from .duty_sql import BREACHED, MET
from .window import Window


class OfDuty(NamedTuple):
    """A duty, by its number in the regulation, and a unit."""

    duty: int
    unit: str


class OfFigure(NamedTuple):
    """A figure of cases, by its code, and a unit."""

    code: str
    unit: str


class CaseState(NamedTuple):
    """How a duty of a case stands: a row of ``duty_state``."""

    duty: int
    unit: str
    incident: str
    action: str | None
    since: str
    due: str | None
    provisional: int
    answered: str | None
    status: str
    belongs: str
    merged: int
    bearer: int | None


_STATE = ", ".join(CaseState._fields)


@define
class CaseSums:
    """The met duties of all cases by duty and unit, the figures of cases by code and unit, and every state of a duty that is not
    met for good, those of what others owe among them: they may have marked their case.
    """

    met: dict[OfDuty, int] = field(factory=dict)
    figures: dict[OfFigure, int] = field(factory=dict)
    states: list[CaseState] = field(factory=list)

    @property
    def amiss(self) -> set[str]:
        """The ids of the cases that have such a state."""
        return {state.incident for state in self.states}

    def add(self, other: CaseSums, sign: int = 1) -> None:
        """Adds the sums of other cases, or takes them off; the states are not touched."""
        for key, n in other.met.items():
            self.met[key] = self.met.get(key, 0) + sign * n
        for figure, n in other.figures.items():
            self.figures[figure] = self.figures.get(figure, 0) + sign * n

    def tidy(self) -> CaseSums:
        """Without what comes to nothing: two are then equal where they say the same."""
        met = {key: n for key, n in self.met.items() if n}
        return CaseSums(met, {key: n for key, n in self.figures.items() if n}, list(self.states))


@frozen
class SomeCases:
    """That the duties of cases are not judged, since the ``sums`` of all are known; or only those of ``units``, where these are
    told of alone: no other unit's met duties and figures are then wanted.
    """

    sums: CaseSums
    units: Sequence[str] | None = None


def of_case(duty: Duty, sector: Sector) -> bool:
    """Whether a duty hangs on nothing but a case: not one owed by period or by a unit of itself, or set by sanctions."""
    match duty.trigger:
        case After(step):
            return not sector.step_by_code[step.code].by_unit
        case Opened():
            return not isinstance(duty.expect, AllDecided)
        case AfterFirst() | EveryAction():
            return True
    return False


def can_be_summed(regulation: Regulation, active: Sequence[tuple[int, Duty]]) -> bool:
    """Whether what cases come to can be kept in sum: not where figures of cases and sanctions hang on one another."""
    hang = any(isinstance(duty.trigger, Sanctioned) or isinstance(duty.expect, AllDecided) for _, duty in active)
    return not (hang and regulation.of(CaseFigures))


def amiss(connection: Connection, sector: Sector, duties: Sequence[tuple[int, Duty]], window: Window) -> list[CaseState]:
    """The states of cases that are not met for good, or of what was done and still waits to be looked at again.

    To be asked before the states of what others owe are left out.
    """
    numbers = ", ".join(str(n) for n, _ in duties) or "-1"
    rows = connection.execute(
        f"""SELECT {_STATE} FROM temp.duty_state
            WHERE duty IN ({numbers}) AND incident IS NOT NULL AND (status <> '{MET}' OR provisional)"""
    ).fetchall()
    for n, duty in duties:
        if isinstance(duty.expect, Settled):
            waits = set(waiting_for(connection, sector, n, duty.expect, window))
            met = connection.execute(
                f"SELECT {_STATE} FROM temp.duty_state WHERE duty = {n} AND status = '{MET}' AND NOT provisional"
            )
            rows += [row for row in met if (row[1], row[2]) in waits]
    return list(map(partial(tuple.__new__, CaseState), rows))


def put_states(connection: Connection, states: Iterable[CaseState]) -> None:
    """Lets duties of cases stand as they are known to."""
    marks = ", ".join("?" * len(CaseState._fields))
    connection.executemany(f"INSERT INTO temp.duty_state ({_STATE}) VALUES ({marks})", states)


@define
class KnownStates:
    """States that are known from before and have no row as long as they are only counted.

    Where some units are told of alone, all of theirs were judged: what is asked of these needs no others.
    """

    states: list[CaseState] = field(factory=list)

    def put(self, connection: Connection) -> None:
        """Gives each its row."""
        put_states(connection, self.states)
        self.states = []

    def by_status(self, units: Collection[str] | None) -> Counter[tuple[str, str]]:
        """How many there are by unit and status, of some units (None: all)."""
        return Counter((state.unit, state.status) for state in self.states if units is None or state.unit in units)

    def breaches(self, start: str, end: str) -> Counter[tuple[str, int]]:
        """How many breaches there are that count by themselves, by unit and duty, of some days."""
        found = (state for state in self.states if state.status == BREACHED and not state.merged)
        return Counter((state.unit, state.duty) for state in found if start <= state.belongs <= end)


def waiting_for(connection: Connection, sector: Sector, n: int, expect: Settled, window: Window) -> list[tuple[str, str]]:
    """The units and incidents of a duty that was met in time, where what was done is still to be looked at again."""
    actions = name(table(sector, "actions"))
    return connection.execute(
        f"""SELECT unit, incident FROM temp.duty_state s WHERE duty = {n} AND status = '{MET}' AND EXISTS (
            SELECT 1 FROM {actions} r WHERE r.incident = s.incident AND r.step = :step AND r.date <= s.due
                AND NOT EXISTS (SELECT 1 FROM {actions} c WHERE c.incident = s.incident AND c.step = :check
                    AND c.date BETWEEN r.date AND :as_of AND (c.date, c.action) > (r.date, r.action)))""",
        {"step": expect.step.code, "check": expect.check.code, "as_of": window.as_of},
    ).fetchall()


def met_of(connection: Connection, duties: Sequence[tuple[int, Duty]]) -> dict[OfDuty, int]:
    """How many of these duties each unit met, whether they have a row or are counted."""
    listed = ", ".join(str(n) for n, _ in duties) or "-1"
    rows = connection.execute(
        f"""SELECT duty, unit, sum(n) FROM (
                SELECT duty, unit, n FROM temp.duty_met WHERE duty IN ({listed})
                UNION ALL SELECT duty, unit, count(*) FROM temp.duty_state
                    WHERE duty IN ({listed}) AND status = '{MET}' GROUP BY duty, unit)
            GROUP BY duty, unit"""
    )
    return {OfDuty(n, unit): k for n, unit, k in rows}


def put_met(connection: Connection, duties: Sequence[tuple[int, Duty]], met: Mapping[OfDuty, int]) -> None:
    """Lets the met ones of these duties come to what they do in sum, with those that have a row."""
    listed = ", ".join(str(n) for n, _ in duties) or "-1"
    connection.execute(f"DELETE FROM temp.duty_met WHERE duty IN ({listed})")
    rows = connection.execute(
        f"SELECT duty, unit, count(*) FROM temp.duty_state WHERE duty IN ({listed}) AND status = '{MET}' GROUP BY duty, unit"
    )
    left = dict(met)
    for n, unit, k in rows.fetchall():
        left[OfDuty(n, unit)] = left.get(OfDuty(n, unit), 0) - k
    connection.executemany("INSERT INTO temp.duty_met VALUES (?, ?, ?)", [(*key, k) for key, k in left.items() if k])


def figures_of(connection: Connection) -> dict[OfFigure, int]:
    """The figures of cases by code and unit."""
    rows = connection.execute("SELECT code, unit, sum(n) FROM temp.case_figure GROUP BY code, unit")
    return {OfFigure(code, unit): n for code, unit, n in rows}
