"""Duties as a calendar (.ics): an entry for each, with an id that stays: an update moves it, a met duty cancels it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

from conduct.core.base.faults import fault
from conduct.core.base.words import clause_words, literal
from conduct.core.duties.agenda import DutyState

from .bulletin.hiding.veil import Veil
from .labels import bracketed, label


def entry_id(state: DutyState) -> str:
    """The entry's id: what the duty is and what set it, never its deadline, its unit's name or how it stands."""
    about = (state.sector.name, state.duty.code, state.incident or state.unit, state.action or "", state.period or "")
    return sha256("\0".join(about).encode()).hexdigest()[:32] + "@conduct"


def as_ics(duties: Sequence[DutyState], batch: int, at: str, veil: Veil, bare: bool = False) -> bytes:
    """A calendar of the duties that have a deadline; those done, let off or out are cancelled.

    ``batch`` numbers the state of the ledger, so that later entries replace earlier ones; ``at`` is its time. A calendar leaves
    the office: ``veil`` hides what is personal, and says in which language it is. A ``bare`` one says what is due, its ids and
    deadlines alone. Raises `Fault` ``extra-missing`` where the
    calendar library is not installed.
    """
    try:
        from icalendar import Calendar, Event
    except ImportError:
        raise fault("extra-missing", package="icalendar", extra="ics") from None
    lang = veil.lang
    calendar = Calendar()
    calendar.add("prodid", "-//conduct//duties//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    stamp = datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    for state in duties:
        if state.due is None:
            continue
        about = veil.over(state.incident or state.period or state.action or "")
        unit, called = veil.over(state.unit), veil.over(state.unit_name)
        event = Event()
        event.add("uid", entry_id(state))
        event.add("dtstamp", stamp)
        event.add("sequence", batch)
        event.add("dtstart", date.fromisoformat(state.due))
        doubt = bracketed(label("provisional", lang), lang) if state.provisional else ""
        event.add("summary", literal(f"{state.duty.words.said(lang)} · {about} · {unit if bare else called}") + doubt)
        if not bare:
            event.add("description", _description(state, veil))
        event.add("status", "CONFIRMED" if state.open else "CANCELLED")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _description(state: DutyState, veil: Veil) -> str:
    """The clause, the unit, who bears it, and since when."""
    lang, unit, called = veil.lang, veil.over(state.unit), veil.over(state.unit_name)
    borne = f"{label('bearer', lang)} {veil.over(state.bearer.said(lang))}"
    return literal(f"{clause_words(state.duty.clause, lang)}  {unit} {called}  {borne}  {label('since', lang)} {state.since}")
