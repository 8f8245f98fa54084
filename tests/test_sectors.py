"""The four sectors as their users meet them: each with its sample, through every command, in both languages."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import Desk

SECTORS = ("insurance", "power_utility", "banking", "hospital")
PERIODS = {"insurance": "2012", "power_utility": "2012", "banking": "2012", "hospital": "2012-Q3"}


@pytest.fixture
def bare(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk set to no sector."""
    monkeypatch.delenv("CONDUCT_SECTOR")
    Path("conduct.db").unlink()
    return desk


def _sample(desk: Desk, sector: str) -> None:
    outcome = desk("--sector", sector, "init", "--sample")
    assert outcome.status == 0, outcome.err


@pytest.mark.campaign
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", SECTORS)
def test_a_sample_goes_through_every_command(bare: Desk, sector: str, lang: str) -> None:
    _sample(bare, sector)
    whole = json.loads(bare("--sector", sector, "run", "--format", "json", lang=lang).out)
    assert whole["sector"] == sector
    assert whole["period"]["id"] == PERIODS[sector] or sector in ("banking", "hospital")
    assert whole["units"]
    assert ("虚构" if lang == "zh" else "made up") in " ".join(whole["notes"])
    for form in ("table", "csv"):
        outcome = bare("--sector", sector, "run", "--period", PERIODS[sector], "--format", form, lang=lang)
        assert outcome.status == 0, outcome.err
        for unit in whole["units"]:
            assert unit["name"] in outcome.out
    for command in (["duties", "--as-of", "2012-09-30"], ["regulation"], ["readings"], ["runs"]):
        outcome = bare("--sector", sector, *command, lang=lang)
        assert outcome.status == 0, outcome.err
        assert outcome.out.strip()
    assert "Traceback" not in outcome.err


def test_the_period_of_a_bank_defaults_to_its_last_quarter(bare: Desk) -> None:
    _sample(bare, "banking")
    assert json.loads(bare("--sector", "banking", "run", "--format", "json").out)["period"]["id"] == "2012-Q4"


def test_the_json_of_a_power_company_has_sanctions_persons_and_checks(bare: Desk) -> None:
    _sample(bare, "power_utility")
    whole = json.loads(bare("--sector", "power_utility", "run", "--format", "json").out)
    by_unit = {u["unit"]: u for u in whole["units"]}
    sanctions = by_unit["S05"]["sanctions"]
    assert {
        "sanction": "withhold-bonus",
        "clause": "art10",
        "incident": "c01",
        "on": "S05-elc2",
        "months": [6.0, 6.0],
        "decided": True,
    } in (sanctions)
    waiting = [s for s in sanctions if not s["decided"]]
    assert {(s["sanction"], s["clause"], s["incident"], tuple(s.get("months", ()))) for s in waiting} == {
        ("transfer-or-layoff", "art10", "c06", ()),
        ("withhold-bonus", "art11", "w08", (3.0, 6.0)),
        ("withhold-bonus", "art11", "w08", (2.0, 3.0)),
    }
    criticism = next(s for s in sanctions if s["sanction"] == "criticism")
    assert "months" not in criticism
    assert "percent" not in criticism
    assert {"unit": "S05-emp2", "months": [3.0, 6.0]} in by_unit["S05"]["persons"]
    assert [s["clause"] for s in sanctions] == sorted(s["clause"] for s in sanctions)
    assert all(u["score"] is None and u["rank"] is None and u["sections"] == [] for u in whole["units"])
    heads = {s["incident"]: s["on"] for s in by_unit["S07"]["sanctions"] if s["on"].startswith("S07-head")}
    assert (heads["s01"], heads["w07"]) == ("S07-head", "S07-head2")  # who headed it on 27 June, and on 9 October
    assert {"clause": "art4", "met": 1, "checked": 2} in by_unit["S03"]["checks"]
    award = next(f for f in by_unit["S03"]["figures"] if f["figure"] == "award-percentage")
    assert (award["value"], award["at_most"], award["count"]) == (35.0, 45.0, 3)
    assert any("S10" in note for note in whole["notes"])


def test_the_result_of_a_station_names_who_what_and_by_which_clause(bare: Desk) -> None:
    _sample(bare, "power_utility")
    shown = bare("--sector", "power_utility", "run", lang="zh").out
    assert "扣发奖金" in shown
    assert "3–6个月" in shown
    assert "待决定" in shown
    line = next(one for one in shown.splitlines() if "S05-emp2" in one and "w08" in one)
    assert "第十一条" in line


def test_the_table_of_a_bank_shows_its_indicators_in_words(bare: Desk) -> None:
    _sample(bare, "banking")
    assert "服务用语和服务态度" in bare("--sector", "banking", "run", lang="zh").out


def test_the_csv_of_a_bank_has_a_column_for_each_indicator_in_the_order_of_the_text(bare: Desk) -> None:
    _sample(bare, "banking")
    rows = list(csv.reader(StringIO(bare("--sector", "banking", "run", "--format", "csv").out)))
    assert rows[0][6:17] == [
        "courtesy", "appearance", "efficiency", "discipline", "environment", "back-office", "recommendation", "evaluation",
        "organisation", "institution", "complaints",
    ]  # fmt: skip


def test_a_hospital_s_lines_are_its_breaches_with_counts_and_no_points(bare: Desk) -> None:
    _sample(bare, "hospital")
    [desk] = json.loads(bare("--sector", "hospital", "run", "--period", "2012-Q3", "--trace", "--format", "json").out)["units"]
    assert len(desk["lines"]) == 15
    assert all(line["points"] is None and line["section"] is None and line["incidents"] for line in desk["lines"])
    assert "complaint" not in {line["kind"] for line in desk["lines"]}
    figures = {f["figure"]: (f["value"], f["count"]) for f in desk["figures"]}
    assert figures["satisfaction"][1] == 57  # some were made in October, after as-of
    assert list(figures) == [
        "received", "carried-over", "closed", "open", "open-major", "due", "closed-on-time", "overdue", "satisfaction",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sector", "case", "said"),
    [
        ("hospital", "c16", ("promise broken", "overdue", "answer", "2012-07-30")),
        (
            "power_utility",
            "c17",
            ("decide what art10 leaves open", "the company", "waits for a decision", "was entered as pending"),
        ),
        ("banking", "f004", ("rectify within the time", "recheck")),
        ("insurance", "P01-0003", ("2012-03-31", "met")),
    ],
)
def test_a_case_says_what_is_met_due_and_next(bare: Desk, sector: str, case: str, said: tuple[str, ...]) -> None:
    _sample(bare, sector)
    outcome = bare("--sector", sector, "case", case, "--as-of", "2012-12-31")
    assert outcome.status == 0, outcome.err
    for words in said:
        assert words in outcome.out
    assert bare("--sector", sector, "case", case, lang="zh").status == 0


def test_steps_of_a_major_matter_are_not_offered_for_a_minor_one_and_wait_for_each_other(bare: Desk) -> None:
    bare("--sector", "hospital", "init")
    units = bare.write("units.csv", "unit,name,kind\nd1,Desk,desk\n")
    facts = "incident,unit,kind,date,major\nm1,d1,complaint,2012-03-05,yes\nn1,d1,complaint,2012-03-05,no\n"
    assert bare("--sector", "hospital", "load", units, bare.write("incidents.csv", facts)).status == 0
    major = bare("--sector", "hospital", "case", "m1", "--as-of", "2012-03-05").out
    plan = next(line for line in major.splitlines() if line.startswith("plan"))
    assert "needs convene first" in plan
    minor = bare("--sector", "hospital", "case", "n1", "--as-of", "2012-03-05").out
    assert not any(line.startswith(("plan", "convene", "escalate")) for line in minor.splitlines())


def test_a_case_that_is_out_says_why_and_offers_nothing(bare: Desk) -> None:
    _sample(bare, "hospital")
    withdraw = ("action=w1", "step=withdraw", "incident=c16", "date=2012-09-01", "by=x", "reason=[b]twice[/b]")
    done = bare("--sector", "hospital", "record", "action", *withdraw)
    assert done.status == 0, done.err
    shown = bare("--sector", "hospital", "case", "c16", "--as-of", "2012-09-02").out
    assert "[b]twice[/b]" in shown
    assert "What may come next" not in shown
    assert "overdue" not in shown


def test_coverage_of_each_text_is_printed(bare: Desk) -> None:
    for sector, said in (
        ("insurance", "of 103 sentences"),
        ("power_utility", "of 19 sentences"),
        ("banking", "of 10 sentences"),
        ("hospital", "of 7 sentences"),
    ):
        shown = bare("--sector", sector, "regulation").out
        assert said in shown
        assert "not spoken of" not in shown
        assert "覆盖" in bare("--sector", sector, "regulation", lang="zh").out
