"""Tables on a terminal or in a pipe: aligned for Chinese, never cut, and what users wrote shown literally."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Literal

from conduct.core.base.exact import Exact, shown
from conduct.core.base.guard import results
from conduct.core.base.words import literal

_SHORT = 18


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = (), title: str = "") -> str:
    """A plain table; ``right`` are the columns to align right. Wraps at the terminal's width, in a pipe not at all."""
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        title=Text(title) if title else None,
        title_justify="left",
        show_edge=False,
    )
    numbers = set(right)
    cells = [[Text(literal(cell)) for cell in row] for row in rows]
    on_terminal = results().isatty()
    width = max(os.get_terminal_size(results().fileno()).columns, 40) if on_terminal else 100_000
    widest = [max([cell_len(heading), *(row[n].cell_len for row in cells)]) for n, heading in enumerate(headings)]
    # short cells stay whole, so that the long ones wrap, as long as those find room beside them
    whole = sum(w + 2 for w in widest if w <= _SHORT) + 12 * sum(w > _SHORT for w in widest) <= width
    for n, heading in enumerate(headings):
        justify: Literal["left", "right"] = "right" if n in numbers else "left"
        out.add_column(Text(heading), justify=justify, overflow="fold", no_wrap=whole and widest[n] <= _SHORT)
    for row in cells:
        out.add_row(*row)
    stream = StringIO()
    console = Console(file=stream, width=width, color_system=None, legacy_windows=False)
    console.print(out)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def number(value: Exact | None) -> str:
    """A number as tables show it: up to 6 decimals, no idle zeros; nothing for none."""
    if value is None:
        return ""
    return decimals(shown(value))


def decimals(value: float) -> str:
    """A number that is rounded already, without idle zeros."""
    text = format(value, ".6f").rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
