"""An explanation as plain values: every point with its clause, the clause's words, its incidents and its arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import asdict

from conduct.core.base.exact import Exact, rounded
from conduct.core.base.words import Lang
from conduct.core.duties.out import Contested, Gone
from conduct.core.duties.sanction import GaveWay, SanctionFound
from conduct.core.law.consequence import Outcome, Sanction, Veto
from conduct.core.law.figure import Figure
from conduct.core.law.terms import quotes_of
from conduct.core.questions.distance import Distance
from conduct.core.questions.explain import Effect, Explanation
from conduct.core.scores.combine import unseen_in
from conduct.core.scores.results import Assessment, Line, SectionScore, VetoFound
from conduct.core.scores.sections import sum_sections

from .arithmetic import Behind, factor_words, pieces, rule_of
from .breached import duties_breached
from .details import instead_words, named, sanction_amount, span, why_unranked
from .distances import distance_lines, distance_words, section_title
from .formulas import earned_said, figure_said
from .labels import channel_said, colon, joined, label, with_clause
from .numbers import Numbers
from .standings import line_dict, sanction_dict, unit_dict

if TYPE_CHECKING:
    from .plain import Plain

_CONSEQUENCE = re.compile(r"(\S+) \(([^)]*)\)(.*)")


def _value(value: Exact | None) -> float | None:
    return None if value is None else rounded(value) + 0.0


def explained(made: Explanation, lang: Lang, most: int | None = None, *, alone: bool = False) -> Plain:
    """Everything, as plain values; ``most`` ids a sentence names, else all; ``alone`` tells the unit nothing of others."""
    a, unit = made.assessment, made.result
    behind, numbers = Behind(made, lang, most, alone=alone), Numbers(a)
    result = unit_dict(a, unit, numbers)
    lines = [_line(behind, line, numbers) for line in unit.lines]
    kinds = {k.code: k.words for k in a.sector.unit_kinds}
    return {
        "sector": a.sector.name,
        "regulation": {"id": a.resolved.id, "title": a.resolved.title.zh},
        "period": a.period.id,
        "as_of": a.as_of.isoformat(),
        "readings": {name: value if isinstance(value, str) else rounded(value) for name, value in a.readings.items()},
        **result,
        "kind": kinds[unit.kind].said(lang),
        "score_written": numbers.score(unit),
        "of": a.ranked,
        "unranked_words": [why_unranked(a, why, lang) for why in unit.unranked],
        "sections": [_section(made, s, numbers, lang) for s in unit.sections],
        "inner_sections": list(_inner(made, lang)),
        "parts": _parts(made, lang),
        "lines": lines,
        "vetoes": [_veto(v, lang) for v in unit.vetoes],
        "sanctions": [_sanction(a, s, numbers, lang) for s in unit.sanctions],
        "gave_way": [_gave_way(a, s, s.gave_way, lang) for s in unit.gave_way if s.gave_way is not None],
        "persons": [
            {
                **person,
                "name": a.names.get(p.unit, ""),
                "words": f"{named(a, p.unit)}{colon(lang)}{label('months', lang).format(span(p.months))}",
            }
            for person, p in zip(result["persons"], unit.persons, strict=True)
        ],
        "outcomes": [
            {"outcome": o.name, "words": o.words.said(lang), "clause": o.clause, "quotes": list(quotes_of(o.quote))}
            for o in unit.outcomes
        ],
        "figures": [
            {
                **figure,
                "words": f.words.said(lang),
                "written": numbers.figure(f, lang),
                "worked_out": list(_worked_out(made, f.code, numbers, lang)),
            }
            for figure, f in zip(result["figures"], unit.figures, strict=True)
        ],
        "breached": [asdict(one) for one in duties_breached(made, lang)],
        "effects": [_effect(made, e, numbers, lang) for e in made.effects],
        "distances": [_distance(made, d, lang) for d in made.distances],
        "distance_lines": list(distance_lines(made, lang, most)),
        **{end: made.ends.get(end, []) for end in ("excused", "pending", "without_rule")},
        "set_aside": {end: list(_set_aside(made, end, lang)) for end in ("excused", "pending", "without_rule")},
        "contested": [{**asdict(one), **_matter(made, one, lang)} for one in made.contested],
        "out": [
            {**asdict(gone), **_matter(made, gone, lang), "step_words": a.sector.step_by_code[gone.step].words.said(lang)}
            for gone in made.out
        ],
        "notes": [note.said(lang) for note in a.notes],
    }


def _line(behind: Behind, line: Line, numbers: Numbers) -> Plain:
    a, lang = behind.made.assessment, behind.lang
    rule = rule_of(behind.law, line)
    words = line.words or a.sector.kind_by_code[line.kind].words
    channel = channel_said(a.sector, behind.made.result.kind, line.channel, lang) if line.channel is not None else None
    return {
        **line_dict(line, numbers),
        "words": words.said(lang),
        "quotes": behind.quotes(line, rule),
        "factors": [
            {
                "clause": grounds[0].clause,
                "times": _value(grounds[0].n),
                "count": n,
                "quotes": [quote for f in grounds for quote in quotes_of(f.quote)],
                "words": factor_words(grounds, n, lang),
            }
            for grounds, n in behind.factors(line, rule)
        ],
        "channel_words": channel,
        "arithmetic": behind.arithmetic(line, rule),
        "incidents": behind.ids(line),
    }


def _section(made: Explanation, score: SectionScore, numbers: Numbers, lang: Lang) -> Plain:
    section = score.section
    return {
        "section": section.id,
        "words": section.words.said(lang),
        "place": made.assessment.resolved.sections.index(section),
        "clause": section.clause,
        "quotes": list(quotes_of(section.quote)),
        "base": numbers.number(score.base),
        "points": numbers.number(score.points),
        "score": numbers.number(score.score),
        "most": numbers.number(section.base),
        "earned": list(_earned(made, score, lang)),
    }


def _veto(found: VetoFound, lang: Lang) -> Plain:
    veto = found.veto
    return {
        "veto": veto.name,
        "words": veto.words.said(lang),
        "clause": veto.clause,
        "quotes": list(quotes_of(veto.quote)),
        "incidents": list(found.incidents),
    }


def _rule_said(a: Assessment, found: SanctionFound, lang: Lang) -> Plain:
    """A sanction in words: what it is, by which words of the law, and on whom it falls."""
    return {
        "words": found.rule.words.said(lang),
        "quotes": list(quotes_of(found.rule.quote)),
        "falls_on": named(a, found.on) or label("unknown", lang),
    }


def _sanction(a: Assessment, found: SanctionFound, numbers: Numbers, lang: Lang) -> Plain:
    return {
        **sanction_dict(found, numbers.plain),
        **_rule_said(a, found, lang),
        "amount": sanction_amount(found, lang),
        "status": label("decided" if found.decided else "undecided", lang),
    }


def _gave_way(a: Assessment, found: SanctionFound, why: GaveWay, lang: Lang) -> Plain:
    """A sanction that does not stand, and what stands in its place."""
    return {
        "sanction": found.rule.name,
        "clause": found.rule.clause,
        "incident": found.incident,
        "on": found.on,
        **_rule_said(a, found, lang),
        "by": {
            "clause": why.by.clause,
            "incident": why.incident,
            "sanctions": [{"sanction": rule.name, "clause": rule.clause} for rule in why.rules],
        },
        "instead": instead_words(found, lang),
    }


def _earned(made: Explanation, score: SectionScore, lang: Lang) -> Iterator[Plain]:
    """Where a formula gives what a section earns: what it comes to in each part of the period, and how."""
    for part, result in pieces(made) if score.section.start is not None else ():
        mine = next(s for s in result.sections if s.section.id == score.section.id)
        yield {"period": part.scope.period.id, "value": _value(mine.base), "arithmetic": earned_said(part, result, mine, lang)}


def _worked_out(made: Explanation, code: str, numbers: Numbers, lang: Lang) -> Iterator[Plain]:
    """Where a formula gives a figure: how it comes about, in each part of the period."""
    figure = next((one for one in made.assessment.resolved.of(Figure) if one.code == code), None)
    for part, result in pieces(made) if figure is not None else ():
        mine = next((f for f in result.figures if f.code == code), None)
        if figure is not None and mine is not None:
            said = figure_said(part, result, figure, numbers.figure(mine, lang), lang)
            yield {"period": part.scope.period.id, "arithmetic": said}


def _inner(made: Explanation, lang: Lang) -> Iterator[Plain]:
    """The sections of bonus, and those within another: what their lines come to, and what their cap leaves of it."""
    law = made.assessment.resolved
    if made.parts:
        return
    summed = sum_sections(law, made.result.lines, lambda section: section.base)
    listed = {s.section.id for s in made.result.sections}
    for section in sorted(law.sections, key=lambda s: (s.clause, s.id)):
        _, terms, points = summed[section.id]
        if section.id not in listed:
            yield {
                "section": section.id,
                "words": section.words.said(lang),
                "clause": section.clause,
                "quotes": list(quotes_of(section.quote)),
                "within": section.within.id if section.within is not None else None,
                "most": _value(section.cap if section.bonus else section.base or None),
                "terms": [_value(one) for one in terms],
                "points": _value(points),
            }


def _parts(made: Explanation, lang: Lang) -> Plain | None:
    """Where a period is combined of several: how, and what the unit's score and sections are in each."""
    terms = made.assessment.resolved.combined.get(made.assessment.period.kind)
    if terms is None:
        return None
    scores = [
        {
            "period": period.id,
            "score": _value(r.score),
            "rank": r.rank,
            "unranked": [why_unranked(made.assessment, why, lang) for why in r.unranked],
            "left_out": unseen_in(made.assessment.resolved, r),
            "sections": {s.section.id: _value(s.score) for s in r.sections},
        }
        for period, r in made.parts
    ]
    places = made.assessment.resolved.sections
    in_order = sorted((s.section for s in made.result.sections), key=places.index)
    sections = {s.id: section_title(s.id, s.words.said(lang)) for s in in_order}
    return {
        "sections": sections,
        "how": terms.how,
        "clause": terms.clause,
        "quotes": list(quotes_of(terms.quote)),
        "scores": scores,
    }


def _set_aside(made: Explanation, end: str, lang: Lang) -> Iterator[dict[str, str]]:
    """The incidents that count for nothing, or not yet: what each is, its day, and what excuses it."""
    sector, facts = made.assessment.sector, {fact.id: fact for fact in made.facts if not fact.breach}
    for fact in (facts[incident] for incident in made.ends.get(end, ())):
        kind = sector.kind_by_code.get(fact.kind)
        excuse = kind.excused.columns() if end == "excused" and kind is not None and kind.excused is not None else ()
        why = [sector.incident_attributes[code].words.said(lang) for code in sorted(excuse) if code in sector.incident_attributes]
        words = kind.words.said(lang) if kind is not None else fact.kind
        yield {"incident": fact.id, "words": words, "date": fact.date, "reason": joined(why, lang)}


def _matter(made: Explanation, one: Gone | Contested, lang: Lang) -> dict[str, str]:
    """What it is about, in words: the incident's kind, or the breach's alone."""
    return {"words": made.assessment.sector.kind_by_code[one.breach or one.kind].words.said(lang)}


def _effect(made: Explanation, effect: Effect, numbers: Numbers, lang: Lang) -> Plain:
    kinds = made.assessment.sector.kind_by_code
    return {
        "incidents": list(effect.incidents),
        "kinds": list(effect.kinds),
        "words": (" + ").join(kinds[k].words.said(lang) for k in effect.kinds),
        "score": _value(effect.score),
        "rank": effect.rank,
        "gone": list(effect.gone),
        "come": list(effect.come),
        "figures": {code: _value(value) for code, value in effect.figures},
        "moves": [
            *(
                f"{sign} {_named(made, one, lang)}"
                for sign, listed in (("-", effect.gone), ("+", effect.come))
                for one in sorted(listed, key=lambda said: _place(made, said))
            ),
            *_figures_moved(made, effect, lang, numbers),
        ],
    }


def _place(made: Explanation, consequence: str) -> int:
    """Where the law declares a consequence."""
    law = made.assessment.resolved
    named: list[Veto | Outcome | Sanction] = [*law.of(Veto, Outcome, Sanction)]
    places = [n for n, p in enumerate(named) if consequence.startswith(f"{p.name} ({p.clause})")]
    return places[0] if places else len(named)


def _figures_moved(made: Explanation, effect: Effect, lang: Lang, numbers: Numbers) -> Iterator[str]:
    for code, value in effect.figures:
        before = next(f for f in made.result.figures if f.code == code)
        had, has = numbers.moved(before, value)
        yield f"{before.words.said(lang)} {had} → {has}"


def _named(made: Explanation, consequence: str, lang: Lang) -> str:
    """A consequence in words: what it is, by which clause, and on what it falls."""
    law = made.assessment.resolved
    named: list[Veto | Outcome | Sanction] = [*law.vetoes, *law.outcomes, *law.sanctions]
    words = {p.name: p.words for p in named}
    words.update({k.code: k.words for k in made.assessment.sector.kinds})
    if law.sanction_terms is not None:
        words.update([law.sanction_terms.unknown_person, law.sanction_terms.unknown_head])
    parts = _CONSEQUENCE.fullmatch(consequence)
    code, clause, rest = parts.groups() if parts is not None else (consequence, None, "")
    said = with_clause(words[code].said(lang) if code in words else code, clause, lang)
    return f"{said} {rest.strip()}".strip()


def _distance(made: Explanation, d: Distance, lang: Lang) -> Plain:
    return {
        "what": d.what,
        "name": d.name,
        "clause": d.clause,
        "kind": d.kind,
        "incidents": d.k,
        "points": _value(d.points),
        "ends": d.ends,
        "values": dict(d.values),
        "fewer": list(d.fewer),
        "breaches": list(d.breaches),
        "changed": list(d.changed),
        "rank": d.rank,
        "within": list(d.within),
        "spread": dict(d.spread),
        "words": distance_words(made, d, lang),
    }
