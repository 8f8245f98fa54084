"""All units of a run in order, worked out once for whoever asks of one: its class in the channels of rank rules, and its list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

from attrs import field

from ..base.exact import Exact, floored, order_keys, places, total
from ..base.frozen import define, frozen
from ..law.ranking import VolumeRanking
from ..law.scales import pairwise
from ..ledger.units import Unit
from ..scores.results import Assessment, Line
from ..scores.slots import Scope, Slots, Sums
from ..scores.standings import PlaceKey, lists, place_of
from ..scores.volume import channel_key, cost_of, index_inputs, reported_inputs

Class = Mapping[tuple[int, str], "InChannel"]
"""The channels of a class, by the identity of the rank rule and their codes."""


@frozen
class UnitsInList:
    """The units that are ranked in one list: what each is ordered by, and that in order. None has a key without a rank."""

    keys: Mapping[str, PlaceKey]
    ordered: Sequence[PlaceKey]

    def without(self, unit: str) -> list[PlaceKey]:
        """The order without a unit."""
        if unit not in self.keys:
            return list(self.ordered)
        at = bisect_left(self.ordered, self.keys[unit])
        return [*self.ordered[:at], *self.ordered[at + 1 :]]


@define
class InChannel:
    """One channel of a class, the best first, and the points that those above the average lose as it stands.

    ``costs`` are what the places of all would cost, ``ahead`` and ``behind`` what the places before and behind would; ``floors``
    is the sum of the indexes' `floored`, ``inputs`` what a pooled average takes of them.
    """

    order: Sequence[tuple[Exact, int, str]]
    units: Sequence[str]
    costs: Sequence[Exact]
    ahead: Sequence[Exact]
    behind: Sequence[Exact]
    indexes: Sequence[Exact]
    floors: int
    inputs: Mapping[str, Exact]
    points: dict[str, Exact] = field(factory=dict)

    def without(self, own: tuple[Exact, int, str], given: Mapping[str, Exact]) -> InChannel:
        """The channel without a unit, by its own place in the order and what a pooled average takes of it."""
        at, level = bisect_left(self.order, own), bisect_right(self.order, own[:2], key=lambda one: one[:2])
        return InChannel(
            order=[*self.order[:at], *self.order[at + 1 :]],
            units=[*self.units[:at], *self.units[at + 1 :]],
            costs=[*self.costs[:at], *self.costs[at + 1 : level], *self.ahead[level:]],
            ahead=(),
            behind=[*self.behind[:at], *self.behind[at + 1 : level], *self.costs[level:]],
            indexes=[*self.indexes[:at], *self.indexes[at + 1 :]],
            floors=self.floors - floored(-own[0]) if self.indexes else 0,
            inputs={name: value - given[name] for name, value in self.inputs.items()},
        )


def list_of(made: Assessment, unit: str) -> UnitsInList:
    """The list in which a unit of a run is ranked. The law has a standing."""
    standing = made.resolved.standing
    assert standing is not None
    if "lists" not in made.in_order:
        found: dict[str, UnitsInList] = {}
        for members in lists(standing, made.units):
            keys = {one.unit: place_of(standing, one) for one in members if not one.unranked}
            found |= dict.fromkeys([one.unit for one in members], UnitsInList(keys, sorted(keys.values())))
        made.in_order["lists"] = found
    return cast("Mapping[str, UnitsInList]", made.in_order["lists"])[unit]


def units_of(made: Assessment) -> Mapping[str, Unit]:
    """The units that are assessed in some part of a run, by id."""
    if "units" not in made.in_order:
        made.in_order["units"] = {unit.id: unit for part in made.gathered for unit in part.scope.assessed}
    return cast("Mapping[str, Unit]", made.in_order["units"])


def class_of(made: Assessment, kind: str) -> Class:
    """The units of a kind in each channel of the law's rank rules, in a run of one part."""
    if (named := f"class {kind}") not in made.in_order:
        part = made.gathered[0]
        made.in_order[named] = _class(part.scope, part.slots, part.sums, kind, {one.unit: one.lines for one in made.units})
    return cast("Class", made.in_order[named])


def called(line: Line) -> tuple[str, str, str | None]:
    """A line by its clause, its section and its channel."""
    return line.clause, line.section.id if line.section is not None else "", line.channel


def taken_of(
    ranking: VolumeRanking, kind: str, slots: Mapping[str, int], mine: Sums, reported: Mapping[str, Exact], code: str
) -> dict[str, Exact]:
    """What the index of a ranking takes of a unit in a channel; ``slots`` are those of its kind's channels, by code."""
    whole = pairwise([mine.weights.get(slots[each.code], 0) for each in ranking.channels[kind]])
    return index_inputs(ranking.index, reported, mine.weights.get(slots[code], 0), whole)


def _class(scope: Scope, slots: Slots, sums: Mapping[str, Sums], kind: str, lines: Mapping[str, Sequence[Line]]) -> Class:
    members = [u.id for u in scope.assessed if u.kind == kind]
    placed = {u: {called(line): line for line in lines[u] if line.section is not None} for u in members}
    found: dict[tuple[int, str], InChannel] = {}
    for n, ranking in enumerate(scope.regulation.rankings):
        channels = ranking.channels.get(kind, ())
        at = {channel.code: slots.channels[n, kind, channel.code] for channel in channels}
        pooled = members if ranking.average == "pooled" else []
        reported = dict(zip(pooled, reported_inputs(ranking.index, pooled, scope.measures), strict=True))
        for channel in channels:
            given = [taken_of(ranking, kind, at, sums[u], reported[u], channel.code) for u in pooled]
            name = (ranking.clause, ranking.section.id, channel.code)
            entries = []
            for u in members:
                index = placed[u][name].index
                assert index is not None
                entries.append((*channel_key(index, sums[u].counts.get(at[channel.code], 0)), u))
            found[id(ranking), channel.code] = _channel(ranking, kind, entries, given)
    return found


def _channel(
    ranking: VolumeRanking, kind: str, entries: Sequence[tuple[Exact, int, str]], given: Sequence[Mapping[str, Exact]]
) -> InChannel:
    keys = order_keys([index for index, *_ in entries])
    order = [one for _, one in sorted(zip(keys, entries, strict=True), key=lambda x: (x[0], x[1][1:]))]
    costs = [cost_of(ranking, kind, place) for place in range(1, len(order) + 2)]
    first = places([one[:2] for one in order])
    indexes = [] if ranking.average == "pooled" else [-index for index, *_ in order]
    return InChannel(
        order=order,
        units=[u for *_, u in order],
        costs=[costs[place - 1] for place in first],
        ahead=[costs[max(place - 2, 0)] for place in first],
        behind=[costs[place] for place in first],
        indexes=indexes,
        floors=sum(map(floored, indexes)),
        inputs={name: Fraction(*total([one[name] for one in given])) for name in (given[0] if given else ())},
    )
