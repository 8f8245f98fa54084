"""What a link to a case says of it, by the rights of whoever reads it."""

from __future__ import annotations

from collections.abc import Callable

from conduct.core.base.connection import Connection
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang
from conduct.core.law.conditions import name
from conduct.core.law.sector import Sector
from conduct.core.ledger.schema import table

from .rights import Action


@frozen
class CaseSaid:
    """What a link to a case says of it, each empty where it is not said: its day, its kind, who complained and of what; and
    whether the case is ``there`` to be looked at.
    """

    day: str = ""
    kind: str = ""
    complainant: str = ""
    text: str = ""
    there: bool = False


def case_said(connection: Connection, sector: Sector, lang: Lang, may: Callable[[Action, str], bool], case: str) -> CaseSaid:
    """Of a case its kind and day to whoever may see it, and who complained and of what to whoever may read it; nothing of one
    that is not his. Of what a unit did that is about no case, and has no page, the step and its day. ``may`` is his right for
    a unit.
    """
    query = f"SELECT unit, kind, date, complainant, text FROM {name(table(sector, 'incidents'))} WHERE incident = ?"
    row = connection.execute(query, (case,)).fetchone()
    if row is None:
        return _of_unit(connection, sector, lang, may, case)
    unit, kind, day, who, text = row
    whole = may(Action.CASE, unit)
    if not whole and not may(Action.OWN, unit):
        return CaseSaid()
    words = sector.kind_by_code[kind].words.said(lang) if kind in sector.kind_by_code else kind
    return CaseSaid(day, words, (who or "") if whole else "", (text or "") if whole else "", there=True)


def _of_unit(connection: Connection, sector: Sector, lang: Lang, may: Callable[[Action, str], bool], action: str) -> CaseSaid:
    query = f"SELECT unit, step, date FROM {name(table(sector, 'actions'))} WHERE action = ? AND incident IS NULL"
    row = connection.execute(query, (action,)).fetchone()
    if row is None or not (may(Action.CASE, row[0]) or may(Action.OWN, row[0])):
        return CaseSaid()
    step = sector.step_by_code.get(row[1])
    return CaseSaid(row[2], step.words.said(lang) if step is not None else row[1])
