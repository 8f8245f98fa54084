"""Who stands where and why, and the regulation beside it."""

from __future__ import annotations

from conduct.core.base.words import clause_words
from conduct.report.numbers import Numbers
from conduct.report.standings import section_heading

from .desk import paged
from .rights import Action
from .visits import Answer, NotFound, Visit


def board(visit: Visit) -> Answer:
    """The standing of every unit that he may see, in the order of the law."""
    found = visit.office.assess(visit.one("period") or None, record=False)
    a = found.made
    numbers = Numbers(a)
    sections = [s for s in a.regulation.sections if not s.bonus and s.within is None]
    rows = []
    for unit in a.units:
        if not visit.may_for(Action.RESULTS, unit.unit):
            continue
        score = numbers.score(unit) if unit.score is not None else ""
        cells = {s.section.id: numbers.written(s.score) for s in unit.sections}
        figures = [f"{f.words.said(visit.lang)} {numbers.figure(f, visit.lang)}" for f in unit.figures] if not sections else []
        rows.append({"unit": unit, "score": score, "cells": [cells.get(s.id, "") for s in sections], "figures": figures})
    shown, paging = paged(visit, rows)
    headings = [section_heading(s, visit.lang) for s in sections]
    return Answer(
        "board.html",
        {
            "rows": shown,
            "found": found,
            "paging": paging,
            "headings": headings,
            "period": a.period.id,
            "as_of": a.as_of,
            "title": a.regulation.title.said(visit.lang),
            "notes": [*found.notes, *found.warnings],
            "scored": any(row["score"] for row in rows),
        },
    )


def unit(visit: Visit) -> Answer:
    """Why a unit stands where it does: each line with its clause, the clause's words, and its cases."""
    unit = visit.places["unit"]
    if unit not in visit.units:
        raise NotFound
    visit.need_for(Action.RESULTS, unit)
    why = visit.office.explain(unit, visit.one("period") or None)
    return Answer("unit.html", {"why": why, "clause": lambda c: clause_words(c, visit.lang)})


def law(visit: Visit) -> Answer:
    """The regulation in its own words."""
    regulation = visit.sector.regulations[-1]
    return Answer("law.html", {"title": regulation.title.said(visit.lang), "clauses": regulation.text.clauses})
