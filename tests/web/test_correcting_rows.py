"""Who replaces rows that stand: units, posts and measures the head, incidents and actions a clerk, however they come."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from openpyxl import Workbook

import conduct
from conduct.web import separately
from conduct.web.rights import Grant
from tests.web.conftest import Site
from tests.web.test_programs import errors, program

UNITS = ("unit", "name", "kind", "parent")
STAFF = {"unit": "D1-1", "name": "顾慧敏", "kind": "person", "parent": "D1"}
RENAMED = {**STAFF, "name": "顾某"}
NEW = {"unit": "D1-99", "name": "新人", "kind": "person", "parent": "D1"}
HEAD = "the head of office corrects units, posts and measures"


def csv(*rows: dict[str, str]) -> bytes:
    """Rows as a file has them."""
    columns = [*rows[0]]
    return "\n".join(",".join(row) for row in [columns, *([row[c] for c in columns] for row in rows)]).encode()


def book(**sheets: list[dict[str, str]]) -> bytes:
    """Rows of several tables in a workbook."""
    made, kept = Workbook(), BytesIO()
    made.remove(made.active)
    for of, rows in sheets.items():
        sheet = made.create_sheet(of)
        for cells in [[*rows[0]], *([*row.values()] for row in rows)]:
            sheet.append(cells)
    made.save(kept)
    return kept.getvalue()


def names(site: Site, unit: str) -> list[object]:
    """What a unit is called, in each version of it; nothing where there is none."""
    with conduct.open(site.ledger, site.sector, lang="en") as office:
        try:
            return [one.values["name"] for one in office.history(unit).versions if one.table == "units"]
        except conduct.Fault:
            return []


@pytest.mark.parametrize("large", [False, True])
def test_a_clerk_s_file_adds_a_unit_and_renames_none(hospital: Site, monkeypatch: pytest.MonkeyPatch, large: bool) -> None:
    if large:  # such a file is loaded by a process of its own
        monkeypatch.setattr(separately, "LARGE", 10)
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/load")
    answer = clerk.send("/hospital/load", "units.csv", csv(NEW, RENAMED), correct="a slip")
    assert answer.status_code == 400
    assert "units “D1-1” stands already" in answer.text
    assert HEAD in answer.text
    assert re.search(r'data-label="Row">3<', answer.text), "it is said at its row"
    assert (names(hospital, "D1-99"), names(hospital, "D1-1")) == ([], ["顾慧敏"]), "nothing of the load is taken"
    (waits,) = set(re.findall(r'action="(/hospital/load/[^"]+)"', answer.text))
    again = clerk.post(waits, correct="a slip")
    assert (again.status_code, HEAD in again.text) == (400, True)
    marked = clerk.get(f"{waits}/marked?correct=a+slip")
    assert marked.headers["content-type"].startswith("application/vnd"), "a workbook with its errors, and nothing loaded"
    assert names(hospital, "D1-1") == ["顾慧敏"]
    answer = clerk.send("/hospital/load", "units.csv", csv(NEW, STAFF), correct="a slip")
    assert (answer.status_code, names(hospital, "D1-99")) == (200, ["新人"]), "what stands the same is no correction"


def test_a_row_that_was_mended_into_another_s_place_is_refused(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/load")
    answer = clerk.send("/hospital/load", "units.csv", csv({**RENAMED, "kind": "no kind"}), correct="a slip")
    (waits,) = set(re.findall(r'action="(/hospital/load/[^"]+)"', answer.text))
    (cell,) = re.findall(r'name="(cell-[0-9-]+)" value="no kind"', answer.text)
    mended = clerk.post(waits, **{cell: "person"}, correct="a slip")
    assert (mended.status_code, HEAD in mended.text, names(hospital, "D1-1")) == (400, True, ["顾慧敏"])


def test_one_sheet_of_a_workbook_is_refused_with_all_others(hospital: Site) -> None:
    clerk = hospital.signed_in("clerk")
    clerk.get("/hospital/load")
    case = {"incident": "n1", "unit": "D1", "kind": "complaint", "date": "2012-08-01", "nature": "conduct", "against": "D1-1"}
    answer = clerk.send("/hospital/load", "all.xlsx", book(incidents=[case], units=[RENAMED]), correct="a slip")
    assert (answer.status_code, HEAD in answer.text) == (400, True)
    assert names(hospital, "D1-1") == ["顾慧敏"]
    assert clerk.get("/hospital/cases/n1").status_code == 404


def test_a_program_of_a_clerk_s_corrects_cases_and_no_measure_and_no_unit(insurance: Site) -> None:
    with conduct.open(insurance.ledger, "insurance", lang="en") as office:
        measure = next(one for one in office.history("P05").versions if one.table == "measures").values
        case = office.history("x07").versions[0].values
    measure = {c: v for c, v in measure.items() if v is not None and c in ("unit", "measure", "period", "value")}
    case = {c: v for c, v in case.items() if v is not None and c in ("incident", "unit", "kind", "date")}
    asks = program(insurance, "clerk")
    changed = {**measure, "value": "1"}
    answer = asks.post("/insurance/load", {"measures": [changed], "incidents": [case], "correct": "a slip"})
    (error,) = [one for one in errors(answer) if one["code"] != "id-other-content"]
    assert (answer.status_code, error["code"], error["table"], error["row"]) == (400, "correct-head", "measures", 1)
    assert "measures “P05 / " in error["message"]
    assert asks.post("/insurance/cases", {"units": [changed]}).status_code == 400, "nothing but cases is pushed"
    answer = asks.post("/insurance/load", {"incidents": [case], "correct": "a slip"})
    assert answer.status_code == 200, answer.text
    form = {"action": "P05", "name": "another", "why": "a slip", "seen": "1"}
    assert asks.post("/insurance/cases/x07/correct", form).status_code == 404, "a correction is of a case and its steps"


def test_a_post_that_stands_is_ended_by_the_head_alone(power: Site) -> None:
    held = {"unit": "S05", "person": "S05-head", "post": "party", "from": "2011-09-01"}
    clerk, head = program(power, "clerk"), program(power, "head")
    ended = {"posts": [{**held, "until": "2012-02-01"}], "correct": "he left"}
    (error,) = errors(clerk.post("/power_utility/load", ended))
    assert (error["code"], error["table"], error["row"]) == ("correct-head", "posts", 1)
    assert "posts “S05 / S05-head / party / 2011-09-01”" in error["message"]
    assert head.post("/power_utility/load", ended).status_code == 200


def test_a_head_corrects_a_unit_and_neither_adds_nor_corrects_a_case(hospital: Site) -> None:
    head = program(hospital, "head")
    answer = head.post("/hospital/load", {"units": [RENAMED], "correct": "a slip"})
    assert (answer.status_code, names(hospital, "D1-1")) == (200, ["顾慧敏", "顾某"]), answer.text
    refused = head.post("/hospital/load", {"units": [NEW, STAFF], "correct": "a slip"})
    assert [(one["code"], one["row"]) for one in errors(refused)] == [("load-clerk", 1)]
    step = {"action": "c01-01", "incident": "c01", "step": "record", "date": "2012-07-02"}
    refused = head.post("/hospital/load", {"actions": [step], "correct": "a slip"})
    assert [(one["code"], one["row"]) for one in errors(refused)] == [("correct-clerk", 1)]
    assert names(hospital, "D1-99") == []


def test_who_is_both_does_both_and_a_head_of_one_unit_loads_nothing(hospital: Site) -> None:
    hospital.account("both", Grant("clerk", "hospital"), Grant("head", "hospital"))
    hospital.account("of-one", Grant("clerk", "hospital"), Grant("head", "hospital", "D1"))
    rows = {"units": [RENAMED, NEW], "correct": "a slip"}
    assert [one["code"] for one in errors(program(hospital, "of-one").post("/hospital/load", rows))] == ["correct-head"]
    answer = program(hospital, "both").post("/hospital/load", rows)
    assert (answer.status_code, names(hospital, "D1-99")) == (200, ["新人"]), answer.text
    assert "the head of office corrects" in hospital.signed_in("clerk").get("/hospital/load").text
