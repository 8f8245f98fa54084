"""What the ledger takes and keeps, as values by themselves: facts, runs, versions, and its integrity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from conduct.core.base.frozen import frozen
from conduct.core.ledger.codes import called

from .owed import CaseAttachment, DutyOwed
from .values import Result, result, value

if TYPE_CHECKING:
    from collections.abc import Sequence  # noqa: F401

    from conduct.core.base.faults import Fault, Problem
    from conduct.core.base.words import Words
    from conduct.core.duties.agenda import DutyState
    from conduct.core.duties.case import Case
    from conduct.core.ledger.history import Version
    from conduct.core.ledger.publish import Run  # noqa: F401
    from conduct.core.ledger.verify import Difference  # noqa: F401
    from conduct.core.scores.results import Assessment  # noqa: F401
    from conduct.host import Installed  # noqa: F401
    from conduct.loading.load import Loaded  # noqa: F401
    from conduct.loading.record import Recorded


@result
class FactsLoaded(Result["Loaded"]):
    """How many rows of each table were added and corrected, how many stood already, and how many were given back.

    ``warnings`` are what is doubted, ``notes`` how the files were read; ``marked`` whether the marked workbook was written.
    """

    added: Mapping[str, int]
    corrected: Mapping[str, int]
    unchanged: int
    rejected: int = 0
    marked: bool = False
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@result
class LedgerMade(Result[object]):
    """The ledger that holds the sector now; ``new`` if it did not before the office was opened.

    ``loaded`` is what the sample brought.
    """

    ledger: Path
    sector: str
    title: str
    new: bool
    loaded: FactsLoaded | None = None


@frozen
class Entered:
    """What was recorded, and how the case, else the unit, stands after it; ``broken`` is why that cannot be judged, ``unknown``
    why some of it cannot.
    """

    recorded: Recorded
    unit: str
    case: Case | None = None
    owed: tuple[DutyState, ...] = ()
    unknown: tuple[Problem, ...] = ()
    broken: Fault | None = None


@result
class FactRecorded(Result[Entered]):
    """What was entered: the incident that it is about, else the unit, the ids of its actions, its day, and what is due next.

    ``breaches`` are those that the entry itself made, or came too late to keep from; ``early`` what was done too early, or
    contests nothing that there is, ``left_out`` what cannot be judged, and ``unjudged`` why nothing can. ``attachment`` is the
    file that was attached; ``changed`` is no where it was attached before, or what was released stood so.
    """

    incident: str | None
    unit: str | None
    actions: tuple[str, ...]
    day: date
    loaded: FactsLoaded
    due: tuple[DutyOwed, ...]
    breaches: tuple[str, ...]
    early: tuple[str, ...]
    left_out: tuple[str, ...]
    unjudged: str | None
    attachment: CaseAttachment | None = None
    changed: bool = True


@result
class RunPublished(Result["Assessment"]):
    """A run as it was sealed: its number, its verification code, and the chain's head; ``new`` unless it had been sealed already.

    A ``draft`` has numbers of its own. ``code`` is None of a run that was published before there were codes. ``open`` is what is
    open in it, in words, and ``warnings`` what else there is to say.
    """

    number: int
    draft: bool
    code: str | None
    new: bool
    regulation: str
    period: str
    run: str
    head: str
    open: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def called(self) -> str:
        """By what it is asked for: its number, of a draft ``d1``."""
        return called(self.number, self.draft)


@value
class RunKept:
    """A run that the ledger keeps: by number and whole if it is sealed, as a ``draft`` or published, else by its identity alone.

    ``code`` is its verification code; ``who`` sealed it, ``claimed`` whom else they said to be.
    """

    number: int | None
    draft: bool
    code: str | None
    sector: str
    period: str
    as_of: str
    run: str
    batch: int
    at: str
    note: str | None
    head: str | None
    despite: str | None
    who: str | None
    claimed: str | None


@result
class RunsKept(Result["Sequence[Run]"]):
    """Published runs by number, then drafts by number, then the others by time."""

    runs: tuple[RunKept, ...]


@value
class FactVersion:
    """One version of a fact: its values by column, the batch that brought it, and the one that replaced it, if any.

    ``who`` is whom the system knew, ``claimed`` who else its author was said to be.
    """

    sector: str
    table: str
    values: Mapping[str, str | int | None]
    batch: int
    at: str
    who: str
    claimed: str | None
    command: str
    file: str
    reason: str | None
    replaced_by: int | None


@frozen
class VersionsFound:
    """The versions of a fact, the notes on them, and the installed sectors' lack, if other sectors hold it too."""

    versions: tuple[Version, ...]
    notes: tuple[Words, ...]


@result
class FactHistory(Result[VersionsFound]):
    """Every version of each fact of an id, the oldest first."""

    fact: str
    versions: tuple[FactVersion, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


@value
class HeadFound:
    """The batch whose head was given: all that it stood for is there, unchanged."""

    batch: int
    at: str
    who: str


@value
class SealedUnit:
    """A unit in a sealed result, by id and name, with its ``score`` as published and its ``rank`` (None: it has none), and in
    words what else it came to, each with its clause: vetoes, outcomes and sanctions, and figures where it has neither."""

    unit: str
    name: str
    score: str | None
    rank: int | None
    besides: tuple[str, ...] = ()


@value
class SealedFound:
    """The sealed run with a verification code: a ``draft``, or published, under which number; of what, when, and by whom.

    ``head`` is that of its batch; ``replaced_by`` the number of the one of the same period that stands now, if another does, and
    ``replaced_by_code`` its code. ``standing`` is that of all units as published.
    """

    code: str | None
    number: int
    draft: bool
    sector: str
    regulation: str
    title: str
    period: str
    as_of: str
    at: str
    who: str
    claimed: str | None
    head: str
    replaced_by: str | None
    replaced_by_code: str | None = None
    standing: tuple[SealedUnit, ...] = ()

    @property
    def called(self) -> str:
        """By what it is asked for: its number, of a draft ``d1``."""
        return called(self.number, self.draft)


@value
class FileDifference:
    """A place where a document's file prints something else than was published: ``what`` it is ("cell", "row", "column",
    "table", "text", "drawing", "code"), in which table, row and column, what is ``printed`` there, and what was ``published``.

    None is where one of them has nothing; ``words`` say it all.
    """

    what: str
    table: str
    row: str
    column: str
    printed: str | None
    published: str | None
    words: str


@value
class FileChecked:
    """A document's file beside what was sealed with its ``code`` (None: it bears none): of which kind it is, for which unit, in
    which language, whether masked, and everything in which it differs. ``notes`` say what is not checked."""

    path: Path
    code: str | None
    kind: str | None
    unit: str | None
    lang: str | None
    masked: bool | None
    differences: tuple[FileDifference, ...]
    notes: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the file is what was sealed."""
        return self.code is not None and not self.differences


@result
class LedgerVerified(Result["Sequence[Difference]"]):
    """Whether the ledger is ``whole``, and else every difference. ``facts`` is a digest of each sector's facts; ``others`` are
    tables in its file that are not its own. ``stands`` answers a head that was given, ``sealed`` a verification code, and both
    ``sealed`` and ``file`` a document's file."""

    whole: bool
    differences: tuple[str, ...]
    batches: int
    head: str
    facts: Mapping[str, str]
    others: tuple[str, ...]
    stands: HeadFound | None
    sealed: SealedFound | None = None
    file: FileChecked | None = None


@result
class FactsExported(Result[object]):
    """The folder, and how many rows of each table it holds."""

    folder: Path
    rows: Mapping[str, int]


@result
class FileWritten(Result[object]):
    """A file that was written whole."""

    path: Path


@value
class SectorInstalled:
    """A sector by its name, the package that brings it, that package's version, and whether the deployment enables it."""

    name: str
    package: str
    version: str
    enabled: bool


@result
class SectorsInstalled(Result["Sequence[Installed]"]):
    """The installed sectors; none of them is imported."""

    sectors: tuple[SectorInstalled, ...]
    warnings: tuple[str, ...]
