"""A block of rows looked at column by column: what can be told of all its rows at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import compress, repeat
from operator import is_, is_not

from conduct.core.base.words import Words
from conduct.core.law.model import ByOwner, ClauseId, Options, Step, Type

from .cells import LONGEST_ID, SPOILT, Converted, clauses_said


def complete(step: Step, has: Mapping[str, bool]) -> bool:
    """Whether an action has what its step needs, by which of its columns are filled."""
    return (
        has["incident"] != has["unit"]
        and (has["unit"] or not step.by_unit)
        and (has["incident"] or has["mistaken"] or not step.either)
        and (has["incident"] or step.by_unit or step.either)
        and all(has[column] for column in step.requires)
    )


def parted(owners: list[Converted], values: list[Converted], present: set[Converted]) -> tuple[set[Converted], set[Converted]]:
    """Those whose rows hold a value of a column, and those whose rows hold none."""
    missing = values.count(None)
    if not missing:
        return present - {None}, set()
    if missing == len(values):
        return set(), present
    filled = set(compress(owners, map(is_not, values, repeat(None))))
    return filled - {None}, set(compress(owners, map(is_, values, repeat(None))))


def plain_ids(cells: Sequence[str]) -> bool:
    """Whether every cell is an id that needs no conversion: told from the column as a whole."""
    joined = "".join(cells)
    return (
        joined.isascii()
        and joined.isprintable()
        and " " not in joined
        and "'" not in joined
        and "" not in cells
        and (max(map(len, cells)) <= LONGEST_ID)
        and not (_may_be_spoilt(joined) and any(map(SPOILT.fullmatch, cells)))
    )


def none_blank(cells: Sequence[str]) -> bool:
    """Whether none of some cells is empty but for blanks: told from all of them together where they hold no blank."""
    if "" in cells:
        return False
    joined = "".join(cells)
    return (joined.isascii() and joined.isprintable() and " " not in joined) or "" not in map(str.strip, cells)


def _may_be_spoilt(joined: str) -> bool:
    return any(map(joined.__contains__, _OF_SPOILT)) and _MAY_BE_SPOILT.search(joined) is not None


_OF_SPOILT = ("+", "-", "/", "TRUE", "FALSE")  # one of which stands in whatever the pattern finds
_MAY_BE_SPOILT = re.compile(r"[eE]\+|TRUE|FALSE|[0-9]{4}[-/][0-9]{1,2}[-/]")


def few_values(column: Type, owned: Type) -> Mapping[str, Words] | None:
    """The few values that an owner's attribute can have, where the column can have more."""
    match column, owned:
        case _, ClauseId(clauses):
            return clauses_said(clauses)
        case ByOwner(), Options(words):
            return words
    return None


def codes_named(values: Mapping[str, Words]) -> Words:
    """Codes as a message lists them, each with its words in Chinese."""
    zh = "、".join(code if words.zh == code else f"{words.zh}（{code}）" for code, words in values.items())
    return Words(zh, ", ".join(values))
