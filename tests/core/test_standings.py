"""What units are ordered by: the same rule on exact figures and on the numbers that stand for them."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from conduct.core.base.exact import Exact, order_keys
from conduct.core.base.words import Words
from conduct.core.scores.results import UnitResult, VetoFound
from conduct.core.scores.standings import place_key
from conduct.law import Kind, Standing, Veto, count

_KIND = Kind("gift", Words("收礼", "gift"), "1")
_LAST = Veto("1", "收礼的列末位", "last", Words("末位", "last"), count(_KIND), ranks_last=True)
figures = st.fractions(min_value=-3, max_value=3, max_denominator=6)


def _unit(unit: str, last: bool) -> UnitResult:
    return UnitResult(unit, unit, "branch", vetoes=[VetoFound(_LAST, ("i1",))] if last else [])


@given(
    st.lists(st.tuples(figures, figures, st.booleans()), max_size=8),
    st.sampled_from(("highest", "lowest")),
    st.booleans(),
    st.sampled_from(("shared", "by-score")),
)
def test_keys_of_figures_order_units_as_the_figures_do(
    drawn: list[tuple[Fraction, Fraction, bool]], best: Literal["highest", "lowest"], shared: bool, several_last: str
) -> None:
    standing = Standing("1", "按得分排名", best=best, shared=shared, several_last=several_last)
    units = [_unit(f"U{n}", last) for n, (*_, last) in enumerate(drawn)]
    ranked: list[Exact] = [figure for figure, *_ in drawn]
    larger: list[Exact] = [measure for _, measure, _ in drawn]
    exactly = [place_key(standing, *row) for row in zip(units, ranked, larger, strict=True)]
    by_keys = [place_key(standing, *row) for row in zip(units, order_keys(ranked), order_keys(larger), strict=True)]
    for a, key_a in zip(exactly, by_keys, strict=True):
        for b, key_b in zip(exactly, by_keys, strict=True):
            assert (a < b, a == b) == (key_a < key_b, key_a == key_b)


def test_the_last_come_after_every_other_then_the_better_then_the_larger() -> None:
    given_ = {"best": (False, 9, 1), "large": (False, 5, 4), "small": (False, 5, 2), "last": (True, 99, 9)}
    orders: dict[Literal["highest", "lowest"], list[str]] = {
        "highest": ["best", "large", "small", "last"],
        "lowest": ["large", "small", "best", "last"],
    }
    for best, order in orders.items():
        standing = Standing("1", "按得分排名", best=best)
        keys = {u: place_key(standing, _unit(u, last), ranked, larger) for u, (last, ranked, larger) in given_.items()}
        assert sorted(keys, key=keys.__getitem__) == order
