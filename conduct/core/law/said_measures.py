"""By what a clause counts what it charges, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MEASURES = re.compile(r"(每发生一次|每发生一件|发生一起|每人次|每次|每件|每起)[,，]?(?:再)?[扣加]")


def measure_word(quotes: Iterable[str]) -> str:
    """The measure that stands before the points in a clause's words (每件, 每次, 每发生一次, 发生一起); 每件 where none does."""
    found = _MEASURES.search("\n".join(quotes))
    return found[1] if found else "每件"
