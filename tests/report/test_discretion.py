"""Who complained is never named to the one complained about: what of a text gives him away, and what does not."""

from __future__ import annotations

import pytest

from conduct.report.bulletin.hiding.veil import Veil
from conduct.report.bulletin.text.discretion import COMPLAINANT, LEFT_OUT, WITHHELD, Discretion

PEOPLE = ("王小明", "张**", "李女士", "欧阳建国", "Anna Schmidt", "阿依古丽·买买提")
PHONES = ("000-00000001", "13812345678")


@pytest.mark.parametrize(
    "text",
    [
        "王小明来电反映三个窗口只开一个",
        "王 小\u200b明来电",
        "小明的母亲说",
        "老王称开户费未开票据",
        "王某称电表估抄",
        "张先生反映",
        "李女士之夫来访",
        "欧阳先生称",
        "建国称",
        "Ms. Schmidt called twice",
        "回电 138-1234-5678",
        "电话０００ 00000001",
        "投诉人赵四反映",
        "患者：平安",
        "患者姓名钱多多，住院七天",
        "阿依古丽说",
    ],
)
def test_a_text_that_names_or_hints_at_the_complainant_is_withheld_as_a_whole(text: str) -> None:
    discretion = _discretion()
    assert discretion.quoted(text) == WITHHELD.zh


@pytest.mark.parametrize(
    "text",
    [
        "出院结算排了一个小时，三个窗口只开一个",
        "工作人员态度紧张",
        "投诉人要求退费，患者反映住院费清单有误",
        "投诉人和解后撤回；患者家属多次来访",
        "保单号 2012-0328-001，金额 12000 元",
        "2012年3月28日 10:47 取号",
    ],
)
def test_a_text_that_names_nobody_is_quoted_as_it_stands(text: str) -> None:
    assert _discretion().quoted(text) == text


@pytest.mark.parametrize("by", ["王小明", "小明的母亲", "李女士", "投诉人", "信访人 赵四", "Anna Schmidt"])
def test_a_complainant_who_acted_is_called_just_that(by: str) -> None:
    assert _discretion().person(by, {}) == COMPLAINANT.zh


@pytest.mark.parametrize("by", ["公司行风办", "王主任", "张局长", "欧阳科长", "D1"])
def test_whoever_else_acted_is_named(by: str) -> None:
    assert _discretion().person(by, {}) == by


def test_of_the_office_one_is_named_unless_somebody_of_that_name_complained() -> None:
    names = {"D1-1": "顾慧敏", "D1-2": "王小明"}
    assert [_discretion().person(by, names) for by in ("D1-1", "D1-2", None)] == ["顾慧敏", LEFT_OUT.zh, ""]


def _discretion() -> Discretion:
    return Discretion(Veil("zh", complainants=PEOPLE, phones=PHONES), PEOPLE)
