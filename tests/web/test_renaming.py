"""What an account is called changes: what it entered keeps the name that it had, and is known as its own by either."""

from __future__ import annotations

import json
from pathlib import Path

import conduct
from conduct.web.rights import Grant
from tests.conftest import Desk
from tests.web.conftest import Site
from tests.web.publishing import PERIOD, hidden, of_unit, sealed, with_settings
from tests.web.test_account import office
from tests.web.test_entering import AGAIN, _case, _together
from tests.web.test_programs import errors, program

__all__ = ["office"]


def renamed(site: Site, name: str, called: str) -> None:
    """An administrator calls an account otherwise."""
    answer = site.signed_in("administrator").post(f"/accounts/{name}/rename", called=called)
    assert answer.status_code == 303, answer.text


def test_what_was_entered_keeps_its_name_what_comes_after_bears_the_new_one_and_both_are_his(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    status, to, text = _together(clerk, ["c39", "c46"], ["notify", "publish"], date="2012-10-20", reason="一并", **AGAIN)
    assert status == 303, text
    renamed(hospital, "clerk", "王五")
    assert "王五" in clerk.get("/hospital/desk").text, "the session goes on, under the new name"
    assert clerk.get(to).status_code == 200, "what he entered is still his to look at"
    assert "c39" in clerk.get("/hospital/desk?state=mine").text
    for person in ("王五", "clerk called"):
        told = program(hospital, "clerk").get(f"/hospital/cases?person={person}").json()
        assert {"c39", "c46"} <= {one["incident"] for one in told["cases"]}, "who looks for him finds them by either"
    assert clerk.post(f"{to}/undo", reason="选错了").status_code == 303, "and to take back"
    assert [one["by"] for one in _case(hospital, "/c39").actions if one["reason"] == "选错了"] == ["王五", "王五"]
    with conduct.open(hospital.ledger, "hospital", lang="en") as at:
        assert [one.claimed for one in at.history("c39").versions][-4:] == ["clerk called"] * 2 + ["王五"] * 2
    page = hospital.signed_in("administrator").get("/accounts").text
    assert "Formerly clerk called" in page


def test_who_decided_under_another_name_does_not_seal(insurance: Site, tmp_path: Path) -> None:
    site = with_settings(insurance, tmp_path, "[web]\nfour-eyes = true\n")
    site.account("both", Grant("head", "insurance"), Grant("decider", "insurance"))
    both, case = site.signed_in("both"), of_unit(site)
    seen = hidden(both.get(f"/insurance/cases/{case}").text, "seen")
    taken = both.post(f"/insurance/cases/{case}/steps/withdraw", seen=seen, date="2012-12-31", reason="entered twice")
    assert taken.status_code == 303, taken.text
    renamed(site, "both", "a new name")
    page = both.get(f"/insurance/publishing?period={PERIOD}").text
    answer = both.post("/insurance/publishing/seal", period=PERIOD, run=hidden(page, "run"), despite="as it is")
    assert (answer.status_code, "somebody else must seal it" in answer.text) == (400, True)
    assert sealed(site.signed_in("head"), despite="as it is")


def test_a_decision_is_entered_in_the_present_name_alone(insurance: Site) -> None:
    insurance.account("both", Grant("clerk", "insurance"), Grant("decider", "insurance"))
    renamed(insurance, "both", "a new name")
    asks = program(insurance, "both")
    appeal = {"action": "ap1", "incident": "x07", "step": "appeal", "date": "2012-05-06", "by": "甲保险", "reason": "已按期"}
    answer = {"action": "de1", "incident": "x07", "step": "appeal-decided", "date": "2012-05-07", "upheld": "no", "reason": "x"}
    refused = asks.post("/insurance/cases", {"actions": [appeal, {**answer, "by": "both called"}]})
    assert [one["code"] for one in errors(refused)] == ["decides-oneself"]
    assert asks.post("/insurance/cases", {"actions": [appeal, {**answer, "by": "a new name"}]}).status_code == 201


def test_nobody_is_called_what_another_is_or_was(insurance: Site) -> None:
    administrator = insurance.signed_in("administrator")
    renamed(insurance, "clerk", "王五")
    for name, called in (("decider", "王五"), ("decider", "clerk called"), ("decider", " "), ("decider", "x" * 101)):
        answer = administrator.post(f"/accounts/{name}/rename", called=called)
        assert (answer.status_code, 'id="rename-' in answer.text) == (400, True), called
    assert "another account is or was called “clerk called”" in (
        administrator.post("/accounts", name="new", called="clerk called", role="clerk", sector="insurance").text
    )
    renamed(insurance, "clerk", "clerk called")  # his own, again
    found = insurance.accounts.named("clerk")
    assert (found.called, found.formerly) == ("clerk called", ("王五",))
    assert insurance.signed_in("head").post("/accounts/clerk/rename", called="x").status_code == 404
    administrator.post("/accounts/clerk/end")
    assert administrator.post("/accounts/clerk/rename", called="another").status_code == 400


def test_the_command_calls_an_account_otherwise(office: Desk) -> None:
    assert office("account", "add", "wang", "--called", "王某", "--role", "clerk", "--sector", "insurance").status == 0
    done = office("account", "rename", "wang", "王五")
    assert (done.status, "is called 王五 now" in done.err) == (0, True), done.err
    (one,) = json.loads(office("account", "list", "--format", "json").out)
    assert (one["called"], one["formerly"]) == ("王五", ["王某"])
    assert office("account", "rename", "nobody", "x").status == 1
