"""A unit's own cases, searched and narrowed by the address, and as a file: by what it may read of them and by nothing else, for
what is found by a word tells that the word stands there.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from conduct.core.base.faults import fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import clause_words
from conduct.core.law.conditions import name
from conduct.core.ledger.attached import texts_released
from conduct.core.ledger.schema import table

from .desk import ON_A_PAGE, page_asked
from .own import its
from .rights import Action
from .tables import ENDINGS, exported
from .visits import Answer, Visit

_MOST_EXPORTED = 100_000


@frozen
class OwnFound:
    """A case that was found: its id, its day, what kind it is, and its text if that is released."""

    incident: str
    date: str
    words: str
    text: str


def found(visit: Visit) -> Answer:
    """Those that the address asks for, the latest first."""
    unit, n = its(visit), page_asked(visit)
    rows, idle = _found(visit, unit, ON_A_PAGE + 1, (n - 1) * ON_A_PAGE)
    here = f"/{visit.sector_name}/own/{quote(unit, safe='')}"
    shown = {
        "unit": visit.units[unit],
        "rows": rows[:ON_A_PAGE],
        "kinds": {k.code: k.words.said(visit.lang) for k in visit.sector.recorded_kinds},
        **{key: visit.one(key) for key in ("q", "kind", "from", "to")},
        "idle": idle,
        "paging": {
            "n": n,
            "before": visit.address_with(page=n - 1) if n > 1 else None,
            "after": visit.address_with(page=n + 1) if len(rows) > ON_A_PAGE else None,
        },
        "back": here,
        "may_object": visit.may_for(Action.OBJECT, unit),
        "files": [(end, visit.elsewhere(f"{here}/cases/cases.{end}", page=None)) for end in ENDINGS],
    }
    return Answer("own_cases.html", shown)


def file(visit: Visit) -> Answer:
    """The same as a file. Raises `Fault` ``export-most`` where that is too much for one."""
    rows, _ = _found(visit, its(visit), _MOST_EXPORTED + 1, 0)
    if len(rows) > _MOST_EXPORTED:
        raise fault("export-most", most=_MOST_EXPORTED)
    headings = [visit.said(code) for code in ("date", "cases", "kind", "facts")]
    return exported(visit.places["file"], "cases", headings, ([one.date, one.incident, one.words, one.text] for one in rows))


def _found(visit: Visit, unit: str, most: int, after: int) -> tuple[list[OwnFound], list[str]]:
    """So many after the first so many, and the filters that do not apply."""
    connection, kinds = visit.deployment.ledger.connection, visit.sector.kind_by_code
    released = json.dumps(sorted(texts_released(connection, visit.sector)))
    under = json.dumps([one for one in visit.units if unit in visit.line(one)])
    values: dict[str, str | int] = {"most": most, "after": after, "released": released, "under": under}
    where, idle = ["i.unit IN (SELECT value FROM json_each(:under))"], list[str]()
    if word := visit.one("q"):
        values["word"] = word
        values["alike"] = json.dumps([k.code for k in kinds.values() if word in _said_of(visit, k.code)])
        where.append(
            "(i.incident = :word OR instr(i.date, :word) OR i.kind IN (SELECT value FROM json_each(:alike)) "
            "OR (i.incident IN (SELECT value FROM json_each(:released)) AND instr(coalesce(i.text, ''), :word)))"
        )
    if (kind := visit.one("kind")) in kinds:
        values["kind"] = kind
        where.append("i.kind = :kind")
    elif kind:
        idle.append(kind)
    for key, sign in (("from", ">="), ("to", "<=")):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", day := visit.one(key), re.ASCII):
            values[key] = day
            where.append(f"i.date {sign} :{key}")
        elif day:
            idle.append(day)
    rows = connection.execute(
        f"""SELECT i.incident, i.date, i.kind,
                CASE WHEN i.incident IN (SELECT value FROM json_each(:released)) THEN coalesce(i.text, '') ELSE '' END
            FROM {name(table(visit.sector, "incidents"))} i WHERE {" AND ".join(where)}
            ORDER BY i.date DESC, i.incident LIMIT :most OFFSET :after""",
        values,
    )
    said = {code: kind.words.said(visit.lang) for code, kind in kinds.items()}
    return [OwnFound(incident, day, said.get(of, of), text) for incident, day, of, text in rows], idle


def _said_of(visit: Visit, kind: str) -> str:
    """What may be looked for of a kind: its words and its clause."""
    of = visit.sector.kind_by_code[kind]
    return "\n".join((of.words.said(visit.lang), of.clause or "", clause_words(of.clause, visit.lang) if of.clause else ""))
