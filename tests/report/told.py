"""Runs to tell of, from samples and small facts, for the tests of what is composed of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from conduct.core.base.words import Lang
from conduct.door.deployment import Deployment
from conduct.door.office import Office
from conduct.door.telling import told
from conduct.report.bulletin.document import Bulletin, Element, Grid, Heading, Paragraph
from conduct.report.bulletin.told import Told

Rows = Iterable[Mapping[str, object]]


def office_of(folder: Path, sector: str, lang: Lang = "zh", **facts: Rows) -> Deployment:
    """An office with these facts, or with its sector's sample where there are none."""
    at = Deployment(folder / "facts.db", sector, {}, lang)
    if facts:
        Office(at).init()
        Office(at).add(**facts)  # type: ignore[arg-type]
    else:
        Office(at).init(sample=True)
    return at


@contextmanager
def telling(folder: Path, sector: str, period: str, lang: Lang = "zh", **facts: Rows) -> Iterator[Told]:
    """What is told of a period, of these facts or of the sector's sample."""
    at = office_of(folder, sector, lang, **facts)
    with told(at, period) as found:
        yield found
    at.close()


def elements(made: Bulletin) -> Iterator[Element]:
    """Everything in the text and in the annexes, in order."""
    yield from made.body
    for annex in made.annexes:
        yield from annex.blocks


def grids(made: Bulletin, code: str) -> list[Grid]:
    """The tables of a code."""
    return [one for one in elements(made) if isinstance(one, Grid) and one.code == code]


def texts(made: Bulletin) -> Iterator[str]:
    """Every text of a document."""
    yield from (made.title, made.to, made.office, made.number, made.subject, made.signatory, *made.notes)
    yield from (annex.title for annex in made.annexes)
    for one in elements(made):
        match one:
            case Paragraph(text) | Heading(text):
                yield text
            case Grid():
                yield from (one.caption, one.note, *(column.heading for column in one.columns))
                yield from (cell.text for row in one.rows for cell in row)
            case _:
                yield from (one.title, one.said, one.axis, one.band_name, *one.categories, *one.ends)
                yield from (series.name for series in one.series)


def laws(made: Bulletin) -> list[str]:
    """The paragraphs that quote the law."""
    return [one.text for one in elements(made) if isinstance(one, Paragraph) and one.role == "law"]
