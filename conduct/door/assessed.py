"""What an assessment comes to, and why, as values by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conduct.core.base.exact import Exact
from conduct.core.base.periods import Period

from .values import Result, result, value

if TYPE_CHECKING:
    from conduct.core.questions.explain import Explanation  # noqa: F401
    from conduct.core.scores.results import Assessment  # noqa: F401


@value
class CitedLaw:
    """A regulation by its id, its title in its own language, and its first day in force (None where it is undated)."""

    id: str
    title: str
    in_force_from: date | None


@value
class AssessedSection:
    """A section's base, the points after its cap, and its score (contract, section 4)."""

    section: str
    base: Exact | None
    points: Exact | None
    score: Exact | None


@value
class AssessedLine:
    """What the incidents of one kind come to before the section's cap; of a rank rule, by channel, its index and place."""

    kind: str
    clause: str
    section: str | None
    count: int
    points: Exact | None
    channel: str | None
    weight: Exact | None
    index: Exact | None
    average: Exact | None
    place: int | None
    incidents: tuple[str, ...]


@value
class AssessedVeto:
    """A veto and the incidents that brought it."""

    veto: str
    clause: str
    incidents: tuple[str, ...]


@value
class AssessedSanction:
    """A sanction, the incident that brought it and on whom it falls; of months, percent or degree from least to most."""

    sanction: str
    clause: str
    incident: str
    on: str | None
    months: tuple[Exact, ...]
    percent: tuple[Exact, ...]
    degree: str | None
    decided: bool


@value
class AssessedOutcome:
    """What a standing leads to."""

    outcome: str
    clause: str


@value
class AssessedDuties:
    """How many duties of the period were met, breached, and are pending as of the day."""

    met: int
    breached: int
    pending: int


@value
class AssessedFigure:
    """A number shown beside the standing, and the count behind it; ``at_most`` is where it may still come to."""

    figure: str
    clause: str
    value: Exact
    count: int | None
    at_most: Exact | None


@value
class AssessedPerson:
    """The months that all of a unit's sanctions take from one person: at least and at most."""

    unit: str
    months: tuple[Exact, Exact]


@value
class AssessedCheck:
    """A content of a checklist: how often it was met, of how many times."""

    clause: str
    met: int
    checked: int


@value
class WithoutRank:
    """Why a unit has no rank: by which clause and reading, or by which action, of whom and for what reason."""

    why: str
    clause: str | None
    reading: str | None
    action: str | None
    period: str | None
    by: str | None
    reason: str | None


@value
class AssessedUnit:
    """One assessed unit; its figures are exact, and `to_dict` of the result rounds them as the law says."""

    unit: str
    name: str
    kind: str
    score: Exact | None
    rank: int | None
    unranked: tuple[WithoutRank, ...]
    sections: tuple[AssessedSection, ...]
    bonus: Exact | None
    lines: tuple[AssessedLine, ...]
    vetoes: tuple[AssessedVeto, ...]
    sanctions: tuple[AssessedSanction, ...]
    outcomes: tuple[AssessedOutcome, ...]
    duties: AssessedDuties
    figures: tuple[AssessedFigure, ...]
    persons: tuple[AssessedPerson, ...]
    checks: tuple[AssessedCheck, ...]


@value
class IncidentsEnded:
    """Where every incident of the period ended."""

    charged: int
    excused: int
    pending: int
    without_rule: int
    case: int


@result
class Assessed(Result["Assessment"]):
    """A whole run: who stands where. ``recorded``: the ledger keeps it; ``warnings`` is what there is to say beside it."""

    sector: str
    regulation: CitedLaw
    period: Period
    as_of: date
    run: str
    batch: int
    chain: str
    recorded: bool
    readings: Mapping[str, str | Exact]
    incidents: IncidentsEnded
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    units: Sequence[AssessedUnit]


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
    """A line with its clause's words, its arithmetic and its incidents."""

    kind: str
    words: str
    clause: str
    section: str | None
    quotes: tuple[str, ...]
    count: int
    points: float | None
    channel: str | None
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
    effects: tuple[ExplainedEffect, ...]
    distances: tuple[ExplainedDistance, ...]
    out: tuple[ExplainedOut, ...]
    excused: tuple[str, ...]
    pending: tuple[str, ...]
    without_rule: tuple[str, ...]
