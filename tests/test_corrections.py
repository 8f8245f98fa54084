"""Corrections: a row replaced for a reason, the old one kept, the chain whole, nothing else changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from openpyxl import load_workbook

from tests.conftest import Desk

INCIDENTS = (
    "incident,unit,kind,date,channel,settled\ni1,L1,petition,2012-03-01,written,no\ni2,L1,department-missing,2012-03-01,,\n"
)


def _office(office: Desk) -> Desk:
    assert office("load", office.write("incidents.csv", INCIDENTS)).status == 0
    return office


def _heads(office: Desk) -> str:
    outcome = office("verify")
    assert outcome.status == 0, outcome.err
    return outcome.out


def test_other_content_needs_a_reason_and_the_ledger_stays_as_it_was(office: Desk) -> None:
    _office(office)
    before = Path("conduct.db").read_bytes()
    changed = office.write("incidents.csv", INCIDENTS.replace("written,no", "visit,no"))
    assert office("load", changed).status == 1
    assert Path("conduct.db").read_bytes() == before
    assert office("load", changed, "--correct", " ").status == 2


def test_a_correction_counts_and_the_old_row_stays_in_the_history(office: Desk) -> None:
    _office(office)
    first = _heads(office)
    changed = office.write("incidents-2.csv", INCIDENTS.replace("2012-03-01,,", "2011-03-01,,"))
    outcome = office("load", changed, "--correct", "日期录错")
    assert outcome.status == 0, outcome.err
    assert "corrected: 1 incident" in outcome.err
    assert "1 row stood" in outcome.err
    assert [line["kind"] for line in office.run("--period", "2012")["units"][0]["lines"] if line["kind"] != "petition"] == []
    shown = office("history", "i2").out.splitlines()[2:]
    assert len(shown) == 2
    assert "corrected by batch" in shown[0]
    assert "date=2012-03-01" in shown[0]
    assert "incidents.csv" in shown[0]
    assert "current" in shown[1]
    assert "日期录错" in shown[1]
    assert "incidents-2.csv" in shown[1]
    assert _heads(office) != first


def test_the_history_is_told_in_chinese_words_too(office: Desk) -> None:
    _office(office)
    office("record", "action", "action=a1", "step=appeal", "incident=i1", "date=2012-03-05", "by=L1", "reason=<b>不符</b>")
    shown = office("history", "i1", lang="zh").out
    assert "单位=L1；类别=信访件；日期=2012-03-01；渠道=书面信访" in shown
    assert "步骤=申诉；日期=2012-03-05；事项=i1；办理人=L1；原因=<b>不符</b>" in shown


def test_the_same_correction_again_changes_nothing(office: Desk) -> None:
    _office(office)
    changed = office.write("incidents.csv", INCIDENTS.replace("written,no", "visit,no"))
    assert office("load", changed, "--correct", "x").status == 0
    after = _heads(office)
    again = office("load", changed, "--correct", "x")
    assert again.status == 0
    assert "unchanged" in again.err
    assert _heads(office) == after


def test_a_fact_may_be_corrected_many_times_and_back(office: Desk) -> None:
    _office(office)
    for n, channel in enumerate(("visit", "telephone", "written", "online")):
        done = office(
            "record", "incident", "incident=i1", "unit=L1", "kind=petition", "date=2012-03-01", f"channel={channel}",
            "--correct", f"reason {n}",
        )  # fmt: skip
        assert done.status == 0, done.err
        _heads(office)
    assert len(office("history", "i1").out.splitlines()[2:]) == 5


def test_units_measures_and_actions_are_corrected_too(office: Desk) -> None:
    _office(office)
    office("record", "action", "action=a1", "step=transfer", "incident=i1", "date=2012-03-05", "workdays=5")
    files = (
        office.write("units.csv", "unit,name,kind\nL1,新名,life\n"),
        office.write("measures.csv", "unit,measure,period,value\nL1,outlets,2012,20\n"),
        office.write("actions.csv", "action,step,date,incident,workdays\na1,transfer,2012-03-05,i1,7\n"),
    )
    assert office("load", *files).status == 1
    outcome = office("load", *files, "--correct", "核对后")
    assert outcome.status == 0, outcome.err
    assert "1 unit, 1 measure, 1 action" in outcome.err
    assert office.run("--period", "2012")["units"][0]["name"] == "新名" or "新名" in office("run", "--period", "2012").out
    _heads(office)


def test_a_correction_that_what_stands_does_not_fit_is_refused(office: Desk) -> None:
    _office(office)
    office("record", "action", "action=a1", "step=transfer", "incident=i1", "date=2012-03-05", "workdays=5")
    outcome = office(
        "record", "incident", "incident=i1", "unit=L1", "kind=department-missing", "date=2012-03-01", "--correct", "wrong kind"
    )
    assert outcome.status == 1
    assert "a1" in outcome.err
    assert office("history", "i1").out.count("current") == 2


def test_a_correction_that_an_attribute_or_a_head_does_not_fit_is_refused_at_its_row(office: Desk) -> None:
    _office(office)
    late = "incident,unit,kind,date,about\nl1,L1,late,2012-04-01,i1\nl2,L1,late,2012-04-02,i1\n"
    assert office("load", office.write("incidents-2.csv", late)).status == 0
    changed = office.write("incidents-3.csv", "incident,unit,kind,date\ni9,L1,late,2012-03-0x\ni1,L1,media-praise,2012-03-05\n")
    outcome = office("load", changed, "--correct", "kind")
    assert outcome.err.splitlines()[1] == (
        "incidents-3.csv, row 3, column kind: with i1 corrected, l1 and 1 more (about), which stands, does not fit media-praise "
        "any more; correct or withdraw it first"
    )
    power = ("--sector", "power_utility")
    assert office(*power, "init").status == 0
    units = "unit,name,kind,parent,head\nS1,站,station,,H1\nH1,张,employee,S1,\n"
    assert office(*power, "load", office.write("units.csv", units)).status == 0
    other = office(*power, "load", office.write("units-2.csv", "unit,name,kind\nH1,张,station\n"), "--correct", "x")
    assert other.status == 1
    assert "units-2.csv, row 2, column kind: with H1 corrected, S1 (head)" in other.err


def test_a_correction_that_breaks_what_stands_is_rejected_and_marked_as_any_row(office: Desk) -> None:
    _office(office)
    office("record", "action", "action=a1", "step=transfer", "incident=i1", "date=2012-03-05", "workdays=5")
    changed = "incident,unit,kind,date\ni1,L1,media-praise,2012-03-01\ni2,L1,department-missing,2012-03-02\n"
    files = (office.write("incidents-2.csv", changed), "--correct", "x", "--rejects", "r.xlsx", "--marked", "m.xlsx")
    outcome = office("load", *files)
    assert outcome.status == 0, outcome.err
    assert "corrected: 1 incident" in outcome.err
    assert [row[0].value for row in load_workbook("r.xlsx")["incidents"].iter_rows(min_row=2)] == ["i1"]
    assert load_workbook("m.xlsx")["incidents-2"]["C2"].comment is not None
    _heads(office)


def test_a_correction_that_a_decision_does_not_fit_is_said_at_its_row(desk: Desk) -> None:
    base = ("--sector", "power_utility")
    assert desk(*base, "init").status == 0
    assert desk(*base, "load", desk.write("units.csv", "unit,name,kind,parent\nS,站,station,\nE,员,employee,S\n")).status == 0
    facts = "incident,unit,kind,date,venue,verified,person\nc1,S,complaint,2012-03-01,city-bureau,yes,E\n"
    decision = desk.write("actions.csv", "action,step,date,incident,head-months\nd1,decide,2012-04-01,c1,7\n")
    loaded = desk(*base, "load", desk.write("incidents.csv", facts), decision)
    assert loaded.status == 0, loaded.err
    outcome = desk(*base, "load", desk.write("incidents-2.csv", facts.replace("city-bureau", "company")), "--correct", "x")
    assert outcome.status == 1
    assert outcome.err.startswith("incidents-2.csv, row 2, column incident: the text leaves no head's months open")


def test_a_cycle_of_parents_by_correction_is_refused(desk: Desk) -> None:
    base = ("--sector", "banking")
    assert desk(*base, "init").status == 0
    units = "unit,name,kind,parent\na,A,branch,\nb,B,branch,a\n"
    assert desk(*base, "load", desk.write("units.csv", units)).status == 0
    outcome = desk(*base, "load", desk.write("units.csv", units.replace("a,A,branch,", "a,A,branch,b")), "--correct", "x")
    assert outcome.status == 1
    assert "a → b → a" in outcome.err or "b → a → b" in outcome.err


def test_verify_finds_what_was_done_to_the_history(office: Desk) -> None:
    _office(office)
    changed = office.write("incidents.csv", INCIDENTS.replace("written,no", "visit,no"))
    assert office("load", changed, "--correct", "x").status == 0
    kept = Path("conduct.db").read_bytes()
    columns = "seq, batch, incident, unit, kind, date, channel, settled"
    for statements in (
        ["DELETE FROM insurance_incidents_history"],
        ["UPDATE insurance_incidents_history SET channel = 'visit'"],
        ["UPDATE batches SET reason = 'y' WHERE reason = 'x'"],
        ["UPDATE insurance_incidents_history SET replaced_by = 1"],
        ["UPDATE insurance_incidents_history SET replaced_by = 99"],
        [
            f"CREATE TEMP TABLE t AS SELECT {columns} FROM insurance_incidents WHERE incident = 'i1'",
            "DELETE FROM insurance_incidents WHERE incident = 'i1'",
            f"INSERT INTO insurance_incidents ({columns}) SELECT {columns} FROM insurance_incidents_history",
            "DELETE FROM insurance_incidents_history",
            f"INSERT INTO insurance_incidents_history ({columns}, replaced_by) SELECT {columns}, 3 FROM temp.t",
        ],
    ):
        Path("conduct.db").write_bytes(kept)
        with sqlite3.connect("conduct.db") as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()
        found = office("verify")
        assert found.status == 1, statements
        assert any(word in found.err for word in ("i1", "missing", "batch 3")), statements
