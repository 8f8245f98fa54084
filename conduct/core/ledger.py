"""The ledger (台账): facts as they were accepted, batch by batch, in one SQLite file; nothing in it is ever overwritten."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from attrs import define, field

from . import chain, declared, schema, verify
from .batch import Batch, now
from .faults import Fault, fault
from .out import show_mistaken
from .output import replacing
from .sector import Sector
from .words import Words

_WAIT_MS = 120_000  # how long a writer waits for the writers before it


@define
class Ledger:
    """An open ledger. Make one with `Ledger.create`, open one with `Ledger.open`; both are context managers.

    It serves the thread that opened it: each thread opens its own, on the same file. Used in another one, or after it was
    closed, it raises `Fault` ``ledger-other-thread`` or ``ledger-closed``.
    """

    path: Path
    _connection: sqlite3.Connection | None
    writable: bool = True
    why: str | None = None  # it cannot be written, where the file itself could be
    _stood_in: dict[str, Sector] = field(factory=dict, init=False)
    _thread: int = field(factory=threading.get_ident, init=False)

    @property
    def connection(self) -> sqlite3.Connection:
        """The database's connection. Raises `Fault` ``ledger-closed`` or ``ledger-other-thread``."""
        if self._connection is None:
            raise fault("ledger-closed", path=str(self.path))
        if self._thread != threading.get_ident():
            raise fault("ledger-other-thread", path=str(self.path))
        return self._connection

    @classmethod
    def create(cls, path: str | os.PathLike[str]) -> Ledger:
        """Makes a ledger, or opens the one that stands. Raises `Fault` ``ledger-cannot-make``."""
        path = Path(path)
        if path.is_dir():
            raise fault("ledger-is-folder", path=str(path))
        if path.exists() and path.stat().st_size and not _begun(path):
            return cls.open(path)
        connection = None
        try:
            connection = _connect(path, "rwc")
            connection.execute("PRAGMA journal_mode = WAL")
            with _immediate(connection):
                if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                    schema.make_ledger(connection)
        except sqlite3.Error as error:
            if connection:
                connection.close()
            raise fault("ledger-cannot-make", path=str(path), why=str(error)) from None
        return cls(path, connection)

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Ledger:
        """Opens a ledger, for reading alone where it cannot be written.

        Raises `Fault`: ``ledger-missing``, ``ledger-is-folder``, ``ledger-not-one`` or ``ledger-newer``.
        """
        path = Path(path)
        if path.is_dir():
            raise fault("ledger-is-folder", path=str(path))
        if not path.exists():
            raise fault("ledger-missing", path=str(path))
        writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        connection, why = None, None
        try:
            connection = _connect(path, "rw" if writable else "ro")
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            layout = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError as cause:
            if connection:
                connection.close()
            why = str(cause) if writable else None
            log = path.with_name(path.name + "-wal")
            if log.exists() and log.stat().st_size:  # what others wrote last stands there alone, and must not be passed over
                raise fault("ledger-cannot-open", path=str(path), why=str(cause)) from None
            try:  # no room, or a folder that cannot be written, where the log of a WAL ledger cannot be made
                connection = _connect(path, "ro&immutable=1")
                application = connection.execute("PRAGMA application_id").fetchone()[0]
                layout = connection.execute("PRAGMA user_version").fetchone()[0]
                writable = False
            except sqlite3.Error as error:
                raise fault("ledger-cannot-open", path=str(path), why=str(error)) from None
        except sqlite3.DatabaseError:
            if connection:
                connection.close()
            raise fault("ledger-not-one", path=str(path)) from None
        if application != schema.APPLICATION_ID:
            connection.close()
            raise fault("ledger-not-one", path=str(path))
        if layout > schema.LAYOUT:
            connection.close()
            raise fault("ledger-newer", path=str(path), layout=layout, known=schema.LAYOUT)
        opened = cls(path, connection, writable, why)
        if layout < schema.LAYOUT:
            opened._migrate()
        return opened

    def _migrate(self) -> None:
        """Brings a ledger of an earlier layout to the present one; if it cannot be written, for this connection alone."""
        if not self.writable:
            schema.stand_in_ledger(self.connection)
            return
        try:
            with _plain_faults(self.path), _immediate(self.connection):
                schema.make_ledger(self.connection)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closes the ledger, unless it is closed; changes not committed are gone."""
        if self._connection is not None:
            self.connection.close()
            self._connection = None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def has(self, sector: Sector) -> bool:
        """Whether the ledger holds the sector's tables."""
        row = self.connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (schema.table(sector, "units"),)
        ).fetchone()
        return row is not None

    def need(self, sector: Sector) -> None:
        """Raises `Fault` ``ledger-lacks-sector`` unless the ledger holds the sector."""
        if not self.has(sector):
            raise fault("ledger-lacks-sector", path=str(self.path), sector=sector.title, name=sector.name)
        if not self._behind(sector):
            return
        if self.writable:
            self.add(sector)
        elif self._stood_in.get(sector.name) is not sector:
            self._none_lost(sector)
            schema.stand_in(self.connection, sector, lambda of: declared.as_declared(sector, of))
            self._stood_in[sector.name] = sector

    def _behind(self, sector: Sector) -> bool:
        """Whether the ledger lacks what the sector declares. Raises `Fault` ``attribute-retyped``."""
        with _plain_faults(self.path):
            return declared.outdated(self.connection, sector) or schema.lacks(self.connection, sector)

    def _none_lost(self, sector: Sector) -> None:
        """Raises `Fault` ``ledger-lost`` where something is lacking that once was there: it is not made anew in silence."""
        if lost := schema.lost(self.connection, sector):
            raise fault("ledger-lost", path=str(self.path), what=", ".join(lost))

    def add(self, sector: Sector) -> bool:
        """Adds the sector's tables, and columns that it declares since; returns whether there was anything to add.

        Rows accepted before an attribute was declared then mean its default by it. Raises `Fault` ``attribute-retyped`` where one
        is declared with another type than it had, ``ledger-lost`` where something is gone.
        """
        self._need_writable()
        if not self._behind(sector):
            return False
        self._none_lost(sector)
        with _plain_faults(self.path), _immediate(self.connection):
            schema.make_sector(self.connection, sector)
            batch = Batch(self.connection, sector, self._next_batch())
            declared.bring_up(batch)
            if batch.blocks:
                batch.seal("upgrade", None, None)
        return True

    def _next_batch(self) -> int:
        number: int = self.connection.execute("SELECT coalesce(max(batch), 0) + 1 FROM batches").fetchone()[0]
        return number

    def _need_writable(self) -> None:
        if self.why is not None:
            raise fault("ledger-cannot-write", path=str(self.path), why=self.why)
        if not self.writable:
            raise fault("ledger-read-only", path=str(self.path))

    @contextmanager
    def batch(self, sector: Sector, command: str, reason: str | None = None, note: Words | None = None) -> Iterator[Batch]:
        """One all-or-nothing batch: a `Fault` or any other exception inside leaves the ledger as it was.

        A batch that changes nothing is not written.
        """
        self.need(sector)
        self._need_writable()
        with _plain_faults(self.path), _immediate(self.connection):
            batch = Batch(self.connection, sector, self._next_batch())
            yield batch
            if batch.blocks:
                batch.seal(command, reason, note)

    @contextmanager
    def view(self) -> Iterator[None]:
        """One consistent view of the facts, while others write; within another view, that one."""
        if self.connection.in_transaction:
            yield
            return
        with _plain_faults(self.path):
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                show_mistaken(self.connection)
                self.connection.execute("COMMIT")

    def notes(self, sector: Sector) -> list[Words]:
        """What the sector's batches say about themselves, such as that a sample is made up."""
        rows = self.connection.execute(
            "SELECT DISTINCT note_zh, note_en FROM batches WHERE sector = ? AND note_en IS NOT NULL ORDER BY batch",
            (sector.name,),
        )
        return [Words(zh, en) for zh, en in rows]

    def last_batch(self, sector: Sector) -> tuple[int, str, str] | None:
        """The sector's latest batch of facts: its number, time and head; publications are none."""
        row: tuple[int, str, str] | None = self.connection.execute(
            "SELECT batch, at, head FROM batches WHERE sector = ? AND command <> 'publish' ORDER BY batch DESC LIMIT 1",
            (sector.name,),
        ).fetchone()
        return row

    def verify(self) -> list[verify.Difference]:
        """Everything in which the ledger differs from what it accepted, at one moment; empty if it is whole."""
        with self.view():
            damage = self.connection.execute("PRAGMA quick_check(5)").fetchall()
            if damage != [("ok",)]:
                return [verify.Difference(Words(f"文件已损坏：{row[0]}", f"the file is damaged: {row[0]}")) for row in damage]
            self.connection.text_factory = chain.as_it_stands
            try:
                return list(verify.differences(self.connection))
            finally:
                self.connection.text_factory = str

    def backup(self, path: Path) -> None:
        """A consistent copy of the whole ledger, taken while others may write.

        It is open to nobody to whom the ledger is closed. Raises `Fault` ``backup-exists``, ``backup-failed`` or
        ``output-cannot-write``; then no file of that name is left.
        """
        with replacing(path, fresh=True, like=self.path) as partial:
            try:
                copy = sqlite3.connect(partial)
                try:
                    self.connection.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                finally:
                    copy.close()
            except sqlite3.Error as error:
                raise fault("backup-failed", path=str(path), why=str(error)) from None

    def record_run(self, run: str, sector: Sector, period: str, as_of: str, inputs: str, batch: int) -> bool:
        """Keeps a run by its identity; returns False where the ledger cannot be written."""
        if not self.writable:
            return False
        try:
            if self.connection.execute("SELECT 1 FROM runs WHERE run = ?", (run,)).fetchone() is None:
                with _immediate(self.connection):
                    self.connection.execute(
                        "INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (run, sector.name, period, as_of, inputs, batch, now()),
                    )
        except sqlite3.OperationalError:
            return False
        return True


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = path.absolute().as_uri() + f"?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_WAIT_MS / 1000, cached_statements=256)
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA mmap_size = 4294967296")
    return connection


def _begun(path: Path) -> bool:
    """Whether a file is a database with nothing in it yet: the making of a ledger that was cut short."""
    try:
        connection = sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True)
        try:
            marks = [connection.execute(f"PRAGMA {mark}").fetchone()[0] for mark in ("application_id", "user_version")]
            return not any(marks) and connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None
        finally:
            connection.close()
    except sqlite3.Error:
        return False


@contextmanager
def _immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that takes the write lock at once: a deferred one fails when another writer came between."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _plain_faults(path: Path) -> Iterator[None]:
    """Says in plain words what the database reports."""
    try:
        yield
    except Fault:
        raise
    except sqlite3.OperationalError as error:
        no_text = "could not decode" in str(error).lower()
        raise fault("ledger-damaged" if no_text else "ledger-cannot-write", path=str(path), why=str(error)) from None
    except sqlite3.DatabaseError as error:
        raise fault("ledger-damaged", path=str(path), why=str(error)) from None
