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
    """One incident, or one breach, fewer: of what it is, under which clauses the points would change, any one of which incidents;
    the points that it would give, signed, the rank, what would end, and of how many others of the kind one fewer changes nothing
    (None where that would tell of other units).
    """

    words: str
    clauses: tuple[str, ...]
    incidents: tuple[str, ...]
    points: str
    rank: int | None
    ended: tuple[str, ...]
    rest: int | None


def one_fewer_said(made: Explanation, lang: Lang, *, alone: bool = False) -> Iterator[OneFewerSaid]:
    """As `one_fewer`, in words."""
    kinds = made.assessment.sector.kind_by_code
    borne: list[Veto | Outcome] = [*(one.veto for one in made.result.vetoes), *made.result.outcomes]
    for one in one_fewer(made, alone=alone):
        ending = dict.fromkeys(with_clause(each.words.said(lang), each.clause, lang) for each in borne if each.name in one.ended)
        points = USUAL.apart(one.points, [0])
        signed = f"+{points}" if one.points > 0 else points if one.points else "0"
        words, clauses = kinds[one.kind].words.said(lang), tuple(clause_words(each, lang) for each in one.clauses)
        yield OneFewerSaid(words, clauses, one.incidents, signed, one.rank, tuple(ending), one.rest)
