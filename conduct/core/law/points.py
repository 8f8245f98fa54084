"""What earns points and what costs them: sections, the items charged to them, and what their bases come to."""

from __future__ import annotations

from typing import Literal

from attrs import field
from attrs.converters import optional

from ..base.exact import Exact
from ..base.frozen import frozen
from ..base.words import Words
from .model import Kind
from .scales import Deciding, PriceList, Scale
from .terms import Choice, Count, Formula, Quote, as_resolved, figure


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
    combine: Literal["sum", "highest"] | Choice = field(default="sum", kw_only=True)
    within: Section | None = field(default=None, kw_only=True)
    start: Formula | None = field(default=None, kw_only=True)
    source: str = field(default="", kw_only=True)


def _scale(scale: Scale | Choice | None) -> Scale | None:
    return as_resolved(scale)


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
    active: bool | Choice = field(default=True, kw_only=True)

    @property
    def kind(self) -> Kind:
        """The kind charged."""
        return self.count.kinds[0]

    @property
    def deciding(self) -> Deciding | None:
        """Where a person decides its points, if one does."""
        return self.scale.deciding if self.scale is not None else None

    @property
    def prices(self) -> PriceList | None:
        """The table that says what its incidents cost, if one does."""
        return self.scale.prices if self.scale is not None else None


@frozen
class Bases:
    """What the bases of some sections, by their ids, come to (现场考核70分); whoever drafts other ones is held to it."""

    clause: str
    quote: Quote
    sections: tuple[str, ...]
    n: Exact = field(converter=figure)
