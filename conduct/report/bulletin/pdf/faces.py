"""The faces that a document is set in, by role and glyph by glyph: the official one, else a free one, else what has the glyph.

They are looked for where a system keeps them and in the office's own folder; none is fetched and none is part of the program.
"""

from __future__ import annotations

import os
import re
import struct
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field

from conduct.core.base.faults import fault
from conduct.core.base.frozen import frozen
from conduct.core.base.words import Words, literal

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

ROLES: Mapping[str, Words] = {
    "title": Words("标题（小标宋）", "titles (小标宋)"),
    "text": Words("正文（仿宋）", "text (仿宋)"),
    "heading": Words("一级标题（黑体）", "first headings (黑体)"),
    "quote": Words("二级标题、引文（楷体）", "second headings and quotes (楷体)"),
    "figures": Words("页码、英文件中的汉字（宋体）", "page numbers and Chinese within English (宋体)"),
}
"""What a face is for."""

_SERIF = ("NotoSerifCJKsc-Regular", "NotoSerifSC-Regular", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC")
_LAST_SERIF = ("SimSun", "宋体", "STSong", "Songti SC")
_SERIF_BOLD = ("NotoSerifCJKsc-Bold", "NotoSerifSC-Bold", "SourceHanSerifSC-Bold", *_SERIF)
_SANS = ("NotoSansCJKsc-Regular", "NotoSansSC-Regular", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC")
_LAST_SANS = ("Microsoft YaHei", "微软雅黑", "PingFang SC", "WenQuanYi Zen Hei")
_OFFICIAL: Mapping[str, tuple[str, ...]] = {
    "title": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "方正小标宋"),
    "text": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋简体", "方正仿宋_GBK", "FZFangSong-Z02S"),
    "heading": ("黑体", "SimHei", "方正黑体简体", "方正黑体_GBK", "FZHei-B01S"),
    "quote": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体简体", "方正楷体_GBK", "FZKai-Z03S"),
    "figures": ("宋体", "SimSun", "新宋体", "NSimSun"),
}
"""The faces that offices use, by each name that one bears."""

_OTHERS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "title": (("FandolSong-Bold",), _SERIF_BOLD, _LAST_SERIF),
    "text": (("FandolFang-Regular",), ("STFangsong", "华文仿宋"), _SERIF, _LAST_SERIF),
    "heading": (("FandolHei-Regular",), ("STHeiti", "华文黑体"), _SANS, _LAST_SANS),
    "quote": (("FandolKai-Regular",), ("STKaiti", "华文楷体"), ("AR PL KaitiM GB",), _SERIF, _LAST_SERIF),
    "figures": (("FandolSong-Regular",), ("STSong", "华文宋体"), ("AR PL SungtiL GB",), _SERIF, _LAST_SERIF),
}
"""Those that stand in for them, the nearest first, each by any of its names."""

_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_LIKELY = re.compile(
    r"fandol|noto(serif|sans)(cjk|sc)|sourcehan|^fz|^st(fang|kai|hei|song|xihei)|^sim|fangsong|kaiti|gb2312|gkai|gbsn|"
    r"[仿楷黑宋]|msyh|pingfang|wqy|songti|heiti|xiaobiao|xbs",
    re.IGNORECASE,
)
_HIDDEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\U000e0100-\U000e01ef]")
_MOVING = ("R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI", "FSI", "PDF", "PDI")


@frozen
class Face:
    """A face in a file: its place there, the names that it bears, and whether offices use it."""

    path: str
    index: int
    names: tuple[str, ...]
    official: bool = False

    @property
    def name(self) -> str:
        """The name by which a document's maker is told of it."""
        return self.names[0]


def folders(own: Sequence[Path]) -> Iterator[Path]:
    """Where faces are looked for: the office's folders, the system's, the TeX trees."""
    yield from own
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        local = Path(os.environ.get("LOCALAPPDATA", home))
        yield local / "Microsoft" / "Windows" / "Fonts"
        roots = [Path(r"C:\texlive"), local / "Programs" / "MiKTeX", Path(r"C:\Program Files\MiKTeX")]
    else:
        if sys.platform == "darwin":
            yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")
        roots = [
            Path("/usr/share/texlive"),
            Path("/usr/share/texmf"),
            Path("/usr/local/texlive"),
            home / "texmf",
            home / ".texlive",
        ]
    for root in roots:
        for tree in (".", "texmf-dist", "*/texmf-dist", "*/texmf-local"):
            yield from sorted(root.glob(f"{tree}/fonts/opentype/public/fandol"))


@cache
def _faces_in(folder: Path, every: bool) -> tuple[Face, ...]:
    """The faces in a folder and those below it; of a system's, those whose file's name is likely to be one of ours."""
    found: list[Face] = []
    for where, below, files in os.walk(folder):
        below.sort()
        for file in sorted(files):
            if file.lower().endswith(_ENDINGS) and (every or _LIKELY.search(file)):
                found += _named(os.path.join(where, file))
    return tuple(found)


def _named(path: str) -> Iterator[Face]:
    """The faces of a file; none of one that cannot be read."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        with open(path, "rb") as stream:
            if path.lower().endswith("c"):
                for index, font in enumerate(TTCollection(stream, lazy=True).fonts):
                    yield Face(path, index, _names(font))
            else:
                yield Face(path, 0, _names(TTFont(stream, lazy=True)))
    except (TTLibError, OSError, KeyError, ValueError, AssertionError, EOFError, struct.error):
        return


def _names(font: TTFont) -> tuple[str, ...]:
    """What a face is called: its full name, its family, its name for printers, in every language."""
    table = font["name"]
    full = table.getDebugName(4) or table.getDebugName(6) or "?"
    others = {literal(record.toUnicode(errors="replace")) for record in table.names if record.nameID in (1, 4, 6, 16)}
    return (literal(full), *sorted(others - {full}))


@cache
def available(own: tuple[Path, ...]) -> Mapping[str, tuple[Face, ...]]:
    """The faces of each role that there are, the best first; found once in a process. Raises `Fault` ``extra-missing``."""
    try:
        import_module("fontTools.ttLib")
    except ImportError:
        raise fault("extra-missing", package="fonttools", extra="report") from None
    by_name: dict[str, Face] = {}
    for folder in folders(own):
        for face in _faces_in(folder, folder in own):
            for name in face.names:
                by_name.setdefault(name, face)
    return {role: tuple(_best(role, by_name)) for role in ROLES}


def _best(role: str, by_name: Mapping[str, Face]) -> Iterator[Face]:
    seen: set[tuple[str, int]] = set()
    wanted = [(True, (name,)) for name in _OFFICIAL[role]] + [(False, names) for names in _OTHERS[role]]
    for official, names in wanted:
        face = next((by_name[name] for name in names if name in by_name), None)
        if face is not None and (face.path, face.index) not in seen:
            seen.add((face.path, face.index))
            yield Face(face.path, face.index, face.names, official)


@frozen
class Glyphs:
    """What a face's glyphs measure, in parts of its size."""

    font: TTFont
    codes: Mapping[int, str]
    em: int

    def __contains__(self, char: str) -> bool:
        return ord(char) in self.codes

    def advance(self, char: str) -> float:
        """How far a character takes the line on."""
        return float(self.font["hmtx"].metrics[self.codes[ord(char)]][0]) / self.em

    def ink(self, char: str) -> tuple[float, float] | None:
        """How far the ink of a character goes under and over its baseline; None of a blank."""
        from fontTools.pens.boundsPen import BoundsPen

        shapes = self.font.getGlyphSet()
        pen = BoundsPen(shapes)
        shapes[self.codes[ord(char)]].draw(pen)
        return (float(pen.bounds[1]) / self.em, float(pen.bounds[3]) / self.em) if pen.bounds else None


@cache
def _glyphs(path: str, index: int) -> Glyphs:
    from fontTools.ttLib import TTFont

    font = TTFont(path, fontNumber=index, lazy=True)
    return Glyphs(font, font.getBestCmap() or {}, font["head"].unitsPerEm)


def glyphs(face: Face) -> Glyphs:
    """A face's glyphs, read once in a process."""
    return _glyphs(face.path, face.index)


class Advances(dict[str, float]):
    """How far each character of a role goes, in parts of the size, looked up when it is first asked for."""

    def __init__(self, faces: Typefaces, role: str) -> None:
        self._faces, self._role = faces, role

    def __missing__(self, char: str) -> float:
        found = self._faces.glyph(self._role, char)
        self[char] = 1.0 if found is None else found[0]
        return self[char]


@define
class Typefaces:
    """The faces of one document: for each character of a role the first that has it, and what was found wanting.

    ``latin`` is the face of English documents, by weight and character how far each goes: the roles ``serif`` and ``strong`` are
    set in it, and what it lacks in ``figures``.
    """

    own: tuple[Path, ...]
    latin: Mapping[str, Mapping[str, float]] = field(factory=dict)
    used: dict[str, dict[Face, None]] = field(factory=dict)
    fallen: dict[Face, dict[str, None]] = field(factory=dict)
    lacking: dict[str, None] = field(factory=dict)
    _known: dict[tuple[str, str], tuple[float, Face | None] | None] = field(factory=dict)
    _advances: dict[str, Advances] = field(factory=dict)
    _fine: dict[str, set[str]] = field(factory=dict)

    def of(self, role: str) -> tuple[Face, ...]:
        """The faces of a role, the best first. Raises `Fault` ``report-face-missing`` where there is none."""
        found = available(self.own)[role]
        if not found:
            raise fault("report-face-missing", role=ROLES[role])
        return found

    def glyph(self, role: str, char: str) -> tuple[float, Face | None] | None:
        """How far a character goes, in parts of the size, and the face that has it (None: the Latin one); None where none has
        it."""
        key = role, char
        if key not in self._known:
            self._known[key] = self._looked_up(role, char)
        return self._known[key]

    def _looked_up(self, role: str, char: str) -> tuple[float, Face | None] | None:
        if role in self.latin and char in self.latin[role]:
            return self.latin[role][char], None
        moved = unicodedata.bidirectional(char) in _MOVING or unicodedata.category(char)[0] == "M"
        if not moved and _HIDDEN.match(char) is None:
            faces = self._tried(role, char)
            for face in faces:
                if char in glyphs(face):
                    self.used.setdefault(role, {})[face] = None
                    if face is not faces[0] and char > "~":
                        self.fallen.setdefault(face, {})[char] = None
                    return glyphs(face).advance(char), face
        self.lacking[char] = None
        return None

    def _tried(self, role: str, char: str) -> tuple[Face, ...]:
        """The faces of a role in the order in which a character is looked for. Letters and figures of the text are set in the
        face of figures where a free face stands in for the official one: those of that have no serifs."""
        if role in self.latin:
            return self.of("figures")
        faces = self.of(role)
        if role == "text" and " " <= char <= "~" and not faces[0].official:
            return (*self.of("figures")[:1], *faces)
        return faces

    def advances(self, role: str) -> Advances:
        """How far each character goes in a role."""
        return self._advances.setdefault(role, Advances(self, role))

    def shown(self, text: str, role: str) -> str:
        """A text as it is printed: on one line, what would steer the page as its escape, and what no face has as [U+XXXX]."""
        made = literal(text).replace("\u00a0", " ")
        if not made.isascii() and any(map(unicodedata.combining, made)):
            made = unicodedata.normalize("NFC", made)
        chars = set(made)
        if chars <= (fine := self._fine.setdefault(role, set())):
            return made
        wanting = {char for char in sorted(chars) if self.glyph(role, char) is None}
        fine |= chars - wanting
        if not wanting:
            return made
        return "".join(f"[U+{ord(char):04X}]" if char in wanting else char for char in made)

    def ink(self, text: str, role: str) -> tuple[float, float]:
        """How far the ink of a text that was `shown` goes under and over its baseline, in parts of the size."""
        found = [glyphs(face).ink(char) for char in set(text) if (known := self.glyph(role, char)) and (face := known[1])]
        seen = [ink for ink in found if ink is not None]
        return (min(low for low, _ in seen), max(high for _, high in seen)) if seen else (0.0, 0.7)

    def said(self) -> tuple[tuple[str, str, bool], ...]:
        """The face of each role that was used, and whether offices use it."""
        first = [
            (role, next((face for face in self.of(role) if face in self.used[role]), None)) for role in ROLES if role in self.used
        ]
        return tuple((role, face.name, face.official) for role, face in first if face is not None)

    def fell_back(self) -> tuple[tuple[str, str], ...]:
        """The characters that the first face of their role lacks, with the face that they are set in."""
        return tuple(("".join(sorted(chars)), face.name) for face, chars in self.fallen.items())
