"""The library that makes and migrates tables, imported here alone and only when something is to be made."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from ..base.lean import without

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations


def database(connection: sqlite3.Connection) -> Database:
    """The library's view of a connection."""
    with without("pandas", "numpy"):  # which it would import for types that no table here has
        from sqlite_utils import Database

    return Database(connection, recursive_triggers=False, execute_plugins=False)


def migrations(name: str) -> Migrations:
    """Steps from layout to layout, none as yet, noted under a name."""
    with without("pandas", "numpy"):
        from sqlite_utils import Migrations

    return Migrations(name)
