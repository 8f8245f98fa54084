"""Rows of comma-separated values, as they are written."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from typing import Any


def csv_rows(stream: Any) -> Callable[[Sequence[str]], None]:
    """Writes rows of comma-separated values that load again: a return alone is quoted as well."""
    plain = csv.writer(stream, lineterminator="\n")
    every = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)

    def write(cells: Sequence[str]) -> None:
        (every if any("\r" in cell for cell in cells) else plain).writerow(cells)

    return write
