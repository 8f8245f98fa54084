"""From facts to counts once, and from counts to standings as often as asked: what is, and what would be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy

from attrs import evolve

from ..base.calendar import Calendar
from ..base.faults import Fault
from ..base.frozen import define
from ..duties.case_figures import Undated
from ..duties.engine import DutyEngine
from ..duties.sanction import Sanctions
from ..law.consequence import Fewer, Found, Unseen
from ..ledger.counts import Mark
from . import tally as tallying
from .counted import PeriodCounts
from .entered import AsEntered
from .results import IncidentCount, UnitResult
from .scorecards import Ids, leave_undecided, scorecards
from .slots import Scope, Slots, Sums, sum_up
from .standings import leave_unranked, rank_units
from .tally import Granted, Tally
from .unit_facts import UnitFacts, unit_facts


@define
class Gathered:
    """Everything that was read of one period: counts by unit and slot, decided points, sanctions, and where incidents ended.

    ``astray`` are the incidents of units that stand under no assessed one, ``undated`` cases that cannot be judged. ``facts`` are
    those of the unit that is told of alone; where all units are kept, ``since`` is the mark up to which was read, and ``counted``
    what was counted.
    """

    scope: Scope
    tally: Tally
    slots: Slots
    sums: dict[str, Sums]
    decided: Granted
    sanctions: Sanctions
    incidents: IncidentCount
    astray: Mapping[str, int]
    facts: UnitFacts | None = None
    undated: Sequence[Undated] = ()
    since: Mark | None = None
    counted: PeriodCounts | None = None


def check_measures(scopes: Sequence[Scope]) -> None:
    """Raises a `Fault` that lists everything wrong with the measures of the periods, unit by unit."""
    parts = [(scope.period, scope.assessed, scope.measures) for scope in scopes]
    if wrong := list(tallying.wrong_measures(scopes[0].sector, parts)):
        raise Fault(wrong)


def engine_of(scope: Scope, calendar: Calendar, cases_only: bool = False, counted: PeriodCounts | None = None) -> DutyEngine:
    """The duty engine of a period, to be opened; of a unit that is told of alone, with its own met duties.

    What was ``counted`` is not judged again.
    """
    members = None if scope.about is None else scope.members(scope.about)
    law = (scope.connection, scope.sector, scope.regulation, calendar, scope.period, scope.as_of)
    some = None if counted is None else counted.some(members)
    return DutyEngine.of_period(*law, without=scope.without, met_of=members, cases_only=cases_only, some=some)


def gather(scope: Scope, engine: DutyEngine, also: Collection[str] = (), entered: AsEntered | None = None) -> Gathered:
    """Reads a period, but for the incidents where they are counted as ``entered`` already; ``also`` are further attributes and
    marks that the counts tell apart.

    Raises `Fault` for values that no table has.
    """
    tallying.check_lookups(engine, scope.regulation)
    tally = scope.rest.counted_with(tallying.tally(engine, also, entered))
    decided = tallying.decided_points(engine, scope.regulation)
    slots = Slots(scope.regulation, tally.columns, scope.sector.kind_by_code)
    sums, incidents, astray = sum_up(scope, tally, slots)
    leave_undecided(scope, decided, sums, incidents)
    told = scope.about is not None and scope.about not in scope.passed
    facts = unit_facts(scope, engine, tally, scope.about) if told and scope.about is not None else None
    return Gathered(scope, tally, slots, sums, decided, engine.sanctions, incidents, astray, facts, engine.undated)


def fresh(result: UnitResult) -> UnitResult:
    """A result to be ranked and led to outcomes anew; its lines are the same."""
    made = copy(result)
    made.outcomes = []
    return made


def note_signs(scope: Scope, slots: Slots, counts: Mapping[int, int], result: UnitResult) -> None:
    """Notes what a unit's counts say beside its points: by how few signs of it it may be without a rank, whether it is, and the
    outcomes for which something was found."""
    result.counted = {}
    for rule in scope.regulation.unranked:
        match rule.where:
            case Fewer(count):
                result.counted[rule.code] = counts.get(slots.slot(count), 0)
            case Unseen(step, count):
                seen = scope.taken[step.code]
                result.counted[rule.code] = int(not seen or result.unit in seen) + counts.get(slots.slot(count), 0)
    leave_unranked(scope.regulation, result)
    sought = ((o.name, o.place.count) for o in scope.regulation.outcomes if isinstance(o.place, Found))
    result.found |= {name for name, count in sought if counts.get(slots.slot(count))}


def judge(
    gathered: Gathered,
    ids: Ids,
    sums: Mapping[str, Sums] | None = None,
    decided: Granted | None = None,
    others: Sequence[UnitResult] = (),
) -> list[UnitResult]:
    """Scorecards and ranks, from what was gathered or from other ``sums`` and ``decided`` points; pure, nothing is read.

    With ``others``, the results as they are, only the units of ``sums`` are worked out anew: to be used where nothing changes
    that a rank rule ranks.
    """
    scope, slots = gathered.scope, gathered.slots
    sums = gathered.sums if sums is None else sums
    decided = gathered.decided if decided is None else decided
    if others:
        mine = evolve(scope, assessed=[u for u in scope.assessed if u.id in sums])
        volume = {r.unit: [evolve(line) for line in r.lines if line.channel is not None] for r in others if r.unit in sums}
        anew = {r.unit: r for r in scorecards(mine, slots, sums, decided, ids, volume)}
        results = [anew.get(r.unit) or fresh(r) for r in others]
    else:
        results = scorecards(scope, slots, sums, decided, ids)
        anew = {r.unit: r for r in results}
    for result in anew.values():
        note_signs(scope, slots, sums[result.unit].counts, result)
    rank_units(scope, results, sums, slots)
    return results
