"""Hostile texts in every text of every table of facts, loaded and reported: literal and inert in each format, as other libraries
read the files.

What no ledger holds (`NOWHERE_TO_STAND`), and what is no id, is refused by the load; documents made of it are tested with each
format's writer.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

import conduct
from conduct.cli import main
from conduct.core.base.words import literal
from tests.hostile import LONG, NOWHERE_TO_STAND, STORABLE
from tests.report.test_pages import parsed

TEXTS = {name: text for name, text in STORABLE.items() if name not in LONG and text.strip()}
NAMES = [text.strip() for text in TEXTS.values()]
FIELDS = ("text", "complainant", "source", "phone")
CELL = 32_767


def _facts(texts: list[str]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A desk for each text, called so; its complaints and what was done about them say it in each field."""
    case = {"kind": "complaint", "date": "2024-03-04", "against": "K1"}
    yield (
        "units",
        [{"unit": "K1", "name": "内科", "kind": "department"}]
        + [{"unit": f"D{n}", "name": text, "kind": "desk"} for n, text in enumerate(texts)],
    )
    yield (
        "incidents",
        [
            {"incident": f"{which}{n}", "unit": f"D{n}", **case, **dict.fromkeys(FIELDS, text)}
            for n, text in enumerate(texts)
            for which in "XY"
        ],
    )
    done = {"date": "2024-03-06"}
    yield (
        "actions",
        [
            action
            for n, text in enumerate(texts)
            for action in (
                {"action": f"W{n}", "step": "withdraw", "incident": f"Y{n}", **done, "by": text, "reason": text, "note": text},
                {"action": f"A{n}", "step": "answer", "incident": f"X{n}", **done, "by": text, "note": text, "basis": text},
                {"action": f"C{n}", "step": "convene", "incident": f"X{n}", **done, "note": text, "with": text},
            )
        ],
    )


def _ledger(folder: Path, texts: list[str]) -> list[str]:
    """Loads the facts of some texts; what a command on them begins with."""
    begins = ["--sector", "hospital", "--lang", "zh", "--ledger", str(folder / "facts.db")]
    files = []
    for table, rows in _facts(texts):
        path = folder / f"{table}.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        files.append(str(path))
    assert main([*begins, "init"]) == 0
    assert main([*begins, "load", *files]) == 0
    return begins


@pytest.fixture(scope="module")
def begins(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A ledger of every hostile text that one holds."""
    return _ledger(tmp_path_factory.mktemp("hostile"), list(TEXTS.values()))


def _written(begins: list[str], folder: Path, kind: str, ending: str, *more: str) -> Path:
    path = folder / f"{kind}.{ending}"
    unit = ["--unit", "D1"] if kind == "letter" else []
    assert main([*begins, "report", str(path), "--period", "2024-03", "--kind", kind, *unit, *(more or ("--unmasked",))]) == 0
    return path


KINDS = ("notice", "data", "letter")


@pytest.mark.campaign
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_shows_every_text_and_runs_none(kind: str, begins: list[str], tmp_path: Path) -> None:
    root = parsed(_written(begins, tmp_path, kind, "html").read_text(encoding="utf-8"))
    tags = {node.tag for node in root.all()}
    assert not tags & {"script", "iframe", "object", "embed", "link", "img", "a", "form", "base", "image", "foreignObject", "use"}
    assert not [name for node in root.all() for name in node.attributes if name.startswith("on") or name in ("href", "src")]
    assert not re.search(r"url\((?!['\"]?#)|@import", next(root.all("style")).text)
    if kind != "letter":
        shown = next(root.all("main")).text
        assert [name for name in NAMES if literal(name) not in shown] == []


@pytest.mark.campaign
@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_holds_every_text_as_text(kind: str, begins: list[str], tmp_path: Path) -> None:
    path = _written(begins, tmp_path, kind, "xlsx")
    book = load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell.coordinate for cell in cells if cell.hyperlink or cell.comment]
    _nothing_outside(path)
    if kind == "letter":
        return
    shown = {unescape(cell.value) if isinstance(cell.value, str) else cell.value for cell in cells}  # as a spreadsheet shows it
    whole = "\n".join(str(value) for value in shown)
    for name in NAMES:
        assert (literal(name) if len(name) < CELL else name[:1000]) in whole, name[:80]
    cases = [sheet for sheet in book if "事项" in sheet.title and "不计" not in sheet.title]
    if kind == "notice":  # which names no case, in this format as in the others
        assert cases == []
        return
    (told,) = cases
    said = {row[0].value: {unescape(str(cell.value)) for cell in row} for row in told.iter_rows()}
    for n, text in enumerate(TEXTS.values()):
        if len(text) < CELL:
            assert literal(text) in said[f"X{n}"] or literal(text.strip()) in said[f"X{n}"], text


_FOREIGN = re.compile(r"vba|externalLink|embedding|activeX|connection|oleObject", re.I)


def _nothing_outside(path: Path) -> None:
    """No part of an office file is from outside, and none is a program, an object or a link."""
    with zipfile.ZipFile(path) as package:
        assert not [
            n for n in package.namelist() if re.search(r"vba|externalLink|embedding|activeX|connection|oleObject", n, re.I)
        ]
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(package.read(name))
                modes = root.xpath("//@TargetMode")
                assert not [mode for mode in modes if mode == "External"], name
                targets = root.xpath("/*[local-name()='Relationships']/*/@Target")
                assert not [target for target in targets if re.match(r"[a-z]+:|//|\.\./\.\./", target)], name


FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|IF)\b")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_word_file_holds_every_text_as_text(kind: str, begins: list[str], tmp_path: Path) -> None:
    path = _written(begins, tmp_path, kind, "docx")
    _nothing_outside(path)
    with zipfile.ZipFile(path) as package:
        roots = [etree.fromstring(package.read(n)) for n in package.namelist() if n.startswith("word/") and n.endswith(".xml")]
        body = etree.fromstring(package.read("word/document.xml"))
    ask = "//*[local-name()='instrText' or local-name()='object' or local-name()='altChunk' or local-name()='hyperlink']"
    assert not [e for root in roots for e in root.xpath(ask) if not FIELD.match(e.text or "")]
    assert not [e for root in roots for e in root.xpath("//@*[local-name()='instr']") if not FIELD.match(e)]
    if kind != "letter":
        shown = ["".join(p.xpath(".//*[local-name()='t']/text()")) for p in body.xpath("//*[local-name()='p']")]
        whole = "".join(shown)
        assert [name for name in NAMES if _bare(literal(name)) not in _bare(whole)] == []


def _bare(text: str) -> str:
    return re.sub(r"\s", "", normalize("NFC", text))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_portable_document_shows_every_text_and_does_nothing(kind: str, begins: list[str], tmp_path: Path) -> None:
    import pypdfium2
    from pypdf import PdfReader

    path = _written(begins, tmp_path, kind, "pdf")
    reader = PdfReader(path)
    catalog = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(catalog)
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(catalog.get("/Names", {}))
    assert not [page for page in reader.pages if page.get("/AA") or page.get("/Annots")]
    if kind == "letter":
        return
    shown = _bare("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)))
    for name in NAMES:
        said = _bare(literal(name).replace("\u00a0", " "))
        if len(said) < 300 and all(c in shown for c in said):  # what goes over pages, or no face has, is tested with the writer
            assert said in shown, name


@pytest.mark.parametrize("ending", ["html", "xlsx"])
def test_a_masked_document_of_hostile_texts_hides_those_who_complained(ending: str, tmp_path: Path) -> None:
    texts = [f"{text[:200]}张晓明" for text in TEXTS.values()]
    begins = _ledger(tmp_path, texts)
    path = _written(begins, tmp_path, "data", ending, "--masked")
    if ending == "html":
        shown = path.read_text(encoding="utf-8")
    else:
        book = load_workbook(path)
        told = next(sheet for sheet in book if "事项" in sheet.title and "不计" not in sheet.title)
        assert told.max_row > len(TEXTS)
        shown = "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "个人信息" in shown


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["html", "xlsx", "docx"])
def test_a_line_of_a_megabyte_in_every_field_is_reported(ending: str, tmp_path: Path) -> None:
    begins = _ledger(tmp_path, [*LONG.values(), "接待站"])
    made = _written(begins, tmp_path, "data", ending)
    if ending == "html":
        assert "".join(LONG.values())[:1000].replace("&", "&amp;").replace("<", "&lt;") in made.read_text(encoding="utf-8")
    else:
        _nothing_outside(made)


@pytest.mark.parametrize("name", NOWHERE_TO_STAND)
@pytest.mark.parametrize("field", FIELDS)
def test_what_no_ledger_holds_is_refused_in_plain_words(name: str, field: str) -> None:
    text = NOWHERE_TO_STAND[name]
    with conduct.open(":memory:", "hospital") as office:
        office.add(units=[{"unit": "D1", "name": "接待站", "kind": "desk"}])
        with pytest.raises(conduct.Fault) as refused:
            office.add(incidents=[{"incident": "i", "unit": "D1", "kind": "complaint", "date": "2024-03-04", field: text}])
    assert f"column {field}" in str(refused.value)


def test_the_office_s_own_words_are_as_literal_as_a_user_s(begins: list[str], tmp_path: Path) -> None:
    said = ["--office", "=1+1", "--number", "<b>1</b>", "--title", "{{ 7*7 }}", "--to", '#read("x")', "--signatory", "_x0041_"]
    page = _written(begins, tmp_path, "notice", "html", "--unmasked", *said).read_text(encoding="utf-8")
    assert {"&lt;b&gt;1&lt;/b&gt;", "{{ 7*7 }}", "_x0041_"} <= set(said_in(page))
    book = load_workbook(_written(begins, tmp_path, "notice", "xlsx", "--unmasked", *said))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert "{{ 7*7 }}" in {cell.value for cell in cells}


def said_in(page: str) -> Iterator[str]:
    """Which of the words stand in a page."""
    yield from (one for one in ("&lt;b&gt;1&lt;/b&gt;", "{{ 7*7 }}", "_x0041_") if one in page)


def test_nothing_is_left_beside_what_is_written(begins: list[str], tmp_path: Path) -> None:
    _written(begins, tmp_path, "data", "html")
    assert os.listdir(tmp_path) == ["data.html"]
