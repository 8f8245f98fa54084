"""Signing in: by a password that was set by a link, for as long as the session lasts; and what keeps forms from others."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.web.rights import Grant
from conduct.web.serving import first_link, served
from tests.web.conftest import ORIGIN, PASSWORD, Site, site_on


def test_the_first_account_is_made_ready_by_a_link_that_is_good_once(tmp_path: Path) -> None:
    at = Deployment(tmp_path / "conduct.db", "hospital", {}, "en")
    Office(at).init()
    what = served(at, "127.0.0.1", 8000)
    site = site_on(tmp_path / "conduct.db", "hospital")
    link = first_link(what)
    assert link is not None
    path = link.removeprefix(ORIGIN)
    browser = site.visitor()
    assert browser.get(path).status_code == 200
    assert "10" in browser.post(path, password="short", again="short").text
    assert browser.post(path, password="long enough 1", again="long enough 2").status_code == 400
    assert browser.post(path, password="long enough 1", again="long enough 1").status_code == 303
    assert browser.get("/hospital/desk").status_code == 200
    for again in (browser, site.visitor()):
        page = again.get(path)
        assert (page.status_code, 'href="/sign-in"' in page.text, "just set the password" in page.text) == (404, True, True)
        assert again.post(path, password="long enough 3", again="long enough 3").status_code in (403, 404)
    assert first_link(what) is None


def test_a_page_that_is_not_there_leads_to_the_start(hospital: Site) -> None:
    for browser in (hospital.visitor(), hospital.signed_in("clerk")):
        for address in ("/no-such", "/hospital/cases/none"):
            page = browser.get(address)
            assert page.status_code == 303 or (page.status_code, '<a href="/">' in page.text) == (404, True), address


def test_the_file_of_accounts_is_closed_to_others_and_holds_no_secret(hospital: Site) -> None:
    browser = hospital.signed_in("clerk")
    path = hospital.ledger.with_name("hospital.web.db")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    with sqlite3.connect(path) as connection:
        held = "\n".join(connection.iterdump())
    connection.close()
    (word,) = (cookie.value for cookie in browser.client.cookies.jar)
    assert word is not None
    assert word not in held
    assert PASSWORD not in held
    assert "$argon2id$" in held


@pytest.mark.parametrize(
    ("name", "password"), [("clerk", "another password"), ("nobody at all", PASSWORD), ("clerk", ""), ("", "")]
)
def test_a_wrong_name_and_a_wrong_password_are_told_alike(hospital: Site, name: str, password: str) -> None:
    answer = hospital.visitor().post("/sign-in", name=name, password=password)
    assert answer.status_code == 403
    assert "The account or the password is wrong" in answer.text
    assert not answer.headers.get_list("set-cookie")


def test_ten_wrong_passwords_are_the_last_for_a_while(hospital: Site) -> None:
    visitor = hospital.visitor()
    for _ in range(10):
        assert visitor.post("/sign-in", name="clerk", password="wrong password").status_code == 403
    answer = visitor.post("/sign-in", name="clerk", password=PASSWORD)
    assert answer.status_code == 429
    assert "try again in 15 minutes" in answer.text


def test_an_office_that_signs_in_at_once_from_one_address_is_not_refused(hospital: Site) -> None:
    hospital.account("many", Grant("clerk", "hospital"))
    began = Barrier(15)

    def sign_in(_: int) -> int:
        began.wait()
        return hospital.visitor().post("/sign-in", name="many", password=PASSWORD).status_code

    with ThreadPoolExecutor(15) as people:
        assert list(people.map(sign_in, range(15))) == [303] * 15


def test_a_session_ends_when_it_is_signed_out_when_a_role_is_taken_and_when_the_account_ends(hospital: Site) -> None:
    accounts = hospital.accounts
    out, taken, ended = (hospital.signed_in(one) for one in ("clerk", "decider", "auditor"))
    stolen = hospital.visitor()
    stolen.client.cookies.update(out.client.cookies)
    assert stolen.get("/hospital/desk").status_code == 200
    assert out.post("/sign-out").status_code == 303
    assert stolen.get("/hospital/desk").headers["location"] == "/sign-in"
    accounts.take("decider", Grant("decider", "hospital"))  # type: ignore[attr-defined]
    accounts.end("auditor")  # type: ignore[attr-defined]
    for browser in (taken, ended):
        assert browser.get("/hospital/desk").headers["location"] == "/sign-in"
    assert hospital.visitor().post("/sign-in", name="auditor", password=PASSWORD).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.invalid"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"origin": ORIGIN + "1"}]
)
def test_a_form_from_another_site_is_refused(hospital: Site, headers: dict[str, str]) -> None:
    browser = hospital.signed_in("clerk")
    cells = {"form": browser.form, "kind": "complaint", "unit": "D1"}
    assert browser.client.post("/hospital/new", data=cells, headers=headers).status_code == 403
    assert browser.client.post("/sign-in", data={"name": "clerk", "password": PASSWORD}, headers=headers).status_code == 403


@pytest.mark.parametrize("form", ["", "x", "0" * 43])
def test_a_form_without_the_session_s_word_is_refused(hospital: Site, form: str) -> None:
    browser = hospital.signed_in("clerk")
    answer = browser.client.post("/hospital/new", data={"form": form, "kind": "complaint"}, headers={"origin": ORIGIN})
    assert answer.status_code == 403
    other = hospital.signed_in("decider")
    answer = browser.client.post("/hospital/new", data={"form": other.form}, headers={"origin": ORIGIN})
    assert answer.status_code == 403


def test_another_name_of_the_host_is_not_answered(hospital: Site) -> None:
    assert hospital.visitor().client.get("/sign-in", headers={"host": "evil.invalid"}).status_code == 421


def test_every_answer_has_the_headers_that_keep_it_safe(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    for answer in (
        clerk.get("/hospital/desk"),
        clerk.get("/nowhere"),
        clerk.post("/hospital/new", form="x"),
        clerk.get("/static/x"),
    ):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(r"<script(?![^>]* src=)|style=|<style| on[a-z]+=", answer.text)


def test_the_language_is_changed_on_the_page_and_no_page_of_others_follows(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    assert "待办" not in clerk.get("/hospital/desk").text
    assert clerk.post("/language", back="/hospital/cases?q=a").headers["location"] == "/hospital/cases?q=a"
    assert "待办" in clerk.get("/hospital/desk").text
    for elsewhere in ("http://evil.invalid/", "//evil.invalid", "/\\evil.invalid", "javascript:alert(1)", "\t//evil.invalid", ""):
        assert clerk.post("/language", back=elsewhere).headers["location"] == "/"
