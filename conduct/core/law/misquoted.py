"""Which provisions do not stand in their text: a clause that it lacks, or words that are not in the clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..base.frozen import frozen
from .provision import Provision
from .terms import Factor, quotes_of
from .text import Edition
from .within import within


@frozen
class Misquoted:
    """A provision that names a clause which the text lacks, or with ``quote`` words that are not in the clause."""

    provision: Provision
    clause: str
    quote: str | None = None


def misquoted(text: Edition, provisions: Iterable[Provision]) -> Iterator[Misquoted]:
    """Every such provision, in the law's order. Raises `Fault` ``text-unread``."""
    known = {clause.id for clause in text.clauses}
    for provision in provisions:
        quoted = [(provision.clause, quote) for quote in quotes_of(getattr(provision, "quote", None))]
        for factor in within(getattr(provision, "count", None)):
            if isinstance(factor, Factor):
                quoted += [(factor.clause, quote) for quote in quotes_of(factor.quote)]
        for clause in dict.fromkeys((provision.clause, *(clause for clause, _ in quoted))):
            if clause not in known:
                yield Misquoted(provision, clause)
        for clause, quote in quoted:
            if clause in known and not text.has_quote(clause, quote):
                yield Misquoted(provision, clause, quote)
