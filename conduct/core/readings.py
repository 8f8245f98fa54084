"""The readings in force, and a regulation with them put in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from .exact import Exact, exact
from .faults import fault
from .law import Choice, Positive, Reading, Regulation, Setting
from .model import Attribute, Kind, MeasureKind, Step, UnitKind
from .text import Edition
from .words import Words

_WHOLE = (Kind, Step, Attribute, MeasureKind, UnitKind, Edition, Words, Reading)
T = TypeVar("T")


def readings_in_force(regulation: Regulation, chosen: Mapping[str, Any], origin: str) -> dict[str, str | Exact]:
    """Each reading's value: what the deployment chose, else the default; a number is exact.

    Raises `Fault` ``reading-unknown`` or ``reading-value``, naming ``origin`` (the file that chose it).
    """
    known = {r.name: r for r in regulation.readings}
    for name in chosen:
        if name not in known:
            raise fault("reading-unknown", origin=origin, name=str(name), known=", ".join(known) or "-")
    return {name: _value(reading, chosen.get(name, reading.default), origin) for name, reading in known.items()}


def _value(reading: Reading, value: Any, origin: str) -> str | Exact:
    if isinstance(reading.alternatives, tuple):
        if isinstance(value, bool):
            value = "yes" if value else "no"
        if str(value) in reading.alternatives:
            return str(value)
        raise fault("reading-value", origin=origin, name=reading.name, value=str(value), options=", ".join(reading.alternatives))
    bounds = reading.alternatives
    try:
        number = exact(value if isinstance(value, int) else str(value).strip())
    except (ValueError, TypeError, ArithmeticError):
        number = None
    if number is None or isinstance(value, bool) or not _within(number, bounds):
        raise fault("reading-number", origin=origin, name=reading.name, value=str(value), bounds=bounds_words(bounds))
    return number


def _within(number: Exact, bounds: Positive) -> bool:
    if bounds.whole and not isinstance(number, int):
        return False
    if bounds.low is None:
        return number > 0
    return number >= bounds.low and (bounds.high is None or number <= bounds.high)


def bounds_words(bounds: Positive) -> Words:
    """What a numeric reading takes, in words."""
    zh, en = ("整数", "a whole number") if bounds.whole else ("数", "a number")
    if bounds.low is None:
        return Words(f"大于0的{zh}", f"{en} above 0")
    if bounds.high is None:
        return Words(f"不小于{bounds.low}的{zh}", f"{en} of at least {bounds.low}")
    return Words(f"{bounds.low}至{bounds.high}之间的{zh}", f"{en} from {bounds.low} to {bounds.high}")


def alternatives(regulation: Regulation, in_force: Mapping[str, str | Exact]) -> Iterator[tuple[Reading, str]]:
    """Every value that a reading could have and has not: the codes, and of a number its bounds, or half and double."""
    for reading in regulation.readings:
        now, bounds = in_force[reading.name], reading.alternatives
        if isinstance(bounds, tuple):
            yield from ((reading, code) for code in bounds if code != now)
            continue
        number = exact(now)
        if bounds.whole:
            others: list[Exact] = [number - 1, number + 1]
        elif bounds.low is not None and bounds.high is not None:
            others = [bounds.low, bounds.high]
        else:
            others = [exact(Fraction(number) / 2), 2 * number]
        yield from ((reading, str(other)) for other in others if other != number and _within(other, bounds))


def resolve(value: T, readings: Mapping[str, str | Exact]) -> T:
    """``value`` with every `Choice` and `Setting` in it replaced by what the readings in force make of it."""
    return _resolve(value, readings)  # type: ignore[no-any-return]


def _resolve(value: Any, readings: Mapping[str, str | Exact]) -> Any:
    if isinstance(value, Choice):
        return _resolve(value.values[str(readings[value.reading.name])], readings)
    if isinstance(value, Setting):
        return readings[value.reading.name]
    if isinstance(value, tuple):
        changed = tuple(_resolve(v, readings) for v in value)
        return value if all(a is b for a, b in zip(value, changed, strict=True)) else changed
    if isinstance(value, Mapping):
        return {k: _resolve(v, readings) for k, v in value.items()}
    if attrs.has(type(value)) and not isinstance(value, _WHOLE):
        changes = {}
        for field in attrs.fields(type(value)):
            if not field.init:
                continue
            before = getattr(value, field.name)
            after = _resolve(before, readings)
            if after is not before:
                changes[field.alias] = after
        return attrs.evolve(value, **changes) if changes else value
    return value
