"""What 服务工作专项考核办法 comes to, worked out a second time, the plain way, from the words of the text and of the contract.

Nothing of ``conduct`` is used here: ``expected`` takes the rows as they are loaded (every value a string) and a score sheet as
its TOML reads (numbers exact), and gives, for each assessed branch, what a reader with a pencil would write down. Slow and
simple on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
DEFAULTS = {
    "basically-satisfied": "0.5", "year": "mean", "doubled-once": "yes", "fraud-doubles": "finding", "fraud-commended": "yes",
    "outlets": "sum", "part-year": "listed", "uninspected": "listed",
}  # fmt: skip


class MeasureMissing(Exception):
    """A measure that a branch needs for a quarter is not there: an error, never a guess."""


@dataclass
class Expected:
    """One branch's standing. A section is what its indicator earns, the points after the cap, and its score.

    ``score`` is None where nothing was measured, ``rank`` where the branch is shown without one.
    """

    score: Fraction | None = Fraction(0)
    rank: int | None = None
    sections: dict[str, tuple[Fraction, Fraction, Fraction]] = field(default_factory=dict)
    lines: dict[str, tuple[int, Fraction]] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    duties: tuple[int, int, int] = (0, 0, 0)
    checks: dict[str, tuple[int, int]] = field(default_factory=dict)
    figures: dict[str, tuple[Fraction, int]] = field(default_factory=dict)  # a figure and its count, of a rate the complaints
    assessed: bool = True


@dataclass
class Whole:
    """The standings, and where the incidents ended: charged, excused, pending, case, and without a rule.

    ``open``: something that the words leave open would change a standing. Of what lies in a quarter in which its branch is
    not assessed they say only that it counts nowhere: ``without_rule`` is None then.
    """

    units: dict[str, Expected]
    ends: tuple[int, int, int, int]
    without_rule: int | None
    open: bool = False


@dataclass(frozen=True)
class Judged:
    """What is judged, and by what: the facts, the sheet, the period, as-of, the readings, and of each unit its branch."""

    facts: Facts
    sheet: Sheet
    period: str
    as_of: date
    read: Row
    home: Row

    def inspections(self, quarter: str) -> list[dict[str, str]]:
        """The inspections of a quarter, of either round, that are seen."""
        return [
            a for a in self.facts["actions"] if a["step"] == "inspected" and _is_in(a, quarter) and _day(a, "date") <= self.as_of
        ]

    def stands(self, branch: Row, quarter: str) -> bool:
        """Whether it stands in a quarter: by its from and until, less what `not-assessed` names."""
        named = {a["period"] for a in self.facts["actions"] if a["step"] == "not-assessed" and a["unit"] == branch["unit"]}
        return _overlaps(branch, quarter) and not named & {quarter, self.period}


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
    shown = [unit for unit in facts["units"] if unit["kind"] == "branch" and _overlaps(unit, period)]
    # facts of an outlet count for its branch
    home = {unit["unit"]: unit["parent"] if unit["kind"] == "outlet" else unit["unit"] for unit in facts["units"]}
    judged = Judged(facts, sheet, period, as_of or end, {**DEFAULTS, **(readings or {})}, home)
    standing = [i for i in facts["incidents"] if not _is_out(i["incident"], facts["actions"])]
    counted = [i for i in standing if start <= _day(i, "date") <= end]  # incidents count by the period alone
    stood = {unit["unit"]: [q for q in quarters(period) if judged.stands(unit, q)] for unit in shown}
    whole = Whole({}, (0, 0, 0, 0), 0)
    assessed, nowhere = list[Row](), 0
    for branch, mine in stood.items():
        of_branch = [i for i in counted if home[i["unit"]] == branch]
        here = [i for i in of_branch if any(_is_in(i, q) for q in mine)]
        nowhere += len(of_branch) - len(here)
        assessed += here
        whole.units[branch] = _branch(branch, here, mine, judged, whole)
    _rank(whole.units, judged.read)
    excused = sum(i["kind"] != "finding" and not _verified(i) for i in assessed)
    whole.ends = (len(assessed) - excused, excused, 0, 0)
    # nothing is dropped in silence: what is about a unit that is not assessed has no rule
    whole.without_rule = None if nowhere else len(counted) - len(assessed)
    return whole


def _branch(branch: str, here: Sequence[Row], stood: list[str], judged: Judged, whole: Whole) -> Expected:
    """One branch, before the ranks: ``rank`` is 0 where it is to have one."""
    facts, period, read = judged.facts, judged.period, judged.read
    if not stood:
        return Expected(None, assessed=False)
    each = {q: _quarter(branch, here, judged, q) for q in stood}
    left_out = [q for q in stood if _is_listed(branch, here, q, judged, whole)]
    if "-Q" in period:
        unit = each[period]
        unit.rank = None if left_out else 0
    else:
        unit = _year(each, [q for q in stood if q not in left_out], read["year"] == "last")
        if unit.score is not None and (len(stood) == 4 or read["part-year"] == "ranked"):
            unit.rank = 0
        value = [_measures(branch, facts["measures"], q)["transactions"] for q in stood]
        unit.figures = {
            CHANNELS[kind]: (Fraction(10000 * count) / sum(value, Fraction(0)), count)
            for kind in CHANNELS
            for count in [sum(i["kind"] == kind and _verified(i) for i in here)]
        }
    states = [s for i in here if i["kind"] == "finding" for s in [_rectified(i, facts["actions"], judged.as_of)] if s]
    unit.duties = (states.count("met"), states.count("breached"), states.count("pending"))
    start, end = span(period)
    unit.checks = _checks(branch, facts["actions"], judged.home, start, min(end, judged.as_of))
    if any(_yes(i, "fraud") for i in here if i["kind"] == "finding"):
        unit.outcomes.add("criticised")  # art9: 弄虚作假的行部, 予以通报批评
    return unit


def _rank(units: Mapping[str, Expected], read: Row) -> None:
    """art9: among those who are to have a rank; 排名前三名的行部给予表彰."""
    ranked = [unit for unit in units.values() if unit.rank is not None]
    for unit in ranked:
        assert unit.score is not None
        unit.rank = 1 + sum(other.score > unit.score for other in ranked if other.score is not None)
        if unit.rank <= 3 and not ("criticised" in unit.outcomes and read["fraud-commended"] == "no"):
            unit.outcomes.add("commended")


# ---- who stands, and who was inspected


def _overlaps(unit: Row, period: str) -> bool:
    start, end = span(period)
    return _day(unit, "from", date.min) <= end and _day(unit, "until", date.max) >= start


def _is_listed(branch: str, here: Sequence[Row], quarter: str, judged: Judged, whole: Whole) -> bool:
    """art8, reading `uninspected`: whether nobody inspected the branch in a quarter in which others were."""
    done = [judged.home[a["unit"]] for a in judged.inspections(quarter)]
    found = any(i["kind"] == "finding" and _is_in(i, quarter) for i in here)
    if branch in done or found or not done or judged.read["uninspected"] == "ranked":
        return False
    # that those alone were inspected who are not assessed, the words do not speak of
    whole.open |= not any(u["unit"] in done and judged.stands(u, quarter) for u in judged.facts["units"] if u["kind"] == "branch")
    return True


# ---- a quarter, and the year


def _quarter(branch: str, incidents: Iterable[Row], judged: Judged, quarter: str) -> Expected:
    """art4, art5, art8: each indicator earns its points, and its findings come off, not below 0."""
    facts, read = judged.facts, judged.read
    here = [i for i in incidents if _is_in(i, quarter)]
    findings = [i for i in here if i["kind"] == "finding"]
    value = _measures(branch, facts["measures"], quarter)
    indicators = judged.sheet["indicators"]
    satisfaction = value["satisfied"] + Fraction(read["basically-satisfied"]) * value["basically-satisfied"]
    counts = {kind: sum(i["kind"] == kind and _verified(i) for i in here) for kind in CHANNELS}
    rates = {kind: count * Fraction(10000) / value["transactions"] for kind, count in counts.items()}
    fraud = any(_yes(i, "fraud") for i in findings)
    parted = _outlets(branch, findings, judged, quarter) if read["outlets"] == "mean" else 1
    result = Expected(figures={"satisfaction": (satisfaction, 0)} | {CHANNELS[k]: (rates[k], counts[k]) for k in CHANNELS})
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
        taken = Fraction(0)
        for i in of:
            cost = Fraction(items[i["item"]]["points"]) * _times(i, facts["actions"], judged.as_of, fraud, read)
            taken += cost if i["unit"] == branch else cost / parted  # the branch's own are counted whole
        if of:
            result.lines[code] = (len(of), -taken)
        off = min(taken, earned)
        result.sections[code] = (earned, -off, earned - off)
    result.score = sum((score for _, _, score in result.sections.values()), Fraction(0))
    return result


def _outlets(branch: str, findings: list[Row], judged: Judged, quarter: str) -> int:
    """How many of the branch's outlets were inspected or had a finding in the quarter."""
    seen = {row["unit"] for row in (*judged.inspections(quarter), *findings)}
    return len({unit for unit in seen if judged.home[unit] == branch and unit != branch})


def _year(each: Mapping[str, Expected], counted: list[str], last: bool) -> Expected:
    """art8: of a year the mean or the last of the quarters that count stands; the lines are the sums of all its quarters."""
    result = Expected(None)
    for code in INDICATORS:
        of = [q.lines[code] for q in each.values() if code in q.lines]
        if of:
            result.lines[code] = (sum(count for count, _ in of), sum((points for _, points in of), Fraction(0)))
    stands = [each[q] for q in (counted[-1:] if last else counted)]
    if n := len(stands):
        result.score = sum((q.score for q in stands if q.score is not None), Fraction(0)) / n
        for code in INDICATORS:
            base, points, score = (sum((q.sections[code][k] for q in stands), Fraction(0)) / n for k in range(3))
            result.sections[code] = (base, points, score)
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
    unrectified = _rectified(finding, actions, as_of) == "breached"
    fraud = fraud_here if read["fraud-doubles"] == "assessment" else _yes(finding, "fraud")
    if read["doubled-once"] == "yes":
        return 2 if unrectified or fraud else 1
    return (2 if unrectified else 1) * (2 if fraud else 1)


def _rectified(finding: Row, actions: list[dict[str, str]], as_of: date) -> str:
    """art6: whether what was fed back was put right within the term; nothing where nothing was fed back by then."""
    seen = sorted((a for a in actions if a.get("incident") == finding["incident"] and _day(a, "date") <= as_of), key=_order)
    term: date | None = None
    for feedback in (a for a in seen if a["step"] == "feedback" and _day(a, "date") >= _day(finding, "date")):
        if term is None or _day(feedback, "date") <= term:  # given within the term it moves it, later it sets nothing
            term = _day(feedback, "due")
    if term is None:
        return ""
    if term > as_of:
        return "pending"
    steps = [a for a in seen if a["step"] in ("rectify", "recheck") and _day(a, "date") >= _day(finding, "date")]
    within = [a for a in steps if _day(a, "date") <= term]
    if not within:
        return "breached"
    decides = within[-1]
    if decides["step"] == "rectify":  # put right, unless the first recheck after it failed
        decides = next((a for a in steps if a["step"] == "recheck" and _order(a) > _order(decides)), {"passed": "yes"})
    return "met" if _yes(decides, "passed") else "breached"


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


def _is_in(row: Row, quarter: str) -> bool:
    start, end = span(quarter)
    return start <= _day(row, "date") <= end


def _day(row: Row, name: str, default: date = date.min) -> date:
    return date.fromisoformat(row[name]) if row.get(name) else default


def _yes(row: Row, name: str) -> bool:
    return row.get(name) == "yes"


def _order(row: Row) -> tuple[str, str]:
    return row["date"], row["action"]
