"""A case: looked at, and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from attrs import evolve

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.base.words import clause_words
from conduct.core.duties.out import Appeal
from conduct.core.law.conditions import name
from conduct.core.law.model import APPEAL, APPEAL_DECIDED, MISTAKEN, WITHDRAW, ByOwner, Step, UnitId
from conduct.core.law.sector import Sector
from conduct.core.ledger.mistaken import mistaken_actions
from conduct.core.ledger.schema import table
from conduct.door.owed import CaseNext, CaseStands
from conduct.files.evidence import KINDS
from conduct.loading.headers import column_words
from conduct.report.case import attribute_words

from .choosing import (
    StepChoice,
    chosen,
    common_fields,
    may_take,
    offered_on,
    signed_by,
    step_offered,
    steps_said,
)
from .counting import counted
from .desk import next_due
from .doubting import again_doubted, days_doubted, hand_doubted, order_doubted, own_days_doubted
from .entered_by import attached_by
from .entering import made_before
from .fields import Field, asked_for, offered_alone, step_fields
from .objecting import ANSWERS, answerable, answers_meant, breaches_standing, contested, may_be_objected, taken_out
from .rights import Action
from .visits import Answer, NotFound, Visit
from .withdrawing import who_withdraws, withdrawn, withdrawn_doubted
from .withholding import reasons_doubted

_OF_PAGE = ("form", "seen", "step", "then", ANSWERS)
"""What a form says of itself."""


def case(visit: Visit) -> Answer:
    """A case with its steps, its duties, and the steps that may come next as forms."""
    return _case_page(visit, case_of(visit))


def case_of(visit: Visit) -> CaseStands:
    """The case of the address. Raises `NotFound` where there is none, or it is not his."""
    visit.need_for(Action.CASE, visit.unit_of_case(visit.places["case"]))
    return visit.office.case(visit.places["case"])


def opened(found: CaseStands) -> str:
    """The day of a case."""
    return str(found.incident["date"])


def with_problems(visit: Visit, problems: tuple[str, ...]) -> Answer:
    """The case of the address, with what was wrong with what was sent to it."""
    return _case_page(visit, case_of(visit), problems=problems)


def _case_page(
    visit: Visit, found: CaseStands, tried: Sequence[str] = (), problems: tuple[str, ...] = (), moved: bool = False
) -> Answer:
    sector, lang = visit.sector, visit.lang
    given = visit.filled(but=_OF_PAGE) if tried else {}
    objected = answerable(visit, visit.places["case"])
    forms = [
        _on_case(visit, found, step_offered(visit, s, given, tried, [found.next], [found]), s, objected[:1])
        for s in offered_on(visit, sector.kind_by_code[found.kind], found.unit)
        if s != APPEAL_DECIDED or objected
    ]
    shown = {
        "case": found,
        "counted": counted(visit, found),
        "facts": cells(sector, "incidents", found.incident, visit),
        "actions": _actions(visit, found),
        "forms": sorted(forms, key=lambda one: (not one.due, not one.answers)),
        "common": common_fields(visit, given),
        "problems": problems,
        "moved": moved,
        "made": made_before(visit),
        "seen": str(len(found.actions)),
        "answers": objected[0].action if objected and objected[0].waits else "",
        "here": visit.case_address(visit.places["case"]),
        "attached": attached_by(visit, [one.number for one in found.attachments]),
        "kinds": {one.kind: _kind_words(visit, one.kind) for one in found.attachments},
        "withdrawn": withdrawn(visit, [str(found.incident["incident"])]).get(str(found.incident["incident"])),
        "withdraws": who_withdraws(visit, found.unit),
        "may_enter": visit.may_for(Action.ENTER, found.unit),
        "may_release": visit.may_for(Action.DECIDE, found.unit),
        "clause": lambda c: clause_words(c, lang),
    }
    return Answer("case.html", shown, status=409 if moved else 400 if problems else 200)


def _on_case(visit: Visit, found: CaseStands, one: StepChoice, step: Step, objected: Sequence[Appeal]) -> StepChoice:
    """A step of the form as it stands on the case: what it answers, and what it may name there."""
    coming = next((each for each in found.next if each.step == step.code), None)
    fields = _offering(visit, found, step, naming_actions(visit, found.actions, one.fields))
    return evolve(one, fields=fields, answers=_answers(visit, found, step, coming, objected), due=coming is not None)


def _answers(visit: Visit, found: CaseStands, step: Step, coming: CaseNext | None, objected: Sequence[Appeal]) -> Sequence[str]:
    """What a step answers: of a decision the objection that it answers, or decides anew, and what that takes out."""
    if step == APPEAL_DECIDED:
        return [_objection(visit, found, one) for one in objected]
    return [_duty_words(found, code) for code in coming.answers] if coming is not None else []


def _objection(visit: Visit, found: CaseStands, one: Appeal) -> str:
    about = contested(visit, one.breach).said(visit.lang)
    if not one.waits:
        how = visit.said("upheld-is" if one.upheld else "upheld-not")
        return visit.said("answers-anew").format(day=one.date, about=about, decided=one.decided, how=how)
    return visit.said("answers-appeal").format(day=one.date, about=about, taken=taken_out(visit, found, one.breach))


def _offering(visit: Visit, found: CaseStands, step: Step, fields: Sequence[Field]) -> Sequence[Field]:
    """The fields of a step; of an objection the breaches alone that stand against the case."""
    if step != APPEAL:
        return fields
    standing = tuple((code, words.said(visit.lang)) for code, words in breaches_standing(visit, found).items())
    return [evolve(one, offers=standing, how="choice") if one.column == "kind" else one for one in fields]


def _meant(visit: Visit, found: CaseStands, taken: Sequence[Step], kind: str) -> None:
    """Raises `Fault` for a decision that would answer another objection than the page says, and for an objection that may not be
    made to the case, which names the ``kind`` of a breach.
    """
    if APPEAL in taken:
        may_be_objected(visit, found, kind)
    if APPEAL_DECIDED in taken:
        answers_meant(visit, visit.places["case"], another=APPEAL in taken)


def _kind_words(visit: Visit, kind: str) -> str:
    """What a kind of file is called, where it has a word."""
    sort = kind.partition("/")[0]
    if sort in ("text", "image", "audio", "video"):
        return visit.said(f"kind-{sort}")
    return next((one.ending.lstrip(".").upper() for one in KINDS.values() if one.media == kind), kind)


def _actions(visit: Visit, found: CaseStands) -> list[dict[str, object]]:
    """What was done, each with whether whoever asks may correct it or take it back; a withdrawal of a mistaken action says which
    it was.
    """
    may, able, shown = _may_take_back(visit, found), visit.may_for(Action.ENTER, found.unit), []
    for row in found.actions:
        one = {**action_shown(visit.sector, row, visit), "action": row["action"], "may_take_back": row["step"] in may}
        step = visit.sector.step_by_code.get(str(row["step"]))
        one["may_correct"] = able and step is not None and may_take(visit, step, found.unit)
        one["fill_in"] = _blank(visit, row) if row["step"] in may else []
        if mistaken := row.get(MISTAKEN.code):
            one["words"] = taken_back(visit, str(mistaken))
        shown.append(one)
    return shown


def _blank(visit: Visit, row: Mapping[str, str | int | None]) -> list[str]:
    """What an action is asked for and does not say, in words."""
    step = visit.sector.step_by_code.get(str(row["step"]))
    asked = asked_for(visit.sector, step) if step is not None else {}
    return [column_words(visit.sector, "actions", column).said(visit.lang) for column in asked if row.get(column) is None]


def taken_back(visit: Visit, action: str) -> str:
    """What the withdrawal of a mistaken action is called: by the step that it was."""
    query = f"SELECT step FROM main.{name(table(visit.sector, 'actions'))} WHERE action = ?"
    row = visit.deployment.ledger.connection.execute(query, (action,)).fetchone()
    step = visit.sector.step_by_code.get(str(row[0])) if row is not None else None
    return visit.said("taken-back").format(step=step.words.said(visit.lang) if step is not None else action)


def _which(visit: Visit, action: str) -> str:
    """An action by its step and day, with its id behind."""
    query = f"SELECT step, date FROM main.{name(table(visit.sector, 'actions'))} WHERE action = ?"
    row = visit.deployment.ledger.connection.execute(query, (action,)).fetchone()
    step = visit.sector.step_by_code.get(str(row[0])) if row is not None else None
    return f"{step.words.said(visit.lang)} {row[1]} ({action})" if step is not None else action


def naming_actions(visit: Visit, actions: Sequence[Mapping[str, str | int | None]], fields: Sequence[Field]) -> list[Field]:
    """Fields of a step on a case with these actions: that of a mistaken one offers them, and the one that it names, which stands
    no more; blank it means the whole case.
    """
    offers = {str(row["action"]): _of_case(visit, row) for row in actions}

    def offering(one: Field) -> Field:
        named = {one.value: _which(visit, one.value)} if one.value and one.value not in offers else {}
        return evolve(one, how="choice", offers=tuple({**offers, **named}.items()), blank="blank-is-whole")

    return [offering(one) if one.column == MISTAKEN.code else one for one in fields]


def _of_case(visit: Visit, row: Mapping[str, str | int | None]) -> str:
    """An action of a case by its words and day, with its id behind; a withdrawal of a mistaken one says which it was."""
    mistaken = row.get(MISTAKEN.code)
    return (
        f"{taken_back(visit, str(mistaken))} {row['date']} ({row['action']})" if mistaken else _which(visit, str(row["action"]))
    )


def _may_take_back(visit: Visit, found: CaseStands) -> set[str]:
    """The steps that whoever asks may take back on the case: those that he may take, but no withdrawal, and none of another's."""
    if not visit.may_for(Action.ENTER, found.unit):
        return set()
    offered = offered_on(visit, visit.sector.kind_by_code[found.kind], found.unit)
    return {s.code for s in offered if s not in (WITHDRAW, APPEAL)}


def take_back(visit: Visit) -> Answer:
    """Takes back one step of the case, with the reason: it is withdrawn as mistaken, and stays in the history."""
    found, action = case_of(visit), visit.one("action")
    if action in mistaken_actions(visit.deployment.ledger.connection, visit.sector):
        return _case_page(visit, found, problems=visit.told(fault("undo-not")))
    nth, row = next(((n, one) for n, one in enumerate(found.actions, 1) if one["action"] == action), (0, None))
    if row is None or row["step"] not in _may_take_back(visit, found):
        raise NotFound
    if visit.one("seen") != str(len(found.actions)):
        return _case_page(visit, found, moved=True)
    try:
        if not visit.one("reason"):
            raise fault("field-needed", column=visit.said("reason"), field="reason")
        given = {"incident": found.incident["incident"], "step": WITHDRAW.code, MISTAKEN.code: action}
        visit.office.record("action", given | {"by": visit.author or "", "reason": visit.one("reason")})
    except Fault as error:
        return _case_page(visit, found, problems=visit.told(error, f"take-back-{nth}"))
    return Answer(to=visit.case_address(visit.places["case"]) + "?did=back")


def _duty_words(found: CaseStands, code: str) -> str:
    return next((one.words for one in found.duties if one.duty == code), code)


def cells(sector: Sector, of: str, row: Mapping[str, str | int | None], visit: Visit) -> list[tuple[str, str]]:
    """The columns that are filled, in words."""
    owner = sector.kind_by_code.get(str(row.get("kind"))) if of == "incidents" else sector.step_by_code.get(str(row.get("step")))
    attributes = dict(sector.incident_attributes if of == "incidents" else sector.action_attributes)
    attributes.update({one.code: one for one in (owner.attributes if owner is not None else ())})
    cells = []
    for column, value in row.items():
        if value is None or column in ("kind", "step", "action", "batch") or column not in sector.columns(of):
            continue
        said = attribute_words(sector, attributes[column], value, visit.lang) if column in attributes else str(value)
        if column == "unit" or (column in attributes and isinstance(attributes[column].type, UnitId | ByOwner)):
            said = called(visit, said)
        if column == MISTAKEN.code:
            said = _which(visit, said)
        cells.append((column_words(sector, of, column).said(visit.lang), said))
    return cells


def called(visit: Visit, written: str) -> str:
    """A unit by its name with its id, where what was written is one; else as it was written."""
    return f"{visit.units[written].name} ({written})" if written in visit.units else written


def action_shown(sector: Sector, row: Mapping[str, str | int | None], visit: Visit) -> dict[str, object]:
    """An action as a page shows it: its day, what it is, whose, and the other columns that are filled."""
    step = sector.step_by_code.get(str(row["step"]))
    words = step.words.said(visit.lang) if step is not None else str(row["step"])
    filled = cells(sector, "actions", row, visit)
    hidden = {column_words(sector, "actions", c).said(visit.lang) for c in ("date", "incident", "by")}
    return {
        "date": row["date"],
        "words": words,
        "by": called(visit, str(row.get("by") or "")),
        "cells": [c for c in filled if c[0] not in hidden],
    }


def _doubted(visit: Visit, found: CaseStands, taken: Sequence[str]) -> list[Problem]:
    """What is asked of steps on a case before they are taken: of their day, of what comes first, of what was taken already, of
    who takes them, of a reason that is withheld, and whether they are meant though it was withdrawn.
    """
    return [
        *days_doubted(visit, "actions", visit.one("date"), opened(found)),
        *own_days_doubted(visit, taken, opened(found)),
        *withdrawn_doubted(visit, taken, [found]),
        *again_doubted(visit, taken, [found]),
        *order_doubted(visit, taken, [found.next]),
        *hand_doubted(visit, taken, [found.incident]),
        *reasons_doubted(visit, taken, [found]),
    ]


def step(visit: Visit) -> Answer:
    """Takes the step of the address. Where somebody else took one since the page was made, it is shown first, and what was filled
    in stays.
    """
    sector, found = visit.sector, case_of(visit)
    taken = sector.step_by_code.get(visit.places["step"])
    if taken is None or taken not in offered_on(visit, sector.kind_by_code[found.kind], found.unit):
        raise NotFound
    if visit.one("seen") != str(len(found.actions)):
        return _case_page(visit, found, (taken.code,), moved=True)
    given = taken_with(visit, taken)
    try:
        _meant(visit, found, [taken], given.get("kind", ""))
        if doubted := _doubted(visit, found, (taken.code,)):
            raise Fault(doubted)
        visit.office.record("action", given)
    except Fault as error:
        return _case_page(visit, found, (taken.code,), visit.told(error, "all"))
    return Answer(to=visit.case_address(visit.places["case"]))


def steps(visit: Visit) -> Answer:
    """Takes the steps that are chosen, as `step` takes one; then the case is shown, what is due, or the next case that is."""
    found, incident = case_of(visit), visit.places["case"]
    offered = offered_on(visit, visit.sector.kind_by_code[found.kind], found.unit)
    tried = visit.steps_sent
    if visit.one("seen") != str(len(found.actions)):
        return _case_page(visit, found, tried or ("",), moved=True)
    try:
        cells = visit.filled(but=_OF_PAGE)
        taken, pairs = chosen(visit, offered, cells, _doubted(visit, found, tried))
        if not taken:
            raise fault("step-none")
        _meant(visit, found, [one.step for one in taken], cells.get(f"{APPEAL.code}.kind", ""))
        visit.office.record("action", [*pairs, ("incident", incident), ("step", steps_said(taken))])
    except Fault as error:
        return _case_page(visit, found, tried or ("",), visit.told(error, "all"))
    made = "" if visit.json else f"?made={quote(incident, safe='')}"
    if visit.one("then") in ("due", "next"):
        return Answer(to=next_due(visit, incident) if visit.one("then") == "next" else f"/{visit.sector_name}/desk{made}")
    return Answer(to=visit.case_address(incident) + made)


def taken_with(visit: Visit, step: Step, but: tuple[str, ...] = ()) -> dict[str, str]:
    """What a step on the case of the address is taken with, by the form. Raises `Fault` for a cell that this does not have."""
    given = visit.filled(but=("form", "seen", ANSWERS, *but))
    offered_alone(given, [f.column for f in step_fields(visit.sector, step, {}, visit.lang, "")])
    given.update(step=step.code, incident=visit.places["case"])
    given["by"] = signed_by(visit, step, given.get("by", ""))
    return given


def answered(visit: Visit, form: str, but: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Decides the objection to the case of the address, and gives what is wrong with that, beside the fields of the page's
    ``form`` as well; ``but`` are cells of the page alone.

    Where somebody took a step on the case since the page was made, that is said, and nothing is entered.
    """
    incident = visit.places["case"]
    visit.need_for(Action.ANSWER, visit.unit_of_case(incident))
    if visit.one("seen") != str(steps_on(visit, incident)):
        return (visit.refusing("moved-on"),)
    try:
        if doubted := _doubted(visit, case_of(visit), (APPEAL_DECIDED.code,)):
            raise Fault(doubted)
        answers_meant(visit, incident)
        visit.office.record("action", taken_with(visit, APPEAL_DECIDED, but))
    except Fault as error:
        return visit.told(error, form)
    return ()


def steps_on(visit: Visit, incident: str) -> int:
    """How many steps were entered on a case."""
    query = f"SELECT count(*) FROM {name(table(visit.sector, 'actions'))} WHERE incident = ?"
    return int(visit.deployment.ledger.connection.execute(query, (incident,)).fetchone()[0])
