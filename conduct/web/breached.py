"""The duties that a unit breached, each with its clause and its case, narrowed by the address and as a file: for the unit itself
of what was published or issued as a draft, and for whom all results are.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from conduct.core.base.words import clause_words
from conduct.report.breached import DutyBreached

from .board import explained
from .desk import paged
from .own import its, result_of
from .rights import Action
from .tables import ENDINGS, exported
from .visits import Answer, NotFound, Visit


def own(visit: Visit) -> Answer:
    """Those of one's own unit."""
    return _page(visit, *_own(visit), f"/{visit.sector_name}/own/")


def own_file(visit: Visit) -> Answer:
    """The same as a file."""
    return _file(visit, _own(visit)[1])


def of_unit(visit: Visit) -> Answer:
    """Those of any unit."""
    return _page(visit, *_of_unit(visit), f"/{visit.sector_name}/units/")


def of_unit_file(visit: Visit) -> Answer:
    """The same as a file."""
    return _file(visit, _of_unit(visit)[1])


def _own(visit: Visit) -> tuple[str, Sequence[DutyBreached]]:
    period, _, found = result_of(visit, its(visit))
    return period, found.breached if found is not None else ()


def _of_unit(visit: Visit) -> tuple[str, Sequence[DutyBreached]]:
    unit = visit.places["unit"]
    if unit not in visit.units:
        raise NotFound
    visit.need_for(Action.RESULTS, unit)
    _, why, _ = explained(visit, unit)
    return why.why.period, why.breached


def _asked(visit: Visit, every: Sequence[DutyBreached]) -> tuple[list[DutyBreached], list[str]]:
    """Those that the address asks for: by the duty, or by what stands in the case's id, the day, or the clause; and the filters
    that do not apply.
    """
    duty, word = visit.one("duty"), visit.one("q")
    idle = [duty] if duty and all(one.duty != duty for one in every) else []
    found = [one for one in every if (idle or duty in ("", one.duty)) and (not word or word in _looked_in(visit, one))]
    return found, idle


def _looked_in(visit: Visit, one: DutyBreached) -> tuple[str, ...] | str:
    return "\n".join((one.about, one.date, one.words, one.clause, clause_words(one.clause, visit.lang)))


def _page(visit: Visit, period: str, every: Sequence[DutyBreached], under: str) -> Answer:
    rows, idle = _asked(visit, every)
    shown_rows, paging = paged(visit, rows)
    unit, mine = visit.places["unit"], "/own/" in under
    here = f"{under}{quote(unit, safe='')}"
    shown = {
        "unit": visit.units[unit],
        "period": period,
        "rows": shown_rows,
        "paging": paging,
        "duties": dict(sorted({one.duty: one.words for one in every}.items())),
        "duty": visit.one("duty"),
        "q": visit.one("q"),
        "idle": idle,
        "back": f"{here}?period={quote(period, safe='')}",
        "cases": f"/{visit.sector_name}/own/cases/" if mine else f"/{visit.sector_name}/cases/",
        "may_see": mine or visit.may_for(Action.CASE, unit),
        "files": [(end, visit.elsewhere(f"{here}/breached/breached.{end}", page=None)) for end in ENDINGS],
        "clause": lambda one: clause_words(one, visit.lang),
    }
    return Answer("breached.html", shown)


def _file(visit: Visit, every: Sequence[DutyBreached]) -> Answer:
    rows, _ = _asked(visit, every)
    headings = [visit.said(code) for code in ("breached-day", "duty", "clause", "about")]
    cells = ([one.date, one.words, clause_words(one.clause, visit.lang), one.about] for one in rows)
    return exported(visit.places["file"], "breached", headings, cells)
