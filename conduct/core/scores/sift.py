"""Cases looked at where they lie: which of them are to be looked at one by one, and what all others count.

The very stages of a run do it, on a ledger that holds some of the cases. A case is told of one by one as soon as anything about
it is named, or bears on another case; to tell of more than is needed changes no result.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from typing import NamedTuple

from ..base.calendar import Calendar
from ..base.faults import Fault
from ..base.frozen import frozen
from ..base.periods import Period
from ..duties.duty_sql import MET, PENDING
from ..duties.engine import DutyEngine
from ..duties.pending import PendingOnce
from ..law.caseload import CaseFigures
from ..law.conditions import name, quoted
from ..law.figure import MeanFigure
from ..law.law import Regulation
from ..law.sector import Sector
from ..ledger.schema import OUT_STEPS, table
from ..ledger.source import FactSource
from .asked import Terms, scope_of
from .beside import waiting
from .combine import parts_of
from .entered import CellKey
from .figures import said_of
from .judge import engine_of
from .rest import Rest
from .scorecards import ids_behind
from .slots import Scope, Slots, Sums
from .tally import check_lookups, tally


@frozen
class Sifted:
    """The ``cases`` to be looked at one by one, and by part of the period what the rest counts.

    ``fails`` says that a run fails with these cases; then nothing is counted.
    """

    cases: frozenset[str]
    rests: tuple[Rest, ...] = ()
    fails: bool = False


class Singled(NamedTuple):
    """Cases that are looked at one by one whatever they are: by id, and all of some units."""

    incidents: Collection[str] = ()
    units: Collection[str] = ()


@frozen
class Owed:
    """What is owed on a day, under a law with its readings in place."""

    sector: Sector
    regulation: Regulation
    calendar: Calendar
    as_of: date


def sift(ledger: FactSource, asked: Terms, period: Period, named: Singled) -> Sifted:
    """Looks at a ledger's cases for a run, and takes those that are to be told of out of it."""
    told = _told_anyway(ledger, asked.sector, asked.regulation, named)
    _take_out(ledger, asked.sector, told)
    scopes = [scope_of(ledger, asked, part) for part in parts_of(asked.regulation, period)]
    try:
        found: set[str] = set()
        for scope in scopes:
            with engine_of(scope, asked.calendar, cases_only=True) as engine:
                found.update(_to_be_told(scope, engine))
        _take_out(ledger, asked.sector, found)
        return Sifted(frozenset((*told, *found)), tuple(_rests(ledger, scopes, asked.calendar)))
    except Fault as error:
        return Sifted(frozenset((*told, *_at_fault(error))), fails=True)


def sift_owed(ledger: FactSource, owed: Owed, named: Singled) -> Sifted:
    """The cases with a duty that is not met on a day."""
    told = _told_anyway(ledger, owed.sector, owed.regulation, named)
    _take_out(ledger, owed.sector, told)
    law = (ledger.connection, owed.sector, owed.regulation, owed.calendar, owed.as_of)
    try:
        with DutyEngine.of_day(*law, cases_only=True, unknown=[]) as engine:
            return Sifted(frozenset((*told, *engine.cases_but(MET), *_sanctioned(engine))))
    except Fault as error:
        return Sifted(frozenset((*told, *_at_fault(error))), fails=True)


def links(sector: Sector, law: Regulation) -> tuple[str, ...]:
    """The attributes by which an incident bears on another one, or is about it."""
    same = (law.same_matter.by.code,) if law.same_matter is not None else ()
    return tuple(dict.fromkeys((*sector.case_references, *same)))


def singled_out(law: Regulation) -> list[str]:
    """The kinds of which each incident is looked at by itself: a person decides its points, or it counts towards a number."""
    repeated = (kind for rule in law.sanctions if rule.repeated is not None for kind in rule.count.kinds)
    decided = (charge.kind for charge in law.charges if charge.deciding is not None)
    return sorted({kind.code for kind in (*repeated, *decided)})


def _told_anyway(ledger: FactSource, sector: Sector, law: Regulation, named: Singled) -> set[str]:
    """The cases that are named, that people decide on, that may be out, or that bear on others."""
    incidents, actions = name(table(sector, "incidents")), name(table(sector, "actions"))
    linked = [f"{name(code)} IS NOT NULL" for code in links(sector, law)]
    if kinds := singled_out(law):
        linked.append(f"kind IN ({', '.join(map(quoted, kinds))})")
    steps = OUT_STEPS
    if law.sanction_terms is not None:
        steps = f"({steps} OR step = {quoted(law.sanction_terms.decide.code)})"
    rows = ledger.connection.execute(
        f"""SELECT incident FROM {incidents} WHERE incident IN (SELECT value FROM json_each(:incidents))
                OR unit IN (SELECT value FROM json_each(:units)) OR {" OR ".join(linked) or "0"}
            UNION SELECT incident FROM {actions} WHERE {steps} AND incident IS NOT NULL""",
        {"incidents": json.dumps(list(named.incidents)), "units": json.dumps(list(named.units))},
    )
    return {incident for (incident,) in rows}


def _take_out(ledger: FactSource, sector: Sector, cases: Collection[str]) -> None:
    gone = json.dumps(list(cases))
    for of in ("actions", "incidents") if cases else ():
        ledger.connection.execute(
            f"DELETE FROM main.{name(table(sector, of))} WHERE incident IN (SELECT value FROM json_each(?))", (gone,)
        )


def _to_be_told(scope: Scope, engine: DutyEngine) -> Iterator[str]:
    """The cases of a part that are to be looked at one by one."""
    check_lookups(engine, scope.regulation)
    yield from engine.cases_but(MET, PENDING)
    yield from _sanctioned(engine)
    yield from (one.incident for one in engine.undated)
    yield from (case for cases in waiting(scope, engine).values() for case in cases)
    if scope.trace or scope.regulation.vetoes:
        yield from _told_by_values(scope, engine)


def _told_by_values(scope: Scope, engine: DutyEngine) -> Iterator[str]:
    """The incidents that bring a veto, and with ``trace`` those that wait for a finding."""
    counts, kinds = tally(engine), scope.sector.kind_by_code
    slots = Slots(scope.regulation, counts.columns, kinds)
    wanted = set()
    for unit, code, values, _ in counts.cells:
        kind, home = kinds.get(code), scope.units.get(scope.homes.get(unit, ""))
        if kind is None or home is None:
            continue
        placed = slots.of(home.kind, code, values)
        vetoes = any(slots.first_veto <= slot < slots.first_other for slot, *_ in placed.slots)
        if vetoes or (scope.trace and placed.end == "pending"):
            wanted.add((unit, code, values))
    for one in engine.incidents(counts.columns, sorted({code for _, code, _ in wanted})) if wanted else ():
        if (one.unit, one.kind, one.values) in wanted:
            yield one.id


def _rests(ledger: FactSource, scopes: Sequence[Scope], calendar: Calendar) -> Iterator[Rest]:
    """What all cases count, part by part. Raises RuntimeError where one is to be looked at by itself."""
    in_parts = len(scopes) > 1 and not scopes[0].sector.by_case
    with PendingOnce(ledger.connection) if in_parts else nullcontext() as once:
        for scope in scopes:
            with engine_of(scope, calendar, cases_only=True) as engine:
                if left := engine.cases_but(MET, PENDING):
                    raise RuntimeError(f"cases that bear on others were counted together: {', '.join(sorted(left)[:5])}")
                yield _counted(scope, engine, once)


def _counted(scope: Scope, engine: DutyEngine, once: PendingOnce | None) -> Rest:
    """What a part's cases count."""
    counts = tally(engine)
    rest = Rest({CellKey(unit, kind, values): n for unit, kind, values, n in counts.cells})
    assessed = {unit.id: Sums() for unit in scope.assessed}
    if scope.trace:
        rest.ids = ids_behind(
            scope, engine, counts.columns, Slots(scope.regulation, counts.columns, scope.sector.kind_by_code), assessed
        )
    elsewhere = [unit for unit, home in scope.homes.items() if home not in assessed] if once is not None else ()
    for state in engine.count_states(once, elsewhere):
        rest.states[state.unit, state.status] = rest.states.get((state.unit, state.status), 0) + state.n
    for figure in engine.case_figures() if scope.regulation.of(CaseFigures) else ():
        rest.figures[figure.code, figure.unit] = figure.n
    for mean in scope.regulation.of(MeanFigure):
        for said in said_of(scope, engine, mean):
            rest.said[mean.code, said.unit, said.value] = said.n
    return rest


def _sanctioned(engine: DutyEngine) -> Iterator[str]:
    return (sanction.incident for sanction in (*engine.sanctions.standing, *engine.sanctions.gave_way))


def _at_fault(error: Fault) -> Iterator[str]:
    """The cases that a fault names."""
    for problem in error.problems:
        for key in ("incident", "case"):
            if isinstance(said := problem.values.get(key), str):
                yield said
