"""What is asked of the reason of a decision on an objection: whether it is meant though its unit would not read it."""

from __future__ import annotations

from collections.abc import Sequence

from conduct.core.base.faults import Problem
from conduct.core.law.model import APPEAL_DECIDED
from conduct.door.owed import CaseStands

from .meant import REASON_MEANT
from .own_results import withheld_from
from .visits import Visit


def reasons_doubted(visit: Visit, taken: Sequence[str], cases: Sequence[CaseStands]) -> list[Problem]:
    """What is asked of a decision on an objection to one of the cases: whether its reason is meant though it may tell who
    complained, so that the unit reads that it is not quoted. Nothing of other steps, and where it is confirmed.
    """
    decisions = [called for called in taken if called.partition(".")[0] == APPEAL_DECIDED.code]
    for called in decisions if not visit.one(REASON_MEANT) else ():
        own = f"{called}.reason"
        field = own if visit.one(own) else "reason"
        for unit in dict.fromkeys(one.unit for one in cases if visit.one(field)):
            if unit in visit.units and withheld_from(visit, unit, visit.one(field)):
                return [Problem("reason-withheld", {"unit": visit.units[unit].name, "field": field})]
    return []
