"""kill -9 at two hundred random moments: the ledger holds all of a batch or none of it, and the next one works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import pytest
from attrs import frozen

from conduct.core.ledger.ledger import Ledger
from conduct.host import load_sector
from conduct.loading.record import record
from tests.campaigns.common import CONDUCT, ENVIRONMENT, Held, conduct, copied, held, hospital, new_ledger, posix

pytestmark = [pytest.mark.slow, posix]

COMPLAINTS = 3000  # with eight actions each


@frozen
class Trial:
    """A command on a ledger, and how often it is killed."""

    ledger: Path
    arguments: list[str]
    times: int


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Trial]:
    """Ledgers made once, to be copied."""
    folder = tmp_path_factory.mktemp("kill")
    small = new_ledger(folder / "small.db", hospital(folder, 20))
    files = [str(path) for path in hospital(folder, COMPLAINTS, first=100, label="-new")]
    large = copied(small, folder / "large.db")
    subprocess.run([*CONDUCT, "--ledger", large, "load", *files], env=ENVIRONMENT, check=True, capture_output=True)
    changed, _ = hospital(folder, COMPLAINTS, first=100, text="corrected", label="-changed")
    one = ["incident=r1", "unit=d1", "kind=complaint", "date=2012-02-02"]
    return {
        "load": Trial(small, ["load", *files], 90),
        "correct": Trial(large, ["load", str(changed), "--correct", "reason"], 50),
        "publish": Trial(large, ["publish", "--period", "2012-Q1", "--despite", "x"], 30),
        "record": Trial(large, ["record", "incident", *one], 30),
    }


def _killed(trial: Trial, ledger: Path, after: float | None) -> int:
    """Runs the command in a process group of its own that is killed after so many seconds; its status, or minus the signal."""
    copied(trial.ledger, ledger)
    command = [*CONDUCT, "--ledger", str(ledger), *trial.arguments]
    process = subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def _timed(trial: Trial, ledger: Path) -> float:
    began = perf_counter()
    assert _killed(trial, ledger, None) == 0
    return perf_counter() - began


@pytest.mark.parametrize("name", ["load", "correct", "publish", "record"])
def test_a_killed_process_leaves_all_or_nothing_and_the_next_one_works(
    name: str, trials: dict[str, Trial], tmp_path: Path
) -> None:
    trial, draw = trials[name], random.Random(name)
    before = held(trial.ledger)
    with ThreadPoolExecutor(2) as pool:  # two at a time, as they will be killed
        took = sorted(pool.map(lambda n: _timed(trial, tmp_path / f"whole{n}.db"), range(4)))
    after, whole = held(tmp_path / "whole0.db"), took[0]
    assert before.wrong == after.wrong == ()
    assert before != after
    # from the start to after the end, and as often near the end, when the batch is written
    near = (draw.uniform(0.6 * whole, 1.3 * whole) for _ in range(trial.times // 2))
    moments = [0.0, None, *near, *(draw.uniform(0, 1.4 * whole) for _ in range(trial.times - trial.times // 2 - 2))]

    def one(n: int) -> tuple[int, Held, str, bool]:
        ledger = tmp_path / f"{n}.db"
        status = _killed(trial, ledger, moments[n])
        half = status != 0 and Path(f"{ledger}-wal").exists()
        found = held(ledger)
        with Ledger.open(ledger) as opened:
            record(
                opened,
                load_sector("hospital"),
                "incident",
                [("incident", "next"), ("unit", "d2"), ("kind", "complaint"), ("date", "2012-03-03")],
            )
        then = held(ledger)
        grown = {table: count - found.of(table) for table, count in then.rows if count != found.of(table)}
        wrong = "" if (grown, then.batches, then.wrong) == ({"hospital_incidents": 1}, found.batches + 1, ()) else f"then {then}"
        for left in ("", "-wal", "-shm"):
            Path(f"{ledger}{left}").unlink(missing_ok=True)
        return status, found, wrong, half

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(one, range(trial.times)))
    missed = [
        (moments[n], r) for n, r in enumerate(results) if r[1] not in (before, after) or (r[0] == 0 and r[1] != after) or r[2]
    ]
    assert missed == []
    statuses = [status for status, *_ in results]
    assert set(statuses) == {0, -signal.SIGKILL}
    assert sum(status != 0 for status in statuses) > trial.times / 10
    print(f"{name}: {whole:.2f} s; of {trial.times} {statuses.count(0)} ended, {sum(r[3] for r in results)} left a log;")
    print(f"{sum(r[1] == before for r in results)} did nothing, {sum(r[1] == after for r in results)} all")


def test_a_run_that_is_killed_as_it_stores_what_it_counted_leaves_all_or_nothing_of_it(
    trials: dict[str, Trial], tmp_path: Path
) -> None:
    run = ["run", "--period", "2012-Q1", "--format", "csv"]
    trial, draw = Trial(trials["correct"].ledger, run, 40), random.Random("run")
    right = conduct(copied(trial.ledger, tmp_path / "right.db"), *run, "--recount").stdout
    whole = min(_timed(trial, tmp_path / "timed.db") for _ in range(3))
    stored = []
    for n in range(trial.times):
        ledger = tmp_path / "killed.db"
        _killed(trial, ledger, draw.uniform(0.7 * whole, 1.2 * whole))
        assert conduct(ledger, "verify").returncode == 0, n
        with Ledger.open(ledger) as opened:
            stored.append(opened.connection.execute("SELECT count(*) FROM counts").fetchone()[0])
        assert conduct(ledger, *run).stdout == right, n
        assert conduct(ledger, "verify").returncode == 0, n
    assert set(stored) == {0, 1}
