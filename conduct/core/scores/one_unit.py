"""One unit told of alone, from what a run gathered of all: its facts are read, and nothing is counted, scored or ranked again."""

from __future__ import annotations

import json
from collections.abc import Collection

from attrs import evolve

from ..base.words import Words
from ..duties.case_facts import drop
from ..duties.passed_over import passed_over
from ..duties.some_cases import SOME, choose_touched, count_chosen
from ..law.conditions import name
from ..law.sector import Sector
from ..ledger.counts import SEEN, Mark, mark_of
from ..ledger.schema import table
from ..ledger.source import FactSource
from .beside import Waits, waiting, waiting_notes
from .judge import Gathered, engine_of
from .notes import notes_on, notes_on_law
from .results import Assessment
from .slots import Scope
from .standings import missing_measures
from .unit_facts import unit_facts
from .unsettled import undecided

_MOST = 2000  # cases touched since that are looked at: with more, any unit may be concerned
_BESIDE = (*SEEN, "attachments", "releases", "publications", "drafts", "letterheads")
"""Tables whose rows are about cases, or about no result."""


def about_unit(ledger: FactSource, whole: Assessment, unit: str) -> Assessment | None:
    """A run that was assessed with ``keep``, told of one unit: as `assess` gives it ``about`` the unit, from the same facts.

    None where facts came since that may be about the unit: it cannot be told any more what the run rests on. To be asked within
    one view of the ledger; several threads may ask of one run, each on a ledger of its own.
    """
    if not stands(ledger, whole, unit):
        return None
    kept: list[Gathered] = []
    notes: list[Words] = []
    waits: Waits = {}
    for part in whole.gathered:
        scope: Scope = evolve(part.scope, connection=ledger.connection, about=unit)
        with engine_of(scope, whole.calendar, counted=part.counted) as engine:
            facts = unit_facts(scope, engine, part.tally, unit) if unit not in scope.passed else None
            mine = evolve(part, scope=scope, slots=part.slots.own(), facts=facts, undated=engine.undated)
            notes += notes_on(mine, engine, undecided(mine, engine))
            for duty, incidents in waiting(scope, engine).items():
                waits.setdefault(duty, set()).update(incidents)
        kept.append(mine)
    on_law = notes_on_law(ledger, whole.sector, whole.regulation, whole.groundless)
    passed = passed_over(ledger.connection, whole.sector, whole.resolved, whole.period)
    results = [one for one in whole.units if one.unit == unit and unit not in passed]
    lacking = missing_measures(evolve(kept[0].scope, period=whole.period, measures=whole.measures), results)
    notes = [*on_law, *notes, *waiting_notes(whole.resolved, waits), *lacking]
    return evolve(whole, gathered=tuple(kept), notes=tuple(notes))


def stands(ledger: FactSource, whole: Assessment, unit: str) -> bool:
    """Whether nothing came since a run that may be about a unit: then its facts are still those that the run rests on."""
    sector, part = whole.sector, whole.gathered[0]
    if part.since is None:
        return False
    members = [one for one, home in part.scope.homes.items() if home == unit] or [unit]
    return _untouched(ledger, sector, part.since, members, alone=not whole.resolved.sanctions)


def _untouched(ledger: FactSource, sector: Sector, since: Mark, members: Collection[str], alone: bool) -> bool:
    """Whether no fact of some units came or was replaced since a mark; where their results do not hang on their facts ``alone``,
    whether none of any did."""
    connection = ledger.connection
    if mark_of(connection, sector) == since:
        return True
    if not alone or not ledger.keeps_counts(sector):
        return False
    came = connection.execute(
        """SELECT DISTINCT k."of" FROM batches b CROSS JOIN blocks k ON k.batch = b.batch WHERE b.batch > ? AND b.sector = ?""",
        (since.batch, sector.name),
    )
    if any(of not in _BESIDE for (of,) in came):
        return False
    asked = {"units": json.dumps(list(members)), "batch": since.batch}
    theirs = "unit IN (SELECT value FROM json_each(:units))"
    for of in SEEN:
        target = table(sector, of)
        for where, named in ((f"seq > {since.last[of]}", target), ("replaced_by > :batch", f"{target}_history")):
            query = f"SELECT 1 FROM main.{name(named)} WHERE {where} AND {theirs} LIMIT 1"
            if connection.execute(query, asked).fetchone() is not None:
                return False
    choose_touched(connection, sector, since, _MOST)
    try:
        if count_chosen(connection) > _MOST:
            return False
        query = f"""SELECT 1 FROM temp.{SOME} s CROSS JOIN main.{name(table(sector, "incidents"))} i ON i.incident = s.incident
                    WHERE i.{theirs} LIMIT 1"""
        return connection.execute(query, asked).fetchone() is None
    finally:
        drop(connection, [SOME], failed=False)
