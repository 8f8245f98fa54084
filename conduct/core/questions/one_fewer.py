"""What one incident, or one breach, fewer of each kind would give a unit: worked out as the standings themselves are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from attrs import evolve

from ..base.exact import Exact
from ..base.frozen import frozen
from ..law.law import Regulation
from ..scores.results import UnitResult
from ..scores.standings import ranked_by
from .absence import Absence, FactInPart
from .distance import absent, alike, without
from .explain import Explanation
from .of_others import kinds_of_others, outcomes_of_others, sections_of_others
from .replay import Replay


@frozen
class OneFewer:
    """What a unit's result would be without any one of these incidents, which takes the breaches of its case with it, or without
    any one of these breaches alone (by the ids of their cases).

    ``points`` are the difference of what the unit is ranked by: the score, or the figure that ranks, and ``clauses`` those under
    which the points change; ``rank`` is the one that it would have, ``ended`` are what vetoes and outcomes would end, by name.
    ``rest`` are how many others of the kind would change nothing of all that; None where that is not told.
    """

    kind: str
    breach: bool
    incidents: tuple[str, ...]
    points: Exact
    rank: int | None
    ended: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    rest: int | None = None


def one_fewer(made: Explanation, *, alone: bool = False) -> list[OneFewer]:
    """Of each kind of incident and of breach what one fewer would change; those that change nothing are left out. The most points
    come first. ``alone`` tells what the unit's own facts decide by themselves, and nothing that rests on the places of others:
    no rank, no outcome by place, no points of what is ranked, nor how many of what is ranked would change nothing.
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
    left: Counter[tuple[str, bool]] = Counter()
    for (kind, breach), facts in listed.items():
        for same in alike(sorted(facts, key=lambda one: one.fact.id), partial(absent, absence)):
            one = _changed(made, without(replay, absence, same[:1]), kind, breach, alone)
            if one.points or one.ended or (not alone and one.rank != made.result.rank):
                found.setdefault(one, []).extend(each.fact.id for each in same)
            else:
                left[kind, breach] += len(same)
    untold = kinds_of_others(law) if alone else set[str]()
    every = [
        evolve(one, incidents=tuple(dict.fromkeys(ids)), rest=None if one.kind in untold else left[one.kind, one.breach])
        for one, ids in found.items()
    ]
    return sorted(every, key=lambda one: (-one.points, one.rank or 0, one.kind, one.incidents))


def _changed(made: Explanation, after: UnitResult, kind: str, breach: bool, alone: bool) -> OneFewer:
    law, before = made.assessment.resolved, made.result
    apart, untold = (sections_of_others(law), outcomes_of_others(law)) if alone else (set[str](), set[str]())
    ended = tuple(one for one in _named(before) if one not in {*_named(after)} | untold)
    points = _by_which(law, after, apart) - _by_which(law, before, apart)
    clauses = _clauses(law, before, after, apart) if points else ()
    return OneFewer(kind, breach, (), points, None if alone else after.rank, ended, clauses)


def _by_which(law: Regulation, unit: UnitResult, apart: set[str]) -> Exact:
    """What a unit is ranked by; where sections are ``apart``, what all others come to."""
    if law.standing is not None and law.standing.of is not None:
        return ranked_by(law.standing, unit)
    return (unit.score or 0) - sum(one.score for one in unit.sections if one.section.id in apart)


def _clauses(law: Regulation, before: UnitResult, after: UnitResult, apart: set[str]) -> tuple[str, ...]:
    """The clauses of the lines whose points are others, or else of what ranks."""
    had, has = (
        {
            (one.kind, one.clause, one.channel): one.points
            for one in unit.lines
            if one.section is None or one.section.id not in apart
        }
        for unit in (before, after)
    )
    moved = dict.fromkeys(key[1] for key in (*had, *has) if (had.get(key) or 0) != (has.get(key) or 0))
    return tuple(moved) or ((law.standing.clause,) if law.standing is not None else ())


def _named(result: UnitResult) -> Iterator[str]:
    for veto in result.vetoes:
        yield veto.veto.name
    for outcome in result.outcomes:
        yield outcome.name
