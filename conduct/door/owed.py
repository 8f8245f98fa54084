"""Duties and cases as values by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conduct.core.base.frozen import frozen

from .values import Result, result, value

if TYPE_CHECKING:
    from conduct.core.base.faults import Problem
    from conduct.core.base.words import Words
    from conduct.core.duties.agenda import DutyState
    from conduct.core.duties.case import Case
    from conduct.core.law.sector import Sector
    from conduct.core.ledger.attached import Attachment
    from conduct.report.counted_days import DaysTaken


@value
class DutyOwed:
    """An open duty: whose it is (the bearer), what it is about, by when it is due (None where no day is set), and how it stands.

    ``days`` are those since the deadline; a ``provisional`` deadline (暂定) rests on a year whose calendar is not known.
    """

    sector: str
    unit: str
    name: str
    bearer: str
    duty: str
    clause: str | None
    breach: str | None
    incident: str | None
    action: str | None
    period: str | None
    step: str | None
    since: date
    due: date | None
    status: str
    days: int
    provisional: bool


@frozen
class StatesFound:
    """The sectors that were asked, their duties in order, for a calendar those that are done among them, and the notes on their
    facts.

    ``unknown`` is why some are left out, ``warned`` why some sectors are; ``undated`` of them have no place in a calendar.
    """

    sectors: tuple[Sector, ...]
    as_of: date
    states: tuple[DutyState, ...]
    notes: tuple[Words, ...]
    unknown: tuple[Problem, ...] = ()
    warned: tuple[Problem, ...] = ()
    undated: int = 0

    @property
    def open(self) -> list[DutyState]:
        """Those that are open."""
        return [state for state in self.states if state.open]


@result
class DutiesOwed(Result[StatesFound]):
    """What is due, by whom, by when, and what is overdue, which comes first. ``warnings`` say what is left out, and why."""

    sector: str | None
    as_of: date
    duties: Sequence[DutyOwed]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


@frozen
class CaseFound:
    """A case, the notes on its sector's facts, what is attached to it, whether its unit may read its text, and of each of its
    duties, in their order, the days that it took where it was not done in time.
    """

    case: Case
    notes: tuple[Words, ...]
    attachments: tuple[Attachment, ...] = ()
    text_released: bool = False
    days: tuple[DaysTaken | None, ...] = ()


@value
class CaseDuty:
    """A duty of the case and how it stands: "met", "breached", "pending", "excused" or "out".

    ``days``, ``taken``, ``allowed`` and ``late`` are as `DutyBreached` has them, empty and None where it was not late.
    """

    duty: str
    words: str
    clause: str
    bearer: str
    status: str
    open: bool
    overdue: bool
    since: date
    due: date | None
    answered: date | None
    breach: str | None
    days: str
    taken: int | None
    allowed: int | None
    late: int | None


@value
class CaseSanction:
    """A sanction that the case brought, and on whom it falls."""

    sanction: str
    words: str
    clause: str
    on: str | None
    amount: str
    decided: bool


@value
class CaseOut:
    """Why the case, or the breach alone, is out of every count: the action that took it out."""

    action: str
    breach: str | None


@value
class CaseNext:
    """A step that may come next, the duties that it would answer, and the step that must come first, if one is missing."""

    step: str
    words: str
    answers: tuple[str, ...]
    first: str | None


@value
class AttachmentRemoved:
    """That an attachment was attached by mistake: when that was said, by whom, and why."""

    at: str
    by: str
    reason: str


@value
class CaseAttachment:
    """A file attached to the case (``action`` None), or to an action on it, by its number.

    ``kind`` is its media type, ``size`` in bytes; ``released``: the assessed unit may have it; ``removed``: it was attached by
    mistake, and nobody has it any more.
    """

    number: int
    action: str | None
    name: str
    kind: str
    size: int
    sha256: str
    date: date
    by: str | None
    released: bool
    removed: AttachmentRemoved | None = None


@result
class CaseStands(Result[CaseFound]):
    """An incident, what was done about it in order, how its duties stand, what it brought, and what may come next.

    ``incident`` and ``actions`` are their columns with the values as the ledger has them; ``entered`` is the incident as it was
    entered, before a step settled anything of it. ``text_released``: the assessed unit may read its text.
    """

    sector: str
    as_of: date
    unit: str
    name: str
    kind: str
    words: str
    incident: Mapping[str, str | int | None]
    entered: Mapping[str, str | int | None]
    actions: tuple[Mapping[str, str | int | None], ...]
    duties: tuple[CaseDuty, ...]
    sanctions: tuple[CaseSanction, ...]
    out: tuple[CaseOut, ...]
    next: tuple[CaseNext, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    attachments: tuple[CaseAttachment, ...] = ()
    text_released: bool = False
