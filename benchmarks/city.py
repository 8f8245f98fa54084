"""Measures a month of a city's hotline: python benchmarks/city.py [--cases 1800000] [--streets 343] [--folder FOLDER] [--write].

Each case with its transfer, reply and call-back; a sector of a stranger's own, `conduct_hotline` beside this file, ranks the
streets by three rates. In whole processes: loaded, assessed and ranked, one street explained, verified; beside it hand-written
SQL for the same rates, which is to give every street the same figure and rank, and the insurance shape of as many incidents at
as many units. The tables are printed, and with --write put into docs/performance.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from contest import RUN as FULL
from contest import Costs, prepare, take_turns, tell
from contest import Size as InsuranceSize
from goals import markdown
from page import write
from processes import Command, conduct, measure, median

HERE = Path(__file__).resolve().parent
FIRST, DAYS, AFTER = date(2024, 7, 1), 31, 30  # the month, and the days after it on which something is still done
AS_OF = "2024-08-20"
TABLES = ("units", "incidents", "actions")
RECORD = {"METADATA": "Metadata-Version: 2.1\nName: conduct-hotline\nVersion: 0.1.0\n", "entry_points.txt": "[conduct.sectors]\n"}
START, LOAD, RUN, AGAIN = "conduct --version", "conduct load", "conduct run", "conduct run, the second time"
EXPLAIN, VERIFY, BY_HAND = "conduct explain, one street", "conduct verify", "hand-written SQL on SQLite, exact"
INSURANCE = "insurance shape: conduct run"
INSURANCE_LOAD, INSURANCE_EXPLAIN = "insurance shape: conduct load", "insurance shape: conduct explain"


def write_facts(folder: Path, streets: int, cases: int) -> None:
    """Cases of one month, more in some streets than in others; four in a hundred answered late, one in two resolved or better."""
    draw = random.Random(12)
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS + AFTER)]
    weights = [draw.lognormvariate(0, 0.6) for _ in range(streets)]
    kept = [(draw.uniform(0.01, 0.08), draw.uniform(0.3, 0.7), draw.uniform(0.1, 0.25)) for _ in range(streets)]
    topics = ("heating", "noise", "parking", "other")
    with (folder / "units.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("unit", "name", "kind"))
        rows.writerows((f"s{n}", f"街道{n}", "street") for n in range(streets))
    with (folder / "incidents.csv").open("w") as incidents, (folder / "actions.csv").open("w") as actions:
        incidents.write("incident,unit,kind,date,topic,text\n")
        actions.write("action,step,date,incident,by,answer\n")
        for n, street in enumerate(draw.choices(range(streets), weights, k=cases)):
            day = n * DAYS // cases
            slow, good, half = kept[street]
            replied = day + (draw.randint(7, 12) if draw.random() < slow else draw.randint(1, 2))
            luck = draw.random()
            said = "both" if luck < good else draw.choice(("resolved", "satisfied")) if luck < good + half else "neither"
            incidents.write(f"c{n:07},s{street},case,{days[day]},{draw.choice(topics)},诉求{n}\n")
            actions.write(
                f"t{n:07},transfer,{days[day]},c{n:07},中心,\n"
                f"r{n:07},reply,{days[replied]},c{n:07},街道{street},\n"
                f"b{n:07},call-back,{days[replied + draw.randint(1, 5)]},c{n:07},回访员{n % 40},{said}\n"
            )


def installed(folder: Path) -> Path:
    """The sector as an installed package's files, in a folder of the path."""
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(HERE / "conduct_hotline", site / "conduct_hotline", ignore=shutil.ignore_patterns("__pycache__"))
    record = site / "conduct_hotline-0.1.0.dist-info"
    record.mkdir()
    for name, text in RECORD.items():
        more = "hotline = conduct_hotline\n" if name == "entry_points.txt" else ""
        (record / name).write_text(text + more, encoding="utf-8")
    return site


def by_hand(ledger: Path, output: Path) -> None:
    """The three rates and the rank of every street, by SQL written for them; by the ledger's own tables."""
    late = late_after(sorted({row[0] for row in sqlite3.connect(ledger).execute("SELECT DISTINCT date FROM hotline_incidents")}))
    connection = sqlite3.connect(ledger)
    connection.execute("CREATE TEMP TABLE last (day TEXT PRIMARY KEY, due TEXT) WITHOUT ROWID")
    connection.executemany("INSERT INTO last VALUES (?, ?)", late)
    rows = connection.execute(
        """SELECT i.unit, count(*), sum(r.date > l.due),
                  sum(b.answer IN ('both', 'resolved')), sum(b.answer IN ('both', 'satisfied'))
           FROM hotline_incidents i JOIN hotline_actions t ON t.incident = i.incident AND t.step = 'transfer'
           JOIN hotline_actions r ON r.incident = i.incident AND r.step = 'reply'
           JOIN hotline_actions b ON b.incident = i.incident AND b.step = 'call-back'
           JOIN last l ON l.day = t.date GROUP BY i.unit"""
    ).fetchall()
    scores = {unit: Fraction(10 * (n - overdue) + 45 * (done + content), n) for unit, n, overdue, done, content in rows}
    with output.open("w", newline="") as stream:
        writer = csv.writer(stream)
        for unit, score in scores.items():
            writer.writerow((unit, 1 + sum(other > score for other in scores.values()), f"{score.numerator}/{score.denominator}"))


def late_after(days: list[str]) -> Iterator[tuple[str, str]]:
    """Of each day the third working day after it."""
    from conduct.core.base.calendar import Calendar

    calendar = Calendar()
    for day in days:
        due = date.fromisoformat(day)
        for _ in range(3):
            due += timedelta(days=1)
            while not calendar.is_working_day(due)[0]:
                due += timedelta(days=1)
        yield day, due.isoformat()


def check(ours: Path, theirs: Path) -> None:
    """Ends the benchmark unless every street has the same rank, and the same score."""
    with theirs.open() as stream:
        expected = {unit: (int(rank), Fraction(score)) for unit, rank, score in csv.reader(stream)}
    whole = json.loads(ours.read_text(encoding="utf-8"))
    found = {unit["unit"]: (unit["rank"], figure_of(unit)) for unit in whole["units"]}
    wrong = [u for u, (rank, score) in expected.items() if found[u][0] != rank or abs(found[u][1] - score) > Fraction(1, 10**5)]
    if wrong or found.keys() != expected.keys():
        sys.exit(f"conduct and the SQL differ on {wrong[:5]}")


def figure_of(unit: dict[str, Any]) -> Fraction:
    """What a street is ranked by, as it is printed."""
    return next(Fraction(str(figure["value"])) for figure in unit["figures"] if figure["figure"] == "whole")


def commands_of(home: Path) -> dict[str, Command]:
    """What is measured in turns, on the ledger of that folder."""
    on = ["--sector", "hotline", "--ledger", home / "hotline.db"]
    asked = ["--period", "2024-07", "--as-of", AS_OF]
    return {
        RUN: conduct(*on, *FULL, *asked, "--output", home / "run.csv"),
        AGAIN: conduct(*on, "run", *asked, "--format", "csv", "--output", home / "again.csv"),
        BY_HAND: [sys.executable, HERE / "city.py", "--by-hand", home / "hotline.db", home / "by-hand.csv"],
        EXPLAIN: conduct(*on, "explain", "s1", *asked, "--format", "json", "--output", home / "explain.json"),
        VERIFY: conduct(*on, "verify"),
        START: conduct("--version"),
    }


def loaded(home: Path, streets: int, cases: int, kept: bool = False) -> Costs:
    """The month's facts, made if need be, and a ledger of them, unless it is ``kept``; what it took to load them."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(installed(home)), *filter(None, [os.environ.get("PYTHONPATH")])])
    on = ["--sector", "hotline", "--ledger", home / "hotline.db"]
    if not (home / "actions.csv").exists():
        tell(f"{streets} streets, {cases:,} cases: generating")
        write_facts(home, streets, cases)
    if kept and (home / "hotline.db").exists():
        return {}
    for path in home.glob("hotline.db*"):
        path.unlink()
    tell("loading")
    measure(conduct(*on, "init"), home)
    return {LOAD: [measure(conduct(*on, "load", *(home / f"{table}.csv" for table in TABLES)), home)]}


def agree(home: Path) -> None:
    """Ends the benchmark unless conduct and the SQL say the same of every street."""
    on = ["--sector", "hotline", "--ledger", home / "hotline.db", "run", "--period", "2024-07", "--as-of", AS_OF]
    measure(conduct(*on, "--format", "json", "--output", home / "run.json"), home)
    measure(commands_of(home)[BY_HAND], home)
    check(home / "run.json", home / "by-hand.csv")
    tell("hand-written SQL agrees with conduct on every street")


def measured(home: Path, given: argparse.Namespace) -> Costs:
    """Everything, in turns; the load once."""
    streets, cases = given.streets, given.cases
    taken = loaded(home, streets, cases, given.kept)
    agree(home)
    commands = commands_of(home)
    if not given.alone:
        commands |= beside(home / "insurance", streets, cases, taken)
    for command in commands.values():
        measure(command, home)
    return taken | take_turns(InsuranceSize("city", streets, cases, given.repeats, 1), commands, home)


def beside(home: Path, units: int, incidents: int, taken: Costs) -> dict[str, Command]:
    """The insurance shape of the same size, loaded; what is measured of it."""
    prepare(InsuranceSize("given", units, incidents, 1, 1), home, parquet=False)
    on = ["--sector", "insurance", "--ledger", home / "ledger.db"]
    for path in home.glob("ledger.db*"):
        path.unlink()
    measure(conduct(*on, "init"), home)
    files = [home / f"{table}.csv" for table in ("units", "measures", "incidents", "actions")]
    taken[INSURANCE_LOAD] = [measure(conduct(*on, "load", *files), home)]
    return {
        INSURANCE: conduct(*on, *FULL, "--output", home / "run.csv"),
        INSURANCE_EXPLAIN: conduct(*on, "explain", "u1", "--format", "json", "--output", home / "explain.json"),
    }


def table(taken: Costs) -> str:
    """What each took."""
    rows = []
    for label, costs in taken.items():
        cost = median(costs)
        rows.append([label, f"{cost.seconds:.2f}", f"{cost.processor:.2f}", f"{cost.megabytes:.0f}"])
    return markdown(["", "seconds", "processor", "peak MB"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streets", type=int, default=343)
    parser.add_argument("--cases", type=int, default=1_800_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where facts and ledgers are made and kept; else a temporary one")
    parser.add_argument("--alone", action="store_true", help="without the insurance shape beside it")
    parser.add_argument("--kept", action="store_true", help="the ledger that --folder holds is not loaded anew")
    parser.add_argument("--check", action="store_true", help="measures nothing: only whether both agree")
    parser.add_argument("--write", action="store_true", help="puts the table into docs/performance.md")
    parser.add_argument("--by-hand", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.by_hand:
        by_hand(*given.by_hand)
        return
    with tempfile.TemporaryDirectory() as temporary:
        home = (given.folder or Path(temporary)).resolve()
        if given.check:
            loaded(home, given.streets, given.cases)
            agree(home)
            return
        found = table(measured(home, given))
    print(found)
    if given.write:
        write("city.py", found)


if __name__ == "__main__":
    main()
