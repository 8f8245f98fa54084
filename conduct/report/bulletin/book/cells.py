"""The cells of a document's workbook: a text is literal and whole, or its cut is said; a number shows as it is printed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import field

from conduct.core.base.frozen import define
from conduct.core.base.words import MARKS, Lang, Words, literal
from conduct.files.book_writing import Book, Page
from conduct.files.columns import letters

from ...marked import cell_text
from ..document import Entry
from ..paper.parting import ALIGNED
from .formats import formatted

if TYPE_CHECKING:
    from xlsxwriter.format import Format

CUT = Words("文字超出单元格所能容纳的长度，已截断", "the text is longer than a cell can hold, and is cut")


@define
class CellWriter:
    """Writes cells; ``shortened`` says of each that could not hold its text where it is."""

    book: Book
    lang: Lang
    shortened: list[str] = field(factory=list)

    def text(self, page: Page, row: int, column: int, text: str, style: Format) -> None:
        """A text that stays one."""
        page.text(row, column, self._fitting(page, row, column, text), style)

    def across(self, page: Page, row: int, columns: tuple[int, int], text: str, style: Format) -> None:
        """A text over the cells of several columns."""
        page.across(row, columns, self._fitting(page, row, columns[0], text), style)

    def entry(self, page: Page, row: int, column: int, entry: Entry, holds: str) -> None:
        """What a table holds: a number or a day where it shows as it is printed, else the text."""
        behind = formatted(entry)
        if behind is None:
            self.text(page, row, column, entry.text, self._style("@", holds))
        elif isinstance(behind.value, date):
            page.day(row, column, behind.value, self._style(behind.form, holds))
        else:
            page.number(row, column, behind.value, self._style(behind.form, holds))

    def _style(self, form: str, holds: str) -> Format:
        return self.book.style(form, border=True, align=ALIGNED.get(holds, "left"), wrap=True)

    def _fitting(self, page: Page, row: int, column: int, text: str) -> str:
        shown, label = cell_text(literal(text), self.lang)
        if label:
            where = f"{page.title}!{letters(column)}{row}"
            self.shortened.append(f"{where}{MARKS[self.lang].colon}{CUT.said(self.lang)}")
        return shown
