"""Rank rules on a volume: units of a class against their average, places, and the points that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ..base.exact import Exact, Mean, above, order_keys, places, total
from ..base.frozen import define, frozen
from ..law.ranking import Channel, VolumeRanking
from ..law.terms import Fixed, Formula, Reported, Weighed

Measures = Mapping[tuple[str, str], Exact]


@frozen
class Ranked:
    """A class of units under a rank rule: ``whole`` is what each weighs in all channels, ``reported`` what its formula takes."""

    ranking: VolumeRanking
    kind: str
    units: Sequence[str]
    whole: Mapping[str, Exact]
    reported: Sequence[Mapping[str, Exact]]


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


def rank_channel(ranked: Ranked, channel: Channel, counts: Mapping[str, int], weights: Mapping[str, Exact]) -> list[Entry]:
    """One channel of one class of units: index, average, and for those strictly above it the place and its points.

    Ties go to the larger whole count; what is still equal shares the place, and the next place skips.
    """
    ranking, units = ranked.ranking, ranked.units
    weighed = {name: source.whole_unit for name, source in ranking.index.inputs.items() if isinstance(source, Weighed)}
    inputs = [
        {**given, **{name: (ranked.whole if whole_unit else weights).get(u, 0) for name, whole_unit in weighed.items()}}
        for u, given in zip(units, ranked.reported, strict=True)
    ]
    entries = [
        Entry(u, channel.code, counts.get(u, 0), weights.get(u, 0), index_of(ranking, given, u))
        for u, given in zip(units, inputs, strict=True)
    ]
    average = _average(ranking, inputs, entries)
    for entry in entries:
        entry.average = average
    over = above([e.index for e in entries], average)
    placed = [e for e, is_over in zip(entries, over, strict=True) if is_over]
    keys = dict(zip((e.unit for e in placed), order_keys([e.index for e in placed]), strict=True))
    placed.sort(key=lambda e: (-keys[e.unit], -e.count))
    for entry, place in zip(placed, places([(keys[e.unit], e.count) for e in placed]), strict=True):
        entry.place = place
        entry.points = -ranking.ladders[ranked.kind].points(place)
    return entries


def index_of(ranking: VolumeRanking, given: Mapping[str, Exact], unit: str) -> Exact:
    """The ranking's index for a unit. Raises `Fault` ``formula-failed``."""
    index: Formula = ranking.index
    return index.value(given, ranking.clause, ranking.section.words, unit)


def reported_inputs(formula: Formula, units: Sequence[str], measures: Measures) -> list[dict[str, Exact]]:
    """What the formula takes from measures and fixed figures, unit by unit: the same in every channel."""
    fixed = {name: source.n for name, source in formula.inputs.items() if isinstance(source, Fixed)}
    sources = {name: source for name, source in formula.inputs.items() if isinstance(source, Reported)}
    return [
        {
            **fixed,
            **{
                name: measures[unit, source.measure.code] / Fraction(source.per)
                if source.per != 1
                else measures[unit, source.measure.code]
                for name, source in sources.items()
            },
        }
        for unit in units
    ]


def _average(ranking: VolumeRanking, inputs: list[dict[str, Exact]], entries: list[Entry]) -> Mean:
    if ranking.average == "pooled":
        sums = {name: Fraction(*total([given[name] for given in inputs])) for name in inputs[0]}
        pooled = index_of(ranking, sums, ", ".join(e.unit for e in entries[:3]) + ("…" if len(entries) > 3 else ""))
        return Mean.of(pooled.numerator, pooled.denominator)
    numerator, denominator = total([e.index for e in entries])
    return Mean.of(numerator, denominator * len(entries))
