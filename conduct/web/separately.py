"""A large file is loaded by a process of its own: while its rows are checked there no page waits for this one, and the ledger is
held no longer than by the command.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from conduct.core.base.words import Lang
from conduct.door.deployment import Deployment
from conduct.door.kept import FactsLoaded
from conduct.door.office import Office
from conduct.loading.signed import Signatory

from .visits import Visit

LARGE = 1_000_000
"""Bytes from which a file is large."""


def load(visit: Visit, path: Path, correct: str | None) -> FactsLoaded:
    """Loads a file of facts as whoever asks. Raises the `Fault` that lists what is wrong with it."""
    if path.stat().st_size < LARGE:
        return visit.office.load(path, correct=correct)
    served = visit.served
    asked = (served.ledger, visit.sector_name, served.config, visit.lang, visit.author, visit.deployment.signed)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
        return own.submit(_load, *asked, path=path, correct=correct).result()


def _load(
    ledger: Path,
    sector: str,
    config: Path | None,
    lang: Lang,
    author: str | None,
    signed: Signatory | None,
    *,
    path: Path,
    correct: str | None,
) -> FactsLoaded:
    with closing(Deployment(ledger, sector, config, lang, author)) as at:
        at.signed = signed
        return Office(at).load(path, correct=correct).by_itself()
