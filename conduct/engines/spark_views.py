"""The tables that queries name, as views of the Parquet files of an export: every column as the ledger held it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..core.law.conditions import name
from ..core.law.sector import TABLES, Sector
from ..core.ledger.schema import column_type, table
from .layout import ENTERED

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def put_views(session: SparkSession, sector: Sector, files: Mapping[str, Sequence[str]]) -> None:
    """Makes the views that stand for a sector's tables, of the files of each, by full names."""
    for of in TABLES:
        columns = [(ENTERED, "BIGINT"), *((c, _kind(sector, of, c)) for c in sector.columns(of))]
        if files[of]:
            listed = [f"CAST({name(column)} AS {kind}) AS {name(column)}" for column, kind in columns]
            frame = (
                session.read.option("__globPaths__", "false")
                .parquet(*files[of])
                .selectExpr("CAST(0 AS BIGINT) AS batch", *listed)
            )
        else:
            listed = [f"CAST(NULL AS {kind}) AS {name(column)}" for column, kind in columns]
            frame = session.sql(f"SELECT CAST(0 AS BIGINT) AS batch, {', '.join(listed)} WHERE false")
        frame.createOrReplaceTempView(table(sector, of))


def _kind(sector: Sector, of: str, column: str) -> str:
    return "BIGINT" if column_type(sector, of, column) == "INTEGER" else "STRING"
