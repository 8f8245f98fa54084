"""Which kind of file an attachment is: told by its content, and never by its name."""

from __future__ import annotations

import zipfile
from codecs import getincrementaldecoder
from collections.abc import Mapping
from pathlib import Path

from conduct.core.base.frozen import frozen

HEAD = 64  # bytes that tell a kind
_PIECE = 1 << 20


@frozen
class FileKind:
    """A kind of file: its media type, and the ending that a file of it is given."""

    media: str
    ending: str


KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("application/pdf", ".pdf"),
    "jpeg": FileKind("image/jpeg", ".jpg"),
    "png": FileKind("image/png", ".png"),
    "tiff": FileKind("image/tiff", ".tif"),
    "webp": FileKind("image/webp", ".webp"),
    "heic": FileKind("image/heic", ".heic"),
    "docx": FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xlsx": FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "ofd": FileKind("application/ofd", ".ofd"),
    "mp3": FileKind("audio/mpeg", ".mp3"),
    "wav": FileKind("audio/wav", ".wav"),
    "amr": FileKind("audio/amr", ".amr"),
    "m4a": FileKind("audio/mp4", ".m4a"),
    "mp4": FileKind("video/mp4", ".mp4"),
    "text": FileKind("text/plain", ".txt"),
}
"""The kinds that can be told apart, by the word that a configuration has for them. OFD is the form of GB/T 33190."""

_STARTS = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"ID3", "mp3"),
    (b"#!AMR", "amr"),
)
_BRANDS = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"M4A ": "m4a"}
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
"""What a package holds that is a document of this kind."""
_ACTIVE = ("vbaProject.bin", "activeX/", "embeddings/oleObject")
"""What a package that can do something holds: it is none of the kinds."""


def kind_of(path: Path) -> str | None:
    """The kind of a file, by the words of `KINDS`; None if it is none of them. Raises `OSError`."""
    with open(path, "rb") as stream:
        start = stream.read(HEAD)
    found = next((kind for mark, kind in _STARTS if start.startswith(mark)), None)
    if found is not None:
        return found
    if start[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(start[8:12])
    if start[4:8] == b"ftyp":
        return _BRANDS.get(start[8:12], "mp4")
    if len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2:  # a frame of layer III
        return "mp3"
    if start.startswith(b"PK\x03\x04"):
        return _package(path)
    return "text" if _is_text(path) else None


def _package(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(mark in one for one in names for mark in _ACTIVE):
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def _is_text(path: Path) -> bool:
    """Whether a file is a text in UTF-8 or GB18030, to its end, with nothing in it that is no text."""
    for encoding in ("utf-8", "gb18030"):
        decoder = getincrementaldecoder(encoding)()
        try:
            with open(path, "rb") as stream:
                while piece := stream.read(_PIECE):
                    if any(ord(c) < 32 and c not in "\t\n\r\f\ufeff" for c in decoder.decode(piece)):
                        return False
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return True
    return False
