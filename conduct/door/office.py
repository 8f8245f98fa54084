"""The office: one object for a ledger, its sector and the deployment's settings, with a method for each command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, overload

from attrs import field

from conduct.core.base.faults import wrong_usage
from conduct.core.base.frozen import define

from .deployment import MEMORY, Deployment, FileName
from .given import checked, methods_checked, need
from .language import LANGS, Lang, language

if TYPE_CHECKING:
    from conduct.core.base.faults import Problem
    from conduct.core.law.sector import Sector
    from conduct.loading.given import GivenRow

    from .asked import LawTested, ReadingsInForce, ReadingsWeighed, RegulationEncoded, RunsCompared, WhatWould
    from .asking import Draft, PointsGiven
    from .assessed import Assessed
    from .assessing import Asked, DayGiven
    from .desk import DeskSession
    from .entering import Progress, RowGiven
    from .explained import Explained
    from .kept import (
        FactHistory,
        FactRecorded,
        FactsExported,
        FactsLoaded,
        FileWritten,
        LedgerMade,
        LedgerVerified,
        RunPublished,
        RunsKept,
        SectorsInstalled,
    )
    from .owed import CaseStands, DutiesOwed

Files = FileName | Iterable[FileName]


@methods_checked
@define(repr=False, eq=False)
class Office:
    """An office at work: `conduct.open` makes one; it is a context manager, and closes its ledger at the end.

    Every method is the command of its name, with the same options, and gives a value; none prints. What a user can put right is
    raised as `conduct.Fault` with every problem found; `WrongUsage`, which is one, says that the call itself is at fault. An
    office serves the thread that opened it.
    """

    _at: Deployment = field()

    def __repr__(self) -> str:
        return f"<Office {self._at.path or MEMORY} {self._at.name or ''}".rstrip() + ">"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def opened(self) -> Path | None:
        """The ledger's file, once anything was asked of it."""
        return self._at.opened

    @contextmanager
    def writing(self, *outputs: Path | None) -> Iterator[None]:
        """While results are written to files: none of them may be what the office reads, and they are open to nobody to whom
        the ledger is closed. Raises `Fault` ``output-is-input`` or ``outputs-same``.
        """
        with self._at.writing(*outputs):
            yield

    def close(self) -> None:
        """Closes the ledger. What is asked of it afterwards raises `Fault` ``ledger-closed``."""
        self._at.close()

    # ---- facts in

    def init(self, *, sample: bool = False) -> LedgerMade:
        """Makes the ledger, or adds the sector to the one that stands; with ``sample``, fills it with the sector's own."""
        from . import entering

        return entering.init(self._at, sample)

    def load(
        self,
        *files: Files,
        correct: str | None = None,
        rejects: FileName | None = None,
        marked: FileName | None = None,
        encoding: str | None = None,
        strict: bool = False,
        progress: Progress | None = None,
    ) -> FactsLoaded:
        """Loads facts from .csv, .xlsx or .jsonl files, all or nothing.

        ``correct`` is the reason for which rows of the same id are replaced. With ``rejects`` the good rows are taken and the
        others written there; ``marked`` gives the input back as a workbook with each error noted. What is doubted is an error if
        ``strict``. ``progress`` is told, now and then, of how many more rows were read.
        """
        from . import entering

        return entering.load(
            self._at,
            entering.files_named(files),
            correct=correct,
            rejects=rejects,
            marked=marked,
            encoding=encoding,
            strict=strict,
            progress=progress,
        )

    def add(
        self,
        *,
        units: Iterable[GivenRow] | None = None,
        posts: Iterable[GivenRow] | None = None,
        measures: Iterable[GivenRow] | None = None,
        incidents: Iterable[GivenRow] | None = None,
        actions: Iterable[GivenRow] | None = None,
        correct: str | None = None,
        strict: bool = False,
    ) -> FactsLoaded:
        """Adds rows of plain values (mappings of columns to values, as a frame's records are), all or nothing.

        Columns and values may be in the office's own words, as in files. A blank is None, or what frames have in its place.
        Errors name the table and the row, which is counted from 1. ``correct`` and ``strict`` are as of `load`.
        """
        from . import entering

        tables = {"units": units, "posts": posts, "measures": measures, "incidents": incidents, "actions": actions}
        return entering.add(self._at, tables, correct, strict)

    def record(
        self,
        what: str,
        row: RowGiven = (),
        *,
        correct: str | None = None,
        **more: object,
    ) -> FactRecorded:
        """Enters one incident, action, unit, measure or post, by its columns, in ``row`` or as keywords.

        An id that is left out is given, the date is today's; an incident may bring steps (``step="transfer,reply"``). The value
        says what is due next. ``correct``, the reason, replaces the one of the same id.
        """
        from . import entering

        return entering.record(self._at, what, row, more, correct)

    def desk(self) -> DeskSession:
        """A clerk's session: its `take` does what a line says, and gives what that comes to."""
        from . import desk

        return desk.desk(self._at)

    # ---- results

    def assess(self, period: Asked = None, *, as_of: DayGiven = None, trace: bool = False, record: bool = True) -> Assessed:
        """Assesses every unit: who stands where, and why (the command ``run``).

        ``period`` defaults to the latest that has ended and has what it needs, ``as_of`` to its last day; ``trace`` keeps the
        ids of incidents. The ledger keeps the run, unless ``record`` is false or it cannot be written.
        """
        from . import assessing

        return assessing.assess(self._at, period, as_of, trace, record)

    def keep(self, assessed: Assessed) -> bool:
        """Keeps a run that was assessed without being recorded; False where the ledger cannot be written.

        Raises `WrongUsage` ``run-of-another-ledger`` where the run rests on facts that this ledger never had, and
        ``run-values-alone`` for a result that was pickled, which is its values alone.
        """
        from . import assessing

        return assessing.keep(self._at, assessed)

    def explain(self, unit: str, period: Asked = None, *, as_of: DayGiven = None) -> Explained:
        """Every point, veto, sanction and outcome of one unit, what each incident's absence would change, and how far it is."""
        from . import explaining

        return explaining.explain(self._at, unit, period, as_of)

    def publish(
        self,
        period: Asked = None,
        *,
        as_of: DayGiven = None,
        note: str | None = None,
        despite: str | None = None,
        draft: bool = False,
    ) -> RunPublished:
        """Seals a run as published, and numbers it; the same run is published once. It gets a verification code.

        What is open is published only with a reason, ``despite``. Raises `Fault` ``publish-open``, whose ``beside`` lists it. A
        ``draft`` is sealed for the units to object to, and may have things open; drafts are numbered d1, d2 and so on.
        """
        from . import publishing

        return publishing.publish(self._at, period, as_of, note, despite, draft)

    def runs(self) -> RunsKept:
        """The runs that the ledger keeps, of the sector or of all."""
        from . import publishing

        return publishing.runs(self._at)

    def compare(self, first: str | int, second: str | int, *, as_of: DayGiven = None) -> RunsCompared:
        """Two runs side by side; each is a published number, a draft's (``d1``), a period as assessed today, or ``now``."""
        from . import asking

        return asking.compare(self._at, first, second, as_of)

    def case(self, incident: str, *, as_of: DayGiven = None) -> CaseStands:
        """An incident and its actions in order: what is met, due, breached, and what may come next, as of today or a day."""
        from . import owing

        return owing.case(self._at, incident, as_of)

    def duties(self, *, as_of: DayGiven = None, unit: str | None = None, ics: FileName | None = None) -> DutiesOwed:
        """What is due, by whom, by when, and what is overdue, as of today or a day; with ``ics`` as a calendar file as well."""
        from . import owing

        return owing.duties(self._at, as_of, unit, ics)

    # ---- the law

    @overload
    def regulation(self, *, stress: Literal[False] = False) -> RegulationEncoded: ...
    @overload
    def regulation(self, *, stress: Literal[True]) -> LawTested: ...
    @overload
    def regulation(self, *, stress: bool) -> RegulationEncoded | LawTested: ...
    def regulation(self, *, stress: bool = False) -> RegulationEncoded | LawTested:
        """The regulation as encoded, every rule beside the words of its clause; with ``stress`` what a test of the law finds."""
        from . import asking

        return asking.stress(self._at) if stress else asking.regulation(self._at)

    @overload
    def readings(self, *, sensitivity: Literal[False] = False) -> ReadingsInForce: ...
    @overload
    def readings(self, *, sensitivity: Literal[True], period: Asked = None) -> ReadingsWeighed: ...
    @overload
    def readings(self, *, sensitivity: bool, period: Asked = None) -> ReadingsInForce | ReadingsWeighed: ...
    def readings(self, *, sensitivity: bool = False, period: Asked = None) -> ReadingsInForce | ReadingsWeighed:
        """The readings in force; with ``sensitivity``, for every alternative, who would differ."""
        from . import asking

        return asking.sensitivity(self._at, period) if sensitivity else asking.readings(self._at)

    def whatif(
        self,
        points: Mapping[str, PointsGiven] | None = None,
        *,
        reading: Mapping[str, object] | None = None,
        draft: Draft | None = None,
        without: str | Iterable[str] = (),
        more: Files = (),
        period: Asked = None,
        as_of: DayGiven = None,
    ) -> WhatWould:
        """Who would move under other points, another reading, a draft (a TOML file, or its content), without some incidents, or
        with the facts of more files (the option ``--with``). Writes nothing.
        """
        from . import asking
        from .entering import files_named

        left = [without] if isinstance(without, str) else list(without)
        for one in left:
            need("without", one, "str")
        return asking.whatif(
            self._at,
            points or {},
            reading=reading or {},
            draft=draft,
            without=left,
            more=files_named((more,)),
            period=period,
            as_of=as_of,
        )

    # ---- the ledger

    def sectors(self) -> SectorsInstalled:
        """The installed sectors, the package each comes from, and which are enabled; imports none of them."""
        from . import keeping

        return keeping.sectors(self._at)

    def template(self, file: FileName) -> FileWritten:
        """An empty workbook of the sector to fill in."""
        from . import keeping

        return keeping.template(self._at, file)

    def history(self, fact: str) -> FactHistory:
        """Every version of the facts of an id: who changed them, when and why."""
        from . import keeping

        return keeping.history(self._at, fact)

    def verify(self, what: FileName | None = None) -> LedgerVerified:
        """Checks the ledger's integrity; with a head that was written down, that what it stood for is there unchanged.

        With a verification code (``C-…``) which sealed run it stands for: ``sealed``. Raises `Fault` ``head-unknown`` or
        ``code-unknown``.
        """
        from . import checking

        return checking.verify(self._at, what)

    def export(self, *, csv: FileName) -> FactsExported:
        """Writes the sector's facts into a folder, as files that load again."""
        from . import keeping

        return keeping.export(self._at, csv)

    def backup(self, file: FileName) -> FileWritten:
        """A consistent copy of the ledger while others write."""
        from . import keeping

        return keeping.backup(self._at, file)


@checked
def open(
    path: FileName,
    sector: str | Sector | None = None,
    *,
    config: FileName | Mapping[str, object] | None = None,
    lang: Lang | None = None,
    author: str | None = None,
) -> Office:
    """Opens an office on a ledger, which is made if there is none; ``":memory:"`` is one that no file holds.

    ``sector`` is an installed one by its name, or a `Sector` of one's own; the ledger then holds it. Without one, the only sector
    there is is meant, and of duties, cases, runs and versions those of all. ``config`` is a configuration's file or what it
    would say, ``conduct.toml`` in the working directory by default if there is one; ``lang`` that of results and of their notes,
    the locale's by default; ``author`` whose entries they are, beside whom the system knows.

    Raises `Fault` for what is wrong with any of these.
    """
    office = prepared(None if str(path) == MEMORY else Path(path), sector, config=config, lang=lang, author=author)
    try:
        office._at.make()
    except BaseException:
        office.close()
        raise
    return office


def prepared(
    path: Path | None,
    sector: str | Sector | None = None,
    *,
    config: FileName | Mapping[str, object] | None = None,
    lang: Lang | None = None,
    author: str | None = None,
    tell: Callable[[Problem], None] | None = None,
) -> Office:
    """An office of which nothing is opened before it is needed, and no ledger is made."""
    if lang not in (None, *LANGS):
        raise wrong_usage("lang-unknown", value=str(lang), known=", ".join(LANGS))
    return Office(Deployment(path, sector, config, lang or language(), author, tell))
