"""Further incidents in a period that is combined of several: how many in which of them come to most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from ..base.exact import Exact

PerPart = tuple[int, ...]
"""How many in each part."""

_STEPS = 64  # numbers at which one part's value changes that are looked at

_Worth = list[tuple[int, Exact]]


def spreads(values: Sequence[Callable[[int], Exact]], most: int, sign: int) -> list[PerPart]:
    """The ways to place up to ``most`` in several parts of which none places fewer and comes to as much, the fewest first.

    ``values`` say what a part is worth with so many; by ``sign`` 1 the whole is to be large, by -1 small.
    """
    ways: list[tuple[int, Exact, PerPart]] = [(0, 0, ())]
    for value in values:
        table = _table(value, most)
        merged = [(n + k, sum_ + sign * v, (*way, k)) for n, sum_, way in ways for k, v in table if n + k <= most]
        ways = []
        for one in sorted(merged, key=lambda m: (m[0], -m[1], m[2])):
            if not ways or one[1] > ways[-1][1]:
                ways.append(one)
    return [way for n, _, way in ways if n]


def _table(value: Callable[[int], Exact], most: int) -> _Worth:
    """Each number from which on the value is another; between two that give the same it is taken to stay so."""
    known = cache(value)
    found = [(0, known(0))]

    def between(low: int, high: int) -> None:
        if known(low) == known(high) or len(found) > _STEPS:
            return
        if high - low == 1:
            found.append((high, known(high)))
            return
        middle = (low + high) // 2
        between(low, middle)
        between(middle, high)

    between(0, most)
    return found
