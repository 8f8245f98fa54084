"""The duties that a unit breached, or that were pending, each with its clause and its case, narrowed by the address and as a
file: for the unit itself of what was published or issued as a draft, and for whom all results are.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from conduct.core.base.frozen import frozen
from conduct.core.base.words import clause_words
from conduct.report.breached import DutyBreached, DutyCounted, DutyPending

from .board import explained
from .own import its, result_of
from .paging import paged
from .rights import Action
from .tables import ENDINGS, exported
from .visits import Answer, NotFound, Visit

BREACHED, PENDING = "breached", "pending"


@frozen
class _Listed:
    """The duties of a unit that are listed, of which period, as of which day, under which address; ``issued`` with a draft."""

    which: str
    period: str
    as_of: str
    every: Sequence[DutyCounted]
    under: str
    issued: bool = False


def own(visit: Visit) -> Answer:
    """Those that one's own unit breached."""
    return _page(visit, _own(visit, BREACHED))


def own_file(visit: Visit) -> Answer:
    """The same as a file."""
    return _file(visit, _own(visit, BREACHED))


def own_pending(visit: Visit) -> Answer:
    """Those of one's own unit that were pending on the day of its result."""
    return _page(visit, _own(visit, PENDING))


def own_pending_file(visit: Visit) -> Answer:
    """The same as a file."""
    return _file(visit, _own(visit, PENDING))


def of_unit(visit: Visit) -> Answer:
    """Those that any unit breached."""
    return _page(visit, _of_unit(visit, BREACHED))


def of_unit_file(visit: Visit) -> Answer:
    """The same as a file."""
    return _file(visit, _of_unit(visit, BREACHED))


def pending(visit: Visit) -> Answer:
    """Those of any unit that were pending on the day of its result."""
    return _page(visit, _of_unit(visit, PENDING))


def pending_file(visit: Visit) -> Answer:
    """The same as a file."""
    return _file(visit, _of_unit(visit, PENDING))


def _own(visit: Visit, which: str) -> _Listed:
    period, run, found = result_of(visit, its(visit))
    every: Sequence[DutyCounted] = () if found is None else found.breached if which == BREACHED else found.pending
    return _Listed(
        which,
        period,
        found.as_of if found is not None else "",
        every,
        f"/{visit.sector_name}/own/",
        run is not None and run.draft,
    )


def _of_unit(visit: Visit, which: str) -> _Listed:
    unit = visit.places["unit"]
    if unit not in visit.units:
        raise NotFound
    visit.need_for(Action.RESULTS, unit)
    found, _ = explained(visit, unit)
    every: Sequence[DutyCounted] = found.breached if which == BREACHED else found.pending
    return _Listed(which, found.why.period, str(found.why.as_of), every, f"/{visit.sector_name}/units/")


def _asked(visit: Visit, every: Sequence[DutyCounted]) -> tuple[list[DutyCounted], list[str]]:
    """Those that the address asks for: by the duty, or by what stands in the case's id, the day, or the clause; and the filters
    that do not apply.
    """
    duty, word = visit.one("duty"), visit.one("q")
    idle = [duty] if duty and all(one.duty != duty for one in every) else []
    found = [one for one in every if (idle or duty in ("", one.duty)) and (not word or word in _looked_in(visit, one))]
    return found, idle


def _looked_in(visit: Visit, one: DutyCounted) -> str:
    return "\n".join(
        (one.about, one.date, one.words, one.clause, clause_words(one.clause, visit.lang), getattr(one, "breach", ""))
    )


def _page(visit: Visit, of: _Listed) -> Answer:
    rows, idle = _asked(visit, of.every)
    shown_rows, paging = paged(visit, rows)
    unit, mine = visit.places["unit"], "/own/" in of.under
    here = f"{of.under}{quote(unit, safe='')}"
    shown = {
        "which": of.which,
        "unit": visit.units[unit],
        "period": of.period,
        "as_of": of.as_of,
        "rows": shown_rows,
        "paging": paging,
        "duties": dict(sorted({one.duty: one.words for one in of.every}.items())),
        "duty": visit.one("duty"),
        "q": visit.one("q"),
        "idle": idle,
        "sealed": mine and bool(of.as_of),
        "issued": of.issued,
        "done": lambda one: _done(visit, one),
        "back": f"{here}?period={quote(of.period, safe='')}",
        "desk": f"/{visit.sector_name}/desk?unit={quote(unit, safe='')}" if not mine and visit.may_for(Action.DESK, unit) else "",
        "cases": f"/{visit.sector_name}/own/cases/" if mine else f"/{visit.sector_name}/cases/",
        "may_see": mine or visit.may_for(Action.CASE, unit),
        "files": [(end, visit.elsewhere(f"{here}/{of.which}/{of.which}.{end}", page=None)) for end in ENDINGS],
        "clause": lambda one: clause_words(one, visit.lang),
        "laws": list(
            dict.fromkeys((one.clause, law) for one in shown_rows if isinstance(one, DutyBreached) for law in one.quotes)
        ),
    }
    return Answer("breached.html", shown)


def _file(visit: Visit, of: _Listed) -> Answer:
    rows, _ = _asked(visit, of.every)
    codes = (f"{of.which}-day", "duty", "clause", "about", *(_OF_BREACHES if of.which == BREACHED else ("state",)))
    cells = ([one.date, one.words, clause_words(one.clause, visit.lang), one.about, *_beside(visit, one)] for one in rows)
    return exported(visit.places["file"], of.which, [visit.said(code) for code in codes], cells, numeric=(6, 7, 8))


_OF_BREACHES = ("counts-as", "days-taken", "working-days-taken", "working-days-allowed", "days-late")


def _done(visit: Visit, one: DutyPending) -> str:
    """Whether a duty whose time is not over was done."""
    return visit.said("done-not-due").format(day=one.answered) if one.answered else visit.said("not-done-yet")


def _beside(visit: Visit, one: DutyCounted) -> list[str]:
    """What a file tells of a duty beside what it tells of every one: of a breach as what it counts, and its days."""
    if isinstance(one, DutyPending):
        return [_done(visit, one)]
    if not isinstance(one, DutyBreached):
        return []
    return [one.breach, one.days, *("" if n is None else str(n) for n in (one.taken, one.allowed, one.late))]
