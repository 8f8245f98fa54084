"""Each duty against what the sector declares: what sets it, what answers it, and by when, each must fit the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from conduct.core.base.periods import PERIOD_WORDS
from conduct.core.law.conditions import Condition
from conduct.core.law.consequence import Sanction
from conduct.core.law.duty import (
    After,
    AfterFirst,
    AllDecided,
    Done,
    Duty,
    EveryAction,
    EveryPeriod,
    FromPeriod,
    Given,
    Has,
    Never,
    NotBy,
    Opened,
    Sanctioned,
    Settled,
)
from conduct.core.law.law import Regulation
from conduct.core.law.model import Attribute, Kind, PeriodId, Step
from conduct.core.law.sector import CORE_COLUMNS, Sector

from .declared import attribute_known, attributes_of, columns_known, unknown

_CORE = {of: set(columns) for of, columns in CORE_COLUMNS.items()}


def closing(sector: Sector, closing: AfterFirst) -> Iterator[str]:
    """What is wrong with what closes a case."""
    yield from pairs(sector, "AfterFirst", closing.steps, closing.kind)


def pairs(sector: Sector, what: str, pairs: Iterable[tuple[Step, Condition | None]], kind: Kind) -> Iterator[str]:
    """Steps, each with the condition on the cases of a kind on which it counts."""
    for _, test in pairs:
        if test is not None:
            yield from columns_known(what, test, on(kind), "the kind")


def on(*kinds: Kind) -> set[str]:
    """What the row of an incident of these kinds holds."""
    return {a.code for a in attributes_of(kinds)} | _CORE["incidents"]


def _taken(*steps: Step) -> set[str]:
    return {a.code for step in steps for a in step.attributes} | _CORE["actions"]


class _SetBy(NamedTuple):
    """What sets a duty: what its own row holds, the attributes that may give a term, and the kinds of the duty's cases."""

    row: set[str]
    given: tuple[Attribute, ...]
    kinds: tuple[Kind, ...]


def of_duty(sector: Sector, regulation: Regulation, duty: Duty) -> Iterator[str]:
    """What sets a duty, what answers it, and by when: each must fit the others."""
    set_by = _set_by(sector, regulation, duty)
    yield from _of_trigger(sector, regulation, duty, set_by)
    yield from _of_answer(regulation, duty, set_by)
    yield from _of_doing(sector, duty, set_by.kinds)


def _set_by(sector: Sector, regulation: Regulation, duty: Duty) -> _SetBy:
    kinds = duty.kinds(sector.kinds)
    match duty.trigger:
        case After(step):
            return _SetBy(_taken(step), step.attributes, kinds)
        case Opened():
            return _SetBy(on(*kinds), attributes_of(kinds), kinds)
        case Sanctioned(sanction):
            found = (s for s in _sanctions_of(regulation, duty) if s.name == sanction)
            return _SetBy(set(), (), tuple(dict.fromkeys(k for s in found for k in s.count.kinds)))
        case AfterFirst(kind):
            return _SetBy(on(kind), kind.attributes, kinds)
        case EveryAction():
            return _SetBy(set(_CORE["actions"]), (), kinds)
    return _SetBy(set(), (), kinds)


def _sanctions_of(regulation: Regulation, duty: Duty) -> list[Sanction]:
    return [s for s in regulation.of(Sanction) if s.clause == duty.clause]


def _of_trigger(sector: Sector, regulation: Regulation, duty: Duty, set_by: _SetBy) -> Iterator[str]:
    row, kinds = set_by.row, set_by.kinds
    match duty.trigger:
        case After(step, when, case):
            if when is not None:
                yield from columns_known("After.when", when, row, f"the step {step.code}")
            if case is not None:
                yield from columns_known(
                    "After.case", case, on(*kinds) if kinds else set(), "the kinds that the step is taken on"
                )
        case Opened(_, case):
            if case is not None:
                yield from columns_known("Opened.case", case, row, "the kinds that open it")
        case Sanctioned(sanction):
            names = {s.name for s in _sanctions_of(regulation, duty)}
            yield from unknown("Sanctioned", (sanction,), names, f"sanction of clause {duty.clause}")
            if not isinstance(duty.expect, Done) or not isinstance(duty.by, Never):
                yield "set by a sanction, it is met by a Done, whenever that is: Never"
        case AfterFirst():
            yield from closing(sector, duty.trigger)
        case EveryPeriod(periods):
            yield from unknown("EveryPeriod", periods, set(PERIOD_WORDS), "kind of period")
            if not isinstance(duty.expect, Done):
                yield "owed for every period, it is met by a Done"
            elif not duty.expect.step.by_unit:
                yield f"owed for every period by a unit, it is met by a step by a unit, which {duty.expect.step.code} is not"


def _of_answer(regulation: Regulation, duty: Duty, set_by: _SetBy) -> Iterator[str]:
    """By when a duty is due, and what it expects, against what sets it."""
    if isinstance(duty.by, FromPeriod) != isinstance(duty.trigger, EveryPeriod):
        yield "EveryPeriod and FromPeriod go together: a deadline from the period is for a duty owed by period"
    if isinstance(duty.by, Given):
        for attribute in (a for a in (duty.by.due, duty.by.workdays) if a is not None):
            yield from attribute_known("Given", attribute, set_by.given, "what sets the duty")
    match duty.expect:
        case Has(test):
            yield from columns_known("Has", test, set_by.row, "what sets the duty")
        case NotBy(attribute):
            yield from attribute_known("NotBy", attribute, attributes_of(set_by.kinds), "the kind")
        case AllDecided(clauses=clauses):
            yield from unknown("AllDecided", clauses, {s.clause for s in regulation.of(Sanction)}, "clause with a sanction")


def _of_doing(sector: Sector, duty: Duty, kinds: tuple[Kind, ...]) -> Iterator[str]:
    """What comes before a duty, what meets it, and who owes it, on cases of these kinds."""
    for part in duty.preceded:
        if part.when is not None:
            yield from columns_known("Preceded.when", part.when, _taken(part.step), f"the step {part.step.code}")
    if duty.replaced and not isinstance(duty.trigger, After):
        yield "replaced is for a duty that an action sets"
    for done in (*duty.done, *((duty.excuse,) if duty.excuse is not None else ())):
        yield from _done(sector, done)
        if done.stated is not None:
            yield from columns_known("Done.stated", done.stated, on(*kinds) if kinds else set(), "the case")
        if done.after and not isinstance(duty.trigger, After):
            yield "Done.after is for a duty that an action sets"
    for bearer in (b for b in duty.bearer if b.when is not None):
        yield from columns_known("Bearer.when", bearer.when, {a.code for a in attributes_of(kinds)}, "the kinds of its cases")
    if isinstance(duty.expect, Settled):
        step, check = duty.expect.step, duty.expect.check
        yield from columns_known("Settled", duty.expect.passed, _taken(check), f"the step {check.code}")
        if step.by_unit or check.by_unit:
            yield "what is put right is a case: its steps are taken on an incident"
    if isinstance(duty.trigger, After) and duty.trigger.moves and not isinstance(duty.by, Given):
        yield "a term that moves is Given by what sets it"


def _done(sector: Sector, done: Done) -> Iterator[str]:
    if done.when is not None:
        yield from columns_known("Done.when", done.when, _taken(done.step, *done.other), f"the step {done.step.code}")
    if done.period is not None:
        yield from attribute_known("Done.period", done.period, done.step.attributes, f"the step {done.step.code}")
        if not isinstance(done.period.type, PeriodId):
            yield f"Done.period: {done.period.code} is not the id of a period"
        if not done.step.by_unit:
            yield f"the step {done.step.code}, which is for a period, must be one by a unit"
