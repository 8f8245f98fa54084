"""Sanctions (处罚): from the incidents that their rules select to what falls on whom, decided or open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import field

from ..base.connection import Connection
from ..base.exact import Exact, measured
from ..base.frozen import frozen
from ..base.periods import Period
from ..law.conditions import Condition, Row, name, quoted
from ..law.consequence import OnHead, OnPerson, OnUnit, Range, Repeated, Sanction
from ..law.law import Regulation
from ..law.sector import Sector
from ..law.terms import Count
from ..ledger.schema import table
from ..ledger.units import Unit, homes, units_of
from .case_facts import CaseFacts
from .changes import cases_sql
from .heads import Heads
from .matters import Matter, alone, matters_of
from .one_bearer import heavier_of_roles, heaviest_of_matters, tier_of
from .out import counts_sql
from .passed_over import passed_over
from .sanction import HEAD, PERSON, UNIT, SanctionFound, Sanctions, Span


@frozen
class Decision:
    """A person's decision on an incident: its action, the clause it names, and the figures and words it gives."""

    action: str
    clause: str | None
    values: Row


@frozen
class _Facts:
    """What sanctions are found from: the incidents that may bring them, their matters, who heads whom, and what was decided."""

    sector: Sector
    regulation: Regulation
    rows: Sequence[Row]
    matters: Mapping[str, Matter]
    units: Mapping[str, Unit]
    heads: Heads
    decisions: Mapping[str, Sequence[Decision]]
    taken: dict[int, list[Row]] = field(factory=dict)

    def of(self, rule: Sanction) -> list[Row]:
        """The incidents that a rule takes; rules that share a count look for them once."""
        if id(rule.count) not in self.taken:
            self.taken[id(rule.count)] = rule.count.taken(self.rows)
        return self.taken[id(rule.count)]

    def matter(self, row: Row) -> Matter:
        """The matter that an incident is about."""
        return self.matters.get(row["incident"]) or alone(row)


def sanctions_of(of: CaseFacts, regulation: Regulation, period: Period | None, case: str | None = None) -> Sanctions:
    """The sanctions of a period's incidents, by clause, name, incident and person; of every day, or one ``case``, without one.

    What is pending or unfounded sanctions nobody, and nothing falls for a unit that is not assessed in the period. Repetitions
    are counted within a period: the one asked for, or that of the case.
    """
    if not regulation.sanctions:
        return Sanctions([], [])
    facts = _facts(of, regulation, period, case)
    found = [s for rule in regulation.sanctions if rule.repeated is None for s in _once(rule, facts)]
    _weigh(found, facts)
    repeating = [(rule, rule.repeated) for rule in regulation.sanctions if rule.repeated is not None]
    if repeating and (period is not None or case is not None):
        rows = facts.rows if period is not None else _around(of.connection, of.sector, [rule for rule, _ in repeating], str(case))
        found += [s for rule, repeated in repeating for s in _repeated(rule, repeated, rule.count.taken(rows))]
    found = [s for s in found if case is None or s.incident == case]
    found.sort(key=lambda s: (s.rule.clause, s.rule.name, s.incident, s.on or ""))
    return Sanctions([s for s in found if s.gave_way is None], [s for s in found if s.gave_way is not None])


def _facts(of: CaseFacts, regulation: Regulation, period: Period | None, case: str | None) -> _Facts:
    connection, sector = of.connection, of.sector
    units = units_of(connection, sector)
    same, matters = regulation.same_matter, {}
    if same is not None:
        people = {rule.on.attribute.code for rule in regulation.sanctions if isinstance(rule.on, OnPerson)}
        matters = matters_of(of, same, sorted(people))
    whole = case and (matters[case].incidents if case in matters else (case,))
    kinds = dict.fromkeys(k.code for rule in regulation.sanctions for k in rule.count.kinds)
    counted = _counted(connection, sector, regulation, units, period)
    rows = [
        row
        for row in _rows(connection, sector, tuple(kinds), period, whole or None)
        if (counted is None or row["unit"] in counted)
        and not any(test is not None and test.holds(row) for test in _gates(sector, row))
    ]
    decisions = _decisions(connection, sector, regulation, case)
    return _Facts(sector, regulation, rows, matters, units, Heads(connection, sector, units), decisions)


def _counted(
    connection: Connection, sector: Sector, regulation: Regulation, units: Mapping[str, Unit], period: Period | None
) -> set[str] | None:
    """The units whose incidents count in a period: those that count for one that is assessed."""
    if period is None:
        return None
    passed = passed_over(connection, sector, regulation, period)
    assessed = {u.id for u in units.values() if u.kind in sector.assessed and u.stands_in(period) and u.id not in passed}
    return {unit for unit, home in homes(units, sector).items() if home in assessed}


def _around(connection: Connection, sector: Sector, rules: Sequence[Sanction], case: str) -> list[Row]:
    """The incidents of a case's period that count towards a number with it; none where the rules do not take its kind."""
    kinds = tuple(dict.fromkeys(k.code for rule in rules for k in rule.count.kinds))
    query = f"SELECT kind, date FROM {name(table(sector, 'incidents'))} WHERE incident = ?"
    found = connection.execute(query, (case,)).fetchone()
    if found is None or found[0] not in kinds:
        return []
    period = _period(sector, found[1])
    rows = _rows(connection, sector, kinds, period, None)
    return [row for row in rows if not any(test is not None and test.holds(row) for test in _gates(sector, row))]


def _gates(sector: Sector, row: Row) -> tuple[Condition | None, Condition | None]:
    kind = sector.kind_by_code[row["kind"]]
    return kind.excused, kind.pending


def _rows(
    connection: Connection, sector: Sector, kinds: Sequence[str], period: Period | None, only: Sequence[str] | None
) -> Iterator[Row]:
    columns = ("incident", "unit", "kind", "date", *sector.incident_attributes)
    scope = [f"i.kind IN ({', '.join(quoted(k) for k in kinds)})", counts_sql("i.incident")]
    if period is not None:
        scope.append("i.date BETWEEN :start AND :end")
    if only is not None:
        scope.append("i.incident IN (SELECT value FROM json_each(:only))")
    query = f"""SELECT {", ".join(f"i.{name(c)}" for c in columns)} FROM {cases_sql(sector)} i
                WHERE {" AND ".join(scope)} ORDER BY i.date, i.incident"""
    days = {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else {}
    for row in connection.execute(query, {**days, "only": json.dumps(only)}):
        yield dict(zip(columns, row, strict=True))


def _decisions(connection: Connection, sector: Sector, regulation: Regulation, case: str | None) -> dict[str, list[Decision]]:
    """Every decision by incident, the latest by date, then by id, first."""
    terms = regulation.sanction_terms
    if terms is None:
        return {}
    codes = [a.code for a in terms.decide.attributes]
    one = "" if case is None else "AND incident = :case"
    rows = connection.execute(
        f"""SELECT incident, action, {", ".join(name(c) for c in codes)} FROM {name(table(sector, "actions"))}
            WHERE step = {quoted(terms.decide.code)} {one} ORDER BY date DESC, action DESC""",
        {"case": case},
    )
    found: dict[str, list[Decision]] = {}
    for incident, action, *values in rows:
        given = dict(zip(codes, values, strict=True))
        found.setdefault(incident, []).append(Decision(action, given.get(terms.by_clause.code), given))
    return found


# ---- what each incident brings, on whom


def _once(rule: Sanction, facts: _Facts) -> Iterator[SanctionFound]:
    """A rule's sanctions, one for each incident that it takes and each who bears it."""
    for row in facts.of(rule):
        for made in _borne(rule, row, facts):
            decisions = facts.decisions.get(row["incident"], ())
            if rule.months is not None:
                made.months, made.decided, made.action = _amount(rule, rule.months, decisions)
            elif rule.percent is not None:
                made.percent, made.decided, made.action = _amount(rule, rule.percent, decisions)
            elif rule.degree is not None:
                code = rule.degree.decided_by.code
                said = [d for d in decisions if d.values[code] is not None and d.clause in (None, rule.clause)]
                made.degree, made.decided, made.action = (
                    (said[0].values[code], True, said[0].action) if said else (None, False, None)
                )
            yield made


def _borne(rule: Sanction, row: Row, facts: _Facts) -> Iterator[SanctionFound]:
    """On whom a sanction falls, before it is known how much."""
    unit = row["unit"]

    def on_whom(one: str | None, role: str, left: str | None = None) -> SanctionFound:
        return SanctionFound(rule, row["incident"], unit, row["date"], one, role, left=left, unknown="" if one else role)

    match rule.on:
        case OnUnit():
            yield on_whom(unit, UNIT)
        case OnHead(posts):
            day = facts.matter(row).first_day
            left = facts.heads.left(unit, day, posts)
            for head in facts.heads.on(unit, day, posts) or (None,):
                yield on_whom(head, HEAD, left)
        case OnPerson(attribute, kinds, or_unit):
            on = row[attribute.code] or facts.matter(row).people.get(attribute.code)
            if on is None and or_unit:
                yield on_whom(unit, UNIT)
            elif on is None or not kinds or facts.units[on].kind in kinds:
                yield on_whom(on, PERSON)


def _amount(rule: Sanction, amount: Exact | Range, decisions: Iterable[Decision]) -> tuple[Span, bool, str | None]:
    """The two ends of an amount, and whether it is fixed: by the text, or by the action of the latest decision in its range."""
    if not isinstance(amount, Range):
        return (amount, amount), True, None
    for decision in decisions:
        value = decision.values[amount.decided_by.code]
        if value is None or decision.clause not in (None, rule.clause):
            continue
        figure = measured(str(value))
        if amount.low <= figure <= amount.high:
            return (figure, figure), True, decision.action
    return (amount.low, amount.high), False, None


def _weigh(found: Sequence[SanctionFound], facts: _Facts) -> None:
    """Lets give way what one matter, or one man in two roles, would bring twice."""
    same, person = facts.regulation.same_matter, facts.regulation.same_person
    if same is not None and same.absorbs is not False:
        linked = [row for row in facts.rows if row["incident"] in facts.matters]
        tiers = {row["incident"]: tier_of(same, row) for row in linked}
        of = {row["incident"]: (_period(facts.sector, row["date"]).id, facts.matter(row).id) for row in linked}
        heaviest_of_matters(found, same, tiers, lambda s: of[s.incident], person is not None)
    if person is not None:
        heavier_of_roles([s for s in found if s.gave_way is None], person)


def _period(sector: Sector, day: str) -> Period:
    """The period of the sector's first kind that holds a day: what is weighed together, or counted, lies within it."""
    at = date.fromisoformat(day)
    year = Period.parse(str(at.year))
    return next((p for p in Period.of_kind(sector.periods[0], at.year) if p.start <= at <= p.end), year)


def _repeated(rule: Sanction, repeated: Repeated, rows: Sequence[Row]) -> Iterator[SanctionFound]:
    assert isinstance(rule.on, OnPerson)
    person = rule.on.attribute.code
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if repeated.by == "unit":
            groups.setdefault((UNIT, row["unit"]), []).append(row)
        elif row[person] is not None:
            groups.setdefault((PERSON, row[person]), []).append(row)
    for (by, who), mine in groups.items():
        reaching = _reaching(rule.count, repeated.n, mine)
        if reaching is None:
            continue
        people = [who] if by == PERSON else sorted({row[person] for row in mine if row[person] is not None})
        for one in people:
            yield SanctionFound(rule, reaching["incident"], reaching["unit"], reaching["date"], one, PERSON)


def _reaching(count: Count, n: Exact, rows: Sequence[Row]) -> Row | None:
    """The incident with which the weights of all up to it come to ``n``."""
    spread = any(f.spread is True and f.when.holds(row) for f in count.factors for row in rows)
    weight: Exact = 0
    for row in rows:
        weight += count.weight(row, spread)
        if weight >= n:
            return row
    return None


def in_no_range(regulation: Regulation, row: Row, code: str, value: object, clause: str | None) -> bool:
    """Whether a decision's figure or words answer nothing that the text leaves open for this incident.

    Whatever the finding and the readings: what could be open under any of them counts.
    """
    for rule in regulation.possible_sanctions:
        if not rule.count.takes(row):
            continue
        if clause is not None and clause != rule.clause:
            continue
        if rule.degree is not None and rule.degree.decided_by.code == code:
            return False
        found = rule.open_range
        if found is not None and found.decided_by.code == code and found.low <= measured(str(value)) <= found.high:
            return False
    return True
