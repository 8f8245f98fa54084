"""Where facts are assessed from: the ledger, or files that lie elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from ..base.connection import Connection
from ..base.frozen import frozen
from ..base.words import Words
from ..law.sector import Sector
from .counts import StoredCounts


@frozen
class RunMade:
    """A run as it is kept: its identity and what that rests on, its period and day, the batch up to which facts were read, and
    what was ``counted`` for later runs."""

    run: str
    sector: Sector
    period: str
    as_of: str
    inputs: str
    batch: int
    counted: Sequence[StoredCounts] = ()


class FactSource(Protocol):
    """What an assessment needs of the place where the facts are; `Ledger` has it."""

    @property
    def connection(self) -> Connection:
        """The database that counts; it holds the tables that `schema.table` names."""

    def has(self, sector: Sector) -> bool:
        """Whether it holds the sector."""

    def need(self, sector: Sector) -> None:
        """Raises `Fault` unless it holds the sector."""

    def view(self) -> AbstractContextManager[None]:
        """One consistent view of the facts."""

    def notes(self, sector: Sector) -> list[Words]:
        """What the sector's facts say about themselves, such as that a sample is made up."""

    def last_batch(self, sector: Sector) -> tuple[int, str, str] | None:
        """The latest batch of the sector's facts: its number, time and head."""

    def record_run(self, made: RunMade) -> bool:
        """Keeps a run by its identity, and with it what was ``counted``; False where it is not kept."""

    def keeps_counts(self, sector: Sector) -> bool:
        """Whether it keeps what was counted of a sector, so that it may be read and brought up to the present."""
