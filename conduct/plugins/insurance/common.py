"""What the circular's clauses have in common: what a company must do (工作要求), how the bureau finds a fault (考核方法), and the two vetoes."""

from __future__ import annotations

from conduct.law import Understood, Unruled, Words

NOT_ADVANCED = "不得被评选为信访工作先进单位"
INELIGIBLE, LAST_PLACE = "ineligible", "last-place"
INELIGIBLE_WORDS = Words("不得被评选为信访工作先进单位", "barred from being named an advanced unit")
LAST_PLACE_WORDS = Words("直接确定为信访考评末位机构", "directly determined the last in the assessment")


def demand(clause: str, quote: str) -> Understood:
    """The demand itself (工作要求): what its neglect costs stands as an item of the same clause."""
    words = Words("要求本身；未做到的扣分见同条各项。", "The demand itself; what its neglect costs are the items of this clause.")
    return Understood(clause, words, quote)


def evidence(clause: str, quote: str) -> Unruled:
    """By what material the office finds a fault (考核方法): its judgement, entered as the incident."""
    words = Words(
        "以何种材料认定，由机关判断后登记。", "By what material a fault is found is for the office to judge, which enters it."
    )
    return Unruled(clause, words, quote, judged=True)
