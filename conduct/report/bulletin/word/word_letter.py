"""The other forms of a word file: the official letter (信函格式), a plain letter in English, and the tables alone."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Bulletin
from ..paper.frame import annex_notes, copies, printing
from .word_blocks import Body, title_xml
from .word_form import ASCENT, INK, imprint, mark_size, marked, marking, signatories, text_of
from .word_styles import LEFT, LINE, MM, PAGE, RED, RIGHT, WIDTH, exact, indented, loose
from .word_xml import element, paragraph, run, val, written

_RULE = round(170 * MM)
_TO, _REFERENCE = "To: ", "Our reference: "


def letter(document: Bulletin, body: Body, end: str) -> Iterator[str]:
    """An official letter: its head and upper rule stand in the head of the first page, its number flush right below."""
    seven_eighths = round(7 * 16 * 20 / 8)
    first, *rest = document.markings or ("",)
    place = {"jc": val("left"), "spacing": exact(LINE, seven_eighths // 2), "tabs": f'<w:tab w:val="right" w:pos="{WIDTH}"/>'}
    if first:
        yield paragraph(f"{marking(first, document)}<w:r><w:tab/></w:r>{run(document.number)}", "BulletinNumber", place)
    elif document.number:
        yield written(document.number, "BulletinNumber", {"jc": val("right"), "spacing": place["spacing"]})
    for said in rest:
        yield paragraph(marking(said, document), "BulletinNumber", {"jc": val("left")})
    yield from text_of(document, body, end)
    yield from body.annexes(document)
    yield from imprint(document, ruled=False)


LETTER_HEADER = 30 * MM
"""How far below the page's upper edge the letters of a letter's head begin (10.1)."""


def letter_head(document: Bulletin) -> str:
    """The head of an official letter's first page: the name 30 mm below the edge, a red double rule 4 mm under it."""
    size = mark_size(document.office, _RULE)
    high = round(size * 20)
    look = {"sz": val(size * 2), "szCs": val(size * 2)}
    below = (1 - ASCENT) * high - 0.13 * size * 20
    rule = element(
        "bottom", f'w:val="thickThinSmallGap" w:sz="24" w:space="{max(round(4 * MM / 20 - below / 20), 1)}" w:color="{RED}"'
    )
    place = {"spacing": exact(high), "pBdr": rule, "ind": _sides()}
    return paragraph(run(document.office, look), "BulletinMark", place)


def letter_head_from(document: Bulletin) -> int:
    """Where the head of a letter's page begins, below the page's upper edge."""
    size = mark_size(document.office, _RULE)
    return round(LETTER_HEADER - (ASCENT - INK) * size * 20)


def letter_foot() -> str:
    """The foot of an official letter's first page: a red double rule 20 mm above the lower edge, and no number."""
    rule = element("top", f'w:val="thinThickSmallGap" w:sz="24" w:space="0" w:color="{RED}"')
    top = PAGE[1] - round(20 * MM)
    frame = f'w:w="{_RULE}" w:hSpace="0" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:xAlign="center" w:y="{top}"'
    return paragraph("", "BulletinEnd", {"framePr": frame, "pBdr": rule}) + paragraph("", "BulletinPage")


def _sides() -> str:
    """A paragraph as wide as the rules of a letter's page, which stand 20 mm from both edges of it."""
    out = round(20 * MM)
    return indented(out - LEFT, out - RIGHT)


def plain(document: Bulletin, body: Body, _: str) -> Iterator[str]:
    """A plain letter in English."""
    yield from marked(document)
    yield written(document.office, "BulletinMark")
    if document.number:
        yield written(f"{_REFERENCE}{document.number}", "BulletinNumber")
    yield written(document.day, "BulletinNumber")
    if document.to:
        yield written(f"{_TO}{document.to}", "BulletinTo")
    yield written(document.title, "BulletinTitle")
    yield from body.blocks(document.body)
    names = signatories(document)
    for n, name in enumerate(names):
        yield written(name, "BulletinSigned", {"keepLines": "", "spacing": loose(480 if n else 960, 40)})
    word, notes = annex_notes(document)
    yield written(word, "BulletinAnnexes", {"keepNext": "", "spacing": loose(360, 40)})
    for note in notes:
        yield written(note, "BulletinAnnexes", {"ind": indented(560, 0, -280)})
    if copied := copies(document):
        yield written(copied, "BulletinImprint", {"spacing": loose(240, 40)})
    by, on = printing(document)
    if by or on:
        yield written(", ".join(text for text in (by, on) if text), "BulletinImprint")
    yield from body.annexes(document)


def tables(document: Bulletin, body: Body, _: str) -> Iterator[str]:
    """The tables alone, under their title."""
    yield from marked(document)
    yield title_xml(
        document.title, "BulletinTitle", document.lang, {"spacing": exact(480, 0, LINE)} if document.lang == "zh" else {}
    )
    yield from body.blocks(document.body)
    yield from body.annexes(document)
