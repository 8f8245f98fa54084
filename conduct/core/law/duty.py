"""Obligations: what sets a duty, by when it is due, what answers it, and what its breach is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from attrs import field

from ..base.frozen import frozen
from ..base.periods import Period
from ..base.words import Words
from .conditions import Condition
from .model import Attribute, Kind, Step, is_code
from .terms import Choice, Quote, as_resolved, figure, test

# ---- what sets it


def tested_steps(steps: tuple[tuple[Step, Condition | Choice | None], ...] | Choice) -> Any:
    """Steps with their conditions, any of which may turn on a reading."""
    return steps


@frozen
class After:
    """Each action of this step that meets ``when`` sets the duty, on incidents that meet ``case``.

    No time runs from one dated before its incident: where the duty has a deadline and a later step answers it, that sets none.
    ``as_entered`` tests the incident as it was entered, not as it was found since. With ``moves`` a case has one such duty: the
    first action sets it with its term, another that is dated by the term in force moves that, and a later one sets nothing.
    """

    step: Step
    when: Condition | None = field(default=None, converter=test)
    case: Condition | None = field(default=None, converter=test)
    as_entered: bool = False
    moves: bool = False


@frozen
class Opened:
    """Each incident of these kinds that meets ``case`` sets the duty, on its own day; ``as_entered`` as for `After`."""

    kinds: tuple[Kind, ...]
    case: Condition | None = field(default=None, converter=test)
    as_entered: bool = False


@frozen
class Sanctioned:
    """Each incident that brought a sanction of this name, of the duty's own clause, sets the duty, on its own day."""

    sanction: str


@frozen
class AfterFirst:
    """The first action, from the case's own day on, that closes a case of the kind.

    Of each pair the step counts on cases that meet the condition, if any.
    """

    kind: Kind
    steps: tuple[tuple[Step, Condition | None], ...] = field(converter=tested_steps)


@frozen
class EveryAction:
    """Each step taken on an incident of the kind; an appeal is none that one could be too close to take."""

    kind: Kind


@frozen
class EveryPeriod:
    """Each unit owes it for each period of these kinds."""

    kinds: tuple[str, ...]


Trigger = After | Opened | Sanctioned | AfterFirst | EveryAction | EveryPeriod

# ---- by when


@frozen
class SameDay:
    """Due on the trigger's own day."""


@frozen
class Given:
    """The deadline that the trigger itself gives: a date, else so many working days after the trigger; else none."""

    due: Attribute
    workdays: Attribute | None = None


@frozen
class WorkingDays:
    """So many working days after the trigger, its own day not counted."""

    n: int = field(converter=figure)


@frozen
class Months:
    """The same day ``n`` months later or that month's last; if that is no working day, the next working day."""

    n: int = field(converter=figure)


@frozen
class FromPeriod:
    """A deadline that follows from the period that the duty is for; ``words`` say which day that is (the quarter's end)."""

    fn: Callable[[Period], date]
    words: Words | None = None


@frozen
class Never:
    """No deadline: the duty stays open until it is done, whenever that is, and is never breached."""


Deadline = SameDay | Given | WorkingDays | Months | FromPeriod | Never

# ---- what answers it


@frozen
class Done:
    """Met by an action of this step, or of one of ``other``, from the trigger to the deadline.

    Where the duty is owed by period, ``period`` names the attribute that says for which one the action is; without it one dated
    in the period does, at the unit or at one below it. ``stated`` is what the case itself may say that does as well. With
    ``after`` the action comes after the one that sets the duty, by date, then id.
    """

    step: Step
    when: Condition | None = field(default=None, converter=test)
    period: Attribute | None = None
    other: tuple[Step, ...] = ()
    stated: Condition | None = field(default=None, converter=test)
    after: bool = False


@frozen
class AllDone:
    """Met once each of these is done."""

    parts: tuple[Done, ...]


@frozen
class Has:
    """Met where the trigger's own row meets the condition on its deadline."""

    condition: Condition = field(converter=test)


@frozen
class Preceded:
    """Met by an action of this step, which meets ``when``, on the trigger's day or an earlier one."""

    step: Step
    when: Condition | None = field(default=None, converter=test)


@frozen
class AllPreceded:
    """Met where each of these is."""

    parts: tuple[Preceded, ...]


@frozen
class NotBy:
    """A prohibition: breached by each action ``by`` the one whom this attribute of the incident names, but for some steps.

    Who acts is known by id, or by a name or alias that one unit alone bears. A withdrawal or the decision of an appeal by that
    one is refused when it is loaded: it would let him undo the case.
    """

    attribute: Attribute
    but: tuple[Step, ...] = ()


@frozen
class AllDecided:
    """Met once every sanction of these clauses (of any, if empty) that the text leaves open has been decided by this step."""

    step: Step
    clauses: tuple[str, ...] = ()


@frozen
class Settled:
    """Met if by the deadline the case stands as put right.

    What counts is the last ``step`` or ``check``, by date, then id, from the case's own day on. A check counts by whether it
    meets ``passed``; a step, unless the first check after it, up to as-of, fell short.
    """

    step: Step
    check: Step
    passed: Condition = field(converter=test)


Expected = Done | AllDone | Has | Preceded | AllPreceded | NotBy | AllDecided | Settled


def _deadline(by: Deadline | Choice) -> Deadline:
    return as_resolved(by) if isinstance(by, Choice) else by


# ---- who owes it


@frozen
class Bearer:
    """Who owes a duty where it is not the unit itself: its name, for the incidents that meet ``when`` (all, without it)."""

    words: Words
    when: Condition | None = field(default=None, converter=test)


def _bearers(value: Words | Bearer | tuple[Bearer, ...]) -> tuple[Bearer, ...]:
    if isinstance(value, Words):
        return (Bearer(value),)
    return (value,) if isinstance(value, Bearer) else value


@frozen
class Duty:
    """An obligation: what sets it, what answers it, by when, and what its breach is.

    The ``breach`` is a kind of incident, or the ``mark`` is one on the case, which a factor may read. ``excuse`` is an action
    that, though late, lets the breach off. ``once`` makes one breach of a case however often it is set. With ``replaced`` a
    later action that sets it, made by the deadline of an earlier one, takes the earlier one's place. ``active`` is a reading's
    yes or no.

    The unit owes it, unless there is a ``bearer``: its words, or several `Bearer`s, of which the first whose condition the
    incident meets owes it, and the unit where none is. What another owes is in no unit's line and in no unit's count.
    """

    clause: str
    quote: Quote
    code: str = field(validator=is_code)
    words: Words
    trigger: Trigger
    expect: Expected
    by: Deadline = field(converter=_deadline)
    breach: Kind | None = None
    mark: str = ""
    excuse: Done | None = None
    once: bool = False
    replaced: bool | Choice = False
    active: bool | Choice = True
    bearer: tuple[Bearer, ...] = field(default=(), converter=_bearers, kw_only=True)

    @property
    def by_others(self) -> bool:
        """Whether the unit never owes it."""
        return any(bearer.when is None for bearer in self.bearer)

    @property
    def done(self) -> tuple[Done, ...]:
        """What has to be done, one thing or each of several; nothing where it is answered otherwise."""
        match self.expect:
            case Done():
                return (self.expect,)
            case AllDone(parts):
                return parts
        return ()

    @property
    def preceded(self) -> tuple[Preceded, ...]:
        """What has to come before what sets it, one thing or each of several."""
        match self.expect:
            case Preceded():
                return (self.expect,)
            case AllPreceded(parts):
                return parts
        return ()

    @property
    def can_be_late(self) -> bool:
        """Whether it can still be done once it is breached."""
        return bool(self.done) or isinstance(self.expect, Settled)

    def kinds(self, every: Sequence[Kind]) -> tuple[Kind, ...]:
        """The kinds of incident, of all that there are, on which it may be set; none where a unit owes it of itself."""
        match self.trigger:
            case Opened(kinds):
                return kinds
            case AfterFirst(kind) | EveryAction(kind):
                return (kind,)
            case After(step):
                return () if step.by_unit else step.kinds or tuple(every)
        return ()

    @property
    def step(self) -> Step | None:
        """The step that answers it, where one does."""
        match self.expect:
            case Done(step) | AllDecided(step) | Settled(step):
                return step
            case AllDone(parts):
                return parts[0].step
        return None
