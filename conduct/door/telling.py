"""A run and what a document says beside it: the one that is assessed now, or the one that was sealed, on the facts of then.

`told` is a context manager: the ledger of what it gives may be a copy as of then, which is gone at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from conduct.core.scores.assess import assess, day_of
from conduct.report.bulletin.told import Told

from .assessing import Asked, DayGiven
from .deployment import Deployment


@contextmanager
def told(at: Deployment, period: Asked = None, *, as_of: DayGiven = None) -> Iterator[Told]:
    """What is told of a period as it is assessed now."""
    sector, day, today = at.sector(), day_of(as_of), at.config.today()
    ledger = at.ledger
    chosen = at.period(sector, period)
    made = assess(sector, ledger, chosen, as_of=day, trace=True, record=False, today=today, **at.settings(sector))
    row = ledger.connection.execute("SELECT at FROM batches WHERE batch = ?", (made.batch,)).fetchone()
    yield Told(assessment=made, ledger=ledger, today=today, batch_at=row[0] if row else "")
