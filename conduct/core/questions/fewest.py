"""The fewest incidents that bring or end a veto, an outcome or a better rank."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import TypeVar

from ..scores.results import UnitResult
from ..scores.standings import ranked_by
from .replay import Replay

Called = tuple[str, str, str]
Turn = tuple[str, str, str, bool]
_CHOICES = 400  # choices of incidents of several sorts that are looked at one by one
_SORTS = 6  # sorts of which each is also taken first
_One = TypeVar("_One")


class Search:
    """What a unit would have that it has not, or no longer have, with some incidents more, fewer or otherwise."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self.standing = replay.regulation.standing
        self.by_formula = self.standing is not None and self.standing.of is not None
        self.had = set(self._names(replay.base))

    def soonest(self, most: int, after: Callable[[int], UnitResult], between: Sequence[int] = ()) -> dict[Turn, int]:
        """The fewest, of ``most``, that bring what is not there, or end what is.

        What has changed is taken to stay so, up to the next of the numbers ``between``; so many do bring it, and one fewer
        does not, in any case.
        """
        changed: dict[int, set[Called]] = {0: set()}

        def differs(n: int) -> set[Called]:
            if n not in changed:
                changed[n] = self.changes(after(n))
            return changed[n]

        found: dict[Turn, int] = {}
        wanted = {name for n in (*between, most) for name in differs(n)}
        done: set[Called] = set()
        while wanted:
            for name in sorted(wanted):
                low, high = 0, min(n for n, names in changed.items() if name in names)
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (low, middle) if name in differs(middle) else (middle, high)
                found[*name, name in self.had] = high
            done |= wanted
            wanted = {name for names in changed.values() for name in names} - done  # what came and went in between
        return found

    def chosen(self, sorts: Sequence[Sequence[_One]], after: Callable[[Sequence[_One]], UnitResult]) -> dict[Turn, list[_One]]:
        """For each change the fewest items that bring it; those of one sort all weigh the same.

        They are taken the best sort first, the worst first, and each sort first; then every other choice of fewer is tried, as
        long as there are not too many.
        """
        found: dict[Turn, list[_One]] = {}
        for ordered in self._orders(sorts, after):
            order = [one for sort in ordered for one in sort]
            ends = list(accumulate(len(sort) for sort in ordered))
            for change, k in self.soonest(len(order), partial(first_of, after, order), ends).items():
                if change not in found or k < len(found[change]):
                    found[change] = list(order[:k])
        if len(sorts) > 1:
            self._try_fewer(found, sorts, after)
        return found

    def changes(self, unit: UnitResult) -> set[Called]:
        """What the unit would have and has not, or the other way round."""
        return self.had ^ set(self._names(unit))

    def _names(self, unit: UnitResult) -> Iterator[Called]:
        yield from (("veto", v.veto.name, v.veto.clause) for v in unit.vetoes)
        yield from (("outcome", o.name, o.clause) for o in unit.outcomes)
        was = self.replay.base.rank
        if self.by_formula and self.standing is not None and was is not None and unit.rank is not None and unit.rank < was:
            yield "rank", "next", self.standing.clause

    def _orders(
        self, sorts: Sequence[Sequence[_One]], after: Callable[[Sequence[_One]], UnitResult]
    ) -> Iterator[Sequence[Sequence[_One]]]:
        if len(sorts) == 1:
            yield sorts
            return
        sign = -1 if self.standing is None or self.standing.best == "highest" else 1
        gains = []
        for n, sort in enumerate(sorts):
            unit = after(sort[:1])
            value = ranked_by(self.standing, unit) if self.standing is not None else unit.score or 0
            gains.append((sign * value, unit.rank or 0, n))
        ranked = [sorts[n] for *_, n in sorted(gains)]
        yield ranked
        yield ranked[::-1]
        for first in ranked if len(ranked) <= _SORTS else ():
            for rest in (ranked, ranked[::-1]):
                yield [first, *(s for s in rest if s is not first)]

    def _try_fewer(
        self,
        found: dict[Turn, list[_One]],
        sorts: Sequence[Sequence[_One]],
        after: Callable[[Sequence[_One]], UnitResult],
    ) -> None:
        left, n = _CHOICES, 1
        while n < max(map(len, found.values()), default=0):
            for numbers in _numbers(n, [len(sort) for sort in sorts]):
                if not left:
                    return
                left -= 1
                items = [one for k, sort in zip(numbers, sorts, strict=True) for one in sort[:k]]
                for name in self.changes(after(items)):
                    change = (*name, name in self.had)
                    if change in found and len(found[change]) > n:
                        found[change] = items
            n += 1


def first_of(after: Callable[[Sequence[_One]], UnitResult], order: Sequence[_One], n: int) -> UnitResult:
    """What is after the first ``n``."""
    return after(order[:n])


def _numbers(whole: int, most: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to take so many of several sorts, of each at most what there is."""
    if len(most) == 1:
        if whole <= most[0]:
            yield (whole,)
        return
    for k in range(min(whole, most[0]) + 1):
        yield from ((k, *rest) for rest in _numbers(whole - k, most[1:]))
