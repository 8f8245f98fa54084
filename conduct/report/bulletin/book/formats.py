"""Number formats by which a spreadsheet shows the number or the day behind a cell exactly as the cell is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from conduct.core.base.frozen import frozen

from ..document import Entry

_DIGITS = 15
"""How many digits a spreadsheet keeps of a number."""

_NUMERAL = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_LONGEST = 60  # of what stands before or after the number
_FIRST_DAY = date(1900, 3, 1)  # from which all spreadsheets count alike
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@frozen
class Formatted:
    """A number or a day, and the format that shows it."""

    value: Decimal | int | date
    form: str


def formatted(entry: Entry) -> Formatted | None:
    """What stands behind a cell with the format that shows it as it is printed; None where it can stand there as text alone.

    Where the number was printed by another rounding than a spreadsheet's, it is the printed one.
    """
    value = entry.value
    if value is None or not entry.text.isprintable():
        return None
    if isinstance(value, date):
        return next((Formatted(value, form) for form, said in _days(value) if said == entry.text), None)
    exact = Decimal(value)
    found = [made for match in _NUMERAL.finditer(entry.text) if (made := _around(entry.text, match, exact)) is not None]
    return max(found, key=lambda one: one.value == exact, default=None)


def _days(day: date) -> Iterator[tuple[str, str]]:
    """The formats of a day, each with what it shows."""
    if day >= _FIRST_DAY:
        yield "yyyy-mm-dd", day.isoformat()
        yield 'yyyy"年"m"月"d"日"', f"{day.year}年{day.month}月{day.day}日"
        yield "yyyy/m/d", f"{day.year}/{day.month}/{day.day}"
        yield "[$-409]d mmmm yyyy", f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _around(text: str, match: re.Match[str], exact: Decimal) -> Formatted | None:
    """The number as it is shown by a numeral of the text with what stands around it, which the format holds."""
    numeral, before, after = match[0], text[: match.start()], text[match.end() :]
    places = len(numeral.partition(".")[2])
    plain = numeral.replace(",", "")
    whole = "0" if "," not in numeral else "#,##0"
    form = whole + ("." + "0" * places if places else "")
    negative = exact < 0
    share = re.match(r"( ?)%", after) is not None and _shows(exact * 100, plain, places)
    if not share and not _shows(exact, plain, places):
        return None
    if len(plain.replace(".", "").lstrip("0")) > _DIGITS or form_of(abs(Decimal(plain)), whole, places) != numeral:
        return None
    if share:
        form, after = form + _quoted(after[: after.index("%")]) + "%", after[after.index("%") + 1 :]
    if max(len(before), len(after)) > _LONGEST or '"' in before + after or "\\" in before + after:
        return None
    value = exact if _keeps(exact) and _half_up(abs(exact) * (100 if share else 1), places) == Decimal(plain) else None
    if value is None:
        value = Decimal(plain) / (100 if share else 1) * (-1 if negative else 1)
    if negative and before == "-":
        return Formatted(value, form + _quoted(after)) if value else None
    shown = _quoted(before) + form + _quoted(after)
    return Formatted(value, f"{form};{shown}" if negative else shown)


def _shows(exact: Decimal, numeral: str, places: int) -> bool:
    """Whether a numeral prints the size of a number, by whatever rounding."""
    return abs(abs(exact) - Decimal(numeral)) < Decimal(1).scaleb(-places)


def _half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _keeps(value: Decimal) -> bool:
    """Whether a spreadsheet keeps all digits of a number."""
    return len(value.normalize().as_tuple().digits) <= _DIGITS and abs(value.adjusted()) < 30


def form_of(value: Decimal, whole: str, places: int) -> str:
    """A number as the format shows it."""
    return f"{value:,.{places}f}" if whole.startswith("#") else f"{value:.{places}f}"


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
