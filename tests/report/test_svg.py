"""Charts as drawings: well formed, with their figures, real text, a text alternative, and literal whatever a name holds."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import get_args

import pytest
from attrs import evolve
from lxml import etree

from conduct.core.base.words import Lang
from conduct.report.bulletin.document import Chart, Series
from conduct.report.bulletin.paper.drawing import at, fitted, plain, scale, wide
from conduct.report.bulletin.paper.svg import TEXTURES, WIDTH, svg

SVG = "{http://www.w3.org/2000/svg}"
D = Decimal
LONG = "中国人民财产保险股份有限公司江苏省分公司苏州市中心支公司第二营业部及其下属各服务网点"
HOSTILE = [
    "</title><script>x</script>",
    "\"'><b onload=x>",
    "{{ 7*7 }}{% x %}",
    "=1+1",
    "\x00\x1b\u202e\ud800\ufffe",
    "a" * 1_000_000,
]
SHAPES = ("bars", "columns", "lines")


def chart(shape: str = "bars", n: int = 4, series: int = 2) -> Chart:
    """A chart of figures that are all different."""
    found = tuple(Series(f"考核项目{s}", tuple(D(f"{s + 1}.{n}5") + n for n in range(n))) for s in range(series))
    return Chart("standings", "各单位得分", "甲得分最高。", shape, tuple(f"单位{n}" for n in range(n)), found)


def drawn(one: Chart, lang: Lang = "zh", within: str = "") -> etree._Element:
    """A drawing as XML."""
    made = svg(one, lang, within)
    return etree.fromstring(made.replace('<svg class="chart"', '<svg xmlns="http://www.w3.org/2000/svg" class="chart"').encode())


def texts(root: etree._Element) -> list[str]:
    """What is written in a drawing."""
    return ["".join(t.xpath("text()|*[local-name()='tspan']/text()")) for t in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("lang", get_args(Lang))
@pytest.mark.parametrize("shape", SHAPES)
def test_a_chart_stands_alone_with_a_text_alternative_and_its_names_as_text(shape: str, lang: Lang) -> None:
    one = evolve(chart(shape), axis="分", ends=("1.5", "3.5", "5.5", "7.5"))
    root = drawn(one, lang)
    assert root.get("role") == "img"
    named = {e.get("id"): e.text for e in root.iter() if e.get("id")}
    assert [named[i] for i in root.get("aria-labelledby").split()] == [one.title, one.said]
    assert {*one.categories, *(s.name for s in one.series), "分"} <= set(texts(root))
    assert (set(one.ends) <= set(texts(root))) == (shape != "lines")  # of several lines no end is the category's
    assert not [e for e in root.iter() if etree.QName(e).localname in ("script", "image", "use", "style", "foreignObject", "a")]
    addresses = [v for e in root.iter() for v in e.attrib.values() if "url(" in v or "http" in v]
    assert all(re.fullmatch(r"url\(#[\w-]+\)", v) and v[5:-1] in named for v in addresses)
    assert not [name for e in root.iter() for name in e.attrib if name in ("style", "href") or name.startswith("on")]


@pytest.mark.parametrize("shape", SHAPES)
def test_drawings_of_one_page_share_no_id_and_the_same_chart_is_the_same_drawing(shape: str) -> None:
    one, other = chart(shape), chart(shape, n=5)
    ids = [e.get("id") for d in (drawn(one, within="c1"), drawn(one, within="c2")) for e in d.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert svg(one, "zh") == svg(one, "zh")
    assert not {e.get("id") for e in drawn(one).iter() if e.get("id")} & {e.get("id") for e in drawn(other).iter()}
    assert "xmlns" not in svg(one, "zh", "c1")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_a_name_holds_is_literal(shape: str, text: str) -> None:
    one = chart(shape, series=1)
    categories, series = (text, *one.categories[1:]), (evolve(one.series[0], name=text), one.series[0])
    band = tuple((D(1), D(9)) for _ in categories)
    made = evolve(one, title=text, said=text, axis=text, categories=categories, series=series, ends=(text,) * 4, band=band)
    root = drawn(evolve(made, band_name=text), "en")
    assert {etree.QName(e).localname for e in root.iter()} <= {"svg", "title", "desc", "defs", "pattern", "path", "text", "tspan"}
    shown = {e.text for e in root.iter(f"{SVG}title", f"{SVG}desc")} | set(texts(root))
    assert text.encode("unicode_escape").decode() in shown if not text.isprintable() else text in shown


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("n", [1, 2, 12, 36, 37, 60, 200])
def test_every_category_is_named_within_the_drawing_however_many_there_are(shape: str, n: int) -> None:
    one = chart(shape, n, series=3)
    root = drawn(evolve(one, categories=tuple(f"{LONG}{n}" for n in range(n)), ends=("88.5",) * n))
    whole = {f"{LONG}{n}" for n in range(n)}
    assert {e.text for e in root.iter(f"{SVG}title")} | set(texts(root)) >= whole
    _, _, width, height = (float(v) for v in root.get("viewBox").split())
    assert width == WIDTH
    assert n > 60 or height < 1000  # which a page holds
    for e in root.iter(f"{SVG}text"):
        lines = list(e.xpath("text()|*[local-name()='tspan']/text()"))
        left = {"start": 0, "middle": D("0.5"), "end": 1}[e.get("text-anchor", "start")]
        long = max(wide(line, int(e.get("font-size"))) for line in lines)
        turned = D("0.71") if "-45" in e.get("transform", "") else D(0) if "-90" in e.get("transform", "") else D(1)
        assert D(e.get("x")) - left * long * turned > -12
        assert D(e.get("x")) + (1 - left) * long * turned < WIDTH + 12
        assert 0 < float(e.get("y")) <= height


def _lengths(root: etree._Element) -> list[tuple[D, D]]:
    """Where each bar begins and how long it is."""
    found = [re.fullmatch(r"M([\d.-]+) ([\d.-]+)h([\d.-]+)v([\d.-]+)h-\3z", e.get("d") or "") for e in root.iter(f"{SVG}path")]
    return [(D(m[1]), D(m[3])) for e, m in zip(root.iter(f"{SVG}path"), found, strict=True) if m and e.get("stroke")]


def test_bars_are_as_long_as_their_figures_and_what_is_negative_goes_the_other_way() -> None:
    series = (Series("加", (D(3), D(0), None, D("1.5"))), Series("扣", (D(-6), D("-1.5"), None, D(3))))
    root = drawn(evolve(chart(), series=series))
    legend, parts = _lengths(root)[:2], _lengths(root)[2:]
    assert [length for _, length in legend] == [26, 26]
    (a, one), (b, two), (c, three), (d, four), (e, five) = parts  # what is nothing or not there has no part
    unit = one / 3
    for length, value in ((two, 6), (three, D("1.5")), (four, D("1.5")), (five, 3)):
        assert abs(length - unit * value) <= D("0.5")
    zero = a
    assert abs(b + two - zero) <= D("0.2")
    assert abs(c + three - zero) <= D("0.2")
    assert d == zero
    assert abs(e - (d + four)) <= D("0.2")


def test_the_documents_own_unit_is_told_apart_without_colour() -> None:
    plain_one, own = drawn(chart(series=1)), drawn(evolve(chart(series=1), marked=2))
    assert not [t for t in plain_one.iter(f"{SVG}text") if t.get("font-weight")]
    assert ["".join(t.itertext()) for t in own.iter(f"{SVG}text") if t.get("font-weight")] == ["单位2"]
    fills = [e.get("fill") for e in own.iter(f"{SVG}path") if e.get("stroke") and e.get("fill") != "none"]
    assert len(set(fills)) == 2


def test_series_are_told_apart_in_black_and_white() -> None:
    root = drawn(chart(series=TEXTURES))
    fills = [e.get("fill") for e in root.iter(f"{SVG}path") if e.get("stroke") and e.get("fill") != "none"]
    assert len(set(fills)) == TEXTURES
    shades = sorted(sum(int(f[n : n + 2], 16) for n in (1, 3, 5)) // 3 for f in set(fills) if f.startswith("#"))
    assert all(b - a >= 20 for a, b in pairwise(shades))
    lines = drawn(chart("lines", series=4))
    assert len({e.get("stroke-dasharray") for e in lines.iter(f"{SVG}path") if e.get("stroke-width") in ("2.6", "1.6")}) == 4


def test_a_line_breaks_where_there_is_no_figure_and_the_band_with_it() -> None:
    one = chart("lines", 5, 1)
    gap = evolve(one.series[0], values=(D(1), D(2), None, D(4), None))
    band = ((D(0), D(3)), (D(1), D(3)), (None, None), (D(2), D(5)), (D(1), D(2)))
    root = drawn(evolve(one, series=(gap,), band=band, band_name="同类单位"))
    lines = [e for e in root.iter(f"{SVG}path") if e.get("stroke-width") == "2.6"]
    assert [e.get("d").count("L") for e in lines[1:]] == [1]  # and the fourth stands alone
    assert sum(e.get("stroke-width") == "1.4" for e in root.iter(f"{SVG}path")) == 1 + 3
    bands = [e for e in root.iter(f"{SVG}path") if e.get("fill") == "#c9ced6"]
    assert len(bands) == 1 + 2
    assert "同类单位" in texts(root)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_chart_without_any_figure_is_drawn(shape: str) -> None:
    for n in (0, 3):
        one = evolve(chart(shape, n), series=(Series("得分", (None,) * n),))
        assert drawn(one) is not None


@pytest.mark.parametrize(
    ("values", "steps"),
    [
        ((D(0), D(1)), "0 0.2 0.4 0.6 0.8 1"),
        ((D("99.95"),), "0 20 40 60 80 100"),
        ((D(-3), D(4)), "-4 -2 0 2 4"),
        ((), "0 0.2 0.4 0.6 0.8 1"),
        ((D(12345),), "0 5000 10000 15000"),
    ],
)
def test_a_scale_has_whole_steps(values: tuple[D, ...], steps: str) -> None:
    made = scale(values, 0, 100)
    assert " ".join(plain(step) for step in made.steps) == steps
    assert (made.at(made.steps[0]), made.at(made.steps[-1])) == (0, 100)


def test_places_and_figures_are_written_without_exponent_or_trailing_noughts() -> None:
    assert [plain(D(v)) for v in ("1E+3", "0.500", "-0", "1E-7", "100")] == ["1000", "0.5", "0", "0.0000001", "100"]
    assert at(D(100) / 3) == "33.3"


def test_a_text_that_does_not_fit_ends_in_an_ellipsis_within_its_room() -> None:
    assert fitted("平安财险", 100, 15).lines == ("平安财险",)
    one = fitted(LONG, 100, 15, 2)
    assert not one.whole
    assert len(one.lines) == 2
    assert one.lines[1].endswith("…")
    assert all(wide(line, 15) <= 100 for line in one.lines)
    assert fitted("China Life Insurance", 90, 15, 2).lines == ("China Life", "Insurance")
