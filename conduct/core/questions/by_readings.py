"""What each alternative of each reading would change: facts are read once, and only what a reading touches is counted again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from attrs import field

from ..base.calendar import Calendar
from ..base.exact import Exact
from ..base.frozen import frozen
from ..base.periods import Period
from ..base.progress import doing
from ..base.words import Words
from ..duties.case_figures import Undated
from ..duties.engine import DutyEngine
from ..law.caseload import CaseFigures
from ..law.consequence import Presumes, SameMatter, SamePerson, Sanction, SanctionTerms
from ..law.duty import Duty
from ..law.figure import Figure
from ..law.law import Regulation
from ..law.readings import alternatives, readings_in_force, resolve
from ..law.sector import Sector
from ..law.terms import Reading
from ..ledger.ledger import Ledger
from ..scores.asked import Terms, scope_of
from ..scores.assess import default_period
from ..scores.beside import give_sanctions
from ..scores.combine import PartAssessed, combine, in_order, parts_of
from ..scores.figures import formula_figures
from ..scores.judge import Gathered, check_measures, engine_of, gather, judge
from ..scores.rejudged import Judged, as_judged, gather_under, rejudged, scope_under
from ..scores.results import IncidentCount, UnitResult
from ..scores.slots import Scope
from ..scores.standings import give_outcomes
from ..scores.tally import told_apart
from .behind_lines import FactsBehind, IdsByLine, IdsMoved, both_behind, differing, facts_behind

T = TypeVar("T")
_OF_DUTIES = (Duty, Sanction, SanctionTerms, SameMatter, SamePerson, Presumes, CaseFigures)
"""What the duty engine reads of a law; all else works on what was counted."""


_ALTERNATIVES, _EACH = Words("别的取法", "alternatives"), Words("种", "alternatives")


@frozen
class PeriodInForce:
    """A period under the readings in force: every unit in order, and the cases whose deadlines cannot be judged."""

    regulation: Regulation
    resolved: Regulation
    readings: Mapping[str, str | Exact]
    period: Period
    as_of: date
    units: list[UnitResult] = field(factory=list)
    undated: list[Undated] = field(factory=list)


@frozen
class Otherwise:
    """The same under another ``value`` of a reading: every unit in order, and the lines behind which other incidents lie.

    ``units`` is None where the reading leaves the law as it is.
    """

    reading: Reading
    value: str
    units: Sequence[UnitResult] | None
    behind: IdsMoved


@frozen
class _InForcePart:
    """One part of the period under the readings in force."""

    judged: Judged
    facts: FactsBehind


class _PartUnder(NamedTuple):
    """What a part comes to under one law, and what lies behind its lines before and after."""

    results: list[UnitResult]
    behind: tuple[IdsByLine, IdsByLine]


class _Under(NamedTuple):
    """What the whole period comes to under the law of a number; nothing where that is the law in force."""

    n: int
    units: list[UnitResult] | None
    behind: IdsMoved


def by_readings(
    sector: Sector,
    ledger: Ledger,
    period: Period | None,
    *,
    readings: Mapping[str, object],
    calendar: Calendar,
    origin: str,
    today: date,
    told: Callable[[PeriodInForce, Otherwise], T],
) -> tuple[PeriodInForce, list[T]]:
    """A period under the readings in force, and what is ``told`` of it under each alternative of each of them, in order.

    What it says of units, lines, sections, vetoes, sanctions and outcomes is equal to what `assess` says with that reading;
    duties, notes, and index and average of lines that cost the same, are not worked out. Raises `Fault` as `assess` does.
    """
    ledger.need(sector)
    with ledger.view():
        period = period or default_period(sector, ledger, today)
        declared = sector.regulation_on(period.end)
        chosen = readings_in_force(declared, readings, origin, sector.regulations)
        others = list(alternatives(declared, chosen))
        each = [{**readings, reading.name: value} for reading, value in others]
        laws = [resolve(declared, readings_in_force(declared, one, origin, sector.regulations)) for one in each]
        resolved = resolve(declared, chosen)
        terms = Terms(sector, declared, resolved, chosen, period.end, calendar, False, (), None)
        scopes = [scope_of(ledger, terms, part) for part in parts_of(resolved, period)]
        whole = scope_of(ledger, terms, period) if period.kind in resolved.combined else scopes[0]
        made = PeriodInForce(declared, resolved, chosen, period, period.end)
        found: dict[int, T] = {}
        with doing(_ALTERNATIVES, len(laws), _EACH) as more:
            for n, units, behind in _UnderEach(scopes, whole, calendar, laws).weigh(made):
                found[n] = told(made, Otherwise(*others[n], units, behind))
                more(1)
    return made, [found[n] for n in range(len(laws))]


class _UnderEach:
    """A period judged under one law after another."""

    def __init__(self, scopes: Sequence[Scope], whole: Scope, calendar: Calendar, laws: Sequence[Regulation]) -> None:
        """``laws`` are those beside the one of the scopes."""
        check_measures(scopes)
        self.scopes, self.whole, self.calendar, self.laws = scopes, whole, calendar, laws
        self.sector, self.law = whole.sector, whole.regulation
        self.groups = _by_duties(self.law, laws)
        apart = {code for law in (self.law, *laws) for code in told_apart(self.sector, law)}
        self.attributes = frozenset(apart & set(self.sector.incident_attributes))
        self.everything = len(scopes) > 1 or any(_other_facts(self.law, laws[group[0]]) for group in self.groups[1:])

    def weigh(self, now: PeriodInForce) -> Iterator[_Under]:
        """Puts in who stands where ``now``, and gives the results under each law in turn, as soon as they are there."""
        own, *rest = self.groups
        parts: list[_InForcePart] = []
        as_is: list[list[UnitResult]] = []
        done: dict[int, list[_PartUnder]] = {n: [] for group in self.groups for n in group}
        for scope in self.scopes:
            with engine_of(scope, self.calendar) as engine:
                part, results = self._as_it_is(scope, engine, bool(rest))
                now.undated.extend(part.judged.gathered.undated)
                parts.append(part)
                as_is.append(results)
                last = len(parts) == len(self.scopes)
                if last:
                    now.units.extend(self._whole(self.law, as_is))
                for n in own:
                    under = gather_under(self.laws[n], part.judged.gathered, engine)
                    done[n].append(self._under(under, part, engine, True))
                    if last:
                        yield self._finished(n, done.pop(n))
        yield from (_Under(n, None, {}) for n in range(len(self.laws)) if not any(n in group for group in self.groups))
        for group in rest:
            for scope, part in zip(self.scopes, parts, strict=True):
                self._anew(group, scope, part, done)
            for n in group:
                yield self._finished(n, done.pop(n))

    def _finished(self, n: int, parts: Sequence[_PartUnder]) -> _Under:
        results = self._whole(self.laws[n], [one.results for one in parts])
        return _Under(n, results, differing(one.behind for one in parts))

    def _as_it_is(self, scope: Scope, engine: DutyEngine, others: bool) -> tuple[_InForcePart, list[UnitResult]]:
        gathered = gather(scope, engine, self.attributes)
        results = judge(gathered, {})
        part = _InForcePart(as_judged(gathered, results), facts_behind(gathered, engine, others, self.everything))
        return part, _beside(gathered, results)

    def _anew(self, group: Sequence[int], scope: Scope, part: _InForcePart, done: Mapping[int, list[_PartUnder]]) -> None:
        """A part under laws that have other duties than the one in force, and among themselves the same."""
        first = scope_under(scope, self.laws[group[0]])
        with engine_of(first, self.calendar) as engine:
            gathered = gather(first, engine, self.attributes, part.judged.gathered.tally.entered)
            for n in group:
                done[n].append(self._under(gather_under(self.laws[n], gathered, engine), part, engine, False))

    def _under(self, now: Gathered, part: _InForcePart, engine: DutyEngine, same_duties: bool) -> _PartUnder:
        return _PartUnder(_beside(now, rejudged(part.judged, now)), both_behind(part.facts, now, engine, same_duties))

    def _whole(self, law: Regulation, parts: Sequence[list[UnitResult]]) -> list[UnitResult]:
        """The whole period of its parts, with the outcomes, in order."""
        whole, results = scope_under(self.whole, law), parts[0]
        if (terms := law.combined.get(whole.period.kind)) is not None:
            done = [PartAssessed(one, IncidentCount(), [], {}) for one in parts]
            results = combine(whole, terms, [scope_under(scope, law) for scope in self.scopes], done).results
        give_outcomes(whole, results)
        return in_order(whole, results)


def _beside(gathered: Gathered, results: list[UnitResult]) -> list[UnitResult]:
    """The results, with the sanctions and the figures of formulas, which may fail."""
    scope = gathered.scope
    for result in results if scope.regulation.sanction_terms is not None else ():
        result.lines = list(result.lines)  # to which others come
    give_sanctions(scope, {result.unit: result for result in results}, gathered.sanctions)
    for result in results if scope.regulation.of(Figure) else ():
        result.figures += formula_figures(scope, result.unit, gathered.sums[result.unit], gathered.slots)
    return results


def _of_duties(law: Regulation) -> tuple[object, ...]:
    return tuple(p for p in law.provisions if isinstance(p, _OF_DUTIES))


def _by_duties(law: Regulation, laws: Sequence[Regulation]) -> list[list[int]]:
    """The numbers of those laws that are others than the first, by what duties are judged by; first those with the same."""
    ways, groups = [_of_duties(law)], list[list[int]]([[]])
    for n, other in enumerate(laws):
        if other.provisions == law.provisions:
            continue
        way = _of_duties(other)
        if way not in ways:
            ways.append(way)
            groups.append([])
        groups[ways.index(way)].append(n)
    return groups


def _other_facts(law: Regulation, other: Regulation) -> bool:
    """Whether two laws' duties differ in more than what is broken: in marks on incidents, or in sanctions."""

    def beside(of: Regulation) -> tuple[object, ...]:
        return tuple(p for p in _of_duties(of) if not isinstance(p, Duty) or p.mark)

    return beside(law) != beside(other)
