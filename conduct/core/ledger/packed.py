"""Rows read as one text each: the database joins a row's columns in half the time in which Python takes them one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from ..law.conditions import name

SIGN = b"\0"
"""What stands between two columns; no value holds it."""
_COMMA_TO_SIGN = bytes.maketrans(b",", SIGN)


def packed(columns: Iterable[str]) -> str:
    """The expression that makes one text of a row's columns, to be read as bytes and told apart by `unpacked`.

    The first must be one that is never NULL.
    """
    return f"json_array({', '.join(map(name, columns))})"


def unpacked(rows: Sequence[tuple[bytes]], width: int) -> bytes | None:
    """The rows, a line each, their columns joined by `SIGN` and nothing in the place of NULL; None where that cannot be told for
    sure: where a value holds a comma, a quotation mark, a backslash or a control character, or is blank.
    """
    text = b"\n".join(chain.from_iterable(rows))
    if b"\\" in text or b'""' in text or text.count(b",") != len(rows) * (width - 1):
        return None
    return text[1:-1].replace(b"]\n[", b"\n").replace(b",null", b",").translate(_COMMA_TO_SIGN, b'"')
