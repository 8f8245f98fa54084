"""What is put in place within a page by htmx: where it comes from, and that nobody is led, or leads, anywhere by it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib.resources import files

import pytest

from conduct.web.app import HTMX
from tests.web.conftest import Site
from tests.web.inert import acting

HOSTILE = (
    """" hx-get="/sign-out" data-hx-post="/x" x="<hx-partial hx-target="#main">gone</hx-partial><b hx-on:click="alert(1)">b"""
)
WITHIN = {"HX-Request": "true"}


def test_htmx_comes_with_the_package_and_its_licence_and_is_kept_by_its_version(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    (address,) = re.findall(r'<script src="(/static/htmx[^"]+)" defer>', clerk.get("/hospital/cases").text)
    assert address == f"/static/{HTMX}"
    answer = hospital.visitor().get(address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "max-age=31536000, immutable")
    (version,) = re.findall(r"htmx-([0-9.]+)\.min\.js", address)
    assert f'"{version}"' in answer.text or f"'{version}'" in answer.text
    assert "Zero-Clause BSD" in files("conduct.web").joinpath("static", "htmx.LICENSE").read_text(encoding="utf-8")


def test_a_page_without_lists_or_progress_loads_none_of_it(hospital: Site) -> None:
    assert "htmx" not in hospital.signed_in("clerk").get("/hospital/new").text


@pytest.mark.parametrize("address", ["/hospital/cases?state=overdue", "/hospital/desk"])
def test_whoever_asks_within_a_page_and_is_signed_in_no_more_goes_to_sign_in_as_a_whole(hospital: Site, address: str) -> None:
    clerk = hospital.signed_in("clerk")
    assert 'id="list"' in clerk.get(address, **WITHIN).text
    hospital.accounts.end_sessions("clerk")
    answer = clerk.get(address, **WITHIN)
    assert (answer.status_code, answer.headers["hx-redirect"], answer.content) == (204, "/sign-in", b"")
    answer = clerk.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_what_is_asked_for_within_a_page_is_anybody_s_as_far_as_the_page_is(hospital: Site) -> None:
    answer = hospital.signed_in("nobody").get("/hospital/cases", **WITHIN)
    assert (answer.status_code, "There is no such page" in answer.text) == (404, True)


def test_texts_that_were_written_ask_for_nothing(hospital: Site) -> None:
    with closing(sqlite3.connect(hospital.ledger)) as connection, connection:
        connection.execute("UPDATE hospital_incidents SET text = ?, complainant = ?", (HOSTILE, HOSTILE))
        connection.execute("UPDATE hospital_units SET name = ?", (HOSTILE,))
    clerk = hospital.signed_in("clerk")
    for address in ("/hospital/cases", "/hospital/cases?q=%22+hx-get%3D%22%2Fsign-out", "/hospital/desk", "/hospital/cases/c60"):
        page = clerk.get(address).text
        assert "hx-get=&#34;/sign-out" in page
        assert acting(page) == [], address
    assert acting(f'<b hx-get="/x">{HOSTILE}</b>') != []
