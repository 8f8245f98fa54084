"""Registers as offices and portals export them: each loads by its ``conduct.toml`` alone, and loading it again changes nothing.

Extracts of public files (consumer complaints; a city's service requests), the persons and companies in them replaced by invented
ones; a street's hotline and a workbook of an office are made up after what such look like.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Desk

HERE = Path(__file__).parent / "public"

LOADED = [
    ("complaints", "insurance", "loaded: 5 units, 46 incidents, 46 actions", 97),
    ("requests", "hospital", "loaded: 7 units, 60 incidents, 37 actions", 104),
    ("hotline", "hospital", "loaded: 4 units, 40 incidents, 67 actions", 111),
    ("register", "insurance", "loaded: 3 units, 36 incidents, 36 actions", 75),
]


def _rows(query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect("conduct.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def _office(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, sector: str) -> list[str]:
    """Puts a register on the desk; the files to load."""
    monkeypatch.setenv("CONDUCT_SECTOR", sector)
    shutil.copytree(HERE / name, desk.folder, dirs_exist_ok=True)
    assert desk("init").status == 0
    return sorted(path.name for path in (HERE / name).iterdir() if path.suffix != ".toml")


@pytest.mark.parametrize(("name", "sector", "said", "rows"), LOADED, ids=[one[0] for one in LOADED])
def test_a_register_loads_by_its_configuration_alone_and_again_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, sector: str, said: str, rows: int
) -> None:
    files = _office(desk, monkeypatch, name, sector)
    outcome = desk("load", *files)
    assert outcome.status == 0, outcome.err
    assert outcome.err.splitlines()[-1] == said
    before = Path("conduct.db").read_bytes()
    again = desk("load", *reversed(files))
    assert again.status == 0
    assert f"{rows} rows stood in the ledger already, unchanged" in again.err
    assert Path("conduct.db").read_bytes() == before
    assert desk("verify").status == 0


def test_consumer_complaints_have_their_own_dates_words_and_companies(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _office(desk, monkeypatch, "complaints", "insurance")
    assert desk("load", *files).status == 0
    assert _rows("SELECT DISTINCT kind FROM insurance_incidents") == [("petition",)]
    assert dict(_rows("SELECT channel, count(*) FROM insurance_incidents GROUP BY 1")).keys() == {
        "online",
        "visit",
        "telephone",
        "written",
    }
    assert _rows("SELECT count(*) FROM insurance_incidents WHERE unit NOT IN ('C1', 'C2', 'C3', 'C4', 'C5')") == [(0,)]
    assert _rows("SELECT min(date) >= '2019-04-01' AND max(date) <= '2019-05-03' FROM insurance_incidents") == [(1,)]
    (first,) = _rows("SELECT action, step, incident FROM insurance_actions ORDER BY seq LIMIT 1")
    assert first == (f"{first[2]}/transfer", "transfer", first[2])


def test_dates_that_may_be_read_in_two_ways_stay_errors_until_the_office_says_which(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = _office(desk, monkeypatch, "complaints", "insurance")
    config = Path("conduct.toml")
    config.write_text(config.read_text(encoding="utf-8").replace('dates = "month-first"', ""), encoding="utf-8")
    outcome = desk("load", *files)
    assert outcome.status == 1
    assert 'say under [load] in conduct.toml dates = "month-first" or "day-first"' in outcome.err


def test_requests_bear_every_column_of_the_register_and_each_is_taken_or_left_out_by_the_configuration(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = _office(desk, monkeypatch, "requests", "hospital")
    header, *rows = Path("311_requests.csv").read_text(encoding="utf-8").splitlines()
    columns = "request_id,department,request_type,created_date,status,closed_date,days_open,council_district,priority"
    assert (header, len(rows)) == (columns, 60)
    assert desk("load", *files).status == 0
    closed = {cells[0]: cells[5] for row in rows if (cells := row.split(","))[5]}
    assert dict(_rows("SELECT incident, date FROM hospital_actions WHERE step = 'answer'")) == closed
    opened = {cells[0]: (cells[3], cells[7]) for cells in (row.split(",") for row in rows)}
    found = {str(i): (day, source) for i, day, source in _rows("SELECT incident, date, source FROM hospital_incidents")}
    assert found == opened


def test_requests_with_their_dates_in_columns_become_cases_and_answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _office(desk, monkeypatch, "requests", "hospital")
    assert desk("load", *files).status == 0
    assert _rows("SELECT unit, date, against, major, text FROM hospital_incidents WHERE incident = 'SR-101557'") == [
        ("311", "2025-01-01", "WU", 1, "Meter Reading Issue")
    ]
    assert _rows("""SELECT action, step, date, "by" FROM hospital_actions WHERE incident = 'SR-101557'""") == [
        ("SR-101557/answer", "answer", "2025-02-02", "Water Utilities")
    ]
    assert _rows("SELECT count(*) FROM hospital_actions WHERE incident = 'SR-100857'") == [(0,)]  # still open


def test_a_hotline_names_streets_by_alias_and_gives_two_steps_a_row(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _office(desk, monkeypatch, "hotline", "hospital")
    outcome = desk("load", *files)
    assert "12345工单导出.csv: read as GB18030" in outcome.err
    assert _rows("SELECT unit, date, complainant, phone FROM hospital_incidents WHERE incident = '202503021001'") == [
        ("J2", "2025-03-02", "李先生", "13800000001")
    ]
    assert _rows("SELECT step, satisfaction FROM hospital_actions WHERE incident = '202503021001' ORDER BY step") == [
        ("answer", None),
        ("survey", "3"),
    ]


def test_a_workbook_with_a_title_hidden_rows_and_totals_says_what_it_does(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _office(desk, monkeypatch, "register", "insurance")
    outcome = desk("load", *files)
    assert [line for line in outcome.err.splitlines() if "hidden" in line or "totals" in line] == [
        "warning: 台账.xlsx[投诉台账], row 10: the row is hidden and was read all the same; delete it if it is not to count",
        "warning: 台账.xlsx[投诉台账], row 11: the row is hidden and was read all the same; delete it if it is not to count",
        "warning: 台账.xlsx[投诉台账], row 40: this is a row of totals and was left out",
    ]
    assert _rows("SELECT code, row, line FROM insurance_warnings WHERE code LIKE 'row-%' ORDER BY seq") == [
        ("row-hidden", 7, 10),
        ("row-hidden", 8, 11),
        ("row-totals", None, 40),
    ]
    assert _rows("SELECT incident, unit, date FROM insurance_incidents WHERE incident = '2025-4'") == [
        ("2025-4", "P1", "2025-02-02")
    ]
    assert desk("load", "--strict", *files).status == 1


def test_errors_of_a_register_are_marked_where_its_header_and_rows_stand(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import load_workbook

    files = _office(desk, monkeypatch, "register", "insurance")
    config = Path("conduct.toml")
    config.write_text(config.read_text(encoding="utf-8").replace('"政务网站" = "online"', ""), encoding="utf-8")
    outcome = desk("load", *files, "--marked", "marked.xlsx")
    assert outcome.status == 1
    sheet = load_workbook("marked.xlsx")["投诉台账"]
    assert [sheet["A1"].value, sheet["B3"].value, sheet["C7"].value] == ["2025年度信访件登记台账", "来信日期", "乙财险"]
    marked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment is not None]
    assert marked == [f"D{n}" for n in range(6, 40, 4)]


def test_rejected_rows_of_a_register_keep_their_ids_and_load_once_mended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _office(desk, monkeypatch, "register", "insurance")
    config = Path("conduct.toml")
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('"政务网站" = "online"', ""), encoding="utf-8")
    for rejects in ("incidents-r.xlsx", "incidents-r.csv"):
        assert desk("load", *files, "--rejects", rejects).status == 0
    config.write_text(text, encoding="utf-8")
    for rejects in ("incidents-r.csv", "incidents-r.xlsx"):
        outcome = desk("load", rejects)
        assert outcome.status == 0, outcome.err
    assert _rows("SELECT count(*), count(DISTINCT text) FROM insurance_incidents") == [(36, 36)]
    assert _rows("SELECT count(*) FROM insurance_incidents WHERE incident = '2025-6'") == [(1,)]
    assert "unchanged" in desk("load", *files).err


def test_what_conduct_gives_to_fill_in_loads_whatever_the_office_says_of_its_headers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openpyxl import load_workbook

    _office(desk, monkeypatch, "register", "insurance")
    assert desk("load", "units.csv").status == 0
    assert desk("template", "empty.xlsx", lang="zh").status == 0
    book = load_workbook("empty.xlsx")
    heads = [cell.value for cell in book["事项"][1]]
    row = {"事项": "t1", "单位": "甲人寿", "类别": "信访件", "日期": "2025-03-05", "渠道": "书面"}
    for n, head in enumerate(heads, 1):
        book["事项"].cell(2, n).value = row.get(str(head))
    book.save("filled.xlsx")
    outcome = desk("load", "filled.xlsx")
    assert outcome.status == 0, outcome.err
    assert _rows("SELECT unit, channel FROM insurance_incidents") == [("L1", "written")]


def test_errors_of_one_kind_are_summed_up_and_all_are_marked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import load_workbook

    assert desk("load", desk.write("units.csv", "unit,name,kind\nL1,a,life\n")).status == 0
    rows = "".join(f"i{n},L1,petition,2012-03-05,{'fax' if n % 3 else 'pigeon'}\n" for n in range(1500))
    outcome = desk("load", desk.write("incidents.csv", "incident,unit,kind,date,channel\n" + rows), "--marked", "m.xlsx")
    assert outcome.status == 1
    lines = outcome.err.splitlines()[1:]
    assert lines[99].startswith("incidents.csv, row 101, column channel: ")
    assert [line.split(";")[0] for line in lines[100:]] == [
        "incidents.csv, column channel: 1 000 rows: “fax” is not possible",
        "incidents.csv, column channel: 500 rows: “pigeon” is not possible",
        "incidents.csv, column channel: above stand the first 100 of this kind, and how often each comes (1 500 in all)",
    ]
    book = load_workbook("m.xlsx")
    assert len([1 for (cell,) in book["incidents"]["E2:E1501"] if cell.comment is not None]) == 1500


@pytest.mark.parametrize("cell", ["2.02503E+17", "TRUE", "2025-03-05", "2025/3/5"])
def test_an_id_that_a_spreadsheet_spoilt_is_refused_in_text_too(desk: Desk, cell: str) -> None:
    outcome = desk("load", desk.write("units.csv", f"unit,name,kind\n{cell},a,life\n"))
    assert outcome.status == 1
    assert f"row 2, column unit: “{cell}” is a" in outcome.err


@pytest.mark.parametrize("cell", ["true", "1234567890123456", "12345678.123456789"])
def test_an_id_that_is_no_text_in_json_is_refused_where_a_program_may_have_spoilt_it(desk: Desk, cell: str) -> None:
    outcome = desk("load", desk.write("units.jsonl", f'{{"unit": {cell}, "name": "a", "kind": "life"}}\n'))
    assert outcome.status == 1
    assert "units.jsonl, row 1, column unit: " in outcome.err
    assert desk("load", desk.write("units.jsonl", f'{{"unit": "{cell}", "name": "a", "kind": "life"}}\n')).status == 0
