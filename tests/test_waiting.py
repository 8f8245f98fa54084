"""A ledger that another process writes: what waits says so and for whom, a result does not wait, and nothing is half said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import conduct.host
from conduct.core.ledger import opening
from tests.conftest import Desk

HOLDER = """
import sqlite3, sys, time
connection = sqlite3.connect("conduct.db", isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[1]))
connection.execute("ROLLBACK")
"""
RECORD = ("record", "incident", "incident=n1", "unit=L1", "kind=department-missing", "date=2012-03-01")


@contextmanager
def _held(seconds: float) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the ledger for writing."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(seconds)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_result_waits_no_longer_than_a_second_to_be_recorded(office: Desk) -> None:
    expected = office.run("--period", "2012")
    with _held(60):
        began = time.monotonic()
        outcome = office("run", "--period", "2012", "--as-of", "2012-12-30", "--format", "json")
        assert time.monotonic() - began < 8
    assert outcome.status == 0
    assert json.loads(outcome.out)["units"] == expected["units"]
    assert "not recorded" in outcome.err
    assert office("runs").out.count("2012-12-30") == 0


def test_what_waits_says_so_after_two_seconds_and_for_whom(office: Desk) -> None:
    with _held(4) as holder:
        outcome = office(*RECORD)
    assert outcome.status == 0, outcome.err
    assert "waiting" in outcome.err
    if Path("/proc/locks").exists() and str(holder.pid) in Path("/proc/locks").read_text():
        assert str(holder.pid) in outcome.err
    with _held(0.5):
        outcome = office("record", "incident", "incident=n2", "unit=L1", "kind=department-missing", "date=2012-03-01")
    assert outcome.status == 0
    assert "waiting" not in outcome.err


def test_who_waits_long_enough_gives_up_and_says_so(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WAIT", 3.0)
    for lang in ("en", "zh"):
        with _held(60):
            outcome = office(*RECORD, lang=lang)
        assert outcome.status == 1
        assert ("nothing was changed" if lang == "en" else "未作任何改动") in outcome.err
        assert ("waiting" if lang == "en" else "等待中") in outcome.err
    assert office("history", "n1").status == 1


def test_a_run_whose_result_could_not_be_given_is_not_listed(office: Desk) -> None:
    (office.folder / "folder").mkdir()
    assert office("run", "--period", "2012", "--output", "folder").status == 1
    assert "2012" not in office("runs").out
    if os.name == "posix":
        command = f'"{sys.executable}" -m conduct --sector insurance run --period 2012 >&-'
        assert subprocess.run(["bash", "-c", command], capture_output=True, check=False, cwd=office.folder).returncode == 1
        assert "2012" not in office("runs").out
    assert office("run", "--period", "2012").status == 0
    assert "2012" in office("runs").out


def test_an_answer_that_fails_on_the_way_leaves_no_half(office: Desk) -> None:
    from conduct.commands.base import write

    def pieces() -> Iterator[str]:
        yield '{"half": '
        raise RuntimeError

    office.capsys.readouterr()
    with pytest.raises(RuntimeError):
        write(pieces())
    assert office.capsys.readouterr().out == ""


def test_the_history_of_a_sector_that_is_not_installed_is_not_denied(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONDUCT_SECTOR")
    assert office("--sector", "hospital", "init", "--sample").status == 0
    found = office("history", "c01")
    assert found.status == 0
    installed = [item for item in conduct.host.installed() if item.name != "hospital"]
    monkeypatch.setattr(conduct.host, "installed", lambda: installed)
    for lang in ("en", "zh"):
        outcome = office("history", "c01", lang=lang)
        assert outcome.status == 1
        assert "hospital" in outcome.err
        assert "c01" in outcome.err
        assert ("holds no" if lang == "en" else "没有编号") not in outcome.err
    assert "holds no" in office("history", "nobody").err


def test_who_claimed_to_make_an_entry_stands_beside_whom_the_system_knew(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("SUDO_USER", "USER", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LOGNAME", "somebody else")
    assert office(*RECORD).status == 0
    out = office("history", "n1").out
    assert "(as somebody else)" in out
    assert "自称 somebody else" in office("history", "n1", lang="zh").out
    if os.name == "posix":
        import pwd

        assert pwd.getpwuid(os.getuid()).pw_name in out
    assert office("verify").status == 0


def test_what_fails_after_a_batch_was_written_does_not_say_that_nothing_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import conduct.commands.facts as commands

    def fails(_: object) -> None:
        raise RuntimeError("afterwards")

    monkeypatch.setattr(commands, "tell_loaded", fails)
    for lang in ("en", "zh"):
        (desk.folder / "conduct.db").unlink()
        outcome = desk("init", "--sample", lang=lang)
        assert outcome.status == 1
        assert ("batch 1 was written" if lang == "en" else "第1批已写入台账") in outcome.err
        assert ("as it was" if lang == "en" else "台账未受影响") not in outcome.err
        assert desk("history", "P01").status == 0
