"""How the days of a deadline were counted, in words, where the calendar of working days departs from the week; and of a breach,
how many days were taken and how many were allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from conduct.core.base.calendar import Calendar, months_on
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words, clause_words
from conduct.core.duties.agenda import DutyState
from conduct.core.duties.case import Case
from conduct.core.duties.duty_sql import BREACHED
from conduct.core.duties.states import StateRow
from conduct.core.law.duty import Duty, Given, Months, WorkingDays

from .labels import joined

_COUNTED = Words("自{since}次日起计{n}个工作日，至{due}", "{n} working days after {since}, until {due}")
_MOVED = Words("自{since}起{n}个月，遇非工作日顺延至{due}", "{n} months after {since}, put off to the working day {due}")
_WORKED = Words("；调休上班、计入：{days}", "; worked to make up, and counted: {days}")
_FREE = Words("；放假、不计：{days}", "; holidays, not counted: {days}")
_PROVISIONAL = Words("；该年日历尚未公布", "; the calendar of the year is not published yet")
_TAKEN = Words("办理{taken}个工作日，限{allowed}个工作日（{clause}）", "took {taken} working days, {allowed} allowed ({clause})")
_UNDONE = Words(
    "截至{as_of}未办理，已{taken}个工作日，限{allowed}个工作日（{clause}）",
    "not done by {as_of}: {taken} working days so far, {allowed} allowed ({clause})",
)
_LATE = Words(
    "限{due}，{answered}办理，逾期{late}日（{clause}）", "due {due}, done on {answered}: late by {late} days ({clause})"
)
_OVERDUE = Words(
    "限{due}，截至{as_of}未办理，逾期{late}日（{clause}）", "due {due}, not done by {as_of}: late by {late} days ({clause})"
)


@frozen
class DaysTaken:
    """Of a breach the working days that were ``taken`` until it was done, or until the day of the result, and those ``allowed``,
    where the deadline is a number of these; the days ``late`` by the calendar of the year; and all of it in words.
    """

    taken: int | None
    allowed: int | None
    late: int
    words: str


def days_taken(duty: Duty, state: DutyState | StateRow, as_of: date, calendar: Calendar, lang: Lang) -> DaysTaken | None:
    """How many days a duty that was not done in time took, as of a day; None where it is no breach, or none of a deadline."""
    if state.status != BREACHED or not duty.can_be_late or state.due is None:
        return None
    since, due = date.fromisoformat(state.since), date.fromisoformat(state.due)
    until = as_of if state.answered is None else date.fromisoformat(state.answered)
    if until <= due:
        return None
    values = {"due": due, "answered": state.answered, "as_of": as_of, "clause": clause_words(duty.clause, lang)}
    late = (until - due).days
    if not _in_working_days(duty):
        said = _OVERDUE if state.answered is None else _LATE
        return DaysTaken(None, None, late, said.said(lang).format(late=late, **values))
    taken, allowed = calendar.working_days(since, until), calendar.working_days(since, due)
    said = _UNDONE if state.answered is None else _TAKEN
    words = said.said(lang).format(taken=taken.n, allowed=allowed.n, **values)
    return DaysTaken(taken.n, allowed.n, late, words + (_PROVISIONAL.said(lang) if taken.provisional else ""))


def _in_working_days(duty: Duty) -> bool:
    """Whether the law counts its deadline in working days, or lets who sets it give it so."""
    return isinstance(duty.by, WorkingDays) or (isinstance(duty.by, Given) and duty.by.workdays is not None)


def days_counted(case: Case, calendar: Calendar, lang: Lang) -> list[str]:
    """Of each duty of a case, in its order, how the days until its deadline were counted, empty where the week tells that; of one
    that was not done in time also how many were taken and allowed.
    """
    rows = {str(row["action"]): row for row in case.actions}
    found = []
    for state in case.duties:
        taken = days_taken(state.duty, state, case.as_of, calendar, lang)
        said = (_counted(state, rows.get(state.action or "", case.row), calendar, lang), taken.words if taken is not None else "")
        found.append(joined([one for one in said if one], lang, ";"))
    return found


def _counted(state: DutyState, row: Mapping[str, str | int | None], calendar: Calendar, lang: Lang) -> str:
    if state.due is None:
        return ""
    since, due = date.fromisoformat(state.since), date.fromisoformat(state.due)
    match state.duty.by:
        case WorkingDays(n):
            return _working(since, due, int(n), calendar, lang)
        case Given(at, workdays) if workdays is not None and row.get(at.code) is None:
            return _working(since, due, int(row.get(workdays.code) or 0), calendar, lang)
        case Months(n):
            moved = calendar.add_months(since, int(n)).day == due != months_on(since, int(n))
            return _MOVED.said(lang).format(since=since, n=int(n), due=due) if moved else ""
        case _:
            return ""


def _working(since: date, due: date, n: int, calendar: Calendar, lang: Lang) -> str:
    found = calendar.add_working_days(since, n)
    worked, free = calendar.unlike_week(since, due)
    if found.day != due or not (worked or free or found.provisional):
        return ""
    parts = [_COUNTED.said(lang).format(since=since, n=n, due=due)]
    parts += [
        words.said(lang).format(days=joined((day.isoformat() for day in days), lang))
        for words, days in ((_WORKED, worked), (_FREE, free))
        if days
    ]
    return "".join(parts) + (_PROVISIONAL.said(lang) if found.provisional else "")
