"""An assessed unit and all that its result consists of, as values by themselves."""

from __future__ import annotations

from conduct.core.base.exact import Exact

from .values import value


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
