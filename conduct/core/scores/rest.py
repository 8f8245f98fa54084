"""What cases count that lie elsewhere: of a run whose ledger holds those alone that are to be looked at one by one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from attrs import field

from ..base.exact import Exact
from ..base.frozen import define
from ..duties.states import CaseFigure, StateCount
from .entered import CellKey
from .tally import Cell, Tally


@define
class Rest:
    """What the cases of one period come to that its ledger does not hold.

    Added to what is counted there: how many incidents are in which ``cells``, how many duties of a unit stand in which way, by
    unit and ``status``, what the cases count in ``figures``, by code and unit, and how often what was ``said`` of them, by the
    code of the figure, unit and value. ``ids`` are incidents by unit and slot, where a run is traced.
    """

    cells: dict[CellKey, int] = field(factory=dict)
    states: dict[tuple[str, str], int] = field(factory=dict)
    figures: dict[tuple[str, str], int] = field(factory=dict)
    said: dict[tuple[str, str, Exact], int] = field(factory=dict)
    ids: dict[tuple[str, int], list[str]] = field(factory=dict)

    def add(self, other: Rest) -> None:
        """Adds what further cases count."""
        _add(self.cells, other.cells)
        _add(self.states, other.states)
        _add(self.figures, other.figures)
        _add(self.said, other.said)
        for behind, incidents in other.ids.items():
            self.ids.setdefault(behind, []).extend(incidents)

    def counted_with(self, tally: Tally) -> Tally:
        """A tally of what the ledger holds, with these cells counted in."""
        if not self.cells:
            return tally
        cells = dict(self.cells)
        for unit, kind, values, n in tally.cells:
            key = CellKey(unit, kind, values)
            cells[key] = cells.get(key, 0) + n
        return Tally(tally.columns, [Cell(*key, n) for key, n in cells.items()])

    def state_counts(self) -> Iterable[StateCount]:
        """The states by unit, as the engine counts them."""
        return (StateCount(unit, status, n) for (unit, status), n in self.states.items())

    def case_figures(self) -> Iterable[CaseFigure]:
        """The figures of cases by code and unit, as the engine counts them."""
        return (CaseFigure(code, unit, n) for (code, unit), n in self.figures.items())


K = TypeVar("K", bound=Hashable)


def _add(counts: dict[K, int], more: Mapping[K, int]) -> None:
    for key, n in more.items():
        counts[key] = counts.get(key, 0) + n
