"""A ledger of each released layout still opens, keeps its facts and its chain, and takes whatever came since."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Desk

LEDGERS = sorted((Path(__file__).parent.parent / "ledgers").glob("layout-*.db"))


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.stem)
def test_an_old_ledger_serves_as_before(desk: Desk, ledger: Path) -> None:
    shutil.copy(ledger, "conduct.db")
    before = desk("verify")
    assert before.status == 0, before.err
    whole = desk.run("--period", "2012")
    assert [(u["unit"], u["score"]) for u in whole["units"]] == [("P1", 98.0), ("L1", 96.0)]
    for command in (
        ("record", "incident", "incident=n1", "unit=L1", "kind=late", "date=2012-07-01"),
        ("record", "incident", "incident=i3", "unit=L1", "kind=late", "date=2012-08-01", "--correct", "wrong day"),
        ("publish", "--period", "2012", "--despite", "an appeal is open"),
        ("history", "i3"),
        ("case", "i1", "--as-of", "2012-03-06"),
        ("duties", "--as-of", "2012-03-06"),
        ("export", "--csv", "out"),
        ("--sector", "hospital", "init", "--sample"),
        ("verify",),
    ):
        outcome = desk(*command)
        assert outcome.status == 0, (command, outcome.err)
    assert [u["score"] for u in desk.run("--period", "2012")["units"]] == [98.0, 94.0]


def test_a_newer_layout_is_refused_and_left_alone(desk: Desk) -> None:
    with sqlite3.connect("conduct.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = Path("conduct.db").read_bytes()
    for command in (("run",), ("verify",), ("init",), ("backup", "x.db")):
        outcome = desk(*command)
        assert outcome.status == 1
        assert "99" in outcome.err
    assert Path("conduct.db").read_bytes() == before


FOUR = Path(__file__).parent.parent / "ledgers" / "four-sectors-layout-1.db"
SCORES: dict[str, tuple[str, dict[str, float | None]]] = {
    "insurance": ("2012", {"L2": 100.0, "P1": 98.0, "P2": 70.0, "L1": 68.0}),
    "banking": ("2012-Q1", {"B2": 99.02, "B1": 98.9}),
    "hospital": ("2012-07", {"D1": None}),
    "power_utility": ("2012", {"S1": None, "S2": None}),
}
READINGS = '[insurance.readings]\npremium-term = "total"\n'  # what was the default when the ledger was made


@pytest.mark.parametrize("writable", [True, False])
def test_a_ledger_of_four_sectors_gives_what_the_version_before_gave(
    desk: Desk, writable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(FOUR, "conduct.db")
    desk.write("conduct.toml", READINGS)
    before = Path("conduct.db").read_bytes()
    if not writable:  # for root too, whom no mode of the file stops
        access = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    said = desk("verify")
    assert said.status == 0, said.err
    assert "9 batches, head 199b56e3af595a15dc6728f563d272a99009a68dd325df578672b23e15878caf" in said.out
    for sector, (period, scores) in SCORES.items():
        monkeypatch.setenv("CONDUCT_SECTOR", sector)
        result = desk.run("--period", period)
        assert {unit["unit"]: unit["score"] for unit in result["units"]} == scores
        for command in (("duties",), ("readings", "--sensitivity"), ("explain", min(scores), "--period", period)):
            outcome = desk(*command)
            assert outcome.status == 0, (sector, command, outcome.err)
    monkeypatch.setenv("CONDUCT_SECTOR", "insurance")
    for command in (("runs",), ("history", "i5"), ("history", "L1"), ("compare", "1", "now"), ("export", "--csv", "out")):
        outcome = desk(*command)
        assert outcome.status == 0, (command, outcome.err)
    assert "wrong day" in desk("history", "i5").out
    if not writable:
        assert Path("conduct.db").read_bytes() == before
        assert desk("record", "incident", "incident=x", "unit=L1", "kind=late", "date=2012-07-01").status == 1
        return
    assert sqlite3.connect("conduct.db").execute("PRAGMA user_version").fetchone() == (6,)
    assert desk("publish", "--period", "2012", "--despite", "x").status == 0
    assert desk("verify").status == 0


def test_a_post_is_kept_with_its_history_and_a_blank_first_day_is_a_value_of_its_own(desk: Desk) -> None:
    base = ("--sector", "power_utility")
    assert desk(*base, "init").status == 0
    desk.write("units.csv", "unit,name,kind,aliases\nS1,Station,station,First;One\nh1,A,employee,\nh2,B,employee,\n")
    posts = (
        "unit,person,post,from,until\nS1,h1,administrative,,2012-06-30\nS1,h2,administrative,2012-07-01,\n"
        "S1,h1,administrative,2011-01-01,2011-12-31\n"
    )
    desk.write("posts.csv", posts)
    assert desk(*base, "load", "units.csv", "posts.csv").status == 0
    again = desk(*base, "load", "posts.csv")
    assert again.status == 0
    assert "3 rows stood in the ledger already" in again.err
    twice = desk(*base, "load", desk.write("posts.csv", "unit,person,post,from,until\nS1,h1,administrative,,\n"))
    assert twice.status == 1
    assert "S1 / h1 / administrative / " in twice.err
    assert desk(*base, "load", "posts.csv", "--correct", "the day was wrong").status == 0
    found = desk(*base, "history", "h1").out
    assert "2012-06-30" in found
    assert "the day was wrong" in found
    assert desk("verify").status == 0
    with sqlite3.connect("conduct.db") as connection:
        assert connection.execute("SELECT count(*) FROM power_utility_posts").fetchone() == (3,)
        connection.execute("UPDATE power_utility_posts SET until = '2012-01-01' WHERE \"from\" = '2012-07-01'")
    connection.close()
    assert desk("verify").status == 1


RESULTS = json.loads((THREE := FOUR.with_name("four-sectors-layout-3.db")).with_suffix(".json").read_text(encoding="utf-8"))
"""What the version before said of that ledger, by sector and period."""


@pytest.mark.parametrize("writable", [True, False])
def test_a_ledger_without_stored_counts_gives_the_results_of_the_version_before(
    desk: Desk, writable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(THREE, "conduct.db")
    before = Path("conduct.db").read_bytes()
    if not writable:
        access = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    assert desk("verify").status == 0
    for _ in range(2):  # counted, and from what was stored
        for asked, said in RESULTS.items():
            sector, period = asked.split()
            monkeypatch.setenv("CONDUCT_SECTOR", sector)
            result = desk.run("--period", period, "--trace")
            assert {key: result[key] for key in said} == said, asked
    assert desk("verify").status == 0
    if not writable:
        assert Path("conduct.db").read_bytes() == before
        return
    with sqlite3.connect("conduct.db") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (6,)
        assert connection.execute("SELECT count(*) FROM counts").fetchone()[0] >= len(RESULTS)
    connection.close()
