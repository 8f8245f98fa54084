"""What a document tells: a run with what stands beside it; one that was published is made again on the facts of then."""

from __future__ import annotations

from pathlib import Path

from conduct.door.deployment import Deployment
from conduct.door.telling import told
from tests.conftest import Desk


def _at(name: str = "insurance") -> Deployment:
    return Deployment(Path("conduct.db"), name, {}, "en")


def test_an_unpublished_run_is_told_as_it_is_assessed_now(office: Desk) -> None:
    assert office("record", "incident", "incident=i1", "unit=L1", "kind=late", "date=2012-03-01").status == 0
    at = _at()
    with told(at, "2012") as found:
        assert found.publication is None
        assert found.assessment.run == office.run("--period", "2012")["run"]
        assert {i for u in found.assessment.units for line in u.lines for i in line.incidents or ()} == {"i1"}
        assert found.batch_at.endswith("Z")
    at.close()
