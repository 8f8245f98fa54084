"""What waits for a decision: each with its facts, its clause, the bounds, and how similar ones were decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlencode

from conduct.core.base.exact import written
from conduct.core.base.faults import Fault, fault
from conduct.core.base.words import clause_words
from conduct.core.law.model import APPEAL_DECIDED, YesNo
from conduct.core.scores.unsettled import APPEAL, FINDING, POINTS, SANCTION, WHAT
from conduct.door.deciding import appeals_of, deciding_steps
from conduct.door.owed import CaseStands
from conduct.door.similar import alike
from conduct.door.waiting import Undecided, governing, waiting
from conduct.loading.headers import column_words
from conduct.report.case import attribute_words

from . import cases, choosing, objecting, views
from .doubting import days_meant
from .fields import Field, step_fields
from .law import unmarked
from .owing import his_to_decide, waiting_for
from .paging import paged
from .rights import Action
from .standings import periods_of
from .visits import Answer, NotFound, Visit
from .withdrawing import withdrawn_doubted
from .withholding import reasons_doubted

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
            "first": _first(visit, shown),
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
            "named": visit.unit_called,
        },
    )


def _first(visit: Visit, rows: Iterable[Undecided]) -> dict[str, str]:
    """Of each appeal that is decided after another on its case: that other."""
    found: dict[str, str] = {}
    for incident in dict.fromkeys(one.incident for one in rows if one.what == APPEAL):
        waits = objecting.open_on(visit, incident)
        found |= {one.action: waits[0].action for one in waits[1:]}
    return found


def _idle(what: str, unit: str, names: dict[str, str]) -> list[str]:
    """The filters that were asked for and do not apply."""
    return [value for value, known in ((what, (*_KINDS, "")), (unit, (*names, ""))) if value not in known]


def decision(visit: Visit) -> Answer:
    """What waits about one case: its facts, and for each the clause's words, the bounds, earlier decisions, and a form."""
    return _page(visit)


def _page(visit: Visit, tried: str = "", error: Fault | None = None, *, moved: bool = False) -> Answer:
    found = cases.case_of(visit)
    visit.need_for(Action.DECIDE, found.unit)
    given = visit.filled(but=("form", "seen", "column", objecting.ANSWERS)) if tried else {}
    mine = [one for one in waiting(visit.deployment, visit.places["case"]) if his_to_decide(visit, one)]
    waits = [one.action for one in objecting.open_on(visit, visit.places["case"])]
    every = _once(mine, waits)
    at = next((n for n, one in enumerate(every, 1) if one.column.code == visit.one("column") and one.step.code == tried), 0)
    problems = visit.told(error, f"open-{at}") if error is not None else (visit.said("moved-on"),) if moved else ()
    shown = {
        "case": found,
        "facts": cases.cells(visit.sector, "incidents", found.incident, visit),
        "actions": [cases.action_shown(visit.sector, one, visit) for one in found.actions],
        "open": [
            {
                **_shown(visit, one, _clauses(visit, one, found), given if n == at else {}),
                **_appealed(visit, one, found, waits),
                **_on_whom(visit, [each.on for each in mine if _same(each) == _same(one)]),
            }
            for n, one in enumerate(every, 1)
        ],
        "appeals": _appeals(visit, waits) if any(one.what == APPEAL for one in mine) else [],
        "problems": problems,
        "tried": at,
        "moved": moved,
        "seen": str(cases.steps_on(visit, visit.places["case"])),
        "clause": lambda c: clause_words(c, visit.lang) if c else "",
    }
    return Answer("decision.html", shown, status=409 if moved else 400 if problems else 200)


def _once(found: Sequence[Undecided], waits: Sequence[str]) -> list[Undecided]:
    """Each decision once, though it falls on several: by its step, attribute and clause; each appeal by itself, first the one
    that a decision answers, those that are decided after it last. ``waits`` are the open appeals in that order.
    """
    appeals = sorted((one for one in found if one.appeal in waits), key=lambda one: waits.index(one.appeal or ""))
    by = {_same(one): one for one in reversed(found) if one.what != APPEAL}
    return [*appeals[:1], *reversed(by.values()), *appeals[1:]]


def _same(one: Undecided) -> tuple[str, str, str | None, str | None]:
    """What is the same of all on whom one decision falls."""
    return one.step.code, one.column.code, one.clause, one.appeal


def _on_whom(visit: Visit, borne: Iterable[str | None]) -> dict[str, object]:
    """On whom a decision falls: each once, by id and by name."""
    ids = [*dict.fromkeys(each for each in borne if each)]
    return {"borne": ids, "on": [*map(visit.unit_called, ids)]}


def _clauses(visit: Visit, one: Undecided, found: CaseStands) -> list[str]:
    """The clauses of what is decided: of an objection to a whole case those of the sanctions and of the breaches that it brought,
    or else its kind's own.
    """
    if one.what != APPEAL or one.breach is not None:
        return [one.clause] if one.clause else []
    kinds = visit.sector.kind_by_code
    own = [one.clause] if one.clause and not found.sanctions else []
    breaches = [kinds[code].clause for code in objecting.breaches_standing(visit, found)]
    return [*dict.fromkeys(each for each in (*own, *(each.clause for each in found.sanctions), *breaches) if each)]


def _appealed(visit: Visit, one: Undecided, found: CaseStands, waits: Sequence[str]) -> dict[str, object]:
    """Of an appeal: what it contests, what it takes out if it is upheld, and which is decided ``first``, if another is."""
    if one.appeal is None:
        return {"contested": "", "takes_out": "", "first": None}
    return {
        "contested": objecting.contested(visit, one.breach).said(visit.lang),
        "takes_out": objecting.taken_out(visit, found, one.breach),
        "first": waits[0] if one.appeal != waits[0] else None,
    }


def _appeals(visit: Visit, waits: Sequence[str]) -> list[dict[str, object]]:
    """Every appeal on the case with its state, and which of them the next decision answers."""
    return [
        {
            "date": one.date,
            "by": cases.called(visit, one.by or ""),
            "about": objecting.contested(visit, one.breach).said(visit.lang),
            "reason": one.reason or "",
            "upheld": one.upheld,
            "moot": one.moot,
            "decided": one.decided or "",
            "next": one.action in waits[:1],
        }
        for one in appeals_of(visit.deployment, visit.places["case"])
    ]


def _shown(visit: Visit, one: Undecided, clauses: Sequence[str], given: dict[str, str]) -> dict[str, object]:
    """One decision as its page shows it."""
    column, lang = one.column, visit.lang
    earlier = [
        {
            "incident": each.incident,
            "unit": visit.unit_called(each.unit),
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
        "amount": _amount(visit, one),
        "column": column.words.said(lang),
        "clauses": clauses,
        "law": [text for each in clauses if (text := _clause(visit, one, each))],
        "alike": earlier,
        "fields": _fields(visit, one, given),
        "by_clause": one.by_clause,
    }


def _amount(visit: Visit, one: Undecided) -> str:
    """What the text leaves to whoever decides, in words: the bounds, or the least that it names; empty for a yes or no."""
    if one.low is not None and one.high is not None:
        between = visit.said("from-to").format(low=written(one.low), high=written(one.high))
        return visit.said("bounds-are").format(between=between)
    if isinstance(one.column.type, YesNo):
        return ""
    return visit.said("left-to").format(what=one.words.said(visit.lang)) if one.what == SANCTION else visit.said("left-open")


def _clause(visit: Visit, one: Undecided, code: str) -> str:
    """The words of a clause."""
    edition = governing(visit.sector, one.day)
    for law in (*((edition,) if edition is not None else ()), *visit.sector.regulations[-1].beside):
        for clause in law.text.clauses:
            if clause.id == code:
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
        or not choosing.may_take(visit, step, found.unit)
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
        if doubted := [*withdrawn_doubted(visit, [step.code], [found]), *reasons_doubted(visit, [step.code], [found])]:
            raise Fault(doubted)
        if step == APPEAL_DECIDED:
            objecting.answers_meant(visit, visit.places["case"])
        visit.office.record("action", cases.taken_with(visit, step, ("column",)))
    except Fault as error:
        return _page(visit, step.code, error)
    left = [one for one in waiting(visit.deployment, visit.places["case"]) if his_to_decide(visit, one)]
    to = f"/{visit.sector_name}/decisions" + (f"/{quote(visit.places['case'], safe='')}" if left else "")
    return Answer(to=to + (f"?{urlencode({'period': visit.at_period})}" if visit.at_period else ""))
