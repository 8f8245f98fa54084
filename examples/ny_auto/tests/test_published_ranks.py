"""The published tables, ranked anew through the command line."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conduct_ny_auto import SECTOR

from conduct.testing import check_sector

TABLE = Path(__file__).parent.parent / "data" / "ny_auto_complaints_2009_2019.csv"
FINDINGS = {
    "upheld": "Upheld_Complaints",
    "question-of-fact": "Question_of_Fact_Complaints",
    "not-upheld": "Not_Upheld_Complaints",
}
# neighbours whose ratio and premium are printed equal, so that the table cannot tell their order; by id they come out swapped
SWAPPED = {
    "2017": [{"23469", "23728"}],
    "2019": [{"15210", "25682"}, {"36170", "41513"}, {"21709", "42404"}],
}
# the same company a second time, under the number of another, at the rank that its own row has
REPEATED = {"NAIC": "34460", "Company_Name": "Maidstone Insurance Company", "Rank": "26", "Filing_Year": "2014"}


def published(year: str) -> list[dict[str, str]]:
    """A year's rows, less the one that is listed twice."""
    with TABLE.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["Filing_Year"] == year]
    return [row for row in rows if not REPEATED.items() <= row.items()]


def write(path: Path, columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """One table of facts."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)
    return str(path)


def conduct(folder: Path, *arguments: str) -> str:
    """Runs the command line on the folder's ledger."""
    command = [sys.executable, "-m", "conduct", "--sector", "ny_auto", "--ledger", str(folder / "ny.db"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_encoding_is_true_to_its_text() -> None:
    assert check_sector(SECTOR) == []


@pytest.mark.parametrize("year", [str(year) for year in range(2009, 2020)])
def test_every_published_rank_comes_out(tmp_path: Path, year: str) -> None:
    rows = published(year)
    conduct(tmp_path, "init")
    conduct(
        tmp_path,
        "load",
        write(tmp_path / "units.csv", ("unit", "name", "kind"), ((r["NAIC"], r["Company_Name"], "insurer") for r in rows)),
        write(
            tmp_path / "measures.csv",
            ("unit", "measure", "period", "value"),
            ((r["NAIC"], "premium", year, r["Premiums_Written"]) for r in rows),
        ),
        write(
            tmp_path / "incidents.csv",
            ("incident", "unit", "kind", "date", "finding"),
            (
                (f"{r['NAIC']}-{finding}-{n}", r["NAIC"], "complaint", f"{year}-06-30", finding)
                for r in rows
                for finding, column in FINDINGS.items()
                for n in range(int(r[column]))
            ),
        ),
    )
    result = json.loads(conduct(tmp_path, "run", "--period", year, "--format", "json"))
    ranks = {u["unit"]: u["rank"] for u in result["units"]}
    assert sorted(ranks.values()) == list(range(1, len(rows) + 1))
    assert {u["score"] for u in result["units"]} == {None}
    assert result["incidents"]["charged"] == sum(int(r["Upheld_Complaints"]) for r in rows)
    differing = {r["NAIC"] for r in rows if int(r["Rank"]) != ranks[r["NAIC"]]}
    assert differing == set().union(*SWAPPED.get(year, []))
