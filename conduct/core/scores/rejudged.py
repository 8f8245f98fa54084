"""The same facts under another law: only what the law has otherwise is counted, scored and placed anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy

from attrs import evolve

from ..base.frozen import frozen
from ..duties.engine import DutyEngine
from ..law.law import Regulation
from . import tally as tallying
from .judge import Gathered, note_signs
from .results import Line, UnitResult
from .scorecards import Rules, leave_undecided, line_place, scorecards, volume_lines
from .slots import Scope, Slots, Sums, sum_up
from .standings import rank_units


@frozen
class Judged:
    """A period as it was judged: what was read of it, and each unit's result before anything was shown beside it, with its lines
    in the channels of rank rules, in order."""

    gathered: Gathered
    results: Mapping[str, UnitResult]
    volume: Mapping[str, Sequence[Line]]


def as_judged(gathered: Gathered, results: Collection[UnitResult]) -> Judged:
    """What was judged, kept from what is done to the results later."""
    kept = {result.unit: _again(result) for result in results}
    volume = {unit: [line for line in result.lines if line.channel is not None] for unit, result in kept.items()}
    return Judged(gathered, kept, volume)


def scope_under(scope: Scope, law: Regulation) -> Scope:
    """The same units, period and measures under another law of the same text."""
    before, taken = scope.regulation, scope.taken
    if (law.unranked, law.charges) != (before.unranked, before.charges):
        ids = {unit.id for unit in scope.assessed}
        homes = {unit: home for unit, home in scope.homes.items() if home in ids}
        taken = tallying.taken_at(scope.connection, scope.sector, law, scope.period, scope.as_of, homes)
    return evolve(scope, regulation=law, taken=taken)


def gather_under(law: Regulation, was: Gathered, engine: DutyEngine) -> Gathered:
    """What was gathered, as another law counts it by whose duties nothing differs: no fact is read again.

    ``was`` must tell apart all that the law does. Raises `Fault` for values that no table has.
    """
    before, scope = was.scope.regulation, scope_under(was.scope, law)
    decided = was.decided
    if law.charges != before.charges:
        tallying.check_lookups(engine, law)
        decided = tallying.decided_points(engine, law)
    if _counts_alike(law, before) and scope.taken == was.scope.taken:
        slots = Slots(law, was.slots.columns, was.slots.kinds, was.slots.memo, was.slots.weights)
        return evolve(was, scope=scope, slots=slots, decided=decided)
    slots = Slots(law, was.tally.columns, scope.sector.kind_by_code)
    sums, incidents, astray = sum_up(scope, was.tally, slots)
    leave_undecided(scope, decided, sums, incidents)
    return evolve(was, scope=scope, slots=slots, sums=sums, decided=decided, incidents=incidents, astray=astray)


def _counts_alike(law: Regulation, other: Regulation) -> bool:
    """Whether every rule of two laws counts the same incidents, and weighs them the same."""
    ways = [
        (
            tallying.counts_of(one),
            [(type(c.scale), c.prices) for c in one.charges],
            [c.count.below for c in one.charges],
            len(one.vetoes),
            [(r.count, r.by, r.channels) for r in one.rankings],
        )
        for one in (law, other)
    ]
    return ways[0] == ways[1]


def rejudged(was: Judged, now: Gathered) -> list[UnitResult]:
    """Scorecards and ranks of what was gathered under another law. Units for which nothing differs keep their lines, sections and
    vetoes as they are; a rank rule's lines that cost and count the same keep their index and average too.
    """
    scope, law, before = now.scope, now.scope.regulation, was.gathered.scope.regulation
    alike = _counts_alike(law, before)
    scored = alike and (law.charges, law.vetoes, law.sections) == (before.charges, before.vetoes, before.sections)
    counted = {u for u, mine in now.sums.items() if not (alike and _same(mine, was.gathered.sums.get(u)))}
    placed: dict[str, list[Line]] = {}
    if law.rankings != before.rankings or _volume_moved(was, now, counted):
        for one, listed in volume_lines(scope, now.slots, now.sums, {}).items():
            listed.sort(key=line_place)
            if not _cost_alike(listed, was.volume[one]):
                placed[one] = listed
    anew = counted if scored and now.decided == was.gathered.decided else set(now.sums)
    if any(section.combine == "highest" for section in law.sections):  # what it leaves of a line hangs on the others
        anew |= placed.keys()
    found = _scored(was, now, anew, placed)
    rules = Rules(law, now.slots)
    results = []
    for unit in scope.assessed:
        if (result := found.get(unit.id)) is None:
            result = _again(was.results[unit.id])
            if unit.id in placed:
                result.lines = sorted([*(x for x in result.lines if x.channel is None), *placed[unit.id]], key=line_place)
                rules.score(scope, result, now.sums[unit.id])
        results.append(result)
    signs = (law.unranked, law.outcomes) != (before.unranked, before.outcomes)
    for result in results if signs else found.values():
        result.found = frozenset()
        note_signs(scope, now.slots, now.sums[result.unit].counts, result)
    rank_units(scope, results, now.sums, now.slots)
    return results


def _volume_moved(was: Judged, now: Gathered, units: Collection[str]) -> bool:
    """Whether any of some units has another volume in some channel."""
    pairs = [(was.gathered.slots.channels[channel], n) for channel, n in now.slots.channels.items()]
    for one, other in ((was.gathered.sums[u], now.sums[u]) for u in units if pairs):
        for m, n in pairs:
            if one.counts.get(m) != other.counts.get(n) or one.weights.get(m) != other.weights.get(n):
                return True
    return False


def _scored(was: Judged, now: Gathered, units: Collection[str], placed: Mapping[str, list[Line]]) -> dict[str, UnitResult]:
    """Some units' scorecards; of their lines in the channels those that were ``placed`` anew."""
    mine = evolve(now.scope, assessed=[u for u in now.scope.assessed if u.id in units])
    volume = {u: placed.get(u) or [copy(line) for line in was.volume[u]] for u in units}
    return {r.unit: r for r in scorecards(mine, now.slots, now.sums, now.decided, {}, volume)}


def _again(r: UnitResult) -> UnitResult:
    """A result to be ranked, and shown with what stands beside it, anew; its lines are the same."""
    made = UnitResult(r.unit, r.name, r.kind, r.score, None, r.bonus, r.sections, r.lines, r.vetoes, duties=r.duties)
    made.found, made.unranked, made.counted, made.larger = r.found, r.unranked, r.counted, r.larger
    return made


def _same(one: Sums, other: Sums | None) -> bool:
    return one is other or one == other


def _cost_alike(one: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether two units' lines in the channels say the same of points, counts, weights and places."""
    return len(one) == len(other) and all(
        a.points == b.points
        and a.place == b.place
        and a.count == b.count
        and a.weight == b.weight
        and line_place(a) == line_place(b)
        for a, b in zip(one, other, strict=True)
    )
