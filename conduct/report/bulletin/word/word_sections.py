"""The pages of a word file: their size and margins, their heads and feet, the number of each."""

from __future__ import annotations

from collections.abc import Mapping

from ..document import Bulletin
from .word_letter import letter_foot, letter_head, letter_head_from
from .word_styles import BOTTOM, LEFT, MM, PAGE, RIGHT, TOP
from .word_xml import field, paragraph, val

FOOTER = round(25.07 * MM)
"""How far the foot stands above the page's lower edge, so that the dashes of its number are 7 mm under the type area (7.5)."""
_DIGIT = 280
"""A character of 14 points."""
PLAIN_EDGE = round(25 * MM)
"""The margins of a plain letter."""

Feet = Mapping[str, tuple[str, str]]
"""The heads and feet of pages by the names of their parts: what each is ("footer even"), and what it holds."""


def feet_of(document: Bulletin) -> Feet:
    """The heads and feet of a document's pages."""
    feet = {"footer1": ("footer default", page_number(True, document.lang))}
    if document.lang == "zh":
        feet["footer2"] = ("footer even", page_number(False, document.lang))
    if document.form == "letter":
        feet["header3"] = ("header first", letter_head(document))
        feet["footer3"] = ("footer first", letter_foot())
    return feet


def section(document: Bulletin, feet: Feet, top: int = TOP) -> str:
    """The properties of pages, whose own heads and feet are those given, and else those of the pages before."""
    found = sorted((kind.split()[0] != "header", name, kind) for name, (kind, _) in feet.items())
    refs = "".join(f'<w:{kind.split()[0]}Reference w:type="{kind.split()[1]}" r:id="{name}"/>' for _, name, kind in found)
    own = document.form == "letter" and bool(feet)
    first = "<w:titlePg/>" if own else ""
    official = document.lang == "zh"
    edges = (top, RIGHT, BOTTOM, LEFT) if official else (PLAIN_EDGE,) * 4
    sides = " ".join(f'w:{side}="{edge}"' for side, edge in zip(("top", "right", "bottom", "left"), edges, strict=True))
    apart = f'w:header="{letter_head_from(document) if own else 850}" w:footer="{FOOTER if official else 720}"'
    page = f'<w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/><w:pgMar {sides} {apart} w:gutter="0"/>'
    return f'<w:sectPr>{refs}{page}<w:cols w:space="425"/>{first}</w:sectPr>'


def page_number(odd: bool, lang: str) -> str:
    """The number of a page between its dashes, one character in from the outer edge; in English in the middle."""
    if lang != "zh":
        return paragraph(field("PAGE"), "BulletinPage")
    dash = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    side = (
        {"jc": val("right"), "ind": f'w:rightChars="100" w:right="{_DIGIT}"'}
        if odd
        else {"jc": val("left"), "ind": f'w:leftChars="100" w:left="{_DIGIT}"'}
    )
    return paragraph(f"{dash.format('— ')}{field('PAGE')}{dash.format(' —')}", "BulletinPage", side)
