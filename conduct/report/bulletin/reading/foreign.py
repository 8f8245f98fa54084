"""The lines of a file that its document does not say: the office's own, or anybody's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..book.book_front import SEE
from ..document import Bulletin
from ..paper.frame import FRAME, annex_notes, annex_titles
from ..text.sentences import said as follows
from .matching import as_printed, block_texts, same, texts_of
from .placing import Foreign, placed
from .reading_back import FileRead


def not_said(read: FileRead, bulletin: Bulletin) -> list[Foreign]:
    """The lines of a file that a document does not say, and whether each stands where the office says something itself."""
    of, lang = same(read.ending, bulletin.lang), bulletin.lang
    known = set(map(of, (*texts_of(bulletin), *_around(bulletin))))
    said = "\0".join(known)
    see = re.compile(re.escape(SEE.said(lang)).replace(re.escape("{sheet}"), ".*"))
    apart = re.compile(r"\s+" if read.ending == ".pdf" else r"[\t\n]")  # on paper, the cells of a row stand on one line
    loose = _loose(read, bulletin, of)

    def bare(line: str) -> str:
        return as_printed(see.sub("", line))

    foreign = set[str](loose)
    for line in dict.fromkeys(read.text.split("\n")):
        parts = [bare(part) for part in apart.split(line)]
        unknown = [part for part in parts if len(part) > 1 and part not in known and any(map(str.isalpha, part))]
        if any(part not in said for part in unknown) and as_printed(line) not in said:
            foreign.add(line)
    return list(placed(read.text, foreign, bulletin, of, bare))


def _around(bulletin: Bulletin) -> Iterator[str]:
    """What stands around a document's text: its annexes' marks and titles, and the words of its frame."""
    word, notes = annex_notes(bulletin)
    yield from (f"{word}{notes[0]}" if notes else word, word, *notes)
    for mark, title in annex_titles(bulletin):
        yield from (mark, title, f"{mark}{title}")
    yield from (words.said(bulletin.lang) for words in FRAME.values())


def _loose(read: FileRead, bulletin: Bulletin, of: Callable[[str], str]) -> Iterator[str]:
    """The paragraphs of a file outside its tables that are none of the document's, though a table may say it."""
    texts = [text for block in bulletin.blocks for text in block_texts(block)]
    head = (bulletin.office, bulletin.number, bulletin.title, bulletin.to, bulletin.day, bulletin.signatory, bulletin.check.how)
    known = set(map(of, (*texts, *head, bulletin.check.code or "", *_around(bulletin))))
    announced = of(follows("follows", bulletin.lang))
    known |= {one.removesuffix(announced) for one in known}
    for line in read.loose:
        said = as_printed(line)
        if len(said) > 1 and said not in known and any(map(str.isalpha, said)):
            yield line
