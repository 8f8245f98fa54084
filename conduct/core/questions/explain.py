"""One unit's result explained: what each incident's absence would change, and how far the unit stands from the next thing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from functools import partial

from attrs import evolve, field

from ..base.calendar import Calendar
from ..base.exact import Exact
from ..base.faults import Fault, fault
from ..base.frozen import define, frozen
from ..base.periods import Period
from ..base.progress import doing
from ..base.words import Words
from ..duties.case_facts import CaseFacts
from ..duties.out import Appeal, Contested, Gone
from ..law.sector import Sector
from ..ledger.source import FactSource
from ..ledger.units import units_of
from ..scores.asked import Beyond
from ..scores.assess import assess
from ..scores.entered import CellKey
from ..scores.judge import Gathered
from ..scores.one_unit import about_unit, as_read
from ..scores.results import Assessment, UnitResult
from ..scores.unit_facts import Fact, out_of_other_days
from .absence import Absence
from .alone import Delta
from .behind import behind_sanctions
from .by_cases import ByCases
from .distance import Distance, distances
from .replay import Replay


@frozen
class Effect:
    """Incidents any one of which, if it were not there, would change the unit's result in the same way.

    ``figures`` are those that would be others, by code: None where there would be none.
    """

    incidents: tuple[str, ...]
    kinds: tuple[str, ...]
    score: Exact | None
    rank: int | None
    gone: tuple[str, ...]
    come: tuple[str, ...]
    figures: tuple[tuple[str, Exact | None], ...] = ()


@define
class Explanation:
    """A unit's result, and what it rests on. ``parts`` are its results in the periods that this one is combined of.

    `reasons` alone gives ``waits``, by the number of the duty the incidents that were dealt with in time and are to be looked at
    again, and ``appeals``, every one on the unit's incidents.
    """

    assessment: Assessment
    result: UnitResult
    parts: list[tuple[Period, UnitResult]] = field(factory=list)
    facts: list[Fact] = field(factory=list)
    effects: list[Effect] = field(factory=list)
    distances: list[Distance] = field(factory=list)
    ends: dict[str, list[str]] = field(factory=dict)
    out: list[Gone] = field(factory=list)
    contested: list[Contested] = field(factory=list)
    waits: dict[int, list[str]] = field(factory=dict)
    appeals: list[Appeal] = field(factory=list)


def explain(
    sector: Sector,
    ledger: FactSource,
    unit: str,
    period: Period | None = None,
    *,
    readings: Mapping[str, object] | None = None,
    calendar: Calendar | None = None,
    origin: str = "readings",
    as_of: date | None = None,
    beyond: Beyond | None = None,
    whole: Assessment | None = None,
) -> Explanation:
    """Explains a unit's result; ``beyond`` as `assess` takes it. The unit is told of from the ``whole``, a run that was assessed
    with ``keep``, if it is given, as that has it whatever cases and actions came since.

    Raises `FactsCame` where that cannot be, `Fault` ``unit-not-known`` or ``unit-not-assessed``, or what `assess`
    raises.
    """
    calendar = calendar or Calendar()
    settings = partial(assess, sector, ledger, readings=readings, calendar=calendar, origin=origin, as_of=as_of, record=False)
    run = partial(settings, beyond=beyond)
    with ledger.view(), nullcontext(False) if whole is None else as_read(ledger, whole, unit) as alone:
        assessment = run(period, about=unit) if whole is None else about_unit(ledger, whole, unit, alone)
        mine = assessment.of_unit(unit)
        if mine is None:
            raise not_assessed(sector, ledger, unit, assessment.period)
        made = Explanation(assessment, mine)
        if all(part.facts is None for part in assessment.gathered):  # it is shown without being assessed
            return made
        replay, absence = Replay(assessment, unit), Absence(assessment.gathered)
        if len(replay.parts) > 1:
            made.parts = replay.by_part()
        read_facts(made, replay.parts, absence.points)
        law = assessment.resolved
        with doing(Words("若无各事项", "what each incident's absence would change")):
            if law.sections or (law.standing is not None and law.standing.of is not None):
                made.effects = list(_effects(replay, absence))
            elif law.sanctions:
                made.effects = list(_by_running(sector, ledger, made, run))
            else:
                cases = (
                    Effect((case,), kinds, None, None, gone, (), moved) for case, kinds, gone, moved in ByCases(replay, absence)
                )
                made.effects = list(_merged(cases))
            made.effects.sort(key=lambda e: (not e.gone, -(e.score or 0), e.rank or 0, e.incidents))
        if law.sections or law.vetoes or law.standing is not None:
            with doing(Words("差距", "how far it is to the next")):
                made.distances = list(distances(replay, absence, _gains(made.effects)))
        read_out_of_other_days(made, replay.parts)
    return made


def read_facts(made: Explanation, parts: Sequence[Gathered], points: Mapping[str, Exact | None]) -> None:
    """Puts what was read of a unit into its explanation, part by part; ``points`` are those that people decide, by incident."""
    for part in parts:
        facts = part.facts
        if facts is None:
            continue
        made.facts += [*facts.incidents, *facts.breaches]
        made.out += facts.out
        made.contested += facts.contested
        for fact in facts.incidents:
            placed = part.slots.of(part.scope.units[facts.unit].kind, fact.kind, fact.values)
            undecided = fact.id in points and points[fact.id] is None
            made.ends.setdefault("pending" if undecided else placed.end, []).append(fact.id)


def read_out_of_other_days(made: Explanation, parts: Sequence[Gathered]) -> None:
    """Puts in what is out of incidents of other days that would have had a breach; no engine may be open."""
    for part in parts:
        known = {(gone.action, gone.breach) for gone in made.out}
        others = out_of_other_days(part.scope, part.facts, made.assessment.calendar) if part.facts is not None else []
        made.out += [gone for gone in others if (gone.action, gone.breach) not in known]


def not_assessed(sector: Sector, ledger: FactSource, unit: str, period: Period) -> Fault:
    """That a unit is not known, or is none that is assessed in a period."""
    known = units_of(ledger.connection, sector).get(unit)
    if known is None:
        return fault("unit-not-known", id=unit, sector=sector.title)
    kind = next(k.words for k in sector.unit_kinds if k.code == known.kind)
    return fault("unit-not-assessed", id=unit, name=known.name, kind=kind, sector=sector.title, period=period.id)


# ---- what each incident's absence would change


@frozen
class _CellChange:
    """That a cell of one part of the period holds so many more, or fewer."""

    part: int
    cell: CellKey
    by: int


@frozen
class _Absent:
    """What is gone with an incident; those of which the same is gone have one effect. ``decides`` says whether a person decides
    its points, which are None until then."""

    changes: frozenset[_CellChange]
    decides: bool
    points: Exact | None
    kinds: tuple[str, ...]


def _effects(replay: Replay, absence: Absence) -> Iterator[Effect]:
    groups: dict[_Absent, list[str]] = {}
    deltas: dict[_Absent, Mapping[int, Delta]] = {}
    for incident in absence.incidents:
        delta = absence.deltas([incident])
        changes = frozenset(_CellChange(n, cell, by) for n, cells in delta.items() for cell, by in cells.items())
        points = absence.points.get(incident)
        key = _Absent(changes, incident in absence.points, points, absence.kinds(incident))
        groups.setdefault(key, []).append(incident)
        deltas.setdefault(key, delta)
    found = []
    had = list(replay.base.sanctions)
    told = {f.code for f in replay.mine({}).figures}
    scope = replay.parts[0].scope
    with CaseFacts(scope.connection, scope.sector) if replay.regulation.sanctions else nullcontext() as facts:
        for key, ids in groups.items():
            after = replay.mine(deltas[key], ids[:1] if key.decides else ())
            for incident in ids if had else ids[:1]:
                after.sanctions = replay.sanctions_without(facts, incident) if facts is not None else []
                found.append(_effect([incident] if had else ids, key.kinds, replay.base, after, told))
    yield from _merged(found)


def _gains(effects: Iterable[Effect]) -> dict[str, tuple[bool, Exact]]:
    return {i: (not (effect.gone or effect.come), -(effect.score or 0)) for effect in effects for i in effect.incidents}


def _merged(effects: Iterable[Effect]) -> Iterator[Effect]:
    """Effects that are the same are one, with the incidents of all."""
    alike: dict[Effect, list[Effect]] = {}
    for effect in effects:
        alike.setdefault(evolve(effect, incidents=()), []).append(effect)
    for same in alike.values():
        yield evolve(same[0], incidents=tuple(sorted(i for effect in same for i in effect.incidents)))


def _effect(
    ids: Sequence[str], kinds: tuple[str, ...], before: UnitResult, after: UnitResult, told: Collection[str] | None = None
) -> Effect:
    """What differs; ``told`` are the figures that ``after`` can tell, all without it."""
    had, has = set(_consequences(before)), set(_consequences(after))
    figures = {f.code: f.value for f in after.figures}
    moved = [
        (f.code, figures.get(f.code))
        for f in before.figures
        if (told is None or f.code in told) and figures.get(f.code) != f.value
    ]
    return Effect(tuple(ids), kinds, after.score, after.rank, tuple(sorted(had - has)), tuple(sorted(has - had)), tuple(moved))


def _consequences(unit: UnitResult) -> Iterator[str]:
    for veto in unit.vetoes:
        yield f"{veto.veto.name} ({veto.veto.clause})"
    for outcome in unit.outcomes:
        yield f"{outcome.name} ({outcome.clause})"
    for s in unit.sanctions:
        yield f"{s.rule.name} ({s.rule.clause}) {s.incident} {s.on}"
    for line in unit.lines:
        if line.words is not None:  # one that says that nobody was known
            yield f"{line.kind} ({line.clause})"


def _by_running(sector: Sector, ledger: FactSource, made: Explanation, run: Callable[..., Assessment]) -> Iterator[Effect]:
    """Sanctions hang on single incidents: each absence is a run of its own, on the few facts that such a sector has."""
    own = {fact.id: fact.kind for fact in made.facts}
    with CaseFacts(ledger.connection, sector) as facts:
        others = dict(pair for part in made.assessment.gathered for pair in behind_sanctions(part.scope, facts, own))
    for incident, kind in {**own, **others}.items():
        without = run(made.assessment.period, without=[incident])
        after = next(u for u in without.units if u.unit == made.result.unit)
        effect = _effect([incident], (kind,), made.result, after)
        if incident in own or effect.gone or effect.come:
            yield effect
