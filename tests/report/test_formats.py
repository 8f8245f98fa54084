"""A number's format shows exactly what the cell prints, and what none could show stays text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from conduct.report.bulletin.book.formats import formatted
from conduct.report.bulletin.document import Entry
from tests.report.shown import shown

D = Decimal


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("81.0", D(81), "0.0"),
        ("81", 81, "0"),
        ("96.8%", D("0.968"), "0.0%"),
        ("96.8 %", D("0.968"), '0.0" "%'),
        ("100%", 1, "0%"),
        ("-6.0", D(-6), "0.0"),
        ("−6.0", D(-6), '0.0;"−"0.0'),
        ("+8.0", D(8), '"+"0.0'),
        ("3件", 3, '0"件"'),
        ("第3名", 3, '"第"0"名"'),
        ("12,345.50", D("12345.5"), "#,##0.00"),
        ("96.8%", D("96.8"), '0.0"%"'),
        ("98.5（31件）", D("98.5"), '0.0"（31件）"'),
        ("2012年3月5日", date(2012, 3, 5), 'yyyy"年"m"月"d"日"'),
        ("2012-03-05", date(2012, 3, 5), "yyyy-mm-dd"),
        ("2012/3/5", date(2012, 3, 5), "yyyy/m/d"),
        ("5 March 2012", date(2012, 3, 5), "[$-409]d mmmm yyyy"),
        ("0.00", D(0), "0.00"),
    ],
)
def test_a_number_shows_as_it_is_printed(text: str, value: D | int | date, form: str) -> None:
    made = formatted(Entry(text, value))
    assert made is not None
    assert (made.value, made.form) == (value, form)
    assert shown(made.value, made.form) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("—", None),
        ("=1+1", None),
        ("不排名", 3),
        ("3", 5),
        ("007", 7),
        ('"3"', 3),
        ("\\3", 3),
        ("3\n", 3),
        ("1234567890123456.7", D("1234567890123456.7")),
        ("x" * 200 + "3", 3),
        ("1899-01-01", date(1899, 1, 1)),
        ("三月五日", date(2012, 3, 5)),
        ("1,23", 123),
    ],
)
def test_what_no_format_shows_stays_text(text: str, value: D | int | date | None) -> None:
    assert formatted(Entry(text, value)) is None


def test_what_was_printed_by_another_rounding_is_the_printed_number() -> None:
    for text, value, behind in (
        ("66.6", D("66.66"), D("66.6")), ("0.12", D("0.125"), D("0.12")), ("96.7%", D("0.9679"), D("0.967")),
        ("0.33", D(1) / 3, D("0.33")), ("66.67", D("66.666666666666"), D("66.666666666666")), ("-0.0", D("-0.04"), D(0)),
    ):  # fmt: skip
        made = formatted(Entry(text, value))
        assert made is not None
        assert made.value in (behind, value)
        assert shown(made.value, made.form) == text or text == "-0.0"


@given(some.decimals(-10_000, 10_000, places=4), some.integers(0, 3), some.sampled_from(["", "%", "分", " points"]))
def test_any_number_shows_as_it_is_printed(value: D, places: int, after: str) -> None:
    text = f"{value:.{places}f}{after}"  # half to even, which is another rounding
    made = formatted(Entry(text, value, places))
    if made is not None:
        assert shown(made.value, made.form) == text
    else:
        assert D(f"{value:.{places}f}") == 0
