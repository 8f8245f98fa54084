"""Whom and which phones the ledger knows, so that a veil hides them, and whose names stay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from conduct.core.base.connection import Connection
from conduct.core.base.words import Lang
from conduct.core.law.conditions import name, quoted
from conduct.core.law.sector import Sector
from conduct.core.ledger.schema import table
from conduct.core.ledger.source import FactSource
from conduct.core.ledger.units import homes

from ..hiding.veil import Hides, Veil
from ..told import Told


def veil_for(told: Told, lang: Lang, kind: str = "notice", *, masked: bool = True, own: Iterable[str] = ()) -> Veil:
    """The veil of a document of a kind. One that is not ``masked`` still hides who complained in what goes to the one complained
    about: letters and decisions. ``own`` is what the office says of itself, as where it is reached: that stays.
    """
    a = told.assessment
    on = {found.on for unit in a.units for found in unit.sanctions if found.on} | {p.unit for u in a.units for p in u.persons}
    stay = {unit.name for unit in a.units} | {unit.unit for unit in a.units} | {a.names[one] for one in on if one in a.names} | on
    hides: Hides = "all" if masked else "complainants" if kind in ("letter", "decision") else "nothing"
    return veil_of(told.ledger, [a.sector], lang, stay={*stay, *(one for one in own if one)}, hides=hides)


def veil_kept(told: Told, lang: Lang) -> Veil:
    """The veil of a notice in a language, by which is found what may be quoted; made once."""
    if lang not in told.veils:
        told.veils[lang] = veil_for(told, lang)
    return told.veils[lang]


def written_about(told: Told, unit: str) -> Iterator[str]:
    """What is written in the incidents of the period that are about a unit, or for which a person is sanctioned."""
    a = told.assessment
    incidents = name(table(a.sector, "incidents"))
    home = homes(told.units, a.sector)
    mine = [one for one, at in home.items() if at == unit]
    cases = [found.incident for one in a.units for found in one.sanctions if found.on == unit]
    query = f"""SELECT text, source FROM {incidents}
                WHERE unit IN (SELECT value FROM json_each(?)) AND date BETWEEN ? AND ?
                OR incident IN (SELECT value FROM json_each(?))"""
    of = json.dumps([*mine, unit]), a.period.start.isoformat(), a.period.end.isoformat(), json.dumps(cases)
    for row in told.ledger.connection.execute(query, of):
        yield from (said for said in row if said)


def veil_of(ledger: FactSource, sectors: Iterable[Sector], lang: Lang, *, stay: Iterable[str] = (), hides: Hides = "all") -> Veil:
    """A veil that knows who ever complained, by the ledger of these sectors, and each value of an attribute that is private.

    ``stay`` are names that stay although somebody of that name complained; other units' stay unless one of that name did.
    """
    complainants, phones, called = set[str](), set[str](), set[str]()
    with ledger.view():
        for sector in sectors:
            if ledger.has(sector):
                ledger.need(sector)
                complainants.update(_who_complained(ledger.connection, sector))
                phones.update(_private(ledger.connection, sector))
                called.update(_units_called(ledger.connection, sector))
    spared = {*(called - complainants), *stay}
    return Veil(lang, complainants=sorted(complainants), phones=sorted(phones), spared=sorted(spared), hides=hides)


def outside_steps(sector: Sector) -> str:
    """The steps that the complainant takes, as SQL lists them."""
    return ", ".join(quoted(step.code) for step in sector.steps if step.outside) or "''"


def _who_complained(connection: Connection, sector: Sector) -> Iterator[str]:
    """Every complainant, now and before a correction, and by whom a step was taken that the complainant takes."""
    outside = outside_steps(sector)
    incidents, actions = table(sector, "incidents"), table(sector, "actions")
    asked = [
        *(f"SELECT complainant FROM {name(incidents + more)}" for more in ("", "_history")),
        *(f'SELECT "by" FROM {name(actions + more)} WHERE step IN ({outside})' for more in ("", "_history")),
    ]
    return (said for (said,) in connection.execute(" UNION ".join(asked)) if said)


def _private(connection: Connection, sector: Sector) -> Iterator[str]:
    """Every value of an attribute that is private, now and before a correction."""
    asked = [
        f"SELECT {name(attribute.code)} FROM {name(table(sector, of) + more)}"
        for of, attributes in (("incidents", sector.incident_attributes), ("actions", sector.action_attributes))
        for attribute in attributes.values()
        if attribute.private
        for more in ("", "_history")
    ]
    return (str(said) for (said,) in connection.execute(" UNION ".join(asked)) if said is not None) if asked else iter(())


def _units_called(connection: Connection, sector: Sector) -> Iterator[str]:
    """Every unit's id, name and aliases."""
    for unit, called, more in connection.execute(f"SELECT unit, name, aliases FROM {name(table(sector, 'units'))}"):
        yield from (unit, called, *(one.strip() for one in (more or "").split(";")))
