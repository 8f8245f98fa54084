"""Notes that stand beside an output: what the facts say about themselves, such as that a sample is made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conduct.core.base.words import Lang, Words, literal

from .labels import label


def note_lines(notes: Iterable[Words], lang: Lang) -> Iterator[str]:
    """A line for each note, literal, as every table ends with them."""
    colon = "：" if lang == "zh" else ": "
    for note in notes:
        yield f"{label('notes', lang)}{colon}{literal(note.said(lang))}\n"
