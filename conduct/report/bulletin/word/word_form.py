"""The form of an official document in a word file (GB/T 9704-2012): its head, title, signature and foot.

Places are counted in lines of 28.95 points and characters of 15.8, from the type area's upper left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from conduct.core.base.words import literal

from ..document import Bulletin, Heading, Paragraph
from ..paper.breaking import Measure, broken, name_lines, title_lines
from ..paper.frame import addressee, annex_notes, copies, offices, printing
from .word_blocks import TITLE_ROOM, Body, title_xml
from .word_styles import BOTTOM, CHAR, LINE, MM, PAGE, RED, TOP, TYPE_TOP, WIDTH, exact, faces_xml, indented
from .word_xml import (
    TABLE_RANK,
    TEXT,
    TITLE,
    Halves,
    Properties,
    breadth,
    breadth_set,
    element,
    ordered,
    paragraph,
    run,
    val,
    written,
)

HEAD_BELOW = 35 * MM
"""How far below the type area's upper edge the head's letters begin (7.2.4)."""
MARK_SIZES = (40, 22)
"""The sizes of the head's letters in points: the greatest in which it fills one line is taken, down to the least."""
INK = 0.81
"""How high above the line that letters stand on the ink of the head's face reaches, by its size: 0.78 in Fandol, 0.83 in Noto."""
ASCENT = 0.8
"""Where in a line of an exact height letters stand."""
_OVER = 181
"""How far below a line's upper edge its letters of 16 points begin."""
_HELD = 19
"""How many lines stay together at most: more than a page holds are held together by no program."""
_SEAL = 46 * MM
_SMALL = 280
"""A character of the 版记."""
_IMPRINT_CHARS = 26
PAGE_LINES = 22
_SHOWN = 2
"""How many lines of text page 1 shows at least under whom it goes to."""
_MOST_SENT = 19
"""How many lines of whom it goes to a page holds at its foot, above who prints it."""
_LAST_ROW = LINE + 96
_MOST_JOINT = 34
"""The size of the letters of a joint document's head, at most."""
_PARTED = re.compile(r"[、,，;；]\s*")


def mark_size(office: str, width: int = WIDTH) -> int:
    """The size of the head's letters in points: a joint document's offices all have one, and a line each."""
    names = offices(office)
    most = MARK_SIZES[0] if len(names) == 1 else _MOST_JOINT
    return max(min(most, width * 2 // (20 * max(1, *map(breadth, names)))), MARK_SIZES[1])


def mark(office: str, below: float) -> str:
    """The head, whose letters begin so many twips below where its paragraph would; the names of several offices are all as wide
    as the widest."""
    size, names = mark_size(office), offices(office)
    high = round(size * 24)
    before = max(round(below - (ASCENT * high - INK * size * 20)), 0)
    widest = max(map(breadth, names))
    lines = []
    for n, name in enumerate(names):
        look: Properties = {"sz": val(size * 2), "szCs": val(size * 2)}
        apart = (widest - breadth(name)) * size * 10 // max(len(name) - 1, 1) if len(names) > 1 else 0
        spread = {**look, "spacing": val(apart)} if apart else look
        lines.append(
            paragraph(
                run(name[:-1], spread) + run(name[-1:], look) if apart else run(name, look),
                "BulletinMark",
                {"spacing": exact(high, 0 if n else before), "keepNext": ""},
            )
        )
    return "".join(lines)


def marked(document: Bulletin) -> Iterator[str]:
    """What the document is marked as, a line each from the upper left corner on."""
    for said in document.markings:
        yield paragraph(marking(said, document), "BulletinTo", {"spacing": exact(LINE)} if document.lang == "zh" else {})


def marking(said: str, document: Bulletin) -> str:
    """A mark as it is set."""
    return run(said, {"rFonts": faces_xml("heading", document.lang), **({} if document.lang == "zh" else {"b": ""})})


def head(document: Bulletin) -> Iterator[str]:
    """The head, the number two lines below it, and the red rule 4 mm under that."""
    yield from marked(document)
    yield mark(document.office, TYPE_TOP - TOP + HEAD_BELOW - len(document.markings) * LINE)
    rule = element("bottom", f'w:val="single" w:sz="12" w:space="8" w:color="{RED}"')
    before = 2 * LINE - round(0.03 * 20 * mark_size(document.office)) - _OVER
    yield written(document.number, "BulletinNumber", {"spacing": exact(LINE, before), "pBdr": rule})


def title(document: Bulletin) -> str:
    """The title; where whom it goes to does not stand under it, the text is a line below it."""
    more: Properties = {} if document.to and not moved(document) else {"spacing": exact(LINE, 2 * LINE - 91, LINE)}
    return title_xml(document.title, "BulletinTitle", document.lang, more)


def addressed(document: Bulletin) -> Iterator[str]:
    """Whom it goes to, flush left, with a colon; nothing where it goes to nobody or that stands at the foot."""
    if document.to and not moved(document):
        yield written(addressee(document), "BulletinTo")


def moved(document: Bulletin) -> bool:
    """Whether whom it goes to stands at the foot, since page 1 would show no text with it (7.3.2)."""
    if not document.to or document.form not in ("general", "letter"):
        return False
    lines = sum(1 for _ in broken(literal(addressee(document)), TEXT, WIDTH / 20, WIDTH / 20))
    titled = len(title_lines(literal(document.title), TITLE, TITLE_ROOM))
    if document.form == "letter":
        above = 3 * LINE
    else:
        names, size = offices(document.office), mark_size(document.office)
        high = sum(-(-breadth(name) * size * 10 // WIDTH) or 1 for name in names) * size * 24
        above = round(HEAD_BELOW) + high + 3 * LINE + 160
    below = 2 * LINE + titled * LINE + LINE + lines * LINE + _SHOWN * LINE
    return above + below > PAGE_LINES * LINE


def together(document: Bulletin) -> tuple[bool, int]:
    """Whether the last paragraph stays with what is signed, and from which note of an annex on the notes do, so that no page has
    a signature alone: all of them where a page holds them together, and else the last few, since more is held by nobody."""
    word, notes = annex_notes(document)
    lines = [-(-(breadth(note) + breadth(word) + 4) // 50) for note in notes]
    signing = 4 + 2 * len(signatories(document))
    last = document.body[-1] if document.body else None
    text = -(-(breadth(last.text) + 4) // 56) if isinstance(last, Paragraph | Heading) else 0
    if text + 1 + sum(lines) + signing <= _HELD:
        return True, 0
    start = len(lines)
    while start and sum(lines[start - 1 :]) + signing <= _HELD:
        start -= 1
    return False, min(start, max(len(lines) - 1, 0))


def held(blocks: Sequence[str]) -> list[str]:
    """The blocks of the text, the last of which stays with what follows."""
    kept = list(blocks)
    if kept and kept[-1].startswith("<w:p>"):
        kept[-1] = with_next(kept[-1])
    return kept


def with_next(block: str) -> str:
    """A paragraph that stays on the page of the next."""
    start, rest = block.split("/>", 1)
    return block if "<w:keepNext" in block else f"{start}/><w:keepNext/>{rest}"


def noted(document: Bulletin, start: int) -> Iterator[str]:
    """The annexes named under the text (7.3.4): two in, no full stop, further lines under the name's first character. From the
    one numbered ``start`` on they stay with what is signed."""
    word, notes = annex_notes(document)
    lead = 2 * CHAR + breadth(word) * CHAR // 2
    for n, note in enumerate(notes):
        own = breadth(note.split(" ", 1)[0] + " ") * CHAR // 2 if len(notes) > 1 else 0
        hang = own + (lead - 2 * CHAR if n == 0 else 0)
        place = {"ind": indented(lead + own, 0, -hang), "spacing": exact(LINE, 0 if n else LINE)}
        place |= {"keepNext": "", "keepLines": ""} if n >= start else {}
        yield written(f"{'' if n else word}{note}", "BulletinAnnexes", place)


def signatories(document: Bulletin) -> list[str]:
    """Who signs, one after another."""
    return [name for name in _PARTED.split(document.signatory) if name]


def signed(document: Bulletin) -> Iterator[str]:
    """Who signs and the day: under a seal, centred one above the other, the day four in; without, the name two in."""
    names = signatories(document)
    if document.sealed and len(names) > 1:
        yield from _sealed_together(names, document.day)
    elif document.sealed:
        yield from _sealed("".join(names), document.day)
    else:
        yield from _unsealed(names, document.day)


def _middle(day: str) -> int:
    """How far from the right edge the middle of a day is that ends four characters in."""
    return 4 * CHAR + round(breadth_set(day) * CHAR / 4)


def _sealed(name: str, day: str) -> Iterator[str]:
    """A name that is wider than there is room for, centred on the day, is in lines that keep its words whole."""
    middle = _middle(day)
    lines = name_lines(name, TEXT, 2 * middle / 20)
    middle = max(middle, max(map(breadth, lines), default=0) * CHAR // 4)
    place: Properties = {"ind": indented(max(WIDTH - 2 * middle, 0)), "jc": val("center"), "keepLines": ""}
    for n, line in enumerate(lines):
        yield written(line, "BulletinSigned", {**place, "spacing": exact(LINE, 0 if n else 2 * LINE), "keepNext": ""})
    yield written(day, "BulletinSigned", place)


def _unsealed(names: Sequence[str], day: str) -> Iterator[str]:
    wide, dated = breadth(names[-1] if names else "") * CHAR // 2, round(breadth_set(day) * CHAR / 2)
    right = 2 * CHAR if dated <= wide - 2 * CHAR else 4 * CHAR + dated - wide
    for n, name in enumerate(names):
        place = {"ind": indented(0, max(right, 0)), "jc": val("right"), "keepNext": "", "keepLines": ""}
        yield written(name, "BulletinSigned", {**place, "spacing": exact(LINE, 0 if n else LINE)})
    left = max(WIDTH - right - wide + 2 * CHAR, 0)
    yield written(day, "BulletinSigned", {"ind": indented(left), "keepLines": ""})


def _sealed_together(names: Sequence[str], day: str) -> Iterator[str]:
    """Several who sign, up to three a row and a seal's width apart, the day below the last (7.3.5.1)."""
    middle = _middle(day)
    fits = []
    for most in (1, 2):
        for across in range(min(len(names), 3), 0, -1):
            room = round((WIDTH - middle) / (across - 0.5)) if across > 1 else 2 * middle
            lines = [name_lines(name, TEXT, (room - CHAR * (across > 1)) / 20) for name in names]
            if across == 1 or max(map(len, lines)) <= most:
                fits.append((max(map(len, lines)) > most, across, room, lines))
                break
    _, across, room, lines = min(fits, key=lambda fit: fit[0])
    widest = max(breadth(line) for name in lines for line in name) * CHAR // 2 + 2 * CHAR
    column = max(min(round(_SEAL), room), min(widest, room))
    start = max(WIDTH - middle + column // 2 - across * column, 0)
    rows = [lines[n : n + across] for n in range(0, len(names), across)]
    about = {
        "tblW": f'w:w="{across * column}" w:type="dxa"',
        "tblInd": f'w:w="{start}" w:type="dxa"',
        "tblLayout": 'w:type="fixed"',
    }
    about["tblCellMar"] = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    columns = f'<w:gridCol w:w="{column}"/>' * across
    body = "".join(_seal_row(row, across, column, day if row is rows[-1] else "") for row in rows)
    yield written("", "BulletinSigned", {"keepNext": ""})
    yield f"<w:tbl>{ordered('tblPr', TABLE_RANK, about)}<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"
    yield paragraph("", "BulletinEnd")


def _seal_row(names: Sequence[Sequence[str]], across: int, column: int, day: str) -> str:
    """A row of those who sign, as far right as it goes, each name's last line on that of the others."""
    place: Properties = {"jc": val("center"), "keepNext": ""}
    most = max(map(len, names))
    cells = ["" for _ in range(across - len(names))]
    for n, name in enumerate(names):
        shown = "".join(written(line, "BulletinSigned", place) for line in (*([""] * (most - len(name))), *name))
        dated = written(day if n == len(names) - 1 else "", "BulletinSigned", {"jc": val("center")}) if day else ""
        cells.append(f"{written('', 'BulletinSigned', place)}{shown}{dated}")
    width = f'<w:tcPr><w:tcW w:w="{column}" w:type="dxa"/></w:tcPr>'
    held_apart = "" if day else f'<w:trHeight w:val="{round(_SEAL)}" w:hRule="atLeast"/>'
    row = "".join(f"<w:tc>{width}{cell or written('', 'BulletinSigned', place)}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{held_apart}</w:trPr>{row}</w:tr>"


def imprint(document: Bulletin, ruled: bool = True) -> Iterator[str]:
    """The 版记: whom it is copied to and who prints it, at the lower edge of the last page's type area (7.4); an official letter
    has neither rules nor who prints it (10.1).

    Each row is a frame of its own: the last stands on the edge, the one before on top of it, as high as its text needs.
    """
    (by, on), to = printing(document), addressee(document).rstrip("：:") if moved(document) else ""
    sent = [said for said in (f"主送：{to}。" if to else "", copies(document)) if said]
    last = ruled and bool(by or on)
    pages = list(_sent_pages(sent)) if to else [sent] if sent else []
    for n, rows in enumerate(pages):
        ends = n == len(pages) - 1
        if to:
            yield paragraph('<w:r><w:br w:type="page"/></w:r>', "BulletinEnd")
        lines = sum(-(-breadth(said) // (2 * _IMPRINT_CHARS)) for said in rows)
        above = _LAST_ROW + lines * LINE + 40
        stands = f'w:h="{lines * LINE}" w:hRule="atLeast" w:y="{PAGE[1] - BOTTOM - TYPE_TOP - above}"'
        place = stands if last and ends else 'w:yAlign="bottom"'
        rules = _rule("top", 8) + ("" if last and ends else _rule("bottom", 8))
        for said in rows:
            hang = 3 * _SMALL if said[2:3] == "：" else 0
            yield _framed(run(said), place, rules if ruled else "", {"ind": indented(_SMALL + 3 * _SMALL, _SMALL, -hang)})
    if last:
        stop = {"tabs": f'<w:tab w:val="right" w:pos="{WIDTH - _SMALL}"/>', "ind": indented(_SMALL, _SMALL)}
        rules = _rule("top", 6 if sent else 8) + _rule("bottom", 8)
        yield _framed(f"{run(by)}<w:r><w:tab/></w:r>{run(on)}", 'w:yAlign="bottom"', rules, stop)


def _sent_pages(sent: Sequence[str]) -> Iterator[list[str]]:
    """The rows of whom it goes to, a page each of what a page holds; the last page is the fullest, since they grow upwards."""
    room = Measure(Halves(), 1)
    lines = [(n, line) for n, said in enumerate(sent) for line in broken(literal(said), room, _IMPRINT_CHARS, _IMPRINT_CHARS)]
    first = len(lines) % _MOST_SENT
    for start, end in pairwise(sorted({0, *range(first, len(lines) + 1, _MOST_SENT)})):
        yield ["".join(line for _, line in row) for _, row in groupby(lines[start:end], key=itemgetter(0))]


def _framed(content: str, place: str, rules: str, more: Properties) -> str:
    frame = f'w:w="{WIDTH}" w:hSpace="0" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="left" {place}'
    return paragraph(content, "BulletinImprint", {**more, "framePr": frame, **({"pBdr": rules} if rules else {})})


def _rule(side: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="1" w:color="000000"/>'


def general(document: Bulletin, body: Body, end: str) -> Iterator[str]:
    """A document in the general form; ``end`` are the properties of the pages of its text."""
    yield from head(document)
    yield from text_of(document, body, end)
    yield from body.annexes(document)
    yield from imprint(document)


def text_of(document: Bulletin, body: Body, end: str) -> Iterator[str]:
    """From the title to the day, with which the pages of the text end: annexes begin where tables do, at the type area's edge."""
    yield title(document)
    yield from addressed(document)
    whole, start = together(document)
    blocks = list(body.blocks(document.body))
    yield from held(blocks) if whole else blocks
    yield from noted(document, start)
    *most, last = signed(document)
    yield from most
    before, after = last.rsplit("</w:pPr>", 1)
    yield f"{before}{end}</w:pPr>{after}"
