"""Coverage of a text by its encoding: what became of each sentence, by what really restates it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..base.frozen import frozen
from .law import Regulation
from .terms import Factor, Reading, quotes_of
from .unruled import Unruled
from .within import within

ENCODED, NOT_ENCODED, JUDGED, OUT_OF_SCOPE, OPEN = "encoded", "not_encoded", "judged", "out_of_scope", "open"


@frozen
class Sentence:
    """A sentence of a clause, and what became of it; ``open`` if nothing speaks of it.

    ``in_part``: of an encoded sentence a part is not (it is in scope and lacks a rule, is left to people, or is out of scope);
    ``lacking``: that part is in scope.
    """

    clause: str
    words: str
    state: str
    in_part: bool = False
    lacking: bool = False


@frozen
class Coverage:
    """How many sentences of a text are encoded (``in_part`` some of these, ``lacking`` those of which a part is in scope and has
    no rule), in scope without a rule, judged by people, out of scope, or not spoken of.
    """

    encoded: int
    in_part: int
    lacking: int
    not_encoded: int
    judged: int
    out_of_scope: int
    open: int

    @property
    def whole(self) -> int:
        """All sentences."""
        return self.encoded + self.not_encoded + self.judged + self.out_of_scope + self.open


def _state(provision: object) -> str:
    if not isinstance(provision, Unruled):
        return ENCODED
    return NOT_ENCODED if provision.in_scope else JUDGED if provision.judged else OUT_OF_SCOPE


def sentences_of(regulation: Regulation) -> Iterator[Sentence]:
    """Every sentence with its state.

    A rule or an understanding encodes the sentences in which the words that it quotes stand, and no others; else a quoted reason
    speaks for one, else the reason that is given for its whole clause.
    """
    quoted: dict[str, set[tuple[str, str]]] = {}
    whole: dict[str, set[str]] = {}
    for provision in regulation.provisions:
        if isinstance(provision, Reading):
            continue
        state, quotes = _state(provision), quotes_of(provision.quote)
        quoted.setdefault(provision.clause, set()).update((quote, state) for quote in quotes)
        for factor in within(getattr(provision, "count", None)):
            if isinstance(factor, Factor):
                quoted.setdefault(factor.clause, set()).update((quote, ENCODED) for quote in quotes_of(factor.quote))
        if not quotes and state != ENCODED:
            whole.setdefault(provision.clause, set()).add(state)
    at: dict[int, int] = {}  # by the clause itself: a text may have one id twice
    for clause, sentence in regulation.text.sentences():
        start = clause.body.index(sentence, at.get(id(clause), 0))
        end = at[id(clause)] = start + len(sentence)
        above = [clause.id, *(clause.id[: m.start()] for m in re.finditer(r"\.", clause.id))]
        found = {
            state
            for one in above
            for quote, state in quoted.get(one, ())
            if any(m.start() < end and m.end() > start for m in re.finditer(re.escape(quote), clause.body))
        }
        every = found or whole.get(clause.id, set())
        state = next((s for s in (ENCODED, NOT_ENCODED, JUDGED, OUT_OF_SCOPE) if s in every), OPEN)
        rest = {*found, *whole.get(clause.id, ())} - {ENCODED} if state == ENCODED else set()
        yield Sentence(clause.id, sentence, state, bool(rest), NOT_ENCODED in rest)


def coverage(regulation: Regulation) -> Coverage:
    """The count of sentences by state."""
    sentences = list(sentences_of(regulation))
    n = {s: sum(one.state == s for one in sentences) for s in (ENCODED, NOT_ENCODED, JUDGED, OUT_OF_SCOPE, OPEN)}
    in_part, lacking = sum(s.in_part for s in sentences), sum(s.lacking for s in sentences)
    return Coverage(n[ENCODED], in_part, lacking, n[NOT_ENCODED], n[JUDGED], n[OUT_OF_SCOPE], n[OPEN])
