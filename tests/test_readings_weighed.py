"""What each alternative of each reading would change is what a run with that reading has otherwise, to the last incident."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from conduct.core.base.calendar import Calendar
from conduct.core.base.periods import Period
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.questions.by_readings import by_readings
from conduct.core.scores.assess import assess
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.facts import random_facts
from conduct.host import load_sector
from conduct.report.compared import HowPrinted, moved_between
from conduct.report.differences import moved
from conduct.report.sides import Side, side_in_force
from conduct.testing import fill

SAMPLES = [
    ("insurance", "2012"),
    ("power_utility", "2012"),
    ("banking", "2012-Q1"),
    ("banking", "2012"),
    ("hospital", "2012-Q3"),
    ("hospital", "2012"),
]
YEARS = [
    *(("insurance", "2013", seed) for seed in range(4)),
    *(("power_utility", "2012", seed) for seed in range(4)),
    *(("banking", "2012-Q2", seed) for seed in range(2)),
    *(("banking", "2012", seed) for seed in range(3)),
    *(("hospital", "2012-Q1", seed) for seed in range(3)),
]


def _is_what_runs_say(ledger: Ledger, sector: Sector, period: Period, chosen: dict[str, object]) -> int:
    """Compares all alternatives with runs of their own; returns in how many somebody moves."""
    told = {"calendar": Calendar(), "origin": "test"}
    now, others = by_readings(
        sector, ledger, period, readings=chosen, today=date(2026, 1, 1), told=lambda _, other: other, **told
    )
    before = Side.of(assess(sector, ledger, period, trace=True, record=False, readings=chosen, **told))
    rests = side_in_force(now).result
    assert rests == {key: before.result[key] for key in rests}
    assert list(rests["readings"]) == list(before.result["readings"])
    moving = 0
    for other in others:
        readings = {**chosen, other.reading.name: other.value}
        run = assess(sector, ledger, period, trace=True, record=False, readings=readings, **told)
        expected = moved(before.result, Side.of(run).result)
        units = () if other.units is None else other.units
        if other.units is not None:
            assert [(u.unit, u.score, u.rank, u.outcomes) for u in units] == [
                (u.unit, u.score, u.rank, u.outcomes) for u in run.units
            ]
        figures = HowPrinted.of(now.resolved.rounding)
        found = [] if other.units is None else moved_between(now.units, units, other.behind, figures)
        assert found == expected, f"{other.reading.name}={other.value}"
        moving += bool(found)
    return moving


@pytest.mark.campaign
@pytest.mark.parametrize(("name", "period"), SAMPLES)
def test_each_alternative_of_a_sample_is_what_a_run_with_it_says(tmp_path: Path, name: str, period: str) -> None:
    at = Deployment(tmp_path / "facts.db", name, {}, "zh")
    Office(at).init(sample=True)
    with Ledger.open(tmp_path / "facts.db") as ledger:
        _is_what_runs_say(ledger, at.sector(), Period.parse(period), {})


@pytest.mark.campaign
@pytest.mark.parametrize(("name", "year", "seed"), YEARS)
def test_each_alternative_of_a_random_year_is_what_a_run_with_it_says(tmp_path: Path, name: str, year: str, seed: int) -> None:
    sector, period, draw = load_sector(name), Period.parse(year), random.Random(f"{name}{year}{seed}")
    rows = random_facts(sector, period, draw, units=draw.choice([3, 9, 20]), incidents=draw.choice([20, 120, 250]))
    chosen: dict[str, object] = {
        reading.name: draw.choice(reading.codes)
        for reading in sector.regulation_on(period.end).readings
        if reading.codes and draw.random() < 0.3
    }
    with Ledger.create(tmp_path / "facts.db") as ledger:
        ledger.add(sector)
        fill(sector, ledger, rows)
        assert _is_what_runs_say(ledger, sector, period, chosen)
