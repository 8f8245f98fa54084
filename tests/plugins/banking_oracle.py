"""What 服务工作专项考核办法 comes to, worked out a second time, the plain way, from the words of the text and of the contract.

Nothing of ``conduct`` is used here: ``expected`` takes the rows as they are loaded (every value a string) and a score sheet as
its TOML reads (numbers exact), and gives, for each assessed branch, what a reader with a pencil would write down. Slow and
simple on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = Mapping[str, str]
Facts = Mapping[str, list[dict[str, str]]]
Sheet = Mapping[str, Any]

ON_SITE = (  # art4: 现场考核(70分), 8项指标
    "courtesy", "appearance", "efficiency", "discipline", "environment", "back-office", "recommendation", "evaluation",
)  # fmt: skip
OFF_SITE = ("organisation", "institution", "complaints")  # art4: 非现场考核(30分), 3项指标
INDICATORS = (*ON_SITE, *OFF_SITE)
NEEDED = ("satisfied", "basically-satisfied", "transactions")
CHANNELS = {"complaint-forum": "forum-complaint-rate", "complaint-telephone": "telephone-complaint-rate"}
DEFAULTS = {"basically-satisfied": "0.5", "year": "mean", "doubled-once": "yes", "fraud-doubles": "finding"}


class MeasureMissing(Exception):
    """A measure that a branch needs for a quarter is not there: an error, never a guess."""


@dataclass
class Expected:
    """One branch's standing. A section is what its indicator earns, the points after the cap, and its score."""

    score: Fraction = Fraction(0)
    rank: int = 0
    sections: dict[str, tuple[Fraction, Fraction, Fraction]] = field(default_factory=dict)
    lines: dict[str, tuple[int, Fraction]] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    duties: tuple[int, int, int] = (0, 0, 0)
    checks: dict[str, tuple[int, int]] = field(default_factory=dict)
    figures: dict[str, Fraction] = field(default_factory=dict)


@dataclass
class Whole:
    """The standings, and where the incidents ended; ``ends`` holds charged, excused, pending, without a rule and case."""

    units: dict[str, Expected]
    ends: tuple[int, int, int, int, int]


def quarters(period: str) -> list[str]:
    """The quarters of a period: itself, or a year's four."""
    return [period] if "-Q" in period else [f"{period}-Q{n}" for n in (1, 2, 3, 4)]


def span(period: str) -> tuple[date, date]:
    """A period's first and last day."""
    year = int(period[:4])
    if "-Q" not in period:
        return date(year, 1, 1), date(year, 12, 31)
    first = 3 * int(period[-1]) - 2
    after = date(year + 1, 1, 1) if first == 10 else date(year, first + 3, 1)
    return date(year, first, 1), after - timedelta(1)


def expected(facts: Facts, sheet: Sheet, period: str, as_of: date | None = None, readings: Row | None = None) -> Whole:
    """What each assessed branch comes to. Raises `MeasureMissing`."""
    start, end = span(period)
    as_of = as_of or end
    read = {**DEFAULTS, **(readings or {})}
    branches = [
        unit["unit"]
        for unit in facts["units"]
        if unit["kind"] == "branch" and _day(unit, "from", date.min) <= end and _day(unit, "until", date.max) >= start
    ]
    # facts of an outlet count for its branch
    home = {unit["unit"]: unit["parent"] if unit["kind"] == "outlet" else unit["unit"] for unit in facts["units"]}
    standing = [i for i in facts["incidents"] if not _is_out(i["incident"], facts["actions"])]
    counted = [i for i in standing if start <= _day(i, "date") <= end]  # incidents count by the period alone
    units: dict[str, Expected] = {}
    for branch in branches:
        mine = [i for i in counted if home[i["unit"]] == branch]
        each = [_quarter(branch, mine, facts, sheet, quarter, as_of, read) for quarter in quarters(period)]
        unit = units[branch] = _together(each, read["year"] == "last")
        states = [state for i in mine if i["kind"] == "finding" for state in _duties(i["incident"], facts["actions"], as_of)]
        unit.duties = (states.count("met"), states.count("breached"), states.count("pending"))
        unit.checks = _checks(branch, facts["actions"], home, start, min(end, as_of))
        if any(_yes(i, "fraud") for i in mine if i["kind"] == "finding"):
            unit.outcomes.add("criticised")  # art9: 弄虚作假的行部, 予以通报批评
    for unit in units.values():
        unit.rank = 1 + sum(other.score > unit.score for other in units.values())
        if unit.rank <= 3:
            unit.outcomes.add("commended")  # art9: 排名前三名的行部给予表彰
    assessed = [i for i in counted if home[i["unit"]] in units]
    excused = sum(i["kind"] != "finding" and not _verified(i) for i in assessed)
    # nothing is dropped in silence: what is about a unit that is not assessed has no rule
    return Whole(units, (len(assessed) - excused, excused, 0, len(counted) - len(assessed), 0))


# ---- a quarter, and the year


def _quarter(branch: str, incidents: Iterable[Row], facts: Facts, sheet: Sheet, quarter: str, as_of: date, read: Row) -> Expected:
    """art4, art5, art8: each indicator earns its points, and its findings come off, not below 0."""
    start, end = span(quarter)
    here = [i for i in incidents if start <= _day(i, "date") <= end]
    findings = [i for i in here if i["kind"] == "finding"]
    value = _measures(branch, facts["measures"], quarter)
    indicators = sheet["indicators"]
    satisfaction = value["satisfied"] + Fraction(read["basically-satisfied"]) * value["basically-satisfied"]
    rates = {
        kind: sum(i["kind"] == kind and _verified(i) for i in here) * Fraction(10000) / value["transactions"] for kind in CHANNELS
    }
    fraud = any(_yes(i, "fraud") for i in findings)
    result = Expected(figures={"satisfaction": satisfaction} | {CHANNELS[kind]: rate for kind, rate in rates.items()})
    for code in INDICATORS:
        points = Fraction(indicators[code]["points"])
        if code == "evaluation":
            earned = min(points, points * satisfaction)
        elif code == "complaints":
            earned = sum((points / 2 * _share(rate, indicators[code]["bands"]) for rate in rates.values()), Fraction(0))
        else:
            earned = points
        items = indicators[code].get("items", {})
        of = [i for i in findings if i["item"] in items]
        taken = sum(
            (Fraction(items[i["item"]]["points"]) * _times(i, facts["actions"], as_of, fraud, read) for i in of), Fraction(0)
        )
        if of:
            result.lines[code] = (len(of), -taken)
        off = min(taken, earned)
        result.sections[code] = (earned, -off, earned - off)
    result.score = sum((score for _, _, score in result.sections.values()), Fraction(0))
    return result


def _together(each: list[Expected], last: bool) -> Expected:
    """art8: a quarter is itself; of a year the mean or the last quarter stands, and the lines are its quarters' sums."""
    if len(each) == 1:
        return each[0]
    stands = each[-1:] if last else each
    n = len(stands)
    result = Expected(score=sum((q.score for q in stands), Fraction(0)) / n)
    for code in INDICATORS:
        base, points, score = (sum((q.sections[code][k] for q in stands), Fraction(0)) / n for k in range(3))
        result.sections[code] = (base, points, score)
        of = [q.lines[code] for q in each if code in q.lines]
        if of:
            result.lines[code] = (sum(count for count, _ in of), sum((points for _, points in of), Fraction(0)))
    return result


def _measures(branch: str, measures: list[dict[str, str]], quarter: str) -> dict[str, Fraction]:
    """The branch's own, of the quarter; all three."""
    of = [m for m in measures if m["unit"] == branch and m["period"] == quarter]
    value = {m["measure"]: Fraction(m["value"]) for m in of}
    if missing := [name for name in NEEDED if name not in value]:
        raise MeasureMissing(f"{branch} {quarter}: {missing}")
    return value


def _share(rate: Fraction, bands: Iterable[Mapping[str, Any]]) -> Fraction:
    """The share of the first band that the rate does not exceed; nothing beyond the last."""
    return next((Fraction(band["share"]) for band in bands if rate <= Fraction(band["rate"])), Fraction(0))


def _times(finding: Row, actions: list[dict[str, str]], as_of: date, fraud_here: bool, read: Row) -> int:
    """art6, art9: 加倍扣分, for a rectification that fell short and for fraud."""
    unrectified = "breached" in _duties(finding["incident"], actions, as_of)
    fraud = fraud_here if read["fraud-doubles"] == "assessment" else _yes(finding, "fraud")
    if read["doubled-once"] == "yes":
        return 2 if unrectified or fraud else 1
    return (2 if unrectified else 1) * (2 if fraud else 1)


def _duties(finding: str, actions: list[dict[str, str]], as_of: date) -> list[str]:
    """art6: what became of each feedback that is seen by then."""
    seen = [a for a in actions if a.get("incident") == finding and _day(a, "date") <= as_of]
    states = []
    for feedback in (a for a in seen if a["step"] == "feedback"):
        given, due = _day(feedback, "date"), _day(feedback, "due")
        if due > as_of:
            states.append("pending")
            continue
        answers = [_day(a, "date") for a in seen if a["step"] == "rectify" and given <= _day(a, "date") <= due]
        rechecks = [a for a in seen if a["step"] == "recheck" and answers and _day(a, "date") >= min(answers)]
        failed = rechecks and not _yes(max(rechecks, key=_order), "passed")
        states.append("met" if answers and not failed else "breached")
    return states


def _checks(branch: str, actions: list[dict[str, str]], home: Row, start: date, end: date) -> dict[str, tuple[int, int]]:
    """The five norms of the second text: met, of checked."""
    norms: dict[str, tuple[int, int]] = {}
    for action in (a for a in actions if a["step"] == "check" and start <= _day(a, "date") <= end):
        if home[action["unit"]] == branch:
            met, checked = norms.get(action["norm"], (0, 0))
            norms[action["norm"]] = (met + _yes(action, "met"), checked + 1)
    return norms


# ---- what is out (contract, section 5): whenever it was decided


def _is_out(incident: str, actions: Iterable[Row]) -> bool:
    """Whether the incident is withdrawn, or taken out by an appeal: of several decisions the latest stands."""
    mine = [a for a in actions if a.get("incident") == incident]
    if any(a["step"] == "withdraw" for a in mine):
        return True
    appeals = [a["date"] for a in mine if a["step"] == "appeal"]
    decisions = [a for a in mine if a["step"] == "appeal-decided" and any(day <= a["date"] for day in appeals)]
    return bool(decisions) and _yes(max(decisions, key=_order), "upheld")


# ---- cells


def _verified(complaint: Row) -> bool:
    return complaint.get("verified", "") in ("", "yes")  # default yes


def _day(row: Row, name: str, default: date = date.min) -> date:
    return date.fromisoformat(row[name]) if row.get(name) else default


def _yes(row: Row, name: str) -> bool:
    return row.get(name) == "yes"


def _order(row: Row) -> tuple[str, str]:
    return row["date"], row["action"]
