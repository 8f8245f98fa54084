"""What units objected to in a draft, how it was decided, and what changed from the draft to the run that followed it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from conduct.core.base.words import Lang
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.door.telling import told
from conduct.report.bulletin.document import Annex, Grid, Paragraph
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.composing import compose
from conduct.report.bulletin.text.letter import letter
from conduct.report.bulletin.text.objected import changed, objected
from tests.conftest import Desk
from tests.report.told import grids, office_of, telling, texts

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


def test_an_objection_to_a_case_that_is_out_whole_is_undecided_no_more(sent: Deployment) -> None:
    withdrawn = {"action": "w1", "step": "withdraw", "date": "2013-01-16", "incident": "i2", "by": "信访处", "reason": "误录"}
    Office(sent).add(actions=[withdrawn])
    with told(sent, run="d1") as one:
        annex, english = objected(one, "zh"), objected(one, "en")
        letters = list(texts(letter(one, Letterhead(), "zh", "L2")))
    rows = [[cell.text for cell in row] for row in _table(annex).rows]
    assert rows[1][5] == "无须决定：该事项已一概不计"
    assert "收到异议2件：采纳1件，未采纳0件，尚未决定0件。另有1件所涉事项已一概不计，无须决定。" in _lead(annex)
    assert "not decided yet: 0. Of these 1 need no decision" in _lead(english)
    assert "无须决定：该事项已一概不计" in letters


def test_a_letter_on_a_draft_lists_what_its_unit_objected_to_since(sent: Deployment) -> None:
    with told(sent, run="d1") as one:
        made = letter(one, Letterhead(), "zh", "L1")
    (table,) = grids(made, "objections")
    assert [cell.text for cell in table.rows[0]] == ["i1", "逾期办理", "2013-01-10", "信访人已撤回", table.rows[0][4].text]
    assert table.rows[0][4].text.startswith("成立")
    assert any("征求意见稿" in text for text in texts(made))
    assert not any("公章齐全" in text for text in texts(made))


@pytest.mark.parametrize("lang", LANGS)
def test_an_appeal_against_one_breach_says_that_this_alone_is_out_and_one_against_the_whole_incident_does_not(
    tmp_path: Path, lang: Lang
) -> None:
    incidents = [
        {"incident": f"i{n}", "unit": "L1", "kind": "petition", "date": "2012-03-05", "channel": "written"} for n in (1, 2)
    ]
    at = office_of(tmp_path, "insurance", **{**_ONE, "incidents": incidents})
    office = Office(at)
    turned = {"step": "transfer", "date": "2012-03-05", "due": "2012-03-20"}
    office.add(actions=[{"action": f"t{n}", "incident": f"i{n}", **turned} for n in (1, 2)])
    office.publish("2012", draft=True)
    appeal, decided = {"step": "appeal", "date": "2013-01-10", "by": "L1"}, {"step": "appeal-decided", "date": "2013-01-15"}
    answer = {"by": "信访处", "reason": "属实", "upheld": "yes"}
    office.add(actions=[{"action": "a1", "incident": "i1", "kind": "late", "reason": "按期办结", **appeal}])
    office.add(actions=[{"action": "a2", "incident": "i2", "reason": "不是我公司", **appeal}])
    office.add(actions=[{"action": f"b{n}", "incident": f"i{n}", **decided, **answer} for n in (1, 2)])
    alone, out = ("仅此", "不计") if lang == "zh" else ("this breach alone", "out")
    with told(at, run="d1") as one:
        (own,) = grids(letter(one, Letterhead(), lang, "L1"), "objections")
        of_all = _table(objected(one, lang))
        said = [*texts(letter(one, Letterhead(), lang, "L1"))]
    for table in (own, of_all):
        rows = {row[n].text: " ".join(cell.text for cell in row) for row in table.rows for n in (0, 1)}
        assert rows["i1"].count(alone) == 2
        assert alone not in rows["i2"]
        assert all(out in rows[each] for each in ("i1", "i2"))
    breach, whole = (
        ("只有该项不计", "所涉事项不计") if lang == "zh" else ("that breach alone no longer counts", "no longer counts, and")
    )
    assert all(any(words in text for text in said) for words in (breach, whole))
    public = "写入公布的通报附件" if lang == "zh" else "may be published"
    assert any(public in text for text in said)
    office.publish("2012", despite="样例")
    with told(at, run="1") as one:
        assert not any(public in text for text in texts(letter(one, Letterhead(), lang, "L1"))), "there is no notice to come"
    at.close()


def test_a_letter_of_a_law_without_duties_speaks_of_no_breach_that_could_be_contested_alone(tmp_path: Path) -> None:
    with telling(tmp_path, "banking", "2012-Q4") as one:
        assert not any(duty.breach is not None for duty in one.assessment.resolved.duties)
        said = [*texts(letter(one, Letterhead(), "zh", one.assessment.units[0].unit))]
    assert any("所涉事项不计" in text for text in said)
    assert not any("只有该项" in text for text in said)


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
    assert all(row[5].text for row in table.rows)  # whose rank moved for others' sake too
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


def _settle(office: Office) -> None:
    decided = {"action": "b2", "step": "appeal-decided", "date": "2013-01-20", "incident": "i2", "by": "信访处"}
    office.add(actions=[{**decided, "reason": "查无实据", "upheld": "no"}])


@pytest.mark.parametrize("lang", LANGS)
def test_a_draft_says_nothing_of_objections_before_there_are_any(tmp_path: Path, lang: Lang) -> None:
    at = office_of(tmp_path, "banking")
    Office(at).publish("2012-Q4", draft=True)
    with told(at, run="d1") as one:
        made = compose(one, "notice", Letterhead(), lang)
        assert (objected(one, lang), changed(one, lang)) == (None, None)
    assert not [text for text in texts(made) if "异议及其处理" in text or "没有收到" in text or "No objection" in text]
    at.close()


def test_objections_to_an_earlier_draft_are_counted_after_a_second_one(sent: Deployment) -> None:
    office = Office(sent)
    office.publish("2012", draft=True)
    _settle(office)
    office.publish("2012")
    with told(sent, run="1") as one:
        annex = objected(one, "zh")
        assert _lead(annex) == "征求意见稿 d1、d2形成后，收到异议2件：采纳1件，未采纳1件，尚未决定0件。"
        assert "征求意见稿 d2于" in _lead(changed(one, "zh"))
    with told(sent, "2012") as again:
        assert len(_table(objected(again, "zh")).rows) == 2
    office.publish("2012", draft=True)
    with told(sent, run="d3") as one:
        assert objected(one, "zh") is None


_TO: dict[Lang, tuple[str, list[str], str, list[str]]] = {
    "zh": (
        "异议及其处理",
        [
            "对征求意见稿 d1的异议2件：采纳1件，未采纳1件，尚未决定0件。",
            "对第1号结果的异议1件：采纳0件，未采纳0件，尚未决定1件。",
        ],
        "对公布结果的异议及其处理",
        ["对征求意见稿 d1的异议", "对第1号结果的异议"],
    ),
    "en": (
        "Objections, and how they were decided",
        [
            "Objections to draft d1: 2; upheld: 1, refused: 1, not decided yet: 0.",
            "Objections to the published result (number 1): 1; upheld: 0, refused: 0, not decided yet: 1.",
        ],
        "Objections to the published result, and how they were decided",
        ["Objections to draft d1", "Objections to the published result (number 1)"],
    ),
}


@pytest.mark.parametrize("lang", LANGS)
def test_an_objection_to_a_published_result_stands_under_that_and_not_under_the_draft_before_it(
    sent: Deployment, lang: Lang
) -> None:
    title, leads, of_result, captions = _TO[lang]
    office = Office(sent)
    _settle(office)
    office.publish("2012")
    late = {"action": "a3", "step": "appeal", "date": "2013-02-10", "incident": "i3", "by": "L3", "reason": "另有约定"}
    office.add(actions=[late])
    with told(sent, "2012") as one:
        annex, notice = objected(one, lang), compose(one, "notice", Letterhead(), lang)
        none = objected(evolve(one, objections=tuple(each for each in one.objections if each.to == "1")), lang)
    assert annex is not None
    assert annex.title == title
    assert [block.text for block in annex.blocks if isinstance(block, Paragraph)] == leads
    tables = [block for block in annex.blocks if isinstance(block, Grid)]
    assert [table.caption for table in tables] == captions
    assert [[row[1].text for row in table.rows] for table in tables] == [["i1", "i2"], ["i3"]]
    assert [text for text in texts(notice) if text in leads] == leads * 2, "in the text, and in the annex"
    assert none is not None
    assert (none.title, _lead(none)) == (of_result, leads[1])
    assert _table(none).caption == ""


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx"])
def test_a_notice_with_objections_to_a_draft_and_to_a_result_is_read_back(sent: Deployment, ending: str) -> None:
    office = Office(sent)
    _settle(office)
    office.publish("2012")
    late = {"action": "a3", "step": "appeal", "date": "2013-02-10", "incident": "i3", "by": "L3", "reason": "另有约定"}
    office.add(actions=[late])
    office.publish("2012", despite="另行处理")
    path = Path(sent.file).parent / f"notice.{ending}"
    office.report(path, run="2")
    read = office.verify(path).file
    assert read is not None
    assert read.differences == ()


@pytest.mark.parametrize("lang", LANGS)
def test_no_document_says_that_a_draft_was_sent_which_nobody_recorded(sent: Deployment, lang: Lang) -> None:
    with told(sent, "2012") as one:
        said = _lead(changed(one, lang)) + _lead(objected(one, lang))
    assert not any(words in said for words in ("送各单位", "sent"))
    assert ("形成" if lang == "zh" else "drawn up") in said


def test_a_notice_withholds_what_says_who_complained_and_the_tables_keep_it(tmp_path: Path) -> None:
    at = office_of(tmp_path, "insurance", **_ONE)
    office = Office(at)
    office.publish("2012", draft=True)
    appeal = {"action": "a1", "step": "appeal", "date": "2013-01-10", "incident": "i1", "by": "L1", "reason": "王小明本人已撤诉"}
    office.add(actions=[appeal])
    decided = {"action": "b1", "step": "appeal-decided", "date": "2013-01-15", "incident": "i1", "by": "信访处"}
    office.add(actions=[{**decided, "reason": "王小明确已撤诉", "upheld": "yes"}])
    with told(at, "2012") as one:
        notice, data = ("\n".join(texts(compose(one, kind, Letterhead(), "zh"))) for kind in ("notice", "data"))
    assert "王小明" not in notice
    assert notice.count("原文涉及投诉人信息，不予引用") == 3
    assert "王小明本人已撤诉" in data
    at.close()


def test_a_letter_says_nothing_of_what_is_pending_of_others_or_why_it_was_published_all_the_same(sent: Deployment) -> None:
    Office(sent).publish("2012", despite="L2的申诉另行处理")
    with told(sent, run="1") as one:
        rows = {unit: dict(letter(one, Letterhead(), "zh", unit).check.rows) for unit in ("L1", "L2")}
        notice = dict(compose(one, "notice", Letterhead(), "zh").check.rows)
    assert [rows[unit]["未了结的事项"] for unit in ("L1", "L2")] == ["无", "未决定的申诉1项"]
    assert not any("仍予公布的理由" in row for row in rows.values())
    assert notice["仍予公布的理由"] == "L2的申诉另行处理"


_ONE: dict[str, list[dict[str, object]]] = {
    "units": [{"unit": "L1", "name": "示例人寿甲", "kind": "life"}],
    "measures": [
        {"unit": "L1", "measure": measure, "period": "2012", "value": value}
        for measure, value in (("outlets", 10), ("premium", 100_000_000))
    ],
    "incidents": [{"incident": "i1", "unit": "L1", "kind": "late", "date": "2012-03-05", "complainant": "王小明"}],
}


def test_an_objection_to_a_breach_that_the_case_lacks_is_said_to_whoever_records_it(reception: Desk) -> None:
    assert reception("init", "--sample").status == 0
    lacks = reception("record", "action", "step=appeal", "incident=c16", "kind=unrecorded", "by=D1", "reason=x", lang="zh")
    assert lacks.status == 0, lacks.err
    assert "所争议的“未当日登记”不是 c16 现有的未履行事项；可争议的：此事项、未按承诺期限答复" in lacks.out + lacks.err
    stands = reception("record", "action", "step=appeal", "incident=c16", "kind=promise-broken", "by=D1", "reason=x")
    assert stands.status == 0, stands.err
    assert "it changes nothing" not in stands.out + stands.err
