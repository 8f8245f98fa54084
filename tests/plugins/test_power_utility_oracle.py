"""The power utility sector against its oracle, on small facts full of collisions."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conduct.core.base.faults import Fault
from conduct.core.ledger.ledger import Ledger
from conduct.facts import FactRows
from conduct.host import load_sector
from conduct.testing import fill
from tests.properties import examples

from .office import assessed
from .power_utility_oracle import ADMINISTRATIVE, CHOSEN, FIGURES, MISTAKEN, Ended, Expected, Sanction, expected, refused

SECTOR = load_sector("power_utility")
VENUES = ["company", "company", "city-bureau", "rural-bureau", "northeast-grid", "state-grid", "media"]
# Year ends, and a few days that collide.
EDGES = [date(2011, 12, 31), date(2012, 1, 1), date(2012, 2, 29), date(2012, 6, 30), date(2012, 12, 31), date(2013, 1, 1)]
# What a decision may say of each thing that the text leaves open, by the attribute and its clause; the ends more often.
OPEN = {
    ("months", "art11"): ["3", "3", "4", "5.5", "6", "6"],
    ("head-months", "art11"): ["2", "2", "2.5", "3", "3"],
    ("head-months", "art10"): ["6", "6", "7", "9.25", "12", "12"],
    ("percent", "art10"): ["10", "10", "12.5", "15", "20", "20"],
    ("discipline", "art10"): ["warning", "demerit", "major-demerit", "demotion", "removal", "dismissal-retained", "dismissal"],
    ("placement", "art10"): ["transfer", "layoff"],
    (ADMINISTRATIVE, "art12"): ["诫勉谈话", "警示谈话"],
}
WILD = {
    "months": ["2.99", "3", "6", "6.01", "12"],
    "head-months": ["1.99", "2", "3", "3.01", "5.99", "6", "12", "12.01"],
    "percent": ["0", "9.99", "10", "20", "20.01"],
    "discipline": ["warning", "removal"],
    "placement": ["transfer", "layoff"],
    ADMINISTRATIVE: ["诫勉谈话"],
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


def facts(draw: Draw, wild: bool = False, mistaken: bool = False) -> FactRows:
    """Few stations, few people, many incidents about the same of them.

    ``wild``: decisions too that a load must refuse; ``mistaken``: withdrawals of actions.
    """
    rows: FactRows = {"units": [], "posts": [], "measures": [], "incidents": [], "actions": []}
    stations = [f"S{n}" for n in range(draw.randint(1, 4))]
    people = [f"p{n}" for n in range(draw.randint(1, 5))]
    few = [draw.day() for _ in range(3)]
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
    rows["posts"] = posts(draw, stations, people, few)
    draw.shuffle(rows["units"])
    rows["incidents"] = incidents(draw, stations, people, few)
    names = iter(draw.sample(range(1000, 9999), 2000))

    def act(step: str, day: date, **more: str) -> dict[str, str]:
        row = {"action": f"a{next(names)}", "step": step, "date": day.isoformat(), **more}
        rows["actions"].append(row)
        return row

    for row in rows["incidents"]:
        case, when = row["incident"], date.fromisoformat(row["date"])
        settled = [when]  # a rectification is drawn after all that proves the case, since nothing says what dates the duty
        if row["kind"] in ("complaint", "window-complaint"):
            for _ in range(draw.choice([0, 0, 1, 1, 2, 3])):
                settled.append(draw.day(when))
                act("verify", settled[-1], incident=case, result=draw.yes(0.7))
            if draw.random() < 0.3:
                act("investigate", draw.day(when), incident=case)
        for _ in range(draw.choice([0, 1, 1, 2, 3])):
            day = draw.day(when)
            decision = decide(draw, row)
            if decision and day >= when:
                act("decide", day, incident=case, **decision)
        if wild and draw.random() < 0.25:
            decision = act("decide", draw.day(when), incident=case)
            for name in draw.sample([*WILD], draw.randint(1, 2)):
                decision[name] = draw.choice(WILD[name])
            draw.maybe(decision, "clause", draw.choice(["art10", "art11"]), 0.4)
        if draw.random() < 0.06:
            act("withdraw", draw.day(when), incident=case, by="x", reason="x")
        if draw.random() < 0.2:
            appealed = [draw.day(when) for _ in range(draw.choice([0, 1, 1, 2]))]
            for day in appealed:
                act("appeal", day, incident=case, by="x", reason="x")
            for _ in range(draw.choice([0, 1, 2, 3])):
                day = draw.day(when)
                if wild or (appealed and min(appealed) <= day):
                    act("appeal-decided", day, incident=case, upheld=draw.yes(), by="x", reason="x")
        if draw.random() < 0.2:
            act(
                "rectify", draw.day(when) if draw.random() < 0.2 else max(settled) + timedelta(draw.randint(0, 40)), incident=case
            )
            if date.fromisoformat(rows["actions"][-1]["date"]) < max(settled):
                rows["actions"].pop()
    for _ in range(draw.choice([0, 0, 3, 12])):
        clause = draw.choice(["art3", "art4", "art5", "art6", "art7", "art8", "art9"][: draw.randint(1, 7)])
        act("check", draw.day(), unit=draw.choice(stations), clause=clause, met=draw.yes())
    for _ in range(draw.choice([0, 0, 0, 1, 2])):
        year = draw.choice(["2011", "2012", "2012", "2013"])
        act("not-assessed", draw.day(), unit=draw.choice(stations), period=year, by="x", reason="x")
    # never an appeal: whether its decision then stands without one is said nowhere
    taken = [a for a in rows["actions"] if a["step"] not in ("appeal", "withdraw")] if mistaken else []
    for row in draw.sample(taken, len(taken) // 4):
        on = {name: row[name] for name in ("incident", "unit") if name in row}
        act("withdraw", draw.day(date.fromisoformat(row["date"])), by="x", reason="x", **on, **{MISTAKEN: row["action"]})
    for of in rows:
        draw.shuffle(rows[of])
    return rows


def posts(draw: Draw, stations: list[str], people: list[str], few: list[date]) -> list[dict[str, str]]:
    """Who holds which office: two at once, one man in both, days that nobody covers, ends on the days of the incidents."""
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for unit in draw.sample(stations, draw.randint(0, len(stations))):
        for _ in range(draw.randint(1, 5)):
            start = draw.choice([date(2010, 1, 1), date(2012, 1, 1), draw.day(draw.choice(few)), draw.day()])
            row = {
                "unit": unit,
                "person": draw.choice(people),
                "post": draw.choice(["party", "administrative", "administrative"]),
            }
            if draw.random() < 0.15:
                row["post"] = "service"
            row["from"] = start.isoformat()
            until = draw.choice([draw.day(draw.choice(few)), draw.day(), start + timedelta(draw.choice([0, 30, 200]))])
            if until >= start:
                draw.maybe(row, "until", until.isoformat(), 0.6)
            rows[tuple(row[name] for name in ("unit", "person", "post", "from"))] = row
    return [*rows.values()]


def incidents(draw: Draw, stations: list[str], people: list[str], few: list[date]) -> list[dict[str, str]]:
    """Incidents of few kinds on few days, and complaints about one matter in chains and bundles."""
    rows: list[dict[str, str]] = []
    kinds = draw.sample(["complaint", "window-complaint", "window-slide", "improper-service"], draw.choice([1, 1, 2, 3, 4]))
    numbers = draw.sample(range(10, 99), 40)
    crowded, linked = draw.random() < 0.5, draw.choice([0.0, 0.3, 0.3, 0.8])
    for n in numbers[: draw.choice([0, 1, 3, 8, 15, 40])]:
        kind = draw.choice(kinds)
        row = {"incident": f"i{n}", "unit": draw.choice(stations), "kind": kind}
        row["date"] = (draw.choice(few) if crowded else draw.day()).isoformat()
        if kind != "window-slide":
            draw.maybe(row, "person", draw.choice(people), 0.75)
        if kind in ("complaint", "window-complaint"):
            row["venue"] = draw.choice(VENUES)
            draw.maybe(row, "verified", draw.choice(["yes", "yes", "yes", "no", "pending"]), 0.8)
            # an earlier row, so that there is no circle; by its date it may be the later one
            same = [r["incident"] for r in rows if r["unit"] == row["unit"] and "venue" in r]
            draw.maybe(row, "about", draw.choice(same or [""]), linked if same else 0)
        if kind == "complaint":
            draw.maybe(row, "serious", draw.yes(), 0.7)
        rows.append(row)
    return rows


def decide(draw: Draw, row: dict[str, str]) -> dict[str, str]:
    """What a decision on an incident may say under some reading; nothing where nothing is open."""
    higher = row.get("venue", "company") != "company"
    open_of = {
        "complaint": [key for key in OPEN if key[1] == "art10" and (key[0] == "placement") != higher],
        "window-complaint": [
            key for key in OPEN if key[1] == "art11" or (higher and key[1] == "art10" and key[0] != "placement")
        ],
        "window-slide": [(ADMINISTRATIVE, "art12")],
        "improper-service": [],
    }[row["kind"]]
    if row["kind"] == "complaint" and not higher and row.get("serious") != "yes":
        open_of = []
    if not open_of:
        return {}
    clause = draw.choice(["", "", *sorted({of for _, of in open_of if of != "art12"})])
    fitting = [key for key in open_of if clause in ("", key[1])]
    decision = {name: draw.choice(OPEN[name, of]) for name, of in draw.sample(fitting, draw.randint(1, len(fitting)))}
    return {**decision, "clause": clause} if clause else decision


def readings(draw: Draw) -> dict[str, str]:
    """A choice of readings, the defaults among them."""
    return {
        "veto-counts": draw.choice(["verified", "any"]),
        "repeated": draw.choice(["2", "3", "4", "6"]),
        "repeated-by": draw.choice(["person", "unit"]),
        "art11-higher": draw.choice(["art10", "art11", "both"]),
        "same-matter": draw.choice(["heavier", "heavier", "each"]),
        "head-is-person": draw.choice(["heavier", "both"]),
    }


def ends(value: Any) -> tuple[Fraction, Fraction] | None:
    return None if value is None else (Fraction(value[0]), Fraction(value[1]))


def found(result: dict[str, Any]) -> tuple[dict[str, Expected], Ended]:
    """The contract's object in the oracle's shape."""
    counts = result["incidents"]
    assert counts["case"] == 0
    ended = Ended(counts["charged"], counts["excused"], counts["pending"], counts["without_rule"])
    return {u["unit"]: station(u) for u in result["units"]}, ended


def station(u: dict[str, Any]) -> Expected:
    """One station's result in the oracle's shape."""
    figures = {f["figure"]: f for f in u["figures"]}
    award, satisfaction = figures.get("award-percentage", {"value": 0}), figures.get("satisfaction")
    sanctions = [
        Sanction(
            s["sanction"],
            s["clause"],
            s["incident"],
            s["on"],
            ends(s.get("months")),
            ends(s.get("percent")),
            s["decided"],
            s.get("degree"),
        )
        for s in u["sanctions"]
    ]
    duties = u["duties"]
    return Expected(
        not u["unranked"],  # nothing but `not-assessed` leaves a station unranked here
        sorted(sanctions, key=str),
        {p["unit"]: (Fraction(p["months"][0]), Fraction(p["months"][1])) for p in u["persons"]},
        {v["veto"]: sorted(v["incidents"]) for v in u["vetoes"]},
        {o["outcome"] for o in u["outcomes"]},
        (Fraction(award["value"]), Fraction(award.get("at_most") or award["value"])),
        None if satisfaction is None else Fraction(satisfaction["value"]),
        {c["clause"]: (c["met"], c["checked"]) for c in u["checks"]},
        {(line["kind"], line["clause"]): (line["count"], sorted(line["incidents"])) for line in u["lines"]},
        (duties["met"], duties["breached"], duties["pending"]),
    )


Answer = tuple[dict[str, Expected], Ended]


def both(seed: int, mistaken: bool = False) -> tuple[Answer, Answer]:
    """What the words come to, and what the program says."""
    draw = Draw(seed)
    rows, year = facts(draw, mistaken=mistaken), draw.choice([2012, 2012, 2012, 2011, 2013])
    end = date(year, 12, 31)
    as_of = draw.choice([end, end, end + timedelta(draw.randint(0, 60)), draw.day()])
    read = readings(draw) if draw.random() < 0.7 else {}
    words, ended = expected(rows, year, as_of, read)
    for of in words.values():  # as printed; the target is held against the whole figure
        of.satisfaction = None if of.satisfaction is None else round(of.satisfaction, 6)
    return (words, ended), found(assessed("power_utility", rows, str(year), as_of, read))


@examples(40)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_the_program_agrees_with_the_oracle(seed: int) -> None:
    words, program = both(seed)
    assert program == words


@examples(20)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_mistaken_action_is_as_if_it_had_never_been(seed: int) -> None:
    words, program = both(seed, mistaken=True)
    assert program == words


Cells = set[tuple[str, str]]


def both_refusals(seed: int) -> tuple[Cells, Cells]:
    """The actions' cells that the words refuse, and those that the load refuses."""
    rows = facts(Draw(seed), wild=True)
    program = set()
    with Ledger.in_memory(Path("x.db")) as ledger:
        ledger.add(SECTOR)
        try:
            fill(SECTOR, ledger, rows)
        except Fault as fault:
            for problem in fault.problems:
                assert problem.place is not None
                row, column = problem.place.row or 0, str(problem.place.column)
                program.add((rows["actions"][row - 2]["action"], column))
    return refused(rows), program


@examples(40)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_a_load_refuses_what_the_words_refuse(seed: int) -> None:
    words, program = both_refusals(seed)
    assert {(action, column) for action, column in program if column in (*FIGURES, *CHOSEN)} == {
        (action, column) for action, column in words if column in (*FIGURES, *CHOSEN)
    }
    assert {action for action, _ in program} == {action for action, _ in words}
