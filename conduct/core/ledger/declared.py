"""What a sector declares, as the ledger has it on record: an attribute keeps its type, and one that came later means its default
in the rows that were accepted before.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping

from ..base.faults import Fault, Problem, Value
from ..base.frozen import frozen
from ..base.words import Words
from ..law.conditions import Stored, name, quoted
from ..law.model import (
    ActionId,
    Attribute,
    ByOwner,
    ClauseId,
    Day,
    IncidentId,
    KindCode,
    Number,
    Options,
    PeriodId,
    Text,
    UnitId,
    YesNo,
)
from ..law.sector import Sector
from .batch import Batch
from .besides import FILL_COLUMNS
from .schema import column_type, indexes, table

TYPE_OF_INDEX = "index"
"""In the place of a table: what is on record is an index, and the statement that made it."""

OWNERS = {"incidents": "kind", "actions": "step"}
"""The column of each table with attributes that says which of them a row takes."""

_TYPES: dict[type, tuple[str, Words]] = {
    YesNo: ("yes-no", Words("是或否", "yes or no")),
    Options: ("option", Words("选项", "one of its options")),
    Day: ("day", Words("日期", "a date")),
    Text: ("text", Words("文字", "text")),
    UnitId: ("unit", Words("单位编号", "a unit's id")),
    IncidentId: ("incident", Words("事项编号", "an incident's id")),
    ActionId: ("action", Words("办理动作编号", "an action's id")),
    PeriodId: ("period", Words("考核期", "a period")),
    ClauseId: ("clause", Words("条款", "a clause")),
    KindCode: ("kind", Words("事项类别", "a kind of incident")),
    ByOwner: ("option-or-unit", Words("选项或单位编号", "an option or the id of a unit")),
}
_NUMBERS = {True: ("whole", Words("整数", "a whole number")), False: ("number", Words("数", "a number"))}
_WORDS = dict((*_TYPES.values(), *_NUMBERS.values()))
_STORED = {
    "INTEGER": Words("整数或是否", "a whole number or yes/no"),
    "TEXT": Words("文字、选项或日期", "text, an option or a date"),
}


@frozen
class Declared:
    """An attribute of a table: the code of its type, and by kind or step what a blank cell means, where it means something."""

    type: str
    defaults: Mapping[str, Stored]


def declared(sector: Sector) -> dict[tuple[str, str], Declared]:
    """What the sector declares, by table and column."""
    found = {}
    for of, owners in (("incidents", sector.kinds), ("actions", sector.all_steps)):
        attributes = sector.incident_attributes if of == "incidents" else sector.action_attributes
        for code, attribute in attributes.items():
            takers = {o.code: a for o in owners for a in o.attributes if a.code == code}
            blank = {owner: a.blank for owner, a in takers.items() if a.blank is not None}
            found[of, code] = Declared(_type(attribute), blank)
    return found


def _type(attribute: Attribute) -> str:
    declared_type = attribute.type
    return (_NUMBERS[declared_type.whole] if isinstance(declared_type, Number) else _TYPES[type(declared_type)])[0]


def recorded(connection: sqlite3.Connection, sector: str) -> dict[tuple[str, str], Declared]:
    """What the ledger has on record of a sector's attributes."""
    rows = connection.execute('SELECT "of", "column", type, defaults FROM declared WHERE sector = ?', (sector,))
    return {(of, column): Declared(kind, json.loads(defaults)) for of, column, kind, defaults in rows if of in OWNERS}


def is_on_record(connection: sqlite3.Connection, sector: str, of: str, column: str) -> bool:
    """Whether what is on record of an attribute or an index is such as the program writes there."""
    kind, defaults = connection.execute(
        'SELECT type, defaults FROM declared WHERE sector = ? AND "of" = ? AND "column" = ?', (sector, of, column)
    ).fetchone()
    try:
        blank = json.loads(defaults)
    except ValueError:
        return False
    return isinstance(blank, dict) and (of == TYPE_OF_INDEX if of not in OWNERS else kind in _WORDS)


def stored_type(code: str) -> str:
    """How the database stores values of a type, by its code."""
    return "INTEGER" if code in ("yes-no", "whole") else "TEXT"


def outdated(connection: sqlite3.Connection, sector: Sector) -> bool:
    """Whether the sector declares what the ledger has not on record.

    Raises `Fault` ``attribute-retyped`` for each attribute whose type is another than the ledger's rows were accepted with.
    """
    known, wanted = recorded(connection, sector.name), declared(sector)
    problems = [*_retyped(connection, sector, known, wanted)]
    if problems:
        raise Fault(problems)
    return any(key not in known or not one.defaults.items() <= known[key].defaults.items() for key, one in wanted.items())


def _retyped(
    connection: sqlite3.Connection,
    sector: Sector,
    known: Mapping[tuple[str, str], Declared],
    wanted: Mapping[tuple[str, str], Declared],
) -> Iterator[Problem]:
    columns = {
        of: dict(connection.execute(f"SELECT name, type FROM pragma_table_info({quoted(table(sector, of))})")) for of in OWNERS
    }
    for (of, column), one in wanted.items():
        stored, now = columns[of].get(column) or None, _WORDS[one.type]
        was = _WORDS.get(known[of, column].type) if (of, column) in known else None
        if was in (None, now) and stored is not None and stored != column_type(sector, of, column):  # of before the record
            was = _STORED.get(stored, Words(stored, stored))
        if was is not None and was != now:
            values: dict[str, Value] = {"sector": sector.title, "name": sector.name, "column": column, "was": was, "now": now}
            yield Problem("attribute-retyped", values)


def bring_up(batch: Batch) -> None:
    """Puts the sector's declarations on record, and defaults into the rows that were accepted before they were declared.

    The batch keeps which rows those are: what the chain has of them is that they were blank.
    """
    connection, sector = batch.connection, batch.sector
    known = recorded(connection, sector.name)
    fills: list[tuple[Stored, ...]] = []
    for (of, column), one in declared(sector).items():
        before = known[of, column].defaults if (of, column) in known else {}
        until = batch.next_seq(of) - 1
        for owner, value in one.defaults.items():
            if owner not in before and until and _fill(batch, of, column, owner, value):
                fills.append((of, owner, column, str(value), until))
        said = json.dumps({**before, **one.defaults}, ensure_ascii=False, sort_keys=True)
        connection.execute(
            'INSERT OR REPLACE INTO declared (sector, "of", "column", type, defaults) VALUES (?, ?, ?, ?, ?)',
            (sector.name, of, column, one.type, said),
        )
    connection.execute('DELETE FROM declared WHERE sector = ? AND "of" = ?', (sector.name, TYPE_OF_INDEX))
    connection.executemany(
        'INSERT INTO declared (sector, "of", "column", type, defaults) VALUES (?, ?, ?, ?, ?)',
        [(sector.name, TYPE_OF_INDEX, index, statement, "{}") for index, statement in indexes(sector).items()],
    )
    batch.keep("fills", FILL_COLUMNS, fills)


def _fill(batch: Batch, of: str, column: str, owner: str, value: Stored) -> bool:
    filled = 0
    for target in (table(batch.sector, of), table(batch.sector, of) + "_history"):
        filled += batch.connection.execute(
            f"UPDATE {name(target)} SET {name(column)} = ? WHERE {OWNERS[of]} = ? AND {name(column)} IS NULL", (value, owner)
        ).rowcount
    return filled > 0


def as_declared(sector: Sector, of: str) -> dict[str, str]:
    """For each column that a blank means something in, the expression that gives it where the table holds a blank."""
    found = {}
    for (table_, column), one in declared(sector).items():
        if table_ == of and one.defaults:
            cases = " ".join(
                f"WHEN {quoted(owner)} THEN {value if isinstance(value, int) else quoted(str(value))}"
                for owner, value in one.defaults.items()
            )
            found[column] = f"CASE {OWNERS[of]} {cases} END"
    return found
