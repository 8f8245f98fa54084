"""Charts and notices of strangers' sectors, of laws that rank by a figure, of many units and of several periods."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

import conduct
from conduct.core.base.words import Lang
from conduct.report.bulletin.document import Grid, Paragraph
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.drawn import MOST_BARS, Drawings
from conduct.report.bulletin.text.grids import Grids
from conduct.report.bulletin.told import Publication
from conduct.report.numbers import Numbers
from tests.outside.conftest import EXAMPLES, Site
from tests.report.samples import Kept, every_text, table, under
from tests.report.told import telling
from tests.test_chinese import half_width


@pytest.fixture
def strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder where the example packages and the tests' own sector are installed; what was imported from it is forgotten."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    site = Site(folder)
    site.taxi()
    site.street()
    site.package(EXAMPLES / "ny_auto" / "conduct_ny_auto", "conduct-ny-auto", "ny_auto")
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
            del sys.modules[name]


def insurers(folder: Path, ratios: Sequence[tuple[int, int]]) -> Kept:
    """A ledger of the ranking by ratio: upheld complaints and premium of each insurer."""
    path = folder / "ny.db"
    names = [f"I{n:02}" for n in range(len(ratios))]
    with conduct.open(path, "ny_auto") as office:
        office.init()
        office.add(
            units=[{"unit": one, "name": f"Insurer {one}", "kind": "insurer"} for one in names],
            measures=[
                {"unit": one, "measure": "premium", "period": "2019", "value": premium}
                for one, (_, premium) in zip(names, ratios, strict=True)
            ],
            incidents=[
                {"incident": f"{one}-{n}", "unit": one, "kind": "complaint", "date": f"2019-0{n % 9 + 1}-05", "finding": "upheld"}
                for one, (upheld, _) in zip(names, ratios, strict=True)
                for n in range(upheld)
            ],
        )
    return Kept(path, "ny_auto")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", ["taxi", "street"])
def test_a_stranger_s_sector_has_its_notice_by_its_own_title(strangers: Path, sector: str, lang: Lang) -> None:
    with Kept.made(strangers, sector).told() as found:
        made, law = compose(found, "notice", Letterhead(), lang), found.assessment.regulation
        assert law.title.said(lang) in made.title
        text = "\n".join(block.text for block in made.body if isinstance(block, Paragraph))
        assert law.id in text
        assert all(unit.name in text for unit in found.assessment.units)
        standings = table(Grids(found, lang).standings())
        assert len(standings) == len(found.assessment.units)
        if lang == "zh":
            assert [said for said in every_text(made) if half_width(said)] == []


def test_a_law_that_ranks_by_a_figure_has_the_figure_in_its_notice_and_chart(strangers: Path) -> None:
    with insurers(strangers, [(1, 4), (0, 4), (3, 2)]).told("2019") as found:
        made = compose(found, "notice", Letterhead(), "zh")
        text = "\n".join(block.text for block in made.body if isinstance(block, Paragraph))
        assert "第一名：Insurer I01（比率 0）；最后一名：Insurer I02（比率 1.5）。" in text
        (chart,) = Drawings(found, "zh").standings()
        assert chart.categories == ("Insurer I01", "Insurer I00", "Insurer I02")
        assert chart.series[0].values == (Decimal(0), Decimal("0.25"), Decimal("1.5"))
        assert chart.ends[-1] == "1.5，第3名"


def test_of_many_units_the_first_and_the_last_are_drawn_and_that_is_said(strangers: Path) -> None:
    with insurers(strangers, [(n, 2) for n in range(MOST_BARS + 5)]).told("2019") as found:
        (chart,) = Drawings(found, "en").standings()
        assert len(chart.categories) == MOST_BARS
        assert (chart.categories[0], chart.categories[-1]) == ("Insurer I00", f"Insurer I{MOST_BARS + 4}")
        assert f"of {MOST_BARS + 5} units" in chart.said


def test_a_trend_has_the_unit_s_periods_and_its_peers_band(tmp_path: Path) -> None:
    kept = Kept.made(tmp_path, "banking")
    with kept.told("2012-Q1") as first:
        before = {unit.unit: Numbers(first.assessment).score(unit) for unit in first.assessment.units}
    with kept.told("2012-Q2") as found:
        assert Drawings(evolve(found, look_back=tuple), "zh").trend("B1") is None
        bare = Drawings(found, "zh").trend("B1")
        sealed = Publication("1", False, "2012-07-20T08:00:00Z", "a" * 64, None)
        chart = Drawings(evolve(found, publication=sealed), "zh").trend("B1")
        assert bare is not None
        assert chart is not None
        now = {unit.unit: Numbers(found.assessment).score(unit) for unit in found.assessment.units}
        assert chart.categories == ("2012年第一季度", "2012年第二季度")
        assert [format(v or 0, "f") for v in chart.series[0].values] == [before["B1"], now["B1"]]
        scores = [Decimal(score) for score in now.values() if score]
        assert chart.band[1] == (min(scores), max(scores))
        assert (bare.band, bare.series) == ((), chart.series), "what others have is told once it is published"
        assert f"2012年第一季度 {before['B1']}" in chart.said


def test_months_count_what_is_not_out_and_every_channel_s(tmp_path: Path) -> None:
    with Kept.made(tmp_path, "insurance").told() as found:
        chart = Drawings(found, "zh").months()
        assert chart is not None
        ranked = [line for unit in found.assessment.units for line in unit.lines if line.channel is not None]
        assert sum(v or 0 for series in chart.series for v in series.values) == sum(line.count for line in ranked)
        assert [series.name for series in chart.series] == ["书面信访", "电话投诉", "上门信访", "网络信访"]
        some = Drawings(found, "zh").months(["L01", "L02"])
        assert some is not None
        mine = [
            line.count for unit in found.assessment.units if unit.unit in ("L01", "L02") for line in unit.lines if line.channel
        ]
        assert sum(v or 0 for series in some.series for v in series.values) == sum(mine)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (
            "2012",
            "示例觜火财险（110分）",
            "示例人寿丙（64分，直接确定为信访考评末位机构）、示例轸水财险（74分，直接确定为信访考评末位机构）",
        ),
        ("2012-H1", "示例人寿乙（108分）、示例胃土财险（108分）", "示例人寿丙（66分，直接确定为信访考评末位机构）"),
    ],
)
def test_below_a_chart_all_who_share_the_first_or_the_last_rank_are_named_as_in_the_text(
    tmp_path: Path, period: str, first: str, last: str
) -> None:
    with Kept.made(tmp_path, "insurance").told(period) as found:
        (chart,) = Drawings(found, "zh").standings()
        overview = under(compose(found, "notice", Letterhead(), "zh").body, "总体情况")
    assert chart.said.startswith(f"各单位得分：第一名为{first}；最后一名为{last}。")
    assert f"第一名：{first}；最后一名：{last}。" in overview


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "各单位得分：各单位名次相同：示例人寿甲（100分）、示例人寿乙（100分）。"),
        ("en", "Scores: all share one rank: 示例人寿甲 (100 points), 示例人寿乙 (100 points)."),
    ],
)
def test_below_a_chart_of_units_that_share_one_rank_nobody_is_last(tmp_path: Path, lang: Lang, words: str) -> None:
    units = [{"unit": f"L{n}", "name": f"示例人寿{name}", "kind": "life"} for n, name in enumerate("甲乙")]
    measures = [
        {"unit": unit["unit"], "measure": measure, "period": "2012", "value": value}
        for unit in units
        for measure, value in (("outlets", 10), ("premium", 100_000_000))
    ]
    with telling(tmp_path, "insurance", "2012", units=units, measures=measures) as found:
        (chart,) = Drawings(found, lang).standings()
    assert chart.said == words


def test_below_a_chart_every_month_that_had_the_most_is_named(strangers: Path) -> None:
    with insurers(strangers, [(4, 2), (2, 2), (3, 2)]).told("2019") as found:
        zh, en = (Drawings(found, lang).months() for lang in ("zh", "en"))
    assert zh is not None
    assert zh.said.endswith("共9件，最多的是1月、2月，各3件。")
    assert en is not None
    assert en.said.endswith("9 in all, most in 2019-01, 2019-02 (3 each).")


def test_a_period_with_nobody_in_it_has_a_notice_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    with conduct.open(path, "hospital") as office:
        office.init()
    with Kept(path, "hospital").told("2012") as found:
        for kind in ("notice", "data"):
            made = compose(found, kind, Letterhead(), "zh")
            assert made.annexes == ()
        text = "\n".join(
            block.text for block in compose(found, "notice", Letterhead(), "zh").body if isinstance(block, Paragraph)
        )
        assert "本期没有考核对象。" in text


def test_two_people_of_one_name_are_told_apart(tmp_path: Path) -> None:
    kept = Kept.made(tmp_path, "power_utility")
    with conduct.open(kept.path, "power_utility") as office:
        office.record("unit", unit="S01-emp9", name="马志刚", kind="employee", parent="S01")
        office.record("incident", incident="n1", unit="S01", kind="improper-service", date="2012-05-05", person="S01-emp9")
    with kept.told("2012") as found:
        grid = table(Grids(found, "zh").sanctions())
        assert {row["对象"].text for row in grid if "马志刚" in row["对象"].text} == {
            "马志刚（S01-emp9）",
            "马志刚（S02-head）",
        }


def test_two_units_of_one_name_are_told_apart(strangers: Path) -> None:
    kept = insurers(strangers, [(1, 4), (0, 4), (3, 2)])
    with conduct.open(kept.path, "ny_auto") as office:
        office.add(units=[{"unit": "I01", "name": "Insurer I02", "kind": "insurer"}], correct="renamed")
    with kept.told("2019") as found:
        made = compose(found, "notice", Letterhead(), "zh")
        text = "\n".join(block.text for block in made.body if isinstance(block, Paragraph))
        assert "第一名：Insurer I02（I01）（比率 0）；最后一名：Insurer I02（I02）（比率 1.5）。" in text
        (chart,) = Drawings(found, "zh").standings()
        assert chart.categories == ("Insurer I02（I01）", "Insurer I00", "Insurer I02（I02）")


def test_units_without_a_rank_are_listed_with_the_reason(tmp_path: Path) -> None:
    with Kept.made(tmp_path, "banking").told("2012") as found:
        unranked = [unit for unit in found.assessment.units if unit.unranked]
        assert len(unranked) == 2
        made = compose(found, "notice", Letterhead(), "zh")
        text = "\n".join(block.text for block in made.body if isinstance(block, Paragraph))
        rows = {row["单位"].text: row for row in table(Grids(found, "zh").standings())}
        for unit in unranked:
            assert f"{unit.name}：当年存续不足四个季度（第八条）。" in text
            assert rows[unit.unit]["名次"].text == ""
            assert "存续不足四个季度" in rows[unit.unit]["不排名次"].text
        assert not any(isinstance(block, Grid) for block in made.body)
