"""A document as a workbook, read by another library: texts that stay texts, numbers that show as printed, charts from cells."""

from __future__ import annotations

import re
import time
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from attrs import evolve
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from conduct.core.base.words import Lang, literal
from conduct.files.book_text import MOST_TEXT
from conduct.report.bulletin.book import book as module
from conduct.report.bulletin.book.book import write_xlsx
from conduct.report.bulletin.document import Annex, Bulletin, Chart, Entry, Grid, GridColumn, Heading, Paragraph, Series, Written
from tests.hostile import HOSTILE
from tests.pace import pace
from tests.report.bulletins import CODE, SAMPLES, charts, data, english, letter, made_of, notice
from tests.report.shown import shown

D = Decimal
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def written(bulletin: Bulletin, folder: Path) -> tuple[Workbook, Written]:
    """A document's workbook as the other library reads it, and what its writer says."""
    said = write_xlsx(bulletin, folder / "b.xlsx")
    return load_workbook(folder / "b.xlsx"), said


def set_apart(bulletin: Bulletin) -> list[Grid | Chart]:
    """Its tables and charts, in order."""
    blocks = [*bulletin.body, *(b for annex in bulletin.annexes for b in annex.blocks)]
    return [b for b in blocks if isinstance(b, Grid | Chart)]


def texts(sheet: Any) -> list[str]:
    """What a sheet shows, cell by cell."""
    return [shown(c.value, c.number_format) for row in sheet.iter_rows() for c in row if c.value is not None]


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "hostile"])
def test_every_table_has_a_sheet_that_shows_it_as_printed(name: str, tmp_path: Path) -> None:
    bulletin = SAMPLES[name]()
    book, said = written(bulletin, tmp_path)
    assert said.shortened == ()
    assert len(book.sheetnames) == 1 + len(set_apart(bulletin))
    for sheet, block in zip(book.worksheets[1:], set_apart(bulletin), strict=True):
        if isinstance(block, Chart):
            continue
        rows = [[shown(c.value, c.number_format) for c in row] for row in sheet.iter_rows(max_row=len(block.rows) + 1)]
        assert rows == [[c.heading for c in block.columns], *([e.text for e in row] for row in block.rows)]
        for at, row in enumerate(block.rows, 2):
            for n, entry in enumerate(row, 1):
                cell = sheet.cell(at, n)
                if entry.value is None:
                    assert cell.data_type == "s"
                elif not isinstance(entry.value, date):
                    assert cell.data_type == "n"
                    assert D(str(cell.value)) == entry.value
                else:
                    assert cell.value.date() == entry.value
        last = f"{get_column_letter(len(block.columns))}{len(block.rows) + 1}"
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{last}"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if block.note:
            assert sheet.cell(len(block.rows) + 3, 1).value == block.note


def test_a_percentage_is_one_and_a_day_a_day(tmp_path: Path) -> None:
    book, _ = written(notice(), tmp_path)
    standings, incidents = book["名次"], book["事项"]
    assert (standings["F2"].value, standings["F2"].number_format) == (0.998, "0.0%")
    assert (standings["C2"].value, standings["C2"].number_format) == (98.75, "0.00")
    assert (standings["A31"].value, standings["A31"].data_type) == ("不排名", "s")
    assert (incidents["D2"].is_date, incidents["D2"].number_format) == (True, 'yyyy"年"m"月"d"日"')
    assert incidents["A2"].data_type == "s"


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "hostile"])
def test_the_first_sheet_says_what_the_document_says(name: str, tmp_path: Path) -> None:
    bulletin = SAMPLES[name]()
    book, _ = written(bulletin, tmp_path)
    first = book.worksheets[0]
    whole = "\n".join(texts(first))
    expected = [
        bulletin.office,
        bulletin.number,
        bulletin.title,
        bulletin.to,
        bulletin.day,
        bulletin.check.how,
        bulletin.distribution,
    ]
    expected += [*(bulletin.printing or ()), bulletin.check.code or "", *(a.title for a in bulletin.annexes)]
    expected += [cell for row in bulletin.check.rows for cell in row]
    blocks = [*bulletin.body, *(b for annex in bulletin.annexes for b in annex.blocks)]
    expected += [b.text for b in blocks if isinstance(b, Paragraph | Heading)]
    assert [text for text in expected if text not in whole] == []
    at = [whole.index(t) for t in (bulletin.office, bulletin.title, bulletin.check.title, bulletin.check.how)]
    assert at == sorted(at)
    for sheet in book.sheetnames[1:]:
        assert f"“{sheet}”" in whole
    assert {c.data_type for row in first.iter_rows() for c in row if c.value is not None} == {"s"}
    assert len(first._images) == (bulletin.check.code is not None)


def test_sheets_are_called_in_the_language_and_none_twice(tmp_path: Path) -> None:
    zh, _ = written(notice(), tmp_path)
    assert zh.sheetnames[:4] == ["通报", "名次", "加分扣分", "不计事项"]
    assert [n for n in zh.sheetnames if n.startswith("图")] == ["图1", "图2", "图3"]
    en, _ = written(english(), tmp_path)
    assert en.sheetnames == ["Notice", "Standings", "Chart 1"]
    assert written(letter(), tmp_path)[0].sheetnames[0] == "函"
    one = Grid("of another code", (GridColumn("x"),), (), caption="[a]:*?/\\'" + "长" * 40)
    twice, _ = written(evolve(english(), body=(one, one, evolve(one, caption=""))), tmp_path)
    names = twice.sheetnames[1:4]
    assert len({name.casefold() for name in names}) == 3
    assert names[2] == "Table"
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in names)


def _drawings(path: Path) -> list[ElementTree.Element]:
    with zipfile.ZipFile(path) as archive:
        names = sorted(n for n in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n))
        return [ElementTree.fromstring(archive.read(n)) for n in sorted(names, key=lambda n: int(re.sub(r"\D", "", n)))]


def test_charts_are_the_spreadsheets_own_and_drawn_from_cells(tmp_path: Path) -> None:
    bulletin = data()
    book, _ = written(bulletin, tmp_path)
    drawn = _drawings(tmp_path / "b.xlsx")
    sheets = [book[f"图{n}"] for n in (1, 2, 3)]
    for chart, sheet, native in zip(charts(), sheets, drawn, strict=True):
        assert len(sheet._charts) == 1
        assert texts(sheet)[:2] == [chart.title, chart.said]
        refs = [f.text or "" for f in native.iter(f"{CHART}f")]
        assert refs
        for ref in refs:
            name, _, cells = ref.rpartition("!")
            assert name == f"'{sheet.title}'"
            assert re.fullmatch(r"\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", cells)
        kinds = {"bars": "barChart", "columns": "barChart", "lines": "lineChart"}
        assert native.find(f".//{CHART}{kinds[chart.shape]}") is not None
        if chart.shape != "lines":
            assert [e.get("val") for e in native.iter(f"{CHART}grouping")] == ["stacked"]
            assert [e.get("val") for e in native.iter(f"{CHART}barDir")] == ["bar" if chart.shape == "bars" else "col"]
        series = list(native.iter(f"{CHART}ser"))
        assert len(series) == len(chart.series) + (2 if chart.band else 0) + bool(chart.ends)
        for one, found in zip(chart.series, series, strict=False):
            values = found.find(f"{CHART}val//{CHART}f")
            assert values is not None
            cells = [row[0].value for row in sheet[str(values.text).rpartition("!")[2].replace("$", "")]]
            assert [None if v is None else D(str(v)) for v in cells] == list(one.values)
            name = found.find(f"{CHART}tx//{CHART}f")
            assert name is not None
            assert sheet[str(name.text).rpartition("!")[2].replace("$", "")].value == one.name
            cached = found.find(f"{CHART}cat//{CHART}strCache")
            assert cached is not None
            assert [v.text for v in cached.iter(f"{CHART}v")] == list(chart.categories)
        if chart.ends:
            assert [t.text for t in series[-1].iter(f"{TEXT}t")] == list(chart.ends)
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        said = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/drawings/drawing")]
    for chart in charts():
        assert any(f'descr="{chart.said}"' in one for one in said)


def test_the_figures_of_a_chart_are_numbers_under_their_names(tmp_path: Path) -> None:
    book, _ = written(notice(), tmp_path)
    sheet, chart = book["图3"], charts()[2]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=20) if row[0].value or row[1].value]
    assert rows[0][1:4] == ["太平洋人寿江苏分公司", "同业最低至最高（最低）", "同业最低至最高（最高）"]
    assert [row[0] for row in rows[1:]] == list(chart.categories)
    assert [row[1:4] for row in rows[1:]] == [
        [None if v is None else float(v) for v in (chart.series[0].values[n], *chart.band[n])] for n in range(5)
    ]


def test_a_chart_of_nothing_leaves_its_sheet_without_one(tmp_path: Path) -> None:
    for chart in (evolve(charts()[0], categories=(), ends=(), marked=None), evolve(charts()[1], series=())):
        book, _ = written(evolve(notice(), body=(chart,), annexes=()), tmp_path)
        assert book["图1"]._charts == []
    for shape in ("bars", "columns", "lines"):
        gone = Chart("x", "x", "x", shape, ("a", "b"), (Series("s", (None, None)),), ends=("", "1"), marked=9)
        assert len(written(evolve(notice(), body=(gone,), annexes=()), tmp_path)[0]["图1"]._charts) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_texts_are_literal_texts_wherever_they_stand(lang: Lang, tmp_path: Path) -> None:
    bulletin = evolve(made_of(HOSTILE), lang=lang)
    book, said = written(bulletin, tmp_path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), (sheet.title, cell.coordinate)
                assert cell.hyperlink is None
    grid = next(block for block in set_apart(bulletin) if isinstance(block, Grid))
    sheet = book["Incidents" if lang == "en" else "事项"]
    cut = 0
    for at, text in enumerate(HOSTILE.values(), 2):
        seen = sheet.cell(at, 1).value or ""
        if len(literal(text)) > MOST_TEXT:
            cut += 1
            kept = seen.rpartition("…" if lang == "en" else "……")[0]
            assert len(kept) > 30_000
            assert literal(text).startswith(kept.replace("_x005F_", "_"))
        else:
            assert seen.replace("_x005F_", "_") == literal(text)
    assert cut == 2
    mark = "cut" if lang == "en" else "截断"
    cells = {f"{sheet.title}!{c}{at}" for at in (len(HOSTILE), len(HOSTILE) + 1) for c in "ABCD"}
    named = {one.partition(":" if lang == "en" else "：")[0] for one in said.shortened if mark in one}
    assert {name for name in named if name.startswith(sheet.title)} <= cells | {
        f"{sheet.title}!{c}{n}" for c in "ABCD" for n in range(1, len(grid.rows) + 4)
    }
    assert len({name for name in named if name.startswith(f"{sheet.title}!A")}) >= cut
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                content = archive.read(name)
                ElementTree.fromstring(content)
                assert b'TargetMode="External"' not in content, name
                assert b"<f>" not in content or name.startswith("xl/charts"), name


def test_chart_labels_that_look_like_references_come_from_their_cells(tmp_path: Path) -> None:
    chart = Chart("x", "=A1", "x", "bars", ("2012", "=1+1"), (Series("3", (D(1), D(2))),), axis="=B1", ends=("x!A1", "=1+1"))
    book, _ = written(evolve(notice(), body=(chart,), annexes=()), tmp_path)
    [native] = _drawings(tmp_path / "b.xlsx")
    refs = {f.text for f in native.iter(f"{CHART}f")}
    assert all(str(ref).startswith("'图1'!") for ref in refs)
    assert [t.text for t in native.iter(f"{TEXT}t")] == ["=1+1"]
    [category] = {c.tag for c in native.iter() if c.tag in (f"{CHART}strRef", f"{CHART}numRef")} & {f"{CHART}strRef"}
    assert category
    assert all(cat.find(f"{CHART}numRef") is None for cat in native.iter(f"{CHART}cat"))
    assert {c.data_type for row in book["图1"].iter_rows(max_col=1) for c in row if c.value is not None} == {"s"}


def test_the_properties_are_the_documents_and_the_bytes_the_same(tmp_path: Path) -> None:
    made = []
    for n in range(2):
        write_xlsx(notice(), tmp_path / f"{n}.xlsx")
        made.append((tmp_path / f"{n}.xlsx").read_bytes())
    assert made[0] == made[1]
    about = load_workbook(tmp_path / "0.xlsx").properties
    assert (about.creator, about.title, about.subject) == (notice().office, notice().title, notice().subject)
    assert about.created == about.modified
    assert about.created.isoformat() == "2013-01-31T08:00:00"
    shifted, _ = written(evolve(notice(), made_on="2013-01-31T08:00:00+08:00"), tmp_path)
    assert shifted.properties.created.isoformat() == "2013-01-31T00:00:00"
    assert written(evolve(notice(), made_on=""), tmp_path)[0].properties.created.year == 2000


def test_what_a_cell_cannot_hold_is_cut_and_said_with_its_place(tmp_path: Path) -> None:
    grid = Grid("incidents", (GridColumn("内容"),), ((Entry("短"),), (Entry("长" * 40_000),)))
    book, said = written(evolve(notice(), annexes=(Annex("事项", (grid,)),)), tmp_path)
    assert said.shortened == ("事项!A3：文字超出单元格所能容纳的长度，已截断",)
    assert len(book["事项"]["A3"].value) == MOST_TEXT
    assert book["事项"]["A3"].value.endswith("……（共40000个字符，此处截断）")


def test_more_rows_than_a_sheet_has_go_on_in_a_further_one_which_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 11)
    grid = Grid("incidents", (GridColumn("编号"),), tuple((Entry(f"x{n}"),) for n in range(25)), note="附注")
    book, said = written(evolve(notice(), annexes=(Annex("事项", (grid,)),)), tmp_path)
    names = ["事项", "事项-2", "事项-3"]
    assert book.sheetnames == ["通报", *names]
    assert [c.value for name in names for c in book[name]["A"][1:] if c.value and c.value.startswith("x")] == [
        f"x{n}" for n in range(25)
    ]
    assert all(book[name]["A1"].value == "编号" for name in names)
    assert [len(said.shortened), said.shortened[0]] == [2, "“事项”超过一个工作表的行数，续于“事项-2”"]
    assert book["事项-3"].cell(8, 1).value == "附注"
    full = evolve(grid, rows=grid.rows[:10], note="")
    assert written(evolve(notice(), annexes=(Annex("事项", (full,)),)), tmp_path)[0].sheetnames == ["通报", "事项"]


def test_wide_tables_lie_and_what_is_marked_is_bold(tmp_path: Path) -> None:
    book, _ = written(notice(), tmp_path)
    assert book["事项"].page_setup.orientation == "landscape"
    assert book["名次"].page_setup.orientation in (None, "portrait")
    chart = book["图1"]
    bold = [row[0].value for row in chart.iter_rows(min_row=20) if row[0].value and row[0].font.bold]
    assert bold == [charts()[0].categories[3]]


@pytest.mark.slow
def test_a_thousand_units_and_twenty_thousand_incidents_are_written_soon(tmp_path: Path) -> None:
    units = Grid(
        "standings",
        tuple(GridColumn(f"第{n}项", "number", 6) for n in range(12)),
        tuple(tuple(Entry(f"{n}.5", D(n) + D("0.5"), 1) for _ in range(12)) for n in range(1_000)),
    )
    columns = tuple(GridColumn(h, "text", 10) for h in ("编号", "单位", "事项", "日期", "内容"))
    day = Entry("2012-01-02", date(2012, 1, 2))
    cells = tuple((Entry(f"x{n}"), Entry("单位"), Entry("超期办结"), day, Entry("说明" * 30)) for n in range(20_000))
    bulletin = evolve(notice(), annexes=(Annex("名次", (units,)), Annex("事项", (Grid("incidents", columns, cells),))))
    started = time.process_time()
    write_xlsx(bulletin, tmp_path / "b.xlsx")
    assert time.process_time() - started < 60 * pace()
    book = load_workbook(tmp_path / "b.xlsx", read_only=True)
    assert sum(1 for _ in book["事项"].iter_rows()) == 20_001
    assert CODE in "".join(str(c.value) for row in book["通报"].iter_rows() for c in row)
    book.close()
    tracemalloc.start()
    write_xlsx(evolve(bulletin, annexes=(Annex("事项", (Grid("incidents", columns, cells[:4_000]),)),)), tmp_path / "b.xlsx")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
