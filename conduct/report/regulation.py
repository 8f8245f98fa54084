"""A regulation as encoded, beside its words: table, JSON, CSV and page; and its readings."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from conduct.core.base.exact import Exact
from conduct.core.base.words import Lang, Words, clause_words, guarded
from conduct.core.law.coverage import coverage, sentences_of
from conduct.core.law.describe import Described, describe
from conduct.core.law.law import Regulation
from conduct.core.law.readings import bounds_words
from conduct.core.law.said_readings import called, every_words, meant
from conduct.core.law.said_rounding import rounding_words
from conduct.core.law.text import ClauseText

from .labels import colon, label, titled
from .pages import page
from .tables import indented, listed_entries, printed

if TYPE_CHECKING:
    from .declared_at import DeclaredAt
    from .plain import Plain


def _row(d: Described, regulation: Regulation, lang: Lang, at: Mapping[int, DeclaredAt]) -> Plain:
    return {
        "clause": d.clause,
        "heading": regulation.text.clause(d.clause).heading if regulation.text.has_clause(d.clause) else None,
        "rule": d.rule.said(lang),
        "code": d.code,
        "encoding": d.encoding.said(lang),
        "quotes": list(d.quotes),
        "reason": d.reason.said(lang) if d.reason else None,
        "declared_at": str(at[id(d.declared)]) if id(d.declared) in at else None,
    }


def as_json(regulations: Sequence[Regulation], lang: Lang) -> Iterator[str]:
    """One object."""
    yield json.dumps(as_dict(regulations, lang), ensure_ascii=False, indent=1) + "\n"


def as_dict(regulations: Sequence[Regulation], lang: Lang) -> Plain:
    """The latest edition, its clauses with their words, and every provision with its clause and quotes.

    ``beside`` are the texts applied with it and ``earlier`` the editions before it, each an object of the same form.
    """
    return latest_with_earlier([_whole(one, lang) for one in regulations])


def latest_with_earlier(editions: Sequence[Plain]) -> Plain:
    """The object of the last edition, with those of the others, oldest first, as ``earlier``."""
    return {**editions[-1], "earlier": list(editions[:-1])}


def text_identity(regulation: Regulation) -> Plain:
    """A text by its id, title and first day in force."""
    return {
        "id": regulation.id,
        "title": regulation.title.zh,
        "in_force_from": regulation.in_force_from.isoformat() if regulation.in_force_from else None,
    }


def _whole(regulation: Regulation, lang: Lang) -> Plain:
    from .declared_at import declarations

    described = describe(regulation)
    at = declarations(regulation, [d.declared for d in described if d.declared is not None])
    return {
        "regulation": text_identity(regulation),
        "clauses": [{"clause": c.id, "heading": c.heading, "words": unmarked(c.body)} for c in regulation.text.clauses],
        "rounding": rounding_words(regulation.rounding).said(lang),
        "rules": [_row(d, regulation, lang, at) for d in described],
        "sentences": [
            {"clause": s.clause, "words": unmarked(s.words), "state": s.state, "in_part": s.in_part, "lacking": s.lacking}
            for s in sentences_of(regulation)
        ],
        "coverage": _coverage(regulation),
        "beside": [_whole(text, lang) for text in regulation.beside],
    }


def _coverage(regulation: Regulation) -> dict[str, int]:
    covered = coverage(regulation)
    return {
        "encoded": covered.encoded,
        "in_part": covered.in_part,
        "lacking": covered.lacking,
        "not_encoded": covered.not_encoded,
        "judged": covered.judged,
        "out_of_scope": covered.out_of_scope,
        "open": covered.open,
        "whole": covered.whole,
    }


def as_csv(regulations: Sequence[Regulation], lang: Lang) -> Iterator[str]:
    """One row a provision, the last on how figures are printed; of several texts the first column says which a row is of."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = ("clause", "heading", "rule", "code", "encoding", "quotes", "reason")
    texts = _texts(regulations)
    several = len(texts) > 1
    writer.writerow(("regulation", *columns) if several else columns)
    for text in texts:
        for d in describe(text):
            row = _row(d, text, lang, {})
            row["quotes"] = " / ".join(d.quotes)
            cells = [guarded(row[c] or "") for c in columns]
            writer.writerow([guarded(text.id), *cells] if several else cells)
        cells = ["", "", label("rounding", lang), "", rounding_words(text.rounding).said(lang), "", ""]
        writer.writerow([guarded(text.id), *cells] if several else cells)
    yield stream.getvalue()


def _texts(regulations: Sequence[Regulation]) -> list[Regulation]:
    """Every edition, and after each the texts applied with it."""
    return [text for edition in regulations for text in (edition, *edition.beside)]


def in_force(regulation: Regulation, lang: Lang) -> str:
    """Since when a text is in force, or that it bears no date."""
    if regulation.in_force_from is None:
        return label("undated", lang)
    return f"{label('in_force_from', lang)} {regulation.in_force_from.isoformat()}"


def as_table(regulations: Sequence[Regulation], lang: Lang) -> Iterator[str]:
    """Every clause with its own words, and under it what is encoded of it; one text after another."""
    for n, text in enumerate(_texts(regulations)):
        yield "\n" if n else ""
        yield from _text_table(text, lang)


def _text_table(regulation: Regulation, lang: Lang) -> Iterator[str]:
    yield indented(f"{titled(regulation.id, regulation.title.said(lang))}   {in_force(regulation, lang)}", 0)
    yield indented(_printed(regulation, lang), 0)
    described, quoted = describe(regulation), set[str]()
    for clause in _clauses(regulation, described):
        mine = [d for d in described if d.clause == clause.id]
        yield "\n" + indented(_headed(clause, lang), 0)
        for line in unmarked(clause.body).splitlines():
            if line.strip():
                yield indented(line.strip(), 4)
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
            headings = [label(c, lang) for c in ("rule", "code", "encoded", "words")]
            yield "\n" + listed_entries(headings, rows, colon(lang), said=quoted, once=label("words", lang), plain=2, indent=2)
    yield "\n" + indented(f"{label('coverage', lang)}{colon(lang)}{_covered(regulation, lang)}", 0)


def _printed(regulation: Regulation, lang: Lang) -> str:
    return f"{label('rounding', lang)}{colon(lang)}{rounding_words(regulation.rounding).said(lang)}"


def _address(at: DeclaredAt, regulation: Regulation) -> str:
    """Where a rule is declared, as a link; nothing where the regulation does not say at which address its code is found."""
    return f"{regulation.code_at.rstrip('/')}/{quote(at.file)}#L{at.line}" if regulation.code_at else ""


def _covered(regulation: Regulation, lang: Lang) -> str:
    counts = _coverage(regulation)
    said = label("coverage_said", lang) + (label("coverage_open", lang) if counts["open"] else "")
    return said.format(**counts)


def as_html(regulations: Sequence[Regulation], lang: Lang) -> Iterator[str]:
    """One page that prints: clause by clause the text, and beside it what is encoded of it, each rule with its file and line."""
    texts = [
        _text_shown(text, lang, beside)
        for edition in regulations
        for text, beside in [(edition, False), *((b, True) for b in edition.beside)]
    ]
    latest = regulations[-1]
    return page("regulation.html", lang, title=titled(latest.id, latest.title.said(lang)), texts=texts)


def _text_shown(regulation: Regulation, lang: Lang, beside: bool) -> Plain:
    """A text as a page shows it; ``beside`` says that it is applied with another."""
    from .declared_at import declarations

    described = describe(regulation)
    at = declarations(regulation, [d.declared for d in described if d.declared is not None])
    return {
        "title": titled(regulation.id, regulation.title.said(lang)),
        "beside": beside,
        "in_force": in_force(regulation, lang),
        "printed": _printed(regulation, lang),
        "covered": f"{label('coverage', lang)}{colon(lang)}{_covered(regulation, lang)}",
        "clauses": [
            {
                "number": clause_words(clause.id, lang),
                "heading": _headed(clause, lang),
                "words": [line.strip() for line in unmarked(clause.body).splitlines() if line.strip()],
                "rules": [
                    {
                        "rule": d.rule.said(lang),
                        "code": d.code,
                        "said": d.encoding.said(lang) + (f" — {d.reason.said(lang)}" if d.reason else ""),
                        "quotes": d.quotes,
                        "at": str(at[id(d.declared)]) if id(d.declared) in at else "",
                        "address": _address(at[id(d.declared)], regulation) if id(d.declared) in at else "",
                    }
                    for d in described
                    if d.clause == clause.id
                ],
            }
            for clause in _clauses(regulation, described)
        ],
    }


def _clauses(regulation: Regulation, described: Sequence[Described]) -> list[ClauseText]:
    """The text's clauses, and after them those that rules name and the text lacks."""
    known = {c.id for c in regulation.text.clauses}
    lacking = dict.fromkeys(d.clause for d in described if d.clause not in known)
    body = Words("条文中没有此条；所引规则列于下", "The text has no such clause; the rules that name it stand here.")
    return [*regulation.text.clauses, *(ClauseText(clause, clause, f"{body.zh} / {body.en}") for clause in lacking)]


def unmarked(words: str) -> str:
    """Words of the law without the marks that set them in bold."""
    return words.replace("**", "")


def _headed(clause: ClauseText, lang: Lang) -> str:
    """A clause's number and heading; one that is its heading stands once."""
    number = clause_words(clause.id, lang)
    return number if clause.heading in (clause.id, number) else f"{number}  {clause.heading}"


def readings_table(regulation: Regulation, in_force: Mapping[str, str | Exact], lang: Lang) -> str:
    """The readings in force: each with its clause, its value, its default, what else it may be, and why."""
    rows = []
    for reading in regulation.readings:
        rows.append(
            [
                called(reading).said(lang),
                clause_words(reading.clause, lang),
                meant(reading, _said(in_force[reading.name])).said(lang),
                meant(reading, reading.default).said(lang),
                every_words(reading).said(lang),
                reading.why.said(lang),
            ]
        )
    headings = [label(c, lang) for c in ("reading", "clause", "value", "default", "alternatives", "why")]
    return listed_entries(headings, rows, colon(lang), plain=1)


InForce = Sequence[tuple[Regulation, Mapping[str, str | Exact]]]
"""Each edition with its readings in force."""


def readings_dict(regulations: InForce, lang: Lang) -> Plain:
    """For each edition every reading with its clause, value, default, alternatives (or bounds) and reason."""
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
    return {"editions": editions}


def _said(value: str | Exact) -> str:
    return value if isinstance(value, str) else printed(value)


FORMATS = {"json": as_json, "csv": as_csv, "table": as_table, "html": as_html}
