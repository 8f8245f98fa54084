"""The integrity chain: a digest for each accepted row, a block for each run of rows, a head for each batch.

A row's digest covers its values by column; a batch's head covers the head before it, who made it, when and why, and every
row's digest. What was accepted can so be rebuilt from the current rows and the history, and any difference named.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b, sha256
from typing import Any

from attrs import frozen

from .conditions import Stored, name
from .schema import KEPT
from .sector import KEYS, REQUIRED_COLUMNS, TABLES
from .words import Words

WIDTH = 16  # bytes of a row's digest
GENESIS = "0" * 64
_NEVER = 2**63 - 1
_EMPTY = blake2b(digest_size=WIDTH)


def digest_rows(rows: Sequence[tuple[Stored, ...]]) -> bytes:
    """The rows' digests, one after the other."""
    return digest_columns(list(zip(*rows, strict=True)))


def digest_columns(by_column: Sequence[tuple[Stored, ...]]) -> bytes:
    """The digests of rows that are given column by column, one after the other.

    No value holds NUL (loads refuse it), so that the joint is unambiguous. A blank text and nothing have one digest: no
    blank is ever accepted, and `differences` looks for them by themselves.
    """
    columns = [_as_text(column) for column in by_column]
    started, digests = _EMPTY.copy, []
    for row in map("\0".join, zip(*columns, strict=True)):
        h = started()  # a third faster than a new one
        try:
            h.update(row.encode())
        except UnicodeEncodeError:  # bytes that are no text, as `as_it_stands` reads them: nothing accepted has such
            h.update(row.encode(errors="surrogateescape"))
        digests.append(h.digest())
    return b"".join(digests)


def _as_text(column: tuple[Stored, ...]) -> Sequence[str]:
    """A column's values as text, None as nothing; most columns are all text, or all nothing, or one of a few values."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return column  # type: ignore[return-value]
    if kinds == {type(None)}:
        return ("",) * len(column)
    if kinds == {str, type(None)}:
        return [v or "" for v in column]  # type: ignore[misc]
    texts = {v: "" if v is None else str(v) for v in set(column)}
    return list(map(texts.__getitem__, column))


def head_of(previous: str, batch: tuple[Stored, ...], blocks: Sequence[tuple[Stored | bytes, ...]]) -> str:
    """The head of a batch: over the head before, the batch's own words and each block with its rows' digests."""
    h = sha256(previous.encode())
    said = batch if batch[-1] is not None else batch[:-1]  # who claimed it came with layout 2: earlier heads have no place for it
    for part in (said, *blocks):
        for value in part:
            data = value if isinstance(value, bytes) else b"" if value is None else str(value).encode(errors="surrogateescape")
            h.update(b"%d:" % len(data))
            h.update(data)
    return h.hexdigest()


@frozen
class Difference:
    """A place where the ledger is not what was accepted."""

    words: Words


BATCH_COLUMNS = ("batch", "sector", "at", "who", "command", "reason", "note_zh", "note_en", "claimed")
BLOCK_COLUMNS = ("block", "of", "file", "columns", "first", "last", "rows", "digests")


def head(connection: sqlite3.Connection) -> str:
    """The chain's head: what a bulletin prints so that even a rewrite of the whole chain shows."""
    row = connection.execute("SELECT head FROM batches ORDER BY batch DESC LIMIT 1").fetchone()
    return row[0] if row else GENESIS


def facts_digest(connection: sqlite3.Connection, sector: str) -> str:
    """A digest of a sector's current facts, whenever and in whatever order they came: equal facts, equal digest."""
    h = sha256()
    for of in TABLES:
        target = f"{sector}_{of}"
        columns = sorted(
            row[1] for row in connection.execute(f"PRAGMA table_info({name(target)})") if row[1] not in ("seq", "batch")
        )
        if not columns:  # a table that came later than this ledger's facts of a sector that is not installed
            continue
        order = ", ".join(name(c) for c in KEYS[of])
        for row in connection.execute(f"SELECT {', '.join(name(c) for c in columns)} FROM {name(target)} ORDER BY {order}"):
            given = "\0".join([f"{c}\1{v}" for c, v in zip(columns, row, strict=True) if v is not None])
            h.update(f"{of}\0{given}\n".encode(errors="surrogateescape"))
    return h.hexdigest()


def as_it_stands(data: bytes) -> str:
    """Text of the database whatever its bytes are: what is no UTF-8 is kept apart from all that is."""
    return data.decode(errors="surrogateescape")


def _said(values: Iterable[Stored]) -> str:
    """Names in a difference; bytes that are no text are shown by their numbers."""
    return ", ".join(str(v).encode(errors="surrogateescape").decode(errors="backslashreplace") for v in values)


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Everything in which the ledger differs from what its chain says was accepted; nothing if it is whole.

    Best asked within one view, and with `as_it_stands` as the connection's text factory.
    """
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
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
        blocks = connection.execute(
            f"SELECT {', '.join(name(c) for c in BLOCK_COLUMNS)} FROM blocks WHERE batch = ? ORDER BY block", (number,)
        ).fetchall()
        blank = any(value == "" for part in (batch, *blocks) for value in part)
        if blank or said_previous != previous or head_of(said_previous, tuple(batch), blocks) != said_head:
            yield Difference(
                Words(
                    f"第{number}批:批次记录与其校验值不符,或与上一批不相接",
                    f"batch {number}: its record does not match its digest, or does not follow the batch before it",
                )
            )
        previous = said_head
        for block in blocks:
            of = f"{sector}_{block[1]}"
            if of not in tables:
                yield Difference(Words(f"缺少数据表 {of}", f"table {of} is missing"))
                continue
            found = _found(connection, number, of, block, f"{of}_history" in tables)
            accounted[of] = accounted.get(of, 0) + len(found)
            yield from _block_differences(number, of, block, found)
    last = connection.execute("SELECT id, batch, head FROM chain_end").fetchall()
    if last != [(1, expected - 1, previous)] and (last or expected > 1):
        yield Difference(
            Words("链的末端不符:最后的批次已被删去", "the chain does not end where it did: its last batches are gone")
        )
    for (number,) in connection.execute("SELECT DISTINCT batch FROM blocks WHERE batch NOT IN (SELECT batch FROM batches)"):
        yield Difference(Words(f"第{number}批没有记录,却有其数据段(blocks)", f"blocks stand for batch {number}, which is none"))
    yield from _strays(connection, tables, accounted)
    yield from _results(connection, tables)
    yield from _corrections(connection, tables)


def _missing(first: int, last: int) -> Difference:
    if first == last:
        return Difference(Words(f"缺少第{first}批", f"batch {first} is missing"))
    return Difference(Words(f"缺少第{first}至{last}批", f"batches {first} to {last} are missing"))


_Row = tuple[tuple[Stored, ...], bool]


def _found(connection: sqlite3.Connection, batch: int, of: str, block: tuple[Any, ...], history: bool) -> list[_Row]:
    """The rows that stand in a block's place, current ones and those that corrections moved to the history; and of each whether
    it is plain: no blank in the place of nothing, nothing in a column that came after it was accepted."""
    columns = block[3].split("\0")
    listed = ", ".join(name(c) for c in columns)
    where = "WHERE batch = ? AND seq BETWEEN ? AND ?"
    known = {*columns, "seq", "batch", "replaced_by", "result"}
    queries = []
    for target in (of, of + "_history") if history else (of,):
        there = [row[1] for row in connection.execute(f"PRAGMA table_info({name(target)})")]
        later = " OR ".join(f"{name(c)} IS NOT NULL" for c in there if c not in known) or "0"
        queries.append(f"SELECT seq, {later}, {listed} FROM {name(target)} {where}")
    values = (batch, block[4], block[5]) * len(queries)
    rows = connection.execute(" UNION ALL ".join(queries) + " ORDER BY seq", values)
    return [((row[0], *row[2:]), not row[1] and "" not in row) for row in rows]


def _block_differences(batch: int, of: str, block: tuple[Any, ...], found: list[_Row]) -> Iterator[Difference]:
    number, file, digests = block[0], block[2], block[7]
    actual = digest_rows([row[1:] for row, _ in found])
    if actual == digests and all(plain for _, plain in found):
        return
    accepted = [digests[n : n + WIDTH] for n in range(0, len(digests), WIDTH)]
    known = set(accepted)
    here = [actual[n : n + WIDTH] for n in range(0, len(actual), WIDTH)]
    odd = [row[1] for (row, plain), digest in zip(found, here, strict=True) if digest not in known or not plain]
    lost = len(set(accepted) - set(here))
    moved = [row[1] for (row, _), digest in zip(found, here, strict=True) if digest in known]
    place = Words(f"第{batch}批第{number}段({of},来自 {file})", f"batch {batch}, block {number} ({of}, from {file})")
    if odd:
        yield Difference(Words(f"{place.zh}:已被改动或加入的行:{_said(odd)}", f"{place.en}: changed or added rows: {_said(odd)}"))
    if lost > len(odd):
        yield Difference(Words(f"{place.zh}:缺少{lost - len(odd)}行", f"{place.en}: {lost - len(odd)} rows are missing"))
    if not odd and not lost:
        listed = _said(moved[:20])
        yield Difference(Words(f"{place.zh}:行的次序或重数不符:{listed}", f"{place.en}: rows out of order or repeated: {listed}"))


def _strays(connection: sqlite3.Connection, tables: set[str], accounted: Mapping[str, int]) -> Iterator[Difference]:
    """Rows that no block accepted, in the tables of every sector, whether it has batches or not."""
    for sector in sorted(t.removesuffix("_units") for t in tables if t.endswith("_units")):
        for of in (*TABLES, *KEPT):
            key = KEYS[of][0] if of in KEYS else "number" if of == "publications" else "seq"
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
                    yield Difference(Words(f"{target}:未经登记的行:{listed}", f"{target}: rows that no load accepted: {listed}"))


def _results(connection: sqlite3.Connection, tables: set[str]) -> Iterator[Difference]:
    """Published results that are not the ones that were sealed."""
    for target in sorted(t for t in tables if t.endswith("_publications")):
        for number, digest, result in connection.execute(f"SELECT number, digest, result FROM {name(target)} ORDER BY number"):
            try:
                whole = sha256(zlib.decompress(result)).hexdigest() == digest
            except (zlib.error, TypeError):
                whole = False
            if not whole:
                yield Difference(
                    Words(f"已公布的第{number}号结果已被改动", f"the result published as number {number} has been changed")
                )


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
                        f"{history}:更正记录不符:{listed}",
                        f"{history}: what was corrected does not agree with the corrections: {listed}",
                    )
                )
