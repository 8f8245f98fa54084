"""What holds for every installed sector, whatever its law says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct.core.base.periods import Period
from conduct.core.law.choices import turned_on
from conduct.core.law.model import Kind
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.scores.assess import assess
from conduct.core.scores.results import Assessment
from conduct.facts import FactRows, incident, random_facts
from conduct.host import installed, load_sector
from conduct.law import Reading
from conduct.report.standings import as_json
from conduct.testing import cases_of, check_sector, fill, run_case, uncovered
from tests.properties import examples

SECTORS = [load_sector(item.name) for item in installed() if item.package == "conduct-assessment"]
CASES = [
    pytest.param(sector, case, id=f"{sector.name}-{file}-{case['name']}")
    for sector in SECTORS
    for file, case in cases_of(files(f"conduct.plugins.{sector.name}") / "cases")
]
each_sector = pytest.mark.parametrize("sector", SECTORS, ids=lambda s: s.name)
seeds = st.integers(min_value=0, max_value=2**32)


@each_sector
def test_the_encoding_is_true_to_its_text(sector: Sector) -> None:
    assert check_sector(sector) == []


@pytest.mark.parametrize(("sector", "case"), CASES)
def test_a_case_comes_out_as_the_law_says(sector: Sector, case: dict[str, Any]) -> None:
    assert run_case(sector, case) == []


@each_sector
def test_a_law_is_ticked_off_line_by_line(sector: Sector) -> None:
    """All that is said of a clause stands at its place; a reading may stand beside the rule of another clause that it decides."""
    for law in [text for one in sector.regulations for text in (one, *one.beside)]:
        order = {clause.id: n for n, clause in enumerate(law.text.clauses)}
        groups = [(clause, list(rules)) for clause, rules in groupby(_placed(law.provisions), key=lambda one: one[0])]
        assert [clause for clause, _ in groups] == sorted({clause for clause, _ in groups}, key=order.__getitem__)
        for clause, rules in groups:
            for reading in (one for _, one in rules if isinstance(one, Reading) and one.clause != clause):
                assert any(reading in turned_on(one) for _, one in rules), reading.name


def _placed(provisions: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Each provision with the clause where it stands: a reading stands with the rule that comes next."""
    for n, one in enumerate(provisions):
        yield next(p.clause for p in provisions[n:] if not isinstance(p, Reading)), one


@each_sector
def test_every_rule_has_a_case(sector: Sector) -> None:
    assert uncovered(sector, [case for _, case in cases_of(files(f"conduct.plugins.{sector.name}") / "cases")]) == []


def _period(sector: Sector) -> Period:
    return Period.of_kind(sector.periods[0], 2012)[0]


def _assess(sector: Sector, rows: FactRows, trace: bool = False) -> Assessment:
    with Ledger.in_memory(Path("x.db")) as ledger:
        ledger.add(sector)
        fill(sector, ledger, rows)
        assert ledger.verify() == []
        return assess(sector, ledger, _period(sector), trace=trace)


def _facts_of_result(assessment: Assessment) -> str:
    """The printed result without what names the batch."""
    lines = "".join(as_json(assessment, "en")).splitlines()
    return "\n".join(line for line in lines if not line.startswith((' "run"', ' "batch"', ' "chain"')))


@each_sector
@examples(25)
@given(seed=seeds)
def test_lines_add_up_and_no_section_falls_below_zero(sector: Sector, seed: int) -> None:
    result = _assess(sector, random_facts(sector, _period(sector), random.Random(seed)))
    for unit in result.units:
        for section in unit.sections:
            lines = sum((Fraction(line.points) for line in unit.lines if line.section == section.section), Fraction(0))
            assert section.points == max(-section.base, lines)
            assert 0 <= section.score <= section.base
        if unit.score is not None:
            assert unit.score == sum((Fraction(s.score) for s in unit.sections), Fraction(0)) + (unit.bonus or 0)


@each_sector
@examples(15)
@given(seed=seeds)
def test_the_order_of_rows_changes_nothing(sector: Sector, seed: int) -> None:
    draw = random.Random(seed)
    rows = random_facts(sector, _period(sector), draw)
    shuffled = {of: draw.sample(table, len(table)) for of, table in rows.items()}
    assert _facts_of_result(_assess(sector, rows, trace=True)) == _facts_of_result(_assess(sector, shuffled, trace=True))


@each_sector
@examples(15)
@given(seed=seeds)
def test_every_incident_ends_somewhere(sector: Sector, seed: int) -> None:
    rows = random_facts(sector, _period(sector), random.Random(seed))
    result = _assess(sector, rows)
    gone = {a["incident"] for a in rows["actions"] if a["step"] == "withdraw"}
    recorded = sum(i["incident"] not in gone for i in rows["incidents"])
    ends = result.incidents
    assert ends.charged + ends.excused + ends.pending + ends.without_rule + ends.case >= recorded


def _deducting(sector: Sector) -> Iterator[Kind]:
    for regulation in sector.regulations:
        for charge in regulation.charges:
            if charge.section is not None and not charge.section.bonus:
                yield charge.kind
        for ranking in regulation.rankings:
            yield from ranking.count.kinds


@each_sector
@examples(40)
@given(seed=seeds)
def test_one_more_violation_never_helps_the_unit_that_has_it(sector: Sector, seed: int) -> None:
    draw = random.Random(seed)
    kinds = list(_deducting(sector))
    if not kinds:
        return
    rows = random_facts(sector, _period(sector), draw)
    before = {u.unit: u.score for u in _assess(sector, rows).units}
    kind = draw.choice(kinds)
    more = incident(sector, rows, kind, "more", _period(sector), draw)
    while kind.excused is not None and kind.excused.holds(
        {k: int(v == "yes") if v in ("yes", "no") else v for k, v in more.items()}
    ):
        more = incident(sector, rows, kind, "more", _period(sector), draw)  # what is excused is no violation
    after = {u.unit: u.score for u in _assess(sector, {**rows, "incidents": [*rows["incidents"], more]}).units}
    score, new = before[more["unit"]], after[more["unit"]]
    assert score is not None
    assert new is not None
    assert new <= score
