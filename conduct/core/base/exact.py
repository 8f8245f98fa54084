"""Exact arithmetic on many fractions: sums, order and means without a float and without quadratic cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from attrs import field

from .faults import fault
from .frozen import frozen
from .once import cached_property

Exact = int | Fraction


def exact(value: int | str | Decimal | Fraction) -> Exact:
    """A number as the text gives it. A float is refused with TypeError: it cannot say 0.1."""
    if isinstance(value, bool | float):
        raise TypeError(f"{value!r} is not exact: write it as a string, an integer or a Decimal")
    try:
        number = Fraction(value)
    except (TypeError, ValueError) as error:
        raise type(error)(
            f"{value!r} is no figure: write it as an integer, a Fraction, a Decimal or a string, as '0.5'"
        ) from None
    return number.numerator if number.denominator == 1 else number


def shares(*terms: tuple[Exact, Exact, Exact]) -> Fraction:
    """What shares of quotients come to together: of each term share × part ÷ whole.

    Worked out in whole numbers and reduced once. Raises ZeroDivisionError for a whole of 0.
    """
    above, below = 0, 1
    for share, part, whole in terms:
        a, b = share.as_integer_ratio()
        c, d = part.as_integer_ratio()
        n, e = whole.as_integer_ratio()
        denominator = b * d * n
        above, below = above * denominator + a * c * e * below, below * denominator
    return Fraction(above, below)


def measured(value: str) -> Exact:
    """A stored number. Raises `Fault` ``not-a-number`` where something other than conduct wrote it."""
    if value.isascii() and value.isdigit():
        return int(value)
    try:
        return exact(value)
    except (ValueError, ZeroDivisionError, TypeError):
        raise fault("not-a-number", value=str(value)) from None


MODES = ("half-up", "half-even", "down", "up")
_MOST = 6  # decimals that results print
_SHIFT = 192  # bits behind the point of the bounds of an average
_APART = 60  # decimals at which figures that still print alike are left alike


class Ratio(Protocol):
    """A number as a fraction, which need not be reduced; the denominator is above 0."""

    @property
    def numerator(self) -> int:
        """Above the line."""

    @property
    def denominator(self) -> int:
        """Below it."""


@frozen
class Rounding:
    """How figures are rounded where they are printed: to a ``unit`` (0.01), and what becomes of what lies between two of them.

    ``half-up`` takes what is half or more away from zero (四舍五入), ``half-even`` exact halves to the even one, ``down`` cuts
    off (舍去), ``up`` takes any rest away from zero (进一). Nothing is compared by its rounded value. Raises ValueError for
    another mode, and for a unit that is not above 0 or has more than 6 decimals.
    """

    unit: Exact = field(default=Fraction(1, 10**_MOST), converter=exact)
    mode: str = "half-up"

    def __attrs_post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"{self.mode!r} is no mode of rounding; there are {', '.join(MODES)}")
        if self.unit <= 0 or (Fraction(self.unit) * 10**_MOST).denominator != 1:
            raise ValueError(f"{self.unit} is no unit to round to: it lies above 0 and has at most {_MOST} decimals")

    def units(self, value: Ratio) -> int:
        """How many units a value comes to."""
        if isinstance(value, Mean):
            least, most = (self._units(bound) for bound in value.bounds)
            if least == most:
                return least
        return self._units(value)

    def _units(self, value: Ratio) -> int:
        whole = value.denominator * self.unit.numerator
        units, rest = divmod(abs(value.numerator) * self.unit.denominator, whole)
        match self.mode:
            case "half-up":
                units += 2 * rest >= whole
            case "half-even":
                units += 2 * rest > whole or (2 * rest == whole and units % 2 == 1)
            case "up":
                units += rest > 0
        return -units if value.numerator < 0 else units

    def rounded(self, value: Ratio) -> float:
        """The value as a JSON number."""
        return self.units(value) * self.unit.numerator / self.unit.denominator

    def written(self, value: Ratio) -> str:
        """The value as sentences write it, without idle zeros."""
        return _decimal(self.units(value) * self.unit.numerator * (10**_MOST // self.unit.denominator), _MOST)

    def apart(self, value: Ratio, others: Iterable[Ratio]) -> str:
        """The value as it is written; with more digits, where another that differs from it would be written alike."""
        text = self.written(value)
        alike = [o for o in others if self.written(o) == text and not _equal(o, value)]
        digits = len(str(self.unit.denominator)) - 1
        while alike and digits < _APART:
            digits += 1
            text = _decimals(value, digits)
            alike = [o for o in alike if _decimals(o, digits) == text]
        return text

    def neighbours(self, values: Iterable[Exact]) -> dict[Exact, str]:
        """Each of the values written, so that two that follow one another and differ are written otherwise."""
        ordered = sorted(set(values))
        return {v: self.apart(v, ordered[max(n - 1, 0) : n + 2]) for n, v in enumerate(ordered)}


USUAL = Rounding()


def rounded(value: Ratio) -> float:
    """A number as results print it where the law says nothing else: 6 decimals of the exact value, halves away from zero."""
    if isinstance(value, int):
        return float(value)
    numerator, denominator = value.numerator, value.denominator
    units, rest = divmod(abs(numerator) * 1_000_000, denominator)
    units += 2 * rest >= denominator
    return (-units if numerator < 0 else units) / 1_000_000


def written(value: Ratio) -> str:
    """A number as sentences write it: rounded as results print it, without idle zeros."""
    return USUAL.written(value)


def _equal(one: Ratio, other: Ratio) -> bool:
    return one.numerator * other.denominator == other.numerator * one.denominator


def _decimals(value: Ratio, decimals: int) -> str:
    """A value with so many decimals at most, halves away from zero."""
    units, rest = divmod(abs(value.numerator) * 10**decimals, value.denominator)
    units += 2 * rest >= value.denominator
    return _decimal(-units if value.numerator < 0 else units, decimals)


def _decimal(units: int, decimals: int) -> str:
    """So many parts of a power of ten, as digits, without idle zeros."""
    whole, rest = divmod(abs(units), 10**decimals)
    text = f"{whole}.{rest:0{decimals}}".rstrip("0").rstrip(".") if decimals else str(whole)
    return f"-{text}" if units < 0 else text


@frozen(slots=False)
class Mean:
    """An average: an unreduced fraction, which may have a million digits and is worked out when it is asked for.

    It is that of ``values``, or the ``fraction`` itself. ``floors`` is the sum of what `floored` makes of the values, where it is
    known.
    """

    values: Sequence[Exact] = ()
    fraction: tuple[int, int] | None = None
    floors: int | None = field(default=None, eq=False, repr=False)

    @classmethod
    def of(cls, numerator: int, denominator: int) -> Mean:
        """The average that is this fraction."""
        return cls(fraction=(numerator, denominator))

    @cached_property
    def _fraction(self) -> tuple[int, int]:
        if self.fraction is not None:
            return self.fraction
        numerator, denominator = total(self.values)
        return numerator, denominator * len(self.values)

    @cached_property
    def bounds(self) -> tuple[Mean, Mean]:
        """Two short fractions close to each other: the average is at least the first, and below the second."""
        if self.fraction is not None:
            least = (self.fraction[0] << _SHIFT) // self.fraction[1]
        else:
            floors = self.floors if self.floors is not None else sum(map(floored, self.values))
            least = floors // len(self.values)
        return Mean.of(least, 1 << _SHIFT), Mean.of(least + 2, 1 << _SHIFT)

    @property
    def numerator(self) -> int:
        """Above the line."""
        return self._fraction[0]

    @property
    def denominator(self) -> int:
        """Below it."""
        return self._fraction[1]

    @cached_property
    def rounded(self) -> float:
        """As results print it."""
        least, most = map(rounded, self.bounds)
        return least if least == most else rounded(self)


def total(values: Sequence[Exact]) -> tuple[int, int]:
    """The sum as an unreduced numerator and denominator, added pairwise.

    Reducing at every step, as ``sum`` does, costs quadratic time on many different denominators.
    """
    terms = [v.as_integer_ratio() for v in values]
    while len(terms) > 1:
        paired = [
            (a + c, b) if b == d else (a * d + c * b, b * d) for (a, b), (c, d) in zip(terms[::2], terms[1::2], strict=False)
        ]
        if len(terms) % 2:
            paired.append(terms[-1])
        terms = paired
    return terms[0] if terms else (0, 1)


def order_keys(values: Sequence[Exact]) -> list[int]:
    """Integers that order and equal each other exactly as the values do.

    Two different fractions lie at least 1/(b·d) apart, so that a shift by twice the longest denominator tells them apart.
    """
    ratios = [v.as_integer_ratio() for v in values]
    longest = max((denominator.bit_length() for _, denominator in ratios), default=0)
    shift = 2 * longest + 1
    return [(numerator << shift) // denominator if denominator != 1 else numerator << shift for numerator, denominator in ratios]


def floored(value: Exact) -> int:
    """How many whole parts of 1 over 2**192 a number has."""
    numerator, denominator = value.as_integer_ratio()
    return (numerator << _SHIFT) // denominator


def is_above(value: Exact, average: Mean) -> bool:
    """Whether a value is strictly greater than an average; only where its bounds leave that in doubt is it itself looked at."""
    least, most = average.bounds
    shifted = value.numerator << _SHIFT
    if shifted >= most.numerator * value.denominator:
        return True
    if shifted <= least.numerator * value.denominator:
        return False
    return value.numerator * average.denominator > average.numerator * value.denominator


def above(values: Sequence[Exact], average: Mean, keys: Sequence[int] | None = None) -> list[bool]:
    """Which values are strictly greater than the average; its place is found by bisection. ``keys`` are their `order_keys`.

    The average may be a fraction of a million digits, so that only a few values are compared with it itself: of an average of
    the values themselves those alone that their keys leave in doubt. A key is the shifted value less a part below 1, so that the
    keys' sum lies below the values' by less than their number.
    """
    keys = order_keys(values) if keys is None else keys
    order = sorted(range(len(values)), key=keys.__getitem__)
    n, least = len(values), sum(keys) if average.fraction is None and average.values is values else None

    def over(at: int) -> bool:
        if least is not None and keys[at] * n >= least + n:
            return True
        if least is not None and (keys[at] + 1) * n <= least:
            return False
        return is_above(values[at], average)

    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        if over(order[middle]):
            high = middle
        else:
            low = middle + 1
    result = [False] * len(values)
    for position in order[low:]:
        result[position] = True
    return result


def places(keys: Sequence[object]) -> list[int]:
    """Standard competition places of a list sorted best first: equals share, the next place skips (1, 2, 2, 4)."""
    result: list[int] = []
    for n, key in enumerate(keys):
        result.append(result[-1] if n and key == keys[n - 1] else n + 1)
    return result
