"""Reading files as tables of text cells, with the row of each as a spreadsheet counts it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from conduct.core.base.faults import Fault, Place, Problem, fault
from conduct.core.base.words import printable
from conduct.core.law.sector import TABLES

from ..files.encodings import encoding_of
from .headers import likely_header, read_header, table_named

if TYPE_CHECKING:
    from .own_words import OwnWords

ENDINGS = (".csv", ".xlsx", ".jsonl")

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


def _nobody(_problem: Problem) -> None:
    """Takes a warning that nobody asked for."""


@frozen
class Look:
    """What of a table's rows is looked at: not the cells ``ignored``; those of ``ids`` as ids, which a spreadsheet spoils.

    With ``needed``, the cells of required columns, rows of totals are left out; ``warn`` is told of these, and of hidden ones.
    """

    ignored: frozenset[int] = frozenset()
    ids: frozenset[int] = frozenset()
    needed: frozenset[int] = frozenset()
    warn: Callable[[Problem], None] = _nobody


@frozen
class Table:
    """A file's table: its name (None if it cannot be told), the cells of its header, and its rows, which ``read`` gives anew.

    ``guarded``: an apostrophe before what would start a formula is no part of the cell. ``header_row``: the header stands in the
    row of that number (none if the file has no such row), ``chosen`` if the office says so; ``above`` are the rows before it, and
    ``again`` gives the table with its header in another.
    ``in_header`` is what is wrong with that row. ``problems``: why nothing of the table can be taken; its rows are then there to
    be given back, and no more. ``warned`` is what a load warns of, ``notes`` what there is to say besides.
    """

    of: str | None
    file: str
    header: list[str]
    read: Callable[[Look], Iterator[Row]] = field(eq=False)
    guarded: bool = False
    header_row: int | None = None
    chosen: bool = False
    above: tuple[Row, ...] = ()
    again: Callable[[int], Table] | None = field(default=None, eq=False)
    in_header: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    warned: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def rows(self) -> Iterator[Row]:
        """Its rows as they stand, from the first."""
        return self.read(Look())


def rows_given(rows: Iterable[Row]) -> Callable[[Look], Iterator[Row]]:
    """The reading of rows that are there already."""
    kept = list(rows)
    return lambda _: iter(kept)


def table_of(path: Path, own: OwnWords | None = None) -> str | None:
    """The table that a file's name names; None if it names none, as that of a workbook, ``""`` if the office leaves it out."""
    return table_named(path.stem, own) if path.suffix.lower() != ".xlsx" else None


def read_tables(path: Path, own: OwnWords, encoding: str | None = None) -> list[Table]:
    """A file's tables: one, or those of a workbook. Raises `Fault` for what is no readable file; rows raise it while read."""
    file = printable(path.name)
    if path.is_dir():
        raise fault("file-is-folder", place=Place(printable(str(path))))
    if not path.exists():
        raise fault("file-missing", path=str(path))
    if not path.is_file():
        raise fault("file-not-ordinary", place=Place(file))
    if path.suffix.lower() == ".xlsx":
        from .workbook import read_workbook

        return [_headed(table, own) for table in read_workbook(path, own)]
    if path.suffix.lower() not in ENDINGS:
        raise fault("file-ending", place=Place(file), known=", ".join(ENDINGS))
    of = table_of(path, own)
    if of == "":
        return []
    try:
        return [_named(of, _headed(_read(of, path, own, encoding), own))]
    except OSError as error:
        raise fault("file-unreadable", place=Place(file), why=error.strerror or str(error)) from None


def _read(of: str | None, path: Path, own: OwnWords, encoding: str | None) -> Table:
    """The table of a .csv or .jsonl file."""
    file = printable(path.name)
    found, notes = encoding_of(path, encoding)
    if path.suffix.lower() == ".csv":
        from .csv_rows import read_csv

        return evolve(read_csv(of, path, found, own.header_rows.get(of or "")), notes=notes)
    if of is None:
        return Table(None, file, [], rows_given(()))
    from .jsonl import read_jsonl

    return evolve(read_jsonl(of, path, found), notes=notes)


def _headed(table: Table, own: OwnWords) -> Table:
    """The table; one whose header stands above the row that the office says, as in what conduct gives back, with that header."""
    if own.sector is None or not table.of or not table.chosen or table.again is None or table.header_row is None:
        return table
    if read_header(own.sector, table.of, table.header, table.file, own, table.header_row).at:
        return table
    row = likely_header(own.sector, table.of, table.above, table.file, own)
    return table if row is None else evolve(table.again(row), warned=table.warned, notes=table.notes)


def _named(of: str | None, table: Table) -> Table:
    """The table; one whose file names none is at fault for that."""
    if of is not None:
        return table
    nameless = Problem("file-table", {"known": ", ".join(TABLES)}, Place(table.file))
    return evolve(table, problems=(nameless, *table.problems))
