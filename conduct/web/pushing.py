"""Cases that another system brings, as a hotline's: one or many with their steps, all or nothing, each known by its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conduct.core.base.faults import Fault, Place, Problem, fault
from conduct.core.base.words import codes_listed
from conduct.core.law.conditions import name
from conduct.core.law.model import APPEAL_DECIDED
from conduct.core.ledger.schema import table
from conduct.door.deciding import deciding_steps

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
    sector, brought = visit.sector, dict[str, str]()
    limited = visit.limited(Action.ENTER)
    for n, row in enumerate(given["incidents"], 1):
        incident, unit = str(row.get("incident") or ""), str(row.get("unit") or "")
        standing = _unit_of(visit, incident)
        brought.setdefault(incident, standing or unit)
        if limited and (unit not in visit.units or not _his(visit, Action.ENTER, unit, standing)):
            yield Problem("push-unit", {"value": unit}, Place("incidents", n, "unit"))
    deciding = deciding_steps(sector)
    for n, row in enumerate(given["actions"], 1):
        incident, code = str(row.get("incident") or ""), str(row.get("step") or "")
        of, step = brought.get(incident) or _unit_of(visit, incident), sector.step_by_code.get(code)
        action = Action.ENTER
        if code in deciding:
            action = Action.ANSWER if code == APPEAL_DECIDED.code else Action.DECIDE
        if step is None or step.by_unit or not visit.may(action, visit.sector_name):
            yield Problem("push-step", {"value": code}, Place("actions", n, "step"))
        elif visit.limited(action) and not _his(visit, action, of):
            yield Problem("push-case", {"value": incident}, Place("actions", n, "incident"))


def _his(visit: Visit, action: Action, *units: str | None) -> bool:
    return any(units) and all(visit.may_for(action, unit) for unit in units if unit)


def _unit_of(visit: Visit, incident: str) -> str | None:
    """The unit of an incident that stands in the ledger."""
    query = f"SELECT unit FROM {name(table(visit.sector, 'incidents'))} WHERE incident = ?"
    row = visit.deployment.ledger.connection.execute(query, (incident,)).fetchone()
    return str(row[0]) if row is not None else None
