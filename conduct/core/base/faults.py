"""What is wrong, where, and what to do: every error a user can meet, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

from attrs import evolve, field

from .asker import said_to
from .frozen import frozen
from .messages import MESSAGES
from .words import Lang, Words, counted, literal

Value = str | int | Words


@frozen
class Place:
    """Where in a file a problem stands; ``row`` counts as a spreadsheet does, the header being row 1.

    ``column`` is what stands in the header, or the words of a column that the header lacks; ``called`` are words that are said
    in the place of the file's name.
    """

    file: str
    row: int | None = None
    column: str | Words | None = None
    called: Words | None = field(default=None, kw_only=True)

    def column_said(self, lang: Lang) -> str:
        """The column's name; nothing if there is none."""
        return self.column.said(lang) if isinstance(self.column, Words) else self.column or ""


@frozen
class Problem:
    """One thing that is wrong: a message by its code, the values it names, and its place if it has one."""

    code: str
    values: Mapping[str, Value] = field(factory=dict)
    place: Place | None = None

    def said(self, lang: Lang) -> str:
        """The problem in plain words, on one line; text that users wrote stands in it literally."""
        values = {
            k: said_to(v.said(lang)) if isinstance(v, Words) else literal(v) if isinstance(v, str) else v
            for k, v in self.values.items()
        }
        text = said_to(MESSAGES[self.code].said(lang)).format(**values)
        if self.place is None:
            return text
        where = [literal(self.place.called.said(lang) if self.place.called is not None else self.place.file)]
        if self.place.row is not None:
            where.append(f"第{self.place.row}行" if lang == "zh" else f"row {self.place.row}")
        if self.place.column is not None:
            column = literal(self.place.column_said(lang))
            where.append(f"“{column}”列" if lang == "zh" else f"column {column}")
        return f"{'，'.join(where)}：{text}" if lang == "zh" else f"{', '.join(where)}: {text}"


class Fault(Exception):
    """The input or the ledger is at fault; carries every problem that was found, not only the first.

    ``every_row_came``: raised by a file whose rows all came before it. ``beside`` is what there is to say besides, such as the
    file in which the errors are marked.
    """

    every_row_came = False
    beside: tuple[Words, ...] = ()

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(p.said("en") for p in self.problems))

    def __reduce__(self) -> tuple[type[Fault], tuple[tuple[Problem, ...]], dict[str, object]]:
        return type(self), (self.problems,), self.__dict__

    def besides(self, *words: Words) -> Self:
        """The same fault, with more to say besides."""
        self.beside = (*self.beside, *words)
        return self

    def __str__(self) -> str:
        return "\n".join([*map(str, self.args), *(words.en for words in self.beside)])

    def said(self, lang: Lang) -> str:
        """All problems, a line each; of many of one kind the first, and how many there are."""
        return "\n".join(summed(self.problems, lang))


class WrongUsage(Fault):
    """What was asked cannot be asked so: the call is at fault, or the command, not the input and not the ledger."""


MOST_SAID = 100
"""How many problems of one kind are said in full."""

_MOST_SUMMED = 20


def summed(problems: Sequence[Problem], lang: Lang) -> Iterator[str]:
    """Problems, a line each; of many of one kind, in one column of one file, the first hundred and then how often each comes."""
    kinds: dict[tuple[str, str, str], Counter[str]] = {}
    for problem in problems:
        kinds.setdefault(_kind(problem), Counter())[_bare(problem, lang)] += 1
    said: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        kind = _kind(problem)
        said[kind] += 1
        if said[kind] <= MOST_SAID:
            yield problem.said(lang)
        elif said[kind] == kinds[kind].total():
            yield from _sums(problem, kinds[kind], lang)


def _sums(last: Problem, messages: Counter[str], lang: Lang) -> Iterator[str]:
    """How often each message of a kind comes, the most frequent first; the rest together."""
    where = evolve(last.place, row=None) if last.place else None
    listed = messages.most_common(_MOST_SUMMED)
    for message, n in listed:
        yield Problem("problems-alike", {"n": _counted(n), "like": Words(message, message)}, where).said(lang)
    if rest := messages.total() - sum(n for _, n in listed):
        yield Problem("problems-other", {"n": _counted(rest)}, where).said(lang)
    yield Problem("problems-more", {"first": MOST_SAID, "n": _grouped(messages.total())}, where).said(lang)


def _grouped(n: int) -> str:
    return f"{n:,}".replace(",", " ")


def _counted(rows: int) -> Words:
    return Words(_grouped(rows), counted(_grouped(rows), "row"))


def _kind(problem: Problem) -> tuple[str, str, str]:
    place = problem.place
    return problem.code, place.file if place else "", place.column_said("en") if place else ""


def _bare(problem: Problem, lang: Lang) -> str:
    """A problem without its place."""
    return evolve(problem, place=None).said(lang)


def fault(code: str, *, place: Place | None = None, **values: Value) -> Fault:
    """A fault with a single problem, to be raised."""
    return Fault([Problem(code, values, place)])


def wrong_usage(code: str, **values: Value) -> WrongUsage:
    """A fault of the call with a single problem, to be raised."""
    return WrongUsage([Problem(code, values)])
