"""DuckDB as a connection that speaks SQLite's dialect: statements are translated, their values written into them."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.base.connection import Queried
from ..core.base.faults import fault
from ..core.base.interrupts import interruptible
from ..core.law.conditions import quoted
from .duck_dialect import NOTHING, translated

if TYPE_CHECKING:
    import duckdb

_PLACES = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")|(:[A-Za-z_]\w*|\?)""")
_FETCHED, _AT_ONCE = 20_000, 5_000  # rows fetched at once, and rows of values written into one statement
_SETTINGS = {
    "autoinstall_known_extensions": "false",  # nothing is downloaded
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "default_null_order": "sqlite",
    "integer_division": "true",
    "scalar_subquery_error_on_multiple_rows": "false",
}


@lru_cache(maxsize=1024)
def _parts(sql: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A translated statement without its parameters, and these in order: a name, or nothing for one by its place."""
    texts, names, last = [], [], 0
    translation = translated(sql)
    for found in _PLACES.finditer(translation):
        if (place := found.group(2)) is not None:
            texts.append(translation[last : found.start()])
            names.append(place[1:])
            last = found.end()
    return (*texts, translation[last:]), tuple(names)


def _literal(value: Queried) -> str:
    return quoted(int(value) if isinstance(value, bool) else value)


def _filled(sql: str, given: Mapping[str, Queried] | Sequence[Queried]) -> str:
    texts, names = _parts(sql)
    values = map(_literal, (given[one] for one in names) if isinstance(given, Mapping) else given)
    return "".join(piece for pair in zip(texts, (*values, ""), strict=True) for piece in pair)


class DuckCursor:
    """The rows that a statement found, fetched as they are asked for, or all before the next statement."""

    def __init__(self, source: duckdb.DuckDBPyConnection | None) -> None:
        self._source = source
        self._rows: list[Queried] = []
        self._at = 0

    def _more(self) -> bool:
        """Fetches on, and says whether there is anything."""
        if self._at < len(self._rows):
            return True
        self._rows, self._at = [], 0
        if self._source is not None:
            self._rows = self._source.fetchmany(_FETCHED)
            if len(self._rows) < _FETCHED:
                self._source = None
        return bool(self._rows)

    def fetchone(self) -> Queried:
        """The next row; None after the last."""
        return next(self, None)

    def fetchall(self) -> list[Queried]:
        """All rows that are left."""
        return list(self)

    def detach(self) -> None:
        """Fetches all that is left, since the connection is to be used for something else."""
        if self._source is not None:
            self._rows = [*self._rows[self._at :], *self._source.fetchall()]
            self._at, self._source = 0, None

    def __iter__(self) -> Iterator[Queried]:
        return self

    def __next__(self) -> Queried:
        if not self._more():
            raise StopIteration
        self._at += 1
        return self._rows[self._at - 1]


class DuckConnection:
    """A database of DuckDB in memory, as `core.base.connection.Connection` has it.

    Made by `connected`; `plain` executes a statement in DuckDB's own dialect.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self.database = database
        self._last: DuckCursor | None = None

    def plain(self, sql: str) -> DuckCursor:
        """Executes a statement that is in DuckDB's dialect already."""
        if self._last is not None:
            self._last.detach()
        self._last = DuckCursor(self.database.execute(sql)) if sql != NOTHING else DuckCursor(None)
        return self._last

    def execute(self, sql: str, parameters: Mapping[str, Queried] | Sequence[Queried] = (), /) -> DuckCursor:
        """Executes one statement of SQLite's dialect."""
        return self.plain(_filled(sql, parameters))

    def executemany(self, sql: str, parameters: Iterable[Sequence[Queried]], /) -> object:
        """Executes one statement for each row of values; those that are inserted, many at once."""
        start, values, row = sql.rpartition("VALUES")
        rows = iter(parameters)
        if not values:
            for one in rows:
                self.execute(sql, one)
            return None
        while block := list(islice(rows, _AT_ONCE)):
            self.plain(_filled(start, ()) + " VALUES " + ", ".join(_filled(row, one) for one in block))
        return None

    @property
    def database_error(self) -> type[Exception]:
        """What the database raises."""
        import duckdb

        found: type[Exception] = duckdb.Error
        return found

    def interrupt(self) -> None:
        """Ends the statement that is at work, from another thread."""
        self.database.interrupt()

    def close(self) -> None:
        """Closes the database: all that was made in it is gone."""
        self.database.close()


def connected(threads: int | None = None, memory: str | None = None) -> DuckConnection:
    """A new database in memory. Raises `Fault` ``extra-missing`` where DuckDB is not installed."""
    try:
        import duckdb
    except ImportError:
        raise fault("extra-missing", package="duckdb", extra="duckdb") from None
    spilled = Path(tempfile.gettempdir(), f"conduct-{os.urandom(8).hex()}")  # made where memory does not do, and not before
    config: dict[str, str | bool | int | float | list[str]] = {**_SETTINGS, "temp_directory": str(spilled)}
    if threads is not None:
        config["threads"] = threads
    if memory is not None:
        config["memory_limit"] = memory
    connection = DuckConnection(duckdb.connect(":memory:", config=config))
    interruptible(connection)
    return connection
