"""Cases that are to be put right within a term: what moves the term, and what says by its end that the case is put right."""

from __future__ import annotations

from ..base.connection import Connection
from ..base.frozen import define
from ..law.conditions import name, quoted
from ..law.duty import After, Duty, Given, Settled
from ..law.sector import Sector
from ..ledger.schema import table
from .window import Window


@define
class _Term:
    """The term of a case: the first action that gave one, and the day in force."""

    first: str
    due: str


def move_terms(connection: Connection, sector: Sector, n: int, duty: Duty, window: Window) -> bool:
    """Takes away the states of cases with more than one action of the duty's step; says whether there are such.

    The temporary table ``moved`` then holds of each the first of these actions, and the term in force.
    """
    assert isinstance(duty.trigger, After)
    assert isinstance(duty.by, Given)
    several = f"SELECT incident FROM temp.duty_state WHERE duty = {n} GROUP BY incident HAVING count(*) > 1"
    connection.execute("DROP TABLE IF EXISTS temp.moved")
    connection.execute("CREATE TEMP TABLE moved (incident TEXT PRIMARY KEY, first TEXT, due TEXT) WITHOUT ROWID")
    connection.execute(f"INSERT INTO temp.moved (incident) {several}")
    rows = connection.execute(
        f"""SELECT t.incident, t.action, t.date, t.{name(duty.by.due.code)} FROM temp.moved m
            CROSS JOIN {name(table(sector, "actions"))} t ON t.incident = m.incident
            CROSS JOIN {name(table(sector, "incidents"))} i ON i.incident = t.incident
            WHERE t.step = {quoted(duty.trigger.step.code)} AND t.date BETWEEN i.date AND :as_of
            ORDER BY t.incident, t.date, t.action""",
        window.values,
    )
    terms: dict[str, _Term] = {}
    for incident, action, day, due in rows:
        term = terms.setdefault(incident, _Term(action, day))
        if day <= term.due:  # given within the term in force, it moves it
            term.due = due
    connection.executemany(
        "UPDATE temp.moved SET first = ?, due = ? WHERE incident = ?", [(t.first, t.due, case) for case, t in terms.items()]
    )
    connection.execute(f"DELETE FROM temp.duty_state WHERE duty = {n} AND incident IN (SELECT incident FROM temp.moved)")
    return bool(terms)


FIRST = "t.action = (SELECT m.first FROM temp.moved m WHERE m.incident = t.incident)"
"""Whether a trigger is the first of its step on a case whose term was moved."""


def moved_sql(incident: str, given: str) -> str:
    """The term in force of a case: the one that its trigger gave, unless it was moved since."""
    return f"coalesce((SELECT m.due FROM temp.moved m WHERE m.incident = {incident}), {given})"


def settled_sql(sector: Sector, expect: Settled, incident: str, day: str, limit: str) -> str:
    """Whether what was done last by a limit, of what counts from the case's own day on, says that the case is put right.

    Most cases are never checked: of these it is enough that the step was taken.
    """
    actions = name(table(sector, "actions"))
    check = f"""coalesce((SELECT {expect.passed.sql("c")} FROM {actions} c
        WHERE c.incident = r.incident AND c.step = {quoted(expect.check.code)} AND c.date BETWEEN r.date AND :as_of
            AND (c.date, c.action) > (r.date, r.action) ORDER BY c.date, c.action LIMIT 1), 1)"""
    says = f"CASE r.step WHEN {quoted(expect.check.code)} THEN {expect.passed.sql('r')} ELSE {check} END"
    checked = f"""EXISTS (SELECT 1 FROM {actions} c WHERE c.incident = {incident} AND c.step = {quoted(expect.check.code)}
        AND c.date BETWEEN {day} AND :as_of)"""
    done = f"""EXISTS (SELECT 1 FROM {actions} d WHERE d.incident = {incident} AND d.step = {quoted(expect.step.code)}
        AND d.date BETWEEN {day} AND {limit})"""
    return f"CASE WHEN {checked} THEN coalesce({_last(sector, expect, incident, day, limit, says)}, 0) ELSE {done} END"


def settled_day_sql(sector: Sector, expect: Settled, incident: str) -> str:
    """The day on which a case was put right as it stands as of the day, in time or late; NULL where it is not."""
    says = f"CASE WHEN r.step = {quoted(expect.step.code)} OR {expect.passed.sql('r')} THEN r.date END"
    day = f"(SELECT x.date FROM {name(table(sector, 'incidents'))} x WHERE x.incident = {incident})"
    return _last(sector, expect, incident, day, ":as_of", says)


def _last(sector: Sector, expect: Settled, incident: str, day: str, limit: str, says: str) -> str:
    """What the last step or check on a case, from a day to a limit, says of it; nothing where there is none.

    The database takes the other columns from the row of the maximum: cheaper than to sort.
    """
    columns = ", ".join(f"x.{name(c)}" for c in sorted({"incident", "step", "date", "action", *expect.passed.columns()}))
    return f"""(SELECT CASE WHEN r.step IS NOT NULL THEN {says} END FROM (
        SELECT max(x.date || ' ' || x.action), {columns} FROM {name(table(sector, "actions"))} x WHERE x.incident = {incident}
            AND x.step IN ({quoted(expect.step.code)}, {quoted(expect.check.code)}) AND x.date BETWEEN {day} AND {limit}) r)"""
