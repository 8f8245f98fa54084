"""Calendars of what is due: for whoever has the secret address, with ids and deadlines alone."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

import conduct
from conduct.web.keys import TOKEN, keys_of, new_key
from conduct.web.rights import Grant
from tests.hostile import MARKUP
from tests.web.conftest import ORIGIN, Site, site_on


def _feeding(site: Site, sector: str) -> Site:
    return site_on(site.ledger, sector, {"feeds": True})


def _subscribed(site: Site, name: str) -> str:
    browser = site.signed_in(name)
    browser.get("/keys")
    page = browser.post("/keys/feeds", called="a calendar").text
    found = re.search(rf"<code>{ORIGIN}(/feeds/[^<]+\.ics)</code>", page)
    assert found is not None, page
    return found[1]


def _uids(content: bytes) -> list[str]:
    return sorted(str(event["uid"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_what_is_due_on_a_desk_is_in_its_owner_s_calendar(hospital: Site) -> None:
    site = _feeding(hospital, "hospital")
    path = _subscribed(site, "clerk")
    answer = site.visitor().get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        dated = [one for one in office.duties().duties if one.due is not None]
    events = list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))
    assert sorted(event["dtstart"].dt for event in events) == sorted(one.due for one in dated)
    assert {str(one.incident) for one in dated if one.incident} <= {
        part for event in events for part in str(event["summary"]).split(" · ")
    }
    assert vobject.readOne(answer.content.decode()).vevent.dtstart.value


def test_lines_are_folded_and_escaped_as_calendars_have_them(hospital: Site) -> None:
    with sqlite3.connect(hospital.ledger) as connection:
        connection.execute(
            "UPDATE hospital_incidents SET incident = incident || ';,\\' || ? WHERE incident = 'c60'", ("长" * 60,)
        )
    connection.close()
    site = _feeding(hospital, "hospital")
    content = site.visitor().get(_subscribed(site, "clerk")).content
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_no_text_and_nobody_s_name_is_in_it(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute("UPDATE insurance_incidents SET complainant = '欧阳小草', text = '欧阳小草来访反映'")
        names = [name for (name,) in connection.execute("SELECT name FROM insurance_units")]
    connection.close()
    site = _feeding(insurance, "insurance")
    for name in ("clerk", "unit"):
        text = site.visitor().get(_subscribed(site, name)).text.replace("\r\n ", "")
        assert "欧阳" not in text
        assert "DESCRIPTION" not in text
        assert not [one for one in names if one in text]


def test_a_unit_s_calendar_has_its_own_duties_alone(tmp_path: Path) -> None:
    path = tmp_path / "banking.db"
    with conduct.open(path, "banking", lang="en") as office:
        office.init(sample=True)
        owed = [one for one in office.duties().duties if one.due is not None]
    site = site_on(path, "banking", {"feeds": True})
    site.account("all", Grant("clerk", "banking"))
    site.account("one", Grant("unit", "banking", "B8"))
    whole, mine = (_uids(site.visitor().get(_subscribed(site, name)).content) for name in ("all", "one"))
    assert len(whole) == len(owed)
    assert 0 < len(mine) == len([one for one in owed if one.unit == "B8" or one.unit.startswith("B8-")]) < len(whole)
    assert {*mine} <= {*whole}


def test_an_address_is_good_until_it_is_revoked_or_its_owner_may_no_more(hospital: Site) -> None:
    site = _feeding(hospital, "hospital")
    accounts: Any = site.accounts
    visitor, path = site.visitor(), _subscribed(site, "clerk")
    assert _uids(visitor.get(path).content)
    with sqlite3.connect(hospital.ledger.with_name("hospital.web.db")) as connection:
        assert path.removeprefix("/feeds/").removesuffix(".ics") not in "\n".join(connection.iterdump())
    connection.close()
    accounts.take("clerk", Grant("clerk", "hospital"))
    assert _uids(visitor.get(path).content) == []
    accounts.give("clerk", Grant("clerk", "hospital"), "test")
    clerk = site.signed_in("clerk")
    clerk.get("/keys")
    (held,) = keys_of(accounts, accounts.named("clerk"))
    assert clerk.post(f"/keys/{held.id}/revoke").status_code == 303
    assert visitor.get(path).status_code == 404
    path = _subscribed(site, "clerk")
    accounts.end("clerk")
    assert visitor.get(path).status_code == 404


def test_an_address_opens_nothing_else_and_no_token_opens_it(hospital: Site) -> None:
    site = _feeding(hospital, "hospital")
    accounts: Any = site.accounts
    path = _subscribed(site, "clerk")
    word = path.removeprefix("/feeds/").removesuffix(".ics")
    for given in (word, path):
        headers = {"authorization": f"Bearer {given}", "accept": "application/json"}
        assert site.visitor().client.get("/hospital/desk", headers=headers).status_code == 401
    token = new_key(accounts, accounts.named("clerk"), TOKEN, "x", ["clerk"])
    for wrong in (
        f"/feeds/{token}.ics",
        f"/feeds/{word}",
        f"/feeds/{word}.ics.ics",
        f"/feeds/{word}.csv",
        "/feeds/.ics",
        "/feeds/x",
    ):
        assert site.visitor().get(wrong).status_code == 404


def test_without_being_configured_there_is_none(hospital: Site) -> None:
    path = _subscribed(_feeding(hospital, "hospital"), "clerk")
    assert hospital.visitor().get(path).status_code == 404
    clerk = hospital.signed_in("clerk")
    assert "/keys/feeds" not in clerk.get("/keys").text
    assert clerk.post("/keys/feeds", called="x").status_code == 404


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("text", [*MARKUP.values(), "x\r\nATTENDEE:mailto:a@b"])
def test_hostile_ids_are_texts_of_it(hospital: Site, text: str, lang: str) -> None:
    with sqlite3.connect(hospital.ledger) as connection:
        connection.execute("UPDATE hospital_incidents SET incident = ? WHERE incident = 'c60'", (text,))
        connection.execute("UPDATE hospital_actions SET incident = ? WHERE incident = 'c60'", (text,))
    connection.close()
    site = _feeding(hospital, "hospital")
    answer = site.visitor().get(f"{_subscribed(site, 'clerk')}?lang={lang}")
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar.walk("VEVENT")
    assert {name for event in calendar.walk("VEVENT") for name in event} <= {
        "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "SUMMARY", "STATUS", "TRANSP",
    }  # fmt: skip
