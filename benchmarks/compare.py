"""Measures conduct beside what else one would take: python benchmarks/compare.py [--size small|medium|large|all] [--write].

With --folder figures are kept there, so that each size, and each part of one, can be measured by itself and added to what was
measured of the same commit; --stored --write puts all of them into the page and measures nothing.

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
import sqlite3
import subprocess
import sys
import tempfile
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from contest import PARTS, PEERS, SIZES, Size, measure_size, missing
from goals import Measured, report
from page import DOCUMENT, write
from processes import Cost

FIGURES = "figures.json"
LIBRARIES = ("duckdb", "polars", "pandas", "pyarrow", "OpenFisca-Core", "zen-engine")


Began = tuple[str, float]
"""On what a part was measured, and the load of the machine before it."""


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
        f"{date.today().isoformat()}"
    )


def taken_on(about: list[Began]) -> list[str]:
    """What the figures were taken on, and how busy that was."""
    loads = {words: ", ".join(f"{load:.1f}" for other, load in about if other == words) for words, _ in about}
    return [f"{words}; load of the machine before each part {load}." for words, load in loads.items()]


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
    parser.add_argument("--part", action="append", choices=PARTS, help="as often as wanted; all by default")
    parser.add_argument("--stored", action="store_true", help="measures nothing: the tables of what --folder keeps")
    parser.add_argument("--write", action="store_true", help="puts the tables into docs/performance.md")
    given = parser.parse_args()
    if (given.units is None) != (given.incidents is None):
        parser.error("--units and --incidents go together")
    if any(n is not None and n < 1 for n in (given.units, given.incidents, given.repeats, given.loads)):
        parser.error("units, incidents, repeats and loads are 1 or more")
    if given.stored and given.folder is None:
        parser.error("--stored goes with --folder")
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


def commit() -> str:
    """Of which source the figures are: the last commit of it; nothing outside a checkout."""
    asked = ["git", "-C", str(DOCUMENT.parent.parent), "log", "-1", "--format=%h", "--", "conduct", "benchmarks"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def stored(folder: Path) -> tuple[list[Began], Measured]:
    """What a folder keeps: on what it was measured, each time, and the figures. Ends where they are another commit's."""
    try:
        kept = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return [], Measured()
    if kept["commit"] != commit():
        sys.exit(f"{folder / FIGURES} was measured at {kept['commit']}, and this is {commit()}: use another folder")
    measured = Measured()
    for name, one in kept["sizes"].items():
        costs = {label: [Cost(*cost) for cost in costs] for label, costs in one["costs"].items()}
        measured[name] = Size(*one["size"]), costs
    return [(words, load) for words, load in kept["about"]], measured


def keep(folder: Path, about: list[Began], measured: Measured) -> None:
    """Keeps the figures in a folder, for `stored`."""
    sizes = {name: {"size": size, "costs": costs} for name, (size, costs) in measured.items()}
    whole = {"commit": commit(), "about": about, "sizes": sizes}
    (folder / FIGURES).write_text(json.dumps(whole, indent=1), encoding="utf-8")


def main() -> None:
    given = asked()
    if not given.stored and (lacking := missing(given.peers)):
        sys.exit(f"not installed: {', '.join(lacking)}. pip install -e '.[bench]', or name those to measure with --peers")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        about, measured = stored(folder)
        for size in () if given.stored else sizes_of(given):
            about.append((machine(), os.getloadavg()[0]))
            before = measured[size.name][1] if size.name in measured else {}
            found = measure_size(size, given.peers, folder / size.name, given.part or PARTS, given.check)
            measured[size.name] = size, {**before, **found}
            measured = {name: measured[name] for name in sorted(measured, key=lambda n: measured[n][0].incidents)}
            if not given.check:
                keep(folder, about, measured)
    if given.check:
        return
    text = "\n\n".join([*taken_on(about), report(measured)])
    print(text)
    if given.write:
        write("compare.py", text)


if __name__ == "__main__":
    main()
