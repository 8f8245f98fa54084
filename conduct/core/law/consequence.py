"""What follows from what was found: vetoes, outcomes and sanctions, in the lawyer's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import evolve, field

from ..base.exact import Exact
from ..base.frozen import frozen
from ..base.words import Words
from .conditions import Condition
from .duty import Given
from .model import Attribute, Kind, MeasureKind, Step, is_code
from .terms import Choice, Count, OpenFigure, Quote, as_resolved, figure, open_figure


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
class Presumes:
    """What is said of an incident takes a step for granted (快速处理), whose deadline lies ``within`` so many working days.

    An incident of the kind that meets ``when`` without such a step counts as it was entered, and is a warning of the facts.
    Raises ValueError unless ``by`` names a date and a number of working days.
    """

    clause: str
    quote: Quote
    words: Words
    kind: Kind
    when: Condition
    step: Step
    by: Given
    within: tuple[int, int]

    def __attrs_post_init__(self) -> None:
        if self.by.workdays is None:
            raise ValueError(f"Presumes {self.step.code} ({self.clause}): by names no number of working days")


@frozen
class First:
    """Rank ``n`` or better, ties included."""

    n: int = field(converter=figure)


@frozen
class Last:
    """Fewer than ``n`` units ranked strictly worse, so that ties at the edge are all named."""

    n: int = field(converter=figure)


@frozen
class Below:
    """A measure of the period that falls short of ``n``. Without the measure nothing follows, and the results say so.

    ``said`` is the figure as the text gives it (90 for 90%), where that is another than the measure's.
    """

    measure: MeasureKind
    n: Exact = field(converter=figure)
    said: Exact | None = None


@frozen
class Found:
    """Any incident of the count."""

    count: Count


def _names(names: tuple[str, ...] | Choice) -> tuple[str, ...]:
    return as_resolved(names)


def _place(place: First | Last | Below | Found | Choice) -> First | Last | Below | Found:
    return as_resolved(place) if isinstance(place, Choice) else place


@frozen
class Outcome:
    """What a standing, a measure or a finding leads to.

    ``also`` names vetoes that lead there too; ``unless`` vetoes and outcomes that bar it. With ``among_eligible`` the rank is
    taken among the units that no veto of ``unless`` touches.
    """

    clause: str
    quote: Quote
    name: str = field(validator=is_code)
    words: Words
    place: First | Last | Below | Found = field(converter=_place)
    also: tuple[str, ...] = ()
    unless: tuple[str, ...] = field(default=(), converter=_names)
    among_eligible: bool | Choice = False
    periods: tuple[str, ...] = ()


@frozen
class Fewer:
    """Fewer than ``n`` incidents of the count in the period: too few to say anything by."""

    count: Count
    n: int = field(converter=figure)


@frozen
class Partly:
    """The unit is assessed in fewer than all the parts of a period that is combined of several."""


@frozen
class Unseen:
    """Nobody looked at the unit: the step was taken neither at it nor at one below it in the period, and nothing of the count was
    found there. Where the step was taken at no unit of the period, this says nothing of any of them.

    A part of a combined period in which that is so is left out of the whole.
    """

    step: Step
    count: Count


@frozen
class Unranked:
    """Units that are shown without a rank, with all else that they have, and why: where the period says too little of them.

    ``active`` is a reading's yes or no.
    """

    clause: str
    quote: Quote
    code: str = field(validator=is_code)
    words: Words
    where: Fewer | Partly | Unseen
    active: bool | Choice = True


@frozen
class OnUnit:
    """The sanction falls on the incident's unit."""


@frozen
class OnHead:
    """The sanction falls on the head of the incident's unit: on each who holds one of these ``posts`` on the day, one man once.

    Without posts, and for a unit of which no row of these posts was ever entered, it falls on the unit's ``head``.
    """

    posts: tuple[str, ...] = ()


@frozen
class OnPerson:
    """The sanction falls on the person whom the attribute names, if of one of these kinds of unit (any if empty).

    With ``or_unit`` it falls on the unit where the incident names nobody. ``words`` name those kinds for a reader.
    """

    attribute: Attribute
    kinds: tuple[str, ...] = ()
    or_unit: bool = False
    words: Words | None = None


@frozen
class Range:
    """An amount that the text leaves between two figures (3-6个月); open until a figure ``decided_by`` a person lies in it."""

    low: Exact = field(converter=figure)
    high: Exact = field(converter=figure)
    decided_by: Attribute


@frozen
class ByWords:
    """A consequence whose degree a person says (视情节给予…以上处分), in words or as one of its options; open until then."""

    decided_by: Attribute


@frozen
class Repeated:
    """Given once, when the incidents of the count reach ``n`` in the period, by date, then id; tied to the one that reaches it.

    ``by`` is "person": each person's incidents are counted, at whichever unit they happened, and those that name nobody sanction
    nobody; or "unit": the unit's are counted, and the sanction falls on every person named in any of them.
    """

    n: Exact = field(converter=open_figure)
    by: Literal["person", "unit"] | Choice


Amount = Exact | Range | None


def _amount(value: OpenFigure | Range | None) -> Amount:
    if isinstance(value, Choice):
        return as_resolved(evolve(value, values={code: _amount(one) for code, one in value.values.items()}))
    return value if value is None or isinstance(value, Range) else figure(value)


@frozen
class Sanction:
    """A consequence of an incident that is not points (处罚): what, on whom, for which incidents, and how much.

    ``months`` and ``percent`` are a figure or a `Range`; ``degree`` one in words. ``active`` is a reading's yes or no.
    """

    clause: str
    quote: Quote
    name: str = field(validator=is_code)
    words: Words
    count: Count
    on: OnUnit | OnHead | OnPerson
    months: Amount = field(default=None, converter=_amount, kw_only=True)
    percent: Amount = field(default=None, converter=_amount, kw_only=True)
    degree: ByWords | None = field(default=None, kw_only=True)
    repeated: Repeated | None = field(default=None, kw_only=True)
    active: bool | Choice = field(default=True, kw_only=True)

    @property
    def open_range(self) -> Range | None:
        """The range that a person's figure narrows, if there is one."""
        amount = self.months if self.months is not None else self.percent
        return amount if isinstance(amount, Range) else None


@frozen
class SameMatter:
    """Incidents about one matter: linked by the attribute ``by``, directly or through others, of whatever day, standing or not.

    One that names nobody takes the earliest person named in its matter; its head is that of the matter's first day. Where the
    matter ``absorbs`` (a reading's yes or no), of the sanctions that a period's incidents of it bring on one bearer those of the
    heaviest tier stand, of equal ones the earliest's, by date, then id. ``tiers`` are counts, the lightest first; an incident is
    of the first that takes it.
    """

    clause: str
    quote: Quote
    by: Attribute
    tiers: tuple[Count, ...]
    absorbs: bool | Choice = True


@frozen
class SamePerson:
    """The head is himself the person whom the incident names.

    Of the sanctions of one name that it brings on him in both roles the heavier alone stands, by its upper end, then its lower;
    one named in ``unless`` gives way to each that is named there. ``active`` is a reading's yes or no.
    """

    clause: str
    quote: Quote
    unless: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)
    active: bool | Choice = True


@frozen
class SanctionTerms:
    """How sanctions are decided and what they come to.

    ``decide`` is the step whose attributes the ranges name, ``clause`` its attribute that says whose range is meant.
    ``unknown_person`` and ``unknown_head`` are the lines that a unit carries where a sanction is left out because nobody is
    named; ``most_percent`` is what percentages on one unit come to at most, shown as the figure ``percent_code``.
    """

    clause: str
    quote: Quote
    decide: Step
    by_clause: Attribute
    unknown_person: tuple[str, Words]
    unknown_head: tuple[str, Words]
    percent_code: str
    percent_words: Words
    most_percent: Exact = field(default=100, converter=figure)
