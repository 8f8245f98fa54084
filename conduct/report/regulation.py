"""A regulation as encoded, beside its words: table, JSON and CSV; and its readings."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any

from conduct.core.coverage import coverage, sentences_of
from conduct.core.describe import Described, describe
from conduct.core.exact import Exact
from conduct.core.law import Regulation
from conduct.core.readings import bounds_words
from conduct.core.words import Lang, guarded

from .labels import label
from .pages import STYLE, tr
from .tables import number, table

if TYPE_CHECKING:
    from conduct.stress import Finding


def _row(d: Described, regulation: Regulation, lang: Lang) -> dict[str, Any]:
    clause = regulation.text.clause(d.clause)
    return {
        "clause": d.clause,
        "heading": clause.heading,
        "rule": d.rule.said(lang),
        "code": d.code,
        "encoding": d.encoding.said(lang),
        "quotes": list(d.quotes),
        "reason": d.reason.said(lang) if d.reason else None,
    }


def as_json(regulation: Regulation, lang: Lang) -> Iterator[str]:
    """One object: the regulation, its clauses with their words, and every provision with its clause and quotes."""
    whole = {
        "regulation": {
            "id": regulation.id,
            "title": regulation.title.zh,
            "in_force_from": regulation.in_force_from.isoformat() if regulation.in_force_from else None,
        },
        "clauses": [{"clause": c.id, "heading": c.heading, "words": c.body} for c in regulation.text.clauses],
        "rules": [_row(d, regulation, lang) for d in describe(regulation)],
        "sentences": [{"clause": s.clause, "words": s.words, "state": s.state} for s in sentences_of(regulation)],
        "coverage": _coverage(regulation),
    }
    yield json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _coverage(regulation: Regulation) -> dict[str, int]:
    covered = coverage(regulation)
    return {
        "encoded": covered.encoded,
        "in_part": covered.in_part,
        "judged": covered.judged,
        "out_of_scope": covered.out_of_scope,
        "open": covered.open,
        "whole": covered.whole,
    }


def as_csv(regulation: Regulation, lang: Lang) -> Iterator[str]:
    """One row a provision."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = ("clause", "heading", "rule", "code", "encoding", "quotes", "reason")
    writer.writerow(columns)
    for d in describe(regulation):
        row = _row(d, regulation, lang)
        row["quotes"] = " / ".join(d.quotes)
        writer.writerow([guarded(row[c] or "") for c in columns])
    yield stream.getvalue()


def as_table(regulation: Regulation, lang: Lang) -> Iterator[str]:
    """Every clause with its own words, and under it what is encoded of it."""
    start = regulation.in_force_from.isoformat() if regulation.in_force_from else label("undated", lang)
    yield f"{regulation.id} {regulation.title.said(lang)}   {label('in_force_from', lang)} {start}\n"
    described = describe(regulation)
    for clause in regulation.text.clauses:
        mine = [d for d in described if d.clause == clause.id]
        yield f"\n{clause.id}  {clause.heading}\n" if clause.heading != clause.id else f"\n{clause.id}\n"
        for line in clause.body.splitlines():
            if line.strip():
                yield f"    {line.strip()}\n"
        rows = [
            [
                d.rule.said(lang),
                d.code,
                d.encoding.said(lang) + (f" — {d.reason.said(lang)}" if d.reason else ""),
                " / ".join(d.quotes),
            ]
            for d in mine
        ]
        if rows:
            yield "\n" + _indented(table([label(c, lang) for c in ("rule", "item", "encoded", "words")], rows))
    counts = _coverage(regulation)
    said = label("coverage_said", lang) + (label("coverage_open", lang) if counts["open"] else "")
    yield f"\n{label('coverage', lang)}{':' if lang == 'zh' else ': '}{said.format(**counts)}\n"


def as_html(regulation: Regulation, lang: Lang) -> Iterator[str]:
    """One page that prints: the text on the left, clause by clause, and on the right what is encoded of it."""
    start = regulation.in_force_from.isoformat() if regulation.in_force_from else label("undated", lang)
    title, page = escape(f"{regulation.id} {regulation.title.said(lang)}"), "zh-CN" if lang == "zh" else "en"
    yield f'<!DOCTYPE html>\n<html lang="{page}"><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head><body>\n'
    yield f"<h1>{title}</h1>\n<p>{escape(label('in_force_from', lang))} {escape(start)}</p>\n<table><thead>"
    yield tr("th", (label("clause", lang), label("words", lang), label("encoded", lang))) + "</thead><tbody>\n"
    described = describe(regulation)
    for clause in regulation.text.clauses:
        mine = [d for d in described if d.clause == clause.id]
        words = "<br>".join(escape(line.strip()) for line in clause.body.splitlines() if line.strip())
        rules = "".join(
            f"<p><b>{escape(d.rule.said(lang))}</b> {escape(d.code)} {escape(d.encoding.said(lang))}"
            + (f" — {escape(d.reason.said(lang))}" if d.reason else "")
            + (f"<br><q>{escape(' / '.join(d.quotes))}</q>" if d.quotes else "")
            + "</p>"
            for d in mine
        )
        heading = escape(f"{clause.id} {clause.heading}" if clause.heading != clause.id else clause.id)
        yield f"<tr><td>{heading}</td><td>{words}</td><td>{rules}</td></tr>\n"
    counts = _coverage(regulation)
    said = label("coverage_said", lang) + (label("coverage_open", lang) if counts["open"] else "")
    yield f"</tbody></table>\n<p>{escape(label('coverage', lang))}: {escape(said.format(**counts))}</p>\n</body></html>\n"


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


def readings_table(regulation: Regulation, in_force: Mapping[str, str | Exact], lang: Lang) -> str:
    """The readings in force: each with its clause, its value, its default, what else it may be, and why."""
    rows = []
    for reading in regulation.readings:
        options = (
            ", ".join(reading.alternatives)
            if isinstance(reading.alternatives, tuple)
            else bounds_words(reading.alternatives).said(lang)
        )
        rows.append(
            [reading.name, reading.clause, _said(in_force[reading.name]), reading.default, options, reading.why.said(lang)]
        )
    return table([label(c, lang) for c in ("reading", "clause", "value", "default", "alternatives", "why")], rows)


def readings_json(regulations: Sequence[tuple[Regulation, Mapping[str, str | Exact]]], lang: Lang) -> str:
    """One object: for each edition every reading with its clause, value, default, alternatives (or bounds) and reason."""
    editions = [
        {
            "regulation": {"id": regulation.id, "title": regulation.title.zh},
            "readings": [
                {
                    "name": reading.name,
                    "clause": reading.clause,
                    "value": _said(in_force[reading.name]),
                    "default": reading.default,
                    "alternatives": list(reading.alternatives)
                    if isinstance(reading.alternatives, tuple)
                    else bounds_words(reading.alternatives).said(lang),
                    "reason": reading.why.said(lang),
                }
                for reading in regulation.readings
            ],
        }
        for regulation, in_force in regulations
    ]
    return json.dumps({"editions": editions}, ensure_ascii=False, indent=1) + "\n"


def findings_table(regulation: Regulation, findings: Sequence[Finding], lang: Lang) -> Iterator[str]:
    """What a stress test of the law found, by clause."""
    yield f"{regulation.id} {regulation.title.said(lang)}\n\n"
    if not findings:
        yield label("nothing_found", lang) + "\n"
        return
    rows = [[", ".join(dict.fromkeys(f.clauses)), f.words.said(lang)] for f in findings]
    yield table([label("clause", lang), label("finding", lang)], rows)


def _said(value: str | Exact) -> str:
    return value if isinstance(value, str) else number(value)


FORMATS = {"json": as_json, "csv": as_csv, "table": as_table, "html": as_html}
