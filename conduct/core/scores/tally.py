"""Facts and breaches make counts by unit, kind and what the rules distinguish: one grouped query, no object per incident."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..base.connection import Connection
from ..base.exact import Exact, measured
from ..base.faults import Fault, Problem
from ..base.frozen import frozen
from ..base.once import cached_property
from ..base.periods import Period
from ..base.words import Words
from ..duties.engine import DutyEngine
from ..law.conditions import Stored, name, quoted
from ..law.consequence import Fewer, Found, Unseen
from ..law.figure import Figure
from ..law.law import Regulation
from ..law.model import Kind, MeasureKind
from ..law.sector import Sector
from ..law.terms import Count, PerMember
from ..ledger.schema import table
from ..ledger.units import Unit
from .entered import AsEntered, CellKey, Sort, count_entered


@frozen
class DecidedPoints:
    """An incident of a unit whose points a person decides: None until somebody did."""

    unit: str
    incident: str
    points: Exact | None


Granted = dict[str, list[DecidedPoints]]
"""Decided points by kind of incident."""


class Cell(NamedTuple):
    """How many incidents or breaches an `entered.CellKey` has."""

    unit: str
    kind: str
    values: tuple[Stored, ...]
    n: int


@frozen
class Looked:
    """An attribute of a kind of incident that a table is looked up by."""

    kind: str
    attribute: str


@frozen(slots=False)
class Tally:
    """Everything that scorecards are made from: incidents that ``stand`` as they were entered, as columns, and ``others``, about
    which something was found or done, with breaches; ``entered`` are the incidents before that."""

    columns: tuple[str, ...]
    others: Sequence[Cell]
    stand: AsEntered | None = None
    entered: AsEntered | None = None

    @cached_property
    def cells(self) -> list[Cell]:
        """All that is counted."""
        return [*(Cell(*key, n) for key, n in self.stand or ()), *self.others]

    def of_units(self, units: Collection[str]) -> list[Cell]:
        """What is counted of some units."""
        stood, others = self._by_unit
        found: list[Cell] = []
        if (stand := self.stand) is not None:
            rows = sorted(row for unit in units for row in stood.get(unit, ()))
            found += [Cell(stand.units[stand.unit_at[row]], *stand.sorts[stand.sort_at[row]], stand.n[row]) for row in rows]
        return [*found, *map(self.others.__getitem__, sorted(at for unit in units for at in others.get(unit, ())))]

    @cached_property
    def _by_unit(self) -> tuple[Mapping[str, Sequence[int]], Mapping[str, Sequence[int]]]:
        """By unit the rows of what stands as it was entered, and the places of the other cells: they are asked for one by one."""
        stood: defaultdict[str, array[int]] = defaultdict(_no_rows)
        others: defaultdict[str, array[int]] = defaultdict(_no_rows)
        if (stand := self.stand) is not None:
            for row, at in enumerate(stand.unit_at):
                stood[stand.units[at]].append(row)
        for n, cell in enumerate(self.others):
            others[cell.unit].append(n)
        return stood, others


def _no_rows() -> array[int]:
    return array("i")


Measured = tuple[Period, Sequence[Unit], Mapping[tuple[str, str], Exact]]
"""A period, the units that are assessed in it, and their measures."""


def wrong_measures(sector: Sector, parts: Iterable[Measured]) -> Iterator[Problem]:
    """A ``measure-missing`` for each unit without measures that the periods need, a ``measures-exceed`` for each whose measures
    come to more together than they can; each names all its periods."""
    names: dict[str, str] = {}
    missing: dict[str, dict[tuple[MeasureKind, ...], list[str]]] = {}
    exceeding: dict[str, list[str]] = {}
    for period, units, measures in parts:
        for unit in units:
            names[unit.id] = unit.name
            if lacking := tuple(m for m in sector.needs if (unit.id, m.code) not in measures):
                missing.setdefault(unit.id, {}).setdefault(lacking, []).append(period.id)
            if sum(measures.get((unit.id, m.code), 0) for m in sector.together) > 1:
                exceeding.setdefault(unit.id, []).append(period.id)
    for one, lacks in sorted(missing.items()):
        said = [_missing(lacking, periods) for lacking, periods in lacks.items()]
        every = sorted(period for periods in lacks.values() for period in periods)
        values = {"missing": Words("，".join(w.zh for w in said), "; ".join(w.en for w in said)), "periods": _ids(every)}
        yield Problem("measure-missing", {"unit": one, "name": names[one], **values})
    together = Words(" + ".join(m.words.zh for m in sector.together), " + ".join(m.code for m in sector.together))
    for one, periods in sorted(exceeding.items()):
        yield Problem("measures-exceed", {"unit": one, "name": names[one], "measures": together, "period": _ids(periods)})


def _missing(lacking: Sequence[MeasureKind], periods: Sequence[str]) -> Words:
    """Measures and the periods for which a unit lacks them."""
    zh, en = "、".join(f"{m.words.zh}（{m.code}）" for m in lacking), ", ".join(f"{m.code} ({m.words.en})" for m in lacking)
    when = _ids(periods)
    return Words(f"{when.zh} 的指标{zh}", f"no measure{'s' if len(lacking) > 1 else ''} {en} for {when.en}")


def _ids(ids: Sequence[str]) -> Words:
    return Words("、".join(ids), ", ".join(ids))


def check_lookups(engine: DutyEngine, law: Regulation) -> None:
    """Raises a `Fault` ``lookup-missing`` that lists incidents whose value stands in no table of the rules that charge them."""
    known: dict[Looked, set[str]] = {}
    for charge in law.charges:
        if (prices := charge.prices) is not None:
            known.setdefault(Looked(charge.kind.code, prices.attribute.code), set()).update(prices.each)
    problems = []
    for looked, values in known.items():
        column = f"i.{name(looked.attribute)}"
        rows = engine.facts.incidents(
            f"i.incident, {column}",
            f"i.kind = :kind AND i.date BETWEEN :start AND :end AND {column} NOT IN ({', '.join(map(quoted, values))})",
            values={"kind": looked.kind, **engine.days},
            as_entered=True,
            order="i.incident",
        )
        problems += [
            Problem("lookup-missing", {"incident": i, "attribute": looked.attribute, "value": value}) for i, value in rows
        ]
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
    columns.update(c.prices.attribute.code for c in regulation.charges if c.prices is not None)
    return tuple(sorted(columns))


def told_apart(sector: Sector, law: Regulation) -> list[str]:
    """The attributes and marks by which some rule counts, or an incident is let off or waits for a finding."""
    ends = {c for kind in sector.kinds for test in (kind.excused, kind.pending) if test is not None for c in test.columns()}
    return sorted({*distinguishing(law), *ends})


def tally(engine: DutyEngine, also: Collection[str] = (), entered: AsEntered | None = None) -> Tally:
    """Counts a period's incidents, less those that are out, and its breaches, by what the law tells apart, and ``also``.

    ``entered`` are the incidents where they are counted already; by others than these, they are counted anew.
    """
    sector, law = engine.sector, engine.law
    wanted = sorted({*told_apart(sector, law), *also})
    columns = [c for c in wanted if c in sector.incident_attributes]
    # in the order of the index that covers them, so that the database need not sort
    columns.sort(key=lambda c: sector.distinguishing.index(c) if c in sector.distinguishing else 99)
    marks = tuple(c for c in wanted if c not in sector.incident_attributes)
    if entered is None or entered.columns != tuple(columns):
        entered = count_entered(engine.connection, sector, columns, engine.days)
    unmarked = (0,) * len(marks)
    changes: dict[CellKey, int] = {}
    for gone in engine.taken_off(columns):
        key = CellKey(gone.unit, gone.kind, (*gone.values, *unmarked))
        changes[key] = changes.get(key, 0) - gone.n
    if marks or set(columns) & set(sector.found_attributes):
        for moved in engine.moved(columns, marks):
            for sign, values in ((-1, moved.entered), (1, moved.found)):
                key = CellKey(moved.unit, moved.kind, tuple(values))
                changes[key] = changes.get(key, 0) + sign * moved.n
    all_columns = (*columns, *marks)
    stand = entered
    if marks:
        sorts = tuple(Sort(kind, values + unmarked) for kind, values in entered.sorts)
        stand = AsEntered(all_columns, entered.units, sorts, entered.unit_at, entered.sort_at, entered.n)
    others = _changed(stand, changes)
    for breach in engine.count_breaches():
        kind = law.duties[breach.duty].breach
        if kind is not None:  # else a mark on its case, which is counted with it
            others.append(Cell(breach.unit, kind.code, breach_values(kind, all_columns), breach.n))
    return Tally(all_columns, others, stand.but(changes), entered)


def _changed(stand: AsEntered, changes: Mapping[CellKey, int]) -> list[Cell]:
    """How many there are now of each unit's sorts that became more or fewer; those of which none is left are passed over."""
    before = {CellKey(*cell[:3]): cell.n for cell in Tally(stand.columns, (), stand).of_units({unit for unit, _, _ in changes})}
    now = [Cell(*key, before.get(key, 0) + by) for key, by in changes.items()]
    return [cell for cell in now if cell.n]


def taken_at(
    connection: Connection,
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


def unknown_kinds(tally: Tally, sector: Sector, noted: Callable[[str], bool]) -> dict[str, int]:
    """How many incidents of units that are ``noted`` there are of each kind that the sector does not declare: those of an earlier
    version of it."""
    found: dict[str, int] = {}
    stand = tally.stand
    if stand is not None and all(kind in sector.kind_by_code for kind, _ in stand.sorts):
        stand = None
    for unit, kind, _, n in tally.cells if stand is not None else tally.others:
        if kind not in sector.kind_by_code and noted(unit):
            found[kind] = found.get(kind, 0) + n
    return dict(sorted(found.items()))


def breach_values(kind: Kind, columns: tuple[str, ...]) -> tuple[Stored, ...]:
    """The distinguishing values of a breach: those of an incident of its kind with nothing more said of it."""
    own = kind.plain()
    return tuple(own.get(c) for c in columns)


def decided_points(engine: DutyEngine, law: Regulation) -> Granted:
    """By kind, each incident of the period whose points a person decides.

    Of several decisions the latest by date, then by action id, stands, whenever it was made.
    """
    found: Granted = {}
    actions = name(table(engine.sector, "actions"))
    for kind, by in {c.kind.code: c.deciding for c in law.charges if c.deciding is not None}.items():
        rows = engine.facts.incidents(
            f"""i.unit, i.incident, (SELECT a.{name(by.attribute.code)} FROM {actions} a
                WHERE a.incident = i.incident AND a.step = {quoted(by.step.code)}
                ORDER BY a.date DESC, a.action DESC LIMIT 1)""",
            "i.kind = :kind AND i.date BETWEEN :start AND :end",
            values={"kind": kind, **engine.days},
            as_entered=True,
            order="i.incident",
        )
        found[kind] = [DecidedPoints(u, i, None if points is None else measured(str(points))) for u, i, points in rows]
    return found


def points_by_incident(decided: Granted) -> dict[str, Exact | None]:
    """The points that people decide, by incident: None of one that nobody decided yet."""
    return {row.incident: row.points for rows in decided.values() for row in rows}
