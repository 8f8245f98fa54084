"""Where the title of a document is broken: in lines of much the same length that keep words whole (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .word_xml import breadth

_WORDS = (
    "关于 对于 有关 保险 银行 金融 医院 医疗 供电 电力 电网 信访 投诉 举报 处理 处罚 处分 决定 工作 考核 考评 评价 "
    "情况 结果 通报 通知 函 年度 半年 季度 月份 公司 分公司 支公司 分行 支行 机构 企业 单位 部门 营业部 营业厅 "
    "消费者 消费 权益 保护 服务 质量 满意度 监督 管理 监管 委员会 管理局 监管局 监管分局 办公室 人民政府 人民 政府 "
    "国家 中国 行业 协会 同志 办法 规定 名次 全省 全市 人寿 财产 财险 接待 窗口 办理 督办 复查 复核 问责 责任 追究 "
    "表扬 批评 征求 意见稿 意见 首季 上半年 下半年 和 与 及 对 在 的 予以 给予"
)
_LISTED = frozenset(_WORDS.split())
_LONGEST = max(map(len, _LISTED))
_ENDS = "委员会 管理局 监管局 监管分局 办公室 协会 公司 分公司 支公司 分行 支行 厅 局 的 》 、 ，"
_CLINGING = frozenset(
    f"{_ENDS} 机构 企业 营业部 营业厅 年度 半年 季度 月份 同志 省 市 县 区 处 科 所 站 部 院 ） ” 。 ； ： ) ,".split()
)
"""What never begins a line."""
_ENDING = tuple(_ENDS.split())
"""After what a line ends well."""
_LEADING = frozenset(("关于", "对于", "对", "在", "和", "与", "及", "《", "（", "“", "("))
"""What never ends one."""
_WHOLE = re.compile(r"《[^》]{1,18}》|[0-9]+(?:\.[0-9]+)?(?:年度?|月份?|季度|日|号|次|期|%)?|[A-Za-z0-9]+[ ]?|〔[^〕]{1,8}〕")


def title_lines(text: str, room: int = 40) -> tuple[str, ...]:
    """A title in as few lines as hold it, of ``room`` halves of a Chinese character each. What is longer than six lines, or has
    no place to be broken at, is one: whoever sets it breaks it."""
    total = breadth(text)
    if total <= room or total > 6 * room:
        return (text,)
    pieces = _pieces(text)
    for count in range(-(-total // room), len(pieces) + 1):
        ends = _even([(breadth(piece), piece.endswith(_ENDING)) for piece in pieces], count, room)
        if ends:
            return tuple("".join(pieces[a:b]).strip(" ") for a, b in pairwise((0, *ends)))
    return (text,)


def _pieces(text: str) -> list[str]:
    """A text in pieces between which a line may end."""
    pieces: list[str] = []
    for word in _split(text):
        if pieces and (word in _CLINGING or pieces[-1] in _LEADING):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def _split(text: str) -> list[str]:
    """A text in words: figures with what they count, titles of other texts, words that are known, and what stands between."""
    words: list[str] = []
    at, unknown = 0, ""
    while at < len(text):
        found = _WHOLE.match(text, at)
        known = next((text[at : at + n] for n in range(_LONGEST, 0, -1) if text[at : at + n] in _LISTED | _CLINGING), "")
        word = found[0] if found else known
        if word:
            words += [unknown, word] if unknown else [word]
            unknown, at = "", at + len(word)
        else:
            unknown, at = unknown + text[at], at + 1
    return [*words, unknown] if unknown else words


def _even(pieces: Sequence[tuple[int, bool]], count: int, room: int) -> tuple[int, ...]:
    """Where to end so many lines that they are as even as may be and end well; nothing where one would be too long."""
    total, badly = sum(width for width, _ in pieces), (count * 5) ** 2
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for _ in range(count):
        reached: dict[int, tuple[int, tuple[int, ...]]] = {}
        for start, (cost, ends) in best.items():
            width = 0
            for end in range(start + 1, len(pieces) + 1):
                width += pieces[end - 1][0]
                if width > room:
                    break
                off = 0 if pieces[end - 1][1] or end == len(pieces) else badly
                way = (cost + (count * width - total) ** 2 + off, (*ends, end))
                reached[end] = min(reached.get(end, way), way)
        best = reached
    return best.get(len(pieces), (0, ()))[1]
