"""How a count becomes points. Every scale gives points of zero or more; a section says whether they are taken or added."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import field

from ..base.exact import Exact, exact
from ..base.frozen import frozen
from .model import Attribute, Step
from .terms import figure, figures


@frozen
class Each:
    """``n`` points for each incident (每件扣…分)."""

    n: Exact = field(converter=figure)

    def points(self, weight: Exact) -> Exact:
        """Points for a weighted count."""
        return self.n * weight

    def numbers(self) -> tuple[Exact, ...]:
        """The figures that the clause's words must give."""
        return (self.n,)


@frozen
class Once:
    """``n`` points however often the state is found in the period."""

    n: Exact = field(converter=figure)

    def points(self, weight: Exact) -> Exact:
        return self.n if weight else 0

    def numbers(self) -> tuple[Exact, ...]:
        return (self.n,)


@frozen
class Steps:
    """The first costs the first figure, the second the second; beyond the last nothing more."""

    each: tuple[Exact, ...] = field(converter=figures)

    def points(self, weight: Exact) -> Exact:
        return pairwise(self.each[: int(weight)])

    def numbers(self) -> tuple[Exact, ...]:
        return self.each


@frozen
class Decided:
    """Points that a person decides for each incident, within bounds (酌情); nothing before the decision."""

    step: Step
    attribute: Attribute
    low: Exact = field(converter=figure)
    high: Exact = field(converter=figure)

    def numbers(self) -> tuple[Exact, ...]:
        return (self.low, self.high)


@frozen
class Lookup:
    """The points that a table gives for each value of an attribute; ``each`` by value."""

    attribute: Attribute
    each: Mapping[str, Exact]

    def points(self, weight: Exact) -> Exact:
        """The points are in the weight already: each incident weighs what its value costs."""
        return weight

    def numbers(self) -> tuple[Exact, ...]:
        return ()


Scale = Each | Once | Steps | Decided | Lookup


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


def pairwise(values: tuple[Exact, ...] | list[Exact]) -> Exact:
    """The sum of a few exact numbers."""
    whole = 0
    parts: Fraction | None = None
    for value in values:
        if isinstance(value, int):
            whole += value
        else:
            parts = value if parts is None else parts + value
    return whole if parts is None else exact(whole + parts)
