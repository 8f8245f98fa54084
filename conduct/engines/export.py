"""A sector's facts as Parquet, by calendar month: a folder whole or not at all, of the same bytes for the same facts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.base.faults import fault
from ..core.base.output import cannot_write, replacing_folder
from ..core.base.progress import doing, one_by_one
from ..core.base.words import Words
from ..core.law.conditions import name
from ..core.law.sector import TABLES, Sector
from ..core.ledger.ledger import Ledger
from ..core.ledger.schema import table
from .layout import DATED, ENTERED, MANIFEST, Manifest, declares, digest_of_file, holds, part_of

if TYPE_CHECKING:
    import pyarrow as pa

_READ, _GROUP, _HELD = 50_000, 250_000, 1_000_000  # rows: read at once, of a row group, and held at most for all months


def export_parquet(ledger: Ledger, sector: Sector, folder: Path) -> dict[str, int]:
    """Writes the current facts into a new folder; returns how many rows of each table.

    Raises `Fault` ``export-exists`` where a folder or file of that name stands with anything in it, ``extra-missing`` where the
    library is not installed, ``output-cannot-write`` where nothing can be written.
    """
    try:
        import pyarrow.parquet
    except ImportError:
        raise fault("extra-missing", package="pyarrow", extra="duckdb") from None
    ledger.need(sector)
    if os.path.lexists(folder) and (not os.path.isdir(folder) or os.path.islink(folder) or os.listdir(folder)):
        raise fault("export-exists", path=str(folder))
    counts: dict[str, int] = {}
    with replacing_folder(folder) as made, ledger.view():  # an empty folder gives way
        for of in TABLES:
            if of != "posts" or sector.posts:
                try:
                    counts[of] = _write(ledger, sector, of, made)
                except pyarrow.lib.ArrowException as error:
                    raise cannot_write(folder, OSError(str(error))) from None
        written = one_by_one(sorted(made.rglob("*.parquet")), Words("摘要", "digests"), Words("个文件", "files"))
        files = {path.relative_to(made).as_posix(): digest_of_file(path) for path in written}
        manifest = Manifest(sector.name, declares(sector), tuple(ledger.notes(sector)), files)
        (made / MANIFEST).write_text(manifest.text(), encoding="utf-8")
    return counts


def _write(ledger: Ledger, sector: Sector, of: str, folder: Path) -> int:
    """One table's rows, in the order of entry, each in the file of its month."""
    rows = 0
    standing = ledger.connection.execute(f"SELECT count(*) FROM {name(table(sector, of))}").fetchone()[0]
    with ExitStack() as stack, doing(Words(f"写 {of}", f"writing {of}"), standing) as more:
        parts = _Parts(folder, of, _schema(sector, of), stack)
        for batch in _batches(ledger, sector, of):
            rows += batch.num_rows
            parts.add(batch)
            more(batch.num_rows)
        parts.end()
    return rows


class _Parts:
    """The files of a table while they are written; rows wait until there are enough for a row group."""

    def __init__(self, folder: Path, of: str, schema: pa.Schema, stack: ExitStack) -> None:
        self.folder, self.of, self.schema, self.stack = folder, of, schema, stack
        self.open: dict[str, pa.parquet.ParquetWriter] = {}
        self.waiting: dict[str, list[pa.Table]] = {}

    def add(self, rows: pa.Table) -> None:
        import pyarrow.compute as pc

        if self.of not in DATED:
            self._put("", rows)
        else:
            months = pc.utf8_slice_codeunits(pc.cast(rows["date"], "string"), 0, 7)
            for month in sorted(months.unique().to_pylist()):
                self._put(month, rows.filter(pc.equal(months, month)))
        while sum(map(self._held, self.waiting)) > _HELD:
            self._flush(max(self.waiting, key=self._held))

    def end(self) -> None:
        """Writes what waits; a table without rows by month has no file, another an empty one."""
        if self.of not in DATED and not self.waiting:
            self._put("", self.schema.empty_table())
        for month in sorted(self.waiting):
            self._flush(month)

    def _held(self, month: str) -> int:
        return sum(one.num_rows for one in self.waiting[month])

    def _put(self, month: str, rows: pa.Table) -> None:
        self.waiting.setdefault(month, []).append(rows)
        if self._held(month) >= _GROUP:
            self._flush(month)

    def _flush(self, month: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet

        if month not in self.open:
            path = self.folder / part_of(self.of, month)
            path.parent.mkdir(parents=True, exist_ok=True)
            writer = pyarrow.parquet.ParquetWriter(path, self.schema)
            self.open[month] = self.stack.enter_context(writer)
        self.open[month].write_table(pa.concat_tables(self.waiting.pop(month)).combine_chunks())


def _schema(sector: Sector, of: str) -> pa.Schema:
    import pyarrow as pa

    types = {"text": pa.string(), "number": pa.string(), "day": pa.date32(), "yes-no": pa.bool_(), "whole": pa.int64()}
    return pa.schema([(ENTERED, pa.int64()), *((c, types[holds(sector, of, c)]) for c in sector.columns(of))])


def _batches(ledger: Ledger, sector: Sector, of: str) -> Iterator[pa.Table]:
    import pyarrow as pa

    schema = _schema(sector, of)
    listed = ", ".join(name(c) for c in schema.names)
    rows = ledger.connection.execute(f"SELECT {listed} FROM {name(table(sector, of))} ORDER BY seq")
    while block := rows.fetchmany(_READ):
        columns = []
        for field, cells in zip(schema, zip(*block, strict=True), strict=True):
            held = pa.int64() if pa.types.is_boolean(field.type) else pa.string() if pa.types.is_date(field.type) else field.type
            columns.append(pa.array(cells, held).cast(field.type))
        yield pa.table(columns, schema=schema)
