"""Workbooks onto the disk: text stays text, formulas and errors what they were; whole or not at all, same content same bytes."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from attrs import field

from conduct.core.base.frozen import define
from conduct.core.base.output import replacing

from .book_cells import CellFormula, ErrorValue
from .book_text import LOST, kept, noted

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


@define
class Page:
    """A sheet that is filled row by row, downwards; rows and columns are numbered as a spreadsheet does, from 1.

    What a cell cannot hold is the caller's to have cut, and what stands beyond a spreadsheet's bounds to have left out.
    """

    title: str
    _sheet: Worksheet

    def text(self, row: int, column: int, text: str, style: Format | None = None) -> None:
        """A cell that is text whatever it begins with; none where there is neither text nor style."""
        if text:
            _done(self._sheet.write_string(row - 1, column - 1, text, style))
        elif style is not None:
            _done(self._sheet.write_blank(row - 1, column - 1, None, style))

    def number(self, row: int, column: int, number: int) -> None:
        """A cell that is a whole number."""
        _done(self._sheet.write_number(row - 1, column - 1, number))

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

    def column(self, column: int, width: float, style: Format | None = None) -> None:
        """The width of a column, in characters, and the style of its cells that are not set."""
        _done(self._sheet.set_column(column - 1, column - 1, width, style))

    def freeze(self, row: int) -> None:
        """Keeps the rows down to this one in sight."""
        self._sheet.freeze_panes(row, 0)

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
        return Page(title, self._workbook.add_worksheet(title))

    def style(
        self,
        number: str = "@",
        *,
        fill: str = "",
        colour: str = "",
        bold: bool = False,
        underline: bool = False,
        wrap: bool = False,
    ) -> Format:
        """How cells look: the format of their number (``@`` is text), their fill and colour as RRGGBB, and the like."""
        key = (number, fill, colour, bold, underline, wrap)
        if key not in self._styles:
            made = {"num_format": number, "valign": "top", "bold": bold, "underline": int(underline), "text_wrap": wrap}
            made |= {"pattern": 1, "bg_color": f"#{fill}"} if fill else {}
            made |= {"font_color": f"#{colour}"} if colour else {}
            self._styles[key] = self._workbook.add_format(made)
        return self._styles[key]


@contextmanager
def writing(path: Path) -> Iterator[Book]:
    """A workbook to be filled, which then stands at the path, whole or not at all. Raises `Fault` ``output-cannot-write``."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    from .book_sheet import WrittenSheet

    with replacing(path) as partial, TemporaryDirectory(prefix="conduct-") as folder, open(partial, "wb") as stream:
        options = {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
        workbook = Workbook(cast("IO[str]", _Stream(stream)), options)
        workbook.worksheet_class = WrittenSheet
        workbook.set_properties({"author": "conduct", "created": datetime(2000, 1, 1)})
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
