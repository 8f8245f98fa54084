"""Sanctions (处罚): from the incidents that their rules select to what falls on whom, decided or open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, frozen

from .changes import cases
from .conditions import name, quoted
from .consequence import OnHead, OnPerson, OnUnit, Range, Repeated, Sanction, tested
from .duty_sql import NOT_OUT
from .exact import Exact, measured
from .law import Count, Regulation
from .periods import Period
from .schema import table
from .sector import Sector
from .tally import units_of

PERSON, HEAD = "person", "head"
Span = tuple[Exact, Exact]


@define
class SanctionFound:
    """One sanction: its rule, the incident it is for and that one's unit and day, on whom it falls, and how much.

    ``months`` and ``percent`` are the two ends, equal once they are fixed; ``degree`` is what a person decided in words. Where
    nobody is known on whom it could fall, ``on`` is None and ``unknown`` says who is missing.
    """

    rule: Sanction
    incident: str
    unit: str
    date: str
    on: str | None
    months: Span | None = None
    percent: Span | None = None
    degree: str | None = None
    decided: bool = True
    unknown: str = ""


@frozen
class Decision:
    """A person's decision on an incident: the figures and words it gives, and the clause it names."""

    clause: str | None
    values: Mapping[str, Any]


def sanctions_of(
    connection: sqlite3.Connection, sector: Sector, regulation: Regulation, period: Period | None, case: str | None = None
) -> list[SanctionFound]:
    """The sanctions of a period's incidents, by clause, name, incident and person; of every day, or one ``case``, without one.

    What is pending or unfounded sanctions nobody. Repetitions are counted within a period, and need one.
    """
    if not regulation.sanctions:
        return []
    kinds = dict.fromkeys(k for rule in regulation.sanctions for k in rule.count.kinds)
    rows = [
        row
        for row in _rows(connection, sector, tuple(k.code for k in kinds), period, case)
        if not any(test is not None and test.holds(row) for test in _gates(sector, row))
    ]
    units = units_of(connection, sector)
    heads = {u.id: u.head for u in units.values()}
    unit_kinds = {u.id: u.kind for u in units.values()}
    decisions = _decisions(connection, sector, regulation, case)
    found: list[SanctionFound] = []
    for rule in regulation.sanctions:
        codes = {k.code for k in rule.count.kinds}
        mine = [row for row in rows if row["kind"] in codes and tested(rule.count.when, row)]
        if rule.repeated is None:
            for row in mine:
                found.extend(_single(rule, row, heads, unit_kinds, decisions.get(row["incident"], ())))
        elif period is not None:
            found.extend(_repeated(rule, rule.repeated, mine))
    found.sort(key=lambda s: (s.rule.clause, s.rule.name, s.incident, s.on or ""))
    return found


def _gates(sector: Sector, row: Mapping[str, Any]) -> tuple[Any, Any]:
    kind = sector.kind_by_code[row["kind"]]
    return kind.excused, kind.pending


def _rows(
    connection: sqlite3.Connection, sector: Sector, kinds: Sequence[str], period: Period | None, case: str | None
) -> Iterator[dict[str, Any]]:
    columns = ("incident", "unit", "kind", "date", *sector.incident_attributes)
    scope = [f"i.kind IN ({', '.join(quoted(k) for k in kinds)})", NOT_OUT]
    if period is not None:
        scope.append("i.date BETWEEN :start AND :end")
    if case is not None:
        scope.append("i.incident = :case")
    query = f"""SELECT {", ".join(f"i.{name(c)}" for c in columns)} FROM {cases(sector)} i
                WHERE {" AND ".join(scope)} ORDER BY i.date, i.incident"""
    days = {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else {}
    for row in connection.execute(query, {**days, "case": case}):
        yield dict(zip(columns, row, strict=True))


def _decisions(
    connection: sqlite3.Connection, sector: Sector, regulation: Regulation, case: str | None
) -> dict[str, list[Decision]]:
    """Every decision by incident, the latest by date, then by id, first."""
    terms = regulation.sanction_terms
    if terms is None:
        return {}
    codes = [a.code for a in terms.decide.attributes]
    one = "" if case is None else "AND incident = :case"
    rows = connection.execute(
        f"""SELECT incident, {", ".join(name(c) for c in codes)} FROM {name(table(sector, "actions"))}
            WHERE step = {quoted(terms.decide.code)} {one} ORDER BY date DESC, action DESC""",
        {"case": case},
    )
    found: dict[str, list[Decision]] = {}
    for incident, *values in rows:
        given = dict(zip(codes, values, strict=True))
        found.setdefault(incident, []).append(Decision(given.get(terms.by_clause.code), given))
    return found


def _single(
    rule: Sanction,
    row: Mapping[str, Any],
    heads: Mapping[str, str | None],
    unit_kinds: Mapping[str, str],
    decisions: Iterable[Decision],
) -> Iterator[SanctionFound]:
    on, unknown = None, ""
    match rule.on:
        case OnUnit():
            on = row["unit"]
        case OnHead():
            on, unknown = heads.get(row["unit"]), HEAD
        case OnPerson(attribute, kinds, or_unit):
            on, unknown = row[attribute.code], PERSON
            if on is not None and kinds and unit_kinds.get(on) not in kinds:
                return
            if on is None and or_unit:
                on = row["unit"]
    made = SanctionFound(rule, row["incident"], row["unit"], row["date"], on, unknown="" if on else unknown)
    if rule.months is not None:
        made.months, made.decided = _amount(rule, rule.months, decisions)
    elif rule.percent is not None:
        made.percent, made.decided = _amount(rule, rule.percent, decisions)
    elif rule.degree is not None:
        code = rule.degree.decided_by.code
        said = [d.values[code] for d in decisions if d.values[code] is not None and d.clause in (None, rule.clause)]
        made.degree, made.decided = (said[0], True) if said else (None, False)
    yield made


def _amount(rule: Sanction, amount: Exact | Range, decisions: Iterable[Decision]) -> tuple[Span, bool]:
    """The two ends of an amount, and whether it is fixed: by the text, or by the latest decision that lies in its range."""
    if not isinstance(amount, Range):
        return (amount, amount), True
    for decision in decisions:
        value = decision.values[amount.decided_by.code]
        if value is None or decision.clause not in (None, rule.clause):
            continue
        figure = measured(str(value))
        if amount.low <= figure <= amount.high:
            return (figure, figure), True
    return (amount.low, amount.high), False


def _repeated(rule: Sanction, repeated: Repeated, rows: Sequence[Mapping[str, Any]]) -> Iterator[SanctionFound]:
    assert isinstance(rule.on, OnPerson)
    person = rule.on.attribute.code
    groups: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
    for row in rows:
        if repeated.by == "unit":
            groups.setdefault((row["unit"], None), []).append(row)
        elif row[person] is not None:
            groups.setdefault((row["unit"], row[person]), []).append(row)
    for (unit, who), mine in groups.items():
        reaching = _reaching(rule.count, repeated.n, mine)
        if reaching is None:
            continue
        people = [who] if who is not None else sorted({row[person] for row in mine if row[person] is not None})
        for one in people:
            yield SanctionFound(rule, reaching["incident"], unit, reaching["date"], one)


def _reaching(count: Count, n: Exact, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The incident with which the weights of all up to it come to ``n``."""
    spread = any(f.spread is True and f.when.holds(row) for f in count.factors for row in rows)
    weight: Exact = 0
    for row in rows:
        weight += count.weight(row, spread)
        if weight >= n:
            return row
    return None


def in_no_range(regulation: Regulation, row: Mapping[str, Any], code: str, value: Any, clause: str | None) -> bool:
    """Whether a decision's figure or words answer nothing that the text leaves open for this incident.

    Whatever the finding and the readings: what could be open under any of them counts.
    """
    for rule in regulation.possible_sanctions:
        if row["kind"] not in {k.code for k in rule.count.kinds} or not tested(rule.count.when, row):
            continue
        if clause is not None and clause != rule.clause:
            continue
        if rule.degree is not None and rule.degree.decided_by.code == code:
            return False
        found = rule.open_range
        if found is not None and found.decided_by.code == code and found.low <= measured(str(value)) <= found.high:
            return False
    return True
