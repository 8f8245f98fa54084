"""Makes a hospital's ledger of which much is still owed: python benchmarks/open_desk.py LEDGER [--complaints 100000].

Complaints of the last two months, each recorded and every fourth promised an answer, and nothing else done: a duty
of each stands open. Same size and day, same facts.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

DESKS, PERSONS, DAYS = 50, 500, 60
CONDUCT = [sys.executable, "-m", "conduct", "--sector", "hospital"]


def write_facts(folder: Path, complaints: int) -> None:
    """The tables of units, incidents and actions."""
    draw, last = random.Random(6), date.today()
    with (folder / "units.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("unit", "name", "kind"))
        rows.writerows((f"d{n}", f"Desk {n}", "desk") for n in range(DESKS))
        rows.writerows((f"p{n}", f"Person {n}", "person") for n in range(PERSONS))
    with (folder / "incidents.csv").open("w", newline="") as first, (folder / "actions.csv").open("w", newline="") as second:
        incidents, actions = csv.writer(first), csv.writer(second)
        incidents.writerow(("incident", "unit", "kind", "date", "major", "on-the-spot", "against", "text", "complainant"))
        actions.writerow(("action", "step", "date", "incident", "by", "due"))
        for n in range(complaints):
            day = last - timedelta(days=DAYS - n * DAYS // complaints)
            spot, against = n % 4, f"p{n % PERSONS}"
            said = (f"投诉第{n}号：候诊时间过长，解释不足", f"来访人{draw.randrange(complaints)}")
            row = (f"c{n:07}", f"d{n % DESKS}", "complaint", day, "no", "yes" if spot else "no", against, *said)
            incidents.writerow(row)
            by = f"p{(n + 1) % PERSONS}"
            actions.writerow((f"a{n:07}", "record", day, f"c{n:07}", by, ""))
            if not spot:
                actions.writerow((f"b{n:07}", "promise", day, f"c{n:07}", by, day + timedelta(days=5)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--complaints", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_facts(Path(folder), given.complaints)
        files = [str(Path(folder) / f"{of}.csv") for of in ("units", "incidents", "actions")]
        for command in (["init"], ["load", *files]):
            subprocess.run([*CONDUCT, "--ledger", str(given.ledger.resolve()), *command], check=True)


if __name__ == "__main__":
    main()
