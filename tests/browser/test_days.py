"""The days of those who use the pages, in a real browser, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import conduct
from conduct.core.base.words import Lang
from conduct.web.words import WORDS
from tests.browser.conftest import PASSWORD, Person, Serving, Someone, served, without_barriers

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def hospital(tmp_path: Path, lang: Lang) -> Iterator[Serving]:
    """A hospital's reception desk on its sample."""
    yield from served(tmp_path, "hospital", lang)


def said(code: str, lang: Lang) -> str:
    """Words of the pages."""
    return WORDS[code].said(lang)


def _signed_in(person: Person, link: str, lang: Lang) -> None:
    person.page.goto(link)
    person.page.locator("input[type=password]").nth(0).fill(PASSWORD)
    person.page.locator("input[type=password]").nth(1).fill(PASSWORD)
    person.sends(WORDS["set-password"].said(lang))
    if "/sign-in" in person.page.url:
        person.types(WORDS["name"].said(lang), "admin")
        person.types(WORDS["password"].said(lang), PASSWORD)
        person.sends(WORDS["sign-in"].said(lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_clerk_at_the_reception_desk(hospital: Serving, someone: Someone, lang: Lang) -> None:
    clerk = someone(hospital, lang)
    _signed_in(clerk, hospital.link, lang)
    clerk.goes("/hospital/desk")
    assert clerk.reads(WORDS["desk"].said(lang))
    assert without_barriers(clerk.page) == []


MORNING = "2012-11-26"
CLOSING = ("archive", "report", "publish", "feed-back", "notify", "survey")


def _ticks(person: Person, *steps: str) -> None:
    for step in steps:
        person.page.locator(f"input[name=step][value={step}]").check()


def _new_case(clerk: Person, lang: Lang, steps: tuple[str, ...], cells: dict[str, str], text: str) -> str:
    """Enters a complaint with steps, by the page for one more, and gives its id."""
    clerk.fills("date", MORNING)
    clerk.fills("complainant", "王某")
    clerk.fills("text", text)
    _ticks(clerk, *steps)
    for column, value in cells.items():
        clerk.fills(column, value)
    clerk.sends(said("enter-new", lang))
    return clerk.page.locator("[role=status] a").inner_text()


def _on(clerk: Person, lang: Lang, case: str, day: str, steps: tuple[str, ...], **cells: str) -> None:
    """Takes steps on a case, all in one form."""
    clerk.goes(f"/hospital/cases/{case}")
    _ticks(clerk, *steps)
    clerk.fills("date", day)
    for column, value in cells.items():
        clerk.fills(column, value)
    clerk.sends(said("enter", lang))
    assert clerk.page.locator("[role=alert]").count() == 0, clerk.page.locator("[role=alert]").all_inner_texts()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ten_complainants_take_at_most_40_forms_and_1200_typed_characters(
    hospital: Serving, someone: Someone, lang: Lang
) -> None:
    clerk = someone(hospital, lang)
    _signed_in(clerk, hospital.link, lang)
    clerk.forms = clerk.typed = 0
    clerk.goes("/hospital/new")
    at_once = {"on-the-spot": "yes", "against": "K02", "answer.basis": "收费管理规定", "survey.satisfaction": "4"}
    for _ in range(6):
        _new_case(clerk, lang, ("record", "answer", *CLOSING), at_once, "排队久")
    promised = {"against": "K01", "promise.due": "2012-12-01"}
    later = [_new_case(clerk, lang, ("record", "promise"), promised, "态度生硬") for _ in range(3)]
    grave = {"major": "yes", "against": "K01", "escalate.to": "leaders", "promise.due": "2012-12-10"}
    hard = _new_case(clerk, lang, ("record", "escalate", "promise"), grave, "术后感染")
    _on(clerk, lang, hard, MORNING, ("escalate",), **{"escalate.to": "superior"})
    _on(clerk, lang, hard, "2012-11-27", ("convene", "plan"))
    _on(clerk, lang, hard, "2012-11-30", ("approve",))
    _on(clerk, lang, hard, "2012-12-01", ("handle",))
    for case in later:
        _on(clerk, lang, case, "2012-12-01", ("answer",), **{"answer.basis": "从业人员行为规范"})
        _on(clerk, lang, case, "2012-12-02", CLOSING, **{"survey.satisfaction": "4"})
    _on(clerk, lang, hard, "2012-12-02", ("answer",), **{"answer.basis": "x"})
    _on(clerk, lang, hard, "2012-12-03", CLOSING, **{"survey.satisfaction": "4"})
    for case in (*later, hard):
        clerk.goes(f"/hospital/cases/{case}")
        assert not clerk.page.locator(".overdue").count()
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        found = office.case(hard)
    assert [one["step"] for one in found.actions] == [
        "record", "escalate", "promise", "escalate", "convene", "plan", "approve", "handle", "answer", *CLOSING,
    ]  # fmt: skip
    assert {one.status for one in found.duties} == {"met"}
    assert (clerk.forms, clerk.typed) == (22, 400)
