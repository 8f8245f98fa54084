"""A document in the office's own template (.docx): what stands between ``{{`` and ``}}`` there becomes what the document says.

The text and the annexes stand where a paragraph alone is ``{{p body }}`` and ``{{p annexes }}``; the code as a picture where
``{{ qr }}`` is. The program's styles are added where the template has none of their names.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from conduct.core.base.faults import fault
from conduct.core.base.words import Words

from ..document import Bulletin
from ..paper.frame import addressee, annex_notes, copies, printing
from ..paper.packing import packed
from .office_package import parsed, parts_of_template, refuse
from .word_blocks import Body
from .word_form import signatories
from .word_package import APP, RELATIONS, core_xml
from .word_styles import WIDTH, style_xml, styles_of
from .word_xml import NAMESPACES, R, W

if TYPE_CHECKING:
    from lxml.etree import _Element

SECONDS = 10
"""How long the filling of a template may take."""

_MARK = "\ue000"
"""What no text holds, since it is printed by its number: it marks the places of what is put in afterwards."""
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from conduct.report.bulletin.word.office_render import main; main()"
)
_NAMED = re.compile(r"'([^']*)'")
_BLOCKS = ("body", "annexes", "check")
_NEEDED = ("body", "annexes")


def texts_of(document: Bulletin) -> dict[str, object]:
    """What a template can name: the texts of a document. ``annex_notes``, ``signatories`` are lists; the rest is text."""
    by, on = printing(document)
    return {
        "office": document.office,
        "number": document.number,
        "title": document.title,
        "marking": "　".join(document.markings) if document.lang == "zh" else "; ".join(document.markings),
        "to": addressee(document),
        "annex_word": annex_notes(document)[0],
        "annex_notes": list(annex_notes(document)[1]),
        "signatory": document.signatory,
        "signatories": signatories(document),
        "date": document.day,
        "distribution": copies(document),
        "printed_by": by,
        "printed_on": on,
        "code": document.check.code or "",
        "unit": document.unit or "",
        "subject": document.subject,
    }


def in_template(document: Bulletin, template: Path, body: Body) -> dict[str, bytes]:
    """The parts of a document in the office's template. Raises `Fault` ``template-…`` and ``extra-missing``."""
    parts = parts_of_template(template)
    path = str(template)
    if any(_MARK.encode() in content for name, content in parts.items() if name.endswith(".xml")):
        raise fault("template-holds", path=path, what=_words_of_mark(), part="word/document.xml")
    wholes = {name: f'<w:p><w:pPr><w:pStyle w:val="{_MARK}{name}"/></w:pPr></w:p>' for name in _BLOCKS}
    wholes["qr"] = f'</w:t></w:r><w:r><w:t>{_MARK}qr</w:t></w:r><w:r><w:t xml:space="preserve">'
    made = _filled(packed(parts, ""), {"texts": texts_of(document), "wholes": wholes}, path)
    refuse(made, path)
    root = parsed(made["word/document.xml"])
    body.width = _width_of(root)
    names = _styled(made, document)
    _put_in(root, document, body, (path, names))
    made["word/document.xml"] = _written(root)
    if any(_MARK.encode() in content for content in made.values()):
        raise fault("template-misplaced", path=path)
    _add_pictures(made, body)
    made["docProps/core.xml"], made["docProps/app.xml"] = core_xml(document), APP
    for name in ("docProps/thumbnail.jpeg", "docProps/thumbnail.emf", "docProps/thumbnail.wmf"):
        _dropped(made, name)
    return made


def _words_of_mark() -> Words:
    return Words("私用字符 U+E000", "the private character U+E000")


def _filled(template: bytes, given: dict[str, object], path: str) -> dict[str, bytes]:
    """The template as a process of its own fills it, within its time."""
    if find_spec("docxtpl") is None:
        raise fault("extra-missing", package="docxtpl", extra="report")
    said = json.dumps({"template": b64encode(template).decode(), **given})
    command = [sys.executable, "-I", "-c", _START, json.dumps(sys.path)]
    try:
        done = subprocess.run(command, input=said.encode(), capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise fault("template-slow", path=path, seconds=SECONDS) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise fault("template-slow", path=path, seconds=SECONDS) from None
    if "made" in answer:
        with ZipFile(BytesIO(b64decode(answer["made"]))) as package:
            return {about.filename: package.read(about) for about in package.infolist()}
    why = str(answer["why"])
    if answer["code"] == "template-unknown":
        named = _NAMED.search(why)
        raise fault("template-unknown", path=path, name=named[1] if named else why, known=_known(given))
    if answer["code"] == "template-forbidden":
        raise fault("template-forbidden", path=path, why=_wanted(why))
    if answer["code"] == "template-syntax":
        raise fault("template-syntax", path=path, why=why)
    if answer["code"] == "template-slow":
        raise fault("template-slow", path=path, seconds=SECONDS)
    raise fault("template-fails", path=path, why=why)


def _wanted(why: str) -> Words:
    """What the code of a template wanted to do, in words."""
    what, _, which = why.partition(" ")
    if what == "attribute":
        return Words(f"读取内部属性 {which}", f"look at the attribute {which}")
    return Words("调用函数", "call something") if what == "call" else Words(f"作 {which} 运算", f"work out {which}")


def _known(given: dict[str, object]) -> str:
    """The names that a template can name."""
    return ", ".join(name for held in given.values() if isinstance(held, dict) for name in held)


def _put_in(root: _Element, document: Bulletin, body: Body, about: tuple[str, dict[str, str]]) -> None:
    """Puts the text, the annexes and the code's picture where the template has their places."""
    path, names = about
    makers = {
        "body": lambda: body.blocks(document.body),
        "annexes": lambda: body.annexes(document),
        "check": lambda: body.check(document.check),
    }
    found: set[str] = set()
    for style in list(root.iter(f"{{{W}}}pStyle")):
        code = style.get(f"{{{W}}}val", "")
        if not code.startswith(_MARK):
            continue
        place = style.getparent().getparent()
        holder = place.getparent()
        if holder.tag not in (f"{{{W}}}body", f"{{{W}}}tc", f"{{{W}}}sdtContent"):
            raise fault("template-misplaced", path=path)
        found.add(code.removeprefix(_MARK))
        _replaced(place, _elements(makers[code.removeprefix(_MARK)](), names))
    for text in list(root.iter(f"{{{W}}}t")):
        if text.text == f"{_MARK}qr":
            run = text.getparent()
            drawn = body.qr(document.check.code) if document.check.code else ""
            _replaced(run, _elements([drawn] if drawn else [], names))
    for name in _NEEDED:
        if name not in found:
            raise fault("template-lacks", path=path, name=f"{{{{p {name} }}}}")


def _elements(pieces: Iterable[str], names: dict[str, str]) -> list[_Element]:
    """Pieces of XML as elements, with the template's own names of styles."""
    from lxml import etree

    content = "".join(pieces)
    for code, own in names.items():
        content = content.replace(f'<w:pStyle w:val="{code}"/>', f'<w:pStyle w:val="{own}"/>')
    return list(etree.fromstring(f"<w:body {NAMESPACES}>{content}</w:body>"))


def _replaced(place: _Element, elements: list[_Element]) -> None:
    holder = place.getparent()
    at = holder.index(place)
    holder.remove(place)
    for n, element in enumerate(elements):
        holder.insert(at + n, element)


def _width_of(root: _Element) -> int:
    """How wide the text of the template's last section is, in twips."""
    section = next(iter(root.findall(f"{{{W}}}body/{{{W}}}sectPr")), None)
    size = section.find(f"{{{W}}}pgSz") if section is not None else None
    edges = section.find(f"{{{W}}}pgMar") if section is not None else None
    if size is None or edges is None:
        return WIDTH
    figures = [found.get(f"{{{W}}}{name}", "0") for found, name in ((size, "w"), (edges, "left"), (edges, "right"))]
    wide, left, right = (int(figure) if figure.lstrip("-").isdigit() else 0 for figure in figures)
    return max(wide - left - right, 2000)


def _styled(made: dict[str, bytes], document: Bulletin) -> dict[str, str]:
    """Adds the styles that the template lacks; gives the template's own by the codes of ours whose names they bear."""
    from lxml import etree

    if "word/styles.xml" not in made:
        return {}
    root = parsed(made["word/styles.xml"])
    ids, named = set(), {}
    for style in root.iter(f"{{{W}}}style"):
        code, name = style.get(f"{{{W}}}styleId", ""), style.find(f"{{{W}}}name")
        ids.add(code)
        named[name.get(f"{{{W}}}val", "") if name is not None else ""] = code
    own: dict[str, str] = {}
    for style in styles_of(document.lang):
        found = named.get(style.name) or named.get(style.code)
        if found is not None:
            own[style.code] = found
        elif style.code not in ids:
            root.append(etree.fromstring(f"<w:x {NAMESPACES}>{style_xml(style, document.lang)}</w:x>")[0])
    made["word/styles.xml"] = _written(root)
    return own


def _add_pictures(made: dict[str, bytes], body: Body) -> None:
    """Adds the pictures that stand in the text, with their relations and their kind."""
    from lxml import etree

    if not body.pictures.parts:
        return
    relations = parsed(made["word/_rels/document.xml.rels"])
    for code, png in body.pictures.parts.items():
        made[f"word/media/{code}.png"] = png
        tie = {"Id": code, "Type": f"{R}/image", "Target": f"media/{code}.png"}
        etree.SubElement(relations, f"{{{RELATIONS}}}Relationship", tie)
    made["word/_rels/document.xml.rels"] = _written(relations)
    kinds = parsed(made["[Content_Types].xml"])
    space = kinds.tag.rsplit("}", 1)[0] + "}"
    if not any(e.get("Extension", "").lower() == "png" for e in kinds.iter(f"{space}Default")):
        kinds.insert(0, etree.Element(f"{space}Default", {"Extension": "png", "ContentType": "image/png"}))
        made["[Content_Types].xml"] = _written(kinds)


def _dropped(made: dict[str, bytes], name: str) -> None:
    """Drops a part, such as the picture of what the template once looked like."""
    if made.pop(name, None) is None:
        return
    relations = parsed(made["_rels/.rels"])
    for relation in list(relations):
        if relation.get("Target", "").lstrip("/") == name:
            relations.remove(relation)
    made["_rels/.rels"] = _written(relations)


def _written(root: _Element) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
