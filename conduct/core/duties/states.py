"""What the duty engine finds, as values: one row of an answer each."""

from __future__ import annotations

from typing import NamedTuple

from ..base.frozen import frozen
from ..law.conditions import Stored


@frozen
class StateRow:
    """A duty that was set and how it stands: its place in the law, whom and what it is about, and its days.

    ``bearer`` is the number of who owes it among those that the duty names, None where the unit does.
    """

    duty: int
    unit: str
    incident: str | None
    action: str | None
    period: str | None
    since: str
    due: str | None
    provisional: bool
    answered: str | None
    status: str
    bearer: int | None


@frozen
class StateCount:
    """How many duties of a unit stand in one way."""

    unit: str
    status: str
    n: int


@frozen
class BreachCount:
    """How many breaches of one duty, by its place in the law, count by themselves for a unit."""

    unit: str
    duty: int
    n: int


@frozen
class Breach:
    """A breach that counts by itself: of which duty, and the case, or else the action or the period, that was not answered.

    ``day`` is the deadline, or the day that the breach belongs to where there is none; ``on_case`` is false where what was
    broken is the unit's own.
    """

    unit: str
    duty: int
    about: str
    day: str
    on_case: bool


@frozen
class CaseFigure:
    """How many cases of a unit one figure counts."""

    code: str
    unit: str
    n: int


@frozen
class CaseShare:
    """How many one case is counted as in one figure of its unit's cases."""

    code: str
    incident: str
    n: int


@frozen
class StandIn:
    """A recorded incident that stands for a breach on a case of a unit, or ``excuses`` it; the breach's own day."""

    case: str
    unit: str
    belongs: str
    incident: str
    excuses: bool


@frozen
class Incident:
    """An incident that counts, and its distinguishing values in the order asked for."""

    id: str
    unit: str
    kind: str
    date: str
    values: tuple[Stored, ...]


@frozen
class ValueCount:
    """How many incidents of a unit and kind have some distinguishing values."""

    unit: str
    kind: str
    values: tuple[Stored, ...]
    n: int


@frozen
class ValuesMoved:
    """How many incidents of a unit and kind were entered with some values, and have others since something was found or done."""

    unit: str
    kind: str
    entered: tuple[Stored, ...]
    found: tuple[Stored, ...]
    n: int


class Waiting(NamedTuple):
    """An incident of a unit that is still to be looked at again."""

    unit: str
    incident: str


@frozen
class ActionOn:
    """An action, the incident it is on, and the unit of that."""

    action: str
    incident: str
    unit: str


@frozen
class TakenOut:
    """The action that took an incident out of every count, or of its breaches one ``kind`` alone."""

    action: str
    kind: str | None
