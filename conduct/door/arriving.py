"""How many incidents came in, by month and by what tells them apart, as they were entered."""

from __future__ import annotations

import json
from collections.abc import Sequence

from conduct.core.base.frozen import frozen
from conduct.core.base.periods import Period
from conduct.core.law.conditions import name
from conduct.core.law.model import APPEAL, Attribute, Options
from conduct.core.law.sector import Sector
from conduct.core.ledger.schema import table
from conduct.core.ledger.units import has_facts, span_of_facts

from .deciding import deciding_steps
from .deployment import Deployment

_MOST_OPTIONS = 12


@frozen
class Arrived:
    """The incidents of a period by month and value, and the attribute whose values these are (None: kinds)."""

    by: Attribute | None
    months: tuple[str, ...]
    counts: dict[tuple[str, str], int]

    @property
    def values(self) -> list[str]:
        """The values there are, the most frequent first."""
        sums: dict[str, int] = {}
        for (_, value), n in self.counts.items():
            sums[value] = sums.get(value, 0) + n
        return sorted(sums, key=lambda value: (-sums[value], value))


def told_apart_by(sector: Sector) -> dict[str, Attribute]:
    """The attributes by which incidents can be counted: those of a few values; the way by which they came stands first."""
    ranked = [ranking.by.code for law in sector.regulations for ranking in law.rankings]
    few = {
        code: a
        for code, a in sector.incident_attributes.items()
        if isinstance(a.type, Options) and len(a.type.words) <= _MOST_OPTIONS and not a.private
    }
    return dict(sorted(few.items(), key=lambda one: (one[0] not in ranked, one[0] != "channel")))


def arrived(at: Deployment, period: Period, by: str | None, units: Sequence[str] | None = None) -> Arrived:
    """What came in a period: by an attribute, or by kind where ``by`` is None; about some ``units`` alone, if they are given."""
    sector, ledger = at.sector(), at.ledger
    ledger.need(sector)
    attribute = sector.incident_attributes[by] if by is not None else None
    of_some = "1" if units is None else "unit IN (SELECT value FROM json_each(:units))"
    rows = ledger.connection.execute(
        f"""SELECT substr(date, 1, 7), {name(by) if by is not None else "kind"}, count(*) FROM {name(table(sector, "incidents"))}
            WHERE date BETWEEN :start AND :end AND {of_some} GROUP BY 1, 2""",
        {"start": period.start.isoformat(), "end": period.end.isoformat(), "units": json.dumps(units)},
    )
    counts = {(month, str(value) if value is not None else ""): int(n) for month, value, n in rows}
    first, last = period.start, period.end
    months = [
        f"{year:04}-{month:02}"
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if f"{first:%Y-%m}" <= f"{year:04}-{month:02}" <= f"{last:%Y-%m}"
    ]
    return Arrived(attribute, tuple(months), counts)


def periods_with_facts(at: Deployment) -> tuple[str, ...]:
    """The periods that the sector assesses and that hold a day of its facts, the latest first, the longer before its parts.

    An objection, and what decides something of a case, bears on the period of the case, whenever it is taken.
    """
    sector, ledger = at.sector(), at.ledger
    span = span_of_facts(ledger.connection, sector) if ledger.has(sector) else None
    if span is None:
        return ()
    years = range(span[0].year, span[1].year + 1)
    found = [period for year in years for kind in sector.periods for period in Period.of_kind(kind, year)]
    deciding = deciding_steps(sector)
    but = {APPEAL.code, *(step.code for step in sector.all_steps if step.code in deciding and not step.by_unit)}
    found = [period for period in found if has_facts(ledger.connection, sector, period, but)]
    return tuple(period.id for period in sorted(found, key=lambda one: (one.end, -one.start.toordinal()), reverse=True))
