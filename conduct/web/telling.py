"""What is wrong with a form, as the form says it: by its fields, which have no rows, no columns and no codes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from attrs import evolve

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.words import Lang, Words, literal
from conduct.core.law.sector import Sector
from conduct.loading.headers import column_spellings, column_words

_ROW = "record "
"""What the row of a form is called as a table."""
_CODE = re.compile(r"（[a-z][a-z0-9.-]*）")
_BLANK = ("cell-blank", "cell-required")


def said_in_form(sector: Sector, error: Fault, cases: Collection[str], lang: Lang) -> Iterator[str]:
    """Each problem with the words of its field, and of several ``cases`` with the one that it is of; what is not about a form's
    row as it is.
    """
    for problem in error.problems:
        yield _said(sector, problem, cases, lang)


def _said(sector: Sector, problem: Problem, cases: Collection[str], lang: Lang) -> str:
    place = problem.place
    if place is None or not (place.file.startswith(_ROW) or place.file in cases):
        return problem.said(lang)
    table = "incidents" if place.file == f"{_ROW}incident" else "actions"
    called = field_called(sector, table, place.column_said("en").rpartition(".")[2], lang) if place.column is not None else ""
    if problem.code in _BLANK and called:
        text = Problem("field-needed", {"column": called}).said(lang)
    else:
        values = {key: _plain(value) if isinstance(value, Words) else value for key, value in problem.values.items()}
        text = evolve(problem, place=None, values=values).said(lang)
        if called:
            text = f"“{literal(called)}”：{text}" if lang == "zh" else f"“{literal(called)}”: {text}"
    if place.file not in cases:
        return text
    return f"{literal(place.file)}，{text}" if lang == "zh" else f"{literal(place.file)}, {text}"


def _plain(words: Words) -> Words:
    return Words(_CODE.sub("", words.zh), words.en)


def field_called(sector: Sector, table: str, written: str, lang: Lang) -> str:
    """What a field is called, by its code or by any way in which it is written."""
    known = column_spellings(sector, table)
    return column_words(sector, table, known[written]).said(lang) if written in known else written
