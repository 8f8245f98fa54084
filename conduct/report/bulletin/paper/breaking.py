"""Where lines break: a text by the rules of Chinese setting, a title so that words stay whole and its lines make a shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

_MARKS = "（《〈「『【〔〖“‘([{"
_OPEN = r"（《〈「『【〔〖“‘(\[{"
_CLOSE = r"、，。；：？！）》〉」』】〕〗”’·％‰℃)\]},.;:?!%"
_WORD = r"[0-9A-Za-z\u00c0-\u024f]+"
_JOINED = rf"{_WORD}(?:[-.,:/'’_@&+]{_WORD})*"
_COUNTED = "个?(?:年度?|月份?|[日号时分秒条款项件名次元户页位家人])"
_ATOM = re.compile(rf"[{_OPEN}]*(?:{_JOINED}(?:(?<=\d){_COUNTED})?|—+|…+|[^\s])[{_CLOSE}]*[ \u3000]*|[ \u3000]+")
_LONG = 0.6
"""A number of a document that takes more of a line than this may be parted."""
_LEEWAY = 0.3
"""A line may be so many points too wide: what tracking leaves after its last character."""


class Measure:
    """How wide text is, in points: by how far each character goes, its size, and the tracking between them."""

    def __init__(self, advances: Mapping[str, float], size: float, tracking: float = 0.0) -> None:
        self._advances, self._size, self._tracking = advances, size, tracking

    def __call__(self, text: str) -> float:
        advances, wide = self._advances, 0.0
        for char in text:
            wide += advances[char]
        return wide * self._size + self._tracking * len(text)


def broken(text: str, measure: Measure, first: float, rest: float) -> Iterator[str]:
    """The lines of a text, the first of one width and the rest of another; a word wider than a line breaks anywhere.

    No line begins with a mark that closes or ends with one that opens; a figure keeps what it counts.
    """
    room, used = first + _LEEWAY, 0.0
    line: list[str] = []
    for atom in _atoms(text, measure, rest * _LONG):
        bare = atom.rstrip(" \u3000")
        need = measure(bare)
        if used + need <= room:
            line.append(atom)
            used += need if len(bare) == len(atom) else measure(atom)
            continue
        if need <= rest and line:
            yield "".join(line)
            room, line, used = rest + _LEEWAY, [atom], measure(atom)
            continue
        for char in atom:
            wide = measure(char)
            if used + wide > room and line:
                yield "".join(line)
                room, line, used = rest + _LEEWAY, [], 0.0
            line.append(char)
            used += wide
    yield "".join(line)


def _atoms(text: str, measure: Measure, long: float) -> Iterator[str]:
    """What a line does not part: a long number of a document may end a line after a hyphen or a stroke."""
    for found in _ATOM.finditer(text):
        atom = found[0]
        if len(atom) > 10 and measure(atom) > long and not atom.isalnum():
            yield from re.findall(r".{3,}?[-/_](?=\w)|.+", atom)
        else:
            yield atom


_CODE = re.compile(r"(?=[^\u2e80-\u9fff]{9})[0-9A-Za-z]+(?:[-_/.][0-9A-Za-z]+)+")


def forced(line: str, after: str, measure: Measure, room: float) -> bool:
    """Whether a line ends early for a code that the next begins with: it is left as it is then."""
    found = _CODE.match(after.lstrip(_MARKS))
    return found is not None and room - measure(line.rstrip()) > measure("国") * 1.5


_KNOWN = (
    "信访投诉工作|行风与服务工作|行风投诉接待工作|服务工作|专项考核|零投诉考核|省级分公司|"
    "征求意见稿|群众满意度|信访工作|工作人员|结果运用|不予计分|保险公司|供电公司|电力公司|供电企业|电力企业|"
    "医疗机构|保险机构|年度考核|通报表扬|通报批评|投诉处理|服务质量|人民医院|满意度|营业厅|供电所|消费者|责任人|"
    "投诉人|上半年|下半年|委员会|分公司|支公司|名次表|一览表|接待日|规定|实施|办法|关于|年度|半年|季度|月度|"
    "考核|情况|结果|通报|通知|决定|表扬|批评|处理|处分|处罚|信访|投诉|工作|保险|公司|银行|医院|医疗|卫生|"
    "电力|供电|企业|服务|质量|办理|单位|人员|责任|全省|全市|全县|全国|各地|监管|管理|委员|机构|分行|支行|"
    "机关|部门|同志|名次|评价|等级|先进|重点|名单|事项|明细|汇总|统计|指标|图示|依据|核验|信息|异议|申诉|"
    "意见|反馈|整改|检查|行业|协会|中国|人寿|财产|分局|监督|纠正|接待|得分|扣分|加分|排名|有关|问题|以及|"
    "关系|数据|函告|答复|复核|期限|纪律|奖金|绩效|岗位|教育|公示|公告"
)
"""Words of titles, the longer first."""

_SEGMENT = re.compile(
    rf"[{_OPEN}]*(?:(?<=《)[^》]{{1,16}}|{_JOINED}(?:{_COUNTED})?|"
    + _KNOWN
    + rf"|[\u4e00-\u9fff]{{1,3}}(?:自治区|自治州|省|市|县|局)|—+|…+|[^\s])[{_CLOSE}]*[ \u3000]*|[ \u3000]+"
)
_LIGHT = ("的", "地", "和", "与", "及", "等", "之")
_MOST_SEGMENTS, _MOST_LINES = 60, 4


def title_lines(text: str, measure: Measure, room: float, whole: Sequence[str] = ()) -> list[str]:
    """A title in as few lines as hold it, which keep words whole and make a trapezium or a lozenge.

    ``whole`` are names that a line should not part. A title too long for this breaks like a text.
    """
    if measure(text) <= room:
        return [text]
    parts = list(_segments(text, whole))
    wide = [measure(part) for part in parts]
    for count in range(2, _MOST_LINES + 1):
        if len(parts) > _MOST_SEGMENTS or len(parts) < count or (len(parts) > 30 and count > 3):
            break
        best: tuple[float, tuple[int, ...]] | None = None
        for cuts in combinations(range(1, len(parts)), count - 1):
            edges = (0, *cuts, len(parts))
            widths = [sum(wide[a:b]) for a, b in pairwise(edges)]
            if max(widths) <= room + _LEEWAY:
                cost = _shape(widths, room) + sum(_parting(parts[at - 1], parts[at]) for at in cuts)
                best = min(best, (cost, edges)) if best else (cost, edges)
        if best is not None:
            return ["".join(parts[a:b]).strip() for a, b in pairwise(best[1])]
    return [line.strip() for line in broken(text, measure, room, room)]


_BODY = re.compile("(?:委员会|人民政府|总公司|集团|总局|公司|协会|医院|中心)(?=.{2})")


def name_lines(name: str, measure: Measure, room: float) -> list[str]:
    """An office's name in lines that fit: parted, if that does, between an office and what is a part of it."""
    if measure(name) <= room + _LEEWAY:
        return [name]
    cuts = [found.end() for found in _BODY.finditer(name)]
    fitting = [at for at in cuts if max(measure(name[:at]), measure(name[at:])) <= room]
    if fitting:
        at = min(fitting, key=lambda at: abs(2 * at - len(name)))
        return [name[:at], name[at:]]
    return title_lines(name, measure, room)


def _segments(text: str, whole: Sequence[str]) -> Iterator[str]:
    names = "|".join(re.escape(name) for name in sorted(set(whole), key=len, reverse=True) if 2 <= len(name) <= 14)
    for piece in re.split(f"({names})", text) if names else [text]:
        if names and piece in whole:
            yield piece
        else:
            yield from _SEGMENT.findall(piece)


def _parting(before: str, after: str) -> float:
    """What it costs to end a line between two pieces of a title."""
    if after.startswith(_LIGHT):
        return 40
    if before == "关于" or before.endswith(("、", "第")):
        return 12
    lone = len(before) == 1 and len(after) == 1 and "一" <= before <= "鿿" and "一" <= after <= "鿿"
    return 9 if lone else 0 if before.endswith(("的", "》", "，", "）", "年度")) else 6


def _shape(widths: Sequence[float], room: float) -> float:
    """What the shape of a title's lines costs: a trapezium or a lozenge of lines much alike costs least."""
    turns = [b > a for a, b in pairwise(widths) if abs(a - b) > 1]
    hollow = any(not one and other for one, other in pairwise(turns))
    short = min(widths) / max(widths)
    return (60 if hollow else 0) + 20 * (1 - short) + (25 if min(widths) < room / 4 else 0)
