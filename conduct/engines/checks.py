"""What a load looks at in every row, looked at in Parquet that no ledger accepted: each wrong cell by file and row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial

from ..core.base.faults import Fault, Place, Problem, Value
from ..core.base.frozen import frozen
from ..core.base.words import Words, codes_listed
from ..core.law.conditions import name, quoted
from ..core.law.model import Attribute, Kind, Number, Step, Text
from ..core.law.sector import KEYS, REQUIRED_COLUMNS, TABLES, Sector
from ..core.ledger.units import units_of, way_up
from ..loading.cells import Bad, Converter, day, number
from ..loading.columns import column_converter, id_columns, naming_owners, reference_columns
from ..loading.unit_names import UnitNames
from .duck import DuckConnection
from .parquet_views import FactFiles, view_sql

MOST = 100
"""Problems of one kind in one column that are said; those beyond are of the same kind."""
_THIS_KIND = Words("这类事项", "this kind of incident")
_FREE = ("name", "aliases", "text", "complainant", "source", "by", "reason", "note")


@frozen
class _LookedAtRows:
    """The rows of one table while they are looked at, with the file and the row of each."""

    connection: DuckConnection
    sector: Sector
    of: str
    types: Mapping[str, str]

    @property
    def view(self) -> str:
        """The rows, for a FROM clause."""
        return f"checked_{self.of}"

    def bad(self, column: str, where: str, problem: Problem | Callable[[str], Problem]) -> Iterator[Problem]:
        """A problem of each row that meets a condition, the same for all or by what stands in the column."""
        query = f"SELECT t.file, t.row, t.{name(column)} FROM {self.view} t WHERE {where} ORDER BY 1, 2 LIMIT {MOST}"
        for file, row, value in self.connection.plain(query).fetchall():
            made = problem if isinstance(problem, Problem) else problem("" if value is None else str(value))
            yield Problem(made.code, made.values, Place(str(file), int(row), column))


def check(connection: DuckConnection, sector: Sector, files: Mapping[str, FactFiles]) -> None:
    """Raises `Fault` with what is wrong: blanks, values, ids used twice, references to rows that are not there.

    Rows are counted from 1 in each file.
    """
    held = [_LookedAtRows(connection, sector, of, files[of].types) for of in TABLES]
    for rows in held:
        connection.plain(f"CREATE VIEW {rows.view} AS {view_sql(sector, files[rows.of], False, placed=True)}")
    problems = [problem for rows in held for look in (_values, _blanks, _twice, _owned) for problem in look(rows)]
    if not problems:  # else what they refer to is not known
        problems = [problem for rows in held for look in (_references, _actions) for problem in look(rows)]
    if not problems:
        problems = [*_cycles(connection, sector)]
    for rows in held:
        connection.plain(f"DROP VIEW {rows.view}")
    if problems:
        raise Fault(problems)


def _values(rows: _LookedAtRows) -> Iterator[Problem]:
    """Values that a column cannot hold. Each distinct one is looked at once; of ids and free texts none is."""
    for column in rows.types:
        convert = _converter(rows.sector, rows.of, column)
        if convert is None:
            continue
        found = rows.connection.plain(f"SELECT DISTINCT {name(column)} FROM {rows.view} WHERE {name(column)} IS NOT NULL")
        wrong = {str(value): bad for (value,) in found.fetchall() if (bad := _wrong(convert, str(value))) is not None}
        if wrong:
            listed = ", ".join(map(quoted, wrong))
            yield from rows.bad(column, f"CAST(t.{name(column)} AS VARCHAR) IN ({listed})", partial(_of, wrong))


def _converter(sector: Sector, of: str, column: str) -> Converter | None:
    """What says whether a column can hold a value; None where it holds whatever is written, or ids."""
    if column not in sector.columns(of) or column in id_columns(sector, of):
        return None
    if of == "measures" and column == "value":
        return number(Number())
    attributes = {"incidents": sector.incident_attributes, "actions": sector.action_attributes}.get(of, {})
    free = isinstance(attributes[column].type, Text) if column in attributes else column in _FREE
    return None if free else column_converter(sector, of, column, day, UnitNames())[0]


def _of(wrong: Mapping[str, Bad], value: str) -> Problem:
    return Problem(wrong[value].code, dict(wrong[value].values))


def _wrong(convert: Converter, value: str) -> Bad | None:
    """What is wrong with a value; a word in the place of a code is none that stands in files of this form."""
    found = convert(value)
    if isinstance(found, Bad):
        return found
    return (
        None
        if str(found) == value or _same_number(str(found), value)
        else Bad("facts-code", {"value": value, "code": str(found)})
    )


def _same_number(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def _blanks(rows: _LookedAtRows) -> Iterator[Problem]:
    for column in REQUIRED_COLUMNS[rows.of]:
        yield from rows.bad(column, f"t.{name(column)} IS NULL", Problem("cell-blank"))


def _twice(rows: _LookedAtRows) -> Iterator[Problem]:
    """Ids that are used twice: where the second stands, and the first."""
    keys = KEYS[rows.of]
    listed = ", ".join(f"coalesce({name(c)}, '')" for c in keys)
    twice = f"SELECT {listed} FROM {rows.view} GROUP BY {listed} HAVING count(*) > 1 LIMIT {MOST}"
    query = f"SELECT {listed}, file, row FROM {rows.view} WHERE ({listed}) IN ({twice}) ORDER BY {listed}, file, row"
    before: list[object] = []
    for *key, file, row in rows.connection.plain(query).fetchall():
        if before[:-2] == key:
            values: dict[str, Value] = {"id": " ".join(filter(None, key)), "file": str(before[-2]), "row": str(before[-1])}
            yield Problem("id-twice", values, Place(str(file), int(row), keys[0]))
        else:
            before = [*key, file, row]


def _owned(rows: _LookedAtRows) -> Iterator[Problem]:
    """Attributes that the kind of an incident, or the step of an action, does not take, or lacks."""
    sector, of = rows.sector, rows.of
    if of not in ("incidents", "actions"):
        return
    owners: tuple[Kind | Step, ...] = sector.kinds if of == "incidents" else sector.all_steps
    attributes = sector.incident_attributes if of == "incidents" else sector.action_attributes
    by = "kind" if of == "incidents" else "step"
    for column in attributes:
        taking = {owner.code: one for owner in owners for one in owner.attributes if one.code == column}
        for owner in owners:
            mine: Attribute | None = taking.get(owner.code)
            said: dict[str, Value] = {"owner": owner.words, "column": column}
            here = f"t.{by} = {quoted(owner.code)} AND t.{name(column)}"
            if mine is None and column in rows.types:
                yield from rows.bad(column, f"{here} IS NOT NULL", Problem("cell-not-taken", said))
            elif mine is not None and mine.required:
                yield from rows.bad(column, f"{here} IS NULL", Problem("cell-required", said))


def _references(rows: _LookedAtRows) -> Iterator[Problem]:
    """Ids of rows that are not there, or of another kind than is allowed."""
    for column, (target, kinds) in reference_columns(rows.sector, rows.of).items():
        if column not in rows.types:
            continue
        owners = naming_owners(rows.sector, rows.of, column)
        by = "kind" if rows.of == "incidents" else "step"
        which = f"t.{by} IN ({', '.join(map(quoted, owners))}) AND" if owners else ""
        named = f"{which} t.{name(column)} IS NOT NULL AND"
        there = f"EXISTS (SELECT 1 FROM checked_{target} r WHERE r.{name(KEYS[target][0])} = t.{name(column)}"
        yield from rows.bad(column, f"{named} NOT {there})", partial(_unknown, target))
        if kinds:
            of_kind = f"r.kind IN ({', '.join(map(quoted, kinds))})"
            yield from rows.bad(
                column, f"{named} {there}) AND NOT {there} AND {of_kind})", partial(_of_wrong_kind, target, kinds)
            )


def _unknown(target: str, value: str) -> Problem:
    return Problem(f"{target.removesuffix('s')}-unknown", {"value": value})


def _of_wrong_kind(target: str, kinds: tuple[str, ...], value: str) -> Problem:
    return Problem(f"{target.removesuffix('s')}-wrong-kind", {"value": value, "kinds": codes_listed(kinds)})


def _actions(rows: _LookedAtRows) -> Iterator[Problem]:
    """Actions on nothing, on an incident and a unit, on the wrong one of them, or on a kind that does not take them."""
    if rows.of != "actions":
        return
    both = "(t.incident IS NULL) = (t.unit IS NULL)"
    yield from rows.bad("action", both, Problem("action-of-one"))
    for step in rows.sector.all_steps:
        said: dict[str, Value] = {"step": step.words}
        here = f"NOT ({both}) AND t.step = {quoted(step.code)}"
        if step.by_unit:
            yield from rows.bad("action", f"{here} AND t.unit IS NULL", Problem("action-by-unit", said))
        elif not step.either:
            yield from rows.bad("action", f"{here} AND t.incident IS NULL", Problem("action-on-incident", said))
        if step.kinds:
            taking = ", ".join(quoted(kind.code) for kind in step.kinds)
            other = f"EXISTS (SELECT 1 FROM checked_incidents r WHERE r.incident = t.incident AND r.kind NOT IN ({taking}))"
            yield from rows.bad(
                "action",
                f"{here} AND {other}",
                Problem("step-wrong-kind", {**said, "kind": _THIS_KIND}),
            )


def _cycles(connection: DuckConnection, sector: Sector) -> Iterator[Problem]:
    """Parents that form a circle."""
    parents = {unit.id: unit.parent for unit in units_of(connection, sector).values()}
    done: set[str] = set()
    for start in parents:
        path, loop = way_up(start, parents, done)
        if loop:
            yield Problem("unit-cycle", {"loop": " → ".join(loop)})
        done.update(path)
