"""An office's files as tables of facts: which table each holds, and where its header stands."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from conduct.core.base.faults import Place, Problem, fault
from conduct.core.base.words import Words, codes_listed, printable
from conduct.core.law.sector import TABLES
from conduct.files.tables import Sheets, Table, rows_given

from ..files.encodings import encoding_of
from .headers import SHEETS, likely_header, read_header, table_named
from .wording import OwnWords

SKIPPED = frozenset({"说明", "选项", "错误", "about", "lists", "errors"})
"""Sheets that are never read."""

_KNOWN = Words("、".join(f"{w.zh}（{of}）" for of, w in SHEETS.items()), ", ".join(f"{of} ({w.zh})" for of, w in SHEETS.items()))
ENDINGS = (".csv", ".xlsx", ".jsonl")


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
        from conduct.files.workbook import read_workbook

        return [_headed(table, own) for table in read_workbook(path, _sheets(own))]
    if path.suffix.lower() not in ENDINGS:
        raise fault("file-ending", place=Place(file), known=codes_listed(ENDINGS))
    of = table_of(path, own)
    if of == "":
        return []
    try:
        return [_named(of, _headed(_read(of, path, own, encoding), own))]
    except OSError as error:
        raise fault("file-unreadable", place=Place(file), why=error.strerror or str(error)) from None


def _sheets(own: OwnWords) -> Sheets:
    """How the sheets of a workbook are taken: by our names for the tables, and by the office's."""

    def table(title: str) -> str | None:
        left_out = title.strip().lower() in SKIPPED and title.strip() not in own.sheets
        return "" if left_out else table_named(title, own)

    return Sheets(table, own.header_rows.get, _KNOWN)


def _read(of: str | None, path: Path, own: OwnWords, encoding: str | None) -> Table:
    """The table of a .csv or .jsonl file."""
    file = printable(path.name)
    found, notes = encoding_of(path, encoding)
    if path.suffix.lower() == ".csv":
        from conduct.files.csv_rows import read_csv

        return evolve(read_csv(of, path, found, own.header_rows.get(of or "")), notes=notes)
    if of is None:
        return Table(None, file, [], rows_given(()))
    from conduct.files.jsonl import read_jsonl

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
    nameless = Problem("file-table", {"known": codes_listed(TABLES)}, Place(table.file))
    return evolve(table, problems=(nameless, *table.problems))
