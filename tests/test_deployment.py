"""Deployments: which sectors are offered, several in one ledger, units that open and close, the years a calendar knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Desk

UNITS = {
    "power_utility": "unit,name,kind\nx,站,station\n",
    "hospital": "unit,name,kind\nx,接待站,desk\n",
    "banking": "unit,name,kind\nx,行部,branch\n",
}
INCIDENTS = {
    "power_utility": "incident,unit,kind,date,venue\ni1,x,complaint,2012-02-01,company\n",
    "hospital": "incident,unit,kind,date\ni1,x,complaint,2012-02-01\n",
    "banking": "incident,unit,kind,date\ni1,x,complaint-forum,2012-02-01\n",
}


@pytest.fixture
def several(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A ledger with three sectors whose units and incidents bear the same ids."""
    monkeypatch.delenv("CONDUCT_SECTOR")
    Path("conduct.db").unlink()
    for sector, units in UNITS.items():
        assert desk("--sector", sector, "init").status == 0
        files = (desk.write("units.csv", units), desk.write("incidents.csv", INCIDENTS[sector]))
        outcome = desk("--sector", sector, "load", *files)
        assert outcome.status == 0, outcome.err
    return desk


def test_equal_ids_in_two_sectors_are_kept_apart(several: Desk) -> None:
    hospital = json.loads(several("--sector", "hospital", "run", "--period", "2012", "--format", "json").out)
    power = json.loads(several("--sector", "power_utility", "run", "--period", "2012", "--format", "json").out)
    assert hospital["incidents"]["case"] == 1
    assert power["incidents"] == {"charged": 0, "excused": 0, "pending": 1, "without_rule": 0, "case": 0}
    gone = several(
        "--sector",
        "hospital",
        "record",
        "action",
        "action=w",
        "step=withdraw",
        "incident=i1",
        "date=2012-03-01",
        "by=a",
        "reason=b",
    )
    assert gone.status == 0, gone.err
    assert (
        json.loads(several("--sector", "power_utility", "run", "--period", "2012", "--format", "json").out)["incidents"]
        == (power["incidents"])
    )


def test_duties_of_all_sectors_come_together_the_overdue_first(several: Desk) -> None:
    found = json.loads(several("duties", "--as-of", "2012-02-02", "--format", "json").out)
    assert found["sector"] is None
    assert [(d["sector"], d["duty"], d["status"]) for d in found["duties"]] == [
        ("hospital", "record", "overdue"),
        ("hospital", "promise", "due"),
        ("banking", "inspect", "due"),
        ("power_utility", "investigate", "due"),
    ]
    assert found["duties"][3]["due"] is None


def test_a_case_in_several_sectors_needs_the_sector_named(several: Desk) -> None:
    outcome = several("case", "i1")
    assert outcome.status == 2
    assert "banking, hospital, power_utility" in outcome.err
    assert several("--sector", "banking", "case", "i1").status == 0
    unknown = several("case", "i2")
    assert unknown.status == 1
    assert "i2" in unknown.err


def test_the_configuration_limits_the_sectors_and_one_alone_needs_no_naming(several: Desk) -> None:
    several.write("conduct.toml", 'sectors = ["hospital"]\n')
    assert json.loads(several("run", "--period", "2012", "--format", "json").out)["sector"] == "hospital"
    assert {d["sector"] for d in json.loads(several("duties", "--as-of", "2012-02-02", "--format", "json").out)["duties"]} == {
        "hospital"
    }
    refused = several("--sector", "banking", "run")
    assert refused.status == 2
    assert "conduct.toml" in refused.err


def test_history_names_each_sector_that_holds_the_id(several: Desk) -> None:
    shown = several("history", "i1").out
    assert [line.split()[0] for line in shown.splitlines()[2:]] == ["banking", "hospital", "power_utility"]
    assert several("--sector", "hospital", "history", "i1").out.count("\n") == 3
    assert several("history", "nothing").status == 1


def test_history_shows_the_hostile_text_literally(several: Desk) -> None:
    several(
        "--sector",
        "hospital",
        "record",
        "action",
        "action=a1",
        "step=answer",
        "incident=i1",
        "date=2012-02-01",
        "basis=[red]\x1b[31m",
    )
    shown = several("--sector", "hospital", "history", "a1").out
    assert "[red]\\x1b[31m" in shown


def test_a_unit_is_assessed_while_it_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", "hospital")
    assert desk("init").status == 0
    units = "unit,name,kind,from,until\na,A,desk,,2012-06-30\nb,B,desk,2012-07-01,\nc,C,desk,,\n"
    facts = "incident,unit,kind,date\n" + "".join(f"i{n},{unit},complaint,2012-05-01\n" for n, unit in enumerate("abc"))
    assert desk("load", desk.write("units.csv", units), desk.write("incidents.csv", facts)).status == 0

    def assessed(period: str) -> list[str]:
        return [u["unit"] for u in desk.run("--period", period)["units"]]

    assert assessed("2012") == ["a", "b", "c"]
    assert assessed("2012-H1") == ["a", "c"]
    assert assessed("2012-H2") == ["b", "c"]
    assert assessed("2012-06") == ["a", "c"]


def test_a_deadline_beyond_the_known_years_is_provisional_and_an_error_once_it_must_be_judged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONDUCT_SECTOR", "hospital")
    assert desk("init").status == 0
    units = desk.write("units.csv", "unit,name,kind\nd,D,desk\n")
    facts = desk.write("incidents.csv", "incident,unit,kind,date,on-the-spot\ni1,d,complaint,2026-12-31,no\n")
    record = desk.write("actions.csv", "action,step,date,incident\na1,record,2026-12-31,i1\n")
    assert desk("load", units, facts, record).status == 0
    waiting = desk("duties", "--as-of", "2026-12-31")
    assert "2027-01-01 (provisional)" in waiting.out
    assert "暂定" in desk("duties", "--as-of", "2026-12-31", lang="zh").out
    assert "provisional" in desk("case", "i1", "--as-of", "2026-12-31").out
    judged = desk("run", "--period", "2026", "--as-of", "2027-01-05")
    assert judged.status == 1
    assert "2027" in judged.err
    assert "[calendar]" in judged.err
    desk.write("conduct.toml", '[calendar]\nyears = [2027]\nholidays = ["2027-01-01"]\n')
    assert "2027-01-04" in desk("duties", "--as-of", "2026-12-31").out
    assert "provisional" not in desk("duties", "--as-of", "2026-12-31").out
    [unit] = desk.run("--period", "2026", "--as-of", "2027-01-05")["units"]
    assert [line["kind"] for line in unit["lines"]] == ["no-promise"]


@pytest.mark.parametrize("sector", ["power_utility", "banking", "hospital"])
def test_withdrawal_and_appeal_work_alike_in_every_sector(several: Desk, sector: str) -> None:
    several.write("conduct.toml", f'sectors = ["{sector}"]\n')
    measures = "unit,measure,period,value\n" + "".join(
        f"x,{m},2012-Q1,{v}\n" for m, v in (("satisfied", "0.9"), ("basically-satisfied", "0.1"), ("transactions", "1000"))
    )
    if sector == "banking":
        assert several("load", several.write("measures.csv", measures)).status == 0
    period = {"banking": "2012-Q1"}.get(sector, "2012")

    def ends() -> int:
        return sum(several.run("--period", period)["incidents"].values())

    before = ends()
    appeal = ("record", "action", "action=p1", "step=appeal", "incident=i1", "date=2013-03-01", "by=x", "reason=not so")
    assert several(*appeal).status == 0
    assert ends() == before
    decided = (
        "record",
        "action",
        "action=p2",
        "step=appeal-decided",
        "incident=i1",
        "date=2013-03-02",
        "by=y",
        "reason=so",
        "upheld=yes",
    )
    assert several(*decided).status == 0
    assert ends() == 0
    lacking = several("record", "action", "action=w1", "step=withdraw", "incident=i1", "date=2013-03-03", "by=y")
    assert lacking.status == 1
    assert "reason" in lacking.err


@pytest.fixture
def empty(tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder without a ledger, and no sector named."""
    Path("conduct.db").unlink()
    monkeypatch.delenv("CONDUCT_SECTOR")
    return desk


OF_A_LEDGER = [
    ["run"], ["explain", "L1"], ["publish"], ["runs"], ["compare", "1", "2"], ["whatif", "late=3"], ["case", "i1"], ["duties"],
    ["history", "i1"], ["verify"], ["backup", "x.db"], ["export", "--csv", "out"], ["load", "units.csv"],
    ["record", "incident", "unit=L1"], ["desk"], ["readings", "--sensitivity"],
]  # fmt: skip


@pytest.mark.parametrize("command", OF_A_LEDGER)
def test_a_command_without_a_ledger_says_so_and_names_the_command_that_makes_one(empty: Desk, command: list[str]) -> None:
    outcome = empty(*command)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith(
        "there is no ledger conduct.db; make one with: conduct --sector SECTOR --ledger conduct.db init; "
    )
    assert "SECTOR is one of banking, hospital, insurance, power_utility" in outcome.err
    said = empty(*command, lang="zh").err
    assert said.startswith("没有台账 conduct.db；请先用 conduct --sector 行业 --ledger conduct.db init 建立；行业可取 ")
    outcome = empty("--sector", "insurance", "--ledger", "other.db", *command)
    assert outcome.status == 1
    assert outcome.err == "there is no ledger other.db; make one with: conduct --sector insurance --ledger other.db init\n"


@pytest.mark.parametrize("command", [["init"], ["template", "t.xlsx"], ["regulation"], ["readings"]])
def test_a_command_that_needs_no_ledger_asks_for_the_sector(empty: Desk, command: list[str]) -> None:
    outcome = empty(*command)
    assert outcome.status == 2
    assert "name a sector with --sector" in outcome.err


def test_a_sector_that_is_enabled_and_not_installed_is_said(desk: Desk) -> None:
    desk.write("conduct.toml", 'sectors = ["nope", "insurance"]\n')
    for command in (["sectors"], ["duties"], ["load", desk.write("units.csv", "unit,name,kind\nL1,甲,life\n")]):
        outcome = desk(*command)
        assert outcome.status == 0, outcome.err
        assert "conduct.toml: the sector “nope” under sectors is not installed; installed: banking, hospital" in outcome.err
    assert "sectors 中的行业“nope”没有安装" in desk("sectors", lang="zh").err


def test_where_the_one_enabled_sector_is_not_installed_the_configuration_is_at_fault(empty: Desk) -> None:
    empty.write("conduct.toml", 'sectors = ["nope"]\n')
    for command in ("init", "readings"):
        outcome = empty(command)
        assert (outcome.status, outcome.out) == (1, "")
        assert "no sector “nope” is installed" in outcome.err
    assert empty("--sector", "nope", "init").status == 2
