"""A workbook's cells to text: numbers exactly, dates by the workbook's own calendar; formulas and the like are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Self
from xml.etree.ElementTree import Element

from conduct.core.base.faults import Value
from conduct.core.base.frozen import frozen

from .columns import COLUMNS
from .screen import MAIN

ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT, _RUN = (f"{{{MAIN[:-1]}}}{n}" for n in ("row", "c", "v", "f", "is", "t", "r"))
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_FIRST_DAY_AFTER, _DAYS_TO_1904, _NO_SUCH_DAY = 2_958_466, 1_462, 60
_TRUTH = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_LONGEST_PLAIN = 60
_KEPT_DIGITS = 15
"""How many digits of a number a spreadsheet shows and compares."""


class CellFormula(str):
    """A cell's formula, with its sign. One that is ``shared`` is written as it stands in that cell, and stands ``at`` another."""

    def __new__(cls, text: str, shared: str = "", at: str = "") -> Self:
        formula = super().__new__(cls, text)
        formula.shared, formula.at = shared, at
        return formula

    shared: str
    at: str

    def moved(self) -> str:
        """The formula as it stands in its own cell."""
        if self.shared == self.at:
            return str(self)
        from openpyxl.formula.translate import Translator

        return str(Translator(str(self), origin=self.shared).translate_formula(self.at))


class ErrorValue(str):
    """A cell's error, as #N/A."""


@frozen
class BadCell:
    """A cell that cannot be taken: why, and what it shows."""

    shown: str
    code: str
    values: Mapping[str, Value]


@frozen
class Styles:
    """Which cell styles show a number as a date or time, and which of them as a length of time."""

    dates: frozenset[int]
    lengths: frozenset[int]


RawCells = Mapping[int, str | BadCell]
"""The cells of a row that are not empty, by column."""


def text_of(cell: str | BadCell) -> str:
    """What a cell shows."""
    return cell if isinstance(cell, str) else cell.shown


class CellText:
    """Cells as a sheet writes them, to text."""

    def __init__(self, strings: Sequence[str], styles: Styles, epoch: datetime) -> None:
        from openpyxl.utils.datetime import from_excel, from_ISO8601

        self._from_excel: Callable[..., object] = from_excel
        self._from_iso: Callable[[str], object] = from_ISO8601
        self._strings, self._epoch = strings, epoch
        self._from_1904 = epoch.year == 1904
        self._dates = {str(style) for style in styles.dates}
        self._lengths = {str(style) for style in styles.lengths}

    def row(self, element: Element, shared: dict[str, CellFormula], ids: Container[int] = ()) -> dict[int, str | BadCell]:
        """The cells of a row that are not empty, by column; ``shared`` are the sheet's formulas that several cells share.

        Those of the columns ``ids`` hold ids, which a spreadsheet has spoilt where they are no text or short number.
        """
        cells: dict[int, str | BadCell] = {}
        column = 0
        for cell in element:
            if cell.tag == _CELL:
                at = cell.get("r")
                column = column + 1 if at is None else COLUMNS[at.rstrip("0123456789")]
                converted = self._cell(cell, shared)
                if column in ids and isinstance(converted, str) and (why := self._spoilt(cell)):
                    converted = _spoilt_id(converted, why)
                if converted is not None:
                    cells[column] = converted
        return cells

    def _spoilt(self, cell: Element) -> str:
        """Why a cell can be no id: it is a date, a truth value, or a number of more digits than a spreadsheet keeps."""
        kind, written = cell.get("t", "n"), next((child.text or "" for child in cell if child.tag == _VALUE), "")
        if kind == "b":
            return "id-truth"
        if kind == "d" or (kind == "n" and cell.get("s", "0") in self._dates):
            return "id-date"
        if kind == "n" and written:
            number = Decimal(written)
            digits = len(number.as_tuple().digits)
            return "id-number" if max(digits, number.adjusted() + 1) > _KEPT_DIGITS else ""
        return ""

    def _cell(self, cell: Element, shared: dict[str, CellFormula]) -> str | BadCell | None:
        kind, written = cell.get("t", "n"), None
        for child in cell:
            if child.tag == _VALUE:
                written = child.text
            elif child.tag == _FORMULA:
                return BadCell(_formula(child, cell.get("r", ""), shared), "cell-formula", {})
            elif child.tag == _INLINE and kind == "inlineStr":
                return unescaped("".join(t.text or "" for t in _texts(child)))
        if not written:
            return None
        try:
            match kind:
                case "s":
                    return unescaped(self._strings[_whole(written)])
                case "n":
                    number = _as_number(written)
                    style = cell.get("s", "0")
                    return self._dated(number, style) if style in self._dates else plain_number(number)
                case "str" | "inlineStr":
                    return unescaped(written)
                case "b":
                    return _TRUTH[written]
                case "d":
                    return _moment(self._from_iso(written))
                case "e":
                    return BadCell(ErrorValue(written), "cell-error", {"value": written})
        except (LookupError, ValueError, TypeError, OverflowError):
            pass
        return BadCell(written, "cell-unreadable", {"value": written})

    def _dated(self, value: int | float, style: str) -> str | BadCell:
        if not 0 <= value < _FIRST_DAY_AFTER - (_DAYS_TO_1904 if self._from_1904 else 0):
            return BadCell(plain_number(value), "cell-no-date", {"value": plain_number(value)})
        if style in self._lengths:
            return _moment(timedelta(days=value))
        if int(value) == _NO_SUCH_DAY and not self._from_1904:
            return "1900-02-29"
        return _moment(self._from_excel(value, self._epoch))


def _spoilt_id(text: str, why: str) -> BadCell:
    """A cell that holds an id no longer, as the spreadsheet shows it: so it is refused again where it is copied as text."""
    return BadCell(f"{Decimal(text):.14E}" if why == "id-number" else text, why, {"value": text})


def _formula(element: Element, at: str, shared: dict[str, CellFormula]) -> CellFormula:
    """A formula; of those that several cells share, the first alone is written out."""
    written, group = unescaped(element.text or ""), element.get("si", "")
    if element.get("t") != "shared":
        return CellFormula(f"={written}")
    if written:
        shared[group] = CellFormula(f"={written}", at, at)
        return shared[group]
    first = shared.get(group, CellFormula("="))
    return CellFormula(first, first.at, at)


def _texts(element: Element) -> Iterator[Element]:
    """The texts of a cell, formatted or not, without phonetic runs."""
    for child in element:
        if child.tag == _TEXT:
            yield child
        elif child.tag == _RUN:
            yield from (t for t in child if t.tag == _TEXT)


def _whole(written: str) -> int:
    if not (written.isascii() and written.isdigit()):
        raise ValueError
    return int(written)


def _as_number(written: str) -> int | float:
    if "_" in written or not written.isascii():
        raise ValueError
    try:
        return int(written)
    except ValueError:
        value = float(written)
    if not isfinite(value):
        raise ValueError
    return value


def _moment(value: object) -> str | BadCell:
    """A date, or a date with a time of day, as text; a time without a date is none."""
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return (
            value.date().isoformat() if at_midnight else value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
        )
    if isinstance(value, date):
        return value.isoformat()
    return BadCell(str(value), "cell-time", {"value": str(value)})


def plain_number(value: int | float) -> str:
    """A number by the 15 digits that a spreadsheet keeps of a fraction; without an exponent unless that were very long."""
    if isinstance(value, int):
        return str(value)
    text = format(value, f".{_KEPT_DIGITS}g")
    if "e" in text:
        written = format(Decimal(text), "f")
        text = written if len(written) <= _LONGEST_PLAIN else text
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def unescaped(text: str) -> str:
    """Text with the escapes that a workbook uses for characters which XML cannot hold."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
