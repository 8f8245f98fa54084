"""A disk that fills: a command ends with a plain message, the ledger holds all or nothing, and no file is half written."""

from __future__ import annotations

import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conduct.core.ledger.ledger import Ledger
from conduct.host import load_sector
from conduct.loading.record import record
from tests.campaigns.cases import (
    COMMANDS,
    HOSPITAL,
    OUTPUTS,
    need,
    write_seed,
    wrong_in_files,
    wrong_in_ledger,
)
from tests.campaigns.common import CONDUCT, ENVIRONMENT, conduct, copied, is_plain, posix
from tests.campaigns.runner import LEDGER, Case, run

pytestmark = [pytest.mark.slow, posix]

SIZES = 50
LOAD = [*HOSPITAL, *COMMANDS["load"]]


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small ledger and a load that makes it much larger."""
    return write_seed(tmp_path_factory.mktemp("large"), complaints=800)


@pytest.fixture(scope="session")
def mounts(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where no disk of one's own can be mounted."""
    folder = tmp_path_factory.mktemp("disk")
    command = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "-o", "size=64k", "campaign", str(folder)]
    if shutil.which("unshare") is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no file system may be mounted here")


def _loads(large: Path, folder: Path, kind: str) -> None:
    empty, whole = run(large, folder / "whole", [*HOSPITAL, "runs"], [Case()]), run(large, folder / "whole", LOAD, [Case()])
    before, after = empty[0].held, whole[0].held
    assert before != after
    grown = 5 << 20
    cases: list[dict[str, Any]] = [{kind: n * grown // (SIZES - 1) // 8 * 8} for n in range(SIZES)]
    results = run(large, folder / "cases", LOAD, [Case(**case) for case in cases])
    assert min([result.status for result in results].count(status) for status in (0, 1)) > SIZES // 10
    need(results, lambda result: wrong_in_ledger(result, before, after))


def test_a_load_into_a_file_that_may_not_grow_leaves_all_or_nothing(large: Path, tmp_path: Path) -> None:
    _loads(large, tmp_path, "limit")


def test_a_load_onto_a_disk_that_fills_leaves_all_or_nothing(large: Path, tmp_path: Path, mounts: None) -> None:
    _loads(large, tmp_path, "room")


def _files(output: str, seed: Path, folder: Path, cases: list[Case]) -> None:
    given = OUTPUTS[output]
    (before,), (after,) = (run(seed, folder / "whole", a, [Case()]) for a in ([*HOSPITAL, "runs"], given.arguments))
    assert after.status == given.status
    results = run(seed, folder / "cases", given.arguments, cases)
    need(results, lambda result: wrong_in_files(given, result, before, after))


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_file_that_may_not_grow_is_whole_or_as_it_was(output: str, seed: Path, tmp_path: Path) -> None:
    sizes = (0, 1, 2000, 10000, 32768, 60000, 10**6)
    _files(output, seed, tmp_path, [Case(limit=size) for size in sizes])


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_file_on_a_disk_that_fills_is_whole_or_as_it_was(output: str, seed: Path, tmp_path: Path, mounts: None) -> None:
    pages = (0, 1, 2, 5, 8, 9, 12, 16, 24, 256)
    _files(output, seed, tmp_path, [Case(room=n << 12) for n in pages])


@pytest.mark.parametrize("command", [["verify"], ["run", "--period", "2012-Q1", "--format", "json"]])
def test_a_full_disk_hides_nothing_that_was_accepted(command: list[str], seed: Path, tmp_path: Path) -> None:
    """A process was killed after its record was accepted, and before its log was put into the ledger's file."""
    ledger, hospital = tmp_path / LEDGER, load_sector("hospital")
    with Ledger.open(copied(seed / LEDGER, tmp_path / "first.db")) as first:
        record(first, hospital, "incident", [("incident", "late"), ("unit", "d1"), ("kind", "complaint"), ("date", "2012-02-02")])
        for part in ("", "-wal"):
            shutil.copyfile(f"{first.path}{part}", f"{ledger}{part}")

    def full() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = conduct(ledger, *command, check=False, prepare=full)
    shown = done.stdout
    whole = conduct(ledger, *command).stdout
    assert whole
    assert done.returncode == 1 or shown == whole


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", [["verify"], ["run", "--period", "2012-Q1"], ["regulation"]])
def test_standard_output_onto_a_full_disk_is_said_plainly(command: list[str], seed: Path, tmp_path: Path) -> None:
    ledger = copied(seed / LEDGER, tmp_path / LEDGER)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*CONDUCT, "--ledger", ledger, *command], env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert is_plain(done.stderr)
