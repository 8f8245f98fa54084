"""What the board shows beside the standings: who moved since another period and why, what came in, how it went over time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from attrs import field

from conduct.core.base.faults import Fault
from conduct.core.base.frozen import frozen
from conduct.core.base.periods import Period, month_end
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.door.arriving import Arrived, arrived, told_apart_by
from conduct.door.asking import compare
from conduct.door.beforehand import earlier_assessed
from conduct.door.deployment import Deployment
from conduct.door.ready import sealed_of
from conduct.report.differences import PlainRow, UnitDifference
from conduct.report.moves import ends_said, names_of
from conduct.report.plain import Plain
from conduct.report.tables import decimals

from . import moving as moves
from . import views
from .kept import lately
from .paging import paged
from .rights import Action
from .standings import chosen, notes_for, periods_of, standings
from .tables import exported, files_of
from .visits import Answer, Visit

_MOVES = 20  # units on a page of who moved, each with its reasons


def _period(visit: Visit) -> Period:
    """The period that is asked for, else the one that the board shows."""
    asked = visit.one("period")
    if asked:
        found = visit.deployment.period(visit.sector, asked)
        assert found is not None
        return found
    return standings(visit, None)[0].made.period


def _sees(visit: Visit, unit: str) -> bool:
    return not visit.limited(Action.RESULTS) or visit.may_for(Action.RESULTS, unit)


# ---- who moved


def before(sector: Sector, period: Period) -> str:
    """The period of the same kind before one; of a half-year the other half before it."""
    kinds = [kind for kind in sector.periods if kind.endswith("-half")] if period.kind.endswith("-half") else [period.kind]
    ends = [p for kind in kinds for year in (period.start.year - 1, period.start.year) for p in Period.of_kind(kind, year)]
    return max((p for p in ends if p.end < period.start), key=lambda p: p.end).id


def _earlier(visit: Visit, period: Period) -> str:
    """The period that one is compared with: that of its kind before it, if it has facts, else the last earlier one that has;
    empty for none.
    """
    known = [visit.sector.period(one) for one in periods_of(visit)]
    usual = before(visit.sector, period)
    if any(one.id == usual for one in known):
        return usual
    ended = [one for one in known if one.end < period.end]
    return max(ended, key=lambda one: (one.end, -one.start.toordinal())).id if ended else ""


def _offered(visit: Visit, later: str) -> dict[str, str]:
    """What something may be compared with, but for itself: the periods that have facts, and what was sealed, with its number."""
    found = {one: one for one in periods_of(visit)}
    for run in sealed_of(visit.deployment, visit.sector_name):
        called = visit.said("draft-n" if run.draft else "published-n").format(n=run.called)
        found[run.called] = visit.said("called-of").format(called=called, period=run.period)
    return {code: called for code, called in found.items() if code != later}


@frozen
class _Moves:
    """Who moved between two results, in what these rest on something else, and the notes on them."""

    units: tuple[UnitDifference, ...] = ()
    differ: Plain = field(factory=dict)
    notes: tuple[Words, ...] = ()


def _moves(visit: Visit) -> tuple[str, str, _Moves, bool]:
    """What is compared with what (nothing, where nothing is earlier), who moved, and whether that rests on the latest facts."""
    later = visit.one("period")
    sealed = [run.called for run in sealed_of(visit.deployment, visit.sector_name)]
    if later in sealed:  # beside the one before it, if no other is asked for
        since = visit.one("since") or next(iter(sealed[sealed.index(later) + 1 :]), "")
    else:
        period = _period(visit)
        later, since = period.id, visit.one("since") or _earlier(visit, period)
    if not since:
        return later, since, _Moves(), True

    def make(at: Deployment) -> _Moves:
        made = compare(at, since, later, None).made
        return _Moves(tuple(made.questions[0].units), made.head["differ"], made.notes)

    return later, since, *lately(visit, "moved", (since, later), make)


def moved(visit: Visit) -> Answer:
    """Who moved since another period, or a published run, by which clauses and cases."""
    problems: tuple[str, ...] = ()
    try:
        period, since, found, fresh = _moves(visit)
    except Fault as error:  # what it is compared with cannot be assessed, say: another may be
        problems = tuple(error.said(visit.lang).splitlines())
        period, since, found, fresh = visit.one("period"), visit.one("since"), _Moves(), True
    mine = [unit for unit in found.units if _sees(visit, unit.unit)]
    moving = moves.moving(mine)
    units, paging = paged(visit, moving, _MOVES)
    names = names_of(visit.sector)
    of = next((run.period for run in sealed_of(visit.deployment, visit.sector_name) if run.called == period), period)
    rows = [
        {
            "unit": unit,
            "score": ends_said(unit.score, visit.lang),
            "rank": ends_said(unit.rank, visit.lang),
            "why": moves.reasons(unit, found.units, visit.lang, names),
            "cases": list(dict.fromkeys(one for line in moves.costly(unit) for one in (*line.come, *line.gone)))[:10],
        }
        for unit in units
    ]
    shown = {
        "rows": rows,
        "paging": paging,
        "period": period,
        "periods_offered": periods_of(visit),
        "views": views.his(visit),
        "of": of,
        "at_period": of,
        "since": since,
        "since_offered": _offered(visit, period),
        "notes": notes_for(visit, found.notes),
        "unmoved": len(mine) - len(moving),
        "differ": moves.rests_on(visit, found.differ),
        "differ_codes": found.differ,
        "fresh": fresh,
        "files": files_of(visit, "moved"),
        "may_see": visit.may(Action.CASE, visit.sector_name),
        "problems": problems,
    }
    return Answer("moved.html", shown, status=400 if problems else 200)


def moved_file(visit: Visit) -> Answer:
    """All who moved, as a file: what the page says of each, with its id before it."""
    _, _, found, _ = _moves(visit)
    names, lang = names_of(visit.sector), visit.lang
    rows = (
        [
            unit.unit,
            unit.name,
            ends_said(unit.score, lang),
            ends_said(unit.rank, lang),
            "\n".join(moves.reasons(unit, found.units, lang, names)),
        ]
        for unit in moves.moving([unit for unit in found.units if _sees(visit, unit.unit)])
    )
    headings = [visit.said(one) for one in ("unit-id", "unit", "score", "rank", "why")]
    return exported(visit.places["file"], "moved", headings, rows)


# ---- what came in


def _arrived(visit: Visit) -> tuple[Arrived, Period, str, dict[str, str], list[str]]:
    """What came in; the period, the attribute's code (empty: by kind), what may be chosen, and the filters that do not apply."""
    period = _period(visit)
    told_apart = told_apart_by(visit.sector)
    by = visit.one("by") or next(iter(told_apart), "kind")
    idle = [] if by == "kind" or by in told_apart else [by]
    by = "kind" if idle else by
    units = [unit for unit in visit.units if visit.may_for(Action.RESULTS, unit)] if visit.limited(Action.RESULTS) else None
    if (one := visit.one("unit")) and one in visit.units:
        units = [unit for unit in visit.units if one in visit.line(unit) and (units is None or unit in units)]
    elif one:
        idle.append(one)
    of_some = () if units is None or not visit.limited(Action.RESULTS) else tuple(units)
    asked = (period.id, by, visit.one("unit"), *of_some)
    found, _ = lately(visit, "arrived", asked, lambda at: arrived(at, period, None if by == "kind" else by, units))
    offered = {code: a.words.said(visit.lang) for code, a in told_apart.items()} | {"kind": visit.said("kind")}
    return found, period, by, offered, idle


def _called(visit: Visit, found: Arrived, value: str) -> str:
    """A value in words."""
    if found.by is not None:
        return found.by.said(value).said(visit.lang) if value else visit.said("not-said")
    kind = visit.sector.kind_by_code.get(value)
    return kind.words.said(visit.lang) if kind is not None else value


def what_arrived(visit: Visit) -> Answer:
    """How many came in each month, by the way they came or what else tells them apart; each number leads to its cases."""
    found, period, by, offered, idle = _arrived(visit)
    sums = {month: sum(found.counts.get((month, value), 0) for value in found.values) for month in found.months}
    most = max(sums.values(), default=0)
    rows = [
        {
            "month": month,
            "cells": [(found.counts.get((month, value), 0), _cases_of(visit, by, value, month)) for value in found.values],
            "sum": (sums[month], _cases_of(visit, "", "", month)),
            "bar": round(sums[month] * 100 / most) if most else 0,
        }
        for month in found.months
    ]
    shown = {
        "rows": rows,
        "values": [_called(visit, found, value) for value in found.values],
        "total": sum(sums.values()),
        "period": period.id,
        "periods_offered": periods_of(visit),
        "views": views.his(visit),
        "by": by,
        "offered": offered,
        "unit": visit.one("unit"),
        "idle": idle,
        "files": files_of(visit, "arrived"),
        "may_see": visit.may(Action.CASE, visit.sector_name),
    }
    return Answer("arrived.html", shown)


def _cases_of(visit: Visit, by: str, value: str, month: str) -> str:
    """The address of the cases behind a number."""
    first = date.fromisoformat(f"{month}-01")
    asked = {"from": first.isoformat(), "to": month_end(first).isoformat()}
    if by == "kind":
        asked["kind"] = value
    elif by:
        asked |= {"by": by, "value": value}
    if unit := visit.one("unit"):
        asked["unit"] = unit
    return f"/{visit.sector_name}/cases?{urlencode(asked)}"


def arrived_file(visit: Visit) -> Answer:
    """The same as a file."""
    found, _, _, _, _ = _arrived(visit)
    headings = [visit.said("month"), *(_called(visit, found, value) for value in found.values)]
    rows = ([month, *(str(found.counts.get((month, value), 0)) for value in found.values)] for month in found.months)
    return exported(visit.places["file"], "arrived", headings, rows, range(1, len(headings)))


# ---- over time

Past = tuple[tuple[str, str | None, Mapping[str, tuple[float | None, int | None]]], ...]
"""Earlier periods, each with the number under which it is published, and each unit's figure and rank."""


def _past(visit: Visit) -> tuple[Past, bool]:
    """The earlier periods and then the one that is asked for; and whether this rests on the latest facts."""
    of, fresh = standings(visit, visit.one("period") or None)
    made = of.made

    def make(at: Deployment) -> Past:
        earlier = earlier_assessed(at.ledger, made, at.settings(at.sector()))
        code = made.regulation.standing.code if made.regulation.standing is not None else ""
        return tuple((one.period.id, one.number, {u["unit"]: _figure(u, code) for u in one.result["units"]}) for one in earlier)

    past, whole = lately(visit, "past", (made.period.id,), make)
    return (*past, (made.period.id, None, of.printed)), fresh and whole


def _figure(unit: PlainRow, code: str) -> tuple[float | None, int | None]:
    score = unit["score"]
    if score is None:
        score = next((f["value"] for f in unit["figures"] if f["figure"] == code), None)
    return (float(score) if score is not None else None, unit["rank"])


def trends(visit: Visit) -> Answer:
    """Each unit's score and rank over the periods, with its line."""
    of, _ = standings(visit, visit.one("period") or None)
    past, fresh = _past(visit)
    asked = chosen(visit, of)
    units, paging = paged(visit, asked.units)
    mine = {unit.unit for unit in asked.units}
    ends = [value for _, _, found in past for unit, (value, _) in found.items() if value is not None and unit in mine]
    low, high = (min(ends), max(ends)) if ends else (0.0, 0.0)
    rows = [
        {
            "unit": unit,
            "cells": [found.get(unit.unit, (None, None)) for _, _, found in past],
            "line": _line([found.get(unit.unit, (None, None))[0] for _, _, found in past], low, high),
        }
        for unit in units
    ]
    shown = {
        "rows": rows,
        "paging": paging,
        "periods": [(period, number) for period, number, _ in past],
        "period": of.made.period.id,
        "periods_offered": periods_of(visit),
        "views": views.his(visit),
        "q": visit.one("q"),
        "idle": asked.idle,
        "fresh": fresh,
        "number": decimals,
        "files": files_of(visit, "trends"),
    }
    return Answer("trends.html", shown)


def _line(values: list[float | None], low: float, high: float) -> str:
    """The points of a line over the periods, in a drawing of 100 by 20."""
    step, span = 100 / max(len(values) - 1, 1), (high - low) or 1
    points = [(n * step, 19 - 18 * (value - low) / span) for n, value in enumerate(values) if value is not None]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def trends_file(visit: Visit) -> Answer:
    """The same as a file: of each period the score and the rank."""
    of, _ = standings(visit, visit.one("period") or None)
    past, _ = _past(visit)
    headings = [visit.said("unit-id"), visit.said("unit")]
    headings += [f"{period} {visit.said(one)}" for period, _, _ in past for one in ("score", "rank")]
    rows = (
        [unit.unit, unit.name]
        + ["" if one is None else f"{one:g}" for _, _, found in past for one in found.get(unit.unit, (None, None))]
        for unit in chosen(visit, of).units
    )
    return exported(visit.places["file"], "trends", headings, rows, range(2, len(headings)))
