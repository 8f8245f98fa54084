"""The layout of a ledger: its own tables by migration, and each sector's typed tables from its declarations.

sqlite-utils makes and migrates; it is imported here alone, and only when something is to be made.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from .conditions import Condition, name, quoted
from .duty import After, Duty, Has, NotBy
from .model import Number, YesNo
from .sector import CORE_COLUMNS, KEYS, REQUIRED_COLUMNS, TABLES, Sector

APPLICATION_ID = 0x636F6E64  # "cond": marks a SQLite file as a ledger
LAYOUT = 1


def make_ledger(connection: sqlite3.Connection) -> None:
    """Brings the ledger's own tables to the present layout, inside the caller's transaction."""
    from sqlite_utils import Database, Migrations

    migrations = Migrations("conduct")

    @migrations()
    def m001_batches(db: Any) -> None:
        db["batches"].create(
            {
                "batch": int,
                "sector": str,
                "at": str,
                "who": str,
                "command": str,
                "reason": str,
                "note_zh": str,
                "note_en": str,
                "previous": str,
                "head": str,
            },
            pk="batch",
            not_null={"sector", "at", "who", "command", "previous", "head"},
            strict=True,
        )
        db["blocks"].create(
            {
                "batch": int,
                "block": int,
                "of": str,
                "file": str,
                "columns": str,
                "first": int,
                "last": int,
                "rows": int,
                "digests": bytes,
            },
            pk=("batch", "block"),
            not_null={"of", "file", "columns", "first", "last", "rows", "digests"},
            foreign_keys=[("batch", "batches", "batch")],
            strict=True,
        )
        db["chain_end"].create({"id": int, "batch": int, "head": str}, pk="id", not_null={"batch", "head"}, strict=True)
        db["runs"].create(
            {
                "run": str,
                "sector": str,
                "period": str,
                "as_of": str,
                "inputs": str,
                "batch": int,
                "recorded_at": str,
            },
            pk="run",
            not_null={"sector", "period", "as_of", "inputs", "batch", "recorded_at"},
            strict=True,
        )

    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {LAYOUT}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def table(sector: Sector, of: str) -> str:
    """The name of a sector's table of facts."""
    return f"{sector.name}_{of}"


PUBLICATION_COLUMNS = ("number", "run", "period", "as_of", "note", "inputs", "digest")


def publications(sector: Sector) -> str:
    """The name of a sector's table of published runs."""
    return f"{sector.name}_publications"


def lacks(connection: sqlite3.Connection, sector: Sector) -> bool:
    """Whether the ledger lacks a table or a column that the sector declares."""
    for of in TABLES:
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({name(table(sector, of))})")}
        if not there or not set(sector.columns(of)) <= there:
            return True
    return not connection.execute(f"PRAGMA table_info({name(publications(sector))})").fetchall()


def make_sector(connection: sqlite3.Connection, sector: Sector) -> None:
    """Makes the sector's tables, or adds the columns that it declares since, inside the caller's transaction."""
    from sqlite_utils import Database

    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    existing = set(db.table_names())
    for of in TABLES:
        columns = {column: _type(sector, of, column) for column in sector.columns(of)}
        for suffix, extra in (("", {"batch": int}), ("_history", {"batch": int, "replaced_by": int})):
            target = table(sector, of) + suffix
            if target in existing:
                facts = db.table(target)
                for column in set(columns) - set(facts.columns_dict):
                    facts.add_column(column, columns[column])
                continue
            required = {"seq", "batch", *REQUIRED_COLUMNS[of]}
            db.table(target).create({"seq": int, **columns, **extra}, pk="seq", not_null=required, strict=True)
    if publications(sector) not in existing:
        kept: dict[str, type] = {c: int if c == "number" else str for c in PUBLICATION_COLUMNS}
        required = {"batch", *PUBLICATION_COLUMNS, "result"} - {"note"}
        db.table(publications(sector)).create(
            {"seq": int, **kept, "result": bytes, "batch": int}, pk="seq", not_null=required, strict=True
        )
    _index(connection, sector)


def _index(connection: sqlite3.Connection, sector: Sector) -> None:
    incidents, actions = table(sector, "incidents"), table(sector, "actions")
    for of in TABLES:
        _make_index(connection, table(sector, of), "key", KEYS[of], unique=True)
    counted = ("kind", "unit", *sector.distinguishing, "date")
    _make_index(connection, incidents, "counted_" + "_".join(sector.distinguishing), counted)
    if sector.by_case:  # which looks for the cases of a period; the others count through the index above
        _make_index(connection, incidents, "date", ("date",))
    _make_index(connection, actions, "step", ("step", "date"))
    for reference in sector.case_references:
        _make_index(connection, incidents, f"of_{reference}", (reference,), where=f"{name(reference)} IS NOT NULL")
    duties = [d for r in sector.regulations for d in r.duties]
    by = ("by",) if any(isinstance(d.expect, NotBy) for d in duties) else ()
    _make_index(
        connection, actions, "_".join(("of_incident", *by)), ("incident", "step", "date", *by), where="incident IS NOT NULL"
    )
    for duty in duties:
        if not isinstance(duty.expect, Has) or not isinstance(duty.trigger, After) or duty.trigger.step.by_unit:
            continue
        if isinstance(duty.expect.condition, Condition):  # and not one that turns on a reading
            lacking = f"step = {quoted(duty.trigger.step.code)} AND NOT {duty.expect.condition.sql(name(actions))}"
            _make_index(connection, actions, f"lacks_{duty.code}", ("incident",), where=lacking)
    _make_index(connection, actions, "of_unit", ("unit", "step", "date"), where="unit IS NOT NULL")
    _make_index(connection, publications(sector), "key", ("number",), unique=True)
    _make_index(connection, actions, "out", ("incident", "step", "date"), where=OUT_STEPS)


def drop_secondary(connection: sqlite3.Connection, target: str) -> list[str]:
    """Drops every index of a table but the one on its ids; returns the statements that make them again."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql NOT LIKE 'CREATE UNIQUE%'", (target,)
    ).fetchall()
    for index, _ in rows:
        connection.execute(f"DROP INDEX {name(index)}")
    return [sql for _, sql in rows]


def lacking_index(sector: Sector, duty: Duty) -> str:
    """The name of the index of those actions that lack what the duty asks them to show."""
    return f"{table(sector, 'actions')}_lacks_{duty.code}"


def has_lacking_index(connection: sqlite3.Connection, sector: Sector, duty: Duty) -> bool:
    """Whether the ledger has that index; one made before the duty was declared may not."""
    row = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?", (lacking_index(sector, duty),)
    ).fetchone()
    return row is not None


OUT_STEPS = "step IN ('withdraw', 'appeal', 'appeal-decided')"
"""The steps that can take an incident out; as it stands here the condition of a small index."""


def _make_index(
    connection: sqlite3.Connection, of: str, label: str, columns: tuple[str, ...], unique: bool = False, where: str = ""
) -> None:
    kind = "UNIQUE INDEX" if unique else "INDEX"
    listed = ", ".join(name(c) for c in columns)
    condition = f" WHERE {where}" if where else ""
    connection.execute(f"CREATE {kind} IF NOT EXISTS {name(f'{of}_{label}')} ON {name(of)} ({listed}){condition}")


def _type(sector: Sector, of: str, column: str) -> type:
    """The column's type: whole numbers and yes/no as integers, all else as text (a decimal by its exact digits)."""
    if column in CORE_COLUMNS[of]:
        return str
    attributes = sector.incident_attributes if of == "incidents" else sector.action_attributes
    declared = attributes[column].type
    whole = isinstance(declared, Number) and declared.whole
    return int if whole or isinstance(declared, YesNo) else str
