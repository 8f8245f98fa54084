"""How documents write periods, days and the numbers of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from conduct.core.base.frozen import define
from conduct.core.base.periods import FIRST_HALF, MONTH, QUARTER, SECOND_HALF, Period
from conduct.core.base.words import Lang, clause_words, numeral

from ..document import Element, Heading

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII")


def period_said(period: Period, lang: Lang) -> str:
    """A period in words: 2012年度, 2012年上半年, 2012年第三季度, 2012年7月; in English as it follows a preposition."""
    year, month = period.start.year, period.start.month
    quarter = (month - 1) // 3
    match period.kind:
        case kind if kind in (FIRST_HALF, SECOND_HALF):
            first = kind == FIRST_HALF
            return (
                f"{year}年{'上' if first else '下'}半年"
                if lang == "zh"
                else f"the {'first' if first else 'second'} half of {year}"
            )
        case kind if kind == QUARTER:
            return f"{year}年第{numeral(quarter + 1)}季度" if lang == "zh" else f"the {_ORDINALS[quarter]} quarter of {year}"
        case kind if kind == MONTH:
            return f"{year}年{month}月" if lang == "zh" else f"{_MONTHS[month - 1]} {year}"
    return f"{year}年度" if lang == "zh" else str(year)


def day_said(day: date | str, lang: Lang) -> str:
    """A day in words, without leading zeros: 2012年7月1日, 1 July 2012. What is no day stands as it is."""
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            return str(day)
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_CLAUSE = re.compile(r"(art|duty|p)([1-9][0-9]?)")
_CLAUSES = {"art": "Article {}", "duty": "Duty {}", "p": "Paragraph {}"}


def clause_said(clause: str, lang: Lang) -> str:
    """A clause as a letter names it: 第十条, Article 10; a number (2.3.1) stands as it is."""
    found = _CLAUSE.fullmatch(clause)
    return _CLAUSES[found[1]].format(found[2]) if found is not None and lang == "en" else clause_words(clause, lang)


@define
class _Numbering:
    """The numbers of headings, level by level: 一、 （一） 1. in Chinese, I. A. 1. in English."""

    lang: Lang
    first: int = 0
    second: int = 0
    third: int = 0

    def of(self, level: int) -> str:
        """The number of the next heading of a level."""
        if level == 1:
            self.first, self.second, self.third = self.first + 1, 0, 0
            return f"{numeral(self.first)}、" if self.lang == "zh" else f"{_roman(self.first)}. "
        if level == 2:
            self.second, self.third = self.second + 1, 0
            return f"（{numeral(self.second)}）" if self.lang == "zh" else f"{_letters(self.second)}. "
        self.third += 1
        return f"{self.third}." if self.lang == "zh" else f"{self.third}. "


def _roman(n: int) -> str:
    return _ROMAN[n] if n < len(_ROMAN) else str(n)


def _letters(n: int) -> str:
    letters = ""
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def numbered(blocks: Iterable[Element], lang: Lang) -> Iterator[Element]:
    """The blocks, each heading with its number before it."""
    numbering = _Numbering(lang)
    for block in blocks:
        yield Heading(numbering.of(block.level) + block.text, block.level) if isinstance(block, Heading) else block
