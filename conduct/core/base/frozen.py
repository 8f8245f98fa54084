"""attrs' `frozen` and `define`, cheap to make: a command makes two hundred such classes as it starts, and compares or shows few.

attrs writes and compiles a comparison, a hash and a text for every class. Here a class gets its own, the same as attrs writes
them, when one of the three is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from attrs import define as define
    from attrs import frozen as frozen
else:

    def frozen(of: type | None = None, **given: object) -> object:
        """As `attrs.frozen`, with all that it takes; what asks for more than the plain three is left to it."""
        return _cheap(attrs.frozen, of, given)

    def define(of: type | None = None, **given: object) -> object:
        """As `attrs.define`, likewise."""
        return _cheap(attrs.define, of, given)


def _cheap(how: Callable[..., type], of: type | None, given: dict[str, object]) -> object:
    if of is None:
        return lambda one: _cheap(how, one, given)
    own = vars(of)
    if given.keys() - {"slots", "repr", "kw_only"} or "__eq__" in own or "__hash__" in own:
        return how(of, **given)
    shown = given.get("repr", True) and "__repr__" not in own
    made = how(of, eq=False, **{**given, "repr": False})
    if how is attrs.define:
        made.__hash__ = None  # type: ignore[assignment]
    for name in _lazy(made) if shown else set(_lazy(made)) - {"__repr__"}:
        setattr(made, name, _at_first(made, name))
    return made


def _lazy(made: type) -> tuple[str, ...]:
    """What a class gets when it is first asked for; values that change have no hash."""
    return ("__eq__", "__repr__") if vars(made).get("__hash__", 0) is None else ("__eq__", "__hash__", "__repr__")


_known: dict[type, tuple[attrs.Attribute[object], ...] | None] = {}


def fields_of(of: type) -> tuple[attrs.Attribute[object], ...] | None:
    """The fields that whoever makes a value of a class gives; None for a type that is no class of attrs."""
    if of not in _known:
        _known[of] = tuple(one for one in attrs.fields(of) if one.init) if attrs.has(of) else None
    return _known[of]


def _at_first(made: type, name: str) -> Callable[..., object]:
    """A method that puts attrs' own in its place, and answers what that answers."""

    def method(self: object, *other: object) -> object:
        own = _as_attrs(made)
        for one in _lazy(made):
            if getattr(vars(made).get(one), "__code__", None) is method.__code__:
                setattr(made, one, vars(own)[one])
        return vars(own)[name](self, *other)

    return method


def _as_attrs(made: type) -> type:
    """A class with the comparison, the hash and the text that attrs writes for these fields."""
    fields = {
        one.name: attrs.field(eq=one.eq_key or one.eq, hash=one.hash, repr=one.repr, order=False, init=False)
        for one in attrs.fields(made)
    }
    return attrs.make_class(made.__name__, fields, frozen="__hash__" in _lazy(made), order=False)
