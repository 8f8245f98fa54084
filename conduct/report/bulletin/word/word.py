"""A document as a word file (.docx): in the program's own form, or in the office's own template."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from conduct.core.base.output import replacing

from ..document import Bulletin, Written
from ..paper.packing import packed
from .office_template import in_template
from .word_blocks import Body
from .word_faces import faces_of
from .word_package import parts_of


def write_docx(document: Bulletin, path: Path, template: Path | None, fonts: Sequence[Path]) -> Written:
    """Writes a document as a .docx file, whole or not at all; the same document is the same bytes.

    ``template`` is the office's own .docx, ``fonts`` are folders in which the faces of its pictures are looked for first.
    Raises `Fault` ``output-cannot-write``, ``template-…`` and ``extra-missing``.
    """
    body = Body(document.lang, fonts)
    parts = parts_of(document, body) if template is None else in_template(document, template, body)
    with replacing(path) as partial:
        partial.write_bytes(packed(parts, document.made_on))
    return faces_of(document, parts["word/document.xml"].decode(), fonts)
