"""Runs a command again and again, each time on a fresh copy of a folder and with another fault; a process of its own.

``python -m tests.campaigns.runner SPEC RESULTS``, from the checkout; the fault library, if one is used, is preloaded. Each case
is run in a fork, so that hundreds take seconds: Python and conduct have started already.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from attrs import asdict, frozen

OPERATIONS = ("write", "sync", "rename", "truncate")
MANNERS = ("count", "once", "on", "kill", "part")
LEDGER = "conduct.db"


@frozen
class Case:
    """What goes wrong: the ``n``-th call of an operation, in a manner.

    Or files end at ``limit`` bytes, or the disk when ``room`` more are written.
    """

    operation: str = ""
    manner: str = "count"
    n: int = 0
    error: str = "ENOSPC"
    limit: int | None = None
    room: int | None = None


@frozen
class Result:
    """What came of a case: how the command ended and what it said, what the ledger then held, and every other file's digest.

    ``again`` is how the same command then ended with nothing in its way, where it had not been done.
    """

    case: Case
    status: int
    said: str
    held: dict[str, Any]
    files: dict[str, str]
    again: tuple[int, str]
    held_again: dict[str, Any]
    calls: dict[str, int]


def run(seed: Path, folder: Path, arguments: list[str], cases: list[Case] | Case, library: Path | None = None) -> list[Result]:
    """Runs ``arguments`` on copies of ``seed`` within ``folder``, once for each case.

    A case alone stands for each n that there is; the first result is then that with no fault at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    spec: dict[str, Any] = {"seed": str(seed), "folder": str(folder), "arguments": arguments, "each": isinstance(cases, Case)}
    spec["library"] = str(library) if library else None
    spec["cases"] = [asdict(case) for case in ([cases] if isinstance(cases, Case) else cases)]
    (folder / "spec.json").write_text(json.dumps(spec))
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CONDUCT_")}
    environment = {**kept, "CONDUCT_LANG": "en", **({"LD_PRELOAD": str(library)} if library else {})}
    command = [sys.executable, "-m", "tests.campaigns.runner", str(folder / "spec.json"), str(folder / "results.json")]
    if any(case["room"] is not None for case in spec["cases"]):
        command = ["unshare", "--map-root-user", "--mount", *command]
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads((folder / "results.json").read_text())
    return [Result(**{**one, "case": Case(**one["case"]), "again": tuple(one["again"])}) for one in found]


class _Runner:
    def __init__(self, spec: dict[str, Any]) -> None:
        self.seed, self.folder = Path(spec["seed"]), Path(spec["folder"])
        self.work = self.folder / "work"
        self.arguments: list[str] = spec["arguments"]
        self.library = ctypes.CDLL(spec["library"]) if spec["library"] else None
        self._fresh()
        os.chdir(self.work)
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            _main(self.arguments)  # so that everything that is imported late is imported before the forks
        gc.freeze()

    def cases(self, given: list[Case], each: bool) -> Iterator[Result]:
        """The results; with ``each`` one for each call that the command makes."""
        if not each:
            yield from map(self.result, given)
            return
        case = given[0]
        counted = self.result(Case(case.operation))
        assert counted.status in (0, 1)
        yield counted
        for n in range(1, counted.calls[case.operation] + 1):
            yield self.result(Case(case.operation, case.manner, n, case.error))

    def result(self, case: Case) -> Result:
        """One case, on a fresh copy."""
        self._fresh(case.room)
        calls = self.folder / "calls"
        status, said = self._forked(lambda: self._faulty(case, calls))
        if case.room is not None:
            self._resize(1 << 30)
        held, files = _held(), _files()
        again = self._forked(lambda: _exit(self.arguments)) if status != 0 else (0, "")
        counted = json.loads(calls.read_text()) if calls.exists() else {}
        calls.unlink(missing_ok=True)
        return Result(case, status, said, held, files, again, _held() if status != 0 else held, counted)

    def _fresh(self, room: int | None = None) -> None:
        """The folder as it was; with ``room`` on a disk of its own, which has so many bytes left."""
        os.chdir(self.folder)
        if self.work.is_mount():
            subprocess.run(["umount", self.work], check=True)
        shutil.rmtree(self.work, ignore_errors=True)
        if room is not None:
            self.work.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g", "campaign", self.work], check=True)
        shutil.copytree(self.seed, self.work, dirs_exist_ok=True)
        os.chdir(self.work)
        if room is not None:
            disk = os.statvfs(self.work)
            self._resize((disk.f_blocks - disk.f_bfree) * disk.f_bsize + room)

    def _resize(self, size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", self.work], check=True)

    def _forked(self, job: Callable[[], None]) -> tuple[int, str]:
        """Runs a job in a fork to its end, as a process ends; its status (or minus the signal) and what it said."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.dup2(writing, 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            job()
            raise AssertionError("the command came back")
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8", errors="replace") as stream:
            said = stream.read()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said

    def _faulty(self, case: Case, calls: Path) -> None:
        if case.limit is not None:
            import resource

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (case.limit, case.limit))
        if self.library is None or not case.operation:
            _exit(self.arguments)
        assert self.library is not None
        operation, manner = OPERATIONS.index(case.operation), MANNERS.index(case.manner)
        code = getattr(errno, case.error)
        self.library.fault_arm(os.fsencode(self.work), operation, manner, ctypes.c_long(case.n), code)
        try:
            _exit(self.arguments)
        finally:
            self.library.fault_disarm()
            if case.manner == "count":
                calls.write_text(json.dumps({name: self.library.fault_seen(n) for n, name in enumerate(OPERATIONS)}))


def _exit(arguments: list[str]) -> None:
    """Ends as the console command does."""
    gc.disable()
    sys.exit(_main(arguments))


def _main(arguments: list[str]) -> int:
    """The command line, and the template, which is none of its commands."""
    if arguments[0] != "template":
        from conduct.cli import main

        return main(arguments)
    from conduct.core.base.faults import Fault
    from conduct.host import load_sector
    from conduct.report.template import write_template

    sector = load_sector("hospital")
    try:
        write_template(sector, sector.regulations[-1], Path(arguments[1]), "en")
    except Fault as error:
        print(error.said("en"), file=sys.stderr)
        return 1
    return 0


def _held(path: Path = Path(LEDGER)) -> dict[str, Any]:
    from conduct.core.base.faults import Fault
    from tests.campaigns.common import held

    if not path.exists():
        return {}
    try:
        found: dict[str, Any] = json.loads(json.dumps(asdict(held(path))))
        return found
    except Fault as error:
        return {"wrong": [error.said("en")]}


def _files() -> dict[str, str]:
    """The digest of what is in every file but the ledger's own."""
    return {str(path): digest(path) for path in sorted(Path().rglob("*")) if path.is_file() and not path.name.startswith(LEDGER)}


def digest(path: Path) -> str:
    """The digest of a file; of a workbook that of its parts, whenever it was written, and of a ledger that of what it holds."""
    content = path.read_bytes()
    try:
        if path.suffix == ".xlsx":
            with ZipFile(path) as archive:
                parts = [(name, archive.read(name)) for name in archive.namelist() if name != "docProps/core.xml"]
            content = repr(parts).encode()
        elif path.suffix == ".db":
            content = repr(_held(path)).encode()
    except BadZipFile:
        return f"broken {hashlib.sha256(content).hexdigest()}"
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text())
    runner = _Runner(given)
    found = [asdict(one) for one in runner.cases([Case(**case) for case in given["cases"]], given["each"])]
    runner._fresh()
    Path(sys.argv[2]).write_text(json.dumps(found))
