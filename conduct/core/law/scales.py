"""How a count becomes points. Every scale gives points of zero or more; a section says whether they are taken or added.

A scale answers for itself all that differs between scales: its points, its words, the terms of its sum, what a draft may change.
Whoever asks knows `Scale` alone, so that a new one is a class of this module, in the union, and a word of `conduct.law`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, NamedTuple, get_args

from attrs import evolve, field

from ..base.exact import Exact, exact, written
from ..base.frozen import frozen
from ..base.words import Lang, Words
from .conditions import Stored
from .model import Attribute, Kind, Step
from .terms import figure, figures, reversed_bounds

Points = Exact | tuple[Exact, ...]
"""What a draft gives for a kind: a figure, or one for each step."""


class Deciding(NamedTuple):
    """Where a person decides the points of an incident: in this attribute of this step."""

    step: Step
    attribute: Attribute


class PriceList(NamedTuple):
    """What an incident costs by the value of its attribute."""

    attribute: Attribute
    each: Mapping[str, Exact]

    def words(self, value: str) -> Words:
        """A value in words."""
        return self.attribute.said(value)


class Item(NamedTuple):
    """An item of the table as its scale says it: whether it adds points, by what measure, its section, and whose sheet it is."""

    bonus: bool
    measure: str
    section: Words
    source: str

    @property
    def zh(self) -> str:
        """The verb."""
        return "加" if self.bonus else "扣"

    @property
    def en(self) -> str:
        """The sign."""
        return "+" if self.bonus else "-"


class Weighing(NamedTuple):
    """How some incidents of an item weigh: their value in the price list, what their factors come to, by how many parted."""

    value: str
    factor: Exact
    parted: int

    def times(self) -> str:
        """What their points are multiplied and divided by, written out."""
        times = "" if self.factor == 1 else f" × {written(self.factor)}"
        return times if self.parted == 1 else f"{times} ÷ {self.parted}"


class _AnyScale:
    """What holds for a scale that says nothing else."""

    __slots__ = ()

    CALLED: ClassVar[str]
    """What a digest of the law calls it: fixed for good."""
    OPEN: ClassVar[tuple[str, ...]] = ()
    """Its fields that may turn on a reading."""
    FILLED: ClassVar[tuple[str, ...]] = ()
    """Its rows that cannot be empty."""
    ONCE: ClassVar[bool] = False
    """Whether it counts once, however many incidents there are."""

    def senseless(self) -> Iterator[str]:
        """What is wrong with its figures."""
        return iter(())

    @property
    def deciding(self) -> Deciding | None:
        """Where a person decides the points of each incident, if one does; the rest of the scale then has no say."""
        return None

    @property
    def prices(self) -> PriceList | None:
        """The table that says what an incident costs, if one does."""
        return None

    def worth(self, row: Mapping[str, Stored]) -> Exact:
        """What an incident weighs before its factors do."""
        return 1

    def of_one(self) -> tuple[Exact, ...]:
        """The figures, each of which a single incident may cost in full."""
        return ()

    def most(self) -> Exact | None:
        """The most that it can come to in a period; None if there is no end to it."""
        return None

    def priced(self, kind: Kind) -> Iterator[tuple[str, Words]]:
        """What of it a draft can give other points, charged for a kind: codes and words."""
        yield kind.code, kind.words

    def takes(self, kind: str, points: Mapping[str, Points]) -> Collection[str]:
        """The codes whose points in a draft it takes, charged for a kind: of one figure, no steps."""
        return (kind,) if kind in points and not isinstance(points[kind], tuple) else ()

    def refuses(self, points: Points) -> Words | None:
        """Why points that it takes cannot be what it gives."""
        return None

    def fixed(self, kind: str, clause: Words, listed: bool) -> Words | None:
        """Why a draft's points for a kind, ``listed`` by step or one figure, are not what it takes."""
        return (
            Words(f"其分值只有一个数（{clause.zh}），不依次而定", f"it has one figure ({clause.en}), and no steps")
            if listed
            else None
        )


@frozen
class Each(_AnyScale):
    """``n`` points for each incident (每件扣…分)."""

    CALLED = "each"
    OPEN = ("n",)
    n: Exact = field(converter=figure)

    def points(self, weight: Exact, decided: Exact = 0) -> Exact:
        """Points for a weighted count, of which people ``decided`` so many."""
        return self.n * weight

    def numbers(self) -> tuple[Exact, ...]:
        """The figures that the clause's words must give."""
        return (self.n,)

    def of_one(self) -> tuple[Exact, ...]:
        return (self.n,)

    def said(self, item: Item) -> Words:
        """What it is, in words."""
        return Words(f"{item.measure}{item.zh}{written(self.n)}分", f"{item.en}{written(self.n)} each")

    def terms(self, parts: Sequence[Counter[Weighing]], lang: Lang) -> Iterator[str]:
        """What its points are the sum of, written out, from how many incidents weigh what in each part of the period."""
        for weighing, n in sorted(_total(parts).items()):
            yield f"{n} × {written(self.n)}{weighing.times()}"

    def with_points(self, points: Mapping[str, Points]) -> Scale:
        """The scale with a draft's points, of those that it takes."""
        return evolve(self, n=pairwise(_row_of(points)))


@frozen
class Once(_AnyScale):
    """``n`` points however often the state is found in the period."""

    CALLED = "once"
    OPEN = ("n",)
    ONCE = True
    n: Exact = field(converter=figure)

    def points(self, weight: Exact, decided: Exact = 0) -> Exact:
        return self.n if weight else 0

    def numbers(self) -> tuple[Exact, ...]:
        return (self.n,)

    def of_one(self) -> tuple[Exact, ...]:
        return (self.n,)

    def most(self) -> Exact | None:
        return self.n

    def said(self, item: Item) -> Words:
        return Words(f"{item.zh}{written(self.n)}分（一个考核期一次）", f"{item.en}{written(self.n)} once a period")

    def terms(self, parts: Sequence[Counter[Weighing]], lang: Lang) -> Iterator[str]:
        for _ in parts:
            yield written(self.n)

    def with_points(self, points: Mapping[str, Points]) -> Scale:
        return evolve(self, n=pairwise(_row_of(points)))


@frozen
class Steps(_AnyScale):
    """The first costs the first figure, the second the second; beyond the last nothing more."""

    CALLED = "steps"
    OPEN = ("each",)
    FILLED = ("each",)
    each: tuple[Exact, ...] = field(converter=figures)

    def points(self, weight: Exact, decided: Exact = 0) -> Exact:
        return pairwise(self.each[: int(weight)])

    def numbers(self) -> tuple[Exact, ...]:
        return self.each

    def most(self) -> Exact | None:
        return pairwise(self.each)

    def said(self, item: Item) -> Words:
        listed = [written(n) for n in self.each]
        return Words(
            f"依次{item.zh}{'、'.join(listed)}分，此后不再{item.zh}", f"{item.en}{', '.join(listed)} in turn, then nothing more"
        )

    def terms(self, parts: Sequence[Counter[Weighing]], lang: Lang) -> Iterator[str]:
        for part in parts:
            whole = sum(weighing.factor * n for weighing, n in part.items())
            yield from (written(one) for one in self.each[: int(whole)])

    def takes(self, kind: str, points: Mapping[str, Points]) -> Collection[str]:
        return (kind,) if isinstance(points.get(kind), tuple) else ()

    def with_points(self, points: Mapping[str, Points]) -> Scale:
        return evolve(self, each=_row_of(points))

    def fixed(self, kind: str, clause: Words, listed: bool) -> Words | None:
        given = ", ".join(map(written, self.each))
        return Words(
            f"其分值依次为{given}（{clause.zh}）；请在 --draft 文件的 [points] 中逐次写出：{kind} = [{given}]",
            f"its points go by steps: {given} ({clause.en}); give one for each, in [points] of a --draft file: "
            f"{kind} = [{given}]",
        )


@frozen
class Decided(_AnyScale):
    """Points that a person decides for each incident, within bounds (酌情); nothing before the decision."""

    CALLED = "decided"
    OPEN = ("low", "high")
    step: Step
    attribute: Attribute
    low: Exact = field(converter=figure)
    high: Exact = field(converter=figure)

    def senseless(self) -> Iterator[str]:
        return reversed_bounds(self.low, self.high)

    @property
    def deciding(self) -> Deciding | None:
        return Deciding(self.step, self.attribute)

    def points(self, weight: Exact, decided: Exact = 0) -> Exact:
        return decided

    def numbers(self) -> tuple[Exact, ...]:
        return (self.low, self.high)

    def said(self, item: Item) -> Words:
        low, high = written(self.low), written(self.high)
        return Words(f"每次酌情{item.zh}{low}至{high}分，由人决定", f"{item.en}{low} to {high} each, decided by a person")

    def terms(self, parts: Sequence[Counter[Weighing]], lang: Lang) -> Iterator[str]:
        return iter(())

    def priced(self, kind: Kind) -> Iterator[tuple[str, Words]]:
        return iter(())

    def takes(self, kind: str, points: Mapping[str, Points]) -> Collection[str]:
        return ()

    def with_points(self, points: Mapping[str, Points]) -> Scale:
        return self

    def fixed(self, kind: str, clause: Words, listed: bool) -> Words | None:
        low, high = written(self.low), written(self.high)
        return Words(
            f"其分值由人在{low}至{high}分之间逐件决定（{clause.zh}），草案不能更改",
            f"its points are decided by people, from {low} to {high} each ({clause.en}); no draft changes them",
        )


@frozen
class Lookup(_AnyScale):
    """The points that a table gives for each value of an attribute; ``each`` by value."""

    CALLED = "lookup"
    OPEN = ("each",)
    attribute: Attribute
    each: Mapping[str, Exact]

    @property
    def prices(self) -> PriceList | None:
        return PriceList(self.attribute, self.each)

    def worth(self, row: Mapping[str, Stored]) -> Exact:
        return self.each[str(row[self.attribute.code])]

    def points(self, weight: Exact, decided: Exact = 0) -> Exact:
        return weight  # each incident weighs what its value costs

    def numbers(self) -> tuple[Exact, ...]:
        return ()

    def of_one(self) -> tuple[Exact, ...]:
        return tuple(self.each.values())

    def said(self, item: Item) -> Words:
        prices = PriceList(self.attribute, self.each)
        found = [(prices.words(value), written(n)) for value, n in self.each.items()]
        zh, en = "、".join(f"“{w.zh}” {n}分" for w, n in found), ", ".join(f"“{w.en}” {item.en}{n}" for w, n in found)
        source = Words(f"（{item.source}）", f" ({item.source})") if item.source else Words("", "")
        return Words(
            f"{item.section.zh}，按评分表{source.zh}{item.zh}分：{zh}",
            f"{item.section.en}, by {self.attribute.words.en}{source.en}: {en}",
        )

    def terms(self, parts: Sequence[Counter[Weighing]], lang: Lang) -> Iterator[str]:
        prices, whole = PriceList(self.attribute, self.each), Counter[Weighing]()
        for weighing, n in _total(parts).items():
            whole[weighing if self.each[weighing.value] else weighing._replace(factor=1)] += n
        for weighing, n in sorted(whole.items()):
            said = prices.words(weighing.value).said(lang)
            yield f"{said} {n} × {written(self.each[weighing.value])}{weighing.times()}"

    def priced(self, kind: Kind) -> Iterator[tuple[str, Words]]:
        prices = PriceList(self.attribute, self.each)
        yield from ((value, prices.words(value)) for value in self.each)

    def takes(self, kind: str, points: Mapping[str, Points]) -> Collection[str]:
        return [code for code, n in points.items() if code in self.each and not isinstance(n, tuple)]

    def refuses(self, points: Points) -> Words | None:
        return None if points else Words("表中项目的分值须大于0", "an item of a table costs more than 0")

    def with_points(self, points: Mapping[str, Points]) -> Scale:
        return evolve(self, each={**self.each, **{code: n for code, n in points.items() if not isinstance(n, tuple)}})


Scale = Each | Once | Steps | Decided | Lookup
SCALES: tuple[type[_AnyScale], ...] = get_args(Scale)
"""Every scale that there is."""


@frozen
class Ladder:
    """Points by place: the listed figures, then one less at each place, never below ``least``."""

    figures: tuple[Exact, ...] = field(converter=figures)
    least: Exact = field(converter=figure)

    def points(self, place: int) -> Exact:
        """Points of a place, counted from 1."""
        if place <= len(self.figures):
            return self.figures[place - 1]
        return max(self.figures[-1] - (place - len(self.figures)), self.least)

    def numbers(self) -> tuple[Exact, ...]:
        return (*self.figures, self.least)


def _row_of(points: Mapping[str, Points]) -> tuple[Exact, ...]:
    """The points of the one kind that there is, by step."""
    (found,) = points.values()
    return found if isinstance(found, tuple) else (found,)


def _total(parts: Sequence[Counter[Weighing]]) -> Counter[Weighing]:
    whole = Counter[Weighing]()
    for part in parts:
        whole.update(part)
    return whole


def pairwise(values: tuple[Exact, ...] | list[Exact]) -> Exact:
    """The sum of a few exact numbers."""
    whole = 0
    parts: Fraction | None = None
    for value in values:
        if isinstance(value, int):
            whole += value
        else:
            parts = value if parts is None else parts + value
    if parts is None:
        return whole
    return exact(parts + whole if whole else parts)
