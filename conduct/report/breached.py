"""The duties that a unit breached in a period, as its result counts them, in words."""

from __future__ import annotations

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang
from conduct.core.questions.explain import Explanation


@frozen
class DutyBreached:
    """A duty that was breached: which, its words and its clause, about which case, or else about which action or period of the
    unit's own, and the day to which it belongs.
    """

    duty: str
    words: str
    clause: str
    incident: str | None
    about: str
    date: str


def duties_breached(made: Explanation, lang: Lang) -> list[DutyBreached]:
    """Each breach that counts for the unit, by the day to which it belongs."""
    found = []
    for part in made.assessment.gathered:
        for fact in part.facts.breaches if part.facts is not None else ():
            if fact.duty is not None:
                duty = part.scope.regulation.duties[fact.duty]
                case = fact.id if fact.on_case else None
                found.append(DutyBreached(duty.code, duty.words.said(lang), duty.clause, case, fact.id, fact.date))
    return sorted(found, key=lambda one: (one.date, one.about, one.duty))
