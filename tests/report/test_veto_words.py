"""What heads a law's vetoes is what its own text calls them."""

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
