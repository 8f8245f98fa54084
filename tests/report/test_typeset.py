"""Documents as .pdf, measured on the rendered page: the form of an official document."""

from __future__ import annotations

import re
import time
from pathlib import Path
from unicodedata import normalize

import pytest
from attrs import evolve

from conduct.core.base.words import Lang
from conduct.report.bulletin.document import Annex, Bulletin, Entry, Grid, GridColumn, Heading, Paragraph, Verification
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.pdf.typeset import picture, write_pdf
from conduct.report.bulletin.text.composing import compose
from tests.hostile import LONG, SHORT
from tests.report import bulletins, samples
from tests.report import measured as m

pytestmark = pytest.mark.slow

SENTENCE = (
    "各公司要认真对照本办法查找不足健全信访工作责任制落实首问负责做到件件有着落事事有回音对逾期未办结的事项于三月底前全部办结"
)
OFFICES = ("江苏省保险行业协会", "中国银行业监督管理委员会江苏监管局", "江苏省卫生厅", "江苏省信访局", "国家电网江苏省电力公司")


def _set(bulletin: Bulletin, folder: Path) -> list[m.Sheet]:
    path = folder / "notice.pdf"
    write_pdf(bulletin, path, ())
    return m.measured(path)


def _notice(*, lines: int = 30, names: int = 1, annexes: int = 1, **changed: object) -> Bulletin:
    """A notice whose text is so many full lines, so many sign, with so many annexes besides how it is checked."""
    body = (Paragraph("现将有关情况通报如下："), *(Paragraph(SENTENCE[:26]) for _ in range(lines)))
    office = "中国保险监督管理委员会江苏监管局" if names == 1 else OFFICES[0]
    return evolve(
        bulletins.notice(),
        body=body,
        office=office,
        signatory="、".join((office, *OFFICES[1:names])),
        annexes=tuple(
            Annex(f"第{n}类事项的明细以及各保险公司省级分公司办理情况一览表（含说明）", (Paragraph("略。"),))
            for n in range(annexes)
        ),
        **changed,  # type: ignore[arg-type]
    )


def check_form(sheets: list[m.Sheet], path: Path, bulletin: Bulletin) -> None:
    """The eleven checks."""
    looked_at = m.margins(sheets[:3])
    for page in looked_at:
        left = 28 if page.number % 2 else 26
        assert page.paper == (210.0, 297.0)
        assert page.top > 36
        assert page.left > left - 1
        assert page.right > 54 - left - 1
    assert looked_at[0].left == pytest.approx(28, abs=1)
    head, number, title = m.head(sheets), m.number(sheets), m.title(sheets)
    assert head.text == bulletin.office
    assert head.red
    assert head.below == pytest.approx(35, abs=0.5)
    assert number.text == bulletin.number
    assert re.search(r"〔\d{4}〕[1-9]\d*号", number.text)
    assert number.blank_lines == pytest.approx(2, abs=0.5)
    assert number.rule_below == pytest.approx(4, abs=0.5)
    assert number.rule.length == pytest.approx(156, abs=0.5)
    assert number.off_centre == pytest.approx(0, abs=0.3)
    assert "".join(title.lines) == bulletin.title
    assert title.blank_lines == pytest.approx(2, abs=0.5)
    assert title.off_centre == pytest.approx(0, abs=0.5)
    assert m.page_one_lines(sheets) >= 1
    signature = m.signature(sheets)
    assert signature.lines_of_text >= 1
    assert signature.day == bulletin.day
    if bulletin.sealed:
        assert signature.day_from_right == pytest.approx(4, abs=0.15)
        assert signature.off_centre == pytest.approx(0, abs=0.3)
        assert 1.5 < signature.blank_lines < 2.5  # a seal of 42 mm begins within a line of the text
        day = next(line for line in sheets[signature.page - 1].inside if line.text.endswith(signature.day))
        middle = day.top - m.LINE + 8 / m.MM  # of a seal at the height of the name: both lie at and below it
        assert middle + 21 < m.BOTTOM + 4  # and it ends above the page's number
    else:
        assert signature.day_after_name == pytest.approx(2, abs=0.15)
    annexed = m.annexes(sheets)
    assert len(annexed.pages) == len(bulletin.annexes) + 1
    assert all("Hei" in face for face in annexed.faces)
    assert annexed.title_lines == pytest.approx([3] * len(annexed.pages), abs=0.2)
    foot = m.distribution(sheets)
    if bulletin.distribution or bulletin.printing:
        assert foot is not None
        assert foot.page == len(sheets)
        assert foot.below == pytest.approx(0, abs=0.3)
        assert foot.weights[0] == foot.weights[-1] == pytest.approx(0.35, abs=0.02)
        assert foot.weights[1:-1] == pytest.approx([0.25] * (len(foot.weights) - 2), abs=0.02)
        assert foot.left_in == pytest.approx(1, abs=0.1)
    else:
        assert foot is None
    pages = m.page_numbers(sheets)
    assert [page.text for page in pages] == [f"—{n}—" for n in range(1, len(sheets) + 1)]
    for page in pages:
        assert page.below == pytest.approx(7, abs=0.5)
        assert page.inward == pytest.approx(1, abs=0.1)
        assert page.size == 14
    faces = m.faces(path)
    assert faces.not_embedded == ()
    assert faces.missing == 0
    assert all(re.match(r"Fandol|NotoS|FZ|FangSong|KaiTi|Sim", name) for name in faces.embedded)


def test_a_notice_has_the_form_of_an_official_document(tmp_path: Path) -> None:
    bulletin = bulletins.notice()
    sheets = _set(bulletin, tmp_path)
    check_form(sheets, tmp_path / "notice.pdf", bulletin)


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    body = (Paragraph("办" * 1500),)
    full = m.fullness(_set(evolve(_notice(), body=body), tmp_path))
    assert (full.lines, full.characters) == (22, 28)
    assert full.width == pytest.approx(156, abs=0.3)
    assert full.pitch == pytest.approx(28.95, abs=0.01)


def test_every_line_but_a_paragraph_s_last_ends_at_the_edge_of_the_type_area(tmp_path: Path) -> None:
    body = (Paragraph("（依据）《办法》〔2012〕37号，对2012年度（含“上半年”）的X2012-0003事项作了考核。" * 20),)
    sheets = _set(evolve(_notice(), body=body), tmp_path)
    last = m.signature(sheets).page
    lines = [(page, line) for page in sheets[:last] for line in m.text_lines(page) if line.baseline > 140 or page.number > 1]
    end = next(n for n, _ in enumerate(lines) if "".join(line.text for _, line in lines[: n + 1]).endswith(body[0].text[-300:]))
    lines = lines[:end]
    assert len(lines) > 15
    for page, line in lines[1:]:
        assert line.left == pytest.approx(page.left, abs=0.2), line.text
        assert line.right == pytest.approx(page.right, abs=0.3), line.text


@pytest.mark.parametrize(
    "title",
    [
        "关于考核情况的通报",
        bulletins.notice().title,
        "关于对《江苏省保险公司信访工作考核办法》执行情况和2012年度投诉处理考核结果予以通报表扬批评的通知",
    ],
)
def test_a_title_of_one_two_or_three_lines(title: str, tmp_path: Path) -> None:
    bulletin = _notice(title=title)
    check_form(_set(bulletin, tmp_path), tmp_path / "notice.pdf", bulletin)


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("lines", range(34))
def test_what_is_signed_is_never_alone_on_a_page(lines: int, sealed: bool, tmp_path: Path) -> None:
    bulletin = _notice(lines=lines, annexes=lines % 8, sealed=sealed)
    check_form(_set(bulletin, tmp_path), tmp_path / "notice.pdf", bulletin)


@pytest.mark.parametrize("names", [2, 3, 4, 5])
@pytest.mark.parametrize("lines", [3, 20])
def test_several_sign_each_under_a_seal_of_its_own_within_the_type_area(names: int, lines: int, tmp_path: Path) -> None:
    bulletin = _notice(names=names, lines=lines)
    sheets = _set(bulletin, tmp_path)
    check_form(sheets, tmp_path / "notice.pdf", bulletin)
    page = sheets[m.signature(sheets).page - 1]
    said = "".join(line.text for line in page.lines)
    assert all(name[-4:] in said for name in OFFICES[:names])
    assert m.margins(sheets)[page.number - 1].left > 25
    assert m.margins(sheets)[page.number - 1].right > 25
    check_form(_set(evolve(bulletin, sealed=False), tmp_path), tmp_path / "notice.pdf", evolve(bulletin, sealed=False))


def test_whom_it_goes_to_moves_to_the_foot_where_page_1_would_show_no_text(tmp_path: Path) -> None:
    to = "、".join(f"{name}" for name in bulletins.UNITS)
    sheets = _set(_notice(to=to), tmp_path)
    assert m.page_one_lines(sheets) >= 1
    assert "各保险公司" not in "".join(line.text for line in sheets[0].lines)
    foot = m.distribution(sheets)
    assert foot is not None
    assert foot.lines[0].startswith("主送：中国人寿江苏分公司、")
    assert any(line.startswith("抄送：") for line in foot.lines)


def test_a_table_of_many_pages_repeats_its_headings_and_parts_no_row(tmp_path: Path) -> None:
    import pdfplumber

    columns = (GridColumn("编号", "ids", 8), GridColumn("单位", "text", 12), GridColumn("内容", "text", 20))
    rows = tuple((Entry(f"X-{n:04}"), Entry(bulletins.UNITS[n % 30]), Entry("情况较为复杂，" * (1 + n % 9))) for n in range(200))
    bulletin = evolve(_notice(), annexes=(Annex("事项清单", (Grid("incidents", columns, rows),)),))
    write_pdf(bulletin, tmp_path / "t.pdf", ())
    found = []
    with pdfplumber.open(tmp_path / "t.pdf") as document:
        for page in document.pages:
            for table in page.extract_tables():
                if table[0][0] == "编号":
                    assert table[0] == ["编号", "单位", "内容"]
                    found += [[(cell or "").replace("\n", "") for cell in row] for row in table[1:]]
    assert found == [[entry.text for entry in row] for row in rows]


def addressees(number: int) -> str:
    return "、".join(f"{a}{b}旗县供电公司农村供电管理所" for a in "东南西北中" for b in "一二三四五六七八九")[: number * 16 - 1]


@pytest.mark.parametrize("number", [18, 30, 45])
def test_however_many_it_goes_to_page_one_shows_text_and_the_foot_ends_on_the_last_line(number: int, tmp_path: Path) -> None:
    bulletin = _notice(to=addressees(number), distribution="江苏省信访局")
    sheets = _set(bulletin, tmp_path)
    check_form(sheets, tmp_path / "notice.pdf", bulletin)
    said = re.sub(r"—\d+—", "", m.text_of(sheets).replace("\n", ""))
    assert all(name in said for name in bulletin.to.split("、"))
    for sheet in sheets:
        assert min(line.top for line in sheet.inside) > m.TOP - 1
        assert max(line.bottom for line in sheet.inside) < m.BOTTOM + 0.5


@pytest.mark.parametrize("names", range(2, len(OFFICES) + 2))
def test_names_of_several_who_sign_stay_whole(names: int, tmp_path: Path) -> None:
    signs = ("某某省电力公司", "某某省纪检监察组", "某某省总工会", "某某省人民政府办公厅", "某某省信访局", "某某省卫生厅")[:names]
    sheets = _set(evolve(_notice(), signatory="、".join(signs)), tmp_path)
    signature = m.signature(sheets)
    assert signature.names == signs
    assert signature.day_from_right == pytest.approx(4, abs=0.15)


MARKINGS = "内部资料（未隐去个人信息）", "征求意见稿"


@pytest.mark.parametrize("form", ["general", "letter"])
def test_what_a_document_is_marked_as_stands_at_the_left_where_its_secrecy_would(form: str, tmp_path: Path) -> None:
    bulletin = evolve(_notice() if form == "general" else bulletins.letter(), markings=MARKINGS)
    sheets = _set(bulletin, tmp_path)
    check_marked(sheets, form)
    if form == "general":
        check_form(sheets, tmp_path / "notice.pdf", bulletin)


def check_marked(sheets: list[m.Sheet], form: str) -> None:
    lines = [next(line for line in sheets[0].lines if line.text.startswith(said)) for said in MARKINGS]
    parts = [line.parts()[0] for line in lines]
    assert tuple(part.text for part in parts) == MARKINGS
    assert [part.left for part in parts] == pytest.approx([28, 28], abs=0.5)
    assert all("Hei" in part.font for part in parts)
    assert lines[1].baseline - lines[0].baseline == pytest.approx(m.LINE, abs=0.5)
    if form == "general":
        assert lines[0].top == pytest.approx(m.TOP, abs=0.7)
    else:
        assert len(lines[0].parts()) == 2  # the number stands at the right of the first


def test_a_code_is_not_parted_and_the_line_before_it_not_stretched(tmp_path: Path) -> None:
    codes = "Q/NMD-409.36-2008", "C-WNEPK4Z7T2QXJ5RMA3HD"
    body = tuple(Paragraph("办" * n + f"（{code}）可以核对") for code in codes for n in range(12, 27))
    sheets = _set(evolve(_notice(), body=body), tmp_path)
    said = m.text_of(sheets)
    assert all(said.count(code) == 15 for code in codes)
    for line in (line for sheet in sheets for line in m.text_lines(sheet) if set(line.text) == {"办"}):
        assert (line.right - line.left) / len(line.text) * m.MM < 17


def test_without_copies_and_printing_there_is_no_foot(tmp_path: Path) -> None:
    bulletin = _notice(distribution="", printing=None)
    check_form(_set(bulletin, tmp_path), tmp_path / "notice.pdf", bulletin)


def test_a_letter_has_the_form_of_a_letter(tmp_path: Path) -> None:
    sheets = _set(evolve(bulletins.letter(), distribution="江苏省信访局"), tmp_path)
    page = sheets[0]
    red = [rule for rule in page.rules if rule.red]
    assert [rule.length for rule in red] == pytest.approx([170] * 4, abs=0.5)
    assert [rule.left for rule in red] == pytest.approx([20] * 4, abs=0.5)
    assert red[0].weight > red[1].weight
    assert red[2].weight < red[3].weight
    assert page.height - red[3].y == pytest.approx(20, abs=0.5)
    ink = page.ink(0, 0, page.width, red[0].y - 1, red=True)
    assert ink is not None
    assert ink[1] == pytest.approx(30, abs=0.5)
    assert red[0].y - ink[3] == pytest.approx(4, abs=0.6)
    number = next(line for line in page.lines if line.text.startswith("苏保监函"))
    assert number.right == pytest.approx(page.right, abs=0.3)
    assert number.baseline > red[1].y
    assert [found.page for found in m.page_numbers(sheets)] == list(range(2, len(sheets) + 1))
    assert m.distribution(sheets) is None
    last = sheets[-1].inside[-1]
    assert last.text.startswith("抄送：江苏省信访局")
    assert last.bottom == pytest.approx(m.BOTTOM, abs=4)
    assert m.signature(sheets).lines_of_text >= 1


@pytest.mark.parametrize("markings", [(), MARKINGS])
def test_a_letter_without_a_number_has_no_line_for_it_and_its_title_two_lines_below_what_stands_last(
    markings: tuple[str, ...], tmp_path: Path
) -> None:
    page = _set(evolve(bulletins.letter(), number="", markings=markings), tmp_path)[0]
    under = [line for line in page.lines if line.baseline > [rule for rule in page.rules if rule.red][1].y]
    assert [line.text for line in under[: len(markings)]] == list(markings)
    title = under[len(markings)]
    assert title.text.startswith("关于")
    last = under[len(markings) - 1].bottom if markings else [rule for rule in page.rules if rule.red][1].y
    assert 2 <= (title.top - last) / m.LINE <= 3


def test_an_english_notice_is_a_plain_letter_that_quotes_the_law_in_a_chinese_face(tmp_path: Path) -> None:
    bulletin = bulletins.english()
    sheets = _set(bulletin, tmp_path)
    said = m.text_of(sheets).replace("\n", "")
    for text in (bulletin.office, bulletin.day, bulletin.title, bulletin.to, bulletin.signatory, "超期办结信访件的"):
        assert text.replace(" ", "") in said
    flush = [line.left for line in sheets[0].inside if line.text.startswith(("JIB", "4", "All", "We"))]
    assert flush == pytest.approx([28] * 4, abs=0.3)
    faces = m.faces(tmp_path / "notice.pdf")
    assert faces.missing == 0
    assert any(name.startswith("Libertinus") for name in faces.embedded)


@pytest.mark.parametrize("name", sorted(bulletins.SAMPLES))
def test_the_same_document_gives_the_same_bytes_and_its_properties(name: str, tmp_path: Path) -> None:
    import pdfplumber

    bulletin = bulletins.SAMPLES[name]()
    write_pdf(bulletin, tmp_path / "a.pdf", ())
    write_pdf(bulletin, tmp_path / "b.pdf", ())
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    with pdfplumber.open(tmp_path / "a.pdf") as document:
        if name != "hostile":
            assert document.metadata["Title"] == bulletin.title
            assert document.metadata["Author"] == bulletin.office
        assert document.metadata["CreationDate"] == "D:20130131080000Z"


def test_every_hostile_text_stands_literally_in_the_file_and_does_nothing(tmp_path: Path) -> None:
    import pdfplumber

    texts = {name: text for name, text in SHORT.items() if len(text) < 1000}
    written = write_pdf(bulletins.made_of(texts), tmp_path / "h.pdf", ())
    with pdfplumber.open(tmp_path / "h.pdf") as document:
        said = re.sub(r"\s", "", normalize("NFC", "".join(char["text"] for page in document.pages for char in page.chars)))
        assert not document.annots
        assert not document.hyperlinks
    from conduct.core.base.words import literal

    for name, text in texts.items():
        plain = normalize("NFC", literal(text).replace("\u00a0", " "))
        shown = "".join(f"[U+{ord(c):04X}]" if c in written.lacking else c for c in plain)
        assert re.sub(r"\s", "", normalize("NFC", shown)) in said, name
    assert "é" in said
    assert "أ" in written.lacking


@pytest.mark.parametrize("at", range(6))
def test_a_line_of_a_megabyte_does_not_hang_wherever_it_stands_and_what_is_left_out_is_said(at: int, tmp_path: Path) -> None:
    texts = {name: name for name in "甲乙丙丁戊"}
    texts = dict([*list(texts.items())[:at], ("long", LONG["a line of 1 MB"]), *list(texts.items())[at:]])
    start = time.monotonic()
    written = write_pdf(bulletins.made_of(texts), tmp_path / "l.pdf", ())
    assert time.monotonic() - start < 60
    assert (tmp_path / "l.pdf").stat().st_size < 2_000_000
    assert any("1 MB 办法" in one and "没有印出" in one for one in written.shortened)


def test_a_joint_document_has_each_office_on_a_line_of_one_width_the_host_first(tmp_path: Path) -> None:
    bulletin = _notice(names=2)
    bulletin = evolve(bulletin, office="江苏省保险行业协会、江苏省卫生厅")
    sheets = _set(bulletin, tmp_path)
    head = m.head(sheets)
    assert head.text == "江苏省保险行业协会江苏省卫生厅"
    assert head.below == pytest.approx(35, abs=0.5)
    red = [line for line in sheets[0].lines if line.red]
    assert red[0].left == pytest.approx(red[1].left, abs=0.5)
    assert red[0].right == pytest.approx(red[1].right, abs=0.5)
    assert m.number(sheets).blank_lines == pytest.approx(2, abs=0.5)


def test_a_text_longer_than_a_cell_is_printed_whole(tmp_path: Path) -> None:
    import pdfplumber

    long = SHORT["much longer than a cell"]
    assert write_pdf(evolve(_notice(), body=(Paragraph(long),)), tmp_path / "w.pdf", ()).shortened == ()
    with pdfplumber.open(tmp_path / "w.pdf") as document:
        assert sum(char["text"] == long[0] for page in document.pages for char in page.chars) == len(long)


def test_characters_that_a_face_lacks_come_from_another_and_those_that_none_has_are_named(tmp_path: Path) -> None:
    body = (Paragraph("李堃、欧阳喆反映：😀甲\u0301。"),)
    written = write_pdf(evolve(_notice(), body=body), tmp_path / "g.pdf", ())
    assert "😀" in written.lacking
    fell = {char for chars, _ in written.fell_back for char in chars}
    assert {"堃", "喆"} <= fell or written.faces[1][2]
    sheets = m.measured(tmp_path / "g.pdf")
    assert "[U+1F600]" in m.text_of(sheets)
    assert "李堃、欧阳喆反映" in m.text_of(sheets)
    assert m.faces(tmp_path / "g.pdf").missing == 0


def test_a_drawing_becomes_the_same_picture_each_time() -> None:
    from io import BytesIO

    from PIL import Image

    from conduct.report.bulletin.paper.svg import svg

    drawing = svg(bulletins.charts()[0], "zh")
    made = picture(drawing, ())
    assert made == picture(drawing, ())
    image = Image.open(BytesIO(made))
    assert image.width == 1500
    dark = image.convert("L").crop((0, 150, 300, 900)).point(lambda v: 255 if v < 100 else 0)
    assert dark.getbbox() is not None


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["general", "letter", "plain", "tables"])
def test_a_document_of_which_nothing_is_said_is_set_in_every_form(form: str, lang: Lang, tmp_path: Path) -> None:
    none = Grid("incidents", (GridColumn(""), GridColumn("编号")), ())
    bulletin = Bulletin(
        "notice", lang, form, "", "", "", "", (Paragraph(""), Heading("", 4), none, Grid("x", (), ())), (Annex("", ()),),
        Verification("", (), None, ""), "", "",
    )  # fmt: skip
    for sealed in (True, False):
        write_pdf(evolve(bulletin, sealed=sealed), tmp_path / "e.pdf", ())
        assert len(m.measured(tmp_path / "e.pdf")) == 3


LETTERHEAD = Letterhead(
    office="江苏省保险行业协会",
    number="苏保协发〔2013〕7号",
    to="各会员单位",
    opening="为推动各单位做好投诉处理工作，我会组织了考核。",
    date="2013-02-04",
    distribution="江苏省信访局，省政府办公厅",
    printing="江苏省保险行业协会办公室",
    printed="2013-02-05",
)


@pytest.mark.parametrize(("sector", "sealed"), [*((sector, True) for sector in samples.SECTORS), ("hospital", False)])
def test_the_notice_of_each_sample_has_the_form_of_an_official_document(sector: str, sealed: bool, tmp_path: Path) -> None:
    with samples.Kept.made(tmp_path, sector).told() as told:
        bulletin = compose(told, "notice", evolve(LETTERHEAD, sealed=sealed), "zh")
    path = tmp_path / "notice.pdf"
    written = write_pdf(bulletin, path, ())
    assert written.lacking == ()
    check_form(m.measured(path), path, bulletin)
