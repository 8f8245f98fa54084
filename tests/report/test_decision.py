"""The decision on one person: facts, the clause's words, the sanction and its figure, who decided and why, and what is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from conduct.core.base.faults import Fault
from conduct.core.base.words import Lang
from conduct.core.law.terms import quotes_of
from conduct.report.bulletin.document import Heading
from conduct.report.bulletin.letterhead import Letterhead
from conduct.report.bulletin.text.decision import decided_on, decision
from conduct.report.bulletin.text.discretion import COMPLAINANT, WITHHELD
from tests.report.told import Rows, laws, telling, texts

HEAD = Letterhead(office="公司", number="公司〔2013〕3号", date="2013-01-20", objections="自收到本决定之日起15日内向公司党委提出")
LANGS: tuple[Lang, ...] = ("zh", "en")


def _facts(**decided: object) -> dict[str, Rows]:
    """A station with a head, a man at fault, and a complaint to a higher venue that is verified."""
    units = [
        {"unit": "S1", "name": "白桦供电所", "kind": "station", "head": "S1-h"},
        {"unit": "S1-h", "name": "田有才", "kind": "employee", "parent": "S1"},
        {"unit": "S1-e", "name": "李堃", "kind": "electrician", "parent": "S1"},
    ]
    complaint = {"unit": "S1", "kind": "complaint", "date": "2012-03-05", "person": "S1-e"}
    incidents = [
        {**complaint, "incident": "c1", "venue": "city-bureau", "complainant": "王小明", "text": "王小明称抄表估数"},
        {**complaint, "incident": "c2", "venue": "company", "date": "2012-04-05", "complainant": "王小明", "text": "态度生硬"},
    ]
    verify = {"step": "verify", "date": "2012-05-01", "by": "公司行风办", "result": "yes"}
    decide = {"step": "decide", "date": "2012-06-01", "incident": "c1", "by": "公司党委", **decided}
    actions: list[dict[str, object]] = [
        {**verify, "action": "v1", "incident": "c1"},
        {**verify, "action": "v2", "incident": "c2"},
        *([{**decide, "action": "d1"}] if decided else []),
    ]
    return {"units": units, "incidents": incidents, "actions": actions}


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_decided_is_said_with_its_figure_by_whom_when_and_why(tmp_path: Path, lang: Lang) -> None:
    facts = _facts(**{"head-months": 8, "reason": "整改及时"})
    with telling(tmp_path, "power_utility", "2012", lang, **facts) as told:
        made = decision(told, HEAD, lang, "S1-h")
        (result,) = told.assessment.units
        months = {p.unit: p.months for p in result.persons}["S1-h"]
    found = list(texts(made))
    assert (made.kind, made.form, made.unit) == ("decision", "general" if lang == "zh" else "plain", "S1-h")
    if lang == "zh":
        assert made.title == "关于对田有才的处理决定"
        assert "1. 扣发奖金8个月（第十条），事项c1，作为单位负责人。该项由公司党委于2012年6月1日决定，理由：整改及时。" in found
        assert "2. 扣发奖金3个月（第十条），事项c2，作为单位负责人。该项由条文直接规定。" in found
        assert f"以上扣发奖金合计{months[0]}个月。" in found
        assert not any("警告以上处分（第十条）" in text for text in found)  # nobody has decided it
        assert not any("核实结果" in text or "为“是”" in text for text in found)  # a yes is no sentence
        assert laws(made) == ["第十条：“并扣发6-12个月奖金”“扣发单位负责人3个月奖金”。"]
        assert [one.text for one in made.body if isinstance(one, Heading)] == [
            "一、事实",
            "二、依据",
            "三、处理决定",
            "四、申诉",
        ]
    else:
        assert "These come to 11 months of bonus in all." in found
        assert laws(made) == ["Article 10: “并扣发6-12个月奖金”“扣发单位负责人3个月奖金”."]
    assert months == (11, 11)


def test_what_nobody_has_decided_is_no_part_of_a_decision(tmp_path: Path) -> None:
    with telling(tmp_path, "power_utility", "2012", **_facts(discipline="warning")) as told:
        made = decision(told, HEAD, "zh", "S1-h")
    found = list(texts(made))
    assert "以上扣发奖金合计3个月。" in found
    assert not any(words in text for text in found for words in ("6–12", "9–15", "待决定", "尚待"))
    assert dict(made.check.rows)["未了结的事项"] == "未决定的处罚1项"
    assert any(text.startswith("1. 警告以上处分：警告（第十条）") for text in found)


@pytest.mark.parametrize("lang", LANGS)
def test_who_complained_is_not_named_to_the_one_complained_about(tmp_path: Path, lang: Lang) -> None:
    facts = _facts(discipline="warning", by="王小明", reason="小明的母亲同意")
    with telling(tmp_path, "power_utility", "2012", lang, **facts) as told:
        for person in ("S1-h", "S1-e"):
            whole = "\n".join(texts(decision(told, HEAD, lang, person)))
            assert "小明" not in whole
            assert WITHHELD.said(lang) in whole
            assert "态度生硬" in whole
        assert COMPLAINANT.said(lang) in "\n".join(texts(decision(told, HEAD, lang, "S1-h")))


def test_a_person_without_a_sanction_gets_no_decision(tmp_path: Path) -> None:
    facts = _facts(discipline="warning")
    facts["units"] = [*facts["units"], {"unit": "S1-x", "name": "韦立新", "kind": "employee", "parent": "S1"}]
    with telling(tmp_path, "power_utility", "2012", **facts) as told:
        for unit, code in (("S1-x", "decision-nobody"), ("S1", "decision-unit")):
            with pytest.raises(Fault) as raised:
                decision(told, HEAD, "zh", unit)
            assert [one.code for one in raised.value.problems] == [code]
        assert decided_on(told) == ["S1-e", "S1-h"]


def test_where_nothing_is_decided_there_is_no_decision_and_what_is_open_is_named(tmp_path: Path) -> None:
    facts = _facts()
    facts["incidents"] = [row for row in facts["incidents"] if row["incident"] == "c1"]
    facts["actions"] = [row for row in facts["actions"] if row["incident"] == "c1"]
    with telling(tmp_path, "power_utility", "2012", **facts) as told:
        with pytest.raises(Fault) as raised:
            decision(told, HEAD, "zh", "S1-h")
        assert decided_on(told) == ["S1-e"]
    assert {one.code for one in raised.value.problems} == {"decision-open"}
    said = raised.value.said("zh")
    assert "对田有才的处罚尚未决定：事项 c1 的警告以上处分（第十条）" in said
    assert "事项 c1 的扣发奖金" in said


@pytest.mark.parametrize("lang", LANGS)
def test_every_person_of_the_sample_on_whom_something_is_decided_gets_one(tmp_path: Path, lang: Lang) -> None:
    with telling(tmp_path, "power_utility", "2012", lang) as told:
        people = decided_on(told)
        assert people
        for person in people:
            made = decision(told, HEAD, lang, person)
            mine = [s for unit in told.assessment.units for s in unit.sanctions if s.on == person and s.decided]
            assert {clause.partition("：" if lang == "zh" else ": ")[0] for clause in laws(made)}
            for found in mine:
                assert any(quote in law for quote in quotes_of(found.rule.quote) for law in laws(made))
                assert any(found.incident in text and found.rule.words.said(lang)[1:] in text for text in texts(made))


def test_that_there_is_no_decision_on_somebody_without_a_name_is_said_with_a_blank(tmp_path: Path) -> None:
    with telling(tmp_path, "power_utility", "2012", **_facts(discipline="warning")) as told, pytest.raises(Fault) as raised:
        decision(told, HEAD, "zh", "X9-head")
    assert "没有对 X9-head 的处罚" in raised.value.said("zh")
