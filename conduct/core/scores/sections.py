"""Lines make sections: what each comes to, those within another, and what its floor or its cap leaves of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..base.exact import Exact
from ..base.frozen import frozen
from ..law.law import Regulation
from ..law.points import Section
from ..law.scales import pairwise
from .results import Line


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
        points = _capped(section, starts, pairwise(mine)) if mine else 0
        found[section.id] = starts, mine, points
        if section.within is not None:
            made_of.setdefault(section.within.id, []).append(points)
    return found


def _capped(section: Section, base: Exact, points: Exact) -> Exact:
    if section.bonus:
        return points if section.cap is None or points <= section.cap else section.cap
    return points if points >= -base else -base


@frozen
class WholeSections:
    """The sections of a law whose bases and caps are whole numbers: each comes after those within it.

    Of each its id, base and cap, whether it earns points, and the id of the one that it stands within.
    """

    each: tuple[tuple[str, int, int | None, bool, str | None], ...]
    nothing: dict[str, int]

    @classmethod
    def of(cls, regulation: Regulation) -> WholeSections | None:
        """Those of a law; None where a formula gives a base, or a base or a cap is no whole number."""
        each = []
        for section in reversed(regulation.sections):
            base, cap, within = section.base, section.cap, section.within
            if section.start is not None or not isinstance(base, int) or not (cap is None or isinstance(cap, int)):
                return None
            each.append((section.id, base, cap, section.bonus, within.id if within is not None else None))
        return cls(tuple(each), {of: 0 for of, *_ in each})

    def points(self, lines: Iterable[Line]) -> dict[str, int] | None:
        """What counts of the points of each section, as `sum_sections` has it; None where a line's are no whole number."""
        found = dict(self.nothing)
        for line in lines:
            if line.section is not None and (points := line.points):
                if not isinstance(points, int):
                    return None
                found[line.section.id] += points
        for of, base, cap, bonus, within in self.each:
            if points := found[of]:
                least, most = (points, cap) if bonus else (-base, None)
                points = max(points, least) if most is None else min(points, most)
                found[of] = points
                if within is not None:
                    found[within] += points
        return found
