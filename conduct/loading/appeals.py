"""Decisions of appeals held against the appeals: one before which no appeal stands decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from conduct.core.base.faults import Value
from conduct.core.law.conditions import name, quoted
from conduct.core.law.model import APPEAL, APPEAL_DECIDED
from conduct.core.law.sector import Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.schema import table


def idle_appeal_decisions(batch: Batch, sector: Sector) -> Iterator[tuple[int, dict[str, Value]]]:
    """The batch's decisions before which no appeal on the incident stands, and those of before which its corrections leave so."""
    actions = name(table(sector, "actions"))
    corrected = batch.corrected.get("actions", ())
    mine = "" if corrected else f"AND t.seq >= {batch.first_seq('actions')}"
    rows = batch.connection.execute(
        f"""SELECT t.seq, t.incident, t.date FROM {actions} t WHERE t.step = {quoted(APPEAL_DECIDED.code)} {mine}
            AND NOT EXISTS (SELECT 1 FROM {actions} a WHERE a.incident = t.incident AND a.step = {quoted(APPEAL.code)}
                AND a.date <= t.date) ORDER BY t.seq"""
    )
    for seq, incident, day in rows.fetchall():
        yield seq, {"incident": incident, "date": day}
