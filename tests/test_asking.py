"""What changed, what would be, and what a reading decides: each equal to a run on facts or rules so changed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from conduct.core.base.faults import Fault
from conduct.core.law.amend import amend
from conduct.core.law.sector import Sector
from tests.conftest import Desk

INCIDENTS = (
    "incident,unit,kind,date,channel\n"
    "i1,L1,late,2012-03-01,\ni2,L1,late,2012-03-02,\ni3,L2,department-missing,2012-03-02,\n"
    "p1,L1,petition,2012-03-01,written\np2,L1,petition,2012-03-01,visit\n"
)


@pytest.fixture
def asked(office: Desk) -> Desk:
    """An office with a few incidents of 2012."""
    assert office("load", office.write("incidents.csv", INCIDENTS)).status == 0
    return office


def _changes(desk: Desk, *arguments: str) -> list[dict[str, Any]]:
    outcome = desk(*arguments, "--format", "json")
    assert outcome.status == 0, outcome.err
    found: list[dict[str, Any]] = json.loads(outcome.out)["changes"]
    return found


def _scores(desk: Desk) -> dict[str, float]:
    return {u["unit"]: u["score"] for u in desk.run("--period", "2012")["units"]}


def test_other_points_move_who_they_charge_by_their_clause(asked: Desk) -> None:
    before = Path("conduct.db").read_bytes()
    [change] = _changes(asked, "whatif", "late=3", "--period", "2012")
    assert [u["unit"] for u in change["units"]] == ["L1"]
    [unit] = change["units"]
    assert unit["score"][1] == unit["score"][0] - 2
    [line] = unit["lines"]
    assert (line["clause"], line["kind"], line["points"], line["count"]) == ("2.3.1", "late", [-4.0, -6.0], [2, 2])
    assert Path("conduct.db").read_bytes() == before


def test_without_an_incident_is_what_its_withdrawal_gives(asked: Desk) -> None:
    [change] = _changes(asked, "whatif", "--without", "i1", "--period", "2012")
    before = _scores(asked)
    asked("record", "action", "action=w", "step=withdraw", "incident=i1", "date=2012-04-01", "by=x", "reason=y")
    after = _scores(asked)
    assert {u["unit"]: u["score"] for u in change["units"]} == {u: [before[u], after[u]] for u in before if before[u] != after[u]}
    assert change["units"][0]["lines"][0]["gone"] == ["i1"]


def test_with_more_facts_is_what_their_load_gives_and_nothing_is_written(asked: Desk) -> None:
    more = asked.write("incidents-more.csv", "incident,unit,kind,date\nm1,P1,department-missing,2012-05-01\n")
    kept = Path("conduct.db").read_bytes()
    [change] = _changes(asked, "whatif", "--with", more, "--period", "2012")
    assert Path("conduct.db").read_bytes() == kept
    before = _scores(asked)
    assert asked("load", more).status == 0
    [unit] = [u for u in change["units"] if u["unit"] == "P1"]
    assert unit["score"] == [before["P1"], _scores(asked)["P1"]]


def test_a_draft_edition_changes_points_bases_and_adds_items(asked: Desk) -> None:
    draft = """
[points]
department-missing = 4.5
[bases]
"2.3" = 20
[[items]]
kind = "petition"
clause = "2.3.1"
quote = "每件扣1分"
points = 1
section = "2.3"
"""
    [change] = _changes(asked, "whatif", "--draft", asked.write("draft.toml", draft), "--period", "2012")
    moved = {u["unit"]: u for u in change["units"]}
    assert moved["L2"]["score"] == [98.0, 98.0 - 2.5 - 5]
    assert {line["kind"]: line["points"] for line in moved["L1"]["lines"] if line["clause"] == "2.3.1"} == {
        "petition": [None, -2.0]
    }


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("[points]\nnothing = 1\n", "points.nothing"),
        ("[points]\nlate = -1\n", "points.late"),
        ("[points]\nlate = true\n", "points.late"),
        ('[bases]\n"9.9" = 1\n', "bases.9.9"),
        ("[other]\n", "other"),
        ('[[items]]\nkind = "late"\n', "items[1]"),
        ('[[items]]\nkind = "x"\nclause = "1"\nquote = "q"\npoints = 1\nsection = "2.3"\n', "items[1].kind"),
        ('[[items]]\nkind = "late"\nclause = "2.3.1"\nquote = "q"\npoints = 1\nsection = "2.3"\n', "items[1]"),
        ('[[items]]\nkind = "petition"\nclause = "2.2"\nquote = "q"\npoints = 1\nsection = "2.2"\n', "items[1]"),
        (2 * '[[items]]\nkind = "petition"\nclause = "x"\nquote = "q"\npoints = 1\nsection = "2.3"\n', "items[2]"),
        ("[points]\nlate = [1, 2]\n", "points.late"),
        ("[points]\nsemiannual-report-missed = [1, -2]\n", "points.semiannual-report-missed[2]"),
        ("points = 3\n", "points"),
        ("=", "draft.toml"),
    ],
)
def test_a_faulty_draft_is_refused_by_file_and_key(asked: Desk, draft: str, said: str) -> None:
    for lang in ("zh", "en"):
        outcome = asked("whatif", "--draft", asked.write("draft.toml", draft), "--period", "2012", lang=lang)
        assert outcome.status == 1
        assert "draft.toml" in outcome.err
        assert said in outcome.err


def test_an_unknown_incident_is_the_input_s_fault(asked: Desk) -> None:
    assert asked("whatif", "--without", "nothing", "--period", "2012").status == 1


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (("late",), "“late”"),
        (("late=x",), "“late=x”"),
        (("late=-3",), "“-3”"),
        (("nope=3",), "nope"),
        (("late=2", "late=9"), "“late”"),
        (("--reading", "premium-term=total", "--reading", "premium-term=channel"), "“premium-term”"),
        (("semiannual-report-missed=3",), "semiannual-report-missed = [2, 5]"),
        (("petition=1",), "2.2"),
        (("media-praise=3",), "3.2"),
    ],
)
def test_points_that_cannot_be_changed_so_are_wrong_usage(asked: Desk, pairs: tuple[str, ...], said: str) -> None:
    for lang in ("zh", "en"):
        outcome = asked("whatif", *pairs, "--period", "2012", lang=lang)
        assert (outcome.status, outcome.out) == (2, "")
        assert said in outcome.err


def test_a_kind_may_be_named_in_chinese(asked: Desk) -> None:
    question = ("--period", "2012", "--format", "json")
    by_code, by_word = (json.loads(asked("whatif", f"{name}=3", *question).out) for name in ("late", "逾期办理"))
    assert by_code["changes"][0]["units"]
    assert by_word["changes"][0]["units"] == by_code["changes"][0]["units"]
    both = asked("whatif", "逾期办理=3", "late=4", "--period", "2012")
    assert (both.status, "late" in both.err) == (2, True)
    assert "逾期办理（late）" in asked("whatif", "没有此项=3", "--period", "2012", lang="zh").err


def test_a_name_of_two_kinds_is_refused_with_both(insurance: Sector) -> None:
    law = insurance.regulations[0]
    late = next(c for c in law.charges if c.kind.code == "late")
    other = evolve(late, count=evolve(late.count, kinds=(evolve(late.kind, code="later"),)))
    with pytest.raises(Fault) as refused:
        amend(insurance, evolve(law, provisions=(*law.provisions, other)), {"points": {"逾期办理": 5}}, "draft.toml")
    assert [("late or later" in line) for line in refused.value.said("en").splitlines()] == [True]


def test_a_sector_without_points_says_so(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    english, chinese = (reception("whatif", "complaint=3", lang=lang) for lang in ("en", "zh"))
    assert (english.status, chinese.status) == (2, 2)
    assert "this sector has no points" in english.err
    assert "该行业没有可改的分值" in chinese.err


def test_what_gives_a_kind_its_points_is_said(asked: Desk) -> None:
    said = {kind: asked("whatif", f"{kind}=3").err for kind in ("semiannual-report-missed", "petition", "media-praise")}
    assert "go by steps: 2, 5 (2.4.2)" in said["semiannual-report-missed"]
    assert "--draft" in said["semiannual-report-missed"]
    assert "place in a ranking" in said["petition"]
    assert "decided by people, from 2 to 10" in said["media-praise"]


def test_a_fact_whose_id_is_taken_is_not_told_to_be_corrected(asked: Desk) -> None:
    more = asked.write("incidents-more.csv", "incident,unit,kind,date\ni1,P1,late,2012-05-01\n")
    for lang in ("zh", "en"):
        outcome = asked("whatif", "--with", more, "--period", "2012", lang=lang)
        assert outcome.status == 1
        assert "incidents-more.csv" in outcome.err
        assert "i1" in outcome.err
        assert "--correct" not in outcome.err
        assert "--without" in outcome.err


def test_another_reading_is_what_the_configuration_gives(asked: Desk) -> None:
    [change] = _changes(asked, "whatif", "--reading", "premium-term=channel", "--period", "2012")
    before = _scores(asked)
    asked.write("conduct.toml", '[insurance.readings]\npremium-term = "channel"\n')
    after = _scores(asked)
    assert {u["unit"] for u in change["units"] if u["score"][0] != u["score"][1]} == {u for u in before if before[u] != after[u]}


@pytest.mark.campaign
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", ["insurance", "power_utility", "banking", "hospital"])
def test_the_sensitivity_of_each_sample_names_every_alternative(desk: Desk, sector: str, lang: str) -> None:
    Path("conduct.db").unlink()
    assert desk("--sector", sector, "init", "--sample").status == 0
    outcome = desk("--sector", sector, "readings", "--sensitivity", lang=lang)
    assert outcome.status == 0, outcome.err
    headed = [line for line in outcome.out.splitlines() if line and not line.startswith((" ", "理解口径", "Readings"))]
    named = {(name, value) for line in headed for name, value in re.findall(r"[（(]([a-z][-a-z0-9]+)=([-a-z0-9.]+)[）)]", line)}
    declared = json.loads(desk("--sector", sector, "readings", "--format", "json").out)["editions"][-1]["readings"]
    others = {(one["name"], code) for one in declared for code in one["alternatives"] if isinstance(one["alternatives"], list)}
    assert others - {(one["name"], one["value"]) for one in declared} <= named
    assert {name for name, _ in named} == {one["name"] for one in declared}


def test_a_reading_on_which_nothing_turns_says_so(asked: Desk) -> None:
    outcome = asked("readings", "--sensitivity", "--period", "2012")
    block = outcome.out.split("the next in rank moves up (ineligible-replaced=yes)")[1].splitlines()[1]
    assert "nothing depends on it" in block


def test_the_sensitivity_as_json_moves_whom_another_reading_moves(asked: Desk) -> None:
    before = _scores(asked)
    found = {one["change"]: one["units"] for one in _changes(asked, "readings", "--sensitivity", "--period", "2012")}
    for name in found:
        reading, _, value = name.partition("=")
        asked.write("conduct.toml", f'[insurance.readings]\n{reading} = "{value}"\n')
        after = _scores(asked)
        moved = {u["unit"]: u["score"] for u in found[name] if u["score"][0] != u["score"][1]}
        assert moved == {u: [before[u], after[u]] for u in before if before[u] != after[u]}
    assert {name.split("=")[0] for name in found} == {
        "premium-term",
        "premium-unit",
        "settled-weight",
        "industry-average",
        "semiannual-report",
        "grave-exposure-points",
        "standing-classes",
        "several-last",
        "ineligible-replaced",
    }


def test_readings_as_json_are_those_in_force(asked: Desk) -> None:
    asked.write("conduct.toml", "[insurance.readings]\npremium-unit = 1000\n")
    [edition] = json.loads(asked("readings", "--format", "json").out)["editions"]
    listed = {one["name"]: one for one in edition["readings"]}
    assert (listed["premium-unit"]["value"], listed["premium-unit"]["default"]) == ("1000", "10000000")
    assert listed["premium-term"]["alternatives"] == ["channel", "total"]
    assert listed["premium-term"]["clause"] == "2.2.1"


def test_two_periods_side_by_side_without_being_published(desk: Desk) -> None:
    Path("conduct.db").unlink()
    assert desk("--sector", "banking", "init", "--sample").status == 0
    first, second = (
        {
            u["unit"]: u["score"]
            for u in json.loads(desk("--sector", "banking", "run", "--period", p, "--format", "json").out)["units"]
        }
        for p in ("2012-Q1", "2012-Q2")
    )
    [change] = _changes(desk, "--sector", "banking", "compare", "2012-Q1", "2012-Q2")
    moved = {u["unit"]: u["score"] for u in change["units"] if u["score"][0] != u["score"][1]}
    assert moved == {u: [first[u], second[u]] for u in first if first[u] != second[u]} != {}
    assert desk("--sector", "banking", "compare", "2012-Q1", "2012-07").status == 2


def test_two_published_runs_and_one_with_now(asked: Desk) -> None:
    asked("publish", "--period", "2012")
    asked("record", "action", "action=w", "step=withdraw", "incident=i3", "date=2012-04-01", "by=x", "reason=y")
    asked("publish", "--period", "2012")
    [between] = _changes(asked, "compare", "1", "2")
    [since] = _changes(asked, "compare", "1", "now")
    assert between["units"] == since["units"]
    [unit] = [u for u in between["units"] if u["unit"] == "L2"]
    assert unit["score"] == [98.0, 100.0]
    assert unit["lines"][0]["gone"] == ["i3"]
    assert "i3" in asked("compare", "1", "2").out
    assert _changes(asked, "compare", "2", "now")[0]["units"] == []
    assert "nothing" in asked("compare", "2", "now").out


def test_runs_that_are_none_are_said(asked: Desk) -> None:
    asked("publish", "--period", "2012")
    assert asked("compare", "1", "7").status == 1
    assert asked("compare", "1", "x").status == 2
    assert asked("compare", "now", "now").status == 2
    asked("--sector", "hospital", "init", "--sample")
    asked("--sector", "hospital", "publish", "--period", "2012-Q3")
    assert asked("compare", "1", "2").status == 1


def test_what_a_sanction_s_end_moves_is_said_in_both_languages(desk: Desk) -> None:
    power = ("--sector", "power_utility")
    assert desk(*power, "init", "--sample").status == 0
    without = (*power, "whatif", "--without", "c20")
    assert "dropped: bonus withheld (art10) c20 S07-elc1 6 months" in desk(*without, lang="en").out
    shown = desk(*without, lang="zh").out
    assert "去掉：扣发奖金（第十条） c20 S07-elc1 6个月" in shown
    assert "months" not in shown
    [unit] = _changes(desk, *without)[0]["units"]
    assert "withhold-bonus (art10) c20 S07-head2 3 months" in unit["gone"]


def test_figures_and_duties_move_beside_the_standing(desk: Desk) -> None:
    hospital = ("--sector", "hospital")
    assert desk(*hospital, "init", "--sample").status == 0
    [unit] = _changes(desk, *hospital, "whatif", "--without", "c10")[0]["units"]
    beside = {one["what"]: one["value"] for one in unit["beside"]}
    before, after = beside["duties"]
    assert after["breached"] == before["breached"] - 1
    assert beside["satisfaction"][0] != beside["satisfaction"][1]
    shown = desk(*hospital, "whatif", "--without", "c10", lang="zh").out
    assert f"职责 履行/未履行/未到期 {before['met']}/{before['breached']}/{before['pending']} → " in shown


BONUS = (
    "incident,unit,kind,date\n"
    "n1,L1,commendation-national,2012-03-01\nn2,L2,media-praise,2012-03-01\nn3,P1,media-praise,2012-03-01\n"
)
DECISIONS = "action,step,date,incident,by,reason,points\n" + "".join(
    f"{a},decide,2012-04-01,{i},office,r,{n}\n" for a, i, n in (("d2", "n2", 10), ("d3", "n3", 4))
)


def _bonuses(desk: Desk, *arguments: str) -> dict[str, float]:
    """How much each unit's score moves."""
    return {
        u["unit"]: u["score"][1] - u["score"][0] for u in _changes(desk, "whatif", *arguments, "--period", "2012")[0]["units"]
    }


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("bases", "moved"),
    [
        ('"3" = 6', {"L1": -4, "L2": -4}),
        ('"3.2" = 3', {"L2": -7, "P1": -1}),
        ('"3.1" = 8', {"L1": -2}),
        ('"3" = 0', {"L1": -10, "L2": -10, "P1": -4}),
    ],
)
def test_a_draft_base_of_a_bonus_section_is_the_most_that_it_adds(office: Desk, bases: str, moved: dict[str, int]) -> None:
    assert office("load", office.write("incidents.csv", BONUS), office.write("actions.csv", DECISIONS)).status == 0
    bonus = {u["unit"]: u["bonus"] for u in office.run("--period", "2012")["units"]}
    assert bonus == {"L1": 10, "L2": 10, "P1": 4}
    assert _bonuses(office, "--draft", office.write("draft.toml", f"[bases]\n{bases}\n")) == moved


def test_a_draft_gives_a_figure_for_each_step(office: Desk) -> None:
    rows = "incident,unit,kind,date\n" + "".join(f"s{n},L1,semiannual-report-missed,2012-0{n}-01\n" for n in (1, 2, 3))
    assert office("load", office.write("incidents.csv", rows)).status == 0
    draft = office.write("draft.toml", "[points]\nsemiannual-report-missed = [3, 6.5]\n")
    [unit] = _changes(office, "whatif", "--draft", draft, "--period", "2012")[0]["units"]
    assert unit["lines"][0]["points"] == [-7.0, -9.5]


def _corrected(desk: Desk) -> None:
    """Publishes, then settles a petition, rewords another, decides on praise, and moves a late one to another unit."""
    rows = (
        "incident,unit,kind,date,channel,settled,text\n"
        "p1,L1,petition,2012-03-01,written,no,\np2,L1,petition,2012-03-02,written,no,\np3,L1,petition,2012-03-03,written,no,\n"
        "m1,L2,media-praise,2012-03-01,,,\nm2,L2,media-praise,2012-03-01,,,\nl1,L1,late,2012-03-01,,,\n"
    )
    assert desk("load", desk.write("incidents.csv", rows)).status == 0
    assert desk("publish", "--period", "2012", "--despite", "x").status == 0
    changed = rows.replace("p1,L1,petition,2012-03-01,written,no", "p1,L1,petition,2012-03-01,written,yes")
    changed = changed.replace("written,no,\np3", "written,no,said otherwise\np3").replace("l1,L1", "l1,P1")
    assert desk("load", desk.write("incidents.csv", changed), "--correct", "checked").status == 0
    decision = ("record", "action", "action=d1", "step=decide", "incident=m1", "date=2013-01-09", "by=x", "reason=y", "points=8")
    assert desk(*decision).status == 0


@pytest.mark.campaign
@pytest.mark.parametrize("runs", [("1", "now"), ("now", "1"), ("1", "2")])
def test_incidents_corrected_or_decided_since_are_named(office: Desk, runs: tuple[str, str]) -> None:
    _corrected(office)
    assert office("publish", "--period", "2012", "--despite", "x").status == 0
    units = {u["unit"]: u for u in _changes(office, "compare", *runs)[0]["units"]}
    written = next(line for line in units["L1"]["lines"] if line["channel"] == "written")
    assert sorted(written["weight"]) == [2.5, 3.0]
    assert written["changed"] == ["p1"]  # and not p2, of which only the words were corrected
    [praise] = units["L2"]["lines"]
    assert (sorted(praise["points"]), praise["changed"]) == ([0.0, 8.0], ["m1"])
    [late] = [line for line in units["L1"]["lines"] if line["kind"] == "late"]
    assert late["gone"] + late["come"] == ["l1"]
    assert late["changed"] == []
    assert "corrected or acted on p1" in office("compare", *runs).out
    assert "有更正或办理 m1" in office("compare", *runs, lang="zh").out


def test_a_rectification_entered_since_names_the_finding_that_it_lets_off(desk: Desk) -> None:
    bank = ("--sector", "banking")
    assert desk(*bank, "init").status == 0
    units = desk.write("units.csv", "unit,name,kind\nB1,甲支行,branch\n")
    measures = (
        "unit,measure,period,value\nB1,satisfied,2012-Q1,1\nB1,basically-satisfied,2012-Q1,0\nB1,transactions,2012-Q1,100\n"
    )
    facts = desk.write("incidents.csv", "incident,unit,kind,date,item\nf1,B1,finding,2012-01-05,no-greeting\n")
    steps = desk.write("actions.csv", "action,step,date,incident,due\na1,feedback,2012-01-06,f1,2012-01-20\n")
    outcome = desk(*bank, "load", units, desk.write("measures.csv", measures), facts, steps)
    assert outcome.status == 0, outcome.err
    assert desk(*bank, "publish", "--period", "2012-Q1").status == 0
    assert desk(*bank, "record", "action", "action=a2", "step=rectify", "incident=f1", "date=2012-01-19").status == 0
    [unit] = _changes(desk, *bank, "compare", "1", "now")[0]["units"]
    [line] = unit["lines"]
    assert line["points"][1] == line["points"][0] / 2
    assert (line["gone"], line["come"], line["changed"]) == ([], [], ["f1"])


def test_a_decision_among_further_facts_is_named(office: Desk) -> None:
    assert office("load", office.write("incidents.csv", "incident,unit,kind,date\nm1,L2,media-praise,2012-03-01\n")).status == 0
    more = office.write("actions.csv", "action,step,date,incident,by,reason,points\nd1,decide,2012-04-01,m1,x,y,5\n")
    [change] = _changes(office, "whatif", "--with", more, "--period", "2012")
    [unit] = [u for u in change["units"] if u["unit"] == "L2"]
    assert (unit["lines"][0]["points"], unit["lines"][0]["changed"]) == ([0.0, 5.0], ["m1"])


def test_ids_that_a_table_cuts_are_counted_and_json_has_all(office: Desk) -> None:
    rows = "incident,unit,kind,date\n" + "".join(f"x{n:02},L1,late,2012-03-01\n" for n in range(22))
    assert office("publish", "--period", "2012").status == 0
    assert office("load", office.write("incidents.csv", rows)).status == 0
    assert "added x00, x01, x02, x03, x04, … (17 more)" in office("compare", "1", "now").out
    assert "增加 x00、x01、x02、x03、x04、… （另17件）" in office("compare", "1", "now", lang="zh").out
    [unit] = _changes(office, "compare", "1", "now")[0]["units"]
    assert len(unit["lines"][0]["come"]) == 22


def test_readings_that_differ_between_two_runs_are_said(office: Desk) -> None:
    assert office("publish", "--period", "2012").status == 0
    calendar = '[calendar]\nyears = [2027]\nholidays = ["2027-01-01"]\n'
    office.write("conduct.toml", f'[insurance.readings]\npremium-term = "total"\n{calendar}')
    whole = json.loads(office("compare", "1", "now", "--format", "json").out)
    assert whole["differ"] == {"calendar": [[], ["2027-01-01", "2027"]], "readings": {"premium-term": ["channel", "total"]}}
    assert [one["readings"]["premium-term"] for one in whole["compared"]] == ["channel", "total"]
    assert {one["as_of"] for one in whole["compared"]} == {"2012-12-31"}
    shown = office("compare", "1", "now").out
    assert (
        "reading the volume in the premium term (premium-term) “the channel's volume in both terms” (channel)"
        " → “the company's whole volume in the premium term” (total)"
    ) in shown
    assert "premium-term=channel" in shown
    assert "working days (2027, 2027-01-01)" in shown
    assert (
        "口径 保费项中的信访总量（premium-term） “两项都取该渠道的信访量”（channel） → “保费项取公司全部信访量”（total）"
        in office("compare", "1", "now", lang="zh").out
    )


def test_a_program_a_sheet_and_facts_that_differ_are_said(desk: Desk) -> None:
    from conduct.plugins.banking import SHEET

    bank = ("--sector", "banking")
    assert desk(*bank, "init", "--sample").status == 0
    with pytest.MonkeyPatch.context() as older:
        older.setattr("conduct.core.scores.asked.__version__", "0.0.9")
        assert desk(*bank, "publish", "--period", "2012-Q1").status == 0
    desk.write("sheet.toml", SHEET.read_text(encoding="utf-8") + "\n# ours\n")
    config = desk.write("own.toml", '[banking]\nscore-sheet = "sheet.toml"\n')
    compare = ("--config", config, "compare", "1", "now")
    outcome = desk(*compare, "--format", "json")
    assert outcome.status == 0, outcome.err
    whole = json.loads(outcome.out)
    assert set(whole["differ"]) == {"sheet", "version"}
    assert whole["differ"]["version"][0] == "0.0.9"
    shown = desk(*compare).out
    assert "program version 0.0.9 → " in shown


def test_runs_on_the_same_inputs_differ_in_nothing(asked: Desk) -> None:
    assert asked("publish", "--period", "2012").status == 0
    whole = json.loads(asked("compare", "1", "now", "--format", "json").out)
    assert (whole["differ"], whole["changes"][0]["units"]) == ({}, [])
    shown = asked("compare", "1", "now").out
    assert "What they rest on differs in: nothing\n\n  nothing differs\n" in shown
    shown = asked("compare", "1", "now", lang="zh").out
    assert "两次结果没有不同" in shown
    assert "因此" not in shown


@pytest.mark.parametrize("command", [("whatif", "late=3"), ("readings", "--sensitivity"), ("compare", "2012", "2012-H1")])
def test_what_results_rest_on_is_printed_with_them(asked: Desk, command: tuple[str, ...]) -> None:
    period = () if command[0] == "compare" else ("--period", "2012")
    shown = asked(*command, *period).out
    assert "苏保监发〔2012〕37号 Measures for" in shown
    assert "Period 2012 (2012-01-01 – 2012-12-31)   As of 2012-12-31" in shown
    assert "Readings: " in shown
    assert "premium-unit=10000000" in shown
    assert "保费项中的信访总量：两项都取该渠道的信访量（premium-term=channel）；" in asked(*command, *period, lang="zh").out


def test_a_what_if_says_what_it_rests_on_as_json(asked: Desk) -> None:
    whole = json.loads(asked("whatif", "--reading", "premium-term=total", "--period", "2012", "--format", "json").out)
    assert whole["regulation"]["id"] == "苏保监发〔2012〕37号"
    assert (whole["period"], whole["as_of"]) == ("2012", "2012-12-31")
    assert whole["readings"]["premium-term"] == "channel"
    assert whole["differ"] == {"readings": {"premium-term": ["channel", "total"]}}


def test_a_unit_in_one_result_alone_is_said_by_its_place(office: Desk) -> None:
    assert office("publish", "--period", "2012").status == 0
    files = (
        office.write("units-x.csv", "unit,name,kind\nX1,新财险,property\n"),
        office.write("measures-x.csv", "unit,measure,period,value\nX1,outlets,2012,1\nX1,premium,2012,1\n"),
    )
    assert office("load", *files).status == 0
    for runs, en, zh in ((("1", "now"), "second", "二"), (("now", "1"), "first", "一")):
        shown = office("compare", *runs).out
        [line] = [line for line in shown.splitlines() if line.startswith("X1")]
        assert f"in the {en} result alone" in line
        assert "none" in line
        assert "petition" not in line  # no line of nothing
        assert f"只在第{zh}个结果中" in office("compare", *runs, lang="zh").out


def test_lines_of_several_sections_under_one_clause_name_their_section(desk: Desk) -> None:
    bank = ("--sector", "banking")
    assert desk(*bank, "init", "--sample").status == 0
    shown = desk(*bank, "compare", "2012-Q1", "2012-Q2").out
    assert "art5 finding" not in shown
    assert "art5 discipline: finding -0.5 → none" in shown
    assert " - →" not in shown
    assert "→ - " not in shown


def test_a_day_before_the_deadline_changes_what_is_explained_published_and_asked(office: Desk) -> None:
    facts = office.write("incidents.csv", "incident,unit,kind,date,channel\np1,L1,petition,2012-03-01,written\n")
    steps = office.write("actions.csv", "action,step,date,incident,due\nt1,transfer,2012-03-01,p1,2012-03-09\n")
    assert office("load", facts, steps).status == 0
    day = ("--period", "2012", "--as-of", "2012-03-08")
    early, late = office.run(*day), office.run("--period", "2012")
    assert early["as_of"] == "2012-03-08"
    assert {u["unit"]: u["score"] for u in early["units"]} != {u["unit"]: u["score"] for u in late["units"]}
    explained = json.loads(office("explain", "L1", *day, "--format", "json").out)
    assert explained["as_of"] == "2012-03-08"
    [score] = [u["score"] for u in early["units"] if u["unit"] == "L1"]
    assert explained["score"] == score
    assert office("publish", *day).status == 0
    published, now = json.loads(office("compare", "1", "now", "--format", "json").out)["compared"]
    assert (published["as_of"], now["as_of"]) == ("2012-03-08", "2012-03-08")
    assert "2012-03-08" in office("runs").out
    whole = json.loads(office("whatif", "late=3", *day, "--format", "json").out)
    assert (whole["as_of"], whole["changes"][0]["units"]) == ("2012-03-08", [])
    assert _changes(office, "whatif", "late=3", "--period", "2012")[0]["units"] != []
    whole = json.loads(office("compare", "1", "2012", "--as-of", "2012-03-09", "--format", "json").out)
    assert [one["as_of"] for one in whole["compared"]] == ["2012-03-08", "2012-03-09"]
    assert office("compare", "1", "now", "--as-of", "2012-03-09").status == 2


def test_two_items_that_nothing_tells_apart_are_one_line_of_a_comparison() -> None:
    from conduct.report.differences import moved

    line = {"clause": "1", "kind": "k", "section": "s", "count": 1, "incidents": ["a"]}
    unit = {"unit": "u", "name": "U", "kind": "x"}
    before = {"units": [{**unit, "lines": [{**line, "points": -2.0}]}]}
    after = {"units": [{**unit, "lines": [{**line, "points": -2.0}, {**line, "points": -1.0, "incidents": ["b"]}]}]}
    [found] = moved(before, after)
    [shown] = found.lines
    assert (shown.points, shown.count, shown.come) == ((-2.0, -3.0), (1, 2), ("b",))


def test_what_was_typed_cannot_steer_the_terminal_that_shows_it(asked: Desk) -> None:
    name = "incidents-\x1b[31m.csv"
    asked.write(name, "incident,unit,kind,date\nm1,P1,late,2012-05-01\n")
    shown = asked("whatif", "--with", name, "--period", "2012")
    assert shown.status == 0, shown.err
    assert "\x1b" not in shown.out
    assert "\\x1b[31m" in shown.out


def test_figures_that_are_percentages_are_so_in_comparisons_too(desk: Desk) -> None:
    """As `run` prints them; JSON has the figure itself."""
    base = ("--sector", "banking")
    assert desk(*base, "init", "--sample").status == 0
    said = desk(*base, "compare", "2012-Q1", "2012-Q2").out
    shown = desk(*base, "run", "--period", "2012-Q1").out
    assert re.search(r"satisfaction of customers \(art5\) ([\d.]+%) → [\d.]+%", said)
    assert all(one in shown for one in re.findall(r"satisfaction of customers \(art5\) ([\d.]+%)", said))
    power = ("--sector", "power_utility")
    assert desk(*power, "init", "--sample").status == 0
    ((c17,),) = (re.findall(r"percentage of the year-end award withheld \(art1\d\) (\S+ → \S+);?", text) for text in (
        desk(*power, "whatif", "--without", "c17", "--period", "2012").out,
    ))  # fmt: skip
    assert c17.count("%") >= 1


def test_a_reading_that_is_none_is_wrong_usage_where_it_is_an_option(asked: Desk) -> None:
    for pair in ("nothing=1", "premium-term=none"):
        outcome = asked("whatif", "--reading", pair, "--period", "2012")
        assert (outcome.status, outcome.out) == (2, "")
        assert "whatif --reading" in outcome.err
    asked.write("conduct.toml", '[insurance.readings]\npremium-term = "none"\n')
    assert asked("whatif", "late=3", "--period", "2012").status == 1
