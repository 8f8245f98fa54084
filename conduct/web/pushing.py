"""Cases that another system brings, as a hotline's: one or many with their steps, all or nothing, each known by its id."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from conduct.core.base.faults import Fault, Place, Problem, fault
from conduct.core.base.words import codes_listed
from conduct.core.law.conditions import name
from conduct.core.ledger.schema import table
from conduct.door.deciding import deciding_steps

from .choosing import deciding_by, sent_by
from .rights import Action
from .visits import Answer, Visit

_TABLES = ("incidents", "actions")
RowsPushed = Sequence[Mapping[str, object]]


def pushed(visit: Visit) -> Answer:
    """Enters incidents, and actions on them or on others. Rows that stand already, the same, change nothing: what was sent once
    may be sent again. Columns, steps and units are given by their codes and ids, so that what is asked is what is entered.

    Raises `Fault` with everything that is wrong, each with its table, row and field.
    """
    given = _given(visit)
    if problems := [*_strange(visit, given), *_not_his(visit, given)]:
        raise Fault(problems)
    visit.deployment.signed = sent_by(visit, deciding_steps(visit.sector))  # those of them that are not his are refused above
    made = visit.office.add(incidents=given["incidents"] or None, actions=given["actions"] or None)
    plain = {"added": made.added, "unchanged": made.unchanged, "warnings": made.warnings, "notes": made.notes}
    return Answer("plain", plain, status=201 if any(made.added.values()) else 200)


def _given(visit: Visit) -> dict[str, RowsPushed]:
    """The rows of each table: of an object with its tables, of a list of incidents, or of one incident."""
    sent = visit.sent
    if isinstance(sent, dict) and not sent.keys() & {*_TABLES}:
        sent = [sent] if sent else None
    found = {"incidents": sent} if isinstance(sent, list) else sent
    rows = {of: found.get(of) or [] for of in _TABLES} if isinstance(found, dict) else {}
    strange = {*found} - {*_TABLES} if isinstance(found, dict) else set()
    if not any(rows.values()) or strange or not all(_are_rows(one) for one in rows.values()):
        raise fault("push-form")
    return rows


def _are_rows(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(row, dict) for row in given)


def _strange(visit: Visit, given: Mapping[str, RowsPushed]) -> Iterator[Problem]:
    """Columns that a table does not have."""
    for of in _TABLES:
        columns = [column for column in visit.sector.columns(of) if column != "batch"]
        for n, row in enumerate(given[of], 1):
            for column in row.keys() - {*columns}:
                yield Problem("field-not-offered", {"value": column, "known": codes_listed(columns)}, Place(of, n, column))


def _not_his(visit: Visit, given: Mapping[str, RowsPushed]) -> Iterator[Problem]:
    """Incidents of units that are not his, and steps that are not his to take: they look as what there is not."""
    sector, limited, brought = visit.sector, visit.limited(Action.ENTER), dict[str, str]()
    if not limited and not given["actions"]:
        return
    his = cache(visit.may_for)
    standing = _units_of(visit, {str(row.get("incident") or "") for of in _TABLES for row in given[of]})
    for n, row in enumerate(given["incidents"], 1):
        incident, unit = str(row.get("incident") or ""), str(row.get("unit") or "")
        brought.setdefault(incident, standing.get(incident, unit))
        known = unit in visit.units and his(Action.ENTER, unit) and his(Action.ENTER, standing.get(incident, unit))
        if limited and not known:
            yield Problem("push-unit", {"value": unit}, Place("incidents", n, "unit"))
    deciding = deciding_steps(sector)
    for n, row in enumerate(given["actions"], 1):
        incident, code = str(row.get("incident") or ""), str(row.get("step") or "")
        of, step = brought.get(incident) or standing.get(incident), sector.step_by_code.get(code)
        action = Action.ENTER
        if code in deciding:
            action = deciding_by(code)
        if step is None or step.by_unit or not visit.may(action, visit.sector_name):
            yield Problem("push-step", {"value": code}, Place("actions", n, "step"))
        elif visit.limited(action) and not (of and his(action, of)):
            yield Problem("push-case", {"value": incident}, Place("actions", n, "incident"))


def _units_of(visit: Visit, incidents: Collection[str]) -> dict[str, str]:
    """The units of those of the incidents that stand in the ledger."""
    query = f"""SELECT incident, unit FROM {name(table(visit.sector, "incidents"))}
                WHERE incident IN (SELECT value FROM json_each(?))"""
    return dict(visit.deployment.ledger.connection.execute(query, (json.dumps([*incidents]),)))
