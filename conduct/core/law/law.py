"""What the text says: the vocabulary in which a regulation is declared, provision by provision, in the law's own order.

Every provision names its clause and quotes the words it restates. Where `conduct.core.law.choices.PLACES` says so, a `Choice` or
`Setting` of a declared `Reading` may stand for a value; `conduct.core.law.readings.resolve` puts the readings in force in their
place. Whoever writes a sector finds every word of the vocabulary here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

from attrs import field
from attrs.converters import optional

from ..base.exact import USUAL, Exact, Rounding
from ..base.frozen import frozen
from ..base.guard import answered
from ..base.words import Words
from .caseload import CaseFigures, OpenWhere, Reopened
from .choices import variants
from .consequence import (
    Below,
    ByWords,
    Fewer,
    First,
    Found,
    Last,
    OnHead,
    OnPerson,
    OnUnit,
    Outcome,
    Partly,
    Presumes,
    Range,
    Repeated,
    SameMatter,
    SamePerson,
    Sanction,
    SanctionTerms,
    Unranked,
    Unseen,
    Veto,
)
from .duty import (
    After,
    AfterFirst,
    AllDecided,
    AllDone,
    AllPreceded,
    Bearer,
    Done,
    Duty,
    EveryAction,
    EveryPeriod,
    FromPeriod,
    Given,
    Has,
    Months,
    Never,
    NotBy,
    Opened,
    Preceded,
    SameDay,
    Sanctioned,
    Settled,
    WorkingDays,
)
from .misdeclared import Named, named_in, of_regulation
from .model import Attribute, Kind, MeasureKind, Step, is_code
from .scales import Ladder, Scale
from .terms import (
    NUMBER,
    Choice,
    Count,
    Counted,
    Factor,
    Fixed,
    Formula,
    Input,
    PerMember,
    Positive,
    Quote,
    Reading,
    Reported,
    Setting,
    Weighed,
    count,
    figure,
)
from .text import Edition

if TYPE_CHECKING:
    from .grounds import Groundless


@frozen
class Section:
    """A group of items with a base that deductions cannot exceed (扣完为止), or, with ``bonus``, points up to ``cap``.

    ``start`` is a formula for what the section earns, at most its base, where the text does not give it outright.
    ``combine="highest"`` lets only the item with the most points count. A section within another adds its points to that one.
    ``source`` names the deployment's sheet that gives the base.
    """

    id: str
    clause: str
    quote: Quote
    words: Words
    base: Exact = field(default=0, converter=figure, kw_only=True)
    cap: Exact | None = field(default=None, converter=optional(figure), kw_only=True)
    bonus: bool = field(default=False, kw_only=True)
    combine: str = field(default="sum", kw_only=True)
    within: Section | None = field(default=None, kw_only=True)
    start: Formula | None = field(default=None, kw_only=True)
    source: str = field(default="", kw_only=True)


def _scale(scale: Scale | Choice | None) -> Any:
    return scale


@frozen
class Charge:
    """An item of the table: incidents of one kind, and what they cost or earn. ``unless`` names kinds that take its place.

    Without scale and section it has a line of its own and moves no points (a breach where there is no score). ``source`` names
    the deployment's sheet that gives the points. ``active`` is a reading's yes or no.
    """

    clause: str
    quote: Quote
    count: Count
    scale: Scale | None = field(default=None, converter=_scale)
    section: Section | None = None
    unless: tuple[Kind, ...] = ()
    source: str = ""
    active: Any = field(default=True, kw_only=True)

    @property
    def kind(self) -> Kind:
        """The kind charged."""
        return self.count.kinds[0]


@frozen
class Channel:
    """A group that is ranked by itself: a code of the distinguishing attribute, and the values it takes in.

    ``words`` are what the text calls it, where it is not called as the attribute's value of that code.
    """

    code: str
    takes: tuple[str, ...]
    words: Words | None = None


@frozen
class VolumeRanking:
    """Units of a class ranked apart by a formula in each channel; those above the average lose points by place.

    ``index`` is a `Formula`, ``average`` "mean" of the class's indexes or "pooled", the formula on the class's sums;
    ``channels`` and ``ladders`` are by kind of unit, and so is ``about``: those of the quotes that concern that kind alone. Ties
    go to the larger whole count in the channel, then share the place. The words name the index, the average, and the weighted
    count of the channel and of all channels, as the text does.
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
    about: Mapping[str, Quote] = field(factory=dict, kw_only=True)
    index_words: Words = field(default=Words("排名得分", "index"), kw_only=True)
    average_words: Words = field(default=Words("平均得分", "average of the class"), kw_only=True)
    weight_words: Words = field(default=Words("本组件数", "of the group"), kw_only=True)
    whole_words: Words = field(default=Words("各组件数", "of all groups"), kw_only=True)


SCORE = Words("得分", "score")
VETO = Words("否决", "veto")


@frozen
class Standing:
    """How the units are ranked in the end: by score, highest first; or by the formula ``of``, the ``best`` first.

    Equals are told apart by the measure ``larger``, where one is named; what is still equal shares its rank (1, 2, 2, 4), or
    with ``shared`` false each rank is used once, by id. Units that a veto ranks last stand after every other: among themselves
    "by-score", or with ``several_last`` "shared" all on one rank. ``apart`` ranks each kind of unit in a list of its own, and
    outcomes by place are taken within it. ``code`` and ``words`` name the formula's figure in results; it is printed
    by ``rounding`` and ``percent`` as a `Figure` is.
    """

    clause: str
    quote: Quote
    of: Formula | None = None
    best: Literal["highest", "lowest"] = "highest"
    larger: MeasureKind | None = None
    shared: bool = True
    several_last: Any = "by-score"
    apart: Any = False
    code: str = "score"
    words: Words = SCORE
    rounding: Rounding | None = field(default=None, kw_only=True)
    percent: bool = field(default=False, kw_only=True)

    @property
    def counts(self) -> tuple[Count, ...]:
        """The counts that the formula takes."""
        return self.of.counts if self.of is not None else ()


@frozen
class Checklist:
    """Contents that are checked and shown, without consequence: a step that says ``by`` which content, and whether it was met."""

    clause: str
    quote: Quote
    step: Step
    by: Attribute
    met: Attribute


@frozen
class Figure:
    """A number that results show beside the standing, for units with the measures it takes; ``count`` is what lies behind it.

    It is printed by its own ``rounding``, else by the regulation's; a ``percent`` is a share from 0 to 1 that tables print in
    hundredths. Of a combined period it is what the parts' figures come to as their scores do, or, where it is ``summed``, the
    formula of the sums of what it takes in all of them (the year's complaints by the year's transactions).
    """

    clause: str
    quote: Quote
    code: str = field(validator=is_code)
    words: Words
    of: Formula
    count: Count | None = None
    summed: bool = field(default=False, kw_only=True)
    rounding: Rounding | None = field(default=None, kw_only=True)
    percent: bool = field(default=False, kw_only=True)


@frozen
class MeanFigure:
    """The mean of what an action's attribute says about the cases of the period, and how many said it."""

    clause: str
    quote: Quote
    code: str = field(validator=is_code)
    words: Words
    step: Step
    attribute: Attribute
    rounding: Rounding | None = field(default=None, kw_only=True)


@frozen
class Bases:
    """What the bases of some sections, by their ids, come to (现场考核70分); whoever drafts other ones is held to it."""

    clause: str
    quote: Quote
    sections: tuple[str, ...]
    n: Exact = field(converter=figure)


@frozen
class Combined:
    """A period that is assessed as several shorter ones: its scores and sections are their "mean", or those of the "last"."""

    clause: str
    quote: Quote
    period: str
    parts: str
    how: Any = "mean"


@frozen
class Understood:
    """What is fixed and yet our reading: stated beside its clause, and beside its words where it restates them."""

    clause: str
    words: Words
    quote: Quote | None = None


@frozen
class Unruled:
    """A sentence or a whole clause that carries no rule, and why. ``judged`` marks what is left to people's judgement.

    ``in_scope`` marks what the regulation demands or grants and no rule restates; every run says so. Raises ValueError for both.
    """

    clause: str
    reason: Words
    quote: Quote | None = None
    judged: bool = False
    in_scope: bool = False

    def __attrs_post_init__(self) -> None:
        if self.judged is True and self.in_scope is True:
            raise ValueError(f"Unruled ({self.clause}): judged or in_scope, not both")


Provision = (
    Reading
    | Section
    | Charge
    | VolumeRanking
    | Standing
    | Unranked
    | Veto
    | Sanction
    | SanctionTerms
    | SameMatter
    | SamePerson
    | Outcome
    | Duty
    | Checklist
    | Figure
    | CaseFigures
    | MeanFigure
    | Combined
    | Bases
    | Presumes
    | Understood
    | Unruled
)  # in the law's own order


@frozen(slots=False, repr=False)
class Regulation:
    """One published text in one edition: its words, and beside them its provisions.

    ``whole`` is what the sections' bases come to, where the text says so (基准分为100分起算). ``beside`` are further texts that
    are applied with it (a checklist of norms). ``rounding`` is how its scores and points are printed; nothing is compared so.
    ``veto_words`` is what it calls its vetoes, as headings have it, in its own words.
    """

    id: str
    title: Words
    text: Edition
    in_force_from: date | None
    provisions: tuple[Provision, ...]
    whole: Exact | None = None
    beside: tuple[Regulation, ...] = ()
    rounding: Rounding = USUAL
    veto_words: Words = VETO

    def __attrs_post_init__(self) -> None:
        for provision in self.provisions:
            if type(provision) not in get_args(Provision):
                raise ValueError(f"{self.id}: {answered(provision)} is no provision")
        for one in (Standing, SanctionTerms, SameMatter, SamePerson):
            if len(self.of(one)) > 1:
                raise ValueError(f"{self.id}: {one.__name__} is declared twice; there can be one")
        if self.of(Sanction) and not self.of(SanctionTerms):
            raise ValueError(f"{self.id}: a Sanction needs SanctionTerms, which say how it is decided and what it comes to")
        parts = [c.period for c in self.of(Combined)]
        if twice := {period for period in parts if parts.count(period) > 1}:
            raise ValueError(f"{self.id}: Combined is declared twice for {', '.join(sorted(twice))}")

    def __repr__(self) -> str:
        return f"Regulation({self.id!r})"

    @cached_property
    def misdeclared(self) -> list[tuple[str, str]]:
        """Everything in it that is of the wrong type, by text; a sector with such a regulation is refused."""
        return of_regulation(self)

    @cached_property
    def groundless(self) -> tuple[Groundless, ...]:
        """Its rules that do not stand in its text. Raises `Fault` ``text-unread``."""
        from .grounds import groundless

        return groundless(self)

    @cached_property
    def named(self) -> Named:
        """What its rules name."""
        return named_in(self)

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
        """The items of the table that the readings in force leave standing."""
        return tuple(c for c in self.of(Charge) if c.active is not False)

    @cached_property
    def rankings(self) -> tuple[VolumeRanking, ...]:
        """The rank rules."""
        return self.of(VolumeRanking)

    @cached_property
    def vetoes(self) -> tuple[Veto, ...]:
        """The vetoes."""
        return self.of(Veto)

    @cached_property
    def sanctions(self) -> tuple[Sanction, ...]:
        """The sanctions that the readings in force leave standing."""
        return tuple(s for s in self.of(Sanction) if s.active is not False)

    @cached_property
    def possible_sanctions(self) -> tuple[Sanction, ...]:
        """Each sanction as each alternative of the readings that it turns on makes it."""
        return tuple(one for sanction in self.of(Sanction) for one in variants(sanction))

    @cached_property
    def sanction_terms(self) -> SanctionTerms | None:
        """How sanctions are decided, if there are any."""
        found = self.of(SanctionTerms)
        return found[0] if found else None

    @cached_property
    def same_matter(self) -> SameMatter | None:
        """How incidents about one matter are judged together, if they are."""
        found = self.of(SameMatter)
        return found[0] if found else None

    @cached_property
    def same_person(self) -> SamePerson | None:
        """What becomes of sanctions on a head who is himself the person at fault, if the readings in force say anything of it."""
        found = [p for p in self.of(SamePerson) if p.active is not False]
        return found[0] if found else None

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """The checklists, those of the texts beside it among them."""
        return (*self.of(Checklist), *(c for text in self.beside for c in text.checklists))

    @cached_property
    def combined(self) -> Mapping[str, Combined]:
        """The kinds of period that are assessed as several shorter ones."""
        return {c.period: c for c in self.of(Combined)}

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes."""
        return self.of(Outcome)

    @cached_property
    def outcomes_in_turn(self) -> tuple[Outcome, ...]:
        """The outcomes in an order in which each comes after those that bar it, else as declared."""
        left, found = list(self.outcomes), list[Outcome]()
        while left:
            names = {o.name for o in left}
            at = next((n for n, o in enumerate(left) if not (names - {o.name}) & set(o.unless)), 0)
            found.append(left.pop(at))
        return tuple(found)

    @cached_property
    def unranked(self) -> tuple[Unranked, ...]:
        """Who is shown without a rank, as the readings in force have it."""
        return tuple(u for u in self.of(Unranked) if u.active is not False)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The duties."""
        return self.of(Duty)

    @cached_property
    def standing(self) -> Standing | None:
        """How the units are ranked, if they are."""
        found = self.of(Standing)
        return found[0] if found else None


__all__ = [
    "NUMBER",
    "SCORE",
    "VETO",
    "After",
    "AfterFirst",
    "AllDecided",
    "AllDone",
    "AllPreceded",
    "Bases",
    "Bearer",
    "Below",
    "ByWords",
    "CaseFigures",
    "Channel",
    "Charge",
    "Checklist",
    "Choice",
    "Combined",
    "Count",
    "Counted",
    "Done",
    "Duty",
    "EveryAction",
    "EveryPeriod",
    "Factor",
    "Fewer",
    "Figure",
    "First",
    "Fixed",
    "Formula",
    "Found",
    "FromPeriod",
    "Given",
    "Has",
    "Input",
    "Last",
    "MeanFigure",
    "Months",
    "Never",
    "NotBy",
    "OnHead",
    "OnPerson",
    "OnUnit",
    "OpenWhere",
    "Opened",
    "Outcome",
    "Partly",
    "PerMember",
    "Positive",
    "Preceded",
    "Presumes",
    "Provision",
    "Quote",
    "Range",
    "Reading",
    "Regulation",
    "Reopened",
    "Repeated",
    "Reported",
    "Rounding",
    "SameDay",
    "SameMatter",
    "SamePerson",
    "Sanction",
    "SanctionTerms",
    "Sanctioned",
    "Section",
    "Setting",
    "Settled",
    "Standing",
    "Understood",
    "Unranked",
    "Unruled",
    "Unseen",
    "Veto",
    "VolumeRanking",
    "Weighed",
    "WorkingDays",
    "count",
]
