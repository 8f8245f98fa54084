"""Duties that follow from sanctions: to decide what the text leaves open, and to do what a sanction asks for."""

from __future__ import annotations

from collections.abc import Iterable

from ..law.duty import AllDecided, Duty, Sanctioned
from .duty_sql import MET, PENDING, Judging, Source, answered_sql, name_bearers
from .sanction import SanctionFound


def owed_decisions(at: Judging, n: int, duty: Duty, expect: AllDecided, sanctions: Iterable[SanctionFound]) -> None:
    """One duty for each incident with a sanction that the text leaves open: met once all of them are decided."""
    window = at.window
    decided: dict[str, bool] = {}
    about: dict[str, tuple[str, str]] = {}
    for found in sanctions:
        if (window.known is not None and found.date > window.known) or found.on is None:  # left out, as nobody is known
            continue
        if expect.clauses and found.rule.clause not in expect.clauses:
            continue
        if found.rule.open_range is not None or found.rule.degree is not None:
            decided[found.incident] = decided.get(found.incident, True) and found.decided
            about[found.incident] = (found.unit, found.date)
    at.connection.executemany(
        "INSERT INTO temp.duty_state (duty, unit, incident, since, provisional, status, belongs) VALUES (?, ?, ?, ?, 0, ?, ?)",
        [(n, about[i][0], i, about[i][1], MET if done else PENDING, about[i][1]) for i, done in sorted(decided.items())],
    )
    name_bearers(at.connection, at.sector, n, duty)


def owed_by_sanction(at: Judging, n: int, duty: Duty, trigger: Sanctioned, sanctions: Iterable[SanctionFound]) -> None:
    """One duty for each incident that brought the sanction: open until a step that answers it is taken."""
    connection, sector, window = at.connection, at.sector, at.window
    mine = {
        found.incident: (found.unit, found.date)
        for found in sanctions
        if found.rule.name == trigger.sanction and found.rule.clause == duty.clause
        if window.known is None or found.date <= window.known
    }
    connection.executemany(
        "INSERT INTO temp.duty_state (duty, unit, incident, since, provisional, status, belongs) VALUES (?, ?, ?, ?, 0, ?, ?)",
        [(n, unit, incident, day, PENDING, day) for incident, (unit, day) in sorted(mine.items())],
    )
    source = Source("", (), "", "", "", "q.since", None, "q", "incident")
    connection.execute(
        f"""UPDATE temp.duty_state SET answered = (SELECT {answered_sql(sector, duty, source, since=True)}
            FROM (SELECT s.*, 0 AS stated FROM temp.duty_state s WHERE s.rowid = duty_state.rowid) q) WHERE duty = {n}""",
        window.values,
    )
    connection.execute(f"UPDATE temp.duty_state SET status = '{MET}' WHERE duty = {n} AND answered IS NOT NULL")
    name_bearers(connection, sector, n, duty)
