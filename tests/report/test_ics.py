"""The calendar of duties, opened with another library: ids that stay, updates that move, done duties that cancel."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.conftest import Desk

INCIDENTS = "incident,unit,kind,date,channel\ni1,L1,petition,2012-03-01,written\ni2,L2,petition,2012-03-01,written\n"
ACTIONS = "action,step,date,incident,due\nt1,transfer,2012-03-01,i1,2012-03-09\nt2,transfer,2012-03-05,i2,2012-03-12\n"


@pytest.fixture
def transfers(office: Desk) -> Desk:
    """An office with two petitions transferred."""
    assert office("load", office.write("incidents.csv", INCIDENTS), office.write("actions.csv", ACTIONS)).status == 0
    return office


def _entries(desk: Desk, *arguments: str, lang: str = "en") -> dict[str, Any]:
    outcome = desk(*arguments, "duties", "--as-of", "2012-03-06", "--ics", "due.ics", lang=lang)
    assert outcome.status == 0, outcome.err
    calendar = vobject.readOne(Path("due.ics").read_text(encoding="utf-8"))
    return {str(e.summary.value).split(" · ")[1]: e for e in calendar.vevent_list}


def test_each_duty_is_an_entry_on_its_deadline(transfers: Desk) -> None:
    entries = _entries(transfers)
    assert {about: e.dtstart.value for about, e in entries.items()} == {"i1": date(2012, 3, 9), "i2": date(2012, 3, 12)}
    assert {e.status.value for e in entries.values()} == {"CONFIRMED"}
    assert len({e.uid.value for e in entries.values()}) == 2
    assert "2.3.1" in entries["i1"].description.value


def test_a_duty_keeps_its_id_and_is_cancelled_once_met(transfers: Desk) -> None:
    before = _entries(transfers)
    transfers("record", "action", "action=r1", "step=reply", "incident=i1", "date=2012-03-05")
    after = _entries(transfers)
    assert after["i1"].uid.value == before["i1"].uid.value
    assert after["i1"].status.value == "CANCELLED"
    assert after["i2"].status.value == "CONFIRMED"
    assert int(after["i1"].sequence.value) > int(before["i1"].sequence.value)


def test_a_withdrawn_case_is_cancelled(transfers: Desk) -> None:
    before = _entries(transfers)
    transfers("record", "action", "action=w1", "step=withdraw", "incident=i2", "date=2012-03-06", "by=x", "reason=y")
    after = _entries(transfers)
    assert after["i2"].uid.value == before["i2"].uid.value
    assert after["i2"].status.value == "CANCELLED"


def test_the_language_changes_the_words_and_not_the_id(transfers: Desk) -> None:
    english = {e.uid.value for e in _entries(transfers).values()}
    chinese = _entries(transfers, lang="zh")
    assert {e.uid.value for e in chinese.values()} == english
    assert any("办结" in e.summary.value or "期限" in e.summary.value or "上报" in e.summary.value for e in chinese.values())


def test_hostile_names_stay_one_entry(office: Desk) -> None:
    office("load", office.write("units.csv", 'unit,name,kind\nX1,"a\u2028END:VEVENT;,\\n",life\n'))
    office("record", "incident", "incident=h1", "unit=X1", "kind=petition", "date=2012-03-01", "channel=visit")
    office("record", "action", "action=ht", "step=transfer", "incident=h1", "date=2012-03-01", "due=2012-03-09")
    entries = _entries(office)
    assert len(entries) == 1
    assert "END:VEVENT;,\\n" in next(iter(entries.values())).summary.value


def test_duties_without_a_deadline_are_counted_and_left_out(desk: Desk) -> None:
    assert desk("--sector", "power_utility", "init", "--sample").status == 0
    outcome = desk("--sector", "power_utility", "duties", "--as-of", "2012-12-31", "--ics", "p.ics")
    assert outcome.status == 0
    assert "no deadline" in outcome.err
    assert "BEGIN:VEVENT" not in Path("p.ics").read_text(encoding="utf-8")


def test_without_the_library_the_readmes_command_is_said(transfers: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    for lang, page in (("en", "README.md"), ("zh", "README.zh.md")):
        outcome = transfers("duties", "--as-of", "2012-03-06", "--ics", "due.ics", lang=lang)
        assert outcome.status == 1
        said = "pip install -e '.[ics]'"
        assert said in outcome.err
        assert said in (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
