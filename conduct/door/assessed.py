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
