"""One unit's result as it would be while every other's facts stand still: its scorecard, its figures, its place, its outcomes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter

from attrs import evolve

from ..law.conditions import Stored
from ..law.consequence import Below, First, Found, Outcome
from ..scores.figures import formula_figures
from ..scores.judge import Gathered, counted_few
from ..scores.results import Assessment, IncidentCount, Line, UnitResult
from ..scores.scorecards import scorecards
from ..scores.slots import Sums, sums_of
from ..scores.standings import PlaceKey, lists, place_of, standing_figure
from ..scores.tally import Granted
from .moving import Moving

Cell = tuple[str, str, tuple[Stored, ...]]
Delta = Counter[Cell]


def decided_without(part: Gathered, gone: set[str]) -> Granted:
    """The points that people decided, less those of some incidents."""
    if not gone:
        return part.decided
    return {kind: [row for row in rows if row.incident not in gone] for kind, rows in part.decided.items()}


class Alone:
    """Works out one unit's result from its own counts, where its own score or formula alone ranks it."""

    def __init__(self, assessment: Assessment, unit: str) -> None:
        self.part: Gathered = assessment.gathered[0]
        self.unit, self.period = unit, assessment.period
        self.law = assessment.resolved
        base = next(u for u in assessment.units if u.unit == unit)
        self.volume = [line for line in base.lines if line.channel is not None]
        standing = self.law.standing
        assert standing is not None
        self.standing = standing
        mine = next(members for members in lists(standing, assessment.units) if base in members)
        self.keys = {u.unit: self._key(u) for u in mine if u.unit != unit and not u.unranked}
        self.others = sorted(self.keys.values())
        self.units = {u.id: u for u in self.part.scope.assessed}
        lines = {u.unit: u.lines for u in assessment.units}
        self.moving = Moving(self.part.scope, self.part.slots, self.part.sums, unit, lines) if self.law.rankings else None

    @staticmethod
    def fits(assessment: Assessment) -> bool:
        """Whether a unit can be looked at alone: one part, ranked, and no outcome that asks who else is eligible."""
        law = assessment.resolved
        if len(assessment.gathered) != 1 or law.standing is None:
            return False
        return not any(o.among_eligible is True for o in law.outcomes)

    def __call__(self, delta: Delta | None, gone: set[str]) -> UnitResult:
        """The result with a change of the unit's own cells, and without the decided points of some incidents."""
        part, unit = self.part, self.unit
        cells: Counter[Cell] = Counter()
        for owner, kind, values, n in part.facts.cells if part.facts is not None else ():
            cells[owner, kind, values] += n
        cells.update(delta or {})
        mine = sums_of(part.scope, part.slots, unit, ((*cell, n) for cell, n in cells.items()))
        lines = [evolve(line) for line in self.volume]
        moved: dict[str, list[Line]] = {}
        if self.moving is not None and self.moving.touches(mine):
            lines, moved = self.moving(mine)
        result = self._scorecard(unit, mine, decided_without(part, gone), lines)
        if (figure := standing_figure(part.scope, unit, mine, part.slots)) is not None:
            result.figures.append(figure)
        result.figures += formula_figures(part.scope, unit, mine, part.slots)
        key = self._key(result)
        ahead, level = bisect_left(self.others, key), bisect_right(self.others, key)
        for other, theirs in moved.items():
            if other not in self.keys:  # of another list, or without a rank
                continue
            before, now = self.keys[other], self._key(self._scorecard(other, part.sums[other], part.decided, theirs))
            ahead += (now < key) - (before < key)
            level += (now <= key) - (before <= key)
        counted_few(part.scope, part.slots, mine.counts, result)
        result.rank = None if result.unranked else 1 + ahead
        worse = len(self.others) - level
        for outcome in self.law.outcomes_in_turn:
            if isinstance(outcome.place, Found) and mine.counts.get(part.slots.slot(outcome.place.count)):
                result.found |= {outcome.name}
            if (not outcome.periods or self.period.kind in outcome.periods) and self._led(outcome, result, worse):
                result.outcomes.append(outcome)
        result.outcomes.sort(key=lambda o: (o.clause, o.name))
        return result

    def _scorecard(self, unit: str, sums: Sums, decided: Granted, volume: list[Line]) -> UnitResult:
        scope = evolve(self.part.scope, assessed=[self.units[unit]])
        return scorecards(scope, self.part.slots, {unit: sums}, decided, {}, IncidentCount(), {unit: volume})[0]

    def _led(self, outcome: Outcome, result: UnitResult, worse: int) -> bool:
        """Whether the unit is led to an outcome, those declared before it being known."""
        place = outcome.place
        if isinstance(place, Below):
            measure = self.part.scope.measures.get((result.unit, place.measure.code))
            return measure is not None and measure < place.n
        vetoes = {v.veto.name for v in result.vetoes}
        if vetoes & set(outcome.unless) or {o.name for o in result.outcomes} & set(outcome.unless):
            return False
        if isinstance(place, Found):
            return outcome.name in result.found
        if vetoes & set(outcome.also):
            return True
        return result.rank is not None and (result.rank <= place.n if isinstance(place, First) else worse < place.n)

    def _key(self, unit: UnitResult) -> PlaceKey:
        return place_of(self.standing, unit)
