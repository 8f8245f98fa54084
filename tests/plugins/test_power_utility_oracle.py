"""The power utility sector against its oracle, on small facts full of collisions."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from conduct.core.assess import assess
from conduct.core.faults import Fault
from conduct.core.ledger import Ledger
from conduct.core.results import Assessment, UnitResult
from conduct.facts import Rows
from conduct.host import load_sector
from conduct.testing import fill

from .power_utility_oracle import Ended, Expected, Sanction, expected, refused

SECTOR = load_sector("power_utility")
VENUES = ["company", "company", "city-bureau", "rural-bureau", "northeast-grid", "state-grid", "media"]
# Year ends, and a few days that collide.
EDGES = [date(2011, 12, 31), date(2012, 1, 1), date(2012, 2, 29), date(2012, 6, 30), date(2012, 12, 31), date(2013, 1, 1)]
# What a decision may say on each range, by the attribute; the ends more often.
FIGURES = {
    ("months", "art11"): ["3", "3", "4", "5.5", "6", "6"],
    ("head-months", "art11"): ["2", "2", "2.5", "3", "3"],
    ("head-months", "art10"): ["6", "6", "7", "9.25", "12", "12"],
    ("percent", "art10"): ["10", "10", "12.5", "15", "20", "20"],
    ("discipline", "art10"): ["警告", "记过", "撤职"],
}
WILD = {
    "months": ["2.99", "3", "6", "6.01", "12"],
    "head-months": ["1.99", "2", "3", "3.01", "5.99", "6", "12", "12.01"],
    "percent": ["0", "9.99", "10", "20", "20.01"],
}


class Draw(random.Random):
    """Draws facts: every value a string, as a file has them."""

    def day(self, near: date | None = None) -> date:
        if near is not None and self.random() < 0.7:
            return near + timedelta(self.randint(-2, 3))
        if self.random() < 0.5:
            return self.choice(EDGES) + timedelta(self.choice([-1, 0, 0, 0, 1]))
        return date(2011, 11, 1) + timedelta(self.randrange(500))

    def yes(self, chance: float = 0.5) -> str:
        return "yes" if self.random() < chance else "no"

    def maybe(self, row: dict[str, str], name: str, value: str, chance: float = 0.5) -> None:
        if self.random() < chance:
            row[name] = value


def facts(draw: Draw, wild: bool = False) -> Rows:
    """Few stations, few people, many incidents about the same of them; ``wild``, decisions outside the ranges too."""
    rows: Rows = {"units": [], "measures": [], "incidents": [], "actions": []}
    stations = [f"S{n}" for n in range(draw.randint(1, 4))]
    people = [f"p{n}" for n in range(draw.randint(1, 5))]
    for unit in stations:
        row = {"unit": unit, "name": unit, "kind": "station"}
        draw.maybe(row, "head", draw.choice(people), 0.75)
        draw.maybe(row, "until", draw.choice(["2011-12-31", "2012-01-01", "2012-06-30", "2012-12-31"]), 0.1)
        draw.maybe(row, "from", draw.choice(["2012-06-30", "2012-12-31", "2013-01-01"]), 0.1 if "until" not in row else 0)
        rows["units"].append(row)
        for period in ("2011", "2012", "2013"):
            value = draw.choice(["0", "0.89", "0.8999999", "0.9", "0.90", "0.9000001", "0.93", "1"])
            if draw.random() < 0.6:
                rows["measures"].append({"unit": unit, "measure": "satisfaction", "period": period, "value": value})
    for unit in people:
        row = {"unit": unit, "name": unit, "kind": draw.choice(["employee", "electrician"]), "parent": draw.choice(stations)}
        draw.maybe(row, "until", draw.choice(["2011-12-31", "2012-06-30"]), 0.1)
        rows["units"].append(row)
    draw.shuffle(rows["units"])
    kinds = draw.sample(["complaint", "window-complaint", "window-slide", "improper-service"], draw.choice([1, 1, 2, 3, 4]))
    numbers = draw.sample(range(10, 99), 40)
    few = [draw.day() for _ in range(3)]
    crowded = draw.random() < 0.5
    for n in numbers[: draw.choice([0, 1, 3, 8, 15, 40])]:
        kind = draw.choice(kinds)
        row = {"incident": f"i{n}", "unit": draw.choice(stations), "kind": kind}
        row["date"] = (draw.choice(few) if crowded else draw.day()).isoformat()
        if kind != "window-slide":
            draw.maybe(row, "person", draw.choice(people), 0.75)
        if kind in ("complaint", "window-complaint"):
            row["venue"] = draw.choice(VENUES)
            draw.maybe(row, "verified", draw.choice(["yes", "yes", "yes", "no", "pending"]), 0.8)
        if kind == "complaint":
            draw.maybe(row, "serious", draw.yes(), 0.7)
        rows["incidents"].append(row)
    names = iter(draw.sample(range(1000, 9999), 2000))

    def act(step: str, day: date, **more: str) -> dict[str, str]:
        row = {"action": f"a{next(names)}", "step": step, "date": day.isoformat(), **more}
        rows["actions"].append(row)
        return row

    for row in rows["incidents"]:
        case, when = row["incident"], date.fromisoformat(row["date"])
        if row["kind"] in ("complaint", "window-complaint"):
            for _ in range(draw.choice([0, 0, 1, 1, 2, 3])):
                act("verify", draw.day(when), incident=case, result=draw.yes(0.7))
            if draw.random() < 0.3:
                act("investigate", draw.day(when), incident=case)
            ranges = []
            if row["venue"] != "company":
                ranges += [key for key in FIGURES if key[1] == "art10"]
            if row["kind"] == "window-complaint":
                ranges += [key for key in FIGURES if key[1] == "art11"]
            for _ in range(draw.choice([0, 1, 1, 2, 3]) if ranges else 0):
                clause = draw.choice(["", "", *{key[1] for key in ranges}])
                fitting = [key for key in ranges if clause in ("", key[1])]
                decision = act("decide", draw.day(when), incident=case)
                for name, of in draw.sample(fitting, draw.randint(1, len(fitting))):
                    decision[name] = draw.choice(FIGURES[name, of])
                draw.maybe(decision, "clause", clause, 1 if clause else 0)
            if ranges and draw.random() < 0.1:
                act("decide", draw.day(when), incident=case, by="x")  # gives no figure
        if wild and draw.random() < 0.2:
            decision = act("decide", draw.day(when), incident=case)
            for name in draw.sample(["months", "head-months", "percent"], draw.randint(1, 2)):
                decision[name] = draw.choice(WILD[name])
            draw.maybe(decision, "clause", draw.choice(["art10", "art11"]), 0.4)
        if draw.random() < 0.06:
            act("withdraw", draw.day(when), incident=case, by="x", reason="x")
        if draw.random() < 0.2:
            for _ in range(draw.choice([0, 1, 1, 2])):
                act("appeal", draw.day(when), incident=case, by="x", reason="x")
            for _ in range(draw.choice([0, 1, 2, 3])):
                act("appeal-decided", draw.day(when), incident=case, upheld=draw.yes(), by="x", reason="x")
        if draw.random() < 0.1:
            act("rectify", draw.day(when), incident=case)
    for _ in range(draw.choice([0, 0, 3, 12])):
        clause = draw.choice(["art3", "art4", "art5", "art6", "art7", "art8", "art9"][: draw.randint(1, 7)])
        act("check", draw.day(), unit=draw.choice(stations), clause=clause, met=draw.yes())
    for of in rows:
        draw.shuffle(rows[of])
    return rows


def readings(draw: Draw) -> dict[str, str]:
    """A choice of readings, the defaults among them."""
    return {
        "veto-counts": draw.choice(["verified", "any"]),
        "repeated": draw.choice(["2", "3", "4", "6"]),
        "repeated-by": draw.choice(["person", "unit"]),
        "art11-higher": draw.choice(["both", "art10"]),
    }


def found(result: Assessment) -> tuple[dict[str, Expected], Ended]:
    """The program's results in the oracle's shape."""
    ends = result.incidents
    return {u.unit: station(u) for u in result.units}, Ended(ends.charged, ends.excused, ends.pending, ends.without_rule)


def station(u: UnitResult) -> Expected:
    """One station's result in the oracle's shape."""
    figures = {f.code: f for f in u.figures}
    award, satisfaction = figures.get("award-percentage"), figures.get("satisfaction")
    low = Fraction(award.value) if award else Fraction(0)
    high = low if award is None or award.at_most is None else Fraction(award.at_most)
    return Expected(
        sorted(
            (
                Sanction(
                    s.rule.name,
                    s.rule.clause,
                    s.incident,
                    s.on or "",
                    None if s.months is None else (Fraction(s.months[0]), Fraction(s.months[1])),
                    None if s.percent is None else (Fraction(s.percent[0]), Fraction(s.percent[1])),
                    s.decided,
                    s.degree,
                )
                for s in u.sanctions
            ),
            key=str,
        ),
        {p.unit: (Fraction(p.months[0]), Fraction(p.months[1])) for p in u.persons},
        {v.veto.name: sorted(v.incidents) for v in u.vetoes},
        {o.name for o in u.outcomes},
        (low, high),
        None if satisfaction is None else Fraction(satisfaction.value),
        {c.clause: (c.met, c.checked) for c in u.checks},
        {(line.kind, line.clause): (line.count, sorted(line.incidents or ())) for line in u.lines},
    )


def both(seed: int) -> tuple[tuple[dict[str, Expected], Ended], tuple[dict[str, Expected], Ended]]:
    """What the words come to, and what the program says."""
    draw = Draw(seed)
    rows, year = facts(draw), draw.choice([2012, 2012, 2012, 2011, 2013])
    end = date(year, 12, 31)
    as_of = draw.choice([end, end, end + timedelta(draw.randint(0, 60)), draw.day()])
    read = readings(draw) if draw.random() < 0.7 else {}
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "x.db") as ledger:
        ledger.add(SECTOR)
        fill(SECTOR, ledger, rows)
        result = assess(SECTOR, ledger, str(year), as_of=as_of, readings=read, trace=True)
    return expected(rows, year, as_of, read), found(result)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_the_program_agrees_with_the_oracle(seed: int) -> None:
    words, program = both(seed)
    assert program == words


Cells = set[tuple[str, str]]


def both_refusals(seed: int) -> tuple[Cells, Cells]:
    """The decisions' cells that the words refuse, and those that the load refuses."""
    rows = facts(Draw(seed), wild=True)
    program = set()
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "x.db") as ledger:
        ledger.add(SECTOR)
        try:
            fill(SECTOR, ledger, rows)
        except Fault as fault:
            for problem in fault.problems:
                assert problem.code == "decide-no-range"
                assert problem.place is not None
                row, column = problem.place.row or 0, problem.place.column or ""
                program.add((rows["actions"][row - 2]["action"], column))
    return refused(rows), program


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_load_refuses_what_the_words_refuse(seed: int) -> None:
    words, program = both_refusals(seed)
    assert program == words
