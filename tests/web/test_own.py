"""What an assessed unit sees of its own result, and what of others: what was published and released, and no more."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from typing import Any

import conduct
from conduct.core.law.consequence import First, Last
from conduct.core.ledger.publish import published_result, sealed_runs
from conduct.door.deployment import Deployment
from conduct.web.releases import release, withhold
from tests.web.conftest import Site


def _published(site: Site) -> dict[str, dict[str, Any]]:
    at = Deployment(site.ledger, "insurance", {}, "en")
    (run,) = sealed_runs(at.ledger)
    content = published_result(at.ledger, run.called)
    at.close()
    assert content is not None
    return {one["unit"]: one for one in json.loads(content)["units"]}


def _last_published(site: Site) -> list[dict[str, Any]]:
    at = Deployment(site.ledger, "insurance", {}, "en")
    content = published_result(at.ledger, max(sealed_runs(at.ledger), key=lambda run: run.batch).called)
    at.close()
    assert content is not None
    units: list[dict[str, Any]] = json.loads(content)["units"]
    return units


def _open_to_the_public(site: Site) -> None:
    """Lets the public read what was published last."""
    at = Deployment(site.ledger, "insurance", {}, "en")
    release(site.accounts, max(sealed_runs(at.ledger), key=lambda run: run.batch), "head called")
    at.close()


def test_a_unit_sees_its_place_among_its_neighbours_as_it_was_released_and_nothing_of_the_others(insurance: Site) -> None:
    page = html.unescape(insurance.signed_in("unit").get("/insurance/own/P05").text)
    units = _published(insurance)
    mine = units["P05"]
    ranked = sorted((one for one in units.values() if one["rank"] is not None), key=lambda one: (one["rank"], one["unit"]))
    at = ranked.index(mine)
    near = {str(one["name"]) for one in ranked[at - 2 : at + 3]}
    assert f"{mine['rank']} / {len(ranked)}" in page
    assert {str(one["name"]) for one in units.values() if str(one["name"]) in page} == near
    at_ledger = Deployment(insurance.ledger, "insurance", {}, "en")
    (run,) = sealed_runs(at_ledger.ledger)
    withhold(insurance.accounts, run)  # type: ignore[arg-type]
    at_ledger.close()
    page = html.unescape(insurance.signed_in("unit").get("/insurance/own/P05").text)
    assert {name for name in near if name in page} == {mine["name"]}


def test_a_unit_reads_how_far_it_is_what_is_due_by_when_and_the_decision_on_its_appeal(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.publish("2012", despite="as a sample")
    _open_to_the_public(insurance)
    page = unit.get("/insurance/own/P05").text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        distances = {one.words for one in office.explain("P05").distances}
        due = [str(one.due) for one in office.duties(unit="P05").duties if one.due is not None]
    assert distances
    assert all(html.escape(one, quote=False).replace("'", "&#39;") in page for one in distances)
    assert all(day in page for day in due)
    with sqlite3.connect(insurance.ledger) as connection:
        query = "SELECT incident FROM insurance_incidents WHERE unit = 'P05' AND date > '2012-07' ORDER BY date LIMIT 1"
        (case,) = connection.execute(query).fetchone()
    connection.close()
    assert unit.post("/insurance/own/P05", incident=case, reason="按期答复了").status_code == 303
    decided = {"incident": case, "step": "appeal-decided", "upheld": "no", "by": "主任", "reason": "证据不足"}
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", decided)
    page = unit.get("/insurance/own/P05?objected=1").text
    row = re.search(rf"<tr><td[^>]*>(?:<a[^>]*>)?{case}[< ].*?</tr>", page[page.index("how they were decided") :], re.DOTALL)
    assert row is not None
    assert "按期答复了" in row[0]
    assert "证据不足" in row[0]


def test_what_keeps_a_result_from_being_told_names_nobody_else_in_a_page_or_in_json(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    at = Deployment(insurance.ledger, "insurance", {}, "en")
    rows = at.ledger.connection.execute("SELECT unit, name FROM insurance_units WHERE unit <> 'P05'")
    others = {each for row in rows for each in row}
    (run,) = sealed_runs(at.ledger)
    withhold(insurance.accounts, run)  # type: ignore[arg-type]
    at.close()
    for asked in ({}, {"accept": "application/json"}):
        for period in ("2013", "2020-H1", "1900"):
            answer = unit.get(f"/insurance/own/P05?period={period}", **asked)
            assert [one for one in others if re.search(rf"\b{one}\b", answer.text)] == [], period
    assert "2012-H1" in unit.get("/insurance/own/P05?period=nonsense").text, "what was asked wrongly is said"


def test_before_it_is_published_or_a_draft_is_issued_a_result_has_no_figure(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/own/P05?period=2012").text
    assert "is not published yet" in page
    assert not re.search(r"our score is|average of the class|to the next rank", page)
    told = unit.get("/insurance/own/P05?period=2012", accept="application/json").json()
    assert (told["run"], told["letter"], told["annexes"], told["incidents"] != []) == (None, None, [], True)
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.publish("2012", draft=True)
    page = unit.get("/insurance/own/P05?period=2012").text
    assert "A draft for objections" in page
    assert "our score is" in page
    assert "to the next rank" not in page, "it would tell the score of another, which is not published"


def test_a_unit_reads_what_one_fewer_would_have_given_and_of_a_draft_nothing_of_ranks(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.publish("2012", draft=True)
    told = unit.get("/insurance/own/P05?period=2012", accept="application/json").json()["one_fewer"]
    assert [one["points"] for one in told if one["incidents"] == ["x07"]] == ["+10"]
    assert {one["rank"] for one in told} == {None}
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.publish("2012", despite="as a sample")
    told = unit.get("/insurance/own/P05?period=2012", accept="application/json").json()["one_fewer"]
    assert {one["rank"] for one in told} == {None}, "it is not open to the public yet"
    _open_to_the_public(insurance)
    page = unit.get("/insurance/own/P05?period=2012").text
    fewer = page[page.index('id="fewer"') :].partition("</section>")[0]
    assert re.search(r"\+10.*no longer: .*>36<.*own/cases/x07", fewer, re.DOTALL)
    assert 'id="fewer"' in insurance.signed_in("head").get("/insurance/units/P05?period=2012").text


def test_how_far_a_unit_is_from_what_goes_by_the_places_of_others_is_told_once_the_public_may_read_the_result(
    insurance: Site,
) -> None:
    unit = insurance.signed_in("unit")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.publish("2012", draft=True)
    draft = unit.get("/insurance/own/P05?period=2012", accept="application/json").json()
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.publish("2012", despite="as a sample")
        explained = office.explain("P05", "2012")
    law = explained.made.assessment.resolved
    by_place = {one.name for one in law.outcomes if isinstance(one.place, First | Last)}
    every = {one.words: one for one in explained.distances}
    of_others = {words for words, one in every.items() if one.what == "rank" or one.name in by_place}
    assert of_others
    here = "/insurance/own/P05?period=2012"
    sealed = unit.get(here, accept="application/json").json()
    for told in (draft, sealed):
        assert (told["distances"]["alone"], set(told["distances"]["words"])) == (True, set(every) - of_others)
        assert {one["rank"] for one in told["one_fewer"]} == {None}
        assert all("2.2" not in one["clauses"] for one in told["one_fewer"])
        assert not [one for one in told["one_fewer"] if one["words"] == "petition" and one["rest"] is not None]
    page = html.unescape(unit.get(here).text)
    assert [one for one in of_others if one in page] == []
    assert "rests on the scores of others" in page
    _open_to_the_public(insurance)
    told = unit.get(here, accept="application/json").json()
    assert (told["distances"]["alone"], set(told["distances"]["words"])) == (False, set(every))
    assert len(told["distances"]["words"]) == len(every)
    assert "rests on the scores of others" not in unit.get(here).text


def test_what_one_fewer_gives_is_told_with_the_clause_that_gives_it_and_how_many_others_give_nothing(insurance: Site) -> None:
    told = insurance.signed_in("unit").get("/insurance/own/P05?period=2012-H1", accept="application/json").json()
    rows = [one for one in told["one_fewer"] if one["words"] == "petition" and one["points"] == "+2"]
    assert [one["clauses"] for one in rows] == [["2.3.1"]], "what is late costs points, not that there is a petition"
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        facts = office.explain("P05", "2012-H1").made.facts
    of_kind = {fact.id for fact in facts if fact.kind == "petition" and not fact.breach}
    changing = {each for one in told["one_fewer"] if one["words"] == "petition" for each in one["incidents"]}
    assert {one["rest"] for one in told["one_fewer"] if one["words"] == "petition"} == {len(of_kind - changing)}
    page = html.unescape(insurance.signed_in("unit").get("/insurance/own/P05?period=2012-H1").text)
    assert f"Any one of the other {len(of_kind - changing)} of “petition” fewer would change nothing." in page


def test_a_unit_reads_the_list_of_what_its_letter_counts_as_pending(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.publish("2012", despite="as a sample")
    pending = next(one["duties"]["pending"] for one in _last_published(insurance) if one["unit"] == "P05")
    here = "/insurance/own/P05/pending"
    told = unit.get(f"{here}?period=2012", accept="application/json").json()
    assert len(told["pending"]) == pending > 0
    assert f'href="{here}?period=2012"' in unit.get("/insurance/own/P05?period=2012").text
    case = next(one["incident"] for one in told["pending"] if one["incident"])
    assert f'href="/insurance/own/cases/{case}"' in unit.get(f"{here}?period=2012").text
    assert len(unit.get(f"{here}/pending.csv?period=2012").text.splitlines()) == pending + 1
    done = {one["incident"]: one["answered"] for one in told["pending"]}
    assert (done["P05-0460"], done["P05-0376"]) == ("2012-12-26", None), "one done before its time, one not done"
    page = unit.get(f"{here}?period=2012").text
    assert ("done (2012-12-26), not yet due" in page, "not done yet" in page) == (True, True)
    assert unit.get("/insurance/own/P06/pending?period=2012").status_code == 404


def test_the_duties_that_a_unit_breached_are_listed_with_clause_and_case_narrowed_and_as_a_file(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    here = "/insurance/own/P05/breached"
    assert unit.get(f"{here}?period=2012", accept="application/json").json()["breached"] == [], "nothing is published of it yet"
    told = unit.get(f"{here}?period=2012-H1", accept="application/json").json()
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        why = office.explain("P05", "2012-H1").made
    found = sorted((fact.date, fact.id) for fact in why.facts if fact.breach)
    assert found
    assert [(one["date"], one["about"]) for one in told["breached"]] == found
    assert all(one["clause"] and one["words"] for one in told["breached"])
    days = {one["about"]: one["days"] for one in told["breached"]}
    assert days["P05-0215"] == "took 18 working days, 10 allowed (2.3.1)"
    assert all(one["quotes"] and one["quotes"][0] in unit.get(f"{here}?period=2012-H1").text for one in told["breached"])
    listed = unit.get(f"{here}/breached.csv?period=2012-H1&q=P05-0215").text.splitlines()[1]
    assert days["P05-0215"] in listed
    assert listed.endswith(",18,10,13")
    word = told["breached"][0]["incident"]
    page = unit.get(f"{here}?period=2012-H1&q={word}").text
    assert set(re.findall(r'href="/insurance/own/cases/([^"]+)"', page)) == {word}
    assert "does not apply" in unit.get(f"{here}?period=2012-H1&duty=none").text
    rows = unit.get(f"{here}/breached.csv?period=2012-H1&q={word}").text.splitlines()
    assert (len(rows), word in rows[1]) == (2, True)
    assert unit.get("/insurance/own/P06/breached?period=2012-H1").status_code == 404
    office_page = insurance.signed_in("head").get("/insurance/units/P05/breached?period=2012-H1").text
    assert f'href="/insurance/cases/{word}"' in office_page


def test_what_one_fewer_would_end_is_said_by_the_clause_under_which_it_stands(insurance: Site) -> None:
    told = insurance.signed_in("head").get("/insurance/units/P05?period=2012-H1", accept="application/json").json()
    stands = {one["clause"] for one in told["vetoes"]}
    ended = [one for each in told["one_fewer"] for one in each["ended"]]
    assert (stands, bool(ended)) == ({"2.3.3"}, True)
    assert all("2.3.3" in one for one in ended)


def test_who_has_the_code_of_a_draft_and_no_right_to_it_is_told_of_no_document(insurance: Site) -> None:
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        sealed = office.publish("2012", draft=True)
    asked = f"/check?code={sealed.code}"
    visitor = insurance.visitor()
    assert "No published document has this code." in visitor.get(asked).text
    assert visitor.get(asked, accept="application/json").json()["found"] is None
    for role in ("unit", "head"):
        assert insurance.signed_in(role).get(asked, accept="application/json").json()["found"]["draft"], role


def test_after_a_decision_the_sealed_result_says_so_and_leads_to_the_units_present_figures_and_nothing_of_others(
    insurance: Site,
) -> None:
    unit = insurance.signed_in("unit")
    here = "/insurance/own/P05/now?period=2012-H1"
    before = unit.get(here, accept="application/json").json()
    assert (before["run"], before["decided_since"]) == ("1", [])
    assert {one["code"]: one["count"] for one in before["lines"]}["feedback-false"] == [1, 1]
    assert 'id="since"' not in unit.get("/insurance/own/P05?period=2012-H1").text
    unit.post("/insurance/own/P05", incident="x07", reason="nothing was false", period="2012-H1")
    with sqlite3.connect(insurance.ledger) as connection:
        query = "SELECT incident FROM insurance_incidents WHERE unit = 'P05' AND date > '2012-07' ORDER BY date LIMIT 1"
        (later,) = connection.execute(query).fetchone()
    connection.close()
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", {"incident": "x07", "step": "appeal-decided", "upheld": "yes", "by": "主任", "reason": "属实"})
        office.record("action", {"incident": later, "step": "appeal", "by": "P05", "reason": "x"})
        office.record("action", {"incident": later, "step": "appeal-decided", "upheld": "no", "by": "主任", "reason": "证据不足"})
        why = office.explain("P05", "2012-H1").made
        others = {one.name for one in why.assessment.units if one.unit != "P05"}
    page = html.unescape(unit.get("/insurance/own/P05?period=2012-H1&objected=x07").text)
    since = page[page.index('id="since"') :].partition("</div>")[0]
    assert "x07" in since
    assert "upheld" in since
    assert later not in since, "it is of another period"
    (to,) = set(re.findall(r'href="(/insurance/own/P05/now[^"]*)"', page))
    told = unit.get(to, accept="application/json").json()
    assert [one["incident"] for one in told["decided_since"]] == ["x07"]
    lines = {one["code"]: one for one in told["lines"]}
    assert (lines["feedback-false"]["count"], lines["feedback-false"]["points"][0] < 0) == ([1, 0], True)
    now = {one.section.id: float(one.score) for one in why.result.sections}
    sections = {one["code"]: one["points"] for one in told["sections"]}
    assert sections["2.3"][1] == now["2.3"] > sections["2.3"][0]
    assert "2.2" not in sections, "it is ranked among the units"
    assert not {one["code"] for one in told["lines"]} & {"petition"}
    text = html.unescape(unit.get(f"{to}&lang=zh").text)
    assert "本单位目前的数字" in text
    assert "x07" in text
    assert [name for name in others if name in text] == []
    assert not re.search("名次</|得分</", text), "neither is said before it is published"
    for none in ("/insurance/own/P06/now?period=2012-H1", "/insurance/own/P05/now?period=2012"):
        assert unit.get(none).status_code == 404


def test_the_public_page_says_which_veto_a_unit_stands_under_and_at_its_last_place(insurance: Site) -> None:
    vetoed = {name: one for name, one in _published(insurance).items() if one["vetoes"]}
    assert "P05" in vetoed
    visitor = insurance.visitor()
    told = visitor.get("/notices/1", accept="application/json").json()
    why = {one["name"]: one["why"] for one in told["standing"]}
    for one in _published(insurance).values():
        if one["name"] in why:
            assert bool(why[one["name"]]) == bool(one["vetoes"] or one["unranked"])
    for lang, words in (("zh", "2.3.3"), ("en", "2.3.3")):
        page = html.unescape(visitor.get(f"/notices/1?lang={lang}").text)
        row = re.search(rf"{vetoed['P05']['name']}</td>.*?</tr>", page, re.DOTALL)
        assert row is not None
        assert words in row[0]
    assert not re.search("x07", page), "the incident is not named there"
    head = insurance.signed_in("head")
    for lang in ("en", "zh"):
        if lang == "zh":
            head.post("/language", back="/")
        board, public = (head.get(f"/{address}").text for address in ("insurance/board?period=2012-H1", f"notices/1?lang={lang}"))
        words = {"en": "Barred from advanced units, or last", "zh": "评先限制、直接确定末位"}[lang]
        assert (f">{words}</a></th>" in board, f">{words}</th>" in public) == (True, True), "what the text calls it"


def test_the_readings_begin_with_the_latest_period_that_has_facts(insurance: Site) -> None:
    page = insurance.signed_in("head").get("/insurance/readings").text
    choice = page.partition('name="period"')[2].partition("</select>")[0]
    offered = re.findall(r'<option value="([^"]*)"', choice)
    assert re.findall(r'<option value="([^"]*)" selected', choice) == [next(one for one in offered if one)]
