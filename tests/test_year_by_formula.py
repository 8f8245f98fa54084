"""A year made of its quarters, under a law that ranks by a formula: the formula on the sums of what it takes in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from conduct.core.base.exact import Exact
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.core.law.text import Edition
from conduct.core.ledger.ledger import Ledger
from conduct.core.questions.explain import explain
from conduct.core.scores.assess import assess
from conduct.core.scores.results import UnitResult
from conduct.law import (
    Below,
    Combined,
    Counted,
    First,
    Fixed,
    Formula,
    Kind,
    MeasureKind,
    Number,
    Outcome,
    Regulation,
    Reported,
    Standing,
    UnitKind,
    count,
)
from conduct.testing import check_sector, fill

TEXT = """# 服务大厅考核办法

## art1

按每千人次投诉件数由少到多排名,并列的以人次多者在前。全年按四季度计算。排名第一的予以表彰。
"""
complaint = Kind("complaint", Words("投诉", "complaint"), "art1")
visits = MeasureKind("visits", Words("人次", "visits"), Number(above=0, whole=True), Words("人次", "visits"))

# Complaints and visits by quarter, and what a year's formula comes to by hand:
#   A  10/100, 1/1000, 0/100, 0/100   11 × 1000 ÷ 1300 = 110/13, about 8.46 (the mean of the quarters' figures would be 25.25)
#   B   2/100 four times               8 × 1000 ÷  400 = 20
#   C   4/200 four times              16 × 1000 ÷  800 = 20, of more visits than B
#   D  opened in July: 1/100, 1/500    2 × 1000 ÷  600 = 10/3 (the mean would be 6)
FACTS = {
    "A": [(10, 100), (1, 1000), (0, 100), (0, 100)],
    "B": [(2, 100)] * 4,
    "C": [(4, 200)] * 4,
    "D": [None, None, (1, 100), (1, 500)],
}


def per_thousand(complaints: Exact, visits: Exact, times: Exact) -> Exact:
    """Complaints for so many visits."""
    return Fraction(complaints) * times / visits


def _sector(folder: Path, how: str, visits: MeasureKind = visits, *more: Outcome) -> Sector:
    (folder / "hall.zh.md").write_text(TEXT, encoding="utf-8")
    inputs = {"complaints": Counted(count(complaint)), "visits": Reported(visits), "times": Fixed(1000)}
    rate = Formula(per_thousand, inputs)
    law = Regulation(
        "厅〔2024〕1号",
        Words("服务大厅考核办法", "Halls"),
        Edition(folder / "hall.zh.md"),
        date(2024, 1, 1),
        (
            Standing(
                "art1",
                "按每千人次投诉件数由少到多排名,并列的以人次多者在前",
                of=rate,
                best="lowest",
                larger=visits,
                code="rate",
                words=Words("每千人次投诉件数", "complaints per 1000 visits"),
            ),
            Combined("art1", "全年按四季度计算", "year", "quarter", how),
            Outcome("art1", "排名第一的予以表彰", "commended", Words("表彰", "commended"), First(1)),
            *more,
        ),
    )
    hall = UnitKind("hall", Words("大厅", "hall"))
    periods = ("year", "quarter")
    return Sector(
        "halls", Words("服务大厅", "halls"), (law,), (hall,), ("hall",), (complaint,), (), periods, (visits,), (visits,)
    )


def _filled(sector: Sector, make: Callable[[Sector], Ledger]) -> Ledger:
    ledger = make(sector)
    rows: dict[str, list[dict[str, Any]]] = {"units": [], "measures": [], "incidents": []}
    for unit, quarters in FACTS.items():
        row = {"unit": unit, "name": unit, "kind": "hall"}
        rows["units"].append(row if quarters[0] is not None else {**row, "from": "2024-07-01"})
        for n, quarter in enumerate(quarters, 1):
            if quarter is None:
                continue
            rows["measures"].append({"unit": unit, "measure": "visits", "period": f"2024-Q{n}", "value": str(quarter[1])})
            rows["incidents"] += [
                {"incident": f"{unit}{n}-{k:02}", "unit": unit, "kind": "complaint", "date": f"2024-{3 * n:02}-05"}
                for k in range(quarter[0])
            ]
    fill(sector, ledger, rows)
    return ledger


def _figure(unit: UnitResult) -> tuple[int | None, Exact, int | None]:
    (figure,) = unit.figures
    return unit.rank, figure.value, figure.count


def _ranked(sector: Sector, ledger: Ledger, period: str = "2024") -> dict[str, tuple[int | None, Exact, int | None]]:
    return {u.unit: _figure(u) for u in assess(sector, ledger, sector.period(period)).units}


def test_a_year_s_figure_is_the_formula_on_the_sums_of_its_quarters(
    tmp_path: Path, make_ledger: Callable[[Sector], Ledger]
) -> None:
    sector = _sector(tmp_path, "mean")
    assert check_sector(sector) == []
    ledger = _filled(sector, make_ledger)
    assert _ranked(sector, ledger) == {
        "D": (1, Fraction(10, 3), 2),
        "A": (2, Fraction(110, 13), 11),
        "C": (3, 20, 16),
        "B": (4, 20, 8),
    }
    assert _ranked(sector, ledger, "2024-Q1") == {"C": (1, 20, 4), "B": (2, 20, 2), "A": (3, 100, 10)}


def test_a_year_that_is_its_last_quarter_is_ranked_by_that(tmp_path: Path, make_ledger: Callable[[Sector], Ledger]) -> None:
    sector = _sector(tmp_path, "last")
    ledger = _filled(sector, make_ledger)
    assert _ranked(sector, ledger) == _ranked(sector, ledger, "2024-Q4")
    assert _ranked(sector, ledger)["A"] == (1, 0, 0)


def test_what_an_absence_would_change_is_worked_out_on_the_sums(tmp_path: Path, make_ledger: Callable[[Sector], Ledger]) -> None:
    sector = _sector(tmp_path, "mean")
    ledger = _filled(sector, make_ledger)
    made = explain(sector, ledger, "A", sector.period("2024"))
    assert {value for effect in made.effects for code, value in effect.figures if code == "rate"} == {Fraction(100, 13)}
    (gap,) = [d for d in made.distances if (d.what, d.name, d.kind) == ("rank", "next", None)]
    assert (gap.points, gap.rank) == (Fraction(110, 13) - Fraction(10, 3), 1)
    # (11 - k) ÷ 1.3 ≤ 10/3: with k = 6 still 3.85, with k = 7 3.08, and A is the first
    (fewer,) = [d for d in made.distances if d.what == "outcome" and d.kind == "complaint" and d.k < 0]
    assert (fewer.name, len(fewer.fewer)) == ("commended", 7)
    (tie,) = [d for d in explain(sector, ledger, "B", sector.period("2024")).distances if d.what == "rank" and d.kind is None]
    assert (tie.name, tie.points, tie.rank) == ("tie", None, 3)


def test_a_formula_that_would_add_up_shares_is_refused_by_the_checks(tmp_path: Path) -> None:
    share = MeasureKind("visits", visits.words, Number(low=0, high=1), visits.unit)
    (problem,) = check_sector(_sector(tmp_path, "mean", share))
    assert "visits: shares of several periods do not add up" in problem


def test_an_outcome_by_a_measure_of_the_year_is_by_that_of_the_year_in_what_would_be_too(
    tmp_path: Path, make_ledger: Callable[[Sector], Ledger]
) -> None:
    few = Outcome("art1", "全年按四季度计算", "few", Words("人次过少", "few visits"), Below(visits, 500))
    sector = _sector(tmp_path, "mean", visits, few)
    ledger = _filled(sector, make_ledger)
    fill(sector, ledger, {"measures": [{"unit": "B", "measure": "visits", "period": "2024", "value": "600"}]})  # 100 a quarter
    explained = explain(sector, ledger, "B", sector.period("2024"))
    assert explained.result.outcomes == []
    assert {effect.come for effect in explained.effects} == {()}
