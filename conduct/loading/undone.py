"""Withdrawals and decisions of appeals by the very one whom the incident is about: they would let him undo the case."""

from __future__ import annotations

import json
from collections.abc import Iterator

from conduct.core.base.faults import Value
from conduct.core.duties.called import acts_of_those_named
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
    where = f"t.step IN ({listed}) AND {wanted}"
    words = {step.code: step.words for step in steps}
    for act in acts_of_those_named(batch.connection, sector, sorted(named), where, (first, corrected)):
        yield act.seq, {"incident": act.incident, "by": act.by, "step": words[act.step]}
