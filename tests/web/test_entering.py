"""A desk's forms: a case with its first steps, and several steps on a case at once."""

from __future__ import annotations

import html
import re
import sqlite3
from contextlib import closing
from urllib.parse import unquote

import pytest

import conduct
from conduct.door.owed import CaseStands
from conduct.host import load_sector
from conduct.web import kept
from conduct.web.fields import incident_fields
from conduct.web.rights import Grant
from tests.web.conftest import Browser, Site

NEW = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit", "text": "等候两小时"}
AGAIN = {"again-meant": "yes"}
"""What confirms that a step was taken once more."""


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found[1]


def _case(site: Site, address: str) -> CaseStands:
    with conduct.open(site.ledger, "hospital", lang="en") as office:
        return office.case(address.partition("?")[0].rsplit("/", 1)[1])


def hospital_case(site: Site, case: str) -> CaseStands:
    """A case by its id."""
    with conduct.open(site.ledger, "hospital", lang="en") as office:
        return office.case(case)


def beside(page: str, field: str) -> str:
    """What a page says is wrong beside a field."""
    found = re.search(rf'<p class="wrong" id="{field}-wrong">(.*?)</p>', page, re.S)
    return found[1] if found else ""


def _post(browser: Browser, address: str, steps: list[str], **cells: str) -> tuple[int, str, str]:
    """A form with several boxes of one name."""
    form: dict[str, object] = {"form": browser.form, "step": steps, **cells}
    answer = browser.client.post(address, data=form, headers={"origin": "http://127.0.0.1:8000"})
    return answer.status_code, answer.headers.get("location", ""), answer.text


def test_a_new_case_brings_its_first_steps_of_the_same_day_by_whoever_enters_them(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    assert 'value="record"' in clerk.get("/hospital/new").text
    status, to, text = _post(clerk, "/hospital/new", ["record", "refer"], **NEW, **{"refer.to": "K01"})
    assert status == 303, text
    found = _case(hospital, to)
    assert [(one["step"], one["date"], one["by"]) for one in found.actions] == [
        ("record", "2012-10-08", "clerk called"),
        ("refer", "2012-10-08", "clerk called"),
    ]
    assert [one["to"] for one in found.actions] == [None, "K01"]


def test_a_case_of_today_is_marked_as_taken_in_by_the_desk(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/new").text
    today = re.search(r'type="date" value="([^"]+)"', page)
    assert today is not None
    status, to, text = _post(clerk, "/hospital/new", [], **{**NEW, "date": today[1]})
    assert status == 303, text
    assert _case(hospital, to).incident["recorded"] == 1


def test_the_office_s_own_number_is_the_case_s_id_and_no_other_case_takes_it(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/new").text
    assert 'name="incident"' in page
    assert "(the next, where blank)" in page
    status, to, text = _post(clerk, "/hospital/new", ["record"], **NEW, incident="访 2012/88")
    assert (status, to.partition("?")[0]) == (303, "/hospital/cases/%E8%AE%BF%202012%2F88"), text
    found = hospital_case(hospital, "访 2012/88")
    assert [one["action"] for one in found.actions] == ["访 2012/88-001"]
    for cells in ({}, {"text": "another"}):
        status, _, text = _post(clerk, "/hospital/new", ["refer"], **{**NEW, **cells, "incident": "访 2012/88"})
        assert (status, "there is a case “访 2012/88” already" in beside(text, "new-incident")) == (400, True)
    assert len(hospital_case(hospital, "访 2012/88").actions) == 1


@pytest.mark.parametrize("name", ["hospital", "insurance", "banking", "power_utility"])
def test_a_form_has_every_column_of_its_kind_but_that_it_was_taken_in_on_its_day(name: str) -> None:
    sector = load_sector(name)
    for kind in sector.recorded_kinds:
        own = {one.code for one in kind.attributes}
        columns = {one.column for one in incident_fields(sector, kind, {}, "en", "2012-10-08", new=True)}
        others = set(sector.incident_attributes) - own
        assert set(sector.columns("incidents")) - others - columns == {"kind"} | ({kind.entered.code} if kind.entered else set())


def test_a_step_whose_duty_is_met_without_it_is_not_offered_as_next(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    today = re.search(r'type="date" value="([^"]+)"', clerk.get("/hospital/new").text)
    assert today is not None
    offered = []
    for date in (today[1], "2012-10-08"):
        clerk.get("/hospital/new")
        page = clerk.get(_post(clerk, "/hospital/new", [], **{**NEW, "date": date})[1]).text
        due = page.partition('<div class="steps">')[2].partition("<details")[0]
        offered.append('value="record"' in due)
        assert 'value="record"' in page, "it can be taken all the same"
    assert offered == [False, True]


def test_one_more_case_is_offered_with_what_was_entered(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    status, to, _ = _post(clerk, "/hospital/new", [], **NEW, then="new")
    assert status == 303
    assert to.startswith("/hospital/new?kind=complaint&made=")
    page = clerk.get(to).text
    assert f'href="/hospital/cases/{to.rsplit("=", 1)[1]}"' in page
    assert 'href="/hospital/cases/no-such' not in clerk.get("/hospital/new?made=no-such").text


def test_several_steps_are_taken_at_once_each_with_its_own_cells_and_one_reason(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    case = _post(clerk, "/hospital/new", ["record"], **NEW)[1].partition("?")[0]
    page = clerk.get(case).text
    both = {"refer.to": "K01", "escalate.to": "leaders", "date": "2012-10-09", "reason": "一并办理"}
    status, _, text = _post(clerk, f"{case}/steps", ["refer", "escalate"], seen=_seen(page), **both)
    assert status == 303, text
    found = _case(hospital, case)
    assert [(one["step"], one["to"], one["reason"]) for one in found.actions[1:]] == [
        ("refer", "K01", "一并办理"),
        ("escalate", "leaders", "一并办理"),
    ]


def test_what_was_filled_in_and_not_chosen_is_said_and_stays(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c60").text
    status, _, text = _post(
        clerk, "/hospital/cases/c60/steps", ["record"], seen=_seen(page), **{"answer.basis": "a rule that stays"}
    )
    assert (status, "“answer” was filled in and not chosen" in text, "a rule that stays" in text) == (400, True, True)
    status, _, text = _post(clerk, "/hospital/cases/c60/steps", [], seen=_seen(page))
    assert (status, "no step is chosen" in text) == (400, True)


def test_no_box_takes_a_step_that_is_another_s(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c60").text
    before = len(_case(hospital, "/c60").actions)
    for steps, cells in ((["appeal-decided"], {}), (["record"], {"incident": "c50"}), (["record"], {"survey.incident": "c50"})):
        status, _, text = _post(clerk, "/hospital/cases/c60/steps", steps, seen=_seen(page), **cells)
        assert (status, "is no field here" in text) == (400, True)
    assert len(_case(hospital, "/c60").actions) == before


def test_the_next_case_that_something_is_due_on_follows(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c50").text
    for then, to in (("next", r"/hospital/cases/(?!c50)\w+\?made=c50"), ("due", r"/hospital/desk\?made=c50")):
        status, address, text = _post(clerk, "/hospital/cases/c50/steps", ["feed-back"], seen=_seen(page), then=then, **AGAIN)
        assert status == 303, text
        assert re.fullmatch(to, address)
        page = clerk.get("/hospital/cases/c50").text


# ---- many cases at once


def _together(clerk: Browser, cases: list[str], steps: list[str], **cells: str) -> tuple[int, str, str]:
    page = clerk.get("/hospital/together?" + "&".join(f"case={one}" for one in cases)).text
    form: dict[str, object] = {"form": clerk.form, "seen": _seen(page), "case": cases, "step": steps, **cells}
    answer = clerk.client.post("/hospital/together", data=form, headers={"origin": "http://127.0.0.1:8000"})
    return answer.status_code, answer.headers.get("location", ""), answer.text


def test_together_an_objection_and_its_decision_are_offered_where_each_case_may_have_it_and_of_breaches_those_of_all(
    insurance: Site,
) -> None:
    def offered(browser: Browser, *cases: str) -> tuple[set[str], str]:
        page = browser.get("/insurance/together?" + "&".join(f"case={one}" for one in cases)).text
        return set(re.findall(r'name="step" value="([^"]+)"', page)), page

    insurance.account("both", Grant("clerk", "insurance"), Grant("decider", "insurance"))
    clerk, decider = insurance.signed_in("clerk"), insurance.signed_in("both")
    late, fine = ("P05-0215", "P05-0055"), "P05-0001"
    steps, page = offered(clerk, *late)
    assert "appeal" in steps
    kinds = re.search(r'<select[^>]*name="appeal.kind".*?</select>', page, re.DOTALL)
    assert kinds is not None
    assert set(re.findall(r'<option value="([^"]+)"', kinds[0])) == {"late"}
    _, page = offered(clerk, late[0], fine)
    kinds = re.search(r'<select[^>]*name="appeal.kind".*?</select>', page, re.DOTALL)
    assert kinds is None or 'value="late"' not in kinds[0], "one of the two was in time"
    assert "appeal-decided" not in offered(decider, *late)[0], "nobody objected yet"
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        for case in late:
            office.record("action", incident=case, step="appeal", by="P05", reason="in time")
    assert "appeal" not in offered(clerk, *late)[0]
    assert "appeal-decided" in offered(decider, *late)[0]
    assert "appeal-decided" not in offered(decider, late[0], fine)[0]


def test_chosen_cases_take_steps_together_with_one_reason_and_one_undo(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    before = {case: len(_case(hospital, f"/{case}").actions) for case in ("c39", "c46")}
    status, to, text = _together(clerk, ["c39", "c46"], ["notify", "publish"], date="2012-10-20", reason="一并通报", **AGAIN)
    assert status == 303, text
    for case in before:
        found = _case(hospital, f"/{case}").actions[before[case] :]
        assert [(one["step"], one["reason"], one["by"]) for one in found] == [
            ("publish", "一并通报", "clerk called"),
            ("notify", "一并通报", "clerk called"),
        ]
    assert clerk.get(to).status_code == 200
    assert clerk.post(f"{to}/undo").status_code == 400  # why must be said
    assert hospital.signed_in("decider").get(to).status_code == 404
    assert clerk.post(f"{to}/undo", reason="选错了").status_code == 303
    page = clerk.get(to).text
    assert (page.count('class="hint">taken back'), "<h1>taken back" in page, "/undo" in page) == (4, True, False)
    for case, n in before.items():
        back = [(one["step"], one["reason"], one["mistaken"]) for one in _case(hospital, f"/{case}").actions[n:]]
        assert back == [("withdraw", "选错了", f"{case}-{k:03}") for k in (n + 1, n + 2)]
    assert clerk.post(f"{to}/undo", reason="again").status_code == 400


def test_where_one_of_the_chosen_is_wrong_nothing_is_entered_and_it_is_named(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    before = len(_case(hospital, "/c39").actions)
    status, _, text = _together(clerk, ["c39", "c60"], ["survey"], date="2012-10-20", **{"survey.satisfaction": "9"})
    assert (status, "c60" in text, len(_case(hospital, "/c39").actions)) == (400, True, before)
    assert clerk.get("/hospital/together?case=c39&case=none").status_code == 404
    assert "no case is chosen" in clerk.get("/hospital/together").text


def test_the_second_of_two_is_told_that_one_of_the_chosen_moved_on(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/together?case=c39&case=c46").text
    assert _together(clerk, ["c39"], ["publish"], date="2012-10-20", **AGAIN)[0] == 303
    form: dict[str, object] = {"form": clerk.form, "seen": _seen(page), "case": ["c39", "c46"], "step": ["notify"]}
    answer = clerk.client.post("/hospital/together", data=form, headers={"origin": "http://127.0.0.1:8000"})
    assert (answer.status_code, "somebody entered more steps" in answer.text) == (409, True)


# ---- units that there are no more


def _offered(page: str, select: str) -> list[str]:
    found = re.search(rf'<select id="{select}".*?</select>', page, re.DOTALL)
    assert found is not None
    return [html.unescape(one) for one in re.findall(r'<option value="[^"]+"[^>]*>(.*?)</option>', found[0])]


@pytest.mark.parametrize(("lang", "said"), [("zh", "（至 2011-12-31）"), ("en", " (until 2011-12-31)")])
def test_units_that_ended_stand_last_with_their_last_day_and_are_chosen_for_an_old_case(
    insurance: Site, lang: str, said: str
) -> None:
    units = [{"unit": "A00", "name": "先业人寿", "kind": "life", "until": "2011-12-31"}]
    with conduct.open(insurance.ledger, "insurance") as office:
        office.add(units=units)
    clerk = insurance.signed_in("clerk")
    clerk.speaks(lang, "/insurance/new?kind=late")
    offered = _offered(clerk.get("/insurance/new?kind=late").text, "new-unit")
    assert offered[-1] == f"先业人寿 (A00){said}"
    assert len([one for one in offered if said in one]) == 1
    cells = {"kind": "late", "unit": "A00", "date": "2011-05-05", "text": "迟报"}
    again = clerk.post("/insurance/new", **{**cells, "text": ""})
    assert _offered(again.text, "new-unit")[0] == "先业人寿 (A00)"  # on the day of the case it was there
    sent = clerk.post("/insurance/new", **cells)
    assert sent.status_code == 303, sent.text
    case = sent.headers["location"].partition("?")[0]
    assert _offered(clerk.get(f"{case}/correct").text, "correct-unit")[0] == "先业人寿 (A00)"


def test_units_that_a_step_names_stand_first_where_there_are_any_on_its_day(hospital: Site) -> None:
    with conduct.open(hospital.ledger, "hospital") as office:
        office.add(units=[{"unit": "A0", "name": "旧科", "kind": "department", "until": "2011-12-31"}])
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c60").text
    assert _offered(page, "step-refer-to")[-1] == "旧科 (A0) (until 2011-12-31)"
    sent = clerk.post("/hospital/cases/c60/steps", step="refer", seen=_seen(page), date="2011-10-01")
    assert _offered(sent.text, "step-refer-to")[0] == "旧科 (A0)"


# ---- lists


def test_what_is_mine_is_found_without_an_index_that_is_made_for_it(hospital: Site, asked: list[str]) -> None:
    assert hospital.signed_in("clerk").get("/hospital/desk?state=mine").status_code == 200
    mine = [one for one in asked if "b.claimed" in one]
    assert mine
    with closing(sqlite3.connect(hospital.ledger)) as connection:
        plans = [row[3] for one in mine for row in connection.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert [plan for plan in plans if "AUTOMATIC" in plan] == []


def test_the_start_page_counts_what_is_mine_overdue_and_newly_contested(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    counts = re.compile(r'state=([\w-]+)"[^>]*><strong>(\d+)</strong>')
    assert dict(counts.findall(clerk.get("/hospital/desk").text)) == {"mine": "0", "overdue": "9", "soon": "0", "undated": "3"}
    with conduct.open(hospital.ledger, "hospital", lang="en", author="clerk called") as office:
        office.record("action", incident="c50", step="appeal", by="D1", reason="x")
    page = clerk.get("/hospital/desk").text
    assert dict(counts.findall(page))["contested"] == "1"
    assert int(dict(counts.findall(page))["mine"]) >= 1
    rows = re.findall(r'href="/hospital/cases/(\w+)"', clerk.get("/hospital/desk?state=contested").text)
    assert rows == ["c50"]
    assert "filters nothing" in clerk.get("/hospital/desk?state=no-such&unit=none").text


def test_lists_are_given_as_files_as_they_are_shown(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    lines = clerk.get("/hospital/desk/desk.csv?state=overdue").text.splitlines()
    assert (len(lines), "c16" in lines[1]) == (10, True)
    found = clerk.get("/hospital/found/cases.csv?q=医保").text.splitlines()
    assert any("c60" in line for line in found)
    assert clerk.get("/hospital/found/cases.xlsx?state=overdue").content[:2] == b"PK"
    assert clerk.get("/hospital/found/other.csv").status_code == 404


def test_cases_are_sorted_and_narrowed_by_state_in_the_address(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")

    def ids(query: str) -> list[str]:
        return re.findall(r'href="/hospital/cases/(\w+)"', clerk.get(f"/hospital/cases?{query}").text)

    assert ids("sort=id")[:2] == ["c01", "c02"]
    assert ids("sort=oldest")[:2] == ids("sort=date&page=2")[:-3:-1]
    assert set(ids("state=overdue")) == {"c16", "c39", "c46", "c50", "c54", "c58", "c65"}
    assert "“no-such”" in clerk.get("/hospital/cases?sort=no-such").text


def test_a_view_is_kept_under_a_name_opened_and_dropped_by_its_owner_alone(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/desk")
    address = "/hospital/cases?state=overdue&sort=id"
    assert clerk.post("/hospital/views", called="逾期 <b>", list=address).headers["location"] == address
    page = clerk.get("/hospital/desk").text
    assert 'href="/hospital/cases?state=overdue&amp;sort=id">逾期 &lt;b&gt;</a>' in page
    decider = hospital.signed_in("decider")
    decider.get("/hospital/desk")
    assert "逾期" not in decider.get("/hospital/desk").text
    for strange in ("//elsewhere", "https://elsewhere/", "/hospital/board", "/insurance/desk", "/hospital/cases/../board"):
        assert clerk.post("/hospital/views", called="x", list=strange).status_code == 400
    number = re.search(r"/views/(\d+)/drop", page)
    assert number is not None
    decider.post(f"/hospital/views/{number[1]}/drop")
    assert "逾期" in clerk.get("/hospital/desk").text
    assert clerk.post(f"/hospital/views/{number[1]}/drop").status_code == 303
    assert "逾期" not in clerk.get("/hospital/desk").text


# ---- one step taken back


def test_one_step_is_taken_back_beside_it_with_a_reason_and_once(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c60").text
    assert _post(clerk, "/hospital/cases/c60/steps", ["archive"], seen=_seen(page), **AGAIN)[0] == 303
    entered = _case(hospital, "/c60").actions[-1]["action"]
    page = clerk.get("/hospital/cases/c60").text
    assert f'name="action" value="{entered}"' in page
    form = {"seen": _seen(page), "action": str(entered)}
    assert clerk.post("/hospital/cases/c60/take-back", **form).status_code == 400  # why must be said
    assert hospital.signed_in("auditor").post("/hospital/cases/c60/take-back", **form, reason="x").status_code == 404
    assert clerk.post("/hospital/cases/c60/take-back", **(form | {"seen": "99"}), reason="x").status_code == 409
    answer = clerk.post("/hospital/cases/c60/take-back", **form, reason="登错了件")
    assert answer.status_code == 303, answer.text
    last = _case(hospital, "/c60").actions[-1]
    assert (last["step"], last["mistaken"], last["reason"], last["by"]) == ("withdraw", entered, "登错了件", "clerk called")
    page = clerk.get(answer.headers["location"]).text
    assert "“archive” taken back" in page
    assert f'name="action" value="{entered}"' not in page
    again = clerk.post("/hospital/cases/c60/take-back", **form, reason="x")
    assert (again.status_code, "taken back before" in again.text) == (400, True)


def test_no_one_takes_back_what_is_another_s_to_decide(hospital: Site) -> None:
    with conduct.open(hospital.ledger, "hospital", lang="en", author="head called") as office:
        office.record("action", incident="c50", step="appeal", by="D1", reason="x")
        office.record("action", incident="c50", step="appeal-decided", by="head", reason="x", upheld="no")
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c50").text
    for one in _case(hospital, "/c50").actions[-2:]:
        form = {"seen": _seen(page), "action": str(one["action"]), "reason": "x"}
        assert clerk.post("/hospital/cases/c50/take-back", **form).status_code == 404


# ---- what a step is asked for


def test_an_answer_without_its_basis_is_asked_about_before_it_is_entered_and_filled_in_from_the_case(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    case = _post(clerk, "/hospital/new", ["record"], **NEW)[1].partition("?")[0]
    page = clerk.get(case).text
    cells = {"date": "2012-10-08", "seen": _seen(page)}
    assert "(needed, or “answer with a basis” is breached)" in page
    status, _, text = _post(clerk, f"{case}/steps", ["answer"], **cells)
    assert (status, "“basis” of answer is blank (answer with a basis)" in text, 'name="blank"' in text) == (400, True, True)
    assert _post(clerk, f"{case}/steps", ["answer"], **cells, blank="yes")[0] == 303
    page = clerk.get(case).text
    link = re.search(r'href="([^"]+/correct\?action=[^"]+)">fill in: basis', page)
    assert link is not None
    assert 'name="basis"' in clerk.get(link[1]).text
    page = clerk.get(case).text
    status, _, text = _post(clerk, f"{case}/steps", ["survey"], **(cells | {"seen": _seen(page)}))
    assert (status, "“satisfaction” of survey is blank" in text) == (400, True)
    assert '<span class="hint">1 to 5</span>' in page


def test_whom_to_report_to_is_chosen_though_another_step_of_the_column_names_a_unit(hospital: Site) -> None:
    page = hospital.signed_in("clerk").get("/hospital/cases/c60").text
    chosen = re.search(r'<select id="step-escalate-to".*?</select>', page, re.DOTALL)
    assert chosen is not None
    assert re.findall(r'value="(\w+)"', chosen[0]) == ["superior", "leaders"]


def test_what_was_done_before_its_day_is_not_shown_as_still_to_be_done(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/new").text
    today = re.search(r'type="date" value="([^"]+)"', page)
    assert today is not None
    case = _post(clerk, "/hospital/new", ["record"], **{**NEW, "date": today[1]})[1].partition("?")[0]
    page = clerk.get(case).text
    assert _post(clerk, f"{case}/steps", ["promise"], seen=_seen(page), **{"promise.due": "2099-01-05"})[0] == 303
    states = {d.duty: (d.status, d.answered is not None) for d in _case(hospital, case).duties}
    assert states["promise"] == ("pending", True)
    row = re.search(r"<tr[^>]*><td[^>]*>give a promise</td>.*?</tr>", clerk.get(case).text, re.DOTALL)
    assert row is not None
    assert "done, not yet due" in row[0]


# ---- what is wrong with a form


def test_what_is_wrong_in_a_form_is_said_by_its_fields_without_rows_columns_or_codes(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/cases/c60")
    clerk.post("/language", back="/hospital/cases/c60")
    page = clerk.get("/hospital/cases/c60").text
    for steps, cells, said in (
        (["refer"], {}, "“汇报或转办对象”必填"),
        (["promise"], {"promise.due": "2012-13-45"}, "“承诺期限”：没有“2012-13-45”这一天"),
        (["survey"], {"survey.satisfaction": "九"}, "“满意度”：“九”不是数"),
    ):
        status, _, text = _post(clerk, "/hospital/cases/c60/steps", steps, seen=_seen(page), **cells, **AGAIN)
        (problems,) = re.findall(r'<div class="problems".*?</div>', text, re.DOTALL)
        assert (status, said in problems) == (400, True), problems
        assert not re.search(r"第\d+行|列：|record |（[a-z-]+）", problems), problems
    status, _, text = _together(clerk, ["c39", "c60"], ["survey"], **{"survey.satisfaction": "9"}, **AGAIN)
    (problems,) = re.findall(r'<div class="problems".*?</div>', text, re.DOTALL)
    assert (status, problems.count("“满意度”："), "c39" in problems, "第1行" in problems) == (400, 1, False, False), (
        "of all alike"
    )
    assert _post(clerk, "/hospital/new", [], kind="complaint", date="2012-10-08")[2].count("“单位”必填") == 1


# ---- names and words


def test_a_case_shows_people_and_departments_by_name_and_options_in_words(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get("/hospital/cases/c07").text
    assert "顾慧敏 (D1-1)" in page
    done = page.partition('id="done"')[2].partition("</section>")[0]
    assert ("<dd>the hospital&#39;s leaders</dd>" in done, "<dd>leaders</dd>" in done) == (True, False)
    page = clerk.get("/hospital/cases/c61").text  # referred to K10
    assert re.search(r"<dd>[^<(]+ \(K10\)</dd>", page.partition('id="done"')[2])
    assert re.search(r"<dt>against</dt><dd>[^<(]+ \(K10\)</dd>", clerk.get("/hospital/cases/c01").text)


def test_lists_say_who_complained_and_of_what_to_whom_the_case_is_for(hospital: Site) -> None:
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        case = office.case("c16").incident
    who, text = str(case["complainant"]), str(case["text"])
    clerk = hospital.signed_in("clerk")
    for address in (
        "/hospital/desk?state=overdue",
        "/hospital/desk/desk.csv?state=overdue",
        "/hospital/cases?q=c16",
        "/hospital/found/cases.csv?q=c16",
        "/hospital/together?case=c16",
    ):
        page = clerk.get(address).text
        assert (who in page, text[:12] in page) == (True, True), address
    assert "Owed by" not in clerk.get("/hospital/desk").text  # it is the unit each time


# ---- what is seen at once


def test_what_whoever_asks_entered_is_off_his_list_at_once_though_the_whole_is_counted_later(
    hospital: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = hospital.signed_in("clerk")

    def duties(page: str) -> list[tuple[str, str]]:
        """The duties of a page, each with its case."""
        rows = re.findall(r'<td data-label="Duty">(.*?)</td>.*?/cases/(\w+)"', page, re.S)
        return [(case, said.strip()) for cell, case in rows for said in re.findall(r"(?:<div>|<li [^>]*>)([^<]+)", cell)]

    before = duties(clerk.get("/hospital/desk").text)
    monkeypatch.setattr(kept.LatelyAsked, "rests", lambda self, question: True)
    assert any(case == "c50" for case, _ in before)
    page = clerk.get("/hospital/cases/c50").text
    status, to, text = _post(clerk, "/hospital/cases/c50/steps", ["feed-back"], seen=_seen(page), then="due")
    assert status == 303, text
    page = clerk.get(to).text
    after = duties(page)
    assert "is being counted" in page
    assert after == [one for one in before if one != ("c50", "feed back in time")]


def test_what_was_entered_or_taken_back_is_said_so(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    _, to, _ = _post(clerk, "/hospital/new", ["record"], **NEW)
    page = clerk.get(to).text
    assert 'role="status" class="made">Entered' in page
    case = to.partition("?")[0]
    _, to, _ = _post(clerk, f"{case}/steps", ["notify"], **{"seen": _seen(page), "order-meant": "yes"})
    assert 'role="status" class="made">Entered' in clerk.get(to).text
    _, to, _ = _together(clerk, ["c39", "c46"], ["notify"], date="2012-10-20", **AGAIN)
    clerk.get(to)
    to = clerk.post(f"{to}/undo", reason="选错了").headers["location"]
    assert 'role="status" class="made">taken back' in clerk.get(to).text


@pytest.mark.parametrize(
    ("said", "done"),
    [("Since you opened this page somebody entered more steps", "feed back"), ("他人已登记了新的办理动作", "反馈")],
)
def test_the_second_of_two_on_a_case_is_told_what_the_first_did_and_loses_nothing(hospital: Site, said: str, done: str) -> None:
    first, second = hospital.signed_in("clerk"), hospital.signed_in("clerk")
    second.get("/hospital/cases/c50")
    if done == "反馈":
        second.post("/language", back="/hospital/cases/c50")
    page = second.get("/hospital/cases/c50").text
    assert _post(first, "/hospital/cases/c50/steps", ["feed-back"], seen=_seen(page), date="2012-10-09")[0] == 303
    typed = {"survey.satisfaction": "4", "note": "what I typed", "date": "2012-10-10"}
    for steps in (["survey"], []):  # chosen, or not yet
        status, _, text = _post(second, "/hospital/cases/c50/steps", steps, seen=_seen(page), **typed)
        assert (status, said in text) == (409, True)
        assert re.search(rf"<strong>{done}</strong> 2012-10-09", text.partition('id="done"')[2].partition("</section>")[0])
        assert [one in text for one in ("what I typed", 'value="2012-10-10"', 'value="4"')] == [True] * 3
    last = _case(hospital, "/c50").actions[-2]
    form = {"seen": _seen(page), "action": str(last["action"]), "reason": "why I take it back"}
    answer = second.post("/hospital/cases/c50/take-back", **form)
    assert (answer.status_code, "why I take it back" in answer.text) == (409, True)
    steps = [one["step"] for one in _case(hospital, "/c50").actions]
    assert (steps.count("survey"), steps.count("feed-back")) == (0, 1)


@pytest.mark.parametrize("id", ["2026/001", "../../x", "a%2Fb", "a/b%25/c?d#e", "W／10"])
def test_a_case_is_found_and_worked_on_whatever_its_id_holds(hospital: Site, id: str) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new?kind=complaint")
    answer = clerk.post("/hospital/new", kind="complaint", unit="D1", date="2026-11-02", incident=id, text="等了很久")
    assert answer.status_code == 303, answer.text
    listed = html.unescape(clerk.get("/hospital/cases?q=等了很久").text)
    links = re.findall(r'href="(/hospital/cases/[^"?]+)"', listed)
    address = next(one for one in links if unquote(one) == f"/hospital/cases/{id}")
    page = clerk.get(address)
    assert page.status_code == 200
    assert html.escape(id) in page.text
    for more in ("/history", "/correct"):
        assert clerk.get(f"{address}{more}").status_code == 200
    assert clerk.get(f"{address}/none").status_code == 404
