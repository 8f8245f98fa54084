"""Which account is whose at the office's sign-in: bound by an administrator, by issuer and subject."""

from __future__ import annotations

from conduct.core.base.faults import fault

from .accounts import Account, Accounts, account_of


def bind(accounts: Accounts, name: str, issuer: str, subject: str) -> None:
    """Binds an account to a subject of an issuer, and to no other. Raises `Fault` ``subject-name`` or ``subject-bound``."""
    account, subject = accounts.named(name), subject.strip()
    if not subject or len(subject) > 255 or not subject.isprintable():
        raise fault("subject-name", value=subject)
    with accounts.rows(writing=True) as rows:
        held = rows.execute("SELECT account FROM bound WHERE issuer = ? AND subject = ?", (issuer, subject)).fetchone()
        if held is not None and held[0] != account.id:
            raise fault("subject-bound", value=subject)
        rows.execute("DELETE FROM bound WHERE account = ?", (account.id,))
        rows.execute("INSERT INTO bound VALUES (?, ?, ?)", (issuer, subject, account.id))


def unbind(accounts: Accounts, name: str) -> None:
    """Unbinds an account, and ends its sessions."""
    account = accounts.named(name)
    with accounts.rows(writing=True) as rows:
        rows.execute("DELETE FROM bound WHERE account = ?", (account.id,))
        rows.execute("DELETE FROM sessions WHERE account = ?", (account.id,))


def subjects(accounts: Accounts) -> dict[int, str]:
    """The subject that each account is bound to, where it is."""
    with accounts.rows() as rows:
        return dict(rows.execute("SELECT account, subject FROM bound"))


def bound_to(accounts: Accounts, issuer: str, subject: str) -> Account | None:
    """The account that is bound to a subject, unless it ended."""
    with accounts.rows() as rows:
        row = rows.execute("SELECT account FROM bound WHERE issuer = ? AND subject = ?", (issuer, subject)).fetchone()
        found = account_of(rows, row[0]) if row is not None else None
    return None if found is None or found.ended else found
