"""What a desk enters: a new case with its first steps, and several steps on a case at once, in one form with one reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from attrs import evolve

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import clause_words, codes_listed
from conduct.core.duties.case import has_case
from conduct.core.law.model import APPEAL, APPEAL_DECIDED, WITHDRAW, Kind, Step
from conduct.door.deciding import deciding_steps
from conduct.door.entering import taken_in
from conduct.door.owed import CaseNext
from conduct.loading.entry import by_clerk
from conduct.loading.signed import Signatory

from .doubting import coming_on_new, days_doubted, first_of, hand_doubted, nothing_said, order_doubted
from .fields import CHOSEN_AMONG, Field, blanks, incident_fields, lacking, offered_alone, step_fields
from .rights import Action
from .visits import Answer, Visit

_COMMON = ("date", "by", "reason", "note")
"""What several steps have together."""
_OF_PAGE = ("form", "seen", "then", "step", "back")
"""What a form says of itself."""


@frozen
class StepChoice:
    """A step that may be chosen in a form: what it is called, its own fields, whether it is chosen, the open duties that it
    answers, the step that comes ``first``, and whether it may come next.
    """

    step: str
    words: str
    fields: Sequence[Field]
    chosen: bool
    answers: Sequence[str] = ()
    first: str = ""
    due: bool = True


def signed_by(visit: Visit, step: Step, given: str) -> str:
    """By whom a step is entered, whose name was ``given`` or nobody's. Who decides does it in his own name, and in no other.

    Raises `Fault` ``decides-oneself``.
    """
    mine = visit.author or ""
    if given not in ("", mine) and step.code in deciding_steps(visit.sector):
        raise fault("decides-oneself", step=step.words, who=mine)
    return given or mine


def sent_by(visit: Visit, taken: Iterable[str]) -> Signatory:
    """Who sends rows by the number, in which nobody else decides: he takes these of the steps that decide."""
    return Signatory(visit.author or "", deciding_steps(visit.sector), frozenset(taken))


def common_fields(visit: Visit, given: dict[str, str]) -> list[Field]:
    """The day, who took them, the reason and the note of whichever steps are chosen."""
    known = {"by": visit.author or "", **given}
    return [
        evolve(f, required=f.column == "date")
        for f in step_fields(visit.sector, WITHDRAW, known, visit.lang, today(visit))
        if f.column in _COMMON
    ]


def own_fields(visit: Visit, step: Step, given: dict[str, str]) -> list[Field]:
    """What one step alone has, as its part of a form names it: its attributes, and who took it where that is not the clerk."""
    mine = {key.partition(".")[2]: value for key, value in given.items() if key.startswith(f"{step.code}.")}
    wanted = {a.code for a in step.attributes} | (set() if _by_who_enters(visit, step) else {"by"})
    return [f for f in step_fields(visit.sector, step, mine, visit.lang, "", visit.units) if f.column in wanted]


def step_offered(
    visit: Visit, step: Step, given: dict[str, str], chosen: bool, cases: Sequence[Sequence[CaseNext]]
) -> StepChoice:
    """A step of a form on cases of which it is known what may come next on each."""
    first = first_of(step.code, cases)
    before = visit.sector.step_by_code[first].words.said(visit.lang) if first else ""
    return StepChoice(step.code, step.words.said(visit.lang), own_fields(visit, step, given), chosen, first=before)


def _by_who_enters(visit: Visit, step: Step) -> bool:
    """Whether a step is taken by whoever enters it: a clerk's, and each that decides."""
    return by_clerk(step) or step.code in deciding_steps(visit.sector)


def chosen(
    visit: Visit, offered: Sequence[Step], given: dict[str, str], doubted: Sequence[Problem] = ()
) -> tuple[list[Step], list[tuple[str, str]]]:
    """The steps of a form that are chosen, and what of ``given``, its cells, they are taken with, each by the step that it is
    said of.

    Raises `Fault` for a step that is not offered, for cells that no step has, and at once for what is ``doubted``, for blanks
    that are asked about and steps that were filled in and not chosen, then with what is missing.
    """
    codes = dict.fromkeys(value for key, value in visit.form if key == "step")
    if strange := [code for code in codes if code not in {s.code for s in offered}]:
        raise Fault([Problem("field-not-offered", {"value": c, "known": codes_listed(s.code for s in offered)}) for c in strange])
    taken = [s for s in offered if s.code in codes]
    pairs: list[tuple[str, str]] = []
    given, wrong, missing = dict(given), [*doubted], list[Problem]()
    meant = bool(given.pop("blank", "")) or visit.json
    for step in offered:
        fields = own_fields(visit, step, given)
        filled = {f.column: f.value for f in fields if f.value}
        given = {key: value for key, value in given.items() if key.partition(".")[::2] not in {(step.code, c) for c in filled}}
        pairs += [(f"{step.code}.{column}", value) for column, value in filled.items()]
        if step in taken:
            missing += lacking(fields, f"{step.code}.")
            wrong += [] if meant else blanks(step, fields)
        elif filled:
            wrong.append(Problem("step-not-chosen", {"step": step.words, "field": "step", "cell": f"{step.code}."}))
    if wrong:  # else what is missing is said with all that is wrong with the rows
        raise Fault([*wrong, *missing, *_common_lacking(visit, taken, given)])
    by = given.pop("by", "")
    pairs += [(f"{step.code}.by", signed_by(visit, step, by)) for step in taken if _by_who_enters(visit, step)]
    offered_alone(given, _COMMON)
    return taken, [*pairs, *given.items()]


def _common_lacking(visit: Visit, taken: Sequence[Step], given: dict[str, str]) -> list[Problem]:
    """What steps need of what they have together, and is missing."""
    needed = {column for step in taken for column in step.requires}
    return lacking([f.needed() for f in common_fields(visit, given) if f.column in needed and f.column in ("reason", "note")])


def offered_on(visit: Visit, kind: Kind, unit: str | None) -> list[Step]:
    """The steps on a case of a kind that whoever asks may take for a unit, in the law's order."""
    steps = [s for s in visit.sector.all_steps if not s.by_unit and (not s.kinds or kind in s.kinds)]
    return [s for s in steps if may_take(visit, s, unit)]


def deciding_by(step: str) -> Action:
    """What one needs to take a step that decides, by its code."""
    return Action.ANSWER if step == APPEAL_DECIDED.code else Action.DECIDE


def may_take(visit: Visit, step: Step, unit: str | None) -> bool:
    """Whether whoever asks may take a step on a case of a unit, or of some unit: those that decide are a decider's, the others a
    clerk's.
    """
    action = deciding_by(step.code) if step.code in deciding_steps(visit.sector) else Action.ENTER
    return visit.may_for(action, unit) if unit is not None else visit.may(action, visit.sector_name)


# ---- a new case


def new_page(visit: Visit) -> Answer:
    """Its kind is chosen first, where there are several; then the form."""
    return _new_form(visit, {key: value for key, value in visit.query if key != "kind"}, ())


def _new_form(visit: Visit, given: dict[str, str], problems: tuple[str, ...]) -> Answer:
    kind, kinds = _kind(visit), visit.sector.recorded_kinds
    fields: list[Field] = []
    if kind is not None:
        fields = incident_fields(visit.sector, kind, given, visit.lang, today(visit), visit.units, new=True)
    codes = {value for key, value in visit.form if key == "step"}
    coming = [coming_on_new(visit, kind, given)] if kind is not None else []
    shown = {
        "kinds": {k.code: (k.words.said(visit.lang), clause_words(k.clause, visit.lang)) for k in kinds},
        "kind": kind.code if kind is not None else "",
        "fields": fields,
        "steps": [
            step_offered(visit, s, given, s.code in codes, coming)
            for s in (_first_steps(visit, kind) if kind is not None else ())
        ],
        "units": units_for(visit, kind) if kind is not None else {},
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


def units_for(visit: Visit, kind: Kind) -> dict[str, str]:
    """The units that a case of the kind may be about, and that are his: by id, with their names; none where
    they are too many to choose among, and the id is written.
    """
    able = [unit for unit in visit.units.values() if not kind.units or unit.kind in kind.units]
    if visit.limited(Action.ENTER):
        able = [unit for unit in able if visit.may_for(Action.ENTER, unit.id)]
    return {unit.id: unit.name for unit in able} if len(able) <= CHOSEN_AMONG else {}


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
        tried = [value for key, value in visit.form if key == "step"]
        doubted = [
            *_taken(visit, given),
            *lacking(fields),
            *nothing_said(visit, fields, tried),
            *days_doubted(visit, "incidents", case.get("date", "")),
            *order_doubted(visit, tried, [coming_on_new(visit, kind, case)]),
            *hand_doubted(visit, tried, [case]),
        ]
        steps, said = chosen(visit, _first_steps(visit, kind), of_steps, doubted)
        pairs = [*case.items(), *said, *([("step", ",".join(s.code for s in steps))] if steps else [])]
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
