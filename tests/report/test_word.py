"""Word files: the parts they are made of, the order of their elements, literal text, the same bytes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from attrs import evolve
from lxml import etree

from conduct.core.base.words import literal
from conduct.report.bulletin.document import Bulletin, Chart, Entry
from conduct.report.bulletin.word.word import write_docx
from conduct.report.bulletin.word.word_tables import laid_out
from conduct.report.bulletin.word.word_xml import P_ORDER, R_ORDER, TABLE_ORDER
from tests.hostile import LONG, SHORT
from tests.pace import pace

from . import bulletins
from .bulletins import standings


def bare(document: Bulletin) -> Bulletin:
    """A document without charts, which need a face to be drawn."""
    annexes = tuple(evolve(a, blocks=tuple(b for b in a.blocks if not isinstance(b, Chart))) for a in document.annexes)
    return evolve(document, body=tuple(b for b in document.body if not isinstance(b, Chart)), annexes=annexes)


SAMPLES = {name: lambda make=make: bare(make()) for name, make in bulletins.SAMPLES.items()}


def notice() -> Bulletin:
    return bare(bulletins.notice())


def made_of(texts: dict[str, str]) -> Bulletin:
    return bare(bulletins.made_of(texts))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(bulletin: Bulletin, folder: Path, template: Path | None = None) -> dict[str, bytes]:
    """The parts of the file that is written, by name."""
    path = folder / "made.docx"
    write_docx(bulletin, path, template, ())
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def body_of(made: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(made["word/document.xml"])


def texts(made: dict[str, bytes]) -> list[str]:
    """What each paragraph says."""
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body_of(made).iter(f"{W}p")]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_part_is_well_formed_and_named_by_its_relations(sample: str, tmp_path: Path) -> None:
    made = parts(SAMPLES[sample](), tmp_path)
    kinds = made["[Content_Types].xml"].decode()
    for name, content in made.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
        assert f'PartName="/{name}"' in kinds or name.endswith((".rels", ".png")) or name == "[Content_Types].xml"
    related = re.findall(r'Id="([^"]+)"[^>]*Target="([^"]+)"', made["word/_rels/document.xml.rels"].decode())
    assert {f"word/{target}" for _, target in related} <= set(made)
    used = set(re.findall(rb'r:(?:id|embed)="([^"]+)"', made["word/document.xml"]))
    assert used <= {code.encode() for code, _ in related}


@pytest.mark.parametrize("sample", SAMPLES)
def test_properties_stand_in_the_order_of_the_schema(sample: str, tmp_path: Path) -> None:
    made = parts(SAMPLES[sample](), tmp_path)
    orders = {"pPr": P_ORDER, "rPr": R_ORDER, "tblPr": TABLE_ORDER}
    section = ["headerReference", "footerReference", "pgSz", "pgMar", "cols", "titlePg"]
    for name, content in made.items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        for element in etree.fromstring(content).iter():
            kind = str(element.tag).removeprefix(W)
            order = orders.get(kind) or (section if kind == "sectPr" else None)
            if order is not None:
                places = [order.index(str(child.tag).removeprefix(W)) for child in element]
                assert places == sorted(places), (name, kind)
            if kind == "tc":
                assert str(element[-1].tag) == f"{W}p"


def test_every_style_that_is_used_is_there(tmp_path: Path) -> None:
    for make in SAMPLES.values():
        made = parts(make(), tmp_path)
        used = {style for name in made for style in re.findall(rb'<w:pStyle w:val="([^"]+)"', made[name])}
        assert used <= set(re.findall(rb'w:styleId="([^"]+)"', made["word/styles.xml"]))


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_same_document_is_the_same_bytes(sample: str, tmp_path: Path) -> None:
    for name in ("one.docx", "two.docx"):
        write_docx(SAMPLES[sample](), tmp_path / name, None, ())
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_the_only_time_in_a_file_is_that_of_the_facts(tmp_path: Path) -> None:
    path = tmp_path / "made.docx"
    write_docx(notice(), path, None, ())
    with zipfile.ZipFile(path) as package:
        assert {about.date_time for about in package.infolist()} == {(2013, 1, 31, 8, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert re.findall(r">(\d{4}-[^<]*)<", core) == ["2013-01-31T08:00:00Z"] * 2
    assert "python-docx" not in core
    assert "中国保险监督管理委员会江苏监管局" in core
    write_docx(evolve(notice(), made_on=""), path, None, ())
    with zipfile.ZipFile(path) as package:
        assert {about.date_time for about in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_text_is_literal_and_alone(tmp_path: Path) -> None:
    document = made_of(SHORT)
    made = parts(document, tmp_path)
    said = texts(made)
    for name, text in SHORT.items():
        assert literal(text) in said, name
    assert not list(body_of(made).iter(f"{W}instrText", f"{W}object", f"{W}altChunk"))
    core = etree.fromstring(made["docProps/core.xml"])
    assert literal(document.title) in [e.text for e in core]


def test_a_text_of_a_megabyte_is_whole(tmp_path: Path) -> None:
    for text in LONG.values():
        document = evolve(notice(), office=text, body=(*notice().body[:1], evolve(standings(), rows=((Entry(text),) * 6,))))
        assert texts(parts(document, tmp_path)).count(literal(text)) >= 6


def test_a_table_repeats_its_header_and_holds_rows_whole_unless_no_page_holds_them(tmp_path: Path) -> None:
    long = (Entry("1"), Entry("很长的内容" * 400), *(Entry("1"),) * 4)
    grid = evolve(standings(), rows=(*standings().rows[:2], long))
    table = next(body_of(parts(evolve(notice(), body=(grid,)), tmp_path)).iter(f"{W}tbl"))
    rows = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, True, True, False]


@pytest.mark.parametrize("width", [8849, 9071, 4000])
def test_the_columns_of_a_table_fill_the_width(width: int) -> None:
    for make in SAMPLES.values():
        document = make()
        for block in [*document.body, *(b for a in document.annexes for b in a.blocks)]:
            if hasattr(block, "columns"):
                size, widths = laid_out(block, width)
                assert sum(widths) == width
                assert min(widths) > 0
                assert 15 <= size <= 24


def test_seventy_units_with_all_their_incidents_are_quickly_written(tmp_path: Path) -> None:
    from time import process_time

    row = tuple(
        Entry(text) for text in ("X2012-0001", "中国人寿江苏分公司", "超期办结", "2012年12月27日", "信访件反映销售误导" * 5)
    )
    tables = notice().annexes[-1].blocks[0]
    start = process_time()
    write_docx(evolve(notice(), body=(evolve(tables, rows=(row,) * 20_000),)), tmp_path / "made.docx", None, ())
    assert process_time() - start < 20 * pace()
