"""What an office says on the documents of a sealed run: the fields of a form, and what was said of a run, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.base.words import listed
from conduct.core.ledger.letterheads import ElementSaid
from conduct.core.ledger.publish import Run
from conduct.door.dated import days_doubted, of_run_doubted
from conduct.door.letterheads import DAYS, ELEMENTS, change, checked, need_number_free, said_last, said_of
from conduct.door.reporting import letterhead
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.signing import GAPS, notice_gaps

from .fields import Field
from .meant import DAY_MEANT, GAPS_MEANT, ISSUE_MEANT
from .visits import Visit

Fields = tuple[list[Field], list[Field]]
"""Those in whose place a document would show a gap, and the others."""


def fields_of(visit: Visit, *, draft: bool, run: Run | None = None, sent: bool = True) -> Fields:
    """What is asked on the documents of a run, or of one that is to be sealed: what stands, or what was ``sent`` in its
    place; of one that is to be sealed what was said of the last that goes on from one to the next.
    """
    notice, letter = (letterhead(visit.deployment, visit.sector_name, kind, {}, run) for kind in ("notice", "letter"))
    written = dict(visit.form) if sent else {}
    if run is None:  # the number that the settings have is the notice's, not its draft's
        again = said_last(visit.deployment, visit.sector_name, draft=draft)
        written = ({"number": ""} if draft else {}) | again | written
    asked: list[Field] = []
    beside: list[Field] = []
    for element, words in ELEMENTS.items():
        stands = getattr(letter if element == "objections" else notice, element)
        value, how = written.get(element, str(stands)), "date" if element in DAYS else "text"
        (asked if element in GAPS else beside).append(Field(element, words.said(visit.lang), how, value=value))
    return asked, beside


def given(visit: Visit) -> dict[str, str]:
    """What was sent on the elements of documents."""
    return {element: value for element, value in dict(visit.form).items() if element in ELEMENTS}


def wrong(visit: Visit, form: str, *, draft: bool) -> tuple[str, ...]:
    """What is wrong with what was sent on a run that is to be sealed, beside its fields as well. Days that do not agree are asked
    about. Of a draft, which goes to the units as it is issued, whoever fills in the form is asked once more: about its gaps, else
    whether it is to be issued.
    """
    try:
        said = checked(given(visit))
        need_number_free(visit.deployment, said.get("number"), None)
        doubted = _days_doubted(visit, said)
        if draft and not visit.json and not visit.one(GAPS_MEANT):
            if lacking := _lacking(visit, said):
                doubted.append(Problem("draft-gaps", {"gaps": listed(ELEMENTS[element] for element in lacking)}))
            elif not doubted and not visit.one(DAY_MEANT) and not visit.one(ISSUE_MEANT):
                doubted.append(Problem("issue-asked", {"period": visit.one("period")}))
        if doubted:
            raise Fault(doubted)
    except Fault as error:
        return visit.told(error, form)
    return ()


def _to_be(visit: Visit, said: Mapping[str, str]) -> Letterhead:
    """The letterhead of a run that is to be sealed, as it would stand with what is ``said``."""
    at, sector = visit.deployment, visit.sector_name
    filled = {element: value for element, value in said.items() if value}
    return letterhead(at, sector, "notice", {"objections": letterhead(at, sector, "letter", {}).objections, **filled})


def _lacking(visit: Visit, said: Mapping[str, str]) -> tuple[str, ...]:
    """In whose place a draft's documents would show a gap."""
    return notice_gaps(_to_be(visit, said), draft=True)


def _days_doubted(visit: Visit, said: Mapping[str, str]) -> list[Problem]:
    """What is asked of the days of a run that is to be sealed; nothing where they are confirmed."""
    if visit.one(DAY_MEANT) or not visit.one("period"):
        return []
    period = visit.sector.period(visit.one("period"))
    return days_doubted(visit.deployment, visit.sector, period, period.end, _to_be(visit, said), None)


def said_in_order(visit: Visit, run: Run) -> list[tuple[ElementSaid, str, str]]:
    """All that was said on a run's documents, the latest first, each with the words of its element and what was said before."""
    before: dict[tuple[str | None, str], str] = {}
    found = []
    for one in said_of(visit.deployment, run):
        found.append((one, ELEMENTS[one.element].said(visit.lang), before.get((one.kind, one.element), "")))
        before[one.kind, one.element] = one.value or ""
    return found[::-1]


def changed(visit: Visit, run: Run, *, public: bool) -> tuple[str, ...]:
    """Says on a run's documents what was sent; what is wrong with it, beside its fields as well. Where the ``public`` may read
    the notice, nothing is taken back that would leave a gap in it. Days that are changed and do not agree are asked about.
    """
    sent = given(visit)
    configured = letterhead(visit.deployment, visit.sector_name, "notice", {})
    try:
        for element in GAPS if public else ():
            if not sent.get(element, "-").strip() and not str(getattr(configured, element)).strip() and element != "objections":
                raise fault("letterhead-public", what=ELEMENTS[element], field=element)
        if not visit.one(DAY_MEANT) and (doubted := _change_doubted(visit, run, checked(sent))):
            raise Fault(doubted)
        if not change(visit.deployment, run, sent, visit.one("reason")):
            raise fault("letterhead-same")
    except Fault as error:
        return visit.told(error, "letterhead")
    return ()


def _change_doubted(visit: Visit, run: Run, said: Mapping[str, str]) -> list[Problem]:
    """What is asked of the days of a sealed run, where what is ``said`` changes one."""
    stood = letterhead(visit.deployment, visit.sector_name, "notice", {}, run)
    fresh = evolve(stood, date=said.get("date", stood.date), printed=said.get("printed", stood.printed))
    return of_run_doubted(visit.deployment, run, fresh) if fresh != stood else []


def stands(fields: Fields) -> Mapping[str, str]:
    """What is said now, by element."""
    return {one.column: one.value for part in fields for one in part}
