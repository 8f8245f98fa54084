"""Actions that were withdrawn as mistaken: they say nothing any more (contract, section 5)."""

from __future__ import annotations

from ..base.connection import Connection
from ..law.conditions import name
from ..law.model import MISTAKEN
from ..law.sector import Sector
from .schema import OUT_STEPS, as_meant, show_as_meant, table


def hide_mistaken(connection: Connection, sector: Sector) -> None:
    """Hides the actions that were withdrawn as mistaken: until `show_mistaken`, the table of actions reads without them.

    A withdrawal that was itself withdrawn since takes nothing back. Where nothing is mistaken, nothing is hidden.
    """
    actions = table(sector, "actions")
    show_mistaken(connection)
    there = [row[1] for row in connection.execute(f"PRAGMA main.table_info({name(actions)})")]
    if MISTAKEN.code not in there:  # of an earlier version, and it cannot be written
        return
    gone: set[str] = set()
    for action, mistaken in connection.execute(
        f"""SELECT action, {MISTAKEN.code} FROM main.{name(actions)} WHERE {OUT_STEPS} AND {MISTAKEN.code} IS NOT NULL
            ORDER BY date DESC, action DESC"""
    ):
        if action not in gone:
            gone.add(mistaken)
    if not gone:
        return
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS mistaken (action TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS hiding (view TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM temp.mistaken")
    connection.executemany("INSERT INTO temp.mistaken VALUES (?)", [(action,) for action in gone])
    connection.execute(f"DROP VIEW IF EXISTS temp.{name(actions)}")
    connection.execute("INSERT INTO temp.hiding VALUES (?)", (actions,))
    connection.execute(
        f"""CREATE TEMP VIEW {name(actions)} AS SELECT a.* FROM {as_meant(connection, actions) or f"main.{name(actions)}"} a
            WHERE a.action NOT IN (SELECT m.action FROM temp.mistaken m)"""
    )


def show_mistaken(connection: Connection) -> None:
    """Ends what `hide_mistaken` began."""
    if connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'hiding'").fetchone() is None:
        return
    for (view,) in connection.execute("SELECT view FROM temp.hiding").fetchall():
        connection.execute(f"DROP VIEW IF EXISTS temp.{name(view)}")
        show_as_meant(connection, view)
    connection.execute("DELETE FROM temp.hiding")
