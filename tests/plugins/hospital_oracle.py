"""What 行风投诉接待站人员工作职责 comes to, worked out a second time, the plain way, from the words of text and contract.

Nothing of ``conduct`` is used here: ``expected`` takes the rows as they are loaded (every value a string) and gives, for each
desk, what a reader with a pencil would write down. Slow and simple on purpose.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

import chinese_calendar

Row = Mapping[str, str]
Facts = Mapping[str, list[dict[str, str]]]
Added = Mapping[str, Sequence[str | int]]

KNOWN = range(2004, 2027)  # the years that the State Council has published
CLOSING = {  # duty6
    "archive": "not-archived", "report": "not-reported", "publish": "not-published",
    "feed-back": "not-fed-back", "notify": "not-notified", "survey": "not-surveyed",
}  # fmt: skip
CLAUSES = {
    "unrecorded": "duty1", "no-basis": "duty2", "not-escalated": "duty3", "out-of-order": "duty3",
    "handled-without-approval": "duty3", "conflict-of-interest": "duty4", "not-answered-at-once": "duty5",
    "no-promise": "duty5", "promise-broken": "duty5", **dict.fromkeys(CLOSING.values(), "duty6"),
}  # fmt: skip
BEFORE = {"plan": "convene", "approve": "plan", "handle": "approve"}  # each step needs this one
DEFAULTS = {"escalate-within": "1", "promise-within": "1", "timely": "5"}


class CalendarUnknownError(Exception):
    """A deadline must be judged whose day lies beyond the years that are known."""


@dataclass
class Expected:
    """One desk's standing."""

    lines: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)  # by kind: how many, and of each its complaint
    satisfaction: tuple[Fraction, int] | None = None
    pending: int = 0
    open: bool = False  # the words do not say whether a deadline beyond the calendar must be judged by now

    @property
    def breached(self) -> int:
        """Every breach."""
        return sum(count for count, _ in self.lines.values())


@dataclass
class Whole:
    """All assessed desks, by id, and where the period's incidents ended."""

    units: dict[str, Expected] = field(default_factory=dict)
    charged: int = 0
    case: int = 0
    open: bool = False


def expected(
    facts: Facts, period: str, as_of: date | None = None, readings: Row | None = None, calendar: Added | None = None
) -> Whole:
    """What each assessed desk comes to. Raises `CalendarUnknownError`."""
    start, end = period_of(period)
    read, days, whole = {**DEFAULTS, **(readings or {})}, Days(calendar or {}), Whole()
    for desk in (u for u in facts["units"] if u["kind"] == "desk"):
        complaints = [i for i in facts["incidents"] if i["unit"] == desk["unit"] and start <= _day(i, "date") <= end]
        standing = [i for i in complaints if not _is_out(i["incident"], facts["actions"])]
        assessed = _day(desk, "from", date.min) <= end and _day(desk, "until", date.max) >= start
        try:
            unit = _assess(standing, facts["actions"], as_of or end, read, days)
        except CalendarUnknownError:
            if assessed:
                raise
            whole.open = True  # whether what a desk does that is not assessed must be judged, the words do not say
        if assessed:
            whole.units[desk["unit"]] = unit
            whole.charged += unit.breached
            whole.case += len(standing)
            whole.open |= unit.open
    return whole


def _assess(standing: Iterable[Row], actions: Iterable[Row], as_of: date, read: Row, days: Days) -> Expected:
    """One desk: its lines from the breaches of its complaints (section 6: they belong to the complaint's period)."""
    unit, where, marks = Expected(), dict[str, list[str]](), list[Fraction]()
    for complaint in standing:
        case = complaint["incident"]
        mine = [a for a in actions if a.get("incident") == case]
        seen = [a for a in mine if _day(a, "date") <= as_of]
        marks += [Fraction(a["satisfaction"]) for a in seen if a["step"] == "survey" and a.get("satisfaction")]
        breaches = list(_guards(complaint, seen))
        for breach, deadline, met in _due(complaint, seen, read, days):
            if deadline.day > as_of:
                unit.pending += 1
            elif deadline.provisional is None:
                breaches += [] if met else [breach]
            elif deadline.provisional > as_of:
                unit.open = True
            elif not _is_out(case, mine, breach):
                raise CalendarUnknownError
        for breach in breaches:
            if not _is_out(case, mine, breach):
                where.setdefault(breach, []).append(case)
    unit.lines = {kind: (len(cases), tuple(sorted(cases))) for kind, cases in where.items()}
    unit.satisfaction = (sum(marks, Fraction(0)) / len(marks), len(marks)) if marks else None
    return unit


# ---- what stands when a step is taken


def _guards(complaint: Row, seen: list[Row]) -> Iterator[str]:
    """duty2, duty3's order, duty4: a breach for each step that breaks them."""
    for action in seen:
        step = action["step"]
        if step == "answer" and not action.get("basis"):
            yield "no-basis"
        if step in BEFORE and _yes(complaint, "major"):
            earlier = [a for a in seen if a["step"] == BEFORE[step] and a["date"] <= action["date"]]
            if not earlier:
                yield "handled-without-approval" if step == "handle" else "out-of-order"
        if complaint.get("against") and action.get("by") == complaint["against"]:
            yield "conflict-of-interest"


# ---- what must be done by a day: the breach, the deadline, and whether an action from the trigger to the deadline meets it


def _due(complaint: Row, seen: list[Row], read: Row, days: Days) -> Iterator[tuple[str, Deadline, bool]]:
    day, major, at_once = _day(complaint, "date"), _yes(complaint, "major"), _yes(complaint, "on-the-spot")

    def done(steps: Iterable[str], start: date, until: Deadline, to: str = "") -> bool:
        return any(a["step"] in steps and a.get("to", "") == to and start <= _day(a, "date") <= until.day for a in seen)

    same_day = Deadline(day)
    yield "unrecorded", same_day, done(["record"], day, same_day)
    if at_once:
        yield "not-answered-at-once", same_day, done(["answer"], day, same_day)
    else:
        deadline = days.after(day, int(read["promise-within"]))
        yield "no-promise", deadline, done(["promise", "answer"], day, deadline)
    for promise in seen:
        if promise["step"] == "promise":
            given, deadline = _day(promise, "date"), Deadline(_day(promise, "due"))
            yield "promise-broken", deadline, done(["answer"], given, deadline)
    if major:
        deadline = days.after(day, int(read["escalate-within"]))
        yield "not-escalated", deadline, all(done(["escalate"], day, deadline, to) for to in ("superior", "leaders"))
    if closings := [_day(a, "date") for a in seen if a["step"] == ("handle" if major else "answer")]:
        closed = min(closings)
        deadline = days.after(closed, int(read["timely"]))
        for step, breach in CLOSING.items():
            yield breach, deadline, done([step], closed, deadline)


# ---- what is out (contract, section 5), whenever it was decided


def _is_out(incident: str, actions: Iterable[Row], breach: str = "") -> bool:
    """Whether the complaint, or with ``breach`` that breach of it, is withdrawn or taken out by an appeal."""
    mine = [a for a in actions if a.get("incident") == incident]
    if not breach and any(a["step"] == "withdraw" for a in mine):
        return True
    stands: dict[str, bool] = {}  # by what is contested: of several decisions the latest stands, upheld or not
    open_appeals = sorted((a for a in mine if a["step"] == "appeal"), key=_order)
    answered: list[Row] = []
    for decision in sorted((a for a in mine if a["step"] == "appeal-decided"), key=_order):
        earlier = [a for a in (*answered, *open_appeals) if _order(a) < _order(decision)]
        earlier = earlier or [a for a in (*answered, *open_appeals) if a["date"] == decision["date"]]
        waiting = [a for a in earlier if a in open_appeals]
        if earlier:  # the latest that waits; where none does, the latest is decided anew
            appeal = max(waiting or earlier, key=_order)
            stands[appeal.get("kind", "")] = _yes(decision, "upheld")
            if appeal in open_appeals:
                open_appeals.remove(appeal)
                answered.append(appeal)
    return stands.get(breach, False)


# ---- days


@dataclass(frozen=True)
class Deadline:
    """A day. Where years must be counted that are not known: the earliest that it can be, and where plain weeks put it."""

    day: date
    provisional: date | None = None


class Days:
    """The State Council's calendar, with the days that a deployment adds."""

    def __init__(self, added: Added) -> None:
        self.holidays = {date.fromisoformat(str(day)) for day in added.get("holidays", ())}
        self.workdays = {date.fromisoformat(str(day)) for day in added.get("workdays", ())}
        self.years = {int(year) for year in added.get("years", ())}

    def is_known(self, day: date) -> bool:
        """Whether the day's year is known."""
        return day.year in KNOWN or day.year in self.years

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked; in a year that is not known, by the plain week."""
        if day in self.holidays or day in self.workdays:
            return day in self.workdays
        return bool(chinese_calendar.is_workday(day)) if day.year in KNOWN else day.weekday() < 5

    def after(self, day: date, n: int) -> Deadline:
        """The nth working day after a day, that day not counted."""
        earliest: date | None = None
        while n:
            day += timedelta(1)
            if earliest is None and not self.is_known(day):
                earliest = day + timedelta(n - 1)  # were every day from here on worked
            n -= self.is_workday(day)
        return Deadline(earliest or day, earliest and day)


def period_of(period: str) -> tuple[date, date]:
    """The first and last day of ``2012``, ``2012-H1``, ``2012-Q3`` or ``2012-07``."""
    year, _, part = period.partition("-")
    first, last = 1, 12
    if part.startswith("H"):
        last = 6 * int(part[1:])
        first = last - 5
    elif part.startswith("Q"):
        last = 3 * int(part[1:])
        first = last - 2
    elif part:
        first = last = int(part)
    return date(int(year), first, 1), date(int(year), last, months.monthrange(int(year), last)[1])


def _day(row: Row, name: str, default: date = date.min) -> date:
    return date.fromisoformat(row[name]) if row.get(name) else default


def _yes(row: Row, name: str) -> bool:
    return row.get(name) == "yes"


def _order(row: Row) -> tuple[str, str]:
    return row["date"], row["action"]
