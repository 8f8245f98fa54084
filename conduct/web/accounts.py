"""Accounts, what they were given, and their sessions: rows of a file of their own beside the ledger.

Nothing else is kept there: every change of facts is a fact in the ledger. The file is open to its owner alone.
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from attrs import evolve

from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen

from .rights import ROLE_WORDS, ROLES, Grant, Rights
from .secrets import LEAST_PASSWORD, MOST_PASSWORD, digest, fits, hashed, new_word
from .settings import WebSettings
from .store import made_ready, now, opened

_SIGNING_IN = Lock()
"""A password's proof takes memory, and stands as a wrong one while it goes on: an office of fifty that begins at eight, all from
one address, waits in line and is not refused.
"""
LINK_LASTS = timedelta(hours=24)
"""How long a link to set a password is good, once."""


@frozen
class Account:
    """Who signs in: by ``name``, ``called`` so in the ledger and on pages, ``formerly`` otherwise; ``ready`` once a password was
    set.
    """

    id: int
    name: str
    called: str
    ready: bool
    ended: bool
    rights: Rights
    formerly: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """What its entries in the ledger bear: what it is called, and was."""
        return frozenset((self.called, *self.formerly))

    @property
    def state(self) -> str:
        """How it stands: ``ready``, ``waiting`` for a password, or ``ended``."""
        return "ended" if self.ended else "ready" if self.ready else "waiting"

    def narrowed(self, rights: Rights) -> Account:
        """The same account with these rights."""
        return evolve(self, rights=rights)


@frozen
class SignedIn:
    """An account that is signed in, the word that its forms must bear, and the language that it chose."""

    key: str
    account: Account
    form: str
    lang: str | None


class Accounts:
    """The accounts of a ledger. Every call opens the file anew, so that any thread may call."""

    def __init__(self, path: Path, settings: WebSettings) -> None:
        self.path, self.settings = path, settings
        made_ready(path)

    def rows(self, writing: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        """The file as it is, within one transaction, for what else stands in it."""
        return opened(self.path, writing)

    # ---- accounts and what they were given

    def any(self) -> bool:
        """Whether there is an account at all."""
        with self.rows() as connection:
            return connection.execute("SELECT 1 FROM accounts LIMIT 1").fetchone() is not None

    def add(self, name: str, called: str, grants: tuple[Grant, ...], by: str) -> Account:
        """A new account.

        Raises `Fault` ``account-taken``, ``account-name``, ``account-blank``, ``account-slash``, ``called-taken`` where another
        was called so before, or ``role-unknown``.
        """
        name, called = _as_name(name), _as_name(called)
        if any(one.isspace() for one in name):
            raise fault("account-blank", value=name)
        if "/" in name or name in (".", ".."):
            raise fault("account-slash", value=name)
        for grant in grants:
            if grant.role not in ROLES:
                raise fault("role-unknown", value=grant.role, known=", ".join(ROLES))
        with self.rows(writing=True) as connection:
            if connection.execute("SELECT 1 FROM accounts WHERE name = ?", (name,)).fetchone():
                raise fault("account-taken", value=name)
            if connection.execute("SELECT 1 FROM names WHERE called = ?", (called,)).fetchone():
                raise fault("called-taken", value=called)
            made = connection.execute("INSERT INTO accounts (name, called, made) VALUES (?, ?, ?)", (name, called, now()))
            number = made.lastrowid
            connection.executemany(
                "INSERT INTO grants VALUES (?, ?, ?, ?, ?, ?)", [(number, g.role, g.sector, g.unit, now(), by) for g in grants]
            )
        return self.named(name)

    def rename(self, name: str, called: str, by: str) -> None:
        """Calls an account otherwise. What it entered bears the name that it had then, and stays its own.

        Raises `Fault` ``account-name``, ``account-ended``, or ``called-taken`` where another is or was called so.
        """
        account, called = self.named(name), _as_name(called)
        if account.ended:
            raise fault("account-ended", value=name)
        with self.rows(writing=True) as connection:
            others = """SELECT 1 FROM accounts WHERE called = :called AND account <> :mine
                        UNION ALL SELECT 1 FROM names WHERE called = :called AND account <> :mine"""
            if connection.execute(others, {"called": called, "mine": account.id}).fetchone():
                raise fault("called-taken", value=called)
            before = "SELECT account, called, ?, ? FROM accounts WHERE account = ? AND called <> ?"
            connection.execute(f"INSERT INTO names {before}", (now(), by, account.id, called))
            connection.execute("UPDATE accounts SET called = ? WHERE account = ?", (called, account.id))

    def give(self, name: str, grant: Grant, by: str) -> None:
        """Gives an account a role more. Raises `Fault` ``grant-stands`` for one that it has."""
        if grant.role not in ROLES:
            raise fault("role-unknown", value=grant.role, known=", ".join(ROLES))
        account = self.named(name)
        if grant in account.rights.grants:
            raise fault("grant-stands", value=name, role=ROLE_WORDS[grant.role])
        with self.rows(writing=True) as connection:
            row = (account.id, grant.role, grant.sector, grant.unit, now(), by)
            connection.execute("INSERT INTO grants VALUES (?, ?, ?, ?, ?, ?)", row)

    def take(self, name: str, grant: Grant) -> None:
        """Takes a role from an account, and ends its sessions."""
        account = self.named(name)
        with self.rows(writing=True) as connection:
            taken = connection.execute(
                "DELETE FROM grants WHERE account = ? AND role = ? AND sector IS ? AND unit IS ?",
                (account.id, grant.role, grant.sector, grant.unit),
            )
            if not taken.rowcount:
                raise fault("grant-none", value=name, role=ROLE_WORDS.get(grant.role, grant.role))
            connection.execute("DELETE FROM sessions WHERE account = ?", (account.id,))

    def end_sessions(self, name: str) -> int:
        """Ends the sessions of an account, which signs in anew; how many there were."""
        account = self.named(name)
        with self.rows(writing=True) as connection:
            return connection.execute("DELETE FROM sessions WHERE account = ?", (account.id,)).rowcount

    def end(self, name: str) -> None:
        """Ends an account: it signs in no more, and its sessions end."""
        account = self.named(name)
        with self.rows(writing=True) as connection:
            connection.execute("UPDATE accounts SET ended = ?, password = NULL WHERE account = ?", (now(), account.id))
            connection.execute("DELETE FROM sessions WHERE account = ?", (account.id,))
            connection.execute("DELETE FROM links WHERE account = ?", (account.id,))

    def named(self, name: str) -> Account:
        """An account by its name. Raises `Fault` ``account-unknown``."""
        with self.rows() as connection:
            row = connection.execute("SELECT account FROM accounts WHERE name = ?", (name.strip(),)).fetchone()
            if row is None:
                raise fault("account-unknown", value=name)
            return account_of(connection, row[0])

    def names_of(self, called: str) -> frozenset[str]:
        """What whoever is or was called so is known by in the ledger: that name alone, where no account has or had it."""
        with self.rows() as connection:
            rows = connection.execute(
                """SELECT account FROM accounts WHERE called = :called UNION SELECT account FROM names WHERE called = :called""",
                {"called": called},
            )
            found = [account_of(connection, one) for (one,) in rows.fetchall()]
        return frozenset((called, *(name for one in found for name in one.names)))

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self.rows() as connection:
            return [
                account_of(connection, one)
                for (one,) in connection.execute("SELECT account FROM accounts ORDER BY name").fetchall()
            ]

    # ---- signing in

    def link(self, name: str) -> str:
        """A word that lets whoever has it set the account's password, once; those given before are good no more."""
        account, word = self.named(name), new_word()
        if account.ended:
            raise fault("account-ended", value=name)
        with self.rows(writing=True) as connection:
            connection.execute("DELETE FROM links WHERE account = ?", (account.id,))
            until = (datetime.now(UTC) + LINK_LASTS).isoformat()
            connection.execute("INSERT INTO links VALUES (?, ?, ?)", (digest(word), account.id, until))
        return word

    def linked(self, word: str) -> Account | None:
        """Whose link a word is; None for one that is used, too old, or none."""
        with self.rows() as connection:
            row = connection.execute("SELECT account FROM links WHERE link = ? AND until > ?", (digest(word), now())).fetchone()
            found = account_of(connection, row[0]) if row else None
            return None if found is None or found.ended else found

    def set_password(self, word: str, password: str) -> Account:
        """Sets the password of the account that a link is for; its other sessions end.

        Raises `Fault` ``password-length``, or ``link-used`` for a link that is none.
        """
        if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise fault("password-length", least=LEAST_PASSWORD, most=MOST_PASSWORD)
        kept = hashed(password)
        with self.rows(writing=True) as connection:
            gone = connection.execute(
                "DELETE FROM links WHERE link = ? AND until > ? RETURNING account", (digest(word), now())
            ).fetchone()
            if gone is None:
                raise fault("link-used")
            connection.execute("UPDATE accounts SET password = ? WHERE account = ? AND ended IS NULL", (kept, gone[0]))
            connection.execute("DELETE FROM sessions WHERE account = ?", (gone[0],))
            return account_of(connection, gone[0])

    def sign_in(self, name: str, password: str, address: str) -> tuple[str, SignedIn] | None:
        """A new session, with the word for its cookie; None for a wrong name or password.

        Raises `Fault` ``sign-in-often`` after as many that were wrong as the settings say, by name or by address.
        """
        with _SIGNING_IN:
            account = self._proven(name, password, address)
        return None if account is None else self.begin(account)

    def _proven(self, name: str, password: str, address: str) -> int | None:
        """The account of a name whose password this is; what is tried counts as wrong until it is known to be right."""
        within = self.settings.within
        since = (datetime.now(UTC) - within).isoformat()
        with self.rows(writing=True) as connection:
            connection.execute("DELETE FROM attempts WHERE at < ?", (since,))
            query = "SELECT count(*) FROM attempts WHERE name = ? OR address = ?"
            if connection.execute(query, (name, address)).fetchone()[0] >= self.settings.tries:
                raise fault("sign-in-often", minutes=int(within.total_seconds() // 60))
            connection.execute("INSERT INTO attempts VALUES (?, ?, ?)", (name[:100], address, now()))
            row = connection.execute(
                "SELECT account, password FROM accounts WHERE name = ? AND ended IS NULL", (name,)
            ).fetchone()
        if not fits(row[1] if row else None, password[:MOST_PASSWORD]):
            return None
        with self.rows(writing=True) as connection:
            connection.execute("DELETE FROM attempts WHERE name = ?", (name,))
        return int(row[0])

    def change_password(self, name: str, before: str, password: str, address: str) -> tuple[str, SignedIn]:
        """Changes the password of whoever knows the one so far; every session ends but one that begins, as for `sign_in`.

        Raises `Fault` ``password-length``, ``password-wrong``, or ``sign-in-often``.
        """
        if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise fault("password-length", least=LEAST_PASSWORD, most=MOST_PASSWORD)
        found = self.sign_in(name, before, address)
        if found is None:
            raise fault("password-wrong")
        with self.rows(writing=True) as connection:
            account, session = found[1].account.id, found[1].key
            connection.execute("UPDATE accounts SET password = ? WHERE account = ?", (hashed(password), account))
            connection.execute("DELETE FROM sessions WHERE account = ? AND session <> ?", (account, session))
            connection.execute("DELETE FROM links WHERE account = ?", (account,))
        return found

    def begin(self, account: int) -> tuple[str, SignedIn]:
        """A session of an account, with the word for its cookie."""
        word, form, at = new_word(), new_word(), now()
        with self.rows(writing=True) as connection:
            connection.execute("DELETE FROM sessions WHERE seen < ? OR began < ?", self._since())
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, NULL)", (digest(word), account, form, at, at))
            return word, SignedIn(digest(word), account_of(connection, account), form, None)

    def _since(self) -> tuple[str, str]:
        """When a session that lasts was last seen at the earliest, and when it began."""
        at = datetime.now(UTC)
        return (at - self.settings.idle).isoformat(), (at - self.settings.longest).isoformat()

    def session(self, word: str) -> SignedIn | None:
        """Whose session a cookie's word is; None where it is none, or has ended."""
        at = datetime.now(UTC)
        with self.rows() as connection:
            row = connection.execute(
                "SELECT session, account, form, seen, lang FROM sessions WHERE session = ? AND seen > ? AND began > ?",
                (digest(word), *self._since()),
            ).fetchone()
            found = account_of(connection, row[1]) if row else None
        if found is None or found.ended:
            return None
        if row[3] < (at - timedelta(minutes=5)).isoformat():
            with suppress(Fault), self.rows(writing=True) as connection:  # a page is read from a full disk too
                connection.execute("UPDATE sessions SET seen = ? WHERE session = ?", (at.isoformat(), row[0]))
        return SignedIn(row[0], found, row[2], row[4])

    def sign_out(self, session: SignedIn) -> None:
        """Ends a session."""
        with self.rows(writing=True) as connection:
            connection.execute("DELETE FROM sessions WHERE session = ?", (session.key,))

    def speak(self, session: SignedIn, lang: str) -> None:
        """The language that a session's pages are in from now on."""
        with self.rows(writing=True) as connection:
            connection.execute("UPDATE sessions SET lang = ? WHERE session = ?", (lang, session.key))


def account_of(connection: sqlite3.Connection, number: int) -> Account:
    """An account by its number."""
    name, called, password, ended = connection.execute(
        "SELECT name, called, password, ended FROM accounts WHERE account = ?", (number,)
    ).fetchone()
    rows = connection.execute("SELECT role, sector, unit FROM grants WHERE account = ? ORDER BY rowid", (number,))
    grants = tuple(Grant(*row) for row in rows.fetchall())
    before = connection.execute("SELECT called FROM names WHERE account = ? ORDER BY rowid", (number,)).fetchall()
    formerly = tuple(dict.fromkeys(one for (one,) in before if one != called))
    return Account(number, name, called, password is not None, ended is not None, Rights(grants), formerly)


def _as_name(given: str) -> str:
    """What an account is named or called, without blanks around it. Raises `Fault` ``account-name``."""
    found = given.strip()
    if not found or len(found) > 100 or not found.isprintable():
        raise fault("account-name", value=found)
    return found
