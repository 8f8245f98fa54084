"""A document as a page: one file without network or script, which reads on a screen and prints on A4 in the order of a notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from conduct.core.base.frozen import frozen
from conduct.core.base.output import replacing
from conduct.core.base.words import Lang, literal

from ..pages import page
from .document import Annex, Bulletin, Chart, Element, Grid, GridColumn, Heading, Paragraph, Written
from .paper.breaking import Measure, title_lines
from .paper.drawing import plain, wide
from .paper.frame import (
    FRAME,
    FiguresBeside,
    addressee,
    annex_notes,
    annex_titles,
    code_apart,
    copies,
    figures_beside,
    printing,
    signatories,
)
from .paper.parting import WORDS
from .paper.qr import qr_squares
from .paper.svg import svg

if TYPE_CHECKING:
    from markupsafe import Markup

_PIECES = 2_000  # of a page that are written at once
_TITLE_ROOM, _LONGEST_TITLE = 20, 200
"""How many Chinese characters of a title stand on a line, and of how many it is when it is no longer broken with care."""

_UPRIGHT, _LYING, _WRAPPED = 42, 60, 8
"""How many Chinese characters wide a table may be on a page, upright or lying, and a column of text before it is set in lines."""


@frozen
class ShownBlock:
    """A block as the template sets it: its ``form``, of a chart the drawing and the figures, and of a table what the cells of
    each column are, and whether it is too wide for the usual size.
    """

    form: str
    block: Element
    drawing: Markup | None = None
    figures: FiguresBeside | None = None
    classes: tuple[str, ...] = ()
    dense: bool = False


@frozen
class ShownAnnex:
    """An annex as the template sets it; ``wide`` is one with a table that needs the page's length."""

    mark: str
    title: str
    wide: bool
    blocks: tuple[ShownBlock, ...]


def write_html(bulletin: Bulletin, path: Path) -> Written:
    """Writes a document as a page. Raises `Fault` ``output-cannot-write``, and ``extra-missing`` where a library is missing."""
    pieces = _pieces(bulletin)
    with replacing(path) as partial, open(partial, "w", encoding="utf-8", newline="\n") as stream:
        while some := list(islice(pieces, _PIECES)):
            stream.write("".join(some))
    return Written()


def _pieces(bulletin: Bulletin) -> Iterator[str]:
    """The page, in pieces."""
    charts = count(1)
    marks = annex_titles(bulletin)
    lying = bulletin.form == "tables" and _is_wide(bulletin.body)
    shown = {
        "wide": lying,
        "body": tuple(_shown(bulletin.body, bulletin.lang, charts, lying=lying)),
        "annexes": [
            _annexed(annex, mark, title, bulletin.lang, charts)
            for (mark, title), annex in zip(marks, bulletin.annexes, strict=False)
        ],
        "addressee": addressee(bulletin),
        "annex_notes": annex_notes(bulletin),
        "signatories": signatories(bulletin),
        "copies": copies(bulletin),
        "printing": printing(bulletin),
        "title_lines": _lines_of(literal(bulletin.title)) if bulletin.form in ("general", "letter") else (),
        "squares": qr_squares(bulletin.check.code) if bulletin.check.code else None,
        "code_apart": code_apart(bulletin.check),
        "said": {code: words.said(bulletin.lang) for code, words in FRAME.items()},
        "plain": plain,
    }
    return page("bulletin.html", bulletin.lang, title=bulletin.title, bulletin=bulletin, check_mark=marks[-1][0], **shown)


def likenesses(bulletin: Bulletin) -> Iterator[Iterator[str]]:
    """Pages whose elements are all that a page of this document may have, whatever the office says itself."""
    most = evolve(bulletin, distribution="-", printing=("-", "-"), to="-", signatory="-", subject="-", sealed=True)
    yield _pieces(most)
    for office, chinese in (("某" * 12, True), ("某" * 16, True), ("-", False)):
        said = "某某某" if chinese else "-"
        named = evolve(most, office=office, number=said, title=said, day=said, to=said, signatory=said, distribution=said)
        for text in (Paragraph(said), Paragraph("-")):
            yield _pieces(evolve(named, sealed=chinese, printing=(said, said), body=(text,), annexes=()))


def _annexed(annex: Annex, mark: str, title: str, lang: Lang, numbers: Iterator[int]) -> ShownAnnex:
    """An annex as the template sets it."""
    lying = _is_wide(annex.blocks)
    return ShownAnnex(mark, title, lying, tuple(_shown(annex.blocks, lang, numbers, lying=lying)))


def _shown(blocks: Iterable[Element], lang: Lang, numbers: Iterator[int], *, lying: bool) -> Iterator[ShownBlock]:
    """The blocks as the template sets them; charts are numbered through the page."""
    for block in blocks:
        match block:
            case Paragraph():
                yield ShownBlock("paragraph", block)
            case Heading():
                yield ShownBlock("heading", block)
            case Grid():
                dense = _least_of(block) > (_LYING if lying else _UPRIGHT)
                yield ShownBlock("grid", block, classes=tuple(_class(c, dense=dense) for c in block.columns), dense=dense)
            case Chart():
                yield ShownBlock("chart", block, _drawn(block, lang, next(numbers)), figures_beside(block, lang))


def _lines_of(title: str) -> Iterator[str]:
    """A title in pieces, each with the blanks behind it, between which a line ends if the page is as wide as paper."""
    if len(title) > _LONGEST_TITLE:
        yield title
        return
    measure = Measure({c: float(wide(c, 1)) for c in title}, 1)
    start = 0
    for line in title_lines(title, measure, _TITLE_ROOM)[1:]:
        end = title.index(line, start)
        yield title[start:end]
        start = end
    yield title[start:]


def _drawn(chart: Chart, lang: Lang, number: int) -> Markup:
    """A chart's drawing, which is a piece of a page already: its own template made every text literal."""
    from markupsafe import Markup

    return Markup(svg(chart, lang, f"chart{number}"))


def _class(column: GridColumn, *, dense: bool) -> str:
    """What the cells of a column are; short texts stay on a line."""
    short = column.holds in WORDS and column.width <= _WRAPPED and not dense
    return f"{column.holds} short" if short else column.holds


def _is_wide(blocks: Iterable[Element]) -> bool:
    """Whether a table among them needs the page's length."""
    return any(_least_of(block) > _UPRIGHT for block in blocks if isinstance(block, Grid))


def _least_of(grid: Grid) -> int:
    """How many Chinese characters wide a table is at least."""
    return sum(_least(column) + 1 for column in grid.columns)


def _least(column: GridColumn) -> int:
    """How many Chinese characters wide a column is at least; a figure takes half of one."""
    return min(column.width, _WRAPPED) if column.holds in WORDS else max(2, -(-column.width // 2))
