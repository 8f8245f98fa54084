"""Actions that were withdrawn as mistaken: they say nothing any more (contract, section 5)."""

from __future__ import annotations

import sqlite3

from ..law.conditions import name
from ..law.model import MISTAKEN
from ..law.sector import Sector
from .schema import OUT_STEPS, table


def hide_mistaken(connection: sqlite3.Connection, sector: Sector) -> None:
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
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS hiding (view TEXT NOT NULL, before TEXT)")
    connection.execute("DELETE FROM temp.mistaken")
    connection.executemany("INSERT INTO temp.mistaken VALUES (?)", [(action,) for action in gone])
    before = connection.execute("SELECT sql FROM temp.sqlite_master WHERE type = 'view' AND name = ?", (actions,)).fetchone()
    connection.execute(f"DROP VIEW IF EXISTS temp.{name(actions)}")
    connection.execute("INSERT INTO temp.hiding VALUES (?, ?)", (actions, before and before[0]))
    lacking = "".join(f", NULL AS {name(c)}" for c in sector.columns("actions") if c not in there)
    connection.execute(
        f"""CREATE TEMP VIEW {name(actions)} AS SELECT a.rowid AS rowid, a.*{lacking} FROM main.{name(actions)} a
            WHERE a.action NOT IN (SELECT m.action FROM temp.mistaken m)"""
    )


def show_mistaken(connection: sqlite3.Connection) -> None:
    """Ends what `hide_mistaken` began."""
    if connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'hiding'").fetchone() is None:
        return
    for view, before in connection.execute("SELECT view, before FROM temp.hiding").fetchall():
        connection.execute(f"DROP VIEW IF EXISTS temp.{name(view)}")
        if before is not None:
            connection.execute(before.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))
    connection.execute("DELETE FROM temp.hiding")
