"""What an office says on the documents of a sealed run (公文要素): of that run alone, and covered by the chain as the run is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..base.connection import Connection
from ..base.frozen import frozen
from ..law.conditions import name
from .batch import Batch
from .besides import LETTERHEAD_COLUMNS, LETTERHEADS, of_sealed

Elements = Mapping[str, str | None]
"""What is said, by the element of a document; None takes it back."""


@frozen
class ElementSaid:
    """An element of a sealed run's documents as it was said once: of those of a ``kind``, or of all (None).

    ``value`` is None where it was taken back. ``at`` is when, ``who`` said it, ``reason`` why, where that was given.
    """

    kind: str | None
    element: str
    value: str | None
    at: str
    who: str
    reason: str | None


def say(batch: Batch, draft: bool, number: int, kind: str | None, given: Elements) -> None:
    """Adds to a batch what is said on the documents of a sealed run, those of a kind or all."""
    of = of_sealed(draft)
    batch.keep(LETTERHEADS, LETTERHEAD_COLUMNS, [(of, number, kind, element, value) for element, value in given.items()])


def every_said(connection: Connection, sector: str, draft: bool, number: int) -> list[ElementSaid]:
    """All that was ever said on the documents of a sealed run, in the order in which it was said."""
    rows = connection.execute(
        f"""SELECT l.kind, l.element, l.value, b.at, coalesce(b.claimed, b.who), b.reason
            FROM {name(f"{sector}_{LETTERHEADS}")} l JOIN batches b ON b.batch = l.batch
            WHERE l."of" = ? AND l.number = ? ORDER BY l.seq""",
        (of_sealed(draft), number),
    )
    return [ElementSaid(*row) for row in rows]


def standing(said: Iterable[ElementSaid], kind: str) -> dict[str, str]:
    """What is said on documents of a kind: the last word on each element, and one on that kind before one on all."""
    of_all: dict[str, str | None] = {}
    of_kind: dict[str, str | None] = {}
    for one in said:
        if one.kind in (None, kind):
            (of_all if one.kind is None else of_kind)[one.element] = one.value
    return {element: value for found in (of_all, of_kind) for element, value in found.items() if value is not None}
