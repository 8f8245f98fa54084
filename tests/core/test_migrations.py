"""A ledger of each released layout still opens, keeps its facts and its chain, and takes whatever came since."""

from __future__ import annotations

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
        ("publish", "--period", "2012"),
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
