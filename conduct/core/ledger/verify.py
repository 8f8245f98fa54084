"""Verifying a ledger: everything in which it differs from what its chain says was accepted."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import combinations

from ..base.frozen import frozen
from ..base.interrupts import raise_heard
from ..base.progress import More, doing
from ..base.words import Words, counted
from ..law.conditions import Stored, name, quoted
from ..law.sector import KEYS, REQUIRED_COLUMNS, TABLES
from .chain import BATCH_COLUMNS, BLOCK_COLUMNS, GENESIS, WIDTH, Block, digest_rows, head_of, rows_accepted, runs_digest
from .codes import called
from .counts import changed_counts
from .declared import OWNERS
from .opening import database_reason
from .schema import DRAFTS, KEPT, SEALED
from .shape import held_sectors, misshapen, named_by, of_sectors

_NEVER = 2**63 - 1
_LINES = 20  # in which the database says what is wrong with the file


@frozen
class Difference:
    """A place where the ledger is not what was accepted."""

    words: Words


def _said(values: Iterable[Stored]) -> str:
    """Names in a difference; bytes that are no text are shown by their numbers."""
    return ", ".join(str(v).encode(errors="surrogateescape").decode(errors="backslashreplace") for v in values)


def everything(connection: sqlite3.Connection, damaged: bool = False) -> list[Difference]:
    """All that is wrong with a ledger's file, its layout and its chain; of a file that is ``damaged``, what can still be read."""
    found: list[Difference] = []
    rows = Words("核对各行", "every row")
    for look, what, of in ((_contents, Words("检查文件", "the file"), None), (differences, rows, rows_accepted(connection))):
        try:
            with doing(what, of) as more:
                found += look(connection, more)
            damaged = damaged or (look is _contents and bool(found))
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError) as error:
            raise_heard()
            reason = database_reason(error) if isinstance(error, sqlite3.Error) else Words(str(error), str(error))
            found.append(
                Difference(Words(f"已损坏，读不下去：{reason.zh}", f"it is damaged and cannot be read further: {reason.en}"))
            )
            damaged = True
    return list(dict.fromkeys([*found, *_saved(connection)] if damaged else found))


def _contents(connection: sqlite3.Connection, _: More) -> Iterator[Difference]:
    """What the database itself finds wrong, at most so many lines of it."""
    lines = 0
    for (said,) in connection.execute(f"PRAGMA integrity_check({_LINES})"):
        for line in str(said).split("\n"):
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
    accounted: dict[str, int] = {}
    listed = ", ".join(name(c) for c in BATCH_COLUMNS)
    for *batch, said_previous, said_head in connection.execute(
        f"SELECT {listed}, previous, head FROM batches ORDER BY batch"
    ).fetchall():
        number, sector = batch[0], batch[1]
        if expected < number:
            yield _missing(expected, number - 1)
        expected = number + 1
        rows = connection.execute(
            f"SELECT {', '.join(name(c) for c in BLOCK_COLUMNS)} FROM blocks WHERE batch = ? ORDER BY block", (number,)
        ).fetchall()
        blank = any(value == "" for part in (batch, *rows) for value in part)
        blocks = [Block(*row) for row in rows]
        if blank or said_previous != previous or head_of(said_previous, tuple(batch), blocks) != said_head:
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
        for block in blocks:
            yield from _in_block(connection, sector, number, block, tables, accounted)
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
    yield from _strays(connection, tables, accounted)
    yield from _results(connection, tables)
    yield from _runs(connection)
    yield from _corrections(connection, tables)


def _in_block(
    connection: sqlite3.Connection, sector: str, batch: int, block: Block, tables: set[str], accounted: dict[str, int]
) -> Iterator[Difference]:
    """What differs in a block of a batch; the rows that stand in its place are ``accounted`` for, by table."""
    of = f"{sector}_{block.of}"
    if of not in tables:
        yield Difference(Words(f"缺少数据表 {of}", f"table {of} is missing"))
        return
    there = {row[1] for row in connection.execute(f"PRAGMA table_info({name(of)})")}
    if lost := [c for c in block.columns if c not in there]:
        yield Difference(Words(f"数据表 {of} 缺少列：{_said(lost)}", f"table {of} lacks columns: {_said(lost)}"))
        return
    found = _found(connection, batch, of, block, f"{of}_history" in tables, _fills(connection, sector, block.of, tables))
    accounted[of] = accounted.get(of, 0) + len(found)
    yield from _block_differences(batch, of, block, found)


def _missing(first: int, last: int) -> Difference:
    if first == last:
        return Difference(Words(f"缺少第{first}批", f"batch {first} is missing"))
    return Difference(Words(f"缺少第{first}至{last}批", f"batches {first} to {last} are missing"))


@frozen
class _StoredRow:
    """A row that stands in a block's place: its number and values; whether it is plain (no blank in the place of nothing, in what
    was declared later nothing but its default); and which of its values are defaults that came after it was accepted.
    """

    values: tuple[Stored, ...]
    plain: bool
    filled: tuple[int, ...] = ()

    def as_accepted(self, among: set[bytes]) -> bytes:
        """The digest of what was accepted: a default that came later may have been written there by hand before."""
        for n in range(len(self.filled) + 1):
            for blank in combinations(self.filled, n):
                digest = digest_rows([tuple(None if at in blank else v for at, v in enumerate(self.values[1:]))])
                if digest in among:
                    return digest
        return digest_rows([self.values[1:]])


@frozen
class _Fill:
    """A default that came later: the kind or step that owns its column, its value, and the last row that took it."""

    owner: str
    column: str
    value: str
    until: int


def _fills(connection: sqlite3.Connection, sector: str, of: str, tables: set[str]) -> list[_Fill]:
    target = f"{sector}_fills"
    if of not in OWNERS or target not in tables:
        return []
    rows = connection.execute(f'SELECT owner, "column", value, until FROM {name(target)} WHERE "of" = ?', (of,))
    return [_Fill(*row) for row in rows]


def _takes(fill: _Fill, of: str) -> str:
    """A condition: the row was there when the default came, and is of the kind or step that takes it."""
    return f"({OWNERS[of.rpartition('_')[2]]} = {quoted(fill.owner)} AND seq <= {int(fill.until)})"


def _plain(column: str, fills: Sequence[_Fill], of: str, known: bool) -> str:
    """A condition: the column holds what it may in a row that came before its default."""
    cases = " ".join(
        f"WHEN {_takes(f, of)} THEN "
        + (f"{name(column)} IS NOT NULL" if known else f"CAST({name(column)} AS TEXT) IS {quoted(f.value)}")
        for f in fills
        if f.column == column
    )
    otherwise = "1" if known else f"{name(column)} IS NULL"
    return f"(CASE {cases} ELSE {otherwise} END)" if cases else otherwise


def _found(
    connection: sqlite3.Connection, batch: int, of: str, block: Block, history: bool, fills: Sequence[_Fill]
) -> list[_StoredRow]:
    """The rows that stand in a block's place, current ones and those that corrections moved to the history."""
    columns = block.columns
    fills = [f for f in fills if f.until >= block.first]
    own = [f for f in fills if f.column in columns]
    listed = ", ".join(name(c) for c in columns)
    known = {*columns, "seq", "batch", "replaced_by", "result"}
    flags = "".join(f"{_takes(f, of)} AND CAST({name(f.column)} AS TEXT) IS {quoted(f.value)}, " for f in own)
    queries = []
    for target in (of, of + "_history") if history else (of,):
        there = [row[1] for row in connection.execute(f"PRAGMA table_info({name(target)})")]
        looked_at = [c for c in there if c not in known or c in {f.column for f in own}]
        plain = " AND ".join(_plain(c, fills, of, c in known) for c in looked_at) or "1"
        queries.append(f"SELECT seq, {plain}, {flags}{listed} FROM {name(target)} WHERE batch = ? AND seq BETWEEN ? AND ?")
    values = (batch, block.first, block.last) * len(queries)
    rows = connection.execute(" UNION ALL ".join(queries) + " ORDER BY seq", values)
    at, first = [columns.index(f.column) for f in own], 2 + len(own)
    return [
        _StoredRow(
            (row[0], *row[first:]),
            bool(row[1]) and "" not in row[first:],
            tuple(dict.fromkeys(n for n, flag in zip(at, row[2:first], strict=True) if flag)),
        )
        for row in rows
    ]


def _block_differences(batch: int, of: str, block: Block, found: list[_StoredRow]) -> Iterator[Difference]:
    number, file, digests = block.number, block.file, block.digests
    actual = digest_rows([row.values[1:] for row in found])
    if actual != digests and any(row.filled for row in found):
        among = {digests[n : n + WIDTH] for n in range(0, len(digests), WIDTH)}
        actual = b"".join(row.as_accepted(among) for row in found)
    if actual == digests and all(row.plain for row in found):
        return
    accepted = [digests[n : n + WIDTH] for n in range(0, len(digests), WIDTH)]
    known = set(accepted)
    here = [actual[n : n + WIDTH] for n in range(0, len(actual), WIDTH)]
    odd = [row.values[1] for row, digest in zip(found, here, strict=True) if digest not in known or not row.plain]
    lost = len(set(accepted) - set(here))
    moved = [row.values[1] for row, digest in zip(found, here, strict=True) if digest in known]
    place = Words(f"第{batch}批第{number}段（{of}，来自 {file}）", f"batch {batch}, block {number} ({of}, from {file})")
    if odd:
        yield Difference(
            Words(f"{place.zh}：已被改动或加入的行：{_said(odd)}", f"{place.en}: changed or added rows: {_said(odd)}")
        )
    if lost > len(odd):
        gone = lost - len(odd)
        yield Difference(Words(f"{place.zh}：缺少{gone}行", f"{place.en}: {counted(gone, 'row is', 'rows are')} missing"))
    if not odd and not lost:
        listed = _said(moved[:20])
        yield Difference(
            Words(f"{place.zh}：行的次序或重数不符：{listed}", f"{place.en}: rows out of order or repeated: {listed}")
        )


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
                    listed = _said(stray)
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
            yield Difference(Words(f"考核 {_said([run])} 的记录不符", f"the record of run {_said([run])} does not hold"))


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
            listed = _said(row[0] for row in rows)
            if listed:
                yield Difference(
                    Words(
                        f"{history}：更正记录不符：{listed}",
                        f"{history}: what was corrected does not agree with the corrections: {listed}",
                    )
                )
