"""Which unit a text means: one by its id, or by a name or alias that it alone bears."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import field

from conduct.core.base.connection import Connection
from conduct.core.base.faults import Fault, Problem
from conduct.core.base.frozen import define
from conduct.core.base.words import codes_listed
from conduct.core.law.conditions import name
from conduct.core.law.sector import Sector
from conduct.core.ledger.schema import table
from conduct.core.ledger.source import FactSource
from conduct.core.ledger.units import units_of

from .cells import Bad, Converted, identifier, text

_OF_ALIASES = re.compile("[;；]")
_OF_NAMES = re.compile("[、,，;；]")
_MOST_SAID = 5


def unit_meant(ledger: FactSource, sector: Sector, called: str) -> str | None:
    """The id of the unit that a text means, by its id, its name or an alias; None if the sector holds no such unit.

    Raises `Fault` ``unit-ambiguous``.
    """
    ledger.need(sector)
    names = UnitNames.known(ledger.connection, sector)
    meant = names(called.strip())
    if isinstance(meant, Bad) and meant.code == "unit-ambiguous":
        raise Fault([Problem(meant.code, meant.values)])
    return str(meant) if meant in names.ids else None


def units_under(ledger: FactSource, sector: Sector, called: str) -> set[str]:
    """The unit that a text means, by its id, its name or an alias, and all below it; none if the sector holds no such unit.

    Raises `Fault` ``unit-ambiguous``.
    """
    meant = unit_meant(ledger, sector, called)
    if meant is None:
        return set()
    children: dict[str, list[str]] = {}
    for unit in units_of(ledger.connection, sector).values():
        children.setdefault(unit.parent or "", []).append(unit.id)
    found, waiting = set(), [meant]
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting += children.get(one, ())
    return found


def folded(called: str) -> str:
    """A name as names are compared: a no-break space is a space, and none stands outside."""
    return called.replace("\u00a0", " ").strip()


def separate(aliases: str) -> list[str]:
    """Several names with ``;`` between them, one by one."""
    return [one for one in map(folded, _OF_ALIASES.split(aliases)) if one]


def names_in(written: str) -> list[str]:
    """Those whom a text names, with a comma or the like between them, as names are compared; a blank one where nothing stands."""
    return [folded(one) for one in _OF_NAMES.split(written)]


def aliases(cell: str) -> Converted:
    """Further names as the ledger keeps them: ``;`` between them, no blanks about it."""
    found = text(cell)
    return found if isinstance(found, Bad) else ";".join(separate(cell)) or None


@define
class UnitNames:
    """The ids of units, and by each name or alias the ids of those that bear it."""

    ids: set[str] = field(factory=set)
    bearers: dict[str, list[str]] = field(factory=dict)

    @classmethod
    def known(cls, connection: Connection, sector: Sector, without: Iterable[str] = ()) -> UnitNames:
        """Those of the ledger's units, but for some ids."""
        found = cls()
        left = set(without)
        for unit, called, more in connection.execute(f"SELECT unit, name, aliases FROM {name(table(sector, 'units'))}"):
            if unit not in left:
                found.add(unit, called, more or "")
        return found

    def add(self, unit: str, called: str, more: str) -> None:
        """Takes a unit with its name and its aliases."""
        self.ids.add(unit)
        for one in {folded(called), *separate(more)} - {""}:
            bearers = self.bearers.setdefault(one, [])
            if unit not in bearers:
                bearers.append(unit)

    def __call__(self, cell: str) -> Converted:
        """The id of the unit that a cell means; the cell itself if it means none, an error if it may mean several."""
        found = identifier(cell)
        if isinstance(found, str) and found in self.ids:
            return found
        units = self.bearers.get(folded(cell), ())
        if len(units) > 1:
            more = ["…"] if len(units) > _MOST_SAID else []
            return Bad("unit-ambiguous", {"value": cell, "units": codes_listed([*sorted(units)[:_MOST_SAID], *more])})
        return units[0] if units else found
