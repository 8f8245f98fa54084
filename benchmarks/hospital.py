"""Measures the duties of a hospital's desks: python benchmarks/hospital.py [--complaints 1000000] [--folder FOLDER].

Eight to nine actions a complaint. In one process, on one ledger: one pass over the actions, reading every column that a duty
reads, once by a plain SELECT whose rows are read and once inside the database alone; the breaches found in the database; and the
whole command as a user types it. The table goes to docs/performance.md by hand.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from conduct.core.base.calendar import Calendar
from conduct.core.base.periods import Period
from conduct.core.duties.engine import DutyEngine
from conduct.core.law.readings import readings_in_force, resolve
from conduct.core.ledger.ledger import Ledger
from conduct.host import load_sector

DESKS = 50
CONDUCT = [sys.executable, "-m", "conduct", "--sector", "hospital"]


def write_facts(folder: Path, complaints: int) -> None:
    """Complaints over eleven months, most of them handled as they should be, one in twenty with something amiss."""
    draw = random.Random(6)
    days = [(date(2012, 1, 1) + timedelta(days=n)).isoformat() for n in range(366)]
    with (folder / "units.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("unit", "name", "kind"))
        rows.writerows((f"d{n}", f"Desk {n}", "desk") for n in range(DESKS))
        rows.writerows((f"p{n}", f"Person {n}", "person") for n in range(500))
    columns = ("action", "step", "date", "incident", "by", "basis", "due", "to", "satisfaction")
    with (folder / "incidents.csv").open("w", newline="") as first, (folder / "actions.csv").open("w", newline="") as second:
        incidents, actions = csv.writer(first), csv.writer(second)
        incidents.writerow(("incident", "unit", "kind", "date", "major", "on-the-spot", "against"))
        actions.writerow(columns)
        k = 0
        for n in range(complaints):
            case, day = f"c{n:07}", n * 330 // complaints
            major, spot = draw.random() < 0.03, draw.random() < 0.5
            incidents.writerow(
                (case, f"d{n % DESKS}", "complaint", days[day], "yes" if major else "no", "yes" if spot else "no", f"p{n % 500}")
            )
            taken: list[tuple[str, int, dict[str, object]]] = [("record", 0, {})]
            if major:
                taken += [("escalate", 0, {"to": "superior"}), ("escalate", 0, {"to": "leaders"})]
                taken += [("convene", 1, {}), ("plan", 1, {}), ("approve", 2, {}), ("handle", 3, {})]
            if not spot:
                taken.append(("promise", 0, {"due": days[day + 5]}))
            taken.append(("answer", 0 if spot else 2, {"basis": "依据"}))
            after = 3 if major else 2
            taken += [(step, after, {}) for step in ("archive", "report", "publish", "feed-back", "notify")]
            taken.append(("survey", after, {"satisfaction": draw.randint(1, 5)}))
            amiss = draw.randrange(20) == 0
            for n_step, (step, offset, more) in enumerate(taken):
                if amiss and draw.randrange(4) == 0:
                    continue
                k += 1
                by = f"p{(n + 1 + n_step) % 500}" if not (amiss and n_step == 1) else f"p{n % 500}"
                row = {"action": f"a{k:08}", "step": step, "date": days[day + offset], "incident": case, "by": by, **more}
                actions.writerow([row.get(c, "") for c in columns])


def timed(repeats: int, work: object) -> float:
    """The median of a few runs, in seconds."""
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()  # type: ignore[operator]
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--complaints", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    ledger_path = folder / "hospital.db"
    if not ledger_path.exists():
        write_facts(folder, given.complaints)
        files = [str(folder / f"{of}.csv") for of in ("units", "incidents", "actions")]
        began = time.perf_counter()
        for command in (["init"], ["load", *files]):
            subprocess.run([*CONDUCT, "--ledger", str(ledger_path), *command], check=True)
        print(f"init and load                 {time.perf_counter() - began:8.2f} s")
    sector = load_sector("hospital")
    regulation = sector.regulations[0]
    regulation = resolve(regulation, readings_in_force(regulation, {}, ""))
    period = Period.parse("2012")
    with Ledger.open(ledger_path) as ledger:
        connection = ledger.connection
        counts = [connection.execute(f"SELECT count(*) FROM hospital_{of}").fetchone()[0] for of in ("incidents", "actions")]
        print(f"complaints {counts[0]}, actions {counts[1]}")
        columns = ("incident", "step", "date", '"by"', "basis", "due", '"to"')
        plain = f"SELECT {', '.join(columns)} FROM hospital_actions NOT INDEXED"
        inside = f"SELECT {', '.join(f'max({c})' for c in columns)} FROM hospital_actions NOT INDEXED"
        once = timed(given.repeats, lambda: all(row for row in connection.execute(plain)))
        aggregate = timed(given.repeats, lambda: connection.execute(inside).fetchone())
        breaches = 0

        def find() -> None:
            nonlocal breaches
            with DutyEngine.of_period(connection, sector, regulation, Calendar(), period, period.end) as duties:
                breaches = sum(one.n for one in duties.count_breaches())

        found = timed(given.repeats, find)
    print(f"one pass, a plain SELECT      {once:8.2f} s")
    print(f"one pass inside the database  {aggregate:8.2f} s   breaches to it {found / aggregate:.2f}")
    print(f"breaches found ({breaches:7})      {found:8.2f} s   ratio {found / once:.2f}")
    command = [
        *CONDUCT,
        "--ledger",
        str(ledger_path),
        "run",
        "--period",
        "2012",
        "--format",
        "csv",
        "--recount",
        "--output",
        str(folder / "out.csv"),
    ]
    whole = timed(given.repeats, lambda: subprocess.run(command, check=True))
    print(f"conduct run --format csv      {whole:8.2f} s   ratio {whole / once:.2f}")


if __name__ == "__main__":
    main()
