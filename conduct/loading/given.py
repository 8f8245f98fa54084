"""Rows that a program gives, as tables: mappings of columns to plain values, a frame's records among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from attrs import field

from conduct.core.base.faults import Fault, Place, Problem
from conduct.core.base.frozen import define
from conduct.core.law.sector import TABLES
from conduct.files.book_cells import plain_number
from conduct.files.tables import BadRows, Look, NumberedRow, Table

GivenRow = Mapping[str, object]
"""A row: its columns with their values."""

_MOST_DIGITS = 15


@define
class _Cells:
    """A table's rows as text, and what is wrong with those that have none."""

    of: str
    header: dict[str, int] = field(factory=dict)
    rows: list[dict[str, str]] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    doubtful: list[tuple[int, str, Problem]] = field(factory=list)

    def take(self, given: object) -> None:
        """Takes the next row."""
        number, row = len(self.rows) + 1, dict[str, str]()
        self.rows.append(row)
        if not isinstance(given, Mapping):
            self.problems.append(Problem("row-no-mapping", {"value": type(given).__name__}, Place(self.of, number)))
            return
        for key, value in given.items():
            column = str(key)
            self.header.setdefault(column, len(self.header))
            value = _item(value)
            cell = as_written(value)
            if cell is None:
                problem = Problem("row-value", {"value": type(value).__name__}, Place(self.of, number, column))
                self.problems.append(problem)
                continue
            row[column] = cell
            if (code := _no_id(value, cell)) is not None:
                self.doubtful.append((number, column, Problem(code, {"value": cell}, Place(self.of, number, column))))

    def read(self, look: Look) -> Iterator[NumberedRow]:
        """The rows; raises `BadRows` once all came, for what cannot be an id."""
        for number, row in enumerate(self.rows, 1):
            cells = [""] * len(self.header)
            for column, cell in row.items():
                cells[self.header[column]] = cell
            yield number, cells
        if wrong := [problem for _, column, problem in self.doubtful if self.header[column] in look.ids]:
            raise BadRows(wrong)


def tables_given(tables: Mapping[str, Iterable[GivenRow] | None]) -> tuple[list[Table], list[Problem]]:
    """The tables that rows make, each called as it is in place of a file, its rows counted from 1; and what is wrong with rows
    of which no text can be made. A table without rows is none.

    Raises `Fault` ``row-no-rows`` for what is no rows at all.
    """
    found, problems = [], []
    for of in TABLES:
        given = tables.get(of)
        if given is None:
            continue
        cells = _Cells(of)
        for row in _rows(of, given):
            cells.take(row)
        problems += cells.problems
        if cells.rows and cells.header:
            found.append(Table(of, of, list(cells.header), cells.read))
    return found, problems


def _rows(of: str, given: object) -> Iterator[object]:
    """What is iterated over; of a single row given in place of rows that it is none."""
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise Fault([Problem("row-no-rows", {"value": type(given).__name__}, Place(of))])
    return iter(given)


def _item(value: object) -> object:
    """A number of a library's own, such as a frame's, as Python's."""
    if value is None or isinstance(value, str | int | float | date | Decimal | Fraction):
        return value
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "shape", None) == () else value


def as_written(value: object) -> str | None:
    """A plain value as a file would have it; a blank for None and for what frames have in its place; None if it is none."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return "" if value != value else plain_number(value) if isfinite(value) else str(value)
        case Decimal():
            return "" if value.is_nan() else format(value, "f") if value.is_finite() else str(value)
        case Fraction():
            return str(value.numerator) if value.denominator == 1 else str(value)
        case date():
            return "" if type(value).__name__ == "NaTType" else value.isoformat()
    return "" if type(value).__name__ in ("NaTType", "NAType") else None


def _no_id(value: object, cell: str) -> str | None:
    """Why a value cannot be an id: a truth value, or a fraction in floats that a program may have spoilt."""
    if isinstance(value, bool):
        return "id-truth"
    if isinstance(value, float) and sum(c.isdigit() for c in cell) > _MOST_DIGITS:
        return "id-number"
    return None


def pairs_given(pairs: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """The columns of one row with their values as text. Raises `Fault` ``row-value``."""
    found, problems = [], []
    for key, value in pairs:
        cell = as_written(_item(value))
        if cell is None:
            problems.append(Problem("row-value", {"value": type(value).__name__}, Place("record", column=str(key))))
        found.append((str(key), cell or ""))
    if problems:
        raise Fault(problems)
    return found
