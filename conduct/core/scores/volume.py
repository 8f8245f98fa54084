"""Rank rules on a volume: units of a class against their average, places, and the points that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ..base.exact import Exact, Mean, above, order_keys, places, total
from ..base.frozen import frozen
from ..law.ranking import Channel, VolumeRanking
from ..law.terms import Fixed, Formula, Reported, Weighed
from .results import Line

Measures = Mapping[tuple[str, str], Exact]


@frozen
class Ranked:
    """A class of units under a rank rule: ``whole`` is what each weighs in all channels, where the formula takes it, ``reported``
    what else it takes; both in the order of the units."""

    ranking: VolumeRanking
    kind: str
    units: Sequence[str]
    whole: Sequence[Exact]
    reported: Sequence[Mapping[str, Exact]]


def rank_channel(ranked: Ranked, channel: Channel, counts: Sequence[int], weights: Sequence[Exact]) -> list[Line]:
    """One channel of one class of units, a line each: index, average, and for those strictly above it the place and its points.

    ``counts`` and ``weights``, and the lines, are in the order of the class's units. Ties go to the larger whole count; what is
    still equal shares the place, and the next place skips.
    """
    ranking, units = ranked.ranking, ranked.units
    inputs = [dict(given) for given in ranked.reported]
    for name, whole_unit in whole_or_own(ranking.index).items():
        for weight, given in zip(ranked.whole if whole_unit else weights, inputs, strict=True):
            given[name] = weight
    indexes = ranking.index.values(inputs, ranking.clause, ranking.section.words, units)
    average = _average(ranking, inputs, indexes, units)
    keys = order_keys(indexes)
    over = above(indexes, average, keys)
    kind, clause, section, code = ranking.count.kinds[0].code, ranking.clause, ranking.section, channel.code
    lines = [
        Line(kind, clause, section, count, 0, code, weight, index, average)
        for count, weight, index in zip(counts, weights, indexes, strict=True)
    ]
    ordered = sorted([(channel_key(keys[n], counts[n]), n) for n in range(len(units)) if over[n]])
    for (_, n), place in zip(ordered, places([key for key, _ in ordered]), strict=True):
        lines[n].place, lines[n].points = place, cost_of(ranking, ranked.kind, place)
    return lines


def line_of(
    ranking: VolumeRanking, channel: Channel, count: int, weight: Exact | None = None, index: Exact | None = None
) -> Line:
    """A unit's line in one channel, which costs nothing as long as it has no place."""
    return Line(ranking.count.kinds[0].code, ranking.clause, ranking.section, count, 0, channel.code, weight, index)


def channel_key(index: Exact, count: int) -> tuple[Exact, int]:
    """What units above the average are placed by, the least first: the larger index, then the larger whole count."""
    return -index, -count


def cost_of(ranking: VolumeRanking, kind: str, place: int | None) -> Exact:
    """The points that go with a place, for a kind of unit: those not above the average have none, and lose none."""
    return -ranking.ladders[kind].points(place) if place is not None else 0


def index_inputs(index: Formula, reported: Mapping[str, Exact], own: Exact, whole: Exact) -> dict[str, Exact]:
    """All that an index takes: what is reported, and what the unit's count weighs in the channel and in the ``whole``."""
    return {**reported, **{name: whole if whole_unit else own for name, whole_unit in whole_or_own(index).items()}}


def whole_or_own(index: Formula) -> dict[str, bool]:
    """The weights that an index takes, by name: whether it is that of the whole unit."""
    return {name: source.whole_unit for name, source in index.inputs.items() if isinstance(source, Weighed)}


def index_of(ranking: VolumeRanking, given: Mapping[str, Exact], unit: str) -> Exact:
    """The ranking's index for a unit. Raises `Fault` ``formula-failed``."""
    index: Formula = ranking.index
    return index.value(given, ranking.clause, ranking.section.words, unit)


def reported_inputs(formula: Formula, units: Sequence[str], measures: Measures) -> list[dict[str, Exact]]:
    """What the formula takes from measures and fixed figures, unit by unit: the same in every channel."""
    fixed = {name: source.n for name, source in formula.inputs.items() if isinstance(source, Fixed)}
    sources = [
        (name, source.measure.code, None if source.per == 1 else source.per)
        for name, source in formula.inputs.items()
        if isinstance(source, Reported)
    ]
    return [
        {
            **fixed,
            **{name: measures[unit, code] if per is None else Fraction(measures[unit, code], per) for name, code, per in sources},
        }
        for unit in units
    ]


def _average(ranking: VolumeRanking, inputs: list[dict[str, Exact]], indexes: list[Exact], units: Sequence[str]) -> Mean:
    if ranking.average == "pooled":
        sums = {name: Fraction(*total([given[name] for given in inputs])) for name in inputs[0]}
        return pooled_average(ranking, sums, ", ".join(units[:3]) + ("…" if len(units) > 3 else ""))
    return Mean(indexes)


def pooled_average(ranking: VolumeRanking, sums: Mapping[str, Exact], units: str) -> Mean:
    """The average of a class as the index of what all of its ``units`` come to together."""
    pooled = index_of(ranking, sums, units)
    return Mean.of(pooled.numerator, pooled.denominator)
