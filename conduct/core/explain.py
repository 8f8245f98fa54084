"""One unit's result explained: what each incident's absence would change, and how far the unit stands from the next thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, evolve, field, frozen

from .alone import Alone, Cell, Delta, decided_without
from .assess import assess
from .calendar import Calendar
from .combine import Done, combine
from .conditions import Stored
from .exact import Exact
from .faults import fault
from .judge import Gathered, fresh, judge
from .ledger import Ledger
from .model import Options, YesNo
from .periods import Period
from .results import Assessment, IncidentCount, UnitResult
from .scorecards import sums_of
from .sector import Sector
from .standings import give_outcomes
from .unit_facts import Fact, Gone


@frozen
class Effect:
    """Incidents any one of which, if it were not there, would change the unit's result in the same way."""

    incidents: tuple[str, ...]
    kinds: tuple[str, ...]
    score: Exact | None
    rank: int | None
    gone: tuple[str, ...]
    come: tuple[str, ...]


@frozen
class Distance:
    """How far the unit is from something: ``k`` more (or fewer, below 0) incidents of a kind bring it about or end it.

    ``what`` is a veto, an outcome, "rank" or "section"; for the last two ``points`` are what is missing, or left.
    """

    what: str
    name: str
    clause: str
    kind: str | None = None
    k: int = 0
    points: Exact | None = None
    ends: bool = False


@define
class Explanation:
    """A unit's result, and what it rests on."""

    assessment: Assessment
    result: UnitResult
    facts: list[Fact] = field(factory=list)
    effects: list[Effect] = field(factory=list)
    distances: list[Distance] = field(factory=list)
    ends: dict[str, list[str]] = field(factory=dict)
    out: list[Gone] = field(factory=list)


def explain(
    sector: Sector,
    ledger: Ledger,
    unit: str,
    period: Period | None = None,
    *,
    readings: Mapping[str, Any] | None = None,
    calendar: Calendar | None = None,
    origin: str = "readings",
    as_of: date | None = None,
) -> Explanation:
    """Explains a unit's result. Raises `Fault` ``unit-not-assessed``, or what `assess` raises."""
    settings: dict[str, Any] = {"readings": readings, "calendar": calendar, "origin": origin, "as_of": as_of, "record": False}
    assessment = assess(sector, ledger, period, about=unit, **settings)
    mine = [u for u in assessment.units if u.unit == unit]
    if not mine:
        raise fault("unit-not-assessed", id=unit, sector=sector.title, period=assessment.period.id)
    made = Explanation(assessment, mine[0])
    replay = _Replay(assessment, unit)
    for part in assessment.gathered:
        facts = part.facts
        assert facts is not None
        made.facts += [*facts.incidents, *facts.breaches]
        made.out += facts.out
        for fact in facts.incidents:
            placed = part.slots.of(part.scope.units[unit].kind, fact.kind, fact.values)
            made.ends.setdefault(placed.end, []).append(fact.id)
    if assessment.resolved.sections:
        made.effects = list(_effects(replay))
        made.distances = list(_distances(replay, made.effects))
    elif assessment.resolved.sanctions:
        made.effects = list(_by_running(sector, ledger, made, settings))
    else:
        made.effects = list(_by_breaches(made))
    return made


class _Replay:
    """The standings as they would be if some facts were not there, or some more were: worked out from the counts alone."""

    def __init__(self, assessment: Assessment, unit: str) -> None:
        self.assessment, self.unit = assessment, unit
        self.parts: Sequence[Gathered] = assessment.gathered
        self.base = next(u for u in assessment.units if u.unit == unit)
        self.regulation = assessment.resolved
        self._base: dict[int, list[UnitResult]] = {}
        self._alone = Alone(assessment, unit) if Alone.fits(assessment) else None

    def __call__(self, deltas: Mapping[int, Delta], dropped: Iterable[str] = ()) -> list[UnitResult]:
        """All units' results; ``deltas`` by part, ``dropped`` the ids of incidents whose decided points go."""
        gone = set(dropped)
        done: list[Done] = []
        for n, part in enumerate(self.parts):
            results = self._judged(n, part, deltas.get(n), gone)
            done.append((results, IncidentCount(), [], {}))
        results, scope = done[0][0], self.parts[0].scope
        kind = self.assessment.period.kind
        if kind in self.regulation.combined:
            scope = _whole(self.parts, self.assessment)
            results, *_ = combine(scope, self.regulation.combined[kind], [p.scope for p in self.parts], done)
        give_outcomes(scope, results)
        return results

    def _judged(self, n: int, part: Gathered, delta: Delta | None, gone: set[str]) -> list[UnitResult]:
        """One part's results; where no rank rule is touched, only the units that are, beside the others as they stand."""
        sums = self._sums(part, delta)
        changed = {home for unit, *_ in (delta or ()) if (home := part.scope.homes.get(unit, "")) in part.sums}
        standing = part.scope.regulation.standing
        touched = self._ranked(part, delta)
        if touched or (standing is not None and standing.of is not None):
            return judge(part, {}, IncidentCount(), sums, decided_without(part, gone))
        if n not in self._base:
            self._base[n] = judge(part, {}, IncidentCount())
        if not changed and not gone:
            return [fresh(r) for r in self._base[n]]
        mine = {u: (sums or part.sums)[u] for u in (changed | {self.unit}) & set(part.sums)}
        return judge(part, {}, IncidentCount(), mine, decided_without(part, gone), self._base[n])

    def _own_only(self, n: int, delta: Delta) -> bool:
        """Whether a change touches the unit's own facts alone."""
        return all(self.parts[n].scope.homes.get(unit) == self.unit for unit, *_ in delta)

    def _ranked(self, part: Gathered, delta: Delta | None) -> bool:
        ranked = min(part.slots.channels.values(), default=None)
        return ranked is not None and any(
            slot >= ranked
            for unit, kind, values in (delta or ())
            if (home := part.scope.homes.get(unit, "")) in part.sums
            for slot, *_ in part.slots.of(part.scope.units[home].kind, kind, values).slots
        )

    def mine(self, deltas: Mapping[int, Delta], dropped: Iterable[str] = ()) -> UnitResult:
        """The unit's own result."""
        if self._alone is not None and all(self._own_only(n, delta) for n, delta in deltas.items()):
            return self._alone(deltas.get(0), set(dropped))
        return next(u for u in self(deltas, dropped) if u.unit == self.unit)

    def _sums(self, part: Gathered, delta: Delta | None) -> dict[str, Any] | None:
        if not delta:
            return None
        homes = {part.scope.homes.get(unit, "") for unit, _, _ in delta} & set(part.sums)
        changed = dict(part.sums)
        for home in homes:
            cells: Counter[Cell] = Counter()
            listed = part.facts.cells if part.facts is not None and home == self.unit else part.tally.cells
            for unit, kind, values, n in listed:
                if part.scope.homes.get(unit) == home:
                    cells[unit, kind, values] += n
            for cell, n in delta.items():
                if part.scope.homes.get(cell[0]) == home:
                    cells[cell] += n
            changed[home] = sums_of(part.scope, part.slots, home, ((*cell, n) for cell, n in cells.items()))
        return changed


def _whole(parts: Sequence[Gathered], assessment: Assessment) -> Any:
    assessed = {u.id: u for part in parts for u in part.scope.assessed}
    return evolve(parts[0].scope, period=assessment.period, assessed=[assessed[u] for u in sorted(assessed)])


# ---- what each incident's absence would change


def _effects(replay: _Replay) -> Iterator[Effect]:
    groups: dict[Any, list[str]] = {}
    deltas: dict[Any, tuple[int, Delta, tuple[str, ...], bool]] = {}
    for n, part in enumerate(replay.parts):
        assert part.facts is not None
        granted = {row[1]: row[2] for rows in part.decided.values() for row in rows}
        on_case: dict[str, list[Fact]] = {}
        for breach in part.facts.breaches:
            on_case.setdefault(breach.id, []).append(breach)
        revived: dict[str, list[Fact]] = {}
        for stand in part.facts.stands:
            revived.setdefault(stand.recorded, []).append(stand.revived)
        for fact in part.facts.incidents:
            delta: Delta = Counter({fact.cell: -1})
            for breach in on_case.get(fact.id, ()):
                delta[breach.cell] -= 1
            for breach in revived.get(fact.id, ()):
                delta[breach.cell] += 1
            key = (n, tuple(sorted(delta.items(), key=repr)), granted.get(fact.id))
            groups.setdefault(key, []).append(fact.id)
            kinds = (fact.kind, *(b.kind for b in on_case.get(fact.id, ())))
            deltas.setdefault(key, (n, delta, kinds, fact.id in granted))
    found = []
    for key, ids in groups.items():
        part_n, delta, kinds, has_points = deltas[key]
        after = replay.mine({part_n: delta}, ids[:1] if has_points else ())
        found.append(_effect(ids, kinds, replay.base, after))
    yield from _merged(found)


def _merged(effects: Iterable[Effect]) -> Iterator[Effect]:
    """Effects that are the same are one, with the incidents of all."""
    alike: dict[Any, list[Effect]] = {}
    for effect in effects:
        alike.setdefault((effect.kinds, effect.score, effect.rank, effect.gone, effect.come), []).append(effect)
    for same in alike.values():
        yield evolve(same[0], incidents=tuple(sorted(i for effect in same for i in effect.incidents)))


def _effect(ids: Sequence[str], kinds: tuple[str, ...], before: UnitResult, after: UnitResult) -> Effect:
    had, has = set(_consequences(before)), set(_consequences(after))
    return Effect(tuple(ids), kinds, after.score, after.rank, tuple(sorted(had - has)), tuple(sorted(has - had)))


def _consequences(unit: UnitResult) -> Iterator[str]:
    for veto in unit.vetoes:
        yield f"{veto.veto.name} ({veto.veto.clause})"
    for outcome in unit.outcomes:
        yield f"{outcome.name} ({outcome.clause})"
    for s in unit.sanctions:
        yield f"{s.rule.name} ({s.rule.clause}) {s.incident} {s.on}"


def _by_running(sector: Sector, ledger: Ledger, made: Explanation, settings: Mapping[str, Any]) -> Iterator[Effect]:
    """Sanctions hang on single incidents: each absence is a run of its own, on the few facts that such a sector has."""
    for fact in made.facts:
        without = assess(sector, ledger, made.assessment.period, without=[fact.id], **settings)
        after = next(u for u in without.units if u.unit == made.result.unit)
        yield _effect([fact.id], (fact.kind,), made.result, after)


def _by_breaches(made: Explanation) -> Iterator[Effect]:
    """Where duties alone are judged, a case takes its breaches with it."""
    on_case: dict[str, list[str]] = {}
    for fact in made.facts:
        if fact.breach:
            on_case.setdefault(fact.id, []).append(fact.kind)
    for case, kinds in sorted(on_case.items()):
        yield Effect((case,), tuple(sorted(kinds)), None, None, tuple(sorted(kinds)), ())


# ---- how far it is to the next thing


def _distances(replay: _Replay, effects: Sequence[Effect]) -> Iterator[Distance]:
    base, units = replay.base, replay.assessment.units
    better = [
        u.score for u in units if u.rank is not None and base.rank is not None and u.rank < base.rank and u.score is not None
    ]
    if better and base.score is not None:
        yield Distance("rank", "next", "", points=max(min(better) - base.score, 0))
    for section in base.sections:
        yield Distance("section", section.section.id, section.section.clause, points=section.score)
    yield from _one_more(replay)
    yield from _fewer(replay, effects)


def _one_more(replay: _Replay) -> Iterator[Distance]:
    """One more incident of a kind that would bring a veto or an outcome, or end one."""
    last = len(replay.parts) - 1
    part = replay.parts[last]
    sector = part.scope.sector
    law = part.scope.regulation
    counts = [*(c.count for c in law.charges), *(v.count for v in law.vetoes), *(r.count for r in law.rankings)]
    kinds = dict.fromkeys(kind for count in counts for kind in count.kinds)
    for kind in kinds:
        own = {a.code: a for a in kind.attributes}
        values: list[Stored] = []
        for column in part.tally.columns:
            attribute = own.get(column)
            if attribute is None:
                values.append(0 if column not in sector.incident_attributes else None)
            elif isinstance(attribute.type, YesNo):
                values.append(attribute.default or 0)
            elif isinstance(attribute.type, Options):
                values.append(attribute.default or next(iter(attribute.type.words)))
            else:
                values.append(attribute.default)
        after = replay.mine({last: Counter({(replay.unit, kind.code, tuple(values)): 1})})
        yield from _changes(replay, after, kind.code, 1)


def _fewer(replay: _Replay, effects: Sequence[Effect]) -> Iterator[Distance]:
    """The fewest incidents of a kind without which a veto or an outcome would go, or another come."""
    listed: dict[str, list[tuple[int, Fact]]] = {}
    for n, part in enumerate(replay.parts):
        assert part.facts is not None
        for fact in (*part.facts.incidents, *part.facts.breaches):
            listed.setdefault(fact.kind, []).append((n, fact))

    def without(facts: Sequence[tuple[int, Fact]]) -> UnitResult:
        deltas: dict[int, Delta] = {}
        for n, fact in facts:
            deltas.setdefault(n, Counter())[fact.cell] -= 1
        return replay.mine(deltas, [fact.id for _, fact in facts])

    base = set(_names(replay.base))
    gain = {i: (not (effect.gone or effect.come), -(effect.score or 0)) for effect in effects for i in effect.incidents}
    for kind, unordered in sorted(listed.items()):
        facts = sorted(unordered, key=lambda item: (*gain.get(item[1].id, (True, 0)), item[1].id))  # what matters most first
        if set(_names(without(facts))) == base:
            continue
        low, high = 1, len(facts)
        while low < high:
            middle = (low + high) // 2
            if set(_names(without(facts[:middle]))) != base:
                high = middle
            else:
                low = middle + 1
        yield from _changes(replay, without(facts[:low]), kind, -low)


def _names(unit: UnitResult) -> Iterator[tuple[str, str, str]]:
    yield from (("veto", v.veto.name, v.veto.clause) for v in unit.vetoes)
    yield from (("outcome", o.name, o.clause) for o in unit.outcomes)


def _changes(replay: _Replay, after: UnitResult, kind: str, k: int) -> Iterator[Distance]:
    had, has = set(_names(replay.base)), set(_names(after))
    for what, name, clause in sorted(has - had):
        yield Distance(what, name, clause, kind, k)
    for what, name, clause in sorted(had - has):
        yield Distance(what, name, clause, kind, k, ends=True)
