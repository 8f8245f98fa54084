"""Withdrawals and decisions of appeals by the very one whom the incident is about: they would let him undo the case."""

from __future__ import annotations

import json
from collections.abc import Iterator

from conduct.core.base.faults import Value
from conduct.core.duties.called import mark_called
from conduct.core.duties.duty_sql import BY_CALLED
from conduct.core.law.conditions import name, quoted
from conduct.core.law.duty import NotBy
from conduct.core.law.model import APPEAL_DECIDED, WITHDRAW
from conduct.core.law.sector import Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.schema import table

Wrong = tuple[int, dict[str, Value]]


def by_those_concerned(batch: Batch, sector: Sector) -> Iterator[Wrong]:
    """Each such action of the batch, or on an incident that it corrects: its row's number, and the values to be named.

    Where the law has a prohibition (`NotBy`), nobody whom it names may withdraw the incident or decide an appeal about it.
    """
    named = {d.expect.attribute.code for r in sector.regulations for d in r.duties if isinstance(d.expect, NotBy)}
    steps = (WITHDRAW, APPEAL_DECIDED)
    if not named:
        return
    listed, first = ", ".join(quoted(step.code) for step in steps), batch.first_seq("actions")
    corrected = json.dumps(batch.corrected.get("incidents", []))
    wanted = "(t.seq >= ? OR t.incident IN (SELECT value FROM json_each(?)))"
    some = f"SELECT 1 FROM {name(table(sector, 'actions'))} t WHERE t.step IN ({listed}) AND {wanted} LIMIT 1"
    if batch.connection.execute(some, (first, corrected)).fetchone() is None:
        return
    mark_called(batch.connection, sector)
    for code in sorted(named):
        rows = batch.connection.execute(
            f"""SELECT t.seq, t.incident, t.by, t.step FROM {name(table(sector, "actions"))} t
                JOIN {name(table(sector, "incidents"))} i ON i.incident = t.incident
                JOIN temp.called c ON c.unit = i.{name(code)}
                WHERE t.step IN ({listed}) AND {wanted} AND {BY_CALLED} ORDER BY t.seq""",
            (first, corrected),
        )
        for seq, incident, by, step in rows.fetchall():
            yield seq, {"incident": incident, "by": by, "step": next(s.words for s in steps if s.code == step)}
