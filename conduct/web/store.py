"""The file of accounts beside the ledger: its tables, and how it is opened. It is open to its owner alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from conduct.core.base.output import replacing
from conduct.core.ledger.opening import as_fault

_LAYOUT = """
CREATE TABLE IF NOT EXISTS accounts (
    account INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, called TEXT NOT NULL, password TEXT, made TEXT NOT NULL, ended TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS names (
    account INTEGER NOT NULL REFERENCES accounts, called TEXT NOT NULL, until TEXT NOT NULL, by TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS grants (
    account INTEGER NOT NULL REFERENCES accounts, role TEXT NOT NULL, sector TEXT, unit TEXT, given TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS grants_of ON grants (account);
CREATE TABLE IF NOT EXISTS sessions (
    session TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts, form TEXT NOT NULL, began TEXT NOT NULL,
    seen TEXT NOT NULL, lang TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (
    link TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts, until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS views (
    view INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts, called TEXT NOT NULL, address TEXT NOT NULL,
    made TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS releases (head TEXT PRIMARY KEY, by TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (
    key TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, account INTEGER NOT NULL REFERENCES accounts, kind TEXT NOT NULL,
    called TEXT NOT NULL, roles TEXT NOT NULL, made TEXT NOT NULL, used TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS jobs (
    job TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts, sector TEXT NOT NULL, what TEXT NOT NULL,
    asked TEXT NOT NULL, process TEXT NOT NULL, began TEXT NOT NULL, ended TEXT, state TEXT NOT NULL, result BLOB
) STRICT;
CREATE TABLE IF NOT EXISTS mails (account INTEGER PRIMARY KEY REFERENCES accounts, address TEXT NOT NULL, sent TEXT) STRICT;
CREATE TABLE IF NOT EXISTS bound (
    issuer TEXT NOT NULL, subject TEXT NOT NULL, account INTEGER NOT NULL UNIQUE REFERENCES accounts,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sign_ins (word TEXT PRIMARY KEY, until TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (name TEXT NOT NULL, address TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attempts_of ON attempts (at);
"""


def accounts_path(ledger: Path) -> Path:
    """The file of accounts of a ledger: ``conduct.db`` has ``conduct.web.db``."""
    return ledger.with_name(f"{ledger.stem}.web{ledger.suffix}")


def made_ready(path: Path) -> None:
    """Makes the file if there is none, and the tables that it lacks."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with opened(path, writing=True) as connection:
        for statement in _LAYOUT.split(";\n"):
            connection.execute(statement)


@contextmanager
def opened(path: Path, writing: bool = False) -> Iterator[sqlite3.Connection]:
    """A transaction on the file, kept at the end unless something is raised. Any thread may open one.

    Raises `Fault` ``ledger-cannot-write`` where the disk is full, say, and what else the database reports; or
    `sqlite3.IntegrityError`.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
    except sqlite3.IntegrityError:  # what is kept is not so: for the caller to say
        raise
    except sqlite3.DatabaseError as error:
        raise as_fault(path, error) from None


def backup(path: Path, to: Path) -> None:
    """A consistent copy of the file while others write, open to its owner alone. Raises `Fault` ``backup-exists``."""
    with (
        replacing(to, fresh=True, like=path) as partial,
        closing(sqlite3.connect(path, timeout=10)) as of,
        closing(sqlite3.connect(partial)) as copy,
    ):
        of.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def now() -> str:
    """The time as the file has it: ISO, in UTC."""
    return datetime.now(UTC).isoformat()
