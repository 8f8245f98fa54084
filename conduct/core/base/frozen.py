"""attrs' `frozen` and `define`, cheap to make: a command makes two hundred such classes as it starts, and uses few of them.

attrs reads every class through, and writes and compiles for each how its values are made, compared, hashed and shown: a fifth of
what a command on few facts takes. Here a class gets its slots at once, and each of its methods, the same as attrs writes them,
when one first asks for it. What `attrs.fields` and attrs' other functions ask of a class is made likewise; a class that asks for
more than stands here is left to attrs altogether, which is imported then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from reprlib import recursive_repr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attrs import define as define
    from attrs import evolve as evolve
    from attrs import field as field
    from attrs import frozen as frozen
else:

    def frozen(of: type | None = None, **given: object) -> object:
        """As `attrs.frozen`, with all that it takes."""
        return _decorated(of, "frozen", given)

    def define(of: type | None = None, **given: object) -> object:
        """As `attrs.define`, likewise."""
        return _decorated(of, "define", given)

    def field(**given: object) -> object:
        """As `attrs.field`, with all that it takes, in a class that is made here."""
        return _FieldSaid(given)

    def evolve(value, /, **changes):
        """As `attrs.evolve`: the same value with some fields changed."""
        for one in fields_of(type(value)):
            if one.init and one.alias not in changes:
                changes[one.alias] = getattr(value, one.name)
        return type(value)(**changes)


class _FieldSaid(dict[str, object]):
    """What was said of a field."""


class _Nothing:
    """The default of a field that has none, or one that is made for each value; nothing else is of this type."""

    def __repr__(self) -> str:
        return "NOTHING"

    def __bool__(self) -> bool:
        return False


NOTHING = _Nothing()


class ClassField:
    """A field of a class: its name and the name by which it is given, its default, and where it takes part."""

    __slots__ = (
        "alias",
        "converter",
        "default",
        "eq",
        "factory",
        "given",
        "hash",
        "init",
        "kw_only",
        "name",
        "repr",
        "type",
        "validator",
    )

    def __init__(self, name: str, hint: object, given: dict[str, object]) -> None:
        self.name, self.type, self.given = name, hint, given
        self.alias = name.lstrip("_")
        self.default = given.get("default", NOTHING)
        self.factory, self.converter, self.validator = given.get("factory"), given.get("converter"), given.get("validator")
        self.init, self.eq, self.repr = given.get("init", True), given.get("eq", True), given.get("repr", True)
        self.hash = given.get("hash", self.eq)
        self.kw_only = given.get("kw_only", False)


_OF_CLASS = {"slots", "repr", "kw_only", "eq", "order"}
_OF_FIELD = {"default", "factory", "converter", "validator", "init", "eq", "repr", "hash", "kw_only"}
_ORDER = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_FIELDS: dict[type, tuple[ClassField, ...]] = {}
_LOCKED: set[type] = set()  # those whose values cannot be changed
_theirs: dict[object, tuple[ClassField, ...] | None] = {}


def fields_of(of: object) -> tuple[ClassField, ...] | None:
    """The fields that whoever makes a value of a class gives; None for a type that is no class of attrs."""
    if of not in _theirs:
        if not isinstance(of, type):
            _theirs[of] = None
        elif of in _FIELDS:
            _theirs[of] = tuple(one for one in _FIELDS[of] if one.init)
        elif "attr" in sys.modules and "__attrs_attrs__" in vars(of):
            _theirs[of] = tuple(one for one in vars(of)["__attrs_attrs__"] if one.init)
        else:
            _theirs[of] = next((fields_of(base) for base in of.__mro__[1:] if fields_of(base) is not None), None)
    return _theirs[of]


def _decorated(of: type | None, how: str, given: dict[str, object]) -> object:
    """The class, or what makes it of one."""
    if of is None:
        return lambda one: _decorated(one, how, given)
    return _made(of, how == "frozen", given) if _is_plain(of, given) else _by_attrs(of, how, given)


def _is_plain(of: type, given: dict[str, object]) -> bool:
    """Whether a class asks for no more than is known here."""
    own = vars(of)
    if (
        given.keys() - _OF_CLASS
        or own.keys() & {"__eq__", "__hash__", "__init__", "__setattr__"}
        or issubclass(of, BaseException)
    ):
        return False
    if any("__attrs_attrs__" in vars(base) and base not in _FIELDS for base in of.__mro__[1:]):
        return False
    slots = given.get("slots", True)
    for value in own.values():
        if isinstance(value, _FieldSaid):
            if value.keys() - _OF_FIELD or value.get("hash", True) is None:
                return False
        elif type(value).__module__.partition(".")[0] in ("attr", "attrs") or (slots and isinstance(value, cached_property)):
            return False
    return True


def _by_attrs(of: type, how: str, given: dict[str, object]) -> type:
    """A class as attrs itself makes it."""
    import attrs

    for name, value in tuple(vars(of).items()):
        if isinstance(value, _FieldSaid):
            setattr(of, name, attrs.field(**value))  # type: ignore[call-overload]
    frozen_base = any(base in _LOCKED for base in of.__mro__[1:])
    made: type = (attrs.frozen if how == "frozen" or frozen_base else attrs.define)(of, **given)  # type: ignore[call-overload]
    return made


def _made(of: type, locked: bool, given: dict[str, object]) -> type:
    """A class with its slots, each of its methods to be made when it is asked for."""
    body = dict(vars(of))
    own = dict(_own_fields(of, body, bool(given.get("kw_only", False))))
    bases = of.__mro__[1:-1]
    locked = locked or any(base in _LOCKED for base in bases)
    inherited = {one.name: one for base in reversed(bases) for one in _FIELDS.get(base, ()) if one.name not in own}
    fields = (*inherited.values(), *own.values())
    methods = _methods(of, locked, given)
    if given.get("slots", True):
        there = {name for base in bases for name in vars(base).get("__slots__", ())}
        weak = any("__weakref__" in vars(base) for base in bases) or "__weakref__" in there
        body.pop("__dict__", None)
        body.pop("__weakref__", None)
        body["__slots__"] = (*(name for name in own if name not in there), *(() if weak else ("__weakref__",)))
        made: type = type(of)(of.__name__, of.__bases__, {**body, **methods, "__getstate__": _state, "__setstate__": _with_state})
        _put_in_cells(body, of, made)
    else:
        made = of
        for name in own:
            if name in vars(of):
                delattr(of, name)
        for name, method in methods.items():
            setattr(of, name, method)
    made.__qualname__ = of.__qualname__
    for method in methods.values():
        if isinstance(method, _Late):
            method.of = made
    _FIELDS[made] = fields
    if locked:
        _LOCKED.add(made)
    return made


def _own_fields(of: type, body: dict[str, object], kw_only: bool) -> Iterator[tuple[str, ClassField]]:
    """The fields that a class itself declares; takes their defaults out of its body."""
    for name, hint in of.__annotations__.items():
        if "ClassVar" in str(hint).partition("[")[0]:
            continue
        value = body.pop(name, NOTHING)
        given: dict[str, object] = value if isinstance(value, _FieldSaid) else {} if value is NOTHING else {"default": value}
        yield name, ClassField(name, hint, {**given, "kw_only": True} if kw_only else given)


def _put_in_cells(body: dict[str, object], before: type, made: type) -> None:
    """Lets `super` and `__class__` in a class's functions mean the class that was made of it."""
    for value in body.values():
        function = getattr(value, "__func__", None) or getattr(value, "fget", None) or value
        for cell in getattr(function, "__closure__", None) or ():
            try:
                if cell.cell_contents is before:
                    cell.cell_contents = made
            except ValueError:  # an empty one
                continue


def _methods(of: type, locked: bool, given: dict[str, object]) -> dict[str, object]:
    """What a class is given, by name."""
    writers: dict[str, Callable[[type, str], object]] = {
        "__init__": _init,
        "__attrs_attrs__": _as_attrs,
        "__match_args__": _matched,
    }
    if given.get("eq", True):
        writers["__eq__"] = _comparison
        if locked:
            writers["__hash__"] = _hash
    if given.get("order", False):
        writers.update(dict.fromkeys(_ORDER, _order))
    found: dict[str, object] = {name: _Late(name, write) for name, write in writers.items()}
    if given.get("eq", True) and not locked:
        found["__hash__"] = None
    if given.get("repr", True) and "__repr__" not in vars(of):
        found["__repr__"] = _shown
    if locked:
        found["__setattr__"] = found["__delattr__"] = _locked
    return found


class _Late:
    """What stands in a class until it is first asked for, and then makes itself and puts that in its place."""

    __slots__ = ("name", "of", "write")

    of: type

    def __init__(self, name: str, write: Callable[[type, str], object]) -> None:
        self.name, self.write = name, write

    def __get__(self, value: object, of: type) -> object:
        made = self.write(self.of, self.name)
        setattr(self.of, self.name, made)
        return made.__get__(value, of) if callable(made) else made  # type: ignore[attr-defined]


def _locked(self: object, name: str, value: object = None) -> None:
    from attrs.exceptions import FrozenInstanceError

    raise FrozenInstanceError


def _state(self: object) -> dict[str, object]:
    return {one.name: getattr(self, one.name) for one in _all_of(type(self))}


def _with_state(self: object, state: dict[str, object]) -> None:
    for name, value in state.items():
        object.__setattr__(self, name, value)


@recursive_repr("...")
def _shown(self: object) -> str:
    name = type(self).__qualname__.rsplit(">.", 1)[-1]
    said = (
        f"{one.name}={one.repr(value) if callable(one.repr) else repr(value)}"
        for one in _all_of(type(self))
        if one.repr
        for value in (getattr(self, one.name, NOTHING),)
    )
    return f"{name}({', '.join(said)})"


def _all_of(of: type) -> tuple[ClassField, ...]:
    """The fields of a class, or of that which it inherits."""
    return next(_FIELDS[base] for base in of.__mro__ if base in _FIELDS)


def _init(of: type, name: str) -> object:
    """What makes a value: takes what is given, then looks at it."""
    known: dict[str, object] = {"_nothing": NOTHING, "_setting": object.__setattr__.__get__}
    slots = {slot for base in of.__mro__ for slot in vars(base).get("__slots__", ())}
    given, named, lines = ["self"], list[str](), list[str]()
    for one in _FIELDS[of]:
        makes = f"_make_{one.name}()"
        known[f"_make_{one.name}"], known[f"_default_{one.name}"], known[f"_field_{one.name}"] = one.factory, one.default, one
        value = one.alias
        if not one.init:
            if one.factory is None and one.default is NOTHING:
                continue
            value = makes if one.factory is not None else f"_default_{one.name}"
        else:
            default = "" if one.factory is None and one.default is NOTHING else f"=_default_{one.name}"
            (named if one.kw_only else given).append(value + default)
            value = f"({makes} if {value} is _nothing else {value})" if one.factory is not None else value
        if one.converter is not None:
            known[f"_convert_{one.name}"] = one.converter
            value = f"_convert_{one.name}({value})"
        if of not in _LOCKED:
            lines.append(f"self.{one.name} = {value}")
        else:
            lines.append(f"_set({one.name!r}, {value})" if one.name in slots else f"self.__dict__[{one.name!r}] = {value}")
    if of in _LOCKED and slots:
        lines.insert(0, "_set = _setting(self)")
    for one in _FIELDS[of]:
        if one.validator is not None:
            known[f"_look_at_{one.name}"] = one.validator
            lines.append(f"_look_at_{one.name}(self, _field_{one.name}, self.{one.name})")
    if hasattr(of, "__attrs_post_init__"):
        lines.append("self.__attrs_post_init__()")
    return _compiled(of, f"__init__({', '.join([*given, *(['*', *named] if named else [])])})", lines or ["pass"], known)


def _comparison(of: type, name: str) -> object:
    """What says whether a value is equal to another: one of the very class whose fields are."""
    alike = " and ".join(f"self.{one.name} == other.{one.name}" for one in _FIELDS[of] if one.eq)
    lines = ["if other.__class__ is not self.__class__:", "    return NotImplemented", f"return {alike or True}"]
    return _compiled(of, "__eq__(self, other)", lines, {})


def _order(of: type, name: str) -> object:
    """What says whether a value comes before another of the very class, or after it: by its fields in turn."""
    one, other = (f"({''.join(f'{which}.{one.name}, ' for one in _FIELDS[of] if one.eq)})" for which in ("self", "other"))
    lines = ["if other.__class__ is not self.__class__:", "    return NotImplemented", f"return {one} {_ORDER[name]} {other}"]
    return _compiled(of, f"{name}(self, other)", lines, {})


def _hash(of: type, name: str) -> object:
    """The hash of a value: of its class and its fields."""
    fields = "".join(f", self.{one.name}" for one in _FIELDS[of] if one.hash)
    return _compiled(of, "__hash__(self)", [f"return hash((_class{fields}))"], {"_class": hash(of)})


def _compiled(of: type, head: str, lines: list[str], known: dict[str, object]) -> object:
    """A method of a class, of its lines."""
    exec(compile(f"def {head}:\n    " + "\n    ".join(lines), f"<{of.__module__}.{of.__qualname__}>", "exec"), known)
    made = known[head.partition("(")[0]]
    made.__qualname__, made.__module__ = f"{of.__qualname__}.{head.partition('(')[0]}", of.__module__  # type: ignore[attr-defined]
    return made


def _matched(of: type, name: str) -> tuple[str, ...]:
    """The fields that a pattern may name by place."""
    return tuple(one.name for one in _FIELDS[of] if one.init and not one.kw_only)


def _as_attrs(of: type, name: str) -> object:
    """The fields as attrs has them."""
    import attrs

    given = {one.name: attrs.field(**one.given) for one in _FIELDS[of]}  # type: ignore[call-overload]
    body = {"__annotations__": {one.name: one.type for one in _FIELDS[of]}, **given}
    return attrs.fields(attrs.define(type(of.__name__, (), body), slots=False, eq=False, repr=False))
