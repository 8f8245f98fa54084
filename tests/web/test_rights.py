"""Who may do what: every route by every role, for every sector and unit, with ids changed."""

from __future__ import annotations

import re
import sqlite3

import pytest

import conduct
from conduct.web.rights import ROLES, Action, Grant, Rights
from conduct.web.routes import ROUTES, Route
from tests.web.conftest import ORIGIN, Browser, Site

WITHIN = {
    "sector": "insurance",
    "case": "x07",
    "step": "withdraw",
    "unit": "P05",
    "name": "clerk",
    "word": "no-such-word",
    "run": "1",
    "number": "1",
    "upload": "no-such-upload-waits",
    "file": "notice-1-en.html",
    "clause": "2.1",
    "job": "none",
    "batch": "1",
    "view": "1",
}
"""What stands for the parts of an address."""


def address(route: Route, **changed: str) -> str:
    """A route's address with its parts filled."""
    path, table = route.path, route.path.split("/")[2] if route.path.endswith("/{file}") else ""
    tables = {
        "board": "board",
        "moved": "moved",
        "arrived": "arrived",
        "trends": "trends",
        "publishing": "open",
        "desk": "desk",
        "found": "cases",
        "cases": "cases",
    }
    table = path.split("/")[-2] if table in ("own", "units") else table
    tables |= {"breached": "breached", "pending": "pending"}
    files = {"file": f"{tables[table]}.csv"} if table in tables else {}
    if "/letters/" in path:
        files = {"file": "letter-1-en.html" if "{unit}" in path else "letters-1-en-html.zip"}
    for key, value in {**WITHIN, **files, **changed}.items():
        path = path.replace("{" + key + "}", value)
    asked = {"moved": "since=1", "together": f"case={WITHIN['case']}"}
    return next((f"{path}?{query}" for page, query in asked.items() if f"/{page}" in path), path)


def test_every_route_has_an_action_that_some_role_may_do_or_that_is_everybody_s() -> None:
    given = {action for actions in ROLES.values() for action in actions} | {Action.PUBLIC, Action.SIGNED_IN}
    assert {route.action for route in ROUTES} <= given
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)
    public = {(route.method, route.path) for route in ROUTES if route.action is Action.PUBLIC}
    assert public == {
        ("GET", "/sign-in"),
        ("GET", "/sign-in/oidc"),
        ("GET", "/sign-in/oidc/back"),
        ("POST", "/sign-in"),
        ("GET", "/link/{word}"),
        ("POST", "/link/{word}"),
        ("GET", "/check"),
        ("GET", "/feeds/{word}"),
        ("GET", "/notices"),
        ("GET", "/notices/{run}"),
        ("GET", "/notices/{run}/{file}"),
    }


JSON = {"accept": "application/json"}


@pytest.mark.parametrize("role", [*ROLES, "nobody", "elsewhere"])
def test_every_route_is_answered_for_whom_it_is_and_for_nobody_else(insurance: Site, role: str) -> None:
    may = ROLES.get(role, frozenset()) | {Action.SIGNED_IN, Action.PUBLIC}
    (evidence := insurance.ledger.parent / "letter.txt").write_text("a letter")
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("attachment", file=evidence, incident=WITHIN["case"])
        office.record("release", attachment=WITHIN["number"])
    browser = insurance.signed_in(role)
    for route in sorted(
        ROUTES, key=lambda one: (one.path == "/sign-out", one.path == "/language", one.method)
    ):  # what changes an account comes last
        if route.path != "/sign-out":
            as_json(browser, route, route.action in may and not (route.path == "/{sector}" and role in _OF_NO_SECTOR))
        sent = browser.get(address(route)) if route.method == "GET" else browser.post(address(route))
        if route.action not in may or (route.path == "/{sector}" and role in _OF_NO_SECTOR):
            assert (sent.status_code, "There is no such page" in sent.text) == (404, True), route
        elif not {"{word}", "{upload}", "{job}", "{batch}", "oidc"} & set(route.path.split("/")):
            assert sent.status_code in _DONE[route.method], (route, sent.status_code)


def as_json(browser: Browser, route: Route, may: bool) -> None:
    """A route asked by a program in the same session: JSON, or the file that it hands out, and never a page; the same rights."""
    if route.method == "GET":
        answer = browser.client.get(address(route), headers=JSON)
    else:
        answer = browser.client.post(address(route), data={"form": browser.form}, headers={"origin": ORIGIN, **JSON})
    if not may:
        assert (answer.status_code, [one["code"] for one in answer.json()["errors"]]) == (404, ["lost"]), route
    assert answer.status_code < 500, (route, answer.text)
    if answer.headers["content-type"] != "application/json":
        assert (route.of_a_file, answer.status_code) == (True, 200), (route, answer.text[:200])


_OF_NO_SECTOR = ("administrator", "nobody", "elsewhere")
"""To whom no page of the sector leads."""
_DONE = {"GET": (200, 303), "POST": (200, 303, 400, 403, 404, 409)}


def test_a_visitor_is_led_to_sign_in_and_his_forms_are_refused(insurance: Site) -> None:
    visitor = insurance.visitor()
    for route in ROUTES:
        if route.action is not Action.PUBLIC:
            sent = visitor.get(address(route)) if route.method == "GET" else visitor.post(address(route))
            assert (sent.status_code, sent.headers.get("location")) == (
                (303, "/sign-in") if route.method == "GET" else (403, None)
            )


def test_a_sector_alone_leads_to_where_one_begins_in_it(insurance: Site) -> None:
    insurance.account("both", Grant("unit", "insurance", "P06"), Grant("clerk", "hospital"))
    for who, first in (("clerk", "desk"), ("head", "desk"), ("unit", "own/P05")):
        browser = insurance.signed_in(who)
        assert browser.get("/insurance").headers["location"] == browser.get("/").headers["location"] == f"/insurance/{first}"
    both = insurance.signed_in("both")
    assert both.get("/insurance").headers["location"] == "/insurance/own/P06"
    for none in ("/hospital", "/nowhere", "/favicon.ico"):
        assert both.get(none).status_code == 404, "it is not served"


def test_what_is_not_his_looks_as_what_is_not_there(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    assert unit.get("/insurance/own/P05").status_code == 200
    for other in (
        "/insurance/own/P06",
        "/insurance/own/none",
        "/insurance/units/P05",
        "/insurance/cases/x07",
        "/insurance/board",
        "/x/own/P05",
    ):
        answer = unit.get(other)
        assert answer.status_code == 404
        assert "P06" not in answer.text.replace(other, "").replace(unit.form, "")
    lost, refused = unit.get("/insurance/own/none").text, unit.get("/insurance/own/P06").text
    assert lost.replace("none", "P06") == refused


def _mine_and_other(connection: sqlite3.Connection) -> tuple[str, str]:
    """A case of P05, and one of another unit."""
    mine, other = (
        connection.execute(f"SELECT incident FROM insurance_incidents WHERE unit {sign} 'P05' LIMIT 1").fetchone()[0]
        for sign in ("=", "<>")
    )
    return mine, other


def test_a_clerk_of_one_unit_sees_and_enters_nothing_of_another(insurance: Site) -> None:
    insurance.account("of-one", Grant("clerk", "insurance", "P05"))
    clerk = insurance.signed_in("of-one")
    with sqlite3.connect(insurance.ledger) as connection:
        mine, other = _mine_and_other(connection)
        before = connection.execute("SELECT count(*) FROM insurance_incidents").fetchone()
    assert clerk.get(f"/insurance/cases/{mine}").status_code == 200
    assert clerk.get(f"/insurance/cases/{other}").status_code == 404
    assert clerk.post(f"/insurance/cases/{other}/steps/transfer", seen="0").status_code == 404
    assert f'/insurance/cases/{other}"' not in clerk.get(f"/insurance/cases?q={other}").text
    clerk.get("/insurance/new?kind=late")
    assert clerk.post("/insurance/new", kind="late", unit="P06", date="2012-05-05").status_code == 404
    with sqlite3.connect(insurance.ledger) as connection:
        assert connection.execute("SELECT count(*) FROM insurance_incidents").fetchone() == before
    connection.close()


def test_no_cell_of_a_form_takes_another_case_step_or_unit(insurance: Site) -> None:
    """What the address says is what is done: cells that the form does not have are refused."""
    insurance.account("of-one", Grant("clerk", "insurance", "P05"))
    clerk = insurance.signed_in("of-one")
    with sqlite3.connect(insurance.ledger) as connection:
        mine, other = _mine_and_other(connection)
        (name,) = connection.execute("SELECT name FROM insurance_units WHERE unit = 'P06'").fetchone()
        count = "SELECT (SELECT count(*) FROM insurance_incidents), (SELECT count(*) FROM insurance_actions)"
        before = connection.execute(count).fetchone()
        clerk.get(f"/insurance/cases/{mine}")
        (seen,) = connection.execute("SELECT count(*) FROM insurance_actions WHERE incident = ?", (mine,)).fetchone()
        for cells in ({"incident": other}, {"step": "withdraw"}, {"step": "appeal-decided", "upheld": "yes"}):
            answer = clerk.post(f"/insurance/cases/{mine}/steps/transfer", seen=str(seen), date="2012-05-05", **cells)
            assert answer.status_code == 400, cells
            assert "is no field here" in answer.text
        for cells in ({"unit": name}, {"unit": "P06 "}, {}, {"unit": "P05", "step": "withdraw", "reason": "x", "by": "y"}):
            assert clerk.post("/insurance/new", kind="late", date="2012-05-05", **cells).status_code in (400, 404), cells
        assert connection.execute(count).fetchone() == before
    connection.close()


def test_rights_of_a_unit_hold_for_what_stands_under_it() -> None:
    rights = Rights((Grant("clerk", "a", "U"), Grant("unit", None, "V")))
    assert rights.may_for(Action.CASE, "a", ["child", "U"])
    assert not rights.may_for(Action.CASE, "a", ["U2"])
    assert not rights.may_for(Action.CASE, "b", ["U"])
    assert rights.may_for(Action.OWN, "b", ["V"])
    assert not rights.may(Action.RESULTS, "a")
    assert not Rights().may(Action.CASE)
    assert Rights().may(Action.PUBLIC)


def test_who_asks_for_an_address_to_which_something_is_sent_is_led_to_the_page_of_its_form(insurance: Site) -> None:
    """As a browser does that loads the answer to a form anew, or asks for it in the other language."""
    pages = {(route.method, route.path) for route in ROUTES}
    sent_to = [route for route in ROUTES if route.method == "POST" and ("GET", route.path) not in pages]
    assert len(sent_to) > 20
    insurance.account("all", *(Grant(role, "insurance") for role in ("clerk", "decider", "head")), Grant("administrator"))
    browser, visitor, nobody = insurance.signed_in("all"), insurance.visitor(), insurance.signed_in("nobody")
    for route in sent_to:
        at = address(route)
        answer = browser.get(at)
        assert answer.status_code == 303, route
        page = answer.headers["location"]
        while (answer := browser.get(page)).status_code == 303:  # as of a sector alone
            page = answer.headers["location"]
        assert (answer.status_code, page) == (200, page) or "entered" in page, (route, page)
        assert visitor.get(at).headers.get("location") == "/sign-in", route
        told = browser.client.get(at, headers=JSON)
        assert (told.status_code, [one["code"] for one in told.json()["errors"]]) == (405, ["lost"]), route
        if route.action is not Action.SIGNED_IN:
            assert nobody.get(at).status_code == 404, route
        browser.get("/keys")
        spoken = browser.post("/language", back=at)
        assert (spoken.status_code, browser.get(spoken.headers["location"]).status_code) == (303, 303), route


@pytest.mark.parametrize(
    ("sent_to", "page"),
    [
        ("/insurance/load/no-such-upload-waits", "/insurance/load"),
        ("/insurance/weigh", "/insurance/readings"),
        ("/insurance/publishing/draft", "/insurance/publishing"),
        ("/insurance/runs/1/release", "/insurance/runs/1"),
        ("/insurance/cases/a%2Fb%20%3F/steps/transfer", "/insurance/cases/a%2Fb%20%3F"),
        ("/insurance/cases/x07/attachments/1/remove", "/insurance/cases/x07"),
        ("/insurance/decisions/x07/transfer", "/insurance/decisions/x07"),
        ("/accounts/clerk/link", "/accounts"),
        ("/keys/tokens", "/keys"),
        ("/language", "/"),
    ],
)
def test_each_is_led_to_its_own_page(insurance: Site, sent_to: str, page: str) -> None:
    insurance.account("all", *(Grant(role, "insurance") for role in ("clerk", "decider", "head")), Grant("administrator"))
    assert insurance.signed_in("all").get(sent_to).headers.get("location") == page


def test_the_other_language_is_had_on_the_page_of_a_case_whatever_its_id_holds(insurance: Site) -> None:
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.add(incidents=[{"incident": "a/b %41?#甲", "unit": "P05", "kind": "late", "date": "2012-05-05"}])
    clerk, at = insurance.signed_in("clerk"), "/insurance/cases/a%2Fb%20%2541%3F%23%E7%94%B2"
    for page, back in ((clerk.get(at), at), (clerk.post(f"{at}/take-back", action="none"), f"{at}/take-back")):
        (kept,) = re.findall(r'name="back" value="([^"]*)"', page.text)
        spoken = clerk.post("/language", back=kept)
        assert (kept, spoken.headers["location"]) == (back, back)
    assert clerk.get(at).status_code == 200
    assert clerk.get(f"{at}/take-back").headers["location"] == at
