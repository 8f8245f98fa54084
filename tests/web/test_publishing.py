"""A period on its way to be published, from the pages alone: what is open, the draft, objections, the seal, the notice."""

from __future__ import annotations

import sqlite3
from io import BytesIO
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest

import conduct
from conduct.core.base.words import Lang
from conduct.web import documents, jobs, kept, publishing
from conduct.web.rights import Grant
from tests.hostile import MARKUP
from tests.web.conftest import Site
from tests.web.inert import acting, shown

from .publishing import PERIOD, RELEASED, REPORT, hidden, of_unit, sealed, with_settings


def test_a_draft_is_issued_objected_to_answered_and_sealed_and_a_later_run_replaces_it(insurance: Site) -> None:
    head, unit = insurance.signed_in("head"), insurance.signed_in("unit")
    draft = sealed(head, "draft", note="for objections until Friday")
    assert draft.startswith("/insurance/runs/d")
    page = head.get(draft).text
    assert "for objections until Friday" in page
    assert ("<dt>Issued</dt>" in page, "<dt>Sealed</dt>" in page) == (True, False)
    unit.get("/insurance/own/P05")
    case = of_unit(insurance)
    assert unit.post("/insurance/own/P05", incident=case, reason="answered on the day").status_code == 303

    page = head.get(f"/insurance/publishing?period={PERIOD}").text
    assert "1 unanswered" in page
    assert "answered on the day" in page
    assert "appeals that nobody has decided" in page
    answer = head.post(
        f"/insurance/publishing/answers/{case}", period=PERIOD, seen="0", upheld="yes", reason="it was", date="2012-12-31"
    )
    assert answer.status_code == 400, "a step was entered since"
    assert "Since you opened this page" in answer.text
    seen = hidden(page, "seen")
    cells = {"period": PERIOD, "seen": seen, "upheld": "yes", "reason": "it was in time"}
    form = page[page.index(f"/publishing/answers/{case}") :].split("</form>")[0]
    assert 'name="by"' not in form
    answer = head.post(f"/insurance/publishing/answers/{case}", **cells, by="Chief Wang")
    assert answer.status_code == 400, "an answer is signed by who gives it"
    assert "in one&#39;s own name (head called)" in answer.text
    assert head.post(f"/insurance/publishing/answers/{case}", **cells).status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert office.case(case).actions[-1]["by"] == "head called"
    page = head.get(f"/insurance/publishing?period={PERIOD}").text
    assert "0 unanswered" in page
    assert "it was in time" in page
    preview = f"/insurance/publishing/preview?period={PERIOD}"
    assert "Objections received since draft d1" in head.get(preview).text
    assert "Objections received" not in head.get(f"{preview}&as=draft").text, (
        "to a draft that is still to be drawn up there are none"
    )

    run = sealed(head, despite="it is due", note="as decided")
    page = head.get(run).text
    for said in ("it is due", "as decided", "head called", "It has not been replaced"):
        assert said in page
    number = run.rsplit("/", 1)[1]
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        kept = {one.number: one for one in office.runs().runs if not one.draft}
        assert kept[int(number)].claimed == "head called"
        office.record("incident", unit="P05", kind="late", date="2012-06-06")
    later = sealed(head, despite="one more")
    assert later != run
    assert f'It was replaced by <a href="{later}">' in head.get(run).text
    assert "It has not been replaced" in head.get(later).text


def test_what_is_open_is_sealed_with_a_reason_alone_and_only_as_it_was_looked_at(insurance: Site) -> None:
    head = insurance.signed_in("head")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        before = office.runs()
    page = head.get(f"/insurance/publishing?period={PERIOD}").text
    run = hidden(page, "run")
    answer = head.post("/insurance/publishing/seal", period=PERIOD, run=run)
    assert answer.status_code == 400
    assert "say why it is published all the same" in answer.text
    assert "--despite" not in answer.text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert office.runs() == before
        office.record("incident", unit="P05", kind="late", date="2012-06-06")
    for how in ("seal", "draft"):
        answer = head.post(
            f"/insurance/publishing/{how}", period=PERIOD, run=run, despite="all\r\nthe\tsame", **{"gaps-meant": "yes"}
        )
        assert answer.status_code == 400
        assert "another by now" in answer.text
        assert ">\nall\nthe\tsame</textarea>" in answer.text or how == "draft", "lines stay lines"
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert office.runs() == before


def test_what_keeps_a_period_from_being_assessed_is_said_on_the_page(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute("DELETE FROM insurance_measures WHERE unit = 'P05'")
    connection.close()
    head = insurance.signed_in("head")
    answer = head.get(f"/insurance/publishing?period={PERIOD}")
    assert answer.status_code == 400
    assert "P05" in answer.text
    assert 'name="period"' in answer.text
    assert head.get("/insurance/publishing?period=never").status_code == 400


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx", "html"])
def test_the_sealed_notice_is_had_in_four_formats_and_both_languages(insurance: Site, ending: str, lang: str) -> None:
    head = insurance.signed_in("head")
    page = head.get("/insurance/runs/1").text
    address = f"/insurance/runs/1/notice-1-{lang}.{ending}"
    assert f'href="{address}"' in page
    answer = head.get(address)
    assert answer.status_code == 200, answer.text
    assert f"notice-1-{lang}.{ending}" in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].startswith("attachment")
    begins = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>"}[ending]
    assert answer.content.lower().startswith(begins.lower())
    if ending == "docx":
        words = ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()
        assert ("通报" in words) == (lang == "zh") or lang == "en"
    assert head.get(address).content == answer.content
    for other in ("notice-2-en.html", "notice-1-fr.html", "notice-1-en.exe", "..%2fconduct.db"):
        assert head.get(f"/insurance/runs/1/{other}").status_code == 404


@pytest.mark.parametrize("asked", [True, False])
def test_who_decided_does_not_seal_where_the_office_asks_for_four_eyes(insurance: Site, tmp_path: Path, asked: bool) -> None:
    site = with_settings(insurance, tmp_path, f"[web]\nfour-eyes = {str(asked).lower()}\n")
    site.account("both", Grant("head", "insurance"), Grant("decider", "insurance"))
    both, case = site.signed_in("both"), of_unit(site)
    page = both.get(f"/insurance/cases/{case}").text
    taken = both.post(
        f"/insurance/cases/{case}/steps/withdraw", seen=hidden(page, "seen"), date="2012-12-31", reason="entered twice"
    )
    assert taken.status_code == 303, taken.text
    page = both.get(f"/insurance/publishing?period={PERIOD}").text
    answer = both.post("/insurance/publishing/seal", period=PERIOD, run=hidden(page, "run"), despite="as it is")
    if asked:
        assert answer.status_code == 400
        assert "somebody else must seal it" in answer.text
        assert sealed(site.signed_in("head"), despite="as it is")
    else:
        assert answer.status_code == 303


def test_the_public_reads_what_a_head_released_and_nothing_else(insurance: Site, tmp_path: Path) -> None:
    insurance = with_settings(insurance, tmp_path, REPORT)
    head, visitor = insurance.signed_in("head"), insurance.visitor()
    assert visitor.get("/notices/1").status_code == 200
    draft, run = sealed(head, "draft"), sealed(head, despite="as it is")
    number, drafted = run.rsplit("/", 1)[1], draft.rsplit("/", 1)[1]
    for closed in (number, drafted, "x"):
        assert visitor.get(f"/notices/{closed}").status_code == 404
        assert visitor.get(f"/notices/{closed}/notice-{closed}-en.html").status_code == 404
    assert f"/notices/{number}" not in visitor.get("/notices").text
    assert head.post(f"{draft}/release").status_code == 404
    head.get(run)
    assert head.post(f"{run}/release", **RELEASED).status_code == 303
    assert visitor.get(f"/notices/{number}").status_code == 200
    assert visitor.get(f"/notices/{number}/notice-{number}-en.html").status_code == 200
    assert f"/notices/{number}" in visitor.get("/notices?lang=en").text
    assert "已公开的通报" in visitor.get("/notices?lang=zh").text
    assert head.post(f"{run}/withhold", **{"withhold-meant": "yes"}).status_code == 303
    assert visitor.get(f"/notices/{number}").status_code == 404


def test_sealing_that_takes_long_is_told_of_on_a_page_of_its_own(insurance: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    head, waits, publish = insurance.signed_in("head"), Event(), publishing.publish

    def slowly(*given: object, **more: object) -> object:
        waits.wait(20)
        return publish(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "publish", slowly)
    monkeypatch.setattr(jobs, "PATIENCE", 0.05)
    address = sealed(head, despite="as it is")
    assert "/jobs/" in address
    assert 'http-equiv="refresh"' in head.get(address).text
    waits.set()
    while (answer := head.get(address)).status_code != 303:
        assert 'http-equiv="refresh"' in answer.text
    assert "as it is" in head.get(answer.headers["location"]).text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert max(office.runs().runs, key=lambda run: run.number or 0).claimed == "head called"


def test_a_document_that_takes_long_is_said_to_be_made_and_no_visitor_waits_behind_it(
    insurance: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, visitor, waits, made = insurance.signed_in("head"), insurance.visitor(), Event(), documents._made

    def slowly(*given: object) -> bytes:
        waits.wait(20)
        return made(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "_made", slowly)
    monkeypatch.setattr(kept, "FIRST_PATIENCE", 0.1)
    asked = ((head, "/insurance/runs/1/notice-1-en.html", 202), (visitor, "/notices/1/notice-1-zh.html", 503))
    for browser, address, status in asked:
        assert " download" not in browser.get(address.rpartition("/")[0]).text, "a page would be kept under the file's name"
        led = browser.get(address)
        assert (led.status_code, led.headers["location"]) == (303, f"{address}?waiting=1"), "no page under the file's address"
        waiting = browser.get(led.headers["location"])
        assert waiting.status_code == status
        assert "content-disposition" not in waiting.headers
        assert f'<meta http-equiv="refresh" content="2; url={address}?waiting=1">' in waiting.text, "it asks again by itself"
    assert head.get("/insurance/runs/1/notice-1-en.html", accept="application/json").status_code == 202
    assert visitor.get("/notices/1/notice-1-zh.html", accept="application/json").status_code == 503
    waits.set()
    monkeypatch.setattr(kept, "FIRST_PATIENCE", 60.0)
    for browser, address, _ in asked:
        ready = browser.get(f"{address}?waiting=1")
        assert (ready.status_code, "content-disposition" in ready.headers) == (200, False)
        assert f'<meta http-equiv="refresh" content="0; url={address}">' in ready.text
        assert browser.get(address).headers["content-disposition"].startswith("attachment")
    assert head.get("/insurance/runs/1/notice-1-en.html").status_code == 200
    assert visitor.get("/notices/1/notice-1-en.html").status_code == 200


def test_why_a_notice_cannot_be_made_is_no_visitor_s_to_read(insurance: Site, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute("UPDATE insurance_incidents SET kind = 'gone' WHERE unit = 'P05'")
    connection.close()
    address = "notice-1-en.html"
    answer = insurance.visitor().get(f"/notices/1/{address}?lang=en")
    assert answer.status_code == 503
    assert "ask the office" in answer.text
    assert str(insurance.ledger.parent) not in answer.text
    assert "run 1" in capsys.readouterr().err
    told = insurance.signed_in("head").get(f"/insurance/runs/1/{address}")
    assert told.status_code == 400
    assert "run 1" in shown(told.text)


@pytest.mark.parametrize("role", ["clerk", "decider", "auditor", "unit"])
def test_nobody_but_a_head_prepares_seals_or_releases(insurance: Site, role: str) -> None:
    other = insurance.signed_in(role)
    for address in ("/insurance/publishing", "/insurance/runs/1"):
        assert (other.get(address).status_code == 200) == (role in ("decider", "auditor") and address.endswith("1"))
    for form in ("publishing/seal", "publishing/draft", "runs/1/release", "runs/1/withhold", "publishing/answers/x07"):
        assert other.post(f"/insurance/{form}", period=PERIOD, run="x").status_code == 404


def test_a_head_of_some_units_alone_seals_nothing_and_reads_no_notice_of_all(insurance: Site) -> None:
    insurance.account("of-one", Grant("head", "insurance", "P05"))
    head = insurance.signed_in("of-one")
    for address in ("publishing", "runs", "runs/1", "runs/1/notice-1-en.html"):
        assert head.get(f"/insurance/{address}").status_code == 404
    head.get("/insurance/board")
    for form in ("publishing/seal", "publishing/draft", "runs/1/release"):
        assert head.post(f"/insurance/{form}", period=PERIOD, run="x").status_code == 404


def test_hostile_notes_and_reasons_come_out_literally(insurance: Site) -> None:
    head, unit, case = insurance.signed_in("head"), insurance.signed_in("unit"), of_unit(insurance)
    text = "".join(" ".join(MARKUP.values()).split("\0"))
    draft = sealed(head, "draft", note=text)
    unit.get("/insurance/own/P05")
    assert unit.post("/insurance/own/P05", incident=case, reason=text).status_code == 303
    preparing = f"/insurance/publishing?period={PERIOD}"
    for one in MARKUP.values():
        assert " ".join(one.split()) in shown(head.get(preparing).text), one
    for address in (preparing, sealed(head, despite=text, note=text), draft, "/insurance/runs"):
        assert acting(head.get(address).text) == []


def test_each_unit_s_letter_and_all_of_them_in_one_file_are_had_of_a_draft(insurance: Site) -> None:
    head = insurance.signed_in("head")
    run = sealed(head, "draft")
    number = run.rsplit("/", 1)[1]
    page = head.get(run).text
    one, every = f"{run}/letters/P05/letter-{number}-en.html", f"{run}/letters/letters-{number}-en-html.zip"
    assert (one in page, every in page) == (True, True)
    letter = head.get(one)
    assert "attachment" in letter.headers["content-disposition"]
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        units = office.assess(PERIOD, record=False).units
        (name,) = [unit.name for unit in units if unit.unit == "P05"]
    assert name in letter.text
    with ZipFile(BytesIO(head.get(every).content)) as archive:
        assert len(archive.namelist()) == len(units)
        assert name in archive.read("P05.html").decode()
    assert head.get(f"{run}/letters/none/letter-{number}-en.html").status_code == 404
    assert head.get(f"{run}/letters/P05/letter-{number}-en.exe").status_code == 404
    insurance.account("some", Grant("head", "insurance", "P05"))
    for other in ("unit", "clerk", "some"):
        asks = insurance.signed_in(other)
        assert [asks.get(address).status_code for address in (one, every)] == [404, 404], other


def test_a_notice_is_seen_before_it_is_sealed_and_until_when_to_object(insurance: Site, tmp_path: Path) -> None:
    until = "请于2013年2月1日前书面提出。"
    site = with_settings(insurance, tmp_path, f'{REPORT}objections = "{until}"\n')
    head = site.signed_in("head")
    head.post("/language", back="/")
    with conduct.open(site.ledger, "insurance", lang="en") as office:
        before = office.verify().head
    preview = f"/insurance/publishing/preview?period={PERIOD}"
    assert until in head.get(f"/insurance/publishing?period={PERIOD}").text
    drafted, whole = head.get(f"{preview}&as=draft").text, head.get(preview).text
    assert ("监管局" in whole, "征求意见稿" in whole, until.rstrip("。") in whole) == (True, False, False)
    assert ("征求意见稿" in drafted, until.rstrip("。") in drafted) == (True, True)
    assert "（d1）" in drafted
    asked = head.client.get(preview, headers={"accept": "application/json"}).json()
    assert (asked["office"], asked["draft"], bool(asked["notice"])) == ("监管局", False, True)
    with conduct.open(site.ledger, "insurance", lang="en") as office:
        assert office.verify().head == before, "nothing is sealed"
    run = sealed(head, "draft")
    assert until in head.get(run).text
    unit = site.signed_in("unit")
    unit.post("/language", back="/")
    assert until.rstrip("。") in unit.get(f"/insurance/own/P05?period={PERIOD}").text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_document_says_where_anybody_checks_its_code_where_the_office_serves_that(
    insurance: Site, tmp_path: Path, lang: Lang
) -> None:
    pages, config = "https://pages.example.org", tmp_path / "served.toml"
    config.write_text(f'{REPORT}[web]\naddress = "{pages}"\n', encoding="utf-8")
    with conduct.open(insurance.ledger, "insurance", lang=lang, config=config) as office:
        office.report(tmp_path / "a.html", run=1)
        assert f"{pages}/check" in (tmp_path / "a.html").read_text(encoding="utf-8")
        (checked,) = [office.verify(tmp_path / "a.html").file]
        assert checked is not None
        assert checked.differences == ()
        forged = (tmp_path / "a.html").read_text(encoding="utf-8").replace("pages.example.org", "other.example.org")
        (tmp_path / "b.html").write_text(forged, encoding="utf-8")
        again = office.verify(tmp_path / "b.html").file
        assert again is not None
        assert any("other.example.org" in str(one.printed) for one in again.differences), (
            "another address is none of the office's"
        )
    with conduct.open(insurance.ledger, "insurance", lang=lang) as office:
        office.report(tmp_path / "c.html", run=1)
        assert "/check" not in (tmp_path / "c.html").read_text(encoding="utf-8")
