"""The figures of a unit that a formula gives."""

from __future__ import annotations

from ..law.figure import Figure
from ..law.terms import Reported
from .results import FigureShown
from .scorecards import formula_inputs
from .slots import Scope, Slots, Sums


def figure_shown(scope: Scope, figure: Figure, unit: str, sums: Sums, slots: Slots) -> FigureShown | None:
    """A figure of a unit; nothing where it lacks a measure that the formula takes."""
    wanted = [s.measure.code for s in figure.of.inputs.values() if isinstance(s, Reported)]
    if any((unit, code) not in scope.measures for code in wanted):
        return None
    given = formula_inputs(scope, figure.of, unit, sums.counts, slots)
    value = figure.of.value(given, figure.clause, figure.words, unit)
    count = None if figure.count is None else sums.counts.get(slots.slot(figure.count), 0)
    shown = FigureShown(figure.code, figure.words, figure.clause, value, count, rounding=figure.rounding)
    shown.form, shown.given = "share" if figure.percent else "", given if figure.summed else None
    return shown


def formula_figures(scope: Scope, unit: str, sums: Sums, slots: Slots) -> list[FigureShown]:
    """Every figure of a unit that a formula gives."""
    found = (figure_shown(scope, figure, unit, sums, slots) for figure in scope.regulation.of(Figure))
    return [figure for figure in found if figure is not None]
