"""What changes of the code outlived the tests once: each has a test here that it does not outlive."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any, get_args

import pytest

from conduct.law import Bases, Presumes, Provision, SameMatter, SamePerson, SanctionTerms, Understood, Unruled
from conduct.testing.covered import _missing, _Seen
from tests.conftest import Desk
from tests.outside.conftest import Make, bare, site, street

__all__ = ["bare", "site", "street"]  # fixtures

UNITS = "unit,name,kind,parent\nP1,甲财险,property,\nP2,甲财险分部,property,P1\nP3,乙财险,property,\n"
MEASURES = "unit,measure,period,value\n" + "".join(
    f"{unit},{measure},{period},{value}\n"
    for unit in ("P1", "P2", "P3")
    for measure, value in (("outlets", 10), ("premium", 100000000))
    for period in ("2012", "2013")
)


@pytest.fixture
def family(desk: Desk) -> Desk:
    """A company, its own branch, which is assessed as well, and another company."""
    outcome = desk("load", desk.write("units.csv", UNITS), desk.write("measures.csv", MEASURES))
    assert outcome.status == 0, outcome.err
    return desk


def _load(desk: Desk, incidents: str, actions: str) -> None:
    files = [
        desk.write("incidents.csv", "incident,unit,kind,date,channel,about\n" + incidents),
        desk.write("actions.csv", "action,step,date,incident,due,upheld,mistaken,by,reason\n" + actions),
    ]
    outcome = desk("load", *files)
    assert outcome.status == 0, outcome.err


def _late(desk: Desk) -> dict[str, int]:
    units: list[dict[str, Any]] = desk.run("--period", "2012")["units"]
    return {u["unit"]: sum(line["count"] for line in u["lines"] if line["kind"] == "late") for u in units}


# ---- of one unit, or of one and its parent


@pytest.mark.parametrize(
    ("case", "recorded", "late"),
    [
        ("P1", "P1", {"P1": 1, "P2": 0, "P3": 0}),
        ("P2", "P1", {"P1": 1, "P2": 0, "P3": 0}),  # entered of the parent
        ("P1", "P2", {"P1": 0, "P2": 1, "P3": 0}),  # entered of the branch
        ("P1", "P3", {"P1": 1, "P2": 0, "P3": 1}),  # another's is about something else
        ("P2", "P3", {"P1": 0, "P2": 1, "P3": 1}),
    ],
)
def test_a_recorded_breach_stands_for_that_of_its_unit_its_parent_or_its_branch(
    family: Desk, case: str, recorded: str, late: dict[str, int]
) -> None:
    _load(
        family,
        f"c1,{case},petition,2012-03-01,written,\nl1,{recorded},late,2012-03-10,,c1\n",
        "a1,transfer,2012-03-01,c1,2012-03-05,,,,\n",
    )
    assert _late(family) == late


# ---- appeals and their decisions on one day


@pytest.mark.parametrize(("appeal", "decision"), [("z1", "a1"), ("a1", "z1")])
@pytest.mark.parametrize(("upheld", "late"), [("yes", 0), ("no", 1)])
def test_a_decision_answers_an_appeal_of_its_own_day_whichever_id_sorts_first(
    family: Desk, appeal: str, decision: str, upheld: str, late: int
) -> None:
    _load(
        family,
        "l1,P3,late,2012-03-10,,\n",
        f"{appeal},appeal,2012-05-01,l1,,,,x,y\n{decision},appeal-decided,2012-05-01,l1,,{upheld},,x,y\n",
    )
    assert _late(family)["P3"] == late
    assert "nobody has decided" not in "".join(family.run("--period", "2012")["notes"])


# ---- decisions that answer nothing


def test_a_decision_that_answers_nothing_is_noted_in_the_period_of_its_incident_alone(family: Desk) -> None:
    """Its appeal was entered by mistake, and taken back."""
    for year, n in (("2012", 1), ("2013", 2)):
        _load(
            family,
            f"l{n},P3,late,{year}-03-10,,\n",
            f"p{n},appeal,{year}-05-01,l{n},,,,x,y\nd{n},appeal-decided,{year}-05-02,l{n},,yes,,x,y\n"
            f"w{n},withdraw,{year}-06-01,l{n},,,p{n},x,y\n",
        )
    for year, own, other in (("2012", "d1 (l1)", "d2"), ("2013", "d2 (l2)", "d1")):
        notes = [note for note in family.run("--period", year)["notes"] if "decide nothing" in note]
        assert len(notes) == 1
        assert own in notes[0]
        assert other not in notes[0]


def test_a_units_explanation_notes_its_own_decisions_that_answer_nothing_and_no_others(family: Desk) -> None:
    """Its appeal was entered by mistake, and taken back."""
    _load(
        family,
        "l1,P3,late,2012-03-10,,\n",
        "p1,appeal,2012-05-01,l1,,,,x,y\nd1,appeal-decided,2012-05-02,l1,,yes,,x,y\nw1,withdraw,2012-06-01,l1,,,p1,x,y\n",
    )
    for unit, noted in (("P3", True), ("P1", False)):
        told = family("explain", unit, "--period", "2012", "--format", "json")
        assert told.status == 0
        assert ("d1 (l1)" in str(json.loads(told.out)["notes"])) is noted


# ---- what was corrected before a run, and what since


def test_a_row_replaced_in_the_batch_that_a_run_saw_is_not_changed_since(family: Desk) -> None:
    incidents = "m1,P3,petition,2012-03-10,written,\nm2,P3,petition,2012-03-11,written,\nm3,P1,petition,2012-03-11,written,\n"
    _load(family, incidents, "")
    before = incidents.replace("2012-03-10,written", "2012-03-10,online")
    head = "incident,unit,kind,date,channel,about\n"
    assert family("load", family.write("incidents.csv", head + before), "--correct", "x").status == 0
    assert family("publish", "--period", "2012").status == 0
    since = before.replace("2012-03-11,written,\nm3", "2012-03-11,telephone,\nm3")
    assert family("load", family.write("incidents.csv", head + since), "--correct", "y").status == 0
    compared = json.loads(family("compare", "1", "now", "--format", "json").out)
    changed = [one for unit in compared["changes"][0]["units"] for line in unit["lines"] for one in line.get("changed", ())]
    assert "m1" not in str(compared["changes"])
    assert set(changed) <= {"m2"}
    assert "m2" in str(compared["changes"])


# ---- places that several share


TIED = {
    "A": ("n-", "u+", "n+"),
    "B": ("u+", "u+", "n+"),
    "C": ("n+", "n+", "u-"),
    "D": (),
    "E": ("u+", "n+", "u-", "n+", "n+"),
    "F": ("n+", "u+", "u-"),
}
"""By street, its requests: normal or urgent, resolved or not."""


def test_who_shares_a_place_still_shares_it_where_an_incident_is_taken_away(street: Make) -> None:
    """Explained places are those of a run without the incident, ties of the others among them."""
    desk = street(sample=False)
    assert desk("init").status == 0
    units = "unit,name,kind\n" + "".join(f"{u},{u},street\n" for u in TIED)
    rows = [
        f"{unit}{n},{unit},request,2024-07-01,{'urgent' if 'u' in one else 'normal'},{'yes' if '+' in one else 'no'}\n"
        for unit, requests in TIED.items()
        for n, one in enumerate(requests)
    ]
    incidents = "incident,unit,kind,date,urgency,resolved\n" + "".join(rows)
    assert desk("load", desk.write("units.csv", units), desk.write("incidents.csv", incidents)).status == 0
    checked = 0
    for unit in TIED:
        found = json.loads(desk("explain", unit, "--period", "2024-07", "--format", "json").out)
        for effect in found["effects"]:
            without = json.loads(
                desk("whatif", "--without", effect["incidents"][0], "--period", "2024-07", "--format", "json").out
            )
            mine = [u for u in without["changes"][0]["units"] if u["unit"] == unit]
            standing = {"score": found["score"], "rank": found["rank"]}
            for key in standing:
                real = mine[0][key][1] if mine and key in mine[0] else standing[key]
                assert effect[key] == real, (unit, effect["incidents"][0], key)
            checked += 1
    assert checked > 10


# ---- what no case can be told to exercise


PROVISIONS = get_args(Provision)


@pytest.mark.parametrize("provision", PROVISIONS, ids=lambda one: one.__name__)
def test_the_coverage_of_cases_knows_every_type_of_provision(provision: type) -> None:
    """One that it does not know would never be missed: each is missed where no case exercises it, or carries no rule."""
    missing = list(_missing(object.__new__(_Nothing), _Seen()))
    assert ["does not know it" in one for one in missing] == [True]
    sectors = [import_module(f"conduct.plugins.{name}").SECTOR for name in ("insurance", "power_utility", "banking", "hospital")]
    every = [p for sector in sectors for law in sector.regulations for p in law.provisions if type(p) is provision]
    assert every, "none of our laws has one: add a case here"
    found = [missing for one in every for missing in _missing(one, _Seen())]
    assert not any("does not know it" in one for one in found)
    assert bool(found) == (provision not in (Bases, Presumes, SameMatter, SamePerson, SanctionTerms, Understood, Unruled))


class _Nothing:
    """What no law has."""
