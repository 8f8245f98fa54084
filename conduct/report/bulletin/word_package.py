"""The parts of a word file that is the program's own from its first byte to its last."""

from __future__ import annotations

from collections.abc import Mapping

from .document import Bulletin
from .packing import stamp_of
from .word_blocks import Body
from .word_form import general
from .word_letter import letter, letter_foot, letter_head, letter_head_from, margins, page_number, plain, tables
from .word_styles import MM, PAGE, WIDTH, fonts_xml, settings_xml, styles_xml
from .word_xml import HEADING, NAMESPACES, paragraph, text_xml

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
APP = (
    f'{HEADING}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>conduct</Application></Properties>"
).encode()
FORMS = {"general": general, "letter": letter, "plain": plain, "tables": tables}
FOOTER = round(25.07 * MM)
"""How far the foot stands above the page's lower edge, so that the dashes of its number are 7 mm under the type area (7.5)."""


def parts_of(document: Bulletin, body: Body) -> dict[str, bytes]:
    """All parts of the file, by name."""
    official = document.lang == "zh"
    body.width = WIDTH if official else PAGE[0] - 2 * round(25 * MM)
    content = "".join(FORMS[document.form](document, body))
    feet = _feet(document)
    body_xml = f"{content}{paragraph('', 'BulletinEnd')}{_section(document, feet)}"
    parts = {
        "word/document.xml": f"{HEADING}<w:document {NAMESPACES}><w:body>{body_xml}</w:body></w:document>".encode(),
        "word/styles.xml": styles_xml(document.lang),
        "word/settings.xml": settings_xml(document.lang, official),
        "word/fontTable.xml": fonts_xml(),
        "docProps/core.xml": core_xml(document),
        "docProps/app.xml": APP,
    }
    for name, (kind, text) in feet.items():
        tag = "hdr" if kind.startswith("header") else "ftr"
        parts[f"word/{name}.xml"] = f"{HEADING}<w:{tag} {NAMESPACES}>{text}</w:{tag}>".encode()
    parts |= {f"word/media/{code}.png": png for code, png in body.pictures.parts.items()}
    parts["word/_rels/document.xml.rels"] = _relations(
        {
            "styles": ("styles", "styles.xml"),
            "settings": ("settings", "settings.xml"),
            "fontTable": ("fontTable", "fontTable.xml"),
            **{name: (kind.split()[0], f"{name}.xml") for name, (kind, _) in feet.items()},
            **{code: ("image", f"media/{code}.png") for code in body.pictures.parts},
        }
    )
    parts["_rels/.rels"] = _relations(
        {"document": ("officeDocument", "word/document.xml"), "app": ("extended-properties", "docProps/app.xml")},
        f'<Relationship Id="core" Type="{RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/>',
    )
    parts["[Content_Types].xml"] = _content_types(parts)
    return parts


def _feet(document: Bulletin) -> dict[str, tuple[str, str]]:
    """The heads and feet of the pages by the names of their parts: what each is, and what it holds."""
    feet = {"footer1": ("footer default", page_number(True, document.lang))}
    if document.lang == "zh":
        feet["footer2"] = ("footer even", page_number(False, document.lang))
    if document.form == "letter":
        feet["header3"] = ("header first", letter_head(document))
        feet["footer3"] = ("footer first", letter_foot())
    return feet


def _section(document: Bulletin, feet: Mapping[str, tuple[str, str]]) -> str:
    """The properties of the pages."""
    found = sorted((kind.split()[0] != "header", name, kind) for name, (kind, _) in feet.items())
    refs = "".join(f'<w:{kind.split()[0]}Reference w:type="{kind.split()[1]}" r:id="{name}"/>' for _, name, kind in found)
    header = letter_head_from(document) if document.form == "letter" else 850
    first = "<w:titlePg/>" if document.form == "letter" else ""
    page = f'<w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/>{margins(document, header, FOOTER if document.lang == "zh" else 720)}'
    return f'<w:sectPr>{refs}{page}<w:cols w:space="425"/>{first}</w:sectPr>'


def core_xml(document: Bulletin) -> bytes:
    """The properties of the document: what it is, whose, and the time of its facts."""
    stamp = stamp_of(document.made_on)
    when = "".join(f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{what}>' for what in ("created", "modified"))
    return (
        f'{HEADING}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text_xml(document.title)}</dc:title><dc:subject>{text_xml(document.subject)}</dc:subject>"
        f"<dc:creator>{text_xml(document.office)}</dc:creator>{when}"
        f"<dc:language>{'zh-CN' if document.lang == 'zh' else 'en-GB'}</dc:language></cp:coreProperties>"
    ).encode()


def _relations(found: Mapping[str, tuple[str, str]], more: str = "") -> bytes:
    own = "".join(
        f'<Relationship Id="{code}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for code, (kind, target) in found.items()
    )
    return f'{HEADING}<Relationships xmlns="{RELATIONS}">{own}{more}</Relationships>'.encode()


def _content_types(parts: Mapping[str, bytes]) -> bytes:
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
    types = {
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    for name in parts:
        stem = name.removeprefix("word/").removesuffix(".xml")
        if name.startswith("word/") and name.endswith(".xml"):
            types[name] = f"{_TYPES}.{kinds.get(stem, stem.rstrip('123'))}+xml"
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'{HEADING}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{overrides}</Types>"
    ).encode()
