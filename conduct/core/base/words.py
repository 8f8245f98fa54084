"""Words in the two languages that conduct speaks, and the literal form of what users wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal
from unicodedata import normalize

from attrs import field

from .frozen import frozen

Lang = Literal["zh", "en"]
_SPACES = "\u00a0\u3000"  # wide and no-break spaces are harmless, and common in Chinese names


@frozen
class Words:
    """One label or message in Chinese and in English.

    ``also`` holds further spellings that are understood where facts are read (``寿险`` beside ``寿险公司``).
    """

    zh: str
    en: str
    also: tuple[str, ...] = field(default=(), kw_only=True)

    def said(self, lang: Lang) -> str:
        """The words in one language."""
        return self.zh if lang == "zh" else self.en


@frozen
class Marks:
    """How a language parts the members of a list, parts clauses, and writes what follows a title."""

    comma: str
    semicolon: str
    colon: str


MARKS: Mapping[Lang, Marks] = {"zh": Marks("、", "；", "："), "en": Marks(", ", "; ", ": ")}


def listed(words: Iterable[Words], zh: str = MARKS["zh"].comma, en: str = MARKS["en"].comma) -> Words:
    """Several words, one after another."""
    found = list(words)
    return Words(zh.join(w.zh for w in found), en.join(w.en for w in found))


def clauses(words: Iterable[Words]) -> Words:
    """Several words with commas of their own, one after another."""
    return listed(words, MARKS["zh"].semicolon, MARKS["en"].semicolon)


def codes_listed(codes: Iterable[str]) -> Words:
    """Codes, ids or names, one after another, as they stand."""
    said = [literal(code) for code in codes]
    return listed(Words(code, code) for code in said)


def counted(n: int | str, one: str, more: str = "") -> str:
    """A number with the English word for what is counted: ``1 incident``, ``2 incidents``; ``more`` is a plural without -s."""
    return f"{n} {one if str(n) == '1' else more or one + 's'}"


_DIGITS = "零一二三四五六七八九"
_CLAUSE = re.compile(r"(art|duty|p)([1-9][0-9]?)")
_NAMED = {"art": "第{}条", "duty": "第{}项", "p": "第{}段"}


def clause_words(clause: str, lang: Lang) -> str:
    """A clause's id as a sentence names it: art10 is 第十条, duty5 第5项, p3 第3段; a number (2.3.1) stands as it is."""
    found = _CLAUSE.fullmatch(clause) if lang == "zh" else None
    if found is None:
        return clause
    kind, number = found[1], int(found[2])
    return _NAMED[kind].format(numeral(number) if kind == "art" else number)


_WRITTEN = (
    r"(?P<before>article|art\.?|duty|paragraph|p\.?)?第?(?P<number>[0-9.]+|[零〇一二三四五六七八九十]+)(?P<after>[条项段]?)"
)
_PREFIXES = {"article": "art", "art": "art", "duty": "duty", "paragraph": "p", "p": "p", "条": "art", "项": "duty", "段": "p"}


def clause_meant(said: str, clauses: Iterable[str]) -> str | None:
    """Which of some clauses people mean by ``art3``, ``第三条``, ``第３条``, ``三`` or ``3``; None for none, or for several."""
    known = tuple(clauses)
    bare = "".join(normalize("NFKC", said).lower().split())
    if bare in known:
        return bare
    found = re.fullmatch(_WRITTEN, bare)
    if found is None:
        return None
    prefixes = {_PREFIXES[word.rstrip(".")] for word in (found["before"], found["after"]) if word}
    number = found["number"] if found["number"][0].isdigit() else str(_number(found["number"]))
    meant = [c for c in known if c.removeprefix(p := c.rstrip("0123456789.")) == number and (not p or prefixes <= {p})]
    return meant[0] if len(meant) == 1 else None


def _number(written: str) -> int:
    """A Chinese number below 100; 0 for what is none."""
    written = written.replace("〇", "零")
    return next((n for n in range(1, 100) if written in (numeral(n), f"一{numeral(n)}" if n in range(10, 20) else "")), 0)


def numeral(number: int) -> str:
    """A number in Chinese; from 100 on in figures."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones or not tens else "")


def literal(text: str) -> str:
    """``text`` with every character that could steer a terminal shown as its escape.

    Line breaks and tabs count: the result always stays on one line.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _SPACES else c.encode("unicode_escape").decode() for c in text)


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """Text for a CSV cell that no spreadsheet takes for a formula: an apostrophe stands before what would start one."""
    return "'" + text if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def unguarded(cell: str) -> str:
    """A CSV cell without the apostrophe that guards it; the reverse of `guarded`."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def printable(name: str) -> str:
    """A file's name as it can be shown and kept, whatever bytes it is made of."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")
