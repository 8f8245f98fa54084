"""The figures of 苏保监发〔2012〕37号, from the text, for whoever works it out by hand. Nothing of conduct is used here.

For what `generate.py` makes: kinds of 2.1 to 2.4, petitions on four channels, transfers with a date or with working days. Every
peer writes the same table: unit, score, rank, the sections' points, and the vetoes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar

START, END = "2012-01-01", "2012-12-31"
HEADER = ("unit", "score", "rank", "2.1", "2.2", "2.3", "2.4", "vetoes")

BASES = {"2.1": 15, "2.2": 30, "2.3": 25, "2.4": 30}  # 扣完为止
ONCE = {  # 2.1: what is missing is missing once, however often it is found
    "leadership-missing": 2, "leadership-change-unreported": 1, "department-missing": 2, "contact-missing": 2,
    "contact-change-harmful": 5, "process-missing": 2, "process-key-links-missing": 1, "emergency-missing": 2,
    "accountability-missing": 5, "reception-day-missing": 2,
}  # fmt: skip
TAKES_PLACE = {"contact-change-harmful": "contact-missing", "process-missing": "process-key-links-missing"}
HANDLING = {"late": 2, "improper-handling": 5, "supervision-defied": 10, "feedback-form": 2, "feedback-false": 10}  # 2.3, each
DAILY = {  # 2.4, each
    "major-report-failure": 5, "major-report-failure-grave": 10, "abnormal-petition": 10, "repeat-settlement": 5,
    "repeat-unresolved": 3, "reception-day-not-held": 5, "reception-day-unannounced": 2, "reception-day-no-prior-report": 2,
    "reception-day-no-after-report": 1, "media-exposure": 5, "media-exposure-industry": 10,
}  # fmt: skip
MISSED, MISSED_POINTS = "semiannual-report-missed", (0, 2, 7)  # 2.4.2: 第一次漏报扣2分,第二次漏报再扣5分
INELIGIBLE = ("supervision-defied", "feedback-false", "major-report-failure-grave", "abnormal-petition")  # 不得被评选为先进单位
LAST = ("sensitive-period-petition", "media-exposure-grave")  # 直接确定为信访考评末位机构

CHANNELS = {  # 2.2: 网络信访均纳入书面信访; 产险公司的上门信访纳入书面信访及来访
    "life": {"written": "written", "online": "written", "telephone": "telephone", "visit": "visit"},
    "property": {"written": "written", "online": "written", "visit": "written", "telephone": "telephone"},
}
LADDERS = {"life": (10, 9, 8), "property": (15, 13, 11, 10)}  # then one less a place, 最少扣1分
OUTLETS_SHARE, PREMIUM_SHARE, PREMIUM_UNIT = 0.4, 0.6, 10_000_000  # 千万元保费比


def points_of_place(of: str, place: int) -> int:
    """2.2.2: what the place loses."""
    ladder = LADDERS[of]
    return ladder[place - 1] if place <= len(ladder) else max(ladder[-1] - (place - len(ladder)), 1)


PLACES = max(len(ladder) + ladder[-1] for ladder in LADDERS.values())  # from here on each place loses the least


def deadlines() -> Iterator[tuple[date, int, date]]:
    """The last of that many working days after a day, for each day that a transfer can have and up to five working days."""
    day = date(2011, 12, 1)
    while day <= date(2012, 12, 31):
        end = day
        for workdays in range(1, 6):
            end += timedelta(days=1)
            while not chinese_calendar.is_workday(end):
                end += timedelta(days=1)
            yield day, workdays, end
        day += timedelta(days=1)
