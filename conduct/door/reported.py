"""The documents that were written, as values by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .values import Result, result, value


@value
class FaceUsed:
    """The face in which a role of the form was set, and whether it is the official one."""

    role: str
    face: str
    official: bool


@value
class FaceInPlace:
    """A face that stands in where the one of a role lacks characters, and these."""

    face: str
    characters: str


@value
class DocumentWritten:
    """One document: its file, the unit or person it is for (None: all), and what the office has still to fill in."""

    path: Path
    unit: str | None
    gaps: tuple[str, ...]
    masked: Mapping[str, int] | None
    shortened: tuple[str, ...]


@result
class DocumentsWritten(Result[object]):
    """What was written: the kind, of which run (its number where it is published, "d1" for a draft, None where it is neither),
    its verification code, and the documents.

    ``faces`` are those in which the pages were set, ``lacking`` the characters that no face has, which are printed as [U+5803];
    ``in_place`` the faces of single characters that their role's face lacks; ``notes`` what else there is to say.
    """

    kind: str
    period: str
    number: str | None
    code: str | None
    documents: tuple[DocumentWritten, ...]
    faces: tuple[FaceUsed, ...]
    lacking: tuple[str, ...]
    in_place: tuple[FaceInPlace, ...]
    notes: tuple[str, ...]
