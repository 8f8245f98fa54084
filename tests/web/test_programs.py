"""Programs: the same addresses in JSON, with the same rights and masks, by tokens that bear some of their owner's roles."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import httpx2
import pytest
from attrs import define
from starlette.testclient import TestClient

import conduct
from conduct.web.keys import TOKEN, new_key
from conduct.web.rights import ROLES, Action, Grant
from conduct.web.routes import ROUTES
from tests.hostile import MARKUP
from tests.web.conftest import ORIGIN, Browser, Site
from tests.web.publishing import REPORT, with_settings
from tests.web.test_rights import address

JSON = {"accept": "application/json"}


@define
class Program:
    """A program with a token."""

    client: TestClient
    token: str

    def get(self, path: str, **headers: str) -> httpx2.Response:
        """What stands at an address."""
        return self.client.get(path, headers={**JSON, "authorization": f"Bearer {self.token}", **headers})

    def post(self, path: str, sent: object, **headers: str) -> httpx2.Response:
        """What is sent there as JSON."""
        return self.client.post(path, json=sent, headers={**JSON, "authorization": f"Bearer {self.token}", **headers})


def program(site: Site, name: str, *roles: str) -> Program:
    """A program of an account's."""
    account = site.accounts.named(name)  # type: ignore[attr-defined]
    word = new_key(site.accounts, account, TOKEN, "a program", roles or [g.role for g in account.rights.grants])  # type: ignore[arg-type]
    return Program(site.visitor().client, word)


def errors(answer: httpx2.Response) -> list[dict[str, Any]]:
    """What an answer says is wrong."""
    found: list[dict[str, Any]] = answer.json()["errors"]
    return found


# ---- tokens


def _made(browser: Browser, **cells: Any) -> str:
    browser.get("/keys")
    page = browser.client.post("/keys/tokens", data={"form": browser.form, **cells}, headers={"origin": ORIGIN}).text
    found = re.search(r"<code>([^<]+)</code>", page)
    assert found is not None, page
    return found[1]


def test_a_token_is_shown_once_listed_to_its_owner_and_revoked(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    token = _made(clerk, called="热线", role="clerk")
    asks = Program(hospital.visitor().client, token)
    assert asks.get("/hospital/desk").status_code == 200
    listed = clerk.get("/keys").text
    assert token not in listed
    assert "热线" in listed
    with sqlite3.connect(hospital.ledger.with_name("hospital.web.db")) as connection:
        assert token not in "\n".join(connection.iterdump())
    connection.close()
    (held,) = clerk.client.get("/keys", headers=JSON).json()["keys"]
    assert (held["kind"], held["called"], held["roles"], bool(held["used"])) == ("token", "热线", ["clerk"], True)
    for other in ("decider", "administrator"):
        browser = hospital.signed_in(other)
        assert "热线" not in browser.get("/keys").text
        assert browser.post(f"/keys/{held['id']}/revoke").status_code == 400
    assert asks.get("/hospital/desk").status_code == 200
    clerk.get("/keys")
    assert clerk.post(f"/keys/{held['id']}/revoke").status_code == 303
    assert asks.get("/hospital/desk").status_code == 401


def test_a_token_bears_the_chosen_roles_as_long_as_its_owner_has_them(insurance: Site) -> None:
    insurance.account("both", Grant("clerk", "insurance", "P05"), Grant("head", "insurance"), Grant("administrator"))
    asks = program(insurance, "both", "clerk")
    assert asks.get("/insurance/desk").status_code == 200
    assert asks.get("/insurance/board").status_code == 404
    accounts: Any = insurance.accounts
    accounts.take("both", Grant("clerk", "insurance", "P05"))
    assert asks.get("/insurance/desk").status_code == 404
    accounts.give("both", Grant("clerk", "insurance", "P06"), "test")
    assert asks.get("/insurance/desk").status_code == 200
    accounts.end("both")
    assert asks.get("/insurance/desk").status_code == 401


@pytest.mark.parametrize("cells", [{"called": "x"}, {"called": "x", "role": "head"}, {"called": " ", "role": "clerk"}])
def test_no_token_bears_what_its_owner_may_not(insurance: Site, cells: dict[str, str]) -> None:
    clerk = insurance.signed_in("clerk")
    clerk.get("/keys")
    assert clerk.post("/keys/tokens", **cells).status_code == 400


def test_no_program_keeps_accounts_or_tokens(insurance: Site) -> None:
    administrator = insurance.signed_in("administrator")
    administrator.get("/keys")
    assert administrator.post("/keys/tokens", called="x", role="administrator").status_code == 400
    asks = program(insurance, "clerk")
    assert asks.get("/accounts").status_code == 404
    for answer in (
        asks.get("/keys"),
        asks.post("/keys/tokens", {"called": "x", "role": "clerk"}),
        asks.post("/keys/1/revoke", {}),
    ):
        assert (answer.status_code, errors(answer)[0]["code"]) == (404, "lost")


@pytest.mark.parametrize("given", ["Bearer none", "Bearer ", "Basic Y2xlcms6YQ==", "conduct-x", ""])
def test_a_token_that_is_none_is_refused_and_no_cookie_counts_beside_one(hospital: Site, given: str) -> None:
    clerk = hospital.signed_in("clerk")
    for path in ("/hospital/desk", "/check"):
        answer = clerk.client.get(path, headers={"authorization": given, **JSON})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert errors(answer)[0]["code"] == "no-token"


def test_a_cookie_changes_nothing_without_the_word_of_its_forms(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    row = {"incident": "h1", "kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit"}
    headers = {**JSON, "origin": ORIGIN}
    for sent in (row, {**row, "form": "x"}, [row]):
        answer = clerk.client.post("/hospital/cases", json=sent, headers=headers)
        assert (answer.status_code, errors(answer)[0]["code"]) == (403, "refused")
    answer = clerk.client.post("/hospital/new", json={**row, "form": clerk.form, "incident": ""}, headers=headers)
    assert answer.status_code in (201, 400)


@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=pytest.mark.slow if role in ("decider", "auditor") else ()) for role in ROLES]
)
def test_every_route_answers_a_program_as_it_does_a_person(insurance: Site, role: str) -> None:
    roles = [] if role == "administrator" else [role]
    if not roles:
        return
    may = ROLES[role] | {Action.SIGNED_IN, Action.PUBLIC}
    asks = program(insurance, role)
    for route in sorted(ROUTES, key=lambda one: one.method):
        answer = asks.get(address(route)) if route.method == "GET" else asks.post(address(route), {})
        if "attachment" in answer.headers.get("content-disposition", ""):
            continue
        assert answer.headers["content-type"] == "application/json", route
        if route.action not in may:
            assert (answer.status_code, errors(answer)[0]["code"]) == (404, "lost"), route
        elif answer.status_code >= 400:
            assert all(one["code"] and one["message"] for one in errors(answer)), route
        else:
            assert answer.status_code in (200, 201), (route, answer.text)


# ---- what it says


def test_the_desk_the_cases_and_a_case_say_what_their_pages_do(hospital: Site) -> None:
    asks = program(hospital, "clerk")
    desk = asks.get("/hospital/desk").json()
    with conduct.open(hospital.ledger, "hospital", lang="en") as office:
        owed = office.duties().to_dict()
        case = office.case("c60").to_dict()
    assert desk["total"] == len(owed["duties"])
    assert [one["incident"] for one in desk["duties"]] == [one["incident"] for one in owed["duties"]][: len(desk["duties"])]
    found = asks.get("/hospital/cases?q=医保").json()
    assert "c60" in [one["incident"] for one in found["cases"]]
    shown = asks.get("/hospital/cases/c60").json()
    assert {key: shown[key] for key in case} == json.loads(json.dumps(case))
    step = next(one for one in shown["steps"] if one["fields"])
    assert {"column", "words", "how", "required", "offers"} == set(step["fields"][0])


def test_the_standings_are_those_of_run(insurance: Site) -> None:
    asks = program(insurance, "head")
    board = asks.get("/insurance/board").json()
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        whole = office.assess(
            board["period"]["id"] if isinstance(board["period"], dict) else board["period"], record=False
        ).to_dict()
    assert board["units"] == json.loads(json.dumps(whole))["units"][: len(board["units"])]
    assert board["incidents"] == whole["incidents"]
    insurance.account("part", Grant("auditor", "insurance", "P05"))
    some = program(insurance, "part").get("/insurance/board").json()
    assert [one["unit"] for one in some["units"]] == ["P05"]
    assert "incidents" not in some
    assert "P06" not in json.dumps(some)
    why = asks.get("/insurance/units/P05").json()
    assert (why["unit"], why["lines"] != []) == ("P05", True)


def test_a_unit_reads_its_own_without_who_complained_in_json_too(insurance: Site) -> None:
    with sqlite3.connect(insurance.ledger) as connection:
        connection.execute(
            "UPDATE insurance_incidents SET complainant = '欧阳小草', text = '欧阳小草来访反映' WHERE unit = 'P05'"
        )
        (case,) = connection.execute(
            "SELECT incident FROM insurance_incidents WHERE unit = 'P05' ORDER BY date LIMIT 1"
        ).fetchone()
    connection.close()
    asks = program(insurance, "unit")
    answer = asks.get("/insurance/own/P05")
    assert answer.status_code == 200
    assert "欧阳" not in answer.text
    assert "小草" not in answer.text
    said = answer.json()
    assert (said["unit"], case in said["incidents"], said["may_object"]) == ("P05", True, True)
    assert any("table" in one for one in said["letter"])
    assert asks.get("/insurance/own/P06").status_code == 404
    made = asks.post("/insurance/own/P05", {"incident": case, "reason": "我方已按期答复"})
    assert (made.status_code, made.json()) == (201, {"location": "/insurance/own/P05"})
    assert asks.post("/insurance/own/P06", {"incident": case, "reason": "x"}).status_code == 404


def test_a_step_is_taken_and_the_second_is_told_that_the_case_moved(hospital: Site) -> None:
    asks = program(hospital, "clerk")
    row = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit"}
    case = asks.post("/hospital/new", row).json()["location"]
    seen = asks.get(case).json()["seen"]
    assert asks.post(f"{case}/steps/record", {"seen": seen, "date": "2012-10-08"}).status_code == 201
    again = asks.post(f"{case}/steps/record", {"seen": seen, "date": "2012-10-08"})
    assert (again.status_code, errors(again)[0]["code"], errors(again)[0]["seen"] != seen) == (409, "moved-on", True)
    wrong = asks.post("/hospital/new", {**row, "date": "no day"})
    (one,) = errors(wrong)
    assert (wrong.status_code, one["field"], "no day" in one["message"]) == (400, "date", True)


def test_both_languages_are_spoken_to_programs(insurance: Site) -> None:
    asks = program(insurance, "clerk")
    assert "无权查看" in errors(asks.get("/insurance/board", **{"accept-language": "zh-CN"}))[0]["message"]
    assert "not for you" in errors(asks.get("/insurance/board", **{"accept-language": "en"}))[0]["message"]
    assert "无权查看" in errors(asks.get("/insurance/board?lang=zh"))[0]["message"]


def test_the_public_checks_a_code_and_reads_notices_in_json(insurance: Site, tmp_path: Path) -> None:
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        made = office.publish("2012", despite="a test")
    visitor = insurance.visitor().client
    found = visitor.get(f"/check?code={made.code}", headers=JSON).json()["found"]
    number = found["number"]
    assert (found["draft"], found["replaced"], found["period"]) == (False, False, "2012")
    assert visitor.get("/check?code=C-0000", headers=JSON).json()["found"] is None
    assert number not in [one["number"] for one in visitor.get("/notices", headers=JSON).json()["notices"]]
    assert visitor.get(f"/notices/{number}", headers=JSON).status_code == 404
    head = insurance.signed_in("head")
    head.get(f"/insurance/runs/{number}")
    assert head.post(f"/insurance/runs/{number}/release").status_code == 400, "the notice has gaps"
    insurance = with_settings(insurance, tmp_path, REPORT)
    visitor, head = insurance.visitor().client, insurance.signed_in("head")
    head.get(f"/insurance/runs/{number}")
    assert head.post(f"/insurance/runs/{number}/release", **{"release-meant": "yes"}).status_code == 303
    one = visitor.get("/notices", headers=JSON).json()["notices"][0]
    assert (one["number"], one["period"]) == (number, "2012")
    assert visitor.get(f"/notices/{number}", headers=JSON).json()["code"] == made.code


def test_a_page_is_given_to_whoever_accepts_one(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    for accepted in ("text/html", "text/html,application/json;q=0.9", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8"):
        assert clerk.client.get("/hospital/desk", headers={"accept": accepted}).headers["content-type"].startswith("text/html")
    for accepted in ("application/json", "application/json, text/plain;q=0.5", "Application/JSON;charset=utf-8"):
        assert clerk.client.get("/hospital/desk", headers={"accept": accepted}).headers["content-type"] == "application/json"
    assert hospital.visitor().client.get("/nowhere/at/all", headers=JSON).json()["errors"]
    assert hospital.visitor().client.get("/hospital/desk", headers=JSON).status_code == 401


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
def test_hostile_texts_are_texts_of_json(hospital: Site, text: str) -> None:
    asks = program(hospital, "clerk")
    row = {"kind": "complaint", "unit": "D1", "date": "2012-10-08", "nature": "conduct", "channel": "visit"}
    made = asks.post("/hospital/new", {**row, "text": text})
    assert made.status_code == 201, made.text
    answer = asks.get(made.json()["location"])
    assert answer.json()["incident"]["text"] == text.strip()
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"a": NaN}',
        b"\xff\xfe",
        b"1" * 10_000,
        b'{"a": {"b": 1}}',
        b"null",
        b"3",
        b'"x"',
        b"[1]",
        b"{}",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_cannot_be_read_is_said(hospital: Site, body: bytes) -> None:
    asks = program(hospital, "clerk")
    headers = {**JSON, "authorization": f"Bearer {asks.token}", "content-type": "application/json"}
    for path in ("/hospital/cases", "/hospital/new"):
        answer = asks.client.post(path, content=body, headers=headers)
        assert answer.status_code == 400
        assert all(one["message"] for one in errors(answer))


@pytest.mark.parametrize(
    "path", ["/sign-in", "/hospital/new", "/hospital/cases", "/hospital/own/D1", "/keys/tokens", "/language"]
)
def test_half_a_character_is_no_text(hospital: Site, path: str) -> None:
    headers = {**JSON, "origin": ORIGIN, "content-type": "application/json"}
    visitor, clerk = hospital.visitor(), hospital.signed_in("clerk")
    for browser in (visitor, clerk):
        for text in ("\\ud83d", "\\uD800 x"):
            content = f'{{"form": "{browser.form}", "name": "{text}", "password": "x", "text": "{text}"}}'
            answer = browser.client.post(path, content=content.encode(), headers=headers)
            assert (answer.status_code, errors(answer)[0]["code"]) == (400, "sent-unread")
    whole = json.dumps({"name": "\U0001f600", "password": "x"}).encode()
    assert visitor.client.post("/sign-in", content=whole, headers=headers).status_code == 403
