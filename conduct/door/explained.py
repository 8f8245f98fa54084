"""One unit's result explained, as values by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from .values import Result, result, value

if TYPE_CHECKING:
    from conduct.core.questions.explain import Explanation  # noqa: F401
    from conduct.core.scores.results import Assessment  # noqa: F401


from .assessed import CitedLaw


@value
class ExplainedSection:
    """A section, its words, and what it comes to."""

    section: str
    words: str
    clause: str
    quotes: tuple[str, ...]
    base: float | None
    points: float | None
    score: float | None
    most: float | None


@value
class ExplainedLine:
    """A line with its clause's words, its arithmetic and its incidents; of a rank rule also what the text calls its channel."""

    kind: str
    words: str
    clause: str
    section: str | None
    quotes: tuple[str, ...]
    count: int
    points: float | None
    channel: str | None
    channel_words: str | None
    arithmetic: str
    incidents: tuple[str, ...]


@value
class ExplainedVeto:
    """A veto with its clause's words and the incidents that brought it."""

    veto: str
    words: str
    clause: str
    quotes: tuple[str, ...]
    incidents: tuple[str, ...]


@value
class ExplainedSanction:
    """A sanction with its clause's words, on whom it falls and how much it is."""

    sanction: str
    words: str
    clause: str
    quotes: tuple[str, ...]
    incident: str
    on: str | None
    falls_on: str
    amount: str
    decided: bool


@value
class ExplainedOutcome:
    """An outcome with its clause's words."""

    outcome: str
    words: str
    clause: str
    quotes: tuple[str, ...]


@value
class ExplainedBreach:
    """A duty that was breached, about which case, or else about which action or period of the unit's own; as what it counts.

    ``days`` say how many days were taken and allowed; ``taken`` and ``allowed`` give them in working days, where the deadline is
    a number of these, and ``late`` those since the deadline.
    """

    duty: str
    words: str
    clause: str
    quotes: tuple[str, ...]
    about: str
    date: str
    breach: str
    breach_clause: str
    days: str
    taken: int | None
    allowed: int | None
    late: int | None


@value
class ExplainedEffect:
    """What would be if any one of these incidents were not there."""

    incidents: tuple[str, ...]
    kinds: tuple[str, ...]
    words: str
    score: float | None
    rank: int | None
    moves: tuple[str, ...]


@value
class ExplainedDistance:
    """How far the unit stands from the next rank, a floor, an outcome or a veto, and how many incidents would bring it there."""

    what: str
    name: str
    clause: str
    kind: str | None
    incidents: int
    points: float | None
    words: str


@value
class ExplainedOut:
    """What is out of every count, and the action that took it out."""

    incident: str
    words: str
    action: str
    step: str
    date: str
    by: str | None
    reason: str | None


@result
class Explained(Result["Explanation"]):
    """One unit's result with every point's clause, its words, the incidents and the arithmetic, as they are printed."""

    sector: str
    regulation: CitedLaw
    period: str
    as_of: date
    unit: str
    name: str
    kind: str
    score: float | None
    rank: int | None
    of: int
    notes: tuple[str, ...]
    readings: Mapping[str, str | float]
    sections: tuple[ExplainedSection, ...]
    lines: tuple[ExplainedLine, ...]
    vetoes: tuple[ExplainedVeto, ...]
    sanctions: tuple[ExplainedSanction, ...]
    outcomes: tuple[ExplainedOutcome, ...]
    breached: tuple[ExplainedBreach, ...]
    effects: tuple[ExplainedEffect, ...]
    distances: tuple[ExplainedDistance, ...]
    out: tuple[ExplainedOut, ...]
    excused: tuple[str, ...]
    pending: tuple[str, ...]
    without_rule: tuple[str, ...]
