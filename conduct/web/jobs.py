"""Work that takes longer than a page may: one at a time, beside the pages, told of on a page of its own.

Each is a row beside the accounts, so that its result is there after a restart; one whose process ended is said to be interrupted.
"""

from __future__ import annotations

import json
import sys
import traceback
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from threading import Event, Lock, Thread

from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.progress import Doing, kept_in
from conduct.core.base.words import Lang
from conduct.door.deployment import Deployment
from conduct.report.plain import Plain

from .accounts import Accounts
from .documents import LANGS
from .plain import error_dict
from .secrets import new_word
from .visits import Served, Visit

WAITING, RUNNING, DONE, FAILED, INTERRUPTED = "waiting", "running", "done", "failed", "interrupted"
PATIENCE = 1.5  # seconds that whoever asks waits, before he is led to the page of progress
_KEPT_FOR, _MOST_WAITING, _MOST_ERRORS = timedelta(days=7), 5, 100
Work = Callable[[Deployment], Mapping[str, object]]


@frozen
class Job:
    """One piece of work: what it is, what was asked, how it stands, and what came of it."""

    id: str
    what: str
    asked: Plain
    state: str
    began: str
    ended: str | None
    result: Plain


class Worker:
    """Does what is asked one after another, in a thread that ends with the process."""

    def __init__(self) -> None:
        self.process = new_word()
        self._queue: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._said: dict[str, tuple[Doing, ...]] = {}

    def said(self, job: str, lang: Lang) -> list[str]:
        """What a job is doing, the whole first and then its parts."""
        return [one.said(lang) for one in self._said.get(job, ())]

    def begin(self, served: Served, sector: str, job: str, work: Work) -> Event:
        """Puts a piece of work behind those that wait; the event is set when it has ended."""
        ended = Event()

        def whole() -> None:
            try:
                with kept_in(self._said, job):
                    _run(served, sector, job, work)
            finally:
                ended.set()

        self._queue.put(whole)
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._serve, daemon=True)
                self._thread.start()
        return ended

    def _serve(self) -> None:
        while True:
            self._queue.get()()


WORKER = Worker()


def _run(served: Served, sector: str, job: str, work: Work) -> None:
    accounts = served.accounts
    _mark(accounts, job, RUNNING)
    try:
        with closing(Deployment(served.ledger, sector, served.config, served.lang)) as at:
            state, result = DONE, work(at)
    except Fault as error:
        said = {lang: error.said(lang).splitlines() for lang in LANGS}
        errors = {lang: [error_dict(problem, lang) for problem in error.problems[:_MOST_ERRORS]] for lang in LANGS}
        state, result = FAILED, {"problems": said, "errors": errors}
    except Exception:  # a fault of ours: said in a sentence, and to whoever keeps the server in full
        traceback.print_exc(file=sys.stderr)
        state, result = FAILED, {}
    _mark(accounts, job, state, result)


def _mark(accounts: Accounts, job: str, state: str, result: Mapping[str, object] | None = None) -> None:
    content = zlib.compress(json.dumps(result, ensure_ascii=False).encode()) if result is not None else None
    with accounts.rows(writing=True) as rows:
        ended = _now() if result is not None else None
        rows.execute("UPDATE jobs SET state = ?, ended = ?, result = ? WHERE job = ?", (state, ended, content, job))


def begin(visit: Visit, what: str, asked: Mapping[str, object], work: Work) -> str:
    """Begins a piece of work, and waits for it a little; gives its id. Raises `Fault` ``jobs-many``."""
    assert visit.session is not None
    account, job = visit.session.account.id, new_word()
    with visit.served.accounts.rows(writing=True) as rows:
        rows.execute("DELETE FROM jobs WHERE began < ?", ((datetime.now(UTC) - _KEPT_FOR).isoformat(),))
        query = "SELECT count(*) FROM jobs WHERE account = ? AND process = ? AND state IN (?, ?)"
        if rows.execute(query, (account, WORKER.process, WAITING, RUNNING)).fetchone()[0] >= _MOST_WAITING:
            raise fault("jobs-many", n=_MOST_WAITING)
        given = json.dumps(asked, ensure_ascii=False)
        values = (job, account, visit.sector_name, what, given, WORKER.process, _now(), None, WAITING, None)
        rows.execute("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    WORKER.begin(visit.served, visit.sector_name, job, work).wait(PATIENCE)
    return job


def wrong_with(job: Job, lang: Lang) -> list[Plain]:
    """What went wrong in a piece of work that failed, each with its code; nothing where the fault was ours."""
    found: list[Plain] = job.result.get("errors", {}).get(lang, [])
    return found


def address(visit: Visit, job: str) -> str:
    """Where a piece of work is told of."""
    return f"/{visit.sector_name}/jobs/{job}"


def job_of(visit: Visit, id: str) -> Job | None:
    """A job of whoever asks, in the sector of the address; None where it is none, or not his."""
    assert visit.session is not None
    with visit.served.accounts.rows() as rows:
        row = rows.execute(
            "SELECT what, asked, process, state, began, ended, result FROM jobs WHERE job = ? AND account = ? AND sector = ?",
            (id, visit.session.account.id, visit.sector_name),
        ).fetchone()
    if row is None:
        return None
    what, asked, process, state, began, ended, content = row
    if state in (WAITING, RUNNING) and process != WORKER.process:
        state = INTERRUPTED
    result = json.loads(zlib.decompress(content)) if content is not None else {}
    return Job(id, what, json.loads(asked), state, began, ended, result)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
