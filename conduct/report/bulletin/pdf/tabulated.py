"""Tables on a page: columns as wide as what they hold, headings repeated, no row cut but one that is higher than a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from attrs import evolve

from conduct.core.base.frozen import frozen

from ..document import Grid, GridColumn
from ..paper.breaking import Measure, broken
from .pagination import Drawn, Strip, Style, kept, text

MOST_ON_A_LINE = 400
"""How many characters are printed of what usually is one line: a heading, a name, a number."""
SIZES = (12.0, 10.5, 9.0, 8.0)
"""The sizes of a table's text: the greatest that holds it."""
_ASIDE, _OVER, _LEADING = 3.5, 3.0, 1.32
_FIXED = ("number", "percent", "date")
_TALLEST = 0.9
"""A row higher than this part of a page goes on on the next."""


class SetsText(Protocol):
    """What a table is set by: its styles, how wide and high the type area is, and the faces."""

    styles: dict[str, Style]
    wide: float
    high: float

    def measure(self, style: Style, tracking: float = 0.0) -> Measure:
        """How wide text of a style is."""

    def shown(self, said: str, style: Style, most: int = 0) -> str:
        """A text as it is printed."""


@frozen
class Columns:
    """The columns of a table as set: where each begins, the last's end, how wide what they hold is, the styles of headings and
    cells."""

    edges: tuple[float, ...]
    held: tuple[float, ...]
    heading: Style
    cell: Style

    @property
    def line(self) -> float:
        """How far apart the lines of a cell stand."""
        return self.cell.size * _LEADING


def table(grid: Grid, galley: SetsText, most: float = SIZES[0]) -> Iterator[Strip]:
    """The strips of a table: caption, headings, rows, note; its text is no larger than ``most``."""
    if not grid.columns:
        return
    rows = [[galley.shown(cell.text, galley.styles["cell"]) for cell in row] for row in grid.rows]
    headings = [galley.shown(column.heading, galley.styles["head"], MOST_ON_A_LINE) for column in grid.columns]
    columns = _columns(grid.columns, headings, rows, galley, most)
    if grid.caption:
        yield from kept(_lines(grid.caption, galley.styles["caption"], galley, centred=True))
    header: tuple[Strip, ...] = ()
    if any(headings):
        header = tuple(kept(list(_row(headings, ["heading"] * len(headings), columns, galley, columns.heading))))
    yield from header
    repeated = header if sum(strip.high for strip in header) < galley.high / 3 else ()
    holds = [column.holds for column in grid.columns]
    for n, row in enumerate(rows):
        strips = list(_row(row, holds, columns, galley, columns.cell))
        for strip in strips:
            last = n == len(rows) - 1 and strip is strips[-1]
            yield evolve(strip, again=repeated, keep=bool(grid.note) and last)
    if grid.note:
        yield from _lines(grid.note, galley.styles["cell"], galley)


def _lines(said: str, style: Style, galley: SetsText, centred: bool = False) -> list[Strip]:
    measure = galley.measure(style)
    found = [line.rstrip() for line in broken(galley.shown(said, style), measure, galley.wide, galley.wide)]
    return [
        Strip(style.size * 1.7, (text((galley.wide - measure(one)) / 2 if centred else 0.0, style.size * 0.35, one, style),))
        for one in found
    ]


def _columns(
    columns: Sequence[GridColumn], headings: Sequence[str], rows: Sequence[Sequence[str]], galley: SetsText, most: float
) -> Columns:
    """The size and widths at which no figure breaks, if there is one; what room is left goes to the columns of text."""
    for size in (one for one in SIZES if one <= most):
        cell, heading = evolve(galley.styles["cell"], size=size), evolve(galley.styles["head"], size=size)
        pairs = [
            _widths(column, headings[n], {row[n] for row in rows}, (galley.measure(cell), galley.measure(heading)), size)
            for n, column in enumerate(columns)
        ]
        least, wanted = [low for low, _ in pairs], [high for _, high in pairs]
        if sum(wanted) <= galley.wide or (size <= 10.5 and sum(least) * 1.25 <= galley.wide):
            break
    edges = [0.0]
    for wide in _shared(least, wanted, galley.wide):
        edges.append(edges[-1] + wide)
    measure = galley.measure(cell)
    held = tuple(_widest(measure, {row[n] for row in rows}) for n in range(len(columns)))
    return Columns(tuple(edges), held, heading, cell)


def _widest(measure: Measure, texts: set[str]) -> float:
    """How wide the widest of some texts is; of those that are longest."""
    return max((measure(said[:70]) for said in sorted(texts, key=lambda said: (-len(said), said))[:5]), default=0.0)


def _widths(
    column: GridColumn, heading: str, texts: set[str], measures: tuple[Measure, Measure], size: float
) -> tuple[float, float]:
    """The least and the wanted width of a column: a figure on one line; a text as wide as the column says, and no less than a few
    characters."""
    cell, head = measures[0], measures[1](heading)
    word = max(map(measures[1], heading.split(" "))) if heading.isascii() else 0.0
    widest = _widest(cell, texts)
    if column.holds in _FIXED:
        low = high = max(
            min(widest, cell("0" * 16)), head / 2 + size / 2 if len(heading) > 4 and not word else min(head, 8 * size)
        )
    else:
        usual = column.width * size * (0.6 if column.holds == "ids" else 1.0)
        high = max(min(widest, max(usual, 4 * size)), min(head, usual))
        low = min(high, 8 * size)
    return max(low, word) + 2 * _ASIDE, max(high, word) + 2 * _ASIDE


def _shared(least: Sequence[float], wanted: Sequence[float], room: float) -> list[float]:
    """The room of a page shared out: more than is wanted to all by what they want, less to each between its least and wanted."""
    total, low = sum(wanted), sum(least)
    if total <= room:
        return [wide * room / total for wide in wanted]
    if low >= room:
        return [wide * room / low for wide in least]
    part = (room - low) / (total - low)
    return [small + (wide - small) * part for small, wide in zip(least, wanted, strict=True)]


def _row(cells: Sequence[str], holds: Sequence[str], columns: Columns, galley: SetsText, style: Style) -> Iterator[Strip]:
    """A row, in one strip; in several where it is higher than a page."""
    measure = galley.measure(style)
    edges = columns.edges
    lines = []
    for n, said in enumerate(cells):
        room = edges[n + 1] - edges[n] - 2 * _ASIDE
        lines.append([one.rstrip(" \u3000") for one in broken(said, measure, room, room)] if measure(said) > room else [said])
    most = max(int((galley.high * _TALLEST - 2 * _OVER) / columns.line), 1)
    deep = max(map(len, lines))
    for start in range(0, deep, most):
        part = [cell[start : start + most] for cell in lines]
        high = max(map(len, part))
        drawn = [one for n, cell in enumerate(part) for one in _cell(cell, holds[n], n, high, (columns, style, measure))]
        yield Strip(high * columns.line + 2 * _OVER, tuple(drawn), bars=edges)


def _cell(lines: Sequence[str], holds: str, n: int, high: int, how: tuple[Columns, Style, Measure]) -> Iterator[Drawn]:
    """The lines of a cell, in the middle of its height: texts on the left, days and headings in the middle, figures so that their
    ends stand below each other in the middle."""
    columns, style, measure = how
    left, wide = columns.edges[n], columns.edges[n + 1] - columns.edges[n]
    y = _OVER + (high - len(lines)) * columns.line / 2 + (columns.line - style.size) / 2
    for line in lines:
        if line:
            spare = wide - measure(line)
            if holds in ("number", "percent"):
                x = max(spare - max((wide - columns.held[n]) / 2, _ASIDE), min(spare / 2, _ASIDE))
            else:
                x = spare / 2 if holds in ("date", "heading") else _ASIDE
            yield text(left + x, y, line, style)
        y += columns.line
