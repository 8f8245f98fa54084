"""Which rules and readings the cases of a sector exercise, and which none does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import field

from conduct.core.base.faults import Fault
from conduct.core.base.frozen import define
from conduct.core.base.periods import Period
from conduct.core.law.caseload import CaseFigures
from conduct.core.law.consequence import Outcome, Presumes, SameMatter, SamePerson, Sanction, SanctionTerms, Unranked, Veto
from conduct.core.law.duty import Duty
from conduct.core.law.figure import Checklist, Figure, MeanFigure
from conduct.core.law.points import Bases, Charge, Section
from conduct.core.law.provision import Provision
from conduct.core.law.ranking import Combined, Standing, VolumeRanking
from conduct.core.law.sector import Sector
from conduct.core.law.terms import Positive, Reading
from conduct.core.law.typed import provision_said
from conduct.core.law.unruled import Understood, Unruled

from .cases import ExpectedCase


@define
class _Seen:
    """What the cases of a sector have and expect: kinds of incident, names, sections, readings that are set, keys, periods."""

    kinds: set[str] = field(factory=set)
    named: set[str] = field(factory=set)
    sanctions: set[tuple[str, str]] = field(factory=set)
    readings: set[tuple[str, str]] = field(factory=set)
    keys: set[str] = field(factory=set)
    periods: set[str] = field(factory=set)

    def see(self, case: ExpectedCase) -> None:
        """Takes in a case."""
        self.kinds |= {str(i.get("kind")) for i in case.get("incidents", ())}
        self.readings |= {(k, str(v)) for k, v in case.get("readings", {}).items()}
        self.periods |= _kinds_of_period(case)
        for unit in case.get("expect", {}).values():
            self.keys |= set(unit)
            self.kinds |= {str(line.get("kind")) for line in unit.get("lines", ())}
            for key in ("vetoes", "outcomes", "figures", "unranked", "sections"):
                self.named |= {f"{key}:{name}" for name in unit.get(key, ())}
            for one in unit.get("sanctions", ()):
                self.sanctions.add((str(one.get("sanction")), str(one.get("clause", case.get("clause")))))

    def has(self, key: str, name: str) -> bool:
        """Whether a case expects something by name."""
        return f"{key}:{name}" in self.named


def uncovered(sector: Sector, cases: Iterable[ExpectedCase]) -> list[str]:
    """The rules and alternatives of readings that no case exercises, a sentence each.

    A charge, a rank rule or the breach of a duty is exercised by a case that has an incident or expects a line of its kind; a
    veto, an outcome, a figure, a section or who has no rank by one that expects it by name, the standing by one that expects a
    rank, a checklist by one that expects checks, a period that is combined by one of that period; a sanction by one that
    expects it by name, in a case of its clause or with its clause; an alternative by one that sets it, a number by one that
    sets any.
    """
    seen = _Seen()
    for case in cases:
        seen.see(case)
    provisions = (provision for regulation in sector.regulations for provision in regulation.provisions)
    return [f"{missing} ({provision.clause})" for provision in provisions for missing in _missing(provision, seen)]


def _missing(provision: Provision, seen: _Seen) -> Iterator[str]:
    """What of a provision no case exercises."""
    match provision:
        case Sanction():
            if (provision.name, provision.clause) not in seen.sanctions:
                yield f"no case expects {provision.name}"
        case Figure() | MeanFigure():
            yield from _unnamed(seen, "figures", provision.code)
        case CaseFigures():
            for code in provision.figures:
                yield from _unnamed(seen, "figures", code)
        case Veto():
            yield from _unnamed(seen, "vetoes", provision.name)
        case Outcome():
            yield from _unnamed(seen, "outcomes", provision.name)
        case Unranked():
            yield from _unnamed(seen, "unranked", provision.code)
        case Section():
            if not ("bonus" in seen.keys and (provision.bonus or provision.within)):
                yield from _unnamed(seen, "sections", provision.id)
        case Charge() | VolumeRanking():
            yield from (f"no case for {k.code}" for k in provision.count.kinds if k.code not in seen.kinds)
        case Duty():
            if provision.breach is not None and provision.breach.code not in seen.kinds:
                yield f"no case for a breach of {provision.code}"
        case Standing():
            if "rank" not in seen.keys:
                yield "no case expects a rank"
        case Checklist():
            if "checks" not in seen.keys:
                yield "no case expects what is checked"
        case Combined():
            if provision.period not in seen.periods:
                yield f"no case of a whole {provision.period}"
        case Reading():
            yield from _unset(provision, seen)
        case Bases() | Presumes() | SameMatter() | SamePerson() | SanctionTerms() | Understood() | Unruled():
            pass  # what they say shows in other rules, or is none
        case other:
            yield f"{provision_said(other)}: no case can be told to exercise it; `uncovered` does not know it"


def _unnamed(seen: _Seen, key: str, name: str) -> Iterator[str]:
    if not seen.has(key, name):
        yield f"no case expects {name}"


def _unset(reading: Reading, seen: _Seen) -> Iterator[str]:
    if isinstance(reading.alternatives, Positive):
        numbers = (value for name, value in seen.readings if name == reading.name and value not in reading.codes)
        if not any(value != reading.default for value in numbers):
            yield f"no case sets {reading.name}"
    for alternative in reading.codes:
        if alternative != reading.default and (reading.name, alternative) not in seen.readings:
            yield f"no case sets {reading.name} = {alternative}"


def _kinds_of_period(case: ExpectedCase) -> set[str]:
    try:
        return {Period.parse(str(case.get("period"))).kind}
    except Fault:
        return set()
