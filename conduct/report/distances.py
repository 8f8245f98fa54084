"""How far a unit is from something, in words."""

from __future__ import annotations

from collections.abc import Iterator

from conduct.core.base.exact import USUAL
from conduct.core.base.periods import PERIOD_WORDS, Period
from conduct.core.base.words import Lang, clause_words, numeral
from conduct.core.law.consequence import First, Outcome, Veto
from conduct.core.law.model import Options
from conduct.core.questions.distance import Distance
from conduct.core.questions.explain import Explanation

from .arithmetic import MOST
from .labels import bracketed, joined, label, one_of, points_label
from .tables import printed


def distance_words(made: Explanation, d: Distance, lang: Lang) -> str:
    """One distance as a sentence."""
    law, points = made.assessment.resolved, printed(d.points)
    if d.what == "rank" and d.kind is None:
        return _to_rank(made, d, lang)
    if d.what == "forms":
        return label("many_forms", lang).format(_kind(made, d, lang))
    if d.what == "section":
        section = next(s for s in law.sections if s.id == d.name)
        title = section_title(section.id, section.words.said(lang))
        return points_label("to_floor", points, lang, title) if d.points else label("at_floor", lang).format(title)
    return _sentence(_how(made, d, lang), _what(made, [d], lang), lang)


def distance_lines(made: Explanation, lang: Lang, most: int | None = MOST) -> Iterator[str]:
    """All distances in the text's order; what so many incidents of a kind bring and end stands in one line, and so do the kinds
    of which as many bring and end the same. ``most`` is how many ids, or kinds, a line names."""
    alike: dict[object, list[Distance]] = {}
    for n, d in enumerate(sorted(made.distances, key=lambda d: _place(made, d))):
        one = (d.kind, d.k, d.values, d.fewer, d.breaches, d.changed, d.within, d.spread)
        alike.setdefault(one if d.kind is not None and d.what != "forms" else n, []).append(d)
    kinds: dict[object, list[list[Distance]]] = {}
    for n, same in enumerate(alike.values()):
        further = same[0].kind is not None and same[0].what != "forms" and same[0].k > 0
        like = (same[0].k, same[0].within, same[0].spread, tuple(_what(made, same, lang))) if further else n
        kinds.setdefault(like, []).append(same)
    for several in kinds.values():
        first = several[0][0]
        if first.kind is None or first.what == "forms":
            yield distance_words(made, first, lang)
        elif len(several) == 1:
            yield _sentence(_how(made, first, lang, most), _what(made, several[0], lang), lang)
        else:
            yield _sentence(_any_of(made, [same[0] for same in several], lang, most), _what(made, several[0], lang), lang)


def _place(made: Explanation, d: Distance) -> tuple[int, ...]:
    """Where the text has what a distance is about: the rank, sections, kinds of incident, and what they bring and end."""
    law = made.assessment.resolved
    if d.kind is None:
        return (0, 0) if d.what == "rank" else (1, [s.id for s in law.sections].index(d.name))
    kinds = [kind.code for kind in made.assessment.sector.kinds]
    named = [(p.name, p.clause) for p in law.of(Veto, Outcome)]
    of = named.index((d.name, d.clause)) if (d.name, d.clause) in named else len(named)
    how = 5 if d.what == "forms" else 4 if d.changed else 2 if d.k > 0 else 3
    return (how, kinds.index(d.kind), of)


def _any_of(made: Explanation, kinds: list[Distance], lang: Lang, most: int | None) -> str:
    """So many more of any of several kinds."""
    shown = kinds if most is None else kinds[:most]
    quoted = [f"“{_kind(made, d, lang)}”{_said_values(made, d, lang)}" for d in shown]
    listed = joined(quoted, lang) + (f" … {bracketed(str(len(kinds)), lang)}" if len(shown) < len(kinds) else "")
    said = label("one_of_any" if kinds[0].k == 1 else "more_of_any", lang).format(kinds[0].k, listed)
    return said + _when(made, kinds[0], lang)


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
    return points_label("to_next_rank", USUAL.apart(d.points, [0]), lang)


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
        said = label("one_more" if d.k == 1 else "more_of", lang).format(d.k, kind) + _said_values(made, d, lang)
        return said + _when(made, d, lang)
    return label("fewer", lang).format(-d.k, kind) + _which((*d.fewer, *d.breaches), most, lang)


def _when(made: Explanation, d: Distance, lang: Lang) -> str:
    """In which of the periods that this one is combined of: in any of some, or so many in each of several."""
    if d.spread:
        each = [label("so_many_in", lang).format(period, n) for period, n in d.spread]
        return bracketed(joined(each, lang), lang)
    if not d.within:
        return ""
    if len(d.within) > 1 and len(d.within) == len(made.parts):
        return label("in_any", lang).format(PERIOD_WORDS[Period.parse(d.within[0]).kind].said(lang))
    return label("in_one_of", lang).format(one_of(d.within, lang))


def _which(ids: tuple[str, ...], most: int | None, lang: Lang) -> str:
    shown = ids if most is None else ids[:most]
    listed = joined(shown, lang) + (" …" if len(shown) < len(ids) else "")
    return bracketed(listed, lang)


def _what(made: Explanation, same: list[Distance], lang: Lang) -> list[str]:
    """All that so many incidents bring and end."""
    return [_one(made, d, {other.name for other in same if other.what == "veto"}, lang) for d in same]


def _one(made: Explanation, d: Distance, vetoes: set[str], lang: Lang) -> str:
    """What is brought or ended; ``vetoes`` are those that come or go with it."""
    clause = clause_words(d.clause, lang)
    if d.what == "rank":
        return label("would_rank", lang).format(d.rank, clause)
    law = made.assessment.resolved
    named: list[Veto | Outcome] = [*law.vetoes, *law.outcomes]
    of = next(p for p in named if p.name == d.name and p.clause == d.clause)
    words = of.words.said(lang)
    if isinstance(of, Outcome) and isinstance(of.place, First):
        barred = bool(vetoes & set(of.unless))  # it comes or goes by what bars it, not by a place
        place = "第一" if of.place.n == 1 else f"前{numeral(of.place.n)}"
        lost, won = ("would_lose_award", "would_gain_award") if barred else ("would_lose_place", "would_gain_place")
        return label(lost if d.ends else won, lang).format(words, clause, place)
    if isinstance(of, Veto) and d.ends and words.startswith("不"):
        return label("would_lift", lang).format(words, clause)
    return label("would_end" if d.ends else "would_come", lang).format(words, clause)


def _said_values(made: Explanation, d: Distance, lang: Lang) -> str:
    """What is said of the further incidents, in brackets."""
    said = _plain_values(made, d, lang)
    return label("with_values", lang).format(said) if said else ""


def _plain_values(made: Explanation, d: Distance, lang: Lang) -> str:
    said = []
    for code, value in d.values:
        attribute = made.assessment.sector.incident_attributes[code]
        options = isinstance(attribute.type, Options)
        what = attribute.said(str(value)).said(lang) if options else label("yes" if value else "no", lang)
        said.append(f"{attribute.words.said(lang)} {what}")
    return joined(said, lang)
