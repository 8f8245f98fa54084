"""Coverage of a text by its encoding: each numbered sentence is encoded, judged by people, or out of scope with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from .choices import variants
from .describe import quotes_of
from .law import Reading, Regulation, Unruled

ENCODED, JUDGED, OUT_OF_SCOPE, OPEN = "encoded", "judged", "out_of_scope", "open"
_SHORTEST = 3  # characters of a quote's part that can claim a sentence
_PARTS = re.compile(r"[。;\uff1b\n]")


@frozen
class Sentence:
    """A sentence of a clause, and what became of it; ``open`` if nothing speaks of it.

    ``in_part``: some of an encoded sentence is left to people's judgement.
    """

    clause: str
    words: str
    state: str
    in_part: bool = False


@frozen
class Coverage:
    """How many sentences of a text are encoded (``in_part`` some of these), judged by people, out of scope, or not spoken of."""

    encoded: int
    in_part: int
    judged: int
    out_of_scope: int
    open: int

    @property
    def whole(self) -> int:
        """All sentences."""
        return self.encoded + self.judged + self.out_of_scope + self.open


def sentences_of(regulation: Regulation) -> Iterator[Sentence]:
    """Every numbered sentence with its state.

    A rule that quotes any of it encodes it; else a quoted reason speaks for it; else what is said of its clause as a whole.
    """
    quoted: dict[str, list[tuple[str, str]]] = {}
    whole: dict[str, set[str]] = {}
    for provision in regulation.provisions:
        if isinstance(provision, Reading):
            continue
        state = ENCODED
        if isinstance(provision, Unruled):
            state = JUDGED if provision.judged else OUT_OF_SCOPE
        quotes = quotes_of(provision.quote)
        for quote in quotes:
            quoted.setdefault(provision.clause, []).extend((part, state) for part in _PARTS.split(quote))
        if not quotes:
            whole.setdefault(provision.clause, set()).add(state)
    for charge in regulation.charges:
        for factor in (f for one in variants(charge.count) for f in one.factors):
            for quote in quotes_of(factor.quote):
                quoted.setdefault(factor.clause, []).append((quote, ENCODED))
    for clause, sentence in regulation.text.sentences():
        above = [clause.id, *(clause.id[: m.start()] for m in re.finditer(r"\.", clause.id))]
        bare = sentence.rstrip("。;\uff1b")
        found = {
            state
            for one in above
            for part, state in quoted.get(one, ())
            if len(part) >= _SHORTEST and (part in bare or bare in part)
        }
        state = next((s for s in (ENCODED, JUDGED, OUT_OF_SCOPE) if s in found), OPEN)
        if state == OPEN:  # what is said of the clause as a whole: a reason before an understanding
            state = next((s for s in (JUDGED, OUT_OF_SCOPE, ENCODED) if s in whole.get(clause.id, ())), OPEN)
        yield Sentence(clause.id, sentence, state, state == ENCODED and JUDGED in {*found, *whole.get(clause.id, ())})


def coverage(regulation: Regulation) -> Coverage:
    """The count of sentences by state."""
    sentences = list(sentences_of(regulation))
    n = {state: sum(s.state == state for s in sentences) for state in (ENCODED, JUDGED, OUT_OF_SCOPE, OPEN)}
    return Coverage(n[ENCODED], sum(s.in_part for s in sentences), n[JUDGED], n[OUT_OF_SCOPE], n[OPEN])
