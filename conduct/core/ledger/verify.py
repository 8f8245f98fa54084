"""Verifying a ledger: everything in which it differs from what its chain says was accepted."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from hashlib import sha256
from threading import Thread
from typing import Self

from ..base.frozen import frozen
from ..base.interrupts import raise_heard
from ..base.progress import More, doing
from ..base.words import Words, counted
from ..law.conditions import name
from ..law.sector import KEYS, REQUIRED_COLUMNS, TABLES
from .besides import DRAFTS, KEPT, SEALED
from .blocks import BlockPlaces, called_so
from .chain import BATCH_COLUMNS, BLOCK_COLUMNS, GENESIS, as_it_stands, blocks_of, head_of, rows_accepted, runs_digest
from .codes import called
from .counts import changed_counts
from .opening import database_reason
from .shape import held_sectors, misshapen, named_by, of_sectors

_NEVER = 2**63 - 1
_SOON = 0.01  # seconds
_LINES = 20  # in which the database says what is wrong with the file


@frozen
class Difference:
    """A place where the ledger is not what was accepted."""

    words: Words


def everything(
    connection: sqlite3.Connection,
    damaged: bool = False,
    beside: Callable[[], sqlite3.Connection] | None = None,
    then: Callable[[], Iterable[Difference]] = tuple,
) -> list[Difference]:
    """All that is wrong with a ledger's file, its layout and its chain; of a file that is ``damaged``, what can still be read.

    ``beside`` opens one more connection to the file: on it, in a thread of its own, the database checks the file while the rows
    are looked at here. ``then`` looks at what can only be told of rows that are as they were accepted: it is asked if they are.
    """
    rows = partial(_told, partial(differences, connection), Words("核对各行", "every row"), rows_accepted(connection))
    if beside is None:
        contents, whole = _told(partial(_contents, connection), Words("检查文件", "the file"))
        rest, readable = rows()
        further = then if not contents and whole and not rest and readable else tuple
        return _found(connection, damaged or bool(contents) or not (whole and readable), [*contents, *rest, *further()])
    failed: Exception | None = None
    more: list[Difference] = []
    with _Meanwhile(beside) as checking:
        rest, readable = rows()
        if not rest and readable:
            try:
                more.extend(then())
            except Exception as error:
                raise_heard()
                failed = error
        contents, whole = _told(checking.found, Words("检查文件", "the file"))
    damaged = damaged or bool(contents) or not (whole and readable)
    if failed is not None and not damaged:  # by what is wrong with the file, if anything is
        raise failed
    return _found(connection, damaged, [*contents, *rest, *(more if not damaged else ())])


def _found(connection: sqlite3.Connection, damaged: bool, found: list[Difference]) -> list[Difference]:
    """What was found, each once, and of a damaged file what can still be read."""
    return list(dict.fromkeys([*found, *_saved(connection)] if damaged else found))


def _told(look: Callable[[More], Iterable[Difference]], what: Words, of: int | None = None) -> tuple[list[Difference], bool]:
    """What a look finds, and whether it could look to the end."""
    found: list[Difference] = []
    try:
        with doing(what, of) as more:
            found.extend(look(more))
    except (sqlite3.DatabaseError, ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError) as error:
        raise_heard()
        reason = database_reason(error) if isinstance(error, sqlite3.Error) else Words(str(error), str(error))
        found.append(
            Difference(Words(f"已损坏，读不下去：{reason.zh}", f"it is damaged and cannot be read further: {reason.en}"))
        )
        return found, False
    return found, True


class _Meanwhile:
    """The database's own check of a file, which another thread asks for on a connection of its own."""

    def __init__(self, beside: Callable[[], sqlite3.Connection]) -> None:
        self._beside = beside
        self._connection: sqlite3.Connection | None = None
        self._lines: list[Difference] = []
        self._error: Exception | None = None
        self._thread = Thread(target=self._check, name="checking", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        while kind is not None and self._thread.is_alive():  # it may only just begin
            if self._connection is not None:
                self._connection.interrupt()
            self._thread.join(_SOON)

    def _check(self) -> None:
        try:
            self._connection = self._beside()
            try:
                self._connection.text_factory = as_it_stands
                self._lines.extend(_contents(self._connection))
            finally:
                connection, self._connection = self._connection, None
                connection.close()
        except Exception as error:
            self._error = error

    def found(self, _: More) -> Iterator[Difference]:
        """What it finds, once it has; raises what the check came to."""
        self._thread.join()
        yield from self._lines
        if self._error is not None:
            raise self._error


def _contents(connection: sqlite3.Connection, _: More | None = None) -> Iterator[Difference]:
    """What the database itself finds wrong, at most so many lines of it."""
    lines = 0
    for (told,) in connection.execute(f"PRAGMA integrity_check({_LINES})"):
        for line in str(told).split("\n"):
            if line != "ok" and not line.startswith("***") and lines < _LINES:
                lines += 1
                yield Difference(Words(f"文件已损坏：{line}", f"the file is damaged: {line}"))


def _saved(connection: sqlite3.Connection) -> Iterator[Difference]:
    """What of a damaged ledger can still be read, table by table."""
    tables: list[str] = []
    with suppress(sqlite3.DatabaseError):  # of a layout that breaks off, what stands before
        for (of,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            tables.append(str(of))
    try:
        ours = of_sectors(held_sectors(connection))
    except sqlite3.DatabaseError:  # what it holds is told by the names alone
        ours = of_sectors(named_by(tables))
    mine = sorted(t for t in tables if t in ours)
    if not mine:
        yield Difference(Words("其中没有可读出的数据表", "none of its tables can be read any more"))
    for of in mine:
        rows, whole = _readable(connection, of)
        if rows:
            zh, en = ("全部", "all its ") if whole else ("有", "")
            said = counted(rows, "row")
            yield Difference(Words(f"数据表 {of}：{zh}{rows}行仍可读出", f"table {of}: {en}{said} can still be read"))
        elif not whole:
            yield Difference(Words(f"数据表 {of}：读不出任何一行", f"table {of}: none of its rows can be read"))


def _readable(connection: sqlite3.Connection, of: str) -> tuple[int, bool]:
    """How many rows of a table can be read, and whether these are all: what lies behind a hole is reached by its number."""

    def read(where: str) -> tuple[int, bool]:
        rows = 0
        try:
            for _ in connection.execute(f"SELECT * FROM {name(of)} NOT INDEXED WHERE {where} ORDER BY rowid"):
                rows += 1
        except sqlite3.DatabaseError:
            return rows, False
        return rows, True

    rows, whole = read("1")
    if whole:
        return rows, True
    last = 0
    for asked, values in ((f"SELECT max(rowid) FROM {name(of)}", ()), (_LAST, (of,))):
        with suppress(sqlite3.DatabaseError):
            last = max(last, connection.execute(asked, values).fetchone()[0] or 0)
    return max(
        rows, sum(read(f"rowid BETWEEN {n + 1} AND {n + _STRETCH}")[0] for n in range(0, min(last, _MOST), _STRETCH))
    ), False


_STRETCH = 20  # rows: about what a page holds
_MOST = 100_000_000  # rows of a table that are looked for
_LAST = "SELECT max(last) FROM blocks JOIN batches USING (batch) WHERE sector || '_' || \"of\" = ?"


def differences(connection: sqlite3.Connection, more: More) -> Iterator[Difference]:
    """Everything in which the ledger differs from what its chain says was accepted; nothing if it is whole. ``more`` is told of
    the rows that were looked at.

    Best asked within one view, and with `as_it_stands` as the connection's text factory.
    """
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if lost := [of for of in ("batches", "blocks", "chain_end", "runs") if of not in tables]:
        yield from (Difference(Words(f"缺少数据表 {of}", f"table {of} is missing")) for of in lost)
        return
    yield from map(Difference, (*misshapen(connection), *changed_counts(connection)))
    tables &= of_sectors(held_sectors(connection))  # a user's own are none of ours, whatever they are called
    previous, expected = GENESIS, 1
    places = BlockPlaces(connection, tables)
    listed = ", ".join(name(c) for c in BATCH_COLUMNS)
    for *batch, said_previous, said_head in connection.execute(
        f"SELECT {listed}, previous, head FROM batches ORDER BY batch"
    ).fetchall():
        number, sector = batch[0], batch[1]
        if expected < number:
            yield _missing(expected, number - 1)
        expected = number + 1
        blank = "" in batch or connection.execute(_BLANK_BLOCK, (number,)).fetchone() is not None
        head = head_of(said_previous, tuple(batch), blocks_of(connection, number))
        if blank or said_previous != previous or head != said_head:
            yield Difference(
                Words(
                    f"第{number}批：批次记录与其校验值不符，或与上一批不相接",
                    f"batch {number}: its record does not match its digest, or does not follow the batch before it",
                )
            )
        previous = said_head
        if batch[-1] != runs_digest(connection, number - 1):
            yield Difference(
                Words(f"第{number}批以前记录的考核已被改动", f"the runs recorded before batch {number} have been changed")
            )
        for block in blocks_of(connection, number):
            yield from map(Difference, places.differing(sector, number, block))
            more(block.rows)
    last = connection.execute("SELECT id, batch, head FROM chain_end").fetchall()
    if last != [(1, expected - 1, previous)] and (last or expected > 1):
        yield Difference(
            Words("链的末端不符：最后的批次已被删去", "the chain does not end where it did: its last batches are gone")
        )
    for (number,) in connection.execute("SELECT DISTINCT batch FROM blocks WHERE batch NOT IN (SELECT batch FROM batches)"):
        yield Difference(
            Words(f"第{number}批没有记录，却有其数据段（blocks）", f"blocks stand for batch {number}, which is none")
        )
    yield from _strays(connection, tables, places.accounted)
    yield from _results(connection, tables)
    yield from _runs(connection)
    yield from _corrections(connection, tables)


_BLANK_BLOCK = f"""SELECT 1 FROM blocks WHERE batch = ? AND '' IN ({", ".join(name(c) for c in BLOCK_COLUMNS)}) LIMIT 1"""


def _missing(first: int, last: int) -> Difference:
    if first == last:
        return Difference(Words(f"缺少第{first}批", f"batch {first} is missing"))
    return Difference(Words(f"缺少第{first}至{last}批", f"batches {first} to {last} are missing"))


def _strays(connection: sqlite3.Connection, tables: set[str], accounted: Mapping[str, int]) -> Iterator[Difference]:
    """Rows that no block accepted, in the tables of every sector, whether it has batches or not."""
    for sector in named_by(tables):
        for of in (*TABLES, *KEPT):
            key = KEYS[of][0] if of in KEYS else "number" if of in SEALED else "seq"
            facts = [t for t in (f"{sector}_{of}", f"{sector}_{of}_history") if t in tables]
            standing = sum(connection.execute(f"SELECT count(*) FROM {name(t)}").fetchone()[0] for t in facts)
            if standing == accounted.get(f"{sector}_{of}", 0):
                continue
            accepted: dict[int, list[tuple[int, int]]] = {}
            for batch, first, last in connection.execute(
                'SELECT b.batch, first, last FROM blocks b JOIN batches USING (batch) WHERE sector = ? AND "of" = ?', (sector, of)
            ):
                accepted.setdefault(batch, []).append((first, last))
            for target in facts:
                rows = connection.execute(f"SELECT batch, seq, {name(key)} FROM {name(target)} ORDER BY seq")
                stray = [
                    id_ for batch, seq, id_ in rows if not any(first <= seq <= last for first, last in accepted.get(batch, ()))
                ]
                if stray:
                    listed = called_so(stray)
                    yield Difference(
                        Words(f"{target}：未经登记的行：{listed}", f"{target}: rows that no load accepted: {listed}")
                    )


def _results(connection: sqlite3.Connection, tables: set[str]) -> Iterator[Difference]:
    """Published results and drafts that are not the ones that were sealed."""
    for target in sorted(t for t in tables if t.endswith(tuple(f"_{of}" for of in SEALED))):
        draft = target.endswith(f"_{DRAFTS}")
        for number, digest, result in connection.execute(f"SELECT number, digest, result FROM {name(target)} ORDER BY number"):
            try:
                whole = sha256(zlib.decompress(result)).hexdigest() == digest
            except (zlib.error, TypeError):
                whole = False
            if not whole:
                zh, en = f"已公布的第{number}号结果", f"the result published as number {number}"
                if draft:
                    zh, en = f"征求意见稿 {called(number, draft)} ", f"draft {called(number, draft)}"
                yield Difference(Words(f"{zh}已被改动", f"{en} has been changed"))


def _runs(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Runs whose identity is not that of what they say they rest on."""
    heads = dict(connection.execute("SELECT batch, head FROM batches"))
    for run, sector, period, as_of, inputs, batch in connection.execute(
        "SELECT run, sector, period, as_of, inputs, batch FROM runs ORDER BY run"
    ):
        try:
            said = json.loads(inputs)
            rests = (said["sector"], said["period"], said["as_of"], said["batch"]) == (
                sector, period, as_of, heads.get(batch, "" if not batch else None),
            )  # fmt: skip
        except (ValueError, TypeError, KeyError):
            rests = False
        if not rests or sha256(str(inputs).encode(errors="surrogateescape")).hexdigest() != run:
            yield Difference(Words(f"考核 {called_so([run])} 的记录不符", f"the record of run {called_so([run])} does not hold"))


def _corrections(connection: sqlite3.Connection, tables: set[str]) -> Iterator[Difference]:
    """Rows of a history that no later batch replaced, or whose replacement is not where it should be."""
    for of in TABLES:
        for history in sorted(t for t in tables if t.endswith(f"_{of}_history")):
            current = history.removesuffix("_history")
            if current not in tables:  # said already, where it is missing from its batches
                continue
            key = " AND ".join(f"n.{name(c)} {'=' if c in REQUIRED_COLUMNS[of] else 'IS'} h.{name(c)}" for c in KEYS[of])
            rows = connection.execute(
                f"""SELECT h.{name(KEYS[of][0])} FROM {name(history)} h LEFT JOIN batches b ON b.batch = h.replaced_by
                    WHERE b.batch IS NULL OR h.replaced_by IS NOT min(
                           coalesce((SELECT min(n.batch) FROM {name(history)} n WHERE {key} AND n.batch > h.batch), {_NEVER}),
                           coalesce((SELECT min(n.batch) FROM {name(current)} n WHERE {key} AND n.batch > h.batch), {_NEVER}))
                       OR NOT EXISTS (SELECT 1 FROM {name(current)} n WHERE {key} AND n.batch >= h.replaced_by)
                    ORDER BY 1"""
            )
            listed = called_so(row[0] for row in rows)
            if listed:
                yield Difference(
                    Words(
                        f"{history}：更正记录不符：{listed}",
                        f"{history}: what was corrected does not agree with the corrections: {listed}",
                    )
                )
