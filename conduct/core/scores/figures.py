"""The figures of a unit that a formula gives, and those that are the mean of what was said about its cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ..base.exact import Exact, exact, measured
from ..base.frozen import frozen
from ..duties.engine import DutyEngine
from ..law.conditions import name, quoted
from ..law.figure import Figure, MeanFigure
from ..law.scales import pairwise
from ..law.terms import Reported
from ..ledger.schema import table
from .results import FigureFound
from .scorecards import formula_inputs
from .slots import Scope, Slots, Sums


def figure_shown(scope: Scope, figure: Figure, unit: str, sums: Sums, slots: Slots) -> FigureFound | None:
    """A figure of a unit; nothing where it lacks a measure that the formula takes."""
    wanted = [s.measure.code for s in figure.of.inputs.values() if isinstance(s, Reported)]
    if any((unit, code) not in scope.measures for code in wanted):
        return None
    given = formula_inputs(scope, figure.of, unit, sums.counts, slots)
    value = figure.of.value(given, figure.clause, figure.words, unit)
    count = None if figure.count is None else sums.counts.get(slots.slot(figure.count), 0)
    shown = FigureFound(figure.code, figure.words, figure.clause, value, count, rounding=figure.rounding)
    shown.form, shown.given = "share" if figure.percent else "", given if figure.summed else None
    return shown


def formula_figures(scope: Scope, unit: str, sums: Sums, slots: Slots) -> list[FigureFound]:
    """Every figure of a unit that a formula gives."""
    found = (figure_shown(scope, figure, unit, sums, slots) for figure in scope.regulation.of(Figure))
    return [figure for figure in found if figure is not None]


@frozen
class Said:
    """What so many actions on a unit's cases said, or on one case of it alone."""

    unit: str
    incident: str | None
    value: Exact
    n: int


def said_of(scope: Scope, engine: DutyEngine, figure: MeanFigure, units: Iterable[str] | None = None) -> Iterator[Said]:
    """What was said about the cases of the period, by unit; of some ``units`` case by case, and of no other."""
    value = f"t.{name(figure.attribute.code)}"
    case, mine = ("NULL", "1") if units is None else ("i.incident", f"i.unit IN ({', '.join(map(quoted, units))})")
    rows = engine.facts.incidents(
        f"i.unit, {case}, {value}, count(*)",
        f"i.date BETWEEN :start AND :end AND t.date <= :as_of AND {value} IS NOT NULL AND {mine}",
        join=f"""CROSS JOIN {name(table(scope.sector, "actions"))} t
            ON t.incident = i.incident AND t.step = {quoted(figure.step.code)}""",
        values={**engine.days, "as_of": scope.as_of.isoformat()},
        group="1, 2, 3",
    )
    for unit, incident, said, n in rows:
        yield Said(unit, incident, measured(str(said)), n)
    if units is None:
        yield from (Said(unit, None, said, n) for (code, unit, said), n in scope.rest.said.items() if code == figure.code)


def mean_of(said: Iterable[Said]) -> tuple[Exact | None, int]:
    """The mean of what was said, None where nobody said anything, and how many said it."""
    listed = list(said)
    n = sum(one.n for one in listed)
    return exact(Fraction(pairwise([one.value * one.n for one in listed])) / n) if n else None, n
