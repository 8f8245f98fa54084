"""What already stood and no longer agrees with a corrected row, as a load would find it; said at the correcting row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from conduct.core.base.faults import Value
from conduct.core.base.words import Words
from conduct.core.law.conditions import name, quoted
from conduct.core.law.sector import KEYS, TABLES
from conduct.core.ledger.schema import table

from .columns import reference_columns
from .headers import column_words
from .references import OWNERS, References

Reference = tuple[str, str, tuple[str, ...], str | None, Words]
"""A table and its column, the kinds that it may name, for rows of which kind or step only (any if None), and its words."""


def check_corrections(references: References) -> None:
    """Adds what no longer fits the units and incidents that a batch corrects."""
    for target in ("units", "incidents"):
        corrected = references.batch.corrected.get(target, [])
        if corrected:
            for rule in _rules(references, target):
                _check(references, target, corrected, rule)


def _rules(references: References, target: str) -> Iterator[Reference]:
    """Everything that asks for a kind of the target."""
    sector = references.sector
    for of in TABLES:
        for column, (named, kinds) in reference_columns(sector, of).items():
            if named == target and kinds:
                yield of, column, kinds, None, column_words(sector, of, column)
    if target == "units":
        yield from (("incidents", "unit", kind.units, kind.code, kind.words) for kind in sector.kinds if kind.units)
    else:
        for step in sector.steps:
            if step.kinds:
                yield "actions", "incident", tuple(k.code for k in step.kinds), step.code, step.words


def _check(references: References, target: str, corrected: Sequence[str], rule: Reference) -> None:
    of, column, kinds, owner, words = rule
    batch = references.batch
    key, named = name(KEYS[of][0]), name(KEYS[target][0])
    facts, corrects = (name(table(references.sector, one)) for one in (of, target))
    only = f"AND t.{OWNERS[of]} = {quoted(owner)}" if owner is not None else ""
    rows = batch.connection.execute(
        f"""SELECT x.{named}, x.seq, x.kind, count(*), t.{key}, min(t.seq)
            FROM {facts} t JOIN {corrects} x ON x.{named} = t.{name(column)}
            WHERE t.batch <> ? AND t.{name(column)} IN (SELECT value FROM json_each(?)) {only}
                AND x.kind NOT IN ({", ".join(quoted(k) for k in kinds)})
            GROUP BY x.{named} ORDER BY x.seq""",
        (batch.number, json.dumps(corrected)),
    )
    for id_, seq, kind, count, first, _ in rows.fetchall():
        which = Words(f"{first} 等{count}项", f"{first} and {count - 1} more") if count > 1 else first
        values: dict[str, Value] = {"id": id_, "action": which, "step": words, "kind": references.kind_words(target, (kind,))}
        references.say("correction-breaks", values, references.place(target, seq, "kind"))
