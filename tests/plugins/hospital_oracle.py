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
    "handled-without-approval": "duty3", "not-settled": "duty3", "conflict-of-interest": "duty4",
    "not-answered-at-once": "duty5", "no-promise": "duty5", "promise-broken": "duty5",
    **dict.fromkeys(CLOSING.values(), "duty6"),
}  # fmt: skip
SETTLING = ("convene", "plan", "approve", "handle")  # duty3: 会同, 研究解决方案, 报批准, 协调处理
BEFORE = {"plan": "convene", "approve": "plan", "handle": "approve"}  # each step needs this one
SUPERIORS = ("superior", "leaders")  # duty3: 向上级和医院领导汇报
DEFAULTS = {
    "escalate-within": "1", "settle-within": "never", "promise-within": "1", "promise-moved": "broken",
    "major-means": "both", "timely": "5",
}  # fmt: skip
COUNTS = ("received", "carried-over", "closed", "open", "open-major", "due", "closed-on-time", "overdue")


class CalendarUnknownError(Exception):
    """A deadline must be judged whose day lies beyond the years that are known."""


@dataclass
class Expected:
    """One desk's standing. ``assessed`` is false where a ``not-assessed`` names the period: then it is shown and no more."""

    assessed: bool = True
    lines: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)  # by kind: how many, and of each its complaint
    figures: dict[str, int] = field(default_factory=dict)
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


@dataclass(frozen=True)
class Setting:
    """What a desk is judged by: the period, as-of, the readings, the calendar, and who bears which name."""

    start: date
    end: date
    as_of: date
    read: Row
    days: Days
    names: Mapping[str, str]


def expected(
    facts: Facts, period: str, as_of: date | None = None, readings: Row | None = None, calendar: Added | None = None
) -> Whole:
    """What each assessed desk comes to. Raises `CalendarUnknownError`."""
    start, end = period_of(period)
    names = _names(facts["units"])
    judged = Setting(start, end, as_of or end, {**DEFAULTS, **(readings or {})}, Days(calendar or {}), names)
    whole = Whole()
    for desk in (u for u in facts["units"] if u["kind"] == "desk"):
        standing = [
            i
            for i in facts["incidents"]
            if names[i["unit"]] == desk["unit"] and _day(i, "date") <= end and not _is_out(i["incident"], facts["actions"])
        ]
        shown = _day(desk, "from", date.min) <= end and _day(desk, "until", date.max) >= start
        assessed = shown and not any(
            a["step"] == "not-assessed" and names[a["unit"]] == desk["unit"] and a["period"] == period for a in facts["actions"]
        )
        try:
            unit = _assess(standing, facts["actions"], judged)
        except CalendarUnknownError:
            if assessed:
                raise
            unit = Expected(open=True)  # whether what a desk does that is not assessed must be judged, the words do not say
        if assessed:
            whole.units[desk["unit"]] = unit
            whole.charged += unit.breached
            whole.case += sum(_day(i, "date") >= start for i in standing)
        elif shown:
            whole.units[desk["unit"]] = Expected(assessed=False)
        whole.open |= unit.open
    return whole


def _assess(standing: Iterable[Row], actions: Iterable[Row], judged: Setting) -> Expected:
    """One desk. Breaches belong to the period of their complaint (section 6); earlier complaints reach the figures alone."""
    unit, where, marks = Expected(figures=dict.fromkeys(COUNTS, 0)), dict[str, list[str]](), list[Fraction]()
    for complaint in standing:
        mine = [a for a in actions if a.get("incident") == complaint["incident"]]
        seen = [a for a in mine if _day(a, "date") <= judged.as_of]
        if _day(complaint, "date") >= judged.start:
            for breach in _breaches(complaint, mine, seen, judged, unit):
                where.setdefault(breach, []).append(complaint["incident"])
            marks += [Fraction(a["satisfaction"]) for a in seen if a["step"] == "survey" and a.get("satisfaction")]
        for figure in _figures(complaint, mine, seen, judged, unit):
            unit.figures[figure] += 1
    unit.lines = {kind: (len(cases), tuple(sorted(cases))) for kind, cases in where.items()}
    unit.satisfaction = (sum(marks, Fraction(0)) / len(marks), len(marks)) if marks else None
    return unit


def _breaches(complaint: Row, mine: list[Row], seen: list[Row], judged: Setting, unit: Expected) -> list[str]:
    """What one complaint's steps and missed days come to; what is not due yet adds to the unit's pending."""
    breaches = list(_guards(complaint, seen, judged))
    for breach, deadline, met in _due(complaint, seen, judged):
        if deadline.day > judged.as_of:
            unit.pending += 1
        elif deadline.provisional is None:
            breaches += [] if met else [breach]
        elif deadline.provisional > judged.as_of:
            unit.open = True
        elif not _is_out(complaint["incident"], mine, breach):
            raise CalendarUnknownError
    if _is_major(complaint, judged.read) and judged.read["settle-within"] == "never":  # each undone is open, without a deadline
        unit.pending += sum(not any(a["step"] == step for a in seen) for step in SETTLING)
    return [breach for breach in breaches if not _is_out(complaint["incident"], mine, breach)]


# ---- what stands when a step is taken


def _is_major(complaint: Row, read: Row) -> bool:
    """Whether duty3's procedure is for it: 重大医患和行风事件."""
    if read["major-means"] == "medical" and complaint.get("nature") == "conduct":
        return True
    return _yes(complaint, "major")


def _guards(complaint: Row, seen: list[Row], judged: Setting) -> Iterator[str]:
    """duty2, duty3's order, duty4: a breach for each step that breaks them."""

    def before(action: Row, step: str, to: str = "") -> bool:
        return any(a["step"] == step and to in ("", a.get("to")) and a["date"] <= action["date"] for a in seen)

    major, against = _is_major(complaint, judged.read), complaint.get("against", "")
    for action in seen:
        step = action["step"]
        if step == "answer" and not action.get("basis"):
            yield "no-basis"
        if major and step == "convene" and not all(before(action, "escalate", to) for to in SUPERIORS):
            yield "out-of-order"
        if major and step in BEFORE and not before(action, BEFORE[step]):
            yield "handled-without-approval" if step == "handle" else "out-of-order"
        who = judged.names.get(action.get("by", ""))
        if against and who == judged.names[against] and step not in ("convene", "appeal"):
            yield "conflict-of-interest"


# ---- what must be done by a day: the breach, the deadline, and whether an action from the trigger to the deadline meets it


def _due(complaint: Row, seen: list[Row], judged: Setting) -> Iterator[tuple[str, Deadline, bool]]:
    day, major, read, days = _day(complaint, "date"), _is_major(complaint, judged.read), judged.read, judged.days

    def done(steps: Iterable[str], start: date, until: Deadline, to: str = "") -> bool:
        return any(a["step"] in steps and to in ("", a.get("to")) and start <= _day(a, "date") <= until.day for a in seen)

    same_day = Deadline(day)
    yield "unrecorded", same_day, _yes(complaint, "recorded") or done(["record"], day, same_day)
    if not _yes(complaint, "on-the-spot"):
        deadline = days.after(day, int(read["promise-within"]))
        yield "no-promise", deadline, done(["promise", "answer"], day, deadline)
    for review in (a for a in seen if a["step"] == "review-requested" and _day(a, "date") >= day):
        deadline = days.after(_day(review, "date"), int(read["promise-within"]))
        after = [a for a in seen if a["step"] in ("promise", "answer") and _order(a) > _order(review)]
        yield "no-promise", deadline, any(_day(a, "date") <= deadline.day for a in after)
    for breach, last, met in _answer_days(complaint, seen, read):
        yield breach, Deadline(last), met
    if major:
        deadline = days.after(day, int(read["escalate-within"]))
        yield "not-escalated", deadline, all(done(["escalate"], day, deadline, to) for to in SUPERIORS)
        if read["settle-within"] != "never":
            deadline = days.after(day, int(read["settle-within"]))
            yield "not-settled", deadline, all(done([step], day, deadline) for step in SETTLING)
    if closings := [_day(a, "date") for a in _closing(complaint, major, seen)]:
        closed = min(closings)
        deadline = days.after(closed, int(read["timely"]))
        for step, breach in CLOSING.items():
            yield breach, deadline, done([step], closed, deadline)


def _answer_days(complaint: Row, seen: list[Row], read: Row) -> Iterator[tuple[str, date, bool]]:
    """duty5: the days by which the complainant is to have an answer, at once or as promised, and whether it came."""
    day, answers = _day(complaint, "date"), [_day(a, "date") for a in seen if a["step"] == "answer"]
    if _yes(complaint, "on-the-spot"):
        yield "not-answered-at-once", day, day in answers
    promises = [a for a in seen if a["step"] == "promise" and _day(a, "date") >= day]
    for promise in promises:
        moved = any(_order(a) > _order(promise) and a["date"] <= promise["due"] for a in promises)
        if moved and read["promise-moved"] == "kept":
            continue  # a later promise, given by the day that this one is due, stands in its place
        given, due = _day(promise, "date"), _day(promise, "due")
        yield "promise-broken", due, any(given <= answered <= due for answered in answers)


def _closing(complaint: Row, major: bool, seen: Iterable[Row]) -> list[Row]:
    """What closes a complaint; a step dated before the complaint was made closes nothing, and no time runs from it."""
    steps = ("answer", "handle") if major else ("answer",)
    return [a for a in seen if a["step"] in steps and a["date"] >= complaint["date"]]


# ---- the figures of a period: which of them count this complaint


def _figures(complaint: Row, mine: list[Row], seen: list[Row], judged: Setting, unit: Expected) -> Iterator[str]:
    major, day_before = _is_major(complaint, judged.read), judged.start - timedelta(1)
    last = min(judged.end, judged.as_of)
    in_period = [met for _, day, met in _answer_days(complaint, seen, judged.read) if judged.start <= day <= last]
    if in_period:  # a case counts once, however many of its days lie in the period
        yield "due"
        if all(in_period):
            yield "closed-on-time"
    if _day(complaint, "date") >= judged.start:
        yield "received"
    else:
        reopened = any(a["step"] == "review-requested" and judged.start <= _day(a, "date") <= judged.end for a in seen)
        if not reopened and not _is_open(complaint, major, [a for a in seen if _day(a, "date") <= day_before]):
            return  # settled before the period
        yield "carried-over"
    if not _is_open(complaint, major, seen):
        yield "closed"
        return
    yield "open"
    if major:
        yield "open-major"
    overdue = False
    for breach, deadline, met in _due(complaint, seen, judged):
        if deadline.day <= judged.as_of and not _is_out(complaint["incident"], mine, breach):
            unit.open |= deadline.provisional is not None
            overdue |= not met
    if overdue:
        yield "overdue"


def _is_open(complaint: Row, major: bool, seen: list[Row]) -> bool:
    """Whether a case is open after these steps: unanswered, of a major one not settled, or reopened and not answered since."""
    if not _closing(complaint, major, seen):
        return True
    if major and not all(any(a["step"] == step for a in seen) for step in SETTLING):
        return True
    reviews = [_order(a) for a in seen if a["step"] == "review-requested"]
    return bool(reviews) and not any(a["step"] == "answer" and _order(a) > max(reviews) for a in seen)


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


def _names(units: Iterable[Row]) -> dict[str, str]:
    """Whom an id, a name or an alias means: the id goes first, and what two units bear means neither."""
    borne: dict[str, set[str]] = {}
    for unit in units:
        for name in (unit["name"], *unit.get("aliases", "").split(";")):
            borne.setdefault(name.strip(), set()).add(unit["unit"])
    borne.pop("", None)
    return {name: min(of) for name, of in borne.items() if len(of) == 1} | {unit["unit"]: unit["unit"] for unit in units}


def _day(row: Row, name: str, default: date = date.min) -> date:
    return date.fromisoformat(row[name]) if row.get(name) else default


def _yes(row: Row, name: str) -> bool:
    return row.get(name) == "yes"


def _order(row: Row) -> tuple[str, str]:
    return row["date"], row["action"]
