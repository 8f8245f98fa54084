"""The bank as an office uses it: what is due and by whom, what a draft is held to, what a sample of another sheet says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Desk

MINIMAL = Path(__file__).parent.parent / "findings" / "cases" / "banking" / "minimal"
UNITS = "unit,name,kind,parent,until\nA,甲,branch,,\nB,乙,branch,,2012-06-30\nA1,甲一,outlet,A,\nB1,乙一,outlet,B,\n"
MEASURES = "unit,measure,period,value\n" + "".join(
    f"{unit},{measure},2012-Q{q},{value}\n"
    for unit, quarters in (("A", (1, 2, 3, 4)), ("B", (1, 2)))
    for q in quarters
    for measure, value in (("satisfied", 1), ("basically-satisfied", 0), ("transactions", 700000 if q == 4 else 100000))
)
INCIDENTS = "incident,unit,kind,date,item\nf1,A1,finding,2012-02-01,quarrel\n" + "".join(
    f"c{n},A1,complaint-forum,2012-11-0{n},\n" for n in range(1, 8)
)
ACTIONS = "action,step,unit,incident,date,round,due\na1,inspected,A1,,2012-02-01,periodic,\na2,inspected,B,,2012-02-02,spot,\n"


@pytest.fixture
def bank(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two branches, one of them closed in June; a finding, seven complaints, two inspections of the first quarter."""
    monkeypatch.setenv("CONDUCT_SECTOR", "banking")
    assert desk("init").status == 0
    facts = [
        desk.write(f"{name}.csv", text)
        for name, text in (("units", UNITS), ("measures", MEASURES), ("incidents", INCIDENTS), ("actions", ACTIONS))
    ]
    outcome = desk("load", *facts)
    assert outcome.status == 0, outcome.err
    return desk


def due(desk: Desk, as_of: str) -> list[tuple[str, str, str, str, str]]:
    """What is due: the duty, the unit, whose it is, about what, and how it stands."""
    found = json.loads(desk("duties", "--as-of", as_of, "--format", "json", lang="zh").out)["duties"]
    return [(d["duty"], d["unit"], d["bearer"], d["incident"] or d["period"], d["status"]) for d in found]


def test_the_group_owes_each_branch_an_inspection_every_quarter_and_each_finding_a_feedback(bank: Desk) -> None:
    """art8: a spot check is none of 定期; an inspection of an outlet is its branch's. art6: one feedback for each finding."""
    group = "市分行考评组"
    assert due(bank, "2012-02-10") == [
        ("inspect", "B", group, "2012-Q1", "due"),
        ("feed-back", "A1", group, "f1", "due"),
    ]
    later = due(bank, "2012-07-01")
    assert ("inspect", "B", group, "2012-Q1", "overdue") in later
    assert ("inspect", "A", group, "2012-Q3", "due") in later
    assert not any(unit == "B" and period == "2012-Q3" for _, unit, _, period, _ in later)  # it is closed
    assert bank("record", "action", "step=feedback", "incident=f1", "date=2012-02-11", "due=2012-02-20").status == 0
    assert not any(duty == "feed-back" for duty, *_ in due(bank, "2012-02-12"))
    assert any(duty[1:4] == ("A1", "甲一", "f1") for duty in due(bank, "2012-02-12"))  # now it is for the outlet to put right


def test_what_the_group_owes_is_in_no_branchs_count(bank: Desk) -> None:
    assert all(unit["duties"] == {"met": 0, "breached": 0, "pending": 0} for unit in bank.run("--period", "2012")["units"])


def test_whoever_is_not_assessed_is_owed_no_inspection(bank: Desk) -> None:
    step = ("step=not-assessed", "unit=B", "period=2012-Q1", "by=服务办", "reason=装修", "date=2012-03-01")
    assert bank("record", "action", *step).status == 0
    assert not any(found[1] == "B" and found[3] == "2012-Q1" for found in due(bank, "2012-04-01"))


def test_the_rates_of_a_year_are_printed_as_the_years_complaints_by_its_transactions(bank: Desk) -> None:
    assert "0.07 (7 incidents)" in bank("run", "--period", "2012").out
    assert "0.1 (7 incidents)" in bank("run", "--period", "2012-Q4").out


def test_a_quarter_without_an_inspection_ranks_all_and_says_so(bank: Desk) -> None:
    first, last = bank.run("--period", "2012-Q1"), bank.run("--period", "2012-Q4")
    assert not any("every unit is ranked" in note for note in first["notes"])
    assert any("2012-Q4" in note and "every unit is ranked" in note and "art8" in note for note in last["notes"])
    bank.write("conduct.toml", '[banking.readings]\nuninspected = "ranked"\n')
    assert not any("every unit is ranked" in note for note in bank.run("--period", "2012-Q4")["notes"])


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("[bases]\ncourtesy = 10\n", ("68", "70", "art4")),
        ("[bases]\ncomplaints = 13\n", ("31", "30", "art4")),
        ("[points]\nquarrel = 0\n", ("points.quarrel", "more than 0")),
        ('[[items]]\nkind = "finding"\nclause = "art5"\nquote = "x"\npoints = 1\nsection = "evaluation"\n', ("items[1].kind",)),
    ],
)
def test_a_draft_is_held_to_what_a_sheet_is_held_to(bank: Desk, draft: str, said: tuple[str, ...]) -> None:
    outcome = bank("whatif", "--draft", bank.write("draft.toml", draft), "--period", "2012-Q1")
    assert (outcome.status, outcome.out) == (1, "")
    assert all(word in outcome.err for word in said), outcome.err
    moved = bank("whatif", "--draft", bank.write("fair.toml", "[bases]\ncourtesy = 10\nappearance = 10\n"), "--period", "2012-Q1")
    assert moved.status == 0, moved.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sample_does_not_go_with_another_sheet_and_says_so_in_a_few_lines(bank: Desk, lang: str) -> None:
    bank.write("sheet.toml", (MINIMAL / "sheet.toml").read_bytes())
    bank.write("own.toml", '[banking]\nscore-sheet = "sheet.toml"\n')
    outcome = bank("--config", "own.toml", "--ledger", "own.db", "init", "--sample", lang=lang)
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) <= 3
    assert "score-sheet" in outcome.err
    assert not (bank.folder / "own.db").exists()


def test_the_regulation_says_that_it_is_fraud_that_is_criticised(bank: Desk) -> None:
    assert "criticised by circular: any finding where fraud is yes" in bank("regulation").out
    assert "通报批评：有检查发现（“弄虚作假”为是）" in bank("regulation", lang="zh").out


def test_the_explanation_divides_by_the_outlets_that_were_seen(bank: Desk) -> None:
    bank.write("conduct.toml", '[banking.readings]\noutlets = "mean"\n')
    assert bank("load", bank.write("units-2.csv", "unit,name,kind,parent\nA2,甲二,outlet,A\n")).status == 0
    assert bank("record", "action", "step=inspected", "unit=A2", "date=2012-03-01", "round=spot").status == 0
    assert bank.run("--period", "2012-Q1")["units"][-1]["score"] == 98.5
    assert "1 × 3 ÷ 2 = 1.5" in bank("explain", "A", "--period", "2012-Q1").out


def test_the_explanation_of_a_year_says_which_quarter_is_left_out_and_why(bank: Desk) -> None:
    """Whoever works out the year's mean again must know that the quarter in which nobody came is not in it."""
    assert bank("record", "action", "step=inspected", "unit=B", "date=2012-05-01", "round=spot").status == 0
    reading = "reading a branch that nobody inspected: shown without a rank (uninspected=listed)"
    said = f"2012-Q2: without a rank, left out of the whole: inspected by nobody (art8, {reading})"
    assert said in bank("explain", "A", "--period", "2012").out
    assert "2012-Q2：不排名次，不计入合并：无人检查（" in bank("explain", "A", "--period", "2012", lang="zh").out
    found = json.loads(bank("explain", "A", "--period", "2012", "--format", "json").out)
    assert [part["left_out"] for part in found["parts"]["scores"]] == [False, True, False, False]


@pytest.mark.parametrize(("lang", "said"), [("zh", "基本满意率的折算 0.5"), ("en", "what 基本满意率 is worth 0.5")])
def test_a_figure_that_a_reading_gives_is_called_by_what_the_reading_is_about(bank: Desk, lang: str, said: str) -> None:
    text = bank("explain", "A", "--period", "2012-Q1", lang=lang).out
    assert said in text
    assert "worth 0.5" not in text.replace(said, "")
