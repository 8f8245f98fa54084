"""Signing in where the office's people do, by OpenID Connect: the code flow with PKCE, state and nonce, for accounts that an
administrator bound to a subject of the issuer. Nobody makes an account so.
"""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen

from .bindings import bound_to
from .secrets import digest, new_word, same
from .settings import OidcSettings
from .store import now
from .visits import Answer, NotFound, Visit

BACK = "/sign-in/oidc/back"
_LASTS, _WAITS, _LEEWAY = timedelta(minutes=10), 10, 60
_MOST_READ, _KNOWN_FOR = 1_000_000, 3_600
_SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""By keys of the issuer's alone: never by a shared secret, and never by none."""


@frozen
class Provider:
    """Where an issuer is asked: its page, where codes are exchanged, and its keys."""

    authorize: str
    token: str
    keys: str


_KNOWN: dict[str, tuple[float, Provider]] = {}


# ---- signing in


def begin(visit: Visit) -> Answer:
    """Leads to the issuer's page. Of what comes back, the browser's cookie has the word that all else is made of."""
    settings, word = _settings(visit), new_word()
    with visit.served.accounts.rows(writing=True) as rows:
        rows.execute("DELETE FROM sign_ins WHERE until < ?", (now(),))
        rows.execute("INSERT INTO sign_ins VALUES (?, ?)", (digest(word), (datetime.now(UTC) + _LASTS).isoformat()))
    asked = {
        "response_type": "code",
        "scope": "openid",
        "client_id": settings.client,
        "redirect_uri": visit.served.origin + BACK,
        "state": _made_of(word, "state"),
        "nonce": _made_of(word, "nonce"),
        "code_challenge": _encoded(hashlib.sha256(_made_of(word, "verifier").encode()).digest()),
        "code_challenge_method": "S256",
    }
    page = _provider(settings.issuer).authorize
    return Answer(to=f"{page}{'&' if urlsplit(page).query else '?'}{urlencode(asked)}", brief=word)


def back(visit: Visit) -> Answer:
    """Signs in whoever the issuer says it is, if an account is bound to him. Raises `Fault` ``oidc-fails``."""
    settings, word = _settings(visit), visit.brief
    with visit.served.accounts.rows(writing=True) as rows:
        row = (digest(word), now())
        begun = rows.execute("DELETE FROM sign_ins WHERE word = ? AND until > ? RETURNING word", row).fetchone()
    if begun is None or not same(visit.one("state"), _made_of(word, "state")):
        raise _fails("state")
    if visit.one("iss") not in ("", settings.issuer):
        raise _fails("iss")
    if not visit.one("code"):
        raise _fails(visit.one("error")[:100] or "code")
    claims = _claims(visit, settings, word)
    subject = str(claims["sub"])
    account = bound_to(visit.served.accounts, settings.issuer, subject)
    if account is None:
        return Answer("unbound.html", {"subject": subject}, status=403)
    if visit.session is not None:
        visit.served.accounts.sign_out(visit.session)
    return Answer(to="/", cookie=visit.served.accounts.begin(account.id)[0], brief="")


def _settings(visit: Visit) -> OidcSettings:
    if visit.served.settings.oidc is None:
        raise NotFound
    return visit.served.settings.oidc


def _made_of(word: str, what: str) -> str:
    return _encoded(hashlib.sha256(f"{what} {word}".encode("utf-8", "surrogatepass")).digest())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _fails(why: str) -> Fault:
    return fault("oidc-fails", why=why)


# ---- what the issuer says


def _asked(method: str, address: str, **more: object) -> Mapping[str, object]:
    """What stands at an address of the issuer's, as JSON. Raises `Fault` ``oidc-fails``, or ``extra-missing``."""
    try:
        import httpx2
    except ImportError:
        raise fault("extra-missing", package="httpx2", extra="oidc") from None
    try:
        with httpx2.Client(timeout=_WAITS, follow_redirects=False) as client:
            answer = client.request(method, address, headers={"accept": "application/json"}, **more)  # type: ignore[arg-type]
        found = answer.json() if answer.status_code == 200 and len(answer.content) <= _MOST_READ else None
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise _fails(f"{urlsplit(address).hostname}: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise _fails(f"{urlsplit(address).hostname}: {answer.status_code}")
    return found


def _provider(issuer: str) -> Provider:
    """Where the issuer is asked, as it says itself; it is asked again after an hour."""
    at, found = _KNOWN.get(issuer, (0.0, None))
    if found is not None and time.monotonic() - at < _KNOWN_FOR:
        return found
    said = _asked("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise _fails("issuer")
    places = [str(said.get(key, "")) for key in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if any(not _safe(place) for place in places):
        raise _fails("https")
    _KNOWN[issuer] = (time.monotonic(), found := Provider(*places))
    return found


def _safe(address: str) -> bool:
    """Whether an address is asked over TLS, or on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost"))


def _claims(visit: Visit, settings: OidcSettings, word: str) -> Mapping[str, object]:
    """What the issuer says of who signed in, in exchange for the code; signed by it, for us, now, and for this very sign-in."""
    try:
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet
    except ImportError:
        raise fault("extra-missing", package="joserfc", extra="oidc") from None
    provider, secret = _provider(settings.issuer), settings.secret.read()
    sent = {
        "grant_type": "authorization_code",
        "code": visit.one("code"),
        "redirect_uri": visit.served.origin + BACK,
        "client_id": settings.client,
        "code_verifier": _made_of(word, "verifier"),
    }
    said = _asked("POST", provider.token, data=sent, **({"auth": (settings.client, secret)} if secret else {}))
    listed = _asked("GET", provider.keys).get("keys")
    keys = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    registry = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY,
        iss={"essential": True, "value": settings.issuer},
        sub={"essential": True},
        aud={"essential": True, "value": settings.client},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": _made_of(word, "nonce")},
    )
    try:
        found = jwt.decode(str(said.get("id_token", "")), KeySet.import_key_set({"keys": keys}), algorithms=_SIGNED_BY).claims
        registry.validate(found)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _fails(str(error)[:200] or type(error).__name__) from None
    audience, party = found["aud"], found.get("azp")
    if (isinstance(audience, list) and len(audience) > 1 and party is None) or party not in (None, settings.client):
        raise _fails("azp")
    return dict(found)
