"""What drawings are made of: shapes at places, texts that fit a room, and a scale in whole steps.

Lengths are in units of which 720 are as wide as the type area of a page (156 mm); places are rounded as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from unicodedata import combining, east_asian_width

from conduct.core.base.frozen import frozen
from conduct.core.base.words import literal

Length = int | Decimal

_WIDE, _NARROW, _CAPITAL = Decimal(1), Decimal("0.55"), Decimal("0.68")
_PIECES = re.compile(r"[\u0021-\u02ff]+ *|.", re.DOTALL)
_MOST_MEASURED = 400  # characters of a text; what is longer fits nowhere


@frozen
class Shape:
    """A part of a drawing: a "path" along ``d``, or a "text" of ``lines``, each a line's height under the one before.

    ``title`` is the whole of what is shown in short. ``turned`` turns a text about its place, in degrees.
    """

    form: str
    d: str = ""
    fill: str = "none"
    stroke: str = ""
    thick: str = "1"
    dash: str = ""
    x: str = ""
    y: str = ""
    lines: tuple[str, ...] = ()
    size: int = 15
    anchor: str = "start"
    bold: bool = False
    turned: int = 0
    title: str = ""


@frozen
class TextInRoom:
    """A text in lines, and whether all of it is there."""

    lines: tuple[str, ...]
    whole: bool


@frozen
class Ruler:
    """Figures along an axis: ``low`` lies at ``start``, ``high`` at ``end``, both of which are steps."""

    steps: tuple[Decimal, ...]
    start: Length
    end: Length

    def at(self, value: Decimal) -> Decimal:
        """Where a figure lies."""
        low, high = self.steps[0], self.steps[-1]
        return self.start + (value - low) * (self.end - self.start) / (high - low)


def scale(values: Iterable[Decimal], start: Length, end: Length, *, from_zero: bool = True) -> Ruler:
    """A scale that holds all these figures, in at most seven steps of 1, 2 or 5 (tens, tenths …)."""
    found = list(values)
    low, high = min(found, default=Decimal(0)), max(found, default=Decimal(0))
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        low, high = (low, high + 1) if from_zero else (low - 1, high + 1)
    raw = (high - low) / 5
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw)
    first, last = (low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING)
    return Ruler(tuple(step * n for n in range(int(first), int(last) + 1)), start, end)


def plain(value: Decimal) -> str:
    """A figure as it is, in digits."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def at(length: Length) -> str:
    """A place as it is written, to a tenth."""
    return plain(Decimal(length).quantize(Decimal("0.1")))


def wide(text: str, size: int) -> Decimal:
    """About how wide a text is: a Chinese character as its size, a letter about half of it."""
    return _ems(text[:_MOST_MEASURED]) * size


@lru_cache(maxsize=4096)
def _ems(text: str) -> Decimal:
    return sum((_em(c) for c in text), start=Decimal(0))


def _em(c: str) -> Decimal:
    if combining(c):
        return Decimal(0)
    if east_asian_width(c) in "WFA":
        return _WIDE
    return _CAPITAL if c.isupper() or c in "mw%@—" else _NARROW


def fitted(text: str, room: Length, size: int, most: int = 1) -> TextInRoom:
    """A text in at most so many lines of a room; where that is not all of it, it ends in an ellipsis."""
    whole = literal(text)
    kept = whole[:_MOST_MEASURED]
    lines = _broken(kept, Decimal(room), size)
    if len(lines) <= most and kept == whole:
        return TextInRoom(tuple(lines), True)
    last = lines[most - 1]
    while last and wide(last + "…", size) > room:
        last = last[:-1]
    return TextInRoom((*lines[: most - 1], last.rstrip() + "…"), False)


def _broken(text: str, room: Decimal, size: int) -> list[str]:
    """Lines that end between words, or between two Chinese characters; a word that is wider than the room ends anywhere."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and wide(lines[-1] + piece.rstrip(), size) > room:
            lines.append("")
        if wide(piece.rstrip(), size) <= room:
            lines[-1] += piece
            continue
        for c in piece:
            if lines[-1] and wide(lines[-1] + c, size) > room:
                lines.append("")
            lines[-1] += c
    return [line.rstrip() for line in lines]


def text_at(x: Length, y: Length, text: TextInRoom | str, size: int = 15, *, anchor: str = "start", bold: bool = False) -> Shape:
    """A text whose first line stands on ``y``."""
    lines = text.lines if isinstance(text, TextInRoom) else (text,)
    return Shape("text", x=at(x), y=at(y), lines=lines, size=size, anchor=anchor, bold=bold)


def box(x: Length, y: Length, width: Length, height: Length) -> str:
    """The outline of a box."""
    return f"M{at(x)} {at(y)}h{at(width)}v{at(height)}h{at(-width)}z"


def along(points: Sequence[tuple[Length, Length]]) -> str:
    """A line through points."""
    return "M" + "L".join(f"{at(x)} {at(y)}" for x, y in points)


def runs(there: Sequence[bool]) -> list[range]:
    """Where what is there follows one another."""
    found: list[range] = []
    for n, one in enumerate(there):
        if one:
            found = [*found[:-1], range(found[-1].start, n + 1)] if n and there[n - 1] else [*found, range(n, n + 1)]
    return found
