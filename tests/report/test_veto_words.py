"""What heads a law's vetoes, and what its channels are called, is what its own text says."""

from __future__ import annotations

import json

import pytest

from conduct.plugins.insurance import SECTOR as INSURANCE
from conduct.plugins.power_utility import SECTOR as POWER
from tests.conftest import Desk

HEADINGS = {"insurance": ("评先限制、直接确定末位", "Barred from advanced units, or last"), "power_utility": ("一票否决", "Veto")}


def test_only_the_law_that_says_one_vote_vetoes_is_headed_so() -> None:
    for sector in (INSURANCE, POWER):
        for law in sector.regulations:
            said = "一票否决" in "".join(clause.body for clause in law.text.clauses)
            assert (law.veto_words.zh == "一票否决") is said, law


@pytest.mark.campaign
@pytest.mark.parametrize("sector", HEADINGS)
@pytest.mark.parametrize(("lang", "n"), [("zh", 0), ("en", 1)])
def test_every_place_heads_vetoes_as_the_law_calls_them(desk: Desk, sector: str, lang: str, n: int) -> None:
    assert desk("--sector", sector, "init", "--sample").status == 0
    said, other = HEADINGS[sector][n], next(words[n] for name, words in HEADINGS.items() if name != sector)
    vetoed = next(
        u["unit"]
        for u in json.loads(desk("--sector", sector, "run", "--format", "json", "--period", "2012").out)["units"]
        if u["vetoes"]
    )
    for command in (("run",), ("explain", vetoed), ("explain", vetoed, "--format", "html")):
        shown = desk("--sector", sector, *command, "--period", "2012", lang=lang).out
        assert shown.count(said) >= 2, command  # the title and the column
        assert other not in shown, command
    law = desk("--sector", sector, "regulation", lang=lang).out
    assert (said[:1].lower() + said[1:]) in law
    assert n or ("一票否决" in law) is (sector == "power_utility")


def test_a_channel_is_called_as_the_text_calls_it_for_that_class_of_company(desk: Desk) -> None:
    assert desk("init", "--sample").status == 0
    units = desk.run("--period", "2012-H1")["units"]
    for kind, said, other in (
        ("property", ("书面信访及来访", "电话信访"), "电话投诉"),
        ("life", ("书面信访", "电话投诉"), "电话信访"),
    ):
        unit = next(u for u in units if u["kind"] == kind and {x.get("channel") for x in u["lines"]} >= {"written", "telephone"})
        found = json.loads(desk("explain", unit["unit"], "--period", "2012-H1", "--format", "json", lang="zh").out)
        named = {line["channel"]: line["channel_words"] for line in found["lines"] if line["channel_words"]}
        assert (named["written"], named["telephone"]) == said
        traced = desk("run", "--period", "2012-H1", "--trace", lang="zh").out
        rows = [row for row in traced.splitlines() if row.startswith(unit["unit"] + " ") and "2.2" in row]
        assert any(said[0] in row for row in rows)
        assert not any(f" {other} " in row for row in rows)
