"""What turns on readings, in words: what stands under the default, and what every other alternative makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ..base.exact import Exact
from ..base.words import Words, listed
from .choices import by_default, default_of, put, turned_on
from .readings import number_words
from .terms import Count, Factor, Positive, Reading

T = TypeVar("T")


def called(reading: Reading) -> Words:
    """A reading by what it is about, its name after it."""
    return Words(f"{reading.about.zh}（{reading.name}）", f"{reading.about.en} ({reading.name})")


def meant(reading: Reading, value: str, name: str = "") -> Words:
    """A value of a reading in words, its code after them, with the ``name`` of the reading if it is given; a number as it is."""
    words, code = reading.options.get(value), f"{name} {value}" if name else value
    if words is not None:
        return Words(f"“{words.zh}”（{code}）", f"“{words.en}” ({code})")
    return Words(f"{value}（{name}）", f"{value} ({name})") if name else Words(value, value)


def others_words(reading: Reading) -> Words:
    """What a reading may be set to beside its default, in words: codes, and the numbers that it takes."""
    return _values(reading, [code for code in reading.codes if code != reading.default])


def every_words(reading: Reading) -> Words:
    """What a reading may be set to, its default among it."""
    return _values(reading, reading.codes)


def _values(reading: Reading, codes: Sequence[str]) -> Words:
    said = listed(meant(reading, code) for code in codes)
    if isinstance(reading.alternatives, tuple):
        return said
    number = number_words(reading.alternatives)
    return Words(f"{said.zh}或{number.zh}", f"{said.en} or {number.en}") if codes else number


def chosen(reading: Reading, value: str) -> Words:
    """What a reading is about and what it is set to, in words; a number, or a code without words, as it is."""
    words = reading.options.get(value, Words(value, value))
    return Words(f"{reading.about.zh}：{words.zh}", f"{reading.about.en}: {words.en}")


def setting(reading: Reading, value: str) -> Words:
    """The same, and both codes after it: as settings and commands take them."""
    words, code = chosen(reading, value), f"{reading.name}={value}"
    return Words(f"{words.zh}（{code}）", f"{words.en} ({code})")


def with_readings(declared: T, said: Callable[[T], Words]) -> Words:
    """A provision as its default makes it, with the readings that it turns on and what their alternatives make of it."""
    default = said(by_default(declared))
    readings = turned_on(declared)
    if not readings:
        return default
    if getattr(by_default(declared), "active", True) is False:
        default = Words(f"默认口径下不适用：{default.zh}", f"does not apply by default: {default.en}")
    on = [(called(one), meant(one, one.default)) for one in readings]
    zh = [f"{default.zh}；依理解口径：{'；'.join(f'{name.zh}，默认{spaced(value.zh)}' for name, value in on)}"]
    en = [f"{default.en}; turns on the reading: {'; '.join(f'{name.en}, by default {value.en}' for name, value in on)}"]
    for reading, code, other in _others(declared, readings, said):
        if (other.zh, other.en) != (default.zh, default.en):
            value = meant(reading, code, reading.name)
            zh.append(f"取{spaced(value.zh)}时：{other.zh}")
            en.append(f"with {value.en}: {other.en}")
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


def spaced(value: str) -> str:
    """A value after Chinese: a number, or a code, with a space before it."""
    return f" {value}" if value[:1].isascii() else value


def only_under(count: Count, factor: Factor) -> Words:
    """Under which alternatives a factor stands, where it does not under all; nothing where it always does."""
    readings = turned_on(count)
    usual = {r.name: default_of(r) for r in readings}
    for reading in readings:
        under = [code for code in reading.codes if factor in put(count, {**usual, reading.name: code}).factors]
        if under and set(under) != set(reading.codes):
            name, values = called(reading), [meant(reading, code) for code in under]
            zh, en = "、".join(one.zh for one in values), " or ".join(one.en for one in values)
            return Words(f"；仅当理解口径{name.zh}取{zh}时", f"; with the reading {name.en} {en} alone")
    return Words("", "")
