"""Open duties as table, JSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

from conduct.core.base.words import Lang, Words, clause_words, guarded
from conduct.core.duties.agenda import DutyState
from conduct.core.law.sector import Sector
from conduct.files.csv_rows import csv_rows

from .labels import bracketed, joined, label
from .noted import note_lines
from .tables import indented, text_table

if TYPE_CHECKING:
    from .plain import Plain

_COLUMNS = (
    "sector", "unit", "name", "bearer", "duty", "clause", "breach", "incident", "action", "period", "step", "since", "due", "status",
    "days", "provisional",
)  # fmt: skip


def duty_dict(state: DutyState, lang: Lang) -> Plain:
    """An open duty as results print it."""
    return {
        "sector": state.sector.name,
        "unit": state.unit,
        "name": state.unit_name,
        "bearer": state.bearer.said(lang),
        "duty": state.duty.code,
        "clause": state.duty.clause or None,
        "breach": state.duty.breach.code if state.duty.breach else None,
        "incident": state.incident,
        "action": state.action,
        "period": state.period,
        "step": state.step.code if state.step else None,
        "since": state.since,
        "due": state.due,
        "status": "overdue" if state.overdue else "due",
        "days": state.days,
        "provisional": state.provisional,
    }


def as_json(
    sectors: Sequence[Sector], as_of: date, duties: Sequence[DutyState], notes: Sequence[Words], lang: Lang
) -> Iterator[str]:
    """One object."""
    yield json.dumps(as_dict(sectors, as_of, duties, notes, lang), ensure_ascii=False, indent=1) + "\n"


def as_dict(sectors: Sequence[Sector], as_of: date, duties: Sequence[DutyState], notes: Sequence[Words], lang: Lang) -> Plain:
    """The sector (None if there are several), the day, a list of open duties, overdue first, and the notes."""
    return {
        "sector": sectors[0].name if len(sectors) == 1 else None,
        "as_of": as_of.isoformat(),
        "duties": [duty_dict(d, lang) for d in duties],
        "notes": [note.said(lang) for note in notes],
    }


def as_csv(
    sectors: Sequence[Sector], as_of: date, duties: Sequence[DutyState], notes: Sequence[Words], lang: Lang
) -> Iterator[str]:
    """One row a duty."""
    stream = StringIO()
    write = csv_rows(stream)
    write(_COLUMNS)
    for duty in duties:
        row = duty_dict(duty, lang)
        row["provisional"] = "yes" if duty.provisional else "no"
        write(["" if row[c] is None else guarded(str(row[c])) for c in _COLUMNS])
    yield stream.getvalue()


def as_table(
    sectors: Sequence[Sector], as_of: date, duties: Sequence[DutyState], notes: Sequence[Words], lang: Lang
) -> Iterator[str]:
    """For people: overdue first, then what is due next."""
    titles = joined((s.title.said(lang) for s in sectors), lang)
    yield indented(f"{titles}   {label('as_of', lang)} {as_of}", 0) + "\n"
    if not duties:
        yield label("no_duties", lang) + "\n"
        yield from note_lines(notes, lang)
        return
    several = len(sectors) > 1
    rows = [
        [
            status_words(duty, lang),
            due_words(duty, lang),
            *([duty.sector.title.said(lang)] if several else []),
            duty.unit,
            duty.unit_name,
            duty.duty.words.said(lang),
            clause_words(duty.duty.clause, lang),
            duty.incident or duty.period or duty.action or "",
            duty.bearer.said(lang),
            duty.since,
        ]
        for duty in duties
    ]
    codes = ("status", "due", *(["sector"] if several else []), "unit", "name", "duty", "clause", "incident", "bearer", "since")
    about = [codes.index(code) for code in ("unit", "duty", "incident")]
    yield text_table([label(c, lang) for c in codes], rows, keys=about)
    yield from note_lines(notes, lang)


def status_words(duty: DutyState, lang: Lang) -> str:
    """How an open duty stands."""
    if duty.overdue:
        return f"{label('overdue', lang)} {duty.days}" + (" 天" if lang == "zh" else " d")
    return label("open", lang)


def due_words(duty: DutyState, lang: Lang) -> str:
    """A deadline, whether it is provisional, or that there is none."""
    if duty.due is None:
        return label("no_deadline", lang)
    return duty.due + (bracketed(label("provisional", lang), lang) if duty.provisional else "")


FORMATS = {"json": as_json, "csv": as_csv, "table": as_table}
