"""How far a unit is from something, in words."""

from __future__ import annotations

from collections.abc import Iterator

from conduct.core.base.exact import USUAL
from conduct.core.base.words import Lang, clause_words
from conduct.core.law.consequence import Outcome, Veto
from conduct.core.law.model import Options
from conduct.core.questions.distance import Distance
from conduct.core.questions.explain import Explanation

from .arithmetic import MOST, option_words
from .labels import bracketed, counted, joined, label
from .tables import number


def distance_words(made: Explanation, d: Distance, lang: Lang) -> str:
    """One distance as a sentence."""
    law, points = made.assessment.resolved, number(d.points)
    if d.what == "rank" and d.kind is None:
        return _to_rank(made, d, lang)
    if d.what == "forms":
        return label("many_forms", lang).format(_kind(made, d, lang))
    if d.what == "section":
        section = next(s for s in law.sections if s.id == d.name)
        title = section_title(section.id, section.words.said(lang))
        return counted("to_floor", points, lang, title) if d.points else label("at_floor", lang).format(title)
    return _sentence(_how(made, d, lang), [_what(made, d, lang)], lang)


def distance_lines(made: Explanation, lang: Lang, most: int | None = MOST) -> Iterator[str]:
    """All distances; what so many incidents of a kind bring and end stands in one line. ``most`` is how many ids it names."""
    alike: dict[object, list[Distance]] = {}
    for n, d in enumerate(made.distances):
        one = (d.kind, d.k, d.values, d.fewer, d.breaches, d.changed)
        alike.setdefault(one if d.kind is not None and d.what != "forms" else n, []).append(d)
    for same in alike.values():
        if same[0].kind is None or same[0].what == "forms":
            yield distance_words(made, same[0], lang)
        else:
            yield _sentence(_how(made, same[0], lang, most), [_what(made, d, lang) for d in same], lang)


def section_title(code: str, words: str) -> str:
    """A section's number in the text and its words, or these alone where it has none."""
    return f"{code} {words}" if code[0].isdigit() else words


def _to_rank(made: Explanation, d: Distance, lang: Lang) -> str:
    """To the next rank: so many points, or so much of the figure that ranks; or what parts those with equal figures."""
    standing = made.assessment.resolved.standing
    if d.name == "last" or standing is None:
        return label("last_anyhow", lang).format(clause_words(d.clause, lang))
    figure = standing.words.said(lang)
    if d.points is None:
        larger = standing.larger
        by = label("by_id", lang) if larger is None else label("larger_first", lang).format(larger.words.said(lang))
        return label("level_with_next", lang).format(figure, by)
    if standing.of is not None:
        return label("figure_to_next_rank", lang).format(figure, USUAL.apart(d.points, [0]))
    return counted("to_next_rank", USUAL.apart(d.points, [0]), lang)


def _sentence(how: str, what: list[str], lang: Lang) -> str:
    return f"{how}，{'，'.join(what)}" if lang == "zh" else f"{how}: {joined(what, lang, ';')}"


def _kind(made: Explanation, d: Distance, lang: Lang) -> str:
    return made.assessment.sector.kind_by_code[d.kind or ""].words.said(lang)


def _how(made: Explanation, d: Distance, lang: Lang, most: int | None = MOST) -> str:
    """So many more, fewer or otherwise, and which."""
    kind = _kind(made, d, lang)
    if d.changed:
        said = label("otherwise", lang).format(len(d.changed), kind) + _plain_values(made, d, lang)
        return said + _which(d.changed, most, lang)
    if d.k > 0:
        return label("one_more" if d.k == 1 else "more_of", lang).format(d.k, kind) + _said_values(made, d, lang)
    return label("fewer", lang).format(-d.k, kind) + _which((*d.fewer, *d.breaches), most, lang)


def _which(ids: tuple[str, ...], most: int | None, lang: Lang) -> str:
    shown = ids if most is None else ids[:most]
    listed = joined(shown, lang) + (" …" if len(shown) < len(ids) else "")
    return bracketed(listed, lang)


def _what(made: Explanation, d: Distance, lang: Lang) -> str:
    if d.what == "rank":
        return label("would_rank", lang).format(d.rank, clause_words(d.clause, lang))
    law = made.assessment.resolved
    named: list[Veto | Outcome] = [*law.vetoes, *law.outcomes]
    what = next(p.words.said(lang) for p in named if p.name == d.name and p.clause == d.clause)
    return label("would_end" if d.ends else "would_come", lang).format(what, clause_words(d.clause, lang))


def _said_values(made: Explanation, d: Distance, lang: Lang) -> str:
    """What is said of the further incidents, in brackets."""
    said = _plain_values(made, d, lang)
    return label("with_values", lang).format(said) if said else ""


def _plain_values(made: Explanation, d: Distance, lang: Lang) -> str:
    said = []
    for code, value in d.values:
        attribute = made.assessment.sector.incident_attributes[code]
        options = isinstance(attribute.type, Options)
        what = option_words(attribute, str(value), lang) if options else label("yes" if value else "no", lang)
        said.append(f"{attribute.words.said(lang)} {what}")
    return joined(said, lang)
