"""Workbooks as other programs read them: openpyxl, an XML parser and our own reader, none of which wrote them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from conduct.core.base.faults import Fault, fault
from conduct.files.book_cells import CellFormula, ErrorValue
from conduct.files.book_text import MOST_TEXT, sheet_title
from conduct.files.book_writing import About, Book, writing
from conduct.loading.read import read_tables
from conduct.loading.wording import OwnWords

HOSTILE = [
    "=1+1", "@SUM(A1)", "http://x.example/", "mailto:a@x.example", "internal:units!A1", "file:///etc/passwd", "{=1}", "#N/A",
    "TRUE", "007", "1e5", "12345678901234567890.10", "2012-02-30", "<r><t>x</t></r>", "<r>&</r>", "<r>", "</c>", "]]>", " x ",
    "a\nb", "_x0041_", "_x0041_x0042_", "_x005F_x0041_", "群众\u3000反映", "👍", "\u202edcba", "x" * MOST_TEXT,
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a workbook is written."""
    return tmp_path / "b.xlsx"


def _fill(book: Book) -> None:
    page = book.page("units")
    page.freeze(1)
    page.column(1, 20, book.style(bold=True))
    for n, text in enumerate(HOSTILE, 1):
        page.text(n, 1, text, book.style(fill="FFC7CE"))
        page.note(n, 1, text[:100], 300, 40)
    page.value(30, 2, CellFormula("=A1&A2"), ())
    book.page("lists").hide()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where the library's own files are kept while it writes; nothing may be left there."""
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    yield own
    assert list(own.iterdir()) == []


def test_text_is_text_to_another_library_whatever_it_looks_like(path: Path) -> None:
    with writing(path) as book:
        _fill(book)
    sheet = load_workbook(path)["units"]
    assert {cell.data_type for row in sheet.iter_rows(max_row=len(HOSTILE), max_col=1) for cell in row} == {"s"}
    escapes = [text for text in HOSTILE if "_x00" in text or text.endswith("</r>")]  # which openpyxl leaves as they are written
    for n, text in enumerate(HOSTILE, 1):
        assert sheet.cell(n, 1).value == text or text in escapes
        assert sheet.cell(n, 1).hyperlink is None
        assert sheet.cell(n, 1).comment.author == "conduct"
        assert sheet.cell(n, 1).comment.text == text[:100] or text in escapes
    assert sheet.freeze_panes == "A2"
    assert load_workbook(path)["lists"].sheet_state == "hidden"


def test_text_is_the_same_text_to_our_own_reader(path: Path) -> None:
    with writing(path) as book:
        page = book.page("units")
        for n, text in enumerate(["unit", *HOSTILE], 1):
            page.text(n, 1, text)
    table = read_tables(path, OwnWords())[0]
    assert [cells[0] for _, cells in table.rows] == HOSTILE


def test_errors_are_errors_and_formulas_formulas(path: Path) -> None:
    errors = ["#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]
    formulas = ["=A2&B2", "=SUM(A1:A3)*{1,2}", "={1,2}", '=IF(A1="<&>",1,"x")', "=lists!A1"]
    with writing(path) as book:
        page = book.page("units")
        book.page("lists")
        reaching = ["=other!A1", '=WEBSERVICE("x")', "=cmd|'/c calc'!A1"]
        for n, (error, formula) in enumerate(zip([*errors, "#SPILL!"], [*formulas, *reaching], strict=True), 1):
            page.value(n, 1, ErrorValue(error), ())
            page.value(n, 2, CellFormula(formula), {"units", "lists"}, book.style("General"))
    sheet = load_workbook(path)["units"]
    assert [(sheet.cell(n, 1).value, sheet.cell(n, 1).data_type) for n in range(1, 9)] == [(e, "e") for e in [*errors, "#REF!"]]
    back = [(sheet.cell(n, 2).value, sheet.cell(n, 2).data_type) for n in range(1, 9)]
    assert back == [*((f, "f") for f in formulas), *[("#REF!", "e")] * 3]
    values = load_workbook(path, data_only=True)["units"]
    assert all(values.cell(n, 2).value is None for n in range(1, 6))  # no result that nobody worked out


def test_drop_downs_widths_and_formats(path: Path) -> None:
    with writing(path) as book:
        page, lists = book.page("事项"), book.page("选项")
        for n, word in enumerate(["类别", "来信", "=来访"], 1):
            lists.text(n, 1, word)
        page.choices(1, (2, 5001), "'选项'!$A$2:$A$3", "请从下拉中选择")
        page.days(2, (2, 5001), (1, 401_768), "没有这一天")
        page.column(1, 30, book.style())
        page.column(2, 12, book.style("yyyy-mm-dd"))
    sheet = load_workbook(path)["事项"]
    offered, days = sheet.data_validations.dataValidation
    assert (offered.type, offered.formula1, str(offered.sqref)) == ("list", "'选项'!$A$2:$A$3", "A2:A5001")
    assert (days.type, days.operator, days.formula1, days.formula2) == ("date", None, "1", "401768")  # which is between
    assert all(check.showErrorMessage and check.allowBlank for check in (offered, days))
    assert [sheet.column_dimensions[letter].number_format for letter in "AB"] == ["@", "yyyy-mm-dd"]
    assert [int(sheet.column_dimensions[letter].width) for letter in "AB"] == [30, 12]


def test_rows_of_any_width_keep_their_cells(path: Path) -> None:
    rows = [{1: "a", 16_384: "z"}, {2: "b", 3: "c"}, {}, {700: "d"}, {1: "e"}]
    with writing(path) as book:
        page = book.page("units")
        for n, cells in enumerate(rows, 1):
            for column, text in cells.items():
                page.text(n, column, text)
    sheet = load_workbook(path)["units"]
    found = [{cell.column: cell.value for cell in row if cell.value is not None} for row in sheet.iter_rows()]
    assert found == rows
    assert sheet.dimensions == "A1:XFD5"


def test_what_a_cell_cannot_take_is_no_silence(path: Path) -> None:
    for wrong in ((1, 1, "x" * (MOST_TEXT + 1)), (0, 1, "x"), (1_048_577, 1, "x"), (1, 16_385, "x")):
        with pytest.raises(ValueError, match="did not take"), writing(path) as book:
            book.page("units").text(*wrong)
    assert not path.exists()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone cannot be changed here")
def test_the_bytes_are_the_same_at_any_time_and_in_any_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for zone in ("UTC", "Asia/Shanghai", "America/Caracas"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        with writing(tmp_path / "b.xlsx") as book:
            _fill(book)
        made.append((tmp_path / "b.xlsx").read_bytes())
    monkeypatch.undo()
    time.tzset()
    assert made[0] == made[1] == made[2]
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        assert {info.external_attr >> 16 & 0o077 for info in archive.infolist()} == {0}
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("error", [fault("file-csv", why="x"), KeyboardInterrupt(), OSError(28, "full")], ids=type)
def test_a_workbook_that_is_broken_off_leaves_nothing(path: Path, folder: Path, error: BaseException) -> None:
    path.write_bytes(b"before")
    with pytest.raises((Fault, KeyboardInterrupt)) as caught:
        _broken_off(path, error)
    assert path.read_bytes() == b"before"
    assert sorted(path.parent.iterdir()) == [path, folder]
    if isinstance(error, OSError):
        assert isinstance(caught.value, Fault)
        assert caught.value.problems[0].code == "output-cannot-write"


def _broken_off(path: Path, error: BaseException) -> None:
    with writing(path) as book:
        _fill(book)
        raise error


@pytest.mark.campaign
@pytest.mark.skipif(os.name != "posix", reason="no limit can be set here")
@pytest.mark.parametrize("limit", [0, 100, 1_000, 9_000, 20_000, 60_000])
def test_a_disk_that_is_full_at_any_moment_is_said_once_and_plainly(tmp_path: Path, limit: int) -> None:
    """The limit is met by a sheet's rows, by its comments, or by the workbook itself."""
    code = f"""
import gc, resource, signal
from pathlib import Path
from conduct.core.base.faults import Fault
from conduct.files.book_writing import writing
import xlsxwriter
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    with writing(Path("b.xlsx")) as book:
        for sheet in ("a", "b"):
            page = book.page(sheet)
            for n in range(1, 200):
                page.text(n, 1, "x" * {500 if limit == 20_000 else 20})
                page.note(n, 1, str(hash((n, sheet))) * 40, 300, 40)
    print("whole")
except Fault as error:
    print(error.problems[0].code)
    del error
gc.collect()
"""
    own = tmp_path / "own"
    own.mkdir()
    environment = {**os.environ, "TMPDIR": str(own), "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error::ResourceWarning", "-c", code],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("output-cannot-write\n", "")
    assert list(tmp_path.rglob("*")) == [own]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_device_that_is_full_is_said(folder: Path) -> None:
    with pytest.raises(Fault, match="/dev/full"), writing(Path("/dev/full")) as book:
        _fill(book)


def test_numbers_and_days_are_exact_and_shown_by_their_formats(path: Path) -> None:
    with writing(path) as book:
        page = book.page("名次")
        for n, value in enumerate(("0.1", "98.75", "-6", "123456789012.345"), 1):
            page.number(n, 1, Decimal(value), book.style("0.00"))
        page.day(5, 1, date(2012, 2, 29), book.style("yyyy-mm-dd"))
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall("<v>([^<]*)</v>", sheet) == ["0.1", "98.75", "-6", "123456789012.345", "40968"]
    assert load_workbook(path)["名次"]["A5"].value.date() == date(2012, 2, 29)


def test_a_sheet_is_made_for_paper_and_for_choosing(path: Path) -> None:
    with writing(path) as book:
        page = book.page("A & B")
        page.height(1, 45)
        page.across(1, (1, 3), "=1+1", book.style(bold=True))
        page.text(2, 1, "x")
        page.filter((1, 2), 3)
        page.calm(2, 3)
        page.paper(wide=True, header=1, head="&A &P =1+1 & 'x'")
        page.column(5, 4, hidden=True)
    sheet = load_workbook(path)["A & B"]
    assert (sheet["A1"].value, sheet["A1"].data_type, [str(one) for one in sheet.merged_cells.ranges]) == ("=1+1", "s", ["A1:C1"])
    assert sheet.row_dimensions[1].height == 45
    assert sheet.auto_filter.ref == "A1:C2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == ("landscape", 9, "$1:$1")
    assert sheet.column_dimensions["E"].hidden
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    [header] = [e.text for e in root.iter() if e.tag.endswith("oddHeader")]
    assert header == "&C&&A &&P =1+1 && 'x'"  # what a reader of headers takes for a sign of its own is doubled
    [calm] = [e for e in root.iter() if e.tag.endswith("ignoredError")]
    assert (calm.get("sqref"), calm.get("numberStoredAsText")) == ("A1:C2", "1")


def test_a_workbook_says_of_itself_what_it_is_given(path: Path) -> None:
    with writing(path, About("<办公室>\x00", "=标题", "", datetime(2013, 1, 31, 8))) as book:
        book.page("x")
    about = load_workbook(path).properties
    assert (about.creator, about.title, about.subject) == ("<办公室>\\x00", "=标题", None)
    assert about.created == about.modified == datetime(2013, 1, 31, 8)


def test_a_sheets_name_is_one_that_a_spreadsheet_takes_and_none_twice() -> None:
    taken = {"history"}
    named = [
        sheet_title(said, taken)
        for said in ("名次", "名次", "History", "a/b[c]*?:\\", "'x'", "", "长" * 40, "长" * 40, "😀" * 20)
    ]
    assert named[:6] == ["名次", "名次-2", "History-2", "a_b_c_____", "x", "sheet"]
    assert named[6:] == ["长" * 31, "长" * 29 + "-2", "😀" * 15]
    assert len({name.casefold() for name in named}) == len(named)
