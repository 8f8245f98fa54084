"""What results show beside the standing, without consequence: figures, means, and contents that are checked."""

from __future__ import annotations

from attrs import field

from ..base.exact import Rounding
from ..base.frozen import frozen
from ..base.words import Words
from .model import Attribute, Step, is_code
from .terms import Count, Formula, Quote


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
class Checklist:
    """Contents that are checked and shown, without consequence: a step that says ``by`` which content, and whether it was met."""

    clause: str
    quote: Quote
    step: Step
    by: Attribute
    met: Attribute
