"""What a clerk is told of what was just entered: which steps on which case, which file, and with what reason."""

from __future__ import annotations

import re
from datetime import date

import httpx2
import pytest

from tests.web.conftest import ORIGIN, Browser, Site

PDF = b"%PDF-1.7\n%%EOF\n"


def told(page: str) -> str:
    """What a page says at its head of what was done, without its markup."""
    return re.sub("<[^>]+>", "", "".join(re.findall(r'<p role="status" class="made">(.*?)</p>', page, re.DOTALL)))


def taken(browser: Browser, address: str, steps: list[str], **cells: object) -> httpx2.Response:
    """Steps sent to a page that was looked at."""
    seen = re.search(r'name="seen" value="(\d+)"', browser.get(address.removesuffix("/steps")).text)
    form = {"form": browser.form, "seen": seen[1] if seen else "", "step": steps, **cells}
    return browser.client.post(address, data=form, headers={"origin": ORIGIN})


@pytest.mark.parametrize(("lang", "said"), [("en", "Entered “archive, publish”: c60"), ("zh", "已登记“归档、公示”：c60")])
@pytest.mark.parametrize("then", ["", "due"])
def test_the_steps_and_their_case_are_named(hospital: Site, lang: str, said: str, then: str) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.speaks(lang, "/hospital/cases")
    answer = taken(
        clerk,
        "/hospital/cases/c60/steps",
        ["archive", "publish"],
        then=then,
        **{"order-meant": "yes", "again-meant": "yes", "blank": "yes"},
    )
    assert answer.status_code == 303, answer.text
    assert told(clerk.get(answer.headers["location"]).text) == said
    other = hospital.signed_in("decider")
    assert "archive" not in told(other.get(answer.headers["location"]).text)  # he entered none


def test_steps_entered_by_another_are_nobody_else_s_news(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    assert told(clerk.get("/hospital/cases/c60?made=c60").text) == "Entered: c60"


@pytest.mark.parametrize(
    ("lang", "took", "empty"),
    [
        ("en", "The file was taken: 信 <b>.pdf (15 bytes)", "信 <b>.pdf: the file is empty"),
        ("zh", "已收下附件：信 <b>.pdf（15字节）", "信 <b>.pdf：文件是空的"),
    ],
)
def test_a_file_that_was_attached_is_said_and_an_empty_one_refused_as_that(
    hospital: Site, lang: str, took: str, empty: str
) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.speaks(lang, "/hospital/cases")
    answer = clerk.send("/hospital/cases/c60/attachments", "信 <b>.pdf", PDF)
    assert answer.headers["location"] == "/hospital/cases/c60?attached=1#attachments"
    page = clerk.get("/hospital/cases/c60?attached=1").text
    assert took.replace("<", "&lt;").replace(">", "&gt;") in told(page)
    assert "pdf" not in told(clerk.get("/hospital/cases/c60?attached=2").text)
    answer = clerk.send("/hospital/cases/c60/attachments", "信 <b>.pdf", b"")
    assert answer.status_code == 400
    (beside,) = re.findall(r'<p class="wrong" id="attach-file-wrong">(.*?)</p>', answer.text)
    assert empty.replace("<", "&lt;").replace(">", "&gt;") in beside
    assert "docx" not in beside


def test_what_was_entered_together_shows_its_reason(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    cells = {"case": ["c39", "c46"], "date": "2012-10-20", "reason": "逐件<核>过", "again-meant": "yes"}
    answer = taken(clerk, "/hospital/together?case=c39&case=c46", ["notify"], **cells)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    assert clerk.get(address).text.count("逐件&lt;核&gt;过") == 2
    found = clerk.get(address, accept="application/json").json()
    assert [one["reason"] for one in found["actions"]] == ["逐件<核>过"] * 2


def test_what_is_due_today_is_not_said_to_be_left_undone(hospital: Site) -> None:
    clerk, today = hospital.signed_in("clerk"), date.today().isoformat()
    clerk.get("/hospital/new?kind=complaint")
    cells = {"kind": "complaint", "unit": "D1", "date": today, "text": "entered today", "on-the-spot": "yes"}
    made = clerk.post("/hospital/new", **cells)
    page = clerk.get(made.headers["location"]).text
    waits = re.findall(r'<span class="day">([0-9-]+)</span></div></td><td[^>]*></td><td[^>]*>(.*?)</td>', page)
    assert waits == [(today, "pending")], page


def test_a_case_says_which_of_its_deadlines_cannot_be_judged(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new?kind=complaint")
    cells = {"kind": "complaint", "unit": "D1", "date": "1998-03-05", "text": "of long ago", "on-the-spot": "no"}
    made = clerk.post("/hospital/new", **cells, **{"day-meant": "yes"})
    page = clerk.get(made.headers["location"]).text
    assert "working days of 1998, which were never published" in page
    assert "this deadline is not judged" in page
