"""The header of a ledger's file: what it says of the file's length, and what it should say."""

from __future__ import annotations

import os
import sqlite3
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from ..base.words import Words
from . import schema

MAGIC = b"SQLite format 3\x00"
"""With what every file of the database begins."""
_LOOKS = 3
_PAUSE = 0.05  # seconds between looks at a file that another process may be writing
HEADER = 100
"""Bytes of a file's header."""
PAGE = 16384
"""Bytes of a page of a new ledger: of the sizes tried, a load, a run and verifying cost least together."""
_FORMERLY = 4096  # bytes of a page of a ledger that an earlier conduct made
_FRAME = 24  # bytes of the header of each page in a log
_LOG_HEADER = 32
_POSIX = os.name == "posix"
_LOCK = Lock()
_OPEN: dict[tuple[int, int], int] = {}
"""Descriptors of files that the database did not take, by device and number."""
_LOGS: dict[tuple[int, int], tuple[bytes, int, frozenset[int]]] = {}
"""Logs that were read, by device and number: how they began, how far, and the pages that they held to there."""
_MOST_OPEN = 32


def cut_short(connection: sqlite3.Connection, path: Path) -> Words | None:
    """That a database's file is shorter than the database is, if it is, by as little as a byte.

    Its last pages may as yet stand in the log beside it alone, and another process may just be writing them.
    """
    for look in range(_LOOKS):
        page, pages = (connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_size", "page_count"))
        said = _shorter(path, path.stat().st_size, page, pages)
        if said is None:
            return None
        if look < _LOOKS - 1:
            time.sleep(_PAUSE)
    return said


def said_shorter(path: Path, start: bytes, size: int) -> Words | None:
    """The same of a file that the database does not take, by what its header says."""
    if len(start) < HEADER:
        if not start.startswith(MAGIC[:6]):
            return None
        return Words(f"文件被截短：只有{size}字节", f"it was cut short: only {size} bytes are left")
    if not start.startswith(MAGIC) or start[24:28] != start[92:96]:  # then the number of pages there means nothing
        return None
    return _shorter(path, size, _page_size(start), int.from_bytes(start[28:32]))


def _shorter(path: Path, size: int, page: int, pages: int) -> Words | None:
    if not page or size >= page * pages:
        return None
    if has_log(path, "-journal") or set(range(size // page + 1, pages + 1)) <= _logged(path, page):
        return None
    return Words(f"文件被截短：只有{size}字节，应有{page * pages}", f"it was cut short: {size} bytes are left of {page * pages}")


@contextmanager
def as_it_lies(path: Path) -> Iterator[BinaryIO]:
    """A database's file to be read as it lies.

    Where locks are those of POSIX, to close a file lets go of every lock that the process has on it, by whichever descriptor: the
    database's own connections would no longer be seen by other processes, which then take the log away from under them. So it
    stays open.
    """
    with _LOCK, open(_descriptor(path), "rb", buffering=0, closefd=not _POSIX) as stream:
        stream.seek(0)
        yield stream


def _descriptor(path: Path) -> int:
    """One of a file, the same each time; those of the last so many files stay open."""
    how = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    if not _POSIX:
        return os.open(path, how)
    found = path.stat()
    if (found.st_dev, found.st_ino) in _OPEN:
        return _OPEN[found.st_dev, found.st_ino]
    opened = os.open(path, how)
    found = os.fstat(opened)
    _OPEN[found.st_dev, found.st_ino] = opened
    if len(_OPEN) > _MOST_OPEN:
        os.close(_OPEN.pop(next(iter(_OPEN))))
    return opened


def _page_size(start: bytes) -> int:
    """The size of a page that a header says; 0 if it says none."""
    page = int.from_bytes(start[16:18])
    page = 65536 if page == 1 else page
    return page if page >= 512 and page & (page - 1) == 0 else 0


def has_log(path: Path, end: str) -> bool:
    """Whether a log of that ending lies beside a file, with anything in it."""
    log = path.with_name(path.name + end)
    return log.exists() and log.stat().st_size > 0


def _logged(path: Path, page: int) -> frozenset[int]:
    """The pages that the log beside a file holds: of what was kept, to its last change.

    What was read before is read no more, until the log begins anew: a ledger is opened for every page, and after a load its log
    is long.
    """
    if not has_log(path, "-wal"):
        return frozenset()
    with path.with_name(path.name + "-wal").open("rb", buffering=0) as log:
        start, found = log.read(_LOG_HEADER), os.fstat(log.fileno())
        before, end, pages = _LOGS.get((found.st_dev, found.st_ino), (b"", 0, frozenset()))
        if before != start:
            end, pages = _LOG_HEADER, frozenset()
        at, since = log.seek(end), set()
        while len(frame := log.read(_FRAME)) == _FRAME and frame[8:16] == start[16:24]:
            since.add(int.from_bytes(frame[:4]))
            at = log.seek(at + _FRAME + page)
            if any(frame[4:8]):  # the last of a change
                end, pages, since = at, pages | since, set()
    with _LOCK:
        _LOGS[found.st_dev, found.st_ino] = start, end, pages
        if len(_LOGS) > _MOST_OPEN:
            _LOGS.pop(next(iter(_LOGS)))
    return pages


def mended(start: bytes, size: int, logged: bool) -> bytes:
    """The header that a file of this size and this ``start`` should have: what it has, as far as that can be."""
    whole = start[:HEADER].ljust(HEADER, b"\0")
    if whole[21:24] != b"\x40\x20\x20":  # more of it is gone than its first words
        whole = struct.pack(">68sI28s", b"", schema.APPLICATION_ID, b"")
        whole = whole[:60] + struct.pack(">I", schema.LAYOUT) + whole[64:]
    page = _page_size(whole) or (_FORMERLY if _is_page(start[_FORMERLY:], _FORMERLY) else PAGE)
    form = bytes([2 if logged else 1]) * 2
    pages = -(-size // page)
    return (
        MAGIC
        + struct.pack(">H", 1 if page == 65536 else page)
        + form
        + b"\0\x40\x20\x20"
        + whole[92:96]
        + struct.pack(">I", pages)
        + whole[32:44]
        + struct.pack(">I", 4)
        + whole[48:56]
        + struct.pack(">I", 1)
        + whole[60:]
    )


def _is_page(start: bytes, page: int) -> bool:
    """Whether a page of that size may begin so: with its kind, its number of cells and where they stand."""
    if len(start) < 8:
        return False
    kind, free, cells, content, gaps = struct.unpack_from(">BHHHB", start)
    return kind in (2, 5, 10, 13) and free < page and 8 + 2 * cells <= content <= page and gaps <= 60
