"""A table in a word file: its header on every page, its rows whole, its columns as wide as what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from ..document import Entry, Grid, GridColumn
from ..paper.parting import ALIGNED, WORDS
from .word_styles import WIDTH
from .word_xml import TABLE_RANK, attribute, breadth, breadth_set, ordered, paragraph, run, val, written

SIZES = (24, 21, 18, 15)
"""The sizes of letters that a table may have, in half points: the greatest in which it has room is taken."""
_UNBROKEN = re.compile(r"[!-~]+")
_PROPERTIES = re.compile(r'(<w:pStyle w:val="[^"]*"/>)(?!<w:keepNext)')
_PADDING = 2 * 85 + 20
_WHOLE = 14
"""How many lines of a cell are held on one page; what is longer runs on, since no page may have room for it."""
_SHORT = 26
"""How wide words are that break nowhere if there is room, in halves of a character."""
_LINE = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'


def grid_xml(grid: Grid, width: int = WIDTH, most: int = SIZES[0]) -> str:
    """A table with its caption above and its note below; a table without columns is its caption and note alone."""
    parts = [written(grid.caption, "BulletinCaption")] if grid.caption else []
    if grid.columns:
        parts.append(_table(grid, width, most))
    if grid.note:
        parts.append(written(grid.note, "BulletinTableNote"))
    elif grid.columns:
        parts.append(paragraph("", "BulletinEnd"))
    return "".join(parts)


def lines_xml(rows: Sequence[tuple[str, str]], width: int) -> str:
    """Lines of what and which, as a table without rules."""
    first = min(max((breadth(what) for what, _ in rows), default=0) * 120 + _PADDING + 120, width // 3)
    widths = (first, width - first)
    about = {"tblW": f'w:w="{width}" w:type="dxa"', "tblLayout": 'w:type="fixed"'}
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    lines = "".join(
        f"<w:tr>{''.join(_cell(written(text, 'BulletinCell24'), w, 'top') for text, w in zip(row, widths, strict=True))}</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{ordered('tblPr', TABLE_RANK, about)}<w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"


def _table(grid: Grid, width: int, most: int) -> str:
    size, widths = laid_out(grid, width, most)
    style = f"BulletinCell{size}"
    about = {
        "tblW": f'w:w="{sum(widths)}" w:type="dxa"',
        "jc": val("center"),
        "tblBorders": "".join(_LINE.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV")),
        "tblLayout": 'w:type="fixed"',
        "tblLook": 'w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"',
    }
    if grid.caption:
        about["tblCaption"] = f"w:val={attribute(grid.caption)}"
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    rows = [_header(grid.columns, widths, style)]
    rows += (_row(row, grid.columns, widths, style, size) for row in grid.rows)
    if grid.note:
        rows[-1] = _PROPERTIES.sub(r"\1<w:keepNext/>", rows[-1])
    return f"<w:tbl>{ordered('tblPr', TABLE_RANK, about)}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _header(columns: Sequence[GridColumn], widths: Sequence[int], style: str) -> str:
    look = {"b": ""}
    cells = "".join(
        _cell(paragraph(run(column.heading, look), style, {"keepNext": "", "jc": val("center")}), w)
        for column, w in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: Sequence[Entry], columns: Sequence[GridColumn], widths: Sequence[int], style: str, size: int) -> str:
    cells, long = [], False
    for entry, column, width in zip(row, columns, widths, strict=True):
        aligned = ALIGNED.get(column.holds)
        cells.append(_cell(written(entry.text, style, {"jc": val(aligned)} if aligned else None), width))
        long = long or len(entry.text) * size * 10 > _WHOLE * max(width - _PADDING, 1)
    whole = "" if long else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{whole}{''.join(cells)}</w:tr>"


def _cell(content: str, width: int, side: str = "center") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="{side}"/></w:tcPr>{content}</w:tc>'


def laid_out(grid: Grid, width: int = WIDTH, most: int = SIZES[0]) -> tuple[int, tuple[int, ...]]:
    """The size of letters, in half points and at most ``most``, and the width of each column, in twips, that fill a width.

    Figures and days never break, nor do short words where there is room for them; long ones have what is left. The greatest size
    is taken in which nothing breaks, and else the greatest of a usual size in which all have what they need.
    """
    places = range(len(grid.columns))
    words = [n for n in places if grid.columns[n].holds in WORDS]
    needs = [_need(grid, n) for n in places]
    wants = [max(_wanted(grid, n), needs[n]) if n in words else needs[n] for n in places]
    whole = [want if want <= _SHORT else need for want, need in zip(wants, needs, strict=True)]
    for size in (size for size in SIZES if size <= most):
        wanted, least = _twips(wants, size), _twips(needs, size)
        if sum(wanted) <= width:  # all have what they want: what is left over goes to every column alike
            return size, _shared(wanted, width)
        if size <= SIZES[1] and sum(better := _twips(whole, size)) <= width:
            least = better
            break
        if size <= SIZES[2] and sum(least) <= width:
            break
    spare = width - sum(least)
    if spare < 0:
        return size, _shared(least, width)
    given = _shared([max(want - have, 0) for want, have in zip(wanted, least, strict=True)], spare)
    return size, tuple(have + extra for have, extra in zip(least, given, strict=True))


def _twips(halves: Sequence[int], size: int) -> list[int]:
    """Widths in halves of a character of a size, with what stands beside them, in twips."""
    return [half * size * 5 + _PADDING for half in halves]


def _need(grid: Grid, n: int) -> int:
    """How wide a column must be, in halves of a character: figures and days whole, of words two thirds of what is asked for."""
    column = grid.columns[n]
    heading = breadth(column.heading)
    shown = max(heading if heading <= 8 else (heading + 1) // 2, _longest_word(column.heading) * 5 // 4, 4)
    if column.holds in WORDS:
        asked = min(max(column.width * 4 // 3, 4), 24)
        longest = max((_longest_word(row[n].text) for row in grid.rows), default=0)
        return max(shown, min(asked, _wanted(grid, n)), min(longest, 20 if column.holds == "ids" else 16)) + 1
    widest = max((ceil(breadth_set(row[n].text)) for row in grid.rows), default=0)
    return max(min(widest * 5 // 4, 40), shown) + 1  # a face that stands in for another may be wider by a quarter


def _wanted(grid: Grid, n: int) -> int:
    """How wide a column of words would be so as not to break, at most three times what it asks for."""
    widest = max((breadth(row[n].text) for row in grid.rows), default=0)
    return min(max(widest, breadth(grid.columns[n].heading)) + 1, max(grid.columns[n].width, 4) * 6)


def _longest_word(text: str) -> int:
    """How wide what cannot be broken is: figures, ids, words in letters."""
    return max((len(word) * 6 // 5 + 1 for word in _UNBROKEN.findall(text)), default=0)


def _shared(shares: Sequence[int], width: int) -> tuple[int, ...]:
    """A width by shares, with nothing left over."""
    total, so_far, ends = max(sum(shares), 1), 0, [0]
    for share in shares:
        so_far += share
        ends.append(width * so_far // total)
    return tuple(after - before for before, after in pairwise(ends))
