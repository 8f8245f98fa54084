"""Facts that every room reads: the units and whom their facts count for, their measures, and the days that facts bear."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from ..base.connection import Connection
from ..base.exact import Exact, measured
from ..base.frozen import frozen
from ..base.periods import Period
from ..law.conditions import name, quoted
from ..law.model import NOT_ASSESSED
from ..law.sector import Sector
from .schema import table


@frozen
class Unit:
    """A unit as the ledger has it."""

    id: str
    name: str
    kind: str
    parent: str | None
    head: str | None
    opens: str | None
    closes: str | None

    def stands_in(self, period: Period) -> bool:
        """Whether the unit exists on some day of the period."""
        if not self.opens and not self.closes:
            return True
        return (self.opens or "") <= period.end.isoformat() and (self.closes or "9999-12-31") >= period.start.isoformat()


def units_of(connection: Connection, sector: Sector, among: Iterable[str] | None = None) -> dict[str, Unit]:
    """Every unit of the sector, by id; those alone of ``among`` that there are, if it is given."""
    where, values = "", {}
    if among is not None:
        where, values = "WHERE unit IN (SELECT value FROM json_each(:among))", {"among": json.dumps(list(dict.fromkeys(among)))}
    rows = connection.execute(
        f"""SELECT unit, name, kind, parent, head, "from", until FROM {name(table(sector, "units"))} {where} ORDER BY unit""",
        values,
    )
    return {row[0]: Unit(*row) for row in rows}


def way_up(unit: str, parents: Mapping[str, str | None], known: Collection[str]) -> tuple[list[str], list[str]]:
    """The way from a unit through its parents up to one that is ``known`` or has none, and the circle in which it ends, its first
    unit once more at the end; nothing where it ends in none."""
    path: list[str] = []
    at: str | None = unit
    while at is not None and at not in known and at not in path:
        path.append(at)
        at = parents.get(at)
    return path, [*path[path.index(at) :], at] if at is not None and at in path else []


def homes(units: Mapping[str, Unit], sector: Sector) -> dict[str, str]:
    """For each unit the one that its facts count for: itself or its nearest parent of an assessed kind."""
    found: dict[str, str] = {}
    for unit_id in units:
        at: str | None = unit_id
        seen = set()
        while at is not None and at in units and at not in seen:
            if units[at].kind in sector.assessed:
                found[unit_id] = at
                break
            seen.add(at)
            at = units[at].parent
    return found


def measures_of(connection: Connection, sector: Sector, period: Period) -> dict[tuple[str, str], Exact]:
    """The measures reported for exactly this period, by unit and measure."""
    rows = connection.execute(
        f"SELECT unit, measure, value FROM {name(table(sector, 'measures'))} WHERE period = ?", (period.id,)
    )
    return {(unit, measure): measured(value) for unit, measure, value in rows}


def lacking_measures(connection: Connection, sector: Sector, period: Period) -> Iterator[str]:
    """The units of assessed kinds that stand in the period and lack a measure that it needs."""
    if not sector.needs:
        return
    reported = f"SELECT 1 FROM {name(table(sector, 'measures'))} m WHERE m.unit = u.unit AND m.period = :period AND m.measure ="
    lacks = " OR ".join(f"NOT EXISTS ({reported} {quoted(measure.code)})" for measure in sector.needs)
    rows = connection.execute(
        f"""SELECT u.unit FROM {name(table(sector, "units"))} u WHERE u.kind IN ({", ".join(map(quoted, sector.assessed))})
            AND coalesce(u."from", '') <= :end AND coalesce(nullif(u.until, ''), '9999-12-31') >= :start AND ({lacks})""",
        {"period": period.id, "start": period.start.isoformat(), "end": period.end.isoformat()},
    )
    yield from (unit for (unit,) in rows)


def first_measured(connection: Connection, sector: Sector) -> int | None:
    """The first year for which a measure that the sector needs is reported."""
    codes = ", ".join(quoted(measure.code) for measure in sector.needs)
    query = f"SELECT min(period) FROM {name(table(sector, 'measures'))} WHERE measure IN ({codes})"
    found: str | None = connection.execute(query).fetchone()[0]
    year = (found or "")[:4]
    return int(year) if year.isascii() and year.isdigit() and year >= "1000" else None


def span_of_facts(connection: Connection, sector: Sector) -> tuple[date, date] | None:
    """The first and the last day that an incident or an action bears."""
    found = [
        end
        for source, values in _dated(sector)
        for end in _ends(connection, source, values, sector.by_case or bool(values))
        if end is not None
    ]
    return (date.fromisoformat(min(found)), date.fromisoformat(max(found))) if found else None


def has_facts(connection: Connection, sector: Sector, period: Period, but: Collection[str] = ()) -> bool:
    """Whether an incident or an action bears a day of the period; steps that are named do not count."""
    days = (period.start.isoformat(), period.end.isoformat())
    return any(
        connection.execute(f"SELECT 1 {source} AND date BETWEEN ? AND ? LIMIT 1", (*values, *days)).fetchone()
        for source, values in _dated(sector)
        if not values or values[0] not in but
    )


def _dated(sector: Sector) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tables that bear dates, as the indexes on dates reach them: incidents whole, actions step by step.

    In a sector assessed by case an action on a case bears on the case's period, not on its own.
    """
    yield f"FROM {name(table(sector, 'incidents'))} WHERE 1", ()
    for step in sector.all_steps:
        if (step.by_unit or not sector.by_case) and step.code != NOT_ASSESSED:  # whose own date says nothing of any period
            yield f"FROM {name(table(sector, 'actions'))} WHERE step = ?", (step.code,)


def _ends(connection: Connection, source: str, values: tuple[str, ...], indexed: bool) -> tuple[str | None, str | None]:
    """The first and last date: each by a look-up where an index bears them, else both by one look through all."""
    if not indexed:
        both: tuple[str | None, str | None] = connection.execute(f"SELECT min(date), max(date) {source}", values).fetchone()
        return both
    first = connection.execute(f"SELECT min(date) {source}", values).fetchone()[0]
    return first, connection.execute(f"SELECT max(date) {source}", values).fetchone()[0]
