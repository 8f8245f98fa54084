"""What an assessment comes to, as a value by itself; its units stand in `assessed_units`, made when they are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conduct.core.base.exact import Exact
from conduct.core.base.periods import Period

from .values import Result, result, value

if TYPE_CHECKING:
    from conduct.core.scores.results import Assessment  # noqa: F401

    from .assessed_units import AssessedUnit


@value
class CitedLaw:
    """A regulation by its id, its title in its own language, and its first day in force (None where it is undated)."""

    id: str
    title: str
    in_force_from: date | None


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
