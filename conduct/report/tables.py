"""Tables on a terminal or in a pipe: aligned for Chinese, never cut, and what users wrote shown literally."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from io import StringIO

from conduct.core.exact import Exact, shown
from conduct.core.words import literal


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = (), title: str = "") -> str:
    """A plain table; ``right`` are the columns to align right. Wraps at the terminal's width, in a pipe not at all."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=Text(title) if title else None, title_justify="left", show_edge=False)
    numbers = set(right)
    for n, heading in enumerate(headings):
        out.add_column(Text(heading), justify="right" if n in numbers else "left", overflow="fold")
    for row in rows:
        out.add_row(*(Text(literal(cell)) for cell in row))
    stream = StringIO()
    on_terminal = sys.stdout.isatty()
    width = os.get_terminal_size(sys.stdout.fileno()).columns if on_terminal else 100_000
    console = Console(file=stream, width=max(width, 40), color_system=None, legacy_windows=False)
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
