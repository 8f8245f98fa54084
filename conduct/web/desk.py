"""What is due: overdue first, then soon, then later; each leads to its case."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar
from urllib.parse import quote

from conduct.core.base.frozen import frozen
from conduct.door.owed import DutyOwed

from .rights import Action
from .visits import Answer, Visit

T = TypeVar("T")
_SOON = timedelta(days=3)
ON_A_PAGE = 50


@frozen
class DueRow:
    """A duty of the list: whether it is overdue, due soon, later, or without a date, and how many days are left."""

    when: str
    left: int | None
    duty: DutyOwed
    words: str


def home(visit: Visit) -> Answer:
    """Where whoever signs in begins: at the first page that is for him."""
    for _, _, first in visit.own_sectors:
        return Answer(to=first)
    if visit.may(Action.ACCOUNTS):
        return Answer(to="/accounts")
    return Answer("nothing.html")


def due(visit: Visit) -> Answer:
    """The open duties of the units that are his, by their deadlines."""
    unit, state = visit.one("unit"), visit.one("state")
    owed = visit.office.duties()
    soon = owed.as_of + _SOON
    rows: list[DueRow] = []
    for one, state_found in zip(owed.duties, owed.made.open, strict=True):
        if not visit.may_for(Action.DESK, one.unit) or (unit and one.unit != unit):
            continue
        when = "undated" if one.due is None else "overdue" if one.due < owed.as_of else "soon" if one.due <= soon else "later-due"
        if state in ("", when):
            left = (one.due - owed.as_of).days if one.due else None
            rows.append(DueRow(when, left, one, state_found.duty.words.said(visit.lang)))
    shown, paging = paged(visit, rows)
    units = {one.unit: one.name for one in owed.duties if visit.may_for(Action.DESK, one.unit)}
    return Answer(
        "desk.html",
        {
            "rows": shown,
            "paging": paging,
            "as_of": owed.as_of,
            "units": dict(sorted(units.items())),
            "unit": unit,
            "state": state,
            "notes": [*owed.notes, *owed.warnings],
        },
    )


def next_due(visit: Visit, but: str) -> str:
    """The page of the first other case that something is due on and that is his; the list where there is none."""
    for one in visit.office.duties().made.open:
        if one.incident not in (None, but) and visit.may_for(Action.ENTER, one.unit):
            return f"/{visit.sector_name}/cases/{quote(str(one.incident), safe='')}?made={quote(but, safe='')}"
    return f"/{visit.sector_name}/desk"


def paged(visit: Visit, rows: list[T]) -> tuple[list[T], dict[str, object]]:
    """The rows of the page that is asked for, and where the pages before and after it are."""
    last = max(1, -(-len(rows) // ON_A_PAGE))
    n = min(page_asked(visit), last)
    before, after = (visit.address_with(page=n - 1) if n > 1 else None), (visit.address_with(page=n + 1) if n < last else None)
    return rows[(n - 1) * ON_A_PAGE : n * ON_A_PAGE], {"n": n, "of": last, "total": len(rows), "before": before, "after": after}


def page_asked(visit: Visit) -> int:
    """The page of a list that is asked for: the first for what is no number of one."""
    written = visit.one("page")
    return max(int(written), 1) if written.isascii() and written.isdigit() and len(written) < 9 else 1
