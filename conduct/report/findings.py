"""What a stress test of the law found: table, JSON, CSV and page."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from conduct.core.base.words import Lang, clause_words, guarded
from conduct.core.law.law import Regulation
from conduct.stress import Finding

from .labels import joined, label, titled
from .pages import page
from .regulation import latest_with_earlier, text_identity
from .tables import indented, text_table

if TYPE_CHECKING:
    from .plain import Plain

FindingsOf = Sequence[tuple[Regulation, Sequence[Finding]]]
"""What was found in each edition, the latest last."""


def as_json(found: FindingsOf, lang: Lang) -> Iterator[str]:
    """One object."""
    yield json.dumps(as_dict(found, lang), ensure_ascii=False, indent=1) + "\n"


def as_dict(found: FindingsOf, lang: Lang) -> Plain:
    """The latest edition with its findings, each with its clauses; the editions before it as ``earlier``."""
    editions = [
        {
            "regulation": text_identity(law),
            "findings": [{"clauses": _clauses(f), "finding": f.words.said(lang)} for f in findings],
        }
        for law, findings in found
    ]
    return latest_with_earlier(editions)


def as_csv(found: FindingsOf, lang: Lang) -> Iterator[str]:
    """One row a finding; where there are several editions, the first column says of which it is."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    several = len(found) > 1
    writer.writerow([*(["regulation"] if several else []), "clauses", "finding"])
    for law, findings in found:
        for f in findings:
            cells = [*([law.id] if several else []), ", ".join(_clauses(f)), f.words.said(lang)]
            writer.writerow([guarded(cell) for cell in cells])
    yield stream.getvalue()


def as_table(found: FindingsOf, lang: Lang) -> Iterator[str]:
    """By clause; one edition after another."""
    for n, (law, findings) in enumerate(found):
        yield "\n" if n else ""
        yield indented(titled(law.id, law.title.said(lang)), 0) + "\n"
        if findings:
            rows = [[_named(f, lang), f.words.said(lang)] for f in findings]
            yield text_table([label(c, lang) for c in ("clause", "finding")], rows)
        else:
            yield label("nothing_found", lang) + "\n"


def as_html(found: FindingsOf, lang: Lang) -> Iterator[str]:
    """One page that prints."""
    laws = [
        (titled(law.id, law.title.said(lang)), [(_named(f, lang), f.words.said(lang)) for f in findings])
        for law, findings in found
    ]
    return page("findings.html", lang, title=laws[-1][0], laws=laws)


def _named(finding: Finding, lang: Lang) -> str:
    """A finding's clauses, as a sentence names them."""
    return joined([clause_words(c, lang) for c in _clauses(finding)], lang)


def _clauses(finding: Finding) -> list[str]:
    return list(dict.fromkeys(finding.clauses))


FORMATS = {"json": as_json, "csv": as_csv, "table": as_table, "html": as_html}
