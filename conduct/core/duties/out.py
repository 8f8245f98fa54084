"""What is out of every count: incidents withdrawn, and incidents or breaches won on appeal (contract, section 5)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from ..base.frozen import frozen
from ..law.conditions import name
from ..law.sector import Sector
from ..ledger.mistaken import hide_mistaken
from ..ledger.schema import OUT_STEPS, table

TABLES = ("out", "appealed", "idle")
"""The temporary tables that `mark_out` makes."""


@frozen
class OpenAppeal:
    """An appeal that nobody has decided: the action, its day, and the incident, or the breach of its case, that is contested."""

    action: str
    date: str
    incident: str
    kind: str
    unit: str
    breach: str | None


@frozen
class Gone:
    """An incident, or a breach of it alone, that is out of every count: by which action, when, by whom and why."""

    incident: str
    kind: str
    breach: str | None
    step: str
    action: str
    date: str
    by: str | None
    reason: str | None


@frozen
class Contested:
    """An incident, or a breach of it alone, that was appealed without success so far: the appeal, and the refusal if it came."""

    incident: str
    kind: str
    breach: str | None
    action: str
    date: str
    by: str | None
    reason: str | None
    decision: str | None
    decided: str | None
    refused: str | None


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
