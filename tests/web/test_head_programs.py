"""The pages of heads and deciders asked by programs: the same figures, with the same rights."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

import conduct
from conduct.core.law.sector import TABLES
from conduct.web.rights import Grant
from tests.web.conftest import Site
from tests.web.publishing import with_settings
from tests.web.test_programs import JSON, Program, errors, program


def test_a_program_reads_what_the_pages_show(insurance: Site) -> None:
    head = program(insurance, "head")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        compared = office.compare("2012-H1", "2012")
        run = office.assess("2012", record=False)
    moved = head.get("/insurance/moved?since=2012-H1&period=2012").json()
    units = [u for u in compared.units if u.score[0] != u.score[1] or u.rank[0] != u.rank[1] or u.gone or u.come]
    assert [(one["unit"], tuple(one["rank"])) for one in moved["units"]] == [(u.unit, u.rank) for u in units][:20]
    assert moved["unmoved"] == len(compared.units) - len(units)
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


def ended(asks: Program, address: str) -> dict[str, Any]:
    """What stands at the address of a job once it has ended."""
    for _ in range(200):
        found: dict[str, Any] = asks.get(address).json()
        if found.get("state") not in ("waiting", "running"):
            return found
        Event().wait(0.05)
    raise AssertionError("the job does not end")


def test_a_program_issues_the_draft_and_seals_and_is_told_why_not(insurance: Site) -> None:
    head = program(insurance, "head")
    looked = head.get("/insurance/publishing?period=2012").json()
    seen = {"period": "2012", "run": looked["run"]}
    assert program(insurance, "decider").post("/insurance/publishing/seal", seen).status_code == 404
    refused = head.post("/insurance/publishing/seal", seen)
    assert (refused.status_code, [one["code"] for one in errors(refused)]) == (400, ["reason-missing"])
    moved = head.post("/insurance/publishing/seal", {**seen, "run": "0" * 64, "despite": "x"})
    assert (moved.status_code, [one["code"] for one in errors(moved)]) == (400, ["publish-moved"])
    for path, more in (("draft", {}), ("seal", {"despite": "the rest is on its way"})):
        answer = head.post(f"/insurance/publishing/{path}", {**seen, **more})
        assert answer.status_code == 201, answer.text
        run = head.get(answer.json()["location"]).json()
        assert (run["run"], run["draft"]) == (looked["run"], path == "draft")
    assert head.post(f"/insurance/runs/{run['number']}/release", {}).status_code == 400  # its notice has gaps
    assert {one["number"] for one in head.get("/insurance/runs").json()["runs"]} == {"1", "2", "d1"}
    whole = {"office": "省办", "number": "A〔2012〕1号", "to": "各公司", "date": "2012-12-31"}
    asked = head.post("/insurance/runs/1/letterhead", {**whole, "date": "2012-06-01"})
    assert (asked.status_code, [(one["code"], one["field"]) for one in errors(asked)]) == (
        400,
        [("dated-before-facts", "date"), ("dated-before-decision", "date")],
    )
    assert head.post("/insurance/runs/1/letterhead", {**whole, "date": "2012-06-01", "day-meant": "yes"}).status_code == 201
    for act, status in (("withhold", 404), ("release", 200)):  # a program names what it does, and is asked nothing twice
        assert head.post(f"/insurance/runs/1/{act}", {}).status_code == 201
        assert insurance.visitor().get("/notices/1").status_code == status


def test_a_program_of_who_decided_does_not_seal_where_the_office_asks_for_four_eyes(insurance: Site, tmp_path: Path) -> None:
    site = with_settings(insurance, tmp_path, "[web]\nfour-eyes = true\n")
    site.account("both", Grant("decider", "insurance"), Grant("head", "insurance"))
    both = program(site, "both")
    case = both.get("/insurance/decisions").json()["decisions"][0]
    one = next(each for each in both.get(f"/insurance/decisions/{case['incident']}").json()["decisions"])
    address = f"/insurance/decisions/{case['incident']}/{one['step']}"
    value = "no" if one["low"] is None else str(one["low"])
    given = {"seen": "99", one["column"]: value, "reason": "so it is"}
    moved = both.post(address, given)
    assert (moved.status_code, [each["code"] for each in errors(moved)]) == (409, ["moved-on"])
    assert [each["code"] for each in errors(both.post(address, {**given, "reason": ""}))] == ["field-needed"]
    done = both.post(address, {**given, "seen": errors(moved)[0]["seen"]})
    assert done.status_code == 201, done.text
    looked = both.get("/insurance/publishing?period=2012").json()
    refused = both.post("/insurance/publishing/seal", {"period": "2012", "run": looked["run"], "despite": "x"})
    assert (refused.status_code, [each["code"] for each in errors(refused)]) == (400, ["four-eyes"])


def test_a_program_uploads_rows_and_files_and_mends_their_cells(insurance: Site) -> None:
    clerk = program(insurance, "clerk")
    assert clerk.get("/insurance/load").json()["tables"] == [*TABLES]
    row = {"incident": "u1", "kind": "late", "unit": "P05", "date": "2012-05-05"}
    answer = clerk.post("/insurance/load", {"incidents": [row], "units": []})
    assert (answer.status_code, answer.json()["added"]["incidents"]) == (200, 1)
    again = clerk.post("/insurance/load", {"incidents": [{**row, "date": "2012-05-06"}], "correct": "misread"})
    assert again.json()["corrected"]["incidents"] == 1
    wrong = clerk.post("/insurance/load", {"incidents": [{**row, "incident": "u2", "date": "soon"}]})
    (error,) = errors(wrong)
    assert (wrong.status_code, error["table"], error["row"], error["field"]) == (400, "incidents", 1, "date")
    for sent in ({}, {"incidents": "x"}, {"sessions": []}, {"incidents": [1]}):
        assert [one["code"] for one in errors(clerk.post("/insurance/load", sent))] == ["load-form"], sent
    headers = {**JSON, "authorization": f"Bearer {clerk.token}"}
    file = {"file": ("incidents.csv", b"incident,kind,unit,date\nu3,late,P05,soon\n", "text/csv")}
    waits = clerk.client.post("/insurance/load", files=file, headers=headers)
    (cell,) = waits.json()["cells"]
    assert (waits.status_code, cell["value"], cell["row"]) == (400, "soon", 2)
    mended = clerk.post(f"/insurance/load/{waits.json()['upload']}", {cell["cell"]: "2012-06-06"})
    assert (mended.status_code, mended.json()["added"]["incidents"]) == (200, 1)
    adds = program(insurance, "head").post("/insurance/load", {"incidents": [{**row, "incident": "u4"}]})
    assert (adds.status_code, [one["code"] for one in errors(adds)]) == (400, ["load-clerk"])
    insurance.account("of-one", Grant("clerk", "insurance", "P05"))
    assert program(insurance, "of-one").post("/insurance/load", {"incidents": [row]}).status_code == 404


def test_a_job_that_fails_says_so_to_a_program_with_the_codes(insurance: Site) -> None:
    head = program(insurance, "head")
    asked = head.post("/insurance/whatif", {"period": "2012", "p.none": "9"})
    assert [one["code"] for one in ended(head, asked.json()["location"])["errors"]] == ["draft-key"]
    weighed = ended(head, head.post("/insurance/weigh", {"period": "2012"}).json()["location"])
    assert "settled-weight=whole" in {one["change"] for one in weighed["changes"]}
    assert all(len(unit["rank"]) == 2 for one in weighed["changes"] for unit in one["units"])
