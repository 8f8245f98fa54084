"""The readings in force, and a regulation with them put in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TypeVar

from ..base.exact import Exact, exact
from ..base.faults import fault
from ..base.kept import kept
from ..base.words import Words, codes_listed
from .choices import put
from .law import Regulation
from .terms import Positive, Reading

T = TypeVar("T")


def readings_in_force(
    regulation: Regulation, chosen: Mapping[str, object], origin: str, editions: Iterable[Regulation] = ()
) -> dict[str, str | Exact]:
    """Each reading's value: what the deployment chose, else the default; a number is exact.

    What is chosen may be a reading of another of the ``editions``, which this one does without.
    Raises `Fault` ``reading-unknown``, ``reading-value`` or ``reading-number``, naming ``origin`` (the file that chose it).
    """
    known = {r.name: r for r in regulation.readings}
    every = dict.fromkeys((*known, *(r.name for edition in editions for r in edition.readings)))
    for name in chosen:
        if name not in every:
            raise fault("reading-unknown", origin=origin, name=str(name), known=codes_listed(every or "-"))
    return {name: _value(reading, chosen.get(name, reading.default), origin) for name, reading in known.items()}


def _value(reading: Reading, value: object, origin: str) -> str | Exact:
    if isinstance(value, bool) and reading.codes:
        value = "yes" if value else "no"
    if str(value) in reading.codes:
        return str(value)
    if isinstance(reading.alternatives, tuple):
        raise fault("reading-value", origin=origin, name=reading.name, value=str(value), options=", ".join(reading.alternatives))
    bounds = reading.alternatives
    try:
        number = exact(value if isinstance(value, int) else str(value).strip())
    except (ValueError, TypeError, ArithmeticError):
        number = None
    if number is None or isinstance(value, bool) or not bounds.takes(number):
        raise fault("reading-number", origin=origin, name=reading.name, value=str(value), bounds=bounds_words(bounds))
    return number


def bounds_words(bounds: Positive) -> Words:
    """What a numeric reading takes, in words."""
    number = number_words(bounds)
    if not bounds.codes:
        return number
    return Words(f"{'、'.join(bounds.codes)}或{number.zh}", f"{', '.join(bounds.codes)} or {number.en}")


def number_words(bounds: Positive) -> Words:
    """Which numbers it takes, in words."""
    zh, en = ("整数", "a whole number") if bounds.whole else ("数", "a number")
    if bounds.low is None:
        top = Words("", "") if bounds.high is None else Words(f"、不大于{bounds.high}", f" and at most {bounds.high}")
        return Words(f"大于0{top.zh}的{zh}", f"{en} above 0{top.en}")
    if bounds.high is None:
        return Words(f"不小于{bounds.low}的{zh}", f"{en} of at least {bounds.low}")
    return Words(f"{bounds.low}至{bounds.high}之间的{zh}", f"{en} from {bounds.low} to {bounds.high}")


def alternatives(regulation: Regulation, in_force: Mapping[str, str | Exact]) -> Iterator[tuple[Reading, str]]:
    """Every value that a reading could have and has not: the codes, and of a number its bounds, or half and double."""
    for reading in regulation.readings:
        now, bounds = in_force[reading.name], reading.alternatives
        yield from ((reading, code) for code in reading.codes if code != now)
        if isinstance(bounds, tuple):
            continue
        if now in reading.codes:
            yield reading, str(bounds.usual)
            continue
        number = exact(now)
        if bounds.whole:
            others: list[Exact] = [number - 1, number + 1]
        elif bounds.low is not None and bounds.high is not None:
            others = [bounds.low, bounds.high]
        else:
            others = [exact(Fraction(number) / 2), 2 * number]
        yield from ((reading, str(other)) for other in others if other != number and bounds.takes(other))


@kept
def resolve(value: T, readings: Mapping[str, str | Exact]) -> T:
    """``value`` with every `Choice` and `Setting` in it replaced by what the readings in force make of it."""
    return put(value, readings)
