"""What a notice leaves out, which everybody reads: who is charged with what nobody has decided, and who complained.

A letter to the unit and the tables for the office's own work keep all of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import evolve

from conduct.core.base.exact import Exact, total
from conduct.core.base.frozen import frozen
from conduct.core.base.once import cached_property
from conduct.core.base.words import Lang, Words
from conduct.core.duties.out import Gone
from conduct.core.duties.passed_over import NotRanked
from conduct.core.duties.sanction import SanctionFound
from conduct.core.law.consequence import OnHead, OnPerson
from conduct.core.scores.results import UnitResult
from conduct.core.scores.standings import tells_of_no_measure
from conduct.core.scores.unsettled import SANCTION, WHAT, open_sanctions

from ...labels import joined, label
from ...tables import printed
from ..document import Entry, Grid
from ..told import Told
from .discretion import COMPLAINANT, LEFT_OUT, Discretion
from .grids import Grids, Units
from .known import veil_kept
from .sentences import said
from .tabling import number, tabled
from .wording import clause_said


def unnamed(found: SanctionFound) -> bool:
    """Whether a sanction falls on a person and nobody has decided it: then a notice does not say on whom."""
    return not found.decided and isinstance(found.rule.on, OnHead | OnPerson)


def by_clause(found: Iterable[SanctionFound], lang: Lang) -> str:
    """Sanctions counted by their clauses."""
    counted = Counter(one.rule.clause for one in found)
    return joined((said("open_clause", lang, clause=clause_said(clause, lang), n=n) for clause, n in counted.items()), lang)


def open_said(told: Told, what: str, lang: Lang) -> list[str]:
    """What of a kind nobody has decided, in words; sanctions on people are counted by unit and clause."""
    if what != SANCTION:
        return open_named(told, what, lang)
    a = told.assessment
    named = [evolve(unit, sanctions=[one for one in unit.sanctions if not unnamed(one)]) for unit in a.units]
    return [*(one.words.said(lang) for one in open_sanctions(named, a.names)), *_counted(told, a.units, lang)]


def open_named(told: Told, what: str, lang: Lang) -> list[str]:
    """What of a kind nobody has decided, in words that name everybody."""
    return [one.words.said(lang) for one in told.pending if one.what == what]


def _counted(told: Told, units: Iterable[UnitResult], lang: Lang) -> Iterator[str]:
    for unit in units:
        mine = [one for one in unit.sanctions if unnamed(one)]
        if mine:
            called = told.called(unit, lang)
            yield said("open_people", lang, unit=called, clauses=by_clause(mine, lang), names=LEFT_OUT.said(lang))


def for_readers(told: Told, note: Words) -> bool:
    """Whether a note of a run is for whoever reads what is signed: that a sample is made up, what is open, who is left out, and
    of whom a target is not judged.

    Others are for whoever makes it: how the program is set up, and what was entered without effect.
    """
    a = told.assessment
    if note in told.ledger.notes(a.sector) or tells_of_no_measure(a.resolved, note):
        return True
    passed = (f"{unit.unit} {unit.name} " for unit in a.units if any(why.action is not None for why in unit.unranked))
    counts = (f"{words.zh}共" for words in WHAT.values())
    return note.zh.startswith((*(one.words.zh for one in a.open), *passed, *counts))


@frozen(slots=False)
class PublicGrids(Grids):
    """The tables of a notice."""

    @cached_property
    def discretion(self) -> Discretion:
        """What of what people wrote may be quoted to everybody."""
        return Discretion(veil_kept(self.told, self.lang))

    def bearer(self, found: SanctionFound) -> str:
        """Whom a sanction falls on, by name only where it is decided."""
        return LEFT_OUT.said(self.lang) if unnamed(found) else self.person(found.on)

    def persons(self, units: Units = None) -> Grid | None:
        """What the sanctions that are decided take from each person in all."""
        lang, who = self.lang, self._who(units)
        rows = []
        for unit in self._units(units):
            months: dict[str | None, list[Exact]] = {}
            for found in unit.sanctions:
                if found.decided and found.months is not None and isinstance(found.rule.on, OnHead | OnPerson):
                    months.setdefault(found.on, []).append(found.months[0])
            for person, fixed in months.items():
                rows.append([*(c.of(unit) for c in who), Entry(self.person(person)), number(printed(summed(fixed)))])
        headings = [(label("person", lang), "text"), (label("months_withheld", lang), "number")]
        return tabled(
            "persons",
            [*((c.heading, c.holds) for c in who), *headings],
            rows,
            keys=len(who) + 1,
            caption=said("persons_decided", lang),
        )

    def passed_over(self, why: NotRanked) -> NotRanked:
        """Why a unit has no rank, without who complained."""
        if why.action is None:
            return why
        by = called(self.discretion, why.by, self.told.names) if why.by else why.by
        return evolve(why, by=by, reason=self.discretion.quoted(why.reason))

    def _out_said(self, gone: Gone) -> str:
        by = called(self.discretion, gone.by, self.told.names) if gone.by else gone.by
        return super()._out_said(evolve(gone, by=by, reason=self.discretion.quoted(gone.reason)))


def called(discretion: Discretion, by: str, names: dict[str, str]) -> str:
    """Who acted, as everybody may read it."""
    named = discretion.person(by, names)
    if by in names or named == COMPLAINANT.said(discretion.lang) or not discretion.gives_away(named):
        return named
    return LEFT_OUT.said(discretion.lang)


def summed(values: Sequence[Exact]) -> Exact:
    """What figures come to, exactly."""
    numerator, denominator = total(values)
    return numerator if denominator == 1 else Fraction(numerator, denominator)
