"""What each case's absence would change where duties alone are judged: its breaches go with it, and what it counts in figures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..base.exact import Exact, exact
from ..law.caseload import CaseFigures
from ..law.figure import Figure
from ..law.scales import pairwise
from ..scores.figures import formula_figures
from .absence import Absence
from .replay import Replay

FiguresMoved = tuple[tuple[str, Exact | None], ...]
"""Figures that are others without a case, by code; None where there are none."""


class ByCases:
    """One unit's cases in a period that is not combined of others, each with what it takes away."""

    def __init__(self, replay: Replay, absence: Absence) -> None:
        self.replay, self.absence = replay, absence
        self.part = replay.parts[0]
        self.whole = len(replay.parts) == 1  # of parts, figures are combined by rules of their own
        self.figures = {f.code: f.value for f in replay.base.figures}
        self.formulas = bool(self.part.scope.regulation.of(Figure))
        self.breaches: dict[str, list[str]] = {}
        self.shares: dict[str, dict[str, Exact]] = {}
        self.said: dict[str, dict[str, tuple[Exact, int]]] = {}  # by figure, by case: the sum of what was said, and by how many
        self.kinds = {incident: absence.kinds(incident)[0] for incident in absence.incidents}
        closing = [f.closing.kind.code for f in self.part.scope.regulation.of(CaseFigures)]
        for part in replay.parts:
            for fact in part.facts.breaches if part.facts is not None else ():
                if fact.on_case:
                    self.breaches.setdefault(fact.id, []).append(fact.kind)
        facts = self.part.facts
        if facts is None or not self.whole:
            return
        for share in facts.shares:
            self.shares.setdefault(share.incident, {})[share.code] = share.n
            self.kinds.setdefault(share.incident, closing[0])
        for code, listed in facts.said.items():
            by_case = self.said.setdefault(code, {})
            for one in listed:
                had, k = by_case.get(one.incident or "", (0, 0))
                by_case[one.incident or ""] = had + one.value * one.n, k + one.n
        self.totals = {
            code: (pairwise([had for had, _ in by_case.values()]), sum(k for _, k in by_case.values()))
            for code, by_case in self.said.items()
        }
        self._by_formula: dict[frozenset[tuple[object, int]], FiguresMoved] = {}

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], FiguresMoved]]:
        """Each case that takes anything away: its kind or the kinds of its breaches, the breaches, and the figures that move."""
        for case, kind in sorted(self.kinds.items()):
            broken = tuple(sorted(self.breaches.get(case, ())))
            moved = self._moved(case) if self.whole else ()
            if broken or moved:
                yield case, broken or (kind,), broken, moved

    def _moved(self, case: str) -> FiguresMoved:
        after: dict[str, Exact | None] = {code: self.figures[code] - n for code, n in self.shares.get(case, {}).items()}
        for code, by_case in self.said.items():
            if case in by_case:
                total, n = (all_of - own for all_of, own in zip(self.totals[code], by_case[case], strict=True))
                after[code] = exact(Fraction(total) / n) if n else None
        after.update(self._formulas(case) if self.formulas else ())
        return tuple((code, after[code]) for code, value in self.figures.items() if code in after and after[code] != value)

    def _formulas(self, case: str) -> FiguresMoved:
        """What the formulas of figures give without it; the same for cases with which the same is gone."""
        delta = self.absence.deltas([case]).get(0)
        key = frozenset(delta.items()) if delta is not None else frozenset()
        if key not in self._by_formula:
            scope, unit = self.part.scope, self.replay.unit
            sums = self.replay.sums(self.part, delta) or self.part.sums
            had = dict.fromkeys(f.code for f in scope.regulation.of(Figure) if f.code in self.figures)
            now = {f.code: f.value for f in formula_figures(scope, unit, sums[unit], self.part.slots)}
            self._by_formula[key] = tuple({**had, **now}.items())
        return self._by_formula[key]
