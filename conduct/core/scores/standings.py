"""Standings and outcomes: who stands where, and what that leads to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..base.exact import Exact, order_keys, places
from ..base.words import Words, clause_words
from ..duties.passed_over import NotRanked
from ..law.consequence import Below, Fewer, First, Found, Last, Outcome, Partly, Unranked, Unseen
from ..law.law import Regulation
from ..law.ranking import Standing
from .results import FigureShown, UnitResult
from .scorecards import formula_inputs, incidents_in
from .slots import Scope, Slots, Sums


class PlaceKey(NamedTuple):
    """What units are ordered by, the least first: whether a veto puts one ``last``, then the figure that ranks, its sign turned
    where the highest is best, the larger measure, and the id where no two share a rank."""

    last: bool
    ranked: Exact
    larger: Exact
    unit: str


def stand(scope: Scope, results: list[UnitResult], sums: Mapping[str, Sums] | None = None, slots: Slots | None = None) -> None:
    """Ranks the units; those that a veto puts last come after every other, in the order of what is ranked.

    Units that are shown without a rank stand in nobody's way. ``sums`` and ``slots`` are what a formula is worked out from;
    scores need neither.
    """
    standing = scope.regulation.standing
    if standing is None:
        return
    if standing.of is not None and sums is not None and slots is not None:
        for result in results:
            if (figure := standing_figure(scope, result.unit, sums[result.unit], slots)) is not None:
                result.figures.append(figure)
    ranked = order_keys([ranked_by(standing, r) for r in results])
    larger = order_keys([r.larger for r in results])
    keys = {r.unit: place_key(standing, r, key, tie) for key, tie, r in zip(ranked, larger, results, strict=True)}
    for members in lists(standing, results):
        ordered = sorted((r for r in members if not r.unranked), key=lambda r: keys[r.unit])
        for result, rank in zip(ordered, places([keys[r.unit] for r in ordered]), strict=True):
            result.rank = rank


def standing_figure(scope: Scope, unit: str, sums: Sums, slots: Slots) -> FigureShown | None:
    """What the formula that ranks the units comes to for one of them; nothing where the score ranks them."""
    standing = scope.regulation.standing
    if standing is None or standing.of is None:
        return None
    given = formula_inputs(scope, standing.of, unit, sums.counts, slots)
    value = standing.of.value(given, standing.clause, standing.words, unit)
    shown = FigureShown(standing.code, standing.words, standing.clause, value, incidents_in(standing.of, given))
    shown.form, shown.rounding = "share" if standing.percent else "", standing.rounding
    shown.given = given if scope.regulation.combined else None
    return shown


def ranked_by(standing: Standing, result: UnitResult) -> Exact:
    """What a unit is ranked by: its score, or what the formula comes to for it."""
    if standing.of is None:
        return result.score or 0
    return next((f.value for f in result.figures if f.code == standing.code), 0)


def place_key(standing: Standing, result: UnitResult, ranked: Exact, larger: Exact) -> PlaceKey:
    """What units are ordered by: those directly determined last after every other, then the better first.

    ``ranked`` is what `ranked_by` gives and ``larger`` the unit's own, or numbers that order as those do.
    """
    last = any(v.veto.ranks_last for v in result.vetoes)
    if last and standing.several_last == "shared":
        return PlaceKey(True, 0, 0, "")
    signed = ranked if standing.best == "lowest" else -ranked
    return PlaceKey(last, signed, -larger, "" if standing.shared else result.unit)


def place_of(standing: Standing, result: UnitResult) -> PlaceKey:
    """What a unit is ordered by, from its own figures."""
    return place_key(standing, result, ranked_by(standing, result), result.larger)


def lists(standing: Standing | None, results: Sequence[UnitResult]) -> list[list[UnitResult]]:
    """The lists in which units are ranked: one of all, or one for each kind of unit where they are ranked ``apart``."""
    if standing is None or standing.apart is not True:
        return [list(results)]
    found: dict[str, list[UnitResult]] = {}
    for result in results:
        found.setdefault(result.kind, []).append(result)
    return list(found.values())


def leave_unranked(regulation: Regulation, result: UnitResult, parts: tuple[int, int] = (1, 1)) -> None:
    """Says why a unit is shown without a rank, if it is. ``parts`` are those in which it is assessed, of how many."""
    result.unranked = tuple(_why(rule) for rule in regulation.unranked if _left_out(rule, result, parts))


def _left_out(rule: Unranked, result: UnitResult, parts: tuple[int, int]) -> bool:
    match rule.where:
        case Fewer(_, n):
            return result.counted.get(rule.code, 0) < n
        case Unseen():
            return not result.counted.get(rule.code, 0)
        case Partly():
            return parts[0] < parts[1]


def _why(rule: Unranked) -> NotRanked:
    return NotRanked(rule.code, rule.words, rule.clause)


def give_outcomes(scope: Scope, results: list[UnitResult]) -> list[Words]:
    """Gives each unit its outcomes; returns a note for each unit that lacks the measure that an outcome looks at."""
    named: dict[str, set[str]] = {}
    notes = []
    for outcome in scope.regulation.outcomes_in_turn:
        if outcome.periods and scope.period.kind not in outcome.periods:
            continue
        if isinstance(outcome.place, Below):
            notes += [
                _missing(outcome, outcome.place, r)
                for r in results
                if (r.unit, outcome.place.measure.code) not in scope.measures and scope.noted(r.unit)
            ]
        chosen = _chosen(scope, outcome, results, named)
        named[outcome.name] = {r.unit for r in chosen}
        for result in chosen:
            result.outcomes.append(outcome)
    for result in results:
        result.outcomes.sort(key=lambda o: (o.clause, o.name))
    return notes


def _missing(outcome: Outcome, place: Below, result: UnitResult) -> Words:
    measure = place.measure.words
    return Words(
        f"{result.unit} {result.name} 没有{measure.zh}数据，{clause_words(outcome.clause, 'zh')}的目标未作判断",
        f"{result.unit} {result.name} has no {measure.en}: the target of {outcome.clause} is not judged",
    )


def _chosen(scope: Scope, outcome: Outcome, results: list[UnitResult], named: Mapping[str, set[str]]) -> list[UnitResult]:
    barred = {r.unit for r in results if r.vetoes and any(v.veto.name in outcome.unless for v in r.vetoes)}
    for other in outcome.unless:
        barred |= named.get(other, set())
    place = outcome.place
    if isinstance(place, Below):
        code = place.measure.code
        return [r for r in results if (r.unit, code) in scope.measures and scope.measures[r.unit, code] < place.n]
    if isinstance(place, Found):
        return [r for r in results if outcome.name in r.found and r.unit not in barred]
    return [r for members in lists(scope.regulation.standing, results) for r in _by_place(outcome, place, members, barred)]


def _by_place(outcome: Outcome, place: First | Last, results: list[UnitResult], barred: set[str]) -> list[UnitResult]:
    """The units of one list that their place, or a veto, leads to the outcome."""
    ranks = {r.unit: r.rank for r in results if r.rank is not None}
    if outcome.among_eligible is True:
        eligible = sorted(ranks[r.unit] for r in results if r.unit in ranks and r.unit not in barred)
        by_rank = dict(zip(eligible, places(eligible), strict=True))
        ranks = {r.unit: by_rank[ranks[r.unit]] for r in results if r.unit in ranks and r.unit not in barred}
    ordered = sorted(ranks.values())
    chosen = []
    for result in results:
        if result.unit in barred:
            continue
        led = bool(result.vetoes) and any(v.veto.name in outcome.also for v in result.vetoes)
        if led or (result.unit in ranks and _hit(place, ranks[result.unit], ordered)):
            chosen.append(result)
    return chosen


def _hit(place: First | Last, rank: int, ordered: list[int]) -> bool:
    if isinstance(place, First):
        return rank <= place.n
    return len(ordered) - bisect_right(ordered, rank) < place.n
