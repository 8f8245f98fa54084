"""How the days of a deadline were counted, in words, where the calendar of working days departs from the week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from conduct.core.base.calendar import Calendar, months_on
from conduct.core.base.words import Lang, Words
from conduct.core.duties.agenda import DutyState
from conduct.core.duties.case import Case
from conduct.core.law.duty import Given, Months, WorkingDays

from .labels import joined

_COUNTED = Words("自{since}次日起计{n}个工作日，至{due}", "{n} working days after {since}, until {due}")
_MOVED = Words("自{since}起{n}个月，遇非工作日顺延至{due}", "{n} months after {since}, put off to the working day {due}")
_WORKED = Words("；调休上班、计入：{days}", "; worked to make up, and counted: {days}")
_FREE = Words("；放假、不计：{days}", "; holidays, not counted: {days}")
_PROVISIONAL = Words("；该年日历尚未公布", "; the calendar of the year is not published yet")


def days_counted(case: Case, calendar: Calendar, lang: Lang) -> list[str]:
    """Of each duty of a case, in its order, how the days until its deadline were counted; empty where the week tells that."""
    rows = {str(row["action"]): row for row in case.actions}
    return [_counted(state, rows.get(state.action or "", case.row), calendar, lang) for state in case.duties]


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
