"""Tally, scorecards, standings, outcomes: each stage reads only the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, nullcontext
from datetime import date, datetime
from functools import cache, partial

from attrs import evolve

from ..base.calendar import Calendar
from ..base.faults import Fault, Problem, fault
from ..base.periods import Period
from ..base.progress import doing, one_by_one
from ..base.words import Words
from ..duties.passed_over import PassedOver, all_passed_over, passed_over_in
from ..duties.pending import PendingOnce
from ..law.conditions import name
from ..law.digest import law_digest
from ..law.grounds import groundless, unfounded
from ..law.readings import readings_in_force, resolve
from ..law.sector import Sector
from ..ledger.counts import mark_of
from ..ledger.mistaken import show_mistaken
from ..ledger.schema import table
from ..ledger.source import FactSource, RunMade
from ..ledger.units import first_measured, has_facts, lacking_measures, span_of_facts
from .asked import Beyond, Terms, counting_of, inputs_of, scope_of
from .beside import count_duties, give_checks, give_figures, give_sanctions, waiting, waiting_notes
from .combine import PartAssessed, combine, in_order, parts_of
from .counted import Counting, RunCounts
from .judge import Gathered, check_measures, engine_of, gather, judge
from .notes import notes_on, notes_on_law
from .rest import Rest
from .results import Assessment
from .scorecards import ids_behind
from .slots import Scope
from .standings import give_outcomes
from .unsettled import Open, undecided, unverified

_PARTS, _EACH_PART = Words("各部分", "its parts"), Words("个", "parts")
_DUTIES = Words("期限", "duties and their terms")
_COUNTS = Words("计数", "counting")
_POINTS = Words("计分、排名", "points and ranks")
_OUTCOMES = Words("结果运用", "outcomes")


def assess(
    sector: Sector,
    ledger: FactSource,
    period: Period | str | int | None = None,
    *,
    as_of: date | str | None = None,
    readings: Mapping[str, object] | None = None,
    calendar: Calendar | None = None,
    trace: bool = False,
    origin: str = "readings",
    today: date | None = None,
    without: Collection[str] = (),
    record: bool = True,
    about: str | None = None,
    beyond: Beyond | None = None,
    recount: bool = False,
    keep: bool = False,
    earlier: Assessment | None = None,
) -> Assessment:
    """Assesses every unit of a sector for a period, as of a day.

    ``period`` defaults to the latest that has ended by ``today`` and has what it needs; ``as_of`` (a date, or its ISO form) to
    the period's last day; ``readings`` to the regulation's defaults (``origin`` names where they come from in errors).
    ``trace`` keeps incident ids. The run is written into the ledger, so that ``runs`` lists it, unless ``record`` is false or
    the ledger cannot be written; ``recorded`` of the result says which.
    ``without`` are the ids of incidents left out to see what would be; such a run is not kept.
    ``about`` is a unit whose incidents are kept one by one, to be explained; the others' met duties and case figures are
    not counted, and the notes on the others' facts left out. With ``keep`` any unit can be told of so from the result
    (`one_unit.about_unit`). ``beyond`` looks at cases that the ledger does not hold.
    What earlier runs counted of the same period, law and settings is not counted again, but for what came since: those that the
    ledger keeps, or an ``earlier`` one of this process that was assessed with ``keep``. With ``recount`` all is counted anew.
    Raises `Fault` where a measure is missing, a reading or an incident unknown, a formula of the law fails, or a year's
    calendar is not known.
    """
    ledger.need(sector)
    calendar = calendar or Calendar()
    as_of = day_of(as_of)
    without = (without,) if isinstance(without, str) else without
    with ledger.view():
        _known(sector, ledger, without)
        if period is None:
            period = default_period(sector, ledger, today or date.today())
        elif not isinstance(period, Period):
            period = sector.period(str(period))
        as_of = as_of or period.end
        regulation = sector.regulation_on(period.end)
        chosen = readings_in_force(regulation, readings or {}, origin, sector.regulations)
        asked = Terms(sector, regulation, resolve(regulation, chosen), chosen, as_of, calendar, trace, without, about, keep)
        lie_elsewhere = beyond(asked, period) if beyond is not None else {}
        off, reached = bool(without) or beyond is not None, earlier.reached if earlier is not None else {}
        counts = RunCounts(ledger, sector, anew=recount, off=off, store=not keep, earlier=reached)
        made = _assessed(ledger, asked, period, lie_elsewhere, counts)
    return evolve(made, recorded=record_run(ledger, made)) if record and not without else made


def _assessed(ledger: FactSource, asked: Terms, period: Period, rests: Mapping[Period, Rest], counts: RunCounts) -> Assessment:
    """The whole, from each part of the period to what its results lead to; not recorded yet."""
    regulation, resolved = asked.declared, asked.regulation
    scopes = [scope_of(ledger, asked, part, rests.get(part)) for part in parts_of(resolved, period)]
    check_measures(scopes)
    kept: list[Gathered] = []
    opened: list[Open] = []
    in_parts = len(scopes) > 1 and not asked.sector.by_case
    digest = law_digest(asked.sector, asked.regulation)
    with PendingOnce(ledger.connection) if in_parts else nullcontext() as once:
        told = one_by_one(scopes, _PARTS, _EACH_PART) if len(scopes) > 1 else scopes
        done = [_work(scope, counts, counting_of(asked, digest, scope.period), kept, opened, once) for scope in told]
    whole, comes_to = scopes[0], done[0]
    if period.kind in resolved.combined:
        whole = scope_of(ledger, asked, period)
        comes_to = combine(whole, resolved.combined[period.kind], scopes, done)
    without_grounds = (*groundless(regulation), *unfounded(regulation, resolved))
    on_law = notes_on_law(ledger, asked.sector, regulation, without_grounds)
    notes = (*on_law, *comes_to.notes, *waiting_notes(resolved, comes_to.waits))
    with doing(_OUTCOMES):
        notes = (*notes, *give_outcomes(whole, comes_to.results))
    results = in_order(whole, comes_to.results)
    number, _, head = ledger.last_batch(asked.sector) or (0, "", "")
    inputs = inputs_of(asked, digest, period, head)
    return Assessment(
        sector=asked.sector,
        regulation=regulation,
        period=period,
        as_of=asked.as_of,
        readings=asked.readings,
        units=tuple(results),
        incidents=comes_to.incidents,
        notes=notes,
        names={s.on: whole.units[s.on].name for r in results for s in r.sanctions if s.on is not None},
        run=hashlib.sha256(inputs.encode()).hexdigest(),
        inputs=inputs,
        batch=number,
        head=head,
        resolved=resolved,
        calendar=asked.calendar,
        measures=whole.measures,
        gathered=tuple(kept),
        open=tuple(dict.fromkeys(opened)),
        groundless=without_grounds,
        counted=tuple(counts.new),
        reached=counts.reached if asked.keep else {},
        recorded=False,
    )


def scopes_of(ledger: FactSource, made: Assessment) -> list[Scope]:
    """What each part of an assessment is about, to read its facts once more; the ledger holds those that it was made from."""
    asked = Terms(made.sector, made.regulation, made.resolved, made.readings, made.as_of, made.calendar, False, (), None)
    return [scope_of(ledger, asked, part) for part in parts_of(made.resolved, made.period)]


def record_run(ledger: FactSource, assessment: Assessment) -> bool:
    """Keeps a run that was assessed without being recorded; False where the ledger cannot be written within a second."""
    a = assessment
    return ledger.record_run(RunMade(a.run, a.sector, a.period.id, a.as_of.isoformat(), a.inputs, a.batch, a.counted))


def day_of(value: date | str | None) -> date | None:
    """A day however it is given; of a time its date. Raises `Fault` ``as-of-form``."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise fault("as-of-form", value=str(value)) from None


def _known(sector: Sector, ledger: FactSource, incidents: Collection[str]) -> None:
    """Raises a `Fault` ``case-unknown`` that lists every one of the incidents that the ledger does not hold."""
    query = f"SELECT 1 FROM {name(table(sector, 'incidents'))} WHERE incident = ?"
    unknown = [i for i in incidents if ledger.connection.execute(query, (i,)).fetchone() is None]
    if unknown:
        raise Fault(Problem("case-unknown", {"id": i, "sector": sector.title}) for i in unknown)


def default_period(sector: Sector, ledger: FactSource, today: date) -> Period:
    """The latest period that has ended by ``today`` and has facts and the measures it needs; of equal ends the sector's first.

    Raises `Fault` ``period-none``.
    """
    connection = ledger.connection
    if (first := first_measured(connection, sector)) is not None:  # mostly its latest has facts, all of which are not looked at
        said = cache(partial(all_passed_over, connection, sector))
        held = (p for p in _candidates(sector, range(first, today.year + 1), today) if _has_measures(sector, ledger, p, said))
        latest = next(held, None)
        if latest is not None and has_facts(connection, sector, latest):
            return latest
        show_mistaken(connection)
    span = span_of_facts(connection, sector)
    if span is not None:
        said = cache(partial(all_passed_over, connection, sector))
        years = range(span[0].year, min(span[1].year, today.year) + 1)
        for period in _candidates(sector, years, today):
            if has_facts(connection, sector, period) and _has_measures(sector, ledger, period, said):
                return period
    raise fault("period-none", sector=sector.title)


def _candidates(sector: Sector, years: Iterable[int], today: date) -> Iterator[Period]:
    """The periods of some years that have ended by ``today`` and have a law in force; the latest first."""
    candidates = [
        (period.end, -preference, period)
        for preference, kind in enumerate(sector.periods)
        for year in years
        for period in Period.of_kind(kind, year)
        if period.end <= today
    ]
    for _, _, period in sorted(candidates, key=lambda c: c[:2], reverse=True):
        if any(r.in_force_from is None or r.in_force_from <= period.end for r in sector.regulations):
            yield period


def _has_measures(sector: Sector, ledger: FactSource, period: Period, said: Callable[[], Iterable[PassedOver]]) -> bool:
    """Whether the period, or each part that it is combined of, has the measures of all who are assessed in it; ``said`` are all
    who were passed over."""
    regulation = sector.regulation_on(period.end)
    for part in parts_of(regulation, period):
        passed = passed_over_in(regulation, part, said())
        if any(unit not in passed for unit in lacking_measures(ledger.connection, sector, part)):
            return False
    return True


def _work(
    scope: Scope, counts: RunCounts, counting: Counting, kept: list[Gathered], opened: list[Open], once: PendingOnce | None
) -> PartAssessed:
    """One period, from facts to ranks; outcomes follow once the period stands, alone or combined of its parts."""
    with ExitStack() as closing:
        with doing(_DUTIES):
            counted = counts.kept(counting)
            engine = closing.enter_context(engine_of(scope, counting.calendar, counted=counted))
        with doing(_COUNTS):
            gathered = gather(scope, engine, entered=None if counted is None else counted.entered)
        if scope.about is not None:
            kept.append(gathered)
        else:
            after = counts.note(counting, gathered.tally.entered, engine.sums, counted)
            if scope.keep:
                kept.append(evolve(gathered, since=mark_of(scope.connection, scope.sector), counted=after))
        unsettled = undecided(gathered, engine)
        if scope.trace:
            opened.extend((*unsettled, *unverified(gathered, engine)))
        slots, sums, incidents = gathered.slots, gathered.sums, gathered.incidents
        with doing(_POINTS):
            results = judge(gathered, ids_behind(scope, engine, gathered.tally.columns, slots, sums))
        by_unit = {r.unit: r for r in results}
        count_duties(scope, engine, by_unit, once)
        give_sanctions(scope, by_unit, gathered.sanctions)
        give_figures(scope, engine, by_unit, sums, slots)
        give_checks(scope, by_unit)
        incidents.out = engine.count_out()
        return PartAssessed(results, incidents, notes_on(gathered, engine, unsettled), waiting(scope, engine))
