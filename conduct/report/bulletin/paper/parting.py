"""A table for paper: one too wide for the page is narrowed, or parted into several that begin with what a row is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import evolve

from ..document import Grid, GridColumn

PORTRAIT = 46
"""How many full-width characters of 小五 stand beside one another on the 156 mm of a portrait page, with the rules between."""
WORDS = ("text", "ids")
"""What columns hold that may be narrower than it, since it breaks."""
ALIGNED: Mapping[str, Literal["right", "center"]] = {"number": "right", "percent": "right", "date": "center"}
"""Where in a cell stands what a column holds, if not on the left."""
_SQUEEZED = 11  # tenths of the width, up to which smaller letters do before a table is parted
_TENTHS, _BETWEEN = 10, 6  # what a column takes beside its content, in tenths of a character
_WORDS = re.compile(r"[!-~]+")
_NARROW = 5  # characters, down to which a text is narrowed before its table is parted


def parted(grid: Grid, most: int = PORTRAIT) -> tuple[Grid, ...]:
    """The table; where its columns come to more than ``most`` characters, with its texts narrower, so that they wrap; and where
    that does not do, as many tables as it takes, one below the other, about equally wide.

    Each begins with the columns that say what a row is about; the caption stands above the first, the note under the last.
    """
    if _wide(grid.columns) <= most * _TENTHS:
        return (grid,)
    narrowed = _narrowed(grid, most * _TENTHS)
    if _wide(narrowed) <= most * _SQUEEZED:
        return (evolve(grid, columns=narrowed),)
    blocks = _blocks(grid.columns, grid.keys, most * _TENTHS)
    for fewer in range(most - 1, 0, -1):
        even = _blocks(grid.columns, grid.keys, fewer * _TENTHS)
        if len(even) > len(blocks):
            break
        blocks = even
    return tuple(_parts(grid, blocks))


def _parts(grid: Grid, blocks: Sequence[Sequence[int]]) -> Iterator[Grid]:
    for at, block in enumerate(blocks):
        yield evolve(
            grid,
            columns=tuple(grid.columns[n] for n in block),
            rows=tuple(tuple(row[n] for n in block) for row in grid.rows),
            caption=grid.caption if not at else "",
            note=grid.note if at == len(blocks) - 1 else "",
        )


def _wide(columns: Sequence[GridColumn]) -> int:
    return sum(column.width * _TENTHS + _BETWEEN for column in columns)


def widest_word(texts: Iterable[str]) -> int:
    """How many full-width characters the longest of the words takes that no line may break: those in letters, and ids."""
    return max((-(-len(word) * 11 // (2 * _TENTHS)) for text in texts for word in _WORDS.findall(text)), default=0)


def _narrowed(grid: Grid, most: int) -> tuple[GridColumn, ...]:
    """The texts narrower, the widest first, until all fit, or none can be narrower without breaking a word."""
    columns = grid.columns
    widths = [column.width for column in columns]
    texts = [n for n, column in enumerate(columns) if column.holds in WORDS and column.width > _NARROW]
    least = {n: max(_NARROW, widest_word([columns[n].heading, *(row[n].text for row in grid.rows)])) for n in texts}
    over = _wide(columns) - most
    while over > 0 and (wide := [n for n in texts if widths[n] > least[n]]):
        widths[max(wide, key=lambda n: widths[n])] -= 1
        over -= _TENTHS
    return tuple(evolve(column, width=width) for column, width in zip(columns, widths, strict=True))


def _blocks(columns: Sequence[GridColumn], keys: int, most: int) -> list[list[int]]:
    """The places of the columns of each part; one column beside the keys always finds room."""
    beside = list(range(min(keys, len(columns))))
    first = _wide([columns[n] for n in beside])
    blocks, block, used = [], list(beside), first
    for n in range(len(beside), len(columns)):
        wide = _wide([columns[n]])
        if used + wide > most and len(block) > len(beside):
            blocks.append(block)
            block, used = list(beside), first
        block.append(n)
        used += wide
    return [*blocks, block]
