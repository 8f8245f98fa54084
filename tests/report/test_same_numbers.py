"""The same numbers in every format: the cells of every table, read back by libraries that wrote none, are those of the model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pdfplumber
import pytest
from attrs import evolve
from docx import Document
from openpyxl import load_workbook

from conduct.core.base.words import Lang, literal
from conduct.report.bulletin.book.book import write_xlsx
from conduct.report.bulletin.document import Bulletin, Grid
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.page import write_html
from conduct.report.bulletin.pdf.typeset import write_pdf
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.word.word import write_docx
from tests import needs
from tests.report.bulletins import SAMPLES, grids, standings
from tests.report.samples import SECTORS, Kept
from tests.report.shown import shown

Table = list[list[str]]


def grids_of(bulletin: Bulletin, *, sheets: bool = False) -> list[Grid]:
    """The tables; with those for which a spreadsheet alone has room."""
    blocks = [*bulletin.body, *(b for annex in bulletin.annexes for b in annex.blocks), *(bulletin.sheets if sheets else ())]
    return [b for b in blocks if isinstance(b, Grid)]


def of_model(bulletin: Bulletin, *, sheets: bool = False) -> list[Table]:
    """The tables, headings first, as they are to be printed."""
    return [
        [[literal(c.heading) for c in grid.columns], *([literal(e.text) for e in row] for row in grid.rows)]
        for grid in grids_of(bulletin, sheets=sheets)
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


def bare(table: Sequence[Sequence[str | None]]) -> Table:
    """A table without the blanks at which paper breaks its lines."""
    return [[re.sub(r"\s", "", cell or "") for cell in row] for row in table]


def put_together(parts: Sequence[Table], bulletin: Bulletin) -> list[Table]:
    """The tables of paper as they were before they were parted by pages, and beside that by columns; all else is passed over."""
    left = iter([part for part in parts if part])
    return [_whole(grid, left) for grid in grids_of(bulletin)]


def _whole(grid: Grid, left: Iterator[Table]) -> Table:
    headings = bare([[literal(c.heading) for c in grid.columns]])[0]
    columns: list[list[str]] = []
    while len(columns) < len(headings):
        part = _part(headings, len(columns), grid, left)
        before = 0 if not columns else grid.keys
        columns += [[row[n] for row in part] for n in range(before, len(part[0]))]
    return [[column[n] for column in columns] for n in range(len(grid.rows) + 1)]


def _part(headings: list[str], done: int, grid: Grid, left: Iterator[Table]) -> Table:
    """The next part of a table that goes on after so many columns, from all its pages."""
    keys = headings[: grid.keys] if done else []
    found: Table = []
    for part in left:
        goes_on = [keys + headings[done:end] for end in range(done + 1, len(headings) + 1)]
        if part[0] in (goes_on if not found else [found[0]]):
            found += part if not found else part[1:]
        if len(found) > len(grid.rows):
            return found
    raise AssertionError((headings, done))


def of_word(bulletin: Bulletin, folder: Path) -> list[Table]:
    """The tables of the word file."""
    write_docx(bulletin, folder / "b.docx", None, ())
    parts = [bare([[cell.text for cell in row.cells] for row in table.rows]) for table in Document(str(folder / "b.docx")).tables]
    return put_together(parts, bulletin)


def of_paper(bulletin: Bulletin, folder: Path) -> list[Table]:
    """The tables of the pages, by the rules around their cells."""
    write_pdf(bulletin, folder / "b.pdf", ())
    with pdfplumber.open(folder / "b.pdf") as paper:
        return put_together([bare(table) for page in paper.pages for table in page.extract_tables()], bulletin)


Way = Callable[[Bulletin, Path], list[Table]]
EXACT = [pytest.param(of_page, id="html"), pytest.param(of_workbook, id="xlsx")]
PARTED = [pytest.param(of_word, id="docx", marks=needs.faces), pytest.param(of_paper, id="pdf", marks=pytest.mark.slow)]
NAMES = [name for name in SAMPLES if name != "hostile"]


def test_what_a_spreadsheet_alone_has_room_for_is_in_no_page(tmp_path: Path) -> None:
    bulletin = evolve(SAMPLES["notice"](), sheets=(standings(), grids()[5]))
    assert of_page(bulletin, tmp_path) == of_model(bulletin)
    assert of_workbook(bulletin, tmp_path) == of_model(bulletin, sheets=True)


@pytest.mark.parametrize("read", EXACT)
@pytest.mark.parametrize("name", NAMES)
def test_every_table_reads_as_the_model_prints_it(name: str, read: Way, tmp_path: Path) -> None:
    bulletin = SAMPLES[name]()
    assert of_model(bulletin) if name != "decision" else not of_model(bulletin)
    assert read(bulletin, tmp_path) == of_model(bulletin)


@pytest.mark.parametrize("read", PARTED)
@pytest.mark.parametrize("name", NAMES)
def test_every_table_on_paper_reads_as_the_model_prints_it(name: str, read: Way, tmp_path: Path) -> None:
    bulletin = SAMPLES[name]()
    assert read(bulletin, tmp_path) == [bare(table) for table in of_model(bulletin)]


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kept]:
    """The samples, each in a ledger of its own."""
    folder = tmp_path_factory.mktemp("ledgers")
    return {sector: Kept.made(folder, sector) for sector in SECTORS}


def documents(ledger: Kept, lang: Lang) -> Iterator[Bulletin]:
    """Of a sample the notice, the tables alone, a letter, and a decision where there is one to make."""
    head = Letterhead(
        office="示例局", number="示〔2013〕1号", to="各单位", date="2013-02-04", opening="现通报如下。", objections="一个月内"
    )
    with ledger.told() as told:
        units = told.assessment.units
        person = next((s.on for u in units for s in u.sanctions if s.on is not None and s.on != u.unit), None)
        yield compose(told, "notice", head, lang)
        yield compose(told, "data", head, lang)
        yield compose(told, "letter", head, lang, units[len(units) // 2].unit)
        if person is not None and ledger.sector == "power_utility":
            yield compose(told, "decision", head, lang, person)


@pytest.mark.campaign
@needs.faces
@pytest.mark.parametrize(
    ("sector", "lang"),
    [
        *((sector, lang) for sector in SECTORS for lang in ("zh", "en") if (sector, lang) != ("insurance", "en")),
        pytest.param("insurance", "en", marks=pytest.mark.slow),
    ],
)
def test_the_documents_of_a_sample_have_the_same_numbers_in_every_format(
    ledgers: dict[str, Kept], sector: str, lang: Lang, tmp_path: Path
) -> None:
    for bulletin in documents(ledgers[sector], lang):
        expected = of_model(bulletin)
        assert of_page(bulletin, tmp_path) == expected, bulletin.kind
        assert of_workbook(bulletin, tmp_path) == of_model(bulletin, sheets=True), bulletin.kind
        assert of_word(bulletin, tmp_path) == [bare(table) for table in expected], bulletin.kind


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", SECTORS)
def test_the_documents_of_a_sample_have_the_same_numbers_on_paper(
    ledgers: dict[str, Kept], sector: str, lang: Lang, tmp_path: Path
) -> None:
    for bulletin in documents(ledgers[sector], lang):
        assert of_paper(bulletin, tmp_path) == [bare(table) for table in of_model(bulletin)], bulletin.kind
