"""Every column of every fact, fetched once: what `conduct verify` is held against: python read_tables.py LEDGER OUTPUT."""

from __future__ import annotations

import sqlite3
import sys


def main(ledger: str, output: str) -> None:
    connection = sqlite3.connect(ledger)
    for table in ("units", "measures", "incidents", "actions"):
        for _ in connection.execute(f"SELECT * FROM insurance_{table}"):
            pass


if __name__ == "__main__":
    main(*sys.argv[1:])
