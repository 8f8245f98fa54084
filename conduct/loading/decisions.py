"""Decisions checked against what the law leaves open: a figure that lies in no range of its incident is an error of the load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from conduct.core.batch import Batch
from conduct.core.conditions import name, quoted
from conduct.core.faults import Value
from conduct.core.sanctions import in_no_range
from conduct.core.schema import table
from conduct.core.sector import Sector

Wrong = tuple[int, str, dict[str, Value]]


def idle_decisions(batch: Batch, sector: Sector) -> Iterator[Wrong]:
    """Each figure or degree that decides nothing, of the batch's decisions and of those on incidents that it corrects.

    Comes as its row's number, its column, and the values to be named.
    """
    corrected = json.dumps(batch.corrected.get("incidents", []))
    steps = {r.sanction_terms.decide.code: r.sanction_terms for r in sector.regulations if r.sanction_terms is not None}
    for code, terms in steps.items():
        columns = [a.code for a in terms.decide.attributes if a.code != terms.by_clause.code]
        facts = ("incident", "kind", "date", *sector.incident_attributes)
        rows = batch.connection.execute(
            f"""SELECT t.seq, t.{name(terms.by_clause.code)}, {", ".join(f"t.{name(c)}" for c in columns)},
                       {", ".join(f"i.{name(c)}" for c in facts)}
                FROM {name(table(sector, "actions"))} t JOIN {name(table(sector, "incidents"))} i ON i.incident = t.incident
                WHERE t.step = {quoted(code)} AND (t.seq >= ? OR t.incident IN (SELECT value FROM json_each(?)))
                ORDER BY t.seq""",
            (batch.first_seq("actions"), corrected),
        )
        for seq, clause, *values in rows.fetchall():
            case: dict[str, Any] = dict(zip(facts, values[len(columns) :], strict=True))
            regulation = sector.regulation_on(date.fromisoformat(case["date"]))
            for column, value in zip(columns, values, strict=False):
                if value is not None and in_no_range(regulation, case, column, value, clause):
                    open_here = [
                        f"{rule.clause} {rule.open_range.low}-{rule.open_range.high}"
                        for rule in regulation.possible_sanctions
                        if rule.open_range is not None
                        and rule.open_range.decided_by.code == column
                        and not in_no_range(regulation, case, column, rule.open_range.low, rule.clause)
                    ]
                    ranges = ", ".join(dict.fromkeys(open_here)) or "-"
                    yield seq, column, {"incident": case["incident"], "value": str(value), "ranges": ranges}
