"""Whether every peer gives every unit what conduct gives it: score, rank, the sections' points and the vetoes."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

NUMBERS = ("score", "rank", "2.1", "2.2", "2.3", "2.4")
Card = tuple[object, ...]


def scorecards(path: Path) -> dict[str, Card]:
    """What a file of scorecards says of each unit; a unit that stands twice is no scorecard."""
    found: dict[str, Card] = {}
    with path.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            vetoes = frozenset(row["vetoes"].replace(";", " ").split())
            card = (*(Decimal(row[number]) for number in NUMBERS), vetoes)
            found[row["unit"]] = card if row["unit"] not in found else ("listed twice",)
    return found


def differences(ours: Path, peers: Iterable[tuple[str, Path]]) -> list[str]:
    """A line for each peer that differs, with its name and the first unit; none if all agree."""
    expected, lines = scorecards(ours), []
    for name, path in peers:
        said = scorecards(path)
        other = [unit for unit in sorted(expected.keys() | said.keys()) if expected.get(unit) != said.get(unit)]
        if other:
            first = other[0]
            lines.append(f"{name} differs on {len(other)} of {len(expected)} units, first on {first}: "
                         f"{_shown(said.get(first))}, not {_shown(expected.get(first))} (see {path})")  # fmt: skip
    return lines


def _shown(card: Card | None) -> str:
    """A scorecard in words."""
    if card is None:
        return "no such unit"
    return ", ".join(", ".join(sorted(part)) if isinstance(part, frozenset) else str(part) for part in card)
