"""A rank rule's class while one unit's volume changes: every other index stands still, and only places and points move."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from ..base.exact import Exact, Mean, floored, is_above
from ..law.ranking import Channel, VolumeRanking
from ..scores.results import Assessment, Line
from ..scores.slots import Scope, Slots, Sums
from ..scores.volume import channel_key, cost_of, index_of, line_of, pooled_average, reported_inputs
from .in_order import InChannel, called, class_of, taken_of


class Moving:
    """The rank rules of one unit's class, worked out once for the others and as often as asked for the unit."""

    def __init__(self, made: Assessment, unit: str) -> None:
        """``made`` is a run of one part."""
        part = made.gathered[0]
        self.scope: Scope = part.scope
        self.slots: Slots = part.slots
        self.sums: Mapping[str, Sums] = part.sums
        self.unit, self.kind = unit, self.scope.units[unit].kind
        self._own = {id(ranking): reported_inputs(ranking.index, [unit], self.scope.measures)[0] for ranking, _ in self._rules()}
        self._others: dict[tuple[int, str], InChannel] = {}
        mine, whole = self.sums[unit], class_of(made, self.kind)
        result = made.of_unit(unit)
        placed = {called(line): line for line in (result.lines if result is not None else ()) if line.section is not None}
        for ranking, channel in self._rules():
            index = placed[ranking.clause, ranking.section.id, channel.code].index
            assert index is not None
            own = (*channel_key(index, mine.counts.get(self._slot(ranking, channel), 0)), unit)
            given = self._inputs(ranking, channel, mine, self._own[id(ranking)])
            others = whole[id(ranking), channel.code].without(own, given)
            self._others[id(ranking), channel.code] = others
            self._place(ranking, channel, mine, others.points)

    def _rules(self) -> Iterator[tuple[VolumeRanking, Channel]]:
        for ranking in self.scope.regulation.rankings:
            for channel in ranking.channels.get(self.kind, ()):
                yield ranking, channel

    def _slot(self, ranking: VolumeRanking, channel: Channel) -> int:
        r = next(n for n, one in enumerate(self.scope.regulation.rankings) if one is ranking)
        return self.slots.channels[r, self.kind, channel.code]

    def _inputs(self, ranking: VolumeRanking, channel: Channel, mine: Sums, reported: Mapping[str, Exact]) -> dict[str, Exact]:
        at = {each.code: self._slot(ranking, each) for each in ranking.channels[self.kind]}
        return taken_of(ranking, self.kind, at, mine, reported, channel.code)

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

    def _average(self, ranking: VolumeRanking, others: InChannel, given: Mapping[str, Exact], index: Exact) -> Mean:
        if ranking.average == "pooled":
            inputs = {name: value + others.inputs.get(name, 0) for name, value in given.items()}
            return pooled_average(ranking, inputs, self.unit)
        return Mean([*others.indexes, index], floors=others.floors + floored(index))
