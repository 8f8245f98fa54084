"""What people do on the pages: a desk's new case and its steps, a unit's objection, and texts that come out literally."""

from __future__ import annotations

import html
import re
import sqlite3
from importlib.resources import files

import pytest

import conduct
from tests.hostile import MARKUP
from tests.web.conftest import Site


def test_a_clerk_enters_a_case_and_takes_its_steps(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/new").text
    assert 'name="complainant"' in page
    made = clerk.post(
        "/hospital/new", kind="complaint", unit="D1", date="2012-10-08", nature="conduct", channel="visit", text="等候两小时"
    )
    assert made.status_code == 303, made.text
    case = made.headers["location"].partition("?")[0]
    page = clerk.get(case).text
    assert "等候两小时" in page
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None
    answer = clerk.post(f"{case}/steps/record", seen=seen[1], date="2012-10-08")
    assert answer.status_code == 303, answer.text
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        found = office.case(case.rsplit("/", 1)[1])
    assert [one["step"] for one in found.actions] == ["record"]
    assert found.actions[0]["by"] == "clerk called"


def test_what_is_wrong_is_said_beside_the_form_and_nothing_that_was_filled_in_is_lost(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    answer = clerk.post("/hospital/new", kind="complaint", unit="D1", date="no day", text="A text that stays")
    assert answer.status_code == 400
    assert "no day" in answer.text
    assert "A text that stays" in answer.text
    assert 'role="alert"' in answer.text


def test_the_second_of_two_on_a_case_is_told_what_the_first_did(hospital: Site) -> None:
    first, second = hospital.signed_in("clerk"), hospital.signed_in("clerk")
    first.get("/hospital/new")
    cells = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit"}
    case = first.post("/hospital/new", **cells).headers["location"].partition("?")[0]
    seen = re.findall(r'name="seen" value="(\d+)"', second.get(case).text)[0]
    assert first.post(f"{case}/steps/record", seen=seen, date="2012-10-08").status_code == 303
    answer = second.post(f"{case}/steps/record", seen=seen, date="2012-10-08", reason="mine, which stays")
    assert answer.status_code == 409
    assert "somebody entered more steps" in answer.text
    assert "mine, which stays" in answer.text
    again = re.findall(r'name="seen" value="(\d+)"', answer.text)[0]
    assert "record was taken on" in second.post(f"{case}/steps/record", seen=again, date="2012-10-08").text
    cells = {"seen": again, "date": "2012-10-08", "again-meant": "yes"}
    assert second.post(f"{case}/steps/record", **cells).status_code == 303


@pytest.mark.parametrize("words", ["医保", "付先生", "c60"])
def test_two_characters_a_name_and_an_id_are_found(hospital: Site, words: str) -> None:
    assert '/hospital/cases/c60"' in hospital.signed_in("clerk").get(f"/hospital/cases?q={words}").text


def test_a_unit_objects_with_a_reason_and_reads_no_complainant(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        case = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P05' ORDER BY date LIMIT 1").fetchone()[
            0
        ]
        connection.execute(
            "UPDATE insurance_incidents SET complainant = '欧阳小草', text = '欧阳小草来访反映' WHERE unit = 'P05'"
        )
        connection.commit()
    connection.close()
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/own/P05").text
    assert "欧阳" not in page
    assert "小草" not in page
    assert unit.post("/insurance/own/P05", incident=case, reason="我方已按期答复").status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        (appeal,) = [one for one in office.case(case).actions if one["step"] == "appeal"]
    assert (appeal["by"], appeal["reason"]) == ("unit called", "我方已按期答复")
    with sqlite3.connect(insurance.ledger) as connection:
        other = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone()[0]
    connection.close()
    assert unit.post("/insurance/own/P05", incident=other, reason="x").status_code == 404


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
def test_hostile_texts_come_out_literally(hospital: Site, text: str) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    made = clerk.post(
        "/hospital/new", kind="complaint", unit="D1", date="2012-10-08", nature="conduct", channel="visit", text=text, source=text
    )
    assert made.status_code == 303, made.text
    page = clerk.get(made.headers["location"]).text
    assert not re.search(
        r"<script(?![^>]* src=)|<style|<img|<iframe|<svg| on[a-z]+=(?!\")", re.sub(r"<(textarea|dd)[^>]*>[^<]*</\1>", "", page)
    )
    shown = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert re.sub(r"\s+", " ", text.strip()) in re.sub(r"\s+", " ", shown) or any(ord(c) < 32 for c in text)


def test_every_cell_of_a_table_says_its_heading_for_small_screens() -> None:
    for page in sorted(files("conduct.web").joinpath("html").iterdir(), key=lambda one: one.name):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r'<table(?! class="stacked)[^>]*>', text) == [], page.name
        assert [cell for cell in re.findall(r"<td[^>]*>", text) if "data-label" not in cell] == [], page.name
