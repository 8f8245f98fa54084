"""What is due as the pages show it: worked out once for all who ask, in its order, and by when it is due."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from attrs import evolve

from conduct.core.base.faults import Problem
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words
from conduct.core.duties.agenda import DECIDE_APPEAL, DutyState
from conduct.core.law.conditions import name
from conduct.core.ledger.schema import table
from conduct.core.scores.unsettled import APPEAL
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.door.owing import case_on, left_out
from conduct.door.waiting import Undecided, waiting

from .kept import lately
from .rights import Action
from .visits import Visit

_FEW = 20  # cases of his own that are looked at anew where the whole is not yet
_SOON = timedelta(days=3)
WHENS = ("overdue", "soon", "later-due", "undated")
"""How what is due stands, by its day."""


DueState = tuple[str, DutyState]


@frozen
class DueNow:
    """The open duties of a sector in order on a day, each with how it stands by its day, how many stand how, the units that owe
    them by id with their names, and what is left out and why; ``batch`` is the last that is in it.
    """

    as_of: date
    rows: Sequence[DueState]
    counts: Mapping[str, int]
    units: Mapping[str, str]
    notes: Sequence[Words]
    unknown: Sequence[Problem]
    batch: int = 0

    def said(self, visit: Visit) -> list[str]:
        """The notes, and what is left out, in the language of who asks."""
        return [*(note.said(visit.lang) for note in self.notes), *left_out(self.unknown, visit.lang)]


def owed(visit: Visit) -> tuple[DueNow, bool]:
    """What is due in the sector of the address, and whether all that was entered is in it yet; what whoever asks entered is."""
    found, fresh = lately(visit, "duties", (), _worked_out)
    if fresh or not (cases := handled(visit, found.batch, _FEW)):
        return found, fresh
    gone = [row for row in found.rows if row[1].incident in cases and row[1].duty is not DECIDE_APPEAL]
    come: list[DueState] = []
    for case in sorted(cases):
        duties = case_on(visit.deployment, visit.sector, case, found.as_of).made.case.duties
        come += [(_when(one, found.as_of), one) for one in duties if one.open and one.duty is not DECIDE_APPEAL]
    left = {id(row) for row in gone}
    rows = [row for row in found.rows if id(row) not in left] if gone else list(found.rows)
    for row in come:  # into their places: to sort a hundred thousand again takes longer than the page may
        insort(rows, row, key=_by_deadline)
    counts = Counter(found.counts)
    counts.subtract(_counted(gone))
    counts.update(_counted(come))
    units = {**found.units, **{state.unit: state.unit_name for _, state in come}}
    return evolve(found, rows=rows, counts=counts, units=units), False


def _by_deadline(row: DueState) -> tuple[bool, str]:
    return not row[1].overdue, row[1].due or "9999-12-31"


def _worked_out(at: Deployment) -> DueNow:
    (batch,) = at.ledger.connection.execute("SELECT coalesce(max(batch), 0) FROM batches").fetchone()
    found = Office(at).duties().made
    rows = [(_when(state, found.as_of), state) for state in found.open]
    units = {state.unit: state.unit_name for _, state in rows}
    return DueNow(found.as_of, rows, _counted(rows), units, found.notes, found.unknown, batch)


def _counted(rows: Sequence[DueState]) -> Mapping[str, int]:
    counts = Counter(when for when, _ in rows)
    counts["contested"] = sum(state.duty is DECIDE_APPEAL for _, state in rows)
    return counts


def _when(state: DutyState, as_of: date) -> str:
    if state.due is None:
        return "undated"
    if state.due < as_of.isoformat():
        return "overdue"
    return "soon" if state.due <= (as_of + _SOON).isoformat() else "later-due"


def his(visit: Visit, found: DueNow, action: Action = Action.DESK) -> tuple[Sequence[DueState], Mapping[str, int]]:
    """What is due of the units for which whoever asks may do this, and how much of it stands how."""
    if not visit.limited(action):
        return found.rows, found.counts
    mine = {unit for unit in found.units if visit.may_for(action, unit)}
    rows = [row for row in found.rows if row[1].unit in mine]
    return rows, _counted(rows)


def handled(visit: Visit, since: int = 0, most: int = -1) -> set[str]:
    """The cases that whoever asks entered or took a step on, by pages or commands; what he loaded from files is not his alone.

    Those of the batches after one alone, and so many of the latest at most, where that is said.
    """
    found: set[str] = set()  # the plus keeps the database from making an index of all rows for this
    for of, incident in (("incidents", "t.incident"), ("actions", "t.incident")):
        rows = visit.deployment.ledger.connection.execute(
            f"""SELECT DISTINCT {incident} FROM batches b CROSS JOIN blocks k ON k.batch = b.batch AND k."of" = :of
                CROSS JOIN {name(table(visit.sector, of))} t ON t.seq BETWEEN k.first AND k.last AND +t.batch = b.batch
                WHERE b.claimed IN (SELECT value FROM json_each(:who)) AND b.sector = :sector AND b.command <> 'load'
                AND b.batch > :since
                {"ORDER BY b.batch DESC LIMIT :most" if most >= 0 else ""}""",
            {"who": visit.names_listed, "of": of, "sector": visit.sector_name, "since": since, "most": most},
        )
        found.update(str(row[0]) for row in rows if row[0] is not None)
    return found


def narrowed(visit: Visit, rows: Sequence[DueState], state: str) -> Sequence[DueState]:
    """Those that stand so: by their day, contested, or his own."""
    if state == "mine":
        cases = handled(visit) if rows else set()
        return [row for row in rows if row[1].incident in cases] if cases else []
    if state == "contested":
        return [row for row in rows if row[1].duty is DECIDE_APPEAL]
    return [row for row in rows if row[0] == state] if state in WHENS else rows


def his_to_decide(visit: Visit, one: Undecided) -> bool:
    """Whether what waits is decided by whoever asks."""
    return visit.may_for(Action.ANSWER if one.what == APPEAL else Action.DECIDE, one.unit)


def waiting_for(visit: Visit, *, rest: bool = False) -> tuple[list[Undecided], bool]:
    """What waits for a decision of whoever asks, and whether that rests on the latest facts; ``rest`` as for `lately`."""
    found, fresh = lately(visit, "waiting", (), waiting, rest=rest)
    return [one for one in found if his_to_decide(visit, one)], fresh
