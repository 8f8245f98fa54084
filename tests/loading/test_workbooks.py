"""Workbooks: sheets become tables cell by cell, and a bad or hostile one ends in its plain error, soon and in little memory."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from conduct.core.base.faults import Fault
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.files import screen as screening
from conduct.files.book_cells import plain_number, unescaped
from conduct.files.columns import letters
from conduct.files.screen import screen
from conduct.files.tables import BadRows, Sheets
from conduct.files.workbook import read_workbook
from conduct.loading.load import load_tables
from conduct.loading.read import read_tables
from conduct.loading.wording import OwnWords

Lines = list[list[Any]]
UNITS: Lines = [["unit", "name", "kind"], ["L1", "甲人寿", "life"], ["L2", "乙人寿", "life"]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def made(path: Path, sheets: dict[str, Lines], change: Callable[[Workbook], object] = lambda book: None) -> Path:
    """A workbook as a library writes it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    change(book)
    book.save(path)
    return path


def text(ref: str, said: str) -> str:
    """A cell of text."""
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """A row; cells that are no XML yet are text."""
    written = [c if c.startswith("<") else text(f"{letters(n)}{number}", c) for n, c in enumerate(cells, 1)]
    return f'<row r="{number}">{"".join(written)}</row>'


HEAD = row(1, "unit", "name", "kind")


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    """A sheet's part."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def parts(data: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet, units; ``more`` are strings, styles or properties of the workbook."""
    properties = more.get("properties", "")
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        f'<sheets><sheet name="units" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": data,
        **({"xl/sharedStrings.xml": more["strings"]} if "strings" in more else {}),
        **({"xl/styles.xml": more["styles"]} if "styles" in more else {}),
    }


def packed(path: Path, of: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip archive of parts."""
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in of.items():
            archive.writestr(name, content)
    return path


def read(path: Path) -> dict[str, list[tuple[int, list[str]]]]:
    """The rows of each table, its header as row 1; the problems of the tables that are at fault are raised."""
    tables = read_tables(path, OwnWords())
    if problems := [problem for table in tables for problem in (*table.problems, *table.in_header)]:
        raise Fault(problems)
    return {t.file: [(1, t.header), *t.rows] for t in tables}


def cells(path: Path) -> list[list[str]]:
    """The lines of the only table."""
    (lines,) = read(path).values()
    return [line for _, line in lines]


def said(path: Path) -> str:
    """What is wrong with a workbook, read to its end."""
    with pytest.raises(Fault) as caught:
        read(path)
    for problem in caught.value.problems:
        assert problem.place is not None
        assert problem.place.file.startswith(path.name)
        assert problem.said("zh") != problem.said("en")
    return caught.value.said("en")


def styles(*formats: int | str) -> str:
    """A part of styles, one for each format of numbers: a number of the built-in ones or a code."""
    codes = {n: f for n, f in enumerate(formats, 164) if isinstance(f, str)}
    listed = "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in codes.items())
    used = "".join(f'<xf numFmtId="{n if isinstance(f, str) else f}"/>' for n, f in enumerate(formats, 164))
    other = '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{listed}</numFmts>{other}<cellXfs>{used}</cellXfs></styleSheet>'


# workbooks that are read


def test_each_sheet_is_a_table_in_either_language_and_bears_its_rows_numbers(tmp_path: Path) -> None:
    sheets = {
        "说明": [["anything"]],
        "单位-2012": UNITS,
        "指标": [["单位", "指标"], ["L1", "premium"]],
        "Incidents-1": [["incident"], ["i1"]],
        "事项-2": [["incident"], [], ["i2"]],
        "动作": [["action"], ["a1"]],
        "About": [["x"]],
        "lists": [["y"]],
        "Sheet1": [],
    }
    found = read_tables(made(tmp_path / "book.xlsx", sheets), OwnWords())
    assert [(t.of, t.file) for t in found] == [
        ("units", "book.xlsx[单位-2012]"),
        ("measures", "book.xlsx[指标]"),
        ("incidents", "book.xlsx[Incidents-1]"),
        ("incidents", "book.xlsx[事项-2]"),
        ("actions", "book.xlsx[动作]"),
    ]
    assert [r for r in found[3].rows if any(r[1])] == [(3, ["i2"])]


@pytest.mark.parametrize("title", ["指标数据", "办理动作", "单位", "事项", "UNITS", " units ", "units-2012-上半年"])
def test_names_of_sheets(tmp_path: Path, title: str) -> None:
    assert len(read_tables(made(tmp_path / "台账.xlsx", {title: UNITS}), OwnWords())) == 1


def test_a_workbook_loads_as_files_do(tmp_path: Path, make_ledger: Callable[[Sector], Ledger], insurance: Sector) -> None:
    sheets = {
        "事项": [["事项编号", "单位", "类别", "日期", "渠道"], ["i1", "L1", "信访件", datetime(2012, 3, 5), "书面"]],
        "指标数据": [["单位", "指标", "考核期", "数值"], ["L1", "premium", 2012, 0.1]],
        "单位": UNITS,
    }
    ledger = make_ledger(insurance)
    loaded = load_tables(ledger, insurance, read_tables(made(tmp_path / "b.xlsx", sheets), OwnWords()), [])
    assert loaded.added == {"units": 2, "measures": 1, "incidents": 1}


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_of_both_systems(tmp_path: Path, epoch_1904: bool) -> None:
    def change(book: Workbook) -> None:
        if epoch_1904:
            book.epoch = CALENDAR_MAC_1904
        sheet = book.create_sheet("units")
        sheet.append(["unit", date(2012, 2, 29), datetime(1999, 12, 31), datetime(2012, 3, 5, 14, 30, 1), datetime(2999, 12, 31)])

    (line,) = cells(made(tmp_path / "b.xlsx", {}, change))
    assert line == ["unit", "2012-02-29", "1999-12-31", "2012-03-05 14:30:01", "2999-12-31"]


def test_the_day_that_never_was_is_no_day_before(tmp_path: Path) -> None:
    numbers = [f'<c r="{c}1" s="0"><v>{v}</v></c>' for c, v in (("A", 59), ("B", 60), ("C", 61))]
    path = packed(tmp_path / "b.xlsx", parts(sheet(row(1, *numbers)), styles=styles(14)))
    assert cells(path) == [["1900-02-28", "1900-02-29", "1900-03-01"]]


@pytest.mark.parametrize("style", [14, 31, 57, "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "[$-804]aaaa yyyy-mm-dd"])
def test_east_asian_formats_are_dates_though_a_workbook_does_not_write_them(tmp_path: Path, style: int | str) -> None:
    path = packed(tmp_path / "b.xlsx", parts(sheet(row(1, '<c r="A1" s="1"><v>40973</v></c>')), styles=styles(0, style)))
    assert cells(path) == [["2012-03-05"]]


@pytest.mark.parametrize("style", [0, 1, 9, 49, "0.00&quot;d&quot;", "[Red]#,##0", "_-* #,##0.00\\d"])
def test_other_formats_are_no_dates(tmp_path: Path, style: int | str) -> None:
    path = packed(tmp_path / "b.xlsx", parts(sheet(row(1, '<c r="A1" s="1"><v>40973</v></c>')), styles=styles(14, style)))
    assert cells(path) == [["40973"]]


def test_iso_dates_in_cells(tmp_path: Path) -> None:
    written = ("2012-03-05", "2012-03-05T00:00:00", "2012-03-05T14:00:00.500")
    data = sheet(row(1, *(f'<c r="{letters(n)}1" t="d"><v>{w}</v></c>' for n, w in enumerate(written, 1))))
    assert cells(packed(tmp_path / "b.xlsx", parts(data))) == [["2012-03-05", "2012-03-05", "2012-03-05 14:00:00.500"]]


def test_numbers_truth_values_and_text_that_looks_like_them(tmp_path: Path) -> None:
    line = [5, 5.0, 0.1, 1e-05, 2.675, 123456789012345, 1e22, -2.5, True, False, "007", "1.50", "=", "'=A1"]

    def change(book: Workbook) -> None:
        for cell in book["units"][1]:
            if isinstance(cell.value, str):
                cell.data_type = "s"

    (found,) = cells(made(tmp_path / "b.xlsx", {"units": [line]}, change))
    assert found[:5] == ["5", "5", "0.1", "0.00001", "2.675"]
    assert found[5:10] == ["123456789012345", "10000000000000000000000", "-2.5", "TRUE", "FALSE"]
    assert found[10:] == ["007", "1.50", "=", "'=A1"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (1.5e-7, "0.00000015"),
        (1e300, "1e+300"),
        (123456.789, "123456.789"),
        (0.1 + 0.2, "0.3"),
        (12345678901234567890, "12345678901234567890"),
        (-3, "-3"),
    ],
)
def test_a_number_has_the_digits_that_a_spreadsheet_keeps(value: float, shown: str) -> None:
    assert plain_number(value) == shown
    assert abs(type(value)(plain_number(value)) - value) <= abs(value) * 1e-15


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x4e2d_", "中"),
        ("_xD83D__xDE00_", "😀"),
        ("_x12_ _X000D_", "_x12_ _X000D_"),
        ("_x0000_", "\0"),
    ],
)
def test_escapes_are_decoded_as_the_spreadsheet_does(tmp_path: Path, written: str, meant: str) -> None:
    assert unescaped(written) == meant
    inline = sheet(row(1, text("A1", f".{written}.")))
    shared = sheet(row(1, '<c r="A1" t="s"><v>0</v></c>'))
    strings = f'<sst xmlns="{MAIN}"><si><t>.{written}.</t></si></sst>'
    assert cells(packed(tmp_path / "a.xlsx", parts(inline))) == [[f".{meant}."]]
    assert cells(packed(tmp_path / "b.xlsx", parts(shared, strings=strings))) == [[f".{meant}."]]


def test_rich_text_is_its_plain_text_without_its_pronunciation(tmp_path: Path) -> None:
    runs = "<r><rPr><b/></rPr><t>重</t></r><r><t xml:space='preserve'>庆 </t></r><rPh sb='0' eb='1'><t>chong</t></rPh>"
    strings = f'<sst xmlns="{MAIN}"><si>{runs}</si><si><t>后</t></si></sst>'
    line = [f'<c r="A1" t="inlineStr"><is>{runs}</is></c>', '<c r="B1" t="s"><v>0</v></c>', '<c r="C1" t="s"><v>1</v></c>']
    assert cells(packed(tmp_path / "a.xlsx", parts(sheet(row(1, *line)), strings=strings))) == [["重庆 ", "重庆 ", "后"]]
    rich = CellRichText("a", TextBlock(InlineFont(b=True), "b"))
    assert cells(made(tmp_path / "b.xlsx", {"units": [[rich]]})) == [["ab"]]


def test_what_is_hidden_is_read_and_what_trails_empty_is_not(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        units = book["units"]
        units.row_dimensions[2].hidden = True
        units.column_dimensions["B"].hidden = True
        units.sheet_state = "veryHidden"
        for cell in ("A90000", "F1", "K3"):
            units[cell].number_format = "0.00"
        units["A2"].number_format = "@"

    found = read(made(tmp_path / "b.xlsx", {"units": UNITS, "about": []}, change))
    assert found["b.xlsx[units]"] == list(enumerate(UNITS, 1))


def test_rows_and_cells_without_references_and_with_prefixes_are_counted(tmp_path: Path) -> None:
    data = sheet(HEAD, row(3, "L1", '<c r="C3" t="str"><v>life</v></c>')).replace('<row r="3">', "<row/><row>")
    data = data.replace(' r="A3"', "")
    prefixed = data.replace("<", "<s:").replace("<s:/", "</s:").replace("xmlns=", "xmlns:s=")
    for n, content in enumerate((data, prefixed, data.encode("utf-16"))):
        if isinstance(content, bytes):
            content = '<?xml version="1.0" encoding="utf-16"?>'.encode("utf-16") + content[2:]
        assert read(packed(tmp_path / f"{n}.xlsx", parts(content)))[f"{n}.xlsx[units]"] == [
            (1, ["unit", "name", "kind"]),
            (2, ["", "", ""]),
            (3, ["L1", "", "life"]),
        ]


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "A1", "A1:C2", "nonsense", ""])
def test_a_wrong_declared_dimension_is_not_believed(tmp_path: Path, ref: str) -> None:
    data = sheet(HEAD, row(2, "L1", "甲", "life"), before=f'<dimension ref="{ref}"/>')
    assert len(cells(packed(tmp_path / "b.xlsx", parts(data)))) == 2


def test_what_a_reader_need_not_know_does_not_stop_it(tmp_path: Path) -> None:
    odd = '<sheetViews><sheetView view="odd" workbookViewId="x"/></sheetViews>'
    after = '<autoFilter ref="?"/><mergeCells><mergeCell ref="A9:B9"/></mergeCells><pageSetup orientation="odd"/>'
    of = parts(
        sheet(HEAD, row(2, "L1", "甲", "life"), before=odd, after=after), styles=styles(0).replace("<cellXfs", "<odd/><cellXfs")
    )
    of |= {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
        "xl/drawings/vmlDrawing1.vml": "<xml><br></xml>",
        "docProps/core.xml": "<odd",
    }
    path = packed(tmp_path / "b.xlsx", of)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("xl/media/")
        info.filename = "xl/media/图片.png".encode("gbk").decode("cp437")
        archive.writestr(info, b"\x89PNG")
    assert len(cells(path)) == 2


def test_rows_come_one_by_one(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    many = book.create_sheet("incidents")
    many.append(["incident", "unit", "kind", "date", "channel", "settled", "text", "complainant"])
    for n in range(20_000):
        many.append([f"i{n}", "L1", "petition", date(2012, 1, 1) + timedelta(n % 366), "written", True, f"第{n}件来信", n / 7])
    book.save(tmp_path / "many.xlsx")
    start = time.process_time()
    (table,) = read_tables(tmp_path / "many.xlsx", OwnWords())
    rows = table.rows
    assert next(rows) == (2, ["i0", "L1", "petition", "2012-01-01", "written", "TRUE", "第0件来信", "0"])
    first = time.process_time() - start
    assert sum(1 for _ in rows) == 19_999
    assert first < (time.process_time() - start) / 2, "the first row is there before the others are read"


# workbooks whose content is wrong


def test_every_bad_cell_of_a_sheet_is_said_and_its_row_still_shown(tmp_path: Path) -> None:
    lines: Lines = [["unit", "name", "kind"], ["L1", "=1+1", "life"], ["L2", "乙", "life"], ["=A2", "#N/A", "life", "=B1"]]

    def change(book: Workbook) -> None:
        sheet = book["units"]
        sheet.append(["L5", datetime(2012, 1, 1, 8).time(), timedelta(hours=30)])

    (table,) = read_tables(made(tmp_path / "b.xlsx", {"units": lines}, change), OwnWords())
    rows: list[tuple[int, list[str]]] = []
    with pytest.raises(BadRows) as caught:
        rows.extend(table.rows)
    assert [number for number, _ in rows] == [2, 3, 4, 5]
    assert rows[2] == (4, ["=A2", "#N/A", "life", "=B1"])
    assert (
        caught.value.said("en").splitlines()
        == [
            "b.xlsx[units], row 2, column name: the cell holds a formula: paste its value in its place",
            "b.xlsx[units], row 4, column unit: the cell holds a formula: paste its value in its place",
            "b.xlsx[units], row 4, column name: the cell holds the error #N/A: correct it or leave it empty",
            "b.xlsx[units], row 4, column D: the cell holds a formula: paste its value in its place",
            "b.xlsx[units], row 5, column name: the cell holds a time (08:00:00) without a date",
            "b.xlsx[units], row 5, column kind: the cell holds a time (1 day, 6:00:00) without a date",
        ]
        or rows == []
    )


def test_all_sheets_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    sheets = {"人员": [["x"]], "actions": [["=A2"]]}
    assert said(made(tmp_path / "b.xlsx", sheets)).splitlines() == [
        "b.xlsx[人员]: the sheet's name must be that of a table: units (单位), posts (任职), measures (指标数据), "
        "incidents (事项), actions (办理动作) (a “-” and more may follow); under [sheets] in conduct.toml, an office's own "
        "name stands for one, or for nothing",
        "b.xlsx[actions], row 1, column A: the cell holds a formula: paste its value in its place",
    ]


def test_merged_cells_are_said_once_for_each_row(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        for ref in ("A2:A3", "B3:C3", "E9:F9"):
            book["units"].merge_cells(ref)

    lines = said(made(tmp_path / "b.xlsx", {"units": [*UNITS, ["L3", "丙", "life"]]}, change)).splitlines()
    assert lines == [
        "b.xlsx[units], row 2: cells of this row are merged (A2:A3): unmerge them and fill every row",
        "b.xlsx[units], row 3: cells of this row are merged (A2:A3, B3:C3): unmerge them and fill every row",
    ]


def test_of_a_day_with_a_time_the_day_is_taken(
    tmp_path: Path, make_ledger: Callable[[Sector], Ledger], insurance: Sector
) -> None:
    sheets = {"units": UNITS, "incidents": [["incident", "unit", "kind", "date"], ["i", "L1", "late", datetime(2012, 3, 5, 14)]]}
    tables = read_tables(made(tmp_path / "b.xlsx", sheets), OwnWords())
    ledger = make_ledger(insurance)
    load_tables(ledger, insurance, tables, [])
    assert ledger.connection.execute("SELECT date FROM insurance_incidents").fetchall() == [("2012-03-05",)]


CELLS = [
    ('<c r="A2"><f>1+1</f><v>2</v></c>', "column unit: the cell holds a formula"),
    ('<c r="A2"><f t="shared" si="0"/><v>2</v></c>', "the cell holds a formula"),
    ('<c r="A2"><f t="array" ref="A2">"("&amp;B1</f></c>', "the cell holds a formula"),
    ('<c r="A2" t="e"><v>#REF!</v></c>', "the cell holds the error #REF!"),
    ('<c r="A2" s="1"><v>0.5</v></c>', "the cell holds a time (12:00:00) without a date"),
    ('<c r="A2" s="2"><v>1.5</v></c>', "the cell holds a time (1 day, 12:00:00) without a date"),
    ('<c r="A2" t="d"><v>PT2H</v></c>', "the cell holds a time (2:00:00) without a date"),
    ('<c r="A2" s="1"><v>-1</v></c>', "its number -1 is none"),
    ('<c r="A2" s="1"><v>20120305</v></c>', "its number 20120305 is none"),
    ('<c r="A2" t="s"><v>7</v></c>', "“7”, cannot be read"),
    ('<c r="A2" t="s"><v>-1</v></c>', "“-1”, cannot be read"),
    ('<c r="A2" t="d"><v>2012-13-01</v></c>', "“2012-13-01”, cannot be read"),
    ('<c r="A2"><v>1_000</v></c>', "“1_000”, cannot be read"),
    ('<c r="A2"><v>1e999</v></c>', "“1e999”, cannot be read"),
    ('<c r="A2" t="b"><v>2</v></c>', "“2”, cannot be read"),
    ('<c r="A2" t="odd"><v>2</v></c>', "“2”, cannot be read"),
]


@pytest.mark.parametrize(("cell", "problem"), CELLS, ids=range(len(CELLS)))
def test_a_cell_that_cannot_be_taken_is_said_with_its_row_and_column(tmp_path: Path, cell: str, problem: str) -> None:
    data = sheet(HEAD, row(2, cell), row(3, "L3"))
    strings = f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>'
    found = said(packed(tmp_path / "b.xlsx", parts(data, styles=styles(0, 14, 46), strings=strings)))
    assert problem in found
    assert found.startswith("b.xlsx[units], row 2, column unit: ")
    assert "\n" not in found


# files that are screened


def patched(path: Path, at: bytes, shift: int, form: str, value: int) -> Path:
    """A file with one field of its zip records replaced: of every record that begins with ``at``."""
    raw = bytearray(path.read_bytes())
    start = raw.find(at)
    while start >= 0:
        struct.pack_into(form, raw, start + shift, value)
        start = raw.find(at, start + 1)
    path.write_bytes(raw)
    return path


LOCAL, LISTED = b"PK\x03\x04", b"PK\x01\x02"
GOOD = sheet(HEAD, row(2, "L1", "甲", "life"))
WIDE = b'<?xml version="1.0" encoding="utf-16"?>'.decode().encode("utf-16")


def _raw(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _data(data: str | bytes, **more: str | bytes) -> Callable[[Path], object]:
    return lambda path: packed(path, parts(data, **more))


def _with(name: str, content: str | bytes) -> Callable[[Path], object]:
    return lambda path: packed(path, {**parts(GOOD), name: content})


def _without(name: str) -> Callable[[Path], object]:
    return lambda path: packed(path, {n: c for n, c in parts(GOOD).items() if n != name})


def _patched(at: bytes, shift: int, form: str, value: int) -> Callable[[Path], object]:
    return lambda path: patched(packed(path, parts(GOOD)), at, shift, form, value)


def _cut(path: Path) -> None:
    path.write_bytes(packed(path, parts(GOOD)).read_bytes()[:-200])


def _broken_inside(path: Path) -> None:
    raw = bytearray(packed(path, parts(GOOD), zipfile.ZIP_STORED).read_bytes())
    raw[raw.find("甲".encode())] ^= 1
    path.write_bytes(raw)


def _twice(path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(packed(path, parts(GOOD)), "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", GOOD)


def _merged(ref: str) -> Callable[[Path], object]:
    return _data(sheet(HEAD, row(2, "L1"), row(3, "L2"), after=f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>'))


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (_raw(b""), "no Excel workbook"),
    "a table of text": (_raw(b"unit,name\nL1,a\n"), "no Excel workbook"),
    "a web page": (_raw(b"<html><table></table></html>"), "no Excel workbook"),
    "old or encrypted": (
        _raw(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)),
        "encrypted or an old .xls: save it as .xlsx without",
    ),
    "cut off": (_cut, "damaged (it is cut off)"),
    "two bytes": (_raw(b"PK"), "damaged (it is cut off)"),
    "wrong sum": (_broken_inside, "damaged (a checksum does not match)"),
    "another zip": (lambda path: packed(path, {"a.txt": "x"}), "no Excel workbook"),
    "another document": (_with("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>'), "no Excel workbook"),
    "packed otherwise": (lambda path: packed(path, parts(GOOD), zipfile.ZIP_BZIP2), "in a way that Excel does not use"),
    "zip password": (_patched(LISTED, 8, "<H", 1), "encrypted or an old .xls"),
    "declares too much in one part": (_patched(LISTED, 24, "<L", 400_000_000), "one part holds more than 300 MB"),
    "declares too much in all": (_patched(LISTED, 24, "<L", 9_999_999 * 10), "it is packed more than 200 to 1"),
    "declares too little": (_patched(LISTED, 24, "<L", 10), "damaged (a checksum does not match)"),
    "parts that overlap": (_patched(LISTED, 20, "<L", 5_000), "damaged (it is cut off)"),
    "a bomb": (_with("xl/a", bytes(50_000_000)), "it is packed more than 200 to 1"),
    "too many parts": (lambda path: packed(path, parts(GOOD) | {f"x{n}": "" for n in range(2_001)}), "more than 2000 parts"),
    "path upwards": (_with("../x", "a"), "the unsafe name “../x”"),
    "path from the root": (_with("/etc/x", "a"), "the unsafe name “/etc/x”"),
    "path of another system": (_with("C:\\x", "a"), "the unsafe name “C:\\x”"),
    "part twice": (_twice, "a part stands in it twice"),
    "entities": (_data(f'<!DOCTYPE x [<!ENTITY a "a">]>{GOOD}'), "holds a document type declaration"),
    "entities in wide text": (_data(WIDE + f"<!DOCTYPE x>{GOOD}".encode("utf-16-le")), "holds a document type declaration"),
    "entities elsewhere": (_with("docProps/app.xml", "<!DOCTYPE x><x/>"), "docProps/app.xml holds a document type"),
    "entities under another name": (_with("xl/other.bin", "\n<!DOCTYPE x><x/>"), "xl/other.bin holds a document type"),
    "no XML": (_data(GOOD[:-5]), "[units]: the workbook is damaged (its XML is not well-formed)"),
    "no text of cells": (_data(GOOD, strings=f'<sst xmlns="{MAIN}"><si>'), "its XML is not well-formed"),
    "no list of sheets": (_without("xl/_rels/workbook.xml.rels"), "damaged (its content cannot be read)"),
    "no sheet": (_without("xl/worksheets/sheet1.xml"), "[units]: the workbook lacks this sheet's content"),
    "strict": (_data(GOOD.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")), "Strict Open XML"),
    "cell far to the right": (_data(sheet(HEAD, row(2, '<c r="GS2"><v>1</v></c>'))), "[units]: a cell stands at GS2: delete"),
    "cell at the last corner": (_data(sheet(HEAD, row(1_048_576, '<c r="XFD1048576"/>'))), "a cell stands at XFD1048576"),
    "cell without reference": (_data(sheet(HEAD, row(2, "<c/>" * 201))), "a cell stands at GS2"),
    "row too far down": (_data(sheet(HEAD, '<row r="1048577"/>')), "a cell stands at A1048577"),
    "cell too far down": (_data(sheet(HEAD, row(2, '<c r="A9999999"/>'))), "a cell stands at A9999999"),
    "dimension too far down": (_data(sheet(HEAD, before='<dimension ref="A1:C1048577"/>')), "a cell stands at C1048577"),
    "rows out of order": (_data(sheet(HEAD, row(3, "b"), row(2, "a"))), "its cells are out of order"),
    "row twice": (_data(sheet(HEAD, row(2, "b"), row(2, "a"))), "its cells are out of order"),
    "cells out of order": (_data(sheet(HEAD, row(2, text("B2", "x"), text("A2", "y")))), "its cells are out of order"),
    "cell of another row": (_data(sheet(HEAD, row(2, text("A3", "x")))), "its cells are out of order"),
    "rows after the table": (_data(sheet(HEAD, after=row(2, "a"))), "its cells are out of order"),
    "nothing": (_data(sheet()), "the workbook holds no table"),
    "blanks": (_data(sheet(row(1, " ", "\u3000"))), "the workbook holds no table"),
    "merged header": (_merged("B1:C1"), "[units], row 1: cells of the header are merged (B1:C1)"),
    "header of two rows": (_merged("A1:A2"), "row 1: cells of the header are merged (A1:A2)"),
    "merged down": (_merged("A2:A3"), "[units], row 2: cells of this row are merged (A2:A3)"),
    "merged across": (_merged("A3:B3"), "row 3: cells of this row are merged (A3:B3)"),
    "another sheet": (lambda path: made(path, {"units": UNITS, "Sheet2": [["x"]]}), "[Sheet2]: the sheet's name must be that"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_workbook_ends_in_its_plain_error(tmp_path: Path, name: str) -> None:
    make, problem = BAD[name]
    path = tmp_path / "b.xlsx"
    make(path)
    assert problem in said(path)


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be read: No such file"):
        read_workbook(tmp_path / "b.xlsx", Sheets(str, lambda _: None, Words("", "")))


@pytest.mark.parametrize(
    ("limit", "most", "problem"),
    [
        ("MOST_BYTES", 1_000, "holds more than"),
        ("MOST_BYTES_OF_PART", 500, "one part holds"),
        ("MOST_ROWS", 1, "rows"),
        ("MOST_STRINGS", 1, "texts"),
        ("MOST_MERGED", 1, "merged ranges"),
        ("_MOST_INNER", 2, "formatting, links or names"),
        ("_MOST_NAMED", 2, "formatting, links or names"),
        ("_MOST_STYLING", 2, "formatting, links or names"),
        ("_MOST_IN_ONE", 1_000, "one row or cell holds far too much"),
        ("_LONGEST_TOKEN", 100, "formatting, links or names"),
    ],
)
def test_each_limit_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, problem: str) -> None:
    merged = '<mergeCells><mergeCell ref="A9:B9"/><mergeCell ref="A8:B8"/></mergeCells><hyperlinks/>'
    long = row(2, f'<c r="A2" t="inlineStr" x="{"y" * 500}"><is><t>{"x" * 5_000}</t></is></c>')
    data = sheet(HEAD, long, before="<cols><col/><col/></cols>", after=merged)
    strings = f'<sst xmlns="{MAIN}"><si><t>a</t></si><si><t>a</t></si></sst>'
    path = packed(tmp_path / "b.xlsx", parts(data, styles=styles(14, 14, 14), strings=strings))
    assert screen(path)["xl/worksheets/sheet1.xml"].last_row == 2
    monkeypatch.setattr(screening, "_CHUNK", 64)
    monkeypatch.setattr(screening, limit, most)
    with pytest.raises(Fault, match=problem):
        screen(path)


def _again(unit: str, size: int) -> str:
    """Text of that size that repeats itself, though not so much that its packing betrays it."""
    block = unit * (4_000 // len(unit))
    return "".join(f"{block}<!--{os.urandom(12).hex()}-->" for _ in range(size // 4_000))


HOSTILE: dict[str, Callable[[Path], object]] = {
    "elements before the rows": _data(sheet(HEAD, before=_again("<a/>", 20_000_000))),
    "elements in a row": _data(sheet(HEAD, f"<row>{_again('<a/>', 20_000_000)}</row>")),
    "elements after the rows": _data(sheet(HEAD, after=_again("<a/>", 20_000_000))),
    "one long attribute": _data(sheet(HEAD, f'<row x="{os.urandom(5_000_000).hex()}"/>')),
    "one long comment": _data(sheet(HEAD, f"<!--{os.urandom(5_000_000).hex()}-->")),
    "one long text": _data(sheet(HEAD, f"<row><c><is><t>{_again('字', 10_000_000)}</t></is></c></row>")),
    "many texts": _data(GOOD, strings=f'<sst xmlns="{MAIN}">{_again("<si/>", 20_000_000)}</sst>'),
    "many styles": _data(
        GOOD, styles=f'<styleSheet xmlns="{MAIN}"><cellXfs>{_again("<xf/>", 20_000_000)}</cellXfs></styleSheet>'
    ),
    "many rows": _data(sheet(_again("<row/>", 14_000_000))),
    "many merged ranges": _data(sheet(HEAD, after=_again('<mergeCell ref="A2:C9"/>', 8_000_000))),
    "many names": _data(GOOD, properties=f"<definedNames>{_again('<definedName/>', 8_000_000)}</definedNames>"),
    "many parts": lambda path: packed(path, parts(GOOD) | {f"x{n}": "" for n in range(30_000)}),
    "one long number format": _data(sheet(HEAD, row(2, "L1"), row(2, "L1")), styles=styles("[" * 200_000)),
}
READ = """
import json, sys, time
from pathlib import Path
from conduct.core.base.faults import Fault
from conduct.loading.read import read_tables
from conduct.loading.wording import OwnWords
from tests.pace import pace
start = time.process_time()
try:
    for table in read_tables(Path(sys.argv[1]), OwnWords()):
        list(table.rows)
    said = ""
except Fault as error:
    said = error.said("en")
peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
print(json.dumps([said, (time.process_time() - start) / pace(), peak]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux tells it")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_ends_soon_and_in_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / "b.xlsx"
    HOSTILE[name](path)
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True, cwd=root)
    problem, paces, megabytes = json.loads(done.stdout)
    assert "b.xlsx" in problem
    assert paces < 8
    assert megabytes < 200
