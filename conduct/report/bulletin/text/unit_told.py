"""What a letter to a unit is made from: its explanation in words, its incidents as entered, what may be quoted to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conduct.core.base.frozen import frozen
from conduct.core.base.once import cached_property
from conduct.core.base.words import Lang
from conduct.core.ledger.units import homes
from conduct.core.questions.explain import Explanation, not_assessed
from conduct.core.questions.reasons import reasons

from ...explained import explained
from ...labels import label
from ...numbers import Numbers
from ..document import Entry, Grid, Paragraph
from ..told import Told
from .discretion import Discretion, discretion_on
from .entered import IncidentEntered, entered
from .letter_words import said
from .sentences import said as sentence_of
from .tabling import tabled
from .wording import clause_said

if TYPE_CHECKING:
    from ...plain import Plain

ColumnsNamed = Sequence[tuple[str, str]]
"""The columns of a table: the label of each, and what it holds."""


def behind(told: Told, unit: str) -> Explanation:
    """What lies behind a unit's result. The facts of the first that is asked for are read alone, those of all others together.

    Raises `Fault` ``unit-not-known`` or ``unit-not-assessed``.
    """
    a = told.assessment
    if unit not in told.behind:
        assessed = {result.unit for result in a.units}
        if unit not in assessed:
            raise not_assessed(a.sector, told.ledger, unit, a.period)
        for why in reasons(told.ledger, a, assessed - set(told.behind) if told.behind else {unit}):
            told.behind[why.result.unit] = why
    return told.behind[unit]


def law_said(told: Told, lang: Lang) -> str:
    """The regulation by its title and number, as a sentence names it."""
    law = told.assessment.regulation
    title = law.title.said(lang)
    return sentence_of("law_alone" if law.id in title else "law", lang, title=title, id=law.id)


def quotes(found: Iterable[Plain], lang: Lang, before: set[tuple[str, str]] | None = None) -> Iterator[Paragraph]:
    """The words of the clauses of several things: a paragraph for each clause, with each of its passages once.

    ``before`` are passages that were quoted already, which are not quoted again; those that are are noted there.
    """
    already = set[tuple[str, str]]() if before is None else before
    passages: dict[str, list[str]] = {}
    for one in found:
        for words in one["quotes"]:
            if (one["clause"], words) not in already:
                already.add((one["clause"], words))
                passages.setdefault(one["clause"], []).append(words)
    for clause, several in passages.items():
        whole = [one for one in several if not any(one != other and one in other for other in several)]
        yield Paragraph(ended(said("quote", lang, clause=clause_said(clause, lang), words="”“".join(whole)), lang), "law")


@frozen(slots=False)
class UnitTold:
    """What is told to one unit: its result and what lies behind it, in a language."""

    told: Told
    lang: Lang
    why: Explanation

    @cached_property
    def found(self) -> Plain:
        """The explanation in words."""
        return explained(self.why, self.lang, alone=self.told.alone)

    @cached_property
    def numbers(self) -> Numbers:
        """How the run's figures are printed."""
        return Numbers(self.told.assessment)

    @cached_property
    def members(self) -> list[str]:
        """The unit and those whose facts count for it."""
        mine = self.why.result.unit
        counting = homes(self.told.units, self.told.assessment.sector)
        return [unit for unit, home in counting.items() if home == mine] or [mine]

    @cached_property
    def discretion(self) -> Discretion:
        """What may be quoted to the unit."""
        return discretion_on(self.told, self.members, self.lang)

    @cached_property
    def entries(self) -> dict[str, IncidentEntered]:
        """The incidents that the letter names, as they were entered."""
        ids = {fact.id for fact in self.why.facts} | {one.incident for one in self.why.out}
        ids |= {one.incident for one in self.why.result.sanctions}
        return entered(self.told.ledger, self.told.assessment.sector, ids)

    @cached_property
    def quoted(self) -> set[tuple[str, str]]:
        """The passages of clauses that the letter has quoted so far."""
        return set()

    def quotes(self, found: Iterable[Plain]) -> Iterator[Paragraph]:
        """The words of the clauses of several things, as far as they were not quoted before."""
        return quotes(found, self.lang, self.quoted)

    def named(self, by: str | None) -> str:
        """Who acted: a unit by its name, the complainant as just that, anybody else as entered."""
        return self.discretion.person(by, self.told.names)


def sentence(text: str) -> str:
    """A sentence, which in English begins with a capital."""
    return text[:1].upper() + text[1:]


def ended(text: str, lang: Lang) -> str:
    """A sentence that ends as one, where whoever wrote it left that to the reader."""
    return text if text[-1:] in "。.！!？?）)；;" else text + ("。" if lang == "zh" else ".")


def day_entry(day: str) -> Entry:
    """A day in a table."""
    try:
        return Entry(day, date.fromisoformat(day))
    except ValueError:
        return Entry(day)


def labelled(code: str, heads: ColumnsNamed, rows: Sequence[Sequence[Entry]], lang: Lang, keys: int = 1) -> Grid | None:
    """A table whose columns are called by labels; None where there are no rows."""
    return tabled(code, [(label(head, lang), holds) for head, holds in heads], rows, keys=keys)
