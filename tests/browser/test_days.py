"""The days of those who use the pages, in a real browser, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conduct.core.base.words import Lang
from conduct.web.words import WORDS
from tests.browser.conftest import PASSWORD, Person, Serving, Someone, served, without_barriers

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def hospital(tmp_path: Path, lang: Lang) -> Iterator[Serving]:
    """A hospital's reception desk on its sample."""
    yield from served(tmp_path, "hospital", lang)


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
