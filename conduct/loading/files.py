"""Reading files as tables of text cells, with the row of each as a spreadsheet counts it; .csv files here."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from attrs import evolve, frozen

from conduct.core.faults import Fault, Place, Problem, fault
from conduct.core.sector import TABLES
from conduct.core.words import Words, printable

ENDINGS = (".csv", ".xlsx", ".jsonl")
LONGEST_CELL = 1 << 24
"""How many characters a cell of a .csv file holds at most."""
csv.field_size_limit(LONGEST_CELL)
_CHUNK = 1 << 20

_CSV_REASONS = {
    "',' expected after '\"'": Words("收尾的引号之后应是逗号", "a comma must follow a closing quote"),
    "unexpected end of data": Words("文件在引号之内结束", "unexpected end of data: a quote is still open"),
    f"field larger than field limit ({LONGEST_CELL})": Words(
        f"一格超过{LONGEST_CELL}个字符", f"a cell holds more than {LONGEST_CELL} characters"
    ),
}

Row = tuple[int, list[str]]


class BadRows(Fault):
    """Rows that cannot be taken, or cells of them, each problem at its row; every row was yielded before it is raised."""

    every_row_came = True


class BrokenOff(Fault):
    """A file that breaks off; ``rest`` gives what stands from there on, each line as the only cell of its row."""

    def __init__(self, problems: Iterable[Problem], rest: Callable[[], Iterator[Row]]) -> None:
        super().__init__(problems)
        self.rest = rest


class Unread(list[str]):
    """The cells of a line that is no row, as far as they could be read; ``raw`` is the line as it stands."""

    def __init__(self, cells: Iterable[str], raw: str) -> None:
        super().__init__(cells)
        self.raw = raw


@frozen
class Table:
    """A file's table: its name (None if it cannot be told), the cells of its header, and its rows.

    ``guarded``: an apostrophe before what would start a formula is no part of the cell. ``header_row``: the header is the first
    row of the file. ``problems``: why nothing of it can be taken; its rows are then there to be given back, and no more.
    """

    of: str | None
    file: str
    header: list[str]
    rows: Iterator[Row]
    guarded: bool = False
    header_row: bool = False
    problems: tuple[Problem, ...] = ()


def table_of(path: Path) -> str | None:
    """The table that a file's name names; None if it names none, as that of a workbook."""
    of = path.stem.split("-", 1)[0].strip().lower()
    return of if of in TABLES and path.suffix.lower() != ".xlsx" else None


def read_tables(path: Path) -> list[Table]:
    """A file's tables: one, or those of a workbook. Raises `Fault` for what is no readable file; rows raise it while read."""
    if path.suffix.lower() == ".xlsx" and path.is_file():
        from .workbook import read_workbook

        return read_workbook(path)
    return [read(path)]


def read(path: Path) -> Table:
    """The table of a .csv or .jsonl file. Raises `Fault` for anything that is none; rows raise it while they are read."""
    file = printable(path.name)
    if path.is_dir():
        raise fault("file-is-folder", place=Place(printable(str(path))))
    if not path.exists():
        raise fault("file-missing", path=str(path))
    if path.suffix.lower() not in ENDINGS:
        raise fault("file-ending", place=Place(file), known=", ".join(ENDINGS))
    of = table_of(path)
    try:
        encoding = _encoding(path)
        if path.suffix.lower() == ".csv":
            table = _csv(of, path, encoding)
        elif of is not None:
            from .jsonl import read_jsonl

            return read_jsonl(of, path, encoding)
        else:
            table = Table(None, file, [], iter(()))
    except OSError as error:
        raise fault("file-unreadable", place=Place(file), why=error.strerror or str(error)) from None
    if of is not None:
        return table
    nameless = Problem("file-table", {"known": ", ".join(TABLES)}, Place(file))
    return evolve(table, problems=(nameless, *table.problems))


def _encoding(path: Path) -> str:
    """UTF-8 with or without BOM, else GB18030: the first that reads the whole file."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise fault("file-utf16", place=Place(printable(path.name)))
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise fault("file-encoding", place=Place(printable(path.name)))


def _csv(of: str | None, path: Path, encoding: str) -> Table:
    file = printable(path.name)
    rows = _csv_rows(path, encoding)
    try:
        for number, cells in rows:
            if any(c.strip() for c in cells):
                if number == 1:
                    return Table(of, file, cells, rows, guarded=True, header_row=True)
                late = Problem("file-header-late", {}, Place(file, number))
                return Table(of, file, [], chain([(number, cells)], rows), True, True, (late,))
    except BrokenOff as error:
        rest = error.rest()
        header = next(rest)[1] if error.problems[0].place == Place(file, 1) else []
        return Table(of, file, header, rest, header_row=True, problems=error.problems)
    raise fault("file-empty", place=Place(file))


def _csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    number = 0
    with path.open(encoding=encoding, newline="") as stream:
        try:
            for number, cells in enumerate(csv.reader(stream, strict=True), 1):
                yield number, cells
        except csv.Error as error:
            why = _CSV_REASONS.get(str(error), str(error))
            broken = Problem("file-csv", {"why": why}, Place(printable(path.name), number + 1))
            raise BrokenOff([broken], lambda: _lines_after(path, encoding, number)) from None


def _lines_after(path: Path, encoding: str, rows: int) -> Iterator[Row]:
    """The lines that follow so many rows, which may take several lines each."""
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, strict=True)
        for _ in islice(reader, rows):
            pass
        lines = reader.line_num
    with path.open(encoding=encoding, newline="") as stream:
        for number, line in enumerate(islice(stream, lines, None), rows + 1):
            yield number, [line.rstrip("\r\n")]
