"""A stranger's street: requests assessed by month, twelve months of a year combined. The figures were worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Desk
from tests.outside.conftest import Make

UNITS = "unit,name,kind,from\nA,a,street,\nB,b,street,2024-10-01\n"
INCIDENTS = """incident,unit,kind,date,urgency,resolved,responded,satisfied
r1,A,request,2024-07-01,normal,yes,yes,yes
r2,B,request,2024-10-07,urgent,yes,yes,yes
"""
ACTIONS = "action,step,date,incident,due\na1,dispatch,2024-07-01,r1,2025-02-01\na2,dispatch,2024-10-08,r2,2025-03-01\n"


@pytest.fixture
def desk(street: Make) -> Desk:
    """A ledger with two requests that are dispatched in 2024 and due in 2025; nobody sends a monthly report."""
    desk = street(sample=False)
    assert desk("init").status == 0
    files = [desk.write(f"{of}.csv", text) for of, text in (("units", UNITS), ("incidents", INCIDENTS), ("actions", ACTIONS))]
    assert desk("load", *files).status == 0
    return desk


def _duties(whole: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    return {u["unit"]: tuple(u["duties"][k] for k in ("met", "breached", "pending")) for u in whole["units"]}


def test_a_pending_duty_counts_once_in_a_combined_year(desk: Desk) -> None:
    """On 31 December one reply of each street is pending, and December's report; A's other reports are missed, 11, B's 2."""
    assert _duties(desk.run("--period", "2024")) == {"A": (0, 11, 2), "B": (0, 2, 2)}
    for month, expected in (("2024-07", (0, 1, 1)), ("2024-12", (0, 0, 2))):
        assert _duties(desk.run("--period", month, "--as-of", "2024-12-31"))["A"] == expected
    assert _duties(desk.run("--period", "2024-12", "--as-of", "2024-12-31"))["B"] == (0, 0, 2)


def test_what_was_pending_is_breached_in_the_year_of_its_deadline(desk: Desk) -> None:
    """A's reply was due on 1 February 2025, which is no month of 2024; December's reports were due on 5 January."""
    assert _duties(desk.run("--period", "2024", "--as-of", "2025-02-02")) == {"A": (0, 12, 0), "B": (0, 3, 1)}
    assert _duties(desk.run("--period", "2025-02", "--as-of", "2025-02-28"))["A"] == (0, 1, 1)


def test_a_combined_year_is_the_mean_of_its_months(desk: Desk) -> None:
    """A: 50 + 40 each month, and 8 of 10 in eleven months, 10 in one: 90 + 98 / 12. B: of three months, in the
    first of which it alone has a request and loses 3: 90 - 3 / 3 + 26 / 3."""
    scores = {u["unit"]: u["score"] for u in desk.run("--period", "2024")["units"]}
    assert scores == {"A": 98.166667, "B": 97.666667}
