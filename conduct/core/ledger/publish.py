"""Sealed runs: published ones and drafts, each kept whole, numbered across the ledger, and covered by the integrity chain."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256

from ..base.faults import fault
from ..base.frozen import frozen
from ..base.words import Words, counted
from ..law.conditions import Stored, name
from ..law.sector import Sector
from . import chain, codes
from .besides import DRAFTS, PUBLICATION_COLUMNS, PUBLICATIONS, of_sealed
from .ledger import Ledger
from .letterheads import Elements, say
from .schema import table
from .shape import held_sectors


@frozen
class Run:
    """A run that the ledger keeps: by number and whole if it is sealed (a ``draft``, or published), else by its identity alone.

    ``code`` is its verification code; what was sealed before there were codes has none. ``who`` sealed it, as the system knows
    them, ``claimed`` whom else they said to be.
    """

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
    code: str | None = None
    draft: bool = False
    who: str | None = None
    claimed: str | None = None

    @property
    def called(self) -> str:
        """The number by which it is asked for: ``3``, of a draft ``d1``; nothing where it has none."""
        return "" if self.number is None else codes.called(self.number, self.draft)


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


@frozen
class Numbered:
    """The number and the verification code under which a run is sealed, and whether it was sealed just now."""

    number: int
    code: str | None
    new: bool


def sealed_as(ledger: Ledger, sector: Sector, run: str, draft: bool = False) -> Numbered | None:
    """Under which number a run is published already, or is a draft."""
    target = table(sector, of_sealed(draft))
    row = ledger.connection.execute(f"SELECT number, code FROM {name(target)} WHERE run = ?", (run,)).fetchone()
    return None if row is None else Numbered(int(row[0]), row[1], False)


def publish(
    ledger: Ledger,
    sector: Sector,
    sealed: Sealed,
    note: str | None = None,
    despite: str | None = None,
    *,
    draft: bool = False,
    letterhead: Mapping[str | None, Elements] | None = None,
) -> Numbered:
    """Seals a run as published, or as a draft; the same run is published once, and is one draft. ``letterhead`` is what the
    office says on its documents, by their kind or on all.

    What is open in it is kept with it, and the reason why it is published ``despite`` that; a draft needs none. Raises `Fault`
    ``ledger-read-only``, or ``publish-open`` where something is open and no reason is given.
    """
    note = note or None  # no blank is kept: it has the digest of nothing
    of = of_sealed(draft)
    with ledger.batch(sector, "publish", reason=note) as batch:
        standing = sealed_as(ledger, sector, sealed.run, draft)
        if standing is not None:
            return standing
        if sealed.open and not despite and not draft:
            raise fault("publish-open", n=Words(str(sealed.open), counted(sealed.open, "thing is", "things are")))
        number = 1 + max((run.number or 0 for run in _sealed(ledger, of)), default=0)
        seq, code = batch.next_seq(of), codes.new_code()
        digest = sha256(sealed.result).hexdigest()
        reason, unsettled = (despite, sealed.unsettled) if sealed.open else (None, None)
        values: tuple[Stored, ...] = (
            number, sealed.run, sealed.period, sealed.as_of, note, sealed.inputs, digest, reason, unsettled, code,
        )  # fmt: skip
        marks = ", ".join("?" * (len(values) + 3))
        listed = ", ".join(name(c) for c in ("seq", "batch", *PUBLICATION_COLUMNS, "result"))
        batch.connection.execute(
            f"INSERT INTO {name(table(sector, of))} ({listed}) VALUES ({marks})",
            (seq, batch.number, *values, zlib.compress(sealed.result)),
        )
        batch.cover(of, "publish", PUBLICATION_COLUMNS, seq, seq, chain.digest_rows([values]))
        for kind, given in (letterhead or {}).items():
            say(batch, draft, number, kind, given)
    return Numbered(number, code, True)


def numbered(called: str | int) -> tuple[int, bool] | None:
    """What a number asks for (``3``, of a draft ``d1``): which, and whether of the drafts; None for anything else."""
    match = re.fullmatch("(d?)([0-9]{1,9})", str(called).strip(), re.IGNORECASE)
    return None if match is None else (int(match[2]), bool(match[1]))


def published_result(ledger: Ledger, called: str | int) -> bytes | None:
    """The whole result of a published run or a draft, as it was sealed; None if there is none of that number.

    Raises `Fault` ``publication-damaged``.
    """
    row = _row(ledger, called, "result")
    if row is None:
        return None
    content = row[0]
    try:
        if isinstance(content, bytes):
            return zlib.decompress(content)
    except zlib.error:
        pass
    raise fault("publication-damaged", number=str(called))


def published_inputs(ledger: Ledger, called: str | int) -> str | None:
    """What identifies a published run or a draft, as it was sealed; None if there is none of that number."""
    row = _row(ledger, called, "inputs")
    return None if row is None else str(row[0])


def _row(ledger: Ledger, called: str | int, column: str) -> tuple[Stored | bytes, ...] | None:
    meant = numbered(called)
    if meant is None:
        return None
    number, draft = meant
    for target in _tables(ledger, of_sealed(draft)):
        row: tuple[Stored | bytes, ...] | None = ledger.connection.execute(
            f"SELECT {name(column)} FROM {name(target)} WHERE number = ?", (number,)
        ).fetchone()
        if row:
            return row
    return None


def sealed_runs(ledger: Ledger) -> list[Run]:
    """Published runs by number, then drafts by number."""
    return [run for of in (PUBLICATIONS, DRAFTS) for run in sorted(_sealed(ledger, of), key=lambda r: r.number or 0)]


def runs(ledger: Ledger) -> list[Run]:
    """Every run that the ledger keeps: published ones by number, then drafts by number, then the others by time."""
    sealed = sealed_runs(ledger)
    known = {r.run for r in sealed}
    rows = ledger.connection.execute("SELECT run, sector, period, as_of, batch, recorded_at FROM runs ORDER BY recorded_at, run")
    return [*sealed, *(Run(*row) for row in rows if row[0] not in known)]


def _tables(ledger: Ledger, of: str) -> list[str]:
    tables = {row[0] for row in ledger.connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
    return [target for sector in held_sectors(ledger.connection) if (target := f"{sector}_{of}") in tables]


def _sealed(ledger: Ledger, of: str) -> Iterator[Run]:
    for target in _tables(ledger, of):
        rows = ledger.connection.execute(
            f"""SELECT p.run, b.sector, p.period, p.as_of, p.batch, b.at, p.number, p.note, b.head, p.despite, p.code,
                    b.who, b.claimed
                FROM {name(target)} p JOIN batches b ON b.batch = p.batch AND b.sector = ?""",
            (target.removesuffix(f"_{of}"),),
        )
        yield from (Run(*(*row[:11], of == DRAFTS, *row[11:])) for row in rows)
