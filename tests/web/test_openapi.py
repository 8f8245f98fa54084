"""The description of what programs may ask: every route, and what each answers is what it says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conduct.core.law.sector import REQUIRED_COLUMNS
from conduct.plugins.insurance import SECTOR
from conduct.web.openapi import described
from conduct.web.rights import Action
from conduct.web.routes import ROUTES
from tests.web.conftest import Site
from tests.web.test_programs import program
from tests.web.test_rights import address

Described = dict[str, Any]
_KINDS: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}


def wrong(value: Any, schema: Described, whole: Described, at: str = "") -> list[str]:
    """Where a value is not as a schema says."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        return wrong(value, whole["components"]["schemas"][name], whole, at)
    found = [each for one in schema.get("allOf", ()) for each in wrong(value, one, whole, at)]
    if "anyOf" in schema and all(wrong(value, one, whole, at) for one in schema["anyOf"]):
        found.append(f"{at}: {value!r} is none of {schema['anyOf']}")
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    fits = [one == "null" if value is None else one != "null" and isinstance(value, _KINDS[one]) for one in kinds]
    if kinds and not any(fits):
        return [*found, f"{at}: {value!r} is no {kinds}"]
    if isinstance(value, dict):
        found += [f"{at}: no {key}" for key in schema.get("required", ()) if key not in value]
        for key, one in schema.get("properties", {}).items():
            if key in value:
                found += wrong(value[key], one, whole, f"{at}.{key}")
    if isinstance(value, list) and "items" in schema:
        found += [each for n, one in enumerate(value) for each in wrong(one, schema["items"], whole, f"{at}[{n}]")]
    return found


@pytest.fixture
def whole() -> Described:
    """The description, for the insurers' sector."""
    return described(ROUTES, [SECTOR], "http://127.0.0.1:8000")


def test_every_route_is_described_with_its_places_and_its_right(whole: Described) -> None:
    assert whole["openapi"] == "3.1.0"
    described = {(method.upper(), path) for path, item in whole["paths"].items() for method in item}
    assert described == {(route.method, route.path) for route in ROUTES}
    names = [operation["operationId"] for item in whole["paths"].values() for operation in item.values()]
    assert len(names) == len(set(names))
    for route in ROUTES:
        operation = whole["paths"][route.path][route.method.lower()]
        places = [one["name"] for one in operation["parameters"] if one["in"] == "path"]
        assert places == re.findall(r"\{(\w+)\}", route.path)
        assert all(one["required"] for one in operation["parameters"] if one["in"] == "path")
        assert operation["summary"]
        assert route.action.value in operation["description"]
        assert (operation.get("security") == []) is (route.action is Action.PUBLIC)
        assert ("requestBody" in operation) is (route.method == "POST")
        assert operation["responses"].keys() >= {"400", "401", "404"}


def test_every_reference_leads_to_a_schema(whole: Described) -> None:
    named = set(re.findall(r"'#/components/schemas/([^']+)'", str(whole)))
    assert named <= whole["components"]["schemas"].keys()
    assert named >= {"CaseStands", "DutyOwed", "Errors", "Pushed", "insurance.incidents", "insurance.actions"}
    schema = whole["components"]["schemas"]["insurance.incidents"]
    assert {*REQUIRED_COLUMNS["incidents"]} <= {*schema["required"]} <= schema["properties"].keys()
    assert "batch" not in schema["properties"]


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        ("clerk", ["/insurance/desk", "/insurance/cases", "/insurance/cases?q=x0", "/insurance/new", "/insurance/new?kind=late"]),
        ("clerk", ["/insurance/law", "/check?code=x", "/notices", "/notices/1"]),
        ("clerk", ["/insurance/load"]),
        (
            "head",
            [
                "/insurance/board",
                "/insurance/units/P05",
                "/insurance/units/P05/pending?period=2012-H1",
                "/insurance/cases/x07",
                "/insurance/runs",
                "/insurance/runs/1",
            ],
        ),
        ("head", ["/insurance/publishing?period=2012", "/insurance/whatif?period=2012", "/insurance/readings"]),
        ("head", ["/insurance/moved?since=1", "/insurance/arrived?period=2012", "/insurance/trends?period=2012"]),
        ("unit", ["/insurance/own/P05", "/insurance/own/cases/x07", "/insurance/own/P05/cases?q=x07"]),
        ("unit", ["/insurance/own/P05/breached?period=2012-H1", "/insurance/own/P05/now?period=2012-H1"]),
        ("decider", ["/insurance/decisions", "/insurance/decisions/x07"]),
    ],
)
def test_what_is_answered_is_what_is_described(insurance: Site, role: str, paths: list[str]) -> None:
    asks = program(insurance, role)
    whole = asks.get("/openapi.json").json()
    routes = {address(route).partition("?")[0]: route for route in ROUTES if route.method == "GET"}
    for path in paths:
        route = routes[path.partition("?")[0]]
        operation = whole["paths"][route.path]["get"]
        answer = asks.get(path)
        assert answer.status_code == 200, path
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert schema != {"type": "object"} or "runs" in path
        assert wrong(answer.json(), schema, whole) == []
        asked = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
        assert not path.partition("?")[2] or path.partition("?")[2].partition("=")[0] in asked
    refused = asks.get("/insurance/cases/none")
    assert wrong(refused.json(), whole["components"]["schemas"]["Errors"], whole) == []


def test_what_is_described_of_a_push_is_what_is_taken(insurance: Site) -> None:
    asks = program(insurance, "clerk")
    whole = asks.get("/openapi.json").json()
    operation = whole["paths"]["/{sector}/cases"]["post"]
    row = {"incident": "h1", "kind": "late", "unit": "P05", "date": "2012-05-05"}
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    for sent in (row, [row], {"incidents": [row]}):
        assert wrong(sent, body, whole) == []
        answer = asks.post("/insurance/cases", sent)
        schema = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
        assert wrong(answer.json(), schema, whole) == []


def test_what_programs_send_is_described_by_its_fields_and_files_as_files(whole: Described) -> None:
    for path, field in {
        "/{sector}/publishing/seal": "despite",
        "/{sector}/publishing/draft": "run",
        "/{sector}/whatif": "without",
        "/{sector}/weigh": "period",
        "/{sector}/decisions/{case}/{step}": "reason",
    }.items():
        schema = whole["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert field in schema["properties"], path
    load = whole["paths"]["/{sector}/load"]["post"]
    (tables,) = load["requestBody"]["content"]["application/json"]["schema"]["anyOf"]
    assert {"units", "incidents", "actions", "correct"} <= tables["properties"].keys()
    assert "multipart/form-data" in load["requestBody"]["content"]
    for route in ROUTES:
        content = whole["paths"][route.path][route.method.lower()]["responses"].get("200", {}).get("content", {})
        assert ("application/octet-stream" in content) is route.of_a_file, route
        body = whole["paths"][route.path][route.method.lower()].get("requestBody", {"content": {}})
        assert ("multipart/form-data" in body["content"]) is route.takes_files, route


def test_whoever_is_not_signed_in_reads_no_description(insurance: Site) -> None:
    assert insurance.visitor().client.get("/openapi.json", headers={"accept": "application/json"}).status_code == 401
    assert insurance.signed_in("nobody").get("/openapi.json").json()["openapi"] == "3.1.0"
