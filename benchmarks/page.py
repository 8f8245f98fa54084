"""The page of figures, and what each benchmark puts between its two marks there."""

from __future__ import annotations

import re
import sys
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def write(benchmark: str, text: str) -> None:
    """The page with that text between the two marks of a benchmark."""
    begin, end = (f"<!-- benchmarks/{benchmark}: {which} -->" for which in ("begin", "end"))
    page = DOCUMENT.read_text(encoding="utf-8")
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not marked.search(page):
        sys.exit(f"{DOCUMENT} has no {begin} and {end}")
    DOCUMENT.write_text(marked.sub(lambda _: f"{begin}\n{text}\n{end}", page), encoding="utf-8", newline="\n")
