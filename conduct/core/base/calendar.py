"""Working days by the State Council's calendar, make-up days (调休) included, and the deadlines that follow from them."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from .faults import fault
from .frozen import frozen

_DAY = timedelta(days=1)
FIRST_YEAR = 2004
"""The first year whose working days are published."""


@frozen
class DueDay:
    """A day by which something is due. ``provisional`` (暂定): it rests on a year whose calendar is not yet published."""

    day: date
    provisional: bool = False


@frozen
class DaysCounted:
    """How many working days there are. ``provisional``: they rest on a year whose calendar is not yet published."""

    n: int
    provisional: bool = False


@frozen
class Calendar:
    """The published calendar, with the days of further published years that a deployment adds."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> tuple[bool, bool]:
        """Whether people work on that day, and whether the calendar knows the year; if not, weekends alone are free."""
        if day in self.holidays:
            return False, True
        if day in self.workdays:
            return True, True
        published = _published(day)
        return (day.weekday() < 5, day.year in self.years) if published is None else (published, True)

    def add_working_days(self, start: date, n: int) -> DueDay:
        """The ``n``-th working day after ``start``, that day not counted; ``start`` itself if ``n`` is 0."""
        if n <= 0:
            return DueDay(start)
        year, after, provisional = start.year, start.toordinal(), False
        while True:
            days, unknown = _working_days(self, year)
            at = bisect_right(days, after) + n - 1
            last = days[at] if at < len(days) else date(year, 12, 31).toordinal()
            provisional = provisional or bisect_right(unknown, last) > bisect_right(unknown, after)
            if at < len(days):
                return DueDay(date.fromordinal(last), provisional)
            year, after, n = year + 1, last, at + 1 - len(days)

    def working_days(self, start: date, end: date) -> DaysCounted:
        """How many working days lie after ``start`` up to ``end``, both ends as `add_working_days` has them."""
        n, provisional = 0, False
        for year in range(start.year, end.year + 1):
            days, unknown = _working_days(self, year)
            n += bisect_right(days, end.toordinal()) - bisect_right(days, start.toordinal())
            provisional = provisional or bisect_right(unknown, end.toordinal()) > bisect_right(unknown, start.toordinal())
        return DaysCounted(n, provisional)

    def unlike_week(self, start: date, end: date) -> tuple[list[date], list[date]]:
        """The days after ``start`` up to ``end`` that are not as their day of the week is: those worked on at a weekend (调休),
        and those free between Monday and Friday (放假).
        """
        days = [date.fromordinal(n) for n in range(start.toordinal() + 1, end.toordinal() + 1)]
        found = [(day, self.is_working_day(day)[0]) for day in days]
        worked = [day for day, working in found if working and day.weekday() >= 5]
        return worked, [day for day, working in found if not working and day.weekday() < 5]

    def add_months(self, start: date, n: int) -> DueDay:
        """The same day ``n`` months later, or that month's last day; moved to the next working day if it is none."""
        day = months_on(start, n)
        provisional = False
        while True:
            working, known = self.is_working_day(day)
            provisional = provisional or not known
            if working:
                return DueDay(day, provisional)
            day += _DAY

    @classmethod
    def from_settings(cls, settings: Mapping[str, object], origin: str) -> Calendar:
        """A calendar with the days of ``[calendar]`` in a configuration.

        Raises `Fault`: ``calendar-setting``, ``calendar-day``, ``calendar-both``, ``calendar-year`` for a day of a year
        that is neither known nor listed. A year that is listed without any day has none beside its weekends.
        """
        for key in settings:
            if key not in ("holidays", "workdays", "years"):
                raise fault("calendar-setting", origin=origin, key=str(key))
        holidays = _days(settings.get("holidays", ()), origin, "holidays")
        workdays = _days(settings.get("workdays", ()), origin, "workdays")
        for day in sorted(holidays & workdays):
            raise fault("calendar-both", origin=origin, day=day.isoformat())
        years = _years(settings.get("years", ()), origin)
        for day in sorted(holidays | workdays):
            if day.year not in years and _published(day) is None:
                raise fault("calendar-year", origin=origin, day=day.isoformat(), year=day.year)
        return cls(holidays, workdays, years)


def months_on(start: date, n: int) -> date:
    """The same day ``n`` months later, or that month's last day, whether people work then or not."""
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@cache
def _working_days(calendar: Calendar, year: int) -> tuple[list[int], list[int]]:
    """A year's working days in order, and the days on which the calendar does not know whether people work, as ordinals."""
    if year > date.max.year:
        raise OverflowError(f"{year} has no days")
    first = date(year, 1, 1).toordinal()
    days = [date.fromordinal(n) for n in range(first, date(year, 12, 31).toordinal() + 1)]
    found = [(day.toordinal(), *calendar.is_working_day(day)) for day in days]
    return [n for n, working, _ in found if working], [n for n, _, known in found if not known]


def _published(day: date) -> bool | None:
    """Whether the published calendar works on that day; None for a year that it does not know."""
    if not _is_published(day.year):
        return None
    from chinese_calendar import holidays, workdays

    return day in workdays or (day.weekday() < 5 and day not in holidays)


@cache
def _is_published(year: int) -> bool:
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 1, 1))  # which looks for the first and the last year each time
    except NotImplementedError:
        return False
    return True


def _days(values: object, origin: str, key: str) -> frozenset[date]:
    if not isinstance(values, list | tuple):
        raise fault("calendar-setting", origin=origin, key=key)
    days = set()
    for value in values:
        try:
            days.add(value if type(value) is date else date.fromisoformat(value))
        except (ValueError, TypeError):
            raise fault("calendar-day", origin=origin, key=key, value=str(value)) from None
    return frozenset(days)


def _years(values: object, origin: str) -> frozenset[int]:
    if not isinstance(values, list | tuple) or not all(type(v) is int for v in values):
        raise fault("calendar-setting", origin=origin, key="years")
    return frozenset(values)
