"""What one fewer gives is what the standings are once the incident is really gone."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from conduct.core.questions.explain import explain
from conduct.core.questions.one_fewer import one_fewer
from conduct.core.scores.assess import assess
from conduct.door.deployment import Deployment
from conduct.door.office import Office


@pytest.mark.parametrize(("sector", "unit"), [("insurance", "P05"), ("banking", "B5")])
def test_one_incident_fewer_is_the_result_of_a_run_without_it(tmp_path: Path, sector: str, unit: str) -> None:
    with closing(Deployment(tmp_path / "facts.db", sector, {}, "en")) as at:
        Office(at).init(sample=True)
        made = explain(at.sector(), at.ledger, unit)
        before, every = made.result, one_fewer(made)
        run = partial(assess, at.sector(), at.ledger, made.assessment.period, as_of=made.assessment.as_of, record=False)
        assert [one for one in every if one.points], "something weighs"
        for one in (each for each in every if not each.breach):
            for incident in one.incidents[:2]:
                (mine,) = [each for each in run(without=[incident]).units if each.unit == unit]
                assert ((mine.score or 0) - (before.score or 0), mine.rank) == (one.points, one.rank)
        found = {incident for one in every if not one.breach for incident in one.incidents}
        for incident in [fact.id for fact in made.facts if not fact.breach and fact.id not in found][:3]:
            (mine,) = [each for each in run(without=[incident]).units if each.unit == unit]
            assert (mine.score, mine.rank) == (before.score, before.rank), "what is left out changes nothing"
