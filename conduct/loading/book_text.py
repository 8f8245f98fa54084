"""Text as the cells of a workbook hold it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

MOST_TEXT = 32_767
"""The most that a cell holds, in units of UTF-16."""

FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no workbook can hold."""

_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """Text as a workbook writes it: a return by its own escape, what looks like one guarded, what is forbidden made visible."""
    shown = _LIKE_ESCAPE.sub("_x005F_", text)
    shown = FORBIDDEN.sub(lambda c: c[0].encode("unicode_escape").decode(), shown)
    return shown.replace("\r", "_x000D_")


def units(text: str) -> int:
    """The length as spreadsheets count it, in units of UTF-16."""
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def shortened(text: str, most: int) -> str:
    """The beginning of a text, of so many units of UTF-16 at most."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def given_back(cell: Any, text: str, faults: Collection[str]) -> None:
    """Makes of a cell what it was in the workbook that it came from: a formula or an error, so that no load takes it for text."""
    if "cell-formula" in faults and text.startswith("="):
        cell.data_type = "f"
    elif "cell-error" in faults and text.startswith("#"):
        cell.data_type = "e"
