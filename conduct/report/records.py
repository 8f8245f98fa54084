"""What the ledger keeps beside facts: the versions of a fact, and the runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from conduct.core.base.words import Lang, Words
from conduct.core.law.sector import KEYS
from conduct.core.ledger.history import Version
from conduct.core.ledger.publish import Run
from conduct.loading.headers import SHEETS, column_words, entered_as

from .case import attribute_words
from .labels import colon, joined, label
from .moments import moment_said
from .noted import note_lines
from .tables import listed_entries, text_table

if TYPE_CHECKING:
    from conduct.core.law.conditions import Row


def sectors_table(sectors: Sequence[tuple[str, str, str, bool]], lang: Lang) -> Iterator[str]:
    """The installed sectors: their names, the package each comes from, its version, and whether it is enabled."""
    rows = [[name, package, version, label("yes" if enabled else "no", lang)] for name, package, version, enabled in sectors]
    yield text_table([label(c, lang) for c in ("sector", "package", "version", "enabled")], rows)


def versions_table(versions: Sequence[Version], notes: Sequence[Words], lang: Lang) -> Iterator[str]:
    """Every version: which fact, its state, who brought it, when, from which file, why, and what it says; the notes."""
    rows = []
    for v in versions:
        key = " / ".join("" if v.values[c] is None else str(v.values[c]) for c in KEYS[v.of])
        state = label("current", lang) if v.replaced_by is None else label("replaced", lang).format(v.replaced_by)
        given = {c: value for c, value in v.values.items() if value is not None and c not in KEYS[v.of]}
        said = "; ".join(f"{c}={value}" for c, value in given.items()) if lang == "en" else _in_words(v, given, lang)
        of = SHEETS[v.of].said(lang)
        rows.append(
            [
                v.sector.name,
                of,
                key,
                state,
                str(v.batch),
                moment_said(datetime.fromisoformat(v.at), lang, seconds=True),
                _who(v, lang),
                entered_as(v.command, lang),
                entered_as(v.file, lang),
                v.reason or "",
                said,
            ]
        )
    codes = ("sector", "table_name", "fact", "status", "batch", "at", "who", "command", "file", "reason", "attributes")
    yield listed_entries([label(c, lang) for c in codes], rows, colon(lang), plain=4)
    yield from note_lines(notes, lang)


def _who(version: Version, lang: Lang) -> str:
    if version.claimed is None:
        return version.who
    return f"{version.who}（自称 {version.claimed}）" if lang == "zh" else f"{version.who} (as {version.claimed})"


def _in_words(version: Version, given: Row, lang: Lang) -> str:
    """What a row says, as `record` takes it: columns and codes by their words."""
    sector, of = version.sector, version.of
    attributes = {"incidents": sector.incident_attributes, "actions": sector.action_attributes}.get(of, {})
    words: dict[str, dict[str, Words]] = {
        "units": {"kind": {k.code: k.words for k in sector.unit_kinds}},
        "incidents": {"kind": {k.code: k.words for k in sector.kinds}},
        "actions": {"step": {s.code: s.words for s in sector.all_steps}},
    }.get(of, {})
    said = []
    for column, value in given.items():
        if column in words and value in words[column]:
            shown = words[column][value].said(lang)
        elif column in attributes:
            shown = attribute_words(sector, attributes[column], value, lang)
        else:
            shown = str(value)
        said.append(f"{column_words(sector, of, column).said(lang)}={shown}")
    return joined(said, lang, ";")


def runs_table(runs: Sequence[Run], lang: Lang) -> Iterator[str]:
    """Published runs by number, then drafts by number, then the others by time."""
    if not runs:
        yield label("no_runs", lang) + "\n"
        return
    rows = [
        [
            run.called,
            run.sector,
            run.period,
            run.as_of,
            run.run[:12],
            str(run.batch),
            moment_said(datetime.fromisoformat(run.at), lang, seconds=True),
            run.note or "",
            (run.head or "")[:12],
            run.code or "",
            run.despite or "",
        ]
        for run in runs
    ]
    codes = ("number", "sector", "period", "as_of", "run", "batch", "at", "note", "head", "verification_code", "despite")
    yield text_table([label(c, lang) for c in codes], rows, [0, 5])
