"""What was changed of a case, and how it is corrected: who, when, from, to, why."""

from __future__ import annotations

import re
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import conduct
from conduct.core.base.words import Lang
from conduct.web.rights import Grant
from conduct.web.words import WORDS
from tests.hostile import MARKUP
from tests.web.conftest import Site
from tests.web.publishing import with_settings
from tests.web.test_programs import program


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found[1]


def _incident(site: Site) -> dict[str, object]:
    with conduct.open(site.ledger, "hospital", lang="en") as office:
        return {**office.case("c60").incident}


def test_a_case_is_corrected_with_a_reason_and_put_back_in_one_go(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    before = _incident(hospital)
    page = clerk.get("/hospital/cases/c60/correct").text
    cells = {"unit": "D1", "date": "2012-09-28", "channel": "visit", "complainant": "付某某"}
    assert clerk.post("/hospital/cases/c60/correct", seen=_seen(page), **cells).status_code == 400  # why must be said
    sent = clerk.post("/hospital/cases/c60/correct", seen=_seen(page), why="来访人更名", **cells)
    assert sent.status_code == 303, sent.text
    assert _incident(hospital) == {**before, **cells}
    page = clerk.get(sent.headers["location"]).text
    for said in ("付先生", "付某某", "来访人更名", "clerk called", "2012-09-28", "letter"):
        assert said in page
    first = re.search(r'name="version" value="(\d+)"', page)
    assert first is not None
    assert clerk.post("/hospital/cases/c60/correct", seen=_seen(page), version=first[1], why="更名有误").status_code == 303
    assert _incident(hospital) == before
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        assert office.verify().whole


@pytest.mark.parametrize(
    ("lang", "corrected", "nothing"),
    [
        ("en", "Corrected: survey {day}: satisfaction from “{was}” to “4”</p>", "nothing was changed, so nothing was entered"),
        ("zh", "已更正：满意度调查 {day}：满意度由“{was}”改为“4”</p>", "没有可更正之处，未作登记"),
    ],
)
def test_a_step_is_corrected_from_its_case_and_what_became_of_it_is_said(
    hospital: Site, lang: str, corrected: str, nothing: str
) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.speaks(lang, "/hospital/cases/c60")
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        (survey,) = [one for one in office.case("c60").actions if one["step"] == "survey"]
        mark = office.verify().head
    (here,) = re.findall(
        rf'href="(/hospital/cases/c60/correct\?action={survey["action"]})"', clerk.get("/hospital/cases/c60").text
    )
    cells = {"action": str(survey["action"]), "seen": _seen(clerk.get(here).text), "why": "再听一遍"}
    same = clerk.post("/hospital/cases/c60/correct", satisfaction=str(survey["satisfaction"]), **cells)
    assert (same.status_code, nothing in same.text, "再听一遍" in same.text) == (200, True, True)
    told = clerk.client.post(
        "/hospital/cases/c60/correct",
        data={"form": clerk.form, **cells, "satisfaction": str(survey["satisfaction"])},
        headers={"origin": "http://127.0.0.1:8000", "accept": "application/json"},
    )
    assert (told.status_code, told.json()["unchanged"]) == (200, True)
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        assert office.verify().head == mark
    sent = clerk.post("/hospital/cases/c60/correct", satisfaction="4", **cells)
    assert sent.status_code == 303, sent.text
    page = clerk.get(sent.headers["location"]).text
    assert corrected.format(day=survey["date"], was=survey["satisfaction"]) in page
    assert "correct?action=" not in hospital.signed_in("auditor").get("/hospital/cases/c60").text


def test_an_action_is_corrected_and_the_second_of_two_is_told(hospital: Site) -> None:
    clerk, other = hospital.signed_in("clerk"), hospital.signed_in("clerk")
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        (survey,) = [str(one["action"]) for one in office.case("c60").actions if one["step"] == "survey"]
    page = other.get(f"/hospital/cases/c60/correct?action={survey}").text
    clerk.get("/hospital/cases/c60")
    cells = {"action": survey, "satisfaction": "4", "seen": _seen(page)}
    assert clerk.post("/hospital/cases/c60/correct", why="回访听错", **cells).status_code == 303
    answer = other.post("/hospital/cases/c60/correct", why="mine", **cells)
    assert (answer.status_code, "somebody corrected it" in answer.text) == (409, True)
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        (found,) = [one for one in office.case("c60").actions if one["step"] == "survey"]
    assert found["satisfaction"] == "4"


def test_nobody_corrects_what_is_not_his(hospital: Site, insurance: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c60/correct").text
    for cells in ({"incident": "c50"}, {"kind": "x"}, {"recorded": "yes"}):
        assert clerk.post("/hospital/cases/c60/correct", seen=_seen(page), why="x", **cells).status_code == 400
    assert clerk.get("/hospital/cases/c60/correct?action=c50-01").status_code == 404
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        office.record("action", incident="c60", step="withdraw", by="x", reason="y")
        (withdrawn,) = [one["action"] for one in office.case("c60").actions if one["step"] == "withdraw"]
    assert clerk.get(f"/hospital/cases/c60/correct?action={withdrawn}").status_code == 404  # a decider's
    with sqlite3.connect(insurance.ledger) as connection:
        (kind,) = connection.execute("SELECT kind FROM insurance_incidents WHERE incident = 'x07'").fetchone()
    connection.close()
    assert kind
    assert insurance.signed_in("unit").get("/insurance/cases/x07/history").status_code == 404


def test_hostile_texts_stand_literally_in_the_history(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    for text in [one for one in MARKUP.values() if one.isprintable()][:6]:
        page = clerk.get("/hospital/cases/c60/correct").text
        sent = clerk.post("/hospital/cases/c60/correct", seen=_seen(page), why=text, complainant=text)
        assert sent.status_code == 303, sent.text
        page = clerk.get(sent.headers["location"]).text
        assert not re.search(r'<script(?! src="/static/)|<img|<iframe|<svg', page)


def test_a_correction_says_which_step_it_is_of_and_offers_the_units_by_name(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c50/correct?action=c50-04").text
    assert "<small>publish 2012-09-17" in page or "<small>publish c50-04</small>" in page
    page = clerk.get("/hospital/cases/c50/correct").text
    assert re.search(r'<select id="correct-unit" name="unit".*?<option value="D1" selected>[^<]+ \(D1\)', page, re.DOTALL)
    assert "blank (no)" in page


def test_the_history_says_what_was_loaded_and_which_step_was_taken_back(hospital: Site) -> None:
    with conduct.open(hospital.ledger, "hospital", lang="en", author="clerk called") as office:
        office.record("action", incident="c50", step="withdraw", mistaken="c50-04", by="x", reason="y")
    page = hospital.signed_in("clerk").get("/hospital/cases/c50/history").text
    assert "“publish” taken back" in page
    assert "archive 2012-09-18 <small>c50-05 · loaded" in page


def test_lists_of_cases_are_narrowed_by_units_named_and_by_the_kinds_that_are_entered(hospital: Site) -> None:
    page = hospital.signed_in("clerk").get("/hospital/cases").text
    kinds = page.partition('<select id="kind"')[2].partition("</select>")[0]
    assert re.findall(r'value="([\w-]+)"', kinds) == ["complaint"]
    assert '<option value="D1">' in page.partition('<select id="unit"')[2].partition("</select>")[0]


def test_each_time_of_a_history_says_its_zone_and_is_iso_with_its_offset_to_programs(hospital: Site, tmp_path: Path) -> None:
    site = with_settings(hospital, tmp_path, '[office]\nzone = "Asia/Shanghai"\n')
    clerk, address = site.signed_in("clerk"), "/hospital/cases/c50/history"
    told = clerk.get(address, accept="application/json").json()["changes"]
    assert told
    for one in told:
        at = datetime.fromisoformat(one["at"])
        assert at.utcoffset() == timedelta(hours=8)
        assert f"<dd>{at:%Y-%m-%d %H:%M} (UTC+8)</dd>" in clerk.get(address).text
        assert f"<dd>{at:%Y-%m-%d %H:%M}（UTC+8）</dd>" in clerk.get(f"{address}?lang=zh").text


def test_the_history_says_what_a_command_entered_and_leads_to_what_was_entered_together(hospital: Site) -> None:
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        office.record("action", {"incident": "c50", "step": "feed-back", "date": "2012-10-01", "by": "D1-1"})
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c50/history").text
    assert "entered by command (by " in page
    assert "loaded from files (by " in page
    assert "/hospital/entered/" not in page
    chosen = clerk.get("/hospital/together?case=c39&case=c46").text
    form = {"form": clerk.form, "seen": _seen(chosen), "case": ["c39", "c46"], "step": ["publish"], "date": "2012-10-20"}
    form["again-meant"] = "yes"
    batch = clerk.client.post("/hospital/together", data=form, headers={"origin": "http://127.0.0.1:8000"}).headers["location"]
    for case in ("c39", "c46"):
        assert f'href="{batch}"' in clerk.get(f"/hospital/cases/{case}/history").text
    assert f'href="{batch}"' not in hospital.signed_in("decider").get("/hospital/cases/c39/history").text


def test_which_step_was_mistaken_is_chosen_of_the_case_s_own_in_a_correction_and_where_steps_are_taken_together(
    hospital: Site,
) -> None:
    hospital.account("both", Grant("clerk", "hospital"), Grant("decider", "hospital"))
    decider = hospital.signed_in("both")
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        office.record("action", incident="c50", step="withdraw", mistaken="c50-04", by="x", reason="y")
        own = [str(one["action"]) for one in office.case("c50").actions]
        (last,) = (str(one["action"]) for one in office.case("c50").actions if one["step"] == "withdraw")
    page = decider.get(f"/hospital/cases/c50/correct?action={last}").text
    field = page.partition('<select id="correct-mistaken"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="([^"]+)"', field) == [*(one for one in own if one != last), "c50-04"]
    assert '<option value="c50-04" selected>' in field
    assert "(the whole case, where blank)" in field
    page = decider.get("/hospital/together?case=c50").text
    field = page.partition('<select id="step-withdraw-mistaken"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="([^"]+)"', field) == own
    assert "withdraw.mistaken" not in decider.get("/hospital/together?case=c50&case=c60").text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_correction_of_a_case_s_day_says_which_steps_bear_the_old_one_and_leads_to_them(hospital: Site, lang: Lang) -> None:
    clerk, today = hospital.signed_in("clerk"), date.today()
    earlier = (today - timedelta(days=1)).isoformat()
    clerk.speaks(lang, "/hospital/new")
    clerk.get("/hospital/new")
    new = {"kind": "complaint", "unit": "D1", "date": today.isoformat(), "text": "等候", "step": "record"}
    case = clerk.post("/hospital/new", **new).headers["location"].partition("?")[0]
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        (action,) = (one["action"] for one in office.case(case.rsplit("/", 1)[1]).actions)
    link = f'href="{case}/correct?action={action}"'
    page = clerk.get(f"{case}/correct").text
    assert WORDS["of-same-day"].said(lang).format(day=today) in page.replace("&#39;", "'")
    assert link in page
    assert '<option value="yes" selected>' in page.partition('name="recorded"')[2].partition("</select>")[0]
    sent = clerk.post(f"{case}/correct", seen=_seen(page), date=earlier, unit="D1", why="记错一天")
    page = clerk.get(sent.headers["location"]).text
    assert WORDS["of-old-day"].said(lang).format(day=today) in page
    assert link in page
    mark = {"zh": "接待站当日录入", "en": "recorded by the desk that day"}[lang]
    assert WORDS["mark-stays"].said(lang).format(what=mark) in page
    told = program(hospital, "clerk").get(sent.headers["location"]).json()
    assert [one["action"] for one in told["of_old_day"]] == [action]
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        assert [one["date"] for one in office.case(case.rsplit("/", 1)[1]).actions] == [today.isoformat()]  # nothing in silence
    page = clerk.get(f"{case}/correct").text
    assert WORDS["of-same-day"].said(lang).partition("{")[0] not in page  # none is of the day that it has now
    sent = clerk.post(f"{case}/correct", seen=_seen(page), recorded="no", unit="D1", date=earlier, why="次日补录")
    assert sent.status_code == 303, sent.text
    assert WORDS["of-old-day"].said(lang).partition("{")[0] not in clerk.get(sent.headers["location"]).text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_case_s_form_says_which_day_a_step_without_one_has(hospital: Site, lang: Lang) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.speaks(lang, "/hospital/new")
    page = clerk.get("/hospital/new").text.replace("&#39;", "'")
    assert WORDS["steps-of-its-day"].said(lang) in page
    label = re.search(r'<label for="step-record-date">(.*?)</label>', page)
    assert label is not None
    assert WORDS["blank-is-its-day"].said(lang) in label[1]
