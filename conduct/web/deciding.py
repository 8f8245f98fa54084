"""What waits for a decision: each with its facts, its clause, the bounds, and how similar ones were decided."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from conduct.core.base.exact import written
from conduct.core.base.faults import Fault, fault
from conduct.core.base.words import clause_words
from conduct.core.scores.unsettled import APPEAL, FINDING, POINTS, SANCTION, WHAT
from conduct.door.deciding import deciding_steps
from conduct.door.owed import CaseStands
from conduct.door.waiting import Undecided, alike, waiting
from conduct.loading.headers import column_words
from conduct.report.case import attribute_words

from . import cases, entering, views
from .desk import paged
from .doubting import days_meant
from .fields import Field, step_fields
from .law import unmarked
from .owing import his_to_decide, waiting_for
from .own_results import appeals_of
from .rights import Action
from .standings import periods_of
from .visits import Answer, NotFound, Visit

_KINDS = (APPEAL, SANCTION, POINTS, FINDING)


def waits(visit: Visit) -> Answer:
    """What waits in the units that are his, the oldest first; of one kind, unit, or period of the cases, if that is asked for."""
    what, unit = visit.one("what"), visit.one("unit")
    mine, fresh = waiting_for(visit)
    span = visit.sector.period(visit.at_period) if visit.at_period else None
    first, last = (span.start.isoformat(), span.end.isoformat()) if span is not None else ("", "9999")
    rows = [one for one in mine if what in ("", one.what) and unit in ("", one.unit) and first <= one.day <= last]
    shown, paging = paged(visit, rows)
    names = {one.unit: visit.units[one.unit].name for one in mine if one.unit in visit.units}
    return Answer(
        "decisions.html",
        {
            "rows": shown,
            "fresh": fresh,
            "views": views.his(visit),
            "paging": paging,
            "what": what,
            "unit": unit,
            "period": visit.at_period,
            "periods_offered": periods_of(visit),
            "whats": {code: WHAT[code].said(visit.lang) for code in _KINDS},
            "units": dict(sorted(names.items())),
            "idle": [*_idle(what, unit, names), *([visit.one("period")] if visit.one("period") and span is None else ())],
            "kinds": {k.code: k.words.said(visit.lang) for k in visit.sector.kinds},
            "clause": lambda c: clause_words(c, visit.lang) if c else "",
        },
    )


def _idle(what: str, unit: str, names: dict[str, str]) -> list[str]:
    """The filters that were asked for and do not apply."""
    return [value for value, known in ((what, (*_KINDS, "")), (unit, (*names, ""))) if value not in known]


def decision(visit: Visit) -> Answer:
    """What waits about one case: its facts, and for each the clause's words, the bounds, earlier decisions, and a form."""
    return _page(visit)


def _page(visit: Visit, tried: str = "", error: Fault | None = None, *, moved: bool = False) -> Answer:
    found = cases.case_of(visit)
    visit.need_for(Action.DECIDE, found.unit)
    given = visit.filled(but=("form", "seen", "column")) if tried else {}
    mine = [one for one in waiting(visit.deployment, visit.places["case"]) if his_to_decide(visit, one)]
    every, appeals = _once(mine), _appeals(visit) if any(one.what == APPEAL for one in mine) else []
    at = next((n for n, one in enumerate(every, 1) if one.column.code == visit.one("column") and one.step.code == tried), 0)
    problems = visit.told(error, f"open-{at}") if error is not None else (visit.said("moved-on"),) if moved else ()
    shown = {
        "case": found,
        "facts": cases.cells(visit.sector, "incidents", found.incident, visit),
        "actions": [cases.action_shown(visit.sector, one, visit) for one in found.actions],
        "open": [_shown(visit, one, given if n == at else {}) for n, one in enumerate(every, 1)],
        "takes_out": {one.words: _taken_out(visit, one, found) for one in mine if one.what == APPEAL},
        "appeals": appeals,
        "problems": problems,
        "moved": moved,
        "seen": str(cases.steps_on(visit, visit.places["case"])),
        "clause": lambda c: clause_words(c, visit.lang) if c else "",
    }
    return Answer("decision.html", shown, status=409 if moved else 400 if problems else 200)


def _taken_out(visit: Visit, one: Undecided, found: CaseStands) -> str:
    """What no longer counts if an appeal is upheld: the breach that it contests, or the case whole with every breach of it."""
    kinds, lang = visit.sector.kind_by_code, visit.lang
    whole = one.kind not in kinds or kinds[one.kind].words == one.words
    breaches = [kinds[duty.breach].words.said(lang) for duty in found.duties if duty.breach and duty.status == "breached"]
    every = list(dict.fromkeys([one.words.said(lang), *(breaches if whole else ())]))
    return visit.said("taken-out-whole" if whole else "taken-out").format(what=visit.said("and-also").join(every))


def _once(found: list[Undecided]) -> list[Undecided]:
    """Each decision once, though it falls on several: by its step, attribute and clause; of the appeals that which a decision
    answers, the latest.
    """
    last = next((one for one in reversed(found) if one.what == APPEAL), None)
    by = {(one.step.code, one.column.code, one.clause): one for one in reversed(found) if one.what != APPEAL}
    return [*([last] if last is not None else []), *reversed(by.values())]


def _appeals(visit: Visit) -> list[dict[str, object]]:
    """Every appeal on the case with its state, and which of them the next decision answers."""
    kinds, lang = visit.sector.kind_by_code, visit.lang
    found = [one for one in appeals_of(visit.deployment) if one.incident == visit.places["case"]]
    last = next((one.action for one in reversed(found) if one.upheld is None), None)
    return [
        {
            "date": one.date,
            "by": cases.called(visit, one.by or ""),
            "about": kinds[one.breach].words.said(lang) if one.breach in kinds else visit.said("appeal-whole"),
            "reason": one.reason or "",
            "upheld": one.upheld,
            "decided": one.decided or "",
            "next": one.action == last,
        }
        for one in found
    ]


def _shown(visit: Visit, one: Undecided, given: dict[str, str]) -> dict[str, object]:
    """One decision as its page shows it."""
    column, lang = one.column, visit.lang
    earlier = [
        {
            "incident": each.incident,
            "unit": visit.units[each.unit].name if each.unit in visit.units else each.unit,
            "day": each.day,
            "value": attribute_words(visit.sector, column, each.value, lang),
            "reason": each.reason or "",
            "by": cases.called(visit, each.by or ""),
        }
        for each in alike(visit.deployment, one)
        if visit.may_for(Action.CASE, each.unit)
    ]
    return {
        "one": one,
        "what": WHAT[one.what].said(lang),
        "words": one.words.said(lang),
        "on": visit.units[one.on].name if one.on in visit.units else one.on or "",
        "bounds": (written(one.low), written(one.high)) if one.low is not None and one.high is not None else None,
        "column": column.words.said(lang),
        "law": _clause(visit, one),
        "alike": earlier,
        "fields": _fields(visit, one, given),
        "by_clause": one.by_clause,
    }


def _clause(visit: Visit, one: Undecided) -> str:
    """The words of the clause."""
    for law in (visit.sector.regulation_on(date.fromisoformat(one.day)), *visit.sector.regulations[-1].beside):
        for clause in law.text.clauses:
            if clause.id == one.clause:
                return unmarked(clause.body)
    return ""


def _fields(visit: Visit, one: Undecided, given: dict[str, str]) -> list[Field]:
    """What is filled in: the amount or the choice, the day and the reason, which is needed."""
    today = visit.deployment.config.today().isoformat()
    kept_ones = (one.column.code, "date", "reason", "note")
    found = {field.column: field for field in step_fields(visit.sector, one.step, given, visit.lang, today)}
    ordered = [found[column] for column in kept_ones if column in found]
    return [field if field.column not in (one.column.code, "reason") else field.needed() for field in ordered]


def decided(visit: Visit) -> Answer:
    """Enters a decision with its reason, and leads back to what else waits."""
    step = visit.sector.step_by_code.get(visit.places["step"])
    found = cases.case_of(visit)
    if (
        step is None
        or step.by_unit
        or step.code not in deciding_steps(visit.sector)
        or not entering.may_take(visit, step, found.unit)
    ):
        raise NotFound
    if not visit.one("reason"):
        return _page(
            visit,
            step.code,
            fault("field-needed", column=column_words(visit.sector, "actions", "reason").said(visit.lang), field="reason"),
        )
    if visit.one("seen") != str(cases.steps_on(visit, visit.places["case"])):
        return _page(visit, step.code, moved=True)
    try:
        days_meant(visit, "actions", visit.one("date"), cases.opened(found))
        visit.office.record("action", cases.taken_with(visit, step, ("column",)))
    except Fault as error:
        return _page(visit, step.code, error)
    left = [one for one in waiting(visit.deployment, visit.places["case"]) if his_to_decide(visit, one)]
    to = f"/{visit.sector_name}/decisions" + (f"/{quote(visit.places['case'], safe='')}" if left else "")
    return Answer(to=to + (f"?{urlencode({'period': visit.at_period})}" if visit.at_period else ""))
