"""The parts of a word file that is the program's own from its first byte to its last."""

from __future__ import annotations

from collections.abc import Mapping

from ..document import Bulletin
from ..paper.packing import stamp_of
from .word_blocks import Body
from .word_form import general
from .word_letter import letter, plain, tables
from .word_sections import PLAIN_EDGE, feet_of, section
from .word_styles import PAGE, TYPE_TOP, WIDTH, fonts_xml, settings_xml, styles_xml
from .word_xml import HEADING, NAMESPACES, R, paragraph, text_xml

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
APP = (
    f'{HEADING}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>conduct</Application></Properties>"
).encode()
FORMS = {"general": general, "letter": letter, "plain": plain, "tables": tables}


def parts_of(document: Bulletin, body: Body) -> dict[str, bytes]:
    """All parts of the file, by name."""
    official = document.lang == "zh"
    body.width = WIDTH if official else PAGE[0] - 2 * PLAIN_EDGE
    feet = feet_of(document)
    content = "".join(FORMS[document.form](document, body, section(document, feet)))
    last = section(document, {} if document.form in ("general", "letter") else feet, TYPE_TOP)
    body_xml = f"{content}{paragraph('', 'BulletinEnd')}{last}"
    parts = {
        "word/document.xml": f"{HEADING}<w:document {NAMESPACES}><w:body>{body_xml}</w:body></w:document>".encode(),
        "word/styles.xml": styles_xml(document.lang),
        "word/settings.xml": settings_xml(document.lang),
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
    own = "".join(f'<Relationship Id="{code}" Type="{R}/{kind}" Target="{target}"/>' for code, (kind, target) in found.items())
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
