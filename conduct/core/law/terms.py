"""The terms that every provision is made of: readings and what turns on them, counts and their factors, formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeVar

from attrs import evolve, field

from ..base.exact import Exact, exact
from ..base.faults import Fault, fault
from ..base.frozen import frozen
from ..base.guard import answered, asked, not_answered, package_of, passes, reason
from ..base.words import Words
from .conditions import Condition, Row, Stored, tested
from .model import Kind, MeasureKind, Step, is_code

Quote = str | tuple[str, ...]
LARGEST = 10**30
"""No figure that a law gives, or a formula comes to, is as large: results could not show it."""


NUMBER = "number"
"""In a `Choice` of a reading that takes codes or a number: what goes with a number."""


def quotes_of(quote: Quote | None) -> tuple[str, ...]:
    """The quotes of a provision, one or several."""
    if quote is None:
        return ()
    return (quote,) if isinstance(quote, str) else quote


@frozen
class Positive:
    """A reading that takes any number above 0 (or ``whole`` numbers, from ``low``, to ``high``, both included).

    It may take one of ``codes`` instead ("never"); ``usual`` is then the number that is tried beside them.
    """

    whole: bool = False
    low: Exact | None = None
    high: Exact | None = None
    codes: tuple[str, ...] = ()
    usual: Exact | None = None

    def __attrs_post_init__(self) -> None:
        if bool(self.codes) != (self.usual is not None) or NUMBER in self.codes:
            raise ValueError("a number that a code may stand for needs its codes and the usual number, and no code can be NUMBER")

    def takes(self, number: Exact) -> bool:
        """Whether the reading can be set to this number."""
        if self.whole and not isinstance(number, int):
            return False
        above = number > 0 if self.low is None else number >= self.low
        return above and (self.high is None or number <= self.high)


@frozen
class Reading:
    """A declared choice where the text is open. ``alternatives`` are the codes it may take, or a `Positive` number; ``options``
    say in words what codes mean, where they are to be read.

    Raises ValueError for a default that it cannot take, and for words of what is none of its codes.
    """

    name: str = field(validator=is_code)
    clause: str
    default: str
    alternatives: tuple[str, ...] | Positive
    about: Words
    why: Words
    options: Mapping[str, Words] = field(factory=dict, eq=False)  # words alone: the law is the same law without them

    def __attrs_post_init__(self) -> None:
        if strange := self.options.keys() - {*self.codes}:
            raise ValueError(f"{self.name}: words of {', '.join(sorted(strange))}, which is none of its codes")
        if self.default in self.codes:
            fits = True
        elif isinstance(self.alternatives, tuple):
            fits = False
        else:
            try:
                fits = self.alternatives.takes(exact(self.default))
            except (ValueError, TypeError):
                fits = False
        if not fits:
            raise ValueError(f"{self.name}: its default {self.default!r} is none of its alternatives")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that it may take."""
        return self.alternatives if isinstance(self.alternatives, tuple) else self.alternatives.codes

    def in_words(self, value: object) -> Words:
        """What a code means; a number, and a code without words, as it stands."""
        return self.options.get(str(value), Words(str(value), str(value)))


@frozen
class Choice:
    """The value that goes with the alternative in force; `NUMBER` is what goes with a number, where a code may stand for one.

    Raises ValueError unless there is one for each alternative.
    """

    reading: Reading
    values: Mapping[str, Any]

    def __attrs_post_init__(self) -> None:
        codes, numbers = self.reading.codes, isinstance(self.reading.alternatives, Positive)
        if not codes or set(self.values) != {*codes, *((NUMBER,) if numbers else ())}:
            raise ValueError(f"{self.reading.name}: a choice needs one value for each alternative")

    def value(self, alternative: object) -> object:
        """What goes with an alternative."""
        return self.values[code if (code := str(alternative)) in self.values else NUMBER]


@frozen
class Setting:
    """The number that the reading is set to. Raises ValueError for a reading that takes codes."""

    reading: Reading

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.reading.alternatives, Positive):
            raise ValueError(f"{self.reading.name} takes codes, not a number: put a Choice in the place of its values")


T = TypeVar("T")
RowOf = TypeVar("RowOf", bound=Row)
OpenFigure = int | str | Decimal | Fraction | Choice | Setting
"""A figure as a sector writes it, which may turn on a reading."""


def as_resolved(value: T | Choice | Setting) -> T:
    """What is declared, as the type of what stands there once the readings are in place: nothing reads it before."""
    return value  # type: ignore[return-value]


def figure(value: OpenFigure) -> Exact:
    """An exact figure; one that turns on a reading is left for `conduct.core.law.readings.resolve`, its alternatives exact."""
    if isinstance(value, Choice):
        return as_resolved(evolve(value, values={code: figure(n) for code, n in value.values.items()}))
    return as_resolved(value) if isinstance(value, Setting) else exact(value)


def figures(values: Iterable[OpenFigure] | Choice) -> tuple[Exact, ...]:
    """A row of figures, or a `Choice` of rows."""
    if isinstance(values, Choice):
        return as_resolved(evolve(values, values={code: figures(row) for code, row in values.values.items()}))
    return tuple(figure(value) for value in values)


def test(condition: Condition | Choice | None) -> Condition | None:
    """A condition, or a `Choice` of conditions."""
    return as_resolved(condition)


def reversed_bounds(low: object, high: object) -> Iterator[str]:
    """That two bounds, where both are figures, stand the wrong way round."""
    if isinstance(low, int | Fraction) and isinstance(high, int | Fraction) and low > high:
        yield f"it goes from {low} down to {high}"


@frozen
class Factor:
    """A multiplier on each incident that meets the condition (每件可折算为0.5件) or bears a mark (整改不到位的加倍扣分).

    With ``spread`` one such incident of the unit is enough for every incident that the count takes.
    """

    clause: str
    quote: Quote
    when: Condition = field(converter=test)
    n: Exact = field(converter=figure)
    spread: bool | Choice = False


@frozen
class PerMember:
    """What incidents of the units below the assessed one weigh is divided by the number of those that were seen.

    Seen is one at which the ``step`` was taken in the period, or of which there is an incident of the count's kinds. The assessed
    unit's own incidents weigh what they weigh.
    """

    step: Step


def _below(below: PerMember | Choice | None) -> PerMember | None:
    return as_resolved(below)


def _factors(factors: tuple[Factor, ...] | Choice) -> tuple[Factor, ...]:
    return as_resolved(factors)


@frozen
class Count:
    """What is counted: incidents of these kinds that meet the condition, each weighed by its factors.

    Several factors on one incident are multiplied, or with ``join="max"`` the greatest alone applies. Incidents that wait for
    a finding are counted only ``with_pending``. ``below`` says how incidents of units below the assessed one weigh, if not as its
    own.
    """

    kinds: tuple[Kind, ...]
    when: Condition | None = field(default=None, converter=test)
    factors: tuple[Factor, ...] = field(default=(), converter=_factors)
    join: Literal["product", "max"] | Choice = "product"
    with_pending: bool | Choice = False
    below: PerMember | None = field(default=None, converter=_below)

    def columns(self) -> frozenset[str]:
        """The attributes that tell the counted from the rest."""
        tests = [self.when, *(f.when for f in self.factors)]
        return frozenset().union(*(t.columns() for t in tests if t is not None))

    def taken(self, rows: Iterable[RowOf]) -> list[RowOf]:
        """The incidents, given as rows of the ledger, that the count takes."""
        codes = {kind.code for kind in self.kinds}
        return [row for row in rows if row["kind"] in codes and tested(self.when, row)]

    def takes(self, row: Mapping[str, Stored]) -> bool:
        """Whether the count takes an incident, given as `taken` has it."""
        return bool(self.taken((row,)))

    def factors_on(self, row: Mapping[str, Stored], spread: bool = False) -> tuple[Factor, ...]:
        """The factors that weigh one such incident; with ``spread`` those that spread apply to all of the unit's.

        Where the greatest alone applies, there are several if they are equally great.
        """
        found = [f for f in self.factors if f.when.holds(row) or (spread and f.spread is True)]
        if self.join == "max":
            found = [f for f in found if f.n == max(one.n for one in found)]
        return tuple(found)

    def weight(self, row: Mapping[str, Stored], spread: bool = False) -> Exact:
        """What one such incident weighs, as `factors_on` says."""
        found = self.factors_on(row, spread)
        weight: Exact = 1
        for factor in found[:1] if self.join == "max" else found:
            weight *= factor.n
        return weight


def count(
    *kinds: Kind,
    when: Condition | Choice | None = None,
    factors: tuple[Factor, ...] | Choice = (),
    join: Literal["product", "max"] | Choice = "product",
    with_pending: bool | Choice = False,
    below: PerMember | Choice | None = None,
) -> Count:
    """A count of kinds, as `Count` has it."""
    return Count(kinds, when, factors, join, with_pending, below)


def open_figure(value: Exact | Choice | Setting) -> Exact:
    """An exact figure as it is, or what it turns on."""
    return as_resolved(value) if isinstance(value, Choice | Setting) else value


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
    per: Exact = field(default=1, converter=open_figure)


@frozen
class Fixed:
    """A formula's input: a figure that the text, a reading or the deployment's sheet gives."""

    n: Exact = field(converter=open_figure)


Input = Weighed | Counted | Reported | Fixed


@frozen
class Formula:
    """A figure the law defines by a formula. ``fn`` is pure, exact and takes the inputs by name.

    ``said`` takes the same and writes the formula out with their figures, for whom it hits to work out again. ``words`` are the
    formula itself, as the regulation is shown, with each input's name in braces where its words are to stand
    (``{complaints} ÷ {transactions}``).
    """

    fn: Callable[..., Exact]
    inputs: Mapping[str, Input]
    said: Callable[..., Words] | None = None
    words: Words | None = None

    @property
    def counts(self) -> tuple[Count, ...]:
        """The counts that the formula takes."""
        return tuple(source.count for source in self.inputs.values() if isinstance(source, Counted))

    def value(self, given: Mapping[str, Exact], clause: str, words: Words, unit: str) -> Exact:
        """What it comes to for a unit. Raises `Fault` ``formula-failed``, which names clause, figure and unit."""
        try:
            found: object = self.fn(**given)
        except Fault:
            raise
        except BaseException as error:  # the sector's own code, which may raise anything
            passes(error)
            why = reason(error)
        else:
            if type(found) is Fraction or type(found) is int:
                if abs(found.numerator) < LARGEST * found.denominator:
                    return found
                why = "≥ 10^30"
            else:
                why = answered(found)
        raise fault("formula-failed", clause=clause, figure=words, unit=unit, why=why, package=package_of(self.fn))

    def values(self, given: Sequence[Mapping[str, Exact]], clause: str, words: Words, units: Sequence[str]) -> list[Exact]:
        """What it comes to for many units. Raises `Fault` as `value` does, of the first unit for which it fails."""
        fn: Callable[..., object] = self.fn
        found: list[Exact] = []
        try:
            for one in given:
                figure = fn(**one)
                if type(figure) is not Fraction and type(figure) is not int:
                    break
                numerator, denominator = figure.as_integer_ratio()
                if not -LARGEST * denominator < numerator < LARGEST * denominator:
                    break
                found.append(figure)
        except BaseException as error:  # the sector's own code: what it raises is said below
            passes(error)
        rest = zip(given[len(found) :], units[len(found) :], strict=True)
        return found + [self.value(one, clause, words, unit) for one, unit in rest]

    def written_out(self, given: Mapping[str, Exact], clause: str, words: Words) -> Words | None:
        """The formula with its figures, where the law says how to write it. Raises `Fault` ``plugin-failed``."""
        if self.said is None:
            return None
        what = Words(f"写出“{words.zh}”的公式", f"writing out the formula of {words.en}")
        found = asked(self.said, what=what, clause=clause, want=Words, **given)
        if isinstance(found.zh, str) and isinstance(found.en, str):
            return found
        raise not_answered(self.said, found, what, clause)
