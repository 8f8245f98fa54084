"""Who owes what no longer, or never did: a case shows its own duties, and what is excused owes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.core.law.text import Edition
from conduct.core.ledger.ledger import Ledger
from conduct.core.scores.assess import assess
from conduct.facts import FactRows
from conduct.law import (
    Attribute,
    Charge,
    Done,
    Duty,
    Each,
    Finds,
    Kind,
    Opened,
    Regulation,
    Section,
    Standing,
    Step,
    UnitKind,
    WorkingDays,
    YesNo,
    count,
)
from conduct.testing import fill

from .conftest import Desk

COMPANIES = "unit,name,kind\nP01,公司01,property\nP02,公司02,property\n"
PETITION = "incident,unit,kind,date,channel\ni1,P01,petition,2012-03-05,written\n"
RECEPTION = (
    "action,step,unit,date,on,announced,prior-report,held-by-management,after-report\n"
    "r2,reception-day,P02,2012-03-15,2012-03-15,,,no,\n"
)


def test_a_case_shows_no_duty_of_another_unit_and_none_that_a_unit_owes_of_itself(desk: Desk) -> None:
    files = [desk.write("units.csv", COMPANIES), desk.write("incidents.csv", PETITION), desk.write("actions.csv", RECEPTION)]
    assert desk("load", *files).status == 0
    shown = desk("case", "i1", "--as-of", "2012-12-31", lang="zh")
    assert shown.status == 0
    assert "接访" not in shown.out
    assert "接待日" not in shown.out


TEXT = "# 街道诉求办理办法\n\n## 一 art1\n\n诉求应在5个工作日内答复,逾期的每件扣2分。\n"
waived = Attribute("waived", Words("非辖区事项", "not ours"), YesNo())
request = Kind("request", Words("诉求", "request"), "art1", (waived,), excused=waived.is_(True))
late = Kind("late", Words("逾期", "late"), "art1", recorded=False)
answer = Step("answer", Words("答复", "answer"), kinds=(request,))
ours = Attribute("ours", Words("属本街道", "ours"), YesNo(), required=True)
look = Step("look", Words("核实", "look"), (ours,), (request,), finds=Finds(waived, ours, {0: 1, 1: 0}))


def _street(folder: Path) -> Sector:
    """Requests are answered within 5 working days; those of another street are excused, as entered or as found since."""
    (folder / "street.zh.md").write_text(TEXT, encoding="utf-8")
    quote = "诉求应在5个工作日内答复"
    section = Section("1", "art1", "逾期的每件扣2分", Words("答复", "answers"), base=100)
    duty = Duty(
        "art1", quote, "answer-request", Words("答复", "answer"), Opened((request,)), Done(answer), WorkingDays(5), breach=late
    )
    law = Regulation(
        "街〔2024〕1号",
        Words("街道诉求办理办法", "Street requests"),
        Edition(folder / "street.zh.md"),
        date(2024, 1, 1),
        (section, Charge("art1", "逾期的每件扣2分", count(late), Each(2), section), duty, Standing("art1", quote)),
    )
    return Sector(
        "street",
        Words("街道", "street"),
        (law,),
        (UnitKind("street", Words("街道", "street")),),
        ("street",),
        (request, late),
        (look, answer),
        ("year",),
    )


@pytest.mark.parametrize(
    ("waived", "found", "owed", "score"),
    [
        ("no", "", (0, 1, 0), 98),
        ("yes", "", (0, 0, 0), 100),
        ("no", "2024-03-08", (0, 0, 0), 100),  # found within the term, which ends on 2024-03-11
        ("no", "2024-03-20", (0, 1, 0), 98),  # and after it: what was owed until then was not done
    ],
)
def test_an_excused_incident_owes_nothing_from_then_on(
    tmp_path: Path,
    make_ledger: Callable[[Sector], Ledger],
    waived: str,
    found: str,
    owed: tuple[int, int, int],
    score: int,
) -> None:
    sector = _street(tmp_path)
    rows: FactRows = {
        "units": [{"unit": "A", "name": "甲街道", "kind": "street"}],
        "incidents": [{"incident": "r1", "unit": "A", "kind": "request", "date": "2024-03-04", "waived": waived}],
        "actions": [{"action": "l1", "step": "look", "date": found, "incident": "r1", "ours": "no"}] if found else [],
    }
    ledger = make_ledger(sector)
    fill(sector, ledger, rows)
    assessment = assess(sector, ledger, "2024")
    unit = assessment.units[0]
    assert assessment.incidents.excused == (waived == "yes" or found != "")
    assert (unit.duties.met, unit.duties.breached, unit.duties.pending) == owed
    assert unit.score == score


# ---- appeals that nobody has decided

FALSE = "incident,unit,kind,date\nz1,P01,feedback-false,2012-03-05\nz2,P02,feedback-false,2012-03-05\n"
APPEALS = (
    "action,step,incident,date,reason,by,upheld\n"
    "ap1,appeal,z1,2012-04-01,不服,P01,\nad1,appeal-decided,z1,2012-04-20,查证属实,保监局,no\nap2,appeal,z2,2012-04-02,不服,P02,\n"
)


@pytest.fixture
def contested(office: Desk) -> Desk:
    rows = "unit,name,kind\nP01,公司01,property\nP02,公司02,property\n"
    measures = "unit,measure,period,value\n" + "".join(
        f"{unit},{measure},2012,{value}\n"
        for unit in ("P01", "P02")
        for measure, value in (("outlets", 9), ("premium", 90000000))
    )
    files = (("units.csv", rows), ("measures.csv", measures), ("incidents.csv", FALSE), ("actions.csv", APPEALS))
    assert office("load", *(office.write(name, text) for name, text in files)).status == 0
    return office


def test_an_appeal_that_nobody_has_decided_is_named_in_every_result(contested: Desk) -> None:
    notes = contested.run("--period", "2012")["notes"]
    assert [note for note in notes if "ap2" in note and "公司02" in note and "z2" in note]
    assert not [note for note in notes if "ap1" in note]
    assert "ap2" in contested("explain", "P02", "--period", "2012").out
    said = contested("run", "--period", "2012", lang="zh").out
    assert "公司02对事项 z2（谎报、瞒报办理结果）的申诉 ap2（2012-04-02）尚未决定" in said


def test_an_appeal_on_what_is_out_waits_for_nothing(contested: Desk) -> None:
    withdrawn = "action,step,incident,date,reason,by\nw1,withdraw,z2,2012-05-01,误登,保监局\n"
    assert contested("load", contested.write("actions-2.csv", withdrawn)).status == 0
    assert not [note for note in contested.run("--period", "2012")["notes"] if "ap2" in note]


def test_an_appeal_is_a_duty_of_whoever_decides_it(contested: Desk) -> None:
    listed = json.loads(contested("duties", "--as-of", "2012-12-31", "--format", "json").out)["duties"]
    assert [(d["incident"], d["action"], d["step"], d["bearer"]) for d in listed] == [
        ("z2", "ap2", "appeal-decided", "whoever decides appeals")
    ]
    assert json.loads(contested("duties", "--as-of", "2012-04-01", "--format", "json").out)["duties"] == []
    units = {u["unit"]: u for u in contested.run("--period", "2012")["units"]}
    assert units["P02"]["duties"]["pending"] == 0
    assert "decide the appeal" in contested("case", "z2").out
    assert "decide the appeal" not in contested("case", "z1").out


# ---- what presumes a step that was not taken

SETTLED = "incident,unit,kind,date,channel,settled\n" + "".join(f"p{n},L1,petition,2012-03-05,written,yes\n" for n in range(1, 7))
QUICK = (
    "action,step,date,incident,workdays,due\n"
    "t1,transfer,2012-03-06,p1,3,\n"
    "t2,transfer,2012-03-06,p2,6,\n"
    "t3,transfer,2012-03-06,p3,,2012-03-13\n"  # the fifth working day
    "t4,transfer,2012-03-06,p4,,2012-03-14\n"
    "t5,transfer,2012-03-06,p5,4,2012-03-20\n"  # with both, due stands
)


def test_a_petition_settled_without_quick_handling_is_warned_of_and_counted_as_entered(office: Desk) -> None:
    loaded = office("load", office.write("incidents.csv", SETTLED), office.write("actions.csv", QUICK))
    assert loaded.status == 0, loaded.err
    named = {incident for incident in ("p1", "p2", "p3", "p4", "p5", "p6") if f"the incident {incident} " in loaded.err}
    assert named == {"p2", "p4", "p5", "p6"}
    units = {u["unit"]: u for u in office.run("--period", "2012")["units"]}
    [line] = [x for x in units["L1"]["lines"] if x.get("channel") == "written"]
    assert (line["count"], line["weight"]) == (6, 3.0)


@pytest.mark.parametrize(
    ("due", "added", "doubted"),
    [
        ("2012-03-14", "", True),  # the sixth working day
        ("2012-03-14", 'holidays = ["2012-03-12"]', False),  # the fifth
        ("2012-03-13", "", False),
        ("2012-03-13", 'workdays = ["2012-03-10"]', True),  # a Saturday
    ],
)
def test_what_presumes_a_step_is_reckoned_by_the_days_of_the_deployment(
    office: Desk, due: str, added: str, doubted: bool
) -> None:
    office.write("conduct.toml", f'sectors = ["insurance"]\n[calendar]\n{added}\n')
    row = office.write("incidents.csv", "incident,unit,kind,date,channel,settled\np1,L1,petition,2012-03-05,written,yes\n")
    sent = office.write("actions.csv", f"action,step,date,incident,due\nt1,transfer,2012-03-06,p1,{due}\n")
    loaded = office("load", row, sent)
    assert (loaded.status, "the incident p1 " in loaded.err) == (0, doubted), loaded.err
    published = office("publish", "--period", "2012")
    assert (published.status, "the incident p1 " in published.err) == (int(doubted), doubted), published.err


def test_what_presumes_a_step_is_open_until_the_step_is_there(office: Desk) -> None:
    row = "incident,unit,kind,date,channel,settled\np1,L1,petition,2012-03-05,written,yes\n"
    assert office("load", office.write("incidents.csv", row)).status == 0
    refused = office("publish", "--period", "2012")
    assert refused.status == 1
    assert "the incident p1 " in refused.err
    sent = "action,step,date,incident,workdays\nt1,transfer,2012-03-06,p1,3\n"
    assert office("load", office.write("actions.csv", sent)).status == 0
    assert office("publish", "--period", "2012").status == 0


@pytest.fixture
def stations(reception: Desk) -> Desk:
    """A hospital's desks, one below another, each with a complaint that nobody has answered."""
    units = (
        "unit,name,kind,parent,aliases\nD1,接待总站,desk,,总站\nD2,东院接待站,desk,D1,东院;东\n"
        "D3,东院分站,desk,D2,\nD4,西院接待站,desk,,西;东\n"
    )
    reception.write("units.csv", units)
    rows = "".join(f"c{n},D{n},complaint,2019-03-05,yes\n" for n in range(1, 5))
    reception.write("incidents.csv", "incident,unit,kind,date,on-the-spot\n" + rows)
    assert reception("init").status == 0
    outcome = reception("load", "units.csv", "incidents.csv")
    assert outcome.status == 0, outcome.err
    return reception


UNDER = [
    ("D1", "123"), ("D2", "23"), ("D3", "3"), ("D4", "4"), ("接待总站", "123"), ("总站", "123"), ("东院", "23"), (" D3 ", "3"),
]  # fmt: skip


@pytest.mark.campaign
@pytest.mark.parametrize(("unit", "those"), UNDER)
def test_duties_of_a_unit_are_those_of_all_below_it_by_id_name_or_alias(stations: Desk, unit: str, those: str) -> None:
    every = json.loads(stations("duties", "--format", "json").out)["duties"]
    assert {d["unit"] for d in every} == {"D1", "D2", "D3", "D4"}
    outcome = stations("duties", "--unit", unit, "--format", "json", "--ics", "due.ics")
    assert outcome.status == 0, outcome.err
    assert json.loads(outcome.out)["duties"] == [d for d in every if d["unit"][1] in those]
    shown = stations("duties", "--unit", unit).out
    for n in "1234":
        assert (f"c{n}" in shown) == (n in those)
        assert (f"c{n}" in (stations.folder / "due.ics").read_text()) == (n in those)


def test_duties_of_a_unit_that_nobody_holds_or_that_may_be_several_are_refused(stations: Desk) -> None:
    for unit, said in (("D9", "D9"), ("", ""), ("东", "D2, D4")):
        outcome = stations("duties", "--unit", unit)
        assert (outcome.status, outcome.out) == (1, "")
        assert said in outcome.err
        assert stations("duties", "--unit", unit, lang="zh").status == 1


def test_a_program_asks_for_the_duties_of_a_unit_in_the_same_way(stations: Desk) -> None:
    import conduct

    with conduct.open(stations.folder / "conduct.db", "hospital") as office:
        assert {d.unit for d in office.duties(unit="东院").duties} == {"D2", "D3"}
        with pytest.raises(conduct.Fault, match="D9"):
            office.duties(unit="D9")


def test_a_breach_that_is_recorded_as_an_incident_too_still_stands_in_its_case_and_is_still_owed(desk: Desk) -> None:
    """It counts once in results; the case shows it, and what was never done stays due."""
    both = PETITION + "i2,P01,petition,2012-03-05,written\n"
    late = "incident,unit,kind,date,about\nz1,P01,late,2012-03-20,i1\nz2,P01,late,2012-03-20,i2\n"
    steps = (
        "action,step,incident,date,workdays\nt1,transfer,i1,2012-03-05,5\nt2,transfer,i2,2012-03-05,5\nr1,reply,i1,2012-03-30,\n"
    )
    files = {"units.csv": COMPANIES, "incidents.csv": both, "incidents-late.csv": late, "actions.csv": steps}
    assert desk("load", *(desk.write(name, text) for name, text in files.items())).status == 0
    replied, open_ = (desk("case", case, "--as-of", "2012-12-31").out for case in ("i1", "i2"))
    assert "breached  reply in time" in replied
    assert "2012-03-30  late handling" in replied
    assert "overdue" in open_
    due = json.loads(desk("duties", "--as-of", "2012-12-31", "--format", "json").out)["duties"]
    assert [(one["incident"], one["status"]) for one in due] == [("i2", "overdue")]


def test_whoever_enters_a_step_after_its_deadline_is_told_that_it_was_late(desk: Desk) -> None:
    desk("record", "unit", "unit=P01", "name=公司01", "kind=property")
    desk("record", "incident", "incident=i1", "unit=P01", "kind=petition", "date=2025-05-06", "channel=telephone")
    desk("record", "action", "step=transfer", "incident=i1", "date=2025-05-07", "workdays=5")
    late = desk("record", "action", "step=reply", "incident=i1", "date=2025-05-15")
    assert late.out.startswith(
        "late: i1 reply was due on 2025-05-14 and is done on 2025-05-15; it stays a breach: late handling (2.3.1)\n"
    )
    desk("record", "incident", "incident=i2", "unit=P01", "kind=petition", "date=2025-05-06", "channel=telephone")
    desk("record", "action", "step=transfer", "incident=i2", "date=2025-05-07", "workdays=5")
    assert "late" not in desk("record", "action", "step=reply", "incident=i2", "date=2025-05-14").out
    assert "late" not in desk("record", "action", "step=transfer", "incident=i1", "date=2025-05-16", "workdays=5").out
