"""A case that was withdrawn as a whole is marked, and whoever may not withdraw one is told who does."""

from __future__ import annotations

import re

import pytest

import conduct
from conduct.web.rights import Grant
from tests.web.conftest import ORIGIN, Browser, Site
from tests.web.publishing import hidden
from tests.web.test_entering import beside
from tests.web.test_programs import errors, program


@pytest.mark.parametrize(
    ("lang", "mark", "said"),
    [
        ("en", "withdrawn", "Withdrawn on 2012-10-20 by 决定<人>; nothing of it counts: 重复登记"),
        ("zh", "已撤销", "本事项已于 2012-10-20 由 决定<人> 撤销，一概不计：重复登记"),
    ],
)
def test_a_case_that_was_withdrawn_is_marked_in_the_list_and_on_its_page(hospital: Site, lang: str, mark: str, said: str) -> None:
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        row = {"incident": "c60", "step": "withdraw", "date": "2012-10-20", "by": "决定<人>", "reason": "重复登记"}
        office.record("action", row)
        (last,) = [one["action"] for one in office.case("c60").actions if one["step"] == "withdraw"]
        one = str(office.case("c50").actions[0]["action"])
        office.record("action", {**row, "incident": "c50", "mistaken": one})
    clerk = hospital.signed_in("clerk")
    clerk.speaks(lang, "/hospital/cases")
    rows = {case: clerk.get(f"/hospital/cases?q={case}").text.partition("<tbody>")[2] for case in ("c60", "c50")}
    assert (f">{mark}</td>" in rows["c60"], f">{mark}</td>" in rows["c50"]) == (True, False), "one action alone was mistaken"
    assert said.replace("<", "&lt;").replace(">", "&gt;") in clerk.get("/hospital/cases/c60").text
    told = clerk.get("/hospital/cases/c60", accept="application/json").json()
    assert told["withdrawn"] == {"day": "2012-10-20", "by": "决定<人>", "reason": "重复登记"}
    assert clerk.get("/hospital/cases?q=c60", accept="application/json").json()["cases"][0]["state"] == "withdrawn"
    assert clerk.get("/hospital/cases/c50", accept="application/json").json()["withdrawn"] is None
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:  # the withdrawal was itself a mistake
        office.record("action", {**row, "mistaken": str(last), "reason": "未重复"})
    assert f">{mark}</td>" not in clerk.get("/hospital/cases?q=c60").text.partition("<tbody>")[2]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "To have the whole case withdrawn, ask a decider."), ("zh", "撤销整个事项，请找决定人。")]
)
def test_a_clerk_reads_who_withdraws_a_case(hospital: Site, lang: str, said: str) -> None:
    for role, reads in (("clerk", True), ("decider", False), ("auditor", False)):
        browser = hospital.signed_in(role)
        browser.speaks(lang, "/hospital/cases")
        assert (said in browser.get("/hospital/cases/c60").text) is reads, role


def test_the_mistaken_action_is_chosen_of_those_of_the_case(hospital: Site) -> None:
    decider = hospital.signed_in("decider")
    page = decider.get("/hospital/cases/c50").text
    choice = re.search(r'<select id="step-withdraw-mistaken" name="withdraw.mistaken".*?</select>', page, re.DOTALL)
    assert choice is not None
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        actions = [str(one["action"]) for one in office.case("c50").actions]
    assert re.findall(r'<option value="([^"]+)"', choice[0]) == actions
    assert '<option value="">(the whole case, where blank)</option>' in choice[0]
    assert '<option value="c50-05">archive 2012-09-18 (c50-05)</option>' in choice[0]
    steps = decider.get("/hospital/cases/c50", accept="application/json").json()["steps"]
    (fields,) = [one["fields"] for one in steps if one["step"] == "withdraw"]
    assert [one["offers"] for one in fields if one["column"] == "mistaken"] == [actions]


def test_no_correction_is_offered_to_who_enters_nothing(hospital: Site) -> None:
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        made = office.record("action", incident="c39", step="withdraw", by="decider called", reason="x")
    hospital.account("both", Grant("decider", "hospital"), Grant("clerk", "hospital"))
    address = f"/hospital/cases/c39/correct?action={made.actions[0]}"
    for name, able in (("decider", False), ("both", True)):
        browser = hospital.signed_in(name)
        assert (f'href="{address}"' in browser.get("/hospital/cases/c39").text) is able, name
        assert (browser.get(address).status_code == 200) is able, name


def _withdrawn(site: Site) -> None:
    with conduct.open(site.ledger, "hospital", lang="en") as office:
        row = {"incident": "c60", "step": "withdraw", "date": "2012-10-20", "by": "决定<人>", "reason": "重复登记"}
        office.record("action", row)


def _steps(browser: Browser) -> str:
    return hidden(browser.get("/hospital/cases/c60").text, "seen")


@pytest.mark.parametrize(
    ("lang", "said", "box"),
    [
        (
            "en",
            "c60 was withdrawn on 2012-10-20 (决定&lt;人&gt;), so that answer counts",
            "It is meant though the case was withdrawn",
        ),
        ("zh", "c60 已于 2012-10-20 撤销（决定&lt;人&gt;），答复不会计入", "已撤销也登记"),
    ],
)
def test_a_step_on_a_case_that_was_withdrawn_is_asked_about_and_taken_once_that_is_meant(
    hospital: Site, lang: str, said: str, box: str
) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.speaks(lang, "/hospital/cases")
    assert "withdrawn-meant" not in clerk.get("/hospital/cases/c60").text
    _withdrawn(hospital)
    cells = {"step": "answer", "date": "2012-10-21", "answer.basis": "第3条", "again-meant": "yes", "order-meant": "yes"}
    sent = clerk.post("/hospital/cases/c60/steps", seen=_steps(clerk), **cells)
    assert (sent.status_code, said in beside(sent.text, "step-answer")) == (400, True), sent.text
    assert f'name="withdrawn-meant" value="yes"> {box}' in sent.text
    page = clerk.get("/hospital/together?case=c60&case=c50").text
    together = {**cells, "seen": hidden(page, "seen")}
    sent = clerk.client.post(
        "/hospital/together", data={"form": clerk.form, "case": ["c60", "c50"], **together}, headers={"origin": ORIGIN}
    )
    assert (sent.status_code, said in beside(sent.text, "step-answer")) == (400, True), sent.text
    sent = clerk.post("/hospital/cases/c60/steps", seen=_steps(clerk), **cells, **{"withdrawn-meant": "yes"})
    assert sent.status_code == 303, sent.text


def test_a_program_is_asked_about_a_case_that_was_withdrawn_and_what_takes_that_back_is_not(hospital: Site) -> None:
    _withdrawn(hospital)
    asks = program(hospital, "clerk")
    row = {"seen": _steps(hospital.signed_in("clerk")), "date": "2012-10-21"}
    sent = asks.post("/hospital/cases/c60/steps/publish", row)
    found = [(one["code"], one["case"]) for one in errors(sent)]
    assert ("case-withdrawn", "c60") in found, found
    meant = {"withdrawn-meant": "yes", "again-meant": "yes", "order-meant": "yes"}
    assert asks.post("/hospital/cases/c60/steps/publish", {**row, **meant}).status_code == 201
    decider = hospital.signed_in("decider")
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        (last,) = [str(one["action"]) for one in office.case("c60").actions if one["step"] == "withdraw"]
    cells = {"step": "withdraw", "date": "2012-10-22", "reason": "未重复"}
    sent = decider.post("/hospital/cases/c60/steps", seen=_steps(decider), **cells)
    assert (sent.status_code, "was withdrawn on" in sent.text) == (400, True)  # once more
    sent = decider.post("/hospital/cases/c60/steps", seen=_steps(decider), **{**cells, "withdraw.mistaken": last})
    assert sent.status_code == 303, sent.text
    sent = asks.post("/hospital/cases/c60/steps/publish", {**row, "seen": _steps(decider), "date": "2012-10-23"})
    assert "case-withdrawn" not in sent.text
