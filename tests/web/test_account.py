"""``conduct account``: who may do what, kept from the command line by the rules of the page, and never asking anything."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from markupsafe import escape

from conduct.web.keys import TOKEN, new_key
from conduct.web.rights import Grant
from conduct.web.serving import first_link
from tests.conftest import Desk
from tests.hostile import MARKUP
from tests.web.conftest import ORIGIN, PASSWORD, Browser, Site, site_on


@pytest.fixture
def office(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk on the insurers' sample, for all sectors."""
    monkeypatch.delenv("CONDUCT_SECTOR")
    desk.begin("insurance with its sample, of no sector", ["--sector", "insurance", "init", "--sample"])
    return desk


def _site(office: Desk) -> Site:
    return site_on(office.folder / "conduct.db", "insurance")


def _password(site: Site, link: str) -> Browser:
    path = link.strip().removeprefix(ORIGIN)
    browser = site.visitor()
    assert browser.get(path).status_code == 200
    assert browser.post(path, password=PASSWORD, again=PASSWORD).status_code == 303
    browser.get("/insurance/desk")
    return browser


def test_an_account_is_made_given_roles_and_signs_in(office: Desk) -> None:
    made = office("account", "add", "wang", "--called", "王某", "--role", "clerk", "--sector", "insurance", "--unit", "P05")
    assert (made.status, made.out.startswith(f"{ORIGIN}/link/")) == (0, True), made.err
    assert "good for 24 hours" in made.err
    site = _site(office)
    browser = _password(site, made.out)
    assert browser.get("/insurance/desk").status_code == 200
    assert browser.get("/insurance/board").status_code == 404
    assert office("account", "give", "wang", "--role", "head", "--sector", "insurance").status == 0
    assert browser.get("/insurance/board").status_code == 200
    listed = office("account", "list", lang="zh").out
    assert "王某" in listed
    assert "经办人 insurance P05; 负责人 insurance" in listed
    (one,) = json.loads(office("account", "list", "--format", "json").out)
    assert one == {
        "name": "wang",
        "called": "王某",
        "formerly": [],
        "state": "ready",
        "grants": [
            {"role": "clerk", "sector": "insurance", "unit": "P05"},
            {"role": "head", "sector": "insurance", "unit": None},
        ],
    }


def test_a_role_that_is_taken_a_password_made_anew_and_an_end_end_sessions(office: Desk) -> None:
    made = office("account", "add", "li", "--called", "李", "--role", "head", "--sector", "insurance")
    site = _site(office)
    browser = _password(site, made.out)
    assert office("account", "give", "li", "--role", "clerk").status == 0
    assert office("account", "take", "li", "--role", "clerk", lang="zh").err == "已收回，li 的登录已结束\n"
    assert browser.get("/insurance/board").headers["location"] == "/sign-in"
    browser = site.signed_in("li")
    assert "1 of the sessions" in office("account", "sign-out", "li").err
    assert browser.get("/insurance/board").headers["location"] == "/sign-in"
    browser = site.signed_in("li")
    link = office("account", "passwd", "li").out
    assert browser.get("/insurance/board").status_code == 200
    _password(site, link)
    assert browser.get("/insurance/board").headers["location"] == "/sign-in"
    assert office("account", "end", "li").status == 0
    assert site.visitor().post("/sign-in", name="li", password=PASSWORD).status_code == 403
    assert "the account “li” ended" in office("account", "passwd", "li").err


WRONG = [
    (["add", "x", "--called", "X", "--role", "boss"], "there is no role “boss”", "没有角色“boss”"),
    (["add", "x", "--called", "X", "--role", "clerk", "--sector", "bank"], "“bank” is no sector here", "没有行业“bank”"),
    (["add", "x", "--called", "X", "--role", "clerk", "--unit", "P99"], "there is no unit “P99”", "没有单位“P99”"),
    (["add", "x", "--called", "X", "--role", "unit"], "takes the unit that it is for", "须写明是哪个单位的"),
    (["add", "x", "--called", "X", "--role", "administrator", "--unit", "P05"], "for no sector and no unit", "不分行业和单位"),
    (["add", " ", "--called", "X", "--role", "clerk"], "cannot be an account", "不能作账号"),
    (["give", "nobody", "--role", "clerk"], "there is no account “nobody”", "没有账号“nobody”"),
    (["take", "nobody", "--role", "clerk"], "there is no account “nobody”", "没有账号“nobody”"),
    (["passwd", "nobody"], "there is no account “nobody”", "没有账号“nobody”"),
    (["sign-out", "nobody"], "there is no account “nobody”", "没有账号“nobody”"),
    (["end", "nobody"], "there is no account “nobody”", "没有账号“nobody”"),
]


@pytest.mark.parametrize(("arguments", "en", "zh"), WRONG, ids=lambda one: " ".join(one) if isinstance(one, list) else "")
def test_what_cannot_be_done_is_said_in_both_languages(office: Desk, arguments: list[str], en: str, zh: str) -> None:
    for lang, said in (("en", en), ("zh", zh)):
        outcome = office("account", *arguments, lang=lang)
        assert (outcome.status, said in outcome.err, outcome.out) == (1, True, ""), outcome.err
    assert json.loads(office("account", "list", "--format", "json").out) == []


def test_what_is_missing_is_wrong_usage_and_nothing_is_asked(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert office("account").status == 2
    assert office("account", "add", "x").status == 2
    assert "没有命令 remove" in office("account", "remove", "x", lang="zh").err
    assert office("account", "add", "x", "--called", "X", "--role", "clerk").status == 0


def test_the_sector_before_the_command_is_the_one_that_is_meant(office: Desk) -> None:
    assert office("--sector", "insurance", "account", "add", "x", "--called", "X", "--role", "clerk").status == 0
    (one,) = json.loads(office("account", "list", "--format", "json").out)
    assert one["grants"] == [{"role": "clerk", "sector": "insurance", "unit": None}]
    assert "has this already" in office("account", "give", "x", "--role", "clerk", "--sector", "insurance").err


def test_without_a_ledger_and_with_wrong_settings_it_says_so(office: Desk, tmp_path: Path) -> None:
    assert "nothing.db" in office("--ledger", "nothing.db", "account", "list").err
    assert not (tmp_path / "nothing.web.db").exists()
    office.write("conduct.toml", "[web]\nsession-hours = 0\n")
    assert "“web.session-hours” is wrong" in office("account", "list").err
    office.write("conduct.toml", '[web]\naddress = "https://conduct.example.org/"\n')
    made = office("account", "add", "x", "--called", "X", "--role", "clerk")
    assert made.out.startswith("https://conduct.example.org/link/")


def test_what_is_kept_of_a_link_is_no_secret(office: Desk) -> None:
    word = office("account", "add", "x", "--called", "X", "--role", "clerk").out.strip().rpartition("/")[2]
    with sqlite3.connect(office.folder / "conduct.web.db") as connection:
        held = "\n".join(connection.iterdump())
    connection.close()
    assert word not in held


def test_a_first_account_of_another_name_needs_no_admin(office: Desk) -> None:
    office("account", "add", "x", "--called", "X", "--role", "administrator")
    site = _site(office)
    from conduct.door.deployment import Deployment
    from conduct.web.serving import served

    at = Deployment(site.ledger, "insurance", {}, "en")
    assert first_link(served(at, "127.0.0.1", 8000)) is None
    at.close()


@pytest.mark.parametrize("text", [one for one in MARKUP.values() if one.isprintable() and one == one.strip() and len(one) <= 100])
def test_hostile_names_come_out_literally(insurance: Site, text: str) -> None:
    administrator = insurance.signed_in("administrator")
    administrator.get("/accounts")
    if "/" in text:  # which would be another address
        assert administrator.post("/accounts", name=text, called=text, role="clerk").status_code == 400
    name = "".join(text.replace("/", "∕").split())
    made = administrator.post("/accounts", name=name, called=text, role="clerk", sector="insurance")
    assert made.status_code == 200, made.text
    assert f">{escape(name)} (no password yet)</td><td" in made.text
    assert f">{escape(text)}</td>" in made.text
    assert administrator.post(f"/accounts/{quote(name, safe='')}/end-sessions").status_code == 303


def test_tokens_are_listed_and_revoked(office: Desk) -> None:
    office("account", "add", "x", "--called", "X", "--role", "clerk")
    site = _site(office)
    accounts: Any = site.accounts
    word = new_key(accounts, accounts.named("x"), TOKEN, "热线 =1+1", ["clerk"])
    shown = office("account", "tokens", "x", lang="zh").out
    assert "热线 =1+1" in shown
    assert word not in shown
    (one,) = json.loads(office("account", "tokens", "x", "--format", "json").out)
    assert (one["kind"], one["roles"], one["used"]) == ("token", ["clerk"], None)
    assert "there is no token or calendar “none”" in office("account", "revoke", "x", "none").err
    assert office("account", "revoke", "x", one["id"]).status == 0
    assert json.loads(office("account", "tokens", "x", "--format", "json").out) == []
    assert office("account", "tokens", "nobody").status == 1


def test_accounts_are_kept_where_no_pages_are_served(office: Desk) -> None:
    """The command needs neither the server nor the library of passwords."""
    program = f"""
import sys
for name in ("starlette", "uvicorn", "argon2", "jinja2", "httpx2", "joserfc"):
    sys.modules[name] = None
from conduct.cli import main
ledger = {str(office.folder / "conduct.db")!r}
for arguments in (["add", "z", "--called", "Z", "--role", "clerk"], ["list"], ["tokens", "z"], ["end", "z"]):
    assert main(["--ledger", ledger, "account", *arguments]) == 0, arguments
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# ---- the page


def test_the_page_gives_and_takes_roles_and_ends_sessions(insurance: Site) -> None:
    administrator, clerk = insurance.signed_in("administrator"), insurance.signed_in("clerk")
    page = administrator.get("/accounts").text
    assert 'action="/accounts/clerk/give"' in page
    assert clerk.get("/insurance/board").status_code == 404
    assert administrator.post("/accounts/clerk/give", role="head", sector="insurance").status_code == 303
    assert clerk.get("/insurance/board").status_code == 200
    assert administrator.post("/accounts/clerk/give", role="unit", sector="insurance", unit="P99").status_code == 400
    assert administrator.post("/accounts/clerk/give", role="clerk", sector="hospital").status_code == 400
    assert administrator.post("/accounts/clerk/take", role="head", sector="insurance").status_code == 303
    assert clerk.get("/insurance/desk").headers["location"] == "/sign-in"
    again = insurance.signed_in("clerk")
    assert administrator.post("/accounts/clerk/end-sessions").status_code == 303
    assert again.get("/insurance/desk").headers["location"] == "/sign-in"
    held = insurance.accounts.named("clerk").rights.grants  # type: ignore[attr-defined]
    assert held == (Grant("clerk", "insurance"),)


def test_a_name_has_no_blank_a_unit_is_named_or_chosen_and_roles_are_described(insurance: Site) -> None:
    administrator = insurance.signed_in("administrator")
    page = administrator.get("/accounts").text
    assert '<option value="P05">' in page
    assert "reads everything and changes nothing" in page
    answer = administrator.post("/accounts", name="wang wu", called="王五", role="clerk", sector="insurance")
    assert (answer.status_code, "no blank" in answer.text) == (400, True)
    called = re.findall(r'<option value="P05">([^<]+)<', page)[0]
    answer = administrator.post("/accounts", name="wang", called="王五", role="unit", sector="insurance", unit=called)
    assert answer.status_code == 200, answer.text
    accounts: Any = insurance.accounts
    assert accounts.named("wang").rights.grants == (Grant("unit", "insurance", "P05"),)


def test_one_changes_one_s_own_password_by_the_one_so_far_and_every_other_session_ends(hospital: Site) -> None:
    clerk, other = hospital.signed_in("clerk"), hospital.signed_in("clerk")
    assert 'action="/keys/password"' in clerk.get("/keys").text
    new = "another long one"
    for cells in (
        {"before": "wrong", "password": new, "again": new},
        {"before": PASSWORD, "password": new, "again": "x"},
        {"before": PASSWORD, "password": "short", "again": "short"},
    ):
        assert clerk.post("/keys/password", **cells).status_code == 400, cells
    assert other.get("/hospital/desk").status_code == 200
    done = clerk.post("/keys/password", before=PASSWORD, password=new, again=new)
    assert (done.status_code, done.headers["location"]) == (303, "/keys?changed=1")
    assert "password is changed" in clerk.get("/keys?changed=1").text
    assert other.get("/hospital/desk").status_code == 303, "it is signed out"
    visitor = hospital.visitor()
    assert visitor.post("/sign-in", name="clerk", password=PASSWORD).status_code == 403
    assert visitor.post("/sign-in", name="clerk", password=new).status_code == 303
