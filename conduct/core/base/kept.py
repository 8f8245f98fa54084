"""Answers that are kept for as long as they are asked about the same values: declared values never change."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_MOST = 16


def kept(function: Callable[P, T]) -> Callable[P, T]:
    """A function of frozen values that keeps its latest answers; what it raises is not kept.

    Values are told apart by identity, for to compare two laws costs more than most answers; mappings, which are made for each
    call, by what they hold.
    """
    lately: deque[tuple[tuple[object, ...], T]] = deque(maxlen=_MOST)

    @wraps(function)
    def asked(*values: P.args, **named: P.kwargs) -> T:
        about = (*values, named)
        for known, answer in tuple(lately):
            if all(map(_same, known, about)):
                return answer
        answer = function(*values, **named)
        lately.appendleft((tuple(dict(one) if isinstance(one, dict) else one for one in about), answer))
        return answer

    return asked


def _same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, dict) and one == other)
