"""What is sent while others write: whoever sent it waits on a page that leads on to the answer, and nothing of it is lost."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import httpx2
import pytest

from conduct.web import awaited
from tests.web.conftest import ORIGIN, Browser, Site
from tests.web.test_programs import JSON

NEW = {"kind": "late", "unit": "P05", "date": "2012-05-05", "text": "entered while others write"}


@contextmanager
def another_writes(site: Site) -> Iterator[None]:
    """While somebody else holds the ledger for writing."""
    connection = sqlite3.connect(site.ledger, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def incidents(site: Site) -> int:
    """How many cases there are."""
    with sqlite3.connect(site.ledger) as facts:
        (n,) = facts.execute("SELECT count(*) FROM insurance_incidents").fetchone()
    facts.close()
    return int(n)


def in_time(browser: Browser, address: str) -> httpx2.Response:
    """What a page of progress leads to."""
    until = time.monotonic() + 120
    while (answer := browser.get(address)).status_code == 202 and time.monotonic() < until:
        time.sleep(0.1)
    return answer


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long before he is led to a page of progress."""
    monkeypatch.setattr(awaited, "PATIENCE", 0.1)


def fields(clerk: Browser) -> dict[str, str]:
    """A new case as the form has it."""
    clerk.get("/insurance/new?kind=late")
    return NEW


@pytest.mark.usefixtures("impatient")
def test_who_enters_while_another_writes_is_led_to_a_page_and_on_to_what_was_entered(insurance: Site) -> None:
    clerk, before = insurance.signed_in("clerk"), incidents(insurance)
    cells = fields(clerk)
    with another_writes(insurance):
        answer = clerk.post("/insurance/new", **cells)
        page = answer.headers.get("location", "")
        assert (answer.status_code, page.startswith("/sent/")) == (303, True), answer.text
        waits = clerk.get(page)
        assert (waits.status_code, waits.headers["retry-after"]) == (202, "2")
        assert "Nothing is lost; wait here, and do not send it again" in waits.text
        assert incidents(insurance) == before
        assert clerk.get("/insurance/desk").status_code == 200, "pages go on"
    answer = in_time(clerk, page)
    assert (answer.status_code, answer.headers["location"].startswith("/insurance/")) == (303, True)
    assert incidents(insurance) == before + 1
    assert clerk.get(page).headers["location"] == answer.headers["location"], "the page may be loaded again"
    assert incidents(insurance) == before + 1


@pytest.mark.usefixtures("impatient")
def test_what_was_wrong_with_what_was_sent_stands_on_the_page_with_all_that_was_filled_in(insurance: Site) -> None:
    clerk, before = insurance.signed_in("clerk"), incidents(insurance)
    cells = {**fields(clerk), "unit": "NOBODY"}
    with another_writes(insurance):
        page = clerk.post("/insurance/new", **cells).headers["location"]
    answer = in_time(clerk, page)
    assert (answer.status_code, "entered while others write" in answer.text) == (400, True), answer.text
    assert incidents(insurance) == before


@pytest.mark.usefixtures("impatient")
def test_nobody_else_is_told_what_was_sent_and_a_page_that_is_gone_says_what_to_do(insurance: Site) -> None:
    clerk, head = insurance.signed_in("clerk"), insurance.signed_in("head")
    cells = fields(clerk)
    with another_writes(insurance):
        page = clerk.post("/insurance/new", **cells).headers["location"]
        for other in (head.get(page), clerk.get("/sent/another"), clerk.client.get(page, headers=JSON)):
            assert other.status_code == 404
        assert "if it was not, send it again" in head.get(page).text
        assert insurance.visitor().get(page).headers["location"] == "/sign-in"
    assert in_time(clerk, page).status_code == 303


@pytest.mark.usefixtures("impatient")
def test_a_program_waits_for_its_answer(insurance: Site) -> None:
    clerk, before = insurance.signed_in("clerk"), incidents(insurance)
    found: list[httpx2.Response] = []
    headers, cells = {**JSON, "origin": ORIGIN}, {"form": clerk.form, **NEW}

    def send() -> None:
        found.append(clerk.client.post("/insurance/new", data=cells, headers=headers))

    with another_writes(insurance):
        sending = Thread(target=send)
        sending.start()
        sending.join(1.0)
        assert sending.is_alive()
    sending.join(120)
    assert (found[0].status_code, incidents(insurance)) == (201, before + 1), found[0].text


def test_a_file_that_takes_long_is_told_of_on_a_page_and_then_what_came_of_it(
    insurance: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awaited, "PATIENCE", 0.0)
    clerk, before = insurance.signed_in("clerk"), incidents(insurance)
    clerk.get("/insurance/load")
    good = b"incident,unit,kind,date\nn1,P05,late,2012-05-05\n"
    page = clerk.send("/insurance/load", "incidents.csv", good).headers["location"]
    answer = in_time(clerk, page)
    assert (answer.status_code, incidents(insurance)) == (200, before + 1)
    wrong = clerk.send("/insurance/load", "incidents.csv", good.replace(b"n1,P05", b"n2,NOBODY")).headers["location"]
    answer = in_time(clerk, wrong)
    assert (answer.status_code, "NOBODY" in answer.text) == (400, True)
    clerk.speaks("zh", "/insurance/load")
    assert clerk.get(wrong).status_code == 400
