"""Lines make sections: what each comes to, those within another, and what its floor or its cap leaves of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from ..base.exact import Exact
from ..base.frozen import frozen
from ..law.law import Regulation
from ..law.points import Section
from ..law.scales import pairwise
from .results import Line

N = TypeVar("N", int, Exact)


def sum_sections(
    regulation: Regulation, lines: Iterable[Line], base: Callable[[Section], Exact]
) -> dict[str, tuple[Exact, list[Exact], Exact]]:
    """By section its base, the points that its lines and the sections within it come to, and what counts of them."""
    made_of: dict[str, list[Exact]] = {}
    for line in lines:
        if line.section is not None:
            made_of.setdefault(line.section.id, []).append(line.points or 0)
    found: dict[str, tuple[Exact, list[Exact], Exact]] = {}
    for section in reversed(regulation.sections):  # a section within another stands after it
        starts, mine = base(section), made_of.get(section.id, [])
        points = _capped(section.bonus, -starts, section.cap, pairwise(mine)) if mine else 0
        found[section.id] = starts, mine, points
        if section.within is not None:
            made_of.setdefault(section.within.id, []).append(points)
    return found


def _capped(bonus: bool, floor: N, cap: N | None, points: N) -> N:
    """What counts of a section's points: of a bonus no more than its cap, of deductions none below the floor (扣完为止)."""
    if bonus:
        return points if cap is None or points <= cap else cap
    return points if points >= floor else floor


@frozen
class WholeSections:
    """The sections of a law whose bases and caps are whole numbers: each comes after those within it.

    Of each its id, whether it earns points, its floor and cap, and the id of the one that it stands within.
    """

    each: tuple[tuple[str, bool, int, int | None, str | None], ...]
    nothing: dict[str, int]

    @classmethod
    def of(cls, regulation: Regulation) -> WholeSections | None:
        """Those of a law; None where a formula gives a base, or a base or a cap is no whole number."""
        each = []
        for section in reversed(regulation.sections):
            base, cap, within = section.base, section.cap, section.within
            if section.start is not None or not isinstance(base, int) or not (cap is None or isinstance(cap, int)):
                return None
            each.append((section.id, section.bonus, -base, cap, within.id if within is not None else None))
        return cls(tuple(each), {of: 0 for of, *_ in each})

    def points(self, lines: Iterable[Line]) -> dict[str, int] | None:
        """What counts of the points of each section, as `sum_sections` has it; None where a line's are no whole number."""
        found = dict(self.nothing)
        for line in lines:
            if line.section is not None and (points := line.points):
                if not isinstance(points, int):
                    return None
                found[line.section.id] += points
        for of, bonus, floor, cap, within in self.each:
            if points := found[of]:
                found[of] = points = _capped(bonus, floor, cap, points)
                if within is not None:
                    found[within] += points
        return found
