"""Differences between results for people, and as JSON: comparisons, what if, and what a reading decides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from json.encoder import encode_basestring as encoded
from math import isfinite
from typing import TYPE_CHECKING

from conduct.core.base.frozen import frozen
from conduct.core.base.words import Lang, Words, clause_words
from conduct.core.law.caseload import CaseFigures
from conduct.core.law.consequence import Outcome, Sanction, Unranked, Veto
from conduct.core.law.figure import Figure, MeanFigure
from conduct.core.law.model import NOT_ASSESSED, Options
from conduct.core.law.points import Charge
from conduct.core.law.ranking import VolumeRanking
from conduct.core.law.sector import Sector

from .differences import Consequence, LineDifference, PlainRow, UnitDifference, span_of
from .labels import bracketed, channel_words, colon, joined, label, with_clause
from .noted import note_lines
from .sides import cut
from .tables import decimals, indented, listed_entries

if TYPE_CHECKING:
    from .plain import Plain

_IDS = 5  # that a line of a table names of each sort; JSON has all


@frozen
class Question:
    """A change and what it moves: the change in words, and the units that differ; ``nothing`` labels that none does."""

    change: str
    units: Sequence[UnitDifference]
    nothing: str = "nobody_moves"


@frozen
class Names:
    """The words of a sector's codes; and the clauses and kinds of lines that only their sections tell apart.

    ``degrees`` are those of a sanction's options, by its name and their codes; ``channels`` what the text calls a channel for
    units of a kind, by that and its code; ``percents`` are the figures that are printed as a percentage, each with what it is
    multiplied with for that.
    """

    words: Mapping[str, Words]
    by_section: frozenset[tuple[str, str]]
    degrees: Mapping[tuple[str, str], Words]
    channels: Mapping[tuple[str, str], Words]
    percents: Mapping[str, int]

    def of(self, code: str, lang: Lang) -> str:
        """A code in words, or as it stands where it has none."""
        return self.words[code].said(lang) if code in self.words else code


CODES = Names({}, frozenset(), {}, {}, {})
"""The codes as they stand, of a sector that cannot be asked."""


def in_json(whole: Plain) -> Iterator[str]:
    """One object, as results print it."""
    yield json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def changes_in_json(questions: Sequence[Question], head: Plain) -> Iterator[str]:
    """As `in_json` prints `as_dict`, in pieces, a unit each: of all that may differ no object is made at once."""
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "changes": ['
    for n, question in enumerate(questions):
        yield f'{"," if n else ""}\n  {{\n   "change": {encoded(question.change)},\n   "units": ['
        for m, unit in enumerate(question.units):
            yield f"{',' if m else ''}\n    {_spread(_unit(unit), 4)}"
        yield "\n   ]\n  }" if question.units else "]\n  }"
    yield "\n ]\n}\n" if questions else "]\n}\n"


def _spread(value: object, depth: int) -> str:
    """A value as `json.dumps` prints it with an indent of 1, so deep within another; that one takes five times as long."""
    if isinstance(value, str):
        return encoded(value)
    if type(value) is int or (type(value) is float and isfinite(value)):
        return repr(value)
    if isinstance(value, dict):
        inside = [f"{encoded(key)}: {_spread(one, depth + 1)}" for key, one in value.items()]
    elif isinstance(value, list):
        inside = [_spread(one, depth + 1) for one in value]
    else:
        return "null" if value is None else json.dumps(value, ensure_ascii=False)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    pad = "\n" + " " * depth
    return f"{opening}{pad} {f',{pad} '.join(inside)}{pad}{closing}" if inside else opening + closing


def as_dict(questions: Sequence[Question], head: Plain) -> Plain:
    """What was asked, and for each change the units that differ."""
    return {**head, "changes": [{"change": q.change, "units": [_unit(u) for u in q.units]} for q in questions]}


def _unit(unit: UnitDifference) -> Plain:
    return {
        "unit": unit.unit,
        "name": unit.name,
        "score": list(unit.score),
        "rank": list(unit.rank),
        "sections": [{"section": s, "score": [before, after]} for s, before, after in unit.sections],
        "lines": [
            {
                "clause": line.clause,
                "kind": line.kind,
                "section": line.section,
                "channel": line.channel,
                "points": list(line.points),
                "count": list(line.count),
                "gone": list(line.gone),
                "come": list(line.come),
                "changed": list(line.changed),
                **({"weight": list(line.weight), "place": list(line.place)} if line.channel is not None else {}),
            }
            for line in unit.lines
        ],
        "gone": [_plain(one) for one in unit.gone],
        "come": [_plain(one) for one in unit.come],
        "beside": [{"what": one.what, "clause": one.clause, "value": [one.before, one.after]} for one in unit.beside],
        "only": unit.only or None,
    }


def _plain(one: Consequence) -> str:
    """A consequence by its codes."""
    amount = one.amount + {"months": " months", "percent": "%"}.get(one.measure, "") + ("" if one.decided else "?")
    clause = f"({one.clause})" if one.clause else ""
    return " ".join(part for part in (one.code, clause, *one.about, amount) if part)


def names_of(sector: Sector) -> Names:
    """The words of every code that a result names: kinds, channels, vetoes, outcomes, sanctions, figures, sections."""
    steps = {NOT_ASSESSED: sector.step_by_code[NOT_ASSESSED].words}
    found = {**channel_words(sector), **{k.code: k.words for k in sector.kinds}, **steps}
    for law in sector.regulations:
        named: list[Veto | Outcome | Sanction] = [*law.of(Veto, Outcome, Sanction)]
        found.update({p.name: p.words for p in named})
        found.update({p.code: p.words for p in law.of(Figure, MeanFigure, Unranked)})
        found.update({code: words for f in law.of(CaseFigures) for code, words in f.figures.items()})
        if law.sanction_terms is not None:
            terms = law.sanction_terms
            found.update([(terms.percent_code, terms.percent_words), terms.unknown_person, terms.unknown_head])
        if law.standing is not None:
            found[law.standing.code] = law.standing.words
        found.update({s.id: s.words for s in law.sections if not s.id[0].isdigit()})
    degrees = {
        (rule.name, code): words
        for law in sector.regulations
        for rule in law.of(Sanction)
        if rule.degree is not None and isinstance(rule.degree.decided_by.type, Options)
        for code, words in rule.degree.decided_by.type.words.items()
    }
    channels = {
        (kind, channel.code): channel.words
        for law in sector.regulations
        for ranking in law.rankings
        for kind, listed in ranking.channels.items()
        for channel in listed
        if channel.words is not None
    }
    laws = sector.regulations
    percents = {f.code: 100 for law in laws for f in law.of(Figure) if f.percent}
    percents |= {law.standing.code: 100 for law in laws if law.standing is not None and law.standing.percent}
    percents |= {law.sanction_terms.percent_code: 1 for law in laws if law.sanction_terms is not None}
    return Names(found, frozenset(_by_section(sector)), degrees, channels, percents)


def _by_section(sector: Sector) -> Iterator[tuple[str, str]]:
    for law in sector.regulations:
        sections: dict[tuple[str, str], set[str]] = {}
        rules: list[Charge | VolumeRanking] = [*law.charges, *law.rankings]
        for rule in rules:
            if rule.section is not None:
                sections.setdefault((rule.clause, rule.count.kinds[0].code), set()).add(rule.section.id)
        yield from (line for line, found in sections.items() if len(found) > 1)


def as_table(
    questions: Sequence[Question], lang: Lang, names: Names, heading: str = "", notes: Sequence[Words] = ()
) -> Iterator[str]:
    """What the results rest on, then each change with a table of the units that move, and why, or that nobody does; the notes."""
    yield "".join(indented(line, 0) for line in heading.splitlines())
    yield "\n" if heading else ""
    for question in questions:
        yield indented(question.change, 0) if question.change else ""
        if not question.units:
            yield indented(label(question.nothing, lang)) + "\n"
            continue
        rows = [
            [
                unit.unit,
                unit.name,
                ends_said(unit.score, lang),
                ends_said(unit.rank, lang),
                joined(why_moved(unit, lang, names), lang, ";"),
            ]
            for unit in question.units
        ]
        headings = [label(c, lang) for c in ("unit", "name", "score", "rank", "why")]
        yield listed_entries(headings, rows, colon(lang), plain=2) + "\n"
    yield from note_lines(notes, lang)


_ONLY = {"before": "only_before", "after": "only_after"}


def ends_said(ends: tuple[float | None, float | None], lang: Lang) -> str:
    """A figure before and after, once where it is the same."""
    before, after = ("" if end is None else decimals(end) for end in ends)
    return before if before == after else f"{before or label('none', lang)} → {after or label('none', lang)}"


def why_moved(unit: UnitDifference, lang: Lang, names: Names) -> Iterator[str]:
    """Why a unit differs: by which lines and incidents, sections, consequences and figures."""
    if unit.only:
        yield label(_ONLY[unit.only], lang)
    for line in unit.lines:
        if not unit.only or any(line.points) or any(line.count):
            yield _line(line, unit.kind, lang, names)
    if not unit.lines:
        for section, before, after in unit.sections:
            yield f"{names.of(section, lang)}{colon(lang)}{ends_said((before, after), lang)}"
    for how, consequences in (("dropped", unit.gone), ("added", unit.come)):
        yield from (f"{label(how, lang)}{colon(lang)}{consequence_said(one, lang, names)}" for one in consequences)
    for one in unit.beside:
        if one.clause is None:
            title = f"{label('duties', lang)} {label('met_breached_pending', lang)}"
            yield f"{title} {_states(one.before, lang)} → {_states(one.after, lang)}"
        else:
            ends = (_value(end, lang, names.percents.get(one.what)) for end in (one.before, one.after))
            yield f"{with_clause(names.of(one.what, lang), one.clause, lang)} {' → '.join(ends)}"


def figure_said(figure: PlainRow, lang: Lang, names: Names) -> str:
    """A figure of a result in words: what, by which clause, and its value."""
    value = _value(span_of(figure), lang, names.percents.get(figure["figure"]))
    return f"{with_clause(names.of(figure['figure'], lang), figure['clause'], lang)} {value}"


def _value(figure: float | list[float] | None, lang: Lang, times: int | None) -> str:
    """A figure, or from what to what it may come to; a percentage where it is one in so many."""
    if figure is None:
        return label("none", lang)
    ends = figure if isinstance(figure, list) else [figure]
    said = "–".join(decimals(end * (times or 1)) for end in dict.fromkeys(ends))
    return said if times is None else f"{said}%"


def _states(duties: Mapping[str, int] | None, lang: Lang) -> str:
    if duties is None:
        return label("none", lang)
    return "/".join(str(duties[state]) for state in ("met", "breached", "pending"))


def consequence_said(one: Consequence, lang: Lang, names: Names) -> str:
    """A consequence in words: what, by which clause, of which incident, on whom, how much, and whether it is still open."""
    degree = names.degrees.get((one.code, one.amount))
    amount = one.amount if degree is None else degree.said(lang)
    if one.measure:
        amount = label("months", lang).format(amount) if one.measure == "months" else f"{amount}%"
    state = "" if one.decided else label("undecided", lang)
    what = with_clause(names.of(one.code, lang), one.clause, lang)
    return " ".join(part for part in (what, *one.about, amount, state) if part)


def _line(line: LineDifference, kind: str, lang: Lang, names: Names) -> str:
    channel = ""
    if line.channel:
        called = names.channels.get((kind, line.channel))
        channel = f" {called.said(lang) if called else names.of(line.channel, lang)}"
    section = ""
    if line.section is not None and (line.clause, line.kind) in names.by_section:
        section = f"{names.of(line.section, lang)}{colon(lang)}"
    said = f"{clause_words(line.clause, lang)} {section}{names.of(line.kind, lang)}{channel}"
    if line.points[0] != line.points[1]:
        said += f" {ends_said(line.points, lang)}"
    beside = []
    if line.count[0] != line.count[1]:
        beside.append(label("incidents_counted", lang).format(f"{line.count[0]} → {line.count[1]}"))
    elif line.weight[0] != line.weight[1]:
        beside.append(f"{label('weight', lang).lower()} {ends_said(line.weight, lang)}")
    if line.place[0] != line.place[1]:
        beside.append(f"{label('place', lang).lower()} {ends_said(line.place, lang)}")
    said += bracketed(joined(beside, lang), lang) if beside else ""
    for how, ids in (("dropped", line.gone), ("added", line.come), ("changed", line.changed)):
        if ids:
            said += f"{'，' if lang == 'zh' else ', '}{label(how, lang)} {cut(ids, _IDS, lang)}"
    return said
