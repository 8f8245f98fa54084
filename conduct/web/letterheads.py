"""What an office says on the documents of a sealed run: the fields of a form, and what was said of a run, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping

from conduct.core.base.faults import Fault
from conduct.core.ledger.letterheads import ElementSaid
from conduct.core.ledger.publish import Run
from conduct.door.letterheads import DAYS, ELEMENTS, change, checked, need_number_free, said_last, said_of
from conduct.door.reporting import letterhead
from conduct.report.bulletin.text.signing import GAPS

from .fields import Field
from .visits import Visit

Fields = tuple[list[Field], list[Field]]
"""Those in whose place a document would show a gap, and the others."""


def fields_of(visit: Visit, *, draft: bool, run: Run | None = None, sent: bool = True) -> Fields:
    """What is asked on the documents of a run, or of one that is to be sealed: what stands, or what was ``sent`` in its
    place; of one that is to be sealed what was said of the last that goes on from one to the next.
    """
    notice, letter = (letterhead(visit.deployment, visit.sector_name, kind, {}, run) for kind in ("notice", "letter"))
    written = dict(visit.form) if sent else {}
    if run is None:
        written = said_last(visit.deployment, visit.sector_name) | written
    asked: list[Field] = []
    beside: list[Field] = []
    for element, words in ELEMENTS.items():
        if element == "objections" and not draft:
            continue
        stands = getattr(letter if element == "objections" else notice, element)
        value, how = written.get(element, str(stands)), "date" if element in DAYS else "text"
        (asked if element in GAPS else beside).append(Field(element, words.said(visit.lang), how, value=value))
    return asked, beside


def given(visit: Visit) -> dict[str, str]:
    """What was sent on the elements of documents."""
    return {element: value for element, value in dict(visit.form).items() if element in ELEMENTS}


def wrong(visit: Visit, form: str, *, draft: bool) -> tuple[str, ...]:
    """What is wrong with what was sent on a run that is to be sealed, beside its fields as well."""
    try:
        said = checked(given(visit))
        if not draft:
            need_number_free(visit.deployment, said.get("number"), None)
    except Fault as error:
        return visit.told(error, form)
    return ()


def said_in_order(visit: Visit, run: Run) -> list[tuple[ElementSaid, str]]:
    """All that was said on a run's documents, the latest first, each with the words of its element."""
    return [(one, ELEMENTS[one.element].said(visit.lang)) for one in reversed(said_of(visit.deployment, run))]


def changed(visit: Visit, run: Run) -> tuple[str, ...]:
    """Says on a run's documents what was sent; what is wrong with it, beside its fields as well."""
    try:
        change(visit.deployment, run, given(visit), visit.one("reason"))
    except Fault as error:
        return visit.told(error, "letterhead")
    return ()


def stands(fields: Fields) -> Mapping[str, str]:
    """What is said now, by element."""
    return {one.column: one.value for part in fields for one in part}
