"""Hides what is personal in the texts of a document: what its form betrays, and whom and which phones the ledger knows.

Units and persons whom a rule sanctions are spared. Who complained stays hidden in what is told to the one complained about, even
where all else is shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeVar, cast
from unicodedata import normalize

import attrs
from attrs import field

from conduct.core.base.frozen import define, frozen
from conduct.core.base.once import cached_property
from conduct.core.base.words import Lang, Words, listed

from ..document import Bulletin, Entry
from .called import alike, called, figures_in, is_name_alone, standing_alone
from .details import details_found
from .folding import Folded, fold, squeezed
from .naming import NamePlace, names_found
from .personal import Span, numbers_found
from .surnames import NO_NAMES, TITLES
from .whereabouts import others_found

Hides = Literal["all", "complainants", "nothing"]
"""All that is personal; who complained, and how to reach them, alone; nothing."""

KINDS: Mapping[str, Words] = {
    "id": Words("身份证号", "id number"),
    "card": Words("银行卡号", "card number"),
    "phone": Words("电话", "phone"),
    "permit": Words("证件号", "document number"),
    "mail": Words("电子邮箱", "e-mail"),
    "account": Words("网络账号", "account"),
    "plate": Words("车牌号", "number plate"),
    "address": Words("住址", "address"),
    "birth": Words("出生日期", "date of birth"),
    "name": Words("姓名", "name"),
}
"""What is hidden, by its code, as it is called in its place."""

_WORD = r"(?:(?![\u3400-\u9fff\U00020000-\U0003ffff])[^\W\d_])+"  # also beside Chinese
_TOKEN = re.compile(rf"{_WORD}(?:['’\-]{_WORD})*")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f][^\u3400-\u9fff]*")
_TITLE = re.compile(rf"\s{{0,3}}{TITLES}")
_CACHED = 300  # characters that a text may have to be remembered


@frozen(slots=False)
class _Read:
    """A folded text as names are looked for in it."""

    folded: Folded

    @cached_property
    def bare(self) -> Folded:
        """Without its blanks."""
        return squeezed(self.folded)

    @cached_property
    def letters(self) -> str:
        """Its letters without blanks, old characters as new ones."""
        return alike(self.bare.text)

    @cached_property
    def words(self) -> list[re.Match[str]]:
        """Its words that are no Chinese."""
        return list(_TOKEN.finditer(alike(self.folded.text)))


@define
class _Known:
    """Names that are looked for wherever they stand: by their first two letters, and in other scripts by their first word."""

    letters: dict[str, tuple[str, ...]] = field(factory=dict)
    words: dict[str, tuple[tuple[str, ...], ...]] = field(factory=dict)
    _first: re.Pattern[str] | None = field(default=None, init=False)

    def add(self, names: Iterable[str]) -> None:
        """Adds names, folded."""
        for name in map(alike, names):
            bare = "".join(c for c in name if not c.isspace())
            if _LATIN.fullmatch(name) and not any(c.isdigit() for c in name):
                said = tuple(_TOKEN.findall(name.lower()))
                for one in {said, said[::-1]} if len(said) == 2 else {said}:  # Anna Schmidt is Schmidt, Anna too
                    if one and (len(one) > 1 or len(one[0]) > 2):
                        self.words[one[0]] = tuple(sorted({*self.words.get(one[0], ()), one}, key=len, reverse=True))
            elif len(bare) > 1:
                for written in {bare, bare.replace("·", ""), bare.replace("·", ".")}:
                    begun = self.letters.get(written[:2], ())
                    self.letters[written[:2]] = tuple(sorted({*begun, written}, key=len, reverse=True))
        firsts = {start[0] for start in self.letters}
        self._first = re.compile("[" + "".join(map(re.escape, sorted(firsts))) + "]") if firsts else None

    def found(self, read: _Read) -> Iterator[tuple[int, int]]:
        """Where any of them stands in the text as it was written."""
        if self._first is not None:
            ends, text, letters = 0, read.letters, self.letters
            for first in self._first.finditer(text):
                at = first.start()
                for one in letters.get(text[at : at + 2], ()):
                    if at >= ends and text.startswith(one, at):
                        ends = at + len(one)
                        yield read.bare.place(at, ends)
                        break
        if self.words:
            tokens, folded = read.words, read.folded
            said = [t[0] for t in tokens]
            for n, word in enumerate(said):
                for name in self.words.get(word, ()):
                    if tuple(said[n : n + len(name)]) == name:
                        yield folded.place(tokens[n].start(), tokens[n + len(name) - 1].end())
                        break


@define
class Veil:
    """Hides what is personal in texts, and counts it in ``counts`` by what it is (the codes of `KINDS`), anew for each document.

    ``complainants`` and ``phones`` are values of the ledger, hidden wherever they stand; ``spared`` are the names of units and of
    persons whom a rule sanctions, which stay. What it learns (`learn`) in one text of a document it hides in all.
    """

    lang: Lang
    complainants: Iterable[str] = field(default=(), kw_only=True)
    phones: Iterable[str] = field(default=(), kw_only=True)
    spared: Iterable[str] = field(default=(), kw_only=True)
    hides: Hides = field(default="all", kw_only=True)
    counts: Counter[str] = field(factory=Counter, init=False)
    _names: _Known = field(factory=_Known, init=False)
    _learned: _Known = field(factory=_Known, init=False)
    _single: list[re.Pattern[str]] = field(factory=list, init=False)
    _stay: _Known = field(factory=_Known, init=False)
    _phones: set[str] = field(factory=set, init=False)
    _lengths: set[int] = field(factory=set, init=False)
    _seen: dict[str, tuple[Span, ...]] = field(factory=dict, init=False)
    _betrayed: dict[str, tuple[Folded, tuple[NamePlace, ...]]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        spared = {fold(normalize("NFC", name)).text.strip() for name in self.spared if name}
        self._stay.add(spared)
        names = {value for value in self.complainants if is_name_alone(value)}
        meant = [called(value) for value in self.complainants if value not in names]
        names.update(name for one in meant for name in one.names)
        self._single = [standing_alone(one) for one in sorted({c for who in meant for c in who.single if who.unsure})]
        self._phones.update(phone for one in meant for phone in one.phones)
        self._names.add(names - {name.replace(" ", "") for name in spared} - spared)
        literal = set()
        for value in self.phones:
            told = fold(value).text.strip()
            found = figures_in(told)
            self._phones.update(one for one in found if len(one) >= 5)
            if not any(len(one) >= 5 for one in found) and len(told) >= 4:
                literal.add(told)
        self._names.add(literal)
        self._phones.update([one[2:] for one in self._phones if len(one) == 13 and one.startswith("86")])
        self._lengths.update(map(len, self._phones))

    def learn(self, texts: Iterable[str]) -> None:
        """Notes the names that words betray in some texts, to hide them wherever else they stand."""
        if self.hides != "all":
            return
        names = set[str]()
        self._learned = _Known()
        for text in dict.fromkeys(texts):
            folded, found = self._named(text)
            if len(text) <= _CACHED:
                self._betrayed[text] = folded, found
            names.update(folded.text[start:end].strip() for start, end, sure in found if sure)
        self._learned.add(name for name in names if len(name) > 1 and name.replace(" ", "") not in NO_NAMES)
        self._seen.clear()

    def over(self, text: str) -> str:
        """The text with a mark in the place of each thing that is personal."""
        parts, at = [], 0
        for start, end, kind in self.places(text):
            parts += [text[at:start], self.mark(kind)]
            self.counts[kind] += 1
            at = end
        return "".join([*parts, text[at:]]) if parts else text

    def gives_away(self, text: str) -> bool:
        """Whether the text holds anything personal."""
        return bool(self.places(text))

    def mark(self, kind: str) -> str:
        """What stands in the place of something hidden."""
        said = KINDS[kind].said(self.lang)
        return f"［{said}］" if self.lang == "zh" else f"[{said}]"

    def places(self, text: str) -> tuple[Span, ...]:
        """Where in the text what is personal stands, in order."""
        if self.hides == "nothing" or len(text) < 2:
            return ()
        if (seen := self._seen.get(text)) is not None:
            return seen
        found = tuple(self._apart(text))
        if len(text) <= _CACHED:
            self._seen[text] = found
        return found

    def _apart(self, text: str) -> Iterator[Span]:
        """What is found, in order, none over another, and none within what is spared."""
        folded, named = self._named(text) if self.hides == "all" else (fold(text), ())
        read = _Read(folded)
        found = [(*place, "name") for place in self._names.found(read)]
        found += [(*folded.place(*one.span()), "name") for single in self._single for one in single.finditer(folded.text)]
        if self.hides == "all":
            found += [(*folded.place(a, b), kind) for a, b, kind in numbers_found(folded.text, self._phones, self._lengths)]
            found += [(*folded.place(a, b), kind) for a, b, kind in others_found(folded.text)]
            found += [(*folded.place(a, b), kind) for a, b, kind in details_found(folded.text)]
            found += [(*folded.place(a, b), "name") for a, b, _ in named]
            found += [(*folded.place(a, b), "name") for a, b in _again(folded.text, named)]
            found += [(*place, "name") for place in self._learned.found(read)]
        elif self._phones:
            known = numbers_found(folded.text, self._phones, self._lengths)
            found += [(*folded.place(a, b), kind) for a, b, kind in known if self._is_known(folded.text[a:b])]
        if not found:
            return
        stay = list(self._stay.found(read))
        last = 0
        for start, end, kind in sorted(found, key=lambda one: (one[0], -one[1])):
            if end <= last or any(a <= start and (end <= b or _TITLE.fullmatch(text, b, end)) for a, b in stay):
                continue
            yield max(start, last), end, kind
            last = end

    def _named(self, text: str) -> tuple[Folded, tuple[NamePlace, ...]]:
        """The text folded, and the names that its words betray: looked for once."""
        if (known := self._betrayed.get(text)) is not None:
            return known
        folded = fold(text)
        return folded, tuple(names_found(folded.text))

    def _is_known(self, written: str) -> bool:
        return "".join(c for c in written if c.isdigit()) in self._phones

    def said(self) -> tuple[str, str]:
        """The line of the verification that says what was hidden, or that nothing was."""
        zh = self.lang == "zh"
        if self.hides == "nothing":
            return ("个人信息", "未隐去，仅供内部使用") if zh else ("personal data", "not hidden: for internal use only")
        if self.hides == "complainants":
            if zh:
                return "个人信息", "除投诉人外未隐去，仅供内部使用"
            return "personal data", "not hidden but who complained: for internal use only"
        hidden = hidden_said(self.counts)
        if zh:
            return "隐去个人信息", hidden.zh or "未发现个人信息"
        return "personal data hidden", hidden.en or "none was found"


def hidden_said(counts: Mapping[str, int]) -> Words:
    """How much of each kind was hidden; nothing where nothing was."""
    return listed(
        Words(f"{said.zh} {counts[kind]} 处", f"{said.en}: {counts[kind]}") for kind, said in KINDS.items() if counts.get(kind)
    )


def _again(text: str, named: Iterable[NamePlace]) -> Iterator[tuple[int, int]]:
    """Where in a text names that it betrays stand once more."""
    for name in {text[start:end] for start, end, sure in named if sure and end - start > 1}:
        if text.count(name) > 1 and name not in NO_NAMES:
            yield from (found.span() for found in re.finditer(re.escape(name), text))


_INTERNAL = Words("内部资料（未隐去个人信息）", "For internal use only (personal data is not hidden)")


def veiled(bulletin: Bulletin, veil: Veil, beside: Iterable[str] = ()) -> Bulletin:
    """The document with everything hidden that a veil hides in any of its texts, which says how much that was.

    A name that is betrayed by one of its texts, or by one of those ``beside`` it, is hidden in all.
    Figures and days that the program made stay, and so do the verification's head and code.
    """
    veil.counts.clear()
    veil.learn((*_texts(bulletin), *beside))
    made = _over(bulletin, veil)
    return attrs.evolve(
        made,
        check=attrs.evolve(made.check, rows=(*made.check.rows, veil.said())),
        masked=dict(veil.counts) if veil.hides == "all" else None,
        markings=made.markings if veil.hides == "all" else (_INTERNAL.said(veil.lang), *made.markings),
    )


_CODES = {"kind", "lang", "form", "code", "role", "shape", "holds", "unit", "made_on"}
"""Fields that are no texts: nobody reads them."""


def _fields(value: object) -> list[str]:
    of = type(value)
    return [one.name for one in attrs.fields(of) if one.name not in _CODES] if attrs.has(of) else []


_Part = TypeVar("_Part")


def _over(value: _Part, veil: Veil) -> _Part:
    """A value of the model with each of its texts veiled; itself, where nothing was hidden."""
    found: object = value
    if isinstance(value, str):
        found = veil.over(value)
    elif isinstance(value, tuple):
        parts = [_over(one, veil) for one in value]
        found = tuple(parts) if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    elif isinstance(value, Entry):
        if value.value is None and (said := veil.over(value.text)) is not value.text:
            found = attrs.evolve(value, text=said)
    elif fields := _fields(value):
        new = {name: _over(getattr(value, name), veil) for name in fields}
        changed = {name: part for name, part in new.items() if part is not getattr(value, name)}
        found = attrs.evolve(value, **changed) if changed else value  # type: ignore[misc]
    return cast(_Part, found)


def _texts(value: object) -> Iterator[str]:
    """Every text of a value of the model that a veil goes over."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Entry):
        if value.value is None:
            yield value.text
    else:
        for name in _fields(value):
            yield from _texts(getattr(value, name))
