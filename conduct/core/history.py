"""Every version of a fact: what it said, who entered or changed it, when, from where, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from .conditions import name
from .ledger import Ledger
from .schema import table
from .sector import KEYS, TABLES, Sector

_NAMED_BY = {
    "units": ("unit",),
    "posts": ("unit", "person"),
    "measures": ("unit",),
    "incidents": ("incident",),
    "actions": ("action", "incident"),
}


@frozen
class Version:
    """One version of a row: its values by column, the batch that brought it, and the one that replaced it, if any."""

    sector: Sector
    of: str
    values: Mapping[str, Any]
    batch: int
    at: str
    who: str
    command: str
    file: str
    reason: str | None
    replaced_by: int | None


def history(sector: Sector, ledger: Ledger, fact: str) -> list[Version]:
    """Every version of each fact of this id, the oldest first: units, their posts and measures, incidents and actions."""
    found: list[Version] = []
    if not ledger.has(sector):
        return found
    ledger.need(sector)
    for of in TABLES:
        keys = _NAMED_BY[of]
        columns = sector.columns(of)
        listed = ", ".join(f"t.{name(c)}" for c in columns)
        where = " OR ".join(f"t.{name(key)} = :id" for key in keys)
        if len(KEYS[of]) > 1:  # by its whole identity, as it is shown
            whole = " || ' / ' || ".join(f"coalesce(t.{name(key)}, '')" for key in KEYS[of])
            where += f" OR {whole} = :id"
        versions = [
            f"SELECT t.seq, t.batch, NULL AS replaced_by, {listed} FROM {name(table(sector, of))} t WHERE {where}",
            f"""SELECT t.seq, t.batch, t.replaced_by, {listed}
                FROM {name(table(sector, of) + "_history")} t WHERE {where}""",
        ]
        rows = ledger.connection.execute(" UNION ALL ".join(versions) + " ORDER BY 2, 1", {"id": fact})
        for seq, batch, replaced_by, *values in rows:
            at, who, command, reason = ledger.connection.execute(
                "SELECT at, who, command, reason FROM batches WHERE batch = ?", (batch,)
            ).fetchone()
            file = ledger.connection.execute(
                'SELECT file FROM blocks WHERE batch = ? AND "of" = ? AND ? BETWEEN first AND last', (batch, of, seq)
            ).fetchone()
            row = dict(zip(columns, values, strict=True))
            found.append(Version(sector, of, row, batch, at, who, command, file[0] if file else "", reason, replaced_by))
    return found
