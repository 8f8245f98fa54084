"""A load without anything else: the CSV's rows into a table keyed by their id: python bare_insert.py FOLDER DATABASE.

The same four files that `conduct load` is given, in one transaction; nothing is checked, looked up, chained or indexed.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path

KEYS = {"units": "unit", "measures": "unit, measure, period", "incidents": "incident", "actions": "action"}


def main(folder: str, database: str) -> None:
    Path(database).unlink(missing_ok=True)
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN")
    for table, key in KEYS.items():
        with (Path(folder) / f"{table}.csv").open(newline="", encoding="utf-8") as stream:
            rows = csv.reader(stream)
            header = next(rows)
            columns = ", ".join(f"{column} TEXT" for column in header)
            connection.execute(f"CREATE TABLE {table} ({columns}, PRIMARY KEY ({key}))")
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(header))})", rows)
    connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
