"""What Q/NMD-409.36-2008 comes to, worked out a second time, the plain way, from the words of the text and of the contract.

Nothing of ``conduct`` is used here: ``expected`` takes the rows as they are loaded (every value a string) and gives, for each
station of the year, what a reader with a pencil would write down; ``refused`` says what a load must not take. Slow and simple on
purpose.
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

DEFAULTS = {
    "veto-counts": "verified", "repeated": "3", "repeated-by": "person", "art11-higher": "art10", "same-matter": "heavier",
    "head-is-person": "heavier",
}  # fmt: skip
TARGET = Fraction(9, 10)  # art5: 90%以上, 0.9 itself meets it
CHECKLIST = ("art3", "art4", "art5", "art6", "art7", "art8", "art9")
HEADS = ("party", "administrative")  # art9: 党政负责人
# The catalogue calls two attributes `action`, which is the column of an action's own id: what a decision says of the
# administrative action of art12, and which mistaken action a `withdraw` takes back. Their names in a file stand here alone.
ADMINISTRATIVE, MISTAKEN = "administrative-action", "mistaken"
FIGURES = ("months", "head-months", "percent")
CHOSEN = ("discipline", "placement", ADMINISTRATIVE)  # what a decision chooses, beside the figures


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
        return self.low < self.high or self.amount in CHOSEN


# 第十条, 被投诉到公司行风办的
COMPANY = (
    Rule("withhold-bonus", "art10", "person", "months", 6, 6),
    Rule("withhold-bonus", "art10", "head", "head-months", 3, 3),
)
# 第十条, 情节严重的
SERIOUS = (
    Rule("withhold-bonus", "art10", "person", "months", 12, 12),
    Rule("transfer-or-layoff", "art10", "person", "placement"),
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
    Rule("administrative-action", "art12", "head", ADMINISTRATIVE),
)
MENDED = ("rectification-meeting", "rectify")  # 召开现场会进行整顿, 进行整顿: the station's `rectify` answers them
REMOVED = ("dismissal-retained", "contract-terminated")


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


class Fallen(NamedTuple):
    """A rule of one incident, on the bearer it finds (blank: unknown), before matters and roles are weighed."""

    rule: Rule
    incident: Row
    on: str
    role: str  # person, head or station


@dataclass
class Expected:
    """What one station comes to. ``lines``, by kind and clause: how many incidents had sanctions left out, and which."""

    assessed: bool = True
    sanctions: list[Sanction] = field(default_factory=list)
    persons: dict[str, Ends] = field(default_factory=dict)
    vetoes: dict[str, list[str]] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    award: Ends = (Fraction(0), Fraction(0))
    satisfaction: Fraction | None = None
    checks: dict[str, tuple[int, int]] = field(default_factory=dict)
    lines: dict[tuple[str, str], tuple[int, list[str]]] = field(default_factory=dict)
    duties: tuple[int, int, int] = (0, 0, 0)  # met, breached (there is no deadline to miss), pending


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
    """What each station of the year comes to, and where every incident of the year ended."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    as_of = as_of or end
    read = {**DEFAULTS, **(readings or {})}
    actions = _in_force(facts["actions"])
    stations = [u for u in facts["units"] if u["kind"] == "station"]
    stations = [u for u in stations if _day(u, "from", date.min) <= end and _day(u, "until", date.max) >= start]
    named = {a["unit"] for a in actions if a["step"] == "not-assessed" and a["period"] == str(year)}
    results = {u["unit"]: Expected(assessed=u["unit"] not in named) for u in stations}
    assessed = [u for u in results if results[u].assessed]
    there = [i for i in facts["incidents"] if start <= _day(i, "date") <= end and not _is_out(i["incident"], actions)]
    counted = sorted((i for i in there if i["unit"] in assessed), key=_incident_order)
    state = {i["incident"]: _verified(i, actions) for i in counted}
    ended = Ended(without_rule=sum(i["unit"] not in results for i in there))  # no station then; one not assessed is in no count
    ended.charged, ended.excused, ended.pending = (list(state.values()).count(s) for s in ("yes", "no", "pending"))
    proved = [i for i in counted if state[i["incident"]] == "yes"]  # 经调查核实情况属实
    for fallen in _stand(_fall(proved, facts, read), facts["incidents"], read):
        result = results[fallen.incident["unit"]]
        if fallen.on:
            result.sanctions.append(_sanction(fallen, actions))
        else:  # the sanctions on them are left out, and the station carries a line
            line = (f"{fallen.role}-unknown", fallen.rule.clause)
            left_out = sorted({*result.lines.get(line, (0, []))[1], fallen.incident["incident"]})  # an incident once
            result.lines[line] = (len(left_out), left_out)
    _improper(results, [i for i in counted if i["kind"] == "improper-service"], int(read["repeated"]), read["repeated-by"])
    vetoing = ("yes", "pending") if read["veto-counts"] == "any" else ("yes",)  # never one found unfounded
    for unit in assessed:
        result = results[unit]
        complaints = [i for i in counted if i["unit"] == unit and i.get("venue", "media") != "media"]  # art14 lists no media
        vetoed = sorted(i["incident"] for i in complaints if state[i["incident"]] in vetoing)
        result.vetoes = {"awards": vetoed} if vetoed else {}
        _sums(result)
        _target(result, unit, facts["measures"], str(year))
        _checks(result, [a for a in actions if a.get("unit") == unit and start <= _day(a, "date") <= min(end, as_of)])
        result.duties = _duties(result, [a for a in actions if _day(a, "date") <= as_of], facts["incidents"])
        result.sanctions.sort(key=str)
    return results, ended


def refused(facts: Facts) -> set[tuple[str, str]]:
    """The cells of actions that a load must refuse, by action and column; an action refused for its day, in ``date``.

    Of a decision: one dated before its incident, and anything that it names that is open under no reading for its incident
    taken alone, by kind, venue and ``serious``. Of an ``appeal-decided``: one before which no appeal stands.
    """
    incidents = {i["incident"]: i for i in facts["incidents"]}
    bad = set()
    for action in facts["actions"]:
        if action["step"] == "decide":
            incident = incidents[action["incident"]]
            if action["date"] < incident["date"]:
                bad.add((action["action"], "date"))
            rules = [rule for reading in ("art10", "art11", "both") for rule in _rules(incident, reading) if rule.open]
            for name in (*FIGURES, *CHOSEN):
                if action.get(name) and not any(rule.amount == name and _gives(action, rule) for rule in rules):
                    bad.add((action["action"], name))
        if action["step"] == "appeal-decided":
            of = [a for a in facts["actions"] if a["step"] == "appeal" and a["incident"] == action["incident"]]
            if not any(a["date"] <= action["date"] for a in of):
                bad.add((action["action"], "date"))
    return bad


# ---- the standing of an incident (contract, sections 5 and 6): withdrawn, appealed, verified, whenever that was


def _in_force(actions: list[dict[str, str]]) -> list[dict[str, str]]:
    """The actions that no withdrawal takes back as mistaken."""
    mistaken = {a[MISTAKEN] for a in actions if a["step"] == "withdraw" and a.get(MISTAKEN)}
    return [a for a in actions if a["action"] not in mistaken]


def _is_out(incident: str, actions: Iterable[Row]) -> bool:
    """Withdrawn, or out by an appeal that the latest decision on it upholds."""
    mine = [a for a in actions if a.get("incident") == incident]
    if any(a["step"] == "withdraw" and not a.get(MISTAKEN) for a in mine):
        return True
    answers = [a for a in mine if a["step"] == "appeal-decided"]  # each has its appeal, or the load refuses it
    return bool(answers) and max(answers, key=_order)["upheld"] == "yes"


def _verified(incident: Row, actions: Iterable[Row]) -> str:
    """经调查核实情况属实: yes, no or pending; articles 12 and 13 ask for no verification."""
    if incident["kind"] not in ("complaint", "window-complaint"):
        return "yes"
    results = [a for a in actions if a["step"] == "verify" and a["incident"] == incident["incident"]]
    return max(results, key=_order)["result"] if results else incident.get("verified") or "pending"


# ---- articles 10 to 12: what each incident brings, on whom


def _rules(incident: Row, higher: str) -> tuple[Rule, ...]:
    """What the text attaches to an incident, under a reading of ``art11-higher``."""
    if incident["kind"] == "complaint":
        if incident["venue"] != "company":
            return HIGHER  # serious has no effect there
        return SERIOUS if incident.get("serious") == "yes" else COMPANY
    if incident["kind"] == "window-complaint":
        if incident["venue"] == "company":
            return WINDOW  # always by art11 alone
        return {"art10": HIGHER, "art11": WINDOW, "both": WINDOW + HIGHER}[higher]
    return SLIDE if incident["kind"] == "window-slide" else ()


def _tier(incident: Row, higher: str) -> int:
    """Art11 at the company, art10 at the company, art10 serious, a higher venue; under ``art11`` a window complaint is the first.

    The tier is the complaint's: under ``both`` the sanctions of art11 at a higher venue stand or fall with those of art10.
    """
    if incident["kind"] == "window-complaint" and (incident["venue"] == "company" or higher == "art11"):
        return 1
    if incident["venue"] != "company":
        return 4
    return 3 if incident.get("serious") == "yes" else 2


def _matter(incident: Row, incidents: list[dict[str, str]]) -> list[Row]:
    """All complaints linked by ``about``, directly or through others, in any year, standing or not, by date, then id."""
    found = {incident["incident"]}
    while True:
        linked = {i["incident"] for i in incidents if i.get("about") in found}
        linked |= {i["about"] for i in incidents if i["incident"] in found and i.get("about")}
        if linked <= found:
            return sorted((i for i in incidents if i["incident"] in found), key=_incident_order)
        found |= linked


def _heads(unit: str, day: date, facts: Facts) -> list[str]:
    """Whoever is 党政负责人 of a unit on a day; its ``head`` only where no such post was ever entered."""
    posts = [p for p in facts.get("posts", []) if p["unit"] == unit and p["post"] in HEADS]
    if posts:
        return sorted({p["person"] for p in posts if _day(p, "from") <= day <= _day(p, "until", date.max)})
    head = next(u.get("head", "") for u in facts["units"] if u["unit"] == unit)
    return [head] if head else []


def _fall(proved: list[dict[str, str]], facts: Facts, read: Row) -> list[Fallen]:
    """Every rule on the station, on each head, or on the person named."""
    kind_of = {u["unit"]: u["kind"] for u in facts["units"]}
    fallen = []
    for incident in proved:
        matter = _matter(incident, facts["incidents"])
        person = incident.get("person") or next((i["person"] for i in matter if i.get("person")), "")
        heads = _heads(incident["unit"], _day(matter[0], "date"), facts)  # of the matter's first day
        for rule in _rules(incident, read["art11-higher"]):
            if rule.on == "station":
                fallen.append(Fallen(rule, incident, incident["unit"], "station"))
            elif rule.on == "head":
                fallen += [Fallen(rule, incident, head, "head") for head in heads or [""]]
            elif not person or rule.on in ("person", kind_of[person]):
                fallen.append(Fallen(rule, incident, person, "person"))
    return fallen


# ---- one matter, one man: what of it stands


def _stand(fallen: list[Fallen], incidents: list[dict[str, str]], read: Row) -> list[Fallen]:
    """``same-matter``: on one bearer the heaviest tier of a matter, the earliest of equal ones; then ``head-is-person``."""
    one_man = read["head-is-person"] == "heavier"
    if read["same-matter"] == "heavier":
        by_bearer: dict[tuple[str, str, str], list[Fallen]] = {}
        for of in fallen:
            matter = _matter(of.incident, incidents)[0]["incident"]
            role = "" if of.on and one_man and of.role != "station" else of.role  # one bearer, whether at fault or as head
            by_bearer.setdefault((matter, of.on, role), []).append(of)
        fallen = []
        for same in by_bearer.values():
            complaints = {of.incident["incident"]: of.incident for of in same}.values()
            heaviest = min(complaints, key=lambda i: (-_weight(i, read), _incident_order(i)))
            fallen += [of for of in same if of.incident is heaviest]
    if not one_man:
        return fallen
    return [of for of in fallen if not _outweighed(of, [o for o in fallen if o.incident is of.incident and o.on == of.on])]


def _weight(incident: Row, read: Row) -> int:
    return _tier(incident, read["art11-higher"]) if incident.get("venue") else 0  # a slide is a matter of its own


def _outweighed(of: Fallen, same: list[Fallen]) -> bool:
    """Whether the head, himself the person at fault, bears something heavier of the same incident in its place.

    Heavier by the text's range, its upper end, then its lower: what stands does not hang on what is decided of it.
    """
    if not of.on or {"person", "head"} - {o.role for o in same}:
        return False
    if of.rule.name == "discipline":
        return any(o.rule.name in REMOVED for o in same)
    return any(o.rule.name == of.rule.name and (o.rule.high, o.rule.low) > (of.rule.high, of.rule.low) for o in same)


# ---- decisions


def _sanction(fallen: Fallen, actions: Iterable[Row]) -> Sanction:
    rule, incident = fallen.rule, fallen.incident["incident"]
    decision = _decision(rule, incident, actions) if rule.open else ""
    ends = (Fraction(decision), Fraction(decision)) if decision and rule.high else (Fraction(rule.low), Fraction(rule.high))
    return Sanction(
        rule.name,
        rule.clause,
        incident,
        fallen.on,
        months=ends if rule.amount in ("months", "head-months") else None,
        percent=ends if rule.amount == "percent" else None,
        decided=bool(decision) or not rule.open,
        degree=decision if rule.amount in CHOSEN and decision else None,
    )


def _decision(rule: Rule, incident: str, actions: Iterable[Row]) -> str:
    """The figure, or the choice, that the latest decision on this range gives; blank if none does."""
    decisions = [a for a in actions if a["step"] == "decide" and a["incident"] == incident and _gives(a, rule)]
    return max(decisions, key=_order)[rule.amount] if decisions else ""


def _gives(decision: Row, rule: Rule) -> bool:
    """Whether a decision gives a figure for this range: its clause, if named, is the range's, and the figure lies in it."""
    given = decision.get(rule.amount)
    if not given or (decision.get("clause") or rule.clause) != rule.clause:
        return False
    return rule.amount in CHOSEN or rule.low <= Fraction(given) <= rule.high


# ---- article 13: counted within the year, a person's wherever they happened, by date, then id


def _improper(results: dict[str, Expected], incidents: list[dict[str, str]], repeated: int, by: str) -> None:
    """责令改正 each time; 多次: 调离原岗位并通报批评, once, tied to the incident that reaches the number."""
    for incident in incidents:
        on = incident.get("person") or incident["unit"]
        results[incident["unit"]].sanctions.append(Sanction("correct", "art13", incident["incident"], on))
    groups = [[i for i in incidents if i["unit"] == unit] for unit in results]
    if by == "person":
        groups = [[i for i in incidents if i.get("person") == p] for p in {i["person"] for i in incidents if i.get("person")}]
    for group in groups:
        if len(group) >= repeated:
            reached = group[repeated - 1]
            for person in sorted({i["person"] for i in group if i.get("person")}):
                for name in ("transfer", "criticism"):
                    results[reached["unit"]].sanctions.append(Sanction(name, "art13", reached["incident"], person))


# ---- sums, article 5, the checklist, and what the station itself owes


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


def _checks(result: Expected, seen: list[dict[str, str]]) -> None:
    for clause in CHECKLIST:
        of = [a for a in seen if a["step"] == "check" and a["clause"] == clause]
        if of:
            result.checks[clause] = (sum(a["met"] == "yes" for a in of), len(of))


def _duties(result: Expected, seen: list[dict[str, str]], incidents: list[dict[str, str]]) -> tuple[int, int, int]:
    """The station owes the ``rectify`` of each 整顿; the other steps are the company's or its party committee's (art16)."""
    when = {i["incident"]: i["date"] for i in incidents}
    owed = [s.incident for s in result.sanctions if s.sanction in MENDED]
    done = [a for a in seen if a["step"] == "rectify" and a["date"] >= when[a["incident"]]]
    met = sum(any(a["incident"] == incident for a in done) for incident in owed)
    return met, 0, len(owed) - met


# ---- cells


def _day(row: Row, name: str, default: date = date.min) -> date:
    return date.fromisoformat(row[name]) if row.get(name) else default


def _order(row: Row) -> tuple[str, str]:
    return row["date"], row["action"]


def _incident_order(row: Row) -> tuple[str, str]:
    return row["date"], row["incident"]
