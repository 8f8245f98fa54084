"""What a program gives as arguments: each of the kind that the method's own signature says, or the call is at fault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, wraps
from inspect import Parameter, Signature, signature
from types import UnionType
from typing import ParamSpec, TypeVar

from conduct.core.base.faults import wrong_usage
from conduct.core.base.words import Words
from conduct.core.law.sector import Sector

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Taken = tuple[type | UnionType | tuple[type, ...], Words]
"""A kind of values that is taken, and its words."""

_TEXT = (str, Words("文字", "a text"))
_FILE = (str | os.PathLike, Words("文件名", "a file's name"))
_MAPPING = (Mapping, Words("映射（dict）", "a mapping"))
_SEVERAL = (Iterable, Words("若干个（list）", "several"))
_PAIRS = Words("各列的（列名，值）", "pairs of columns and values")
_KINDS: dict[str, tuple[Taken, ...]] = {
    "None": ((type(None), Words("None", "None")),),
    "str": (_TEXT,),
    "FileName": (_FILE,),
    "Files": (_FILE, _SEVERAL),
    "Iterable[str]": (_SEVERAL,),
    "Mapping[str, object]": (_MAPPING,),
    "Mapping[str, PointsGiven]": (_MAPPING,),
    "Draft": (_FILE, _MAPPING),
    "RowGiven": (_MAPPING, (Iterable, _PAIRS)),
    "PairGiven": (((), _PAIRS),),
    "Sector": ((Sector, Words("行业（Sector）", "a Sector")),),
}
"""The kinds that are checked, by how a signature writes them; what is written otherwise looks after itself."""


def checked(method: Callable[P, R]) -> Callable[P, R]:
    """A method whose arguments are of the kinds that its signature says. Raises `WrongUsage` ``argument-kind`` for the first
    that is not; what Python says of calls without a signature's arguments stays as it is.
    """

    @wraps(method)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        how, kinds = _kinds_of(method)
        try:
            given = how.bind(*args, **kwargs).arguments
        except TypeError:
            return method(*args, **kwargs)
        for name, wanted in kinds.items():
            many = how.parameters[name].kind is Parameter.VAR_POSITIONAL
            for one in given.get(name, ()) if many else [given[name]] if name in given else []:
                _check(name, one, wanted)
        return method(*args, **kwargs)

    return called


def methods_checked(office: type[T]) -> type[T]:
    """A class of which every public method is `checked`."""
    for name, method in list(_methods(office)):
        setattr(office, name, checked(method))
    return office


def _methods(office: type) -> Iterator[tuple[str, Callable[..., object]]]:
    return ((name, one) for name, one in vars(office).items() if callable(one) and not name.startswith("_"))


@cache
def _kinds_of(method: Callable[..., object]) -> tuple[Signature, Mapping[str, tuple[Taken, ...]]]:
    """A method's signature, and of each parameter that is checked the kinds that it takes."""
    how = signature(method)
    found = {}
    for name, parameter in how.parameters.items():
        written = str(parameter.annotation).split(" | ")
        if all(one in _KINDS for one in written):
            found[name] = tuple(kind for one in written for kind in _KINDS[one])
    return how, found


def need(name: str, given: object, written: str) -> None:
    """Raises `WrongUsage` ``argument-kind`` for one of a parameter's values that is not of the kind so written."""
    _check(name, given, _KINDS[written])


def _check(name: str, given: object, wanted: tuple[Taken, ...]) -> None:
    if isinstance(given, str | bytes):  # which are iterable, but no several
        fits = any(kind is not Iterable and isinstance(given, kind) for kind, _ in wanted)
    else:
        fits = any(isinstance(given, kind) for kind, _ in wanted)
    if not fits:
        zh, en = (" 或 ".join(w.zh for _, w in wanted), " or ".join(w.en for _, w in wanted))
        raise wrong_usage("argument-kind", name=name, wanted=Words(zh, en), given=type(given).__name__)
