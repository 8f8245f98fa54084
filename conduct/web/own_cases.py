"""A unit's own cases, searched and narrowed by the address, and as a file: by what it may read of them (their ids and days, their
kinds and the duties breached on them, with the clauses of both, by what they are told apart when they are counted, and texts that
are released) and by nothing else, for what is found by a word tells that the word stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from conduct.core.base.connection import Queried
from conduct.core.base.faults import fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import clause_words
from conduct.core.duties.changes import cases_sql, mark_found
from conduct.core.law.conditions import name
from conduct.core.law.duty import Duty
from conduct.core.law.model import Kind
from conduct.core.ledger.attached import texts_released
from conduct.core.ledger.mistaken import hide_mistaken
from conduct.report.labels import colon

from .own import its
from .own_attributes import OwnAttribute, attributes_of, briefly_said, may_be_told, where_said
from .own_results import breaches_on, own_appeals
from .paging import paged_from
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
class OwnAppealed:
    """An objection to a case: to which breach alone (empty: the whole), of what day, whether it was upheld (None: it waits)."""

    about: str
    day: str
    upheld: bool | None


@frozen
class OwnFound:
    """A case that was found: its id, its day, what kind it is, by what it is told apart when it is counted, its text if that is
    released, what was breached on it, and the objections to it, the latest first.
    """

    incident: str
    date: str
    words: str
    attributes: Sequence[OwnAttribute]
    text: str
    breached: Sequence[OwnBreach]
    appeals: Sequence[OwnAppealed]


def found(visit: Visit) -> Answer:
    """Those that the address asks for, the latest first."""
    unit = its(visit)
    search, idle, fresh = _search(visit, unit)
    rows, paging = paged_from(visit, search.cases, search.counted)
    here, first, last = f"/{visit.sector_name}/own/{quote(unit, safe='')}", visit.one("from"), visit.one("to")
    shown = {
        "unit": visit.units[unit],
        "rows": rows,
        "kinds": {k.code: k.words.said(visit.lang) for k in visit.sector.kinds},
        **{key: visit.one(key) for key in ("q", "kind", "from", "to")},
        "turned": [visit.said("dates-turned").format(start=first, end=last)] if last and first > last else [],
        "briefly": lambda one: briefly_said(visit, one.attributes),
        "idle": idle,
        "fresh": fresh,
        "clause": lambda one: clause_words(one, visit.lang),
        "paging": paging,
        "back": here,
        "appealed": lambda one: _appealed_said(visit, one),
        "may_object": visit.may_for(Action.OBJECT, unit),
        "files": [(end, visit.elsewhere(f"{here}/cases/cases.{end}", page=None)) for end in ENDINGS],
    }
    return Answer("own_cases.html", shown)


def file(visit: Visit) -> Answer:
    """The same as a file. Raises `Fault` ``export-most`` where that is too much for one."""
    search, _, _ = _search(visit, its(visit))
    rows = search.cases(_MOST_EXPORTED + 1, 0)
    if len(rows) > _MOST_EXPORTED:
        raise fault("export-most", most=_MOST_EXPORTED)
    headings = [visit.said(code) for code in ("date", "cases", "kind", "told-apart", "breached", "facts", "appealed")]
    cells = (
        [
            one.date,
            one.incident,
            one.words,
            briefly_said(visit, one.attributes),
            _breached_said(visit, one),
            one.text,
            visit.said("and-also").join(_appealed_said(visit, each) for each in one.appeals),
        ]
        for one in rows
    )
    return exported(visit.places["file"], "cases", headings, cells)


def _appealed_said(visit: Visit, one: OwnAppealed) -> str:
    """An objection as a list says it: how it stands, and to what breach it is, where not to the whole."""
    stands = visit.said("undecided" if one.upheld is None else "upheld-is" if one.upheld else "upheld-not")
    return f"{one.about}{colon(visit.lang)}{stands}" if one.about else stands


def _breached_said(visit: Visit, one: OwnFound) -> str:
    return visit.said("and-also").join(f"{each.words} ({clause_words(each.clause, visit.lang)})" for each in one.breached)


@frozen
class _OwnSearch:
    """What a unit's own cases are looked for by: the conditions with their values; and what was breached on them."""

    visit: Visit
    unit: str
    where: str
    values: Mapping[str, str | int]
    breached: Mapping[str, Sequence[Duty]]

    def cases(self, most: int, after: int) -> list[OwnFound]:
        """So many after the first so many, the latest first."""
        visit, sector = self.visit, self.visit.sector
        told = [*may_be_told(sector)]
        rows = self._rows(
            f"""i.incident, i.date, i.kind,
                CASE WHEN i.incident IN (SELECT value FROM json_each(:released)) THEN coalesce(i.text, '') ELSE '' END
                {"".join(f", i.{name(code)}" for code in told)}""",
            "ORDER BY i.date DESC, i.incident LIMIT :most OFFSET :after",
            {"most": most, "after": after},
        )
        said = {code: kind.words.said(visit.lang) for code, kind in sector.kind_by_code.items()}
        appealed: dict[str, list[OwnAppealed]] = {}
        for one in own_appeals(visit, self.unit):
            appealed.setdefault(one.incident, []).append(OwnAppealed(one.about, one.day, one.upheld))
        return [
            OwnFound(
                incident,
                day,
                said.get(of, of),
                attributes_of(visit, of, dict(zip(told, row, strict=True))),
                text,
                [_breach(visit, one) for one in self.breached.get(incident, ())],
                appealed.get(incident, []),
            )
            for incident, day, of, text, *row in rows
        ]

    def counted(self) -> int:
        """How many there are."""
        return int(self._rows("count(*)", "", {})[0][0])

    def _rows(self, columns: str, order: str, more: Mapping[str, int]) -> list[Queried]:
        ledger, sector = self.visit.deployment.ledger, self.visit.sector
        with ledger.view():
            if sector.found_attributes:
                hide_mistaken(ledger.connection, sector)
                mark_found(ledger.connection, sector)
            query = f"SELECT {columns} FROM {cases_sql(sector)} i WHERE {self.where} {order}"
            return ledger.connection.execute(query, {**self.values, **more}).fetchall()


def _search(visit: Visit, unit: str) -> tuple[_OwnSearch, list[str], bool]:
    """What the address looks for, the filters that do not apply, and whether what was breached is as of all entered."""
    breached, fresh = breaches_on(visit, unit)
    where, values, idle = _asked(visit, breached)
    values["under"] = json.dumps([one for one in visit.units if unit in visit.line(one)])
    values["released"] = json.dumps(sorted(texts_released(visit.deployment.ledger.connection, visit.sector)))
    return _OwnSearch(visit, unit, " AND ".join(where), values, breached), idle, fresh


def _asked(visit: Visit, breached: Mapping[str, Sequence[Duty]]) -> tuple[list[str], dict[str, str | int], list[str]]:
    """The conditions of the address, each word of which is to be found, with their values, and the filters that do not apply."""
    kinds, values, idle = visit.sector.kind_by_code, dict[str, str | int](), list[str]()
    where = ["i.unit IN (SELECT value FROM json_each(:under))"]
    for n, word in enumerate(visit.one("q").split()):
        values |= {f"{key}{n}": value for key, value in _told_by(word, kinds.values(), breached).items()}
        values[f"word{n}"] = "".join(each.lower() if each.isascii() else each for each in word)  # as SQLite's lower() has it
        alike = [
            f"instr(lower(i.incident), :word{n})",
            f"instr(i.date, :word{n})",
            f"i.kind IN (SELECT value FROM json_each(:alike{n}))",
            f"i.incident IN (SELECT value FROM json_each(:broken{n}))",
            f"(i.incident IN (SELECT value FROM json_each(:released)) AND instr(lower(coalesce(i.text, '')), :word{n}))",
            *where_said(visit.sector, word),
        ]
        where.append(f"({' OR '.join(alike)})")
    if (kind := visit.one("kind")) in kinds:
        values |= {"kind": kind, "breaking": json.dumps([case for case, every in breached.items() if _breaks(every, kind)])}
        where.append("(i.kind = :kind OR i.incident IN (SELECT value FROM json_each(:breaking)))")
    elif kind:
        idle.append(kind)
    for key, sign in (("from", ">="), ("to", "<=")):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", day := visit.one(key), re.ASCII):
            values[key] = day
            where.append(f"i.date {sign} :{key}")
        elif day:
            idle.append(day)
    return where, values, idle


def _breaks(every: Sequence[Duty], kind: str) -> bool:
    """Whether one of some duties that were breached counts as a kind."""
    return any(duty.breach is not None and duty.breach.code == kind for duty in every)


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
