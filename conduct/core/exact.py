"""Exact arithmetic on many fractions: sums, order and means without a float and without quadratic cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from .faults import fault

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


def measured(value: str) -> Exact:
    """A stored number. Raises `Fault` ``not-a-number`` where something other than conduct wrote it."""
    if value.isascii() and value.isdigit():
        return int(value)
    try:
        return exact(value)
    except (ValueError, ZeroDivisionError, TypeError):
        raise fault("not-a-number", value=str(value)) from None


def shown(value: Exact) -> float:
    """A number as results print it: rounded to 6 decimals from the exact value, halves to even."""
    if isinstance(value, int):
        return float(value)
    return shown_ratio(value.numerator, value.denominator)


def written(value: Exact) -> str:
    """A number as sentences write it: rounded as results print it, without idle zeros."""
    text = format(shown(value), ".6f").rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def shown_ratio(numerator: int, denominator: int) -> float:
    """An unreduced fraction as results print it; ``denominator`` is above 0."""
    scaled, rest = divmod(numerator * 1_000_000, denominator)
    twice = 2 * rest
    if twice > denominator or (twice == denominator and scaled % 2):
        scaled += 1
    return scaled / 1_000_000


@frozen
class Mean:
    """An average: an unreduced fraction, which may have a million digits, and as results print it."""

    numerator: int
    denominator: int
    shown: float

    @classmethod
    def of(cls, numerator: int, denominator: int) -> Mean:
        """The average that is this fraction."""
        return cls(numerator, denominator, shown_ratio(numerator, denominator))


def total(values: Sequence[Exact]) -> tuple[int, int]:
    """The sum as an unreduced numerator and denominator, added pairwise.

    Reducing at every step, as ``sum`` does, costs quadratic time on many different denominators.
    """
    terms = [(v, 1) if isinstance(v, int) else (v.numerator, v.denominator) for v in values]
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
    longest = max((v.denominator.bit_length() for v in values), default=0)
    shift = 2 * longest + 1
    return [(v << shift) if isinstance(v, int) else (v.numerator << shift) // v.denominator for v in values]


def above(values: Sequence[Exact], average: Mean) -> list[bool]:
    """Which values are strictly greater than the average; its place is found by bisection.

    The average may be a fraction of a million digits, so that only a few values are compared with it itself.
    """
    keys = order_keys(values)
    order = sorted(range(len(values)), key=keys.__getitem__)
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        value = values[order[middle]]
        if value.numerator * average.denominator > average.numerator * value.denominator:
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
