"""Standings and outcomes: who stands where, and what that leads to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import floor
from typing import NamedTuple

from ..base.exact import Exact, order_keys, places
from ..base.words import Words, clause_words
from ..duties.passed_over import NotRanked
from ..law.consequence import Below, Fewer, First, Found, Last, Outcome, Partly, Unranked, Unseen
from ..law.law import Regulation
from ..law.ranking import Standing
from .results import FigureFound, UnitResult
from .scorecards import formula_inputs, incidents_in
from .slots import Scope, Slots, Sums


class PlaceKey(NamedTuple):
    """What units are ordered by, the least first: whether a veto puts one ``last``, then the figure that ranks, its sign turned
    where the highest is best, the larger measure, and the id where no two share a rank."""

    last: bool
    ranked: Exact
    larger: Exact
    unit: str


def rank_units(
    scope: Scope, results: list[UnitResult], sums: Mapping[str, Sums] | None = None, slots: Slots | None = None
) -> None:
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


def standing_figure(scope: Scope, unit: str, sums: Sums, slots: Slots) -> FigureFound | None:
    """What the formula that ranks the units comes to for one of them; nothing where the score ranks them."""
    standing = scope.regulation.standing
    if standing is None or standing.of is None:
        return None
    given = formula_inputs(scope, standing.of, unit, sums.counts, slots)
    value = standing.of.value(given, standing.clause, standing.words, unit)
    shown = FigureFound(standing.code, standing.words, standing.clause, value, incidents_in(standing.of, given))
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


class InList(NamedTuple):
    """Where a unit stands in its list: its rank, if it has one, and how many of those with a rank stand behind it."""

    rank: int | None = None
    behind: int = 0


def give_outcomes(scope: Scope, results: list[UnitResult]) -> list[Words]:
    """Gives each unit its outcomes; returns a note for each unit that lacks the measure that an outcome looks at."""
    lead(scope, results, lambda outcome: dict(_placed(scope, outcome, results)))
    return missing_measures(scope, results)


def missing_measures(scope: Scope, results: Sequence[UnitResult]) -> list[Words]:
    """A note for each unit that lacks the measure that an outcome looks at."""
    return [
        _missing(outcome, outcome.place, r)
        for outcome in _of_period(scope)
        if isinstance(outcome.place, Below)
        for r in results
        if (r.unit, outcome.place.measure.code) not in scope.measures and scope.noted(r.unit)
    ]


def lead(scope: Scope, results: Sequence[UnitResult], placed: Callable[[Outcome], Mapping[str, InList]]) -> None:
    """Leads units to the outcomes of the period, each outcome after those that bar it.

    ``placed`` is asked of each outcome by place where the units stand that it may be for, once those before it are given.
    """
    by_unit = {result.unit: result for result in results}
    noted = [result.unit for result in results if result.vetoes or result.found]
    for outcome in _of_period(scope):
        at = placed(outcome) if isinstance(outcome.place, First | Last) else {}
        # most are neither placed for it, nor led to it by what was found
        some = by_unit if isinstance(outcome.place, Below) else dict.fromkeys([*noted, *(unit for unit in at if unit in by_unit)])
        for result in map(by_unit.__getitem__, some):
            if _is_led(scope, outcome, result, at.get(result.unit, InList())):
                result.outcomes.append(outcome)
    for result in results:
        if len(result.outcomes) > 1:
            result.outcomes.sort(key=lambda o: (o.clause, o.name))


def _of_period(scope: Scope) -> list[Outcome]:
    return [o for o in scope.regulation.outcomes_in_turn if not o.periods or scope.period.kind in o.periods]


def _is_barred(outcome: Outcome, result: UnitResult) -> bool:
    """Whether a veto or another outcome of the unit bars it from the outcome."""
    if not result.vetoes and not result.outcomes:
        return False
    return not {*(v.veto.name for v in result.vetoes), *(o.name for o in result.outcomes)}.isdisjoint(outcome.unless)


def _is_led(scope: Scope, outcome: Outcome, result: UnitResult, at: InList) -> bool:
    """Whether a unit is led to an outcome, those before it being given."""
    place = outcome.place
    if isinstance(place, Below):
        measure = scope.measures.get((result.unit, place.measure.code))
        return measure is not None and measure < place.n
    if _is_barred(outcome, result):
        return False
    if isinstance(place, Found):
        return outcome.name in result.found
    if any(v.veto.name in outcome.also for v in result.vetoes):
        return True
    return at.rank is not None and (at.rank <= place.n if isinstance(place, First) else at.behind < place.n)


def _missing(outcome: Outcome, place: Below, result: UnitResult) -> Words:
    said = _not_judged(outcome, place)
    return Words(f"{result.unit} {result.name} {said.zh}", f"{result.unit} {result.name} {said.en}")


def _not_judged(outcome: Outcome, place: Below) -> Words:
    measure = place.measure.words
    return Words(
        f"没有{measure.zh}数据，{clause_words(outcome.clause, 'zh')}的目标未作判断",
        f"has no {measure.en}: the target of {outcome.clause} is not judged",
    )


def tells_of_no_measure(regulation: Regulation, note: Words) -> bool:
    """Whether a note of a run by this regulation, its readings resolved, says that a unit lacks a measure, so that its target is
    not judged."""
    told = (_not_judged(one, one.place).zh for one in regulation.outcomes if isinstance(one.place, Below))
    return note.zh.endswith(tuple(told))


def _placed(scope: Scope, outcome: Outcome, results: Sequence[UnitResult]) -> Iterator[tuple[str, InList]]:
    """Where those units with a rank that an outcome may be for stand in their lists; with ``among_eligible``, among those that
    nothing bars."""
    place = outcome.place
    assert isinstance(place, First | Last)
    for members in lists(scope.regulation.standing, results):
        ranks = {r.unit: r.rank for r in members if r.rank is not None}
        if outcome.among_eligible is True:
            barred = {r.unit for r in members if _is_barred(outcome, r)}
            eligible = sorted(rank for unit, rank in ranks.items() if unit not in barred)
            by_rank = dict(zip(eligible, places(eligible), strict=True))
            ranks = {unit: by_rank[rank] for unit, rank in ranks.items() if unit not in barred}
        ordered = sorted(ranks.values())
        least, most = 1, place.n
        if isinstance(place, Last):  # the first rank behind which fewer than so many stand
            edge = max(0, floor(len(ordered) - place.n))
            least, most = (ordered[edge] if edge < len(ordered) else len(ordered) + 1), len(ordered)
        for unit, rank in ranks.items():
            if least <= rank <= most:
                yield unit, InList(rank, len(ordered) - bisect_right(ordered, rank))
