"""The tables of files: to be taken, or to be given back as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import evolve

from conduct.core.base.faults import Fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import printable, unguarded
from conduct.core.law.sector import Sector
from conduct.files.tables import BrokenOff, Look, NumberedRow, Table, Unread, rows_given

from .columns import id_columns
from .headers import read_header
from .read import read_tables, table_of
from .wording import OwnWords


def open_tables(paths: Sequence[Path], own: OwnWords | None = None, encoding: str | None = None) -> list[Table]:
    """The tables of files, those of one name told apart by their paths; a file that cannot be opened is one at fault."""
    tables: list[Table] = []
    words = own or OwnWords()
    for path in paths:
        name = printable(path.name)
        try:
            found = read_tables(path, words, encoding)
        except Fault as error:
            found = [Table(table_of(path, words), name, [], rows_given(()), problems=error.problems)]
        again = sum(other.name == path.name for other in paths) > 1
        tables += [_by_path(t, name, printable(str(path))) if again else t for t in found]
    return tables


def _by_path(table: Table, name: str, path: str) -> Table:
    """A table whose file is told apart from another of the same name by its path."""
    return evolve(table, file=table.file.replace(name, path, 1))


@frozen
class AsRead:
    """A table's file, the row of its header, the header, and its rows as they stand, those above the header first."""

    file: str
    at: int
    header: list[str]
    rows: list[NumberedRow]


def rows_as_read(sector: Sector, table: Table, own: OwnWords) -> Iterator[NumberedRow]:
    """A table's rows as they stand; an id that a spreadsheet has spoilt is shown as it shows it, so that no load takes it."""
    if table.of is None:
        return table.rows
    header, ids = read_header(sector, table.of, table.header, table.file, own), id_columns(sector, table.of)
    return table.read(Look(ids=frozenset(at for column, at in header.at.items() if column in ids)))


def tables_as_read(
    sector: Sector, paths: Sequence[Path], own: OwnWords | None = None, encoding: str | None = None
) -> list[AsRead]:
    """Each table as it stands; what cannot be read as rows, line by line in the first column."""
    found = []
    for one in open_tables(paths, own, encoding):
        rows: list[NumberedRow] = list(one.above)
        try:
            for number, cells in rows_as_read(sector, one, own or OwnWords()):
                rows.append((number, as_given(one, cells)))
        except BrokenOff as error:
            rows.extend(error.rest())
        except Fault:
            pass
        if rows or one.header:
            found.append(AsRead(one.file, one.header_row or 1, one.header, rows))
    return found


def as_given(table: Table, cells: list[str]) -> list[str]:
    """A row's cells as its file has them; of a line that is no row, the line."""
    if isinstance(cells, Unread):
        return [cells.raw]
    return [unguarded(cell) for cell in cells] if table.guarded else cells
