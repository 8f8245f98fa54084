"""Laws with rates, and those that rank by a formula, are explained: what each incident does, and the fewest that matter."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from importlib import import_module
from itertools import product
from pathlib import Path

import pytest
from attrs import evolve

from conduct.core.base.exact import Exact, Rounding
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector
from conduct.core.law.text import Edition
from conduct.core.ledger.ledger import Ledger
from conduct.core.questions.distance import Distance
from conduct.core.questions.explain import Explanation, explain
from conduct.core.scores.assess import assess
from conduct.facts import FactRows
from conduct.law import (
    Attribute,
    Condition,
    Counted,
    First,
    Formula,
    Kind,
    Options,
    Outcome,
    Regulation,
    Section,
    Standing,
    UnitKind,
    YesNo,
    count,
)
from conduct.report.distances import distance_lines
from conduct.report.explained import explained
from conduct.report.explanation import as_text
from conduct.report.standings import FORMATS
from conduct.testing import fill

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXT = "# 诉求办理考核办法\n\n## art1\n\n按解决率得分,满分100分。排名第一的予以表彰。\n"
resolved = Attribute("resolved", Words("已解决", "resolved"), YesNo())
sources = {f"s{n}": Words(f"来源{n}", f"source {n}") for n in range(30)}
source = Attribute("from-whom", Words("来源", "from whom"), Options(sources))
request = Kind("request", Words("诉求", "request"), "art1", (resolved,))
district = Attribute("district", Words("片区", "district"), Options(sources))
sorted_request = Kind("sorted", Words("分来源诉求", "request by source"), "art1", (resolved, source))
crossed = Kind("crossed", Words("分来源和片区的诉求", "request by source and district"), "art1", (resolved, source, district))


def share(good: Exact, every: Exact) -> Exact:
    """100 points by the share that was resolved."""
    return Fraction(100 * good, every) if every else 0


def _sector(folder: Path, *, by_formula: bool = False, kind: Kind = request, good: Condition | None = None) -> Sector:
    """Offices ranked by the share of requests that they resolved: as a score, or by the formula itself."""
    (folder / "rates.zh.md").write_text(TEXT, encoding="utf-8")
    condition = good if good is not None else resolved.is_(True)
    rate = Formula(share, {"good": Counted(count(kind, when=condition)), "every": Counted(count(kind))})
    quote = "按解决率得分"
    points = Section("1", "art1", "满分100分", Words("解决率", "share resolved"), base=100, start=rate)
    standing = (
        Standing("art1", quote, of=rate, code="rate", words=Words("解决率", "rate")) if by_formula else Standing("art1", quote)
    )
    law = Regulation(
        "示〔2024〕1号",
        Words("诉求办理考核办法", "Requests"),
        Edition(folder / "rates.zh.md"),
        date(2024, 1, 1),
        (
            *(() if by_formula else (points,)),
            standing,
            Outcome("art1", "排名第一的予以表彰", "commended", Words("表彰", "commended"), First(1)),
        ),
    )
    office = UnitKind("office", Words("街道", "office"))
    return Sector("rates", Words("诉求", "requests"), (law,), (office,), ("office",), (kind,), (), ("year",))


def _explained(sector: Sector, make: Callable[[Sector], Ledger], numbers: dict[str, tuple[int, int]], **more: str) -> Explanation:
    """Unit A explained, where each unit has so many requests that are resolved, and so many that are not."""
    ledger = make(sector)
    kind = sector.kinds[0].code
    rows: FactRows = {
        "units": [{"unit": unit, "name": unit, "kind": "office"} for unit in numbers],
        "incidents": [
            {"incident": f"{unit}-{word}{n:03}", "unit": unit, "kind": kind, "date": "2024-03-04", "resolved": yes, **more}
            for unit, both in numbers.items()
            for word, yes, many in (("a", "yes", both[0]), ("z", "no", both[1]))
            for n in range(many)
        ],
    }
    fill(sector, ledger, rows)
    return explain(sector, ledger, "A", sector.period("2024"))


def _commended(made: Explanation, what: str = "outcome") -> dict[str, Distance]:
    """The distances to being commended: by fewer incidents, more, or otherwise ones."""
    found: dict[str, Distance] = {}
    for d in made.distances:
        if d.what == what and d.kind is not None:
            way = "otherwise" if d.changed else "more" if d.k > 0 else "fewer"
            found[way] = d
    return found


@pytest.mark.parametrize("by_formula", [False, True])
def test_a10_with_rates_the_fewest_are_named_and_how_many_must_be_resolved(
    tmp_path: Path, make_ledger: Callable[[Sector], Ledger], *, by_formula: bool
) -> None:
    made = _explained(_sector(tmp_path, by_formula=by_formula), make_ledger, {"A": (14, 8), "B": (9, 1)})
    found = _commended(made)
    # 14 / (22 - k) >= 0.9 from k = 7 unresolved ones away; (14 + k) / (22 + k) from 58; (14 + k) / 22 from 6
    assert (found["fewer"].k, found["more"].k, len(found["otherwise"].changed)) == (-7, 58, 6)
    assert set(found["fewer"].fewer) == {f"A-z{n:03}" for n in range(7)}
    assert found["more"].values == (("resolved", 1),)
    assert set(found["otherwise"].changed) <= {f"A-z{n:03}" for n in range(8)}
    said = "\n".join(distance_lines(made, "zh"))
    assert "若 6 件“诉求”改为已解决 是（A-z000、A-z001、A-z002、A-z003、A-z004、A-z005），则" in said
    assert "则可列第一名（表彰，第一条）" in said


@pytest.mark.parametrize("by_formula", [False, True])
def test_a10_no_choice_of_fewer_does_the_same(
    tmp_path: Path, make_ledger: Callable[[Sector], Ledger], *, by_formula: bool
) -> None:
    for good, bad, other in ((3, 4, (3, 1)), (5, 5, (2, 1)), (1, 3, (1, 1)), (6, 2, (19, 1)), (2, 0, (1, 1))):
        folder = tmp_path / f"{good}-{bad}"
        folder.mkdir()
        made = _explained(_sector(folder, by_formula=by_formula), make_ledger, {"A": (good, bad), "B": other})
        mark = share(other[0], sum(other))
        wins = share(good, good + bad) >= mark
        ways = {
            "fewer": min(
                (
                    g + b
                    for g, b in product(range(good + 1), range(bad + 1))
                    if (share(good - g, good + bad - g - b) >= mark) != wins
                ),
                default=None,
            ),
            "more": min(
                (n for n in range(1, 200) for y in (0, n) if (share(good + y, good + bad + n) >= mark) != wins), default=None
            ),
            "otherwise": min(
                (abs(n) for n in range(-good, bad + 1) if (share(good + n, good + bad) >= mark) != wins), default=None
            ),
        }
        found = _commended(made)
        said = {"fewer": -found["fewer"].k if "fewer" in found else None, "more": found["more"].k if "more" in found else None}
        said["otherwise"] = len(found["otherwise"].changed) if "otherwise" in found else None
        assert said == ways, (good, bad, other)


@pytest.mark.parametrize("many", [False, True])
def test_a10_what_has_many_forms_is_compared_in_all_or_named(
    tmp_path: Path, make_ledger: Callable[[Sector], Ledger], *, many: bool
) -> None:
    known = _any_of(source) & _any_of(district) if many else _any_of(source)  # 60 forms, or 1 800
    sector = _sector(tmp_path, kind=crossed if many else sorted_request, good=known & resolved.is_(True))
    more = {"from-whom": "s7", **({"district": "s3"} if many else {})}
    made = _explained(sector, make_ledger, {"A": (1, 3), "B": (1, 1)}, **more)
    found = _commended(made)
    assert (found["fewer"].k, len(found["otherwise"].changed)) == (-2, 1)
    assert many or found["more"].k == 2
    assert any("more forms than were compared" in line for line in distance_lines(made, "en")) is many


def _any_of(attribute: Attribute) -> Condition:
    first, *rest = (attribute.is_(code) for code in sources)
    for one in rest:
        first = first | one
    return first


def test_a9_a_law_ranked_by_a_formula_is_explained_by_formula_and_rank(
    monkeypatch: pytest.MonkeyPatch, make_ledger: Callable[[Sector], Ledger]
) -> None:
    monkeypatch.syspath_prepend(EXAMPLES / "ny_auto")
    try:
        sector: Sector = import_module("conduct_ny_auto").SECTOR
    finally:
        sys.modules.pop("conduct_ny_auto", None)
    ledger = make_ledger(sector)
    upheld = {"A": 3, "B": 2, "C": 1, "D": 1}
    rows: FactRows = {
        "units": [{"unit": unit, "name": unit, "kind": "insurer"} for unit in upheld],
        "measures": [
            {"unit": unit, "measure": "premium", "period": "2019", "value": value}
            for unit, value in (("A", "10"), ("B", "10"), ("C", "10"), ("D", "5"))
        ],
        "incidents": [
            {"incident": f"{unit}{n}", "unit": unit, "kind": "complaint", "date": "2019-03-04", "finding": "upheld"}
            for unit, many in upheld.items()
            for n in range(many)
        ]
        + [{"incident": "A-x", "unit": "A", "kind": "complaint", "date": "2019-03-04", "finding": "not-upheld"}],
    }
    fill(sector, ledger, rows)
    made = explain(sector, ledger, "A", sector.period("2019"))
    assert made.result.rank == 4
    listed = {e.incidents: (e.rank, e.figures) for e in made.effects}
    # one less is 2 / 10, as B and D have, and as large as B's premium; every rank is used once, by id: A before B
    assert listed == {("A-x",): (4, ()), ("A0", "A1", "A2"): (2, (("ratio", Fraction(1, 5)),))}
    for effect in made.effects:
        for incident in effect.incidents:
            run = assess(sector, ledger, "2019", without=[incident], record=False)
            real = next(u for u in run.units if u.unit == "A")
            figures = {f.code: f.value for f in real.figures}
            assert real.rank == effect.rank
            assert figures["ratio"] == dict(effect.figures).get("ratio", Fraction(3, 10))
    (gap,) = (d for d in made.distances if d.what == "rank" and d.kind is None)
    assert (gap.points, gap.rank) == (Fraction(1, 10), 3)
    way = _commended(made, "rank")
    assert (way["fewer"].k, way["fewer"].rank, len(way["otherwise"].changed)) == (-1, 2, 1)
    told = explained(made, "zh")
    assert any("比率 0.3 → 0.2" in move for e in told["effects"] for move in e["moves"])
    # D has B's ratio and the smaller premium: it is told what parts them, never "0 to the next rank"
    lines = list(distance_lines(explain(sector, ledger, "D", sector.period("2019")), "en"))
    assert lines[0] == "ratio equals the next rank's; the larger premium goes first"


def _printed(made: Explanation, form: str) -> str:
    return "".join(FORMATS[form](made.assessment, "en"))


def test_a15_results_print_by_the_rounding_that_the_law_declares(tmp_path: Path, make_ledger: Callable[[Sector], Ledger]) -> None:
    plain = _sector(tmp_path)
    (law,) = plain.regulations
    rounded = evolve(plain, regulations=(evolve(law, rounding=Rounding("0.1", "down")),))
    made = _explained(rounded, make_ledger, {"A": (2, 1), "B": (1, 2)})
    a, b = json.loads(_printed(made, "json"))["units"]
    assert (a["score"], b["score"], a["sections"][0]["score"]) == (66.6, 33.3, 66.6)
    assert _printed(made, "csv").splitlines()[1].split(",")[3] == "66.6"
    assert " 66.6 " in _printed(made, "table")
    assert made.result.score == Fraction(200, 3)  # nothing is compared by what is printed


def test_a15_a_figure_prints_by_its_own_rounding_and_as_a_percentage(
    tmp_path: Path, make_ledger: Callable[[Sector], Ledger]
) -> None:
    plain = _sector(tmp_path, by_formula=True)
    (law,) = plain.regulations
    assert law.standing is not None
    assert law.standing.of is not None
    of = evolve(law.standing.of, fn=lambda good, every: Fraction(good, every or 1))
    standing = evolve(law.standing, of=of, rounding=Rounding("0.001"), percent=True)
    provisions = tuple(standing if p is law.standing else p for p in law.provisions)
    made = _explained(evolve(plain, regulations=(evolve(law, provisions=provisions),)), make_ledger, {"A": (30, 1), "B": (1, 2)})
    assert json.loads(_printed(made, "json"))["units"][0]["figures"][0]["value"] == 0.968
    assert " 96.8% " in _printed(made, "table")


def test_a6_scores_that_differ_are_printed_apart_from_their_neighbours(
    tmp_path: Path, make_ledger: Callable[[Sector], Ledger]
) -> None:
    plain = _sector(tmp_path)
    (law,) = plain.regulations
    whole = evolve(plain, regulations=(evolve(law, rounding=Rounding(1)),))
    made = _explained(whole, make_ledger, {"A": (51, 49), "B": (257, 243), "C": (103, 900)})
    rows = [line.split() for line in _printed(made, "table").splitlines() if line[:5].strip().isdigit()]
    assert [row[4] for row in rows] == ["51.4", "51", "10"]
    head = "".join(as_text(made, "en"))
    assert "Score 51 " in head
    assert "0.4 points to the next rank" in head
