"""A decider's and a head of office's day, in a real browser, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conduct.core.base.words import Lang
from conduct.web.words import WORDS
from tests.browser.conftest import Serving, Someone, served, without_barriers
from tests.browser.test_days import _signed_in as signed_in
from tests.web.publishing import REPORT

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def power(tmp_path: Path, lang: Lang) -> Iterator[Serving]:
    """A power utility on its sample."""
    yield from served(tmp_path, "power_utility", lang)


@pytest.fixture
def insurance(tmp_path: Path, lang: Lang) -> Iterator[Serving]:
    """A regulator of insurers on its sample, whose notices lack nothing."""
    (tmp_path / "conduct.toml").write_text(REPORT, encoding="utf-8")
    yield from served(tmp_path, "insurance", lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_decider_decides_what_waits(power: Serving, someone: Someone, lang: Lang) -> None:
    decider = someone(power, lang)
    signed_in(decider, power.link, lang)
    decider.follows(WORDS["decisions"].said(lang))
    assert without_barriers(decider.page) == []
    decider.follows("w08")
    assert decider.reads(WORDS["alike"].said(lang))
    assert without_barriers(decider.page) == []
    form = decider.page.locator("form", has=decider.page.locator('[name="head-months"]'))
    form.locator('[name="head-months"]').fill("3")
    form.locator('[name="reason"]').fill("twice in a year")
    with decider.page.expect_navigation():
        form.get_by_role("button").click()
    assert decider.page.url.endswith("/decisions/w08"), "the other man's is left"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_head_of_office_looks_asks_what_if_and_publishes(insurance: Serving, someone: Someone, lang: Lang) -> None:
    head = someone(insurance, lang)
    signed_in(head, insurance.link, lang)
    for page in ("board", "moved?since=2012-H1&period=2012", "arrived?period=2012", "trends", "readings", "law", "decisions"):
        head.goes(f"/insurance/{page}")
        assert without_barriers(head.page) == [], page
    head.goes("/insurance/whatif?period=2012")
    assert without_barriers(head.page) == []
    head.page.locator('[name="p.late"]').fill("9")
    head.sends(WORDS["who-would-move"].said(lang))
    head.page.wait_for_selector("#would")
    assert head.reads(WORDS["who-would-move"].said(lang))
    assert without_barriers(head.page) == []

    head.goes("/insurance/publishing?period=2012")
    assert without_barriers(head.page) == []
    head.page.locator("#draft-objections").fill("十日内")
    head.sends(WORDS["issue-draft-of"].said(lang).format(period="2012"))
    head.page.locator("[name='issue-meant']").check()
    head.sends(WORDS["issue-draft-of"].said(lang).format(period="2012"))
    assert "/runs/d1" in head.page.url
    head.goes("/insurance/publishing?period=2012")
    head.page.locator("#despite").fill("as it is due")
    head.sends(WORDS["seal-of"].said(lang).format(period="2012"))
    assert head.page.url.endswith("/runs/1")
    assert without_barriers(head.page) == []
    with head.page.expect_download() as got:
        head.page.get_by_role("link", name=f"{WORDS['in-' + lang].said(lang)} .html", exact=True).first.click()
    assert got.value.suggested_filename == f"notice-1-{lang}.html"
    head.goes("/insurance/runs/1")
    head.sends(WORDS["release"].said(lang))
    assert without_barriers(head.page) == []
    head.page.locator("[name='release-meant']").check()
    head.sends(WORDS["release"].said(lang))
    visitor = someone(insurance, lang)
    visitor.goes("/notices")
    visitor.follows(WORDS["published-n"].said(lang).format(n=1))
    assert without_barriers(visitor.page) == []
