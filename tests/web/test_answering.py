"""Objections to a draft or a published result are answered, and what a form held that was refused stays in it."""

from __future__ import annotations

import html
import re
from threading import Event

import pytest

import conduct
from conduct.door.deployment import Deployment
from conduct.web import kept, publishing
from tests.web.conftest import Site

from .publishing import PERIOD, PUBLISHING, form_at, hidden, sealed


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
