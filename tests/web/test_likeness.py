"""A new case that is like an earlier one is asked about, to whoever may see that one, and cheaply."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from conduct.core.ledger.digits import bare_sql
from conduct.web.rights import Grant
from tests.web.conftest import Browser, Site
from tests.web.test_programs import errors, program

NEW = {"kind": "complaint", "unit": "D1", "date": "2012-10-08"}
BOX = 'name="like-meant" value="yes"> It is another case: enter it so'


def _case(clerk: Browser, **cells: str) -> str:
    clerk.get("/hospital/new")
    sent = clerk.post("/hospital/new", **NEW, **cells)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"].partition("?")[0]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"complainant": "钱某甲", "text": "等候"}, {"complainant": "钱某甲", "text": "收费"}, "complainant"),
        ({"phone": "0571-1234", "text": "等候"}, {"phone": "0571-1234", "text": "收费"}, "phone"),
        ({"phone": "13812345678", "text": "等候"}, {"phone": "+86 138-1234-5678", "text": "收费"}, "phone"),
        ({"phone": "0086 138 1234 5678", "text": "等候"}, {"phone": "１３８１２３４５６７８", "text": "收费"}, "phone"),
        ({"phone": "（0571）8765 4321", "text": "等候"}, {"phone": "+86 571 87654321", "text": "收费"}, "phone"),
        ({"complainant": "钱某甲", "phone": "138 1234 5678"}, {"complainant": "钱某甲", "phone": "13812345678"}, "complainant"),
        ({"text": "等候两小时"}, {"text": "等候两小时", "complainant": "钱某"}, "text"),
        ({"channel": "visit"}, {"channel": "visit"}, "all that is said of it"),
    ],
)
def test_a_case_like_an_earlier_one_is_asked_about_with_a_link_and_entered_once_that_is_meant(
    hospital: Site, first: dict[str, str], second: dict[str, str], same: str
) -> None:
    clerk = hospital.signed_in("clerk")
    case = _case(clerk, **first)
    clerk.get("/hospital/new")
    sent = clerk.post("/hospital/new", **NEW, **second)
    name = case.rsplit("/", 1)[1]
    assert sent.status_code == 400
    assert f"{name} (2012-10-08, complaint) is the same in: {same};" in sent.text
    assert f'href="{case}"' in sent.text
    assert BOX in sent.text
    assert clerk.post("/hospital/new", **NEW, **second, **{"like-meant": "yes"}).status_code == 303


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"complainant": "钱某甲", "phone": "1", "text": "等候"}, {"complainant": "钱某甲", "phone": "2", "text": "收费"}),
        ({"phone": "13812345678", "text": "等候"}, {"phone": "13812345679", "text": "收费"}),
        ({"complainant": "匿名", "text": "等候"}, {"complainant": "匿名", "text": "收费"}),
        ({"complainant": "钱某甲", "text": "排队久"}, {"complainant": "钱某乙", "text": "排队久"}),
        ({"against": "K01", "text": "等候"}, {"against": "K02", "text": "等候"}),
        ({"text": "等候"}, {"text": "等候", "date": "2014-01-01"}),
        ({"channel": "visit"}, {"channel": "telephone"}),
        ({"channel": "visit"}, {"channel": "visit", "date": "2012-10-09"}),
        ({"complainant": "钱某甲", "text": "等候"}, {"complainant": "钱某甲", "text": "收费", "date": "2014-01-01"}),
    ],
)
def test_what_is_another_s_or_of_another_time_is_not_asked_about(
    hospital: Site, first: dict[str, str], second: dict[str, str]
) -> None:
    clerk = hospital.signed_in("clerk")
    _case(clerk, **first)
    clerk.get("/hospital/new")
    assert clerk.post("/hospital/new", **{**NEW, **second}).status_code == 303


def test_what_was_withdrawn_is_like_nothing(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    case = _case(clerk, text="登错了件")
    decider = hospital.signed_in("decider")
    decider.get(case)
    assert decider.post(f"{case}/steps/withdraw", seen="0", date="2012-10-08", reason="误登").status_code == 303
    clerk.get("/hospital/new")
    assert clerk.post("/hospital/new", **NEW, text="登错了件").status_code == 303


def test_a_program_is_told_the_case_that_is_like_it(hospital: Site) -> None:
    case = _case(hospital.signed_in("clerk"), text="等候两小时")
    asks = program(hospital, "clerk")
    sent = asks.post("/hospital/new", {**NEW, "text": "等候两小时"})
    (one,) = errors(sent)
    assert (sent.status_code, one["code"], one["case"]) == (400, "case-like", case.rsplit("/", 1)[1])
    assert asks.post("/hospital/new", {**NEW, "text": "等候两小时", "like-meant": "yes"}).status_code == 201


def test_a_case_of_a_unit_that_is_not_his_is_not_told(power: Site) -> None:
    clerk = power.signed_in("clerk")
    clerk.get("/power_utility/new?kind=complaint")
    stations = [unit for unit, _ in _stations(power)][:2]
    cells = {"kind": "complaint", "date": "2024-10-08", "complainant": "钱某甲", "text": "停电", "venue": "company"}
    assert clerk.post("/power_utility/new", **cells, unit=stations[0]).status_code == 303
    power.account("own", Grant("clerk", "power_utility", stations[1]))
    own = power.signed_in("own")
    own.get("/power_utility/new?kind=complaint")
    assert own.post("/power_utility/new", **cells, unit=stations[1]).status_code == 303


def test_a_sector_s_own_attribute_for_the_same_matter_links_it_and_is_taken_without_more(power: Site) -> None:
    """第10条: 同一事项的投诉."""
    clerk = power.signed_in("clerk")
    clerk.get("/power_utility/new?kind=complaint")
    station = _stations(power)[0][0]
    cells = {
        "kind": "complaint",
        "date": "2024-10-08",
        "complainant": "钱某甲",
        "text": "停电",
        "venue": "company",
        "unit": station,
    }
    sent = clerk.post("/power_utility/new", **cells)
    case = sent.headers["location"].partition("?")[0].rsplit("/", 1)[1]
    sent = clerk.post("/power_utility/new", **cells)
    assert (sent.status_code, f"fill in {case} as “complaint on the same matter”" in sent.text) == (400, True)
    assert clerk.post("/power_utility/new", **cells, about=case).status_code == 303


def _stations(site: Site) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(site.ledger)) as ledger:
        return ledger.execute("SELECT unit, name FROM power_utility_units WHERE kind = 'station' ORDER BY unit").fetchall()


def test_earlier_complaints_are_found_by_indexes_and_never_by_reading_all(hospital: Site) -> None:
    with closing(sqlite3.connect(hospital.ledger)) as ledger:
        by_number = f"""i.phone IS NOT NULL AND {bare_sql('i."phone"')} IN (SELECT value FROM json_each('["1", "2"]'))"""
        for column, held in (("complainant", "i.complainant = 'x' AND i.date >= ''"), ("phone", by_number)):
            plan = ledger.execute(
                f"""EXPLAIN QUERY PLAN SELECT incident FROM hospital_incidents i
                    WHERE {held} ORDER BY i.date DESC, i.seq DESC LIMIT 50"""
            ).fetchall()
            assert f"hospital_incidents_like_{column}" in str(plan[0][3]), plan
