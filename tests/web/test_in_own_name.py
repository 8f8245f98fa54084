"""Who decides in rows that come by the number, in a file, pushed or as JSON, is the account that sends them, as in a form."""

from __future__ import annotations

import re

import pytest

import conduct
from conduct.web import separately
from conduct.web.rights import Grant
from tests.web.conftest import Site
from tests.web.test_programs import errors, program

APPEAL = {"action": "ap1", "incident": "x07", "step": "appeal", "date": "2012-05-06", "by": "甲保险", "reason": "已按期"}
ANSWER = {
    "action": "de1",
    "incident": "x07",
    "step": "appeal-decided",
    "date": "2012-05-07",
    "upheld": "no",
    "reason": "证据不足",
}
HANDLED = {"action": "ha1", "incident": "L01-0031", "step": "transfer", "date": "2012-05-06", "by": "张三"}
OTHER = "the chairman"


@pytest.fixture
def office(insurance: Site) -> Site:
    """The regulator, with one who enters and decides and one who decides."""
    insurance.account("both", Grant("clerk", "insurance"), Grant("decider", "insurance"))
    return insurance


def by_of(site: Site, action: str) -> list[object]:
    """By whom an action is, in each of its versions; nothing where there is none."""
    with conduct.open(site.ledger, "insurance", lang="en") as office:
        try:
            return [one.values["by"] for one in office.history(action).versions if one.values.get("action") == action]
        except conduct.Fault:
            return []


@pytest.mark.parametrize("door", ["/insurance/cases", "/insurance/load"])
def test_rows_that_decide_in_another_s_name_are_refused_and_who_handled_a_case_is_free(office: Site, door: str) -> None:
    asks = program(office, "both")
    answer = asks.post(door, {"actions": [APPEAL, HANDLED, {**ANSWER, "by": OTHER}]})
    assert answer.status_code == 400, answer.text
    (error,) = errors(answer)
    assert (error["code"], error["table"], error["row"], error["field"]) == ("decides-oneself", "actions", 3, "by")
    assert "both called" in error["message"]
    assert by_of(office, "ha1") == by_of(office, "de1") == []
    answer = asks.post(door, {"actions": [APPEAL, HANDLED, {**ANSWER, "by": "both called"}]})
    assert answer.status_code in (200, 201), answer.text
    assert (by_of(office, "ap1"), by_of(office, "ha1"), by_of(office, "de1")) == (["甲保险"], ["张三"], ["both called"])
    again = asks.post(door, {"actions": [APPEAL, HANDLED, {**ANSWER, "by": "both called"}]})
    assert again.status_code == 200, "what stands already is sent again by whom it may be"


def _rows(*rows: dict[str, str]) -> bytes:
    columns = ("action", "incident", "step", "date", "by", "upheld", "reason")
    return "\n".join([",".join(columns), *(",".join(row.get(c, "") for c in columns) for row in rows)]).encode()


@pytest.mark.parametrize("large", [False, True])
def test_a_file_s_decision_in_another_s_name_is_mended_in_its_cell(
    office: Site, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    if large:  # such a file is loaded by a process of its own
        monkeypatch.setattr(separately, "LARGE", 10)
    both = office.signed_in("both")
    both.get("/insurance/load")
    answer = both.send("/insurance/load", "actions.csv", _rows(APPEAL, HANDLED, {**ANSWER, "by": OTHER}))
    assert answer.status_code == 400
    assert "in one&#39;s own name (both called)" in answer.text
    (cell,) = re.findall(rf'name="(cell-[0-9-]+)" value="{OTHER}"', answer.text)
    (waits,) = set(re.findall(r'action="(/insurance/load/[^"]+)"', answer.text))
    again = both.post(waits, **{cell: "somebody else"})
    assert (again.status_code, "in one&#39;s own name" in again.text) == (400, True)
    (cell,) = re.findall(r'name="(cell-[0-9-]+)" value="somebody else"', again.text)
    done = both.post(waits, **{cell: "both called"})
    assert done.status_code == 200, done.text
    assert (by_of(office, "de1"), by_of(office, "ha1")) == (["both called"], ["张三"])


def test_whoever_does_not_decide_loads_no_decision_nor_makes_one_another_step(office: Site) -> None:
    clerk = office.signed_in("clerk")
    clerk.get("/insurance/load")
    answer = clerk.send("/insurance/load", "actions.csv", _rows(APPEAL, {**ANSWER, "by": "clerk called"}))
    assert (answer.status_code, "appeal-decided" in answer.text, by_of(office, "ap1")) == (400, True, [])
    with conduct.open(office.ledger, "insurance", lang="en") as at:
        at.add(actions=[APPEAL, {**ANSWER, "by": OTHER}])
    changed = {**HANDLED, "action": "de1"}  # a decision made a transfer
    answer = clerk.send("/insurance/load", "actions.csv", _rows(changed), correct="a slip")
    refused = "“appeal-decided” is no step that you take" in answer.text
    assert (answer.status_code, refused, by_of(office, "de1")) == (400, True, [OTHER]), answer.text


def test_a_correction_of_another_s_decision_keeps_his_name_or_bears_one_s_own(office: Site) -> None:
    with conduct.open(office.ledger, "insurance", lang="en") as at:
        at.add(actions=[APPEAL, {**ANSWER, "by": OTHER}])
    asks, corrected = program(office, "both"), {**ANSWER, "upheld": "yes"}
    answer = asks.post("/insurance/load", {"actions": [{**corrected, "by": "a third"}], "correct": "a slip"})
    assert (answer.status_code, errors(answer)[0]["code"]) == (400, "decides-oneself")
    answer = asks.post("/insurance/load", {"actions": [{**corrected, "by": OTHER}], "correct": "a slip"})
    assert answer.status_code == 200, answer.text
    answer = asks.post("/insurance/load", {"actions": [{**ANSWER, "by": "both called"}], "correct": "heard anew"})
    assert answer.status_code == 200, answer.text
    assert by_of(office, "de1") == [OTHER, OTHER, "both called"]


def test_a_decider_of_one_unit_loads_no_decision_about_another(office: Site) -> None:
    office.account("of-one", Grant("clerk", "insurance"), Grant("decider", "insurance", "P05"))
    answer = program(office, "of-one").post("/insurance/load", {"actions": [APPEAL, {**ANSWER, "by": "of-one called"}]})
    assert (answer.status_code, errors(answer)[0]["code"]) == (400, "push-step")
