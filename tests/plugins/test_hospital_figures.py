"""The hospital's figures where they are printed."""

from __future__ import annotations

import csv
import io
import json

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
