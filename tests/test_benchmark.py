"""The benchmark: the peers that need nothing more agree with conduct, one that differs is named, and the tables hold goals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The modules of the benchmark, which are scripts beside one another."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import goals

    return goals


def _compare(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / "compare.py"), "--folder", str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_hand_written_sql_agrees_with_conduct_on_every_unit(tmp_path: Path) -> None:
    size = ("--units", "40", "--incidents", "1500", "--check", "--peers", "sqlite-float,sqlite-exact")
    done = _compare(tmp_path, *size)
    assert done.returncode == 0, done.stderr
    assert "sqlite-float, sqlite-exact agree with conduct on every unit" in done.stderr
    cards = (tmp_path / "given" / "conduct.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(cards) == 40
    assert any("last-place" in card for card in cards)
    assert any("ineligible" in card for card in cards)


def test_a_peer_that_differs_is_named_with_the_unit(tmp_path: Path, benchmarks: ModuleType) -> None:
    import agreement

    header = "unit,score,rank,2.1,2.2,2.3,2.4,vetoes\n"
    for name, text in (
        ("ours", "a,99.0,1,15.0,30.0,25.0,29.0,\nb,90,2,15,20,25,30,ineligible\n"),
        ("same", "b,90,2,15,20,25,30,ineligible\na,99,1,15,30,25,29,\n"),
        ("other", "a,99,1,15,30,25,29,\nb,90,2,15,20,25,30,\n"),
        ("short", "a,99,1,15,30,25,29,\n"),
    ):
        (tmp_path / name).write_text(header + text, encoding="utf-8")
    lines = agreement.differences(tmp_path / "ours", [(name, tmp_path / name) for name in ("same", "other", "short")])
    assert [line.split(":")[0] for line in lines] == [
        "other differs on 1 of 2 units, first on b",
        "short differs on 1 of 2 units, first on b",
    ]


def test_the_table_says_which_goals_are_reached_and_which_are_not(benchmarks: ModuleType) -> None:
    from contest import ASSESS, PEERS, SIZES, START
    from processes import Cost

    def taken(*seconds: float) -> list[Cost]:
        return [Cost(n, n / 2, 10) for n in seconds]

    costs = {
        START: taken(0.1, 0.1, 0.1),
        ASSESS: taken(1.4, 1.4, 9.0),
        PEERS["sqlite-float"].title: taken(1.0, 1.0, 1.0),
        PEERS["pandas"].title: taken(2.0, 2.0, 2.0),
    }
    rows = {row[1]: row for row in benchmarks.goal_rows({"small": (SIZES["small"], costs)}) if row[2] == "100 × 100,000"}
    assert rows["hand-written SQL on SQLite, floats"][3:] == ["≤ 1.3 plus start-up", "1.3", "1.3", "yes"]
    assert rows["pandas read_sql"][3:] == ["≤ 0.4", "0.7", "0.7", "**no**"]
    assert rows["OpenFisca-core, vectorised"][-1] == "not measured"
