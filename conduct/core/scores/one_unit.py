"""One unit told of alone, from what a run gathered of all: its facts are read, and nothing is counted, scored or ranked again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from attrs import evolve

from ..base.connection import Connection
from ..base.words import Words
from ..duties.case_facts import drop
from ..duties.passed_over import passed_over
from ..duties.some_cases import SOME, choose, choose_of_units, choose_related, choose_touched, count_chosen, only
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

_MOST = 2000  # rows that came since, and cases that they touch, which are looked at: with more, any unit may be concerned
_BESIDE = (*SEEN, "warnings", "attachments", "releases", "publications", "drafts", "letterheads")
"""Tables whose rows are about cases, or about no result."""


class FactsCame(Exception):
    """Facts came since a run from which a unit is to be told of, and what the run read of the unit cannot be read any more."""


@contextmanager
def as_read(ledger: FactSource, whole: Assessment, unit: str) -> Iterator[bool]:
    """While it is open, the ledger shows of a unit what a run read that was assessed with ``keep``: its facts as they stand,
    where nothing came since that may be about it; else its cases alone, as they stood, and that is what it gives.

    Within one view of the ledger; several threads may ask of one run, each on a ledger of its own. Raises `FactsCame` where
    something came since on which more hangs than cases.
    """
    if stands(ledger, whole, unit):
        yield False
        return
    since, connection, sector = whole.gathered[0].since, ledger.connection, whole.sector
    if since is None or not _cases_alone_came(ledger, whole, since):
        raise FactsCame
    choose(connection, ())
    choose_of_units(connection, sector, members := _members(whole, unit), since)
    choose_related(connection, sector, since)
    with only(connection, sector, since, members):
        yield True


def about_unit(ledger: FactSource, whole: Assessment, unit: str, alone: bool) -> Assessment:
    """A run that was assessed with ``keep``, told of one unit: as `assess` gives it ``about`` the unit, from the same facts.

    To be asked within `as_read`, which says whether the ledger shows the unit's cases ``alone``.
    """
    kept: list[Gathered] = []
    notes: list[Words] = []
    waits: Waits = {}
    for part in whole.gathered:
        scope: Scope = evolve(part.scope, connection=ledger.connection, about=unit)
        with engine_of(scope, whole.calendar, counted=None if alone else part.counted) as engine:
            facts = unit_facts(scope, engine, part.tally, unit) if unit not in scope.passed else None
            its = evolve(part, scope=scope, slots=part.slots.own(), facts=facts, undated=engine.undated)
            notes += notes_on(its, engine, undecided(its, engine))
            for duty, incidents in waiting(scope, engine).items():
                waits.setdefault(duty, set()).update(incidents)
        kept.append(its)
    on_law = notes_on_law(ledger, whole.sector, whole.regulation, whole.groundless)
    passed = passed_over(ledger.connection, whole.sector, whole.resolved, whole.period)
    mine = whole.of_unit(unit)
    results = [mine] if mine is not None and unit not in passed else []
    lacking = missing_measures(evolve(kept[0].scope, period=whole.period, measures=whole.measures), results)
    notes = [*on_law, *notes, *waiting_notes(whole.resolved, waits), *lacking]
    return evolve(whole, gathered=tuple(kept), notes=tuple(notes))


def stands(ledger: FactSource, whole: Assessment, unit: str) -> bool:
    """Whether nothing came since a run that may be about a unit: then its facts are still those that the run rests on."""
    since, connection = whole.gathered[0].since, ledger.connection
    if since is None:
        return False
    now = mark_of(connection, whole.sector)
    if now == since:
        return True
    if any(now.last[of] - since.last[of] > _MOST for of in SEEN):
        return False
    return _cases_alone_came(ledger, whole, since) and _untouched(connection, whole.sector, since, _members(whole, unit))


def _members(whole: Assessment, unit: str) -> list[str]:
    """A unit with those whose facts count for it."""
    return whole.gathered[0].scope.members(unit) or [unit]


def _cases_alone_came(ledger: FactSource, whole: Assessment, since: Mark) -> bool:
    """Whether nothing came since a mark but incidents and actions, and units' results hang on nobody's but their own."""
    if whole.resolved.sanctions or not ledger.keeps_counts(whole.sector):
        return False
    came = ledger.connection.execute(
        """SELECT DISTINCT k."of" FROM batches b CROSS JOIN blocks k ON k.batch = b.batch WHERE b.batch > ? AND b.sector = ?""",
        (since.batch, whole.sector.name),
    )
    return all(of in _BESIDE for (of,) in came)


def _untouched(connection: Connection, sector: Sector, since: Mark, members: Collection[str]) -> bool:
    """Whether no fact of some units came or was replaced since a mark."""
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
