"""Words in the two languages that conduct speaks, and the literal form of what users wrote."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

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
