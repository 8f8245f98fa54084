"""Workbooks onto the disk: text stays text, formulas and errors what they were; whole or not at all, same content same bytes."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, BinaryIO, Literal, cast

from attrs import field

from conduct.core.base.frozen import define, frozen
from conduct.core.base.output import replacing

from .book_cells import CellFormula, ErrorValue
from .book_charts import Figures, insert
from .book_text import LOST, kept, noted, shortened, visible
from .columns import letters

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


_DAY_NOUGHT = date(1899, 12, 30)
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


@frozen
class About:
    """What a workbook says of itself; ``made`` is when, in UTC."""

    author: str = "conduct"
    title: str = ""
    subject: str = ""
    made: datetime = datetime(2000, 1, 1)

    @property
    def properties(self) -> dict[str, object]:
        """As the library takes it."""
        said = {"author": self.author, "title": self.title, "subject": self.subject}
        return {**{name: visible(text) for name, text in said.items() if text}, "created": self.made}


@define
class Page:
    """A sheet that is filled row by row, downwards; rows and columns are numbered as a spreadsheet does, from 1.

    What a cell cannot hold is the caller's to have cut, and what stands beyond a spreadsheet's bounds to have left out.
    """

    title: str
    _sheet: Worksheet
    _workbook: Workbook

    def text(self, row: int, column: int, text: str, style: Format | None = None) -> None:
        """A cell that is text whatever it begins with; none where there is neither text nor style."""
        if text:
            _done(self._sheet.write_string(row - 1, column - 1, text, style))
        elif style is not None:
            _done(self._sheet.write_blank(row - 1, column - 1, None, style))

    def across(self, row: int, columns: tuple[int, int], text: str, style: Format) -> None:
        """A text over the cells of several columns."""
        _done(self._sheet.merge_range(row - 1, columns[0] - 1, row - 1, columns[1] - 1, "", style))
        self.text(row, columns[0], text, style)

    def number(self, row: int, column: int, number: int | Decimal, style: Format | None = None) -> None:
        """A cell that is a number, of no more digits than a spreadsheet keeps."""
        _done(self._sheet.write_number(row - 1, column - 1, cast("int", number), style))

    def day(self, row: int, column: int, day: date, style: Format) -> None:
        """A cell that is a day, which may not lie before a spreadsheet's first."""
        _done(self._sheet.write_number(row - 1, column - 1, (day - _DAY_NOUGHT).days, style))

    def height(self, row: int, points: int) -> None:
        """How high a row is that is still to be filled."""
        self._sheet.set_row(row - 1, points)

    def value(
        self, row: int, column: int, value: CellFormula | ErrorValue, sheets: Collection[str], style: Format | None = None
    ) -> None:
        """A formula or an error as it was; of a formula that a workbook of these sheets cannot hold, the error of lost cells."""
        formula, shown = kept(value, sheets) if isinstance(value, CellFormula) else None, ""
        if formula is None:
            shown = str(value) if value in _ERRORS else LOST
            formula = f"={shown}"
        if formula.endswith("}"):
            formula += "}"  # of which the library takes one away
        _done(self._sheet.write_formula(row - 1, column - 1, formula, style, shown))

    def link(self, row: int, column: int, cell: str, title: str, style: Format) -> None:
        """A cell that names another one of the workbook, and leads there."""
        target = f"""internal:'{title.replace("'", "''")}'!{cell}"""
        _done(self._sheet.write_url(row - 1, column - 1, target, style, cell))

    def note(self, row: int, column: int, text: str, width: int, height: int) -> None:
        """A comment at a cell that has been set; its size is in pixels."""
        size = {"width": width, "height": height}
        _done(self._sheet.write_comment(row - 1, column - 1, noted(text), {"author": "conduct", **size}))

    def picture(self, row: int, column: int, png: bytes, said: str) -> None:
        """A picture over the cells from this one on, with what it shows in words."""
        options = {"image_data": BytesIO(png), "description": visible(said), "object_position": 1}
        _done(self._sheet.insert_image(row - 1, column - 1, "picture.png", options))

    def column(self, column: int, width: float, style: Format | None = None, *, hidden: bool = False) -> None:
        """The width of a column, in characters, and the style of its cells that are not set."""
        _done(self._sheet.set_column(column - 1, column - 1, width, style, {"hidden": hidden}))

    def freeze(self, row: int) -> None:
        """Keeps the rows down to this one in sight."""
        self._sheet.freeze_panes(row, 0)

    def filter(self, rows: tuple[int, int], columns: int) -> None:
        """Lets the reader choose among the rows of the first columns, under their header, which is the first row."""
        self._sheet.autofilter(rows[0] - 1, 0, rows[1] - 1, columns - 1)

    def paper(self, *, wide: bool = False, header: int = 0, head: str = "") -> None:
        """How it is printed: on A4, as wide as the page, each page with its number, and with the first rows and a head."""
        sheet = self._sheet
        sheet.set_paper(9)
        if wide:
            sheet.set_landscape()
        sheet.set_margins(0.7, 0.7, 0.9, 0.8)
        sheet.fit_to_pages(1, 0)
        if header:
            sheet.repeat_rows(0, header - 1)
        if head:
            sheet.set_header("&C" + shortened(visible(head), 100).replace("&", "&&"))
        sheet.set_footer("&C— &P —")

    def calm(self, rows: int, columns: int) -> None:
        """Tells spreadsheets not to mark texts that look like numbers."""
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:{letters(columns)}{rows}"})

    def chart(self, at: tuple[int, int], figures: Figures, rows: int) -> None:
        """A chart over the cells from one on, of figures that stand in this sheet, as many rows high."""
        insert(self._workbook, self._sheet, at, figures, rows)

    def choices(self, column: int, rows: tuple[int, int], cells: str, error: str) -> None:
        """A drop-down in some rows of a column; it offers what these cells hold, and refuses all else with an error."""
        self._check(column, rows, {"validate": "list", "source": f"={cells}", "error_message": error})

    def days(self, column: int, rows: tuple[int, int], span: tuple[int, int], error: str) -> None:
        """Some rows of a column take dates alone, between two that are given by a spreadsheet's number."""
        between = {"validate": "date", "criteria": "between", "minimum": span[0], "maximum": span[1]}
        self._check(column, rows, {**between, "error_message": error})

    def hide(self) -> None:
        """Hides the sheet, which may not be the first."""
        self._sheet.hide()

    def _check(self, column: int, rows: tuple[int, int], check: dict[str, object]) -> None:
        _done(self._sheet.data_validation(rows[0] - 1, column - 1, rows[1] - 1, column - 1, check))


def _done(result: int) -> None:
    """What the library did not write, it tells by a number alone."""
    if result:
        raise ValueError(f"the workbook did not take a cell: {result}")


@define
class Book:
    """A workbook that is being written; its sheets may be filled at the same time."""

    _workbook: Workbook
    _styles: dict[tuple[object, ...], Format] = field(factory=dict)

    def page(self, title: str) -> Page:
        """A new sheet behind those there are."""
        return Page(title, self._workbook.add_worksheet(title), self._workbook)

    def style(
        self,
        number: str = "@",
        *,
        fill: str = "",
        colour: str = "",
        bold: bool = False,
        underline: bool = False,
        wrap: bool = False,
        border: bool = False,
        align: Literal["", "left", "center", "right"] = "",
        size: int = 0,
        indent: int = 0,
    ) -> Format:
        """How cells look: the format of their number (``@`` is text), their fill and colour as RRGGBB, and the like."""
        key = (number, fill, colour, bold, underline, wrap, border, align, size, indent)
        if key not in self._styles:
            made = {"num_format": number, "valign": "top", "bold": bold, "underline": int(underline), "text_wrap": wrap}
            made |= {"pattern": 1, "bg_color": f"#{fill}"} if fill else {}
            made |= {"font_color": f"#{colour}"} if colour else {}
            made |= {"border": 1, "border_color": "#808080"} if border else {}
            made |= {"align": align} if align else {}
            made |= {"font_size": size} if size else {}
            made |= {"indent": indent} if indent else {}
            self._styles[key] = self._workbook.add_format(made)
        return self._styles[key]


@contextmanager
def writing(path: Path, about: About | None = None) -> Iterator[Book]:
    """A workbook to be filled, which then stands at the path, whole or not at all. Raises `Fault` ``output-cannot-write``."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    from .book_sheet import WrittenSheet

    with replacing(path) as partial, TemporaryDirectory(prefix="conduct-") as folder, open(partial, "wb") as stream:
        options = {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
        workbook = Workbook(cast("IO[str]", _Stream(stream)), options)
        workbook.worksheet_class = WrittenSheet
        workbook.set_properties((about or About()).properties)
        try:
            yield Book(workbook)
            workbook.close()
        except FileCreateError as error:
            _end(workbook, error.args[0])
            raise error.args[0] from None
        except BaseException as error:
            _end(workbook, error)
            raise


@define
class _Stream:
    """The file that is written. What fails is raised once; what the library's archive writes as it ends, is dropped."""

    _file: BinaryIO
    _failed: bool = False

    def write(self, data: bytes) -> int:
        """Takes bytes; those after a failure are lost."""
        if not self._failed and not self._file.closed:
            self._failed = True
            self._file.write(data)
            self._failed = False
        return len(data)

    def flush(self) -> None:
        """Nothing: the file itself does so as it is closed."""


def _end(workbook: Workbook, error: BaseException) -> None:
    """Closes what the library left open; what cannot be written any more is let go in silence."""
    frames = (frame.f_locals.get("self") for frame, _ in traceback.walk_tb(error.__traceback__))
    for writer in (*workbook.worksheets(), *frames):
        for name in ("row_data_fh", "fh"):
            if (stream := getattr(writer, name, None)) is not None:
                with suppress(OSError):
                    stream.close()
