"""A plain letter, as an English notice is, and the tables alone."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from ..document import Bulletin
from ..paper.frame import addressee, annex_notes, annex_titles, copies, printing
from .galley import Galley
from .official_form import HEI, HIGH, TITLE, WIDE, annexes, checked, held, page_number
from .pagination import MM, Drawn, Leaf, Strip, Style, gap, kept, paged, text

PITCH = 15.5
TEXT, STRONG, LARGE, SMALL = Style("serif", 11), Style("strong", 11), Style("strong", 15), Style("serif", 9)
STYLES = {
    "text": TEXT,
    "law": TEXT,
    "note": Style("serif", 9.5),
    "small": Style("serif", 9.5),
    "heading1": Style("strong", 12),
    "heading2": STRONG,
    "heading3": STRONG,
    "caption": STRONG,
    "head": Style("strong", 10.5),
    "cell": Style("serif", 10.5),
    "chart": Style("figures", 12),
}


def plain(bulletin: Bulletin, galley: Galley) -> list[Leaf]:
    """The pages of a letter in English: office, number, day, whom it goes to, subject, text, signature, annexes."""
    leaves = paged([*_letter(bulletin, galley), *_annexes(bulletin, galley)], HIGH)
    return _numbered(leaves, galley)


def tables(bulletin: Bulletin, galley: Galley) -> list[Leaf]:
    """The pages of the tables alone: a title and the tables, then the annexes."""
    if galley.lang == "en":
        strips = [*_marked(bulletin, galley), *galley.paragraph(bulletin.title, LARGE), gap(PITCH), *galley.blocks(bulletin.body)]
        return _numbered(paged([*strips, *_annexes(bulletin, galley)], HIGH), galley)
    marks = [strip for said in bulletin.markings for strip in galley.paragraph(said, HEI)]
    strips = [*marks, *galley.titled(bulletin.title, TITLE), gap(galley.pitch / 2), *galley.blocks(bulletin.body)]
    leaves = paged([*strips, *annexes(bulletin, galley)], HIGH)
    for n, leaf in enumerate(leaves, 1):
        leaf.drawn.append(page_number(n, galley))
    return leaves


def _numbered(leaves: list[Leaf], galley: Galley) -> list[Leaf]:
    for n, leaf in enumerate(leaves, 1):
        leaf.drawn.append(_page_number(f"{n} / {len(leaves)}", galley))
    return leaves


def _page_number(said: str, galley: Galley) -> Drawn:
    return text((WIDE - galley.measure(SMALL)(said)) / 2, HIGH + 7 * MM, said, SMALL)


def _letter(bulletin: Bulletin, galley: Galley) -> Iterator[Strip]:
    yield from _marked(bulletin, galley)
    yield from _large(bulletin.office, galley)
    for said in (bulletin.number, bulletin.day):
        if said:
            yield from galley.paragraph(said, TEXT)
    yield gap(2 * PITCH)
    if to := addressee(bulletin):
        yield from galley.paragraph(to, TEXT)
        yield gap(PITCH)
    yield from kept(galley.paragraph(bulletin.title, evolve(STRONG, size=12.5)))
    yield gap(PITCH / 2, keep=True)
    body, end = held(list(galley.blocks(bulletin.body, body=True)), 2)
    yield from body
    signed = [*end, gap(3 * PITCH), *galley.paragraph(bulletin.signatory or bulletin.office, TEXT)]
    yield from [*kept(signed[:-1]), signed[-1]]
    yield gap(2 * PITCH)
    word, notes = annex_notes(bulletin)
    for said in (f"{word} {notes[0]}",) if len(notes) == 1 else (word, *notes):
        yield from galley.paragraph(said, TEXT)
    yield gap(PITCH / 2)
    for said in (copies(bulletin), ", ".join(part for part in printing(bulletin) if part)):
        if said:
            yield from galley.paragraph(said, SMALL)


def _marked(bulletin: Bulletin, galley: Galley) -> list[Strip]:
    return [strip for said in bulletin.markings for strip in galley.paragraph(said, STRONG)]


def _large(said: str, galley: Galley) -> Iterator[Strip]:
    for strip in galley.paragraph(said, LARGE):
        yield evolve(strip, high=LARGE.size * 1.35, keep=True)
    yield gap(PITCH / 2)


def _annexes(bulletin: Bulletin, galley: Galley) -> Iterator[Strip]:
    for n, (mark, title) in enumerate(annex_titles(bulletin)):
        yield evolve(kept(galley.paragraph(mark, STRONG))[0], fresh=True)
        yield from kept(list(_large(title, galley)))
        yield gap(PITCH / 2, keep=True)
        if n < len(bulletin.annexes):
            yield from galley.blocks(bulletin.annexes[n].blocks)
        else:
            yield from checked(bulletin, galley)
