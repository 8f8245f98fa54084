"""A period that is assessed as several shorter ones: a year of four quarters, by their mean or by the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from attrs import evolve

from ..base.exact import Exact, exact
from ..base.periods import Period
from ..base.words import Words
from ..duties.passed_over import PassedOver
from ..law.consequence import Unseen
from ..law.figure import Figure
from ..law.law import Regulation
from ..law.points import Section
from ..law.ranking import Combined, Standing
from ..law.scales import pairwise
from ..law.terms import Fixed
from ..ledger.units import Unit
from .beside import Waits
from .results import Checked, FigureFound, IncidentCount, Line, SectionScore, UnitResult
from .slots import Scope
from .standings import leave_unranked, rank_units


class PartAssessed(NamedTuple):
    """What a period, or one part of it, comes to: its units, where its incidents ended, its notes, and what waits in it."""

    results: list[UnitResult]
    incidents: IncidentCount
    notes: list[Words]
    waits: Waits


def parts_of(regulation: Regulation, period: Period) -> list[Period]:
    """The periods that are assessed: the period itself, or those that it is combined of."""
    combined = regulation.combined.get(period.kind)
    return [period] if combined is None else list(period.parts((combined.parts,)))


def combine(whole: Scope, terms: Combined, scopes: Sequence[Scope], done: Sequence[PartAssessed]) -> PartAssessed:
    """One result of the parts' results: each unit by the parts in which it stands, then ranked anew."""
    results = []
    for unit in whole.assessed:
        parts = [r for part in done for r in part.results if r.unit == unit.id]
        if parts:
            results.append(combined_result(whole, parts, terms, len(scopes)))
        else:
            results.append(shown_only(unit, [why for scope in scopes for why in scope.passed.get(unit.id, ())]))
    incidents = IncidentCount()
    for part in done:
        for end in ("charged", "excused", "pending", "without_rule", "case", "out"):
            setattr(incidents, end, getattr(incidents, end) + getattr(part.incidents, end))
    rank_units(whole, results)
    waits: Waits = {}
    for part in done:
        for duty, ids in part.waits.items():
            waits.setdefault(duty, set()).update(ids)
    return PartAssessed(results, incidents, [note for part in done for note in part.notes], waits)


def shown_only(unit: Unit, why: Sequence[PassedOver]) -> UnitResult:
    """A unit that is shown without being assessed, and why."""
    return UnitResult(unit.id, unit.name, unit.kind, unranked=tuple(one.why() for one in why))


def in_order(whole: Scope, results: Sequence[UnitResult]) -> list[UnitResult]:
    """The results by rank, with those units that are shown without being assessed."""
    every = [*results, *(shown_only(whole.units[unit], why) for unit, why in whole.passed.items())]
    ranks = whole.regulation.standing is not None
    return sorted(every, key=lambda r: (ranks and bool(r.unranked), r.rank or 0, r.unit))


def combined_result(whole: Scope, parts: Sequence[UnitResult], terms: Combined, of: int) -> UnitResult:
    """One unit's result of those in the parts in which it stands, ``of`` how many; not ranked yet."""
    result = UnitResult(parts[0].unit, parts[0].name, parts[0].kind)
    standing = [p for p in parts if not unseen_in(whole.regulation, p)]
    counted = standing[-1:] if terms.how == "last" else standing
    result.score = _mean([p.score for p in counted if p.score is not None])
    result.larger = pairwise([p.larger for p in counted])
    for n, score in enumerate(parts[0].sections if counted else ()):
        mine = [p.sections[n] for p in counted]
        result.sections.append(_section(score.section, mine))
    for part in parts:
        result.vetoes += part.vetoes
        result.sanctions += part.sanctions
        result.gave_way += part.gave_way
        result.duties.met += part.duties.met
        result.duties.breached += part.duties.breached
        result.duties.pending += part.duties.pending
        result.found |= part.found
        for code, n in part.counted.items():
            result.counted[code] = result.counted.get(code, 0) + n
    result.lines = _lines([line for part in parts for line in part.lines])
    result.checks = _checks([check for part in parts for check in part.checks])
    result.figures = list(_figures(whole.regulation, parts, counted))
    leave_unranked(whole.regulation, result, (len(parts), of))
    return result


def unseen_in(regulation: Regulation, part: UnitResult) -> bool:
    """Whether a part is left out of the whole, since nobody looked at the unit in it."""
    unseen = {rule.code for rule in regulation.unranked if isinstance(rule.where, Unseen)}
    return any(why.code in unseen for why in part.unranked)


def _figures(regulation: Regulation, parts: Sequence[UnitResult], counted: Sequence[UnitResult]) -> Iterator[FigureFound]:
    """Each figure of the parts: as the scores are combined, or of the sums over all parts of what its formula takes.

    What ranks by a formula is always of sums: over the parts that the scores would be combined of.
    """
    rules = {figure.code: figure for figure in regulation.of(Figure)}
    standing = regulation.standing
    ranking = standing.code if standing is not None and standing.of is not None else None
    for code, first in {f.code: f for part in reversed(parts) for f in part.figures}.items():
        every = [f for part in parts for f in part.figures if f.code == code]
        same = [f for part in counted for f in part.figures if f.code == code]
        if code == ranking and standing is not None and same:
            value = _of_sums(standing, same, parts[0].unit)
        elif first.given is not None and code != ranking:
            value = _of_sums(rules[code], every, parts[0].unit)
            same = every
        elif not same:
            continue
        else:
            value = _mean([f.value for f in same]) or 0
        count = None if first.count is None else sum(f.count or 0 for f in same)
        yield evolve(first, value=value, count=count)


def _of_sums(rule: Figure | Standing, parts: Sequence[FigureFound], unit: str) -> Exact:
    """A rule's formula on the sums of the counts and measures that it took in the parts; a figure of the text is one."""
    formula, given = rule.of, {}
    assert formula is not None
    for name, source in formula.inputs.items():
        values = [part.given[name] for part in parts if part.given is not None]
        given[name] = values[0] if isinstance(source, Fixed) else pairwise(values)
    return formula.value(given, rule.clause, rule.words, unit)


def _mean(values: Sequence[Exact]) -> Exact | None:
    return exact(Fraction(pairwise(list(values))) / len(values)) if values else None


def _section(section: Section, parts: Sequence[SectionScore]) -> SectionScore:
    base, points = _mean([p.base for p in parts]) or 0, _mean([p.points for p in parts]) or 0
    return SectionScore(section, base, points)


def _lines(lines: Sequence[Line]) -> list[Line]:
    """Lines of one kind and section are one: their counts, points and incidents together."""
    found: dict[tuple[str, str, str], Line] = {}
    for line in lines:
        key = (line.clause, line.kind, line.section.id if line.section else "")
        if key not in found:
            found[key] = evolve(line)
            continue
        first = found[key]
        first.count += line.count
        first.points = None if first.points is None or line.points is None else first.points + line.points
        first.incidents = None if first.incidents is None else tuple(sorted((*first.incidents, *(line.incidents or ()))))
    return [found[key] for key in sorted(found)]


def _checks(checks: Sequence[Checked]) -> list[Checked]:
    found: dict[str, Checked] = {}
    for check in checks:
        first = found.setdefault(check.clause, Checked(check.clause, 0, 0))
        first.met += check.met
        first.checked += check.checked
    return [found[clause] for clause in sorted(found)]
