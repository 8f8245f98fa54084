"""The readings that a result rests on, each by what it is about and what it is set to, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conduct.core.base.exact import Exact
from conduct.core.base.words import Lang
from conduct.core.law.said_readings import chosen, setting
from conduct.core.law.terms import Reading

from .labels import joined
from .tables import decimals, printed


def readings_said(
    readings: Mapping[str, str | Exact | float], declared: Iterable[Reading], lang: Lang, *, codes: bool = True
) -> str:
    """Readings with their values, in one line; one that is not declared by its codes alone.

    ``codes`` after the words are for whoever sets them, or works a result out again: a sentence for others has none.
    """
    known = {reading.name: reading for reading in declared}
    return joined([_said(known.get(name), name, value, lang, codes) for name, value in readings.items()], lang, ";")


def _said(reading: Reading | None, name: str, value: str | Exact | float, lang: Lang, codes: bool) -> str:
    code = value if isinstance(value, str) else decimals(value) if isinstance(value, float) else printed(value)
    if reading is None:
        return f"{name}={code}"
    return (setting if codes else chosen)(reading, code).said(lang)
