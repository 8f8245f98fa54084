"""The numbers that a file's rows bear, in order, as few as there are gaps between them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence

from attrs import field

from conduct.core.base.frozen import define


@define
class RowNumbers:
    """Ascending numbers of rows; of rows that follow one another the first alone is kept."""

    _at: array[int] = field(factory=lambda: array("q"))  # how many numbers come before each run
    _starts: array[int] = field(factory=lambda: array("q"))
    _count: int = 0

    def extend(self, numbers: Sequence[int]) -> None:
        """Adds numbers that are in order, and above all there are."""
        if not numbers:
            return
        if numbers[-1] - numbers[0] + 1 == len(numbers):
            self._run(numbers[0], len(numbers))
        else:
            for number in numbers:
                self._run(number, 1)

    def append(self, number: int) -> None:
        """Adds one that is above all there are."""
        self._run(number, 1)

    def _run(self, start: int, length: int) -> None:
        if not self._starts or self._starts[-1] + self._count - self._at[-1] != start:
            self._at.append(self._count)
            self._starts.append(start)
        self._count += length

    def __getitem__(self, n: int) -> int:
        run = bisect_right(self._at, n) - 1
        return self._starts[run] + n - self._at[run]

    def find(self, number: int) -> int | None:
        """How many come before a number; None if it is not among them."""
        run = bisect_right(self._starts, number) - 1
        if run < 0:
            return None
        n = self._at[run] + number - self._starts[run]
        return n if n < (self._at[run + 1] if run + 1 < len(self._at) else self._count) else None
