"""What an assessed unit sees of itself, and what of others: what was published and released, and no more."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from typing import Any

import pytest

import conduct
from conduct.core.law.consequence import First, Last
from conduct.core.ledger.publish import published_result, sealed_runs
from conduct.door.deployment import Deployment
from conduct.web.own_attributes import may_be_told
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


def test_before_any_result_a_unit_reads_what_it_owes_its_cases_and_its_objections_each_with_none_where_there_is_none(
    insurance: Site,
) -> None:
    page = insurance.signed_in("unit").get("/insurance/own/P05?period=2012").text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        due = [str(one.due) for one in office.duties(unit="P05").duties if one.due is not None]
    order = [page.index(part) for part in ("is not published yet", 'id="owed"', 'id="cases"', 'id="appealed"', 'id="object"')]
    assert order == sorted(order), "what is said to be below is below"
    owed = page[order[1] : order[2]]
    assert all(day in owed for day in due)
    assert due or "Nothing is due." in owed
    assert "none" in page[order[3] : order[4]]


def test_however_many_cases_a_unit_has_its_page_offers_few_and_an_objection_finds_the_others_with_its_own_kinds(
    insurance: Site,
) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        query = "SELECT incident FROM insurance_incidents WHERE unit = 'P05' AND date LIKE '2012%' ORDER BY date DESC, incident"
        cases = [row[0] for row in connection.execute(query)]
    connection.close()
    assert len(cases) > 500
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/own/P05?period=2012").text
    assert len({case for case in cases if f">{case}<" in page or f'"{case}"' in page}) < 100
    kinds = re.findall(r'<option value="([^"]*)"', page[page.index('id="object-kind"') :].partition("</select>")[0])
    case = "P05-0215"
    listed = unit.get(f"/insurance/own/P05/cases?q={case}").text
    (to,) = re.findall(rf'href="(/insurance/own/P05\?incident={case})#object"', listed)
    chosen = unit.get(to).text
    assert f'name="incident" value="{case}"' in chosen
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        its = {one.breach for one in office.case(case).duties if one.breach}
    offered = re.findall(r'<option value="([^"]*)"', chosen[chosen.index('id="object-kind"') :].partition("</select>")[0])
    assert its
    assert set(offered) == {"", *its}
    assert set(offered) < set(kinds)
    other = unit.get("/insurance/own/P05?incident=none").text
    assert 'id="object-kind"' in other, "a case that is not its own tells nothing"


def test_an_objection_says_that_it_is_in_keeps_the_period_and_what_was_published_and_is_taken_once(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    before = unit.get("/insurance/own/P05?period=2012-H1").text
    score = re.search(r"[Yy]our score is [^<]*", before)
    assert score is not None
    assert re.search(r'<option value="2012"', before), "periods are chosen in the page"
    made = unit.post("/insurance/own/P05", incident="x07", reason="nothing was false", period="2012-H1")
    assert made.headers["location"] == "/insurance/own/P05?period=2012-H1&objected=x07"
    page = unit.get(made.headers["location"]).text
    assert "The objection to x07 is handed in." in page
    assert score[0] in page, "what was published stands"
    assert "decide the appeal" not in page, "that is the office's to do"
    for kind in ("", "late"):
        again = unit.post("/insurance/own/P05", incident="x07", reason="once more", kind=kind)
        assert (again.status_code, "there is an appeal on x07 already" in again.text) == (400, True)
    decided = {"incident": "x07", "step": "appeal-decided", "upheld": "no", "by": "主任", "reason": "证据不足"}
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", decided)
    assert unit.post("/insurance/own/P05", incident="x07", reason="once more").status_code == 303


def test_a_unit_says_which_breach_it_contests_and_finds_first_what_cost_points(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/own/P05").text
    offered = re.findall(r'<option value="([^"]+)"[^>]*>[^<]*</option>', page[page.index('id="object-cases"') :])
    assert offered[0] == "x07"
    late = next(one for one in offered if one.startswith("P05-"))
    assert unit.post("/insurance/own/P05", incident=late, reason="in time", kind="late").status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        (appeal,) = [one for one in office.case(late).actions if one["step"] == "appeal"]
    assert appeal["kind"] == "late"
    assert page.index('id="object"') < page.index("our score is"), "the form is not below what fills pages"


def test_a_unit_follows_its_case_to_what_was_done_and_due_without_a_name_or_a_text(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute(
            "UPDATE insurance_incidents SET complainant = '欧阳小草', text = '欧阳小草来访反映' WHERE unit = 'P05'"
        )
        connection.execute(
            "UPDATE insurance_actions SET by = '欧阳小草', reason = '小草说的', note = '草' WHERE incident = 'P05-0215'"
        )
    connection.close()
    unit = insurance.signed_in("unit")
    assert 'href="/insurance/own/cases/P05-0215"' in unit.get("/insurance/own/P05?period=2012-H1").text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        due = [(str(one.due), str(one.answered or "")) for one in office.case("P05-0215").duties if one.due is not None]
    assert due
    assert re.search(r"took 18 working days, 10 allowed \(2\.3\.1\)", unit.get("/insurance/own/cases/P05-0215").text)
    own, office_case = "/insurance/own/cases/P05-0215", "/insurance/cases/P05-0215"
    (late,) = [one["days"] for one in unit.get(own, accept="application/json").json()["duties"] if one["status"] == "breached"]
    assert late.endswith("took 18 working days, 10 allowed (2.3.1)")
    assert late in insurance.signed_in("clerk").get(office_case, accept="application/json").json()["days"]
    for asked in ({}, {"accept": "application/json"}):
        page = unit.get("/insurance/own/cases/P05-0215", **asked).text
        assert all(day in page for days in due for day in days)
        assert not re.search("欧阳|小草|草", page)
    with sqlite3.connect(insurance.ledger) as connection:
        (other,) = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone()
    connection.close()
    assert unit.get(f"/insurance/own/cases/{other}").status_code == 404
    assert unit.get("/insurance/own/cases/none").status_code == 404
    page = unit.get("/insurance/own/cases/P05-0215").text
    to = html.unescape(page.partition('href="/insurance/own/P05?')[2].partition('"')[0])
    assert 'name="incident" value="P05-0215"' in unit.get(f"/insurance/own/P05?{to.partition('#')[0]}").text, "to object to it"


def test_a_deadline_over_make_up_days_and_holidays_says_which_days_counted_to_the_unit_and_to_the_office(insurance: Site) -> None:
    pages = [(insurance.signed_in("unit"), "/insurance/own/cases/"), (insurance.signed_in("clerk"), "/insurance/cases/")]
    for browser, cases in pages:
        before_may_day = browser.get(f"{cases}P05-0055").text
        assert "5 working days after 2012-04-23, until 2012-04-28; worked to make up, and counted: 2012-04-28" in before_may_day
        page = browser.get(f"{cases}P05-0215?lang=zh").text
        assert "自2012-04-01次日起计10个工作日，至2012-04-18；放假、不计：2012-04-02、2012-04-03、2012-04-04" in page
        assert "working days after" not in browser.get(f"{cases}P05-0153").text, "15 days on from 2012-05-01, the week tells that"


def test_a_link_to_a_case_says_its_kind_and_day_and_its_text_to_whoever_may_read_it_alone(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute(
            "UPDATE insurance_incidents SET complainant = '欧阳小草', text = '欧阳小草来访反映' WHERE unit = 'P05'"
        )
        query = "SELECT date FROM insurance_incidents WHERE incident = ?"
        (of_x07,), (of_late,) = (connection.execute(query, (one,)).fetchone() for one in ("x07", "P05-0215"))
    connection.close()
    unit, head = insurance.signed_in("unit"), insurance.signed_in("head")
    assert unit.post("/insurance/own/P05", incident="P05-0215", reason="in time").status_code == 303
    for browser, pages in (
        (unit, ["/insurance/own/P05?period=2012-H1&objected=1", "/insurance/own/P05/breached?period=2012-H1"]),
        (head, ["/insurance/units/P05?period=2012-H1", "/insurance/units/P05/breached?period=2012-H1"]),
        (insurance.signed_in("decider"), ["/insurance/decisions"]),
    ):
        for page in pages:
            said = html.unescape(browser.get(page).text)
            links = re.findall(r'href="[^"]*/(?:cases|decisions)/P05-0215[^"]*">P05-0215(.*?)</a>(.{0,80})', said, re.DOTALL)
            assert any(of_late in inside for inside, _ in links), page
            assert any("欧阳小草" in after for _, after in links) == (browser is not unit), page
            assert ("欧阳" in said) == (browser is not unit), page
    assert of_x07 in re.findall(r'cases/x07">x07(.*?)</a>', unit.get("/insurance/own/P05?period=2012-H1").text)[0]


def test_an_objection_brings_a_file_to_its_own_case_alone_and_of_a_kind_that_is_taken(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/own/P05?period=2012-H1").text
    assert 'type="file"' in page[page.index('id="object"') :]
    with sqlite3.connect(insurance.ledger) as connection:
        (other,) = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone()
    connection.close()
    pdf = b"%PDF-1.4\n%%EOF\n"
    assert unit.send("/insurance/own/P05", "a.pdf", pdf, incident=other, reason="x").status_code == 404
    refused = unit.send("/insurance/own/P05", "a.pdf", b"MZ\x90 no evidence", incident="x07", reason="see the file")
    assert refused.status_code == 400
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [one for one in office.case("x07").actions if one["step"] == "appeal"] == []
        assert (office.case(other).attachments, office.case("x07").attachments) == ((), ())
    assert unit.send("/insurance/own/P05", "record.pdf", pdf, incident="x07", reason="see the file").status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        found = office.case("x07")
    assert [(one.name, one.by, one.released) for one in found.attachments] == [("record.pdf", "unit called", False)]
    assert [one["reason"] for one in found.actions if one["step"] == "appeal"] == ["see the file"]
    (attached := insurance.ledger.parent / "inside.txt").write_text("what the unit must not know of")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("attachment", file=attached, incident="x07", by="a witness")
    case = unit.get("/insurance/own/cases/x07").text
    mine = case[case.index('id="evidence"') :]
    assert "handed in by yourself" in re.search(r"<li>record\.pdf.*?</li>", mine, re.DOTALL)[0]  # type: ignore[index]
    assert "1 further attached" in mine
    assert not re.search("inside.txt|a witness|/attachments/", mine), "what is not released is not there to be had"
    clerk = insurance.signed_in("clerk").get("/insurance/cases/x07").text
    assert re.search(r"record\.pdf.*?<div>\d{4}-\d\d-\d\d \d\d:\d\d \(UTC[^)]*\)<br><span[^>]*>unit called<", clerk, re.DOTALL)
    assert re.search(
        r"inside\.txt.*?<div>\d{4}-\d\d-\d\d \d\d:\d\d \(UTC[^)]*\)<br><span[^>]*>entered by command \(by ", clerk, re.DOTALL
    )


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


def test_an_objection_of_today_makes_no_period_between_that_has_no_case(insurance: Site) -> None:
    unit = insurance.signed_in("unit")

    def offered() -> list[str]:
        page = unit.get("/insurance/own/P05?period=2012-H1").text
        return re.findall(r'<option value="([^"]*)"', page.partition('name="period"')[2].partition("</select>")[0])

    before = offered()
    assert "2012-H1" in before
    assert unit.post("/insurance/own/P05", incident="x07", reason="按期答复了").status_code == 303
    assert offered() == before


def test_what_one_fewer_would_end_is_said_by_the_clause_under_which_it_stands(insurance: Site) -> None:
    told = insurance.signed_in("head").get("/insurance/units/P05?period=2012-H1", accept="application/json").json()
    stands = {one["clause"] for one in told["vetoes"]}
    ended = [one for each in told["one_fewer"] for one in each["ended"]]
    assert (stands, bool(ended)) == ({"2.3.3"}, True)
    assert all("2.3.3" in one for one in ended)


def test_a_unit_searches_its_cases_by_what_it_may_read_of_them_alone(insurance: Site) -> None:
    text = "张某在门口等了两小时"
    with sqlite3.connect(insurance.ledger) as connection:
        query = "UPDATE insurance_incidents SET text = ?, complainant = '张某', source = '来电 张某' WHERE unit IN ('P05', 'P06')"
        connection.execute(query, (text,))
    connection.close()
    unit = insurance.signed_in("unit")

    def found(q: str, **more: str) -> list[str]:
        asked = "&".join(f"{key}={value}" for key, value in {"q": q, **more}.items())
        told = unit.get(f"/insurance/own/P05/cases?{asked}", accept="application/json").json()
        rows = unit.get(f"/insurance/own/P05/cases/cases.csv?{asked}").text.splitlines()[1:]
        assert len(rows) == len(told["cases"]) or told["next"]
        return [one["incident"] for one in told["cases"]]

    for hidden in ("张某", "两小时", "门口", "来电"):
        assert found(hidden) == [], "a hit would tell that the word stands there"
    assert found("x07") == ["x07"]
    with sqlite3.connect(insurance.ledger) as connection:
        ((other,), (day,)) = (
            connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone(),
            connection.execute("SELECT date FROM insurance_incidents WHERE incident = 'x07'").fetchone(),
        )
    connection.close()
    assert found(other) == []
    assert "x07" in found(day)
    assert found("x07", to="2011-01-01") == []
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("release", incident="x07", reason="as evidence")
    assert found("两小时") == ["x07"]
    assert unit.get("/insurance/own/P06/cases").status_code == 404


def test_a_unit_finds_its_cases_by_clause_and_by_the_words_of_what_was_breached_in_both_languages(insurance: Site) -> None:
    unit = insurance.signed_in("unit")

    def found(q: str, lang: str = "en") -> dict[str, list[dict[str, str]]]:
        address = f"/insurance/own/P05/cases?q={q}&lang={lang}"
        return {one["incident"]: one["breached"] for one in unit.get(address, accept="application/json").json()["cases"]}

    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        why = office.explain("P05", "2012-H1").made
        late = {fact.id for fact in why.facts if fact.breach} | {fact.id for fact in why.facts if fact.kind == "late"}
    assert late
    for word in ("逾期办理", "逾期", "Late Handling", "按期办结上报", "reply in time", "2.3.1"):
        for lang in ("zh", "en"):
            assert late <= set(found(word, lang)), word
    case = min(fact.id for fact in why.facts if fact.breach)
    for lang, words in (("zh", "逾期办理"), ("en", "late handling")):
        assert found("2.3.1", lang)[case] == [{"words": words, "clause": "2.3.1"}]
    assert "x07" in found("2.3.3")
    assert "x07" in found("谎报")
    assert found("2.3.1").keys() == found("逾期办理").keys(), "a clause finds what its words find"
    with sqlite3.connect(insurance.ledger) as connection:
        mine = {case for (case,) in connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P05'")}
    connection.close()
    assert set(found("2.3.1")) | set(found("信访件")) <= mine
    page = unit.get(f"/insurance/own/P05/cases?q={case}&lang=zh").text
    assert re.search(r"逾期办理 <span[^>]*>2\.3\.1<", page)
    (_, row) = unit.get(f"/insurance/own/P05/cases/cases.csv?q={case}&lang=zh").text.splitlines()
    assert "逾期办理 (2.3.1)" in row
    assert unit.post("/insurance/own/P05", incident=case, reason="in time", kind="late").status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", {"incident": case, "step": "appeal-decided", "upheld": "yes", "by": "主任", "reason": "属实"})
    assert case not in found("逾期办理"), "what was upheld is breached no more"


def test_a_unit_reads_and_finds_by_what_its_cases_are_counted_and_by_nothing_that_says_who_complained(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute("UPDATE insurance_incidents SET settled = 0 WHERE unit = 'P05'")
        connection.execute("UPDATE insurance_incidents SET settled = 1, complainant = '欧阳小草' WHERE incident = 'P05-0001'")
        rows = connection.execute("SELECT incident, channel FROM insurance_incidents WHERE unit = 'P05' AND kind = 'petition'")
        channels = dict(rows)
    connection.close()
    unit = insurance.signed_in("unit")

    def found(q: str) -> set[str]:
        rows = unit.get(f"/insurance/own/P05/cases/cases.csv?q={q}&lang=zh").text.splitlines()[1:]
        return {row.split(",")[1] for row in rows}

    for words, code in (("电话", "telephone"), ("Telephone", "telephone"), ("书面", "written")):
        assert found(words) == {case for case, of in channels.items() if of == code} != set(), words
    assert found("撤回") == {"P05-0001"}
    told = unit.get("/insurance/own/cases/P05-0001", accept="application/json").json()["attributes"]
    assert {one["code"]: one["value"] for one in told} == {"channel": channels["P05-0001"], "settled": "yes"}
    (listed,) = unit.get("/insurance/own/P05/cases?q=P05-0001", accept="application/json").json()["cases"]
    assert listed["attributes"] == told
    page = unit.get("/insurance/own/cases/P05-0001?lang=zh").text
    assert re.search(r"<dt>渠道</dt><dd>\w+</dd>.*<dt>快速处理并撤回</dt><dd>是</dd>", page)
    assert "欧阳小草" not in page
    at = Deployment(insurance.ledger, "insurance", {}, "en")
    sector = at.sector()
    assert may_be_told(sector).keys() == {"channel", "settled", "excused"}, "not which case it is about"
    at.close()


def test_a_unit_finds_a_case_by_part_of_its_id_by_several_words_and_by_a_kind_that_was_breached(insurance: Site) -> None:
    unit = insurance.signed_in("unit")

    def found(asked: str) -> set[str]:
        told = unit.get(f"/insurance/own/P05/cases?{asked}", accept="application/json").json()
        return {one["incident"] for one in told["cases"]}

    assert found("q=0055") == found("q=p05-0055") == {"P05-0055"}
    late = found("q=逾期办理")
    assert late
    assert found("kind=late") == late
    month = {
        case[:7]
        for case in (
            one["date"] for one in unit.get("/insurance/own/P05/cases?q=逾期办理", accept="application/json").json()["cases"]
        )
    }
    parts = [found(f"q=逾期办理 {one}") for one in sorted(month)]
    assert set().union(*parts) == late
    assert sum(map(len, parts)) == len(late)
    page = unit.get("/insurance/own/P05/cases?from=2012-06-01&to=2012-01-01").text
    assert "The first day, 2012-06-01, is after the last, 2012-01-01" in page
    assert "Nothing was found" not in page


def test_the_list_of_cases_says_how_each_objection_stands_and_a_period_has_its_own_alone(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    cases = ("P05-0001", "P05-0002", "P05-0003")
    for case in cases:
        assert unit.post("/insurance/own/P05", incident=case, reason="x").status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        for case, upheld in zip(cases[1:], ("yes", "no"), strict=True):
            decided = {"incident": case, "step": "appeal-decided", "upheld": upheld, "by": "主任", "reason": "y"}
            office.record("action", decided)
    for case, words in zip(cases, ("待决定", "采纳", "不予采纳"), strict=True):
        page = unit.get(f"/insurance/own/P05/cases?q={case}&lang=zh&objected=1").text
        assert re.search(rf'href="/insurance/own/cases/{case}#appealed"[^>]*>{words}<', page), case
        assert unit.get(f"/insurance/own/P05/cases/cases.csv?q={case}&lang=zh").text.splitlines()[1].endswith(words)
    assert "#object" not in unit.get("/insurance/own/P05/cases?q=P05-0001").text, "one waits already"

    def listed(period: str) -> set[str]:
        told = unit.get(f"/insurance/own/P05?period={period}", accept="application/json").json()
        return {one["incident"] for one in told["appeals"]}

    assert set(cases) <= listed("2012")
    assert listed("2011") == set()


def test_a_clause_is_looked_for_as_a_sentence_names_it_or_by_its_id(hospital: Site) -> None:
    unit = hospital.signed_in("unit")
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        why = office.explain("D1").made
    duties = why.assessment.gathered[0].scope.regulation.duties
    case, clause = next((fact.id, duties[fact.duty].clause) for fact in why.facts if fact.duty is not None and fact.on_case)
    assert clause.startswith("duty")
    for word in (clause, f"第{clause.removeprefix('duty')}项"):
        rows = unit.get(f"/hospital/own/D1/cases/cases.csv?q={word}").text
        assert case in rows, word


def test_before_a_unit_objects_it_reads_that_its_reason_may_be_published_with_the_answer(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    for lang, words in (
        ("en", "Your reason may be published with the office's answer"),
        ("zh", "申诉理由可能连同本机关的答复写入公布的通报附件"),
    ):
        page = html.unescape(unit.get(f"/insurance/own/P05?lang={lang}").text)
        form = page[page.index('id="object-reason"') :].partition("</form>")[0]
        (hint,) = re.findall(r'aria-describedby="([^"]+)"', form.partition(">")[0])
        assert words in form.partition(f'id="{hint}"')[2].partition("<button")[0]
        told = unit.get(f"/insurance/own/P05?lang={lang}", accept="application/json").json()
        assert told["objecting"].startswith(words)
    refused = unit.post("/insurance/own/P05", incident="x07", reason="")
    page = refused.text[refused.text.index('id="object-reason"') :].partition(">")[0]
    assert re.search(r'aria-describedby="object-reason-wrong reason-hint"', page), "what is wrong stands beside it"


def test_a_unit_whose_own_reason_is_not_quoted_reads_why(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute("UPDATE insurance_incidents SET complainant = '欧阳小草' WHERE incident = 'P05-0001'")
    connection.close()
    unit = insurance.signed_in("unit")
    own = "/insurance/own/P05?period=2012-H1"
    unit.get(own)
    unit.post("/insurance/own/P05", incident="P05-0002", reason="the post was late", period="2012-H1")
    assert "may give away who complained" not in unit.get(f"{own}&objected=P05-0002").text
    unit.post("/insurance/own/P05", incident="P05-0001", reason="欧阳小草弄错了", period="2012-H1")
    page = unit.get(f"{own}&objected=P05-0001").text
    assert "欧阳小草" not in page
    assert "may give away who complained, though the unit wrote it itself" in page
    told = {one["incident"]: one for one in unit.get(own, accept="application/json").json()["appeals"]}
    assert (told["P05-0001"]["withheld"], told["P05-0002"]["withheld"]) == (True, False)


def test_who_has_the_code_of_a_draft_and_no_right_to_it_is_told_of_no_document(insurance: Site) -> None:
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        sealed = office.publish("2012", draft=True)
    asked = f"/check?code={sealed.code}"
    visitor = insurance.visitor()
    assert "No published document has this code." in visitor.get(asked).text
    assert visitor.get(asked, accept="application/json").json()["found"] is None
    for role in ("unit", "head"):
        assert insurance.signed_in(role).get(asked, accept="application/json").json()["found"]["draft"], role


def test_a_case_that_is_none_or_another_s_is_objected_to_alike(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    with sqlite3.connect(insurance.ledger) as connection:
        (other,) = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone()
    connection.close()
    answers = [unit.post("/insurance/own/P05", incident=one, reason="x") for one in ("no-such", other)]
    assert [one.status_code for one in answers] == [404, 404]
    pages = [unit.get(f"/insurance/own/P05?incident={one}").text.replace(one, "") for one in ("no-such", other)]
    offered = [re.findall(r'<option value="([^"]*)"', page.partition('id="object-kind"')[2]) for page in pages]
    assert offered[0] == offered[1]


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


def test_the_readings_begin_with_the_latest_period_that_has_facts(insurance: Site) -> None:
    page = insurance.signed_in("head").get("/insurance/readings").text
    choice = page.partition('name="period"')[2].partition("</select>")[0]
    offered = re.findall(r'<option value="([^"]*)"', choice)
    assert re.findall(r'<option value="([^"]*)" selected', choice) == [next(one for one in offered if one)]


def _objecting(page: str, field: str) -> str:
    """What stands beside a field of the form in which a unit objects."""
    found = re.search(rf'id="object-{field}-wrong"[^>]*>(.*?)</p>', html.unescape(page), re.S)
    return found[1] if found is not None else ""


@pytest.mark.parametrize(("waits", "other"), [("late", ""), ("", "late")])
def test_no_objection_to_a_case_whole_stands_beside_one_to_a_breach_of_it(insurance: Site, waits: str, other: str) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    assert unit.post("/insurance/own/P05", incident="P05-0215", reason="in time", kind=waits).status_code == 303
    refused = unit.post("/insurance/own/P05", incident="P05-0215", reason="not ours", kind=other)
    assert refused.status_code == 400
    assert re.search(
        rf"already, of \S+ \({'late handling' if waits else 'the whole case'}\)", _objecting(refused.text, "incident")
    )
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert len([one for one in office.case("P05-0215").actions if one["step"] == "appeal"]) == 1


def test_an_objection_to_what_does_not_stand_against_the_case_is_refused_beside_the_field(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    refused = unit.post("/insurance/own/P05", incident="P05-0001", reason="in time, all of it", kind="late")
    assert refused.status_code == 400
    said = _objecting(refused.text, "kind")
    assert "nothing stands against P05-0001 as “late handling”; what may be contested: the whole case" in said
    assert "in time, all of it</textarea>" in refused.text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [one for one in office.case("P05-0001").actions if one["step"] == "appeal"] == []


def test_a_wrong_case_is_said_beside_its_field_in_the_same_words_and_keeps_the_text(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    with sqlite3.connect(insurance.ledger) as connection:
        (other,) = connection.execute("SELECT incident FROM insurance_incidents WHERE unit = 'P06' LIMIT 1").fetchone()
    connection.close()
    answers = [unit.post("/insurance/own/P05", incident=one, reason="all that was written") for one in ("no-such", other)]
    assert [one.status_code for one in answers] == [404, 404]
    assert {_objecting(one.text, "incident") for one in answers} == {"the unit has no such case"}
    for one in answers:
        assert "all that was written</textarea>" in one.text
    assert answers[0].text.replace("no-such", "") == answers[1].text.replace(other, "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_missing_of_an_objection_is_called_as_its_field_is(insurance: Site, lang: str) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    if lang == "zh":
        unit.post("/language", back="/")
    for field, cells in (("incident", {"incident": "", "reason": "x"}), ("reason", {"incident": "x07", "reason": ""})):
        page = html.unescape(unit.post("/insurance/own/P05", **cells).text)
        label = re.search(rf'<label for="object-{field}">(.*?) \*', page)
        assert label is not None
        assert label[1] in _objecting(page, field), (label[1], _objecting(page, field))


def test_an_objection_s_reason_has_an_end_and_the_text_stays(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    unit.get("/insurance/own/P05")
    answer = unit.post("/insurance/own/P05", incident="x07", reason="字" * 2001)
    assert answer.status_code == 400
    assert "the reason is too long (2001 characters, 2000 at most)" in _objecting(answer.text, "reason")
    assert "字" * 2001 in answer.text
    assert unit.post("/insurance/own/P05", incident="x07", reason="字" * 2000).status_code == 303
