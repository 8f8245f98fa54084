"""The XML of a word file: text that is text and nothing else, and properties in the order of the schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from conduct.core.base.words import literal

from ..paper.breaking import Measure

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:pic="{PIC}"'
HEADING = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

P_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
R_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss",
    "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs",
    "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout",
    "specVanish", "oMath",
)  # fmt: skip
TABLE_ORDER = (
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc",
    "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption",
    "tblDescription",
)  # fmt: skip
"""The order in which the schema has the properties of a paragraph, of a run and of a table; a reader may refuse another."""

P_RANK, R_RANK, TABLE_RANK = ({name: n for n, name in enumerate(order)} for order in (P_ORDER, R_ORDER, TABLE_ORDER))

_MEETING = re.compile(r"(?<=[\u2e80-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u2e80-\u9fff])")
_APART = 0.36
Properties = Mapping[str, str]
"""Properties by their names: the attributes of each as written (``w:val="1"``), or, beginning with ``<``, what is in it."""


def text_xml(text: str) -> str:
    """A text as XML holds it: literally, on one line."""
    return escape(literal(text))


def attribute(text: str) -> str:
    """A text as the value of an attribute, with its quotes."""
    return f'"{escape(literal(text), {chr(34): "&quot;"})}"'


def ordered(tag: str, rank: Mapping[str, int], given: Properties) -> str:
    """Properties as an element, in the order of the schema; nothing where there are none."""
    if not given:
        return ""
    names = sorted(given, key=rank.__getitem__)
    return f"<w:{tag}>{''.join(element(name, given[name]) for name in names)}</w:{tag}>"


def element(name: str, held: str) -> str:
    """An element with its attributes, or with what is in it."""
    if held.startswith("<"):
        return f"<w:{name}>{held}</w:{name}>"
    return f"<w:{name} {held}/>" if held else f"<w:{name}/>"


def run(text: str, look: Properties | None = None) -> str:
    """A text in one look; nothing of no text."""
    if not text:
        return ""
    return f'<w:r>{ordered("rPr", R_RANK, look or {})}<w:t xml:space="preserve">{text_xml(text)}</w:t></w:r>'


def paragraph(content: str, style: str, more: Properties | None = None) -> str:
    """A paragraph of runs in a style, with what differs from it."""
    return f"<w:p>{ordered('pPr', P_RANK, {'pStyle': val(style), **(more or {})})}{content}</w:p>"


def written(text: str, style: str, more: Properties | None = None) -> str:
    """A paragraph of one text in a style."""
    return paragraph(run(text), style, more)


def val(value: str | int) -> str:
    """The one attribute that most properties have."""
    return f'w:val="{value}"'


def field(code: str) -> str:
    """A field that the office program works out, as the number of the page."""
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{part}</w:r>" for part in parts)


class Halves(dict[str, float]):
    """How far each character goes, by its size: a Chinese one as far as it is high, any other half as far."""

    def __missing__(self, char: str) -> float:
        self[char] = 1.0 if east_asian_width(char) in "WFA" else 0.5
        return self[char]


TEXT, TITLE = Measure(Halves(), 16, -0.2), Measure(Halves(), 22)
"""How wide text and titles are, in points."""


def breadth(text: str) -> int:
    """How wide a text is in halves of a Chinese character."""
    shown = literal(text)
    return len(shown) if shown.isascii() else sum(2 if east_asian_width(c) in "WFA" else 1 for c in shown)


def breadth_set(text: str) -> float:
    """The same as set, with the space that an office program puts between Chinese and figures."""
    return breadth(text) + _APART * len(_MEETING.findall(text))
