"""Reading the sheets of a workbook as tables of text cells, numbered as the spreadsheet numbers its rows."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse
from xml.parsers import expat
from zipfile import ZipFile

from attrs import evolve

from conduct.core.base.faults import Fault, Place, Problem, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words, printable

from .book_cells import ROW, BadCell, CellFormula, CellText, RawCells, Styles, text_of
from .columns import letters, number_of
from .screen import MAIN, SheetExtent, screen
from .tables import BadRows, Look, NumberedRow, Sheets, Table, rows_given
from .totals import is_totals

_LOST = Words("内容无法读取", "its content cannot be read")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_EAST_ASIAN_DATES = frozenset({*range(27, 37), *range(50, 59)})
_MOST_RANGES_SAID = 10
_LONGEST_FORMAT, _MOST_FORMATS = 255, 5_000


def read_workbook(path: Path, naming: Sheets) -> list[Table]:
    """A workbook's tables, one for each sheet that bears a table's name or is at fault.

    Raises `Fault` for what is no readable workbook, or holds no table; rows raise `BadRows` once all are read, or `Fault` where a
    sheet breaks off.
    """
    found = screen(path)
    name = printable(path.name)
    try:
        book, sheets = _open(path)
    except Exception as error:
        raise _unreadable(name, error) from None
    tables = []
    for title, part, hidden in sheets:
        of = naming.table(title)
        if of == "":
            continue
        file = f"{name}[{title}]"
        if part not in found:
            tables.append(_at_fault(of, file, [Problem("book-sheet-lost", {}, Place(file))]))
            continue
        try:
            table = _table(book, of, file, part, found[part], naming.header_row(of or ""))
        except Fault as error:
            table = _at_fault(of, file, error.problems)
        if table is not None and of is None:
            table = evolve(table, problems=(*table.problems, Problem("book-sheet", {"known": naming.known}, Place(file))))
        if table is not None:
            warned = (Problem("book-sheet-hidden", {}, Place(file)),) if hidden and not table.problems else ()
            tables.append(evolve(table, warned=warned))
    if not tables:
        raise fault("book-empty", known=naming.known, place=Place(name))
    return tables


def _at_fault(of: str | None, file: str, problems: Iterable[Problem]) -> Table:
    return Table(of, file, [], rows_given(()), problems=tuple(problems))


def _unreadable(file: str, error: Exception, row: int | None = None) -> Fault:
    """What a reader raised, which may be anything, in plain words."""
    if isinstance(error, OSError) and error.strerror:
        return fault("file-unreadable", place=Place(file, row), why=error.strerror)
    if isinstance(error, OSError):
        return fault("book-none", place=Place(file))
    return fault("book-damaged", place=Place(file, row), why=_LOST)


@frozen
class _OpenBook:
    """An open workbook: its file, and what turns its cells to text."""

    path: Path
    convert: CellText


def _open(path: Path) -> tuple[_OpenBook, list[tuple[str, str, bool]]]:
    """The workbook, and of each sheet of cells the title, the part, and whether it is hidden."""
    from openpyxl.reader.excel import ExcelReader

    with path.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader: Any = ExcelReader(stream, read_only=True, data_only=False, keep_links=False)
        reader.read_manifest()
        reader.read_workbook()
        parts = {rel.Type.rsplit("/", 1)[-1]: rel.target for rel in reader.parser.rels.values()}
        strings, styles = _strings(reader.archive, parts), _styles(reader.archive, parts)
        convert = CellText(strings, styles, reader.wb.epoch)
        sheets = [
            (s.name, rel.target, s.state in ("hidden", "veryHidden"))
            for s, rel in reader.parser.find_sheets()
            if rel.Type.endswith("/worksheet")
        ]
        reader.archive.close()
    return _OpenBook(path, convert), sheets


def _strings(archive: ZipFile, parts: Mapping[str, str]) -> Sequence[str]:
    """The shared texts as they are written, without phonetic runs."""
    texts, pieces = list[str](), list[str]()
    spoken = inside = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal spoken, inside
        spoken = spoken or name == f"{MAIN}rPh"
        inside = name == f"{MAIN}t" and not spoken

    def end(name: str) -> None:
        nonlocal spoken, inside
        inside = False
        if name == f"{MAIN}si":
            texts.append("".join(pieces))
            pieces.clear()
        elif name == f"{MAIN}rPh":
            spoken = False

    def said(text: str) -> None:
        if inside:
            pieces.append(text)

    _stream(archive, parts.get("sharedStrings"), start, end, said)
    return texts


def _styles(archive: ZipFile, parts: Mapping[str, str]) -> Styles:
    """The styles of dates, by the formats of their numbers; those that East Asian editions leave unwritten are known."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    styles: list[int] = []
    within: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == f"{MAIN}numFmt" and within[-1] == f"{MAIN}numFmts":
            formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")[:_LONGEST_FORMAT]
            if len(formats) > _MOST_FORMATS:
                raise ValueError(f"more than {_MOST_FORMATS} number formats")
        elif name == f"{MAIN}xf" and within[-1] == f"{MAIN}cellXfs":
            styles.append(int(attributes.get("numFmtId", "0")))
        within.append(name)

    def end(name: str) -> None:
        within.pop()

    _stream(archive, parts.get("styles"), start, end)
    dates = {n for n, code in formats.items() if is_date_format(code)} | (_EAST_ASIAN_DATES - formats.keys())
    lengths = {n for n, code in formats.items() if is_timedelta_format(code)}
    return Styles(
        frozenset(n for n, code in enumerate(styles) if code in dates or code in lengths),
        frozenset(n for n, code in enumerate(styles) if code in lengths),
    )


def _stream(
    archive: ZipFile,
    part: str | None,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    said: Callable[[str], None] | None = None,
) -> None:
    """Tells a part's elements and text one by one; nothing if the workbook has no such part."""
    if part is None or part not in archive.namelist():
        return
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    if said is not None:
        parser.CharacterDataHandler = said
    with archive.open(part) as stream:
        parser.ParseFile(stream)


def _table(book: _OpenBook, of: str | None, file: str, part: str, extent: SheetExtent, header_row: int | None) -> Table | None:
    """A sheet's table; None if it is empty. The header stands in the row of that number, else in the first filled."""
    if not extent.last_row:
        return None
    above: list[NumberedRow] = []
    found: tuple[int, RawCells] | None = None
    for number, cells, _ in _read(book, file, part, extent.last_row):
        if number == header_row or (header_row is None and any(text_of(c).strip() for c in cells.values())):
            found = number, cells
            break
        above.append((number, _line(cells, 0)))
        if header_row is not None and number > header_row:
            break
    if found is None:
        return None if header_row is None else _table(book, of, file, part, extent, None)  # it has no such row
    number, cells = found
    merged = [m for m in map(_corners, dict.fromkeys(extent.merged)) if m is not None]
    header = _line(cells, 0)
    in_header = [
        Problem("book-merged-header", {"range": m.ref}, Place(file, number)) for m in merged if m.top <= number <= m.bottom
    ]
    in_header += [_problem(file, number, letters(at), c) for at, c in cells.items() if isinstance(c, BadCell)]
    as_given = _as_given(book, file, part, extent, number)
    if of is None:
        return Table(of, file, header, as_given, header_row=number, above=tuple(above))
    merged = [m for m in merged if m.left <= extent.last_column]

    def read(look: Look) -> Iterator[NumberedRow]:
        return _checked(file, header, _read(book, file, part, extent.last_row, look, number), merged, look)

    def again(row: int) -> Table:
        found = _table(book, of, file, part, extent, row)
        assert found is not None  # that row was read
        return found

    return Table(of, file, header, read, False, number, header_row is not None, tuple(above), again, tuple(in_header))


def _as_given(book: _OpenBook, file: str, part: str, extent: SheetExtent, after: int) -> Callable[[Look], Iterator[NumberedRow]]:
    """The reading of rows of which nothing is taken."""
    return lambda _: ((n, _line(found, 0)) for n, found, _ in _read(book, file, part, extent.last_row, after=after))


def _checked(
    file: str, header: list[str], rows: Iterator[tuple[int, RawCells, bool]], merged: Sequence[_Merged], look: Look
) -> Iterator[NumberedRow]:
    """The rows, each as wide as the header at least; then, if any holds what cannot be taken, `BadRows` with all of it."""
    problems: list[Problem] = []
    ranges_at = _Ranges([m for m in merged if not look.ignored.issuperset(range(m.left - 1, m.right))])
    try:
        for number, cells, hidden in rows:
            line = _line(cells, len(header))
            ranges = ranges_at(number)
            if look.needed and is_totals(line, look.needed):
                look.warn(Problem("row-totals", {}, Place(file, number)))
                continue
            if hidden and any(line):
                look.warn(Problem("row-hidden", {}, Place(file, number)))
            if ranges and any(line):
                problems.append(Problem("book-merged", {"range": ranges}, Place(file, number)))
            problems += [
                _problem(file, number, _column(header, at), c)
                for at, c in cells.items()
                if isinstance(c, BadCell) and at - 1 not in look.ignored
            ]
            yield number, line
    except Fault as error:
        raise Fault([*problems, *error.problems]) from None
    if problems:
        raise BadRows(problems)


def _problem(file: str, row: int, column: str, cell: BadCell) -> Problem:
    return Problem(cell.code, cell.values, Place(file, row, column))


def _column(header: Sequence[str], at: int) -> str:
    """What a column is called: its header, or its letters if it has none."""
    return (header[at - 1].strip() if at <= len(header) else "") or letters(at)


@frozen(order=True)
class _Merged:
    top: int
    bottom: int
    left: int
    right: int
    ref: str


class _Ranges:
    """The merged ranges that touch a row, asked of rows that rise."""

    def __init__(self, merged: Sequence[_Merged]) -> None:
        self._waiting = sorted(merged, reverse=True)
        self._open: list[_Merged] = []

    def __call__(self, row: int) -> str:
        while self._waiting and self._waiting[-1].top <= row:
            self._open.append(self._waiting.pop())
            if len(self._open) > _MOST_RANGES_SAID:
                self._open.remove(min(self._open, key=lambda m: m.bottom))
        self._open = [m for m in self._open if m.bottom >= row]
        return ", ".join(m.ref for m in self._open)


def _corners(ref: str) -> _Merged | None:
    match = _RANGE.fullmatch(ref)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    first, last = sorted((int(top), int(bottom)))
    near, far = sorted((number_of(left), number_of(right)))
    return _Merged(first, last, near, far, ref)


def _line(cells: RawCells, width: int) -> list[str]:
    """A row's cells in their order, at least ``width`` of them, without the empty ones that trail."""
    filled = max((at for at, cell in cells.items() if text_of(cell).strip()), default=0)
    line = [""] * max(width, filled)
    for at, cell in cells.items():
        if at <= len(line):
            line[at - 1] = text_of(cell)
    return line


def _read(
    book: _OpenBook, file: str, part: str, last: int, look: Look | None = None, after: int = 0
) -> Iterator[tuple[int, RawCells, bool]]:
    """A sheet's rows after one and up to the last that holds anything: the number of each, its cells that are not empty, by
    column, and whether it is hidden.
    """
    number = 0
    shared: dict[str, CellFormula] = {}
    ids = {at + 1 for at in look.ids} if look is not None else ()
    try:
        with book.path.open("rb") as stream, ZipFile(stream) as archive, archive.open(part) as source:
            for _, element in iterparse(source):
                if element.tag == ROW:
                    given = element.get("r")
                    number = number + 1 if given is None else int(given)
                    if number > after:
                        yield number, book.convert.row(element, shared, ids), element.get("hidden") in ("1", "true")
                    else:
                        book.convert.row(element, shared)  # which later rows may share formulas with
                    element.clear()
                    if number >= last:
                        return
    except Exception as error:
        raise _unreadable(file, error, number + 1) from None
