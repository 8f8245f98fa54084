"""Writes the four CSV files as typed Parquet, for the peers that read it: python parquet.py FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

TYPES = {
    "units": {"unit": pa.string(), "name": pa.string(), "kind": pa.string()},
    "measures": {"unit": pa.string(), "measure": pa.string(), "period": pa.string(), "value": pa.float64()},
    "incidents": {
        "incident": pa.string(), "unit": pa.string(), "kind": pa.string(), "date": pa.date32(), "channel": pa.string(),
        "settled": pa.bool_(), "excused": pa.bool_(),
    },
    "actions": {
        "action": pa.string(), "step": pa.string(), "date": pa.date32(), "incident": pa.string(), "due": pa.date32(),
        "workdays": pa.int32(), "excused": pa.bool_(),
    },
}  # fmt: skip


def main(folder: str) -> None:
    for table, types in TYPES.items():
        convert = pyarrow.csv.ConvertOptions(
            column_types=types, true_values=["yes"], false_values=["no"], null_values=[""], strings_can_be_null=True
        )
        source, target = (Path(folder) / f"{table}.{ending}" for ending in ("csv", "parquet"))
        with (
            pyarrow.csv.open_csv(source, convert_options=convert) as rows,
            pyarrow.parquet.ParquetWriter(target, pa.schema(list(types.items()))) as writer,
        ):
            batch: list[pa.RecordBatch] = []
            for part in rows:  # gathered: a row group for each block of the CSV would be small
                batch.append(part)
                if sum(b.num_rows for b in batch) >= 1_000_000:
                    writer.write_table(pa.Table.from_batches(batch))
                    batch = []
            if batch:
                writer.write_table(pa.Table.from_batches(batch))


if __name__ == "__main__":
    main(*sys.argv[1:])
