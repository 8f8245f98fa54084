"""What goes and what comes back with incidents that are taken away: their cases' breaches, and those that they stood for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..base.exact import Exact
from ..scores.judge import Gathered
from ..scores.tally import points_by_incident
from ..scores.unit_facts import Fact, StandIns
from .alone import Delta


class FactInPart(NamedTuple):
    """A fact, and the number of the part in which it counts."""

    part: int
    fact: Fact


class Absence:
    """One unit's incidents, each with what depends on it in every part of the period."""

    def __init__(self, parts: Sequence[Gathered]) -> None:
        self.points: dict[str, Exact | None] = {}
        self._kinds: dict[str, str] = {}
        self._own: dict[str, list[FactInPart]] = {}
        self._breaches: dict[str, list[FactInPart]] = {}
        self._stand_ins: dict[str, list[tuple[int, StandIns]]] = {}
        for n, part in enumerate(parts):
            if part.facts is None:  # the unit is not assessed in this part
                continue
            self.points.update(points_by_incident(part.decided))
            for fact in part.facts.incidents:
                self._kinds[fact.id] = fact.kind
                self._own.setdefault(fact.id, []).append(FactInPart(n, fact))
            for fact in part.facts.earlier:
                self._kinds.setdefault(fact.id, fact.kind)
            for breach in part.facts.breaches:
                if breach.on_case:
                    self._breaches.setdefault(breach.id, []).append(FactInPart(n, breach))
            for stand_in in part.facts.stand_ins:
                for recorded in stand_in.recorded:
                    self._stand_ins.setdefault(recorded, []).append((n, stand_in))
                for recorded in stand_in.excuses:  # also of other days: what it lets off, it lets off whenever it was recorded
                    self._kinds.setdefault(recorded, stand_in.revived.kind)

    @property
    def incidents(self) -> list[str]:
        """Every incident on which something of the unit may hang."""
        return sorted(self._kinds)

    def kinds(self, incident: str) -> tuple[str, ...]:
        """The incident's kind, and those of its breaches."""
        return (self._kinds[incident], *(breach.kind for _, breach in self._breaches.get(incident, ())))

    def deltas(self, incidents: Iterable[str], breaches: Collection[FactInPart] = ()) -> Mapping[int, Delta]:
        """How the counts of each part change without these incidents, and without these breaches alone."""
        gone = dict.fromkeys(incidents)
        found: dict[int, Delta] = {}

        def add(n: int, fact: Fact, sign: int) -> None:
            delta = found.setdefault(n, Counter())
            delta[fact.cell] += sign

        touched: dict[int, tuple[int, StandIns]] = {}
        for incident in gone:
            for n, fact in (*self._own.get(incident, ()), *self._breaches.get(incident, ())):
                add(n, fact, -1)
            touched.update({id(stand_in): (n, stand_in) for n, stand_in in self._stand_ins.get(incident, ())})
        for n, breach in breaches:
            if not (breach.on_case and breach.id in gone):
                add(n, breach, -1)
        for n, stand_in in touched.values():
            if stand_in.revived.id not in gone and all(recorded in gone for recorded in stand_in.recorded):
                add(n, stand_in.revived, 1)
        return found
