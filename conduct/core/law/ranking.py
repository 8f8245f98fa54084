"""How units are put in order: by a volume in each channel, in the end, and over a period made of shorter ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import field

from ..base.exact import Rounding
from ..base.frozen import frozen
from ..base.words import Words
from .model import Attribute, MeasureKind
from .points import Section
from .scales import Ladder
from .terms import Choice, Count, Formula, Quote, as_resolved


@frozen
class Channel:
    """A group that is ranked by itself: a code of the distinguishing attribute, and the values it takes in.

    ``words`` are what the text calls it, where it is not called as the attribute's value of that code.
    """

    code: str
    takes: tuple[str, ...]
    words: Words | None = None


def _formula(formula: Formula | Choice) -> Formula:
    return as_resolved(formula)


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
    index: Formula = field(converter=_formula)
    average: Literal["mean", "pooled"] | Choice
    ladders: Mapping[str, Ladder]
    about: Mapping[str, Quote] = field(factory=dict, kw_only=True)
    index_words: Words = field(default=Words("排名得分", "index"), kw_only=True)
    average_words: Words = field(default=Words("平均得分", "average of the class"), kw_only=True)
    weight_words: Words = field(default=Words("本组件数", "weighted count of the group"), kw_only=True)
    whole_words: Words = field(default=Words("各组件数", "weighted count of all groups"), kw_only=True)


SCORE = Words("得分", "score")


@frozen
class Standing:
    """How the units are ranked in the end: by score, highest first; or by the formula ``of``, the ``best`` first.

    Equals are told apart by the measure ``larger``, where one is named; what is still equal shares its rank (1, 2, 2, 4), or
    with ``shared`` false each rank is used once, by id. Units that a veto ranks last stand after every other: among themselves
    "by-score", or with ``several_last`` "shared" all on one rank. ``apart`` ranks each kind of unit in a list of its own, and
    outcomes by place are taken within it. ``code`` and ``words`` name the formula's figure in results; it is printed
    by ``rounding`` and ``percent`` as a `Figure` is. Of a combined period the formula takes the sums of the counts and of the
    measures that it took in the parts: the year's complaints by the year's visits. So is what ``larger`` names.
    """

    clause: str
    quote: Quote
    of: Formula | None = None
    best: Literal["highest", "lowest"] = "highest"
    larger: MeasureKind | None = None
    shared: bool = True
    several_last: Literal["shared", "by-score"] | Choice = "by-score"
    apart: bool | Choice = False
    code: str = "score"
    words: Words = SCORE
    rounding: Rounding | None = field(default=None, kw_only=True)
    percent: bool = field(default=False, kw_only=True)

    @property
    def counts(self) -> tuple[Count, ...]:
        """The counts that the formula takes."""
        return self.of.counts if self.of is not None else ()


@frozen
class Combined:
    """A period that is assessed as several shorter ones: its scores and sections are their "mean", or those of the "last".

    A unit that a formula ranks is ranked by the formula on the sums of the parts, or by that of the last.
    """

    clause: str
    quote: Quote
    period: str
    parts: str
    how: Literal["mean", "last"] | Choice = "mean"
