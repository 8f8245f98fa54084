"""The benchmark: the peers that need nothing more agree with conduct, one that differs is named, and the tables hold goals."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from conduct.testing import check_sector

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


def test_they_agree_where_equal_scores_are_placed_by_count_or_share_and_where_all_are_last(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    life, property_ = [f"L{n}" for n in range(1, 8)], ["P1", "P2", "P3"]
    units = ["unit,name,kind", *(f"{u},{u},life" for u in life), *(f"{u},{u},property" for u in property_)]
    measures = ["unit,measure,period,value"]
    for unit in (*life, *property_):
        measures += [f"{unit},outlets,2012,3", f"{unit},premium,2012,70000000"]
    incidents = ["incident,unit,kind,date,channel,settled,excused"]
    for unit, whole, settled in (("L1", 4, 0), ("L2", 3, 2), ("L3", 3, 0), ("L4", 3, 0), ("P1", 2, 0), ("P2", 1, 2)):
        for n in range(whole + settled):
            incidents.append(f"{unit}-{n},{unit},petition,2012-05-0{n + 1},telephone,{'yes' if n >= whole else 'no'},")
    incidents += [f"last-{u},{u},sensitive-period-petition,2012-06-01,,," for u in ("L5", "L6", "P3")]
    actions = ["action,step,date,incident,due,workdays,excused"]
    actions += ["t1,transfer,2012-05-02,L1-0,2012-05-09,,", "r1,reply,2012-05-10,L1-0,,,", "t2,transfer,2012-05-03,L1-0,,3,"]
    actions += ["t3,transfer,2012-05-02,L3-0,2012-05-09,,", "r3,reply,2012-05-10,L3-0,,,yes", "t4,transfer,2012-12-28,L4-0,,5,"]
    for table, rows in (("units", units), ("measures", measures), ("incidents", incidents), ("actions", actions)):
        (folder / f"{table}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = _compare(tmp_path, "--units", "10", "--incidents", "21", "--check", "--peers", "sqlite-float,sqlite-exact")
    assert done.returncode == 0, done.stderr
    with (folder / "sqlite-exact.csv").open(encoding="utf-8") as stream:
        cards = {row["unit"]: row for row in csv.DictReader(stream)}
    # five weigh 4 and count for more first; then four; L3 and L4 share the third place
    assert {u: cards[u]["2.2"] for u in life} == dict(zip(life, ("21", "20", "22", "22", "30", "30", "30"), strict=True))
    assert (cards["P1"]["2.2"], cards["P2"]["2.2"]) == ("17", "15")
    assert (cards["L1"]["2.3"], cards["L3"]["2.3"], cards["L4"]["2.3"]) == ("23", "25", "25")
    assert {cards[u]["rank"] for u in ("L5", "L6", "P3")} == {"8"}


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


def test_sql_for_a_city_s_hotline_agrees_with_conduct_on_every_street(tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(BENCHMARKS / "city.py"),
        "--folder",
        str(tmp_path),
        "--cases",
        "800",
        "--streets",
        "9",
        "--check",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "agrees with conduct on every street" in done.stderr


def test_the_hotline_s_sector_stands_in_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import conduct_hotline

    check_sector(conduct_hotline.SECTOR)


@pytest.mark.slow
def test_parts_that_are_measured_by_themselves_are_added_to_what_a_folder_keeps(tmp_path: Path) -> None:
    size = ("--units", "10", "--incidents", "300", "--repeats", "1", "--peers", "sqlite-exact")
    assert _compare(tmp_path, *size, "--part", "again").returncode == 0
    first = _compare(tmp_path, "--stored")
    assert "conduct run, after 1,000 new incidents" in first.stdout
    assert "| conduct run |" not in first.stdout
    assert _compare(tmp_path, *size, "--part", "assess").returncode == 0
    both = _compare(tmp_path, "--stored").stdout
    assert "| conduct run |" in both
    assert "conduct run, after 1,000 new incidents" in both
    kept = tmp_path / "figures.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace('"commit": "', '"commit": "other'), encoding="utf-8")
    assert "was measured at other" in _compare(tmp_path, "--stored").stderr
