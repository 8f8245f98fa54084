"""What a rendered page measures: the eleven checks of an official notice's form, as functions that give what they found.

Every figure is in millimetres from the page's upper left corner, or in lines and characters of the grid where a name says so.
Text is read by pdfplumber; where ink matters the page is rendered. Any .pdf will do, ours or an office suite's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

MM = 72 / 25.4
LEFT, TOP, WIDTH, HEIGHT = 28.0, 37.0, 156.0, 225.0
RIGHT = 26.0
BOTTOM = TOP + HEIGHT
LINE = 28.95 / MM
CHARACTER = WIDTH / 28
_DPI = 300
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


@dataclass(frozen=True)
class Line:
    """Characters on one baseline: ``top`` and ``bottom`` are of the em box (0.88 over the baseline, 0.12 under it)."""

    chars: tuple[dict[str, Any], ...]
    baseline: float

    @cached_property
    def text(self) -> str:
        return "".join(c["text"] for c in self.chars).strip()

    @property
    def size(self) -> float:
        """In points: that of most characters."""
        return float(Counter(round(c["size"], 1) for c in self.chars).most_common(1)[0][0])

    @property
    def font(self) -> str:
        return str(Counter(c["fontname"].split("+")[-1] for c in self.chars).most_common(1)[0][0])

    @property
    def left(self) -> float:
        return float(min(c["x0"] for c in self.chars)) / MM

    @property
    def right(self) -> float:
        return float(max(c["x1"] for c in self.chars)) / MM

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        return self.baseline - 0.88 * self.size / MM

    @property
    def bottom(self) -> float:
        return self.baseline + 0.12 * self.size / MM

    @property
    def red(self) -> bool:
        return is_red(self.chars[0]["non_stroking_color"])

    def parts(self, gap: float = 1.0) -> list[Line]:
        """Its pieces, where more than ``gap`` characters of blank part them."""
        found: list[list[dict[str, Any]]] = []
        for char in self.chars:
            if found and char["x0"] - found[-1][-1]["x1"] < gap * char["size"]:
                found[-1].append(char)
            else:
                found.append([char])
        return [Line(tuple(part), self.baseline) for part in found]


@dataclass(frozen=True)
class Rule:
    """A straight line that lies: ``y`` is its middle, ``weight`` how thick it is."""

    left: float
    right: float
    y: float
    weight: float
    red: bool

    @property
    def length(self) -> float:
        return self.right - self.left


@dataclass
class Sheet:
    """A page."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(repr=False)
    rules: list[Rule] = field(repr=False)
    path: Path = field(repr=False)

    @property
    def odd(self) -> bool:
        return self.number % 2 == 1

    @property
    def left(self) -> float:
        """Where its type area begins."""
        return LEFT if self.odd else RIGHT

    @property
    def right(self) -> float:
        return self.left + WIDTH

    @property
    def inside(self) -> list[Line]:
        """The lines of the type area: without the page's number."""
        return [line for line in self.lines if line.baseline < BOTTOM + 2]

    @cached_property
    def picture(self) -> Any:
        import pypdfium2

        document = pypdfium2.PdfDocument(str(self.path))
        try:
            return document[self.number - 1].render(scale=_DPI / 72).to_pil().convert("RGB")
        finally:
            document.close()

    def ink(self, left: float, top: float, right: float, bottom: float, red: bool = False) -> tuple[float, ...] | None:
        """The box (left, top, right, bottom) of the ink in a region of the page as rendered; None where it is blank."""
        from PIL import ImageChops

        dots = _DPI / 25.4
        part = self.picture.crop(tuple(round(edge * dots) for edge in (left, top, right, bottom)))
        r, g, b = part.split()
        dark = g.point(lambda v: 255 if v < 128 else 0)
        if red:
            dark = ImageChops.multiply(dark, r.point(lambda v: 255 if v > 160 else 0))
            dark = ImageChops.multiply(dark, b.point(lambda v: 255 if v < 128 else 0))
        box = dark.getbbox()
        if box is None:
            return None
        return box[0] / dots + left, box[1] / dots + top, box[2] / dots + left, box[3] / dots + top


def is_red(colour: Any) -> bool:
    """Whether a colour of a .pdf, in RGB or CMYK, is red."""
    if not isinstance(colour, tuple | list):
        return False
    if len(colour) == 4:
        return bool(colour[0] < 0.3 and colour[1] > 0.6 and colour[2] > 0.6)
    return len(colour) == 3 and bool(colour[0] > 0.6 and colour[1] < 0.4 and colour[2] < 0.4)


def measured(path: Path) -> list[Sheet]:
    """The pages of a .pdf."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [_sheet(n, page, path) for n, page in enumerate(document.pages, 1)]


def _sheet(number: int, page: Any, path: Path) -> Sheet:
    on: dict[int, list[dict[str, Any]]] = {}
    for char in page.chars:
        if char["text"].strip():
            on.setdefault(round((float(page.height) - char["matrix"][5]) * 2), []).append(char)
    lines: list[Line] = []
    for key in sorted(on):
        chars = tuple(sorted(on[key], key=lambda c: c["x0"]))
        baseline = (float(page.height) - chars[0]["matrix"][5]) / MM
        if lines and abs(lines[-1].baseline - baseline) < 0.3:
            chars = tuple(sorted((*lines.pop().chars, *chars), key=lambda c: c["x0"]))
        lines.append(Line(chars, baseline))
    return Sheet(number, float(page.width) / MM, float(page.height) / MM, lines, sorted(_rules(page), key=lambda r: r.y), path)


def _rules(page: Any) -> Iterator[Rule]:
    for drawn in (*page.lines, *page.rects, *page.curves):
        high, wide = float(drawn["bottom"] - drawn["top"]) / MM, float(drawn["x1"] - drawn["x0"]) / MM
        if wide < 5 or high > 1.5:
            continue
        filled = drawn.get("fill") and high > 0
        weight = high if filled else float(drawn["linewidth"] or 0) / MM
        colour = drawn["non_stroking_color"] if filled else drawn["stroking_color"]
        y = float(drawn["top"] + drawn["bottom"]) / 2 / MM
        yield Rule(float(drawn["x0"]) / MM, float(drawn["x1"]) / MM, y, weight, is_red(colour))


def text_of(sheets: list[Sheet]) -> str:
    """All text of the pages, a line each, without blanks."""
    return "\n".join(re.sub(r"\s", "", line.text) for sheet in sheets for line in sheet.lines)


# 1


@dataclass(frozen=True)
class Margins:
    """How far the text of a page stands from its edges: the least of each over the page's lines (ink, as rendered)."""

    number: int
    paper: tuple[float, float]
    top: float
    left: float
    right: float


def margins(sheets: list[Sheet]) -> list[Margins]:
    """Check 1, a page each: the ink of what is in the type area. A page's last line may be far from its lower edge."""
    found = []
    for sheet in sheets:
        ink = sheet.ink(0, 0, sheet.width, BOTTOM + 1)
        if ink:
            paper = (round(sheet.width, 1), round(sheet.height, 1))
            found.append(Margins(sheet.number, paper, ink[1], ink[0], sheet.width - ink[2]))
    return found


# 2 and 3


def red_rule(sheets: list[Sheet]) -> Rule:
    """The red rule under the number of a general form."""
    return next(rule for rule in sheets[0].rules if rule.red and rule.length > 100)


@dataclass(frozen=True)
class Head:
    """The mark at the head: its ink, how far its upper edge is below that of the type area, and whether it is red."""

    text: str
    below: float
    left: float
    right: float
    bottom: float
    red: bool


def head(sheets: list[Sheet]) -> Head:
    """Check 2: the red lines of page 1 above its red rule."""
    page, rule = sheets[0], red_rule(sheets)
    lines = [line for line in page.lines if line.red and line.baseline < rule.y]
    ink = page.ink(0, 0, page.width, rule.y - 1, red=True)
    if ink is None:
        return Head("", 0, 0, 0, 0, False)
    return Head("".join(line.text for line in lines), ink[1] - TOP, ink[0], ink[2], ink[3], bool(lines))


@dataclass(frozen=True)
class Number:
    """The 发文字号: how many lines are blank between the head and it, and how far the rule is under it (ink)."""

    text: str
    blank_lines: float
    off_centre: float
    rule_below: float
    rule: Rule


def number(sheets: list[Sheet]) -> Number:
    """Check 3."""
    page, rule = sheets[0], red_rule(sheets)
    line = [line for line in page.lines if line.baseline < rule.y and not line.red][-1]
    ink = page.ink(line.left, line.top, line.right, rule.y - 0.5)
    assert ink is not None
    blank = (line.top - head(sheets).bottom) / LINE
    return Number(line.text, blank, line.middle - (page.left + WIDTH / 2), rule.y - rule.weight / 2 - ink[3], rule)


# 4


@dataclass(frozen=True)
class Title:
    """The title's lines, and how many lines are blank between what is above (the rule) and it."""

    lines: tuple[str, ...]
    sizes: tuple[float, ...]
    widths: tuple[float, ...]
    blank_lines: float
    off_centre: float
    bottom: float


def title(sheets: list[Sheet]) -> Title:
    """Check 4: the lines of 22 points on page 1."""
    page, rule = sheets[0], red_rule(sheets)
    lines = [line for line in page.lines if abs(line.size - 22) < 0.6 and not line.red and line.baseline > rule.y]
    middle = page.left + WIDTH / 2
    return Title(
        tuple(line.text for line in lines),
        tuple(line.size for line in lines),
        tuple(line.right - line.left for line in lines),
        (lines[0].top - rule.y) / LINE,
        max(abs(line.middle - middle) for line in lines),
        lines[-1].bottom,
    )


# 5


@dataclass(frozen=True)
class Fullness:
    """How many lines of text the fullest page of text alone has, how many characters the longest line, and its width."""

    lines: int
    characters: int
    width: float
    pitch: float


def fullness(sheets: list[Sheet]) -> Fullness:
    """Check 5: lines of 16 points that stand alone on their baseline; full-width characters alone are counted."""
    most, longest, width, pitches = 0, 0, 0.0, Counter[float]()
    for sheet in sheets:
        lines = [line for line in sheet.inside if abs(line.size - 16) < 0.3 and len(line.parts()) == 1]
        most = max(most, len(lines))
        for one, other in pairwise(lines):
            pitches[round((other.baseline - one.baseline) * MM, 2)] += 1
        for line in lines:
            if all(_wide(c["text"]) for c in line.chars) and len(line.chars) > longest:
                longest, width = len(line.chars), line.right - line.left
    return Fullness(most, longest, width, pitches.most_common(1)[0][0] if pitches else 0)


def _wide(text: str) -> bool:
    from unicodedata import east_asian_width

    return all(east_asian_width(c) in "WFA" for c in text)


# 6 and 7


def text_lines(sheet: Sheet) -> list[Line]:
    """The lines of a page that are text: 16 points, no title, no signature or date, no 附件 mark, nothing of the 版记."""
    end = min((rule.y for rule in sheet.rules if not rule.red and rule.length > 150 and rule.weight > 0.2), default=BOTTOM + 3)
    addressee = next((line for line in sheet.inside if line.text.endswith("：") and abs(line.left - sheet.left) < 1), None)
    return [
        line
        for line in sheet.inside
        if abs(line.size - 16) < 0.3
        and line.baseline < end
        and not line.red
        and line is not addressee
        and not _DAY.fullmatch(line.text.replace(" ", ""))
        and not line.text.startswith("附件")
        and line.left < sheet.left + 40
        and "号" not in line.text[-1:]
    ]


@dataclass(frozen=True)
class Signature:
    """The signature: on which page, the names above the date, how far the date's end is from the right edge in characters,
    how far the middles of the last name and the date are apart, how much further right the date begins than the name, in
    characters, how many lines are blank above it, and how many lines of text are on its page."""

    page: int
    names: tuple[str, ...]
    day: str
    day_from_right: float
    off_centre: float
    day_after_name: float
    blank_lines: float
    lines_of_text: int


def signature(sheets: list[Sheet]) -> Signature:
    """Checks 6 and 7. The date is the last line that is a date alone before any 版记."""
    page, at = next(
        (sheet, n)
        for sheet in sheets
        for n in reversed(range(len(sheet.inside)))
        if sheet.inside[n].size > 15 and _DAY.fullmatch(sheet.inside[n].parts()[-1].text.replace(" ", ""))
    )
    day = page.inside[at].parts()[-1]
    above = [line for line in page.inside[:at] if line.baseline < day.baseline]
    names: list[Line] = []
    for line in reversed(above):
        if line.left < page.left + 40 and len(line.parts(2)) == 1:
            break
        names.insert(0, line)
    text = text_lines(page)
    last = names[-1].parts(2)[-1] if names else day
    first = names[0] if names else day
    before = [line for line in above if line.baseline < first.baseline - 0.5]
    return Signature(
        page.number,
        tuple(part.text for line in names for part in line.parts(2)),
        day.text,
        (page.right - day.right) / CHARACTER,
        day.middle - last.middle,
        (day.left - last.left) / CHARACTER,
        (first.top - before[-1].bottom - (LINE - 16 / MM)) / LINE if before else -1,
        len([line for line in text if line.baseline < first.baseline - 0.5]),
    )


def page_one_lines(sheets: list[Sheet]) -> int:
    """Check 6: how many lines of text page 1 shows, under its title."""
    below = title(sheets).bottom
    return len([line for line in text_lines(sheets[0]) if line.baseline > below])


# 8


@dataclass(frozen=True)
class Annexed:
    """The annexes: what the note under the text lists, and on which pages 附件N begins, its face, its title and on which line of
    the grid that stands (1: the first)."""

    note: tuple[str, ...]
    pages: tuple[int, ...]
    marks: tuple[str, ...]
    faces: tuple[str, ...]
    titles: tuple[str, ...]
    title_lines: tuple[float, ...]
    flush_left: tuple[float, ...]


def annexes(sheets: list[Sheet]) -> Annexed:
    """Check 8."""
    last = signature(sheets).page
    lines = [(s, line) for s in sheets[:last] for line in s.inside]
    start = next((n for n, (s, line) in enumerate(lines) if re.match(r"附件[：:]", line.text)), None)
    note: list[str] = []
    for _, line in lines[start:] if start is not None else []:
        if not re.match(r"附件[：:]|\d+[.．]", line.text) and line.left < LEFT + 5 * CHARACTER - 1:
            break
        if _DAY.fullmatch(line.text) or line.left > LEFT + 60:
            break
        note.append(line.text)
    begun = [(s, s.inside[0], s.inside[1]) for s in sheets if len(s.inside) > 1 and re.match(r"附件\d*$", s.inside[0].text)]
    return Annexed(
        tuple(note),
        tuple(s.number for s, _, _ in begun),
        tuple(mark.text for _, mark, _ in begun),
        tuple(mark.font for _, mark, _ in begun),
        tuple(name.text for _, _, name in begun),
        tuple((name.baseline - mark.baseline) / LINE + 1 for _, mark, name in begun),
        tuple(mark.left - s.left for s, mark, _ in begun),
    )


# 9


@dataclass(frozen=True)
class Distribution:
    """The 版记: the page it is on, its rules from the first to the last, how far the last one is below the lower edge of the type
    area, its lines, their size, how far in the first and last of their characters stand, in characters of 14 points."""

    page: int
    weights: tuple[float, ...]
    lengths: tuple[float, ...]
    below: float
    lines: tuple[str, ...]
    size: float
    left_in: float
    right_in: float


def distribution(sheets: list[Sheet]) -> Distribution | None:
    """Check 9: the rules as wide as the type area at the foot of the last page; None where there are none."""
    page = sheets[-1]
    rules = [rule for rule in page.rules if rule.length > 150 and not rule.red and rule.weight > 0.2]
    rules = [
        rule for rule in rules if not any(r is not rule and abs(r.y - rule.y) < 0.05 and r.weight > rule.weight for r in rules)
    ]
    lines = [line for line in page.inside if rules and line.baseline > rules[0].y and abs(line.size - 14) < 0.3]
    if not rules or not lines:
        return None
    return Distribution(
        page.number,
        tuple(round(rule.weight, 2) for rule in rules),
        tuple(round(rule.length, 1) for rule in rules),
        rules[-1].y - BOTTOM,
        tuple(line.text for line in lines),
        lines[0].size,
        min(line.left - page.left for line in lines) * MM / 14,
        min(page.right - line.right for line in lines) * MM / 14,
    )


# 10


@dataclass(frozen=True)
class PageNumber:
    """A page's number: its text, how far its dash is below the type area, how far its end is from the outer edge of the type area
    in characters of 14 points, its size and face."""

    page: int
    text: str
    below: float
    inward: float
    size: float
    font: str


def page_numbers(sheets: list[Sheet]) -> list[PageNumber]:
    """Check 10, a page each; a page without a number has none."""
    found = []
    for sheet in sheets:
        under = [line for line in sheet.lines if line.baseline > BOTTOM + 2]
        if not under:
            continue
        line = under[-1]
        dash = sheet.ink(line.chars[0]["x0"] / MM, line.top - 1, line.chars[0]["x1"] / MM, line.bottom + 1)
        inward = sheet.right - line.right if sheet.odd else line.left - sheet.left
        below = (dash[1] + dash[3]) / 2 - BOTTOM if dash else 0.0
        text = re.sub(r"\s", "", line.text)
        found.append(PageNumber(sheet.number, text, below, inward * MM / 14, line.size, line.font))
    return found


# 11


@dataclass(frozen=True)
class Faces:
    """The faces of a file by the name each is embedded by (without its subset's mark), and how often a glyph is missing."""

    embedded: tuple[str, ...]
    not_embedded: tuple[str, ...]
    missing: int


def faces(path: Path) -> Faces:
    """Check 11: every font of every page; a glyph is missing where its character is none or glyph 0."""
    import pdfplumber
    from pdfminer.pdftypes import resolve1

    inside, outside = set(), set()
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for font in map(resolve1, (resolve1(resolve1(page.page_obj.resources).get("Font")) or {}).values()):
                inner = resolve1(resolve1(font.get("DescendantFonts", [font]))[0])
                descriptor = resolve1(inner.get("FontDescriptor", {}))
                embedded = any(key in descriptor for key in ("FontFile", "FontFile2", "FontFile3"))
                name = font["BaseFont"].name.split("+")[-1].removesuffix("-Identity-H")
                (inside if embedded else outside).add(name)
        missing = sum(c["text"].startswith("(cid:") or "�" in c["text"] for page in document.pages for c in page.chars)
    return Faces(tuple(sorted(inside)), tuple(sorted(outside)), missing)
