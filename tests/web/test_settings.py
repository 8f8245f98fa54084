"""What ``[web]`` says: what is wrong with it is said with its file and key; addresses are believed where it says so alone."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conduct.config import config_of
from conduct.core.base.faults import Fault
from conduct.web.settings import origin_of, web_settings
from tests.conftest import Desk
from tests.web.conftest import PASSWORD, Site, site_on

MAIL = {"host": "smtp.example.org", "from": "a@example.org"}
OIDC = {"issuer": "https://id.example.org", "client": "conduct"}
WRONG: list[tuple[dict[str, object], str]] = [
    ({"address": "conduct.example.org"}, "web.address"),
    ({"address": "https://conduct.example.org/pages"}, "web.address"),
    ({"address": "https://user:pass@conduct.example.org"}, "web.address"),
    ({"address": "https://conduct.example.org:x"}, "web.address"),
    ({"address": ""}, "web.address"),
    ({"address": 3}, "web.address"),
    ({"proxies": "127.0.0.1"}, "web.proxies"),
    ({"proxies": ["proxy.example.org"]}, "web.proxies"),
    ({"client-address": "X Real"}, "web.client-address"),
    ({"session-hours": 0}, "web.session-hours"),
    ({"session-hours": "8"}, "web.session-hours"),
    ({"session-days": True}, "web.session-days"),
    ({"sign-in-tries": -1}, "web.sign-in-tries"),
    ({"four-eyes": "yes"}, "web.four-eyes"),
    ({"upload-megabytes": 5_000}, "web.upload-megabytes"),
    ({"four_eyes": True}, "web.four_eyes"),
    ({"mail": "smtp.example.org"}, "web.mail"),
    ({"mail": {"host": "smtp.example.org"}}, "web.mail.from"),
    ({"mail": {**MAIL, "from": "office"}}, "web.mail.from"),
    ({"mail": {**MAIL, "from": "a@b, c@d"}}, "web.mail.from"),
    ({"mail": {**MAIL, "security": "ssl"}}, "web.mail.security"),
    ({"mail": {**MAIL, "security": "none", "user": "conduct"}}, "web.mail.security"),
    ({"mail": {**MAIL, "password": "secret"}}, "web.mail.password"),
    ({"mail": {**MAIL, "to": "x"}}, "web.mail.to"),
    ({"oidc": {**OIDC, "issuer": "http://id.example.org"}}, "web.oidc.issuer"),
    ({"oidc": {"issuer": "https://id.example.org"}}, "web.oidc.client"),
    ({"oidc": {**OIDC, "secret": "secret"}}, "web.oidc.secret"),
]


@pytest.mark.parametrize(("given", "key"), WRONG, ids=lambda one: str(one))
def test_what_is_wrong_is_said_with_its_file_and_key_in_both_languages(given: dict[str, object], key: str) -> None:
    with pytest.raises(Fault) as raised:
        web_settings(config_of("office.toml", {"web": given}))
    en, zh = raised.value.said("en"), raised.value.said("zh")
    assert en.startswith(f"office.toml: “{key}” is wrong: ")
    assert zh.startswith(f"office.toml：“{key}”有误：")
    assert re.search(r"[\u4e00-\u9fff]", zh.partition("有误：")[2])


def test_serve_alone_reads_it(desk: Desk) -> None:
    desk.write("conduct.toml", '[web]\nsession-hours = "eight"\n')
    assert desk("run").status == 0 or "web" not in desk("run").err
    assert desk("sectors").status == 0
    for lang, said in (("en", "conduct.toml: “web.session-hours” is wrong"), ("zh", "conduct.toml：“web.session-hours”有误")):
        outcome = desk("serve", "--port", "0", lang=lang)
        assert (outcome.status, said in outcome.err) == (1, True), outcome.err
    desk.write("conduct.toml", "web = 3\n")
    assert "“web” is wrong" in desk("run").err


def test_every_address_of_the_machine_is_served_under_a_public_one(desk: Desk) -> None:
    for lang, said in (("en", "names the address that readers open"), ("zh", "须在 conduct.toml 的 [web] 中写明 address")):
        outcome = desk("serve", "--host", "0.0.0.0", "--port", "0", lang=lang)
        assert (outcome.status, said in outcome.err) == (1, True), outcome.err


def test_secrets_come_from_the_environment_or_a_file_that_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"web": {"mail": {**MAIL, "password-file": "smtp"}}}
    mail = web_settings(config_of(str(tmp_path / "conduct.toml"), given)).mail
    assert mail is not None
    with pytest.raises(Fault, match="cannot be read"):
        mail.password.read()
    file = tmp_path / "smtp"
    file.write_text("a secret\n")
    for mode in (0o644, 0o640, 0o604):
        file.chmod(mode)
        with pytest.raises(Fault, match=f"mode {mode:04o}") as raised:
            mail.password.read()
        assert "chmod 600" in raised.value.said("en")
        assert f"权限 {mode:04o}" in raised.value.said("zh")
        assert "a secret" not in str(raised.value)
    file.chmod(0o600)
    assert mail.password.read() == "a secret"
    monkeypatch.setenv("CONDUCT_SMTP_PASSWORD", "another")
    assert mail.password.read() == "another"


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://Conduct.Example.org/", "https://conduct.example.org"),
        ("https://conduct.example.org:443", "https://conduct.example.org"),
        ("http://10.0.0.1:8000", "http://10.0.0.1:8000"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("ftp://conduct.example.org", None),
        ("https://", None),
        ("https://a b", None),
    ],
)
def test_a_public_address_is_as_browsers_write_it(written: str, origin: str | None) -> None:
    assert origin_of(written) == origin


@pytest.mark.parametrize(
    ("peer", "said", "client"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "no address", "127.0.0.1"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("no address", "198.51.100.1", "no address"),
    ],
)
def test_a_client_s_address_is_what_a_trusted_proxy_says_alone(peer: str, said: str, client: str) -> None:
    settings = web_settings(config_of("x", {"web": {"proxies": ["127.0.0.1", "10.0.0.0/8"]}}))
    assert settings.client_of(peer, said) == client
    assert web_settings(config_of("x", {})).client_of(peer, said) == peer


def test_a_public_address_alone_is_answered_and_its_cookies_are_safe(hospital: Site) -> None:
    site = site_on(hospital.ledger, "hospital", {"address": "https://conduct.example.org"})
    client = site.visitor().client
    assert client.get("/sign-in").status_code == 421
    public = {"host": "conduct.example.org"}
    answer = client.get("/sign-in", headers=public)
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"]
    cells = {"name": "clerk", "password": PASSWORD}
    assert client.post("/sign-in", data=cells, headers={**public, "origin": "http://conduct.example.org"}).status_code == 403
    signed = client.post("/sign-in", data=cells, headers={**public, "origin": "https://conduct.example.org"})
    assert signed.status_code == 303
    assert "secure" in signed.headers["set-cookie"].lower()
    assert "httponly" in signed.headers["set-cookie"].lower()


def test_the_limits_are_those_that_are_configured(hospital: Site) -> None:
    site = site_on(hospital.ledger, "hospital", {"sign-in-tries": 2, "sign-in-minutes": 5})
    visitor = site.visitor()
    for _ in range(2):
        assert visitor.post("/sign-in", name="clerk", password="wrong password").status_code == 403
    assert "try again in 5 minutes" in visitor.post("/sign-in", name="clerk", password=PASSWORD).text


def test_a_session_lasts_as_long_as_is_configured(hospital: Site) -> None:
    site = site_on(hospital.ledger, "hospital", {"session-hours": 2, "session-days": 1})
    browser = site.signed_in("clerk")
    path = hospital.ledger.with_name("hospital.web.db")
    for column, hours, lasts in (("seen", 1, True), ("began", 23, True), ("seen", 3, False)):
        with sqlite3.connect(path) as connection:
            at = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
            connection.execute(f"UPDATE sessions SET {column} = ?", (at,))
        connection.close()
        assert (browser.get("/hospital/desk").status_code == 200) is lasts, (column, hours)


def test_the_table_is_one() -> None:
    with pytest.raises(Fault, match="“web” is wrong"):
        config_of("x", {"web": [1]})
