"""Facts from the command line, checked as a file's rows are: one, or a case with several steps at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from conduct.core.faults import Fault, Problem
from conduct.core.ledger import Ledger
from conduct.core.sector import Sector

from .entry import Entry, Office, entry_of
from .load import Loaded, load_tables
from .own_words import OwnWords


@frozen
class Recorded:
    """What was entered: the ``incident`` that it is about, else the ``unit``, the ids of the ``actions``, and the day of it."""

    loaded: Loaded
    incident: str
    unit: str
    actions: tuple[str, ...]
    day: date


def pairs_of(written: Sequence[str]) -> list[tuple[str, str]]:
    """KEY=VALUE, taken apart. Raises `Fault` ``record-pair``."""
    found, problems = [], []
    for pair in written:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            problems.append(Problem("record-pair", {"value": pair}))
        found.append((key.strip(), value))
    if problems:
        raise Fault(problems)
    return found


def record(
    ledger: Ledger,
    sector: Sector,
    what: str,
    pairs: Sequence[str],
    *,
    office: Office | None = None,
    own: OwnWords | None = None,
    correct: str | None = None,
) -> Recorded:
    """Enters one ``incident``, ``action``, ``unit``, ``measure`` or ``post`` given as KEY=VALUE.

    An incident may bring steps, and an action may be several: ``step=archive,report``. What is left out and can be given is: the
    id, the day, the kind and the unit where there is one alone, who enters it. Raises `Fault` with everything wrong with it.
    With ``correct``, the reason, it replaces the one of the same id, and nothing is given.
    """
    office = office or Office(date.today())
    entry = entry_of(sector, f"{what}s", pairs_of(pairs), office, own=own, given=correct is None)
    return enter(ledger, entry, f"record {what}", own=own, correct=correct)


def enter(ledger: Ledger, entry: Entry, command: str, *, own: OwnWords | None = None, correct: str | None = None) -> Recorded:
    """Enters what a clerk said as one batch. Raises `Fault`; the ledger is then as it was."""
    loaded = load_tables(
        ledger, entry.sector, [], [], own=own, command=command, correct=correct, today=entry.office.today, made=entry.tables
    )
    return Recorded(loaded, entry.incident, entry.unit, tuple(entry.actions), date.fromisoformat(entry.day))
