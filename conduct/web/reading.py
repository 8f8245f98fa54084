"""A request as it comes: who asks, by a cookie or by a token, in which language, for a page or for JSON; and what he sent."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from conduct.core.base.faults import fault
from conduct.core.base.words import Lang
from conduct.loading.given import as_written

from .accounts import SignedIn
from .keys import TOKEN, opened_by
from .visits import Served, Visit

if TYPE_CHECKING:
    from starlette.requests import Request

COOKIE, BRIEF = "conduct", "conduct-oidc"
JSON = "application/json"
MOST_SENT = 1_000_000
"""How many bytes a form may have."""
_MOST_FIELDS = 2_000


def wants_json(request: Request) -> bool:
    """Whether a program asks: it accepts JSON, and no page."""
    accepted = [one.partition(";")[0].strip().lower() for one in request.headers.get("accept", "").split(",")]
    return JSON in accepted and "text/html" not in accepted


def sends_json(request: Request) -> bool:
    """Whether what comes with a request is JSON."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == JSON


_SLASH = "\N{FRACTION SLASH}\N{WORD JOINER}"
"""What stands for a slash that belongs to a part of an address, until that is matched."""


def quoted_part(part: str) -> str:
    """A part of an address, decoded, in which a slash is told from those between parts."""
    return part.replace("/", _SLASH)


def visit_of(served: Served, request: Request) -> Visit:
    """The visit that a request is, before what was sent with it is read."""
    session, bearer = _who(served, request)
    query = parse_qsl(request.url.query, keep_blank_values=True)
    return Visit(
        served,
        request.method,
        "/".join(quote(part.replace(_SLASH, "/"), safe="") for part in request.scope["path"].split("/")),
        {key: str(value).replace(_SLASH, "/") for key, value in request.path_params.items()},
        query,
        [],
        session,
        _asked_from(served, request),
        _lang(served, request, session, dict(query).get("lang")),
        json=wants_json(request) or bearer,
        bearer=bearer,
        brief=request.cookies.get(BRIEF, ""),
    )


def read(visit: Visit, request: Request, body: bytes, rows: bool) -> None:
    """Takes what was sent: a form, or JSON, whose object of plain values is a form too; ``rows`` says that it is no form.

    Raises `Fault` ``sent-unread`` or ``sent-form``.
    """
    try:
        if not sends_json(request):
            sent = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
            visit.form = [(key, value.replace("\r\n", "\n")) for key, value in sent]  # as a browser ends each line
            return
        text = body.decode("utf-8")
        visit.sent = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
        if "\\ud" in text.lower():  # half of a character is no text
            json.dumps(visit.sent, ensure_ascii=False, default=str).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise fault("sent-unread", why=str(error)[:200]) from None
    if isinstance(visit.sent, dict):
        cells = [(str(key), one) for key, value in visit.sent.items() for one in (value if isinstance(value, list) else [value])]
        visit.form = [(key, written) for key, one in cells if one is not None and (written := as_written(one)) is not None]
        if rows or len(visit.form) == sum(one is not None for _, one in cells):
            return
    if not rows:
        raise fault("sent-form")


def _no_number(written: str) -> float:
    raise ValueError(written)


def _who(served: Served, request: Request) -> tuple[SignedIn | None, bool]:
    """Who asks, and whether by a token: then no cookie counts."""
    given = request.headers.get("authorization")
    if given is not None:
        scheme, _, word = given.partition(" ")
        return opened_by(served.accounts, TOKEN, word.strip()) if scheme.lower() == "bearer" else None, True
    cookie = request.cookies.get(COOKIE)
    return served.accounts.session(cookie) if cookie else None, False


def _lang(served: Served, request: Request, session: SignedIn | None, asked: str | None) -> Lang:
    """The language: what the session chose, else the address, else what a program accepts, else the server's."""
    accepted = request.headers.get("accept-language", "")[:2].lower() if wants_json(request) else None
    chosen = (session.lang if session is not None else None, asked, accepted, served.lang)
    return "zh" if next(one for one in chosen if one in ("zh", "en")) == "zh" else "en"


def _asked_from(served: Served, request: Request) -> str:
    """The address of whoever asks: what a proxy says of it is believed where the settings trust that proxy."""
    settings = served.settings
    said = ",".join(request.headers.getlist(settings.client_address))
    return settings.client_of(request.client.host if request.client else "", said)
