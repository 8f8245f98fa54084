"""The rows of a table that was published beside those that a file prints: which is which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from conduct.core.base.frozen import frozen

_MOST = 3_000  # rows that differ, beyond which they are told apart by their first columns alone
_MOST_PAIRS = 250_000


@frozen
class TableRow:
    """A row of a table: its cells as they are compared, and as they are printed."""

    cells: tuple[str, ...]
    shown: tuple[str, ...]


Pair = tuple[TableRow | None, TableRow | None]
"""A row that was published and the one that is printed in its place; None where there is none."""


def aligned(published: Sequence[TableRow], printed: Sequence[TableRow], keys: int) -> Iterator[Pair]:
    """The pairs of rows that differ, in order; the first ``keys`` columns say what a row is about."""
    start = 0
    while start < min(len(published), len(printed)) and published[start].cells == printed[start].cells:
        start += 1
    end = 0
    while (
        end < min(len(published), len(printed)) - start
        and published[len(published) - 1 - end].cells == printed[len(printed) - 1 - end].cells
    ):
        end += 1
    before, after = published[start : len(published) - end], printed[start : len(printed) - end]
    if max(len(before), len(after)) > _MOST:
        yield from _paired(before, after, keys)
        return
    matcher = SequenceMatcher(None, [row.cells for row in before], [row.cells for row in after], autojunk=False)
    gone, come = list[TableRow](), list[TableRow]()
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            gone += before[a:b]
            come += after[c:d]
    yield from _paired(gone, come, keys)


def _paired(before: Sequence[TableRow], after: Sequence[TableRow], keys: int) -> Iterator[Pair]:
    """Rows of the same first columns beside one another, then the likest; what is left stands alone."""
    left = list(after)
    by_key: dict[tuple[str, ...], list[int]] = {}
    for n, row in enumerate(left):
        by_key.setdefault(row.cells[:keys], []).append(n)
    taken: set[int] = set()
    single: list[TableRow] = []
    for row in before:
        found = by_key.get(row.cells[:keys], [])
        if found:
            n = found.pop(0)
            taken.add(n)
            if row.cells != left[n].cells:
                yield row, left[n]
        else:
            single.append(row)
    rest = [row for n, row in enumerate(left) if n not in taken]
    yield from _likest(single, rest)


def _likest(before: Sequence[TableRow], after: Sequence[TableRow]) -> Iterator[Pair]:
    rest = list(after)
    near = len(before) * len(after) <= _MOST_PAIRS
    for row in before:
        best = max(rest, key=lambda other: _alike(row, other), default=None) if near else None
        if best is not None and 2 * _alike(row, best) >= len(row.cells):
            rest.remove(best)
            yield row, best
        else:
            yield row, None
    for row in rest:
        yield None, row


def _alike(one: TableRow, other: TableRow) -> int:
    return sum(a == b for a, b in zip(one.cells, other.cells, strict=False))


def join_parted(published: Sequence[TableRow], printed: Sequence[TableRow]) -> list[TableRow]:
    """The rows that a file prints, those put together that are parts of one which no page could hold."""
    known = {row.cells for row in published}
    longest = max((sum(map(len, cells)) for cells in known), default=0)
    made: list[TableRow] = []
    at = 0
    while at < len(printed):
        row, more = printed[at], at + 1
        if row.cells not in known:
            whole = row
            while more < len(printed) and sum(map(len, whole.cells)) <= longest:
                whole = _joined(whole, printed[more])
                more += 1
                if whole.cells in known:
                    break
            if whole.cells in known:
                row = whole
            else:
                more = at + 1
        made.append(row)
        at = more
    return made


def _joined(one: TableRow, other: TableRow) -> TableRow:
    pairs = (zip(a, b, strict=False) for a, b in ((one.cells, other.cells), (one.shown, other.shown)))
    cells, shown = (tuple(f"{a}{b}" for a, b in pair) for pair in pairs)
    return TableRow(cells, shown)
