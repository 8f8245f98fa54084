"""What an office says on the documents of a sealed run, and what a head is asked before others read them."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

import conduct
from tests.web.conftest import Site

from .publishing import PERIOD, PUBLISHING, RELEASED, REPORT, WHOLE, form_at, hidden, sealed, with_settings


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
