"""How a file of text is encoded: UTF-8, or GB18030 where that can be Chinese; anything else only if the user says which."""

from __future__ import annotations

import codecs
from collections import Counter
from pathlib import Path

from conduct.core.base.faults import Place, Problem, fault
from conduct.core.base.words import printable

_CHUNK = 1 << 20
_ENOUGH = 50_000  # characters beyond ASCII that tell what a text is
_FEW, _VERY_FEW = 12, 6  # different characters below which nothing is said of how they are spread
_COMMON = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕·—…～￥％／－＋＝×℃№①②③④⑤⑥⑦⑧⑨⑩　")
_LEAST_COMMON = 0.7


def encoding_of(path: Path, asked: str | None = None) -> tuple[str, tuple[Problem, ...]]:
    """The encoding of a file, the one asked for or else what it can be, and a note where it is not UTF-8.

    Raises `Fault`: ``encoding-unknown``, ``file-utf16``, ``file-encoding``, or ``file-not-chinese``.
    """
    place = Place(printable(path.name))
    if asked is not None:
        name = _known(asked)
        if not _reads(path, name):
            raise fault("file-not-encoded", place=place, encoding=asked)
        return name, ()
    with path.open("rb") as stream:
        start = stream.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise fault("file-utf16", place=place)
    if _reads(path, "utf-8-sig"):
        return "utf-8-sig", ()
    if not _reads(path, "gb18030"):
        raise fault("file-encoding", place=place)
    if not _chinese(_beyond_ascii(path)):
        raise fault("file-not-chinese", place=place)
    return "gb18030", (Problem("file-gb18030", {}, place),)


def _known(name: str) -> str:
    """An encoding of text by any of its names. Raises `Fault` ``encoding-unknown``."""
    try:
        found = codecs.lookup(name)
        "a".encode(found.name).decode(found.name)
    except (LookupError, ValueError, TypeError, AttributeError):
        raise fault("encoding-unknown", name=name) from None
    if found.name in ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape"):
        raise fault("encoding-unknown", name=name)
    return "utf-8-sig" if found.name == "utf-8" else found.name


def _reads(path: Path, encoding: str) -> bool:
    """Whether the whole file is text in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _beyond_ascii(path: Path) -> Counter[str]:
    """The characters beyond ASCII of a file in GB18030, each as often as it comes, until there are enough of them."""
    found: Counter[str] = Counter()
    with path.open(encoding="gb18030") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(c for c in chunk if c > "\x7f") if not chunk.isascii() else None
            if found.total() > _ENOUGH:
                break
    return found


def _chinese(found: Counter[str]) -> bool:
    """Whether characters read as GB18030 can be Chinese: most are of the common ones (the first level of GB 2312), and they are
    spread over these as Chinese is, not within the few that letters of another script come out as.
    """
    codes = {c: c.encode("gb18030") for c in found}
    common = sum(n for c, n in found.items() if c in _COMMON or _first_level(codes[c]))
    if common < _LEAST_COMMON * found.total():
        return False
    pairs = [code for code in codes.values() if _first_level(code)]
    if not pairs:
        return all(c in _COMMON for c in found)
    cyrillic = len(pairs) >= _VERY_FEW and all(lead >= 0xC0 and trail >= 0xC0 for lead, trail in pairs)
    korean = len(pairs) >= _FEW and all(lead <= 0xC8 for lead, _ in pairs)
    return not cyrillic and not korean


def _first_level(code: bytes) -> bool:
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1
