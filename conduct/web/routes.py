"""Every address that is served: its method, what it does, who may, and which function answers. Nothing else is served."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from . import (
    accounting,
    attachments,
    awaited,
    board,
    breached,
    cases,
    changing,
    deciding,
    desk,
    entering,
    feeds,
    figures,
    finding,
    law,
    mine,
    oidc,
    openapi,
    own,
    own_cases,
    own_now,
    plain,
    public,
    publishing,
    pushing,
    signing,
    together,
    uploads,
    views,
    weighing,
)
from .rights import Action
from .visits import Answer, Route, Visit


def described(visit: Visit) -> Answer:
    """What programs may ask here, and what they are answered."""
    return openapi.openapi(visit, ROUTES)


ROUTES = (
    Route("GET", "/", Action.SIGNED_IN, desk.home),
    Route("GET", "/sign-in", Action.PUBLIC, signing.sign_in_page),
    Route("POST", "/sign-in", Action.PUBLIC, signing.sign_in),
    Route("GET", "/sign-in/oidc", Action.PUBLIC, oidc.begin),
    Route("GET", "/sign-in/oidc/back", Action.PUBLIC, oidc.back),
    Route("POST", "/sign-out", Action.SIGNED_IN, signing.sign_out),
    Route("POST", "/language", Action.SIGNED_IN, signing.speak),
    Route("GET", "/link/{word}", Action.PUBLIC, signing.link_page),
    Route("POST", "/link/{word}", Action.PUBLIC, signing.set_password),
    Route("GET", "/check", Action.PUBLIC, public.check),
    Route("GET", "/notices", Action.PUBLIC, public.notices),
    Route("GET", "/notices/{run}", Action.PUBLIC, public.notice),
    Route("GET", "/notices/{run}/{file}", Action.PUBLIC, public.document),
    Route("GET", "/sent/{word}", Action.SIGNED_IN, awaited.page),
    Route("GET", "/openapi.json", Action.SIGNED_IN, described),
    Route("GET", "/feeds/{word}", Action.PUBLIC, feeds.feed),
    Route("GET", "/keys", Action.SIGNED_IN, mine.keys),
    Route("POST", "/keys/password", Action.SIGNED_IN, mine.password),
    Route("POST", "/keys/tokens", Action.SIGNED_IN, mine.token),
    Route("POST", "/keys/feeds", Action.SIGNED_IN, mine.feed),
    Route("POST", "/keys/{key}/revoke", Action.SIGNED_IN, mine.revoked),
    Route("GET", "/accounts", Action.ACCOUNTS, accounting.accounts),
    Route("POST", "/accounts", Action.ACCOUNTS, accounting.add),
    Route("POST", "/accounts/{name}/link", Action.ACCOUNTS, accounting.link),
    Route("POST", "/accounts/{name}/rename", Action.ACCOUNTS, accounting.rename),
    Route("POST", "/accounts/{name}/give", Action.ACCOUNTS, accounting.give),
    Route("POST", "/accounts/{name}/take", Action.ACCOUNTS, accounting.take),
    Route("POST", "/accounts/{name}/mail", Action.ACCOUNTS, accounting.mail),
    Route("POST", "/accounts/{name}/bind", Action.ACCOUNTS, accounting.bind),
    Route("POST", "/accounts/{name}/unbind", Action.ACCOUNTS, accounting.unbind),
    Route("POST", "/accounts/{name}/end-sessions", Action.ACCOUNTS, accounting.end_sessions),
    Route("POST", "/accounts/{name}/end", Action.ACCOUNTS, accounting.end),
    Route("GET", "/{sector}", Action.SIGNED_IN, desk.home_of_sector),
    Route("GET", "/{sector}/desk", Action.DESK, desk.due),
    Route("GET", "/{sector}/desk/{file}", Action.DESK, desk.file),
    Route("POST", "/{sector}/views", Action.SIGNED_IN, views.keep),
    Route("POST", "/{sector}/views/{view}/drop", Action.SIGNED_IN, views.drop),
    Route("GET", "/{sector}/together", Action.ENTER, together.page),
    Route("POST", "/{sector}/together", Action.ENTER, together.taken),
    Route("GET", "/{sector}/entered/{batch}", Action.ENTER, together.entered),
    Route("POST", "/{sector}/entered/{batch}/undo", Action.ENTER, together.undone),
    Route("GET", "/{sector}/found/{file}", Action.CASE, finding.file),
    Route("GET", "/{sector}/cases", Action.CASE, finding.found),
    Route("POST", "/{sector}/cases", Action.ENTER, pushing.pushed, rows=True),
    Route("GET", "/{sector}/new", Action.ENTER, entering.new_page),
    Route("POST", "/{sector}/new", Action.ENTER, entering.new),
    Route("GET", "/{sector}/cases/{case}", Action.CASE, cases.case),
    Route("GET", "/{sector}/cases/{case}/history", Action.CASE, changing.history),
    Route("GET", "/{sector}/cases/{case}/correct", Action.ENTER, changing.correct_page),
    Route("POST", "/{sector}/cases/{case}/correct", Action.ENTER, changing.corrected),
    Route("POST", "/{sector}/cases/{case}/steps", Action.CASE, cases.steps),
    Route("POST", "/{sector}/cases/{case}/take-back", Action.ENTER, cases.take_back),
    Route("POST", "/{sector}/cases/{case}/steps/{step}", Action.CASE, cases.step),
    Route("GET", "/{sector}/decisions", Action.DECIDE, deciding.waits),
    Route("GET", "/{sector}/decisions/{case}", Action.DECIDE, deciding.decision),
    Route("POST", "/{sector}/decisions/{case}/{step}", Action.DECIDE, deciding.decided),
    Route("POST", "/{sector}/cases/{case}/attachments", Action.ENTER, attachments.add, takes_files=True),
    Route("GET", "/{sector}/cases/{case}/attachments/{number}", Action.CASE, attachments.file),
    Route("POST", "/{sector}/cases/{case}/attachments/{number}/remove", Action.ENTER, attachments.remove),
    Route("POST", "/{sector}/cases/{case}/release", Action.DECIDE, attachments.release),
    Route("GET", "/{sector}/load", Action.LOAD, uploads.page),
    Route("POST", "/{sector}/load", Action.LOAD, uploads.sent, takes_files=True, rows=True, long=True),
    Route("GET", "/{sector}/load/blank", Action.LOAD, uploads.blank),
    Route("POST", "/{sector}/load/{upload}", Action.LOAD, uploads.again, long=True),
    Route("GET", "/{sector}/load/{upload}/marked", Action.LOAD, uploads.marked),
    Route("GET", "/{sector}/board", Action.RESULTS, board.board),
    Route("GET", "/{sector}/board/{file}", Action.RESULTS, board.board_file),
    Route("GET", "/{sector}/moved", Action.RESULTS, figures.moved),
    Route("GET", "/{sector}/moved/{file}", Action.RESULTS, figures.moved_file),
    Route("GET", "/{sector}/arrived", Action.RESULTS, figures.what_arrived),
    Route("GET", "/{sector}/arrived/{file}", Action.RESULTS, figures.arrived_file),
    Route("GET", "/{sector}/trends", Action.RESULTS, figures.trends),
    Route("GET", "/{sector}/trends/{file}", Action.RESULTS, figures.trends_file),
    Route("GET", "/{sector}/units/{unit}", Action.RESULTS, board.unit),
    Route("GET", "/{sector}/publishing", Action.PUBLISH, publishing.preparing),
    Route("GET", "/{sector}/publishing/preview", Action.PUBLISH, publishing.preview),
    Route("GET", "/{sector}/publishing/{file}", Action.PUBLISH, publishing.open_file),
    Route("POST", "/{sector}/publishing/draft", Action.PUBLISH, publishing.draft),
    Route("POST", "/{sector}/publishing/seal", Action.PUBLISH, publishing.seal),
    Route("POST", "/{sector}/publishing/answers/{case}", Action.PUBLISH, publishing.answered),
    Route("GET", "/{sector}/runs", Action.RESULTS, publishing.sealed),
    Route("GET", "/{sector}/runs/{run}", Action.RESULTS, publishing.run),
    Route("GET", "/{sector}/runs/{run}/{file}", Action.RESULTS, publishing.document),
    Route("GET", "/{sector}/runs/{run}/letters/{file}", Action.RESULTS, publishing.letters),
    Route("GET", "/{sector}/runs/{run}/letters/{unit}/{file}", Action.RESULTS, publishing.letter),
    Route("POST", "/{sector}/runs/{run}/letterhead", Action.PUBLISH, publishing.lettered),
    Route("POST", "/{sector}/runs/{run}/release", Action.PUBLISH, publishing.released),
    Route("POST", "/{sector}/runs/{run}/withhold", Action.PUBLISH, publishing.withheld),
    Route("GET", "/{sector}/units/{unit}/breached", Action.RESULTS, breached.of_unit),
    Route("GET", "/{sector}/units/{unit}/breached/{file}", Action.RESULTS, breached.of_unit_file),
    Route("GET", "/{sector}/units/{unit}/pending", Action.RESULTS, breached.pending),
    Route("GET", "/{sector}/units/{unit}/pending/{file}", Action.RESULTS, breached.pending_file),
    Route("GET", "/{sector}/own/{unit}", Action.OWN, own.own),
    Route("POST", "/{sector}/own/{unit}", Action.OBJECT, own.objected, takes_files=True),
    Route("GET", "/{sector}/own/cases/{case}", Action.OWN, own.case),
    Route("GET", "/{sector}/own/{unit}/now", Action.OWN, own_now.now),
    Route("GET", "/{sector}/own/{unit}/breached", Action.OWN, breached.own),
    Route("GET", "/{sector}/own/{unit}/breached/{file}", Action.OWN, breached.own_file),
    Route("GET", "/{sector}/own/{unit}/pending", Action.OWN, breached.own_pending),
    Route("GET", "/{sector}/own/{unit}/pending/{file}", Action.OWN, breached.own_pending_file),
    Route("GET", "/{sector}/own/{unit}/cases", Action.OWN, own_cases.found),
    Route("GET", "/{sector}/own/{unit}/cases/{file}", Action.OWN, own_cases.file),
    Route("GET", "/{sector}/own/cases/{case}/attachments/{number}", Action.OWN, attachments.own_file),
    Route("GET", "/{sector}/law", Action.LAW, law.law),
    Route("GET", "/{sector}/law/{clause}", Action.LAW, law.clause),
    Route("GET", "/{sector}/readings", Action.LAW, law.readings),
    Route("GET", "/{sector}/whatif", Action.WEIGH, weighing.what_if),
    Route("POST", "/{sector}/whatif", Action.WEIGH, weighing.ask_what_if, takes_files=True),
    Route("POST", "/{sector}/weigh", Action.WEIGH, weighing.weigh, page="/{sector}/readings"),
    Route("GET", "/{sector}/jobs/{job}", Action.WEIGH, weighing.job),
)
"""What there is to ask and to send."""


def _page_of(route: Route) -> str:
    """The address of the page from which something is sent to a route: the nearest above it, if the route names none."""
    pages = {one.path for one in ROUTES if one.method == "GET" and not one.of_a_file}
    parts = route.path.split("/")
    above = ("/".join(parts[:n]) or "/" for n in range(len(parts) - 1, 0, -1))
    return route.page or next(one for one in above if one in pages)


def _led(page: str) -> Callable[[Visit], Answer]:
    def led(visit: Visit) -> Answer:
        """To the page from which something is sent here; a program is told that nothing is to be had here."""
        if visit.json:
            return Answer(made=plain.missed("lost", visit.lang, 405))
        return Answer(to=re.sub(r"\{(\w+)\}", lambda place: quote(visit.places[place[1]], safe=""), page))

    return led


LED = tuple(
    Route("GET", route.path, route.action, _led(_page_of(route)))
    for route in ROUTES
    if route.method == "POST" and route.path not in {one.path for one in ROUTES if one.method == "GET"}
)
"""Where a browser is led that asks for an address to which something is only sent: it loads the answer anew, or asks for it in
the other language. Those that end in a name are tried before all others, which may have any name there, and the rest after.
"""
TRIED = (*(one for one in LED if not one.path.endswith("}")), *ROUTES, *(one for one in LED if one.path.endswith("}")))
"""All in the order in which they are tried."""
