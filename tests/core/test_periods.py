"""Periods: every form of the contract, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from conduct.core.base.faults import Fault
from conduct.core.base.periods import Period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012-H1", date(2012, 1, 1), date(2012, 6, 30)),
        ("2012-H2", date(2012, 7, 1), date(2012, 12, 31)),
        ("2012-Q3", date(2012, 7, 1), date(2012, 9, 30)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2011-02", date(2011, 2, 1), date(2011, 2, 28)),
    ],
)
def test_each_form(text: str, start: date, end: date) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, period.id) == (start, end, text)


@pytest.mark.parametrize(
    "text",
    ["", "12", "2012-13", "2012-00", "2012-h1", "2012-Q5", "2012-H3", "2012-1", " 2012", "\uff12\uff10\uff11\uff12", "0000"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Fault):
        Period.parse(text)
