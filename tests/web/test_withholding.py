"""A reason for a decision on an objection that its unit would not read is asked about before it is entered."""

from __future__ import annotations

import html

import pytest

import conduct
from conduct.web.rights import Grant
from tests.web.conftest import Site
from tests.web.publishing import hidden
from tests.web.test_programs import errors, program

NAMING = "补件告知单属实，曹先生的申请资料未齐，予以采纳"
NOT_NAMING = "补件告知单属实，申请资料未齐，予以采纳"
CASE = "/power_utility/decisions/w02"


def _objected(site: Site) -> None:
    with conduct.open(site.ledger, "power_utility", lang="zh") as office:
        office.record("action", incident="w02", step="appeal", by="S04", reason="并非推诿", date="2012-11-01")


def _cells(page: str) -> dict[str, str]:
    """A decision as the form on a page would send it."""
    return {"seen": hidden(page, "seen"), "column": "upheld", "upheld": "yes", "date": "2012-11-02"}


def _read_by_the_unit(site: Site) -> str:
    site.account("of-unit", Grant("unit", "power_utility", "S04"))
    return site.signed_in("of-unit").get("/power_utility/own/S04?objected=w02").text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whoever_decides_is_asked_once_about_a_reason_that_the_unit_would_not_read(power: Site, lang: str) -> None:
    _objected(power)
    decider = power.signed_in("decider")
    decider.speaks(lang, CASE)
    page = decider.get(CASE).text
    assert "reason-meant" not in page
    cells = _cells(page)
    asked = decider.post(f"{CASE}/appeal-decided", **cells, reason=NAMING)
    said = {"zh": "可能使人看出是谁投诉的，沙枣供电所只会看到“不予引用”", "en": "may tell who complained"}[lang]
    assert (asked.status_code, said in html.unescape(asked.text)) == (400, True)
    assert NAMING in asked.text, "what was typed stays"
    assert 'name="reason-meant" value="yes"' in asked.text
    done = decider.post(f"{CASE}/appeal-decided", **cells, reason=NAMING, **{"reason-meant": "yes"})
    assert done.status_code == 303
    assert "is not quoted)" in _read_by_the_unit(power), "and it was right to ask"


def test_a_reason_that_names_nobody_is_taken_and_read_by_the_unit(power: Site) -> None:
    _objected(power)
    decider = power.signed_in("decider")
    done = decider.post(f"{CASE}/appeal-decided", **_cells(decider.get(CASE).text), reason=NOT_NAMING)
    assert done.status_code == 303, done.text
    assert NOT_NAMING in _read_by_the_unit(power)


def test_it_is_asked_of_the_steps_of_a_case_and_of_a_program_as_well(power: Site) -> None:
    _objected(power)
    decider = power.signed_in("decider")
    page = decider.get("/power_utility/cases/w02").text
    cells = {"seen": hidden(page, "seen"), "step": "appeal-decided", "appeal-decided.upheld": "yes", "date": "2012-11-02"}
    for more in ({"reason": NAMING}, {"appeal-decided.reason": NAMING}):
        asked = decider.post("/power_utility/cases/w02/steps", **cells, **more)
        assert (asked.status_code, 'name="reason-meant" value="yes"' in asked.text) == (400, True)
    asks = program(power, "decider")
    sent = asks.post(f"{CASE}/appeal-decided", {**_cells(page), "reason": NAMING})
    assert [one["code"] for one in errors(sent)] == ["reason-withheld"]
    assert asks.post(f"{CASE}/appeal-decided", {**_cells(page), "reason": NAMING, "reason-meant": "yes"}).status_code == 201
