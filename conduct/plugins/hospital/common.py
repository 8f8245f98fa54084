"""What several of the duties speak of."""

from __future__ import annotations

from collections.abc import Iterator

from conduct.law import Charge, Kind, Positive, count

from . import kinds as k

ANY_DAYS = Positive(whole=True, low=0)
COMPLAINT = (k.complaint,)


def listed_alone(clause: str, quote: str, *breaches: Kind) -> Iterator[Charge]:
    """A breach is listed with its count; there is no score that it could cost."""
    for breach in breaches:
        yield Charge(clause, quote, count(breach))
