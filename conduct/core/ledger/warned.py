"""What loads warned of: kept with their batches, and open while the row that each is about stands as it was loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from ..base.faults import Place, Problem, Value
from ..base.frozen import frozen
from ..base.periods import ANY, Period
from ..base.words import Words
from ..law.conditions import name
from ..law.sector import TABLES, Sector
from .besides import WARNING_COLUMNS
from .ledger import Ledger
from .schema import table

NO_ROW = "row-totals"
"""What is warned of a row that was not taken: nothing of it stands, so that nothing stays open."""


@frozen
class Warned:
    """A warning of a load: its batch, the table it is about, the number of the row there (none: what the batch brought) and what
    it said.
    """

    batch: int
    of: str
    row: int | None
    problem: Problem


def unchanged(ledger: Ledger, sector: Sector, period: Period) -> Iterator[Warned]:
    """The warnings whose row stands unchanged and bears on the period: a case and its actions by their days, a measure by its
    period, a unit or a post by the days it is there.
    """
    for of in TABLES:
        facts = name(table(sector, of))
        listed = ", ".join(f"w.{name(c)}" for c in WARNING_COLUMNS)
        rows = ledger.connection.execute(
            f"""SELECT w.batch, {listed} FROM {name(table(sector, "warnings"))} w
                WHERE w."of" = :of AND w.code <> '{NO_ROW}' AND EXISTS (
                    SELECT 1 FROM {facts} t WHERE t.batch = w.batch AND (w.row IS NULL OR t.seq = w.row)
                        AND {_within(sector, of)}) ORDER BY w.seq""",
            {"of": of, "start": period.start.isoformat(), "end": period.end.isoformat(), "periods": _overlapping(period)},
        )
        for batch, about, row, file, line, column, code, said in rows:
            place = Place(file, line, column) if file is not None else None
            yield Warned(batch, about, row, Problem(code, _values(json.loads(said)), place))


def _values(said: Mapping[str, str | int | Mapping[str, str]]) -> dict[str, Value]:
    return {k: Words(v["zh"], v["en"]) if isinstance(v, Mapping) else v for k, v in said.items()}


def _within(sector: Sector, of: str) -> str:
    """A condition on a row ``t`` of the table: it bears on the days from :start to :end."""
    day = "t.date BETWEEN :start AND :end"
    match of:
        case "incidents":
            return day
        case "actions":
            cases = name(table(sector, "incidents"))
            return f"({day} OR EXISTS (SELECT 1 FROM {cases} i WHERE i.incident = t.incident AND i.date BETWEEN :start AND :end))"
        case "measures":
            return "t.period IN (SELECT value FROM json_each(:periods))"
    return "coalesce(t.\"from\", '') <= :end AND coalesce(t.until, '9999') >= :start"


def _overlapping(period: Period) -> str:
    """The ids of all periods that share a day with this one, as JSON."""
    years = range(period.start.year, period.end.year + 1)
    found = (one for year in years for kind in ANY for one in Period.of_kind(kind, year))
    return json.dumps([one.id for one in found if one.start <= period.end and one.end >= period.start])
