"""A text as its reader takes it: full-width, circled and other scripts' figures as plain ones, and without what nobody sees.

What is found in the folded text is told by its place in the text as it was written.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category, digit

from conduct.core.base.frozen import frozen

_DASHES = "‐‑‒–—―−﹣－"
_DOTS = "•・‧∙⋅●．"
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800\u034f"  # which show nothing, although they are letters or symbols
_FIGURES = "〇零一二三四五六七八九"
_SPOKEN = {**{c: n for n, c in enumerate(_FIGURES[1:])}, "〇": 0, "○": 0, "幺": 1, "两": 2, "洞": 0, "拐": 7, "勾": 9}
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
CJK = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
"""Chinese characters, as a class of a pattern lists them."""

CHINESE = "".join(_SPOKEN) + _FORMAL[1:] + "貳參陸"
"""The characters that say one figure of a number in Chinese."""

_SAID = {**{c: str(n) for c, n in _SPOKEN.items()}, **{c: str(n) for n, c in enumerate(_FORMAL)}, "貳": "2", "參": "3", "陸": "6"}
_TO_FIGURES = str.maketrans(_SAID)


_BLANK = re.compile(r"\s")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0010ffff]+")
_CHANGED = (*range(0x80, 0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x20000), *range(0xE0000, 0xE0200))
"""Where the characters are that are taken for others, or for nothing."""


@cache
def _alike() -> dict[int, str | None]:
    """Each character that stands for a plainer one; for nothing, where a reader does not see it."""
    found: dict[int, str | None] = dict.fromkeys((*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD))
    for code in _CHANGED:
        c = chr(code)
        if (value := digit(c, None)) is not None:
            found[code] = str(value)
        elif category(c) in ("Cf", "Mn", "Me") or c in _BLANK_LETTERS:
            found[code] = None
    found.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
    found.update({ord(c): "-" for c in _DASHES})
    found.update({ord(c): "·" for c in _DOTS})
    found.update(dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "))
    found.update({ord("【"): "(", ord("】"): ")", ord("〔"): "(", ord("〕"): ")"})
    found.update(dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n"))
    return found


@frozen
class Folded:
    """A folded text, and of each of its characters its place in the text as it was written (None: the same)."""

    text: str
    places: list[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the folded text stands in the text as it was written."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """The text as its reader takes it."""
    if text.isascii() and text.isprintable():
        return Folded(text)
    alike = text.translate(_alike())
    if len(alike) == len(text):
        return Folded(alike)
    unseen = {code for code, plain in _alike().items() if plain is None}
    return Folded(alike, [n for n, c in enumerate(text) if ord(c) not in unseen])


def squeezed(folded: Folded) -> Folded:
    """A folded text without its blanks, for names that are written with some."""
    if _BLANK.search(folded.text) is None:
        return folded
    kept = [n for n, c in enumerate(folded.text) if not c.isspace()]
    places = kept if folded.places is None else [folded.places[n] for n in kept]
    return Folded("".join(folded.text[n] for n in kept), places)


def in_figures(text: str) -> str:
    """Figures said in Chinese as plain ones, one for one."""
    return text.translate(_TO_FIGURES)


def is_chinese(letters: str) -> bool:
    """Whether all of some letters are Chinese characters."""
    return _CHINESE.fullmatch(letters) is not None
