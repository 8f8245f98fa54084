"""How incidents add up in a unit's slots, and what those of the units below it weigh there."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..base.exact import Exact

if TYPE_CHECKING:
    from .scorecards import Placed, Scope, Slots, Sums


def add(mine: Sums, slots: Slots, placed: Placed, below: str | None, kind: str, n: int) -> None:
    """Adds incidents of one kind and certain values; ``below`` is their unit, if it is not the assessed one itself."""
    for slot, weight, spread in placed.slots:
        mine.counts[slot] = mine.counts.get(slot, 0) + n
        part = (slot, weight, spread, below is not None)
        mine.parts[part] = mine.parts.get(part, 0) + n
    mine.spreading.update(placed.spreading)
    if below is not None:
        for kinds in slots.parted:
            if any(k.code == kind for k in kinds):
                mine.members.setdefault(kinds, set()).add(below)


def weigh(scope: Scope, home: str, mine: Sums, slots: Slots) -> None:
    """What a unit's incidents weigh by slot; those of the units below it are parted where a rule says so."""
    for (slot, weight, spread, below), n in mine.parts.items():
        parts = members(scope, home, mine, slots, slot) if below else 1
        share: Exact = 1 if parts == 1 else Fraction(1, parts)
        mine.weights[slot] = mine.weights.get(slot, 0) + slots.weights[weight] * n * share
        mine.spread[slot] = mine.spread.get(slot, 0) + slots.weights[spread] * n * share


def members(scope: Scope, home: str, mine: Sums, slots: Slots, slot: int) -> int:
    """By how many units below the assessed one the weight of their incidents is divided in a slot; 1 where no rule says so."""
    if slot >= slots.first_veto or slots.counts[slot].below is None:
        return 1
    kinds = slots.counts[slot].kinds
    seen = scope.taken[slots.parted[kinds]].get(home, frozenset()) | mine.members[kinds]
    return len(seen - {home})
