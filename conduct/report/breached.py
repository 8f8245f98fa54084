"""The duties that a unit breached in a period, and those that were pending then, as its result counts them, in words."""

from __future__ import annotations

from collections.abc import Iterator

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang
from conduct.core.duties.duty_sql import BREACHED, PENDING
from conduct.core.duties.states import StateRow
from conduct.core.law.terms import quotes_of
from conduct.core.questions.explain import Explanation
from conduct.core.scores.judge import Gathered
from conduct.core.scores.results import Assessment

from .counted_days import days_taken


@frozen
class DutyCounted:
    """A duty as a result counts it: which, its words and its clause, about which case, or else about which action or period of
    the unit's own, and a day.
    """

    duty: str
    words: str
    clause: str
    incident: str | None
    about: str
    date: str


@frozen
class DutyBreached(DutyCounted):
    """A duty that was breached; ``date`` is the day to which the breach belongs.

    ``breach`` is as what it counts, in words, with the clause of that, both empty where it counts as nothing of its own;
    ``quotes`` are the words of the law that set the duty. ``days`` say how many days were taken and allowed, and ``taken``,
    ``allowed`` (working days) and ``late`` (days since the deadline) give them; empty and None where no deadline was missed.
    """

    breach: str
    breach_clause: str
    quotes: tuple[str, ...]
    days: str
    taken: int | None
    allowed: int | None
    late: int | None


@frozen
class DutyPending(DutyCounted):
    """A duty whose time is not over on the day of a result; ``date`` is the day by which it is due, empty where it has none,
    ``answered`` the day on which it was done before that, if it was.
    """

    answered: str | None


def duties_breached(made: Explanation, lang: Lang) -> list[DutyBreached]:
    """Each breach that the unit's result counts, by the day to which it belongs; also one that costs nothing."""
    found = []
    for part in made.assessment.gathered:
        facts = part.facts.breaches if part.facts is not None else ()
        days = {(fact.duty, fact.id): fact.date for fact in facts}
        for row in _standing(part, BREACHED):
            day = days.get((row.duty, _about(row))) or row.due or row.since
            found.append(_breached(made.assessment, part, row, day, lang))
    return sorted(found, key=lambda one: (one.date, one.about, one.duty))


def duties_pending(made: Explanation, lang: Lang) -> list[DutyPending]:
    """Each duty that the unit's result counts as pending, once in several parts, by the day on which it is due."""
    found = {
        (row.unit, row.duty, row.incident, row.action, row.period): DutyPending(
            *_said(part, row, lang), date=row.due or "", answered=row.answered
        )
        for part in made.assessment.gathered
        for row in _standing(part, PENDING)
    }
    return sorted(found.values(), key=lambda one: (one.date or "9999", one.about, one.duty))


def _breached(a: Assessment, part: Gathered, row: StateRow, day: str, lang: Lang) -> DutyBreached:
    duty = part.scope.regulation.duties[row.duty]
    counts, taken = duty.breach, days_taken(duty, row, a.as_of, a.calendar, lang)
    return DutyBreached(
        *_said(part, row, lang),
        date=day,
        breach=counts.words.said(lang) if counts is not None else "",
        breach_clause=(counts.clause or duty.clause) if counts is not None else "",
        quotes=quotes_of(duty.quote),
        days=taken.words if taken is not None else "",
        taken=taken.taken if taken is not None else None,
        allowed=taken.allowed if taken is not None else None,
        late=taken.late if taken is not None else None,
    )


def _standing(part: Gathered, status: str) -> Iterator[StateRow]:
    return (row for row in part.facts.standing if row.status == status) if part.facts is not None else iter(())


def _about(row: StateRow) -> str:
    return row.incident or row.action or row.period or ""


def _said(part: Gathered, row: StateRow, lang: Lang) -> tuple[str, str, str, str | None, str]:
    duty = part.scope.regulation.duties[row.duty]
    return duty.code, duty.words.said(lang), duty.clause, row.incident, _about(row)
