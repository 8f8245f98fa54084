"""Cases like one that is being entered: of the same complainant, of the same text, or the same in all that is said of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta

from conduct.core.base.faults import Problem
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words
from conduct.core.law.conditions import name
from conduct.core.law.model import IncidentId, Kind, UnitId
from conduct.core.ledger.digits import alike, bare, bare_sql
from conduct.core.ledger.schema import table
from conduct.loading.headers import column_words

from .doubting import row_of_new
from .meant import LIKE_MEANT
from .rights import Action
from .visits import Visit
from .withdrawing import withdrawn

_SHOWN = 3
_LOOKED_AT = 50
_LATEST = 1_000
"""Among how many that were entered last the same text is looked for."""
_A_YEAR = timedelta(days=365)
"""How far apart a name, or a text, tells of the same: many bear the same name."""
_NOBODY = frozenset({"匿名", "匿名者", "不详", "未知", "无", "anonymous", "unknown", "none", "n/a", "-"})


@frozen
class LikeCase:
    """A case that is like the one being entered: its id, its day and kind, and what is the same."""

    case: str
    day: str
    kind: Kind
    unit: str
    same: Words


def likes_doubted(visit: Visit, kind: Kind, given: Mapping[str, str]) -> list[Problem]:
    """What is asked of a new case that is like others: whether it is another all the same. Nothing where it is confirmed, and of
    one that it names itself as that of the same matter.
    """
    if visit.one(LIKE_MEANT):
        return []
    naming = [one for one in kind.attributes if isinstance(one.type, IncidentId)]
    found = []
    for one in like_cases(visit, kind, given):
        if any(given.get(attribute.code) == one.case for attribute in naming):
            continue
        values: dict[str, str | int | Words] = {"case": one.case, "day": one.day, "kind": one.kind.words, "same": one.same}
        able = [a for a in naming if isinstance(a.type, IncidentId) and _may_name(a.type, one, given.get("unit", ""))]
        if able:
            column = column_words(visit.sector, "incidents", able[0].code)
            found.append(Problem("case-like-named", {**values, "column": column, "field": able[0].code}))
        else:
            found.append(Problem("case-like", {**values, "field": "complainant"}))
    return found


def _may_name(of: IncidentId, one: LikeCase, unit: str) -> bool:
    """Whether an attribute may name the case."""
    return (not of.kinds or one.kind.code in of.kinds) and (not of.same_unit or one.unit == unit)


def like_cases(visit: Visit, kind: Kind, given: Mapping[str, str]) -> list[LikeCase]:
    """The cases that whoever asks may see and that are like a new one of a kind, of which this is ``given``: the latest few, none
    that was withdrawn.
    """
    found: dict[str, LikeCase] = {}
    for same, row in _found(visit, kind, given):
        incident, unit, of, day = (str(row[column]) for column in ("incident", "unit", "kind", "date"))
        if incident not in found and visit.may_for(Action.CASE, unit) and of in visit.sector.kind_by_code:
            found[incident] = LikeCase(incident, day, visit.sector.kind_by_code[of], unit, same)
    gone = withdrawn(visit, [*found])
    return [one for one in found.values() if one.case not in gone][:_SHOWN]


def _found(visit: Visit, kind: Kind, given: Mapping[str, str]) -> Iterator[tuple[Words, Mapping[str, object]]]:
    """The rows that are like it, each with what is the same, one sort after another, the latest first."""
    persons = {column: value for column in visit.sector.person_columns if (value := given.get(column, ""))}
    days = _a_year_around(given.get("date", ""))
    for column, value in persons.items():
        if value.lower() in _NOBODY:
            continue
        if column == "complainant":
            where = "i.complainant = :value AND i.date BETWEEN :since AND :until"
            rows = _rows(visit, where, {"value": value, **days})
            rows = [row for row in rows if not _differs(visit, row, persons, visit.sector.person_columns)]
        else:
            where = f"i.{name(column)} IS NOT NULL AND {bare_sql(f'i.{name(column)}')} IN (SELECT value FROM json_each(:alike))"
            rows = _rows(visit, where, {"alike": json.dumps(alike(value))})
        yield from ((column_words(visit.sector, "incidents", column), row) for row in rows)
    if text := given.get("text", ""):
        last = f"i.seq > (SELECT max(seq) FROM {name(table(visit.sector, 'incidents'))}) - {_LATEST}"
        where = f"{last} AND i.text = :value AND i.date BETWEEN :since AND :until"
        for row in _rows(visit, where, {"value": text, **days}):
            if not _differs(visit, row, given, _told_apart_by(visit)):  # what several say alike is each one's own
                yield column_words(visit.sector, "incidents", "text"), row
    elif not persons:
        yield from ((Words("各项内容", "all that is said of it"), row) for row in _same_in_all(visit, kind, given))


def _told_apart_by(visit: Visit) -> list[str]:
    """The columns that tell who complained, and of whom."""
    naming = [c for c, a in visit.sector.incident_attributes.items() if isinstance(a.type, UnitId)]
    return [*dict.fromkeys((*visit.sector.person_columns, "unit", *naming))]


def _differs(visit: Visit, row: Mapping[str, object], given: Mapping[str, str], columns: Sequence[str]) -> bool:
    """Whether a case says otherwise in one of the columns that both fill."""
    both = [(column, str(row[column]), given[column]) for column in columns if row[column] and given.get(column)]
    private = visit.sector.private_columns
    return any(bare(was) not in alike(said) if column in private else was != said for column, was, said in both)


def _same_in_all(visit: Visit, kind: Kind, given: Mapping[str, str]) -> list[Mapping[str, object]]:
    """The cases of the same unit and day of which the same is said, where that is no text and nobody's name."""
    new = row_of_new(visit, kind, given)
    own = [a.code for a in kind.attributes if a is not kind.entered]
    columns = [c for c in dict.fromkeys((*visit.sector.distinguishing, *own)) if kind.entered is None or c != kind.entered.code]
    where = "".join(f" AND i.{name(column)} IS :v{n}" for n, column in enumerate(columns))
    values = {f"v{n}": new[column] for n, column in enumerate(columns)}
    if not given.get("unit") or not given.get("date"):
        return []
    named = {"kind": kind.code, "unit": given["unit"], "date": given["date"]}
    return _rows(visit, f"i.kind = :kind AND i.unit = :unit AND i.date = :date{where}", {**values, **named})


def _rows(visit: Visit, where: str, values: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The latest cases of which something holds, of the units that are his, by their columns."""
    asked = dict(values)
    if visit.limited(Action.CASE):
        where += " AND i.unit IN (SELECT value FROM json_each(:his))"
        asked["his"] = json.dumps([unit for unit in visit.units if visit.may_for(Action.CASE, unit)])
    columns = [*dict.fromkeys(("incident", "unit", "kind", "date", *_told_apart_by(visit)))]
    query = f"""SELECT {", ".join(f"i.{name(one)}" for one in columns)} FROM {name(table(visit.sector, "incidents"))} i
        WHERE {where} ORDER BY i.date DESC, i.seq DESC LIMIT {_LOOKED_AT}"""
    return [dict(zip(columns, row, strict=True)) for row in visit.deployment.ledger.connection.execute(query, asked)]


def _a_year_around(day: str) -> dict[str, str]:
    """The days a year before and after; none for what is no day."""
    with suppress(ValueError, OverflowError):
        on = date.fromisoformat(day)
        return {"since": (on - _A_YEAR).isoformat(), "until": (on + _A_YEAR).isoformat()}
    return {"since": "9", "until": ""}
