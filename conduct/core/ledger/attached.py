"""Attachments (附件): files kept beside the ledger as evidence, each accepted by a batch, and what of a case an office releases.

The files lie in a folder named as the ledger with ``.files`` after it, each by the digest of what it says; the ledger holds what
they are attached to. So a file of the same content is kept once, and one that was changed no longer bears its own name.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from attrs import evolve

from ..base.connection import Connection
from ..base.faults import fault
from ..base.frozen import frozen
from ..base.output import cannot_write, replacing, system_reason
from ..base.words import Words
from ..law.conditions import name
from ..law.sector import Sector
from .batch import Batch
from .besides import ATTACHMENT_COLUMNS, ATTACHMENTS, RELEASE_COLUMNS, RELEASES, REMOVED
from .schema import table
from .shape import held_sectors

PIECE = 1 << 20  # bytes that are held at a time


@frozen
class Removal:
    """That an attachment was attached by mistake: when that was said (``at``, in UTC), by whom, and why."""

    at: str
    by: str
    reason: str


@frozen
class Attachment:
    """A file attached to an incident or to one of its actions (``of``, ``owner``), by its ``number`` among its sector's.

    ``kind`` is its media type, told by its content; ``date`` the day on which it was received, ``by`` from whom, in the office's
    own words. ``released``: the assessed unit may have it; ``removed``: nobody has it any more.
    """

    number: int
    of: str
    owner: str
    name: str
    kind: str
    size: int
    sha256: str
    date: str
    by: str | None
    released: bool = False
    removed: Removal | None = None


def folder_of(ledger: Path) -> Path:
    """Where the files of a ledger's attachments lie."""
    return ledger.with_name(f"{ledger.name}.files")


def file_of(ledger: Path, digest: str) -> Path:
    """Where a file lies, by its digest."""
    return folder_of(ledger) / digest[:2] / digest


def digest_of(path: Path) -> tuple[str, int]:
    """The digest of a file's content, in hexadecimal digits, and how many bytes it has. Raises `OSError`."""
    digest, size = sha256(), 0
    with open(path, "rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def keep_file(ledger: Path, source: Path, digest: str, like: Path | None = None) -> None:
    """Puts a copy of a file in its place, whole or not at all, open to nobody to whom the ledger is closed.

    Raises `Fault` ``attachment-changed`` where it no longer says what was digested, ``output-cannot-write``.
    """
    target = file_of(ledger, digest)
    with suppress(OSError):
        if digest_of(target)[0] == digest:
            return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for folder in (folder_of(ledger), target.parent):
            os.chmod(folder, 0o700)
        if target.exists():  # it was spoilt there: what was accepted comes back
            target.unlink()
    except OSError as error:
        raise cannot_write(target, error) from None
    with replacing(target, like=like or ledger) as partial:
        found = sha256()
        with open(source, "rb") as stream, open(partial, "wb") as copy:
            while piece := stream.read(PIECE):
                found.update(piece)
                copy.write(piece)
        if found.hexdigest() != digest:
            raise fault("attachment-changed", path=str(source))


def attach(batch: Batch, given: Attachment) -> int:
    """Adds an attachment, whose file is in its place, to a batch; its number."""
    number = batch.next_seq(ATTACHMENTS)
    row = (given.of, given.owner, given.name, given.kind, given.size, given.sha256, given.date, given.by)
    batch.keep(ATTACHMENTS, ATTACHMENT_COLUMNS, [row])
    return number


def release(batch: Batch, of: str, owner: str, released: bool) -> None:
    """Adds to a batch that an attachment (``of`` attachments, ``owner`` its number) or an incident's text is released to the unit
    that it is about, or is not any more.
    """
    batch.keep(RELEASES, RELEASE_COLUMNS, [(of, owner, int(released))])


def remove(batch: Batch, number: int) -> None:
    """Adds to a batch, whose reason is why, that an attachment was attached by mistake; its file stays where it lies."""
    batch.keep(RELEASES, RELEASE_COLUMNS, [(REMOVED, str(number), 0)])


def text_released(connection: Connection, sector: Sector, incident: str) -> bool:
    """Whether the text of an incident is released to its unit."""
    return _released(connection, sector, "incidents", incident)


def texts_released(connection: Connection, sector: Sector) -> frozenset[str]:
    """The incidents whose texts are released to their units."""
    releases = name(table(sector, RELEASES))
    rows = connection.execute(
        f"""SELECT owner FROM {releases} r WHERE "of" = 'incidents' AND released = 1
            AND seq = (SELECT max(seq) FROM {releases} l WHERE l."of" = r."of" AND l.owner = r.owner)"""
    )
    return frozenset(owner for (owner,) in rows)


def cases_with_attachments(connection: Connection, sector: Sector) -> frozenset[str]:
    """The incidents to which, or to an action on which, something is attached."""
    rows = connection.execute(
        f"""SELECT coalesce(x.incident, t.owner) FROM {name(table(sector, ATTACHMENTS))} t
            LEFT JOIN {name(table(sector, "actions"))} x ON t."of" = 'actions' AND x.action = t.owner"""
    )
    return frozenset(incident for (incident,) in rows)


def _released(connection: Connection, sector: Sector, of: str, owner: str) -> bool:
    row = connection.execute(
        f'SELECT released FROM {name(table(sector, RELEASES))} WHERE "of" = ? AND owner = ? ORDER BY seq DESC LIMIT 1',
        (of, owner),
    ).fetchone()
    return row is not None and bool(row[0])


def attachments_of(connection: Connection, sector: Sector, incident: str) -> list[Attachment]:
    """What is attached to an incident and to the actions on it, in the order in which it was accepted."""
    return _attachments(
        connection,
        sector,
        f"""("of" = 'incidents' AND owner = :id)
            OR ("of" = 'actions' AND owner IN (SELECT action FROM {name(table(sector, "actions"))} WHERE incident = :id))""",
        incident,
    )


def every_attachment(connection: Connection, sector: Sector) -> list[Attachment]:
    """All that is attached in a sector, by number."""
    return _attachments(connection, sector, "seq >= :id", 0)


def attachment_of(connection: Connection, sector: Sector, number: int) -> Attachment | None:
    """The attachment of a number; None if there is none."""
    return next(iter(_attachments(connection, sector, "seq = :id", number)), None)


def _attachments(connection: Connection, sector: Sector, where: str, value: str | int) -> list[Attachment]:
    listed = ", ".join(map(name, ATTACHMENT_COLUMNS))
    rows = connection.execute(
        f"SELECT seq, {listed} FROM {name(table(sector, ATTACHMENTS))} WHERE {where} ORDER BY seq", {"id": value}
    ).fetchall()
    return [_as_stands(connection, sector, Attachment(*row)) for row in rows]


def _as_stands(connection: Connection, sector: Sector, one: Attachment) -> Attachment:
    """An attachment with whether it is released, or was removed."""
    row = connection.execute(
        f"""SELECT b.at, coalesce(b.claimed, b.who), coalesce(b.reason, '') FROM {name(table(sector, RELEASES))} r
            JOIN batches b ON b.batch = r.batch WHERE r."of" = ? AND r.owner = ? ORDER BY r.seq LIMIT 1""",
        (REMOVED, str(one.number)),
    ).fetchone()
    if row is not None:
        return evolve(one, removed=Removal(*row))
    return evolve(one, released=_released(connection, sector, ATTACHMENTS, str(one.number)))


def _listed(connection: sqlite3.Connection) -> Iterator[tuple[str, int, str, str, int]]:
    """Every attachment, of whatever sector: the sector, its number, its name, its digest, its size."""
    tables = {row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
    for sector in held_sectors(connection):
        if (of := f"{sector}_{ATTACHMENTS}") in tables:
            for row in connection.execute(f"SELECT seq, name, sha256, size FROM {name(of)} ORDER BY seq"):
                yield (sector, *row)


def changed_files(connection: sqlite3.Connection, ledger: Path) -> Iterator[Words]:
    """What of the attachments' files is not there, or not what was accepted."""
    known: dict[str, Words | None] = {}
    for sector, number, called, digest, size in _listed(connection):
        if digest not in known:
            known[digest] = _wrong(file_of(ledger, str(digest)), digest, size)
        if (wrong := known[digest]) is not None:
            said = str(called).encode(errors="surrogateescape").decode(errors="backslashreplace")
            yield Words(f"{sector} 附件{number}（{said}）：{wrong.zh}", f"{sector} attachment {number} ({said}): {wrong.en}")


def _wrong(path: Path, digest: str, size: int) -> Words | None:
    try:
        found = digest_of(path)
    except FileNotFoundError:
        return Words(f"文件缺失：{path}", f"its file is missing: {path}")
    except OSError as error:
        why = system_reason(error)
        return Words(f"文件读不出：{path}（{why.zh}）", f"its file cannot be read: {path} ({why.en})")
    if found == (digest, size):
        return None
    return Words(f"文件已被改动：{path}", f"its file has been changed: {path}")


def copy_files(copied: sqlite3.Connection, ledger: Path, to: Path) -> None:
    """Puts the files that a ledger's copy names where they lie beside the copy once that is called ``to``.

    Raises `Fault` ``attachment-lost`` where one is not what was accepted, ``output-cannot-write``; then none is left there that
    did not lie there before.
    """
    fresh, done = not folder_of(to).exists(), set[str]()
    try:
        for sector, number, called, digest, size in _listed(copied):
            if digest not in done:
                done.add(digest)
                source = file_of(ledger, digest)
                if (wrong := _wrong(source, digest, size)) is not None:
                    raise fault("attachment-lost", sector=sector, number=str(number), name=called, why=wrong)
                keep_file(to, source, digest, like=ledger)
    except BaseException:
        if fresh:
            shutil.rmtree(folder_of(to), ignore_errors=True)
        raise
