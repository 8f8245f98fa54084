"""Measures a bank's year, four quarters combined: python benchmarks/banking.py [--incidents 200000] [--folder FOLDER].

Findings at branches and outlets, most of them put right in time, and complaints on both channels. In whole processes, in turn, on
one ledger: the year, one of its quarters, and the explanation of one branch's year; in one process, one pass over the incidents
and the actions by a plain SELECT whose rows are read. The table goes to docs/performance.md by hand.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from conduct.core.ledger.ledger import Ledger
from conduct.host import load_sector

OUTLETS = 6  # of each branch
DAYS = 359  # of the year on which something happens: the last terms end within it
CONDUCT = [sys.executable, "-m", "conduct", "--sector", "banking"]


def write_facts(folder: Path, branches: int, incidents: int) -> None:
    """A year of a bank: inspected every quarter, one finding in ten not put right in time, one in a thousand with fraud."""
    draw = random.Random(8)
    days = [(date(2012, 1, 1) + timedelta(days=n)).isoformat() for n in range(366)]
    quarters = [f"2012-Q{n}" for n in range(1, 5)]
    items = sorted(load_sector("banking").incident_attributes["item"].type.words)  # type: ignore[union-attr]
    places = [(f"b{n}", f"b{n}-{k}" if k else f"b{n}") for n in range(branches) for k in range(OUTLETS + 1)]
    with (folder / "units.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("unit", "name", "kind", "parent"))
        rows.writerows((place, f"Place {place}", *(("branch", "") if place == of else ("outlet", of))) for of, place in places)
    with (folder / "measures.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("unit", "period", "satisfied", "basically-satisfied", "transactions"))
        for n in range(branches):
            for quarter in quarters:
                satisfied = draw.randint(70, 95)
                rows.writerow((f"b{n}", quarter, satisfied / 100, (100 - satisfied) / 200, draw.randint(2 * 10**5, 2 * 10**6)))
    with (folder / "incidents.csv").open("w", newline="") as first, (folder / "actions.csv").open("w", newline="") as second:
        found, done = csv.writer(first), csv.writer(second)
        found.writerow(("incident", "unit", "kind", "date", "item", "round", "fraud"))
        done.writerow(("action", "step", "date", "incident", "unit", "round", "due", "passed"))
        steps = 0

        def act(step: str, day: int, incident: str = "", unit: str = "", turn: str = "", due: str = "", passed: str = "") -> None:
            nonlocal steps
            steps += 1
            done.writerow((f"a{steps:08}", step, days[day], incident, unit, turn, due, passed))

        for quarter in range(len(quarters)):
            for _, place in places:
                act("inspected", 91 * quarter + draw.randrange(60), unit=place, turn="periodic")
        for n in range(incidents):
            incident, day, (_, place) = f"f{n:07}", n * (DAYS - 20) // incidents, draw.choice(places)
            if draw.random() < 0.1:
                kind = draw.choice(("complaint-forum", "complaint-telephone"))
                found.writerow((incident, place, kind, days[day], "", "", ""))
                continue
            fraud = "yes" if draw.randrange(1000) == 0 else "no"
            turn = draw.choice(("periodic", "spot"))
            found.writerow((incident, place, "finding", days[day], draw.choice(items), turn, fraud))
            act("feedback", day + 1, incident, due=days[day + 10])
            if draw.randrange(10):
                act("rectify", day + draw.randint(2, 10), incident)
                if draw.random() < 0.3:
                    act("recheck", day + draw.randint(11, 20), incident, passed="yes" if draw.randrange(8) else "no")


def timed(repeats: int, works: Sequence[Callable[[], object]]) -> list[float]:
    """The median of a few turns of each, in seconds."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(repeats):
        for work, found in zip(works, taken, strict=True):
            began = time.perf_counter()
            work()
            found.append(time.perf_counter() - began)
    return [sorted(found)[len(found) // 2] for found in taken]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, default=100)
    parser.add_argument("--incidents", type=int, default=200_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "banking.db"
    conduct = [*CONDUCT, "--ledger", str(path)]
    if not path.exists():
        write_facts(folder, given.branches, given.incidents)
        files = [str(folder / f"{of}.csv") for of in ("units", "measures", "incidents", "actions")]
        began = time.perf_counter()
        for command in (["init"], ["load", *files]):
            subprocess.run([*conduct, *command], check=True)
        print(f"init and load                      {time.perf_counter() - began:8.2f} s")
    with Ledger.open(path) as ledger:
        connection = ledger.connection
        counts = [connection.execute(f"SELECT count(*) FROM banking_{of}").fetchone()[0] for of in ("incidents", "actions")]
        print(f"incidents {counts[0]}, actions {counts[1]}")
        plain = [
            "SELECT unit, kind, date, item, round, fraud, verified FROM banking_incidents",
            "SELECT incident, step, date, due, passed FROM banking_actions NOT INDEXED",
        ]
        [once] = timed(given.repeats, [lambda: [row for query in plain for row in connection.execute(query) if not row]])

    def command(*asked: str) -> Callable[[], object]:
        return lambda: subprocess.run([*conduct, *asked, "--output", str(folder / "out")], check=True)

    works = {
        "conduct run, the year": command("run", "--period", "2012", "--format", "csv", "--recount"),
        "conduct run, a quarter": command("run", "--period", "2012-Q3", "--format", "csv", "--recount"),
        "conduct explain, a branch's year": command("explain", "b0", "--period", "2012", "--format", "json"),
        "conduct --version": lambda: subprocess.run([*CONDUCT[:3], "--version"], check=True, stdout=subprocess.DEVNULL),
    }
    print(f"one pass, a plain SELECT           {once:8.2f} s")
    for name, taken in zip(works, timed(given.repeats, list(works.values())), strict=True):
        print(f"{name:<34} {taken:8.2f} s   ratio {taken / once:.2f}")


if __name__ == "__main__":
    main()
