"""How far a unit is from something, in words."""

from __future__ import annotations

from collections.abc import Iterator

from conduct.core.distance import Distance
from conduct.core.explain import Explanation
from conduct.core.law import Outcome, Veto
from conduct.core.model import Options
from conduct.core.words import Lang

from .arithmetic import option_words
from .labels import counted, joined, label
from .tables import number


def distance_words(made: Explanation, d: Distance, lang: Lang) -> str:
    """One distance as a sentence."""
    law, points = made.assessment.resolved, number(d.points)
    if d.what == "rank":
        return label("last_anyhow", lang).format(d.clause) if d.points is None else counted("to_next_rank", points, lang)
    if d.what == "section":
        section = next(s for s in law.sections if s.id == d.name)
        title = section_title(section.id, section.words.said(lang))
        return counted("to_floor", points, lang, title) if d.points else label("at_floor", lang).format(title)
    return f"{_how(made, d, lang)}: {_what(made, d, lang)}"


def distance_lines(made: Explanation, lang: Lang) -> Iterator[str]:
    """All distances; what so many incidents of a kind bring and end stands in one line."""
    alike: dict[object, list[Distance]] = {}
    for n, d in enumerate(made.distances):
        alike.setdefault((d.kind, d.k, d.values) if d.kind is not None else n, []).append(d)
    for same in alike.values():
        if same[0].kind is None:
            yield distance_words(made, same[0], lang)
        else:
            yield f"{_how(made, same[0], lang)}: {joined([_what(made, d, lang) for d in same], lang, ';')}"


def section_title(code: str, words: str) -> str:
    """A section's number in the text and its words, or these alone where it has none."""
    return f"{code} {words}" if code[0].isdigit() else words


def _how(made: Explanation, d: Distance, lang: Lang) -> str:
    kind = made.assessment.sector.kind_by_code[d.kind or ""].words.said(lang)
    return label("one_more" if d.k > 0 else "fewer", lang).format(abs(d.k), kind) + _said_values(made, d, lang)


def _what(made: Explanation, d: Distance, lang: Lang) -> str:
    law = made.assessment.resolved
    named: list[Veto | Outcome] = [*law.vetoes, *law.outcomes]
    what = next(p.words.said(lang) for p in named if p.name == d.name and p.clause == d.clause)
    return label("would_end" if d.ends else "would_come", lang).format(what, d.clause)


def _said_values(made: Explanation, d: Distance, lang: Lang) -> str:
    """What is said of the further incidents, in brackets."""
    said = []
    for code, value in d.values:
        attribute = made.assessment.sector.incident_attributes[code]
        options = isinstance(attribute.type, Options)
        what = option_words(attribute, str(value), lang) if options else label("yes" if value else "no", lang)
        said.append(f"{attribute.words.said(lang)} {what}")
    return label("with_values", lang).format(joined(said, lang)) if said else ""
