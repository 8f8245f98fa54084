"""Counts make scorecards: where each cell goes, what each line costs, and what each section comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field

from . import tally as tallying
from .exact import Exact
from .law import Charge, Count, Regulation, Section, Veto
from .periods import Period
from .results import IncidentCount, Line, SectionScore, UnitResult, VetoFound
from .scales import Decided, pairwise
from .sector import Sector
from .tally import Tally, Unit
from .volume import rank_class, reported_inputs


@define
class Sums:
    """What one unit's cells come to, by slot: whole counts, and for ranked channels weighted ones."""

    counts: dict[int, int] = field(factory=dict)
    parts: dict[tuple[int, int], int] = field(factory=dict)
    weights: dict[int, Exact] = field(factory=dict)


@define
class Slots:
    """Where a cell goes: one slot for each charge and veto, and for each channel of each rank rule."""

    regulation: Regulation
    columns: tuple[str, ...]
    kinds: Mapping[str, Any]
    memo: dict[tuple[Any, ...], tuple[str, list[tuple[int, int]]]] = field(factory=dict)
    factors: list[Exact] = field(factory=lambda: [1])
    channels: dict[tuple[int, str, str], int] = field(factory=dict)

    @property
    def counts(self) -> list[Count]:
        """The counts that whole incidents go to, slot by slot: charges, then vetoes, then the standing's formula."""
        standing = self.regulation.standing
        rules: tuple[Charge | Veto, ...] = (*self.regulation.charges, *self.regulation.vetoes)
        return [rule.count for rule in rules] + list(standing.counts if standing else ())

    @property
    def first_channel(self) -> int:
        """The first slot of a ranked channel."""
        return len(self.counts)

    def __attrs_post_init__(self) -> None:
        n = self.first_channel
        for r, ranking in enumerate(self.regulation.rankings):
            for unit_kind, channels in ranking.channels.items():
                for channel in channels:
                    self.channels[r, unit_kind, channel.code] = n
                    n += 1

    def of(self, unit_kind: str, kind: str, values: tuple[Any, ...]) -> tuple[str, list[tuple[int, int]]]:
        """Where incidents of this kind and these values end, and the slots they count in, each with its factor by number."""
        key = (unit_kind, kind, values)
        if key not in self.memo:
            self.memo[key] = self._place(unit_kind, kind, dict(zip(self.columns, values, strict=True)))
        return self.memo[key]

    def _place(self, unit_kind: str, kind: str, row: Mapping[str, Any]) -> tuple[str, list[tuple[int, int]]]:
        declared = self.kinds[kind]
        if declared.excused is not None and declared.excused.holds(row):
            return "excused", []
        if declared.pending is not None and declared.pending.holds(row):
            return "pending", []
        slots: list[tuple[int, int]] = []
        for n, count in enumerate(self.counts):
            if declared in count.kinds and (count.when is None or count.when.holds(row)):
                slots.append((n, 0))
        for r, ranking in enumerate(self.regulation.rankings):
            if declared not in ranking.count.kinds:
                continue
            factor: Exact = 1
            for part in ranking.count.factors:
                if part.when.holds(row):
                    factor *= part.n
            if factor not in self.factors:
                self.factors.append(factor)
            for channel in ranking.channels.get(unit_kind, ()):
                if row[ranking.by.code] in channel.takes:
                    slots.append((self.channels[r, unit_kind, channel.code], self.factors.index(factor)))
        if slots:
            return "charged", slots
        return ("case" if declared.case else "without_rule"), []


def sum_up(
    tally: Tally, slots: Slots, units: Mapping[str, Unit], homes: Mapping[str, str], assessed: Sequence[Unit]
) -> tuple[dict[str, Sums], IncidentCount]:
    """Each assessed unit's counts by slot, and where every incident ended. Incidents of units not assessed have no rule."""
    sums = {u.id: Sums() for u in assessed}
    ends = dict.fromkeys(("charged", "excused", "pending", "without_rule", "case"), 0)
    first_channel = slots.first_channel
    for unit, kind, values, n in tally.cells:
        home = homes.get(unit, "")
        mine = sums.get(home)
        if mine is None:
            ends["without_rule"] += n
            continue
        end, slots_hit = slots.of(units[home].kind, kind, values)
        ends[end] += n
        for slot, factor in slots_hit:
            mine.counts[slot] = mine.counts.get(slot, 0) + n
            if slot >= first_channel:
                part = (slot, factor)
                mine.parts[part] = mine.parts.get(part, 0) + n
    for mine in sums.values():
        for (slot, factor), n in mine.parts.items():
            mine.weights[slot] = mine.weights.get(slot, 0) + slots.factors[factor] * n
    return sums, IncidentCount(**ends)


Ids = dict[tuple[str, int], list[str]]


def ids_behind(
    connection: Any,
    sector: Sector,
    regulation: Regulation,
    columns: tuple[str, ...],
    slots: Slots,
    units: Mapping[str, Unit],
    homes: Mapping[str, str],
    period: Period,
    sums: Mapping[str, Sums],
    trace: bool,
) -> Ids:
    """The incidents behind vetoes, and with ``trace`` behind every line, by unit and slot."""
    if trace:
        kinds = [k.code for k in sector.kinds]
    else:
        first = len(regulation.charges)
        found = {n for s in sums.values() for n in s.counts if first <= n < first + len(regulation.vetoes)}
        kinds = sorted({k.code for n in found for k in regulation.vetoes[n - first].count.kinds})
    ids: Ids = {}
    if not kinds:
        return ids

    def note(unit: str, kind: str, values: tuple[Any, ...], incident: str) -> None:
        home = homes.get(unit, "")
        if home in sums:
            for slot, _ in slots.of(units[home].kind, kind, values)[1]:
                ids.setdefault((home, slot), []).append(incident)

    for unit, kind, values, incident in tallying.incident_ids(connection, sector, columns, kinds, period):
        note(unit, kind, values, incident)
    if trace:
        for unit, kind, case in tallying.breach_ids(connection, regulation.duties, period):
            note(unit, kind, tallying.breach_values(sector.kind_by_code[kind], columns), case)
        for listed in ids.values():
            listed.sort()
    return ids


def scorecards(
    regulation: Regulation,
    slots: Slots,
    assessed: Sequence[Unit],
    sums: Mapping[str, Sums],
    measures: Mapping[tuple[str, str], Exact],
    decided: Mapping[str, list[tuple[str, str, Exact | None]]],
    homes: Mapping[str, str],
    ids: Ids,
    trace: bool,
    incidents: IncidentCount,
) -> list[UnitResult]:
    """Each unit's lines, vetoes, sections, bonus and score; incidents whose points are undecided move to the pending."""
    granted: dict[tuple[str, str], Exact] = {}
    for kind, rows in decided.items():
        for owner, _, points in rows:
            home = homes.get(owner, "")
            if home not in sums:
                continue
            if points is None:
                incidents.charged -= 1
                incidents.pending += 1
            granted[home, kind] = granted.get((home, kind), 0) + (points or 0)
    results = []
    first_veto = len(regulation.charges)
    last = first_veto + len(regulation.vetoes)
    for unit in assessed:
        result = UnitResult(unit.id, unit.name, unit.kind)
        mine = sums[unit.id]
        hit = [n for n in sorted(mine.counts) if n < last]
        present = {regulation.charges[n].kind.code for n in hit if n < first_veto}
        for n in hit:
            traced = tuple(ids.get((unit.id, n), ()))
            if n >= first_veto:
                result.vetoes.append(VetoFound(regulation.vetoes[n - first_veto], traced))
                continue
            charge, count = regulation.charges[n], mine.counts[n]
            cost = _points(charge, count, granted.get((unit.id, charge.kind.code), 0), present)
            line = Line(charge.kind.code, charge.clause, charge.section, count, cost)
            if trace:
                line.incidents = traced
            result.lines.append(line)
        result.vetoes.sort(key=lambda v: (v.veto.clause, v.veto.name))
        results.append(result)
    _rank_volumes(regulation, slots, results, sums, measures, ids, trace)
    for result in results:
        result.lines.sort(key=lambda line: (line.clause, line.kind, line.channel or ""))
        _score(regulation, result)
    return results


def _points(charge: Charge, count: int, granted: Exact, present: set[str]) -> Exact:
    """A line's points: negative for what is taken, 0 where another item takes its place."""
    if any(other.code in present for other in charge.unless):
        return 0
    points = granted if isinstance(charge.scale, Decided) else charge.scale.points(count)
    return points if charge.section.bonus else -points


def _rank_volumes(
    regulation: Regulation,
    slots: Slots,
    results: Sequence[UnitResult],
    sums: Mapping[str, Sums],
    measures: Mapping[tuple[str, str], Exact],
    ids: Ids,
    trace: bool,
) -> None:
    by_unit = {r.unit: r for r in results}
    for r, ranking in enumerate(regulation.rankings):
        for unit_kind, channels in ranking.channels.items():
            members = [result.unit for result in results if result.kind == unit_kind]
            if not members:
                continue
            numbers = [slots.channels[r, unit_kind, c.code] for c in channels]
            whole = {u: pairwise([sums[u].weights.get(n, 0) for n in numbers]) for u in members}
            reported = reported_inputs(ranking.index, members, measures)
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
                    if trace:
                        line.incidents = tuple(ids.get((e.unit, n), ()))
                    by_unit[e.unit].lines.append(line)


def _score(regulation: Regulation, result: UnitResult) -> None:
    if not regulation.sections:
        return
    in_section: dict[str, list[Line]] = {s.id: [] for s in regulation.sections}
    for line in result.lines:
        in_section[line.section.id].append(line)
    earned: dict[str, list[Exact]] = {}
    for section in regulation.sections:
        lines = in_section[section.id]
        if section.combine == "highest" and lines:
            best = max(lines, key=lambda line: line.points)
            for line in lines:
                if line is not best:
                    line.points = 0
        earned[section.id] = [line.points for line in lines]
    bonus: Exact | None = None
    score: Exact = 0
    for section in reversed(regulation.sections):  # a section within another stands after it
        points = _capped(section, pairwise(earned[section.id]))
        if section.within is not None:
            earned[section.within.id].append(points)
        elif section.bonus:
            bonus = (bonus or 0) + points
        else:
            result.sections.append(SectionScore(section, section.base, points))
            score += section.base + points
    result.sections.sort(key=lambda s: s.section.id)
    result.bonus = bonus
    result.score = score + (bonus or 0)


def _capped(section: Section, points: Exact) -> Exact:
    if section.bonus:
        return points if section.cap is None else min(points, section.cap)
    return max(points, -section.base)
