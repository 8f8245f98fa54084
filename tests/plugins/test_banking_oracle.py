"""The banking sector against its oracle: random score sheets, and small facts full of collisions."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conduct.core.assess import assess
from conduct.core.faults import Fault
from conduct.core.ledger import Ledger
from conduct.core.results import Assessment
from conduct.facts import Rows
from conduct.host import load_sector
from conduct.testing import fill

from .banking_oracle import INDICATORS, OFF_SITE, ON_SITE, Expected, MeasureMissing, Whole, expected, quarters, span

SECTOR = load_sector("banking")
PERIODS = ["2012", "2012", "2012", "2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"]
MEASURED = ["2011-Q4", *quarters("2012"), "2013-Q1"]
EDGES = [day for quarter in MEASURED for day in span(quarter)]
UNTIL = ["2011-12-31", "2012-01-01", "2012-03-31", "2012-04-01", "2012-09-30", "2012-12-31"]
FROM = ["2012-01-01", "2012-03-31", "2012-04-01", "2012-10-01", "2012-12-31", "2013-01-01"]
YEAR_UNTIL = ["2011-12-31", "2012-10-01", "2012-12-31", "2013-01-15"]
YEAR_FROM = ["2012-01-01", "2012-01-15", "2012-03-31", "2013-01-01"]
NORMS = ["post", "dress", "bearing", "language", "telephone"]


class Draw(random.Random):
    """Draws facts: every value a string, as a file has them."""

    def day(self, near: date | None = None) -> date:
        if near is not None and self.random() < 0.8:
            return near + timedelta(self.randint(-1, 6))
        if self.random() < 0.4:
            return self.choice(EDGES) + timedelta(self.randint(-2, 2))
        return date(2011, 12, 20) + timedelta(self.randrange(390))

    def yes(self, chance: float = 0.5) -> str:
        return "yes" if self.random() < chance else "no"

    def maybe(self, row: dict[str, str], name: str, value: str, chance: float = 0.5) -> None:
        if self.random() < chance:
            row[name] = value

    def number(self, value: str) -> int | Decimal:
        """A number as TOML gives it, whole ones either way."""
        return int(value) if Decimal(value) % 1 == 0 and self.random() < 0.5 else Decimal(value)

    def parts(self, whole: int, n: int) -> list[int | Decimal]:
        """Points that come to the whole exactly, some of them small."""
        cuts = [0, *sorted(self.sample(range(1, whole * 4), n - 1)), whole * 4]
        return [self.number(str(Decimal(b - a) / 4)) for a, b in pairwise(cuts)]


def sheet(draw: Draw) -> dict[str, Any]:
    """A valid score sheet."""
    points = dict(zip(INDICATORS, [*draw.parts(70, len(ON_SITE)), *draw.parts(30, len(OFF_SITE))], strict=True))
    indicators: dict[str, dict[str, Any]] = {}
    for code in INDICATORS:
        items = {
            f"{code}-{n}": {"points": draw.number(draw.choice(["0.25", "0.5", "1", "1.5", "2", "3", "12.25"])), "text": "一项"}
            for n in range(max(code == "courtesy", draw.choice([0, 1, 2, 3])))
        }
        indicators[code] = {"points": points[code]} | ({"items": items} if items else {})
    rates = draw.sample(["0", "0.01", "0.2", "0.5", "1", "2", "3.3333", "5000"], draw.randint(1, 4))
    indicators["complaints"]["bands"] = [
        {"rate": draw.number(rate), "share": draw.number(share)}
        for rate, share in zip(
            sorted(rates, key=Decimal),
            sorted(draw.choices(["0", "0.1", "0.25", "0.333", "0.5", "0.75", "1"], k=len(rates)), key=Decimal, reverse=True),
            strict=True,
        )
    ]
    return {"indicators": indicators}


def facts(draw: Draw, items: list[str], year: bool) -> Rows:
    """Few branches with outlets; several feedbacks a finding; dates about the ends of the quarters.

    What a year comes to for a branch that was there in some of its quarters only, no text says: for a year none is drawn.
    """
    rows: Rows = {"units": [], "measures": [], "incidents": [], "actions": []}
    branches = [f"b{n}" for n in range(draw.randint(1, 7))]
    for unit in branches:
        row = {"unit": unit, "name": unit, "kind": "branch"}
        draw.maybe(row, "until", draw.choice(YEAR_UNTIL if year else UNTIL), 0.07)
        draw.maybe(row, "from", draw.choice(YEAR_FROM if year else FROM), 0.07 * ("until" not in row))
        rows["units"].append(row)
        for period in MEASURED:
            satisfied, basically = draw.choice([("1", "0"), ("0.8", "0.2"), ("0.999", "0.001"), ("0.3", "0.333"), ("0", "1")])
            transactions = draw.choice(["3", "9999", "10000", "10000", "20000", "19999", "60000", "1000000"])
            for measure, value in (
                ("satisfied", satisfied), ("basically-satisfied", basically), ("transactions", transactions),
            ):  # fmt: skip
                if draw.random() < 0.999:
                    rows["measures"].append({"unit": unit, "measure": measure, "period": period, "value": value})
    outlets = [f"o{n}" for n in range(draw.randint(0, 6))]
    for unit in outlets:
        row = {"unit": unit, "name": unit, "kind": "outlet", "parent": draw.choice(branches)}
        draw.maybe(row, "until", "2012-06-30", 0.1)
        draw.maybe(row, "from", "2012-07-01", 0.1 * ("until" not in row))
        rows["units"].append(row)
    units = [*branches, *outlets]
    few = draw.sample(items, min(len(items), draw.randint(1, 6)))
    for n in range(draw.choice([0, 3, 10, 30, 60])):
        kind = draw.choice(["finding", "finding", "finding", "complaint-forum", "complaint-telephone"])
        row = {"incident": f"i{n:02}", "unit": draw.choice(units), "date": draw.day().isoformat(), "kind": kind}
        if kind == "finding":
            row["item"] = draw.choice(draw.choice([few, items]))
            draw.maybe(row, "round", draw.choice(["periodic", "spot"]))
            draw.maybe(row, "fraud", draw.yes(0.3))
        else:
            draw.maybe(row, "verified", draw.yes())
        rows["incidents"].append(row)
    names = iter(draw.sample(range(1000, 9999), 2000))

    def act(step: str, day: date, **more: str) -> None:
        row = {"action": f"a{next(names)}", "step": step, "date": day.isoformat(), **more}
        draw.maybe(row, "by", "考评组", 0.3)
        rows["actions"].append(row)

    for row in rows["incidents"]:
        case, when = row["incident"], date.fromisoformat(row["date"])
        if row["kind"] == "finding" and draw.random() < 0.7:
            for _ in range(draw.choice([1, 1, 1, 2, 3])):
                when = draw.day(when)
                act("feedback", when, incident=case, due=(when + timedelta(draw.choice([0, 0, 1, 3, 5, 30, 90]))).isoformat())
            for _ in range(draw.choice([0, 1, 1, 2, 3])):
                act("rectify", draw.day(when), incident=case)
            for _ in range(draw.choice([0, 0, 1, 2, 3])):
                act("recheck", draw.day(when), incident=case, passed=draw.yes(0.6))
        if draw.random() < 0.05:
            act("withdraw", draw.day(when), incident=case, by="x", reason="x")
        if draw.random() < 0.2:
            for _ in range(draw.choice([0, 1, 1, 2])):
                act("appeal", draw.day(when), incident=case, by="x", reason="x")
            for _ in range(draw.choice([0, 1, 2, 3])):
                act("appeal-decided", draw.day(when), incident=case, upheld=draw.yes(), by="x", reason="x")
    for _ in range(draw.randint(0, 15) if outlets else 0):
        act("check", draw.day(), unit=draw.choice(outlets), norm=draw.choice(NORMS), met=draw.yes())
    for table in rows.values():
        draw.shuffle(table)
    return rows


def readings(draw: Draw) -> dict[str, str]:
    """A choice of readings, the defaults among them."""
    return {
        "basically-satisfied": draw.choice(["0", "0.25", "0.5", "0.333", "1"]),
        "year": draw.choice(["mean", "last"]),
        "doubled-once": draw.choice(["yes", "no"]),
        "fraud-doubles": draw.choice(["finding", "assessment"]),
    }


def found(result: Assessment) -> Whole:
    """The program's results in the oracle's shape."""
    end = result.incidents
    return Whole(
        {
            u.unit: Expected(
                Fraction(u.score or 0),
                u.rank or 0,
                {s.section.id: (Fraction(s.base), Fraction(s.points), Fraction(s.score)) for s in u.sections},
                {
                    line.section.id: (line.count, Fraction(line.points))
                    for line in u.lines
                    if line.kind == "finding" and line.section is not None and line.points is not None
                },
                {o.name for o in u.outcomes},
                (u.duties.met, u.duties.breached, u.duties.pending),
                {c.clause: (c.met, c.checked) for c in u.checks},
                {f.code: Fraction(f.value) for f in u.figures} if "-Q" in result.period.id else {},
            )
            for u in result.units
        },
        (end.charged, end.excused, end.pending, end.without_rule, end.case),
    )


def drawn(seed: int) -> tuple[dict[str, Any], Rows, str, date, dict[str, str]]:
    """The sheet, the facts, the period, the day and the readings of a seed."""
    draw = Draw(seed)
    sheets = sheet(draw)
    items = [code for indicator in sheets["indicators"].values() for code in indicator.get("items", ())]
    period = draw.choice(PERIODS)
    rows = facts(draw, items, "-Q" not in period)
    start, end = span(period)
    as_of = draw.choice([end, end, end + timedelta(draw.randint(0, 60)), start + timedelta(draw.randint(-10, 90)), draw.day()])
    return sheets, rows, period, as_of, readings(draw) if draw.random() < 0.7 else {}


def program(sheets: dict[str, Any], rows: Rows, period: str, as_of: date, read: dict[str, str]) -> Whole | str:
    """What the program says, or the code of its error."""
    sector = SECTOR.supplied[0].apply(sheets, "sheet", "")
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "x.db") as ledger:
        ledger.add(sector)
        fill(sector, ledger, rows)
        try:
            return found(assess(sector, ledger, period, as_of=as_of, readings=read))
        except Fault as error:
            return error.problems[0].code


def words(sheets: dict[str, Any], rows: Rows, period: str, as_of: date, read: dict[str, str]) -> Whole | str:
    """What the words come to, or the code of the error that must come."""
    try:
        return expected(rows, sheets, period, as_of, read)
    except MeasureMissing:
        return "measure-missing"


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_the_program_agrees_with_the_oracle(seed: int) -> None:
    case = drawn(seed)
    assert program(*case) == words(*case)
