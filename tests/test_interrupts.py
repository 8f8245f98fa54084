"""Ctrl-C: a command ends at once and says so in the user's language; all is as it was, or what was done before is said."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaigns.common import ENVIRONMENT, hospital, new_ledger, posix

pytestmark = posix

AT_STAGE = """
import os, signal, sys
import conduct.commands.base as base
from conduct.core.base.progress import PROGRESS
from contextlib import contextmanager
stage, number = sys.argv.pop(1), int(sys.argv.pop(1))
@contextmanager
def watched():
    def told(now):
        if now and now[-1].what.en.startswith(stage):
            os.kill(os.getpid(), number)
    PROGRESS.set(told)
    yield
base.watched = watched
from conduct.__main__ import main
main()
"""
"""Sends the process itself a signal whenever it tells that it is at a stage: many of them, as from an impatient hand."""


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interrupts")
    new_ledger(folder / "conduct.db", hospital(folder, 30))
    hospital(folder, 40, first=100, label="-new")
    (folder / "out.json").write_text("old")
    (folder / "there").mkdir()
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and ".db-" not in p.name}


def _ran(folder: Path, script: str, *given: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {**ENVIRONMENT, "CONDUCT_LANG": lang}
    return subprocess.run(
        [sys.executable, "-c", script, *given],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("stage", "given"),
    [
        ("reading actions", ["load", "incidents-new.csv", "actions-new.csv"]),
        ("checking what rows", ["load", "incidents-new.csv", "actions-new.csv"]),
        ("counting", ["run", "--period", "2012-Q1", "--format", "json", "--output", "out.json"]),
        ("points and ranks", ["publish", "--period", "2012-Q1", "--despite", "x"]),
        ("writing actions", ["export", "--csv", "new"]),
        ("writing actions", ["export", "--csv", "there"]),
        ("copying", ["backup", "copy.db"]),
        ("documents", ["report", "letters.html", "--period", "2012-Q1", "--unit", "all", "--kind", "letter"]),
        ("documents", ["report", "there.html", "--period", "2012-Q1", "--unit", "all", "--kind", "letter"]),
    ],
)
def test_an_interrupt_at_a_stage_leaves_every_file_as_it_was(seed: Path, tmp_path: Path, stage: str, given: list[str]) -> None:
    folder = tmp_path / "office"
    shutil.copytree(seed, folder)
    before = _files(folder)
    done = _ran(folder, AT_STAGE, stage, str(int(signal.SIGINT)), "--sector", "hospital", *given)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "interrupted; the ledger is as it was")
    assert _files(folder) == before
    assert not [name for name in os.listdir(folder) if name.startswith(".conduct-")]
    again = _ran(folder, "from conduct.__main__ import main\nmain()", "--sector", "hospital", *given)
    assert again.returncode == 0, again.stderr


def test_an_interrupted_sample_leaves_no_ledger(tmp_path: Path) -> None:
    done = _ran(tmp_path, AT_STAGE, "reading", str(int(signal.SIGTERM)), "--sector", "insurance", "init", "--sample", lang="zh")
    assert (done.returncode, done.stderr.strip()) == (143, "已被终止；台账未受影响")
    assert os.listdir(tmp_path) == []


ENDLESS = """
import sys
from conduct.core.ledger.ledger import Ledger
verify = Ledger.verify
def long(self, *given):
    print("at work", flush=True, file=sys.stderr)
    self.connection.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n").fetchone()
    return verify(self, *given)
Ledger.verify = long
from conduct.__main__ import main
main()
"""
"""A command at a statement that would never end."""


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("sent", "status", "lang", "said"),
    [
        (signal.SIGINT, 130, "zh", "已中断；台账未受影响"),
        (signal.SIGINT, 130, "en", "interrupted; the ledger is as it was"),
        (signal.SIGTERM, 143, "en", "terminated; the ledger is as it was"),
        (signal.SIGHUP, 129, "zh", "已被终止；台账未受影响"),
    ],
)
def test_a_long_statement_is_left_at_once(seed: Path, tmp_path: Path, sent: int, status: int, lang: str, said: str) -> None:
    shutil.copy(seed / "conduct.db", tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, "--sector", "hospital", "--lang", lang, "verify"],
        cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        assert process.stderr.readline() == "at work\n"
        for _ in range(3):
            process.send_signal(sent)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()  # one that does not hear would never end
    assert (process.returncode, out, err.strip()) == (status, "", said)


KEPT = """
import os, signal, sys
from conduct.core.ledger.batch import Batch
seal = Batch.seal
def sealed(self, *given):
    seal(self, *given)
    trace = self.connection.set_trace_callback
    trace(lambda text: os.kill(os.getpid(), signal.SIGINT) if text == "COMMIT" else None)
Batch.seal = sealed
from conduct.__main__ import main
main()
"""
"""Interrupted while what was loaded is being kept."""


def test_what_was_kept_before_an_interrupt_is_said(seed: Path, tmp_path: Path) -> None:
    shutil.copytree(seed, folder := tmp_path / "office")
    given = ("--sector", "hospital", "load", "incidents-new.csv")
    done = _ran(folder, KEPT, *given)
    assert (done.returncode, done.stderr.strip()) == (130, "interrupted; batch 2 was written before")
    done = _ran(folder, "from conduct.__main__ import main\nmain()", *given)
    assert "unchanged" in done.stderr


def test_rejects_stand_with_their_batch_or_not_at_all(seed: Path, tmp_path: Path) -> None:
    shutil.copytree(seed, folder := tmp_path / "office")
    rows = "x1,d1,complaint,2012-02-02\nx2,nowhere,complaint,2012-02-02\n"
    (folder / "incidents-bad.csv").write_text(f"incident,unit,kind,date\n{rows}")
    given = ("--sector", "hospital", "--lang", "zh", "load", "incidents-bad.csv", "--rejects", "incidents-no.csv")
    done = _ran(folder, KEPT, *given)
    assert (done.returncode, done.stderr.strip()) == (130, "已中断；第2批已写入台账；此前已写好 incidents-no.csv")
    assert "x2" in (folder / "incidents-no.csv").read_text()


WHEN_ASKED = """
import sys
from contextlib import contextmanager
from conduct.core.base import interrupts
import os, signal
interrupts.listen()
order = []
class Context:
    def __enter__(self):
        order.append("entered")
    def __exit__(self, *_):
        os.kill(os.getpid(), signal.SIGINT)
        order.append("left")
@contextmanager
def cleaned():
    try:
        yield
    finally:
        order.append("cleaned")
try:
    with cleaned():
        with Context():
            pass
        while True:
            pass
except KeyboardInterrupt:
    order.append("heard")
try:
    with interrupts.last_step():
        os.kill(os.getpid(), signal.SIGINT)
        order.append("once")
except KeyboardInterrupt:
    order.append("twice")
print(order)
"""


def test_a_context_is_left_in_order_and_a_second_interrupt_changes_nothing(tmp_path: Path) -> None:
    done = _ran(tmp_path, WHEN_ASKED)
    assert done.stdout.strip() == "['entered', 'left', 'cleaned', 'heard', 'once']"


def test_an_interrupt_before_anything_has_begun_is_said_too(tmp_path: Path) -> None:
    script = (
        "import sys, types\n"
        "class Late(types.ModuleType):\n"
        "    def __getattr__(self, name):\n"
        "        import os, signal\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        raise AttributeError(name)\n"
        "sys.modules['conduct.cli'] = Late('conduct.cli')\n"
        "from conduct.__main__ import main\nmain()"
    )
    done = _ran(tmp_path, script, "verify", lang="zh")
    assert (done.returncode, done.stderr) == (130, "已中断；台账未受影响\n")


def test_a_program_s_own_signals_are_left_to_it(tmp_path: Path) -> None:
    script = (
        "import signal, conduct\n"
        "before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)]\n"
        "with conduct.open('a.db', 'insurance') as office:\n    office.init(sample=True)\n"
        "assert before == [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)]\n"
        "import threading\nassert threading.active_count() == 1\nassert signal.set_wakeup_fd(-1) == -1"
    )
    done = _ran(tmp_path, script)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_process_ends_without_being_taken_apart_and_yet_calls_what_was_to_be_called_at_its_end(tmp_path: Path) -> None:
    """What it wrote is there whole; whoever profiles it is told."""
    program = "import atexit, sys\natexit.register(print, 'at the end')\nsys.argv = ['conduct', '--version']\n"
    program += "from conduct.__main__ import main\nmain()\nprint('taken apart')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1:] == ["at the end"]
    profiled = [sys.executable, "-m", "cProfile", "-o", tmp_path / "profile", "-m", "conduct", "--version"]
    subprocess.run(profiled, capture_output=True, check=True)
    assert (tmp_path / "profile").exists()
