"""Accounts, what they were given, and their sessions: rows of a file of their own beside the ledger.

Nothing else is kept there: every change of facts is a fact in the ledger. The file is open to its owner alone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from conduct.core.base.faults import fault
from conduct.core.base.frozen import frozen

from .rights import ROLES, Grant, Rights
from .secrets import LEAST_PASSWORD, MOST_PASSWORD, digest, fits, hashed, new_word
from .settings import WebSettings

_LAYOUT = """
CREATE TABLE IF NOT EXISTS accounts (
    account INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, called TEXT NOT NULL, password TEXT, made TEXT NOT NULL, ended TEXT
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
CREATE TABLE IF NOT EXISTS releases (head TEXT PRIMARY KEY, by TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (name TEXT NOT NULL, address TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attempts_of ON attempts (at);
"""
LINK_LASTS = timedelta(hours=24)
"""How long a link to set a password is good, once."""


@frozen
class Account:
    """Who signs in: by ``name``, ``called`` so in the ledger and on pages; ``ready`` once a password was set."""

    id: int
    name: str
    called: str
    ready: bool
    ended: bool
    rights: Rights


@frozen
class SignedIn:
    """An account that is signed in, the word that its forms must bear, and the language that it chose."""

    key: str
    account: Account
    form: str
    lang: str | None


def accounts_path(ledger: Path) -> Path:
    """The file of accounts of a ledger: ``conduct.db`` has ``conduct.web.db``."""
    return ledger.with_name(f"{ledger.stem}.web{ledger.suffix}")


class Accounts:
    """The accounts of a ledger. Every call opens the file anew, so that any thread may call."""

    def __init__(self, path: Path, settings: WebSettings) -> None:
        self.path, self.settings = path, settings
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with self._open(writing=True) as connection:
            for statement in _LAYOUT.split(";\n"):
                connection.execute(statement)

    @contextmanager
    def _open(self, writing: bool = False) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            connection.close()

    @contextmanager
    def rows(self, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """The file as it is, within one transaction, for what else stands in it."""
        with self._open(writing) as connection:
            yield connection

    # ---- accounts and what they were given

    def any(self) -> bool:
        """Whether there is an account at all."""
        with self._open() as connection:
            return connection.execute("SELECT 1 FROM accounts LIMIT 1").fetchone() is not None

    def add(self, name: str, called: str, grants: tuple[Grant, ...], by: str) -> Account:
        """A new account. Raises `Fault` ``account-taken``, ``account-name`` or ``role-unknown``."""
        name, called = name.strip(), called.strip()
        if not name or not called or len(name) > 100 or len(called) > 100 or not (name + called).isprintable():
            raise fault("account-name", value=name or called)
        for grant in grants:
            if grant.role not in ROLES:
                raise fault("role-unknown", value=grant.role, known=", ".join(ROLES))
        with self._open(writing=True) as connection:
            if connection.execute("SELECT 1 FROM accounts WHERE name = ?", (name,)).fetchone():
                raise fault("account-taken", value=name)
            made = connection.execute("INSERT INTO accounts (name, called, made) VALUES (?, ?, ?)", (name, called, _now()))
            number = made.lastrowid
            connection.executemany(
                "INSERT INTO grants VALUES (?, ?, ?, ?, ?, ?)", [(number, g.role, g.sector, g.unit, _now(), by) for g in grants]
            )
        return self.named(name)

    def give(self, name: str, grant: Grant, by: str) -> None:
        """Gives an account a role more."""
        if grant.role not in ROLES:
            raise fault("role-unknown", value=grant.role, known=", ".join(ROLES))
        account = self.named(name)
        with self._open(writing=True) as connection:
            row = (account.id, grant.role, grant.sector, grant.unit, _now(), by)
            connection.execute("INSERT INTO grants VALUES (?, ?, ?, ?, ?, ?)", row)

    def take(self, name: str, grant: Grant) -> None:
        """Takes a role from an account, and ends its sessions."""
        account = self.named(name)
        with self._open(writing=True) as connection:
            taken = connection.execute(
                "DELETE FROM grants WHERE account = ? AND role = ? AND sector IS ? AND unit IS ?",
                (account.id, grant.role, grant.sector, grant.unit),
            )
            if not taken.rowcount:
                raise fault("grant-none", value=name, role=grant.role)
            connection.execute("DELETE FROM sessions WHERE account = ?", (account.id,))

    def end(self, name: str) -> None:
        """Ends an account: it signs in no more, and its sessions end."""
        account = self.named(name)
        with self._open(writing=True) as connection:
            connection.execute("UPDATE accounts SET ended = ?, password = NULL WHERE account = ?", (_now(), account.id))
            connection.execute("DELETE FROM sessions WHERE account = ?", (account.id,))
            connection.execute("DELETE FROM links WHERE account = ?", (account.id,))

    def named(self, name: str) -> Account:
        """An account by its name. Raises `Fault` ``account-unknown``."""
        with self._open() as connection:
            row = connection.execute("SELECT account FROM accounts WHERE name = ?", (name.strip(),)).fetchone()
            if row is None:
                raise fault("account-unknown", value=name)
            return _account(connection, row[0])

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._open() as connection:
            return [
                _account(connection, one)
                for (one,) in connection.execute("SELECT account FROM accounts ORDER BY name").fetchall()
            ]

    # ---- signing in

    def link(self, name: str) -> str:
        """A word that lets whoever has it set the account's password, once; those given before are good no more."""
        account, word = self.named(name), new_word()
        with self._open(writing=True) as connection:
            connection.execute("DELETE FROM links WHERE account = ?", (account.id,))
            until = (datetime.now(UTC) + LINK_LASTS).isoformat()
            connection.execute("INSERT INTO links VALUES (?, ?, ?)", (digest(word), account.id, until))
        return word

    def linked(self, word: str) -> Account | None:
        """Whose link a word is; None for one that is used, too old, or none."""
        with self._open() as connection:
            row = connection.execute("SELECT account FROM links WHERE link = ? AND until > ?", (digest(word), _now())).fetchone()
            found = _account(connection, row[0]) if row else None
            return None if found is None or found.ended else found

    def set_password(self, word: str, password: str) -> Account:
        """Sets the password of the account that a link is for; its other sessions end.

        Raises `Fault` ``password-length``, or ``link-used`` for a link that is none.
        """
        if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise fault("password-length", least=LEAST_PASSWORD, most=MOST_PASSWORD)
        kept = hashed(password)
        with self._open(writing=True) as connection:
            gone = connection.execute(
                "DELETE FROM links WHERE link = ? AND until > ? RETURNING account", (digest(word), _now())
            ).fetchone()
            if gone is None:
                raise fault("link-used")
            connection.execute("UPDATE accounts SET password = ? WHERE account = ? AND ended IS NULL", (kept, gone[0]))
            connection.execute("DELETE FROM sessions WHERE account = ?", (gone[0],))
            return _account(connection, gone[0])

    def sign_in(self, name: str, password: str, address: str) -> tuple[str, SignedIn] | None:
        """A new session, with the word for its cookie; None for a wrong name or password.

        Raises `Fault` ``sign-in-often`` after as many that were wrong as the settings say, by name or by address.
        """
        within = self.settings.within
        since = (datetime.now(UTC) - within).isoformat()
        with self._open(writing=True) as connection:
            connection.execute("DELETE FROM attempts WHERE at < ?", (since,))
            query = "SELECT count(*) FROM attempts WHERE name = ? OR address = ?"
            if connection.execute(query, (name, address)).fetchone()[0] >= self.settings.tries:
                raise fault("sign-in-often", minutes=int(within.total_seconds() // 60))
            connection.execute("INSERT INTO attempts VALUES (?, ?, ?)", (name[:100], address, _now()))
            row = connection.execute(
                "SELECT account, password FROM accounts WHERE name = ? AND ended IS NULL", (name,)
            ).fetchone()
        if not fits(row[1] if row else None, password[:MOST_PASSWORD]):
            return None
        with self._open(writing=True) as connection:
            connection.execute("DELETE FROM attempts WHERE name = ?", (name,))
        return self.begin(row[0])

    def begin(self, account: int) -> tuple[str, SignedIn]:
        """A session of an account, with the word for its cookie."""
        word, form, now = new_word(), new_word(), _now()
        with self._open(writing=True) as connection:
            connection.execute("DELETE FROM sessions WHERE seen < ? OR began < ?", self._since())
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, NULL)", (digest(word), account, form, now, now))
            return word, SignedIn(digest(word), _account(connection, account), form, None)

    def _since(self) -> tuple[str, str]:
        """When a session that lasts was last seen at the earliest, and when it began."""
        now = datetime.now(UTC)
        return (now - self.settings.idle).isoformat(), (now - self.settings.longest).isoformat()

    def session(self, word: str) -> SignedIn | None:
        """Whose session a cookie's word is; None where it is none, or has ended."""
        now = datetime.now(UTC)
        with self._open() as connection:
            row = connection.execute(
                "SELECT session, account, form, seen, lang FROM sessions WHERE session = ? AND seen > ? AND began > ?",
                (digest(word), *self._since()),
            ).fetchone()
            found = _account(connection, row[1]) if row else None
        if found is None or found.ended:
            return None
        if row[3] < (now - timedelta(minutes=5)).isoformat():
            with self._open(writing=True) as connection:
                connection.execute("UPDATE sessions SET seen = ? WHERE session = ?", (now.isoformat(), row[0]))
        return SignedIn(row[0], found, row[2], row[4])

    def sign_out(self, session: SignedIn) -> None:
        """Ends a session."""
        with self._open(writing=True) as connection:
            connection.execute("DELETE FROM sessions WHERE session = ?", (session.key,))

    def speak(self, session: SignedIn, lang: str) -> None:
        """The language that a session's pages are in from now on."""
        with self._open(writing=True) as connection:
            connection.execute("UPDATE sessions SET lang = ? WHERE session = ?", (lang, session.key))


def _account(connection: sqlite3.Connection, number: int) -> Account:
    name, called, password, ended = connection.execute(
        "SELECT name, called, password, ended FROM accounts WHERE account = ?", (number,)
    ).fetchone()
    rows = connection.execute("SELECT role, sector, unit FROM grants WHERE account = ? ORDER BY rowid", (number,))
    grants = tuple(Grant(*row) for row in rows.fetchall())
    return Account(number, name, called, password is not None, ended is not None, Rights(grants))


def _now() -> str:
    return datetime.now(UTC).isoformat()
