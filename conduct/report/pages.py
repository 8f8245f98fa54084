"""Printable pages: what they share. Text that users wrote stands in them literally."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from conduct.core.base.words import literal

STYLE = """body{font-family:"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;margin:2em auto;max-width:60em;line-height:1.5}
h1{font-size:1.3em}h2{font-size:1.05em;margin:1.4em 0 .3em}table{border-collapse:collapse;width:100%;font-size:.9em}
th,td{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}
p{margin:.2em 0}@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}"""


def tr(cell: str, row: Iterable[str]) -> str:
    """A row of a table, its cells escaped."""
    return "<tr>" + "".join(f"<{cell}>{escape(literal(text))}</{cell}>" for text in row) + "</tr>\n"
