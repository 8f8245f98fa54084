"""What a spreadsheet shows of a number or a day by its format: enough of the language of formats for what is written here."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

_PART = re.compile(r'"([^"]*)"|(#,##0|0)(?:\.(0+))?|(%)|(\[\$-409\])|(y+|m+|d+)|(.)')
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def shown(value: object, form: str) -> str:
    """The text of a cell; a text is itself."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return _day(value.date() if isinstance(value, datetime) else value, form)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value))
    if form in ("General", "@"):
        return format(number.normalize(), "f")
    sections = re.findall(r'(?:"[^"]*"|[^;"])+', form)
    if number < 0 and len(sections) > 1:
        return _number(-number, sections[1])
    return ("-" if number < 0 else "") + _number(abs(number), sections[0])


def _number(number: Decimal, section: str) -> str:
    if any(part[3] for part in _PART.findall(section)):
        number *= 100
    said = ""
    for quoted, whole, places, percent, _, _, other in _PART.findall(section):
        if whole:
            rounded = number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
            said += f"{rounded:,.{len(places)}f}" if "," in whole else f"{rounded:.{len(places)}f}"
        else:
            said += quoted or percent or other
    return said


def _day(day: date, form: str) -> str:
    said = ""
    for quoted, _, _, _, _, letters, other in _PART.findall(form):
        match letters:
            case "yyyy":
                said += f"{day.year:04}"
            case "mm" | "dd":
                said += f"{day.month if letters[0] == 'm' else day.day:02}"
            case "m" | "d":
                said += str(day.month if letters == "m" else day.day)
            case "mmmm":
                said += _MONTHS[day.month - 1]
            case _:
                said += quoted or other
    return said
