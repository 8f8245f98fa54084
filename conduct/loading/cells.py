"""Cells to stored values: one converter for each type of column, in the words of both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation

from conduct.core.base.faults import Fault, Value
from conduct.core.base.frozen import frozen
from conduct.core.base.periods import PERIOD_WORDS, Period
from conduct.core.base.words import Words, clause_meant, clause_words, listed, unguarded
from conduct.core.law.conditions import Stored
from conduct.core.law.model import (
    ActionId,
    ByOwner,
    ClauseId,
    Day,
    IncidentId,
    KindCode,
    Number,
    Options,
    PeriodId,
    Text,
    Type,
    UnitId,
    YesNo,
)


@frozen
class Bad:
    """A cell that cannot be taken: the message, and the values it names beside the cell itself."""

    code: str
    values: dict[str, Value]


Converted = Stored | Bad
Converter = Callable[[str], Converted]

_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<m1>[0-9]{1,2})-(?P<d1>[0-9]{1,2})|/(?P<m2>[0-9]{1,2})/(?P<d2>[0-9]{1,2})"
    r"|年(?P<m3>[0-9]{1,2})月(?P<d3>[0-9]{1,2})日|(?P<m4>[0-9]{2})(?P<d4>[0-9]{2}))"
    r"(?:(?:[Tt]| +|(?<=日))(?P<time>(?P<hour>[0-9]{1,2})(?::(?P<min>[0-9]{2})(?::(?P<sec>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"|[时点](?:(?P<min2>[0-9]{1,2})分(?:(?P<sec2>[0-9]{1,2})秒)?)?)) ?(?P<zone>[Zz]|UTC|GMT|[+-][0-9]{2}:?(?:[0-9]{2})?)?)?"
)
_BY_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?P<time> .*|T.*)?")
_SERIAL = re.compile(r"[1-9][0-9]{4}(\.[0-9]+)?")
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


SPOILT = re.compile(
    r"(?P<number>[+-]?[0-9](?:\.[0-9]+)?[eE]\+[0-9]+)|(?P<truth>TRUE|FALSE)"
    r"|(?P<date>[0-9]{4}(?:-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)(?:[ T][0-9]{1,2}:.*)?)"
)
"""What a spreadsheet has made of an id: a number that it shows shortened, a truth value, a date."""


_SPOILT_AS = {"number": "id-number", "truth": "id-truth", "date": "id-date"}


def identifier(cell: str) -> Converted:
    """An id: printable text on one line; a no-break space is a space."""
    cell = cell.replace("\u00a0", " ")
    for n, character in enumerate(cell, 1):
        if not character.isprintable() and character != "\u3000":
            return Bad("cell-id", {"value": cell, "which": f"U+{ord(character):04X}", "place": n})
    if len(cell) > LONGEST_ID:
        return Bad("cell-id-long", {"most": LONGEST_ID})
    if spoilt := SPOILT.fullmatch(cell):
        return Bad(_SPOILT_AS[spoilt.lastgroup or ""], {"value": cell})
    return text(cell)


@frozen
class Days:
    """How an office writes its days: ``zone`` says which zone's day a time with a zone belongs to.

    ``order``, that of 05/25/2025, is "mdy" or "dmy"; without it, such a date is none, since nobody can tell the month.
    """

    zone: tzinfo | None = None
    order: str = ""

    def __call__(self, cell: str) -> Converted:
        """A date in one of the forms of the contract, as ISO text; of one with a time, the day."""
        match = _DATE.fullmatch(cell)
        if match is None:
            return self._by_day(cell)
        parts = match.groupdict()
        year, month, of_month = _parts(parts)
        if parts["time"] and (int(parts["hour"]) > 23 or any(int(parts[p] or 0) > 59 for p in ("min", "sec", "min2", "sec2"))):
            return Bad("cell-date", {"value": cell})
        if parts["zone"]:
            return self._in_zone(cell, year, month, of_month, parts)
        return _day(cell, year, month, of_month)

    def _in_zone(self, cell: str, year: int, month: int, of_month: int, parts: dict[str, str]) -> Converted:
        if self.zone is None:
            return Bad("cell-date-zone", {"value": cell})
        bare = _day(cell, year, month, of_month)
        if isinstance(bare, Bad):
            return bare
        offset = "+00:00" if parts["zone"].isalpha() else parts["zone"]
        sign, digits = offset[0], offset[1:].replace(":", "").ljust(4, "0")
        clock = f"{int(parts['hour']):02}:{parts['min'] or '00'}:{parts['sec'] or '00'}{sign}{digits[:2]}:{digits[2:]}"
        try:
            moment = datetime.fromisoformat(f"{bare}T{clock}").astimezone(self.zone)
        except (ValueError, OverflowError):
            return Bad("cell-date", {"value": cell})
        return moment.date().isoformat()

    def _by_day(self, cell: str) -> Converted:
        match = _BY_DAY.fullmatch(cell)
        if match is None:
            return Bad("cell-date-serial" if _SERIAL.fullmatch(cell) else "cell-date", {"value": cell})
        if not self.order:
            return Bad("cell-date-order", {"value": cell})
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        month, of_month = (first, second) if self.order == "mdy" else (second, first)
        found = _day(cell, year, month, of_month)
        return found if isinstance(found, Bad) or not match["time"] else self(f"{found}{match['time']}")


def _parts(parts: dict[str, str]) -> tuple[int, int, int]:
    """Year, month and day, of whichever form the date has."""
    month, of_month = (next(filter(None, (parts[f"{part}{n}"] for n in range(1, 5)))) for part in "md")
    return int(parts["year"]), int(month), int(of_month)


def _day(cell: str, year: int, month: int, of_month: int) -> Converted:
    if not _EARLIEST <= year <= _LATEST:
        return Bad("cell-date-range", {"value": cell, "low": _EARLIEST, "high": _LATEST})
    try:
        return date(year, month, of_month).isoformat()
    except ValueError:
        return Bad("cell-date-none", {"value": cell})


day = Days()
"""A date in one of the forms of the contract, as ISO text, of an office that sets nothing."""


def yes_no(cell: str) -> Converted:
    """Yes or no as 1 or 0."""
    low = cell.lower()
    return 1 if low in _YES else 0 if low in _NO else Bad("cell-yes-no", {"value": cell})


def number(declared: Number) -> Converter:
    """An exact number within the bounds declared; the stored form has no exponent and no idle zeros."""

    def convert(cell: str) -> Converted:
        if not _NUMBER.fullmatch(cell):
            percent = declared.high == 1 and _NUMBER.fullmatch(cell.rstrip("%％ ")) is not None
            return Bad("cell-number-percent" if percent else "cell-number", {"value": cell})
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


def option_of(options: Iterable[tuple[str, Words]], message: str) -> Converter:
    """One of a few codes, written as such or in Chinese."""
    listed = tuple(options)
    known = {spelling.lower(): code for code, words in reversed(listed) for spelling in spellings(code, words)}
    known.update({code: code for code, _ in listed})
    more = ("……", ", …") if len(listed) > _MOST_SAID else ("", "")
    few = listed[:_MOST_SAID]
    zh = "、".join(c if w.zh == c else f"{w.zh}（{c}）" for c, w in few)
    said = Words(zh + more[0], ", ".join(c for c, _ in few) + more[1])

    def convert(cell: str) -> Converted:
        found = known.get(cell) or known.get(cell.lower())
        return found if found is not None else Bad(message, {"value": cell, "options": said})

    return convert


def option_or_unit(options: Iterable[tuple[str, Words]], unit: Converter) -> Converter:
    """An option by any of its spellings, else the id of a unit; which of them the row's owner takes is looked at later."""
    known = option_of(options, "cell-option")

    def convert(cell: str) -> Converted:
        found = known(cell)
        return unit(cell) if isinstance(found, Bad) else found

    return convert


def clauses_said(clauses: Iterable[str]) -> dict[str, Words]:
    """Clauses by id, each as people name it."""
    return {c: Words(clause_words(c, "zh"), clause_words(c, "en")) for c in clauses}


def clause(clauses: tuple[str, ...]) -> Converter:
    """One of a few clauses, by its id or as people write it (第三条, 3)."""
    known = option_of(clauses_said(clauses).items(), "cell-option")

    def convert(cell: str) -> Converted:
        return clause_meant(cell, clauses) or known(cell)

    return convert


def period(kinds: tuple[str, ...]) -> Converter:
    """A period of one of these kinds."""
    said = listed(PERIOD_WORDS[k] for k in kinds)

    def convert(cell: str) -> Converted:
        try:
            found = Period.parse(cell)
        except Fault:
            return Bad("cell-period", {"value": cell})
        return found.id if found.kind in kinds else Bad("cell-period-kind", {"value": cell, "kinds": said})

    return convert


def converter(of: Type, kinds: Iterable[tuple[str, Words]], days: Days = day, unit: Converter = identifier) -> Converter:
    """The converter of an attribute's type; ``kinds`` are the sector's kinds of incident, ``days`` how its dates are written.

    ``unit`` converts what names a unit.
    """
    match of:
        case YesNo():
            return yes_no
        case Options(words):
            return option_of(words.items(), "cell-option")
        case Day():
            return days
        case Number():
            return number(of)
        case Text():
            return text
        case UnitId():
            return unit
        case IncidentId() | ActionId():
            return identifier
        case ByOwner(Options(words)):
            return option_or_unit(words.items(), unit)
        case PeriodId(period_kinds):
            return period(period_kinds)
        case ClauseId(clauses):
            return clause(clauses)
        case KindCode():
            return option_of(kinds, "cell-kind")


class ColumnCells(dict[str, Converted]):
    """Converted cells of one column, each distinct cell converted once; blank cells are None."""

    def __init__(
        self,
        convert: Converter,
        strip: bool = True,
        keep: int = 100_000,
        guarded: bool = False,
        plain: bool = False,
        words: Mapping[str, str] | None = None,
    ) -> None:
        self._convert, self._strip, self._keep, self._guarded = convert, strip, keep, guarded
        self._words = words or {}  # the office's own, and what each stands for
        self.any_bad = False
        self.plain = plain  # ids, hardly any of which comes twice
        super().__init__({"": None})

    def __missing__(self, cell: str) -> Converted:
        said = cell
        if self._guarded and cell[:1] == "'":
            said = unguarded(cell)
        bare = said.strip()
        if bare in self._words:
            said = bare = self._words[bare]
        value = None if not bare else self._convert(bare if self._strip else said)
        if isinstance(value, Bad):
            self.any_bad = True
        if len(self) < self._keep:
            self[cell] = value
        return value
