"""What every result is: typed values that stand by themselves, and the plain object of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Generic,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

import attrs

from conduct.core.base.exact import rounded
from conduct.core.base.frozen import frozen

if TYPE_CHECKING:
    from conduct.report.plain import Plain

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def value(kind: type[T]) -> type[T]:
    """A class of values within a result; short when it is shown."""
    made: type[T] = frozen(kind, kw_only=True, repr=False)
    made.__repr__ = _said  # type: ignore[method-assign]
    return made


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False)
def result(kind: type[T]) -> type[T]:
    """A class of results, each a `Result`."""
    return attrs.frozen(kind, kw_only=True, slots=False, repr=False, eq=False)


class Result(Generic[T_co]):
    """What a method of an office gives: typed, frozen, equal to another by what it says, and picklable.

    ``T_co`` is what it was made of, for whoever prints it.
    """

    def made_of(self, made: object, whole: Callable[[], Plain] | None = None) -> Self:
        """The same, with what it was made of, and what makes the object of the contract of it."""
        vars(self).update(_made=made, _whole=whole)
        return self

    @property
    def made(self) -> T_co:
        """What it was made of; a value that was pickled has it no more, and raises AttributeError."""
        made: T_co | None = vars(self).get("_made")
        if made is None:
            raise AttributeError("made: the result was pickled, and is its values alone")
        return made

    def by_itself(self) -> Self:
        """The same, as one that was pickled is: its values and its plain object, without what it was made of."""
        found = object.__new__(type(self))
        vars(found).update(self.__getstate__())
        return found

    def to_dict(self) -> Plain:
        """The result as plain values: the object that ``--format json`` prints, where the command has one."""
        kept: Plain | None = vars(self).get("_kept")
        if kept is not None:
            return deepcopy(kept)
        whole: Callable[[], Plain] | None = vars(self).get("_whole")
        return whole() if whole is not None else {name: as_plain(one) for name, one in _fields(self)}

    def __getstate__(self) -> Plain:
        fields = {name: value for name, value in vars(self).items() if name not in ("_made", "_whole")}
        return {**fields, "_kept": self.to_dict()}

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Result) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return _said(self)


class Rows(Sequence[T]):
    """The rows of a result, made when one is first looked at."""

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make, self._found = make, list[tuple[T, ...]]()

    def _all(self) -> tuple[T, ...]:
        if not self._found:
            self._found.append(tuple(self._make()))
        return self._found[0]

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        return self._all()[at]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[T]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Rows) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[Callable[[tuple[T, ...]], Rows[T]], tuple[tuple[T, ...]]]:
        return _rows, (self._all(),)


def _rows(found: tuple[T, ...]) -> Rows[T]:
    return Rows(lambda: found)


_SHORT = 40


def _fields(of: object) -> Iterator[tuple[str, object]]:
    return ((field.name, getattr(of, field.name)) for field in attrs.fields(type(of)))  # type: ignore[arg-type]


def _said(of: object) -> str:
    """A value in a line: its class, and what of it is short."""
    return f"<{' '.join((type(of).__name__, *filter(None, (_short(name, one) for name, one in _fields(of)))))}>"


def _short(name: str, value: object) -> str:
    """A field as the short form of its value shows it; nothing for what is long, or not there."""
    if isinstance(value, tuple):
        return f"{len(value)} {name}" if value else ""
    if isinstance(value, bool | int | Fraction | date | Path):
        return f"{name}={value}"
    if isinstance(value, str):
        return f"{name}={value}" if 0 < len(value) <= _SHORT else ""
    return f"{name}={value.id}" if hasattr(value, "id") else ""


def as_plain(value: object) -> object:
    """Typed values as JSON has them: objects, lists, days in ISO form, numbers rounded as results print them."""
    if attrs.has(type(value)):
        return {name: as_plain(one) for name, one in _fields(value)}
    match value:
        case Mapping():
            return {str(key): as_plain(one) for key, one in value.items()}
        case str():
            return value
        case Sequence():
            return [as_plain(one) for one in value]
        case date():
            return value.isoformat()
        case Path():
            return str(value)
        case Fraction():
            return rounded(value)
    return value


Typing = Callable[[object], object]
"""What makes of a plain value, or of none, that which a field holds."""


@cache
def _fields_typed(kind: type) -> list[tuple[str, Typing]]:
    hints = get_type_hints(kind)
    return [(field.name, _typing(hints[field.name])) for field in attrs.fields(kind)]


def typed(kind: type[T], given: Mapping[str, object]) -> T:
    """The value of a class whose fields are the keys of a plain object, and so within it."""
    return kind(**{name: made(given.get(name)) for name, made in _fields_typed(kind)})  # type: ignore[arg-type]


def each(kind: type[T], given: Callable[[], Iterable[Mapping[str, object]]]) -> Rows[T]:
    """Such values of many objects, made when first looked at."""
    return Rows(lambda: [typed(kind, one) for one in given()])


def _typing(hint: object) -> Typing:
    """What is done with the values of a field, worked out once from its type."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        fitting = [one for one in get_args(hint) if attrs.has(one) or get_origin(one) is not None or one is date]
        made = _typing(fitting[0]) if fitting else _as_it_is
        return lambda given: None if given is None else made(given)
    if origin is tuple:
        return _typing_all(get_args(hint))
    if isinstance(hint, type) and attrs.has(hint):
        of = hint
        return lambda given: typed(of, given) if isinstance(given, Mapping) else given
    return _day if hint is date else _as_it_is


def _typing_all(within: Sequence[object]) -> Typing:
    """Of a tuple, whose values are all alike or each of its own kind; one that is not there is empty."""
    alike = _typing(within[0]) if within[-1] is Ellipsis else None
    kinds = [] if alike is not None else [_typing(one) for one in within]

    def made(given: object) -> object:
        if given is None:
            return ()
        if not isinstance(given, Sequence):
            return given
        if alike is not None:
            return tuple(map(alike, given))
        return tuple(of(one) for of, one in zip(kinds, given, strict=True))

    return made


def _as_it_is(given: object) -> object:
    return given


def _day(given: object) -> object:
    return date.fromisoformat(given) if isinstance(given, str) else given
