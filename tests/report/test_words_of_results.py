"""Results in the text's order and in an office's words: titles once, verbs for what comes and ends, the text's own channels."""

from __future__ import annotations

import json
import re

import pytest

from conduct.core.base.words import numeral
from tests.conftest import Desk

pytestmark = pytest.mark.usefixtures("tested_once")

YEAR = ("--period", "2012")


def _companies(desk: Desk, *incidents: str) -> None:
    """Eight life companies, and what is entered about them."""
    units = "".join(f"P{n:02},公司{n:02},life\n" for n in range(1, 9))
    measures = "".join(f"P{n:02},{m},2012,{v}\n" for n in range(1, 9) for m, v in (("outlets", 10), ("premium", 10**9)))
    files = {
        "units": f"unit,name,kind\n{units}",
        "measures": f"unit,measure,period,value\n{measures}",
        "incidents": "incident,unit,kind,date,channel\n" + "".join(f"{one}\n" for one in incidents),
    }
    for name, text in files.items():
        (desk.folder / f"{name}.csv").write_text(text, encoding="utf-8")
    shown = desk("load", *(f"{name}.csv" for name in files))
    assert shown.status == 0, shown.err


def _distances(desk: Desk, unit: str, lang: str = "zh") -> list[str]:
    shown = desk("explain", unit, *YEAR, lang=lang).out
    block = shown.split("距各档差距" if lang == "zh" else "How far it is")[1]
    return [line.strip() for line in block.split("\n\n")[0].splitlines() if line.strip()]


def test_a14_what_ends_and_comes_has_a_verb_and_no_second_negation(desk: Desk) -> None:
    _companies(desk, "z2,P02,feedback-false,2012-03-01,", "z3,P03,late,2012-03-01,")
    [barred] = [line for line in _distances(desk, "P02") if line.startswith("若少")]
    assert "则不再受“不得被评选为信访工作先进单位”的限制（2.3.3）" in barred
    assert "不再不得" not in barred
    [late] = [line for line in _distances(desk, "P01") if "不执行督办意见" in line]
    assert "则不再为“信访工作先进单位（通报表扬）”（4.2）" in late  # by what bars it
    [fewer] = [line for line in _distances(desk, "P03") if line.startswith("若少")]
    assert "则可列前五名（信访工作先进单位（通报表扬），4.2）" in fewer
    assert [numeral(n) for n in (3, 5, 10, 12, 20, 99, 100)] == ["三", "五", "十", "十二", "二十", "九十九", "100"]


def test_a18_kinds_that_bring_the_same_stand_in_one_line(desk: Desk) -> None:
    _companies(desk)
    for lang, any_of in (("zh", "中的任何一项，"), ("en", "1 more of any of ")):
        listed = _distances(desk, "P05", lang)
        [summed] = [line for line in listed if any_of in line]
        assert len(re.findall("“[^”]+”", summed)) >= 20
        assert len(listed) < 14
    told = json.loads(desk("explain", "P05", *YEAR, "--format", "json").out)
    assert len({d["kind"] for d in told["distances"] if d["kind"]}) > 25  # JSON has each
    [whole] = [line for line in told["distance_lines"] if "any of" in line]
    assert "…" not in whole


def test_a6_distances_and_effects_go_in_the_texts_order(desk: Desk) -> None:
    _companies(desk, "z2,P02,feedback-false,2012-03-01,")
    told = _distances(desk, "P02")
    sections = [line.split()[0] for line in told if line.startswith("2.")]
    assert sections == ["2.1", "2.2", "2.3", "2.4"]
    kinds = [line for line in told if line.startswith("如认定")]
    places = [
        next(n for n, kind in enumerate(("不执行督办", "造成严重后果", "非正常上访", "敏感期间", "媒体曝光")) if kind in k)
        for k in kinds
    ]
    assert places == sorted(places)
    moves = next(
        line for line in desk("explain", "P02", *YEAR, lang="zh").out.splitlines() if line.startswith("谎报") and "+" in line
    )
    assert moves.index("2.3.3") < moves.index("通报批评") < moves.index("列为重点监管")


def test_a6_the_parts_of_a_year_show_sections_in_the_texts_order(desk: Desk) -> None:
    (desk.folder / "conduct.db").unlink()
    bank = ("--sector", "banking")
    assert desk(*bank, "init", "--sample").status == 0
    unit = json.loads(desk(*bank, "run", "--format", "json").out)["units"][0]["unit"]
    year = json.loads(desk(*bank, "run", "--format", "json").out)["period"]["id"][:4]
    told = json.loads(desk(*bank, "explain", unit, "--period", year, "--format", "json").out)
    assert list(told["parts"]["sections"])[:3] == ["courtesy", "appearance", "efficiency"]
    shown = desk(*bank, "explain", unit, "--period", year, lang="zh").out
    heads = next(line for line in shown.splitlines() if line.startswith("考核期 ") and "服务仪容仪表" in line)
    assert heads.index("服务用语") < heads.index("服务仪容仪表") < heads.index("服务效率") < heads.index("组织推动")


def test_a6_a_hospital_s_duties_go_in_the_texts_order(desk: Desk) -> None:
    hospital = ("--sector", "hospital")
    assert desk(*hospital, "init").status == 0
    for one in ("unit unit=D1 name=接待站 kind=desk", "incident incident=c1 unit=D1 kind=complaint date=2025-03-03 major=yes"):
        assert desk(*hospital, "record", *one.split()).status == 0
    assert desk(*hospital, "record", "action", "incident=c1", "step=answer", "date=2025-03-03", "basis=规定").status == 0
    told = json.loads(desk(*hospital, "duties", "--as-of", "2025-03-04", "--format", "json").out)["duties"]
    codes = [d["duty"] for d in told]
    six = [code for code in codes if code.endswith("-in-time")]
    assert six == [f"{one}-in-time" for one in ("archive", "report", "publish", "feed-back", "notify", "survey")]
    assert [code for code in codes if code in ("convene", "plan", "approve", "handle")] == [
        "convene",
        "plan",
        "approve",
        "handle",
    ]


@pytest.mark.parametrize(
    ("sector", "title"), [("banking", "××银行服务工作专项考核办法"), ("hospital", "泗阳县第三人民医院行风投诉接待站人员工作职责")]
)
def test_a15_a_title_that_bears_the_number_stands_once(desk: Desk, sector: str, title: str) -> None:
    (desk.folder / "conduct.db").unlink()
    base = ("--sector", sector)
    assert desk(*base, "init", "--sample").status == 0
    unit = json.loads(desk(*base, "run", "--format", "json").out)["units"][0]["unit"]
    for command in (("run",), ("explain", unit), ("regulation",), ("regulation", "--stress"), ("regulation", "--format", "html")):
        shown = desk(*base, *command, lang="zh").out
        assert title in shown, command
        assert f"{title.removeprefix('××银行').removeprefix('泗阳县第三人民医院')} {title}" not in shown, command
    assert "银行服务零投诉心得 银行服务零投诉心得" not in desk(*base, "regulation", lang="zh").out
    assert "Measures" in desk("--sector", "banking", "regulation").out.splitlines()[0]


def test_a7_notes_and_refusals_name_clauses_as_the_text_does(desk: Desk) -> None:
    bank = ("--sector", "banking")
    assert desk(*bank, "init").status == 0
    (desk.folder / "units.csv").write_text("unit,name,kind\nB1,支行1,branch\n", encoding="utf-8")
    rows = "".join(f"B1,{m},2024-Q1,{v}\n" for m, v in (("satisfied", 0.9), ("basically-satisfied", 0.1), ("transactions", 1000)))
    (desk.folder / "measures.csv").write_text(f"unit,measure,period,value\n{rows}", encoding="utf-8")
    assert desk(*bank, "load", "units.csv", "measures.csv").status == 0
    shown = desk(*bank, "run", "--period", "2024-Q1", lang="zh").out
    assert "未登记任何“检查”，各单位均排名次（第八条）" in shown
    assert "(art8)" in desk(*bank, "run", "--period", "2024-Q1").out


def test_b_what_moves_calls_a_channel_as_the_text_does(desk: Desk) -> None:
    units = "".join(f"C{n},产险{n},property\n" for n in range(1, 4))
    measures = "".join(f"C{n},{m},2012,{v}\n" for n in range(1, 4) for m, v in (("outlets", 10), ("premium", 10**9)))
    (desk.folder / "units.csv").write_text(f"unit,name,kind\n{units}", encoding="utf-8")
    (desk.folder / "measures.csv").write_text(f"unit,measure,period,value\n{measures}", encoding="utf-8")
    (desk.folder / "incidents.csv").write_text(
        "incident,unit,kind,date,channel\nq1,C1,petition,2012-03-01,visit\nq2,C2,petition,2012-03-01,telephone\n",
        encoding="utf-8",
    )
    assert desk("load", "units.csv", "measures.csv", "incidents.csv").status == 0
    assert "信访件 书面信访及来访" in desk("whatif", "--without", "q1", *YEAR, lang="zh").out
    assert "信访件 电话信访" in desk("whatif", "--without", "q2", *YEAR, lang="zh").out
    assert "petition petitions by telephone" in desk("whatif", "--without", "q2", *YEAR).out


def test_a_an_option_whose_english_is_its_code_stays_english(desk: Desk) -> None:
    """The written channel is called written."""
    _companies(desk)
    for line in _distances(desk, "P05", "en"):
        assert not re.search("[\u4e00-\u9fff]", line), line


def test_a9_a_section_that_takes_no_deductions_has_no_room_for_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", "banking")
    assert desk("init", "--sample", lang="zh").status == 0
    shown = desk("explain", "B3", lang="zh").out
    assert "服务用语和服务态度：还可扣" in shown
    assert "社会(客户)综合评价：还可扣" not in shown  # earned by a formula; findings there are refused
