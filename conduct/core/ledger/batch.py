"""A batch: rows on their way into the ledger, their link of the chain, and the corrections that move old rows to the history."""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain as joined

from attrs import field

from ..base.ahead import ahead
from ..base.faults import Problem
from ..base.frozen import define, frozen
from ..base.words import Words, printable
from ..law.conditions import Stored, name
from ..law.sector import KEYS, REQUIRED_COLUMNS, Sector
from . import chain, schema
from .besides import WARNING_COLUMNS
from .memory import sorting

BLOCK = 1000  # rows that share a block of the chain
_LONG = 10_000  # rows after which a load that at least doubles a table does better to make its indexes at the end
_AT_ONCE = 8000  # values that one statement takes: the database is then asked once for many rows, and other threads go on


class IdTwice(Exception):
    """A long load without the index on ids brought an id twice; `Batch.anew` begins it again."""


@define
class Batch:
    """Rows on their way into the ledger, inside one transaction."""

    connection: sqlite3.Connection
    sector: Sector
    number: int
    author: str | None = None
    covered: int = 0  # blocks of the chain
    added: dict[str, int] = field(factory=dict)  # rows of each table that were inserted
    corrected: dict[str, list[str]] = field(factory=dict)
    warned: list[tuple[Stored, ...]] = field(factory=list)
    _keys: bool = False  # whether a long load does without the indexes on ids as well
    _next: dict[str, int] = field(factory=dict)
    _first: dict[str, int] = field(factory=dict)
    _bare: set[str] = field(factory=set)
    _dropped: list[str] = field(factory=list)

    def next_seq(self, of: str) -> int:
        """The sequence number that the next row of a table takes."""
        if of not in self._next:
            last = self.connection.execute(
                'SELECT coalesce(max(last), 0) FROM blocks b JOIN batches USING (batch) WHERE sector = ? AND "of" = ?',
                (self.sector.name, of),
            ).fetchone()[0]
            self._next[of] = self._first[of] = last + 1
        return self._next[of]

    def first_seq(self, of: str) -> int:
        """The number from which on the rows of a table are the batch's own."""
        self.next_seq(of)
        return self._first[of]

    def begin(self) -> None:
        """Lets long loads do without the indexes on ids until `settle`, which then may raise `IdTwice`."""
        self.connection.execute("SAVEPOINT rows")
        self._keys = True

    def anew(self) -> None:
        """Takes back all since `begin`; from now on each row is held against the ids there are."""
        self.connection.execute("ROLLBACK TO rows")
        for kept in (self.added, self.corrected, self.warned, self._next, self._first, self._bare, self._dropped):
            kept.clear()
        self.covered, self._keys = 0, False

    def settle(self) -> None:
        """Makes the indexes again that a long load did without. To be called when all rows are in.

        Raises `IdTwice` where two rows of the load, or one and one that stood, have one id.
        """
        if not self._dropped:
            return
        with sorting(self.connection):
            for statement in self._dropped:
                try:
                    self.connection.execute(statement)
                except sqlite3.IntegrityError:
                    raise IdTwice from None
        self._dropped.clear()

    def insert(
        self,
        of: str,
        file: str,
        parts: Iterable[Sequence[Sequence[Stored]]],
        given: Sequence[str] | None = None,
        each: Callable[[], object] = tuple,
    ) -> Iterator[tuple[int, tuple[Stored, ...]]]:
        """Adds rows, some at a time, by column in the order of the sector's, and yields those whose id is taken.

        ``given`` are the columns that can hold something, if not all: binding nothing costs as much as binding a value. The parts
        of many rows are made in a thread of their own, ahead of what is inserted; ``each`` is called here now and then.

        A row yielded is not added; it comes with the sequence number that it would have had (numbers are given in order), with
        which `correct` may put it in place of the one that stands.
        """
        columns = self.sector.columns(of)
        target = schema.table(self.sector, of)
        insertion = _Insertion.into(self, of, [c for c in columns if given is None or c in given])
        for rows in ahead(insertion.prepared(self.next_seq(of), _in_blocks(parts))):
            each()
            count, first = rows.count, self.next_seq(of)
            if not count:
                continue
            last = first + count - 1
            self._next[of] = last + 1
            if first - self._first[of] >= max(_LONG, self._first[of]) and of not in self._bare:
                self._bare.add(of)
                self._dropped += schema.drop_secondary(self.connection, target, self._keys)
            before = self.connection.total_changes
            insertion.insert(rows)
            digests = rows.digests
            accepted = count
            if self.connection.total_changes - before < count:
                there = self._there(target, first, last)
                yield from ((seq, row) for seq, row in enumerate(zip(*rows.by_column, strict=True), first) if seq not in there)
                there = self._there(target, first, last)  # what came back as a correction has taken its place
                each_digest = (digests[n : n + chain.WIDTH] for n in range(0, len(digests), chain.WIDTH))
                digests = b"".join(digest for seq, digest in enumerate(each_digest, first) if seq in there)
                accepted = len(there)
            if accepted:
                self.added[of] = self.added.get(of, 0) + accepted
                self.cover(of, file, columns, first, last, digests)

    def cover(self, of: str, file: str, columns: Sequence[str], first: int, last: int, digests: bytes) -> None:
        """Writes a block: the digests of rows of a table in order, of which the first and the last have these numbers."""
        self.covered += 1
        listed, rows = "\0".join(columns), len(digests) // chain.WIDTH
        block = chain.Block(self.covered, of, file, listed, first, last, rows, digests)
        self.connection.execute("INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (self.number, *block.stored))

    def _there(self, target: str, first: int, last: int) -> set[int]:
        rows = self.connection.execute(
            f"SELECT seq FROM {name(target)} WHERE seq BETWEEN ? AND ? AND batch = ?", (first, last, self.number)
        )
        return {row[0] for row in rows}

    def correct(self, of: str, old: int, seq: int, row: tuple[Stored, ...]) -> None:
        """Puts a row in the place of the one numbered ``old``, which moves to the history; the batch's reason is why."""
        columns = self.sector.columns(of)
        target = schema.table(self.sector, of)
        listed = ", ".join(name(c) for c in columns)
        self.connection.execute(
            f"""INSERT INTO {name(target + "_history")} (seq, batch, {listed}, replaced_by)
                SELECT seq, batch, {listed}, ? FROM {name(target)} WHERE seq = ?""",
            (self.number, old),
        )
        self.connection.execute(f"DELETE FROM {name(target)} WHERE seq = ?", (old,))
        marks = ", ".join("?" * (len(columns) + 2))
        self.connection.execute(f"INSERT INTO {name(target)} (seq, batch, {listed}) VALUES ({marks})", (seq, self.number, *row))
        self.corrected.setdefault(of, []).append(str(row[0]))

    def row_of(self, of: str, key: Sequence[Stored]) -> tuple[int, int, tuple[Stored, ...]]:
        """The row that has this key: its batch, its sequence number, and its values."""
        columns = self.sector.columns(of)
        listed = ", ".join(name(c) for c in columns)
        where = " AND ".join(f"{name(c)} IS ?" for c in KEYS[of])
        row = self.connection.execute(
            f"SELECT batch, seq, {listed} FROM {name(schema.table(self.sector, of))} WHERE {where}", tuple(key)
        ).fetchone()
        return row[0], row[1], tuple(row[2:])

    def warn(self, of: str, row: int | None, problem: Problem) -> None:
        """Keeps a warning with the batch: about the row of that number (``seq``), or if it has none about all that the batch
        brings of the table.
        """
        self.warned.append(_kept(of, row, problem))

    def keep(self, of: str, columns: Sequence[str], rows: Sequence[tuple[Stored, ...]]) -> None:
        """Writes rows of what the batch brings beside facts, and covers them."""
        for first in range(0, len(rows), BLOCK):
            some = rows[first : first + BLOCK]
            seq = self.next_seq(of)
            self._next[of] = seq + len(some)
            listed = ", ".join(name(c) for c in ("seq", "batch", *columns))
            marks = ", ".join("?" * (len(columns) + 2))
            self.connection.executemany(
                f"INSERT INTO {name(schema.table(self.sector, of))} ({listed}) VALUES ({marks})",
                [(seq + n, self.number, *row) for n, row in enumerate(some)],
            )
            self.cover(of, of, columns, seq, seq + len(some) - 1, chain.digest_rows(some))

    def seal(self, command: str, reason: str | None, note: Words | None) -> None:
        """Writes the batch's record and its link of the chain."""
        self.keep("warnings", WARNING_COLUMNS, self.warned)
        previous = chain.head(self.connection)
        who, claimed = _who(self.author)
        record: tuple[Stored, ...] = (
            self.number,
            self.sector.name,
            now(),
            who,
            command,
            reason or None,  # no blank is kept: it has the digest of nothing
            (note.zh or None) if note else None,
            (note.en or None) if note else None,
            claimed,
            chain.runs_digest(self.connection, self.number - 1),
        )
        head = chain.head_of(previous, record, chain.blocks_of(self.connection, self.number))
        listed = ", ".join(name(c) for c in (*chain.BATCH_COLUMNS, "previous", "head"))
        marks = ", ".join("?" * (len(record) + 2))
        self.connection.execute(f"INSERT INTO batches ({listed}) VALUES ({marks})", (*record, previous, head))
        self.connection.execute("INSERT OR REPLACE INTO chain_end VALUES (1, ?, ?)", (self.number, head))


def _in_blocks(parts: Iterable[Sequence[Sequence[Stored]]]) -> Iterator[Sequence[Sequence[Stored]]]:
    """Rows by column, `BLOCK` at a time but for the last; none where a part has none."""
    kept: Sequence[Sequence[Stored]] | None = None
    for part in parts:
        columns = part if kept is None else [[*a, *b] for a, b in zip(kept, part, strict=True)]
        count = len(columns[0])
        whole = count - count % BLOCK
        if not count:
            yield columns
        for start in range(0, whole, BLOCK):
            yield [column[start : start + BLOCK] for column in columns]
        kept = [column[whole:] for column in columns] if whole < count else None
    if kept is not None:
        yield kept


@frozen
class _Insertion:
    """The statements that insert rows: many at once, and one at a time. ``at`` are the places of the columns that they bind,
    ``texts`` those of them that are texts.

    Nothing is bound as a blank, which the database makes nothing of: Python's own None takes it longer than any text.
    """

    connection: sqlite3.Connection
    at: tuple[int, ...]
    texts: frozenset[int]
    rows: int
    many: str
    one: str

    @classmethod
    def into(cls, batch: Batch, of: str, columns: Sequence[str]) -> _Insertion:
        """Those of a batch, for some columns of a table."""
        sector, known = batch.sector, batch.sector.columns(of)
        marks = ", ".join("?" if c in REQUIRED_COLUMNS[of] else "nullif(?, '')" for c in columns)
        values, rows = f"(?, {batch.number}, {marks})", min(max(_AT_ONCE // (len(columns) + 1), 1), BLOCK)
        listed = ", ".join(name(c) for c in columns)
        start, end = f"INSERT INTO {name(schema.table(sector, of))} (seq, batch, {listed}) VALUES", "ON CONFLICT DO NOTHING"
        at = tuple(map(known.index, columns))
        texts = frozenset(n for n in at if schema.column_type(sector, of, known[n]) == "TEXT")
        many = f"{start} {', '.join([values] * rows)} {end}"
        return cls(batch.connection, at, texts, rows, many, f"{start} {values} {end}")

    def prepared(self, first: int, blocks: Iterable[Sequence[Sequence[Stored]]]) -> Iterator[_BoundRows]:
        """Rows that are given by column, under numbers from the first on."""
        for by_column in blocks:
            count = len(by_column[0])
            texts = list(map(chain.as_text, by_column))
            bound = [texts[n] if n in self.texts else _blanks(by_column[n]) for n in self.at]
            values = list(joined.from_iterable(zip(range(first, first + count), *bound, strict=True)))
            yield _BoundRows(count, by_column, values, chain.digest_texts(texts))
            first += count

    def insert(self, rows: _BoundRows) -> None:
        """Inserts rows that are prepared."""
        width = len(self.at) + 1
        whole = rows.count - rows.count % self.rows
        for start in range(0, whole * width, self.rows * width):
            self.connection.execute(self.many, rows.values[start : start + self.rows * width])
        for start in range(whole * width, rows.count * width, width):
            self.connection.execute(self.one, rows.values[start : start + width])


@frozen
class _BoundRows:
    """Rows on their way: how many, by column, what is bound for them one after the other, and their digests."""

    count: int
    by_column: Sequence[Sequence[Stored]]
    values: list[Stored]
    digests: bytes


def _blanks(column: Sequence[Stored]) -> Sequence[Stored]:
    return ["" if value is None else value for value in column] if None in column else column


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _who(author: str | None) -> tuple[str, str | None]:
    """Whom the operating system says the program runs as, and who the author is by what it says, else by what the environment
    says, where that is another."""
    try:
        import pwd

        user = pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # no such system, or a number that has no name there
        user = f"uid {os.getuid()}" if hasattr(os, "getuid") else getpass.getuser()
    claimed = author or next((said for said in map(os.environ.get, ("SUDO_USER", "LOGNAME", "USER", "USERNAME")) if said), None)
    claimed = printable(claimed) if claimed else None
    return user, claimed if claimed != user else None


def _kept(of: str, row: int | None, problem: Problem) -> tuple[Stored, ...]:
    """A warning as the ledger keeps it, in the order of `WARNING_COLUMNS`."""
    place = problem.place
    values = {k: {"zh": v.zh, "en": v.en} if isinstance(v, Words) else v for k, v in problem.values.items()}
    column = place.column_said("zh") or None if place else None
    said = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return of, row, place.file if place else None, place.row if place else None, column, problem.code, said
