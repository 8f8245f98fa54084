"""What turns on a reading: where a `Choice` or `Setting` may stand, which readings a value turns on, and what it may become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, TypeVar

import attrs

from ..base.exact import Exact, exact
from ..base.frozen import fields_of
from ..base.words import Words
from .model import Attribute, Kind, MeasureKind, Step, UnitKind
from .scales import SCALES
from .terms import Choice, Positive, Reading, Setting
from .text import Edition

WHOLE = (Kind, Step, Attribute, MeasureKind, UnitKind, Edition, Words, Reading)
"""What is the same under every reading, and never looked into."""

PLACES: Mapping[str, tuple[str, ...]] = {
    "Section": ("base", "cap", "combine", "start"),
    "Charge": ("scale", "active"),
    **{scale.__name__: scale.OPEN for scale in SCALES},
    "Ladder": ("figures", "least"),
    "Count": ("when", "factors", "join", "with_pending", "below"),
    "Factor": ("when", "n", "spread"),
    "VolumeRanking": ("index", "average"),
    "Standing": ("of", "best", "shared", "several_last", "apart"),
    "Figure": ("of",),
    "Formula": ("fn",),
    "Reported": ("per",),
    "Fixed": ("n",),
    "Veto": ("ranks_last",),
    "Outcome": ("place", "unless", "among_eligible"),
    "Unranked": ("active",),
    "Fewer": ("n",),
    "First": ("n",),
    "Last": ("n",),
    "Below": ("n",),
    "Sanction": ("on", "months", "percent", "repeated", "active"),
    "Range": ("low", "high"),
    "Repeated": ("n", "by"),
    "SameMatter": ("absorbs",),
    "SamePerson": ("active",),
    "SanctionTerms": ("most_percent",),
    "Combined": ("how",),
    "Duty": ("by", "active", "replaced"),
    "Bearer": ("when",),
    "After": ("when", "case"),
    "Opened": ("case",),
    "AfterFirst": ("steps",),
    "Done": ("when", "stated"),
    "Preceded": ("when",),
    "CaseFigures": ("needs",),
    "OpenWhere": ("when",),
    "Has": ("condition",),
    "Settled": ("passed",),
    "WorkingDays": ("n",),
    "Months": ("n",),
}
"""The fields in which a `Choice` or a `Setting` may stand: figures, conditions, yes and no, formulas, and the words for how."""

_MOST = 64  # combinations of alternatives that are looked at in full

T = TypeVar("T")


def put(value: T, readings: Mapping[str, object]) -> T:
    """``value`` with every `Choice` and `Setting` in it replaced by what the readings make of it."""
    return _put(value, readings)  # type: ignore[return-value]


def _put(value: Any, readings: Mapping[str, object]) -> object:
    if isinstance(value, Choice):
        return _put(value.value(readings[value.reading.name]), readings)
    if isinstance(value, Setting):
        return readings[value.reading.name]
    if isinstance(value, tuple):
        changed = tuple(_put(v, readings) for v in value)
        return value if all(a is b for a, b in zip(value, changed, strict=True)) else changed
    if isinstance(value, Mapping):
        put_in = {k: _put(v, readings) for k, v in value.items()}
        return value if all(put_in[k] is v for k, v in value.items()) else put_in
    fields = fields_of(type(value))
    if fields and not isinstance(value, WHOLE):
        changes: dict[str, object] = {}
        for field in fields:
            before = getattr(value, field.name)
            after = _put(before, readings)
            if after is not before:
                changes[field.alias or field.name] = after
        return attrs.evolve(value, **changes) if changes else value
    return value


def choices_in(value: object, at: str = "") -> Iterator[tuple[str, Choice | Setting]]:
    """Every `Choice` and `Setting` in a value, those within another's alternatives too, with its place (``Factor.n``)."""
    if isinstance(value, Choice | Setting):
        yield at, value
        for one in value.values.values() if isinstance(value, Choice) else ():
            yield from choices_in(one, at)
    elif isinstance(value, tuple):
        for one in value:
            yield from choices_in(one, at)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from choices_in(one, at)
    elif not isinstance(value, WHOLE):
        for field in fields_of(type(value)) or ():
            yield from choices_in(getattr(value, field.name), f"{type(value).__name__}.{field.name}")


def turned_on(value: object) -> tuple[Reading, ...]:
    """The readings that a value turns on."""
    return tuple({open_.reading.name: open_.reading for _, open_ in choices_in(value)}.values())


def default_of(reading: Reading) -> str | Exact:
    """A reading's default, as it is put in place."""
    return reading.default if reading.default in reading.codes else exact(reading.default)


def by_default(value: T) -> T:
    """``value`` as the defaults of the readings that it turns on make it."""
    return put(value, {reading.name: default_of(reading) for reading in turned_on(value)})


def variants(value: T, settings: bool = True) -> Iterator[T]:
    """Everything that the alternatives of its readings make of ``value``, the default first.

    A number stands at its default, or without ``settings`` stays a `Setting`. Of very many combinations only those are made
    in which one reading differs from its default.
    """
    readings = turned_on(value)
    if not readings:
        yield value
        return
    fixed = {r.name: default_of(r) if settings else Setting(r) for r in readings if not r.codes}
    codes: dict[str, tuple[str | Exact | Setting | None, ...]] = {}
    for r in (r for r in readings if r.codes):
        numbers = (r.alternatives.usual if settings else Setting(r),) if isinstance(r.alternatives, Positive) else ()
        codes[r.name] = (r.default, *(c for c in r.codes if c != r.default), *numbers)
    size = 1
    for options in codes.values():
        size *= len(options)
    if size <= _MOST:
        picks = [dict(zip(codes, picked, strict=True)) for picked in product(*codes.values())]
    else:
        first = {name: options[0] for name, options in codes.items()}
        picks = [first, *({**first, name: code} for name, options in codes.items() for code in options[1:])]
    for picked in picks:
        yield put(value, {**picked, **fixed})
