"""Which published runs a head of office let the public read. It is a right, given to everybody, and stands where rights do."""

from __future__ import annotations

from datetime import UTC, datetime

from conduct.core.base.frozen import frozen
from conduct.core.ledger.publish import Run

from .accounts import Accounts


@frozen
class Release:
    """Who let the public read a run, and when."""

    by: str
    at: str


def released(accounts: Accounts) -> dict[str, Release]:
    """What is released, by the head of the batch that sealed it: a run of the same number in another ledger is another."""
    with accounts.rows() as rows:
        return {head: Release(by, at) for head, by, at in rows.execute("SELECT head, by, at FROM releases")}


def release(accounts: Accounts, run: Run, by: str) -> None:
    """Lets the public read a run."""
    with accounts.rows(writing=True) as rows:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rows.execute("INSERT OR IGNORE INTO releases VALUES (?, ?, ?)", (run.head, by, now))


def withhold(accounts: Accounts, run: Run) -> None:
    """Takes that back."""
    with accounts.rows(writing=True) as rows:
        rows.execute("DELETE FROM releases WHERE head = ?", (run.head,))
