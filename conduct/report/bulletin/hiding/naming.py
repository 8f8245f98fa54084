"""Finds names of people in a folded text: after a word for who complains, before one, with a title, or said to be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .folding import CJK, is_chinese
from .surnames import (
    DOUBLE,
    DOUBTFUL,
    FOLLOWS,
    FOREIGN,
    KEY_LETTERS,
    KIN,
    NO_NAMES,
    NOBODY,
    RELATIONS,
    STANDS_BY,
    STRONGLY,
    SURNAMES,
    TITLE_SIGN,
    TITLES,
    WHO,
)

NamePlace = tuple[int, int, bool]
"""From where to where a name stands, and whether it is sure enough to be looked for elsewhere."""

_ONE = "".join(sorted(SURNAMES))
_PLAINLY = SURNAMES - DOUBTFUL  # characters that are a surname sooner than a word
_GAP = r"[\s:,、\"“”'‘’《【\[(（]*"
_KEY_SIGN = re.compile(
    "人|者|原告|敬礼|患|产妇|孕妇|[伤死逝]者|受害|[家亲][属屬]|病[患员友]|客户|消费者|用户|用电|储户|业主|[乘旅顾]客|[户住租商保]户|户[主名]|求诊|就诊|家长|[市村居农]民|群众|"
    "网[民友]|学生|职工|车主|房主|回访|姓名|名字|名[叫为]|[本署具原又]名|曾用名|落款|签[名字]|化名|我[叫是]|叫做|[其我他她]|代表|"
    "[妻丈爱老父母爸妈儿女哥弟姐妹孙侄祖爷奶外岳公婆朋同邻监陪配夫子兄嫂叔舅姑姨伯表堂]"
)
_KEY = re.compile(
    rf"(?=[{KEY_LETTERS}真姓名本原又曾署具落签化敬紧联经我叫其他她之的代])(?:(?P<who>{WHO}(?:本人|代表)?)(?P<kin>{KIN}){{0,2}}"
    r"(?P<said>\s*(?:\((?:化名|实名|男|女|退保|投保|续保|理赔|报案|代办|委托|现场|[0-9]{1,3}岁)\))?\s*(?:的?(?:真实)?姓名|名叫|名字|名为|叫做?|为|是|系|即(?![将可刻使时日便]))?)"
    rf"(?P<gap>{_GAP})"
    r"|(?P<plain>(?:真实)?姓名|名字|名叫|名为|[本原又]名|曾用名|署名|具名|落款|签名|签字|化名|敬礼[!。\s]*|(?:紧急)?联系人|经手人|我叫|叫做|我是|本人|代表)"
    r"(?P<plaingap>(?:为|是|叫|系|[\s:\"“”'‘(])*)"
    rf"|(?P<relative>(?:其|我|我的|他|他的|她|她的|[之的]){KIN}|(?<!不)(?:{STANDS_BY}))(?P<relativegap>(?:名叫|叫|为|是|系|[\s:\"“(])*))"
)
_DETAIL = re.compile(
    r"\s?[,，、(]?\s?(?:男|女(?!士)|[0-9]{1,3}岁|身份证|电话|手机|联系|住址|现住|家住|住[^院]|微信|1[3-9][0-9]{9}(?![0-9])|[0-9]{17}[0-9xX])"
)
_BEFORE = re.compile(
    rf"(?=[{KEY_LETTERS}系是为作这那该等的之签本\s(,、]|1[3-9][0-9]{{9}}|[0-9]{{17}})(?:(?P<open>\s?\(\s?(?:(?:系|为|是)?{WHO}|{KIN})[^()\n]{{0,40}}\)|\s?\((?:系|为|是)(?:{WHO}|{KIN})|"
    rf"(?:系|是|为|作为)(?:本案|该|此)?{WHO}|[这那该][位名个](?:{WHO}|{KIN})|等{WHO}|"
    r"[\s,、(]{1,2}[男女](?=[\s,、)。;]|[0-9])|\s?\([0-9]{1,3}岁|[,、][0-9]{1,3}岁)"
    rf"|(?P<alone>[的之]{KIN}|(?:{STANDS_BY})(?=来[访电信院]|反映|投诉|要求|到场|称)|{WHO}(?=本人)|签[字名]|的(?:真实)?(?:姓名|名字|身份证|手机|电话|银行卡|账[户号]|住址|病历)|本人|"
    r"[,、(\s]{1,2}(?:手机|电话|身份证|联系电话|联系方式|住址|现住|家住)|[,、(\s]{0,2}(?=(?:1[3-9][0-9]{9}|[0-9]{17}[0-9xX])(?![0-9]))))"
)
_BEFORE_SIGN = re.compile(r"\(|[男女]|岁|系|是|[作为这那该等签的之]|电话|家属|亲属|手机|身份证|联系|住|本人|[0-9]{11}")
_SPEAKS = re.compile(
    rf"(?:^|[。;!?\n\"“,:])\s?([{CJK}]{{2,4}}?)(?=来[函电信访]|反映|投诉|举报|[称说](?![明法])|诉(?=[称说求])|表示)"
)
_TOLD = re.compile(rf"(?<=[0-9]{{7}}[0-9xX])[,、\s(]{{0,2}}([{CJK}]{{2,4}})(?=[,。;、\s()]|$)")
_TITLED = re.compile(rf"\s?{TITLES}")
_SURNAMED = re.compile(rf"姓([{_ONE}])(?=的|[，,。、)\s]|先生|女士|$)|([{''.join(sorted(_PLAINLY))}])姓(?=的|{WHO}|男|女|老)")
_DOTTED = re.compile(rf"[{CJK}]{{1,8}}(?:\s?[·.]\s?[{CJK}]{{1,8}})+")
_SOME = re.compile(
    rf"[{CJK}]\s?(?:某\s?[{CJK}]?(?=某|$|[^{CJK}]|{FOLLOWS.pattern})|[某×xX*○〇□✕╳△]{{1,2}}(?:[{CJK}](?=$|[^{CJK}]|{FOLLOWS.pattern}))?)[某×xX*○□]?"
)
_LATIN = (  # bounded, so that a line of letters is no work
    r"(?<![A-Za-z\-])[A-Z][A-Za-z'’\-]{1,40}(?:\s[A-Z]\.)?"
    r"(?:\s(?:(?:de|van|von|bin|al|da|del)\s)?[A-Z][A-Za-z'’\-]{1,40}){0,3}"
)
_LATIN_SIGN = re.compile(r"[a-z]{4}|m[rsd]|am", re.I)  # a word of those below, or its title
_LATIN_NAME = re.compile(_LATIN)
_PARTY = "complainant|patient|petitioner|caller|informant|claimant|policyholder|customer|whistleblower|passenger|client"
_NEAR = (
    r"(?:his|her|my|their|the patient's|the complainant's) (?:wife|husband|son|daughter|mother|father|brother|sister|friend)"
    r"|relatives?|witness|next of kin"
)
_LATIN_KEY = re.compile(
    rf"(?:\b(?i:(?:{_PARTY})s?|{_NEAR})\b,?\s?(?:[:(]|(?i:named|name is|is|was|called|by the name of))?\s*"
    r"|\b(?i:my name is|named|(?<!unit )(?<!company )(?<!file )(?<!branch )name:|name is|signed:?)\s+"
    r"|\b(?i:i am|this is)\s(?=[A-Z][a-z]+\s[A-Z]))"
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Mister|Madam)\.?\s)?({_LATIN})"
)
_LATIN_AFTER = re.compile(
    rf"\b(?i:{_PARTY}|(?<!unit )(?<!company )(?<!file )(?<!branch )name)\s?(?::|\bname\b:?)\s*"
    r"([A-Z][A-Za-z'’\-]+(?=\s*(?:[,.;()\n\r]|$))|[A-Za-z][A-Za-z'’\-]+(?: [A-Za-z][A-Za-z'’.\-]*){1,3})(?=\s*(?:[,.;()\n\r]|$))"
)
_LATIN_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mister|Madam|Mdm)\.?\s{_LATIN}")
_LATIN_BEFORE = re.compile(rf"({_LATIN})\s?(?:\(|, ?)(?:the |a )?(?i:{_PARTY})\b")
_NO_LATIN = re.compile(
    r"(?:The|This|That|He|She|It|They|We|You|I|No|Not|And|But|When|After|Before|On|In|At|For|From|To|By|Of|Is|Was|Has|Had|Did|Does|"
    r"Said|Says|States?|Stated|Claims?|Claimed|Asked|Asks|Wants?|Care|Services?|Safety|Relations?|Advocate|Department|Desk|Office|"
    r"Support|Cent(?:re|er)|Satisfaction|Complaints?|Liaison|Records?|Rights|Data|Information|Protection|Number|I[Dd]|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Phone|Tel|Telephone|Mobile|Name|Address|E-?mail|Where|Select|With|As|See|None|Above|Below|Annex|Unknown|Anonymous|Withheld|Bank|Company|Branch|Insurance|Withdrew|Withdrawn|Un[a-z]+)\b",
    re.I,
)
_PLAIN_END = re.compile(rf"$|[^{CJK}]")


def names_found(text: str) -> Iterator[NamePlace]:
    """The names in a folded text that its words betray."""
    if _KEY_SIGN.search(text) is not None:
        for key in _KEY.finditer(text):
            yield from _after(text, key)
    if _BEFORE_SIGN.search(text) is not None:
        for end in _BEFORE.finditer(text):
            if (start := _before(text, end.start(), end["alone"] is not None)) is not None:
                yield start, end.start(), True
    if TITLE_SIGN.search(text) is not None:
        for found in _TITLED.finditer(text):
            if (start := _titled(text, *found.span())) is not None:
                yield start, found.end(), False
    for pattern in (_SPEAKS, _TOLD):
        for found in pattern.finditer(text):
            if _is_plain_name(found[1]):
                yield (*found.span(1), len(found[1]) > 2)
    if "姓" in text:
        for found in _SURNAMED.finditer(text):
            yield (*found.span(1 if found[1] else 2), False)
    if _LATIN_SIGN.search(text) is not None:
        yield from _latin(text)


def _is_plain_name(letters: str) -> bool:
    """Whether letters that stand alone are a name and nothing else: by their surname, which is no other word."""
    if letters[:2] in DOUBLE:
        return len(letters) in (3, 4)
    plain = letters[0] in _PLAINLY and len(letters) < 4
    return plain and not any(letters[n : n + 2] in NO_NAMES for n in (0, 1)) and FOLLOWS.match(letters, 1) is None


def _after(text: str, key: re.Match[str]) -> Iterator[NamePlace]:
    who = key["who"] is not None
    if key["who"]:
        gap, said = key["gap"], (key["said"] or "").strip()
        sure = ":" in gap or (said.endswith(("姓名", "名叫", "名字", "名为", "叫", "叫做")) and _sounds(text, key.end()))
        loose = not sure and bool(set(gap) & set(",、"))
    elif key["plain"]:
        gap = key["plaingap"]
        sure = bool(gap.strip() or "叫" in key["plain"]) if key["plain"] not in ("本人", "我是", "代表") else False
        sure, loose = sure or (key["plain"] == "姓名" and _sounds(text, key.end())), not sure
    else:
        gap, sure, loose = key["relativegap"], "叫" in key["relativegap"], True
    at: int | None = key.end()
    while at is not None:
        found = _name_at(text, at, (sure, loose, who))
        if found is None:
            return
        yield found
        at = _next_of_list(text, found[1])
        sure, loose, who = False, True, False


_AND = re.compile(r"\s?(?:[、,]|以及|和|与|及|跟)\s?")


def _sounds(text: str, at: int) -> bool:
    """Whether what stands there begins like a name."""
    return text[at : at + 1] in _PLAINLY or text[at : at + 1] in FOREIGN or text[at : at + 2] in DOUBLE


def _next_of_list(text: str, at: int) -> int | None:
    """Where another name may follow a name: after a mark or a word that joins."""
    found = _AND.match(text, at)
    return found.end() if found else None


_How = tuple[bool, bool, bool]
"""Whether a name is said to follow; whether only a plain one is taken; whether it follows a word for who complains."""


def _name_at(text: str, at: int, how: _How) -> NamePlace | None:
    """The name that begins at a place, if one does."""
    sure, loose, who = how
    dotted = _DOTTED.match(text, at)
    if dotted:
        return at, _trimmed(text, dotted), True
    some = _SOME.match(text, at)
    if some and text[at] in SURNAMES:
        return at, some.end(), False
    called = _CALLED.match(text, at) if who or sure else None
    if called and (text[at + 1] in SURNAMES or text[at] == "阿") and called[0] not in NO_NAMES:
        return at, called.end(), False
    letters, ends = _letters(text, at)
    if len(letters) > 1:
        return _chinese(text, at, letters, ends, how)
    latin = _LATIN_NAME.match(text, at)
    if latin and not _NO_LATIN.match(latin[0]) and (sure or not loose):
        return at, latin.end(), " " in latin[0]
    return None


_NO_LETTERS = re.compile(
    r"身份|电话|手机|号码?|账|卡号|性别|年龄|联系|证件|[住地]址|姓|[的之我你他她其]|邮箱|微信|职业|单位|"
    r"一[个位名群些]|党员|群众"
)
_CALLED = re.compile(rf"[小老阿大][{CJK}](?=$|[^{CJK}]|{FOLLOWS.pattern})")
_NAME_TITLED = re.compile(rf"[{CJK}]{{1,3}}\s?{TITLES}")
_WHO = re.compile(WHO)
_WHO_OR_TITLE = re.compile(rf"{WHO}$|{TITLES}$")


def _chinese(text: str, at: int, letters: str, ends: list[int], how: _How) -> NamePlace | None:
    """The Chinese name that begins with the first of some letters."""
    sure, loose, who = how
    double = letters[:2] in DOUBLE
    known = double or letters[0] in SURNAMES
    word = letters[:2] in NO_NAMES
    titled = _NAME_TITLED.match(text[at : at + 10])
    if titled and known and not word:
        return at, at + titled.end(), False
    if not known and not sure and FOLLOWS.match(letters) and letters[0] not in FOREIGN:
        return None
    if (who or sure or known) and (detailed := _detailed(text, letters, ends)):
        return at, ends[detailed - 1], not word
    if letters in NOBODY or letters[:2] in NOBODY or (not known and any(_WHO.match(letters[n:]) for n in range(3))):
        return None
    if known and word and not loose and letters[0] not in DOUBTFUL and STRONGLY.match(text, ends[1]):
        return at, ends[1], False
    if word:
        return (at, ends[2], False) if sure and known and len(letters) == 3 else None
    if not known:
        return _foreign(text, at, letters, ends, sure)
    return _ended(text, at, letters, ends, (sure, loose, 3 if double else 2))


def _detailed(text: str, letters: str, ends: list[int]) -> int | None:
    """How many letters stand before a person's sex, age, phone or number: a name, whatever it is like."""
    for n in range(2, min(len(letters), 4) + 1):
        name = letters[:n]
        if name in NOBODY or name in RELATIONS or _WHO_OR_TITLE.search(name) or _NO_LETTERS.search(name):
            return None
        if _DETAIL.match(text, ends[n - 1]):
            return n
    return None


def _foreign(text: str, at: int, letters: str, ends: list[int], sure: bool) -> NamePlace | None:
    """A name that begins with no surname: one of another tongue, or of whatever kind where a name is said to follow."""
    for n in range(2, len(letters) + 1):
        known = all(c in FOREIGN for c in letters[:n])
        if not known and (not sure or _NO_LETTERS.search(letters[:4])):
            return None
        if _stops(text, ends[n - 1]):
            return at, ends[n - 1], known
    return None


def _letters(text: str, at: int) -> tuple[str, list[int]]:
    """Up to six Chinese characters from a place on, with or without single blanks between, and where each ends."""
    letters, ends, n = "", list[int](), at
    spaced = False
    while n < len(text) and len(letters) < 6:
        if text[n] == " " and letters and (len(letters) == 1 or spaced) and text[n + 1 : n + 2] > "\u3400":
            spaced = True
            n += 1
            continue
        if not is_chinese(text[n]):
            break
        letters += text[n]
        n += 1
        ends.append(n)
    return letters, ends


def _stops(text: str, at: int) -> bool:
    """Whether a name may end there: at a mark, or where a sentence goes on."""
    return bool(_PLAIN_END.match(text, at) or _joined(text, at) or FOLLOWS.match(text, at)) or text[at : at + 2] in NO_NAMES


_PLACES = frozenset(
    ["银行", "医院", "公司", "网点", "柜台", "门诊", "营业", "家中", "单位", "学校", "护士", "医生", "柜员", "前台"]
)


def _ended(text: str, at: int, letters: str, ends: list[int], how: tuple[bool, bool, int]) -> NamePlace | None:
    """The name of which these are the first letters: it ends where a sentence goes on."""
    sure, loose, least = how
    doubtful = letters[0] in DOUBTFUL and not sure
    for n in range(least, min(len(letters), 4) + 1):
        if doubtful and (n > 3 or letters[1:3] in _PLACES):
            break
        if _stops(text, ends[n - 1]):
            return at, ends[n - 1], n < 4 and not doubtful
    if loose or doubtful or len(letters) < least:
        return None
    return at, ends[min(len(letters), least + 1) - 1], False


def _joined(text: str, at: int) -> bool:
    """Whether a word that joins stands there, and another name or person after it."""
    if text[at : at + 1] not in tuple("和与及跟"):
        return False
    after = text[at + 1 : at + 3]
    return (after[:1] in _PLAINLY and after not in NO_NAMES) or after in _PLACES or after in ("保安", "妻子", "邻居", "业务")


def _trimmed(text: str, dotted: re.Match[str]) -> int:
    """Where a name with a dot within ends: its last part has two to five letters, or what comes before the sentence goes on."""
    last = max(dotted[0].rfind("·"), dotted[0].rfind(".")) + dotted.start() + 1
    for end in range(last + 2, dotted.end() + 1):
        if FOLLOWS.match(text, end):
            return end
    return min(dotted.end(), last + 5)


_DOTTED_END = re.compile(rf"[{CJK}]{{2,8}}(?:[·.][{CJK}]{{1,8}})+$")
_STAFF = re.compile(rf"(?:{WHO}|{TITLES}|[医护]生|护士|主任|经理|[员长师])$")


def _before(text: str, end: int, alone: bool) -> int | None:
    """Where the name begins that ends at a place; ``alone``: only one that nothing but a mark or a short word stands before."""
    for many in (4, 3, 2):
        start = end - many
        letters = text[max(start, 0) : end]
        if start < 0 or not is_chinese(letters):
            continue
        if letters[:2] in NO_NAMES or letters in NOBODY or letters[-2:] in RELATIONS or _STAFF.search(letters):
            continue
        free = _stands_alone(text, start)
        if letters[:2] in DOUBLE and many in (3, 4):
            return start
        if many < 4 and letters[0] in SURNAMES and (free or not (alone or letters[0] in DOUBTFUL)):
            return start
    dotted = _DOTTED_END.search(text[max(0, end - 24) : end])
    return end - len(dotted[0]) if dotted else None


_NO_PART = re.compile(rf"[^{CJK}]|[由经对向与和及为是系把将给从床让找写叫晚日午后时]")


def _stands_alone(text: str, start: int) -> bool:
    return start == 0 or _NO_PART.match(text[start - 1]) is not None


_WHO_OR_KIN = re.compile(rf"(?:{WHO}|{KIN})$")
_SOME_THING = frozenset("日月年天些个种公地处医市县区省保时单项企银学乡镇村小大部产业机")


def _titled(text: str, start: int, end: int) -> int | None:
    """Where the surname or the name before a title begins, unless the title is of a thing or nobody's."""
    title = text[start:end].strip()
    if title[0] == "某" and text[end : end + 1] in _SOME_THING:
        return None
    if title == "氏" and text[end : end + 1] == "族":
        return None
    found = None
    for many in (1, 2, 3, 4):
        at = start - many
        name = text[max(at, 0) : start]
        if at < 0 or not is_chinese(name):
            break
        double = name[:2] in DOUBLE
        if name[:2] in NO_NAMES or not (double or (name[0] in SURNAMES and many < 4)) or FOLLOWS.match(name, 2 if double else 1):
            continue
        free = _stands_alone(text, at) or _WHO_OR_KIN.search(text[max(0, at - 8) : at]) is not None
        if free or (many == 1 and name not in DOUBTFUL):
            found = at
    return found


def _latin(text: str) -> Iterator[NamePlace]:
    for pattern in (_LATIN_KEY, _LATIN_AFTER, _LATIN_BEFORE):
        for found in pattern.finditer(text):
            if not _NO_LATIN.match(found[1]) and found[1].lower() not in NOBODY:
                yield (*found.span(1), " " in found[1])
    for found in _LATIN_TITLED.finditer(text):
        yield (*found.span(), False)
