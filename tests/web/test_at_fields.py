"""What is wrong with a form is said beside its field, summed up with links to the fields, and what was typed stays."""

from __future__ import annotations

import html
import re
from contextlib import closing

import httpx2

from conduct.core.base.faults import Fault, Place, Problem
from conduct.door.deployment import Deployment
from conduct.web.rights import Grant
from conduct.web.telling import said_in_form
from tests.web.conftest import ORIGIN, Browser, Site
from tests.web.inert import acting


def _sent(browser: Browser, address: str, **cells: str | list[str]) -> httpx2.Response:
    return browser.client.post(address, data={"form": browser.form, **cells}, headers={"origin": ORIGIN})


def _wrong(answer: httpx2.Response) -> dict[str, str]:
    """What is said beside each field, by its id; each is a field of the page that is marked, and led to from the top."""
    assert answer.status_code == 400, answer.text
    page = html.unescape(answer.text)
    said = dict(re.findall(r'<p class="wrong" id="([^"]+)-wrong">(.*?)</p>', page, re.DOTALL))
    top = page.partition('role="alert"')[2].partition("</ul>")[0]
    assert sorted(re.findall(r'<a href="#([^"]+)">', top)) == sorted(said)
    for id in said:
        field = re.search(rf'<(?:input|select|textarea|fieldset)[^>]* id="{re.escape(id)}"[^>]*>', page)
        assert field is not None, id
        assert 'aria-invalid="true"' in field[0]
        assert re.search(rf'aria-describedby="{re.escape(id)}-wrong[" ]', field[0])
    assert not re.search(r"row \d|, column|第\d+行|列：|record (action|incident)", top)
    return said


def _value(answer: httpx2.Response, id: str) -> str:
    found = re.search(rf'<input[^>]* id="{re.escape(id)}"[^>]* value="([^"]*)"', answer.text)
    return html.unescape(found[1]) if found is not None else ""


def test_each_form_of_a_clerk_says_what_is_wrong_beside_its_field(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    new = {"kind": "complaint", "unit": "D1", "date": "yesterday", "text": "等候两小时", "step": ["refer"], "refer.to": ""}
    answer = _sent(clerk, "/hospital/new", **new)
    assert list(_wrong(answer)) == ["new-date", "step-refer-to"]
    assert _value(answer, "new-date") == "yesterday"
    assert re.search(r'id="new-date"[^>]* type="text"', answer.text), "a browser drops from a date's field what is none"
    assert "等候两小时" in answer.text

    seen = re.search(r'name="seen" value="(\d+)"', clerk.get("/hospital/cases/c50").text)
    assert seen is not None
    cells = {"refer.to": "K99", "escalate.to": "", "survey.satisfaction": "9", "date": "2012-10-09", "note": "typed"}
    answer = _sent(clerk, "/hospital/cases/c50/steps", seen=seen[1], step=["refer", "escalate", "survey"], **cells)
    assert sorted(_wrong(answer)) == ["step-escalate-to", "step-refer-to", "step-survey-satisfaction"]
    assert (_value(answer, "step-survey-satisfaction"), "typed" in answer.text) == ("9", True)
    answer = _sent(clerk, "/hospital/cases/c50/steps", seen=seen[1], step=["refer"], **{"refer.to": "K01", "survey.note": "x"})
    answer = _sent(clerk, "/hospital/cases/c50/steps", seen=seen[1], **{"survey.satisfaction": "4"})
    assert list(_wrong(answer)) == ["step-survey"]

    answer = _sent(clerk, "/hospital/cases/c50/correct", seen=_batch(clerk), unit="D1", date="2012-13-01", why="")
    assert list(_wrong(answer)) == ["correct-why"]
    answer = _sent(clerk, "/hospital/cases/c50/correct", seen=_batch(clerk), unit="D1", date="2012-13-01", why="a slip")
    assert list(_wrong(answer)) == ["correct-date"]
    assert _value(answer, "correct-why") == "a slip"

    refused = clerk.send("/hospital/cases/c50/attachments", "tool.exe", b"MZ\x90", by="typed")
    assert "tool.exe" in _wrong(refused)["attach-file"], "and by no name of where it lies"
    assert "conduct.toml" not in _wrong(refused)["attach-file"], "which is for whoever keeps the office's settings"
    assert _value(refused, "attach-by") == "typed"


def test_a_clerk_of_one_unit_who_names_none_is_told_at_the_field_and_loses_nothing(hospital: Site) -> None:
    hospital.account("desk", Grant("clerk", "hospital", "D1"))
    clerk = hospital.signed_in("desk")
    clerk.get("/hospital/new")
    new = {"kind": "complaint", "date": "2012-10-08", "text": "等候两小时"}
    answer = _sent(clerk, "/hospital/new", **new, unit="")
    assert list(_wrong(answer)) == ["new-unit"]
    assert "等候两小时" in answer.text
    assert _sent(clerk, "/hospital/new", **new, unit="K01").status_code == 404
    assert _sent(clerk, "/hospital/new", **new, unit="none").status_code == 404
    assert _sent(clerk, "/hospital/new", **new, unit="D1").status_code == 303


def _batch(clerk: Browser) -> str:
    found = re.search(r'name="seen" value="(\d+)"', clerk.get("/hospital/cases/c50/correct").text)
    assert found is not None
    return found[1]


def test_decisions_and_objections_say_what_is_wrong_beside_the_field(insurance: Site) -> None:
    decider = insurance.signed_in("decider")
    page = decider.get("/insurance/decisions/x16", **{"accept-language": "zh"}).text
    cells = dict(re.findall(r'name="(seen|column)" value="([^"]*)"', page))
    step = re.search(r'action="/insurance/decisions/x16/([^"]+)"', page)
    assert step is not None
    for points, reason, at in (("3分", "轻微", f"open-1-{cells['column']}"), ("3", "", "open-1-reason")):
        answer = _sent(
            decider, f"/insurance/decisions/x16/{step[1]}", **cells, **{cells["column"]: points}, date="2013-01-05", reason=reason
        )
        assert list(_wrong(answer)) == [at]
        assert _value(answer, f"open-1-{cells['column']}") == points
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05?period=2012-H1")
    answer = _sent(unit, "/insurance/own/P05", incident="x07", kind="", reason="")
    assert list(_wrong(answer)) == ["object-reason"]
    answer = _sent(unit, "/insurance/own/P05", incident="", kind="", reason="what I typed")
    assert (list(_wrong(answer)), "what I typed" in answer.text) == (["object-incident"], True)
    refused = unit.send("/insurance/own/P05", "tool.exe", b"MZ\x90", incident="x07", reason="see the file")
    assert list(_wrong(refused)) == ["object-file"]
    assert "see the file" in refused.text


def test_accounts_say_what_is_wrong_beside_the_field_and_keep_what_was_typed(hospital: Site) -> None:
    administrator = hospital.signed_in("administrator")
    administrator.get("/accounts")
    new = {"name": "two words", "called": "王某", "role": "unit", "sector": "hospital", "unit": "D1"}
    answer = _sent(administrator, "/accounts", **new)
    assert list(_wrong(answer)) == ["new-name"]
    assert [_value(answer, f"new-{one}") for one in ("name", "called", "unit")] == ["two words", "王某", "D1"]
    answer = _sent(administrator, "/accounts", **{**new, "name": "wang", "unit": ""})
    assert "assessed unit" in _wrong(answer)["new-unit"]
    answer = _sent(administrator, "/accounts/clerk/give", role="clerk", sector="hospital", unit="K999")
    (at,) = _wrong(answer)
    assert re.fullmatch(r"give-\d+-unit", at)
    answer = _sent(administrator, "/keys/password", before="x" * 12, password="y" * 12, again="z" * 12)
    assert list(_wrong(answer)) == ["password-again"]


def test_what_was_typed_is_literal_beside_its_field_and_at_the_top(hospital: Site) -> None:
    hostile = '"><img src=x onerror=alert(1)><a href="javascript:alert(1)">'
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    new = {"kind": "complaint", "unit": "D1", "date": hostile, "text": hostile, "step": ["refer", "survey"], "refer.to": hostile}
    answer = _sent(clerk, "/hospital/new", **new, **{"survey.satisfaction": hostile, hostile: hostile})
    assert answer.status_code == 400
    assert acting(answer.text) == []
    answer = _sent(clerk, "/hospital/new", **new, **{"survey.satisfaction": hostile, "order-meant": "yes"})
    assert [f'id="{one}-wrong"' in answer.text for one in ("new-date", "step-survey-satisfaction")] == [True, True]
    assert acting(answer.text) == []
    administrator = hospital.signed_in("administrator")
    administrator.get("/accounts")
    new = {"name": hostile, "called": hostile, "role": "unit", "sector": hostile, "unit": hostile}
    assert acting(_sent(administrator, "/accounts", **new).text) == []


def test_of_several_cases_the_one_is_named_that_alone_is_wrong_and_none_where_all_are_alike(hospital: Site) -> None:
    with closing(Deployment(hospital.ledger, "hospital", {}, "en")) as at:
        sector = at.sector()

    def said(*cases: str) -> list[str]:
        wrong = [Problem("cell-date", {"value": "x"}, Place(case, 1, "date")) for case in cases]
        return [one.said for one in said_in_form(sector, Fault(wrong), {"c39", "c46"}, ["notify"], set(), "en")]

    assert [one.startswith("c46, ") for one in said("c46")] == [True]
    assert {one.startswith("“date”") for one in said("c39", "c46")} == {True}
    assert len({*said("c39", "c46")}) == 1
