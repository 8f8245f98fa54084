"""What is taken only when it is meant: days that are hardly right."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from conduct.web.fields import Field
from tests.web.conftest import ORIGIN, Browser, Site
from tests.web.publishing import hidden
from tests.web.test_programs import errors, program

NEW = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit", "text": "等候两小时"}
BOX = 'name="day-meant" value="yes"> The date is right: enter it so'


def _case(clerk: Browser) -> str:
    clerk.get("/hospital/new")
    sent = clerk.post("/hospital/new", **NEW)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"].partition("?")[0]


def _far() -> str:
    return (date.today() + timedelta(days=400)).isoformat()


def _beside(page: str, field: str) -> str:
    found = re.search(rf'<p class="wrong" id="{field}-wrong">(.*?)</p>', page, re.S)
    return found[1] if found else ""


@pytest.mark.parametrize(("day", "said"), [("2012-09-01", "is before 2012-10-08"), (_far(), "is after today")])
def test_a_step_of_a_day_that_is_hardly_right_is_asked_about_and_taken_as_it_is_once_that_is_meant(
    hospital: Site, day: str, said: str
) -> None:
    clerk = hospital.signed_in("clerk")
    case = _case(clerk)
    page = clerk.get(case).text
    assert "day-meant" not in page
    sent = clerk.post(f"{case}/steps/record", seen=hidden(page, "seen"), date=day)
    assert (sent.status_code, said in sent.text) == (400, True)
    sent = clerk.post(f"{case}/steps", step="record", seen=hidden(page, "seen"), date=day)
    assert said in _beside(sent.text, "all-date")
    assert BOX in sent.text
    sent = clerk.post(f"{case}/steps", **{"step": "record", "seen": hidden(sent.text, "seen"), "date": day, "day-meant": "yes"})
    assert sent.status_code == 303, sent.text
    assert day in clerk.get(case).text


def test_steps_on_several_cases_a_new_case_and_a_correction_ask_about_a_day_alike(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    case, far = _case(clerk), _far()
    name = case.rsplit("/", 1)[1]
    page = clerk.get(f"/hospital/together?case={name}").text
    cells = {"case": name, "step": "record", "seen": hidden(page, "seen"), "date": "2012-09-01"}
    sent = clerk.post("/hospital/together", **cells)
    assert (sent.status_code, "is before" in _beside(sent.text, "all-date"), BOX in sent.text) == (400, True, True)
    assert clerk.post("/hospital/together", **cells, **{"day-meant": "yes"}).status_code == 303
    sent = clerk.post("/hospital/new", **{**NEW, "date": far})
    assert (sent.status_code, "is after today" in _beside(sent.text, "new-date"), BOX in sent.text) == (400, True, True)
    assert clerk.post("/hospital/new", **{**NEW, "date": far, "day-meant": "yes", "like-meant": "yes"}).status_code == 303
    page = clerk.get(f"{case}/correct").text
    cells = {"unit": "D1", "date": far, "seen": hidden(page, "seen"), "why": "a slip"}
    sent = clerk.post(f"{case}/correct", **cells)
    assert (sent.status_code, "is after today" in _beside(sent.text, "correct-date"), BOX in sent.text) == (400, True, True)
    assert clerk.post(f"{case}/correct", **cells, **{"day-meant": "yes"}).status_code == 303


def test_a_program_is_told_the_code_of_a_day_that_is_asked_about_and_confirms_it_by_the_same_name(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    case = _case(clerk)
    row = {"seen": hidden(clerk.get(case).text, "seen"), "date": "2012-09-01"}
    asks = program(hospital, "clerk")
    sent = asks.post(f"{case}/steps/record", row)
    assert (sent.status_code, [one["code"] for one in errors(sent)]) == (400, ["day-before"])
    assert asks.post(f"{case}/steps/record", {**row, "day-meant": "yes"}).status_code == 201


def test_a_step_before_the_one_that_comes_first_is_asked_about_beside_it_unless_both_are_chosen(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    case = _case(clerk)
    name, box = case.rsplit("/", 1)[1], 'name="order-meant" value="yes"> Enter it all the same'
    for address, shown in ((f"{case}/steps", case), ("/hospital/together", f"/hospital/together?case={name}")):
        page = clerk.get(shown).text
        assert "first: answer" in page
        cells = {"seen": hidden(page, "seen"), "date": "2012-10-09", "step": "archive"}
        sent = clerk.post(address, **cells, **({"case": name} if "together" in address else {}))
        assert (sent.status_code, "answer comes before archive" in _beside(sent.text, "step-archive")) == (400, True), sent.text
        assert box in sent.text
    asks = program(hospital, "clerk")
    row = {"seen": hidden(clerk.get(case).text, "seen"), "date": "2012-10-09"}
    sent = asks.post(f"{case}/steps/archive", row)
    assert (sent.status_code, [one["code"] for one in errors(sent)]) == (400, ["step-first"])
    assert asks.post(f"{case}/steps/archive", {**row, "order-meant": "yes"}).status_code == 201
    both = {"seen": hidden(clerk.get(case).text, "seen"), "date": "2012-10-09", "step": ["answer", "report"], "blank": "yes"}
    assert clerk.client.post(f"{case}/steps", data={"form": clerk.form, **both}, headers={"origin": ORIGIN}).status_code == 303


def test_a_new_case_s_first_steps_are_asked_about_where_one_comes_first(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    assert "first: answer" in clerk.get("/hospital/new").text
    sent = clerk.post("/hospital/new", **NEW, step="archive")
    assert (sent.status_code, "answer comes before archive" in _beside(sent.text, "step-archive")) == (400, True), sent.text
    assert 'name="order-meant" value="yes"> Enter it all the same' in sent.text
    assert clerk.post("/hospital/new", **NEW, step="archive", **{"order-meant": "yes"}).status_code == 303


@pytest.mark.parametrize(("major", "asked"), [("yes", True), ("no", False)])
def test_what_comes_first_on_a_new_case_hangs_on_what_is_said_of_it(hospital: Site, major: str, asked: bool) -> None:
    """第5项: only what is major waits for an approval."""
    clerk = hospital.signed_in("clerk")
    sent = clerk.post("/hospital/new", **NEW, major=major, step="handle")
    assert (sent.status_code == 400) is asked, sent.text
    assert ("approve comes before" in _beside(sent.text, "step-handle")) is asked


def test_a_step_by_the_one_complained_of_is_asked_about_beside_who_took_it(hospital: Site) -> None:
    """第7项: 被投诉者不得经办."""
    clerk = hospital.signed_in("clerk")
    with closing(sqlite3.connect(hospital.ledger)) as ledger:
        (name,) = ledger.execute("SELECT name FROM hospital_units WHERE unit = 'D1-1'").fetchone()
    box = 'name="hand-meant" value="yes"> It was done by that one: enter it so'
    for by in ("D1-1", name):
        sent = clerk.post("/hospital/new", **NEW, against="D1-1", step="record", by=by)
        assert (sent.status_code, "is complained of" in sent.text, box in sent.text) == (400, True, True)
    assert clerk.post("/hospital/new", **NEW, against="K01-1", step="record", by=name).status_code == 303
    made = clerk.post("/hospital/new", **NEW, against="D1-1")
    case = made.headers["location"].partition("?")[0]
    row = {"seen": "0", "date": "2012-10-09", "step": "record", "by": name}
    sent = clerk.post(f"{case}/steps", **row)
    assert (sent.status_code, "is complained of" in _beside(sent.text, "all-by"), box in sent.text) == (400, True, True), (
        sent.text
    )
    together = clerk.post("/hospital/together", case=case.rsplit("/", 1)[1], **row)
    assert (together.status_code, "is complained of" in together.text) == (400, True)
    asks = program(hospital, "clerk")
    sent = asks.post(f"{case}/steps/record", {"seen": "0", "date": "2012-10-09", "by": name})
    assert [one["code"] for one in errors(sent)] == ["by-concerned"]
    assert clerk.post(f"{case}/steps", **row, **{"hand-meant": "yes"}).status_code == 303


def test_what_was_taken_back_is_called_by_its_step_and_day_with_the_id_behind(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    case = _case(clerk)
    assert clerk.post(f"{case}/steps/record", seen="0", date="2012-10-09").status_code == 303
    page = clerk.get(case).text
    action = hidden(page, "action")
    assert clerk.post(f"{case}/take-back", seen="1", action=action, reason="a slip").status_code == 303
    assert re.search(rf"<dd>\w[^<]* 2012-10-09 \({re.escape(action)}\)</dd>", clerk.get(case).text)


@pytest.mark.parametrize("day", ["1900-01-01", "1999-12-31", "2006-05-05"])
def test_a_case_of_long_ago_where_no_others_are_is_asked_about_and_entered_once_that_is_meant(hospital: Site, day: str) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    sent = clerk.post("/hospital/new", **{**NEW, "date": day})
    assert (sent.status_code, "is more than 10 years ago" in _beside(sent.text, "new-date"), BOX in sent.text) == (
        400,
        True,
        True,
    )
    asks = program(hospital, "clerk")
    assert [one["code"] for one in errors(asks.post("/hospital/new", {**NEW, "date": day}))] == ["day-long-ago"]
    assert clerk.post("/hospital/new", **{**NEW, "date": day, "day-meant": "yes"}).status_code == 303
    case = _case(clerk)  # of 2012, as the others of the sample, which is not asked about
    page = clerk.get(f"{case}/correct").text
    cells = {"unit": "D1", "date": "1901-01-01", "seen": hidden(page, "seen"), "why": "a slip"}
    sent = clerk.post(f"{case}/correct", **cells)
    assert (sent.status_code, "is more than 10 years ago" in _beside(sent.text, "correct-date")) == (400, True)


def test_who_enters_old_cases_is_asked_of_the_first_alone_and_always_before_any_that_is_believed(hospital: Site) -> None:
    asks = program(hospital, "clerk")
    old = {**NEW, "date": "2006-05-05", "day-meant": "yes"}
    assert asks.post("/hospital/new", old).status_code == 201
    assert asks.post("/hospital/new", {**NEW, "date": "2006-08-05", "text": "收费"}).status_code == 201
    assert asks.post("/hospital/new", {**NEW, "date": "1900-05-05", "text": "态度", "day-meant": "yes"}).status_code == 201
    sent = asks.post("/hospital/new", {**NEW, "date": "1900-05-06", "text": "排队"})
    assert [one["code"] for one in errors(sent)] == ["day-long-ago"]


# ---- a case of which nothing is said

EMPTY = {"kind": "complaint", "unit": "D1", "date": "2012-10-08"}
SAID = 'name="nothing-meant" value="yes"> There is nothing to say of it: enter it so'


def _count(site: Site) -> int:
    with closing(sqlite3.connect(site.ledger)) as ledger:
        return int(ledger.execute("SELECT count(*) FROM hospital_incidents").fetchone()[0])


def test_an_empty_form_is_asked_about_beside_its_text_and_entered_once_that_is_meant(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    assert "nothing-meant" not in clerk.get("/hospital/new").text
    before = _count(hospital)
    sent = clerk.post("/hospital/new", **EMPTY, text="  ", complainant="", channel="")
    assert (sent.status_code, SAID in sent.text) == (400, True)
    assert "nothing was said of it but its unit and its date" in _beside(sent.text, "new-text")
    assert _count(hospital) == before
    assert clerk.post("/hospital/new", **EMPTY, text="", **{"nothing-meant": "yes"}).status_code == 303
    assert _count(hospital) == before + 1


@pytest.mark.parametrize(
    "cells", [{"text": "等候"}, {"complainant": "赵某"}, {"source": "来电"}, {"channel": "visit"}, {"step": "record"}]
)
def test_a_case_of_which_one_thing_is_said_or_done_is_not_asked_about(hospital: Site, cells: dict[str, str]) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    assert clerk.post("/hospital/new", **EMPTY, **cells).status_code == 303


def test_a_finding_that_counts_without_a_text_is_entered_once_that_is_meant(insurance: Site) -> None:
    clerk = insurance.signed_in("clerk")
    clerk.get("/insurance/new?kind=late")
    cells = {"kind": "late", "date": "2012-05-05", "text": ""}
    sent = clerk.post("/insurance/new", **cells, unit="")
    assert (sent.status_code, "must be filled in" in _beside(sent.text, "new-unit")) == (400, True)
    assert "nothing was said" in _beside(sent.text, "new-text")
    assert clerk.post("/insurance/new", **cells, unit="P05").status_code == 400
    assert clerk.post("/insurance/new", **cells, unit="P05", **{"nothing-meant": "yes"}).status_code == 303


def test_what_is_chosen_because_nothing_else_is_offered_says_nothing() -> None:
    assert Field("round", "round", "choice", (("first", "first"),), required=True, value="first").settled
    assert not Field("round", "round", "choice", (("first", "first"),), value="first").settled


def test_a_program_confirms_an_empty_case_by_the_same_name(hospital: Site) -> None:
    asks = program(hospital, "clerk")
    sent = asks.post("/hospital/new", EMPTY)
    assert (sent.status_code, [(one["code"], one["field"]) for one in errors(sent)]) == (400, [("nothing-said", "text")])
    assert asks.post("/hospital/new", {**EMPTY, "nothing-meant": True}).status_code == 201
    assert asks.post("/hospital/new", {**EMPTY, "date": "2012-10-09", "nothing-meant": "yes"}).status_code == 201
