"""The readings that a result rests on, each by what it is about and what it is set to, their codes after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conduct.core.base.exact import Exact
from conduct.core.base.words import Lang
from conduct.core.law.said_readings import setting
from conduct.core.law.terms import Reading

from .labels import joined
from .tables import decimals, printed


def readings_said(readings: Mapping[str, str | Exact | float], declared: Iterable[Reading], lang: Lang) -> str:
    """Readings with their values, in one line; one that is not declared by its codes alone."""
    known = {reading.name: reading for reading in declared}
    return joined([_said(known.get(name), name, value, lang) for name, value in readings.items()], lang, ";")


def _said(reading: Reading | None, name: str, value: str | Exact | float, lang: Lang) -> str:
    code = value if isinstance(value, str) else decimals(value) if isinstance(value, float) else printed(value)
    return f"{name}={code}" if reading is None else setting(reading, code).said(lang)
