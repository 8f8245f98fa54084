"""How much of a ledger's file a connection keeps in memory, by what it does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_READING, _SERVING = 320 << 10, 16 << 10
"""KiB of a file that are kept at most (mapped whole, one cut short would end the process), and where many connections are open
at once: the system has what is read again."""
CHECKING = 96 << 10
"""KiB of it on each of the two connections on which a ledger is verified."""
_FILLING, _SORTING = 64 << 10, 4 << 10  # KiB while a batch is written, and while its indexes are made


class _Process:
    """What the connections of this process keep of a file while they read."""

    kib = _READING


def reading() -> int:
    """KiB of a file that a connection keeps at most."""
    return _Process.kib


def keep_little() -> None:
    """Lets every connection of the process that is opened from now on keep little: many are open at once, as in a server."""
    _Process.kib = _SERVING


def keep_at_most(connection: sqlite3.Connection, kib: int) -> None:
    """Sets how much of the file is kept; a damaged one may refuse."""
    with suppress(sqlite3.Error):
        connection.execute(f"PRAGMA cache_size = {-kib}")


@contextmanager
def filling(connection: sqlite3.Connection) -> Iterator[None]:
    """Lets a batch of any size be written in little memory: what has to be sorted lies in a file of the database meanwhile."""
    if in_memory(connection):
        yield
        return
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute(f"PRAGMA cache_size = {-_FILLING}")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA cache_size = {-reading()}")


@contextmanager
def sorting(connection: sqlite3.Connection) -> Iterator[None]:
    """Lets indexes be made: sorted piece by piece, which a processor's own memory holds, and merged, they take half the time; a
    piece is sorted by a thread of the database's while the next is read.
    """
    (before,) = connection.execute("PRAGMA cache_size").fetchone()
    connection.execute(f"PRAGMA cache_size = {-_SORTING}")
    connection.execute("PRAGMA threads = 1")
    try:
        yield
    finally:
        connection.execute("PRAGMA threads = 0")
        connection.execute(f"PRAGMA cache_size = {before}")


def in_memory(connection: sqlite3.Connection) -> bool:
    """Whether no file holds the database."""
    return not connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
