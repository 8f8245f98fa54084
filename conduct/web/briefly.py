"""Cases told apart in a list: who complained, and how the text begins."""

from __future__ import annotations

import json
from collections.abc import Iterable

from conduct.core.law.conditions import name
from conduct.core.ledger.schema import table

from .rights import Action
from .visits import Visit

CaseTold = tuple[str, str]
_NOTHING: CaseTold = ("", "")
_MANY = 50_000


def told(visit: Visit, cases: Iterable[tuple[str | None, str]]) -> dict[str, CaseTold]:
    """Who complained and the text of the cases, each with its unit, that are for whoever asks; by the case."""
    able: dict[str, bool] = {}
    wanted = []
    for case, unit in cases:
        if unit not in able:
            able[unit] = visit.may_for(Action.CASE, unit)
        if case is not None and able[unit]:
            wanted.append(case)
    query = f"""SELECT i.incident, coalesce(i.complainant, ''), coalesce(i.text, '') FROM json_each(:ids) j
        JOIN {name(table(visit.sector, "incidents"))} i ON i.incident = j.value"""
    found: dict[str, CaseTold] = {}
    for first in range(0, len(wanted), _MANY):
        rows = visit.deployment.ledger.connection.execute(query, {"ids": json.dumps(wanted[first : first + _MANY])})
        found.update((case, (who, text)) for case, who, text in rows)
    return found


def of(found: dict[str, CaseTold], case: str | None) -> CaseTold:
    """What is told of a case; nothing of one that is none, or not his."""
    return found.get(case or "", _NOTHING)
