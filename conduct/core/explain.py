"""One unit's result explained: what each incident's absence would change, and how far the unit stands from the next thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, evolve, field, frozen

from .alone import Delta
from .assess import assess
from .calendar import Calendar
from .distance import Distance, distances
from .exact import Exact
from .faults import fault
from .ledger import Ledger
from .periods import Period
from .replay import Replay
from .results import Assessment, UnitResult
from .sector import Sector
from .unit_facts import Contested, Fact, Gone


@frozen
class Effect:
    """Incidents any one of which, if it were not there, would change the unit's result in the same way."""

    incidents: tuple[str, ...]
    kinds: tuple[str, ...]
    score: Exact | None
    rank: int | None
    gone: tuple[str, ...]
    come: tuple[str, ...]


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
    contested: list[Contested] = field(factory=list)


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
    replay = Replay(assessment, unit)
    for part in assessment.gathered:
        facts = part.facts
        assert facts is not None
        made.facts += [*facts.incidents, *facts.breaches]
        made.out += facts.out
        made.contested += facts.contested
        for fact in facts.incidents:
            placed = part.slots.of(part.scope.units[unit].kind, fact.kind, fact.values)
            made.ends.setdefault(placed.end, []).append(fact.id)
    if assessment.resolved.sections:
        made.effects = list(_effects(replay))
    elif assessment.resolved.sanctions:
        made.effects = list(_by_running(sector, ledger, made, settings))
    else:
        made.effects = list(_by_breaches(made))
    made.effects.sort(key=lambda e: (not e.gone, -(e.score or 0), e.rank or 0, e.incidents))
    if assessment.resolved.sections or assessment.resolved.vetoes:
        made.distances = list(distances(replay, _gains(made.effects)))
    return made


# ---- what each incident's absence would change


def _effects(replay: Replay) -> Iterator[Effect]:
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


def _gains(effects: Iterable[Effect]) -> dict[str, tuple[bool, Exact]]:
    return {i: (not (effect.gone or effect.come), -(effect.score or 0)) for effect in effects for i in effect.incidents}


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
