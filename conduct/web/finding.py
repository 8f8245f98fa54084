"""Cases found: searched, filtered, sorted and paged by the address, and given as a file as they are shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from conduct.core.base.faults import fault
from conduct.core.law.conditions import name
from conduct.core.ledger.schema import table

from . import views
from .desk import ON_A_PAGE, STATES, page_asked
from .fields import CHOSEN_AMONG
from .owing import his, narrowed, owed
from .rights import Action
from .tables import ENDINGS, exported
from .visits import Answer, Visit

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
_HEADINGS = ("date", "cases", "kind", "unit-id", "unit", "facts", "complainant")
FoundCase = tuple[str, str, str, str, str | None, str | None, str | None]


def found(visit: Visit) -> Answer:
    """The cases in whose id, unit, texts or people a word stands, as the address narrows and sorts them; all without any."""
    n = page_asked(visit)
    rows, idle, fresh = _found(visit, ON_A_PAGE + 1, (n - 1) * ON_A_PAGE)
    paging = {
        "n": n,
        "before": visit.address_with(page=n - 1) if n > 1 else None,
        "after": visit.address_with(page=n + 1) if len(rows) > ON_A_PAGE else None,
    }
    shown: dict[str, object] = {key: visit.one(key) for key in ("q", "kind", "unit", "from", "to", "by", "value", "state")}
    shown |= {
        "rows": rows[:ON_A_PAGE],
        "kinds": {k.code: k.words.said(visit.lang) for k in visit.sector.kinds},
        "recorded": {k.code: k.words.said(visit.lang) for k in visit.sector.recorded_kinds},
        "named": dict(found_units) if len(found_units := _named(visit)) <= CHOSEN_AMONG else {},
        "states": STATES,
        "sorts": SORTS,
        "sort": visit.one("sort") if visit.one("sort") in SORTS else "entered",
        "paging": paging,
        "idle": idle,
        "fresh": fresh,
        "views": views.his(visit),
        "files": [(ending, visit.elsewhere(f"/{visit.sector_name}/found/cases.{ending}", page=None)) for ending in ENDINGS],
        "may_enter": visit.may(Action.ENTER, visit.sector_name),
    }
    return Answer("cases.html", shown)


def _named(visit: Visit) -> list[tuple[str, str]]:
    """The units that cases are looked for by, with their names: those assessed that are his."""
    assessed = (one for one in visit.units.values() if one.kind in visit.sector.assessed)
    return [(one.id, one.name) for one in assessed if visit.may_for(Action.CASE, one.id)]


def file(visit: Visit) -> Answer:
    """What the address finds, whole, as a file. Raises `Fault` ``export-most`` where that is too much for one."""
    rows, _, _ = _found(visit, _MOST_EXPORTED + 1, 0)
    if len(rows) > _MOST_EXPORTED:
        raise fault("export-most", most=_MOST_EXPORTED)
    kinds = {k.code: k.words.said(visit.lang) for k in visit.sector.kinds}
    cells = (
        (day, id, kinds.get(kind, kind), unit, called or "", text or "", who or "")
        for id, day, kind, unit, called, text, who in rows
    )
    return exported(visit.places["file"], "cases", [visit.said(code) for code in _HEADINGS], cells)


def _found(visit: Visit, most: int, after: int) -> tuple[list[FoundCase], list[str], bool]:
    """So many cases after the first so many, the filters that do not apply, and whether their state is as of all entered."""
    incidents, units = name(table(visit.sector, "incidents")), name(table(visit.sector, "units"))
    values: dict[str, str | int] = {"most": most, "after": after}
    where, idle, fresh = _narrowed(visit, values)
    by = visit.one("sort")
    if by and by not in SORTS:
        idle.append(by)
    rows = visit.deployment.ledger.connection.execute(
        f"""SELECT f.incident, f.date, f.kind, f.unit, u.name, f.text, f.complainant FROM (
                SELECT i.seq, i.incident, i.date, i.kind, i.unit, i.text, i.complainant FROM {incidents} i
                WHERE {" AND ".join(where)} ORDER BY {SORTS.get(by, SORTS["entered"])} LIMIT :most OFFSET :after) f
            LEFT JOIN {units} u ON u.unit = f.unit ORDER BY {SORTS.get(by, SORTS["entered"]).replace("i.", "f.")}""",
        values,
    ).fetchall()
    return rows, idle, fresh


def _narrowed(visit: Visit, values: dict[str, str | int]) -> tuple[list[str], list[str], bool]:
    """What narrows the cases: a word, a kind, a unit with what stands under it, days, a state, a value of an attribute, as pages
    lead here, and whose they are; then the filters that do not apply, as they were given.
    """
    where, idle, fresh = ["1"], list[str](), True
    if word := visit.one("q"):
        where.append(_looked_for(visit, word, values))
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
            if re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII):
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
    if state := visit.one("state"):
        if state in STATES:
            of, fresh = owed(visit)
            cases = dict.fromkeys(one.incident for _, one in narrowed(visit, his(visit, of)[0], state) if one.incident)
            where.append(_among(values, "stands", "i.incident", cases))
        else:
            idle.append(state)
    return where, idle, fresh


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


def _looked_for(visit: Visit, word: str, values: dict[str, str | int]) -> str:
    """That a word stands in a case: as its id, in its texts or people, or in what its unit is called."""
    units = visit.deployment.ledger.connection.execute(
        f"SELECT unit FROM {name(table(visit.sector, 'units'))} WHERE unit = :word OR instr(name, :word)", {"word": word}
    )
    values["word"] = word
    columns: Sequence[str] = ("text", "complainant", "source")
    parts = ["i.incident = :word", *(f"instr(i.{column}, :word)" for column in columns)]
    named = [unit for (unit,) in units]
    return f"({' OR '.join([*parts, *([_among(values, 'named', 'i.unit', named)] if named else [])])})"
