"""The first sheet of a document's workbook: what the document says, in its order, and how it is checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import field

from conduct.core.base.frozen import define
from conduct.core.base.words import Words
from conduct.files.book_writing import Page

from ...marked import display_width
from ..document import Bulletin, Chart, Element, Grid, Heading, Paragraph
from ..paper.frame import FRAME, addressee, annex_notes, annex_titles, code_apart, copies, printing, signatories
from .cells import CellWriter

if TYPE_CHECKING:
    from xlsxwriter.format import Format

SEE = Words("（见工作表“{sheet}”）", "(see the sheet “{sheet}”)")

_WIDTHS = (22, 68)
_WIDE = sum(_WIDTHS) - 4  # columns of a fixed font that a line takes
_POINTS, _MOST_HIGH = 17, 400
_PICTURE = 84  # points, as high as the row of the code's picture is
_RED = "C00000"


@define
class FirstSheet:
    """The sheet while it is filled, downwards; ``sheets`` are the names of those of the tables and charts, in order."""

    cells: CellWriter
    page: Page
    bulletin: Bulletin
    sheets: Iterator[str]
    row: int = 0
    _styles: dict[str, Format] = field(init=False)

    def __attrs_post_init__(self) -> None:
        style = self.cells.book.style
        self._styles = {
            "office": style(bold=True, size=20, align="center", colour="" if self.bulletin.form == "plain" else _RED, wrap=True),
            "centre": style(align="center", wrap=True),
            "title": style(bold=True, size=16, align="center", wrap=True),
            "heading": style(bold=True, wrap=True),
            "text": style(wrap=True),
            "inner": style(wrap=True, indent=2),
            "right": style(align="right", wrap=True),
            "what": style(wrap=True, border=True, fill="F2F2F2"),
            "value": style(wrap=True, border=True),
        }

    def fill(self, picture: bytes | None) -> None:
        """The whole sheet."""
        b = self.bulletin
        for n, width in enumerate(_WIDTHS, 1):
            self.page.column(n, width)
        self.page.paper()
        for said in b.markings:
            self._put(said, "heading")
        self._put(b.office, "office", 20)
        self._put(b.number, "centre")
        self._skip()
        self._put(b.title, "title", 16)
        self._skip()
        self._put(addressee(b), "text")
        self._blocks(b.body)
        self._skip()
        word, notes = annex_notes(b)
        for n, note in enumerate(notes):
            self._pair(word if not n else "", note, "text", "text")
        self._skip()
        if b.form != "tables":
            for name in signatories(b):
                self._put(name, "right")
        self._put(b.day, "right")
        for (mark, title), annex in zip(annex_titles(b), b.annexes, strict=False):
            self._skip()
            self._pair(mark, title, "heading", "heading")
            self._blocks(annex.blocks)
        if b.sheets:
            self._skip()
            self._blocks(b.sheets)
        self._check(picture)
        if b.distribution or b.printing is not None:
            self._skip()
            self._put(copies(b), "text")
            who, when = printing(b)
            self._put(who, "text")
            self._put(when, "right")

    def _check(self, picture: bytes | None) -> None:
        b = self.bulletin
        mark, title = annex_titles(b)[-1]
        self._skip()
        self._pair(mark, title, "heading", "heading")
        for what, value in b.check.rows:
            self._pair(what, value, "what", "value")
        if b.check.code is not None:
            said = FRAME["code"].said(b.lang)
            if code_apart(b.check):
                self._pair(said, b.check.code, "what", "value")
            if picture is not None:
                self._skip(_PICTURE)
                self.page.text(self.row, 1, "", self._styles["text"])  # a row without a cell would have no height
                self.page.picture(self.row, 2, picture, f"{said} {b.check.code}")
        self._put(b.check.how, "text")

    def _blocks(self, blocks: Sequence[Element]) -> None:
        for block in blocks:
            match block:
                case Paragraph(text=text, role=role):
                    self._put(text, "inner" if role == "law" else "text")
                case Heading(text=text):
                    self._put(text, "heading")
                case Chart(title=title) | Grid(caption=title):
                    self._put(f"{title}{SEE.said(self.bulletin.lang).format(sheet=next(self.sheets))}", "text")

    def _put(self, text: str, style: str, size: int = 11) -> None:
        """A text over the whole width; nothing for none."""
        if text:
            self._skip(self._lines(text, _WIDE * 11 // size) * (_POINTS * size // 11))
            self.cells.across(self.page, self.row, (1, 2), text, self._styles[style])

    def _pair(self, what: str, value: str, left: str, right: str) -> None:
        """A word, and what stands beside it."""
        lines = max(self._lines(what, _WIDTHS[0] - 2), self._lines(value, _WIDTHS[1] - 2))
        self._skip(lines * _POINTS)
        self.cells.text(self.page, self.row, 1, what, self._styles[left])
        self.cells.text(self.page, self.row, 2, value, self._styles[right])

    def _skip(self, points: int = _POINTS) -> None:
        """Goes to the next row, of this height."""
        self.row += 1
        self.page.height(self.row, min(points, _MOST_HIGH))

    @staticmethod
    def _lines(text: str, wide: int) -> int:
        """How many lines a text takes, as a spreadsheet breaks it."""
        return max(1, -(-display_width(text[:20_000]) // wide))
