"""What a cell of a workbook can hold: text in its XML, formulas that refer to nothing outside it, errors; and such cells."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from .book_cells import ErrorValue, Formula

MOST_TEXT = 32_767
"""How long the text of a cell may be, in units of UTF-16."""

FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""

LOST = "#REF!"
"""What stands for a formula that cannot be held, as a spreadsheet shows one whose cells are gone."""

_LONGEST_FORMULA = 8_192
_FUNCTION = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\s*\(")
_HARMLESS_NAMES = (
    "ABS AND AVERAGE AVERAGEIF AVERAGEIFS CEILING CHOOSE CLEAN COLUMN COLUMNS CONCAT CONCATENATE COUNT COUNTA "
    "COUNTBLANK COUNTIF COUNTIFS DATE DATEDIF DATEVALUE DAY DAYS EDATE EOMONTH EXACT FALSE FIND FLOOR HLOOKUP HOUR "
    "IF IFERROR IFNA IFS INDEX INT ISBLANK ISERROR ISNA ISNUMBER ISTEXT LARGE LEFT LEN LOOKUP LOWER MATCH MAX "
    "MAXIFS MEDIAN MID MIN MINIFS MINUTE MOD MONTH N NA NETWORKDAYS NOT NOW OR POWER PRODUCT PROPER QUOTIENT RANK "
    "REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SECOND SIGN SMALL SQRT SUBSTITUTE SUBTOTAL SUM "
    "SUMIF SUMIFS SUMPRODUCT T TEXT TEXTJOIN TIME TIMEVALUE TODAY TRIM TRUE TRUNC UPPER VALUE VLOOKUP WEEKDAY "
    "WEEKNUM WORKDAY XLOOKUP YEAR "
)
_HARMLESS = frozenset(_HARMLESS_NAMES.split())
"""The functions that reckon with what the workbook holds, and reach for nothing outside it."""
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_OF_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'!\"(),;:+\-*/^&=<>{}%]+))!")


def escaped(text: str) -> str:
    """Text as a workbook writes it: a return by its own escape, what looks like one guarded, what is forbidden made visible."""
    shown = _LIKE_ESCAPE.sub("_x005F_", text)
    shown = FORBIDDEN.sub(lambda c: c[0].encode("unicode_escape").decode(), shown)
    return shown.replace("\r", "_x000D_")


def units(text: str) -> int:
    """The length as spreadsheets count it, in units of UTF-16."""
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def shortened(text: str, most: int) -> str:
    """Text cut to so many units."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def formula_text(formula: Formula) -> str:
    """A formula as it stands in its own cell; its sign alone if that cannot be told."""
    try:
        return formula.moved()
    except Exception:  # what takes a formula apart may raise anything
        return "="


def kept(formula: Formula, sheets: Collection[str]) -> str | None:
    """A formula as a workbook of these sheets holds it; None if it may reach for anything outside, or cannot be written."""
    text = formula_text(formula)
    names = [(quoted or plain).replace("''", "'") for quoted, plain in _OF_SHEET.findall(text)]
    if not 1 < len(text) <= _LONGEST_FORMULA or FORBIDDEN.search(text) or "[" in text or "|" in text:
        return None
    if not {called.upper().removeprefix("_XLFN.") for called in _FUNCTION.findall(text)} <= _HARMLESS:
        return None
    return text if len(names) == text.count("!") and set(names) <= set(sheets) else None


def text_cell(sheet: Any, text: str, style: Any = None) -> Any:
    """A cell that is text whatever it begins with."""
    return _cell(sheet, text or None, "s", style)


def value_cell(sheet: Any, value: Formula | ErrorValue, sheets: Collection[str], style: Any = None) -> Any:
    """A formula or an error as it was; of a formula that a workbook of these sheets cannot hold, the error of lost cells."""
    from openpyxl.cell.cell import ERROR_CODES

    formula = kept(value, sheets) if isinstance(value, Formula) else None
    if formula is not None:
        return _cell(sheet, formula, "f", style)
    return _cell(sheet, str(value) if value in ERROR_CODES else LOST, "e", style)


def _cell(sheet: Any, value: str | None, of_type: str, style: Any) -> Any:
    from openpyxl.cell import Cell

    cell = Cell(sheet, row=1, column=1, value=value, style_array=style)
    if value:
        cell.data_type = of_type
    return cell
