"""What is out of every count: incidents withdrawn, and incidents or breaches won on appeal (contract, section 5)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from ..base.frozen import frozen
from ..base.periods import Period
from ..law.conditions import name
from ..law.sector import Sector
from ..ledger.mistaken import hide_mistaken
from ..ledger.schema import OUT_STEPS, table


@frozen
class OpenAppeal:
    """An appeal that nobody has decided: the action, its day, and the incident, or the breach of its case, that is contested."""

    action: str
    date: str
    incident: str
    kind: str
    unit: str
    breach: str | None


def open_appeals(connection: sqlite3.Connection, sector: Sector, period: Period | None = None) -> list[OpenAppeal]:
    """The appeals that nobody has decided, by day and id; of a period those against its incidents and breaches.

    To be called once what is out and the breaches are marked. An appeal on an incident that is out contests nothing any more.
    """
    days = (period.start.isoformat(), period.end.isoformat()) if period is not None else ("", "9999-12-31")
    rows = connection.execute(
        f"""SELECT p.action, a.date, i.incident, i.kind, i.unit, p.kind FROM temp.appealed p
            JOIN {name(table(sector, "actions"))} a ON a.action = p.action
            JOIN {name(table(sector, "incidents"))} i ON i.incident = p.incident
            WHERE p.decision IS NULL AND p.incident NOT IN (SELECT o.incident FROM temp.out o WHERE o.kind IS NULL)
                AND (i.date BETWEEN ?1 AND ?2 OR EXISTS (SELECT 1 FROM temp.duty_state d
                    WHERE d.incident = i.incident AND d.status = 'breached' AND d.belongs BETWEEN ?1 AND ?2))
            ORDER BY a.date, p.action""",
        days,
    )
    return [OpenAppeal(*row) for row in rows]


def count_out(connection: sqlite3.Connection, sector: Sector, period: Period) -> int:
    """How many incidents of the period are out, and how many of its breaches alone, as `mark_out` found them."""
    row = connection.execute(
        f"""SELECT count(*) FROM (SELECT DISTINCT o.incident, o.kind FROM temp.out o
            CROSS JOIN {name(table(sector, "incidents"))} i ON i.incident = o.incident
            WHERE o.step <> 'without' AND i.date BETWEEN ? AND ?)""",
        (period.start.isoformat(), period.end.isoformat()),
    ).fetchone()
    return int(row[0])


def mark_out(connection: sqlite3.Connection, sector: Sector, without: Collection[str] = ()) -> None:
    """Fills the temporary table ``out`` (incident, kind of breach or NULL for the whole incident, step, action).

    Appeals and decisions follow one another by date, then by action id. A decision answers the latest appeal on its incident
    that none has answered yet, or else decides the latest anew; of several decisions on one matter the latest stands. One that
    no appeal came before answers nothing. An appeal that names the incident's own kind contests all of it. ``without`` are
    incidents that are left out to see what would be. The latest appeal on each matter, with the decision that answers it if
    there is one, goes into the temporary table ``appealed``, decisions that answer nothing into ``idle``.
    """
    hide_mistaken(connection, sector)
    connection.execute("DROP TABLE IF EXISTS temp.out")
    connection.execute("CREATE TEMP TABLE out (incident TEXT NOT NULL, kind TEXT, step TEXT NOT NULL, action TEXT NOT NULL)")
    rows = connection.execute(
        f"""SELECT a.incident, step, a.date, action, nullif(a.kind, i.kind), upheld FROM {name(table(sector, "actions"))} a
            LEFT JOIN {name(table(sector, "incidents"))} i ON i.incident = a.incident
            WHERE {OUT_STEPS} AND a.incident IS NOT NULL AND mistaken IS NULL ORDER BY a.incident, a.date, action"""
    ).fetchall()
    found: list[tuple[str, str | None, str, str]] = []
    appeals: dict[str, list[tuple[str, str, str | None]]] = {}
    for incident, step, day, action, kind, _ in rows:
        if step == "withdraw":
            found.append((incident, None, step, action))
        elif step == "appeal":
            appeals.setdefault(incident, []).append((day, action, kind))
    latest = {(incident, kind): (action, day) for incident, made in appeals.items() for day, action, kind in made}
    decided: dict[tuple[str, str | None], tuple[str, bool]] = {}
    answers: dict[str, str] = {}
    taken: set[str] = set()
    idle: list[tuple[str, str]] = []
    for incident, step, day, action, _, upheld in rows:
        if step == "appeal-decided":
            of_day = [made for made in appeals.get(incident, ()) if made[0] <= day]
            before = [made for made in of_day if made[:2] < (day, action)] or of_day
            if before:
                _, appeal, kind = ([made for made in before if made[1] not in taken] or before)[-1]
                taken.add(appeal)
                matter = (incident, kind)
                decided[matter] = (action, bool(upheld))
                if latest[matter][1] <= day:
                    answers[latest[matter][0]] = action
            else:
                idle.append((incident, action))
    found.extend((incident, kind, "appeal-decided", action) for (incident, kind), (action, won) in decided.items() if won)
    found.extend((incident, None, "without", "") for incident in without)
    connection.executemany("INSERT INTO temp.out VALUES (?, ?, ?, ?)", found)
    connection.execute("CREATE INDEX temp.out_incident ON out (incident, kind)")
    connection.execute("DROP TABLE IF EXISTS temp.appealed")
    connection.execute("CREATE TEMP TABLE appealed (incident TEXT NOT NULL, kind TEXT, action TEXT NOT NULL, decision TEXT)")
    connection.executemany(
        "INSERT INTO temp.appealed VALUES (?, ?, ?, ?)",
        [(incident, kind, action, answers.get(action)) for (incident, kind), (action, _) in latest.items()],
    )
    connection.execute("DROP TABLE IF EXISTS temp.idle")
    connection.execute("CREATE TEMP TABLE idle (incident TEXT NOT NULL, action TEXT NOT NULL)")
    connection.executemany("INSERT INTO temp.idle VALUES (?, ?)", idle)
