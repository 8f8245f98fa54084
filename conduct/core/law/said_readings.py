"""What turns on readings, in words: what stands under the default, and what every other alternative makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from ..base.exact import Exact
from ..base.words import Words
from .choices import by_default, default_of, put, turned_on
from .terms import Count, Factor, Positive, Reading

T = TypeVar("T")


def with_readings(declared: T, said: Callable[[T], Words]) -> Words:
    """A provision as its default makes it, with the readings that it turns on and what their alternatives make of it."""
    default = said(by_default(declared))
    readings = turned_on(declared)
    if not readings:
        return default
    if getattr(by_default(declared), "active", True) is False:
        default = Words(f"默认口径下不适用：{default.zh}", f"does not apply by default: {default.en}")
    zh = [f"{default.zh}；依理解口径 {'、'.join(f'{r.name}（默认 {r.default}）' for r in readings)}"]
    en = [f"{default.en}; turns on the reading {', '.join(f'{r.name} (default {r.default})' for r in readings)}"]
    for reading, code, other in _others(declared, readings, said):
        if (other.zh, other.en) != (default.zh, default.en):
            zh.append(f"{reading.name} 取 {code} 时：{other.zh}")
            en.append(f"with {reading.name} {code}: {other.en}")
    return Words("；".join(zh), "; ".join(en))


def _others(declared: T, readings: tuple[Reading, ...], said: Callable[[T], Words]) -> Iterator[tuple[Reading, str, Words]]:
    usual = {r.name: default_of(r) for r in readings}
    for reading in readings:
        tried: dict[str, str | Exact | None] = {code: code for code in reading.codes}
        if isinstance(reading.alternatives, Positive) and reading.default in reading.codes:  # a number in place of its codes
            tried[str(reading.alternatives.usual)] = reading.alternatives.usual
        for code, value in tried.items():
            if code != reading.default:
                made = put(declared, {**usual, reading.name: value})
                gone = getattr(made, "active", True) is False
                yield reading, code, Words("不适用", "does not apply") if gone else said(made)


def only_under(count: Count, factor: Factor) -> Words:
    """Under which alternatives a factor stands, where it does not under all; nothing where it always does."""
    readings = turned_on(count)
    usual = {r.name: default_of(r) for r in readings}
    for reading in readings:
        under = [code for code in reading.codes if factor in put(count, {**usual, reading.name: code}).factors]
        if under and set(under) != set(reading.codes):
            listed = "、".join(under)
            return Words(
                f"；仅当理解口径 {reading.name} 取 {listed} 时", f"; with the reading {reading.name} {', '.join(under)} alone"
            )
    return Words("", "")
