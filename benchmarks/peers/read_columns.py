"""The floor: reads each column that the circular needs, once, within the database: python read_columns.py LEDGER OUTPUT."""

from __future__ import annotations

import sqlite3
import sys

COLUMNS = {
    "incidents": ("unit", "kind", "date", "channel", "settled", "excused"),
    "actions": ("incident", "step", "date", "due", "workdays", "excused"),
}


def main(ledger: str, output: str) -> None:
    connection = sqlite3.connect(ledger)
    with open(output, "w", encoding="utf-8") as stream:
        for table, columns in COLUMNS.items():
            counted = ", ".join(f"count({column})" for column in columns)
            print(connection.execute(f"SELECT {counted} FROM insurance_{table}").fetchone(), file=stream)


if __name__ == "__main__":
    main(*sys.argv[1:])
