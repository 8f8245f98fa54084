"""Long words that open a part of what an account may: tokens for programs, and addresses of calendars. Only a digest is kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from conduct.core.base.faults import Fault, fault
from conduct.core.base.frozen import frozen

from .accounts import Account, Accounts, SignedIn, account_of
from .rights import Rights
from .secrets import digest, new_word
from .store import now

TOKEN, FEED = "token", "feed"
NEVER_BY_TOKEN = ("administrator",)
"""Roles that no program bears: who may do what is decided by people."""
_MOST = 50
_SEEN = timedelta(minutes=5)  # how exactly it is kept when a word was used


@frozen
class Key:
    """A word by its id: a ``token`` or a ``feed``, what its owner calls it, the roles it bears, when it was made and used."""

    id: str
    kind: str
    called: str
    roles: tuple[str, ...]
    made: str
    used: str | None


def keys_of(accounts: Accounts, account: Account) -> list[Key]:
    """The words of an account, the latest first."""
    with accounts.rows() as rows:
        found = rows.execute(
            "SELECT id, kind, called, roles, made, used FROM keys WHERE account = ? ORDER BY made DESC, id", (account.id,)
        ).fetchall()
    return [Key(id, kind, called, tuple(roles.split()), made, used) for id, kind, called, roles, made, used in found]


def new_key(accounts: Accounts, account: Account, kind: str, called: str, roles: Sequence[str]) -> str:
    """A new word of an account, which is shown this once. A token bears some of the roles that the account has.

    Raises `Fault` ``key-name``, ``key-roles`` or ``keys-most``.
    """
    called, held = called.strip(), {grant.role for grant in account.rights.grants} - {*NEVER_BY_TOKEN}
    if not called or len(called) > 100 or not called.isprintable():
        raise fault("key-name", value=called)
    if kind == TOKEN and (not roles or not held.issuperset(roles)):
        raise fault("key-roles", known=", ".join(sorted(held)) or "-")
    word = f"conduct-{new_word()}"
    with accounts.rows(writing=True) as rows:
        if rows.execute("SELECT count(*) FROM keys WHERE account = ?", (account.id,)).fetchone()[0] >= _MOST:
            raise fault("keys-most", most=_MOST)
        row = (digest(word), secrets.token_hex(4), account.id, kind, called, " ".join(dict.fromkeys(roles)), now())
        rows.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", row)
    return word


def revoke(accounts: Accounts, account: Account, id: str) -> None:
    """Ends a word of an account. Raises `Fault` ``key-unknown``."""
    with accounts.rows(writing=True) as rows:
        if not rows.execute("DELETE FROM keys WHERE account = ? AND id = ?", (account.id, id)).rowcount:
            raise fault("key-unknown", value=id)


def opened_by(accounts: Accounts, kind: str, word: str) -> SignedIn | None:
    """Who asks with a word, with the rights that it bears: a token's roles, as far as its owner has them still, and of a feed all
    that he has. None for a word that is none, or whose account ended.
    """
    key = digest(word)
    with accounts.rows() as rows:
        row = rows.execute("SELECT account, roles, used FROM keys WHERE key = ? AND kind = ?", (key, kind)).fetchone()
        account = account_of(rows, row[0]) if row else None
    if account is None or account.ended:
        return None
    at = datetime.now(UTC)
    if row[2] is None or row[2] < (at - _SEEN).isoformat():
        with suppress(Fault), accounts.rows(writing=True) as rows:  # what is only read is read from a full disk too
            rows.execute("UPDATE keys SET used = ? WHERE key = ?", (at.isoformat(), key))
    roles = set(row[1].split()) - {*NEVER_BY_TOKEN}
    if kind == TOKEN:
        account = account.narrowed(Rights(tuple(grant for grant in account.rights.grants if grant.role in roles)))
    return SignedIn(key, account, "", None)
