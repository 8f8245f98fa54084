"""What 苏保监发〔2012〕37号 comes to, worked out a second time, the plain way, from the words of the text and of the contract.

Nothing of ``conduct`` is used here: ``expected`` takes the rows as they are loaded (every value a string) and gives, for each
unit of the period, what a reader with a pencil would write down. Slow and simple on purpose.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

import chinese_calendar

Row = Mapping[str, str]
Facts = Mapping[str, list[dict[str, str]]]

PERIODS = {
    "2012": (date(2012, 1, 1), date(2012, 12, 31)),
    "2012-H1": (date(2012, 1, 1), date(2012, 6, 30)),
    "2012-H2": (date(2012, 7, 1), date(2012, 12, 31)),
}
BASES = {"2.1": 15, "2.2": 30, "2.3": 25, "2.4": 30}
ONCE = {  # 2.1: each item once a period
    "leadership-missing": 2, "leadership-change-unreported": 1, "department-missing": 2, "contact-missing": 2,
    "contact-change-harmful": 5, "process-missing": 2, "process-key-links-missing": 1, "emergency-missing": 2,
    "accountability-missing": 5, "reception-day-missing": 2,
}  # fmt: skip
TAKES_PLACE = {"contact-change-harmful": "contact-missing", "process-missing": "process-key-links-missing"}
HANDLING = {"late": 2, "improper-handling": 5, "supervision-defied": 10, "feedback-form": 2, "feedback-false": 10}  # 2.3
DAILY = {  # 2.4, each time; the semiannual report apart
    "major-report-failure": 5, "major-report-failure-grave": 10, "abnormal-petition": 10, "repeat-settlement": 5,
    "repeat-unresolved": 3, "reception-day-not-held": 5, "reception-day-unannounced": 2, "reception-day-no-prior-report": 2,
    "reception-day-no-after-report": 1, "media-exposure": 5, "media-exposure-industry": 10,
}  # fmt: skip
SEMIANNUAL = "semiannual-report-missed"
INELIGIBLE = {"supervision-defied", "feedback-false", "major-report-failure-grave", "abnormal-petition"}
GRAVE = "media-exposure-grave"
LAST = {"sensitive-period-petition", GRAVE}
MISTAKEN = "mistaken"  # of a `withdraw`: the id of a mistaken action. The catalogue says `action`, the column of the row's own id
CHANNELS = {  # 2.2: online counts as written, a property company's visits too
    "life": {"written": ("written", "online"), "telephone": ("telephone",), "visit": ("visit",)},
    "property": {"written": ("written", "online", "visit"), "telephone": ("telephone",)},
}
DEFAULTS = {
    "premium-term": "channel", "settled-weight": "half", "standing-classes": "together", "several-last": "shared",
    "grave-exposure-points": "none", "premium-unit": "10000000", "industry-average": "mean", "ineligible-replaced": "no",
    "semiannual-report": "recorded",
}  # fmt: skip


@dataclass
class Volume:
    """2.2, one channel of one unit: what is ranked, against what, and where it comes; no place if not above the average."""

    weight: Fraction
    place: int | None
    index: Fraction
    average: Fraction


@dataclass
class Expected:
    """One unit's standing; of a unit that is not assessed, that it is not, and nothing else."""

    assessed: bool = True
    score: Fraction | None = None
    rank: int | None = None
    bonus: Fraction = Fraction(0)
    sections: dict[str, Fraction] = field(default_factory=dict)
    lines: dict[tuple[str, str | None], tuple[int, Fraction]] = field(default_factory=dict)
    volume: dict[str, Volume] = field(default_factory=dict)
    vetoes: dict[str, list[str]] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)


def expected(facts: Facts, period: str, as_of: date | None = None, readings: Row | None = None) -> dict[str, Expected]:
    """What each unit of the period comes to."""
    start, end = PERIODS[period]
    as_of = as_of or end
    read = {**DEFAULTS, **(readings or {})}
    actions = _in_force(facts["actions"])
    units = [u for u in facts["units"] if _day(u, "from", date.min) <= end and _day(u, "until", date.max) >= start]
    named = {a["unit"] for a in actions if a["step"] == "not-assessed" and a["period"] == period}
    results = {u["unit"]: Expected(assessed=u["unit"] not in named) for u in units}
    units = [u for u in units if u["unit"] not in named]  # in no average, rank or count
    standing = [i for i in facts["incidents"] if not _is_out(i["incident"], actions)]
    counted = [i for i in standing if start <= _day(i, "date") <= end]  # section 6: incidents count by the period alone
    _volume(results, units, facts["measures"], [i for i in counted if i["kind"] == "petition"], period, read)
    for of in units:
        unit = of["unit"]
        mine = [i for i in counted if i["unit"] == unit and not _is_excused(i)]
        breaches = [
            *_late(unit, standing, counted, actions, as_of),
            *_own(unit, actions, as_of),
            *(_semiannual(of, actions, as_of, period) if read["semiannual-report"] == "tracked" else ()),
        ]
        kinds = [i["kind"] for i in mine] + [kind for kind, day in breaches if start <= day <= end]
        praise = [_decided(i["incident"], actions) for i in mine if i["kind"] == "media-praise"]
        _charge(results[unit], kinds, praise, read["grave-exposure-points"] == "exposure")
        for veto, by in (("ineligible", INELIGIBLE), ("last-place", LAST)):
            incidents = sorted(i["incident"] for i in mine if i["kind"] in by)
            results[unit].vetoes |= {veto: incidents} if incidents else {}
    together = read["standing-classes"] == "together"
    for kinds in [["life", "property"]] if together else [["life"], ["property"]]:
        listed = {u["unit"]: results[u["unit"]] for u in units if u["kind"] in kinds}
        _rank(listed, read["several-last"] == "shared")
        if period == "2012":  # 4.2: 年终, 全年
            _outcomes(listed, read["ineligible-replaced"] == "yes")
    return results


def excused(facts: Facts, period: str) -> int:
    """How many incidents of the period, of units that are assessed, are excused."""
    start, end = PERIODS[period]
    actions, units = _in_force(facts["actions"]), {u for u, result in expected(facts, period).items() if result.assessed}
    there = [i for i in facts["incidents"] if i["unit"] in units and start <= _day(i, "date") <= end]
    return sum(_is_excused(i) and not _is_out(i["incident"], actions) for i in there)


# ---- what is out (contract, section 5), and decisions (section 6): whenever they were made


def _in_force(actions: list[dict[str, str]]) -> list[dict[str, str]]:
    """The actions that no withdrawal takes back as mistaken."""
    mistaken = {a[MISTAKEN] for a in actions if a["step"] == "withdraw" and a.get(MISTAKEN)}
    return [a for a in actions if a["action"] not in mistaken]


def _is_excused(incident: Row) -> bool:
    """2.3.1: 因信访人不配合公司处理而导致的超期, 不扣分."""
    return incident["kind"] == "late" and _yes(incident, "excused")


def _is_out(incident: str, actions: Iterable[Row], breach: str = "") -> bool:
    """Whether the incident, or with ``breach`` that breach of it, is withdrawn or taken out by an appeal.

    Each decision answers the latest appeal before it that none has answered; where all are answered, the latest is decided anew.
    """
    mine = [a for a in actions if a.get("incident") == incident]
    if not breach and any(a["step"] == "withdraw" and not a.get(MISTAKEN) for a in mine):
        return True
    stands: dict[str, bool] = {}  # by what is contested: of several decisions the latest stands, upheld or not
    answered: set[str] = set()
    appeals = sorted((a for a in mine if a["step"] == "appeal"), key=_order)
    for decision in sorted((a for a in mine if a["step"] == "appeal-decided"), key=_order):
        before = [a for a in appeals if _order(a) < _order(decision)]
        before = before or [a for a in appeals if a["date"] == decision["date"]]
        waiting = [a for a in before if a["action"] not in answered]
        appeal = (waiting or before)[-1]  # a decision without an appeal before it is an error of the load
        answered.add(appeal["action"])
        stands[appeal.get("kind", "")] = _yes(decision, "upheld")
    return stands.get(breach, False)


def _decided(incident: str, actions: Iterable[Row]) -> Fraction:
    """3.2: the points of praise; without a decision it adds nothing, and is shown."""
    decisions = [a for a in actions if a.get("incident") == incident and a["step"] == "decide"]
    return Fraction(max(decisions, key=_order)["points"]) if decisions else Fraction(0)


# ---- duties: the breaches, each with its deadline


def _late(unit: str, standing: list[Row], counted: list[Row], actions: list[Row], as_of: date) -> list[tuple[str, date]]:
    """2.3.1: a transferred petition is answered in time; one breach a petition."""
    found = []
    for petition in (i for i in standing if i["unit"] == unit and i["kind"] == "petition"):
        case = petition["incident"]
        # the breach of a case belongs to the case's unit: what is recorded of another does not stand for it
        recorded = [i for i in standing if i["kind"] == "late" and i.get("about") == case and i["unit"] == unit]
        let_off = any(_is_excused(i) for i in recorded)  # whenever recorded
        if let_off or any(i in counted for i in recorded) or _is_out(case, actions, "late"):  # counted: once, as the incident
            continue
        seen = [a for a in actions if a.get("incident") == case and _day(a, "date") <= as_of]
        replies, missed = [a for a in seen if a["step"] == "reply"], []
        for transfer in (a for a in seen if a["step"] == "transfer"):
            if not transfer.get("due") and not transfer.get("workdays"):
                continue
            given = _day(transfer, "date")  # with both, due stands
            if given < _day(petition, "date"):
                continue  # no time runs from before the petition was made
            deadline = _day(transfer, "due") if transfer.get("due") else _workdays(given, int(transfer["workdays"]))
            met = any(given <= _day(r, "date") <= deadline for r in replies)
            excused = any(_day(r, "date") > deadline and _yes(r, "excused") for r in replies)
            if deadline <= as_of and not met and not excused:
                missed.append(deadline)
        if missed:
            found.append(("late", min(missed)))
    return found


def _own(unit: str, actions: list[Row], as_of: date) -> list[tuple[str, date]]:
    """A unit's own duties: 2.1.1, 2.1.3 and 2.4.5."""
    found = []
    mine = [a for a in actions if a.get("unit") == unit and _day(a, "date") <= as_of]
    for action in mine:
        day = _day(action, "date")
        if action["step"] == "leadership-changed":
            deadline, answer, breach = _one_month(day), "leadership-reported", "leadership-change-unreported"
        elif action["step"] == "contact-changed":
            deadline, answer, breach = _workdays(day, 1), "contact-reported", "contact-missing"
        else:
            if action["step"] == "reception-day" and _day(action, "on") <= as_of:
                found += [(kind, _day(action, "on")) for kind in _reception(action)]
            continue
        if deadline <= as_of and not any(a["step"] == answer and day <= _day(a, "date") <= deadline for a in mine):
            found.append((breach, deadline))
    return found


def _reception(action: Row) -> list[str]:
    """2.4.5: held by management, announced and reported before, reported after; one not held earns that alone."""
    on = _day(action, "on")
    if not _yes(action, "held-by-management"):
        return ["reception-day-not-held"]
    failed = {
        "reception-day-unannounced": _day(action, "announced", date.max) >= on,
        "reception-day-no-prior-report": _day(action, "prior-report", date.max) >= on,
        "reception-day-no-after-report": _day(action, "after-report", date.min) < on,
    }
    return [kind for kind, so in failed.items() if so]


def _semiannual(unit: Row, actions: list[Row], as_of: date, period: str) -> list[tuple[str, date]]:
    """2.4.2, tracked: by the end of the month after the half-year, for each that the unit was there in; it dates the miss."""
    found = []
    for half, deadline in (("2012-H1", date(2012, 7, 31)), ("2012-H2", date(2013, 1, 31))):
        start, end = PERIODS[half]
        there = _day(unit, "from", date.min) <= end and _day(unit, "until", date.max) >= start
        reports = [a for a in actions if a.get("unit") == unit["unit"] and a["step"] == "semiannual-report" and a["for"] == half]
        if there and period in (half, "2012") and deadline <= as_of and not any(_day(a, "date") <= deadline for a in reports):
            found.append((SEMIANNUAL, end))
    return found


# ---- points


def _charge(result: Expected, kinds: list[str], praise: list[Fraction], exposed: bool) -> None:
    """2.1, 2.3, 2.4 and 3: lines, sections (扣完为止), bonus and score, beside the volume's lines that stand already."""
    count = {kind: kinds.count(kind) for kind in kinds}
    points = {kind: -points for kind, points in ONCE.items() if kind in count}
    for larger, smaller in TAKES_PLACE.items():
        if larger in points and smaller in points:
            points[smaller] = 0
    points |= {kind: -each * count[kind] for kind, each in {**HANDLING, **DAILY}.items() if kind in count}
    if exposed and GRAVE in count:  # 曝光属实, beside the last place
        points[GRAVE] = -DAILY["media-exposure"] * count[GRAVE]
    if SEMIANNUAL in count:
        points[SEMIANNUAL] = -2 if count[SEMIANNUAL] == 1 else -7  # 再扣5分, and nothing for a third
    taken = {
        "2.1": sum(p for kind, p in points.items() if kind in ONCE),
        "2.2": sum(p for _, p in result.lines.values()),
        "2.3": sum(p for kind, p in points.items() if kind in HANDLING),
        "2.4": sum(p for kind, p in points.items() if kind in DAILY or kind in (SEMIANNUAL, GRAVE)),
    }
    result.sections = {section: Fraction(max(0, base + taken[section])) for section, base in BASES.items()}
    if "commendation-provincial" in count:  # 3.1: 按高级别
        points["commendation-provincial"] = 0 if "commendation-national" in count else 8
    if "commendation-national" in count:
        points["commendation-national"] = 10
    commended = sum(p for kind, p in points.items() if kind.startswith("commendation"))
    result.bonus = min(Fraction(20), commended + min(Fraction(10), sum(praise, Fraction(0))))  # 3.2, 3
    result.lines |= {(kind, None): (count[kind], Fraction(p)) for kind, p in points.items()}
    if praise:
        result.lines[("media-praise", None)] = (len(praise), sum(praise, Fraction(0)))
    result.score = sum(result.sections.values(), result.bonus)


def _volume(
    results: dict[str, Expected], units: list[Row], measures: list[Row], petitions: list[Row], period: str, read: Row
) -> None:
    """2.2: a rank in each class and channel."""
    value = {(m["unit"], m["measure"]): Fraction(m["value"]) for m in measures if m["period"] == period}
    by_channel = read["premium-term"] == "channel"

    def weight(of: Iterable[Row]) -> Fraction:  # settled: 每件可折算为0.5件
        settled = Fraction(1, 2) if read["settled-weight"] == "half" else Fraction(1)
        return sum((settled if _yes(p, "settled") else Fraction(1) for p in of), Fraction(0))

    def formula(here: Iterable[Row], all_of: Iterable[Row], outlets: Fraction, premium: Fraction) -> Fraction:
        money = premium / Fraction(read["premium-unit"])
        return weight(here) / outlets * Fraction(2, 5) + weight(here if by_channel else all_of) / money * Fraction(3, 5)

    for kind, channels in CHANNELS.items():
        members = [u["unit"] for u in units if u["kind"] == kind]
        for channel, codes in channels.items() if members else ():
            every = {u: [p for p in petitions if p["unit"] == u] for u in members}
            here = {u: [p for p in every[u] if p["channel"] in codes] for u in members}
            index = {u: formula(here[u], every[u], value[u, "outlets"], value[u, "premium"]) for u in members}
            if read["industry-average"] == "mean":
                average = sum(index.values(), Fraction(0)) / len(members)
            else:
                sums = [sum((value[u, m] for u in members), Fraction(0)) for m in ("outlets", "premium")]
                average = formula([p for u in members for p in here[u]], [p for u in members for p in every[u]], *sums)
            for u in members:
                place = 1 + sum((index[v], len(here[v])) > (index[u], len(here[u])) for v in members)
                points = (0 if index[u] <= average else max(1, 11 - place)) if kind == "life" else 0
                if kind == "property" and index[u] > average:
                    points = {1: 15, 2: 13, 3: 11}.get(place, max(1, 14 - place))
                results[u].lines[("petition", channel)] = (len(here[u]), Fraction(-points))
                above = place if index[u] > average else None
                results[u].volume[channel] = Volume(weight(here[u]), above, index[u], average)


# ---- standing


def _rank(results: dict[str, Expected], shared: bool) -> None:
    """By score, equal ones alike; those directly determined last after every other, sharing the rank or by score."""
    key = {}
    for unit, result in results.items():
        last = "last-place" in result.vetoes
        key[unit] = (last, Fraction(0) if last and shared else -(result.score or Fraction(0)))
    for unit, result in results.items():
        result.rank = 1 + sum(key[other] < key[unit] for other in results)


def _outcomes(results: dict[str, Expected], replaced: bool) -> None:
    """4.2: the first five, and the last three."""
    rank = {u: r.rank or 0 for u, r in results.items()}
    for unit, result in results.items():
        better = [u for u, r in results.items() if rank[u] < rank[unit] and not (replaced and r.vetoes)]
        if not result.vetoes and len(better) < 5:
            result.outcomes = {"advanced-unit"}
        elif "last-place" in result.vetoes or sum(rank[u] > rank[unit] for u in results) < 3:
            result.outcomes = {"criticised", "key-supervision"}


# ---- days


def _workdays(day: date, n: int) -> date:
    """The nth working day after a day."""
    while n:
        day += timedelta(1)
        n -= chinese_calendar.is_workday(day)
    return day


def _one_month(day: date) -> date:
    """The same day of the next month, or its last; if that is no working day, the next."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    day = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return day if chinese_calendar.is_workday(day) else _workdays(day, 1)


def _day(row: Row, name: str, default: date = date.min) -> date:
    return date.fromisoformat(row[name]) if row.get(name) else default


def _yes(row: Row, name: str) -> bool:
    return row.get(name) == "yes"


def _order(row: Row) -> tuple[str, str]:
    return row["date"], row["action"]
