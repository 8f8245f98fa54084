"""What long work is doing and how far it is: told to whoever asked to be told, and printed by nobody here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from attrs import evolve

from .frozen import frozen
from .words import Lang, Words

T = TypeVar("T")


@frozen
class Doing:
    """One thing that is being done: ``done`` of ``of`` are behind, which are counted by ``each``; None where nobody knows."""

    what: Words
    done: int | None = None
    of: int | None = None
    each: Words = Words("行", "rows")

    def said(self, lang: Lang) -> str:
        """The words, and how far it is: ``reading incidents.csv, 12,000 rows``, ``checking, 40% (12,000 of 30,000 rows)``."""
        what, each = self.what.said(lang), self.each.said(lang)
        if self.done is None:
            return what
        if self.of is None:
            return f"{what}，{self.done:,}{each}" if lang == "zh" else f"{what}, {self.done:,} {each}"
        share = f"{100 * self.done // self.of if self.of else 100}%"
        if lang == "zh":
            return f"{what}，{share}（{self.done:,}/{self.of:,}{each}）"
        return f"{what}, {share} ({self.done:,} of {self.of:,} {each})"


Telling = Callable[[tuple[Doing, ...]], object]
"""Who is told of what is being done, the whole first and then its parts; of nothing as it ends. What it raises ends the work."""
More = Callable[[int], None]
"""Is told of how many more are behind."""

PROGRESS: ContextVar[Telling | None] = ContextVar("PROGRESS", default=None)
"""Who is to be told; nobody if none is named."""
_NOW: ContextVar[tuple[Doing, ...]] = ContextVar("_NOW", default=())


@contextmanager
def kept_in(said: MutableMapping[T, tuple[Doing, ...]], work: T) -> Iterator[None]:
    """While a piece of work is done: what it is doing stands in a mapping, for whoever asks from another thread."""
    before = PROGRESS.set(lambda now: said.__setitem__(work, now))
    try:
        yield
    finally:
        PROGRESS.reset(before)
        said.pop(work, None)


def _nobody(_: int) -> None:
    """Where nobody asked."""


@contextmanager
def doing(what: Words, of: int | None = None, each: Words | None = None) -> Iterator[More]:
    """While a part of the work is done; gives what is to be called, now and then, with how many more are behind.

    Ended by an error, it tells all the same that it has ended.
    """
    tell, outer = PROGRESS.get(), _NOW.get()
    if tell is None:
        yield _nobody
        return
    now = Doing(what, None if of is None else 0, of, each or Doing(what).each)

    def more(n: int) -> None:
        nonlocal now
        now = evolve(now, done=(now.done or 0) + n)
        _NOW.set((*outer, now))
        tell((*outer, now))

    _NOW.set((*outer, now))
    try:
        tell((*outer, now))
        yield more
    finally:
        _NOW.set(outer)
        tell(outer)


def one_by_one(items: Collection[T], what: Words, each: Words) -> Iterator[T]:
    """The items, each told of as it is behind."""
    with doing(what, len(items), each) as more:
        for item in items:
            yield item
            more(1)
