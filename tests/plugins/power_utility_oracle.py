"""What Q/NMD-409.36-2008 comes to, worked out a second time, the plain way, from the words of the text and of the contract.

Nothing of ``conduct`` is used here: ``expected`` takes the rows as they are loaded (every value a string) and gives, for each
assessed station, what a reader with a pencil would write down. Slow and simple on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

Row = Mapping[str, str]
Facts = Mapping[str, list[dict[str, str]]]
Ends = tuple[Fraction, Fraction]

DEFAULTS = {"veto-counts": "verified", "repeated": "3", "repeated-by": "person", "art11-higher": "both"}
TARGET = Fraction(9, 10)  # art5: 90%以上, 0.9 itself meets it
CHECKLIST = ("art3", "art4", "art5", "art6", "art7", "art8", "art9")


class Rule(NamedTuple):
    """A consequence of a clause: on whom, and how much (low and high) of what, if anything."""

    name: str
    clause: str
    on: str
    amount: str = ""
    low: int = 0
    high: int = 0

    @property
    def open(self) -> bool:
        """Whether the text leaves it to a decision."""
        return self.low < self.high or self.name == "discipline"


# 第十条, 被投诉到公司行风办的
COMPANY = (
    Rule("withhold-bonus", "art10", "person", "months", 6, 6),
    Rule("withhold-bonus", "art10", "head", "head-months", 3, 3),
)
# 第十条, 情节严重的
SERIOUS = (
    Rule("withhold-bonus", "art10", "person", "months", 12, 12),
    Rule("transfer-or-layoff", "art10", "person"),
    Rule("withhold-bonus", "art10", "head", "head-months", 6, 6),
    Rule("withhold-award", "art10", "station", "percent", 10, 10),
)
# 第十条, 被投诉到市局、东北电网公司、国家电网公司或被媒体曝光
HIGHER = (
    Rule("dismissal-retained", "art10", "employee"),
    Rule("contract-terminated", "art10", "electrician"),
    Rule("discipline", "art10", "head", "discipline"),
    Rule("withhold-bonus", "art10", "head", "head-months", 6, 12),
    Rule("withhold-award", "art10", "station", "percent", 10, 20),
    Rule("rectification-meeting", "art10", "station"),
)
# 第十一条
WINDOW = (
    Rule("withhold-bonus", "art11", "person", "months", 3, 6),
    Rule("withhold-bonus", "art11", "head", "head-months", 2, 3),
    Rule("criticism", "art11", "station"),
)
# 第十二条
SLIDE = (
    Rule("withhold-award", "art12", "station", "percent", 10, 10),
    Rule("rectify", "art12", "station"),
    Rule("administrative-action", "art12", "head"),
)


class Sanction(NamedTuple):
    """One sanction as it falls."""

    sanction: str
    clause: str
    incident: str
    on: str
    months: Ends | None = None
    percent: Ends | None = None
    decided: bool = True
    degree: str | None = None


@dataclass
class Expected:
    """What one station comes to. ``lines``, by kind and clause: how many incidents had sanctions left out, and which."""

    sanctions: list[Sanction] = field(default_factory=list)
    persons: dict[str, Ends] = field(default_factory=dict)
    vetoes: dict[str, list[str]] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    award: Ends = (Fraction(0), Fraction(0))
    satisfaction: Fraction | None = None
    checks: dict[str, tuple[int, int]] = field(default_factory=dict)
    lines: dict[tuple[str, str], tuple[int, list[str]]] = field(default_factory=dict)


@dataclass
class Ended:
    """Where the incidents of the period ended."""

    charged: int = 0
    excused: int = 0
    pending: int = 0
    without_rule: int = 0


def expected(
    facts: Facts, year: int, as_of: date | None = None, readings: Row | None = None
) -> tuple[dict[str, Expected], Ended]:
    """What each assessed station comes to, and where every incident of the year ended."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    as_of = as_of or end
    read = {**DEFAULTS, **(readings or {})}
    actions = facts["actions"]
    kind_of = {u["unit"]: u["kind"] for u in facts["units"]}
    stations = [u for u in facts["units"] if u["kind"] == "station"]
    stations = [u for u in stations if _day(u, "from", date.min) <= end and _day(u, "until", date.max) >= start]
    counted = [i for i in facts["incidents"] if start <= _day(i, "date") <= end and not _is_out(i["incident"], actions)]
    results, ended = {}, Ended()
    ended.without_rule = sum(all(i["unit"] != s["unit"] for s in stations) for i in counted)  # its station is not assessed
    for station in stations:
        result = results[station["unit"]] = Expected()
        mine = sorted((i for i in counted if i["unit"] == station["unit"]), key=lambda i: (i["date"], i["incident"]))
        state = {i["incident"]: _verified(i, actions) for i in mine}
        ended.charged += sum(s == "yes" for s in state.values())
        ended.excused += sum(s == "no" for s in state.values())
        ended.pending += sum(s == "pending" for s in state.values())
        for incident in (i for i in mine if state[i["incident"]] == "yes"):
            for rule in _rules(incident, read["art11-higher"]):
                _fall(result, rule, incident, station.get("head", ""), kind_of, actions)
        _improper(result, [i for i in mine if i["kind"] == "improper-service"], int(read["repeated"]), read["repeated-by"])
        vetoing = ("yes", "pending") if read["veto-counts"] == "any" else ("yes",)  # never one found unfounded
        complaints = [i for i in mine if i.get("venue") and i["venue"] != "media"]  # art14 does not list the media
        vetoed = sorted(i["incident"] for i in complaints if state[i["incident"]] in vetoing)
        result.vetoes = {"awards": vetoed} if vetoed else {}
        _sums(result)
        _target(result, station["unit"], facts["measures"], str(year))
        seen = [a for a in actions if a["step"] == "check" and a.get("unit") == station["unit"]]
        seen = [a for a in seen if start <= _day(a, "date") <= min(end, as_of)]
        for clause in CHECKLIST:
            of = [a for a in seen if a["clause"] == clause]
            if of:
                result.checks[clause] = (sum(a["met"] == "yes" for a in of), len(of))
        result.sanctions.sort(key=str)
    return results, ended


def refused(facts: Facts) -> set[tuple[str, str]]:
    """The cells of decisions that a load must refuse: a figure in no open range of its incident's kind, venue and ``serious``."""
    incidents = {i["incident"]: i for i in facts["incidents"]}
    bad = set()  # by action and column
    for action in facts["actions"]:
        if action["step"] != "decide":
            continue
        ranges = [rule for rule in _rules(incidents[action["incident"]], "both") if rule.open]
        for name in ("months", "head-months", "percent"):
            if action.get(name) and not any(rule.amount == name and _gives(action, rule) for rule in ranges):
                bad.add((action["action"], name))
    return bad


# ---- the standing of an incident (contract, sections 5 and 6): withdrawn, appealed, verified, whenever that was


def _is_out(incident: str, actions: Iterable[Row]) -> bool:
    """Withdrawn, or out by an appeal that the latest decision on it upholds."""
    mine = [a for a in actions if a.get("incident") == incident]
    if any(a["step"] == "withdraw" for a in mine):
        return True
    appeals = [a["date"] for a in mine if a["step"] == "appeal"]
    answers = [a for a in mine if a["step"] == "appeal-decided" and any(day <= a["date"] for day in appeals)]
    return bool(answers) and max(answers, key=_order)["upheld"] == "yes"


def _verified(incident: Row, actions: Iterable[Row]) -> str:
    """经调查核实情况属实: yes, no or pending; articles 12 and 13 ask for no verification."""
    if incident["kind"] not in ("complaint", "window-complaint"):
        return "yes"
    results = [a for a in actions if a["step"] == "verify" and a["incident"] == incident["incident"]]
    return max(results, key=_order)["result"] if results else incident.get("verified") or "pending"


# ---- articles 10 to 12, one incident at a time


def _rules(incident: Row, higher: str) -> tuple[Rule, ...]:
    """What the text attaches to an incident."""
    if incident["kind"] == "complaint":
        if incident["venue"] != "company":
            return HIGHER  # serious has no effect there
        return SERIOUS if incident.get("serious") == "yes" else COMPANY
    if incident["kind"] == "window-complaint":
        if incident["venue"] == "company":
            return WINDOW  # always by art11 alone
        return WINDOW + HIGHER if higher == "both" else HIGHER
    return SLIDE if incident["kind"] == "window-slide" else ()


def _fall(result: Expected, rule: Rule, incident: Row, head: str, kind_of: Row, actions: Iterable[Row]) -> None:
    """Lets a rule fall on the station, its head or the person named; unknown, it is left out and a line says so."""
    person = incident.get("person", "")
    if rule.on == "station":
        on = incident["unit"]
    elif rule.on == "head":
        on = head
    else:
        on = person
        if person and rule.on in ("employee", "electrician") and kind_of[person] != rule.on:
            return
    if not on:
        line = ("head-unknown" if rule.on == "head" else "person-unknown", rule.clause)
        left_out = sorted({*result.lines.get(line, (0, []))[1], incident["incident"]})  # an incident once
        result.lines[line] = (len(left_out), left_out)
        return
    decision = _decision(rule, incident["incident"], actions) if rule.open else ""
    ends = (Fraction(decision), Fraction(decision)) if decision and rule.high else (Fraction(rule.low), Fraction(rule.high))
    result.sanctions.append(
        Sanction(
            rule.name,
            rule.clause,
            incident["incident"],
            on,
            months=ends if rule.amount in ("months", "head-months") else None,
            percent=ends if rule.amount == "percent" else None,
            decided=bool(decision) or not rule.open,
            degree=decision if rule.name == "discipline" and decision else None,
        )
    )


def _decision(rule: Rule, incident: str, actions: Iterable[Row]) -> str:
    """The figure, or the text, that the latest decision on this range gives; blank if none does."""
    decisions = [a for a in actions if a["step"] == "decide" and a["incident"] == incident and _gives(a, rule)]
    return max(decisions, key=_order)[rule.amount] if decisions else ""


def _gives(decision: Row, rule: Rule) -> bool:
    """Whether a decision gives a figure for this range: its clause, if named, is the range's, and the figure lies in it."""
    given = decision.get(rule.amount)
    if not given or (decision.get("clause") or rule.clause) != rule.clause:
        return False
    return rule.name == "discipline" or rule.low <= Fraction(given) <= rule.high


# ---- article 13: counted within the year and the station, by date, then id


def _improper(result: Expected, incidents: list[Row], repeated: int, by: str) -> None:
    """责令改正 each time; 多次: 调离原岗位并通报批评, once, tied to the incident that reaches the number."""
    for incident in incidents:
        on = incident.get("person") or incident["unit"]
        result.sanctions.append(Sanction("correct", "art13", incident["incident"], on))
    named = sorted({i["person"] for i in incidents if i.get("person")})
    for person in named:
        of = incidents if by == "unit" else [i for i in incidents if i.get("person") == person]
        if len(of) >= repeated:
            reached = of[repeated - 1]["incident"]
            result.sanctions.append(Sanction("transfer", "art13", reached, person))
            result.sanctions.append(Sanction("criticism", "art13", reached, person))


# ---- sums, and article 5


def _sums(result: Expected) -> None:
    """Months by person, and the station's award: sanctions of several incidents all stand, the award to 100% at most."""
    award = [Fraction(0), Fraction(0)]
    for sanction in result.sanctions:
        if sanction.months:
            low, high = result.persons.get(sanction.on, (Fraction(0), Fraction(0)))
            result.persons[sanction.on] = (low + sanction.months[0], high + sanction.months[1])
        if sanction.percent:
            award = [award[0] + sanction.percent[0], award[1] + sanction.percent[1]]
    result.award = (min(award[0], Fraction(100)), min(award[1], Fraction(100)))


def _target(result: Expected, unit: str, measures: Iterable[Row], period: str) -> None:
    """群众满意率达到90%以上; without the measure no conclusion."""
    for measure in measures:
        if (measure["unit"], measure["measure"], measure["period"]) == (unit, "satisfaction", period):
            result.satisfaction = Fraction(measure["value"])
            if result.satisfaction < TARGET:
                result.outcomes = {"target-missed"}


# ---- cells


def _day(row: Row, name: str, default: date = date.min) -> date:
    return date.fromisoformat(row[name]) if row.get(name) else default


def _order(row: Row) -> tuple[str, str]:
    return row["date"], row["action"]
