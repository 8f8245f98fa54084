"""Lists narrowed by what a sector declares and by whom they are handled, and what of that does not apply; the desk by cases."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from conduct.web import narrowing
from conduct.web.rights import Grant
from tests.web.conftest import Site
from tests.web.inert import shown
from tests.web.test_programs import program


def _rows(site: Site, query: str) -> list[str]:
    with closing(sqlite3.connect(site.ledger)) as ledger:
        return [str(row[0]) for row in ledger.execute(query)]


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("of.channel=telephone", "channel = 'telephone'"),
        ("of.nature=conduct&of.channel=visit", "channel = 'visit' AND nature = 'conduct'"),
        ("of.major=yes", "major = 1"),
        ("of.major=no", "coalesce(major, 0) = 0"),
    ],
)
def test_cases_are_narrowed_by_what_the_sector_declares_in_pages_files_and_for_programs(
    hospital: Site, asked: str, where: str
) -> None:
    wanted = sorted(_rows(hospital, f"SELECT incident FROM hospital_incidents WHERE {where}"))
    assert wanted
    told = program(hospital, "clerk").get(f"/hospital/cases?{asked}&sort=id").json()
    assert (told["total"], [one["incident"] for one in told["cases"]], told["notes"]) == (len(wanted), wanted[:50], [])
    clerk = hospital.signed_in("clerk")
    page = clerk.get(f"/hospital/cases?{asked}").text
    for one in asked.split("&"):
        key, value = one.split("=")
        field = page.partition(f'<select id="{key}"')[2].partition("</select>")[0]
        assert f'<option value="{value}" selected>' in field
    (file,) = re.findall(r'href="(/hospital/found/cases\.csv[^"]*)"', page.replace("&amp;", "&"))
    assert len(clerk.get(file).text.splitlines()) == len(wanted) + 1


@pytest.mark.parametrize("few", [0, narrowing.FEW_OF_PERSON])
def test_cases_are_narrowed_by_who_handled_or_entered_them_by_name_or_id(
    hospital: Site, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(narrowing, "FEW_OF_PERSON", few)
    asks = program(hospital, "clerk")
    (name,) = _rows(hospital, "SELECT name FROM hospital_units WHERE unit = 'D1-1'")
    wanted = set(_rows(hospital, "SELECT DISTINCT incident FROM hospital_actions WHERE \"by\" = 'D1-1'"))
    for person in (name, "D1-1"):
        told = asks.get(f"/hospital/cases?person={person}").json()
        assert told["total"] == len(wanted)
        assert {one["incident"] for one in told["cases"]} <= wanted
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    cells = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "text": "等候"}
    case = clerk.post("/hospital/new", **cells).headers["location"].partition("?")[0].rsplit("/", 1)[1]
    told = asks.get("/hospital/cases?person=clerk called").json()
    assert [one["incident"] for one in told["cases"]] == [case]
    assert 'name="person" value="clerk called"' in clerk.get("/hospital/cases?person=clerk called").text
    assert asks.get("/hospital/cases?person=nobody").json()["cases"] == []


def test_the_cases_of_somebody_with_few_are_looked_up_and_not_all_gone_through(hospital: Site, asked: list[str]) -> None:
    assert hospital.signed_in("clerk").get("/hospital/cases?person=D1-1&sort=date").status_code == 200
    (query,) = [one for one in asked if one.startswith("SELECT i.seq") and "json_each" in one]
    with closing(sqlite3.connect(hospital.ledger)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert any(one.startswith("SEARCH i USING") and "hospital_incidents_key" in one for one in plan), plan


@pytest.mark.parametrize("strange", ["of.channel=dance", "of.dance=visit", "of.complainant=visit", "kind=visit"])
def test_a_filter_of_cases_that_does_not_apply_is_said_and_filters_nothing(hospital: Site, strange: str) -> None:
    asks = program(hospital, "clerk")
    every, told = asks.get("/hospital/cases").json(), asks.get(f"/hospital/cases?{strange}").json()
    assert told["total"] == every["total"]
    value = strange.partition("=")[2]
    assert told["notes"] == [f"The filter “{value}” does not apply here, and filters nothing."]
    assert told["notes"][0] in shown(hospital.signed_in("clerk").get(f"/hospital/cases?{strange}").text)


@pytest.mark.parametrize(
    "address", ["desk?unit=Z9", "desk?state=Z9", "decisions?what=Z9", "decisions?period=Z9", "decisions?unit=Z9"]
)
def test_a_program_is_told_which_filter_of_what_is_due_or_waits_does_not_apply(hospital: Site, address: str) -> None:
    hospital.account("both", Grant("clerk", "hospital"), Grant("decider", "hospital"))
    told = program(hospital, "both").get(f"/hospital/{address}").json()
    assert "The filter “Z9” does not apply here, and filters nothing." in told["notes"]


def test_a_program_is_told_that_the_days_of_its_own_list_are_turned(insurance: Site) -> None:
    told = program(insurance, "unit").get("/insurance/own/P05/cases?from=2012-05-05&to=2012-01-01").json()
    assert (told["cases"], ["turn them round" in one for one in told["notes"]]) == ([], [True])
    assert "Z9" in program(insurance, "unit").get("/insurance/own/P05/cases?kind=Z9").json()["notes"][0]


def test_the_desk_shows_a_case_once_with_all_that_is_due_on_it_and_counts_each(hospital: Site) -> None:
    asks = program(hospital, "clerk")
    duties, page = list[dict[str, str]](), "/hospital/desk"
    while page:
        told = asks.get(page).json()
        duties += told["duties"]
        page = told["next"]
    assert told["total"] == len(duties)
    of_case = Counter(one["incident"] for one in duties)
    clerk, seen, page = hospital.signed_in("clerk"), list[str](), "/hospital/desk"
    assert f"{len(duties)} in all, on {len(of_case)}" in clerk.get(page).text
    while page:
        text = clerk.get(page).text.replace("&amp;", "&")
        for row in re.findall(r"<tr class=.*?</tr>", text, re.S):
            (case,) = re.findall(r'name="case" value="([^"]+)"', row)
            seen.append(case)
            assert row.count("<li ") == of_case[case] - 1
        page = next(iter(re.findall(r'<a href="([^"]+)" rel="next"', text)), "")
    assert seen == list(dict.fromkeys(one["incident"] for one in duties)), "each where its most urgent duty stands"
