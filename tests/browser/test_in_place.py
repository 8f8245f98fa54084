"""Lists narrowed and progress told within the page: its address stays true, and without scripts it is as before."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import expect

from conduct.core.base.progress import doing
from conduct.core.base.words import Words
from conduct.door.deployment import Deployment
from conduct.web import jobs, weighing
from conduct.web.accounts import Accounts
from conduct.web.app import application
from conduct.web.rights import Grant
from conduct.web.serving import first_link, listening
from conduct.web.serving import served as serving
from conduct.web.settings import WebSettings
from conduct.web.store import accounts_path
from conduct.web.words import WORDS
from tests.browser.conftest import Person, Serving, Someone, account, served, signed_in, without_barriers

pytestmark = [pytest.mark.slow, pytest.mark.browser]
HOSTILE = """" hx-get="/sign-out" hx-trigger="load" x="<hx-partial hx-target="#main">gone</hx-partial><b hx-get="/x">b"""
OF_HOSPITAL = "&person=&of.major=&of.on-the-spot=&of.nature=&of.channel="
"""What of an address is asked for by what the hospital declares."""


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Serving]:
    """A hospital's reception desk on its sample, with a clerk."""
    for desk in served(tmp_path, "hospital", "en"):
        account(desk, "clerk", Grant("clerk", "hospital"))
        yield desk


def stays(person: Person) -> None:
    """Marks the page: whoever loads another loses it."""
    person.page.evaluate("window.stays = true")


def stayed(person: Person) -> bool:
    """Whether it is still the page that was marked."""
    return bool(person.page.evaluate("window.stays === true"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_list_is_narrowed_in_place_and_its_address_says_how(hospital: Serving, someone: Someone, scripts: bool) -> None:
    clerk = someone(hospital, scripts=scripts)
    signed_in(clerk, "clerk", "en")
    clerk.goes("/hospital/cases")
    rows, all_of_them = clerk.page.locator("main tbody tr"), clerk.page.locator("main tbody tr").count()
    if scripts:
        stays(clerk)
        clerk.page.locator("#state").select_option("overdue")
        clerk.page.wait_for_url("**/cases?*state=overdue*")
    else:
        clerk.page.locator("#state").select_option("overdue")
        clerk.sends("Search")
    expect(rows).not_to_have_count(all_of_them)
    narrowed, address = rows.all_inner_texts(), clerk.page.url
    assert narrowed
    assert address.endswith(f"/hospital/cases?q=&kind=&unit=&from=&to=&state=overdue&sort=entered{OF_HOSPITAL}"), address
    if scripts:
        assert stayed(clerk)
        assert clerk.page.locator("header input[name=back]").get_attribute("value") == address.removeprefix(clerk.address)
        assert without_barriers(clerk.page) == []
    clerk.page.goto(address)
    assert rows.all_inner_texts() == narrowed
    if scripts:
        clerk.page.locator("#q").fill("nobody says this")
        stays(clerk)
        clerk.page.keyboard.press("Enter")
        expect(clerk.page.locator("#list")).to_contain_text(WORDS["no-case"].said("en"))
        assert stayed(clerk)
        clerk.page.go_back()
        expect(rows).to_have_count(len(narrowed))
        assert clerk.page.url == address


def test_the_desk_is_narrowed_in_place_and_its_tiles_say_so(hospital: Serving, someone: Someone) -> None:
    clerk = someone(hospital)
    signed_in(clerk, "clerk", "en")
    clerk.goes("/hospital/desk")
    stays(clerk)
    clerk.page.locator("#state").select_option("overdue")
    expect(clerk.page.locator("#tiles a[aria-current]")).to_have_attribute("href", "/hospital/desk?state=overdue")
    assert clerk.page.url.endswith("/hospital/desk?unit=&state=overdue")
    assert stayed(clerk)
    assert {row.get_attribute("class") for row in clerk.page.locator("main tbody tr").all()} == {"overdue"}
    clerk.page.locator("input[name=case]").first.check()
    clerk.sends(WORDS["together"].said("en"))
    assert "/hospital/together?case=" in clerk.page.url


def test_a_session_that_ended_leads_to_the_sign_in_and_not_into_the_list(hospital: Serving, someone: Someone) -> None:
    clerk = someone(hospital)
    signed_in(clerk, "clerk", "en")
    clerk.goes("/hospital/cases")
    Accounts(accounts_path(hospital.ledger), WebSettings()).end_sessions("clerk")
    clerk.page.locator("#state").select_option("overdue")
    clerk.page.wait_for_url("**/sign-in")
    assert clerk.page.locator("#list, header").count() == 0


def test_what_is_no_page_of_ours_is_shown_as_it_is(hospital: Serving, someone: Someone) -> None:
    clerk = someone(hospital)
    signed_in(clerk, "clerk", "en")
    clerk.goes("/hospital/cases")
    clerk.page.route("**/cases?*", lambda route: route.fulfill(status=404, content_type="text/html", body="<h1>The proxy</h1>"))
    clerk.page.locator("#state").select_option("overdue")
    expect(clerk.page.locator("h1")).to_have_text("The proxy")
    assert "state=overdue" in clerk.page.url


def test_what_was_written_does_nothing_in_a_list_that_is_put_in_place(hospital: Serving, someone: Someone) -> None:
    with closing(sqlite3.connect(hospital.ledger)) as connection, connection:
        connection.execute("UPDATE hospital_incidents SET text = ?, complainant = ?", (HOSTILE, HOSTILE))
        connection.execute("UPDATE hospital_units SET name = ?", (HOSTILE,))
    clerk = someone(hospital)
    signed_in(clerk, "clerk", "en")
    clerk.goes("/hospital/cases")
    asked: list[str] = []
    clerk.page.on("request", lambda request: asked.append(request.url))
    clerk.page.locator("#state").select_option("overdue")
    clerk.page.wait_for_url("**/cases?*state=overdue*")
    expect(clerk.page.locator("#list tbody tr").first).to_contain_text('" hx-get="/sign-out"')
    clerk.page.wait_for_timeout(300)
    assert clerk.page.locator("[hx-get]").evaluate_all("all => all.map(one => one.id)") == ["narrow"]
    assert len(asked) == 1, asked
    assert clerk.page.locator("#list").count() == 1


@pytest.fixture
def head_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Serving, threading.Event]]:
    """The regulator of insurers, where what a reading changes is weighed until an event."""
    done = threading.Event()
    weigh = weighing.sensitivity

    def slowly(at: Deployment, period: str | None) -> object:
        with doing(Words("称量", "weighing"), 4, Words("种", "alternatives")) as more:
            more(1)
            done.wait(20)
        return weigh(at, period)

    monkeypatch.setattr(weighing, "sensitivity", slowly)
    monkeypatch.setattr(jobs, "PATIENCE", 0.05)
    for made in served(tmp_path, "insurance", "en"):
        account(made, "head", Grant("head", "insurance"))
    at, on = Deployment(tmp_path / "conduct.db", "insurance", {}, "en"), listening("127.0.0.1", 0)
    port = on.getsockname()[1]
    what = serving(at, "127.0.0.1", port)
    at.close()
    server = uvicorn.Server(uvicorn.Config(application(what), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([on],))
    thread.start()
    try:
        yield Serving(what.ledger, f"http://127.0.0.1:{port}", str(first_link(what))), done
    finally:
        done.set()
        server.should_exit = True
        thread.join(20)


@pytest.mark.parametrize("scripts", [True, False])
def test_how_far_a_piece_of_work_is_is_told_within_its_page(
    head_s: tuple[Serving, threading.Event], someone: Someone, scripts: bool
) -> None:
    site, done = head_s
    head = someone(site, scripts=scripts)
    signed_in(head, "head", "en")
    head.goes("/insurance/readings?period=2012")
    head.page.locator("main form[action$='/weigh'] button").click()
    head.page.wait_for_url("**/jobs/*")
    assert head.page.locator("head meta[http-equiv=refresh]").count() == (0 if scripts else 1)
    expect(head.page.locator("#progress")).to_contain_text("weighing, 25% (1 of 4 alternatives)")
    address = head.page.url
    if scripts:
        stays(head)
        head.page.evaluate("document.addEventListener('htmx:after:swap', () => { document.documentElement.lang = 'renewed' })")
        expect(head.page.locator("html")).to_have_attribute("lang", "renewed")
        head.page.evaluate("document.documentElement.lang = 'en'")
        assert head.page.locator("#progress").count() == 1
        assert without_barriers(head.page) == []
    done.set()
    began = time.monotonic()
    expect(head.page.locator("main h2").first).to_be_visible(timeout=15_000)
    assert time.monotonic() - began < 12
    assert head.page.url == address
    assert head.page.locator("#progress").count() == 0
    if scripts:
        assert stayed(head)
        assert head.page.title() != WORDS["job-running"].said("en")


@pytest.mark.parametrize("scripts", [True, False])
def test_who_enters_while_others_write_waits_on_a_page_that_leads_on_to_the_case(
    hospital: Serving, someone: Someone, scripts: bool
) -> None:
    clerk = someone(hospital, scripts=scripts)
    signed_in(clerk, "clerk", "en")
    clerk.goes("/hospital/new?kind=complaint")
    clerk.fills("unit", "D1")
    clerk.fills("text", "entered while others write")
    with closing(sqlite3.connect(hospital.ledger, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        clerk.page.locator("main form[action$='/new'] button").first.click()
        clerk.page.wait_for_url("**/sent/*")
        assert clerk.page.locator("head meta[http-equiv=refresh]").count() == (0 if scripts else 1)
        expect(clerk.page.locator("main")).to_contain_text(WORDS["sent-waits"].said("en"))
        assert not scripts or without_barriers(clerk.page) == []
        another.execute("ROLLBACK")
    clerk.page.wait_for_url("**/hospital/**")
    expect(clerk.page.locator("main")).to_contain_text("entered while others write")
