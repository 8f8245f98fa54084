"""Measures explain and the sensitivity of readings: python benchmarks/explain.py [--repeats N].

Each figure is a whole process. ``explain`` is of one of 1 000 units with 1 000 000 incidents, beside the same command on the
sample, which is its start-up; the table goes to docs/performance_explanations.md by hand.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIZES = {"large": (1000, 1_000_000), "small": (70, 20_000)}
FILES = ("units.csv", "measures.csv", "incidents.csv", "actions.csv")


def conduct(ledger: Path, *given: str) -> float:
    """Seconds of a whole command."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "conduct", "--sector", "insurance", "--ledger", str(ledger), *given]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def made(folder: Path, units: int, incidents: int) -> Path:
    """A ledger of so many units and incidents."""
    generate = [sys.executable, str(HERE / "generate.py"), str(folder), "--units", str(units), "--incidents", str(incidents)]
    subprocess.run(generate, check=True)
    ledger = folder / "ledger.db"
    conduct(ledger, "init")
    conduct(ledger, "load", *[str(folder / f) for f in FILES])
    return ledger


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as on a user's machine, nothing is compiled twice
    with tempfile.TemporaryDirectory() as name:
        ledgers = {size: made(Path(name) / size, *SIZES[size]) for size in SIZES}
        sample = Path(name) / "sample.db"
        conduct(sample, "init", "--sample")
        measured: dict[str, list[float]] = {}
        for _ in range(given.repeats):
            for title, ledger, command in (
                ("explain, sample", sample, ("explain", "P01")),
                ("explain, 1 000 units x 1 000 000 incidents", ledgers["large"], ("explain", "u605")),
                ("run, the same ledger", ledgers["large"], ("run", "--format", "csv", "--recount")),
                ("readings --sensitivity, 70 units x 20 000 incidents", ledgers["small"], ("readings", "--sensitivity")),
                ("run, the same ledger ", ledgers["small"], ("run", "--format", "csv", "--recount")),
            ):
                measured.setdefault(title, []).append(conduct(ledger, *command))
    for title, seconds in measured.items():
        print(f"{title:52s} {statistics.median(seconds):6.2f} s")


if __name__ == "__main__":
    main()
