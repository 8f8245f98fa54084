"""What the text says: the vocabulary in which a regulation is declared, provision by provision, in the law's own order.

Every provision names its clause and quotes the words it restates. Wherever a value may stand, a `Choice` or `Setting` of a
declared `Reading` may stand instead; `conduct.core.readings.resolve` puts the readings in force in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from attrs import field, frozen

from .conditions import Condition
from .exact import Exact, exact
from .model import Attribute, Kind, MeasureKind, Step, is_code
from .periods import Period
from .scales import Ladder, Scale
from .text import Edition
from .words import Words

Quote = str | tuple[str, ...]


@frozen
class Positive:
    """A reading that takes any number above 0 (or ``whole`` numbers from ``low``)."""

    whole: bool = False
    low: Exact | None = None
    high: Exact | None = None


@frozen
class Reading:
    """A declared choice where the text is open. ``alternatives`` are the codes it may take, or a `Positive` number."""

    name: str = field(validator=is_code)
    clause: str
    default: str
    alternatives: tuple[str, ...] | Positive
    about: Words
    why: Words


@frozen
class Choice:
    """The value that goes with the alternative in force. Raises ValueError unless there is one for each alternative."""

    reading: Reading
    values: Mapping[str, Any]

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.reading.alternatives, tuple) or set(self.values) != set(self.reading.alternatives):
            raise ValueError(f"{self.reading.name}: a choice needs one value for each alternative")


@frozen
class Setting:
    """The number that the reading is set to."""

    reading: Reading


@frozen
class Factor:
    """A multiplier on each incident that meets the condition (每件可折算为0.5件)."""

    clause: str
    quote: Quote
    when: Condition
    n: Exact = field(converter=exact)


@frozen
class Count:
    """What is counted: incidents of these kinds that meet the condition, each weighed by its factors."""

    kinds: tuple[Kind, ...]
    when: Condition | None = None
    factors: tuple[Factor, ...] = ()

    def columns(self) -> frozenset[str]:
        """The attributes that tell the counted from the rest."""
        tests = [self.when, *(f.when for f in self.factors)]
        return frozenset().union(*(t.columns() for t in tests if t is not None))


def count(*kinds: Kind, when: Condition | None = None, factors: tuple[Factor, ...] = ()) -> Count:
    """A count of kinds."""
    return Count(kinds, when, factors)


@frozen
class Section:
    """A group of items with a base that deductions cannot exceed (扣完为止), or, with ``bonus``, points up to ``cap``.

    ``combine="highest"`` lets only the item with the most points count. A section within another adds its points to that one.
    """

    id: str
    clause: str
    quote: Quote
    words: Words
    base: Exact = field(default=0, converter=exact, kw_only=True)
    cap: Exact | None = field(default=None, kw_only=True)
    bonus: bool = field(default=False, kw_only=True)
    combine: str = field(default="sum", kw_only=True)
    within: Section | None = field(default=None, kw_only=True)


@frozen
class Charge:
    """An item of the table: incidents of one kind, and what they cost or earn. ``unless`` names kinds that take its place."""

    clause: str
    quote: Quote
    count: Count
    scale: Scale
    section: Section
    unless: tuple[Kind, ...] = ()

    @property
    def kind(self) -> Kind:
        """The kind charged."""
        return self.count.kinds[0]


@frozen
class Weighed:
    """A formula's input: the weighted count of the ranked group (a channel), or of the whole unit."""

    whole_unit: bool = False


@frozen
class Counted:
    """A formula's input: how many incidents of a count the unit has."""

    count: Count


@frozen
class Reported:
    """A formula's input: a measure, in units of ``per``."""

    measure: MeasureKind
    per: Any = 1


@frozen
class Formula:
    """A figure the law defines by a formula. ``fn`` is pure, exact and takes the inputs by name."""

    fn: Callable[..., Exact]
    inputs: Mapping[str, Weighed | Reported]


@frozen
class Channel:
    """A group that is ranked by itself: a code of the distinguishing attribute, and the values it takes in."""

    code: str
    takes: tuple[str, ...]


@frozen
class VolumeRanking:
    """Units of a class ranked apart by a formula in each channel; those above the average lose points by place.

    ``index`` is a `Formula`, ``average`` "mean" of the class's indexes or "pooled", the formula on the class's sums;
    ``channels`` and ``ladders`` are by kind of unit. Ties go to the larger whole count in the channel, then share the place.
    """

    clause: str
    quote: Quote
    section: Section
    count: Count
    by: Attribute
    channels: Mapping[str, tuple[Channel, ...]]
    index: Any
    average: Any
    ladders: Mapping[str, Ladder]


SCORE = Words("得分", "score")


@frozen
class Standing:
    """How the units are ranked in the end: by score, highest first; or by the formula ``of``, the ``best`` first.

    Equals are told apart by the measure ``larger``, where one is named; what is still equal shares its rank (1, 2, 2, 4), or
    with ``shared`` false each rank is used once, by id. ``code`` and ``words`` name the formula's figure in results.
    """

    clause: str
    quote: Quote
    of: Formula | None = None
    best: Literal["highest", "lowest"] = "highest"
    larger: MeasureKind | None = None
    shared: bool = True
    code: str = "score"
    words: Words = SCORE

    @property
    def counts(self) -> tuple[Count, ...]:
        """The counts that the formula takes."""
        sources = self.of.inputs.values() if self.of is not None else ()
        return tuple(source.count for source in sources if isinstance(source, Counted))


@frozen
class Veto:
    """A finding that overrides the score (一票否决). With ``ranks_last`` the unit stands after every other."""

    clause: str
    quote: Quote
    name: str = field(validator=is_code)
    words: Words
    count: Count
    ranks_last: bool = False


@frozen
class First:
    """Rank ``n`` or better, ties included."""

    n: int


@frozen
class Last:
    """Fewer than ``n`` units ranked strictly worse, so that ties at the edge are all named."""

    n: int


@frozen
class Outcome:
    """What a standing leads to. ``also`` names vetoes that lead there too; ``unless`` vetoes and outcomes that bar it.

    With ``among_eligible`` the rank is taken among the units that no veto of ``unless`` touches.
    """

    clause: str
    quote: Quote
    name: str = field(validator=is_code)
    words: Words
    place: First | Last
    also: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    among_eligible: Any = False
    periods: tuple[str, ...] = ()


@frozen
class After:
    """Each action of this step that meets the condition sets the duty."""

    step: Step
    when: Condition | None = None


@frozen
class EveryPeriod:
    """Each unit owes it for each period of these kinds."""

    kinds: tuple[str, ...]


@frozen
class Given:
    """The deadline that the trigger itself gives: a date, else so many working days after the trigger; else none."""

    due: Attribute
    workdays: Attribute | None = None


@frozen
class WorkingDays:
    """So many working days after the trigger, its own day not counted."""

    n: Any


@frozen
class Months:
    """The same day ``n`` months later or that month's last; if that is no working day, the next working day."""

    n: int


@frozen
class FromPeriod:
    """A deadline that follows from the period that the duty is for."""

    fn: Callable[[Period], date]


Deadline = Given | WorkingDays | Months | FromPeriod


@frozen
class Done:
    """Met by an action of this step from the trigger to the deadline.

    ``period`` names the attribute that says for which period the action is, where the duty is owed by period.
    """

    step: Step
    when: Condition | None = None
    period: Attribute | None = None


@frozen
class Has:
    """Met where the trigger's own row meets the condition on its deadline."""

    condition: Condition


@frozen
class Duty:
    """An obligation: what sets it, what answers it, by when, and the kind of incident that its breach is.

    ``excuse`` is an action that, though late, lets the breach off. ``once`` makes one breach of a case however often it is set.
    """

    clause: str
    quote: Quote
    code: str = field(validator=is_code)
    words: Words
    trigger: After | EveryPeriod
    expect: Done | Has
    by: Deadline
    breach: Kind
    excuse: Done | None = None
    once: bool = False
    active: Any = True


@frozen
class Understood:
    """What is fixed and yet our reading: stated beside its clause, and beside its words where it restates them."""

    clause: str
    words: Words
    quote: Quote | None = None


@frozen
class Unruled:
    """A sentence or a whole clause that carries no rule, and why. ``judged`` marks what is left to people's judgement."""

    clause: str
    reason: Words
    quote: Quote | None = None
    judged: bool = False


Provision = (
    Reading | Section | Charge | VolumeRanking | Standing | Veto | Outcome | Duty | Understood | Unruled
)  # in the law's own order


@frozen(slots=False)
class Regulation:
    """One published text in one edition: its words, and beside them its provisions.

    ``whole`` is what the sections' bases come to, where the text says so (基准分为100分起算).
    """

    id: str
    title: Words
    text: Edition
    in_force_from: date | None
    provisions: tuple[Provision, ...]
    whole: Exact | None = None

    def of(self, *types: type[Any]) -> tuple[Any, ...]:
        """The provisions of these types, in order."""
        return tuple(p for p in self.provisions if isinstance(p, types))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The readings that the text leaves open."""
        return self.of(Reading)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections, bonus sections among them."""
        return self.of(Section)

    @cached_property
    def charges(self) -> tuple[Charge, ...]:
        """The items of the table."""
        return self.of(Charge)

    @cached_property
    def rankings(self) -> tuple[VolumeRanking, ...]:
        """The rank rules."""
        return self.of(VolumeRanking)

    @cached_property
    def vetoes(self) -> tuple[Veto, ...]:
        """The vetoes."""
        return self.of(Veto)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes."""
        return self.of(Outcome)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The duties."""
        return self.of(Duty)

    @cached_property
    def standing(self) -> Standing | None:
        """How the units are ranked, if they are."""
        found = self.of(Standing)
        return found[0] if found else None
