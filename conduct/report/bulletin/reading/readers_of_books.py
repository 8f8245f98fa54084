"""What a workbook prints: each cell as its number format shows it, its sheets parted where a row is blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

BookTable = tuple[str, list[list[str]]]
_QUOTED = re.compile(r'"([^"]*)"')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NUMERAL = re.compile(r"(#,##0|0)(\.(0+))?")
_DAY = re.compile(r'"[^"]*"|\[[^\]]*\]|yyyy|mmmm|mm|m|dd|d|.')
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def tables_of_book(path: Path, most: int) -> tuple[list[BookTable], str]:
    """The tables of each sheet, and all its text. Raises ValueError for more than so many cells."""
    from openpyxl import load_workbook

    tables: list[BookTable] = []
    lines: list[str] = []
    book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        left = most
        for sheet in book.worksheets:
            block: list[list[str]] = []
            for cells in sheet.iter_rows():
                left -= len(cells)
                if left < 0:
                    raise ValueError("too many cells")
                row = _trimmed([_shown(cell.value, cell.number_format) if cell.value is not None else "" for cell in cells])
                if row:
                    block.append(row)
                    lines.append("\t".join(row))
                elif block:
                    tables.append((str(sheet.title), block))
                    block = []
            if block:
                tables.append((str(sheet.title), block))
    finally:
        book.close()
    return tables, "\n".join(lines)


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row.pop()
    return row


def _shown(value: object, form: str) -> str:
    """A cell as a spreadsheet shows it; in a format that a document does not have, as it is."""
    if isinstance(value, datetime | date):
        return "".join(_day(value, form))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if form == "General":
        text = format(number, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return _number(number, form) or str(value)


def _number(number: Decimal, form: str) -> str | None:
    sections = _sections(form)
    own_sign = number < 0 and len(sections) > 1
    section = sections[1] if own_sign else sections[0]
    bare = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), section)
    found = _NUMERAL.search(bare)
    if found is None:
        return None
    share = "%" in bare
    places = len(found[3] or "")
    size = abs(number * 100 if share else number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    shown = f"{size:,.{places}f}" if found[1].startswith("#") else f"{size:.{places}f}"
    before, after = (_QUOTED.sub(r"\1", part) for part in (section[: found.start()], section[found.end() :]))
    return f"{'-' if number < 0 and not own_sign else ''}{before}{shown}{after}"


def _sections(form: str) -> list[str]:
    parts, quoted = [""], False
    for char in form:
        quoted = quoted != (char == '"')
        if char == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _day(value: date, form: str) -> Iterator[str]:
    for piece in _DAY.findall(form):
        match piece:
            case "yyyy":
                yield f"{value.year:04}"
            case "mmmm":
                yield _MONTHS[value.month - 1]
            case "mm":
                yield f"{value.month:02}"
            case "m":
                yield str(value.month)
            case "dd":
                yield f"{value.day:02}"
            case "d":
                yield str(value.day)
            case quoted if quoted.startswith('"'):
                yield quoted[1:-1]
            case bracketed if bracketed.startswith("["):
                continue
            case _:
                yield piece
