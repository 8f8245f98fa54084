"""A fault at each write, sync, rename and truncation in turn, or the end of the process there: all or none, and said plainly."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conduct.core.base.faults import Fault
from conduct.core.ledger.ledger import Ledger
from conduct.host import load_sector
from conduct.loading.load import load
from tests.campaigns.cases import (
    COMMANDS,
    HOSPITAL,
    OUTPUTS,
    need,
    wrong_in_files,
    wrong_in_ledger,
)
from tests.campaigns.common import copied, held
from tests.campaigns.runner import LEDGER, Case, Result, run

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
FAULTS = [
    *(("write", manner) for manner in ("once", "on", "kill", "part")),
    *((operation, manner) for operation in ("sync", "truncate") for manner in ("once", "on", "kill")),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that makes calls fail."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("there is no C compiler, or no /proc")
    made = tmp_path_factory.mktemp("library") / "faults.so"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", str(made), str(HERE / "faults.c"), "-ldl"], check=True)
    return made


def _each(
    seed: Path, folder: Path, arguments: list[str], faults: list[tuple[str, str]], library: Path
) -> list[tuple[Result, list[Result]]]:
    """The result without a fault and those with one, for each operation and manner, two at a time."""

    def one(fault: tuple[str, str]) -> tuple[Result, list[Result]]:
        whole, *results = run(seed, folder / "-".join(fault), arguments, Case(*fault), library)
        return whole, results

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, faults))


@pytest.mark.parametrize("command", [*COMMANDS, "make"])
def test_a_command_that_writes_the_ledger_does_all_or_nothing(command: str, seed: Path, tmp_path: Path, library: Path) -> None:
    if command == "make":
        seed = tmp_path / "empty"
        seed.mkdir()
    (empty,) = run(seed, tmp_path / "before", [*HOSPITAL, "runs"], [Case()])
    before = empty.held
    found = _each(seed, tmp_path, [*HOSPITAL, *COMMANDS.get(command, ["init"])], FAULTS, library)
    after = found[0][0].held
    assert all(whole.status == 0 and whole.held == after != before for whole, _ in found)
    results = [result for _, with_fault in found for result in with_fault]
    assert {(r.case.operation, r.case.manner) for r in results} == set(FAULTS)

    made = command != "make"
    need(results, lambda result: wrong_in_ledger(result, before, after, made))


FILE_FAULTS = [("write", "once"), ("write", "on"), ("write", "kill"), ("rename", "once"), ("rename", "kill")]


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_file_is_whole_under_its_name_or_as_it_was(output: str, seed: Path, tmp_path: Path, library: Path) -> None:
    given = OUTPUTS[output]
    (before,) = run(seed, tmp_path / "before", [*HOSPITAL, "runs"], [Case()])
    found = _each(seed, tmp_path, given.arguments, FILE_FAULTS, library)
    after = found[0][0]
    assert not any(after.files[name].startswith("broken") or after.files[name] == before.files.get(name) for name in given.names)
    assert all((whole.status, whole.held, whole.files) == (given.status, after.held, after.files) for whole, _ in found)
    results = [result for _, with_fault in found for result in with_fault]
    assert {(r.case.operation, r.case.manner) for r in results} == set(FILE_FAULTS)

    need(results, lambda result: wrong_in_files(given, result, before, after))


def test_an_interruption_at_any_step_of_the_database_leaves_nothing(seed: Path, tmp_path: Path) -> None:
    def work(ledger: Ledger, n: int) -> int:
        steps = 0

        def step() -> bool:
            nonlocal steps
            steps += 1
            return steps == n

        ledger.connection.set_progress_handler(step, 200)
        load(ledger, load_sector("hospital"), [seed / "incidents-new.csv", seed / "actions-new.csv"])
        return steps

    _all_or_none(seed, tmp_path, work, most=200)


def test_a_ledger_that_may_not_grow_stays_as_it_was(seed: Path, tmp_path: Path) -> None:
    seed = shutil.copytree(seed, tmp_path / "seed")
    with sqlite3.connect(seed / LEDGER) as small:  # of small pages, so that the load takes more than a few
        small.execute("PRAGMA journal_mode = DELETE")
        small.execute("PRAGMA page_size = 512")
        small.execute("VACUUM")
    small.close()

    def work(ledger: Ledger, n: int) -> int:
        before = int(ledger.connection.execute("PRAGMA page_count").fetchone()[0])
        if n:
            ledger.connection.execute(f"PRAGMA max_page_count = {before + n - 1}")
        load(ledger, load_sector("hospital"), [seed / "incidents-new.csv", seed / "actions-new.csv"])
        return int(ledger.connection.execute("PRAGMA page_count").fetchone()[0]) - before

    _all_or_none(seed, tmp_path, work, most=200)


def _all_or_none(seed: Path, tmp_path: Path, work: Callable[[Ledger, int], int], most: int) -> None:
    """Does the work with a fault at each of its steps, whose number it returns when nothing is in its way (n = 0)."""
    path = tmp_path / LEDGER
    with Ledger.open(copied(seed / LEDGER, path)) as ledger:
        steps = work(ledger, 0)
    before, after = held(seed / LEDGER), held(path)
    assert before != after
    assert steps > 3
    for n in range(1, steps + 1, max(1, steps // most)):
        copied(seed / LEDGER, path)
        with Ledger.open(path) as ledger:
            with pytest.raises(Fault) as caught:
                work(ledger, n)
            assert [p.code for p in caught.value.problems] == ["ledger-cannot-write"]
        assert held(path) == before, n
        with Ledger.open(path) as ledger:
            work(ledger, 0)
        assert held(path) == after, n
