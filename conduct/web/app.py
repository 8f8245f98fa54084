"""The application: a request is matched with one route, its right is asked, it is answered; what goes wrong is said in words."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route as StarletteRoute

from conduct.core.base.faults import Fault
from conduct.core.base.words import Lang

from . import pages
from .accounts import SignedIn
from .rights import Action
from .routes import ROUTES, Route
from .secrets import same
from .sent import Sent, TooLarge, laid_down, sent_with
from .visits import Answer, NotFound, Served, Visit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "conduct"
MOST_SENT = 1_000_000
"""How many bytes a form may have."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
NOTHING_SENT: Mapping[str, Sent] = MappingProxyType({})
_STATIC = {"style.css": "text/css; charset=utf-8"}


class _Headers:
    """Puts the headers that keep a page safe on every answer, errors too."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app, self.secure = app, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = {key for key, _ in message["headers"]}
                every = dict(HEADERS)
                if self.secure:
                    every["Strict-Transport-Security"] = "max-age=31536000"
                message["headers"] = [
                    *message["headers"],
                    *((k.lower().encode(), v.encode()) for k, v in every.items()),
                    *([] if b"cache-control" in kept else [(b"cache-control", b"no-store")]),
                ]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def application(served: Served) -> ASGIApp:
    """The application that serves a ledger."""
    found = [StarletteRoute("/static/{name}", _static, methods=["GET"])]
    for route in ROUTES:
        found.append(StarletteRoute(route.path, _endpoint(served, route), methods=[route.method]))
    app = Starlette(routes=found, exception_handlers={404: _lost(served, 404), 405: _lost(served, 405)})
    return _Headers(app, served.origin.startswith("https://"))


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return Response(status_code=404)
    content = files("conduct.web").joinpath("static", name).read_bytes()
    return Response(content, headers={"content-type": _STATIC[name], "cache-control": "max-age=3600"})


def _lost(served: Served, status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def lost(request: Request, error: Exception) -> Response:
        return HTMLResponse(pages.made("said.html", served.lang, visit=None, what="lost"), status)

    return lost


def _endpoint(served: Served, route: Route) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form: list[tuple[str, str]] = []
        try:
            if route.takes_files and request.headers.get("content-type", "").startswith("multipart/form-data"):
                return await _with_files(served, route, request)
            if route.method == "POST":
                form = await _form(request)
        except TooLarge:
            return HTMLResponse(pages.made("said.html", served.lang, visit=None, what="too-large"), 413)
        return await run_in_threadpool(_answered, served, route, request, form)

    return endpoint


async def _form(request: Request) -> list[tuple[str, str]]:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_SENT:
            raise TooLarge
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=2_000)


async def _with_files(served: Served, route: Route, request: Request) -> Response:
    """The answer to a form with a file, which is read only from somebody who may send one there."""
    session = await run_in_threadpool(_session, served, request)
    if session is None or not session.account.rights.may(route.action, request.path_params.get("sector")):
        return await run_in_threadpool(_answered, served, route, request, [])
    try:
        cells = await sent_with(request, served.settings.upload)
    except ValueError:
        return HTMLResponse(pages.made("said.html", served.lang, visit=None, what="refused"), 400)

    def answered() -> Response:
        with laid_down(cells) as (form, sent):
            return _answered(served, route, request, form, sent)

    return await run_in_threadpool(answered)


def _session(served: Served, request: Request) -> SignedIn | None:
    word = request.cookies.get(COOKIE)
    return served.accounts.session(word) if word else None


def _answered(
    served: Served, route: Route, request: Request, form: list[tuple[str, str]], sent: Mapping[str, Sent] = NOTHING_SENT
) -> Response:
    session = _session(served, request)
    query = parse_qsl(request.url.query, keep_blank_values=True)
    asked = session.lang if session is not None else dict(query).get("lang")
    lang: Lang = "zh" if (asked if asked in ("zh", "en") else served.lang) == "zh" else "en"
    visit = Visit(
        served,
        request.method,
        request.url.path,
        request.path_params,
        query,
        form,
        session,
        _asked_from(served, request),
        lang,
        sent,
    )
    if request.headers.get("host", "") not in {origin.partition("://")[2] for origin in served.origins}:
        return _said(visit, "lost", 421)
    if route.method != "GET" and not _from_here(request, visit):
        return _said(visit, "refused", 403)
    if route.action is not Action.PUBLIC and session is None:
        return RedirectResponse("/sign-in", 303) if route.method == "GET" else _said(visit, "refused", 403)
    if not visit.may(route.action, request.path_params.get("sector")):
        return _said(visit, "lost", 404)
    with visit.closing():
        try:
            return _response(visit, route.answers(visit))
        except NotFound:
            return _said(visit, "lost", 404)
        except Fault as error:
            return _page(visit, "fault.html", 400, problems=error.said(lang).splitlines())
        except Exception:  # a fault of ours: said in a sentence, and to whoever keeps the server in full
            traceback.print_exc(file=sys.stderr)
            return _said(visit, "broken", 500)


def _asked_from(served: Served, request: Request) -> str:
    """The address of whoever asks: what a proxy says of it is believed where the settings trust that proxy."""
    settings = served.settings
    said = ",".join(request.headers.getlist(settings.client_address))
    return settings.client_of(request.client.host if request.client else "", said)


def _from_here(request: Request, visit: Visit) -> bool:
    """Whether a form came from a page of ours: by its origin, by what the browser says of it, and by the session's word."""
    origin = request.headers.get("origin")
    if origin is not None and origin not in visit.served.origins:
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return visit.session is None or same(visit.one("form"), visit.session.form)


def _page(visit: Visit, template: str, status: int, **shown: object) -> Response:
    return HTMLResponse(pages.made(template, visit.lang, visit=visit, **shown), status)


def _said(visit: Visit, what: str, status: int) -> Response:
    """A page that says what went wrong, and why."""
    return _page(visit, "said.html", status, what=what)


def _response(visit: Visit, answer: Answer) -> Response:
    if answer.to is not None:
        response: Response = RedirectResponse(answer.to, 303)
    elif answer.file is not None:
        named = f"attachment; filename*=UTF-8''{quote(answer.file.name, safe='')}"
        headers = {"content-type": answer.file.media, "content-disposition": named}
        content = answer.file.content
        if isinstance(content, bytes):
            response = Response(content, answer.status, headers)
        else:
            response = FileResponse(content, headers=headers)
    else:
        response = _page(visit, answer.template, answer.status, **answer.shown)
    if answer.cookie is not None:
        secure = visit.served.origin.startswith("https://")
        if answer.cookie:
            response.set_cookie(COOKIE, answer.cookie, httponly=True, samesite="lax", secure=secure, path="/")
        else:
            response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=secure)
    return response
