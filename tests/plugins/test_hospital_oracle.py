"""The hospital sector against its oracle, on small facts full of collisions."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conduct.core.assess import assess
from conduct.core.calendar import Calendar
from conduct.core.faults import Fault
from conduct.core.ledger import Ledger
from conduct.core.results import Assessment
from conduct.facts import Rows
from conduct.host import load_sector
from conduct.testing import fill

from .hospital_oracle import CLAUSES, CLOSING, CalendarUnknownError, Days, Whole, expected

SECTOR = load_sector("hospital")
# Beside long holidays, make-up days, the ends of periods, and the ends of what the calendar knows.
EDGES = [
    *(date(2012, m, d) for m, d in ((1, 20), (1, 21), (1, 28), (2, 29), (3, 30), (3, 31), (4, 1))),
    *(date(2012, m, d) for m, d in ((6, 29), (9, 28), (9, 30), (12, 31))),
    *(date(2015, 9, d) for d in (2, 3, 5, 6, 30)),
    *(date(2018, m, d) for m, d in ((2, 14), (2, 15), (2, 24), (12, 28), (12, 29))),
    *(date(2019, 2, d) for d in (1, 2, 3)),
    *(date(2020, m, d) for m, d in ((1, 23), (1, 31), (2, 2), (6, 30))),
    *(date(2024, m, d) for m, d in ((9, 30), (10, 3), (10, 12))),
    *(date(2025, m, d) for m, d in ((9, 28), (9, 30), (10, 8), (10, 11))),
    *(date(2026, m, d) for m, d in ((2, 13), (2, 14), (12, 18), (12, 24), (12, 25), (12, 30), (12, 31))),
    *(date(2027, 1, 4), date(2003, 12, 30), date(2003, 12, 31)),
]  # fmt: skip
CALENDARS: list[dict[str, Any]] = [
    {"years": [2027]},
    {"years": [2027], "holidays": ["2027-01-01", "2027-01-04"], "workdays": ["2027-01-02", "2027-01-10"]},
    {"years": [2003, 2027], "holidays": ["2003-12-31", "2027-01-01"], "workdays": ["2027-01-30"]},
    {"holidays": ["2012-04-05", "2026-12-31"], "workdays": ["2012-03-10", "2026-12-26"]},
]
WORDS = {"by": "x", "reason": "x"}  # never by those complained about: whether an appeal is such an action, the words leave open


class Draw(random.Random):
    """Draws facts: every value a string, as a file has them."""

    base: date
    days: Days

    def day(self) -> date:
        """A day about the edge on which these facts dwell, now and then far from it."""
        if self.random() < 0.15:
            return self.base + timedelta(self.randint(-400, 400))
        return self.base + timedelta(self.randint(-4, 6))

    def about(self, day: date, *workdays: int) -> date:
        """The day, a day beside it, or one beside the nth working day after it."""
        n = self.choice([0, *workdays])
        return self.days.after(day, n).day + timedelta(self.choice([-1, 0, 0, 0, 1]))

    def yes(self, chance: float = 0.5) -> str:
        return "yes" if self.random() < chance else self.choice(["no", ""])

    def maybe(self, row: dict[str, str], name: str, value: str, chance: float = 0.5) -> None:
        if self.random() < chance:
            row[name] = value


def facts(draw: Draw, read: dict[str, str]) -> Rows:
    """Few desks, every complaint about the same days; steps early, at the deadline, late, repeated and by those concerned."""
    rows: Rows = {"units": [], "incidents": [], "actions": []}
    desks = [f"d{n}" for n in range(draw.randint(1, 3))]
    people = ["k1", "k2", "p1", "p2"]
    for desk in desks:
        row = {"unit": desk, "name": f"站{desk}", "kind": "desk"}
        draw.maybe(row, draw.choice(["from", "until"]), draw.day().isoformat(), 0.3)
        rows["units"].append(row)
    rows["units"] += [{"unit": k, "name": f"名{k}", "kind": "department"} for k in people[:2]]
    rows["units"] += [{"unit": p, "name": f"名{p}", "kind": "person", "parent": draw.choice(people[:2])} for p in people[2:]]
    promised, escalated, timely = (int(read.get(name, default)) for name, default in (
        ("promise-within", "1"), ("escalate-within", "1"), ("timely", "5")))  # fmt: skip
    names = iter(draw.sample(range(1000, 9999), 2000))

    def act(step: str, day: date, case: str, **more: str) -> dict[str, str]:
        row = {"action": f"a{next(names)}", "step": step, "date": day.isoformat(), "incident": case, **more}
        rows["actions"].append(row)
        return row

    def some(*weights: int) -> range:
        return range(draw.choices(range(len(weights)), weights)[0])

    for n in range(draw.randint(0, 7)):
        case, day = f"c{n}", draw.day()
        row = {"incident": case, "unit": draw.choice(desks), "kind": "complaint", "date": day.isoformat()}
        row |= {"major": draw.yes(0.4), "on-the-spot": draw.yes(0.4)}
        draw.maybe(row, "against", draw.choice(people), 0.6)
        rows["incidents"].append(row)
        for _ in some(2, 6, 1):
            act("record", draw.about(day), case)
        closings = []
        for _ in some(3, 4, 2, 1):
            closings.append(draw.about(day, promised, 3, 8))
            draw.maybe(act("answer", closings[-1], case), "basis", draw.choice(["规范", ""]), 0.8)
        for _ in some(3, 4, 2):
            given = draw.about(day, promised)
            near = draw.choice([given, *closings]) if draw.random() < 0.7 else draw.day()
            act("promise", given, case, due=(near + timedelta(draw.choice([-1, 0, 0, 1, 9]))).isoformat())
        for to in ("superior", "leaders"):
            for _ in some(1, 6, 1):
                act("escalate", draw.about(day, escalated), case, to=to)
        when = day
        for step in ("convene", "plan", "approve", "handle"):
            for _ in some(2, 4, 1):
                when += timedelta(draw.choice([-1, 0, 0, 1, 1, 5]))
                act(step, when, case)
                if step == "handle":
                    closings.append(when)
        for step in CLOSING:
            for _ in some(2, 6, 2):
                done = act(step, draw.about(draw.choice(closings or [day]), timely), case)
                if step == "survey":
                    draw.maybe(done, "satisfaction", draw.choice("12345"), 0.8)
        for action in rows["actions"]:
            if action["incident"] == case:
                by = draw.choice([*people, "名p1", "someone", draw.choice(desks)])
                draw.maybe(action, "by", row.get("against", by) if draw.random() < 0.3 else by, 0.3)
        if draw.random() < 0.08:
            act("withdraw", draw.about(day, 5, 40), case, **WORDS)
        if draw.random() < 0.3:
            for _ in some(0, 3, 2, 1):
                appeal = act("appeal", draw.about(day, 5, 6, 40), case, **WORDS)
                draw.maybe(appeal, "kind", draw.choice(["", *CLAUSES]), 0.8)
            for _ in some(1, 3, 2, 1):
                act("appeal-decided", draw.about(day, 5, 6, 40), case, upheld=draw.choice(["yes", "no"]), **WORDS)
    draw.shuffle(rows["actions"])
    return rows


def setting(draw: Draw) -> tuple[str, dict[str, str], dict[str, Any]]:
    """A period of any kind, the readings and the calendar's additions."""
    draw.base = draw.choice(EDGES)
    calendar = draw.choice(CALENDARS) if draw.random() < 0.3 else {}
    draw.days = Days(calendar)
    read: dict[str, str] = {}
    for name in ("escalate-within", "promise-within", "timely"):
        draw.maybe(read, name, draw.choice(["0", "1", "1", "2", "3", "5", "7", "10", "23"]), 0.4)
    day = draw.base if draw.random() < 0.8 else draw.day()
    period = draw.choice([
        f"{day.year}", f"{day.year}-H{(day.month + 5) // 6}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}-{day.month:02}",
    ])  # fmt: skip
    return period, read, calendar


def as_of(draw: Draw, rows: Rows) -> date | None:
    """The period's last day; or a day beside one of the dates in the facts, or some while later."""
    if draw.random() < 0.25:
        return None
    dates = [row[name] for table in rows.values() for row in table for name in ("date", "due") if row.get(name)]
    near = date.fromisoformat(draw.choice(dates)) if dates and draw.random() < 0.6 else draw.base
    return draw.choice(
        [near, near + timedelta(draw.randint(-1, 1)), draw.about(near, 1, 5, 6), near + timedelta(draw.randint(7, 90))]
    )


def found(result: Assessment) -> dict[str, Any]:
    """The program's results in a shape to compare."""
    return {
        "units": [u.unit for u in result.units],
        "charged": result.incidents.charged,
        "case": result.incidents.case,
        **{
            u.unit: {
                "standing": (u.score, u.rank, u.bonus, u.sections, u.vetoes, u.sanctions, u.outcomes, u.persons, u.checks),
                "lines": [(line.clause, line.kind, line.count, line.incidents, line.points, line.section) for line in u.lines],
                "breached": u.duties.breached,
                "pending": u.duties.pending,
                "satisfaction": [(f.clause, Fraction(f.value), f.count) for f in u.figures if f.code == "satisfaction"],
            }
            for u in result.units
        },
    }


def wanted(whole: Whole) -> dict[str, Any]:
    """The oracle's results in the same shape."""
    return {
        "units": sorted(whole.units),
        "charged": whole.charged,
        "case": whole.case,
        **{
            name: {
                "standing": (None, None, None, [], [], [], [], [], []),
                "lines": sorted((CLAUSES[kind], kind, count, cases, None, None) for kind, (count, cases) in u.lines.items()),
                "breached": u.breached,
                "pending": u.pending,
                "satisfaction": [("duty6", *u.satisfaction)] if u.satisfaction else [],
            }
            for name, u in whole.units.items()
        },
    }


def both(seed: int) -> tuple[dict[str, Any] | str, dict[str, Any] | str] | None:
    """What the words come to, and what the program says: results, or the code of the fault. None where the words are open."""
    draw = Draw(seed)
    period, read, calendar = setting(draw)
    rows = facts(draw, read)
    return run(rows, period, as_of(draw, rows), read, calendar)


def run(
    rows: Rows, period: str, day: date | None, read: dict[str, str], calendar: dict[str, Any]
) -> tuple[dict[str, Any] | str, dict[str, Any] | str] | None:
    """Both, on these facts."""
    words: dict[str, Any] | str
    program: dict[str, Any] | str
    try:
        whole = expected(rows, period, day, read, calendar)
        if whole.open:
            return None
        words = wanted(whole)
    except CalendarUnknownError:
        words = "calendar-unknown"
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "x.db") as ledger:
        ledger.add(SECTOR)
        fill(SECTOR, ledger, rows)
        given = Calendar.from_settings(calendar, "x")
        try:
            program = found(assess(SECTOR, ledger, period, as_of=day, readings=read, calendar=given, trace=True))
        except Fault as fault:
            program = ", ".join(sorted({p.code for p in fault.problems}))
    return words, program


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_the_program_agrees_with_the_oracle(seed: int) -> None:
    found_out = both(seed)
    if found_out is not None:
        words, program = found_out
        assert program == words
