"""What one fewer would give a unit, in words."""

from __future__ import annotations

from collections.abc import Iterator

from conduct.core.base.exact import USUAL
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, clause_words
from conduct.core.law.consequence import Outcome, Veto
from conduct.core.questions.explain import Explanation
from conduct.core.questions.one_fewer import one_fewer

from .labels import with_clause


@frozen
class OneFewerSaid:
    """One incident, or one breach, fewer: of what it is, by which clauses it counts, any one of which incidents; the points that
    it would give, signed, the rank, and what would end.
    """

    words: str
    clauses: tuple[str, ...]
    incidents: tuple[str, ...]
    points: str
    rank: int | None
    ended: tuple[str, ...]


def one_fewer_said(made: Explanation, lang: Lang, *, places: bool = True) -> Iterator[OneFewerSaid]:
    """As `one_fewer`; without ``places`` nothing of ranks, by which others would be told."""
    kinds = made.assessment.sector.kind_by_code
    borne: list[Veto | Outcome] = [*(one.veto for one in made.result.vetoes), *made.result.outcomes]
    for one in one_fewer(made):
        if not (places or one.points or one.ended):
            continue
        lines = [clause_words(line.clause, lang) for line in made.result.lines if line.kind == one.kind]
        ending = dict.fromkeys(with_clause(each.words.said(lang), each.clause, lang) for each in borne if each.name in one.ended)
        points = USUAL.apart(one.points, [0])
        signed = f"+{points}" if one.points > 0 else points if one.points else "0"
        rank = one.rank if places else None
        words, clauses = kinds[one.kind].words.said(lang), tuple(dict.fromkeys(lines))
        yield OneFewerSaid(words, clauses, one.incidents, signed, rank, tuple(ending))
