"""The regulation beside its rules, and the readings in force."""

from __future__ import annotations

import re

from conduct.core.base.words import clause_words
from conduct.door.asked import ClauseRead, RegulationEncoded, RuleEncoded

from .kept import kept
from .rights import Action
from .standings import periods_of
from .visits import Answer, NotFound, Visit


def _encoded(visit: Visit) -> RegulationEncoded:
    return kept(visit, "law", (visit.lang,), lambda _: visit.office.regulation().by_itself())


def _by_clause(found: RegulationEncoded) -> list[tuple[ClauseRead, list[RuleEncoded]]]:
    rules: dict[str, list[RuleEncoded]] = {}
    for rule in found.rules:
        rules.setdefault(rule.clause, []).append(rule)
    return [(clause, rules.get(clause.clause, [])) for clause in found.clauses]


def law(visit: Visit) -> Answer:
    """Every clause in its own words, and beside it what is encoded of it, or why nothing is."""
    found = _encoded(visit)
    shown = {
        "title": found.regulation.title,
        "since": found.regulation.in_force_from,
        "rounding": found.rounding,
        "coverage": found.coverage,
        "clauses": _by_clause(found),
        "named": lambda c: clause_words(c, visit.lang),
        "one": False,
        "unmarked": unmarked,
    }
    return Answer("law.html", shown)


def clause(visit: Visit) -> Answer:
    """One clause at the address that it keeps. Raises `NotFound`."""
    found = _encoded(visit)
    mine = [each for each in _by_clause(found) if each[0].clause == visit.places["clause"]]
    if not mine:
        raise NotFound
    shown: dict[str, object] = {
        "title": found.regulation.title,
        "since": found.regulation.in_force_from,
        "rounding": "",
        "coverage": {},
        "clauses": mine,
        "named": lambda c: clause_words(c, visit.lang),
        "one": True,
        "unmarked": unmarked,
    }
    return Answer("law.html", shown)


def readings(visit: Visit) -> Answer:
    """The readings in force of the latest edition: what each is about, what it may be else, and why it is that."""
    found = kept(visit, "readings", (visit.lang,), lambda _: visit.office.readings().by_itself())
    edition = found.editions[-1]
    declared = {one.name: one for law in visit.sector.regulations for one in law.readings}

    def valued(name: str, value: object) -> tuple[str, str]:
        words = declared[name].options.get(str(value)) if name in declared else None
        return (words.said(visit.lang) if words is not None else "", str(value))

    rows = []
    for one in edition.readings:
        about = declared[one.name].about.said(visit.lang) if one.name in declared else ""
        every = one.alternatives
        others = [valued(one.name, each) for each in every] if isinstance(every, list | tuple) else [("", str(every))]
        rows.append((one, about, valued(one.name, one.value), valued(one.name, one.default), others))
    offered = periods_of(visit) if visit.may(Action.WEIGH, visit.sector_name) else ()
    shown = {
        "title": edition.regulation.title,
        "readings": rows,
        "named": lambda c: clause_words(c, visit.lang),
        "may_weigh": not visit.limited(Action.RESULTS) and visit.may(Action.WEIGH, visit.sector_name),
        "period": visit.one("period") or next(iter(offered), ""),
        "periods_offered": offered,
    }
    return Answer("readings.html", shown)


def unmarked(text: str) -> str:
    """The law's words without the marks of Markdown around what is emphasised."""
    return re.sub(r"\*\*([^*\n]+)\*\*", r"\1", text)
