"""Units that are shown in a period without being assessed: an action says so, by whom and why (contract, section 5)."""

from __future__ import annotations

from collections.abc import Iterable

from ..base.connection import Connection
from ..base.frozen import frozen
from ..base.periods import Period
from ..base.words import Words
from ..law.conditions import name
from ..law.law import Regulation
from ..law.model import NOT_ASSESSED
from ..law.sector import Sector
from ..ledger.mistaken import hide_mistaken
from ..ledger.schema import table


@frozen
class NotRanked:
    """Why a unit is shown without a rank: a rule of the law, by its code and clause, or an action that says not to assess it.

    An ``action`` has the ``period`` that it names, ``by`` whom, and the ``reason``.
    """

    code: str
    words: Words
    clause: str | None = None
    action: str | None = None
    period: str | None = None
    by: str | None = None
    reason: str | None = None


@frozen
class PassedOver:
    """An action that says not to assess a unit in a period, whenever it was made."""

    unit: str
    action: str
    period: str
    by: str
    reason: str

    def why(self) -> NotRanked:
        """Why the unit has no rank."""
        words = Words("不予考核", "not assessed")
        return NotRanked(NOT_ASSESSED, words, action=self.action, period=self.period, by=self.by, reason=self.reason)


def all_passed_over(connection: Connection, sector: Sector) -> list[PassedOver]:
    """Every action that says not to assess a unit, by date, then id; mistaken actions are hidden from then on."""
    hide_mistaken(connection, sector)  # one that was taken back says nothing
    rows = connection.execute(
        f"""SELECT unit, action, period, by, reason FROM {name(table(sector, "actions"))}
            WHERE step = ? AND unit IS NOT NULL ORDER BY date, action""",
        (NOT_ASSESSED,),
    )
    return [PassedOver(unit, action, named, by or "", reason or "") for unit, action, named, by, reason in rows]


def passed_over(
    connection: Connection, sector: Sector, regulation: Regulation, period: Period
) -> dict[str, tuple[PassedOver, ...]]:
    """By unit, the actions that say not to assess it in this period, or in one that is combined of such; by date, then id."""
    return passed_over_in(regulation, period, all_passed_over(connection, sector))


def passed_over_in(regulation: Regulation, period: Period, said: Iterable[PassedOver]) -> dict[str, tuple[PassedOver, ...]]:
    """Of the actions that say not to assess a unit, those that hold in this period, by unit."""
    wholes = {kind for kind, terms in regulation.combined.items() if terms.parts == period.kind}
    found: dict[str, tuple[PassedOver, ...]] = {}
    for one in said:
        about = Period.parse(one.period)
        holds = about.kind in wholes and about.start <= period.start and period.end <= about.end
        if holds or about == period:
            found[one.unit] = (*found.get(one.unit, ()), one)
    return found
