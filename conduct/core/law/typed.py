"""What is declared against the types of its fields: each value that a rule holds is one that the vocabulary has a meaning for."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import attrs

from ..base.frozen import fields_of
from ..base.guard import answered
from ..base.words import Words
from .choices import PLACES
from .conditions import Condition
from .scales import SCALES
from .terms import LARGEST, Choice, Formula, Positive, Setting, reversed_bounds

if TYPE_CHECKING:
    from .consequence import Range

Wrong = tuple[str, str]
"""A place below a value, and what is wrong there."""
Check = Callable[[object, set[int]], Iterable[Wrong]]
"""Looks at a value that is not among those seen already."""

LEAST: Mapping[tuple[str, str], int | None] = {
    ("First", "n"): 1,
    ("Last", "n"): 1,
    ("Fewer", "n"): 1,
    ("Months", "n"): 1,
    ("Repeated", "n"): 1,
    ("Reported", "per"): 1,
    ("Fixed", "n"): None,
    ("Below", "n"): None,
    ("Below", "said"): None,
    ("Number", "low"): None,
    ("Number", "high"): None,
    ("Number", "above"): None,
    ("Positive", "low"): None,
    ("Positive", "high"): None,
}
"""The least that a figure may be, where it is not 0; None where it may be anything."""

FILLED = (
    ("Count", "kinds"),
    *((scale.__name__, row) for scale in SCALES for row in scale.FILLED),
    ("Ladder", "figures"),
    ("Channel", "takes"),
    ("Outcome", "place"),
    ("SameMatter", "tiers"),
)
"""Rows that cannot be empty."""


ELSEWHERE = (("Sector", "regulations"), ("Regulation", "provisions"), ("Regulation", "beside"), ("Choice", "values"))
"""Fields that are looked at apart."""


def problems(value: object) -> Iterator[str]:
    """Everything in a value of the vocabulary that is of the wrong type, with its place."""
    for at, wrong in _fields(value, set()):
        yield f"{at}: {wrong}" if at else wrong


def _fields(value: object, seen: set[int]) -> Iterator[Wrong]:
    if id(value) in seen:
        return
    seen.add(id(value))
    of = type(value)
    for name, default in _looked_at(of):
        field = getattr(value, name)
        if field is default:
            continue
        for below, wrong in _check_at(of, name)(field, seen):
            yield f"{name}{below}", wrong
    senseless = _SENSE.get(type(value).__name__)
    if senseless is not None:
        for wrong in senseless(value):
            yield "", wrong


_known: dict[type, tuple[tuple[str, object], ...]] = {}
_made: dict[tuple[type, str], Check] = {}


def _looked_at(of: type) -> tuple[tuple[str, object], ...]:
    """The fields of a class that are looked at here, with their defaults."""
    if of not in _known:
        _known[of] = tuple((one.name, one.default) for one in fields_of(of) or () if (of.__name__, one.name) not in ELSEWHERE)
    return _known[of]


def _check_at(of: type, name: str) -> Check:
    """What looks at a field of a class; made when a value first differs from the default."""
    if (of, name) not in _made:
        hint = _hint(_module_of(of, name), getattr(attrs.fields(of), name).type)
        _made[of, name] = _check(_once_resolved(hint), (of.__name__, name))
    return _made[of, name]


def _module_of(of: type, name: str) -> str:
    """The module in which a class, or the one that it inherits the field from, says what the field holds."""
    return next(base.__module__ for base in of.__mro__ if name in vars(base).get("__annotations__", ()))


@cache
def _hint(module: str, text: object) -> object:
    """The type that an annotation means in a module; one names a class that modules import for their types alone."""
    return eval(text, vars(sys.modules[module]), {"Traversable": _File}) if isinstance(text, str) else text


class _File:
    """What importlib.resources.files gives."""


def _once_resolved(hint: object) -> object:
    """What stands in a field once the readings are in place, of a type that says that a reading may stand there."""
    arms = get_args(hint)
    if Choice not in arms:
        return hint
    return Union[tuple(arm for arm in arms if arm not in (Choice, Setting))]  # noqa: UP007


def _turning(check: Check, hint: object) -> Check:
    """A field in which a `Choice` may stand, or a `Setting` where it takes a figure."""
    figures = {hint, *get_args(hint)} & {int, Fraction}

    def look(value: object, seen: set[int]) -> Iterator[Wrong]:
        if type(value) is Choice:
            for code, one in value.values.items():
                for below, wrong in look(one, seen):
                    yield f" ({value.reading.name} = {code}){below}", wrong
        elif type(value) is not Setting:
            yield from check(value, seen)
        elif not figures:
            yield "", "a Setting gives a figure, and cannot stand here"
        elif figures == {int} and not (isinstance(value.reading.alternatives, Positive) and value.reading.alternatives.whole):
            yield "", f"it takes whole numbers: the reading {value.reading.name} needs Positive(whole=True)"

    return look


def _check(hint: object, place: tuple[str, str]) -> Check:
    """What looks whether a value is of a type, or turns on a reading where that may be."""
    check = _check_of(hint, place)
    return _turning(check, hint) if place[1] in PLACES.get(place[0], ()) else check


def _check_of(hint: object, place: tuple[str, str]) -> Check:
    origin = get_origin(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin in (Union, types.UnionType):
        return _union(hint, place)
    if origin is tuple:
        return _row(hint, place)
    if origin is Literal:
        options = get_args(hint)
        return _plain(lambda v: v in options, f"one of {', '.join(map(repr, options))}")
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(hint, place)
    if origin is not None:  # a Callable
        return _plain(callable, "a function")
    if hint in (int, Fraction):
        return _figure(hint is int, place)
    assert isinstance(hint, type)
    return _word(hint)


def _wrong(value: object, want: str) -> Wrong:
    if isinstance(value, Choice | Setting):
        return "", f"a {type(value).__name__} cannot stand here"
    return "", f"{answered(value)} is not {want}"


def _plain(fits: Callable[[object], bool], want: str) -> Check:
    def look(value: object, seen: set[int]) -> Iterable[Wrong]:
        return () if fits(value) else (_wrong(value, want),)

    return look


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_source(value: object) -> bool:
    """Whether it is a file of a package, or a text: no name of a file, which nobody would read."""
    return _is_file(value) or (isinstance(value, str) and _is_text(value) and not _FILE_NAME.fullmatch(value))


def _is_file(value: object) -> bool:
    if isinstance(value, Path):
        return True
    from importlib.resources.abc import Traversable  # which brings archives and temporary files

    return isinstance(value, Traversable)


_FILE_NAME = re.compile(r"\S+\.[A-Za-z]{1,8}")

_PLAIN: dict[object, Check] = {
    str: _plain(_is_text, "text (and not blank)"),
    bool: _plain(lambda v: type(v) is bool, "True or False"),
    date: _plain(lambda v: isinstance(v, date) and not isinstance(v, datetime), "a date"),
    type(None): _plain(lambda v: v is None, "None"),
    _File: _plain(_is_file, "a file of the package, as importlib.resources.files gives it"),
    _File | str: _plain(_is_source, "a file of the package, as importlib.resources.files gives it, nor a text"),
}


def _figure(whole: bool, place: tuple[str, str]) -> Check:
    least = LEAST.get(place, 0)
    kinds = (int,) if whole else (int, Fraction)
    want = f"{'a whole number' if whole else 'an exact figure'}{'' if least is None else f' of at least {least}'}"

    def look(value: object, seen: set[int]) -> Iterable[Wrong]:
        if not isinstance(value, (int, Fraction)) or type(value) not in kinds or (least is not None and value < least):
            return (_wrong(value, want),)
        return () if -LARGEST < value < LARGEST else (("", "it is larger than any figure of a law (10^30)"),)

    return look


def _union(hint: object, place: tuple[str, str]) -> Check:
    arms = get_args(hint)
    if set(arms) == {int, Fraction}:
        return _figure(False, place)
    rest = [arm for arm in arms if arm not in (int, Fraction)]
    figure = _figure(Fraction not in arms, place) if len(rest) < len(arms) else None
    checks = {arm: _check(arm, place) for arm in rest}
    named = [arm for arm in rest if arm is not type(None)]
    row = next((check for arm, check in checks.items() if get_origin(arm) is tuple), None)
    most: dict[type, Check | None] = {str: checks.get(str), tuple: row}

    def look(value: object, seen: set[int]) -> Iterator[Wrong]:
        if value is None and type(None) in checks:
            return
        likely = most.get(type(value))  # looked at first: what is right needs no words for what it is not
        if likely is not None:
            wrong = list(likely(value, seen))
            if not wrong or isinstance(value, tuple):
                yield from wrong
                return
        word = checks.get(Condition if isinstance(value, Condition) else type(value)) if attrs.has(type(value)) else None
        if word is not None:
            yield from word(value, seen)
            return
        found = {arm: list(check(value, seen)) for arm, check in checks.items()}
        as_figure = list(figure(value, seen)) if figure is not None else [("", "")]
        if not all(found.values()) or not as_figure:
            return
        if figure is not None and (isinstance(value, int | Fraction) or not named):
            yield from as_figure
        elif len(named) == 1 and not attrs.has(named[0]):
            yield from found[named[0]]
        else:
            rows = [one for arm, one in found.items() if get_origin(arm) is tuple and isinstance(value, tuple)]
            yield from rows[0] if rows else [_wrong(value, _either([_name(arm) for arm in named]))]

    return look


def _either(names: list[str]) -> str:
    if len(names) == 1:
        return f"{_article(names[0])} {names[0]}"
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _article(name: str) -> str:
    return "an" if name[0] in "AEIO" else "a"


def _name(hint: object) -> str:
    if hint is str:
        return "text (and not blank)"
    return getattr(hint, "__name__", str(hint)) if get_origin(hint) is None else "a row"


def _row(hint: object, place: tuple[str, str]) -> Check:
    args = get_args(hint)
    every = _check(args[0], place) if len(args) == 2 and args[1] is Ellipsis else None
    each = [] if every is not None else [_check(arg, place) for arg in args]

    def look(value: object, seen: set[int]) -> Iterator[Wrong]:
        if not isinstance(value, tuple):
            yield _wrong(value, "a tuple")
        elif every is None and len(value) != len(each):
            yield "", f"it has {len(value)} parts, not {len(each)}"
        elif not value and (place in FILLED or place[1] == "quote"):
            yield "", "it is empty"
        else:
            for n, one in enumerate(value):
                for below, wrong in (every or each[n])(one, seen):
                    yield f"[{n}]{below}", wrong

    return look


def _mapping(hint: object, place: tuple[str, str]) -> Check:
    of_key, of_value = (_check(arg, place) for arg in get_args(hint))

    def look(value: object, seen: set[int]) -> Iterator[Wrong]:
        if not isinstance(value, Mapping):
            yield _wrong(value, "a mapping")
            return
        for key, one in value.items():
            yield from of_key(key, seen)
            for below, wrong in of_value(one, seen):
                yield f"[{key!r}]{below}", wrong

    return look


def _word(hint: type) -> Check:
    """A word of the vocabulary, and no class of a sector's own."""

    def look(value: object, seen: set[int]) -> Iterable[Wrong]:
        of = type(value)
        mine = of is hint or (hint is Condition and issubclass(of, hint) and of.__module__ == hint.__module__)
        if not mine:
            return (_wrong(value, f"{_article(hint.__name__)} {hint.__name__}"),)
        if id(value) in seen or not attrs.has(of):
            return ()
        return [(f".{below}" if below else "", wrong) for below, wrong in _fields(value, seen)]

    return look


def provision_said(provision: object) -> str:
    """A provision as problems name it: its type, its code, its clause."""
    code = getattr(provision, "name", None) or getattr(provision, "code", None) or getattr(provision, "id", None)
    kinds = getattr(getattr(provision, "count", None), "kinds", None)
    if code is None and isinstance(kinds, tuple) and kinds:
        code = getattr(kinds[0], "code", None)
    clause = getattr(provision, "clause", None)
    return " ".join(part for part in (type(provision).__name__, str(code or ""), f"({clause})") if part)


def _spans(value: Range) -> Iterator[str]:
    return reversed_bounds(value.low, value.high)


def _unweighed(value: object) -> Iterator[str]:
    if getattr(getattr(value, "count", None), "factors", ()) and not getattr(value, "repeated", None):
        yield "its count has factors, and here each incident counts once: they would do nothing"


def _unnamed(value: Formula) -> Iterator[str]:
    """Places of a formula's words that are none of its inputs."""
    for text in (value.words.zh, value.words.en) if isinstance(value.words, Words) else ():
        try:
            names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as error:
            yield f"its words {text!r} cannot be read: {error}"
        else:
            yield from (f"its words name {{{name}}}, which is none of its inputs" for name in sorted(names - set(value.inputs)))


_SENSE: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "Formula": _unnamed,
    "Range": _spans,
    **{scale.__name__: scale.senseless for scale in SCALES if "senseless" in vars(scale)},
    "Counted": _unweighed,
    "Found": _unweighed,
    "Fewer": _unweighed,
    "Veto": _unweighed,
    "Figure": _unweighed,
    "Sanction": _unweighed,
}
