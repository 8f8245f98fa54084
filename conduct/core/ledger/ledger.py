"""The ledger (台账): facts as they were accepted, batch by batch, in one SQLite file; nothing in it is ever overwritten."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field

from ..base.faults import Fault, fault
from ..base.frozen import define
from ..base.interrupts import raise_heard
from ..base.output import replacing
from ..base.progress import doing
from ..base.words import Words
from ..law.sector import Sector
from . import chain, counts, declared, opening, schema
from .batch import Batch, now
from .header import PAGE
from .memory import CHECKING, filling, in_memory, keep_at_most, reading
from .mistaken import show_mistaken
from .opening import WRITTEN, connect, end, immediate, plain_faults
from .shape import others
from .source import RunMade

if TYPE_CHECKING:
    from .verify import Difference

_RECORD = 1.0  # seconds that a result waits at most to be recorded


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
    author: str | None = None  # whose entries they are, where the program that writes them says so
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
            connection = connect(path, "rwc")
            connection.execute(f"PRAGMA page_size = {PAGE}")  # of a new file alone, and before there is a log
            connection.execute("PRAGMA journal_mode = WAL")
            with immediate(connection, path):
                if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                    schema.make_ledger(connection)
        except sqlite3.Error as error:
            if connection:
                connection.close()
            raise fault("ledger-cannot-make", path=str(path), why=opening.database_reason(error)) from None
        return cls(path, connection)

    @classmethod
    def in_memory(cls, path: Path) -> Ledger:
        """Makes a ledger that no file holds, to be called by that name; it is gone once it is closed."""
        connection = opening.connect_memory()
        with immediate(connection, path):
            schema.make_ledger(connection)
        return cls(path, connection)

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Ledger:
        """Opens a ledger, for reading alone where it cannot be written.

        Raises `Fault`: ``ledger-missing``, ``ledger-is-folder``, or what `opening.opened` does.
        """
        path = Path(path)
        if path.is_dir():
            raise fault("ledger-is-folder", path=str(path))
        if not path.exists():
            raise fault("ledger-missing", path=str(path))
        connection, writable, why = opening.opened(path)
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
        opened = cls(path, connection, writable, why)
        if layout < schema.LAYOUT:
            opened._migrate()
        return opened

    def _migrate(self) -> None:
        """Brings a ledger of an earlier layout to the present one; if it cannot be written, for this connection alone."""
        if not self.writable:
            schema.view_ledger(self.connection)
            return
        try:
            with plain_faults(self.path), immediate(self.connection, self.path):
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
            schema.view_sector(self.connection, sector, lambda of: declared.as_declared(sector, of))
            self._stood_in[sector.name] = sector

    def _behind(self, sector: Sector) -> bool:
        """Whether the ledger lacks what the sector declares. Raises `Fault` ``attribute-retyped``."""
        with plain_faults(self.path):
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
        with plain_faults(self.path), immediate(self.connection, self.path):
            schema.make_sector(self.connection, sector)
            batch = Batch(self.connection, sector, self._next_batch(), self.author)
            declared.bring_up(batch)
            counts.drop_counts(self.connection, sector.name)
            if batch.covered:
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
        with suppress(sqlite3.OperationalError):  # of a backup that is put to use, unless another is at it just now
            if self.connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                self.connection.execute("PRAGMA journal_mode = WAL")
        number, before = 0, self.connection.total_changes

        def kept() -> None:
            WRITTEN.set(number or WRITTEN.get())

        with plain_faults(self.path), filling(self.connection), immediate(self.connection, self.path, kept=kept):
            batch = Batch(self.connection, sector, self._next_batch(), self.author)
            yield batch
            if batch.covered:
                batch.seal(command, reason, note)
                if counts.rest_on_units(sector, batch.corrected, batch.added):
                    counts.drop_counts(self.connection, sector.name)
                number = batch.number
        opening.written_back(self.connection, before)

    @contextmanager
    def view(self) -> Iterator[None]:
        """One consistent view of the facts, while others write; within another view, that one."""
        if self.connection.in_transaction:
            yield
            return
        with plain_faults(self.path):
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection is not None:  # an interrupt may have closed it
                    show_mistaken(self.connection)
                    end(self.connection)

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
            f"SELECT batch, at, head FROM batches WHERE sector = ? AND {chain.OF_FACTS} ORDER BY batch DESC LIMIT 1",
            (sector.name,),
        ).fetchone()
        return row

    def verify(self, then: Callable[[], Iterable[Difference]] = tuple) -> list[Difference]:
        """Everything in which the ledger differs from what it accepted, at one moment; empty if it is whole.

        ``then`` looks further at rows that are as they were accepted, while the file is still checked. What nothing but a head
        that was written down can show, `stands` does.
        """
        from .attached import changed_files
        from .verify import Difference, everything

        connection = self.connection

        def further() -> Iterable[Difference]:
            connection.text_factory = str
            try:
                return list(then())
            finally:
                connection.text_factory = chain.as_it_stands

        begun = not connection.in_transaction
        connection.text_factory = chain.as_it_stands
        try:
            if begun:
                connection.execute("BEGIN")
            keep_at_most(connection, CHECKING)
            beside = self._beside if self.writable and not in_memory(connection) else None
            found = everything(connection, beside=beside, then=further)
            return [*found, *map(Difference, changed_files(connection, self.path))]
        except sqlite3.DatabaseError as error:
            raise_heard()
            return [Difference(opening.damage(error))]
        finally:
            connection.text_factory = str
            keep_at_most(connection, reading())
            if begun:
                end(connection)

    def _beside(self) -> sqlite3.Connection:
        """One more connection to the file, for checking it."""
        connection = connect(self.path, "rw")
        keep_at_most(connection, CHECKING)
        return connection

    def batch_of(self, head: str) -> tuple[int, str, str] | None:
        """The batch whose head this is, when it was made and by whom, if the ledger holds all that the head stood for.

        To be asked of a ledger that `verify` found whole.
        """
        row: tuple[int, str, str] | None = self.connection.execute(
            "SELECT batch, at, who FROM batches WHERE head = ?", (head,)
        ).fetchone()
        return row

    def others(self) -> list[str]:
        """Tables in the ledger's file that are not its own: nothing reads or changes them. None of a damaged file."""
        try:
            return others(self.connection)
        except sqlite3.DatabaseError:
            return []

    def backup(self, path: Path) -> None:
        """A consistent copy of the whole ledger, taken while others may write.

        It is open to nobody to whom the ledger is closed. Raises `Fault` ``backup-exists``, ``backup-failed`` or
        ``output-cannot-write``; then no file of that name is left.
        """
        from .attached import copy_files

        with replacing(path, fresh=True, like=self.path) as partial:
            try:
                copy = opening.connect_copy(partial)
                try:
                    opening.copy_whole(self.connection, copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                    with doing(Words("检查副本", "checking the copy")):
                        damage = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
                    if damage == "ok":
                        copy_files(copy, self.path, path)
                finally:
                    copy.close()
            except sqlite3.Error as error:
                raise_heard()
                raise fault("backup-failed", path=str(path), why=opening.database_reason(error)) from None
            if damage != "ok":
                raise fault("ledger-damaged", path=str(self.path), why=damage)

    def rests_on(self, sector: Sector, batch: int, head: str) -> bool:
        """Whether what was made of the sector's facts up to a batch with this head was made of this ledger's own."""
        if batch == 0:  # of no facts, or of some that lie elsewhere
            return not head and self.has(sector)
        row = self.connection.execute("SELECT 1 FROM batches WHERE (batch, sector, head) = (?, ?, ?)", (batch, sector.name, head))
        return row.fetchone() is not None

    def record_run(self, made: RunMade) -> bool:
        """Keeps a run by its identity, and with it what was counted; False where the ledger cannot be written, or another
        writes it for a second or more.
        """
        if not self.writable:
            return False
        try:
            if made.counted or self.connection.execute("SELECT 1 FROM runs WHERE run = ?", (made.run,)).fetchone() is None:
                with immediate(self.connection, self.path, _RECORD):
                    self.connection.execute(
                        f"""INSERT OR IGNORE INTO runs ({", ".join(chain.RUN_COLUMNS)}, after)
                            SELECT ?, ?, ?, ?, ?, ?, ?, coalesce(max(batch), 0) FROM batches""",
                        (made.run, made.sector.name, made.period, made.as_of, made.inputs, made.batch, now()),
                    )
                    for one in made.counted:
                        counts.store(self.connection, one)
        except (sqlite3.OperationalError, Fault):
            raise_heard()
            return False
        return True

    def keeps_counts(self, sector: Sector) -> bool:
        """Whether counts of the sector may be read: not where something stands in for tables that cannot be written."""
        return sector.name not in self._stood_in


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
