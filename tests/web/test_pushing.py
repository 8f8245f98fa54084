"""A hotline's system brings its cases: one or many, all or nothing, known by their ids, within the rights of its token."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

import conduct
from conduct.web.rights import Grant
from tests.web.conftest import Site, site_on
from tests.web.test_programs import errors, program

ROW = {"incident": "h1", "kind": "late", "unit": "P05", "date": "2012-05-05"}


def _counts(site: Site) -> tuple[int, int]:
    with sqlite3.connect(site.ledger) as connection:
        found = connection.execute("SELECT (SELECT count(*) FROM insurance_incidents), (SELECT count(*) FROM insurance_actions)")
        incidents, actions = found.fetchone()
    connection.close()
    return incidents, actions


def test_one_and_many_are_entered_once_however_often_they_are_sent(insurance: Site) -> None:
    asks = program(insurance, "clerk")
    before = _counts(insurance)[0]
    for status, added, unchanged in ((201, {"incidents": 1}, 0), (200, {}, 1)):
        answer = asks.post("/insurance/cases", ROW)
        assert (answer.status_code, answer.json()["added"], answer.json()["unchanged"]) == (status, added, unchanged), answer.text
    many = [ROW, *({**ROW, "incident": f"h{n}"} for n in range(2, 50))]
    assert asks.post("/insurance/cases", many).json()["added"] == {"incidents": 48}
    assert asks.post("/insurance/cases", {"incidents": many}).json()["unchanged"] == 49
    assert _counts(insurance)[0] == before + 49
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        (version,) = office.history("h1").versions
    assert version.who == "clerk called" or version.claimed == "clerk called"


def test_all_are_entered_or_none_and_each_error_has_its_field(insurance: Site) -> None:
    asks = program(insurance, "clerk")
    before = _counts(insurance)
    answer = asks.post(
        "/insurance/cases", [ROW, {**ROW, "incident": "h2", "date": "no day"}, {**ROW, "incident": "h3", "unit": "P99"}]
    )
    assert answer.status_code == 400
    found = [(one["table"], one["row"], one["field"]) for one in errors(answer)]
    assert found == [("incidents", 2, "date"), ("incidents", 3, "unit")]
    assert all(one["code"] and one["message"] for one in errors(answer))
    assert _counts(insurance) == before
    changed = asks.post("/insurance/cases", ROW)
    assert changed.status_code == 201
    other = asks.post("/insurance/cases", {**ROW, "date": "2012-05-06"})
    assert (other.status_code, errors(other)[0]["row"]) == (400, 1)


def test_steps_come_with_their_cases(hospital: Site) -> None:
    asks = program(hospital, "clerk")
    incident = {
        "incident": "h1",
        "kind": "complaint",
        "unit": "D1",
        "date": "2012-10-08",
        "nature": "conduct",
        "channel": "visit",
    }
    action = {"action": "h1-1", "incident": "h1", "step": "record", "date": "2012-10-08"}
    answer = asks.post("/hospital/cases", {"incidents": [incident], "actions": [action]})
    assert (answer.status_code, answer.json()["added"]) == (201, {"incidents": 1, "actions": 1}), answer.text
    assert asks.post("/hospital/cases", {"actions": [action]}).json()["unchanged"] == 1


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [[]],
        {"incidents": []},
        {"incidents": ROW},
        {"incidents": [ROW], "units": [{"unit": "X"}]},
        {"incidents": [ROW], "correct": "no"},
        {"incidents": "x"},
        "x",
    ],
    ids=str,
)
def test_what_is_no_case_is_said(insurance: Site, sent: object) -> None:
    before = _counts(insurance)
    asks = program(insurance, "clerk")
    for lang, said in (("en", "it takes JSON"), ("zh", "应为 JSON")):
        answer = asks.post(f"/insurance/cases?lang={lang}", sent)
        assert (answer.status_code, errors(answer)[0]["code"], said in errors(answer)[0]["message"]) == (400, "push-form", True)
    assert _counts(insurance) == before


def test_columns_that_there_are_not_are_named(insurance: Site) -> None:
    asks = program(insurance, "clerk")
    for column in ("colour", "单位", "batch", "seq", "<script>alert(1)</script>"):
        (one,) = errors(asks.post("/insurance/cases", {**ROW, column: "x"}))
        assert (one["code"], one["field"], one["row"]) == ("field-not-offered", column, 1)


def test_a_token_of_one_unit_pushes_nothing_of_another(insurance: Site) -> None:
    insurance.account("of-one", Grant("clerk", "insurance", "P05"))
    asks = program(insurance, "of-one")
    with sqlite3.connect(insurance.ledger) as connection:
        connection.row_factory = sqlite3.Row
        mine, other = (
            connection.execute(f"SELECT * FROM insurance_incidents WHERE unit {sign} 'P05' LIMIT 1").fetchone()
            for sign in ("=", "<>")
        )
        (name,) = connection.execute("SELECT name FROM insurance_units WHERE unit = 'P06'").fetchone()
        (own,) = connection.execute("SELECT name FROM insurance_units WHERE unit = 'P05'").fetchone()
    connection.close()
    before = _counts(insurance)
    refused: list[Any] = [
        {**ROW, "unit": "P06"},
        {**ROW, "unit": name},
        {**ROW, "unit": own},
        {**ROW, "unit": ""},
        {"incident": "h1", "kind": "late", "date": "2012-05-05"},
        {**ROW, "incident": other["incident"]},
        [ROW, {**ROW, "incident": "h2", "unit": "P06"}],
    ]
    for sent in refused:
        answer = asks.post("/insurance/cases", sent)
        assert (answer.status_code, errors(answer)[0]["code"]) == (400, "push-unit"), sent
    step = {"action": "a1", "step": "transfer", "date": "2012-05-05"}
    for case in (other["incident"], f" {other['incident']}", "none", ""):
        answer = asks.post("/insurance/cases", {"actions": [{**step, "incident": case}]})
        assert (answer.status_code, errors(answer)[0]["code"]) == (400, "push-case"), case
    assert _counts(insurance) == before
    assert asks.post("/insurance/cases", ROW).status_code == 201
    assert mine["unit"] == "P05"


@pytest.mark.parametrize("step", ["withdraw", "appeal-decided", "not-assessed", "撤回", "none", ""])
def test_no_clerk_s_program_decides(insurance: Site, step: str) -> None:
    asks = program(insurance, "clerk")
    action = {"action": "a1", "incident": "x07", "step": step, "date": "2012-05-05", "reason": "x", "by": "y"}
    (one,) = errors(asks.post("/insurance/cases", {"actions": [action]}))
    assert (one["code"], one["field"]) == ("push-step", "step")
    assert program(insurance, "head").post("/insurance/cases", ROW).status_code == 404


def test_more_than_may_be_sent_is_refused(insurance: Site) -> None:
    site = site_on(insurance.ledger, "insurance", {"upload-megabytes": 1})
    asks = program(site, "clerk")
    many = [{**ROW, "incident": f"h{n}", "text": "x" * 100} for n in range(8_000)]
    assert asks.post("/insurance/cases", many).status_code == 413


def test_of_very_many_errors_the_first_are_said(insurance: Site) -> None:
    asks = program(insurance, "clerk")
    found = errors(asks.post("/insurance/cases", [{**ROW, "incident": f"h{n}", "colour": "x"} for n in range(1_500)]))
    assert len(found) == 1_001
    assert "1500" in found[-1]["message"]


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\ufffe", "x" * 100_000])
def test_texts_that_are_none_are_refused_or_kept_as_they_are(insurance: Site, text: str) -> None:
    asks = program(insurance, "clerk")
    body = json.dumps({**ROW, "text": text}).encode()
    headers = {"authorization": f"Bearer {asks.token}", "content-type": "application/json", "accept": "application/json"}
    answer = asks.client.post("/insurance/cases", content=body, headers=headers)
    assert answer.status_code in (201, 400), answer.text
    if answer.status_code == 400:
        assert errors(answer)[0]["field"] in ("text", None)
    for path in ("/insurance/cases/\ud800", "/insurance/cases?q=%ED%A0%80"):
        assert asks.get(path.replace("\ud800", "%ED%A0%80")).status_code in (200, 404)
