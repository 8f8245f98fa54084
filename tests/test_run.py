"""The main job through the command line: JSON, CSV and table as the contract gives them, periods, readings, notes."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import unicodedata
from datetime import date
from io import StringIO

import pytest

from conduct.core.base.words import counted
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.scores.assess import default_period
from tests.conftest import Desk

LATE = "incident,unit,kind,date,channel\n"


def test_the_json_is_the_contracts_object(office: Desk) -> None:
    office("load", office.write("incidents.csv", LATE + "i1,L1,late,2012-03-01,\ni2,L1,petition,2012-03-02,visit\n"))
    result = office.run("--period", "2012", "--trace")
    assert result["sector"] == "insurance"
    assert result["regulation"] == {
        "id": "苏保监发〔2012〕37号",
        "title": "江苏保险业信访投诉工作量化考核办法",
        "in_force_from": "2012-02-29",
    }
    assert result["period"] == {"id": "2012", "start": "2012-01-01", "end": "2012-12-31"}
    assert result["as_of"] == "2012-12-31"
    assert result["readings"] == {
        "premium-term": "channel",
        "premium-unit": 10000000,
        "settled-weight": "half",
        "industry-average": "mean",
        "semiannual-report": "recorded",
        "grave-exposure-points": "none",
        "standing-classes": "together",
        "several-last": "shared",
        "ineligible-replaced": "no",
    }
    assert result["incidents"] == {"charged": 2, "excused": 0, "pending": 0, "without_rule": 0, "case": 0}
    [note] = result["notes"]  # what of the law is in scope and has no rule
    assert note.startswith("in scope, not encoded")
    first, second, last = result["units"]
    assert [first["unit"], second["unit"], last["unit"]] == ["L2", "P1", "L1"]
    assert set(first) == {
        "unit", "name", "kind", "score", "rank", "sections", "bonus", "lines", "vetoes", "sanctions", "outcomes", "duties",
        "figures", "persons", "checks", "unranked",
    }  # fmt: skip
    # one visit: 0.4/10 + 0.6/10 = 0.1, above the average of 0.05: ten points; nothing in the other channels
    assert last["score"] == 100 - 2 - 10
    assert last["rank"] == 3
    assert last["bonus"] == 0
    assert last["sections"] == [
        {"section": "2.1", "base": 15.0, "points": 0.0, "score": 15.0},
        {"section": "2.2", "base": 30.0, "points": -10.0, "score": 20.0},
        {"section": "2.3", "base": 25.0, "points": -2.0, "score": 23.0},
        {"section": "2.4", "base": 30.0, "points": 0.0, "score": 30.0},
    ]
    lines = {(line["kind"], line.get("channel")): line for line in last["lines"]}
    assert lines["late", None] == {
        "kind": "late", "clause": "2.3.1", "section": "2.3", "count": 1, "points": -2.0, "incidents": ["i1"],
    }  # fmt: skip
    assert lines["petition", "visit"] == {
        "kind": "petition", "clause": "2.2", "section": "2.2", "count": 1, "points": -10.0, "channel": "visit", "weight": 1.0,
        "index": 0.1, "average": 0.05, "place": 1, "incidents": ["i2"],
    }  # fmt: skip
    assert [line.get("channel") for line in last["lines"]] == ["telephone", "visit", "written", None]
    assert lines["petition", "telephone"]["count"] == 0
    assert all(line["place"] is None and line["points"] == 0 for line in first["lines"])
    assert {line["channel"] for line in second["lines"]} == {"telephone", "written"}


def test_no_number_is_printed_as_minus_zero(office: Desk) -> None:
    office(
        "load",
        office.write("incidents.csv", LATE + "i1,L1,contact-missing,2012-03-01,\ni2,L1,contact-change-harmful,2012-03-02,\n"),
    )
    assert "-0.0" not in office("run", "--period", "2012", "--format", "json").out


def test_the_csv_has_one_row_a_unit_and_no_formula(desk: Desk) -> None:
    desk("load", desk.write("units.csv", "unit,name,kind\nL1,=1+1,life\n@P,普通,property\n"))
    measures = "unit,measure,period,value\n" + "".join(
        f"{u},{m},2012,{v}\n" for u in ("L1", "@P") for m, v in (("outlets", 1), ("premium", 1))
    )
    assert desk("load", desk.write("measures.csv", measures)).status == 0
    rows = list(csv.DictReader(StringIO(desk("run", "--period", "2012", "--format", "csv").out)))
    assert list(rows[0]) == ["unit", "name", "kind", "score", "rank", "bonus", "2.1", "2.2", "2.3", "2.4", "vetoes", "outcomes"]
    assert [(row["unit"], row["name"]) for row in rows] == [("'@P", "普通"), ("L1", "'=1+1")]
    assert rows[0]["score"] == "100.0"
    assert rows[0]["outcomes"] == "advanced-unit"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_the_table_is_aligned_for_chinese(desk: Desk) -> None:
    desk("load", desk.write("units.csv", "unit,name,kind\nL1,甲乙丙丁人寿,life\nL2,a,life\n"))
    measures = "unit,measure,period,value\n" + "".join(
        f"{u},{m},2012,{v}\n" for u in ("L1", "L2") for m, v in (("outlets", 1), ("premium", 1))
    )
    desk("load", desk.write("measures.csv", measures))
    lines = desk("run", "--period", "2012", lang="zh").out.splitlines()
    heading = next(line for line in lines if "名次" in line)
    rows = [line for line in lines if "寿险公司" in line]
    column = _width(heading[: heading.index("类别")])
    assert len(rows) == 2
    assert {_width(row[: row.index("寿险公司")]) for row in rows} == {column}


def test_a_hostile_name_comes_out_literally_on_one_line(desk: Desk) -> None:
    name = "[red]x[/red] \x1b[31m\u202e"
    desk("load", desk.write("units.jsonl", json.dumps({"unit": "L1", "name": name, "kind": "life"})))
    measures = "unit,measure,period,value\nL1,outlets,2012,1\nL1,premium,2012,1\n"
    assert desk("load", desk.write("measures.csv", measures)).status == 0
    shown = desk("run", "--period", "2012").out
    assert "[red]x[/red] \\x1b[31m\\u202e" in shown
    assert "\x1b" not in shown
    assert desk.run("--period", "2012")["units"][0]["name"] == name


def test_the_same_inputs_give_the_same_bytes_and_the_same_run(office: Desk) -> None:
    first = office("run", "--period", "2012", "--format", "json").out
    assert office("run", "--period", "2012", "--format", "json").out == first
    office("run", "--period", "2012", "--as-of", "2012-11-30")
    with sqlite3.connect(office.folder / "conduct.db") as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (2,)
    connection.close()


def test_output_goes_to_a_file_whole_or_not_at_all(office: Desk) -> None:
    outcome = office("run", "--period", "2012", "--format", "json", "--output", "out.json")
    assert outcome.out == ""
    assert json.loads((office.folder / "out.json").read_text(encoding="utf-8"))["period"]["id"] == "2012"
    outcome = office("run", "--period", "2012", "--output", "nowhere/out.json")
    assert outcome.status == 1
    assert "nowhere/out.json cannot be written" in outcome.err


def test_every_unit_without_a_measure_is_named(office: Desk) -> None:
    office("load", office.write("units.csv", "unit,name,kind\nL5,五,life\nL6,六,life\n"))
    outcome = office("run", "--period", "2012")
    assert outcome.status == 1
    assert outcome.out == ""
    for unit in ("L5", "L6"):
        for measure in ("outlets", "premium"):
            assert any(line.startswith(unit) and measure in line for line in outcome.err.splitlines())


def test_a_unit_that_is_closed_is_not_assessed(office: Desk) -> None:
    office("load", office.write("units.csv", "unit,name,kind,from,until\nL7,新,life,2013-01-01,\nL8,旧,life,,2011-12-31\n"))
    assert [u["unit"] for u in office.run("--period", "2012")["units"]] == ["L1", "L2", "P1"]


def test_a_period_without_facts_is_assessed(office: Desk) -> None:
    assert {u["score"] for u in office.run("--period", "2012-H1")["units"]} == {100.0}


def test_no_edition_was_in_force_before_the_first(office: Desk) -> None:
    outcome = office("run", "--period", "2011")
    assert outcome.status == 1
    assert "in force from 2012-02-29" in outcome.err


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        (date(2013, 1, 1), ("2012-03-01",), "2012"),
        (date(2012, 12, 31), ("2012-03-01",), "2012"),
        (date(2012, 12, 30), ("2012-03-01",), "2012-H1"),
        (date(2013, 1, 1), ("2012-03-01", "2013-02-01"), "2012"),
    ],
)
def test_the_default_period_is_the_latest_that_can_be_assessed(
    office: Desk, insurance: Sector, today: date, facts: tuple[str, ...], expected: str
) -> None:
    rows = "".join(f"i{n},L1,late,{day},\n" for n, day in enumerate(facts))
    office("load", office.write("incidents.csv", LATE + rows))
    with Ledger.open(office.folder / "conduct.db") as ledger:
        assert default_period(insurance, ledger, today).id == expected


def test_the_default_period_needs_its_measures(desk: Desk) -> None:
    desk("load", desk.write("units.csv", "unit,name,kind\nL1,甲,life\n"))
    desk("load", desk.write("measures.csv", "unit,measure,period,value\nL1,outlets,2012-H1,1\nL1,premium,2012-H1,1\n"))
    desk("load", desk.write("incidents.csv", LATE + "i1,L1,late,2012-03-01,\n"))
    assert desk.run()["period"]["id"] == "2012-H1"


def test_the_default_period_is_one_with_facts_whatever_is_measured_since(desk: Desk, insurance: Sector) -> None:
    """The measures of later years, or of none, move it nowhere; nor do units that stand in no period since."""
    desk("load", desk.write("units.csv", "unit,name,kind,until\nL1,甲,life,2014-06-30\n"))
    measures = "".join(f"L1,{m},{year},1\n" for m in ("outlets", "premium") for year in (2013, 2014))
    desk("load", desk.write("measures.csv", "unit,measure,period,value\n" + measures))
    desk("load", desk.write("incidents.csv", LATE + "i1,L1,late,2013-03-01,\n"))
    with Ledger.open(desk.folder / "conduct.db") as ledger:
        assert default_period(insurance, ledger, date(2016, 1, 1)).id == "2013"
    desk("load", desk.write("incidents-later.csv", LATE + "i2,L1,late,2012-03-01,\ni3,L1,late,2014-03-01,\n"))
    with Ledger.open(desk.folder / "conduct.db") as ledger:
        assert default_period(insurance, ledger, date(2016, 1, 1)).id == "2014"
        assert default_period(insurance, ledger, date(2014, 1, 1)).id == "2013"


def test_without_a_period_to_assess_the_run_says_so(desk: Desk) -> None:
    outcome = desk("run")
    assert outcome.status == 1
    assert "name one with --period" in outcome.err


def test_readings_come_from_the_configuration(office: Desk) -> None:
    office.write(
        "conduct.toml", "[insurance.readings]\npremium-term = 'channel'\npremium-unit = 1e6\nineligible-replaced = true\n"
    )
    readings = office.run("--period", "2012")["readings"]
    assert (readings["premium-term"], readings["premium-unit"], readings["ineligible-replaced"]) == ("channel", 1000000, "yes")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[insurance.readings]\npremium = 'total'\n", "there is no reading “premium”"),
        ("[insurance.readings]\npremium-term = 'half'\n", "it takes: channel, total"),
        ("[insurance.readings]\npremium-unit = 0\n", "a number above 0"),
        ("[insurance.readings]\npremium-unit = 'nan'\n", "a number above 0"),
        ("[insurance.reading]\npremium-unit = 1\n", "“insurance.reading” is wrong"),
        ("[calendar]\nholiday = []\n", "“holiday” under [calendar]"),
        ("sectors = 'insurance'\n", "“sectors” is wrong"),
        ("sector = ['insurance']\n", "“sector” is wrong"),
        ("sectors = [\n", "cannot be read"),
        ("[insurence.readings]\npremium-term = 'channel'\n", "there is no sector “insurence” installed"),
    ],
)
def test_a_wrong_configuration_is_refused_with_its_key(office: Desk, text: str, said: str) -> None:
    office.write("conduct.toml", text)
    outcome = office("run", "--period", "2012")
    assert outcome.status == 1
    assert said in outcome.err


def test_sectors_can_be_limited(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    office.write("conduct.toml", "sectors = ['insurance']\n")
    monkeypatch.delenv("CONDUCT_SECTOR")
    assert office("run", "--period", "2012").status == 0
    office.write("conduct.toml", "sectors = ['hospital']\n")
    outcome = office("--sector", "insurance", "run")
    assert outcome.status == 2
    assert "not enabled" in outcome.err


def test_an_unknown_sector_is_wrong_usage(office: Desk) -> None:
    outcome = office("--sector", "railway", "run")
    assert outcome.status == 2
    assert "no sector “railway” is installed" in outcome.err


def test_without_a_ledger_the_command_that_makes_one_is_named(desk: Desk) -> None:
    outcome = desk("--ledger", "none.db", "run")
    assert outcome.status == 1
    assert "conduct --sector insurance --ledger none.db init" in outcome.err
    assert not (desk.folder / "none.db").exists()


@pytest.mark.parametrize("content", [b"not a database at all, just text" * 100, b"SQLite format 3\0" + b"\0" * 500])
def test_another_file_is_no_ledger(desk: Desk, content: bytes) -> None:
    outcome = desk("--ledger", desk.write("other.db", content), "run")
    assert outcome.status == 1
    assert "other.db" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_newer_ledger_is_refused(office: Desk) -> None:
    with sqlite3.connect(office.folder / "conduct.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    outcome = office("run", "--period", "2012")
    assert outcome.status == 1
    assert "upgrade conduct" in outcome.err


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_a_ledger_that_cannot_be_written_is_still_assessed(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = office("run", "--period", "2012", "--format", "json").out
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: False if mode == os.W_OK else access(path, mode))
    outcome = office("run", "--period", "2012", "--format", "json")
    assert outcome.status == 0, outcome.err
    assert outcome.out == expected
    assert "not recorded" in outcome.err
    assert office("record", "incident", "incident=i", "unit=L1", "kind=late", "date=2012-01-01").status == 1


def test_a_reader_that_goes_away_leaves_no_traceback(office: Desk) -> None:
    command = [sys.executable, "-m", "conduct", "--sector", "insurance", "regulation"]
    done = subprocess.run(
        ["bash", "-c", 'set -o pipefail; "$@" | head -1', "-", *command], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_the_sample_shows_its_note_the_first_five_and_the_last_three_and_comes_out_the_same_again(desk: Desk) -> None:
    assert desk("init", "--sample").status == 0
    result = desk.run()
    assert result["period"]["id"] == "2012"
    assert any("made up" in note for note in result["notes"])
    assert all("示例" in unit["name"] for unit in result["units"])
    led = {
        o: [u["rank"] for u in result["units"] if o in {x["outcome"] for x in u["outcomes"]}]
        for o in ("advanced-unit", "criticised")
    }
    assert len(led["advanced-unit"]) == 5
    assert max(led["advanced-unit"]) <= 5
    assert len(led["criticised"]) == 3
    assert min(led["criticised"]) == 42
    assert len(desk.run("--period", "2012-H1")["units"]) == 44
    assert desk("init", "--sample").status == 0
    assert desk.run() == result


def test_incidents_under_no_assessed_unit_are_named_in_a_note(desk: Desk) -> None:
    power = ("--sector", "power_utility")
    assert desk(*power, "init").status == 0
    units = "unit,name,kind,until\nS1,a,station,\nS2,b,station,2011-12-31\n"
    facts = "incident,unit,kind,date\nc1,S2,window-slide,2012-03-05\n"
    loaded = desk(*power, "load", desk.write("units.csv", units), desk.write("incidents.csv", facts))
    assert loaded.status == 0, loaded.err
    run = (*power, "run", "--period", "2012", "--format", "json")
    found = json.loads(desk(*run).out)
    assert found["incidents"]["without_rule"] == 1
    assert any("count for nobody (1): S2 (1)" in note for note in found["notes"])
    assert any("1件事项的单位" in note and "S2（1）" in note for note in json.loads(desk(*run, lang="zh").out)["notes"])
    told = desk(*power, "explain", "S1", "--period", "2012", "--format", "json")
    assert told.status == 0
    assert "S2" not in told.out


def test_no_half_year_before_the_text_was_in_force_is_owed_a_report(office: Desk) -> None:
    office.write("conduct.toml", '[insurance.readings]\nsemiannual-report = "tracked"\n')
    changed = ("record", "action", "action=1", "step=contact-changed", "unit=L1", "date=2011-12-15")
    assert office(*changed).status == 0
    listed = json.loads(office("duties", "--as-of", "2012-03-01", "--format", "json").out)["duties"]
    assert {d["period"] for d in listed if d["duty"] == "semiannual-report"} == {"2012-H1"}


def test_the_missing_measures_of_every_quarter_are_listed(desk: Desk) -> None:
    bank = ("--sector", "banking")
    assert desk(*bank, "init").status == 0
    rows = [f"B,{m},2012-Q2,{v}\n" for m, v in (("satisfied", "0.9"), ("basically-satisfied", "0.1"), ("transactions", "1000"))]
    measures = desk.write("measures.csv", "unit,measure,period,value\n" + "".join(rows))
    assert desk(*bank, "load", desk.write("units.csv", "unit,name,kind\nB,b,branch\n"), measures).status == 0
    outcome = desk(*bank, "run", "--period", "2012")
    assert outcome.status == 1
    assert "2012-Q2" not in outcome.err
    assert outcome.err.splitlines() == [
        "B (b) has no measures satisfied (satisfied), basically-satisfied (basically satisfied), transactions (transactions) for "
        "2012-Q1, 2012-Q3, 2012-Q4: load what is missing, then assess, or enter that the unit is not assessed (not-assessed) in "
        "2012-Q1, 2012-Q3, 2012-Q4"
    ]


def test_an_office_that_starts_in_mid_year_is_asked_once_for_all_that_it_lacks(desk: Desk) -> None:
    bank = ("--sector", "banking")
    assert desk(*bank, "init").status == 0
    whole = [("satisfied", "0.9"), ("basically-satisfied", "0.1"), ("transactions", "1000")]
    rows = [f"A,{m},2012-Q{n},{v}\n" for n in (1, 2, 3, 4) for m, v in whole]
    rows += [f"B,{m},2012-Q{n},{v}\n" for n in (3, 4) for m, v in whole if (n, m) != (4, "transactions")]
    measures = desk.write("measures.csv", "unit,measure,period,value\n" + "".join(rows))
    assert desk(*bank, "load", desk.write("units.csv", "unit,name,kind\nA,甲,branch\nB,乙,branch\n"), measures).status == 0
    asked = desk(*bank, "run", "--period", "2012", lang="zh")
    assert asked.status == 1
    assert asked.err.splitlines() == [
        "B（乙）缺少 2012-Q1、2012-Q2 的指标满意率（satisfied）、基本满意率（basically-satisfied）、业务笔数（transactions），"
        "2012-Q4 的指标业务笔数（transactions）；请补报后再考核，"
        "或登记该单位在 2012-Q1、2012-Q2、2012-Q4 “不予考核”（not-assessed）"
    ]
    for n in (1, 2, 4):
        assert desk(
            *bank, "record", "action", "step=not-assessed", "unit=B", f"period=2012-Q{n}", "by=服务办", "reason=未开业"
        ).status == 0  # fmt: skip
    assert desk(*bank, "run", "--period", "2012").status == 0


def test_measures_that_come_to_too_much_name_every_period(desk: Desk) -> None:
    bank = ("--sector", "banking")
    assert desk(*bank, "init").status == 0
    values = [("satisfied", "0.9"), ("basically-satisfied", "0.2"), ("transactions", "1000")]
    rows = [f"B,{m},2012-Q{n},{v}\n" for n in (1, 2, 3, 4) for m, v in values]
    measures = desk.write("measures.csv", "unit,measure,period,value\n" + "".join(rows))
    assert desk(*bank, "load", desk.write("units.csv", "unit,name,kind\nB,b,branch\n"), measures).status == 0
    outcome = desk(*bank, "run", "--period", "2012")
    assert outcome.status == 1
    assert outcome.err.splitlines() == [
        "B b: satisfied + basically-satisfied of 2012-Q1, 2012-Q2, 2012-Q3, 2012-Q4 come to more than 1; check these measures"
    ]


def test_a_unit_without_measures_is_asked_once_in_every_sector(office: Desk) -> None:
    assert office("load", office.write("units-2.csv", "unit,name,kind\nL3,丁,life\n")).status == 0
    asked = office("run", "--period", "2012")
    assert asked.status == 1
    (line,) = asked.err.splitlines()
    assert line.startswith("L3 (丁) has no measures outlets (")
    assert "premium (" in line
    assert line.endswith("in 2012")


def test_an_appeal_decision_before_which_no_appeal_stands_is_an_error_of_the_load(office: Desk) -> None:
    facts = office.write("incidents.csv", "incident,unit,kind,date\ni1,L1,department-missing,2012-03-01\n")
    head = "action,step,date,incident,by,reason,upheld\n"
    decision = "d1,appeal-decided,2012-04-01,i1,x,y,yes\n"
    alone = office("load", facts, office.write("actions.csv", head + decision))
    assert alone.status == 1
    assert "actions.csv, row 2, column date: no appeal stands on incident i1 by 2012-04-01" in alone.err
    assert office("load", facts, office.write("actions-2.csv", head + "a1,appeal,2012-04-02,i1,x,y,\n" + decision)).status == 1
    both = office("load", facts, office.write("actions-3.csv", head + decision + "a1,appeal,2012-03-20,i1,x,y,\n"))
    assert both.status == 0, both.err
    assert office.run("--period", "2012")["incidents"]["charged"] == 0
    later = office("load", "--correct", "mistyped", office.write("actions-4.csv", head + "a1,appeal,2012-05-20,i1,x,y,\n"))
    assert later.status == 1
    assert "no appeal stands on incident i1 by 2012-04-01" in later.err


def test_a_day_after_today_is_said_beside_the_result(office: Desk) -> None:
    """What is judged as of a day that has not come is said on standard error alone: the result does not depend on the clock."""
    late = office("run", "--period", "2012", "--as-of", "2999-12-31", "--format", "json")
    assert late.err == "note: 2999-12-31 is after today: deadlines up to it are judged as if that day had come\n"
    assert "today" not in late.out
    chinese = office("run", "--period", "2012", "--as-of", "2999-12-31", lang="zh")
    assert chinese.err == "注意：截至日 2999-12-31 在今天之后，期限均按当日已到判断\n"
    assert office("run", "--period", "2012").err == ""


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 batch"), ("1", "1 batch"), (0, "0 batches"), (2, "2 batches"), ("1 001", "1 001 batches")]
)
def test_one_is_counted_in_the_singular(n: int | str, said: str) -> None:
    assert counted(n, "batch", "batches") == said
    assert counted(n, "row").endswith("row" if said == "1 batch" else "rows")
