"""What is wrong with a form, as the form says it: by its fields, which have no rows, no columns and no codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from attrs import evolve

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words, literal
from conduct.core.law.sector import Sector
from conduct.loading.headers import column_spellings, column_words


@frozen
class WrongCell:
    """What is wrong, and the cell of the form that it is about; empty where it is about none."""

    said: str
    cell: str


_ROW = "record "
"""What the row of a form is called as a table."""
_CODE = re.compile(r"（[a-z][a-z0-9.-]*）")
_BLANK = ("cell-blank", "cell-required")


def said_in_form(
    sector: Sector, error: Fault, cases: Collection[str], steps: Sequence[str], filled: Collection[str], lang: Lang
) -> Iterator[WrongCell]:
    """Each problem with the words of its field, and of several ``cases`` with the one that it is of; what is not about a form's
    row as it is. ``steps`` are those that are chosen in the form, in order, ``filled`` its cells that are. What is wrong in the
    same way for all of several cases names none of them.
    """
    alike = Counter(_alike(problem) for problem in error.problems)
    for problem in error.problems:
        place = problem.place
        if place is None or not (place.file.startswith(_ROW) or place.file in cases):
            yield WrongCell(problem.said(lang), cell_named(problem))
            continue
        table = "incidents" if place.file == f"{_ROW}incident" else "actions"
        written = place.column_said("en").rpartition(".")[2] if place.column is not None else ""
        code = column_spellings(sector, table).get(written, written)
        text = _said(sector, problem, table, code, lang)
        if place.file in cases and alike[_alike(problem)] < len(cases):
            text = f"{literal(place.file)}，{text}" if lang == "zh" else f"{literal(place.file)}, {text}"
        yield WrongCell(text, code if table == "incidents" else _cell_of(sector, code, steps, filled, place.row or 1))


def _alike(problem: Problem) -> object:
    """What is the same of a problem in several cases."""
    place = problem.place
    values = tuple(sorted((key, str(value)) for key, value in problem.values.items()))
    return problem.code, values, place.column_said("en") if place is not None else "", place.row if place is not None else None


def _said(sector: Sector, problem: Problem, table: str, code: str, lang: Lang) -> str:
    called = column_words(sector, table, code).said(lang) if code in sector.columns(table) else code
    if problem.code in _BLANK and called:
        return Problem("field-needed", {"column": called}).said(lang)
    values = {key: _plain(value) if isinstance(value, Words) else value for key, value in problem.values.items()}
    text = evolve(problem, place=None, values=values).said(lang)
    if not called:
        return text
    return f"“{literal(called)}”：{text}" if lang == "zh" else f"“{literal(called)}”: {text}"


def _cell_of(sector: Sector, code: str, steps: Sequence[str], filled: Collection[str], row: int) -> str:
    """The cell of a column of an action: of several steps that of the one whose it is, by the row where more than one has it."""
    able = [
        step
        for step in steps
        if f"{step}.{code}" in filled or any(one.code == code for one in sector.step_by_code[step.partition(".")[0]].attributes)
    ]
    if not able:
        return code
    return f"{steps[row - 1] if row <= len(steps) and steps[row - 1] in able else able[0]}.{code}"


def cell_named(problem: Problem) -> str:
    """The cell that a problem names itself; empty for none."""
    return str(problem.values.get("cell") or problem.values.get("field") or "")


def place_in(form: str, cell: str) -> str:
    """The id of the field of a cell in a form of a page: a step's own fields have the same in each; ``STEP.`` is the box by
    which it is chosen.
    """
    step, _, column = cell.rpartition(".")
    return f"step-{step.replace('.', '-')}-{column}".rstrip("-") if step else f"{form}-{cell}"


def _plain(words: Words) -> Words:
    return Words(_CODE.sub("", words.zh), words.en)
