"""The figures that a Chinese text gives, in digits or in words: 5, 1,000, 十五, 二十, 一百二十, 半, 百分之二十."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from ..base.exact import Exact, exact, written

_WIDE = str.maketrans(
    "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff05壹贰叁肆伍陆柒捌玖拾佰仟〇",
    "0123456789.%一二三四五六七八九十百千零",
)
_DIGIT = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TEN = "一二三四五六七八九十"
_UNIT = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = {"万": 10**4, "亿": 10**8}
_WORDS = "".join((*_DIGIT, *_UNIT, *_MYRIAD))
_COUNTED = "[分个件次项名年月日天人倍点]"  # what stands between a number and the half that goes with it: 一分半, 两个半月

_FIGURE = rf"""(?P<below>[{_WORDS}]+|[0-9]+)分之\s*(?P<above>[{_WORDS}]+(?:点[{_WORDS}]+)?|[0-9]+(?:\.[0-9]+)?)
       | (?P<digits>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?P<more>[万亿]?)
       | (?P<words>[{_WORDS}]+(?:点[{_WORDS}]+)?)(?:{_COUNTED}?(?P<half>半))?
       | (?P<alone>半)
       | (?P<double>[加翻双]倍)
       | (?P<last>(?:最末(?!位)|末位)(?![0-9几数若{_WORDS}]))"""
NUMERAL = f"(?:[0-9{_WORDS}半]+)"
"""A number in digits or words, for a pattern."""


_PLAIN = re.compile(r"(?<![0-9.,])[0-9]+(?:\.[0-9]+)?(?![0-9.,万亿])(?!分之)")
_BEFORE, _AFTER = frozenset((*_WORDS, "之", "点")), frozenset((*_WORDS, "分", "点"))


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(_FIGURE, re.VERBOSE)


def gives_plainly(text: str, number: Exact) -> bool:
    """Whether a figure is seen at once in a text: in plain digits (5, 0.5), or as its one word (五) with no other beside it."""
    digits = written(number)
    if digits in _in_digits(text) and (type(number) is int or exact(digits) == number):
        return True
    if type(number) is not int or not 0 < number <= len(_TEN):
        return False
    before, word, after = text.partition(_TEN[number - 1])
    return bool(word) and before[-1:] not in _BEFORE and after[:1] not in _AFTER


@cache
def _in_digits(text: str) -> frozenset[str]:
    """The numbers that stand in a text in plain digits."""
    return frozenset(_PLAIN.findall(text))


@cache
def figures_in(text: str) -> frozenset[Exact]:
    """Every figure that a text gives. 百分之二十 and 20% are 20, 三分之一 is 1/3, 一分半 is 1 and 1 1/2, 加倍 is 2, 末位 is 1."""
    found: set[Exact] = set()
    for match in _figure().finditer(narrow(text)):
        if match["below"]:
            above, below = _number(match["above"]), _number(match["below"])
            found.add(above if below == 100 else exact(Fraction(above) / below) if below else 0)
        elif match["digits"]:
            found.add(exact(Fraction(match["digits"].replace(",", "")) * _MYRIAD.get(match["more"], 1)))
        elif match["words"]:
            found.update(_numbers(match["words"]))
            if match["half"]:
                found.add(exact(_number(match["words"]) + Fraction(1, 2)))
        elif match["last"]:
            found.add(1)
        else:
            found.add(2 if match["double"] else Fraction(1, 2))
    return frozenset(found)


def narrow(text: str) -> str:
    """A text with its full-width figures and formal numerals as ordinary ones."""
    return text.translate(_WIDE)


def _numbers(words: str) -> list[Exact]:
    """The numbers that stand side by side in words: 二三 is 2 and 3, 二零一二 is 2012."""
    if len(words) > 1 and all(c in _DIGIT for c in words) and "零" not in words and len(words) < 4:
        return [_DIGIT[c] for c in words]
    return [_number(words)]


def _number(words: str) -> Exact:
    """One number in digits or in words."""
    if words[0].isdigit() and words.isascii():
        return exact(words)
    whole, _, part = words.partition("点")
    if all(c in _DIGIT for c in whole):
        value: Exact = int("".join(str(_DIGIT[c]) for c in whole))
    else:
        value = _counted(whole)
    if part:
        value = exact(value + Fraction(int("".join(str(_DIGIT.get(c, 0)) for c in part)), 10 ** len(part)))
    return value


def _counted(words: str) -> int:
    total = section = digit = 0
    for c in words:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _UNIT:
            section += (digit or (0 if section else 1)) * _UNIT[c]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIAD[c]
            section = digit = 0
    return total + section + digit
