"""Who is meant by a name: the units by their id, and by each name or alias that one of them alone bears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..base.connection import Connection
from ..base.frozen import frozen
from ..law.conditions import Stored, name
from ..law.sector import Sector
from ..ledger.schema import table

BY_CALLED = "(t.by = c.unit OR t.by = c.name OR (c.aliases IS NOT NULL AND instr(c.aliases, ';' || t.by || ';') > 0))"
"""The condition that the action ``t`` is by the unit ``c`` of the temporary table ``called``."""


@frozen
class ActionBy:
    """An action: its row's number, the incident it is on, by whom, and its step."""

    seq: int
    incident: str
    by: str
    step: str


def acts_of_those_named(
    connection: Connection, sector: Sector, attributes: Iterable[str], where: str, values: Sequence[Stored]
) -> list[ActionBy]:
    """The actions ``t`` that meet a condition and are by the very one whom one of these attributes of their incident names."""
    mark_called(connection, sector)
    found: list[ActionBy] = []
    try:
        for code in attributes:
            rows = connection.execute(
                f"""SELECT t.seq, t.incident, t.by, t.step FROM {name(table(sector, "actions"))} t
                    JOIN {name(table(sector, "incidents"))} i ON i.incident = t.incident
                    JOIN temp.called c ON c.unit = i.{name(code)} WHERE {where} AND {BY_CALLED} ORDER BY t.seq""",
                values,
            )
            found += [ActionBy(*row) for row in rows.fetchall()]
    finally:
        connection.execute("DROP TABLE IF EXISTS temp.called")
    return found


def mark_called(connection: Connection, sector: Sector) -> None:
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
