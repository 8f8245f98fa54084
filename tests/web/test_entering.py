"""A desk's forms: a case with its first steps, and several steps on a case at once."""

from __future__ import annotations

import re

import conduct
from conduct.door.owed import CaseStands
from tests.web.conftest import Browser, Site

NEW = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit", "text": "等候两小时"}


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found[1]


def _case(site: Site, address: str) -> CaseStands:
    with conduct.open(site.ledger, "hospital", lang="en") as office:
        return office.case(address.partition("?")[0].rsplit("/", 1)[1])


def _post(browser: Browser, address: str, steps: list[str], **cells: str) -> tuple[int, str, str]:
    """A form with several boxes of one name."""
    form: dict[str, object] = {"form": browser.form, "step": steps, **cells}
    answer = browser.client.post(address, data=form, headers={"origin": "http://127.0.0.1:8000"})
    return answer.status_code, answer.headers.get("location", ""), answer.text


def test_a_new_case_brings_its_first_steps_of_the_same_day_by_whoever_enters_them(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    assert 'value="record"' in clerk.get("/hospital/new").text
    status, to, text = _post(clerk, "/hospital/new", ["record", "refer"], **NEW, **{"refer.to": "K01"})
    assert status == 303, text
    found = _case(hospital, to)
    assert [(one["step"], one["date"], one["by"]) for one in found.actions] == [
        ("record", "2012-10-08", "clerk called"),
        ("refer", "2012-10-08", "clerk called"),
    ]
    assert [one["to"] for one in found.actions] == [None, "K01"]


def test_a_case_of_today_is_marked_as_taken_in_by_the_desk(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/new").text
    today = re.search(r'type="date" value="([^"]+)"', page)
    assert today is not None
    status, to, text = _post(clerk, "/hospital/new", [], **{**NEW, "date": today[1]})
    assert status == 303, text
    assert _case(hospital, to).incident["recorded"] == 1


def test_one_more_case_is_offered_with_what_was_entered(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    status, to, _ = _post(clerk, "/hospital/new", [], **NEW, then="new")
    assert status == 303
    assert to.startswith("/hospital/new?kind=complaint&made=")
    page = clerk.get(to).text
    assert f'href="/hospital/cases/{to.rsplit("=", 1)[1]}"' in page
    assert 'href="/hospital/cases/no-such' not in clerk.get("/hospital/new?made=no-such").text


def test_several_steps_are_taken_at_once_each_with_its_own_cells_and_one_reason(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    _, case, _ = _post(clerk, "/hospital/new", ["record"], **NEW)
    page = clerk.get(case).text
    both = {"refer.to": "K01", "escalate.to": "leaders", "date": "2012-10-09", "reason": "一并办理"}
    status, _, text = _post(clerk, f"{case}/steps", ["refer", "escalate"], seen=_seen(page), **both)
    assert status == 303, text
    found = _case(hospital, case)
    assert [(one["step"], one["to"], one["reason"]) for one in found.actions[1:]] == [
        ("refer", "K01", "一并办理"),
        ("escalate", "leaders", "一并办理"),
    ]


def test_what_was_filled_in_and_not_chosen_is_said_and_stays(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c60").text
    status, _, text = _post(
        clerk, "/hospital/cases/c60/steps", ["record"], seen=_seen(page), **{"answer.basis": "a rule that stays"}
    )
    assert (status, "“answer” was filled in and not chosen" in text, "a rule that stays" in text) == (400, True, True)
    status, _, text = _post(clerk, "/hospital/cases/c60/steps", [], seen=_seen(page))
    assert (status, "no step is chosen" in text) == (400, True)


def test_no_box_takes_a_step_that_is_another_s(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c60").text
    before = len(_case(hospital, "/c60").actions)
    for steps, cells in ((["appeal-decided"], {}), (["record"], {"incident": "c50"}), (["record"], {"survey.incident": "c50"})):
        status, _, text = _post(clerk, "/hospital/cases/c60/steps", steps, seen=_seen(page), **cells)
        assert (status, "is no field here" in text) == (400, True)
    assert len(_case(hospital, "/c60").actions) == before


def test_the_next_case_that_something_is_due_on_follows(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c50").text
    for then, to in (("next", r"/hospital/cases/(?!c50)\w+\?made=c50"), ("due", r"/hospital/desk")):
        status, address, text = _post(clerk, "/hospital/cases/c50/steps", ["feed-back"], seen=_seen(page), then=then)
        assert status == 303, text
        assert re.fullmatch(to, address)
        page = clerk.get("/hospital/cases/c50").text
