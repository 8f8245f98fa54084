"""A unit's own cases, searched and narrowed by the address, and as a file: by what it may read of them (their ids and days, their
kinds and the duties breached on them, with the clauses of both, and texts that are released) and by nothing else, for what is
found by a word tells that the word stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from conduct.core.base.faults import fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import clause_words
from conduct.core.law.conditions import name
from conduct.core.law.duty import Duty
from conduct.core.law.model import Kind
from conduct.core.ledger.attached import texts_released
from conduct.core.ledger.schema import table

from .desk import ON_A_PAGE, page_asked
from .own import its
from .own_results import breaches_on
from .rights import Action
from .tables import ENDINGS, exported
from .visits import Answer, Visit

_MOST_EXPORTED = 100_000


@frozen
class OwnBreach:
    """A breach on a case as it is counted, or else the duty that was breached: its words and its clause."""

    words: str
    clause: str


@frozen
class OwnFound:
    """A case that was found: its id, its day, what kind it is, its text if that is released, and what was breached on it."""

    incident: str
    date: str
    words: str
    text: str
    breached: Sequence[OwnBreach]


def found(visit: Visit) -> Answer:
    """Those that the address asks for, the latest first."""
    unit, n = its(visit), page_asked(visit)
    rows, idle, fresh = _found(visit, unit, ON_A_PAGE + 1, (n - 1) * ON_A_PAGE)
    here = f"/{visit.sector_name}/own/{quote(unit, safe='')}"
    shown = {
        "unit": visit.units[unit],
        "rows": rows[:ON_A_PAGE],
        "kinds": {k.code: k.words.said(visit.lang) for k in visit.sector.recorded_kinds},
        **{key: visit.one(key) for key in ("q", "kind", "from", "to")},
        "idle": idle,
        "fresh": fresh,
        "clause": lambda one: clause_words(one, visit.lang),
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
    rows, _, _ = _found(visit, its(visit), _MOST_EXPORTED + 1, 0)
    if len(rows) > _MOST_EXPORTED:
        raise fault("export-most", most=_MOST_EXPORTED)
    headings = [visit.said(code) for code in ("date", "cases", "kind", "breached", "facts")]
    cells = ([one.date, one.incident, one.words, _breached_said(visit, one), one.text] for one in rows)
    return exported(visit.places["file"], "cases", headings, cells)


def _breached_said(visit: Visit, one: OwnFound) -> str:
    return visit.said("and-also").join(f"{each.words} ({clause_words(each.clause, visit.lang)})" for each in one.breached)


def _found(visit: Visit, unit: str, most: int, after: int) -> tuple[list[OwnFound], list[str], bool]:
    """So many after the first so many, the filters that do not apply, and whether what was breached is as of all entered."""
    connection, kinds = visit.deployment.ledger.connection, visit.sector.kind_by_code
    breached, fresh = breaches_on(visit, unit)
    released = json.dumps(sorted(texts_released(connection, visit.sector)))
    under = json.dumps([one for one in visit.units if unit in visit.line(one)])
    values: dict[str, str | int] = {"most": most, "after": after, "released": released, "under": under}
    where, idle = ["i.unit IN (SELECT value FROM json_each(:under))"], list[str]()
    if word := visit.one("q"):
        values["word"] = word
        values |= _told_by(word, kinds.values(), breached)
        where.append(
            "(i.incident = :word OR instr(i.date, :word) OR i.kind IN (SELECT value FROM json_each(:alike)) "
            "OR i.incident IN (SELECT value FROM json_each(:broken)) "
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
    found = [
        OwnFound(incident, day, said.get(of, of), text, [_breach(visit, one) for one in breached.get(incident, ())])
        for incident, day, of, text in rows
    ]
    return found, idle, fresh


def _breach(visit: Visit, duty: Duty) -> OwnBreach:
    of = duty if duty.breach is None else duty.breach
    return OwnBreach(of.words.said(visit.lang), of.clause or duty.clause)


def _told_by(word: str, kinds: Iterable[Kind], breached: Mapping[str, Sequence[Duty]]) -> dict[str, str]:
    """The kinds and the cases of which a word tells: as the kind is called in either language, by the clause, or by a breach."""
    told = word.casefold()
    alike = [kind.code for kind in kinds if told in _said_of(kind)]
    duties = {duty.code: duty for every in breached.values() for duty in every}
    broken = {code for code, duty in duties.items() if told in _said_of(duty) or (duty.breach and told in _said_of(duty.breach))}
    cases = [case for case, every in breached.items() if any(duty.code in broken for duty in every)]
    return {"alike": json.dumps(alike), "broken": json.dumps(cases)}


def _said_of(one: Kind | Duty) -> str:
    """What may be looked for of a kind or a duty: its words and its clause, in both languages."""
    clauses = (one.clause, *(clause_words(one.clause, lang) for lang in ("zh", "en"))) if one.clause else ()
    return "\n".join((one.words.zh, one.words.en, *one.words.also, *clauses)).casefold()
