"""Who is meant by a name: the units by their id, and by each name or alias that one of them alone bears."""

from __future__ import annotations

import sqlite3
from collections import Counter

from ..law.conditions import name
from ..law.sector import Sector
from ..ledger.schema import table


def mark_called(connection: sqlite3.Connection, sector: Sector) -> None:
    """Fills the temporary table ``called``: each unit with its name and its aliases (``;`` about each), those it alone bears."""
    aliases = "aliases" if "aliases" in sector.columns("units") else "NULL"
    rows = connection.execute(f"SELECT unit, name, {aliases} FROM {name(table(sector, 'units'))}").fetchall()
    borne = [(unit, called.strip(), [a.strip() for a in (more or "").split(";") if a.strip()]) for unit, called, more in rows]
    bearers = Counter(one for unit, called, more in borne for one in {unit, called, *more})
    connection.execute("DROP TABLE IF EXISTS temp.called")
    connection.execute("CREATE TEMP TABLE called (unit TEXT PRIMARY KEY, name TEXT, aliases TEXT) WITHOUT ROWID")
    connection.executemany(
        "INSERT INTO temp.called VALUES (?, ?, ?)",
        [
            (
                unit,
                called if bearers[called] == 1 else None,
                f";{';'.join(alone)};" if (alone := [a for a in more if bearers[a] == 1]) else None,
            )
            for unit, called, more in borne
        ],
    )
