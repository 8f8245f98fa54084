"""Incidents that take a step for granted which nobody entered: they count as entered, and are doubted."""

from __future__ import annotations

from datetime import date

from ..base.calendar import Calendar
from ..base.connection import Connection
from ..base.faults import Place, Problem, Value
from ..base.frozen import frozen
from ..base.periods import Period
from ..law.conditions import name, quoted
from ..law.consequence import Presumes
from ..law.law import Regulation
from ..law.sector import Sector
from ..ledger.schema import table


@frozen
class Presuming:
    """An incident of which the rule presumes a step that was not taken: its id, its unit, and its row's number."""

    rule: Presumes
    incident: str
    unit: str
    seq: int

    def problem(self, place: Place | None = None) -> Problem:
        """What is doubted about it."""
        return Problem("presumes-step", {**presumed_values(self.rule), "incident": self.incident}, place)


def presumed_values(rule: Presumes) -> dict[str, Value]:
    """The values that a message on the rule names."""
    least, most = rule.within
    return {"what": rule.words, "step": rule.step.words, "clause": rule.clause, "least": least, "most": most}


def presuming(
    connection: Connection,
    sector: Sector,
    regulation: Regulation,
    calendar: Calendar,
    *,
    period: Period | None = None,
    first_seq: int = 0,
) -> list[Presuming]:
    """The incidents that presume a step without having it: of a period, or of the rows from a number on; in order of entry.

    A deadline that lies in a year whose working days are not known is believed.
    """
    days = (period.start.isoformat(), period.end.isoformat()) if period is not None else ("", "9999-12-31")
    incidents, actions = name(table(sector, "incidents")), name(table(sector, "actions"))
    found = []
    for rule in regulation.of(Presumes):
        due, workdays = (name(a.code) for a in (rule.by.due, rule.by.workdays) if a is not None)
        step = f"a.incident = t.incident AND a.step = {quoted(rule.step.code)}"
        rows = connection.execute(
            f"""SELECT t.seq, t.incident, t.unit, EXISTS (SELECT 1 FROM {actions} a WHERE {step} AND a.{due} IS NOT NULL)
                FROM {incidents} t WHERE t.seq >= ? AND +t.kind = ? AND +t.date BETWEEN ? AND ? AND {rule.when.sql("t")}
                    AND NOT EXISTS (SELECT 1 FROM {actions} a
                        WHERE {step} AND a.{due} IS NULL AND a.{workdays} BETWEEN ? AND ?) ORDER BY t.seq""",
            (first_seq, rule.kind.code, *days, *rule.within),
        ).fetchall()
        for seq, incident, unit, is_dated in rows:
            query = f"SELECT date, {due} FROM {actions} WHERE incident = ? AND step = ? AND {due} IS NOT NULL"
            dated = connection.execute(query, (incident, rule.step.code)).fetchall() if is_dated else ()
            if not any(_lies(calendar, rule, sent, by) for sent, by in dated):
                found.append(Presuming(rule, incident, unit, seq))
    return found


def _lies(calendar: Calendar, rule: Presumes, sent: str, due: str) -> bool:
    """Whether a deadline lies within so many working days."""
    start, day = date.fromisoformat(sent), date.fromisoformat(due)
    least, most = (calendar.add_working_days(start, n) for n in rule.within)
    return least.provisional or most.provisional or least.day <= day < calendar.add_working_days(start, rule.within[1] + 1).day
