"""A rank rule's class while one unit's volume changes: every other index stands still, and only places and points move."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import field

from ..base.exact import Exact, Mean, floored, is_above, order_keys, places, total
from ..base.frozen import define
from ..law.ranking import Channel, VolumeRanking
from ..law.scales import pairwise
from ..scores.results import Line
from ..scores.slots import Scope, Slots, Sums
from ..scores.volume import channel_key, cost_of, index_inputs, index_of, line_of, pooled_average, reported_inputs


@define
class _Others:
    """One channel of a class without one unit: the best first, and the points that those above the average lose as it stands.

    ``costs`` are what the places of all would cost, ``behind`` what the next place would; ``floors`` is the sum of the indexes'
    `floored`, ``inputs`` what a pooled average takes of them.
    """

    order: list[tuple[Exact, int, str]] = field(factory=list)
    units: list[str] = field(factory=list)
    costs: list[Exact] = field(factory=list)
    behind: list[Exact] = field(factory=list)
    indexes: list[Exact] = field(factory=list)
    floors: int = 0
    inputs: dict[str, Exact] = field(factory=dict)
    points: dict[str, Exact] = field(factory=dict)


def _called(line: Line) -> tuple[str, str, str | None]:
    return line.clause, line.section.id if line.section is not None else "", line.channel


class Moving:
    """The rank rules of one unit's class, worked out once for the others and as often as asked for the unit."""

    def __init__(
        self, scope: Scope, slots: Slots, sums: Mapping[str, Sums], unit: str, lines: Mapping[str, Sequence[Line]]
    ) -> None:
        """``lines`` are every unit's, as they stand."""
        self.scope, self.slots, self.sums, self.unit = scope, slots, sums, unit
        self.kind = scope.units[unit].kind
        members = [u.id for u in scope.assessed if u.kind == self.kind and u.id != unit]
        self._own = {id(ranking): reported_inputs(ranking.index, [unit], scope.measures)[0] for ranking, _ in self._rules()}
        self._others: dict[tuple[int, str], _Others] = {}
        placed = {u: {_called(line): line for line in lines[u] if line.section is not None} for u in (*members, unit)}
        for ranking, channel in self._rules():
            others = self._others[id(ranking), channel.code] = _Others()
            slot = self._slot(ranking, channel)
            called = (ranking.clause, ranking.section.id, channel.code)
            for u in members:
                index = placed[u][called].index
                assert index is not None
                others.order.append((*channel_key(index, sums[u].counts.get(slot, 0)), u))
            if ranking.average == "pooled":
                given = [
                    self._inputs(ranking, channel, sums[u], reported)
                    for u, reported in zip(members, reported_inputs(ranking.index, members, scope.measures), strict=True)
                ]
                others.inputs = {name: Fraction(*total([one[name] for one in given])) for name in (given[0] if given else ())}
            else:
                others.indexes = [-index for index, *_ in others.order]
                others.floors = sum(map(floored, others.indexes))
            keys = order_keys([index for index, *_ in others.order])
            others.order = [one for _, one in sorted(zip(keys, others.order, strict=True), key=lambda x: (x[0], x[1][1:]))]
            first = places([one[:2] for one in others.order])
            others.units = [u for *_, u in others.order]
            costs = [cost_of(ranking, self.kind, place) for place in range(1, len(first) + 2)]
            others.costs = [costs[place - 1] for place in first]
            others.behind = [costs[place] for place in first]
            self._place(ranking, channel, sums[unit], others.points)

    def _rules(self) -> Iterator[tuple[VolumeRanking, Channel]]:
        for ranking in self.scope.regulation.rankings:
            for channel in ranking.channels.get(self.kind, ()):
                yield ranking, channel

    def _slot(self, ranking: VolumeRanking, channel: Channel) -> int:
        r = next(n for n, one in enumerate(self.scope.regulation.rankings) if one is ranking)
        return self.slots.channels[r, self.kind, channel.code]

    def _inputs(self, ranking: VolumeRanking, channel: Channel, mine: Sums, reported: Mapping[str, Exact]) -> dict[str, Exact]:
        own = mine.weights.get(self._slot(ranking, channel), 0)
        whole = pairwise([mine.weights.get(self._slot(ranking, c), 0) for c in ranking.channels[self.kind]])
        return index_inputs(ranking.index, reported, own, whole)

    def touches(self, mine: Sums) -> bool:
        """Whether what the rank rules count of the unit differs from what it is."""
        base = self.sums[self.unit]
        slots = [self._slot(ranking, channel) for ranking, channel in self._rules()]
        return any((mine.counts.get(n), mine.weights.get(n)) != (base.counts.get(n), base.weights.get(n)) for n in slots)

    def __call__(self, mine: Sums) -> tuple[list[Line], dict[str, list[Line]]]:
        """The unit's own lines, and the lines, by unit, of those others whose points they move."""
        lines: list[Line] = []
        moved: dict[str, dict[tuple[int, str], Exact]] = {}
        for ranking, channel in self._rules():
            now: dict[str, Exact] = {}
            lines.append(self._place(ranking, channel, mine, now))
            before = self._others[id(ranking), channel.code].points
            for unit in {unit for unit, _ in before.items() ^ now.items()}:
                if before.get(unit, 0) != now.get(unit, 0):
                    moved.setdefault(unit, {})[id(ranking), channel.code] = now.get(unit, 0)
        return lines, {unit: self._lines(unit, points) for unit, points in moved.items()}

    def _lines(self, unit: str, points: Mapping[tuple[int, str], Exact]) -> list[Line]:
        made = []
        for ranking, channel in self._rules():
            key = (id(ranking), channel.code)
            line = line_of(ranking, channel, self.sums[unit].counts.get(self._slot(ranking, channel), 0))
            line.points = points.get(key, self._others[key].points.get(unit, 0))
            made.append(line)
        return made

    def _place(self, ranking: VolumeRanking, channel: Channel, mine: Sums, points: dict[str, Exact]) -> Line:
        """The unit's line in one channel; ``points`` takes those of the others that lose some."""
        others = self._others[id(ranking), channel.code]
        slot = self._slot(ranking, channel)
        given = self._inputs(ranking, channel, mine, self._own[id(ranking)])
        index = index_of(ranking, given, self.unit)
        average = self._average(ranking, others, given, index)
        count = mine.counts.get(slot, 0)
        over = bisect_left(others.order, True, key=lambda one: not is_above(-one[0], average))
        ahead, own = is_above(index, average), channel_key(index, count)
        behind = bisect_right(others.order, own, hi=over, key=lambda one: one[:2]) if ahead else over
        points.update(zip(others.units[:behind], others.costs[:behind], strict=True))
        points.update(zip(others.units[behind:over], others.behind[behind:over], strict=True))
        line = line_of(ranking, channel, count, mine.weights.get(slot, 0), index)
        line.average = average
        line.place = 1 + bisect_left(others.order, own, hi=over, key=lambda one: one[:2]) if ahead else None
        line.points = cost_of(ranking, self.kind, line.place)
        return line

    def _average(self, ranking: VolumeRanking, others: _Others, given: Mapping[str, Exact], index: Exact) -> Mean:
        if ranking.average == "pooled":
            inputs = {name: value + others.inputs.get(name, 0) for name, value in given.items()}
            return pooled_average(ranking, inputs, self.unit)
        return Mean([*others.indexes, index], floors=others.floors + floored(index))
