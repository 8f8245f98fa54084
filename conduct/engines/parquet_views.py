"""The tables that queries name, as views of Parquet files: every column as a ledger would hold it, whatever type it has there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..core.base.faults import Fault, Place, Problem
from ..core.base.frozen import frozen
from ..core.base.words import Words, codes_listed
from ..core.law.conditions import name, quoted
from ..core.law.sector import REQUIRED_COLUMNS, TABLES, Sector
from ..core.ledger.declared import as_declared
from ..core.ledger.schema import column_type, table
from .duck import DuckConnection
from .layout import ENTERED, Holds, holds

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")
_TEXT = ("VARCHAR", "ENUM")
_TAKEN: dict[Holds, tuple[str, ...]] = {
    "text": (*_TEXT, *_WHOLE),
    "day": ("DATE", "VARCHAR", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"),
    "yes-no": ("BOOLEAN", *_WHOLE),
    "whole": _WHOLE,
    "number": ("VARCHAR", "DECIMAL", "DOUBLE", "FLOAT", *_WHOLE),
}
"""The types of Parquet, as DuckDB calls them, in which each may lie."""
_SAID: dict[Holds, Words] = {
    "text": Words("文字（STRING）", "text (STRING)"),
    "day": Words("日期（DATE，或 2026-05-01 这样的文字）", "dates (DATE, or text such as 2026-05-01)"),
    "yes-no": Words("是否（BOOLEAN，或 0 和 1）", "yes or no (BOOLEAN, or 0 and 1)"),
    "whole": Words("整数（INT32 或 INT64）", "whole numbers (INT32 or INT64)"),
    "number": Words("数（文字或 DECIMAL，精确）", "numbers (text or DECIMAL, which are exact)"),
}


@frozen
class FactFiles:
    """A sector's files of one table, by full names, and the type that each column has in them."""

    of: str
    files: tuple[str, ...]
    types: Mapping[str, str]

    @property
    def source(self) -> str:
        """The files, for a FROM clause."""
        return scan(self.files)


def scan(files: Sequence[str], by_name: bool = True) -> str:
    """Files read as one table, for a FROM clause."""
    return f"read_parquet([{', '.join(map(quoted, files))}], union_by_name = {str(by_name).lower()}, hive_partitioning = false)"


def table_files(connection: DuckConnection, sector: Sector, of: str, files: Sequence[str]) -> FactFiles:
    """A table's files, their columns looked at.

    Raises `Fault`: ``column-missing``, ``column-unknown`` or ``facts-type`` of each column that is wrong.
    """
    if not files:
        return FactFiles(of, (), {})
    described = connection.plain(f"DESCRIBE SELECT * FROM {scan(files)}").fetchall()
    types = {str(row[0]): str(row[1]) for row in described}
    problems = [*_wrong_columns(connection, sector, of, files, types)]
    if problems:
        raise Fault(problems)
    return FactFiles(of, tuple(files), types)


def _wrong_columns(
    connection: DuckConnection, sector: Sector, of: str, files: Sequence[str], types: Mapping[str, str]
) -> Iterator[Problem]:
    known = sector.columns(of)
    for column in REQUIRED_COLUMNS[of]:
        if column not in types:
            yield Problem("facts-column-missing", {"column": column, "of": of}, Place(files[0]))
    for column, found in types.items():
        if column == ENTERED:
            wanted: Holds = "whole"
        elif column in known:
            wanted = holds(sector, of, column)
        else:
            if column != "month":
                place = _place(connection, files, column)
                yield Problem("facts-column-unknown", {"column": column, "of": of, "known": codes_listed(known)}, place)
            continue
        if not _taken(wanted, found):
            yield Problem("facts-type", {"type": found, "wanted": _SAID[wanted]}, _place(connection, files, column))


def _place(connection: DuckConnection, files: Sequence[str], column: str) -> Place:
    """A column, in the first file that has it."""
    for file in files:
        if any(row[0] == column for row in connection.plain(f"DESCRIBE SELECT * FROM {scan([file])}").fetchall()):
            return Place(file, None, column)
    return Place(files[0], None, column)


def _taken(wanted: Holds, found: str) -> bool:
    plain = found.partition("(")[0].strip('"')
    return plain == "NULL" or plain in _TAKEN[wanted]


def expression(wanted: Holds, column: str, found: str, checked: bool) -> str:
    """A column's value as a ledger holds it. What no ledger accepted may hold empty texts: they are blank."""
    plain, said = found.partition("(")[0].strip('"'), name(column)
    if wanted in ("yes-no", "whole"):
        return f"CAST({said} AS BIGINT)"
    if wanted == "day" and plain.startswith("TIMESTAMP"):
        return f"CAST(CAST({said} AS DATE) AS VARCHAR)"
    if plain == "VARCHAR":
        return said if checked else f"nullif({said}, '')"
    return f"CAST({said} AS VARCHAR)"


def view_sql(sector: Sector, one: FactFiles, checked: bool, placed: bool = False) -> str:
    """The query of what stands for a sector's table. ``checked`` are rows that a ledger accepted; with ``placed`` the file and
    the row of each, from 1, stand beside them.
    """
    listed = ", ".join(f"{_value(sector, one, c, checked)} AS {name(c)}" for c in sector.columns(one.of))
    entered = f"CAST({ENTERED} AS BIGINT)" if ENTERED in one.types else "(CAST(file_index AS BIGINT) << 32) + file_row_number + 1"
    source = scan(one.files, not checked)
    if not one.files:
        entered, source = "CAST(0 AS BIGINT)", "(SELECT '' AS filename, 0 AS file_row_number) WHERE false"
    place = ", filename AS file, file_row_number + 1 AS row" if placed else ""
    return f"SELECT {entered} AS seq, CAST(0 AS BIGINT) AS batch, {listed}{place} FROM {source}"


def _value(sector: Sector, one: FactFiles, column: str, checked: bool) -> str:
    """A column's value in the view; of one that the files lack, what a blank means."""
    blank = as_declared(sector, one.of).get(column)
    if column not in one.types:
        kind = "BIGINT" if column_type(sector, one.of, column) == "INTEGER" else "VARCHAR"
        return f"CAST({blank if blank is not None and one.files else 'NULL'} AS {kind})"
    value = expression(holds(sector, one.of, column), column, one.types[column], checked)
    return f"coalesce({value}, {blank})" if blank is not None and not checked else value


def put_views(connection: DuckConnection, sector: Sector, files: Mapping[str, FactFiles], checked: bool) -> None:
    """Makes the views of all tables."""
    for of in TABLES:
        connection.plain(f"CREATE VIEW {name(table(sector, of))} AS {view_sql(sector, files[of], checked)}")
