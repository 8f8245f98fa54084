"""Cases that are to be put right within a term: what moves the term, and what says by its end that the case is put right."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from .conditions import name, quoted
from .duty import After, Duty, Given, Settled
from .schema import table
from .sector import Sector

if TYPE_CHECKING:
    from .duty_sql import Window


def move_terms(connection: sqlite3.Connection, sector: Sector, duty: Duty, window: Window) -> None:
    """Fills the temporary table ``moved``: by case the term in force, where more than one action of the duty's step gave one."""
    if not isinstance(duty.trigger, After) or not duty.trigger.moves:
        return
    assert isinstance(duty.by, Given)
    actions, due = name(table(sector, "actions")), name(duty.by.due.code)
    step = quoted(duty.trigger.step.code)
    connection.execute("DROP TABLE IF EXISTS temp.moved")
    connection.execute("CREATE TEMP TABLE moved (incident TEXT PRIMARY KEY, due TEXT NOT NULL) WITHOUT ROWID")
    rows = connection.execute(
        f"""SELECT t.incident, t.date, t.{due} FROM {actions} t WHERE t.step = {step} AND t.date <= :as_of AND EXISTS (
                SELECT 1 FROM {actions} o WHERE o.incident = t.incident AND o.step = {step} AND o.date <= :as_of
                    AND o.action <> t.action)
            ORDER BY t.incident, t.date, t.action""",
        window.values,
    )
    terms: dict[str, str] = {}
    for incident, day, term in rows:
        if incident not in terms or day <= terms[incident]:
            terms[incident] = term
    connection.executemany("INSERT INTO temp.moved VALUES (?, ?)", terms.items())


def first_sql(sector: Sector) -> str:
    """Whether a trigger is the first of its step on its case, by date, then id."""
    return f"""NOT EXISTS (SELECT 1 FROM {name(table(sector, "actions"))} o WHERE o.incident = t.incident AND o.step = t.step
        AND o.date <= t.date AND (o.date, o.action) < (t.date, t.action))"""


def moved_sql(incident: str, given: str) -> str:
    """The term in force of a case: the one that its trigger gave, unless it was moved since."""
    return f"coalesce((SELECT m.due FROM temp.moved m WHERE m.incident = {incident}), {given})"


def settled_sql(sector: Sector, expect: Settled, incident: str, limit: str) -> str:
    """Whether what was done last by a day, of what counts, says that the case is put right."""
    check = f"""coalesce((SELECT {expect.passed.sql("c")} FROM {name(table(sector, "actions"))} c
        WHERE c.incident = r.incident AND c.step = {quoted(expect.check.code)} AND c.date BETWEEN r.date AND :as_of
            AND (c.date, c.action) > (r.date, r.action) ORDER BY c.date, c.action LIMIT 1), 1)"""
    says = f"CASE r.step WHEN {quoted(expect.check.code)} THEN {expect.passed.sql('r')} ELSE {check} END"
    return f"coalesce({_last(sector, expect, incident, limit, says)}, 0)"


def settled_day_sql(sector: Sector, expect: Settled, incident: str) -> str:
    """The day on which a case was put right as it stands as of the day, in time or late; NULL where it is not."""
    says = f"CASE WHEN r.step = {quoted(expect.step.code)} OR {expect.passed.sql('r')} THEN r.date END"
    return _last(sector, expect, incident, ":as_of", says)


def _last(sector: Sector, expect: Settled, incident: str, limit: str, says: str) -> str:
    """What the last step or check on a case, from its own day to a limit, says."""
    day = f"(SELECT x.date FROM {name(table(sector, 'incidents'))} x WHERE x.incident = {incident})"
    return f"""(SELECT {says} FROM {name(table(sector, "actions"))} r WHERE r.incident = {incident}
        AND r.step IN ({quoted(expect.step.code)}, {quoted(expect.check.code)}) AND r.date BETWEEN {day} AND {limit}
        ORDER BY r.date DESC, r.action DESC LIMIT 1)"""
