"""A clerk's line at the desk: what it says, in the words of either language and of the sector."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

from attrs import field

from conduct.core.base.faults import Fault, Problem
from conduct.core.base.frozen import frozen
from conduct.core.law.sector import Sector

from .cells import Bad, Converted, option_of
from .entry import listed_at_once, step_of

Word = Literal["day", "unit", "clerk", "case", "due", "help", "quit"]
WORDS: dict[str, Word] = {
    "day": "day", "日期": "day",
    "unit": "unit", "单位": "unit",
    "clerk": "clerk", "办理人": "clerk",
    "case": "case", "事项": "case",
    "due": "due", "待办": "due",
    "help": "help", "帮助": "help", "?": "help", "？": "help",
    "quit": "quit", "退出": "quit", "exit": "quit", "q": "quit",
}  # fmt: skip
NEW = ("new", "新")
_QUOTES = {'"': '"', "'": "'", "“": "”", "「": "」"}
_EQUALS = "=＝"


@frozen
class DeskLine:
    """What a line says: a ``word`` of the desk with what follows it, or else an entry.

    An entry opens a case (``opens``), or takes steps on the case named at its beginning (``case``), or on the one at hand.
    """

    word: Word | None = None
    rest: str = ""
    opens: bool = False
    case: str = ""
    pairs: tuple[tuple[str, str], ...] = field(default=())


def words_of(text: str) -> list[str]:
    """A line's words: what stands between blanks, or within quotation marks. Raises `Fault` ``desk-quote`` for an open one."""
    found, word, until, begun = [], "", "", False
    for c in text:
        if until:
            if c == until:
                until = ""
            else:
                word += c
        elif c in _QUOTES and (not word or word[-1] in _EQUALS):
            until, begun = _QUOTES[c], True
        elif c.isspace():
            if word or begun:
                found.append(word)
            word, begun = "", False
        else:
            word += c
    if until:
        raise Fault([Problem("desk-quote", {})])
    return [*found, word] if word or begun else found


def opens_case(sector: Sector, first: str) -> bool:
    """Whether a line that begins with this word opens a case: by a kind of incident, or as new."""
    return first.lower() in NEW or (not isinstance(_kind_of(sector, first), Bad) and step_of(sector, first) is None)


def _kind_of(sector: Sector, word: str) -> Converted:
    """The kind of incident that a word names."""
    return option_of(((k.code, k.words) for k in sector.recorded_kinds), "cell-kind")(word)


def desk_line(sector: Sector, text: str, is_case: Sequence[str] | None = None) -> DeskLine:
    """What a line says. ``is_case`` are the words at its beginning that are the id of a case.

    Raises `Fault` ``desk-word`` for a word that is no step, no KEY=VALUE and nothing that a desk knows, ``desk-case-unknown``
    for one at the beginning that could only be the id of a case, and ``desk-quote``.
    """
    words = words_of(text)
    if not words:
        return DeskLine("due")
    first, rest = words[0], words[1:]
    if first.lower() in WORDS and not any(_pair(word) for word in rest):
        return DeskLine(WORDS[first.lower()], " ".join(rest))
    kind = _kind_of(sector, first)
    pairs: list[tuple[str, str]] = []
    opens = opens_case(sector, first)
    if opens and not isinstance(kind, Bad):
        pairs.append(("kind", str(kind)))
    case = first if not opens and first in (is_case or ()) else ""
    steps, problems = [], []
    for n, word in enumerate(rest if opens or case else words):
        if (pair := _pair(word)) is not None:
            pairs.append(pair)
            continue
        parts = [word] if step_of(sector, word) is not None else listed_at_once(word)
        meant = [step for step in map(partial(step_of, sector), parts) if step is not None]
        steps += [step.code for step in meant]
        if n == 0 and not (opens or case or meant) and (rest or word[:1].isdigit()):
            problems.append(Problem("desk-case-unknown", {"value": word}))
        elif not meant:
            problems.append(Problem("desk-word", {"value": word}))
        else:
            problems += [Problem("desk-word", {"value": part}) for part in parts if step_of(sector, part) is None]
    if problems:
        raise Fault(problems)
    if steps:
        pairs.append(("step", "、".join(steps)))
    return DeskLine(opens=opens, case=case, pairs=tuple(pairs))


def _pair(word: str) -> tuple[str, str] | None:
    at = min((n for n in map(word.find, _EQUALS) if n > 0), default=-1)
    return None if at < 0 else (word[:at].strip(), word[at + 1 :])
