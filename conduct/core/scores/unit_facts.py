"""One unit's facts, one by one: its incidents, its breaches, and which recorded incident stands for which breach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..base.calendar import Calendar
from ..base.frozen import frozen
from ..duties.answered import standing
from ..duties.engine import DutyEngine
from ..duties.out import Contested, Gone
from ..duties.states import CaseShare, StateRow
from ..law.caseload import CaseFigures
from ..law.conditions import Stored
from ..law.figure import MeanFigure
from .entered import CellKey
from .figures import Said, said_of
from .slots import Scope
from .tally import Cell, Tally, breach_values


@frozen
class Fact:
    """An incident or a breach that counts for the unit: its id (or its case's), and the cell it counts in.

    A breach names its ``duty`` by its place in the regulation; ``on_case`` is false where it is the unit's own, and ``id`` then
    that of the action, or the period, that was not answered.
    """

    id: str
    unit: str
    kind: str
    values: tuple[Stored, ...]
    date: str = ""
    duty: int | None = None
    on_case: bool = True

    @property
    def breach(self) -> bool:
        """Whether it is the breach of a duty."""
        return self.duty is not None

    @property
    def cell(self) -> CellKey:
        """The cell it counts in."""
        return CellKey(self.unit, self.kind, self.values)


@frozen
class StandIns:
    """The recorded incidents that stand for a breach about a case, or let it off: without them all ``revived`` would count.

    ``excuses`` are those of them that let it off, and count for nothing themselves.
    """

    recorded: tuple[str, ...]
    excuses: tuple[str, ...]
    revived: Fact


@frozen
class UnitFacts:
    """Everything that counts for one unit, and what recorded incidents keep from counting.

    ``shares`` are what each case counts in the figures of cases, ``said`` by figure what was said about each of which a mean is
    shown. ``earlier`` are incidents of other days with a breach that belongs to the period, ``out_elsewhere`` what is out of
    incidents of other days that may have had one. ``standing`` are the duties that were breached, or are pending.
    """

    unit: str
    incidents: tuple[Fact, ...]
    earlier: tuple[Fact, ...]
    breaches: tuple[Fact, ...]
    stand_ins: tuple[StandIns, ...]
    out: tuple[Gone, ...]
    out_elsewhere: tuple[Gone, ...]
    contested: tuple[Contested, ...]
    cells: tuple[Cell, ...]
    shares: tuple[CaseShare, ...]
    said: Mapping[str, tuple[Said, ...]]
    standing: tuple[StateRow, ...] = ()


def unit_facts(scope: Scope, engine: DutyEngine, tally: Tally, unit: str) -> UnitFacts:
    """The facts of a unit's period."""
    members = scope.members(unit) or [unit]
    kinds = [k.code for k in scope.sector.kinds]
    incidents = [Fact(i.id, i.unit, i.kind, i.values, i.date) for i in engine.incidents(tally.columns, kinds, members)]
    elsewhere = () if scope.sector.by_case else engine.gone(members, of_other_days=True)  # there a breach has its case's period
    return UnitFacts(
        unit,
        tuple(incidents),
        tuple(Fact(i.id, i.unit, i.kind, (), i.date) for i in engine.cases_of_other_days(members)),
        tuple(_breaches(scope, engine, tally, members)),
        tuple(_stand_ins(scope, engine, tally, members, incidents)),
        tuple(engine.gone(members)),
        tuple(elsewhere),
        tuple(engine.contested(members)),
        tuple(tally.of_units(scope.members(unit))),
        tuple(engine.case_shares()) if scope.regulation.of(CaseFigures) else (),
        {figure.code: tuple(said_of(scope, engine, figure, members)) for figure in scope.regulation.of(MeanFigure)},
        tuple(standing(engine, members)),
    )


def _breaches(scope: Scope, engine: DutyEngine, tally: Tally, members: list[str]) -> Iterator[Fact]:
    for breach in engine.breaches(members):
        kind = scope.regulation.duties[breach.duty].breach
        if kind is not None:
            values = breach_values(kind, tally.columns)
            yield Fact(breach.about, breach.unit, kind.code, values, breach.day, breach.duty, breach.on_case)


@frozen
class _Kept:
    """A breach that recorded incidents keep from counting: its case and unit, and the day that it belongs to."""

    case: str
    unit: str
    belongs: str


def _stand_ins(scope: Scope, engine: DutyEngine, tally: Tally, members: list[str], incidents: list[Fact]) -> Iterator[StandIns]:
    """Recorded incidents that keep a breach from counting by itself: the unit's own, or about its own cases."""
    mine, units = {fact.id for fact in incidents}, set(members)
    for n, duty in enumerate(scope.regulation.duties):
        kind = duty.breach
        for reference in (a.code for a in kind.attributes if a.code in scope.sector.case_references) if kind else ():
            assert kind is not None
            keepers: dict[_Kept, dict[str, bool]] = {}
            for one in engine.recorded_for(n, kind, reference):
                keepers.setdefault(_Kept(one.case, one.unit, one.belongs), {})[one.incident] = one.excuses
            for kept, by in keepers.items():
                if kept.unit in units or mine.intersection(by):
                    revived = Fact(kept.case, kept.unit, kind.code, breach_values(kind, tally.columns), kept.belongs, n)
                    yield StandIns(tuple(by), tuple(one for one, excuses in by.items() if excuses), revived)


def out_of_other_days(scope: Scope, facts: UnitFacts, calendar: Calendar) -> list[Gone]:
    """What is out of an incident of other days that would have had a breach in the period: each is judged by itself."""
    law = (scope.connection, scope.sector, scope.regulation, calendar, scope.as_of)
    kept = []
    for gone in facts.out_elsewhere:
        with DutyEngine.of_day(*law, case=gone.incident, unknown=[]) as engine:
            if engine.leaves_undone(gone.incident, scope.period):
                kept.append(gone)
    return kept
