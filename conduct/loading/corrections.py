"""What stands and no longer agrees with a row that a correction put in the place of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conduct.core.batch import Batch
from conduct.core.conditions import name
from conduct.core.faults import Value
from conduct.core.schema import table
from conduct.core.sector import KEYS, TABLES, Sector
from conduct.core.words import Words

from .headers import column_words
from .rows import kind_words, reference_columns

Unfitting = tuple[str, str, dict[str, Value]]


def unfitting(batch: Batch, sector: Sector) -> Iterator[Unfitting]:
    """Each corrected fact that leaves something wrong: its table, its id, and the values to be named.

    That is a step on another kind of incident, an incident of another kind of unit, or whatever names another kind of fact.
    """
    yield from _steps(batch, sector)
    yield from _incidents(batch, sector)
    for of in TABLES:
        for column, (target, kinds) in reference_columns(sector, of).items():
            if kinds:
                yield from _naming(batch, sector, of, column, target, kinds)


def _steps(batch: Batch, sector: Sector) -> Iterator[Unfitting]:
    for incident in batch.corrected.get("incidents", ()):
        kind = _kind(batch, sector, "incidents", incident)
        actions = batch.connection.execute(
            f"SELECT action, step FROM {name(table(sector, 'actions'))} WHERE incident = ? AND batch <> ?",
            (incident, batch.number),
        )
        for action, code in actions.fetchall():
            step = sector.step_by_code[code]
            if step.kinds and kind not in {k.code for k in step.kinds}:
                yield _said(sector, "incidents", incident, action, step.words, kind)


def _incidents(batch: Batch, sector: Sector) -> Iterator[Unfitting]:
    for unit in batch.corrected.get("units", ()):
        kind = _kind(batch, sector, "units", unit)
        for declared in sector.kinds:
            if declared.units and kind not in declared.units:
                found = batch.connection.execute(
                    f"SELECT incident FROM {name(table(sector, 'incidents'))} WHERE unit = ? AND kind = ? LIMIT 1",
                    (unit, declared.code),
                )
                for (incident,) in found.fetchall():
                    yield _said(sector, "units", unit, incident, declared.words, kind)


def _naming(batch: Batch, sector: Sector, of: str, column: str, target: str, kinds: Sequence[str]) -> Iterator[Unfitting]:
    """What stood before in a column that names rows of certain kinds."""
    for corrected in batch.corrected.get(target, ()):
        kind = _kind(batch, sector, target, corrected)
        if kind in kinds:
            continue
        found = batch.connection.execute(
            f"SELECT {name(KEYS[of][0])} FROM {name(table(sector, of))} WHERE {name(column)} = ? AND batch <> ? LIMIT 1",
            (corrected, batch.number),
        )
        for (fact,) in found.fetchall():
            yield _said(sector, target, corrected, fact, column_words(sector, of, column), kind)


def _kind(batch: Batch, sector: Sector, of: str, fact: str) -> str:
    row = batch.connection.execute(
        f"SELECT kind FROM {name(table(sector, of))} WHERE {name(KEYS[of][0])} = ?", (fact,)
    ).fetchone()
    return str(row[0])


def _said(sector: Sector, of: str, fact: str, other: str, what: Words, kind: str) -> Unfitting:
    return of, fact, {"id": fact, "action": other, "step": what, "kind": kind_words(sector, of.removesuffix("s"), (kind,))}
