"""The insurance sector against its oracle, on small facts full of collisions."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conduct.facts import FactRows
from tests.properties import examples

from .insurance_oracle import (
    DAILY,
    HANDLING,
    INELIGIBLE,
    LAST,
    MISTAKEN,
    ONCE,
    PERIODS,
    SEMIANNUAL,
    Expected,
    Volume,
    excused,
    expected,
)
from .office import assessed

PRECISION = Fraction(1, 10**6)  # indexes are printed with 6 decimals
KINDS = [*ONCE, *HANDLING, *DAILY, *LAST, SEMIANNUAL, "commendation-provincial", "commendation-national", "media-praise"]
# Period ends, and days beside the holidays and make-up days of 2012.
EDGES = [
    *(date(2012, 1, d) for d in (1, 20, 21, 28, 31)),
    *(date(2012, m, d) for m, d in ((3, 30), (3, 31), (4, 1), (4, 27), (4, 28), (6, 21), (6, 29), (6, 30), (7, 1), (7, 31))),
    *(date(2012, m, d) for m, d in ((8, 31), (9, 28), (9, 29), (9, 30), (11, 30), (12, 30), (12, 31))),
    *(date(2011, 12, 30), date(2013, 1, 1), date(2013, 1, 4), date(2013, 1, 31)),
]


class Draw(random.Random):
    """Draws facts: every value a string, as a file has them."""

    def day(self, near: date | None = None) -> date:
        if near is not None and self.random() < 0.8:
            return near + timedelta(self.randint(-1, 7))
        if self.random() < 0.6:
            return self.choice(EDGES) + timedelta(self.randint(-2, 2))
        return date(2011, 12, 1) + timedelta(self.randrange(430))

    def yes(self, chance: float = 0.5) -> str:
        return "yes" if self.random() < chance else "no"

    def maybe(self, row: dict[str, str], name: str, value: str, chance: float = 0.5) -> None:
        if self.random() < chance:
            row[name] = value


def facts(draw: Draw, mistaken: bool = False) -> FactRows:
    """Few units with small, equal figures; several transfers a petition; dates about the edges.

    ``mistaken``: withdrawals of actions too.
    """
    rows: FactRows = {"units": [], "measures": [], "incidents": [], "actions": []}
    units = [f"u{n:02}" for n in range(draw.choice([1, 2, 3, 4, 6, 7, 8, 9, 11, 14]))]
    # A year's alone, or the half-year's too: what the year holds of a half-year in which a unit was not assessed is said nowhere.
    shown = {unit: draw.choice([("2012",), ("2012", "2012-H1"), ("2013",)]) for unit in units if draw.random() < 0.08}
    share = draw.choice([0.5, 0.8, 1.0])
    for unit in units:
        row = {"unit": unit, "name": unit, "kind": "life" if draw.random() < share else "property"}
        draw.maybe(row, "until", draw.choice(["2011-12-31", "2012-01-01", "2012-06-30"]), 0.05)
        draw.maybe(row, "from", draw.choice(["2012-07-01", "2012-06-30", "2013-01-01"]), 0.05 if "until" not in row else 0)
        rows["units"].append(row)
        for period in ("2012", "2012-H1"):
            if period in shown.get(unit, ()) and draw.random() < 0.7:  # needs no measures
                continue
            for measure, values in (("outlets", "1224"), ("premium", ("10000000", "20000000", "15000000.5"))):
                rows["measures"].append({"unit": unit, "measure": measure, "period": period, "value": draw.choice(values)})
    petitions: list[dict[str, str]] = []
    kinds = draw.sample(KINDS, draw.randint(1, len(KINDS)))
    for n in range(draw.randint(0, 40)):
        kind = draw.choice(["petition", "petition", "late", draw.choice(kinds)])
        row = {"incident": f"i{n:02}", "unit": draw.choice(units), "kind": kind, "date": draw.day().isoformat()}
        if kind == "petition":
            row |= {"channel": draw.choice(["written", "telephone", "visit", "online"]), "settled": draw.yes(0.3)}
            petitions.append(row)
        if kind == "late":
            draw.maybe(row, "excused", draw.yes(), 0.5)
            if petitions and draw.random() < 0.7:
                about = draw.choice(petitions)
                row |= {"about": about["incident"], "unit": about["unit"] if draw.random() < 0.9 else row["unit"]}
        rows["incidents"].append(row)
    for n in range(draw.choice([0, 0, 1, 2, 4])):  # several directly determined last, several not to be named
        of = sorted(draw.choice([LAST, INELIGIBLE]))
        row = {"incident": f"x{n}", "unit": draw.choice(units), "kind": draw.choice(of), "date": draw.day().isoformat()}
        rows["incidents"].append(row)
    names = iter(draw.sample(range(1000, 9999), 2000))

    def act(step: str, day: date, **more: str) -> dict[str, str]:
        row = {"action": f"a{next(names)}", "step": step, "date": day.isoformat(), **more}
        rows["actions"].append(row)
        return row

    for row in rows["incidents"]:
        case, when = row["incident"], date.fromisoformat(row["date"])
        if row["kind"] == "petition" and draw.random() < 0.6:
            for _ in range(draw.choice([1, 1, 2, 3])):
                when = draw.day(when)
                transfer = act("transfer", when, incident=case)
                draw.maybe(transfer, "due", (when + timedelta(draw.choice([0, 0, 1, 3, 5, 30]))).isoformat(), 0.4)
                draw.maybe(transfer, "workdays", str(draw.randint(1, 5)), 0.6)
            for _ in range(draw.choice([0, 0, 1, 1, 2])):
                draw.maybe(act("reply", draw.day(when), incident=case), "excused", draw.yes(), 0.4)
        if row["kind"] == "media-praise":
            for _ in range(draw.choice([0, 1, 1, 2, 3])):
                act("decide", draw.choice([when, draw.day(when)]), incident=case, points=draw.choice(["2", "3.5", "7", "10"]))
        if draw.random() < 0.05:
            act("withdraw", draw.day(when), incident=case, by="x", reason="x")
        if draw.random() < 0.2:
            appealed = [draw.day(when) for _ in range(draw.choice([1, 1, 2, 3]))]
            for day in appealed:
                appeal = act("appeal", day, incident=case, by="x", reason="x")
                if row["kind"] == "petition":
                    draw.maybe(appeal, "kind", "late", 0.6)
            for _ in range(draw.choice([0, 1, 2, 3])):
                day = draw.day(when)
                if min(appealed) <= day:  # else an error of the load
                    act("appeal-decided", day, incident=case, upheld=draw.yes(), by="x", reason="x")
    for _ in range(draw.randint(0, 12)):
        unit, day = draw.choice(units), draw.day()
        step = draw.choice(["leadership", "contact", "reception-day", "semiannual-report"])
        if step in ("leadership", "contact"):
            act(f"{step}-changed", day, unit=unit)
            if draw.random() < 0.6:
                act(f"{step}-reported", draw.day(day + timedelta(28 if step == "leadership" else 0)), unit=unit)
        elif step == "reception-day":
            held = act(step, draw.day(day), unit=unit, on=day.isoformat())
            held["held-by-management"] = draw.yes(0.8)
            for name in ("announced", "prior-report", "after-report"):
                draw.maybe(held, name, (day + timedelta(draw.randint(-1, 1))).isoformat(), 0.8)
        else:
            half = draw.choice(["2012-H1", "2012-H2"])
            near = PERIODS[half][1] + timedelta(draw.choice([-200, -30, 1, 29, 30, 31, 32, 33]))
            act(step, near, unit=unit, **{"for": half})
    for unit, periods in shown.items():
        for period in periods:
            act("not-assessed", draw.day(), unit=unit, period=period, by="x", reason="x")
    # never an appeal: whether its decision then stands without one is said nowhere; nor what leaves out the measures
    taken = [a for a in rows["actions"] if a["step"] not in ("appeal", "withdraw", "not-assessed")] if mistaken else []
    for row in draw.sample(taken, len(taken) // 4):
        on = {name: row[name] for name in ("incident", "unit") if name in row}
        act("withdraw", draw.day(date.fromisoformat(row["date"])), by="x", reason="x", **on, **{MISTAKEN: row["action"]})
    for of in rows:
        draw.shuffle(rows[of])
    return rows


def readings(draw: Draw) -> dict[str, str]:
    """A choice of readings, the defaults among them."""
    return {
        "premium-term": draw.choice(["channel", "total"]),
        "settled-weight": draw.choice(["half", "whole"]),
        "standing-classes": draw.choice(["together", "apart"]),
        "several-last": draw.choice(["shared", "by-score"]),
        "grave-exposure-points": draw.choice(["none", "exposure"]),
        "premium-unit": draw.choice(["10000000", "1"]),
        "industry-average": draw.choice(["mean", "pooled"]),
        "ineligible-replaced": draw.choice(["no", "yes"]),
        "semiannual-report": draw.choice(["recorded", "tracked"]),
    }


def found(result: dict[str, Any]) -> dict[str, Expected]:
    """The contract's object in the oracle's shape."""
    return {u["unit"]: company(u) for u in result["units"]}


def company(u: dict[str, Any]) -> Expected:
    """One unit's result in the oracle's shape."""
    vetoes: dict[str, list[str]] = {}
    for veto in u["vetoes"]:
        vetoes[veto["veto"]] = sorted([*vetoes.get(veto["veto"], []), *veto["incidents"]])
    return Expected(
        not u.get("unranked"),  # nothing but `not-assessed` leaves a company unranked
        None if u["score"] is None else Fraction(u["score"]),
        u["rank"],
        Fraction(u["bonus"] or 0),
        {s["section"]: Fraction(s["score"]) for s in u["sections"]},
        {(line["kind"], line.get("channel")): (line["count"], Fraction(line["points"])) for line in u["lines"]},
        {
            line["channel"]: Volume(Fraction(line["weight"]), line["place"], Fraction(line["index"]), Fraction(line["average"]))
            for line in u["lines"]
            if line["kind"] == "petition"
        },
        vetoes,
        {o["outcome"] for o in u["outcomes"]},
    )


def both(seed: int, mistaken: bool = False) -> tuple[dict[str, Expected], dict[str, Expected], int]:
    """What the words come to, what the program says, and how many excused incidents it counts beside the words' count."""
    draw = Draw(seed)
    rows, period = facts(draw, mistaken), draw.choice(["2012", "2012-H1"])
    end = PERIODS[period][1]
    as_of = draw.choice([end, end, end + timedelta(draw.randint(0, 60)), draw.day()])
    read = readings(draw) if draw.random() < 0.7 else {}
    result = assessed("insurance", rows, period, as_of, read)
    words, program = expected(rows, period, as_of, read), found(result)
    for unit in words.keys() & program.keys():
        for channel in words[unit].volume.keys() & program[unit].volume.keys():
            mine, printed = words[unit].volume[channel], program[unit].volume[channel]
            for name in ("index", "average"):
                if abs(getattr(mine, name) - getattr(printed, name)) <= PRECISION:
                    setattr(printed, name, getattr(mine, name))
    return words, program, result["incidents"]["excused"] - excused(rows, period)


@examples(25)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_the_program_agrees_with_the_oracle(seed: int) -> None:
    words, program, excused_beside = both(seed)
    assert program == words
    assert excused_beside == 0


@examples(15)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_mistaken_action_is_as_if_it_had_never_been(seed: int) -> None:
    words, program, excused_beside = both(seed, mistaken=True)
    assert program == words
    assert excused_beside == 0
