"""What waits for a decision, and how it is decided: with its clause, its bounds, and what was decided before."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

import conduct
from conduct.core.ledger.publish import published_result
from conduct.core.scores.unsettled import APPEAL, FINDING, POINTS, SANCTION
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.door.waiting import waiting
from conduct.web.rights import Grant
from tests.hostile import MARKUP
from tests.web.conftest import Site
from tests.web.inert import acting, shown
from tests.web.publishing import hidden


@pytest.mark.parametrize("sector", ["hospital", "insurance", "power_utility"])
def test_what_waits_is_what_a_publication_lists_as_undecided(sector: str, tmp_path: Path) -> None:
    at = Deployment(tmp_path / "conduct.db", sector, {}, "en")
    Office(at).init(sample=True)
    found = {(one.what, one.incident) for one in waiting(at)}
    listed = set()
    for part in ("-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", ""):
        with suppress(conduct.Fault):  # a period that the sector does not assess
            made = Office(at).publish(f"2012{part}", draft=True)
            kept = json.loads(published_result(at.ledger, made.called) or b"{}")
            listed |= {(one["what"], one["incident"]) for one in kept.get("open") or ()}
    at.close()
    assert found == {one for one in listed if one[0] in (APPEAL, POINTS, SANCTION, FINDING)}


def test_a_decision_says_what_earlier_ones_do_not_and_leads_to_the_text_and_the_files_of_its_case(insurance: Site) -> None:
    decider, page = insurance.signed_in("decider"), "/insurance/decisions/x16"
    found = decider.get(page).text
    facts = found[found.index('id="facts"') :].partition("</section>")[0]
    assert re.search(r"<dt>Text</dt><dd>not written down</dd><dt>Attachments</dt><dd>none</dd>", facts)
    earlier = found[found.index("How similar ones were decided") :].partition("</table>")[0]
    assert "x28" in earlier
    assert re.findall(r'data-label="(?:Reason|reason|By|by)">\s*</td>', earlier) == [], "nothing is left empty without a word"
    assert earlier.count("not written down") >= 2
    (file := insurance.ledger.parent / "paper.txt").write_text("what the paper wrote")
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute("UPDATE insurance_incidents SET text = '晚报头版' WHERE incident IN ('x16', 'x28')")
    connection.close()
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("attachment", file=file, incident="x16")
    found = decider.get(page).text
    (to,) = re.findall(r'<a href="([^"]+)">paper.txt</a>', found)
    assert decider.get(to).text == "what the paper wrote"
    assert found.count("晚报头版") == 2, "its own text, and that of an earlier one"


def test_a_decider_decides_within_the_range_with_a_reason_and_sees_what_was_decided_before(power: Site) -> None:
    decider, list_of = power.signed_in("decider"), "/power_utility/decisions"
    assert f'{list_of}/w08"' in decider.get(list_of).text
    page = decider.get(f"{list_of}/w08").text
    for said in ("2 and 3", "3 and 6", "扣发单位负责人2-3个月奖金", "How similar ones were decided", "art11"):
        assert said in page, said
    assert len(re.findall(r"<tr><td[^>]*>\d{4}-", page)) == 5, "the earlier decisions on both"
    address = f"{list_of}/w08/decide"

    def cells(column: str, value: str, **more: str) -> dict[str, str]:
        seen = hidden(decider.get(f"{list_of}/w08").text, "seen")
        return {"seen": seen, "column": column, column: value, "clause": "art11", "date": "2012-11-20", **more}

    without = decider.post(address, **cells("head-months", "3"))
    assert without.status_code == 400
    assert "“reason” must be filled in" in without.text
    outside = decider.post(address, **cells("head-months", "9", reason="grave"))
    assert outside.status_code == 400
    assert "grave" in outside.text
    before = cells("head-months", "3", reason="twice in a year")
    forged = decider.post(address, **before, by="Chief Wang")
    assert (forged.status_code, "own name" in forged.text) == (400, True)
    page = decider.get("/power_utility/cases/w08").text
    several = {"seen": hidden(page, "seen"), "step": "decide", "decide.head-months": "3", "reason": "x", "date": "2012-11-20"}
    forged = decider.post("/power_utility/cases/w08/steps", **several, by="Chief Wang")
    assert (forged.status_code, "own name" in forged.text) == (400, True)
    done = decider.post(address, **before)
    assert (done.status_code, done.headers["location"]) == (303, f"{list_of}/w08"), "the other man's is left"
    again = decider.post(address, **before)
    assert again.status_code == 409
    assert "somebody entered more steps" in again.text
    done = decider.post(address, **cells("months", "4", reason="the first time"))
    assert (done.status_code, done.headers["location"]) == (303, list_of)
    with conduct.open(power.ledger, "power_utility", lang="en") as office:
        found = office.case("w08")
    first, second = [action for action in found.actions if action["step"] == "decide"]
    assert (first["by"], first["reason"], str(first["head-months"])) == ("decider called", "twice in a year", "3")
    assert (second["reason"], str(second["months"])) == ("the first time", "4")
    assert all(one.decided for one in found.sanctions)
    assert f'{list_of}/w08"' not in decider.get(list_of).text


def test_the_desk_of_who_decides_says_how_much_waits_for_him(power: Site) -> None:
    link = '<a href="/power_utility/decisions"><strong>'
    at = Deployment(power.ledger, "power_utility", {}, "en")
    n = len(waiting(at))
    at.close()
    page = power.signed_in("decider").get("/power_utility/desk").text
    assert f"{link}{n}</strong> To decide</a>" in page
    assert link not in power.signed_in("clerk").get("/power_utility/desk").text


def test_the_page_is_in_the_reader_s_language(power: Site) -> None:
    decider = power.signed_in("decider")
    decider.post("/language", back="/")
    page = shown(decider.get("/power_utility/decisions/w08").text)
    for said in ("可定范围：2至3", "第十一条", "同类事项此前的决定"):
        assert said in page, said
    assert "art11" not in page


def test_a_decider_of_some_units_alone_is_shown_these_and_decides_for_no_other(power: Site) -> None:
    power.account("of-one", Grant("decider", "power_utility", "S07"))
    decider = power.signed_in("of-one")
    page = decider.get("/power_utility/decisions").text
    with sqlite3.connect(power.ledger) as connection:
        units = dict(connection.execute("SELECT incident, unit FROM power_utility_incidents"))
    connection.close()
    listed = set(re.findall(r'/power_utility/decisions/([^"/]+)"', page))
    assert listed
    assert {units[one] for one in listed} == {"S07"}
    assert decider.get("/power_utility/decisions/w08").status_code == 404
    one = decider.get(f"/power_utility/decisions/{min(listed)}").text
    assert {units[case] for case in re.findall(r'/power_utility/cases/([^"/]+)"', one)} == {"S07"}
    cells = {"seen": "0", "column": "head-months", "head-months": "3", "reason": "x", "date": "2012-11-20"}
    assert decider.post("/power_utility/decisions/w08/decide", **cells).status_code == 404


def test_what_decides_is_taken_by_no_clerk_and_a_step_that_decides_nothing_is_no_decision(power: Site) -> None:
    clerk, decider = power.signed_in("clerk"), power.signed_in("decider")
    page = clerk.get("/power_utility/cases/w08").text
    assert "/steps/decide" not in page
    cells = {"seen": hidden(page, "seen"), "head-months": "3", "reason": "x", "date": "2012-11-20"}
    assert clerk.post("/power_utility/cases/w08/steps/decide", **cells).status_code == 404
    decider.get("/power_utility/decisions/w08")
    for other in ("rectify", "none", "not-assessed"):
        assert decider.post(f"/power_utility/decisions/w08/{other}", **cells).status_code == 404


def test_a_filter_that_does_not_apply_is_said(power: Site) -> None:
    decider = power.signed_in("decider")
    page = shown(decider.get("/power_utility/decisions?what=sanction&unit=S07").text)
    assert "does not apply" not in page
    page = shown(decider.get("/power_utility/decisions?what=<b>&unit=none").text)
    assert "The filter “<b>” does not apply" in page
    assert "The filter “none” does not apply" in page


def test_hostile_reasons_of_earlier_decisions_come_out_literally(power: Site) -> None:
    text = " ".join(MARKUP.values()).replace("\0", "")
    with sqlite3.connect(power.ledger) as connection:
        connection.execute("UPDATE power_utility_actions SET reason = ?, by = ? WHERE step = 'decide'", (text, text))
        connection.execute("UPDATE power_utility_incidents SET text = ?, source = ?", (text, text))
    connection.close()
    decider = power.signed_in("decider")
    for address in ("/power_utility/decisions", "/power_utility/decisions/w08"):
        assert acting(decider.get(address).text) == []
    page = shown(decider.get("/power_utility/decisions/w08").text)
    for one in MARKUP.values():
        assert " ".join(one.split()) in page, one


def test_a_decider_reads_what_no_longer_counts_if_an_appeal_is_upheld(insurance: Site) -> None:
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", incident="P05-0215", step="appeal", by="P05", reason="in time", kind="late", date="2013-01-05")
        office.record("action", incident="P05-0055", step="appeal", by="P05", reason="not ours", date="2013-01-05")
    decider = insurance.signed_in("decider")
    page = html.unescape(decider.get("/insurance/decisions/P05-0215").text)
    assert "“late handling” alone no longer counts" in page
    page = html.unescape(decider.get("/insurance/decisions/P05-0055").text)
    assert "nothing of the case counts any more: petition, late handling" in page


def _appeals(page: str) -> list[tuple[str, str]]:
    """The appeals that the page of a decision lists: the word after “reason”, and how each stands."""
    table = page[page.index('id="appeals"') :].partition("</section>")[0]
    return re.findall(r"reason (\w+)</td><td[^>]*>([^<]*)</td>", table)


def test_every_appeal_on_the_same_is_listed_with_its_state_to_who_decides_and_to_the_unit(insurance: Site) -> None:
    given = [("2013-01-07", "one", "x07"), ("2013-01-08", "two", "x07"), ("2013-01-09", "three", "x07")]
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        for day, reason, incident in given:
            office.record(
                "action", {"step": "appeal", "incident": incident, "date": day, "reason": f"reason {reason}", "by": "P05"}
            )
    decider = insurance.signed_in("decider")
    listed = decider.get("/insurance/decisions?what=appeal&unit=P05").text
    assert len(set(re.findall(r'href="(/insurance/decisions/x07#appeal-[^"]+)"', listed))) == 3, "each leads to itself"
    page = decider.get("/insurance/decisions/x07").text
    assert _appeals(page) == [
        ("one", "waits for a decision"),
        ("two", "waits for a decision"),
        ("three", "waits, and is answered by the next decision"),
    ]
    assert page.count('name="upheld"') == 1, "one decision at a time"
    cells = {"seen": hidden(page, "seen"), "column": "upheld", "upheld": "no", "date": "2013-01-10", "reason": "no evidence"}
    assert decider.post("/insurance/decisions/x07/appeal-decided", **cells).status_code == 303
    page = decider.get("/insurance/decisions/x07").text
    assert _appeals(page) == [
        ("one", "waits for a decision"),
        ("two", "waits, and is answered by the next decision"),
        ("three", "2013-01-10 not upheld"),
    ]
    mine = insurance.signed_in("unit").get("/insurance/own/P05?objected=x07").text
    rows = re.findall(r"reason (\w+)</td><td[^>]*>([^<]*)</td>", mine)
    assert [(reason, "waits" in state) for reason, state in rows] == [("three", False), ("two", True), ("one", True)]


def _two_appeals(site: Site, whole_first: bool, days: tuple[str, str] = ("2013-01-07", "2013-01-09")) -> None:
    """Appeals on P05-0215 of these days: one against the case whole, one against its late handling alone."""
    kinds = ("", "late") if whole_first else ("late", "")
    with conduct.open(site.ledger, "insurance", lang="en") as office:
        for day, kind in zip(days, kinds, strict=True):
            given = {"incident": "P05-0215", "step": "appeal", "by": "P05", "date": day, "reason": f"reason {kind or 'whole'}"}
            office.record("action", {**given, **({"kind": kind} if kind else {})})


def _sections(page: str) -> list[str]:
    return [part.partition("</section>")[0] for part in page.split('<section aria-labelledby="open-')[1:]]


@pytest.mark.parametrize("whole_first", [False, True])
@pytest.mark.parametrize("same_day", [False, True])
def test_a_decision_takes_out_what_its_heading_says_whichever_of_two_appeals_came_later(
    insurance: Site, whole_first: bool, same_day: bool
) -> None:
    _two_appeals(insurance, whole_first, ("2013-01-09",) * 2 if same_day else ("2013-01-07", "2013-01-09"))
    decider, address = insurance.signed_in("decider"), "/insurance/decisions/P05-0215"
    page = html.unescape(decider.get(address).text)
    first, second = _sections(page)
    assert ("<form" in first, "<form" in second) == (True, False), "the one that the decision answers, and it alone"
    assert "one can be decided after it" in second
    assert _appeals(page)[1][1] == "waits, and is answered by the next decision"
    said, reason = ("“late handling” alone", "reason late") if whole_first else ("nothing of the case", "reason whole")
    assert said in first
    assert reason in first
    assert said not in second
    cells = {"seen": hidden(page, "seen"), "column": "upheld", "upheld": "yes", "reason": "proven", "date": "2013-01-10"}
    assert decider.post(f"{address}/appeal-decided", **cells, appeal=hidden(first, "appeal")).status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [one.breach for one in office.case("P05-0215").out] == ["late" if whole_first else None]
    left = _sections(html.unescape(decider.get(address).text))
    assert [("<form" in one, "one can be decided after it" in one) for one in left] == ([(True, False)] if whole_first else [])
    mine = insurance.signed_in("unit").get("/insurance/own/P05?objected=P05-0215").text
    assert ("the whole case counts no longer" in mine) != whole_first, "nothing is left to be decided of a case that is out"


def test_a_decision_whose_day_would_answer_another_appeal_than_the_page_says_decides_nothing(insurance: Site) -> None:
    _two_appeals(insurance, whole_first=True)
    decider, address = insurance.signed_in("decider"), "/insurance/decisions/P05-0215"
    page = decider.get(address).text
    named, seen = hidden(_sections(page)[0], "appeal"), hidden(page, "seen")
    cells = {"seen": seen, "appeal": named, "upheld": "yes", "reason": "proven", "date": "2013-01-08", "day-meant": "yes"}
    refused = decider.post(f"{address}/appeal-decided", column="upheld", **cells)
    said = "would not answer the appeal of 2013-01-09 (late handling)"
    assert (refused.status_code, said in refused.text) == (400, True)
    of_case = {"appeal-decided.upheld": "yes", "step": "appeal-decided"}
    cells = {key: value for key, value in cells.items() if key != "upheld"} | of_case
    refused = decider.post("/insurance/cases/P05-0215/steps", **cells)
    assert (refused.status_code, said in refused.text) == (400, True)
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [one["step"] for one in office.case("P05-0215").actions].count("appeal-decided") == 0


def test_a_case_says_once_which_appeal_its_decision_answers_and_what_that_takes_out(insurance: Site) -> None:
    _two_appeals(insurance, whole_first=True)
    decider = insurance.signed_in("decider")
    page = html.unescape(decider.get("/insurance/cases/P05-0215").text)
    (choice,) = re.findall(r'value="appeal-decided".*?</label>', page)
    assert "the appeal of 2013-01-09 against “late handling”" in choice
    assert "“late handling” alone no longer counts" in choice
    assert "2013-01-07" not in choice
    cells = {"seen": hidden(page, "seen"), "step": "appeal-decided", "appeal-decided.upheld": "yes", "reason": "proven"}
    named = page[page.index('action="/insurance/cases/P05-0215/steps"') :]
    answer = decider.post("/insurance/cases/P05-0215/steps", **cells, appeal=hidden(named, "appeal"), date="2013-01-10")
    assert answer.status_code == 303
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        assert [one.breach for one in office.case("P05-0215").out] == ["late"]


def test_a_case_before_the_first_edition_is_decided_by_the_law_of_its_period(insurance: Site) -> None:
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("incident", incident="early", unit="P05", kind="petition", channel="telephone", date="2012-01-15")
        office.record("action", incident="early", step="appeal", by="P05", reason="in time", date="2013-01-05")
    decider = insurance.signed_in("decider")
    assert "/insurance/decisions/early#" in decider.get("/insurance/decisions").text
    page = decider.get("/insurance/decisions/early")
    assert page.status_code == 200
    assert "<blockquote" in page.text, "the clause is quoted"
    cells = {"seen": hidden(page.text, "seen"), "appeal": hidden(page.text, "appeal"), "column": "upheld", "upheld": "no"}
    answer = decider.post("/insurance/decisions/early/appeal-decided", **cells, reason="no evidence", date="2013-01-06")
    assert answer.status_code == 303
    assert "/insurance/decisions/early#" not in decider.get("/insurance/decisions").text


def test_who_enters_an_appeal_is_offered_what_stands_against_the_case_alone(insurance: Site) -> None:
    clerk = insurance.signed_in("clerk")
    for case, standing in (("P05-0001", set[str]()), ("P05-0215", {"late"})):
        page = clerk.get(f"/insurance/cases/{case}").text
        offered = re.findall(r'<option value="([^"]+)"', page.partition('name="appeal.kind"')[2].partition("</select>")[0])
        assert set(offered) == standing
        cells = {"seen": hidden(page, "seen"), "step": "appeal", "appeal.by": "P05", "reason": "x", "date": "2013-01-05"}
        made = clerk.post(f"/insurance/cases/{case}/steps", **cells, **{"appeal.kind": "late"})
        assert made.status_code == (303 if standing else 400), case
    page = clerk.get("/insurance/cases/P05-0215").text
    whole = clerk.post("/insurance/cases/P05-0215/steps", **{**cells, "seen": hidden(page, "seen")})
    assert (whole.status_code, "there is an appeal on P05-0215 already" in whole.text) == (400, True)


def _similar(page: str) -> list[list[tuple[str, str]]]:
    """Of each decision of a page: the cases of the similar ones, and what was decided on each."""
    cells = r'cases/(\w+)".*?data-label="Unit">.*?<td[^>]*>([^<]*)</td>'
    return [re.findall(cells, part.partition("<form")[0], re.S) for part in _sections(page)]


def _upheld(site: Site, case: str, unit: str) -> None:
    with conduct.open(site.ledger, "power_utility", lang="en") as office:
        office.record("action", incident=case, step="appeal", by=unit, reason="not ours", date="2012-11-01")
        decided = {"upheld": "yes", "by": "the office", "reason": "so it is", "date": "2012-11-02"}
        office.record("action", {"incident": case, "step": "appeal-decided", **decided})


def test_similar_decisions_are_of_the_same_clause_and_range_and_only_those_that_have_effect(power: Site) -> None:
    decider = power.signed_in("decider")
    on_person, on_head = _similar(decider.get("/power_utility/decisions/w08").text)
    assert on_person == [("w07", "3"), ("w04", "3"), ("w01", "4")], "what was said of w02 and w05 by this clause has no effect"
    assert on_head == [("w06", "2"), ("w01", "2")], "nor has it here: another clause takes those two"
    (discipline,) = _similar(decider.get("/power_utility/decisions/w05").text)
    assert {"w02", "c11", "c05"} <= {case for case, _ in discipline}, "whatever the kind of the case, by the same clause"
    _upheld(power, "w02", "S04")
    for case in ("w05", "w08"):
        for rows in _similar(decider.get(f"/power_utility/decisions/{case}").text):
            assert "w02" not in {each for each, _ in rows}, "nothing of it counts any more"


def test_a_decision_that_a_later_one_replaced_is_no_similar_one(power: Site) -> None:
    with conduct.open(power.ledger, "power_utility", lang="en") as office:
        office.record(
            "action",
            {
                "incident": "w01",
                "step": "decide",
                "months": "6",
                "clause": "art11",
                "by": "x",
                "reason": "y",
                "date": "2012-11-03",
            },
        )
    rows = _similar(power.signed_in("decider").get("/power_utility/decisions/w08").text)[0]
    assert [value for case, value in rows if case == "w01"] == ["6"]


def test_objections_that_were_decided_before_are_similar_ones(power: Site) -> None:
    with conduct.open(power.ledger, "power_utility", lang="en") as office:
        office.record("action", incident="w02", step="appeal", by="S04", reason="not ours", date="2012-11-01")
    (rows,) = _similar(power.signed_in("decider").get("/power_utility/decisions/w02").text)
    assert rows == [("c13", "yes")]


def test_an_objection_shows_the_clauses_of_what_the_case_brought_and_no_bounds_for_a_yes_or_no(power: Site) -> None:
    with conduct.open(power.ledger, "power_utility", lang="en") as office:
        office.record("action", incident="w02", step="appeal", by="S04", reason="not ours", date="2012-11-01")
    decider = power.signed_in("decider")
    (part,) = _sections(html.unescape(decider.get("/power_utility/decisions/w02").text))
    assert "扣发6-12个月奖金" in part, "what was decided came under this clause"
    assert "art10" in part.partition("</h2>")[0]
    assert "art11" not in part.partition("</h2>")[0]
    assert "leaves it to a person" not in part
    found = json.loads(decider.get("/power_utility/decisions/w02", Accept="application/json").text)
    assert found["decisions"][0]["clauses"] == ["art10"]
    assert "扣发6-12个月奖金" in found["decisions"][0]["law"]


def test_a_decision_that_falls_on_several_names_each_on_its_page_and_in_the_list(power: Site) -> None:
    decider = power.signed_in("decider")
    page = html.unescape(decider.get("/power_utility/decisions/c17").text)
    (part,) = (one for one in _sections(page) if 'name="discipline"' in one)
    assert re.findall(r"<dt>On</dt><dd>([^<]*)</dd>", part) == ["韦立新, 丛培元"]
    assert "the text says “warning or a graver discipline”" in part, "the least that the clause names"
    listed = html.unescape(decider.get("/power_utility/decisions?unit=S03").text)
    rows = re.findall(r"decisions/c17.*?</tr>", listed, re.S)
    assert sum("韦立新" in row for row in rows) == sum("丛培元" in row for row in rows) == 2
    assert len({re.sub(r"\s+", " ", row) for row in rows}) == len(rows), "no two rows are the same"
    found = json.loads(decider.get("/power_utility/decisions/c17", Accept="application/json").text)
    assert {len(one["borne"]) for one in found["decisions"]} == {1, 2}
