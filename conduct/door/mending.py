"""Files with errors, mended cell by cell before they are loaded: which cells are at fault, and the same tables with others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import evolve

from conduct.core.base.faults import Problem
from conduct.core.base.frozen import frozen
from conduct.loading.opened import AsRead, tables_as_read
from conduct.loading.own_words import office_words
from conduct.report.marked import write_marked

from .deployment import Deployment

Cell = tuple[int, int, int]
"""A cell of some tables: of which, in which row, in which column, both counted as the file counts."""


@frozen
class CellAtFault:
    """A cell in which something is wrong: where it stands, its column's heading, what it says, and what is wrong."""

    cell: Cell
    file: str
    row: int
    column: str
    value: str
    said: str


def _tables(at: Deployment, file: Path, encoding: str | None) -> list[AsRead]:
    return tables_as_read(at.sector(), [file], office_words(at.config, at.sector()), encoding)


def cells_at_fault(
    at: Deployment, file: Path, problems: Sequence[Problem], encoding: str | None = None, most: int = 200
) -> tuple[list[CellAtFault], list[str]]:
    """The first cells of a file in which something is wrong, and what is wrong elsewhere, in words."""
    tables = _tables(at, file, encoding)
    number = {table.file: n for n, table in enumerate(tables)}
    rows = [dict(table.rows) for table in tables]
    found: list[CellAtFault] = []
    others: list[str] = []
    for problem in problems:
        place, lang = problem.place, at.lang
        n = number.get(place.file) if place is not None else None
        if place is None or n is None or place.row is None or place.row not in rows[n]:
            others.append(problem.said(lang))
            continue
        header = [cell.strip() for cell in tables[n].header]
        column = place.column_said(lang).strip()
        if column not in header or len(found) == most:
            others.append(problem.said(lang))
            continue
        at_column, cells = header.index(column), rows[n][place.row]
        value = cells[at_column] if at_column < len(cells) else ""
        said = evolve(problem, place=None).said(lang)
        found.append(CellAtFault((n, place.row, at_column), place.file, place.row, column, str(value), said))
    return found, others


def mended(at: Deployment, file: Path, changes: Mapping[Cell, str], to: Path, encoding: str | None = None) -> None:
    """Writes the tables of a file as a workbook in which some cells say something else. Raises `Fault` as a load does."""
    tables = _tables(at, file, encoding)
    given = []
    for n, table in enumerate(tables):
        rows = []
        for row, cells in table.rows:
            mine = {column: value for (of, at_row, column), value in changes.items() if (of, at_row) == (n, row)}
            if mine:
                cells = [*cells, *[""] * (max(mine) + 1 - len(cells))]
                for column, value in mine.items():
                    cells[column] = value
            rows.append((row, cells))
        given.append((table.file, table.header, rows))
    write_marked(given, [], to, at.lang, {table.file: table.at for table in tables})
