"""By what a clause counts what it charges, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MEASURES = re.compile(r"(每发生一次|每发生一件|发生一起|每人次|每次|每件|每起)[,，]?(?:再)?[扣加]")


def measure_word(quotes: Iterable[str], body: str = "") -> str:
    """The measure that stands before the points in a clause's words (每件, 每次, 每发生一次, 发生一起).

    Where the quotes have none, it is the last that the clause's ``body`` names before them; else 每件.
    """
    quoted = tuple(quotes)
    if found := _MEASURES.search("\n".join(quoted)):
        return found[1]
    ends = [at for quote in quoted if (at := body.find(quote)) >= 0]
    before = _MEASURES.findall(body[: min(ends)]) if ends else []
    return before[-1] if before else "每件"
