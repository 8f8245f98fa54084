"""Measures conduct beside what else one would take: python benchmarks/compare.py [--size small|medium|large|all] [--write].

The same facts and the same regulation, from the file to the finished scorecards, each a whole process: hand-written SQL, DuckDB,
Polars, pandas, OpenFisca-core and zen-engine (`pip install -e '.[bench]'`). That all give every unit the same score, rank, points
and vetoes is checked before and after; a peer that differs ends the benchmark by its name. Nothing is asserted about time. The
tables are printed, and with --write put into docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sqlite3
import sys
import tempfile
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from contest import PEERS, SIZES, Size, measure_size, missing
from goals import Measured, report

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- benchmarks/compare.py: begin -->", "<!-- benchmarks/compare.py: end -->"
LIBRARIES = ("duckdb", "polars", "pandas", "pyarrow", "OpenFisca-Core", "zen-engine")


def machine() -> str:
    """What the figures were taken on."""
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return (
        f"Taken on {os.cpu_count()} cores ({platform.machine()}, {platform.system()}), Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, conduct {version('conduct-assessment')}{''.join(f', {f}' for f in found)}; "
        f"{date.today().isoformat()}; load of the machine before it began {os.getloadavg()[0]:.1f}."
    )


def asked() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", action="append", choices=(*SIZES, "all"), help="as often as wanted; all by default")
    parser.add_argument("--units", type=int, help="a size of one's own, with --incidents")
    parser.add_argument("--incidents", type=int)
    parser.add_argument("--repeats", type=int, help="how often each is measured")
    parser.add_argument("--loads", type=int, help="how often each load is measured")
    parser.add_argument("--peers", default=",".join(PEERS), help=f"of {', '.join(PEERS)}")
    parser.add_argument("--folder", type=Path, help="where facts, ledgers and figures are made and kept; else a temporary one")
    parser.add_argument("--check", action="store_true", help="measures nothing: only whether all agree")
    parser.add_argument("--write", action="store_true", help="puts the tables into docs/performance.md")
    given = parser.parse_args()
    if (given.units is None) != (given.incidents is None):
        parser.error("--units and --incidents go together")
    if any(n is not None and n < 1 for n in (given.units, given.incidents, given.repeats, given.loads)):
        parser.error("units, incidents, repeats and loads are 1 or more")
    given.peers = [name for name in given.peers.split(",") if name]
    if unknown := [name for name in given.peers if name not in PEERS]:
        parser.error(f"no such peer: {', '.join(unknown)}")
    return given


def sizes_of(given: argparse.Namespace) -> list[Size]:
    """The sizes that are asked for, the least first."""
    if given.units is not None:
        chosen = [Size("given", given.units, given.incidents, 3, 1)]
    else:
        names = given.size or ["all"]
        chosen = [size for name, size in SIZES.items() if name in names or "all" in names]
    return [size._replace(repeats=given.repeats or size.repeats, loads=given.loads or size.loads) for size in chosen]


def write(text: str) -> None:
    """The document with that text between its two marks."""
    page = DOCUMENT.read_text(encoding="utf-8")
    marked = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not marked.search(page):
        sys.exit(f"{DOCUMENT} has no {BEGIN} and {END}")
    DOCUMENT.write_text(marked.sub(lambda _: f"{BEGIN}\n{text}\n{END}", page), encoding="utf-8", newline="\n")


def main() -> None:
    given = asked()
    if lacking := missing(given.peers):
        sys.exit(f"not installed: {', '.join(lacking)}. pip install -e '.[bench]', or name those to measure with --peers")
    about, measured = machine(), Measured()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.folder or Path(temporary)).resolve()
        for size in sizes_of(given):
            measured[size.name] = size, measure_size(size, given.peers, folder / size.name, given.check)
            figures = {name: {"size": size, "costs": costs} for name, (size, costs) in measured.items()}
            (folder / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    if given.check:
        return
    text = f"{about}\n\n{report(measured)}"
    print(text)
    if given.write:
        write(text)


if __name__ == "__main__":
    main()
