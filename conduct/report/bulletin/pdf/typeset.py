"""A document as a .pdf as measured on the page, and drawings as pictures: each place is reckoned here; typst draws.

The engine gets a page's template that is part of the program, an empty folder as its root, no packages, and the document as data.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from attrs import evolve

from conduct.core.base.faults import fault
from conduct.core.base.frozen import frozen
from conduct.core.base.output import replacing
from conduct.core.base.words import literal

from ..document import Bulletin, Written
from ..paper.frame import moment
from . import official_form, plain_form
from .faces import Face, Typefaces
from .galley import Galley, size_of
from .pagination import MM, Drawn, Leaf, Style
from .tabulated import MOST_ON_A_LINE

if TYPE_CHECKING:
    from typst import Compiler, Fonts

LATIN = {"serif": 400, "strong": 700}
"""The roles of the Latin face, which is a part of the engine, and their weights."""
_LATIN_FACE = "Libertinus Serif"
_LATIN_CHARACTERS = (
    "".join(
        map(chr, [*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x180), *range(0x2010, 0x2016), *range(0x2018, 0x201F)])
    )
    + "†‡•…‰‹›€№™−"
)
_FORMS: Mapping[str, Callable[[Bulletin, Galley], list[Leaf]]] = {
    "general": official_form.general,
    "letter": official_form.letter,
    "plain": plain_form.plain,
    "tables": plain_form.tables,
}
_FAMILY = re.compile(r'\bfont-family="[^"]*"')


@frozen
class Family:
    """A face as the engine knows it: its family and weight there, and whether it is there for letters and figures alone."""

    name: str
    weight: int
    letters: bool = False


Families = Mapping[str, list[Family]]


def write_pdf(bulletin: Bulletin, path: Path, fonts: Sequence[Path]) -> Written:
    """Writes a document; the same document gives the same bytes where the same faces are.

    ``fonts`` are the office's own folders of faces, which go before the system's. Raises `Fault` ``extra-missing``,
    ``report-face-missing``, ``output-cannot-write``.
    """
    _need_engine()
    faces = Typefaces(tuple(fonts), _latin() if bulletin.lang == "en" else {})
    galley = _galley(bulletin, faces)
    leaves = _FORMS[_form(bulletin)](bulletin, galley)
    with replacing(path) as partial, _engine(faces) as (compiler, families):
        told = _told(bulletin, leaves, families)
        made = compiler.compile(
            format="pdf",
            timestamp=int(_moment(bulletin.made_on).timestamp()),
            pdf_tags=False,
            sys_inputs={"told": json.dumps(told)},
        )
        partial.write_bytes(_one(made))
    return Written(faces.said(), tuple(faces.lacking), tuple(galley.shortened), faces.fell_back())


def _form(bulletin: Bulletin) -> str:
    """The form of a document: an official one is Chinese, a plain letter English."""
    if bulletin.form == "tables":
        return bulletin.form
    return "plain" if bulletin.lang == "en" else "general" if bulletin.form == "plain" else bulletin.form


def picture(svg: str, fonts: Sequence[Path], ppi: float = 200) -> bytes:
    """A drawing as a .png, in the faces that a document's charts have; the same drawing gives the same bytes.

    Raises `Fault` ``extra-missing`` or ``report-face-missing``.
    """
    _need_engine()
    faces = Typefaces(tuple(fonts))
    role = "heading"
    wanting = {char for char in sorted({*svg}) if not char.isspace() and faces.glyph(role, char) is None}
    svg = "".join(f"[U+{ord(char):04X}]" if char in wanting else char for char in svg) if wanting else svg
    wide, high = size_of(svg)
    with _engine(faces) as (compiler, families):
        drawn = Drawn("picture", 0, 0, wide * 0.75, high * 0.75, _in_faces(svg, families.get(role, [])), Style(role, 1))
        told = _page_of(wide * 0.75, high * 0.75) | _drawn_by([Leaf([drawn])], families, at=lambda n: (0.0, 0.0))
        return _one(compiler.compile(format="png", ppi=ppi, sys_inputs={"told": json.dumps(told)}))


def _galley(bulletin: Bulletin, faces: Typefaces) -> Galley:
    official = bulletin.lang == "zh"
    form = official_form if official else plain_form
    return Galley(
        faces,
        bulletin.lang,
        official_form.WIDE,
        official_form.HIGH,
        form.PITCH,
        dict(form.STYLES),
        tracking=official_form.TRACKING if official else 0.0,
        indent=2 * official_form.CHAR if official else 11.0,
        spacing=0.0 if official else plain_form.PITCH / 2,
    )


def _page_of(wide: float, high: float) -> dict[str, object]:
    said = {"title": "", "author": "", "subject": "", "day": None, "lang": "zh", "region": "CN"}
    return said | {"wide": wide, "high": high}


def _told(bulletin: Bulletin, leaves: Sequence[Leaf], families: Families) -> dict[str, object]:
    """What the template is told: the document's properties and what stands on each page."""
    properties: dict[str, object] = {
        "title": literal(bulletin.title[:MOST_ON_A_LINE]),
        "author": literal(bulletin.office[:MOST_ON_A_LINE]),
        "subject": literal(bulletin.subject[:MOST_ON_A_LINE]),
        "day": list(_moment(bulletin.made_on).timetuple()[:6]),
        "lang": bulletin.lang,
        "region": "CN" if bulletin.lang == "zh" else "GB",
    }

    def at(n: int) -> tuple[float, float]:
        return (official_form.EVEN if n % 2 else official_form.ODD), official_form.TOP

    return _page_of(210 * MM, 297 * MM) | properties | _drawn_by(leaves, families, at)


def _drawn_by(leaves: Sequence[Leaf], families: Families, at: Callable[[int], tuple[float, float]]) -> dict[str, object]:
    """What stands on the pages, each text by its style's number, each drawing by its own."""
    styles: dict[Style, int] = {}
    drawings: dict[str, int] = {}
    pages = []
    for n, leaf in enumerate(leaves):
        left, top = at(n)
        page = []
        for kind, x, y, wide, high, said, style in leaf.drawn:
            what: object = (
                drawings.setdefault(_in_faces(said, families.get("heading", [])), len(drawings)) if kind == "picture" else said
            )
            how: object = styles.setdefault(style, len(styles)) if kind == "text" else style.colour
            page.append((kind, round(x + left, 2), round(y + top, 2), round(wide, 3), round(high, 3), what, how))
        pages.append(page)
    shown = []
    for style in styles:
        found = families.get(style.role) or [Family(_LATIN_FACE, LATIN.get(style.role, 400))]
        fonts = [{"name": family.name, "letters": family.letters} for family in found]
        weight = next((family.weight for family in found if not family.letters), 400)
        shown.append({"font": fonts, "weight": weight, "size": round(style.size, 3), "colour": style.colour})
    return {"leaves": pages, "styles": shown, "drawings": list(drawings)}


def _in_faces(svg: str, families: Sequence[Family]) -> str:
    """A drawing whose text is set in these faces."""
    names = ", ".join(f"'{family.name}'" for family in families if not re.search(r"[^\w .-]", family.name))
    return _FAMILY.sub(f'font-family="{names}"', svg, count=1) if names else svg


def _moment(at: str) -> datetime:
    """The time of the facts; of a document without one, the beginning of time, so that its bytes stay the same."""
    return moment(at) or datetime.fromtimestamp(0, UTC)


def _one(made: bytes | list[bytes] | None) -> bytes:
    return made if isinstance(made, bytes) else b"".join(made or ())


def _need_engine() -> None:
    """Raises `Fault` ``extra-missing`` where the engine is not there."""
    try:
        import_module("typst")
    except ImportError:
        raise fault("extra-missing", package="typst", extra="report") from None


@contextmanager
def _engine(faces: Typefaces) -> Iterator[tuple[Compiler, Families]]:
    """The engine with the faces that a document is set in and no others, and each role's families and weights in order."""
    with TemporaryDirectory(prefix="conduct-", ignore_cleanup_errors=True) as folder:
        kept, root = Path(folder, "faces"), Path(folder, "root")
        kept.mkdir()
        root.mkdir()
        fonts, families = _fonts(faces, kept)
        yield _compiler(_template(), fonts, root), families


def _fonts(faces: Typefaces, folder: Path) -> tuple[Fonts, dict[str, list[Family]]]:
    """The used faces' files, linked into a folder; the names that the engine knows them by."""
    from typst import Fonts

    linked: dict[str, str] = {}
    for path in sorted({face.path for role in faces.used.values() for face in role}):
        link = folder / f"{len(linked)}{Path(path).suffix.lower()}"
        try:
            link.symlink_to(path)
        except (OSError, NotImplementedError):
            shutil.copyfile(path, link)
        linked[path] = str(link)
    fonts = Fonts(False, True, [str(folder)] if linked else [])
    known = {
        (os.path.realpath(found.path), found.index): Family(found.family, found.weight) for found in fonts.fonts() if found.path
    }

    def named(face: Face) -> Family | None:
        places = (face.path, linked[face.path])
        return next((known[key] for place in places if (key := (os.path.realpath(place), face.index)) in known), None)

    families: dict[str, list[Family]] = {}
    for role, used in faces.used.items():
        own = faces.of("figures" if role in LATIN else role)
        others = [evolve(found, letters=True) for face in used if face not in own and (found := named(face))]
        families[role] = others + [found for face in own if face in used and (found := named(face))]
    for role, weight in LATIN.items():
        if role in families:
            families[role] = [Family(_LATIN_FACE, weight), *families[role]]
    return fonts, families


def _compiler(source: bytes, fonts: Fonts, root: Path) -> Compiler:
    from typst import Compiler

    return Compiler(source, root=root, font_paths=fonts, ignore_system_fonts=True, package_path=root, package_cache_path=root)


@cache
def _template() -> bytes:
    return files("conduct.report.bulletin.pdf").joinpath("typeset.typ").read_bytes()


@cache
def _latin() -> Mapping[str, Mapping[str, float]]:
    """How far each character of the Latin face goes, as the engine measures it."""
    from typst import Fonts, query

    source = (
        "#set text(fallback: false, ligatures: false, kerning: false, hyphenate: false, size: 100pt)\n"
        "#context [#metadata(json(bytes(sys.inputs.chars)).map(c => measure(text(font: sys.inputs.face, "
        'weight: int(sys.inputs.weight), "n" + c + "n")).width / 1pt)) <wide>]'
    )
    found = {}
    for role, weight in LATIN.items():
        with TemporaryDirectory(prefix="conduct-", ignore_cleanup_errors=True) as folder:
            inputs = {"chars": json.dumps(["", *_LATIN_CHARACTERS]), "face": _LATIN_FACE, "weight": str(weight)}
            main = Path(folder, "widths.typ")
            main.write_bytes(source.encode())
            said = query(
                main,
                "<wide>",
                field="value",
                one=True,
                font_paths=Fonts(False, True, []),
                ignore_system_fonts=True,
                sys_inputs=inputs,
            )
            none, *wide = json.loads(said)
            found[role] = {char: (one - none) / 100 for char, one in zip(_LATIN_CHARACTERS, wide, strict=True)}
    return found
