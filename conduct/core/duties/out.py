"""What is out of every count: incidents withdrawn, and incidents or breaches won on appeal (contract, section 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from attrs import evolve

from ..base.connection import Connection
from ..base.frozen import frozen
from ..law.conditions import name
from ..law.model import APPEAL, APPEAL_DECIDED, WITHDRAW
from ..law.sector import Sector
from ..ledger.mistaken import hide_mistaken
from ..ledger.schema import OUT_STEPS, table

TABLES = ("out", "appealed", "idle")
"""The temporary tables that `mark_out` makes."""


WHOLLY_OUT = "(SELECT DISTINCT incident FROM temp.out WHERE kind IS NULL)"
"""The incidents that are out of every count, whole, for a query."""


def counts_sql(incident: str) -> str:
    """The condition that an incident, named by an SQL expression, is not out of every count."""
    return f"{incident} NOT IN (SELECT o.incident FROM temp.out o WHERE o.kind IS NULL)"


def breach_out_sql(incident: str, kind: str) -> str:
    """The condition that of an incident the breach of one kind, both named by SQL expressions, is out by itself."""
    return f"EXISTS (SELECT 1 FROM temp.out o WHERE o.incident = {incident} AND o.kind = {kind})"


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


@frozen
class Appeal:
    """An appeal: its action, day, by whom and why, on which incident of which unit, and the one breach that it contests.

    Of the decision that answers it: its action, day, by whom and why, and whether it was upheld; None while nobody decided it.
    ``moot`` says that nobody will: the incident is out whole.
    """

    action: str
    date: str
    by: str | None
    reason: str | None
    incident: str
    unit: str
    breach: str | None
    decision: str | None = None
    decided: str | None = None
    decided_by: str | None = None
    decided_reason: str | None = None
    upheld: bool | None = None
    moot: bool = False

    @property
    def waits(self) -> bool:
        """Whether it waits for a decision."""
        return self.upheld is None and not self.moot


@frozen
class _Appealed:
    """What an appeal contests: an incident, or a breach of it of one kind alone."""

    incident: str
    kind: str | None


@frozen
class _OutAction:
    """A withdrawal, an appeal, or the decision of one; the kind of breach that an appeal contests, and whether it was upheld."""

    incident: str
    step: str
    day: str
    action: str
    kind: str | None
    upheld: int | None

    @property
    def matter(self) -> _Appealed:
        """What it contests."""
        return _Appealed(self.incident, self.kind)


def mark_out(connection: Connection, sector: Sector, without: Collection[str] = ()) -> None:
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
    done = _done(connection, sector)
    found: list[tuple[str, str | None, str, str]] = []  # rows of the table
    found += [(one.incident, None, one.step, one.action) for one in done if one.step == WITHDRAW.code]
    latest = {one.matter: one for one in done if one.step == APPEAL.code}
    decided: dict[_Appealed, _OutAction] = {}
    answers: dict[str, str] = {}
    idle: list[_OutAction] = []
    for one, appeal in _answered(done):
        if appeal is None:
            idle.append(one)
            continue
        decided[appeal.matter] = one
        if latest[appeal.matter].day <= one.day:
            answers[latest[appeal.matter].action] = one.action
    won = ((matter, one) for matter, one in decided.items() if one.upheld)
    found.extend((matter.incident, matter.kind, one.step, one.action) for matter, one in won)
    found.extend((incident, None, "without", "") for incident in without)
    connection.executemany("INSERT INTO temp.out VALUES (?, ?, ?, ?)", found)
    connection.execute("CREATE INDEX temp.out_incident ON out (incident, kind)")
    connection.execute("DROP TABLE IF EXISTS temp.appealed")
    connection.execute("CREATE TEMP TABLE appealed (incident TEXT NOT NULL, kind TEXT, action TEXT NOT NULL, decision TEXT)")
    connection.executemany(
        "INSERT INTO temp.appealed VALUES (?, ?, ?, ?)",
        [(m.incident, m.kind, appeal.action, answers.get(appeal.action)) for m, appeal in latest.items()],
    )
    connection.execute("DROP TABLE IF EXISTS temp.idle")
    connection.execute("CREATE TEMP TABLE idle (incident TEXT NOT NULL, action TEXT NOT NULL)")
    connection.executemany("INSERT INTO temp.idle VALUES (?, ?)", [(one.incident, one.action) for one in idle])


def _done(connection: Connection, sector: Sector, incident: str | None = None) -> list[_OutAction]:
    """Every withdrawal of an incident, appeal and decision of one, by incident, day and action; none entered by mistake. Of one
    ``incident`` alone, if that is asked for.
    """
    which, values = ("a.incident IS NOT NULL", ()) if incident is None else ("a.incident = ?", (incident,))
    rows = connection.execute(
        f"""SELECT a.incident, step, a.date, action, nullif(a.kind, i.kind), upheld FROM {name(table(sector, "actions"))} a
            LEFT JOIN {name(table(sector, "incidents"))} i ON i.incident = a.incident
            WHERE {OUT_STEPS} AND {which} AND mistaken IS NULL ORDER BY a.incident, a.date, action""",
        values,
    ).fetchall()
    return [_OutAction(*row) for row in rows]


def _answered(done: Sequence[_OutAction]) -> Iterator[tuple[_OutAction, _OutAction | None]]:
    """Each decision with the appeal that it answers, if there is one."""
    appeals: dict[str, list[_OutAction]] = {}
    for one in done:
        if one.step == APPEAL.code:
            appeals.setdefault(one.incident, []).append(one)
    taken: set[str] = set()
    for one in done:
        if one.step == APPEAL_DECIDED.code:
            of_day = [appeal for appeal in appeals.get(one.incident, ()) if appeal.day <= one.day]
            before = [appeal for appeal in of_day if (appeal.day, appeal.action) < (one.day, one.action)] or of_day
            appeal = ([appeal for appeal in before if appeal.action not in taken] or before)[-1] if before else None
            if appeal is not None:
                taken.add(appeal.action)
            yield one, appeal


def _wholly_out(done: Sequence[_OutAction]) -> set[str]:
    """The incidents that are out whole."""
    last = {appeal.matter: one for one, appeal in _answered(done) if appeal is not None}
    won = {matter.incident for matter, one in last.items() if matter.kind is None and one.upheld}
    return won | {one.incident for one in done if one.step == WITHDRAW.code}


def out_whole(connection: Connection, sector: Sector) -> dict[str, bool]:
    """The incidents that are out whole, each with whether it was withdrawn. It hides the mistaken actions of the ledger."""
    hide_mistaken(connection, sector)
    done = _done(connection, sector)
    withdrawn = {one.incident for one in done if one.step == WITHDRAW.code}
    return {incident: incident in withdrawn for incident in _wholly_out(done)}


def would_answer(connection: Connection, sector: Sector, incident: str, day: str, action: str) -> str | None:
    """The appeal on an incident that a decision of this day, entered under this id, would answer; None where none stands then.

    The mistaken actions of the ledger are hidden (`mark_out`).
    """
    new = _OutAction(incident, APPEAL_DECIDED.code, day, action, None, None)
    done = sorted([new, *_done(connection, sector, incident)], key=lambda one: (one.day, one.action))
    return next((appeal.action for one, appeal in _answered(done) if one is new and appeal is not None), None)


def appeals_on(connection: Connection, sector: Sector, incident: str | None = None) -> list[Appeal]:
    """Every appeal, or those on one ``incident``, by incident, day and action, with the last decision that answers it.

    The mistaken actions of the ledger are hidden (`mark_out`).
    """
    done = _done(connection, sector, incident)
    answers = {appeal.action: one for one, appeal in _answered(done) if appeal is not None}
    out = _wholly_out(done)
    actions, incidents = name(table(sector, "actions")), name(table(sector, "incidents"))
    said = {
        action: (unit, by, reason)
        for action, unit, by, reason in connection.execute(
            f"""SELECT a.action, i.unit, a.by, a.reason FROM {actions} a JOIN {incidents} i ON i.incident = a.incident
                WHERE a.step IN ('{APPEAL.code}', '{APPEAL_DECIDED.code}') AND (:incident IS NULL OR a.incident = :incident)""",
            {"incident": incident},
        )
    }
    found = []
    for one in done:
        if one.step == APPEAL.code and one.action in said:
            unit, by, reason = said[one.action]
            made = Appeal(one.action, one.day, by, reason, one.incident, unit, one.kind)
            answer = answers.get(one.action)
            if answer is not None:
                _, decided_by, why = said.get(answer.action, (None, None, None))
                made = evolve(made, decision=answer.action, decided=answer.day, decided_by=decided_by)
                made = evolve(made, decided_reason=why, upheld=bool(answer.upheld))
            elif one.incident in out:
                made = evolve(made, moot=True)
            found.append(made)
    return found
