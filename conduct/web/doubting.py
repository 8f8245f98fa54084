"""What is taken only when it is meant: a day before its case's own, or one that is still to come."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.words import Words
from conduct.loading.headers import column_words

from .visits import DAY_MEANT, Visit


def days_doubted(visit: Visit, of: str, day: str, since: str = "") -> list[Problem]:
    """What is asked of the ``day`` of a row of the table ``of``: whether it is right though it is before ``since``, its case's
    own day, or after today. Nothing where it is confirmed, and of what is no day.
    """
    today, found = visit.deployment.config.today(), list[Problem]()
    with suppress(ValueError):
        on = date.fromisoformat(day)
        said: dict[str, str | int | Words] = {"column": column_words(visit.sector, of, "date"), "day": day, "field": "date"}
        if since and on < date.fromisoformat(since):
            found.append(Problem("day-before", {**said, "since": since}))
        if on > today:
            found.append(Problem("day-ahead", {**said, "today": today.isoformat()}))
    return [] if visit.one(DAY_MEANT) else found


def days_meant(visit: Visit, of: str, day: str, since: str = "") -> None:
    """Raises `Fault` ``day-before`` or ``day-ahead`` for a day that `days_doubted` doubts."""
    if found := days_doubted(visit, of, day, since):
        raise Fault(found)
