"""What was found or done about incidents since they were entered: findings that settle an attribute, and marks of duties."""

from __future__ import annotations

from collections.abc import Sequence

from ..base.connection import Connection
from ..law.conditions import name, quoted
from ..law.sector import Sector
from ..ledger.schema import column_type, table

TABLES = ("changed",)
"""The temporary table that `mark_found` makes."""


def mark_found(connection: Connection, sector: Sector, marks: Sequence[str] = ()) -> None:
    """Fills the temporary table ``changed``: by incident the attributes that a finding settles, and a column for each mark.

    Of several findings the latest by date, then by action id, stands, whenever it was made.
    """
    columns = [f"{name(code)} {column_type(sector, 'incidents', code)}" for code in sector.found_attributes]
    columns += [f"{name(mark)} INTEGER DEFAULT 0" for mark in marks]
    connection.execute("DROP TABLE IF EXISTS temp.changed")
    connection.execute(f"CREATE TEMP TABLE changed ({', '.join(['incident TEXT PRIMARY KEY', *columns])}) WITHOUT ROWID")
    actions = name(table(sector, "actions"))
    for step in sector.steps:
        if step.finds is None:
            continue
        target, by = name(step.finds.attribute.code), name(step.finds.by.code)
        cases = " ".join(f"WHEN {quoted(value)} THEN {quoted(found)}" for value, found in step.finds.values.items())
        connection.execute(
            f"""INSERT INTO temp.changed (incident, {target})
                SELECT incident, CASE {by} {cases} END FROM (
                    SELECT incident, {by}, row_number() OVER (PARTITION BY incident ORDER BY date DESC, action DESC) AS place
                    FROM {actions} WHERE step = {quoted(step.code)}) WHERE place = 1
                ON CONFLICT (incident) DO UPDATE SET {target} = excluded.{target}"""
        )


def mark(connection: Connection, mark: str, select: str) -> None:
    """Puts a mark on each incident that the query ``select`` names."""
    connection.execute(
        f"""INSERT INTO temp.changed (incident, {name(mark)}) SELECT DISTINCT incident, 1 FROM ({select}) WHERE true
            ON CONFLICT (incident) DO UPDATE SET {name(mark)} = 1"""
    )


def cases_sql(sector: Sector, as_entered: bool = False) -> str:
    """The sector's incidents as found (or ``as_entered``), for a FROM clause: the table itself where no step settles anything."""
    incidents = name(table(sector, "incidents"))
    if as_entered or not sector.found_attributes:
        return incidents
    columns = ", ".join(
        f"coalesce(c.{name(c)}, x.{name(c)}) AS {name(c)}" if c in sector.found_attributes else f"x.{name(c)}"
        for c in sector.columns("incidents")
    )
    return f"(SELECT {columns} FROM {incidents} x LEFT JOIN temp.changed c ON c.incident = x.incident)"
