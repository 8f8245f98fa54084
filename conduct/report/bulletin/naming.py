"""Finds names of people in a folded text: after a word for who complains, before one, with a title, or said to be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .surnames import DOUBLE, DOUBTFUL, FOLLOWS, KIN, NO_NAMES, NOBODY, SURNAMES, TITLE_SIGN, TITLES, WHO

NamePlace = tuple[int, int, bool]
"""From where to where a name stands, and whether it is sure enough to be looked for elsewhere."""

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_ONE = "".join(sorted(SURNAMES))
_GAP = r"[\s:,、\"“”'‘’《【\[(（]*"
_KEY_SIGN = re.compile(
    "人|患|产妇|孕妇|[伤死逝]者|受害|[家亲][属屬]|病[患员]|客户|消费者|用户|储户|业主|[乘旅]客|户主|求诊|就诊|家长|[市村居农]民|群众|网[民友]|学生|职工|保户|车主|房主|"
    "姓名|名字|名[叫为]|[本署具]名|落款|签[名字]|化名|我叫|叫做|我是|[其我他她]"
)
_KEY = re.compile(
    rf"(?P<who>{WHO}(?:本人|代表)?)(?P<kin>{KIN}){{0,2}}"
    rf"(?P<said>\s*(?:\([^()]{{0,8}}\))?\s*(?:的?(?:真实)?姓名|名叫|名字|名为|叫做?|为|是|系)?)(?P<gap>{_GAP})"
    r"|(?P<plain>(?:真实)?姓名|名字|名叫|名为|本名|署名|具名|落款|签名|签字|化名|(?:紧急)?联系人|经手人|我叫|叫做|我是|本人)"
    r"(?P<plaingap>(?:为|是|叫|系|[\s:\"“”'‘(])*)"
    rf"|(?P<relative>(?:其|我|我的|他的|她的){KIN})(?P<relativegap>(?:名叫|叫|为|是|系|[\s:\"“(])*)"
)
_BEFORE = re.compile(
    rf"(?P<open>\s?\(\s?(?:(?:系|为|是)?{WHO}|{KIN})[^()\n]{{0,12}}\)|(?:系|是|为|作为)(?:本案|该|此)?{WHO}|"
    r"[\s，,、(]{1,2}[男女](?=[\s，,、)。；;]|[0-9])|\s?\([0-9]{1,3}岁|[，,、][0-9]{1,3}岁)"
)
_BEFORE_SIGN = re.compile(r"\(|[男女]|岁|系|是|[作为]")
_TITLED = re.compile(rf"(?:{'|'.join(DOUBLE)}|[{_ONE}])[{_CJK}]{{0,2}}?\s?{TITLES}")
_SURNAMED = re.compile(
    rf"姓([{_ONE}])(?=的|[，,。、)\s]|先生|女士|$)|([{''.join(sorted(SURNAMES - DOUBTFUL))}])姓(?=的|{WHO}|男|女|老)"
)
_DOTTED = re.compile(rf"[{_CJK}]{{1,8}}(?:\s?[·.]\s?[{_CJK}]{{1,8}})+")
_SOME = re.compile(
    rf"[{_CJK}]\s?(?:某\s?[{_CJK}]?(?=某|$|[^{_CJK}]|{FOLLOWS.pattern})|[某×xX*○〇□✕╳△]{{1,2}}[{_CJK}]?)[某×xX*○□]?"
)
_LATIN = r"[A-Z][A-Za-z'’\-]+(?:\s[A-Z]\.)?(?:\s(?:(?:de|van|von|bin|al|da|del)\s)?[A-Z][A-Za-z'’\-]+){0,3}"
_LATIN_SIGN = re.compile(r"[A-Za-z]{2}")
_LATIN_NAME = re.compile(_LATIN)
_PARTY = "complainant|patient|petitioner|caller|informant|claimant|policyholder|customer|whistleblower|passenger|client"
_NEAR = (
    r"(?:his|her|my|their|the patient's|the complainant's) (?:wife|husband|son|daughter|mother|father|brother|sister|friend)"
    r"|relatives?|witness|next of kin"
)
_LATIN_KEY = re.compile(
    rf"(?:\b(?i:(?:{_PARTY})s?|{_NEAR})\b,?\s?(?:[:(]|(?i:named|name is|is|was|called|by the name of))?\s*"
    r"|\b(?i:my name is|named|name:|name is|signed:?|i am|this is)\s+)"
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Mister|Madam)\.?\s)?({_LATIN})"
)
_LATIN_AFTER = re.compile(
    rf"\b(?i:{_PARTY}|name)\s?(?::|\bname\b:?)\s*"
    r"([A-Za-z][A-Za-z'’\-]+(?: [A-Za-z][A-Za-z'’.\-]*){0,3})(?=\s*(?:[,.;()\n\r]|$))"
)
_LATIN_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mister|Madam|Mdm)\.?\s{_LATIN}")
_LATIN_BEFORE = re.compile(rf"({_LATIN})\s?(?:\(|, ?)(?:the |a )?(?i:{_PARTY})\b")
_NO_LATIN = re.compile(
    r"(?:The|This|That|He|She|It|They|We|You|I|No|Not|And|But|When|After|Before|On|In|At|For|From|To|By|Of|Is|Was|Has|Had|Did|Does|"
    r"Said|Says|States?|Stated|Claims?|Claimed|Asked|Asks|Wants?|Care|Services?|Safety|Relations?|Advocate|Department|Desk|Office|"
    r"Support|Cent(?:re|er)|Satisfaction|Complaints?|Liaison|Records?|Rights|Data|Information|Protection|Number|I[Dd]|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Phone|Tel|Telephone|Mobile|Name|Address|E-?mail)\b"
)
_PLAIN_END = re.compile(rf"$|[^{_CJK}]")


def names_found(text: str) -> Iterator[NamePlace]:
    """The names in a folded text that its words betray."""
    if _KEY_SIGN.search(text) is not None:
        for key in _KEY.finditer(text):
            yield from _after(text, key)
    if _BEFORE_SIGN.search(text) is not None:
        for end in _BEFORE.finditer(text):
            if (start := _before(text, end.start())) is not None:
                yield start, end.start(), True
    if TITLE_SIGN.search(text) is not None:
        for found in _TITLED.finditer(text):
            if (place := _titled(text, *found.span())) is not None:
                yield place
    if "姓" in text:
        for found in _SURNAMED.finditer(text):
            yield (*found.span(1 if found[1] else 2), False)
    if _LATIN_SIGN.search(text) is not None:
        yield from _latin(text)


def _after(text: str, key: re.Match[str]) -> Iterator[NamePlace]:
    if key["who"]:
        gap, said = key["gap"], (key["said"] or "").strip()
        sure = said.endswith(("姓名", "名叫", "名字", "名为", "叫", "叫做")) or ":" in gap
        loose = not sure and bool(set(gap) & set(",、"))
    elif key["plain"]:
        gap, sure, loose = key["plaingap"], key["plain"] not in ("本人", "我是"), False
        if key["plain"] in ("本人", "我是", "联系人", "签字", "落款") and not gap.strip():
            sure, loose = False, True
    else:
        gap, sure, loose = key["relativegap"], "叫" in key["relativegap"], True
    at: int | None = key.end()
    while at is not None:
        found = _name_at(text, at, sure, loose)
        if found is None:
            return
        yield found
        at = _next_of_list(text, found[1])
        sure, loose = False, True


_AND = re.compile(r"\s?(?:[、，,]|以及|和|与|及|跟)\s?")


def _next_of_list(text: str, at: int) -> int | None:
    """Where another name may follow a name: after a mark or a word that joins."""
    found = _AND.match(text, at)
    return found.end() if found else None


def _name_at(text: str, at: int, sure: bool, loose: bool) -> NamePlace | None:
    """The name that begins at a place, if one does. ``sure``: a name is said to follow; ``loose``: only a plain one is taken."""
    dotted = _DOTTED.match(text, at)
    if dotted:
        return at, _trimmed(text, dotted), True
    some = _SOME.match(text, at)
    if some and text[at] in SURNAMES:
        return at, some.end(), False
    letters, ends = _letters(text, at)
    if letters:
        double = next((d for d in DOUBLE if letters.startswith(d)), None)
        titled = re.match(rf"[{_CJK}]{{1,3}}\s?{TITLES}", text[at : at + 10])
        if titled and (letters[0] in SURNAMES or double):
            return at, at + titled.end(), False
        if not double and not sure and (letters[0] not in SURNAMES or letters[:2] in NO_NAMES):
            return None
        if letters in NOBODY or letters[:2] in NOBODY or (sure and letters[:2] in NO_NAMES and letters[0] in DOUBTFUL):
            return None
        return _ended(text, at, letters, ends, (sure, loose or (letters[0] in DOUBTFUL and not sure), 3 if double else 2))
    latin = _LATIN_NAME.match(text, at)
    if latin and not _NO_LATIN.match(latin[0]) and (sure or not loose):
        return at, latin.end(), " " in latin[0]
    return None


def _letters(text: str, at: int) -> tuple[str, list[int]]:
    """Up to five Chinese characters from a place on, with or without single blanks between, and where each ends."""
    letters, ends, n = "", list[int](), at
    spaced = False
    while n < len(text) and len(letters) < 5:
        if text[n] == " " and letters and (len(letters) == 1 or spaced) and text[n + 1 : n + 2] > "\u3400":
            spaced = True
            n += 1
            continue
        if not ("\u3400" <= text[n] <= "\u9fff" or text[n] >= "\U00020000"):
            break
        letters += text[n]
        n += 1
        ends.append(n)
    return letters, ends


def _ended(text: str, at: int, letters: str, ends: list[int], how: tuple[bool, bool, int]) -> NamePlace | None:
    """The name of which these are the first letters: it ends where a sentence goes on."""
    sure, loose, least = how
    for n in range(least, min(len(letters), least + 1 + (1 if sure else 0)) + 1):
        end = ends[n - 1]
        if _PLAIN_END.match(text, end) or _joined(text, end):
            return at, end, True
        if FOLLOWS.match(text, end) and not (loose and n == least and letters[0] in DOUBTFUL):
            return at, end, letters[0] not in DOUBTFUL or sure
    if loose or len(letters) < least:
        return None
    return at, ends[min(len(letters), least + 1) - 1], False


def _joined(text: str, at: int) -> bool:
    """Whether a word that joins stands there, and another name after it."""
    found = re.match("[和与及跟]", text[at : at + 1])
    return found is not None and text[at + 1 : at + 2] in SURNAMES - DOUBTFUL and text[at + 1 : at + 3] not in NO_NAMES


def _trimmed(text: str, dotted: re.Match[str]) -> int:
    """Where a name with a dot within ends: its last part has two to four letters, or what comes before the sentence goes on."""
    last = max(dotted[0].rfind("·"), dotted[0].rfind(".")) + dotted.start() + 1
    for end in range(last + 2, dotted.end() + 1):
        if FOLLOWS.match(text, end):
            return end
    return min(dotted.end(), last + 5)


def _before(text: str, end: int) -> int | None:
    """Where the name begins that ends at a place."""
    for many in (4, 3, 2):
        start = end - many
        letters = text[max(start, 0) : end]
        if start < 0 or not all("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in letters):
            continue
        double = letters[:2] in DOUBLE
        if letters[:2] in NO_NAMES or letters in NOBODY or re.search(rf"{WHO}$", letters):
            continue
        if double and many in (3, 4):
            return start
        if many < 4 and letters[0] in SURNAMES and (letters[0] not in DOUBTFUL or _stands_alone(text, start)):
            return start
    dotted = re.search(rf"[{_CJK}]{{2,8}}(?:[·.][{_CJK}]{{1,8}})+$", text[max(0, end - 24) : end])
    return end - len(dotted[0]) if dotted else None


def _stands_alone(text: str, start: int) -> bool:
    return start == 0 or re.match(rf"[^{_CJK}]|[由经对向与和及为是系]", text[start - 1]) is not None


_SOME_THING = "日月年天些个种公地处医市县区省保时单项企银学乡镇村小大部产业机"


def _titled(text: str, start: int, end: int) -> NamePlace | None:
    """A surname or a name with a title, unless the title is of a thing or nobody's."""
    found = text[start:end]
    if found.endswith("某") and (found[0] in DOUBTFUL or text[end : end + 1] in set(_SOME_THING)):
        return None
    if found.endswith("氏") and (len(found) > 2 or found[0] in DOUBTFUL or text[end : end + 1] == "族"):
        return None
    title = re.search(rf"\s?{TITLES}$", found)
    name = found[: title.start()] if title else found
    if name[:2] in NO_NAMES or (len(name) > 1 and (FOLLOWS.match(name, 1) or re.search(rf"{WHO}", name))):
        return None
    if len(name) == 1 and name in DOUBTFUL and not _stands_alone(text, start) and not re.search(rf"{WHO}$", text[:start]):
        return None
    return start, end, False


def _latin(text: str) -> Iterator[NamePlace]:
    for pattern in (_LATIN_KEY, _LATIN_AFTER, _LATIN_BEFORE):
        for found in pattern.finditer(text):
            if not _NO_LATIN.match(found[1]) and found[1].lower() not in NOBODY:
                yield (*found.span(1), " " in found[1])
    for found in _LATIN_TITLED.finditer(text):
        yield (*found.span(), False)
