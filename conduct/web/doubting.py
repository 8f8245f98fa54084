"""What is taken only when it is meant: a day before its case's own, long ago or still to come, a step before the one that
comes first, one that was taken already or by the one complained of, and a case of which nothing is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.words import Words
from conduct.core.duties.case import first_of_new
from conduct.core.law.conditions import Stored, name
from conduct.core.law.duty import AfterFirst, NotBy
from conduct.core.law.model import APPEAL, APPEAL_DECIDED, WITHDRAW, Attribute, Kind, Options, Step
from conduct.core.ledger.schema import table
from conduct.door.owed import CaseNext, CaseStands
from conduct.loading.cells import Bad, converter
from conduct.loading.dubious import first_day
from conduct.loading.headers import column_words

from .fields import Field
from .meant import AGAIN_MEANT, DAY_MEANT, HAND_MEANT, NOTHING_MEANT, ORDER_MEANT
from .visits import Visit

_LONG_AGO = 10
"""How many years ago a case is asked about."""
_NEAR = timedelta(days=2 * 365)


def days_doubted(visit: Visit, of: str, day: str, since: str = "", field: str = "date") -> list[Problem]:
    """What is asked of the ``day`` of a row of the table ``of``: whether it is right though it is before ``since``, its case's
    own day, or after today, or a case's own though it is long ago. Nothing where it is confirmed, and of what is no day;
    ``field`` is its cell.
    """
    today, found = visit.deployment.config.today(), list[Problem]()
    with suppress(ValueError):
        on = date.fromisoformat(day)
        said: dict[str, str | int | Words] = {"column": column_words(visit.sector, of, "date"), "day": day, "field": field}
        if since and on < date.fromisoformat(since):
            found.append(Problem("day-before", {**said, "since": since}))
        if on > today:
            found.append(Problem("day-ahead", {**said, "today": today.isoformat()}))
        if of == "incidents" and _long_ago(visit, on, today):
            found.append(Problem("day-long-ago", {**said, "n": _LONG_AGO}))
    return [] if visit.one(DAY_MEANT) else found


def _long_ago(visit: Visit, on: date, today: date) -> bool:
    """Whether a day is many years ago, and no other case is of about then, or it is before any day that is believed. Who enters
    old cases is asked of the first.
    """
    if on >= today.replace(year=today.year - _LONG_AGO, day=min(today.day, 28)):
        return False
    if on < first_day(visit.sector):
        return True
    near = {"since": (on - _NEAR).isoformat(), "until": (on + _NEAR).isoformat()}
    query = f"SELECT 1 FROM {name(table(visit.sector, 'incidents'))} WHERE date BETWEEN :since AND :until LIMIT 1"
    return visit.deployment.ledger.connection.execute(query, near).fetchone() is None


def own_days_doubted(visit: Visit, taken: Iterable[str], since: str) -> list[Problem]:
    """The same of the days that steps of a form have otherwise than the others."""
    days = ((f"{called}.date", visit.one(f"{called}.date")) for called in taken)
    return [problem for field, day in days if day for problem in days_doubted(visit, "actions", day, since, field)]


def days_meant(visit: Visit, of: str, day: str, since: str = "") -> None:
    """Raises `Fault` ``day-before``, ``day-ahead`` or ``day-long-ago`` for a day that `days_doubted` doubts."""
    if found := days_doubted(visit, of, day, since):
        raise Fault(found)


def nothing_said(visit: Visit, fields: Sequence[Field], steps: Sequence[str]) -> list[Problem]:
    """What is asked of a new case of which its ``fields`` say nothing but its unit and its day, and with which no ``steps`` are
    taken: whether it is to be entered at all. Nothing where it is confirmed; what a form offers alone is not said by anybody.
    """
    said = [one for one in fields if one.value and one.column not in ("unit", "date") and not one.settled]
    return [] if said or steps or visit.one(NOTHING_MEANT) else [Problem("nothing-said", {"field": "text"})]


def first_of(step: str, cases: Iterable[Sequence[CaseNext]]) -> str:
    """The step that comes before this one and is missing on one of the cases, by what may come next on each; empty for none."""
    return next((one.first for coming in cases for one in coming if one.step == step and one.first), "")


def coming_on_new(visit: Visit, kind: Kind, given: Mapping[str, str]) -> list[CaseNext]:
    """Which steps on a new case of a kind, with what is ``given`` of it, come after another."""
    row = row_of_new(visit, kind, given)
    at, settings = visit.deployment.config.today(), visit.deployment.settings(visit.sector)
    found = first_of_new(visit.sector, row, at, readings=settings.get("readings"), origin=settings.get("origin", ""))
    known = visit.sector.step_by_code
    return [
        CaseNext(step=step, words=known[step].words.said(visit.lang), answers=(), first=first) for step, first in found.items()
    ]


def row_of_new(visit: Visit, kind: Kind, given: Mapping[str, str]) -> dict[str, Stored]:
    """A new case of a kind as the ledger would hold it, with what is ``given`` of it and can be read."""
    row: dict[str, Stored] = dict.fromkeys(visit.sector.columns("incidents"))
    row |= {"kind": kind.code, "date": given.get("date", ""), **{a.code: a.unsaid for a in kind.attributes}}
    kinds = [(one.code, one.words) for one in visit.sector.kinds]
    for attribute in kind.attributes:
        said = converter(attribute.type, kinds)(given[attribute.code]) if given.get(attribute.code) else None
        if said is not None and not isinstance(said, Bad):
            row[attribute.code] = said
    return row


def hand_doubted(visit: Visit, taken: Sequence[str], cases: Iterable[Mapping[str, object]]) -> list[Problem]:
    """What is asked of steps by the one complained of in one of the cases, where the law keeps him from them: whether they are
    meant so. Nothing where it is confirmed; he is known by his id or his name.
    """
    rules = {duty.expect for law in visit.sector.regulations for duty in law.duties if isinstance(duty.expect, NotBy)}
    against = {rule: {id for case in cases if (id := str(case.get(rule.attribute.code) or ""))} for rule in rules}
    known, found = visit.sector.step_by_code, list[Problem]()
    for called in taken if not visit.one(HAND_MEANT) else ():
        code, own = called.partition(".")[0], visit.one(f"{called}.by")
        by = own or visit.one("by") or visit.author or ""
        for rule, ids in against.items():
            if (
                code in known
                and known[code] not in rule.but
                and by in {*ids, *(visit.units[id].name for id in ids if id in visit.units)}
            ):
                field = f"{called}.by" if own else "by"
                found.append(Problem("by-concerned", {"step": known[code].words, "by": by, "field": field}))
    return found[:1]


def order_doubted(visit: Visit, taken: Sequence[str], cases: Sequence[Sequence[CaseNext]]) -> list[Problem]:
    """What is asked of steps that are taken before the one that comes first: whether they are meant so. Nothing of what comes
    with that one, or with another that does as well, and where it is confirmed.
    """
    known, found, codes = visit.sector.step_by_code, list[Problem](), [called.partition(".")[0] for called in taken]
    for code in dict.fromkeys(codes) if not visit.one(ORDER_MEANT) else ():
        first = first_of(code, cases)
        if code in known and first and not {first, *_as_well(visit, code)} & set(codes):
            said = {"step": known[code].words, "first": known[first].words}
            found.append(Problem("step-first", {**said, "field": "step", "cell": f"{code}."}))
    return found


def again_doubted(visit: Visit, taken: Sequence[str], cases: Iterable[CaseStands]) -> list[Problem]:
    """What is asked of steps that were taken on one of the cases already: whether they were taken once more. Nothing of what
    the law wants again, of what contests, decides or takes back, and where it is confirmed.
    """
    known, found = visit.sector.step_by_code, dict[str, Problem]()
    for case in cases if not visit.one(AGAIN_MEANT) else ():
        for called in taken:
            step = known.get(called.partition(".")[0])
            if step is not None and called not in found and (earlier := _alike(visit, case, step, called)):
                by: str | Words = str(earlier[-1]["by"] or "") or Words("未写明何人", "nobody is named")
                said: dict[str, str | int | Words] = {
                    "step": step.words,
                    "case": str(case.incident["incident"]),
                    "day": str(earlier[-1]["date"]),
                    "by": by,
                }
                found[called] = Problem("step-again", {**said, "field": "step", "cell": f"{called}."})
    return [*found.values()]


def _alike(visit: Visit, case: CaseStands, step: Step, called: str) -> list[Mapping[str, str | int | None]]:
    """What was taken on a case that the step, as the form has it, would be once more. Where the law wants it, that is what was
    taken since and says the same of what may be chosen (向上级、向医院领导汇报 are two).
    """
    earlier = _taken_on(case, step)
    answers = {code for one in case.next if one.step == step.code for code in one.answers}
    if not answers:
        return earlier
    since = min((one.since.isoformat() for one in case.duties if one.duty in answers and one.open), default="")
    told = {one.code: visit.one(f"{called}.{one.code}") or visit.one(one.code) for one in step.attributes if _chosen(one)}
    return [one for one in earlier if told and str(one["date"]) >= since and told == {c: str(one.get(c) or "") for c in told}]


def _chosen(attribute: Attribute) -> bool:
    return isinstance(attribute.type, Options)


def _taken_on(case: CaseStands, step: Step) -> list[Mapping[str, str | int | None]]:
    """The actions of a step on a case, in order; none of those that may well be several."""
    return [] if step in (WITHDRAW, APPEAL, APPEAL_DECIDED) else [one for one in case.actions if one["step"] == step.code]


def taken_before(visit: Visit, step: Step, cases: Iterable[CaseStands]) -> str:
    """When and by whom a step was taken on one of the cases last, in words; empty where it was not."""
    last = max((one for case in cases for one in _taken_on(case, step)), key=lambda one: str(one["date"]), default=None)
    return visit.said("taken-on").format(when=f"{last['date']} {last['by'] or ''}".strip()) if last is not None else ""


def _as_well(visit: Visit, step: str) -> set[str]:
    """The steps any of which a step may come after."""
    every = [duty for law in visit.sector.regulations for duty in law.duties if duty.step is not None and duty.step.code == step]
    return {one.code for duty in every if isinstance(duty.trigger, AfterFirst) for one, _ in duty.trigger.steps}
