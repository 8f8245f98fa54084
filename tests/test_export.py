"""Exports load again to equal results and equal facts; backups are whole."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from conduct.core.base.words import guarded, unguarded
from tests.conftest import Desk

PERIODS = {"insurance": "2012", "power_utility": "2012", "banking": "2012", "hospital": "2012-Q3"}


def _facts(desk: Desk, *ledger: str) -> str:
    outcome = desk(*ledger, "verify")
    assert outcome.status == 0, outcome.err
    return next(line for line in outcome.out.splitlines() if line.startswith("facts of"))


@pytest.mark.campaign
@pytest.mark.parametrize("sector", list(PERIODS))
def test_a_sample_exported_and_loaded_again_is_equal(desk: Desk, monkeypatch: pytest.MonkeyPatch, sector: str) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", sector)
    Path("conduct.db").unlink()
    assert desk("init", "--sample").status == 0
    outcome = desk("export", "--csv", "out")
    assert outcome.status == 0, outcome.err
    files = sorted(str(p) for p in Path("out").iterdir())
    assert (str(Path("out/posts.csv")) in files) == (sector == "power_utility")
    assert desk("--ledger", "two.db", "init").status == 0
    again = desk("--ledger", "two.db", "load", *files)
    assert again.status == 0, again.err
    assert _facts(desk) == _facts(desk, "--ledger", "two.db")
    first = json.loads(desk("run", "--period", PERIODS[sector], "--format", "json").out)
    second = json.loads(desk("--ledger", "two.db", "run", "--period", PERIODS[sector], "--format", "json").out)
    assert first["units"] == second["units"]
    assert first["incidents"] == second["incidents"]


@pytest.mark.parametrize("sector", list(PERIODS))
def test_an_empty_ledgers_export_loads(desk: Desk, monkeypatch: pytest.MonkeyPatch, sector: str) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", sector)
    assert desk("--ledger", "empty.db", "init").status == 0
    assert desk("--ledger", "empty.db", "export", "--csv", "out").status == 0
    again = desk("--ledger", "empty.db", "load", *sorted(str(p) for p in Path("out").iterdir()))
    assert again.status == 0, again.err


@pytest.mark.parametrize("standing", [False, True])
def test_what_is_attached_is_listed_beside_facts_that_load_without_it(office: Desk, standing: bool) -> None:
    office.write("incidents.csv", "incident,unit,kind,date\ni1,L1,late,2012-03-05\n")
    assert office("load", "incidents.csv").status == 0
    assert office("export", "--csv", "none").status == 0
    assert not Path("none/attachments").exists()
    content = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    office.write("letter.pdf", content)
    made = office("record", "attachment", "letter.pdf", "incident=i1", "name==1+1.pdf", "by=甲,乙", "date=2012-03-07")
    assert made.status == 0, made.err
    assert office("record", "release", "attachment=1").status == 0
    if standing:
        Path("out").mkdir()
    outcome = office("export", "--csv", "out")
    assert outcome.status == 0, outcome.err
    with open("out/attachments/attachments.csv", encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    digest = hashlib.sha256(content).hexdigest()
    assert row == {
        "number": "1", "incident": "i1", "action": "", "name": guarded("=1+1.pdf"), "kind": "application/pdf",
        "size": str(len(content)), "sha256": digest, "date": "2012-03-07", "by": "甲,乙", "released": "yes", "removed": "no",
    }  # fmt: skip
    assert Path("conduct.db.files", digest[:2], digest).read_bytes() == content
    files = sorted(str(path) for path in Path("out").glob("*.csv"))
    assert office("--ledger", "two.db", "init").status == 0
    assert office("--ledger", "two.db", "load", *files).status == 0
    assert _facts(office) == _facts(office, "--ledger", "two.db")
    again = office("export", "--csv", "out")
    assert (again.status, "already" in again.err or "exists" in again.err) == (1, True), again.err
    assert Path("out/attachments/attachments.csv").exists()


def test_hostile_text_survives_the_round_trip(office: Desk) -> None:
    texts = ["=1+1", "'=x", "''=x", "@a", "-1", "a\nb", 'q"q', "'", "'a", "\t=x", "中文,逗号", " lead"]
    rows = [
        json.dumps({"incident": f"h{n}", "unit": "L1", "kind": "department-missing", "date": "2012-03-01", "text": t})
        for n, t in enumerate(texts)
    ]
    assert office("load", office.write("incidents.jsonl", "\n".join(rows))).status == 0
    assert office("export", "--csv", "out").status == 0
    assert office("--ledger", "two.db", "init").status == 0
    files = [str(Path("out") / f"{of}.csv") for of in ("units", "measures", "incidents")]
    again = office("--ledger", "two.db", "load", *files)
    assert again.status == 0, again.err
    assert _facts(office) == _facts(office, "--ledger", "two.db")


@pytest.mark.parametrize(
    "text", ["=1", "\n=1", "＝1", "＋1", "－1", "＠x", "'＝1", "'=1", "''=1", "'", "a", "'a", "-", "'-", "\t", "", "''"]
)
def test_the_guard_is_undone_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_a_corrected_fact_is_exported_as_it_stands(office: Desk) -> None:
    office("record", "incident", "incident=i1", "unit=L1", "kind=department-missing", "date=2012-03-01")
    office("record", "incident", "incident=i1", "unit=L1", "kind=department-missing", "date=2012-04-01", "--correct", "x")
    assert office("export", "--csv", "out").status == 0
    text = Path("out/incidents.csv").read_text(encoding="utf-8")
    assert "2012-04-01" in text
    assert "2012-03-01" not in text


def test_an_export_overwrites_nothing(office: Desk) -> None:
    assert office("export", "--csv", "out").status == 0
    before = Path("out/units.csv").read_bytes()
    assert office("export", "--csv", "out").status == 1
    assert Path("out/units.csv").read_bytes() == before
    Path("file").write_text("x")
    assert office("export", "--csv", "file").status == 1


def test_a_backup_is_a_whole_ledger_and_overwrites_nothing(office: Desk) -> None:
    office("record", "incident", "incident=i1", "unit=L1", "kind=department-missing", "date=2012-03-01")
    assert office("backup", "copy.db").status == 0
    assert _facts(office) == _facts(office, "--ledger", "copy.db")
    assert (
        office.run("--period", "2012")["units"]
        == json.loads(office("--ledger", "copy.db", "run", "--period", "2012", "--format", "json").out)["units"]
    )
    assert office("backup", "copy.db").status == 1
    assert office("backup", "no/such/folder.db").status == 1
    assert not list(Path().glob("*.part"))


def test_a_backup_while_a_writer_holds_the_ledger(office: Desk) -> None:
    import sqlite3

    writer = sqlite3.connect("conduct.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE insurance_units SET name = 'half done'")
    assert office("backup", "copy.db").status == 0
    writer.execute("ROLLBACK")
    writer.close()
    assert office("--ledger", "copy.db", "verify").status == 0
