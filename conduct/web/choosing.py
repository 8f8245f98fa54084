"""The steps of a form on cases: each with its own cells, with what all of them have together, and once more where it was taken
more than once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import evolve

from conduct.core.base.faults import Fault, Problem, fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import codes_listed
from conduct.core.law.model import APPEAL, APPEAL_DECIDED, WITHDRAW, Kind, Step
from conduct.door.deciding import deciding_steps
from conduct.door.owed import CaseNext, CaseStands
from conduct.loading.entry import StepTaken, by_clerk
from conduct.loading.signed import Signatory

from .doubting import first_of, taken_before
from .fields import Field, blanks, lacking, offered_alone, step_fields
from .rights import Action
from .visits import Visit

COMMON = ("date", "by", "reason", "note")
"""What several steps have together, and any of them may have otherwise."""
_TIMES = range(2, 10)


@frozen
class StepChoice:
    """A step that may be chosen in a form: what its box and its cells are called by, what it is called, its own ``fields``, and
    ``beside`` those that stand for what all have together; whether it is chosen, the open duties that it answers, the step that
    comes ``first``, and whether it may come next; when and by whom it was ``taken`` already, and the same step once more.
    """

    step: str
    words: str
    fields: Sequence[Field]
    beside: Sequence[Field]
    chosen: bool
    answers: Sequence[str] = ()
    first: str = ""
    due: bool = True
    taken: str = ""
    again: StepChoice | None = None


def signed_by(visit: Visit, step: Step, given: str) -> str:
    """By whom a step is entered, whose name was ``given`` or nobody's. Who decides does it in his own name, and in no other.

    Raises `Fault` ``decides-oneself``.
    """
    mine = visit.author or ""
    if given not in ("", mine) and step.code in deciding_steps(visit.sector):
        raise fault("decides-oneself", step=step.words, who=mine)
    return given or mine


def sent_by(visit: Visit, taken: Iterable[str], corrects: Iterable[str] = (), *, adds: bool = True) -> Signatory:
    """Who sends rows by the number, in which nobody else decides: he takes these of the steps that decide, corrects rows of these
    tables, and ``adds`` new ones.
    """
    return Signatory(visit.author or "", deciding_steps(visit.sector), frozenset(taken), frozenset(corrects), adds)


def common_fields(visit: Visit, given: dict[str, str]) -> list[Field]:
    """The day, who took them, the reason and the note of whichever steps are chosen."""
    known, day = {"by": visit.author or "", **given}, visit.deployment.config.today().isoformat()
    found = step_fields(visit.sector, WITHDRAW, known, visit.lang, day)
    return [evolve(f, required=f.column == "date") for f in found if f.column in COMMON]


def _own_fields(visit: Visit, taken: StepTaken, given: dict[str, str]) -> tuple[list[Field], list[Field]]:
    """What one step alone has, as its part of a form names it: its attributes, and who took it where that is not the clerk; and
    what it has otherwise than the others.
    """
    mine = {key.rpartition(".")[2]: value for key, value in given.items() if key.rpartition(".")[0] == taken.called}
    alone = {a.code for a in taken.step.attributes} | (set() if _by_who_enters(visit, taken.step) else {"by"})
    day = given.get("date") or visit.deployment.config.today().isoformat()
    every = step_fields(visit.sector, taken.step, mine, visit.lang, "", visit.units, day=day)
    beside = [evolve(f, required=False) for f in every if f.column not in alone]
    return [f for f in every if f.column in alone], beside


def step_choice(visit: Visit, step: Step, given: dict[str, str], tried: Iterable[str], nth: int = 1) -> StepChoice:
    """A step of a form in which something was filled in; with the same once more, unless it decides or takes back."""
    taken, codes = StepTaken(step, nth), {*tried}
    fields, beside = _own_fields(visit, taken, given)
    made = StepChoice(taken.called, step.words.said(visit.lang), fields, beside, taken.called in codes)
    if nth not in range(1, _TIMES[-1]) or not _several(visit, step) or (nth > 1 and not _is_filled(made)):
        return made
    return evolve(made, again=step_choice(visit, step, given, codes, nth + 1))


def _is_filled(one: StepChoice) -> bool:
    return one.chosen or any(field.value for field in (*one.fields, *one.beside))


def _several(visit: Visit, step: Step) -> bool:
    """Whether a form takes a step more than once: none that decides, contests or takes back."""
    return step not in (WITHDRAW, APPEAL, APPEAL_DECIDED) and step.code not in deciding_steps(visit.sector)


def step_offered(
    visit: Visit,
    step: Step,
    given: dict[str, str],
    tried: Iterable[str],
    coming: Sequence[Sequence[CaseNext]],
    cases: Sequence[CaseStands] = (),
) -> StepChoice:
    """A step of a form on cases of which it is known what may come next on each, and what was done."""
    first = first_of(step.code, coming)
    before = visit.sector.step_by_code[first].words.said(visit.lang) if first else ""
    return evolve(step_choice(visit, step, given, tried), first=before, taken=taken_before(visit, step, cases))


def _by_who_enters(visit: Visit, step: Step) -> bool:
    """Whether a step is taken by whoever enters it: a clerk's, and each that decides."""
    return by_clerk(step) or step.code in deciding_steps(visit.sector)


def chosen(
    visit: Visit, offered: Sequence[Step], given: dict[str, str], doubted: Sequence[Problem] = ()
) -> tuple[list[StepTaken], list[tuple[str, str]]]:
    """The steps of a form that are chosen, and what of ``given``, its cells, they are taken with, each by the step that it is
    said of.

    Raises `Fault` for a step that is not offered, for cells that no step has, and at once for what is ``doubted``, for blanks
    that are asked about and steps that were filled in and not chosen, then with what is missing.
    """
    codes = visit.steps_sent
    rows = [StepTaken(step, nth) for step in offered for nth in _times(visit, step, codes, given)]
    if strange := [code for code in codes if code not in {row.called for row in rows}]:
        known = codes_listed(s.code for s in offered)
        raise Fault([Problem("field-not-offered", {"value": c, "known": known}) for c in strange])
    taken, pairs = list[StepTaken](), list[tuple[str, str]]()
    given, wrong, missing, needed = dict(given), [*doubted], list[Problem](), set[str]()
    meant = bool(given.pop("blank", "")) or visit.json
    signed: list[tuple[StepTaken, str]] = []
    for row in rows:
        fields, beside = _own_fields(visit, row, given)
        filled = {f.column: given.pop(f"{row.called}.{f.column}") for f in (*fields, *beside) if f.value}
        if row.called not in codes:
            if filled:
                wrong.append(Problem("step-not-chosen", {"step": row.step.words, "field": "step", "cell": f"{row.called}."}))
            continue
        taken.append(row)
        needed |= {*row.step.requires} - filled.keys()
        missing += lacking(fields, f"{row.called}.")
        wrong += [] if meant else blanks(row.step, fields, row.called)
        if _by_who_enters(visit, row.step):
            signed.append((row, filled.pop("by", "")))
        pairs += [(f"{row.called}.{column}", value) for column, value in filled.items()]
    missing += lacking([f.needed() for f in common_fields(visit, given) if f.column in needed & {"reason", "note"}])
    offered_alone(given, COMMON)
    if wrong:  # else what is missing is said with all that is wrong with the rows
        raise Fault([*wrong, *missing])
    by = given.pop("by", "")
    pairs += [(f"{row.called}.by", signed_by(visit, row.step, own or by)) for row, own in signed]
    return taken, [*pairs, *given.items()]


def _times(visit: Visit, step: Step, codes: Sequence[str], given: dict[str, str]) -> list[int]:
    """Which times of a step a form has: the first, and each that is chosen or filled in."""
    form = re.compile(rf"{re.escape(step.code)}\.([2-9])(\..*)?")
    later = {int(found[1]) for key in (*codes, *given) if (found := form.fullmatch(key))} if _several(visit, step) else set[int]()
    return [1, *sorted(later)]


def steps_said(taken: Sequence[StepTaken]) -> str:
    """The steps that are taken, as one value."""
    return ",".join(one.called for one in taken)


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
