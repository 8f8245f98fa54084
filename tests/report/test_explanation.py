"""Explanations as text, JSON and page, through the command line, for every sector and in both languages."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from conduct.core.base.words import Lang, clause_words
from tests.conftest import Desk

UNITS = {
    "insurance": ("P34", "2012"),
    "power_utility": ("S07", "2012"),
    "banking": ("B8", "2012-Q1"),
    "hospital": ("D1", "2012-Q3"),
}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _sample(desk: Desk, sector: str) -> tuple[str, ...]:
    Path("conduct.db").unlink()
    assert desk("--sector", sector, "init", "--sample").status == 0
    unit, period = UNITS[sector]
    return ("--sector", sector, "explain", unit, "--period", period)


def _object(desk: Desk, *command: str) -> dict[str, Any]:
    outcome = desk(*command, "--format", "json")
    assert outcome.status == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    return found


@pytest.mark.campaign
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", list(UNITS))
def test_every_sector_explains_in_three_forms(desk: Desk, sector: str, lang: Lang) -> None:
    command = _sample(desk, sector)
    found = _object(desk, *command)
    text = desk(*command, lang=lang)
    assert text.status == 0, text.err
    page = desk(*command, "--format", "html", "--output", "page.html", lang=lang)
    assert page.status == 0, page.err
    parser = _Page()
    parser.feed(Path("page.html").read_text(encoding="utf-8"))
    assert parser.open == []
    whole = " ".join(parser.texts)
    for said in (found["name"], found["regulation"]["id"]):
        assert said in text.out
        assert said in whole
    for line in found["lines"]:
        assert clause_words(line["clause"], lang) in text.out
        assert all(quote in whole for quote in line["quotes"][:2])
        if line["kind"] not in ("person-unknown", "head-unknown"):
            assert line["quotes"]


def test_lines_name_their_incidents_and_their_arithmetic(desk: Desk) -> None:
    found = _object(desk, *_sample(desk, "insurance"))
    late = next(line for line in found["lines"] if line["kind"] == "late")
    assert late["arithmetic"] == "4 × 2 = 8"
    assert late["quotes"][0] == "不能按期办理信访的,每件扣2分"
    assert late["incidents"] == ["P34-0190", "P34-0649", "P34-0847", "P34-0896"]
    volume = next(line for line in found["lines"] if line.get("channel") == "telephone")
    assert volume["arithmetic"].endswith("→ -11")
    assert len(volume["incidents"]) == volume["count"]
    assert sum(s["score"] for s in found["sections"]) + found["bonus"] == pytest.approx(found["score"])


def test_a_bank_s_findings_are_added_up_with_their_doubling(desk: Desk) -> None:
    found = _object(desk, *_sample(desk, "banking"))
    line = next(line for line in found["lines"] if line["section"] == "recommendation")
    # f070 and f072 mislead, the first put right after its term; f071 sold without a warning; f054 knew too little, unmended
    figures = re.findall(r"\d+ × [\d.]+", line["arithmetic"])
    assert (sorted(figures), line["arithmetic"][-4:]) == (["1 × 0.5", "1 × 1", "1 × 2", "1 × 2"], " = 8")
    assert "夸大收益或将保险说成存款推荐给客户,每人次 1 × 2 × 2" in line["arithmetic"]  # the sheet has its own words alone
    command = ("--sector", "banking", "explain", "B8", "--period", "2012-Q1")
    assert "夸大收益或将保险说成存款推荐给客户,每人次 1 × 2 × 2" in desk(*command, lang="zh").out
    section = next(s for s in found["sections"] if s["section"] == "recommendation")
    assert (section["points"], section["score"]) == (-6.0, 0.0)


def test_distances_say_what_one_more_would_bring(desk: Desk) -> None:
    found = _object(desk, *_sample(desk, "insurance"))
    words = {(d["what"], d["name"], d["kind"], d["incidents"]) for d in found["distances"] if d["kind"]}
    assert ("veto", "ineligible", "abnormal-petition", 1) in words
    assert any(d["what"] == "rank" and d["points"] == 1.0 for d in found["distances"])


def test_no_points_lead_a_unit_on_that_a_veto_puts_last(desk: Desk) -> None:
    _sample(desk, "insurance")
    found = _object(desk, "--sector", "insurance", "explain", "L03")
    (rank,) = (d for d in found["distances"] if d["what"] == "rank")
    assert (rank["name"], rank["clause"], rank["points"]) == ("last", "2.4.3", None)
    shown = desk("--sector", "insurance", "explain", "L03", lang="zh").out
    assert "由 2.4.3 直接确定为末位，分数再高名次也不变" in shown
    assert "2.2 信访总量：已扣完" in shown


def test_what_is_out_pending_or_excused_is_shown(desk: Desk) -> None:
    found = _object(desk, *_sample(desk, "power_utility"))
    assert [o["incident"] for o in found["out"]] == ["c08"]
    assert found["excused"] == ["c12"]
    gone = {tuple(e["incidents"]): e["gone"] for e in found["effects"]}
    assert any("withhold-bonus (art10) c20 S07-head2" in one for one in gone[("c20",)])


def test_a_sanction_names_the_person_it_falls_on_and_whether_it_is_decided(desk: Desk) -> None:
    _sample(desk, "power_utility")
    command = ("--sector", "power_utility", "explain", "S07")
    found = _object(desk, *command)
    assert found["duties"]["breached"] == 0
    heads = {p["unit"]: (p["name"], p["months"]) for p in found["persons"] if p["unit"].startswith("S07-head")}
    assert heads == {"S07-head": ("武光远", [8.0, 8.0]), "S07-head2": ("敖国权", [15.0, 16.0])}
    rows = [line.split() for line in desk(*command, lang="zh").out.splitlines()]
    assert ["第十一条", "扣发奖金", "S07-head2", "敖国权", "2–3个月", "w07", "待决定", "扣发单位负责人2-3个月奖金"] in rows
    assert ["S07-head2", "敖国权：15–16个月"] in rows


def test_what_is_out_is_said_in_words(desk: Desk) -> None:
    command = _sample(desk, "hospital")
    text = desk(*command, lang="zh").out
    table = text[text.index("\n不计\n") :]
    assert {"未及时调查满意度", "申诉决定", "投诉", "撤销"} <= set(table.split())
    assert "not-surveyed" not in table
    assert "telephone" not in desk(*_sample(desk, "insurance"), lang="zh").out


def test_an_appeal_is_shown_until_it_is_won(desk: Desk) -> None:
    command = _sample(desk, "insurance")
    case, said = "P34-0190", ("step=appeal", "incident=P34-0190", "date=2012-07-01", "by=P34", "reason=在途", "kind=late")
    assert _object(desk, *command)["contested"] == []
    assert desk("--sector", "insurance", "record", "action", "action=ap1", *said).status == 0
    [open_] = _object(desk, *command)["contested"]
    assert (open_["incident"], open_["breach"], open_["action"], open_["decision"]) == (case, "late", "ap1", None)
    assert "待决定" in desk(*command, lang="zh").out
    decided = ("step=appeal-decided", f"incident={case}", "date=2012-07-09", "by=office")
    desk("--sector", "insurance", "record", "action", "action=ap2", *decided, "reason=无凭据", "upheld=no")
    [refused] = _object(desk, *command)["contested"]
    assert (refused["decision"], refused["decided"], refused["refused"]) == ("ap2", "2012-07-09", "无凭据")
    assert "2012-07-09 不成立：无凭据" in desk(*command, lang="zh").out
    desk(
        "--sector",
        "insurance",
        "record",
        "action",
        "action=ap3",
        *decided[:2],
        "date=2012-07-10",
        "by=office",
        "reason=补证",
        "upheld=yes",
    )
    found = _object(desk, *command)
    assert found["contested"] == []
    assert [(o["incident"], o["breach"], o["reason"]) for o in found["out"]][-1] == (case, "late", "补证")


def test_a_power_station_reads_how_near_the_veto_is(desk: Desk) -> None:
    _sample(desk, "power_utility")
    found = _object(desk, "--sector", "power_utility", "explain", "S10", "--period", "2012")
    near = {d["kind"]: d for d in found["distances"] if d["what"] == "veto"}
    assert set(near) == {"complaint", "window-complaint"}
    assert near["complaint"]["incidents"] == 1
    assert near["complaint"]["values"] == {"venue": "company", "verified": "yes"}
    assert "公司行风办" in desk("--sector", "power_utility", "explain", "S10", "--period", "2012", lang="zh").out


def test_hostile_text_is_literal_on_the_page(office: Desk) -> None:
    office("load", office.write("units.csv", 'unit,name,kind\nX<1>,"<script>alert(1)</script>&amp;",life\n'))
    measures = "unit,measure,period,value\nX<1>,outlets,2012,1\nX<1>,premium,2012,1\n"
    assert office("load", office.write("measures.csv", measures)).status == 0
    outcome = office("explain", "X<1>", "--period", "2012", "--format", "html")
    assert outcome.status == 0, outcome.err
    assert "<script>" not in outcome.out
    parser = _Page()
    parser.feed(outcome.out)
    assert "<script>alert(1)</script>&amp;" in " ".join(parser.texts)
    assert "script" not in parser.tags


def test_a_unit_that_is_not_assessed_is_said(office: Desk) -> None:
    for lang in ("zh", "en"):
        outcome = office("explain", "nobody", "--period", "2012", lang=lang)
        assert outcome.status == 1
        assert "nobody" in outcome.err


def test_a_unit_can_work_out_its_index_from_what_stands_there(desk: Desk) -> None:
    _sample(desk, "insurance")
    found = _object(desk, "--sector", "insurance", "explain", "P02")
    line = next(line for line in found["lines"] if line.get("channel") == "telephone")
    own, outlets, whole, premium = re.search(
        r"= ([\d.]+) ÷ ([\d.]+) × 0\.4 \+ ([\d.]+) ÷ ([\d.]+) × 0\.6", line["arithmetic"]
    ).groups()  # type: ignore[union-attr]
    assert float(own) / float(outlets) * 0.4 + float(whole) / float(premium) * 0.6 == pytest.approx(line["index"], abs=1e-5)
    assert float(own) == line["weight"]
    assert any("得分排名第一的,扣15分" in quote for quote in line["quotes"])


def test_the_bonus_adds_up_under_its_caps(office: Desk) -> None:
    facts = "incident,unit,kind,date\nc,L1,commendation-national,2012-03-01\n"
    facts += "m,L1,media-praise,2012-03-01\nn,L1,media-praise,2012-03-02\n"
    points = "action,step,date,incident,points\n1,decide,2012-04-01,m,7\n2,decide,2012-04-01,n,7\n"
    assert office("load", office.write("incidents.csv", facts), office.write("actions.csv", points)).status == 0
    command = ("explain", "L1", "--period", "2012")
    found = _object(office, *command)
    inner = {s["section"]: (s["terms"], s["most"], s["points"]) for s in found["inner_sections"]}
    assert inner["3.2"] == ([14.0], 10.0, 10.0)
    assert inner["3"] == ([10.0, 10.0], 20.0, 20.0)
    assert found["score"] == sum(s["score"] for s in found["sections"]) + 20
    shown = office(*command).out
    assert "10 + 10 → 20 (at most 20)" in shown
    assert "7 (m) + 7 (n) = 14" in shown


def test_a_page_names_every_incident_and_the_text_says_where_they_are(office: Desk) -> None:
    rows = "".join(f"p{n:02},L1,petition,2012-03-01,written\n" for n in range(30))
    assert office("load", office.write("incidents.csv", "incident,unit,kind,date,channel\n" + rows)).status == 0
    command = ("explain", "L1", "--period", "2012")
    assert all(f"p{n:02}" in office(*command, "--format", "html").out for n in range(30))
    shown = office(*command).out
    assert "p29" not in shown
    assert "--format json and html have all" in shown


def test_what_a_bank_s_formulas_earn_is_worked_out_by_quarter(desk: Desk) -> None:
    _sample(desk, "banking")
    found = _object(desk, "--sector", "banking", "explain", "B8", "--period", "2012")
    earned = next(s for s in found["sections"] if s["section"] == "evaluation")["earned"]
    assert [one["period"] for one in earned] == ["2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"]
    assert earned[0]["arithmetic"].startswith("7.14 = 8 × (0.83 + 0.5 × 0.125)")
    scores = [one["score"] for one in found["parts"]["scores"]]
    assert found["score"] == pytest.approx(sum(scores) / 4, abs=1e-6)
    assert "earned in 2012-Q1: 7.14" in desk("--sector", "banking", "explain", "B8", "--period", "2012").out


def test_where_nobody_is_known_the_incidents_and_what_is_left_out_are_said(desk: Desk) -> None:
    _sample(desk, "power_utility")
    found = _object(desk, "--sector", "power_utility", "explain", "S04")
    line = next(line for line in found["lines"] if line["clause"] == "art10")
    assert line["incidents"] == ["c11"]
    assert "contract terminated (c11)" in line["arithmetic"]
    assert "农村电工解除劳动合同" in line["quotes"]


def test_a_unit_that_does_not_exist_is_told_from_one_that_is_not_assessed(desk: Desk) -> None:
    _sample(desk, "power_utility")
    unknown, person = (desk("--sector", "power_utility", "explain", unit) for unit in ("NOPE", "S04-emp2"))
    assert unknown.status == person.status == 1
    assert unknown.err != person.err.replace("S04-emp2", "NOPE")
    assert "沈凤霞" in person.err


def _loaded(desk: Desk, **tables: str) -> None:
    outcome = desk("load", *(desk.write(f"{name}.csv", text) for name, text in tables.items()))
    assert outcome.status == 0, outcome.err


def test_a_petition_of_the_year_before_stands_where_its_deadline_falls(office: Desk) -> None:
    incidents = "".join(f"old{n},L1,petition,2011-12-20,written\n" for n in (1, 2, 3))
    actions = "".join(f"t{n},old{n},transfer,2011-12-25,2012-01-10,,,,\n" for n in (1, 2, 3))
    actions += "a2,old2,appeal,2012-02-01,,L1,on time,,\nd2,old2,appeal-decided,2012-02-03,,office,indeed,yes,\n"
    actions += "a3,old3,appeal,2012-02-01,,L1,not ours,,late\nd3,old3,appeal-decided,2012-02-03,,office,no proof,no,\n"
    head = "action,incident,step,date,due,by,reason,upheld,kind\n"
    _loaded(office, incidents="incident,unit,kind,date,channel\n" + incidents, actions=head + actions)
    found = _object(office, "explain", "L1", "--period", "2012")
    (late,) = (line for line in found["lines"] if line["kind"] == "late")
    assert (late["incidents"], late["points"]) == (["old1", "old3"], -4.0)
    [effect] = [e for e in found["effects"] if "old1" in e["incidents"]]
    assert (effect["incidents"], effect["score"]) == (["old1", "old3"], found["score"] + 2)
    assert [o["incident"] for o in found["out"]] == ["old2"]
    assert [(c["incident"], c["refused"]) for c in found["contested"]] == [("old3", "no proof")]
    before = _object(office, "explain", "L1", "--period", "2012-H1")
    assert [o["incident"] for o in before["out"]] == ["old2"]


def test_a_breach_goes_with_its_case(desk: Desk) -> None:
    units = ["A", *(f"W{n}" for n in range(3)), *(f"G{n}" for n in range(5))]
    measures = "".join(f"{u},{m},2012,{v}\n" for u in units for m, v in (("outlets", 10), ("premium", 100000000)))
    worse = ("improper-handling",) * 5 + ("repeat-settlement", "repeat-unresolved")
    incidents = "".join(f"w{n}{k},W{n},{kind},2012-03-01,\n" for n in range(3) for k, kind in enumerate(worse))
    _loaded(
        desk,
        units="unit,name,kind\n" + "".join(f"{u},{u},property\n" for u in units),
        measures="unit,measure,period,value\n" + measures,
        incidents="incident,unit,kind,date,channel\n"
        + "p1,A,petition,2012-03-01,written\np2,A,petition,2012-03-01,written\n"
        + incidents,
        actions="action,incident,step,date,due\nt1,p1,transfer,2012-03-02,2012-03-10\nt2,p2,transfer,2012-03-02,2012-03-10\n",
    )
    desk.write("conduct.toml", '[insurance.readings]\npremium-term = "total"\n')
    found = _object(desk, "explain", "A", "--period", "2012")
    (ends,) = (d for d in found["distances"] if (d["name"], d["kind"]) == ("criticised", "petition"))
    assert (ends["incidents"], ends["ends"], ends["fewer"]) == (-1, True, ["p1"])


def test_each_outcome_has_the_fewest_incidents_that_bring_it(desk: Desk) -> None:
    units = [f"U{n}" for n in range(10)]
    measures = "".join(f"{u},{m},2012,{v}\n" for u in units for m, v in (("outlets", 10), ("premium", 100000000)))
    late = "".join(f"l{n}{k},U{n},late,2012-03-01\n" for n in range(10) for k in range(n))
    _loaded(
        desk,
        units="unit,name,kind\n" + "".join(f"{u},{u},life\n" for u in units),
        measures="unit,measure,period,value\n" + measures,
        incidents="incident,unit,kind,date\n" + late,
    )
    found = _object(desk, "explain", "U3", "--period", "2012")
    near = {(d["name"], d["ends"]): d["incidents"] for d in found["distances"] if d["kind"] == "late"}
    assert near == {("advanced-unit", True): 3, ("criticised", False): 4, ("key-supervision", False): 4}


def test_a_bank_is_told_that_one_finding_with_fraud_is_enough(desk: Desk) -> None:
    _sample(desk, "banking")
    found = _object(desk, "--sector", "banking", "explain", "B5", "--period", "2012-Q3")
    (ends,) = (d for d in found["distances"] if d["name"] == "commended" and d["kind"] == "finding" and d["ends"])
    assert (ends["incidents"], ends["ends"], ends["values"]["fraud"]) == (1, True, 1)


@pytest.mark.parametrize(("reading", "arithmetic"), [("yes", "1 × 2 × 2 = 4"), ("no", "1 × 2 × 4 = 8")])
def test_b5_a_finding_doubled_on_two_grounds_shows_the_item_the_factor_and_both_grounds(
    desk: Desk, reading: str, arithmetic: str
) -> None:
    bank = ("--sector", "banking")
    assert desk(*bank, "init").status == 0
    facts = "incident,unit,kind,date,item,round,fraud\nx1,B7,finding,2013-01-18,misleading,spot,yes\n"
    steps = "action,step,incident,date,due\nx1a,feedback,x1,2013-01-20,2013-02-20\n"
    measures = (
        "unit,measure,period,value\nB7,satisfied,2013-Q1,0.9\nB7,basically-satisfied,2013-Q1,0.1\nB7,transactions,2013-Q1,1000\n"
    )
    written = {"incidents": facts, "actions": steps, "measures": measures, "units": "unit,name,kind\nB7,甲,branch\n"}
    outcome = desk(*bank, "load", *(desk.write(f"{name}.csv", text) for name, text in written.items()))
    assert outcome.status == 0, outcome.err
    Path("conduct.toml").write_text(f'[banking.readings]\ndoubled-once = "{reading}"\n', encoding="utf-8")
    (line,) = _object(desk, *bank, "explain", "B7", "--period", "2013-Q1")["lines"]
    assert line["arithmetic"].endswith(arithmetic)
    told = " ".join(factor["words"] for factor in line["factors"])
    assert ("整改不到位的加倍扣分" in told, "art6" in told, "art9" in told) == (True, True, True)


@pytest.mark.parametrize(("unit", "own", "other"), [("L05", "寿险公司中", "产险公司中"), ("P34", "产险公司中", "寿险公司中")])
def test_b5_a_company_is_quoted_the_ladder_of_its_own_class(desk: Desk, unit: str, own: str, other: str) -> None:
    _sample(desk, "insurance")
    lines = _object(desk, "--sector", "insurance", "explain", unit, "--period", "2012")["lines"]
    ladders = [[q for q in line["quotes"] if "得分排名第一的" in q] for line in lines if line.get("channel")]
    assert ladders
    assert all(len(one) == 1 and one[0].startswith(own) for one in ladders)
    command = ("--sector", "insurance", "explain", unit, "--period", "2012")
    for told in (desk(*command, lang="zh").out, desk(*command, "--format", "html", lang="zh").out):
        assert other not in told


def test_b5_sections_stand_in_the_order_of_the_text(desk: Desk) -> None:
    # art4: 现场考核(70分)。包括…8项指标; 非现场考核(30分)。包括…3项指标
    listed = "服务用语和服务态度、服务仪容仪表、服务效率、服务纪律、服务环境、二线为一线服务、服务推荐标准、社会(客户)综合评价"
    titles = [*listed.split("、"), "组织推动", "制度建设", "投诉"]
    command = _sample(desk, "banking")
    shown = desk(*command, lang="zh").out
    starts = [shown.index(f"\n{title}  ") for title in titles]
    assert starts == sorted(starts)
    page = desk(*command, "--format", "html", lang="zh").out
    places = [page.index(f">{title}") for title in titles]
    assert places == sorted(places)


def test_what_is_excused_is_shown_with_its_kind_its_day_and_why(office: Desk) -> None:
    head = "incident,unit,kind,date,excused\n"
    assert office("load", office.write("incidents.csv", f"{head}l1,L1,late,2012-03-05,yes\n")).status == 0
    lines = office("explain", "L1", "--period", "2012", lang="zh").out.split("\n免责\n")[1].splitlines()
    assert lines[2].split() == ["l1", "逾期办理", "2012-03-05", "信访人不配合"]
    made = json.loads(office("explain", "L1", "--period", "2012", "--format", "json").out)
    assert made["set_aside"]["excused"] == [
        {"incident": "l1", "words": "late handling", "date": "2012-03-05", "reason": "excused"}
    ]
