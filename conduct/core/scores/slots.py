"""Where each cell of a tally goes: the slots of the rules that take it, and what they come to for a unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import date
from fractions import Fraction
from math import lcm

from attrs import field

from ..base.connection import Connection
from ..base.exact import Exact
from ..base.frozen import define
from ..base.periods import Period
from ..duties.passed_over import PassedOver
from ..law.conditions import Condition, Row, Stored
from ..law.law import Regulation
from ..law.model import Kind
from ..law.sector import Sector
from ..law.terms import Count
from ..ledger.units import Unit
from . import tally as tallying
from .entered import AsEntered, CellKey
from .rest import Rest
from .results import IncidentCount
from .tally import Tally


@define
class Scope:
    """What one assessment is about: the regulation with its readings in place, the period, the units and their measures.

    ``passed`` are units that stand in the period and are shown without being assessed; ``taken`` says of each step that says who
    was seen at which units, by the assessed unit that they count for. ``rest`` is what cases count that lie elsewhere. ``below``
    are the members of each unit as `members` found them, once.
    """

    sector: Sector
    regulation: Regulation
    period: Period
    as_of: date
    connection: Connection
    units: Mapping[str, Unit]
    homes: Mapping[str, str]
    assessed: Sequence[Unit]
    measures: Mapping[tuple[str, str], Exact]
    trace: bool = False
    without: Collection[str] = ()
    about: str | None = None
    keep: bool = False
    passed: Mapping[str, tuple[PassedOver, ...]] = field(factory=dict)
    taken: Mapping[str, Mapping[str, frozenset[str]]] = field(factory=dict)
    rest: Rest = field(factory=Rest)
    below: dict[str, list[str]] = field(factory=dict, repr=False, eq=False)

    def members(self, unit: str) -> list[str]:
        """The units whose facts count for a unit: itself, if they do, and those under it."""
        if not self.below:
            found: dict[str, list[str]] = {}
            for one, home in self.homes.items():
                found.setdefault(home, []).append(one)
            self.below.update(found)
        return self.below.get(unit, [])

    def noted(self, unit: str) -> bool:
        """Whether notes tell of a unit's facts: of any, or of those of the one that is explained."""
        return self.about is None or self.homes.get(unit) == self.about


Part = tuple[int, int, int, bool]
"""A slot, a weight by number, the weight where a factor spreads, and whether the incidents are of units below."""


@define
class Sums:
    """What one unit's cells come to, by slot: whole counts, and weighted ones where a rule weighs.

    ``spread`` are the weights as they are where a factor that spreads applies; ``spreading`` the conditions of those that do.
    ``parts`` are what both are made of, by their numbers in the `Slots`.
    ``members`` are the units below this one that were seen, where that matters, by the kinds of incident that show it.
    """

    counts: dict[int, int] = field(factory=dict)
    parts: dict[int, int] = field(factory=dict, eq=False)
    weights: dict[int, Exact] = field(factory=dict)
    spread: dict[int, Exact] = field(factory=dict)
    spreading: set[Condition] = field(factory=set)
    members: dict[tuple[Kind, ...], set[str]] = field(factory=dict)

    def spreads(self, count: Count) -> bool:
        """Whether an incident of the unit has set off a factor of a count that spreads to all."""
        return any(f.spread is True and f.when in self.spreading for f in count.factors)

    def weight(self, slot: int, count: Count) -> Exact:
        """What the incidents in a count's slot weigh together."""
        return (self.spread if self.spreads(count) else self.weights)[slot]


@define
class CellPlace:
    """Where incidents of one kind and certain values end, the parts of a unit's sums they count in, and the spreading factors
    that they set off. ``own`` are these parts by number, ``below`` those for incidents of a unit below the assessed one.
    """

    end: str
    slots: tuple[Part, ...] = ()
    spreading: tuple[Condition, ...] = ()
    own: tuple[int, ...] = ()
    below: tuple[int, ...] = ()


@define
class Slots:
    """Where a cell goes: one slot for each count of each rule, and for each channel of each rank rule."""

    regulation: Regulation
    columns: tuple[str, ...]
    kinds: Mapping[str, Kind]
    counts: tuple[Count, ...] = field(init=False)
    memo: dict[tuple[str, str, tuple[Stored, ...]], CellPlace] = field(factory=dict)
    weights: list[Exact] = field(factory=lambda: [1])
    channels: dict[tuple[int, str, str], int] = field(factory=dict)
    parted: dict[tuple[Kind, ...], str] = field(factory=dict)
    parts: list[Part] = field(factory=list)
    _part_at: dict[Part, int] = field(factory=dict)
    _number: dict[int, int] = field(factory=dict)
    _units: tuple[int, list[int]] = (1, [])

    def __attrs_post_init__(self) -> None:
        self.parted = {c.count.kinds: c.count.below.step.code for c in self.regulation.charges if c.count.below is not None}
        self.counts = tallying.counts_of(self.regulation)
        self._number = {id(count): n for n, count in reversed(list(enumerate(self.counts)))}
        n = len(self.counts)
        for r, ranking in enumerate(self.regulation.rankings):
            for unit_kind, channels in ranking.channels.items():
                for channel in channels:
                    self.channels[r, unit_kind, channel.code] = n
                    n += 1

    @property
    def units(self) -> tuple[int, list[int]]:
        """The smallest part that every weight is a multiple of, as one over a whole number, and how many of it each weight is."""
        if len(self._units[1]) != len(self.weights):
            unit = lcm(*(weight.denominator for weight in self.weights))
            self._units = unit, [int(weight * unit) for weight in self.weights]
        return self._units

    @property
    def first_veto(self) -> int:
        """The first slot of a veto; those before it are the charges', in order."""
        return len(self.regulation.charges)

    @property
    def first_other(self) -> int:
        """The first slot after the vetoes'."""
        return self.first_veto + len(self.regulation.vetoes)

    def slot(self, count: Count) -> int:
        """The slot of a rule's count."""
        return self._number[id(count)]

    def own(self) -> Slots:
        """The same, to be asked further in a thread of its own: what is looked up first there is told to nobody else."""
        made = copy(self)
        made.memo, made.weights = dict(self.memo), list(self.weights)
        made.parts, made._part_at, made._units = list(self.parts), dict(self._part_at), (1, [])
        return made

    def of(self, unit_kind: str, kind: str, values: tuple[Stored, ...]) -> CellPlace:
        """Where incidents of this kind and these values go."""
        key = (unit_kind, kind, values)
        if key not in self.memo:
            self.memo[key] = self._place(unit_kind, kind, dict(zip(self.columns, values, strict=True)))
        return self.memo[key]

    def _place(self, unit_kind: str, kind: str, row: Row) -> CellPlace:
        declared = self.kinds.get(kind)
        if declared is None:  # of an earlier version of the sector
            return CellPlace("without_rule")
        if declared.let_off(row):
            return CellPlace("excused")
        waits = declared.awaited(row)
        placed = CellPlace("pending" if waits else "charged")
        incident = {**row, "kind": kind}
        for n, count in enumerate(self.counts):
            if not count.takes(incident):
                continue
            if waits and count.with_pending is not True:
                continue
            scale = self.regulation.charges[n].scale if n < self.first_veto else None
            base = scale.worth(row) if scale is not None else 1
            plain, spread = count.weight(row), count.weight(row, spread=True)
            self._count_in(placed, n, self._weight(base * plain), self._weight(base * spread))
            placed.spreading += tuple(f.when for f in count.factors if f.spread is True and f.when.holds(row))
        for r, ranking in enumerate(self.regulation.rankings):
            if waits or declared not in ranking.count.kinds:
                continue
            weight = self._weight(ranking.count.weight(row))
            for channel in ranking.channels.get(unit_kind, ()):
                if row[ranking.by.code] in channel.takes:
                    self._count_in(placed, self.channels[r, unit_kind, channel.code], weight, weight)
        if not placed.slots and not waits:
            placed.end = "case" if declared.case else "without_rule"
        return placed

    def _count_in(self, placed: CellPlace, slot: int, weight: int, spread: int) -> None:
        """Has incidents count in a slot, with weights by number."""
        placed.slots += ((slot, weight, spread, False),)
        placed.own += (self._part(slot, weight, spread, False),)
        placed.below += (self._part(slot, weight, spread, True),)

    def _part(self, slot: int, weight: int, spread: int, below: bool) -> int:
        part = (slot, weight, spread, below)
        if part not in self._part_at:
            self._part_at[part] = len(self.parts)
            self.parts.append(part)
        return self._part_at[part]

    def _weight(self, weight: Exact) -> int:
        if weight not in self.weights:
            self.weights.append(weight)
        return self.weights.index(weight)


def sum_up(scope: Scope, tally: Tally, slots: Slots) -> tuple[dict[str, Sums], IncidentCount, dict[str, int]]:
    """Each assessed unit's counts by slot, where every incident ended, and the incidents of each unit under none assessed.

    These have no rule; those of units that are not to be assessed are in no count.
    """
    sums = {u.id: Sums() for u in scope.assessed}
    astray: dict[str, int] = {}
    ends = dict.fromkeys(("charged", "excused", "pending", "without_rule", "case"), 0)
    kind_of = {u.id: u.kind for u in scope.assessed}
    if tally.stand is not None:
        _add_up(scope, tally.stand, slots, sums, ends, astray)
    for unit, kind, values, n in tally.others:
        home = scope.homes.get(unit, "")
        mine = sums.get(home)
        if mine is None:
            if home not in scope.passed:
                ends["without_rule"] += n
                astray[unit] = astray.get(unit, 0) + n
            continue
        placed = slots.of(kind_of[home], kind, values)
        ends[placed.end] += n
        count_in(mine, slots, placed, unit if unit != home else None, kind, n)
    for home, mine in sums.items():
        weigh(scope, home, mine, slots)
    return sums, IncidentCount(**ends), astray


def _add_up(
    scope: Scope, stand: AsEntered, slots: Slots, sums: Mapping[str, Sums], ends: dict[str, int], astray: dict[str, int]
) -> None:
    """Adds incidents as they were entered: where each sort goes is looked up once for each kind of unit."""
    kind_of = {u.id: u.kind for u in scope.assessed}
    places: dict[str, list[tuple[CellPlace, bool]]] = {}
    into: list[tuple[Sums, str | None, list[tuple[CellPlace, bool]]] | None] = []
    for unit in stand.units:
        home = scope.homes.get(unit, "")
        mine = sums.get(home)
        if mine is None:
            into.append(None)
            continue
        if (kind := kind_of[home]) not in places:
            placed_all = [slots.of(kind, *sort) for sort in stand.sorts]
            places[kind] = [(placed, not placed.spreading) for placed in placed_all]
        into.append((mine, unit if unit != home else None, places[kind]))
    for at, sort, n in zip(stand.unit_at, stand.sort_at, stand.n, strict=True):
        if (known := into[at]) is None:
            unit = stand.units[at]
            if scope.homes.get(unit, "") not in scope.passed:
                ends["without_rule"] += n
                astray[unit] = astray.get(unit, 0) + n
            continue
        mine, below, placed_at = known
        placed, plain = placed_at[sort]
        ends[placed.end] += n
        if plain and below is None:
            parts = mine.parts
            for part in placed.own:
                parts[part] = parts.get(part, 0) + n
        else:
            count_in(mine, slots, placed, below, stand.sorts[sort].kind, n)


def sums_of(scope: Scope, slots: Slots, home: str, cells: Mapping[CellKey, int]) -> Sums:
    """One unit's counts from cells that all count for it; those of which none is left are passed over."""
    mine = Sums()
    for (unit, kind, values), n in cells.items():
        if n > 0:
            placed = slots.of(scope.units[home].kind, kind, values)
            count_in(mine, slots, placed, unit if unit != home else None, kind, n)
    weigh(scope, home, mine, slots)
    return mine


def count_in(mine: Sums, slots: Slots, placed: CellPlace, below: str | None, kind: str, n: int) -> None:
    """Adds incidents of one kind and certain values; ``below`` is their unit, if it is not the assessed one itself."""
    parts = mine.parts
    for part in placed.own if below is None else placed.below:
        parts[part] = parts.get(part, 0) + n
    if placed.spreading:
        mine.spreading.update(placed.spreading)
    if below is not None:
        for kinds in slots.parted:
            if any(k.code == kind for k in kinds):
                mine.members.setdefault(kinds, set()).add(below)


def weigh(scope: Scope, home: str, mine: Sums, slots: Slots) -> None:
    """What a unit's incidents weigh by slot; those of the units below it are parted where a rule says so."""
    unit, units = slots.units
    counts, weights = mine.counts, mine.weights
    spreads = weights  # as long as nothing weighs more where a factor spreads
    known = slots.parts
    for part, n in mine.parts.items():
        slot, weight, spread, below = known[part]
        counts[slot] = counts.get(slot, 0) + n
        heavy: Exact = units[weight] * n
        wide: Exact = heavy
        if weight != spread:
            wide = units[spread] * n
            spreads = dict(weights) if spreads is weights else spreads
        parts = members(scope, home, mine, slots, slot) if below and slots.parted else 1
        if parts != 1:
            heavy, wide = Fraction(heavy) / parts, Fraction(wide) / parts
        if spreads is not weights:
            spreads[slot] = spreads.get(slot, 0) + wide
        weights[slot] = weights.get(slot, 0) + heavy
    for by_slot in (weights, spreads) if spreads is not weights else (weights,):
        for slot, total in by_slot.items() if unit != 1 else ():
            by_slot[slot] = total // unit if not total % unit else Fraction(total, unit)
    mine.spread = spreads


def members(scope: Scope, home: str, mine: Sums, slots: Slots, slot: int) -> int:
    """By how many units below the assessed one the weight of their incidents is divided in a slot; 1 where no rule says so."""
    if slot >= slots.first_veto or slots.counts[slot].below is None:
        return 1
    kinds = slots.counts[slot].kinds
    seen = scope.taken[slots.parted[kinds]].get(home, frozenset()) | mine.members[kinds]
    return len(seen - {home})
