"""What lists of cases are narrowed by that a sector declares, how they stand, and by whom they were entered or handled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words
from conduct.core.duties.out import out_whole
from conduct.core.law.conditions import name
from conduct.core.law.model import Attribute, Options, UnitId, YesNo
from conduct.core.law.sector import Sector
from conduct.core.ledger.schema import table
from conduct.loading.headers import column_words
from conduct.report.case import attribute_words

from .desk import STATES
from .owing import his, narrowed, owed
from .visits import Visit

OPEN, CLOSED, OUT, WITHDRAWN = "open", "closed", "out", "withdrawn"
CASE_STATES = (*STATES, OPEN, CLOSED, OUT, WITHDRAWN)
"""How cases stand by which they are narrowed: by what is due on them as on the desk, whether anything is open on them, and
whether they are out of every count.
"""
OF = "of."
"""What stands in an address before the attribute that cases are narrowed by."""
_YES_NO = MappingProxyType({"yes": Words("是", "yes"), "no": Words("否", "no")})


@frozen
class AttributeChoice:
    """An attribute that cases are narrowed by: its name in the address, its words, the values that it may have, and the one that
    is asked for.
    """

    key: str
    words: str
    offers: Mapping[str, str]
    value: str


def coded_attributes(sector: Sector) -> list[str]:
    """The attributes by which cases are narrowed, by their columns."""
    return [code for code, one in told_apart(sector).items() if _values(one)]


def told_apart(sector: Sector) -> dict[str, Attribute]:
    """The attributes of kinds that are entered which are short and have codes, or name a unit, by their columns; none that says
    no more than that a case was taken in on its day.
    """
    every = ((kind, one) for kind in sector.recorded_kinds for one in kind.attributes)
    return {one.code: one for kind, one in every if isinstance(one.type, Options | YesNo | UnitId) and one is not kind.entered}


def _values(attribute: Attribute) -> Mapping[str, Words]:
    """The values that an attribute may have, by their codes; none where they are not few."""
    return attribute.type.words if isinstance(attribute.type, Options) else _YES_NO if isinstance(attribute.type, YesNo) else {}


def attribute_choices(visit: Visit) -> list[AttributeChoice]:
    """The attributes with codes that cases may be narrowed by: of a kind that is asked for its own alone."""
    kind = visit.sector.kind_by_code.get(visit.one("kind"))
    own = {one.code for one in kind.attributes} if kind is not None else None
    found = []
    for code, one in told_apart(visit.sector).items():
        if (offers := _values(one)) and (own is None or code in own or visit.one(f"{OF}{code}")):
            words = column_words(visit.sector, "incidents", code).said(visit.lang)
            said = {value: each.said(visit.lang) for value, each in offers.items()}
            asked = visit.one(f"{OF}{code}") or (visit.one("value") if visit.one("by") == code else "")
            found.append(AttributeChoice(f"{OF}{code}", words, said, asked))
    return found


def by_attributes(visit: Visit, values: dict[str, str | int]) -> tuple[list[str], list[str]]:
    """What the attributes of the address narrow cases to, and those values that do not apply."""
    where, idle, known = list[str](), list[str](), told_apart(visit.sector)
    for key in dict.fromkeys(key for key, value in visit.query if key.startswith(OF) and value.strip()):
        code, value = key.removeprefix(OF), visit.one(key)
        if code not in known or value not in _values(known[code]):
            idle.append(value)
            continue
        yes_no = isinstance(known[code].type, YesNo)
        values[f"of{len(where)}"] = int(value == "yes") if yes_no else value
        having = [kind.code for kind in visit.sector.recorded_kinds if any(one.code == code for one in kind.attributes)]
        values[f"having{len(where)}"] = json.dumps(having)  # a blank is no, of those that may say so
        cell = f"coalesce(i.{name(code)}, 0)" if yes_no else f"i.{name(code)}"
        where.append(f"{cell} = :of{len(where)} AND i.kind IN (SELECT value FROM json_each(:having{len(where)}))")
    return where, idle


def by_person(visit: Visit, person: str, values: dict[str, str | int]) -> str:
    """That somebody entered or corrected a case, or took a step on it; he is known by his name, one that he had, or his id."""
    claimed = visit.served.accounts.names_of(person)
    names = {*claimed, *(unit.id for unit in visit.units.values() if unit.name == person)}
    names |= {visit.units[person].name} if person in visit.units else set()
    values |= {"claimed": json.dumps(sorted(claimed)), "hands": json.dumps(sorted(names))}
    cases = _cases_of(visit, values)
    if len(cases) <= FEW_OF_PERSON:
        values["of_person"] = json.dumps(cases)
        return "i.incident IN (SELECT value FROM json_each(:of_person))"
    return f"""(EXISTS (SELECT 1 FROM {name(table(visit.sector, "actions"))} a
            WHERE a.incident = i.incident AND a."by" IN (SELECT value FROM json_each(:hands)))
        OR i.batch IN (SELECT b.batch FROM batches b
            WHERE b.claimed IN (SELECT value FROM json_each(:claimed)) AND b.command <> 'load'))"""


FEW_OF_PERSON = 20_000
"""Of so many rows at most the cases are looked up by their ids; somebody with more is soon found among the cases themselves."""


def _cases_of(visit: Visit, values: Mapping[str, str | int]) -> list[str]:
    """The cases of the actions that somebody took, and those that he entered, by their ids, each as often as he did; no more than
    are few, and one.
    """
    actions, incidents = (name(table(visit.sector, of)) for of in ("actions", "incidents"))
    rows = visit.deployment.ledger.connection.execute(
        f"""SELECT a.incident FROM {actions} a WHERE a."by" IN (SELECT value FROM json_each(:hands)) AND +a.incident IS NOT NULL
            UNION ALL SELECT t.incident FROM batches b CROSS JOIN blocks k ON k.batch = b.batch AND k."of" = 'incidents'
                CROSS JOIN {incidents} t ON t.seq BETWEEN k.first AND k.last AND +t.batch = b.batch
                WHERE b.claimed IN (SELECT value FROM json_each(:claimed)) AND b.sector = :sector AND b.command <> 'load'
            LIMIT :most""",
        {**values, "sector": visit.sector_name, "most": FEW_OF_PERSON + 1},
    )
    return [incident for (incident,) in rows.fetchall()]


def told_of_value(visit: Visit) -> tuple[str, str] | None:
    """The attribute by which a page led here, and its value, in words, where no field of the filter says them."""
    by, value = visit.one("by"), visit.one("value")
    attribute = visit.sector.incident_attributes.get(by)
    if attribute is None or any(one.key == f"{OF}{by}" and value in one.offers for one in attribute_choices(visit)):
        return None
    said = attribute_words(visit.sector, attribute, value, visit.lang) if value else visit.said("not-said")
    return column_words(visit.sector, "incidents", by).said(visit.lang), said


def by_state(visit: Visit, state: str, values: dict[str, str | int]) -> tuple[str, bool]:
    """That a case stands in one of the ways of `CASE_STATES`, and whether that is as of all that was entered."""
    if state in (OUT, WITHDRAWN):
        gone = (case for case, withdrawn in _out_whole(visit).items() if withdrawn == (state == WITHDRAWN))
        return _of_cases(gone, values), True
    of, fresh = owed(visit)
    if state in STATES:
        return _of_cases((one.incident for _, one in narrowed(visit, his(visit, of)[0], state)), values), fresh
    cases = (one.incident for _, one in of.rows)
    if state == OPEN:
        return _of_cases(cases, values), fresh
    return f"NOT ({_of_cases((*cases, *_out_whole(visit)), values)})", fresh


def _out_whole(visit: Visit) -> Mapping[str, bool]:
    ledger = visit.deployment.ledger
    with ledger.view():
        return out_whole(ledger.connection, visit.sector)


def _of_cases(cases: Iterable[str | None], values: dict[str, str | int]) -> str:
    values["stands"] = json.dumps([case for case in dict.fromkeys(cases) if case is not None])
    return "i.incident IN (SELECT value FROM json_each(:stands))"
