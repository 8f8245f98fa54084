"""A decision on an objection is offered on a case where somebody objected; after it is decided, as one that decides it anew."""

from __future__ import annotations

import html
import re

import pytest

import conduct
from tests.web.conftest import Site

CASE = "/power_utility/cases/w02"


def _offered(site: Site, who: str) -> list[str]:
    """How the step stands on the page of the case, if it does."""
    page = html.unescape(site.signed_in(who).get(CASE).text)
    return re.findall(r'<label class="choice"><input[^>]*name="step" value="appeal-decided".*?</label>', page, re.S)


def _enters(site: Site, step: str, day: str, **cells: str) -> None:
    with conduct.open(site.ledger, "power_utility", lang="en") as office:
        office.record("action", {"incident": "w02", "step": step, "date": day, "reason": "x", **cells})


@pytest.mark.parametrize("who", ["head", "decider"])
def test_a_decision_on_an_objection_is_offered_where_somebody_objected_and_then_to_decide_it_anew(power: Site, who: str) -> None:
    assert _offered(power, who) == []
    _enters(power, "appeal", "2012-11-01", by="S04")
    assert "the appeal of 2012-11-01" in _offered(power, who)[0]
    _enters(power, "appeal-decided", "2012-11-02", by="the office", upheld="yes")
    (choice,) = _offered(power, who)
    assert "decides the appeal of 2012-11-01 against “the whole case” anew (decided on 2012-11-02: upheld)" in choice


def test_a_case_that_was_withdrawn_offers_no_decision_on_an_objection(power: Site) -> None:
    _enters(power, "appeal", "2012-11-01", by="S04")
    _enters(power, "appeal-decided", "2012-11-02", by="the office", upheld="no")
    _enters(power, "withdraw", "2012-11-03", by="the office")
    assert _offered(power, "head") == []


def test_what_is_decided_anew_stands(power: Site) -> None:
    _enters(power, "appeal", "2012-11-01", by="S04")
    _enters(power, "appeal-decided", "2012-11-02", by="the office", upheld="yes")
    head = power.signed_in("head")
    page = head.get(CASE).text
    (seen,) = set(re.findall(r'name="seen" value="(\d+)"', page))
    cells = {"step": "appeal-decided", "appeal-decided.upheld": "no", "reason": "on a second look", "date": "2012-11-03"}
    assert head.post(f"{CASE}/steps", seen=seen, **cells).status_code == 303
    with conduct.open(power.ledger, "power_utility", lang="en") as office:
        assert office.case("w02").out == ()
