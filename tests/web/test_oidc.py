"""Signing in where the office's people do: by code, PKCE, state and nonce, for accounts that an administrator bound."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from attrs import define, field

from conduct.core.base.faults import Fault
from conduct.web import oidc
from conduct.web.bindings import bind
from tests import needs
from tests.conftest import Desk
from tests.web.conftest import ORIGIN, Browser, Site, site_on


@define
class Issuer:
    """An issuer on the loopback: what it was asked, and what it says of whom."""

    address: str = ""
    key: Any = None
    subject: str = "w-1001"
    claims: dict[str, Any] = field(factory=dict)
    header: dict[str, Any] = field(factory=lambda: {"alg": "ES256"})
    signs_with: Any = None
    unsigned: str = ""
    document: dict[str, Any] = field(factory=dict)
    asked: dict[str, str] = field(factory=dict)
    codes: dict[str, dict[str, str]] = field(factory=dict)
    tokens: list[dict[str, str]] = field(factory=list)
    basic: list[str] = field(factory=list)

    def code(self, location: str) -> str:
        """What the person's browser brings back from the issuer's page, once he signed in there: a code."""
        asked = dict(parse_qsl(urlsplit(location).query))
        self.codes[code := f"code-{len(self.codes)}"] = asked
        return code

    def said(self, path: str, form: dict[str, str]) -> dict[str, Any] | None:
        """What it answers."""
        if path == "/.well-known/openid-configuration":
            places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            return {"issuer": self.address, **{key: self.address + place for key, place in places.items()}, **self.document}
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False, kid="one", use="sig")]}
        asked = self.codes.pop(form.get("code", ""), None)
        self.tokens.append(form)
        if path != "/token" or asked is None:
            return None
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        return {"id_token": self.unsigned or self.token(asked), "token_type": "Bearer", "access_token": "x"}

    def token(self, asked: dict[str, str]) -> str:
        """The signed word on who signed in."""
        from joserfc import jwt

        now = int(time.time())
        claims = {"iss": self.address, "sub": self.subject, "aud": asked["client_id"], "iat": now, "exp": now + 60}
        claims |= {"nonce": asked["nonce"], **self.claims}
        claims = {key: value for key, value in claims.items() if value is not None}
        algorithms = [self.header["alg"]]
        return jwt.encode({"kid": "one", **self.header}, claims, self.signs_with or self.key, algorithms=algorithms)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """A document or the keys."""
        self._answer({})

    def do_POST(self) -> None:
        """A code exchanged."""
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.server.issuer.basic.append(self.headers.get("authorization", ""))  # type: ignore[attr-defined]
        self._answer(dict(parse_qsl(body)))

    def _answer(self, form: dict[str, str]) -> None:
        found = self.server.issuer.said(self.path, form)  # type: ignore[attr-defined]
        content = json.dumps(found or {"error": "invalid_grant"}).encode()
        self.send_response(200 if found is not None else 400)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """The office's sign-in."""
    from joserfc.jwk import ECKey

    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        made = Issuer(f"http://127.0.0.1:{server.server_port}", ECKey.generate_key("P-256", private=True))
        server.issuer = made  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        server.shutdown()
    oidc._KNOWN.clear()


def served(hospital: Site, issuer: str, **more: object) -> Site:
    """The hospital's desk with the office's sign-in, to which the clerk is bound."""
    site = site_on(hospital.ledger, "hospital", {"oidc": {"issuer": issuer, "client": "conduct", **more}})
    bind(site.accounts, "clerk", issuer, "w-1001")  # type: ignore[arg-type]
    return site


def gone(browser: Browser) -> str:
    """Where the sign-in leads."""
    answer = browser.get("/sign-in/oidc")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def came(browser: Browser, issuer: Issuer, location: str, **more: str) -> Any:
    """The way back from the issuer."""
    state = parse_qs(urlsplit(location).query)["state"][0]
    cells = {"code": issuer.code(location), "state": state, **more}
    return browser.client.get("/sign-in/oidc/back", params={key: value for key, value in cells.items() if value})


@needs.oidc
def test_whoever_is_bound_signs_in(hospital: Site, issuer: Issuer) -> None:
    site = served(hospital, issuer.address, name="厅统一登录")
    browser = site.visitor()
    assert '<a href="/sign-in/oidc">厅统一登录</a>' in browser.get("/sign-in").text
    location = gone(browser)
    asked = dict(parse_qsl(urlsplit(location).query))
    assert location.startswith(f"{issuer.address}/authorize?")
    assert (asked["code_challenge_method"], asked["response_type"], asked["scope"]) == ("S256", "code", "openid")
    assert asked["redirect_uri"] == f"{ORIGIN}/sign-in/oidc/back"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    answer = came(browser, issuer, location)
    assert (answer.status_code, answer.headers["location"]) == (303, "/"), answer.text
    assert "clerk called" in browser.get("/hospital/desk").text
    (form,) = issuer.tokens
    assert form["grant_type"] == "authorization_code"
    assert 43 <= len(form["code_verifier"]) <= 128


@needs.oidc
def test_a_secret_goes_in_the_header_alone(hospital: Site, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONDUCT_OIDC_SECRET", "a secret")
    browser = served(hospital, issuer.address).visitor()
    assert came(browser, issuer, gone(browser)).status_code == 303
    assert issuer.basic == ["Basic " + base64.b64encode(b"conduct:a secret").decode()]
    assert "a secret" not in str(issuer.tokens)


@needs.oidc
def test_whoever_is_bound_to_nothing_is_told_who_he_is_and_no_account_is_made(hospital: Site, issuer: Issuer) -> None:
    site = served(hospital, issuer.address)
    issuer.subject = "<script>alert(1)</script>"
    before = len(site.accounts.all())  # type: ignore[attr-defined]
    browser = site.visitor()
    answer = came(browser, issuer, gone(browser))
    assert answer.status_code == 403
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "No account is bound to you" in answer.text
    assert browser.get("/hospital/desk").headers["location"] == "/sign-in"
    assert len(site.accounts.all()) == before  # type: ignore[attr-defined]
    issuer.subject = "w-1001"
    site.accounts.end("clerk")  # type: ignore[attr-defined]
    assert came(browser, issuer, gone(browser)).status_code == 403


CLAIMS: list[dict[str, Any]] = [
    {"iss": "https://evil.invalid"},
    {"aud": "another"},
    {"aud": ["conduct", "another"]},
    {"aud": ["conduct", "another"], "azp": "another"},
    {"aud": None},
    {"azp": "another"},
    {"exp": 1},
    {"exp": None},
    {"iat": 4_000_000_000},
    {"nonce": "another"},
    {"nonce": None},
    {"sub": None},
    {"sub": 5},
    {"sub": ""},
]


@needs.oidc
@pytest.mark.parametrize("claims", CLAIMS, ids=str)
def test_a_word_that_is_not_for_us_now_is_refused(hospital: Site, issuer: Issuer, claims: dict[str, Any]) -> None:
    browser = served(hospital, issuer.address).visitor()
    issuer.claims = claims
    _refused(browser, came(browser, issuer, gone(browser)))


def _refused(browser: Browser, answer: Any) -> None:
    assert answer.status_code == 400, answer.text
    assert "sign-in failed" in answer.text
    assert "set-cookie" not in answer.headers
    assert browser.get("/hospital/desk").headers["location"] == "/sign-in"


@needs.oidc
@pytest.mark.parametrize("how", ["another key", "shared secret", "none"])
def test_a_word_that_the_issuer_did_not_sign_is_refused(hospital: Site, issuer: Issuer, how: str) -> None:
    from joserfc.jwk import ECKey, OctKey

    browser = served(hospital, issuer.address).visitor()
    if how == "another key":
        issuer.signs_with = ECKey.generate_key("P-256", private=True)
    elif how == "shared secret":
        issuer.signs_with, issuer.header = OctKey.import_key("conduct-conduct-conduct-conduct-conduct"), {"alg": "HS256"}
    else:
        plain = [
            base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()
            for one in ({"alg": "none"}, {"sub": "w-1001"})
        ]
        issuer.unsigned = ".".join([*plain, ""])
    _refused(browser, came(browser, issuer, gone(browser)))


@needs.oidc
def test_state_is_the_browser_s_own_and_good_once(hospital: Site, issuer: Issuer) -> None:
    site = served(hospital, issuer.address)
    browser, other = site.visitor(), site.visitor()
    location = gone(browser)
    gone(other)
    _refused(other, came(other, issuer, location))  # another's way back, planted
    _refused(site.visitor(), came(site.visitor(), issuer, location))
    _refused(browser, came(browser, issuer, location, state="x"))
    _refused(browser, came(browser, issuer, location))  # what was begun is used
    location = gone(browser)
    _refused(browser, came(browser, issuer, location, iss="https://evil.invalid"))
    location = gone(browser)
    assert came(browser, issuer, location, iss=issuer.address).status_code == 303
    answer = came(browser, issuer, location)
    assert answer.status_code == 400


@needs.oidc
def test_what_the_issuer_refuses_is_said(hospital: Site, issuer: Issuer) -> None:
    browser = served(hospital, issuer.address).visitor()
    answer = came(browser, issuer, gone(browser), code="", error="access_denied<b>")
    _refused(browser, answer)
    assert "access_denied&lt;b&gt;" in answer.text
    _refused(browser, came(browser, issuer, gone(browser), code="none"))


@needs.oidc
@pytest.mark.parametrize(
    "document", [{"issuer": "https://evil.invalid"}, {"token_endpoint": "http://evil.invalid/token"}, {"jwks_uri": ""}], ids=str
)
def test_a_document_that_is_not_the_issuer_s_is_refused(hospital: Site, issuer: Issuer, document: dict[str, Any]) -> None:
    issuer.document = document
    answer = served(hospital, issuer.address).visitor().get("/sign-in/oidc")
    assert answer.status_code == 400
    assert "sign-in failed" in answer.text


def test_an_issuer_that_is_not_there_is_said_in_both_languages(hospital: Site) -> None:
    site = served(hospital, "http://127.0.0.1:1")
    for lang, said in (("en", "the office&#39;s sign-in failed"), ("zh", "本单位的登录没有成功")):
        answer = site.visitor().get(f"/sign-in/oidc?lang={lang}")
        assert (answer.status_code, said in answer.text) == (400, True), answer.text


def test_without_being_configured_there_is_none(hospital: Site) -> None:
    visitor = hospital.visitor()
    assert "/sign-in/oidc" not in visitor.get("/sign-in").text
    for path in ("/sign-in/oidc", "/sign-in/oidc/back?code=x&state=y"):
        assert visitor.get(path).status_code == 404
    administrator = hospital.signed_in("administrator")
    assert "/bind" not in administrator.get("/accounts").text
    assert administrator.post("/accounts/clerk/bind", subject="x").status_code == 404


def test_accounts_are_bound_by_an_administrator_each_to_one(hospital: Site) -> None:
    site = served(hospital, "http://127.0.0.1:1")
    administrator = site.signed_in("administrator")
    assert 'value="w-1001"' in administrator.get("/accounts").text
    assert administrator.post("/accounts/decider/bind", subject="w-1001").status_code == 400
    for wrong in ("", " ", "x" * 256, "a\nb"):
        assert administrator.post("/accounts/decider/bind", subject=wrong).status_code == 400
    assert administrator.post("/accounts/decider/bind", subject="w-1002").status_code == 303
    clerk = site.signed_in("clerk")
    assert administrator.post("/accounts/clerk/unbind").status_code == 303
    assert clerk.get("/hospital/desk").headers["location"] == "/sign-in"
    with pytest.raises(Fault, match="is bound to another"):
        bind(site.accounts, "clerk", "http://127.0.0.1:1", "w-1002")  # type: ignore[arg-type]
    bind(site.accounts, "clerk", "https://another.example.org", "w-1002")  # type: ignore[arg-type]


def test_the_command_binds_too(desk: Desk) -> None:
    desk("account", "add", "x", "--called", "X", "--role", "clerk")
    for lang, said in (("en", "conduct.toml has no [web.oidc]"), ("zh", "conduct.toml 中没有 [web.oidc]")):
        assert said in desk("account", "bind", "x", "w-1", lang=lang).err
    desk.write("conduct.toml", '[web.oidc]\nissuer = "https://id.example.org"\nclient = "conduct"\n')
    assert desk("account", "bind", "x", "w-1").status == 0
    desk("account", "add", "y", "--called", "Y", "--role", "clerk")
    assert "“w-1” is bound to another account" in desk("account", "bind", "y", "w-1").err
    assert desk("account", "bind", "x").status == 0
    assert desk("account", "bind", "y", "w-1").status == 0
