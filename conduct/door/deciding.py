"""What a person decides in a sector: by which steps, and who did so."""

from __future__ import annotations

from datetime import date

from conduct.core.base.kept import kept
from conduct.core.base.periods import Period
from conduct.core.duties.out import Appeal, appeals_on, would_answer
from conduct.core.law.choices import variants
from conduct.core.law.conditions import name, quoted
from conduct.core.law.model import APPEAL_DECIDED, NOT_ASSESSED, WITHDRAW
from conduct.core.law.points import Charge
from conduct.core.law.sector import Sector
from conduct.core.ledger.mistaken import hide_mistaken
from conduct.core.ledger.publish import Run
from conduct.core.ledger.schema import table
from conduct.loading.entry import next_ids

from .deployment import Deployment


@kept
def deciding_steps(sector: Sector) -> frozenset[str]:
    """The steps by which somebody decides: what counts, whether it is so, and how much it comes to."""
    found = {WITHDRAW.code, APPEAL_DECIDED.code, NOT_ASSESSED}
    found.update(step.code for step in sector.all_steps if step.finds is not None)
    for law in sector.regulations:
        if law.sanction_terms is not None:
            found.add(law.sanction_terms.decide.code)
        for charge in law.of(Charge):
            for one in variants(charge, settings=False):
                if one.scale is not None and one.deciding is not None:
                    found.add(one.deciding.step.code)
    return frozenset(found)


def who_decided(at: Deployment, sector: Sector, period: Period) -> frozenset[str]:
    """Everybody who took a deciding step in a period, or on an incident of it: who entered it, and by whom it says it was."""
    steps = ", ".join(map(quoted, sorted(deciding_steps(sector))))
    rows = at.ledger.connection.execute(
        f"""SELECT DISTINCT coalesce(b.claimed, b.who), a."by" FROM {name(table(sector, "actions"))} a
            JOIN batches b ON b.batch = a.batch LEFT JOIN {name(table(sector, "incidents"))} i ON i.incident = a.incident
            WHERE a.step IN ({steps}) AND (a.date BETWEEN :start AND :end OR i.date BETWEEN :start AND :end)""",
        {"start": period.start.isoformat(), "end": period.end.isoformat()},
    )
    return frozenset(who for row in rows for who in row if who)


def last_decided(at: Deployment, sector: Sector, period: Period, run: Run | None) -> date | None:
    """The day of the last deciding step on an incident of a period, or about a unit in it, as a sealed ``run`` saw the facts, or
    as they are now; None where there is none. What was entered by mistake decides nothing.
    """
    steps = ", ".join(map(quoted, sorted(deciding_steps(sector))))
    seen = run.batch if run is not None else None
    days = {"start": period.start.isoformat(), "end": period.end.isoformat(), "period": period.id}
    with at.ledger.view():
        hide_mistaken(at.ledger.connection, sector)
        (day,) = at.ledger.connection.execute(
            f"""SELECT max(a.date) FROM {name(table(sector, "actions"))} a
                LEFT JOIN {name(table(sector, "incidents"))} i ON i.incident = a.incident
                WHERE a.step IN ({steps}) AND (:seen IS NULL OR a.batch <= :seen)
                AND (i.date BETWEEN :start AND :end OR a.step = {quoted(NOT_ASSESSED)} AND a.period = :period)""",
            {**days, "seen": seen},
        ).fetchone()
    return date.fromisoformat(day) if day is not None else None


def appeals_of(at: Deployment, incident: str | None = None) -> list[Appeal]:
    """Every appeal, or those on one ``incident``, but for those that were entered by mistake."""
    with at.ledger.view():
        hide_mistaken(at.ledger.connection, at.sector())
        return appeals_on(at.ledger.connection, at.sector(), incident)


def answered_next(at: Deployment, incident: str, day: date) -> Appeal | None:
    """The open appeal on a case that the decision answers which is entered next, if it is of this day; None for none."""
    sector, connection = at.sector(), at.ledger.connection
    (id,) = next_ids(connection, sector, incident, 1)
    with at.ledger.view():
        hide_mistaken(connection, sector)
        answered = would_answer(connection, sector, incident, day.isoformat(), id)
        return next((one for one in appeals_on(connection, sector, incident) if one.action == answered and one.waits), None)
