"""Word files as an office suite sets them, measured on the rendered page: the form of an official document."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from conduct.report.bulletin.document import Annex, Bulletin, Paragraph
from conduct.report.bulletin.pdf.faces import available
from conduct.report.bulletin.word.word import write_docx
from conduct.report.bulletin.word.word_styles import FACES
from tests.hostile import SHORT
from tests.report import bulletins
from tests.report import measured as m

from .test_typeset import MARKINGS, OFFICES, _notice, addressees, check_form, check_marked

pytestmark = pytest.mark.slow

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{folders}{instead}</fontconfig>"""
_INSTEAD = """<match target="pattern"><test name="family"><string>{official}</string></test>
<edit name="family" mode="prepend" binding="same"><string>{there}</string></edit></match>"""


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where an office suite keeps what is its own, and which faces stand in for the official ones: those of the standard's roles
    that are here."""
    home = tmp_path_factory.mktemp("suite")
    first = {role: faces[0] for role, faces in available(()).items()}
    folders = sorted({str(Path(face.path).parent) for face in first.values()})
    here = {
        "folders": "".join(f"<dir>{folder}</dir>" for folder in folders),
        "instead": "".join(
            _INSTEAD.format(official=name, there=first[role].names[0].removesuffix(" Bold")) for role, name in FACES.items()
        ),
    }
    (home / "fonts.conf").write_text(_FONTS.format(**here), encoding="utf-8")
    return {"FONTCONFIG_FILE": str(home / "fonts.conf"), "HOME": str(home), "PROFILE": f"file://{home}/profile"}


def set_by(suite: dict[str, str], documents: dict[str, Bulletin], folder: Path, faces: bool = True) -> Iterator[Path]:
    """Documents as the suite sets them, one after another; without ``faces`` with what stands in for faces that are nowhere."""
    for name, document in documents.items():
        write_docx(document, folder / f"{name}.docx", None, ())
    yield from converted(suite, list(documents), folder, faces)


def converted(suite: dict[str, str], names: list[str], folder: Path, faces: bool = True) -> Iterator[Path]:
    """Word files as the suite sets them."""
    files = [str(folder / f"{name}.docx") for name in names]
    command = [
        "soffice",
        f"-env:UserInstallation={suite['PROFILE']}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    environment = {**os.environ, **({"FONTCONFIG_FILE": suite["FONTCONFIG_FILE"]} if faces else {})}
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=300, env=environment)
    for name in names:
        yield folder / f"{name}.pdf"


def _measured(suite: dict[str, str], document: Bulletin, folder: Path) -> list[m.Sheet]:
    return m.measured(next(set_by(suite, {"made": document}, folder)))


@pytest.mark.parametrize("faces", [True, False])
def test_a_notice_has_the_form_of_an_official_document(suite: dict[str, str], faces: bool, tmp_path: Path) -> None:
    document = bulletins.notice()
    path = next(set_by(suite, {"notice": document}, tmp_path, faces))
    sheets = m.measured(path)
    if faces:
        check_form(sheets, path, document)
    assert m.head(sheets).below == pytest.approx(35, abs=0.5)
    assert m.number(sheets).rule_below == pytest.approx(4, abs=0.5)
    for page in m.margins(sheets)[1:]:
        assert page.top == pytest.approx(37, abs=1)
        assert page.left > (27 if page.number % 2 else 25)
        assert page.right > (25 if page.number % 2 else 27)
    assert len(m.signature(sheets).names) == 2


def test_a_joint_document_has_each_office_on_a_line_of_its_head(suite: dict[str, str], tmp_path: Path) -> None:
    document = evolve(_notice(), office="江苏省保险行业协会、江苏省信访局")
    sheets = _measured(suite, document, tmp_path)
    assert m.head(sheets).below == pytest.approx(35, abs=0.5)
    assert m.number(sheets).blank_lines == pytest.approx(2, abs=0.5)
    lines = [line for line in sheets[0].lines if line.red]
    assert [line.text for line in lines] == ["江苏省保险行业协会", "江苏省信访局"]
    assert lines[1].left == pytest.approx(lines[0].left, abs=0.5)
    assert lines[1].right == pytest.approx(lines[0].right, abs=0.5)


def test_a_full_page_has_22_lines_of_28_characters(suite: dict[str, str], tmp_path: Path) -> None:
    document = evolve(_notice(), body=(Paragraph("办" * 1500),))
    full = m.fullness(_measured(suite, document, tmp_path))
    assert (full.lines, full.characters) == (22, 28)
    assert full.width == pytest.approx(156, abs=0.3)
    assert full.pitch == pytest.approx(28.95, abs=0.06)


def test_what_is_signed_is_never_alone_on_a_page(suite: dict[str, str], tmp_path: Path) -> None:
    documents = {
        f"n{lines}{'s' if sealed else 'u'}": _notice(lines=lines, annexes=lines % 8, sealed=sealed)
        for lines in range(0, 34, 2)
        for sealed in (True, False)
    }
    for document, path in zip(documents.values(), set_by(suite, documents, tmp_path), strict=True):
        check_form(m.measured(path), path, document)


def test_a_figure_is_not_broken_at_the_end_of_a_line(suite: dict[str, str], tmp_path: Path) -> None:
    paragraphs = tuple(Paragraph("计" * n + "200900000000元，得0.495441分，于2012年12月31日截止") for n in range(14, 26))
    said = m.text_of(_measured(suite, evolve(_notice(), body=paragraphs), tmp_path))
    assert said.count("200900000000") == said.count("0.495441") == len(paragraphs)


@pytest.mark.parametrize("names", range(1, len(OFFICES) + 1))
def test_several_sign_each_on_its_name(suite: dict[str, str], names: int, tmp_path: Path) -> None:
    document = _notice(names=names)
    sheets = _measured(suite, document, tmp_path)
    signature = m.signature(sheets)
    assert signature.lines_of_text >= 1
    assert signature.day_from_right == pytest.approx(4, abs=0.3)
    assert signature.off_centre == pytest.approx(0, abs=0.3)
    said = m.text_of(sheets)
    for name in document.signatory.split("、"):
        assert name in said or all(part in said for part in (name[:4], name[-4:]))
    for line in sheets[signature.page - 1].inside:
        assert line.right < sheets[signature.page - 1].right + 0.5


def test_the_foot_stands_on_the_last_line_however_long_the_distribution_is(suite: dict[str, str], tmp_path: Path) -> None:
    short, long = "江苏省信访局", "，".join(f"江苏省第{n}地区保险公司信访工作领导小组办公室" for n in range(1, 9))
    documents = {
        "short": _notice(distribution=short),
        "long": _notice(distribution=long),
        "alone": _notice(distribution=long, printing=None),
        "printed": _notice(distribution=""),
    }
    for document, path in zip(documents.values(), set_by(suite, documents, tmp_path), strict=True):
        check_form(m.measured(path), path, document)


def test_however_many_it_goes_to_page_one_shows_its_title_and_text(suite: dict[str, str], tmp_path: Path) -> None:
    documents = {f"to{n}": _notice(to=addressees(n)) for n in (3, 8, 12, 18, 30, 45)}
    for document, path in zip(documents.values(), set_by(suite, documents, tmp_path), strict=True):
        sheets = m.measured(path)
        check_form(sheets, path, document)
        said = re.sub(r"—\d+—", "", m.text_of(sheets).replace("\n", ""))
        assert all(name in said for name in document.to.split("、"))
        assert all(line.bottom < m.BOTTOM + 1 for sheet in sheets for line in sheet.inside)


def test_what_a_word_file_is_marked_as_stands_at_the_left_above_all_else(suite: dict[str, str], tmp_path: Path) -> None:
    documents = {"general": evolve(_notice(), markings=MARKINGS), "letter": evolve(bulletins.letter(), markings=MARKINGS)}
    for form, path in zip(documents, set_by(suite, documents, tmp_path), strict=True):
        sheets = m.measured(path)
        check_marked(sheets, form)
        if form == "general":
            check_form(sheets, path, documents[form])


def test_names_of_several_who_sign_stay_whole_in_a_word_file(suite: dict[str, str], tmp_path: Path) -> None:
    signs = ("某某省电力公司", "某某省纪检监察组", "某某省总工会", "某某省人民政府办公厅")
    documents = {f"sig{n}": evolve(_notice(), signatory="、".join(signs[:n])) for n in (2, 3, 4)}
    for n, path in zip((2, 3, 4), set_by(suite, documents, tmp_path), strict=True):
        assert m.signature(m.measured(path)).names == signs[:n]


def test_an_official_letter_has_its_name_between_double_rules(suite: dict[str, str], tmp_path: Path) -> None:
    sheets = _measured(suite, bulletins.letter(), tmp_path)
    ink = sheets[0].ink(0, 0, 210, 43, red=True)
    assert ink is not None
    assert ink[1] == pytest.approx(30, abs=0.7)
    red = [rule for rule in sheets[0].rules if rule.red]
    assert {round(rule.length) for rule in red} == {170}
    assert {round(rule.left) for rule in red} == {20}
    assert max(rule.y for rule in red) == pytest.approx(277, abs=2)
    assert [page.page for page in m.page_numbers(sheets)] == list(range(2, len(sheets) + 1))


def test_a_table_begins_where_the_type_area_does_and_repeats_its_header(suite: dict[str, str], tmp_path: Path) -> None:
    grid = bulletins.standings(units=tuple(f"第{n}家保险公司江苏分公司" for n in range(120)))
    document = _notice(lines=3, title="关于考核情况的通报")
    document = evolve(document, annexes=(Annex("名次表", (grid,)),))
    sheets = _measured(suite, document, tmp_path)
    going_on = [sheet for sheet in sheets if sheet.inside and sheet.inside[0].text.startswith("名次单位")]
    assert len(going_on) >= 2
    for page in m.margins(going_on):
        assert page.top == pytest.approx(37, abs=0.5)


@pytest.mark.parametrize("sample", ["letter", "decision", "data", "english", "gapped"])
def test_every_kind_of_document_is_set_with_every_glyph(suite: dict[str, str], sample: str, tmp_path: Path) -> None:
    path = next(set_by(suite, {sample: bulletins.SAMPLES[sample]()}, tmp_path))
    faces = m.faces(path)
    assert faces.missing == 0
    assert faces.not_embedded == ()


def test_an_office_suite_reads_hostile_texts_as_text(suite: dict[str, str], tmp_path: Path) -> None:
    document = bulletins.made_of({name: text for name, text in SHORT.items() if len(text) < 200})
    said = m.text_of(m.measured(next(set_by(suite, {"hostile": document}, tmp_path))))
    for text in ("{{7*7}}", "=1+1", "<script>alert('h')</script>", "DDEAUTO", "#read("):
        assert text in said


def test_the_offices_template_is_set_with_its_own_head_and_page_numbers(suite: dict[str, str], tmp_path: Path) -> None:
    from docx import Document

    made = Document()
    made.sections[0].header.paragraphs[0].text = "{{ office }}文件"
    for text in (
        "{{ title }}",
        "{{ to }}",
        "{{p body }}",
        "{{ signatory }}",
        "{{ date }}",
        "{{p annexes }}",
        "{{ distribution }}",
    ):
        made.add_paragraph(text)
    made.save(tmp_path / "office.docx")
    document = bulletins.notice()
    write_docx(document, tmp_path / "made.docx", tmp_path / "office.docx", ())
    sheets = m.measured(next(converted(suite, ["made"], tmp_path)))
    said = m.text_of(sheets)
    assert f"{document.office}文件" in m.text_of(sheets[:1])
    for text in (document.title, document.day, "扣分明细", "不予计分的事项", bulletins.CODE):
        assert text in said
    assert "{{" not in said
