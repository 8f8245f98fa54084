"""What a desk enters: a new case with its first steps, in one form."""

from __future__ import annotations

from urllib.parse import quote

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.words import clause_words
from conduct.core.duties.case import has_case
from conduct.core.law.model import APPEAL, WITHDRAW, Kind, Step
from conduct.door.deciding import deciding_steps
from conduct.door.entering import taken_in

from .choosing import chosen, offered_on, step_offered, steps_said
from .doubting import coming_on_new, days_doubted, hand_doubted, nothing_said, order_doubted, own_days_doubted
from .fields import Field, few, incident_fields, lacking, not_there, there_first
from .likeness import likes_doubted
from .rights import Action
from .visits import Answer, Visit

_OF_PAGE = ("form", "seen", "then", "step", "back")
"""What a form says of itself."""


def new_page(visit: Visit) -> Answer:
    """Its kind is chosen first, where there are several; then the form."""
    return _new_form(visit, {key: value for key, value in visit.query if key != "kind"}, ())


def _new_form(visit: Visit, given: dict[str, str], problems: tuple[str, ...]) -> Answer:
    kind, kinds = _kind(visit), visit.sector.recorded_kinds
    fields: list[Field] = []
    if kind is not None:
        fields = incident_fields(visit.sector, kind, given, visit.lang, today(visit), visit.units, new=True)
    tried, day = visit.steps_sent, given.get("date") or today(visit)
    coming = [coming_on_new(visit, kind, given)] if kind is not None else []
    shown = {
        "kinds": {k.code: (k.words.said(visit.lang), clause_words(k.clause, visit.lang)) for k in kinds},
        "kind": kind.code if kind is not None else "",
        "fields": fields,
        "steps": [step_offered(visit, s, given, tried, coming) for s in (_first_steps(visit, kind) if kind is not None else ())],
        "units": units_for(visit, kind, day) if kind is not None else {},
        "not_there": lambda unit: not_there(visit.units[unit], day, visit.lang),
        "problems": problems,
        "made": made_before(visit),
    }
    return Answer("new.html", shown, status=400 if problems else 200)


def _kind(visit: Visit) -> Kind | None:
    """The kind of a new case: the one that is named, or the only one that there is."""
    kinds = {k.code: k for k in visit.sector.recorded_kinds}
    return next(iter(kinds.values())) if len(kinds) == 1 else kinds.get(visit.one("kind"))


def _first_steps(visit: Visit, kind: Kind) -> list[Step]:
    """The steps that a new case may bring: those that a desk takes, and nobody from outside."""
    decided = deciding_steps(visit.sector)
    return [s for s in offered_on(visit, kind, None) if s.code not in decided and s not in (APPEAL, WITHDRAW) and not s.outside]


def units_for(visit: Visit, kind: Kind, day: str) -> dict[str, str]:
    """The units that a case of the kind may be about, and that are his: by id, with their names, those that there are on a day
    first; none where they are too many to choose among, and the id is written.
    """
    able = (unit for unit in visit.units.values() if not kind.units or unit.kind in kind.units)
    his = few(unit for unit in able if visit.may_for(Action.ENTER, unit.id))
    return {unit.id: unit.name for unit in there_first(his, day)}


def new(visit: Visit) -> Answer:
    """Enters it with the steps that are chosen. A unit is named by its id, so that nobody enters for one that is not his."""
    given, kind = visit.filled(but=_OF_PAGE), _kind(visit)
    if kind is None:
        return _new_form(visit, given, (visit.said("choose-kind"),))
    fields = incident_fields(visit.sector, kind, given, visit.lang, today(visit), new=True)
    columns = ["kind", *(f.column for f in fields)]
    case = {key: value for key, value in given.items() if key in columns}
    limited, unit = visit.limited(Action.ENTER), given.get("unit", "")
    if unit in visit.units or (limited and unit):
        visit.need_for(Action.ENTER, unit)
    try:
        if limited and not unit:
            raise Fault(lacking([field for field in fields if field.column == "unit"]))
        of_steps = {key: value for key, value in given.items() if key not in case}
        tried = visit.steps_sent
        doubted = [
            *_taken(visit, given),
            *lacking(fields),
            *nothing_said(visit, fields, tried),
            *days_doubted(visit, "incidents", case.get("date", "")),
            *own_days_doubted(visit, tried, case.get("date", "")),
            *order_doubted(visit, tried, [coming_on_new(visit, kind, case)]),
            *hand_doubted(visit, tried, [case]),
            *likes_doubted(visit, kind, case),
        ]
        steps, said = chosen(visit, _first_steps(visit, kind), of_steps, doubted)
        pairs = [*case.items(), *said, *([("step", steps_said(steps))] if steps else [])]
        made = taken_in(visit.deployment, pairs)
    except Fault as error:
        return _new_form(visit, given, visit.told(error, "new"))
    here = visit.case_address(made.incident or "")
    if visit.one("then") == "new":
        return Answer(to=f"/{visit.sector_name}/new?kind={quote(kind.code, safe='')}&made={quote(made.incident or '', safe='')}")
    return Answer(to=here if visit.json else f"{here}?made={quote(made.incident or '', safe='')}")


def _taken(visit: Visit, given: dict[str, str]) -> list[Problem]:
    """``case-taken`` for an id that another case bears: a form adds no steps to that."""
    id = given.get("incident", "")
    return (
        [Problem("case-taken", {"id": id, "field": "incident"})]
        if id and has_case(visit.sector, visit.deployment.ledger, id)
        else []
    )


def made_before(visit: Visit) -> str:
    """The case that was entered just before, of those that are his; empty for none."""
    made = visit.one("made") if visit.method == "GET" else ""
    unit = visit.unit_if_case(made) if made else None
    return made if unit is not None and visit.may_for(Action.CASE, unit) else ""


def today(visit: Visit) -> str:
    """Today in the office."""
    return visit.deployment.config.today().isoformat()
