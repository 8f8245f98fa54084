"""The rows that stand in the places of the chain's blocks, held against the digests of those that were accepted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from attrs import field

from ..base.frozen import define, frozen
from ..base.interrupts import raise_heard
from ..base.words import Words, counted
from ..law.conditions import Stored, name, quoted
from .chain import WIDTH, Block, as_it_stands, digest_bytes, digest_columns, digest_rows
from .declared import OWNERS
from .packed import packed, unpacked

_OWN = frozenset({"seq", "batch", "replaced_by", "result"})


@define
class BlockPlaces:
    """The places of blocks in the tables of a ledger; the rows that stand there are ``accounted`` for, by table."""

    connection: sqlite3.Connection
    tables: set[str]
    accounted: dict[str, int] = field(factory=dict)
    _known: dict[str, _BlockTable] = field(factory=dict)

    def differing(self, sector: str, batch: int, block: Block) -> Iterator[Words]:
        """What differs in a block of a batch."""
        of = f"{sector}_{block.of}"
        if of not in self.tables:
            yield Words(f"缺少数据表 {of}", f"table {of} is missing")
            return
        place = self._known.get(of)
        if place is None:
            place = self._known[of] = self._place(sector, block.of)
        if lost := [c for c in block.columns if c not in place.there]:
            yield Words(f"数据表 {of} 缺少列：{called_so(lost)}", f"table {of} lacks columns: {called_so(lost)}")
            return
        if place.holds(self.connection, batch, block):
            self.accounted[of] = self.accounted.get(of, 0) + block.rows
            return
        found = _found(self.connection, batch, of, block, f"{of}_history" in self.tables, place.fills)
        self.accounted[of] = self.accounted.get(of, 0) + len(found)
        yield from _block_differences(batch, of, block, found)

    def _place(self, sector: str, of: str) -> _BlockTable:
        target = f"{sector}_{of}"
        there = [row[1] for row in self.connection.execute(f"PRAGMA table_info({name(target)})")]
        history = f"{target}_history" if f"{target}_history" in self.tables else None
        return _BlockTable(target, there, history, _fills(self.connection, sector, of, self.tables))


@frozen
class _BlockTable:
    """A table in which blocks have their places: its columns, its history, and the defaults that came later."""

    of: str
    there: list[str]
    history: str | None
    fills: list[_Fill]

    def holds(self, connection: sqlite3.Connection, batch: int, block: Block) -> bool:
        """Whether just the rows that were accepted stand in the place, in this table alone; else they are to be looked at one by
        one.
        """
        if any(fill.until >= block.first for fill in self.fills):
            return False
        connection.text_factory = str
        try:
            if self.history is not None:
                moved = f"SELECT 1 FROM {name(self.history)} WHERE batch = ? AND seq BETWEEN ? AND ? LIMIT 1"
                if connection.execute(moved, (batch, block.first, block.last)).fetchone() is not None:
                    return False
            return self._digests(connection, batch, block) == block.digests
        except sqlite3.DatabaseError:  # text that is none, a value of another kind, or a hole
            raise_heard()
            return False
        finally:
            connection.text_factory = as_it_stands

    def _digests(self, connection: sqlite3.Connection, batch: int, block: Block) -> bytes | None:
        """The digests of the rows as they stand; None where one holds a blank, or anything in a column that came later."""
        columns = block.columns
        later = [c for c in self.there if c not in columns and c not in _OWN]
        nothing = f"coalesce(NULL, NULL, {', '.join(map(name, later))})" if later else "NULL"
        where = f"FROM {name(self.of)} WHERE batch = ? AND seq BETWEEN ? AND ?"
        values = batch, block.first, block.last
        if later and connection.execute(f"SELECT 1 {where} AND {nothing} IS NOT NULL LIMIT 1", values).fetchone() is not None:
            return None
        connection.text_factory = bytes
        rows, text = connection.execute(packed(columns, f"{where} ORDER BY seq"), values).fetchone()
        if not rows:
            return b""
        if (lines := unpacked(text, rows, len(columns))) is not None:
            return digest_bytes(lines)
        connection.text_factory = str
        each = connection.execute(f"SELECT {', '.join(map(name, columns))} {where} ORDER BY seq", values)
        by_column = list(zip(*each, strict=True))
        return None if any("" in column for column in by_column) else digest_columns(by_column)


def called_so(values: Iterable[Stored]) -> str:
    """Names in a difference; bytes that are no text are shown by their numbers."""
    return ", ".join(str(v).encode(errors="surrogateescape").decode(errors="backslashreplace") for v in values)


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


def _block_differences(batch: int, of: str, block: Block, found: list[_StoredRow]) -> Iterator[Words]:
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
        yield Words(f"{place.zh}：已被改动或加入的行：{called_so(odd)}", f"{place.en}: changed or added rows: {called_so(odd)}")
    if lost > len(odd):
        gone = lost - len(odd)
        yield Words(f"{place.zh}：缺少{gone}行", f"{place.en}: {counted(gone, 'row is', 'rows are')} missing")
    if not odd and not lost:
        listed = called_so(moved[:20])
        yield Words(f"{place.zh}：行的次序或重数不符：{listed}", f"{place.en}: rows out of order or repeated: {listed}")
