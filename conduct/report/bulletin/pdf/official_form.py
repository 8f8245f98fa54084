"""The forms of an official document (GB/T 9704-2012): the general form and the letter, as strips and the pages they fill.

Lengths are points from the type area's upper left corner, unless they are said to be millimetres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve

from ..document import Bulletin, Entry, Grid, GridColumn
from ..paper.breaking import broken, name_lines
from ..paper.frame import FRAME, addressee, annex_notes, annex_titles, copies, offices, printing, untitled
from ..paper.qr import qr_svg
from .galley import Galley
from .pagination import CLOSEST, MM, RED, Drawn, Leaf, Strip, Style, across, gap, kept, paged, picture, text
from .tabulated import MOST_ON_A_LINE, table

WIDE, HIGH = 156 * MM, 225 * MM
PITCH, CHAR, TRACKING = 28.95, WIDE / 28, -0.21
"""29 points would be a line too many; 16 points a character would be too wide (5.2.3)."""
TOP, ODD, EVEN = 37 * MM, 28 * MM, 26 * MM
"""Where the type area begins: from the upper edge, from the left edge of odd and even pages (5.2.1)."""

TEXT, HEI, KAI, SMALL = Style("text", 16), Style("heading", 16), Style("quote", 16), Style("text", 14)
TITLE, NUMBER = Style("title", 22), Style("figures", 14)
STYLES = {
    "text": TEXT,
    "law": KAI,
    "note": TEXT,
    "small": Style("text", 12),
    "heading1": HEI,
    "heading2": KAI,
    "heading3": TEXT,
    "caption": Style("heading", 14),
    "head": Style("heading", 12),
    "cell": Style("figures", 12),
    "chart": Style("heading", 12),
}
_HEAD_DOWN, _LETTER_DOWN = 35 * MM, 30 * MM - TOP
_MOST_HEAD, _LEAST_HEAD = 22 * MM, 22.0
_RED_RULE, _LETTER_WIDE = 1.4, 170 * MM
_OUTER, _INNER = 0.35 * MM, 0.25 * MM
_SEAL, _SEALS = 46 * MM, 3
"""How far the middles of two seals stand apart, of which the greatest is 42 mm wide, and how many stand in a row."""
_MOST_JOINT, _LONGEST_HEAD, _HEAD = 15 * MM, 100, Style("title", 1.0, "red")
_PARTED = re.compile(r"[、,，;；]\s*")
_ASCENT = 0.88


def general(bulletin: Bulletin, galley: Galley) -> list[Leaf]:
    """The pages of a document in the general form."""
    return _set(bulletin, galley, letter=False)


def letter(bulletin: Bulletin, galley: Galley) -> list[Leaf]:
    """The pages of a document in the form of a letter (10.1)."""
    return _set(bulletin, galley, letter=True)


_ATTEMPTS = ((False, 2, CLOSEST), (False, 1, CLOSEST), (True, 2, CLOSEST), (True, 1, CLOSEST), (True, 1, 0.7))
"""What is tried so that page 1 shows text: whom it goes to moved to the foot, how many lines stay with what is signed, how close
lines may stand."""


def _set(bulletin: Bulletin, galley: Galley, letter: bool) -> list[Leaf]:
    """Whom it goes to moves to the foot where page 1 would show no text (7.3.2)."""
    opening = list(_opening(bulletin, galley, letter))
    body = list(galley.blocks(bulletin.body, body=True))
    while body and body[-1].blank:
        body.pop()
    end = [*_notes(bulletin, galley), *_signature(bulletin, galley)]
    after = list(annexes(bulletin, galley))
    hopeless = not any(strip.body for strip in body) or sum(strip.high for strip in opening) > HIGH - PITCH
    for moved, lines, closest in _ATTEMPTS:
        to = addressee(bulletin)
        addressed = [] if moved or not to else galley.paragraph(to, TEXT)
        leaves = paged([*opening, *addressed, *_signed(body, end, lines), *after], HIGH, closest)
        if leaves[0].body or hopeless:
            break
    _foot(leaves, bulletin, galley, letter, to if moved else "")
    for n, leaf in enumerate(leaves, 1):
        if letter and n == 1:
            leaf.drawn += _double(297 * MM - TOP - 20 * MM, thick_first=False)
        else:
            leaf.drawn.append(page_number(n, galley))
    return leaves


def held(body: list[Strip], lines: int) -> tuple[list[Strip], list[Strip]]:
    """A text, and so many of its last lines, which stay on the page of what is signed."""
    at = next((n for n in reversed(range(len(body))) if body[n].body), len(body))
    while lines > 1 and at > 0 and body[at - 1].body:
        at, lines = at - 1, lines - 1
    return body[:at], body[at:]


def _signed(body: list[Strip], end: list[Strip], lines: int) -> list[Strip]:
    """The text, the notes of annexes and the signature, which has lines of the text on its page."""
    first, last = held(body, lines)
    tail = [*last, *end]
    if sum(strip.high for strip in tail) > HIGH:  # so many annexes that no page holds their notes and the text's end
        return [*first, *tail[:-8], *kept(tail[-8:-1]), tail[-1]]
    return [*first, *kept(tail[:-1]), evolve(tail[-1], tight=True)]


def page_number(n: int, galley: Galley) -> Drawn:
    """— n — under the type area, the dash 7 mm below it, one character in from the outer edge (7.5)."""
    said = f"— {n} —"
    low, high = galley.faces.ink("—", NUMBER.role)
    wide = galley.measure(NUMBER)(galley.shown(said, NUMBER))
    y = HIGH + 7 * MM - (_ASCENT - (low + high) / 2) * NUMBER.size
    return text(WIDE - 14 - wide if n % 2 else 14, y, said, NUMBER)


def _opening(bulletin: Bulletin, galley: Galley, letter: bool) -> Iterator[Strip]:
    """Head, number, red rule and title."""
    drawn, bottom = _head(bulletin.office, galley, _LETTER_DOWN if letter else _HEAD_DOWN)
    numbers = _lines(bulletin.number, galley, WIDE, "right" if letter else "centre") if bulletin.number or not letter else []
    if letter:
        rule = bottom + 4 * MM
        drawn += _double(rule, thick_first=True)
        y = rule + 2.6 + 14  # seven eighths of a character's height
        lines = max(len(numbers), len(bulletin.markings))
        end = y + (lines - 1) * PITCH + TEXT.size if lines else rule + 2.6
    else:
        low = galley.faces.ink(numbers[-1].said, TEXT.role)[0] if numbers[-1].said.strip() else -0.1
        y = bottom + 2 * PITCH + (PITCH - TEXT.size) / 2
        rule = y + (len(numbers) - 1) * PITCH + (_ASCENT - low) * TEXT.size + 4 * MM + _RED_RULE / 2
        drawn.append(across(0, rule, WIDE, _RED_RULE, RED))
        end = rule + _RED_RULE / 2
    drawn += [galley.line(said, HEI)._replace(y=(y if letter else 0.0) + n * PITCH) for n, said in enumerate(bulletin.markings)]
    drawn += [number._replace(y=y + n * PITCH) for n, number in enumerate(numbers)]
    yield Strip(end, tuple(drawn), keep=True)
    yield gap(2 * PITCH + (PITCH - TITLE.size) / 2, keep=True)
    yield from galley.titled(bulletin.title, TITLE, _names(bulletin))
    yield gap(PITCH, keep=True)


def _lines(said: str, galley: Galley, end: float, where: str = "right") -> list[Drawn]:
    """A text that usually is one line, in as many as it takes: each ends there, or stands in the middle."""
    measure = galley.measure(TEXT, TRACKING)
    found = broken(galley.shown(said, TEXT, MOST_ON_A_LINE), measure, end, end)
    wides = [(line, measure(line) - TRACKING) for line in (one.rstrip() for one in found)]
    return [text((end - wide) / (1 if where == "right" else 2), 0.0, line, TEXT, TRACKING) for line, wide in wides]


def _names(bulletin: Bulletin) -> tuple[str, ...]:
    """Names that a title should not part."""
    return tuple(name for name in (*_PARTED.split(bulletin.signatory), bulletin.office, bulletin.to) if name)


def _head(office: str, galley: Galley, down: float) -> tuple[list[Drawn], float]:
    """The head, as great as its line holds: its ink's upper edge stands ``down``; where its ink ends. Of a joint document each
    office has a line, all of one width, the host first."""
    names = [galley.shown(name, _HEAD, _LONGEST_HEAD) for name in offices(office)]
    joint = len(names) > 1
    widest = max(galley.measure(_HEAD)(name) for name in names)
    size = max(min(_MOST_JOINT if joint else _MOST_HEAD, WIDE / max(widest, 1.0)), _LEAST_HEAD)
    style = evolve(_HEAD, size=size)
    measure = galley.measure(style)
    low, high = galley.faces.ink("".join(names), style.role)
    drawn, y = [], down - (_ASCENT - high) * size
    for name in names:
        for line in broken(name, measure, WIDE, WIDE):
            said = line.rstrip()
            spread = (widest * size - measure(said)) / (len(said) - 1) if joint and len(said) > 1 else 0.0
            x = (WIDE - measure(said) - spread * (len(said) - 1)) / 2
            drawn.append(text(x, y, said, style, spread))
            bottom = y + (_ASCENT - low) * size
            y += size * 1.2
    return drawn, bottom


def _double(y: float, thick_first: bool) -> list[Drawn]:
    """The red double rule of a letter, 170 mm wide in the middle of the page, whose outer edge is at ``y``."""
    weights = (1.7, 0.6) if thick_first else (0.6, 1.7)
    x = (210 * MM - _LETTER_WIDE) / 2 - ODD
    start = y if thick_first else y - 3.2
    first = across(x, start + weights[0] / 2, _LETTER_WIDE, weights[0], RED)
    return [first, across(x, start + 3.2 - weights[1] / 2, _LETTER_WIDE, weights[1], RED)]


def _notes(bulletin: Bulletin, galley: Galley) -> Iterator[Strip]:
    """附件：1. …, a line below the text, two characters in; what runs on begins under the name's first character (7.3.4)."""
    word, notes = annex_notes(bulletin)
    yield gap(PITCH)
    for n, said in enumerate(notes):
        number = re.match(r"\d+\. ", said)
        lead = galley.measure(TEXT, TRACKING)(number[0]) if number else 0.0
        name = said[number.end() :] if number else said
        strips = galley.paragraph(name, TEXT, 5 * CHAR + lead, 5 * CHAR + lead)
        marks = [galley.line(word, TEXT, 2 * CHAR)] if n == 0 else []
        marks += [galley.line(number[0], TEXT, 5 * CHAR)] if number else []
        yield evolve(strips[0], drawn=(*marks, *strips[0].drawn))
        yield from strips[1:]


def _signature(bulletin: Bulletin, galley: Galley) -> Iterator[Strip]:
    names = [name for name in _PARTED.split(bulletin.signatory or bulletin.office) if name.strip()] or [""]
    if bulletin.sealed:
        yield from _sealed(names, bulletin.day, galley)
    else:
        yield from _unsealed(names, bulletin.day, galley)


def _sealed(names: Sequence[str], day: str, galley: Galley) -> Iterator[Strip]:
    """Room for seals: each name in the middle of its own, the last above the date, which ends four characters in; the first
    seal's upper edge is within a line of the text (7.3.5.1)."""
    dated = _lines(day, galley, WIDE - 4 * CHAR)
    middle = (dated[0].x + WIDE - 4 * CHAR) / 2
    measure = galley.measure(TEXT, TRACKING)
    shown = [galley.shown(name, TEXT, MOST_ON_A_LINE) for name in names]
    many, step, room = _side_by_side(list(map(measure, shown)), middle)
    rows = [shown[n : n + many] for n in range(0, len(shown), many)]
    yield gap(2 * PITCH)
    for row in rows:
        lines = [name_lines(name, measure, room) for name in row]
        deep = max(map(len, lines))
        drawn = []
        for n, name in enumerate(lines):
            centre = middle - step * ((len(row) if row is rows[-1] else len(rows[0])) - 1 - n)
            for m, one in enumerate(name, deep - len(name)):
                drawn.append(text(centre - (measure(one) - TRACKING) / 2, m * PITCH, one, TEXT, TRACKING))
        yield Strip(deep * PITCH, tuple(drawn))
        if row is not rows[-1]:
            yield gap(max(_SEAL - deep * PITCH, PITCH))
    yield from (Strip(PITCH, (one,)) for one in dated)
    yield gap(PITCH)  # over which the seal reaches


def _side_by_side(wide: Sequence[float], middle: float) -> tuple[int, float, float]:
    """How many who sign stand in a row, how far apart their middles are, and how wide each name may be: so many as stay whole,
    and where one alone would not, as many as have room for a seal each."""
    alone = 2 * (WIDE - middle)
    found = []
    for many in range(min(len(wide), _SEALS), 1, -1):
        step = max(_SEAL, min(max(wide) + 2 * CHAR, (middle - min(max(wide), alone) / 2) / (many - 1)))
        room = min(alone, step - CHAR, 2 * (middle - (many - 1) * step))
        if max(wide) <= room:
            return many, step, room
        found.append((many, step, room))
    return (1, 0.0, alone) if max(wide) <= alone or not found else found[-1]


def _unsealed(names: Sequence[str], day: str, galley: Galley) -> Iterator[Strip]:
    """The names a line below the text, two characters in from the right, the date two characters right of them; a date that is
    longer ends two in, and the names further (7.3.5.2)."""
    dated = _lines(day, galley, WIDE - 2 * CHAR)
    measure = galley.measure(TEXT, TRACKING)
    room = WIDE - 4 * CHAR
    lines = [one for name in names for one in name_lines(galley.shown(name, TEXT, MOST_ON_A_LINE), measure, room)]
    widest = max(map(measure, lines)) - TRACKING
    x = max(min(WIDE - 2 * CHAR - widest, dated[0].x - 2 * CHAR), 0.0)
    yield gap(PITCH)
    for one in lines:
        yield Strip(PITCH, (text(x, 0, one, TEXT, TRACKING),))
    yield from (Strip(PITCH, (one._replace(x=x + 2 * CHAR) if len(dated) == 1 else one,)) for one in dated)


def annexes(bulletin: Bulletin, galley: Galley) -> Iterator[Strip]:
    """The annexes, each on a page of its own: its mark on line 1, its title on line 3; how the document is checked is last."""
    titles = annex_titles(bulletin)
    for n, (mark, title) in enumerate(titles):
        yield Strip(PITCH, (galley.line(mark, evolve(galley.styles["heading1"], size=16.0)),), fresh=True, keep=True)
        yield Strip(PITCH, keep=True)
        yield from galley.titled(title, TITLE, down=(TEXT.size - TITLE.size) / 2)
        yield Strip(PITCH, keep=True)
        if n < len(bulletin.annexes):
            yield from galley.blocks(untitled(bulletin.annexes[n]))
        else:
            yield from checked(bulletin, galley)


def checked(bulletin: Bulletin, galley: Galley) -> Iterator[Strip]:
    """How the document is checked: its lines, its code as a picture and in large letters, and what to do with it."""
    yield from pairs(bulletin.check.rows, galley)
    yield gap(galley.pitch / 2)
    code = bulletin.check.code
    if code is not None:
        side, large = 32 * MM, evolve(galley.styles["caption"], size=22.0)
        named = galley.line(FRAME["code"].said(galley.lang), galley.styles["caption"], side + 12)
        coded = galley.line(code, large, side + 12)
        yield Strip(
            side + 6,
            (picture(0, 0, side, side, qr_svg(code)), named._replace(y=side / 2 - 24), coded._replace(y=side / 2)),
            keep=True,
        )
    yield from galley.paragraph(bulletin.check.how, galley.styles["text"], galley.indent if galley.lang == "zh" else 0.0)


def pairs(rows: Sequence[tuple[str, str]], galley: Galley) -> Iterator[Strip]:
    """Lines of a word and what stands beside it, as a table without headings."""
    if rows:
        longest = min(max(len(what) for what, _ in rows), 16)
        columns = (GridColumn("", width=longest), GridColumn("", width=60))
        yield from table(Grid("check", columns, tuple((Entry(a), Entry(b)) for a, b in rows)), galley, 10.5)


def _foot(leaves: list[Leaf], bulletin: Bulletin, galley: Galley, letter: bool, to: str) -> None:
    """The 版记, whose last rule is the lower edge of the last page's type area (7.4); a letter's has no rules and no printing."""
    sent = [said for said in (f"主送：{to.rstrip('：')}。" if to else "", copies(bulletin)) if said]
    by, on = ("", "") if letter else printing(bulletin)
    groups: list[list[Strip]] = []
    if sent:
        groups.append([strip for said in sent for strip in _copied(said, galley)])
    if by or on:
        groups.append(list(_printed(by, on, galley)))
    if not groups:
        return
    rows = [(strip, m == 0) for group in groups for m, strip in enumerate(group)]
    for part in _foot_pages(rows):
        high = sum(strip.high for strip, _ in part)
        if leaves[-1].used + PITCH / 2 + high > HIGH:
            leaves.append(Leaf())
        leaf, y = leaves[-1], HIGH - high
        rules = [] if letter else [across(0, y, WIDE, _OUTER), across(0, HIGH, WIDE, _OUTER)]
        leaf.drawn += rules
        for strip, first in part:
            if first and y > HIGH - high and not letter:
                leaf.drawn.append(across(0, y, WIDE, _INNER))
            leaf.drawn += [one._replace(y=one.y + y) for one in strip.drawn]
            y += strip.high
        leaf.used = HIGH


def _foot_pages(rows: list[tuple[Strip, bool]]) -> list[list[tuple[Strip, bool]]]:
    """The rows of a foot by the pages that they take, the last as full as it gets: a foot grows upwards."""
    pages: list[list[tuple[Strip, bool]]] = [[]]
    for row in reversed(rows):
        if sum(strip.high for strip, _ in pages[0]) + row[0].high > HIGH:
            pages.insert(0, [])
        pages[0].insert(0, row)
    return pages


_FOOT, _FOOT_DOWN = 24.0, 5.0


def _printed(by: str, on: str, galley: Galley) -> Iterator[Strip]:
    """Who prints it, one in, and when, one character from the right; below each other where they are too long for that."""
    who, when = galley.line(by, SMALL, 14), galley.line(on, SMALL, right=WIDE - 14)
    if who.x + galley.measure(SMALL)(who.said) + 14 <= when.x:
        yield Strip(_FOOT, (who._replace(y=_FOOT_DOWN), when._replace(y=_FOOT_DOWN)))
        return
    for strip in (*galley.paragraph(by, SMALL, 14, 14, end=14), *galley.paragraph(on, SMALL, 14, 14, end=14)):
        yield evolve(strip, high=_FOOT, drawn=tuple(one._replace(y=_FOOT_DOWN) for one in strip.drawn))


def _copied(said: str, galley: Galley) -> Iterator[Strip]:
    """抄送：…, one character in on each side; what runs on begins under the first name."""
    measure = galley.measure(SMALL)
    word, rest = said[:3], galley.shown(said[3:], SMALL)
    lead = 14 + measure(word)
    for n, line in enumerate(broken(rest, measure, WIDE - 14 - lead, WIDE - 14 - lead)):
        marks = (text(14, _FOOT_DOWN, word, SMALL),) if n == 0 else ()
        yield Strip(_FOOT, (*marks, text(lead, _FOOT_DOWN, line.rstrip(), SMALL)))
