"""What lets a breach off: appeals, excuses, an incident that stands for it."""

from __future__ import annotations

from collections.abc import Sequence

from ..base.connection import Connection
from ..law.conditions import name, quoted
from ..law.duty import Duty
from ..law.sector import Sector
from ..ledger.schema import table
from .changes import cases_sql
from .duty_sql import BREACHED, EXCUSED, OUT, PENDING, same_unit
from .out import WHOLLY_OUT, breach_out_sql, counts_sql
from .window import Window

BY_RECORD = 2
"""In ``duty_state.merged``: let off by a recorded incident, where 1 is counted with one."""


def settle(connection: Connection, sector: Sector, active: Sequence[tuple[int, Duty]], window: Window) -> None:
    """What lets a breach off."""
    anything_out = connection.execute("SELECT 1 FROM temp.out LIMIT 1").fetchone() is not None
    for n, duty in active:
        if anything_out:
            _let_off(connection, n, duty, window)
        _owes_nothing(connection, sector, n, duty)
        _merge_recorded(connection, sector, n, duty, window)


def _let_off(connection: Connection, n: int, duty: Duty, window: Window) -> None:
    """A breach that an appeal took out is no breach, the rest of its case stands; where all is shown, it is shown as out."""
    kind = quoted(duty.breach.code if duty.breach is not None else None)
    won = f"""duty = {n} AND status = '{BREACHED}' AND {breach_out_sql("duty_state.incident", kind)}"""
    if window.keep is None:
        connection.execute(f"DELETE FROM temp.duty_state WHERE {won}")
        return
    connection.execute(f"UPDATE temp.duty_state SET status = '{OUT}' WHERE {won}")
    connection.execute(
        f"""UPDATE temp.duty_state SET status = '{OUT}'
            WHERE duty = {n} AND incident IN {WHOLLY_OUT}"""
    )


def _owes_nothing(connection: Connection, sector: Sector, n: int, duty: Duty) -> None:
    """An incident that is excused owes nothing from then on: from the day of the finding, or its own where it was entered so."""
    for kind in duty.kinds(sector.kinds):
        if kind.excused is None:
            continue
        settled = {a for a in sector.found_attributes if a in kind.excused.columns()}
        steps = [quoted(s.code) for s in sector.steps if s.finds is not None and s.finds.attribute.code in settled]
        found = f"""(SELECT max(r.date) FROM {name(table(sector, "actions"))} r
            WHERE r.incident = i.incident AND r.step IN ({", ".join(steps)}))"""
        since = f"coalesce({found}, i.date)" if steps else "i.date"
        connection.execute(
            f"""UPDATE temp.duty_state SET status = '{EXCUSED}' WHERE duty = {n} AND status IN ('{PENDING}', '{BREACHED}')
                AND EXISTS (SELECT 1 FROM {cases_sql(sector)} i
                    WHERE i.incident = duty_state.incident AND i.kind = {quoted(kind.code)}
                    AND {kind.excused.sql("i")} AND coalesce(duty_state.due, '9999-12-31') >= {since})"""
        )


def _merge_recorded(connection: Connection, sector: Sector, n: int, duty: Duty, window: Window) -> None:
    """A recorded incident of the breach's kind about the same case stands for the breach; an excused one removes it.

    It stands for the breach only where it counts itself, in the period; an excuse holds whenever it was recorded.
    One of another unit is about something else: the breach belongs to the case's unit.
    """
    if duty.breach is None:
        return
    incidents = name(table(sector, "incidents"))
    references = [a.code for a in duty.breach.attributes if a.code in sector.case_references]
    for reference in references:
        about = f"""FROM {incidents} r WHERE r.{name(reference)} = duty_state.incident AND r.kind = {quoted(duty.breach.code)}
            AND {same_unit(sector, "r", "duty_state")}
            AND {counts_sql("r.incident")}"""
        breached = f"duty = {n} AND status = '{BREACHED}'"
        if duty.breach.excused is not None:
            connection.execute(
                f"UPDATE temp.duty_state SET status = '{EXCUSED}', merged = {BY_RECORD} WHERE {breached} "
                f"AND EXISTS (SELECT 1 {about} AND {duty.breach.excused.sql('r')})"
            )
        connection.execute(
            f"UPDATE temp.duty_state SET merged = 1 WHERE {breached} AND EXISTS (SELECT 1 {about} AND r.date BETWEEN ? AND ?)",
            (window.since, window.until),
        )
