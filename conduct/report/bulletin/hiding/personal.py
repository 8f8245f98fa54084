"""Finds numbers of people in a folded text: identity cards, bank cards, phones.

A number is told from an innocent one by how it is made (checksums, real dates and regions, allotted prefixes), by the word
before it and by what is counted after it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from conduct.core.base.once import cached_property

from .folding import CHINESE, in_figures

Span = tuple[int, int, str]
"""From where to where in the text, and what it is."""

_DECIMAL = re.compile(r"[0-9]{1,2}\.[0-9]+|[0-9]{1,22}\.[0-9]{1,2}")
_RUN = re.compile(r"(?=[+(0-9])(?:\+ ?|\()?[0-9](?:[ \t\r\n\-_.·/()\\]{0,3}[0-9])*")
_GROUP = re.compile(r"[0-9]+")
_SPOKEN = re.compile(rf"(?:[{CHINESE}0-9][ \-、,·]?){{9,40}}[{CHINESE}0-9][xX]?")
_DAY = re.compile(r"(?:19|20)[0-9]{2}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12][0-9]|3[01])")
_DATED = re.compile(rf"(?<![0-9]){_DAY.pattern}(?![0-9])")
_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])(?:(?=[0-9]*[a-fA-F])[0-9a-fA-F]{32,}|C-[A-Z2-7]{20}"
    r"|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})(?![0-9A-Za-z])"
)

_PROVINCES = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}
_ID = re.compile(r"(?=([1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9xX]))")
_CHECK = "xX"
_CHECK_ALIKE = "xX×✕╳ХхΧχ"  # as it is written after 17 figures: also a sign, or a letter of another script
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_MOBILE = re.compile(r"1(?:3[0-9]|4[0-9]|5[0-35-9]|6[24567]|7[0-8]|8[0-9]|9[0-9])[0-9]{8}")
_AREA = re.compile(r"0(?:10|2[0-57-9]|[3-9][0-9]{2})")
_CARDS = re.compile(
    r"62[0-9]{14,17}|4[0-9]{12}(?:[0-9]{3})?(?:[0-9]{3})?|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"
    r"|3[47][0-9]{13}|35[0-9]{14}|3(?:0[0-5]|[68][0-9])[0-9]{11}|6(?:011|5[0-9]{2}|4[4-9][0-9])[0-9]{12}|955[89][0-9]{12,15}|690755[0-9]{9}"
)

_ASIDE = r"(?:号码|号|码|为|是|系|:|;|,|，|：|\s|\(|（|\+|No\.?|no\.?|#|[“\"'])*"
_IS = r"(?:is |at |on |number |no\.? )*$"
_PHONE_WORD = re.compile(
    r"(?:电话|電話|手机|手機|座机|小灵通|联系方式|联系号码|联络方式|致电|拨打|来电|回电|传真|热线|"
    r"(?<!by )\b(?:tel|telephone|phone|mobile|cell|"
    rf"call|called|reached at|reach (?:me|him|her|them) (?:at|on)|contact|fax|whatsapp)\b\.?)"
    rf"{_ASIDE}(?:is |at |on |number |no\.? )*(?:[0-9() \-]{{7,14}}[/、,或和及]\s?)*$",
    re.I,
)
_SERVICE_WORD = re.compile(
    r"(?:客服|服务|监督|护士站|总机|前台|导诊台|值班室|办公室|营业厅|热线)(?:监督)?(?:电话|热线|专线)?[为是:\s(]*$"
)
_ID_WORD = re.compile(
    r"(?:身份证件?|身份證|身份号码?|公民身份|(?<!护照)证件|(?<![驾驶可凭行照留住])证号|社保号|\bid(?:entity)?\b(?: card)?|"
    rf"social security){_ASIDE}{_IS}",
    re.I,
)
_CARD_WORD = re.compile(
    r"(?:(?<![医社]保)卡号|银行卡|借记卡|信用卡|储蓄卡|存折|账号|帐号|账户|帐户|工行|农行|建行|中行|"
    rf"\b(?:card|account)\b){_ASIDE}{_IS}",
    re.I,
)
_INNOCENT_WORD = re.compile(
    r"(?:(?:保险?单|投保单|批单|合同|协议|订单|工单|发票|运单|回执|凭证|流水|条码|条形码|信用代码)(?:编号|号码|号|码)?|编号|单号|"
    r"(?:单|赔案|报案|立案|票|案|案件|事项|信访件|受理|登记|批次|序|文|户|表|电表|客户|用户|病历|住院|门诊|就诊|床|设备|资产|许可证|执照|"
    r"代|批文|快递|物料|档案|存档|校验|版本|邮|交易|业务|系统|任务|投诉|信访|举报)(?:编号|编码|号码|号|码)|"
    r"\b(?:policy|order|invoice|ref|reference|tracking|serial|ticket|receipt)(?: number| no\.?| id)?|"
    r"\b(?:case|batch|claim|file|contract|meter|record|version|account)(?: number| no\.?| id| ref)|\bno\.?)"
    r"(?:为|是|:|\s|\(|#|№|第)*$",
    re.I,
)
COUNTED_AFTER = re.compile(
    r"[.,][0-9]{1,2}(?![0-9])|\s?[÷×=]|"
    r"\s?(?:元|万|亿|千元|美元|欧元|港元|件|户|人|次|份|个|笔|度|千瓦|公斤|吨|平方|公里|米|股|%|‰|yuan|RMB|CNY|USD|EUR|kWh|dollars|pieces)",
    re.I,
)
_MONEY_BEFORE = re.compile(
    r"(?:[÷×≈]|[¥$€£]|人民币|RMB|CNY|USD|EUR|金额|保费|余额|合计|共计|总计|收入|数额|赔款)[为计:：约\s]*$", re.I
)
_NUMBER_OF = re.compile(r"(?:第|字|[(\[]?(?:19|20)[0-9]{2}[)\]]?)\s?$")
_LETTER_BEFORE = re.compile(r"[A-Za-z][-_]?$")
_TYPED_PHONE = re.compile(r"(?<![A-Za-z])(?:tel|phone|mobile|mob|call|wechat|wx|vx|qq|ph|m|p|t|h)[-_.:]?$", re.I)


def is_resident_id(number: str) -> bool:
    """Whether 18 characters are a resident identity number: a province, a real day, the check character of ISO 7064."""
    if int(number[:2]) not in _PROVINCES or not _is_day(number[6:14]):
        return False
    return "10X98765432"[sum(int(n) * w for n, w in zip(number[:17], _WEIGHTS, strict=True)) % 11] == number[17].upper()


def is_old_resident_id(number: str) -> bool:
    """Whether 15 figures are a resident identity number as they were until 1999: a region and a real day, and no checksum."""
    region = int(number[:2]) in _PROVINCES and ("01" <= number[2:4] <= "53" or number[2:4] == "90")
    county = "01" <= number[4:6] <= "43" or "81" <= number[4:6] <= "89"
    return region and county and _is_day("19" + number[6:12])


def is_card(number: str) -> bool:
    """Whether figures are a bank card's number: an issuer's prefix with its length, and the check figure of Luhn."""
    if _CARDS.fullmatch(number) is None:
        return False
    doubled = [int(n) * (1 + at % 2) for at, n in enumerate(reversed(number))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _is_day(figures: str) -> bool:
    try:
        return date(int(figures[:4]), int(figures[4:6]), int(figures[6:])).year >= 1900
    except ValueError:
        return False


def numbers_found(text: str, phones: Collection[str] = (), lengths: Collection[int] = ()) -> Iterator[Span]:
    """The numbers of people in a folded text. ``phones`` are figures that are known to be one, of these ``lengths``."""
    bare = _DIGEST.sub(lambda found: "x" * len(found[0]), text) if len(text) >= 22 else text
    least = min(7, *lengths, 7)
    for run in _RUN.finditer(bare):
        if run.end() - run.start() >= least and _DAY.fullmatch(bare, *run.span()) is None:
            yield from _FiguresTogether(bare, run.start(), run.end()).found(phones, lengths)
    for spoken in _SPOKEN.finditer(text):
        yield from _spoken_numbers(spoken[0], spoken.start())


class _FiguresTogether:
    """Figures that stand together, whatever parts them, and the groups in which they stand."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        dated = {n for found in _DATED.finditer(text, start, end) for n in range(*found.span())}
        many = end - start >= 17 and sum(c.isdigit() for c in text[max(start, end - 40) : end]) >= 17
        like = _CHECK_ALIKE if many else _CHECK
        if end < len(text) and text[end] in like:
            end += 1
        self.end = end
        self.places = [n for n in range(start, end) if text[n].isdigit() or (n == end - 1 and text[n] in like)]
        self.figures = "".join("X" if text[n] in like else text[n] for n in self.places)
        self.groups = [g.span() for g in _GROUP.finditer(text, start, end) if g.start() not in dated]
        if end > start and text[end - 1] in like and self.groups and self.groups[-1][1] == end - 1:
            self.groups[-1] = (self.groups[-1][0], end)
        self.taken = list[tuple[int, int]]()

    def found(self, phones: Collection[str], lengths: Collection[int]) -> Iterator[Span]:
        yield from self._ids()
        yield from self._known(phones, lengths)
        if self.taken:
            self.groups = [part for group in self.groups for part in self._free(group)]
        n = 0
        while n < len(self.groups):
            span, used = self._at(n)
            if span:
                yield span
            n += used

    def _take(self, first: int, last: int, kind: str) -> Span:
        """Notes the figures from ``first`` to before ``last`` as found."""
        start, end = self.places[first], self.places[last - 1] + 1
        self.taken.append((start, end))
        return start, end, kind

    def _ids(self) -> Iterator[Span]:
        at = 0
        while len(self.figures) - at >= 18 and (found := _ID.search(self.figures, at)):
            if is_resident_id(found[1]):
                yield self._take(found.start(), found.start() + 18, "id")
                at = found.start() + 18
            else:
                at = found.start() + 1

    def _known(self, phones: Collection[str], lengths: Collection[int]) -> Iterator[Span]:
        for length in sorted(lengths, reverse=True):
            at = 0
            while at + length <= len(self.figures):
                bounded = length >= 7 or (self._edge(at - 1, at) and self._edge(at + length - 1, at + length))
                if self.figures[at : at + length] in phones and bounded and not self._is_taken(at):
                    yield self._take(at, at + length, "phone")
                    at += length
                else:
                    at += 1

    def _edge(self, one: int, other: int) -> bool:
        """Whether two figures that follow each other stand apart."""
        return one < 0 or other >= len(self.places) or self.places[other] - self.places[one] > 1

    def _is_taken(self, at: int) -> bool:
        return any(start <= self.places[at] < end for start, end in self.taken)

    def _free(self, group: tuple[int, int]) -> list[tuple[int, int]]:
        """What is left of a group beside what was found."""
        parts, at = [], group[0]
        for start, end in sorted(self.taken):
            if at < start < group[1]:
                parts.append((at, start))
            if end > at and start < group[1]:
                at = max(at, end)
        return [*parts, (at, group[1])] if at < group[1] else parts

    def _at(self, n: int) -> tuple[Span | None, int]:
        """What begins with the group of that number, and how many groups it takes."""
        start = self.groups[n][0]
        most, length = 0, 0
        for a, b in self.groups[n : n + 12]:
            if length + b - a > 22 or (most and not self._near(n + most - 1)):
                break
            most, length = most + 1, length + b - a
        if most == 2 and _DECIMAL.fullmatch(self.text, start, self.groups[n + 1][1]):
            return None, 2
        if most > 8 and not most == length == 11:  # but for figures that stand one by one
            most = 8
        around = None
        for many in range(max(most, 1), 0, -1):
            end = self.groups[n + many - 1][1]
            figures = "".join(self.text[a:b] for a, b in self.groups[n : n + many])
            if len(figures) < 7:
                break
            around = around or _Around(self.text, start)
            kind = _kind(figures, [b - a for a, b in self.groups[n : n + many]], around.until(end))
            if kind is not None:
                return (*self._with_bracket((start, end)), kind), many
        return None, 1

    def _near(self, n: int) -> bool:
        """Whether no more is between a group and the next than parts a number, and no date or what was found already."""
        end, start = self.groups[n][1], self.groups[n + 1][0]
        return 0 < start - end <= 3 and not any(c.isdigit() for c in self.text[end:start])

    def _with_bracket(self, span: tuple[int, int]) -> tuple[int, int]:
        start, end = span
        if self.text[start - 1 : start] == "(" and ")" in self.text[start:end]:
            start -= 1
        return (start - 1 if self.text[start - 1 : start] == "+" else start), end


class _Around:
    """What stands before a number and after it; each is looked for once it is asked for."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.near = text[max(0, start - 40) : start]
        self.abroad = self.near.endswith("+")
        self.before = self.near.rstrip("+(") if any(c.isalpha() for c in self.near) else ""
        self.after = ""

    @cached_property
    def money(self) -> bool:
        return _MONEY_BEFORE.search(self.near) is not None

    @cached_property
    def id_word(self) -> bool:
        return bool(self.before) and _ID_WORD.search(self.before) is not None

    @cached_property
    def card_word(self) -> bool:
        return bool(self.before) and _CARD_WORD.search(self.before) is not None

    @cached_property
    def phone_word(self) -> bool:
        return bool(self.before) and _PHONE_WORD.search(self.before) is not None

    def until(self, end: int) -> _Around:
        """With what stands after a number that ends there."""
        self.after = self.text[end : end + 12]
        return self

    def counts(self) -> bool:
        """Whether the number counts something."""
        return self.money or COUNTED_AFTER.match(self.after) is not None

    def innocent(self) -> bool:
        """Whether the number is nobody's: a count, or the number of a thing."""
        if self.counts() or (self.after.startswith("号") and _NUMBER_OF.search(self.near)):
            return True
        if self.phone_word or not self.before:
            return False
        if _LETTER_BEFORE.search(self.before) and not _TYPED_PHONE.search(self.before):
            return re.search(r"[0-9A-Z][-_]?$|[a-z]-$", self.before) is not None
        return _INNOCENT_WORD.search(self.before) is not None


def _kind(figures: str, shape: list[int], around: _Around) -> str | None:
    """What the number of a person is, by its figures, how they are grouped, and what stands around it."""
    if len(figures) in (15, 18) and around.id_word:
        return "id"
    if not figures.isdigit():
        figures = figures[:-1]
    if 8 <= len(figures) <= 22 and around.card_word and not around.counts():
        return "card"
    if _phone_made(figures, shape, around.abroad) and not around.innocent():
        return None if figures[0] == "0" and _SERVICE_WORD.search(around.before) else "phone"
    if around.phone_word and _may_be_phone(figures, shape) and not around.counts():
        return "phone"
    if len(shape) == 1 or shape[:-1] == [4] * (len(shape) - 1) or shape[0] == 6:
        if is_card(figures) and (figures.startswith("62") or not around.innocent()):
            return "card"
        if len(figures) == 15 and is_old_resident_id(figures) and not around.innocent():
            return "id"
    return None


def _phone_made(figures: str, shape: list[int], abroad: bool) -> bool:
    """Whether figures are made as a phone's number is: a mobile one, two of them, or one with its area code."""
    bare = figures
    for code in ("0086", "086", "86"):
        if bare.startswith(code) and len(bare) - len(code) >= 9 and (len(code) > 2 or abroad or len(bare) in (12, 13)):
            bare = bare.removeprefix(code)
            break
    if _MOBILE.fullmatch(bare) or (bare[0] == "0" and _MOBILE.fullmatch(bare[1:])):
        return True
    if shape == [22] and _MOBILE.fullmatch(bare[:11]) and _MOBILE.fullmatch(bare[11:]):
        return True
    local = bare if bare[0] == "0" or bare == figures else "0" + bare
    if _is_landline(local, shape):
        return True
    if abroad and 9 <= len(figures) <= 15:
        return True
    return shape == [3, 3, 4] and figures[:3] not in ("400", "800") and figures[0] in "23456789"


def _is_landline(figures: str, shape: list[int]) -> bool:
    area = _AREA.match(figures)
    if area is None:
        return False
    local = len(figures) - area.end()
    if len(shape) > 2 and shape[-1] <= 5 and sum(shape[:-1]) - area.end() in (7, 8):  # with an extension
        local = sum(shape[:-1]) - area.end()
    return local in (7, 8) and figures[area.end()] in ("123456789" if shape[0] == area.end() else "23456789")


def _may_be_phone(figures: str, shape: list[int]) -> bool:
    """Whether figures after a word for a phone are one of a person: no service's number."""
    if figures.startswith(("400", "800")) and len(figures) == 10:
        return False
    return 7 <= len(figures) <= 15 and not (len(shape) == 1 and figures[:2] in ("19", "20") and len(figures) == 8)


def _spoken_numbers(said: str, at: int) -> Iterator[Span]:
    """Identity numbers and mobile phones that are said in Chinese figures, wholly or in part."""
    if said.isascii() or sum(c in CHINESE for c in said) < 3:
        return
    places = [n for n, c in enumerate(said) if c.isdigit() or c in CHINESE or c in "xX"]
    figures = in_figures("".join(said[n] for n in places))
    ends = 0
    for found in re.finditer(rf"{_ID.pattern}|(?=({_MOBILE.pattern}))|(?=(0[0-9]{{9,11}}))", figures):
        number, start = found[1] or found[2] or found[3], found.start()
        if start < ends or (found[1] and not is_resident_id(found[1])):
            continue
        if found[3] and not _is_landline(number, [len(number)]):
            continue
        ends = start + len(number)
        yield at + places[start], at + places[ends - 1] + 1, "id" if found[1] else "phone"
