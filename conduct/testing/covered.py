"""Which rules and readings the cases of a sector exercise, and which none does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conduct.core.law import (
    CaseFigures,
    Charge,
    Duty,
    Figure,
    MeanFigure,
    Outcome,
    Positive,
    Reading,
    Sanction,
    Veto,
    VolumeRanking,
)
from conduct.core.sector import Sector


def uncovered(sector: Sector, cases: Iterable[Mapping[str, Any]]) -> list[str]:
    """The rules and alternatives of readings that no case exercises, a sentence each.

    A charge, a rank rule or the breach of a duty is exercised by a case that has an incident or expects a line of its kind; a
    veto, an outcome or a figure by one that expects it by name; a sanction by one that expects it by name, in a case of its
    clause or with its clause; an alternative by one that sets it, a number by one that sets any.
    """
    kinds: set[str] = set()
    expected: set[str] = set()
    sanctions: set[tuple[str, str]] = set()
    readings: set[tuple[str, str]] = set()
    for case in cases:
        kinds |= {str(i.get("kind")) for i in case.get("incidents", ())}
        readings |= {(k, str(v)) for k, v in case.get("readings", {}).items()}
        for unit in case.get("expect", {}).values():
            kinds |= {str(line.get("kind")) for line in unit.get("lines", ())}
            expected |= {*unit.get("vetoes", ()), *unit.get("outcomes", ()), *unit.get("figures", ())}
            sanctions |= {(str(s.get("sanction")), str(s.get("clause", case.get("clause")))) for s in unit.get("sanctions", ())}
    missing = []
    for regulation in sector.regulations:
        for provision in regulation.provisions:
            match provision:
                case Sanction():
                    if (provision.name, provision.clause) not in sanctions:
                        missing.append(f"no case expects {provision.name} ({provision.clause})")
                case Figure() | MeanFigure():
                    if provision.code not in expected:
                        missing.append(f"no case expects {provision.code} ({provision.clause})")
                case CaseFigures():
                    missing += [
                        f"no case expects {code} ({provision.clause})" for code in provision.figures if code not in expected
                    ]
                case Charge() | VolumeRanking():
                    missing += [
                        f"no case for {k.code} ({provision.clause})" for k in provision.count.kinds if k.code not in kinds
                    ]
                case Veto() | Outcome():
                    if provision.name not in expected:
                        missing.append(f"no case expects {provision.name} ({provision.clause})")
                case Duty():
                    if provision.breach is not None and provision.breach.code not in kinds:
                        missing.append(f"no case for a breach of {provision.code} ({provision.clause})")
                case Reading():
                    if isinstance(provision.alternatives, Positive):
                        numbers = (value for name, value in readings if name == provision.name and value not in provision.codes)
                        if not any(value != provision.default for value in numbers):
                            missing.append(f"no case sets {provision.name} ({provision.clause})")
                    missing += [
                        f"no case sets {provision.name} = {alternative} ({provision.clause})"
                        for alternative in provision.codes
                        if alternative != provision.default and (provision.name, alternative) not in readings
                    ]
    return missing
