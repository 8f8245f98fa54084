"""Opening a ledger's file: what is no ledger, what is damaged or was meddled with, and waiting for who writes."""

from __future__ import annotations

import os
import sqlite3
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from ..base.faults import Fault, fault
from ..base.frozen import frozen
from ..base.interrupts import interruptible, last_step, raise_heard
from ..base.progress import doing
from ..base.words import Words, listed
from . import schema
from .header import HEADER, MAGIC, as_it_lies, cut_short, said_shorter
from .memory import reading
from .shape import foreign


@frozen
class WaitTold:
    """Who is to be told that the ledger is waited for, and after how many seconds."""

    tell: Callable[[Words], object]
    after: float = 2.0


WAITING: ContextVar[WaitTold | None] = ContextVar("WAITING", default=None)
"""Who is to be told that what is to be written waits for another writer; nobody if none is named."""

WRITTEN: ContextVar[int] = ContextVar("WRITTEN", default=0)
"""The last batch that was written, none if 0: what fails after that leaves it there."""

WAIT = 120.0
"""For how many seconds a writer waits for the writers before it."""
_STEP = 0.5  # seconds that pass before an interrupt is noticed
_PAGES = 2000  # that are copied at once
_LOG = 64 << 20  # bytes of the log beside the ledger that are kept between two changes, where somebody holds it open
_LARGE = 5_000  # rows: that many leave a log which whoever changes something next would long be writing into the file
_TAKES_OVER = 5.0  # seconds
_PAUSE = 0.05  # seconds until whoever read is through
_MARK = struct.pack(">I", schema.APPLICATION_ID)
_WHY = {
    "database disk image is malformed": Words("文件内容已损坏", "its content is malformed"),
    "file is not a database": Words("文件开头已损坏", "its beginning is damaged"),
    "could not decode to utf-8": Words("其中的文字已损坏", "text in it is damaged"),
    "no such table": Words("缺少数据表", "a table is missing"),
    "no such column": Words("缺少列", "a column is missing"),
    "malformed database schema": Words("表结构已损坏", "its layout is damaged"),
    "database or disk is full": Words("磁盘已满", "the disk is full"),
    "disk i/o error": Words("磁盘读写出错", "the disk fails to read or write"),
    "attempt to write a readonly database": Words("只读", "it is read-only"),
    "unable to open database file": Words("无法打开文件", "its file cannot be opened"),
}
_DAMAGE = ("malformed", "not a database", "decode", "no such table", "no such column", "datatype mismatch")


def database_reason(error: sqlite3.Error) -> Words:
    """What the database says is wrong, in plain words, with its own behind them where they say more."""
    text = str(error)
    for start, words in _WHY.items():
        if text.lower().startswith(start):
            rest = text[len(start) :].strip(" :")
            return Words(f"{words.zh}（{rest}）", f"{words.en} ({rest})") if rest else words
    return Words(text, text)


def damage(error: sqlite3.Error) -> Words:
    """That the file is damaged, and how."""
    said = database_reason(error)
    return Words(f"文件已损坏：{said.zh}", f"the file is damaged: {said.en}")


def connect(path: Path, mode: str, wait: float = WAIT) -> sqlite3.Connection:
    """A connection that believes nothing that the file's own layout says of functions to call."""
    return _connected(path.absolute().as_uri() + f"?mode={mode}", wait)


def connect_memory() -> sqlite3.Connection:
    """A connection to a database of its own that no file holds."""
    return _connected("file::memory:", WAIT)


def connect_copy(path: Path) -> sqlite3.Connection:
    """A connection to a new file of our own, which nobody else has open."""
    connection = sqlite3.connect(path, isolation_level=None, factory=_LongWork)
    interruptible(connection)
    return connection


class _LongWork(sqlite3.Connection):
    """A connection that can be found while it stands."""


def _connected(uri: str, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait, cached_statements=256, factory=_LongWork)
    interruptible(connection)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA journal_size_limit = {_LOG}")
        connection.execute(f"PRAGMA cache_size = {-reading()}")
    except BaseException:
        connection.close()
        raise
    return connection


def opened(path: Path) -> tuple[sqlite3.Connection, bool, str | None]:
    """A connection to a ledger's file, whether it can be written, and why not where its mode would allow it.

    Raises `Fault`: ``ledger-damaged``, ``ledger-foreign``, ``ledger-not-one``, ``ledger-newer``, ``ledger-cannot-open``.
    """
    writable, reason = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK), None
    connection = None
    try:
        connection = connect(path, "rw" if writable else "ro")
        layout = _layout(connection, path)
    except sqlite3.OperationalError as cause:
        if connection is not None:
            connection.close()
        reason = str(cause) if writable else None
        connection, layout = _as_it_lies(path, cause)
        writable = False
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if connection is not None:
            connection.close()
        raise _unreadable(path, error) from None
    except Fault:
        assert connection is not None
        connection.close()
        raise
    if layout > schema.LAYOUT:
        connection.close()
        raise fault("ledger-newer", path=str(path), layout=layout, known=schema.LAYOUT)
    return connection, writable, reason


def _layout(connection: sqlite3.Connection, path: Path) -> int:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    layout: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != schema.APPLICATION_ID:
        raise _unreadable(path, None)
    if (cut := cut_short(connection, path)) is not None:
        raise fault("ledger-damaged", path=str(path), why=cut)
    if layout <= schema.LAYOUT and (found := foreign(connection)):
        raise fault("ledger-foreign", path=str(path), what=listed(found))
    return layout


def _as_it_lies(path: Path, cause: sqlite3.OperationalError) -> tuple[sqlite3.Connection, int]:
    """The file alone, where no log can be made beside it; never where one lies there with what others wrote, or half wrote."""
    for end in ("-wal", "-journal"):
        log = path.with_name(path.name + end)
        if log.exists() and log.stat().st_size:
            raise fault("ledger-has-log", path=str(path), log=log.name, why=database_reason(cause)) from None
    if "locked" in str(cause):
        raise fault("ledger-busy", path=str(path), seconds=int(WAIT), who=_whom(path)) from None
    try:
        connection = connect(path, "ro&immutable=1")
        return connection, _layout(connection, path)
    except sqlite3.OperationalError as error:
        raise fault("ledger-cannot-open", path=str(path), why=database_reason(error)) from None
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: sqlite3.Error | UnicodeDecodeError | None) -> Fault:
    """Of a file that the database does not take: whether it is a damaged ledger, or never was one."""
    size = path.stat().st_size
    with as_it_lies(path) as stream:
        start = stream.read(1 << 20)
    if (cut := said_shorter(path, start[:HEADER], size)) is not None:
        return fault("ledger-damaged", path=str(path), why=cut)
    if not start.startswith(MAGIC) or start[68:72] != _MARK:
        if b'"chain_end"' not in start or b'"batches"' not in start:
            return fault("ledger-empty" if not size else "ledger-not-one", path=str(path))
        return fault("ledger-damaged", path=str(path), why=Words("文件开头已损坏", "its beginning is damaged"))
    if isinstance(error, UnicodeDecodeError):  # what the database says of a broken layout, and of bytes in it that are no text
        return fault("ledger-damaged", path=str(path), why=_WHY["malformed database schema"])
    return fault("ledger-damaged", path=str(path), why=database_reason(error) if error is not None else "?")


@contextmanager
def immediate(
    connection: sqlite3.Connection, path: Path, wait: float | None = None, kept: Callable[[], object] | None = None
) -> Iterator[None]:
    """One transaction that takes the write lock at once: a deferred one fails when another writer came between; ``kept`` is
    called as soon as it is kept.

    While another process writes it waits, and tells `WAITING` so. Raises `Fault` ``ledger-busy``.
    """
    _begin(connection, path, WAIT if wait is None else wait)
    try:
        yield
        with last_step():
            connection.execute("COMMIT")
            if kept is not None:
                kept()
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def written_back(connection: sqlite3.Connection, before: int) -> None:
    """Takes over into the file what a large change left in the log beside it, ``before`` which so many rows had changed.

    Where others hold the ledger open, whoever changed something next would wait for that. It waits for no reader and holds nobody
    up; what it cannot take over in a few seconds, the next change does.
    """
    if connection.total_changes - before < _LARGE:
        return
    until = time.monotonic() + _TAKES_OVER
    with suppress(sqlite3.Error):  # what was changed is kept, whatever becomes of this
        while time.monotonic() < until:
            _, logged, taken = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if logged == taken:
                return
            time.sleep(_PAUSE)


def end(connection: sqlite3.Connection) -> None:
    """Ends a transaction that only read; a damaged file may refuse even that."""
    try:
        if connection.in_transaction:
            connection.execute("COMMIT")
    except sqlite3.Error:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _begin(connection: sqlite3.Connection, path: Path, wait: float) -> None:
    began, told = time.monotonic(), False
    connection.execute(f"PRAGMA busy_timeout = {int(1000 * min(_STEP, wait))}")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) and "busy" not in str(error):
                    raise
            waited = time.monotonic() - began
            if waited >= wait:
                raise fault("ledger-busy", path=str(path), seconds=int(waited), who=_whom(path))
            if not told and (waits := WAITING.get()) is not None and waited >= waits.after:
                told = True
                who = _whom(path)
                waits.tell(Words(f"台账正由{who.zh}写入，等待中……", f"the ledger is being written by {who.en}; waiting…"))
    finally:
        with suppress(sqlite3.Error):
            connection.execute(f"PRAGMA busy_timeout = {int(1000 * WAIT)}")


def _whom(path: Path) -> Words:
    """Who holds the ledger, where the system says: the number of the process, and whose it is."""
    with suppress(OSError, ValueError, KeyError, IndexError, ImportError):
        import pwd

        nodes = {os.stat(p).st_ino for p in (path, path.with_name(path.name + "-shm")) if p.exists()}
        for line in Path("/proc/locks").read_text().splitlines():
            parts = line.split()
            if parts[3] == "WRITE" and int(parts[5].split(":")[-1]) in nodes and int(parts[4]) not in (os.getpid(), -1):
                user = pwd.getpwuid(os.stat(f"/proc/{parts[4]}").st_uid).pw_name
                return Words(f"进程 {parts[4]}（{user}）", f"process {parts[4]} ({user})")
    return Words("另一程序", "another program")


def copy_whole(connection: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Copies a database as it stands at one moment, some pages at a time: between them an interrupt is heard."""
    behind = 0

    def told(_: int, left: int, of: int) -> None:
        nonlocal behind
        more(of - left - behind)
        behind = of - left

    begun = not connection.in_transaction
    if begun:
        connection.execute("BEGIN")  # or it would start anew whenever another writes
    try:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        with doing(Words("复制", "copying"), pages, Words("页", "pages")) as more:
            connection.backup(copy, pages=_PAGES, progress=told)
    finally:
        if begun:
            end(connection)


@contextmanager
def plain_faults(path: Path) -> Iterator[None]:
    """Says in plain words what the database reports."""
    try:
        yield
    except Fault:
        raise
    except sqlite3.DatabaseError as error:
        raise_heard()
        raise as_fault(path, error) from None


def as_fault(path: Path, error: sqlite3.DatabaseError) -> Fault:
    """What the database reports, as a fault of the ledger."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return fault("ledger-busy", path=str(path), seconds=int(WAIT), who=_whom(path))
    if not isinstance(error, sqlite3.OperationalError) or any(sign in text for sign in _DAMAGE):
        return fault("ledger-damaged", path=str(path), why=database_reason(error))
    return fault("ledger-cannot-write", path=str(path), why=database_reason(error))
