"""Who complained is never named to the one complained about: which texts a letter or a decision may quote, and which not.

A text is quoted whole or not at all: one that gives the complainant away is not made safe by hiding a name in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import category, normalize

from conduct.core.base.words import Lang, Words
from conduct.core.law.conditions import name as quoted_name
from conduct.core.law.sector import Sector
from conduct.core.ledger.ledger import Ledger
from conduct.core.ledger.schema import table

WITHHELD = Words("（原文涉及投诉人信息，不予引用）", "(the text says something about who complained and is not quoted)")
COMPLAINANT = Words("投诉人", "the complainant")

_DOUBLE = (
    "欧阳|司马|上官|诸葛|夏侯|司徒|皇甫|东方|尉迟|公孙|轩辕|令狐|宇文|长孙|慕容|钟离|端木|独孤|"
    "南宫|呼延|西门|百里|闻人|拓跋|申屠|太史|澹台|公羊|淳于|单于|赫连|第五|仲孙|濮阳|万俟|闾丘|"
    "司空|亓官|司寇|鲜于|左丘|东郭|微生|梁丘|羊舌|东门|南门|完颜|耶律|纳兰"
)
_TITLE = (
    "某|姓|氏|先生|女士|小姐|太太|夫人|师傅|老师|医生|护士|同志|同学|大爷|大妈|大娘|大叔|大婶|"
    "大姐|大哥|阿姨|叔叔|婶|婆婆|奶奶|爷爷|老伯|老太|经理|老板|主任|总|工|局|处|科|哥|姐|叔|姨|"
    "家|老|户|×|x|*|＊|某某"
)
_BEFORE = "老小阿姓"
_ROLES = "投诉人|投诉者|信访人|上访人|举报人|患者|病人|家属|患方|来电人|来访人|来信人|反映人|申诉客户"
_LINK = "(?:姓名|名叫|名字|名|叫|为|是|系|即|本人|之妻|之子|之女|之夫|之父|之母|[:(\"“‘'、,，])"
_NUMBER = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[1-9][0-9]{16}[0-9x]|[3-6][0-9]{15,18})(?![0-9])")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝"
    "孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝"
    "左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋"
    "苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台"
    "巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺平"
)
_ALSO_WORDS = "和时常都解应方单于全向成明原计连关车边盖党经钱来保平安文"
"""Surnames that begin a sentence's next word more often than a name, where nothing says that a name follows."""


def plain(text: str) -> str:
    """A text as one looks for a name in it: in plain characters, without blanks and what nobody sees, in small letters."""
    return "".join(c for c in normalize("NFKC", text) if not c.isspace() and category(c) not in ("Cf", "Cc", "Mn")).lower()


def parts_of(given: str) -> Iterator[str]:
    """Patterns that give somebody away, from how he is entered (王小明, 王先生, 张**, Anna Schmidt): the name, its parts, and his
    surname with what stands beside one."""
    bare = plain(given)
    if not bare:
        return
    if len(bare) > 1:
        yield re.escape(bare)
    if re.search(r"[一-鿿]", bare) is None:
        yield from (re.escape(plain(part)) for part in re.split(r"[\s·.,'-]+", given) if len(plain(part)) > 2)
        return
    if "·" in given or "•" in given:
        yield from (re.escape(part) for part in re.split("[·•]", bare) if len(part) > 1)
        return
    surname = next((one for one in _DOUBLE.split("|") if bare.startswith(one) and len(bare) > 2), bare[0])
    rest = bare[len(surname) :]
    title = next((one for one in sorted(_TITLE.split("|"), key=len, reverse=True) if rest.startswith(plain(one))), "")
    yield f"{re.escape(surname)}(?:{'|'.join(re.escape(plain(one)) for one in _TITLE.split('|'))})"
    yield f"[{_BEFORE}]{re.escape(surname)}"
    if not title and rest and "*" not in rest:
        if len(rest) > 1:
            yield re.escape(rest)
        yield f"[{_BEFORE}]{re.escape(rest)}"
        yield f"{re.escape(rest)}(?:哥|姐|叔|姨|婶|先生|女士)"


class Discretion:
    """What may be quoted to those of whom somebody complained; ``people`` are the complainants as they are entered, ``phones``
    how to reach them."""

    def __init__(self, lang: Lang, people: Iterable[str] = (), phones: Iterable[str] = ()) -> None:
        self.lang = lang
        found = dict.fromkeys(part for one in people for part in parts_of(one))
        figures = {re.sub(r"\D", "", plain(one)) for one in phones}
        found.update(dict.fromkeys(re.escape(one) for one in figures if len(one) > 4))
        found.update(dict.fromkeys(re.escape(plain(one)) for one in phones if len(plain(one)) > 4))
        self._known = re.compile("|".join(sorted(found, key=len, reverse=True))) if found else None
        surnames, sure = (
            f"{_DOUBLE}|[{_SURNAMES}]",
            f"{_DOUBLE}|[{''.join(set(_SURNAMES) - set(_ALSO_WORDS))}]",
        )
        self._role = re.compile(f"(?:{_ROLES})(?:{_LINK}+(?:{surnames})|(?:{sure}))[一-鿿某*×]")

    def gives_away(self, text: str) -> bool:
        """Whether a text says who complained, or something by which he is found."""
        bare = plain(text)
        if self._known is not None and (self._known.search(bare) or self._known.search(re.sub(r"[-.()/\\]", "", bare))):
            return True
        return _NUMBER.search(bare) is not None or self._role.search(bare) is not None

    def quoted(self, text: str | None) -> str:
        """A text as it is quoted: as it stands, or that it is withheld; nothing for none."""
        if not text:
            return ""
        return WITHHELD.said(self.lang) if self.gives_away(text) else text

    def person(self, by: str | None) -> str:
        """Who acted; one who is, or names, the complainant is called just that."""
        if not by:
            return ""
        return COMPLAINANT.said(self.lang) if self.gives_away(by) else by


def discretion_on(ledger: Ledger, sector: Sector, units: Iterable[str], lang: Lang) -> Discretion:
    """Of letters about some units: those who complained of any of them, at whatever time."""
    private = [a.code for a in sector.incident_attributes.values() if a.private]
    columns = ", ".join(quoted_name(c) for c in ("complainant", *private))
    people, phones = set[str](), set[str]()
    query = f"SELECT DISTINCT {columns} FROM {quoted_name(table(sector, 'incidents'))} WHERE unit = ?"
    with ledger.view():
        for unit in units:
            for complainant, *others in ledger.connection.execute(query, (unit,)):
                people.update([complainant] if complainant else [])
                phones.update(str(one) for one in others if one)
    return Discretion(lang, sorted(people), sorted(phones))
