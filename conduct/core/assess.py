"""Tally, scorecards, standings, outcomes: each stage reads only the one before it."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..version import __version__
from . import duties as duty_engine
from . import tally as tallying
from .calendar import Calendar
from .exact import Exact, order_keys, places
from .faults import fault
from .law import Counted, First, Formula, Outcome, Regulation, Standing
from .ledger import Ledger
from .periods import Period
from .readings import readings_in_force, resolve
from .results import Assessment, DutyCount, FigureShown, IncidentCount, UnitResult
from .scales import Decided
from .scorecards import Slots, Sums, ids_behind, scorecards, sum_up
from .sector import Sector
from .volume import reported_inputs
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
    slots = Slots(regulation, tally.columns, sector.kind_by_code)
    sums, incidents = sum_up(tally, slots, units, homes, assessed)
    ids = ids_behind(connection, sector, regulation, tally.columns, slots, units, homes, period, sums, trace)
    results = scorecards(regulation, slots, assessed, sums, measures, decided, homes, ids, trace, incidents)
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
    sums: Mapping[str, Sums],
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
