"""Working days by the State Council's calendar, and what is not known of it."""

from __future__ import annotations

from datetime import date

import pytest

from conduct.core.base.calendar import Calendar
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
