"""Published runs: kept whole, numbered across the ledger, and covered by the integrity chain."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from hashlib import sha256

from ..base.faults import fault
from ..base.frozen import frozen
from ..base.words import Words, counted
from ..law.conditions import name
from ..law.sector import Sector
from . import chain
from .ledger import Ledger
from .schema import PUBLICATION_COLUMNS, publications
from .shape import held_sectors


@frozen
class Run:
    """A run that the ledger keeps: by number and whole if it is published, else by its identity alone."""

    run: str
    sector: str
    period: str
    as_of: str
    batch: int
    at: str
    number: int | None = None
    note: str | None = None
    head: str | None = None
    despite: str | None = None


@frozen
class Sealed:
    """A run as it is published: what identifies it, its period and day, how many things are open in it and what they are as JSON,
    and the whole result as it is to be kept."""

    run: str
    inputs: str
    period: str
    as_of: str
    open: int
    unsettled: str
    result: bytes


def published_as(ledger: Ledger, sector: Sector, run: str) -> int | None:
    """The number under which a run is published already."""
    target = publications(sector)
    row = ledger.connection.execute(f"SELECT number FROM {name(target)} WHERE run = ?", (run,)).fetchone()
    return None if row is None else int(row[0])


def publish(
    ledger: Ledger, sector: Sector, sealed: Sealed, note: str | None = None, despite: str | None = None
) -> tuple[int, bool]:
    """Seals a run as published; returns its number, and whether it is new: the same run is published once.

    What is open in it is kept with it, and the reason why it is published ``despite`` that. Raises `Fault`
    ``ledger-read-only``, or ``publish-open`` where something is open and no reason is given.
    """
    note = note or None  # no blank is kept: it has the digest of nothing
    with ledger.batch(sector, "publish", reason=note) as batch:
        standing = published_as(ledger, sector, sealed.run)
        if standing is not None:
            return standing, False
        if sealed.open and not despite:
            raise fault("publish-open", n=Words(str(sealed.open), counted(sealed.open, "thing is", "things are")))
        number = 1 + max((run.number or 0 for run in _published(ledger)), default=0)
        seq = batch.next_seq("publications")
        digest = sha256(sealed.result).hexdigest()
        reason, unsettled = (despite, sealed.unsettled) if sealed.open else (None, None)
        values = (number, sealed.run, sealed.period, sealed.as_of, note, sealed.inputs, digest, reason, unsettled)
        marks = ", ".join("?" * (len(values) + 3))
        listed = ", ".join(name(c) for c in ("seq", "batch", *PUBLICATION_COLUMNS, "result"))
        batch.connection.execute(
            f"INSERT INTO {name(publications(sector))} ({listed}) VALUES ({marks})",
            (seq, batch.number, *values, zlib.compress(sealed.result)),
        )
        columns = "\0".join(PUBLICATION_COLUMNS)
        batch.blocks.append(chain.Block(1, "publications", "publish", columns, seq, seq, 1, chain.digest_rows([values])))
    return number, True


def published_result(ledger: Ledger, number: int) -> bytes | None:
    """The whole result of a published run, as it was sealed; None if there is no run of that number.

    Raises `Fault` ``publication-damaged``.
    """
    for target in _tables(ledger):
        row = ledger.connection.execute(f"SELECT result FROM {name(target)} WHERE number = ?", (number,)).fetchone()
        if row:
            try:
                return zlib.decompress(row[0])
            except (zlib.error, TypeError):
                raise fault("publication-damaged", number=number) from None
    return None


def published_inputs(ledger: Ledger, number: int) -> str | None:
    """What identifies a published run, as it was sealed; None if there is no run of that number."""
    for target in _tables(ledger):
        row = ledger.connection.execute(f"SELECT inputs FROM {name(target)} WHERE number = ?", (number,)).fetchone()
        if row:
            return str(row[0])
    return None


def runs(ledger: Ledger) -> list[Run]:
    """Every run that the ledger keeps, published ones by number first, then the others by time."""
    published = sorted(_published(ledger), key=lambda r: r.number or 0)
    known = {r.run for r in published}
    rows = ledger.connection.execute("SELECT run, sector, period, as_of, batch, recorded_at FROM runs ORDER BY recorded_at, run")
    return [*published, *(Run(*row) for row in rows if row[0] not in known)]


def _tables(ledger: Ledger) -> list[str]:
    tables = {row[0] for row in ledger.connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
    return [of for sector in held_sectors(ledger.connection) if (of := f"{sector}_publications") in tables]


def _published(ledger: Ledger) -> Iterator[Run]:
    for target in _tables(ledger):
        rows = ledger.connection.execute(
            f"""SELECT p.run, b.sector, p.period, p.as_of, p.batch, b.at, p.number, p.note, b.head, p.despite
                FROM {name(target)} p JOIN batches b ON b.batch = p.batch AND b.sector = ?""",
            (target.removesuffix("_publications"),),
        )
        yield from (Run(*row) for row in rows)
