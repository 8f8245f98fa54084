"""``verify FILE``: what a document's file prints beside what was published, in every format; each change is found and named."""

from __future__ import annotations

import pickle
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve

import conduct
from conduct.core.base.words import Lang
from conduct.door.deployment import Deployment
from conduct.door.kept import FileChecked
from conduct.door.telling import told
from conduct.report.bulletin.book.book import write_xlsx
from conduct.report.bulletin.document import Bulletin, Entry, Grid
from conduct.report.bulletin.hiding.veil import veiled
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.page import write_html
from conduct.report.bulletin.pdf.typeset import write_pdf
from conduct.report.bulletin.reading.matching import as_printed
from conduct.report.bulletin.reading.reading_back import read_back
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.known import veil_for, written_about
from conduct.report.bulletin.text.signing import gap
from conduct.report.bulletin.word.word import write_docx
from tests import needs
from tests.conftest import Desk

WRITERS: dict[str, Callable[[Bulletin, Path], object]] = {
    ".html": write_html,
    ".xlsx": write_xlsx,
    ".docx": lambda made, path: write_docx(made, path, None, []),
    ".pdf": lambda made, path: write_pdf(made, path, []),
}
WORD = pytest.param(".docx", marks=needs.faces)  # charts are pictures in it
ENDINGS = [".html", ".xlsx", WORD, pytest.param(".pdf", marks=pytest.mark.slow)]
HEAD = Letterhead(
    office="某某监管局",
    number="某监〔2013〕5号",
    to="各公司",
    opening="现将考核结果通报如下。",
    date="2013-02-01",
    objections="十日内",
)
each_ending = pytest.mark.parametrize("ending", ENDINGS)


@pytest.fixture
def published(office: Desk) -> Desk:
    """An office that published 2012: late answers, an appeal, a complaint with a phone number in its text."""
    rows = "".join(f"i{n},L{n % 2 + 1},late,2012-0{n % 6 + 1}-01,来电 1381234567{n % 10}\n" for n in range(1, 12))
    facts = "incident,unit,kind,date,text\n" + rows + "d1,P1,department-missing,2012-05-01,\n"
    office.begin(
        "2012 published",
        ["load", office.write("incidents.csv", facts)],
        ["record", "action", "action=a1", "step=appeal", "incident=i1", "date=2012-03-09", "by=L2", "reason=not ours"],
        ["publish", "--period", "2012", "--despite", "the year must close"],
    )
    return office


def _composed(kind: str = "notice", unit: str | None = None, lang: str = "zh", run: str = "1", masked: bool = True) -> Bulletin:
    at = Deployment(Path("conduct.db"), "insurance", {}, lang)  # type: ignore[arg-type]
    try:
        with told(at, run=run) as found:
            made = compose(found, kind, HEAD, lang, unit)  # type: ignore[arg-type]
            about = written_about(found, unit) if unit is not None else ()
            return veiled(made, veil_for(found, lang, kind, masked=masked), about)  # type: ignore[arg-type]
    finally:
        at.close()


def _checked(path: Path, lang: str = "en") -> FileChecked:
    with conduct.open("conduct.db", "insurance", config={}, lang=lang) as office:  # type: ignore[arg-type]
        found = office.verify(path)
        assert pickle.loads(pickle.dumps(found)) == found
        assert found.file is not None
        return found.file


def _edited(made: Bulletin, code: str, edit: Callable[[Grid], Grid]) -> Bulletin:
    """The document with another table in the place of one."""

    def of(blocks: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(edit(b) if isinstance(b, Grid) and b.code == code else b for b in blocks)

    annexes = tuple(evolve(annex, blocks=of(annex.blocks)) for annex in made.annexes)
    return evolve(made, body=of(made.body), annexes=annexes)


def _cell(row: int, column: int, text: str) -> Callable[[Grid], Grid]:
    def edit(grid: Grid) -> Grid:
        rows = [list(one) for one in grid.rows]
        rows[row][column] = Entry(text)
        return evolve(grid, rows=tuple(map(tuple, rows)))

    return edit


@pytest.mark.campaign
@each_ending
@pytest.mark.parametrize(
    ("kind", "unit", "masked"),
    [
        ("notice", None, True),
        ("data", None, False),
        ("letter", "L2", True),
        pytest.param("letter", "P1", False, marks=pytest.mark.slow),
    ],
)
def test_a_file_as_it_was_made_agrees(published: Desk, ending: str, kind: str, unit: str | None, masked: bool) -> None:
    for lang in ("zh", "en"):
        path = Path(f"file-{lang}{ending}")
        WRITERS[ending](_composed(kind, unit, lang, masked=masked), path)
        found = _checked(path)
        assert [one.words for one in found.differences] == [], [one.words for one in found.differences]
        assert (found.agrees, found.kind, found.unit, found.lang) == (True, kind, unit, lang)
    for lang, said in (("en", "agrees with what was sealed"), ("zh", "与封存的一致")):
        outcome = published("verify", str(path), lang=lang)
        assert outcome.status == 0, outcome.err
        assert said in outcome.out
        assert "number 1" in outcome.out or "第1号" in outcome.out


@pytest.mark.campaign
@pytest.mark.parametrize("ending", [".html", WORD, ".xlsx"])
def test_what_report_writes_agrees_whatever_the_office_says(published: Desk, ending: str) -> None:
    said = (
        "--office",
        "某局",
        "--opening",
        "现通报如下。",
        "--to",
        "各公司",
        "--title",
        "某某通报",
        "--objections",
        "13912345678",
    )
    for more in ((), ("--unmasked",), ("--unit", "L2"), ("--kind", "data")):
        for lang in ("zh", "en"):
            file = f"x{'-'.join(more)}{lang}{ending}"
            done = published("report", file, "--run", "1", *more, *said, lang=lang)
            assert done.status == 0, done.err
            outcome = published("verify", file)
            assert outcome.status == 0, outcome.err


def _column(made: Bulletin, code: str, heading: str) -> tuple[Grid, int]:
    blocks = (*made.body, *(b for annex in made.annexes for b in annex.blocks))
    grid = next(b for b in blocks if isinstance(b, Grid) and b.code == code)
    return grid, next(n for n, column in enumerate(grid.columns) if heading in column.heading)


@pytest.mark.campaign
@each_ending
@pytest.mark.parametrize(
    ("code", "heading", "lang"),
    [
        ("standings", "得分", "zh"),
        pytest.param("standings", "名次", "zh", marks=pytest.mark.slow),
        pytest.param("standings", "名称", "zh", marks=pytest.mark.slow),
        pytest.param("lines", "分值", "zh", marks=pytest.mark.slow),
        ("lines", "Points", "en"),
    ],
)
def test_a_changed_cell_is_found_and_named(published: Desk, ending: str, code: str, heading: str, lang: str) -> None:
    made = _composed(lang=lang)
    grid, column = _column(made, code, heading)
    was = grid.rows[1][column].text
    now = was[:-1] + ("7" if was[-1:] != "7" else "8")
    path = Path(f"file{ending}")
    WRITERS[ending](_edited(made, code, _cell(1, column, now)), path)
    found = _checked(path)
    assert not found.agrees
    (difference,) = [one for one in found.differences if one.what == "cell"]
    assert (difference.printed, difference.published) == (now, was)
    assert difference.column == grid.columns[column].heading
    assert grid.rows[1][0].text in difference.row
    for tongue in ("en", "zh"):
        outcome = published("verify", str(path), lang=tongue)
        assert outcome.status == 1
        assert now in outcome.err
        assert was in outcome.err


@pytest.mark.campaign
@each_ending
def test_a_row_that_lacks_and_one_that_is_too_much_are_named(published: Desk, ending: str) -> None:
    made = _composed()
    path = Path(f"file{ending}")
    WRITERS[ending](_edited(made, "standings", lambda grid: evolve(grid, rows=grid.rows[1:])), path)
    (lacks,) = [one for one in _checked(path).differences if one.what == "row"]
    assert lacks.printed is None
    more = (Entry("9"), Entry("X1"), Entry("无名人寿"), *(Entry("50") for _ in range(20)))
    path.unlink()
    WRITERS[ending](_edited(made, "standings", lambda grid: evolve(grid, rows=(*grid.rows, more[: len(grid.columns)]))), path)
    (too_much,) = [one for one in _checked(path).differences if one.what == "row"]
    assert "无名人寿" in str(too_much.printed)
    assert too_much.published is None


@each_ending
def test_a_heading_a_sentence_and_a_line_of_the_check_that_were_changed_are_named(published: Desk, ending: str) -> None:
    made = _composed()
    grid, column = _column(made, "standings", "得分")
    columns = list(grid.columns)
    columns[column] = evolve(columns[column], heading="上年得分")
    check = evolve(made.check, rows=tuple((w, v.replace("2012年12月31日", "2011年12月31日")) for w, v in made.check.rows))
    body = tuple(
        evolve(b, text=b.text.replace("2012年12月31日", "2011年12月31日")) if hasattr(b, "text") else b for b in made.body
    )
    assert (check, body) != (made.check, made.body)
    path = Path(f"file{ending}")
    WRITERS[ending](_edited(evolve(made, check=check, body=body), "standings", lambda g: evolve(g, columns=tuple(columns))), path)
    found = _checked(path)
    kinds = {one.what for one in found.differences}
    assert {"column", "text", "cell"} <= kinds
    assert any(one.printed == "上年得分" for one in found.differences)
    assert any("2011年12月31日" in str(one.printed) for one in found.differences if one.what == "text")


@pytest.mark.slow
def test_any_changed_cell_of_any_table_is_found(published: Desk) -> None:
    made = _composed("data")
    draw = random.Random(8)
    blocks = (*made.body, *(b for annex in made.annexes for b in annex.blocks))
    grids = [b for b in blocks if isinstance(b, Grid)]
    assert len(grids) > 3
    for n in range(25):
        grid = draw.choice(grids)
        row, column = draw.randrange(len(grid.rows)), draw.randrange(len(grid.columns))
        was = grid.rows[row][column].text
        now = was + "1" if not was else was.replace(was[-1], "甲" if was[-1] != "甲" else "乙")
        path = Path(f"file{n}.html")
        write_html(_edited(made, grid.code, _cell(row, column, now)), path)
        assert not _checked(path).agrees, (grid.code, row, column, was, now)


# ---- files that were edited as files


def _rezipped(path: Path, part: str, edit: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    before = parts[part].decode()
    parts[part] = edit(before).encode()
    assert parts[part].decode() != before
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


@needs.faces
def test_a_digit_changed_in_the_file_itself_is_found(published: Desk) -> None:
    made = _composed()
    grid, column = _column(made, "standings", "得分")
    score = grid.rows[0][column].text
    write_html(made, Path("a.html"))
    text = Path("a.html").read_text(encoding="utf-8")
    Path("a.html").write_text(text.replace(f">{score}</td>", ">12.34</td>", 1), encoding="utf-8")
    write_docx(made, Path("a.docx"), None, [])
    _rezipped(Path("a.docx"), "word/document.xml", lambda xml: xml.replace(f">{score}<", ">12.34<", 1))
    for name in ("a.html", "a.docx"):
        (found,) = _checked(Path(name)).differences
        assert (found.printed, found.published) == ("12.34", score)


def test_a_workbook_saved_by_another_program_agrees_until_a_cell_is_changed(published: Desk) -> None:
    from openpyxl import load_workbook

    made = _composed()
    write_xlsx(made, Path("a.xlsx"))
    load_workbook("a.xlsx").save("b.xlsx")
    assert _checked(Path("b.xlsx")).agrees
    book = load_workbook("a.xlsx")
    sheet = book["名次"]
    heading = next(cell for cell in sheet[1] if cell.value == "得分")
    sheet.cell(2, heading.column).value = "=50+12"
    book.save("a.xlsx")
    (found, formula) = _checked(Path("a.xlsx")).differences
    assert formula.row == "formula"
    assert found.printed == "=50+12"
    assert found.column == "得分"


def test_a_text_of_a_pages_drawing_is_compared(published: Desk) -> None:
    made = _composed()
    write_html(made, Path("a.html"))
    text = Path("a.html").read_text(encoding="utf-8")
    drawn = re.search(r"<text[^>]*>(?:<tspan[^>]*>)?([^<]*甲人寿)", text)
    assert drawn is not None
    Path("a.html").write_text(text[: drawn.end() - 3] + "丁" + text[drawn.end() - 2 :], encoding="utf-8")
    assert "drawing" in {one.what for one in _checked(Path("a.html")).differences}


@each_ending
def test_what_the_office_says_itself_is_shown_to_whoever_holds_the_file(published: Desk, ending: str) -> None:
    path = Path(f"file{ending}")
    WRITERS[ending](_composed(), path)
    outcome = published("verify", str(path))
    assert outcome.status == 0, outcome.err
    listed = [line.strip() for line in outcome.err.splitlines()]
    for own in (HEAD.office, HEAD.number, HEAD.opening):
        assert own in listed
    assert not [line for line in listed if "得分" in line or "late" in line]


@each_ending
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("number", ["", "A〔2013〕7号", "gap"])
def test_a_letter_is_read_back_with_a_number_and_without_and_where_an_earlier_version_left_a_gap_for_it(
    published: Desk, ending: str, lang: Lang, number: str
) -> None:
    file, blank = f"l{ending}", gap("number", lang)
    said = ("--number", blank if number == "gap" else number) if number else ()
    made = published("report", file, "--unit", "L1", "--run", "1", *said, lang=lang)
    assert made.status == 0, made.err
    assert (as_printed(blank) in as_printed(read_back(Path(file)).text)) == (number == "gap")
    assert [one.words for one in _checked(Path(file)).differences] == []


def _with_paragraph(made: Bulletin, text: str, at: int) -> Bulletin:
    return evolve(made, body=(*made.body[:at], evolve(made.body[0], text=text), *made.body[at:]))


@each_ending
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_office_may_sign_on_the_day_up_to_which_the_facts_are(published: Desk, ending: str, lang: str) -> None:
    file = f"n{ending}"
    assert published("report", file, "--run", "1", "--date", "2012-12-31", "--office", "某局", lang=lang).status == 0
    found = _checked(Path(file))
    assert [one.words for one in found.differences] == []


def test_the_day_that_a_table_says_is_found_where_somebody_else_put_it(published: Desk) -> None:
    assert published("report", "n.html", "--run", "1", "--date", "2012-12-31", lang="zh").status == 0
    page = Path("n.html").read_text(encoding="utf-8")
    at = page.index("<h2")
    Path("n.html").write_text(f"{page[:at]}<p>2012年12月31日</p>{page[at:]}", encoding="utf-8")
    assert [one.words for one in _checked(Path("n.html")).differences] != []


@pytest.mark.parametrize("ending", [".html", *(pytest.param(one, marks=pytest.mark.slow) for one in (".xlsx", ".docx", ".pdf"))])
@pytest.mark.parametrize(("kind", "unit"), [("notice", None), ("letter", "L2")])
def test_a_paragraph_that_was_not_published_is_a_difference(published: Desk, ending: str, kind: str, unit: str | None) -> None:
    for lang in ("zh", "en"):
        made = _composed(kind, unit, lang)
        for text, at in (("吊销许可证", 3), ("处罚款50万元，限十日内缴纳。", len(made.body) - 1)):
            path = Path(f"file{lang}{at}{ending}")
            WRITERS[ending](_with_paragraph(made, text, at), path)
            found = [one for one in _checked(path).differences if one.what == "added"]
            assert [one.printed for one in found] == [text], (lang, text, at, found)
        outcome = published("verify", str(path), lang="zh")
        assert outcome.status == 1
        assert "与封存的一致" not in outcome.out
        assert "处罚款50万元" in outcome.err


@pytest.mark.campaign
@each_ending
def test_whatever_the_office_says_in_its_own_places_is_no_difference(
    published: Desk, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = evolve(
        HEAD,
        office="某某省金融监督管理局及其派出机构联合办公室保险消费者权益保护处",
        signatory="甲监管局、乙监管局、丙监管局",
        distribution="省政府办公厅，各地市监管分局，省保险行业协会，各保险公司省级分公司，本局各处室，以及其他需要知悉本通报的各有关单位。",
        printing="某局办公室",
        printed="2013-02-02",
        opening="根据有关规定，我局对各公司进行了考核，现将考核情况通报如下。",
        objections="自收到之日起十日内，以书面形式向我局消费者权益保护处提出（地址：某市某路一号，电话13912345678）",
        title="关于某某年度情况的通报及其他若干事项的说明与要求",
    )
    monkeypatch.setattr(f"{__name__}.HEAD", head)
    for kind, unit in (("notice", None), ("letter", "L2"), ("data", None)):
        for lang in ("zh", "en"):
            path = Path(f"file-{kind}-{lang}{ending}")
            WRITERS[ending](_composed(kind, unit, lang), path)
            assert [one.words for one in _checked(path).differences] == []


@pytest.mark.campaign
@pytest.mark.parametrize(
    "put",
    [
        ("</style>", 'td{font-size:0}td::after{content:"111";font-size:12pt}</style>'),
        ("</head>", "<style>td{color:#fff}</style></head>"),
        ("<body>", "<body><script>1</script>"),
        ("<td", '<td style="color:#fff"'),
        ("<td", "<td hidden"),
        ("<h1", '<link rel="stylesheet" href="x.css"><h1'),
        ("</head>", '<meta http-equiv="refresh" content="0;url=x"></head>'),
        ("<path", '<path transform="scale(2)"'),
        ("</main>", '<img src="data:,x"></main>'),
    ],
)
def test_a_page_with_another_style_or_element_is_not_the_published_one(published: Desk, put: tuple[str, str]) -> None:
    write_html(_composed(), Path("a.html"))
    text = Path("a.html").read_text(encoding="utf-8")
    assert put[0] in text
    Path("a.html").write_text(text.replace(*put, 1), encoding="utf-8")
    outcome = published("verify", "a.html", lang="zh")
    assert outcome.status == 1
    assert "与封存的一致" not in outcome.out


@needs.faces
@pytest.mark.parametrize(
    ("put", "said"),
    [
        ("<w:rPr><w:vanish/></w:rPr><w:t", "隐藏"),
        ('<w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t', "白色"),
        ('<w:fldSimple w:instr="DATE"/><w:t', "域"),
        ('<w:commentReference w:id="1"/><w:t', "批注"),
        ("<w:pict><w:txbxContent><w:p><w:r><w:t>罚款</w:t></w:r></w:p></w:txbxContent></w:pict><w:t", "文本框"),
    ],
)
def test_a_word_file_that_hides_or_adds_is_not_the_published_one(published: Desk, put: str, said: str) -> None:
    write_docx(_composed(), Path("a.docx"), None, [])
    _rezipped(Path("a.docx"), "word/document.xml", lambda xml: re.sub(r"<w:t(?=[ >])", lambda _: put, xml, count=1))
    outcome = published("verify", "a.docx", lang="zh")
    assert outcome.status == 1
    assert said in outcome.err


def test_a_workbook_that_hides_or_shows_otherwise_is_not_the_published_one(published: Desk) -> None:
    from openpyxl import load_workbook
    from openpyxl.comments import Comment

    def hide(book: object) -> None:
        book["名次"].row_dimensions[2].hidden = True  # type: ignore[index]

    def sheet(book: object) -> None:
        book["名次"].sheet_state = "hidden"  # type: ignore[index]

    def form(book: object) -> None:
        book["名次"]["C2"].number_format = '"99"'  # type: ignore[index]

    def noted(book: object) -> None:
        book["名次"]["C2"].comment = Comment("罚款", "x")  # type: ignore[index]

    for n, edit in enumerate((hide, sheet, form, noted)):
        path = Path(f"a{n}.xlsx")
        write_xlsx(_composed(), path)
        book = load_workbook(path)
        edit(book)
        book.save(path)
        assert not _checked(path).agrees, edit


# ---- what the ledger says since


def test_a_file_stays_the_published_one_after_later_facts_and_publications(published: Desk) -> None:
    made = _composed()
    write_html(made, Path("a.html"))
    assert published("record", "incident", "incident=n1", "unit=L1", "kind=late", "date=2012-03-01").status == 0
    assert published("publish", "--period", "2012", "--despite", "x").status == 0
    outcome = published("verify", "a.html")
    assert outcome.status == 0, outcome.err
    assert "replaced by number 2" in outcome.out
    write_html(_composed(run="1"), Path("b.html"))  # made now, which says what replaced it
    assert _checked(Path("b.html")).agrees
    write_html(_composed(run="2"), Path("c.html"))
    assert _checked(Path("c.html")).agrees


def test_a_draft_is_checked_with_and_without_the_objections_to_it(published: Desk) -> None:
    assert published("publish", "--draft", "--period", "2012").status == 0
    write_html(_composed(run="d1"), Path("a.html"))
    appeal = ("action", "action=a2", "step=appeal", "incident=i3", "date=2012-03-29", "by=L2", "reason=in time")
    assert published("record", *appeal).status == 0
    write_html(_composed(run="d1"), Path("b.html"))
    write_html(_composed("letter", "L2", run="d1"), Path("c.html"))
    for name in ("a.html", "b.html", "c.html"):
        assert [one.words for one in _checked(Path(name)).differences] == [], name
    assert "draft d1" in published("verify", "a.html").out


# ---- files that are not


@needs.faces
def test_a_file_without_a_code_cannot_be_the_published_one(published: Desk) -> None:
    assert published("record", "incident", "incident=n1", "unit=L1", "kind=late", "date=2012-03-01").status == 0
    at = Deployment(Path("conduct.db"), "insurance", {}, "zh")
    with told(at, "2012") as found:
        made = veiled(compose(found, "notice", HEAD, "zh"), veil_for(found, "zh"))
    at.close()
    for ending in (".html", ".docx", ".xlsx"):
        path = Path(f"a{ending}")
        WRITERS[ending](made, path)
        for lang, said in (("en", "bears no verification code"), ("zh", "没有核验码")):
            outcome = published("verify", str(path), lang=lang)
            assert outcome.status == 1
            assert said in outcome.err
        assert _checked(path).code is None


def test_a_code_of_another_ledger_is_unknown(published: Desk) -> None:
    write_html(_composed(), Path("a.html"))
    text = re.sub("C-[A-Z2-7]{20}", "C-AAAAAAAAAAAAAAAAAAAA", Path("a.html").read_text(encoding="utf-8"))
    Path("a.html").write_text(text, encoding="utf-8")
    outcome = published("verify", "a.html")
    assert outcome.status == 1
    assert "C-AAAAAAAAAAAAAAAAAAAA" in outcome.err


def test_a_ledger_that_was_changed_says_so_first(published: Desk) -> None:
    write_html(_composed(), Path("a.html"))
    with sqlite3.connect("conduct.db") as connection:
        connection.execute("UPDATE insurance_incidents SET date = '2012-01-02' WHERE incident = 'i1'")
    connection.close()
    outcome = published("verify", "a.html")
    assert outcome.status == 1
    assert "i1" in outcome.err
    assert outcome.out == ""


def _hostile() -> Iterator[tuple[str, bytes, str]]:
    import io

    def zipped(parts: dict[str, bytes]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return stream.getvalue()

    for ending in (".docx", ".xlsx"):
        part = "word/document.xml" if ending == ".docx" else "xl/workbook.xml"
        yield ending, b"", "is no"
        yield ending, b"PK\x03\x04" + b"x" * 100, "is no"
        yield ending, bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "locked"
        yield ending, zipped({"other.xml": b"<a/>"}), "is no"
        yield ending, zipped({part: b"<a>" + b" " * 20_000_000 + b"</a>"}), "far too much"
        yield ending, zipped({part: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "is no"
        yield ending, zipped({part: b"<a>" * 200_000}), "is no"
    for ending in (".pdf", ".html"):
        yield ending, b"", "is no"
        yield ending, b"\xff\xfe\x00 hello" * 10, "is no"
    yield ".pdf", b"%PDF-1.7\n" + b"1 0 obj << /Length 10 >> stream\n" * 50, "is no"
    yield ".html", b"<table>" * 100_000, "is no"
    yield ".html", b"<html>" + b"<div>" * 300_000 + b"C-AAAAAAAAAAAAAAAAAAAA", "C-AAAAAAAAAAAAAAAAAAAA"


def test_a_broken_or_hostile_file_ends_in_plain_words(published: Desk) -> None:
    for n, (ending, content, said) in enumerate(_hostile()):
        path = Path(f"hostile{n}{ending}")
        path.write_bytes(content)
        outcome = published("verify", str(path))
        assert outcome.status == 1, (n, ending, outcome.out)
        assert outcome.out == "", (n, ending)
        assert "Traceback" not in outcome.err
        assert said in outcome.err, (n, ending, outcome.err)
    for lang, said in (("en", "is no .pdf file"), ("zh", "不是 .pdf 文件")):
        Path("a.pdf").write_bytes(b"hello")
        assert said in published("verify", "a.pdf", lang=lang).err
        for missing, status in (("none.pdf", 1), ("conduct.db", 2), ("x.txt", 2)):
            assert published("verify", missing, lang=lang).status == status


def test_by_the_code_alone_each_units_score_and_rank_are_told(published: Desk) -> None:
    with conduct.open("conduct.db", "insurance", config={}) as office:
        sealed = office.verify("C" + str(_composed().check.code)[1:]).sealed
    assert sealed is not None
    grid, column = _column(_composed(), "standings", "得分")
    outcome = published("verify", str(sealed.code), lang="zh")
    for row in grid.rows:
        assert f"得分 {row[column].text}" in outcome.out
    assert len(sealed.standing) == len(grid.rows)


@needs.faces
def test_a_document_in_the_offices_own_template_may_say_more_around_its_body(published: Desk) -> None:
    from docx import Document

    template = Document()
    template.add_paragraph("联系人：某某处，请回复")
    template.add_paragraph("{{ title }}")
    template.add_paragraph("{{p body }}")
    template.add_paragraph("本文不得翻印，违者追究")
    template.add_paragraph("{{p annexes }}")
    template.add_paragraph("{{p check }}")
    template.save("t.docx")
    write_docx(_composed(), Path("a.docx"), Path("t.docx"), [])
    outcome = published("verify", "a.docx", lang="zh")
    assert outcome.status == 0, outcome.err
    assert "本文不得翻印" in outcome.err
