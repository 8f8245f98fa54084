"""Open duties as table, JSON and CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO
from typing import Any

from conduct.core.agenda import OpenDuty
from conduct.core.sector import Sector
from conduct.core.words import Lang

from .labels import label
from .standings import guarded
from .tables import table

_COLUMNS = (
    "unit", "name", "duty", "clause", "breach", "incident", "action", "period", "step", "since", "due", "status", "days", "provisional",
)  # fmt: skip


def _row(duty: OpenDuty) -> dict[str, Any]:
    return {
        "unit": duty.unit,
        "name": duty.unit_name,
        "duty": duty.duty.code,
        "clause": duty.duty.clause,
        "breach": duty.duty.breach.code if duty.duty.breach else None,
        "incident": duty.incident,
        "action": duty.action,
        "period": duty.period,
        "step": duty.step.code if duty.step else None,
        "since": duty.since,
        "due": duty.due,
        "status": "overdue" if duty.overdue else "due",
        "days": duty.days,
        "provisional": duty.provisional,
    }


def as_json(sector: Sector, as_of: date, duties: Sequence[OpenDuty], lang: Lang) -> Iterator[str]:
    """One object: the sector, the day and a list of open duties, overdue first."""
    whole = {"sector": sector.name, "as_of": as_of.isoformat(), "duties": [_row(d) for d in duties]}
    yield json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_csv(sector: Sector, as_of: date, duties: Sequence[OpenDuty], lang: Lang) -> Iterator[str]:
    """One row a duty."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for duty in duties:
        row = _row(duty)
        row["provisional"] = "yes" if duty.provisional else "no"
        writer.writerow(["" if row[c] is None else guarded(str(row[c])) for c in _COLUMNS])
    yield stream.getvalue()


def as_table(sector: Sector, as_of: date, duties: Sequence[OpenDuty], lang: Lang) -> Iterator[str]:
    """For people: overdue first, then what is due next."""
    yield f"{sector.title.said(lang)}   {label('as_of', lang)} {as_of}\n\n"
    if not duties:
        yield label("no_duties", lang) + "\n"
        return
    rows = []
    for duty in duties:
        if duty.overdue:
            status = f"{label('overdue', lang)} {duty.days}" + (" 天" if lang == "zh" else " d")
        else:
            status = label("open", lang)
        rows.append(
            [
                status,
                (duty.due or label("no_deadline", lang)) + (f" ({label('provisional', lang)})" if duty.provisional else ""),
                duty.unit,
                duty.unit_name,
                duty.duty.words.said(lang),
                duty.duty.clause,
                duty.incident or duty.period or duty.action or "",
                duty.since,
            ]
        )
    codes = ("status", "due", "unit", "name", "duty", "clause", "incident", "since")
    yield table([label(c, lang) for c in codes], rows)


FORMATS = {"json": as_json, "csv": as_csv, "table": as_table}
