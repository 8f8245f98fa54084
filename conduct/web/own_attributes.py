"""By what a unit's own cases are told apart when they are counted (渠道, 快速处理并撤回): what is chosen, yes or no, a number or
a day, and nothing else; never a text, a name, or what is private.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conduct.core.base.frozen import frozen
from conduct.core.law.conditions import Stored, name, quoted
from conduct.core.law.model import Attribute, Day, Number, Options, YesNo
from conduct.core.law.sector import Sector
from conduct.core.scores.tally import told_apart
from conduct.report.case import attribute_words

from .visits import Visit

_MAY_BE_TOLD = (YesNo, Options, Number, Day)


@frozen
class OwnAttribute:
    """What is said of a case: the attribute with its words, its value as files have it, and that in words."""

    code: str
    words: str
    value: str
    said: str


def may_be_told(sector: Sector) -> dict[str, Attribute]:
    """The attributes of incidents that a unit may read of its own, by code: those that some edition of the law tells apart."""
    known = sector.incident_attributes
    codes = dict.fromkeys(code for law in sector.regulations for code in told_apart(sector, law) if code in known)
    return {code: known[code] for code in codes if isinstance(known[code].type, _MAY_BE_TOLD) and not known[code].private}


def attributes_of(visit: Visit, kind: str, row: Mapping[str, Stored]) -> list[OwnAttribute]:
    """What a unit may read of one of its cases, as it was found: of the attributes that its kind takes those that are known."""
    taken = {one.code for one in visit.sector.kind_by_code[kind].attributes} if kind in visit.sector.kind_by_code else set[str]()
    found = []
    for code, one in may_be_told(visit.sector).items():
        value = one.unsaid if row.get(code) is None else row[code]
        if code in taken and value is not None:
            plain = ("yes" if value else "no") if isinstance(one.type, YesNo) else str(value)
            said = attribute_words(visit.sector, one, value, visit.lang)
            found.append(OwnAttribute(code, one.words.said(visit.lang), plain, said))
    return found


def briefly_said(visit: Visit, every: Sequence[OwnAttribute]) -> str:
    """What a list says of a case: what was chosen, and of yes or no what is so."""
    known = visit.sector.incident_attributes
    said = [one.words if isinstance(known[one.code].type, YesNo) else one.said for one in every if one.value != "no"]
    return visit.said("and-also").join(said)


def where_said(sector: Sector, word: str) -> list[str]:
    """The conditions of which one holds where a word is said of a case by its attributes: a choice by its words in either
    language, what is so by the attribute's.
    """
    told, found = word.casefold(), []
    for code, one in may_be_told(sector).items():
        if isinstance(one.type, YesNo) and any(told in each.casefold() for each in (one.words.zh, one.words.en, *one.words.also)):
            found.append(f"i.{name(code)} = 1")
        elif isinstance(one.type, Options):
            options = one.type.words.items()
            meant = [
                value for value, words in options if any(told in each.casefold() for each in (words.zh, words.en, *words.also))
            ]
            found += [f"i.{name(code)} IN ({', '.join(map(quoted, meant))})"] if meant else []
    return found
