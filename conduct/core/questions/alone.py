"""One unit's result as it would be while every other's facts stand still: its scorecard, its figures, its place, its outcomes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping

from attrs import evolve

from ..scores.combine import combined_result
from ..scores.entered import CellKey
from ..scores.figures import formula_figures
from ..scores.judge import Gathered, note_signs
from ..scores.results import Assessment, Line, UnitResult
from ..scores.scorecards import scorecards
from ..scores.slots import Scope, Sums, sums_of
from ..scores.standings import InList, PlaceKey, lead, place_of, standing_figure
from ..scores.tally import Granted
from .in_order import list_of, units_of
from .moving import Moving

Delta = Counter[CellKey]


def whole_scope(assessment: Assessment) -> Scope:
    """What a period that is combined of several is worked out within."""
    parts = assessment.gathered
    assessed = {u.id: u for part in parts for u in part.scope.assessed}
    units = [assessed[u] for u in sorted(assessed)]
    scope: Scope = evolve(parts[0].scope, period=assessment.period, assessed=units, measures=assessment.measures)
    return scope


def decided_without(part: Gathered, gone: set[str]) -> Granted:
    """The points that people decided, less those of some incidents."""
    if not gone:
        return part.decided
    return {kind: [row for row in rows if row.incident not in gone] for kind, rows in part.decided.items()}


class Alone:
    """Works out one unit's result from its own counts, where its own score or formula alone ranks it."""

    def __init__(self, assessment: Assessment, unit: str) -> None:
        self.parts = assessment.gathered
        self.part: Gathered = self.parts[0]
        self.unit, self.period = unit, assessment.period
        self.law = assessment.resolved
        self.combined = self.law.combined.get(self.period.kind)
        self.whole = self.part.scope if self.combined is None else whole_scope(assessment)
        self._base: dict[int, UnitResult] = {}
        base = assessment.of_unit(unit)
        assert base is not None
        self.volume = [line for line in base.lines if line.channel is not None]
        standing = self.law.standing
        assert standing is not None
        self.standing = standing
        mine = list_of(assessment, unit)
        self.keys, self.others = mine.keys, mine.without(unit)
        self.units = units_of(assessment)
        self.moving = Moving(assessment, unit) if self.law.rankings else None

    @staticmethod
    def fits(assessment: Assessment) -> bool:
        """Whether a unit can be looked at alone: ranked, of several parts by its score without a rank rule, and no outcome that
        asks who else is eligible.
        """
        law = assessment.resolved
        if law.standing is None:
            return False
        if assessment.period.kind in law.combined:
            if law.rankings or law.standing.of is not None:
                return False
        elif len(assessment.gathered) != 1:
            return False
        return not any(o.among_eligible is True for o in law.outcomes)

    def __call__(self, deltas: Mapping[int, Delta], gone: set[str]) -> UnitResult:
        """The result with a change of the unit's own cells, by part, and without the decided points of some incidents."""
        if self.combined is not None:
            there = [n for n, part in enumerate(self.parts) if self.unit in part.sums]
            parts = [self.in_part(n, deltas.get(n), gone) for n in there]
            return self._placed(combined_result(self.whole, parts, self.combined, len(self.parts)))
        part, unit, delta = self.part, self.unit, deltas.get(0)
        mine = self._mine(part, delta)
        lines = [evolve(line) for line in self.volume]
        moved: dict[str, list[Line]] = {}
        if self.moving is not None and self.moving.touches(mine):
            lines, moved = self.moving(mine)
        result = self._scorecard(part, unit, mine, decided_without(part, gone), lines)
        if (figure := standing_figure(part.scope, unit, mine, part.slots)) is not None:
            result.figures.append(figure)
        result.figures += formula_figures(part.scope, unit, mine, part.slots)
        note_signs(part.scope, part.slots, mine.counts, result)
        return self._placed(result, moved)

    def in_part(self, n: int, delta: Delta | None, gone: set[str]) -> UnitResult:
        """The unit's result in one of several parts, which is not ranked."""
        if not delta and not gone and n in self._base:
            return self._base[n]
        part = self.parts[n]
        mine = self._mine(part, delta)
        result = self._scorecard(part, self.unit, mine, decided_without(part, gone), [])
        result.figures += formula_figures(part.scope, self.unit, mine, part.slots)
        note_signs(part.scope, part.slots, mine.counts, result)
        if not delta and not gone:
            self._base[n] = result
        return result

    def _mine(self, part: Gathered, delta: Delta | None) -> Sums:
        """The unit's sums in a part, with a change of its cells."""
        cells: Counter[CellKey] = Counter()
        for owner, kind, values, n in part.facts.cells if part.facts is not None else ():
            cells[CellKey(owner, kind, values)] += n
        cells.update(delta or {})
        return sums_of(part.scope, part.slots, self.unit, cells)

    def _placed(self, result: UnitResult, moved: Mapping[str, list[Line]] | None = None) -> UnitResult:
        """The result with its rank and its outcomes; ``moved`` are the lines of others that it moves."""
        part = self.part
        key = self._key(result)
        ahead, level = bisect_left(self.others, key), bisect_right(self.others, key)
        for other, theirs in (moved or {}).items():
            if other not in self.keys:  # of another list, or without a rank
                continue
            before, now = self.keys[other], self._key(self._scorecard(part, other, part.sums[other], part.decided, theirs))
            ahead += (now < key) - (before < key)
            level += (now <= key) - (before <= key)
        result.rank = None if result.unranked else 1 + ahead
        at = InList(result.rank, len(self.others) - level)
        lead(self.whole, [result], lambda _: {result.unit: at})
        return result

    def _scorecard(self, part: Gathered, unit: str, mine: Sums, decided: Granted, volume: list[Line]) -> UnitResult:
        scope = evolve(part.scope, assessed=[self.units[unit]])
        return scorecards(scope, part.slots, {unit: mine}, decided, {}, {unit: volume})[0]

    def _key(self, unit: UnitResult) -> PlaceKey:
        return place_of(self.standing, unit)
