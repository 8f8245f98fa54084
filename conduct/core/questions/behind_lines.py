"""Which incidents lie behind the lines of a result under one law, and no longer do, or do for the first time, under another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ..base.frozen import frozen
from ..duties.engine import DutyEngine
from ..duties.states import Breach
from ..law.conditions import Stored
from ..law.law import Regulation
from ..law.model import Kind
from ..law.points import Section
from ..scores.beside import unknown_bearers
from ..scores.judge import Gathered
from ..scores.slots import CellPlace, Slots
from ..scores.tally import breach_values


class LineSaid(NamedTuple):
    """What tells the lines of a unit apart: clause, kind, the section's id, and the channel."""

    clause: str
    kind: str
    section: str | None
    channel: str | None


IdsByLine = dict[tuple[str, LineSaid], set[str]]
"""Incidents by unit and line."""
IdsMoved = Mapping[tuple[str, LineSaid], tuple[frozenset[str], frozenset[str]]]
"""By unit and line, the incidents behind it under one law and under the other."""


@frozen
class FactsBehind:
    """What may lie behind the lines of a part: its breaches one by one where the duties of another law are asked about, and where
    that counts incidents otherwise, all that lies behind every line."""

    gathered: Gathered
    breaches: frozenset[Breach] | None
    every: IdsByLine | None


def facts_behind(gathered: Gathered, engine: DutyEngine, duties_too: bool, everything: bool) -> FactsBehind:
    """What is kept of a part as long as its engine is open."""
    breaches = frozenset(engine.breaches()) if duties_too else None
    return FactsBehind(gathered, breaches, ids_behind_lines(gathered, engine, None) if everything else None)


def both_behind(was: FactsBehind, now: Gathered, engine: DutyEngine, same_duties: bool) -> tuple[IdsByLine, IdsByLine]:
    """What lies behind lines under a law that was gathered ``now``, before and after: of those lines alone where it may differ,
    or of all where everything was kept. The engine of the law is the open one.
    """
    if was.every is not None:
        return was.every, ids_behind_lines(now, engine, None)
    before = was.gathered
    lines = _moved_lines(before.slots, now.slots)
    first = second = None
    if not same_duties:
        assert was.breaches is not None
        first, second = was.breaches, frozenset(engine.breaches())
        lines |= _lines_of_breaches(before, now, first, second)
    if not lines:
        return {}, {}
    return ids_behind_lines(before, engine, lines, first), ids_behind_lines(now, engine, lines, second)


def differing(pairs: Iterable[tuple[IdsByLine, IdsByLine]]) -> IdsMoved:
    """The lines behind which other incidents lie, of what lies behind them in each part of a period."""
    before: IdsByLine = {}
    after: IdsByLine = {}
    for one in pairs:
        for ids, found in zip(one, (before, after), strict=True):
            for at, incidents in ids.items():
                found[at] = found.get(at, set()) | incidents
    none: set[str] = set()
    both = {at: (before.get(at, none), after.get(at, none)) for at in before.keys() | after.keys()}
    return {at: (frozenset(had), frozenset(has)) for at, (had, has) in both.items() if had != has}


def ids_behind_lines(
    gathered: Gathered, engine: DutyEngine, lines: Collection[LineSaid] | None, breaches: Iterable[Breach] | None = None
) -> IdsByLine:
    """The incidents behind some lines, or all; of the engine that is open, but for ``breaches`` where those are given."""
    scope, slots, columns = gathered.scope, gathered.slots, gathered.tally.columns
    keys = _keys(slots)
    found: IdsByLine = {}

    def note(unit: str, kind: str, values: tuple[Stored, ...], incident: str) -> None:
        home = scope.homes.get(unit, "")
        if home in gathered.sums:
            for key in _lines_of(slots.of(scope.units[home].kind, kind, values), keys):
                if lines is None or key in lines:
                    found.setdefault((home, key), set()).add(incident)

    kinds = {
        kind
        for (_, kind, _), placed in slots.memo.items()
        if any(lines is None or key in lines for key in _lines_of(placed, keys))
    }
    for one in engine.incidents(columns, sorted(kinds)) if kinds else ():
        note(one.unit, one.kind, one.values, one.id)
    for breach in engine.breaches() if breaches is None else breaches:
        if (kind := _kind_of(scope.regulation, breach)) is not None and kind.code in kinds:
            note(breach.unit, kind.code, breach_values(kind, columns), breach.about)
    for (unit, code, clause), ids in unknown_bearers(scope, gathered.sanctions).items():
        found.setdefault((unit, LineSaid(clause, code, None, None)), set()).update(ids)
    return found


def _moved_lines(before: Slots, now: Slots) -> set[LineSaid]:
    """The lines in which some incidents count under one of two laws alone."""
    if before.memo is now.memo:
        return set()
    keys, others = _keys(before), _keys(now)
    found: set[LineSaid] = set()
    for cell in [*before.memo, *(cell for cell in now.memo if cell not in before.memo)]:
        found |= _lines_of(before.of(*cell), keys) ^ _lines_of(now.of(*cell), others)
    return found


def _lines_of_breaches(before: Gathered, now: Gathered, had: frozenset[Breach], has: frozenset[Breach]) -> set[LineSaid]:
    """The lines of those kinds of incident of which one of two laws finds other breaches."""
    counted = [
        {(breach.unit, kind.code, breach.about) for breach in found if (kind := _kind_of(of.scope.regulation, breach))}
        for of, found in ((before, had), (now, has))
    ]
    kinds = {kind for _, kind, _ in counted[0] ^ counted[1]}
    found: set[LineSaid] = set()
    for of in (before, now):
        keys = _keys(of.slots)
        for (_, code, _), placed in of.slots.memo.items():
            if code in kinds:
                found |= _lines_of(placed, keys)
    return found


def _kind_of(law: Regulation, breach: Breach) -> Kind | None:
    return law.duties[breach.duty].breach


def _keys(slots: Slots) -> dict[int, LineSaid]:
    """The line of each slot that has one."""
    law = slots.regulation
    found = {n: LineSaid(c.clause, c.kind.code, _id(c.section), None) for n, c in enumerate(law.charges)}
    for (r, _, channel), n in slots.channels.items():
        ranking = law.rankings[r]
        found[n] = LineSaid(ranking.clause, ranking.count.kinds[0].code, _id(ranking.section), channel)
    return found


def _id(section: Section | None) -> str | None:
    return section.id if section is not None else None


def _lines_of(placed: CellPlace, keys: Mapping[int, LineSaid]) -> set[LineSaid]:
    return {keys[slot] for slot, *_ in placed.slots if slot in keys}
