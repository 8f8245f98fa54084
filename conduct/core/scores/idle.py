"""Decisions that answer nothing under the readings in force, though they would under others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..base.exact import written
from ..base.frozen import frozen
from ..duties.engine import DutyEngine
from ..law.conditions import name, quoted
from ..law.consequence import Sanction
from ..law.model import Attribute
from ..ledger.schema import table


@frozen
class IdleDecision:
    """A figure or choice of a decision on an incident of a ``unit`` that answers nothing."""

    action: str
    incident: str
    unit: str
    attribute: Attribute
    value: str


def idle_decisions(engine: DutyEngine) -> Iterator[IdleDecision]:
    """The decisions on a period's incidents whose figure or choice lies in nothing that the rules in force leave open.

    A load refuses what no reading leaves open. What an incident's finding or withdrawal lets off is none of these.
    """
    regulation = engine.law
    terms = regulation.sanction_terms
    if terms is None:
        return
    clause = f"a.{name(terms.by_clause.code)}"
    decided = [attribute for attribute in terms.decide.attributes if attribute != terms.by_clause]
    found = []
    for attribute in decided:
        column = f"a.{name(attribute.code)}"
        answers = " OR ".join(_answers(rule, column, clause) for rule in _open(regulation.sanctions, attribute)) or "0"
        found.append(f"iif({column} IS NOT NULL AND NOT ({answers}), {column}, NULL)")
    if not found:
        return
    rows = engine.facts.incidents(  # one reading of the decisions, whatever there is to decide
        f"a.action, i.incident, i.unit, {', '.join(found)}",
        f"""a.step = {quoted(terms.decide.code)} AND i.date BETWEEN :start AND :end
            AND coalesce({", ".join(found)}, NULL) IS NOT NULL""",
        join=f"JOIN {name(table(engine.sector, 'actions'))} a ON a.incident = i.incident",
        values=engine.days,
        order="a.action",
    )
    for action, incident, unit, *values in rows:
        for attribute, value in zip(decided, values, strict=True):
            if value is not None:
                yield IdleDecision(action, incident, unit, attribute, str(value))


def _open(sanctions: Sequence[Sanction], attribute: Attribute) -> Iterator[Sanction]:
    """The rules that leave open what the attribute decides."""
    for rule in sanctions:
        by = rule.degree.decided_by if rule.degree is not None else rule.open_range.decided_by if rule.open_range else None
        if by == attribute:
            yield rule


def _answers(rule: Sanction, column: str, clause: str) -> str:
    """Whether a decision's value answers a rule, as SQL; bounds of a range are compared as numbers."""
    tests = [f"i.kind IN ({', '.join(quoted(k.code) for k in rule.count.kinds)})", f"coalesce({clause}, {quoted(rule.clause)})"]
    tests[1] += f" = {quoted(rule.clause)}"
    if rule.count.when is not None:
        tests.append(rule.count.when.sql("i"))
    if rule.open_range is not None and rule.degree is None:
        low, high = written(rule.open_range.low), written(rule.open_range.high)
        tests.append(f"CAST({column} AS NUMERIC) BETWEEN {low} AND {high}")
    return "(" + " AND ".join(tests) + ")"
