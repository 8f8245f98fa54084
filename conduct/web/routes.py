"""Every address that is served: its method, what it does, who may, and which function answers. Nothing else is served."""

from __future__ import annotations

from . import (
    accounting,
    attachments,
    board,
    cases,
    deciding,
    desk,
    feeds,
    mine,
    openapi,
    own,
    public,
    publishing,
    pushing,
    signing,
    uploads,
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
    Route("POST", "/sign-out", Action.SIGNED_IN, signing.sign_out),
    Route("POST", "/language", Action.SIGNED_IN, signing.speak),
    Route("GET", "/link/{word}", Action.PUBLIC, signing.link_page),
    Route("POST", "/link/{word}", Action.PUBLIC, signing.set_password),
    Route("GET", "/check", Action.PUBLIC, public.check),
    Route("GET", "/notices", Action.PUBLIC, public.notices),
    Route("GET", "/notices/{run}", Action.PUBLIC, public.notice),
    Route("GET", "/notices/{run}/{file}", Action.PUBLIC, public.document),
    Route("GET", "/openapi.json", Action.SIGNED_IN, described),
    Route("GET", "/feeds/{word}", Action.PUBLIC, feeds.feed),
    Route("GET", "/keys", Action.SIGNED_IN, mine.keys),
    Route("POST", "/keys/tokens", Action.SIGNED_IN, mine.token),
    Route("POST", "/keys/feeds", Action.SIGNED_IN, mine.feed),
    Route("POST", "/keys/{key}/revoke", Action.SIGNED_IN, mine.revoked),
    Route("GET", "/accounts", Action.ACCOUNTS, accounting.accounts),
    Route("POST", "/accounts", Action.ACCOUNTS, accounting.add),
    Route("POST", "/accounts/{name}/link", Action.ACCOUNTS, accounting.link),
    Route("POST", "/accounts/{name}/give", Action.ACCOUNTS, accounting.give),
    Route("POST", "/accounts/{name}/take", Action.ACCOUNTS, accounting.take),
    Route("POST", "/accounts/{name}/end-sessions", Action.ACCOUNTS, accounting.end_sessions),
    Route("POST", "/accounts/{name}/end", Action.ACCOUNTS, accounting.end),
    Route("GET", "/{sector}/desk", Action.DESK, desk.due),
    Route("GET", "/{sector}/cases", Action.CASE, cases.found),
    Route("POST", "/{sector}/cases", Action.ENTER, pushing.pushed, rows=True),
    Route("GET", "/{sector}/new", Action.ENTER, cases.new_page),
    Route("POST", "/{sector}/new", Action.ENTER, cases.new),
    Route("GET", "/{sector}/cases/{case}", Action.CASE, cases.case),
    Route("POST", "/{sector}/cases/{case}/steps/{step}", Action.CASE, cases.step),
    Route("GET", "/{sector}/decisions", Action.DECIDE, deciding.waits),
    Route("GET", "/{sector}/decisions/{case}", Action.DECIDE, deciding.decision),
    Route("POST", "/{sector}/decisions/{case}/{step}", Action.DECIDE, deciding.decided),
    Route("POST", "/{sector}/cases/{case}/attachments", Action.ENTER, attachments.add, takes_files=True),
    Route("GET", "/{sector}/cases/{case}/attachments/{number}", Action.CASE, attachments.file),
    Route("POST", "/{sector}/cases/{case}/release", Action.DECIDE, attachments.release),
    Route("GET", "/{sector}/load", Action.LOAD, uploads.page),
    Route("POST", "/{sector}/load", Action.LOAD, uploads.sent, takes_files=True),
    Route("GET", "/{sector}/load/blank", Action.LOAD, uploads.blank),
    Route("POST", "/{sector}/load/{upload}", Action.LOAD, uploads.again),
    Route("GET", "/{sector}/load/{upload}/marked", Action.LOAD, uploads.marked),
    Route("GET", "/{sector}/board", Action.RESULTS, board.board),
    Route("GET", "/{sector}/units/{unit}", Action.RESULTS, board.unit),
    Route("GET", "/{sector}/publishing", Action.PUBLISH, publishing.preparing),
    Route("POST", "/{sector}/publishing/draft", Action.PUBLISH, publishing.draft),
    Route("POST", "/{sector}/publishing/seal", Action.PUBLISH, publishing.seal),
    Route("POST", "/{sector}/publishing/answers/{case}", Action.PUBLISH, publishing.answered),
    Route("GET", "/{sector}/runs", Action.RESULTS, publishing.sealed),
    Route("GET", "/{sector}/runs/{run}", Action.RESULTS, publishing.run),
    Route("GET", "/{sector}/runs/{run}/{file}", Action.RESULTS, publishing.document),
    Route("POST", "/{sector}/runs/{run}/release", Action.PUBLISH, publishing.released),
    Route("POST", "/{sector}/runs/{run}/withhold", Action.PUBLISH, publishing.withheld),
    Route("GET", "/{sector}/own/{unit}", Action.OWN, own.own),
    Route("POST", "/{sector}/own/{unit}", Action.OBJECT, own.objected),
    Route("GET", "/{sector}/own/cases/{case}/attachments/{number}", Action.OWN, attachments.own_file),
    Route("GET", "/{sector}/law", Action.LAW, board.law),
)
"""In the order in which they are tried."""
