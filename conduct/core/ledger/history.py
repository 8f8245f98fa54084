"""Every version of a fact: what it said, who entered or changed it, when, from where, and why."""

from __future__ import annotations

from collections.abc import Collection

from ..base.frozen import frozen
from ..law.conditions import Row, name
from ..law.sector import KEYS, TABLES, Sector
from .ledger import Ledger
from .schema import table
from .shape import held_sectors

_NAMED_BY = {
    "units": ("unit",),
    "posts": ("unit", "person"),
    "measures": ("unit",),
    "incidents": ("incident",),
    "actions": ("action", "incident"),
}


@frozen
class Version:
    """One version of a row: its values by column, the batch that brought it, and the one that replaced it, if any.

    ``who`` is whom the system knew, ``claimed`` whom else they said to be.
    """

    sector: Sector
    of: str
    values: Row
    batch: int
    at: str
    who: str
    command: str
    file: str
    reason: str | None
    claimed: str | None
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
            at, who, command, reason, claimed = ledger.connection.execute(
                "SELECT at, who, command, reason, claimed FROM batches WHERE batch = ?", (batch,)
            ).fetchone()
            file = ledger.connection.execute(
                'SELECT file FROM blocks WHERE batch = ? AND "of" = ? AND ? BETWEEN first AND last', (batch, of, seq)
            ).fetchone()
            row = dict(zip(columns, values, strict=True))
            found.append(Version(sector, of, row, batch, at, who, command, file[0] if file else "", reason, claimed, replaced_by))
    return found


def held_by_others(ledger: Ledger, known: Collection[str], fact: str) -> list[str]:
    """The sectors of the ledger, other than those, that hold a fact of this id: their packages are not there to say more."""
    found = []
    tables = {row[0] for row in ledger.connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
    for sector in held_sectors(ledger.connection):
        if sector not in known and any(
            ledger.connection.execute(f"SELECT 1 FROM {name(of)} WHERE {name(key)} = ? LIMIT 1", (fact,)).fetchone()
            for table_, keys in _NAMED_BY.items()
            for of in (f"{sector}_{table_}", f"{sector}_{table_}_history")
            if of in tables
            for key in keys
        ):
            found.append(sector)
    return found
