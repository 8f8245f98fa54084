"""What does not hold together in the sectors that are loaded."""

from __future__ import annotations

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.guard import passes
from conduct.host import LOADED

from .checks import structure

_FEW = 5  # problems of a sector that an error names


def unsound() -> Fault | None:
    """What in the sectors that are loaded does not hold together: why what they declare may not have worked."""
    found = []
    for name, sector in LOADED.items():
        try:
            problems = structure(sector)
        except BaseException as error:  # it looks at whatever was declared
            passes(error)
            continue
        if problems:
            found.append(Problem("sector-unsound", {"name": name, "package": sector.package, "why": "; ".join(problems[:_FEW])}))
    return Fault(found) if found else None
