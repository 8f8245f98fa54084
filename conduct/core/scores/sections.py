"""Lines make sections: what each comes to, those within another, and what its floor or its cap leaves of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..base.exact import Exact
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
