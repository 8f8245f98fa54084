"""What a document says, as the body of a word file: its paragraphs, tables and pictures, its annexes, how it is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import define, field

from conduct.core.base.words import Lang, Words, literal

from ..document import Bulletin, Chart, Element, Grid, Heading, Paragraph, Verification
from ..paper.breaking import title_lines
from ..paper.frame import FRAME, annex_titles, untitled
from ..paper.parting import PORTRAIT, parted
from ..paper.qr import qr_png
from ..paper.svg import svg
from ..pdf.typeset import picture
from .word_pictures import Pictures
from .word_styles import WIDTH, exact
from .word_tables import grid_xml, laid_out, lines_xml
from .word_xml import TITLE, Properties, paragraph, run, val, written

_ROLES = {"text": "BulletinText", "law": "BulletinLaw", "note": "BulletinNote"}
_QR = Words("核验码 {code} 的二维码", "a QR code of the verification code {code}")
TITLE_ROOM = 430
"""How wide a line of a title may be, in points: that of the page, less what is put between Chinese and figures."""
_LEGIBLE, _NARROWER = 18, (34, 29, 25)
"""The least size of letters, in half points, down to which a table that is parted goes, and into how narrow parts it is then."""
QR_WIDTH = 1701
"""30 mm."""


@define
class Body:
    """What is set of one document: its language, the width there is for it, its pictures, and where faces for them are."""

    lang: Lang
    fonts: Sequence[Path] = ()
    width: int = WIDTH
    pictures: Pictures = field(factory=Pictures)

    def blocks(self, blocks: Iterable[Element]) -> Iterator[str]:
        """The blocks of a text, each as it is set."""
        before: Element | None = None
        for block in blocks:
            if isinstance(block, Grid) and not block.caption and isinstance(before, Paragraph):
                yield paragraph("", "BulletinEnd", {"spacing": exact(160)})
            before = block
            match block:
                case Paragraph():
                    yield written(block.text, _ROLES[block.role])
                case Heading():
                    yield written(block.text, f"BulletinHeading{min(max(block.level, 1), 3)}")
                case Grid():
                    yield from self._grid(block)
                case Chart():
                    yield self._chart(block)

    def _grid(self, grid: Grid) -> Iterator[str]:
        """A table; one too wide for the page in several of one size of letters. One that fits stays as it is, since its columns
        are as wide here as what they hold."""
        for most in (PORTRAIT, *_NARROWER):
            parts = parted(grid, most)
            if len(parts) == 1:
                yield grid_xml(grid, self.width)
                return
            size = min(laid_out(part, self.width)[0] for part in parts)
            if size >= _LEGIBLE:
                break
        for n, part in enumerate(parts):
            if n:
                yield paragraph("", "BulletinEnd", {"spacing": exact(160)})
            yield grid_xml(part, self.width, size)

    def annexes(self, document: Bulletin) -> Iterator[str]:
        """The annexes, each from a new page, the last being how the document is checked."""
        for n, (mark, title) in enumerate(annex_titles(document)):
            yield written(mark, "BulletinAnnex")
            yield title_xml(title, "BulletinAnnexTitle", self.lang)
            if n < len(document.annexes):
                yield from self.blocks(untitled(document.annexes[n]))
            else:
                yield from self.check(document.check)

    def check(self, check: Verification) -> Iterator[str]:
        """How the document is checked: its lines, its code in letters and as a picture, and what to do with it."""
        rows = list(check.rows)
        if check.code is not None:
            rows.append((FRAME["code"].said(self.lang), check.code))
        if rows:
            yield lines_xml(rows, self.width)
        if check.code is not None:
            yield paragraph(self.qr(check.code), "BulletinPicture", {"jc": val("left")})
        yield written(check.how, "BulletinText")

    def qr(self, code: str) -> str:
        """A run with a verification code as a picture, 30 mm wide."""
        return self.pictures.drawn(qr_png(code), QR_WIDTH, _QR.said(self.lang).format(code=code))

    def _chart(self, chart: Chart) -> str:
        """A drawing as a picture under its caption, told in words to whoever does not see it."""
        caption = written(chart.title, "BulletinCaption") if chart.title else ""
        return caption + self.pictures.placed(picture(svg(chart, self.lang), self.fonts), self.width, chart.said)


def title_xml(text: str, style: str, lang: Lang, more: Properties | None = None) -> str:
    """A title, in Chinese in lines that keep words whole."""
    lines = title_lines(literal(text), TITLE, TITLE_ROOM) if lang == "zh" else [text]
    return paragraph("<w:r><w:br/></w:r>".join(run(line) for line in lines), style, more)
