"""The days of those who use the pages, in a real browser, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

import conduct
from conduct.core.base.words import Lang
from conduct.core.ledger.publish import sealed_runs
from conduct.door.deployment import Deployment
from conduct.web.accounts import Accounts
from conduct.web.releases import release
from conduct.web.rights import Grant
from conduct.web.settings import WebSettings
from conduct.web.store import accounts_path
from conduct.web.words import WORDS
from tests.browser.conftest import PASSWORD, Person, Serving, Someone, account, served, signed_in, stands_well

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def hospital(tmp_path: Path, lang: Lang) -> Iterator[Serving]:
    """A hospital's reception desk on its sample."""
    yield from served(tmp_path, "hospital", lang)


@pytest.fixture
def insurance(tmp_path: Path, lang: Lang) -> Iterator[Serving]:
    """A regulator of insurers on its sample."""
    yield from served(tmp_path, "insurance", lang)


@pytest.fixture
def lang() -> Lang:
    """The language where a test says none."""
    return "en"


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
def test_a_clerk_s_day(hospital: Serving, someone: Someone, lang: Lang) -> None:
    account(hospital, "clerk", Grant("clerk", "hospital"))
    clerk = someone(hospital, lang)
    signed_in(clerk, "clerk", lang)
    stands_well(clerk)
    assert clerk.reads(said("mine", lang))
    clerk.follows(said("new-case", lang))
    stands_well(clerk)
    _ticks(clerk, "record", "answer")
    for column, text in {"text": "挂号窗口态度差", "complainant": "赵某", "answer.basis": "收费管理规定"}.items():
        clerk.fills(column, text)
    clerk.sends(said("enter", lang))
    case = clerk.page.url.partition("?")[0]
    assert clerk.reads("挂号窗口态度差")
    stands_well(clerk)
    _ticks(clerk, "archive", "report")
    clerk.fills("reason", "当日办结")
    clerk.sends(said("enter", lang))
    assert clerk.reads("当日办结")
    clerk.follows(said("correct", lang))
    stands_well(clerk)
    clerk.fills("complainant", "赵某某")
    clerk.fills("why", "姓名听错")
    clerk.sends(said("correct", lang))
    assert clerk.reads("姓名听错")
    stands_well(clerk)

    clerk.goes("/hospital/desk?state=mine")
    assert clerk.page.locator(f"a[href='{case.removeprefix(clerk.address)}']").count()
    clerk.goes("/hospital/cases?q=收费")
    stands_well(clerk)
    clerk.goes("/hospital/desk?state=overdue")
    for box in clerk.page.locator("input[name=case]").all()[:2]:
        box.check()
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name=said("together", lang)).click()
    stands_well(clerk)
    _ticks(clerk, "notify")
    clerk.fills("reason", "一并通报")
    clerk.sends(said("enter", lang))
    stands_well(clerk)  # nobody has answered them yet: it is asked whether that is meant
    clerk.page.locator("input[name='order-meant']").first.check()
    clerk.sends(said("enter", lang))
    stands_well(clerk)
    clerk.page.locator("summary").first.click()
    clerk.fills("reason", "选错了")
    clerk.sends(said("undo", lang))
    assert clerk.page.url.endswith("/hospital/desk?did=back")
    clerk.goes("/hospital/cases?state=overdue&sort=id")
    clerk.page.locator("summary", has_text=said("view-keep", lang)).click()
    clerk.fills("called", "逾期的")
    clerk.sends(said("view-keep", lang))
    clerk.goes("/hospital/desk")
    clerk.follows("逾期的")
    assert clerk.page.url.endswith("/hospital/cases?state=overdue&sort=id")
    with clerk.page.expect_download() as got:
        clerk.page.get_by_role("link", name=".csv").click()
    assert got.value.suggested_filename == "cases.csv"
    stands_well(clerk, "/hospital/load", "/hospital/law", "/keys")
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        assert office.verify().whole


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_assessed_unit_s_day(insurance: Serving, someone: Someone, lang: Lang) -> None:
    account(insurance, "unit", Grant("unit", "insurance", "P05"))
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.publish("2012", despite="as a sample")
    unit = someone(insurance, lang)
    signed_in(unit, "unit", lang)
    assert unit.page.url.endswith("/insurance/own/P05")
    stands_well(unit)
    assert unit.reads(said("how-far", lang))
    unit.fills("incident", unit.page.locator("#object-cases option").first.get_attribute("value") or "")
    unit.fills("reason", "我方已按期答复")
    (no_evidence := insurance.ledger.parent / "tool.bin").write_bytes(b"MZ\x90")
    unit.page.locator("[name='file']").set_input_files(no_evidence)
    unit.sends(said("object", lang))
    stands_well(unit)  # what is wrong is said at its field
    unit.page.locator("[role='alert'] a").click()
    assert unit.page.locator("[aria-invalid='true']").get_attribute("id") == unit.page.url.partition("#")[2]
    unit.sends(said("object", lang))  # what was filled in stays
    assert unit.reads("我方已按期答复")
    stands_well(unit, "/insurance/own/P05/breached", "/insurance/own/P05/cases?q=2.3.1", "/insurance/own/P05/now?period=2012")
    for path in ("/insurance/own/P06", "/insurance/board", "/insurance/cases/x07", "/accounts"):
        unit.goes(path)
        assert unit.reads(said("lost", lang))
    stands_well(unit)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_public_reads_what_was_released_and_checks_a_code(insurance: Serving, someone: Someone, lang: Lang) -> None:
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.publish("2012-H1", despite="as a sample")
    with closing(Deployment(insurance.ledger, "insurance", {}, "en")) as at:
        (run,) = sealed_runs(at.ledger)
    accounts = Accounts(accounts_path(insurance.ledger), WebSettings())
    visitor = someone(insurance, lang)
    visitor.goes(f"/notices?lang={lang}")
    assert visitor.reads(said("no-notice", lang))
    release(accounts, run, "head")
    visitor.goes(f"/notices?lang={lang}")
    stands_well(visitor)
    visitor.goes(f"/notices/1?lang={lang}")
    stands_well(visitor)
    visitor.goes(f"/check?lang={lang}")
    visitor.fills("code", str(run.code))
    visitor.sends(said("check", lang))
    assert visitor.page.locator("[role=status]").inner_text()
    stands_well(visitor)
    visitor.goes("/insurance/board")
    assert "/sign-in" in visitor.page.url
    stands_well(visitor)


@pytest.mark.parametrize("scripts", [True, False])
def test_keys_move_open_search_and_save_and_pages_work_without_them(hospital: Serving, someone: Someone, scripts: bool) -> None:
    account(hospital, "clerk", Grant("clerk", "hospital"))
    clerk = someone(hospital, scripts=scripts)
    signed_in(clerk, "clerk", "en")
    clerk.goes("/hospital/cases?sort=id")
    press = clerk.page.keyboard.press
    if not scripts:
        with clerk.page.expect_navigation():
            clerk.page.locator("tbody a").nth(1).press("Enter")
        assert clerk.page.url.endswith("/hospital/cases/c02")
        return
    press("?")
    assert clerk.page.locator("#keys-help").is_visible()
    stands_well(clerk)
    press("Escape")
    press("j")
    press("j")
    press("k")
    press("j")
    with clerk.page.expect_navigation():
        press("Enter")
    assert clerk.page.url.endswith("/hospital/cases/c02")
    clerk.goes("/hospital/cases")
    press("/")
    clerk.page.keyboard.type("c60")
    with clerk.page.expect_navigation():
        press("Enter")
    expect(clerk.page.locator("tbody tr")).to_have_count(1)
    clerk.goes("/hospital/new")
    with clerk.page.expect_navigation():
        press("s")
    stands_well(clerk)  # nothing was said of it: it is asked whether that is meant
    assert clerk.page.url.endswith("/hospital/new")
    clerk.fills("text", "等候两小时")
    press("Escape")
    with clerk.page.expect_navigation():
        press("s")
    assert "/hospital/cases/" in clerk.page.url


MORNING = "2012-11-26"
CLOSING = ("archive", "report", "publish", "feed-back", "notify", "survey")


def _ticks(person: Person, *steps: str) -> None:
    for step in steps:
        person.page.locator(f"input[name=step][value={step}]").check()


def _new_case(clerk: Person, lang: Lang, who: str, steps: tuple[str, ...], cells: dict[str, str], text: str) -> str:
    """Enters somebody's complaint with steps, by the page for one more, and gives its id."""
    clerk.fills("date", MORNING)
    clerk.fills("complainant", f"{who}某")
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
    for who in "赵钱孙李周吴":
        _new_case(clerk, lang, who, ("record", "answer", *CLOSING), at_once, "排队久")
    promised = {"against": "K01", "promise.due": "2012-12-01"}
    later = [_new_case(clerk, lang, who, ("record", "promise"), promised, "态度生硬") for who in "郑王冯"]
    grave = {"major": "yes", "against": "K01", "escalate.to": "leaders", "promise.due": "2012-12-10"}
    hard = _new_case(clerk, lang, "陈", ("record", "escalate", "promise"), grave, "术后感染")
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
    assert (clerk.forms, clerk.typed) == (22, 385)
