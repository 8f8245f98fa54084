"""One fact from the command line, checked as a file's row is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conduct.core.faults import Problem
from conduct.core.ledger import Ledger
from conduct.core.sector import Sector

from .files import Table, rows_given
from .load import Loaded, load_tables
from .own_words import OwnWords


def record(
    ledger: Ledger,
    sector: Sector,
    what: str,
    pairs: Sequence[str],
    *,
    own: OwnWords | None = None,
    correct: str | None = None,
    today: date | None = None,
) -> Loaded:
    """Enters one ``incident`` or ``action`` given as KEY=VALUE. Raises `Fault` with everything wrong with it.

    With ``correct``, the reason, it replaces the one of the same id.
    """
    found: dict[str, str] = {}
    problems = []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        key = key.strip()
        if not equals or not key:
            problems.append(Problem("record-pair", {"value": pair}))
        elif key in found:
            problems.append(Problem("record-pair-twice", {"value": key}))
        else:
            found[key] = value
    one = Table(f"{what}s", f"record {what}", list(found), rows_given([(1, list(found.values()))]))
    return load_tables(ledger, sector, [one], problems, own=own, command=f"record {what}", correct=correct, today=today)
