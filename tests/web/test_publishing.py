"""A period on its way to be published, from the pages alone: what is open, the draft, objections, the seal, the notice."""

from __future__ import annotations

import html
import re
import sqlite3
from io import BytesIO
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest

import conduct
from conduct.core.base.words import Lang
from conduct.door.deployment import Deployment
from conduct.web import documents, jobs, kept, publishing
from conduct.web.app import application
from conduct.web.rights import Grant
from conduct.web.serving import served
from tests.hostile import MARKUP
from tests.web.conftest import Browser, Site
from tests.web.inert import acting, shown

PERIOD = "2012"
PUBLISHING = f"/insurance/publishing?period={PERIOD}"
RELEASED = {"release-meant": "yes"}
WHOLE = {"office": "省办", "number": "A〔2012〕1号", "to": "各公司", "date": "2012-12-31"}


def hidden(page: str, name: str) -> str:
    """What a hidden cell of a form holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])


def sealed(head: Browser, how: str = "seal", **cells: str) -> str:
    """Seals the period as it stands, and gives the address of the run."""
    page = head.get(f"/insurance/publishing?period={PERIOD}").text
    cells = {**({"gaps-meant": "yes"} if how == "draft" else {}), **cells}
    answer = head.post(f"/insurance/publishing/{how}", period=PERIOD, run=hidden(page, "run"), **cells)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def of_unit(site: Site, unit: str = "P05") -> str:
    """An incident of the period about a unit."""
    with sqlite3.connect(site.ledger) as connection:
        query = "SELECT incident FROM insurance_incidents WHERE unit = ? AND date LIKE '2012%' ORDER BY date LIMIT 1"
        (found,) = connection.execute(query, (unit,)).fetchone()
    connection.close()
    return str(found)


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


def with_settings(site: Site, folder: Path, settings: str) -> Site:
    """The same site, served with a configuration."""
    config = folder / "conduct.toml"
    config.write_text(settings, encoding="utf-8")
    at = Deployment(site.ledger, site.sector, config, "en")
    what = served(at, "127.0.0.1", 8000)
    at.close()
    return Site(site.ledger, site.sector, application(what), what.accounts)


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


REPORT = """[report]
office = "监管局"
number = "监发〔2013〕1号"
to = "各公司"
date = "2013-01-05"
"""


def test_gaps_are_said_of_a_sealed_notice_filled_in_on_its_page_and_nothing_with_gaps_is_released(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.post("/language", back="/")
    draft, seal = head.get(f"/insurance/publishing?period={PERIOD}").text.split('id="seal"')
    for what in ("发文机关", "发文字号", "主送机关", "成文日期"):
        assert (f">{what}" in draft, f">{what}" in seal) == (True, True), what
    assert (">提出异议的期限和方式" in draft, ">提出异议的期限和方式" in seal) == (True, True), "the letters to the units say it"
    run = sealed(head, despite="到期", office="省保险行业信访办公室", number="苏保信〔2012〕5号", to="各公司")
    page = head.get(run).text
    assert "待填之处：成文日期。" in page
    assert f"{run}/release" not in page
    answer = head.post(f"{run}/release")
    assert (answer.status_code, "成文日期；请在“公文要素”中填写" in answer.text) == (400, True)
    assert '<h2 id="standing">' in answer.text, "on the run's own page"
    assert insurance.visitor().get(f"/notices/{run.rsplit('/', 1)[1]}").status_code == 404
    assert head.post(f"{run}/letterhead", date="2012-13-31").status_code == 400
    assert head.post(f"{run}/letterhead", date="2012-12-31", objections="十日内").status_code == 303
    assert "待填之处：" not in head.get(run).text
    assert head.post(f"{run}/release", **RELEASED).status_code == 303
    notice = insurance.visitor().get(f"/notices/{run.rsplit('/', 1)[1]}/notice-{run.rsplit('/', 1)[1]}-zh.html").text
    assert all(said in notice for said in ("苏保信〔2012〕5号", "各公司", "2012年12月31日"))


def test_what_is_said_on_a_run_stands_when_the_settings_change_and_its_number_is_no_other_runs(
    insurance: Site, tmp_path: Path
) -> None:
    first = with_settings(insurance, tmp_path, REPORT)
    head = first.signed_in("head")
    seen = dict(re.findall(r'id="seal-(number|date|office|to)"[^>]* value="([^"]*)"', head.get(PUBLISHING).text))
    assert all(seen.values()), "the settings are offered"
    run = sealed(head, despite="as it is", **seen)
    assert f'value="{seen["number"]}"' in head.get(run).text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("incident", unit="P05", kind="late", date="2012-05-05")
    again = head.get(PUBLISHING).text
    assert f'value="{seen["number"]}"' not in again.split('id="seal"')[1], "the number belongs to the notice that has it"
    answer = head.post("/insurance/publishing/seal", period=PERIOD, run=hidden(again, "run"), despite="x", number=seen["number"])
    assert answer.status_code == 400
    assert 'id="seal-number-wrong"' in answer.text
    other = with_settings(first, tmp_path, REPORT.replace(seen["number"], "X〔2026〕9号").replace(seen["office"], "Elsewhere"))
    shown = other.signed_in("head").get(run).text
    assert (seen["number"] in shown, seen["office"] in shown, "Elsewhere" in shown) == (True, True, False)
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        made = office.report(tmp_path / "n.html", run=run.rsplit("/", 1)[1])
    assert seen["number"] in (tmp_path / "n.html").read_text(encoding="utf-8")
    assert made.documents[0].gaps == ()


def test_who_writes_and_to_whom_is_offered_again_and_the_number_and_the_days_are_not(insurance: Site) -> None:
    head = insurance.signed_in("head")
    sealed(head, "draft", office="省办", to="各公司", number="A〔2012〕1号", date="2012-12-31", objections="十日内")
    seal = head.get(PUBLISHING).text.split('id="seal"')[1]
    assert [f'value="{said}"' in seal for said in ("省办", "各公司", "A〔2012〕1号", "2012-12-31")] == [True, True, False, False]


@pytest.mark.parametrize("typed", ["A〔2012〕1号", "A[2012]１号", "a【2012】 1号"])
def test_a_number_is_one_documents_however_it_is_typed_a_drafts_too(insurance: Site, typed: str) -> None:
    head = insurance.signed_in("head")
    sealed(head, "draft", number="A〔2012〕1号")
    run = hidden(head.get(PUBLISHING).text, "run")
    answer = head.post("/insurance/publishing/seal", period=PERIOD, run=run, despite="x", number=typed)
    assert (answer.status_code, 'id="seal-number-wrong"' in answer.text) == (400, True)


def test_a_draft_with_gaps_is_issued_once_they_are_meant(insurance: Site) -> None:
    head = insurance.signed_in("head")
    run = hidden(head.get(PUBLISHING).text, "run")
    answer = head.post("/insurance/publishing/draft", period=PERIOD, run=run, office="省办")
    assert answer.status_code == 400
    assert "the draft still has gaps: number, addressee, date, until when and how to object;" in answer.text
    assert ('value="省办"' in answer.text, 'name="gaps-meant"' in answer.text) == (True, True)
    head.form = hidden(answer.text, "form")
    meant = {**WHOLE, "objections": "十日内", "gaps-meant": "yes"}
    assert head.post("/insurance/publishing/draft", period=PERIOD, run=run, **meant).status_code == 303, "he is asked once"


def test_what_others_read_at_once_is_done_when_a_person_says_twice_that_he_means_it(insurance: Site) -> None:
    head, visitor = insurance.signed_in("head"), insurance.visitor()

    def asks(address: str, act: str, **cells: str) -> str:
        """Does it: at the first time it is only asked about, and the page has the box."""
        assert f'name="{act}-meant"' not in head.get(PUBLISHING if "publishing" in address else address.rpartition("/")[0]).text
        with sqlite3.connect(insurance.ledger) as connection:
            (before,) = connection.execute("SELECT count(*) FROM batches").fetchone()
            answer = head.post(address, **cells)
            assert (answer.status_code, answer.text.count(f'name="{act}-meant"')) == (400, 1), act
            assert connection.execute("SELECT count(*) FROM batches").fetchone() == (before,), act
        connection.close()
        done = head.post(address, **cells, **{f"{act}-meant": "yes"})
        assert done.status_code == 303, done.text
        return str(done.headers["location"])

    page = head.get(PUBLISHING).text
    asks("/insurance/publishing/draft", "issue", period=PERIOD, run=hidden(page, "run"), **WHOLE, objections="十日内")
    run = sealed(head, despite="x", **{**WHOLE, "number": "A〔2012〕2号"})
    notice = f"/notices/{run.rpartition('/')[2]}"
    assert visitor.get(notice).status_code == 404
    asks(f"{run}/release", "release")
    assert visitor.get(notice).status_code == 200
    asks(f"{run}/withhold", "withhold")
    assert visitor.get(notice).status_code == 404


@pytest.mark.parametrize("how", ["draft", "seal"])
def test_a_day_that_does_not_agree_with_the_others_is_asked_about_as_it_is_sealed_and_after(insurance: Site, how: str) -> None:
    head = insurance.signed_in("head")
    cells = {"period": PERIOD, "run": hidden(head.get(PUBLISHING).text, "run"), **WHOLE, "objections": "十日内"}
    cells |= {"despite": "x"} if how == "seal" else {}
    for day, said in (("2012-12-30", "before 2012-12-31, up to which its facts are"), ("2999-01-01", "after today")):
        answer = head.post(f"/insurance/publishing/{how}", **{**cells, "date": day})
        form, other = (part in answer.text for part in (f'id="{how}-date-wrong"', 'id="draft-date-wrong"'))
        assert (answer.status_code, form, other) == (400, True, how == "draft")
        assert (f"dated {day}, {said}" in answer.text, answer.text.count('name="day-meant"')) == (True, 1)
    done = head.post(f"/insurance/publishing/{how}", **{**cells, "date": "2012-12-30", "day-meant": "yes"})
    assert done.status_code == 303, done.text
    run = done.headers["location"]
    assert head.post(f"{run}/letterhead", number="A〔2012〕7号", reason="x", date="2012-12-30").status_code == 303, "as it stood"
    asked = head.post(f"{run}/letterhead", reason="x", date="2012-12-29", printed="2012-12-28")
    assert (asked.status_code, asked.text.count('name="day-meant"')) == (400, 1)
    assert ('id="letterhead-date-wrong"' in asked.text, 'id="letterhead-printed-wrong"' in asked.text) == (True, True)
    assert head.post(f"{run}/letterhead", reason="x", date="2012-12-29", **{"day-meant": "yes"}).status_code == 303


def test_what_is_sealed_with_nothing_open_is_asked_about_where_a_reason_would_be_written(hospital: Site) -> None:
    head = hospital.signed_in("head")
    run = hidden(head.get("/hospital/publishing?period=2014").text, "run")
    for cells, status in (({}, 400), ({"seal-meant": "yes"}, 303)):
        answer = head.post("/hospital/publishing/seal", period="2014", run=run, **cells)
        assert answer.status_code == status
        assert ("where 2014 is to be sealed and published, tick that it is" in answer.text) == (status == 400)


def test_what_the_public_may_read_keeps_its_number_and_a_code_tells_it(insurance: Site, tmp_path: Path) -> None:
    head = insurance.signed_in("head")
    run = sealed(head, despite="x", office="省办", number="A〔2012〕1号", to="各公司", date="2012-12-31")
    head.get(run)
    assert head.post(f"{run}/release", **RELEASED).status_code == 303
    for blank in ("office", "number", "to", "date"):
        answer = head.post(f"{run}/letterhead", reason="x", **{blank: ""})
        assert (answer.status_code, f'id="letterhead-{blank}-wrong"' in answer.text) == (400, True)
    assert head.post(f"{run}/letterhead", reason="misnumbered", number="A〔2012〕2号").status_code == 303
    found = re.search(r"code=(C-[A-Z2-7]+)", head.get(run).text)
    assert found is not None
    told = insurance.visitor().get(f"/check?code={found[1]}&lang=en").text
    assert "Its number is A〔2012〕2号. It is dated 2012-12-31. It has not been replaced." in told


def test_each_word_on_a_runs_documents_is_kept_with_who_said_it_when_and_why(insurance: Site) -> None:
    head = insurance.signed_in("head")
    run = sealed(head, despite="as it is", number="A〔2012〕1号")
    without = head.post(f"{run}/letterhead", number="A〔2012〕2号", reason="")
    assert (without.status_code, 'id="letterhead-reason-wrong"' in without.text) == (400, True)
    assert head.post(f"{run}/letterhead", number="A〔2012〕2号", reason="misnumbered").status_code == 303
    assert "A〔2012〕1号 → A〔2012〕2号" in head.get(run).text
    again = head.post(f"{run}/letterhead", number="A〔2012〕2号", reason="again")
    assert (again.status_code, "nothing is changed" in again.text) == (400, True)
    said = head.get(run, accept="application/json").json()["letterhead_said"]
    found = [(one["element"], one["value"], one["reason"], one["who"]) for one in said]
    assert found == [
        ("number", "A〔2012〕2号", "misnumbered", "head called"),
        ("number", "A〔2012〕1号", None, "head called"),
    ]
    auditor = insurance.signed_in("auditor")
    page = auditor.get(run).text
    assert ("A〔2012〕2号" in page, f"{run}/letterhead" in page) == (True, False)
    assert auditor.post(f"{run}/letterhead", number="B").status_code in (403, 404)
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert office.verify().whole


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


def test_what_was_decided_is_open_no_more_while_the_period_is_still_worked_out(
    insurance: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, unit, going = insurance.signed_in("head"), insurance.signed_in("unit"), Event()
    sealed(head, "draft")
    unit.get("/insurance/own/P05")
    cases = ("P05-0215", "P05-0055")
    for case in cases:
        assert unit.post("/insurance/own/P05", incident=case, reason=f"reason {case}").status_code == 303
    page = head.get(f"/insurance/publishing?period={PERIOD}").text
    assert "2 unanswered" in page
    assert page.count('action="/insurance/publishing/answers/') == 2
    made, n = publishing.ready, re.search(r"appeals that nobody has decided <small>(\d+)</small>", page)
    assert n is not None

    def slowly(at: Deployment, period: str | None) -> object:
        going.wait(30)
        return made(at, period)

    monkeypatch.setattr(publishing, "ready", slowly)
    monkeypatch.setattr(kept, "PATIENCE", 0.1)
    try:
        form = page[page.index("/publishing/answers/P05-0215") :].partition("</form>")[0]
        cells = {
            "period": PERIOD,
            "seen": hidden(form, "seen"),
            "appeal": hidden(form, "appeal"),
            "upheld": "no",
            "reason": "late",
        }
        assert head.post("/insurance/publishing/answers/P05-0215", **cells).status_code == 303
        page = html.unescape(head.get(f"/insurance/publishing?period={PERIOD}").text)
        assert "is being counted" in page
        assert "1 unanswered" in page
        assert f"appeals that nobody has decided <small>{int(n[1]) - 1}</small>" in page
        assert re.findall(r'action="/insurance/publishing/answers/([^"]+)"', page) == ["P05-0055"]
    finally:
        going.set()


def test_the_answer_form_says_what_the_objection_contests_and_of_several_on_a_case_one_is_answered(insurance: Site) -> None:
    head = insurance.signed_in("head")
    sealed(head, "draft")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        for day, kind in (("2013-01-07", {"kind": "late"}), ("2013-01-09", {})):
            given = {"incident": "P05-0215", "step": "appeal", "by": "P05", "date": day, "reason": "x", **kind}
            office.record("action", given)
    page = html.unescape(head.get(f"/insurance/publishing?period={PERIOD}").text)
    assert "2 unanswered" in page
    (with_form,) = [one for one in page.split("<article>")[1:] if "<form" in one.partition("</article>")[0]]
    assert "the appeal of 2013-01-09 against “the whole case”" in with_form
    cells = {"period": PERIOD, "seen": hidden(with_form, "seen"), "appeal": hidden(with_form, "appeal"), "reason": "proven"}
    head.post("/insurance/publishing/answers/P05-0215", **cells, upheld="yes", date="2013-01-10")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [one.breach for one in office.case("P05-0215").out] == [None]
    page = html.unescape(head.get(f"/insurance/publishing?period={PERIOD}").text)
    assert "0 unanswered" in page
    assert "the whole case counts no longer" in page
    assert "/publishing/answers/" not in page


def form_at(page: str, address: str) -> str:
    """The form of a page that is sent to an address."""
    return page.partition(f'action="{address}"')[2].partition("</form>")[0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"upheld": ""}, "upheld"), ({"date": "2012-01-01"}, "date"), ({"date": "2999-01-01"}, "date"), ({"reason": ""}, "reason")],
)
def test_a_refused_answer_to_an_objection_keeps_all_that_was_typed_and_is_asked_about_in_its_own_form(
    insurance: Site, wrong: dict[str, str], field: str
) -> None:
    head = insurance.signed_in("head")
    sealed(head, "draft")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        for incident in ("P05-0215", "P05-0216"):
            office.record("action", incident=incident, step="appeal", by="P05", date="2013-01-07", reason="x")
    address, other = (f"/insurance/publishing/answers/P05-02{n}" for n in (15, 16))
    page = head.get(PUBLISHING).text
    before, form = form_at(page, other), form_at(page, address)
    typed = {"upheld": "no", "reason": "late <all> the same", "date": "2013-01-09", **wrong}
    cells = {"period": PERIOD, "seen": hidden(form, "seen"), "appeal": hidden(form, "appeal")}
    answer = head.post(address, **cells, **typed)
    form = form_at(answer.text, address)
    assert answer.status_code == 400
    assert [f'id="answer-{field}-wrong"' in part for part in (form, answer.text.replace(form, ""))] == [True, False]
    assert f'<li><a href="#answer-{field}">' in answer.text
    assert re.findall(r'<option value="(\w+)" selected', form) == [one for one in [typed["upheld"]] if one]
    assert html.unescape(form.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0]) == typed["reason"]
    assert re.findall(r'name="date" type="date" value="([^"]*)"', form) == [typed["date"]]
    assert form_at(answer.text, other).replace("answer-2", "answer-1") == before.replace("answer-2", "answer-1")
    boxes = [part.count('name="day-meant"') for part in (form, answer.text)]
    assert boxes == ([1, 1] if field == "date" else [0, 0])
    if typed["date"] > "2013-01-07" and boxes[0]:
        assert head.post(address, **cells, **typed, **{"day-meant": "yes"}).status_code == 303
        with conduct.open(insurance.ledger, "insurance", lang="en") as office:
            assert office.case("P05-0215").actions[-1]["date"] == typed["date"]


@pytest.mark.parametrize(("how", "other"), [("draft", "seal"), ("seal", "draft")])
def test_what_was_typed_stays_in_the_form_that_was_refused_and_goes_into_no_other(insurance: Site, how: str, other: str) -> None:
    head = insurance.signed_in("head")
    run = hidden(head.get(PUBLISHING).text, "run")
    cells = {"note": "one <note>", "despite": "x", "number": "A〔2012〕1号", "date": "2999-01-01", "distribution": "档案室"}
    answer = head.post(f"/insurance/publishing/{how}", period=PERIOD, run=run, **cells)
    sent, beside = (html.unescape(form_at(answer.text, f"/insurance/publishing/{one}")) for one in (how, other))
    for name in ("note", "number", "date", "distribution"):
        shown = [re.findall(rf'name="{name}"[^>\n]* value="((?:[^"])*)"', part) for part in (sent, beside)]
        assert shown == [[cells[name]], [""]], name


def test_what_the_letters_lack_is_said_beside_the_notice_s_gaps_and_how_to_object_is_filled_in_for_them(insurance: Site) -> None:
    head = insurance.signed_in("head")
    head.post("/language", back="/")
    sealed(head, "draft", objections="2013年1月10日前书面提出")
    page = head.get(PUBLISHING).text
    for how in ("draft", "seal"):
        said = form_at(page, "/insurance/publishing/seal") if how == "seal" else page
        assert "留空的，函中同样标为待填" in said, how
        assert "函的发文字号与通报不同，每函一号" in said, how
    assert "2013年1月10日前书面提出" not in form_at(page, "/insurance/publishing/seal"), "the draft's term is no other's"
    run = sealed(head, despite="到期", **WHOLE)
    page = head.get(run).text
    assert "通报尚有待填之处" not in page
    assert "致各单位函尚有待填之处：提出异议的期限和方式。请在“公文要素”中填写" in page
    assert "函的发文字号与通报不同，每函一号" in page
    told = head.get(run, accept="application/json").json()
    assert (told["gaps"], told["letters_lack"]) == ([], ["number", "objections"])
    called = run.rsplit("/", 1)[1]
    letter = f"{run}/letters/P05/letter-{called}-zh.html"
    assert "申诉的期限和途径：【待填：提出异议的期限和方式】" in head.get(letter).text
    head.get(run)
    assert head.post(f"{run}/letterhead", objections="收到之日起十日内书面提出").status_code == 303
    page = head.get(run).text
    assert ("致各单位函尚有待填之处" in page, "函的发文字号与通报不同" in page) == (False, True)
    assert "申诉的期限和途径：收到之日起十日内书面提出。" in head.get(letter).text


def test_a_draft_is_called_issued_and_no_sealed_result_wherever_a_unit_reads_it_and_in_the_list(insurance: Site) -> None:
    head, unit = insurance.signed_in("head"), insurance.signed_in("unit")
    sealed(head, "draft")
    for lang, own, beside, listed, wrong in (
        ("zh", "以下为征求意见稿印发时的内容", "印发的征求意见稿对照", "按征求意见稿印发时的内容列出", "封存"),
        ("en", "This is the draft as it was issued", "Beside the draft for objections as it", "As the draft has it", "sealed"),
    ):
        for page, said in (("", own), ("/now", beside), ("/breached", listed)):
            draft = html.unescape(unit.get(f"/insurance/own/P05{page}?period={PERIOD}&lang={lang}").text)
            assert (said in draft, wrong in draft) == (True, False), (lang, page)
            published = html.unescape(unit.get(f"/insurance/own/P05{page}?period=2012-H1&lang={lang}").text)
            assert (said in published, wrong in published) == (False, True), (lang, page)
        runs = head.get(f"/insurance/runs?lang={lang}").text
        assert {"zh": "已印发的征求意见稿</h1>", "en": "drafts that were issued</h1>"}[lang] in runs


def test_each_objection_says_to_which_draft_or_result_it_is_and_what_there_is_of_the_period_is_said_at_the_top(
    insurance: Site,
) -> None:
    head = insurance.signed_in("head")
    assert "Of this period there is already" not in head.get(PUBLISHING).text
    draft = sealed(head, "draft")
    run = sealed(head, despite="due")
    page = html.unescape(head.get(PUBLISHING).text)
    assert '<h2 id="objections">Objections <small>' in page, "there is none"
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", incident="P05-0215", step="appeal", by="P05", date="2013-01-07", reason="x")
    number = run.rsplit("/", 1)[1]
    page = html.unescape(head.get(PUBLISHING).text)
    assert f'<h2 id="objections">Objections to what was published as number {number} <small>' in page
    assert f"the whole case”: what was published as number {number}</small>" in page
    for at in (PUBLISHING, f"/insurance/publishing/preview?period={PERIOD}"):
        already = head.get(at).text.partition("Of this period there is already")[2].partition("</p>")[0]
        assert re.findall(r'href="([^"]*)"', already) == [run, draft], at
