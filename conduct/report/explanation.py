"""An explanation as JSON, text and one printable page: every point with its clause, the clause's words, incidents, arithmetic."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from attrs import asdict

from conduct.core.describe import quotes_of
from conduct.core.distance import Distance
from conduct.core.exact import Exact, shown
from conduct.core.explain import Effect, Explanation
from conduct.core.law import Outcome, Sanction, Veto
from conduct.core.model import Options
from conduct.core.unit_facts import Contested, Gone
from conduct.core.words import Lang, literal

from .arithmetic import MOST, arithmetic, deadlines, ids_by_line, key_of, rule_of
from .details import named, sanction_amount, span
from .labels import channel_words, label
from .pages import STYLE, tr
from .standings import line_dict, sanction_dict, unit_dict
from .tables import decimals, number, table


def _value(value: Exact | None) -> float | None:
    return None if value is None else shown(value) + 0.0


def explained(made: Explanation, lang: Lang) -> dict[str, Any]:
    """Everything, as plain values."""
    a, unit = made.assessment, made.result
    law = a.resolved
    ids, channels = ids_by_line(made), channel_words(a.sector)
    lines = []
    for line in unit.lines:
        rule = rule_of(law, line)
        known = ids.get(key_of(line), [])
        words = line.words or a.sector.kind_by_code[line.kind].words
        lines.append(
            {
                **line_dict(line),
                "words": words.said(lang),
                "quotes": list(quotes_of(rule.quote)) if rule is not None else [],
                "channel_words": channels[line.channel].said(lang) if line.channel is not None else None,
                "arithmetic": arithmetic(made, line, rule, lang) or deadlines(made, line, lang),
                "incidents": known,
            }
        )
    sections = [
        {
            "section": s.section.id,
            "words": s.section.words.said(lang),
            "clause": s.section.clause,
            "quotes": list(quotes_of(s.section.quote)),
            "base": _value(s.base),
            "points": _value(s.points),
            "score": _value(s.score),
        }
        for s in unit.sections
    ]
    kinds = {k.code: k.words for k in a.sector.unit_kinds}
    return {
        "sector": a.sector.name,
        "regulation": {"id": law.id, "title": law.title.zh},
        "period": a.period.id,
        "as_of": a.as_of.isoformat(),
        "readings": {name: value if isinstance(value, str) else shown(value) for name, value in a.readings.items()},
        **unit_dict(unit),
        "kind": kinds[unit.kind].said(lang),
        "of": len(a.units),
        "sections": sections,
        "lines": lines,
        "vetoes": [
            {
                "veto": v.veto.name,
                "words": v.veto.words.said(lang),
                "clause": v.veto.clause,
                "quotes": list(quotes_of(v.veto.quote)),
                "incidents": list(v.incidents),
            }
            for v in unit.vetoes
        ],
        "sanctions": [
            {
                **sanction_dict(s),
                "words": s.rule.words.said(lang),
                "quotes": list(quotes_of(s.rule.quote)),
                "falls_on": named(a, s.on) or label("unknown", lang),
                "amount": sanction_amount(s, lang),
                "status": label("decided" if s.decided else "undecided", lang),
            }
            for s in unit.sanctions
        ],
        "persons": [
            {
                **person,
                "name": a.names.get(p.unit, ""),
                "words": f"{named(a, p.unit)}: {label('months', lang).format(span(p.months))}",
            }
            for person, p in zip(unit_dict(unit)["persons"], unit.persons, strict=True)
        ],
        "outcomes": [
            {"outcome": o.name, "words": o.words.said(lang), "clause": o.clause, "quotes": list(quotes_of(o.quote))}
            for o in unit.outcomes
        ],
        "figures": [
            {"figure": f.code, "words": f.words.said(lang), "clause": f.clause, "value": _value(f.value), "count": f.count}
            for f in unit.figures
        ],
        "effects": [_effect(made, e, lang) for e in made.effects],
        "distances": [_distance(made, d, lang) for d in made.distances],
        **{end: made.ends.get(end, []) for end in ("excused", "pending", "without_rule")},
        "contested": [{**asdict(one), **_matter(made, one, lang)} for one in made.contested],
        "out": [
            {**asdict(gone), **_matter(made, gone, lang), "step_words": a.sector.step_by_code[gone.step].words.said(lang)}
            for gone in made.out
        ],
        "notes": [note.said(lang) for note in a.notes],
    }


def _matter(made: Explanation, one: Gone | Contested, lang: Lang) -> dict[str, str]:
    """What it is about, in words: the incident's kind, or the breach's alone."""
    return {"words": made.assessment.sector.kind_by_code[one.breach or one.kind].words.said(lang)}


def _effect(made: Explanation, effect: Effect, lang: Lang) -> dict[str, Any]:
    kinds = made.assessment.sector.kind_by_code
    return {
        "incidents": list(effect.incidents),
        "kinds": list(effect.kinds),
        "words": (" + ").join(kinds[k].words.said(lang) for k in effect.kinds),
        "score": _value(effect.score),
        "rank": effect.rank,
        "gone": list(effect.gone),
        "come": list(effect.come),
        "moves": [
            f"{sign} {_named(made, one, lang)}" for sign, listed in (("-", effect.gone), ("+", effect.come)) for one in listed
        ],
    }


def _named(made: Explanation, consequence: str, lang: Lang) -> str:
    """A consequence whose code gives way to its words."""
    code, _, rest = consequence.partition(" ")
    law = made.assessment.resolved
    named: list[Veto | Outcome | Sanction] = [*law.vetoes, *law.outcomes, *law.sanctions]
    words = {p.name: p.words for p in named}
    words.update({k.code: k.words for k in made.assessment.sector.kinds})
    return " ".join(part for part in (words[code].said(lang) if code in words else code, rest) if part)


def _distance(made: Explanation, d: Distance, lang: Lang) -> dict[str, Any]:
    return {
        "what": d.what,
        "name": d.name,
        "clause": d.clause,
        "kind": d.kind,
        "incidents": d.k,
        "points": _value(d.points),
        "ends": d.ends,
        "values": dict(d.values),
        "words": _distance_words(made, d, lang),
    }


def _distance_words(made: Explanation, d: Distance, lang: Lang) -> str:
    law, points = made.assessment.resolved, number(d.points)
    if d.what == "rank":
        return label("last_anyhow", lang).format(d.clause) if d.points is None else label("to_next_rank", lang).format(points)
    if d.what == "section":
        words = next(s.words.said(lang) for s in law.sections if s.id == d.name)
        code = "to_floor" if d.points else "at_floor"
        return label(code, lang).format(f"{d.name} {words}" if d.name != words else words, points)
    named: list[Veto | Outcome] = [*law.vetoes, *law.outcomes]
    what = next(p.words.said(lang) for p in named if p.name == d.name and p.clause == d.clause)
    kind = made.assessment.sector.kind_by_code[d.kind or ""].words.said(lang) + _said_values(made, d, lang)
    how = label("one_more" if d.k > 0 else "fewer", lang).format(abs(d.k), kind)
    return f"{how}: {label('would_end' if d.ends else 'would_come', lang).format(f'{what} ({d.clause})')}"


def _said_values(made: Explanation, d: Distance, lang: Lang) -> str:
    """What is said of the further incidents, in brackets."""
    said = []
    for code, value in d.values:
        attribute = made.assessment.sector.incident_attributes[code]
        if isinstance(attribute.type, Options):
            what = attribute.type.words[str(value)].said(lang)
        else:
            what = label("yes" if value else "no", lang)
        said.append(f"{attribute.words.said(lang)} {what}")
    return label("with_values", lang).format(("、" if lang == "zh" else ", ").join(said)) if said else ""


# ---- for people


def as_json(made: Explanation, lang: Lang) -> Iterator[str]:
    """One object."""
    yield json.dumps(explained(made, lang), ensure_ascii=False, indent=1) + "\n"


def _blocks(found: Mapping[str, Any], lang: Lang) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """The explanation as titled tables: title, headings, rows."""

    def head(*codes: str) -> list[str]:
        return [label(c, lang) for c in codes]

    def figure(value: float | None) -> str:
        return "" if value is None else decimals(value)

    for section in found["sections"]:
        title = f"{section['section']} {section['words']}  {figure(section['base'])} {figure(section['points'])} → {figure(section['score'])}"
        mine = [line for line in found["lines"] if line["section"] == section["section"]]
        yield title, head("clause", "item", "count", "points", "arithmetic", "words", "incidents"), [_line_row(x) for x in mine]
    inside = {s["section"] for s in found["sections"]}
    rest = [line for line in found["lines"] if line["section"] not in inside]
    if rest:
        title = label("bonus" if found["sections"] else "lines", lang)
        yield title, head("clause", "item", "count", "points", "arithmetic", "words", "incidents"), [_line_row(x) for x in rest]
    if found["vetoes"]:
        rows = [[v["clause"], v["words"], " / ".join(v["quotes"]), _few(v["incidents"])] for v in found["vetoes"]]
        yield label("vetoes", lang), head("clause", "veto", "words", "incidents"), rows
    if found["sanctions"]:
        rows = [
            [s["clause"], s["words"], s["falls_on"], s["amount"], s["incident"], s["status"], " / ".join(s["quotes"])]
            for s in found["sanctions"]
        ]
        yield label("sanctions", lang), head("clause", "sanction", "on", "amount", "incident", "status", "words"), rows
    if found["persons"]:
        yield label("persons", lang), [], [[p["words"]] for p in found["persons"]]
    if found["outcomes"]:
        rows = [[o["clause"], o["words"], " / ".join(o["quotes"])] for o in found["outcomes"]]
        yield label("outcomes", lang), head("clause", "outcome", "words"), rows
    if found["effects"]:
        rows = [
            [
                e["words"],
                str(len(e["incidents"])),
                _few(e["incidents"]),
                figure(e["score"]),
                str(e["rank"] or ""),
                "; ".join(e["moves"]),
            ]
            for e in found["effects"]
        ]
        codes = ("item", "count", "incidents", "score", "rank", "moves")
        yield label("without_one", lang), head(*codes), rows
    if found["distances"]:
        yield label("distances", lang), [], [[d["words"]] for d in found["distances"]]
    for end in ("excused", "pending", "without_rule"):
        if found[end]:
            yield label(end, lang), [], [[_few(found[end])]]
    if found["contested"]:
        rows = [
            [
                c["incident"],
                c["words"],
                c["date"],
                c["by"] or "",
                c["reason"] or "",
                label("refused", lang).format(c["decided"], c["refused"] or "") if c["decision"] else label("undecided", lang),
            ]
            for c in found["contested"]
        ]
        yield label("contested", lang), head("incident", "item", "date", "by", "reason", "decision"), rows
    if found["out"]:
        rows = [[o["incident"], o["words"], o["step_words"], o["date"], o["by"] or "", o["reason"] or ""] for o in found["out"]]
        yield label("out", lang), head("incident", "item", "step", "date", "by", "reason"), rows


def _line_row(line: Mapping[str, Any]) -> list[str]:
    points = "" if line["points"] is None else decimals(line["points"])
    item = line["words"] + (f" {line['channel_words']}" if line["channel_words"] else "")
    return [
        line["clause"],
        item,
        str(line["count"]),
        points,
        line["arithmetic"],
        " / ".join(line["quotes"][:2]),
        _few(line["incidents"]),
    ]


def _few(ids: Sequence[str]) -> str:
    return " ".join(ids[:MOST]) + (f" … ({len(ids)})" if len(ids) > MOST else "")


def _heading(found: Mapping[str, Any], lang: Lang) -> list[str]:
    standing = ""
    if found["score"] is not None:
        standing = f"{label('score', lang)} {decimals(found['score'])}   {label('rank', lang)} {found['rank']} / {found['of']}"
    figures = "   ".join(f"{f['words']} {decimals(f['value'])}" for f in found["figures"])
    duties = "/".join(str(found["duties"][state]) for state in ("met", "breached", "pending"))
    return [
        f"{found['unit']} {found['name']} ({found['kind']})",
        f"{found['regulation']['id']} {found['regulation']['title']}   {label('period', lang)} {found['period']}   {label('as_of', lang)} {found['as_of']}",
        *([standing] if standing else []),
        *([figures] if figures else []),
        *([f"{label('duties', lang)}: {label('met_breached_pending', lang)} {duties}"] if any(found["duties"].values()) else []),
        f"{label('readings', lang)}: "
        + ", ".join(f"{k}={v if isinstance(v, str) else decimals(v)}" for k, v in found["readings"].items()),
    ]


def as_text(made: Explanation, lang: Lang) -> Iterator[str]:
    """For a terminal."""
    found = explained(made, lang)
    for line in _heading(found, lang):
        yield literal(line) + "\n"
    for title, headings, rows in _blocks(found, lang):
        yield "\n"
        if headings and rows:
            yield table(headings, rows, title=title)
        else:
            yield literal(title) + "\n" + "".join(f"  {literal(row[0])}\n" for row in rows)
    for note in found["notes"]:
        yield f"\n{label('notes', lang)}: {literal(note)}\n"


def as_html(made: Explanation, lang: Lang) -> Iterator[str]:
    """One page that prints; text that users wrote stands in it literally."""
    found = explained(made, lang)
    first, *others = (escape(literal(line)) for line in _heading(found, lang))
    page = "zh-CN" if lang == "zh" else "en"
    yield f'<!DOCTYPE html>\n<html lang="{page}"><head><meta charset="utf-8"><title>{first}</title><style>{STYLE}</style></head><body>\n'
    yield f"<h1>{first}</h1>\n" + "".join(f"<p>{line}</p>\n" for line in others)
    for title, headings, rows in _blocks(found, lang):
        yield f"<h2>{escape(literal(title))}</h2>\n"
        if headings and rows:
            yield (
                "<table><thead>"
                + tr("th", headings)
                + "</thead><tbody>\n"
                + "".join(tr("td", row) for row in rows)
                + "</tbody></table>\n"
            )
        else:
            yield "".join(f"<p>{escape(literal(row[0]))}</p>\n" for row in rows)
    yield "".join(f"<p>{escape(literal(note))}</p>\n" for note in found["notes"]) + "</body></html>\n"


FORMATS = {"text": as_text, "json": as_json, "html": as_html}
