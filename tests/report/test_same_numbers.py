"""The same numbers in every format: the cells of every table, read back by libraries that wrote none, are those of the model."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import evolve
from openpyxl import load_workbook

from conduct.core.base.words import literal
from conduct.report.bulletin.book import write_xlsx
from conduct.report.bulletin.document import Bulletin, Grid
from conduct.report.bulletin.page import write_html
from tests.report.bulletins import SAMPLES, grids, standings
from tests.report.shown import shown

Table = list[list[str]]


def of_model(bulletin: Bulletin, *, sheets: bool = False) -> list[Table]:
    """The tables, headings first, as they are to be printed; with those for which a spreadsheet alone has room."""
    blocks = [*bulletin.body, *(b for annex in bulletin.annexes for b in annex.blocks), *(bulletin.sheets if sheets else ())]
    return [
        [[literal(c.heading) for c in b.columns], *([literal(e.text) for e in row] for row in b.rows)]
        for b in blocks
        if isinstance(b, Grid)
    ]


class _Tables(HTMLParser):
    """The tables that say which they are."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.inside = self.cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" and "data-grid" in dict(attrs):
            self.tables.append([])
            self.inside = True
        elif self.inside and tag == "tr":
            self.tables[-1].append([])
        elif self.inside and tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.cell = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "table"
        self.cell = self.cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside and self.cell:
            self.tables[-1][-1][-1] += data


def of_page(bulletin: Bulletin, folder: Path) -> list[Table]:
    """The tables of the page."""
    write_html(bulletin, folder / "b.html")
    found = _Tables()
    found.feed((folder / "b.html").read_text(encoding="utf-8"))
    return found.tables


def of_workbook(bulletin: Bulletin, folder: Path) -> list[Table]:
    """The tables of the workbook: the sheets with a filter, as far as it reaches."""
    write_xlsx(bulletin, folder / "b.xlsx")
    return [
        [[shown(cell.value, cell.number_format) for cell in row] for row in sheet[sheet.auto_filter.ref]]
        for sheet in load_workbook(folder / "b.xlsx")
        if sheet.auto_filter.ref
    ]


WAYS = [pytest.param(of_page, id="html"), pytest.param(of_workbook, id="xlsx")]


def test_what_a_spreadsheet_alone_has_room_for_is_in_no_page(tmp_path: Path) -> None:
    bulletin = evolve(SAMPLES["notice"](), sheets=(standings(), grids()[5]))
    assert of_page(bulletin, tmp_path) == of_model(bulletin)
    assert of_workbook(bulletin, tmp_path) == of_model(bulletin, sheets=True)


@pytest.mark.parametrize("read", WAYS)
@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "hostile"])
def test_every_table_reads_as_the_model_prints_it(name: str, read: object, tmp_path: Path) -> None:
    assert callable(read)
    bulletin = SAMPLES[name]()
    assert of_model(bulletin)[0][0] if name != "decision" else not of_model(bulletin)
    assert read(bulletin, tmp_path) == of_model(bulletin)
