"""Who decides in rows that an account sends: the account itself, where it may, and nobody else by its hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from conduct.core.base.faults import Value
from conduct.core.base.frozen import frozen
from conduct.core.law.conditions import name
from conduct.core.law.sector import Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.schema import table


@frozen
class Signatory:
    """Whose rows they are: ``author``, of the steps by which somebody decides (``deciding``) he takes ``his`` and no others."""

    author: str
    deciding: frozenset[str]
    his: frozenset[str]


class Unsigned(NamedTuple):
    """A row that somebody else decided, or decides: the message, the row's number, its column, and the values to be named."""

    code: str
    seq: int
    column: str
    values: dict[str, Value]


def unsigned(batch: Batch, sector: Sector, signed: Signatory) -> Iterator[Unsigned]:
    """Each deciding action of the batch that is not his to take, or that bears another's name; nobody's is his who sends it.

    One that is corrected keeps the name that it has, and is not made another step by whoever may not take it.
    """
    facts = table(sector, "actions")
    rows = batch.connection.execute(
        f"""WITH deciding(step) AS (SELECT value FROM json_each(:deciding)), his(step) AS (SELECT value FROM json_each(:his))
            SELECT t.seq, t.step, h.step,
                   (t.step IN deciding AND t.step NOT IN his) OR (h.step IN deciding AND h.step NOT IN his)
            FROM {name(facts)} t
            LEFT JOIN {name(facts + "_history")} h ON h.action = t.action AND h.replaced_by = t.batch
            WHERE t.seq >= :first AND t.batch = :batch AND (
                (t.step IN deciding AND t.step NOT IN his) OR (h.step IN deciding AND h.step NOT IN his)
                OR (t.step IN deciding AND t."by" IS NOT h."by" AND coalesce(t."by", iif(h.seq IS NULL, :author, '')) <> :author))
            ORDER BY t.seq""",
        {
            "deciding": json.dumps(sorted(signed.deciding)),
            "his": json.dumps(sorted(signed.his)),
            "first": batch.first_seq("actions"),
            "batch": batch.number,
            "author": signed.author,
        },
    )
    for seq, step, before, not_his in rows.fetchall():
        if not_his:
            code = step if step in signed.deciding and step not in signed.his else before
            yield Unsigned("push-step", seq, "step", {"value": code})
        else:
            yield Unsigned("decides-oneself", seq, "by", {"step": sector.step_by_code[step].words, "who": signed.author})
