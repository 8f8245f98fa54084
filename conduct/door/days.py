"""Days as people write them."""

from __future__ import annotations

from datetime import date

from conduct.core.base.faults import Fault, Problem
from conduct.loading.cells import Bad, day


def day_typed(text: str) -> date:
    """A day in any form that files may have. Raises `Fault` for what is none."""
    found = day(text.strip())
    if isinstance(found, Bad):
        raise Fault([Problem(found.code, found.values)])
    return date.fromisoformat(str(found))
