"""The ledger as it stood after one of its batches: what a run that was sealed then is made of again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ..base.faults import fault
from ..base.interrupts import raise_heard
from ..law.conditions import name
from ..law.sector import TABLES
from . import opening, schema
from .besides import KEPT
from .ledger import Ledger
from .shape import held_sectors

_COPIED = tuple(of for of in KEPT if of != "fills")
"""What goes with its batch. A default that was filled in later stays: the sector declares it now, and a run reads it so."""


@contextmanager
def as_it_stood(ledger: Ledger, batch: int) -> Iterator[Ledger]:
    """A copy of the ledger without the batches after that one, for reading alone; it is gone at the end, and open to nobody else.

    What was loaded later is taken out, what was corrected later reads as before, later publications and runs are gone. Raises
    `Fault` ``backup-failed`` where no copy can be made.
    """
    with TemporaryDirectory(prefix="conduct-") as folder:
        path = Path(folder) / "then.db"
        try:
            copy = opening.connect_copy(path)
            try:
                opening.copy_whole(ledger.connection, copy)
                for setting in ("journal_mode = DELETE", "synchronous = OFF", "journal_mode = OFF", "trusted_schema = OFF"):
                    copy.execute(f"PRAGMA {setting}")
                copy.execute("BEGIN")
                _take_back(copy, batch)
                copy.execute("COMMIT")
            finally:
                copy.close()
        except sqlite3.Error as error:
            raise_heard()
            raise fault("backup-failed", path=str(path), why=opening.database_reason(error)) from None
        connection = opening.connect(path, "ro")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] < schema.LAYOUT:
                schema.view_ledger(connection)
            yield Ledger(ledger.path, connection, writable=False)
        finally:
            connection.close()


def _take_back(connection: sqlite3.Connection, batch: int) -> None:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for sector in held_sectors(connection):
        for of in TABLES:
            if (target := f"{sector}_{of}") in tables:
                _take_back_facts(connection, target, batch)
        for of in _COPIED:
            if (target := f"{sector}_{of}") in tables:
                connection.execute(f"DELETE FROM {name(target)} WHERE batch > ?", (batch,))
    for of in ("batches", "blocks"):
        connection.execute(f"DELETE FROM {of} WHERE batch > ?", (batch,))
    connection.execute("DELETE FROM chain_end")
    connection.execute("INSERT INTO chain_end SELECT 1, batch, head FROM batches WHERE batch = ?", (batch,))
    connection.execute("DELETE FROM runs WHERE batch > ?", (batch,))
    if "counts" in tables:
        connection.execute("DELETE FROM counts")


def _take_back_facts(connection: sqlite3.Connection, target: str, batch: int) -> None:
    """Takes a table of facts back: what came later goes, what was replaced later comes back."""
    history = f"{target}_history"
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name(target)})")]
    listed = ", ".join(name(c) for c in columns)
    connection.execute(f"DELETE FROM {name(target)} WHERE batch > ?", (batch,))
    connection.execute(
        f"""INSERT INTO {name(target)} ({listed})
            SELECT {listed} FROM {name(history)} WHERE batch <= :last AND replaced_by > :last""",
        {"last": batch},
    )
    connection.execute(f"DELETE FROM {name(history)} WHERE replaced_by > ?", (batch,))
