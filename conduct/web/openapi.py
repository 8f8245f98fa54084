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

from conduct.core.law.sector import KEYS, REQUIRED_COLUMNS, Sector
from conduct.door.asked import RuleEncoded
from conduct.door.owed import CaseStands, DutyOwed
from conduct.report.plain import Plain
from conduct.version import __version__

from . import board, cases, deciding, desk, entering, finding, law, mine, own, public, publishing
from .rights import Action
from .visits import Answer, Route, Visit

_TEXT, _COUNT, _DAY, _YES = {"type": "string"}, {"type": "integer"}, {"type": "string", "format": "date"}, {"type": "boolean"}
_ANY: Plain = {"type": "object"}
_QUERY: Mapping[Callable[[Visit], Answer], tuple[str, ...]] = {
    desk.due: ("unit", "state", "page"),
    finding.found: ("q", "kind", "page"),
    entering.new_page: ("kind",),
    board.board: ("period", "page"),
    board.unit: ("period",),
    own.own: ("period",),
    public.check: ("code",),
}
"""What may be asked of a page in its address."""


def _or_none(schema: Plain) -> Plain:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Plain) -> Plain:
    return {"type": "array", "items": schema}


def _object(properties: Plain, but: Sequence[str] = ()) -> Plain:
    return {"type": "object", "properties": properties, "required": [key for key in properties if key not in but]}


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
    paged = {"page": _COUNT, "next": _or_none(_TEXT), "previous": _or_none(_TEXT)}
    duty = {"allOf": [schemas.named(DutyOwed), _object({"when": _TEXT, "left": _or_none(_COUNT)})]}
    field = _object({"column": _TEXT, "words": _TEXT, "how": _TEXT, "required": _YES, "offers": _list(_TEXT)})
    step = _object({"step": _TEXT, "words": _TEXT, "fields": _list(field)})
    unit = _object({"unit": _TEXT, "name": _TEXT, "kind": _TEXT, "score": _or_none({"type": "number"}), "rank": _or_none(_COUNT)})
    maybe = dict.fromkeys(("name", "text", "complainant"), _or_none(_TEXT))
    line = _object({"incident": _TEXT, "date": _DAY, "kind": _TEXT, "unit": _TEXT, **maybe})
    kind = _object({"kind": _TEXT, "words": _TEXT, "clause": _TEXT})
    notice = {"number": _TEXT, "title": _TEXT, "period": _TEXT, "sealed": _DAY, "replaced": _YES}
    found = _object(
        {"code": _TEXT, "draft": _YES, "number": _TEXT, "title": _TEXT, "period": _TEXT, "day": _DAY, "replaced": _YES}
    )
    key = _object({"id": _TEXT, "kind": _TEXT, "called": _TEXT, "roles": _list(_TEXT), "made": _TEXT, "used": _or_none(_TEXT)})
    owed = _object({"due": _or_none(_DAY), "duty": _TEXT, "incident": _or_none(_TEXT)})
    letter = {"unit": _TEXT, "name": _TEXT, "period": _TEXT, "letter": _or_none(_list(_ANY)), "annexes": _list(_ANY)}
    appeal = {**dict.fromkeys(("incident", "about", "day", "reason", "decided", "why"), _TEXT), "upheld": _or_none(_YES)}
    letter |= {"run": _or_none(_TEXT), "appeals": _list(_object(appeal))}
    read = {"clause": _TEXT, "heading": _TEXT, "body": _TEXT, "rules": _list(schemas.named(RuleEncoded))}
    of_law = _object({"title": _TEXT, "clauses": _list(_object(read))})
    waits = dict.fromkeys(("what", "incident", "kind", "unit", "day", "words", "step", "column"), _TEXT)
    decision = _object({**waits, "low": _or_none({"type": "number"}), "high": _or_none({"type": "number"})})
    return {
        deciding.waits: _object({**paged, "total": _COUNT, "decisions": _list(decision)}),
        deciding.decision: {"allOf": [schemas.named(CaseStands), _object({"seen": _TEXT, "decisions": _list(decision)})]},
        desk.due: _object({"as_of": _DAY, **paged, "total": _COUNT, "duties": _list(duty), "notes": _list(_TEXT)}),
        finding.found: _object({**paged, "cases": _list(line)}),
        cases.case: {"allOf": [schemas.named(CaseStands), _object({"seen": _TEXT, "steps": _list(step)})]},
        entering.new_page: _object({"kinds": _list(kind), "kind": _or_none(_TEXT), "units": _ANY, "fields": _list(field)}),
        board.board: _object({"sector": _TEXT, "as_of": _DAY, **paged, "units": _list(unit)}),
        board.unit: _object({"unit": _TEXT, "name": _TEXT, "lines": _list(_ANY)}),
        own.own: _object({**letter, "incidents": _list(_TEXT), "duties": _list(owed), "may_object": _YES}),
        own.case: _object({"incident": _TEXT, "words": _TEXT, "day": _DAY, "steps": _list(_ANY), "duties": _list(_ANY)}),
        public.check: _object({"code": _TEXT, "found": _or_none(found)}),
        public.notices: _object({"notices": _list(_object(notice))}),
        public.notice: _object({**notice, "code": _or_none(_TEXT), "files": _list(_object({"lang": _TEXT, "file": _TEXT}))}),
        publishing.sealed: _object({"runs": _list(_ANY)}),
        law.law: of_law,
        law.clause: of_law,
        mine.keys: _object({"keys": _list(key), "made": _or_none(_TEXT)}),
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
    error = {"code": _TEXT, "message": _TEXT, "table": _or_none(_TEXT), "row": _or_none(_COUNT), "field": _or_none(_TEXT)}
    schemas.made["Errors"] = _object({"errors": _list(_object(error, ("table", "row", "field")))})
    schemas.made["Location"] = _object({"location": _TEXT})
    schemas.made["Pushed"] = _object(
        {"added": {"type": "object", "additionalProperties": _COUNT}, "unchanged": _COUNT, "warnings": _list(_TEXT)}
    )
    for sector in sectors:
        schemas.made |= {f"{sector.name}.{of}": _rows_of(sector, of) for of in ("incidents", "actions")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "conduct", "version": __version__, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": origin}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": schemas.made, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(route: Route, answer: Plain, sectors: Sequence[Sector]) -> Plain:
    places = re.findall(r"\{(\w+)\}", route.path)
    names: dict[str, Plain] = {"sector": {"type": "string", "enum": [sector.name for sector in sectors]}}
    found: Plain = {
        "operationId": f"{route.answers.__module__.rpartition('.')[2]}.{route.answers.__name__}",
        "summary": (getdoc(route.answers) or "").split("\n")[0],
        "description": f"Right: {route.action.value}.",
        "parameters": [
            *({"name": one, "in": "path", "required": True, "schema": names.get(one, _TEXT)} for one in places),
            *({"name": one, "in": "query", "schema": _TEXT} for one in _QUERY.get(route.answers, ())),
        ],
        "responses": {
            **({"200": _said("What the page shows.", answer)} if route.method == "GET" else _entered(route)),
            **{status: _said(words, {"$ref": "#/components/schemas/Errors"}) for status, words in _WRONG.items()},
        },
    }
    if route.action is Action.PUBLIC:
        found["security"] = []
    if route.method == "POST":
        schema = _pushed(sectors) if route.rows else {"type": "object", "additionalProperties": True}
        found["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return found


def _entered(route: Route) -> Plain:
    ref = {"$ref": f"#/components/schemas/{'Pushed' if route.rows else 'Location'}"}
    again = {"200": _said("All of it stood already.", ref)} if route.rows else {}
    return {"201": _said("Entered.", ref), **again, "409": _said("Somebody was first.", {"$ref": "#/components/schemas/Errors"})}


def _pushed(sectors: Sequence[Sector]) -> Plain:
    """One incident, several, or incidents with actions, of one of the sectors."""
    every: list[Plain] = []
    for sector in sectors:
        incident, action = ({"$ref": f"#/components/schemas/{sector.name}.{of}"} for of in ("incidents", "actions"))
        tables = {"type": "object", "properties": {"incidents": _list(incident), "actions": _list(action)}}
        every += [incident, _list(incident), {**tables, "additionalProperties": False}]
    return {"anyOf": every}


def _rows_of(sector: Sector, of: str) -> Plain:
    """A row of a table of facts: its columns, and which of them must be given."""
    columns = [column for column in sector.columns(of) if column != "batch"]
    cell = {"type": ["string", "number", "boolean", "null"]}
    needed = [column for column in columns if column in {*KEYS[of], *REQUIRED_COLUMNS[of]}]
    return {
        "type": "object",
        "properties": dict.fromkeys(columns, cell),
        "required": needed,
        "additionalProperties": False,
    }


_WRONG = {
    "400": "What was sent is wrong: each error with its field and what to do.",
    "401": "No token, or one that is good no more.",
    "404": "There is no such thing, or it is not for whoever asks.",
}


def _said(words: str, schema: Plain) -> Plain:
    return {"description": words, "content": {"application/json": {"schema": schema}}}
