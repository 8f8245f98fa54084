"""Figures as results print them: by the rounding that the law declares, and with more digits where two would print alike."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from attrs import evolve

from conduct.core.base.exact import USUAL, Exact, Mean, Rounding, rounded
from conduct.core.base.frozen import frozen
from conduct.core.base.once import cached_property
from conduct.core.base.words import Lang, counted
from conduct.core.law.consequence import Below
from conduct.core.scores.results import Assessment, FigureFound, Line, UnitResult
from conduct.core.scores.standings import lists

from .labels import bracketed


@frozen(slots=False)
class Numbers:
    """How the figures of an assessment are printed."""

    a: Assessment

    @property
    def rounding(self) -> Rounding:
        """That of the law."""
        return self.a.resolved.rounding

    def number(self, value: Exact | None) -> Exact | float | None:
        """A score or points as a JSON number."""
        return None if value is None else self.rounding.rounded(value) + 0.0

    def plain(self, value: Exact | None) -> Exact | float | None:
        """A figure that no law rounds, as a JSON number."""
        return None if value is None else rounded(value) + 0.0

    def mean(self, value: Mean | None) -> Exact | float | None:
        """An average as a JSON number."""
        return None if value is None else value.rounded

    def written(self, value: Exact | None) -> str:
        """A score or points in a table; nothing for none."""
        return "" if value is None else self.rounding.written(value)

    def score(self, unit: UnitResult) -> str:
        """A unit's score, which differs in print from those of its neighbours in rank from which it differs."""
        if unit.score is None:
            return ""
        found = self._scores.get(unit.kind if self._apart else "", {})
        return found.get(unit.score) or self.rounding.written(unit.score)

    def figure_shown(self, figure: FigureFound) -> Exact | float:
        """A figure as a JSON number."""
        return (figure.rounding or self.rounding).rounded(figure.value) + 0.0

    def figure(self, figure: FigureFound, lang: Lang) -> str:
        """A figure in words: a share as a percentage, with where it may still come to, and how many incidents lie behind it."""
        behind = ""
        if figure.count is not None and figure.count != figure.value:
            behind = bracketed(f"{figure.count}件" if lang == "zh" else counted(figure.count, "incident"), lang)
        return f"{self.alone(figure)}{behind}"

    def alone(self, figure: FigureFound) -> str:
        """A figure without the incidents behind it: a share as a percentage, with where it may still come to."""
        most = f"–{self._figure(figure, figure.at_most)}" if figure.at_most not in (None, figure.value) else ""
        percent = "%" if figure.form else ""
        return f"{self._figure(figure, figure.value)}{most}{percent}"

    def moved(self, figure: FigureFound, after: Exact | None) -> tuple[str, str]:
        """A figure, and what it would be."""
        if after is None:
            return self._figure(figure, figure.value), "–"
        rounding, times = self._form(figure)
        pair = rounding.apart(figure.value * times, [after * times]), rounding.apart(after * times, [figure.value * times])
        return (f"{pair[0]}%", f"{pair[1]}%") if figure.form else pair

    def compared(self, line: Line) -> tuple[str, str]:
        """A line's index and the average that it is compared with."""
        index, average = line.index, line.average
        if index is None or average is None:
            return "" if index is None else USUAL.written(index), ""
        return index_and_average(index, average)

    def _figure(self, figure: FigureFound, value: Exact | None) -> str:
        assert value is not None
        rounding, times = self._form(figure)
        others = [*self._targets, *self._figures.get(figure.code, {}).get(value, ())]
        return rounding.apart(value * times, [other * times for other in others])

    def _form(self, figure: FigureFound) -> tuple[Rounding, int]:
        """The rounding of what is printed, and what it is multiplied with."""
        rounding, times = figure.rounding or self.rounding, 100 if figure.form == "share" else 1
        return (evolve(rounding, unit=rounding.unit * times) if times > 1 else rounding), times

    @property
    def _apart(self) -> bool:
        standing = self.a.resolved.standing
        return standing is not None and standing.apart is True

    @cached_property
    def _targets(self) -> list[Exact]:
        return [o.place.n for o in self.a.resolved.outcomes if isinstance(o.place, Below)]

    @property
    def _scores(self) -> Mapping[str, Mapping[Exact, str]]:
        """By the list, the scores that differ in print from their neighbours: worked out once for a run."""
        if "written" not in self.a.in_order:
            found = {}
            for members in lists(self.a.resolved.standing, self.a.units):
                scores = [u.score for u in members if u.score is not None]
                found[members[0].kind if self._apart else ""] = self.rounding.neighbours(scores) if scores else {}
            self.a.in_order["written"] = found
        return cast("Mapping[str, Mapping[Exact, str]]", self.a.in_order["written"])

    @cached_property
    def _figures(self) -> dict[str, dict[Exact, tuple[Exact, ...]]]:
        """Of the figure that ranks, each value's neighbours."""
        standing = self.a.resolved.standing
        if standing is None or standing.of is None:
            return {}
        found = sorted({f.value for u in self.a.units for f in u.figures if f.code == standing.code})
        return {standing.code: {v: tuple(found[max(n - 1, 0) : n + 2]) for n, v in enumerate(found)}}


class Exactly(Numbers):
    """The same figures as they are, which no print rounds."""

    def number(self, value: Exact | None) -> Exact | float | None:
        """A score or points."""
        return value

    def figure_shown(self, figure: FigureFound) -> Exact | float:
        """A figure."""
        return figure.value

    def plain(self, value: Exact | None) -> Exact | float | None:
        """A figure that no law rounds."""
        return value

    def mean(self, value: Mean | None) -> Exact | float | None:
        """An average."""
        return None if value is None else Fraction(value.numerator, value.denominator)


def index_and_average(index: Exact, average: Mean) -> tuple[str, str]:
    """The two as they are written, apart where they differ."""
    return USUAL.apart(index, [average]), USUAL.apart(average, [index])
