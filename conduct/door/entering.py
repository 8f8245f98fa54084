"""Facts on their way into an office's ledger."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from attrs import evolve

from conduct.core.base.faults import Fault, Place, Problem, WrongUsage, fault, summed, wrong_usage
from conduct.core.base.words import Words
from conduct.core.duties.agenda import CaseBreaches, case_breaches, owed_by_unit
from conduct.core.duties.case import case as case_of
from conduct.core.law.sector import Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.ledger import Ledger
from conduct.files.tables import Table
from conduct.loading.entry import EntryDefaults as Clerk
from conduct.loading.entry import entry_of
from conduct.loading.given import GivenRow, pairs_given, tables_given
from conduct.loading.load import Loaded, LoadSettings, load_tables
from conduct.loading.load import load as load_files
from conduct.loading.opened import tables_as_read
from conduct.loading.own_words import office_words
from conduct.loading.record import Recorded, enter, table_meant
from conduct.loading.record import record as record_row
from conduct.loading.rejects import Rejects, load_good
from conduct.loading.sample import check_sample, load_sample
from conduct.loading.unit_names import UnitNames
from conduct.report.duties import duty_dict
from conduct.report.upcoming import before_time, brought, contests_nothing, too_late

from . import attaching, letterheads
from .dated import said_doubted
from .deployment import Deployment, FileName
from .given import need
from .kept import Entered, FactRecorded, FactsLoaded, LedgerMade
from .owed import CaseAttachment, DutyOwed
from .owing import attachment_value, left_out
from .values import typed

RowGiven = GivenRow | Iterable[tuple[str, object]]
"""The columns of one row with their values."""


def loaded_of(at: Deployment, made: Loaded, rejected: int = 0, marked: bool = False) -> FactsLoaded:
    """What a load came to."""
    return FactsLoaded(
        added=dict(made.added),
        corrected=dict(made.corrected),
        unchanged=made.unchanged,
        rejected=rejected,
        marked=marked,
        warnings=tuple(summed(made.warnings, at.lang)),
        notes=tuple(note.said(at.lang) for note in made.notes),
    ).made_of(made)


def init(at: Deployment, sample: bool) -> LedgerMade:
    """As `Office.init`."""
    sector = at.sector(of_ledger=False)
    if sample:
        check_sample(sector)
    with ExitStack() as undo:
        if at.path is not None and not at.path.exists():
            undo.callback(_unmake, at)
        ledger, new = at.created(), at.added(sector)
        loaded = load_sample(ledger, sector) if sample else None
        undo.pop_all()
    return LedgerMade(
        ledger=ledger.path,
        sector=sector.name,
        title=sector.title.said(at.lang),
        new=new,
        loaded=loaded_of(at, loaded) if loaded is not None else None,
    ).made_of(sector)


def _unmake(at: Deployment) -> None:
    """Takes away a ledger that was made by what then failed, unless another process has filled it since."""
    at.close()
    assert at.path is not None
    with suppress(Fault), Ledger.open(at.path) as ledger:  # what cannot be opened is half made
        if ledger.connection.execute("SELECT 1 FROM batches LIMIT 1").fetchone():
            return
    for end in ("", "-wal", "-shm"):
        Path(f"{at.path}{end}").unlink(missing_ok=True)


def reason_given(correct: str | None) -> str | None:
    """The reason of a correction. Raises `WrongUsage` ``correct-blank``."""
    if correct is not None and not correct.strip():
        raise wrong_usage("correct-blank")
    return correct


def _settings(at: Deployment, sector: Sector, correct: str | None, strict: bool) -> LoadSettings:
    return {
        "own": office_words(at.config, sector),
        "strict": strict,
        "correct": reason_given(correct),
        "today": at.config.today(),
        "calendar": at.config.calendar,
        "signed": at.signed,
        "breaches": lambda incidents: _breaches_of(at, sector, incidents),
    }


def _breaches_of(at: Deployment, sector: Sector, incidents: Sequence[str]) -> Mapping[str, CaseBreaches]:
    """What may be contested of cases today; nothing where they cannot be judged, of which a load says nothing."""
    unknown: list[Problem] = []
    try:
        return case_breaches(sector, at.ledger, incidents, at.config.today(), unknown=unknown, **at.settings(sector))
    except Fault:
        return {}


def load(
    at: Deployment,
    files: Sequence[FileName],
    *,
    correct: str | None,
    rejects: FileName | None,
    marked: FileName | None,
    encoding: str | None,
    strict: bool,
) -> FactsLoaded:
    """As `Office.load`."""
    paths = [Path(file) for file in files]
    bad, book = (Path(one) if one is not None else None for one in (rejects, marked))
    if book is not None and book.suffix.lower() != ".xlsx":
        raise fault("marked-ending", path=str(book))
    with at.writing(bad, book, inputs=paths):
        sector = at.sector()
        settings = _settings(at, sector, correct, strict)
        settings["encoding"] = encoding
        ledger, mark = at.ledger, _Marking(at, paths, book, settings)
        try:
            if bad is None:
                return loaded_of(at, load_files(ledger, sector, paths, **settings))
            loaded, rejected = load_good(ledger, sector, paths, Rejects(bad, at.lang, mark), settings)
        except Fault as error:
            try:
                mark(error.problems)
            except Fault as other:  # what is wrong with the facts is said all the same
                more = [p for p in other.problems if p not in error.problems]
                raise Fault([*error.problems, *more]).besides(*mark.said) from None
            raise error.besides(*mark.said) from None
    return loaded_of(at, loaded, rejected, bool(mark.said))


class _Marking:
    """The workbook that gives the input back with its errors noted, written once, where there are any."""

    def __init__(self, at: Deployment, files: Sequence[Path], path: Path | None, settings: LoadSettings) -> None:
        self.at, self.files, self.path, self.settings = at, files, path, settings
        self.said: tuple[Words, ...] = ()

    def __call__(self, problems: Sequence[Problem]) -> None:
        if self.path is None or self.said or all(problem.place is None for problem in problems):
            return
        from conduct.report.marked import write_marked

        found = tables_as_read(self.at.sector(), self.files, self.settings["own"], self.settings["encoding"])
        given = [(one.file, one.header, one.rows) for one in found]
        write_marked(given, problems, self.path, self.at.lang, {one.file: one.at for one in found})
        self.said = (Words(f"错误已标在 {self.path} 中", f"the errors are marked in {self.path}"),)


def add(at: Deployment, tables: Mapping[str, Iterable[GivenRow] | None], correct: str | None, strict: bool) -> FactsLoaded:
    """As `Office.add`."""
    sector = at.sector()
    settings = _settings(at, sector, correct, strict)
    settings["command"] = "add"
    found, problems = tables_given(tables)
    return loaded_of(at, load_tables(at.ledger, sector, found, problems, **settings))


def clerk_of(at: Deployment, sector: Sector) -> Clerk:
    """What stands where a clerk says nothing."""
    config = at.config
    given = {key: config.office(sector.name, key) for key in ("clerk", "unit")}
    places = {key: Place(f"{config.origin} {config.office_key(sector.name, key)}") for key, value in given.items() if value}
    return Clerk(config.today(), given["clerk"], given["unit"], places, config.calendar)


def record(at: Deployment, what: str, row: RowGiven, more: GivenRow, correct: str | None) -> FactRecorded:
    """As `Office.record`."""
    sector = at.sector()
    if (beside := attaching.what_is_meant(what)) is not None:
        return _beside(at, sector, beside, [*_pairs(row), *more.items()], correct)
    meant = table_meant(sector, what)
    if isinstance(meant, Problem):
        raise WrongUsage([meant])
    clerk = clerk_of(at, sector)
    ledger, own = at.ledger, office_words(at.config, sector)
    reason = reason_given(correct)
    pairs = [*_pairs(row), *more.items()]
    made = record_row(ledger, sector, meant, pairs_given(pairs), office=clerk, own=own, correct=reason)
    return recorded_of(at, sector, made, clerk)


def taken_in(at: Deployment, pairs: Sequence[tuple[str, str]]) -> FactRecorded:
    """A case with its first steps, as whoever takes it in at the desk enters it: one of today is marked so."""
    sector = at.sector()
    clerk, own = clerk_of(at, sector), office_words(at.config, sector)
    entry = entry_of(sector, "incidents", pairs, clerk, own=own, entered=True)
    return recorded_of(at, sector, enter(at.ledger, entry, "desk", own=own), clerk)


def entered_at_once(at: Deployment, rows: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> int:
    """Enters actions on cases, each as the case with pairs of columns and values, in one batch; its number. What is wrong is said
    by the case. Raises `Fault`; nothing is entered then.
    """
    sector = at.sector()
    clerk, own = clerk_of(at, sector), office_words(at.config, sector)
    entries = [(case, entry_of(sector, "actions", [*pairs, ("incident", case)], clerk, own=own)) for case, pairs in rows]
    batches: list[int] = []

    def made(batch: Batch) -> list[Table]:
        batches.append(batch.number)
        given = Counter[str]()
        tables = []
        for case, entry in entries:
            entry.before = given[case]
            tables += [evolve(one, file=case) for one in entry.tables(batch)]
            given[case] += len(entry.actions)
        return tables

    load_tables(
        at.ledger, sector, [], [], own=own, command="record action", today=clerk.today, calendar=clerk.calendar, made=made
    )
    return batches[-1]


def _beside(at: Deployment, sector: Sector, what: str, pairs: Sequence[tuple[str, object]], correct: str | None) -> FactRecorded:
    """What is entered beside facts: an attachment, that one is released or was attached by mistake, or what is said on a sealed
    run's documents.
    """
    if reason_given(correct) is not None:
        raise wrong_usage("attached-correct")
    given = [(key, os.fspath(value)) if isinstance(value, os.PathLike) else (key, value) for key, value in pairs]
    if what == "letterhead":
        said = letterheads.recorded(at, pairs_given(given))
        none = Recorded(Loaded({}, 0, {}, tuple(said_doubted(at, said))), "", "", (), at.config.today())
        return recorded_of(at, sector, none, clerk_of(at, sector), changed=said.changed)
    if what in ("release", "removal"):
        made, changed = (attaching.release if what == "release" else attaching.remove)(at, pairs_given(given))
        return recorded_of(at, sector, made, clerk_of(at, sector), changed=changed)
    made, one, new = attaching.attach(at, pairs_given(given))
    return recorded_of(at, sector, made, clerk_of(at, sector), attachment_value(at, one), changed=new)


def _pairs(row: RowGiven) -> list[tuple[str, object]]:
    """The columns of a row with their values. Raises `WrongUsage` ``argument-kind``."""
    found = list(row.items() if isinstance(row, Mapping) else row)
    for one in found:
        if not isinstance(one, tuple | list) or len(one) != 2:
            need("row", one, "PairGiven")
    return found


def recorded_of(
    at: Deployment,
    sector: Sector,
    made: Recorded,
    clerk: Clerk,
    attachment: CaseAttachment | None = None,
    *,
    changed: bool = True,
) -> FactRecorded:
    """What was entered, the breaches that it made, and what is due next: on the case, else by the unit, as of the later of today
    and the day of it. What cannot be judged is said: it is entered all the same.
    """
    day, opened = max(clerk.today, made.day), "incidents" in made.loaded.added
    entered = Entered(made, made.unit)
    breaches: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    try:
        if made.incident:
            found = case_of(sector, at.ledger, made.incident, day, **at.settings(sector))
            owed = [d for d in found.duties if d.open]
            entered = Entered(made, made.unit, case=found, owed=tuple(owed), unknown=tuple(found.undated))
            made_now = (*brought(found.duties, made.actions, opened, at.lang), *too_late(found, made.actions, at.lang))
            breaches = tuple(line.rstrip("\n") for line in dict.fromkeys(made_now))
            idle = (*before_time(found, made.actions, at.lang), *contests_nothing(found, made.actions, at.lang))
            early = tuple(line.rstrip("\n") for line in idle)
        else:
            unit = str(UnitNames.known(at.ledger.connection, sector)(made.unit))
            unknown: list[Problem] = []
            owed = owed_by_unit(sector, at.ledger, unit, day, unknown=unknown, **at.settings(sector))
            entered = Entered(made, unit, owed=tuple(owed), unknown=tuple(unknown))
    except Fault as error:
        entered = Entered(made, made.unit, broken=error)
    return FactRecorded(
        incident=made.incident or None,
        unit=entered.unit or None,
        actions=made.actions,
        day=made.day,
        loaded=loaded_of(at, made.loaded),
        due=tuple(typed(DutyOwed, duty_dict(state, at.lang)) for state in entered.owed),
        breaches=breaches,
        early=early,
        left_out=tuple(left_out(entered.unknown, at.lang)),
        unjudged=entered.broken.said(at.lang) if entered.broken is not None else None,
        attachment=attachment,
        changed=changed,
    ).made_of(entered)


def files_named(files: tuple[FileName | Iterable[FileName], ...]) -> list[FileName]:
    """The files of a call, one after another, each named by itself or among several."""
    found: list[FileName] = []
    for one in files:
        found += [one] if isinstance(one, str | os.PathLike) else one
    for file in found:
        need("files", file, "FileName")
    return found
