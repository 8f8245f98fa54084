"""Cells to stored values: one converter for each type of column, in the words of both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from attrs import frozen

from conduct.core.conditions import Stored
from conduct.core.faults import Fault, Value
from conduct.core.model import ByOwner, ClauseId, Day, IncidentId, KindCode, Number, Options, PeriodId, Text, Type, UnitId, YesNo
from conduct.core.periods import PERIOD_WORDS, Period
from conduct.core.words import Words, unguarded


@frozen
class Bad:
    """A cell that cannot be taken: the message, and the values it names beside the cell itself."""

    code: str
    values: dict[str, Value]


Converted = Stored | Bad
Converter = Callable[[str], Converted]

_DATES = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})(?: 0?0:00(?::00)?)?"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_YES = frozenset({"yes", "true", "1", "是"})
_NO = frozenset({"no", "false", "0", "否"})
LONGEST_ID = 200
_MOST_DIGITS = 40
_MOST_SAID = 40  # options that an error lists
_EARLIEST, _LATEST = 1900, 2999


def text(cell: str) -> Converted:
    """Free text, kept literally."""
    if "\0" in cell:
        return Bad("cell-nul", {})
    try:
        cell.encode()
    except UnicodeEncodeError:
        return Bad("cell-not-text", {})
    return cell


def identifier(cell: str) -> Converted:
    """An id: printable text on one line."""
    if not cell.replace("\u3000", "").isprintable():
        return Bad("cell-id", {"value": cell})
    if len(cell) > LONGEST_ID:
        return Bad("cell-id-long", {"most": LONGEST_ID})
    return text(cell)


def day(cell: str) -> Converted:
    """A date in one of the forms of the contract, as ISO text."""
    for form in _DATES:
        match = form.fullmatch(cell)
        if match:
            year, month, of_month = (int(part) for part in match.groups())
            if not _EARLIEST <= year <= _LATEST:
                return Bad("cell-date-range", {"value": cell, "low": _EARLIEST, "high": _LATEST})
            try:
                return date(year, month, of_month).isoformat()
            except ValueError:
                return Bad("cell-date-none", {"value": cell})
    return Bad("cell-date", {"value": cell})


def yes_no(cell: str) -> Converted:
    """Yes or no as 1 or 0."""
    low = cell.lower()
    return 1 if low in _YES else 0 if low in _NO else Bad("cell-yes-no", {"value": cell})


def number(declared: Number) -> Converter:
    """An exact number within the bounds declared; the stored form has no exponent and no idle zeros."""

    def convert(cell: str) -> Converted:
        if not _NUMBER.fullmatch(cell):
            return Bad("cell-number", {"value": cell})
        try:
            value = Decimal(cell)
        except InvalidOperation:
            return Bad("cell-number", {"value": cell})
        if len(value.as_tuple().digits) > _MOST_DIGITS or abs(value.adjusted()) > _MOST_DIGITS:
            return Bad("cell-number-range", {"value": cell, "bounds": bounds(declared)})
        if declared.whole and value != value.to_integral_value():
            return Bad("cell-number-range", {"value": cell, "bounds": bounds(declared)})
        if (
            (declared.low is not None and value < declared.low)
            or (declared.high is not None and value > declared.high)
            or (declared.above is not None and value <= declared.above)
        ):
            return Bad("cell-number-range", {"value": cell, "bounds": bounds(declared)})
        if declared.whole:
            return int(value)
        shown = format(value, "f")
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
        return "0" if shown in ("-0", "") else shown.removeprefix("+")

    return convert


def bounds(declared: Number) -> Words:
    """What a number may be, in words."""
    zh, en = ("整数", "a whole number") if declared.whole else ("数", "a number")
    if declared.above is not None:
        return Words(f"大于{declared.above}的{zh}", f"{en} above {declared.above}")
    if declared.low is not None and declared.high is not None:
        return Words(f"{declared.low}至{declared.high}的{zh}", f"{en} from {declared.low} to {declared.high}")
    if declared.low is not None:
        return Words(f"不小于{declared.low}的{zh}", f"{en} of at least {declared.low}")
    return Words(f"不超过{_MOST_DIGITS}位的{zh}", f"{en} of at most {_MOST_DIGITS} digits")


def spellings(code: str, words: Words) -> tuple[str, ...]:
    """Every way in which a code may be written in a file."""
    return (code, words.zh, *words.also)


def option(options: Iterable[tuple[str, Words]], message: str) -> Converter:
    """One of a few codes, written as such or in Chinese."""
    listed = tuple(options)
    known = {spelling.lower(): code for code, words in reversed(listed) for spelling in spellings(code, words)}
    known.update({code: code for code, _ in listed})
    more = ("……", ", …") if len(listed) > _MOST_SAID else ("", "")
    few = listed[:_MOST_SAID]
    said = Words("、".join(f"{w.zh}（{c}）" for c, w in few) + more[0], ", ".join(c for c, _ in few) + more[1])

    def convert(cell: str) -> Converted:
        found = known.get(cell) or known.get(cell.lower())
        return found if found is not None else Bad(message, {"value": cell, "options": said})

    return convert


def option_or_unit(options: Iterable[tuple[str, Words]]) -> Converter:
    """An option by any of its spellings, else the id of a unit; which of them the row's owner takes is looked at later."""
    known = option(options, "cell-option")

    def convert(cell: str) -> Converted:
        found = known(cell)
        return identifier(cell) if isinstance(found, Bad) else found

    return convert


def period(kinds: tuple[str, ...]) -> Converter:
    """A period of one of these kinds."""
    said = Words("、".join(PERIOD_WORDS[k].zh for k in kinds), ", ".join(PERIOD_WORDS[k].en for k in kinds))

    def convert(cell: str) -> Converted:
        try:
            found = Period.parse(cell)
        except Fault:
            return Bad("cell-period", {"value": cell})
        return found.id if found.kind in kinds else Bad("cell-period-kind", {"value": cell, "kinds": said})

    return convert


def converter(of: Type, kinds: Iterable[tuple[str, Words]]) -> Converter:
    """The converter of an attribute's type; ``kinds`` are the sector's kinds of incident."""
    match of:
        case YesNo():
            return yes_no
        case Options(words):
            return option(words.items(), "cell-option")
        case Day():
            return day
        case Number():
            return number(of)
        case Text():
            return text
        case UnitId() | IncidentId():
            return identifier
        case ByOwner(Options(words)):
            return option_or_unit(words.items())
        case PeriodId(period_kinds):
            return period(period_kinds)
        case ClauseId(clauses):
            return option(((c, Words(c, c)) for c in clauses), "cell-option")
        case KindCode():
            return option(kinds, "cell-kind")


class Cells(dict[str, Converted]):
    """Converted cells of one column, each distinct cell converted once; blank cells are None."""

    def __init__(
        self, convert: Converter, strip: bool = True, keep: int = 100_000, guarded: bool = False, plain: bool = False
    ) -> None:
        self._convert, self._strip, self._keep, self._guarded = convert, strip, keep, guarded
        self.any_bad = False
        self.plain = plain  # ids, hardly any of which comes twice
        super().__init__({"": None})

    def __missing__(self, cell: str) -> Converted:
        said = cell
        if self._guarded and cell[:1] == "'":
            said = unguarded(cell)
        bare = said.strip()
        value = None if not bare else self._convert(bare if self._strip else said)
        if isinstance(value, Bad):
            self.any_bad = True
        if len(self) < self._keep:
            self[cell] = value
        return value
