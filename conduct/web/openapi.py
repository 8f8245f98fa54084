"""What programs may ask, as OpenAPI describes it: made of the table of routes, and of the types of what is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from inspect import getdoc
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import attrs

from conduct.core.law.sector import Sector
from conduct.door.asked import RuleEncoded
from conduct.door.owed import CaseStands, DutyOwed
from conduct.report.breached import DutyBreached, DutyPending
from conduct.report.one_fewer import OneFewerSaid
from conduct.report.plain import Plain
from conduct.version import __version__

from . import (
    board,
    breached,
    cases,
    changing,
    deciding,
    desk,
    entering,
    figures,
    finding,
    law,
    mine,
    own,
    own_cases,
    own_now,
    public,
    publishing,
    together,
    uploads,
    weighing,
)
from .narrowing import OF, coded_attributes
from .openapi_sent import body_of, entered_at, schemas_of
from .own_assessed import PARTS
from .own_attributes import OwnAttribute
from .own_cases import OwnFound
from .own_decided import OwnOut, OwnSanction
from .rights import Action
from .visits import Answer, Route, Visit
from .withdrawing import CaseWithdrawn

_TEXT, _COUNT, _DAY, _YES = {"type": "string"}, {"type": "integer"}, {"type": "string", "format": "date"}, {"type": "boolean"}
_ANY: Plain = {"type": "object"}
_PAGE: Plain = {"type": "integer", "description": "The page that is shown: the last, where one beyond it is asked for."}
_QUERY: Mapping[Callable[[Visit], Answer], tuple[str, ...]] = {
    desk.due: ("unit", "state", "page"),
    finding.found: ("q", "kind", "unit", "from", "to", "state", "person", "by", "value", "sort", "page"),
    entering.new_page: ("kind",),
    board.board: ("period", "page"),
    board.unit: ("period",),
    own.own: ("period",),
    own_cases.found: ("q", "kind", "from", "to", "page"),
    own_now.now: ("period",),
    breached.own: ("period", "duty", "q", "page"),
    breached.own_pending: ("period", "duty", "q", "page"),
    breached.of_unit: ("period", "duty", "q", "page"),
    breached.pending: ("period", "duty", "q", "page"),
    public.check: ("code",),
    figures.moved: ("period", "since", "page"),
    figures.what_arrived: ("period", "by", "unit"),
    figures.trends: ("period", "page"),
    deciding.waits: ("period", "what", "unit", "page"),
    publishing.preparing: ("period",),
    weighing.what_if: ("period",),
    together.page: ("case",),
}
"""What may be asked of a page in its address."""


def _or_none(schema: Plain) -> Plain:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Plain) -> Plain:
    return {"type": "array", "items": schema}


def _object(properties: Plain, but: Sequence[str] = ()) -> Plain:
    return {"type": "object", "properties": properties, "required": [key for key in properties if key not in but]}


_NOTICE: Plain = {
    "code": _or_none(_TEXT),
    "files": _list(_object({"lang": _TEXT, "file": _TEXT})),
    "standing": _list(_object({"name": _TEXT, "rank": _or_none(_COUNT), **dict.fromkeys(("score", "why"), _or_none(_TEXT))})),
}
_ENDS: Plain = {"type": "array", "items": {"type": ["number", "null"]}}
_PRESENT: Plain = {
    **dict.fromkeys(("unit", "period", "run"), _TEXT),
    "as_of": _DAY,
    **dict.fromkeys(
        ("sections", "lines"),
        _list(_object({**dict.fromkeys(("code", "words", "clause"), _TEXT), "count": _ENDS, "points": _ENDS})),
    ),
    "assessed_by": _list(
        _object(
            {
                "part": {"type": "string", "enum": [*PARTS]},
                **dict.fromkeys(("code", "words", "clause", "on", "incident"), _TEXT),
                "value": _list(_or_none(_TEXT)),
            }
        )
    ),
    "duties": _object(dict.fromkeys(own_now.DUTIES, _ENDS)),
}
"""A unit's present figures: each as it was sealed and as it is."""
_DAYS_OF_DUTY = {"due": _or_none(_DAY), "answered": _or_none(_DAY)}
_OWN_CASE = {
    **dict.fromkeys(("incident", "words"), _TEXT),
    "day": _DAY,
    "steps": _list(_object({**dict.fromkeys(("date", "words", "reason"), _TEXT), "said": _ANY, "withheld": _YES})),
    "duties": _list(_object({**dict.fromkeys(("duty", "clause", "status", "days"), _TEXT), **_DAYS_OF_DUTY})),
}
_OF_OWN_CASE = {"attributes": OwnAttribute, "out": OwnOut, "sanctions": OwnSanction}
"""A case of a unit's own; ``days`` say how those of a deadline were counted, and how many were taken."""


class _Schemas:
    """The schemas of classes, each once under its name."""

    def __init__(self) -> None:
        self.made: Plain = {}

    def of(self, hint: object) -> Plain:
        """What values of a type are in JSON."""
        origin, inner = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            if Fraction in inner:
                return _or_none({"type": "number"}) if type(None) in inner else {"type": "number"}
            some = [self.of(one) for one in inner if one is not type(None)]
            return {"anyOf": [*some, *([{"type": "null"}] if type(None) in inner else [])]} if len(some) < len(inner) else some[0]
        if origin is tuple or (isinstance(origin, type) and issubclass(origin, Sequence)):
            return _list(self.of(inner[0]))
        if isinstance(hint, type) and attrs.has(hint):
            return self.named(hint)
        known: dict[object, Plain] = {str: _TEXT, int: _COUNT, bool: _YES, date: _DAY}
        return known.get(hint, _ANY if isinstance(origin, type) and issubclass(origin, Mapping) else {})

    def named(self, kind: type) -> Plain:
        """A class, by reference."""
        if kind.__name__ not in self.made:
            self.made[kind.__name__] = {}
            hints = get_type_hints(kind)
            self.made[kind.__name__] = _object({field.name: self.of(hints[field.name]) for field in attrs.fields(kind)})
        return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _answers(schemas: _Schemas) -> dict[Callable[[Visit], Answer], Plain]:
    """What each page is, where it is said in full; every other is an object."""
    paged = {"page": _PAGE, "next": _or_none(_TEXT), "previous": _or_none(_TEXT)}
    notes = {"notes": _list(_TEXT)}
    duty = {"allOf": [schemas.named(DutyOwed), _object({"when": _TEXT, "left": _or_none(_COUNT)})]}
    field = _object({"column": _TEXT, "words": _TEXT, "how": _TEXT, "required": _YES, "offers": _list(_TEXT)})
    step = _object({"step": _TEXT, "words": _TEXT, "fields": _list(field)})
    unit = _object({"unit": _TEXT, "name": _TEXT, "kind": _TEXT, "score": _or_none({"type": "number"}), "rank": _or_none(_COUNT)})
    maybe = dict.fromkeys(("name", "text", "complainant"), _or_none(_TEXT))
    line = _object({"incident": _TEXT, "date": _DAY, "kind": _TEXT, "unit": _TEXT, "state": _or_none(_TEXT), **maybe})
    kind = _object({"kind": _TEXT, "words": _TEXT, "clause": _TEXT})
    notice = {"number": _TEXT, "title": _TEXT, "period": _TEXT, "sealed": _DAY, "replaced": _YES}
    found = _object(
        {"code": _TEXT, "draft": _YES, "number": _TEXT, "title": _TEXT, "period": _TEXT, "day": _DAY, "replaced": _YES}
        | dict.fromkeys(("bears", "dated"), _TEXT)
    )
    key = _object({"id": _TEXT, "kind": _TEXT, "called": _TEXT, "roles": _list(_TEXT), "made": _TEXT, "used": _or_none(_TEXT)})
    owed = _object({"due": _or_none(_DAY), "duty": _TEXT, "incident": _or_none(_TEXT)})
    letter = {"unit": _TEXT, "name": _TEXT, "period": _TEXT, "letter": _or_none(_list(_ANY)), "annexes": _list(_ANY)}
    appeal = {**dict.fromkeys(("incident", "about", "day", "reason", "decided", "why"), _TEXT)}
    appeal |= {"upheld": _or_none(_YES), "decision": _or_none(_TEXT), "moot": _YES, "withheld": _YES}
    letter |= {"run": _or_none(_TEXT), "appeals": _list(_object(appeal))}
    objecting = {"may_object": _YES, "objecting": _TEXT, "decided_since": _list(_TEXT)}
    read = {"clause": _TEXT, "heading": _TEXT, "body": _TEXT, "rules": _list(schemas.named(RuleEncoded))}
    fewer = {"one_fewer": _list(schemas.named(OneFewerSaid))}
    distances = {"distances": _object({"words": _list(_TEXT), "alone": _YES})}
    of_duties = {"unit": _TEXT, "period": _TEXT, **paged, "total": _COUNT, **notes}
    breach = _object({**of_duties, "breached": _list(schemas.named(DutyBreached))})
    waiting = _object({**of_duties, "pending": _list(schemas.named(DutyPending))})
    of_law = _object({"title": _TEXT, "clauses": _list(_object(read))})
    decision = _undecided()
    its = {"clauses": _list(_TEXT), "law": _TEXT, "borne": _list(_TEXT), "alike": _list(_ANY), "fields": _list(field)}
    of_case = _object({"seen": _TEXT, "decisions": _list(_object({**decision["properties"], **its}))})
    gone = _or_none(schemas.named(CaseWithdrawn))
    of_office = {"seen": _TEXT, "withdrawn": gone, "steps": _list(step)}
    return _of_heads(schemas, paged) | {
        deciding.waits: _object({**paged, "total": _COUNT, "decisions": _list(decision), **notes}),
        deciding.decision: {"allOf": [schemas.named(CaseStands), of_case]},
        desk.due: _object({"as_of": _DAY, **paged, "total": _COUNT, "duties": _list(duty), **notes}),
        finding.found: _object({**paged, "total": _COUNT, "more": _YES, "cases": _list(line), **notes}),
        cases.case: {"allOf": [schemas.named(CaseStands), _object({**of_office, "days": _list(_TEXT)})]},
        entering.new_page: _object({"kinds": _list(kind), "kind": _or_none(_TEXT), "units": _ANY, "fields": _list(field)}),
        board.board: _object({"sector": _TEXT, "as_of": _DAY, **paged, "units": _list(unit), **notes}),
        board.unit: _object({"unit": _TEXT, "name": _TEXT, "lines": _list(_ANY), **fewer}),
        breached.of_unit: breach,
        breached.own: breach,
        breached.own_pending: waiting,
        breached.pending: waiting,
        own_cases.found: _object({**paged, "cases": _list(schemas.named(OwnFound)), **notes}),
        own.own: _object({**letter, **distances, **fewer, "incidents": _list(_TEXT), "duties": _list(owed), **objecting}),
        own_now.now: _object({**_PRESENT, "decided_since": _list(_object(appeal))}),
        own.case: _object({**_OWN_CASE, **{key: _list(schemas.named(of)) for key, of in _OF_OWN_CASE.items()}}),
        public.check: _object({"code": _TEXT, "found": _or_none(found)}),
        public.notices: _object({"notices": _list(_object(notice))}),
        public.notice: _object({**notice, **_NOTICE, **paged}),
        publishing.sealed: _object({"runs": _list(_ANY)}),
        law.law: of_law,
        law.clause: of_law,
        mine.keys: _object({"name": _TEXT, "called": _TEXT, "keys": _list(key), "made": _or_none(_TEXT)}),
    }


def _undecided() -> Plain:
    """Something that waits for a decision."""
    waits = dict.fromkeys(("what", "incident", "kind", "unit", "day", "words", "step", "column"), _TEXT)
    waits |= dict.fromkeys(("appeal", "breach", "first"), _or_none(_TEXT))
    return _object({**waits, "low": _or_none({"type": "number"}), "high": _or_none({"type": "number"})})


def _of_heads(schemas: _Schemas, paged: Plain) -> dict[Callable[[Visit], Answer], Plain]:
    """What the pages of heads of office are."""
    paged, notes = {**paged, "total": _COUNT}, {"notes": _list(_TEXT)}
    ends = {"type": "array", "items": {"type": ["number", "null"]}}
    unit = _object({"unit": _TEXT, "name": _TEXT, "score": ends, "rank": ends, "why": _list(_TEXT)})
    month = _object({"month": _TEXT, "counts": _list(_COUNT), "sum": _COUNT})
    past = _object({"score": _or_none({"type": "number"}), "rank": _or_none(_COUNT)})
    waits = _object({"what": _TEXT, "words": _TEXT, **dict.fromkeys(("clause", "incident", "unit"), _or_none(_TEXT))})
    names = {"run": _TEXT, "period": _TEXT, "title": _TEXT, "as_of": _DAY, "ended": _YES}
    sealed = dict.fromkeys(("draft", "published", "stands"), _or_none(_TEXT))
    reading = _object({"name": _TEXT, "clause": _TEXT, "value": _TEXT, "about": _TEXT})
    moved = _object({"period": _TEXT, "points": _list(_ANY), "readings": _list(_ANY)})
    change = _object({"change": _TEXT, "total": _COUNT, "units": _list(unit)})
    job = _object({"job": _TEXT, "what": _TEXT, "state": _TEXT, "began": _TEXT, "doing": _list(_TEXT), "errors": _list(_ANY)})
    would = _object({**moved["properties"], **paged, "asked": _ANY, "changed": _list(_ANY), "differ": _ANY, "units": _list(unit)})
    weighed = _object({"period": _TEXT, "changes": _list(change), "notes": _list(_TEXT)})
    made = _object({"location": _TEXT})
    lines = {"period": _TEXT, "by": _TEXT, "values": _list(_TEXT), "total": _COUNT, "months": _list(month), **notes}
    lettered = {"letterhead": _ANY, "letterhead_said": _list(_ANY), "gaps": _list(_TEXT), "letters_lack": _list(_TEXT)}
    rests = {"since": _TEXT, "period": _TEXT, "differ": _ANY, "unmoved": _COUNT}
    trend = _object({"unit": _TEXT, "name": _TEXT, "periods": _list(past)})
    return {
        figures.moved: _object({**rests, **paged, "units": _list(unit)}),
        figures.what_arrived: _object(lines),
        figures.trends: _object({"period": _TEXT, "periods": _list(_ANY), **paged, "units": _list(trend), **notes}),
        publishing.preparing: _object({**names, **sealed, "letterhead": _ANY, "open": _list(waits), "objections": _list(_ANY)}),
        publishing.run: _object(
            {"number": _TEXT, "run": _TEXT, "replaced_by": _or_none(_TEXT), **lettered, "standing": _list(_ANY)}
        ),
        law.readings: _object({"title": _TEXT, "readings": _list(reading)}),
        weighing.what_if: moved,
        weighing.job: {"anyOf": [job, would, weighed, made]},
        uploads.page: _object({"tables": _list(_TEXT)}),
    }


def openapi(visit: Visit, routes: Sequence[Route]) -> Answer:
    """The description of these routes, with the columns of the sectors that are served."""
    sectors = [visit.deployment.called(name, shipped=True) for name in visit.served.sectors]
    return Answer("plain", described(routes, sectors, visit.served.origin))


def described(routes: Sequence[Route], sectors: Sequence[Sector], origin: str) -> Plain:
    """The description of these routes, as an object of OpenAPI 3.1."""
    schemas = _Schemas()
    answers, paths = _answers(schemas), dict[str, Plain]()
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, answers.get(route.answers, _ANY), sectors)
    beside = {"row": _or_none(_COUNT), **dict.fromkeys(("table", "field", "case"), _or_none(_TEXT))}
    schemas.made["Errors"] = _object({"errors": _list(_object({"code": _TEXT, "message": _TEXT, **beside}, [*beside]))})
    schemas.made |= schemas_of(sectors)
    return {
        "openapi": "3.1.0",
        "info": {"title": "conduct", "version": __version__, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": origin}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": schemas.made, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(route: Route, answer: Plain, sectors: Sequence[Sector]) -> Plain:
    places, told = re.findall(r"\{(\w+)\}", route.path), _told(sectors) if route.answers is finding.found else ()
    names: dict[str, Plain] = {"sector": {"type": "string", "enum": [sector.name for sector in sectors]}}
    found: Plain = {
        "operationId": f"{route.answers.__module__.rpartition('.')[2]}.{route.answers.__name__}",
        "summary": (getdoc(route.answers) or "").split("\n")[0],
        "description": f"Right: {route.action.value}.",
        "parameters": [
            *({"name": one, "in": "path", "required": True, "schema": names.get(one, _TEXT)} for one in places),
            *({"name": one, "in": "query", "schema": _TEXT} for one in (*_QUERY.get(route.answers, ()), *told)),
        ],
        "responses": {
            **({"200": _shown(route, answer)} if route.method == "GET" else _entered(route)),
            **{status: _said(words, _ERRORS) for status, words in _WRONG.items()},
        },
    }
    if route.action is Action.PUBLIC:
        found["security"] = []
    if route.method == "POST":
        found["requestBody"] = body_of(route.answers, sectors, route.takes_files)
    return found


def _told(sectors: Sequence[Sector]) -> list[str]:
    """By what names cases are narrowed by the attributes that their sectors declare."""
    return sorted({f"{OF}{code}" for sector in sectors for code in coded_attributes(sector)})


def _entered(route: Route) -> Plain:
    kind = entered_at(route.answers)
    ref = {"$ref": f"#/components/schemas/{kind}"}
    again = _said("All of it stood already." if kind == "Pushed" else "Loaded.", ref)
    made = {"201": _said("Entered.", ref)} if kind != "Loaded" else {}
    if route.answers is changing.corrected:
        made["200"] = _said("What was sent is what stands: nothing was entered.", _object({"fact": _TEXT, "unchanged": _YES}))
    return {**made, **({"200": again} if kind != "Location" else {}), "409": _said("Somebody was first.", _ERRORS)}


def _shown(route: Route, answer: Plain) -> Plain:
    """What is answered at once: the page, or a file, which is one to programs too."""
    if route.of_a_file:
        return {"description": "The file.", "content": {"application/octet-stream": {}}}
    return _said("What the page shows.", answer)


_ERRORS: Plain = {"$ref": "#/components/schemas/Errors"}
_WRONG = {
    "400": "What was sent is wrong: each error with its field and what to do.",
    "401": "No token, or one that is good no more.",
    "404": "There is no such thing, or it is not for whoever asks.",
}


def _said(words: str, schema: Plain) -> Plain:
    return {"description": words, "content": {"application/json": {"schema": schema}}}
