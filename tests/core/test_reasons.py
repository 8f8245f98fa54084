"""What lies behind many units' results, read at once: the same as each unit's explanation says, less what would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from conduct.core.questions.explain import explain
from conduct.core.questions.reasons import reasons
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.door.telling import told
from conduct.report.explained import explained

WHAT_WOULD_BE = ("effects", "distances", "distance_lines")
SAMPLES = [
    ("insurance", "2012"),
    ("power_utility", "2012"),
    ("banking", "2012-Q1"),
    pytest.param("banking", "2012", marks=pytest.mark.slow),
    ("hospital", "2012-Q3"),
    ("hospital", "2012"),
]


@pytest.mark.campaign
@pytest.mark.parametrize(("sector", "period"), SAMPLES)
def test_the_reasons_of_every_unit_are_those_of_its_explanation(tmp_path: Path, sector: str, period: str) -> None:
    at = Deployment(tmp_path / "facts.db", sector, {}, "zh")
    Office(at).init(sample=True)
    with told(at, period) as one:
        made = one.assessment
        found = {why.result.unit: why for why in reasons(one.ledger, made, {unit.unit for unit in made.units})}
        assert list(found) == [unit.unit for unit in made.units]
        for unit, why in sorted(found.items())[:4]:
            asked = explain(made.sector, one.ledger, unit, made.period, readings=made.readings, calendar=made.calendar)
            expected = explained(asked, "zh")
            shown = explained(why, "zh")
            for key in {*expected} - {*WHAT_WOULD_BE, "notes"}:  # the notes of a run are on the facts of all
                assert shown[key] == expected[key], (unit, key)
            assert {one.action for one in why.contested} <= {appeal.action for appeal in why.appeals}
