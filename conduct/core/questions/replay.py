"""The standings as they would be if some facts were not there, or some more were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..base.periods import Period
from ..duties.case_facts import CaseFacts
from ..duties.sanction import SanctionFound
from ..duties.sanctions import sanctions_of
from ..scores.combine import PartAssessed, combine
from ..scores.entered import CellKey
from ..scores.figures import formula_figures
from ..scores.judge import Gathered, fresh, judge
from ..scores.results import Assessment, IncidentCount, UnitResult
from ..scores.slots import Sums, sums_of
from ..scores.standings import give_outcomes
from .alone import Alone, Delta, decided_without, whole_scope


class Replay:
    """The standings as they would be if some facts were not there, or some more were: worked out from the counts alone."""

    def __init__(self, assessment: Assessment, unit: str) -> None:
        self.assessment, self.unit = assessment, unit
        self.parts: Sequence[Gathered] = assessment.gathered
        base = assessment.of_unit(unit)
        assert base is not None
        self.base = base
        self.regulation = assessment.resolved
        repeated = {k.code for s in self.regulation.sanctions if s.repeated is not None for k in s.count.kinds}
        self._repeated = {f.id for part in self.parts if part.facts for f in part.facts.incidents if f.kind in repeated}
        self._base: dict[int, list[UnitResult]] = {}
        self._alone = Alone(assessment, unit) if Alone.fits(assessment) else None

    def __call__(self, deltas: Mapping[int, Delta], dropped: Iterable[str] = ()) -> list[UnitResult]:
        """All units' results; ``deltas`` by part, ``dropped`` the ids of incidents whose decided points go."""
        gone = set(dropped)
        done: list[PartAssessed] = []
        for n, part in enumerate(self.parts):
            results = self._judged(n, part, deltas.get(n), gone)
            done.append(PartAssessed(results, IncidentCount(), [], {}))
        results, scope = done[0].results, self.parts[0].scope
        kind = self.assessment.period.kind
        if kind in self.regulation.combined:
            scope = whole_scope(self.assessment)
            results = combine(scope, self.regulation.combined[kind], [p.scope for p in self.parts], done).results
        give_outcomes(scope, results)
        return results

    def by_part(self) -> list[tuple[Period, UnitResult]]:
        """The unit's results in each part of the period in which it stands."""
        found = []
        for n, part in enumerate(self.parts):
            found += [(part.scope.period, r) for r in self._judged(n, part, None, set()) if r.unit == self.unit]
        return found

    def in_part(self, n: int, delta: Delta) -> UnitResult:
        """The unit's result in one part, with a change of its own facts there alone."""
        if self._alone is not None and self._alone.combined is not None:
            return self._alone.in_part(n, delta, set())
        return next(r for r in self._judged(n, self.parts[n], delta, set()) if r.unit == self.unit)

    def sanctions_without(self, facts: CaseFacts, incident: str) -> list[SanctionFound]:
        """The unit's sanctions without an incident: those on it go, and those of repeated ones are found anew."""
        law = self.regulation
        anew = law.same_matter is not None or law.same_person is not None  # where an absence may bring others back
        kept = [s for s in self.base.sanctions if s.rule.repeated is None and s.incident != incident and not anew]
        if incident not in self._repeated and not anew:
            return kept + [s for s in self.base.sanctions if s.rule.repeated is not None]
        for part in self.parts:
            scope = part.scope
            with facts.without(incident):
                found = sanctions_of(facts, scope.regulation, scope.period)
            mine = [s for s in found.standing if s.on is not None and scope.homes.get(s.unit) == self.unit]
            kept += [s for s in mine if anew or s.rule.repeated is not None]
        return kept

    def _judged(self, n: int, part: Gathered, delta: Delta | None, gone: set[str]) -> list[UnitResult]:
        """One part's results; where no rank rule is touched, only the units that are, beside the others as they stand."""
        sums = self.sums(part, delta)
        changed = {home for unit, *_ in (delta or ()) if (home := part.scope.homes.get(unit, "")) in part.sums}
        standing = part.scope.regulation.standing
        touched = self._ranked(part, delta)
        if touched or (standing is not None and standing.of is not None):
            results = judge(part, {}, sums, decided_without(part, gone))
        else:
            if n not in self._base:
                self._base[n] = judge(part, {})
            if not changed and not gone:
                results = [fresh(r) for r in self._base[n]]
            else:
                mine = {u: (sums or part.sums)[u] for u in (changed | {self.unit}) & set(part.sums)}
                results = judge(part, {}, mine, decided_without(part, gone), self._base[n])
        for result in results:
            if result.unit == self.unit and self.unit in part.sums:
                shown = formula_figures(part.scope, self.unit, (sums or part.sums)[self.unit], part.slots)
                result.figures = [*result.figures, *shown]
        return results

    def _own_only(self, n: int, delta: Delta) -> bool:
        """Whether a change touches the unit's own facts alone."""
        return all(self.parts[n].scope.homes.get(unit) == self.unit for unit, *_ in delta)

    def _ranked(self, part: Gathered, delta: Delta | None) -> bool:
        ranked = min(part.slots.channels.values(), default=None)
        return ranked is not None and any(
            slot >= ranked
            for unit, kind, values in (delta or ())
            if (home := part.scope.homes.get(unit, "")) in part.sums
            for slot, *_ in part.slots.of(part.scope.units[home].kind, kind, values).slots
        )

    def mine(self, deltas: Mapping[int, Delta], dropped: Iterable[str] = ()) -> UnitResult:
        """The unit's own result."""
        if self._alone is not None and all(self._own_only(n, delta) for n, delta in deltas.items()):
            return self._alone(deltas, set(dropped))
        return next(u for u in self(deltas, dropped) if u.unit == self.unit)

    def sums(self, part: Gathered, delta: Delta | None) -> dict[str, Sums] | None:
        """The sums of a part's units with a change of their cells; nothing where nothing changes."""
        if not delta:
            return None
        homes = {part.scope.homes.get(unit, "") for unit, _, _ in delta} & set(part.sums)
        changed = dict(part.sums)
        for home in homes:
            cells: Counter[CellKey] = Counter()
            listed = part.facts.cells if part.facts is not None and home == self.unit else part.tally.cells
            for unit, kind, values, n in listed:
                if part.scope.homes.get(unit) == home:
                    cells[CellKey(unit, kind, values)] += n
            for cell, n in delta.items():
                if part.scope.homes.get(cell.unit) == home:
                    cells[cell] += n
            changed[home] = sums_of(part.scope, part.slots, home, cells)
        return changed
