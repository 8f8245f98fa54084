"""Measures a bank's year, four quarters combined: python benchmarks/banking.py [--incidents 200000] [--folder FOLDER] [--write].

Findings at branches and outlets, most of them put right in time, and complaints on both channels. Whole processes, in turns, on
one ledger: one pass over the incidents and the actions by a plain SELECT whose rows are read, the year, one of its quarters, and
the explanation of one branch's year. The table is printed, and with --write put into docs/performance.md.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from contest import RUN, Costs, Size, take_turns
from goals import markdown
from page import write
from processes import Command, conduct, measure, median, ratio

from conduct.host import load_sector

OUTLETS = 6  # of each branch
DAYS = 359  # of the year on which something happens: the last terms end within it


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


READ = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
for query in ("SELECT unit, kind, date, item, round, fraud, verified FROM banking_incidents",
              "SELECT incident, step, date, due, passed FROM banking_actions NOT INDEXED"):
    for row in connection.execute(query):
        pass
"""
"""One pass over what a run has to read."""
LOAD, ONCE, START = "conduct load", "one pass, a plain SELECT", "conduct --version"


def loaded(folder: Path, path: Path, branches: int, incidents: int) -> Costs:
    """A ledger of the year, made if need be; what it took to load it."""
    if path.exists():
        return {}
    write_facts(folder, branches, incidents)
    on = ["--sector", "banking", "--ledger", path]
    measure(conduct(*on, "init"), folder)
    files = [folder / f"{of}.csv" for of in ("units", "measures", "incidents", "actions")]
    return {LOAD: [measure(conduct(*on, "load", *files), folder)]}


def commands_of(folder: Path, path: Path) -> dict[str, Command]:
    """What is measured in turns."""
    on = ["--sector", "banking", "--ledger", path]
    out = ["--output", folder / "out"]
    return {
        ONCE: [sys.executable, "-c", READ, path],
        "conduct run, the year": conduct(*on, *RUN, "--period", "2012", *out),
        "conduct run, a quarter": conduct(*on, *RUN, "--period", "2012-Q3", *out),
        "conduct explain, a branch's year": conduct(*on, "explain", "b0", "--period", "2012", "--format", "json", *out),
        START: conduct("--version"),
    }


def table(taken: Costs) -> str:
    """What each took, and how many times the plain SELECT."""
    rows = []
    for label, costs in taken.items():
        cost = median(costs)
        by = [f"{n:.2f}" for n in ratio(costs, taken[ONCE])] if label not in (LOAD, START, ONCE) else ["", ""]
        rows.append([label, f"{cost.seconds:.2f}", f"{cost.processor:.2f}", f"{cost.megabytes:.0f}", *by])
    return markdown(["", "seconds", "processor", "peak MB", "÷ the SELECT", "by processor"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, default=100)
    parser.add_argument("--incidents", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, help="where facts and ledger are made and kept; else a temporary one")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="puts the table into docs/performance.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "banking.db"
        taken = loaded(folder, path, given.branches, given.incidents)
        commands = commands_of(folder, path)
        for command in commands.values():
            measure(command, folder)
        taken |= take_turns(Size("bank", given.branches, given.incidents, given.repeats, 1), commands, folder)
    found = f"{given.branches} branches, {given.incidents:,} incidents\n\n{table(taken)}"
    print(found)
    if given.write:
        write("banking.py", found)


if __name__ == "__main__":
    main()
