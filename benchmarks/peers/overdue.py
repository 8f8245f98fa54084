"""2.3.1: petitions that were not answered by the first deadline missed within the year, asked of the ledger by SQL."""

from __future__ import annotations

import sqlite3

import circular as law

_TRANSFERS = """transfers AS (
    SELECT t.incident, t.date, coalesce(t.due, d.due) AS due FROM insurance_actions t
    LEFT JOIN deadlines d ON d.date = t.date AND d.workdays = t.workdays WHERE +t.step = 'transfer' AND t.date <= :end
)"""
_OVERDUE = """SELECT t.incident FROM transfers t
WHERE t.due <= :end AND NOT EXISTS (
    SELECT 1 FROM insurance_actions r WHERE r.incident = t.incident AND r.step = 'reply' AND r.date BETWEEN t.date AND :end
    AND (r.date <= t.due OR r.excused)
)
GROUP BY t.incident HAVING min(t.due) >= :start"""
INCIDENTS = f"WITH {_TRANSFERS} {_OVERDUE}"
BY_UNIT = f"""WITH {_TRANSFERS}, overdue AS ({_OVERDUE})
SELECT i.unit, count(*) FROM overdue JOIN insurance_incidents i ON i.incident = overdue.incident GROUP BY i.unit"""


def overdue(connection: sqlite3.Connection, query: str) -> sqlite3.Cursor:
    """The `INCIDENTS` that were overdue, or how many `BY_UNIT`."""
    connection.execute("CREATE TEMP TABLE deadlines (date TEXT, workdays INTEGER, due TEXT, PRIMARY KEY (date, workdays))")
    connection.executemany(
        "INSERT INTO deadlines VALUES (?, ?, ?)", ((d.isoformat(), n, e.isoformat()) for d, n, e in law.deadlines())
    )
    return connection.execute(query, {"start": law.START, "end": law.END})
