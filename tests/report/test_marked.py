"""The office's own input back as a workbook, read by hand: where each fault is marked, and that hostile text stays text."""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from conduct.core.base.faults import Fault, Place, Problem
from conduct.core.base.words import Lang
from conduct.files.book_text import MOST_TEXT
from conduct.loading.read import read_tables
from conduct.loading.wording import OwnWords
from conduct.report import marked
from conduct.report.marked import LABELS, cell_text, sheet_titles, write_marked
from tests.conftest import Desk
from tests.properties import examples

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
HEADER = ["incident", "unit", "kind", "date"]
ROWS: list[tuple[int, list[str]]] = [(2, ["i1", "L1", "late", "2012-02-30"]), (3, ["i2", "L9", "", "2012-03-01"])]


@define
class Sheet:
    """What a sheet shows: the text, the type, the colour and the comment of each cell, and where it links to."""

    texts: dict[str, str]
    types: dict[str, str]
    colours: dict[str, str]
    formats: dict[str, str]
    comments: dict[str, str]
    links: dict[str, str]
    frozen: bool

    @property
    def faulty(self) -> set[str]:
        """The cells in the colour of faults."""
        return {cell for cell, colour in self.colours.items() if colour == RED}

    def rows(self) -> list[list[str]]:
        """The first five columns of each row."""
        last = max(int(re.sub("[A-Z]", "", cell)) for cell in self.texts)
        return [[self.texts.get(f"{column}{n}", "") for column in "ABCDE"] for n in range(1, last + 1)]


def _opened(path: Path) -> dict[str, Sheet]:
    """Every sheet by its name, read with zipfile and an XML parser alone; all parts must be well-formed."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees = {name: ElementTree.fromstring(content) for name, content in parts.items()}
    wide = trees["[Content_Types].xml"].iter()
    assert {str(e.get("PartName")).removeprefix("/") for e in wide if e.get("PartName")} <= set(parts)
    styles = trees["xl/styles.xml"]
    fills = [f.find(f"{MAIN}patternFill/{MAIN}fgColor") for f in styles.find(f"{MAIN}fills") or []]
    formats = {f.get("numFmtId"): f.get("formatCode", "") for f in styles.iter(f"{MAIN}numFmt")} | {"49": "@"}
    cell_styles = list(styles.find(f"{MAIN}cellXfs") or [])
    targets = {r.get("Id"): _beside("xl", str(r.get("Target"))) for r in trees["xl/_rels/workbook.xml.rels"]}
    found = {}
    for declared in trees["xl/workbook.xml"].iter(f"{MAIN}sheet"):
        part = targets[declared.get(LINKED)]
        sheet = Sheet({}, {}, {}, {}, {}, {}, trees[part].find(f".//{MAIN}pane[@state='frozen']") is not None)
        assert not list(trees[part].iter(f"{MAIN}f"))
        for cell in trees[part].iter(f"{MAIN}c"):
            at = str(cell.get("r"))
            style = cell_styles[int(cell.get("s", "0"))]
            colour = fills[int(style.get("fillId", "0"))]
            if colour is not None:
                sheet.colours[at] = str(colour.get("rgb"))
            sheet.formats[at] = formats.get(str(style.get("numFmtId")), "")
            text = "".join(t.text or "" for t in (*cell.iter(f"{MAIN}t"), *cell.iter(f"{MAIN}v")))
            if text:
                sheet.texts[at], sheet.types[at] = text, cell.get("t", "n")
        for link in trees[part].iter(f"{MAIN}hyperlink"):
            sheet.links[str(link.get("ref"))] = str(link.get("location"))
        folder, name = part.rsplit("/", 1)
        for relation in trees.get(f"{folder}/_rels/{name}.rels", ()):
            if str(relation.get("Type")).endswith("/comments"):
                for comment in trees[_beside(folder, str(relation.get("Target")))].iter(f"{MAIN}comment"):
                    sheet.comments[str(comment.get("ref"))] = "".join(t.text or "" for t in comment.iter(f"{MAIN}t"))
        found[str(declared.get("name"))] = sheet
    return found


def _beside(folder: str, target: str) -> str:
    """A part that another one names from its folder."""
    return posixpath.normpath(posixpath.join("/", folder, target)).removeprefix("/")


def unescaped(text: str) -> str:
    """Text as a spreadsheet shows it."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the workbook is written."""
    return tmp_path / "marked.xlsx"


def _one(path: Path, problems: Sequence[Problem], rows: Any = ROWS, header: Sequence[str] = HEADER, lang: Lang = "en") -> Sheet:
    write_marked([("incidents.csv", header, rows)], problems, path, lang)
    sheets = _opened(path)
    assert list(sheets) == ["errors" if lang == "en" else "错误", "incidents"]
    return sheets["incidents"]


def _at(
    row: int | None, column: str | None = None, code: str = "cell-blank", file: str = "incidents.csv", /, **values: Any
) -> Problem:
    return Problem(code, values, Place(file, row, column))


def test_the_input_comes_back_as_it_was(path: Path) -> None:
    sheet = _one(path, [])
    assert sheet.rows() == [[*HEADER, ""], ["i1", "L1", "late", "2012-02-30", ""], ["i2", "L9", "", "2012-03-01", ""]]
    assert not sheet.faulty
    assert not sheet.comments
    assert sheet.frozen
    assert set(sheet.types.values()) == {"inlineStr"}
    assert set(sheet.formats.values()) == {"@"}


def test_a_faulty_cell_is_coloured_and_says_why(path: Path) -> None:
    sheet = _one(path, [_at(2, "date", "cell-date-none", value="2012-02-30"), _at(3, "kind")])
    assert sheet.faulty == {"D2", "C3"}
    assert sheet.comments == {"D2": "there is no day “2012-02-30”", "C3": "this cell must be filled"}
    assert "C3" not in sheet.texts


def test_several_faults_of_a_cell_are_joined_and_none_is_said_twice(path: Path) -> None:
    unknown = _at(3, "unit", "unit-unknown", value="L9")
    sheet = _one(path, [unknown, _at(3, "unit", "id-twice", id="L9", file="x.csv", row=2), unknown])
    assert sheet.comments["B3"].splitlines()[0] == "there is no unit “L9”"
    assert len(sheet.comments["B3"].splitlines()) == 2


@pytest.mark.parametrize(
    ("problem", "cell"),
    [
        (_at(3, None, "row-long", cells=6, width=5), "A3"),
        (_at(3, "channel", "cell-required", owner="petition", column="channel"), "A3"),
        (_at(None, None, "file-encoding"), "A1"),
        (_at(1, "kind", "column-missing", column="colour", words="x", of="incidents"), "C1"),
        (_at(1, "colour", "column-missing", column="colour", words="x", of="incidents"), "A1"),
        (_at(1, None, "file-unreadable", why="x"), "A1"),
        (_at(2, " date "), "D2"),
        (_at(7, None, "file-csv", why="x"), "A7"),
        (_at(7, "date", "file-csv", why="x"), "D7"),
        (_at(2, "F"), "F2"),
        (_at(2, "A"), "A2"),
        (_at(2, "B"), "A2"),
    ],
    ids=range(12),
)
def test_a_fault_without_a_cell_of_its_own_is_marked_where_it_is_looked_for(path: Path, problem: Problem, cell: str) -> None:
    sheet = _one(path, [problem])
    assert sheet.faulty == set(sheet.comments) == {cell}
    errors = _opened(path)["errors"]
    assert errors.texts["E2"] == cell
    assert errors.links == {"E2": f"'incidents'!{cell}"}


def test_a_column_without_a_header_is_found_by_its_letters(path: Path) -> None:
    sheet = _one(path, [_at(2, "B"), _at(3), _at(2, "AB")], header=["incident", " ", "", "date"])
    assert sheet.faulty == {"B2", "A3", "AB2"}


def test_a_column_that_stands_twice_is_marked_where_it_stands_again(path: Path) -> None:
    again = _at(1, "unit", "column-twice", column="unit", first="unit")
    sheet = _one(path, [again, again], header=["unit", "kind", "unit ", "单位", "unit"])
    assert sheet.faulty == {"C1", "E1"}
    sheet = _one(path, [_at(1, "单位", "column-twice", column="单位", first="unit")], header=["unit", "kind", "单位"])
    assert sheet.faulty == {"C1"}


def test_the_list_comes_first_and_links_to_each_cell(path: Path) -> None:
    problems = [
        Problem("file-missing", {"path": "x.csv"}),
        _at(None, None, "file-ending", "notes.txt", known=".csv"),
        _at(2, "date", "cell-date-none", value="2012-02-30"),
        _at(3, "kind"),
    ]
    write_marked([("incidents.csv", HEADER, ROWS)], problems, path, "zh")
    sheets = _opened(path)
    assert next(iter(sheets)) == "错误"
    assert sheets["错误"].rows() == [
        ["文件", "行", "列", "问题", "单元格"],
        ["", "", "", "没有文件 x.csv", ""],
        ["notes.txt", "", "", "不认识的文件类型；可读：.csv", ""],
        ["incidents.csv", "2", "date", "没有“2012-02-30”这一天", "D2"],
        ["incidents.csv", "3", "kind", "此格必填", "C3"],
    ]
    assert sheets["错误"].links == {"E4": "'incidents'!D2", "E5": "'incidents'!C3"}
    assert sheets["错误"].frozen


def test_each_fault_is_marked_in_its_own_table(path: Path) -> None:
    tables = [
        ("a.xlsx[incidents]", HEADER, ROWS),
        ("b.xlsx[incidents]", HEADER, ROWS),
        ("sub/units.csv", ["unit"], [(2, ["L1"])]),
        ("units.csv", ["unit"], [(2, ["L2"])]),
    ]
    problems = [
        _at(2, "unit", "cell-blank", "a.xlsx[incidents]"),
        _at(3, "kind", "cell-blank", "b.xlsx[incidents]"),
        _at(2, "unit", "cell-blank", "units.csv"),
    ]
    write_marked(tables, problems, path, "en")
    sheets = _opened(path)
    assert list(sheets) == ["errors", "incidents", "incidents-2", "units", "units-2"]
    assert {name: sheet.faulty for name, sheet in sheets.items() if name != "errors"} == {
        "incidents": {"B2"},
        "incidents-2": {"C3"},
        "units": set(),
        "units-2": {"A2"},
    }
    assert list(sheets["errors"].links.values()) == ["'incidents'!B2", "'incidents-2'!C3", "'units-2'!A2"]


def test_a_table_may_be_called_by_its_sheet_alone(path: Path) -> None:
    write_marked([("incidents", HEADER, ROWS)], [_at(2, "unit", "cell-blank", "book.xlsx[incidents]")], path, "en")
    assert _opened(path)["incidents"].faulty == {"B2"}


def test_rows_keep_their_numbers_whatever_is_left_out(path: Path) -> None:
    rows = iter([(4, ["i1", "", "late", "x"]), (9, ["i2"])])
    sheet = _one(path, [_at(4, "date"), _at(6, None, "row-long", cells=5, width=4), _at(9, "date"), _at(12)], rows)
    assert sheet.texts == {
        "A1": "incident",
        "B1": "unit",
        "C1": "kind",
        "D1": "date",
        "A4": "i1",
        "C4": "late",
        "D4": "x",
        "A9": "i2",
    }
    assert sheet.faulty == {"D4", "A6", "D9", "A12"}


def test_a_file_without_a_header_row_has_its_rows_below_one(path: Path) -> None:
    write_marked(
        [("incidents.jsonl", HEADER, [(1, ROWS[0][1]), (3, ROWS[1][1])])],
        [
            _at(1, "date", "cell-blank", "incidents.jsonl"),
            _at(3, "kind", "cell-blank", "incidents.jsonl"),
            _at(1, "kind", "column-unknown", "incidents.jsonl", column="kind", table="incidents", known="x", of="incidents"),
        ],
        path,
        "en",
    )
    sheets = _opened(path)
    assert sheets["incidents"].faulty == {"D2", "C4", "C1"}
    assert [row[1] for row in sheets["errors"].rows()[1:]] == ["1", "3", "1"]


def test_rows_out_of_order_are_a_mistake_of_the_program(path: Path) -> None:
    with pytest.raises(ValueError, match="not in order"):
        _one(path, [], [(3, ["x"]), (2, ["y"])])


HOSTILE = [
    "=1+1", "=cmd|'/c calc'!A1", "+1", "-1+2", "@SUM(A1)", "=", "\t=1", "#N/A", "#REF!", "TRUE", "1e5", "007", "2012-07",
    "<b>&amp;\"'", "a\nb", "a\r\nb", "\r", " x ", "_x0041_", "_x000D_", "_x005F_x0041_", "群众\u3000反映", "👍" * 3, "\u202edcba",
    "{0}%s",
]  # fmt: skip


def test_hostile_text_stays_the_text_that_it_was(path: Path) -> None:
    header = [f"={n}" for n in range(len(HOSTILE))]
    sheet = _one(
        path,
        [_at(2, header[0]), _at(1, header[1], "column-unknown", column="=1", table="x", known="=2", of="x")],
        [(2, HOSTILE)],
        header,
    )
    read = [unescaped(sheet.texts[f"{_letters(n)}2"]) for n in range(len(HOSTILE))]
    assert read == HOSTILE
    assert [sheet.texts[f"{_letters(n)}1"] for n in range(len(HOSTILE))] == header
    assert set(sheet.types.values()) == {"inlineStr"}
    assert set(sheet.formats.values()) == {"@"}
    book = load_workbook(path)
    assert all(cell.data_type in ("s", "n") for row in book["incidents"] for cell in row)


def _letters(n: int) -> str:
    return chr(65 + n) if n < 26 else "A" + chr(65 + n - 26)


def test_the_files_own_names_cannot_make_a_formula_of_the_list(path: Path) -> None:
    write_marked([], [_at(3, "=1+1\x1b", "cell-date", "=evil\x00.csv", value="=2\x07")], path, "en")
    errors = _opened(path)["errors"]
    assert errors.rows()[1][:3] == ["=evil\\x00.csv", "3", "=1+1\\x1b"]
    assert "“=2\\x07” is no date" in errors.texts["D2"]
    assert errors.types["A2"] == errors.types["C2"] == errors.types["D2"] == "inlineStr"


def test_what_no_workbook_can_hold_is_shown_as_escapes_and_said(path: Path) -> None:
    texts = ["a\x00b", "\x1b[31m", "\ud800", "\ufffe", "fine"]
    sheet = _one(path, [_at(2, "unit", "cell-nul")], [(2, texts)])
    assert [sheet.texts[f"{c}2"] for c in "ABCDE"] == ["a\\x00b", "\\x1b[31m", "\\ud800", "\\ufffe", "fine"]
    assert sheet.faulty == {"B2"}
    assert {c for c, colour in sheet.colours.items() if colour == YELLOW} == {"A2", "C2", "D2"}
    assert sheet.comments["A2"] == LABELS["escaped-why"].en
    assert sheet.comments["B2"].splitlines() == ["the cell holds a NUL character", LABELS["escaped-why"].en]
    assert _opened(path)["errors"].links == {
        "E2": "'incidents'!B2", "E3": "'incidents'!A2", "E4": "'incidents'!B2", "E5": "'incidents'!C2", "E6": "'incidents'!D2",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["x" * 40_000, "群" * 32_768, "👍" * 20_000, "_x0041_" * 8_000, "\r" * 5_000, "\x00" * 9_000], ids=len
)
def test_text_too_long_for_a_cell_is_cut_and_said(path: Path, text: str) -> None:
    sheet = _one(path, [], [(2, [text, "y"])])
    shown = sheet.texts["A2"]
    assert len(shown.encode("utf-16-le")) // 2 <= MOST_TEXT
    assert len(shown) > MOST_TEXT // 3
    assert shown.endswith(f"… ({len(text)} characters, cut here)")
    assert sheet.comments == {"A2": LABELS["cut-why"].en}
    assert sheet.colours["A2"] == YELLOW
    assert _opened(path)["errors"].rows()[1] == ["incidents", "", "", LABELS["cut-why"].en, "A2"]


def test_text_that_just_fits_is_not_cut(path: Path) -> None:
    for text in ("x" * MOST_TEXT, "群" * MOST_TEXT, "👍" * (MOST_TEXT // 2)):
        assert cell_text(text, "en") == (text, "")


def test_a_message_that_repeats_a_long_cell_stays_readable(path: Path) -> None:
    sheet = _one(path, [_at(2, "date", "cell-date", value="x" * 50_000)])
    assert len(sheet.comments["D2"]) < 2_100
    assert len(_opened(path)["errors"].texts["D2"]) <= MOST_TEXT


ODD = st.text("_x0F5\r\n\t=\x00\ud800👍<r>/&", max_size=30)


@examples(200)
@given(st.lists(st.text(st.characters(), max_size=40) | ODD | ODD.map("<r>{}</r>".format), min_size=1, max_size=6))
def test_any_text_is_kept_or_shown_by_its_escapes(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        write_marked([("a.csv", ["unit"], enumerate([[text] for text in texts], 2))], [], Path(folder, "m.xlsx"), "zh")
        sheet = _opened(Path(folder, "m.xlsx"))["a"]
    for n, text in enumerate(texts, 2):
        kept = re.sub(
            r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", lambda c: c[0].encode("unicode_escape").decode(), text
        )
        assert unescaped(sheet.texts.get(f"A{n}", "")) == kept
        assert (f"A{n}" in sheet.comments) == (kept != text)


def test_sheets_have_names_that_a_spreadsheet_takes() -> None:
    names = [
        "units.csv", "units.CSV", "sub/units.csv", "a\\units.jsonl", "book.xlsx[单位]", "incidents-[2012]:*?.csv", "'quoted'.csv",
    "History.csv",
        "errors.csv", "说明.csv", "", ".csv", "incidents-" + "长" * 40 + ".csv", "incidents-" + "长" * 40 + ".jsonl", "👍" * 30,
    "a\x00b\n.csv",
        "book.xlsx[]", "book[1].xlsx[units]",
    ]  # fmt: skip
    titles = sheet_titles(names)
    assert titles[:5] == ["units", "units-2", "units-3", "units-4", "单位"]
    assert titles[5] == "incidents-_2012____"
    assert titles[6] == "quoted"
    assert titles[-1] == "units-5"
    assert len({t.casefold() for t in titles}) == len(names)
    for title in titles:
        assert 0 < len(title.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", title)
        assert not title.startswith("'")
        assert not title.endswith("'")
        assert title.casefold() not in ("history", "errors", "错误", "说明", "选项", "about", "lists")
    assert titles[12].startswith("incidents-长")
    assert titles[13].endswith("-2")


def test_a_quote_in_a_sheets_name_does_not_break_its_links(path: Path) -> None:
    write_marked([("it's.csv", HEADER, ROWS)], [_at(2, "unit", "cell-blank", "it's.csv")], path, "en")
    sheets = _opened(path)
    assert sheets["it's"].faulty == {"B2"}
    assert sheets["errors"].links == {"E2": "'it''s'!B2"}


def test_what_is_beyond_a_spreadsheets_bounds_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked, "MOST_ROWS", 5)
    monkeypatch.setattr(marked, "MOST_COLUMNS", 3)
    monkeypatch.setattr(marked, "MOST_COMMENTS", 2)
    monkeypatch.setattr(marked, "MOST_LINKS", 1)
    rows = [(n, ["a", "b", "c", "d"]) for n in range(2, 10)]
    sheet = _one(path, [_at(n, "unit") for n in range(2, 8)] + [_at(2, "date")], rows)
    assert set(sheet.texts) == {f"{c}{n}" for c in "ABC" for n in range(1, 6)}
    assert sheet.faulty == {"B2", "B3", "B4", "B5"}
    assert set(sheet.comments) == {"B2", "B3"}
    errors = _opened(path)["errors"]
    assert len(errors.links) == 1
    said = "\n".join(row[3] for row in errors.rows())
    assert "“incidents” is shown up to row 5 and column 3" in said
    assert "the first 2 cells bear a comment" in said
    assert "6 more errors are not listed" in said


def test_many_comments_name_the_clusters_of_their_shapes(path: Path) -> None:
    rows = [(n, ["i", "L"]) for n in range(2, 1302)]
    sheet = _one(path, [_at(n, "unit") for n in range(2, 1302)], rows)
    assert len(sheet.comments) == 1300
    with zipfile.ZipFile(path) as archive:
        drawing = archive.read("xl/drawings/vmlDrawing1.vml").decode()
    clusters = re.search(r'idmap [^>]*data="([0-9,]+)"', drawing)
    shapes = [int(n) for n in re.findall(r'id="_x0000_s([0-9]+)"', drawing)]
    assert clusters is not None
    assert {n // 1024 for n in shapes} == {int(n) for n in clusters[1].split(",")}


def test_the_same_input_gives_the_same_bytes(path: Path) -> None:
    problems = [_at(2, "date", "cell-date-none", value="2012-02-30"), _at(3)]
    _one(path, problems)
    first = path.read_bytes()
    _one(path, problems)
    assert path.read_bytes() == first


def test_empty_tables_and_none_at_all(path: Path) -> None:
    sheet = _one(path, [_at(None, None, "file-empty")], [], [])
    assert sheet.faulty == {"A1"}
    write_marked([], [], path, "zh")
    assert _opened(path)["错误"].rows() == [["文件", "行", "列", "问题", "单元格"]]


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    (tmp_path / "file").touch()
    for path in (tmp_path / "a.xlsx", tmp_path / "nowhere" / "b.xlsx", tmp_path / "file" / "c.xlsx"):
        with pytest.raises(Fault) as caught:
            write_marked([("units.csv", ["unit"], [(2, ["x"])])], [], path, "en")
        assert {p.code for p in caught.value.problems} <= {"output-cannot-write", "output-is-folder"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "file"]


def test_its_labels_have_both_languages() -> None:
    for words in LABELS.values():
        assert re.search(r"[\u4e00-\u9fff]", words.zh)
        assert words.en.strip()
        assert not re.search(r"[\u4e00-\u9fff]", words.en)


def test_importing_it_imports_no_spreadsheet_library() -> None:
    code = "import conduct.report.marked, sys; sys.exit(bool({'openpyxl', 'xlsxwriter'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


BAD = (
    "incident,unit,kind,date,channel\n"
    "i1,L1,petition,2012-03-01,written\n"
    "i2,L9,petition,2012-02-30,fax\n"
    "=i3,L1,late,2012-03-01,written\n"
    "i4,L1,petition,2012-03-01,\n"
)


def _bad(office: Desk) -> list[Problem]:
    """What is wrong with the file, as a load says it."""
    from conduct.core.ledger.ledger import Ledger
    from conduct.loading.load import load
    from conduct.plugins.insurance import SECTOR

    with Ledger.open(office.folder / "conduct.db") as ledger, pytest.raises(Fault) as caught:
        load(ledger, SECTOR, [Path(office.write("incidents.csv", BAD))])
    return list(caught.value.problems)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for n, line in enumerate(text.splitlines(), 1):
        yield n, line.split(",")


def test_every_fault_of_a_load_is_at_its_cell(office: Desk, path: Path) -> None:
    problems = _bad(office)
    (_, header), *rows = _rows(BAD)
    sheet = _one(path, problems, rows, header)
    assert sheet.faulty == {"D3", "E3", "B3", "E4", "E5"}
    said = [f"{p.said('en')}" for p in problems]
    assert all(any(s.endswith(comment) for s in said) for comment in sheet.comments.values())
    assert len(_opened(path)["errors"].links) == len(problems)


def test_corrected_in_place_it_loads(office: Desk, path: Path) -> None:
    problems = _bad(office)
    (_, header), *rows = _rows(BAD)
    _one(path, problems, rows, header)
    book = load_workbook(path)
    sheet = book["incidents"]
    for cell, text in {"D3": "2012-02-29", "E3": "书面", "B3": "L2", "E4": None, "E5": "visit"}.items():
        sheet[cell].value = text
    book.remove(book["errors"])
    book.save(path)
    table = read_tables(path, OwnWords())[0]
    assert table.of == "incidents"
    assert [cells[0] for _, cells in table.rows] == ["i1", "i2", "=i3", "i4"]


def test_a_workbook_that_is_saved_leaves_the_hooks_of_its_host_alone(path: Path) -> None:
    seen = []

    def rows() -> Iterator[tuple[int, list[str]]]:
        for n in range(2, 5):
            seen.append(sys.unraisablehook)
            yield n, ["x"]

    hook = sys.unraisablehook
    write_marked([("units.csv", ["unit"], rows())], [], path, "en")
    assert {*seen, sys.unraisablehook} == {hook}


def test_one_error_beyond_the_bounds_is_said_in_the_singular(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.xlsx"
    monkeypatch.setattr(marked, "MOST_ROWS", 5)
    _one(path, [_at(n, "unit") for n in range(2, 6)], [(n, ["a", "b"]) for n in range(2, 6)])
    assert [row[3] for row in _opened(path)["errors"].rows()][-1] == "1 more error is not listed"
