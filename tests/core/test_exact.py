"""Exact arithmetic: sums, means, order and printed figures equal the plain definition."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct.core.exact import Mean, above, exact, order_keys, places, shown, total

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**9)


@given(st.lists(numbers))
def test_the_pairwise_sum_is_the_sum(values: list[Fraction]) -> None:
    assert Fraction(*total(values)) == sum(values, Fraction(0))


@given(st.lists(numbers, min_size=1), st.randoms())
def test_keys_order_and_equal_as_the_values_do(values: list[Fraction], draw: object) -> None:
    keys = order_keys(values)
    for a, key_a in zip(values, keys, strict=True):
        for b, key_b in zip(values, keys, strict=True):
            assert (a < b) == (key_a < key_b)
            assert (a == b) == (key_a == key_b)


@given(st.lists(numbers, min_size=1, max_size=30))
def test_above_the_mean_is_strict_and_exact(values: list[Fraction]) -> None:
    numerator, denominator = total(values)
    mean = Mean.of(numerator, denominator * len(values))
    plain = sum(values, Fraction(0)) / len(values)
    assert above(values, mean) == [value > plain for value in values]


@given(numbers, st.integers(min_value=1, max_value=50))
def test_equal_figures_are_never_above_their_mean(value: Fraction, n: int) -> None:
    numerator, denominator = total([value] * n)
    assert not any(above([value] * n, Mean.of(numerator, denominator * n)))


@given(numbers)
def test_printed_figures_are_the_exact_value_rounded_half_even(value: Fraction) -> None:
    scaled = value * 10**6
    floor = scaled.numerator // scaled.denominator
    rest = scaled - floor
    rounded = floor + (1 if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and floor % 2) else 0)
    assert Decimal(repr(shown(exact(value)))).quantize(Decimal("0.000001"), ROUND_HALF_EVEN) == Decimal(rounded) / 10**6


def test_places_share_and_skip() -> None:
    assert places([9, 8, 8, 5]) == [1, 2, 2, 4]
    assert places([]) == []


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="not exact"):
        exact(0.1)  # type: ignore[arg-type]
