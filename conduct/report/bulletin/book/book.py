"""A document as a workbook: what it says on a first sheet, each table on one of its own, each chart beside its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

from attrs import field

from conduct.core.base.frozen import define
from conduct.core.base.words import Words, literal
from conduct.files.book_charts import BLANK, Figures
from conduct.files.book_text import MOST_ROWS, sheet_title
from conduct.files.book_writing import About, Book, writing

from ...marked import display_width
from ..document import Bulletin, Chart, Element, Entry, Grid, GridColumn, Written
from ..paper.drawing import scale
from ..paper.frame import FiguresBeside, figures_beside, moment
from ..paper.qr import qr_png
from .book_front import FirstSheet
from .cells import CellWriter

FIRST: dict[str, Words] = {
    "notice": Words("通报", "Notice"),
    "letter": Words("函", "Letter"),
    "decision": Words("决定", "Decision"),
    "data": Words("数据", "Data"),
}
"""What the first sheet is called, by the kind of document."""

SHEETS: dict[str, Words] = {
    "standings": Words("名次", "Standings"),
    "sections": Words("考核项目", "Sections"),
    "lines": Words("加分扣分", "Lines"),
    "ranks": Words("渠道排名", "Ranks"),
    "sanctions": Words("处罚", "Sanctions"),
    "persons": Words("按人合计", "Persons"),
    "outcomes": Words("结果运用", "Outcomes"),
    "figures": Words("指标", "Figures"),
    "incidents": Words("事项", "Incidents"),
    "excused": Words("不计事项", "Excused"),
    "checks": Words("检查内容", "Checklist"),
    "duties": Words("职责", "Duties"),
    "open": Words("未决事项", "Open"),
    "objections": Words("异议", "Objections"),
    "changes": Words("变动", "Changes"),
    "table": Words("表", "Table"),
    "chart": Words("图{n}", "Chart {n}"),
}
"""What the sheet of a table is called, by its code, and that of a chart; a further one of the same name is numbered."""

GOES_ON = Words(
    "“{sheet}”超过一个工作表的行数，续于“{further}”", "“{sheet}” has more rows than a sheet and goes on in “{further}”"
)

_SAMPLE, _LONGEST = 1_000, 80  # rows, and characters of a cell, that a column's width goes by
_NARROWEST, _WIDEST, _LYING = 6, 48, 95  # columns of a fixed font: of a column, and of a sheet from which it lies
_OVER, _ROWS = 4, 22  # of a chart's sheet: the row where the chart begins, and how many it takes at least


def write_xlsx(bulletin: Bulletin, path: Path) -> Written:
    """Writes a document as a workbook. Raises `Fault` ``output-cannot-write``, and ``extra-missing`` where a library is."""
    about = About(literal(bulletin.office), literal(bulletin.title), literal(bulletin.subject), _moment(bulletin.made_on))
    picture = qr_png(bulletin.check.code) if bulletin.check.code else None
    with writing(path, about) as book:
        made = _Workbook(CellWriter(book, bulletin.lang), bulletin)
        made.fill(picture)
    return Written(shortened=tuple(made.cells.shortened))


def _moment(said: str) -> datetime:
    """A moment in UTC, as a file's properties take it."""
    when = moment(said)
    return About().made if when is None else when.replace(tzinfo=None)


@define
class _Workbook:
    """A document's workbook while it is filled; ``taken`` are the names of its sheets."""

    cells: CellWriter
    bulletin: Bulletin
    taken: set[str] = field(factory=lambda: {"history"})

    @property
    def book(self) -> Book:
        """The workbook itself."""
        return self.cells.book

    def fill(self, picture: bytes | None) -> None:
        """All sheets; they are named before the first one is filled, which says where each table is."""
        b = self.bulletin
        first = self.book.page(self._title(FIRST[b.kind].said(b.lang)))
        set_apart = [block for block in (*b.blocks, *b.sheets) if isinstance(block, Grid | Chart)]
        titles = list(self._titles(set_apart))
        FirstSheet(self.cells, first, b, iter(titles)).fill(picture)
        for block, title in zip(set_apart, titles, strict=True):
            if isinstance(block, Grid):
                self._set_grid(block, title)
            else:
                self._set_chart(block, title)

    def _titles(self, blocks: Sequence[Element]) -> Iterator[str]:
        charts = 0
        for block in blocks:
            if isinstance(block, Chart):
                charts += 1
                yield self._title(SHEETS["chart"].said(self.bulletin.lang).format(n=charts))
            elif isinstance(block, Grid):
                words = SHEETS.get(block.code)
                yield self._title(words.said(self.bulletin.lang) if words else block.caption)

    def _title(self, said: str) -> str:
        return sheet_title(said, self.taken, SHEETS["table"].said(self.bulletin.lang))

    def _set_grid(self, grid: Grid, title: str) -> None:
        """A table: its header in the first row, and where it is longer than a sheet, the rest in further ones."""
        widths = [_width(column, (row[n] for row in grid.rows[:_SAMPLE])) for n, column in enumerate(grid.columns)]
        rows, name = iter(grid.rows), title
        left = len(grid.rows)
        while True:
            here = list(islice(rows, MOST_ROWS - 1)) if left >= MOST_ROWS else list(rows)
            left -= len(here)
            self._set_rows(grid, title, widths, here, note=grid.note if not left else "")
            if not left:
                return
            further = self._title(name)
            self.cells.shortened.append(GOES_ON.said(self.bulletin.lang).format(sheet=title, further=further))
            title = further

    def _set_rows(self, grid: Grid, title: str, widths: Sequence[int], rows: Sequence[tuple[Entry, ...]], *, note: str) -> None:
        page, last = self.book.page(title), len(rows) + 1
        page.freeze(1)
        for n, width in enumerate(widths, 1):
            page.column(n, width)
        page.paper(wide=sum(widths) > _LYING, header=1, head=literal(grid.caption) or title)
        heading = self.book.style(bold=True, fill="E7E6E6", border=True, align="center", wrap=True)
        page.height(
            1, 36 if any(display_width(c.heading[:_LONGEST]) + 3 > w for c, w in zip(grid.columns, widths, strict=True)) else 18
        )
        for n, column in enumerate(grid.columns, 1):
            self.cells.text(page, 1, n, column.heading, heading)
        holds = [column.holds for column in grid.columns]
        for at, row in enumerate(rows, 2):
            for n, entry in enumerate(row):
                self.cells.entry(page, at, n + 1, entry, holds[n])
        if grid.columns:
            page.filter((1, last), len(grid.columns))
            page.calm(last, len(grid.columns))
        if note and last + 2 <= MOST_ROWS:
            self.cells.text(page, last + 2, 1, note, self.book.style())

    def _set_chart(self, chart: Chart, title: str) -> None:
        """A chart: its title, what it says, the chart itself, and its figures."""
        lang, style = self.bulletin.lang, self.book.style
        page, figures = self.book.page(title), figures_beside(chart, lang)
        rows = max(_ROWS, len(chart.categories) * 5 // 4 + 8) if chart.shape == "bars" else _ROWS
        header = _OVER + rows + 1
        page.paper(head=title)
        page.column(1, min(max(12, *(display_width(name[:_LONGEST]) + 2 for name in ("", *chart.categories))), 34))
        columns = len(figures.headings)
        for n, heading in enumerate(figures.headings[1:], 2):
            labels = [label or "" for _, _, label in figures.rows] if chart.ends and n == columns else []
            needed = [display_width(label[:_LONGEST]) + 2 for label in labels] + [display_width(heading[:_LONGEST]) // 2 + 3]
            page.column(n, min(max(_NARROWEST + 2, *needed), 34))
        last = max(columns, 6)
        self.cells.across(page, 1, (1, last), chart.title, style(bold=True, size=14))
        page.height(2, 17 * max(1, -(-display_width(chart.said[:2000]) // 90)))
        self.cells.across(page, 2, (1, last), chart.said, style(wrap=True))
        self.cells.text(page, 3, 1, chart.axis, style())
        heading_style = style(bold=True, fill="E7E6E6", border=True, align="center", wrap=True)
        for n, heading in enumerate(figures.headings, 1):
            self.cells.text(page, header, n, heading, heading_style)
        if chart.ends:
            page.text(header, columns + 1, BLANK)
        for at, (name, values, label) in enumerate(figures.rows, header + 1):
            own = chart.marked == at - header - 1
            plain = style(border=True, bold=own)
            self.cells.text(page, at, 1, name, plain)
            for n, value in enumerate(values, 2):
                if value is None:
                    page.text(at, n, "", plain)
                else:
                    page.number(at, n, value, style("General", border=True, bold=own))
            if label is not None:
                self.cells.text(page, at, columns, label, style(border=True, bold=own, align="right"))
                page.number(at, columns + 1, 0)
        if chart.ends:
            page.column(columns + 1, 4, hidden=True)
        if chart.categories and chart.series:
            page.chart((_OVER, 1), _drawn(chart, figures, header), rows)


def _drawn(chart: Chart, figures: FiguresBeside, header: int) -> Figures:
    """A chart as the spreadsheet draws it from its cells; the peers' limits are its last series."""
    many = len(chart.series) + (2 if chart.band else 0)
    series = [
        (literal(figures.headings[n + 1]), [values[n] for _, values, _ in figures.rows]) for n in range(many)
    ]  # and where there are labels, they are not one of them
    return Figures(
        chart.shape,
        literal(chart.title),
        literal(chart.said),
        literal(chart.axis),
        [literal(category) for category in chart.categories],
        series,
        header,
        band=2 if chart.band else 0,
        ends=[literal(label or "") for _, _, label in figures.rows] if chart.ends else (),
        marked=chart.marked,
        least=_least(values for _, values in series) if chart.shape == "lines" else None,
    )


def _least(series: Iterable[Sequence[Decimal | None]]) -> Decimal | None:
    """Where the axis of lines begins, which is as in a drawing; None where there is no figure."""
    found = [value for values in series for value in values if value is not None]
    return scale(found, 0, 1, from_zero=False).steps[0] if found else None


def _width(column: GridColumn, entries: Iterator[Entry]) -> int:
    """How wide a column is: as its heading in two lines, with the button of the filter, and most of its cells need."""
    widest = max((display_width(entry.text[:_LONGEST]) for entry in entries), default=0)
    heading = display_width(column.heading[:_LONGEST])
    return max(_NARROWEST, min(_WIDEST, max(widest, min(heading, max(heading // 2, 8)) + 3) + 2))
