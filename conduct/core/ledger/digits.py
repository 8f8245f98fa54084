"""What private texts are compared by: a number by its digits alone, however it is typed (联系电话), and any text less its blanks
and dashes.
"""

from __future__ import annotations

import re

_LEFT_OUT = "　－—–()（）"  # beside the blank and the hyphen, which most numbers have alone
_WIDE = {chr(0xFF10 + n): str(n) for n in range(10)}
_BARE = str.maketrans("".join(_WIDE), "".join(_WIDE.values()), f" -{_LEFT_OUT}")
_FEWEST, _FEWEST_AT_END = 7, 4
_ABROAD = re.compile(r"(?:[+＋]|00)86(?=[0-9]{6})|86(?=1[0-9]{10}\Z)")
"""What stands before a number as it is dialled from abroad."""
_BEFORE = ("", *(before + nought for before in ("86", "+86", "＋86", "0086", "") for nought in ("", "0") if before + nought))


def bare(written: str) -> str:
    """A text less blanks, dashes and brackets, its figures half-width."""
    return written.translate(_BARE)


def bare_sql(column: str) -> str:
    """The same of a column, as an expression that an index may have; how most numbers are typed is asked first, and soon told."""
    short = f"replace(replace({column}, ' ', ''), '-', '')"
    whole = short
    for each in _LEFT_OUT:
        whole = f"replace({whole}, char({ord(each)}), '')"
    for wide, figure in _WIDE.items():
        whole = f"replace({whole}, char({ord(wide)}), '{figure}')"
    return f"CASE WHEN {column} GLOB '*[^-0-9 ]*' THEN {whole} ELSE {short} END"


def number_in(written: str) -> str:
    """The digits of a number of seven or more, less 0086, +86 and the nought before an area code; empty for what is none."""
    digits = _ABROAD.sub("", bare(written), count=1).lstrip("0")
    return digits if re.fullmatch(rf"[0-9]{{{_FEWEST},}}", digits) else ""


def end_of_number(written: str) -> str:
    """The digits, four or more, of what is no number itself but may be the end of one (尾号); empty for anything else."""
    digits = bare(written)
    return digits if not number_in(written) and re.fullmatch(rf"[0-9]{{{_FEWEST_AT_END},}}", digits) else ""


def alike(written: str) -> tuple[str, ...]:
    """How a text may stand in the ledger, `bare`, and mean the same."""
    number = number_in(written)
    return tuple(before + number for before in _BEFORE) if number else (bare(written),)
