"""Decisions held against what the law leaves open: each figure and choice must answer something of its incident."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from sqlite3 import Cursor
from typing import NamedTuple

from conduct.core.base.exact import Exact, measured, written
from conduct.core.base.faults import Value
from conduct.core.base.kept import kept
from conduct.core.base.words import Words, listed
from conduct.core.duties.sanctions import in_no_range
from conduct.core.law.choices import variants
from conduct.core.law.conditions import Row, Stored, name, quoted
from conduct.core.law.law import Regulation
from conduct.core.law.points import Charge
from conduct.core.law.scales import Deciding
from conduct.core.law.sector import Sector
from conduct.core.law.terms import Setting
from conduct.core.ledger.batch import Batch
from conduct.core.ledger.schema import table

from .headers import column_words

Wrong = tuple[str, int, str, dict[str, Value]]
"""A message, the number of the row at fault, its column, and the values to be named."""


def wrong_decisions(batch: Batch, sector: Sector) -> Iterator[Wrong]:
    """Each figure or choice that decides nothing, and each decision before its incident's day.

    Of the batch's decisions, and of those on incidents that it corrects.
    """
    yield from _wrong_points(batch, sector)
    steps = {r.sanction_terms.decide.code: r.sanction_terms for r in sector.regulations if r.sanction_terms is not None}
    for code, terms in steps.items():
        apart = {terms.by_clause.code, *(one.by.attribute.code for law in sector.regulations for one in _left_open(law))}
        columns = [a.code for a in terms.decide.attributes if a.code not in apart]
        facts = ("incident", "kind", "date", *sector.incident_attributes)
        for seq, day, clause, *values in _decided(
            batch, sector, code, ("date", terms.by_clause.code, *columns), facts
        ).fetchall():
            case: Row = dict(zip(facts, values[len(columns) :], strict=True))
            if day < case["date"]:
                yield "decide-before", seq, "date", {"incident": case["incident"], "date": day, "day": case["date"]}
            regulation = sector.regulation_on(date.fromisoformat(case["date"]))
            for column, value in zip(columns, values, strict=False):
                if value is not None and in_no_range(regulation, case, column, value, clause):
                    yield _idle(sector, regulation, case, seq, column, value)


def _decided(batch: Batch, sector: Sector, step: str, columns: Iterable[str], facts: Iterable[str]) -> Cursor:
    """The batch's actions of a step on incidents, and those on incidents that it corrects: number, ``columns`` and ``facts``."""
    wanted = ", ".join((*(f"t.{name(c)}" for c in columns), *(f"i.{name(c)}" for c in facts)))
    return batch.connection.execute(
        f"""SELECT t.seq, {wanted}
            FROM {name(table(sector, "actions"))} t JOIN {name(table(sector, "incidents"))} i ON i.incident = t.incident
            WHERE t.step = {quoted(step)} AND (t.seq >= ? OR t.incident IN (SELECT value FROM json_each(?)))
            ORDER BY t.seq""",
        (batch.first_seq("actions"), json.dumps(batch.corrected.get("incidents", []))),
    )


def _idle(sector: Sector, regulation: Regulation, case: Row, seq: int, column: str, value: Stored) -> Wrong:
    """What is wrong with a figure or choice that answers nothing: it lies in no open range, or nothing of its kind is open."""
    ranges = [
        _range_words(regulation, rule.clause, rule.open_range.low, rule.open_range.high)
        for rule in regulation.possible_sanctions
        if rule.open_range is not None
        and rule.open_range.decided_by.code == column
        and not in_no_range(regulation, case, column, rule.open_range.low, rule.clause)
    ]
    called = column_words(sector, "actions", column)
    words: dict[str, Value] = {"incident": case["incident"], "column": Words(f"{called.zh}（{column}）", called.en)}
    if not ranges:
        return "decide-nothing-open", seq, column, words
    open_here = listed(dict.fromkeys(ranges))
    return "decide-no-range", seq, column, {"incident": case["incident"], "value": str(value), "ranges": open_here}


def _wrong_points(batch: Batch, sector: Sector) -> Iterator[Wrong]:
    """Each decision on an incident's points that lies outside what the text leaves open, under any reading of any edition: which
    one governs hangs on the period.
    """
    left_open = [(law, one) for law in sector.regulations for one in _left_open(law)]
    for by in dict.fromkeys(one.by for _, one in left_open):
        for seq, value, incident, kind in _decided(
            batch, sector, by.step.code, (by.attribute.code,), ("incident", "kind")
        ).fetchall():
            found = [(law, one) for law, one in left_open if (one.kind, one.by) == (kind, by)]
            if value is not None and found and not any(one.low <= measured(str(value)) <= one.high for _, one in found):
                ranges = listed(dict.fromkeys(_range_words(law, one.clause, one.low, one.high) for law, one in found))
                yield "decide-no-range", seq, by.attribute.code, {"incident": incident, "value": str(value), "ranges": ranges}


class _PointsLeft(NamedTuple):
    """Points that a person decides: of which kind of incident, by which step and attribute, and between which bounds."""

    kind: str
    clause: str
    by: Deciding
    low: Exact
    high: Exact


@kept
def _left_open(regulation: Regulation) -> tuple[_PointsLeft, ...]:
    """The items whose points a person decides, under each alternative of their readings; of bounds that a reading sets, none."""
    found = []
    for charge in regulation.of(Charge):
        for one in variants(charge, settings=False):
            if one.scale is not None and one.deciding is not None:
                low, high = one.scale.numbers()
                if not isinstance(low, Setting) and not isinstance(high, Setting):
                    found.append(_PointsLeft(one.kind.code, one.clause, one.deciding, low, high))
    return tuple(found)


def _range_words(regulation: Regulation, clause: str, low: Exact, high: Exact) -> Words:
    return Words(
        f"{regulation.text.clause(clause).heading} {written(low)}-{written(high)}", f"{clause} {written(low)}-{written(high)}"
    )
