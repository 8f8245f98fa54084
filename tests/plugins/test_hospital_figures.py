"""The hospital's figures where they are printed."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.conftest import Desk

FIGURES = ["received", "carried-over", "closed", "open", "open-major", "due", "closed-on-time", "overdue"]


def test_every_figure_is_a_column_of_csv_and_equals_json_s(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    whole = reception("run", "--period", "2012-Q3", "--format", "csv")
    assert whole.status == 0, whole.err
    [row] = csv.DictReader(io.StringIO(whole.out))
    assert [c for c in row if c in (*FIGURES, "satisfaction", "satisfaction-count")] == [
        *FIGURES, "satisfaction", "satisfaction-count",
    ]  # fmt: skip
    [unit] = json.loads(reception("run", "--period", "2012-Q3", "--format", "json").out)["units"]
    for figure in unit["figures"]:
        assert float(row[figure["figure"]]) == figure["value"]
        if figure["figure"] in FIGURES:
            assert row[figure["figure"]] == str(int(figure["value"]))  # cases are whole
        else:
            assert row["satisfaction-count"] == str(figure["count"])
    assert int(row["received"]) + int(row["carried-over"]) == int(row["closed"]) + int(row["open"])


def test_a_figure_that_no_unit_has_is_an_empty_column(reception: Desk) -> None:
    reception.write("units.csv", "unit,name,kind\nD1,站,desk\n")
    assert reception("init").status == 0
    assert reception("load", "units.csv").status == 0
    [row] = csv.DictReader(io.StringIO(reception("run", "--period", "2012", "--format", "csv").out))
    assert {row[f] for f in FIGURES} == {"0"}
    assert (row["satisfaction"], row["satisfaction-count"]) == ("", "")


def test_where_the_complaints_ended_is_said_in_the_hospital_s_words(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    shown = json.loads(reception("run", "--period", "2012-Q3", "--format", "json").out)
    charged, case = shown["incidents"]["charged"], shown["incidents"]["case"]
    zh = reception("run", "--period", "2012-Q3", lang="zh").out
    assert f"受理投诉 {case} 件；未落实 {charged} 项；撤销或申诉成立 2 件\n" in zh  # one withdrawn, one breach won on appeal
    assert "只按职责考核" not in zh
    en = reception("run", "--period", "2012-Q3").out
    assert f"complaints received: {case}; not done: {charged}; withdrawn or won on appeal: 2\n" in en


def test_what_is_out_of_another_period_is_not_counted(reception: Desk) -> None:
    reception.write("units.csv", "unit,name,kind\nD1,站,desk\n")
    reception.write("incidents.csv", "incident,unit,kind,date\na,D1,complaint,2012-03-05\nb,D1,complaint,2012-04-05\n")
    reception.write("actions.csv", "action,step,date,incident,by,reason\nw,withdraw,2012-04-06,a,D1,x\n")
    assert reception("init").status == 0
    assert reception("load", "units.csv", "incidents.csv", "actions.csv").status == 0
    assert "won on appeal: 1\n" in reception("run", "--period", "2012-03").out
    assert "won on appeal: 0\n" in reception("run", "--period", "2012-04").out


def test_the_sample_shows_what_is_carried_over_reviewed_and_moved(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    [unit] = json.loads(reception("run", "--period", "2012-Q3", "--format", "json").out)["units"]
    figures = {f["figure"]: f["value"] for f in unit["figures"]}
    assert figures["carried-over"] == 3  # two of June were open, one was opened again
    assert figures["open-major"] >= 1
    assert reception("case", "c61", "--as-of", "2012-07-12").status == 0


def test_a_mistaken_answer_closes_nothing_and_carries_the_case_over(reception: Desk) -> None:
    reception.write("units.csv", "unit,name,kind\nD1,站,desk\n")
    reception.write("incidents.csv", "incident,unit,kind,date,on-the-spot\na,D1,complaint,2012-03-05,yes\n")
    reception.write(
        "actions.csv",
        "action,step,date,incident,by,basis,reason,mistaken\n"
        "a1,answer,2012-03-05,a,,x,,\nw,withdraw,2012-03-06,a,D1,,answered somebody else,a1\n",
    )
    assert reception("init").status == 0
    assert reception("load", "units.csv", "incidents.csv", "actions.csv").status == 0
    for period, carried in (("2012-03", 0), ("2012-04", 1)):
        [unit] = json.loads(reception("run", "--period", period, "--format", "json").out)["units"]
        figures = {f["figure"]: f["value"] for f in unit["figures"]}
        assert (figures["carried-over"], figures["open"], figures["overdue"]) == (carried, 1, 1)


def test_a_case_shows_what_may_come_next_in_the_text_s_order(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    shown = reception("case", "c63", "--as-of", "2012-07-03").out
    coming = shown[shown.index("\nWhat may come next") if "What may come next" in shown else shown.rindex("refer") :]
    steps = [line.split()[0] for line in coming.splitlines() if line]
    order = ["plan", "approve", "handle", "answer", "archive", "report", "publish"]
    assert [step for step in steps if step in order] == order
    duties = shown[shown.index("convene in a major matter") :]
    at = [duties.index(f"{step} in a major matter") for step in ("convene", "plan", "approve", "handle")]
    assert at == sorted(at)


# ---- what an incident's absence does to the figures

UNITS = "unit,name,kind\nD1,站,desk\n"
CASES = """incident,unit,kind,date,on-the-spot,recorded
a,D1,complaint,2012-01-20,no,yes
b,D1,complaint,2012-03-05,yes,yes
c,D1,complaint,2012-03-06,yes,yes
d,D1,complaint,2012-03-07,no,yes
"""
STEPS = """action,step,date,incident,by,basis,due,satisfaction
a1,promise,2012-01-20,a,x,,2012-02-10,
b1,answer,2012-03-05,b,x,依据,,
b2,survey,2012-03-05,b,x,,,5
d1,promise,2012-03-07,d,x,,2012-03-09,
d2,answer,2012-03-08,d,x,依据,,
d3,survey,2012-03-08,d,x,,,2
"""


def march(reception: Desk) -> None:
    """A case carried over, one answered at once, one that was not, and one answered as promised."""
    for name, text in (("units.csv", UNITS), ("incidents.csv", CASES), ("actions.csv", STEPS)):
        reception.write(name, text)
    assert reception("init").status == 0
    assert reception("load", "units.csv", "incidents.csv", "actions.csv").status == 0


def test_explain_says_what_each_case_s_absence_does_to_the_figures(reception: Desk) -> None:
    march(reception)
    found = json.loads(reception("explain", "D1", "--period", "2012-03", "--format", "json").out)
    assert {f["figure"]: f["value"] for f in found["figures"]} == {
        "received": 3, "carried-over": 1, "closed": 2, "open": 2, "open-major": 0, "due": 3, "closed-on-time": 2, "overdue": 2,
        "satisfaction": 3.5,
    }  # fmt: skip
    without = {incident: effect for effect in found["effects"] for incident in effect["incidents"]}
    assert {incident: effect["figures"] for incident, effect in without.items()} == {
        "a": {"carried-over": 0, "open": 1, "overdue": 1},
        "b": {"received": 2, "closed": 1, "due": 2, "closed-on-time": 1, "satisfaction": 2},
        "c": {"received": 2, "open": 1, "due": 2, "overdue": 1},
        "d": {"received": 2, "closed": 1, "due": 2, "closed-on-time": 1, "satisfaction": 5},
    }
    assert without["c"]["gone"] == ["not-answered-at-once"]
    assert "not-answered-at-once" not in without["a"]["kinds"]
    for incident, effect in without.items():  # as a run without it has it
        told = reception("whatif", "--without", incident, "--period", "2012-03", "--format", "json").out
        [unit] = json.loads(told)["changes"][0]["units"]
        figures = {one["what"]: one["value"][1] for one in unit["beside"] if one["clause"] is not None}
        assert figures == effect["figures"], incident


def test_explain_writes_the_figures_that_move_in_both_languages(reception: Desk) -> None:
    march(reception)
    moves = {
        "en": "- not answered at once; received 3 → 2; open 2 → 1; due 3 → 2; overdue 2 → 1",
        "zh": "- 未立即答复；受理 3 → 2；未办结 2 → 1；本期到期 3 → 2；逾期未结 2 → 1",
    }
    carried = {"en": "carried over 1 → 0; open 2 → 1; overdue 2 → 1", "zh": "上期结转 1 → 0；未办结 2 → 1；逾期未结 2 → 1"}
    for lang, said in moves.items():
        text = reception("explain", "D1", "--period", "2012-03", lang=lang).out
        page = reception("explain", "D1", "--period", "2012-03", "--format", "html", lang=lang).out
        assert said in text
        assert f">{said}</td>" in page
        assert carried[lang] in text
        assert f">{carried[lang]}</td>" in page


def test_a_mean_of_which_the_only_answer_goes_is_none(reception: Desk) -> None:
    march(reception)
    only = "action,step,date,incident,by,reason\nw,withdraw,2012-03-09,d,x,重复\n"
    reception.write("actions-2.csv", only)
    assert reception("load", "actions-2.csv").status == 0
    found = json.loads(reception("explain", "D1", "--period", "2012-03", "--format", "json").out)
    [b] = [effect for effect in found["effects"] if effect["incidents"] == ["b"]]
    assert b["figures"]["satisfaction"] is None
    assert "平均满意度 5 → –" in reception("explain", "D1", "--period", "2012-03", lang="zh").out


# ---- cases whose deadlines cannot be judged


@pytest.mark.slow
def test_every_result_names_the_case_whose_deadline_cannot_be_judged(reception: Desk) -> None:
    march(reception)
    reception.write("incidents-2.csv", "incident,unit,kind,date,recorded\nold,D1,complaint,1925-03-05,yes\n")
    assert reception("load", "incidents-2.csv").status == 0
    asked = (
        ("run",),
        ("explain", "D1"),
        ("whatif", "--without", "b"),
        ("whatif", "--reading", "timely=3"),
        ("readings", "--sensitivity"),
    )
    said = {"en": "the case is in no figure", "zh": "该事项不计入任何件数"}
    for lang, words in said.items():
        for command in asked:
            outcome = reception(*command, "--period", "2012-03", lang=lang)
            assert outcome.status == 0, outcome.err
            noted = [line for line in outcome.out.splitlines() if words in line]
            assert len(noted) == 1, (command, outcome.out)
            assert "old" in noted[0]
    for form, note in (("table", "Notes: "), ("json", '"')):
        assert reception("compare", "2012-03", "2012-02", "--format", form).out.count("the case is in no figure") == 1, note
    assert reception("publish", "--period", "2012-03", "--despite", "老件").status == 0
    assert reception("compare", "1", "now").out.count("the case is in no figure") == 1
    [change] = json.loads(reception("whatif", "--without", "old", "--period", "2012-03", "--format", "json").out)["changes"]
    assert change["units"] == []
