"""What every query needs of a database: SQLite's own connection has it, and each engine that reads facts elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

Queried = Any
"""What a query found or is given, a row or a value: the query tells what it is, not a type."""


class Cursor(Protocol):
    """The rows that a query found, in its order, each once."""

    def fetchone(self) -> Queried:
        """The next row; None after the last."""

    def fetchall(self) -> list[Queried]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Queried]:
        """The rows that are left, one by one."""


class Connection(Protocol):
    """A database that speaks SQLite's dialect, natively or through a translation.

    Values are text, whole numbers and None. Parameters are ``?`` or ``:name``. What is made in ``temp`` is this connection's own.
    """

    def execute(self, sql: str, parameters: Mapping[str, Queried] | Sequence[Queried] = ..., /) -> Cursor:
        """Executes one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Queried]], /) -> object:
        """Executes one statement for each of the rows of parameters."""
