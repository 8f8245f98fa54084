"""How the days of a case's deadlines were counted, by the calendar of the office."""

from __future__ import annotations

from conduct.door.owed import CaseStands
from conduct.report.counted_days import days_counted

from .visits import Visit


def counted(visit: Visit, found: CaseStands) -> list[str]:
    """Of each duty of a case how its days were counted, where that cannot be told by the week; else empty."""
    return days_counted(found.made.case, visit.deployment.settings(visit.sector)["calendar"], visit.lang)
