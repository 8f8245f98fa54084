"""Cases that were withdrawn as a whole, who may withdraw one, and what is asked of a step on one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from conduct.core.base.faults import Problem
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words
from conduct.core.law.conditions import name
from conduct.core.law.model import MISTAKEN, WITHDRAW
from conduct.core.ledger.mistaken import mistaken_actions
from conduct.core.ledger.schema import OUT_STEPS, table
from conduct.door.owed import CaseStands

from .choosing import deciding_by, may_take
from .meant import WITHDRAWN_MEANT
from .rights import ROLE_WORDS, ROLES, Action
from .visits import Visit


@frozen
class CaseWithdrawn:
    """When a case was withdrawn as a whole, by whom and why."""

    day: str
    by: str
    reason: str


def withdrawn(visit: Visit, cases: Sequence[str]) -> dict[str, CaseWithdrawn]:
    """Those of some cases that were withdrawn as a whole, by the last withdrawal that stands."""
    query = f"""SELECT a.incident, a.action, a.date, coalesce(a."by", ''), coalesce(a.reason, '') FROM json_each(:ids) j
        CROSS JOIN {name(table(visit.sector, "actions"))} a ON a.incident = j.value AND a.{OUT_STEPS}
        WHERE a.step = :withdraw AND a.{name(MISTAKEN.code)} IS NULL ORDER BY a.date, a.seq"""
    connection = visit.deployment.ledger.connection
    rows = connection.execute(query, {"ids": json.dumps([*cases]), "withdraw": WITHDRAW.code}).fetchall()
    gone = mistaken_actions(connection, visit.sector) if rows else set()
    return {case: CaseWithdrawn(*said) for case, action, *said in rows if action not in gone}


def withdrawn_doubted(visit: Visit, taken: Sequence[str], cases: Sequence[CaseStands]) -> list[Problem]:
    """What is asked of steps on cases of which one was withdrawn as a whole: whether they are meant, for they count for nothing
    there. Nothing of what takes back a mistaken action, as that withdrawal may be, and where it is confirmed.
    """
    if visit.one(WITHDRAWN_MEANT):
        return []
    gone = withdrawn(visit, [str(one.incident["incident"]) for one in cases])
    found = []
    for called in taken if gone else ():
        step = visit.sector.step_by_code.get(called.partition(".")[0])
        if step is None or (step == WITHDRAW and (visit.one(f"{called}.{MISTAKEN.code}") or visit.one(MISTAKEN.code))):
            continue
        case, how = next(iter(gone.items()))
        by = how.by or Words("未写明何人", "nobody is named")
        said: dict[str, str | int | Words] = {"step": step.words, "case": case, "day": how.day, "by": by}
        found.append(Problem("case-withdrawn", {**said, "field": "step", "cell": f"{called}."}))
    return found


def who_withdraws(visit: Visit, unit: str) -> str:
    """Which role withdraws a case of the unit, in words, for a clerk who may not; empty for whoever may, or enters nothing."""
    if not visit.may_for(Action.ENTER, unit) or may_take(visit, WITHDRAW, unit):
        return ""
    return next(ROLE_WORDS[role].said(visit.lang) for role, able in ROLES.items() if deciding_by(WITHDRAW.code) in able)
