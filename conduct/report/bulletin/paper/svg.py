"""A chart as a drawing that stands alone: real text, a text alternative, told apart in black and white."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import blake2s

from attrs import evolve

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang

from ...pages import page
from ..document import Chart, Series
from .drawing import Length, Ruler, Shape, along, at, box, fitted, plain, runs, scale, text_at, wide

WIDTH = 720
INK, PALE = "#1f2d3d", "#c9ced6"
TEXTURES = 12
"""How many fills there are that a black printer tells apart."""
DASHES = ("", "9 4", "2 3", "9 3 2 3", "5 2", "1 5")

_SIZE, _SMALL, _LINE = 15, 13, 20
_PLOT, _MOST_HEIGHT = 280, 900
_SHADES = {0: "#2b4a6f", 2: "#b4c1d0", 4: "#6f87a3", 7: "#e6eaf0", 10: "#ffffff"}


@frozen
class Room:
    """Where the figures are drawn within a drawing."""

    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal


def svg(chart: Chart, lang: Lang, within: str = "") -> str:
    """The drawing of a chart, 720 units wide, as one `<svg>`. The chart's title is named in it and not drawn: it is the caption
    that whoever sets the document puts there.

    ``within`` begins its ids where it stands in a page with others; without it the drawing is a file of its own.
    """
    name = within or "c" + blake2s(repr((chart, lang)).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    legend, top = _legend(chart, name)
    drawn, bottom = {"bars": _bars, "columns": _columns, "lines": _lines}[chart.shape](chart, name, top)
    shapes = [*legend, *drawn]
    used = [n for n in range(TEXTURES) if n not in _SHADES and any(s.fill == _fill(n, name) for s in shapes)]
    shown = {"chart": chart, "name": name, "alone": not within, "shapes": shapes, "textures": used}
    return "".join(page("chart.svg", lang, width=WIDTH, height=at(bottom), ink=INK, **shown))


def _fill(n: int, name: str) -> str:
    """How the series of this number is filled."""
    n %= TEXTURES
    return _SHADES.get(n) or f"url(#{name}-fill{n})"


def _legend(chart: Chart, name: str) -> tuple[list[Shape], int]:
    """The names of the series, in rows above the figures, and where these begin."""
    named: list[tuple[str, int | None]] = [(one.name, n) for n, one in enumerate(chart.series)]
    named += [(chart.band_name, None)] if chart.band else []
    if len(named) < 2 and not chart.band:
        return [], 14
    shapes: list[Shape] = []
    x, y = Decimal(1), 16
    for said, n in named:
        label = fitted(said, WIDTH // 2, _SMALL)
        needed = 34 + wide(label.lines[0], _SMALL) + 22
        if x > 1 and x + needed > WIDTH:
            x, y = Decimal(1), y + _LINE
        if n is None:
            shapes.append(Shape("path", box(x, y - 11, 26, 12), fill=PALE, stroke="#8a94a1"))
        elif chart.shape == "lines":
            shapes.append(Shape("path", along([(x, y - 5), (x + 26, y - 5)]), stroke=INK, thick=_thick(n), dash=DASHES[n % 6]))
            shapes.append(_point(x + 13, y - 5, n))
        else:
            shapes.append(Shape("path", box(x, y - 11, 26, 12), fill=_fill(n, name), stroke=INK))
        shapes.append(_named(text_at(x + 34, y, label, _SMALL), said, label.whole))
        x += needed
    return shapes, y + 22


def _named(shape: Shape, said: str, whole: bool) -> Shape:
    """A text that is not all there bears the whole."""
    return shape if whole else evolve(shape, title=said)


def _stacks(series: Sequence[Series], n: int) -> Iterator[tuple[int, Decimal, Decimal]]:
    """The parts of a category's bar: of which series, from where, to where; what is negative goes the other way from zero."""
    ends = {True: Decimal(0), False: Decimal(0)}
    for number, one in enumerate(series):
        value = one.values[n] if n < len(one.values) else None
        if value:
            before = ends[value > 0]
            ends[value > 0] = before + value
            yield number, before, before + value


def _reach(chart: Chart) -> list[Decimal]:
    """All ends of the bars."""
    return [end for n in range(len(chart.categories)) for _, _, end in _stacks(chart.series, n)]


def _single(chart: Chart, n: int, number: int) -> int:
    """Which fill a part has: where there is one series alone, the document's own unit is dark among pale ones."""
    return number if len(chart.series) > 1 else (0 if chart.marked == n or chart.marked is None else 2)


def _bars(chart: Chart, name: str, top: int) -> tuple[list[Shape], Length]:
    """Lying bars, one a category."""
    size = _SIZE if len(chart.categories) <= 36 else 12
    room = min(max((wide(c, size) for c in chart.categories), default=Decimal(0)) * Decimal("1.08"), Decimal(250))
    few = len(chart.categories) * 42 <= _MOST_HEIGHT
    labels = [fitted(c, room, size, 2 if few else 1) for c in chart.categories]
    usual = 42 if any(len(one.lines) > 1 for one in labels) else 28
    pitch = max(15, min(usual, _MOST_HEIGHT // max(len(labels), 1)))
    ends = [fitted(said, 150, size) for said in chart.ends]
    right = max((wide(one.lines[0], size) for one in ends), default=Decimal(0)) + 14
    left, bottom = room + 24, top + pitch * len(labels)
    x = scale(_reach(chart), left, WIDTH - right)
    shapes = _grid_lines(chart, x, Room(left, Decimal(top - 4), WIDTH - right, Decimal(bottom)))
    for n, label in enumerate(labels):
        y, thick = top + n * pitch, min(Decimal(18), Decimal(pitch) * 2 / 3)
        own = n == chart.marked
        base = y + Decimal(pitch) / 2 + Decimal(size) * Decimal("0.36") - Decimal(size + 3) / 2 * (len(label.lines) - 1)
        if own:
            shapes.insert(0, Shape("path", box(0, y, WIDTH, pitch), fill="#eef1f5"))
            middle = y + Decimal(pitch) / 2
            shapes.append(Shape("path", along([(1, middle - 6), (10, middle), (1, middle + 6)]) + "z", fill=INK))
        said = text_at(left - 8, base, label, size, anchor="end", bold=own)
        shapes.append(_named(said, chart.categories[n], label.whole))
        reach = x.at(Decimal(0))
        for number, start, end in _stacks(chart.series, n):
            low, high = sorted((x.at(start), x.at(end)))
            part = box(low, y + (pitch - thick) / 2, high - low, thick)
            fill = _fill(_single(chart, n, number), name)
            shapes.append(Shape("path", part, fill=fill, stroke=INK, thick="2" if own else "1"))
            reach = max(reach, high)
        if n < len(ends):
            base = y + Decimal(pitch) / 2 + Decimal(size) * Decimal("0.36")
            shapes.append(_named(text_at(reach + 7, base, ends[n], size, bold=own), chart.ends[n], ends[n].whole))
    zero = x.at(Decimal(0))
    shapes.append(Shape("path", along([(zero, top - 4), (zero, bottom)]), stroke=INK, thick="1.5"))
    return shapes, bottom + 24 + (_LINE if chart.axis else 0)


def _grid_lines(chart: Chart, x: Ruler, room: Room) -> list[Shape]:
    """The steps of a lying scale, under the figures, and what it counts."""
    shapes = []
    for step in x.steps:
        shapes.append(Shape("path", along([(x.at(step), room.top), (x.at(step), room.bottom)]), stroke="#d5d9df", thick="0.8"))
        shapes.append(text_at(x.at(step), room.bottom + 17, plain(step), _SMALL, anchor="middle"))
    if chart.axis:
        label = fitted(chart.axis, WIDTH - room.left, _SMALL)
        shapes.append(_named(text_at(room.right, room.bottom + 37, label, _SMALL, anchor="end"), chart.axis, label.whole))
    return shapes


def _standing(chart: Chart, values: Sequence[Decimal], top: int, *, from_zero: bool) -> tuple[list[Shape], Ruler, Room]:
    """The frame of a standing chart: its scale at the left, its categories below."""
    top += _LINE if chart.axis else 4
    y = scale(values, top + _PLOT, top, from_zero=from_zero)
    left = max(wide(plain(step), _SMALL) for step in y.steps) + 10
    room = Room(left, Decimal(top), Decimal(WIDTH - 6), Decimal(top + _PLOT))
    shapes = []
    for step in y.steps:
        shapes.append(Shape("path", along([(left, y.at(step)), (room.right, y.at(step))]), stroke="#d5d9df", thick="0.8"))
        shapes.append(text_at(left - 7, y.at(step) + 5, plain(step), _SMALL, anchor="end"))
    if chart.axis:
        label = fitted(chart.axis, WIDTH, _SMALL)
        shapes.append(_named(text_at(0, top - 12, label, _SMALL), chart.axis, label.whole))
    return shapes, y, room


def _below(chart: Chart, room: Room) -> tuple[list[Shape], Length]:
    """The categories under a standing chart, level where they fit and else turned, and where all ends."""
    slot = (room.right - room.left) / max(len(chart.categories), 1)
    size = _SMALL if slot >= 15 else 10
    level = [fitted(c, slot - 4, size, 2) for c in chart.categories]
    turned = 0 if all(one.whole for one in level) else -45 if slot >= 19 else -90
    labels = level
    if turned:  # to the left, where the first ones have no more room than there is
        least = (room.left + slot * n + slot / 2 for n in range(len(level)))
        rooms = [min(Decimal(130), x * Decimal("1.3")) if turned == -45 else Decimal(130) for x in least]
        labels = [fitted(c, r, size) for c, r in zip(chart.categories, rooms, strict=True)]
    shapes = []
    for n, label in enumerate(labels):
        x, own = room.left + slot * n + slot / 2, n == chart.marked
        if turned:
            x += Decimal(size) * Decimal("0.36") if turned == -90 else 4
            made = evolve(text_at(x, room.bottom + 12, label, size, anchor="end", bold=own), turned=turned)
        else:
            made = text_at(x, room.bottom + 17, label, size, anchor="middle", bold=own)
        shapes.append(_named(made, chart.categories[n], label.whole))
    if not turned:
        return shapes, room.bottom + 24 + (size + 3) * (max((len(one.lines) for one in labels), default=1) - 1)
    deep = max(wide(one.lines[0], size) for one in labels)
    return shapes, room.bottom + 24 + deep * (Decimal("0.71") if turned == -45 else 1)


def _columns(chart: Chart, name: str, top: int) -> tuple[list[Shape], Length]:
    """Standing columns, one a category."""
    over = _LINE if chart.ends else 0
    shapes, y, room = _standing(chart, _reach(chart), top + over, from_zero=True)
    below, bottom = _below(chart, room)
    slot = (room.right - room.left) / max(len(chart.categories), 1)
    thick = min(slot * 2 / 3, Decimal(44))
    for n in range(len(chart.categories)):
        x, own, reach = room.left + slot * n + (slot - thick) / 2, n == chart.marked, y.at(Decimal(0))
        for number, start, end in _stacks(chart.series, n):
            high, low = sorted((y.at(start), y.at(end)))
            fill = _fill(_single(chart, n, number), name)
            shapes.append(Shape("path", box(x, high, thick, low - high), fill=fill, stroke=INK, thick="2" if own else "1"))
            reach = min(reach, high)
        if n < len(chart.ends):
            label = fitted(chart.ends[n], slot, _SMALL)
            said = text_at(x + thick / 2, reach - 5, label, _SMALL, anchor="middle", bold=own)
            shapes.append(_named(said, chart.ends[n], label.whole))
    zero = y.at(Decimal(0))
    shapes.append(Shape("path", along([(room.left, zero), (room.right, zero)]), stroke=INK, thick="1.5"))
    return [*shapes, *below], bottom


def _lines(chart: Chart, name: str, top: int) -> tuple[list[Shape], Length]:
    """A line a series over the categories, in front of the peers' band."""
    values = [v for one in chart.series for v in one.values if v is not None]
    values += [v for pair in chart.band for v in pair if v is not None]
    shapes, y, room = _standing(chart, values, top, from_zero=False)
    below, bottom = _below(chart, room)
    slot = (room.right - room.left) / max(len(chart.categories), 1)
    x = [room.left + slot * n + slot / 2 for n in range(len(chart.categories))]
    band = {n: (low, high) for n, (low, high) in enumerate(chart.band[: len(x)]) if low is not None and high is not None}
    for run in runs([n in band for n in range(len(x))]):
        places = [(x[n], band[n]) for n in run] if len(run) > 1 else [(x[run[0]] + d, band[run[0]]) for d in (-8, 8)]
        outline = [(a, y.at(high)) for a, (_, high) in places] + [(a, y.at(low)) for a, (low, _) in reversed(places)]
        shapes.append(Shape("path", along(outline) + "z", fill=PALE, stroke="#8a94a1"))
    if chart.marked is not None and chart.marked < len(x):
        guide = along([(x[chart.marked], room.top), (x[chart.marked], room.bottom)])
        shapes.append(Shape("path", guide, stroke=INK, dash="2 4"))
    for number in reversed(range(len(chart.series))):
        shapes += _line(chart.series[number], number, x, y)
    only = chart.series[0].values if len(chart.series) == 1 else ()
    for n, value in enumerate(only[: min(len(chart.ends), len(x))]):
        if value is not None:
            label = fitted(chart.ends[n], slot, _SMALL)
            said = text_at(x[n], y.at(value) - 9, label, _SMALL, anchor="middle")
            shapes.append(_named(said, chart.ends[n], label.whole))
    shapes.append(Shape("path", along([(room.left, room.bottom), (room.right, room.bottom)]), stroke=INK, thick="1.5"))
    return [*shapes, *below], bottom


def _line(one: Series, number: int, x: Sequence[Decimal], y: Ruler) -> Iterator[Shape]:
    points = {n: (x[n], y.at(v)) for n, v in enumerate(one.values[: len(x)]) if v is not None}
    for run in runs([n in points for n in range(len(x))]):
        if len(run) > 1:
            line = along([points[n] for n in run])
            yield Shape("path", line, stroke=INK, thick=_thick(number), dash=DASHES[number % len(DASHES)])
    yield from (_point(a, b, number) for a, b in points.values())


def _thick(number: int) -> str:
    return "2.6" if number == 0 else "1.6"


def _point(x: Length, y: Length, number: int) -> Shape:
    """The sign of a line: a disc, a square, a triangle, a lozenge, each full and then empty."""
    r = Decimal(4)
    forms = (
        f"M{at(x - r)} {at(y)}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
        box(x - r, y - r, 2 * r, 2 * r),
        along([(x - r - 1, y + r), (x, y - r - 1), (x + r + 1, y + r)]) + "z",
        along([(x - r - 1, y), (x, y - r - 1), (x + r + 1, y), (x, y + r + 1)]) + "z",
    )
    return Shape("path", forms[number % 4], fill=INK if number % 8 < 4 and number != 1 else "#ffffff", stroke=INK, thick="1.4")
