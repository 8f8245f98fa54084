"""Who stands first and last in a list of the standings: the same in the text of a document and below its charts."""

from __future__ import annotations

from collections.abc import Sequence

from conduct.core.base.words import Lang
from conduct.core.scores.results import UnitResult

from ...numbers import Numbers
from ..told import Told
from .sentences import first_said, said


def first_and_last(told: Told, members: Sequence[UnitResult], lang: Lang) -> tuple[str, str]:
    """All who share the first rank of a list and all who share its last one, each with what ranks them; the second is empty where
    all share one rank.

    Ranks decide, not scores: whom a veto puts last (直接确定为末位) stands behind units of fewer points, and is said to.
    """
    ranks = [unit.rank or 0 for unit in members]
    best, worst = min(ranks), max(ranks)
    numbers = Numbers(told.assessment)
    first, last = (
        first_said((_with_result(told, numbers, unit, lang) for unit in members if unit.rank == rank), lang)
        for rank in (best, worst)
    )
    return first, last if worst != best else ""


def _with_result(told: Told, numbers: Numbers, unit: UnitResult, lang: Lang) -> str:
    """A unit's name with its score, or the figure by which it is ranked."""
    called = told.called(unit, lang)
    last = next((v.veto.words.said(lang) for v in unit.vetoes if v.veto.ranks_last), None)
    if unit.score is not None and last is not None:
        return said("put_last", lang, unit=called, points=numbers.score(unit), veto=last)
    if unit.score is not None:
        return said("with_points", lang, unit=called, points=numbers.score(unit))
    standing = told.assessment.resolved.standing
    figure = next((f for f in unit.figures if standing is not None and f.code == standing.code), None)
    if figure is None:
        return called
    return said("with_figure", lang, unit=called, figure=figure.words.said(lang), value=numbers.alone(figure))
