"""Files that commands write: whole or not at all, over nothing else, no more open than the ledger; closed streams."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conduct.core.base.faults import Fault
from conduct.core.base.output import replacing
from tests.conftest import Desk

posix = pytest.mark.skipif(os.name != "posix", reason="needs links, pipes and permissions of POSIX")
OUTPUTS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "run": lambda name: ("run", "--period", "2012", "--output", name),
    "run-html": lambda name: ("explain", "L1", "--period", "2012", "--format", "html", "--output", name),
    "ics": lambda name: ("duties", "--ics", name),
    "regulation": lambda name: ("regulation", "--output", name),
    "rejects": lambda name: ("load", "incidents.csv", "--rejects", name),
    "marked": lambda name: ("load", "bad.csv", "--marked", name),
    "template": lambda name: ("template", name),
    "backup": lambda name: ("backup", name),
}
FRESH = ("template", "backup")
NAMES = {"rejects": "incidents-rejects.csv", "marked": "marked.xlsx", "template": "t.xlsx"}
each_output = pytest.mark.parametrize("output", OUTPUTS)


@pytest.fixture
def ready(office: Desk) -> Desk:
    """An office with rows that load in part, and a file whose rows do not."""
    bad = "incident,unit,kind,date\ni1,L1,late,2012-03-01\ni2,nobody,late,2012-03-01\n"
    office.write("incidents.csv", bad)
    office.write("bad.csv", bad)
    Path("bad.csv").rename("incidents-bad.csv")
    return office


def _command(output: str, name: str) -> tuple[str, ...]:
    return tuple(word.replace("bad.csv", "incidents-bad.csv") for word in OUTPUTS[output](name))


def _mode(path: str | Path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


def _left(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".") or name.endswith(".part")]


@each_output
def test_no_file_of_another_name_is_touched_and_nothing_is_left(ready: Desk, output: str) -> None:
    name = NAMES.get(output, "out")
    mine = Path(f"{name}.part")
    mine.write_text("mine")
    ready(*_command(output, name))
    assert Path(name).stat().st_size
    assert mine.read_text() == "mine"
    mine.unlink()
    assert not _left(ready.folder)


@posix
@each_output
def test_a_new_file_is_no_more_open_than_the_ledger_and_a_standing_one_keeps_its_mode(ready: Desk, output: str) -> None:
    name = NAMES.get(output, "out")
    mask = os.umask(0o022)
    try:
        ready(*_command(output, name))
        assert _mode(name) == 0o644
        Path(name).unlink()
        Path("conduct.db").chmod(0o600)
        ready(*_command(output, name))
        assert _mode(name) == 0o600
        if output in FRESH:
            return
        Path(name).chmod(0o640)
        ready(*_command(output, name))
        assert _mode(name) == 0o640
    finally:
        os.umask(mask)


@posix
@each_output
def test_a_link_is_not_followed(ready: Desk, output: str) -> None:
    name = NAMES.get(output, "out")
    Path("precious").write_text("mine")
    Path(name).symlink_to("precious")
    outcome = ready(*_command(output, name))
    assert outcome.status == 1
    assert "precious" in outcome.err or output in FRESH
    assert Path("precious").read_text() == "mine"
    assert Path(name).is_symlink()
    assert not _left(ready.folder)


@posix
@each_output
@pytest.mark.parametrize("name", [".", "/", "folder", "loop", "n" * 256, "no/such/folder/x", "file/x"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_name_that_cannot_be_written_is_said_plainly(ready: Desk, output: str, name: str, lang: str) -> None:
    Path("folder").mkdir(exist_ok=True)
    Path("file").write_text("x")
    Path("loop").symlink_to("loop")
    if output in NAMES and name not in (".", "/"):
        name += NAMES[output][-4:] if output != "rejects" else ""
    outcome = ready(*_command(output, name), lang=lang)
    assert outcome.status == 1
    assert "conduct failed" not in outcome.err
    assert "内部错误" not in outcome.err
    assert outcome.err.strip()
    assert not _left(ready.folder)


@each_output
def test_a_blank_name_is_wrong_usage(ready: Desk, output: str) -> None:
    assert ready(*_command(output, "")).status == 2


@posix
def test_a_device_and_a_pipe_take_the_result_and_stay(ready: Desk) -> None:
    assert ready(*_command("run", "/dev/null")).status == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    os.mkfifo("pipe")
    outcome = ready(*_command("run", "pipe"))
    assert outcome.status == 1
    assert "nobody is reading" in outcome.err
    reader = subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE)
    for _ in range(100):
        if ready(*_command("run", "pipe")).status == 0:
            break
        time.sleep(0.02)
    assert b"2012" in reader.communicate()[0]
    assert stat.S_ISFIFO(os.stat("pipe").st_mode)


def test_no_output_goes_over_a_score_sheet_a_journal_or_another_output(office: Desk, tmp_path: Path) -> None:
    office.write("conduct.toml", '[banking]\nscore-sheet = "sheet.toml"\n')
    sheet = office.write("sheet.toml", "x = 1\n")
    if os.name == "posix":
        Path("hard").hardlink_to("sheet.toml")
        assert office("run", "--period", "2012", "--output", "hard").status == 1
    for name in ("sheet.toml", "conduct.db-journal", "conduct.db-shm"):
        outcome = office("run", "--period", "2012", "--output", name)
        assert outcome.status == 1
        assert name in outcome.err
    assert Path(sheet).read_text() == "x = 1\n"
    assert office("duties", "--ics", "one", "--output", "./one").status == 1
    assert office("backup", "conduct.db-wal").status == 1


def _write(target: Path, end: BaseException | None, meanwhile: str = "") -> None:
    with replacing(target, fresh=bool(meanwhile)) as partial:
        assert os.name != "posix" or _mode(partial) == 0o600
        partial.write_text("half")
        if meanwhile:
            target.write_text(meanwhile)
        if end is not None:
            raise end


@posix
def test_an_unforeseen_end_leaves_nothing_and_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("before")
    for end in (KeyboardInterrupt, RuntimeError, OSError(28, "full")):
        with pytest.raises((KeyboardInterrupt, RuntimeError, Fault)):
            _write(target, end)
        assert target.read_text() == "before"
        assert os.listdir(tmp_path) == ["out"]


def test_a_file_that_came_meanwhile_is_not_replaced_where_none_may_stand(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with pytest.raises(Fault):
        _write(target, None, meanwhile="theirs")
    assert target.read_text() == "theirs"
    assert os.listdir(tmp_path) == ["out"]


WRITER = """
import sys, time
from pathlib import Path
from conduct import cli
from conduct.core.base.output import replacing
def main():
    with replacing(Path("out")) as partial:
        partial.write_text("half")
        print("writing", flush=True)
        time.sleep(30)
main_of = cli.main
cli.main = lambda *a: main_of(["regulation"])
import conduct.commands.assessing as assessing
assessing.regulation.callback = main
assessing.regulation.params = []
cli.run_main()
"""


@pytest.mark.campaign
@posix
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_removes_what_was_being_written(tmp_path: Path, sent: int, status: int) -> None:
    (tmp_path / "out").write_text("before")
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", WRITER], cwd=tmp_path, stdout=pipe, stderr=pipe, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    process.send_signal(sent)
    _, err = process.communicate(timeout=20)
    assert process.returncode == status
    assert err.strip() == f"{'interrupted' if sent == signal.SIGINT else 'terminated'}; the ledger is as it was"
    assert os.listdir(tmp_path) == ["out"]
    assert (tmp_path / "out").read_text() == "before"


# ---- streams


def _shell(office: Desk, line: str) -> subprocess.CompletedProcess[str]:
    conduct = f"{sys.executable} -m conduct --lang en --sector insurance"
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; c() {{ {conduct} \"$@\"; }}; {line}"],
        capture_output=True, text=True, check=False, cwd=office.folder,
    )  # fmt: skip


@posix
def test_a_closed_standard_output_is_said(office: Desk) -> None:
    done = _shell(office, "c run --period 2012 >&-")
    assert done.returncode == 1
    assert "standard output is closed" in done.stderr
    assert _shell(office, "c run --period 2012 --output x >&-").returncode == 0


@posix
def test_a_reader_that_has_read_enough_is_no_fault(office: Desk) -> None:
    for line in ("c regulation | head -1", "c regulation --format json | true", "c run --period 2012 2>&1 | true"):
        done = _shell(office, f"for n in 1 2 3; do {line}; done")
        assert (done.returncode, done.stderr) == (0, ""), line


@posix
def test_a_closed_standard_error_silences_no_fault(office: Desk) -> None:
    office.write("incidents.csv", "incident,unit,kind,date\ni1,L1,late,2012-03-01\n")
    done = _shell(office, "c load incidents.csv 2>&-")
    assert done.returncode == 0
    assert _shell(office, "c history i1").returncode == 0
    done = _shell(office, "c load nowhere.csv 2>&-")
    assert done.returncode == 1
    assert "nowhere.csv" in done.stdout
    assert Path("conduct.db").read_bytes()[:6] == b"SQLite"
    assert _shell(office, "c verify <&- 2>&-").returncode == 0


@posix
def test_a_working_folder_that_is_gone_is_said(office: Desk) -> None:
    program = f"{os.path.dirname(sys.executable)}/conduct"
    if not Path(program).exists():
        pytest.skip("not installed")
    done = subprocess.run(
        ["bash", "-c", f"mkdir gone; cd gone; rmdir ../gone; {program} --lang en --sector insurance run"],
        capture_output=True, text=True, check=False, cwd=office.folder,
    )  # fmt: skip
    assert done.returncode == 1
    assert "no longer exists" in done.stderr


def test_marks_of_direction_in_an_unexpected_argument_come_out_literally(office: Desk) -> None:
    for lang in ("en", "zh"):
        outcome = office("runs", "a\u202eb", lang=lang)
        assert outcome.status == 2
        assert "\u202e" not in outcome.err
        assert "\\u202e" in outcome.err


@pytest.mark.parametrize("name", ["n" * 300, "n" * 300 + ".csv"])
def test_a_name_that_is_too_long_to_read_is_said(office: Desk, name: str) -> None:
    for command in (("load", name), ("--ledger", name, "run"), ("--config", name, "run")):
        outcome = office(*command)
        assert outcome.status == 1
        assert "conduct failed" not in outcome.err
        assert "nnnn" in outcome.err
