"""What changed, what would be, and what a reading decides: each equal to a run on facts or rules so changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk

INCIDENTS = (
    "incident,unit,kind,date,channel\n"
    "i1,L1,late,2012-03-01,\ni2,L1,late,2012-03-02,\ni3,L2,department-missing,2012-03-02,\n"
    "p1,L1,petition,2012-03-01,written\np2,L1,petition,2012-03-01,visit\n"
)


@pytest.fixture
def asked(office: Desk) -> Desk:
    """An office with a few incidents of 2012."""
    assert office("load", office.write("incidents.csv", INCIDENTS)).status == 0
    return office


def _changes(desk: Desk, *arguments: str) -> list[dict[str, Any]]:
    outcome = desk(*arguments, "--format", "json")
    assert outcome.status == 0, outcome.err
    found: list[dict[str, Any]] = json.loads(outcome.out)["changes"]
    return found


def _scores(desk: Desk) -> dict[str, float]:
    return {u["unit"]: u["score"] for u in desk.run("--period", "2012")["units"]}


def test_other_points_move_who_they_charge_by_their_clause(asked: Desk) -> None:
    before = Path("conduct.db").read_bytes()
    [change] = _changes(asked, "whatif", "late=3", "--period", "2012")
    assert [u["unit"] for u in change["units"]] == ["L1"]
    [unit] = change["units"]
    assert unit["score"][1] == unit["score"][0] - 2
    [line] = unit["lines"]
    assert (line["clause"], line["kind"], line["points"], line["count"]) == ("2.3.1", "late", [-4.0, -6.0], [2, 2])
    assert Path("conduct.db").read_bytes() == before


def test_without_an_incident_is_what_its_withdrawal_gives(asked: Desk) -> None:
    [change] = _changes(asked, "whatif", "--without", "i1", "--period", "2012")
    before = _scores(asked)
    asked("record", "action", "action=w", "step=withdraw", "incident=i1", "date=2012-04-01", "by=x", "reason=y")
    after = _scores(asked)
    assert {u["unit"]: u["score"] for u in change["units"]} == {u: [before[u], after[u]] for u in before if before[u] != after[u]}
    assert change["units"][0]["lines"][0]["gone"] == ["i1"]


def test_with_more_facts_is_what_their_load_gives_and_nothing_is_written(asked: Desk) -> None:
    more = asked.write("incidents-more.csv", "incident,unit,kind,date\nm1,P1,department-missing,2012-05-01\n")
    kept = Path("conduct.db").read_bytes()
    [change] = _changes(asked, "whatif", "--with", more, "--period", "2012")
    assert Path("conduct.db").read_bytes() == kept
    before = _scores(asked)
    assert asked("load", more).status == 0
    [unit] = [u for u in change["units"] if u["unit"] == "P1"]
    assert unit["score"] == [before["P1"], _scores(asked)["P1"]]


def test_a_draft_edition_changes_points_bases_and_adds_items(asked: Desk) -> None:
    draft = """
[points]
department-missing = 4.5
[bases]
"2.3" = 20
[[items]]
kind = "petition"
clause = "2.3.1"
quote = "每件扣1分"
points = 1
section = "2.3"
"""
    [change] = _changes(asked, "whatif", "--draft", asked.write("draft.toml", draft), "--period", "2012")
    moved = {u["unit"]: u for u in change["units"]}
    assert moved["L2"]["score"] == [98.0, 98.0 - 2.5 - 5]
    assert {line["kind"]: line["points"] for line in moved["L1"]["lines"] if line["clause"] == "2.3.1"} == {
        "petition": [None, -2.0]
    }


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("[points]\nnothing = 1\n", "points.nothing"),
        ("[points]\nlate = -1\n", "points.late"),
        ("[points]\nlate = true\n", "points.late"),
        ('[bases]\n"9.9" = 1\n', "bases.9.9"),
        ("[other]\n", "other"),
        ('[[items]]\nkind = "late"\n', "items[1]"),
        ('[[items]]\nkind = "x"\nclause = "1"\nquote = "q"\npoints = 1\nsection = "2.3"\n', "items[1].kind"),
        ("points = 3\n", "points"),
        ("=", "draft.toml"),
    ],
)
def test_a_faulty_draft_is_refused_by_file_and_key(asked: Desk, draft: str, said: str) -> None:
    for lang in ("zh", "en"):
        outcome = asked("whatif", "--draft", asked.write("draft.toml", draft), "--period", "2012", lang=lang)
        assert outcome.status == 1
        assert "draft.toml" in outcome.err
        assert said in outcome.err


def test_an_unknown_incident_a_bad_pair_and_a_bad_reading_are_said(asked: Desk) -> None:
    assert asked("whatif", "--without", "nothing", "--period", "2012").status == 1
    assert asked("whatif", "late", "--period", "2012").status == 2
    assert asked("whatif", "late=x", "--period", "2012").status == 2
    assert asked("whatif", "--reading", "premium-term=x", "--period", "2012").status == 1


def test_another_reading_is_what_the_configuration_gives(asked: Desk) -> None:
    [change] = _changes(asked, "whatif", "--reading", "premium-term=channel", "--period", "2012")
    before = _scores(asked)
    asked.write("conduct.toml", '[insurance.readings]\npremium-term = "channel"\n')
    after = _scores(asked)
    assert {u["unit"] for u in change["units"] if u["score"][0] != u["score"][1]} == {u for u in before if before[u] != after[u]}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", ["insurance", "power_utility", "banking", "hospital"])
def test_the_sensitivity_of_each_sample_names_every_alternative(desk: Desk, sector: str, lang: str) -> None:
    Path("conduct.db").unlink()
    assert desk("--sector", sector, "init", "--sample").status == 0
    outcome = desk("--sector", sector, "readings", "--sensitivity", lang=lang)
    assert outcome.status == 0, outcome.err
    named = {line.split(" = ")[0] for line in outcome.out.splitlines() if " = " in line and not line.startswith(" ")}
    listed = desk("--sector", sector, "readings").out
    assert {line.split()[0] for line in listed.splitlines()[2:] if line.strip()} >= named
    assert named


def test_a_reading_on_which_nothing_turns_says_so(asked: Desk) -> None:
    outcome = asked("readings", "--sensitivity", "--period", "2012")
    block = outcome.out.split("ineligible-replaced = yes")[1].splitlines()[1]
    assert "nothing depends on it" in block


def test_the_sensitivity_as_json_moves_whom_another_reading_moves(asked: Desk) -> None:
    before = _scores(asked)
    found = {one["change"]: one["units"] for one in _changes(asked, "readings", "--sensitivity", "--period", "2012")}
    for name in found:
        reading, _, value = name.partition("=")
        asked.write("conduct.toml", f'[insurance.readings]\n{reading} = "{value}"\n')
        after = _scores(asked)
        moved = {u["unit"]: u["score"] for u in found[name] if u["score"][0] != u["score"][1]}
        assert moved == {u: [before[u], after[u]] for u in before if before[u] != after[u]}
    assert {name.split("=")[0] for name in found} == {
        "premium-term",
        "premium-unit",
        "industry-average",
        "ineligible-replaced",
        "semiannual-report",
    }


def test_readings_as_json_are_those_in_force(asked: Desk) -> None:
    asked.write("conduct.toml", "[insurance.readings]\npremium-unit = 1000\n")
    [edition] = json.loads(asked("readings", "--format", "json").out)["editions"]
    listed = {one["name"]: one for one in edition["readings"]}
    assert (listed["premium-unit"]["value"], listed["premium-unit"]["default"]) == ("1000", "10000000")
    assert listed["premium-term"]["alternatives"] == ["total", "channel"]
    assert listed["premium-term"]["clause"] == "2.2.1"


def test_two_periods_side_by_side_without_being_published(desk: Desk) -> None:
    Path("conduct.db").unlink()
    assert desk("--sector", "banking", "init", "--sample").status == 0
    first, second = (
        {
            u["unit"]: u["score"]
            for u in json.loads(desk("--sector", "banking", "run", "--period", p, "--format", "json").out)["units"]
        }
        for p in ("2012-Q1", "2012-Q2")
    )
    [change] = _changes(desk, "--sector", "banking", "compare", "2012-Q1", "2012-Q2")
    moved = {u["unit"]: u["score"] for u in change["units"] if u["score"][0] != u["score"][1]}
    assert moved == {u: [first[u], second[u]] for u in first if first[u] != second[u]} != {}
    assert desk("--sector", "banking", "compare", "2012-Q1", "2012-07").status == 2


def test_two_published_runs_and_one_with_now(asked: Desk) -> None:
    asked("publish", "--period", "2012")
    asked("record", "action", "action=w", "step=withdraw", "incident=i3", "date=2012-04-01", "by=x", "reason=y")
    asked("publish", "--period", "2012")
    [between] = _changes(asked, "compare", "1", "2")
    [since] = _changes(asked, "compare", "1", "now")
    assert between["units"] == since["units"]
    [unit] = [u for u in between["units"] if u["unit"] == "L2"]
    assert unit["score"] == [98.0, 100.0]
    assert unit["lines"][0]["gone"] == ["i3"]
    assert "i3" in asked("compare", "1", "2").out
    assert _changes(asked, "compare", "2", "now")[0]["units"] == []
    assert "nothing" in asked("compare", "2", "now").out


def test_runs_that_are_none_are_said(asked: Desk) -> None:
    asked("publish", "--period", "2012")
    assert asked("compare", "1", "7").status == 1
    assert asked("compare", "1", "x").status == 2
    assert asked("compare", "now", "now").status == 2
    asked("--sector", "hospital", "init", "--sample")
    asked("--sector", "hospital", "publish", "--period", "2012-Q3")
    assert asked("compare", "1", "2").status == 1


def test_what_a_sanction_s_end_moves_is_said_in_both_languages(desk: Desk) -> None:
    power = ("--sector", "power_utility")
    assert desk(*power, "init", "--sample").status == 0
    without = (*power, "whatif", "--without", "c20")
    assert "- bonus withheld (art10) c20 S07-elc1 6 months" in desk(*without, lang="en").out
    shown = desk(*without, lang="zh").out
    assert "- 扣发奖金 (art10) c20 S07-elc1 6个月" in shown
    assert "months" not in shown
    [unit] = _changes(desk, *without)[0]["units"]
    assert "withhold-bonus (art10) c20 S07-head 3 months" in unit["gone"]


def test_figures_and_duties_move_beside_the_standing(desk: Desk) -> None:
    hospital = ("--sector", "hospital")
    assert desk(*hospital, "init", "--sample").status == 0
    [unit] = _changes(desk, *hospital, "whatif", "--without", "c10")[0]["units"]
    beside = {one["what"]: one["value"] for one in unit["beside"]}
    before, after = beside["duties"]
    assert after["breached"] == before["breached"] - 1
    assert beside["satisfaction"][0] != beside["satisfaction"][1]
    shown = desk(*hospital, "whatif", "--without", "c10", lang="zh").out
    assert f"职责 履行/失职/未到期 {before['met']}/{before['breached']}/{before['pending']} → " in shown
