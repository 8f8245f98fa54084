"""Random facts of any sector, made from its declarations alone: for properties that must hold whatever happened."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from .core.base.exact import Exact, exact
from .core.base.periods import Period
from .core.duties.sanctions import in_no_range
from .core.law.model import (
    ActionId,
    Attribute,
    ByOwner,
    ClauseId,
    Day,
    IncidentId,
    Kind,
    KindCode,
    Number,
    Options,
    PeriodId,
    Text,
    UnitId,
    YesNo,
)
from .core.law.sector import Sector

FactRows = dict[str, list[dict[str, str]]]


def random_facts(sector: Sector, period: Period, draw: random.Random, units: int = 6, incidents: int = 30) -> FactRows:
    """Facts that load: units of every kind, every measure needed, incidents and actions within the period.

    There are no actions where the sector has no steps, and no incidents where none of its kinds can be entered.
    """
    rows: FactRows = {"units": [], "posts": [], "measures": [], "incidents": [], "actions": []}
    assessed = [k for k in sector.unit_kinds if k.code in sector.assessed]
    others = [k for k in sector.unit_kinds if k.code not in sector.assessed]
    for n in range(units):
        rows["units"].append({"unit": f"u{n}", "name": f"Unit {n}", "kind": draw.choice(assessed).code})
    for n, kind in enumerate(k for k in others for _ in range(3)):
        rows["units"].append({"unit": f"o{n}", "name": f"Other {n}", "kind": kind.code, "parent": f"u{draw.randrange(units)}"})
    for unit in rows["units"]:
        if unit["kind"] in sector.assessed:
            for measure in sector.needs:
                for part in sorted({period.id, *(p.id for p in period.parts(sector.periods))}):
                    value = _number(measure.type, draw)
                    if measure in sector.together:  # which come to 1 at most, all of them
                        value = str(Decimal(draw.randrange(100 // len(sector.together))) / 100)
                    rows["measures"].append({"unit": unit["unit"], "measure": measure.code, "period": part, "value": value})
    rows["posts"] = _posts(sector, rows, period, draw)
    kinds = [kind for kind in sector.recorded_kinds if can_be_entered(kind)]
    for n in range(incidents if kinds else 0):
        rows["incidents"].append(incident(sector, rows, draw.choice(kinds), f"i{n:03}", period, draw))
    for n in range(incidents if sector.steps else 0):
        action = _action(sector, rows, f"a{n:03}", period, draw)
        if action is not None:
            rows["actions"].append(action)
    return rows


def can_be_entered(kind: Kind) -> bool:
    """Whether there is anything to enter of a kind: not where it must name one of a list that is empty."""
    return all(
        not attribute.required or not isinstance(attribute.type, Options) or attribute.type.words for attribute in kind.attributes
    )


def _posts(sector: Sector, rows: FactRows, period: Period, draw: random.Random) -> list[dict[str, str]]:
    """Who holds which office of some of the assessed units, from and until some day."""
    people = [u["unit"] for u in rows["units"] if u["kind"] in sector.heads]
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for unit in (u["unit"] for u in rows["units"] if u["kind"] in sector.assessed):
        for _ in range(draw.choice((0, 1, 3)) if sector.posts and people else 0):
            days = sorted((_day(period, draw), _day(period, draw)))
            post = {
                "unit": unit,
                "person": draw.choice(people),
                "post": draw.choice(sector.posts).code,
                "from": days[0].isoformat(),
            }
            if draw.random() < 0.7:
                post["until"] = days[1].isoformat()
            found[tuple(post[c] for c in ("unit", "person", "post", "from"))] = post
    return list(found.values())


def incident(sector: Sector, rows: FactRows, kind: Kind, name: str, period: Period, draw: random.Random) -> dict[str, str]:
    """One incident of a kind, about a unit that may have it."""
    allowed = kind.units or sector.assessed
    unit = draw.choice([u["unit"] for u in rows["units"] if u["kind"] in allowed])
    row = {"incident": name, "unit": unit, "kind": kind.code, "date": _day(period, draw).isoformat()}
    row.update(_attributes(sector, rows, kind.attributes, period, draw) or {})
    others = {i["incident"]: i["unit"] for i in rows["incidents"]}
    for attribute in kind.attributes:
        if (
            isinstance(attribute.type, IncidentId)
            and attribute.type.same_unit
            and others.get(row.get(attribute.code, "")) != unit
        ):
            row.pop(attribute.code, None)
    return row


def _action(sector: Sector, rows: FactRows, name: str, period: Period, draw: random.Random) -> dict[str, str] | None:
    step = draw.choice(sector.steps)
    row = {"action": name, "step": step.code, "date": _day(period, draw).isoformat()}
    if step.by_unit:
        units = [u["unit"] for u in rows["units"] if u["kind"] in (step.units or sector.assessed)]
        if not units:
            return None
        row["unit"] = draw.choice(units)
    else:
        codes = {k.code for k in step.kinds} or {k.code for k in sector.kinds}
        cases = [i["incident"] for i in rows["incidents"] if i["kind"] in codes]
        if not cases:
            return None
        row["incident"] = draw.choice(cases)
    attributes = _attributes(sector, rows, step.attributes, period, draw)
    if attributes is None:
        return None
    row.update({**dict.fromkeys(step.requires, "x"), **attributes})
    if "due" in row and any(a.code == "due" and isinstance(a.type, Day) for a in step.attributes):
        row["due"] = max(row["due"], row["date"])  # nothing is due before the step itself
    return _decided(sector, rows, row, period, draw)


def _decided(sector: Sector, rows: FactRows, row: dict[str, str], period: Period, draw: random.Random) -> dict[str, str] | None:
    """A decision keeps to what the law leaves open for its incident; one that decides nothing is no fact."""
    regulation = sector.regulation_on(period.end)
    terms = regulation.sanction_terms
    if terms is None or row["step"] != terms.decide.code:
        return row
    case = next(i for i in rows["incidents"] if i["incident"] == row["incident"])
    stored = {
        k: int(v == "yes")
        if v in ("yes", "no") and k in sector.incident_attributes and isinstance(sector.incident_attributes[k].type, YesNo)
        else v
        for k, v in case.items()
    }
    kept = {k: v for k, v in row.items() if k not in {a.code for a in terms.decide.attributes}}
    kept["date"] = max(row["date"], case["date"])
    for rule in regulation.possible_sanctions:
        if rule.degree is not None and draw.random() < 0.7:
            attribute = rule.degree.decided_by
            said = _value(sector, rows, attribute, period, draw)
            if said is not None and not in_no_range(regulation, stored, attribute.code, said, None):
                kept[attribute.code] = said
        found = rule.open_range
        if found is not None and draw.random() < 0.7:
            value = draw.choice((found.low, found.high))
            if not in_no_range(regulation, stored, found.decided_by.code, value, None):
                kept[found.decided_by.code] = _decimal(value)
    return kept


def _attributes(
    sector: Sector, rows: FactRows, attributes: Iterable[Attribute], period: Period, draw: random.Random
) -> dict[str, str] | None:
    """Values of these attributes; None where one that is required can have none, such as a quarter within a month."""
    found = {}
    for attribute in attributes:
        if attribute.required or draw.random() < 0.5:
            value = _value(sector, rows, attribute, period, draw)
            if value is not None:
                found[attribute.code] = value
            elif attribute.required:
                return None
    return found


def _value(sector: Sector, rows: FactRows, attribute: Attribute, period: Period, draw: random.Random) -> str | None:
    match attribute.type:
        case YesNo():
            return draw.choice(("yes", "no"))
        case Options(words):
            return draw.choice(list(words)) if words else None
        case Day():
            return _day(period, draw).isoformat()
        case Number():
            return _number(attribute.type, draw)
        case Text():
            return "x"
        case UnitId(kinds):
            units = [u["unit"] for u in rows["units"] if not kinds or u["kind"] in kinds]
            return draw.choice(units) if units else None
        case IncidentId(kinds):
            cases = [i["incident"] for i in rows["incidents"] if not kinds or i["kind"] in kinds]
            return draw.choice(cases) if cases else None
        case ActionId():
            return None
        case PeriodId(kinds):
            parts = list(period.parts(kinds))
            return draw.choice(parts).id if parts else None
        case ClauseId(clauses):
            return draw.choice(clauses)
        case ByOwner():  # of a column; a kind's or step's own attribute is one of the two
            return None
        case KindCode():
            return draw.choice(sector.kinds).code


def _number(of: Number, draw: random.Random) -> str:
    """A number within the bounds: a whole one if there is any, else one between them."""
    low = ceil(of.low) if of.low is not None else floor(of.above) + 1 if of.above is not None else 0
    high = floor(of.high) if of.high is not None else low + 50
    if low <= high:
        return str(draw.randint(low, min(high, low + 50)))
    ends = [Fraction(n) for n in (of.low, of.above, of.high) if n is not None]
    return _decimal(exact(sum(ends, Fraction(0)) / len(ends)))


def _decimal(n: Exact) -> str:
    """A number as a cell holds it, cut after 9 decimals where it has more."""
    return str(n) if isinstance(n, int) else format(Decimal(n.numerator * 10**9 // n.denominator) / 10**9, "f")


def _day(period: Period, draw: random.Random) -> date:
    return period.start + timedelta(days=draw.randrange((period.end - period.start).days + 1))
