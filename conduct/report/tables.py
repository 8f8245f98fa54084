"""Tables on a terminal or in a pipe: aligned for Chinese, never cut, and what users wrote shown literally."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence

from conduct.core.base.exact import Exact, rounded
from conduct.core.base.frozen import frozen
from conduct.core.base.guard import results
from conduct.core.base.words import literal

_GAP = 2
_TEXT, _HEADING = 12, 6  # how narrow a text and a heading may become
_LONG = 24  # a cell that is read, not looked up
_FIGURE = re.compile(r"[+-]?[0-9][0-9.,]*")
_UNBOUNDED, _NARROWEST = 100_000, 40
_NOT_PLAIN = re.compile(r"[^\x20-\x7e]")
_PIECES = r"[（《“‘]*(?:[\x21-\x7e]+|\S)[，。；：、！？）》”’…％]*|\s"
"""What stands together on a line: a figure or an id with the marks that close it, else a character."""


def terminal_width() -> int | None:
    """How many columns the terminal has that results go to; None where they go into a file or a pipe."""
    return max(os.get_terminal_size(results().fileno()).columns, _NARROWEST) if results().isatty() else None


@frozen
class _Fitted:
    """A column: its heading and cells, as wide as they are and as narrow as they can be made."""

    heading: str
    cells: Sequence[str]
    right: bool
    natural: int
    least: int


def text_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Iterable[int] = (),
    title: str = "",
    *,
    keys: int | Sequence[int] = 1,
    indent: int = 0,
) -> str:
    """A plain table; ``right`` are the columns to align right.

    On a terminal cells wrap within their columns, and columns for which there is no room follow in a table of their own below,
    beside the ``keys``, the columns which say what a row is about: so many of the first, or those of these places. In a pipe
    nothing wraps. All stands ``indent`` to the right.
    """
    width = (terminal_width() or _UNBOUNDED) - indent
    cells = [[literal(cell) for cell in row] for row in rows]
    numbers = set(right)
    columns = _columns(headings, cells, numbers, width)
    beside = range(keys) if isinstance(keys, int) else keys
    pieces = [
        "\n".join(_laid_out(block, width, len(beside) if n else 0)) + "\n"
        for n, block in enumerate(_blocks(columns, width, beside))
        if not n or any(any(c.cells) for c in block[len(beside) :])
    ]
    whole = (title + "\n" if title else "") + "\n".join(pieces)
    return "".join(" " * indent + line + "\n" for line in whole.splitlines()) if indent else whole


def listed_entries(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    colon: str,
    *,
    said: set[str] | None = None,
    once: str = "",
    plain: int | None = None,
    indent: int = 0,
) -> str:
    """A table whose long cells a terminal has no room for, to be read down: each behind its heading, under the short ones.

    A cell under the heading ``once`` is left out where it is among those ``said`` before. The first ``plain`` of the short ones
    stand without their headings; without it all but figures do. None of this in a pipe, and of a table that fits. All stands
    ``indent`` to the right.
    """
    width = (terminal_width() or _UNBOUNDED) - indent
    said = set() if said is None else said
    cells = [[literal(cell) for cell in row] for row in rows]
    widest = [max([0, *(_widest(row[n]) for row in cells)]) for n in range(len(headings))]
    if sum(widest) + _GAP * (len(headings) - 1) <= width or max(widest) <= _LONG:
        return text_table(headings, rows, indent=indent)
    lines = []
    for row in cells:
        short = [
            f"{heading} {cell}" if (_FIGURE.fullmatch(cell) if plain is None else n >= plain) else cell
            for n, (heading, cell) in enumerate(zip(headings, row, strict=True))
            if cell and (n == 0 or widest[n] <= _LONG)
        ]
        first, *others = wrapped((" " * _GAP).join(short), width - 2 * _GAP)
        lines += [first, *(" " * 2 * _GAP + line for line in others)]
        for heading, cell, wide in list(zip(headings, row, widest, strict=True))[1:]:
            if wide > _LONG and cell and not (heading == once and cell in said):
                first, *others = wrapped(f"{heading}{colon}{cell}", width - 2 * _GAP)
                lines += [" " * _GAP + first, *(" " * 2 * _GAP + line for line in others)]
                said.update([cell] if heading == once else [])
    return "".join(" " * indent + line + "\n" for line in lines)


def indented(text: str, by: int = _GAP) -> str:
    """A line of text, so far to the right, or further where it begins with blanks; on a terminal wrapped."""
    said = literal(text.lstrip(" "))
    by += len(text) - len(text.lstrip(" "))
    width = terminal_width()
    lines = [said] if width is None else wrapped(said, width - by)
    return "".join(" " * by + line + "\n" for line in lines)


def wrapped(text: str, width: int) -> list[str]:
    """Text in lines of so many columns of a fixed font; figures and ids stay whole where a line can hold them."""
    if "\n" not in text and not _joins(text) and cell_len(text) <= width:
        return [text.strip()]
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in re.findall(_PIECES, paragraph):
            for part in _parts(piece, width):
                takes = cell_len(part)
                if used + takes > width:
                    lines.append(line.rstrip())
                    line, used = "", 0
                if line or not part.isspace():
                    line, used = line + part, used + takes
        lines.append(line.rstrip())
    return lines


def cell_len(text: str) -> int:
    """How many columns of a fixed font a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    from rich.cells import cell_len as measured

    if _joins(text):
        return measured(text)
    others = "".join(_NOT_PLAIN.findall(text))  # few, where a sentence in English has an arrow
    return len(text) - len(others) + measured(others)


def _joins(text: str) -> bool:
    """Whether something in a text makes it another width than its characters': what joins them, or makes one wide."""
    return "\u200d" in text or "\ufe0f" in text


def _parts(piece: str, width: int) -> Iterator[str]:
    """A piece; one that no line can hold, cut."""
    while cell_len(piece) > width:
        end = next(n for n in range(len(piece), 0, -1) if n == 1 or cell_len(piece[:n]) <= width)
        yield piece[:end]
        piece = piece[end:]
    if piece:
        yield piece


def _columns(headings: Sequence[str], cells: Sequence[Sequence[str]], right: set[int], width: int) -> list[_Fitted]:
    """The columns of a table; where all of them have room as they are, none is asked how narrow it could be."""
    by_column = [[row[n] for row in cells] for n in range(len(headings))]
    widest = [max([0, *map(_widest, column)]) for column in by_column]
    natural = [max(wide, cell_len(heading)) for wide, heading in zip(widest, headings, strict=True)]
    fit = sum(natural) + _GAP * (len(headings) - 1) <= width
    least = natural if fit else [_least(*one) for one in zip(headings, by_column, widest, natural, strict=True)]
    return [_Fitted(h, by_column[n], n in right, natural[n], least[n]) for n, h in enumerate(headings)]


def _least(heading: str, cells: Sequence[str], widest: int, natural: int) -> int:
    """How narrow a column can be made."""
    whole = max([0, *(cell_len(piece) for cell in (heading, *cells) for piece in re.findall(_PIECES, cell))])
    return min(max(min(widest, _TEXT), whole, min(cell_len(heading), _HEADING)), natural)


def _widest(cell: str) -> int:
    return cell_len(cell) if "\n" not in cell else max(map(cell_len, cell.split("\n")))


def _blocks(columns: Sequence[_Fitted], width: int, keys: Sequence[int]) -> Iterator[list[_Fitted]]:
    """The columns in as many tables as it takes for each to fit; all but the first begin with the key columns."""
    block: list[_Fitted] = []
    used, parted = 0, False
    for n, column in enumerate(columns):
        if parted and n in keys:
            continue
        least = min(column.least, width // 2)
        if used + _GAP + least > width and any(all(c is not columns[key] for key in keys) for c in block):
            yield block
            parted = True
            block = [columns[key] for key in keys]
            if n in keys:
                used = sum(min(c.least, width // 2) + _GAP for c in block) - _GAP
                continue
            used = sum(min(c.least, width // 2) + _GAP for c in block) - _GAP
        block.append(column)
        used += least + (_GAP if used else 0)
    yield block


def _laid_out(columns: Sequence[_Fitted], width: int, beside: int) -> Iterator[str]:
    """A table's lines; of one that goes on ``beside`` so many key columns, without the rows that have nothing there."""
    widths = _widths(columns, width - _GAP * (len(columns) - 1))
    yield from _lines([c.heading for c in columns], columns, widths)
    yield "─" * (sum(widths) + _GAP * (len(columns) - 1))
    for n in range(len(columns[0].cells) if columns else 0):
        row = [c.cells[n] for c in columns]
        if not beside or any(row[beside:]):
            yield from _lines(row, columns, widths)


def _widths(columns: Sequence[_Fitted], width: int) -> list[int]:
    """Each column's width: as narrow as it can be, and what is left goes to those that want it, the least wanting first."""
    widths = [min(c.least, max(width // 2, 1)) for c in columns]
    left = width - sum(widths)
    wanting = sorted(range(len(columns)), key=lambda n: columns[n].natural - widths[n])
    for place, n in enumerate(wanting):
        more = max(min(columns[n].natural - widths[n], left // (len(wanting) - place)), 0)
        widths[n] += more
        left -= more
    return widths


def _lines(cells: Sequence[str], columns: Sequence[_Fitted], widths: Sequence[int]) -> Iterator[str]:
    """A row's lines, each cell wrapped within its column; headings stand at the foot of theirs."""
    made = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    deep = max(map(len, made), default=1)
    heads = all(cell is column.heading for cell, column in zip(cells, columns, strict=True))
    for n in range(deep):
        line = ""
        for lines, column, width in zip(made, columns, widths, strict=True):
            at = n - (deep - len(lines)) if heads else n
            text = lines[at] if 0 <= at < len(lines) else ""
            blank = " " * (width - cell_len(text))
            line += (blank + text if column.right else text + blank) + " " * _GAP
        yield line.rstrip()


def printed(value: Exact | None) -> str:
    """A number as tables show it: up to 6 decimals, no idle zeros; nothing for none."""
    if value is None:
        return ""
    return decimals(rounded(value))


def decimals(value: float) -> str:
    """A number that is rounded already, without idle zeros."""
    text = format(value, ".6f").rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
