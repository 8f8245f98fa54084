"""A corpus of invented complaints: nothing that was planted in them is shown, and hardly anything else is hidden.

What is planted stands in ``⟦kind:…⟧``. Every other figure is an innocent number: an amount, a day, the number of a policy.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from attrs import frozen

from conduct.report.bulletin.hiding.veil import Veil

_MARK = re.compile(r"⟦(\w+):([^⟧]*)⟧")
_NUMBER = re.compile(r"[0-9０-９](?:[0-9０-９.,:：/\-]*[0-9０-９])?")


@frozen
class Planted:
    """Something personal in a text: what it is, and where."""

    kind: str
    start: int
    end: int


@frozen
class Sample:
    """An invented text, as somebody wrote it, and what is planted in it."""

    text: str
    planted: tuple[Planted, ...]

    def own(self, at: int) -> bool:
        """Whether a place belongs to something planted."""
        return any(p.start <= at < p.end for p in self.planted)

    def numbers(self) -> list[tuple[int, int]]:
        """Where its innocent numbers stand."""
        return [n.span() for n in _NUMBER.finditer(self.text) if not any(self.own(at) for at in range(*n.span()))]


def _sample(marked: str) -> Sample:
    text, planted, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        planted.append(Planted(mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        at = mark.end()
    return Sample(text + marked[at:], tuple(planted))


FILES = sorted((Path(__file__).parent / "masking").glob("*.toml"))
CORPUS = [(path.stem, _sample(text)) for path in FILES for text in tomllib.loads(path.read_text(encoding="utf-8"))["texts"]]


def _hidden(sample: Sample) -> set[int]:
    return {at for start, end, _ in Veil("zh").places(sample.text) for at in range(start, end)}


def _is_of_it(c: str) -> bool:
    return c.isalnum() or c in "*×"


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    assert len(CORPUS) >= 300
    assert len({sample.text for _, sample in CORPUS}) == len(CORPUS)
    assert sum(len(sample.planted) for _, sample in CORPUS) >= 500
    assert sum(len(sample.numbers()) for _, sample in CORPUS) >= 500
    assert {p.kind for _, sample in CORPUS for p in sample.planted} == {
        *("id", "card", "phone", "permit", "mail", "account", "plate", "address", "birth", "name"),
    }


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_nothing_that_was_planted_is_shown(name: str) -> None:
    """No letter and no figure of it."""
    shown = []
    for file, sample in CORPUS:
        if file == name:
            hidden = _hidden(sample)
            for p in sample.planted:
                if left := "".join(
                    sample.text[at] for at in range(p.start, p.end) if at not in hidden and _is_of_it(sample.text[at])
                ):
                    shown.append(f"{left!r} of {sample.text[p.start : p.end]!r} in {sample.text!r}")
    assert shown == []


def test_fewer_than_one_in_a_hundred_innocent_numbers_is_hidden() -> None:
    numbers, lost = 0, []
    for _, sample in CORPUS:
        hidden = _hidden(sample)
        for start, end in sample.numbers():
            numbers += 1
            if any(at in hidden for at in range(start, end)):
                lost.append(f"{sample.text[start:end]!r} in {sample.text!r}")
    assert len(lost) * 100 < numbers, lost


def test_hardly_a_word_that_is_nobody_s_is_hidden() -> None:
    letters, lost = 0, []
    for _, sample in CORPUS:
        hidden = _hidden(sample)
        innocent = [at for at, c in enumerate(sample.text) if c.isalpha() and not sample.own(at)]
        letters += len(innocent)
        if gone := "".join(sample.text[at] for at in innocent if at in hidden):
            lost.append((gone, sample.text))
    assert sum(len(gone) for gone, _ in lost) * 200 < letters, lost


def test_what_is_hidden_is_called_what_it_is() -> None:
    """Numbers that could be two things are called one of them."""
    other = []
    for _, sample in CORPUS:
        places = Veil("zh").places(sample.text)
        for p in sample.planted:
            called = {kind for start, end, kind in places if start < p.end and p.start < end}
            if p.kind not in called:
                other.append(f"{sample.text[p.start : p.end]!r}: {called}")
    assert len(other) <= 5, other
