"""What is told of the samples, and of the example sectors, for the tests of documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

import conduct
from conduct.core.scores.results import UnitResult
from conduct.door.telling import told
from conduct.report.bulletin.document import Bulletin, Element, Entry, Grid, Heading, Paragraph
from conduct.report.bulletin.told import Told

SECTORS = ("insurance", "power_utility", "banking", "hospital")


@frozen
class Kept:
    """A ledger that holds a sector's sample."""

    path: Path
    sector: str

    @classmethod
    def made(cls, folder: Path, sector: str) -> Kept:
        """Fills a ledger with the sample."""
        path = folder / f"{sector}.db"
        with conduct.open(path, sector) as office:
            office.init(sample=True)
        return cls(path, sector)

    @contextmanager
    def told(self, period: str | None = None) -> Iterator[Told]:
        """What is told of a period, the last without one."""
        with conduct.open(self.path, self.sector) as office, told(office._at, period) as found:
            yield found


def table(grid: Grid | None) -> list[dict[str, Entry]]:
    """A grid's rows by their headings; none of no grid."""
    if grid is None:
        return []
    return [dict(zip((c.heading for c in grid.columns), row, strict=True)) for row in grid.rows]


def by_unit(told: Told) -> dict[str, UnitResult]:
    """The run's units."""
    return {unit.unit: unit for unit in told.assessment.units}


def under(blocks: Sequence[Element], heading: str) -> str:
    """The text under the heading that ends so, up to the next of its level or above."""
    at = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text.endswith(heading))
    level = blocks[at].level
    found = []
    for block in blocks[at + 1 :]:
        if isinstance(block, Heading) and block.level <= level:
            break
        found += [block.text] if isinstance(block, Paragraph | Heading) else []
    return "\n".join(found)


def every_text(bulletin: Bulletin) -> Iterator[str]:
    """All that the program says in a document, the law's words, ids and what users wrote in tables left out."""
    blocks = [*bulletin.body, *(block for annex in bulletin.annexes for block in annex.blocks)]
    for block in blocks:
        if isinstance(block, Grid):
            yield from (column.heading for column in block.columns)
            yield from (block.caption, block.note)
        elif not (isinstance(block, Paragraph) and block.role == "law"):
            yield from (text for name in ("text", "title", "said", "axis") if (text := getattr(block, name, "")))
    yield from (bulletin.title, bulletin.day, bulletin.check.how, *(text for row in bulletin.check.rows for text in row))
    yield from (*(annex.title for annex in bulletin.annexes), *bulletin.gaps, *bulletin.notes)
