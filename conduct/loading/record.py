"""Facts from the command line, checked as a file's rows are: one, or a case with several steps at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import evolve

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words, codes_listed
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger

from .cells import Bad, option_of
from .entry import EntryDefaults, ToEnter, entry_of, step_of
from .headers import SHEETS
from .load import Loaded, LoadSettings, load_tables
from .wording import OwnWords

_NAMED = 10


@frozen
class Recorded:
    """What was entered: the ``incident`` that it is about, else the ``unit``, the ids of the ``actions``, and the day of it."""

    loaded: Loaded
    incident: str
    unit: str
    actions: tuple[str, ...]
    day: date


def table_meant(sector: Sector, written: str) -> str | Problem:
    """What a word says is entered: ``incident``, ``action``, ``unit``, ``measure`` or ``post``; else what is wrong with it."""
    word = written.strip().lower()
    for table, words in SHEETS.items():
        what = table[:-1]
        if word in (what, table, *map(str.lower, (words.zh, *words.also))):
            return what
    if not isinstance(option_of(((k.code, k.words) for k in sector.recorded_kinds), "cell-kind")(written.strip()), Bad):
        return Problem("record-what-kind", {"value": written})
    if step_of(sector, written) is not None:
        return Problem("record-what-step", {"value": written})
    return Problem("record-what", {"value": written})


def _in_words(problem: Problem) -> Problem:
    """A problem whose place is called by the words of its table: there is no file."""
    of = problem.place.file.removeprefix("record ") + "s" if problem.place is not None else ""
    if problem.place is None or of not in SHEETS:
        return problem
    return evolve(problem, place=evolve(problem.place, called=Words(SHEETS[of].zh, problem.place.file)))


def _as_entered(problem: Problem, entry: ToEnter, ledger: Ledger) -> Problem:
    """A problem as whoever enters one row can mend it: what is missing is to be said, what is configured stands there."""
    problem = _in_words(problem)
    column = problem.place.column_said("en") if problem.place is not None else ""
    key = entry.configured.get(column)
    if key is not None and problem.code != "column-missing":
        return evolve(problem, place=entry.office.places[key])
    if problem.code != "column-missing":
        return problem
    values = problem.values
    if values["column"] == "unit" and entry.what in ("incidents", "measures") and entry.given:
        able = entry.units_able(ledger.connection)
        if len(able) > 1:
            more = ["…"] if len(able) > _NAMED else []
            return Problem("record-unit-several", {"units": codes_listed([*able[:_NAMED], *more])})
        kind = next((k for k in entry.sector.unit_kinds if k.code in entry.sector.assessed), None)
        if not able and kind is not None:
            zh, en = (
                f"record unit {u}=… {n}=… {c}={w}"
                for u, n, c, w in (("单位", "名称", "类别", kind.words.zh), ("unit", "name", "kind", kind.code))
            )
            return Problem("record-unit-none", {"example": Words(zh, en)})
    words = values["words"]
    column_said = Words(words.zh if isinstance(words, Words) else str(words), str(values["column"]))
    return Problem("record-column", {"column": column_said})


def record(
    ledger: Ledger,
    sector: Sector,
    what: str,
    pairs: Sequence[tuple[str, str]],
    *,
    office: EntryDefaults | None = None,
    own: OwnWords | None = None,
    correct: str | None = None,
) -> Recorded:
    """Enters one ``incident``, ``action``, ``unit``, ``measure`` or ``post`` given as columns with their values.

    An incident may bring steps, and an action may be several: ``step=archive,report``. What is left out and can be given is: the
    id, the day, the kind and the unit where there is one alone, who enters it. Raises `Fault` with everything wrong with it.
    With ``correct``, the reason, it replaces the one of the same id, and nothing is given.
    """
    office = office or EntryDefaults(date.today())
    entry = entry_of(sector, f"{what}s", pairs, office, own=own, given=correct is None)
    return enter(ledger, entry, f"record {what}", own=own, correct=correct)


def enter(ledger: Ledger, entry: ToEnter, command: str, *, own: OwnWords | None = None, correct: str | None = None) -> Recorded:
    """Enters what a clerk said as one batch. Raises `Fault`; the ledger is then as it was."""
    office = entry.office
    settings: LoadSettings = {
        "own": own,
        "command": command,
        "correct": correct,
        "today": office.today,
        "calendar": office.calendar,
    }
    settings["made"] = entry.tables
    try:
        loaded = load_tables(ledger, entry.sector, [], [], **settings)
    except Fault as error:
        raise Fault([_as_entered(problem, entry, ledger) for problem in error.problems]) from None
    loaded = evolve(loaded, warnings=tuple(map(_in_words, loaded.warnings)))
    return Recorded(loaded, entry.incident, entry.unit, tuple(entry.actions), date.fromisoformat(entry.day))
