"""Exact arithmetic: sums, means, order and printed figures equal the plain definition."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct.core.base.exact import USUAL, Mean, Rounding, above, exact, order_keys, places, rounded, shares, total, written

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**9)


@given(st.lists(numbers))
def test_the_pairwise_sum_is_the_sum(values: list[Fraction]) -> None:
    assert Fraction(*total(values)) == sum(values, Fraction(0))


whole_or_not = st.one_of(st.integers(-50, 50), numbers)


@given(st.lists(st.tuples(whole_or_not, whole_or_not, whole_or_not.filter(bool))))
def test_shares_of_quotients_are_their_plain_sum(terms: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    found = shares(*terms)
    assert found == sum((Fraction(share) * part / whole for share, part, whole in terms), Fraction(0))
    assert type(found) is Fraction


@given(whole_or_not)
def test_there_is_no_share_of_a_quotient_by_nothing(part: Fraction) -> None:
    with pytest.raises(ZeroDivisionError):
        shares((1, 1, 1), (1, part, 0))


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


few = st.sampled_from([exact(0), 1, Fraction(1, 3), Fraction(2, 3), Fraction(10**9, 10**9 + 1), Fraction(10**9 - 1, 10**9)])


@given(st.one_of(st.lists(numbers, min_size=1, max_size=30), st.lists(few, min_size=1, max_size=9)))
def test_above_a_mean_that_is_not_worked_out_is_strict_and_exact(values: list[Fraction | int]) -> None:
    """Of values at the mean itself, and of those so near it that their keys do not tell."""
    plain = Fraction(sum(values, Fraction(0))) / len(values)
    for more in (values, [*values, exact(plain)]):
        mean = Mean(more)
        assert above(more, mean) == [value > plain for value in more]
        assert Fraction(mean.numerator, mean.denominator) == plain
        assert mean.rounded == rounded(plain)


@given(numbers, st.integers(min_value=1, max_value=50))
def test_equal_figures_are_never_above_their_mean(value: Fraction, n: int) -> None:
    numerator, denominator = total([value] * n)
    assert not any(above([value] * n, Mean.of(numerator, denominator * n)))
    same = [value] * n
    assert not any(above(same, Mean(same)))


@given(numbers)
def test_printed_figures_are_the_exact_value_rounded_half_up(value: Fraction) -> None:
    scaled = abs(value) * 10**6
    whole = scaled.numerator // scaled.denominator
    units = (whole + (scaled - whole >= Fraction(1, 2))) * (-1 if value < 0 else 1)
    assert Decimal(repr(rounded(exact(value)))).quantize(Decimal("0.000001")) == Decimal(units) / 10**6
    assert Decimal(written(exact(value))) == Decimal(units) / 10**6


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "down", "up"),
    [
        ("0.125", "0.13", "0.12", "0.12", "0.13"),
        ("0.135", "0.14", "0.14", "0.13", "0.14"),
        ("-0.125", "-0.13", "-0.12", "-0.12", "-0.13"),
        ("0.1249", "0.12", "0.12", "0.12", "0.13"),
        ("0.1251", "0.13", "0.13", "0.12", "0.13"),
        ("-0.004", "0", "0", "0", "-0.01"),
        ("95.1", "95.1", "95.1", "95.1", "95.1"),
        ("7", "7", "7", "7", "7"),
    ],
)
def test_a15_exact_halves_and_rests_go_where_the_mode_says(value: str, half_up: str, half_even: str, down: str, up: str) -> None:
    for mode, wanted in (("half-up", half_up), ("half-even", half_even), ("down", down), ("up", up)):
        rounding = Rounding("0.01", mode)
        assert rounding.written(exact(value)) == wanted, mode
        assert rounding.rounded(exact(value)) == float(wanted), mode


@pytest.mark.parametrize(("value", "wanted"), [("0.0000005", 0.000001), ("0.0000025", 0.000003), ("-0.0000005", -0.000001)])
def test_a15_the_sixth_decimal_is_rounded_half_up(value: str, wanted: float) -> None:
    assert rounded(exact(value)) == wanted


def test_a15_a_unit_need_not_be_a_power_of_ten() -> None:
    assert [Rounding("0.5").written(exact(value)) for value in ("0.2", "0.25", "0.8", "-1.3")] == ["0", "0.5", "1", "-1.5"]
    assert Rounding(5).written(12) == "10"


@pytest.mark.parametrize(("unit", "mode"), [(0, "half-up"), (-1, "half-up"), ("0.0000001", "half-up"), (1, "nearest")])
def test_a15_what_is_no_rounding_is_refused(unit: int | str, mode: str) -> None:
    with pytest.raises(ValueError, match=r"no (unit|mode)"):
        Rounding(unit, mode)


@given(numbers, numbers)
def test_a6_two_that_differ_are_never_written_alike(one: Fraction, other: Fraction) -> None:
    a, b = exact(one), exact(other)
    for rounding in (USUAL, Rounding(1)):
        assert (rounding.apart(a, [b]) == rounding.apart(b, [a])) == (a == b)
    close = a + Fraction(1, 10**12)
    assert USUAL.apart(a, [close]) != USUAL.apart(close, [a])
    assert Decimal(USUAL.apart(a, [close])) < Decimal(USUAL.apart(close, [a]))


def test_a6_more_digits_are_written_only_where_they_are_needed() -> None:
    assert USUAL.apart(exact("0.9"), [exact("0.8999999999")]) == "0.9"
    assert USUAL.apart(exact("0.8999999999"), [exact("0.9")]) == "0.8999999999"
    assert USUAL.apart(exact("0.9"), [exact("0.8")]) == "0.9"
    found = Rounding("0.01").neighbours([exact("95.126"), exact("95.131"), exact("90.004")])
    assert list(found.values()) == ["90", "95.126", "95.131"]


def test_places_share_and_skip() -> None:
    assert places([9, 8, 8, 5]) == [1, 2, 2, 4]
    assert places([]) == []


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="not exact"):
        exact(0.1)  # type: ignore[arg-type]
