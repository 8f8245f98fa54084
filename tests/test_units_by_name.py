"""Where a command takes a unit, its name or an alias does as well as its id, if it alone bears it."""

from __future__ import annotations

import pytest

from tests.conftest import Desk
from tests.desk.test_desk import typed

UNITS = "unit,name,kind,aliases\nD1,一号接待站,desk,东站;总台\nD2,二号接待站,desk,总台\n"


@pytest.fixture
def named(reception: Desk) -> Desk:
    """A hospital's ledger with two desks, one alias of which both bear."""
    reception.write("units.csv", UNITS)
    reception.write("incidents.csv", "incident,unit,kind,date\na,东站,complaint,2012-03-05\nb,二号接待站,complaint,2012-03-05\n")
    assert reception("init").status == 0
    assert reception("load", "units.csv", "incidents.csv").status == 0
    return reception


@pytest.mark.parametrize("command", [("explain", "{}", "--period", "2012-03"), ("duties", "--unit", "{}")])
def test_a_unit_is_asked_about_by_its_name_or_an_alias(named: Desk, command: tuple[str, ...]) -> None:
    by_id = named(*(part.format("D1") for part in command))
    assert by_id.status == 0
    assert by_id.out.count("D1") >= 1
    for name in ("一号接待站", "东站", " 东站 "):
        assert named(*(part.format(name) for part in command)).out == by_id.out
    several = named(*(part.format("总台") for part in command))
    assert (several.status, several.out) == (1, "")
    assert "several units are called “总台” (D1, D2)" in several.err
    none = named(*(part.format("西站") for part in command))
    assert (none.status, none.out) == (1, "")
    assert "西站" in none.err


def test_a_desk_s_unit_is_set_by_its_name(named: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = typed(named, monkeypatch, "unit 东站", "complaint text=x", "unit 总台", "unit 西站", lang="zh")
    assert "“总台”是几个单位的名称（D1、D2）" in outcome.err
    assert "没有单位“西站”" in outcome.err
    made = named("export", "--csv", "out")
    assert made.status == 0
    rows = (named.folder / "out" / "incidents.csv").read_text("utf-8-sig").splitlines()
    assert [row.split(",")[1] for row in rows if ",x," in row] == ["D1"]


def test_a_unit_s_history_is_found_by_its_name(named: Desk) -> None:
    by_id = named("history", "D1")
    assert by_id.status == 0
    assert "一号接待站" in by_id.out
    assert named("history", "东站").out == named("history", "一号接待站").out == by_id.out
    assert "several units are called “总台” (D1, D2)" in named("history", "总台").err
    assert (named("history", "西站").status, named("history", "西站").out) == (1, "")
