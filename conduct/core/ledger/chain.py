"""The integrity chain: a digest for each accepted row, a block for each run of rows, a head for each batch.

A row's digest covers its values by column; a batch's head covers the head before it, who made it, when and why, and every
row's digest. What was accepted can so be rebuilt from the current rows and the history, and any difference named.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

from ..base.frozen import frozen
from ..base.interrupts import raise_heard
from ..law.conditions import Stored, name
from ..law.sector import KEYS, TABLES
from .packed import packed_with_names

if TYPE_CHECKING:
    from hashlib import _Hash as HASH

WIDTH = 16  # bytes of a row's digest
GENESIS = "0" * 64
_EMPTY = blake2b(digest_size=WIDTH)
_AT_ONCE = 2000  # rows


@frozen
class Block:
    """A run of rows that a batch brought: of which table and file, their columns joined by NUL, the first and last number,
    how many they are, and their digests one after the other."""

    number: int
    of: str
    file: str
    listed: str
    first: int
    last: int
    rows: int
    digests: bytes

    @property
    def columns(self) -> list[str]:
        """The columns that the digests cover, in order."""
        return self.listed.split("\0")

    @property
    def stored(self) -> tuple[int, str, str, str, int, int, int, bytes]:
        """Its values in the order of `BLOCK_COLUMNS`, which its batch's head covers."""
        return self.number, self.of, self.file, self.listed, self.first, self.last, self.rows, self.digests


def rows_accepted(connection: sqlite3.Connection) -> int | None:
    """How many rows the blocks say were accepted; None where they cannot say it."""
    with suppress(sqlite3.DatabaseError, ValueError, OverflowError):
        return int(connection.execute("SELECT total(rows) FROM blocks").fetchone()[0])
    return None


def digest_rows(rows: Sequence[tuple[Stored, ...]]) -> bytes:
    """The rows' digests, one after the other."""
    return digest_columns(list(zip(*rows, strict=True)))


def digest_columns(by_column: Sequence[Sequence[Stored]]) -> bytes:
    """The digests of rows that are given column by column, one after the other."""
    return digest_texts([as_text(column) for column in by_column])


def digest_texts(columns: Sequence[Sequence[str]]) -> bytes:
    """The digests of rows whose columns are texts already, as `as_text` makes them.

    No value holds NUL (loads refuse it), so that the joint is unambiguous. A blank text and nothing have one digest: no
    blank is ever accepted, and `verify.differences` looks for them by themselves.
    """
    try:
        return digest_bytes(map(str.encode, map("\0".join, zip(*columns, strict=True))))
    except UnicodeEncodeError:  # bytes that are no text, as `as_it_stands` reads them: nothing accepted has such
        rows = map("\0".join, zip(*columns, strict=True))
        return digest_bytes(row.encode(errors="surrogateescape") for row in rows)


def digest_bytes(rows: Iterable[bytes]) -> bytes:
    """The digests of rows whose columns are joined by NUL already."""
    started, digests = _EMPTY.copy, []
    for row in rows:
        h = started()  # a third faster than a new one
        h.update(row)
        digests.append(h.digest())
    return b"".join(digests)


def as_text(column: Sequence[Stored]) -> Sequence[str]:
    """A column's values as text, None as nothing; most columns are all text, or all nothing, or one of a few values."""
    if column.count(None) == len(column):
        return ("",) * len(column)
    with suppress(TypeError):
        "".join(column)  # type: ignore[arg-type]  # which takes texts alone, and looks at each in no time
        return column  # type: ignore[return-value]
    kinds = set(map(type, column))
    if kinds == {str, type(None)}:
        return [v or "" for v in column]  # type: ignore[misc]
    texts = {v: "" if v is None else str(v) for v in set(column)}
    return list(map(texts.__getitem__, column))


def head_of(previous: str, batch: tuple[Stored, ...], blocks: Iterable[Block]) -> str:
    """The head of a batch: over the head before, the batch's own words and each block with its rows' digests."""
    h = sha256(previous.encode())
    first = len(BATCH_COLUMNS) - len(LATER)
    later = [(label, value) for label, value in zip(LATER, batch[first:], strict=True) if value is not None]
    for part in (batch[:first], *later):
        h.update(_measured(part))
    for block in blocks:
        h.update(_measured(block.stored))
    return h.hexdigest()


def _measured(part: Iterable[Stored | bytes]) -> bytes:
    """Values one after the other, each behind its length."""
    given = [
        value if isinstance(value, bytes) else b"" if value is None else str(value).encode(errors="surrogateescape")
        for value in part
    ]
    return b"".join(b"%d:%b" % (len(data), data) for data in given)


BATCH_COLUMNS = ("batch", "sector", "at", "who", "command", "reason", "note_zh", "note_en", "claimed", "runs")
LATER = ("claimed", "runs")
"""Columns that came with layout 2: a head covers them by name where they are filled, and so earlier ones stay as they were."""
RUN_COLUMNS = ("run", "sector", "period", "as_of", "inputs", "batch", "recorded_at")
OF_FACTS = "command NOT IN ('publish', 'attach', 'release')"
"""A condition: a batch brings facts, on which results rest."""
BLOCK_COLUMNS = ("block", "of", "file", "columns", "first", "last", "rows", "digests")


def blocks_of(connection: sqlite3.Connection, batch: int) -> Iterator[Block]:
    """The blocks of a batch in order, one at a time."""
    listed = ", ".join(map(name, BLOCK_COLUMNS))
    rows = connection.execute(f"SELECT {listed} FROM blocks WHERE batch = ? ORDER BY block", (batch,))
    return (Block(*row) for row in rows)


def head(connection: sqlite3.Connection) -> str:
    """The chain's head: what a bulletin prints so that even a rewrite of the whole chain shows."""
    row = connection.execute("SELECT head FROM batches ORDER BY batch DESC LIMIT 1").fetchone()
    return row[0] if row else GENESIS


def runs_digest(connection: sqlite3.Connection, after: int) -> str | None:
    """A digest of the runs that were recorded after a batch and before the next; None if there are none."""
    listed = ", ".join(RUN_COLUMNS)
    rows = connection.execute(f"SELECT {listed} FROM runs WHERE after = ? ORDER BY run", (after,)).fetchall()
    if not rows:
        return None
    return sha256(b"".join(digest_rows([row]) for row in rows)).hexdigest()


def facts_digest(connection: sqlite3.Connection, sector: str) -> str:
    """A digest of a sector's current facts, whenever and in whatever order they came: equal facts, equal digest."""
    h = sha256()
    for of in TABLES:
        target = name(f"{sector}_{of}")
        columns = sorted(row[1] for row in connection.execute(f"PRAGMA table_info({target})") if row[1] not in ("seq", "batch"))
        if not columns:  # a table that came later than this ledger's facts of a sector that is not installed
            continue
        counted = ", ".join(f"count({name(c)})" for c in columns)
        rows, *counts = connection.execute(f"SELECT count(*), {counted} FROM {target}").fetchone()
        filled = {c: count == rows for c, count in zip(columns, counts, strict=True) if count}  # and whether it always is
        if filled:
            h = _fed_packed(h.copy(), connection, of, target, filled) or _fed(h, connection, of, target, filled)
    return h.hexdigest()


def _fed(h: HASH, connection: sqlite3.Connection, of: str, target: str, columns: Iterable[str]) -> HASH:
    """The hash, fed with rows: the table's name, then each value that there is behind its column's."""
    order = ", ".join(map(name, KEYS[of]))
    for row in connection.execute(f"SELECT {', '.join(map(name, columns))} FROM {target} ORDER BY {order}"):
        given = "\0".join([f"{c}\1{v}" for c, v in zip(columns, row, strict=True) if v is not None])
        h.update(f"{of}\0{given}\n".encode(errors="surrogateescape"))
    return h


def _fed_packed(h: HASH, connection: sqlite3.Connection, of: str, target: str, columns: Mapping[str, bool]) -> HASH | None:
    """The same, of many rows at once; None where the database refuses, or a row is not known by one column."""
    key, *more = KEYS[of]
    if more:
        return None
    rest = f"FROM {target} WHERE {name(key)} {{}} ? ORDER BY {name(key)} LIMIT {_AT_ONCE}"
    start, after = (packed_with_names(of, columns, key, rest.format(sign)) for sign in (">=", ">"))
    factory, connection.text_factory = connection.text_factory, bytes
    try:
        rows, lines, last = connection.execute(start, ("",)).fetchone()
        while rows:
            h.update(lines + b"\n")
            rows, lines, last = connection.execute(after, (last.decode(),)).fetchone()
    except (
        sqlite3.OperationalError,
        sqlite3.DataError,
        UnicodeDecodeError,
    ):  # too many columns, too long a text, or a key is none
        raise_heard()
        return None
    finally:
        connection.text_factory = factory
    return h


def as_it_stands(data: bytes) -> str:
    """Text of the database whatever its bytes are: what is no UTF-8 is kept apart from all that is."""
    return data.decode(errors="surrogateescape")
