"""The banking sector against its oracle: random score sheets, and small facts full of collisions."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conduct.core.base.faults import Fault
from conduct.core.ledger.ledger import Ledger
from conduct.core.scores.assess import assess
from conduct.core.scores.results import Assessment
from conduct.facts import FactRows
from conduct.host import load_sector
from conduct.report.standings import as_json
from conduct.testing import fill
from tests.properties import examples

from .banking_oracle import INDICATORS, OFF_SITE, ON_SITE, Expected, MeasureMissing, Whole, expected, quarters, span

SECTOR = load_sector("banking")
PERIODS = ["2012", "2012", "2012", "2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"]
MEASURED = ["2011-Q4", *quarters("2012"), "2013-Q1"]
EDGES = [day for quarter in MEASURED for day in span(quarter)]
UNTIL = ["2011-12-31", "2012-01-01", "2012-03-31", "2012-04-01", "2012-09-30", "2012-12-31"]
FROM = ["2012-01-01", "2012-03-31", "2012-04-01", "2012-10-01", "2012-12-31", "2013-01-01"]
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
            f"{code}-{n}": {
                "points": draw.number(draw.choice(["0.25", "0.5", "1", "1.5", "2", "3", "12.25"])),
                "text": f"{code}第{n}项",
            }
            for n in range(max(code == "courtesy", draw.choice([0, 1, 2, 3])))
            if code != "evaluation"  # art5 scores it by the two rates alone
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


def facts(draw: Draw, items: list[str], period: str) -> FactRows:
    """Few branches with outlets, some for part of the year, some inspected; dates about the ends of the quarters."""
    rows: FactRows = {"units": [], "measures": [], "incidents": [], "actions": []}
    ids = iter(draw.sample(range(1000, 9999), 2000))

    def act(step: str, day: date, **more: str) -> None:
        row = {"action": f"a{next(ids)}", "step": step, "date": day.isoformat(), **more}
        draw.maybe(row, "by", "考评组", 0.3)
        rows["actions"].append(row)

    branches = [f"b{n}" for n in range(draw.randint(1, 7))]
    for unit in branches:
        row = {"unit": unit, "name": unit, "kind": "branch"}
        draw.maybe(row, "until", draw.choice(UNTIL), 0.1)
        draw.maybe(row, "from", draw.choice(FROM), 0.1 * ("until" not in row))
        rows["units"].append(row)
        named = [q for q in MEASURED if draw.random() < 0.03]
        if "-Q" not in period and draw.random() < 0.04:
            named = [period]
        for quarter in named:
            act("not-assessed", draw.day(), unit=unit, period=quarter, by="办公室", reason="停业装修")
        for quarter in MEASURED:
            if measures_due(row, quarter, named) or draw.random() < 0.5:
                measure(draw, rows, unit, quarter)
    outlets = [f"o{n}" for n in range(draw.randint(0, 6))]
    for unit in outlets:
        row = {"unit": unit, "name": unit, "kind": "outlet", "parent": draw.choice(branches)}
        draw.maybe(row, "until", "2012-06-30", 0.1)
        draw.maybe(row, "from", "2012-07-01", 0.1 * ("until" not in row))
        rows["units"].append(row)
    often = draw.choice([0, 0.3, 0.7, 0.9])
    for quarter in MEASURED:
        for unit in [*branches, *outlets]:
            if draw.random() < often * (1 if unit in branches else 0.4):
                start, end = span(quarter)
                day = draw.choice([start, start + timedelta(draw.randrange(90)), end, draw.day()])
                act("inspected", day, unit=unit, round=draw.choice(["periodic", "spot"]))
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
    for row in rows["incidents"]:
        case, when = row["incident"], date.fromisoformat(row["date"])
        if row["kind"] == "finding" and draw.random() < 0.7:
            near = [when]
            for _ in range(draw.choice([1, 1, 1, 2, 3])):
                given = max(draw.day(draw.choice(near)), when)
                due = given + timedelta(draw.choice([0, 0, 1, 3, 5, 30, 90]))
                near += [given, due]
                act("feedback", given, incident=case, due=due.isoformat())
            for _ in range(draw.choice([0, 1, 1, 2, 3])):
                act("rectify", draw.day(draw.choice(near)), incident=case)
            for _ in range(draw.choice([0, 0, 1, 2, 3])):
                act("recheck", draw.day(draw.choice(near)), incident=case, passed=draw.yes(0.6))
        if draw.random() < 0.05:
            act("withdraw", draw.day(when), incident=case, by="x", reason="x")
        if draw.random() < 0.2:
            appeals = [draw.day(when) for _ in range(draw.choice([1, 1, 2]))]
            for day in appeals:
                act("appeal", day, incident=case, by="x", reason="x")
            for _ in range(draw.choice([0, 1, 2, 3])):  # a decision has an appeal before it, or on its day
                decided = max(min(appeals), draw.day(when))
                act("appeal-decided", decided, incident=case, upheld=draw.yes(), by="x", reason="x")
    for _ in range(draw.randint(0, 15) if outlets else 0):
        act("check", draw.day(), unit=draw.choice(outlets), norm=draw.choice(NORMS), met=draw.yes())
    clear(rows)
    for table in rows.values():
        draw.shuffle(table)
    return rows


def measures_due(branch: dict[str, str], quarter: str, named: list[str]) -> bool:
    """Whether the branch stands in the quarter, so that its measures are needed."""
    start, end = (day.isoformat() for day in span(quarter))
    there = branch.get("from", "") <= end and branch.get("until", "9") >= start
    return there and quarter not in named and quarter[:4] not in named


def measure(draw: Draw, rows: FactRows, unit: str, quarter: str) -> None:
    """A branch's measures of a quarter; now and then one is missing."""
    satisfied, basically = draw.choice([("1", "0"), ("0.8", "0.2"), ("0.999", "0.001"), ("0.3", "0.333"), ("0", "1")])
    transactions = draw.choice(["3", "9999", "10000", "10000", "20000", "19999", "60000", "1000000"])
    for name, value in (("satisfied", satisfied), ("basically-satisfied", basically), ("transactions", transactions)):
        if draw.random() < 0.999:
            rows["measures"].append({"unit": unit, "measure": name, "period": quarter, "value": value})


def clear(rows: FactRows) -> None:
    """Takes out the checks of a branch in a quarter in which it does not stand: whether they show, the words leave open."""
    home = {u["unit"]: u.get("parent", u["unit"]) for u in rows["units"]}
    branches = {u["unit"]: u for u in rows["units"] if u["kind"] == "branch"}
    named: dict[str, list[str]] = {unit: [] for unit in branches}
    for action in rows["actions"]:
        if action["step"] == "not-assessed":
            named[action["unit"]].append(action["period"])

    def stands(action: dict[str, str]) -> bool:
        unit = home[action["unit"]]
        quarter = next((q for q in MEASURED if span(q)[0] <= date.fromisoformat(action["date"]) <= span(q)[1]), "")
        return not quarter or measures_due(branches[unit], quarter, named[unit])

    rows["actions"] = [a for a in rows["actions"] if a["step"] != "check" or stands(a)]


def readings(draw: Draw) -> dict[str, str]:
    """A choice of readings, the defaults among them."""
    return {
        "basically-satisfied": draw.choice(["0", "0.25", "0.5", "0.333", "1"]),
        "year": draw.choice(["mean", "last"]),
        "doubled-once": draw.choice(["yes", "no"]),
        "fraud-doubles": draw.choice(["finding", "assessment"]),
        "fraud-commended": draw.choice(["yes", "no"]),
        "outlets": draw.choice(["sum", "mean"]),
        "part-year": draw.choice(["listed", "ranked"]),
        "uninspected": draw.choice(["listed", "ranked"]),
    }


def found(result: Assessment) -> Whole:
    """The program's results in the oracle's shape: exact figures, and from the printed object what stands without a rank."""
    end, year = result.incidents, "-Q" not in result.period.id
    printed = {u["unit"]: u for u in json.loads("".join(as_json(result, "en")))["units"]}
    units = {}
    for u in result.units:
        lines: dict[str, tuple[int, Fraction]] = {}
        for line in u.lines:
            if line.kind == "finding" and line.section is not None and line.points is not None:
                count, points = lines.get(line.section.id, (0, Fraction(0)))
                lines[line.section.id] = (count + line.count, points + Fraction(line.points))
        score = None if u.score is None else Fraction(u.score)
        assert printed[u.unit]["rank"] == u.rank
        assert bool(printed[u.unit].get("unranked")) == (u.rank is None)
        units[u.unit] = Expected(
            score,
            u.rank,
            {s.section.id: (Fraction(s.base), Fraction(s.points), Fraction(s.score)) for s in u.sections if score is not None},
            lines,
            {o.name for o in u.outcomes},
            (u.duties.met, u.duties.breached, u.duties.pending),
            {c.clause: (c.met, c.checked) for c in u.checks},
            {f.code: (Fraction(f.value), f.count or 0) for f in u.figures if not (year and f.code == "satisfaction")},
        )
        if "satisfaction" in units[u.unit].figures:
            units[u.unit].figures["satisfaction"] = (units[u.unit].figures["satisfaction"][0], 0)
    return Whole(units, (end.charged, end.excused, end.pending, end.case), end.without_rule)


def drawn(seed: int) -> tuple[dict[str, Any], FactRows, str, date, dict[str, str]]:
    """The sheet, the facts, the period, the day and the readings of a seed."""
    draw = Draw(seed)
    sheets = sheet(draw)
    items = [code for indicator in sheets["indicators"].values() for code in indicator.get("items", ())]
    period = draw.choice(PERIODS)
    rows = facts(draw, items, period)
    start, end = span(period)
    as_of = draw.choice([end, end, end + timedelta(draw.randint(0, 60)), start + timedelta(draw.randint(-10, 90)), draw.day()])
    return sheets, rows, period, as_of, readings(draw) if draw.random() < 0.7 else {}


def program(sheets: dict[str, Any], rows: FactRows, period: str, as_of: date, read: dict[str, str]) -> Whole | str:
    """What the program says, or the code of its error."""
    sector = SECTOR.supplied[0].apply(sheets, "sheet", "")
    with Ledger.in_memory(Path("x.db")) as ledger:
        ledger.add(sector)
        fill(sector, ledger, rows)
        try:
            return found(assess(sector, ledger, period, as_of=as_of, readings=read))
        except Fault as error:
            return error.problems[0].code


def words(sheets: dict[str, Any], rows: FactRows, period: str, as_of: date, read: dict[str, str]) -> Whole | str:
    """What the words come to, or the code of the error that must come."""
    try:
        return expected(rows, sheets, period, as_of, read)
    except MeasureMissing:
        return "measure-missing"


@examples(40)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_the_program_agrees_with_the_oracle(seed: int) -> None:
    case = drawn(seed)
    wanted = words(*case)
    if isinstance(wanted, str):
        assert program(*case) == wanted
    elif not wanted.open:
        result = program(*case)
        assert not isinstance(result, str)
        for name, unit in wanted.units.items():
            unit.assessed = True  # the program's results say it by their emptiness
            if unit.score is None:  # nothing was measured: whether its rates are shown, the words do not say
                unit.figures = result.units[name].figures if name in result.units else {}
        if wanted.without_rule is None:
            result.without_rule = None
        assert result == wanted
