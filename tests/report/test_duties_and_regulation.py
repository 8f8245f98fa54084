"""What is due, and the regulation as encoded, through the command line."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO

from conduct.core.law.sector import Sector
from tests.conftest import Desk

INCIDENTS = "incident,unit,kind,date,channel\ni1,L1,petition,2012-03-01,written\ni2,L2,petition,2012-03-01,written\n"
ACTIONS = (
    "action,step,date,incident,unit,due,workdays\n"
    "t1,transfer,2012-03-01,i1,,2012-03-09,\n"
    "t2,transfer,2012-03-05,i2,,,5\n"
    "c1,contact-changed,2012-03-08,,P1,,\n"
)


def _filled(office: Desk) -> Desk:
    files = (office.write("incidents.csv", INCIDENTS), office.write("actions.csv", ACTIONS))
    assert office("load", *files).status == 0
    return office


def _listed(office: Desk, day: str) -> list[tuple[str, str, str, str, int]]:
    found = json.loads(office("duties", "--as-of", day, "--format", "json").out)
    assert found["sector"] == "insurance"
    assert found["as_of"] == day
    return [(d["unit"], d["duty"], d["due"], d["status"], d["days"]) for d in found["duties"]]


def test_overdue_duties_come_first_and_the_last_day_is_not_overdue(office: Desk) -> None:
    _filled(office)
    # 5 working days after Monday 2012-03-05 is Monday 2012-03-12; 1 after Thursday 2012-03-08 is Friday 2012-03-09
    assert _listed(office, "2012-03-09") == [
        ("L1", "reply-in-time", "2012-03-09", "due", 0),
        ("P1", "report-contact", "2012-03-09", "due", 0),
        ("L2", "reply-in-time", "2012-03-12", "due", 0),
    ]
    assert _listed(office, "2012-03-10") == [
        ("L1", "reply-in-time", "2012-03-09", "overdue", 1),
        ("P1", "report-contact", "2012-03-09", "overdue", 1),
        ("L2", "reply-in-time", "2012-03-12", "due", 0),
    ]


def test_a_duty_that_is_done_late_or_withdrawn_is_off_the_list(office: Desk) -> None:
    _filled(office)
    office("record", "action", "action=r1", "step=reply", "incident=i1", "date=2012-03-20")
    office("record", "action", "action=w1", "step=withdraw", "incident=i2", "date=2012-03-20", "by=x", "reason=entered twice")
    assert [unit for unit, *_ in _listed(office, "2012-03-31")] == ["P1"]


def test_an_action_after_the_day_is_not_seen(office: Desk) -> None:
    _filled(office)
    office("record", "action", "action=r1", "step=reply", "incident=i1", "date=2012-03-20")
    assert ("L1", "reply-in-time", "2012-03-09", "overdue", 6) in _listed(office, "2012-03-15")


def test_the_csv_and_the_table_say_the_same(office: Desk) -> None:
    _filled(office)
    rows = list(csv.DictReader(StringIO(office("duties", "--as-of", "2012-03-10", "--format", "csv").out)))
    assert [(r["unit"], r["clause"], r["incident"], r["due"], r["status"]) for r in rows] == [
        ("L1", "2.3.1", "i1", "2012-03-09", "overdue"),
        ("P1", "2.1.3", "", "2012-03-09", "overdue"),
        ("L2", "2.3.1", "i2", "2012-03-12", "due"),
    ]
    shown = office("duties", "--as-of", "2012-03-10", lang="zh").out
    assert "逾期未办 1 天" in shown
    assert "按期办结上报" in shown
    assert "没有待办职责" in office("duties", "--as-of", "2012-01-01", lang="zh").out


def test_a_deadline_beyond_the_known_calendar_is_provisional_and_then_an_error(office: Desk) -> None:
    incidents = "incident,unit,kind,date,channel\ni1,L1,petition,2026-12-30,written\n"
    actions = "action,step,date,incident,workdays\nt1,transfer,2026-12-30,i1,5\n"
    office("load", office.write("incidents.csv", incidents), office.write("actions.csv", actions))
    assert "2027-01-06（暂定）" in office("duties", "--as-of", "2026-12-31", lang="zh").out
    outcome = office("duties", "--as-of", "2027-01-06")
    assert outcome.status == 1
    assert "the working days of 2027" in outcome.err
    office.write("conduct.toml", "[calendar]\nyears = [2027]\nholidays = ['2027-01-01']\n")
    # Thursday 31 December, then Monday 4 to Thursday 7 January
    assert _listed(office, "2027-01-08") == [("L1", "reply-in-time", "2027-01-07", "overdue", 1)]


def test_every_rule_stands_beside_words_of_its_clause(desk: Desk, insurance: Sector) -> None:
    found = json.loads(desk("regulation", "--format", "json").out)
    text = {c["clause"]: c["words"] for c in found["clauses"]}
    edition = insurance.regulations[0].text
    assert set(text) == {c.id for c in edition.clauses}
    assert len(found["rules"]) == len(insurance.regulations[0].provisions)
    for rule in found["rules"]:
        assert rule["encoding"]
        for quote in rule["quotes"]:
            assert edition.has_quote(rule["clause"], quote)
    codes = {rule["code"] for rule in found["rules"]}
    assert {k.code for k in insurance.kinds} - {"media-exposure-grave", "sensitive-period-petition"} <= codes
    assert {"ineligible", "last-place", "advanced-unit", "criticised", "key-supervision", "premium-term"} <= codes


def test_the_regulation_is_shown_in_both_languages_with_the_laws_own_words(desk: Desk) -> None:
    for lang, said in (("zh", "每件扣2分"), ("en", "-2 each")):
        shown = desk("regulation", lang=lang).out
        assert said in shown
        assert "不能按期办理信访的,每件扣2分" in shown


def test_the_readings_show_what_is_in_force(desk: Desk) -> None:
    desk.write("conduct.toml", "[insurance.readings]\npremium-term = 'total'\n")
    line = next(line for line in desk("readings").out.splitlines() if "(premium-term)" in line)
    named, clause, value, default = re.split(r"\s{2,}", line)[:4]
    assert (named, clause) == ("the volume in the premium term (premium-term)", "2.2.1")
    assert (value, default) == (
        "“the company's whole volume in the premium term” (total)",
        "“the channel's volume in both terms” (channel)",
    )
