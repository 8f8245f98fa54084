"""The application: a request is matched with one route, its right is asked, it is answered; what goes wrong is said in words."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from attrs import evolve
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route as StarletteRoute

from conduct.core.base.faults import Fault

from . import awaited, own, pages, plain
from .kept import BeingWorkedOut
from .reading import BRIEF, COOKIE, MOST_SENT, quoted_part, read, visit_of, wants_json
from .rights import Action
from .routes import TRIED
from .secrets import same
from .sent import TooLarge, laid_down, sent_with
from .visits import Answer, NotFound, Route, Served, Visit

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_LATER = {"ledger-busy": 503, "ledger-cannot-write": 503, "waiting-not-private": 503, "sign-in-often": 429}
"""What may be asked again later as it is, and the status that says so."""
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_WAITING = "waiting"
"""What is asked of a file's address by who waits for the file: a page, which leads to it when it is there."""
_SCRIPT = "text/javascript; charset=utf-8"
HTMX = "htmx-4.0.1.min.js"
"""Its version stands in its address, so that a browser keeps it for good."""
_STATIC = {"style.css": "text/css; charset=utf-8", "keys.js": _SCRIPT, "within.js": _SCRIPT, HTMX: _SCRIPT}


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


class _PartsOfAddress:
    """Has the parts of an address told apart before they are decoded: an id may hold a slash, which is then no other part."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and b"%" in (raw := scope.get("raw_path") or b""):
            parts = raw.split(b"?")[0].decode("ascii", "replace").split("/")
            scope = {**scope, "path": "/".join(quoted_part(unquote(part)) for part in parts)}
        await self.app(scope, receive, send)


def application(served: Served) -> ASGIApp:
    """The application that serves a ledger."""
    found = [StarletteRoute("/static/{name}", _static, methods=["GET"])]
    limiter = awaited.beside_pages()
    for route in TRIED:
        found.append(StarletteRoute(route.path, _endpoint(served, route, limiter), methods=[route.method]))
    app = Starlette(routes=found, exception_handlers={404: _lost(served, 404), 405: _lost(served, 405)})
    return _Headers(_PartsOfAddress(app), served.origin.startswith("https://"))


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return Response(status_code=404)
    content = files("conduct.web").joinpath("static", name).read_bytes()
    lasts = "max-age=31536000, immutable" if name == HTMX else "max-age=3600"
    return Response(content, headers={"content-type": _STATIC[name], "cache-control": lasts})


def _lost(served: Served, status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def lost(request: Request, error: Exception) -> Response:
        return _missed(served, request, "lost", status)

    return lost


def _missed(served: Served, request: Request, what: str, status: int) -> Response:
    """What is said of a request of which it is not known whose it is: no route takes it, or the accounts cannot be read."""
    if wants_json(request):
        return plain.missed(what, served.lang, status)
    return HTMLResponse(pages.made("said.html", served.lang, visit=None, what=what), status)


def _visited(served: Served, request: Request) -> Visit | Response:
    """The visit that a request is, or what is said where that cannot be known."""
    try:
        return visit_of(served, request)
    except Fault as found:  # it names files, which is for whoever keeps the server
        print(found.said(served.lang), file=sys.stderr)
        return _missed(served, request, "unreached", 503)
    except Exception:
        traceback.print_exc(file=sys.stderr)
        return _missed(served, request, "broken", 500)


def _endpoint(served: Served, route: Route, limiter: CapacityLimiter) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if route.method == "GET":
            return _whole(request, await run_in_threadpool(_got, served, route, request))
        visit = await run_in_threadpool(_visited, served, request)
        if isinstance(visit, Response):
            return visit
        try:
            return await _sent(visit, route, request, limiter)
        except TooLarge:
            return _said(visit, "too-large", 413)
        except ClientDisconnect:  # whoever asked is gone: nobody reads an answer
            return Response(status_code=400)
        except OSError as error:
            return await run_in_threadpool(_unwritten, visit, error)

    return endpoint


def _got(served: Served, route: Route, request: Request) -> Response:
    """The answer to what is asked with no more than an address."""
    visit = _visited(served, request)
    return visit if isinstance(visit, Response) else _answered(visit, route, request)


def _whole(request: Request, response: Response) -> Response:
    """The answer as it is, but that whoever asked within a page and is led elsewhere (to sign in) goes there whole."""
    if request.headers.get("hx-request") != "true" or response.status_code != 303:
        return response
    return Response(status_code=204, headers={"hx-redirect": response.headers["location"]})


async def _sent(visit: Visit, route: Route, request: Request, limiter: CapacityLimiter) -> Response:
    """The answer to what is sent. Files, and rows by the thousand, are read only from somebody who may send them there."""
    may = visit.session is not None and visit.may(route.action, visit.places.get("sector"))
    if route.takes_files and request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await (_with_files(visit, route, request, limiter) if may else run_in_threadpool(_answered, visit, route, request))
    body, most = bytearray(), visit.served.settings.upload if may and route.rows else MOST_SENT
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise TooLarge
    return await awaited.taken(visit, route, lambda: _answered(visit, route, request, bytes(body)), limiter)


async def _with_files(visit: Visit, route: Route, request: Request, limiter: CapacityLimiter) -> Response:
    """The answer to a form with a file."""
    try:
        cells = await sent_with(request, visit.served.settings.upload)
    except ValueError:
        return _said(visit, "refused", 400)

    def answered() -> Response:
        try:
            with laid_down(cells, visit.served.accounts.path) as (visit.form, visit.files):
                return _answered(visit, route, request)
        except Fault as found:  # there is nowhere to lay a file
            return _at_fault(visit, found)
        except OSError as error:
            return _unwritten(visit, error)

    return await awaited.taken(visit, route, answered, limiter)


def _answered(visit: Visit, route: Route, request: Request, body: bytes | None = None) -> Response:
    with visit.closing():
        try:
            if request.headers.get("host", "") not in {origin.partition("://")[2] for origin in visit.served.origins}:
                return _said(visit, "lost", 421)
            if body is not None:
                read(visit, request, body, route.rows)
            return _refused(visit, route, request) or _response(visit, route.answers(visit))
        except NotFound:
            return _said(visit, "lost", 404)
        except BeingWorkedOut as waits:
            return _working(visit, route, waits)
        except Fault as found:
            return _at_fault(visit, own.of_itself(found) if route.action in own.ITS else found)
        except OSError as error:
            return _unwritten(visit, error)
        except Exception:  # a fault of ours: said in a sentence, and to whoever keeps the server in full
            traceback.print_exc(file=sys.stderr)
            return _said(visit, "broken", 500)


def _unwritten(visit: Visit, error: OSError) -> Response:
    """What is said where a file could not be laid down: that there is no room, or that it is a fault of ours."""
    if error.errno in _FULL:
        print(error, file=sys.stderr)
        return _said(visit, "no-room", 503)
    traceback.print_exception(error, file=sys.stderr)
    return _said(visit, "broken", 500)


def _status(error: Fault) -> int:
    return _LATER.get(error.problems[0].code, 400)


def _at_fault(visit: Visit, error: Fault) -> Response:
    status = _status(error)
    if visit.json:
        return plain.failed(error, visit.lang, status)
    return _page(visit, "fault.html", status, problems=error.said(visit.lang).splitlines())


def _working(visit: Visit, route: Route, waits: BeingWorkedOut) -> Response:
    """That what is asked for is being worked out, and what is being done: it is there when it is asked for again.

    Under a file's address there is the file and no page, which a browser would keep under its name: one waits at another.
    """
    doing = [one.said(visit.lang) for one in waits.doing if visit.session is not None]
    response: Response
    if visit.json:
        response = _said(visit, "busy", 503) if waits.busy else plain.said({"doing": doing}, 202)
    elif route.of_a_file and not visit.one(_WAITING):
        response = RedirectResponse(visit.address_with(**{_WAITING: "1"}), 303)
    else:
        response = _page(visit, "working.html", 503 if waits.busy else 202, doing=doing, busy=waits.busy)
    response.headers["retry-after"] = "2"
    return response


def _refused(visit: Visit, route: Route, request: Request) -> Response | None:
    """What is said of a request that is not answered: it came from elsewhere, nobody is signed in, or it is not his to ask."""
    if visit.bearer and visit.session is None:
        return _said(visit, "no-token", 401)
    if route.method != "GET" and not visit.bearer and not _from_here(request, visit):
        return _said(visit, "refused", 403)
    if route.action is not Action.PUBLIC and visit.session is None:
        if visit.json:
            return _said(visit, "no-token", 401)
        return RedirectResponse("/sign-in", 303) if route.method == "GET" else _said(visit, "refused", 403)
    return None if visit.may(route.action, visit.places.get("sector")) else _said(visit, "lost", 404)


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
    if visit.json:
        response = plain.missed(what, visit.lang, status)
        if status == 401:
            response.headers["www-authenticate"] = "Bearer"
        return response
    return _page(visit, "said.html", status, what=what)


def _response(visit: Visit, answer: Answer) -> Response:
    if answer.made is not None:
        return answer.made
    if answer.status == 400 and visit.faults:
        answer = evolve(answer, status=max(map(_status, visit.faults)))
    if answer.file is None and (visit.json or answer.template == "plain"):
        response = plain.plainly(visit, answer)
    elif answer.to is not None:
        response = RedirectResponse(answer.to, 303)
    elif answer.file is not None and visit.one(_WAITING) and not visit.json:
        response = _page(visit, "ready.html", 200, address=visit.address_with(**{_WAITING: None}), called=answer.file.name)
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
    _baked(visit, answer, response)
    return response


def _baked(visit: Visit, answer: Answer, response: Response) -> None:
    """The cookies of a session, and of a sign-in that goes on elsewhere, which lasts as long as that may take."""
    secure = visit.served.origin.startswith("https://")
    for name, word, path, lasts in ((COOKIE, answer.cookie, "/", None), (BRIEF, answer.brief, "/sign-in", 600)):
        if word:
            response.set_cookie(name, word, max_age=lasts, httponly=True, samesite="lax", secure=secure, path=path)
        elif word is not None:
            response.delete_cookie(name, path=path, httponly=True, samesite="lax", secure=secure)
