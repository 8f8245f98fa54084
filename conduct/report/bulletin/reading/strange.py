"""What no document has and a file may: text that is hidden or drawn over, notes, fields, formulas; found by format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

Strange = tuple[str, str]
"""What it is, by its code, and the text or part that it is about."""
MOST = 200
"""How many are told."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHITE = re.compile("(?i)(?:FF)?F[9A-F]F[9A-F]F[9A-F]")
_LEAST_SIZE = 8  # half points, below which nobody reads a text
_HIDDEN = ("vanish", "webHidden", "specVanish")
_CHANGED = ("ins", "del", "moveFrom", "moveTo")
_NOTED = ("commentReference", "footnoteReference", "endnoteReference")
_BOXES = ("txbxContent", "textbox", "altChunk", "object", "control", "textpath")
_PAGES = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[^{}]*")


def in_word(root: ElementTree.Element, part: str) -> Iterator[Strange]:
    """What is strange in a part of a .docx file."""
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        own = element.get(f"{_W}val")
        if name in _HIDDEN and own not in ("0", "false", "off"):
            yield "hidden", part
        elif name == "color" and own is not None and _WHITE.fullmatch(own):
            yield "white", part
        elif name in _CHANGED and str(element.tag).startswith(_W) and _text(element):
            yield "changed", _text(element)
        elif name in _NOTED:
            yield "noted", part
        elif name in _BOXES:
            yield "box", _text(element)
        elif (name == "fldSimple" and not _PAGES.fullmatch(element.get(f"{_W}instr") or "")) or (
            name in ("instrText", "delInstrText") and (element.text or "").strip() and not _PAGES.fullmatch(element.text or "")
        ):
            yield "field", (element.get(f"{_W}instr") or element.text or "").strip()
    for run in root.iter(f"{_W}r"):
        size = run.find(f"{_W}rPr/{_W}sz")
        value = size.get(f"{_W}val") if size is not None else None
        if value is not None and value.isdigit() and int(value) < _LEAST_SIZE and _text(run):
            yield "tiny", _text(run)


def in_styles(styles: ElementTree.Element, document: ElementTree.Element) -> Iterator[Strange]:
    """What is strange in the styles that a document uses, and in those that they are based on."""
    by_id = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
    left = [one.get(f"{_W}val") for kind in ("pStyle", "rStyle") for one in document.iter(f"{_W}{kind}")]
    left += [code for code, style in by_id.items() if style.get(f"{_W}default") == "1"]
    seen = set[str | None]()
    while left:
        code = left.pop()
        if code in by_id and code not in seen:
            seen.add(code)
            yield from in_word(by_id[code], "word/styles.xml")
            left += [one.get(f"{_W}val") for one in by_id[code].iter(f"{_W}basedOn")]


def _text(element: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in element.iter() if str(one.tag).rpartition("}")[2] in ("t", "delText"))[:200]


_QUOTED = re.compile(r'"[^"]*"')
_FORM = re.compile(r"General|@|[-(]?(#,##0|0)(\.0+)?( ?%)?\)?|(\[\$-[0-9A-Fa-f]+\])?[ymd/\- ]+")


def in_book(parts: Mapping[str, bytes]) -> Iterator[Strange]:
    """What is strange in the parts of an .xlsx file."""
    for name, content in parts.items():
        if re.search(r"xl/(comments|threadedComments|externalLinks|macrosheets|dialogsheets|embeddings|activeX)", name):
            yield "noted", name
        elif name.startswith("xl/drawings/") and name.endswith(".xml"):
            if re.search(rb"<(?:\w+:)?txBody\b", content):
                yield "box", " ".join(re.findall(r"<a:t>([^<]*)</a:t>", content.decode("utf-8", "replace")))[:200] or name
        elif name == "xl/workbook.xml":
            for sheet in re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", content):
                if re.search(rb'state\s*=\s*["\'](?:veryH|h)idden', sheet):
                    yield "hidden", name
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield from _in_sheet(name, content)
        elif name == "xl/styles.xml":
            yield from _in_styles(content)


def _in_sheet(name: str, content: bytes) -> Iterator[Strange]:
    if re.search(rb'<(?:\w+:)?row\b[^>]*\b(?:hidden|zeroHeight)\s*=\s*["\'](?:1|true)', content):
        yield "hidden", name
    for column in re.findall(rb"<(?:\w+:)?col\b[^>]*>", content):
        first = re.search(rb'\bmin\s*=\s*["\'](\d+)', column)
        if first is not None and re.search(rb'\bhidden\s*=\s*["\'](?:1|true)', column):
            yield "hidden-column", f"{name} {int(first[1])}"
    if re.search(rb"<(?:\w+:)?(?:conditionalFormatting|x14:conditionalFormatting)\b", content):
        yield "conditional", name
    if re.search(rb"<(?:\w+:)?f\b[^>]*>", content):
        yield "formula", name


def _in_styles(content: bytes) -> Iterator[Strange]:
    root = ElementTree.fromstring(content)
    for one in root.iter():
        tag = str(one.tag).rpartition("}")[2]
        if tag == "numFmt":
            form = one.get("formatCode") or ""
            sections = [section.strip() for section in _QUOTED.sub("", form).split(";")]
            if len(sections) > 2 or not all(_FORM.fullmatch(section) for section in sections) or ("@" in form and form != "@"):
                yield "format", form
        elif tag == "font":
            for color in one.iter():
                if str(color.tag).endswith("}color") and _WHITE.fullmatch(color.get("rgb") or ""):
                    yield "white", "xl/styles.xml"


def in_page_of_pdf(page: Any, number: int) -> Iterator[Strange]:
    """What is strange on a page of a .pdf file: annotations, images, and letters that are white, tiny or over others."""
    if page.annots:
        yield "noted", str(number)
    if page.images:
        yield "image", str(number)
    over, white, tiny = list[str](), list[str](), list[str]()
    stood: dict[tuple[int, int], Mapping[str, float]] = {}
    for char in page.chars:
        said = char["text"]
        if not said.strip():
            continue
        if char["size"] < _LEAST_SIZE / 2 or char["x1"] <= char["x0"]:
            tiny.append(said)
        if _is_white(char.get("non_stroking_color")):
            white.append(said)
        place = round((char["x0"] + char["x1"]) / 4), round((char["top"] + char["bottom"]) / 4)
        if place in stood and _covers(char, stood[place]):
            over.append(said)
        stood[place] = char
    for code, found in (("over", over), ("white", white), ("tiny", tiny)):
        if found:
            yield code, f"{number} {''.join(found)[:100]}"


def _covers(char: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Whether a letter stands on most of another, and not beside it as two narrow ones do."""
    for first, last in (("x0", "x1"), ("top", "bottom")):
        shared = min(char[last], other[last]) - max(char[first], other[first])
        if shared < 0.6 * min(char[last] - char[first], other[last] - other[first]):
            return False
    return True


def _is_white(color: object) -> bool:
    if isinstance(color, int | float):
        return color > 0.95
    if isinstance(color, Iterable) and not isinstance(color, str):
        parts = [part for part in color if isinstance(part, int | float)]
        return (len(parts) in (1, 3) and min(parts) > 0.95) or (len(parts) == 4 and max(parts) < 0.05)
    return False


def told(found: Iterable[Strange]) -> list[Strange]:
    """Each once, and no more than so many."""
    return list(Counter(found))[:MOST]
