"""Counts make scorecards: where each cell goes, what each line costs, and what each section comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.exact import Exact
from ..duties.engine import DutyEngine
from ..law.conditions import Stored
from ..law.law import Regulation
from ..law.points import Section
from ..law.scales import pairwise
from ..law.terms import Counted, Formula
from . import tally as tallying
from .results import IncidentCount, Line, SectionScore, UnitResult, VetoFound
from .sections import WholeSections, sum_sections
from .slots import Scope, Slots, Sums
from .tally import Granted
from .volume import Ranked, rank_channel, reported_inputs, whole_or_own

Ids = dict[tuple[str, int], list[str]]


def ids_behind(scope: Scope, engine: DutyEngine, columns: tuple[str, ...], slots: Slots, sums: Mapping[str, Sums]) -> Ids:
    """The incidents behind vetoes, and with ``trace`` behind every line, by unit and slot; of one unit if one is explained."""
    members = None
    if scope.about is not None:
        sums = {unit: mine for unit, mine in sums.items() if unit == scope.about}
        members = scope.members(scope.about)
    if scope.trace:
        kinds = [k.code for k in scope.sector.kinds]
    else:
        found = {n for n in set().union(*[s.counts for s in sums.values()]) if slots.first_veto <= n < slots.first_other}
        kinds = sorted({k.code for n in found for k in slots.counts[n].kinds})
    first = 0 if scope.trace else slots.first_veto
    ids: Ids = {behind: list(listed) for behind, listed in scope.rest.ids.items()}
    if not kinds:
        return ids

    def note(unit: str, kind: str, values: tuple[Stored, ...], incident: str) -> None:
        home = scope.homes.get(unit, "")
        if home in sums:
            for slot, *_ in slots.of(scope.units[home].kind, kind, values).slots:
                if slot >= first:
                    ids.setdefault((home, slot), []).append(incident)

    for one in engine.incidents(columns, kinds, members):
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
    volume = volume_lines(scope, slots, sums, ids) if volume is None else volume
    standing = regulation.standing
    rules, first_veto, first_other = Rules(regulation, slots), slots.first_veto, slots.first_other
    results = []
    for unit in scope.assessed:
        result = UnitResult(unit.id, unit.name, unit.kind)
        if standing is not None and standing.larger is not None:
            result.larger = scope.measures[unit.id, standing.larger.code]
        mine = sums[unit.id]
        hit = sorted([n for n in mine.counts if n < first_other])
        present = set() if rules.replaced.isdisjoint(hit) else {rules.codes[n] for n in hit if n < first_veto}
        for n in hit:
            if n >= first_veto:
                result.vetoes.append(VetoFound(regulation.vetoes[n - first_veto], tuple(ids.get((unit.id, n), ()))))
                continue
            code, charge = rules.codes[n], regulation.charges[n]
            cost = rules.cost(n, mine, granted.get((unit.id, code), 0) if granted else 0, present)
            line = Line(code, charge.clause, charge.section, mine.counts[n], cost)
            if scope.trace:
                line.incidents = tuple(ids.get((unit.id, n), ()))
            result.lines.append(line)
        if len(result.vetoes) > 1:
            result.vetoes.sort(key=lambda v: (v.veto.clause, v.veto.name))
        result.lines += volume.get(unit.id, ())
        if len(result.lines) > 1:
            result.lines.sort(key=line_place)
        rules.score(scope, result, mine)
        results.append(result)
    return results


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
            mine = [sums[u] for u in members]
            weights = [[one.weights.get(n, 0) for one in mine] for n in numbers]
            whole = [pairwise(parts) for parts in zip(*weights, strict=True)] if takes_whole else []
            reported = reported_inputs(ranking.index, members, scope.measures)
            ranked = Ranked(ranking, unit_kind, members, whole, reported)
            for channel, n, weighed in zip(channels, numbers, weights, strict=True):
                counts = [one.counts.get(n, 0) for one in mine]
                for unit, line in zip(members, rank_channel(ranked, channel, counts, weighed), strict=True):
                    if scope.trace:
                        line.incidents = tuple(ids.get((unit, n), ()))
                    found[unit].append(line)
    return found


def line_place(line: Line) -> tuple[str, str, str, str]:
    """What a unit's lines are ordered by."""
    return line.clause, line.kind, line.section.id if line.section else "", line.channel or ""


class Rules:
    """The items and sections of a law, looked at once for all units: what a line costs, and what sections come to."""

    def __init__(self, regulation: Regulation, slots: Slots) -> None:
        self.regulation, self.slots = regulation, slots
        self.codes = [charge.kind.code for charge in regulation.charges]
        self.replaced = {n for n, charge in enumerate(regulation.charges) if charge.unless}
        self._costs: list[dict[Exact, Exact]] = [{} for _ in self.codes]
        self._spread = [any(f.spread is True for f in charge.count.factors) for charge in regulation.charges]
        outer = [section for section in regulation.sections if section.within is None]
        self._outer = [section.id for section in outer]
        self._shown = [(s.id, s) for s in sorted(outer, key=lambda s: (s.clause, s.id)) if not s.bonus]
        self._bonuses = [section.id for section in outer if section.bonus]
        self._bases = pairwise([section.base for _, section in self._shown])
        self._highest = [section.id for section in regulation.sections if section.combine == "highest"]
        self._whole = WholeSections.of(regulation)

    def cost(self, n: int, mine: Sums, granted: Exact, present: set[str]) -> Exact | None:
        """A line's points: negative for what is taken, 0 where another item takes its place, None where there are none."""
        charge = self.regulation.charges[n]
        if charge.scale is None or charge.section is None:
            return None
        if charge.unless and any(other.code in present for other in charge.unless):
            return 0
        weight = mine.weight(n, charge.count) if self._spread[n] else mine.weights[n]
        known = self._costs[n]
        if not granted and weight in known:
            return known[weight]
        points = charge.scale.points(weight, granted)
        points = points if charge.section.bonus else -points
        if not granted:
            known[weight] = points
        return points

    def score(self, scope: Scope, result: UnitResult, mine: Sums) -> None:
        """Puts in what each section, the bonus and the score come to."""
        regulation = self.regulation
        if not regulation.sections:
            return
        for of in self._highest:
            lines = [line for line in result.lines if line.section is not None and line.section.id == of]
            best = max(lines, key=lambda line: line.points or 0, default=None)
            for line in lines:
                if line is not best:
                    line.points = 0

        if self._whole is not None and (points := self._whole.points(result.lines)) is not None:
            result.sections = [SectionScore(section, section.base, points[of]) for of, section in self._shown]
            result.bonus = sum([points[of] for of in self._bonuses]) if self._bonuses else None
            result.score = sum([points[of] for of in self._outer], self._bases)
            return

        def base(section: Section) -> Exact:
            if section.start is None:
                return section.base
            given = formula_inputs(scope, section.start, result.unit, mine.counts, self.slots)
            return min(section.base, section.start.value(given, section.clause, section.words, result.unit))

        summed = sum_sections(regulation, result.lines, base)
        result.sections = [SectionScore(section, summed[of][0], summed[of][2]) for of, section in self._shown]
        parts = [part for found in result.sections for part in (found.base, found.points)]
        if self._bonuses:
            result.bonus = pairwise([summed[of][2] for of in self._bonuses])
            parts.append(result.bonus)
        result.score = pairwise(parts)
