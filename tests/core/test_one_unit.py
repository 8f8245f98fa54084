"""A unit told of from what a run gathered of all is explained as it is by a run of its own, whatever came since; and never from
newer facts."""

from __future__ import annotations

import json
import random
from collections import Counter
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from conduct.core.base.faults import Fault
from conduct.core.base.periods import Period
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.questions.explain import explain
from conduct.core.scores.assess import assess
from conduct.core.scores.one_unit import FactsCame, stands
from conduct.core.scores.results import Assessment
from conduct.report.explained import explained

from .test_counts import Asked, Office, each_sector


def said(sector: Sector, ledger: Ledger, unit: str, period: Period, asked: Asked, whole: Assessment | None = None) -> str:
    """All that is said of a unit."""
    made = explain(sector, ledger, unit, period, whole=whole, **asked)  # type: ignore[arg-type]
    return json.dumps(explained(made, "zh"), ensure_ascii=False)


class Told(NamedTuple):
    """How often a unit was told of with newer facts there: as none was about it, as it stood before those that may be, not at
    all.
    """

    untouched: int
    as_it_stood: int
    refused: int


def interleave(sector: Sector, ledger: Ledger, seed: int, steps: int) -> Told:
    """Facts come in random order; whatever is told of a unit from an earlier run is what was told then."""
    draw = random.Random(seed)
    office = Office(sector, ledger, draw, incidents=16)
    of_cases = [office.come, office.come, office.correct, office.act]
    told: Counter[str] = Counter()
    for n in range(steps):
        period, asked = office.asked()
        label = f"seed {seed}, step {n}, {period.id} {asked}"
        try:
            whole = assess(sector, ledger, period, record=False, keep=True, **asked)  # type: ignore[arg-type]
        except Fault:
            office.come()
            continue
        before = {one.unit: said(sector, ledger, one.unit, period, asked) for one in draw.sample(list(whole.units), 2)}
        again = partial(said, sector, ledger, period=period, asked=asked, whole=whole)
        assert {unit: again(unit) for unit in before} == before, label
        for _ in range(draw.randrange(1, 4)):
            draw.choice([*of_cases, *of_cases, office.unit, office.pass_over])()
        for unit, was in before.items():
            with ledger.view():
                untouched = stands(ledger, whole, unit)
            try:
                assert again(unit) == was, f"{label}, {unit}"
                told["untouched" if untouched else "as_it_stood"] += 1
            except FactsCame:
                assert not untouched, f"{label}, {unit}"
                told["refused"] += 1
    return Told(told["untouched"], told["as_it_stood"], told["refused"])


@pytest.mark.campaign
@each_sector
def test_a_unit_is_told_of_as_the_run_has_it_or_not_at_all(sector: Sector, tmp_path: Path) -> None:
    seed, steps = (3, 2) if sector.name == "banking" else (1, 8)  # the bank's take longest
    with Ledger.create(tmp_path / "x.db") as ledger:
        ledger.add(sector)
        told = interleave(sector, ledger, seed, steps)
    assert told.as_it_stood or (told.refused and any(law.sanctions for law in sector.regulations))


@pytest.mark.slow
@each_sector
@pytest.mark.parametrize("seed", range(100, 106))
def test_many_more_units_are_told_of_as_the_run_has_them_or_not_at_all(sector: Sector, seed: int, tmp_path: Path) -> None:
    steps = 6 if sector.name == "banking" else 25  # the bank's take longest
    with Ledger.create(tmp_path / "x.db") as ledger:
        ledger.add(sector)
        interleave(sector, ledger, seed, steps)
