"""Counts make scorecards: where each cell goes, what each line costs, and what each section comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.exact import Exact
from ..duties.engine import DutyEngine
from ..law.conditions import Stored
from ..law.points import Charge, Section
from ..law.scales import pairwise
from ..law.terms import Counted, Formula
from . import tally as tallying
from .results import IncidentCount, Line, SectionScore, UnitResult, VetoFound
from .sections import sum_sections
from .slots import Scope, Slots, Sums
from .tally import Granted
from .volume import Ranked, rank_channel, reported_inputs, whole_or_own

Ids = dict[tuple[str, int], list[str]]


def ids_behind(scope: Scope, engine: DutyEngine, columns: tuple[str, ...], slots: Slots, sums: Mapping[str, Sums]) -> Ids:
    """The incidents behind vetoes, and with ``trace`` behind every line, by unit and slot."""
    if scope.trace:
        kinds = [k.code for k in scope.sector.kinds]
    else:
        found = {n for s in sums.values() for n in s.counts if slots.first_veto <= n < slots.first_other}
        kinds = sorted({k.code for n in found for k in slots.counts[n].kinds})
    ids: Ids = {behind: list(listed) for behind, listed in scope.rest.ids.items()}
    if not kinds:
        return ids

    def note(unit: str, kind: str, values: tuple[Stored, ...], incident: str) -> None:
        home = scope.homes.get(unit, "")
        if home in sums:
            for slot, *_ in slots.of(scope.units[home].kind, kind, values).slots:
                ids.setdefault((home, slot), []).append(incident)

    for one in engine.incidents(columns, kinds):
        note(one.unit, one.kind, one.values, one.id)
    if scope.trace:
        for breach in engine.breaches():
            if (kind := scope.regulation.duties[breach.duty].breach) is not None:
                note(breach.unit, kind.code, tallying.breach_values(kind, columns), breach.about)
        for listed in ids.values():
            listed.sort()
    return ids


def leave_undecided(scope: Scope, decided: Granted, sums: Mapping[str, Sums], incidents: IncidentCount) -> None:
    """Incidents whose points nobody has decided yet are pending, not charged."""
    undecided = [row for rows in decided.values() for row in rows if row.points is None]
    waiting = sum(scope.homes.get(row.unit, "") in sums for row in undecided)
    incidents.charged -= waiting
    incidents.pending += waiting


def scorecards(
    scope: Scope,
    slots: Slots,
    sums: Mapping[str, Sums],
    decided: Granted,
    ids: Ids,
    volume: Mapping[str, Sequence[Line]] | None = None,
) -> list[UnitResult]:
    """Each unit's lines, vetoes, sections, bonus and score.

    ``volume`` are the lines of the rank rules, where they are known already.
    """
    regulation = scope.regulation
    granted: dict[tuple[str, str], Exact] = {}
    for kind, rows in decided.items():
        for row in rows:
            home = scope.homes.get(row.unit, "")
            if home in sums:
                granted[home, kind] = granted.get((home, kind), 0) + (row.points or 0)
    results = []
    for unit in scope.assessed:
        result = UnitResult(unit.id, unit.name, unit.kind, larger=_larger(scope, unit.id))
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
    volume = volume_lines(scope, slots, sums, ids) if volume is None else volume
    for result in results:
        result.lines += volume.get(result.unit, ())
        result.lines.sort(key=lambda line: (line.clause, line.kind, line.section.id if line.section else "", line.channel or ""))
        _score(scope, result, sums[result.unit], slots)
    return results


def _larger(scope: Scope, unit: str) -> Exact:
    """What tells units of equal figures apart: the measure that the law names, the larger first; 0 where it names none."""
    standing = scope.regulation.standing
    return scope.measures[unit, standing.larger.code] if standing is not None and standing.larger is not None else 0


def _points(charge: Charge, mine: Sums, slot: int, granted: Exact, present: set[str]) -> Exact | None:
    """A line's points: negative for what is taken, 0 where another item takes its place, None where there are none."""
    if charge.scale is None or charge.section is None:
        return None
    if any(other.code in present for other in charge.unless):
        return 0
    points = charge.scale.points(mine.weight(slot, charge.count), granted)
    return points if charge.section.bonus else -points


def incidents_in(formula: Formula, given: Mapping[str, Exact]) -> int:
    """How many incidents a formula took."""
    return int(sum(given[name] for name, source in formula.inputs.items() if isinstance(source, Counted)))


def formula_inputs(scope: Scope, formula: Formula, unit: str, counts: Mapping[int, int], slots: Slots) -> dict[str, Exact]:
    """What a formula takes for a unit, by name."""
    given = reported_inputs(formula, [unit], scope.measures)[0]
    given.update(_counted(formula, counts, slots))
    return given


def _counted(formula: Formula, counts: Mapping[int, int], slots: Slots) -> list[tuple[str, int]]:
    return [
        (name, counts.get(slots.slot(source.count), 0)) for name, source in formula.inputs.items() if isinstance(source, Counted)
    ]


def volume_lines(scope: Scope, slots: Slots, sums: Mapping[str, Sums], ids: Ids) -> dict[str, list[Line]]:
    """Each unit's lines in the channels of the rank rules."""
    found: dict[str, list[Line]] = {unit.id: [] for unit in scope.assessed}
    for r, ranking in enumerate(scope.regulation.rankings):
        for unit_kind, channels in ranking.channels.items():
            members = [unit.id for unit in scope.assessed if unit.kind == unit_kind]
            if not members:
                continue
            numbers = [slots.channels[r, unit_kind, c.code] for c in channels]
            takes_whole = any(whole_or_own(ranking.index).values())
            whole = {u: pairwise([sums[u].weights.get(n, 0) for n in numbers]) for u in members} if takes_whole else {}
            reported = reported_inputs(ranking.index, members, scope.measures)
            ranked = Ranked(ranking, unit_kind, members, whole, reported)
            for channel, n in zip(channels, numbers, strict=True):
                counts = {u: sums[u].counts.get(n, 0) for u in members}
                weights = {u: sums[u].weights.get(n, 0) for u in members}
                for unit, line in rank_channel(ranked, channel, counts, weights).items():
                    if scope.trace:
                        line.incidents = tuple(ids.get((unit, n), ()))
                    found[unit].append(line)
    return found


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
        given = formula_inputs(scope, section.start, result.unit, mine.counts, slots)
        return min(section.base, section.start.value(given, section.clause, section.words, result.unit))

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
