"""The columns of each table: what names another row, and what turns a cell of each to what the ledger holds."""

from __future__ import annotations

from conduct.core.base.periods import ANY
from conduct.core.law.model import ActionId, ByOwner, IncidentId, Kind, Step, Type, UnitId
from conduct.core.law.sector import KEYS, Sector

from .cells import Bad, Converter, Days, converter, identifier, option_of, period, text
from .unit_names import UnitNames, aliases


def reference_columns(sector: Sector, table: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The columns that name another row: each with the table it names and the kinds allowed there (any if none)."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    if table == "units":
        found["parent"] = ("units", ())
        if sector.heads:
            found["head"] = ("units", sector.heads)
    else:
        found["unit"] = ("units", ())
    if table == "posts":
        found["person"] = ("units", sector.heads)
    if table == "actions":
        found["incident"] = ("incidents", ())
    attributes = {"incidents": sector.incident_attributes, "actions": sector.action_attributes}.get(table, {})
    for code, attribute in attributes.items():
        if isinstance(attribute.type, UnitId):
            found[code] = ("units", attribute.type.kinds)
        elif isinstance(attribute.type, ByOwner):
            found[code] = ("units", attribute.type.unit.kinds)
        elif isinstance(attribute.type, IncidentId):
            found[code] = ("incidents", attribute.type.kinds)
        elif isinstance(attribute.type, ActionId):
            found[code] = ("actions", ())
    return found


def id_columns(sector: Sector, table: str) -> frozenset[str]:
    """The columns that hold ids: the row's own, and those of others."""
    return frozenset({*reference_columns(sector, table), KEYS[table][0]})


def naming_owners(sector: Sector, table: str, column: str) -> tuple[str, ...]:
    """Whose column names a unit, where it holds an option of others; none if it always does."""
    attributes = {"incidents": sector.incident_attributes, "actions": sector.action_attributes}.get(table, {})
    if column not in attributes or not isinstance(attributes[column].type, ByOwner):
        return ()
    owners: tuple[Kind | Step, ...] = sector.kinds if table == "incidents" else sector.all_steps
    return tuple(o.code for o in owners for a in o.attributes if a.code == column and isinstance(a.type, UnitId))


def _no_measures(sector: Sector) -> Converter:
    """Of a sector that declares no measures: no cell that names one can be taken."""
    return lambda cell: Bad("sector-no-measures", {"value": cell, "sector": sector.title})


def column_converter(sector: Sector, table: str, column: str, days: Days, units: UnitNames) -> tuple[Converter, bool]:
    """A column's converter, and whether its cells are stripped of outer blanks."""
    kinds = [(k.code, k.words) for k in (sector.recorded_kinds if column == "kind" and table == "incidents" else sector.kinds)]
    attributes = {"incidents": sector.incident_attributes, "actions": sector.action_attributes}.get(table, {})
    if column in attributes:
        declared: Type = attributes[column].type
        return converter(declared, kinds, days, units), True
    match table, column:
        case _, "text" | "complainant" | "source" | "reason" | "note" | "name":
            return text, False
        case _, "aliases":
            return aliases, True
        case _, "by":
            return text, True
        case _, "date" | "from" | "until":
            return days, True
        case "units", "kind":
            return option_of(((k.code, k.words) for k in sector.unit_kinds), "cell-unit-kind"), True
        case "posts", "post":
            return option_of(((p.code, p.words) for p in sector.posts), "cell-post"), True
        case "incidents", "kind":
            return option_of(kinds, "cell-kind"), True
        case _, "step":
            return option_of(((s.code, s.words) for s in sector.all_steps), "cell-step"), True
        case _, "measure":
            measures = option_of(((m.code, m.words) for m in sector.measures), "cell-measure")
            return measures if sector.measures else _no_measures(sector), True
        case _, "period":
            return period(ANY), True
        case _, "value":
            return text, True
        case _, "parent" | "person" | "head":
            return (units if column != "head" or sector.heads else identifier), True
        case "measures" | "incidents" | "actions" | "posts", "unit":
            return units, True
    return identifier, True
