"""The layout of a ledger: its own tables by migration, and each sector's typed tables from its declarations."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..base.connection import Connection
from ..law.conditions import Condition, name, quoted
from ..law.duty import After, Duty, Has, NotBy
from ..law.model import Number, YesNo
from ..law.sector import CORE_COLUMNS, KEYS, REQUIRED_COLUMNS, TABLES, Sector
from .besides import ATTACHMENTS, KEPT, KEPT_COLUMNS, LETTERHEADS, PUBLICATION_COLUMNS, RELEASES, SEALED, make_kept
from .digits import bare_sql
from .library import database, migrations

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x636F6E64  # "cond": marks a SQLite file as a ledger
LAYOUT = 6


def make_ledger(connection: sqlite3.Connection) -> None:
    """Brings the ledger's own tables to the present layout, inside the caller's transaction."""
    _migrations().apply(database(connection))
    connection.execute(f"PRAGMA user_version = {LAYOUT}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _migrations() -> Migrations:
    """Every step to the present layout, in order, by its name in the ledger's notes."""
    steps = migrations("conduct")
    steps(name="m001_batches")(_batches)
    steps(name="m002_claimed_declared_despite")(_claimed_declared_despite)
    steps(name="m003_codes_drafts")(_codes_drafts)
    steps(name="m004_counts")(_counts)
    steps(name="m005_attachments")(_attachments)
    steps(name="m006_letterheads")(_letterheads)
    return steps


def _batches(db: Database) -> None:
    """The first layout: the batches, the blocks of their rows, where the chain ends, and the runs."""
    db.table("batches").create(
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
    db.table("blocks").create(
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
    db.table("chain_end").create({"id": int, "batch": int, "head": str}, pk="id", not_null={"batch", "head"}, strict=True)
    db.table("runs").create(
        {"run": str, "sector": str, "period": str, "as_of": str, "inputs": str, "batch": int, "recorded_at": str},
        pk="run",
        not_null={"sector", "period", "as_of", "inputs", "batch", "recorded_at"},
        strict=True,
    )


def _claimed_declared_despite(db: Database) -> None:
    """What a batch and a run claim, what each sector declared, and why a result was published all the same."""
    db.table("batches").add_column("claimed", str)
    db.table("batches").add_column("runs", str)
    db.table("runs").add_column("after", int)
    db.execute("UPDATE runs SET after = (SELECT coalesce(max(batch), 0) FROM batches)")
    db.table("declared").create(
        {"sector": str, "of": str, "column": str, "type": str, "defaults": str},
        pk=("sector", "of", "column"),
        not_null={"type", "defaults"},
        strict=True,
    )
    for sector in _published(db):
        for column in ("despite", "open"):
            db.table(f"{sector}_publications").add_column(column, str)


def _codes_drafts(db: Database) -> None:
    """The verification code of a result that is sealed, and drafts of results."""
    for sector in _published(db):
        db.table(f"{sector}_publications").add_column("code", str)
        if f"{sector}_warnings" in db.table_names():  # else all that came later is made when the sector is first asked for
            make_kept(db, f"{sector}_drafts", "drafts")


COUNTS_COLUMNS = ("sector", "period", "inputs", "batch", "head", "content", "digest")
"""The columns of the table of counts that runs keep (`counts.StoredCounts`)."""


def _counts(db: Database) -> None:
    """The counts that runs keep: of what inputs, up to which batch, and what was counted."""
    types = {"batch": int, "content": bytes}
    columns = {"number": int, **{c: types.get(c, str) for c in COUNTS_COLUMNS}}
    db.table("counts").create(columns, pk="number", not_null=set(COUNTS_COLUMNS), strict=True)


def _attachments(db: Database) -> None:
    """Files that are attached to cases, and what of a case is released to its unit."""
    tables = set(db.table_names())
    for sector in _published(db):
        if f"{sector}_drafts" in tables:
            for of in (ATTACHMENTS, RELEASES):
                make_kept(db, f"{sector}_{of}", of)


def _letterheads(db: Database) -> None:
    """What an office says on the documents of a sealed run."""
    tables = set(db.table_names())
    for sector in _published(db):
        if f"{sector}_{RELEASES}" in tables:
            make_kept(db, f"{sector}_{LETTERHEADS}", LETTERHEADS)


def _published(db: Database) -> list[str]:
    """The sectors that have a table of publications."""
    tables = set(db.table_names())
    named = (target.removesuffix("_publications") for target in sorted(tables) if target.endswith("_publications"))
    return [sector for sector in named if f"{sector}_units_history" in tables]


def table(sector: Sector, of: str) -> str:
    """The name of a sector's table of facts."""
    return f"{sector.name}_{of}"


_MEANT = "_as_meant"
_DECLARED_COLUMNS = ("sector", "of", "column", "type", "defaults")


def lacks(connection: sqlite3.Connection, sector: Sector) -> bool:
    """Whether the ledger lacks a table, a column or an index that the sector declares."""
    for of in TABLES:
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({name(table(sector, of))})")}
        if not there or not set(sector.columns(of)) <= there:
            return True
    if any(not connection.execute(f"PRAGMA table_info({name(table(sector, of))})").fetchall() for of in KEPT):
        return True
    return indexes(sector) != _indexes_there(connection, sector)


def lost(connection: sqlite3.Connection, sector: Sector) -> list[str]:
    """The sector's tables, and columns of them, that the ledger lacks although batches brought rows into them."""
    found = []
    for of in (*TABLES, *KEPT):
        target = table(sector, of)
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({name(target)})")}
        blocks = connection.execute(
            'SELECT DISTINCT columns FROM blocks JOIN batches USING (batch) WHERE sector = ? AND "of" = ?', (sector.name, of)
        )
        for column in sorted({c for (columns,) in blocks for c in columns.split("\0")} - there):
            found.append(f"{target}.{column}" if there else target)
    return list(dict.fromkeys(found))


def view_ledger(connection: sqlite3.Connection) -> None:
    """Puts views of this connection alone in the place of the ledger's own tables that lack what came later: for a ledger that
    cannot be written.
    """
    tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
    wanted = {of: PUBLICATION_COLUMNS for (of,) in tables if of.endswith("_publications")}  # drafts came with all of them
    own = {
        "batches": ("claimed", "runs"),
        "runs": ("after",),
        "declared": _DECLARED_COLUMNS,
        "counts": ("number", *COUNTS_COLUMNS),
    }
    for target, columns in {**own, **wanted}.items():
        _put_view(connection, target, columns, {})


def view_sector(connection: sqlite3.Connection, sector: Sector, blank: Callable[[str], Mapping[str, str]]) -> None:
    """The same of a sector's tables. ``blank`` gives of a table the columns in which a blank means something, and the expression
    that says what.
    """
    for of, kept in KEPT_COLUMNS.items():
        _put_view(connection, table(sector, of), ("seq", "batch", *kept), {})
    for of in TABLES:
        columns = ("seq", "batch", *sector.columns(of))
        _put_view(connection, table(sector, of), columns, blank(of))
        _put_view(connection, table(sector, of) + "_history", (*columns, "replaced_by"), blank(of))


def _put_view(connection: sqlite3.Connection, target: str, columns: Sequence[str], blank: Mapping[str, str]) -> None:
    there = [row[1] for row in connection.execute(f"PRAGMA main.table_info({name(target)})")]
    if not there:
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name(target)} ({', '.join(map(name, columns))})")
    elif blank or not set(columns) <= set(there):
        all_columns = dict.fromkeys((*there, *columns))
        listed = ", ".join(_as_meant(c, c in there, blank.get(c)) for c in all_columns)
        meant = name(target + _MEANT)
        connection.execute(f"DROP VIEW IF EXISTS temp.{name(target)}")
        connection.execute(f"DROP VIEW IF EXISTS temp.{meant}")
        connection.execute(f"CREATE TEMP VIEW {meant} AS SELECT {listed} FROM main.{name(target)}")
        show_as_meant(connection, target)


def as_meant(connection: Connection, target: str) -> str | None:
    """The view that says what a table's blanks mean, where the ledger cannot be written and lacks what came later."""
    meant = target + _MEANT
    found = connection.execute("SELECT 1 FROM temp.sqlite_master WHERE type = 'view' AND name = ?", (meant,)).fetchone()
    return f"temp.{name(meant)}" if found is not None else None


def show_as_meant(connection: Connection, target: str) -> None:
    """Lets that view stand in the table's place, where there is one."""
    if (meant := as_meant(connection, target)) is not None:
        connection.execute(f"CREATE TEMP VIEW {name(target)} AS SELECT * FROM {meant}")


def _as_meant(column: str, there: bool, blank: str | None) -> str:
    if blank is None:
        return name(column) if there else f"NULL AS {name(column)}"
    return f"coalesce({name(column)}, {blank}) AS {name(column)}" if there else f"{blank} AS {name(column)}"


def make_sector(connection: sqlite3.Connection, sector: Sector) -> None:
    """Makes the sector's tables, or adds the columns that it declares since, inside the caller's transaction."""
    db = database(connection)
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
    for of in KEPT:
        if table(sector, of) not in existing:
            make_kept(db, table(sector, of), of)
    _index(connection, sector)


def _index(connection: sqlite3.Connection, sector: Sector) -> None:
    """Makes the sector's indexes as they are declared now; those of an earlier declaration go."""
    wanted, there = indexes(sector), _indexes_there(connection, sector)
    for index in there.keys() - wanted.keys() | {i for i in there.keys() & wanted.keys() if there[i] != wanted[i]}:
        connection.execute(f"DROP INDEX {name(index)}")
    for index, statement in wanted.items():
        if there.get(index) != statement:
            connection.execute(statement)


def _indexes_there(connection: sqlite3.Connection, sector: Sector) -> dict[str, str]:
    tables = [table(sector, of) + more for of in (*TABLES, *KEPT) for more in ("", "_history")]
    listed = ", ".join(map(quoted, tables))
    return dict(
        connection.execute(
            f"SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({listed})"
        ).fetchall()
    )


def key_index(target: str, of: str) -> str:
    """The statement that makes the index on the identity of a table's rows."""
    parts = [name(c) if c in REQUIRED_COLUMNS[of] else f"coalesce({name(c)}, '')" for c in KEYS[of]]  # NULLs would all differ
    return f"CREATE UNIQUE INDEX {name(f'{target}_key')} ON {name(target)} ({', '.join(parts)})"


def indexes(sector: Sector) -> dict[str, str]:
    """The statement that makes each index of the sector's tables, by the index's name."""
    incidents, actions = table(sector, "incidents"), table(sector, "actions")
    found: dict[str, str] = {}

    def index(of: str, label: str, columns: tuple[str, ...], unique: bool = False, where: str = "", first: str = "") -> None:
        kind = "UNIQUE INDEX" if unique else "INDEX"
        listed = ", ".join([*([first] if first else []), *map(name, columns)])
        condition = f" WHERE {where}" if where else ""
        found[f"{of}_{label}"] = f"CREATE {kind} {name(f'{of}_{label}')} ON {name(of)} ({listed}){condition}"

    for of in TABLES:
        found[f"{table(sector, of)}_key"] = key_index(table(sector, of), of)
    counted = ("kind", "unit", *sector.distinguishing, "date")
    index(incidents, "counted_" + "_".join(sector.distinguishing), counted)
    if sector.by_case:  # which looks for the cases of a period; the others count through the index above
        index(incidents, "date", ("date",))
    index(actions, "step", ("step", "date"))
    for reference in sector.case_references:
        index(incidents, f"of_{reference}", (reference,), where=f"{name(reference)} IS NOT NULL")
    index(incidents, "like_complainant", ("complainant", "date"), where="complainant IS NOT NULL")  # earlier ones of the same
    for private in sector.private_columns:
        index(incidents, f"like_{private}", ("date",), where=f"{name(private)} IS NOT NULL", first=bare_sql(name(private)))
    duties = [d for r in sector.regulations for d in r.duties]
    by = ("by",) if any(isinstance(d.expect, NotBy) for d in duties) else ()
    index(actions, "_".join(("of_incident", *by)), ("incident", "step", "date", *by), where="incident IS NOT NULL")
    for duty in duties:
        if not isinstance(duty.expect, Has) or not isinstance(duty.trigger, After) or duty.trigger.step.by_unit:
            continue
        if isinstance(duty.expect.condition, Condition):  # and not one that turns on a reading
            lacking = f"step = {quoted(duty.trigger.step.code)} AND NOT {duty.expect.condition.sql(name(actions))}"
            index(actions, f"lacks_{duty.code}", ("incident",), where=lacking)
    index(actions, "of_unit", ("unit", "step", "date"), where="unit IS NOT NULL")
    for of in SEALED:
        index(table(sector, of), "key", ("number",), unique=True)
    index(actions, "out", ("incident", "step", "date"), where=OUT_STEPS)
    for of in (incidents, actions):  # what was corrected since a batch
        index(f"{of}_history", "replaced", ("replaced_by",))
    return found


def drop_secondary(connection: sqlite3.Connection, target: str, keys: bool = False) -> list[str]:
    """Drops every index of a table, that on its ids only if ``keys``; returns the statements that make them again."""
    rows = connection.execute(
        """SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND (? OR sql NOT LIKE 'CREATE UNIQUE%')
           ORDER BY sql NOT LIKE 'CREATE UNIQUE%'""",
        (target, keys),
    ).fetchall()
    for index, _ in rows:
        connection.execute(f"DROP INDEX {name(index)}")
    return [sql for _, sql in rows]


def lacking_index(sector: Sector, duty: Duty) -> str:
    """The name of the index of those actions that lack what the duty asks them to show."""
    return f"{table(sector, 'actions')}_lacks_{duty.code}"


def has_lacking_index(connection: Connection, sector: Sector, duty: Duty) -> bool:
    """Whether the ledger has that index, and actions are read through it: not while mistaken ones are hidden."""
    row = connection.execute(
        """SELECT 1 FROM main.sqlite_master WHERE type = 'index' AND name = ?
           AND NOT EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = ?)""",
        (lacking_index(sector, duty), table(sector, "actions")),
    ).fetchone()
    return row is not None


OUT_STEPS = "step IN ('withdraw', 'appeal', 'appeal-decided')"
"""The steps that can take an incident out; as it stands here the condition of a small index."""


def column_type(sector: Sector, of: str, column: str) -> str:
    """The column's type as the database has it: integer for a whole number or yes/no, text for all else."""
    return "INTEGER" if _type(sector, of, column) is int else "TEXT"


def _type(sector: Sector, of: str, column: str) -> type:
    """The column's type: whole numbers and yes/no as integers, all else as text (a decimal by its exact digits)."""
    if column in CORE_COLUMNS[of]:
        return str
    attributes = sector.incident_attributes if of == "incidents" else sector.action_attributes
    declared = attributes[column].type
    whole = isinstance(declared, Number) and declared.whole
    return int if whole or isinstance(declared, YesNo) else str
