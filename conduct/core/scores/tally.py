"""Facts and breaches make counts by unit, kind and what the rules distinguish: one grouped query, no object per incident."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..base.exact import Exact, measured
from ..base.faults import Fault, Problem
from ..base.frozen import frozen
from ..base.periods import Period
from ..base.words import Words
from ..duties.changes import cases
from ..law.conditions import Stored, name, quoted
from ..law.consequence import Fewer, Found, Unseen
from ..law.duty import Duty
from ..law.figure import Figure
from ..law.law import Regulation
from ..law.model import Kind, YesNo
from ..law.scales import Decided, Lookup
from ..law.sector import Sector
from ..law.terms import Count, PerMember
from ..ledger.schema import table
from ..ledger.units import Unit

Cell = tuple[str, str, tuple[Stored, ...], int]
"""A unit, a kind, its distinguishing values in the order of the tally's columns, and how many incidents or breaches have them."""


@frozen
class Tally:
    """Everything that scorecards are made from."""

    columns: tuple[str, ...]
    cells: list[Cell]


def wrong_measures(
    sector: Sector, units: Sequence[Unit], measures: Mapping[tuple[str, str], Exact], period: Period
) -> Iterator[Problem]:
    """A ``measure-missing`` for each unit without a measure that the period needs, a ``measures-exceed`` for each whose measures
    come to more together than they can."""
    for unit in units:
        for measure in sector.needs:
            if (unit.id, measure.code) not in measures:
                named = Words(f"{measure.words.zh}（{measure.code}）", f"{measure.code} ({measure.words.en})")
                yield Problem("measure-missing", {"unit": unit.id, "name": unit.name, "measure": named, "period": period.id})
    together = Words(" + ".join(m.words.zh for m in sector.together), " + ".join(m.code for m in sector.together))
    for unit in units:
        if sum(measures.get((unit.id, m.code), 0) for m in sector.together) > 1:
            yield Problem("measures-exceed", {"unit": unit.id, "name": unit.name, "measures": together, "period": period.id})


def check_lookups(connection: sqlite3.Connection, sector: Sector, regulation: Regulation, period: Period) -> None:
    """Raises a `Fault` ``lookup-missing`` that lists incidents whose value stands in no table of the rules that charge them."""
    known: dict[tuple[str, str], set[str]] = {}
    for charge in regulation.charges:
        if isinstance(charge.scale, Lookup):
            known.setdefault((charge.kind.code, charge.scale.attribute.code), set()).update(charge.scale.each)
    problems = []
    for (kind, attribute), values in known.items():
        rows = connection.execute(
            f"""SELECT i.incident, i.{name(attribute)} FROM {name(table(sector, "incidents"))} i
                WHERE i.kind = ? AND i.date BETWEEN ? AND ? AND i.{name(attribute)} NOT IN ({", ".join(map(quoted, values))})
                    AND i.incident NOT IN (SELECT o.incident FROM temp.out o WHERE o.kind IS NULL) ORDER BY i.incident""",
            (kind, period.start.isoformat(), period.end.isoformat()),
        )
        problems += [Problem("lookup-missing", {"incident": i, "attribute": attribute, "value": value}) for i, value in rows]
    if problems:
        raise Fault(problems)


def counts_of(regulation: Regulation) -> tuple[Count, ...]:
    """Every count that some rule makes: charges first, then vetoes, then all others."""
    formulas = [x.of for x in (regulation.standing, *regulation.of(Figure)) if x is not None and x.of is not None]
    formulas += [s.start for s in regulation.sections if s.start is not None]
    return (
        *(c.count for c in regulation.charges),
        *(v.count for v in regulation.vetoes),
        *(s.count for s in regulation.sanctions),
        *(o.place.count for o in regulation.outcomes if isinstance(o.place, Found)),
        *(u.where.count for u in regulation.unranked if isinstance(u.where, Fewer | Unseen)),
        *(f.count for f in regulation.of(Figure) if f.count is not None),
        *(count for formula in formulas for count in formula.counts),
    )


def distinguishing(regulation: Regulation) -> tuple[str, ...]:
    """The attributes and marks that some rule of the regulation tells apart."""
    columns: set[str] = set()
    for count in (*counts_of(regulation), *(r.count for r in regulation.rankings)):
        columns |= count.columns()
    columns.update(ranking.by.code for ranking in regulation.rankings)
    columns.update(c.scale.attribute.code for c in regulation.charges if isinstance(c.scale, Lookup))
    return tuple(sorted(columns))


def tally(
    connection: sqlite3.Connection, sector: Sector, regulation: Regulation, duties: Sequence[Duty], period: Period
) -> Tally:
    """Counts a period's incidents, less those that are out, and the breaches that ``find_duties`` found."""
    ends = {c for kind in sector.kinds for test in (kind.excused, kind.pending) if test is not None for c in test.columns()}
    wanted = sorted({*distinguishing(regulation), *ends})
    columns = [c for c in wanted if c in sector.incident_attributes]
    # in the order of the index that covers them, so that the database need not sort
    columns.sort(key=lambda c: sector.distinguishing.index(c) if c in sector.distinguishing else 99)
    marks = tuple(c for c in wanted if c not in sector.incident_attributes)
    listed = "".join(f", i.{name(c)}" for c in columns)
    incidents = name(table(sector, "incidents"))
    days = (period.start.isoformat(), period.end.isoformat())
    # the plus keeps the database from the index on dates: the one that covers all columns is read in order, without a sort
    grouped = f"""SELECT i.unit, i.kind{listed}, count(*) FROM {{source}} WHERE +i.date BETWEEN ? AND ?
                  GROUP BY i.kind, i.unit{listed}"""
    unmarked = (0,) * len(marks)
    counts: dict[tuple[Any, ...], int] = {
        (*row[:-1], *unmarked): row[-1] for row in connection.execute(grouped.format(source=f"{incidents} i"), days)
    }
    gone = f"(SELECT DISTINCT incident FROM temp.out WHERE kind IS NULL) o JOIN {incidents} i USING (incident)"
    for *key, n in connection.execute(grouped.format(source=gone), days):
        counts[(*key, *unmarked)] -= n
    if marks or set(columns) & set(sector.found_attributes):
        _move(connection, sector, tuple(columns), marks, counts, days)
    all_columns = (*columns, *marks)
    cells: list[Cell] = [(key[0], key[1], key[2:], n) for key, n in counts.items() if n]
    cells.extend(_breaches(connection, sector, duties, all_columns, days))
    return Tally(all_columns, cells)


def taken_at(
    connection: sqlite3.Connection,
    sector: Sector,
    regulation: Regulation,
    period: Period,
    as_of: date,
    homes: Mapping[str, str],
) -> dict[str, dict[str, frozenset[str]]]:
    """Of each step that says who was seen: by the assessed unit, as ``homes`` has it, the units at which it was taken."""
    steps = {u.where.step.code for u in regulation.unranked if isinstance(u.where, Unseen)}
    steps |= {c.count.below.step.code for c in regulation.charges if isinstance(c.count.below, PerMember)}
    found: dict[str, dict[str, frozenset[str]]] = {}
    for step in sorted(steps):
        rows = connection.execute(
            f"""SELECT DISTINCT unit FROM {name(table(sector, "actions"))}
                WHERE step = ? AND date BETWEEN ? AND ? AND date <= ? AND unit IS NOT NULL""",
            (step, period.start.isoformat(), period.end.isoformat(), as_of.isoformat()),
        )
        by_home = found.setdefault(step, {})
        for (unit,) in rows:
            if unit in homes:
                by_home[homes[unit]] = by_home.get(homes[unit], frozenset()) | {unit}
    return found


def unknown_kinds(tally: Tally, sector: Sector) -> dict[str, int]:
    """How many incidents there are of each kind that the sector does not declare: those of an earlier version of it."""
    found: dict[str, int] = {}
    for _, kind, _, n in tally.cells:
        if kind not in sector.kind_by_code:
            found[kind] = found.get(kind, 0) + n
    return dict(sorted(found.items()))


def _move(
    connection: sqlite3.Connection,
    sector: Sector,
    columns: tuple[str, ...],
    marks: tuple[str, ...],
    counts: dict[tuple[Any, ...], int],
    days: tuple[str, str],
) -> None:
    """Moves the incidents about which something was found or done from what was entered to what they are now."""
    before = "".join(f", i.{name(c)}" for c in columns)
    after = ", ".join(
        (*(f"coalesce(c.{name(c)}, i.{name(c)})" if c in sector.found_attributes else f"i.{name(c)}" for c in columns),
         *(f"coalesce(c.{name(m)}, 0)" for m in marks))
    )  # fmt: skip
    rows = connection.execute(
        f"""SELECT i.unit, i.kind{before}, {after}, count(*) FROM temp.changed c
            JOIN {name(table(sector, "incidents"))} i ON i.incident = c.incident
            WHERE i.date BETWEEN ? AND ? AND i.incident NOT IN (SELECT o.incident FROM temp.out o WHERE o.kind IS NULL)
            GROUP BY i.unit, i.kind{before}, {after}""",
        days,
    )
    width = 2 + len(columns)
    for row in rows:
        raw, found, n = (*row[:width], *(0 for _ in marks)), (*row[:2], *row[width:-1]), row[-1]
        counts[raw] -= n
        counts[found] = counts.get(found, 0) + n


def _breaches(
    connection: sqlite3.Connection, sector: Sector, duties: Sequence[Duty], columns: tuple[str, ...], days: tuple[str, str]
) -> Iterator[Cell]:
    rows = connection.execute(
        """SELECT unit, duty, count(*) FROM temp.duty_state
           WHERE status = 'breached' AND NOT merged AND belongs BETWEEN ? AND ? GROUP BY unit, duty ORDER BY unit, duty""",
        days,
    )
    for unit, duty, n in rows:
        kind = duties[duty].breach
        if kind is None:  # a mark on its case, which is counted with it
            continue
        yield unit, kind.code, breach_values(kind, columns), n


def breach_values(kind: Kind, columns: tuple[str, ...]) -> tuple[Stored, ...]:
    """The distinguishing values of a breach: those of an incident of its kind with nothing more said of it."""
    own = {a.code: (a.default or 0) if isinstance(a.type, YesNo) else a.default for a in kind.attributes}
    return tuple(own.get(c) for c in columns)


def decided_points(
    connection: sqlite3.Connection, sector: Sector, kinds: Mapping[str, Decided], period: Period
) -> dict[str, list[tuple[str, str, Exact | None]]]:
    """By kind, each incident of the period whose points a person decides: unit, incident, points (None while undecided).

    Of several decisions the latest by date, then by action id, stands, whenever it was made.
    """
    found: dict[str, list[tuple[str, str, Exact | None]]] = {}
    incidents, actions = name(table(sector, "incidents")), name(table(sector, "actions"))
    for kind, scale in kinds.items():
        rows = connection.execute(
            f"""SELECT i.unit, i.incident, (SELECT a.{name(scale.attribute.code)} FROM {actions} a
                    WHERE a.incident = i.incident AND a.step = {quoted(scale.step.code)} ORDER BY a.date DESC, a.action DESC
                    LIMIT 1)
                FROM {incidents} i WHERE i.kind = ? AND i.date BETWEEN ? AND ?
                    AND NOT EXISTS (SELECT 1 FROM temp.out o WHERE o.incident = i.incident AND o.kind IS NULL)
                ORDER BY i.incident""",
            (kind, period.start.isoformat(), period.end.isoformat()),
        )
        found[kind] = [(unit, incident, None if points is None else measured(str(points))) for unit, incident, points in rows]
    return found


def incident_ids(
    connection: sqlite3.Connection, sector: Sector, columns: tuple[str, ...], kinds: Sequence[str], period: Period
) -> Iterator[tuple[str, str, tuple[Stored, ...], str]]:
    """The ids behind the counts of these kinds: unit, kind, distinguishing values, incident, in the order of ids."""
    marks = [c for c in columns if c not in sector.incident_attributes]
    listed = "".join(f", i.{name(c)}" if c not in marks else f", coalesce(m.{name(c)}, 0)" for c in columns)
    marked = "LEFT JOIN temp.changed m ON m.incident = i.incident" if marks else ""
    places = ", ".join("?" * len(kinds))
    rows = connection.execute(
        f"""SELECT i.unit, i.kind{listed}, i.incident FROM {cases(sector)} i {marked}
            WHERE i.kind IN ({places}) AND i.date BETWEEN ? AND ?
              AND NOT EXISTS (SELECT 1 FROM temp.out o WHERE o.incident = i.incident AND o.kind IS NULL)
            ORDER BY i.incident""",
        (*kinds, period.start.isoformat(), period.end.isoformat()),
    )
    for row in rows:
        yield row[0], row[1], row[2:-1], row[-1]


def breach_ids(connection: sqlite3.Connection, duties: Sequence[Duty], period: Period) -> Iterator[tuple[str, str, str]]:
    """The breaches behind the counts: unit, kind, and the case, or else the action or the period, that was not answered."""
    rows = connection.execute(
        """SELECT unit, duty, coalesce(incident, action, period) FROM temp.duty_state
           WHERE status = 'breached' AND NOT merged AND belongs BETWEEN ? AND ? ORDER BY 3""",
        (period.start.isoformat(), period.end.isoformat()),
    )
    for unit, duty, case in rows:
        kind = duties[duty].breach
        if kind is not None:
            yield unit, kind.code, case
