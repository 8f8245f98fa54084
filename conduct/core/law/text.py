"""An edition's text: its clauses by id, their words, and where a quote stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import field

from ..base.faults import fault
from ..base.frozen import frozen
from ..base.guard import answered, passes, reason
from ..base.words import Words

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_HEADING = re.compile(r"^#{2,}\s+([A-Za-z0-9][A-Za-z0-9.\-]*)(?:\s+·\s+(.*))?$")
_SENTENCE = re.compile(r"[^。;\uff1b\n]+[。;\uff1b]?")


@frozen
class ClauseText:
    """One numbered place of the text: its id, its heading in the text's own words, and the words under it."""

    id: str
    heading: str
    body: str


@frozen
class Edition:
    """The words of one edition, from a Markdown file whose headings carry the clause ids (``### 2.1.1 · …``), or that text.

    A text without numbered clauses has its paragraphs as clauses: p1, p2, ….
    """

    source: Traversable | str
    _clauses: list[ClauseText] = field(factory=list, init=False, eq=False, repr=False)
    _package: list[str] = field(factory=list, init=False, eq=False, repr=False)

    def brought_by(self, package: str) -> None:
        """Notes which package brings the text, for what is wrong with it."""
        self._package[:] = [package]

    @property
    def clauses(self) -> tuple[ClauseText, ...]:
        """The clauses in the text's order; what stands before the first and after the closing line is no clause.

        Raises `Fault` ``text-unread``.
        """
        if not self._clauses:
            try:
                text = self.source if isinstance(self.source, str) else self.source.read_text(encoding="utf-8")
                if not isinstance(text, str):
                    raise TypeError(answered(text))
            except BaseException as error:  # a package may bring its text from anywhere
                passes(error)
                why = str(error) if isinstance(error, OSError | UnicodeDecodeError) else reason(error)
                package = self._package[0] if self._package else ""
                of = Words(f"（软件包 {package}）", f" (package {package})") if package else Words("", "")
                raise fault("text-unread", path=str(self.source), why=why, package=of) from None
            self._clauses.extend(list(_parse(text)) or _paragraphs(text))
        return tuple(self._clauses)

    def clause(self, clause_id: str) -> ClauseText:
        """A clause by id. Raises KeyError if the text has none of that name."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)

    @property
    def repeated(self) -> tuple[str, ...]:
        """The ids that more than one clause has, which no text may: a rule would rest on the first alone."""
        ids = [clause.id for clause in self.clauses]
        return tuple(dict.fromkeys(one for one in ids if ids.count(one) > 1)) if len(set(ids)) < len(ids) else ()

    def has_clause(self, clause_id: str) -> bool:
        """Whether the text has a clause of that id."""
        return any(clause.id == clause_id for clause in self.clauses)

    def has_quote(self, clause_id: str, quote: str) -> bool:
        """Whether the quote stands verbatim under the clause or one of its sub-clauses."""
        inside = (c for c in self.clauses if c.id == clause_id or c.id.startswith(clause_id + "."))
        return any(quote in c.body or quote in c.heading for c in inside)

    def sentences(self) -> Iterator[tuple[ClauseText, str]]:
        """Every sentence with its clause; a semicolon ends one as well."""
        for clause in self.clauses:
            for match in _SENTENCE.finditer(clause.body):
                if match[0].strip():
                    yield clause, match[0].strip()


def _parse(text: str) -> Iterator[ClauseText]:
    current: tuple[str, str] | None = None
    lines: list[str] = []
    for line in [*text.splitlines(), "---"]:
        heading = _HEADING.match(line)
        if heading or line.strip() == "---" or (line.startswith("#") and current):
            if current:
                yield ClauseText(*current, "\n".join(lines).strip())
            current, lines = ((heading[1], heading[2] or heading[1]) if heading else None), []
        elif current:
            lines.append(line)


def _paragraphs(text: str) -> Iterator[ClauseText]:
    body = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for n, paragraph in enumerate(body, 1):
        yield ClauseText(f"p{n}", f"第{n}段", paragraph)
