"""The values within a value of the vocabulary: what rules name, and what of them is of the wrong type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ..base.frozen import fields_of, frozen
from ..base.words import Words
from .model import Attribute, Kind, MeasureKind, Step, UnitKind
from .text import Edition
from .typed import problems, provision_said


@frozen
class Named:
    """What a regulation's rules name: kinds, steps and measures by code, and the measures without which nothing is ranked."""

    kinds: Mapping[str, Kind]
    steps: Mapping[str, Step]
    measures: Mapping[str, MeasureKind]
    needed: frozenset[str]


def named_in(provisions: object, ranked: object) -> Named:
    """What provisions name; those measures are needed that stand in what is ``ranked``."""
    kinds: dict[str, Kind] = {}
    steps: dict[str, Step] = {}
    measures: dict[str, MeasureKind] = {}
    for one in within(provisions):
        match one:
            case Kind():
                kinds.setdefault(one.code, one)
            case Step():
                steps.setdefault(one.code, one)
            case MeasureKind():
                measures.setdefault(one.code, one)
    needed = frozenset(one.code for one in within(ranked) if isinstance(one, MeasureKind))
    return Named(kinds, steps, measures, needed)


WrongIn = tuple[str, str]
"""A text, and what is wrong in it."""


def wrong_types(text: str, regulation: object, provisions: Iterable[object]) -> Iterator[WrongIn]:
    """Everything in a regulation that is of the wrong type; each names its provision."""
    yield from ((text, wrong) for wrong in problems(regulation))
    for provision in provisions:
        yield from ((text, f"{provision_said(provision)}: {wrong}") for wrong in problems(provision))


_LEAVES = (Attribute, UnitKind, Words, Edition)
_PLAIN = frozenset((str, int, bool, Fraction, type(None)))


def within(value: object) -> Iterator[object]:
    """Every value of the vocabulary within a value, under any reading; kinds, steps and measures are not looked into."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if type(one) in _PLAIN or id(one) in seen or isinstance(one, _LEAVES):
            continue
        seen.add(id(one))
        if isinstance(one, tuple | list):
            waiting.extend(one)
        elif isinstance(one, Mapping):
            waiting.extend(one.values())
        elif isinstance(one, Kind | Step | MeasureKind):
            yield one
        elif (fields := fields_of(type(one))) is not None:
            yield one
            waiting.extend(getattr(one, field.name) for field in fields)
