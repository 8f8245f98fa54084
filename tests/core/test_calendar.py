"""Working days by the State Council's calendar, and what is not known of it."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from conduct.core.base.calendar import Calendar, DueDay
from conduct.core.base.faults import Fault


def test_a_make_up_saturday_is_a_working_day() -> None:
    # 2012-04-27 is a Friday; Saturday 28 April was worked for the Labour Day holiday
    assert Calendar().add_working_days(date(2012, 4, 27), 1).day == date(2012, 4, 28)


def test_a_holiday_week_is_skipped() -> None:
    # 2012: National Day from 30 September to 7 October, Saturday 29 September worked
    assert Calendar().add_working_days(date(2012, 9, 28), 1).day == date(2012, 9, 29)
    assert Calendar().add_working_days(date(2012, 9, 29), 1).day == date(2012, 10, 8)


def test_a_month_ends_on_the_months_last_day_and_moves_to_a_working_day() -> None:
    assert Calendar().add_months(date(2012, 1, 31), 1).day == date(2012, 2, 29)
    # 2012-05-05 is a Saturday
    assert Calendar().add_months(date(2012, 4, 5), 1).day == date(2012, 5, 7)


def test_working_days_between_two_days_are_those_after_the_first_up_to_the_last_over_holidays_and_years() -> None:
    calendar = Calendar()
    assert calendar.working_days(date(2012, 4, 27), date(2012, 4, 28)).n == 1, "a Saturday that was worked"
    assert calendar.working_days(date(2012, 9, 28), date(2012, 10, 7)).n == 1
    assert calendar.working_days(date(2012, 4, 27), date(2012, 4, 27)).n == 0
    for start in (date(2011, 12, 20), date(2012, 4, 28), date(2012, 9, 30)):
        for n in (1, 5, 23, 300):
            assert calendar.working_days(start, calendar.add_working_days(start, n).day).n == n
    assert not calendar.working_days(date(2026, 12, 1), date(2026, 12, 31)).provisional
    assert calendar.working_days(date(2026, 12, 30), date(2027, 1, 6)).provisional


def test_a_year_that_is_not_published_is_provisional() -> None:
    deadline = Calendar().add_working_days(date(2026, 12, 30), 5)
    assert deadline.provisional
    assert deadline.day == date(2027, 1, 6)


def test_a_deployment_adds_a_published_year() -> None:
    settings = {"holidays": ["2027-01-01"], "workdays": [date(2027, 1, 2)], "years": [2027]}
    deadline = Calendar.from_settings(settings, "conduct.toml").add_working_days(date(2026, 12, 31), 1)
    assert not deadline.provisional
    assert deadline.day == date(2027, 1, 2)


def test_the_published_calendar_of_a_year_stands_though_a_deployment_lists_it_with_a_day_more() -> None:
    """As after an upgrade that knows a year which the deployment had to list; a day more off in a known year needs no list."""
    listed = Calendar.from_settings({"holidays": ["2012-05-02"], "years": [2012]}, "conduct.toml")
    assert listed.is_working_day(date(2012, 10, 1)) == (False, True)
    assert listed.is_working_day(date(2012, 5, 2)) == (False, True)
    assert Calendar.from_settings({"holidays": ["2012-05-02"]}, "conduct.toml").is_working_day(date(2012, 5, 3)) == (True, True)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"holiday": []}, "calendar-setting"),
        ({"holidays": "2027-01-01"}, "calendar-setting"),
        ({"holidays": ["1 January"]}, "calendar-day"),
        ({"holidays": ["2027-01-01"], "workdays": ["2027-01-01"]}, "calendar-both"),
        ({"years": ["2027"]}, "calendar-setting"),
        ({"holidays": ["2127-01-01"]}, "calendar-year"),
        ({"workdays": ["2127-01-02"]}, "calendar-year"),
        ({"holidays": ["2127-01-01"], "years": [2128]}, "calendar-year"),
    ],
)
def test_a_wrong_calendar_is_refused(settings: dict[str, object], code: str) -> None:
    with pytest.raises(Fault) as caught:
        Calendar.from_settings(settings, "conduct.toml")
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    "calendar",
    [
        Calendar(),
        Calendar(frozenset({date(2030, 1, 1), date(2012, 5, 3)}), frozenset({date(2031, 1, 5)}), frozenset({2030})),
        Calendar(frozenset(date(2029, 1, 1) + timedelta(n) for n in range(730))),
    ],
)
def test_working_days_are_counted_day_by_day_over_years_known_and_unknown(calendar: Calendar) -> None:
    for start in (date(2002, 1, 1) + timedelta(97 * n) for n in range(120)):
        day, provisional = start, False
        for n in range(400):
            if n:
                working = known = False
                while not working:
                    day += timedelta(1)
                    working, known = calendar.is_working_day(day)
                    provisional = provisional or not known
            if n < 12 or n % 50 == 0:
                assert calendar.add_working_days(start, n) == DueDay(day, provisional)


def test_every_day_of_the_published_years_is_as_the_library_has_it() -> None:
    for n in range((date(2027, 1, 1) - date(2003, 12, 31)).days):
        day = date(2003, 12, 31) + timedelta(n)
        published = chinese_calendar.is_workday(day) if day.year > 2003 else day.weekday() < 5
        assert Calendar().is_working_day(day) == (published, day.year > 2003)
