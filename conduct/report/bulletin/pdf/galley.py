"""What is set of one document, piece by piece: paragraphs, tables, charts, as strips of a page as wide as the type area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import define, evolve, field

from conduct.core.base.words import Lang, Words, literal

from ..document import Chart, Element, Grid, Heading, Paragraph, Series
from ..paper.breaking import Measure, broken, forced, title_lines
from ..paper.parting import parted
from ..paper.svg import svg
from .faces import Typefaces
from .pagination import Drawn, Strip, Style, gap, kept, picture, text
from .tabulated import MOST_ON_A_LINE, table

MOST_OF_A_PAGE = 0.7
"""How much of a page's height a drawing takes at most, so that it stands below the title of its annex."""
MOST_STRETCH = 3.0
"""How many points a line may be stretched between two characters to end where the others do."""


MOST_PRINTED = 50_000
"""How many characters of a text are printed: beyond, a page would be a book that nobody reads."""
_CUT = Words(
    "“{start}…”过长，第{most}字以后的{left}字没有印出",
    "“{start}…” is too long: {left} characters after the first {most} are not printed",
)
_LEFT = Words("……（以下{left}字略）", "… ({left} more characters)")


@define
class Galley:
    """How a document is set: its faces, its language, how wide and high its type area is, how far apart its lines stand, and the
    styles of its text, quotes, notes and headings by level."""

    faces: Typefaces
    lang: Lang
    wide: float
    high: float
    pitch: float
    styles: dict[str, Style]
    tracking: float = 0.0
    indent: float = 0.0
    spacing: float = 0.0
    shortened: dict[str, None] = field(factory=dict)

    def measure(self, style: Style, tracking: float = 0.0) -> Measure:
        """How wide text of a style is."""
        return Measure(self.faces.advances(style.role), style.size, tracking)

    def shown(self, said: str, style: Style, most: int = MOST_PRINTED) -> str:
        """A text as it is printed; of one longer than ``most`` characters the rest is counted, and that is said."""
        if len(said) > most:
            left = len(said) - most
            start = literal(said[:20])
            self.shortened[_CUT.said(self.lang).format(start=start, most=most, left=left)] = None
            said = said[:most] + _LEFT.said(self.lang).format(left=left)
        return self.faces.shown(said, style.role)

    def line(self, said: str, style: Style, x: float = 0.0, right: float | None = None) -> Drawn:
        """A single line: from ``x``, or up to ``right``, on the same middle as text of the usual size."""
        made = self.shown(said, style, MOST_ON_A_LINE)
        tracking = self.tracking if style.size == self.styles["text"].size else 0.0
        wide = self.measure(style, tracking)(made) - tracking
        at = x if right is None else right - wide
        return text(at, (self.styles["text"].size - style.size) / 2, made, style, tracking)

    def paragraph(
        self, said: str, style: Style, first: float = 0.0, rest: float = 0.0, *, end: float = 0.0, body: bool = False
    ) -> list[Strip]:
        """The lines of a paragraph, that begin ``first`` and ``rest`` in and end ``end`` before the type area does, each but the
        last as wide as there is room."""
        tracking = self.tracking if style.size == self.styles["text"].size else 0.0
        measure = self.measure(style, tracking)
        room = self.wide - end
        lines = list(broken(self.shown(said, style), measure, room - first, room - rest))
        strips = []
        down = (self.styles["text"].size - style.size) / 2
        for n, line in enumerate(lines):
            x = rest if n else first
            bare = line.rstrip(" \u3000")
            spare = room - x - measure(bare) + tracking
            stretch = spare / max(len(bare) - 1, 1)
            full = n < len(lines) - 1 and stretch < MOST_STRETCH and not forced(bare, lines[n + 1], measure, room - x)
            apart = tracking + (stretch if full and self.lang == "zh" else 0.0)
            strips.append(Strip(self.pitch, (text(x, down, bare, style, apart),), body=body))
        return strips

    def titled(self, said: str, style: Style, whole: Sequence[str] = (), down: float = 0.0) -> list[Strip]:
        """A title, centred, in lines that keep words whole, each ``down`` in its line."""
        made = self.shown(said, style, MOST_ON_A_LINE)
        measure = self.measure(style)
        lines = title_lines(made, measure, self.wide, whole)
        return [Strip(self.pitch, (text((self.wide - measure(one)) / 2, down, one, style),), keep=True) for one in lines]

    def blocks(self, blocks: Iterable[Element], body: bool = False) -> Iterator[Strip]:
        """The blocks of a text or an annex."""
        for block in blocks:
            match block:
                case Paragraph():
                    yield from self._paragraph(block, body)
                case Heading():
                    style = self.styles[f"heading{min(max(block.level, 1), 3)}"]
                    yield from kept(self.paragraph(block.text, style, self.indent if self.lang == "zh" else 0.0))
                case Grid():
                    for grid in parted(block):
                        yield from table(grid, self)
                        yield gap(self.pitch / 2)
                case Chart():
                    yield from self._chart(block)

    def _paragraph(self, block: Paragraph, body: bool) -> Iterator[Strip]:
        role = "small" if block.role == "note" and not body else block.role
        style = self.styles.get(role, self.styles["text"])
        quoted = self.indent if block.role == "law" else 0.0
        if self.lang == "en":
            yield from self.paragraph(block.text, style, 2 * quoted, 2 * quoted, body=body)
        else:
            yield from self.paragraph(block.text, style, self.indent, body=body)
        if self.spacing:
            yield gap(self.spacing)

    def _chart(self, chart: Chart) -> Iterator[Strip]:
        style = self.styles["caption"]
        measure = self.measure(style)
        caption = (
            [line.rstrip() for line in broken(self.shown(chart.title, style), measure, self.wide, self.wide)]
            if chart.title
            else []
        )
        drawing = svg(self._legible(chart), self.lang)
        wide, high = size_of(drawing)
        scale = min(self.wide / wide, self.high * MOST_OF_A_PAGE / high)
        drawn = [text((self.wide - measure(one)) / 2, style.size * (0.3 + 1.5 * n), one, style) for n, one in enumerate(caption)]
        below = style.size * (1.5 * len(caption) + 0.5)
        drawn.append(picture((self.wide - wide * scale) / 2, below, wide * scale, high * scale, drawing))
        yield Strip(below + high * scale + style.size, tuple(drawn))

    def _legible(self, chart: Chart) -> Chart:
        """A chart whose every text can be set in the face of charts."""
        style = self.styles["chart"]

        def of(words: Iterable[str]) -> tuple[str, ...]:
            return tuple(self.shown(word, style) for word in words)

        return evolve(
            chart,
            title=self.shown(chart.title, style),
            said="",
            categories=of(chart.categories),
            series=tuple(Series(self.shown(one.name, style), one.values) for one in chart.series),
            axis=self.shown(chart.axis, style),
            ends=of(chart.ends),
            band_name=self.shown(chart.band_name, style),
        )


_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([0-9.]+)[a-z]*"[^>]*?\bheight="([0-9.]+)[a-z]*"')


def size_of(drawing: str) -> tuple[float, float]:
    """How wide and how high a drawing says it is."""
    found = _SIZE.search(drawing)
    return (float(found[1]), float(found[2])) if found else (100.0, 100.0)
