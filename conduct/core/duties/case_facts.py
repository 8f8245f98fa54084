"""The incidents of a sector as they stand: less what is out of every count, and as they were found since they were entered."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from weakref import WeakValueDictionary

from ..base.connection import Connection, Cursor
from ..law.conditions import Stored
from ..law.sector import Sector
from .changes import TABLES as FOUND_TABLES
from .changes import cases_sql, mark_found
from .out import TABLES as OUT_TABLES
from .out import WHOLLY_OUT, counts_sql, mark_out

_open: WeakValueDictionary[int, CaseFacts] = WeakValueDictionary()
"""What is open, by its connection; whatever is forgotten without being closed goes by itself."""


class CaseFacts:
    """A sector's incidents with what is out and what was found worked out, while it is open (a context manager).

    ``without`` are incidents left out of every count to see what would be, ``marks`` those that duties may put on incidents.
    One at a time may be open on a connection, a second is refused.
    """

    def __init__(self, connection: Connection, sector: Sector, without: Collection[str] = (), marks: Sequence[str] = ()) -> None:
        self.connection, self.sector = connection, sector
        self.left_out = frozenset(without)
        self._marks = tuple(marks)

    def __enter__(self) -> CaseFacts:
        """Raises RuntimeError where another is open on the connection: their tables have the same names."""
        if (other := _open.get(id(self.connection))) is not None and other.connection is self.connection:
            raise RuntimeError(
                "duties are being judged on this connection already: leave that `with` first, or open the ledger once more "
                "and ask there"
            )
        mark_out(self.connection, self.sector, self.left_out)
        mark_found(self.connection, self.sector, self._marks)
        _open[id(self.connection)] = self
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        _open.pop(id(self.connection), None)
        drop(self.connection, (*OUT_TABLES, *FOUND_TABLES), kind is not None)

    @property
    def any_out(self) -> bool:
        """Whether any incident is out of every count."""
        return self.connection.execute(f"SELECT 1 FROM {WHOLLY_OUT} LIMIT 1").fetchone() is not None

    @contextmanager
    def without(self, incident: str) -> Iterator[None]:
        """Leaves one more incident out of every count for a while."""
        before = self.left_out
        last = self.connection.execute("SELECT coalesce(max(rowid), -1) FROM temp.out").fetchone()[0]
        self.connection.execute("INSERT INTO temp.out VALUES (?, NULL, 'without', '')", (incident,))
        self.left_out |= {incident}
        try:
            yield
        finally:
            self.connection.execute("DELETE FROM temp.out WHERE rowid > ?", (last,))
            self.left_out = before

    def incidents(
        self,
        select: str,
        where: str = "1",
        *,
        join: str = "",
        values: Mapping[str, Stored] | None = None,
        as_entered: bool = False,
        counting: bool = True,
        order: str = "",
        group: str = "",
    ) -> Cursor:
        """What ``select`` says of each incident ``i`` that meets a condition, as found or ``as_entered``; of those alone that
        count, unless told otherwise. A ``join`` brings further tables in.
        """
        counted = counts_sql("i.incident") if counting else "1"
        query = f"SELECT {select} FROM {cases_sql(self.sector, as_entered)} i {join} WHERE {where} AND {counted}"
        query += (f" GROUP BY {group}" if group else "") + (f" ORDER BY {order}" if order else "")
        return self.connection.execute(query, values or {})


def drop(connection: Connection, tables: Sequence[str], failed: bool) -> None:
    """Drops temporary tables. After a failure one that is still being read stays, until the next that needs its name."""
    try:
        for made in tables:
            connection.execute(f"DROP TABLE IF EXISTS temp.{made}")
    except sqlite3.OperationalError:
        if not failed:
            raise
