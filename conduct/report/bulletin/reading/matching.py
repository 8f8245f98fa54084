"""What a file prints beside what was published: its tables cell by cell, its sentences, its drawings.

Blanks are not compared: where a line breaks is each format's own. Everything else is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import define, field

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, literal
from conduct.files.book_text import visible

from ...marked import cell_text
from ..document import Bulletin, Chart, Element, Grid, Heading, Paragraph
from ..page import likenesses
from ..paper.drawing import plain
from ..paper.frame import FRAME, annex_titles, figures_beside
from ..paper.svg import svg
from .aligning import TableRow, aligned, join_parted
from .readers import drawings_of, outline_of
from .reading_back import FileRead, TableRead

_UNKNOWN = re.compile(r"\[U\+([0-9A-F]{4,6})\]")


@frozen
class PrintedOtherwise:
    """A place where a file prints something else than was published: ``what`` it is ("cell", "row", "column", "table", "text",
    "drawing", "added", "element", "strange"), in which table, row and column, what stands there, and what was published; None
    where one of them has nothing.
    """

    what: str
    table: str = ""
    row: str = ""
    column: str = ""
    printed: str | None = None
    published: str | None = None


@define
class Matched:
    """A table that was published, and what of it was found in a file: for each choice of its columns the rows."""

    name: str
    code: str
    headings: tuple[str, ...]
    rows: list[TableRow]
    keys: int
    shown: tuple[str, ...]
    found: dict[tuple[int, ...], list[TableRow]] = field(factory=dict)


def same(ending: str, lang: Lang) -> Callable[[str], str]:
    """What makes the texts of a document comparable with those of its file: as they are printed, without blanks."""

    def of(text: str) -> str:
        said = literal(text)
        if ending == ".xlsx":
            said = cell_text(said, lang)[0] if len(said) > 4_000 else visible(said)
        return as_printed(said)

    return of


def as_printed(text: str) -> str:
    """A text that a file prints, without blanks; a character that no face has is the one whose number stands in its place."""
    said = literal("".join(text.split()))
    return _UNKNOWN.sub(_character, said) if "[U+" in said else said


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else found[0]


def otherwise(read: FileRead, bulletin: Bulletin, sentences: Iterable[str]) -> list[PrintedOtherwise]:
    """Everywhere that a file prints something else than a document; ``sentences`` are the texts that come from the ledger."""
    of = same(read.ending, bulletin.lang)
    wanted = list(_tables(bulletin, read.ending, of))
    text = as_printed(read.text)
    said = "\0".join(map(of, texts_of(bulletin)))
    checked = {of(what) for what, _ in bulletin.check.rows} | {of(FRAME["code"].said(bulletin.lang))}
    found = list(_placed(read, wanted, said, checked))
    for one in wanted:
        found += _in_table(one, read.ending == ".pdf")
    found += _sentences(sentences, text, of)
    found += _check(read, bulletin, text, of)
    if read.ending == ".html":
        found += _drawings(read, bulletin, of)
        ours = set[str]().union(*map(outline_of, likenesses(bulletin)))
        found += [PrintedOtherwise("element", printed=one[:200]) for one in read.outline if one not in ours]
    hides = any(isinstance(block, Chart) and block.ends for block in bulletin.blocks)
    for code, what in read.strange:
        if code != "hidden-column" or not hides:
            found.append(PrintedOtherwise("strange", row=code, printed=what))
    return found


# ---- what is to be found


def _tables(bulletin: Bulletin, ending: str, of: Callable[[str], str]) -> Iterator[Matched]:
    """The tables that a file of this ending has; those with one heading are one."""
    by_heading: dict[tuple[str, ...], Matched] = {}
    for name, block in _named(bulletin, ending):
        for made in _made(name, block, ending, bulletin.lang, of):
            if made.headings in by_heading and any(made.headings):
                by_heading[made.headings].rows.extend(made.rows)
            else:
                by_heading[made.headings] = made
                yield made


def _named(bulletin: Bulletin, ending: str) -> Iterator[tuple[str, Element]]:
    """The tables and charts, each with the title of its annex."""
    for block in bulletin.body:
        yield bulletin.title, block
    for annex, (_, title) in zip(bulletin.annexes, annex_titles(bulletin), strict=False):
        for block in annex.blocks:
            yield title, block
    if ending == ".xlsx":
        for block in bulletin.sheets:
            yield block.caption, block


def _made(name: str, block: Element, ending: str, lang: Lang, of: Callable[[str], str]) -> Iterator[Matched]:
    match block:
        case Grid() if block.columns:
            headings = tuple(column.heading for column in block.columns)
            rows = [TableRow(tuple(of(e.text) for e in row), tuple(e.text for e in row)) for row in block.rows]
            yield Matched(block.caption or name or block.code, block.code, tuple(map(of, headings)), rows, block.keys, headings)
        case Chart() if ending in (".html", ".xlsx"):
            figures = figures_beside(block, lang)
            rows = []
            for category, values, label in figures.rows:
                cells = (category, *("" if v is None else plain(v) for v in values), *((label,) if label is not None else ()))
                rows.append(TableRow(tuple(map(of, cells)), cells))
            yield Matched(block.title, "chart", tuple(map(of, figures.headings)), rows, 1, figures.headings)


def texts_of(bulletin: Bulletin) -> Iterator[str]:
    """All that a document says, for telling what it does not."""
    yield from bulletin.markings
    yield from (bulletin.office, bulletin.number, bulletin.title, bulletin.to, bulletin.day, bulletin.signatory)
    for block in (*bulletin.blocks, *bulletin.sheets):
        yield from block_texts(block)
        if isinstance(block, Grid):
            yield from (e.text for row in block.rows for e in row)
            yield from (column.heading for column in block.columns)
        elif isinstance(block, Chart):
            yield from (*block.categories, *block.ends, *(one.name for one in block.series), block.axis, block.said)
    yield from (part for row in bulletin.check.rows for part in row)
    yield from (bulletin.check.how, bulletin.check.code or "", FRAME["code"].said(bulletin.lang))


def block_texts(block: Element) -> Iterator[str]:
    """The texts of a block beside its cells."""
    match block:
        case Paragraph(text=text) | Heading(text=text):
            yield text
        case Grid(caption=caption, note=note):
            yield from filter(None, (caption, note))
        case Chart(title=title):
            yield title


def sentences_of(bulletin: Bulletin) -> list[str]:
    """The texts of a document that are no cells: of its body, its annexes, and how it is checked; its title is the office's."""
    found = [text for block in bulletin.blocks for text in block_texts(block)]
    return [*found, *(annex.title for annex in bulletin.annexes), bulletin.check.how]


# ---- tables


def _placed(read: FileRead, wanted: Sequence[Matched], said: str, checked: set[str]) -> Iterator[PrintedOtherwise]:
    """Puts each table of a file to the one that it is; yields what is none that was published.

    The lines by which a document is checked begin with what is ``checked``: they are looked at by themselves.
    """
    last: tuple[Matched, tuple[int, ...], str] | None = None
    first = read.tables[0].place if read.tables and read.ending == ".xlsx" else None
    for table in read.tables:
        rows = [TableRow(tuple(map(as_printed, row)), row) for row in table.rows]
        if not rows or all(len(row.cells) == 2 and row.cells[0] in checked for row in rows):
            continue
        place = _place(rows[0].cells, wanted)
        if place is not None:
            one, columns, exact = place
            one.found.setdefault(columns, []).extend(_as_wide(rows[1:], len(columns), one.code == "chart"))
            if not exact:
                yield from _headings(one, columns, rows[0])
            last = *place[:2], table.place
        elif last is not None and _goes_on(read.ending, table, last) and not (read.ending == ".pdf" and _known(rows, said)):
            last[0].found[last[1]].extend(_as_wide(rows, len(last[1]), last[0].code == "chart"))
        elif table.place != first and _is_table(table) and not _known(rows, said):
            yield PrintedOtherwise("table", " / ".join(table.rows[0])[:200], printed=" / ".join(table.rows[1])[:200])


def _goes_on(ending: str, table: TableRead, last: tuple[Matched, tuple[int, ...], str]) -> bool:
    """Whether a table without headings is the rest of the last one: overleaf, or on a sheet below a blank row."""
    one, columns, place = last
    if ending == ".xlsx":
        return table.place == place and len(table.rows[0]) > 1 and one.code != "chart"
    return ending == ".pdf" and len(table.rows[0]) == len(columns)


def _as_wide(rows: Iterable[TableRow], width: int, less: bool) -> Iterator[TableRow]:
    """Rows as wide as a table: blanks at the end may be lacking, and beside a chart's figures stands what only it needs."""
    for row in rows:
        lack = width - len(row.cells)
        if lack > 0:
            yield TableRow((*row.cells, *("",) * lack), (*row.shown, *("",) * lack))
        elif lack < 0 and less:
            yield TableRow(row.cells[:width], row.shown[:width])
        else:
            yield row


def _is_table(table: TableRead) -> bool:
    """Whether it is one with something in it: on paper, the lines of a drawing look like one that is all but blank."""
    cells = [cell for row in table.rows for cell in row]
    return len(table.rows) > 1 and max(map(len, table.rows)) > 1 and 3 * sum(map(bool, map(str.strip, cells))) > len(cells)


def _known(rows: Iterable[TableRow], said: str) -> bool:
    """Whether a document says all that stands in a table, which then sets out its text."""
    return all(cell in said for row in rows for cell in row.cells)


def _place(head: tuple[str, ...], wanted: Sequence[Matched]) -> tuple[Matched, tuple[int, ...], bool] | None:
    """The table and the columns of it that a row of headings names, and whether it names them exactly."""
    best: tuple[int, Matched, tuple[int, ...]] | None = None
    for one in sorted(wanted, key=lambda one: one.headings != head):  # the whole of one before a part of another
        for columns in _choices(one, len(head)):
            alike = sum(a == one.headings[n] for a, n in zip(head, columns, strict=False))
            if alike == len(columns) >= len(head) and any(head):
                return one, columns, True
            if 2 * alike > len(head) and (best is None or alike > best[0]):
                best = alike, one, columns
    return (best[1], best[2], False) if best is not None else None


def _choices(one: Matched, width: int) -> Iterator[tuple[int, ...]]:
    """All columns of a table, or its first with so many of the others that stand together: a page may have no room for all."""
    total = len(one.headings)
    if width >= total or (width == total - 1 and not one.headings[-1]):
        yield tuple(range(total))
        return
    beside = width - one.keys
    after = max((columns[-1] for columns in one.found), default=-1) + 1
    if beside > 0:
        starts = range(one.keys, total - beside + 1)
        for start in sorted(starts, key=lambda n: n != after):
            yield (*range(one.keys), *range(start, start + beside))


def _headings(one: Matched, columns: Sequence[int], head: TableRow) -> Iterator[PrintedOtherwise]:
    for n, at in enumerate(columns):
        if n >= len(head.cells) or head.cells[n] != one.headings[at]:
            printed = head.shown[n] if n < len(head.shown) else None
            yield PrintedOtherwise("column", one.name, column=one.shown[at], printed=printed, published=one.shown[at])
    for extra in head.shown[len(columns) :]:
        if extra.strip():
            yield PrintedOtherwise("column", one.name, column=extra, printed=extra)


def _in_table(one: Matched, paper: bool) -> Iterator[PrintedOtherwise]:
    """Everything in which the rows that were found differ from those that were published."""
    if not one.found:
        yield PrintedOtherwise("table", one.name, published=" / ".join(one.shown))
        return
    seen = {n for columns in one.found for n in columns}
    for n in range(len(one.headings)):
        if n not in seen:
            yield PrintedOtherwise("column", one.name, column=one.shown[n], published=one.shown[n])
    said: set[tuple[str, str, str | None]] = set()
    for columns, rows in one.found.items():
        published = [TableRow(tuple(r.cells[n] for n in columns), tuple(r.shown[n] for n in columns)) for r in one.rows]
        published, rows = ([row for row in some if any(row.cells)] for some in (published, rows))
        there = join_parted(published, rows) if paper else rows
        for before, after in aligned(published, there, one.keys):
            for difference in _in_row(one, columns, before, after):
                key = (difference.row, difference.column, difference.printed)
                if key not in said:  # the first columns stand in each part
                    said.add(key)
                    yield difference


def _in_row(one: Matched, columns: Sequence[int], before: TableRow | None, after: TableRow | None) -> Iterator[PrintedOtherwise]:
    if before is None or after is None:
        row = before or after
        assert row is not None
        whole = " / ".join(row.shown)
        name = " / ".join(row.shown[: one.keys])
        yield PrintedOtherwise("row", one.name, name, printed=whole if after else None, published=whole if before else None)
        return
    name = " / ".join(before.shown[: one.keys])
    for n, (was, now) in enumerate(zip(before.cells, after.cells, strict=False)):
        if was != now:
            yield PrintedOtherwise("cell", one.name, name, one.shown[columns[n]], after.shown[n], before.shown[n])
    for extra in after.shown[len(before.cells) :]:
        yield PrintedOtherwise("cell", one.name, name, "", extra, None)


# ---- sentences and drawings


def _sentences(wanted: Iterable[str], text: str, of: Callable[[str], str]) -> Iterator[PrintedOtherwise]:
    """The texts that a file does not print as they were published, each with what stands in its place."""
    for sentence in dict.fromkeys(wanted):
        said = of(sentence)
        if said not in text:
            yield PrintedOtherwise("text", printed=_near(said, text), published=sentence)


def _check(read: FileRead, bulletin: Bulletin, text: str, of: Callable[[str], str]) -> Iterator[PrintedOtherwise]:
    """The lines by which a document is checked that a file does not print as they were: what, and beside it which."""
    rows = [(what, value, of(what), of(value)) for what, value in bulletin.check.rows[:-1]]  # how much was hidden is the last
    left, right = map(as_printed, read.beside or ("", ""))
    if all("".join(row[n] for row in rows) in column for n, column in ((2, left), (3, right))):
        return
    at = 0
    for what, value, what_said, value_said in rows:
        found = right.find(value_said, at) if what_said in left else -1
        if found >= 0:
            at = found + len(value_said)
        elif what_said + value_said not in text:
            printed = _instead(what_said, value_said, text)
            yield PrintedOtherwise("cell", bulletin.check.title, what, printed=printed, published=value)


def _instead(what: str, value: str, text: str) -> str | None:
    at = text.find(what)
    return text[at + len(what) : at + len(what) + max(len(value), 8)] if at >= 0 and what else None


def _near(sentence: str, text: str) -> str | None:
    """What stands in the place of a sentence: where the most of its beginning does, or of its end."""
    size = len(sentence)
    for cut in (size * n // 8 for n in range(7, 0, -1)):
        if cut >= 6 and (at := text.find(sentence[:cut])) >= 0:
            return text[at : at + size]
        if cut >= 6 and (at := text.find(sentence[-cut:])) >= 0:
            return text[max(0, at + cut - size) : at + cut]
    return None


def _drawings(read: FileRead, bulletin: Bulletin, of: Callable[[str], str]) -> Iterator[PrintedOtherwise]:
    """The texts in a page's drawings that differ from those of the charts."""
    charts = [block for block in bulletin.blocks if isinstance(block, Chart)]
    there = [drawing for drawing in read.drawings if any(map(str.strip, drawing))]
    for n, chart in enumerate(charts):
        wanted = drawings_of(svg(chart, bulletin.lang, f"chart{n + 1}"))
        found = there[n] if n < len(there) else ()
        for at in range(max(len(wanted), len(found))):
            was, now = (one[at] if at < len(one) else None for one in (wanted, found))
            if of(was or "") != as_printed(now or ""):
                yield PrintedOtherwise("drawing", chart.title, printed=now, published=was)
    for drawing in there[len(charts) :]:
        yield PrintedOtherwise("drawing", printed=" ".join(drawing)[:200])
