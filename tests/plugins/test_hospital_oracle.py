"""The hospital sector against its oracle, on small facts full of collisions."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conduct.core.base.calendar import Calendar
from conduct.core.base.faults import Fault
from conduct.core.ledger.ledger import Ledger
from conduct.core.scores.assess import assess
from conduct.core.scores.results import Assessment
from conduct.facts import FactRows
from conduct.host import load_sector
from conduct.report.standings import as_json
from conduct.testing import fill
from tests.properties import examples

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
WORDS = {"by": "x", "reason": "x"}  # a withdrawal or a decision by those complained about is refused, an appeal of theirs is not
NUMBERS = ["0", "1", "1", "2", "3", "5", "7", "10", "23"]


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


def facts(draw: Draw, read: dict[str, str], period: str) -> FactRows:
    """Few desks, every complaint about the same days; steps early, at the deadline, late, repeated and by those concerned."""
    desks, people = [f"d{n}" for n in range(draw.randint(1, 3))], ["k1", "k2", "p1", "p2", "p3"]
    rows: FactRows = {"units": units(draw, desks, people), "incidents": [], "actions": []}
    ids = iter(draw.sample(range(1000, 9999), 2000))
    for n in range(draw.randint(0, 7)):
        row = {"incident": f"c{n}", "unit": draw.choice(desks), "kind": "complaint", "date": draw.day().isoformat()}
        if draw.random() < 0.05:
            row["unit"] = f"站{row['unit']}"  # its name does as well as its id
        row |= {"major": draw.yes(0.4), "on-the-spot": draw.yes(0.4), "nature": draw.choice(["", "medical", "conduct"])}
        draw.maybe(row, "recorded", draw.yes(), 0.3)
        draw.maybe(row, "channel", draw.choice(["visit", "telephone", "letter", "online"]), 0.2)
        draw.maybe(row, "against", draw.choice([*people, *people, "名k1", "别p1"]), 0.6)
        rows["incidents"].append(row)
        drawn = Case(draw, row["incident"], date.fromisoformat(row["date"]), read, ids)
        drawn.steps(people)
        for action in drawn.rows:
            by = draw.choice([*people, *people, "名p1", "名k1", "别p1", "同名", "someone", draw.choice(desks)])
            draw.maybe(action, "by", row.get("against", by) if draw.random() < 0.3 else by, 0.3)
        drawn.ends(row.get("against", "x"))
        rows["actions"] += drawn.rows
    for desk in desks:
        if draw.random() < 0.06:
            named = draw.choice([period, period, f"{int(period[:4]) + 1}{period[4:]}"])
            row = {"action": f"a{next(ids)}", "step": "not-assessed", "date": draw.day().isoformat(), "unit": desk}
            rows["actions"].append(row | {"period": named, **WORDS})
    draw.shuffle(rows["actions"])
    return rows


def units(draw: Draw, desks: list[str], people: list[str]) -> list[dict[str, str]]:
    """The desks, and those who may be complained about: two of one name now and then, one with further names."""
    rows = []
    for desk in desks:
        row = {"unit": desk, "name": f"站{desk}", "kind": "desk"}
        draw.maybe(row, draw.choice(["from", "until"]), draw.day().isoformat(), 0.3)
        rows.append(row)
    for unit in people:
        row = {"unit": unit, "name": f"名{unit}", "kind": "department" if unit.startswith("k") else "person"}
        if row["kind"] == "person":
            row["parent"] = draw.choice(people[:2])
        if unit == "p1":
            row["aliases"] = draw.choice(["别p1", "别p1;又名"])
        elif unit in ("p2", "p3"):
            draw.maybe(row, draw.choice(["name", "aliases"]), "同名", 0.6)  # borne by both, by one, or by none
        rows.append(row)
    return rows


class Case:
    """The steps of one complaint."""

    def __init__(self, draw: Draw, case: str, day: date, read: dict[str, str], ids: Iterator[int]) -> None:
        self.draw, self.case, self.day, self.read, self.ids = draw, case, day, read, ids
        self.rows: list[dict[str, str]] = []

    def act(self, step: str, day: date, **more: str) -> dict[str, str]:
        row = {"action": f"a{next(self.ids)}", "step": step, "date": day.isoformat(), "incident": self.case, **more}
        self.rows.append(row)
        return row

    def some(self, *weights: int) -> range:
        return range(self.draw.choices(range(len(weights)), weights)[0])

    def within(self, name: str, default: int) -> int:
        return int(self.read[name]) if self.read.get(name, "never") != "never" else default

    def steps(self, people: list[str]) -> None:
        draw, act, some, day = self.draw, self.act, self.some, self.day
        promised = self.within("promise-within", 1)
        for _ in some(2, 6, 1):
            act("record", draw.about(day))
        closings = []
        for _ in some(3, 4, 2, 1):
            closings.append(draw.about(day, promised, 3, 8))
            draw.maybe(act("answer", closings[-1]), "basis", draw.choice(["规范", ""]), 0.8)
        given = due = draw.about(day, promised)
        for n in some(3, 4, 3, 1):
            if n:
                given = draw.choice([given, due, due + timedelta(1), draw.about(day, promised)])  # moved in time, or too late
            near = draw.choice([given, *closings]) if draw.random() < 0.7 else draw.day()
            due = max(given, near + timedelta(draw.choice([-1, 0, 0, 1, 9])))
            act("promise", given, due=due.isoformat())
        for _ in some(6, 1):
            act("refer", draw.about(day, 1, 3), to=draw.choice(people))
        for to in ("superior", "leaders"):
            for _ in some(1, 6, 1):
                act("escalate", draw.about(day, self.within("escalate-within", 1)), to=to)
        when = day
        every = draw.random() < 0.4  # all four
        settled = draw.about(day, self.within("settle-within", 5))
        for step in ("convene", "plan", "approve", "handle"):
            for _ in range(1) if every else some(2, 4, 1):
                when += timedelta(draw.choice([-1, 0, 0, 1, 1, 5]))
                act(step, when if draw.random() < 0.8 else settled)
                if step == "handle":
                    closings.append(when)
        for _ in some(4, 2, 1):
            asked = draw.about(draw.choice(closings or [day]), 1, 5)
            act("review-requested", asked)
            for _ in some(2, 3, 1):
                act("answer", draw.about(asked, promised), basis="规范")
            for _ in some(4, 1):
                given = draw.about(asked, promised)
                act("promise", given, due=(given + timedelta(draw.choice([0, 1, 5]))).isoformat())
        for step in CLOSING:
            for _ in some(2, 6, 2):
                done = act(step, draw.about(draw.choice(closings or [day]), self.within("timely", 5)))
                if step == "survey":
                    draw.maybe(done, "satisfaction", draw.choice("12345"), 0.8)

    def ends(self, against: str) -> None:
        """Withdrawn, or contested: a decision has an appeal before it, or on its day."""
        draw, day = self.draw, self.day
        if draw.random() < 0.08:
            self.act("withdraw", draw.about(day, 5, 40), **WORDS)
        if draw.random() < 0.3:
            appeals = []
            for _ in self.some(0, 3, 2, 1):
                appeals.append(draw.about(day, 5, 6, 40))
                appeal = self.act("appeal", appeals[-1], by=draw.choice(["x", against]), reason="x")
                draw.maybe(appeal, "kind", draw.choice(["", *CLAUSES]), 0.8)
            for _ in self.some(1, 3, 2, 1):
                decided = max(min(appeals), draw.about(day, 5, 6, 40))
                self.act("appeal-decided", decided, upheld=draw.choice(["yes", "no"]), **WORDS)


def setting(draw: Draw) -> tuple[str, dict[str, str], dict[str, Any]]:
    """A period of any kind, the readings and the calendar's additions."""
    draw.base = draw.choice(EDGES)
    calendar = draw.choice(CALENDARS) if draw.random() < 0.3 else {}
    draw.days = Days(calendar)
    read: dict[str, str] = {}
    for name in ("escalate-within", "promise-within", "timely"):
        draw.maybe(read, name, draw.choice(NUMBERS), 0.4)
    draw.maybe(read, "settle-within", draw.choice(["never", *NUMBERS]), 0.6)
    draw.maybe(read, "promise-moved", draw.choice(["broken", "kept"]), 0.7)
    draw.maybe(read, "major-means", draw.choice(["both", "medical"]), 0.7)
    day = draw.base if draw.random() < 0.8 else draw.day()
    period = draw.choice([
        f"{day.year}", f"{day.year}-H{(day.month + 5) // 6}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}-{day.month:02}",
    ])  # fmt: skip
    return period, read, calendar


def as_of(draw: Draw, rows: FactRows) -> date | None:
    """The period's last day; or a day beside one of the dates in the facts, or some while later."""
    if draw.random() < 0.25:
        return None
    dates = [row[name] for table in rows.values() for row in table for name in ("date", "due") if row.get(name)]
    near = date.fromisoformat(draw.choice(dates)) if dates and draw.random() < 0.6 else draw.base
    return draw.choice(
        [near, near + timedelta(draw.randint(-1, 1)), draw.about(near, 1, 5, 6), near + timedelta(draw.randint(7, 90))]
    )


def found(result: Assessment) -> dict[str, Any]:
    """The program's results, from the object that ``run --format json`` prints, in a shape to compare."""
    whole = json.loads("".join(as_json(result, "en")), parse_float=Decimal)
    nothing = ("score", "rank", "bonus", "sections", "vetoes", "sanctions", "outcomes", "persons", "checks")
    shape: dict[str, Any] = {
        "units": [u["unit"] for u in whole["units"]],
        "charged": whole["incidents"]["charged"],
        "case": whole["incidents"]["case"],
    }
    for u in whole["units"]:
        figures = {f["figure"]: f for f in u["figures"]}
        satisfaction = figures.pop("satisfaction", None)
        shape[u["unit"]] = {
            "standing": [u[name] for name in nothing if u[name]],
            "assessed": not u.get("unranked"),
            "lines": [
                (line["clause"], line["kind"], line["count"], tuple(line["incidents"]), line["points"], line["section"])
                for line in u["lines"]
            ],
            "duties": (u["duties"]["breached"], u["duties"]["pending"]),
            "figures": {code: figure["value"] for code, figure in figures.items()},
            "satisfaction": satisfaction and (satisfaction["clause"], Decimal(satisfaction["value"]), satisfaction["count"]),
        }
    return shape


def wanted(whole: Whole) -> dict[str, Any]:
    """The oracle's results in the same shape."""
    shape: dict[str, Any] = {"units": sorted(whole.units), "charged": whole.charged, "case": whole.case}
    for name, u in whole.units.items():
        shape[name] = {
            "standing": [],
            "assessed": u.assessed,
            "lines": sorted((CLAUSES[kind], kind, count, cases, None, None) for kind, (count, cases) in u.lines.items()),
            "duties": (u.breached, u.pending),
            "figures": u.figures,
            "satisfaction": None,
        }
        if u.satisfaction:
            mean, count = u.satisfaction
            micro = (mean.numerator * 2 * 10**6 + mean.denominator) // (2 * mean.denominator)  # half up, as it is printed
            shape[name]["satisfaction"] = ("duty6", Decimal(micro) / 10**6, count)
    return shape


def both(seed: int) -> tuple[dict[str, Any] | str, dict[str, Any] | str] | None:
    """What the words come to, and what the program says: results, or the code of the fault. None where the words are open."""
    draw = Draw(seed)
    period, read, calendar = setting(draw)
    rows = facts(draw, read, period)
    return run(rows, period, as_of(draw, rows), read, calendar)


def run(
    rows: FactRows, period: str, day: date | None, read: dict[str, str], calendar: dict[str, Any]
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
    with Ledger.in_memory(Path("x.db")) as ledger:
        ledger.add(SECTOR)
        fill(SECTOR, ledger, rows)
        given = Calendar.from_settings(calendar, "x")
        try:
            program = found(assess(SECTOR, ledger, period, as_of=day, readings=read, calendar=given, trace=True))
        except Fault as fault:
            program = ", ".join(sorted({p.code for p in fault.problems}))
    return words, program


@examples(40)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_the_program_agrees_with_the_oracle(seed: int) -> None:
    found_out = both(seed)
    if found_out is not None:
        words, program = found_out
        assert program == words
