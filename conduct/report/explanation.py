"""An explanation as JSON, text and one printable page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from conduct.core.base.words import Lang, clause_words
from conduct.core.questions.explain import Explanation

from .arithmetic import MOST
from .distances import section_title
from .explained import explained
from .labels import bracketed, colon, heading, joined, label, titled
from .pages import page
from .readings_said import readings_said
from .tables import decimals, indented, listed_entries

if TYPE_CHECKING:
    from .plain import Plain

TableCell = str | tuple[str, ...]
"""What a table says in one place; several ids, or several passages of the law, one by one."""

_KINDS = {
    **dict.fromkeys(("count", "points", "score", "rank"), "figure"),
    **dict.fromkeys(("clause", "date", "period"), "short"),
    "incidents": "ids",
    "words": "words",
}


@frozen
class Column:
    """A column by its heading and what its cells are: figures, something short that no line parts, ids, the law's words, or text."""

    heading: str
    kind: str = "text"


@frozen
class PageBlock:
    """A table under its title, and lines of text under the table."""

    title: str
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[TableCell]] = ()
    lines: Sequence[str] = ()


def as_json(made: Explanation, lang: Lang) -> Iterator[str]:
    """One object."""
    yield json.dumps(explained(made, lang), ensure_ascii=False, indent=1) + "\n"


def _columns(lang: Lang, *codes: str) -> list[Column]:
    return [Column(label(code, lang), _KINDS.get(code, "text")) for code in codes]


def _figure(value: float | None) -> str:
    return "" if value is None else decimals(value)


def _blocks(found: Plain, vetoes: str, lang: Lang, most: int | None) -> Iterator[PageBlock]:
    """The explanation as titled tables; ``vetoes`` heads those, ``most`` is how many incidents of no account are listed each."""
    yield from _sections(found, lang)
    if found["parts"]:
        yield _parts(found["parts"], lang)
    inside = {s["section"] for s in (*found["sections"], *found["inner_sections"])}
    rest = [line for line in found["lines"] if line["section"] not in inside]
    if rest:
        yield PageBlock(label("lines", lang), _columns(lang, *_LINE), [_line_row(x, lang) for x in rest])
    yield from _breached(found, lang, most)
    yield from _consequences(found, vetoes, lang)
    if found["effects"]:
        rows = [
            [
                e["words"],
                str(len(e["incidents"])),
                tuple(e["incidents"]),
                _figure(e["score"]),
                str(e["rank"] or ""),
                joined(e["moves"], lang, ";"),
            ]
            for e in found["effects"]
        ]
        codes = ("item", "count", "incidents", "score", "rank", "moves")
        yield PageBlock(label("without_one", lang), _columns(lang, *codes), rows)
    if found["distances"]:
        yield PageBlock(label("distances", lang), lines=found["distance_lines"])
    yield from _aside(found, lang, most)


_LINE = ("clause", "item", "count", "points", "arithmetic", "words", "incidents")


def _sections(found: Plain, lang: Lang) -> Iterator[PageBlock]:
    """Each section with its lines; then those of bonus and within another, with their cap and what counts."""
    columns = _columns(lang, *_LINE)
    for section in _in_order(found):
        sums = f"{_figure(section['base'])} {_figure(section['points'])} → {_figure(section['score'])}"
        mine = [line for line in found["lines"] if line["section"] == section["section"]]
        yield PageBlock(
            f"{section_title(section['section'], section['words'])}  {sums}",
            columns,
            [_line_row(x, lang) for x in mine],
            [_earned_line(one, lang) for one in section["earned"]],
        )
    for section in found["inner_sections"]:
        mine = [line for line in found["lines"] if line["section"] == section["section"]]
        if not any(section["terms"]) and not mine:
            continue
        most = ""
        if section["most"] is not None:
            most = bracketed(label("at_most", lang).format(decimals(section["most"])), lang)
        terms = " + ".join(decimals(term) for term in section["terms"])
        title = section_title(section["section"], section["words"])
        yield PageBlock(f"{title}  {terms} → {decimals(section['points'])}{most}", columns, [_line_row(x, lang) for x in mine])


def _in_order(found: Plain) -> list[Plain]:
    """The sections as the law has them."""
    return sorted(found["sections"], key=lambda s: s["place"])


def _consequences(found: Plain, vetoes: str, lang: Lang) -> Iterator[PageBlock]:
    """Vetoes, sanctions, what gave way to heavier ones, what they come to by person, and outcomes."""
    if found["vetoes"]:
        rows = [[clause_words(v["clause"], lang), v["words"], tuple(v["quotes"]), tuple(v["incidents"])] for v in found["vetoes"]]
        columns = [*_columns(lang, "clause"), Column(vetoes), *_columns(lang, "words", "incidents")]
        yield PageBlock(vetoes, columns, rows)
    if found["sanctions"]:
        rows = [
            [
                clause_words(s["clause"], lang),
                s["words"],
                s["falls_on"],
                s["amount"],
                s["incident"],
                s["status"],
                tuple(s["quotes"]),
            ]
            for s in found["sanctions"]
        ]
        codes: tuple[str, ...] = ("clause", "sanction", "on", "amount", "incident", "status", "words")
        yield PageBlock(label("sanctions", lang), _columns(lang, *codes), rows)
    if found["gave_way"]:
        rows = [
            [clause_words(s["clause"], lang), s["words"], s["falls_on"], s["incident"], s["instead"], tuple(s["quotes"])]
            for s in found["gave_way"]
        ]
        codes = ("clause", "sanction", "on", "incident", "instead", "words")
        yield PageBlock(label("gave_way", lang), _columns(lang, *codes), rows)
    if found["persons"]:
        yield PageBlock(label("persons", lang), lines=[p["words"] for p in found["persons"]])
    if found["outcomes"]:
        rows = [[clause_words(o["clause"], lang), o["words"], tuple(o["quotes"])] for o in found["outcomes"]]
        yield PageBlock(label("outcomes", lang), _columns(lang, "clause", "outcome", "words"), rows)


def _breached(found: Plain, lang: Lang, most: int | None) -> Iterator[PageBlock]:
    """The duties that were breached, with the days that each took and was allowed; ``most`` are listed."""
    rows: list[list[TableCell]] = [
        [
            one["date"],
            one["words"],
            clause_words(one["clause"], lang),
            one["about"],
            one["breach"],
            one["days"],
            tuple(one["quotes"]),
        ]
        for one in found["breached"][:most]
    ]
    if most is not None and len(found["breached"]) > most:
        rows.append([f"…{bracketed(str(len(found['breached'])), lang)}", *[""] * 6])
    if rows:
        codes = ("date", "duty", "clause", "breached_on", "breach", "days", "words")
        yield PageBlock(label("breaches", lang), _columns(lang, *codes), rows)


def _aside(found: Plain, lang: Lang, most: int | None) -> Iterator[PageBlock]:
    """The incidents that count for nothing, or not yet; those appealed, and those that are out."""
    for end in ("excused", "pending", "without_rule"):
        if aside := found["set_aside"][end]:
            rows: list[list[TableCell]] = [[one["incident"], one["words"], one["date"], one["reason"]] for one in aside[:most]]
            if len(rows) < len(aside):
                rows.append([_few(found[end][most:], most, lang), "", "", ""])
            yield PageBlock(label(end, lang), _columns(lang, "incident", "item", "date", "reason"), rows)
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
        codes = ("incident", "item", "date", "by", "reason", "decision")
        yield PageBlock(label("contested", lang), _columns(lang, *codes), rows)
    if found["out"]:
        rows = [[o["incident"], o["words"], o["step_words"], o["date"], o["by"] or "", o["reason"] or ""] for o in found["out"]]
        yield PageBlock(label("out", lang), _columns(lang, "incident", "item", "step", "date", "by", "reason"), rows)


def _few(ids: Sequence[str], most: int | None, lang: Lang) -> str:
    """The first of some ids, and how many there are."""
    more = most is not None and len(ids) > most
    return " ".join(ids[:most]) + (f" …{bracketed(str(len(ids)), lang)}" if more else "")


def _line_row(line: Plain, lang: Lang) -> list[TableCell]:
    points = "" if line["points"] is None else decimals(line["points"])
    item = line["words"] + (f" {line['channel_words']}" if line["channel_words"] else "")
    arithmetic = joined([said for said in (line["arithmetic"], *(f["words"] for f in line["factors"])) if said], lang, ";")
    return [
        clause_words(line["clause"], lang),
        item,
        str(line["count"]),
        points,
        arithmetic,
        tuple(line["quotes"]),
        tuple(line["incidents"]),
    ]


def _earned_line(earned: Plain, lang: Lang) -> str:
    return f"{label('earned', lang).format(earned['period'])}{colon(lang)}{earned['arithmetic']}"


def _parts(parts: Plain, lang: Lang) -> PageBlock:
    """The score and the sections of each part of the period, and how they are combined."""
    shown = {section for one in parts["scores"] for section in one["sections"]}
    sections = [section for section in parts["sections"] if section in shown]
    rows = [
        [one["period"], decimals(one["score"]), str(one["rank"] or "–"), *(decimals(one["sections"].get(s)) for s in sections)]
        for one in parts["scores"]
    ]
    how = f"{label('of_quarters', lang)}{colon(lang)}{label('mean_of' if parts['how'] == 'mean' else 'last_of', lang)}"
    title = how + bracketed(f"{clause_words(parts['clause'], lang)} {' / '.join(parts['quotes'])}", lang)
    columns = [*_columns(lang, "period", "score", "rank"), *(Column(parts["sections"].get(s, s), "figure") for s in sections)]
    unranked = [
        label("part_left_out" if one["left_out"] else "part_unranked", lang).format(
            one["period"], joined(one["unranked"], lang, ";")
        )
        for one in parts["scores"]
        if one["unranked"]
    ]
    return PageBlock(title, columns, rows, unranked)


def _heading(made: Explanation, found: Plain, lang: Lang) -> list[list[str]]:
    """What the explanation is of, in lines of a few pieces each."""
    standing = []
    if found["score"] is not None:
        standing = [f"{label('score', lang)} {found['score_written']}"]
        standing += [] if found["rank"] is None else [f"{label('rank', lang)} {found['rank']} / {found['of']}"]
    figures = [f"{f['words']} {f['written']}" for f in found["figures"]]
    duties = "/".join(str(found["duties"][state]) for state in ("met", "breached", "pending"))
    readings = readings_said(found["readings"], made.assessment.regulation.readings, lang)
    law = made.assessment.regulation
    title = titled(law.id, law.title.said(lang))
    return [
        [f"{found['unit']} {found['name']}{bracketed(found['kind'], lang)}"],
        [title, f"{label('period', lang)} {found['period']}", f"{label('as_of', lang)} {found['as_of']}"],
        *([standing] if standing else []),
        *([f"{label('unranked', lang)}{colon(lang)}{why}"] for why in found["unranked_words"]),
        *([figures] if figures else []),
        *(
            [
                f"  {f['words']}{bracketed(one['period'], lang) if len(f['worked_out']) > 1 else ''}{colon(lang)}{one['arithmetic']}"
            ]
            for f in found["figures"]
            for one in f["worked_out"]
        ),
        *(
            [[f"{label('duties', lang)}{colon(lang)}{label('met_breached_pending', lang)} {duties}"]]
            if any(found["duties"].values())
            else []
        ),
        [f"{label('readings', lang)}{colon(lang)}{readings}"],
    ]


def as_text(made: Explanation, lang: Lang) -> Iterator[str]:
    """For a terminal."""
    found, said = explained(made, lang, MOST), set[str]()
    for line in _heading(made, found, lang):
        yield indented("   ".join(line), 0)
    for block in _blocks(found, heading(made.assessment.regulation.veto_words, lang), lang, MOST):
        yield "\n" + indented(block.title, 0)
        if block.rows:
            rows = [[_as_line(cell, of, lang) for cell, of in zip(row, block.columns, strict=True)] for row in block.rows]
            yield listed_entries([c.heading for c in block.columns], rows, colon(lang), said=said, once=label("words", lang))
        yield from (indented(line) for line in block.lines)
    for note in found["notes"]:
        yield "\n" + indented(f"{label('notes', lang)}{colon(lang)}{note}", 0)
    if any(len(line["incidents"]) > MOST for line in (*found["lines"], *found["effects"])):
        yield f"\n{label('all_ids', lang)}\n"


def _as_line(cell: TableCell, of: Column, lang: Lang) -> str:
    """A cell of a plain table: the first of its ids, or all the law's words that it has."""
    if isinstance(cell, str):
        return cell
    return _few(cell, MOST, lang) if of.kind == "ids" else " / ".join(cell)


def as_html(made: Explanation, lang: Lang) -> Iterator[str]:
    """One page that prints, the law's words folded under each line, and a bar for each section."""
    found = explained(made, lang)
    first, *others = _heading(made, found, lang)
    blocks = _blocks(found, heading(made.assessment.regulation.veto_words, lang), lang, None)
    return page(
        "explanation.html",
        lang,
        title=first[0],
        heading=others,
        sections=[_bar(section, lang) for section in _in_order(found)],
        blocks=[block for block in blocks if block.rows or block.lines],
        notes=found["notes"],
    )


def _bar(section: Plain, lang: Lang) -> Plain:
    """A section's score beside the most that it may be: in figures, in words, and as so many hundredths of a bar."""
    score, most = section["score"], section["most"]
    whole = most if most and score is not None else None
    return {
        "title": section_title(section["section"], section["words"]),
        "score": _figure(score),
        "most": "" if whole is None else decimals(whole),
        "said": "" if whole is None else label("score_of", lang).format(decimals(score), decimals(whole)),
        "share": None if whole is None else round(min(max(100 * score / whole, 0), 100), 2),
    }


FORMATS = {"text": as_text, "json": as_json, "html": as_html}
