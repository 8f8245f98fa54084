"""The list of cases: what is found, how many, and how each stands."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from contextlib import closing
from datetime import date
from urllib.parse import quote

import pytest

import conduct
from conduct.core.base.words import Lang
from conduct.core.duties.agenda import DutyState
from conduct.web.rights import Grant
from conduct.web.words import WORDS
from tests.web.conftest import Browser, Site
from tests.web.test_programs import Program, program

_OF_PAGE = 50


def _found(browser: Browser, address: str) -> list[str]:
    return re.findall(r'<a href="/\w+/cases/(\w+)">', browser.get(address).text)


def test_a_part_of_an_id_finds_every_case_that_bears_it(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    every = _found(clerk, "/hospital/cases?sort=id") + _found(clerk, "/hospital/cases?sort=id&page=2")
    assert _found(clerk, "/hospital/cases?sort=id&q=c1") == [one for one in every if "c1" in one]
    assert _found(clerk, "/hospital/cases?sort=id&q=60") == ["c60"]


def test_the_name_of_whom_a_case_is_against_finds_it(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    new = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit", "text": "等候"}
    of = {}
    for unit in ("K01", "K02"):
        to = clerk.post("/hospital/new", **new, against=unit).headers["location"]
        of[unit] = to.partition("?")[0].rsplit("/", 1)[1]
    name = re.search(r'<option value="K01">([^<(]+?) \(K01\)', clerk.get("/hospital/new").text)
    assert name is not None
    ids = re.findall(r'<a href="/hospital/cases/([\w-]+)">', clerk.get(f"/hospital/cases?q={name[1]}").text)
    assert of["K01"] in ids
    assert of["K02"] not in ids


def _entered(clerk: Browser, **cells: str) -> str:
    clerk.get("/hospital/new")
    new = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit", "text": "等候"}
    sent = clerk.post("/hospital/new", **{**new, "like-meant": "yes", **cells})
    assert sent.status_code == 303, sent.text
    return sent.headers["location"].partition("?")[0].rsplit("/", 1)[1]


@pytest.mark.parametrize(
    "typed", ["13812345678", "+86 138-1234-5678", "138 1234 5678", "１３８１２３４５６７８", "0086-13812345678"]
)
def test_a_case_is_found_by_the_number_of_who_complained_however_either_is_typed(hospital: Site, typed: str) -> None:
    clerk, asks = hospital.signed_in("clerk"), program(hospital, "clerk")
    case, other = _entered(clerk, phone=typed), _entered(clerk, phone="13812345679")
    for query in ("13812345678", "+86 138 1234 5678", "０１３８-1234-5678", "2345678", "等候 1381234-5678"):
        found = [one["incident"] for one in asks.get(f"/hospital/cases?q={quote(query)}").json()["cases"]]
        assert case in found, query
        assert other not in found, query
    assert case not in [one["incident"] for one in asks.get("/hospital/cases?q=234567").json()["cases"]]  # fewer are no number


def test_a_clerk_of_one_unit_finds_no_case_of_another_s_by_a_number(hospital: Site) -> None:
    case = _entered(hospital.signed_in("clerk"), phone="13812345678")
    hospital.account("own", Grant("clerk", "hospital", "K01"))
    for number in ("13812345678", "345678", "5678"):
        assert program(hospital, "own").get(f"/hospital/cases?q={number}").json()["cases"] == []
        assert program(hospital, "unit").get(f"/hospital/cases?q={number}").status_code in (403, 404)
        assert hospital.signed_in("unit").get(f"/hospital/found/cases.csv?q={number}").status_code == 404
        told = program(hospital, "unit").get(f"/hospital/own/D1/cases?q={number}")
        assert (told.status_code, case in told.text) == (200, False)
        assert case not in hospital.signed_in("unit").get(f"/hospital/own/D1/cases/cases.csv?q={number}").text


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("13812340479", ("0479", "340479", "1234 0479", "04-79", "０４７９", "等候 0479")),
        ("025-8340 0479", ("0479", "0 0479", "400479")),
        ("+86 138 0479 3721", ("3721", "0479 3721", "04793721")),
        ("1380 012-3456", ("3456", "0123456", "012-3456")),
    ],
)
def test_a_case_is_found_by_the_last_digits_of_the_number_of_who_complained(
    hospital: Site, typed: str, ends: tuple[str, ...]
) -> None:
    clerk, asks = hospital.signed_in("clerk"), program(hospital, "clerk")
    case, other = _entered(clerk, phone=typed), _entered(clerk, phone="13812345670")
    for end in ends:
        found = [one["incident"] for one in asks.get(f"/hospital/cases?q={quote(end)}").json()["cases"]]
        assert (case in found, other in found) == (True, False), end
        assert case in clerk.get(f"/hospital/found/cases.csv?q={quote(end)}").text, end
    three, within = ends[0][-3:], "".join(one for one in typed if one.isdigit())[-7:-2]
    for none in (three, within):
        assert case not in [one["incident"] for one in asks.get(f"/hospital/cases?q={none}").json()["cases"]], none


def test_each_of_several_words_is_found_anywhere_in_a_case_in_capitals_or_not(hospital: Site) -> None:
    clerk, asks = hospital.signed_in("clerk"), program(hospital, "clerk")
    case = _entered(clerk, complainant="Mary O'Neil 钱某甲", text="MRI 排队 100%", source="Call centre")
    other = _entered(clerk, complainant="Mary Poole", text="MRI 收费", source="visit")
    unit = re.search(r'<option value="D1">([^<(]+?) \(D1\)', clerk.get("/hospital/new").text)
    assert unit is not None
    for query in ("mary o'neil", "NEIL mri", "钱某 排队", "call 100%", f"o'neil {unit[1]}", f"{case} NEIL", "d1 o'neil"):
        found = [one["incident"] for one in asks.get(f"/hospital/cases?q={quote(query)}").json()["cases"]]
        assert (case in found, other in found) == (True, False), query
    for query in ("mary 无此", "m_ry o'neil", "m%y o'neil", "x\\y"):
        assert asks.get(f"/hospital/cases?q={quote(query)}").json()["cases"] == [], query
    assert asks.get("/hospital/cases?q=" + "o'neil+" * 2_000).status_code == 200


def test_a_clerk_of_one_unit_finds_nothing_of_another_s_by_any_name(insurance: Site) -> None:
    insurance.account("own", Grant("clerk", "insurance", "P05"))
    own, clerk = insurance.signed_in("own"), insurance.signed_in("clerk")
    whole = program(insurance, "clerk").get("/insurance/cases?unit=P06").json()["cases"]
    assert whole
    for word in (whole[0]["incident"], whole[0]["incident"][:-1], whole[0]["name"], "P06"):
        assert _found(clerk, f"/insurance/cases?q={word}")
        with conduct.open(insurance.ledger, "insurance") as office:
            units = {case: office.case(case).unit for case in _found(own, f"/insurance/cases?q={word}")}
        assert set(units.values()) <= {"P05"}
    with closing(sqlite3.connect(insurance.ledger)) as ledger:
        (n,) = ledger.execute("SELECT count(*) FROM insurance_incidents WHERE unit = 'P05'").fetchone()
    assert program(insurance, "own").get("/insurance/cases").json()["total"] == n


def _every(site: Site) -> list[str]:
    asks, found, page = program(site, "clerk"), list[str](), f"/{site.sector}/cases"
    while page:
        answer = asks.get(page).json()
        found += [one["incident"] for one in answer["cases"]]
        page = answer["next"]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_how_many_are_found_is_said_on_every_page(hospital: Site, lang: Lang) -> None:
    clerk, asks = hospital.signed_in("clerk"), program(hospital, "clerk")
    n = len(_every(hospital))
    assert n > _OF_PAGE
    for address in ("/hospital/cases?a=1", "/hospital/cases?page=2", "/hospital/cases?page=99999"):
        told = asks.get(address).json()
        assert (told["total"], told["more"]) == (n, False)
        assert told["cases"]
        assert WORDS["found-n"].said(lang).format(n=n) in clerk.get(f"{address}&lang={lang}").text
    few = asks.get("/hospital/cases?q=c60").json()
    assert (few["total"], len(few["cases"])) == (1, 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_beyond_the_last_is_the_last_and_says_so_on_every_list(hospital: Site, insurance: Site, lang: Lang) -> None:
    lists = [
        (hospital, "clerk", "/hospital/cases?sort=id"),
        (hospital, "clerk", "/hospital/desk?a=1"),
        (insurance, "unit", "/insurance/own/P05/cases?a=1"),
        (insurance, "unit", "/insurance/own/P05/breached?a=1"),
        (insurance, "head", "/insurance/board?period=2012-H1"),
        (insurance, "head", "/insurance/trends?period=2012-H1"),
        (insurance, "decider", "/insurance/decisions?a=1"),
    ]
    for site, who, address in lists:
        browser, asks = site.signed_in(who), program(site, who)
        last, told = 1, asks.get(address).json()
        while told["next"]:
            last, told = last + 1, asks.get(told["next"]).json()
        for beyond in (last + 1, 99, 999_999_999_999, "0" * 10 + "77"):
            assert asks.get(f"{address}&page={beyond}").json() == told, address
            page = browser.get(f"{address}&page={beyond}&lang={lang}").text
            assert WORDS["page-beyond"].said(lang).format(asked=beyond, n=last) in page, address
            assert ('rel="prev"' in page, 'rel="next"' in page) == (last > 1, False), address
    assert "/hospital/cases?sort=id&amp;page=1" in hospital.signed_in("clerk").get("/hospital/cases?sort=id&page=9").text


def test_a_list_without_anything_says_so_on_any_page(hospital: Site) -> None:
    clerk, asks = hospital.signed_in("clerk"), program(hospital, "clerk")
    page = clerk.get("/hospital/cases?q=none-such&page=9").text
    assert WORDS["no-case"].en in page
    assert "There is no page" not in page
    told = asks.get("/hospital/cases?q=none-such&page=9").json()
    assert [told[key] for key in ("page", "next", "previous", "total", "cases")] == [1, None, None, 0, []]


def test_beyond_a_thousand_it_is_said_that_there_are_more(hospital: Site) -> None:
    before = len(_every(hospital))
    rows = [{"incident": f"m{n}", "unit": "D1", "kind": "complaint", "date": "2012-05-05"} for n in range(1_001 - before)]
    with conduct.open(hospital.ledger, "hospital") as office:
        office.add(incidents=rows[:-1])
    clerk, asks = hospital.signed_in("clerk"), program(hospital, "clerk")
    assert [asks.get("/hospital/cases").json()[key] for key in ("total", "more")] == [1_000, False]
    assert "1000 in all" in clerk.get("/hospital/cases").text
    with conduct.open(hospital.ledger, "hospital") as office:
        office.add(incidents=rows[-1:])
    for page in (1, 20, 21, 22):
        told = asks.get(f"/hospital/cases?page={page}").json()
        assert [told[key] for key in ("total", "more")] == [1_000, True], page
        assert len(told["cases"]) == (1 if page > 20 else _OF_PAGE)
        assert (told["page"], told["next"] is None) == (min(page, 21), page > 20)
        assert "more than 1000" in clerk.get(f"/hospital/cases?page={page}").text


def _of_page(duties: list[DutyState], gone: list[str]) -> str | None:
    """How a case stands, worked out of all that its own page says; ``gone`` are the steps that took the whole of it out."""
    how = ["overdue" if one.overdue else "pending" if one.open else one.status for one in duties]
    how = ["done-early" if said == "pending" and one.answered else said for said, one in zip(how, duties, strict=True)]
    if gone:
        return "withdrawn" if "withdraw" in gone else "out"
    return next((one for one in ("overdue", "pending", "breached", "done-early", "met", "excused") if one in how), None)


@pytest.mark.parametrize("sector", ["hospital", "insurance"])
def test_the_list_says_of_each_case_how_it_stands_as_its_own_page_has_it(sector: str, hospital: Site, insurance: Site) -> None:
    site = hospital if sector == "hospital" else insurance
    asks, page, seen = program(site, "clerk"), f"/{sector}/cases", set[str | None]()
    with conduct.open(site.ledger, sector, lang="en") as office:
        while page:
            told = asks.get(page).json()
            for one in told["cases"]:
                case = office.case(one["incident"]).made.case
                assert one["state"] == _of_page(
                    list(case.duties), [str(out.action["step"]) for out in case.out if out.kind is None]
                ), one
                seen.add(one["state"])
            page = told["next"] if told["page"] < 3 else None
    assert len(seen) > 1


def _stands(asks: Program, address: str) -> dict[str, str | None]:
    """The cases of a list on all its pages, each with how it stands."""
    found, page = dict[str, str | None](), address
    while page:
        told = asks.get(page).json()
        assert told["notes"] == []
        found |= {one["incident"]: one["state"] for one in told["cases"]}
        page = told["next"]
    return found


@pytest.mark.parametrize("sector", ["hospital", "insurance"])
def test_cases_are_narrowed_by_how_the_list_says_that_they_stand(sector: str, hospital: Site, insurance: Site) -> None:
    site = hospital if sector == "hospital" else insurance
    asks, clerk = program(site, "clerk"), site.signed_in("clerk")
    with conduct.open(site.ledger, sector, lang="en") as office:
        closed = [one for one, how in _stands(asks, f"/{sector}/cases").items() if how not in ("overdue", "pending", "withdrawn")]
        for decided in (*closed[:2], *_open(asks, sector)[1:2]):  # out without being withdrawn
            day = office.case(decided).incident["date"]
            office.record("action", step="appeal", incident=decided, date=day, reason="重复", by="乙")
            office.record("action", step="appeal-decided", incident=decided, date=day, upheld="yes", reason="重复", by="甲")
        office.record("action", step="withdraw", incident=closed[2], date=date.today(), reason="误登", by="甲")
    every = _stands(asks, f"/{sector}/cases")
    in_state = {
        "open": {"overdue", "pending"},
        "out": {"out"},
        "withdrawn": {"withdrawn"},
        "closed": {*every.values()} - {"overdue", "pending", "out", "withdrawn"},
    }
    for state, how in in_state.items():
        found = _stands(asks, f"/{sector}/cases?state={state}&sort=id")
        assert found == {one: said for one, said in every.items() if said in how}, state
        assert found, state
        rows = list(csv.reader(io.StringIO(clerk.get(f"/{sector}/found/cases.csv?state={state}").text.lstrip("\ufeff"))))
        assert {row[1] for row in rows[1:]} == {*found}, state
        unit = asks.get(f"/{sector}/cases/{next(iter(found))}").json()["unit"]
        both = _stands(asks, f"/{sector}/cases?state={state}&unit={unit}")
        assert both.keys() == found.keys() & _stands(asks, f"/{sector}/cases?unit={unit}").keys()


def _open(asks: Program, sector: str) -> list[str]:
    return [*_stands(asks, f"/{sector}/cases?state=open&sort=id")]


@pytest.mark.parametrize(("lang", "said"), [("zh", "已了结"), ("en", "Closed")])
def test_how_cases_stand_is_chosen_in_the_form_and_said_where_it_does_not_apply(hospital: Site, lang: str, said: str) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.speaks(lang, "/hospital/cases")
    page = clerk.get("/hospital/cases?state=closed").text
    assert f'<option value="closed" selected>{said}</option>' in page
    assert 'class="problems"' not in page
    for address in ("/hospital/cases?state=none-such", "/hospital/desk?state=closed"):
        (told,) = re.findall(r'<p role="status" class="problems">(.*?)</p>', clerk.get(address).text)
        assert address.partition("state=")[2] in told


def test_who_narrows_by_how_cases_stand_sees_those_of_his_units_alone(insurance: Site) -> None:
    insurance.account("own", Grant("clerk", "insurance", "P05"))
    asks, own = program(insurance, "clerk"), program(insurance, "own")
    for state in ("open", "closed"):
        mine = _stands(asks, f"/insurance/cases?state={state}&unit=P05")
        assert _stands(own, f"/insurance/cases?state={state}") == mine
        assert mine or state == "open"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_how_a_case_stands_is_in_the_words_of_its_own_page(hospital: Site, lang: Lang) -> None:
    clerk = hospital.signed_in("clerk")
    page = clerk.get(f"/hospital/cases?q=c56&lang={lang}").text
    assert f'<td data-label="{WORDS["state"].said(lang)}">{WORDS["withdrawn"].said(lang)}</td>' in page
    assert WORDS["overdue"].said(lang) in clerk.get(f"/hospital/cases?state=overdue&lang={lang}").text.partition("<tbody>")[2]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_done_before_its_time_was_over_is_said_to_be_done(hospital: Site, lang: Lang) -> None:
    clerk, asks, today = hospital.signed_in("clerk"), program(hospital, "clerk"), date.today().isoformat()
    case = _entered(clerk, date=today, complainant="钱某甲")
    assert asks.get(f"/hospital/cases?q={case}").json()["cases"][0]["state"] == "pending"
    for n, step in enumerate(("record", "answer", "archive", "report", "publish", "survey", "feed-back", "notify")):
        meant = {"order-meant": "yes", "again-meant": "yes", "blank": "yes"}
        basis = {"answer.basis": "第3条"} if step == "answer" else {}
        sent = clerk.post(f"/hospital/cases/{case}/steps", step=step, seen=str(n), date=today, **meant, **basis)
        assert sent.status_code == 303, sent.text
    duties = asks.get(f"/hospital/cases/{case}").json()["duties"]
    assert [one for one in duties if one["status"] == "pending" and one["answered"]], duties
    assert {one["status"] for one in duties if one["status"] != "pending" or not one["answered"]} <= {"met"}, duties
    assert asks.get(f"/hospital/cases?q={case}").json()["cases"][0]["state"] == "done-early"
    clerk.speaks(lang, "/hospital/cases")
    said = WORDS["done-early"].said(lang)
    assert f'data-label="{WORDS["state"].said(lang)}">{said}<' in clerk.get(f"/hospital/cases?q={case}").text
    assert said in clerk.get(f"/hospital/found/cases.csv?q={case}").text


def test_the_order_stands_in_the_address_and_is_the_newest_first_without_one(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/new")
    new = {"kind": "complaint", "unit": "D1", "date": "2012-01-02", "text": "等候"}
    last = clerk.post("/hospital/new", **new, incident="zz").headers["location"]
    assert last.startswith("/hospital/cases/zz")
    assert _found(clerk, "/hospital/cases")[0] == "zz"
    assert _found(clerk, "/hospital/cases?sort=date")[0] != "zz"
    assert 'rel="next"' in clerk.get("/hospital/cases?sort=oldest").text
    assert "sort=oldest&amp;page=2" in clerk.get("/hospital/cases?sort=oldest").text


@pytest.mark.parametrize(
    ("lang", "none_such", "crossed"),
    [
        ("zh", "“2012-13-01”", "起始日期 2012-10-02 晚于截止日期 2012-10-01"),
        ("en", "“2012-13-01”", "No day is from 2012-10-02 and until 2012-10-01"),
    ],
)
def test_days_that_there_are_not_or_that_come_in_no_order_are_said(
    hospital: Site, lang: str, none_such: str, crossed: str
) -> None:
    clerk, asks = hospital.signed_in("clerk"), program(hospital, "clerk")
    clerk.speaks(lang, "/hospital/cases")
    for query, said in (
        ("from=2012-13-01", none_such),
        ("to=2012-02-30", "2012-02-30"),
        ("from=2012-10-02&to=2012-10-01", crossed),
    ):
        page = clerk.get(f"/hospital/cases?{query}").text
        (told,) = re.findall(r'<p role="status" class="problems">(.*?)</p>', page)
        assert said in told, query
        assert len(asks.get(f"/hospital/cases?{query}").json()["notes"]) == 1
    assert asks.get("/hospital/cases?from=2012-10-01&to=2012-10-01").json()["notes"] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_of_cases_has_what_the_law_tells_apart_and_whom_each_is_against(hospital: Site, lang: str) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.speaks(lang, "/hospital/cases")
    heading, row = csv.reader(io.StringIO(clerk.get("/hospital/found/cases.csv?q=c01").text.lstrip("\ufeff")))
    found = dict(zip(heading, row, strict=True))
    page = clerk.get("/hospital/cases/c01").text.partition('id="facts"')[2].partition("</section>")[0]
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]*)</dd>", page))
    told = [one for one in heading[8:] if one in facts]
    state = "状态" if lang == "zh" else "State"
    shown = re.search(rf'data-label="{state}">([^<]*)<', clerk.get("/hospital/cases?q=c01").text)
    assert shown is not None
    assert found[state] == shown[1] != ""
    assert ("被投诉对象" if lang == "zh" else "against") in told
    assert len(told) > 1, (heading, facts)
    assert {one: found[one] for one in told} == {one: facts[one] for one in told}
