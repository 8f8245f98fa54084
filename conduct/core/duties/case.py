"""One case: the incident, what was done about it, how its duties stand, what it brought, and what may come next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import field

from ..base.calendar import Calendar
from ..base.faults import Problem, fault
from ..base.frozen import frozen
from ..base.words import Words
from ..law.conditions import Condition, Is, Row, name, tested
from ..law.duty import After, AfterFirst, AllDecided, Duty, Opened, Sanctioned, Settled
from ..law.law import Regulation
from ..law.model import APPEAL, APPEAL_DECIDED, WITHDRAW, Kind, Step
from ..law.sector import Sector
from ..ledger.schema import table
from ..ledger.source import FactSource
from ..ledger.units import Unit, units_of
from .agenda import DECIDE_APPEAL, DutyState, regulation_for, states_found
from .changes import cases_sql
from .engine import DutyEngine
from .sanction import PERSON, SanctionFound


@frozen
class Next:
    """A step that may come next: the duties that it would answer, and the step that must come before it, if one is missing."""

    step: Step
    answers: tuple[DutyState, ...]
    first: Step | None = None


@frozen
class Early:
    """An action taken before what it comes after: its step, the ``closing`` one that comes first, and the duty it answers."""

    action: str
    step: Step
    closing: Step
    duty: Duty


@frozen
class Out:
    """Why something is out of every count: the action that took it out, and the breach alone that it took, if not all."""

    action: Row
    kind: str | None


@frozen
class Case:
    """An incident as it stands on a day. ``row`` is the incident as found, ``entered`` as it was entered.

    ``gave_way`` are sanctions that do not stand, since heavier ones do; ``deciding`` are the steps that count whenever they are
    taken, ``early`` what was done before its time. ``unknown`` says, with the clause, on whom sanctions would fall if
    he were known: they are left out. ``undated`` are deadlines that cannot be judged. ``names`` are those of the units
    that it names.
    """

    sector: Sector
    as_of: date
    row: Row
    entered: Row
    unit: Unit
    actions: tuple[Row, ...]
    duties: tuple[DutyState, ...]
    sanctions: tuple[SanctionFound, ...]
    gave_way: tuple[SanctionFound, ...]
    out: tuple[Out, ...]
    next: tuple[Next, ...]
    deciding: tuple[Step, ...]
    early: tuple[Early, ...] = ()
    unknown: tuple[tuple[str, Words], ...] = ()
    names: Mapping[str, str] = field(factory=dict)
    undated: tuple[Problem, ...] = ()

    @property
    def kind(self) -> Kind:
        """Its kind."""
        return self.sector.kind_by_code[self.row["kind"]]


def has_case(sector: Sector, ledger: FactSource, incident: str) -> bool:
    """Whether the sector's facts hold an incident of this id."""
    if not ledger.has(sector):
        return False
    query = f"SELECT 1 FROM {name(table(sector, 'incidents'))} WHERE incident = ?"
    return ledger.connection.execute(query, (incident,)).fetchone() is not None


def case(
    sector: Sector,
    ledger: FactSource,
    incident: str,
    as_of: date,
    *,
    readings: Mapping[str, object] | None = None,
    calendar: Calendar | None = None,
    origin: str = "readings",
) -> Case:
    """The case of an incident. Raises `Fault` ``case-unknown``, ``kind-gone``, or what `assess` raises."""
    ledger.need(sector)
    if not has_case(sector, ledger, incident):
        raise fault("case-unknown", id=incident, sector=sector.title)
    regulation = regulation_for(sector, as_of, readings, origin)
    undated: list[Problem] = []
    law = (ledger.connection, sector, regulation, calendar or Calendar(), as_of)
    with ledger.view(), DutyEngine.of_day(*law, case=incident, unknown=undated) as engine:
        duties = states_found(engine, incident)
        entered = _rows(ledger, sector, "incidents", name(table(sector, "incidents")), incident)[0]
        if entered["kind"] not in sector.kind_by_code:
            raise fault("kind-gone", incident=incident, kind=entered["kind"], sector=sector.title)
        row = _rows(ledger, sector, "incidents", cases_sql(sector), incident)[0]
        actions = _rows(ledger, sector, "actions", name(table(sector, "actions")), incident)
        sanctions = engine.sanctions
        by_id = {a["action"]: a for a in actions}
        out = [Out(by_id[one.action], one.kind) for one in engine.out_by(incident)]
        named = [value for fact in (row, entered, *actions) for value in fact.values() if isinstance(value, str)]
        named += [found.on for found in (*sanctions.standing, *sanctions.gave_way) if found.on is not None]
        units = units_of(ledger.connection, sector, named)
        unit = units[row["unit"]]
    text = {duty.code: n for n, duty in enumerate(regulation.duties)}  # what falls on one day stands in the text's order
    duties.sort(key=lambda d: (d.since, d.due or "9999-12-31", text.get(d.duty.code, len(text))))
    seen = [a for a in actions if a["date"] <= as_of.isoformat()]
    coming = _next(sector, regulation, row, seen, duties, out)
    scales = [c.deciding.step for c in regulation.charges if c.deciding is not None]
    terms = [regulation.sanction_terms.decide] if regulation.sanction_terms is not None else []
    deciding = (*scales, *terms)
    return Case(
        sector,
        as_of,
        row,
        entered,
        unit,
        tuple(actions),
        tuple(duties),
        tuple(s for s in sanctions.standing if s.on is not None),
        tuple(sanctions.gave_way),
        tuple(out),
        tuple(coming),
        deciding,
        tuple(_early(regulation, row, seen)),
        tuple(_unknown(regulation, sanctions.standing)),
        {unit.id: unit.name for unit in units.values()},
        tuple(undated),
    )


def first_of_new(
    sector: Sector, row: Row, as_of: date, *, readings: Mapping[str, object] | None = None, origin: str = "readings"
) -> dict[str, str]:
    """What must come before each step on a case about which nothing was done yet, by the codes; ``row`` is its incident."""
    regulation = regulation_for(sector, as_of, readings, origin)
    found = {step.code: _missing_before(regulation, step, row, ()) for step in sector.steps}
    return {code: first.code for code, first in found.items() if first is not None}


def _rows(ledger: FactSource, sector: Sector, of: str, source: str, incident: str) -> list[Row]:
    columns = sector.columns(of)
    order = "date, action" if of == "actions" else "incident"
    rows = ledger.connection.execute(
        f"SELECT {', '.join(f't.{name(c)}' for c in columns)} FROM {source} t WHERE t.incident = ? ORDER BY {order}", (incident,)
    )
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _next(
    sector: Sector,
    regulation: Regulation,
    row: Row,
    actions: Sequence[Row],
    duties: Sequence[DutyState],
    out: Sequence[Out],
) -> list[Next]:
    """Steps that answer an open duty, and those not taken yet, unless what they are for is met, in the text's order; then
    withdrawal and appeal.
    """
    if any(o.kind is None for o in out):
        return []
    taken = {a["step"] for a in actions}
    kind = sector.kind_by_code[row["kind"]]
    found = []
    for step in sector.steps:
        if step.by_unit or (step.kinds and kind not in step.kinds):
            continue
        answers = tuple(d for d in duties if d.open and _answered_by(d, step))
        if answers or (step.code not in taken and _asked_for(regulation, step, row) and not _done_without(duties, step)):
            found.append(Next(step, answers, _missing_before(regulation, step, row, actions)))
    waiting = tuple(d for d in duties if d.duty is DECIDE_APPEAL)
    return [*found, Next(APPEAL_DECIDED, waiting) if waiting else Next(APPEAL, ()), Next(WITHDRAW, ())]


def _asked_for(regulation: Regulation, step: Step, row: Row) -> bool:
    """Whether a step has a place in this case: some duty on it applies to the case, or none speaks of the step."""
    tests = [condition for duty in regulation.duties for condition in _conditions(duty, step)]
    return not tests or any(tested(condition, row) for condition in tests)


_NEVER = Is("incident", ())


def _conditions(duty: Duty, step: Step) -> list[Condition | None]:
    """The conditions under which a duty speaks of a step: as what sets it, what answers it, or what closes the case."""
    found: list[Condition | None] = []
    trigger = duty.trigger
    if isinstance(trigger, Sanctioned) or isinstance(duty.expect, AllDecided):  # asked for where the duty is open, and only there
        return [_NEVER] if step == duty.step else []
    case = trigger.case if isinstance(trigger, After | Opened) else None
    if any(part.step == step for part in duty.preceded):
        found.append(case)
    if isinstance(trigger, After) and trigger.step == step:
        found.append(trigger.case)
    if isinstance(trigger, AfterFirst):
        found += [condition for closing, condition in trigger.steps if closing == step]
    expect = duty.expect
    if any(step in (part.step, *part.other) for part in duty.done):
        found.append(case)
    if isinstance(expect, Settled) and step in (expect.step, expect.check):
        found.append(case)
    return found


def _answered_by(state: DutyState, step: Step) -> bool:
    duty = state.duty
    if isinstance(duty.expect, Settled):
        return step in (duty.expect.step, duty.expect.check)
    return any(step in (part.step, *part.other) for part in duty.done) or state.step == step


def _done_without(duties: Sequence[DutyState], step: Step) -> bool:
    """Whether all that a step would answer is met without it; what is settled may still be checked."""
    if any(isinstance(state.duty.expect, Settled) and _answered_by(state, step) for state in duties):
        return False
    mine = [state for state in duties if _answered_by(state, step)]
    return bool(mine) and all(state.status == "met" for state in mine)


def _unknown(regulation: Regulation, sanctions: Sequence[SanctionFound]) -> Iterator[tuple[str, Words]]:
    """Who is not known, by clause, as the results say it."""
    terms = regulation.sanction_terms
    if terms is None:
        return
    for clause, who in dict.fromkeys((s.rule.clause, s.unknown) for s in sanctions if s.on is None):
        yield clause, (terms.unknown_person if who == PERSON else terms.unknown_head)[1]


def _early(regulation: Regulation, row: Row, actions: Sequence[Row]) -> Iterator[Early]:
    """Actions that answer what is owed from the case's first closing, dated before any closing."""
    for duty in regulation.duties:
        if isinstance(duty.trigger, AfterFirst) and duty.step is not None:
            able = [step for step, case in duty.trigger.steps if tested(case, row)]
            codes = {step.code for step in able}
            first = min((a["date"] for a in actions if a["step"] in codes and a["date"] >= row["date"]), default="9999-12-31")
            for action in actions if able else ():
                if action["step"] == duty.step.code and action["date"] < first:
                    yield Early(action["action"], duty.step, able[0], duty)


def _missing_before(regulation: Regulation, step: Step, row: Row, actions: Sequence[Row]) -> Step | None:
    """The step that must come first and has not: the one before it, or what closes the case where it is for a closed one."""
    for duty in regulation.duties:
        match duty.trigger:
            case After(of, _, case) if of == step and tested(case, row):
                for part in duty.preceded:
                    if not any(a["step"] == part.step.code and tested(part.when, a) for a in actions):
                        return part.step
            case AfterFirst(_, closing) if duty.step == step:
                able = [one for one, case in closing if tested(case, row)]
                if able and not any(a["step"] == one.code and a["date"] >= row["date"] for a in actions for one in able):
                    return able[0]
    return None
