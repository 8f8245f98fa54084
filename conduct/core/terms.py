"""The terms that every provision is made of: readings and what turns on them, counts and their factors, formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from .conditions import Condition
from .exact import Exact, exact
from .model import Kind, MeasureKind, is_code
from .words import Words

Quote = str | tuple[str, ...]


@frozen
class Positive:
    """A reading that takes any number above 0 (or ``whole`` numbers, from ``low``, to ``high``)."""

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
    """A multiplier on each incident that meets the condition (每件可折算为0.5件) or bears a mark (整改不到位的加倍扣分).

    With ``spread`` one such incident of the unit is enough for every incident that the count takes.
    """

    clause: str
    quote: Quote
    when: Condition
    n: Exact = field(converter=exact)
    spread: Any = False


@frozen
class Count:
    """What is counted: incidents of these kinds that meet the condition, each weighed by its factors.

    Several factors on one incident are multiplied, or with ``join="max"`` the greatest alone applies. Incidents that wait for
    a finding are counted only ``with_pending``.
    """

    kinds: tuple[Kind, ...]
    when: Condition | None = None
    factors: tuple[Factor, ...] = ()
    join: Any = "product"
    with_pending: Any = False

    def columns(self) -> frozenset[str]:
        """The attributes that tell the counted from the rest."""
        tests = [self.when, *(f.when for f in self.factors)]
        return frozenset().union(*(t.columns() for t in tests if t is not None))


def count(*kinds: Kind, when: Condition | None = None, factors: tuple[Factor, ...] = (), **more: Any) -> Count:
    """A count of kinds; ``more`` as `Count` has them."""
    return Count(kinds, when, factors, **more)


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
class Fixed:
    """A formula's input: a figure that the text, a reading or the deployment's sheet gives."""

    n: Any


Input = Weighed | Counted | Reported | Fixed


@frozen
class Formula:
    """A figure the law defines by a formula. ``fn`` is pure, exact and takes the inputs by name.

    ``said`` takes the same and writes the formula out with their figures, for whom it hits to work out again.
    """

    fn: Callable[..., Exact]
    inputs: Mapping[str, Input]
    said: Callable[..., Words] | None = None

    @property
    def counts(self) -> tuple[Count, ...]:
        """The counts that the formula takes."""
        return tuple(source.count for source in self.inputs.values() if isinstance(source, Counted))
