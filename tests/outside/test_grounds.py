"""A law whose rules do not stand in its text is applied, and every run says so."""

from __future__ import annotations

import pytest

from tests.outside.conftest import Make

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
