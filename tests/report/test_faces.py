"""Which faces a document is set in."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from attrs import evolve

from conduct.core.base.faults import Fault
from conduct.report.bulletin.document import Paragraph
from conduct.report.bulletin.paper.svg import svg
from conduct.report.bulletin.pdf import faces
from conduct.report.bulletin.pdf.typeset import picture, write_pdf
from tests.conftest import Desk
from tests.report import bulletins
from tests.report import measured as m

FANDOL = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
NOTO = Path("/usr/share/fonts/opentype/noto")


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The only folders of the system's."""
    kept: list[Path] = []
    monkeypatch.setattr(faces, "folders", lambda own: iter([*own, *kept]))
    faces.available.cache_clear()
    yield kept
    faces.available.cache_clear()


def _named(path: Path, name: str, to: Path) -> None:
    """A copy of a face under another name."""
    from fontTools.ttLib import TTFont

    with TTFont(path) as font:
        font["name"].names = []
        for name_id, said in ((1, name), (2, "Regular"), (4, name), (6, f"Official{len(to.name)}{to.stem}")):
            font["name"].setName(said, name_id, 3, 1, 0x804)
        font.save(to)


def _shown(words: str, *, own: Sequence[Path], folder: Path) -> tuple[list[m.Sheet], faces.Typefaces | object, Path]:
    bulletin = evolve(bulletins.decision(), body=(Paragraph(words), Paragraph("报告" * 60)), title="关于考核的通报")
    path = folder / "f.pdf"
    return [], write_pdf(bulletin, path, own), path


def test_without_any_face_the_error_names_the_role_and_the_packages(only: list[Path], tmp_path: Path) -> None:
    with pytest.raises(Fault) as raised:
        write_pdf(bulletins.decision(), tmp_path / "x.pdf", ())
    assert [problem.code for problem in raised.value.problems] == ["report-face-missing"]
    for lang in ("zh", "en"):
        said = raised.value.said(lang)  # type: ignore[arg-type]
        assert "小标宋" in said
        assert "texlive-lang-chinese" in said
        assert "fonts-noto-cjk" in said
    assert not (tmp_path / "x.pdf").exists()


def test_an_english_document_without_chinese_needs_no_face_of_the_system(only: list[Path], tmp_path: Path) -> None:
    bulletin = evolve(
        bulletins.english(), body=(Paragraph("Nothing — “to” report, é."),), annexes=(), check=bulletins.verification("en")
    )
    bulletin = evolve(bulletin, office="The Bureau", signatory="The Bureau")
    written = write_pdf(bulletin, tmp_path / "e.pdf", ())
    assert written.faces == ()
    assert written.lacking == ()
    with pytest.raises(Fault, match="宋体"):
        write_pdf(evolve(bulletin, body=(Paragraph("责令改正"),)), tmp_path / "f.pdf", ())


@pytest.mark.slow
def test_noto_stands_in_where_there_is_no_other(only: list[Path], tmp_path: Path) -> None:
    only.append(NOTO)
    _, written, path = _shown("李堃反映：以上。", own=(), folder=tmp_path)
    assert {face for _, face, _ in written.faces} <= {"Noto Serif CJK SC", "Noto Serif CJK SC Bold", "Noto Sans CJK SC"}
    assert not any(official for _, _, official in written.faces)
    assert written.fell_back == ()
    found = m.faces(path)
    assert found.missing == 0
    assert all(name.startswith(("NotoSerifCJKsc", "NotoSansCJKsc")) for name in found.embedded)
    sheets = m.measured(path)
    assert m.head(sheets).below == pytest.approx(35, abs=0.5)
    assert m.number(sheets).rule_below == pytest.approx(4, abs=0.5)
    assert m.fullness(sheets).characters == 28
    assert m.fullness(sheets).width == pytest.approx(156, abs=0.3)
    for one in m.page_numbers(sheets):
        assert one.below == pytest.approx(7, abs=0.5)


@pytest.mark.slow
def test_the_office_s_own_faces_go_first_and_are_said_to_be_official(only: list[Path], tmp_path: Path) -> None:
    own = tmp_path / "字体"
    own.mkdir()
    _named(FANDOL / "FandolFang-Regular.otf", "仿宋_GB2312", own / "fs.otf")
    _named(FANDOL / "FandolSong-Bold.otf", "方正小标宋简体", own / "bt.otf")
    (own / "broken.ttf").write_bytes(b"no face at all")
    only.extend([FANDOL, NOTO])
    _, written, path = _shown("李堃反映2012年的事：以上。", own=(own,), folder=tmp_path)
    said = {role: (face, official) for role, face, official in written.faces}
    assert said["text"] == ("仿宋_GB2312", True)
    assert said["title"] == ("方正小标宋简体", True)
    assert said["figures"] == ("FandolSong", False)
    assert ("堃", "Noto Serif CJK SC") in written.fell_back
    assert m.faces(path).missing == 0


@pytest.mark.slow
def test_what_a_damaged_folder_holds_is_passed_over(only: list[Path], tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(FANDOL / "FandolSong-Regular.otf", own / "a.otf")
    (own / "b.ttc").write_bytes(b"ttcf" + bytes(40))
    (own / "c.otf").symlink_to(own / "nothing")
    (own / "d.otf").mkdir()
    only.append(FANDOL)
    _, written, path = _shown("以上。", own=(own,), folder=tmp_path)
    assert written.lacking == ()
    assert path.exists()


@pytest.mark.slow
def test_the_command_says_which_characters_are_set_in_which_other_face(only: list[Path], desk: Desk) -> None:
    only.extend([FANDOL, NOTO])
    assert desk("init", "--sample").status == 0
    for name in ("n.pdf", "n.docx"):
        done = desk("report", name, "--office", "李堃喆保险局", lang="zh")
        assert done.status == 0, done.err
        assert "正文（仿宋）用 FandolFang" in done.err
        assert "以上字体没有“" in done.err
        assert "堃" in done.err
        assert "改用 Noto Serif CJK SC" in done.err


def test_without_the_engine_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = svg(bulletins.charts()[0], "zh")
    monkeypatch.setitem(sys.modules, "typst", None)
    for make in (
        lambda: write_pdf(bulletins.notice(), tmp_path / "made.pdf", ()),
        lambda: write_pdf(bulletins.english(), tmp_path / "made.pdf", ()),
        lambda: picture(drawing, ()),
    ):
        with pytest.raises(Fault) as caught:
            make()
        assert [(one.code, one.values["package"]) for one in caught.value.problems] == [("extra-missing", "typst")]
    assert not (tmp_path / "made.pdf").exists()
