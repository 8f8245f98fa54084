"""What an assessment comes to: plain values, exact, from which every report is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from attrs import field

from ..base.calendar import Calendar
from ..base.exact import Exact, Mean, Rounding
from ..base.frozen import define, frozen
from ..base.periods import Period
from ..base.words import Words
from ..duties.passed_over import NotRanked
from ..duties.sanction import SanctionFound
from ..law.consequence import Outcome, Veto
from ..law.grounds import Groundless
from ..law.law import Regulation
from ..law.points import Section
from ..law.sector import Sector
from ..ledger.counts import StoredCounts
from .counted import PeriodCounts


@define
class Line:
    """What the incidents of one kind come to, before the section's cap; ``points`` are negative where they are taken.

    Without a section there are no points: the line says how many. ``words`` name a line that is no kind of incident. A rank
    rule's line has a ``channel``, its ``weight`` (settled ones at half), ``index``, ``average`` and ``place`` (None where not
    above the average).
    """

    kind: str
    clause: str
    section: Section | None
    count: int
    points: Exact | None
    channel: str | None = None
    weight: Exact | None = None
    index: Exact | None = None
    average: Mean | None = None
    place: int | None = None
    incidents: tuple[str, ...] | None = None
    words: Words | None = None


@define
class SectionScore:
    """A section's base (what it earns, where a formula gives that), the points after its cap, and its score."""

    section: Section
    base: Exact
    points: Exact

    @property
    def score(self) -> Exact:
        """Base and points."""
        return self.base + self.points


@define
class VetoFound:
    """A veto and the incidents that brought it."""

    veto: Veto
    incidents: tuple[str, ...]


@define
class FigureFound:
    """A number shown beside the standing, the clause that asks for it, and the count behind it.

    ``at_most`` is where it may still come to while something in it is undecided; ``value`` is then what it comes to at least.
    ``form`` is "share" for a figure from 0 to 1 that tables print as a percentage, "percent" for one in hundredths already;
    ``rounding`` is its own, where it has one. ``given`` are the inputs of its formula, where a combined period sums them.
    """

    code: str
    words: Words
    clause: str
    value: Exact
    count: int | None
    at_most: Exact | None = None
    form: str = ""
    rounding: Rounding | None = None
    given: dict[str, Exact] | None = None


@define
class PersonTotal:
    """The months of bonus that all of a unit's sanctions take from one person: at least and at most."""

    unit: str
    months: tuple[Exact, Exact]


@define
class Checked:
    """A content of a checklist: how often it was met, of how many times it was checked."""

    clause: str
    met: int
    checked: int


@define
class DutyCount:
    """How many duties of the period were met, breached, and are pending as of the day."""

    met: int = 0
    breached: int = 0
    pending: int = 0


@define
class UnitResult:
    """One assessed unit. ``found`` are the outcomes for which an incident was found, ``unranked`` why it has no rank.

    ``larger`` is the measure that tells units of equal figures apart, where the law names one.
    ``counted`` says by the code of an `Unranked` how many incidents, or other signs of the unit, it found; ``gave_way`` are
    sanctions that do not stand since heavier ones do.
    """

    unit: str
    name: str
    kind: str
    score: Exact | None = None
    rank: int | None = None
    bonus: Exact | None = None
    sections: list[SectionScore] = field(factory=list)
    lines: list[Line] = field(factory=list)
    vetoes: list[VetoFound] = field(factory=list)
    sanctions: list[SanctionFound] = field(factory=list)
    gave_way: list[SanctionFound] = field(factory=list)
    persons: list[PersonTotal] = field(factory=list)
    checks: list[Checked] = field(factory=list)
    outcomes: list[Outcome] = field(factory=list)
    duties: DutyCount = field(factory=DutyCount)
    figures: list[FigureFound] = field(factory=list)
    found: frozenset[str] = frozenset()
    unranked: tuple[NotRanked, ...] = ()
    counted: dict[str, int] = field(factory=dict)
    larger: Exact = 0


@define
class IncidentCount:
    """Where every incident of the period ended; nothing is dropped in silence.

    ``out`` are those that are in no count, and the breaches that an appeal took out.
    """

    charged: int = 0
    excused: int = 0
    pending: int = 0
    without_rule: int = 0
    case: int = 0
    out: int = 0


@frozen
class Assessment:
    """A whole run, with the inputs that identify it. ``names`` are those of the people and units that sanctions fall on.

    ``resolved`` is the regulation with the readings in place; ``gathered`` what was read of each part, where a unit is explained;
    ``open`` what is open of the facts (`unsettled.Open`), where the run is traced.
    ``measures`` are those of the whole period, by unit and code; ``calendar`` has its working days; ``groundless`` are the rules
    that the text does not bear out; ``counted`` what was counted anew, to be stored with the run, ``reached`` what its parts were
    counted to, for a later run of this process. ``in_order`` are its units as they were put in order, once.
    """

    sector: Sector
    regulation: Regulation
    period: Period
    as_of: date
    readings: dict[str, str | Exact]
    units: tuple[UnitResult, ...]
    incidents: IncidentCount
    notes: tuple[Words, ...]
    names: dict[str, str]
    run: str
    inputs: str
    batch: int
    head: str
    recorded: bool
    resolved: Regulation
    calendar: Calendar
    measures: Mapping[tuple[str, str], Exact] = field(factory=dict, repr=False)
    gathered: tuple[Any, ...] = ()
    open: tuple[Any, ...] = ()
    groundless: tuple[Groundless, ...] = ()
    counted: tuple[StoredCounts, ...] = field(default=(), repr=False, eq=False)
    reached: Mapping[str, PeriodCounts] = field(factory=dict, repr=False, eq=False)
    in_order: dict[str, object] = field(factory=dict, repr=False, eq=False)

    def of_unit(self, unit: str) -> UnitResult | None:
        """A unit's result; None where it has none."""
        if "results" not in self.in_order:
            self.in_order["results"] = {one.unit: one for one in self.units}
        return cast("Mapping[str, UnitResult]", self.in_order["results"]).get(unit)

    @property
    def ranked(self) -> int:
        """How many units are ranked."""
        if "ranked" not in self.in_order:
            self.in_order["ranked"] = sum(not one.unranked for one in self.units)
        return cast("int", self.in_order["ranked"])
