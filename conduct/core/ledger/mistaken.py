"""Actions that were withdrawn as mistaken: they say nothing any more (contract, section 5)."""

from __future__ import annotations

from ..base.connection import Connection
from ..law.conditions import name
from ..law.model import MISTAKEN
from ..law.sector import Sector
from .counts import Mark
from .schema import OUT_STEPS, as_meant, show_as_meant, table


def hide_mistaken(connection: Connection, sector: Sector) -> None:
    """Hides the actions that were withdrawn as mistaken: until `show_mistaken`, the table of actions reads without them.

    A withdrawal that was itself withdrawn since takes nothing back. Where nothing is mistaken, nothing is hidden.
    """
    actions = table(sector, "actions")
    show_mistaken(connection)
    if connection.execute(_STANDS_IN, (actions,)).fetchone() is not None:  # rows that were taken from those that are not mistaken
        return
    gone = mistaken_actions(connection, sector)
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


_STANDS_IN = "SELECT 1 FROM temp.sqlite_master WHERE type = 'table' AND name = ?"


def mistaken_actions(connection: Connection, sector: Sector, mark: Mark | None = None) -> set[str]:
    """The actions that were withdrawn as mistaken: now, or at the ``mark`` of earlier counts."""
    actions = table(sector, "actions")
    there = [row[1] for row in connection.execute(f"PRAGMA main.table_info({name(actions)})")]
    if MISTAKEN.code not in there:  # of an earlier version, and it cannot be written
        return set()
    withdrawn = (
        f"SELECT action, {MISTAKEN.code}, date FROM main.{name(actions)} WHERE {OUT_STEPS} AND {MISTAKEN.code} IS NOT NULL"
    )
    if mark is not None:
        before = withdrawn.replace(name(actions), name(f"{actions}_history"))
        withdrawn += f" AND seq <= :last UNION ALL {before} AND seq <= :last AND replaced_by > :batch"
    values = {} if mark is None else {"last": mark.last["actions"], "batch": mark.batch}
    gone: set[str] = set()
    for action, mistaken, _ in connection.execute(f"{withdrawn} ORDER BY date DESC, action DESC", values):
        if action not in gone:
            gone.add(mistaken)
    return gone


def show_mistaken(connection: Connection) -> None:
    """Ends what `hide_mistaken` began."""
    if connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'hiding'").fetchone() is None:
        return
    for (view,) in connection.execute("SELECT view FROM temp.hiding").fetchall():
        connection.execute(f"DROP VIEW IF EXISTS temp.{name(view)}")
        show_as_meant(connection, view)
    connection.execute("DELETE FROM temp.hiding")
