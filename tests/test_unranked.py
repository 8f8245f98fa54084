"""Units that are shown without a rank: those that an action says not to assess, and those of whom the period says too little."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest

from conduct.core.base.faults import Fault
from conduct.host import load_sector
from tests.conftest import Desk
from tests.outside.conftest import Taxi, bare, site, taxi

__all__ = ["bare", "site", "taxi"]

UNITS = "unit,name,kind\n" + "".join(f"L{n},甲{n},life\n" for n in range(1, 4)) + "P1,乙,property\n"
MEASURES = "unit,measure,period,value\n" + "".join(
    f"{unit},outlets,2012,2\n{unit},premium,2012,10000000\n" for unit in ("L1", "L2", "P1")
)
INCIDENTS = (
    "incident,unit,kind,date,channel\ni1,L1,petition,2012-03-02,visit\ni2,L3,petition,2012-03-03,visit\ni3,L3,late,2012-03-03,\n"
)
PASS = ("not-assessed", "by=考评组", "reason=筹建")


def by_id(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {unit["unit"]: unit for unit in result["units"]}


@pytest.fixture
def new(desk: Desk) -> Desk:
    """L3 has no measures and two incidents; it is not to be assessed in 2012."""
    for name, text in (("units", UNITS), ("measures", MEASURES), ("incidents", INCIDENTS)):
        assert desk("load", desk.write(f"{name}.csv", text)).status == 0
    return desk


def pass_over(desk: Desk, unit: str = "L3", period: str = "2012", day: str = "2014-05-06", action: str = "n1") -> None:
    outcome = desk(
        "record", "action", f"action={action}", f"step={PASS[0]}", f"unit={unit}", f"date={day}", f"period={period}", *PASS[1:]
    )
    assert outcome.status == 0, outcome.err


def test_who_is_not_assessed_needs_no_measures_and_is_in_no_average_rank_or_count(new: Desk) -> None:
    refused = new("run", "--period", "2012")
    assert refused.status == 1
    assert "L3" in refused.err
    pass_over(new)  # long after the period and after as-of: it counts whenever it was made
    result = new.run("--period", "2012", "--as-of", "2012-12-31", "--trace")
    shown = result["units"][-1]
    assert shown["unit"] == "L3"
    assert (shown["score"], shown["rank"], shown["sections"], shown["lines"]) == (None, None, [], [])
    assert shown["unranked"] == [
        {
            "why": "not-assessed",
            "clause": None,
            "reading": None,
            "action": "n1",
            "period": "2012",
            "by": "考评组",
            "reason": "筹建",
        }
    ]
    assert all(unit["unranked"] is None for unit in result["units"][:-1])
    assert sorted(unit["rank"] for unit in result["units"][:-1]) == [1, 1, 3]
    visits = [line for line in by_id(result)["L1"]["lines"] if line["channel"] == "visit"]
    assert visits[0]["average"] == visits[0]["index"] / 2  # of L1 and L2 alone
    assert sum(result["incidents"].values()) == 1
    assert any("L3" in note and "(2)" in note for note in result["notes"])
    with_measures = new("load", new.write("measures-3.csv", "unit,measure,period,value\nL3,outlets,2012,9\nL3,premium,2012,1\n"))
    assert with_measures.status == 0
    again = new.run("--period", "2012", "--as-of", "2012-12-31", "--trace")
    assert again["units"] == result["units"]


@pytest.mark.parametrize(("named", "assessed", "shown"), [("2012", "2012-H1", False), ("2012-H1", "2012", False)])
def test_a_unit_is_passed_over_in_the_period_that_is_named_and_in_no_other(
    new: Desk, named: str, assessed: str, shown: bool
) -> None:
    rows = "".join(f"{unit},outlets,{assessed},2\n{unit},premium,{assessed},10000000\n" for unit in ("L1", "L2", "L3", "P1"))
    more = new("load", "--correct", "x", new.write("measures-h.csv", "unit,measure,period,value\n" + rows))
    assert more.status == 0, more.err
    pass_over(new, period=named)
    unit = by_id(new.run("--period", assessed))["L3"]
    assert (unit["rank"] is None) == bool(unit["unranked"]) == shown


def test_a_unit_that_is_never_assessed_cannot_be_passed_over_nor_a_period_that_never_is(new: Desk) -> None:
    rows = "action,step,unit,date,period,by,reason\n"
    wrong = new(
        "load", new.write("actions.csv", rows + "a1,not-assessed,L3,2012-05-01,2012-Q2,x,y\na2,不予考核,L3,2012-05-01,2012,,\n")
    )
    assert wrong.status == 1
    assert "2012-Q2" in wrong.err
    assert "by" in wrong.err
    assert "reason" in wrong.err


def test_a_branchs_outlet_is_no_unit_that_could_be_passed_over(bare: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", "banking")
    assert bare("init").status == 0
    units = bare.write("units.csv", "unit,name,kind,parent\nA,甲,branch,\nA1,甲一,outlet,A\n")
    actions = bare.write("actions.csv", "action,step,unit,date,period,by,reason\na1,not-assessed,A1,2012-05-01,2012-Q2,x,y\n")
    outcome = bare("load", units, actions)
    assert outcome.status == 1
    assert "A1" in outcome.err
    assert "branch" in outcome.err


def test_the_default_period_asks_no_measures_of_who_is_not_assessed(new: Desk) -> None:
    assert new("run").status == 1
    pass_over(new)
    assert new.run()["period"]["id"] == "2012"


def test_every_output_copes_with_a_unit_without_a_rank(new: Desk) -> None:
    pass_over(new)
    table = new("run", "--period", "2012", lang="zh").out
    assert "不排名次" in table
    assert "筹建" in table
    assert "考评组" in table
    rows = list(csv.DictReader(StringIO(new("run", "--period", "2012", "--format", "csv").out)))
    assert (rows[-1]["unit"], rows[-1]["score"], rows[-1]["rank"]) == ("L3", "", "")
    for form in ("text", "json", "html"):
        outcome = new("explain", "L3", "--period", "2012", "--format", form)
        assert outcome.status == 0, outcome.err
        assert "筹建" in outcome.out
        assert "None" not in outcome.out
        other = new("explain", "L1", "--period", "2012", "--format", form)
        assert other.status == 0, other.err
    assert " / 3" in new("explain", "L1", "--period", "2012").out  # of three that are ranked
    for command in (
        ("readings", "--sensitivity", "--period", "2012"),
        ("whatif", "late=50", "--period", "2012"),
        ("duties", "--as-of", "2012-12-31"),
        ("publish", "--period", "2012"),
    ):
        outcome = new(*command)
        assert outcome.status == 0, (command, outcome.err)


def test_compare_says_that_a_unit_is_no_longer_assessed(new: Desk) -> None:
    more = new.write("measures-3.csv", "unit,measure,period,value\nL3,outlets,2012,2\nL3,premium,2012,10000000\n")
    assert new("load", more).status == 0
    assert new("publish", "--period", "2012").status == 0
    pass_over(new)
    moved = new("compare", "1", "now", "--format", "json")
    assert moved.status == 0, moved.err
    unit = {u["unit"]: u for u in json.loads(moved.out)["changes"][0]["units"]}["L3"]
    assert unit["rank"][1] is None
    assert unit["come"] == ["not-assessed n1"]
    assert "不予考核" in new("compare", "1", "now", lang="zh").out


FEW = (
    ("    Unruled,\n", "    Unranked,\n    Fewer,\n    Unruled,\n"),
    (
        '    Standing("4", "按得分由高到低排定名次"),',
        '    Standing("4", "按得分由高到低排定名次"),\n'
        '    Unranked("4", "按得分由高到低排定名次", "few", Words("投诉太少", "too few"), Fewer(count(complaint), 2)),',
    ),
)


def test_a_law_can_leave_without_a_rank_who_has_too_few_cases(taxi: Taxi) -> None:
    desk = taxi(*FEW)
    more = "incident,unit,kind,date,driver\nc4,B,complaint,2025-05-07,\nc5,A,complaint,2025-06-07,\n"
    assert [u["rank"] for u in desk.run("--period", "2025")["units"]] == [None, None]
    assert desk("load", desk.write("incidents-b.csv", more.split("c5")[0])).status == 0
    result = desk.run("--period", "2025")
    first, shown = result["units"]
    assert (first["unit"], first["rank"], first["unranked"]) == ("B", 1, None)
    assert (shown["unit"], shown["rank"], shown["outcomes"]) == ("A", None, [])
    assert shown["score"] > first["score"]
    assert shown["unranked"] == [{"why": "few", "clause": "4", "reading": None}]
    assert "too few (4)" in desk("run", "--period", "2025").out
    assert "fewer than 2 of complaint" in desk("regulation").out
    explained = json.loads(desk("explain", "B", "--period", "2025", "--format", "json").out)
    assert {e["rank"] for e in explained["effects"]} == {None}  # without one of its two, it has none
    assert explained["of"] == 1
    moved = json.loads(
        desk(
            "whatif",
            "--with",
            desk.write("incidents-a.csv", more.replace("c4,B,complaint,2025-05-07,\n", "")),
            "--period",
            "2025",
            "--format",
            "json",
        ).out
    )
    assert {u["unit"]: u["rank"] for u in moved["changes"][0]["units"]} == {"A": [None, 1], "B": [1, 2]}
    for command in (("explain", "A", "--period", "2025"), ("readings", "--sensitivity", "--period", "2025")):
        outcome = desk(*command)
        assert outcome.status == 0, outcome.err
        assert "None" not in outcome.out


def test_the_checks_know_what_a_rule_on_who_has_no_rank_must_say(taxi: Taxi) -> None:
    changes = (FEW[1][0], FEW[1][1].replace("count(complaint), 2", "count(complaint), 0"))
    taxi(FEW[0], changes, sample=False)
    with pytest.raises(Fault, match=r"where\.n: 0 \(int\) is not a whole number of at least 1"):
        load_sector("taxi")


def test_a_part_of_a_year_that_is_not_assessed_is_in_no_mean(bare: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The year is the mean of the quarters that are assessed, without its incidents of the other."""
    monkeypatch.setenv("CONDUCT_SECTOR", "banking")
    assert bare("init").status == 0
    rows = "".join(
        f"A,satisfied,2012-Q{q},{0.5 if q == 2 else 1}\nA,basically-satisfied,2012-Q{q},0\nA,transactions,2012-Q{q},10000\n"
        for q in (1, 2, 4)
    )
    facts = [
        bare.write("units.csv", "unit,name,kind\nA,甲,branch\n"),
        bare.write("measures.csv", "unit,measure,period,value\n" + rows),
        bare.write("incidents.csv", "incident,unit,kind,date,item\nf1,A,finding,2012-08-01,quarrel\n"),
        bare.write("actions.csv", "action,step,unit,date,period,by,reason\na1,not-assessed,A,2013-05-01,2012-Q3,x,装修\n"),
    ]
    assert bare("load", *facts).status == 0
    result = bare.run("--period", "2012")
    unit = result["units"][0]
    assert unit["score"] == round(100 - 4 / 3, 6)  # evaluation is worth 8: 4 less in one of three quarters
    assert unit["lines"] == []
    assert sum(result["incidents"].values()) == 0
    quarter = bare.run("--period", "2012-Q3")["units"][0]
    assert (quarter["score"], quarter["rank"], quarter["unranked"][0]["action"]) == (None, None, "a1")
    explained = bare("explain", "A", "--period", "2012")
    assert explained.status == 0, explained.err
    assert "f1" not in explained.out
    whole = bare(
        "record", "action", "action=a2", "step=not-assessed", "unit=A", "date=2013-06-01", "period=2012", "by=x", "reason=撤并"
    )
    assert whole.status == 0, whole.err
    for command in ("run", "explain"):
        shown = bare(command, *(["A"] if command == "explain" else []), "--period", "2012")
        assert shown.status == 0, shown.err
        assert "撤并" in shown.out
