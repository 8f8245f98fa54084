"""A document as a page: in the order of a notice, literal, with charts that are read too, for A4, without network or script."""

from __future__ import annotations

import re
import time
import tracemalloc
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve

from conduct.core.base.words import Lang, literal
from conduct.report.bulletin.document import Annex, Bulletin, Chart, Entry, Grid, GridColumn, Paragraph
from conduct.report.bulletin.page import write_html
from tests.hostile import HOSTILE
from tests.pace import pace
from tests.report.bulletins import CODE, SAMPLES, data, decision, english, letter, made_of, notice
from tests.report.test_pages import Node, parsed


def written(bulletin: Bulletin, folder: Path) -> Node:
    """A document's page as its elements."""
    write_html(bulletin, folder / "b.html")
    return parsed((folder / "b.html").read_text(encoding="utf-8"))


def grids_of(bulletin: Bulletin) -> list[Grid]:
    """Its tables, in order."""
    blocks = [*bulletin.body, *(b for annex in bulletin.annexes for b in annex.blocks)]
    return [b for b in blocks if isinstance(b, Grid)]


def charts_of(bulletin: Bulletin) -> list[Chart]:
    """Its charts, in order."""
    blocks = [*bulletin.body, *(b for annex in bulletin.annexes for b in annex.blocks)]
    return [b for b in blocks if isinstance(b, Chart)]


@pytest.mark.parametrize("name", list(SAMPLES))
def test_it_is_one_file_in_its_language_without_network_or_script(name: str, tmp_path: Path) -> None:
    bulletin = SAMPLES[name]()
    root = written(bulletin, tmp_path)
    [html] = root.all("html")
    assert html.attributes["lang"] == ("zh-CN" if bulletin.lang == "zh" else "en")
    assert not list(root.all("script", "link", "img", "image", "iframe", "object", "embed", "base", "form", "a", "use"))
    [policy] = [m for m in root.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    ids = [n.attributes["id"] for n in root.all() if "id" in n.attributes]
    assert len(ids) == len(set(ids))
    for node in root.all():
        assert not {a for a in node.attributes if a.startswith("on") or a in ("src", "srcset", "style", "action", "href")}
        assert "xmlns" not in node.attributes
        for name_of in (node.attributes.get("aria-labelledby") or "").split():
            assert name_of in ids
    [style] = root.all("style")
    assert not re.search(r"url\(|@import|https?:|//", style.text)
    assert not re.search(r"https?:", "".join(v or "" for n in root.all() for a, v in n.attributes.items() if a != "content"))


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "hostile"])
def test_every_text_of_the_model_stands_in_it(name: str, tmp_path: Path) -> None:
    bulletin = SAMPLES[name]()
    [main] = written(bulletin, tmp_path).all("main")
    shown = main.text
    texts = [
        bulletin.office,
        bulletin.number,
        bulletin.title,
        bulletin.to,
        bulletin.day,
        bulletin.check.title,
        bulletin.check.how,
    ]
    texts += [cell for row in bulletin.check.rows for cell in row] + [a.title for a in bulletin.annexes]
    texts += [bulletin.distribution, *(bulletin.printing or ()), bulletin.check.code or ""]
    if bulletin.form != "tables":
        texts += re.split("、", bulletin.signatory)
    for block in [*bulletin.body, *(b for a in bulletin.annexes for b in a.blocks)]:
        if isinstance(block, Grid):
            texts += [block.caption, block.note, *(c.heading for c in block.columns)]
        elif isinstance(block, Chart):
            texts += [block.title, block.said, *block.categories, *block.ends, *(s.name for s in block.series)]
        else:
            texts.append(block.text)
    assert [text for text in texts if text not in shown] == []


@pytest.mark.parametrize("name", list(SAMPLES))
def test_every_cell_of_every_table_reads_as_the_model_prints_it(name: str, tmp_path: Path) -> None:
    bulletin = SAMPLES[name]()
    tables = [t for t in written(bulletin, tmp_path).all("table") if "data-grid" in t.attributes]
    grids = grids_of(bulletin)
    assert [t.attributes["data-grid"] for t in tables] == [g.code for g in grids]
    for table, grid in zip(tables, grids, strict=True):
        rows = [[cell.text for cell in tr.all("th", "td")] for tr in table.all("tr")]
        assert rows == [
            [literal(c.heading) for c in grid.columns],
            *([literal(e.text) for e in row] for row in grid.rows),
        ]


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "hostile"])
def test_the_figures_of_a_chart_stand_below_it_as_a_table(name: str, tmp_path: Path) -> None:
    bulletin = SAMPLES[name]()
    figures = list(written(bulletin, tmp_path).all("figure"))
    for figure, chart in zip(figures, charts_of(bulletin), strict=True):
        [drawing] = figure.all("svg")
        named = {n.attributes["id"]: n.text for n in drawing.all("title", "desc") if "id" in n.attributes}
        assert [named[i] for i in str(drawing.attributes["aria-labelledby"]).split()] == [chart.title, chart.said]
        assert next(figure.all("figcaption")).text == chart.title
        [details] = figure.all("details")
        head, *rows = [[c.text for c in tr.all("th", "td")] for tr in details.all("tr")]
        assert head[1 : 1 + len(chart.series)] == [s.name for s in chart.series]
        assert len({len(row) for row in (head, *rows)}) == 1
        for n, row in enumerate(rows):
            assert row[0] == chart.categories[n]
            values = [s.values[n] for s in chart.series]
            assert [Decimal(cell) if cell else None for cell in row[1 : 1 + len(values)]] == values
            if chart.band:
                band = row[1 + len(values) : 3 + len(values)]
                assert tuple(Decimal(cell) if cell else None for cell in band) == chart.band[n]
            if chart.ends:
                assert row[-1] == chart.ends[n]


def test_it_stands_in_the_order_of_an_official_notice(tmp_path: Path) -> None:
    bulletin = notice()
    [main] = written(bulletin, tmp_path).all("main")
    order = [
        bulletin.office, bulletin.number, bulletin.title, f"{bulletin.to}：", "根据《江苏省", "附件：",
        "1. 2012年度信访工作考核名次表", "7. 核验信息", bulletin.signatory, bulletin.day, "附件1", "附件2", "附件6", "附件7",
        "核验信息", "考核办法", CODE, bulletin.check.how, "抄送：", bulletin.distribution, "办公室", "2013年2月5日印发",
    ]  # fmt: skip
    at = 0
    for text in order:
        assert text in main.text[at:], text
        at = main.text.index(text, at) + len(text)
    assert [h.text for h in main.all("h1")] == [bulletin.title]
    assert [h.text for h in main.all("h2") if not h.classes][:6] == [a.title for a in bulletin.annexes]
    levels = [int(h.tag[1]) for h in main.all("h1", "h2", "h3", "h4", "h5")]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_a_code_is_shown_as_a_picture_too_and_where_there_is_none_there_is_no_picture(tmp_path: Path) -> None:
    [main] = written(decision(), tmp_path).all("main")
    [picture] = [svg for svg in main.all("svg") if svg.classes == ["qr"]]
    assert CODE in picture.text
    side = int(str(picture.attributes["viewbox"]).split()[2])
    [_, dark] = picture.all("path")
    places = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", str(dark.attributes["d"]))}
    assert {(x, y) for x, y in places if min(x, y) < 4 or max(x, y) >= side - 4} == set()  # the quiet zone
    finder = {(x, y) for x in range(7) for y in range(7) if max(abs(x - 3), abs(y - 3)) != 2}
    for left, top in ((4, 4), (side - 11, 4), (4, side - 11)):
        assert {(x - left, y - top) for x, y in places if left <= x < left + 7 and top <= y < top + 7} == finder
    unpublished = evolve(decision(), check=evolve(decision().check, code=None))
    assert not [svg for svg in written(unpublished, tmp_path).all("svg") if svg.classes == ["qr"]]


def test_the_law_in_its_own_words_is_marked_as_chinese_in_an_english_page(tmp_path: Path) -> None:
    root = written(english(), tmp_path)
    [law] = root.all("blockquote")
    assert law.attributes["lang"] == "zh-CN"
    names = [td for td in root.all("td") if td.text.endswith("江苏分公司")]
    assert names
    assert {td.attributes.get("lang") for td in names} == {"zh-CN"}
    assert not [p for p in root.all("p") if "We have assessed" in p.text and "lang" in p.attributes]
    [naming] = [p for p in root.all("p") if p.text.startswith("Commended: 中国人寿")]
    assert "lang" not in naming.attributes
    assert not [b for b in written(letter(), tmp_path).all("blockquote") if "lang" in b.attributes]


def test_what_did_not_exist_leaves_nothing_behind(tmp_path: Path) -> None:
    bare = evolve(notice(), to="", distribution="", printing=None, annexes=())
    root = written(bare, tmp_path)
    assert not list(root.all("footer"))
    assert not [p for p in root.all("p") if p.classes == ["to"]]
    assert "附件：" in next(root.all("main")).text  # the verification is one
    assert [p.text for p in root.all("p") if p.classes == ["mark"]] == ["附件"]


def test_a_seal_and_none_are_laid_out_apart_and_each_who_signs_has_a_line(tmp_path: Path) -> None:
    root = written(decision(), tmp_path)
    [signature] = [d for d in root.all("div") if "signature" in d.classes]
    assert "sealed" in signature.classes
    names = [p.text for p in signature.all("p")]
    assert names == ["中国保险监督管理委员会江苏监管局", "江苏省保险行业协会", decision().day]
    [other] = [d for d in written(evolve(decision(), sealed=False), tmp_path).all("div") if "signature" in d.classes]
    assert "unsealed" in other.classes


def test_a_wide_table_lies_and_a_narrow_one_stands(tmp_path: Path) -> None:
    wide = Grid("standings", tuple(GridColumn(f"第{n}项", "number", 8) for n in range(14)), ())
    narrow = Grid("lines", tuple(GridColumn(h, "text", w) for h, w in (("单位", 16), ("条款", 6), ("事项", 12))), ())
    root = written(evolve(notice(), annexes=(Annex("宽", (wide,)), Annex("窄", (narrow,)))), tmp_path)
    assert [s.classes for s in root.all("section")] == [["annex", "wide"], ["annex"], ["annex", "check"]]
    front = [d.classes for d in root.all("div") if "front" in d.classes]
    assert front == [["front"]]
    tables = written(evolve(data(), body=(wide,), annexes=(Annex("窄", (narrow,)),)), tmp_path)
    assert [d.classes for d in tables.all("div") if "front" in d.classes] == [["front", "wide"]]
    in_text = written(evolve(notice(), body=(wide,), annexes=()), tmp_path)  # where no page can lie, it is set small
    assert [t.classes for t in in_text.all("table") if "data-grid" in t.attributes] == [["dense"]]


def test_print_repeats_heads_cuts_no_row_and_begins_each_annex_on_a_page(tmp_path: Path) -> None:
    [style] = written(notice(), tmp_path).all("style")
    printed = style.text[style.text.index("@media print") :]
    assert "thead{display:table-header-group}" in printed
    assert re.search(r"tr,[^{]*\{break-inside:avoid\}", printed)
    assert re.search(r"\.annex\{[^}]*break-before:page\}", printed)
    assert re.search(r"@page:right\{margin:37mm 26mm 35mm 28mm;@bottom-right\{content:\"— \" counter\(page\)", style.text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_texts_are_literal_wherever_they_stand(lang: Lang, tmp_path: Path) -> None:
    bulletin = evolve(made_of(HOSTILE), lang=lang, form="general" if lang == "zh" else "plain")
    root = written(bulletin, tmp_path)
    assert {n.tag for n in root.all()} <= {
        "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section", "div", "span", "p", "hr",
        "h1", "h2", "h3", "h4", "h5", "blockquote", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td",
        "figure", "figcaption", "details", "summary", "svg", "desc", "defs", "pattern", "path", "text", "tspan",
    }  # fmt: skip
    quoted = [b.text for b in root.all("blockquote")]
    assert quoted == [literal(text) for text in HOSTILE.values()]
    assert all(n.tag != "title" or "onload" not in n.attributes for n in root.all())


def test_the_same_document_is_the_same_bytes_and_nothing_else_is_left(tmp_path: Path) -> None:
    made = []
    for n in range(2):
        write_html(notice(), tmp_path / f"{n}.html")
        made.append((tmp_path / f"{n}.html").read_bytes())
    assert made[0] == made[1]
    assert len(list(tmp_path.iterdir())) == 2
    assert b"\r" not in made[0]


@pytest.mark.slow
def test_a_thousand_units_and_twenty_thousand_incidents_are_written_soon(tmp_path: Path) -> None:
    units = Grid(
        "standings",
        tuple(GridColumn(f"第{n}项", "number", 6) for n in range(12)),
        tuple(tuple(Entry(f"{n}.5", Decimal(n)) for _ in range(12)) for n in range(1_000)),
    )
    columns = tuple(GridColumn(h, "text", 10) for h in ("编号", "单位", "事项", "日期", "内容"))
    cells = tuple(
        (Entry(f"x{n}"), Entry("单位"), Entry("超期办结"), Entry("2012-01-01"), Entry("说明" * 30)) for n in range(20_000)
    )
    bulletin = evolve(notice(), annexes=(Annex("名次", (units,)), Annex("事项", (Grid("incidents", columns, cells),))))
    started = time.process_time()
    write_html(bulletin, tmp_path / "b.html")
    assert time.process_time() - started < 60 * pace()
    assert (tmp_path / "b.html").read_text(encoding="utf-8").count("<tr>") > 21_000
    tracemalloc.start()
    write_html(evolve(bulletin, body=(Paragraph("x"),)), tmp_path / "b.html")
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_a_title_breaks_between_words_and_is_whole(tmp_path: Path) -> None:
    for title in (
        "关于2012年度江苏省保险公司信访工作考核情况的通报",
        "关于 2012 年度 江苏省 保险公司 信访工作 考核情况 的 通报",
        "通报",
        "长" * 300,
        "  ",
    ):
        [heading] = written(evolve(notice(), title=title), tmp_path).all("h1")
        assert heading.text == title
        lines = [span.text for span in heading.all("span")]
        assert not any(line.endswith(("公", "信", "考", "通")) for line in lines[:-1])
