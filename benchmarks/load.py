"""Measures a load of 1 000 000 CSV rows beside a bare executemany of the same file: python benchmarks/load.py [--rows N].

The bare load parses the file with the csv module and puts the rows into a table keyed by their id, in one transaction: nothing
is checked, chained or indexed. Both run in one process, in turn; the table goes to docs/performance_load.md by hand.
"""

from __future__ import annotations

import argparse
import csv
import gc
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conduct.core.ledger.ledger import Ledger
from conduct.host import load_sector
from conduct.loading.load import load


def bare(folder: Path) -> float:
    """Seconds of the bare load."""
    target = folder / "bare.db"
    target.unlink(missing_ok=True)
    began = time.perf_counter()
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    columns = "incident TEXT PRIMARY KEY, unit TEXT, kind TEXT, date TEXT, channel TEXT, settled TEXT"
    connection.execute(f"CREATE TABLE incidents ({columns})")
    with (folder / "incidents.csv").open(newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO incidents VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - began


def whole(folder: Path) -> float:
    """Seconds of conduct's load of the incidents, into a ledger that holds the units."""
    for old in folder.glob("ledger.db*"):
        old.unlink()
    sector = load_sector("insurance")
    with Ledger.create(folder / "ledger.db") as ledger:
        ledger.add(sector)
        load(ledger, sector, [folder / "units.csv", folder / "measures.csv"])
        began = time.perf_counter()
        load(ledger, sector, [folder / "incidents.csv"])
        return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    gc.disable()  # as the command line does
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate = [
            sys.executable,
            str(Path(__file__).parent / "generate.py"),
            name,
            "--units",
            "1000",
            "--incidents",
            str(given.rows),
        ]
        subprocess.run(generate, check=True)
        pairs = [(bare(folder), whole(folder)) for _ in range(given.repeats)]
    first, second = statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)
    print(f"bare executemany      {first:8.2f} s")
    print(f"load, checked, chained and indexed {second:8.2f} s   ratio {second / first:.2f}")


if __name__ == "__main__":
    main()
