"""The office's own template: what it can name, what it may hold, and what its code may do."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from attrs import evolve
from docx import Document
from lxml import etree

from conduct.core.base.faults import Fault
from conduct.core.base.words import literal
from conduct.report.bulletin.word.office_render import answered
from conduct.report.bulletin.word.office_render import filled as filled_with
from conduct.report.bulletin.word.office_template import texts_of
from conduct.report.bulletin.word.word import write_docx
from tests.hostile import SHORT

from .bulletins import CODE
from .test_word import SAMPLES, W, made_of, notice, texts

Change = Callable[[dict[str, bytes]], None]
PLAIN = ("{{ office }}", "{{ number }}", "{{ title }}", "{{ to }}", "{{p body }}", "{{ signatory }} {{ date }}", "{{p annexes }}")


def template(folder: Path, *paragraphs: str, change: Change | None = None) -> Path:
    """A template of these paragraphs, its parts changed."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    stream = BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if change is not None:
        change(parts)
    path = folder / "office.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def filled(path: Path, sample: str = "notice") -> dict[str, bytes]:
    made = path.parent / "made.docx"
    write_docx(SAMPLES[sample](), made, path, ())
    with zipfile.ZipFile(made) as package:
        return {name: package.read(name) for name in package.namelist()}


def refused(path: Path, code: str) -> str:
    """What is said of a template that is refused, in English."""
    with pytest.raises(Fault) as caught:
        write_docx(notice(), path.parent / "made.docx", path, ())
    assert {problem.code for problem in caught.value.problems} == {code}
    assert all(problem.said("zh") for problem in caught.value.problems)
    assert not (path.parent / "made.docx").exists()
    return caught.value.said("en")


def test_a_template_is_filled_with_what_the_document_says(tmp_path: Path) -> None:
    made = filled(
        template(tmp_path, *PLAIN, "{% for note in annex_notes %}{{ loop.index }}：{{ note }}；{% endfor %}", "{{ qr }}")
    )
    said = texts(made)
    assert said[0] == notice().office
    assert notice().title in said
    assert "基本情况" in said
    assert "附件7" in said
    assert any("1：1. 2012年度信访工作考核名次表；" in text for text in said)
    assert CODE in said
    body = etree.fromstring(made["word/document.xml"])
    assert body.find(f"{W}body")[-1].tag == f"{W}sectPr"
    related = set(re.findall(r'Id="([^"]+)"', made["word/_rels/document.xml.rels"].decode()))
    assert set(re.findall(rb'r:embed="([^"]+)"', made["word/document.xml"])) <= {code.encode() for code in related}
    used = set(re.findall(rb'<w:pStyle w:val="([^"]+)"', made["word/document.xml"]))
    assert used <= set(re.findall(rb'w:styleId="([^"]+)"', made["word/styles.xml"]))


def test_a_template_filled_twice_is_the_same_bytes_and_has_no_clock(tmp_path: Path) -> None:
    path = template(tmp_path, *PLAIN)
    for name in ("one.docx", "two.docx"):
        write_docx(notice(), tmp_path / name, path, ())
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.docx") as package:
        assert {about.date_time for about in package.infolist()} == {(2013, 1, 31, 8, 0, 0)}
        core = package.read("docProps/core.xml").decode()
        assert "docProps/thumbnail.jpeg" not in package.namelist()
    assert "python-docx" not in core
    assert re.findall(r">(\d{4}-[^<]*)<", core) == ["2013-01-31T08:00:00Z"] * 2


def test_without_the_library_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    assert "docxtpl" in refused(template(tmp_path, *PLAIN), "extra-missing")


def test_the_offices_own_styles_go_before_ours(tmp_path: Path) -> None:
    document = Document()
    for text in PLAIN:
        document.add_paragraph(text)
    document.styles.add_style("公文正文", 1)
    document.save(tmp_path / "office.docx")
    own = next(style.style_id for style in Document(tmp_path / "office.docx").styles if style.name == "公文正文")
    made = filled(tmp_path / "office.docx")
    assert own != "BulletinText"
    assert f'<w:pStyle w:val="{own}"/>'.encode() in made["word/document.xml"]
    assert b'w:val="BulletinText"' not in made["word/document.xml"]


def test_values_in_a_template_are_literal(tmp_path: Path) -> None:
    path = template(
        tmp_path, *(f"{{{{ {name} }}}}" for name in texts_of(notice()) if not name.endswith("s")), *PLAIN[4:5], PLAIN[-1]
    )
    for name, text in SHORT.items():
        every = dict.fromkeys(("office", "number", "title", "signatory", "day", "subject"), text)
        given = texts_of(evolve(notice(), body=notice().body[:1], annexes=(), **every))
        made = filled_with(path.read_bytes(), given, {"body": "", "annexes": "", "check": "", "qr": ""})
        with zipfile.ZipFile(BytesIO(made)) as package:
            said = texts({"word/document.xml": package.read("word/document.xml")})
        assert said.count(literal(text)) >= 5, name


def test_every_hostile_text_of_a_body_is_literal_in_a_template(tmp_path: Path) -> None:
    write_docx(made_of(SHORT), tmp_path / "made.docx", template(tmp_path, *PLAIN), ())
    with zipfile.ZipFile(tmp_path / "made.docx") as package:
        said = texts({"word/document.xml": package.read("word/document.xml")})
    assert {literal(text) for text in SHORT.values()} <= set(said)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("{{ ''.__class__ }}", "template-forbidden"),
        ("{{ title.__class__.__mro__ }}", "template-forbidden"),
        ("{{ title|attr('__class__') }}", "template-syntax"),
        ("{{ title|safe }}", "template-syntax"),
        ("{{ title|center(99999999999) }}", "template-syntax"),
        ("{{ title.upper() }}", "template-forbidden"),
        ("{{ title.format() }}", "template-forbidden"),
        ("{{ cycler.__init__.__globals__ }}", "template-forbidden"),
        ("{{ self._TemplateReference__context }}", "template-forbidden"),
        ("{{ range(9) }}", "template-forbidden"),
        ("{% for i in range(10**9) %}x{% endfor %}", "template-forbidden"),
        ("{{ 10**9**9 }}", "template-forbidden"),
        ("{{ 'x' * 9999999999 }}", "template-forbidden"),
        ("{{ 1/0 }}", "template-fails"),
        ("{{ nothing }}", "template-unknown"),
        ("{% if nothing %}x{% endif %}", "template-unknown"),
        ("{% include '/etc/passwd' %}", "template-fails"),
        ("{% import 'os' as os %}", "template-fails"),
        ("{% extends '/etc/passwd' %}", "template-fails"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "template-forbidden"),
        ("{{ title", "template-syntax"),
        ("{% for a in annex_notes %}", "template-syntax"),
    ],
)
def test_a_templates_code_prints_what_it_is_given_and_does_nothing_else(code: str, what: str, tmp_path: Path) -> None:
    path = template(tmp_path, *PLAIN, code)
    wholes = {"body": "", "annexes": "", "check": "", "qr": ""}
    assert answered(path.read_bytes(), texts_of(notice()), wholes).get("code") == what


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("code", "what", "said"),
    [
        ("{{ ''.__class__ }}", "template-forbidden", "look at the attribute __class__"),
        ("{{ title.upper() }}", "template-forbidden", "call something"),
        ("{% for i in range(10**9) %}x{% endfor %}", "template-forbidden", "work out **"),
        ("{{ 1/0 }}", "template-fails", "division by zero"),
        ("{{ addressee }}", "template-unknown", "“addressee”"),
        ("{{ title", "template-syntax", "brackets"),
    ],
)
def test_code_that_cannot_be_is_told_in_a_sentence(code: str, what: str, said: str, tmp_path: Path) -> None:
    told = refused(template(tmp_path, *PLAIN, code), what)
    assert said in told
    assert "\n" not in told


def test_the_process_that_fills_a_template_opens_and_starts_nothing(tmp_path: Path) -> None:
    doing = ("open('x')", "__import__('colorsys')", "__import__('os').system('x')", "__import__('socket').socket()")
    for what in doing:
        start = "import sys; from conduct.report.bulletin.word import office_render as r; import os, socket; r._shut()"
        done = subprocess.run(
            [sys.executable, "-c", f"{start}; {what}"], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert "in a template" in done.stderr, what


@pytest.mark.slow
def test_a_template_that_goes_on_and_on_is_ended(tmp_path: Path) -> None:
    deep = "{% for a in annex_notes %}" * 12 + "x" + "{% endfor %}" * 12
    start = perf_counter()
    refused(template(tmp_path, *PLAIN, deep), "template-slow")
    assert perf_counter() - start < 15


@pytest.mark.parametrize(
    ("text", "code"),
    [("before {{ body }} after", "template-misplaced"), ("{{p check }}", "")],
)
def test_the_text_stands_in_a_paragraph_of_its_own(text: str, code: str, tmp_path: Path) -> None:
    path = template(tmp_path, *PLAIN, text)
    if code:
        refused(path, code)
    else:
        assert texts(filled(path)).count(CODE) == 2


@pytest.mark.parametrize("left_out", ["{{p body }}", "{{p annexes }}"])
def test_a_template_without_a_place_for_the_text_or_the_annexes_is_refused(left_out: str, tmp_path: Path) -> None:
    assert left_out in refused(template(tmp_path, *(p for p in PLAIN if p != left_out)), "template-lacks")


def _into(element: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", element.encode() + b"<w:sectPr", 1)

    return change


KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SETTINGS = "word/_rels/settings.xml.rels"


def _related(kind: str, target: str, mode: str = "External", to: str = "word/_rels/document.xml.rels") -> Change:
    tie = f'<Relationship Id="x1" Type="{KINDS}/{kind}" Target="{target}" TargetMode="{mode}"/>'

    def change(parts: dict[str, bytes]) -> None:
        none = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        parts[to] = parts.get(to, none).replace(b"</Relationships>", tie.encode() + b"</Relationships>")

    return change


def _part(name: str, kind: str, content: bytes = b"x") -> Change:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] = content
        override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)

    return change


def _prefixed(what: bytes) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        start = parts["word/document.xml"].index(b"<w:document")
        parts["word/document.xml"] = what + parts["word/document.xml"][start:]

    return change


def _macros(parts: dict[str, bytes]) -> None:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        kind, b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )


def _run(*pieces: str) -> str:
    return "<w:p>" + "".join(f"<w:r>{piece}</w:r>" for piece in pieces) + "</w:p>"


BEGIN, END = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'
SEPARATE = '<w:fldChar w:fldCharType="separate"/>'
OFFICE = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'

REFUSED: dict[str, tuple[Change, str]] = {
    "hyperlink": (_related("hyperlink", "http://h.invalid/"), "http://h.invalid/"),
    "remote picture": (_related("image", "http://h.invalid/x.png"), "image"),
    "attached template": (
        _related("attachedTemplate", "http://h.invalid/x.dotm", to=SETTINGS),
        "attachedTemplate",
    ),
    "internal to a server": (_related("image", "\\\\h.invalid\\x.png", "Internal"), "image"),
    "of a frame": (_related("frame", "file:///etc/passwd"), "frame"),
    "ole": (_related("oleObject", "embeddings/x.bin", "Internal"), "oleObject"),
    "chunk": (
        _into(f'<w:altChunk r:id="x" xmlns:r="{KINDS}"/>'),
        "altChunk",
    ),
    "object": (_into(_run(f'<w:object><o:OLEObject {OFFICE} Type="Link"/></w:object>')), "OLE"),
    "control": (_into(_run("<w:object><w:control/></w:object>")), "ActiveX"),
    "dde": (_into(_run(BEGIN, '<w:instrText>DDEAUTO c:\\\\windows "calc"</w:instrText>', END)), "DDEAUTO"),
    "dde in pieces": (_into(_run(BEGIN, "<w:instrText>DD</w:instrText>", "<w:instrText>EAUTO x</w:instrText>", END)), "DDEAUTO"),
    "field in a field": (
        _into(_run(BEGIN, "<w:instrText>PAGE</w:instrText>", BEGIN, "<w:instrText>INCLUDETEXT x</w:instrText>", END, END)),
        "INCLUDETEXT",
    ),
    "field after its result": (
        _into(_run(BEGIN, "<w:instrText>PAGE</w:instrText>", SEPARATE, "<w:instrText> DATE</w:instrText>", END)),
        "PAGE",
    ),
    "field that never ends": (_into(_run(BEGIN, "<w:instrText>LINK x</w:instrText>")), "LINK"),
    "field out of nowhere": (_into(_run("<w:instrText>LINK x</w:instrText>")), "LINK"),
    "field made by code": (_into(_run(BEGIN, "<w:instrText>{{ title }}</w:instrText>", END)), "field"),
    "field with a value": (_into(_run(BEGIN, "<w:instrText>PAGE {{ title }}</w:instrText>", END)), "field"),
    "simple field": (_into('<w:p><w:fldSimple w:instr="INCLUDEPICTURE http://h.invalid"/></w:p>'), "INCLUDEPICTURE"),
    "picture of a drawing": (
        _into(_run(f'<w:pict><v:imagedata {VML} src="http://h.invalid/x"/></w:pict>')),
        "drawing",
    ),
    "picture by reference": (_into(_run(f'<w:pict><v:imagedata {VML} {OFFICE} o:href="file:///x"/></w:pict>')), "drawing"),
    "mail merge": (_into("<w:mailMerge/>"), "mail merge"),
    "macros": (_macros, "macros"),
    "vba": (_part("word/vbaProject.bin", "application/vnd.ms-office.vbaProject"), "macros"),
    "embedded workbook": (
        _part("word/embeddings/x.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "spreadsheetml",
    ),
    "part without a kind": (_part("word/x.html", "text/html"), "text/html"),
    "entity": (_prefixed(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "entities"),
    "bomb of entities": (_prefixed(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'), "entities"),
    "broken": (_prefixed(b"<x>"), "cannot be read"),
    "instruction": (_prefixed(b'<?xml-stylesheet href="http://h.invalid"?>'), "instruction"),
    "xml as a picture": (_part("word/media/x.png", "image/png", b'<?xml version="1.0"?><x/>'), "XML"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_reaches_out_of_a_template_or_does_anything_is_refused_by_name(name: str, tmp_path: Path) -> None:
    change, said = REFUSED[name]
    assert said in refused(template(tmp_path, *PLAIN, change=change), "template-holds")


def test_a_field_of_the_pages_number_is_kept(tmp_path: Path) -> None:
    pieces = _run(BEGIN, "<w:instrText> PAGE  \\* MERGEFORMAT </w:instrText>", SEPARATE, "<w:t>1</w:t>", END)
    simple = '<w:p><w:fldSimple w:instr="NUMPAGES \\# &quot;0&quot;"/></w:p>'
    made = filled(template(tmp_path, *PLAIN, change=_into(pieces + simple)))
    assert b"PAGE" in made["word/document.xml"]


def test_everything_that_is_wrong_with_a_template_is_said_at_once(tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        for name in ("hyperlink", "chunk", "dde"):
            REFUSED[name][0](parts)

    said = refused(template(tmp_path, *PLAIN, change=change), "template-holds")
    assert len(said.splitlines()) == 3


@pytest.mark.parametrize("content", [b"", b"PK", b"not a package", b"{\\rtf1}", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_docx_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "office.docx"
    path.write_bytes(content)
    refused(path, "template-no-docx")


def test_a_template_that_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    refused(tmp_path / "office.docx", "template-cannot-read")
    (tmp_path / "office.docx").mkdir()
    refused(tmp_path / "office.docx", "template-cannot-read")


def test_a_package_that_swells_is_refused(tmp_path: Path) -> None:
    path = template(tmp_path, *PLAIN, change=_part("word/media/x.png", "image/png", b"\0" * 60_000_000))
    refused(path, "template-too-large")
    path = template(tmp_path, *PLAIN, change=lambda parts: parts.update({f"word/{n}.xml": b"<x/>" for n in range(600)}))
    refused(path, "template-too-large")


def test_odd_names_in_a_package_are_refused(tmp_path: Path) -> None:
    for name in ("../x.xml", "/x.xml", "word\\x.xml", "WORD/document.xml"):
        refused(template(tmp_path, *PLAIN, change=lambda parts, name=name: parts.update({name: b"<x/>"})), "template-no-docx")
