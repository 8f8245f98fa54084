"""The figures of a unit that a formula gives."""

from __future__ import annotations

from .law import Figure, Reported
from .results import FigureShown
from .scorecards import Scope, Slots, Sums, formula_value


def figure_shown(scope: Scope, figure: Figure, unit: str, sums: Sums, slots: Slots) -> FigureShown | None:
    """A figure of a unit; nothing where it lacks a measure that the formula takes."""
    wanted = [s.measure.code for s in figure.of.inputs.values() if isinstance(s, Reported)]
    if any((unit, code) not in scope.measures for code in wanted):
        return None
    value, _ = formula_value(scope, figure, figure.of, unit, sums.counts, slots)
    count = None if figure.count is None else sums.counts.get(slots.slot(figure.count), 0)
    form = "share" if figure.percent else ""
    return FigureShown(figure.code, figure.words, figure.clause, value, count, form=form, rounding=figure.rounding)


def formula_figures(scope: Scope, unit: str, sums: Sums, slots: Slots) -> list[FigureShown]:
    """Every figure of a unit that a formula gives."""
    found = (figure_shown(scope, figure, unit, sums, slots) for figure in scope.regulation.of(Figure))
    return [figure for figure in found if figure is not None]
