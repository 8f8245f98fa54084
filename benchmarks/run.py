"""Measures conduct beside a hand-written script on the same ledgers: python benchmarks/run.py [--size small|large|all].

Every figure is a whole process: seconds (median of the repeats) and the most memory it held. With --size all, which is the
default, the tables also go to docs/performance.md. Nothing is asserted about time; that the hand-written script and conduct
give every unit the same score and rank is.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "performance.md"
SIZES = {"small": (100, 100_000), "large": (10_000, 1_000_000)}
FILES = ("units.csv", "measures.csv", "incidents.csv", "actions.csv")
STARTS = 15

NOTHING = "import click\n\n\n@click.command()\ndef nothing():\n    pass\n\n\nnothing()\n"
SELECT = """\
import sqlite3
import sys

connection = sqlite3.connect(sys.argv[1])
for row in connection.execute("SELECT unit, kind, date, channel, settled, excused FROM insurance_incidents"):
    pass
"""

STARTER = """\
import os
import sys
import time

output, errors, *command = sys.argv[1:]
write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
files = [(os.POSIX_SPAWN_OPEN, 1, output, write, 0o644), (os.POSIX_SPAWN_OPEN, 2, errors, write, 0o644)]
began = time.perf_counter()
process = os.posix_spawn(command[0], command, os.environ, file_actions=files)
_, status, usage = os.wait4(process, 0)
print(time.perf_counter() - began, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""

LOAD, START, CLICK, READ, HAND = "conduct init and load", "conduct --version", "click, nothing", "plain SELECT", "hand-written"
RUN_CSV, RUN_JSON = "conduct run --format csv", "conduct run --format json"


class Cost(NamedTuple):
    """What one process took."""

    seconds: float
    megabytes: float


class Size(NamedTuple):
    """What was measured at one size, by what was measured."""

    units: int
    incidents: int
    costs: dict[str, Cost]


def measure(command: Sequence[str | Path], output: Path, folder: Path) -> Cost:
    """Runs a process to its end, by way of one that is smaller than any: a process inherits its starter's peak of memory."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CONDUCT_")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as on a user's machine, nothing is compiled twice
    errors = output.with_suffix(".err")
    starter = [sys.executable, "-I", "-S", "-c", STARTER, output, errors, *command]
    done = subprocess.run(list(map(str, starter)), cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    seconds, peak, status = done.stdout.split()
    if int(status):
        sys.exit(f"{' '.join(map(str, command))} ended with {status}:\n{errors.read_text(encoding='utf-8')}")
    return Cost(float(seconds), int(peak) / (2**20 if sys.platform == "darwin" else 2**10))


def median(costs: Sequence[Cost]) -> Cost:
    """The median of the seconds, and the most memory of any."""
    return Cost(statistics.median(c.seconds for c in costs), max(c.megabytes for c in costs))


def conduct(*arguments: str | Path) -> list[str | Path]:
    """The command as a user starts it, of the environment that this script runs in."""
    script = Path(sys.executable).with_name("conduct")
    return [*([script] if script.exists() else [sys.executable, "-m", "conduct"]), *arguments]


def measure_size(name: str, repeat: int, folder: Path) -> Size:
    """Generates the facts, loads them, and measures everything in turn, so that noise falls on all alike."""
    units, incidents = SIZES[name]
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    ledger, out = home / "ledger.db", home / "other.out"
    tell(f"{name}: generating {units} units and {incidents} incidents")
    generate = [sys.executable, HERE / "generate.py", home, "--units", str(units), "--incidents", str(incidents)]
    measure(generate, out, home)
    for label, text in (("click_nothing", NOTHING), ("read_ledger", SELECT)):
        (home / f"{label}.py").write_text(text)
    taken: dict[str, list[Cost]] = {label: [] for label in (LOAD, CLICK, START, READ, HAND, RUN_CSV, RUN_JSON)}
    for n in range(repeat):
        tell(f"{name}: loading, {n + 1} of {repeat}")
        for path in home.glob("ledger.db*"):
            path.unlink()
        options = ("--sector", "insurance", "--ledger", ledger)
        made = measure([sys.executable, "-m", "conduct", *options, "init"], out, home)
        filled = measure([sys.executable, "-m", "conduct", *options, "load", *FILES], out, home)
        taken[LOAD].append(Cost(made.seconds + filled.seconds, max(made.megabytes, filled.megabytes)))
    assess = conduct("--sector", "insurance", "--ledger", ledger, "run", "--format")
    commands: dict[str, tuple[list[str | Path], Path]] = {
        CLICK: ([sys.executable, home / "click_nothing.py"], out),
        START: (conduct("--version"), out),
        READ: ([sys.executable, home / "read_ledger.py", ledger], out),
        HAND: ([sys.executable, HERE / "handwritten.py", ledger], home / "handwritten.csv"),
        RUN_CSV: ([*assess, "csv"], home / "run.csv"),
        RUN_JSON: ([*assess, "json"], home / "run.json"),
    }
    measure(commands[RUN_CSV][0], out, home)  # the first run of a ledger records itself, later ones find that it did
    for n in range(repeat):
        tell(f"{name}: measuring, {n + 1} of {repeat}")
        for label, (command, output) in commands.items():
            taken[label].append(measure(command, output, home))
    compare(home / "handwritten.csv", home / "run.csv", units)
    return Size(units, incidents, {label: median(costs) for label, costs in taken.items()})


def compare(handwritten: Path, run: Path, units: int) -> None:
    """Stops unless both give every unit the same score and rank."""
    with run.open(newline="", encoding="utf-8") as stream:
        theirs = {row["unit"]: (float(row["score"]), int(row["rank"])) for row in csv.DictReader(stream)}
    with handwritten.open(newline="", encoding="utf-8") as stream:
        for unit, score, rank in csv.reader(stream):
            if theirs.pop(unit, None) != (float(score), int(rank)):
                sys.exit(f"the hand-written script and conduct differ on {unit}: see {handwritten} and {run}")
            units -= 1
    if theirs or units:
        sys.exit(f"the hand-written script and conduct list different units: see {handwritten} and {run}")


def measure_starts(folder: Path) -> dict[str, Cost]:
    """Starting alone, in turn: the do-nothing click program, --version and --help."""
    tell("start-up")
    (folder / "click_nothing.py").write_text(NOTHING)
    commands: dict[str, list[str | Path]] = {
        CLICK: [sys.executable, folder / "click_nothing.py"],
        START: conduct("--version"),
        "conduct --help": conduct("--help"),
    }
    taken: dict[str, list[Cost]] = {label: [] for label in commands}
    for n in range(STARTS + 1):
        for label, command in commands.items():
            cost = measure(command, folder / "start.out", folder)
            if n:  # the first fills the caches
                taken[label].append(cost)
    return {label: median(costs) for label, costs in taken.items()}


def size_rows(size: Size) -> list[list[str]]:
    """A row for each thing measured: seconds, memory, and for the runs the ratios to the hand-written script."""
    costs = size.costs
    rows = []
    for label, cost in costs.items():
        whole = less_start = ""
        if label in (READ, HAND, RUN_CSV, RUN_JSON):
            whole = f"{cost.seconds / costs[HAND].seconds:.2f}"
        if label in (RUN_CSV, RUN_JSON):
            less_start = f"{(cost.seconds - costs[START].seconds) / costs[HAND].seconds:.2f}"
        rows.append([label, f"{cost.seconds:.3f}", f"{cost.megabytes:.0f}", whole, less_start])
    return rows


def start_rows(starts: dict[str, Cost]) -> list[list[str]]:
    """A row for each program that only starts."""
    base = starts[CLICK].seconds
    return [[label, f"{c.seconds:.3f}", f"{c.megabytes:.0f}", f"{c.seconds / base:.2f}"] for label, c in starts.items()]


SIZE_HEADINGS = ["", "seconds", "peak MB", "/ hand-written", "(less start-up) / hand-written"]
START_HEADINGS = ["", "seconds", "peak MB", "/ click, nothing"]


def plain(headings: list[str], rows: list[list[str]]) -> str:
    """A table for the terminal."""
    widths = [max(len(row[n]) for row in [headings, *rows]) for n in range(len(headings))]
    aligned: list[Callable[[str, int], str]] = [str.ljust, *[str.rjust] * (len(headings) - 1)]
    return "\n".join(
        "  ".join(align(cell, width) for align, cell, width in zip(aligned, row, widths, strict=True)).rstrip()
        for row in [headings, *rows]
    )


def markdown(headings: list[str], rows: list[list[str]]) -> str:
    """The same as Markdown."""
    ruler = ["---", *["---:"] * (len(headings) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [headings, ruler, *rows])


def title(size: Size) -> str:
    """A size in words."""
    return f"{size.units:,} units, {size.incidents:,} incidents"


def machine() -> str:
    """What the figures were taken on."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, conduct {version('conduct-assessment')}, {date.today().isoformat()}"
    )


def document(sizes: Sequence[Size], starts: dict[str, Cost], repeat: int) -> str:
    """docs/performance.md."""
    large = sizes[-1]
    run, hand = large.costs[RUN_CSV], large.costs[HAND]
    ratio = (run.seconds - large.costs[START].seconds) / hand.seconds
    parts = [
        "# Performance",
        f"摘要:{large.units} 家单位、{large.incidents} 件事项,一次考核用时 {run.seconds:.1f} 秒、内存 {run.megabytes:.0f} MB;"
        f"除去启动,是手写脚本({hand.seconds:.1f} 秒)的 {ratio:.1f} 倍,得分与名次逐家一致。",
        "`python benchmarks/run.py` makes this page. A figure is for a whole process, the start of Python included: the median "
        f"of {repeat} repeats taken in turn with warm caches, and the most memory any of them held. No step is left out or kept "
        "between processes.",
        f"Taken on {machine()}.",
        *(f"## {title(size)}\n\n{markdown(SIZE_HEADINGS, size_rows(size))}" for size in sizes),
        f"- **{HAND}** is `benchmarks/handwritten.py`: plain sqlite3 and exact fractions on the same ledger file, for this one "
        "regulation and the facts that `benchmarks/generate.py` makes. It knows no other kinds, appeals, readings, periods or "
        "reports. Its score and rank equal conduct's for every unit; the benchmark stops if they do not.\n"
        f"- **{READ}** fetches unit, kind, date, channel, settled and excused of every incident once, no more.\n"
        f"- **{RUN_CSV}** and **json** are given no period: they find the latest that can be assessed.\n"
        f"- **{LOAD}** reads the four csv files, checks every row, and seals them into the ledger's chain.\n"
        f"- *less start-up*: less `{START}`.",
        f"## Start-up\n\n{markdown(START_HEADINGS, start_rows(starts))}",
        f"Medians of {STARTS}, in turn. *{CLICK}* imports click and ends.",
    ]
    return "\n\n".join(parts) + "\n"


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=(*SIZES, "all"), default="all")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where facts, ledgers and outputs are made and kept; else a temporary one")
    given = parser.parse_args()
    if given.repeat < 1:
        parser.error("--repeat must be 1 or more")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        starts = measure_starts(folder)
        names = list(SIZES) if given.size == "all" else [given.size]
        sizes = [measure_size(name, given.repeat, folder) for name in names]
    print(machine())
    for size in sizes:
        print(f"\n{title(size)}\n\n{plain(SIZE_HEADINGS, size_rows(size))}")
    print(f"\nstart-up, medians of {STARTS}\n\n{plain(START_HEADINGS, start_rows(starts))}")
    if given.size == "all":
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(document(sizes, starts, given.repeat), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
