"""What was changed to ask what would be, in words: each figure, reading and case, before and after; codes stand behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conduct.core.base.exact import written
from conduct.core.base.toml import TomlBroken, parse
from conduct.core.base.words import clause_words
from conduct.core.law.scales import Scale
from conduct.core.scores.results import Assessment
from conduct.report.labels import colon

from .moving import WhatDiffers, readings_said
from .visits import Visit


def changes(
    visit: Visit, made: Assessment, asked: Mapping[str, str], readings: Mapping[str, Sequence[object]]
) -> list[WhatDiffers]:
    """What a form asked to be otherwise than a result has it; ``readings`` are those that differ, each before and after."""
    found = [*_points(visit, made, {key[2:]: value for key, value in asked.items() if key.startswith("p.")})]
    found += readings_said(visit, readings)
    if asked.get("without"):
        found.append(_said(visit, visit.said("without"), asked["without"]))
    return [*found, *_drafted(visit, made, asked.get("draft", ""))]


def _said(visit: Visit, what: str, value: str, behind: str = "") -> WhatDiffers:
    return WhatDiffers(f"{what}{colon(visit.lang)}{value}", behind)


def _points(visit: Visit, made: Assessment, points: Mapping[str, str]) -> Iterator[WhatDiffers]:
    priced = {
        code: (words.said(visit.lang), clause_words(charge.clause, visit.lang), _now(charge.scale, code))
        for charge in made.resolved.charges
        if charge.scale is not None
        for code, words in charge.scale.priced(charge.kind)
    }
    for code, value in points.items():
        words, clause, now = priced.get(code, (code, "", ""))
        yield _said(visit, f"{clause} {words}".strip(), visit.said("points-from-to").format(now=now, then=value), code)


def _now(scale: Scale, code: str) -> str:
    """The figure of a code so far; several where they go by steps."""
    prices = scale.prices
    figures = (prices.each[code],) if prices is not None else scale.numbers()
    return ", ".join(map(written, figures))


def _drafted(visit: Visit, made: Assessment, draft: str) -> Iterator[WhatDiffers]:
    """What a draft of the rules changes: points and bases by their words, and how many items are new."""
    try:
        whole = parse(draft.encode())
    except TomlBroken:  # of which nothing came
        return
    points, bases, items = (whole.get(key) for key in ("points", "bases", "items"))
    if isinstance(points, dict):
        yield from _points(visit, made, {str(code): _figures(value) for code, value in points.items()})
    sections = {one.id: one for one in made.resolved.sections}
    for section, value in bases.items() if isinstance(bases, dict) else ():
        now = written(sections[section].base) if section in sections else ""
        named = sections[section].words.said(visit.lang) if section in sections else section
        yield _said(visit, f"{section} {named}", visit.said("points-from-to").format(now=now, then=_figures(value)))
    if isinstance(items, list) and items:
        yield WhatDiffers(visit.said("items-new").format(n=len(items)))


def _figures(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
