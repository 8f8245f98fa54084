"""The tables of documents: the same figures as the run's, on the four samples, in both languages, and as wide as a page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conduct.core.base.words import Lang
from conduct.core.scores.ended import endings
from conduct.report.bulletin.document import Entry, Grid, GridColumn
from conduct.report.bulletin.paper.parting import PORTRAIT, parted
from conduct.report.bulletin.text.grids import Grids
from conduct.report.bulletin.text.tabling import number
from conduct.report.details import sanction_amount
from conduct.report.numbers import Numbers
from tests.report.samples import SECTORS, Kept, by_unit, table

GRIDS = ("standings", "lines", "ranks", "outcomes", "sanctions", "persons", "figures", "checks", "duties", "excused", "incidents")


@pytest.fixture(scope="module", params=SECTORS)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The ledger of a sector's sample."""
    return Kept.made(tmp_path_factory.mktemp("grids"), str(request.param))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_standings_have_every_unit_with_its_score_and_rank(kept: Kept, lang: Lang) -> None:
    unit, score, rank = ("单位", "得分", "名次") if lang == "zh" else ("Unit", "Score", "Rank")
    with kept.told() as found:
        grid, numbers = Grids(found, lang).standings(), Numbers(found.assessment)
        assert grid is not None
        rows, units = table(grid), by_unit(found)
        assert [row[unit].text for row in rows] == [one.unit for one in found.assessment.units]
        for row in rows:
            one = units[row[unit].text]
            if score in row:
                assert (row[score].text, row[score].value) == (numbers.score(one), Decimal(numbers.score(one)))
            else:
                assert one.score is None
            assert row[rank].value == one.rank if rank in row else one.rank is None
            shown = {f.words.said(lang): numbers.alone(f) for f in one.figures}
            assert shown.items() <= {heading: entry.text for heading, entry in row.items()}.items()


def test_lines_and_ranks_have_every_line_and_its_points(kept: Kept) -> None:
    with kept.told() as found:
        grids = Grids(found, "zh")
        rows = [row for grid in (grids.lines(), grids.ranks()) if grid is not None for row in table(grid)]
        numbers = Numbers(found.assessment)
        said = sorted((row["单位"].text, row["件数"].text, row["分值"].text if "分值" in row else "") for row in rows)
        lines = [(u.unit, str(line.count), numbers.written(line.points)) for u in found.assessment.units for line in u.lines]
        assert said == sorted(lines) != []


def test_sanctions_name_whom_they_fall_on_and_how_much(kept: Kept) -> None:
    with kept.told() as found:
        grid = Grids(found, "zh").sanctions()
        fallen = [(u.unit, s) for u in found.assessment.units for s in u.sanctions]
        rows = table(grid) if grid is not None else []
        assert len(rows) == len(fallen)
        for row, (unit, sanction) in zip(rows, fallen, strict=True):
            name = found.assessment.names[sanction.on or ""]
            said = [row[c].text for c in ("单位", "对象", "处罚", "幅度", "事项", "状态")]
            status = "已定" if sanction.decided else "待决定"
            amount = sanction_amount(sanction, "zh")
            assert said == [unit, name, sanction.rule.words.zh, amount, sanction.incident, status]


def test_every_veto_and_outcome_stands_once_with_its_clause(kept: Kept) -> None:
    with kept.told() as found:
        grid = Grids(found, "zh").outcomes()
        rows = {(row["单位"].text, row["内容"].text) for row in table(grid)} if grid is not None else set()
        units = found.assessment.units
        vetoes = {(u.unit, v.veto.words.zh) for u in units for v in u.vetoes}
        assert rows == vetoes | {(u.unit, o.words.zh) for u in units for o in u.outcomes}


def test_every_incident_is_listed_and_ends_as_the_run_counts_it(kept: Kept) -> None:
    with kept.told() as found:
        counted, listed = found.assessment.incidents, endings(found.ledger, found.assessment)
        ends = [one.end for one in listed.incidents]
        assert (ends.count("excused"), ends.count("pending")) == (counted.excused, counted.pending)
        assert (ends.count("case"), ends.count("without_rule")) == (counted.case, counted.without_rule)
        assert ends.count("out") + len(listed.breaches) == counted.out
        assert ends.count("charged") <= counted.charged  # among which the breaches are that nobody entered
        grid = Grids(found, "zh").incidents()
        assert grid is not None
        assert len(grid.rows) == len(ends) > 40
        assert all(isinstance(row["日期"].value, date) for row in table(grid))


def test_what_is_set_aside_says_why(kept: Kept) -> None:
    with kept.told() as found:
        grid = Grids(found, "zh").excused()
        assert grid is not None
        for row in table(grid):
            if row["处理结果"].text != "待定":
                assert len(row["处理结果"].text) > len("免责")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_fits_a_page_once_it_is_parted(kept: Kept, lang: Lang) -> None:
    with kept.told() as found:
        for code in GRIDS:
            grid = getattr(Grids(found, lang), code)()
            for part in parted(grid) if grid is not None else ():
                assert sum(column.width for column in part.columns) <= PORTRAIT
                assert part.columns[0].heading == grid.columns[0].heading
                assert len(part.rows) == len(grid.rows)


def test_a_table_of_one_unit_has_that_unit_s_rows_alone(kept: Kept) -> None:
    with kept.told() as found:
        for unit in found.assessment.units:
            grids = Grids(found, "en")
            lines = [grid for grid in (grids.lines([unit]), grids.ranks([unit])) if grid is not None]
            assert sum(len(grid.rows) for grid in lines) == len(unit.lines)
            assert all("Unit" not in {c.heading for c in grid.columns} for grid in lines)
            sanctions = grids.sanctions([unit])
            assert len(unit.sanctions) == (len(sanctions.rows) if sanctions is not None else 0)


def test_a_figure_s_cell_has_its_number_and_a_span_has_none() -> None:
    assert number("96.8%") == Entry("96.8%", Decimal("0.968"), 1)
    assert number("-0.50") == Entry("-0.50", Decimal("-0.50"), 2)
    assert (number(""), number("3–6"), number("10–20%")) == (Entry(""), Entry("3–6"), Entry("10–20%"))


def test_every_part_of_a_wide_table_begins_with_its_keys_and_no_column_is_lost() -> None:
    columns = tuple(GridColumn(f"c{n}", "number", 9) for n in range(11))
    rows = (tuple(Entry(str(n)) for n in range(11)),)
    parts = parted(Grid("standings", columns, rows, "caption", "note", keys=2))
    assert [part.columns[:2] for part in parts] == [columns[:2]] * len(parts)
    assert [c for part in parts for c in part.columns[2:]] == list(columns[2:])
    assert [part.caption for part in parts] == ["caption"] + [""] * (len(parts) - 1)
    assert [part.note for part in parts][-1] == "note"
