"""Many cases at once: the same steps on all that are chosen in a list, with one reason, and one undo."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from attrs import evolve

from conduct.core.base.faults import Fault, fault
from conduct.core.law.conditions import name
from conduct.core.law.model import APPEAL, APPEAL_DECIDED, MISTAKEN, WITHDRAW, Kind, Step
from conduct.core.ledger.mistaken import mistaken_actions
from conduct.core.ledger.schema import table
from conduct.door.entering import entered_at_once
from conduct.door.owed import CaseNext, CaseStands

from .cases import naming_actions
from .choosing import StepChoice, chosen, common_fields, offered_on, step_offered, steps_said
from .doubting import again_doubted, days_doubted, hand_doubted, order_doubted, own_days_doubted
from .fields import Field
from .objecting import breaches_standing, may_be_objected
from .rights import Action
from .visits import Answer, NotFound, Visit
from .withdrawing import withdrawn_doubted
from .withholding import reasons_doubted

MOST = 200
"""How many cases take steps at once."""
Coming = list[Sequence[CaseNext]]
"""What may come next on each of several cases."""
_OF_PAGE = ("form", "seen", "step", "case")


def page(visit: Visit) -> Answer:
    """The cases that were chosen, and the steps that all of them may take."""
    cases = _chosen_cases(visit)
    return _page(visit, cases, _stands(visit, cases))


def _chosen_cases(visit: Visit) -> list[Mapping[str, str]]:
    """The cases of the form or the address, each once. Raises `NotFound` for one not his, `Fault` for none or too many."""
    ids = list(dict.fromkeys(value for key, value in (*visit.form, *visit.query) if key == "case"))
    if not ids:
        raise fault("cases-none")
    if len(ids) > MOST:
        raise fault("cases-most", most=MOST)
    rows = visit.deployment.ledger.connection.execute(
        f"""SELECT i.incident, i.kind, i.unit, i.date, coalesce(i.complainant, ''), coalesce(i.text, ''),
                (SELECT count(*) FROM {name(table(visit.sector, "actions"))} a
                WHERE a.incident = i.incident) FROM json_each(:ids) j
            JOIN {name(table(visit.sector, "incidents"))} i ON i.incident = j.value ORDER BY j.key""",
        {"ids": json.dumps(ids)},
    ).fetchall()
    if len(rows) != len(ids):
        raise NotFound
    for row in rows:
        visit.need_for(Action.CASE, row[2])
    columns = ("incident", "kind", "unit", "date", "complainant", "text", "steps")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _offered(visit: Visit, cases: Sequence[Mapping[str, str]], stands: Sequence[CaseStands]) -> list[Step]:
    """The steps that whoever asks may take on every one of the cases: an objection, and the decision of one, where each case may
    have it next.
    """
    kinds: dict[tuple[str, str], Kind] = {}
    for one in cases:
        if one["kind"] in visit.sector.kind_by_code:
            kinds[one["kind"], one["unit"]] = visit.sector.kind_by_code[one["kind"]]
    each = [offered_on(visit, kind, unit) for (_, unit), kind in kinds.items()]
    found = [step for step in each[0] if all(step in others for others in each)] if each else []
    coming = [{one.step for one in each.next} for each in stands]
    return [s for s in found if s not in (APPEAL, APPEAL_DECIDED) or all(s.code in codes for codes in coming)]


def _page(
    visit: Visit,
    cases: Sequence[Mapping[str, str]],
    stands: Sequence[CaseStands],
    problems: tuple[str, ...] = (),
    moved: bool = False,
) -> Answer:
    given = visit.filled(but=_OF_PAGE)
    tried, coming, offered = visit.steps_sent, _coming(stands), _offered(visit, cases, stands)
    shown = {
        "cases": [{**one, "called": visit.unit_called(one["unit"])} for one in cases],
        "kinds": {k.code: k.words.said(visit.lang) for k in visit.sector.kinds},
        "forms": [_on_cases(visit, stands, step_offered(visit, s, given, tried, coming, stands)) for s in offered],
        "common": common_fields(visit, given),
        "seen": _seen(cases),
        "problems": problems,
        "moved": moved,
    }
    return Answer("together.html", shown, status=409 if moved else 400 if problems else 200)


def _on_cases(visit: Visit, stands: Sequence[CaseStands], one: StepChoice) -> StepChoice:
    """A step of the form; which action was mistaken is chosen of one case's own: an action is of no other, and of several cases
    each as a whole is withdrawn.
    """
    if len(stands) == 1:
        return evolve(one, fields=naming_actions(visit, stands[0].actions, one.fields))
    fields = [field for field in one.fields if field.column != MISTAKEN.code]
    return evolve(one, fields=[_contesting(visit, stands, field) if one.step == APPEAL.code else field for field in fields])


def _contesting(visit: Visit, stands: Sequence[CaseStands], field: Field) -> Field:
    """A field of an objection to several cases; which breach it contests is one that stands against each of them."""
    if field.column != "kind":
        return field
    each = [breaches_standing(visit, one) for one in stands]
    common = [(code, words.said(visit.lang)) for code, words in each[0].items() if all(code in other for other in each)]
    return evolve(field, offers=tuple(common), how="choice")


def _stands(visit: Visit, cases: Sequence[Mapping[str, str]]) -> list[CaseStands]:
    return [visit.office.case(one["incident"]) for one in cases]


def _coming(stands: Sequence[CaseStands]) -> Coming:
    return [one.next for one in stands]


def _seen(cases: Sequence[Mapping[str, str]]) -> str:
    return str(sum(int(one["steps"]) for one in cases))


def taken(visit: Visit) -> Answer:
    """Takes the steps on all the cases, in one batch: all or nothing."""
    cases = _chosen_cases(visit)
    stands = _stands(visit, cases)
    if visit.one("seen") != _seen(cases):
        return _page(visit, cases, stands, moved=True)
    try:
        tried, since = visit.steps_sent, max(one["date"] for one in cases)
        doubted = days_doubted(visit, "actions", visit.one("date"), since)
        doubted += own_days_doubted(visit, tried, since)
        doubted += order_doubted(visit, tried, _coming(stands))
        doubted += withdrawn_doubted(visit, tried, stands)
        doubted += again_doubted(visit, tried, stands)
        doubted += hand_doubted(visit, tried, [one.incident for one in stands])
        doubted += reasons_doubted(visit, tried, stands)
        steps, pairs = chosen(visit, _offered(visit, cases, stands), visit.filled(but=_OF_PAGE), doubted)
        if not steps:
            raise fault("step-none")
        for one in stands if APPEAL in [taken.step for taken in steps] else ():
            may_be_objected(visit, one, visit.one(f"{APPEAL.code}.kind"))
        every = [*pairs, ("step", steps_said(steps))]
        batch = entered_at_once(visit.deployment, [(one["incident"], every) for one in cases])
    except Fault as error:
        return _page(visit, cases, stands, visit.told(error, "all"))
    return Answer(to=f"/{visit.sector_name}/entered/{batch}")


# ---- one undo


def entered(visit: Visit) -> Answer:
    """What he entered in a batch, which he may take back as one."""
    found = _own_batch(visit)
    return Answer("entered.html", _shown(visit, found, ()))


def _shown(visit: Visit, found: Sequence[Mapping[str, str]], problems: tuple[str, ...]) -> dict[str, object]:
    gone = mistaken_actions(visit.deployment.ledger.connection, visit.sector)
    return {
        "actions": [{**one, "gone": one["action"] in gone} for one in found],
        "may_undo": _may_undo(visit, found),
        "batch": visit.places["batch"],
        "steps": _words(visit),
        "problems": problems,
    }


def _may_undo(visit: Visit, found: Sequence[Mapping[str, str]]) -> bool:
    """Whether nothing of a batch was taken back yet, and it took nothing back itself."""
    gone = mistaken_actions(visit.deployment.ledger.connection, visit.sector)
    return not any(one["action"] in gone or one["step"] == WITHDRAW.code for one in found)


def _words(visit: Visit) -> dict[str, str]:
    return {s.code: s.words.said(visit.lang) for s in visit.sector.all_steps}


def _own_batch(visit: Visit) -> list[Mapping[str, str]]:
    """The actions that he entered in the batch of the address. Raises `NotFound` where he entered none, or brought more."""
    number = visit.places["batch"]
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise NotFound
    connection = visit.deployment.ledger.connection
    batch = {"batch": int(number), "who": visit.names_listed, "sector": visit.sector_name}
    blocks = connection.execute(
        """SELECT k."of" FROM batches b JOIN blocks k ON k.batch = b.batch
           WHERE b.batch = :batch AND b.claimed IN (SELECT value FROM json_each(:who)) AND b.sector = :sector
               AND b.command = 'record action'""",
        batch,
    ).fetchall()
    if {of for (of,) in blocks} - {"warnings"} != {"actions"}:
        raise NotFound
    rows = connection.execute(
        f"""SELECT a.action, a.incident, a.step, a.date, i.unit, a.reason FROM blocks k
            JOIN {name(table(visit.sector, "actions"))} a ON a.seq BETWEEN k.first AND k.last AND a.batch = k.batch
            JOIN {name(table(visit.sector, "incidents"))} i ON i.incident = a.incident
            WHERE k.batch = :batch AND k."of" = 'actions' ORDER BY a.seq""",
        batch,
    ).fetchall()
    columns = ("action", "incident", "step", "date", "unit", "reason")
    found: list[Mapping[str, str]] = [dict(zip(columns, row, strict=True)) for row in rows]
    for one in found:
        visit.need_for(Action.ENTER, one["unit"])
    if not found:
        raise NotFound
    return found


def undone(visit: Visit) -> Answer:
    """Takes back all that he entered in the batch, with the reason: each action is withdrawn as mistaken, and none is lost."""
    found = _own_batch(visit)
    by = visit.author or ""
    try:
        if not _may_undo(visit, found):
            raise fault("undo-not")
        if not (reason := visit.one("reason")):
            raise fault("field-needed", column=visit.said("reason"), field="reason")
        each = [[("step", WITHDRAW.code), (MISTAKEN.code, one["action"]), ("by", by), ("reason", reason)] for one in found]
        entered_at_once(visit.deployment, [(one["incident"], pairs) for one, pairs in zip(found, each, strict=True)])
    except Fault as error:
        return Answer("entered.html", _shown(visit, found, visit.told(error, "undo")), status=400)
    return Answer(to=f"/{visit.sector_name}/desk?did=back")
