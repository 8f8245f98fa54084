"""The figures of each rule against its quote: points, bases, factors, deadlines, amounts, ranks and what formulas take."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from ..base.exact import Exact, written
from ..base.frozen import frozen
from .choices import turned_on, variants
from .consequence import Below, Fewer, First, Last, Outcome, Presumes, Range, Sanction, Unranked
from .duty import Duty, Months, WorkingDays
from .figure import Figure
from .law import Regulation
from .numerals import figures_in, gives_plainly
from .points import Bases, Charge, Section
from .provision import Provision
from .ranking import Standing, VolumeRanking
from .terms import Count, Factor, Fixed, Formula, Reported, Setting, quotes_of
from .typed import provision_said

FiguresGiven = Iterator[tuple[str, Exact | Setting]]


def of_quotes(regulation: Regulation) -> Iterator[str]:
    """Each figure of a rule, under any reading, stands in its quote; one that a reading sets stands in none."""
    for provision in regulation.provisions:
        for one in variants(provision, settings=False):
            for wrong in _ungiven(provision, one):
                yield f"{provision_said(provision)}: its quote does not give the figure {wrong.number} of {wrong.what}"


def contradicted(regulation: Regulation, resolved: Regulation) -> Iterator[tuple[Provision, Ungiven]]:
    """Each rule of a regulation, and of the texts beside it, with a figure in force that its quote does not give.

    ``resolved`` is the same regulation under the readings in force; what only a reading makes of a figure is looked at in a rule
    alone that seems to be wrong.
    """
    texts = zip((regulation, *regulation.beside), (resolved, *resolved.beside), strict=True)
    for provision, one in ((p, o) for text, now in texts for p, o in zip(text.provisions, now.provisions, strict=True)):
        found = list(_ungiven(provision, one))
        if found and turned_on(provision):
            ever = chain.from_iterable(_ungiven(provision, other) for other in variants(provision, settings=False))
            said_of = {(wrong.what, wrong.figure) for wrong in ever}
            found = [wrong for wrong in found if (wrong.what, wrong.figure) in said_of]
        yield from ((provision, wrong) for wrong in found)


@frozen
class Ungiven:
    """A figure of a rule that its quote does not give: what it is of, and the quoted words."""

    what: str
    figure: Exact
    clause: str
    quotes: tuple[str, ...]

    @property
    def number(self) -> str:
        """The figure, written out."""
        return written(self.figure)


def _ungiven(provision: Provision, one: Provision) -> Iterator[Ungiven]:
    """The figures that the quotes of a provision do not give, as ``one`` of its variants has them; a reading needs none."""
    quotes = quotes_of(getattr(provision, "quote", None))
    given = [(what, number, provision.clause, quotes) for what, number in _figures_of(one)]
    factors = (factor for factor in _factors_of(one) if factor.n != 1)  # which changes nothing
    given += [("the factor", factor.n, factor.clause, quotes_of(factor.quote)) for factor in factors]
    for what, number, clause, words in given:
        if not isinstance(number, Setting) and not _given_by(words, number):
            yield Ungiven(what, number, clause, words)


@cache
def _given_by(quotes: tuple[str, ...], number: Exact) -> bool:
    return any(gives_plainly(quote, number) for quote in quotes) or any(number in figures_in(quote) for quote in quotes)


def _factors_of(provision: Provision) -> tuple[Factor, ...]:
    count = getattr(provision, "count", None)
    return count.factors if isinstance(count, Count) else ()


def _figures_of(provision: Provision) -> FiguresGiven:
    match provision:
        case Charge():
            if provision.scale is not None and not provision.source:
                yield from (("its points", n) for n in provision.scale.numbers())
        case Section():
            if provision.base != 0 and not provision.source:
                yield "its base", provision.base
            if provision.cap is not None:
                yield "its cap", provision.cap
            if not provision.source:
                yield from _of_formula(provision.start)
        case VolumeRanking():
            for ladder in provision.ladders.values():
                yield from (("its ladder", n) for n in ladder.numbers())
            yield from _of_formula(provision.index)
        case Standing() | Figure():
            yield from _of_formula(provision.of)
        case Outcome(place=First(n) | Last(n)):
            yield "its place", n
        case Outcome(place=Below(_, n, as_said)):
            yield "its place", n if as_said is None else as_said
        case Unranked(where=Fewer(_, n)):
            yield "fewer", n
        case Sanction():
            yield from _of_sanction(provision)
        case Presumes():
            yield from (("its days", n) for n in provision.within)
        case Bases():
            yield "its bases", provision.n
        case Duty(by=WorkingDays(n) | Months(n)):
            if n != 0:  # on the day itself
                yield "its deadline", n


def _of_formula(formula: Formula | None) -> FiguresGiven:
    for name, source in formula.inputs.items() if formula is not None else ():
        if isinstance(source, Fixed):
            yield f"{name} in its formula", source.n
        elif isinstance(source, Reported) and (isinstance(source.per, Setting) or source.per != 1):
            yield f"{name} in its formula", source.per


def _of_sanction(sanction: Sanction) -> FiguresGiven:
    for amount in (sanction.months, sanction.percent):
        if isinstance(amount, Range):
            yield from (("its amount", amount.low), ("its amount", amount.high))
        elif amount is not None:
            yield "its amount", amount
    if sanction.repeated is not None:
        yield "how often it must be repeated", sanction.repeated.n
