"""The empty workbook: what it offers, what it explains, and that it loads once it is filled from its own drop-downs."""

from __future__ import annotations

import random
import re
import sqlite3
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from attrs import evolve
from openpyxl import load_workbook

from conduct.core.base.faults import Fault
from conduct.core.base.periods import PERIOD_WORDS, Period
from conduct.core.base.words import Lang, Words, clause_words
from conduct.core.law.model import Attribute, ClauseId, Day, Number, Options, YesNo
from conduct.core.law.sector import TABLES, Sector
from conduct.facts import FactRows, incident, random_facts
from conduct.loading.headers import SHEETS, column_words
from conduct.loading.own_words import own_words
from conduct.loading.wording import OwnWords
from conduct.plugins import banking, hospital, insurance, power_utility
from conduct.report.template import ABOUT, LABELS, LISTS, ROWS, YES_NO, choices, write_template
from tests.conftest import Desk

SECTORS = {s.name: s for s in (banking.SECTOR, hospital.SECTOR, insurance.SECTOR, power_utility.SECTOR)}
each_sector = pytest.mark.parametrize("sector", SECTORS.values(), ids=list(SECTORS))
each_language = pytest.mark.parametrize("lang", ["zh", "en"])
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _made(sector: Sector, folder: Path, lang: Lang, **settings: Any) -> Path:
    path = folder / f"{sector.name}-{lang}.xlsx"
    write_template(sector, sector.regulations[0], path, lang, **settings)
    return path


def _tables(sector: Sector) -> list[str]:
    return [of for of in TABLES if (of != "posts" or sector.posts) and (of != "measures" or sector.measures)]


def _columns(sector: Sector, table: str, lang: Lang) -> list[str]:
    return [column_words(sector, table, c).zh if lang == "zh" else c for c in sector.columns(table)]


def _type(sector: Sector, table: str, column: str) -> Any:
    attributes: dict[str, Attribute] = {"incidents": sector.incident_attributes, "actions": sector.action_attributes}.get(
        table, {}
    )
    return attributes[column].type if column in attributes else None


def _offered(book: Any, sheet: Any) -> dict[int, list[str]]:
    """What the drop-down of each column offers, as a spreadsheet finds it: the cells that its validation names."""
    found = {}
    for check in sheet.data_validations.dataValidation:
        if check.type == "list":
            title, cells = check.formula1.removeprefix("'").split("'!", 1)
            column = next(iter(check.sqref.ranges)).min_col
            found[column] = [row[0].value for row in book[title][cells.replace("$", "")]]
    return found


def _dimension(sheet: Any, n: int) -> Any:
    """The width and style of a column, which like neighbours share."""
    return next(d for d in sheet.column_dimensions.values() if d.min <= n <= d.max)


def _page(path: Path) -> list[list[str]]:
    sheet = load_workbook(path).worksheets[0]
    return [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]


@each_sector
@each_language
def test_a_sheet_for_each_table_with_its_header_frozen(sector: Sector, lang: Lang, tmp_path: Path) -> None:
    book = load_workbook(_made(sector, tmp_path, lang))
    assert book.sheetnames == [ABOUT.said(lang), *(SHEETS[of].said(lang) for of in _tables(sector)), LISTS.said(lang)]
    assert book[LISTS.said(lang)].sheet_state == "hidden"
    for of in _tables(sector):
        sheet = book[SHEETS[of].said(lang)]
        assert [c.value for c in sheet[1]] == _columns(sector, of, lang)
        assert sheet.max_row == 1
        assert sheet.freeze_panes == "A2"
        assert all(c.font.bold for c in sheet[1])
        for n, column in enumerate(_columns(sector, of, lang), 1):
            width = _dimension(sheet, n).width
            assert width >= sum(2 if CHINESE.match(c) else 1 for c in column)


@each_sector
@each_language
def test_cells_are_dates_numbers_or_text_before_they_are_filled(sector: Sector, lang: Lang, tmp_path: Path) -> None:
    book = load_workbook(_made(sector, tmp_path, lang))
    for of in _tables(sector):
        sheet = book[SHEETS[of].said(lang)]
        for n, column in enumerate(sector.columns(of), 1):
            shown = _dimension(sheet, n).number_format
            declared = _type(sector, of, column)
            if isinstance(declared, Day) or (declared is None and column in ("date", "from", "until")):
                assert shown == "yyyy-mm-dd", column
            elif isinstance(declared, Number) or column == "value":
                assert shown == "General", column
            else:
                assert shown == "@", column  # so that 2012-07 stays a period, and 007 an id


@each_sector
@each_language
def test_every_choice_is_a_drop_down_over_5000_rows(sector: Sector, lang: Lang, tmp_path: Path) -> None:
    book = load_workbook(_made(sector, tmp_path, lang))
    for of in _tables(sector):
        sheet = book[SHEETS[of].said(lang)]
        offered = _offered(book, sheet)
        for n, column in enumerate(sector.columns(of), 1):
            words = choices(sector, of, column)
            assert (n in offered) == bool(words), column
            if words:
                assert offered[n] == [w.zh if lang == "zh" else code for code, w in words.items()]
        for check in sheet.data_validations.dataValidation:
            cells = next(iter(check.sqref.ranges))
            assert (cells.min_row, cells.max_row) == (2, ROWS + 1)
            assert check.showErrorMessage
            assert check.type in ("list", "date")
    assert all(
        choices(sector, of, code)
        for of, attributes in (("incidents", sector.incident_attributes), ("actions", sector.action_attributes))
        for code, a in attributes.items()
        if isinstance(a.type, Options | YesNo | ClauseId)
    )


@each_sector
def test_required_columns_are_told_apart_by_colour(sector: Sector, tmp_path: Path) -> None:
    book = load_workbook(_made(sector, tmp_path, "zh"))
    about = book.worksheets[0]
    legend = {row[0].value: row[0].fill.fgColor.rgb for row in about.iter_rows(max_row=12) if row[0].fill.fill_type}
    must, some, may = (legend[LABELS[code].zh] for code in ("required", "partly", "open"))
    assert len({must, some, may}) == 3
    for of in _tables(sector):
        fills = {c: cell.fill.fgColor.rgb for c, cell in zip(sector.columns(of), book[SHEETS[of].zh][1], strict=True)}
        wanted = {
            "units": "unit name kind",
            "posts": "unit person post",
            "measures": "unit measure period value",
            "incidents": "incident unit kind date",
        }
        assert {c for c, f in fills.items() if f == must} == set(wanted.get(of, "action step date").split())
        if of == "actions":
            assert {"by", "reason", "incident", "unit", "upheld"} <= {c for c, f in fills.items() if f == some}
            assert fills["note"] == may
        if of == "incidents":
            required = {a.code for k in sector.kinds for a in k.attributes if a.required}
            assert {c for c, f in fills.items() if f == some} == required


@each_sector
@each_language
def test_the_page_explains_everything(sector: Sector, lang: Lang, tmp_path: Path) -> None:
    lines = _page(_made(sector, tmp_path, lang))
    text = "\n".join("\t".join(line) for line in lines)
    regulation = sector.regulations[0]
    assert regulation.id in text
    assert ("不会删除任何数据" if lang == "zh" else "deletes nothing") in text
    for kind in sector.periods:
        assert PERIOD_WORDS[kind].said(lang) in text
    for of in _tables(sector):
        for header in _columns(sector, of, lang):
            assert any(line and line[0] == header for line in lines), header
    for kind in sector.kinds:
        line = next(
            x for x in lines if x[:1] == [kind.words.zh if lang == "zh" else kind.code] and clause_words(kind.clause, lang) in x
        )
        assert (kind.code if lang == "zh" else kind.words.en) in line
        assert regulation.text.clause(kind.clause).heading in line
        for attribute in kind.attributes:
            name = (attribute.words.zh if lang == "zh" else attribute.code) + "*" * attribute.required
            assert name in line[4].split("；" if lang == "zh" else "; ")
        for unit in kind.units:
            assert line[5] == next(u.words.zh if lang == "zh" else u.code for u in sector.unit_kinds if u.code == unit)
    for step in sector.all_steps:
        line = next(x for x in lines if x[:1] == [step.words.zh if lang == "zh" else step.code])
        assert (step.code if lang == "zh" else step.words.en) in line
        for attribute in step.attributes:
            assert (attribute.words.zh if lang == "zh" else attribute.code) + "*" * attribute.required in "; ".join(line)
    for coded in (*sector.unit_kinds, *sector.measures):
        assert any(x[:1] == [coded.words.zh if lang == "zh" else coded.code] for x in lines)
    for attributes in (sector.incident_attributes, sector.action_attributes):
        for attribute in attributes.values():
            if isinstance(attribute.type, Options):
                for code, words in attribute.type.words.items():
                    assert any(x[:1] == [words.zh if lang == "zh" else code] for x in lines), code
    if sector.notes:
        assert sector.notes[0].said(lang) in text


def test_the_page_says_what_a_blank_means_and_what_a_column_takes(tmp_path: Path) -> None:
    lines = _page(_made(power_utility.SECTOR, tmp_path, "zh"))
    assert next(x for x in lines if x[:1] == ["是否属实"])[2] == "从下拉中选择；空白为待核实"
    assert next(x for x in lines if x[:1] == ["情节严重"])[2] == "是或否；空白为否"
    assert next(x for x in lines if x[:1] == ["直接责任人"])[2] == "单位的编号，其类别为：公司内职工；农村电工"
    assert "检查*（第三条；第四条；第五条；第六条；第七条；第八条；第九条）" in next(x for x in lines if x[:1] == ["条款"])[3]
    assert ["第十条", "art10"] in [line[:2] for line in lines]  # what its drop-down offers, which loads
    verified = next(x for x in _page(_made(banking.SECTOR, tmp_path, "en")) if x[:1] == ["verified"])
    assert verified[2] == "verified: yes or no; blank means yes"
    due = next(x for x in _page(_made(insurance.SECTOR, tmp_path, "en")) if x[:1] == ["for"])
    assert due[2] == "for: first half-year (2012-H1); second half-year (2012-H2)"


@each_language
def test_kinds_that_cannot_be_entered_are_explained_and_not_offered(lang: Lang, tmp_path: Path) -> None:
    path = _made(hospital.SECTOR, tmp_path, lang)
    book = load_workbook(path)
    assert len(_offered(book, book[SHEETS["incidents"].said(lang)])[3]) == 1
    line = next(x for x in _page(path) if x[0] == ("答复无依据" if lang == "zh" else "no-basis"))
    assert LABELS["not-recorded"].said(lang) in line


def _ledger(desk: Desk, sector: Sector) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(desk.folder / "conduct.db") as connection:
        found = {}
        for of in TABLES:
            columns = ", ".join(f'"{c}"' for c in sector.columns(of))
            found[of] = sorted(connection.execute(f"SELECT {columns} FROM {sector.name}_{of}").fetchall(), key=repr)
    connection.close()
    return found


def _facts(sector: Sector) -> FactRows:
    """Random facts, then each kind once, and the steps that every sector has."""
    draw = random.Random(20120305)
    period = Period.parse("2012")
    rows = random_facts(sector, period, draw, incidents=250)
    for kind in sector.recorded_kinds:
        rows["incidents"].append(incident(sector, rows, kind, f"k-{kind.code}", period, draw))
    cases = [row["incident"] for row in rows["incidents"][:3]]
    by = {"by": "=办", "reason": "-1"}
    home = next(u["unit"] for u in rows["units"] if u["kind"] in sector.assessed)
    rows["actions"] += [
        {"action": "007", "step": "withdraw", "date": "2012-06-01", "incident": cases[0], **by},
        {"action": "2012-07", "step": "appeal", "date": "2012-06-01", "incident": cases[1], **by, "kind": sector.kinds[-1].code},
        {"action": "1e5", "step": "appeal-decided", "date": "2012-06-02", "incident": cases[1], **by, "upheld": "yes"},
        {"action": "n-1", "step": "not-assessed", "date": "2012-06-02", "unit": home, **by, "period": "2011"},
    ]
    return rows


def _fill(path: Path, sector: Sector, rows: FactRows, lang: Lang) -> dict[tuple[str, str], set[str]]:
    """Fills a workbook as a clerk does: words from the drop-downs, the spreadsheet's own dates and numbers. Returns the words."""
    book = load_workbook(path)
    used: dict[tuple[str, str], set[str]] = {}
    for of in _tables(sector):
        sheet = book[SHEETS[of].said(lang)]
        offered = _offered(book, sheet)
        for r, row in enumerate(rows[of], 2):
            for n, column in enumerate(sector.columns(of), 1):
                if column not in row:
                    continue
                value: Any = row[column]
                if n in offered:
                    value = offered[n][list(choices(sector, of, column)).index(value)]
                    used.setdefault((of, column), set()).add(value)
                cell = sheet.cell(r, n)
                shown = _dimension(sheet, n).number_format
                if shown == "yyyy-mm-dd":
                    value = date.fromisoformat(value)
                elif shown == "General":
                    value = float(value)
                cell.value = value
                if shown == "@":
                    cell.data_type = "s"
                cell.number_format = shown
    book.save(path)
    return used


@pytest.mark.campaign
@each_sector
@each_language
def test_filled_from_its_drop_downs_it_loads_as_the_same_facts_do_by_code(
    sector: Sector, lang: Lang, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", sector.name)
    assert desk("init").status == 0
    rows = _facts(sector)
    path = _made(sector, desk.folder, lang)
    used = _fill(path, sector, rows, lang)
    for of, column in (("incidents", "kind"), ("actions", "step"), ("units", "kind"), ("posts", "post")):
        assert used.get((of, column), set()) == {w.zh if lang == "zh" else c for c, w in choices(sector, of, column).items()}
    outcome = desk("load", str(path), lang=lang)
    assert outcome.status == 0, outcome.err
    found = _ledger(desk, sector)
    assert {of: len(found[of]) for of in TABLES} == {of: len(rows.get(of, ())) for of in TABLES}

    (desk.folder / "conduct.db").unlink()
    assert desk("init").status == 0
    files = []
    for of in _tables(sector):
        columns = sector.columns(of)
        lines = [",".join(columns), *(",".join(row.get(c, "") for c in columns) for row in rows[of])]
        files.append(desk.write(f"{of}.csv", "\n".join(lines) + "\n"))
    assert desk("load", *files).status == 0
    assert found == _ledger(desk, sector)


@each_language
def test_an_empty_one_loads_nothing_and_deletes_nothing(office: Desk, lang: Lang) -> None:
    before = _ledger(office, insurance.SECTOR)
    outcome = office("load", str(_made(insurance.SECTOR, office.folder, lang)))
    assert outcome.status == 0, outcome.err
    assert _ledger(office, insurance.SECTOR) == before


def _own(columns: dict[str, str]) -> OwnWords:
    """An office's own headers."""
    return own_words({"columns": columns}, insurance.SECTOR, "conduct.toml")


def test_a_word_that_the_office_gives_another_sense_heads_no_column(desk: Desk) -> None:
    desk.write("conduct.toml", '[columns]\n"备注" = ""\n"原因" = "note"\n')
    own = _own({"备注": "", "原因": "note", "来源": "text", "source": "text"})
    path = _made(insurance.SECTOR, desk.folder, "zh", own=own)
    book = load_workbook(path)
    actions = [c.value for c in book["办理动作"][1]]
    assert actions[insurance.SECTOR.columns("actions").index("note")] == "note"
    assert actions[insurance.SECTOR.columns("actions").index("reason")] == "reason"
    path = _made(insurance.SECTOR, desk.folder, "zh", own=_own({"名称": "", "name": "", "单位名称": "", "全称": "name"}))
    assert [c.value for c in load_workbook(path)["单位"][1]][1] == "全称"


def test_a_word_that_means_two_things_is_not_offered(tmp_path: Path) -> None:
    attribute = Attribute(
        "way",
        Words("来源", "way"),
        Options(
            {
                "letter": Words("信", "letter", also=("函",)),
                "note": Words("函", "note"),
                "formula": Words("=1+1", "formula"),
                "odd": Words("怪\x01字", "odd"),
                "spaced": Words(" 空格", "spaced"),
                "escape": Words("_x0041_", "escape"),
            }
        ),
    )
    kinds = tuple(evolve(k, attributes=(attribute,)) for k in insurance.SECTOR.kinds)
    bare = tuple(evolve(law, provisions=()) for law in insurance.SECTOR.regulations)  # whose rules name the kinds as they were
    sector = evolve(insurance.SECTOR, kinds=kinds, regulations=bare)
    path = _made(sector, tmp_path, "zh")
    book = load_workbook(path)
    sheet = book["事项"]
    way = sector.columns("incidents").index("way") + 1
    assert sheet.cell(1, way).value == "way"  # 来源 is the column source
    assert _offered(book, sheet)[way] == ["信", "note", "=1+1", "odd", "spaced", "escape"]
    assert next(c for row in book["选项"] for c in row if c.value == "=1+1").data_type == "s"
    for name, content in _parts(path).items():
        ElementTree.fromstring(content)
        assert b"<f>" not in content, name


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@each_sector
@each_language
def test_every_part_is_well_formed_and_holds_no_formula(sector: Sector, lang: Lang, tmp_path: Path) -> None:
    for name, content in _parts(_made(sector, tmp_path, lang)).items():
        ElementTree.fromstring(content)
        assert b"<f>" not in content, name


def test_the_same_sector_gives_the_same_bytes(tmp_path: Path) -> None:
    first = _made(insurance.SECTOR, tmp_path, "zh").read_bytes()
    assert _made(insurance.SECTOR, tmp_path, "zh").read_bytes() == first


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    for path in (tmp_path / "a.xlsx", tmp_path / "nowhere" / "b.xlsx"):
        with pytest.raises(Fault) as caught:
            write_template(insurance.SECTOR, insurance.SECTOR.regulations[0], path, "en")
        assert {p.code for p in caught.value.problems} <= {"output-cannot-write", "output-is-folder"}
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_its_labels_have_both_languages() -> None:
    for words in (*LABELS.values(), *YES_NO.values(), ABOUT, LISTS):
        assert CHINESE.search(words.zh)
        assert words.en.strip()
        assert not CHINESE.search(words.en)


def test_importing_it_imports_no_spreadsheet_library() -> None:
    code = "import conduct.report.template, sys; sys.exit(bool({'openpyxl', 'xlsxwriter'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
