"""An explanation as JSON, text and one printable page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from conduct.core.base.words import Lang, clause_words, literal
from conduct.core.questions.explain import Explanation

from .arithmetic import MOST
from .distances import section_title
from .explained import explained
from .labels import bracketed, colon, heading, joined, label, titled
from .pages import STYLE, tr
from .tables import decimals, entries, indented

Block = tuple[str, list[str], list[list[str]]]


def as_json(made: Explanation, lang: Lang) -> Iterator[str]:
    """One object."""
    yield json.dumps(explained(made, lang), ensure_ascii=False, indent=1) + "\n"


def _blocks(found: Mapping[str, Any], vetoes: str, lang: Lang, most: int | None) -> Iterator[Block]:
    """The explanation as titled tables: title, headings, rows; ``vetoes`` heads those, ``most`` is how many ids a cell names."""

    def head(*codes: str) -> list[str]:
        return [label(c, lang) for c in codes]

    def figure(value: float | None) -> str:
        return "" if value is None else decimals(value)

    def few(ids: Sequence[str]) -> str:
        more = most is not None and len(ids) > most
        return " ".join(ids if most is None else ids[:most]) + (f" …{bracketed(str(len(ids)), lang)}" if more else "")

    columns = ("clause", "item", "count", "points", "arithmetic", "words", "incidents")
    for section in sorted(found["sections"], key=lambda s: s["place"]):
        sums = f"{figure(section['base'])} {figure(section['points'])} → {figure(section['score'])}"
        mine = [line for line in found["lines"] if line["section"] == section["section"]]
        yield (
            f"{section_title(section['section'], section['words'])}  {sums}",
            head(*columns),
            [_line_row(x, few, lang) for x in mine],
        )
        if section["earned"]:
            yield "", [], [[_earned_line(one, lang)] for one in section["earned"]]
    yield from _inner(found, lang, few)
    if found["parts"]:
        yield from _parts(found["parts"], lang)
    inside = {s["section"] for s in (*found["sections"], *found["inner_sections"])}
    rest = [line for line in found["lines"] if line["section"] not in inside]
    if rest:
        yield label("lines", lang), head(*columns), [_line_row(x, few, lang) for x in rest]
    if found["vetoes"]:
        rows = [
            [clause_words(v["clause"], lang), v["words"], " / ".join(v["quotes"]), few(v["incidents"])] for v in found["vetoes"]
        ]
        yield vetoes, [*head("clause"), vetoes, *head("words", "incidents")], rows
    if found["sanctions"]:
        rows = [
            [
                clause_words(s["clause"], lang),
                s["words"],
                s["falls_on"],
                s["amount"],
                s["incident"],
                s["status"],
                " / ".join(s["quotes"]),
            ]
            for s in found["sanctions"]
        ]
        yield label("sanctions", lang), head("clause", "sanction", "on", "amount", "incident", "status", "words"), rows
    if found["gave_way"]:
        rows = [
            [clause_words(s["clause"], lang), s["words"], s["falls_on"], s["incident"], s["instead"], " / ".join(s["quotes"])]
            for s in found["gave_way"]
        ]
        yield label("gave_way", lang), head("clause", "sanction", "on", "incident", "instead", "words"), rows
    if found["persons"]:
        yield label("persons", lang), [], [[p["words"]] for p in found["persons"]]
    if found["outcomes"]:
        rows = [[clause_words(o["clause"], lang), o["words"], " / ".join(o["quotes"])] for o in found["outcomes"]]
        yield label("outcomes", lang), head("clause", "outcome", "words"), rows
    if found["effects"]:
        rows = [
            [
                e["words"],
                str(len(e["incidents"])),
                few(e["incidents"]),
                figure(e["score"]),
                str(e["rank"] or ""),
                joined(e["moves"], lang, ";"),
            ]
            for e in found["effects"]
        ]
        codes = ("item", "count", "incidents", "score", "rank", "moves")
        yield label("without_one", lang), head(*codes), rows
    if found["distances"]:
        yield label("distances", lang), [], [[line] for line in found["distance_lines"]]
    for end in ("excused", "pending", "without_rule"):
        if aside := found["set_aside"][end]:
            rows = [[one["incident"], one["words"], one["date"], one["reason"]] for one in aside[:most]]
            if len(rows) < len(aside):
                rows.append([few(found[end][most:]), "", "", ""])
            yield label(end, lang), head("incident", "item", "date", "reason"), rows
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


Few = Callable[[Sequence[str]], str]


def _line_row(line: Mapping[str, Any], few: Few, lang: Lang) -> list[str]:
    points = "" if line["points"] is None else decimals(line["points"])
    item = line["words"] + (f" {line['channel_words']}" if line["channel_words"] else "")
    arithmetic = joined([said for said in (line["arithmetic"], *(f["words"] for f in line["factors"])) if said], lang, ";")
    return [
        clause_words(line["clause"], lang),
        item,
        str(line["count"]),
        points,
        arithmetic,
        " / ".join(line["quotes"]),
        few(line["incidents"]),
    ]


def _inner(found: Mapping[str, Any], lang: Lang, few: Few) -> Iterator[Block]:
    """The sections of bonus and those within another, each with its lines, its cap and what counts."""
    columns = [label(c, lang) for c in ("clause", "item", "count", "points", "arithmetic", "words", "incidents")]
    for section in found["inner_sections"]:
        mine = [line for line in found["lines"] if line["section"] == section["section"]]
        if not any(section["terms"]) and not mine:
            continue
        most = ""
        if section["most"] is not None:
            most = bracketed(label("at_most", lang).format(decimals(section["most"])), lang)
        terms = " + ".join(decimals(term) for term in section["terms"])
        title = section_title(section["section"], section["words"])
        yield f"{title}  {terms} → {decimals(section['points'])}{most}", columns, [_line_row(x, few, lang) for x in mine]


def _earned_line(earned: Mapping[str, Any], lang: Lang) -> str:
    return f"{label('earned', lang).format(earned['period'])}{colon(lang)}{earned['arithmetic']}"


def _parts(parts: Mapping[str, Any], lang: Lang) -> Iterator[Block]:
    """The score and the sections of each part of the period, and how they are combined."""
    shown = {section for one in parts["scores"] for section in one["sections"]}
    sections = [section for section in parts["sections"] if section in shown]
    rows = [
        [one["period"], decimals(one["score"]), str(one["rank"] or "–"), *(decimals(one["sections"].get(s)) for s in sections)]
        for one in parts["scores"]
    ]
    how = f"{label('of_quarters', lang)}{colon(lang)}{label('mean_of' if parts['how'] == 'mean' else 'last_of', lang)}"
    title = how + bracketed(f"{clause_words(parts['clause'], lang)} {' / '.join(parts['quotes'])}", lang)
    words = [parts["sections"].get(section, section) for section in sections]
    yield title, [label("period", lang), label("score", lang), label("rank", lang), *words], rows
    for one in parts["scores"]:
        if one["unranked"]:
            said = label("part_left_out" if one["left_out"] else "part_unranked", lang)
            yield "", [], [[said.format(one["period"], joined(one["unranked"], lang, ";"))]]


def _heading(found: Mapping[str, Any], title: str, lang: Lang) -> list[str]:
    standing = ""
    if found["score"] is not None:
        standing = f"{label('score', lang)} {found['score_written']}"
        standing += "" if found["rank"] is None else f"   {label('rank', lang)} {found['rank']} / {found['of']}"
    figures = "   ".join(f"{f['words']} {f['written']}" for f in found["figures"])
    duties = "/".join(str(found["duties"][state]) for state in ("met", "breached", "pending"))
    return [
        f"{found['unit']} {found['name']}{bracketed(found['kind'], lang)}",
        f"{title}   {label('period', lang)} {found['period']}   {label('as_of', lang)} {found['as_of']}",
        *([standing] if standing else []),
        *(f"{label('unranked', lang)}{colon(lang)}{why}" for why in found["unranked_words"]),
        *([figures] if figures else []),
        *(
            f"  {f['words']}{bracketed(one['period'], lang) if len(f['worked_out']) > 1 else ''}{colon(lang)}{one['arithmetic']}"
            for f in found["figures"]
            for one in f["worked_out"]
        ),
        *(
            [f"{label('duties', lang)}{colon(lang)}{label('met_breached_pending', lang)} {duties}"]
            if any(found["duties"].values())
            else []
        ),
        f"{label('readings', lang)}{colon(lang)}"
        + joined([f"{k}={v if isinstance(v, str) else decimals(v)}" for k, v in found["readings"].items()], lang),
    ]


def _title(made: Explanation, lang: Lang) -> str:
    law = made.assessment.regulation
    return titled(law.id, law.title.said(lang))


def as_text(made: Explanation, lang: Lang) -> Iterator[str]:
    """For a terminal."""
    found, said = explained(made, lang, MOST), set[str]()
    for line in _heading(found, _title(made, lang), lang):
        yield indented(line, 0)
    for title, headings, rows in _blocks(found, heading(made.assessment.regulation.veto_words, lang), lang, MOST):
        if title:
            yield "\n"
        yield indented(title, 0) if title else ""
        if headings and rows:
            yield entries(headings, rows, said, label("words", lang), colon(lang))
        else:
            yield from (indented(row[0]) for row in rows)
    for note in found["notes"]:
        yield "\n" + indented(f"{label('notes', lang)}{colon(lang)}{note}", 0)
    if any(len(line["incidents"]) > MOST for line in (*found["lines"], *found["effects"])):
        yield f"\n{label('all_ids', lang)}\n"


def as_html(made: Explanation, lang: Lang) -> Iterator[str]:
    """One page that prints; text that users wrote stands in it literally."""
    found = explained(made, lang)
    first, *others = (escape(literal(line)) for line in _heading(found, _title(made, lang), lang))
    page = "zh-CN" if lang == "zh" else "en"
    yield f'<!DOCTYPE html>\n<html lang="{page}"><head><meta charset="utf-8"><title>{first}</title><style>{STYLE}</style></head><body>\n'
    yield f"<h1>{first}</h1>\n" + "".join(f"<p>{line}</p>\n" for line in others)
    for title, headings, rows in _blocks(found, heading(made.assessment.regulation.veto_words, lang), lang, None):
        yield f"<h2>{escape(literal(title))}</h2>\n" if title else ""
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
