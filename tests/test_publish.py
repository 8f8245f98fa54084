"""Published runs: sealed whole, numbered across the ledger, covered by the chain, and never changed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.publish import published_result
from tests.conftest import Desk


def _result(number: int) -> dict[str, object]:
    with Ledger.open("conduct.db") as ledger:
        content = published_result(ledger, number)
    assert content is not None
    whole: dict[str, object] = json.loads(content)
    return whole


def test_a_publication_is_numbered_and_keeps_the_whole_result(office: Desk) -> None:
    incidents = office.write("incidents.csv", "incident,unit,kind,date\ni1,L1,department-missing,2012-03-01\n")
    assert office("load", incidents).status == 0
    done = office("publish", "--period", "2012", "--note", "第一次公布")
    assert done.status == 0, done.err
    assert done.out.startswith("number 1:")
    kept = _result(1)
    shown = office.run("--period", "2012", "--trace")
    assert kept["units"] == shown["units"]
    assert kept["readings"] == shown["readings"]
    assert kept["run"] == shown["run"]
    listed = office("runs").out
    assert "第一次公布" in listed
    assert str(shown["run"])[:12] in listed


def test_the_same_run_is_published_once_and_what_changed_since_is_another(office: Desk) -> None:
    assert office("publish", "--period", "2012").out.startswith("number 1:")
    assert "already" in office("publish", "--period", "2012").out
    assert office("publish", "--period", "2012-H1").out.startswith("number 2:")
    office("record", "incident", "incident=i9", "unit=L1", "kind=department-missing", "date=2012-03-01")
    assert office("publish", "--period", "2012").out.startswith("number 3:")
    before, after = _result(1), _result(3)
    assert before["units"] != after["units"]
    assert before == _result(1)


def test_a_publication_changes_no_later_run(office: Desk) -> None:
    before = office.run("--period", "2012")
    office("publish", "--period", "2012")
    assert office.run("--period", "2012") == before


def test_numbers_run_across_sectors(office: Desk) -> None:
    assert office("--sector", "hospital", "init", "--sample").status == 0
    assert office("publish", "--period", "2012").out.startswith("number 1:")
    assert office("--sector", "hospital", "publish", "--period", "2012-Q3").out.startswith("number 2:")
    assert [line.split()[:2] for line in office("--sector", "hospital", "runs").out.splitlines()[2:3]] == [["2", "hospital"]]


def test_verify_finds_a_changed_a_removed_and_an_added_publication(office: Desk) -> None:
    office("publish", "--period", "2012")
    assert office("verify").status == 0
    kept = Path("conduct.db").read_bytes()
    for statement in (
        "UPDATE insurance_publications SET period = '2011'",
        "UPDATE insurance_publications SET result = x'00'",
        "UPDATE insurance_publications SET number = 7",
        "DELETE FROM insurance_publications",
        "INSERT INTO insurance_publications (batch, number, run, period, as_of, inputs, digest, result) "
        "SELECT batch, 2, 'x', period, as_of, inputs, digest, result FROM insurance_publications",
    ):
        Path("conduct.db").write_bytes(kept)
        with sqlite3.connect("conduct.db") as connection:
            connection.execute(statement)
        connection.close()
        found = office("verify")
        assert found.status == 1, statement
        assert "insurance_publications" in found.err or "published" in found.err


def test_a_ledger_made_before_publications_takes_them_and_its_runs_stay_the_same(office: Desk) -> None:
    before = office.run("--period", "2012")
    with sqlite3.connect("conduct.db") as connection:
        connection.execute("DROP TABLE insurance_publications")
    connection.close()
    assert office("publish", "--period", "2012").status == 0
    assert office.run("--period", "2012") == before
    assert office("verify").status == 0
