"""Differences between results for people, and as JSON: comparisons, what if, and what a reading decides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from conduct.core.law import Figure, MeanFigure, Outcome, Sanction, Veto
from conduct.core.sector import Sector
from conduct.core.shown import CASE_FIGURES
from conduct.core.words import Lang, Words

from .differences import Consequence, LineMoved, UnitMoved
from .labels import channel_words, label
from .tables import decimals, table


@frozen
class Question:
    """A change and what it moves: the change in words, and the units that differ."""

    change: str
    units: Sequence[UnitMoved]


def as_json(questions: Sequence[Question], head: dict[str, Any]) -> Iterator[str]:
    """One object: what was asked, and for each change the units that differ."""
    found = [{"change": q.change, "units": [_unit(u) for u in q.units]} for q in questions]
    yield json.dumps({**head, "changes": found}, ensure_ascii=False, indent=1) + "\n"


def _unit(unit: UnitMoved) -> dict[str, Any]:
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
    return " ".join(part for part in (one.code, f"({one.clause})", *one.about, amount) if part)


def words_of(sector: Sector) -> dict[str, Words]:
    """The words of every code that a result names: kinds, channels, vetoes, outcomes, sanctions, figures, sections."""
    found = {**channel_words(sector), **{k.code: k.words for k in sector.kinds}, **CASE_FIGURES}
    for law in sector.regulations:
        named: list[Veto | Outcome | Sanction] = [*law.of(Veto, Outcome, Sanction)]
        found.update({p.name: p.words for p in named})
        found.update({f.code: f.words for f in law.of(Figure, MeanFigure)})
        if law.sanction_terms is not None:
            terms = law.sanction_terms
            found.update([(terms.percent_code, terms.percent_words), terms.unknown_person, terms.unknown_head])
        if law.standing is not None:
            found[law.standing.code] = law.standing.words
        found.update({s.id: s.words for s in law.sections if not s.id[0].isdigit()})
    return found


def as_table(questions: Sequence[Question], lang: Lang, words: Mapping[str, Words]) -> Iterator[str]:
    """Each change with a table of the units that move, and why; or that nobody does."""
    for question in questions:
        yield f"{question.change}\n" if question.change else ""
        if not question.units:
            yield f"  {label('nobody_moves', lang)}\n\n"
            continue
        rows = [
            [
                unit.unit,
                unit.name,
                _pair(unit.score),
                _pair(unit.rank),
                "; ".join(_why(unit, lang, words)),
            ]
            for unit in question.units
        ]
        yield table([label(c, lang) for c in ("unit", "name", "score", "rank", "why")], rows) + "\n"


def _pair(ends: tuple[float | None, float | None]) -> str:
    before, after = ("" if end is None else decimals(end) for end in ends)
    return before if before == after else f"{before or '-'} → {after or '-'}"


def _why(unit: UnitMoved, lang: Lang, words: Mapping[str, Words]) -> Iterator[str]:
    if unit.only:
        yield label(f"only_{unit.only}", lang)
    for line in unit.lines:
        yield _line(line, lang, words)
    if not unit.lines:
        for section, before, after in unit.sections:
            yield f"{_named(section, lang, words)}: {_pair((before, after))}"
    yield from (f"- {_consequence(one, lang, words)}" for one in unit.gone)
    yield from (f"+ {_consequence(one, lang, words)}" for one in unit.come)
    for one in unit.beside:
        if one.clause is None:
            title = f"{label('duties', lang)} {label('met_breached_pending', lang)}"
            yield f"{title} {_states(one.before)} → {_states(one.after)}"
        else:
            yield f"{_named(one.what, lang, words)} ({one.clause}) {_value(one.before)} → {_value(one.after)}"


def _value(figure: float | list[float] | None) -> str:
    if figure is None:
        return "-"
    return "–".join(map(decimals, figure)) if isinstance(figure, list) else decimals(figure)


def _states(duties: Mapping[str, int] | None) -> str:
    return "-" if duties is None else "/".join(str(duties[state]) for state in ("met", "breached", "pending"))


def _consequence(one: Consequence, lang: Lang, words: Mapping[str, Words]) -> str:
    amount = one.amount
    if one.measure:
        amount = label("months", lang).format(amount) if one.measure == "months" else f"{amount}%"
    state = "" if one.decided else label("undecided", lang)
    return " ".join(part for part in (_named(one.code, lang, words), f"({one.clause})", *one.about, amount, state) if part)


def _named(code: str, lang: Lang, words: Mapping[str, Words]) -> str:
    return words[code].said(lang) if code in words else code


def _line(line: LineMoved, lang: Lang, words: Mapping[str, Words]) -> str:
    channel = f" {_named(line.channel, lang, words)}" if line.channel else ""
    said = f"{line.clause} {_named(line.kind, lang, words)}{channel}"
    if line.points[0] != line.points[1]:
        said += f" {_pair(line.points)}"
    if line.count[0] != line.count[1]:
        said += f" ({line.count[0]} → {line.count[1]})"
    return said + "".join(f" -{one}" for one in line.gone[:5]) + "".join(f" +{one}" for one in line.come[:5])
