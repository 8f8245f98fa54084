"""What is due to somebody: the open duties of the units for which he has a desk, or that are his own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conduct.core.duties.agenda import DutyState
from conduct.core.ledger.units import Unit

from .rights import Action, Rights


def line_of(units: Mapping[str, Unit], unit: str) -> Iterator[str]:
    """A unit and all above it."""
    seen: set[str] = set()
    at: str | None = unit
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = units[at].parent if at in units else None


def due_to(rights: Rights, sector: str, owed: Sequence[DutyState], units: Mapping[str, Unit]) -> list[DutyState]:
    """Those of a sector's open duties that are due to whoever has these rights."""
    his: dict[str, bool] = {}
    for one in owed:
        if one.unit not in his:
            line = [*line_of(units, one.unit)]
            his[one.unit] = any(rights.may_for(action, sector, line) for action in (Action.DESK, Action.OWN))
    return [one for one in owed if his[one.unit]]
