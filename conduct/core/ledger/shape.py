"""The layout that a ledger should have, and what else lies in its file: told by what the program itself would have made."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping

from ..base.frozen import frozen
from ..base.words import Words
from ..law.conditions import name
from ..law.sector import CORE_COLUMNS, KEYS, REQUIRED_COLUMNS, TABLES, code_ok
from . import besides, schema
from .declared import TYPE_OF_INDEX, is_on_record, recorded, stored_type

LEDGER_TABLES = ("_sqlite_migrations", "batches", "blocks", "chain_end", "counts", "declared", "runs")
_FACTS = tuple(of + more for of in TABLES for more in ("", "_history"))
_OURS = (*_FACTS, *besides.KEPT)


@frozen
class _Object:
    """A table, view, index or trigger of the file."""

    type: str
    name: str
    table: str
    sql: str


def _objects(connection: sqlite3.Connection) -> list[_Object]:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM main.sqlite_master").fetchall()
    return [_Object(str(kind), str(label), str(of), str(sql or "")) for kind, label, of, sql in rows]


def held_sectors(connection: sqlite3.Connection) -> list[str]:
    """The sectors whose facts the ledger holds, whether they are installed or not: those with batches, or with declarations."""
    tables = {row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
    found = {row[0] for row in connection.execute("SELECT DISTINCT sector FROM batches")}
    if "declared" in tables:
        found |= {row[0] for row in connection.execute("SELECT DISTINCT sector FROM declared")}
    found |= {sector for sector in named_by(tables) if {f"{sector}_{of}" for of in _OLDEST} <= tables}
    return sorted(str(sector) for sector in found if code_ok(str(sector)))


def named_by(tables: Iterable[str]) -> list[str]:
    """The sectors that tables of units are named by, whatever else there is."""
    return sorted(made.removesuffix("_units") for made in tables if made.endswith("_units"))


_STRICT = "CREATE TABLE … STRICT"


def of_sectors(sectors: Iterable[str]) -> set[str]:
    """The names of the tables of sectors."""
    return {f"{sector}_{of}" for sector in sectors for of in _OURS}


_OLDEST = ("units", "units_history", "measures", "measures_history", "incidents", "actions", "publications")


def foreign(connection: sqlite3.Connection) -> list[Words]:
    """What has no business in a ledger, so that it is not even read: triggers on its tables, views and tables of their names."""
    objects = _objects(connection)
    if not {"batches", "blocks"} <= {one.name for one in objects}:
        return []  # which `verify` says
    ours = {*LEDGER_TABLES, *of_sectors(held_sectors(connection))}
    found = []
    for one in objects:
        if one.type == "trigger" and one.table in ours:
            found.append(Words(f"数据表 {one.table} 上的触发器 {one.name}", f"the trigger {one.name} on {one.table}"))
        elif one.name in ours and (one.type == "view" or one.sql.upper().startswith("CREATE VIRTUAL")):
            found.append(Words(f"冒用数据表名的视图 {one.name}", f"the view {one.name}, in the place of a table"))
        elif one.type in ("table", "view") and one.name not in ours and _pretends(connection, one.name):
            found.append(Words(f"冒用台账表名的 {one.name}", f"{one.name}, which bears the name of a ledger's table"))
    return found


def _pretends(connection: sqlite3.Connection, label: str) -> bool:
    """Whether a table is called as one of a sector that the ledger does not hold: as one that nobody but the program makes, or as
    one of facts whose columns it has. An office's own ``my_units`` is none.
    """
    of = next((of for of in _OURS if label.endswith(f"_{of}") and code_ok(label.removesuffix(f"_{of}"))), None)
    if of is None:
        return False
    if of not in TABLES:
        return True
    try:
        columns = {row[1] for row in connection.execute(f"PRAGMA main.table_info({name(label)})")}
    except sqlite3.Error:  # a view that cannot even be looked at
        return True
    return "batch" in columns


def others(connection: sqlite3.Connection) -> list[str]:
    """Tables and views that are the user's own: they are left alone."""
    ours = {*LEDGER_TABLES, *of_sectors(held_sectors(connection))}
    return sorted(
        one.name
        for one in _objects(connection)
        if one.type in ("table", "view") and one.name not in ours and not one.name.startswith("sqlite_")
    )


def misshapen(connection: sqlite3.Connection) -> Iterator[Words]:
    """Every table, column and index that is not as the program would have made it."""
    objects = _objects(connection)
    tables = {one.name: one for one in objects if one.type == "table"}
    behind = connection.execute("PRAGMA user_version").fetchone()[0] < schema.LAYOUT  # and cannot be written
    for of in _of_ledger():
        if of.type == "table" and not (behind and of.name in ("counts", "declared", "batches", "runs", "_sqlite_migrations")):
            yield from _table(tables.get(of.name), of.name, _columns(of.sql), ())
    yield from _indexes_of_ledger(objects, behind)
    for sector in held_sectors(connection):
        yield from _sector(connection, sector, objects, tables, behind)


def _of_ledger() -> list[_Object]:
    """The ledger's own tables and indexes, as they are made."""
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    try:
        schema.make_ledger(fresh)
        return _objects(fresh)
    finally:
        fresh.close()


def _indexes_of_ledger(objects: list[_Object], behind: bool) -> Iterator[Words]:
    there = {one.name: one.sql for one in objects if one.type == "index" and one.table in LEDGER_TABLES and one.sql}
    wanted = {} if behind else {one.name: one.sql for one in _of_ledger() if one.type == "index" and one.sql}
    yield from _compared(there, wanted)
    for label in sorted(there.keys() - wanted.keys()):
        if not behind:
            yield Words(f"多出索引 {label}", f"there is an index that is not ours: {label}")


def _compared(there: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[Words]:
    """Indexes that are missing, or not as they were made."""
    for label, sql in sorted(wanted.items()):
        if label not in there:
            yield Words(f"缺少索引 {label}", f"the index {label} is missing")
        elif there[label].split() != sql.split():
            yield Words(f"索引 {label} 与应有的不同：{there[label]}", f"the index {label} is not as it was made: {there[label]}")


def _sector(
    connection: sqlite3.Connection, sector: str, objects: list[_Object], tables: Mapping[str, _Object], behind: bool
) -> Iterator[Words]:
    for of, column in connection.execute(
        'SELECT "of", "column" FROM declared WHERE sector = ? ORDER BY 1, 2', (sector,)
    ).fetchall():
        if not is_on_record(connection, sector, of, column):
            yield Words(
                f"登记的声明不符：{sector} {of} {column}", f"a declaration on record does not hold: {sector} {of} {column}"
            )
    known = recorded(connection, sector)
    batched = {
        of: {c for (columns,) in rows for c in str(columns).split("\0")}
        for of in TABLES
        if (
            rows := connection.execute(
                'SELECT DISTINCT columns FROM blocks JOIN batches USING (batch) WHERE sector = ? AND "of" = ?', (sector, of)
            ).fetchall()
        )
    }
    for of in TABLES:
        columns = dict.fromkeys(CORE_COLUMNS[of], "TEXT") | {c: stored_type(one.type) for (t, c), one in known.items() if t == of}
        wanted = {_defined(c, kind, c in REQUIRED_COLUMNS[of]) for c, kind in columns.items()}
        wanted |= {'"seq" INTEGER PRIMARY KEY NOT NULL', '"batch" INTEGER NOT NULL', _STRICT}
        spare = {*batched.get(of, ()), "reason"} if known else None  # which the first histories had
        for more in ("", "_history"):
            label = f"{sector}_{of}{more}"
            if label not in tables and not known and of not in batched:
                continue  # which came with a later layout, and is made when the sector is first asked for
            own = wanted | ({'"replaced_by" INTEGER'} if more else set())
            missing_allowed = set() if known else {_defined(c, "TEXT", False) for c in CORE_COLUMNS[of]}
            yield from _table(tables.get(label), label, frozenset(own), spare, missing_allowed)
    for of in besides.KEPT:
        label = f"{sector}_{of}"
        if label in tables or (known and not (behind and of in besides.LATER_KEPT)):
            kept = {_defined(c, kind, required) for c, kind, required in besides.kept_columns(of)}
            later = {_defined(c, "TEXT", False) for c in besides.LATER_PUBLICATION_COLUMNS} if behind or not known else set()
            whole = frozenset({'"seq" INTEGER PRIMARY KEY', '"batch" INTEGER NOT NULL', _STRICT, *kept})
            yield from _table(tables.get(label), label, whole, (), later)
    yield from _indexes(connection, sector, objects, tables)


def _made(verb: str, after: str) -> str:
    return f"{verb.upper()} … {after.strip().upper()}".rstrip()


def _defined(column: str, kind: str, required: bool) -> str:
    return f"{name(column)} {kind}{' NOT NULL' if required else ''}"


def _may_be(definition: str, spare: Container[str] | None) -> bool:
    """Whether a column is one that the sector declared once; any that is plain may be, where nothing is on record."""
    plain = _PLAIN.fullmatch(definition)
    return plain is not None and (spare is None or plain["column"].replace('""', '"') in spare)


_PLAIN = re.compile(r'"(?P<column>(?:[^"]|"")*)" (TEXT|INTEGER)')


def _table(
    found: _Object | None,
    label: str,
    wanted: frozenset[str],
    spare: Container[str] | None,
    may_lack: set[str] | frozenset[str] = frozenset(),
) -> Iterator[Words]:
    if found is None:
        yield Words(f"缺少数据表 {label}", f"table {label} is missing")
        return
    there = _columns(found.sql)
    extra = {one for one in there - wanted if not _may_be(one, spare)}
    lacking = wanted - there - may_lack
    for said, zh, en in ((extra, "多出或不同", "has other columns"), (lacking, "缺少", "lacks columns")):
        if said:
            listed = ", ".join(sorted(said))
            yield Words(f"数据表 {label} 的列{zh}：{listed}", f"table {label} {en}: {listed}")


def _columns(sql: str) -> frozenset[str]:
    """The definitions of a table's columns and what else stands in its brackets or after them, one form for one meaning."""
    start, end = sql.find("("), sql.rfind(")")
    inside, after = sql[start + 1 : end], sql[end + 1 :]
    pieces, depth, at, quote = [], 0, 0, ""
    for n, c in enumerate(inside):
        if quote:
            quote = "" if c == quote else quote
        elif c in "\"'`[":
            quote = "]" if c == "[" else c
        elif c in "()":
            depth += 1 if c == "(" else -1
        elif c == "," and not depth:
            pieces.append(inside[at:n])
            at = n + 1
    pieces.append(inside[at:])
    pieces.append(_made(" ".join(sql[:start].split()[:2]), after))
    return frozenset(re.sub(r"\s+", " ", re.sub(r"\[([^\]]*)\]", r'"\1"', piece)).strip() for piece in pieces)


def _indexes(
    connection: sqlite3.Connection, sector: str, objects: list[_Object], tables: Mapping[str, _Object]
) -> Iterator[Words]:
    mine = {f"{sector}_{of}" for of in _OURS}
    there = {one.name: one.sql for one in objects if one.type == "index" and one.table in mine and one.sql}
    wanted = {f"{sector}_{of}_key": schema.key_index(f"{sector}_{of}", of) for of in KEYS if f"{sector}_{of}" in tables}
    kept = dict(connection.execute('SELECT "column", type FROM declared WHERE sector = ? AND "of" = ?', (sector, TYPE_OF_INDEX)))
    wanted |= {str(label): str(sql) for label, sql in kept.items()}
    yield from _compared(there, wanted)
    sealed = {f"{sector}_{of}_key" for of in besides.SEALED}
    for label in sorted(there.keys() - wanted.keys()):
        if (kept or there[label].upper().startswith("CREATE UNIQUE")) and label not in sealed:
            yield Words(f"多出索引 {label}", f"there is an index that is not ours: {label}")
