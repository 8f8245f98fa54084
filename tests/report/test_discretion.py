"""Who complained is never named to the one complained about: what of a text gives him away, and what does not."""

from __future__ import annotations

import pytest

from conduct.report.bulletin.discretion import COMPLAINANT, WITHHELD, Discretion

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
    discretion = Discretion("zh", PEOPLE, PHONES)
    assert discretion.quoted(text) == WITHHELD.zh
    assert discretion.person(text) == COMPLAINANT.zh


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
    assert Discretion("zh", PEOPLE, PHONES).quoted(text) == text
