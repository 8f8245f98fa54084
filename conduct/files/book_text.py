"""What a cell of a workbook can hold: text in its XML, and formulas that refer to nothing outside it."""

from __future__ import annotations

import re
from collections.abc import Collection

from conduct.core.base.words import literal

from .book_cells import CellFormula

MOST_TEXT = 32_767
"""How long the text of a cell may be, in units of UTF-16."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""How many rows and columns a sheet has."""

LONGEST_TITLE = 31
"""How long a sheet's name may be, in units of UTF-16."""

FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""

LOST = "#REF!"
"""What stands for a formula that cannot be held, as a spreadsheet shows one whose cells are gone."""

_LONGEST_FORMULA = 8_192
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
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
_SECOND_ESCAPE = re.compile(r"(?<=_x[0-9A-Fa-f]{4})_(?=x[0-9A-Fa-f]{4}_)")
_OF_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'!\"(),;:+\-*/^&=<>{}%]+))!")


def escaped(text: str) -> str:
    """Text as a workbook writes it: a return by its own escape, what looks like one guarded, what is forbidden made visible."""
    return visible(_LIKE_ESCAPE.sub("_x005F_", text)).replace("\r", "_x000D_")


def visible(text: str) -> str:
    """Text with what is forbidden made visible."""
    return FORBIDDEN.sub(lambda c: c[0].encode("unicode_escape").decode(), text)


def noted(text: str) -> str:
    """Text as a comment can hold it; the library guards one of those escapes that overlap: the others' first sign is shown."""
    return visible(_SECOND_ESCAPE.sub(r"\\x5f", text))


def units(text: str) -> int:
    """The length as spreadsheets count it, in units of UTF-16."""
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def shortened(text: str, most: int) -> str:
    """Text cut to so many units."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def fitting(text: str, most: int = MOST_TEXT) -> str:
    """Text with what is forbidden made visible, cut where a workbook would write more units than that."""
    shown, room = visible(text), most
    while 7 * len(shown) > most and units(escaped(shown)) > most:  # an escape takes seven
        shown, room = shortened(shown, room), room * 9 // 10
    return shown


def sheet_title(said: str, taken: set[str], otherwise: str = "sheet") -> str:
    """A sheet's name out of a text: what a spreadsheet allows, and none that is taken, to which it is added."""
    bare = _NOT_IN_TITLES.sub("_", literal(said[:200])).strip().strip("'").strip() or otherwise
    title, n = shortened(bare, LONGEST_TITLE).rstrip("'"), 1
    while title.casefold() in taken:
        n += 1
        title = shortened(bare, LONGEST_TITLE - len(f"-{n}")) + f"-{n}"
    taken.add(title.casefold())
    return title


def formula_text(formula: CellFormula) -> str:
    """A formula as it stands in its own cell; its sign alone if that cannot be told."""
    try:
        return formula.moved()
    except Exception:  # what takes a formula apart may raise anything
        return "="


def kept(formula: CellFormula, sheets: Collection[str]) -> str | None:
    """A formula as a workbook of these sheets holds it; None if it may reach for anything outside, or cannot be written."""
    text = formula_text(formula)
    names = [(quoted or plain).replace("''", "'") for quoted, plain in _OF_SHEET.findall(text)]
    if not 1 < len(text) <= _LONGEST_FORMULA or FORBIDDEN.search(text) or "[" in text or "|" in text:
        return None
    if not {called.upper().removeprefix("_XLFN.") for called in _FUNCTION.findall(text)} <= _HARMLESS:
        return None
    return text if len(names) == text.count("!") and set(names) <= set(sheets) else None
