"""The circular's work for the generated facts, written by hand without conduct: python benchmarks/handwritten.py LEDGER.

What someone would write who needs this one regulation for 2012 and no more: the kinds, steps and whole premiums that
generate.py makes, one grouped query, one join, exact fractions, and a line a unit. It is what `conduct run` is measured against.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import chinese_calendar

START, END = "2012-01-01", "2012-12-31"
ONCE = {"contact-missing": 2, "process-missing": 2}
HANDLING = {"late": 2, "improper-handling": 5, "supervision-defied": 10, "feedback-form": 2, "feedback-false": 10}
DAILY = {
    "major-report-failure": 5, "abnormal-petition": 10, "repeat-settlement": 5, "repeat-unresolved": 3,
    "reception-day-not-held": 5, "media-exposure": 5,
}  # fmt: skip
CHANNELS = {
    "life": {"written": "written", "online": "written", "telephone": "telephone", "visit": "visit"},
    "property": {"written": "written", "online": "written", "visit": "written", "telephone": "telephone"},
}
LADDERS = {"life": (10, 9, 8), "property": (15, 13, 11, 10)}


@cache
def deadline(start: str, workdays: int) -> str:
    day = date.fromisoformat(start)
    while workdays:
        day += timedelta(days=1)
        workdays -= chinese_calendar.is_workday(day)
    return day.isoformat()


def count_late(connection: sqlite3.Connection) -> dict[str, int]:
    """Petitions by unit whose first transfer overdue was neither answered in time nor excused."""
    transfers = connection.execute(
        """SELECT i.unit, t.incident, t.date, t.due, t.workdays, min(r.date), max(coalesce(r.excused, 0))
           FROM insurance_actions t JOIN insurance_incidents i ON i.incident = t.incident
           LEFT JOIN insurance_actions r ON r.incident = t.incident AND r.step = 'reply' AND r.date BETWEEN t.date AND ?
           WHERE +t.step = 'transfer' AND t.date <= ? GROUP BY t.seq""",
        (END, END),
    )
    late: dict[str, set[str]] = defaultdict(set)
    for unit, incident, day, due, workdays, replied, excused in transfers:
        due = due or (workdays and deadline(day, workdays))
        if due and START <= due <= END and not excused and (replied is None or replied > due):
            late[unit].add(incident)
    return {unit: len(incidents) for unit, incidents in late.items()}


def points_of(place: int, ladder: tuple[int, ...]) -> int:
    return ladder[place - 1] if place <= len(ladder) else max(ladder[-1] - (place - len(ladder)), 1)


def total(indexes: list[Fraction]) -> tuple[int, int]:
    """Their sum as numerator and denominator, in pairs and unreduced: one after another would take quadratic time."""
    terms = [(x.numerator, x.denominator) for x in indexes]
    while len(terms) > 1:
        odd = terms[-1:] if len(terms) % 2 else []
        terms = [(a * d + c * b, b * d) for (a, b), (c, d) in zip(terms[::2], terms[1::2], strict=False)] + odd
    return terms[0]


def rank_channel(indexes: dict[str, Fraction], counts: dict[str, int], ladder: tuple[int, ...]) -> dict[str, int]:
    """Points that each unit above the average loses; equal indexes go by the count, and what is still equal shares."""
    ordered = sorted(indexes, key=lambda u: (indexes[u], counts[u]), reverse=True)
    numerator, denominator = total(list(indexes.values()))
    denominator *= len(indexes)
    low, high = 0, len(ordered)
    while low < high:  # the average has thousands of digits: compare few with it
        middle = (low + high) // 2
        index = indexes[ordered[middle]]
        if index.numerator * denominator > numerator * index.denominator:
            low = middle + 1
        else:
            high = middle
    lost, place, before = {}, 0, None
    for n, unit in enumerate(ordered[:low], 1):
        key = (indexes[unit], counts[unit])
        if key != before:
            place, before = n, key
        lost[unit] = points_of(place, ladder)
    return lost


def main(path: str) -> None:
    connection = sqlite3.connect(path)
    kind_of = dict(connection.execute("SELECT unit, kind FROM insurance_units"))
    measures = {
        (unit, measure): int(value)
        for unit, measure, value in connection.execute(
            "SELECT unit, measure, value FROM insurance_measures WHERE period = '2012'"
        )
    }
    found: set[tuple[str, str]] = set()  # what is charged once however often it is found
    institutions: dict[str, int] = defaultdict(int)
    handling: dict[str, int] = defaultdict(int)
    daily: dict[str, int] = defaultdict(int)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    halves: dict[tuple[str, str], int] = defaultdict(int)  # two a petition, one a settled petition
    grouped = connection.execute(
        """SELECT kind, unit, channel, settled, excused, count(*) FROM insurance_incidents WHERE +date BETWEEN ? AND ?
           GROUP BY kind, unit, channel, settled, excused""",
        (START, END),
    )
    for kind, unit, channel, settled, excused, n in grouped:
        if kind == "petition":
            where = (unit, CHANNELS[kind_of[unit]][channel])
            counts[where] += n
            halves[where] += n if settled else 2 * n
        elif kind in ONCE:
            found.add((unit, kind))
        elif kind in HANDLING:
            handling[unit] += 0 if kind == "late" and excused else HANDLING[kind] * n
        else:
            daily[unit] += DAILY[kind] * n
    for unit, kind in found:
        institutions[unit] += ONCE[kind]
    for unit, n in count_late(connection).items():
        handling[unit] += HANDLING["late"] * n
    volume: dict[str, int] = defaultdict(int)
    for kind, ladder in LADDERS.items():
        members = [unit for unit, of in kind_of.items() if of == kind]
        channels = sorted(set(CHANNELS[kind].values()))
        for channel in channels if members else ():
            indexes = {}
            for unit in members:  # 0.4 × channel's ÷ outlets + 0.6 × channel's ÷ premium in ten millions
                outlets, premium = measures[unit, "outlets"], measures[unit, "premium"]
                top = 2 * halves[unit, channel] * premium + 3 * halves[unit, channel] * 10**7 * outlets
                indexes[unit] = Fraction(top, 10 * outlets * premium)
            lost = rank_channel(indexes, {unit: counts[unit, channel] for unit in members}, ladder)
            for unit, points in lost.items():
                volume[unit] += points
    scores = {
        unit: max(15 - institutions[unit], 0) + max(30 - volume[unit], 0) + max(25 - handling[unit], 0) + max(30 - daily[unit], 0)
        for unit in kind_of
    }
    rank, before = 0, None
    for n, unit in enumerate(sorted(scores, key=lambda u: (-scores[u], u)), 1):
        if scores[unit] != before:
            rank, before = n, scores[unit]
        print(unit, scores[unit], rank, sep=",")


if __name__ == "__main__":
    main(sys.argv[1])
