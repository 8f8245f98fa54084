"""Cases found: searched, filtered, sorted and paged by the address, and given as a file as they are shown."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date

from conduct.core.base.connection import Queried
from conduct.core.base.faults import fault
from conduct.core.base.frozen import frozen
from conduct.core.law.conditions import name
from conduct.core.law.model import Attribute, UnitId
from conduct.core.ledger.digits import bare_sql, end_of_number, number_in
from conduct.core.ledger.schema import table
from conduct.door.owing import stand_of
from conduct.loading.headers import column_words
from conduct.report.case import attribute_words

from . import views
from .cases import called
from .fields import few
from .narrowing import CASE_STATES, attribute_choices, by_attributes, by_person, by_state, told_apart, told_of_value
from .paging import ON_A_PAGE, Paging, page_asked, paged_from
from .rights import Action
from .tables import ENDINGS, exported
from .visits import Answer, Visit
from .withdrawing import withdrawn

SORTS = {
    "entered": "i.seq DESC",
    "date": "i.date DESC, i.seq DESC",
    "oldest": "i.date, i.seq",
    "unit": "i.unit, i.seq",
    "id": "i.incident",
}
"""By what cases are sorted, the first unless the address says another."""
_FEW = 100
_MOST_EXPORTED = 100_000
_HEADINGS = ("date", "cases", "kind", "unit-id", "unit", "facts", "complainant", "state")
_MOST_WORDS = 20
"""How many words are looked for; and of how many characters each."""
_LONGEST = 1_000
_COUNTED = 1_000
"""Up to how many the cases that are found are counted."""


@frozen
class Hits:
    """How many cases were found: ``n``, or more than that, which is as far as is counted."""

    n: int
    more: bool

    @classmethod
    def of(cls, counted: int) -> Hits:
        """Those that were counted, one more than is counted at most."""
        return cls(min(counted, _COUNTED), counted > _COUNTED)


def found(visit: Visit) -> Answer:
    """The cases in whose id, unit, texts or people each word stands, as the address narrows and sorts them; all without any."""
    search, idle, fresh = _search(visit)
    rows, hits, paging = _page(visit, search)
    shown: dict[str, object] = {
        key: visit.one(key) for key in ("q", "kind", "unit", "from", "to", "by", "value", "state", "person")
    }
    shown |= {
        "rows": rows,
        "hits": hits,
        "stand": _stand(visit, [row[0] for row in rows]),
        "kinds": {k.code: k.words.said(visit.lang) for k in visit.sector.kinds},
        "recorded": {k.code: k.words.said(visit.lang) for k in visit.sector.recorded_kinds},
        "named": _named(visit),
        "attributes": attribute_choices(visit),
        "of_value": told_of_value(visit),
        "states": CASE_STATES,
        "sorts": SORTS,
        "sort": visit.one("sort") if visit.one("sort") in SORTS else "entered",
        "paging": paging,
        "said": [*(visit.said("not-applied").format(value=one) for one in idle), *_crossed(visit)],
        "fresh": fresh,
        "views": views.his(visit),
        "files": [(ending, visit.elsewhere(f"/{visit.sector_name}/found/cases.{ending}", page=None)) for ending in ENDINGS],
        "may_enter": visit.may(Action.ENTER, visit.sector_name),
    }
    return Answer("cases.html", shown)


def _stand(visit: Visit, cases: Sequence[str]) -> dict[str, str]:
    """How cases stand today, as `stand_of` says it; those that were withdrawn as a whole are "withdrawn"."""
    stand = stand_of(visit.deployment, visit.sector, cases, visit.deployment.config.today())
    return {**stand, **dict.fromkeys(withdrawn(visit, cases), "withdrawn")}


def _named(visit: Visit) -> dict[str, str]:
    """The units that cases are looked for by, with their names: those assessed that are his, unless they are too many to choose
    among.
    """
    assessed = (one for one in visit.units.values() if one.kind in visit.sector.assessed)
    return {one.id: one.name for one in few(one for one in assessed if visit.may_for(Action.CASE, one.id))}


def file(visit: Visit) -> Answer:
    """What the address finds, whole, as a file. Raises `Fault` ``export-most`` where that is too much for one."""
    search, _, _ = _search(visit)
    told = told_apart(visit.sector)
    rows = search.cases(search.asked(_MOST_EXPORTED + 1, 0), tuple(told))
    if len(rows) > _MOST_EXPORTED:
        raise fault("export-most", most=_MOST_EXPORTED)
    kinds = {k.code: k.words.said(visit.lang) for k in visit.sector.kinds}
    stand = {case: visit.said(how) for case, how in _stand(visit, [row[0] for row in rows]).items()}
    cells = (
        (
            day,
            id,
            kinds.get(kind, kind),
            unit,
            named or "",
            text or "",
            who or "",
            stand.get(id, ""),
            *_in_words(visit, told, more),
        )
        for id, day, kind, unit, named, text, who, *more in rows
    )
    columns = (column_words(visit.sector, "incidents", code).said(visit.lang) for code in told)
    return exported(visit.places["file"], "cases", [*(visit.said(code) for code in _HEADINGS), *columns], cells)


def _in_words(visit: Visit, told: Mapping[str, Attribute], values: Sequence[str | int | None]) -> list[str]:
    """The values of some attributes as the page of a case says them; each empty where it is not said."""
    found = []
    for one, value in zip(told.values(), values, strict=True):
        said = "" if value is None else attribute_words(visit.sector, one, value, visit.lang)
        found.append(called(visit, said) if isinstance(one.type, UnitId) else said)
    return found


def _page(visit: Visit, search: _CaseSearch) -> tuple[list[Queried], Hits, Paging]:
    """The cases of the page that is asked for, how many there are in all, and the pages beside it. A page within what is counted
    is found by the counting itself.
    """
    within = page_asked(visit) * ON_A_PAGE < _COUNTED
    every = search.asked(_COUNTED + 1, 0) if within else []
    counted = len(every) if within else search.counted(_COUNTED + 1)

    def asked(most: int, after: int) -> list[int]:
        return every[after : after + most] if within else search.asked(most, after)

    hits = Hits.of(counted)
    rows, paging = paged_from(visit, asked, lambda: search.counted() if hits.more else counted)
    return search.cases(rows), hits, paging


@frozen
class _CaseSearch:
    """What cases are looked for by: the conditions with their values, and their order."""

    visit: Visit
    where: str
    order: str
    values: Mapping[str, str | int]

    def asked(self, most: int, after: int) -> list[int]:
        """The rows of so many cases after the first so many."""
        query = f"SELECT i.seq FROM {self._incidents} i WHERE {self.where} ORDER BY {self.order} LIMIT :most OFFSET :after"
        return [seq for (seq,) in self._rows(query, {"most": most, "after": after})]

    def counted(self, most: int = -1) -> int:
        """How many there are, or so many of them at most."""
        query = f"SELECT count(*) FROM (SELECT 1 FROM {self._incidents} i WHERE {self.where} LIMIT :most)"
        return int(self._rows(query, {"most": most}).fetchone()[0])

    def cases(self, rows: Sequence[int], more: Sequence[str] = ()) -> list[Queried]:
        """The cases of some rows, in their order, each with ``more`` of its columns."""
        columns = "".join(f", i.{name(column)}" for column in more)
        query = f"""SELECT i.incident, i.date, i.kind, i.unit, u.name, i.text, i.complainant{columns} FROM json_each(:rows) j
            CROSS JOIN {self._incidents} i ON i.seq = j.value
            LEFT JOIN {name(table(self.visit.sector, "units"))} u ON u.unit = i.unit ORDER BY j.key"""
        return self._rows(query, {"rows": json.dumps(rows)}).fetchall()

    @property
    def _incidents(self) -> str:
        return name(table(self.visit.sector, "incidents"))

    def _rows(self, query: str, more: Mapping[str, str | int]) -> sqlite3.Cursor:
        return self.visit.deployment.ledger.connection.execute(query, {**self.values, **more})


def _search(visit: Visit) -> tuple[_CaseSearch, list[str], bool]:
    """What the address looks for; the filters that do not apply, and whether their state is as of all entered."""
    values: dict[str, str | int] = {}
    where, idle, fresh = _narrowed(visit, values)
    by = visit.one("sort")
    if by and by not in SORTS:
        idle.append(by)
    return _CaseSearch(visit, " AND ".join(where), SORTS.get(by, SORTS["entered"]), values), idle, fresh


def _narrowed(visit: Visit, values: dict[str, str | int]) -> tuple[list[str], list[str], bool]:
    """What narrows the cases: words, a kind, a unit with what stands under it, days, how they stand, values of attributes, who
    entered or handled them, and whose they are; then the filters that do not apply, as they were given.
    """
    where, idle, fresh = ["1"], list[str](), True
    if visit.one("q"):
        where.append(_looked_for(visit, visit.one("q"), values))
    if visit.limited(Action.CASE):
        where.append(_among(values, "his", "i.unit", (unit for unit in visit.units if visit.may_for(Action.CASE, unit))))
    if kind := visit.one("kind"):
        if kind in visit.sector.kind_by_code:
            values["kind"] = kind
            where.append("i.kind = :kind")
        else:
            idle.append(kind)
    if unit := visit.one("unit"):
        if unit in visit.units:
            where.append(_of_units(visit, values, unit))
        else:
            idle.append(unit)
    for key, sign in (("from", ">="), ("to", "<=")):
        if day := visit.one(key):
            if _is_day(day):
                values[key] = day
                where.append(f"i.date {sign} :{key}")
            else:
                idle.append(day)
    if by := visit.one("by"):
        if by in visit.sector.incident_attributes:
            values["value"] = visit.one("value")
            where.append(f"coalesce(i.{name(by)}, '') = :value")
        else:
            idle.append(by)
    if person := visit.one("person"):
        where.append(by_person(visit, person, values))
    told, strange = by_attributes(visit, values)
    where, idle = [*where, *told], [*idle, *strange]
    if state := visit.one("state"):
        if state in CASE_STATES:
            stands, fresh = by_state(visit, state, values)
            where.append(stands)
        else:
            idle.append(state)
    return where, idle, fresh


def _is_day(written: str) -> bool:
    """Whether there is such a day, written as days are in addresses."""
    with suppress(ValueError):
        return re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII) is not None and bool(date.fromisoformat(written))
    return False


def _crossed(visit: Visit) -> list[str]:
    """That the first of the days that are asked for comes after the last, so that no case is of any."""
    first, last = visit.one("from"), visit.one("to")
    return (
        [visit.said("days-crossed").format(first=first, last=last)] if _is_day(first) and _is_day(last) and first > last else []
    )


def _of_units(visit: Visit, values: dict[str, str | int], unit: str) -> str:
    """That a case is about a unit or one under it. Those of few units are found by the index of what is counted."""
    under = [one for one in visit.units if unit in visit.line(one)]
    if len(under) > _FEW:
        return _among(values, "under", "i.unit", under)
    kinds = _among(values, "kinds", "n.kind", (kind.code for kind in visit.sector.kinds))
    incidents = name(table(visit.sector, "incidents"))
    return f"i.seq IN (SELECT n.seq FROM {incidents} n WHERE {kinds} AND {_among(values, 'under', 'n.unit', under)})"


def _among(values: dict[str, str | int], called: str, column: str, ids: Iterable[str]) -> str:
    values[called] = json.dumps(list(ids))
    return f"{column} IN (SELECT value FROM json_each(:{called}))"


def _looked_for(visit: Visit, given: str, values: dict[str, str | int]) -> str:
    """That each word stands in a case, or that the words together are a number that does."""
    words = [*dict.fromkeys(given.split())][:_MOST_WORDS]
    every = " AND ".join(_word_found(visit, n, word[:_LONGEST], values) for n, word in enumerate(words))
    whole = _number_found(visit, given, "whole", values) if len(words) > 1 else []
    return f"({' OR '.join([f'({every})', *whole])})"


def _word_found(visit: Visit, n: int, word: str, values: dict[str, str | int]) -> str:
    """That a word, by its number ``n``, stands in a case, in capitals or not: in its id, its texts or people, the number of who
    complained, or in what its unit, or one that it names, is called.
    """
    key = f"word{n}"
    latin = re.search("[A-Za-z]", word) is not None  # LIKE takes small letters for capitals, and is slower for what has none
    values[key] = "%" + re.sub(r"([%_\\])", r"\\\1", word) + "%" if latin else word
    held = f"{{}} LIKE :{key} ESCAPE '\\'" if latin else f"instr({{}}, :{key})"
    units = visit.deployment.ledger.connection.execute(
        f"SELECT unit FROM {name(table(visit.sector, 'units'))} WHERE lower(unit) = lower(:word) OR {held.format('name')}",
        {key: values[key], "word": word},
    )
    said = (f"(i.{column} IS NOT NULL AND {held.format(f'i.{column}')})" for column in ("text", "complainant", "source"))
    parts = [held.format("i.incident"), *said]  # to ask what is not there costs more than to see that it is not
    if named := [unit for (unit,) in units]:
        naming = [code for code, one in visit.sector.incident_attributes.items() if isinstance(one.type, UnitId)]
        parts += [_among(values, f"named{n}", f"i.{column}", named) for column in ("unit", *map(name, naming))]
    return f"({' OR '.join([*parts, *_number_found(visit, word, f'number{n}', values)])})"


def _number_found(visit: Visit, written: str, key: str, values: dict[str, str | int]) -> list[str]:
    """That a number of who complained holds this one, or ends in these digits, in each column that may; nothing for what is
    neither.
    """
    number, end = number_in(written), end_of_number(written)
    if not (number or end):
        return []
    values[key] = number or end
    incidents, found = name(table(visit.sector, "incidents")), []
    for column in visit.sector.private_columns:
        of = bare_sql(f"n.{name(column)}")  # compared with nothing too, so that the index is read, which is short
        held = f"instr({of}, :{key})" if number else f"substr({of}, -{len(end)}) = :{key}"
        where = f"n.{name(column)} IS NOT NULL AND {of} >= '' AND {held}"
        found.append(f"i.seq IN (SELECT n.seq FROM {incidents} n WHERE {where})")
    return found
