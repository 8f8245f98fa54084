"""Rows of totals, which stand under the rows of a register and are none of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

TOTALS = frozenset(
    spelling
    for word in (
        "合计",
        "总计",
        "小计",
        "共计",
        "累计",
        "总数",
        "合 计",
        "总 计",
        "小 计",
        "合　计",
        "Total",
        "Totals",
        "Grand total",
        "Subtotal",
    )
    for end in ("", ":", "：")
    for spelling in (word + end, word.lower() + end, word.upper() + end)
)
"""What the first filled cell of such a row says."""


def is_totals(cells: Sequence[str], needed: Collection[int]) -> bool:
    """Whether a row is one of totals: it begins as such, and lacks a cell that each row of the table needs."""
    first = next((n for n, cell in enumerate(cells) if cell.strip()), None)
    if first is None or cells[first].strip() not in TOTALS:
        return False
    return any(n >= len(cells) or n == first or not cells[n].strip() for n in needed)
