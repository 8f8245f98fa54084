"""Whether the days that an office says on a document agree with the other days of it."""

from __future__ import annotations

from datetime import date

from conduct.core.base.faults import Problem
from conduct.core.base.periods import Period
from conduct.core.law.sector import Sector
from conduct.core.ledger.publish import Run
from conduct.report.bulletin.letterhead import Letterhead

from .deciding import last_decided
from .deployment import Deployment
from .letterheads import SaidOfRun
from .reporting import letterhead


def days_doubted(at: Deployment, sector: Sector, period: Period, as_of: date, head: Letterhead, run: Run | None) -> list[Problem]:
    """What is doubted of the days of documents on a period, whose facts are as of a day: of a sealed ``run``, or of one that is
    to be sealed. A document is signed (成文日期) on the day of its facts at the earliest, on that of the last decision in it at
    the earliest, today at the latest, and printed no earlier. Each problem names its element as its ``field``.
    """
    today, found = at.config.today(), list[Problem]()
    if head.date:
        said, signed = {"day": head.date, "field": "date"}, date.fromisoformat(head.date)
        decided = last_decided(at, sector, period, run)
        if signed < as_of:
            found.append(Problem("dated-before-facts", {**said, "as_of": as_of.isoformat()}))
        if decided is not None and signed < decided:
            found.append(Problem("dated-before-decision", {**said, "decided": decided.isoformat()}))
        if signed > today:
            found.append(Problem("dated-ahead", {**said, "today": today.isoformat()}))
    if head.date and head.printed and head.printed < head.date:
        found.append(Problem("printed-before", {"day": head.printed, "signed": head.date, "field": "printed"}))
    return found


def of_run_doubted(at: Deployment, run: Run, head: Letterhead) -> list[Problem]:
    """The same of a sealed run."""
    sector = at.called(run.sector)
    return days_doubted(at, sector, sector.period(run.period), date.fromisoformat(run.as_of), head, run)


def said_doubted(at: Deployment, said: SaidOfRun) -> list[Problem]:
    """The same of what was said on a sealed run's documents, where that says a day."""
    if not {"date", "printed"} & {*said.elements}:
        return []
    return of_run_doubted(at, said.run, letterhead(at, said.run.sector, said.kind or "notice", {}, said.run))
