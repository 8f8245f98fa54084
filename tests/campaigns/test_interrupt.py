"""Ctrl-C and the end of a process at random moments of every command that writes: all as it was, or all done, and said so."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, sleep

import pytest
from attrs import frozen

from tests.campaigns.cases import COMMANDS, HOSPITAL, OUTPUTS, PERIOD, write_seed
from tests.campaigns.common import ENVIRONMENT, Held, held, posix
from tests.campaigns.runner import digest

pytestmark = [pytest.mark.slow, posix]

TIMES = 6  # of each command
SAID = {signal.SIGINT: ("interrupted", 130), signal.SIGTERM: ("terminated", 143), signal.SIGHUP: ("terminated", 129)}
GIVEN = {
    **{name: [*HOSPITAL, *given] for name, given in COMMANDS.items()},
    **{name: output.arguments for name, output in OUTPUTS.items() if output.arguments[0] != "template"},
    "template": [*HOSPITAL, "template", "new.xlsx"],
    "sample": ["--sector", "insurance", "--ledger", "new.db", "init", "--sample"],
    "export-into": [*HOSPITAL, "export", "--csv", "there"],
    "report": [*HOSPITAL, "report", "notice.html", "--period", PERIOD],
    "report-book": [*HOSPITAL, "report", "notice.xlsx", "--period", PERIOD],
    "report-all": [*HOSPITAL, "report", "letters.html", "--period", PERIOD, "--unit", "all", "--kind", "letter"],
    "report-into": [*HOSPITAL, "report", "there.html", "--period", PERIOD, "--unit", "all", "--kind", "letter"],
    "restore": [*HOSPITAL, "--ledger", "old.db", "load", "incidents-new.csv"],
}
"""The commands; what they write they write over something, or where nothing is."""


@frozen
class Stood:
    """What lies in a folder: of each ledger what it holds, of every other file its digest; and names that nobody should see."""

    ledgers: tuple[tuple[str, Held], ...]
    files: tuple[tuple[str, str], ...]
    ours: tuple[str, ...]


def stood(folder: Path) -> Stood:
    ours, files, ledgers = [], [], []
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.name.startswith(".conduct-"):
            ours.append(name)
        elif path.suffix == ".db":
            ledgers.append((name, held(path)))
        elif path.is_file() and ".db-" not in path.name:
            files.append((name, digest(path)))
    return Stood(tuple(ledgers), tuple(files), tuple(ours))


@pytest.fixture(scope="module")
def interrupted_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as campaigns have it, with more to do, a folder to write into, and a backup that is put to use."""
    folder = write_seed(tmp_path_factory.mktemp("interrupted"), complaints=400)
    (folder / "there").mkdir()
    subprocess.run(_conduct(*HOSPITAL, "backup", "old.db"), cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    return folder


def _conduct(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "conduct", *arguments]


def _sent(seed: Path, folder: Path, given: list[str], signals: list[tuple[float, int]]) -> tuple[int, str]:
    """Runs a command on a copy of the folder, sends it each signal so many seconds after the one before; status and words."""
    shutil.copytree(seed, folder)
    process = subprocess.Popen(
        _conduct(*given), cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    for after, number in signals:
        sleep(after)
        process.send_signal(number)
    _, said = process.communicate(timeout=300)
    return process.returncode, said


def _whole(seed: Path, folder: Path, given: list[str]) -> tuple[float, Stood, int]:
    began = perf_counter()
    status, _ = _sent(seed, folder, given, [])
    return perf_counter() - began, stood(folder), status


def _moments(draw: random.Random, starts: float, whole: float) -> list[list[tuple[float, int]]]:
    """Once, by each signal; and twice in haste, as an impatient person does it."""
    found = []
    for n in range(TIMES):
        after = draw.uniform(starts, 1.1 * whole)
        first = (signal.SIGINT, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)[n % 4]
        found.append([(after, first), *([(draw.uniform(0, 0.02), signal.SIGINT)] if n % 3 == 0 else [])])
    return found


@pytest.mark.parametrize("command", GIVEN)
def test_an_interrupt_at_any_moment_leaves_all_as_it_was_or_done(command: str, interrupted_seed: Path, tmp_path: Path) -> None:
    given, draw = GIVEN[command], random.Random(command)
    before = stood(interrupted_seed)
    took, after, status = _whole(interrupted_seed, tmp_path / "whole", given)
    assert status == (OUTPUTS[command].status if command in OUTPUTS else 0)
    assert after != before
    version = perf_counter()
    subprocess.run(_conduct("--version"), env=ENVIRONMENT, check=True, capture_output=True)
    starts = perf_counter() - version

    def one(n: int, sent: list[tuple[float, int]]) -> str:
        folder = tmp_path / str(n)
        ended, said = _sent(interrupted_seed, folder, given, sent)
        found = stood(folder)
        why = _wrong(ended, said, sent, status, found, before, after)
        again, _ = (0, "") if why else _again(folder, given, found == after)
        shutil.rmtree(folder)
        return (why and f"{why}: {ended}, {said!r}, {sent}, {_differs(found, before, after)}") or _not_again(again, status)

    with ThreadPoolExecutor(2) as pool:
        wrong = [why for why in pool.map(one, range(TIMES), _moments(draw, starts, took)) if why]
    assert wrong == []


def _wrong(ended: int, said: str, sent: list[tuple[float, int]], status: int, found: Stood, before: Stood, after: Stood) -> str:
    """What is wrong with how a command ended, if anything is."""
    if found.ours:
        return f"left {found.ours}"
    either = ((found.ledgers, before.ledgers, after.ledgers), (found.files, before.files, after.files))
    for mine, was, would in (tuple(map(dict, one)) for one in either):
        for name in {*mine, *was, *would}:
            if mine.get(name) not in (was.get(name), would.get(name)):
                return f"{name} is neither as it was nor done"
    if (ended == status and found == after) or (found == before and _not_begun(ended, said)):
        return ""
    words, number = SAID[signal.Signals(sent[0][1])]
    if ended != number:
        return "another status"
    line = said.strip().split("\n")[-1]
    if not line.startswith(f"{words}; "):
        return "not said"
    told = line.removeprefix(f"{words}; ")
    if found.ledgers == before.ledgers != after.ledgers and "batch" in told:
        return "says that a batch was written"
    if found.ledgers != before.ledgers and ("batch" not in told and "_new" not in told) and _batches(found) != _batches(before):
        return "does not say that a batch was written"
    new = {name for name, what in found.files if dict(before.files).get(name) != what}
    if any(name.split("/")[0] not in told for name in new):
        return f"does not say that {sorted(new)} were written"
    return ""


def _not_begun(ended: int, said: str) -> bool:
    """Whether Python itself was still starting, and knew of no command."""
    return (ended < 0 and not said) or (
        ended != 0 and ("<frozen " in said or "site-packages" in said) and "in run_main" not in said
    )


def _batches(found: Stood) -> dict[str, int]:
    return {name: one.batches for name, one in found.ledgers if one.batches}


def _differs(found: Stood, before: Stood, after: Stood) -> str:
    return "as before" if found == before else "as after" if found == after else "partly"


def _again(folder: Path, given: list[str], done: bool) -> tuple[int, str]:
    """The same command once more, where it was not done."""
    if done:
        return 0, ""
    ran = subprocess.run(_conduct(*given), cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stderr


def _not_again(again: int, status: int) -> str:
    return "" if again in (0, status) else f"not done at the second time: {again}"


_STATEMENT = """
import sys
from conduct.core.ledger.ledger import Ledger
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
verify = Ledger.verify
def long(self, *given):
    print("at work", flush=True, file=sys.stderr)
    self.connection.execute(ENDLESS).fetchone()
    return verify(self, *given)
Ledger.verify = long
from conduct.__main__ import main
main()
"""


def test_a_statement_that_would_never_end_is_left_at_random_moments(interrupted_seed: Path) -> None:
    draw = random.Random(1)
    for _ in range(20):
        process = subprocess.Popen(
            [sys.executable, "-c", _STATEMENT, *HOSPITAL, "verify"],
            cwd=interrupted_seed, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        assert process.stderr.readline() == "at work\n"
        sleep(draw.uniform(0, 0.05))
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=300)
        assert (process.returncode, said.strip()) == (130, "interrupted; the ledger is as it was")
