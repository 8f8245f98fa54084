"""What units objected to in a draft, how it was decided, and what changed from the draft to the run that followed it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conduct.core.base.words import Lang
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.door.telling import told
from conduct.report.bulletin.document import Annex, Grid, Paragraph
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.letter import letter
from conduct.report.bulletin.text.objected import changed, objected
from tests.report.told import grids, office_of, texts

LANGS: tuple[Lang, ...] = ("zh", "en")


@pytest.fixture
def sent(tmp_path: Path) -> Iterator[Deployment]:
    """A draft was sent, to which two units objected: one with success, of the other nothing is decided."""
    units = [{"unit": u, "name": f"示例人寿{u}", "kind": "life"} for u in ("L1", "L2", "L3")]
    measures = [
        {"unit": unit["unit"], "measure": measure, "period": "2012", "value": value}
        for unit in units
        for measure, value in (("outlets", 10), ("premium", 100_000_000))
    ]
    incidents = [
        {"incident": "i1", "unit": "L1", "kind": "late", "date": "2012-03-05"},
        {"incident": "i2", "unit": "L2", "kind": "feedback-form", "date": "2012-03-05"},
        {"incident": "i3", "unit": "L3", "kind": "late", "date": "2012-03-06"},
    ]
    at = office_of(tmp_path, "insurance", units=units, measures=measures, incidents=incidents)
    office = Office(at)
    assert office.publish("2012", draft=True).number
    office.add(
        actions=[
            {"action": "a1", "step": "appeal", "date": "2013-01-10", "incident": "i1", "by": "L1", "reason": "信访人已撤回"},
            {"action": "a2", "step": "appeal", "date": "2013-01-11", "incident": "i2", "by": "L2", "reason": "公章齐全"},
        ]
    )
    office.add(
        actions=[
            {
                "action": "b1",
                "step": "appeal-decided",
                "date": "2013-01-15",
                "incident": "i1",
                "by": "信访处",
                "reason": "属实",
                "upheld": "yes",
            }
        ]
    )
    yield at
    at.close()


def _table(annex: Annex | None) -> Grid:
    assert annex is not None
    (found,) = (one for one in annex.blocks if isinstance(one, Grid))
    return found


def _lead(annex: Annex | None) -> str:
    assert annex is not None
    first = annex.blocks[0]
    assert isinstance(first, Paragraph)
    return first.text


def test_objections_to_a_draft_are_listed_with_how_they_were_decided(sent: Deployment) -> None:
    with told(sent, run="d1") as one:
        annex = objected(one, "zh")
        assert changed(one, "zh") is None
    rows = [[cell.text for cell in row] for row in _table(annex).rows]
    assert rows[0][:5] == ["示例人寿L1", "i1", "逾期办理", "2013-01-10", "信访人已撤回"]
    assert rows[0][5] == "成立，不计：属实（2013年1月15日，信访处）"
    assert rows[1][5] == "尚未决定，暂按原登记计算"
    assert "收到异议2件：采纳1件，未采纳0件，尚未决定1件" in _lead(annex)


def test_a_letter_on_a_draft_lists_what_its_unit_objected_to_since(sent: Deployment) -> None:
    with told(sent, run="d1") as one:
        made = letter(one, Letterhead(), "zh", "L1")
    (table,) = grids(made, "objections")
    assert [cell.text for cell in table.rows[0]] == ["i1", "逾期办理", "2013-01-10", "信访人已撤回", table.rows[0][4].text]
    assert table.rows[0][4].text.startswith("成立")
    assert any("征求意见稿" in text for text in texts(made))
    assert not any("公章齐全" in text for text in texts(made))


@pytest.mark.parametrize("lang", LANGS)
def test_what_changed_since_the_draft_is_said_with_both_scores_and_why(sent: Deployment, lang: Lang) -> None:
    with told(sent, "2012") as one:
        annex = changed(one, lang)
        now = {unit.unit: unit for unit in one.assessment.units}
    table = _table(annex)
    moved = {row[0].text: row for row in table.rows}
    assert set(moved) == {"示例人寿L1", "示例人寿L2", "示例人寿L3"}  # the others by their ranks alone
    first = moved["示例人寿L1"]
    assert [cell.text for cell in first[1:5]] == ["98", "100", "1", "1"]
    assert (now["L1"].score, now["L1"].rank) == (100, 1)
    assert "i1" in first[5].text
    assert [cell.text for cell in moved["示例人寿L2"][1:5]] == ["98", "98", "1", "2"]
    assert ("d1" in _lead(annex), "3" in _lead(annex)) == (True, True)


def test_a_final_run_tells_of_the_objections_to_its_draft(sent: Deployment) -> None:
    with told(sent, "2012") as one:
        assert len(_table(objected(one, "zh")).rows) == 2


@pytest.mark.parametrize("kind", ["notice", "data"])
def test_the_final_notice_shows_what_changed_and_a_draft_s_what_was_objected(sent: Deployment, kind: str) -> None:
    with told(sent, "2012") as one:
        made = compose(one, kind, Letterhead(), "zh")
        assert (len(grids(made, "changes")), len(grids(made, "objections"))) == (1, 1)
    with told(sent, run="d1") as one:
        made = compose(one, kind, Letterhead(), "zh")
        assert (len(grids(made, "changes")), len(grids(made, "objections"))) == (0, 1)


def test_without_a_draft_there_is_nothing_to_tell(tmp_path: Path) -> None:
    at = office_of(tmp_path, "hospital")
    with told(at, "2012-Q3") as one:
        assert (objected(one, "zh"), changed(one, "zh")) == (None, None)
    at.close()
