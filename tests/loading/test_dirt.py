"""What offices' files hold beside facts: nothing of it is lost, everything of it is said, and nothing follows from another."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import Desk

HEAD = "incident,unit,kind,date,channel,text\n"
GOOD = "g1,L1,petition,2012-03-05,written,ok\n"


def _book(desk: Desk, name: str, sheets: dict[str, list[list[object]]]) -> str:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = desk.folder / name
    book.save(path)
    return str(path)


# ---- rejects


@pytest.mark.parametrize("text", ["a\\uffffb", "\\ud83d", "\\u0000", "x" * 40_000])
def test_rejects_never_change_a_text_and_say_what_can_hold_it(office: Desk, text: str) -> None:
    line = f'{{"incident": "i1", "unit": "L1", "kind": "petition", "date": "x", "channel": "written", "text": "{text}"}}\n'
    facts = office.write("incidents.jsonl", line)
    before = Path("conduct.db").read_bytes()
    refused = office("load", facts, "--rejects", "r.xlsx")
    assert refused.status == 1
    assert "incidents.jsonl, row 1, column text" in refused.err
    assert ".jsonl" in refused.err
    assert not Path("r.xlsx").exists()
    assert Path("conduct.db").read_bytes() == before
    assert office("load", facts, "--rejects", "incidents-r.jsonl").status == 0
    assert json.loads(Path("incidents-r.jsonl").read_text())["text"] == json.loads(line)["text"]
    assert not list(office.folder.glob("*.part"))


def test_a_return_alone_comes_back_from_rejects_and_exports(office: Desk) -> None:
    kept = {"incident": "i1", "unit": "L1", "kind": "petition", "date": "2012-03-05", "channel": "written", "text": "a\rb"}
    bad = {**kept, "incident": "i2", "date": "x"}
    facts = office.write("incidents.jsonl", f"{json.dumps(kept)}\n{json.dumps(bad)}\n")
    assert office("load", facts, "--rejects", "incidents-r.csv").status == 0
    mended = Path("incidents-r.csv").read_bytes().replace(b'"x"', b"2012-03-06")
    assert office("load", office.write("incidents-m.csv", mended)).status == 0
    assert office("export", "--csv", "out").status == 0
    again = office("load", "out/incidents.csv")
    assert (again.status, "2 rows stood" in again.err) == (0, True)


def test_a_row_that_is_too_long_is_refused_again_until_it_is_mended(office: Desk) -> None:
    facts = office.write("incidents.csv", HEAD + "i1,L1,petition,2012-03-05,written,three men, one window\n")
    assert office("load", facts, "--rejects", "incidents-r.csv").status == 0
    assert " one window" in next(csv.reader(Path("incidents-r.csv").read_text().splitlines()[1:]))
    again = office("load", "incidents-r.csv")
    assert (again.status, "column G" in again.err) == (1, True)


def test_rejects_of_files_with_other_headers_load_once_mended(office: Desk) -> None:
    english = office.write("incidents-1.csv", HEAD + "i1,L1,petition,2012-03-0x,written,a\n")
    chinese = office.write("incidents-2.csv", "事项,单位,类别,日期,渠道\ni2,L1,信访件,2012-03-0x,书面\n")
    assert office("load", english, chinese, "--rejects", "incidents-r.csv").status == 0
    mended = Path("incidents-r.csv").read_text().replace("2012-03-0x", "2012-03-05", 1)
    mended = mended.replace("i2,L1,信访件,2012-03-0x", "i2,L1,信访件,2012-03-06")
    loaded = office("load", office.write("incidents-m.csv", mended))
    assert (loaded.status, "2 incidents" in loaded.err) == (0, True)


def test_a_guarded_cell_comes_back_as_it_is_meant(office: Desk) -> None:
    facts = office.write("incidents.csv", HEAD + "i1,L1,petition,2012-03-0x,written,'=1+1\n")
    assert office("load", facts, "--rejects", "incidents-r.csv").status == 0
    mended = Path("incidents-r.csv").read_text().replace("2012-03-0x", "2012-03-05", 1)
    assert office("load", office.write("incidents-m.csv", mended)).status == 0
    assert "text==1+1" in office("history", "i1").out


def test_rejects_of_broken_lines_hold_each_and_the_good_ones_go_in(office: Desk) -> None:
    good = '{"incident": "i1", "unit": "L1", "kind": "petition", "date": "2012-03-05", "channel": "written"}\n'
    bad = (
        good.replace("i1", "i2").replace('"written"', '["written"]')
        + "{broken\n"
        + good.replace("i1", "i3").replace("-05", "-0x")
    )
    outcome = office("load", office.write("incidents.jsonl", good + bad), "--rejects", "r.xlsx", "--marked", "m.xlsx")
    assert outcome.status == 0, outcome.err
    assert "3 rows rejected" in outcome.err
    assert "loaded: 1 incident" in outcome.err
    sheet = load_workbook("r.xlsx")["incidents"]
    nested = bad.splitlines()[0]  # whole: what could be read of it would load without what could not
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [nested, "{broken", "i3"]
    marked = load_workbook("m.xlsx")["incidents"]
    coloured = [cell.coordinate for row in marked.iter_rows() for cell in row if cell.comment]
    assert coloured == ["E3", "A4", "D5"]


def test_a_whole_file_s_fault_does_not_silence_those_of_rows(office: Desk) -> None:
    facts = office.write("incidents.csv", HEAD + GOOD.replace("-05", "-0x") + 'i2,L1,petition,2012-03-05,written,"a"b\n')
    outcome = office("load", facts, "--rejects", "r.xlsx", "--marked", "m.xlsx")
    assert outcome.status == 1
    assert "row 2, column date" in outcome.err
    assert "row 3" in outcome.err
    assert load_workbook("m.xlsx")["incidents"]["D2"].comment is not None


# ---- marked


def test_a_file_that_breaks_off_is_given_back_whole_and_does_not_load_unmended(office: Desk) -> None:
    facts = office.write(
        "incidents.csv", HEAD + GOOD + 'i2,L1,petition,2012-03-05,written,"a"b\ni3,L1,petition,2012-03-06,visit,x\n'
    )
    assert office("load", facts, "--marked", "m.xlsx").status == 1
    sheet = load_workbook("m.xlsx")["incidents"]
    assert [sheet["A2"].value, sheet["A3"].value, sheet["A4"].value] == [
        "g1",
        'i2,L1,petition,2012-03-05,written,"a"b',
        "i3,L1,petition,2012-03-06,visit,x",
    ]
    assert sheet["A3"].comment is not None
    assert office("load", "m.xlsx").status == 1


@pytest.mark.parametrize("how", ["--marked", "--rejects"])
def test_formulas_and_errors_come_back_as_such_and_are_refused_again(office: Desk, how: str) -> None:
    rows: list[list[object]] = [["incident", "unit", "kind", "date", "channel", "text"]]
    rows += [
        ["i1", "L1", "petition", "2012-03-05", "written", "=A1&B1"],
        ["i2", "L1", "petition", "2012-03-05", "written", "#N/A"],
    ]
    first = office("load", _book(office, "b.xlsx", {"incidents": rows}), how, "again.xlsx")
    assert first.status == (0 if how == "--rejects" else 1)
    again = office("load", "again.xlsx")
    assert again.status == 1
    assert "formula" in again.err
    assert "#N/A" in again.err


def test_text_that_begins_like_a_formula_stays_text_in_a_marked_workbook(office: Desk) -> None:
    facts = office.write("incidents.jsonl", json.dumps({"incident": "i1", "unit": "L1", "kind": "x", "date": "", "text": "=1+1"}))
    assert office("load", facts, "--marked", "m.xlsx").status == 1
    cell = load_workbook("m.xlsx")["incidents"]["E2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_marked_workbook_that_cannot_be_written_hides_no_fault(office: Desk) -> None:
    outcome = office("load", office.write("incidents.csv", HEAD + GOOD.replace("-05", "-0x")), "--marked", "none/m.xlsx")
    assert outcome.status == 1
    assert "row 2, column date" in outcome.err
    assert "m.xlsx cannot be written" in outcome.err


def test_a_comment_names_the_column_that_the_sheet_lacks(office: Desk) -> None:
    facts = office.write("actions.csv", "action,step,date,unit\nt1,reception-day,2012-03-05,L1\n")
    outcome = office("load", facts, "--marked", "m.xlsx", lang="zh")
    assert "“总经理室成员接访”列" in outcome.err
    comment = load_workbook("m.xlsx")["actions"]["A2"].comment
    assert comment is not None
    assert {"接待日期", "总经理室成员接访"} <= {line.split("：")[0] for line in comment.text.splitlines()}


# ---- all that is wrong, and nothing that follows


def test_a_file_that_cannot_be_opened_makes_no_faults_in_others(office: Desk) -> None:
    units = office.write("units.csv", "unit,name,kind\nN1,n,life\n".encode("utf-16"))
    outcome = office("load", units, office.write("incidents.csv", HEAD + GOOD.replace("L1", "N1")))
    assert outcome.err.splitlines() == ["units.csv: the file is in UTF-16; save it as UTF-8"]


@pytest.mark.parametrize("title", [["2012年登记表"], ["2012年登记表", None, None]])
def test_a_title_above_the_header_is_said_once(office: Desk, title: list[object]) -> None:
    rows: list[list[object]] = [title, ["单位", "名称", "类别"], *([f"V{n}", "v", "寿险"] for n in range(50))]
    outcome = office(
        "load", _book(office, "b.xlsx", {"单位": rows}), office.write("incidents.csv", HEAD + GOOD.replace("L1", "V1"))
    )
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
    assert "the header of units seems to stand in row 2" in outcome.err


def test_a_faulty_sheet_hides_no_other_and_comes_back_as_well(office: Desk) -> None:
    incidents: list[list[object]] = [["事项", "单位", "类别", "日期", "渠道"], ["j1", "L9", "信访件", "2012-3-0x", "书面"]]
    late: list[list[object]] = [[], ["动作", "x"]]
    outcome = office(
        "load", _book(office, "b.xlsx", {"事项": incidents, "汇总": [["合计"]], "办理动作": late}), "--marked", "m.xlsx"
    )
    assert outcome.status == 1
    assert all(said in outcome.err for said in ("汇总", "column 日期", "unit “L9”", "the header must stand in row 1"))
    book = load_workbook("m.xlsx")
    assert book.sheetnames == ["errors", "事项", "汇总", "办理动作"]
    assert book["办理动作"]["A2"].comment is not None


def test_what_else_is_wrong_with_a_faulty_row_is_said_at_once(office: Desk) -> None:
    incidents = office.write("incidents.csv", HEAD + GOOD)
    actions = office.write("actions.csv", "action,step,date,incident,points\na1,decide,2012-03-0x,g1,5\n")
    outcome = office("load", incidents, actions)
    assert "column date" in outcome.err
    assert "column step: the step “decide” is not taken on petition" in outcome.err


def test_blank_rows_and_columns_without_header(office: Desk) -> None:
    blank = office.write("incidents.csv", HEAD + GOOD + "\u3000,,,,,\n")
    assert office("load", blank).status == 0
    for cell, status in (("", 0), ("IMPORTANT", 1)):
        text = f"incident,unit,kind,date,channel,,text\nr1,L1,petition,2012-03-05,written,{cell},x\n"
        outcome = office("load", office.write("incidents-2.csv", text))
        assert outcome.status == status
        assert ("column F" in outcome.err) == bool(status)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_no_json_is_no_text(office: Desk, value: str) -> None:
    line = f'{{"incident": {value}, "unit": "L1", "kind": "petition", "date": "2012-03-05", "channel": "written"}}\n'
    assert f"{value} is no JSON value" in office("load", office.write("incidents.jsonl", line)).err
    assert f"{value} 不是 JSON 的值" in office("load", "incidents.jsonl", lang="zh").err


def test_parsers_reasons_are_said_in_both_languages(office: Desk) -> None:
    broken = office.write("incidents.csv", HEAD + '"x\n')
    assert "文件在引号之内结束" in office("load", broken, lang="zh").err
    assert "unexpected end of data" in office("load", broken).err
    line = office.write("incidents-2.jsonl", '{"incident": "a"}\n{bad\n')
    assert "第2个字符处读不下去" in office("load", line, lang="zh").err


# ---- corrections


def test_a_correction_that_what_names_the_fact_does_not_fit_is_refused_at_its_row(office: Desk) -> None:
    facts = office.write(
        "incidents.csv", "incident,unit,kind,date,channel,about\np1,L1,petition,2012-03-05,written,\nl1,L1,late,2012-04-01,,p1\n"
    )
    assert office("load", facts).status == 0
    changed = office.write("incidents-2.csv", HEAD + GOOD + "p1,L1,media-praise,2012-03-05,,\n")
    outcome = office("load", changed, "--correct", "kind")
    assert outcome.status == 1
    assert "incidents-2.csv, row 3, column kind: with p1 corrected, l1 (about)" in outcome.err
    taken = office("load", changed, "--correct", "kind", "--rejects", "incidents-r.csv")
    assert (taken.status, "1 row rejected" in taken.err, "1 incident" in taken.err) == (0, True, True)


def test_the_head_of_a_unit_cannot_be_corrected_to_another_kind(desk: Desk) -> None:
    power = ("--sector", "power_utility")
    assert desk(*power, "init").status == 0
    units = "unit,name,kind,parent,head\nS1,站,station,,H1\nH1,张,employee,S1,\n"
    assert desk(*power, "load", desk.write("units.csv", units)).status == 0
    outcome = desk(*power, "load", desk.write("units-2.csv", "unit,name,kind\nH1,张,station\n"), "--correct", "x")
    assert outcome.status == 1
    assert "units-2.csv, row 2, column kind: with H1 corrected, S1 (head)" in outcome.err


# ---- names that are no text


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX alone")
def test_a_file_s_name_may_be_any_bytes_and_an_id_may_not(office: Desk) -> None:
    name = "incidents-投诉.csv".encode("gbk")
    (office.folder / "incidents.csv").write_text(HEAD + GOOD)
    os.rename(os.fsencode(office.folder / "incidents.csv"), os.fsencode(office.folder) + b"/" + name)
    conduct = [os.fsencode(sys.executable), b"-m", b"conduct", b"--sector", b"insurance"]
    loaded = subprocess.run([*conduct, b"load", name], capture_output=True, check=False)
    assert (loaded.returncode, b"1 incident" in loaded.stderr) == (0, True)
    for command in ([b"history", b"\xcd\xb6\xcb\xdf"], [b"load", name, b"--correct", b"\xcb\xdf"]):
        done = subprocess.run([*conduct, *command], capture_output=True, check=False)
        assert done.returncode == 2
        assert b"is no text in UTF-8" in done.stderr


def test_a_measure_s_history_is_found_by_its_whole_identity(office: Desk) -> None:
    measures = office.write("measures.csv", "unit,measure,period,value\nL1,outlets,2013,4\n")
    assert office("load", measures).status == 0
    assert "value=4" in office("history", "L1 / outlets / 2013").out
