"""Who stands where and why: the standings with their bars, as a page and as a file; and one unit."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from conduct.core.base.frozen import frozen
from conduct.core.base.words import clause_words
from conduct.core.scores.one_unit import FactsCame, stands
from conduct.core.scores.results import DutyCount, UnitResult
from conduct.door.assessing import said_of
from conduct.door.deployment import Deployment
from conduct.door.explained import Explained
from conduct.door.explaining import explain_from
from conduct.report.breached import DutyBreached, DutyPending, duties_breached, duties_pending
from conduct.report.one_fewer import OneFewerSaid, one_fewer_said
from conduct.report.standings import StandingsColumn, legend
from conduct.report.tables import decimals

from . import views
from .kept import BeingWorkedOut, beside, question_of
from .paging import paged
from .rights import Action
from .standings import Standings, chosen, notes_for, periods_of, standings
from .tables import exported, files_of
from .visits import Answer, NotFound, Visit


def board(visit: Visit) -> Answer:
    """The standing of every unit that he may see, as the address asks for it."""
    of, fresh = standings(visit, visit.one("period") or None)
    a = of.made
    found, asked, columns = said_of(visit.deployment, a), chosen(visit, of), of.columns(visit.lang)
    units, paging = paged(visit, asked.units)
    shown = {
        "rows": [{"unit": unit, "cells": _cells(visit, of, unit, columns)} for unit in units],
        "columns": [(c, _sorting(visit, c, asked.sort, asked.down)) for c in columns if c.code != "unit"],
        "legend": legend(a, visit.lang),
        "called": {s.id: s.words.said(visit.lang) for s in a.regulation.sections},
        "found": found,
        "paging": paging,
        "period": a.period.id,
        "periods_offered": periods_of(visit),
        "views": views.his(visit),
        "as_of": a.as_of,
        "title": a.regulation.title.said(visit.lang),
        "notes": [*notes_for(visit, a.notes), *found.warnings],
        "idle": asked.idle,
        "q": visit.one("q"),
        "kind": visit.one("kind"),
        "sort": asked.sort,
        "down": asked.down,
        "kinds": {k.code: k.words.said(visit.lang) for k in a.sector.unit_kinds if k.code in of.kinds},
        "fresh": fresh,
        "batch_at": _counted_at(visit, a.batch),
        "files": files_of(visit, "board"),
    }
    return Answer("board.html", shown)


def _counted_at(visit: Visit, batch: int) -> str:
    """When the batch was accepted up to which a run counts."""
    row = visit.deployment.ledger.connection.execute("SELECT at FROM batches WHERE batch = ?", (batch,)).fetchone()
    return str(row[0]) if row else ""


def _sorting(visit: Visit, column: StandingsColumn, sort: str, down: bool) -> tuple[str, str]:
    """The address that sorts by a column, or the other way where it does already; and how it is sorted now, for who hears it."""
    mine = column.code == sort
    turned = visit.address_with(sort=column.code, down="1" if mine and not down else None, page=None)
    return turned, ("descending" if down else "ascending") if mine else "none"


def _cells(visit: Visit, of: Standings, unit: UnitResult, columns: Sequence[StandingsColumn]) -> list[dict[str, object]]:
    return [
        {"code": c.code, "text": c.cell(unit), "bar": of.bar(unit, c.code), "numeric": c.numeric}
        for c in columns
        if c.code != "unit"
    ]


def board_file(visit: Visit) -> Answer:
    """The same as a file: every row that the address asks for, in its order."""
    of, _ = standings(visit, visit.one("period") or None)
    columns = of.columns(visit.lang)
    rows = ([c.cell(unit) for c in columns] for unit in chosen(visit, of).units)
    numeric = [n for n, c in enumerate(columns) if c.numeric]
    return exported(visit.places["file"], "board", [c.heading for c in columns], rows, numeric)


def unit(visit: Visit) -> Answer:
    """Why a unit stands where it does: each line with its clause, the clause's words, and its cases."""
    unit = visit.places["unit"]
    if unit not in visit.units:
        raise NotFound
    visit.need_for(Action.RESULTS, unit)
    found, fresh = explained(visit, unit)
    why = found.why
    most: dict[str, float] = {one.section: max(one.base or 0, one.most or 0, one.score or 0) for one in why.sections}
    start, end = (visit.sector.period(why.period).start, visit.sector.period(why.period).end)
    shown = {
        "why": why,
        "ahead": [one for one in found.ahead if visit.may_for(Action.RESULTS, one.unit)],
        "fewer": found.fewer,
        "breached": len(found.breached),
        "pending": len(found.pending),
        "duties": found.duties,
        "fresh": fresh,
        "clause": lambda c: clause_words(c, visit.lang),
        "most": most,
        "number": decimals,
        "bar": lambda one: round(max(one.score or 0, 0) * 100 / most[one.section]) if most[one.section] else 0,
        "days": {"from": start.isoformat(), "to": end.isoformat()},
        "may_see": visit.may_for(Action.CASE, unit),
    }
    return Answer("unit.html", shown)


MOST_WAIT = 0.7
"""Seconds that a unit's page waits for a run with what came about the unit; then it is told as it stood, and says so."""


@frozen
class UnitAhead:
    """Who stands one rank before a unit, and what it is ranked by as that is printed, if by anything."""

    unit: str
    name: str
    rank: int | None
    score: float | None


@frozen
class UnitExplained:
    """A unit explained, what one fewer of each kind would give it, the duties that it breached or that are pending, how many it
    met, and who stands before it: all from one run.
    """

    why: Explained
    fewer: Sequence[OneFewerSaid]
    breached: Sequence[DutyBreached]
    pending: Sequence[DutyPending]
    duties: DutyCount | None
    ahead: Sequence[UnitAhead]


def explained(visit: Visit, unit: str) -> tuple[UnitExplained, bool]:
    """A unit explained in the language of who asks, in the period of the address, and whether all that was entered is in it.

    What came since the standings were worked out keeps them from being fresh for a unit only where it may be about the unit
    itself. Where newer ones are not there soon, the unit is told of as the last ones have it.
    """
    period, ledger = visit.one("period") or None, visit.deployment.ledger
    of, fresh = standings(visit, period)
    if not fresh:
        with ledger.view():
            moved = not stands(ledger, of.made, unit)
        if moved:
            of, fresh = standings(visit, period, rest=False, patience=MOST_WAIT)
    served, lang = visit.served, visit.lang

    def make() -> UnitExplained:
        with closing(Deployment(served.ledger, of.made.sector, served.config, lang)) as at:
            try:
                why = explain_from(at, of.made, unit)
            except FactsCame:  # on which more hangs than cases
                raise BeingWorkedOut from None
            duties = (duties_breached(why.made, lang), duties_pending(why.made, lang))
            return UnitExplained(why.by_itself(), [*one_fewer_said(why.made, lang)], *duties, *_placed(of, unit))

    found, mine = beside(question_of(visit, "unit", (unit, period or "", lang)), (of.made.run,), make)
    return found, fresh and mine


def _placed(of: Standings, unit: str) -> tuple[DutyCount | None, list[UnitAhead]]:
    """How many duties a unit met, breached and so on, and who stands before it."""
    if (mine := of.by_id.get(unit)) is None:
        return None, []
    return mine.duties, [UnitAhead(one.unit, one.name, one.rank, of.printed[one.unit][0]) for one in of.ahead(mine)]
