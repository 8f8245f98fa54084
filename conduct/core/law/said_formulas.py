"""A formula's inputs in words."""

from __future__ import annotations

from collections.abc import Iterator

from ..base.exact import exact, written
from ..base.words import Words
from .said_conditions import condition_words
from .said_duties import listed, where
from .terms import Counted, Fixed, Formula, Reported, Weighed


def inputs_words(formula: Formula) -> Words:
    """What a formula takes: counts of incidents, measures, figures of the text."""
    return listed(_inputs(formula))


def _inputs(formula: Formula) -> Iterator[Words]:
    for source in formula.inputs.values():
        match source:
            case Counted(count):
                kinds = listed((k.words for k in count.kinds), "或", " or ")
                said = where(kinds, condition_words(count.when, count.kinds))
                yield Words(f"{said.zh}的件数", f"the number of {said.en}")
            case Reported(measure, per):
                times = "" if per == 1 else f" ÷ {_figure(per)}"
                yield Words(measure.words.zh + times, measure.words.en + times)
            case Weighed(whole):
                yield Words("全部折算件数", "the weighted count of all") if whole else Words("折算件数", "the weighted count")
            case Fixed(n):
                if (figure := _figure(n)) != "":
                    yield Words(figure, figure)


def _figure(n: object) -> str:
    try:
        return written(exact(n))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""  # a table of the deployment's sheet, say
