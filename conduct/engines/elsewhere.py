"""Facts that lie elsewhere, as Parquet, assessed where they are: no ledger is made, and no run of them is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import PurePosixPath

from ..core.base.connection import Connection
from ..core.base.faults import Fault, Place, Problem, fault, wrong_usage
from ..core.base.frozen import define
from ..core.base.words import Words
from ..core.law.sector import Sector
from ..core.ledger.source import RunMade
from .apart import Apart
from .checks import check
from .duck import DuckConnection, connected
from .folder import FactFolder, fact_folder, local_folder
from .layout import MANIFEST, Manifest, declares, digest_of, listed, manifest_of
from .parquet_views import put_views, scan, table_files


@define
class FactsElsewhere:
    """The facts of one sector in Parquet files, as `core.ledger.source.FactSource` has them; a context manager.

    ``digest`` stands for all the files: it is what a run of them rests on. ``apart`` looks at cases that the database does not
    hold, and brings those that are to be looked at one by one.
    """

    path: str
    sector: Sector
    digest: str
    connection: Connection
    _notes: tuple[Words, ...]
    apart: Apart | None = None

    def has(self, sector: Sector) -> bool:
        """Whether these are the sector's."""
        return sector.name == self.sector.name

    def need(self, sector: Sector) -> None:
        """Raises `Fault` ``facts-of-another`` unless these are the sector's."""
        if not self.has(sector):
            raise fault("facts-of-another", path=self.path, sector=sector.title, name=self.sector.name)

    @contextmanager
    def view(self) -> Iterator[None]:
        """The files as they are: whoever changes them meanwhile changes the result."""
        yield

    def notes(self, sector: Sector) -> list[Words]:
        """What the facts say about themselves."""
        return list(self._notes)

    def last_batch(self, sector: Sector) -> tuple[int, str, str] | None:
        """No batch, but what stands for the files in the place of its head."""
        return (0, "1970-01-01T00:00:00Z", self.digest)

    def record_run(self, made: RunMade) -> bool:
        """False: there is no ledger to keep it in."""
        return False

    def keeps_counts(self, sector: Sector) -> bool:
        """False: everything is counted each time."""
        return False


DUCKDB = "duckdb"
"""The engine that is meant where none is named."""
SPARK, MASTER = "spark", "spark://"
"""Spark on this machine, or as its own settings say; and how the address of a cluster's master begins."""


def facts_at(where: str, engine: str, sector: Sector) -> AbstractContextManager[FactsElsewhere]:
    """The facts of a folder, or of a URL, on an engine; closed at the end.

    Raises `Fault`: ``facts-no-folder``, ``facts-none``, ``facts-of-another``, ``extra-missing``, or all that is wrong with files.
    """
    if engine == DUCKDB:
        return duckdb_facts(where, sector)
    if engine == SPARK or engine.startswith(MASTER):
        return spark_facts(where, sector, engine if engine != SPARK else None)
    raise wrong_usage("engine-unknown", value=engine, known=f"{DUCKDB}, {SPARK}, {MASTER}HOST:PORT")


@contextmanager
def duckdb_facts(where: str, sector: Sector) -> Iterator[FactsElsewhere]:
    """The facts of a folder, or of a URL, on DuckDB."""
    folder = fact_folder(where)
    names, manifest = _looked_at(folder, where, sector)
    digests = {str(name): folder.digest(name) for name in listed(names)}
    if manifest is not None and (manifest.files != digests or manifest.declares != declares(sector)):
        manifest = None  # of other files
    checked = manifest is not None
    connection = connected()
    try:
        if folder.system is not None:
            connection.database.register_filesystem(folder.system)
        for name in listed(names):
            _readable(connection, folder, name)
        files = {of: table_files(connection, sector, of, [folder.path(n) for n in ns]) for of, ns in names.items()}
        put_views(connection, sector, files, checked)
        if not checked:
            check(connection, sector, files)
        notes = (*(manifest.notes if manifest is not None else ()), *folder.notes)
        yield FactsElsewhere(where, sector, digest_of(digests), connection, notes)
    finally:
        connection.close()


def _looked_at(folder: FactFolder, where: str, sector: Sector) -> tuple[dict[str, list[PurePosixPath]], Manifest | None]:
    """Each table's files, and what an export said of them. Raises `Fault` ``facts-none`` or ``facts-of-another``."""
    files, manifest = folder.files(), _said_by(folder)
    if not listed(files):
        raise fault("facts-none", path=where)
    if manifest is not None and manifest.sector != sector.name:
        raise fault("facts-of-another", path=where, sector=sector.title, name=manifest.sector)
    return files, manifest


def _said_by(folder: FactFolder) -> Manifest | None:
    try:
        with folder.open(MANIFEST) as stream:
            return manifest_of(stream.read().decode())
    except (OSError, UnicodeDecodeError):
        return None


def _readable(connection: DuckConnection, folder: FactFolder, name: PurePosixPath) -> None:
    """Raises `Fault` ``facts-unread`` unless a file is one of Parquet."""
    path = folder.path(name)
    with folder.open(name) as stream:
        ends = stream.read(4)
        stream.seek(-min(4, stream.seek(0, os.SEEK_END)), os.SEEK_END)
        ends += stream.read(4)
    try:
        if ends != b"PAR1PAR1":
            raise ValueError("PAR1")
        connection.plain(f"SELECT 1 FROM {scan([path])} LIMIT 0")
    except (ValueError, connection.database_error) as error:
        raise Fault([Problem("facts-unread", {"why": str(error).partition("\n")[0]}, Place(path))]) from None


@contextmanager
def spark_facts(where: str, sector: Sector, master: str | None) -> Iterator[FactsElsewhere]:
    """The facts of a folder, or of a ``file://`` URL, on Spark: as an export wrote them, and as they still are.

    Raises what `spark.session` does, and `Fault` ``facts-not-exported`` where they are not what a ledger exported.
    """
    from .spark import SparkFacts, digests_of, session
    from .spark_views import put_views

    local = local_folder(where)
    if local is None:
        raise fault("facts-no-folder", path=where)
    folder = FactFolder(str(local.absolute()))
    files, manifest = _looked_at(folder, where, sector)
    if manifest is None or manifest.declares != declares(sector):
        raise fault("facts-not-exported", path=where)
    names = [str(name) for name in listed(files)]
    with session(master) as spark:
        digests = dict(zip(names, digests_of(spark, [folder.path(name) for name in names]), strict=True))
        if manifest.files != digests:
            raise fault("facts-not-exported", path=where)
        put_views(spark, sector, {of: [f"file://{folder.path(name)}" for name in found] for of, found in files.items()})
        apart = Apart(SparkFacts(spark, sector), sector)
        yield FactsElsewhere(where, sector, digest_of(digests), apart.ledger.connection, manifest.notes, apart)
