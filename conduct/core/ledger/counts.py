"""Counts that runs keep (存计数): what was counted of the facts up to a batch, so that a later run counts only what came since.

They are no facts: no chain covers them, and whatever may have become of them they can be dropped, and are counted anew.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from hashlib import sha256

from ..base.connection import Connection
from ..base.frozen import frozen
from ..base.words import Words
from ..law.conditions import name
from ..law.duty import NotBy
from ..law.sector import Sector
from .chain import OF_FACTS
from .schema import COUNTS_COLUMNS, table

KEPT = 3
"""So many sets of counts are kept of each period of a sector: those that were stored last."""
SEEN = ("incidents", "actions")
"""The tables of facts whose rows are counted."""


@frozen
class Mark:
    """Up to where facts were counted: the sector's last batch with its head (0 and nothing before any), and the last number
    (``seq``) in each table that is counted. Rows of later batches have higher numbers.
    """

    batch: int
    head: str
    last: Mapping[str, int]


@frozen
class StoredCounts:
    """A set of counts as it is stored: the run's inputs but its batch, as JSON; what it was counted up to; and what was counted,
    packed (`scores.counted`).
    """

    sector: str
    period: str
    inputs: str
    batch: int
    head: str
    content: bytes

    @property
    def digest(self) -> str:
        """What stands for all of it: a change in the file that is none of the program's shows by it."""
        h = sha256()
        for part in (self.sector, self.period, self.inputs, str(self.batch), self.head):
            h.update(part.encode(errors="surrogateescape"))
            h.update(b"\0")
        h.update(self.content)
        return h.hexdigest()


def mark_of(connection: Connection, sector: Sector) -> Mark:
    """Where the sector's facts end now, in the present view of the ledger."""
    batch, head = _last_batch(connection, sector.name)
    return Mark(batch, head, {of: _last(connection, table(sector, of)) for of in SEEN})


def _last_batch(connection: Connection, sector: str) -> tuple[int, str]:
    """The last batch of a sector's facts, and its head."""
    row = connection.execute(
        f"SELECT batch, head FROM batches WHERE sector = ? AND {OF_FACTS} ORDER BY batch DESC LIMIT 1", (sector,)
    ).fetchone()
    return (row[0], row[1]) if row is not None else (0, "")


def _last(connection: Connection, target: str) -> int:
    number: int = connection.execute(f"SELECT coalesce(max(seq), 0) FROM main.{name(target)}").fetchone()[0]
    return number


def stored_counts(connection: Connection, sector: str, inputs: str) -> StoredCounts | None:
    """The counts of a set of inputs, if they stand as they were stored, and were counted of batches that the ledger has."""
    row = connection.execute(
        "SELECT sector, period, inputs, batch, head, content, digest FROM counts WHERE sector = ? AND inputs = ?",
        (sector, inputs),
    ).fetchone()
    if row is None:
        return None
    stored = _read(row)
    return stored if stored is not None and rests(connection, stored) else None


def _read(row: tuple[object, ...]) -> StoredCounts | None:
    """The counts of a row, unless it is not as it was stored."""
    sector, period, inputs, batch, head, content, digest = row
    texts = (sector, period, inputs, head, digest)
    if not all(isinstance(one, str) for one in texts) or not isinstance(batch, int) or not isinstance(content, bytes):
        return None
    found = StoredCounts(str(sector), str(period), str(inputs), batch, str(head), content)
    return found if found.digest == digest else None


def rests(connection: Connection, stored: StoredCounts) -> bool:
    """Whether the batch up to which was counted is one of the ledger's, with the head that it had."""
    return _is_of(connection, stored.sector, stored.batch, stored.head)


def _is_of(connection: Connection, sector: str, batch: int, head: str) -> bool:
    if batch == 0:
        return head == ""
    row = connection.execute("SELECT 1 FROM batches WHERE (batch, sector, head) = (?, ?, ?)", (batch, sector, head)).fetchone()
    return row is not None


def holds(connection: Connection, sector: Sector, mark: Mark) -> bool:
    """Whether what a process counted up to a mark may be brought up to the present: the ledger has the mark's batch, and none
    since brought units or wrote into rows that were there, by which the ledger drops the counts that it keeps itself.
    """
    if not _is_of(connection, sector.name, mark.batch, mark.head):
        return False
    others = connection.execute(
        """SELECT 1 FROM batches b WHERE b.batch > ? AND b.sector = ? AND (b.command = 'upgrade'
                OR EXISTS (SELECT 1 FROM blocks k WHERE k.batch = b.batch AND k."of" = 'units')) LIMIT 1""",
        (mark.batch, sector.name),
    )
    return others.fetchone() is None


def stored_of(connection: Connection) -> list[str]:
    """The sectors of which counts are stored."""
    return [str(sector) for (sector,) in connection.execute("SELECT DISTINCT sector FROM counts ORDER BY 1")]


def every_stored(connection: Connection) -> list[tuple[str, str, StoredCounts | None]]:
    """Every set of counts: its sector and period as the table has them, and the set, None where it is not as it was stored."""
    rows = connection.execute("SELECT sector, period, inputs, batch, head, content, digest FROM counts ORDER BY 1, 2, 3")
    return [(str(row[0]), str(row[1]), _read(row)) for row in rows]


def called(sector: str, period: str) -> Words:
    """How a set of counts is named; bytes that are no text are shown by their numbers."""
    said = f"{sector} {period}".encode(errors="surrogateescape").decode(errors="backslashreplace")
    return Words(f"已存的计数（{said}）", f"the stored counts of {said}")


def changed_counts(connection: Connection) -> Iterator[Words]:
    """Counts that are not as a run stored them, or of no batch of the ledger; whether they are right a recount shows."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'counts'").fetchone() is None:
        return  # which is said, or came with a later layout
    for sector, period, stored in every_stored(connection):
        if stored is None or not rests(connection, stored):
            what = called(sector, period)
            yield Words(f"{what.zh}已被改动", f"{what.en} have been changed")


def store(connection: Connection, counts: StoredCounts) -> None:
    """Puts counts in the place of those of the same inputs, unless a batch came since; of a period the latest `KEPT` sets stay.

    Inside the caller's transaction.
    """
    if _last_batch(connection, counts.sector) != (counts.batch, counts.head):
        return
    own = (counts.sector, counts.inputs)
    connection.execute("DELETE FROM counts WHERE (sector, inputs) = (?, ?)", own)
    values = (counts.sector, counts.period, counts.inputs, counts.batch, counts.head, counts.content, counts.digest)
    listed, marks = ", ".join(COUNTS_COLUMNS), ", ".join("?" * len(COUNTS_COLUMNS))
    connection.execute(
        f"INSERT INTO counts (number, {listed}) VALUES ((SELECT coalesce(max(number), 0) + 1 FROM counts), {marks})", values
    )
    connection.execute(
        """DELETE FROM counts WHERE (sector, period) = (?, ?) AND number NOT IN (
            SELECT number FROM counts WHERE (sector, period) = (?, ?) ORDER BY number DESC LIMIT ?)""",
        (counts.sector, counts.period) * 2 + (KEPT,),
    )


def rest_on_units(sector: Sector, corrected: Container[str], added: Container[str]) -> bool:
    """Whether counts may be others by a batch that ``corrected`` rows of some tables and ``added`` some to others: where a unit
    says something else, or there is a new one on which hangs whom a name means."""
    named = any(isinstance(duty.expect, NotBy) for law in sector.regulations for duty in law.duties)
    return "units" in corrected or ("units" in added and named)


def drop_counts(connection: Connection, sector: str | None = None) -> None:
    """Drops the counts of a sector, or of all, inside the caller's transaction."""
    connection.execute("DELETE FROM counts WHERE sector = coalesce(?, sector)", (sector,))
