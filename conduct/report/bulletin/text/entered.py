"""Incidents and actions as they were entered, of those that a document names."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from conduct.core.base.frozen import frozen
from conduct.core.law.conditions import Stored, name
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.schema import table


@frozen
class IncidentEntered:
    """An incident: its id, unit, kind and day, its text, and the sector's attributes of it, none that is private."""

    incident: str
    unit: str
    kind: str
    date: str
    text: str
    values: Mapping[str, Stored]


@frozen
class ActionEntered:
    """An action: its id, step, day and incident, by whom, why, and the attributes of its step."""

    action: str
    step: str
    date: str
    incident: str | None
    by: str | None
    reason: str | None
    values: Mapping[str, Stored]


def entered(ledger: Ledger, sector: Sector, ids: Collection[str]) -> dict[str, IncidentEntered]:
    """The incidents of these ids, by id."""
    open_ones = [code for code, attribute in sector.incident_attributes.items() if not attribute.private]
    columns = ", ".join(name(c) for c in ("incident", "unit", "kind", "date", "text", *open_ones))
    query = f"SELECT {columns} FROM {name(table(sector, 'incidents'))} WHERE incident IN (SELECT value FROM json_each(?))"
    with ledger.view():
        rows = ledger.connection.execute(query, (json.dumps(sorted(ids)),)).fetchall()
    found = (
        IncidentEntered(i, u, kind, day, text or "", dict(zip(open_ones, v, strict=True))) for i, u, kind, day, text, *v in rows
    )
    return {one.incident: one for one in found}


def taken(ledger: Ledger, sector: Sector, incidents: Collection[str]) -> list[ActionEntered]:
    """The actions on these incidents, by day, then id."""
    codes = list(sector.action_attributes)
    columns = ", ".join(name(c) for c in ("action", "step", "date", "incident", "by", "reason", *codes))
    query = f"""SELECT {columns} FROM {name(table(sector, "actions"))}
                WHERE incident IN (SELECT value FROM json_each(?)) ORDER BY date, action"""
    with ledger.view():
        rows = ledger.connection.execute(query, (json.dumps(sorted(incidents)),)).fetchall()
    found = []
    for action, step, day, incident, by, reason, *values in rows:
        found.append(ActionEntered(action, step, day, incident, by, reason, dict(zip(codes, values, strict=True))))
    return found
