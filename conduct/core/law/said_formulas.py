"""Formulas in words: the formula itself where its law says it, else what it takes."""

from __future__ import annotations

from ..base.exact import exact, written
from ..base.words import Words, listed
from .said_conditions import condition_words
from .said_duties import where
from .terms import Counted, Formula, Input, Reported, Weighed

WEIGHT, WHOLE = Words("折算件数", "the weighted count"), Words("全部折算件数", "the weighted count of all")


def formula_words(formula: Formula, weight: Words = WEIGHT, whole: Words = WHOLE) -> Words:
    """The formula with its inputs in words; of one that its law does not put in words, what it takes.

    ``weight`` and ``whole`` are what the weighted counts are called. Figures are those of the text, the default or the sheet.
    """
    inputs = {name: _input(source, weight, whole) for name, source in formula.inputs.items()}
    if formula.words is None:
        taken = listed(one for one in inputs.values() if one.zh)
        return Words(f"由{taken.zh}算得", f"worked out of {taken.en}")
    return Words(
        formula.words.zh.format(**{name: one.zh for name, one in inputs.items()}),
        formula.words.en.format(**{name: one.en for name, one in inputs.items()}),
    )


def _input(source: Input, weight: Words, whole: Words) -> Words:
    match source:
        case Counted(count):
            kinds = listed((k.words for k in count.kinds), "或", " or ")
            said = where(kinds, condition_words(count.when, count.kinds))
            return Words(f"{said.zh}的件数", f"the number of {said.en}")
        case Reported(measure, per):
            if per == 1:
                return measure.words
            return Words(f"（{measure.words.zh} ÷ {_figure(per)}）", f"({measure.words.en} ÷ {_figure(per)})")
        case Weighed(whole_unit):
            return whole if whole_unit else weight
    figure = _figure(source.n)
    return Words(figure, figure)


def _figure(n: object) -> str:
    try:
        return written(exact(n))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""  # a table of the deployment's sheet, say
