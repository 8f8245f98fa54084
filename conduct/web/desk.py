"""The start page: how much is his, overdue, due soon and newly contested; then what is due, each leading to its case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from attrs import evolve

from conduct.core.base.frozen import frozen
from conduct.core.duties.agenda import DutyState
from conduct.door.owed import DutyOwed
from conduct.door.values import typed
from conduct.report.duties import duty_dict

from . import briefly, views
from .entering import made_before
from .kept import BeingWorkedOut
from .owing import WHENS, DueState, his, narrowed, owed, waiting_for
from .paging import paged
from .rights import Action
from .tables import exported, files_of
from .visits import Answer, NotFound, Visit

STATES = ("mine", *WHENS, "contested")
_UNITS_LISTED = 300


@frozen
class DueRow:
    """A duty of the list: whether it is overdue, due soon, later, or without a date, how many days are left, its words, and who
    complained and of what; to readers of the page with the ``others`` on the same case.
    """

    when: str
    left: int | None
    duty: DutyOwed
    words: str
    complainant: str = ""
    text: str = ""
    others: Sequence[DueRow] = ()


def home(visit: Visit) -> Answer:
    """Where whoever signs in begins: at the first page that is for him."""
    for _, _, first in visit.own_sectors:
        return Answer(to=first)
    if visit.may(Action.ACCOUNTS):
        return Answer(to="/accounts")
    return Answer("nothing.html")


def home_of_sector(visit: Visit) -> Answer:
    """Where he begins in the sector of the address. Raises `NotFound` where no page of it is for him."""
    for name, _, first in visit.own_sectors:
        if name == visit.sector_name:
            return Answer(to=first)
    raise NotFound


def due(visit: Visit) -> Answer:
    """The open duties of the units that are his, by their deadlines, with how many there are of each sort."""
    found, fresh = owed(visit)
    every, counts = his(visit, found)
    rows, idle = _asked(visit, every)
    groups, paging = _of_program(visit, rows) if visit.json else _by_case(visit, rows)
    shown = [row for group in groups for row in group]
    cases = briefly.told(visit, ((state.incident, state.unit) for _, state in shown))
    mine = {
        **found.units,
        **({visit.one("unit"): visit.units[visit.one("unit")].name} if visit.one("unit") in visit.units else {}),
    }
    units = sorted(one for one in mine.items() if visit.may_for(Action.DESK, one[0]))
    return Answer(
        "desk.html",
        {
            "rows": [_grouped([_row(visit, *row, found.as_of, cases) for row in group]) for group in groups],
            "others": any(state.other is not None for _, state in shown),
            "paging": paging,
            "as_of": found.as_of,
            "counts": {"mine": len(narrowed(visit, every, "mine")), **{one: counts.get(one, 0) for one in STATES[1:]}},
            "all": len(every),
            "units": dict(units) if len(units) <= _UNITS_LISTED else {},
            "unit": visit.one("unit"),
            "state": visit.one("state"),
            "idle": idle,
            "fresh": fresh,
            "made": made_before(visit),
            "files": files_of(visit, "desk"),
            "views": views.his(visit),
            "waiting": len(_waiting(visit)),
            "may_enter": visit.may(Action.ENTER, visit.sector_name),
            "notes": found.said(visit),
        },
    )


def _of_program(visit: Visit, rows: list[DueState]) -> tuple[list[list[DueState]], dict[str, object]]:
    """The duties of the page that a program asks for, each by itself."""
    shown, paging = paged(visit, rows)
    return [[row] for row in shown], paging


def _by_case(visit: Visit, rows: list[DueState]) -> tuple[list[list[DueState]], dict[str, object]]:
    """The duties of the page that is asked for by their cases, each case where its most urgent stands, and how many there are."""
    keys = [state.incident or f"\0{n}" for n, (_, state) in enumerate(rows)]
    shown, paging = paged(visit, list(dict.fromkeys(keys)))
    groups: dict[str, list[DueState]] = {key: [] for key in shown}
    for key, row in zip(keys, rows, strict=True):
        if key in groups:
            groups[key].append(row)
    return [*groups.values()], {**paging, "total": len(rows), "cases": paging["total"]}


def _grouped(rows: Sequence[DueRow]) -> DueRow:
    return evolve(rows[0], others=rows[1:])


def _waiting(visit: Visit) -> Sequence[object]:
    """What waits for a decision that is his."""
    if not visit.may(Action.DECIDE, visit.sector_name):
        return ()
    try:
        return waiting_for(visit, rest=True)[0]
    except BeingWorkedOut:  # the list itself says so
        return ()


def _asked(visit: Visit, rows: Sequence[DueState]) -> tuple[list[DueState], list[str]]:
    """The rows that the address asks for, and the filters that do not apply, as they were given."""
    unit, state, idle = visit.one("unit"), visit.one("state"), []
    found = list(narrowed(visit, rows, state))
    if state and state not in STATES:
        idle.append(state)
    if unit and unit in visit.units:
        found = [row for row in found if row[1].unit == unit]
    elif unit:
        idle.append(unit)
    return found, idle


def _row(visit: Visit, when: str, state: DutyState, as_of: date, cases: dict[str, briefly.CaseTold]) -> DueRow:
    one = typed(DutyOwed, duty_dict(state, visit.lang))
    left = (one.due - as_of).days if one.due else None
    return DueRow(when, left, one, state.duty.words.said(visit.lang), *briefly.of(cases, state.incident))


def file(visit: Visit) -> Answer:
    """What the address asks for, whole, as a file."""
    found, _ = owed(visit)
    rows, _ = _asked(visit, his(visit, found)[0])
    say = visit.said
    told = briefly.told(visit, ((state.incident, state.unit) for _, state in rows))
    headings = [say(code) for code in ("due", "state", "duty", "about", "unit-id", "unit", "bearer", "complainant", "facts")]
    cells = (
        (
            state.due or "",
            say(when),
            state.duty.words.said(visit.lang),
            state.incident or state.period or state.action or "",
            state.unit,
            state.unit_name,
            state.bearer.said(visit.lang),
            *briefly.of(told, state.incident),
        )
        for when, state in rows
    )
    return exported(visit.places["file"], "desk", headings, cells)


def next_due(visit: Visit, but: str) -> str:
    """The page of the first other case that something is due on and that is his; the list where there is none."""
    for _, one in his(visit, owed(visit)[0], Action.ENTER)[0]:
        if one.incident not in (None, but):
            return f"{visit.case_address(str(one.incident))}?made={quote(but, safe='')}"
    return f"/{visit.sector_name}/desk?made={quote(but, safe='')}"
