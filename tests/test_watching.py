"""What a command shows on a terminal while it works: a line, past two seconds, that leaves no trace; and nothing in a pipe."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from io import StringIO
from pathlib import Path

import pytest

import conduct
from conduct.commands.watching import Watch
from conduct.core.base.progress import PROGRESS, Doing, doing, one_by_one
from conduct.core.base.words import Words
from conduct.report.tables import cell_len
from tests.campaigns.common import hospital

SOONER = """
import sys
from functools import partial
import conduct.commands.base as base
base.watched = partial(base.watched, after=0.0, every=0.002)
from conduct.cli import run_main
run_main()
"""


def raw_on_terminal(columns: int, folder: Path, *arguments: str, script: str = SOONER, **environment: str) -> tuple[int, str]:
    """The status of a command and every character that it sends to a terminal of so many columns."""
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, "-c", script, *arguments], {**os.environ, **environment})
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


def screen(shown: str) -> list[str]:
    """The lines that stand on a terminal after all of it: returns go to the first column, and what is written there replaces."""
    lines: list[str] = []
    for line in shown.replace("\r\n", "\n").split("\n"):
        cells: list[str] = []
        at = 0
        for c in line:
            if c in "\r\b":
                at = 0 if c == "\r" else max(at - 1, 0)
                continue
            for half in (c, *("" for _ in range(cell_len(c) - 1))):
                cells[at : at + 1] = [half]
                at += 1
        lines.append("".join(cells).rstrip())
    return lines


def drawn(shown: str) -> list[str]:
    """What was drawn in the place of a line, one after another."""
    return [text for text in (piece.strip(" \b") for piece in re.split(r"[\r\n]", shown)) if text]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    hospital(folder, 2500)
    return folder


@pytest.mark.parametrize(
    ("lang", "what"),
    [("zh", "装入：读取 actions.csv，20,000行，"), ("en", "loading: reading actions.csv, 20,000 rows, ")],
)
def test_a_load_says_which_file_it_reads_and_how_far_it_is_and_leaves_no_trace(
    office: Path, tmp_path: Path, lang: str, what: str
) -> None:
    given = ("--sector", "hospital", "--lang", lang, "--ledger", str(tmp_path / "a.db"))
    assert raw_on_terminal(90, office, *given, "init")[0] == 0
    files = [str(office / f"{of}.csv") for of in ("units", "incidents", "actions")]
    status, shown = raw_on_terminal(90, office, *given, "load", *files)
    assert status == 0
    lines = drawn(shown)
    reading = [line for line in lines if "actions.csv" in line]
    assert any(line.startswith(what) for line in lines) or len(reading) > 1, lines
    assert re.search(r"[，,] ?\d+ ?[s秒]$", reading[0])
    assert "\x1b" not in shown
    piped = subprocess.run(
        [sys.executable, "-c", SOONER, *given, "verify"], cwd=office, capture_output=True, text=True, check=True
    )
    assert piped.stderr == ""
    left = [line for line in screen(shown) if line]
    assert len(left) == 1, left  # what was loaded, and nothing of the line
    assert left[0].startswith(("已装入", "loaded", "装入"))
    assert "读取" not in left[0]
    assert "reading" not in left[0]


@pytest.mark.campaign
@pytest.mark.parametrize("columns", [20, 41, 80])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_line_is_narrower_than_the_terminal(office: Path, tmp_path: Path, columns: int, lang: str) -> None:
    given = ("--sector", "hospital", "--lang", lang, "--ledger", str(tmp_path / "a.db"))
    raw_on_terminal(columns, office, *given, "init")
    files = [str(office / f"{of}.csv") for of in ("units", "incidents")]
    status, shown = raw_on_terminal(columns, office, *given, "load", *files)
    assert status == 0
    lines = re.findall(r"\r([^\r\n]+)(?=\r[^\n])", shown)
    assert lines
    assert max(cell_len(line.rstrip(" \b")) for line in lines) < columns


def test_a_command_that_is_done_within_two_seconds_shows_nothing_but_its_words(office: Path, tmp_path: Path) -> None:
    plain = "from conduct.cli import run_main\nrun_main()"
    given = ("--sector", "hospital", "--lang", "en", "--ledger", str(tmp_path / "a.db"))
    for command in (("init", "--sample"), ("verify",), ("duties", "--as-of", "2012-06-01")):
        status, shown = raw_on_terminal(100, office, *given, *command, script=plain)
        assert status == 0
        assert not re.search(r"\r[^\n]", shown), command


def test_a_dumb_terminal_and_one_without_colour_get_returns_and_blanks_alone(office: Path, tmp_path: Path) -> None:
    given = ("--sector", "hospital", "--lang", "en", "--ledger", str(tmp_path / "a.db"))
    raw_on_terminal(100, office, *given, "init", "--sample")
    for environment in ({"TERM": "dumb"}, {"NO_COLOR": "1"}, {"TERM": "xterm"}):
        status, shown = raw_on_terminal(100, office, *given, "verify", **environment)
        assert status == 0
        assert set(re.findall(r"[\x00-\x1f\x7f]", shown)) <= set("\r\n\b")


def test_what_is_written_meanwhile_stands_above_the_line_and_a_half_line_is_left_alone(tmp_path: Path) -> None:
    script = """
import os, sys, time
from conduct.commands.watching import watched, line_hidden
from conduct.core.base.progress import doing
from conduct.core.base.words import Words
with watched(after=0.0, every=0.01):
    with doing(Words("甲", "first"), 3, Words("件", "pieces")) as more:
        time.sleep(0.2)
        print("a message", file=sys.stderr)
        more(1)
        time.sleep(0.2)
        with line_hidden():
            print("a result", flush=True)
        time.sleep(0.2)
        sys.stderr.write("half")
        sys.stderr.flush()
        time.sleep(0.2)
        sys.stderr.write(" a line\\n")
        time.sleep(0.2)
    answer = input("asked: ")
    time.sleep(0.2)
print("end")
"""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-c", script])
    shown = b""
    while not shown.endswith(b"asked: "):
        shown += os.read(terminal, 4096)
    os.write(terminal, b"yes\n")
    while True:
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break
    os.close(terminal)
    os.waitpid(pid, 0)
    text = shown.decode()
    assert [line for line in screen(text) if line] == ["a message", "a result", "half a line", "asked: yes", "end"]
    assert re.search(r"first, 0% \(0 of 3 pieces\), 0 s", text)
    assert re.search(r"first, 33% \(1 of 3 pieces\), 0 s", text)
    assert not re.search(r"half[^\n]*first", text)


def test_what_goes_on_is_told_in_both_languages_with_their_marks() -> None:
    share = Doing(Words("核对", "checking"), 1200, 3000)
    assert share.said("zh") == "核对，40%（1,200/3,000行）"
    assert share.said("en") == "checking, 40% (1,200 of 3,000 rows)"
    assert Doing(Words("读", "reading"), 5, None).said("zh") == "读，5行"
    assert Doing(Words("读", "reading")).said("en") == "reading"
    assert Doing(Words("读", "reading"), 0, 0).said("en") == "reading, 100% (0 of 0 rows)"


def test_each_part_is_told_within_its_whole_and_its_end_is_told_after_an_error() -> None:
    told: list[tuple[Doing, ...]] = []
    before = PROGRESS.set(told.append)
    whole, part = Words("整", "whole"), Words("分", "part")
    try:
        with doing(whole):
            assert list(one_by_one([1, 2], part, part)) == [1, 2]
            with pytest.raises(ValueError, match="x"), doing(part):
                raise ValueError("x")
    finally:
        PROGRESS.reset(before)
    said = [[(one.what.en, one.done, one.of) for one in now] for now in told]
    outer = ("whole", None, None)
    steps = [[outer, ("part", n, 2)] for n in range(3)]
    assert said == [[outer], *steps, [outer], [outer, ("part", None, None)], [outer], []]


def test_an_embedder_is_told_and_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told: list[tuple[Doing, ...]] = []
    with conduct.open(tmp_path / "a.db", "insurance", lang="en", progress=told.append) as office:
        office.init(sample=True)
        office.assess()
    assert capfd.readouterr() == ("", "")
    said = [" > ".join(one.what.en for one in now) for now in told]
    assert {"making the ledger", "assessing > counting", "assessing > points and ranks"} <= set(said)
    assert said[-1] == ""
    assert PROGRESS.get() is None


def test_what_an_embedder_raises_ends_the_work_and_the_ledger_is_as_it_was(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop(now: tuple[Doing, ...]) -> None:
        if now and now[-1].done:
            raise Enough

    files = hospital(tmp_path, 50)
    with conduct.open(tmp_path / "a.db", "hospital", lang="en", progress=stop) as office:
        before = office.verify().head
        with pytest.raises(Enough):
            office.load(*files)
        assert office.verify().head == before
        assert office.verify().whole


def test_the_line_is_drawn_past_its_time_alone() -> None:
    stream = StringIO()
    watch = Watch(stream, "en", after=60.0, every=0.001)
    watch((Doing(Words("读", "reading")),))
    time.sleep(0.05)
    watch(())
    watch.close()
    assert stream.getvalue() == ""
