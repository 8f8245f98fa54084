"""The office: one object for a ledger, its sector and the deployment's settings, with a method for each command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, overload

from attrs import field

from conduct.core.base.frozen import define

from .deployment import MEMORY, Deployment, Engine, FileName, Where
from .given import methods_checked, need
from .watched import methods_watched

if TYPE_CHECKING:
    from conduct.loading.given import GivenRow

    from .asked import LawTested, ReadingsInForce, ReadingsWeighed, RegulationEncoded, RunsCompared, WhatWould
    from .asking import Draft, PointsGiven
    from .assessed import Assessed
    from .assessing import Asked, DayGiven
    from .desk import DeskSession
    from .entering import RowGiven
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
    from .reported import DocumentsWritten

Files = FileName | Iterable[FileName]


@methods_checked
@methods_watched
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
    ) -> FactsLoaded:
        """Loads facts from .csv, .xlsx or .jsonl files, all or nothing.

        ``correct`` is the reason for which rows of the same id are replaced. With ``rejects`` the good rows are taken and the
        others written there; ``marked`` gives the input back as a workbook with each error noted. What is doubted is an error if
        ``strict``.
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

    # ---- results, and the law they follow

    def assess(
        self,
        period: Asked = None,
        *,
        as_of: DayGiven = None,
        trace: bool = False,
        record: bool = True,
        recount: bool = False,
        facts: Where = None,
        engine: Engine = None,
    ) -> Assessed:
        """Assesses every unit: who stands where, and why (the command ``run``).

        ``period`` defaults to the latest that has ended and has what it needs, ``as_of`` to its last day; ``trace`` keeps the
        ids of incidents. The ledger keeps the run, and what was counted for it, unless ``record`` is false or it cannot be
        written; a later run counts only what came since, with ``recount`` everything. ``facts``, a folder or URL of Parquet,
        is assessed where it lies, on an ``engine``; no ledger keeps its run.
        """
        from . import assessing

        return assessing.assess(self._at, period, as_of, trace, record, recount, facts=facts, engine=engine)

    def keep(self, assessed: Assessed) -> bool:
        """Keeps a run that was assessed without being recorded; False where the ledger cannot be written.

        Raises `WrongUsage` ``run-of-another-ledger`` where the run rests on facts that this ledger never had, and
        ``run-values-alone`` for a result that was pickled, which is its values alone.
        """
        from . import assessing

        return assessing.keep(self._at, assessed)

    def explain(
        self, unit: str, period: Asked = None, *, as_of: DayGiven = None, facts: Where = None, engine: Engine = None
    ) -> Explained:
        """Every point, veto, sanction and outcome of one unit, what each incident's absence would change, and how far it is."""
        from . import explaining

        return explaining.explain(self._at, unit, period, as_of, facts=facts, engine=engine)

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

    def report(
        self,
        file: FileName,
        period: Asked = None,
        *,
        run: str | int | None = None,
        as_of: DayGiven = None,
        unit: str | None = None,
        kind: str | None = None,
        masked: bool = True,
        office: str | None = None,
        number: str | None = None,
        title: str | None = None,
        to: str | None = None,
        opening: str | None = None,
        signatory: str | None = None,
        date: DayGiven = None,
        distribution: str | None = None,
        printing: str | None = None,
        printed: DayGiven = None,
        objections: str | None = None,
        sealed: bool | None = None,
        template: FileName | None = None,
        fonts: FileName | None = None,
    ) -> DocumentsWritten:
        """Writes what the office signs, by the file's ending as .docx, .pdf, .xlsx or .html: the ``notice`` of a period or of a
        published ``run`` ("3"; "d1" is a draft), the ``letter`` to a ``unit``, the ``decision`` on a person, the ``data`` alone.

        ``unit`` may be "all": one for each, in a folder called as the file is. Personal data is hidden where ``masked``; who
        complained is never named to the one complained about. What the office says, from ``office`` to ``fonts``, goes before
        what ``[report]`` of the configuration says by the same names; what nobody gave is a gap in its place, and listed.
        """
        from . import reporting

        said = {
            "office": office,
            "number": number,
            "title": title,
            "to": to,
            "opening": opening,
            "signatory": signatory,
            "date": date,
            "distribution": distribution,
            "printing": printing,
            "printed": printed,
            "objections": objections,
            "sealed": sealed,
            "template": template,
            "fonts": fonts,
        }
        asked = reporting.DocumentAsked(kind=kind, unit=unit, unmasked=not masked)
        return reporting.report(self._at, file, period, run, as_of, asked=asked, said=said)

    def case(self, incident: str, *, as_of: DayGiven = None, facts: Where = None, engine: Engine = None) -> CaseStands:
        """An incident and its actions in order: what is met, due, breached, and what may come next, as of today or a day."""
        from . import owing

        return owing.case(self._at, incident, as_of, facts, engine)

    def duties(
        self, *, as_of: DayGiven = None, unit: str | None = None, ics: Where = None, facts: Where = None, engine: Engine = None
    ) -> DutiesOwed:
        """What is due, by whom, by when, and what is overdue, as of today or a day; with ``ics`` as a calendar file as well."""
        from . import owing

        return owing.duties(self._at, as_of, unit, ics, facts=facts, engine=engine)

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

        With a verification code (``C-…``) which sealed run it stands for: ``sealed``. With a document's file (.docx, .pdf, .xlsx,
        .html), in what that differs from what was sealed with its code: ``file``. Raises `Fault` ``head-unknown`` or
        ``code-unknown``, and what is wrong with the file.
        """
        from . import checking

        return checking.verify(self._at, what)

    def export(self, *, csv: FileName | None = None, parquet: FileName | None = None) -> FactsExported:
        """Writes the sector's facts into a folder: as files that load again, or as Parquet by calendar month."""
        from . import keeping

        return keeping.export(self._at, csv, parquet)

    def backup(self, file: FileName) -> FileWritten:
        """A consistent copy of the ledger while others write."""
        from . import keeping

        return keeping.backup(self._at, file)
