"""What one incident, or one breach, fewer of each kind would give a unit: worked out as the standings themselves are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from attrs import evolve

from ..base.exact import Exact
from ..base.frozen import frozen
from ..scores.results import UnitResult
from ..scores.standings import ranked_by
from .absence import Absence, FactInPart
from .distance import absent, alike, without
from .explain import Explanation
from .replay import Replay


@frozen
class OneFewer:
    """What a unit's result would be without any one of these incidents, which takes the breaches of its case with it, or without
    any one of these breaches alone (by the ids of their cases).

    ``points`` are the difference of what the unit is ranked by: the score, or the figure that ranks; ``rank`` is the one that it
    would have, ``ended`` are the vetoes and outcomes that would end, by their names.
    """

    kind: str
    breach: bool
    incidents: tuple[str, ...]
    points: Exact
    rank: int | None
    ended: tuple[str, ...]


def one_fewer(made: Explanation) -> list[OneFewer]:
    """Of each kind of incident and of breach what one fewer would change; those that change nothing are left out. The most points
    come first.
    """
    a = made.assessment
    law = a.resolved
    if all(part.facts is None for part in a.gathered) or not (law.sections or law.standing is not None):
        return []
    replay, absence = Replay(a, made.result.unit), Absence(a.gathered)
    listed: dict[tuple[str, bool], list[FactInPart]] = {}
    for n, part in enumerate(a.gathered):
        if part.facts is not None:
            for fact in (*part.facts.incidents, *part.facts.breaches):
                listed.setdefault((fact.kind, fact.breach), []).append(FactInPart(n, fact))
    found: dict[OneFewer, list[str]] = {}
    for (kind, breach), facts in listed.items():
        for same in alike(sorted(facts, key=lambda one: one.fact.id), partial(absent, absence)):
            one = _changed(made, without(replay, absence, same[:1]), kind, breach)
            if one.points or one.ended or one.rank != made.result.rank:
                found.setdefault(one, []).extend(each.fact.id for each in same)
    every = [evolve(one, incidents=tuple(dict.fromkeys(ids))) for one, ids in found.items()]
    return sorted(every, key=lambda one: (-one.points, one.rank or 0, one.kind, one.incidents))


def _changed(made: Explanation, after: UnitResult, kind: str, breach: bool) -> OneFewer:
    standing, before = made.assessment.resolved.standing, made.result
    had, has = ((r.score or 0) if standing is None else ranked_by(standing, r) for r in (before, after))
    return OneFewer(kind, breach, (), has - had, after.rank, tuple(one for one in _named(before) if one not in {*_named(after)}))


def _named(result: UnitResult) -> Iterator[str]:
    for veto in result.vetoes:
        yield veto.veto.name
    for outcome in result.outcomes:
        yield outcome.name
