"""Where in a file stands what a document does not say: in a place for the office's own words, or anywhere else.

The office's own places are all that stands before the first sentence from the ledger (head, number, title, addressee, opening),
the signature and the date, whom copies go to and who prints it, and until when and how a unit may object.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from conduct.core.base.frozen import frozen
from conduct.core.base.words import MARKS

from ..document import Bulletin, Chart, Grid
from ..paper.frame import FRAME, annex_notes, annex_titles
from ..text.sentences import said
from ..text.signing import gap
from .matching import texts_of

_LONGEST_NAME = 60
"""How many characters what signs, or prints, has at most."""
_DAY = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|(?:\d{1,2})(?:January|February|March|April|May|June|July|August|September|October|November|December)\d{4}"
)
_STOPS = re.compile("[。；;！!？?]")
_MOST_SIGNERS = 12


@frozen
class Foreign:
    """A line of a file that its document does not say; ``own`` is whether it stands where the office says something itself,
    ``after`` the line of the document that it follows, ``within`` whether that is before the end of the body.
    """

    text: str
    own: bool
    after: str = ""
    within: bool = True


@frozen
class _FileLine:
    text: str
    plain: str
    start: int
    foreign: bool


def placed(
    text: str, foreign: set[str], bulletin: Bulletin, of: Callable[[str], str], plain: Callable[[str], str]
) -> Iterator[Foreign]:
    """The lines of a text that are ``foreign`` to a document, each with whether it stands in a place of the office's own. What
    the document says too (a table the day that the office signs on) is foreign as often as the file says it beyond that.
    """
    known = Counter(map(of, texts_of(bulletin)))
    lines, at = list[_FileLine](), 0
    for one in text.split("\n"):
        bare = plain(one)
        if bare:
            lines.append(_FileLine(" ".join(one.split()), bare, at, one in foreign))
            at += len(bare)
    whole = "".join(line.plain for line in lines)
    places = _Places(bulletin, of, whole)
    mine: set[int] = set()
    for n, line in enumerate(lines):
        if line.foreign and (places.before(line) or places.signs(line) or places.hidden(line, lines[n - 1].plain if n else "")):
            mine.add(n)
    signs = sorted(n for n in mine if places.signs(lines[n]) and not _DAY.fullmatch(lines[n].plain))
    heads = {line.plain for line in lines if places.before(line)}
    alone = any(lines[n].plain in heads for n in signs)  # the office of the head signs, and then nobody else
    mine -= {n for n in signs if lines[n].plain not in heads} if alone else set(signs[_MOST_SIGNERS:])
    mine |= set(_copied(lines, bulletin)) | set(_objecting(lines, bulletin, plain))
    last = ""
    for n, line in enumerate(lines):
        if line.foreign and n not in mine and known[line.plain] > 0:
            known[line.plain] -= 1
            last = line.text
        elif line.foreign:
            yield Foreign(line.text, n in mine, last, places.start <= line.start < places.body)
        else:
            last = line.text


class _Places:
    """Where the document's own text begins and ends in that of a file."""

    def __init__(self, bulletin: Bulletin, of: Callable[[str], str], whole: str) -> None:
        texts = [of(text) for text in _told(bulletin)]
        found = [at for text in texts if text and (at := whole.find(text)) >= 0]
        self.start = found[0] if found else 0
        word, notes = annex_notes(bulletin)
        mark, title = annex_titles(bulletin)[0]
        ends = [at + len(text) for text in map(of, _said_last(bulletin)) if (at := whole.rfind(text)) >= 0]
        body = max(ends, default=self.start) if bulletin.form != "tables" else self.start
        noted = whole.find(of(word + notes[0]), body)
        self.after = noted + len(of(word + "".join(notes))) if noted >= 0 and bulletin.form != "plain" else body
        self.annexes = next((at for one in (mark + title, title) if (at := whole.find(of(one), self.after)) >= 0), len(whole))
        if bulletin.form == "plain" and noted >= 0:
            self.annexes = max(noted, self.annexes)
        self.body = body
        self.masked = of(bulletin.check.rows[-1][0])
        self.none = {of(words) for words in ("未发现个人信息", "none was found")} | {of(bulletin.check.rows[-1][1])}

    def before(self, line: _FileLine) -> bool:
        return line.start < self.start

    def signs(self, line: _FileLine) -> bool:
        """A name or a day where a document is signed."""
        if not self.after <= line.start < self.annexes or len(line.plain) > _LONGEST_NAME:
            return False
        return bool(_DAY.fullmatch(line.plain)) or not (_STOPS.search(line.plain) or re.search(r"\d", line.plain))

    def hidden(self, line: _FileLine, before: str) -> bool:
        """How much was hidden, which turns on what the office says."""
        if not self.masked or self.masked not in (before, line.plain[: len(self.masked)]):
            return False
        words = line.plain.removeprefix(self.masked)
        return words in self.none or bool(_MASKED.fullmatch(words))


_MASKED = re.compile(
    r"(?:[^\d、,。；;]{1,12}\d+处|[A-Za-z']{1,30}:\d+)(?:[、,](?:[^\d、,。；;]{1,12}\d+处|[A-Za-z']{1,30}:\d+))*"
)


def _told(bulletin: Bulletin) -> Iterator[str]:
    """The texts of a body that come from the ledger, whole, in order."""
    empty = gap("objections", bulletin.lang)
    announced = said("follows", bulletin.lang)
    for block in bulletin.body:
        match block:
            case Grid():
                yield from filter(None, (block.caption, *(column.heading for column in block.columns)))
            case Chart():
                yield block.title
            case _ if empty not in block.text:
                yield block.text.removesuffix(announced)


def _said_last(bulletin: Bulletin) -> Iterator[str]:
    """What the body ends with, by which its end is found."""
    for block in reversed(bulletin.body):
        if isinstance(block, Chart):
            continue
        if isinstance(block, Grid):
            yield from (entry.text for row in block.rows[-1:] for entry in row)
            yield block.note or block.columns[-1].heading
        else:
            empty = gap("objections", bulletin.lang)
            yield block.text.partition(empty)[0] if empty in block.text else block.text
        return


def _copied(lines: Sequence[_FileLine], bulletin: Bulletin) -> Iterator[int]:
    """The lines of whom copies go to, up to a stop, and of who prints it."""
    lang = bulletin.lang
    word = "".join((FRAME["copies"].said(lang) + MARKS[lang].colon).split())
    printed = [part for part in "".join(FRAME["printed"].said(lang).split()).split("{day}") if part]
    copying = False
    for n, line in enumerate(lines):
        copying = (copying or line.plain.startswith(word)) and line.foreign
        if copying:
            yield n
            copying = not line.plain.endswith(("。", "."))
        elif line.foreign and any(part in line.plain for part in printed) and _DAY.search(line.plain):
            yield n
            who = lines[n - 1]
            if n and who.foreign and len(who.plain) <= _LONGEST_NAME and not re.search(r"\d", who.plain):
                yield n - 1


def _objecting(lines: Sequence[_FileLine], bulletin: Bulletin, plain: Callable[[str], str]) -> Iterator[int]:
    """The lines of until when and how a unit may object, up to the stop that ends them."""
    empty = gap("objections", bulletin.lang)
    texts = [str(getattr(block, "text", "")) for block in bulletin.body]
    heads = [plain(text.partition(empty)[0]) for text in texts if empty in text]
    within = False
    for n, line in enumerate(lines):
        within = (within or any(head and line.plain.startswith(head) for head in heads)) and line.foreign
        if within:
            yield n
            within = not line.plain.endswith(("。", "."))
