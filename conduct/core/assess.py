"""Tally, scorecards, standings, outcomes: each stage reads only the one before it."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, field

from ..version import __version__
from . import duties as duty_engine
from . import tally as tallying
from .calendar import Calendar
from .exact import Exact, order_keys, places
from .faults import fault
from .law import Charge, Count, Counted, First, Formula, Outcome, Regulation, Section, Standing, Veto
from .ledger import Ledger
from .periods import Period
from .readings import readings_in_force, resolve
from .results import Assessment, DutyCount, FigureShown, IncidentCount, Line, SectionScore, UnitResult, VetoFound
from .scales import Decided, pairwise
from .sector import Sector
from .tally import Tally, Unit
from .volume import rank_class, reported_inputs
from .words import Words


def assess(
    sector: Sector,
    ledger: Ledger,
    period: Period | str | None = None,
    *,
    as_of: date | None = None,
    readings: Mapping[str, Any] | None = None,
    calendar: Calendar | None = None,
    trace: bool = False,
    origin: str = "readings",
    today: date | None = None,
) -> Assessment:
    """Assesses every unit of a sector for a period, as of a day.

    ``period`` defaults to the latest that has ended by ``today`` and has what it needs; ``as_of`` to the period's last day;
    ``readings`` to the regulation's defaults (``origin`` names where they come from in errors). ``trace`` keeps incident ids.
    Raises `Fault` where a measure is missing, a reading unknown, or a year's calendar not known.
    """
    ledger.need(sector)
    calendar = calendar or Calendar()
    with ledger.view():
        if period is None:
            period = default_period(sector, ledger, today or date.today())
        elif isinstance(period, str):
            period = sector.period(period)
        as_of = as_of or period.end
        regulation = sector.regulation_on(period.end)
        chosen = readings_in_force(regulation, readings or {}, origin)
        batch = ledger.last_batch(sector)
        results, incidents, notes = _work(sector, ledger, resolve(regulation, chosen), period, as_of, calendar, trace)
        notes = [*ledger.notes(sector), *notes]
    identity = {
        "sector": sector.name,
        "edition": regulation.id,
        "period": period.id,
        "as_of": as_of.isoformat(),
        "readings": {k: str(v) for k, v in chosen.items()},
        "calendar": sorted(d.isoformat() for d in calendar.holidays | calendar.workdays) + sorted(map(str, calendar.years)),
        "version": __version__,
        "batch": batch[2] if batch else "",
    }
    inputs = json.dumps(identity, ensure_ascii=False, sort_keys=True)
    run = hashlib.sha256(inputs.encode()).hexdigest()
    number = batch[0] if batch else 0
    return Assessment(
        sector=sector,
        regulation=regulation,
        period=period,
        as_of=as_of,
        readings=chosen,
        units=tuple(results),
        incidents=incidents,
        notes=tuple(notes),
        run=run,
        inputs=inputs,
        batch=number,
        head=batch[2] if batch else "",
        recorded=ledger.record_run(run, sector, period.id, as_of.isoformat(), inputs, number),
    )


def default_period(sector: Sector, ledger: Ledger, today: date) -> Period:
    """The latest period that has ended by ``today`` and has facts and the measures it needs; of equal ends the sector's first.

    Raises `Fault` ``period-none``.
    """
    span = tallying.span_of_facts(ledger.connection, sector)
    if span is None:
        raise fault("period-none", sector=sector.title)
    candidates = [
        (period.end, -preference, period)
        for preference, kind in enumerate(sector.periods)
        for year in range(span[0].year, min(span[1].year, today.year) + 1)
        for period in Period.of_kind(kind, year)
        if period.end <= today
    ]
    units = list(tallying.units_of(ledger.connection, sector).values())
    for _, _, period in sorted(candidates, key=lambda c: c[:2], reverse=True):
        if not any(r.in_force_from is None or r.in_force_from <= period.end for r in sector.regulations):
            continue
        if not tallying.has_facts(ledger.connection, sector, period):
            continue
        measures = tallying.measures_of(ledger.connection, sector, period)
        assessed = [u for u in units if u.kind in sector.assessed and u.stands_in(period)]
        if all((u.id, m.code) in measures for u in assessed for m in sector.needs):
            return period
    raise fault("period-none", sector=sector.title)


@define
class _Sums:
    """What one unit's cells come to, by slot: whole counts, and for ranked channels weighted ones."""

    counts: dict[int, int] = field(factory=dict)
    parts: dict[tuple[int, int], int] = field(factory=dict)
    weights: dict[int, Exact] = field(factory=dict)


@define
class _Slots:
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


def _work(
    sector: Sector, ledger: Ledger, regulation: Regulation, period: Period, as_of: date, calendar: Calendar, trace: bool
) -> tuple[list[UnitResult], IncidentCount, list[Words]]:
    connection = ledger.connection
    units = tallying.units_of(connection, sector)
    homes = tallying.homes(units, sector)
    assessed = [u for u in units.values() if u.kind in sector.assessed and u.stands_in(period)]
    measures = tallying.measures_of(connection, sector, period)
    tallying.need_measures(sector, assessed, measures, period)
    duty_engine.find_duties(connection, sector, regulation.duties, calendar, period, as_of)
    tally = tallying.tally(connection, sector, regulation, regulation.duties, period)
    decided_scales = {c.kind.code: c.scale for c in regulation.charges if isinstance(c.scale, Decided)}
    decided = tallying.decided_points(connection, sector, decided_scales, period)
    slots = _Slots(regulation, tally.columns, sector.kind_by_code)
    sums, incidents = _sum_up(tally, slots, units, homes, assessed)
    ids = _ids(connection, sector, regulation, tally.columns, slots, units, homes, period, sums, trace)
    results = _scorecards(regulation, slots, assessed, sums, measures, decided, homes, ids, trace, incidents)
    _count_duties(connection, results, homes)
    _stand(regulation, results, sums, measures)
    _outcomes(regulation, results, period)
    results.sort(key=lambda r: (r.rank or 0, r.unit))
    undecided = [(kind, incident) for kind, rows in decided.items() for _, incident, points in rows if points is None]
    notes = [
        Words(
            f"{sector.kind_by_code[kind].words.zh} {incident} 尚未决定分值,暂不计分",
            f"{sector.kind_by_code[kind].words.en} {incident}: its points are not decided yet and add nothing",
        )
        for kind, incident in undecided
    ]
    return results, incidents, notes


def _sum_up(
    tally: Tally, slots: _Slots, units: Mapping[str, Unit], homes: Mapping[str, str], assessed: Sequence[Unit]
) -> tuple[dict[str, _Sums], IncidentCount]:
    sums = {u.id: _Sums() for u in assessed}
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


_Ids = dict[tuple[str, int], list[str]]


def _ids(
    connection: Any,
    sector: Sector,
    regulation: Regulation,
    columns: tuple[str, ...],
    slots: _Slots,
    units: Mapping[str, Unit],
    homes: Mapping[str, str],
    period: Period,
    sums: Mapping[str, _Sums],
    trace: bool,
) -> _Ids:
    """The incidents behind vetoes, and with ``trace`` behind every line, by unit and slot."""
    if trace:
        kinds = [k.code for k in sector.kinds]
    else:
        first = len(regulation.charges)
        found = {n for s in sums.values() for n in s.counts if first <= n < first + len(regulation.vetoes)}
        kinds = sorted({k.code for n in found for k in regulation.vetoes[n - first].count.kinds})
    ids: _Ids = {}
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


def _scorecards(
    regulation: Regulation,
    slots: _Slots,
    assessed: Sequence[Unit],
    sums: Mapping[str, _Sums],
    measures: Mapping[tuple[str, str], Exact],
    decided: Mapping[str, list[tuple[str, str, Exact | None]]],
    homes: Mapping[str, str],
    ids: _Ids,
    trace: bool,
    incidents: IncidentCount,
) -> list[UnitResult]:
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
    slots: _Slots,
    results: Sequence[UnitResult],
    sums: Mapping[str, _Sums],
    measures: Mapping[tuple[str, str], Exact],
    ids: _Ids,
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


def _count_duties(connection: Any, results: Sequence[UnitResult], homes: Mapping[str, str]) -> None:
    counts = {r.unit: r.duties for r in results}
    for unit, status, n in connection.execute("SELECT unit, status, count(*) FROM temp.duty_state GROUP BY unit, status"):
        mine: DutyCount | None = counts.get(homes.get(unit, ""))
        if mine is None:
            continue
        if status == duty_engine.BREACHED:
            mine.breached += n
        elif status == duty_engine.PENDING:
            mine.pending += n
        elif status == duty_engine.MET:
            mine.met += n


def _stand(
    regulation: Regulation,
    results: list[UnitResult],
    sums: Mapping[str, _Sums],
    measures: Mapping[tuple[str, str], Exact],
) -> None:
    """Ranks the units; those that a veto puts last come after every other, in the order of what is ranked."""
    standing = regulation.standing
    if standing is None:
        return
    if standing.of is None:
        ranked = [r.score or 0 for r in results]
    else:
        ranked = [_figure(regulation, standing, standing.of, r, sums[r.unit].counts, measures) for r in results]
    sign = -1 if standing.best == "highest" else 1
    larger = [measures[r.unit, standing.larger.code] if standing.larger else 0 for r in results]
    last = [any(v.veto.ranks_last for v in r.vetoes) for r in results]
    keys = [
        (at_end, sign * key, -tie, "" if standing.shared else r.unit)
        for at_end, key, tie, r in zip(last, order_keys(ranked), order_keys(larger), results, strict=True)
    ]
    ordered = sorted(zip(keys, results, strict=True), key=lambda item: item[0])
    for (_, result), rank in zip(ordered, places([key for key, _ in ordered]), strict=True):
        result.rank = rank


def _figure(
    regulation: Regulation,
    standing: Standing,
    formula: Formula,
    result: UnitResult,
    counts: Mapping[int, int],
    measures: Mapping[tuple[str, str], Exact],
) -> Exact:
    """What the formula comes to for a unit; it is shown among the unit's figures."""
    slot = len(regulation.charges) + len(regulation.vetoes)
    given = reported_inputs(formula, [result.unit], measures)[0]
    counted = 0
    for name, source in formula.inputs.items():
        if isinstance(source, Counted):
            given[name] = counts.get(slot, 0)
            counted += counts.get(slot, 0)
            slot += 1
    value = formula.fn(**given)
    result.figures.append(FigureShown(standing.code, standing.words, standing.clause, value, counted))
    return value


def _outcomes(regulation: Regulation, results: list[UnitResult], period: Period) -> None:
    named: dict[str, set[str]] = {}
    for outcome in regulation.outcomes:
        if outcome.periods and period.kind not in outcome.periods:
            continue
        chosen = _chosen(outcome, results, named)
        named[outcome.name] = {r.unit for r in chosen}
        for result in chosen:
            result.outcomes.append(outcome)
    for result in results:
        result.outcomes.sort(key=lambda o: (o.clause, o.name))


def _chosen(outcome: Outcome, results: list[UnitResult], named: Mapping[str, set[str]]) -> list[UnitResult]:
    def barred(result: UnitResult) -> bool:
        vetoed = any(v.veto.name in outcome.unless for v in result.vetoes)
        return vetoed or any(result.unit in named.get(other, ()) for other in outcome.unless)

    ranks = {r.unit: r.rank for r in results if r.rank is not None}
    if outcome.among_eligible is True:
        eligible = sorted(ranks[r.unit] for r in results if r.unit in ranks and not barred(r))
        by_rank = dict(zip(eligible, places(eligible), strict=True))
        ranks = {r.unit: by_rank[ranks[r.unit]] for r in results if r.unit in ranks and not barred(r)}
    ordered = sorted(ranks.values())
    chosen = []
    for result in results:
        if result.unit not in ranks or barred(result):
            continue
        rank = ranks[result.unit]
        if isinstance(outcome.place, First):
            hit = rank <= outcome.place.n
        else:
            worse = len(ordered) - bisect_right(ordered, rank)
            hit = worse < outcome.place.n
        if hit or any(v.veto.name in outcome.also for v in result.vetoes):
            chosen.append(result)
    return chosen
