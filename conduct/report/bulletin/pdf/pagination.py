"""Strips of a page, one below another, and the pages that they fill: what stays together, what is repeated, what begins a page.

All lengths are points; a strip's own places count from its upper left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attrs import define, evolve, field

from conduct.core.base.frozen import frozen

MM = 72 / 25.4


@frozen
class Style:
    """How text is set: the role of its face, its size, its colour."""

    role: str
    size: float
    colour: str = "black"


class Drawn(NamedTuple):
    """What stands at a place: "text" (``wide`` is its tracking), "across" or "down" (a line; ``high`` is its weight or
    ``wide`` is), "picture" (``said`` is the drawing)."""

    kind: str
    x: float
    y: float
    wide: float
    high: float
    said: str
    style: Style


PLAIN = Style("text", 0)
RED = Style("text", 0, "red")


def text(x: float, y: float, said: str, style: Style, tracking: float = 0.0) -> Drawn:
    """Text whose em box has its upper left corner there."""
    return Drawn("text", x, y, tracking, 0.0, said, style)


def across(x: float, y: float, length: float, weight: float, colour: Style = PLAIN) -> Drawn:
    """A line that lies; ``y`` is its middle."""
    return Drawn("across", x, y, length, weight, "", colour)


def down(x: float, y: float, length: float, weight: float) -> Drawn:
    """A line that stands; ``x`` is its middle."""
    return Drawn("down", x, y, weight, length, "", PLAIN)


def picture(x: float, y: float, wide: float, high: float, svg: str) -> Drawn:
    """A drawing."""
    return Drawn("picture", x, y, wide, high, svg, PLAIN)


@frozen
class Strip:
    """A band of a page: its height and what stands in it.

    ``keep``: it stands on the page of the next. ``blank``: it is left out at the top of a page. ``fresh``: it begins a page.
    ``body``: it is a line of the text. ``tight``: the lines of a page may stand closer so that it fits. ``bars`` are the places
    of the lines that stand through it and the strips like it, as in a table, with a line that lies above and below. ``again`` is
    set above it where it begins a page.
    """

    high: float
    drawn: tuple[Drawn, ...] = ()
    keep: bool = False
    blank: bool = False
    fresh: bool = False
    body: bool = False
    tight: bool = False
    bars: tuple[float, ...] = ()
    again: tuple[Strip, ...] = ()


@define
class Leaf:
    """A page: what stands on it, from its type area's upper left corner, how far down it is used, and whether it shows text."""

    drawn: list[Drawn] = field(factory=list)
    used: float = 0.0
    body: bool = False


def gap(high: float, keep: bool = False) -> Strip:
    """A blank, left out at the top of a page."""
    return Strip(high, keep=keep, blank=True)


def kept(strips: Sequence[Strip]) -> list[Strip]:
    """Strips that stay on the page of what follows."""
    return [evolve(strip, keep=True) for strip in strips]


CLOSEST = 0.9
"""How much closer the lines of a page may stand for what is signed to fit on it (7.3.5.5)."""


def paged(strips: Iterable[Strip], high: float, closest: float = CLOSEST) -> list[Leaf]:
    """The pages that strips fill."""
    leaves = [_Filling(high)]
    for group in _groups(strips):
        needed = sum(strip.high for strip in group)
        leaf = leaves[-1]
        tight = group[-1].tight and leaf.closeness(group) >= closest
        if group[0].fresh or (leaf.strips and leaf.used + needed > high + 0.01 and needed <= high and not tight):
            leaf = leaves[-1] if group[0].fresh and not leaf.strips else _next(leaves)
        for strip in group:
            if leaf.strips and leaf.used + strip.high > high + 0.01 and not tight:
                leaf = _next(leaves)
            if not leaf.strips:
                if strip.blank:
                    continue
                for above in strip.again:
                    leaf.add(above)
            leaf.add(strip)
    return [leaf.done() for leaf in leaves]


def _groups(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Strips that stay together."""
    group: list[Strip] = []
    for strip in strips:
        if strip.fresh and group:
            yield group
            group = []
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group


@define
class _Filling:
    """A page that is being filled."""

    high: float
    strips: list[tuple[float, Strip]] = field(factory=list)
    used: float = 0.0

    def add(self, strip: Strip) -> None:
        self.strips.append((self.used, strip))
        self.used += strip.high

    def closeness(self, group: Sequence[Strip]) -> float:
        """By how much the lines must stand closer for a group to fit as well; 0 where a table or no text is on the page."""
        start = next((y for y, strip in self.strips if strip.body), self.used if group[0].body else self.high)
        needed = self.used + sum(strip.high for strip in group) - start
        barred = any(strip.bars for strip in (*(strip for _, strip in self.strips), *group))
        return 0.0 if barred or start >= self.high or needed <= 0 else (self.high - start) / needed

    def _closer(self) -> None:
        """Moves the lines from the first of the text on closer, where more is on the page than has room."""
        start = next((y for y, strip in self.strips if strip.body), None)
        if start is not None and self.used > self.high + 0.01 and not any(strip.bars for _, strip in self.strips):
            part = (self.high - start) / (self.used - start)
            self.strips = [(y if y <= start else start + (y - start) * part, strip) for y, strip in self.strips]
            self.used = self.high

    def done(self) -> Leaf:
        self._closer()
        drawn: list[Drawn] = []
        for y, strip in self.strips:
            drawn += [one._replace(y=one.y + y) for one in strip.drawn]
        drawn += self._framed()
        end = min(max((y + s.high for y, s in self.strips if not s.blank), default=0.0), self.high)
        return Leaf(drawn, end, any(strip.body for _, strip in self.strips))

    def _framed(self) -> Iterator[Drawn]:
        """The lines of the tables: through each run of strips with the same bars, one line a bar."""
        at = 0
        while at < len(self.strips):
            start, bars = self.strips[at][0], self.strips[at][1].bars
            edges = [start]
            while at < len(self.strips) and self.strips[at][1].bars == bars:
                y, strip = self.strips[at]
                edges.append(y + strip.high)
                at += 1
                if not bars:
                    break
            if bars:
                yield from (across(bars[0], y, bars[-1] - bars[0], 0.5) for y in edges)
                yield from (down(x, start, edges[-1] - start, 0.5) for x in bars)


def _next(leaves: list[_Filling]) -> _Filling:
    leaves.append(_Filling(leaves[-1].high))
    return leaves[-1]
