"""A table of a document: its columns as wide as what they hold, and numbers behind what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from ...tables import cell_len
from ..document import Entry, Grid, GridColumn
from ..paper.parting import widest_word

_WIDEST, _LONG = 14, 20  # characters, beyond which a text wraps, and one that is longer than two lines


def tabled(
    code: str,
    headings: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[Entry]],
    *,
    keys: int = 1,
    caption: str = "",
    note: str = "",
) -> Grid | None:
    """A table as wide as its content; ``headings`` are each column's, with what it holds. None where there are no rows."""
    if not rows:
        return None
    columns = tuple(_column(said, holds, (row[n] for row in rows)) for n, (said, holds) in enumerate(headings))
    return Grid(code, columns, tuple(map(tuple, rows)), caption, note, keys=max(keys, 1))


def _column(said: str, holds: str, cells: Iterable[Entry]) -> GridColumn:
    """As wide as its content, in full-width characters; a text wraps beyond some, a heading in two lines."""
    widths = (-(-cell_len(cell.text) // 2) for cell in cells)
    heads = max(-(-cell_len(said) // 4), widest_word([said]), 2)
    if holds in ("number", "percent", "date"):
        return GridColumn(said, holds, max([heads, *widths]))
    most = 0
    for width in widths:
        if width > 2 * _WIDEST:  # then no other matters
            return GridColumn(said, holds, max(_LONG, heads))
        most = max(most, min(width, _WIDEST))
    return GridColumn(said, holds, max(most, heads))


def whole(n: int | None) -> Entry:
    """A count; nothing for none."""
    return Entry("") if n is None else Entry(str(n), n)


def number(text: str) -> Entry:
    """A figure as it is printed, with the number that it says; a percentage's is a share. A span (3–6) has none."""
    bare = text.removesuffix("%")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return Entry(text)
    places = max(0, -exponent) if isinstance(exponent := value.as_tuple().exponent, int) else 0
    return Entry(text, value.scaleb(-2) if bare != text else value, places)
