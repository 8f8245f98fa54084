"""Counts make scorecards: where each cell goes, what each line costs, and what each section comes to."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, field

from ..base.exact import Exact
from ..base.periods import Period
from ..duties.passed_over import PassedOver
from ..law.conditions import Condition
from ..law.law import Charge, Count, Counted, Figure, Formula, Regulation, Section, Standing
from ..law.model import Kind
from ..law.scales import Decided, Lookup, pairwise
from ..law.sector import Sector
from ..ledger.units import Unit
from . import tally as tallying
from .results import IncidentCount, Line, SectionScore, UnitResult, VetoFound
from .sections import sum_sections
from .tally import Cell, Tally
from .volume import rank_class, reported_inputs
from .weights import add, weigh


@define
class Scope:
    """What one assessment is about: the regulation with its readings in place, the period, the units and their measures.

    ``passed`` are units that stand in the period and are shown without being assessed; ``taken`` says of each step that says who
    was seen at which units, by the assessed unit that they count for.
    """

    sector: Sector
    regulation: Regulation
    period: Period
    as_of: date
    connection: sqlite3.Connection
    units: Mapping[str, Unit]
    homes: Mapping[str, str]
    assessed: Sequence[Unit]
    measures: Mapping[tuple[str, str], Exact]
    trace: bool = False
    without: Collection[str] = ()
    about: str | None = None
    passed: Mapping[str, tuple[PassedOver, ...]] = field(factory=dict)
    taken: Mapping[str, Mapping[str, frozenset[str]]] = field(factory=dict)

    def noted(self, unit: str) -> bool:
        """Whether notes tell of a unit's facts: of any, or of those of the one that is explained."""
        return self.about is None or self.homes.get(unit) == self.about


@define
class Sums:
    """What one unit's cells come to, by slot: whole counts, and weighted ones where a rule weighs.

    ``spread`` are the weights as they are where a factor that spreads applies; ``spreading`` the conditions of those that do.
    ``members`` are the units below this one that were seen, where that matters, by the kinds of incident that show it.
    """

    counts: dict[int, int] = field(factory=dict)
    parts: dict[tuple[int, int, int, bool], int] = field(factory=dict)
    weights: dict[int, Exact] = field(factory=dict)
    spread: dict[int, Exact] = field(factory=dict)
    spreading: set[Condition] = field(factory=set)
    members: dict[tuple[Kind, ...], set[str]] = field(factory=dict)


@define
class Placed:
    """Where incidents of one kind and certain values end, the slots they count in with their weights by number, and the
    spreading factors that they set off."""

    end: str
    slots: list[tuple[int, int, int]] = field(factory=list)
    spreading: tuple[Condition, ...] = ()


@define
class Slots:
    """Where a cell goes: one slot for each count of each rule, and for each channel of each rank rule."""

    regulation: Regulation
    columns: tuple[str, ...]
    kinds: Mapping[str, Any]
    counts: tuple[Count, ...] = field(init=False)
    memo: dict[tuple[Any, ...], Placed] = field(factory=dict)
    weights: list[Exact] = field(factory=lambda: [1])
    channels: dict[tuple[int, str, str], int] = field(factory=dict)
    parted: dict[tuple[Kind, ...], str] = field(factory=dict)
    _number: dict[int, int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.parted = {c.count.kinds: c.count.below.step.code for c in self.regulation.charges if c.count.below is not None}
        self.counts = tallying.counts_of(self.regulation)
        self._number = {id(count): n for n, count in reversed(list(enumerate(self.counts)))}
        n = len(self.counts)
        for r, ranking in enumerate(self.regulation.rankings):
            for unit_kind, channels in ranking.channels.items():
                for channel in channels:
                    self.channels[r, unit_kind, channel.code] = n
                    n += 1

    @property
    def first_veto(self) -> int:
        """The first slot of a veto; those before it are the charges', in order."""
        return len(self.regulation.charges)

    @property
    def first_other(self) -> int:
        """The first slot after the vetoes'."""
        return self.first_veto + len(self.regulation.vetoes)

    def slot(self, count: Count) -> int:
        """The slot of a rule's count."""
        return self._number[id(count)]

    def of(self, unit_kind: str, kind: str, values: tuple[Any, ...]) -> Placed:
        """Where incidents of this kind and these values go."""
        key = (unit_kind, kind, values)
        if key not in self.memo:
            self.memo[key] = self._place(unit_kind, kind, dict(zip(self.columns, values, strict=True)))
        return self.memo[key]

    def _place(self, unit_kind: str, kind: str, row: Mapping[str, Any]) -> Placed:
        declared = self.kinds.get(kind)
        if declared is None:  # of an earlier version of the sector
            return Placed("without_rule")
        if declared.excused is not None and declared.excused.holds(row):
            return Placed("excused")
        waits = declared.pending is not None and declared.pending.holds(row)
        placed = Placed("pending" if waits else "charged")
        for n, count in enumerate(self.counts):
            if declared not in count.kinds or not (count.when is None or count.when.holds(row)):
                continue
            if waits and count.with_pending is not True:
                continue
            scale = self.regulation.charges[n].scale if n < self.first_veto else None
            base = scale.each[row[scale.attribute.code]] if isinstance(scale, Lookup) else 1
            plain, spread = count.weight(row), count.weight(row, spread=True)
            placed.slots.append((n, self._weight(base * plain), self._weight(base * spread)))
            placed.spreading += tuple(f.when for f in count.factors if f.spread is True and f.when.holds(row))
        for r, ranking in enumerate(self.regulation.rankings):
            if waits or declared not in ranking.count.kinds:
                continue
            weight = self._weight(ranking.count.weight(row))
            for channel in ranking.channels.get(unit_kind, ()):
                if row[ranking.by.code] in channel.takes:
                    placed.slots.append((self.channels[r, unit_kind, channel.code], weight, weight))
        if not placed.slots and not waits:
            placed.end = "case" if declared.case else "without_rule"
        return placed

    def _weight(self, weight: Exact) -> int:
        if weight not in self.weights:
            self.weights.append(weight)
        return self.weights.index(weight)


def sum_up(scope: Scope, tally: Tally, slots: Slots) -> tuple[dict[str, Sums], IncidentCount, dict[str, int]]:
    """Each assessed unit's counts by slot, where every incident ended, and the incidents of each unit under none assessed.

    These have no rule; those of units that are not to be assessed are in no count.
    """
    sums = {u.id: Sums() for u in scope.assessed}
    astray: dict[str, int] = {}
    ends = dict.fromkeys(("charged", "excused", "pending", "without_rule", "case"), 0)
    for unit, kind, values, n in tally.cells:
        home = scope.homes.get(unit, "")
        mine = sums.get(home)
        if home in scope.passed:
            continue
        if mine is None:
            ends["without_rule"] += n
            astray[unit] = astray.get(unit, 0) + n
            continue
        placed = slots.of(scope.units[home].kind, kind, values)
        ends[placed.end] += n
        add(mine, slots, placed, unit if unit != home else None, kind, n)
    for home, mine in sums.items():
        weigh(scope, home, mine, slots)
    return sums, IncidentCount(**ends), astray


def sums_of(scope: Scope, slots: Slots, home: str, cells: Iterable[Cell]) -> Sums:
    """One unit's counts from cells that all count for it; those of which none is left are passed over."""
    mine = Sums()
    for unit, kind, values, n in cells:
        if n > 0:
            placed = slots.of(scope.units[home].kind, kind, values)
            add(mine, slots, placed, unit if unit != home else None, kind, n)
    weigh(scope, home, mine, slots)
    return mine


Ids = dict[tuple[str, int], list[str]]


def ids_behind(scope: Scope, columns: tuple[str, ...], slots: Slots, sums: Mapping[str, Sums]) -> Ids:
    """The incidents behind vetoes, and with ``trace`` behind every line, by unit and slot."""
    if scope.trace:
        kinds = [k.code for k in scope.sector.kinds]
    else:
        found = {n for s in sums.values() for n in s.counts if slots.first_veto <= n < slots.first_other}
        kinds = sorted({k.code for n in found for k in slots.counts[n].kinds})
    ids: Ids = {}
    if not kinds:
        return ids

    def note(unit: str, kind: str, values: tuple[Any, ...], incident: str) -> None:
        home = scope.homes.get(unit, "")
        if home in sums:
            for slot, *_ in slots.of(scope.units[home].kind, kind, values).slots:
                ids.setdefault((home, slot), []).append(incident)

    for unit, kind, values, incident in tallying.incident_ids(scope.connection, scope.sector, columns, kinds, scope.period):
        note(unit, kind, values, incident)
    if scope.trace:
        for unit, kind, case in tallying.breach_ids(scope.connection, scope.regulation.duties, scope.period):
            note(unit, kind, tallying.breach_values(scope.sector.kind_by_code[kind], columns), case)
        for listed in ids.values():
            listed.sort()
    return ids


def scorecards(
    scope: Scope,
    slots: Slots,
    sums: Mapping[str, Sums],
    decided: Mapping[str, list[tuple[str, str, Exact | None]]],
    ids: Ids,
    incidents: IncidentCount,
    volume: Mapping[str, Sequence[Line]] | None = None,
) -> list[UnitResult]:
    """Each unit's lines, vetoes, sections, bonus and score; incidents whose points are undecided move to the pending.

    ``volume`` are the lines of the rank rules, where they are known already.
    """
    regulation = scope.regulation
    granted: dict[tuple[str, str], Exact] = {}
    for kind, rows in decided.items():
        for owner, _, points in rows:
            home = scope.homes.get(owner, "")
            if home not in sums:
                continue
            if points is None:
                incidents.charged -= 1
                incidents.pending += 1
            granted[home, kind] = granted.get((home, kind), 0) + (points or 0)
    results = []
    for unit in scope.assessed:
        result = UnitResult(unit.id, unit.name, unit.kind)
        mine = sums[unit.id]
        hit = [n for n in sorted(mine.counts) if n < slots.first_other]
        present = {regulation.charges[n].kind.code for n in hit if n < slots.first_veto}
        for n in hit:
            traced = tuple(ids.get((unit.id, n), ()))
            if n >= slots.first_veto:
                result.vetoes.append(VetoFound(regulation.vetoes[n - slots.first_veto], traced))
                continue
            charge = regulation.charges[n]
            cost = _points(charge, mine, n, granted.get((unit.id, charge.kind.code), 0), present)
            line = Line(charge.kind.code, charge.clause, charge.section, mine.counts[n], cost)
            if scope.trace:
                line.incidents = traced
            result.lines.append(line)
        result.vetoes.sort(key=lambda v: (v.veto.clause, v.veto.name))
        results.append(result)
    if volume is None:
        _rank_volumes(scope, slots, results, sums, ids)
    for result in results:
        if volume is not None:
            result.lines += volume.get(result.unit, ())
        result.lines.sort(key=lambda line: (line.clause, line.kind, line.section.id if line.section else "", line.channel or ""))
        _score(scope, result, sums[result.unit], slots)
    return results


def _points(charge: Charge, mine: Sums, slot: int, granted: Exact, present: set[str]) -> Exact | None:
    """A line's points: negative for what is taken, 0 where another item takes its place, None where there are none."""
    if charge.scale is None or charge.section is None:
        return None
    if any(other.code in present for other in charge.unless):
        return 0
    if isinstance(charge.scale, Decided):
        points = granted
    else:
        spread = any(f.spread is True and f.when in mine.spreading for f in charge.count.factors)
        points = charge.scale.points((mine.spread if spread else mine.weights)[slot])
    return points if charge.section.bonus else -points


def formula_value(
    scope: Scope, rule: Section | Standing | Figure, formula: Formula, unit: str, counts: Mapping[int, int], slots: Slots
) -> tuple[Exact, int]:
    """What a rule's formula comes to for a unit, and how many incidents it took. Raises `Fault` ``formula-failed``."""
    given = formula_inputs(scope, formula, unit, counts, slots)
    counted = sum(given[name] for name, source in formula.inputs.items() if isinstance(source, Counted))
    return formula.value(given, rule.clause, rule.words, unit), int(counted)


def formula_inputs(scope: Scope, formula: Formula, unit: str, counts: Mapping[int, int], slots: Slots) -> dict[str, Exact]:
    """What a formula takes for a unit, by name."""
    given = reported_inputs(formula, [unit], scope.measures)[0]
    given.update(_counted(formula, counts, slots))
    return given


def _counted(formula: Formula, counts: Mapping[int, int], slots: Slots) -> list[tuple[str, int]]:
    return [
        (name, counts.get(slots.slot(source.count), 0)) for name, source in formula.inputs.items() if isinstance(source, Counted)
    ]


def _rank_volumes(scope: Scope, slots: Slots, results: Sequence[UnitResult], sums: Mapping[str, Sums], ids: Ids) -> None:
    by_unit = {r.unit: r for r in results}
    for r, ranking in enumerate(scope.regulation.rankings):
        for unit_kind, channels in ranking.channels.items():
            members = [result.unit for result in results if result.kind == unit_kind]
            if not members:
                continue
            numbers = [slots.channels[r, unit_kind, c.code] for c in channels]
            whole = {u: pairwise([sums[u].weights.get(n, 0) for n in numbers]) for u in members}
            reported = reported_inputs(ranking.index, members, scope.measures)
            for channel, n in zip(channels, numbers, strict=True):
                counts = {u: sums[u].counts.get(n, 0) for u in members}
                weights = {u: sums[u].weights.get(n, 0) for u in members}
                for e in rank_class(ranking, unit_kind, channel, members, counts, weights, whole, reported):
                    line = Line(
                        ranking.count.kinds[0].code,
                        ranking.clause,
                        ranking.section,
                        e.count,
                        e.points,
                        e.channel,
                        e.weight,
                        e.index,
                        e.average,
                        e.place,
                    )
                    if scope.trace:
                        line.incidents = tuple(ids.get((e.unit, n), ()))
                    by_unit[e.unit].lines.append(line)


def _score(scope: Scope, result: UnitResult, mine: Sums, slots: Slots) -> None:
    regulation = scope.regulation
    if not regulation.sections:
        return
    for section in regulation.sections:
        if section.combine == "highest":
            lines = [line for line in result.lines if line.section is not None and line.section.id == section.id]
            best = max(lines, key=lambda line: line.points or 0, default=None)
            for line in lines:
                if line is not best:
                    line.points = 0

    def base(section: Section) -> Exact:
        if section.start is None:
            return section.base
        return min(section.base, formula_value(scope, section, section.start, result.unit, mine.counts, slots)[0])

    summed = sum_sections(regulation, result.lines, base)
    bonus: Exact | None = None
    score: Exact = 0
    for section in regulation.sections:
        starts, _, points = summed[section.id]
        if section.within is not None:
            continue
        if section.bonus:
            bonus = (bonus or 0) + points
        else:
            result.sections.append(SectionScore(section, starts, points))
            score += starts + points
    result.sections.sort(key=lambda s: (s.section.clause, s.section.id))
    result.bonus = bonus
    result.score = score + (bonus or 0)
