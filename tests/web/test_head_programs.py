"""The pages of heads and deciders asked by programs: the same figures, with the same rights."""

from __future__ import annotations

import pytest

import conduct
from conduct.web.rights import Grant
from tests.web.conftest import Site
from tests.web.test_programs import program


def test_a_program_reads_what_the_pages_show(insurance: Site) -> None:
    head = program(insurance, "head")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        compared = office.compare("2012-H1", "2012")
        run = office.assess("2012", record=False)
    moved = head.get("/insurance/moved?since=2012-H1&period=2012").json()
    assert [(one["unit"], tuple(one["rank"])) for one in moved["units"]] == [(u.unit, u.rank) for u in compared.units][:50]
    publishing = head.get("/insurance/publishing?period=2012").json()
    assert (publishing["run"], publishing["published"]) == (run.run, None)
    assert {one["what"] for one in publishing["open"]} == {"appeal", "points"}
    trends = head.get("/insurance/trends?period=2012").json()
    assert trends["total"] == len(run.units)
    assert sum(one["sum"] for one in head.get("/insurance/arrived?period=2012").json()["months"]) > 0
    assert "settled-weight" in {one["name"] for one in head.get("/insurance/readings").json()["readings"]}
    assert "late" in {one["code"] for one in head.get("/insurance/whatif?period=2012").json()["points"]}


def test_a_program_asks_what_would_be_and_reads_it_when_it_is_there(insurance: Site) -> None:
    head = program(insurance, "head")
    asked = head.post("/insurance/whatif", {"period": "2012", "p.late": "9"})
    assert asked.status_code == 201, asked.text
    address = asked.json()["location"]
    while "units" not in (found := head.get(address).json()):
        assert found["state"] in ("waiting", "running")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        would = office.whatif({"late": "9"}, period="2012")
    assert [one["unit"] for one in found["units"]] == [unit.unit for unit in would.units][:50]


def test_a_decider_s_program_reads_what_waits_in_its_units_alone(power: Site) -> None:
    power.account("of-one", Grant("decider", "power_utility", "S07"))
    whole, some = (program(power, name).get("/power_utility/decisions").json() for name in ("decider", "of-one"))
    assert {one["unit"] for one in some["decisions"]} == {"S07"}
    assert some["decisions"] == [one for one in whole["decisions"] if one["unit"] == "S07"]
    one = program(power, "decider").get("/power_utility/decisions/w08").json()
    bounds = {each["column"]: (each["low"], each["high"]) for each in one["decisions"]}
    assert bounds == {"months": (3, 6), "head-months": (2, 3)}


@pytest.mark.parametrize("path", ["publishing", "moved", "arrived", "trends", "whatif", "decisions", "runs/1"])
def test_a_program_of_a_clerk_reads_none_of_it(insurance: Site, path: str) -> None:
    assert program(insurance, "clerk").get(f"/insurance/{path}").status_code == 404
