"""Notes that stand beside an output: what the facts say about themselves, such as that a sample is made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conduct.core.base.words import Lang, Words

from .labels import colon, label
from .tables import indented


def note_lines(notes: Iterable[Words], lang: Lang) -> Iterator[str]:
    """A line for each note, literal, as every table ends with them; on a terminal wrapped."""
    for note in notes:
        yield indented(f"{label('notes', lang)}{colon(lang)}{note.said(lang)}", 0)
