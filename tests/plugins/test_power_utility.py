"""The power utility through the command line: what gave way to what, who owes what, and what hangs on other days and stations."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve

from conduct.law import Duty, IncidentId, OnHead, SameMatter, SamePerson, Sanction, Sanctioned
from conduct.plugins.power_utility import SECTOR
from conduct.testing import check_sector
from tests.conftest import Desk

UNITS = (
    "unit,name,kind,parent,head\nS1,甲所,station,,h1\nS2,乙所,station,,\nh1,王,employee,S1,\nh2,李,employee,S1,\ne1,张,employee,S1,\n"
    "e2,赵,employee,S1,\n"
)
HEAD_MONTHS = next(a.words.en for s in SECTOR.steps for a in s.attributes if a.code == "head-months")
INCIDENTS = "incident,unit,kind,date,venue,verified,person,about\n"


@pytest.fixture
def power(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk set to the power utility, with two stations and their people."""
    (desk.folder / "conduct.db").unlink()
    monkeypatch.setenv("CONDUCT_SECTOR", "power_utility")
    assert desk("init").status == 0
    assert desk("load", desk.write("units.csv", UNITS)).status == 0
    return desk


def _load(desk: Desk, rows: str, posts: str = "") -> None:
    files = [desk.write("incidents.csv", INCIDENTS + rows)]
    files += [desk.write("posts.csv", "unit,person,post,from,until\n" + posts)] if posts else []
    outcome = desk("load", *files)
    assert outcome.status == 0, outcome.err


def _explained(desk: Desk, unit: str) -> dict[str, Any]:
    outcome = desk("explain", unit, "--period", "2012", "--format", "json")
    assert outcome.status == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def _effects(desk: Desk, unit: str) -> dict[str, tuple[list[str], list[str]]]:
    return {i: (e["gone"], e["come"]) for e in _explained(desk, unit)["effects"] for i in e["incidents"]}


TWO_VENUES = "c1,S1,complaint,2012-03-01,company,yes,e1,\nc2,S1,complaint,2012-04-01,city-bureau,yes,,c1\n"


def test_explain_says_which_sanction_gave_way_to_which_incident_and_clause(power: Desk) -> None:
    _load(power, TWO_VENUES)
    found = {(s["on"], s["incident"]): s["by"] for s in _explained(power, "S1")["gave_way"]}
    assert found == {
        ("e1", "c1"): {
            "clause": "art10",
            "incident": "c2",
            "sanctions": [{"sanction": "dismissal-retained", "clause": "art10"}],
        },
        ("h1", "c1"): {
            "clause": "art10",
            "incident": "c2",
            "sanctions": [{"sanction": "discipline", "clause": "art10"}, {"sanction": "withhold-bonus", "clause": "art10"}],
        },
    }
    for form in ("text", "html"):
        shown = power("explain", "S1", "--period", "2012", "--format", form, lang="zh").out
        assert "与 c2 为同一事项" in shown
        assert "开除留用" in shown
    assert "与 c2 为同一事项" in power("case", "c1", "--as-of", "2012-12-31", lang="zh").out
    assert "the same matter as c1" not in power("case", "c2", "--as-of", "2012-12-31").out


def test_explain_says_what_a_head_at_fault_is_spared(power: Desk) -> None:
    _load(power, "c1,S1,complaint,2012-03-01,state-grid,yes,h1,\n")
    [spared] = _explained(power, "S1")["gave_way"]
    assert (spared["sanction"], spared["by"]["sanctions"]) == (
        "discipline",
        [{"sanction": "dismissal-retained", "clause": "art10"}],
    )
    assert "负责人本人就是责任人" in power("explain", "S1", "--period", "2012", lang="zh").out


def test_without_the_heavier_complaint_the_lighter_one_stands_again(power: Desk) -> None:
    _load(power, TWO_VENUES)
    gone, come = _effects(power, "S1")["c2"]
    assert "dismissal-retained (art10) c2 e1" in gone
    assert come == ["withhold-bonus (art10) c1 e1", "withhold-bonus (art10) c1 h1"]


def test_without_the_one_that_named_somebody_nobody_is_known(power: Desk) -> None:
    _load(power, TWO_VENUES)
    gone, come = _effects(power, "S1")["c1"]
    assert gone == ["dismissal-retained (art10) c2 e1"]
    assert come == ["person-unknown (art10)"]


def test_what_hangs_on_a_complaint_of_the_year_before_is_explained(power: Desk) -> None:
    rows = "c0,S1,complaint,2011-12-30,company,no,e2,\nc1,S1,complaint,2012-03-01,company,yes,,c0\n"
    _load(power, rows, "S1,h1,administrative,2010-01-01,2011-12-31\nS1,h2,administrative,2012-01-01,\n")
    gone, come = _effects(power, "S1")["c0"]
    assert gone == ["withhold-bonus (art10) c1 e2", "withhold-bonus (art10) c1 h1"]
    assert come == ["person-unknown (art10)", "withhold-bonus (art10) c1 h2"]


def test_what_hangs_on_an_improper_service_at_another_station_is_explained(power: Desk) -> None:
    rows = "".join(
        f"m{n},{unit},improper-service,2012-0{n}-01,,,e1,\n" for n, unit in ((1, "S1"), (2, "S2"), (3, "S1"), (4, "S2"))
    )
    _load(power, rows)
    gone, come = _effects(power, "S1")["m2"]
    assert gone == ["criticism (art13) m3 e1", "transfer (art13) m3 e1"]
    assert come == []
    assert "m4" not in _effects(power, "S1")  # after the number was reached, nothing hangs on it


def test_a_degree_stands_in_words(power: Desk) -> None:
    _load(power, "c1,S1,complaint,2012-03-01,state-grid,yes,e1,\n")
    entered = power(
        "record",
        "action",
        "action=a1",
        "step=decide",
        "date=2012-04-01",
        "incident=c1",
        "discipline=留用察看",
        "by=x",
        "reason=x",
    )
    assert entered.status == 0, entered.err
    for command in (("run", "--period", "2012"), ("explain", "S1", "--period", "2012"), ("case", "c1")):
        shown = power(*command, lang="zh").out
        assert "留用察看" in shown
        assert "dismissal-retained" not in shown
    whole = power.run("--period", "2012")
    assert [s["degree"] for u in whole["units"] for s in u["sanctions"] if "degree" in s] == ["dismissal-retained"]


def test_who_investigates_and_decides_and_by_which_clause(power: Desk) -> None:
    rows = (
        "c1,S1,complaint,2012-03-01,company,,e1,\nc2,S1,complaint,2012-03-02,state-grid,,e1,\n"
        "w1,S1,window-complaint,2012-03-03,company,yes,e1,\nc3,S1,complaint,2012-03-04,media,yes,e1,\ns1,S1,window-slide,2012-03-05,,,,\n"
    )
    _load(power, rows)
    found = json.loads(power("duties", "--as-of", "2012-12-31", "--format", "json", lang="zh").out)["duties"]
    assert {(d["incident"], d["step"], d["clause"], d["bearer"]) for d in found} == {
        ("c1", "investigate", "art16", "公司党委"),
        ("c2", "investigate", "art10", "公司"),
        ("w1", "decide", "art11", "公司党委"),
        ("c3", "decide", "art10", "公司"),
        ("c3", "rectify", "art10", "甲所"),
        ("s1", "decide", "art12", "公司"),
        ("s1", "rectify", "art12", "甲所"),
    }


def test_a_case_offers_the_steps_that_something_asks_for(power: Desk) -> None:
    _load(power, TWO_VENUES)
    offered = {c: power("case", c, "--as-of", "2012-12-31").out.split("What may come next")[1] for c in ("c1", "c2")}
    assert "decide" not in offered["c1"]
    assert "rectify" not in offered["c1"]
    assert "decide" in offered["c2"]
    assert "rectify" in offered["c2"]


def test_a_link_to_another_station_or_in_a_circle_is_refused_where_it_stands(power: Desk) -> None:
    rows = "c1,S1,complaint,2012-03-01,company,yes,e1,c1\nc2,S2,complaint,2012-03-01,company,yes,e1,c1\n"
    outcome = power("load", power.write("incidents.csv", INCIDENTS + rows))
    assert outcome.status == 1
    assert "incidents.csv, row 2, column about: the incidents are about each other in a circle: c1 → c1" in outcome.err
    assert "incidents.csv, row 3, column about: incident c2 is of S2" in outcome.err


def test_a_correction_that_moves_an_incident_from_those_about_it_is_refused(power: Desk) -> None:
    _load(power, TWO_VENUES)
    moved = power.write("incidents.csv", INCIDENTS + "c1,S2,complaint,2012-03-01,company,yes,e1,\n")
    outcome = power("load", moved, "--correct", "other station")
    assert outcome.status == 1
    assert "column unit: incident c2 is of S1" in outcome.err
    closed = power.write("incidents.csv", INCIDENTS + "c1,S1,complaint,2012-03-01,company,yes,e1,c2\n")
    outcome = power("load", closed, "--correct", "linked")
    assert outcome.status == 1
    assert "in a circle: c1 → c2 → c1" in outcome.err


def test_the_case_that_reaches_the_number_shows_what_it_brings(power: Desk) -> None:
    rows = "".join(f"m{n},{unit},improper-service,2012-0{n}-01,,,e1,\n" for n, unit in ((1, "S1"), (2, "S2"), (3, "S1")))
    _load(power, rows)
    assert "调离原岗位" in power("case", "m3", lang="zh").out
    assert "调离原岗位" not in power("case", "m2", lang="zh").out


# ---- what the checks find of a law that uses these words wrongly


def _checked(old: Any, new: Any) -> list[str]:
    law = SECTOR.regulations[0]
    assert old in law.provisions
    provisions = tuple(new if one == old else one for one in law.provisions)
    return check_sector(evolve(SECTOR, regulations=(evolve(law, provisions=provisions),)))


def _first(of: type[Any], **fields: Any) -> Any:
    return next(p for p in SECTOR.regulations[0].of(of) if all(getattr(p, name) == value for name, value in fields.items()))


def test_a_post_that_the_sector_does_not_have_is_found() -> None:
    rule = _first(Sanction, name="administrative-action")
    assert any("OnHead: there is no post chief" in p for p in _checked(rule, evolve(rule, on=OnHead(("chief",)))))


def test_a_matter_by_what_may_name_another_unit_s_incident_is_found() -> None:
    rule = _first(SameMatter)
    by = evolve(rule.by, type=IncidentId(("complaint",)))
    assert any("must name an incident of the same unit" in p for p in _checked(rule, evolve(rule, by=by)))


def test_what_gives_way_to_a_sanction_that_is_none_is_found() -> None:
    rule = _first(SamePerson)
    assert any("unless: there is no sanction exile" in p for p in _checked(rule, evolve(rule, unless={"discipline": ("exile",)})))


def test_a_duty_of_a_sanction_of_another_clause_is_found() -> None:
    duty = _first(Duty, code="rectify-window")
    wrong = _checked(duty, evolve(duty, trigger=Sanctioned("rectification-meeting")))
    assert any("Sanctioned: there is no sanction of clause art12 rectification-meeting" in p for p in wrong)


def test_decisions_of_a_clause_without_sanctions_are_found() -> None:
    duty = _first(Duty, code="decide-slide")
    wrong = _checked(duty, evolve(duty, expect=evolve(duty.expect, clauses=("art9",))))
    assert any("AllDecided: there is no clause with a sanction art9" in p for p in wrong)


def _decided(desk: Desk, rows: str) -> None:
    outcome = desk("load", desk.write("actions.csv", "action,incident,step,date,months,head-months,by\n" + rows))
    assert outcome.status == 0, outcome.err


@pytest.mark.parametrize(("reading", "noted"), [("art10", True), ("art11", False), ("both", False)])
def test_a_decision_that_decides_nothing_under_the_readings_in_force_is_named(power: Desk, reading: str, noted: bool) -> None:
    _load(power, "w1,S1,window-complaint,2012-03-01,state-grid,yes,e1,\nw2,S1,window-complaint,2012-03-01,company,yes,e1,\n")
    _decided(power, "a1,w1,decide,2012-04-01,4,,x\na2,w2,decide,2012-04-01,4,,x\n")
    power.write("conduct.toml", f'[power_utility.readings]\nart11-higher = "{reading}"\n')
    notes = json.loads(power("run", "--period", "2012", "--format", "json").out)["notes"]
    said = "the decision a1 on w1 (months 4) decides nothing under the readings in force"
    assert (said in notes) is noted
    assert not any("a2" in note for note in notes)
    zh = json.loads(power("run", "--period", "2012", "--format", "json", lang="zh").out)["notes"]
    assert any("决定 a1 所定的“扣发奖金月数 4”，按现用的理解口径不起作用" in note for note in zh) is noted
    other = json.loads(power("explain", "S2", "--period", "2012", "--format", "json").out)["notes"]
    assert said not in other  # of the unit that is explained alone


def test_a_choice_that_decides_nothing_under_the_readings_in_force_is_named_too(power: Desk) -> None:
    _load(power, "w1,S1,window-complaint,2012-03-01,state-grid,yes,e1,\n")
    _decided(power, "a1,w1,decide,2012-04-01,,2,x\na2,w1,decide,2012-04-02,,7,x\n")
    notes = json.loads(power("run", "--period", "2012", "--format", "json").out)["notes"]
    idle = [note for note in notes if "decides nothing" in note]
    assert idle == [f"the decision a1 on w1 ({HEAD_MONTHS} 2) decides nothing under the readings in force"]


@pytest.mark.parametrize(
    ("lang", "said", "sanction"),
    [("en", "the person is not known (art10)", "dismissed"), ("zh", "直接责任人不明（第十条）", "开除留用")],
)
def test_a_case_leaves_out_what_falls_on_nobody_known_as_a_run_does(power: Desk, lang: str, said: str, sanction: str) -> None:
    _load(power, "c1,S1,complaint,2012-03-01,city-bureau,yes,,\nc2,S1,complaint,2012-03-01,city-bureau,yes,e1,\n")
    unknown, known = power("case", "c1", lang=lang).out, power("case", "c2", lang=lang).out
    assert unknown.count(said) == 1
    assert sanction not in unknown
    assert said not in known
    assert sanction in known


def test_a_case_names_those_whom_it_shows(power: Desk) -> None:
    _load(power, "c1,S1,window-complaint,2012-03-01,company,yes,e1,\n")
    _decided(power, "a1,c1,decide,2012-04-01,4,,h2\n")
    out = power("case", "c1", lang="zh").out
    for who in ("e1 张", "h1 王", "h2 李", "S1 甲所"):
        assert who in out
    assert "直接责任人 e1 张" in out


@pytest.mark.parametrize("written", ["art3", "第三条", "第3条", "第３条", "3", "３", "三"])
def test_a_clause_is_taken_as_people_write_it(power: Desk, written: str) -> None:
    header = "action,step,date,unit,clause,met\n"
    loaded = power("load", power.write("actions.csv", f"{header}a1,check,2012-03-02,S1,{written},yes\n"))
    assert loaded.status == 0, loaded.err
    entered = power(
        "record", "action", "action=a2", "步骤=检查", "unit=S1", "date=2012-03-03", f"条款={written}", "met=no", lang="zh"
    )
    assert entered.status == 0, entered.err
    shown = power.run("--period", "2012")["units"][0]["checks"]
    assert shown == [{"clause": "art3", "met": 1, "checked": 2}]


def test_a_clause_that_a_step_does_not_take_is_refused_with_those_that_it_does(power: Desk) -> None:
    header = "action,step,date,unit,clause,met\n"
    outcome = power("load", power.write("actions.csv", f"{header}a1,check,2012-03-02,S1,第二十条,yes\n"), lang="zh")
    assert outcome.status == 1
    assert "第三条（art3）、第四条（art4）" in outcome.err
    _load(power, "c1,S1,window-complaint,2012-03-01,company,yes,e1,\n")
    outcome = power("record", "action", "step=decide", "incident=c1", "date=2012-03-09", "months=6", "条款=第三条", lang="zh")
    assert outcome.status == 1
    assert "第十条（art10）、第十一条（art11）" in outcome.err
    outcome = power("record", "action", "step=decide", "incident=c1", "date=2012-03-09", "months=6", "clause=3")
    assert outcome.status == 1
    assert "art10, art11" in outcome.err
