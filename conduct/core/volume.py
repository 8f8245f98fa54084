"""Rank rules on a volume: units of a class against their average, places, and the points that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import define

from .exact import Exact, Mean, above, order_keys, places, total
from .law import Channel, Formula, Reported, VolumeRanking, Weighed

Measures = Mapping[tuple[str, str], Exact]


@define
class Entry:
    """One unit in one channel."""

    unit: str
    channel: str
    count: int
    weight: Exact
    index: Exact
    average: Mean | None = None
    place: int | None = None
    points: Exact = 0


def rank_class(
    ranking: VolumeRanking,
    kind: str,
    channel: Channel,
    units: Sequence[str],
    counts: Mapping[str, int],
    weights: Mapping[str, Exact],
    whole: Mapping[str, Exact],
    measures: Measures,
) -> list[Entry]:
    """One channel of one class of units: index, average, and for those strictly above it the place and its points.

    Ties go to the larger whole count; what is still equal shares the place, and the next place skips.
    """
    inputs = [_inputs(ranking.index, weights.get(u, 0), whole.get(u, 0), u, measures) for u in units]
    entries = [
        Entry(u, channel.code, counts.get(u, 0), weights.get(u, 0), ranking.index.fn(**given))
        for u, given in zip(units, inputs, strict=True)
    ]
    average = _average(ranking, inputs, entries)
    for entry in entries:
        entry.average = average
    over = above([e.index for e in entries], average)
    ranked = [e for e, is_over in zip(entries, over, strict=True) if is_over]
    keys = dict(zip((e.unit for e in ranked), order_keys([e.index for e in ranked]), strict=True))
    ranked.sort(key=lambda e: (-keys[e.unit], -e.count))
    for entry, place in zip(ranked, places([(keys[e.unit], e.count) for e in ranked]), strict=True):
        entry.place = place
        entry.points = -ranking.ladders[kind].points(place)
    return entries


def _inputs(formula: Formula, weight: Exact, whole: Exact, unit: str, measures: Measures) -> dict[str, Exact]:
    given: dict[str, Exact] = {}
    for name, source in formula.inputs.items():
        if isinstance(source, Weighed):
            given[name] = whole if source.whole_unit else weight
        elif isinstance(source, Reported):
            value = measures[unit, source.measure.code]
            given[name] = value if source.per == 1 else Fraction(value) / source.per
    return given


def _average(ranking: VolumeRanking, inputs: list[dict[str, Exact]], entries: list[Entry]) -> Mean:
    if ranking.average == "pooled":
        sums = {name: Fraction(*total([given[name] for given in inputs])) for name in inputs[0]}
        pooled = ranking.index.fn(**sums)
        return Mean.of(pooled.numerator, pooled.denominator)
    numerator, denominator = total([e.index for e in entries])
    return Mean.of(numerator, denominator * len(entries))
