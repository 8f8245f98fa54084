"""What is an account's own in rows that it sends: it decides itself, where it may, and adds and corrects no more than it may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from conduct.core.base.faults import Value
from conduct.core.base.frozen import frozen
from conduct.core.law.conditions import name
from conduct.core.law.sector import KEYS, TABLES, Sector
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.schema import table

from .headers import table_words
from .references import id_words

CASES = ("incidents", "actions")
"""The tables that clerks keep; who corrects the others is the head of office."""


@frozen
class Signatory:
    """Whose rows they are: ``author``, of the steps by which somebody decides (``deciding``) he takes ``his`` and no others. Of
    the tables in ``corrects`` he replaces rows that stand, and in any he ``adds`` new ones, or none.
    """

    author: str
    deciding: frozenset[str]
    his: frozenset[str]
    corrects: frozenset[str] = frozenset()
    adds: bool = True


class NotHis(NamedTuple):
    """A row that is not for him to send: its table, the message, its number, its column, and the values to be named."""

    of: str
    code: str
    seq: int
    column: str
    values: dict[str, Value]


def not_his(batch: Batch, sector: Sector, signed: Signatory) -> Iterator[NotHis]:
    """Every row of the batch that whoever sends it may not add, put in another's place, or decide."""
    for of in TABLES:
        corrected, added = bool(batch.corrected.get(of)), batch.added.get(of, 0)
        if corrected and of not in signed.corrects:
            yield from _rows(batch, sector, of, "correct-clerk" if of in CASES else "correct-head", standing=True)
        if added > len(batch.corrected.get(of, ())) and not signed.adds:
            yield from _rows(batch, sector, of, "load-clerk", standing=False)
    yield from _unsigned(batch, sector, signed)


def _rows(batch: Batch, sector: Sector, of: str, code: str, *, standing: bool) -> Iterator[NotHis]:
    """The rows of the batch that replace one that stood, or those that do not."""
    facts, key = table(sector, of), KEYS[of]
    same = " AND ".join(f"h.{name(c)} IS t.{name(c)}" for c in key)
    rows = batch.connection.execute(
        f"""SELECT t.seq, {", ".join(f"t.{name(c)}" for c in key)} FROM {name(facts)} t
            WHERE t.seq >= :first AND t.batch = :batch AND {"" if standing else "NOT"} EXISTS (
                SELECT 1 FROM {name(facts + "_history")} h WHERE h.replaced_by = :batch AND {same})
            ORDER BY t.seq""",
        {"first": batch.first_seq(of), "batch": batch.number},
    )
    for seq, *id_ in rows.fetchall():
        yield NotHis(of, code, seq, key[0], {"table": table_words(of), "id": id_words(sector, of, id_)})


def _unsigned(batch: Batch, sector: Sector, signed: Signatory) -> Iterator[NotHis]:
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
            yield NotHis("actions", "push-step", seq, "step", {"value": code})
        else:
            values: dict[str, Value] = {"step": sector.step_by_code[step].words, "who": signed.author}
            yield NotHis("actions", "decides-oneself", seq, "by", values)
