"""What an assessed unit sees of itself, and what of others: what was published and released, and no more."""

from __future__ import annotations

import html
import json
import re
import sqlite3

import conduct
from conduct.core.ledger.publish import published_result, sealed_runs
from conduct.door.deployment import Deployment
from conduct.web.releases import withhold
from tests.web.conftest import Site


def _published(site: Site) -> dict[str, dict[str, object]]:
    at = Deployment(site.ledger, "insurance", {}, "en")
    (run,) = sealed_runs(at.ledger)
    content = published_result(at.ledger, run.called)
    at.close()
    assert content is not None
    return {one["unit"]: one for one in json.loads(content)["units"]}


def test_a_unit_sees_its_place_among_its_neighbours_as_it_was_released_and_nothing_of_the_others(insurance: Site) -> None:
    page = html.unescape(insurance.signed_in("unit").get("/insurance/own/P05").text)
    units = _published(insurance)
    mine = units["P05"]
    kind = sorted((one for one in units.values() if one["kind"] == mine["kind"]), key=lambda one: (one["rank"], one["unit"]))
    at = kind.index(mine)
    near = {str(one["name"]) for one in kind[at - 2 : at + 3]}
    assert {str(one["name"]) for one in units.values() if str(one["name"]) in page} == near
    at_ledger = Deployment(insurance.ledger, "insurance", {}, "en")
    (run,) = sealed_runs(at_ledger.ledger)
    withhold(insurance.accounts, run)  # type: ignore[arg-type]
    at_ledger.close()
    page = html.unescape(insurance.signed_in("unit").get("/insurance/own/P05").text)
    assert {name for name in near if name in page} == {mine["name"]}


def test_a_unit_reads_how_far_it_is_what_is_due_by_when_and_the_decision_on_its_appeal(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    page = unit.get("/insurance/own/P05").text
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        distances = {one.words for one in office.explain("P05").distances}
        due = [str(one.due) for one in office.duties(unit="P05").duties if one.due is not None]
    assert distances
    assert all(html.escape(one, quote=False).replace("'", "&#39;") in page for one in distances)
    assert all(day in page for day in due)
    with sqlite3.connect(insurance.ledger) as connection:
        query = "SELECT incident FROM insurance_incidents WHERE unit = 'P05' AND date > '2012-07' ORDER BY date LIMIT 1"
        (case,) = connection.execute(query).fetchone()
    connection.close()
    assert unit.post("/insurance/own/P05", incident=case, reason="按期答复了").status_code == 303
    decided = {"incident": case, "step": "appeal-decided", "upheld": "no", "by": "主任", "reason": "证据不足"}
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        office.record("action", decided)
    page = unit.get("/insurance/own/P05?objected=1").text
    row = re.search(rf"<tr><td>{case}</td>.*?</tr>", page[page.index("how they were decided") :], re.DOTALL)
    assert row is not None
    assert "按期答复了" in row[0]
    assert "证据不足" in row[0]


def test_what_keeps_a_result_from_being_told_names_nobody_else_in_a_page_or_in_json(insurance: Site) -> None:
    unit = insurance.signed_in("unit")
    at = Deployment(insurance.ledger, "insurance", {}, "en")
    others = {
        each for row in at.ledger.connection.execute("SELECT unit, name FROM insurance_units WHERE unit <> 'P05'") for each in row
    }
    at.close()
    for asked in ({}, {"accept": "application/json"}):
        for period in ("2013", "2020-H1", "1900"):
            answer = unit.get(f"/insurance/own/P05?period={period}", **asked)
            assert [one for one in others if re.search(rf"\b{one}\b", answer.text)] == [], period
    assert "2012-H1" in unit.get("/insurance/own/P05?period=nonsense").text, "what was asked wrongly is said"
