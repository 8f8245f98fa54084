"""A law whose rules do not stand in its text is applied, and every run says so."""

from __future__ import annotations

import re
import sys

import pytest

from tests.conftest import Desk
from tests.outside.conftest import Make, Site

CHANGES = [
    pytest.param(
        ('Standing("4", ', 'Standing("44", '),
        "standing score: the text has no clause 44",
        "名次 score:条文没有 44",
        id="clause",
    ),
    pytest.param(
        ('"第一名给予表扬"', '"第一名给予重奖"'),
        "outcome praised: “第一名给予重奖” does not stand in clause 4",
        "结果运用 praised:4 没有“第一名给予重奖”",
        id="quote",
    ),
    pytest.param(
        ('"因绕路被投诉的', '"因拒载被投诉的'),
        "item complaint: “因拒载被投诉的",
        "没有“因拒载被投诉的",
        id="quote of a factor",
    ),
]


def _narrow(text: str) -> str:
    return text.replace("\uff1a", ":").replace("\uff0c", ",").replace("\uff1b", ";")


@pytest.mark.parametrize(("change", "en", "zh"), CHANGES)
def test_a_rule_that_does_not_stand_in_its_text_is_named_by_every_run(
    taxi: Make, change: tuple[str, str], en: str, zh: str
) -> None:
    desk = taxi(change)
    for period in ("2025", "2024", "2025-Q1"):
        notes = desk.run("--period", period)["notes"]
        found = [note for note in notes if "rest on a clause or on words that the text does not have" in note]
        assert len(found) == 1, notes
        assert en in found[0]
    assert zh in _narrow(desk("run", "--period", "2025", lang="zh").out)
    assert "rest on a clause" in desk("explain", "A", "--period", "2025").out


def test_a_law_that_stands_in_its_text_has_no_such_note(taxi: Make) -> None:
    assert not any("rest on a clause" in note for note in taxi().run("--period", "2025")["notes"])


@pytest.mark.parametrize(("change", "en", "zh"), CHANGES)
def test_a_rule_that_does_not_stand_in_its_text_is_open_when_a_run_is_published(
    taxi: Make, change: tuple[str, str], en: str, zh: str
) -> None:
    desk = taxi(change)
    outcome = desk("publish", "--period", "2024")
    assert outcome.status == 1
    assert en in outcome.err
    assert "--despite" in outcome.err
    assert zh in _narrow(desk("publish", "--period", "2024", lang="zh").err)
    outcome = desk("publish", "--period", "2024", "--despite", "the text is being printed anew")
    assert outcome.status == 0, outcome.err
    assert "the text is being printed anew" in desk("runs").out


FIGURES = [
    pytest.param(
        ("scale=Each(2)", "scale=Each(9)"),
        "item complaint: “经查属实的投诉,每件扣两分” does not give 9",
        "complaint:“经查属实的投诉,每件扣两分”没有给出9",
        id="points",
    ),
    pytest.param(
        ('{"yes": 2, "no": 1}', '{"yes": 7, "no": 1}'),
        "item complaint: “因绕路被投诉的,每件可折算为两件” does not give 7",
        "“因绕路被投诉的,每件可折算为两件”没有给出7",
        id="factor under the reading in force",
    ),
    pytest.param(
        ("WorkingDays(5)", "WorkingDays(6)"),
        "duty close-in-time: “投诉应当在转办后5个工作日内办结” does not give 6",
        "“投诉应当在转办后5个工作日内办结”没有给出6",
        id="deadline",
    ),
    pytest.param(
        ("months=Range(1, 3, months)", "months=Range(1, 4, months)"),
        "sanction withhold-bonus: “情节严重的投诉,扣发责任驾驶员1-3个月奖金” does not give 4",
        "“情节严重的投诉,扣发责任驾驶员1-3个月奖金”没有给出4",
        id="amount",
    ),
]
SAID = "the words that these rules quote do not give their figures"


@pytest.mark.parametrize(("change", "en", "zh"), FIGURES)
def test_a_figure_that_its_quote_contradicts_is_named_by_every_run_and_open_when_it_is_published(
    taxi: Make, change: tuple[str, str], en: str, zh: str
) -> None:
    desk = taxi(change)
    found = [note for note in desk.run("--period", "2025")["notes"] if SAID in note]
    assert len(found) == 1
    assert en in found[0]
    assert zh in _narrow(desk("run", "--period", "2025", lang="zh").out)
    assert SAID in desk("explain", "A", "--period", "2025").out
    outcome = desk("publish", "--period", "2025")
    assert outcome.status == 1
    assert en in outcome.err
    assert "--despite" in outcome.err
    assert zh in _narrow(desk("publish", "--period", "2025", lang="zh").err)
    assert desk("publish", "--period", "2025", "--despite", "a misprint in the quote").status == 0


def test_a_figure_that_a_reading_sets_or_that_another_reading_would_have_is_no_contradiction(taxi: Make) -> None:
    """The first edition's days are the office's; and 7 would be the factor only under the reading that is not in force."""
    desk = taxi(('{"yes": 2, "no": 1}', '{"yes": 2, "no": 7}'))
    desk.write("conduct.toml", "[taxi.readings]\nclose-within = 31\n")
    assert not any(SAID in note for note in desk.run("--period", "2024")["notes"])
    desk.write("conduct.toml", '[taxi.readings]\ndetour-doubles = "no"\n')
    assert any("does not give 7" in note for note in desk.run("--period", "2024")["notes"])


def test_our_own_sectors_have_no_figure_that_their_quotes_contradict() -> None:
    from conduct.core.law.grounds import unfounded
    from conduct.core.law.readings import readings_in_force, resolve
    from conduct.host import installed, load_sector

    for name in {item.name for item in installed() if item.package == "conduct-assessment"}:
        for law in load_sector(name).regulations:
            assert not unfounded(law, resolve(law, readings_in_force(law, {}, "", (law,))))


def test_a_draft_with_other_points_is_no_contradiction(taxi: Make) -> None:
    assert SAID not in taxi()("whatif", "complaint=9", "--period", "2025").out


def test_a_clause_that_stands_twice_in_the_text_is_said(taxi: Make, site: Site) -> None:
    import importlib

    from conduct.core.law.coverage import coverage
    from conduct.testing import check_sector

    desk = taxi()
    text = site.folder / "conduct_taxi" / "notice_2025_2.zh.md"
    before = text.read_text(encoding="utf-8")
    heading = next(line for line in before.splitlines() if line.startswith("## 1"))
    text.write_text(before.replace(heading, f"{heading}\n\n另一句话。\n\n{heading}", 1), encoding="utf-8")
    sys.modules.pop("conduct_taxi", None)
    sector = importlib.import_module("conduct_taxi").SECTOR
    assert any("the clause 1 stands twice in the text" in one for one in check_sector(sector))
    for law in sector.regulations:
        assert coverage(law).whole
    notes = desk.run("--period", "2025")["notes"]
    assert len([note for note in notes if "the clause 1 stands twice in the text" in note]) == 1
    assert "条文中有两处 1" in desk("run", "--period", "2025", lang="zh").out
    outcome = desk("regulation")
    assert outcome.status == 1
    assert "the clause 1 stands twice in the text" in outcome.err
    assert "conduct-taxi 0.1.0" in outcome.err


def test_the_readings_name_their_clause_as_every_table_does(desk: Desk) -> None:
    said = desk("--sector", "power_utility", "readings", lang="zh").out
    assert re.search(r"一票否决所计的投诉（veto-counts） +第十四条", said)
