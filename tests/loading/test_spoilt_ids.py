"""Ids that a spreadsheet has made a date or a truth value of, and merged labels: what a user sees who loads such a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import Desk

HEAD = ["incident", "unit", "kind", "date", "text"]
DAY = date(2012, 3, 5)
SPOILT: list[list[object]] = [
    [True, "L1", "late", DAY, "a"],
    [False, "L1", "late", DAY, "b"],
    [DAY, "L1", "late", DAY, "c"],
    [1234567890123456, "L1", "late", DAY, "d"],
]


def _book(name: str, sheets: dict[str, Sequence[Sequence[object]]], *merged: str) -> str:
    """A workbook in the folder; ``merged`` are ranges of its first sheet."""
    book = Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.remove(book.worksheets[0])
    for ref in merged:
        book.worksheets[0].merge_cells(ref)
    book.save(name)
    return name


def test_ids_that_are_truth_values_dates_or_long_numbers_are_refused_as_the_sheet_shows_them(office: Desk) -> None:
    outcome = office("load", _book("b.xlsx", {"incidents": [HEAD, *SPOILT]}))
    assert outcome.status == 1
    assert [line.split(": ")[0] for line in outcome.err.splitlines()] == [
        f"b.xlsx[incidents], row {n}, column incident" for n in (2, 3, 4, 5)
    ]
    for shown in (
        "“TRUE” is a truth value",
        "“FALSE” is a truth value",
        "“2012-03-05” is a date",
        "“1234567890123456” is a number",
    ):
        assert shown in outcome.err


def test_whatever_names_a_row_is_an_id(office: Desk) -> None:
    sheets = {
        "units": [["unit", "name", "kind", "parent"], ["L7", "丁", "life", True]],
        "posts": [["unit", "person", "post", "from"], [DAY, True, "party", DAY]],
        "incidents": [["incident", "unit", "kind", "date", "person", "about"], ["i1", True, "complaint", DAY, DAY, False]],
        "actions": [["action", "step", "date", "incident"], [True, "investigate", DAY, DAY]],
        "measures": [["unit", "measure", "period", "value"], [DAY, "satisfaction", 2012, 1]],
    }
    power = ("--sector", "power_utility")
    assert office(*power, "init").status == 0
    outcome = office(*power, "load", _book("b.xlsx", sheets))
    assert outcome.status == 1
    found = {line.split(": ")[0].removeprefix("b.xlsx") for line in outcome.err.splitlines() if "not an id" in line}
    assert found == {
        "[units], row 2, column parent",
        *(f"[posts], row 2, column {column}" for column in ("unit", "person")),
        *(f"[incidents], row 2, column {column}" for column in ("unit", "person", "about")),
        *(f"[actions], row 2, column {column}" for column in ("action", "incident")),
        "[measures], row 2, column unit",
    }


@pytest.mark.parametrize("rejects", ["incidents-r.csv", "incidents-r.xlsx", "incidents-r.jsonl"])
def test_a_spoilt_id_is_refused_again_where_its_row_is_given_back_unmended(office: Desk, rejects: str) -> None:
    book = _book("b.xlsx", {"incidents": [HEAD, *SPOILT, ["i9", "L1", "late", DAY, "e"]]})
    assert office("load", book, "--rejects", rejects).status == 0
    again = office("load", rejects)
    assert again.status == 1
    assert sum("not an id" in line or "spoilt" in line for line in again.err.splitlines()) == 4
    assert office("load", book, "--marked", "m.xlsx").status == 1
    sheet = load_workbook("m.xlsx")["incidents"]
    assert [sheet[f"A{n}"].value for n in range(2, 6)] == ["TRUE", "FALSE", "2012-03-05", "1.23456789012346E+15"]
    marked = office("load", "m.xlsx")
    assert sum("not an id" in line or "spoilt" in line for line in marked.err.splitlines()) == 4


def test_truth_values_are_yes_and_no_where_those_are_asked_for(office: Desk) -> None:
    rows = [[*HEAD, "channel", "settled"], ["i1", "L1", "petition", DAY, True, "written", True]]
    rows.append(["i2", "L1", "petition", DAY, None, "written", False])
    assert office("load", _book("b.xlsx", {"incidents": rows})).status == 0
    assert office("export", "--csv", "out").status == 0
    listed = Path("out/incidents.csv").read_text(encoding="utf-8-sig").splitlines()
    settled = listed[0].split(",").index("settled")
    assert [line.split(",")[settled] for line in listed[1:]] == ["yes", "no"]
    assert ",TRUE," in listed[1]


def test_a_merged_label_is_not_guessed_at(office: Desk) -> None:
    rows = [HEAD, ["i1", "L1", "late", DAY, None], ["i2", None, "late", DAY, None], ["i3", "L2", "late", DAY, None]]
    book = _book("b.xlsx", {"incidents": rows}, "B2:B3")
    outcome = office("load", book, lang="zh")
    assert outcome.status == 1
    assert outcome.err.splitlines() == [
        f"b.xlsx[incidents]，第{n}行：此行有合并单元格（B2:B3）；请取消合并并逐行填写" for n in (2, 3)
    ]
    assert office("load", book, "--rejects", "r.xlsx").status == 0
    given_back = load_workbook("r.xlsx")["incidents"]
    assert [[cell.value for cell in row[:2]] for row in given_back.iter_rows(min_row=2)] == [["i1", "L1"], ["i2", None]]
    again = office("load", "r.xlsx")  # the label stood in one cell alone: the other row has none
    assert again.status == 1
    assert "row 3, column unit" in again.err
    assert "row 2" not in again.err


def test_a_merged_title_above_the_header_and_a_merged_remark_that_is_left_out_are_no_errors(office: Desk) -> None:
    rows = [["登记台账"], [*HEAD, "备注"], ["i1", "L1", "late", DAY, None, "同上"], ["i2", "L1", "late", DAY, None, None]]
    book = _book("b.xlsx", {"incidents": rows}, "A1:F1", "F3:F4")
    config = '[header]\nincidents = 2\n[columns]\n"备注" = ""\n'
    Path("conduct.toml").write_text(config, encoding="utf-8")
    outcome = office("load", book)
    assert outcome.status == 0, outcome.err
