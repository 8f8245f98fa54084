"""What does not hold together in a sector, as a fault: in those that are loaded, and in one before it is worked with."""

from __future__ import annotations

from collections.abc import Callable

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.guard import passes
from conduct.core.base.kept import kept
from conduct.core.law.sector import Sector
from conduct.host import LOADED

from .checks import rules_unsound, structure

_FEW = 5  # problems of a sector that an error names


def unsound() -> Fault | None:
    """What in the sectors that are loaded does not hold together: why what they declare may not have worked."""
    found = [problem for sector in LOADED.values() if (problem := _problem(sector, structure)) is not None]
    return Fault(found) if found else None


@kept
def unsound_rules(sector: Sector) -> Fault | None:
    """What in the rules of a sector does not hold together, so that nothing can be asked of it."""
    problem = _problem(sector, rules_unsound)
    return Fault([problem]) if problem is not None else None


def twice_in(sector: Sector) -> Fault | None:
    """That a clause stands twice in a text of the sector, which cannot be shown beside its rules."""

    def found(of: Sector) -> list[str]:
        texts = (text for law in of.regulations for text in (law, *law.beside))
        return [f"{text.id}: the clause {clause} stands twice in the text" for text in texts for clause in text.text.repeated]

    problem = _problem(sector, found)
    return Fault([problem]) if problem is not None else None


def _problem(sector: Sector, look: Callable[[Sector], list[str]]) -> Problem | None:
    try:
        problems = look(sector)
    except BaseException as error:  # it looks at whatever was declared
        passes(error)
        return None
    if not problems:
        return None
    package = sector.package if sector.version == "" else f"{sector.package} {sector.version}"
    return Problem("sector-unsound", {"name": sector.name, "package": package or "-", "why": "; ".join(problems[:_FEW])})
